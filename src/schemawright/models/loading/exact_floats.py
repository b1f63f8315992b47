"""
Numbers that a double would round, made floats that know what was read (`schemawright.runtime.ExactFloat`).

Engines judge a `Decimal`; who uses an object computes with it, and its fields are hinted `float`.
"""

from __future__ import annotations

from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any

from schemawright.deep_stack import deeper
from schemawright.runtime import ExactFloat
from schemawright.runtime.values import MOST_DIGITS, read_number
from schemawright.validation.instances import is_long

if TYPE_CHECKING:
    from collections.abc import Callable


def with_exact_floats(instance: Any) -> Any:
    """
    Return a JSON value, each `Decimal` of which is what a text with that number has.

    >>> from decimal import Decimal
    >>> found = with_exact_floats([Decimal("0.10000000000000000001"), Decimal("0.10"), Decimal(7)])
    >>> found, [type(number).__name__ for number in found]
    ([0.10000000000000000001, 0.1, 7], ['ExactFloat', 'float', 'int'])
    """
    return _mapped(instance, carried_number)


def with_few_decimals(instance: Any) -> Any:
    """
    Return a JSON value as it is read, for engines: without each `Decimal` that an `int` or a double holds.

    An integer of thousands of digits is a `Decimal`, too: the native engine may take it for anything.

    >>> with_few_decimals([Decimal("0.10000000000000000001"), Decimal("0.10"), Decimal(7)])
    [Decimal('0.10000000000000000001'), 0.1, 7]
    >>> type(with_few_decimals({"a": 10**5000})["a"])
    <class 'decimal.Decimal'>
    """
    return _mapped(instance, _as_read)


def carried_number(value: Decimal) -> int | float | Decimal:
    """Return what carries a number: a `Decimal` if it is too long to be an `int`, and has no exponent nor a point."""
    found = _as_read(value)
    is_long = value.adjusted() >= MOST_DIGITS and value.as_tuple().exponent == 0
    return ExactFloat(found) if isinstance(found, Decimal) and not is_long else found


def _as_read(value: Decimal) -> int | float | Decimal:
    if value.is_zero() and value.is_signed():
        return value
    if value.as_tuple().exponent == 0:
        return int(value) if value.adjusted() < MOST_DIGITS else value
    near = float(value)
    return near if isfinite(near) and read_number(near) == value else value


def _mapped(instance: Any, number: Callable[[Decimal], Any]) -> Any:
    try:
        return _map(instance, number, _map)
    except RecursionError:
        return _map_deeper(instance, number, _map_deeper)


def _map_deeper(value: Any, number: Callable[[Decimal], Any], again: Callable[..., Any]) -> Any:
    return deeper(_map, value, number, again)


def _map(value: Any, number: Callable[[Decimal], Any], again: Callable[..., Any]) -> Any:
    """Return the same; `again` is called for what is inside."""
    kind = type(value)
    if kind is dict:
        return {name: again(member, number, again) for name, member in value.items()}
    if kind is list:
        return [again(item, number, again) for item in value]
    if kind is int and is_long(value):
        return Decimal(value)
    return number(value) if kind is Decimal else value
