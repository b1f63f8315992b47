"""The keywords of the small validator: `(place, value of the keyword, instance) → whether it holds`."""

from __future__ import annotations

import operator
from itertools import combinations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sized

    from benchmarks.mutation.small_validator import Place

    Check = Callable[[Place, Any, Any], bool]


def _bound(compare: Callable[[Any, Any], bool]) -> Check:
    return lambda here, value, instance: not here.ask("is_number", instance) or compare(instance, value)


def _size(kind: type[Sized], compare: Callable[[Any, Any], bool]) -> Check:
    return lambda _, value, instance: not isinstance(instance, kind) or compare(len(instance), value)


def _length(compare: Callable[[Any, Any], bool]) -> Check:
    return lambda here, value, instance: not isinstance(instance, str) or compare(here.ask("length", instance), value)


def type_(here: Place, value: Any, instance: Any) -> bool:
    """One of the types."""
    return any(here.ask(f"type {one}", instance) for one in ([value] if isinstance(value, str) else value))


def enum(here: Place, value: list[Any], instance: Any) -> bool:
    """Equal to one of the values."""
    return any(here.ask("equal", one, instance) for one in value)


def const(here: Place, value: Any, instance: Any) -> bool:
    """Equal to the value."""
    return bool(here.ask("equal", value, instance))


def multiple_of(here: Place, value: float, instance: Any) -> bool:
    """A multiple."""
    return not here.ask("is_number", instance) or here.ask("is_multiple", instance, value)


def pattern(here: Place, value: str, instance: Any) -> bool:
    """Matched somewhere."""
    return not isinstance(instance, str) or here.ask("search", value, instance)


def format_(here: Place, value: str, instance: Any) -> bool:
    """In the format."""
    return not isinstance(instance, str) or here.ask(f"format {value}", instance)


def required(here: Place, value: list[str], instance: Any) -> bool:
    """With all those names."""
    return not isinstance(instance, dict) or all(here.ask("present", instance, name) for name in value)


def dependent_required(here: Place, value: dict[str, list[str]], instance: Any) -> bool:
    """With the names that names ask for."""
    if not isinstance(instance, dict):
        return True
    return all(required(here, names, instance) for name, names in value.items() if here.ask("present", instance, name))


def dependent_schemas(here: Place, value: dict[str, Any], instance: Any) -> bool:
    """Valid against the schemas that names ask for."""
    if not isinstance(instance, dict):
        return True
    return all(here.beside(schema, instance) for name, schema in value.items() if here.ask("present", instance, name))


def properties(here: Place, value: dict[str, Any], instance: Any) -> bool:
    """Each property as its schema says."""
    if not isinstance(instance, dict):
        return True
    here.names |= value.keys() & instance.keys()
    return all(
        here.below(schema, instance[name], name)
        for name, schema in value.items()
        if here.ask("present", instance, name) and name in instance
    )


def pattern_properties(here: Place, value: dict[str, Any], instance: Any) -> bool:
    """Each property whose name matches as its schema says."""
    if not isinstance(instance, dict):
        return True
    found = [(name, schema) for one, schema in value.items() for name in instance if here.ask("search", one, name)]
    here.names |= {name for name, _ in found}
    return all(here.below(schema, instance[name], name) for name, schema in found)


def additional_properties(here: Place, value: Any, instance: Any) -> bool:
    """Each other property as the schema says."""
    if not isinstance(instance, dict):
        return True
    names = here.ask("additional", here, instance)
    here.names |= set(names)
    return all(here.below(value, instance[name], name) for name in names)


def property_names(here: Place, value: Any, instance: Any) -> bool:
    """Each name as the schema says."""
    return not isinstance(instance, dict) or all(here.below(value, name, name) for name in instance)


def unevaluated_properties(here: Place, value: Any, instance: Any) -> bool:
    """Each property that nothing evaluated as the schema says."""
    if not isinstance(instance, dict):
        return True
    names = instance.keys() - here.names
    here.names |= names
    return all(here.below(value, instance[name], name) for name in names)


def prefix_items(here: Place, value: list[Any], instance: Any) -> bool:
    """The first items as their schemas say."""
    if not isinstance(instance, list):
        return True
    here.indexes |= set(range(min(len(value), len(instance))))
    pairs = enumerate(zip(value, here.ask("children", instance), strict=False))
    return all(here.below(schema, item, index) for index, (schema, item) in pairs)


