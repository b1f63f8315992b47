"""Numbers within bounds: exactly those that JSON text can say, with their boundary values."""

from __future__ import annotations

import sys
from decimal import Decimal
from fractions import Fraction
from itertools import zip_longest
from math import ceil, floor, gcd, isfinite, lcm
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.errors import SchemaError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from schemawright.fuzz.choices import Choices

Number = int | float
_EDGY = 0.35
"""How often a boundary value is drawn."""
_SPAN = 2_000
_SPANS = (_SPAN,) * 6 + (10**7, 10**12)
"""In how many steps beside a bound a number lies: mostly near it, at times far away, where bounds let it."""
_EXACT = 1 << 53


class NumberSpec(NamedTuple):
    """
    What a conjunction says of a number.

    Args:
        low: The lower bound; None for none.
        high: The upper bound.
        open_low: Whether the lower bound itself is excluded.
        open_high: Whether the upper bound itself is excluded.
        step: What every number is a multiple of; None for any number.
        integer: Whether only integers are allowed.
    """

    low: Fraction | None = None
    high: Fraction | None = None
    open_low: bool = False
    open_high: bool = False
    step: Fraction | None = None
    integer: bool = False

    @classmethod
    def of(cls, facts: Sequence[dict[str, Any]], *, integer: bool) -> NumberSpec:
        """Return the spec of a conjunction; draft 4 has its exclusive bounds as booleans."""
        lows = [bound for fact in facts for bound in _bounds(fact, "minimum", "exclusiveMinimum")]
        highs = [bound for fact in facts for bound in _bounds(fact, "maximum", "exclusiveMaximum")]
        low = max(lows, default=(None, False))
        high = min([(bound, not is_open) for bound, is_open in highs], default=(None, True))
        steps = [fraction(fact["multipleOf"]) for fact in facts if "multipleOf" in fact]
        steps += [Fraction(1)] if integer else []
        return cls(low[0], high[0], low[1], not high[1], common_multiple(steps) if steps else None, integer)

    def holds(self, value: Fraction) -> bool:
        """Return whether a number is within the bounds."""
        if self.low is not None and (value < self.low or (self.open_low and value == self.low)):
            return False
        if self.high is not None and (value > self.high or (self.open_high and value == self.high)):
            return False
        return self.step is None or (value / self.step).denominator == 1


def _bounds(fact: dict[str, Any], name: str, exclusive: str) -> Iterable[tuple[Fraction, bool]]:
    if fact.get(exclusive) is True:
        yield fraction(fact[name]), True
        return
    if name in fact:
        yield fraction(fact[name]), False
    if exclusive in fact and not isinstance(fact[exclusive], bool):
        yield fraction(fact[exclusive]), True


def common_multiple(steps: Sequence[Fraction]) -> Fraction:
    """Return the least number that is a multiple of all of one or more steps."""
    found = steps[0]
    for step in steps[1:]:
        found = Fraction(lcm(found.numerator, step.numerator), gcd(found.denominator, step.denominator))
    return found


def fraction(value: Any) -> Fraction:
    """
    Return the number that is written, exactly: 0.1 is one tenth.

    Raises:
        SchemaError: To write it without an exponent takes more digits than Python writes.
    """
    if isinstance(value, Decimal) and _digits_of(value) > _most_digits():
        raise too_many_digits()  # Before its power of ten is computed, which may take till the end of days.
    return Fraction(Decimal(repr(value))) if isinstance(value, float) else Fraction(value)


def _digits_of(value: Decimal) -> int:
    """Return how many digits a number has before its point, or behind it, whichever are more."""
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)  # JSON has no infinity.
    return max(len(digits) + exponent, -exponent)


def _most_digits() -> int:
    return sys.get_int_max_str_digits() or sys.int_info.default_max_str_digits


def too_many_digits(uri: str = "") -> SchemaError:
    """Return what says that a schema has a number beside which no records can be made."""
    message = f"expected numbers of at most {_most_digits():,} digits in the schema, found a longer one"
    return SchemaError(message, uri=uri, hint="no records can be made beside such numbers")


def as_number(value: Fraction) -> Number | None:
    """Return a number as Python has it in JSON; None where a float would round it."""
    if value.denominator == 1:
        return value.numerator
    try:
        made = float(value)
    except OverflowError:
        return None
    return made if isfinite(made) and fraction(made) == value else None


