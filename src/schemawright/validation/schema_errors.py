"""Where in a schema an error is that an engine tells of without a place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from schemawright.documents.record import Target
from schemawright.errors import PointsNowhere, SchemaError, UnresolvableReference
from schemawright.keywords import walk
from schemawright.pointer import format_pointer, parse_pointer, resolve_tokens
from schemawright.quoting import quoted
from schemawright.store.resource import DEPTH_HINT, Resource, resolve_uri

if TYPE_CHECKING:
    from schemawright.pointer import Tokens
    from schemawright.store.opening import OpenedSchema

NATIVE_LEVELS = 255
"""How deep arrays and objects of a schema may nest for jsonschema-rs."""

_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef", "$schema")


def with_place(error: SchemaError, opened: OpenedSchema) -> SchemaError:
    """Return an error with the schema's file, and the place of the keyword that is at fault."""
    resource = opened.resource
    if error.uri in {"", resource.uri}:
        error.uri = resource.path or resource.uri
        if "recursion limit" in error.message:
            return _with_place_of_depth(error, resource)
        error.keyword_location = error.keyword_location or _reference_location(error, opened)
        if resource.record is not None and error.keyword_location:
            target = Target(parse_pointer(error.keyword_location))
            error.position = resource.record.locate([target])[0].position
    return error


def _with_place_of_depth(error: SchemaError, resource: Resource) -> SchemaError:
    """Return the error of a schema that nests deeper than the native engine takes, with where that begins."""
    error.message = f"expected a schema of at most {NATIVE_LEVELS} levels of nesting, found more"
    error.hint = DEPTH_HINT
    tokens = _too_deep(resource.contents)
    if resource.record is not None and tokens is not None:
        error.position = resource.record.locate([Target(tokens)])[0].position
    return error


def _too_deep(contents: Any) -> Tokens | None:
    """Return the tokens of the first value that is nested deeper than the native engine takes."""
    pending: list[tuple[Tokens, Any]] = [((), contents)]
    while pending:
        tokens, value = pending.pop()
        members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
        if members is None:
            continue
        if len(tokens) >= NATIVE_LEVELS:
            return tokens
        pending += [((*tokens, key), member) for key, member in members][::-1]
    return None


def _reference_location(error: SchemaError, opened: OpenedSchema) -> str:
    """Return the pointer of the keyword that holds an unresolvable reference; empty where it is in another resource."""
    resource = opened.resource
    reference = error.reference if isinstance(error, UnresolvableReference) else None
    for tokens, subschema in walk(resource.contents, opened.dialect):
        for keyword in _REFERENCES:
            said = subschema.get(keyword) if isinstance(subschema, dict) else None
            if not isinstance(said, str):
                continue
            uri, _, fragment = resolve_uri(resource.uri, said).partition("#")
            if uri == reference or (uri == resource.uri and _leads_nowhere(fragment, resource.contents)):
                return format_pointer((*tokens, keyword))
    return ""


def _leads_nowhere(fragment: str, contents: Any) -> bool:
    """Return whether a fragment that is a pointer leads out of a schema, or is an anchor that is nowhere in it."""
    if fragment and not fragment.startswith("/"):
        written = quoted(unquote(fragment), 1_000)
        return not any(f'"{name}": {written}' in _text(contents) for name in ("$anchor", "$dynamicAnchor"))
    try:
        resolve_tokens(contents, parse_pointer(unquote(fragment)))
    except PointsNowhere:
        return True
    return False


def _text(contents: Any) -> str:
    return json.dumps(contents, ensure_ascii=False, default=str)
