"""Values that are like another one but for one thing: items that may stand beside it where all have to differ."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.making.numbers import as_number, fraction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

_PARTS, _OF_PART = 8, 3
"""How many members or items of a container are varied, and each in how many ways."""


def variations(value: Any, count: int) -> Iterator[list[Any]]:
    """
    Yield several values that are like another one but for one thing, each time for another one.

    Args:
        value: The other one, which equals none of them.
        count: How many; no two of them are equal.

    >>> list(variations({"id": "a", "on": True}, 2))[0]
    [{'id': 'a1', 'on': True}, {'id': 'a2', 'on': True}]
    """
    numbers = range(1, count + 1)
    if isinstance(value, str):
        yield from _texts(value, count)
    elif isinstance(value, dict):
        for name in islice(value, _PARTS):
            for several in islice(variations(value[name], count), _OF_PART):
                yield [{**value, name: one} for one in several]
        yield [{**value, f"x{number}": number} for number in numbers]
    elif isinstance(value, list):
        for index, item in enumerate(value[:_PARTS]):
            for several in islice(variations(item, count), _OF_PART):
                yield [[*value[:index], one, *value[index + 1 :]] for one in several]
        yield [[*value, *(value[-1:] or [None]) * number] for number in numbers]
    elif value is not None and not isinstance(value, bool):
        yield from _numbers(fraction(value), count)


def _texts(value: str, count: int) -> Iterator[list[str]]:
    """Yield several texts with another one in front, or of the same length, where a digit is enough for that."""
    yield [f"{value}{number}" for number in range(1, count + 1)]
    digits = [digit for digit in "1234567890" if not value.endswith(digit)]
    if value and count <= len(digits):
        yield [f"{value[:-1]}{digit}" for digit in digits[:count]]


def _numbers(exact: Fraction, count: int) -> Iterator[list[Any]]:
    """Yield several numbers above another one, and below it, where each can be written."""
    for sign in (1, -1):
        several = [as_number(exact + sign * number) for number in range(1, count + 1)]
        if None not in several:
            yield several
