"""
References of a resource that is retrieved by another URI than its `$id`: a file that another file refers to, say.

By its `$id` they are to be resolved (core, section 8.2.1).  jsonschema-rs takes the URI by which it asked, and then
misses what it has retrieved by the other.  So they are handed to it in full.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from schemawright.keywords import FLAT, REF_ALONE, dialect_inside, walk
from schemawright.pointer import replaced_at
from schemawright.store.resource import IDENTIFIERS, resolve_uri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.pointer import Tokens

_ANCHORS = ("$anchor", "$dynamicAnchor")
_IS_ANCHOR = re.compile(r"[A-Za-z_][A-Za-z0-9\-._:]*")
"""What an identifier's fragment is in draft 7 and before, to be an anchor; generators write JSON Pointers there."""


def rebased(contents: Any, uri: str, dialect: str) -> Any:
    """
    Return a resource whose references are in full, where its `$id` is another URI than it was retrieved by.

    Args:
        contents: The resource.
        uri: By which it was retrieved.
        dialect: Its dialect, where it names none.

    >>> rebased({"$id": "https://x.org/a", "items": {"$ref": "b#/c"}}, "file:///a.json", "2020-12")["items"]
    {'$ref': 'https://x.org/b#/c'}
    """
    dialect = dialect_inside(contents, dialect)
    own = base_of(contents, uri, dialect)
    if own == uri.partition("#")[0]:
        return contents
    return _with_references(contents, own, dialect)


def _with_references(contents: Any, own: str, dialect: str) -> Any:
    changed = contents
    for tokens, subschema, base in list(with_bases(contents, own, dialect)):
        reference = subschema.get("$ref")
        if isinstance(reference, str) and reference and not reference.startswith("#"):
            changed = replaced_at(changed, (*tokens, "$ref"), resolve_uri(base, reference))
    return changed


def with_bases(contents: Any, own: str, dialect: str) -> Iterator[tuple[Tokens, dict[str, Any], str]]:
    """
    Yield a schema and every subschema that is an object, each with its tokens and the base URI inside of it.

    Args:
        contents: The schema.
        own: The base URI inside of it.
        dialect: Its dialect.

    >>> [base for _, _, base in with_bases({"not": {"$id": "b", "not": {}}}, "https://x.org/a", "2020-12")]
    ['https://x.org/a', 'https://x.org/b', 'https://x.org/b']
    """
    bases: dict[Tokens, str] = {(): own}
    for tokens, subschema in walk(contents, dialect):
        if not isinstance(subschema, dict):
            continue
        above = next(bases[tokens[:end]] for end in range(len(tokens), -1, -1) if tokens[:end] in bases)
        bases[tokens] = base_of(subschema, above, dialect) if tokens else own
        yield tokens, subschema, bases[tokens]


def base_of(schema: Any, base: str, dialect: str) -> str:
    """
    Return the base URI inside of a schema, without its fragment.

    >>> base_of({"$id": "b"}, "https://x.org/a#c", "2020-12"), base_of({"$id": "b"}, "https://x.org/a#c", "draft4")
    ('https://x.org/b', 'https://x.org/a')
    """
    dialect = dialect_inside(schema, dialect)
    if not isinstance(schema, dict) or ("$ref" in schema and dialect in REF_ALONE):
        return base.partition("#")[0]
    said = schema.get(IDENTIFIERS.get(dialect, "$id"))
    return (resolve_uri(base, said) if isinstance(said, str) else base).partition("#")[0]


def anchors_of(schema: dict[str, Any], dialect: str) -> dict[str, str]:
    """
    Return the anchors of a schema, each with the keyword that says so.

    >>> anchors_of({"$anchor": "a", "$dynamicAnchor": "b"}, "2020-12"), anchors_of({"$id": "#c"}, "draft7")
    ({'a': '$anchor', 'b': '$dynamicAnchor'}, {'c': '$id'})
    """
    dialect = dialect_inside(schema, dialect)
    names = {schema[name]: name for name in _ANCHORS if name in FLAT[dialect] and isinstance(schema.get(name), str)}
    identifying = IDENTIFIERS.get(dialect, "$id")
    said = schema.get(identifying)
    if dialect not in REF_ALONE or not isinstance(said, str) or "$ref" in schema:
        return names
    fragment = said.partition("#")[2]
    return {fragment: identifying} if _IS_ANCHOR.fullmatch(fragment) else {}


def without_identifier(contents: Any, dialect: str) -> Any:
    """
    Return a schema without the keyword that gives it its URI.

    >>> without_identifier({"$id": "b", "type": "string"}, "2020-12")
    {'type': 'string'}
    """
    dialect = dialect_inside(contents, dialect)
    return {name: value for name, value in contents.items() if name != IDENTIFIERS.get(dialect, "$id")}
