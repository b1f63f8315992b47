"""
References that are no URI references, as generators of schemas write them: `#/definitions/Record<string,any>`.

RFC 3986 has no such characters, and engines refuse them.  What is meant is plain, and whoever uses a schema is seldom
the one who can change it: so the JSON Pointer is percent-encoded (section 2.1), as browsers do with addresses.  Other
references stay: what they lead to has its URI or its anchor from somebody who may have written it as oddly.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from schemawright.keywords import DIALECTS, HOLD_INSTANCES, REFERENCES, dialect_of, walk
from schemawright.store.objects import has_object

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LEVELS, MAX_VALUES = 1_000, 5_000_000
"""How deep contents nest, and how many values they have, whose references are looked at: whoever judges says so."""
_SAFE = "-._~:/?@!$&'()*+,;="
_IS_URI = re.compile(r"(?:[\w\-.~:/?\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*", re.ASCII)
_IS_FRAGMENT = re.compile(r"(?:[\w\-.~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*", re.ASCII)
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def with_uri_references(contents: Any) -> Any:
    """
    Return a schema whose JSON Pointers in references are those of URI references: itself, where they are.

    >>> with_uri_references({"$ref": "#/$defs/Map<string>", "const": {"$ref": "#/<"}})
    {'$ref': '#/$defs/Map%3Cstring%3E', 'const': {'$ref': '#/<'}}
    """
    changed = copied(contents) if has_object(contents, _has_other) else None
    if changed is None:
        return contents
    said = dialect_of(changed.get("$schema")) if isinstance(changed, dict) else None
    walks = [walk(changed, dialect) for dialect in ([said] if said else DIALECTS)]
    for subschema in chain((found for _, found in chain.from_iterable(walks)), elsewhere(changed)):
        if isinstance(subschema, dict):
            subschema |= {name: as_uri_reference(subschema[name]) for name in REFERENCES if name in subschema}
    return changed


def as_uri_reference(reference: Any) -> Any:
    """
    Return a reference with what is no URI's in its JSON Pointer percent-encoded; anything else as it is.

    >>> as_uri_reference("common.json#/$defs/größe/a%b"), as_uri_reference("#größe")
    ('common.json#/$defs/gr%C3%B6%C3%9Fe/a%25b', '#größe')
    """
    before, _, fragment = reference.partition("#") if isinstance(reference, str) else ("", "", "")
    if not fragment.startswith("/") or _IS_FRAGMENT.fullmatch(fragment) or not _IS_URI.fullmatch(before):
        return reference
    try:
        return f"{before}#{quote(_LONE_PERCENT.sub('%25', fragment), safe=f'%{_SAFE}')}"
    except UnicodeEncodeError:  # A lone surrogate, which no JSON text has.
        return reference


def _has_other(schema: dict[str, Any]) -> bool:
    """Return whether an object has a reference that changes: most have none, which is soon known."""
    return any(as_uri_reference(schema[name]) != schema[name] for name in REFERENCES if name in schema)


def elsewhere(contents: Any) -> Iterator[Any]:
    """Yield all objects that do not look like values: references lead below unknown keywords, too."""
    pending = [contents]
    while pending:
        one = pending.pop()
        yield one
        if isinstance(one, dict):
            pending.extend(value for name, value in one.items() if name not in HOLD_INSTANCES)
        elif isinstance(one, list):
            pending.extend(one)


def copied(contents: Any) -> Any:
    """
    Return a copy of a JSON value in which nothing stands at two places: one may be a subschema, the other not.

    None of what is too deep, inside itself, or too large.
    """
    holder = [contents]
    pending: list[tuple[Any, Any, int]] = [(holder, 0, 0)]
    values = 0
    while pending:
        container, key, level = pending.pop()
        value, values = container[key], values + 1
        if level > MAX_LEVELS or values > MAX_VALUES:
            return None
        if isinstance(value, (dict, list)):
            value = container[key] = value.copy()
            inner = value if isinstance(value, dict) else range(len(value))
            pending += [(value, one, level + 1) for one in inner]
    return holder[0]
