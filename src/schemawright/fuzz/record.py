"""What the fuzzer makes: a record, and how it is to be judged."""

from __future__ import annotations

from typing import Any, NamedTuple


class FuzzRecord(NamedTuple):
    """
    One record.

    Args:
        instance: The instance: a JSON value.
        valid: Whether the schema accepts it.
        violates: The evaluation path of the one keyword that does not hold, a JSON Pointer; empty for a valid one.
        at: The instance location at which it does not hold, a JSON Pointer.
        keyword: The keyword that does not hold; empty for a valid record.
        alone: Whether it is the only assertion that does not hold.
        how: In a few words, what was done to a valid record, such as `"without 'id'"`; may be empty.
    """

    instance: Any
    valid: bool
    violates: str = ""
    at: str = ""
    keyword: str = ""
    alone: bool = True
    how: str = ""


LIGHT = 80
"""How many values a record has, at the most, for the reference engine to be asked about it."""


def is_light(instance: Any, limit: int = LIGHT) -> bool:
    """Return whether an instance has few values: the reference engine takes long for nested ones."""
    return size_of(instance, limit + 1) <= limit


def size_of(instance: Any, most: int = 1_000) -> int:
    """
    Return how many values an instance has, containers among them; no more than so many are counted.

    >>> size_of({"a": [1, 2]}), size_of([1, 2, 3], 2)
    (4, 2)
    """
    pending, found = [instance], 0
    while pending and found < most:
        value = pending.pop()
        found += 1
        pending += value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return found
