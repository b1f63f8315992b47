"""
How long the texts of a pattern's parts can be.

Lengths are a number whose bit *n* is set when *n* characters can be, so that sums of them are shifts, and a bound on
the length is solved, not hoped for.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.texts.pattern_syntax import Anchor, Chars, Either, Group, Look, Node, Reference, Repeat, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable

_UNKNOWN_GROUP = 16


def bits(mask: int) -> list[int]:
    """
    Return the lengths that a number stands for, the shortest first.

    >>> bits(0b1101)
    [0, 2, 3]
    """
    return [index for index, bit in enumerate(reversed(f"{mask:b}")) if bit == "1"]


def mirrored(mask: int, length: int) -> int:
    """
    Return the number in which bit *n* is bit `length` - *n* of another.

    >>> bits(mirrored(0b1101, 3))
    [0, 1, 3]
    """
    return int(f"{mask & ((2 << length) - 1):0{length + 1}b}"[::-1], 2)


def only(mask: int) -> int | None:
    """Return the one length that there is, or 0 where there is none; None where there are more."""
    return None if mask & (mask - 1) else max(mask.bit_length() - 1, 0)


def longest(node: Node) -> float:
    """
    Return how long the texts of a tree are at the most; infinity where there is no bound, or it is not known.

    >>> from schemawright.fuzz.texts.patterns import tree_of
    >>> longest(tree_of("(?:ab?){1,3}")), longest(tree_of("a*"))
    (6, inf)
    """
    return _LONGEST[type(node)](node)


_LONGEST: dict[type, Callable[[Any], float]] = {
    Chars: lambda _node: 1,
    Sequence: lambda node: sum(map(longest, node.items)),
    Either: lambda node: max(map(longest, node.options), default=0),
    Repeat: lambda node: (inf if node.high is None else node.high) * longest(node.node) if longest(node.node) else 0,
    Group: lambda node: longest(node.node),
    Reference: lambda _node: inf,
    Look: lambda _node: 0,
    Anchor: lambda _node: 0,
}


class Lengths:
    """
    The lengths of trees, remembered.

    Args:
        cap: The greatest length there is to be.
    """

    def __init__(self, cap: int) -> None:
        self.cap = cap
        self._known: dict[Node, int] = {}
        self._rests: dict[tuple[Node, int], int] = {}
        self._groups: dict[str, int] = {}

    def of(self, node: Node) -> int:
        """Return the lengths of a tree."""
        known = self._known.get(node)
        if known is None:
            known = self._known[node] = _MEASURES[type(node)](self, node)
        return known

    def after(self, node: Sequence, index: int) -> int:
        """Return the lengths of a sequence's items from one on."""
        known = self._rests.get((node, index))
        if known is None:
            known = 1
            for at in range(len(node.items) - 1, index - 1, -1):
                known = self._rests[node, at] = _sums(self.of(node.items[at]), known, self.cap)
        return known

    def rest(self, node: Repeat, done: int) -> int:
        """Return the lengths of what follows in a repetition after so many times."""
        done = min(done, node.low) if node.high is None else done
        known = self._rests.get((node, done))
        if known is None:
            low = max(node.low - done, 0)
            more = self.cap if node.high is None else node.high - max(done, node.low)
            mask = self.of(node.node)
            # What is optional may take no part: one empty text more changes no length.
            optional = _times(mask | 1, min(more, self.cap), self.cap)
            known = self._rests[node, done] = _sums(_times(mask, low, self.cap), optional, self.cap)
        return known

    def group(self, node: Group) -> int:
        """Return the lengths of a group, and remember them for what refers to it."""
        self._groups[str(node.number)] = self._groups[node.name] = mask = self.of(node.node)
        return mask

    def reference(self, node: Reference) -> int:
        """Return the lengths of what refers to a group."""
        # The last items of a sequence are measured first, so a group may not be known yet: any length can be.
        return self._groups.get(node.key, (2 << min(self.cap, _UNKNOWN_GROUP)) - 1) | 1

    def either(self, node: Either) -> int:
        """Return the lengths of alternatives."""
        mask = 0
        for option in node.options:
            mask |= self.of(option)
        return mask


_MEASURES: dict[type, Callable[..., int]] = {
    Chars: lambda _lengths, node: 2 if node.chars.members else 0,
    Sequence: lambda lengths, node: lengths.after(node, 0),
    Either: Lengths.either,
    Repeat: lambda lengths, node: lengths.rest(node, 0),
    Group: Lengths.group,
    Reference: Lengths.reference,
    Look: lambda _lengths, _node: 1,
    Anchor: lambda _lengths, _node: 1,
}


def _sums(one: int, other: int, cap: int) -> int:
    """Return the lengths of one text after another."""
    few, many = sorted((one, other), key=int.bit_count)
    result = 0
    while few:
        low = (few & -few).bit_length() - 1
        run = few >> low
        width = (~run & (run + 1)).bit_length() - 1
        result |= _smeared(many, width) << low
        few = (run >> width) << (width + low)
    return result & ((2 << cap) - 1)


def _smeared(mask: int, width: int) -> int:
    """Return what is 0 to `width` - 1 longer."""
    done = 1
    while done < width:
        step = min(done, width - done)
        mask |= mask << step
        done += step
    return mask


def _times(mask: int, count: int, cap: int) -> int:
    """Return the lengths of so many texts after one another."""
    result = 1
    while count and result:
        if count & 1:
            result = _sums(result, mask, cap)
        count >>= 1
        if count:
            mask = _sums(mask, mask, cap)
    return result
