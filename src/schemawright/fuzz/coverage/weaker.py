"""Schemas that say less: without what they say by references, the meaning of which may depend on the way to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_DYNAMIC = frozenset({"$dynamicRef", "$recursiveRef"})
_OF_PARTS = frozenset({"additionalItems", "additionalProperties", "items", "unevaluatedItems", "unevaluatedProperties"})
"""Keywords of one subschema, about what is in a value: with a weaker one they say less, and evaluate the same."""
_OF_SEVERAL = frozenset({"allOf", "items", "patternProperties", "prefixItems", "properties"})
"""Keywords of several that all have to hold, each where it applies."""
_NAMED = frozenset({"$defs", "definitions"})
"""What says nothing but where it is referred to."""
_LEADING = _DYNAMIC | {"$ref"}
"""References: what one leads to may have dynamic ones in it."""


def dynamic(value: Any) -> Iterator[str]:
    """Yield references whose meaning depends on where they are reached from."""
    return _members(value, _DYNAMIC)


def _members(value: Any, names: frozenset[str]) -> Iterator[str]:
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            yield from names & one.keys()
            pending.extend(one.values())
        elif isinstance(one, list):
            pending.extend(one)


def weakened(contents: Any) -> Any:
    """
    Return a schema without references that accepts whatever another one accepts.

    >>> weakened({"type": "array", "items": {"$dynamicRef": "#a", "type": "object"}, "not": {"$dynamicRef": "#a"}})
    {'type': 'array', 'items': {'type': 'object'}}
    """
    if not isinstance(contents, dict):
        return contents
    found: dict[str, Any] = {}
    is_whole = True
    for name, value in contents.items():
        if name in _NAMED:
            continue
        if not any(_members({name: value}, _LEADING)):
            found[name] = value
        elif name in _OF_PARTS and isinstance(value, dict):
            found[name] = weakened(value)
        elif name in _OF_SEVERAL:
            found[name] = _each_weakened(value)
            is_whole = is_whole and name != "allOf"
        else:
            is_whole = False
    # What is left out may evaluate members and items, and say how many items are meant.
    return found if is_whole else {name: value for name, value in found.items() if not _counts_on_others(name)}


def _each_weakened(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: weakened(one) for name, one in value.items()}
    return [weakened(one) for one in value] if isinstance(value, list) else value


def _counts_on_others(name: str) -> bool:
    return name.startswith("unevaluated") or name in {"minContains", "maxContains", "contains", "if", "then", "else"}
