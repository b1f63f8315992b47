"""Planted bugs: objects and arrays."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from benchmarks.mutation.planted import Bug
from benchmarks.mutation.small_keywords import KEYWORDS
from benchmarks.mutation.small_steps import equal

if TYPE_CHECKING:
    from collections.abc import Callable, Sized

    from benchmarks.mutation.small_validator import Place

    Check = Callable[[Place, Any, Any], bool]


def _seen(keyword: str, see: Callable[[Any], Any]) -> dict[str, Check]:
    """Return a keyword that sees another instance than it is given, where that is of the kind it looks at."""
    return {keyword: lambda here, value, instance: KEYWORDS[keyword](here, value, see(instance))}


def _object(see: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Any], Any]:
    return lambda instance: see(instance) if isinstance(instance, dict) else instance


def _array(see: Callable[[list[Any]], list[Any]]) -> Callable[[Any], Any]:
    return lambda instance: see(instance) if isinstance(instance, list) else instance


def _where(keep: Callable[[str, Any], bool]) -> Callable[[Any], Any]:
    return _object(lambda instance: {name: value for name, value in instance.items() if keep(name, value)})


def _sized(kind: type[Sized], compare: Callable[[int, int], bool]) -> Check:
    return lambda _, value, instance: not isinstance(instance, kind) or compare(len(instance), value)


def _properties_of(rename: Callable[[str], str]) -> dict[str, Check]:
    def properties(here: Place, value: Any, instance: Any) -> bool:
        return KEYWORDS["properties"](here, {rename(name): schema for name, schema in value.items()}, instance)

    return {"properties": properties}


def _folded_properties(here: Place, value: Any, instance: Any) -> bool:
    folded = {name.lower(): one for name, one in instance.items()} if isinstance(instance, dict) else instance
    return KEYWORDS["properties"](here, value, instance) and KEYWORDS["properties"](here, value, folded)


def _first_wrong_only(here: Place, value: Any, instance: Any) -> bool:
    return not isinstance(instance, dict) or any(here.ask("present", instance, name) for name in value) or not value


def _first_pattern(here: Place, value: Any, instance: Any) -> bool:
    return KEYWORDS["patternProperties"](here, dict(list(value.items())[:1]), instance)


def _first_match(here: Place, value: Any, instance: Any) -> bool:
    if not isinstance(instance, dict):
        return True
    KEYWORDS["patternProperties"](here, dict.fromkeys(value, True), instance)
    first = {name: next((one for one in value if here.ask("search", one, name)), None) for name in instance}
    return all(here.below(value[one], instance[name], name) for name, one in first.items() if one is not None)


def _not_by_pattern(here: Place, instance: dict[str, Any]) -> list[str]:
    return [name for name in instance if name not in here.schema.get("properties", {})]


def _not_by_name(here: Place, instance: dict[str, Any]) -> list[str]:
    patterns = here.schema.get("patternProperties", {})
    return [name for name in instance if not any(here.ask("search", one, name) for one in patterns)]


def _without(what: Callable[[str], bool]) -> dict[str, Check]:
    return _seen("additionalProperties", _where(lambda name, _: not what(name)))


def _items_from(start: int) -> dict[str, Check]:
    def items(here: Place, value: Any, instance: Any) -> bool:
        if not isinstance(instance, list):
            return True
        here.indexes |= set(range(len(instance)))
        return all(here.below(value, item, index) for index, item in enumerate(instance) if index >= start)

    return {"items": items}


def _at_depth(depth: int, keyword: str) -> dict[str, Check]:
    return {keyword: lambda here, value, instance: len(here.route) > depth or KEYWORDS[keyword](here, value, instance)}


def _adjacent(here: Place, value: Any, instance: Any) -> bool:
    if not value or not isinstance(instance, list):
        return True
    return not any(here.ask("equal", one, other) for one, other in pairwise(instance))


def _by_set(_: Place, value: Any, instance: Any) -> bool:
    if not value or not isinstance(instance, list):
        return True
    scalars = [one for one in instance if not isinstance(one, list | dict)]
    return len(set(scalars)) == len(scalars)


def _contains(low: Callable[[Any], int], high: Callable[[Any, int], int]) -> dict[str, Check]:
    def contains(here: Place, value: Any, instance: Any) -> bool:
        if not isinstance(instance, list):
            return True
        found = here.ask("matches", here, value, instance)
        here.indexes |= set(found)
        return low(here.schema) <= len(found) <= high(here.schema, len(found))

    return {"contains": contains}


def _names(schema: Any) -> int:
    return int(schema.get("minContains", 1))


def _most(schema: Any, found: int) -> int:
    return int(schema.get("maxContains", found))


_REQUIRED = [
    Bug(
        "required asks for a truthy value",
        {"required": lambda _, value, one: not isinstance(one, dict) or all(map(one.get, value))},
    ),
    Bug(
        "required takes null for absent",
        {"required": _seen("required", _where(lambda _, one: one is not None))["required"]},
    ),
    Bug("required takes the empty string for absent", _seen("required", _where(lambda _, one: one != ""))),
    Bug("required asks for the first name only", {"required": lambda *x: KEYWORDS["required"](x[0], x[1][:1], x[2])}),
    Bug("required asks for any of the names", {"required": _first_wrong_only}),
    Bug(
        "required ignores case",
        {
            "required": lambda here, value, one: KEYWORDS["required"](
                here, [name.lower() for name in value], _folded(one)
            )
        },
    ),
    Bug("required is not asked below the root", _at_depth(0, "required")),
    Bug(
        "dependentRequired is reversed",
        {
            "dependentRequired": lambda here, value, one: KEYWORDS["dependentRequired"](
                here, {name: [key] for key, names in value.items() for name in names}, one
            )
        },
    ),
    Bug(
        "dependentRequired asks for one of the names",
        {
            "dependentRequired": lambda here, value, one: KEYWORDS["dependentRequired"](
                here, {key: names[:1] for key, names in value.items()}, one
            )
        },
    ),
    Bug(
        "dependentRequired only where the value is truthy", _seen("dependentRequired", _where(lambda _, one: bool(one)))
    ),
    Bug(
        "dependentRequired takes null for absent",
        _seen("dependentRequired", _where(lambda _, one: one is not None)),
        ("reason",),
    ),
    Bug("dependentRequired is ignored", {"dependentRequired": lambda *_: True}),
    Bug("dependentSchemas is ignored", {"dependentSchemas": lambda *_: True}),
    Bug(
        "dependentSchemas holds for all",
        {"dependentSchemas": lambda here, value, one: all(here.beside(schema, one) for schema in value.values())},
    ),
]
_PROPERTIES = [
    Bug("properties whose value is falsy are skipped", _seen("properties", _where(lambda _, one: bool(one)))),
    Bug("properties whose value is null are skipped", _seen("properties", _where(lambda _, one: one is not None))),
    Bug("properties whose value is false are skipped", _seen("properties", _where(lambda _, one: one is not False))),
    Bug(
        "properties whose value is 0 are skipped",
        _seen("properties", _where(lambda _, one: isinstance(one, bool) or one != 0)),
    ),
    Bug("properties whose value is an empty string are skipped", _seen("properties", _where(lambda _, one: one != ""))),
    Bug("properties ignore case", {"properties": _folded_properties}),
    Bug("property names are cut at a slash", _properties_of(lambda name: name.partition("/")[0]), ("a/b~c",)),
    Bug(
        "property names are unescaped as pointers",
        _properties_of(lambda name: name.replace("~", "~0").replace("/", "~1")),
        ("a/b~c",),
    ),
    Bug(
        "property names that are not ASCII are skipped",
        _properties_of(lambda name: name if name.isascii() else "?"),
        ("größe",),
    ),
    Bug("property names are decomposed", _properties_of(lambda name: unicodedata.normalize("NFD", name)), ("größe",)),
    Bug("the empty property name is skipped", _properties_of(lambda name: name or "?"), ("",)),
    Bug(
        "only the first 10 properties are looked at",
        {"properties": lambda here, value, one: KEYWORDS["properties"](here, dict(list(value.items())[:10]), one)},
    ),
    Bug("properties of the root only", _at_depth(0, "properties")),
    Bug("properties only one level deep", _at_depth(1, "properties")),
    Bug("properties only two levels deep", _at_depth(2, "properties")),
    Bug("additionalProperties ignores patternProperties", {"additional": _not_by_pattern}),
    Bug("additionalProperties ignores properties", {"additional": _not_by_name}),
    Bug("additionalProperties is ignored", {"additionalProperties": lambda *_: True}),
    Bug(
        "additionalProperties false only",
        {
            "additionalProperties": lambda here, value, one: (
                value is not False or KEYWORDS["additionalProperties"](here, value, one)
            )
        },
    ),
    Bug("additionalProperties lets null pass", _seen("additionalProperties", _where(lambda _, one: one is not None))),
    Bug("additionalProperties lets names that are not ASCII pass", _without(lambda name: not name.isascii())),
    Bug("additionalProperties lets the empty name pass", _without(lambda name: name == "")),
    Bug("additionalProperties lets x- and _ pass", _without(lambda name: name.startswith(("x-", "_")))),
    Bug(
        "additionalProperties looks at one other name only",
        {
            "additional": lambda here, one: [
                name
                for name in one
                if name not in here.schema.get("properties", {})
                and not any(here.ask("search", pattern, name) for pattern in here.schema.get("patternProperties", {}))
            ][:1]
        },
    ),
    Bug("patternProperties looks at its first pattern only", {"patternProperties": _first_pattern}),
    Bug("patternProperties applies the first pattern that matches", {"patternProperties": _first_match}),
    Bug("patternProperties is ignored", {"patternProperties": lambda *_: True}),
    Bug("propertyNames is ignored", {"propertyNames": lambda *_: True}),
    Bug(
        "propertyNames looks at the first name only",
        _seen("propertyNames", _object(lambda one: dict(list(one.items())[:1]))),
    ),
    Bug("maxProperties is one more", {"maxProperties": _sized(dict, lambda one, value: one <= value + 1)}),
    Bug("maxProperties is exclusive", {"maxProperties": _sized(dict, lambda one, value: one < value)}),
    Bug("minProperties is exclusive", {"minProperties": _sized(dict, lambda one, value: one > value)}),
    Bug("minProperties is ignored", {"minProperties": lambda *_: True}),
    Bug(
        "maxProperties counts declared names only",
        {
            "maxProperties": lambda here, value, one: (
                not isinstance(one, dict) or len(one.keys() & here.schema.get("properties", {}).keys()) <= value
            )
        },
    ),
]
_ARRAYS = [
    Bug("items looks at the first item only", _seen("items", _array(lambda one: one[:1]))),
    Bug("items does not look at the first item", _items_from(1)),
    Bug("items does not look at the last item", _seen("items", _array(lambda one: one[:-1]))),
    Bug("items looks at the first three items", _seen("items", _array(lambda one: one[:3])), ("rule",)),
    Bug("items looks at the prefix too", _items_from(0)),
    Bug(
        "items begins one later",
        {
            "items": lambda here, value, one: (
                KEYWORDS["items"](here, value, one)
                if "prefixItems" not in here.schema
                else KEYWORDS["items"](here, value, one[:2] + one[3:] if isinstance(one, list) else one)
            )
        },
    ),
    Bug("items lets null pass", _seen("items", _array(lambda one: [item for item in one if item is not None]))),
    Bug(
        "prefixItems looks at the first item only",
        {
            "prefixItems": lambda here, value, one: KEYWORDS["prefixItems"](
                here, [*value[:1], *[True] * (len(value) - 1)], one
            )
        },
    ),
    Bug(
        "prefixItems asks for all its items",
        {
            "prefixItems": lambda here, value, one: (
                KEYWORDS["prefixItems"](here, value, one) and (not isinstance(one, list) or len(one) >= len(value))
            )
        },
    ),
    Bug("prefixItems is ignored", {"prefixItems": lambda *_: True}),
    Bug("maxItems is one more", {"maxItems": _sized(list, lambda one, value: one <= value + 1)}),
    Bug("maxItems is exclusive", {"maxItems": _sized(list, lambda one, value: one < value)}),
    Bug("minItems is exclusive", {"minItems": _sized(list, lambda one, value: one > value)}),
    Bug("minItems lets the empty array pass", {"minItems": _sized(list, lambda one, value: not one or one >= value)}),
    Bug("maxItems at most doubled", {"maxItems": _sized(list, lambda one, value: one <= value * 2)}),
    Bug("uniqueItems compares neighbours only", {"uniqueItems": _adjacent}),
    Bug("uniqueItems looks at scalars only, by a set", {"uniqueItems": _by_set}),
    Bug("uniqueItems is ignored", {"uniqueItems": lambda *_: True}),
    Bug(
        "uniqueItems compares with the first item only",
        {
            "uniqueItems": lambda _, value, one: (
                not value or not isinstance(one, list) or not any(equal(one[0], item) for item in one[1:])
            )
        },
    ),
    Bug(
        "uniqueItems looks at strings only",
        _seen("uniqueItems", _array(lambda one: [item for item in one if isinstance(item, str)])),
    ),
    Bug(
        "uniqueItems compares what is printed",
        {
            "uniqueItems": lambda _, value, one: (
                not value or not isinstance(one, list) or len(set(map(str, one))) == len(one)
            )
        },
    ),
    Bug("contains is ignored", {"contains": lambda *_: True}),
    Bug("minContains is ignored", _contains(lambda _: 1, _most)),
    Bug("minContains of 0 is 1", _contains(lambda schema: _names(schema) or 1, _most)),
    Bug("minContains is one less", _contains(lambda schema: _names(schema) - 1, _most)),
    Bug("minContains is exclusive", _contains(lambda schema: _names(schema) + 1, _most)),
    Bug("maxContains is ignored", _contains(_names, lambda _, found: found)),
    Bug("maxContains is one more", _contains(_names, lambda schema, found: _most(schema, found - 1) + 1)),
    Bug("maxContains is exclusive", _contains(_names, lambda schema, found: _most(schema, found + 1) - 1)),
    Bug("contains looks at the first three items", _seen("contains", _array(lambda one: one[:3]))),
    Bug(
        "contains asks for all items",
        {
            "contains": lambda here, value, one: (
                not isinstance(one, list) or all(here.below(value, item, 0) for item in one)
            )
        },
    ),
    Bug(
        "contains counts equal items once",
        {
            "matches": lambda here, schema, one: [
                index
                for index, item in enumerate(one)
                if here.below(schema, item, index) and not any(equal(item, other) for other in one[:index])
            ]
        },
    ),
]


def _folded(instance: Any) -> Any:
    return {name.lower(): one for name, one in instance.items()} if isinstance(instance, dict) else instance


BUGS = [*_REQUIRED, *_PROPERTIES, *_ARRAYS]
