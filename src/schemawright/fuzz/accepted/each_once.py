"""
Valid records with what the boundary cases lack: nothing that need not be there, each value that is listed, equal parts.

Where a condition leads to two forms, boundary cases are mostly of one; and what is to be had in few of them only, such
as a value that asks for a member elsewhere, or the seldom types of a union, they may not come to.  So it is put into
records that have a place for it.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from schemawright.engines.assertions.exact import canonical
from schemawright.fuzz.accepted.equal_parts import EqualParts
from schemawright.fuzz.accepted.exemplars import on_the_way, without_needless
from schemawright.fuzz.making.numbers import Numbers, NumberSpec
from schemawright.fuzz.record import is_light
from schemawright.fuzz.schema.places import replaced, value_at
from schemawright.fuzz.turns import in_turns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.fuzz.schema.locally import Locally
    from schemawright.fuzz.schema.schema_map import Subschema
    from schemawright.fuzz.schema.visits import Place, Visit

_LOOKED_AT, _VISITED = 60, 20_000
"""In how many records places are looked for, and how many visits of records are looked at."""
_SOON = 16
"""How many of those come soon: what is in none of them is put into others."""
_BARE = 6
"""How many records are taken that have only what they need: of each form that they have then one."""
_LIGHT = 60
"""How many values a record has at the most that is changed."""
_PLACES = 12
"""At how many places a value is tried to be put, until it is valid there."""
_LISTED, _NUMBERS = 24, 6
"""How many values of a list are looked for, and how many numbers of a union."""
_OF_TYPE: dict[str, tuple[Any, ...]] = {
    "null": (None,),
    "boolean": (True, False),
    "string": ("a",),
    "array": ([],),
    "object": ({},),
}
"""Type → what there is of it in a union, beside numbers."""

_Places = list[tuple[Any, "Place"]]


class EachOnce:
    """
    Makes such records of one schema.

    Args:
        locally: The schema's subschemas, each by itself.
        is_valid: The verdict about a record.
    """

    def __init__(self, locally: Locally, is_valid: Callable[[Any], bool]) -> None:
        self._locally = locally
        self._is_valid = is_valid

    def found(self, instances: Iterable[Any]) -> Iterator[Any]:
        """Yield such records, made of valid ones: bare ones, then with equal parts, then each value that none has."""
        some = [one for one in islice(instances, _LOOKED_AT) if is_light(one, _LIGHT)]
        bare = {repr(one): one for one in (self._bare(instance) for instance in some[:_BARE])}
        yield from bare.values()
        equals = EqualParts(self._is_valid)
        missed = self._missed([*bare.values(), *some], equals)
        yield from equals.found()
        yield from in_turns(*missed)

    def _bare(self, instance: Any) -> Any:
        """Return a record without all that it can do without, level by level."""
        pending: list[Place] = [()]
        while pending:
            place = pending.pop()
            here = value_at(instance, place)
            if isinstance(here, dict):
                here = without_needless(here, self._at(instance, place), _always)
                instance = replaced(instance, place, here)
                pending += [(*place, name) for name in here]
            elif isinstance(here, list) and here:
                fewer = next((few for few in ([], here[:1]) if self._at(instance, place)(few)), here)
                instance = replaced(instance, place, fewer)
                pending += [(*place, index) for index in range(len(fewer))]
        return instance

    def _at(self, instance: Any, place: Place) -> Callable[[Any], bool]:
        return lambda value: self._is_valid(replaced(instance, place, value))

    def _missed(self, instances: Iterable[Any], equals: EqualParts) -> list[Iterator[Any]]:
        """
        Return for each subschema that lists values or types what makes records with those that none has.

        Args:
            instances: Valid records.
            equals: Where to note what may be equal to something else.
        """
        listing: dict[str, tuple[Subschema, set[str], _Places]] = {}
        visited = 0
        for number, instance in enumerate(instances):
            for visit, value in self._locally.visited(instance):
                visited += 1
                equals.note(instance, visit, value)
                if _lists(visit):
                    location = visit.subschema.location
                    _, seen, places = listing.setdefault(location, (visit.subschema, set(), []))
                    if number < _SOON:
                        seen.add(canonical(value))
                    if len(places) < _PLACES and not any(instance is other for other, _ in places):
                        places.append((instance, visit.place))
            if visited > _VISITED:
                break
        return [self._put(*one) for one in listing.values()]

    def _put(self, subschema: Subschema, seen: set[str], places: _Places) -> Iterator[Any]:
        """Yield a valid record for each value that a subschema lists and none has."""
        for value in self._listed(subschema):
            if canonical(value) in seen:
                continue
            for instance, place in places:
                changed = replaced(instance, place, value)
                if self._is_valid(changed):
                    yield on_the_way(changed, place, self._is_valid)
                    break

    def _listed(self, subschema: Subschema) -> list[Any]:
        contents = subschema.contents
        if isinstance(contents.get("enum"), list):
            return list(contents["enum"][:_LISTED])
        if "const" in contents:
            return [contents["const"]]
        accepts = self._locally.verdict(subschema.location)
        found = [one for name in contents["type"] for one in _OF_TYPE.get(name, ()) if accepts(one)]
        if {"number", "integer"}.intersection(contents["type"]):
            numbers = Numbers(NumberSpec.of([contents], integer="number" not in contents["type"]), accepts).sweep
            fractions = [one for one in numbers if one != int(one)]
            found += [*fractions[:1], *numbers[:_NUMBERS], *fractions[1:2]]
        return found


def _always(_instance: Any) -> bool:
    return True


def _lists(visit: Visit) -> bool:
    """Return whether a subschema lists values of which each may be there, or types."""
    contents = visit.subschema.contents
    if visit.name is not None or not isinstance(contents, dict):
        return False
    return (
        "enum" in contents
        or "const" in contents
        or (isinstance(contents.get("type"), list) and len(contents["type"]) > 1)
    )
