"""Mutations of applicators and references: `(schema, value of the keyword) → what was done, and the schema with it`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.mutation.assertion_operators import without

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Schema = dict[str, Any]
    Change = tuple[str, Any]
    Operator = Callable[[Schema, Any], Iterator[Change]]


_FEW = 3


def branches(keyword: str) -> Operator:
    """Another quantifier over the branches; a branch dropped, or made true or false."""

    def change(schema: Schema, value: list[Any]) -> Iterator[Change]:
        for other in ("allOf", "anyOf", "oneOf"):
            if other not in schema:
                yield f"{keyword} to {other}", without(schema, keyword) | {other: value}
        for index in range(len(value)):
            rest = [*value[:index], *value[index + 1 :]]
            yield f"{keyword} without branch {index}", schema | {keyword: rest or [True]}
            yield f"{keyword} with branch {index} true", schema | {keyword: [*value[:index], True, *value[index + 1 :]]}

    return change


def schemas_by_name(keyword: str) -> Operator:
    """Each name dropped, and each spelled otherwise."""

    def change(schema: Schema, value: dict[str, Any]) -> Iterator[Change]:
        for name, inner in value.items():
            rest = {one: other for one, other in value.items() if one != name}
            yield f"{keyword} without {name!r}", schema | {keyword: rest}
            yield f"{keyword} with {name!r} renamed", schema | {keyword: rest | {f"{name}s": inner}}
            if name.upper() != name:
                yield f"{keyword} with {name!r} in capitals", schema | {keyword: rest | {name.upper(): inner}}
            if isinstance(inner, dict):
                yield f"{keyword} with {name!r} true", schema | {keyword: value | {name: True}}
                yield (
                    f"{keyword} with {name!r} nullable",
                    schema | {keyword: value | {name: {"anyOf": [inner, {"type": "null"}]}}},
                )

    return change


def patterns_by_name(schema: Schema, value: dict[str, Any]) -> Iterator[Change]:
    """Each pattern dropped, each without its anchors, and each with its schema true."""
    for name, inner in value.items():
        rest = {one: other for one, other in value.items() if one != name}
        yield f"patternProperties without {name!r}", schema | {"patternProperties": rest}
        yield f"patternProperties {name!r} true", schema | {"patternProperties": value | {name: True}}
        yield (
            f"patternProperties {name!r} without anchors",
            schema | {"patternProperties": rest | {name.strip("^$"): inner}},
        )


def rest(keyword: str) -> Operator:
    """True, false, and of each of two types."""

    def change(schema: Schema, value: Any) -> Iterator[Change]:
        for new in (True, False, {"type": "string"}, {"type": "integer"}):
            if new != value:
                yield f"{keyword} to {new}", schema | {keyword: new}

    return change


def items(schema: Schema, value: Any) -> Iterator[Change]:
    """Only the first item, all but the first, and none."""
    prefix = schema.get("prefixItems", [])
    yield "items to prefixItems", without(schema, "items") | {"prefixItems": [*prefix, value]}
    yield "items one later", schema | {"prefixItems": [*prefix, True]}
    yield "items false", schema | {"items": False}
    if schema.get("maxItems", _FEW + 1) > _FEW:
        yield "items only the first three", without(schema, "items") | {"prefixItems": [*prefix, *[value] * _FEW]}
    if prefix:
        yield "items one earlier", schema | {"prefixItems": prefix[:-1]}


def prefix_items(schema: Schema, value: list[Any]) -> Iterator[Change]:
    """Each schema left out, exchanged with the next, and true; all one later."""
    for index in range(len(value)):
        before, after = value[:index], value[index + 1 :]
        yield f"prefixItems without {index}", schema | {"prefixItems": [*before, *after] or [True]}
        if value[index] is not True:
            yield f"prefixItems {index} true", schema | {"prefixItems": [*before, True, *after]}
        if after:
            yield (
                f"prefixItems {index} exchanged",
                schema | {"prefixItems": [*before, after[0], value[index], *after[1:]]},
            )
    yield "prefixItems one later", schema | {"prefixItems": [True, *value]}


def contains(schema: Schema, value: Any) -> Iterator[Change]:
    """For every item, for any, and with the counts left out."""
    yield "contains to items", without(schema, "contains") | {"items": value}
    yield "contains true", schema | {"contains": True}
    yield "contains without its counts", without(schema, "minContains", "maxContains")


def negation(schema: Schema, value: Any) -> Iterator[Change]:
    """Not negated."""
    yield "not dropped around its schema", without(schema, "not") | {"allOf": [*schema.get("allOf", []), value]}


def condition(schema: Schema, value: Any) -> Iterator[Change]:
    """Branches exchanged; the condition always true or false, or an assertion."""
    yield "then and else exchanged", schema | {"then": schema.get("else", True), "else": schema.get("then", True)}
    yield "if true", schema | {"if": True}
    yield "if false", schema | {"if": False}
    yield "if negated", schema | {"if": {"not": value}}
    yield "if as an assertion", schema | {"allOf": [*schema.get("allOf", []), value]}


def dependent_required(schema: Schema, value: dict[str, list[str]]) -> Iterator[Change]:
    """Each dropped and reversed, each name of it left out, each for everybody."""
    for name, names in value.items():
        others = {one: other for one, other in value.items() if one != name}
        yield f"dependentRequired without {name}", schema | {"dependentRequired": others}
        yield (
            f"dependentRequired {name} reversed",
            schema | {"dependentRequired": others | {one: [name] for one in names}},
        )
        yield f"dependentRequired {name} for all", schema | {"required": [*schema.get("required", []), *names]}
        for one in names:
            fewer = [other for other in names if other != one]
            yield f"dependentRequired {name} without {one}", schema | {"dependentRequired": others | {name: fewer}}


def dependent_schemas(schema: Schema, value: dict[str, Any]) -> Iterator[Change]:
    """Each for everybody, and as a dependency of another name."""
    for name, inner in value.items():
        others = {one: other for one, other in value.items() if one != name}
        yield f"dependentSchemas {name} for all", schema | {"allOf": [*schema.get("allOf", []), inner]}
        yield f"dependentSchemas {name} renamed", schema | {"dependentSchemas": others | {f"{name}s": inner}}
        yield f"dependentSchemas {name} false", schema | {"dependentSchemas": value | {name: False}}


def reference(keyword: str) -> Operator:
    """Nowhere, nothing, and alone."""

    def change(schema: Schema, value: str) -> Iterator[Change]:
        yield f"{keyword} {value} false", without(schema, keyword) | {"allOf": [False]}
        if len(schema) > 1:
            yield (
                f"{keyword} {value} alone",
                {keyword: value} | {name: schema[name] for name in schema if name.startswith("$")},
            )
        if keyword == "$dynamicRef":
            yield "$dynamicRef to $ref", without(schema, keyword) | {"$ref": "#"}

    return change


OPERATORS: dict[str, Operator] = {
    **{keyword: branches(keyword) for keyword in ("allOf", "anyOf", "oneOf")},
    "properties": schemas_by_name("properties"),
    "patternProperties": patterns_by_name,
    **{keyword: rest(keyword) for keyword in ("additionalProperties", "unevaluatedProperties", "unevaluatedItems")},
    "items": items,
    "prefixItems": prefix_items,
    "contains": contains,
    "not": negation,
    "if": condition,
    "dependentRequired": dependent_required,
    "dependentSchemas": dependent_schemas,
    "$ref": reference("$ref"),
    "$dynamicRef": reference("$dynamicRef"),
}
