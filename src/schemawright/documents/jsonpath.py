"""
JSONPath by the kept package `jsonpath-rfc9535`, without its recursion.

The package descends by a generator in a generator for each level, up to a hundred, and has one in another for each
segment.  Here a segment has found all its nodes before the next one begins, and descends with a stack of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jsonpath_rfc9535 import JSONPathEnvironment
from jsonpath_rfc9535.parse import Parser
from jsonpath_rfc9535.segments import JSONPathChildSegment, JSONPathRecursiveDescentSegment

from schemawright.deep_stack import apart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from jsonpath_rfc9535.node import JSONPathNode
    from jsonpath_rfc9535.segments import JSONPathSegment
    from jsonpath_rfc9535.tokens import TokenStream


def compile_jsonpath(text: str) -> Callable[[Any], Sequence[JSONPathNode]]:
    """
    Return what finds the nodes of an instance that a JSONPath means.

    Raises:
        JSONPathError: It is none.
        RecursionError: Its expressions nest too deep.

    >>> [node.value for node in compile_jsonpath("$..[?@.a == 1].b")({"x": [{"a": 1, "b": 2}, {"b": 3}]})]
    [2]
    """
    return apart(lambda: _Environment().compile(text)).find  # How deep it may nest is not for the caller to decide.


class _Parser(Parser):
    def parse_query(self, stream: TokenStream, *, in_filter: bool = False) -> Iterator[JSONPathSegment]:
        for segment in super().parse_query(stream, in_filter=in_filter):
            kind = _Descent if isinstance(segment, JSONPathRecursiveDescentSegment) else _Child
            yield kind(env=segment.env, token=segment.token, selectors=segment.selectors)


class _Environment(JSONPathEnvironment):
    parser_class = _Parser


class _Child(JSONPathChildSegment):
    __slots__ = ()

    def resolve(self, nodes: Iterable[JSONPathNode]) -> list[JSONPathNode]:
        return [*super().resolve(nodes)]


class _Descent(JSONPathRecursiveDescentSegment):
    __slots__ = ()

    def resolve(self, nodes: Iterable[JSONPathNode]) -> list[JSONPathNode]:
        visited = (below for node in nodes for below in _visited(node))
        return [found for node in visited for selector in self.selectors for found in selector.resolve(node)]


def _visited(root: JSONPathNode) -> Iterator[JSONPathNode]:
    """Yield a node and all objects and arrays below it, each before what is in it."""
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        inside = [node.new_child(value, key, node) for key, value in _children(node.value)]
        pending += reversed(inside)


def _children(value: object) -> list[tuple[str | int, object]]:
    """Return the objects and arrays in a value, with their names or indices."""
    pairs: Iterable[tuple[str | int, object]] = ()
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list):
        pairs = enumerate(value)
    return [(key, inner) for key, inner in pairs if isinstance(inner, (dict, list))]
