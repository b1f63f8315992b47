"""Planted bugs: branches, conditions, references, and what counts as evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.mutation.planted import Bug
from benchmarks.mutation.small_keywords import KEYWORDS
from benchmarks.mutation.small_steps import TYPES

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.mutation.small_validator import Place

    Check = Callable[[Place, Any, Any], bool]


def _right_type(here: Place, value: list[Any], instance: Any) -> bool:
    """Judge by the first branch whose type is right."""
    for schema in value:
        if _is_of_type(schema, instance):
            return here.beside(schema, instance)
    return False


def _is_of_type(schema: Any, instance: Any) -> bool:
    """Return whether an instance is of a type that a branch names, if it names any."""
    kind = schema.get("type") if isinstance(schema, dict) else None
    return kind is None or any(TYPES[f"type {one}"](instance) for one in (kind if isinstance(kind, list) else [kind]))


def _parted(schema: Any) -> Any:
    """Return a schema with its annotations' applicators left out: what looks like a mere list of requirements."""
    return {name: value for name, value in schema.items() if name != "required"} if isinstance(schema, dict) else schema


def _if(then: Callable[..., bool]) -> dict[str, Check]:
    return {"if": lambda here, value, instance: then(here, here.beside(value, instance), instance)}


def _branch(here: Place, name: str, instance: Any) -> bool:
    return here.beside(here.schema.get(name, True), instance)


def _depth_limited(keyword: str, depth: int) -> dict[str, Check]:
    return {keyword: lambda here, value, one: len(here.route) > depth or KEYWORDS[keyword](here, value, one)}


def _static(here: Place, value: str, instance: Any) -> bool:
    schema, uri = here.validator.resolve(here.scope[-1], value)
    return here.beside(schema, instance, (*here.scope, uri))


def _in_all(here: Place, value: str, instance: Any) -> bool:
    """Follow a reference, forgetting what it evaluated."""
    schema, uri = here.validator.resolve(here.scope[-1], value)
    return here.validator.holds(type(here)(here.validator, schema, (*here.scope, uri), here.route), instance)


def _adjacent_names(here: Place, value: Any, instance: Any) -> bool:
    if not isinstance(instance, dict):
        return True
    declared = here.schema.get("properties", {})
    return all(here.below(value, one, name) for name, one in instance.items() if name not in declared)


def _adjacent_items(here: Place, value: Any, instance: Any) -> bool:
    if not isinstance(instance, list):
        return True
    start = len(here.schema.get("prefixItems", ()))
    return all(here.below(value, item, index) for index, item in enumerate(instance) if index >= start)


def _merge_names(here: Place, other: Place) -> None:
    here.names |= other.names


def _merge_items(here: Place, other: Place) -> None:
    here.indexes |= other.indexes


def _only(keyword: str) -> dict[str, Callable[..., Any]]:
    """Return the step that lets a keyword hide all those beside it, as in draft 7."""
    return {"keywords": lambda schema: [keyword] if keyword in schema else schema}


