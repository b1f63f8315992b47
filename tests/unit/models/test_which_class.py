"""Which class a value is of: its name decides, or who accepts it, or how much of it a class declares."""

from __future__ import annotations

from typing import Any

import pytest
from fidelity import module_of_schema

from schemawright.runtime import DateTime

TEXT: dict[str, Any] = {"type": "string"}
MOMENT: dict[str, Any] = {"type": "string", "format": "date-time"}
NOW = "2026-03-02T06:00:00Z"


def kind(*names: str, **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": dict.fromkeys(names, TEXT), **more}


DEFINED: dict[str, Any] = {
    "$defs": {
        "User": kind("name", "mail"),
        "Group": kind("name", "team"),
        "Pet": kind("name"),
        "Dog": kind("name", "bark"),
        "P": {**kind(required=["size"]), "properties": {"size": {"type": "integer"}}, "additionalProperties": False},
    }
}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def names(value: Any) -> Any:
    """Return the class of each member or item."""
    return {name: type(one).__name__ for name, one in value.items()}


PATTERNS = {"^user_": ref("User"), "^group_": ref("Group")}


@pytest.mark.parametrize("properties", [{}, {"properties": {"id": {}}}], ids=["a map", "a class"])
@pytest.mark.parametrize(
    ("others", "expected"),
    [(False, {}), ({}, {"x": "dict"}), (ref("Pet"), {"x": "Pet"})],
    ids=["no others", "any others", "others of a class"],
)
def test_the_name_decides_which_pattern_describes_a_property(
    properties: dict[str, Any], others: Any, expected: dict[str, str]
) -> None:
    """Also where every one of them would accept the value; the others are for names that no pattern matches."""
    schema = {"type": "object", "patternProperties": PATTERNS, "additionalProperties": others, **properties, **DEFINED}
    module = module_of_schema(schema)
    instance = {"group_1": {"name": "g"}, "user_1": {"name": "u"}, **{key: {"name": "x"} for key in expected}}
    for loaded in (module.from_instance(instance), module.from_json(module.to_json(module.from_instance(instance)))):
        found = getattr(loaded, "extra", loaded)
        assert names(found) == {"group_1": "Group", "user_1": "User", **expected}
        assert module.to_instance(loaded) == instance


def test_a_text_is_of_a_format_where_its_name_is_of_that_pattern() -> None:
    module = module_of_schema({"type": "object", "patternProperties": {"^at_": MOMENT, "^n_": TEXT, "t$": MOMENT}})
    loaded = module.from_instance({"n_1": NOW, "at_1": NOW, "n_t": NOW, "z": NOW})
    assert names(loaded) == {"n_1": "str", "at_1": "DateTime", "n_t": "DateTime", "z": "str"}


def test_patterns_of_several_subschemas_each_have_their_own_others() -> None:
    parts = [
        {"patternProperties": {"^user_": ref("User")}, "additionalProperties": ref("Pet")},
        {"patternProperties": {"^x": {"minProperties": 0}}},
    ]
    module = module_of_schema({"type": "object", "allOf": parts, **DEFINED})
    assert names(module.from_instance({"user_1": {}, "x": {}, "y": {}})) == {"user_1": "User", "x": "Pet", "y": "Pet"}


def test_a_pattern_that_runs_away_decides_as_the_judge_does() -> None:
    """On such a name an engine that tries one way after the other takes a second, and has no answer then."""
    runaway = "^(a|a)*(a|aa)*(a?)*$"
    patterns = {"^b": ref("User"), runaway: ref("Group")}
    schema = {"type": "object", "patternProperties": patterns, "additionalProperties": ref("Pet"), **DEFINED}
    found = module_of_schema(schema).from_instance({"b": {}, "a": {}, f"{'a' * 40}b": {}})
    assert list(names(found).values()) == ["User", "Group", "Pet"]


def test_a_pattern_that_only_the_other_engine_knows_decides_too() -> None:
    ahead = {"^(?!x)[a-z]+$": ref("User"), "^x(?=y)": ref("Group")}
    found = module_of_schema({"type": "object", "patternProperties": ahead, **DEFINED}).from_instance(
        {"a": {}, "xy": {}}
    )
    assert names(found) == {"a": "User", "xy": "Group"}


def test_of_two_patterns_that_match_the_one_counts_that_makes_something() -> None:
    days = {"type": "array", "items": {"type": "string", "format": "date"}}
    kinds = {"type": "array", "items": {"anyOf": [ref("User"), TEXT]}}
    schema = {"type": "object", "patternProperties": {"^a": kinds, "b$": days}, **DEFINED}
    found = module_of_schema(schema).from_instance({"ab": ["2020-01-01"], "a": [{"mail": "m"}], "b": ["2020-01-01"]})
    assert [type(one[0]).__name__ for one in found.values()] == ["Date", "User", "Date"]


@pytest.mark.parametrize("turn", [1, -1])
def test_what_a_pattern_says_goes_before_what_is_said_of_the_rest(turn: int) -> None:
    parts = [{"additionalProperties": ref("Pet")}, {"patternProperties": {"^g": ref("Group")}}][::turn]
    found = module_of_schema({"type": "object", "allOf": parts, **DEFINED}).from_instance({"g": {"team": "t"}})
    assert names(found) == {"g": "Group"}


EVENT: dict[str, Any] = {"type": "object", "required": ["kind"], "properties": {"kind": TEXT}, **DEFINED}
CREATED: dict[str, Any] = {"properties": {"kind": {"const": "created"}}}
THEN: dict[str, Any] = {"properties": {"payload": ref("P"), "at": MOMENT}}


@pytest.mark.parametrize(
    "condition",
    [
        {"if": CREATED, "then": THEN},
        {"if": {"not": CREATED}, "else": THEN},
        {"anyOf": [{"allOf": [CREATED, THEN]}, True]},
        {"allOf": [{"if": CREATED, "then": THEN}]},
        {"dependentSchemas": {"created": THEN}},
    ],
)
def test_what_a_condition_says_is_taken_for_what_it_accepts_only(condition: dict[str, Any]) -> None:
    """A value that it never judged stays as it is."""
    module = module_of_schema({**EVENT, **condition})
    other = module.from_json('{"kind":"x","payload":{"size":"big"},"at":"yesterday"}')
    assert (type(other.payload), other.payload, type(other.at)) == (dict, {"size": "big"}, str)
    created = module.from_json(f'{{"kind":"created","created":1,"payload":{{"size":1}},"at":"{NOW}"}}')
    assert (created.payload, type(created.at)) == (module.P(size=1), DateTime)


DECLARED: dict[str, Any] = {"true": True, "an object": {"type": "object"}, "of few types": {"type": ["object", "null"]}}
DECLARED |= {"only described": {"description": "What happened."}, "a map": {"additionalProperties": {"minimum": 0}}}


@pytest.mark.parametrize("declared", DECLARED.values(), ids=DECLARED)
@pytest.mark.parametrize(
    "condition",
    [
        {"allOf": [{"if": CREATED, "then": THEN}]},
        {"if": CREATED, "then": THEN, "else": {"properties": {"payload": ref("User")}}},
        {"dependentSchemas": {"created": THEN}},
        {"anyOf": [{"required": ["created"], **THEN}, {"required": ["other"]}]},
    ],
    ids=["then", "then or else", "dependent", "a branch"],
)
def test_a_condition_says_more_of_what_the_parent_declares_openly(declared: Any, condition: dict[str, Any]) -> None:
    module = module_of_schema({**EVENT, **condition, "properties": {"kind": TEXT, "payload": declared}})
    created = module.from_json('{"kind":"created","created":1,"payload":{"size":1}}')
    assert created.payload == module.P(size=1)
    assert type(module.from_json('{"kind":"x","other":1,"payload":{"size":1,"z":2}}').payload) is not module.P
    assert "P | " in module.Case.__annotations__["payload"]


@pytest.mark.parametrize(("declared", "rest"), [(True, "Any"), ({"type": "object"}, "dict[str, Any]")])
def test_maps_of_which_a_condition_says_more_are_told_as_one(declared: Any, rest: str) -> None:
    """What is in them is of the class of either."""
    then, otherwise = [
        {"properties": {"payload": {"additionalProperties": ref(one), "type": "object"}}} for one in ("P", "User")
    ]
    properties = {"kind": TEXT, "payload": declared}
    module = module_of_schema({**EVENT, "if": CREATED, "then": then, "else": otherwise, "properties": properties})
    assert module.Case.__annotations__["payload"] == f"dict[str, P | User] | {rest} | Unset"
    assert names(module.from_json('{"kind":"created","payload":{"a":{"size":1}}}').payload) == {"a": "P"}
    assert names(module.from_json('{"kind":"x","payload":{"a":{"name":"n"}}}').payload) == {"a": "User"}


def test_a_condition_says_nothing_more_of_a_text_with_a_meaning() -> None:
    declared = {"kind": TEXT, "payload": {"type": ["object", "string"], "format": "date-time"}}
    module = module_of_schema({**EVENT, "if": CREATED, "then": THEN, "properties": declared})
    assert module.from_json('{"kind":"created","payload":{"size":1}}').payload == {"size": 1}
    assert type(module.from_json(f'{{"kind":"x","payload":"{NOW}"}}').payload) is DateTime


@pytest.mark.parametrize(("number", "hint"), [(160, "P1 | P2 | "), (161, "dict[str, Any] | Unset")])
def test_of_very_many_conditions_none_says_more(number: int, hint: str) -> None:
    """As a union has so many branches at the most."""
    conditions = [
        {"if": {"properties": {"kind": {"const": f"p{at}"}}}, "then": {"properties": {"payload": ref(f"P{at}")}}}
        for at in range(1, number + 1)
    ]
    definitions = {f"P{at}": {"properties": {f"x{at}": {}}} for at in range(1, number + 1)}
    declared = {"kind": TEXT, "payload": {"type": "object"}}
    module = module_of_schema({"properties": declared, "required": ["kind"], "allOf": conditions, "$defs": definitions})
    found = module.Case.__annotations__["payload"]
    assert found.replace("Union[", "").replace(", ", " | ").startswith(hint.replace(", ", " | "))
    assert hasattr(module, "P1") is (number == 160)


def test_a_condition_says_nothing_more_of_what_has_a_class() -> None:
    declared = {"kind": TEXT, "payload": ref("Pet"), "at": TEXT}
    module = module_of_schema({**EVENT, "if": CREATED, "then": THEN, "properties": declared})
    assert module.Case.__annotations__["payload"] == "Pet | Unset"
    assert module.Case.__annotations__["at"] == "str | Unset"


@pytest.mark.parametrize("declared", [{"type": "object"}, {"type": ["null", "object"]}, {"description": "d"}, {}])
@pytest.mark.parametrize("turn", [1, -1])
def test_who_only_says_that_something_is_an_object_makes_no_class_of_its_own(declared: Any, turn: int) -> None:
    branches = [{"properties": {"kind": {"const": name}, "payload": ref(name)}} for name in ("User", "Group")]
    parts = [{"properties": {"kind": {}, "payload": declared}}, {"oneOf": branches}][::turn]
    module = module_of_schema({"type": "object", "allOf": parts, "required": ["kind"], **DEFINED})
    loaded = module.from_json('{"kind":"Group","payload":{"team":"t"}}')
    assert loaded.payload == module.Group(team="t")
    assert not hasattr(module, "Payload")


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
def test_a_text_is_of_a_format_where_the_branch_of_the_format_accepts_it(keyword: str) -> None:
    module = module_of_schema({keyword: [MOMENT, {**TEXT, "maxLength": 3}]})
    assert [type(module.from_json(f'"{text}"')) for text in (NOW, "x")] == [DateTime, str]


ANY_OF = [ref("Pet"), ref("Dog")]


@pytest.mark.parametrize("branches", [ANY_OF, ANY_OF[::-1], [{"anyOf": ANY_OF}, {"type": "null"}]])
def test_of_several_classes_that_accept_an_object_it_is_of_the_closest(branches: list[Any]) -> None:
    """The one that declares most of its names, and accepts it."""
    module = module_of_schema({"items": {"anyOf": branches}, **DEFINED})
    loaded = module.from_json('[{"name":"a","bark":"b"},{"bark":"b"},{"name":"a","bark":1}]')
    assert loaded == [module.Dog(name="a", bark="b"), module.Dog(bark="b"), module.Pet(name="a", extra={"bark": 1})]


def test_of_classes_that_are_as_close_the_first_is_taken() -> None:
    module = module_of_schema({"anyOf": [ref("User"), ref("Group"), ref("Dog")], **DEFINED})
    assert names(dict(enumerate(map(module.from_instance, [{}, {"name": "n"}, {"name": "n", "team": "t"}])))) == {
        0: "User", 1: "User", 2: "Group",
    }  # fmt: skip


def test_exact_numbers_change_nothing_about_that() -> None:
    """What the other engine judges, since no double holds a number in it, is tried in the same order."""
    module = module_of_schema({"anyOf": ANY_OF, **DEFINED})
    loaded = module.from_json('{"bark":"b","name":"n","x":1.00000000000000000000001}')
    assert type(loaded) is module.Dog


OR_REFERENCE: dict[str, Any] = {
    "if": {"type": "object", "required": ["$ref"]}, "then": kind("$ref", "summary"), "else": kind("name", "in"),
}  # fmt: skip


def test_a_condition_between_two_objects_is_a_union() -> None:
    """As OpenAPI 3.1 says that something may be a reference instead: the condition decides, not who has more names."""
    parts = {"reference": OR_REFERENCE["then"], "parameter": {**OR_REFERENCE["else"], "required": ["name"]}}
    condition = {**OR_REFERENCE, "then": ref("reference"), "else": ref("parameter")}
    module = module_of_schema({"type": "object", "properties": {"p": condition}, "$defs": parts})
    assert module.Case.__annotations__["p"] == "Reference | Parameter | Unset"
    loaded = module.from_json('{"p":{"$ref":"#","name":"n","in":"query"}}')
    assert loaded.p == module.Reference(ref="#", extra={"name": "n", "in": "query"})
    assert module.from_json('{"p":{"name":"n","x":1e400}}').p.name == "n"
    assert type(module.from_json('{"p":{"name":"n"}}').p) is module.Parameter


@pytest.mark.parametrize(
    "schema",
    [
        {**OR_REFERENCE, "properties": {"id": {}}},
        {**OR_REFERENCE, "then": TEXT},
        {**OR_REFERENCE, "allOf": [{"if": CREATED, "then": THEN, "else": {}}]},
        {"if": OR_REFERENCE["if"], "then": OR_REFERENCE["then"]},
        {**OR_REFERENCE, "$schema": "http://json-schema.org/draft-06/schema#"},
    ],
    ids=["beside properties", "no objects", "beside another", "no else", "before draft 7"],
)
def test_other_conditions_are_no_union(schema: dict[str, Any]) -> None:
    module = module_of_schema({"type": "object", **schema, **DEFINED})
    assert [name for name in vars(module) if name.startswith("Case")] in ([], ["Case"])
    assert module.to_instance(module.from_instance({"name": "n"})) == {"name": "n"}


def test_of_a_choice_in_a_choice_the_closest_of_all_is_taken() -> None:
    """Not one that is close to a class which does not accept the object."""
    inner = {"anyOf": [kind("a", "b", "c", "d", required=["e"]), kind("a")]}
    module = module_of_schema({"anyOf": [kind("a", "b", title="Outer"), inner]})
    assert type(module.from_instance({"a": "1", "b": "2", "c": "3", "d": "4"})) is module.Outer


@pytest.mark.parametrize("recursive", [False, True], ids=["a condition", "an array of itself"])
def test_how_close_a_branch_is_tell_the_classes_within_it(recursive: bool) -> None:
    again = {"anyOf": [{"type": "array", "items": ref("again")}, ref("Dog")]}
    other = {"if": {"required": ["bark"]}, "then": ref("Dog"), "else": ref("Group")}
    schema = {"anyOf": [ref("Pet"), ref("again") if recursive else other]}
    module = module_of_schema({**schema, "$defs": {**DEFINED["$defs"], "again": again}})
    assert type(module.from_instance({"name": "n", "bark": "b"})) is module.Dog
    assert type(module.from_instance({"name": "n"})) is module.Pet


W: dict[str, Any] = {"type": "object", "properties": {"w": kind("x")}}
MORE: dict[str, Any] = {"properties": {"w": {}, "z": {}}, "required": ["w"]}


def joined(keyword: str) -> Any:
    """Return subschemas of something that is told twice, by several facets."""
    wraps: dict[str, Any] = {
        "properties": lambda one: {"properties": {"k": one}},
        "items": lambda one: {"items": one},
        "prefixItems": lambda one: {"prefixItems": [True, one], "items": False},
        "items after": lambda one: {"prefixItems": [True], "items": one},
        "additionalProperties": lambda one: {"additionalProperties": one},
        "patternProperties": lambda one: {"patternProperties": {"k": one}},
    }
    return wraps[keyword]


@pytest.mark.parametrize(
    ("keyword", "instance"),
    [
        ("properties", {"k": {"w": {"x": "a"}, "z": 1}}),
        ("items", [{"w": {"x": "a"}, "z": 1}]),
        ("prefixItems", [0, {"w": {"x": "a"}, "z": 1}]),
        ("items after", [0, {"w": {"x": "a"}, "z": 1}]),
        ("additionalProperties", {"k": {"w": {"x": "a"}, "z": 1}}),
        ("patternProperties", {"k": {"w": {"x": "a"}, "z": 1}}),
    ],
)
@pytest.mark.parametrize("turn", [1, -1])
def test_what_several_subschemas_say_of_one_value_is_one_class(keyword: str, instance: Any, turn: int) -> None:
    """Wherever it is: in a property, an item, a value of a map."""
    wrap = joined(keyword)
    module = module_of_schema({"allOf": [wrap(W), wrap(MORE)][::turn]})
    loaded = module.from_instance(instance)
    inside = loaded.k if keyword == "properties" else loaded["k"] if isinstance(loaded, dict) else loaded[-1]
    assert inside.w == module.W(x="a")
    assert inside.z == 1
    made = [one for one in vars(module).values() if isinstance(one, type) and one.__module__ == module.__name__]
    assert len(made) == (3 if keyword == "properties" else 2)


def test_items_of_several_lengths_are_joined_one_by_one() -> None:
    """Those that one facet has first, another one has among the rest; after the shortest that is closed, none is."""
    parts = [
        {"prefixItems": [W, W]},
        {"items": MORE},
        {"prefixItems": [True, True, kind("never")], "maxItems": 3},
        {"prefixItems": [True, {"required": ["z"]}], "items": False},
    ]
    module = module_of_schema({"type": "array", "allOf": parts})
    loaded = module.from_instance([{"w": {"x": "a"}}, {"w": {"x": "b"}, "z": 1}])
    assert [one.w for one in loaded] == [module.W(x="a"), module.W(x="b")]
    assert not [name for name in vars(module) if name.startswith("CaseItem3")]


@pytest.mark.parametrize(
    "others",
    [
        {"patternProperties": {"^p": ref("Pet")}},
        {"patternProperties": {"^q": ref("User"), "t$": ref("Pet")}},
        {"allOf": [{"additionalProperties": ref("Pet")}]},
        {"allOf": [{"patternProperties": {"^q": ref("User")}, "additionalProperties": ref("Pet")}]},
    ],
    ids=["a pattern", "one of two", "the others of another", "what no pattern matches"],
)
@pytest.mark.parametrize("declared", [{}, {"description": "The one."}, {"type": "object"}, {"required": ["mail"]}])
def test_a_property_is_also_what_others_say_of_its_name(others: dict[str, Any], declared: Any) -> None:
    module = module_of_schema({"type": "object", "properties": {"pet": declared}, **others, **DEFINED})
    loaded = module.from_json('{"pet":{"name":"a","mail":"b"}}')
    assert loaded.pet.name == "a"
    assert "required" in declared or type(loaded.pet) is module.Pet


@pytest.mark.parametrize(
    "others",
    [
        {"patternProperties": {"^q": ref("Pet")}},
        {"additionalProperties": ref("Pet")},
        {"unevaluatedProperties": ref("Pet")},
        {"allOf": [{"properties": {"pet": {}}, "additionalProperties": ref("Pet")}]},
        {"allOf": [{"patternProperties": {"^p": {}}, "additionalProperties": ref("Pet")}]},
    ],
    ids=["another pattern", "the others", "what is not evaluated", "it has a name there, too", "a pattern matches"],
)
def test_a_property_is_nothing_that_others_do_not_say_of_its_name(others: dict[str, Any]) -> None:
    module = module_of_schema({"type": "object", "properties": {"pet": {}}, **others, **DEFINED})
    assert module.from_json('{"pet":{"name":1},"x":{"name":"a"}}').pet == {"name": 1}
