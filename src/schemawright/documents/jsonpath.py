"""
JSONPath by the kept package `jsonpath-rfc9535`, without its recursion, and with exact numbers.

The package descends by a generator in a generator for each level, up to a hundred, and has one in another for each
segment.  Here a segment has found all its nodes before the next one begins, and descends with a stack of its own.

It reads what a number in an expression says as a double, and compares as Python does.  Here numbers are read as those
of a document are, and compared as JSON values (RFC 9535, section 2.3.5.2.2).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jsonpath_rfc9535 import JSONPathEnvironment
from jsonpath_rfc9535.exceptions import JSONPathIndexError, JSONPathSyntaxError
from jsonpath_rfc9535.filter_expressions import ComparisonExpression, FilterExpressionLiteral, Nothing
from jsonpath_rfc9535.node import JSONPathNodeList
from jsonpath_rfc9535.parse import Parser
from jsonpath_rfc9535.segments import JSONPathChildSegment, JSONPathRecursiveDescentSegment

from schemawright.deep_stack import apart
from schemawright.documents.numbers import exact_float, exact_int
from schemawright.runtime.equality import are_equal
from schemawright.runtime.values import read_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from jsonpath_rfc9535.filter_expressions import Expression, FilterContext
    from jsonpath_rfc9535.node import JSONPathNode
    from jsonpath_rfc9535.segments import JSONPathSegment
    from jsonpath_rfc9535.selectors import JSONPathSelector
    from jsonpath_rfc9535.tokens import TokenStream

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
"""A number of JSONPath, which is one of JSON (section 2.3.5.1)."""


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

    def parse_bracketed_selection(self, stream: TokenStream) -> list[JSONPathSelector]:
        try:
            return super().parse_bracketed_selection(stream)
        except ValueError:  # Python makes no `int` of so many digits.
            raise JSONPathIndexError("index out of range", token=stream.current) from None

    def parse_integer_literal(self, stream: TokenStream) -> Expression:
        return _literal(stream)

    def parse_float_literal(self, stream: TokenStream) -> Expression:
        return _literal(stream)

    def parse_infix_expression(self, stream: TokenStream, left: Expression) -> Expression:
        made = super().parse_infix_expression(stream, left)
        if isinstance(made, ComparisonExpression):
            return _Comparison(made.token, made.left, made.operator, made.right)
        return made


def _literal(stream: TokenStream) -> Expression:
    """Return the number that a token says, as a document's reader would."""
    token = stream.current
    number = _NUMBER.fullmatch(token.value)
    if number is None:
        raise JSONPathSyntaxError("invalid number", token=token)
    try:
        value = exact_float(token.value) if number[1] or number[2] else exact_int(token.value)
    except ValueError as error:
        raise JSONPathSyntaxError(str(error), token=token) from None
    return FilterExpressionLiteral(token, value)


class _Comparison(ComparisonExpression):
    """A comparison, of numbers by what is written."""

    __slots__ = ()

    def evaluate(self, context: FilterContext) -> bool:
        left, right = _single(self.left.evaluate(context)), _single(self.right.evaluate(context))
        return _COMPARED[self.operator](left, right)


def _single(found: Any) -> Any:
    """Return the value of one node; what says that there is none."""
    if isinstance(found, JSONPathNodeList):
        return found[0].value if found else _NOTHING
    return found


_NOTHING = Nothing()


def _is_equal(left: Any, right: Any) -> bool:
    if isinstance(left, Nothing) or isinstance(right, Nothing):
        return isinstance(left, Nothing) and isinstance(right, Nothing)
    if isinstance(left, str | list | dict) and (type(left) is not type(right) or len(left) != len(right)):
        return False
    return are_equal(iter([(left, right)]), lambda _left, _right: None)


def _is_less(left: Any, right: Any) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    return _is_number(left) and _is_number(right) and read_number(left) < read_number(right)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "==": _is_equal,
    "!=": lambda left, right: not _is_equal(left, right),
    "<": _is_less,
    ">": lambda left, right: _is_less(right, left),
    "<=": lambda left, right: _is_less(left, right) or _is_equal(left, right),
    ">=": lambda left, right: _is_less(right, left) or _is_equal(left, right),
}


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
