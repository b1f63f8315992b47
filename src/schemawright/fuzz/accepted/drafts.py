"""
Drafts: records with something that nothing can satisfy as a whole, though each keyword of it can be satisfied.

A value that satisfies all of its keywords but one violates that one alone; no valid record has a place for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.fuzz.accepted.exemplars import pairs_of
from schemawright.fuzz.record import is_light
from schemawright.fuzz.schema.places import replaced
from schemawright.keywords import subschemas

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from schemawright.fuzz.schema.locally import Locally
    from schemawright.fuzz.schema.visits import Place, Visit

_VALUES: tuple[Any, ...] = (None, "x", 7, [], {})
"""Values, one of which each keyword judges."""
_SMALL, _MOST = 60, 40
"""How many values a record has that is made a draft; and how many places there are drafts for."""


def drafts(locally: Locally, exemplars: Sequence[Any], met: Container[str]) -> Iterator[tuple[Any, Place]]:
    """
    Yield records with a value more, where a subschema is about it that no record has anything for; and its place.

    Args:
        locally: The subschemas.
        exemplars: Valid records.
        met: The locations of the keywords that records have something for.
    """
    seen: set[str] = set()
    if all(location in met for location in locally.keyword_locations):
        return
    for exemplar in exemplars:
        if not is_light(exemplar, _SMALL):
            continue
        for visit, value in locally.visited(exemplar):
            for token, location in _missing(locally, visit, value, met):
                if location in seen or len(seen) >= _MOST:
                    continue
                seen.add(location)
                for other in _VALUES:
                    more = {**value, token: other} if isinstance(value, dict) else [*value, other]
                    yield replaced(exemplar, visit.place, more), (*visit.place, token)


def _missing(locally: Locally, visit: Visit, value: Any, met: Container[str]) -> Iterator[tuple[str | int, str]]:
    """Yield where a value has nothing that one of its subschemas is about, and where that is."""
    contents = visit.subschema.contents
    if visit.name is not None or not isinstance(value, (dict, list)) or not isinstance(contents, dict):
        return
    for tokens, _ in subschemas(contents, visit.subschema.dialect):
        below = locally.child(visit.subschema, tokens)
        if below is None or not any(pair.keyword_location not in met for pair in pairs_of(below)):
            continue
        if isinstance(value, dict) and tokens[0] == "properties" and tokens[1] not in value:
            yield str(tokens[1]), below.location
        elif isinstance(value, list) and tuple(tokens) in {
            ("items",),
            ("items", len(value)),
            ("prefixItems", len(value)),
        }:
            yield len(value), below.location
