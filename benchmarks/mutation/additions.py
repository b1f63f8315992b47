"""Constraints that a mutant has more: what only an empty, long, non-ASCII or crowded instance finds."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    Schema = dict[str, Any]
    Change = tuple[str, Any]

ASCII = "^[ -~]*$"


def additions(schema: Schema) -> Iterator[Change]:
    """Yield the schema with one more constraint for each of its types."""
    kinds = schema.get("type", [])
    for kind in [kinds] if isinstance(kinds, str) else kinds:
        narrow = kind == "string" and not _NARROW.isdisjoint(schema)
        for keyword, value in _OF_FORMAT.get(schema.get("format", ""), ()) if narrow else _ADDED.get(kind, ()):
            if keyword not in schema:
                yield f"{keyword} {value!r} added", schema | {keyword: value}
    if schema.get("type") == "object" or "properties" in schema:
        yield from _more_names(schema)


_ADDED: dict[str, tuple[tuple[str, Any], ...]] = {
    "string": (
        ("minLength", 1),
        ("maxLength", 64),
        ("maxLength", 255),
        ("pattern", ASCII),
        ("pattern", "^\\S*$"),
        ("pattern", "^[^0-9]*$"),
        ("format", "date-time"),
        ("not", {"const": ""}),
    ),
    "number": (
        ("minimum", 0),
        ("maximum", 1000),
        ("multipleOf", 1),
        ("exclusiveMinimum", 0),
        ("maximum", 2**53),
        ("not", {"const": 0}),
    ),
    "integer": (
        ("minimum", 0),
        ("exclusiveMinimum", 0),
        ("maximum", 2**31 - 1),
        ("maximum", 2**63 - 1),
        ("multipleOf", 2),
    ),
    "array": (("minItems", 1), ("maxItems", 1), ("maxItems", 10), ("uniqueItems", True), ("items", {"type": "string"})),
    "object": (
        ("propertyNames", {"pattern": ASCII}),
        ("propertyNames", {"minLength": 1}),
        ("minProperties", 1),
        ("minProperties", 2),
        ("additionalProperties", False),
        ("additionalProperties", {"type": "string"}),
        ("unevaluatedProperties", False),
    ),
}


_NARROW = frozenset({"format", "pattern"})
_OF_FORMAT: dict[str, tuple[tuple[str, Any], ...]] = {
    "date-time": (("maxLength", 20), ("maxLength", 25), ("pattern", "[Zz]$"), ("pattern", "T"), ("pattern", "^[^.]*$")),
    "time": (("maxLength", 9), ("pattern", "[Zz]$")),
    "uuid": (("pattern", "^[^A-F]*$"), ("pattern", "^[^a-f]*$")),
    "email": (("maxLength", 20), ("pattern", "[.]")),
    "uri": (("maxLength", 40), ("pattern", "^https?:")),
    "hostname": (("maxLength", 40), ("pattern", "[.]")),
    "duration": (("pattern", "T"), ("pattern", "^[^W]*$")),
}
"""What is not in a format, and what people write who know one of its forms only."""


def _more_names(schema: Schema) -> Iterator[Change]:
    names = list(schema.get("properties", {}))
    required = schema.get("required", [])
    optional = [name for name in names if name not in required]
    for name in optional:
        yield f"required {name!r} added", schema | {"required": [*required, name]}
        if "not" not in schema:
            yield f"{name!r} forbidden", schema | {"not": {"required": [name]}}
    for one, other in list(combinations(optional, 2))[:8]:
        if "not" not in schema:
            yield f"{one!r} and {other!r} together forbidden", schema | {"not": {"required": [one, other]}}
        if "dependentRequired" not in schema:
            yield f"{one!r} requires {other!r}", schema | {"dependentRequired": {one: [other]}}
    for count in (len(names), max(1, len(names) - 1), len(names) + 2):
        if "maxProperties" not in schema and names:
            yield f"maxProperties {count} added", schema | {"maxProperties": count}
