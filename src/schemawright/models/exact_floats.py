"""
Numbers that a double would round, made floats that know what was read (`schemawright.runtime.ExactFloat`).

Engines judge a `Decimal`; who uses an object computes with it, and its fields are hinted `float`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from schemawright.deep_stack import deeper
from schemawright.runtime import ExactFloat
from schemawright.runtime.values import MOST_DIGITS

if TYPE_CHECKING:
    from collections.abc import Callable


def with_exact_floats(instance: Any) -> Any:
    """
    Return a JSON value, each `Decimal` of which is a float that knows it.

    >>> from decimal import Decimal
    >>> found = with_exact_floats({"a": [Decimal("0.10000000000000000001"), 0.1]})
    >>> found, [type(number).__name__ for number in found["a"]]
    ({'a': [0.10000000000000000001, 0.1]}, ['ExactFloat', 'float'])
    """
    try:
        return _carried(instance, _carried)
    except RecursionError:
        return _carried_deeper(instance, _carried_deeper)


def _carried_deeper(value: Any, again: Callable[..., Any]) -> Any:
    return deeper(_carried, value, again)


def _carried(value: Any, again: Callable[..., Any]) -> Any:
    """Return the same; `again` is called for what is inside."""
    kind = type(value)
    if kind is dict:
        return {name: again(member, again) for name, member in value.items()}
    if kind is list:
        return [again(item, again) for item in value]
    return ExactFloat(value) if kind is Decimal and not _is_long(value) else value


def _is_long(value: Decimal) -> bool:
    """Return whether a text has this as an integer that is too long to be an `int`: it has no exponent, nor a point."""
    return value.adjusted() >= MOST_DIGITS and value.as_tuple().exponent == 0
