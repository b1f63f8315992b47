"""
Valid records with an object in which a member is without others that always were beside it.

Boundary cases have of an object's members all, or as few as can be, and what is left to chance is mostly near to that:
of two that need not be there, one may never be there without the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.fuzz.accepted.exemplars import without_needless
from schemawright.fuzz.schema.places import replaced, value_at
from schemawright.fuzz.turns import in_turns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.fuzz.schema.schema_map import Subschema
    from schemawright.fuzz.schema.visits import Place, Visit

_PLACES = 3
"""At how many places a member is left without others, until one of them is gone."""
_NAMES = 24
"""Of how many members of one subschema it is known what is beside them."""


class _Beside:
    """
    What is beside one member.

    Attributes:
        always: The names of those that always were there, and need not be.
        places: Some places of objects that have the member.
    """

    __slots__ = ("always", "places")

    def __init__(self, always: set[str]) -> None:
        self.always = always
        self.places: list[tuple[Any, Place]] = []


class FewMembers:
    """
    Makes such records of one schema.

    Args:
        is_valid: The verdict about a record.
    """

    def __init__(self, is_valid: Callable[[Any], bool]) -> None:
        self._is_valid = is_valid
        self._optional: dict[str, frozenset[str]] = {}
        self._beside: dict[str, dict[str, _Beside]] = {}

    def note(self, instance: Any, visit: Visit, value: Any) -> None:
        """Note which members an object of a valid record has."""
        if visit.name is not None or not isinstance(value, dict):
            return
        location = visit.subschema.location
        if location not in self._optional:
            self._optional[location] = _optional_of(visit.subschema)
        there = self._optional[location] & value.keys()
        known = self._beside.setdefault(location, {})
        for name in sorted(there):
            if name not in known:
                known[name] = _Beside({*there} - {name})
            beside = known[name]
            beside.always &= there
            if len(beside.places) < _PLACES:
                beside.places.append((instance, visit.place))

    def found(self) -> Iterator[Any]:
        """Yield such records, the subschemas in turns."""
        yield from in_turns(*[self._found_of(known) for known in self._beside.values()])

    def _found_of(self, known: dict[str, _Beside]) -> Iterator[Any]:
        for name, beside in known.items():
            for instance, place in beside.places if beside.always else ():
                fewer = self._without_others(instance, place, name)
                if not beside.always <= fewer.keys():
                    yield replaced(instance, place, fewer)
                    break

    def _without_others(self, instance: Any, place: Place, name: str) -> Any:
        """Return an object with one member, and what has to be beside it."""

        def is_valid(value: Any) -> bool:
            return self._is_valid(replaced(instance, place, value))

        return without_needless(value_at(instance, place), is_valid, lambda value: name in value)


def _optional_of(subschema: Subschema) -> frozenset[str]:
    """Return the names that a subschema declares and does not require, as many as are looked at."""
    contents = subschema.contents
    declared = contents.get("properties") if isinstance(contents, dict) else None
    required = contents.get("required", ()) if isinstance(contents, dict) else ()
    if not isinstance(declared, dict) or not isinstance(required, list | tuple):
        return frozenset()
    return frozenset([name for name in declared if name not in required][:_NAMES])
