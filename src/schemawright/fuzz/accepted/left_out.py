"""
What the canonical form of a schema leaves out, since no verdict depends on it.

An `anyOf` one of whose branches allows everything is nothing to the algebra; what else its branches say is what people
write there all the same.  So records with it are made from the schema as it is written.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.accepted.exemplars import applies, pairs_of
from schemawright.fuzz.near.values import KINDS
from schemawright.fuzz.schema.places import replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.fuzz.schema.locally import Locally
    from schemawright.fuzz.schema.schema_map import SchemaMap

_ODD: tuple[tuple[str, Any], ...] = (
    ("an empty text", ""),
    ("an empty array", []),
    ("a name that nobody declares", {"extra": None}),
)
"""Values beside one of each kind that are tried at places that no verdict depends on."""
_LOOKED_AT, _FRUITLESS = 150, 50
"""How many records are looked at, and how many without anything new."""
_VISITED = 40_000
"""How many visits of records are looked at: large schemas have large records."""
_LASTING = 2
"""How often as many, to find what is missing, too."""
_OFTEN = 3
"""How often a value is tried in place of what one subschema is about."""


class LeftOut:
    """
    Looks for keywords that no record of the canonical form satisfies, and for records that do.

    Args:
        schema_map: The schema's subschemas.
        locally: The same, each by itself.
        is_valid: The verdict of the native engine.
    """

    def __init__(self, schema_map: SchemaMap, locally: Locally, is_valid: Callable[[Any], bool]) -> None:
        self._map = schema_map
        self._locally = locally
        self._is_valid = is_valid
        self._visited = 0

    def missing(self, instances: Iterable[Any]) -> set[str]:
        """
        Return the locations of the keywords that none of some valid instances satisfies.

        What stands directly in `not` is to be refused: that is enough, and to satisfy it mostly cannot be.
        """
        missing = {location for location, pair in self._map.pairs.items() if not pair.note}
        idle = 0
        for instance in islice(instances, _LOOKED_AT):
            met = {
                location
                for location, verdict in self._verdicts(instance, missing)
                if verdict or self._is_denied(location)
            }
            missing -= met
            idle = 0 if met else idle + 1
            if not missing or idle >= _FRUITLESS or self._visited > _VISITED:
                break
        return missing

    def meeting(self, instances: Iterable[Any], missing: set[str]) -> Iterator[Any]:
        """
        Yield valid instances that satisfy keywords that are missing, which are not missing any more.

        Args:
            instances: Valid instances.
            missing: Locations of keywords, of which those are taken away.
        """
        for instance in instances:
            met = {location for location, verdict in self._verdicts(instance, missing) if verdict}
            if met:
                missing -= met
                yield instance
            if not missing:
                break

    def _is_denied(self, location: str) -> bool:
        return self._map.pairs[location].subschema.endswith("/not")

    def found(self, instances: Iterable[Any], missing: set[str], is_agreed: Callable[[Any], bool]) -> Iterator[Any]:
        """
        Yield valid instances with what is missing, or with values of which it says something.

        Args:
            instances: Valid instances of the schema as it is written.
            missing: Locations of keywords.
            is_agreed: Whether the other engine accepts a valid instance.
        """
        wanted = {(location, verdict) for location in missing for verdict in (True, False)}
        idle = 0
        for instance in self._varied(instances, missing):
            idle += 1
            fresh = self._verdicts(instance, missing) & wanted
            if fresh and is_agreed(instance):
                wanted -= fresh
                idle = 0
                yield instance
            if not wanted or idle >= _FRUITLESS or self._visited > _LASTING * _VISITED:
                break

    def _verdicts(self, instance: Any, wanted: set[str]) -> set[tuple[str, bool]]:
        """Return what the subschemas say that have some keywords, by the locations of those that judge something."""
        found: set[tuple[str, bool]] = set()
        for visit, value in self._locally.visited(instance):
            self._visited += 1
            locations = [one.keyword_location for one in pairs_of(visit.subschema) if applies(one, value)]
            locations = [location for location in locations if location in wanted]
            if locations:
                verdict = visit.holds or self._locally.verdict(visit.subschema.location)(value)
                found.update((location, verdict) for location in locations)
        return found

    def _varied(self, instances: Iterable[Any], missing: set[str]) -> Iterator[Any]:
        """Yield instances, and what is valid of them with values of each kind where they have what is missing."""
        tries: dict[tuple[str, str], int] = {}
        for instance in islice(instances, _LOOKED_AT):
            yield instance
            for visit, _ in list(self._locally.visited(instance)):
                pairs = visit.subschema.pairs
                if visit.name is None and not missing.isdisjoint(pair.keyword_location for pair in pairs):
                    yield from self._replaced(instance, visit.place, visit.subschema.location, tries)

    def _replaced(
        self, instance: Any, place: tuple[str | int, ...], location: str, tries: dict[tuple[str, str], int]
    ) -> Iterator[Any]:
        for how, value in (*KINDS, *_ODD):
            tried = tries[location, how] = tries.get((location, how), 0) + 1
            changed = replaced(instance, place, value) if tried <= _OFTEN else None
            if tried <= _OFTEN and self._is_valid(changed):
                tries[location, how] = _OFTEN
                yield changed
