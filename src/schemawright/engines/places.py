"""
Where references lead, without `referencing`: to import that takes longer than to judge a small file.

What is not plain is not decided here: a URI of two schemas, a reference to what no keyword holds inside of a resource
that has others in it, and whatever leads nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from schemawright.errors import SchemawrightError
from schemawright.keywords import FLAT, METASCHEMAS, dialect_of
from schemawright.pointer import parse_pointer, resolve_tokens
from schemawright.store.rebasing import base_of, with_bases
from schemawright.store.resource import resolve_uri

if TYPE_CHECKING:
    from schemawright.engines.protocol import Task

_ANCHORS = ("$anchor", "$dynamicAnchor")
_IDENTIFIERS = ("$id", "id")


class NotPlain(Exception):
    """Where a reference leads is not to be said here."""


class Place(NamedTuple):
    """
    A schema to which a reference leads.

    Args:
        contents: The schema.
        base: The base URI within it.
    """

    contents: Any
    base: str


class Places:
    """
    The schemas of a task, by their URIs.

    Args:
        task: The schema.

    Raises:
        NotPlain: Two of its subschemas have one URI.
    """

    def __init__(self, task: Task) -> None:
        self._task = task
        self._known: dict[tuple[str, str], Place] = {}
        self._resources: dict[str, Place] = {}
        self._anchors: dict[tuple[str, str], Any] = {}
        self._bases: dict[int, str] = {}
        self._with_others: dict[int, bool] = {}
        self._add(task.contents, task.uri, task.uri)

    def of(self, reference: str, base: str) -> Place:
        """
        Return what a reference leads to.

        Args:
            reference: The reference.
            base: The base URI of the schema that holds it.

        Raises:
            NotPlain: That is not to be said here.
        """
        known = self._known.get((reference, base))
        if known is None:
            known = self._known[reference, base] = self._looked_up(reference, base)
        return known

    def _looked_up(self, reference: str, base: str) -> Place:
        try:
            whole = base + reference if reference.startswith("#") else resolve_uri(base, reference)
            uri, _, fragment = whole.partition("#")
            found = self._found(uri, unquote(fragment))
        except (SchemawrightError, LookupError, RecursionError):
            raise NotPlain from None
        if not isinstance(found.contents, (dict, bool)):
            raise NotPlain
        return found

    def _found(self, uri: str, fragment: str) -> Place:
        if uri not in self._resources:
            if uri in METASCHEMAS:
                raise NotPlain
            contents = self._task.retrieve(uri)
            self._add(contents, uri, base_of(contents, uri, self._task.dialect))
        resource = self._resources[uri]
        if fragment and not fragment.startswith("/"):
            return self._at(resource, self._anchors[resource.base, fragment])
        return self._at(resource, resolve_tokens(resource.contents, parse_pointer(fragment)))

    def _at(self, resource: Place, contents: Any) -> Place:
        """Return a schema in a resource; one that no keyword holds only where there is one base URI."""
        base = self._bases.get(id(contents)) if isinstance(contents, dict) else resource.base
        if base is None and self._has_others(resource.contents):
            raise NotPlain
        return Place(contents, base or resource.base)

    def _has_others(self, contents: Any) -> bool:
        """Return whether something inside of a resource may have a URI of its own; all of it is gone through once."""
        known = self._with_others.get(id(contents))
        if known is None:
            known = self._with_others[id(contents)] = _has_others(contents)
        return known

    def _add(self, contents: Any, uri: str, base: str) -> None:
        """Note a resource by the URI that it was asked for by, and by its own, with those that are in it."""
        self._know(uri, Place(contents, base))
        self._know(base, Place(contents, base))
        for tokens, schema, inside in with_bases(contents, base, self._task.dialect):
            if tokens and base_of(schema, "", self._task.dialect):
                self._know(inside, Place(schema, inside))
            self._note(schema, inside)

    def _note(self, schema: dict[str, Any], base: str) -> None:
        if self._bases.setdefault(id(schema), base) != base:
            raise NotPlain
        known = FLAT[dialect_of(schema.get("$schema")) or self._task.dialect]
        for anchor in (schema.get(name) for name in _ANCHORS if name in known):
            if isinstance(anchor, str) and self._anchors.setdefault((base, anchor), schema) is not schema:
                raise NotPlain

    def _know(self, uri: str, place: Place) -> None:
        if self._resources.setdefault(uri, place).contents is not place.contents:
            raise NotPlain


def _has_others(contents: Any) -> bool:
    """Return whether something inside of a schema may have a URI of its own."""
    pending = list(contents.values())
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            if any(isinstance(one.get(name), str) for name in _IDENTIFIERS):
                return True
            pending += one.values()
        elif isinstance(one, list):
            pending += one
    return False
