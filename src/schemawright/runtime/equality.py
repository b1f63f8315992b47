"""
Equality of objects: that of JSON values.

JSON Schema (core, section 4.2.2) has 1 equal to 1.0, and no boolean equal to a number, as which Python has them.
Numbers are equal as they are read: a float is the number that it is written as; Python compares what its bits mean.

Iterators, not calls, so that what nests deep takes nothing of the stack.
"""

from __future__ import annotations

from decimal import Decimal
from operator import eq
from typing import TYPE_CHECKING, Any, TypeAlias

from schemawright.runtime.values import read_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Parts: TypeAlias = bool | Iterator[tuple[Any, Any]]
    """Whether two values are equal; or the pairs of parts which say it, all of them."""

DEEPEST = 20_000
"""How deep what is compared nests at the most; what is inside itself has no end."""


def are_equal(pairs: Iterator[tuple[Any, Any]], parts_of: Callable[[Any, Any], Parts | None]) -> bool:
    """
    Return whether carried values stand for equal JSON values, each for what the other one of its pair does.

    Args:
        pairs: The values.
        parts_of: Says of two objects of one class that has no equality of its own, by which parts they are equal;
            None of other values.

    Raises:
        RecursionError: They are inside themselves.

    >>> [are_equal(iter([(1, other)]), _no_object) for other in (1.0, Decimal(1), True)]
    [True, True, False]
    >>> [are_equal(iter([({"a": [1e23]}, {"a": [other]})]), _no_object) for other in (10**23, int(1e23))]
    [True, False]
    """
    pending, scalars = [pairs], _SCALARS
    while pending:
        for one, other in pending[-1]:
            if one is other:
                continue
            kind = one.__class__
            if kind is other.__class__ and kind in scalars:
                if one != other:
                    return False
                continue
            parts = _parts(one, other, parts_of)
            if parts is False:
                return False
            if parts is not True:
                pending.append(parts)
                break
        else:
            pending.pop()
        if len(pending) > DEEPEST:
            raise RecursionError("expected a JSON value, found one that is inside itself")
    return True


def _parts(one: Any, other: Any, parts_of: Callable[[Any, Any], Parts | None]) -> Parts:
    parts = parts_of(one, other)
    if parts is not None:
        return parts
    if isinstance(one, list | tuple):
        return isinstance(other, list | tuple) and len(one) == len(other) and _items(one, other)
    if isinstance(one, dict):
        return isinstance(other, dict) and len(one) == len(other) and (not one or _members(one, other))
    if isinstance(one, _NUMBERS) and isinstance(other, _NUMBERS):
        return _is_same_number(one, other)
    return bool(one == other)


def _items(ours: Any, others: Any) -> Parts:
    if len(ours) > _AT_ONCE:
        return _slices(ours, others)
    kinds = list(map(type, ours))
    # Most are of few kinds, which are the same in both: then Python's equality is ours.
    if _SCALARS.issuperset(kinds) and all(map(eq, kinds, map(type, others))):
        return bool(all(map(eq, ours, others)))
    return zip(ours, others, strict=True)


def _slices(ours: Any, others: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the slices of two long arrays, a small one first: what differs does so early, most of the time."""
    yield ours[:_FIRST], others[:_FIRST]
    for start in range(_FIRST, len(ours), _AT_ONCE):
        yield ours[start : start + _AT_ONCE], others[start : start + _AT_ONCE]


def _members(ours: dict[Any, Any], others: dict[Any, Any]) -> Iterator[tuple[Any, Any]]:
    for name, member in ours.items():
        if name not in others:
            yield _UNEQUAL
            return
        yield member, others[name]


def _is_same_number(one: Any, other: Any) -> bool:
    if type(one) in _PLAIN and type(other) in _PLAIN and abs(one) <= _EXACT:
        return bool(one == other)
    if isinstance(one, bool) or isinstance(other, bool):
        return one.__class__ is other.__class__ and bool(one == other)
    if isinstance(one, int) and isinstance(other, int):
        return int(one) == int(other)
    return read_number(one) == read_number(other)


_AT_ONCE, _FIRST = 1_024, 8
"""Of how many items the kinds are looked at at once, and of how many at first."""
_UNEQUAL = False, True
"""The pair that says that there is no such pair."""
_PLAIN = frozenset({int, float})
_EXACT = 2**53
"""Up to here an integer is equal to a double if its bits say so."""
_NUMBERS = (int, float, Decimal)
_SCALARS = frozenset({str, int, float, bool, type(None)})
"""The kinds of which no value is equal to another of the kind to Python and not to JSON, nor the other way round."""


def _no_object(_one: Any, _other: Any) -> None:
    """Say that values are no objects of a class."""
