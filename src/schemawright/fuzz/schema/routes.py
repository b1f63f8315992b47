"""By which routes an evaluation comes to a subschema: which it always comes to, and by a single one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.keywords import FLAT, LOCATION, MAP, MAP_OF_SCHEMA_OR_NAMES, REFERENCES, subschemas
from schemawright.pointer import parse_pointer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from schemawright.fuzz.schema.schema_map import SchemaMap, Subschema

ALWAYS = frozenset(
    {"properties", "patternProperties", "additionalProperties", "items", "prefixItems", "additionalItems", "allOf"}
)
"""The keywords whose subschemas have to hold for every value at a place, whatever the value and those beside it are."""

_NAMES_FOLLOW = frozenset(
    name
    for keywords in FLAT.values()
    for name, keyword in keywords.items()
    if keyword.subschemas in {MAP, MAP_OF_SCHEMA_OR_NAMES}
)
"""The keywords with what a schema's author named."""


def leads_through(pointer: str, keywords: Collection[str]) -> bool:
    """
    Return whether a pointer leads through one of some keywords; a property may be called the same.

    >>> [leads_through(pointer, {"not"}) for pointer in ("/items/not/type", "/properties/not/type")]
    [True, False]
    """
    tokens = iter(parse_pointer(pointer))
    for token in tokens:
        if token in keywords:
            return True
        if token in _NAMES_FOLLOW:
            next(tokens, None)
    return False


def steady(schema_map: SchemaMap) -> frozenset[str]:
    """
    Return the locations of the subschemas to which an evaluation comes by one route only, and always by that.

    What such a subschema says of a value is told with the same evaluation path in every instance, and fails nothing
    else.  There are none where `unevaluatedProperties` or `unevaluatedItems` may fail because of others.

    >>> from schemawright import open_schema
    >>> from schemawright.fuzz.schema.schema_map import SchemaMap
    >>> contents = {"properties": {"a": {"$ref": "#/$defs/a"}, "b": {"anyOf": [{}, {}]}}, "$defs": {"a": {}}}
    >>> sorted(location.partition("#")[2] for location in steady(SchemaMap(open_schema(contents))))
    ['', '/$defs/a', '/properties/a', '/properties/b']
    """
    if any("unevaluated" in keyword for one in schema_map.subschemas.values() for keyword in _keywords(one)):
        return frozenset()
    routes: dict[str, list[tuple[str, bool]]] = {}
    for subschema in schema_map.subschemas.values():
        for target, is_always in _steps(schema_map, subschema):
            routes.setdefault(target, []).append((subschema.location, is_always))
    if schema_map.entry in routes:
        return frozenset()
    found: set[str] = set()
    pending = [schema_map.entry]
    following: dict[str, list[str]] = {}
    for target, sources in routes.items():
        if len(sources) == 1 and sources[0][1]:
            following.setdefault(sources[0][0], []).append(target)
    while pending:
        location = pending.pop()
        found.add(location)
        pending += following.get(location, ())
    return frozenset(found)


def _keywords(subschema: Subschema) -> Iterator[str]:
    yield from subschema.contents if isinstance(subschema.contents, dict) else ()


def _steps(schema_map: SchemaMap, subschema: Subschema) -> Iterator[tuple[str, bool]]:
    """Yield what a subschema hands values on to, and whether it does so in any case."""
    if not isinstance(subschema.contents, dict):
        return
    keywords = FLAT[subschema.dialect]
    for tokens, _ in subschemas(subschema.contents, subschema.dialect):
        if keywords[str(tokens[0])].kind == LOCATION:
            continue
        below = schema_map.child(subschema, tokens)
        if below is not None and below.location in schema_map.subschemas:
            yield below.location, tokens[0] in ALWAYS
    is_plain = not any(name in subschema.contents for name in REFERENCES if name != "$ref")
    for target in schema_map.references(subschema):
        yield target.location, is_plain
