"""How deep what a schema describes is nested, recursion aside: so deep a record has to be to reach all of it."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from schemawright.keywords import REFERENCES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BELOW = frozenset({
    "additionalProperties", "unevaluatedProperties", "items", "prefixItems", "additionalItems", "unevaluatedItems",
    "contains",
})  # fmt: skip
_BELOW_BY_NAME = frozenset({"properties", "patternProperties"})
_IN_PLACE = frozenset({"allOf", "anyOf", "oneOf", "not", "if", "then", "else"})
_IN_PLACE_BY_NAME = frozenset({"dependentSchemas", "dependencies"})


def depth(contents: Any, resolve: Callable[[str], Any]) -> int:
    """
    Return the number of levels above the deepest of all subschemas, each at the shallowest of its places.

    Args:
        contents: A schema.
        resolve: Returns what a reference leads to.

    >>> tree = {"properties": {"a": {"items": {"type": "null"}}, "b": {"$ref": "#"}}}
    >>> depth(tree, lambda _: tree)
    2
    """
    found = 0
    pending: deque[tuple[Any, int]] = deque([(contents, 0)])
    seen: set[int] = set()
    while pending:
        node, level = pending.popleft()
        if not isinstance(node, dict) or id(node) in seen:
            continue
        seen.add(id(node))
        found = level
        for below, inner in _inner(node, resolve):
            # What is in the same place comes first, so that each is met at the shallowest place.
            (pending.append if below else pending.appendleft)((inner, level + below))
    return found


def _inner(node: dict[str, Any], resolve: Callable[[str], Any]) -> Iterator[tuple[int, Any]]:
    for name, value in node.items():
        if name in REFERENCES and isinstance(value, str):
            yield 0, resolve(value)
        below = name in _BELOW or name in _BELOW_BY_NAME
        if below or name in _IN_PLACE or name in _IN_PLACE_BY_NAME:
            by_name = (name in _BELOW_BY_NAME or name in _IN_PLACE_BY_NAME) and isinstance(value, dict)
            several = list(value.values()) if by_name else value if isinstance(value, list) else [value]
            yield from ((int(below), inner) for inner in several)
