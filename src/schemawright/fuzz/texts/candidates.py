"""
Candidates for texts by a spec, from the grammars of its patterns and formats.

One grammar makes a text of a length that all can have; where another rule does not hold of it, a text of that one's
grammar is laid over it.  That is often right, and cheap to try again where it is not.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from schemawright.fuzz.texts.formats.known import format_of
from schemawright.fuzz.texts.pattern_lengths import Lengths, bits
from schemawright.fuzz.texts.pattern_syntax import ANY, Chars, Node, Repeat, parts_of
from schemawright.fuzz.texts.patterns import RARE, Grammar, begins_with, searched, tree_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from schemawright.fuzz.choices import Choices
    from schemawright.fuzz.making.grammar import Maker
    from schemawright.fuzz.texts.rules import Rules

T = TypeVar("T")

CAP = 330
"""The greatest length of a text, where nothing asks for more."""

LONGEST = 100_000
"""The greatest length that is made at all, where a bound asks for it."""

_CAPS = (CAP, 5_000, LONGEST)
_FAR, _FAR_REACH = 0.1, 64
_SHORT = 12


class Dull:
    """Choices that are always the simplest."""

    lengthens = False

    def below(self, _count: int, /) -> int:
        """Return 0."""
        return 0

    def chance(self, _likelihood: float, /) -> bool:
        """Return false."""
        return False

    def pick(self, options: Sequence[T], /) -> T:
        """Return the first."""
        return options[0]

    def make(self, maker: Maker, budget: int, /) -> Any:
        """Return what a maker makes."""
        return maker.make(self, budget)


class _Need(NamedTuple):
    """One pattern or format: whether it holds, its grammars for whole texts, and for no more than what it asks."""

    holds: Callable[[str], bool | None]
    whole: tuple[Grammar, ...]
    bare: tuple[Grammar, ...]

    @property
    def lengths(self) -> int:
        result = 0
        for grammar in self.whole:
            result |= grammar.lengths
        return result


class Candidates:
    """
    Makes texts that are likely to be valid.

    Args:
        rules: What they are to be.
    """

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        low, high = rules.spec.min_length, rules.spec.max_length
        self._trees = _trees(rules)
        self._able: dict[str, bool] = {}
        for cap in _CAPS:
            self.cap = max(cap, low + _FAR_REACH) if low <= LONGEST else cap
            self._needs = self._grammars(self.cap)
            self.lengths = bits(self._within(self._needs, low, high))
            if self.lengths:
                break

    def text(self, choices: Choices, scale: int, prefer: str = "") -> str | None:
        """
        Return a candidate; None where no length is possible.

        Args:
            choices: What decides.
            scale: How far from the simplest; from 0.
            prefer: A character to be taken wherever it may stand; of several, one after the other.
        """
        count = len(self.lengths)
        if not count:
            return None
        reach = _FAR_REACH if choices.chance(_FAR) else 3 + scale
        return self._text(choices, self.lengths[choices.below(min(count, reach))], self._needs, prefer)

    def can_have(self, char: str) -> bool:
        """Return whether a candidate may be found that has a character where it may stand."""
        if char not in self._able:
            parts = (part for _, trees in self._trees for tree in trees for part in parts_of(tree))
            # Where a pattern is not tied to the ends, anything may stand beside it.
            loose = any(
                not (begins_with(tree, "^") and begins_with(tree, "$")) for _, trees in self._trees for tree in trees
            )
            self._able[char] = loose or any(char in part.chars.members for part in parts if isinstance(part, Chars))
        return self._able[char]

    def of_length(self, choices: Choices, length: int, prefer: str = "") -> str | None:
        """Return a candidate of exactly a length, within the spec's bounds or not; None where there is none."""
        if not 0 <= length <= LONGEST:
            return None
        needs = self._needs if length <= self.cap else self._grammars(length)
        if not self._within(needs, length, length):
            return None
        return self._text(choices, length, needs, prefer)

    def _text(self, choices: Choices, length: int, needs: tuple[_Need, ...], prefer: str) -> str:
        able = [grammar for need in needs for grammar in need.whole if grammar.lengths >> length & 1]
        # A format asks for more than a pattern beside it, most often; so its grammars come first, and more often.
        of_formats = sum(len(need.whole) for need in needs[: len(self._rules.formats)])
        able = able[:of_formats] if of_formats and not choices.chance(RARE) else able
        text = choices.pick(able).text(choices, length, prefer)
        for need in needs if len(needs) > 1 else ():
            if not need.holds(text):
                text = _laid_over(text, need, choices)
        return text

    def _grammars(self, cap: int) -> tuple[_Need, ...]:
        lengths, short = Lengths(cap), Lengths(min(cap, CAP))
        return tuple(
            _Need(
                holds,
                tuple(Grammar(searched(tree), lengths) for tree in trees),
                tuple(Grammar(tree, short) for tree in trees) if len(self._trees) > 1 else (),
            )
            for holds, trees in self._trees
        )

    def _within(self, needs: tuple[_Need, ...], low: int, high: int | None) -> int:
        """Return the lengths, within bounds, that every pattern and format can have; or one, where none is common."""
        bounds = -1 << low
        if high is not None:
            bounds &= (2 << high) - 1 if high <= LONGEST else -1
        common = either = 0
        for index, need in enumerate(needs):
            common = common & need.lengths if index else need.lengths
            either |= need.lengths
        # A format's grammar is narrower than the format, so what is not common may still be.
        return common & bounds or (either & bounds if self._rules.formats else 0)


def _trees(rules: Rules) -> list[tuple[Callable[[str], bool | None], tuple[Node, ...]]]:
    trees: list[tuple[Callable[[str], bool | None], tuple[Node, ...]]] = []
    for index, name in enumerate(rules.formats):
        grammars = format_of(name, rules.spec.dialect).grammars
        known = tuple(tree for tree in map(tree_of, grammars) if tree is not None)
        trees.append((partial(rules.of_format, index), known))
    for index, pattern in enumerate(rules.patterns):
        tree = tree_of(pattern)
        if tree is not None:
            trees.append((partial(rules.matches, index), (tree,)))
    return trees or [(lambda _text: True, (Repeat(ANY, 0, None),))]


def _laid_over(text: str, need: _Need, choices: Choices) -> str:
    """Return a text with what one rule asks laid over a part of it."""
    grammar = choices.pick(need.bare)
    possible = [length for length in bits(grammar.lengths) if length <= max(len(text), _SHORT)][:_SHORT]
    if not possible:
        return text
    patch = grammar.text(choices, choices.pick(possible))
    end = max(len(text) - len(patch), 0)
    places = [0] * begins_with(grammar.tree, "^") + [end] * begins_with(grammar.tree, "$")
    place = choices.pick(places or (0, end, choices.below(end + 1)))
    keep = 0 if choices.chance(0.2) else len(patch)
    return text[:place] + patch + text[place + keep :]