def items(here: Place, value: Any, instance: Any) -> bool:
    """The items after the prefix as the schema says."""
    if not isinstance(instance, list):
        return True
    start = len(here.schema.get("prefixItems", ()))
    here.indexes |= set(range(start, len(instance)))
    rest = here.ask("children", instance[start:])
    return all(here.below(value, item, start + index) for index, item in enumerate(rest))


def contains(here: Place, value: Any, instance: Any) -> bool:
    """At least `minContains` and at most `maxContains` items that the schema accepts."""
    if not isinstance(instance, list):
        return True
    found = here.ask("matches", here, value, instance)
    here.indexes |= set(found)
    return bool(here.schema.get("minContains", 1) <= len(found) <= here.schema.get("maxContains", len(found)))


def unevaluated_items(here: Place, value: Any, instance: Any) -> bool:
    """Each item that nothing evaluated as the schema says."""
    if not isinstance(instance, list):
        return True
    indexes = [index for index in range(len(instance)) if index not in here.indexes]
    here.indexes |= set(indexes)
    return all(here.below(value, instance[index], index) for index in indexes)


def unique_items(here: Place, value: bool, instance: Any) -> bool:  # noqa: FBT001  (a keyword's value)
    """No two items equal."""
    if not value or not isinstance(instance, list):
        return True
    return not any(here.ask("equal", one, other) for one, other in combinations(here.ask("children", instance), 2))


def all_of(here: Place, value: list[Any], instance: Any) -> bool:
    """Valid against all."""
    return all(here.beside(schema, instance) for schema in value)


def any_of(here: Place, value: list[Any], instance: Any) -> bool:
    """Valid against at least one."""
    return bool(here.ask("holding", here, value, instance) > 0)


def one_of(here: Place, value: list[Any], instance: Any) -> bool:
    """Valid against exactly one."""
    return bool(here.ask("holding", here, value, instance) == 1)


def not_(here: Place, value: Any, instance: Any) -> bool:
    """Not valid."""
    return not here.apart(value, instance)


def if_(here: Place, value: Any, instance: Any) -> bool:
    """`then` where it is valid, else `else`."""
    branch = "then" if here.beside(value, instance) else "else"
    return here.beside(here.schema.get(branch, True), instance)


def ref(here: Place, value: str, instance: Any) -> bool:
    """Valid against what is referred to."""
    schema, uri = here.validator.resolve(here.scope[-1], value)
    return here.beside(schema, instance, (*here.scope, uri))


def dynamic_ref(here: Place, value: str, instance: Any) -> bool:
    """Valid against what is referred to, as the outermost resource has it."""
    schema, uri = here.validator.dynamic(here.scope, value)
    return here.beside(schema, instance, (*here.scope, uri))


KEYWORDS: dict[str, Check] = {
    "$ref": ref,
    "$dynamicRef": dynamic_ref,
    "type": type_,
    "enum": enum,
    "const": const,
    "minimum": _bound(operator.ge),
    "maximum": _bound(operator.le),
    "exclusiveMinimum": _bound(operator.gt),
    "exclusiveMaximum": _bound(operator.lt),
    "multipleOf": multiple_of,
    "minLength": _length(operator.ge),
    "maxLength": _length(operator.le),
    "pattern": pattern,
    "format": format_,
    "minProperties": _size(dict, operator.ge),
    "maxProperties": _size(dict, operator.le),
    "minItems": _size(list, operator.ge),
    "maxItems": _size(list, operator.le),
    "required": required,
    "dependentRequired": dependent_required,
    "dependentSchemas": dependent_schemas,
    "properties": properties,
    "patternProperties": pattern_properties,
    "additionalProperties": additional_properties,
    "propertyNames": property_names,
    "unevaluatedProperties": unevaluated_properties,
    "prefixItems": prefix_items,
    "items": items,
    "contains": contains,
    "unevaluatedItems": unevaluated_items,
    "uniqueItems": unique_items,
    "allOf": all_of,
    "anyOf": any_of,
    "oneOf": one_of,
    "not": not_,
    "if": if_,
}
"""`then`, `else`, `minContains` and `maxContains` are read by the keyword that they belong to."""
