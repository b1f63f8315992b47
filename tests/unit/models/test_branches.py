"""What the branches of a union are called, and what is said of them."""

from __future__ import annotations

import inspect
from typing import Any, get_args

import pytest
from fidelity import carrier_of, module_of_schema

from schemawright.errors import InvalidInstance

A_KIND: dict[str, Any] = {"properties": {"kind": {"const": "first"}, "of": {"const": "all"}}}
B_KIND: dict[str, Any] = {"properties": {"kind": {"enum": ["second"]}, "of": {"const": "all"}}}
PLAIN: dict[str, Any] = {"properties": {"x": {}}}


def kind(value: str) -> dict[str, Any]:
    return {"properties": {"kind": {"const": value}, "of": {"const": "all"}}}


def named(*branches: Any, keyword: str = "oneOf", **more: Any) -> list[str]:
    module = module_of_schema({keyword: list(branches), **more})
    return [made.cls.__name__ for made in carrier_of(module).classes]


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
@pytest.mark.parametrize(
    ("branches", "names"),
    [
        ([A_KIND, B_KIND], ["First", "Second"]),
        ([A_KIND, PLAIN], ["First", "CaseWithX"]),
        ([A_KIND, {"properties": {"y": {}, "x": {}}}], ["First", "CaseWithY"]),
        ([{**A_KIND, "title": "The one"}, B_KIND], ["TheOne", "Second"]),
        ([{**A_KIND, "title": "1.0"}, {**B_KIND, "title": "t" * 61}], ["First", "Second"]),
        ([A_KIND, {"allOf": [B_KIND, PLAIN]}], ["First", "Second"]),
        ([A_KIND, {**A_KIND, "required": ["of"]}], ["Case1", "Case2"]),
        ([{**PLAIN, "required": ["z", "x"]}, {**PLAIN, "required": ["z", "y"]}], ["CaseWithX", "CaseWithY"]),
        ([{**PLAIN, "required": ["x"]}, {**PLAIN, "required": ["x", "x" * 60]}], ["Case1", "Case2"]),
        ([PLAIN, {"properties": {"x": {}, "y": {}}}], ["Case1", "Case2"]),
        ([{"properties": {"x": {}, "y": {}}, "required": ["y", "x"]}, A_KIND], ["CaseWithX", "First"]),
        ([{"properties": {"$x": {}}}, {"properties": {"@y": {}, "9": {}}}], ["CaseWithX", "CaseWithY"]),
        ([{"properties": {"$x": {}}}, {"properties": {"9": {}}}], ["Case1", "Case2"]),
        ([{"properties": {name: {}}} for name in ("a-b", "a_b", "aB")], ["Case1", "Case2", "Case3"]),
        ([{"properties": {"a-b": {}, "c": {}}}, {"properties": {"a_b": {}, "d": {}}}], ["CaseWithC", "CaseWithD"]),
        ([{**A_KIND, "title": "Case with x"}, PLAIN], ["CaseWithX", "Case2"]),
        ([PLAIN, True, {"type": "object"}, A_KIND], ["CaseWithX", "First"]),
        ([A_KIND, {**PLAIN, "title": "First"}], ["First", "First_2"]),
        ([A_KIND, {**PLAIN, "title": "Text"}], ["First", "Text_"]),
        ([{"properties": {"kind": {"const": ""}}}, {"properties": {"kind": {"const": 2}}}], ["Case1", "Case2"]),
        ([{"$ref": "#/$defs/b", "title": "One of many"}, A_KIND], ["B", "First"]),
        ([PLAIN, {"type": "null"}], ["Case"]),
        ([{"enum": [None, "none"]}, {**PLAIN, "type": "object"}, {"type": ["string", "integer"]}, False], ["Case"]),
        ([{"type": "array", "items": PLAIN}, {**PLAIN, "type": "object"}], ["CaseItem", "CaseObject"]),
        ([{"type": "string"}, {"type": "array"}, {**PLAIN, "type": "object"}], ["CaseObject"]),
        ([A_KIND, {"properties": {"kind": {"enum": ["card", "sepa-debit"]}}}], ["First", "CardOrSepaDebit"]),
        ([A_KIND, {"properties": {"kind": {"enum": ["card", "1st"]}}}], ["First", "Case2"]),
        ([A_KIND, {"properties": {"kind": {"enum": ["a", "b", "c", "d"]}}}], ["First", "Case2"]),
        ([A_KIND, {"properties": {"kind": {"enum": ["a" * 30, "b" * 30]}}}], ["First", "Case2"]),
        ([PLAIN, {"type": ["object", "null"], "properties": {"y": {}}}], ["CaseWithX", "CaseWithY"]),
        ([{"type": "string"}, {"properties": {"kind": {"enum": ["a", "b"]}}}], ["Case"]),
        ([{"type": "string"}, {"properties": {"kind": {"enum": ["a"]}}}], ["A"]),
        ([kind("alpha"), kind("beta"), kind("a-b"), kind("a_b")], ["Alpha", "Beta", "AB", "AB_2"]),
        ([kind("alpha"), kind("beta"), {**kind("beta"), "required": ["x"]}], ["Alpha", "Case2", "Case3"]),
        ([kind("alpha"), PLAIN, kind("a-b"), kind("a_b")], ["Alpha", "CaseWithX", "AB", "AB_2"]),
        ([A_KIND, {"oneOf": [{"properties": {"x": {}, "y": {}}}, PLAIN]}], ["First", "Case1", "Case2"]),
        ([{**A_KIND, "type": "object"}, {"allOf": [{"type": "array", "items": PLAIN}]}], ["First", "CaseItem"]),
        ([{**PLAIN, "type": "object"}, {"anyOf": [{"type": "string"}, {"type": "array"}]}], ["CaseObject"]),
    ],
)
def test_a_branch_is_called_by_what_it_says_itself(keyword: str, branches: list[Any], names: list[str]) -> None:
    """Title, definition, strings that tell it apart, type; what is referred to has no name by one use of it."""
    assert named(*branches, keyword=keyword, **{"$defs": {"b": PLAIN}}) == names


