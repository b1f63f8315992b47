"""
Copies of schemas whose references are in full, so that they lead to the same places wherever the copy stands.

Any member that is not known to hold instances may be a subschema, or hold some: what refers into an unknown keyword
leads there, too.
"""

from __future__ import annotations

from functools import partial
from operator import is_
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from schemawright.keywords import FLAT, HOLD_INSTANCES, LOCATION, REF_ALONE, REFERENCES, dialect_of, walk
from schemawright.pointer import format_pointer, resolve_tokens
from schemawright.store.resource import resolve_uri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.pointer import Tokens

NAMED = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies"})
"""Keywords whose values have names of any kind, those of keywords too, and a schema under each."""
_NAMES = ("$id", "id", "$anchor", "$dynamicAnchor")
"""What gives a subschema a name, in one dialect or another."""
_OF_THE_PLACE = frozenset({"$id", "id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$schema"})
"""What says by which URI a subschema is known; a copy is not to be taken for it."""


def in_full(contents: Any, uri: str, dialect: str, base: str | None = None) -> Any:
    """
    Return a copy of a resource with a URI in front of each of its references.

    Those of a resource within it are relative to that (core, section 9.3.1), and lead there by way of the whole.

    Args:
        contents: The resource.
        uri: The URI that it is known by here.
        dialect: Its dialect.
        base: The base URI of its references, where it gives itself none; that URI where left out.

    >>> in_full({"properties": {"$ref": {"$ref": "#/a"}}, "const": {"$ref": "#/a"}}, "x:y", "2020-12")
    {'properties': {'$ref': {'$ref': 'x:y#/a'}}, 'const': {'$ref': '#/a'}}
    >>> in_full({"$defs": {"b": {"$id": "https://x.org/b", "$ref": "#/a"}}}, "x:y", "2020-12")
    {'$defs': {'b': {'$id': 'https://x.org/b', '$ref': 'x:y#/$defs/b/a'}}}
    """
    base = uri if base is None else base
    places = _resources(contents, base, dialect)

    def member(name: str, value: Any, base: str) -> Any:
        if name in REFERENCES and isinstance(value, str):
            return reference(name, value, base)
        return _inside(name, value, partial(copied, base=base))

    def copied(value: Any, base: str) -> Any:
        if isinstance(value, list):
            return [copied(item, base) for item in value]
        if not isinstance(value, dict):
            return value
        own = own_base(value, base, dialect)
        base = own if own in places else base
        return {name: member(name, one, base) for name, one in value.items()}

    def reference(name: str, said: str, base: str) -> str:
        target = base + said if said.startswith("#") else resolve_uri(base, said)
        resource, _, fragment = target.partition("#")
        if resource not in places:
            return target
        if not fragment or fragment.startswith("/"):
            return f"{uri}#{places[resource]}{fragment}"
        # Where a dynamic reference leads is found by the anchor's name.
        return f"{uri}#{places.get(target, fragment) if name == '$ref' else fragment}"

    return copied(contents, base)


def _resources(contents: Any, base: str, dialect: str) -> dict[str, str]:
    """
    Return where the resources within another are, and itself, and their anchors.

    Returns:
        Base URI, or that and an anchor → JSON Pointer, as it stands in a fragment.
    """
    bases: dict[Tokens, str] = {(): base}
    places = {base: ""}
    for tokens, subschema in walk(contents, dialect):
        if isinstance(subschema, dict) and not subschema.keys().isdisjoint(_NAMES):
            base = next(bases[tokens[:end]] for end in range(len(tokens), -1, -1) if tokens[:end] in bases)
            place = quote(format_pointer(tokens), safe="/$")
            own = own_base(subschema, base, dialect)
            if own is not None:
                bases[tokens] = base = own
                places.setdefault(own, place)
            places |= {f"{base}#{anchor}": place for anchor in _anchors(subschema)}
    return places