_USUAL = (0, 10**20, -1, 1, 2**63, -(2**63), _EXACT + 1, 2**31, 255, -(2**31) - 1, 65_536, -128, 1_000, 2, 7, 10, 100)
_FRACTIONS = ("0.5", "1.7e308", "-2.25", "1e-7", "1.5", "0.1", "3.14", "-0.5", "1e21")


_AS_FLOATS = frozenset({0, 1, -1, 255, 65_536})
"""The integers that are written with a point, too."""


_TELLING = (435, 29, 1999, -3, 110, 57, 2**53 + 1)
"""Multiples of which a hundredth part, and the like, is no double: what divides doubles takes them for none."""


class Numbers:
    """
    The numbers of a spec.

    Args:
        spec: The spec.
        accept: What every number handed out passes.
    """

    __slots__ = ("accept", "edges", "spec", "sweep")

    def __init__(self, spec: NumberSpec, accept: Callable[[Any], bool]) -> None:
        self.spec = spec
        self.accept = accept
        found = self._edges()
        self.sweep: tuple[Number, ...] = tuple(found)
        """The boundary values, those next to the bounds first."""
        self.edges: tuple[Number, ...] = tuple(sorted(found, key=lambda n: (isinstance(n, float), abs(n), n < 0)))
        """The boundary values, the simplest first."""

    def _edges(self) -> list[Number]:
        found: dict[str, Number] = {}
        bounds = {self.spec.low, self.spec.high}
        for value in self._candidates():
            number = as_number(value) if self.spec.holds(value) else None
            for form in _forms(number, whole=value in _AS_FLOATS or value in bounds):
                if repr(form) not in found and self.accept(form):
                    found[repr(form)] = form
        return list(found.values())

    def _candidates(self) -> list[Fraction]:
        spec = self.spec
        usual = [Fraction(value) for value in _USUAL]
        if spec.step is None or spec.step.denominator != 1:
            fractions = [Fraction(Decimal(text)) for text in _FRACTIONS]
            mixed = zip_longest(usual, fractions)
            usual = [value for pair in mixed for value in pair if value is not None]
        step = spec.step or Fraction(1)
        bounds = [bound for bound in (spec.low, spec.high) if bound is not None]
        thousandth = Fraction(1, 1000)
        shifts = (0, step, -step, thousandth, -thousandth, step / 2, -step / 2)
        near = [bound + shift for bound in bounds for shift in shifts]
        near += [-2 * bound - step for bound in bounds] + [3 * bound + step for bound in bounds]
        if len(bounds) > 1:
            near.append((bounds[0] + bounds[1]) / 2)
        if spec.step is not None:
            near += [place * step for value in [*bounds, *usual] for place in (ceil(value / step), floor(value / step))]
            near += [value * step for value in (1, -1, *_TELLING, 2, 3, 10)]
        return [*near, *usual]

    def draw(self, choices: Choices) -> Number:
        """Return a number."""
        if choices.chance(_EDGY):
            return choices.pick(self.edges)
        value = self._within(choices)
        return self.edges[0] if value is None else value

    def _within(self, choices: Choices) -> Number | None:
        """Return some number within the bounds; None where the draw missed."""
        spec = self.spec
        step = spec.step
        if step is None:
            step = Fraction(1, (1, 1, 10, 100)[choices.below(4)])
        most = None if spec.high is None or spec.low is None else floor((spec.high - spec.low) / step) + 1
        span = _SPANS[choices.below(len(_SPANS))] if most is None or most > _SPAN else max(1, most)
        span = span if most is None else min(span, most)
        value = (_floor_of(spec, step, span) + choices.below(span)) * step
        number = as_number(value) if spec.holds(value) else None
        if number is None or (step.denominator != 1 and not self.accept(number)):
            return None
        if type(number) is int and abs(number) < _EXACT and choices.chance(1 / 64) and self.accept(float(number)):
            return float(number)
        return number


def _floor_of(spec: NumberSpec, step: Fraction, span: int) -> int:
    if spec.low is not None:
        return ceil(spec.low / step)
    if spec.high is not None:
        return floor(spec.high / step) - span + 1
    return -span // 8


def _forms(number: Number | None, *, whole: bool) -> list[Number]:
    """Return how a number can be written: an integer with a point, too."""
    if number is None:
        return []
    return [number, float(number)] if whole and type(number) is int and abs(number) < _EXACT else [number]