BUGS = [
    Bug("oneOf is anyOf", {"oneOf": KEYWORDS["anyOf"]}, ("rule",)),
    Bug("oneOf judges by the first branch of the right type", {"oneOf": _right_type}),
    Bug("oneOf lets none pass", {"oneOf": lambda here, value, one: here.ask("holding", here, value, one) <= 1}),
    Bug(
        "oneOf looks at the first two branches",
        {"oneOf": lambda here, value, one: KEYWORDS["oneOf"](here, value[:2], one)},
    ),
    Bug("anyOf is oneOf", {"anyOf": KEYWORDS["oneOf"]}, ("contact",)),
    Bug("anyOf is allOf", {"anyOf": KEYWORDS["allOf"]}),
    Bug("anyOf judges by the first branch of the right type", {"anyOf": _right_type}, ("contact",)),
    Bug(
        "anyOf looks at the first branch only",
        {"anyOf": lambda here, value, one: KEYWORDS["anyOf"](here, value[:1], one)},
    ),
    Bug(
        "anyOf looks at the types of its branches only",
        {"anyOf": lambda _, value, one: any(_is_of_type(schema, one) for schema in value)},
    ),
    Bug("allOf is anyOf", {"allOf": KEYWORDS["anyOf"]}),
    Bug(
        "allOf looks at the first branch only",
        {"allOf": lambda here, value, one: KEYWORDS["allOf"](here, value[:1], one)},
    ),
    Bug(
        "allOf looks at the last branch only",
        {"allOf": lambda here, value, one: KEYWORDS["allOf"](here, value[-1:], one)},
    ),
    Bug("not is ignored", {"not": lambda *_: True}),
    Bug("not is not negated", {"not": lambda here, value, one: here.apart(value, one)}),
    Bug(
        "not with several names asks that all are missing",
        {
            "not": lambda here, value, one: (
                not any(here.apart(value | {"required": [name]}, one) for name in value["required"])
                if "required" in value
                else KEYWORDS["not"](here, value, one)
            )
        },
    ),
    Bug(
        "if is an assertion",
        {"if": lambda here, value, one: here.beside(value, one) and KEYWORDS["if"](here, value, one)},
    ),
    Bug("then is ignored", _if(lambda here, holds, one: holds or _branch(here, "else", one))),
    Bug("else is ignored", _if(lambda here, holds, one: not holds or _branch(here, "then", one))),
    Bug(
        "then is looked at where if fails",
        _if(lambda here, holds, one: _branch(here, "else" if holds else "then", one)),
    ),
    Bug(
        "then is always looked at",
        _if(lambda here, holds, one: _branch(here, "then", one) and (holds or _branch(here, "else", one))),
    ),
    Bug(
        "else is always looked at",
        _if(lambda here, holds, one: _branch(here, "else", one) and (not holds or _branch(here, "then", one))),
    ),
    Bug(
        "if looks at required only",
        {"if": lambda here, value, one: KEYWORDS["if"](here, {"required": value.get("required", [])}, one)},
    ),
    Bug("if does not look at required", {"if": lambda here, value, one: KEYWORDS["if"](here, _parted(value), one)}),
    Bug("$ref hides the keywords beside it", _only("$ref")),
    Bug("$ref is ignored", {"$ref": lambda *_: True}),
    Bug("$ref is not followed below two levels", _depth_limited("$ref", 2)),
    Bug("$ref is not followed below four levels", _depth_limited("$ref", 4)),
    Bug("$ref is not followed below six levels", _depth_limited("$ref", 6)),
    Bug("$ref forgets what was evaluated", {"$ref": _in_all}),
    Bug("$dynamicRef is ignored", {"$dynamicRef": lambda *_: True}),
    Bug("$dynamicRef is static", {"$dynamicRef": _static}),
    Bug("$dynamicRef is not followed below two levels", _depth_limited("$dynamicRef", 4)),
    Bug("unevaluatedProperties looks at the properties beside it only", {"unevaluatedProperties": _adjacent_names}),
    Bug("unevaluatedProperties is ignored", {"unevaluatedProperties": lambda *_: True}),
    Bug(
        "unevaluatedProperties false only",
        {
            "unevaluatedProperties": lambda here, value, one: (
                value is not False or KEYWORDS["unevaluatedProperties"](here, value, one)
            )
        },
    ),
    Bug(
        "unevaluatedProperties lets null pass",
        {
            "unevaluatedProperties": lambda here, value, one: KEYWORDS["unevaluatedProperties"](
                here,
                value,
                {name: inner for name, inner in one.items() if inner is not None} if isinstance(one, dict) else one,
            )
        },
    ),
    Bug("unevaluatedItems looks at the prefix beside it only", {"unevaluatedItems": _adjacent_items}, ("position",)),
    Bug("unevaluatedItems is ignored", {"unevaluatedItems": lambda *_: True}),
    Bug(
        "unevaluatedItems looks at the first item that is left only",
        {
            "unevaluatedItems": lambda here, value, one: KEYWORDS["unevaluatedItems"](
                here, value, one[: max(here.indexes, default=-1) + 2] if isinstance(one, list) else one
            )
        },
    ),
    Bug("evaluated items are forgotten by branches", {"merge": _merge_names}),
    Bug("evaluated properties are forgotten by branches", {"merge": _merge_items}),
]
