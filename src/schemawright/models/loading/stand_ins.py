"""
Doubles that stand for numbers which no double holds, where no keyword can tell the one from the other.

The native engine, which judges in a tenth of the time, may then say that an instance is valid.  A verdict depends on a
number by these only:

- `type`: whether it is a number, and an integer.  What has a fraction gets a stand-in which has one, and what is whole
  one that is; the latter only where each dialect takes what is whole for an integer, however it is written.
- The bounds: on which side of them it is.  The number, the double as it is written, and the double as its bits mean it
  are compared with each number of the schema, as it is written and rounded to a double in either way: they have to be
  between the same two.  So it does not matter how an engine compares.  What is larger than all doubles has the largest
  for a stand-in, and what is smaller the smallest.
- `const` and `enum`: whether it equals a number of the schema.  By the same comparison, none of the three does.
- `multipleOf`, `divisibleBy` and `uniqueItems`: these tell numbers apart by more.  A schema that has one has no
  stand-ins, and neither has one that refers to a metaschema, which does.

All else is about strings, and about how many there are of something.  To Python and to the engine `-0` is 0, which
stands for it always.  Which keywords there are is looked for in all of
the JSON text, whatever the dialect and wherever subschemas are, so that there are rather too many than too few.
"""

from __future__ import annotations

import math
import sys
from bisect import bisect_left, bisect_right
from decimal import Decimal
from math import copysign, isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.engines.assertions.exact import is_number
from schemawright.keywords import REFERENCES, dialect_of
from schemawright.models.loading.exact_floats import carried_number
from schemawright.runtime import Model, NegativeZero, WholeFloat
from schemawright.runtime.values import read_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemawright.pointer import Tokens

_TELLING = frozenset({"multipleOf", "divisibleBy", "uniqueItems"})
_NAMING = (*REFERENCES, "$id", "id")
_METASCHEMAS = "json-schema.org"
_WHOLE_IS_INTEGER = frozenset({"draft6", "draft7", "2019-09", "2020-12"})
_LARGEST, _SMALLEST = sys.float_info.max, math.ulp(0.0)


class Place(NamedTuple):
    """
    Where a number has a stand-in.

    Args:
        tokens: The way to it.
        holder: The array or object that has it.
        exact: The number.
        stand_in: The double.
    """

    tokens: Tokens
    holder: Any
    exact: Decimal | NegativeZero
    stand_in: float


class StandIns:
    """
    What stands for numbers, to one schema.

    Args:
        resources: The schema, and all that it refers to.
        dialect: That of resources which name none.
    """

    def __init__(self, resources: Iterable[Any], dialect: str) -> None:
        noted = _Noted(set(), {dialect})
        self._are_there = all(_note(contents, noted) for contents in resources)
        self._numbers = sorted(noted.numbers)
        self._are_whole = noted.dialects <= _WHOLE_IS_INTEGER

    def put(self, instance: Any) -> list[Place] | None:
        """
        Put a double for each `Decimal` in an instance, and 0 for each `-0`, and return where.

        None, and do nothing, where one has none.

        >>> instance = {"a": [Decimal("1.50000000000000000001")]}
        >>> [place.tokens for place in StandIns([{"maximum": 2}], "draft7").put(instance)], instance
        ([('a', 0)], {'a': [1.5]})
        >>> StandIns([{"maximum": 1.5}], "draft7").put({"a": Decimal("1.50000000000000000001")})
        """
        places = []
        for tokens, holder, exact in _found_in(instance):
            near = 0 if isinstance(exact, NegativeZero) else self._near(exact)
            if near is None:
                return None
            places.append(Place(tokens, holder, exact, near))
        for place in places:
            place.holder[place.tokens[-1]] = place.stand_in
        return places or None

    def _near(self, exact: Decimal) -> float | None:
        """Return the double that stands for a number; None where some keyword may tell them apart."""
        is_whole = exact == exact.to_integral_value()
        if not self._are_there or (is_whole and not self._are_whole):
            return None
        near = max(-_LARGEST, min(float(exact), _LARGEST)) or copysign(_SMALLEST, exact)
        if near.is_integer() is not is_whole:
            return None
        sides = {self._side(number) for number in (exact, read_number(near), Decimal(near))}
        return near if len(sides) == 1 and -1 not in sides else None

    def _side(self, number: Decimal) -> int:
        """Return how many numbers of the schema are less; -1 for one of them."""
        less = bisect_left(self._numbers, number)
        return less if less == bisect_right(self._numbers, number) else -1


