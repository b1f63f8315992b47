"""
Numbers that a double would round, made floats that know what was read (`schemawright.runtime.ExactFloat`).

Engines judge a `Decimal`; who uses an object computes with it, and its fields are hinted `float`.
"""

from __future__ import annotations

from decimal import Decimal
from math import isfinite
from typing import Any

from schemawright.models.depth import with_deep_stack
from schemawright.runtime import ExactFloat
from schemawright.runtime.values import MOST_DIGITS, read_number


def with_exact_floats(instance: Any) -> Any:
    """
    Return a JSON value, each `Decimal` of which is what a text with that number has.

    >>> from decimal import Decimal
    >>> found = with_exact_floats([Decimal("0.10000000000000000001"), Decimal("0.10"), Decimal(7)])
    >>> found, [type(number).__name__ for number in found]
    ([0.10000000000000000001, 0.1, 7], ['ExactFloat', 'float', 'int'])
    """
    try:
        return _carried(instance)
    except RecursionError:
        return with_deep_stack(lambda: _carried(instance))


def _carried(value: Any) -> Any:
    kind = type(value)
    if kind is dict:
        return {name: _carried(member) for name, member in value.items()}
    if kind is list:
        return [_carried(item) for item in value]
    return _as_it_is_read(value) if kind is Decimal else value


def _as_it_is_read(value: Decimal) -> int | float | Decimal:
    """Return what carries a number that is read where a `Decimal` is written."""
    if value.is_zero() and value.is_signed():
        return ExactFloat(value)
    if value.as_tuple().exponent == 0:  # It has no exponent, nor a point; one that is too long to be an `int` stays.
        return int(value) if value.adjusted() < MOST_DIGITS else value
    near = float(value)
    return near if isfinite(near) and read_number(near) == value else ExactFloat(value)
