"""Of which JSON types values are that a subschema accepts: rather too many, since a verdict says the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.engines.accept.options import LISTED, options_of, types_of_option
from schemawright.engines.accept.types import Unsupported
from schemawright.errors import SchemawrightError
from schemawright.keywords import FLAT
from schemawright.models.fast.parts import Part, parts_of

if TYPE_CHECKING:
    from schemawright.models.fast.places import Place, Places

ALL_TYPES = frozenset({"string", "integer", "number", "boolean", "null", "array", "object"})
"""Where `number` is one that is no integer."""
UNIONS = ("anyOf", "oneOf")


def types_at(places: Places, place: Place, above: frozenset[str] = frozenset()) -> frozenset[str]:
    """
    Return the JSON types of the values that a subschema may accept.

    Args:
        places: Where references lead.
        place: The subschema.
        above: The URIs of the references that led to it.

    >>> from schemawright.models.fast.places import Place, Places
    >>> schema = {"anyOf": [{"enum": ["a", None]}, {"type": "string", "maxLength": 2}]}
    >>> sorted(types_at(Places({}, "", "draft7"), Place(schema, "", "draft7")))
    ['null', 'string']
    """
    if place.schema is False:
        return frozenset()
    try:
        parts = parts_of(places, place, above)
    except (Unsupported, SchemawrightError):
        return ALL_TYPES
    return ALL_TYPES.intersection(*[types_of_part(places, part) for part in parts])


def types_of_part(places: Places, part: Part) -> frozenset[str]:
    """Return the same of one part of a subschema."""
    schema, found = part.schema, ALL_TYPES
    if "type" in schema:
        found = named_types(schema["type"])
    if not LISTED.isdisjoint(schema) and LISTED & schema.keys() <= FLAT[part.place.dialect].keys():
        found = found.intersection(frozenset().union(*map(types_of_option, options_of(schema))))
    for name in UNIONS:
        if name in schema:
            branches = [types_at(places, part.place.inside(one), part.above) for one in schema[name]]
            found = found.intersection(frozenset().union(*branches))
    return found


def named_types(value: object) -> frozenset[str]:
    """
    Return the JSON types that `type` names.

    >>> sorted(named_types(["number", "null"])), named_types("any") == ALL_TYPES
    (['integer', 'null', 'number'], True)
    """
    names = [name for name in (value if isinstance(value, list) else [value]) if isinstance(name, str)]
    if not ALL_TYPES.issuperset(names) or not names:
        return ALL_TYPES
    return frozenset(names) | frozenset({"integer"} if "number" in names else ())


def may_be_no_object(places: Places, parts: list[Part]) -> bool:
    """Return whether something else than an object is named among what some parts accept together, null maybe."""
    if "object" not in (types := ALL_TYPES.intersection(*[types_of_part(places, part) for part in parts])):
        return True
    return any(_names_others(places, part, types) for part in parts)


def _names_others(places: Places, part: Part, types: frozenset[str]) -> bool:
    """Return whether a part has a branch for what is no object, or names a type that is none."""
    schema = part.schema
    if "type" in schema and not types.isdisjoint(named_types(schema["type"]) - {"object"}):
        return True
    branches = [types_at(places, part.place.inside(one), part.above) for name in UNIONS for one in schema.get(name, ())]
    return any("object" not in one and not types.isdisjoint(one) for one in branches)
