"""
Which values msgspec writes as they are meant.

What somebody puts into an array, or into an object that has no class, may be of a kind that it writes in its own way.
"""

from __future__ import annotations

from itertools import chain
from math import isfinite
from typing import TYPE_CHECKING, Any

from schemawright.models.spelling.numbers import is_spelt_once
from schemawright.runtime import UNSET

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from schemawright.models.fast.twins import Twin

SCALARS = frozenset({str, int, float, bool, type(None)})
SURE = SCALARS - {float}
TEXT = frozenset({str})
FLOATS, LISTS = frozenset({float}), frozenset({list})
_MANY = 6
"""Of how many values it takes less to look at all at once than at each."""


def pure_check(twin: Twin) -> Callable[[Any], bool] | None:
    """
    Return what says whether a twin is written as it is meant; None where it always is.

    An array, or an object that has no class, can be changed without being set, and what is put into it be of a kind
    that msgspec writes in its own way: an object of a class, a number that was written with a point, or one that JSON
    does not have.
    """
    lines = [_PURE.format(at=member.at) for member in twin.members.values() if member.is_open]
    if not lines:
        return None
    space: dict[str, Any] = {"UNSET": UNSET, "SURE": SURE, "TEXT": TEXT, "is_pure": is_pure, "are_pure": _are_pure}
    exec("\n".join(["def pure(twin):", *lines, "    return True"]), space)  # noqa: S102  (made of numbers)
    pure: Callable[[Any], bool] = space["pure"]
    return pure


_PURE = """
    v = twin.f{at}
    if v.__class__ is dict:
        if not (TEXT.issuperset(map(type, v)) and (SURE.issuperset(map(type, v.values())) or are_pure(v.values()))):
            return False
    elif v.__class__ is list:
        if not (SURE.issuperset(map(type, v)) or are_pure(v)): return False
    elif not (v is UNSET or is_pure(v)): return False
"""
"""Most are of scalars, and few kinds of these, so that to look at all at once, in C, is enough."""


def always(_twin: Any) -> bool:
    """Say that a twin is written as it is meant, where there is no check."""
    return True


def is_pure(value: Any) -> bool:
    """
    Return whether a value, and all that is in it, is written as it is meant.

    >>> [is_pure(value) for value in ([[1.5], [2.5, None]], {"a": [[], "b"]}, [[1.5, float("nan")]], [{1: 2}])]
    [True, True, False, False]
    """
    kind = value.__class__
    if kind is list:
        # The kinds are few, so that most arrays are looked at once, in C.
        return SURE.issuperset(map(type, value)) or _are_pure(value)
    if kind is dict:
        members = value.values()
        return TEXT.issuperset(map(type, value)) and (SURE.issuperset(map(type, members)) or _are_pure(members))
    if kind is float:
        return isfinite(value)
    return kind in SURE or isinstance(value, str)


def _are_pure(values: Collection[Any]) -> bool:
    """Return whether some values are; many scalars, and those in arrays of nothing else, are looked at all at once."""
    if len(values) < _MANY:
        return all(map(is_pure, values))
    kinds = set(map(type, values))
    if kinds <= SCALARS:
        return _are_finite(values, kinds)
    if kinds == LISTS:
        first = next(iter(values))
        if not first or first[0].__class__ in SCALARS:
            items = list(chain.from_iterable(values))
            kinds = set(map(type, items))
            if kinds <= SCALARS:
                return _are_finite(items, kinds)
    elif all(issubclass(kind, str) for kind in kinds):
        return True
    return all(map(is_pure, values))


def _are_finite(scalars: Collection[Any], kinds: set[type]) -> bool:
    """Return whether JSON has all floats among some scalars: their sum says it, unless that is too large itself."""
    numbers = scalars if kinds == FLOATS else [one for one in scalars if one.__class__ is float]
    return isfinite(sum(numbers)) or all(map(isfinite, numbers))


def are_spelt(values: Collection[Any]) -> bool:
    """Return whether all numbers among some scalars are spelled in one way only."""
    return all([value.__class__ is not float or is_spelt_once(value) for value in values])  # noqa: C419  (faster)
