"""
From a route through a schema to the place where a keyword stands.

An evaluation path leads through references; the keyword's own location is the URI of the resource that it is in, and a
JSON Pointer from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from attrs import evolve
from referencing.jsonschema import lookup_recursive_ref, specification_with

from schemawright.engines.references import lookup
from schemawright.keywords import (
    DIALECTS,
    FLAT,
    REFERENCE,
    VALUE,
    VALUE_OR_ARRAY,
    Keyword,
    dialect_of,
    subschemas,
    walk,
)
from schemawright.pointer import format_pointer, parse_pointer

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.engines.protocol import Task
    from schemawright.pointer import Tokens

_UNKNOWN = Keyword("unknown")
_SAFE = "/~!$&'()*+,;=:@-._?"


def specification_of(dialect: str) -> Any:
    """Return what `referencing` needs to know of a dialect."""
    return _SPECIFICATIONS[dialect]


def _subresources_of(dialect: str) -> Callable[[Any], list[Any]]:
    def subresources(contents: Any) -> list[Any]:
        return [schema for _, schema in subschemas(contents, dialect)] if isinstance(contents, dict) else []

    return subresources


def _id_of(specification: Any) -> Callable[[Any], str | None]:
    """
    Return what reads the identifier of a schema.

    Going by a pointer theirs takes the `properties` of `items` for a schema, and one called `id` for its identifier.
    """
    key = "id" if specification.name in {"draft-03", "draft-04"} else "$id"
    read = specification.id_of

    def id_of(contents: Any) -> str | None:
        is_none = isinstance(contents, dict) and not isinstance(contents.get(key), str)
        found: str | None = None if is_none else read(contents)
        return found

    return id_of


_SPECIFICATIONS: dict[str, Any] = {dialect: specification_with(uri) for dialect, uri in DIALECTS.items()}
# Theirs takes arrays of names in `dependencies` for schemas where schemas stand beside them; and those in an `extends`.
_SPECIFICATIONS |= {
    dialect: evolve(_SPECIFICATIONS[dialect], subresources_of=_subresources_of(dialect))
    for dialect in ("draft3", "draft4", "draft6", "draft7")
}
_SPECIFICATIONS = {dialect: evolve(one, id_of=_id_of(one)) for dialect, one in _SPECIFICATIONS.items()}


class Route:
    """
    A walk through a schema, along an evaluation path.

    Args:
        contents: The schema where it starts.
        resolver: The resolver there.
        task: The schema that was compiled.
    """

    def __init__(self, contents: Any, resolver: Any, task: Task) -> None:
        self._contents = contents
        self._resolver = resolver
        self._dialect = task.dialect
        self._uri = task.uri
        self._tokens: Tokens = parse_pointer(task.pointer)
        self._at_schema = True
        self._note_dialect()

    def location(self, path: Tokens, *, whole: bool) -> str:
        """
        Return the absolute URI and pointer of a keyword.

        Args:
            path: The evaluation path, the keyword last.
            whole: Whether the path leads to a schema as a whole (`false`), with no keyword at its end.
        """
        steps, last = (path, ()) if whole else (path[:-1], path[-1:])
        for token in steps:
            self._step(token)
        return f"{self._uri}#{quote(format_pointer((*self._tokens, *last)), safe=_SAFE)}"

    def _step(self, token: str | int) -> None:
        if not self._at_schema:
            self._into(token)
            self._at_schema = True
            self._arrive()
            return
        keyword = FLAT[self._dialect].get(str(token), _UNKNOWN)
        if keyword.kind == REFERENCE:
            self._follow(str(token))
            return
        self._into(token)
        self._at_schema = keyword.subschemas == VALUE or (
            keyword.subschemas == VALUE_OR_ARRAY and not isinstance(self._contents, list)
        )
        if self._at_schema:
            self._arrive()

    def _into(self, token: str | int) -> None:
        self._contents = self._contents[token]
        self._tokens = (*self._tokens, token)

    def _note_dialect(self) -> None:
        if isinstance(self._contents, dict):
            self._dialect = dialect_of(self._contents.get("$schema")) or self._dialect

    def _arrive(self) -> None:
        """Take note of what a subschema says of itself: its dialect and its URI."""
        self._note_dialect()
        if not isinstance(self._contents, dict):
            return
        resource = specification_of(self._dialect).create_resource(self._contents)
        before = self._resolver._base_uri  # noqa: SLF001  (referencing has no other way to say it)
        self._resolver = self._resolver.in_subresource(resource)
        uri = self._resolver._base_uri.rstrip("#")  # noqa: SLF001
        if uri != before and "#" not in uri:
            self._uri, self._tokens = uri, ()

    def _follow(self, keyword: str) -> None:
        if keyword == "$recursiveRef":
            resolved = lookup_recursive_ref(self._resolver)
        else:
            resolved = lookup(self._resolver, self._contents[keyword])
        self._contents, self._resolver = resolved.contents, resolved.resolver
        self._uri = self._resolver._base_uri.rstrip("#")  # noqa: SLF001
        root = self._resolver.lookup("#").contents
        self._dialect = dialect_of(root.get("$schema")) or self._dialect if isinstance(root, dict) else self._dialect
        self._tokens = _place(root, self._contents, self._dialect)
        self._note_dialect()


def _place(root: Any, contents: Any, dialect: str) -> Tokens:
    """Return where a schema stands in its resource; no tokens where that is no place of a subschema."""
    return next((tokens for tokens, schema in walk(root, dialect) if schema is contents), ())
