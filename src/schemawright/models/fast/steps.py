"""
Steps of numbers (`multipleOf`), judged without the engine, of numbers of which each is the shortest text of its double.

A double is the one nearest to a number of so many decimals if that number, computed by one division, is it: both parts
of the division are exact.  Of small numbers no other such is as near, so the shortest text of the double is that.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from schemawright.engines.accept.types import Unsupported

if TYPE_CHECKING:
    from schemawright.engines.judging import Judge

_LARGEST = 1 << 50
_MOST_DECIMALS = 15


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
    if type(step) not in {int, float} or not 0 < step < _LARGEST:
        raise Unsupported
    exact = Fraction(repr(step))
    power = next((10**n for n in range(_MOST_DECIMALS + 1) if (exact * 10**n).denominator == 1), None)
    if power is None:
        raise Unsupported
    whole_step, most, least = int(exact * power), _LARGEST, -_LARGEST

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
