"""Scalars as Hypothesis draws them: numbers and plain strings by its own strategies, which shrink best."""

from __future__ import annotations

from functools import lru_cache
from math import ceil, floor
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import reject
from hypothesis import strategies as st

from schemawright.fuzz.making.makers import NumberMaker, TextMaker
from schemawright.fuzz.making.numbers import as_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemawright.fuzz.making.grammar import Maker
    from schemawright.fuzz.making.numbers import Numbers, NumberSpec
    from schemawright.fuzz.texts.by_spec import Texts

T = TypeVar("T")

_ATTEMPTS = 8
"""How often a record is begun again, before Hypothesis is told that this draw is none."""
_FINEST = 32
"""The most that a likelihood is told in parts of: each is drawn as a small number."""
_USUAL_TEXT = 32
"""How long the part of a string is that Hypothesis draws at the least; the rest is filled up."""
_LONGEST = 10_000
_STRETCHED = 1 / 16
_AS_FLOAT = 1 / 16
_WHOLE = 10**21
"""Up to where a number without a fraction is written as an integer, mostly."""


class Scalars:
    """The strategies of a schema's scalars, each made once."""

    def __init__(self) -> None:
        self._texts: dict[Texts, tuple[str, st.SearchStrategy[str]] | tuple[str, ...]] = {}
        self._numbers: dict[Numbers, st.SearchStrategy[Any] | None] = {}

    def of_text(self, texts: Texts) -> Any:
        """Return a filling and the strategy of what follows it; or texts to choose from."""
        found = self._texts.get(texts)
        if found is None:
            spec = texts.spec
            found = texts.ladder() if spec.patterns or spec.formats else _plain_text(spec.min_length, spec.max_length)
            self._texts[texts] = found
        return found

    def of_number(self, numbers: Numbers) -> st.SearchStrategy[Any] | None:
        """Return a strategy of numbers, not all of which are within the spec; None where there is none."""
        if numbers not in self._numbers:
            self._numbers[numbers] = _numbers(numbers.spec)
        return self._numbers[numbers]


def _plain_text(least: int, most: int | None) -> tuple[str, st.SearchStrategy[str]]:
    filling = "0" * max(0, least - _USUAL_TEXT)
    return filling, st.text(min_size=least - len(filling), max_size=None if most is None else most - len(filling))


def _numbers(spec: NumberSpec) -> st.SearchStrategy[Any] | None:
    low, high, step = spec.low, spec.high, spec.step
    if step is not None:
        return st.integers(None if low is None else ceil(low / step), None if high is None else floor(high / step))
    ends = [None if bound is None else as_number(bound) for bound in (low, high)]
    if any(end is None and bound is not None for end, bound in zip(ends, (low, high), strict=True)):
        return None
    return st.floats(
        *ends,
        allow_nan=False,
        allow_infinity=False,
        exclude_min=spec.open_low and low is not None,
        exclude_max=spec.open_high and high is not None,
    )


class Drawn:
    """
    Choices that Hypothesis draws, for a scalar.

    Args:
        draw: What draws.
        scalars: The strategies of numbers and strings.
    """

    __slots__ = ("_attempts", "_draw", "_scalars")
    lengthens = False

    def __init__(self, draw: st.DrawFn, scalars: Scalars) -> None:
        self._draw = draw
        self._scalars = scalars
        self._attempts = 0

    def below(self, count: int, /) -> int:
        """Return a whole number from 0 to `count` - 1."""
        return self._draw(_below(count)) if count > 1 else 0

    def chance(self, likelihood: float, /) -> bool:
        """Return true with about some likelihood, never for certain: everything can be left out."""
        parts, true = _odds(likelihood)
        return self._draw(_below(parts)) >= parts - true

    def pick(self, options: Sequence[T], /) -> T:
        """Return one of several options."""
        return options[self.below(len(options))]

    def make(self, maker: Maker, budget: int, /) -> Any:
        """Return what a maker makes: numbers and plain strings as Hypothesis draws them, which shrink best."""
        self._attempts += 1
        if self._attempts > _ATTEMPTS:
            reject()
        if isinstance(maker, TextMaker):
            return self._text(maker.texts)
        if isinstance(maker, NumberMaker):
            return self._number(maker.numbers)
        return maker.make(self, budget)

    def _text(self, texts: Texts) -> str:
        kind = self._scalars.of_text(texts)
        if not isinstance(kind[-1], st.SearchStrategy):
            chosen: str = self.pick(kind)
            return chosen
        filling, strategy = kind
        text: str = filling + self._draw(strategy)
        most = texts.spec.max_length
        room = 0 if most is None else min(most, _LONGEST) - len(text)
        # Now and then up to a bound, which chance alone hardly meets; asked of every text that has one: a text that
        # needs fewer choices, such as the longest, would be simpler to Hypothesis.
        stretched = most is not None and self.chance(_STRETCHED)
        return "0" * self.below(room + 1) + text if stretched and room > 0 else text

    def _number(self, numbers: Numbers) -> Any:
        strategy = self._scalars.of_number(numbers)
        if strategy is None:
            return numbers.draw(self)
        drawn = self._draw(strategy)
        spec = numbers.spec
        if spec.step is None:
            forms = self._forms(drawn)
        else:
            exact = as_number(drawn * spec.step)
            forms = [float(exact), exact] if exact is not None and self._is_float(exact) else [exact]
        for form in forms:
            if form is not None and numbers.accept(form):
                return form
        return numbers.edges[0]

    def _is_float(self, number: Any) -> bool:
        # Asked of every number: one that needs fewer choices would be simpler to Hypothesis.
        as_float = self.chance(_AS_FLOAT)
        return as_float and type(number) is int and abs(number) < 1 << 53

    def _forms(self, drawn: float) -> list[Any]:
        """Return a drawn number in the form that is wanted, then others: mostly whole, or with few digits."""
        way = self.below(4)
        whole = int(drawn) if abs(drawn) < _WHOLE else drawn
        return [(whole, whole, round(drawn, 2), drawn)[way], drawn]


@lru_cache(maxsize=1_024)
def _below(count: int) -> st.SearchStrategy[int]:
    return st.sampled_from(range(count))


@lru_cache(maxsize=256)
def _odds(likelihood: float) -> tuple[int, int]:
    """Return a likelihood as so many parts of as few as will do; at least one, and never all."""
    parts = min(_FINEST, max(2, round(1 / max(min(likelihood, 1 - likelihood), 1 / _FINEST))))
    return parts, min(parts - 1, max(1, round(likelihood * parts)))
