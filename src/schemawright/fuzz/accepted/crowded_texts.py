"""
Valid records whose free texts have something of everything: both cases, a digit, a space, no ASCII, and are long.

Boundary cases have such texts one by one.  Where a subschema is met in few of them, it meets few; and whatever a text
was taken to be that it need not be, one of these is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.fuzz.schema.places import replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.fuzz.schema.visits import Place, Visit

_SHORT = "\u00e90 Aa"
_TEXTS = (_SHORT.ljust(300, "a"), _SHORT.ljust(65, "a"), _SHORT.ljust(33, "a"), _SHORT, _SHORT[:3], _SHORT[:2])
"""Longer than limits that somebody made up; and shorter ones, for where there is one."""
_PLACES = 4
"""How many places of a subschema are known."""
_RECORDS = 12
"""How many such records there are at the most."""
_NOT_FREE = frozenset({"pattern", "format", "enum", "const"})


class CrowdedTexts:
    """
    Makes such records of one schema.

    Args:
        is_valid: The verdict about a record.
    """

    def __init__(self, is_valid: Callable[[Any], bool]) -> None:
        self._is_valid = is_valid
        self._records: dict[int, tuple[Any, dict[str, Place]]] = {}
        self._known: dict[str, int] = {}

    def note(self, instance: Any, visit: Visit, value: Any) -> None:
        """Note a free text of a valid record."""
        contents, location = visit.subschema.contents, visit.subschema.location
        if visit.name is not None or not isinstance(value, str) or not isinstance(contents, dict):
            return
        if "type" in contents and contents.keys().isdisjoint(_NOT_FREE) and self._known.get(location, 0) < _PLACES:
            self._known[location] = self._known.get(location, 0) + 1
            self._records.setdefault(id(instance), (instance, {}))[1].setdefault(location, visit.place)

    def found(self) -> Iterator[Any]:
        """Yield such records, each with texts of subschemas that none before has."""
        left = {*self._known}
        for instance, places in sorted(self._records.values(), key=lambda one: -len(one[1]))[:_RECORDS]:
            changed = instance
            for location, place in places.items():
                if location in left:
                    after = self._crowded(changed, place)
                    if after is not changed:
                        left.discard(location)
                        changed = after
            if changed is not instance:
                yield changed

    def _crowded(self, record: Any, place: Place) -> Any:
        """Return a record with such a text at a place, the longest that is valid there; or the same record."""
        for text in _TEXTS:
            changed = replaced(record, place, text)
            if self._is_valid(changed):
                return changed
        return record
