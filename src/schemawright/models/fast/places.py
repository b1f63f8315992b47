"""Where the references of a module's resources lead: by URI, by the `$id` of what stands in another one, by anchors."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from schemawright.engines.accept.types import Unsupported
from schemawright.keywords import dialect_inside, dialect_of, subschemas
from schemawright.metaschemas import metaschema
from schemawright.models.fast.parts import said_in
from schemawright.pointer import parse_pointer, resolve_tokens
from schemawright.runtime.carrier import uri_in_full
from schemawright.store.rebasing import anchors_of, base_of
from schemawright.store.resource import resolve_uri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


_MOST_REFERENCES = 100
"""How many references lead to each other at the most."""


class Place(NamedTuple):
    """
    A subschema where it stands.

    Args:
        schema: The subschema.
        base: The base URI inside of it.
        dialect: The dialect of that.
    """

    schema: Any
    base: str
    dialect: str

    def inside(self, schema: Any) -> Place:
        """
        Return a subschema of this one.

        Raises:
            Unsupported: It is of another dialect.
        """
        if dialect_inside(schema, self.dialect) != self.dialect:
            raise Unsupported
        return Place(schema, base_of(schema, self.base, self.dialect), self.dialect)


class Places:
    """
    The subschemas of a module.

    Args:
        resources: The resources that there are beside metaschemas, by URI.
        uri: That of the module's own.
        dialect: The dialect of those that name none.
    """

    def __init__(self, resources: Mapping[str, Any], uri: str, dialect: str) -> None:
        self._resources = resources
        self._uri = uri
        self._dialect = dialect
        self.unions: dict[tuple[int, str], Any] = {}
        """What the branches of unions say, as `schemawright.models.fast.branches` has found out."""
        self.together: dict[tuple[tuple[str, ...], ...], Any] = {}
        """What judges many members, as `schemawright.models.fast.together` has compiled it."""

    def named(self, at: str) -> Place:
        """Return what a class is judged by: `uri#pointer`, or `#pointer` in the module's own resource."""
        uri, _, pointer = at.partition("#")
        return self._below(self._resource(uri_in_full(uri) if uri else self._uri), pointer)

    def target(self, place: Place, reference: Any) -> tuple[Place, str]:
        """
        Return what a `$ref` leads to, and its URI.

        Raises:
            Unsupported: It leads nowhere, or it is not plain where.
        """
        if type(reference) is not str:
            raise Unsupported
        full = resolve_uri(place.base, reference)
        uri, _, fragment = full.partition("#")
        if not fragment or fragment.startswith("/"):
            return self._below(self._resource(uri), unquote(fragment)), full
        found = self._inner.get(full)
        if found is None:
            raise Unsupported
        return found, full

    def led_to(self, place: Place) -> Place:
        """
        Return what a subschema leads to where it is a reference and nothing else, or itself.

        Raises:
            Unsupported: References lead to each other.
        """
        for _ in range(_MOST_REFERENCES):
            schema = place.schema
            if not isinstance(schema, dict) or said_in(schema, place.dialect) != {"$ref"}:
                return place
            place, _ = self.target(place, schema["$ref"])
        raise Unsupported

    def _resource(self, uri: str) -> Place:
        if uri in self._resources:
            return self._root(self._resources[uri], uri)
        inner = self._inner.get(uri)
        return self._root(metaschema(uri), uri) if inner is None else inner

    def _root(self, contents: Any, uri: str) -> Place:
        if isinstance(contents, dict) and "$schema" in contents and dialect_of(contents["$schema"]) is None:
            raise Unsupported  # A metaschema of somebody's own may leave out vocabularies.
        dialect = dialect_inside(contents, self._dialect)
        return Place(contents, base_of(contents, uri, dialect), dialect)

    def _below(self, place: Place, pointer: str) -> Place:
        for token in parse_pointer(pointer):
            place = place.inside(resolve_tokens(place.schema, (token,)))
        return place

    @cached_property
    def _inner(self) -> dict[str, Place]:
        """What has an `$id` inside of another resource, and what has an anchor, by URI; not what is there twice."""
        found: dict[str, list[Place]] = {}
        for uri, contents in self._resources.items():
            try:
                for name, place in _identified(self._root(contents, uri)):
                    found.setdefault(name, []).append(place)
            except Unsupported:
                continue
        return {name: places[0] for name, places in found.items() if len(places) == 1}


def _identified(root: Place) -> Iterator[tuple[str, Place]]:
    """Yield each resource inside of one, and each anchor, with its URI."""
    pending = [root]
    while pending:
        place = pending.pop()
        if not isinstance(place.schema, dict):
            continue
        for name in anchors_of(place.schema, place.dialect):
            yield f"{place.base}#{name}", place
        for _, schema in subschemas(place.schema, place.dialect):
            inner = place.inside(schema)
            if inner.base != place.base:
                yield inner.base, inner
            pending.append(inner)
