"""Where in a schema an error is that an engine tells of without a place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from schemawright.documents.record import Target
from schemawright.errors import PointsNowhere, SchemaError, UnresolvableReference
from schemawright.keywords import HOLD_INSTANCES
from schemawright.pointer import format_pointer, parse_pointer, resolve_tokens
from schemawright.quoting import quoted
from schemawright.store.rebasing import with_bases
from schemawright.store.resource import DEPTH_HINT, Resource, resolve_uri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.pointer import Tokens
    from schemawright.store.opening import OpenedSchema

NATIVE_LEVELS = 255
"""How deep arrays and objects of a schema may nest for jsonschema-rs."""

_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef", "$schema")


def with_place(error: SchemaError, opened: OpenedSchema) -> SchemaError:
    """Return an error with the file of the schema, or of what it refers to, and the place of what is at fault."""
    resource = opened.resource
    places = _Places(opened)
    if error.uri in {"", *places.resources}:
        error.uri = resource.path or resource.uri
        if "recursion limit" in error.message:
            return _with_place_of_depth(error, resource)
        error.keyword_location = error.keyword_location or _reference_location(error, places)
        if not error.keyword_location:
            resource = _in_another(error, opened) or resource
            error.uri = resource.path or resource.uri
        return _with_position(error, resource)
    for uri, other in opened.catalogue.used.items():
        if error.uri in {uri, other.uri}:
            error.uri = other.path or other.uri
            places = _Places(opened._replace(resource=other))
            error.keyword_location = error.keyword_location or _reference_location(error, places)
            return _with_position(error, other)
    return error


def _with_position(error: SchemaError, resource: Resource) -> SchemaError:
    """Return an error with the position of the keyword that is at fault, where a file was read."""
    if resource.record is not None and error.keyword_location:
        target = Target(parse_pointer(error.keyword_location))
        error.position = resource.record.locate([target])[0].position
    return error


def _in_another(error: SchemaError, opened: OpenedSchema) -> Resource | None:
    """Return the resource, of those that a schema refers to, that holds a reference, and take down where."""
    for resource in opened.catalogue.used.values():
        error.keyword_location = _reference_location(error, _Places(opened._replace(resource=resource)))
        if error.keyword_location:
            return resource
    return None


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


class _Places:
    """
    Where references stand in a schema's resource, and what resources there are in it.

    Args:
        opened: The schema.

    Attributes:
        resources: The URIs of the resources in it, with their contents.
    """

    def __init__(self, opened: OpenedSchema) -> None:
        resource = opened.resource
        self._contents = resource.contents
        self._known = {tokens: base for tokens, _, base in with_bases(resource.contents, resource.uri, opened.dialect)}
        self.resources: dict[str, Any] = {resource.uri: resource.contents}
        for tokens, base in self._known.items():
            self.resources.setdefault(base, resolve_tokens(resource.contents, tokens))

    def references(self) -> Iterator[tuple[Tokens, str, str]]:
        """Yield each reference with its tokens, and the base URI there; those below unknown keywords last."""
        known = [(tokens, resolve_tokens(self._contents, tokens), base) for tokens, base in self._known.items()]
        for tokens, schema, base in (*known, *self._elsewhere()):
            for keyword in _REFERENCES:
                if isinstance(schema.get(keyword), str):
                    yield (*tokens, keyword), schema[keyword], base

    def _elsewhere(self) -> Iterator[tuple[Tokens, dict[str, Any], str]]:
        pending: list[tuple[Tokens, Any, str]] = [((), self._contents, "")]
        while pending:
            tokens, value, above = pending.pop()
            base = self._known.get(tokens, above)
            if isinstance(value, dict):
                if tokens not in self._known:
                    yield tokens, value, base
                inside = [(name, inner) for name, inner in value.items() if name not in HOLD_INSTANCES]
            else:
                inside = [*enumerate(value)] if isinstance(value, list) else []
            pending += [((*tokens, key), inner, base) for key, inner in inside][::-1]


def _reference_location(error: SchemaError, places: _Places) -> str:
    """Return the pointer of the keyword that holds an unresolvable reference; empty where it is in another resource."""
    reference = error.reference if isinstance(error, UnresolvableReference) else None
    said = [(tokens, *resolve_uri(base, said).partition("#")) for tokens, said, base in places.references()]
    for tokens, uri, sharp, fragment in said:
        if reference in {uri, f"{uri}{sharp}{fragment}"}:
            return format_pointer(tokens)
    for tokens, uri, _, fragment in said:
        if uri in places.resources and _leads_nowhere(fragment, places.resources[uri]):
            return format_pointer(tokens)
    return ""


def _leads_nowhere(fragment: str, contents: Any) -> bool:
    """Return whether a fragment that is a pointer leads out of a schema, or is an anchor that is nowhere in it."""
    if fragment and not fragment.startswith("/"):
        name = unquote(fragment)
        named = (("$anchor", name), ("$dynamicAnchor", name), ("$id", f"#{name}"), ("id", f"#{name}"))
        return not any(f'"{keyword}": {quoted(said, 1_000)}' in _text(contents) for keyword, said in named)
    try:
        resolve_tokens(contents, parse_pointer(unquote(fragment)))
    except PointsNowhere:
        return True
    return False


def _text(contents: Any) -> str:
    return json.dumps(contents, ensure_ascii=False, default=str)
