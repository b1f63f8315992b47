"""
Texts from patterns, of an exact length.

What is not regular (references, looking around) is tried: the texts are candidates, which the caller judges.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from schemawright.engines.assertions.patterns import BadPattern, compile_pattern
from schemawright.engines.assertions.wellformed import as_meant
from schemawright.fuzz.texts.pattern_lengths import Lengths, bits, mirrored, only
from schemawright.fuzz.texts.pattern_syntax import (
    ANY,
    EMPTY,
    Anchor,
    Chars,
    Either,
    Group,
    Look,
    Node,
    Reference,
    Repeat,
    Sequence,
    parse_pattern,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.fuzz.choices import Choices

TIME_LIMIT = 0.05
"""Seconds after which a match is given up here: such a text is no use."""

RARE = 0.12
"""How likely a character is not plain where it need not be."""

_CONTEXT = Repeat(ANY, 0, None)
_BLOCK = 256
_LOOKS = 12


def holds(pattern: str, text: str) -> bool | None:
    """Return whether a pattern matches somewhere in a text; None where that takes too long."""
    try:
        return compile_pattern(pattern).search(text, timeout=TIME_LIMIT) is not None
    except TimeoutError:
        return None


@lru_cache(maxsize=1024)
def tree_of(pattern: str) -> Node | None:
    """Return the tree of a pattern; None for one that cannot be compiled, or is nested too deeply."""
    try:
        compile_pattern(pattern)
        return parse_pattern(as_meant(pattern))
    except (BadPattern, RecursionError, MemoryError):
        return None


def searched(node: Node) -> Node:
    """
    Return the tree of whole texts in which a pattern matches somewhere.

    Text may stand before and after it, but not where a `^` or a `$` says otherwise.
    """
    if isinstance(node, Either):
        return Either(tuple(map(searched, node.options)))
    before = EMPTY if begins_with(node, "^") else _CONTEXT
    after = EMPTY if begins_with(node, "$") else _CONTEXT
    return Sequence((before, node, after))


def begins_with(node: Node, kind: str) -> bool:
    """Return whether a node can begin with `^`, or end with `$`."""
    if isinstance(node, Anchor):
        return node.kind == kind
    if isinstance(node, Either):
        return any(begins_with(option, kind) for option in node.options)
    if isinstance(node, Sequence):
        return _first_begins(node.items if kind == "^" else node.items[::-1], kind)
    if isinstance(node, Group | Repeat | Look):
        return not getattr(node, "negated", False) and begins_with(node.node, kind)
    return False


def _first_begins(items: tuple[Node, ...], kind: str) -> bool:
    for item in items:
        if begins_with(item, kind):
            return True
        if not isinstance(item, Look | Anchor):
            return False
    return False


def matches_every_text(node: Node) -> bool:
    """
    Return whether a pattern matches somewhere in every text, as far as that is plain: it needs nothing to be there.

    >>> [matches_every_text(parse_pattern(one)) for one in (".*", "^a?", "(a|)$", "^.*$", "a")]
    [True, True, True, False, False]
    """
    return any(_needs_nothing(node, kind) for kind in "^$")


def _needs_nothing(node: Node, kind: str) -> bool:
    if isinstance(node, Anchor):
        return node.kind == kind
    if isinstance(node, Sequence):
        return all(_needs_nothing(item, kind) for item in node.items)
    if isinstance(node, Either):
        return any(_needs_nothing(option, kind) for option in node.options)
    if isinstance(node, Repeat):
        return node.low == 0 or _needs_nothing(node.node, kind)
    return isinstance(node, Group) and _needs_nothing(node.node, kind)


def repeats_one_class(node: Node) -> bool:
    r"""
    Return whether a pattern is about texts of characters of one class, of any length, from start to end.

    >>> [repeats_one_class(parse_pattern(one)) for one in (r"^[\s\S]*$", r"^(?:.|\n)*$", "^a+$", "^a*b$")]
    [True, True, False, False]
    """
    if not isinstance(node, Sequence) or len(node.items) != len("^*$"):
        return False
    first, all_of, last = node.items
    ends = isinstance(first, Anchor) and isinstance(last, Anchor) and (first.kind, last.kind) == ("^", "$")
    return ends and isinstance(all_of, Repeat) and (all_of.low, all_of.high) == (0, None) and _is_class(all_of.node)


def _is_class(node: Node) -> bool:
    if isinstance(node, Either):
        return all(map(_is_class, node.options))
    return isinstance(node, Chars) or (isinstance(node, Group) and _is_class(node.node))


# --- generation


class Grammar:
    """
    Candidates for the texts of a tree.

    Args:
        tree: The tree.
        lengths: What measures it.
    """

    def __init__(self, tree: Node, lengths: Lengths) -> None:
        self.tree = tree
        self._lengths = lengths
        self.lengths = lengths.of(tree)

    def text(self, choices: Choices, length: int, prefer: str = "") -> str:
        """
        Return a candidate.

        Args:
            choices: What decides.
            length: How long it is to be; one of `lengths`.
            prefer: A character to be taken wherever it may stand; of several, one after the other.
        """
        writer = _Writer(self._lengths, choices, prefer)
        writer.write(self.tree, length)
        return writer.text()


class _Writer:
    """One text on its way."""

    __slots__ = ("ahead", "choices", "groups", "lengths", "looks", "parts", "prefer", "preferred", "size")

    def __init__(self, lengths: Lengths, choices: Choices, prefer: str) -> None:
        self.lengths = lengths
        self.choices = choices
        self.prefer = prefer
        self.preferred = 0
        self.parts: list[str] = []
        self.size = 0
        self.groups: dict[str, str] = {}
        self.looks: list[tuple[int, str]] = []
        self.ahead: list[tuple[int, Grammar, list[int]]] = []

    def text(self) -> str:
        text = "".join(self.parts)
        looks = [self.looked(place, inner, lengths, len(text)) for place, inner, lengths in self.ahead]
        # What ends first is laid over the others, which mostly are about their ends: so each is met.
        for place, look in sorted([*self.looks, *looks], key=lambda one: -one[0] - len(one[1])):
            text = text[:place] + look + text[place + len(look) :]
        return text

    def looked(self, place: int, inner: Grammar, lengths: list[int], end: int) -> tuple[int, str]:
        """Return a text of what is looked ahead for, one that the whole text has room for, if there is one."""
        fitting = [length for length in lengths if place + length <= end]
        return place, inner.text(self.choices, self.choices.pick(fitting or lengths), self.prefer)

    def write(self, node: Node, length: int) -> None:
        _WRITES[type(node)](self, node, length)

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.size += len(text)

    def one_of(self, mask: int) -> int:
        """Return one of the lengths that a number stands for."""
        return self.choices.pick(bits(mask)) if mask else 0

    def chars(self, node: Chars, _length: int) -> None:
        self.add(self.char(node))

    def char(self, node: Chars) -> str:
        chars = node.chars
        able = [char for char in self.prefer if char in chars.members] if self.prefer else ()
        if able:
            self.preferred += 1
            return able[(self.preferred - 1) % len(able)]
        if len(chars.members) == 1:
            return chars.members[0]
        return self.choices.pick(chars.members if self.choices.chance(RARE) else chars.plain)

    def sequence(self, node: Sequence, length: int) -> None:
        for index, item in enumerate(node.items):
            mine = self.share(item, self.lengths.after(node, index + 1), length)
            self.write(item, mine)
            length -= mine

    def share(self, item: Node, rest: int, length: int) -> int:
        """Return how long an item is to be, when what follows must fill up to a length."""
        mask = self.lengths.of(item)
        fixed, others = only(mask), only(rest)
        if fixed is not None or others is not None:
            return max(length - (others or 0), 0) if fixed is None else fixed
        if isinstance(item, Reference):
            wanted = len(self.groups.get(item.key, ""))
            if wanted <= length and rest >> (length - wanted) & 1:
                return wanted
        return self.one_of(mask & mirrored(rest, length))

    def either(self, node: Either, length: int) -> None:
        possible = [option for option in node.options if self.lengths.of(option) >> length & 1]
        self.write(self.choices.pick(possible or node.options), length)

    def repeat(self, node: Repeat, length: int) -> None:
        if isinstance(node.node, Chars):
            block = "".join([self.char(node.node) for _ in range(min(length, _BLOCK))])
            self.add((block * (length // _BLOCK + 1))[:length])
            return
        done = 0
        while length or done < min(node.low, self.lengths.cap):
            mine = self.turn(node, done, length)
            self.write(node.node, mine)
            length -= mine
            done += 1
            if done > self.lengths.cap or (not mine and done >= node.low):
                return

    def turn(self, node: Repeat, done: int, length: int) -> int:
        """Return how long one turn of a repetition is to be; not empty where it need not."""
        mask = self.lengths.of(node.node)
        if length and done >= node.low:
            mask &= ~1
        fixed = only(mask)
        return fixed if fixed is not None else self.one_of(mask & mirrored(self.lengths.rest(node, done + 1), length))

    def group(self, node: Group, length: int) -> None:
        first = len(self.parts)
        self.write(node.node, length)
        self.groups[str(node.number)] = self.groups[node.name] = "".join(self.parts[first:])

    def reference(self, node: Reference, _length: int) -> None:
        self.add(self.groups.get(node.key, ""))

    def look(self, node: Look, _length: int) -> None:
        possible = [] if node.negated else bits(self.lengths.of(node.node))[:_LOOKS]
        if not possible:
            return
        inner = Grammar(node.node, self.lengths)
        if not node.behind:
            self.ahead.append((self.size, inner, possible))
            return
        text = inner.text(self.choices, self.choices.pick(possible), self.prefer)
        place = max(self.size - len(text), 0)
        if not self.size:
            self.add(text)
        self.looks.append((place, text))

    def anchor(self, _node: Anchor, _length: int) -> None:
        """Write nothing."""


_WRITES: dict[type, Callable[..., None]] = {
    Chars: _Writer.chars,
    Sequence: _Writer.sequence,
    Either: _Writer.either,
    Repeat: _Writer.repeat,
    Group: _Writer.group,
    Reference: _Writer.reference,
    Look: _Writer.look,
    Anchor: _Writer.anchor,
}