def test_the_only_enumeration_among_objects_is_called_as_the_value_is() -> None:
    kinds = [{"enum": ["a", "b"]}, {"type": "string"}, {**PLAIN, "required": ["x"]}, {"properties": {"y": {}, "z": {}}}]
    for branches, hint in (
        (kinds, "P | str | PWithX | PWithY"),
        ([{"enum": ["c", "d"]}, *kinds], "P1 | P2 | str | PWithX | PWithY"),
    ):
        module = module_of_schema({"properties": {"p": {"type": ["string", "object"], "anyOf": branches}}})
        assert module.Case.__annotations__["p"] == f"{hint} | Unset"


def test_a_property_goes_before_a_branch_that_would_have_its_name() -> None:
    branches = [{**PLAIN, "required": ["x"]}, {"properties": {"y": {}}}]
    before = {"b": {"type": "object", "anyOf": branches}}
    for properties, names in (
        (before, ["Case", "BWithX", "BWithY"]),
        ({**before, "bWithY": {"properties": {"z": {}}}}, ["Case", "B1", "B2", "BWithY"]),
        ({**before, "b_with_x": {"properties": {"z": {}}}}, ["Case", "B1", "B2", "BWithX"]),
    ):
        module = module_of_schema({"properties": properties})
        assert [made.cls.__name__ for made in carrier_of(module).classes] == names


