"""
The keywords of the reference engine, where jsonschema's own would not do.

jsonschema compares through binary floating point, matches with Python's patterns, is quadratic in `uniqueItems`, writes
each instance into a message, for which Python recurses, and does not say what its errors are about; these functions
have the same signature as its own and take their place.  Whatever is not here is jsonschema's.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from schemawright.engines.assertions.content import (
    BASE64,
    DIALECT,
    JSON,
    asserted_in,
    is_base64,
    is_base64_of_text,
    is_json,
    is_json_in_base64,
)
from schemawright.engines.assertions.exact import canonical, exact, is_multiple, is_number, is_unique
from schemawright.engines.assertions.patterns import PatternTimeout, matches
from schemawright.engines.reference.evaluated import is_named, unevaluated_items, unevaluated_properties
from schemawright.engines.reference.references import dynamic_ref, recursive_ref, ref
from schemawright.engines.reference.routed import failed, of_branch

if TYPE_CHECKING:
    from collections.abc import Callable

    from jsonschema import ValidationError

    from schemawright.engines.reference.routed import Check, Errors

BESIDE = frozenset({"minContains", "maxContains"})
"""Keywords that are judged together with another one, beside which they stand."""


# --- any instance


def _enum(_validator: Any, values: Any, instance: Any, _schema: Any) -> Errors:
    wanted = canonical(instance)
    if not any(canonical(value) == wanted for value in values):
        yield failed()


def _const(_validator: Any, value: Any, instance: Any, _schema: Any) -> Errors:
    if canonical(value) != canonical(instance):
        yield failed()


def _type(validator: Any, types: Any, instance: Any, _schema: Any) -> Errors:
    if not any(validator.is_type(instance, one) for one in _as_list(types)):
        yield failed()


def _type_draft3(validator: Any, types: Any, instance: Any, _schema: Any) -> Errors:
    if not any(_is_of(validator, one, instance) for one in _as_list(types)):
        yield failed()


def _disallow(validator: Any, types: Any, instance: Any, _schema: Any) -> Errors:
    yield from (failed() for one in _as_list(types) if _is_of(validator, one, instance))


def _is_of(validator: Any, one: Any, instance: Any) -> bool:
    """Return whether an instance is of a type of draft 3, which may be a schema."""
    holds: bool = validator.holds(instance, one) if isinstance(one, dict) else validator.is_type(instance, one)
    return holds


def _as_list(types: Any) -> list[Any]:
    return types if isinstance(types, list) else [types]


def _not(validator: Any, subschema: Any, instance: Any, _schema: Any) -> Errors:
    if validator.holds(instance, subschema):
        yield failed()


def _sized(kind: type[list[Any] | dict[str, Any]], holds: Callable[[int, Any], bool]) -> Check:
    def check(_validator: Any, limit: Any, instance: Any, _schema: Any) -> Errors:
        if isinstance(instance, kind) and not holds(len(instance), limit):
            yield failed()

    return check


def _any_of(validator: Any, subschemas: Any, instance: Any, _schema: Any) -> Errors:
    context: list[ValidationError] = []
    for index, subschema in enumerate(subschemas):
        errors = of_branch(validator.descend(instance, subschema, schema_path=index))
        if not errors:
            return
        context.extend(errors)
    yield failed(context=context)


def _one_of(validator: Any, subschemas: Any, instance: Any, _schema: Any) -> Errors:
    branches = [
        of_branch(validator.descend(instance, each, schema_path=index)) for index, each in enumerate(subschemas)
    ]
    if sum(not errors for errors in branches) != 1:
        yield failed(context=[error for errors in branches for error in errors])


# --- numbers


def _compared(holds: Callable[[Any, Any], bool]) -> Check:
    def check(_validator: Any, limit: Any, instance: Any, _schema: Any) -> Errors:
        if is_number(instance) and not holds(exact(instance), exact(limit)):
            yield failed()

    return check


def _compared_draft3_draft4(
    exclusive: str, holds: Callable[[Any, Any], bool], strictly: Callable[[Any, Any], bool]
) -> Check:
    def check(_validator: Any, limit: Any, instance: Any, schema: Any) -> Errors:
        held = strictly if schema.get(exclusive) is True else holds
        if is_number(instance) and not held(exact(instance), exact(limit)):
            yield failed()

    return check


def _multiple_of(_validator: Any, divisor: Any, instance: Any, _schema: Any) -> Errors:
    if is_number(instance) and not is_multiple(instance, divisor):
        yield failed()


# --- strings


def _pattern(_validator: Any, pattern: Any, instance: Any, _schema: Any) -> Errors:
    if isinstance(instance, str):
        try:
            if not matches(pattern, instance):
                yield failed()
        except PatternTimeout as error:
            yield failed(undecided=str(error))


def _content_media_type(validator: Any, _value: Any, instance: Any, schema: Any) -> Errors:
    """Judge a text, or the one that it holds in `contentEncoding`."""
    if _judges_content(validator, "contentMediaType", instance, schema):
        holds = is_json_in_base64 if schema.get("contentEncoding") == BASE64 else is_json
        if not holds(instance):
            yield failed()


def _content_encoding(validator: Any, _value: Any, instance: Any, schema: Any) -> Errors:
    if _judges_content(validator, "contentEncoding", instance, schema):
        holds = is_base64_of_text if schema.get("contentMediaType") == JSON else is_base64
        if not holds(instance):
            yield failed()


def _judges_content(validator: Any, keyword: str, instance: Any, schema: Any) -> bool:
    """Return whether a keyword is about a value; as annotations where `format` is one."""
    asserts = validator.format_checker is not None
    return asserts and isinstance(instance, str) and keyword in asserted_in(schema, DIALECT)


# --- arrays


def _unique_items(_validator: Any, wanted: Any, instance: Any, _schema: Any) -> Errors:
    if wanted and isinstance(instance, list) and not is_unique(instance):
        yield failed()


def _additional_items(validator: Any, subschema: Any, instance: Any, schema: Any) -> Errors:
    listed = schema.get("items")
    if not isinstance(instance, list) or not isinstance(listed, list):
        return
    beyond = range(len(listed), len(instance))
    if subschema is False:
        if beyond:
            yield failed(unexpected=tuple(beyond))
    elif isinstance(subschema, dict):
        for index in beyond:
            yield from validator.descend(instance[index], subschema, path=index)


def _items(validator: Any, subschema: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, list):
        for index in range(len(schema.get("prefixItems", ())), len(instance)):
            yield from validator.descend(instance[index], subschema, path=index)


def _contains(validator: Any, subschema: Any, instance: Any, schema: Any) -> Errors:
    if not isinstance(instance, list):
        return
    # They are of another vocabulary, which there may be none of.
    limits = {name: schema[name] for name in BESIDE if name in schema and name in validator.names}
    count = sum(validator.holds(item, subschema) for item in instance)
    if count < limits.get("minContains", 1):
        least = limits.get("minContains")
        yield failed() if least is None else failed(validator="minContains", validator_value=least)
    if "maxContains" in limits and count > limits["maxContains"]:
        yield failed(validator="maxContains", validator_value=limits["maxContains"])


def _contains_draft6_draft7(validator: Any, subschema: Any, instance: Any, _schema: Any) -> Errors:
    if isinstance(instance, list) and not any(validator.holds(item, subschema) for item in instance):
        yield failed()


# --- objects


def _required(_validator: Any, names: Any, instance: Any, _schema: Any) -> Errors:
    if isinstance(instance, dict):
        for name in names:
            if name not in instance:
                yield failed(validator="required", validator_value=name)


def _dependent_required(_validator: Any, dependencies: Any, instance: Any, _schema: Any) -> Errors:
    if isinstance(instance, dict):
        for name, needed in dependencies.items():
            if name in instance:
                yield from _needed(needed, instance, "dependentRequired")


def _needed(names: Any, instance: Any, keyword: str) -> Errors:
    for name in names:
        if name not in instance:
            yield failed(validator=keyword, validator_value=name)


def _dependencies(validator: Any, dependencies: Any, instance: Any, _schema: Any) -> Errors:
    if not isinstance(instance, dict):
        return
    for name, dependency in dependencies.items():
        if name not in instance:
            continue
        if isinstance(dependency, dict | bool):
            yield from validator.descend(instance, dependency, schema_path=name)
        else:
            yield from _needed([dependency] if isinstance(dependency, str) else dependency, instance, "dependencies")


def _properties_draft3(validator: Any, properties: Any, instance: Any, _schema: Any) -> Errors:
    if not isinstance(instance, dict):
        return
    for name, subschema in properties.items():
        if name in instance:
            yield from validator.descend(instance[name], subschema, path=name, schema_path=name)
        elif subschema.get("required") is True:
            error = failed(validator="required", validator_value=name, instance=instance, schema=subschema)
            error.schema_path.extend([name, "required"])
            yield error


def _pattern_properties(validator: Any, patterns: Any, instance: Any, _schema: Any) -> Errors:
    if not isinstance(instance, dict):
        return
    for pattern, subschema in patterns.items():
        for name, value in instance.items():
            try:
                matched = matches(pattern, name)
            except PatternTimeout as error:
                yield failed(undecided=str(error))
                continue
            if matched:
                yield from validator.descend(value, subschema, path=name, schema_path=pattern)


def _additional_properties(validator: Any, subschema: Any, instance: Any, schema: Any) -> Errors:
    if not isinstance(instance, dict):
        return
    extra = [name for name in instance if not is_named(name, schema)]
    if subschema is False:
        if extra:
            yield failed(unexpected=tuple(extra))
    else:
        for name in extra:
            yield from validator.descend(instance[name], subschema, path=name)


def _property_names(validator: Any, subschema: Any, instance: Any, _schema: Any) -> Errors:
    if isinstance(instance, dict):
        for name in instance:
            for error in validator.descend(name, subschema):
                error.__dict__.setdefault("key", name)
                yield error


# --- which dialect has what

_EVERYWHERE: dict[str, Check] = {
    "$ref": ref,
    "type": _type,
    "enum": _enum,
    "minItems": _sized(list, operator.ge),
    "maxItems": _sized(list, operator.le),
    "pattern": _pattern,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
    "uniqueItems": _unique_items,
    "dependencies": _dependencies,
}
_OLD_BOUNDS: dict[str, Check] = {
    "minimum": _compared_draft3_draft4("exclusiveMinimum", operator.ge, operator.gt),
    "maximum": _compared_draft3_draft4("exclusiveMaximum", operator.le, operator.lt),
    "additionalItems": _additional_items,
}
_BOUNDS: dict[str, Check] = {
    "minimum": _compared(operator.ge),
    "maximum": _compared(operator.le),
    "exclusiveMinimum": _compared(operator.gt),
    "exclusiveMaximum": _compared(operator.lt),
}
_SINCE_4: dict[str, Check] = {
    "required": _required,
    "multipleOf": _multiple_of,
    "minProperties": _sized(dict, operator.ge),
    "maxProperties": _sized(dict, operator.le),
    "not": _not,
    "anyOf": _any_of,
    "oneOf": _one_of,
}
_SINCE_6 = _EVERYWHERE | _SINCE_4 | _BOUNDS | {"const": _const, "propertyNames": _property_names}
_OLD_ARRAYS: dict[str, Check] = {"additionalItems": _additional_items, "contains": _contains_draft6_draft7}
_SINCE_2019: dict[str, Check] = {
    "contains": _contains,
    "dependentRequired": _dependent_required,
    "unevaluatedItems": unevaluated_items,
    "unevaluatedProperties": unevaluated_properties,
}

REPLACED: dict[str, dict[str, Check]] = {
    "draft3": _EVERYWHERE
    | _OLD_BOUNDS
    | {
        "type": _type_draft3,
        "disallow": _disallow,
        "divisibleBy": _multiple_of,
        "properties": _properties_draft3,
    },
    "draft4": _EVERYWHERE | _OLD_BOUNDS | _SINCE_4,
    "draft6": _SINCE_6 | _OLD_ARRAYS,
    "draft7": _SINCE_6 | _OLD_ARRAYS | {"contentMediaType": _content_media_type, "contentEncoding": _content_encoding},
    "2019-09": _SINCE_6 | _SINCE_2019 | {"additionalItems": _additional_items, "$recursiveRef": recursive_ref},
    "2020-12": _SINCE_6 | _SINCE_2019 | {"items": _items, "$dynamicRef": dynamic_ref},
}
"""Dialect, keyword: the functions that take the place of jsonschema's."""
