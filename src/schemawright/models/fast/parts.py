"""What a subschema says, all in all: itself, and what its `$ref` and its `allOf` lead to, each a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.engines.accept.types import Unsupported
from schemawright.keywords import ANNOTATION, FLAT, IDENTIFIER, LOCATION, REF_ALONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from schemawright.models.fast.places import Place, Places

_SILENT = frozenset({ANNOTATION, IDENTIFIER, LOCATION})
_KNOWN: Mapping[str, frozenset[str]] = {
    name: frozenset(keywords[name].kind for keywords in FLAT.values() if name in keywords)
    for name in frozenset().union(*FLAT.values())
}
"""Keyword → of which kinds it is, in any dialect."""

_MOST = 100
"""Of how many parts a subschema consists at the most."""


class Part(NamedTuple):
    """
    A subschema that holds wherever another one does.

    Args:
        place: The subschema.
        said: Its keywords that decide, `$ref` and `allOf` aside.
        above: The URIs of the references that lead to it.
        inside: How many of the parts behind it are its own.
    """

    place: Place
    said: frozenset[str]
    above: frozenset[str]
    inside: int = 0

    @property
    def schema(self) -> dict[str, Any]:
        """What it says."""
        return {name: self.place.schema[name] for name in self.place.schema if name in self.said}


def said_in(schema: Mapping[str, Any], dialect: str) -> frozenset[str]:
    """
    Return the keywords of a schema that decide; one that no dialect knows does not.

    >>> sorted(said_in({"type": "string", "title": "a", "x-b": 1, "$id": "https://e.org/"}, "2020-12"))
    ['type']
    """
    if "$ref" in schema and dialect in REF_ALONE:
        return frozenset({"$ref"})
    return frozenset(name for name in schema if not _KNOWN.get(name, _SILENT) <= _SILENT)


def parts_of(places: Places, place: Place, above: frozenset[str]) -> list[Part]:
    """
    Return all parts of a subschema.

    Args:
        places: Where references lead.
        place: The subschema.
        above: The URIs of the references that led to it.

    Raises:
        Unsupported: It refers to itself, or it is `false`.
    """
    found: list[Part] = []
    _add(places, place, above, found)
    return found


def _add(places: Places, place: Place, above: frozenset[str], found: list[Part]) -> None:
    schema = place.schema
    if schema is True:
        return
    if not isinstance(schema, dict) or len(found) > _MOST:
        raise Unsupported
    said = said_in(schema, place.dialect)
    number = len(found)
    found.append(Part(place, said - {"$ref", "allOf"}, above))
    if "$ref" in said:
        target, uri = places.target(place, schema["$ref"])
        if uri in above:
            raise Unsupported
        _add(places, target, above | {uri}, found)
    if "allOf" in said:
        for inner in _schemas(schema["allOf"]):
            _add(places, place.inside(inner), above, found)
    found[number] = found[number]._replace(inside=len(found) - number - 1)


def _schemas(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Unsupported
    return value


def saying(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield the parts that say something themselves."""
    return (part for part in parts if part.said)
