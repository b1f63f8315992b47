"""
Texts by a spec: lengths in code points, patterns and formats, all at once; and texts that are nearly so.

What is drawn comes from a pool of checked texts, whose every place is made by a seed of its own when it is first asked
for: the same choices give the same text, whatever was drawn before.  The simplest text is at place 0, the boundaries
are at the end.
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING

from schemawright.fuzz.bits import each_bit
from schemawright.fuzz.choices import Seeded
from schemawright.fuzz.texts.breaks import DENIED, TOO_MANY, at_ends, broken, changed, edges, ends_of
from schemawright.fuzz.texts.candidates import CAP, LONGEST, Candidates, Dull
from schemawright.fuzz.texts.characters import CONTROLS, NOTABLE, SPECIALS
from schemawright.fuzz.texts.formats.known import format_of
from schemawright.fuzz.texts.pattern_lengths import Lengths
from schemawright.fuzz.texts.pattern_syntax import Chars, Look, parts_of
from schemawright.fuzz.texts.patterns import Grammar, begins_with, searched, tree_of
from schemawright.fuzz.texts.rules import Rules, TextSpec
from schemawright.fuzz.turns import in_turns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.fuzz.choices import Choices
    from schemawright.fuzz.texts.pattern_syntax import Node

__all__ = ["POOL", "TextSpec", "Texts"]

POOL = 256
"""How many texts a pool has."""

FRESH = 0.03
"""How likely a text is made for the occasion, and not taken from the pool."""

LONG = 256
"""About how long a long text is, where there is no bound."""

MOST = 10_000_000
"""The greatest length there is; a spec that asks for more has no text."""

MOST_MISSES = 160
"""How many near misses of one rule there are at most."""

_TRIES, _SEARCHED_LENGTHS, _SEARCHES = 12, 40, 240
_EDGES = 48
_BROKEN = 240
_OF_ONE_REASON = 6
_IN_TURNS, _PARTS_IN_TURN = 4, 4
"""
How many texts with a part broken come in turns with those altered as a whole; and how many to one, from then on.
"""
_RUNGS = 64
_BESIDE_ENDS = 2
"""How many characters more than ends of classes a text of them has, at the least: some stand where only one may."""
_LONGISH = 21
"""How long a text is that comes early, where any length may be: longer than a limit that somebody made up."""
_ASTRAL = "\U0001f600"
_MOST_IN_POOL = 1_000


class Texts:
    """
    The texts that a spec describes.

    Args:
        spec: The spec.
        accept: A further judge, such as both engines: every text handed out passes it, and no near miss does.
        refuse: Whether both engines call a text invalid, for near misses; without it, what `accept` does not pass.

    >>> texts = Texts(TextSpec(min_length=2, patterns=("^[a-c]+$",)))
    >>> texts.boundaries()[0], texts.near_misses()[0]
    ('aa', ('one code point too short', 'a'))
    """

    def __init__(
        self,
        spec: TextSpec,
        accept: Callable[[str], bool] | None = None,
        refuse: Callable[[str], bool] | None = None,
    ) -> None:
        self.spec = spec
        self._rules = Rules(spec, accept, refuse)
        self._slots: list[str | None] = [None] * POOL
        self._looked = 0

    def draw(self, choices: Choices) -> str | None:
        """Return a text; None where none was found."""
        if choices.chance(FRESH):
            text = None if self._simplest is None else self._candidates.text(choices, LONG // 10)
            if text is not None and self._rules.fits(text):
                return text
        index = choices.below(POOL)
        text = self._slots[index]
        return self._slot(index) if text is None else text

    @property
    def is_possible(self) -> bool:
        """Whether any text was found."""
        return self._simplest is not None

    def boundaries(self) -> tuple[str, ...]:
        """Return the texts at the edges of what is valid; the same every time."""
        return self._boundaries

    def distinct(self, count: int) -> list[str]:
        """Return texts that are all different: so many, or as many as were found; the same every time."""
        found = self._distinct
        choices = self._seeded(f"distinct {len(found)}")
        while len(found) < count and self._looked < _TRIES * count:
            self._looked += 1
            text = self._candidates.text(choices, self._looked // 8)
            if text is not None and text not in found and self._rules.fits(text):
                found[text] = None
        return list(islice(found, count))

    @cached_property
    def _distinct(self) -> dict[str, None]:
        return dict.fromkeys(self._boundaries)

    def near_misses(self) -> tuple[tuple[str, str], ...]:
        """
        Return texts that violate exactly one rule, each after what was done to it; the same every time.

        The most telling of each rule come first.
        """
        return self._near_misses

    def ladder(self) -> tuple[str, ...]:
        """Return texts that grow, for choices that shrink: the simplest of each length, some of the pool, edges."""
        lengths = self._candidates.lengths[:_RUNGS]
        simplest = (self._candidates.of_length(Dull(), length) for length in lengths)
        pool = (self._slot(index) for index in range(0, POOL, POOL // _RUNGS))
        found = dict.fromkeys(text for text in simplest if text is not None and self._rules.fits(text))
        found |= dict.fromkeys(text for text in pool if text is not None)
        found |= dict.fromkeys(text for text in self._boundaries if len(text) <= _MOST_IN_POOL)
        first, *rest = [self._simplest, *found] if self._simplest is not None else [*found] or [""]
        return (first or "", *sorted((text for text in rest if text != first), key=lambda text: (len(text), text)))

    # --- the pool

    @cached_property
    def _candidates(self) -> Candidates:
        return Candidates(self._rules)

    def _seeded(self, place: object) -> Seeded:
        return Seeded(f"{tuple(self.spec)!r}:{place}")

    @cached_property
    def _simplest(self) -> str | None:
        return next(filter(self._rules.fits, self._attempts()), None)

    def _attempts(self) -> Iterator[str]:
        """Yield candidates for the simplest text, until it is no use to try again."""
        yield from self._edges
        if LONGEST < self.spec.min_length <= MOST:
            yield "a" * self.spec.min_length
        candidates, choices = self._candidates, self._seeded("simplest")
        sources: tuple[Choices, ...] = (Dull(), choices, choices, choices)
        for length in candidates.lengths[:_SEARCHED_LENGTHS]:
            for source in sources:
                yield candidates.of_length(source, length) or ""
        yield from self._stretched
        for attempt in range(_SEARCHES):
            if self._rules.given_up:
                return
            yield candidates.text(choices, attempt) or ""

    def _slot(self, index: int) -> str | None:
        """Return the text at a place of the pool; made now, if it is not there."""
        text = self._slots[index]
        if text is None and self._simplest is not None:
            text = self._slots[index] = self._made(index)
        return text

    def _made(self, index: int) -> str | None:
        if not index:
            return self._simplest
        if index >= POOL // 2:
            short = [text for text in self._boundaries if len(text) <= _MOST_IN_POOL]
            if POOL - 1 - index < len(short):
                return short[POOL - 1 - index]
        choices = self._seeded(index)
        for _ in range(_TRIES):
            text = self._candidates.text(choices, index // 8)
            if text is not None and self._rules.fits(text):
                return text
        return self._slot(index // 2)

    # --- boundaries

    @cached_property
    def _edges(self) -> tuple[str, ...]:
        """The edges of the formats; not yet judged."""
        return tuple(
            dict.fromkeys(text for name in self._rules.formats for text in format_of(name, self.spec.dialect).edges)
        )

    @property
    def _stretched(self) -> Iterator[str]:
        """What programs get wrong, as long as it must be."""
        low = min(self.spec.min_length, LONGEST)
        for text in SPECIALS:
            if len(text) == 1:
                yield text * max(low, 1)
            else:
                yield text.rjust(low, "a") if text.endswith(" ") else text.ljust(low, "a")

    @cached_property
    def _boundaries(self) -> tuple[str, ...]:
        if self._simplest is None:
            return ()
        at_ends = [text for text in self._at_ends() if self._rules.fits(text)]
        found = dict.fromkeys((self._simplest, *at_ends, *self._at_bounds()))
        candidates = chain(self._edges, self._at_edges(), self._stretched, self._with_notable())
        found |= dict.fromkeys(text for text in candidates if text not in found and self._rules.fits(text))
        return tuple(found)

    def _at_edges(self) -> Iterator[str]:
        """Yield candidates for each alternative, and for as few and as many repetitions as can be."""
        return self._of_variants(edges, Dull(), self._seeded("edges"))

    def _of_variants(self, variants: Callable[[Node], Iterator[Node]], *sources: Choices) -> Iterator[str]:
        """Yield candidates of trees that are made of those of the patterns."""
        measure = Lengths(self._candidates.cap)
        for pattern in self._rules.patterns:
            tree = tree_of(pattern)
            if tree is None:
                continue
            for variant in islice(variants(tree), _EDGES):
                for source in sources:
                    yield self._text_of(searched(variant), measure, source, 0) or ""
                    yield self._again_and_again(tree, variant, measure, source) or ""

    def _at_bounds(self) -> Iterator[str]:
        """Yield valid texts of the least and the greatest length: of ASCII, and of characters that are more."""
        lengths, high = self._candidates.lengths, self.spec.max_length
        if not lengths:
            return
        longest = high if high is not None and high <= LONGEST else max(LONG, self.spec.min_length)
        for length in dict.fromkeys((lengths[0], longest, *self._longest_possible(longest))):
            for _, prefer in _MADE_OF[: 4 if length <= LONGEST else 1]:
                text = self._of_length(length, prefer)
                if text is not None and self._rules.fits(text):
                    yield text

    def _longest_possible(self, longest: int) -> list[int]:
        return [length for length in self._candidates.lengths if length <= longest][-1:]

    def _of_length(self, length: int, prefer: str = "", fits: Callable[[str], bool] | None = None) -> str | None:
        """Return a text of a length, within the bounds or not; None where there is none."""
        if not (self._rules.patterns or self._rules.formats):
            run = (prefer or "a") * min(length, MOST)
            return run if (fits or self._rules.fits)(run) else None
        if prefer and not self._candidates.can_have(prefer):
            return None
        choices = self._seeded(f"{length}{prefer}")
        sources: tuple[Choices, ...] = (Dull(), *[choices] * _TRIES)
        for source in sources:
            text = self._candidates.of_length(source, length, prefer)
            if text is None:
                return None
            if prefer in text and len(text) == length and (fits or self._rules.fits)(text):
                return text
        return None

    def _with_notable(self) -> Iterator[str]:
        """Yield candidates with each notable character in them."""
        sources: tuple[tuple[Choices, int], ...] = ((Dull(), 0), (self._seeded("notable"), 4))
        wanted = dict.fromkeys(NOTABLE + CONTROLS + "".join(sorted(self._ends_of_classes())))
        for char in filter(self._candidates.can_have, wanted):
            for source, scale in sources:
                text = self._candidates.text(source, scale, char)
                if text is not None and char in text:
                    yield text

    def _at_ends(self) -> Iterator[str]:
        """Yield candidates of the ends of classes: all of them in a few texts, as long as may be, or as that takes."""
        ends = "".join(sorted(self._ends_of_classes()))
        lengths = self._candidates.lengths[:_RUNGS]
        if not ends or not lengths:
            return
        long_enough = (length for length in lengths if length >= max(len(ends) + _BESIDE_ENDS, _LONGISH))
        # Where there is a greatest length, a text of it shows as well that so many are allowed.
        enough = lengths[-1] if len(lengths) < _RUNGS else next(long_enough, lengths[-1])
        for length in dict.fromkeys((enough, lengths[0])):
            for prefer in (ends, ends[::-1]):
                yield self._candidates.of_length(Dull(), length, prefer) or ""
        # What is in a part that may be left out is in none of them.
        yield from self._of_variants(at_ends, Dull())

    def _ends_of_classes(self) -> set[str]:
        """Return the first and the last character of each class in the patterns, and of each range in it."""
        trees = (tree_of(pattern) for pattern in self._rules.patterns)
        parts = (part for tree in trees if tree is not None for part in parts_of(tree))
        return {end for part in parts if isinstance(part, Chars) for end in ends_of(part)}

    # --- near misses

    @cached_property
    def _near_misses(self) -> tuple[tuple[str, str], ...]:
        rules = self._rules
        makers: list[tuple[str, Iterable[tuple[str, str]]]] = [
            ("minLength", self._too_short()),
            ("maxLength", self._too_long()),
            *((f"format {name}", self._missed_format(name)) for name in rules.formats),
            *((f"pattern {index}", self._missed_pattern(index)) for index in range(len(rules.patterns))),
        ]
        by_rule = [self._kept(rule, made) for rule, made in makers]
        return tuple(in_turns(*by_rule))

    def _kept(self, rule: str, made: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return those that break one rule only, each text once, and no reason more than a few times."""
        kept: dict[str, tuple[int, str]] = {}
        reasons: dict[str, int] = {}
        for how, text in made:
            if len(kept) >= MOST_MISSES or self._rules.given_up:
                break
            times = reasons.get(how, 0)
            if text not in kept and times < _OF_ONE_REASON and self._rules.breaks(text, rule):
                kept[text] = (times, how)
                reasons[how] = times + 1
        # Each reason once, before one comes again.
        return [(how, text) for text, (_, how) in sorted(kept.items(), key=lambda item: item[1][0])]

    def _too_short(self) -> Iterator[tuple[str, str]]:
        low = self.spec.min_length
        yield from self._off(range(low - 1, max(low - 13, -1), -1), "minLength", "short")

    def _too_long(self) -> Iterator[tuple[str, str]]:
        high = self.spec.max_length
        if high is not None:
            yield from self._off(range(high + 1, high + 13), "maxLength", "long")

    def _off(self, lengths: range, rule: str, word: str) -> Iterator[tuple[str, str]]:
        """Yield texts whose length is just out of bounds; those of the nearest length that there is."""

        def breaks(text: str) -> bool:
            return self._rules.breaks(text, rule)

        for length in lengths:
            off = abs(length - lengths[0]) + 1
            how = f"one code point too {word}" if off == 1 else f"{off} code points too {word}"
            made_of = _MADE_OF[: 4 if length <= LONGEST else 1]
            made = [(note, self._of_length(length, char, breaks)) for note, char in made_of]
            found = [(how + note, text) for note, text in made if text is not None]
            if found:
                dressed = [(how + note, text) for note, text in _dressed(found[0][1])]
                # Of what is more elsewhere, what is too short is not so for all; what is less elsewhere, too long.
                first = found[1:2] if word == "short" else [one for one in dressed[:1] if breaks(one[1])]
                yield from first
                yield from (one for one in (*found, *dressed) if one not in first)
                return

    def _valid_few(self) -> Iterator[str]:
        """Yield some valid texts to be changed."""
        places = (0, 5, 40, 90, POOL - 3)
        texts = (*(self._slot(index) for index in places), *self._boundaries[1:3])
        yield from dict.fromkeys(text for text in texts if text is not None and len(text) <= CAP)

    def _changed(self) -> Iterator[tuple[str, str]]:
        for text in self._valid_few():
            yield from changed(text)
        yield from (("something else", text) for text in self._stretched)

    def _missed_format(self, name: str) -> Iterator[tuple[str, str]]:
        first = [miss for text in islice(self._valid_few(), 1) for miss in islice(changed(text), 8)]
        yield from first[:1]
        yield from format_of(name, self.spec.dialect).misses
        yield from first
        yield from self._changed()

    def _missed_pattern(self, index: int) -> Iterator[tuple[str, str]]:
        broken = [*self._broken(self._rules.patterns[index])]
        # What breaks a part of the pattern is told as that, though it may be an end of the text as well.
        known = {text: how for how, text in reversed(broken)}
        altered = iter([(known.get(text, how), text) for how, text in self._changed()])
        parts = iter(broken)
        # What everyone gets wrong comes first among the altered ones; then there is more to be told of the pattern.
        yield from chain.from_iterable(zip(islice(parts, _IN_TURNS), islice(altered, _IN_TURNS), strict=False))
        while some := [*islice(parts, _PARTS_IN_TURN), *islice(altered, 1)]:
            yield from some

    def _broken(self, pattern: str) -> Iterator[tuple[str, str]]:
        """Yield texts of a pattern of which one part is broken."""
        tree = tree_of(pattern)
        if tree is None:
            return
        measure, choices = Lengths(self._candidates.cap), self._seeded("broken")
        # What looks ahead is not met by the simplest texts, and has to be tried more often.
        looks = sum(isinstance(part, Look) for part in parts_of(tree))
        rounds: tuple[Choices, ...] = (choices,) * 6 if looks else (Dull(), choices)
        variants = [*islice(broken(tree), _BROKEN)]
        for number, source in enumerate(rounds):
            later: list[tuple[str, str]] = []
            for how, variant in variants:
                # What follows takes in what is too many, unless it is full itself.
                full = self._longest_of(variant, measure, source) if not number and TOO_MANY in how else None
                # What is denied where nothing else is looked for is simple as well.
                by = Dull() if not number and looks == 1 and DENIED in how else source
                # With nothing around it, where that is long enough.
                text = (
                    self._text_of(variant, measure, by, number)
                    or self._again_and_again(tree, variant, measure, by)
                    or self._text_of(searched(variant), measure, by, number)
                )
                made = [(how, one) for one in (full, text) if one is not None]
                yield from made[:1]
                later += made[1:]
            yield from later

    def _longest_of(self, tree: Node, measure: Lengths, choices: Choices) -> str | None:
        """Return the longest text of a tree within the bounds; None where there is no end to it."""
        grammar = Grammar(tree, measure)
        last = self._bounded(grammar).bit_length() - 1
        return grammar.text(choices, last) if 0 <= last < measure.cap else None

    def _text_of(self, tree: Node, measure: Lengths, choices: Choices, place: int) -> str | None:
        """Return a text of a tree, of the length at a place among those within the bounds; not judged."""
        grammar = Grammar(tree, measure)
        lengths = [*islice(each_bit(self._bounded(grammar)), place + 1)]
        return grammar.text(choices, lengths[place % len(lengths)]) if lengths else None

    def _again_and_again(self, tree: Node, variant: Node, measure: Lengths, choices: Choices) -> str | None:
        """
        Return a text of a variant of a tree as often as it takes to be long enough.

        Where anything may stand beside what is looked for, all of it is nearly that, and so nothing else is found.
        """
        if self.spec.min_length < 2 or begins_with(tree, "^") or begins_with(tree, "$"):  # noqa: PLR2004
            return None
        grammar = Grammar(variant, measure)
        length = next((one for one in each_bit(grammar.lengths) if one), 0)
        if not length or length >= self.spec.min_length:
            return None
        return grammar.text(choices, length) * -(-self.spec.min_length // length)

    def _bounded(self, grammar: Grammar) -> int:
        """Return the lengths within the bounds, as a number."""
        low, high = self.spec.min_length, self.spec.max_length
        within = grammar.lengths >> low << low
        return within if high is None else within & ((2 << high) - 1)


_MADE_OF = (("", ""), (", of astral characters", _ASTRAL), (", of é", "\u00e9"), (", of combining marks", "\u0301"))


def _dressed(text: str) -> Iterator[tuple[str, str]]:
    """Yield texts that are as long, and of which a sloppy measure leaves something out."""
    if text:
        yield ", é in two code points", f"{text[:-2]}e\u0301"[: len(text)]
        yield ", a space at the end", f"{text[:-1]} "
        yield ", a newline at the end", f"{text[:-1]}\n"
        yield ", a null at the end", f"{text[:-1]}\0"
        yield ", a space in front", f" {text[1:]}"
