"""
References that are no URI references, as tools write them: `#/definitions/Record<string,any>`.

RFC 3986 has no such characters, and engines refuse them.  What is meant is plain, and whoever uses a schema is seldom
the one who can change it: so they are percent-encoded (section 2.1), as browsers do with addresses.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from schemawright.keywords import DIALECTS, dialect_of, walk

_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
_BEFORE_FRAGMENT = "-._~:/?[]@!$&'()*+,;="
_FRAGMENT = "-._~:/?@!$&'()*+,;="
_IS_REFERENCE = re.compile(
    r"(?:[\w\-.~:/?\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*(?:#(?:[\w\-.~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)?", re.ASCII
)
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def with_uri_references(contents: Any) -> Any:
    """
    Return a schema whose references are URI references: itself, where they are.

    >>> with_uri_references({"$ref": "#/$defs/Map<string>", "const": {"$ref": "<"}})
    {'$ref': '#/$defs/Map%3Cstring%3E', 'const': {'$ref': '<'}}
    """
    if not _has_others(contents):
        return contents
    contents = _copied(contents)
    said = dialect_of(contents.get("$schema")) if isinstance(contents, dict) else None
    for dialect in [said] if said else DIALECTS:
        for _, subschema in walk(contents, dialect):
            if isinstance(subschema, dict):
                subschema |= {name: as_uri_reference(subschema[name]) for name in _REFERENCES if name in subschema}
    return contents


def as_uri_reference(reference: Any) -> Any:
    """
    Return a reference with what no URI reference has percent-encoded; anything else as it is.

    >>> as_uri_reference("größe.json#/$defs/a%b")
    'gr%C3%B6%C3%9Fe.json#/$defs/a%25b'
    """
    if not isinstance(reference, str) or _IS_REFERENCE.fullmatch(reference):
        return reference
    before, mark, fragment = _LONE_PERCENT.sub("%25", reference).partition("#")
    return quote(before, safe=f"%{_BEFORE_FRAGMENT}") + mark + quote(fragment, safe=f"%{_FRAGMENT}")


def _has_others(contents: Any) -> bool:
    """Return whether any object has a reference that is no URI reference: most have none, which is soon known."""
    pending = [contents]
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            pending.extend(one.values())
            if any(as_uri_reference(one[name]) != one[name] for name in _REFERENCES if name in one):
                return True
        elif isinstance(one, list):
            pending.extend(one)
    return False


def _copied(contents: Any) -> Any:
    """Return a copy of a JSON value in which nothing stands at two places: one may be a subschema, the other not."""
    holder = [contents]
    pending: list[tuple[Any, Any]] = [(holder, 0)]
    while pending:
        container, key = pending.pop()
        value = container[key]
        if isinstance(value, (dict, list)):
            value = container[key] = value.copy()
            pending += [(value, inner) for inner in (value if isinstance(value, dict) else range(len(value)))]
    return holder[0]
