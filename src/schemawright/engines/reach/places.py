"""
Where references lead, without `referencing`: to import that takes longer than to judge a small file.

What is not plain is not decided here: a URI of two schemas, a reference to what no keyword holds inside of a resource
that has others in it, and whatever leads nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from schemawright.errors import SchemawrightError
from schemawright.keywords import FLAT, METASCHEMAS, dialect_inside, subschemas
from schemawright.pointer import parse_pointer, resolve_tokens
from schemawright.store.objects import has_object
from schemawright.store.rebasing import base_of
from schemawright.store.resource import resolve_uri

if TYPE_CHECKING:
    from schemawright.engines.protocol import Task
    from schemawright.pointer import Tokens

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
        dialect: The dialect that it is written in, whoever refers to it.
    """

    contents: Any
    base: str
    dialect: str


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
        self._dialects: dict[int, str] = {}
        self._with_others: dict[int, bool] = {}
        self._below: dict[tuple[int, str], list[tuple[Tokens, Any]]] = {}
        self._add(task.contents, task.uri, task.uri)

    def start(self) -> Place:
        """
        Return the schema's entry point.

        Raises:
            NotPlain: Which base URI it has is not to be said here.
        """
        contents = resolve_tokens(self._task.contents, parse_pointer(self._task.pointer))
        return self._at(self._resources[self._task.uri], contents)

    def below(self, schema: dict[str, Any], dialect: str) -> list[tuple[Tokens, Any]]:
        """Return the subschemas directly below one, with their tokens from there; they are looked for once."""
        key = id(schema), dialect
        known = self._below.get(key)
        if known is None:
            known = self._below[key] = list(subschemas(schema, dialect))
        return known

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
        return Place(contents, base or resource.base, self._dialects.get(id(contents), resource.dialect))

    def _has_others(self, contents: Any) -> bool:
        """Return whether something inside of a resource may have a URI of its own; all of it is gone through once."""
        known = self._with_others.get(id(contents))
        if known is None:
            known = self._with_others[id(contents)] = has_object([*contents.values()], _has_uri)
        return known

    def _add(self, contents: Any, uri: str, base: str) -> None:
        """Note a resource by the URI that it was asked for by, and by its own, with those that are in it."""
        place = Place(contents, base, dialect_inside(contents, self._task.dialect))
        self._know(uri, place)
        self._know(base, place)
        pending = [(contents, base, self._task.dialect)]
        while pending:
            schema, inside, dialect = pending.pop()
            if not isinstance(schema, dict):
                continue
            dialect = dialect_inside(schema, dialect)
            self._note(schema, inside, dialect)
            for _, inner in self.below(schema, dialect):
                own = base_inside(inner, inside, dialect)
                if own != inside:
                    self._know(own, Place(inner, own, dialect_inside(inner, dialect)))
                pending.append((inner, own, dialect))

    def _note(self, schema: dict[str, Any], base: str, dialect: str) -> None:
        if self._bases.setdefault(id(schema), base) != base:
            raise NotPlain
        self._dialects.setdefault(id(schema), dialect)
        for anchor in (schema[name] for name in _ANCHORS if name in schema and name in FLAT[dialect]):
            if isinstance(anchor, str) and self._anchors.setdefault((base, anchor), schema) is not schema:
                raise NotPlain

    def _know(self, uri: str, place: Place) -> None:
        if self._resources.setdefault(uri, place).contents is not place.contents:
            raise NotPlain


def base_inside(schema: Any, base: str, dialect: str) -> str:
    """
    Return the base URI inside of a schema, as `base_of` does; most have no URI of their own, which is soon seen.

    Args:
        schema: The schema.
        base: The base URI around it, without a fragment.
        dialect: The dialect around it.
    """
    if isinstance(schema, dict) and any(name in schema for name in _IDENTIFIERS):
        return base_of(schema, base, dialect)
    return base


def _has_uri(schema: dict[str, Any]) -> bool:
    """Return whether an object may have a URI of its own."""
    return any(isinstance(schema.get(name), str) for name in _IDENTIFIERS)
