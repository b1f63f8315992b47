"""
Copies of schemas whose references are in full, so that they lead to the same places wherever the copy stands.

Any member that is not known to hold instances may be a subschema, or hold some: what refers into an unknown keyword
leads there, too.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from schemawright.keywords import (
    ARRAY,
    DIALECTS,
    FLAT,
    HOLD_INSTANCES,
    MAP,
    MAP_OF_SCHEMA_OR_NAMES,
    NONE,
    REF_ALONE,
    REFERENCES,
    VALUE,
    dialect_inside,
    walk_in_dialects,
)
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
_LOCATIONS = frozenset({"$defs", "definitions"})
"""What holds schemas to be referred to, in schemas of dialects that do not know it, too."""


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

    def member(name: str, value: Any, base: str, dialect: str) -> Any:
        if name in REFERENCES and isinstance(value, str):
            return reference(name, value, base)
        return _inside(name, value, partial(copied, base=base, dialect=dialect))

    def copied(value: Any, base: str, dialect: str) -> Any:
        if isinstance(value, list):
            return [copied(item, base, dialect) for item in value]
        if not isinstance(value, dict):
            return value
        own = own_base(value, base, dialect)
        base, dialect = own if own in places else base, dialect_inside(value, dialect)
        return {name: member(name, one, base, dialect) for name, one in value.items()}

    def reference(name: str, said: str, base: str) -> str:
        target = base + said if said.startswith("#") else resolve_uri(base, said)
        resource, _, fragment = target.partition("#")
        if resource not in places:
            return target
        if not fragment or fragment.startswith("/"):
            return f"{uri}#{places[resource]}{fragment}"
        # Where a dynamic reference leads is found by the anchor's name.
        return f"{uri}#{places.get(target, fragment) if name == '$ref' else fragment}"

    return copied(contents, base, dialect)


def _resources(contents: Any, base: str, dialect: str) -> dict[str, str]:
    """
    Return where the resources within another are, and itself, and their anchors.

    Returns:
        Base URI, or that and an anchor → JSON Pointer, as it stands in a fragment.
    """
    bases: dict[Tokens, str] = {(): base}
    places = {base: ""}
    for tokens, subschema, inside in walk_in_dialects(contents, dialect):
        if isinstance(subschema, dict) and not subschema.keys().isdisjoint(_NAMES):
            base = next(bases[tokens[:end]] for end in range(len(tokens), -1, -1) if tokens[:end] in bases)
            place = quote(format_pointer(tokens), safe="/$")
            own = own_base(subschema, base, inside)
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
    dialect = dialect_inside(subschema, dialect)
    said = subschema.get(identifier(dialect))
    if not isinstance(said, str) or said.startswith("#") or _is_reference_alone(subschema, dialect):
        return None
    return resolve_uri(base, said).partition("#")[0]


def identifier(dialect: str) -> str:
    """Return the keyword by which a resource of a dialect says its URI."""
    return "id" if dialect in {"draft3", "draft4"} else "$id"


def moved(part: Any, base: str, dialect: str) -> Any:
    """
    Return a copy of a subschema that can stand anywhere: it has no names of its own, and its `$ref`s are in full.

    What is of another dialect inside of it is what it is by its URI, and keeps that.

    Args:
        part: The subschema.
        base: The base URI where it stands.
        dialect: Its dialect.

    >>> moved({"$anchor": "a", "items": {"$id": "b/", "$ref": "c"}}, "https://x.org/", "2020-12")
    {'items': {'$ref': 'https://x.org/b/c'}}
    >>> old = {"id": "b/", "$schema": "http://json-schema.org/draft-04/schema#", "items": {}}
    >>> moved({"items": old}, "https://x.org/", "2020-12")
    {'items': {'$schema': 'http://json-schema.org/draft-04/schema#', 'id': 'https://x.org/b/', 'items': {}}}
    """
    if isinstance(part, list):
        return [moved(item, base, dialect) for item in part]
    if not isinstance(part, dict):
        return part
    # Of the subschema itself it is in the base already, which changes nothing.
    own, inside = own_base(part, base, dialect), dialect_inside(part, dialect)
    found = {} if inside == dialect else {"$schema": DIALECTS[inside], **({identifier(inside): own} if own else {})}
    base, dialect = own or base, inside
    for name, value in part.items():
        if name == "$ref" and isinstance(value, str):
            found[name] = resolve_uri(base, value)
        elif name not in _OF_THE_PLACE or not isinstance(value, (str, bool)):
            found[name] = _inside(name, value, partial(moved, base=base, dialect=dialect))
    return found


def what_counts(contents: Any, dialect: str, understood: str) -> Any:
    """
    Return what counts of a schema: without what its dialect does not know, and what it ignores beside a `$ref`.

    What holds schemas to be referred to stays.  What is of another dialect than is understood says so, wherever it
    stands, and so does all that is inside of it: parts of it can stand anywhere then.

    Args:
        contents: The schema.
        dialect: Its dialect, but for what has a `$schema` of its own.
        understood: The dialect of what does not say its own.

    >>> what_counts({"items": {"$ref": "#/definitions/a", "type": "null"}}, "draft7", "draft7")
    {'items': {'$ref': '#/definitions/a'}}
    >>> what_counts({"items": {"const": 1, "type": "null"}}, "draft4", "draft7")["items"]
    {'$schema': 'http://json-schema.org/draft-04/schema#', 'type': 'null'}
    """
    if not isinstance(contents, dict):
        return contents
    inside = dialect_inside(contents, dialect)
    found = {
        name: at_subschemas(name, value, inside, partial(what_counts, dialect=inside, understood=understood))
        for name, value in contents.items()
        if _counts(name, contents, inside)
    }
    # What says nothing says it in every dialect.
    is_told = found and {dialect, inside} != {understood}
    return {"$schema": DIALECTS[inside], **found} if is_told else found


def _counts(name: str, contents: dict[str, Any], dialect: str) -> bool:
    keyword = FLAT[dialect].get(name)
    if name == "$ref" or name in _LOCATIONS:
        return True
    return keyword is not None and name != "$schema" and not _is_reference_alone(contents, dialect)


def at_subschemas(name: str, value: Any, dialect: str, changed: Callable[[Any], Any]) -> Any:
    """
    Return the value of a keyword with something else in the place of each subschema.

    Args:
        name: The keyword.
        value: Its value.
        dialect: The dialect in which it stands.
        changed: Returns what stands in the place of a subschema.
    """
    keyword = FLAT[dialect].get(name)
    where = MAP if name in _LOCATIONS else NONE if keyword is None else keyword.subschemas
    if where == NONE:
        return value
    if where in {MAP, MAP_OF_SCHEMA_OR_NAMES}:
        return {key: changed(inner) for key, inner in value.items()} if isinstance(value, dict) else value
    if isinstance(value, list):
        return [changed(item) for item in value] if where != VALUE else value
    return changed(value) if where != ARRAY else value


def what_counts_at(tokens: Tokens, contents: Any, dialect: str, understood: str) -> Any:
    """
    Return what counts of a part of a schema, which may stand where it counts for nothing itself: beside a `$ref`.

    Raises:
        PointsNowhere: There is no such part.
    """
    for token in tokens:
        dialect = dialect_inside(contents, dialect)
        contents = resolve_tokens(contents, (token,))
    return what_counts(contents, dialect, understood)


def _is_reference_alone(contents: dict[str, Any], dialect: str) -> bool:
    return dialect in REF_ALONE and isinstance(contents.get("$ref"), str)


def _inside(name: str, value: Any, copied: Callable[[Any], Any]) -> Any:
    """Return the value of a keyword, with a copy in the place of each subschema."""
    if name in NAMED and isinstance(value, dict):
        found = {key: copied(inner) for key, inner in value.items()}
        return found if any(inner is not value[key] for key, inner in found.items()) else value
    return value if name in HOLD_INSTANCES else copied(value)
