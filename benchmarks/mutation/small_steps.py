"""What the keywords of the small validator share: types, equality, lengths, patterns, and who looks at what."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.mutation.small_validator import Place


def is_number(instance: Any) -> bool:
    """Return whether an instance is a number."""
    return isinstance(instance, int | float) and not isinstance(instance, bool)


def is_integer(instance: Any) -> bool:
    """Return whether an instance is a number without a fraction."""
    return is_number(instance) and (isinstance(instance, int) or instance.is_integer())


def equal(one: Any, other: Any) -> bool:
    """Return whether two instances are equal: `1` and `1.0` are, `1` and `true` are not."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(equal(value, other[name]) for name, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(equal, one, other))
    return bool(one == other)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # ECMA-262: `$` is the end and not before a last line feed, `\d` is ASCII.
    return re.compile(pattern.replace("$", r"\Z"), re.ASCII)


def search(pattern: str, text: str) -> bool:
    """Return whether a pattern matches somewhere."""
    return _compiled(pattern).search(text) is not None


def exact(number: float) -> Fraction:
    """Return a number as it is written."""
    return Fraction(number) if isinstance(number, int) else Fraction(repr(number))


def is_multiple(number: float, of: float) -> bool:
    """Return whether a number is a multiple of another, in decimals."""
    return (exact(number) / exact(of)).denominator == 1


def additional(here: Place, instance: dict[str, Any]) -> list[str]:
    """Return the names that neither `properties` nor `patternProperties` beside it describe."""
    declared = here.schema.get("properties", {})
    patterns = here.schema.get("patternProperties", {})
    return [
        name for name in instance if name not in declared and not any(here.ask("search", one, name) for one in patterns)
    ]


def merge(here: Place, other: Place) -> None:
    """Count what another place has evaluated."""
    here.names |= other.names
    here.indexes |= other.indexes


def keywords(schema: dict[str, Any]) -> Iterable[str]:
    """Return the keywords of a schema that are looked at."""
    return schema


def matches(here: Place, schema: Any, instance: list[Any]) -> list[int]:
    """Return the indexes of the items that a schema accepts."""
    return [index for index, item in enumerate(instance) if here.below(schema, item, index)]


def holding(here: Place, schemas: list[Any], instance: Any) -> int:
    """Return how many of several schemas hold, and count what those evaluated."""
    return sum([here.beside(one, instance) for one in schemas])


def present(instance: dict[str, Any], name: str) -> bool:
    """Return whether an object has a property."""
    return name in instance


TYPES: dict[str, Callable[[Any], bool]] = {
    "type null": lambda instance: instance is None,
    "type boolean": lambda instance: isinstance(instance, bool),
    "type number": is_number,
    "type integer": is_integer,
    "type string": lambda instance: isinstance(instance, str),
    "type array": lambda instance: isinstance(instance, list),
    "type object": lambda instance: isinstance(instance, dict),
}

STEPS: dict[str, Callable[..., Any]] = {
    **TYPES,
    "equal": equal,
    "length": len,
    "search": search,
    "is_number": is_number,
    "is_multiple": is_multiple,
    "additional": additional,
    "merge": merge,
    "keywords": keywords,
    "matches": matches,
    "holding": holding,
    "present": present,
    "children": list,
}
"""By the name under which keywords ask for them."""
