"""
Copies of schemas whose references are in full, so that they lead to the same places wherever the copy stands.

Any member that is not known to hold instances may be a subschema, or hold some: what refers into an unknown keyword
leads there, too.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from schemawright.keywords import HOLD_INSTANCES, REFERENCES
from schemawright.store.resource import resolve_uri

if TYPE_CHECKING:
    from collections.abc import Callable

NAMED = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies"})
"""Keywords whose values have names of any kind, those of keywords too, and a schema under each."""
_OF_THE_PLACE = frozenset({"$id", "id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$schema"})
"""What says by which URI a subschema is known; a copy is not to be taken for it."""


def in_full(contents: Any, uri: str) -> Any:
    """
    Return a copy of a resource with a URI in front of each of its references.

    >>> in_full({"properties": {"$ref": {"$ref": "#/a"}}, "const": {"$ref": "#/a"}}, "x:y")
    {'properties': {'$ref': {'$ref': 'x:y#/a'}}, 'const': {'$ref': '#/a'}}
    """

    def member(name: str, value: Any) -> Any:
        if name in REFERENCES and isinstance(value, str):
            return f"{uri}{value}" if value.startswith("#") else resolve_uri(uri, value)
        return _inside(name, value, copied)

    def copied(value: Any) -> Any:
        if isinstance(value, list):
            return [copied(item) for item in value]
        return {name: member(name, one) for name, one in value.items()} if isinstance(value, dict) else value

    return copied(contents)


def moved(part: Any, base: str, dialect: str) -> Any:
    """
    Return a copy of a subschema that can stand anywhere: it has no names of its own, and its `$ref`s are in full.

    Args:
        part: The subschema.
        base: The base URI where it stands.
        dialect: Its dialect.

    >>> moved({"$anchor": "a", "items": {"$id": "b/", "$ref": "c"}}, "https://x.org/", "2020-12")
    {'items': {'$ref': 'https://x.org/b/c'}}
    """
    if isinstance(part, list):
        return [moved(item, base, dialect) for item in part]
    if not isinstance(part, dict):
        return part
    own = part.get("id" if dialect == "draft4" else "$id")
    if isinstance(own, str):
        # Of the subschema itself it is in the base already, which changes nothing.
        base = resolve_uri(base, own)
    found = {}
    for name, value in part.items():
        if name == "$ref" and isinstance(value, str):
            found[name] = resolve_uri(base, value)
        elif name not in _OF_THE_PLACE or not isinstance(value, (str, bool)):
            found[name] = _inside(name, value, partial(moved, base=base, dialect=dialect))
    return found


def _inside(name: str, value: Any, copied: Callable[[Any], Any]) -> Any:
    """Return the value of a keyword, with a copy in the place of each subschema."""
    if name in NAMED and isinstance(value, dict):
        return {key: copied(inner) for key, inner in value.items()}
    return value if name in HOLD_INSTANCES else copied(value)
