"""`unevaluatedItems` and `unevaluatedProperties` (core, section 11): what other keywords have not evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.deep_stack import deeper
from schemawright.engines.assertions.patterns import PatternTimeout, matches
from schemawright.engines.reach.resolving import lookup, lookup_recursive
from schemawright.engines.reference.routed import Routed, failed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from schemawright.engines.reference.routed import Errors


def unevaluated_items(validator: Any, subschema: Any, instance: Any, schema: Any) -> Errors:
    """Judge the items that no other keyword has evaluated (core, section 11.2)."""
    if isinstance(instance, list):
        seen = _evaluated(validator, instance, _without(schema, "unevaluatedItems"), _ITEMS)
        yield from _beyond(
            validator, subschema, instance, [index for index in range(len(instance)) if index not in seen]
        )


def unevaluated_properties(validator: Any, subschema: Any, instance: Any, schema: Any) -> Errors:
    """Judge the members that no other keyword has evaluated (core, section 11.3)."""
    if isinstance(instance, dict):
        seen = _evaluated(validator, instance, _without(schema, "unevaluatedProperties"), _PROPERTIES)
        yield from _beyond(validator, subschema, instance, [name for name in instance if name not in seen])


def _without(schema: Mapping[str, Any], keyword: str) -> dict[str, Any]:
    return {name: value for name, value in schema.items() if name != keyword}


def _beyond(validator: Any, subschema: Any, instance: Any, rest: list[Any]) -> Errors:
    if subschema is False:
        if rest:
            yield failed(unexpected=tuple(rest))
    else:
        for key in rest:
            yield from validator.descend(instance[key], subschema, path=key)


def _evaluated(validator: Any, instance: Any, schema: Any, sources: Mapping[str, Callable[..., Any]]) -> set[Any]:
    """Return the names or indexes that the adjacent keywords, and subschemas that hold, have evaluated."""
    seen: set[Any] = set()
    for keyword, value in validator.applicable(schema):
        if keyword not in validator.VALIDATORS:
            continue
        if keyword in sources:
            seen.update(sources[keyword](validator, value, instance, schema))
        places: Callable[..., Iterator[tuple[Any, Any]]] = _IN_PLACE.get(keyword, _nowhere)
        for subschema, resolver in places(validator, value, instance, schema):
            if not isinstance(subschema, dict):
                continue
            changes = {"schema": subschema} if resolver is None else {"schema": subschema, "_resolver": resolver}
            inner = validator.evolve(**changes)
            if inner.is_valid(instance):
                seen |= deeper(_evaluated, Routed(inner), instance, subschema, sources)
    return seen


def _all_names(_validator: Any, _value: Any, instance: Any, _schema: Any) -> Any:
    return instance


def _additional_names(_validator: Any, _value: Any, instance: Any, schema: Any) -> list[str]:
    return [name for name in instance if not is_named(name, schema)]


def _matching_names(_validator: Any, patterns: Any, instance: Any, _schema: Any) -> list[str]:
    only = {"patternProperties": patterns}
    return [name for name in instance if is_named(name, only)]


def _all_indexes(_validator: Any, _value: Any, instance: Any, _schema: Any) -> range:
    return range(len(instance))


def _listed_indexes(_validator: Any, value: Any, instance: Any, _schema: Any) -> range:
    return range(min(len(value), len(instance)) if isinstance(value, list) else len(instance))


def _additional_indexes(_validator: Any, _value: Any, instance: Any, schema: Any) -> range:
    return range(len(instance) if isinstance(schema.get("items"), list) else 0)


def _contained_indexes(validator: Any, subschema: Any, instance: Any, _schema: Any) -> list[int]:
    if "$recursiveRef" in validator.VALIDATORS:
        return []  # In 2019-09 `contains` evaluates nothing.
    return [index for index, item in enumerate(instance) if validator.holds(item, subschema)]


_PROPERTIES: dict[str, Callable[..., Any]] = {
    "properties": lambda _validator, value, instance, _schema: value.keys() & instance.keys(),
    "patternProperties": _matching_names,
    "additionalProperties": _additional_names,
    "unevaluatedProperties": _all_names,
}
_ITEMS: dict[str, Callable[..., Any]] = {
    "prefixItems": _listed_indexes,
    "items": _listed_indexes,
    "additionalItems": _additional_indexes,
    "contains": _contained_indexes,
    "unevaluatedItems": _all_indexes,
}


def _nowhere(*_: Any) -> Iterator[tuple[Any, Any]]:
    return iter(())


def _to_reference(validator: Any, value: Any, *_: Any) -> Iterator[tuple[Any, Any]]:
    resolved = lookup(validator._resolver, value)  # noqa: SLF001
    yield resolved.contents, resolved.resolver


def _to_dynamic(validator: Any, value: Any, *_: Any) -> Iterator[tuple[Any, Any]]:
    resolved = lookup(validator._resolver, value, is_dynamic=True)  # noqa: SLF001
    yield resolved.contents, resolved.resolver


def _to_recursive(validator: Any, *_: Any) -> Iterator[tuple[Any, Any]]:
    resolved = lookup_recursive(validator._resolver)  # noqa: SLF001
    yield resolved.contents, resolved.resolver


def _to_each(_validator: Any, value: Any, *_: Any) -> Iterator[tuple[Any, Any]]:
    yield from ((subschema, None) for subschema in value)


def _to_dependents(_validator: Any, value: Any, instance: Any, _schema: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(instance, dict):
        yield from ((subschema, None) for name, subschema in value.items() if name in instance)


def _to_condition(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[tuple[Any, Any]]:
    yield value, None
    yield schema.get("then" if validator.holds(instance, value) else "else"), None


_IN_PLACE: dict[str, Callable[..., Any]] = {
    "$ref": _to_reference,
    "$dynamicRef": _to_dynamic,
    "$recursiveRef": _to_recursive,
    "allOf": _to_each,
    "anyOf": _to_each,
    "oneOf": _to_each,
    "dependentSchemas": _to_dependents,
    "if": _to_condition,
}
"""
Where an instance is judged by further subschemas at the same place; each with its resolver, where that changes.

Not `dependencies`: where there is `unevaluated…` that is no keyword any more, so it may assert, and evaluates nothing.
"""


def is_named(name: str, schema: Mapping[str, Any]) -> bool:
    """Return whether `properties` or `patternProperties` speak of a name; an undecided pattern has its own error."""
    if name in schema.get("properties", ()):
        return True
    try:
        return any(matches(pattern, name) for pattern in schema.get("patternProperties", ()))
    except PatternTimeout:
        return True
