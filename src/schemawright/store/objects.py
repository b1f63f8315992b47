"""The objects inside of a JSON value, whatever they are: subschemas, values, or what is below unknown keywords."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def has_object(value: Any, is_wanted: Callable[[dict[str, Any]], bool]) -> bool:
    """
    Return whether a JSON value is an object that is wanted, or has one inside.

    >>> has_object([{"a": {"b": 1}}], lambda one: "b" in one)
    True
    """
    pending, seen = [value], set()
    while pending:
        one = pending.pop()
        if not isinstance(one, (dict, list)) or id(one) in seen:
            continue
        seen.add(id(one))  # What is in memory may be inside itself.
        pending.extend(one.values() if isinstance(one, dict) else one)
        if isinstance(one, dict) and is_wanted(one):
            return True
    return False
