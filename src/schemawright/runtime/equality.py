"""
Equality of objects: that of JSON values.

JSON Schema (core, section 4.2.2) has 1 equal to 1.0, and no boolean equal to a number, as which Python has them.
"""

from __future__ import annotations

from operator import eq
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def booleans_agree(ours: Any, others: Any) -> bool:
    """
    Return whether two values that are equal to Python have their booleans at the same places.

    Objects in them have been asked themselves.

    >>> [booleans_agree(1, other) for other in (1.0, True)], booleans_agree({"a": [1, 0]}, {"a": [1, False]})
    ([True, False], False)
    """
    pending = [(ours, others)]
    while pending:
        ours, others = pending.pop()
        kind = type(ours)
        if kind is not type(others):
            if bool in {kind, type(others)}:
                return False
        elif kind in _INSIDE:
            pending += _INSIDE[kind](ours, others)
    return True


def _items(ours: Any, others: Any) -> Iterator[tuple[Any, Any]]:
    kinds = list(map(type, ours))
    # Most arrays are of few kinds, which are the same in both.
    if _INSIDE.keys().isdisjoint(kinds) and all(map(eq, kinds, map(type, others))):
        return iter(())
    return zip(ours, others, strict=True)


def _members(ours: Any, others: Any) -> Iterator[tuple[Any, Any]]:
    return ((member, others[name]) for name, member in ours.items())


_INSIDE: dict[type, Callable[[Any, Any], Iterator[tuple[Any, Any]]]] = {list: _items, tuple: _items, dict: _members}
"""What has values inside → what those are, beside those of another."""
