"""
From a route through a schema to the place where a keyword stands.

An evaluation path leads through references; the keyword's own location is the URI of the resource that it is in, and a
JSON Pointer from there.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from schemawright.engines.reach.resolving import Targets, base_of, lookup, lookup_recursive, own_uri_of, root_of
from schemawright.engines.reach.specifications import entered
from schemawright.keywords import FLAT, REFERENCE, VALUE, VALUE_OR_ARRAY, Keyword, dialect_inside
from schemawright.pointer import format_pointer

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.pointer import Tokens

_UNKNOWN = Keyword("unknown")
_RESOLVED: dict[str, Callable[[Any, str], Any]] = {
    "$dynamicRef": partial(lookup, is_dynamic=True),
    "$recursiveRef": lambda resolver, _reference: lookup_recursive(resolver),
}
"""Keyword → what says where it leads; any other leads there whatever the dynamic scope is."""
_SAFE = "/~!$&'()*+,;=:@-._"


class Route:
    """
    A walk through a schema, along an evaluation path.

    Args:
        contents: The schema where it starts.
        resolver: The resolver there.
        uri: The URI of its resource.
        tokens: Where it stands in that.
        dialect: Its dialect.
        targets: What is known already of where references lead.
    """

    def __init__(self, contents: Any, resolver: Any, uri: str, tokens: Tokens, dialect: str, targets: Targets) -> None:
        self._contents = contents
        self._resolver = resolver
        self._uri = uri
        self._tokens = tokens
        self._dialect = dialect
        self._targets = targets
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
            self._dialect = dialect_inside(self._contents, self._dialect)

    def _arrive(self) -> None:
        """Take note of what a subschema says of itself: its dialect and its URI."""
        self._note_dialect()
        before = base_of(self._resolver)
        self._resolver = entered(self._resolver, self._contents, self._dialect)
        uri = base_of(self._resolver)
        if uri != before and "#" not in uri:
            self._uri, self._tokens = uri, ()

    def _follow(self, keyword: str) -> None:
        reference = self._contents[keyword]
        resolved = _RESOLVED.get(keyword, lookup)(self._resolver, reference)
        root = root_of(resolved.resolver)
        self._dialect = dialect_inside(root, self._dialect)
        self._tokens = self._targets.place_of(self._resolver, reference, resolved, self._dialect)
        self._contents, self._resolver = resolved.contents, resolved.resolver
        self._uri = own_uri_of(self._resolver, self._dialect)
        self._note_dialect()
