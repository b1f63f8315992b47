"""Laws of hints: whatever type of ours loading gives to a value stands in its hint, on whatever condition it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fidelity import module_of_schema
from hypothesis import given
from hypothesis import strategies as st

from schemawright.models.planning.class_names import Settings
from schemawright.models.planning.plan import make_plan
from schemawright.models.planning.shape import TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.models.planning.shape import Plan, Shape

URI = "https://e.test/s"
MOST = 4
"""Of how many types a value is told to be that may be anything else: of more, it is `Any`."""
NAMES = st.sampled_from(["a", "b", "c", "p"])
DEFINITIONS: dict[str, Any] = {
    "box": {"type": "object", "properties": {"a": {"type": "string"}}},
    "tin": {"properties": {"b": {}}, "required": ["b"]},
    "list": {"type": "array", "items": {"$ref": "#/$defs/box"}},
    "tree": {"type": "array", "items": {"$ref": "#/$defs/tree"}},
    "kind": {"enum": ["a", "b"]},
    "date": {"type": "string", "format": "date"},
    "map": {"additionalProperties": {"$ref": "#/$defs/tin"}},
}
LEAVES: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from([{"$ref": f"#/$defs/{name}"} for name in DEFINITIONS]),
    st.sampled_from([{}, True, {"type": "object"}, {"type": ["array", "null"]}, {"required": ["a"]}, {"minItems": 1}]),
)


def larger(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return schemas of some keywords that have others inside."""
    several, of_names = st.lists(inner, min_size=1, max_size=3), st.dictionaries(NAMES, inner, min_size=1, max_size=3)
    keywords: dict[str, st.SearchStrategy[Any]] = {
        "properties": of_names,
        **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), several),
        **dict.fromkeys(("if", "then", "else", "items", "additionalProperties"), inner),
        **dict.fromkeys(("dependentSchemas", "patternProperties"), of_names),
        "type": st.sampled_from(["object", "array", ["object", "string"]]),
        "required": st.lists(NAMES, max_size=2, unique=True),
    }
    chosen = st.lists(st.sampled_from(sorted(keywords)), min_size=1, max_size=3, unique=True)
    return chosen.flatmap(lambda names: st.fixed_dictionaries({name: keywords[name] for name in names}))


SCHEMAS = st.recursive(LEAVES, larger, max_leaves=12)


def plan_of(schema: Any) -> Plan:
    contents = {"type": "object", "properties": {"p": schema}, "$defs": DEFINITIONS}
    return make_plan(URI, {URI: contents}, "2020-12", Settings("Case"))


def shapes_of(plan: Plan) -> Iterator[tuple[str, Shape]]:
    yield "root", plan.root
    for made in plan.classes:
        yield from [(f"{made.name}.{field.name}", field.shape) for field in made.fields]
        yield f"{made.name}.{made.extra}", made.extra_shape
    yield from [(made.name, made.shape) for made in plan.aliases]


def parts_of(hint: dict[str, Any], plan: Plan) -> list[dict[str, Any]]:
    """Return the types of which a value is one of, without their constraints."""
    if str(name := hint.get("customTypePath", "")).startswith("_literals.N"):
        return parts_of(plan.noted[int(name[11:])].hint, plan)
    return [part for one in hint["anyOf"] for part in parts_of(one, plan)] if "anyOf" in hint else [hint]


def untold(spec: Any, hint: dict[str, Any], plan: Plan, types: frozenset[str] = TYPES) -> list[Any]:
    """Return what a value of some JSON types may be by its spec and not by its hint."""
    kind, *rest = spec or ("",)
    parts = parts_of(hint, plan)
    if KINDS.get(kind, kind) in TYPES - types:
        return []
    if kind in LETTERS:
        key, name = LETTERS[kind]
        return [] if any(part.get(key) == f"{name}{rest[0]}" for part in parts) else [spec]
    if kind in INSIDE:
        specs = [*rest[0], rest[1]] if kind == "tuple" else rest[:1]
        inside = {"anyOf": [part[INSIDE[kind]] for part in parts if part.get(INSIDE[kind])] or [{}]}
        return [one for each in specs for one in untold(each, inside, plan)]
    ways: list[Any] = rest if kind == "kinds" else rest[1:] if kind == "if" else []
    ways += [way[-1] for way in rest[0]] if kind in {"choice", "named"} else []
    return [one for way in ways for one in untold(way, hint, plan, types)]


