"""
The keywords of the reference engine, where jsonschema's own would not do.

jsonschema compares through binary floating point, matches with Python's patterns, is quadratic in `uniqueItems`, and
does not say what its errors are about; these functions have the same signature as its own and take their place.
Whatever is not here is jsonschema's.
"""

from __future__ import annotations

import operator
import threading
from collections import Counter
from typing import TYPE_CHECKING, Any

import referencing.exceptions
from jsonschema import ValidationError
from referencing.jsonschema import lookup_recursive_ref

from schemawright.engines.exact import canonical, exact, is_multiple, is_number, is_unique
from schemawright.engines.patterns import PatternTimeout, matches
from schemawright.errors import InvalidSchema, UnresolvableReference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import TypeAlias

    Errors: TypeAlias = Iterator[ValidationError]
    Check: TypeAlias = Callable[[Any, Any, Any, Any], Errors]

BESIDE = frozenset({"minContains", "maxContains", "exclusiveMinimum", "exclusiveMaximum"})
"""Keywords that are judged together with another one, beside which they stand."""

MAX_ROUNDS = 20
"""How often a reference may lead to the same schema for the same value, one inside the other; more than once only where
the dynamic scope decides."""

UNDECIDED = "undecided"
"""The detail of an error that says why a pattern could not be decided."""


def failed(**details: Any) -> ValidationError:
    """
    Return an error; jsonschema fills in the keyword, its value and the instance, where they are not given.

    Args:
        details: `validator`, `validator_value`, `instance`, `schema`, `context` as jsonschema has them; and what
            is ours: `unexpected`, `key`, `undecided`.
    """
    ours = {name: details.pop(name) for name in ("unexpected", "key", UNDECIDED) if name in details}
    error = ValidationError("", **details)
    error.__dict__.update(ours)
    return error


class Routed:
    """
    A validator as keywords see it, with two things mended.

    A `false` subschema reports where it stands, and a subschema's `$id` counts wherever the subschema is applied.
    """

    def __init__(self, validator: Any) -> None:
        self._validator = validator

    def __getattr__(self, name: str) -> Any:
        return getattr(self._validator, name)

    def descend(
        self, instance: Any, schema: Any, path: Any = None, schema_path: Any = None, resolver: Any = None
    ) -> Errors:
        """Yield what is wrong with an instance by a subschema; parameters as jsonschema has them."""
        if schema is False:
            error = failed(validator="false", validator_value=False, instance=instance, schema=False)
            error.path.extend([] if path is None else [path])
            error.schema_path.extend([] if schema_path is None else [schema_path])
            yield error
        else:
            yield from self._validator.descend(instance, schema, path, schema_path, resolver)

    def evolve(self, **changes: Any) -> Any:
        """Return a validator with another schema; in that schema's own scope."""
        if isinstance(changes.get("schema"), dict) and "_resolver" not in changes:
            resource = self._validator.specification.create_resource(changes["schema"])
            changes["_resolver"] = self._validator._resolver.in_subresource(resource)  # noqa: SLF001
        return self._validator.evolve(**changes)

    def holds(self, instance: Any, schema: Any) -> bool:
        """Return whether an instance is valid against a subschema."""
        return next(self.descend(instance, schema), None) is None


def routed(check: Check) -> Check:
    """Return a keyword's function, so that it sees a `Routed` validator."""

    def call(validator: Any, value: Any, instance: Any, schema: Any) -> Errors:
        # jsonschema's own functions return None where they have nothing to say.
        errors: Errors | None = check(Routed(validator), value, instance, schema)
        return iter(()) if errors is None else errors

    return call


# --- references


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


class _Followed(threading.local):
    """The references that this thread is following: schema and instance, and how often one inside the other."""

    def __init__(self) -> None:
        self.times: Counter[tuple[int, int]] = Counter()


_followed = _Followed()


def _follow(validator: Any, resolved: Any, instance: Any) -> Errors:
    """Judge an instance by what a reference resolves to; refuse one that comes back with no step between."""
    key = (id(resolved.contents), id(instance))
    times = _followed.times
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


def _reference(validator: Any, reference: Any, instance: Any, _schema: Any) -> Errors:
    yield from _follow(validator, lookup(validator._resolver, reference), instance)  # noqa: SLF001


def _ref(validator: Any, reference: Any, instance: Any, schema: Any) -> Errors:
    for error in _reference(validator, reference, instance, schema):
        # jsonschema adds every keyword to the route but this one.
        error.schema_path.appendleft("$ref")
        yield error


def _recursive_ref(validator: Any, _reference: Any, instance: Any, _schema: Any) -> Errors:
    yield from _follow(validator, lookup_recursive_ref(validator._resolver), instance)  # noqa: SLF001


# --- any instance


def _enum(_validator: Any, values: Any, instance: Any, _schema: Any) -> Errors:
    wanted = canonical(instance)
    if not any(canonical(value) == wanted for value in values):
        yield failed()


def _const(_validator: Any, value: Any, instance: Any, _schema: Any) -> Errors:
    if canonical(value) != canonical(instance):
        yield failed()


def _any_of(validator: Any, subschemas: Any, instance: Any, _schema: Any) -> Errors:
    context: list[ValidationError] = []
    for index, subschema in enumerate(subschemas):
        errors = list(validator.descend(instance, subschema, schema_path=index))
        if not errors:
            return
        context.extend(errors)
    yield failed(context=context)