A_AND_B: dict[str, Any] = {"$defs": {"a": {"properties": {"a": {}}}, "b": {"properties": {"b": {}}}}}
CLOSED: dict[str, Any] = {"unevaluatedProperties": False, **A_AND_B}
BOTH: list[Any] = [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/b"}]


def test_only_of_several_structured_items_each_has_its_number() -> None:
    one, other = {**PLAIN, "type": "object"}, {"type": "object", "properties": {"y": {}}}
    tuples = {"a": [{"type": "string"}, one], "b": [one, {"type": "null"}, other]}
    module = module_of_schema({"properties": {name: {"prefixItems": items} for name, items in tuples.items()}})
    assert [made.cls.__name__ for made in carrier_of(module).classes] == ["Case", "AItem", "BItem3"]


@pytest.mark.parametrize(
    ("schema", "is_open"),
    [
        ({"allOf": BOTH}, False),
        ({"allOf": BOTH, "$schema": "https://json-schema.org/draft/2019-09/schema"}, False),
        ({"$ref": "#/$defs/a", "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, False),
        ({"allOf": [BOTH[0], {"$dynamicRef": "#/$defs/b"}]}, True),
        ({"allOf": [BOTH[0], {"patternProperties": {"^x": {}}}]}, True),
        ({"allOf": [BOTH[0], {"additionalProperties": {"type": "string"}}]}, True),
        ({"allOf": [BOTH[0], {"unevaluatedProperties": True}]}, True),
        ({"allOf": [BOTH[0], {"if": {"required": ["a"]}, "then": {"additionalProperties": True}}]}, True),
        ({"allOf": [BOTH[0], {"if": BOTH[1]}]}, False),
        ({"allOf": [BOTH[0], {"if": {"required": ["a"]}, "then": BOTH[1]}]}, False),
        ({"properties": {"a": {}}, "dependentSchemas": {"a": BOTH[1]}}, False),
        ({"properties": {"a": {}}, "additionalProperties": False, "patternProperties": {"^x": False}}, False),
        ({"properties": {"a": {}}, "additionalProperties": False, "patternProperties": {"^x": {}}}, True),
        ({"properties": {"a": {}}, "dependentSchemas": {"a": {"patternProperties": {"^x": {}}}}}, True),
        ({"allOf": BOTH, "$schema": "http://json-schema.org/draft-07/schema#"}, True),
        ({"allOf": BOTH, "unevaluatedProperties": {}}, True),
    ],
)
def test_a_class_has_no_other_properties_where_none_can_be_valid(schema: dict[str, Any], is_open: bool) -> None:
    (made,) = carrier_of(module_of_schema({**CLOSED, **schema})).classes
    assert (made.extra_field != "") == is_open
    assert made.cls.from_json('{"a":"x"}').to_json() == b'{"a":"x"}'


def test_another_branch_may_hold_too() -> None:
    """Of `anyOf`, so that an object of the first branch's class can have properties of the second."""
    module = module_of_schema({"anyOf": BOTH, **CLOSED})
    assert module.from_json('{"a":1,"b":2}').extra == {"b": 2}


def docs(schema: dict[str, Any]) -> list[str | None]:
    return [inspect.getdoc(made.cls) for made in carrier_of(module_of_schema(schema)).classes]


def test_a_branch_says_what_it_is_itself() -> None:
    """Not what the choice is; but what may be null instead is what the choice says."""
    first, second = {**A_KIND, "title": "First", "description": "One."}, {"allOf": [B_KIND], "title": "Second"}
    union = {"type": "object", "title": "All", "oneOf": [first, second, PLAIN, {"$ref": "#/$defs/b", "title": "Use"}]}
    found = docs({**union, "$defs": {"b": {"title": "B", "properties": {"b": {}}}}})
    assert found == ["First\n\nOne.", "Second", "An object of the schema's /oneOf/2.", "B"]
    assert docs({"title": "All", "type": ["object", "null"], "anyOf": [PLAIN, {"type": "null"}]}) == ["All"]


def kind(name: str, **more: Any) -> dict[str, Any]:
    return {"properties": {"t": {"const": name}, name: {"type": "string"}}, "required": ["t"], **more}


BASE: dict[str, Any] = {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]}
KINDS = [kind("a"), kind("b")]


@pytest.mark.parametrize(
    "schema",
    [
        {**BASE, "oneOf": KINDS},
        {**BASE, "anyOf": KINDS},
        {"allOf": [BASE, {"oneOf": KINDS}]},
        {"allOf": [BASE, {"anyOf": KINDS}], "unevaluatedProperties": False},
        {"$ref": "#/$defs/base", "oneOf": KINDS, "$defs": {"base": BASE}},
        {"oneOf": [{"$ref": "#/$defs/a"}, KINDS[1]], **BASE, "$defs": {"a": KINDS[0]}},
    ],
)
def test_what_is_declared_beside_kinds_is_declared_for_each(schema: dict[str, Any]) -> None:
    module = module_of_schema(schema)
    one, two = (
        module.from_json(f'{{"id":{number},"t":"{name}","{name}":"x"}}') for number, name in ((1, "a"), (2, "b"))
    )
    assert [type(one).__name__, type(two).__name__] == ["A", "B"]
    assert (one.id, one.t, one.a, two.id, two.b) == (1, "a", "x", 2, "x")
    assert one.to_json() == b'{"id":1,"t":"a","a":"x"}'
    # Required, and told apart by it: which it is need not be said.
    assert inspect.signature(type(one)).parameters["t"].default == "a"
    assert inspect.signature(type(two)).parameters["t"].default == "b"


@pytest.mark.parametrize(
    "branches",
    [
        {"oneOf": [{"required": ["x"]}, {"required": ["y"]}]},
        {"anyOf": [PLAIN, {"properties": {"y": {}}}]},
        {"oneOf": [PLAIN]},
        {"oneOf": [kind(f"k{number}") for number in range(150)]},
    ],
    ids=["nothing declared", "both at once", "one", "too many"],
)
def test_an_object_that_is_of_no_one_kind_has_one_class(branches: dict[str, Any]) -> None:
    properties = {"id": {}, "x": {}, "y": {}}
    assert len(carrier_of(module_of_schema({"type": "object", "properties": properties, **branches})).classes) == 1


def test_a_schema_of_definitions_only_has_their_classes() -> None:
    definitions = {
        "money": {
            "properties": {"amount": {"type": "integer"}, "of": {"$ref": "#/$defs/unit"}},
            "required": ["amount"],
        },
        "unit": {"enum": ["EUR", "USD"]},
        "text": {"type": "string"},
    }
    module = module_of_schema({"$defs": {**definitions, "old": {"properties": {"m": {"$ref": "#/$defs/money"}}}}})
    assert module.Old.from_json('{"m":{"amount":1}}').m == module.Money(amount=1)
    assert module.Money.from_json('{"amount":1,"of":"EUR"}').of is module.Unit.EUR
    with pytest.raises(InvalidInstance):
        module.Money.from_json('{"amount":"x"}')
    assert module.from_json("[1]") == [1]
    assert not hasattr(module_of_schema({"type": "string", "$defs": definitions}), "Money")


def kinds(number: int, *required: str) -> dict[str, Any]:
    """Return a union of kinds, each of which has a property with a text of its own."""
    branches = [
        {
            "description": f"The kind {at}, of which there is as much to say as there is of kinds that somebody uses.",
            "properties": {"kind": {"const": f"k{at}"}, f"a{at}": {"type": "integer"}},
            "required": [*required],
        }
        for at in range(number)
    ]
    return {"type": "object", "oneOf": branches}


def test_hundreds_of_kinds_have_classes_where_a_required_text_tells_them_apart() -> None:
    module = module_of_schema(kinds(300, "kind"))
    assert len(carrier_of(module).classes) == 300
    for text in ('{"kind":"k7","a7":1}', '{"kind":"k299","a299":1,"a298":"of none"}', '{"kind":"k7","a7":1e400}'):
        loaded = module.from_json(text)
        assert type(loaded).__name__ == f"K{loaded.kind[1:]}"
        assert module.from_instance(loaded.to_instance()) == loaded
    assert get_args(module.Root)[299] is type(module.from_json('{"kind":"k299"}'))
    inside = module_of_schema({"type": "array", "items": kinds(300, "kind")})
    assert type(inside.from_json('[{"kind":"k299"}]')[0]).__name__ == "K299"


@pytest.mark.parametrize(
    ("number", "required", "kind"), [(600, ["kind"], "Case"), (300, [], "Case"), (1_100, ["kind"], "dict")]
)
def test_more_kinds_than_anybody_tells_apart_are_none(number: int, required: list[str], kind: str) -> None:
    module = module_of_schema(kinds(number, *required))
    loaded = module.from_json('{"kind":"k7","a7":1.0}')
    assert type(loaded).__name__ == kind
    assert module.to_json(loaded) == b'{"kind":"k7","a7":1.0}'
