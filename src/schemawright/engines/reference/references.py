"""References, as the reference engine's keywords follow them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.engines.reach.resolving import lookup, lookup_recursive
from schemawright.engines.reference.routed import evaluation
from schemawright.errors import InvalidSchema

if TYPE_CHECKING:
    from schemawright.engines.reference.routed import Errors

MAX_ROUNDS = 20
"""How often a reference may lead to the same schema for the same value, one inside the other; more than once only where
the dynamic scope decides."""


def _follow(validator: Any, resolved: Any, instance: Any) -> Errors:
    """Judge an instance by what a reference resolves to; refuse one that comes back with no step between."""
    key = (id(resolved.contents), id(instance))
    times = evaluation().followed
    if times[key] >= MAX_ROUNDS:
        raise InvalidSchema(
            "expected references to end, found one that leads back to itself without a step into the instance"
        )
    times[key] += 1
    try:
        yield from validator.descend(instance, resolved.contents, resolver=resolved.resolver)
    finally:
        times[key] -= 1
        if not times[key]:
            del times[key]


def dynamic_ref(validator: Any, value: Any, instance: Any, _schema: Any) -> Errors:
    """Judge an instance by what `$dynamicRef` resolves to (2020-12 core, section 8.2.3.2)."""
    yield from _follow(validator, lookup(validator._resolver, value, is_dynamic=True), instance)  # noqa: SLF001


def ref(validator: Any, value: Any, instance: Any, _schema: Any) -> Errors:
    """Judge an instance by what `$ref` resolves to (core, section 8.2.3.1), and put `$ref` into the route."""
    for error in _follow(validator, lookup(validator._resolver, value), instance):  # noqa: SLF001
        # jsonschema adds every keyword to the route but this one.
        error.schema_path.appendleft("$ref")
        yield error


def recursive_ref(validator: Any, _value: Any, instance: Any, _schema: Any) -> Errors:
    """Judge an instance by what `$recursiveRef` resolves to (2019-09 core, section 8.2.4.2)."""
    yield from _follow(validator, lookup_recursive(validator._resolver), instance)  # noqa: SLF001
