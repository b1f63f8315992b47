"""
Valid records with what is equal to something else: an item twice, and a listed object with its members reversed.

Boundary cases have of two equal values the one that is written in the schema, and items that are equal where the items
of an array are all alike and may be more.  Where an item has to be contained, each stands for itself, or there are few
arrays at all, they hardly come to it.  One record has as many of such as it can: each is as valid as what it equals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.fuzz.schema.places import has_place, replaced, value_at
from schemawright.fuzz.shrinking.edits import copied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.fuzz.schema.schema_map import Subschema
    from schemawright.fuzz.schema.visits import Place, Visit

_PLACES = 4
"""At how many places something is tried, until it is valid there."""
_MANY = 21
"""How many items there are in arrays that may have any number of them: more than a limit that somebody made up."""
_LARGE = 12
"""How many characters an item has at the most that is repeated so often."""
_LOOKED_AT = 4
"""Of how many items each stands for each other, in arrays of which each item is something else."""
_LISTED = 12
"""How many listed values are looked at."""


class EqualParts:
    """
    Makes such records of one schema.

    Args:
        is_valid: The verdict about a record.
    """

    def __init__(self, is_valid: Callable[[Any], bool]) -> None:
        self._is_valid = is_valid
        self._places: dict[str, tuple[Subschema, list[tuple[Any, Place]]]] = {}

    def note(self, instance: Any, visit: Visit, value: Any) -> None:
        """Note a place of a valid record, if what is there may be equal to something else."""
        if visit.name is not None or not isinstance(visit.subschema.contents, dict):
            return
        contents = visit.subschema.contents
        is_array = isinstance(value, list) and value and contents.get("uniqueItems") is not True
        if is_array or ("const" in contents or "enum" in contents):
            _, places = self._places.setdefault(visit.subschema.location, (visit.subschema, []))
            if len(places) < _PLACES and not any(instance is other for other, _ in places):
                places.append((instance, visit.place))

    def found(self) -> Iterator[Any]:
        """Yield such records: of each place that was noted something once, and together what goes together."""
        left = dict(self._places)
        for number in range(_PLACES):
            bases: dict[int, tuple[Any, list[tuple[str, Subschema, Place]]]] = {}
            for location, (subschema, places) in left.items():
                for instance, place in places[number : number + 1]:
                    bases.setdefault(id(instance), (instance, []))[1].append((location, subschema, place))
            for instance, several in bases.values():
                changed = instance
                # What is further in first: items that are repeated take it with them.
                for location, subschema, place in sorted(several, key=lambda one: -len(one[2])):
                    after = self._changed(changed, subschema, place)
                    if after is not changed:
                        del left[location]
                        changed = after
                if changed is not instance:
                    yield changed

    def _changed(self, record: Any, subschema: Subschema, place: Place) -> Any:
        """Return a record with what is at a place as something equal, or with something twice; or the same record."""
        if has_place(record, place):
            for value in _equals(value_at(record, place), subschema):
                changed = replaced(record, place, value)
                if self._is_valid(changed):
                    return changed
        return record


def _equals(value: Any, subschema: Subschema) -> Iterator[Any]:
    """Yield what there may be instead of a value."""
    listed = _listed(subschema)
    yield from listed
    if isinstance(value, list) and value and not listed:
        yield from _repeated(value, is_open="maxItems" not in subschema.contents)


def _repeated(items: list[Any], *, is_open: bool) -> Iterator[list[Any]]:
    """Yield arrays with an item twice: at the end, many times, or instead of another one."""
    last = items[-1]
    if is_open and len(items) < _MANY and len(repr(last)) <= _LARGE:
        yield [*items, *[copied(last) for _ in range(_MANY - len(items))]]
    yield [*items, copied(last)]
    if len(items) > 1:
        yield [*items, copied(items[0])]
    for index, item in enumerate(items[:_LOOKED_AT]):
        for other in range(min(len(items), _LOOKED_AT)):
            if other != index:
                yield [*items[:other], copied(item), *items[other + 1 :]]


def _listed(subschema: Subschema) -> list[Any]:
    """Return the listed values that have members, with those reversed."""
    contents = subschema.contents
    values = contents["enum"] if isinstance(contents.get("enum"), list) else []
    values = [contents["const"]] if "const" in contents else values[:_LISTED]
    return [other for value in values if repr(other := reversed_members(value)) != repr(value)]


def reversed_members(value: Any) -> Any:
    """
    Return a value with the members of each object in it reversed.

    >>> reversed_members([{"a": {"b": 1, "c": 2}, "d": 3}])
    [{'d': 3, 'a': {'c': 2, 'b': 1}}]
    """
    if isinstance(value, dict):
        return {name: reversed_members(member) for name, member in reversed(value.items())}
    return [reversed_members(item) for item in value] if isinstance(value, list) else value