def _one_of(validator: Any, subschemas: Any, instance: Any, _schema: Any) -> Errors:
    branches = [list(validator.descend(instance, each, schema_path=index)) for index, each in enumerate(subschemas)]
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
        if not is_number(instance):
            return
        if schema.get(exclusive) is True:
            if not strictly(exact(instance), exact(limit)):
                yield failed(validator=exclusive, validator_value=limit)
        elif not holds(exact(instance), exact(limit)):
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


def _content(_validator: Any, _value: Any, instance: Any, schema: Any) -> Errors:
    """Judge `contentMediaType` of what `contentEncoding` holds (draft 7, where both may be assertions)."""
    if isinstance(instance, str) and schema["contentMediaType"] == "application/json":
        data = _decoded(instance) if schema.get("contentEncoding") == "base64" else instance.encode()
        if data is not None and not _is_json(data):
            yield failed()


def _content_encoding(_validator: Any, encoding: Any, instance: Any, _schema: Any) -> Errors:
    if isinstance(instance, str) and encoding == "base64" and _decoded(instance) is None:
        yield failed()


def _decoded(text: str) -> bytes | None:
    from base64 import b64decode

    try:
        return b64decode(text, validate=True)
    except ValueError:
        return None


def _is_json(data: bytes) -> bool:
    from schemawright.documents.json_text import decode_text, parse_json
    from schemawright.errors import Malformed

    try:
        parse_json(decode_text(data), max_depth=1_000)
    except Malformed:
        return False
    return True


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
    least, most = schema.get("minContains", 1), schema.get("maxContains")
    count = sum(validator.holds(item, subschema) for item in instance)
    if count < least:
        yield failed(validator="minContains", validator_value=least) if "minContains" in schema else failed()
    if most is not None and count > most:
        yield failed(validator="maxContains", validator_value=most)


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


def _is_named(name: str, schema: Mapping[str, Any]) -> bool:
    """Return whether `properties` or `patternProperties` speak of a name; an undecided pattern has its own error."""
    if name in schema.get("properties", ()):
        return True
    try:
        return any(matches(pattern, name) for pattern in schema.get("patternProperties", ()))
    except PatternTimeout:
        return True


def _additional_properties(validator: Any, subschema: Any, instance: Any, schema: Any) -> Errors:
    if not isinstance(instance, dict):
        return
    extra = [name for name in instance if not _is_named(name, schema)]
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


# --- what other keywords have evaluated


def _unevaluated_items(validator: Any, subschema: Any, instance: Any, schema: Any) -> Errors:
    if isinstance(instance, list):
        seen = _evaluated(validator, instance, _without(schema, "unevaluatedItems"), _ITEMS)
        yield from _beyond(
            validator, subschema, instance, [index for index in range(len(instance)) if index not in seen]
        )


def _unevaluated_properties(validator: Any, subschema: Any, instance: Any, schema: Any) -> Errors:
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
    for keyword, value in schema.items():
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
                seen |= _evaluated(Routed(inner), instance, subschema, sources)
    return seen


def _all_names(_validator: Any, _value: Any, instance: Any, _schema: Any) -> Any:
    return instance


def _additional_names(_validator: Any, _value: Any, instance: Any, schema: Any) -> list[str]:
    return [name for name in instance if not _is_named(name, schema)]


def _matching_names(_validator: Any, patterns: Any, instance: Any, _schema: Any) -> list[str]:
    only = {"patternProperties": patterns}
    return [name for name in instance if _is_named(name, only)]


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


def _to_recursive(validator: Any, *_: Any) -> Iterator[tuple[Any, Any]]:
    resolved = lookup_recursive_ref(validator._resolver)  # noqa: SLF001
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
    "$dynamicRef": _to_reference,
    "$recursiveRef": _to_recursive,
    "allOf": _to_each,
    "anyOf": _to_each,
    "oneOf": _to_each,
    "dependentSchemas": _to_dependents,
    "dependencies": _to_dependents,
    "if": _to_condition,
}
"""Where an instance is judged by further subschemas at the same place; each with its resolver, where that changes."""


# --- which dialect has what

_EVERYWHERE: dict[str, Check] = {
    "$ref": _ref,
    "enum": _enum,
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
    "anyOf": _any_of,
    "oneOf": _one_of,
}
_SINCE_6 = _EVERYWHERE | _SINCE_4 | _BOUNDS | {"const": _const, "propertyNames": _property_names}
_OLD_ARRAYS: dict[str, Check] = {"additionalItems": _additional_items, "contains": _contains_draft6_draft7}
_SINCE_2019: dict[str, Check] = {
    "contains": _contains,
    "dependentRequired": _dependent_required,
    "unevaluatedItems": _unevaluated_items,
    "unevaluatedProperties": _unevaluated_properties,
}

REPLACED: dict[str, dict[str, Check]] = {
    "draft3": _EVERYWHERE | _OLD_BOUNDS | {"divisibleBy": _multiple_of, "properties": _properties_draft3},
    "draft4": _EVERYWHERE | _OLD_BOUNDS | _SINCE_4,
    "draft6": _SINCE_6 | _OLD_ARRAYS,
    "draft7": _SINCE_6 | _OLD_ARRAYS | {"contentMediaType": _content, "contentEncoding": _content_encoding},
    "2019-09": _SINCE_6 | _SINCE_2019 | {"additionalItems": _additional_items, "$recursiveRef": _recursive_ref},
    "2020-12": _SINCE_6 | _SINCE_2019 | {"items": _items, "$dynamicRef": _reference},
}
"""Dialect, keyword: the functions that take the place of jsonschema's."""
