"""References, as the reference engine's keywords follow them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import referencing.exceptions
from referencing.jsonschema import lookup_recursive_ref

from schemawright.engines.routed import evaluation
from schemawright.errors import InvalidSchema, UnresolvableReference

if TYPE_CHECKING:
    from schemawright.engines.routed import Errors

MAX_ROUNDS = 20
"""How often a reference may lead to the same schema for the same value, one inside the other; more than once only where
the dynamic scope decides."""


def lookup(resolver: Any, reference: str) -> Any:
    """
    Return what a reference resolves to.

    Raises:
        UnresolvableReference: It leads nowhere, or to what is no schema.
    """
    try:
        resolved = resolver.lookup(reference)
    except referencing.exceptions.Unresolvable as error:
        raise _unresolvable(reference, resolver, error) from None
    except (ValueError, TypeError, AttributeError, LookupError) as error:
        # What `referencing` lets through where a pointer meets something that has no members.
        raise _unresolvable(reference, resolver, error) from None
    if not isinstance(resolved.contents, dict | bool):
        raise UnresolvableReference(f"a reference leads to what is no schema: {reference[:60]}", reference=reference)
    return resolved


def _unresolvable(reference: str, resolver: Any, error: BaseException | None) -> UnresolvableReference:
    while error is not None:
        if isinstance(error, UnresolvableReference):
            return error
        error = error.__cause__
    uri = resolver._base_uri  # noqa: SLF001  (referencing has no other way to say it)
    return UnresolvableReference(f"a reference leads nowhere: {reference[:200]}", reference=reference, uri=uri)


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


def reference(validator: Any, value: Any, instance: Any, _schema: Any) -> Errors:
    """Judge an instance by what `$ref` or `$dynamicRef` resolves to (core, section 8.2.3)."""
    yield from _follow(validator, lookup(validator._resolver, value), instance)  # noqa: SLF001


def ref(validator: Any, value: Any, instance: Any, schema: Any) -> Errors:
    """Judge an instance by what `$ref` resolves to, and put `$ref` into the route."""
    for error in reference(validator, value, instance, schema):
        # jsonschema adds every keyword to the route but this one.
        error.schema_path.appendleft("$ref")
        yield error


def recursive_ref(validator: Any, _value: Any, instance: Any, _schema: Any) -> Errors:
    """Judge an instance by what `$recursiveRef` resolves to (2019-09 core, section 8.2.4.2)."""
    yield from _follow(validator, lookup_recursive_ref(validator._resolver), instance)  # noqa: SLF001
