"""
Steps of numbers (`multipleOf`), judged without the engine, of numbers of which each is the shortest text of its double.

A double is the one nearest to a number of so many decimals if that number, computed by one division, is it: both parts
of the division are exact.  Of small numbers no other such is as near, so the shortest text of the double is that.

All numbers of a text are multiples of a step of which 1 is one, if nothing else is behind any point in it than a few
digits, or one of a few fractions: to look at all of a text takes less than one at each number.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from schemawright.engines.accept.types import Unsupported

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.engines.judging import Judge

    OfText = Callable[[bytes], bool]
    """Says whether all numbers in a text surely are multiples of a step."""

_LARGEST = 1 << 50
_MOST_DECIMALS = 15
_MOST_FRACTIONS = 20
_SHAPES = bytes.maketrans(b"123456789eE", b"000000000..")
_SMALLER = b".-"
"""What a number has whose exponent makes it smaller, each `e` made a point; a larger one stays a multiple."""


def step_judge(step: Any) -> Judge:
    """
    Return what says whether a number surely is a multiple of a step; nothing is said of the rest.

    Raises:
        Unsupported: The step has no few decimals.

    >>> is_multiple = step_judge(0.01)
    >>> [is_multiple(number) for number in (0.07, 19.99, 3, 1.005, 1e300, float("inf"))]
    [True, True, True, False, False, False]
    """
    are_multiples = steps_judge(step)
    return lambda number: are_multiples((number,))


def steps_judge(step: Any) -> Judge:
    """
    Return the same of all numbers that there are.

    Raises:
        Unsupported: The step has no few decimals.
    """
    decimals, whole_step = _parts_of(step)
    power, most, least = 10**decimals, _LARGEST, -_LARGEST

    def are_multiples(numbers: Any) -> bool:
        for number in numbers:
            if number.__class__ is int:
                if number * power % whole_step:
                    return False
                continue
            scaled = number * power
            if not least < scaled < most:
                return False
            whole = round(scaled)
            if whole / power != number or whole % whole_step:
                return False
        return True

    return are_multiples


def step_lines(step: Any, name: str) -> list[str]:
    """
    Return the code that says the same of a number which has some name: it returns false where nothing is said.

    Raises:
        Unsupported: The step has no few decimals.
    """
    decimals, whole_step = _parts_of(step)
    return _LINES.format(name=name, power=10**decimals, step=whole_step, most=_LARGEST).splitlines()


_LINES = """\
if {name}.__class__ is int:
 if {name} * {power} % {step}: return False
else:
 scaled = {name} * {power}
 if not -{most} < scaled < {most}: return False
 whole = round(scaled)
 if whole / {power} != {name} or whole % {step}: return False"""


def _parts_of(step: Any) -> tuple[int, int]:
    """Return how many decimals a step has, and what it is without its point."""
    if type(step) not in {int, float} or not 0 < step < _LARGEST:
        raise Unsupported
    exact = Fraction(repr(step))
    for decimals in range(_MOST_DECIMALS + 1):
        whole = exact * 10**decimals
        if whole.denominator == 1:
            return decimals, int(whole)
    raise Unsupported


@cache
def text_judge(step: float) -> OfText | None:
    """
    Return what says of a text whether all numbers in it surely are multiples of a step; None where nothing does.

    >>> [text_judge(0.01)(text) for text in (b'{"a":[19.99,-3.50,7]}', b"[1.25e3]", b"[0.005]", b"[1e-1]")]
    [True, True, False, False]
    >>> [text_judge(0.25)(text) for text in (b"[0.5,0.75, 2.0]", b"[0.5,0.7]")], text_judge(0.3), text_judge(5)
    ([True, False], None, None)
    """
    decimals, whole_step = _parts_of(step)
    if not decimals or 10**decimals % whole_step:
        return None
    more = b"." + b"0" * (decimals + 1)

    def are_short(text: bytes) -> bool:
        shapes = text.translate(_SHAPES)
        return shapes.find(more) < 0 and shapes.find(_SMALLER) < 0

    multiples = range(0, 10**decimals, whole_step)
    if whole_step == 1:
        return are_short
    if len(multiples) > _MOST_FRACTIONS:
        return None
    fractions = "|".join([f"{multiple:0{decimals}}".rstrip("0") or "0" for multiple in multiples])
    is_any_other = re.compile(rf"\.(?!(?:{fractions})[^0-9])".encode()).search
    return lambda text: is_any_other(text) is None and are_short(text)
