"""Schemas by which the native engine's verdict is not the specification's: the reference engine judges by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.keywords import dialect_of, walk

if TYPE_CHECKING:
    from collections.abc import Iterable

_DIALECT = "2019-09"
_TOGETHER = frozenset({"contains", "unevaluatedItems"})


def is_unlike(resources: Iterable[Any], dialect: str) -> bool:
    """
    Return whether resources have both `contains` and `unevaluatedItems`, one of them in 2019-09.

    There `contains` evaluates nothing (core, section 9.3.1.3); jsonschema-rs takes the items that it describes for
    evaluated, as they are in 2020-12.

    Args:
        resources: A schema, and what it refers to.
        dialect: The dialect of those that name none.

    >>> is_unlike([{"contains": {}, "unevaluatedItems": False}], "2019-09")
    True
    >>> is_unlike([{"contains": {}, "unevaluatedItems": False}], "2020-12")
    False
    """
    schemas = [one for one in resources if isinstance(one, dict)]
    if not any((dialect_of(one.get("$schema")) or dialect) == _DIALECT for one in schemas):
        return False
    named = {
        name
        for one in schemas
        for _, inner in walk(one, dialect)
        if isinstance(inner, dict)
        for name in _TOGETHER & inner.keys()
    }
    return named == _TOGETHER