def _anchors(subschema: dict[str, Any]) -> Iterator[str]:
    """Yield the anchors of a subschema; in draft 4 to 7 they are fragments of its `$id`."""
    for name in _NAMES:
        said = subschema.get(name)
        if isinstance(said, str):
            anchor = said if name.endswith("nchor") else said.partition("#")[2]
            yield from [anchor] if anchor else []


def own_base(subschema: Any, base: str, dialect: str) -> str | None:
    """
    Return the base URI that a subschema gives itself; None where it gives none.

    Args:
        subschema: The subschema.
        base: The base URI of what is around it.
        dialect: The dialect of that.

    >>> own_base({"$id": "b/"}, "https://x.org/a", "2020-12"), own_base({"$id": "b", "$ref": "c"}, "x:a", "draft7")
    ('https://x.org/b/', None)
    """
    if not isinstance(subschema, dict):
        return None
    dialect = _dialect(subschema, dialect)
    said = subschema.get("id" if dialect in {"draft3", "draft4"} else "$id")
    if not isinstance(said, str) or said.startswith("#") or _is_reference_alone(subschema, dialect):
        return None
    return resolve_uri(base, said).partition("#")[0]


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
    # Of the subschema itself it is in the base already, which changes nothing.
    base = own_base(part, base, dialect) or base
    found = {}
    for name, value in part.items():
        if name == "$ref" and isinstance(value, str):
            found[name] = resolve_uri(base, value)
        elif name not in _OF_THE_PLACE or not isinstance(value, (str, bool)):
            found[name] = _inside(name, value, partial(moved, base=base, dialect=dialect))
    return found


def what_counts(contents: Any, dialect: str) -> Any:
    """
    Return a schema without the keywords beside its `$ref`s that the dialect ignores; itself, where there are none.

    What holds schemas to be referred to stays.

    Args:
        contents: The schema.
        dialect: Its dialect, but for what has a `$schema` of its own.

    >>> what_counts({"items": {"$ref": "#/definitions/a", "type": "null"}}, "draft7")
    {'items': {'$ref': '#/definitions/a'}}
    """
    if isinstance(contents, list):
        items = [what_counts(item, dialect) for item in contents]
        return contents if all(map(is_, items, contents)) else items
    if not isinstance(contents, dict):
        return contents
    dialect = _dialect(contents, dialect)
    names = [name for name in contents if _stays(name, dialect)] if _is_reference_alone(contents, dialect) else contents
    found = {name: _inside(name, contents[name], partial(what_counts, dialect=dialect)) for name in names}
    is_same = len(found) == len(contents) and all(value is contents[name] for name, value in found.items())
    return contents if is_same else found


def what_counts_at(tokens: Tokens, contents: Any, dialect: str) -> Any:
    """
    Return what counts of a part of a schema, which may stand where it counts for nothing itself: beside a `$ref`.

    Raises:
        PointsNowhere: There is no such part.
    """
    for token in tokens:
        dialect = _dialect(contents, dialect)
        contents = resolve_tokens(contents, (token,))
    return what_counts(contents, dialect)


def _dialect(contents: Any, around: str) -> str:
    """Return the dialect of a subschema, which is that of what is around it, unless it says something else."""
    return (dialect_of(contents.get("$schema")) if isinstance(contents, dict) else None) or around


def _is_reference_alone(contents: dict[str, Any], dialect: str) -> bool:
    return dialect in REF_ALONE and isinstance(contents.get("$ref"), str)


def _stays(name: str, dialect: str) -> bool:
    keyword = FLAT[dialect].get(name)
    return name in {"$ref", "$schema"} or (keyword is not None and keyword.kind == LOCATION)


def _inside(name: str, value: Any, copied: Callable[[Any], Any]) -> Any:
    """Return the value of a keyword, with a copy in the place of each subschema."""
    if name in NAMED and isinstance(value, dict):
        found = {key: copied(inner) for key, inner in value.items()}
        return found if any(inner is not value[key] for key, inner in found.items()) else value
    return value if name in HOLD_INSTANCES else copied(value)
