"""
References to what a `$dynamicAnchor` names, which jsonschema-rs 0.60 takes for dynamic ones.

Such a fragment is as any other to `$ref` (2020-12 core, section 8.2.2): only a `$dynamicRef` looks into the dynamic
scope.  So the engine is handed a JSON Pointer in place of the anchor, which leads to the same subschema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from schemawright.engines.reach.entry import Inner, resources_in
from schemawright.errors import SchemawrightError
from schemawright.keywords import FLAT, dialect_inside, subschemas
from schemawright.pointer import fragment_of, replaced_at
from schemawright.store.objects import has_object
from schemawright.store.rebasing import base_of, with_bases
from schemawright.store.resource import resolve_uri

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.pointer import Tokens


def with_pointers(contents: Any, uri: str, dialect: str, retrieve: Callable[[str], Any]) -> Any:
    """
    Return a resource in which no `$ref` names a dynamic anchor.

    Args:
        contents: The resource.
        uri: The base URI inside of it.
        dialect: Its dialect, where it names none.
        retrieve: Returns the contents of other resources.

    >>> schema = {"$ref": "#n", "$defs": {"a": {"$dynamicAnchor": "n"}}}
    >>> with_pointers(schema, "https://x.org/", "2020-12", dict().__getitem__)["$ref"]
    '#/$defs/a'
    """
    if not isinstance(contents, dict) or not has_object(contents, _refers_to_anchor):
        return contents
    dialect = dialect_inside(contents, dialect)
    anchors = _Anchors(contents, uri, dialect, retrieve)
    changed = contents
    for tokens, subschema, base in list(with_bases(contents, uri, dialect)):
        reference = subschema.get("$ref")
        before, _, name = reference.partition("#") if isinstance(reference, str) else ("", "", "")
        place = None if not name or name.startswith("/") else anchors.place_of(before, base, unquote(name))
        if place is not None:
            changed = replaced_at(changed, (*tokens, "$ref"), f"{before}#{fragment_of(place)}")
    return changed


def _refers_to_anchor(schema: dict[str, Any]) -> bool:
    """Return whether an object has a reference to an anchor: in most schemas none has."""
    reference = schema.get("$ref")
    fragment = reference.partition("#")[2] if isinstance(reference, str) else ""
    return bool(fragment) and not fragment.startswith("/")


class _Anchors:
    """Where the dynamic anchors of a schema stand in their resources."""

    def __init__(self, contents: Any, uri: str, dialect: str, retrieve: Callable[[str], Any]) -> None:
        self._dialect = dialect
        self._retrieve = retrieve
        self._resources = {one.uri: one for one in resources_in(contents, uri, dialect)}
        self._known: dict[str, dict[str, Tokens]] = {}

    def place_of(self, reference: str, base: str, name: str) -> Tokens | None:
        """Return where an anchor stands in the resource that a reference names; None where it is no dynamic one."""
        try:
            uri = resolve_uri(base, reference).partition("#")[0] if reference else base
            if uri not in self._known:
                self._known[uri] = _dynamic_anchors(self._resource(uri))
        except (SchemawrightError, LookupError):
            return None  # Whoever follows it says what is wrong.
        return self._known[uri].get(name)

    def _resource(self, uri: str) -> Inner:
        if uri in self._resources:
            return self._resources[uri]
        contents = self._retrieve(uri)
        return Inner(uri, (), contents, dialect_inside(contents, self._dialect))


def _dynamic_anchors(resource: Inner) -> dict[str, Tokens]:
    """Return the dynamic anchors of a resource, those of resources inside of it left out, with their places."""
    found: dict[str, Tokens] = {}
    pending: list[tuple[Tokens, Any]] = [((), resource.contents)]
    while pending:
        tokens, schema = pending.pop()
        if not isinstance(schema, dict) or (tokens and base_of(schema, "", resource.dialect)):
            continue
        name = schema.get("$dynamicAnchor")
        if isinstance(name, str) and "$dynamicAnchor" in FLAT[resource.dialect]:
            found.setdefault(name, tokens)
        pending += [((*tokens, *more), inner) for more, inner in subschemas(schema, resource.dialect)]
    return found