LETTERS = {
    "object": ("$ref", "#/$defs/C"),
    "enum": ("customTypePath", "_literals.E"),
    "shared": ("customTypePath", "_literals.A"),
    "text": ("customTypePath", "schemawright.runtime."),
}
INSIDE = {"list": "items", "tuple": "items", "map": "additionalProperties"}


KINDS = {"map": "object", "named": "object", "list": "array", "tuple": "array", "enum": "string", "text": "string"}


def names_in(spec: Any) -> set[Any]:
    """Return all types of ours in a spec."""
    if not isinstance(spec, tuple):
        return set()
    return {spec} if spec[:1] and spec[0] in LETTERS else {name for part in spec for name in names_in(part)}


def expect_told(plan: Plan) -> None:
    for name, shape in shapes_of(plan):
        missing = untold(shape.spec, shape.hint, plan, shape.types)
        assert not missing or (not shape.hint and len(names_in(shape.spec)) > MOST), (name, missing, shape)


@given(SCHEMAS)
def test_each_type_that_a_value_may_be_loaded_as_stands_in_its_hint(schema: Any) -> None:
    expect_told(plan_of(schema))


V = {"type": "object", "properties": {"a": {"type": "string"}}}
BANDS = {"required": ["bands"], "properties": {"bands": {"type": "array"}}}


@pytest.mark.parametrize(
    ("schema", "hint"),
    [
        ({"anyOf": [{"required": ["a"]}, BANDS]}, "PWithBands | Any"),
        ({"anyOf": [{}, V, {"items": V}]}, "PWithA | list[PWithA] | Any"),
        ({"additionalProperties": V}, "dict[str, PValue] | Any"),
        ({"items": V, "minItems": 1}, "Annotated[list[PItem], MinLen(1)] | Any"),
        ({"prefixItems": [V, True], "type": "array"}, "list[PItem1 | Any]"),
        ({"patternProperties": {"^x": V}, "type": "object"}, "dict[str, PValue | Any]"),
        ({"anyOf": [{}, {"type": "string"}]}, "Any"),
        (
            {"anyOf": [{}, *[{**V, "maxProperties": most} for most in range(9)]]},
            " | ".join([*[f"P{at}" for at in range(2, 11)], "Any"]),
        ),
    ],
)
def test_what_may_be_anything_is_told_by_the_types_that_it_is_then(schema: Any, hint: str) -> None:
    module = module_of_schema({"type": "object", "properties": {"p": schema}})
    assert module.Case.__annotations__["p"] == f"{hint} | Unset"


def test_a_property_of_which_branches_of_branches_say_more_is_told_by_all_their_classes() -> None:
    branches = [{"required": ["p"], "properties": {"p": {"anyOf": [{"required": ["a"]}, BANDS]}}}, {"required": ["z"]}]
    module = module_of_schema(
        {"type": "object", "if": {"required": ["x"]}, "then": {"properties": {"p": V}, "anyOf": branches}}
    )
    assert module.Case.__annotations__["p"] == "P | PWithBands | Any | Unset"
    loaded = module.from_json('{"x": 1, "p": {"bands": []}}')
    assert type(loaded.p).__name__ in {"P", "PWithBands"}


def test_what_is_declared_as_an_object_is_told_by_the_classes_of_branches_too() -> None:
    parts = [{"properties": {"p": {"anyOf": [{}, {**V, "maxProperties": most}]}}} for most in range(2)]
    module = module_of_schema({"type": "object", "properties": {"p": {"type": "object"}}, "anyOf": parts})
    assert module.Case.__annotations__["p"] == "PWithA | CasePWithA | dict[str, Any] | Unset"


@pytest.mark.parametrize(
    ("schema", "hint"),
    [
        ({"oneOf": [{"const": "a"}, {"type": "integer"}, {"const": "b"}, {"enum": ["a"]}]}, "Literal['a', 'b'] | int"),
        ({"oneOf": [{"const": 1}, {"const": True}, {"const": "1"}]}, "Literal[1, True, '1']"),
        ({"items": {"anyOf": [{"const": "a"}, {"const": "b"}]}, "type": "array"}, "list[Literal['a', 'b']]"),
        ({"oneOf": [{"const": "a"}, {"type": "null"}]}, "Literal['a'] | None"),
    ],
)
def test_the_constants_of_a_union_are_one_literal(schema: Any, hint: str) -> None:
    module = module_of_schema({"type": "object", "properties": {"p": schema}})
    assert module.Case.__annotations__["p"].replace('"', "'") == f"{hint} | Unset"
