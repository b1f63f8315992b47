"""
Which parts of a record are judged: a JSON Pointer with `-` for every element, or a JSONPath.

A pointer's `-` names the element after the last one (RFC 6901, section 4), which no document has; here it stands for
every element of the array.  A selector that starts with `$` is a JSONPath (RFC 9535), evaluated by the kept package
`jsonpath-rfc9535`, which is imported only then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.errors import PointsNowhere, UsageError
from schemawright.pointer import Tokens, array_index, format_pointer, parse_pointer
from schemawright.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def parse_selector(text: str) -> Callable[[Any], Iterator[tuple[Tokens, Any]]]:
    """
    Return the selector that a text means.

    Raises:
        UsageError: It is neither a JSON Pointer nor a JSONPath.

    >>> list(parse_selector("/tunnel_sessions/-")({"tunnel_sessions": [{}, 1]}))
    [(('tunnel_sessions', 0), {}), (('tunnel_sessions', 1), 1)]
    """
    if text.startswith("$"):
        return _jsonpath(text)
    try:
        tokens = parse_pointer(text)
    except PointsNowhere as error:
        raise UsageError(error.message, hint='write /a/-/b, or a JSONPath such as "$.a[*].b"') from None
    return lambda instance: _pointed(instance, tokens)


def _pointed(instance: Any, tokens: tuple[str, ...]) -> Iterator[tuple[Tokens, Any]]:
    pending: list[tuple[Tokens, Any]] = [((), instance)]
    for token in tokens:
        pending = [below for walked, value in pending for below in _step(walked, value, token)]
    yield from pending


def _step(walked: Tokens, value: Any, token: str) -> list[tuple[Tokens, Any]]:
    if isinstance(value, dict) and token in value:
        return [((*walked, token), value[token])]
    if isinstance(value, list):
        if token == "-":  # noqa: S105  (a reference token)
            return [((*walked, index), item) for index, item in enumerate(value)]
        index = array_index(token)
        if index is not None and index < len(value):
            return [((*walked, index), value[index])]
    place = format_pointer((*walked, token))
    raise PointsNowhere(f"expected something at {quoted(place)}, found nothing")


def _jsonpath(text: str) -> Callable[[Any], Iterator[tuple[Tokens, Any]]]:
    from jsonpath_rfc9535 import JSONPathError

    from schemawright.documents.jsonpath import compile_jsonpath

    try:
        select_nodes = compile_jsonpath(text)
    except (JSONPathError, RecursionError) as error:
        raise UsageError(f"expected a JSONPath (RFC 9535), found {quoted(text)}: {_reason(error)}") from None

    def select(instance: Any) -> Iterator[tuple[Tokens, Any]]:
        try:
            nodes = select_nodes(instance)
        except (JSONPathError, RecursionError) as error:
            message = f"expected a record in which {quoted(text)} can be looked for, found none: {_reason(error)}"
            raise PointsNowhere(message) from None
        for node in nodes:
            yield tuple(node.location), node.value

    return select


def _reason(error: Exception) -> str:
    return "it nests too deep" if isinstance(error, RecursionError) else str(error).splitlines()[0]