class _Noted(NamedTuple):
    """
    What was found in resources.

    Args:
        numbers: What an engine may take their numbers for.
        dialects: Which they name; None is one of somebody's own.
    """

    numbers: set[Decimal]
    dialects: set[str | None]


def _note(contents: Any, noted: _Noted) -> bool:
    """Note what is in a schema; return whether it has nothing that tells numbers apart by more than their order."""
    pending = [contents]
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            # A property may be called so, too, whose subschema stands there.
            if any(is_number(one[name]) or one[name] is True for name in _TELLING if name in one):
                return False
            if any(isinstance(one.get(name), str) and _METASCHEMAS in one[name] for name in _NAMING):
                return False
            if isinstance(one.get("$schema"), str):
                noted.dialects.add(dialect_of(one["$schema"]))
            pending.extend(one.values())
        elif isinstance(one, list):
            pending.extend(one)
        elif is_number(one):
            noted.numbers.update(_read_as(one))
    return True


def _read_as(number: Any) -> set[Decimal]:
    """Return what an engine may take a number for: as it is written, and rounded."""
    try:
        near = float(number)
    except OverflowError:
        return {read_number(number)}
    return {read_number(number), *([read_number(near), Decimal(near)] if isfinite(near) else [])}


def _found_in(instance: Any) -> Iterator[tuple[Tokens, Any, Decimal | NegativeZero]]:
    """Yield what gets a stand-in in an array or an object, with the way to it and what has it."""
    pending: list[tuple[Any, Any]] = [(instance, None)]
    while pending:
        holder, way = pending.pop()
        kinds = set(map(type, holder.values() if type(holder) is dict else holder if type(holder) is list else ()))
        # Most arrays have few kinds of values, so that most are looked at in C.
        if kinds.isdisjoint(_INSIDE):
            continue
        for key, value in holder.items() if type(holder) is dict else enumerate(holder):
            if type(value) in _REPLACED:
                yield _tokens((key, way)), holder, value
            elif type(value) in _INSIDE:
                pending.append((value, (key, way)))


_REPLACED = frozenset({Decimal, NegativeZero})
_INSIDE = frozenset({dict, list}) | _REPLACED


def _tokens(way: Any) -> Tokens:
    tokens = []
    while way is not None:
        key, way = way
        tokens.append(key)
    return tuple(reversed(tokens))


def give_back(made: Any, places: Iterable[Place]) -> bool:
    """
    Put floats that know the numbers into what was built of an instance with stand-ins.

    Return whether all stand-ins were where they were expected.
    """
    for place in places:
        above = made
        for token in place.tokens[:-1]:
            above = _inside(above, token)
        if not _stands(_inside(above, place.tokens[-1]), place.stand_in):
            return False
        exact = place.exact
        _put(above, place.tokens[-1], exact if isinstance(exact, NegativeZero) else carried_number(exact))
    return True


def _stands(found: Any, stand_in: float) -> bool:
    """Return whether a stand-in is where it was expected; what is whole is carried as such by what has integers."""
    return found is stand_in or (type(found) is WholeFloat and found == stand_in)


def take_back(places: Iterable[Place]) -> None:
    """Put the numbers into the instance again."""
    for place in places:
        place.holder[place.tokens[-1]] = place.exact


def _inside(value: Any, token: Any) -> Any:
    if not isinstance(value, Model):
        return value[token]
    carried = value._carried
    if token in carried.properties:
        return getattr(value, carried.properties[token][0])
    return getattr(value, carried.extra_field)[token]


def _put(above: Any, token: Any, number: Any) -> None:
    if not isinstance(above, Model):
        above[token] = number
        return
    carried = above._carried
    if token not in carried.properties:
        getattr(above, carried.extra_field)[token] = number
        return
    # Not as somebody who sets a field: nothing has changed.
    field, spec = carried.properties[token]
    if carried.is_held(spec):
        setattr(above._held, f"f{list(carried.properties).index(token)}", number)
    else:
        carried.slots[field].__set__(above, number)
