"""What the types of fields say: keywords that describe nothing, constraints inside, names that are somebody's."""

from __future__ import annotations

import json
from typing import Any, get_type_hints

import pytest
from fidelity import carrier_of, imported, module_of_schema
from hypothesis import find
from hypothesis.strategies import from_type

from schemawright.models.generating.modules import Wanted, module_text, source_of
from schemawright.runtime import DateTime, Ge, Le, MaxLen, MinLen, WholeFloat
from schemawright.store.opening import open_schema_contents
from schemawright.validation.schema import Schema

NESTED: dict[str, Any] = {"properties": {"b": {"type": "object", "properties": {"c": {}}}}}
CLOSED: dict[str, Any] = {"additionalProperties": False}


def types(schema: dict[str, Any]) -> dict[str, str]:
    """Return the types of the root's fields, as they are written."""
    annotations = module_of_schema({"type": "object", **CLOSED, **schema}).Case.__annotations__
    return {name: hint.removesuffix(" | Unset") for name, hint in annotations.items()}


@pytest.mark.parametrize(
    ("draft", "keyword"),
    [
        ("draft-07", {"dependentSchemas": {"a": NESTED}}),
        ("draft-06", {"if": {}, "then": NESTED}),
        ("draft-04", {"properties": {"a": {"const": "x"}}}),
        ("draft-03", {"allOf": [NESTED]}),
    ],
)
def test_a_keyword_that_the_dialect_has_not_describes_nothing(draft: str, keyword: dict[str, Any]) -> None:
    schema = {"$schema": f"http://json-schema.org/{draft}/schema#", "properties": {"a": {}}, **keyword}
    (made,) = carrier_of(module_of_schema(schema)).classes
    assert list(made.properties) == ["a"]
    assert made.cls.__annotations__["a"] == "Any | Unset"


U: dict[str, Any] = {"type": "object", "properties": {"u": {}}}


@pytest.mark.parametrize(
    ("schema", "is_sure"),
    [
        ({}, True),
        ({"allOf": [{"properties": {"b": {}}}]}, True),
        ({"patternProperties": {"^x": {"type": "string"}}}, True),
        ({"allOf": [{"patternProperties": {"^x": {}}}]}, False),
        ({"anyOf": [{"additionalProperties": True}, {}]}, False),
        ({"allOf": [{"$dynamicRef": "#/$defs/any"}]}, False),
    ],
)
def test_properties_that_nothing_evaluates_are_of_their_class(schema: dict[str, Any], is_sure: bool) -> None:
    defs = {"any": {}, "U": U}
    base = {"type": "object", "properties": {"a": {}}, "unevaluatedProperties": {"$ref": "#/$defs/U"}, "$defs": defs}
    module = module_of_schema({**base, **schema})
    loaded = module.from_json('{"a":1,"other":{"u":1}}')
    assert (type(loaded.extra["other"]).__name__ == "U") == is_sure
    assert ("U" in module.Case.__annotations__["extra"]) == is_sure


@pytest.mark.parametrize(
    ("schema", "hint"),
    [
        ({}, "list[U]"),
        ({"prefixItems": [{"type": "boolean"}]}, "list[bool | U]"),
        ({"allOf": [{"prefixItems": [True]}]}, "list[Any]"),
        ({"contains": {"type": "boolean"}}, "list[Any]"),
    ],
)
def test_items_that_nothing_evaluates_are_of_their_class(schema: dict[str, Any], hint: str) -> None:
    items = {"type": "array", "unevaluatedItems": {"$ref": "#/$defs/U"}, **schema}
    assert types({"properties": {"l": items}, "$defs": {"U": U}}) == {"l": hint}


SMALL: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": 10}
SHORT: dict[str, Any] = {"type": "string", "minLength": 1}


@pytest.mark.parametrize(
    ("schema", "hint"),
    [
        ({"type": "array", "items": SMALL}, "list[Annotated[int, Ge(1), Le(10)]]"),
        ({"type": "array", "minItems": 1, "items": SHORT}, "Annotated[list[Annotated[str, MinLen(1)]], MinLen(1)]"),
        ({"type": "object", "additionalProperties": SHORT}, "dict[str, Annotated[str, MinLen(1)]]"),
        ({"anyOf": [SMALL, {"type": "array", "items": SHORT}]},
         "Annotated[int, Ge(1), Le(10)] | list[Annotated[str, MinLen(1)]]"),
        ({"type": "array", "prefixItems": [SHORT], "items": False}, "list[Annotated[str, MinLen(1)]]"),
        ({"type": ["integer", "null"], "minimum": 0}, "Annotated[int, Ge(0)] | None"),
        ({"type": ["null", "string"], "minLength": 2, "pattern": "^a"},
         "Annotated[str, MinLen(2), Pattern('^a')] | None"),
        ({"type": ["array", "null"], "minItems": 1, "items": {"type": "string"}},
         "Annotated[list[str], MinLen(1)] | None"),
        ({"type": ["string", "integer"], "minimum": 3, "minLength": 2},
         "Annotated[str, MinLen(2)] | Annotated[int, Ge(3)]"),
        ({"type": ["object", "integer", "number"], "minimum": 3, "minProperties": 1},
         "Annotated[dict[str, Any], MinLen(1)] | Annotated[float, Ge(3)]"),
    ],
)  # fmt: skip
def test_what_is_inside_has_its_constraints(schema: dict[str, Any], hint: str) -> None:
    assert types({"properties": {"x": schema}}) == {"x": hint}


def test_a_branch_of_which_nothing_is_left_is_none_of_the_type() -> None:
    branches = [{"const": "a"}, {"enum": ["b", "c"]}, {"type": "object"}]
    assert types({"properties": {"x": {"enum": ["a", "d"], "oneOf": branches}}}) == {"x": "Literal['a']"}


@pytest.mark.parametrize(
    ("values", "hint"),
    [
        (["a", {"x": 1}], "Literal['a'] | dict[str, Any]"),
        (["a", "b", 1, None, {}, []], "Literal['a', 'b', 1, None] | dict[str, Any] | list[Any]"),
        (["a", 1, 0.5, True], "Literal['a', True] | float"),
        ([1, 2.0, 3], "float"),
        ([{"x": 1}, {}], "dict[str, Any]"),
        (["a" * 200, 1], "Literal[1] | str"),
    ],
)
def test_an_enumeration_of_what_no_literal_has_says_the_rest_by_types(values: list[Any], hint: str) -> None:
    schema = {"properties": {"x": {"enum": values}}}
    assert types(schema) == {"x": hint}
    module = module_of_schema({"type": "object", **schema})
    for value in values:
        assert module.from_json(text := json.dumps({"x": value}, separators=(",", ":"))).to_json().decode() == text


def test_what_holds_on_a_condition_says_its_class_beside_anything() -> None:
    said = {"s": {"type": "object", "properties": {"x": {}}}, "d": {"format": "date"}, "k": {"enum": ["a", "b"]}}
    parts = {**said, "n": {"type": "integer"}, "t": {"type": "string"}, "l": {"items": {"$ref": "#/$defs/date"}}}
    definitions = {"date": {"type": "string", "format": "date"}}
    schema = {"if": {"required": ["t"]}, "then": {"properties": parts}, "properties": {"a": {}}, "$defs": definitions}
    hints = types({**schema, "required": ["s"]})
    assert (hints["s"], hints["k"], hints["n"], hints["t"]) == ("S | Any", "K | Any", "Any", "Any")
    assert module_of_schema(schema).from_json('{"s":1,"k":"c"}').to_json() == b'{"s":1,"k":"c"}'


@pytest.mark.parametrize(("number", "hint"), [(1, "X1 | Any"), (4, "X1 | X2 | X3 | X4 | Any"), (5, "Any")])
def test_few_classes_are_told_beside_anything(number: int, hint: str) -> None:
    """And anything comes last, whatever else may be of them."""
    definitions = {f"X{at}": {"properties": {f"x{at}": {}}} for at in range(1, number + 1)}
    branches = [{"properties": {"x": {"$ref": f"#/$defs/{name}"}}, "required": [name]} for name in definitions]
    assert types({"properties": {"a": {}}, "anyOf": [*branches, {}], "$defs": definitions})["x"] == hint


def test_constraints_of_what_may_be_null_are_taken_by_who_makes_values() -> None:
    """Of `int | None`, Hypothesis finds no bound."""
    nullable = {"d": {"type": ["integer", "null"], "minimum": 0}, "s": {"type": ["string", "null"], "minLength": 2}}
    module = module_of_schema({"type": "object", "properties": nullable, "required": ["d", "s"], **CLOSED})
    hints = get_type_hints(module.Case, include_extras=True)
    for hint, accepts in ((hints["d"], lambda d: d >= 0), (hints["s"], lambda s: len(s) >= 2)):
        assert find(from_type(hint), lambda value: value is None) is None
        assert accepts(find(from_type(hint), lambda value: value is not None))


def test_constraints_inside_are_there_for_who_reads_types() -> None:
    module = module_of_schema({"type": "array", "items": SMALL})
    (inside,) = module.Root.__args__
    assert inside.__metadata__ == (Ge(1), Le(10))
    tree = {"type": "array", "items": {"anyOf": [{"$ref": "#"}, SHORT]}}
    assert module_of_schema(tree).Root.__args__[0] == "Case | Annotated[str, MinLen(1)]"


def test_bounds_of_64_bits_are_told_and_sizes_are_integers() -> None:
    integers = {"type": "integer", "minimum": -(2**63), "maximum": 2**64 - 1}
    text = {"type": "string", "minLength": 2.0, "maxLength": 4}
    module = module_of_schema({"type": "object", "properties": {"i": integers, "t": text}, **CLOSED})
    hints = get_type_hints(module.Case, include_extras=True)
    assert hints["i"].__args__[0].__metadata__ == (Ge(-(2**63)), Le(2**64 - 1))
    assert repr(hints["t"].__args__[0].__metadata__) == repr((MinLen(2), MaxLen(4)))


def test_a_format_is_told_beside_integers() -> None:
    moment_or_number = {"type": ["string", "integer", "null"], "format": "date-time"}
    module = module_of_schema({"type": "object", "properties": {"x": moment_or_number}})
    assert module.Case.__annotations__["x"] == "DateTime | int | None | Unset"
    texts = ['{"x":"2026-03-02T06:00:00Z"}', '{"x":1.0}', '{"x":1}', '{"x":null}']
    loaded = [module.from_json(text) for text in texts]
    assert [type(one.x) for one in loaded] == [DateTime, WholeFloat, int, type(None)]
    assert [one.to_json().decode() for one in loaded] == texts
    listed = module_of_schema({"type": "array", "items": {"type": ["string", "number"], "format": "date-time"}})
    assert [type(item) for item in listed.from_json('["2026-03-02T06:00:00Z",1.5]')] == [DateTime, float]


@pytest.mark.parametrize("properties", [{"a": False, "b": {"type": "string"}}, {"a": False}])
def test_a_class_without_other_properties_has_no_field_for_them(properties: dict[str, Any]) -> None:
    """Also where one of its own is forbidden."""
    module = module_of_schema({"type": "object", "properties": properties, **CLOSED})
    assert "extra" not in module.Case.__annotations__
    assert module.from_json("{}") == module.Case()


def test_a_field_that_has_the_name_of_a_class_gets_an_underscore() -> None:
    """As one does that has the name of a word of Python's; and what is called `extra` otherwise leaves that name."""
    customer = {"type": "object", "properties": {"id": {}}}
    properties = {"Customer": customer, "Status": {"enum": ["Open", "Closed"]}, "_extra": {}, "class": {}}
    module = module_of_schema({"type": "object", "properties": properties})
    assert list(module.Case.__annotations__) == ["Customer_", "Status_", "extra_", "class_", "extra"]
    loaded = module.from_json('{"_extra":1,"Status":"Open","x":2}')
    assert (loaded.extra_, loaded.extra, loaded.Status_) == (1, {"x": 2}, module.Status.OPEN)
    taken = module_of_schema({"type": "object", "properties": {"_extra": {}, "extra": {}}})
    assert list(taken.Case.__annotations__) == ["extra_2", "extra", "extra_3"]


CIRCLE: dict[str, Any] = {"type": "object", "properties": {"kind": {"const": "circle"}}}
SQUARE: dict[str, Any] = {"type": "object", "properties": {"kind": {"const": "square"}}}


def test_a_definition_has_its_name_before_what_is_combined_with_it() -> None:
    """Wherever the two stand: what is combined is called by where it is."""
    one_of = {"oneOf": [{"$ref": "#/$defs/Circle"}, {"$ref": "#/$defs/Square"}]}
    shape = {"allOf": [one_of, {"properties": {"color": {"type": "string"}}}]}
    own = {"type": "object", "properties": {"x": {}}}
    properties = {"shape": shape, "square": own, "plain": {"$ref": "#/$defs/Circle"}, "s": {"$ref": "#/$defs/Square"}}
    module = module_of_schema({"properties": properties, "$defs": {"Circle": CIRCLE, "Square": SQUARE}})
    fields = module.Case.__annotations__
    assert (fields["plain"], fields["s"]) == ("Circle | Unset", "Square | Unset")
    assert fields["shape"] == "CaseCircle | CaseSquare | Unset"
    assert fields["square"] == "CaseSquare_2 | Unset"
    assert list(module.Circle.__annotations__) == ["kind", "extra"]


def test_what_gives_a_definition_its_name_back_takes_that_of_no_other() -> None:
    inline = {"type": "object", "properties": {"x": {}}}
    box = {"type": "object", "properties": {"to": {"$ref": "#/$defs/Address"}}}
    properties = {"address": inline, "box": box, "by": {"$ref": "#/$defs/CaseAddress"}}
    module = module_of_schema({"properties": properties, "$defs": {"Address": CIRCLE, "CaseAddress": SQUARE}})
    assert module.Box.__annotations__["to"] == "Address | Unset"
    assert module.Case.__annotations__["by"] == "CaseAddress | Unset"


def test_an_enumeration_that_is_defined_has_its_name_too() -> None:
    properties = {"state": {"enum": ["a", "b"]}, "s": {"$ref": "#/$defs/state"}}
    module = module_of_schema({"type": "object", "properties": properties, "$defs": {"state": {"enum": ["on", "off"]}}})
    assert [one.value for one in module.State] == ["on", "off"]
    assert module.Case.__annotations__["state"] == "CaseState | Unset"


def test_of_definitions_that_would_have_one_name_the_second_has_a_number() -> None:
    """And nothing else that would have it."""
    titled = {"title": "Item", "type": "object", "properties": {"x": {}}}
    properties = {
        "item": titled,
        "a": {"$ref": "#/$defs/Item"},
        "b": {"$ref": "#/$defs/item"},
        "c": {"oneOf": [titled]},
    }
    definitions = {"Item": CIRCLE, "item": SQUARE}
    module = module_of_schema({"type": "object", "properties": properties, "$defs": definitions})
    fields = module.Case.__annotations__
    assert [fields[name].removesuffix(" | Unset") for name in "abc"] == ["Item", "Item_2", "CaseItem"]


def test_what_nests_and_is_defined_has_its_name_too() -> None:
    nested = {"oneOf": [{"type": "string"}, {"type": "array", "items": {"$ref": "#/$defs/tree"}}]}
    properties = {"tree": {"type": "object", "properties": {"x": {}}}, "a": {"$ref": "#/$defs/tree"}}
    module = module_of_schema({"type": "object", "properties": properties, "$defs": {"tree": nested}})
    assert module.Case.__annotations__["a"] == "Tree | Unset"
    assert module.Case.__annotations__["tree"] == "CaseTree | Unset"


def test_a_definition_with_a_name_of_somebodys_own_leaves_its_name() -> None:
    properties = {"circle": {"type": "object", "properties": {"x": {}}}, "c": {"$ref": "#/$defs/Circle"}}
    schema = {"type": "object", "properties": properties, "$defs": {"Circle": CIRCLE}}
    source = source_of(Schema(open_schema_contents(schema, uri="https://example.com/schema")))
    module = imported(module_text(source, Wanted("case", "", "", "", "Case", {"Circle": "Kreis"})))
    assert list(module.Circle.__annotations__) == ["x", "extra"]
    assert module.Case.__annotations__["c"] == "Kreis | Unset"


def test_a_reference_beside_properties_has_no_other_name() -> None:
    a = {"type": "object", "properties": {"id": {"type": "integer"}}}
    sib = {"$ref": "#/$defs/A", "properties": {"more": {"type": "boolean"}}}
    module = module_of_schema({"type": "object", "properties": {"sib": sib}, "$defs": {"A": a}})
    assert not hasattr(module, "Empty")
    assert list(module.Sib.__annotations__) == ["more", "id", "extra"]


def test_a_field_is_called_as_its_property_where_no_annotation_has_the_word() -> None:
    """`type` is a builtin as `id` is; after a field `str`, no annotation in the class would mean Python's."""
    kept = ["type", "id", "hash", "object", "property", "bytes", "set", "tuple", "print", "match"]
    changed = ["str", "int", "float", "bool", "list", "dict", "class"]
    module = module_of_schema({"properties": {name: {"type": "string"} for name in [*kept, *changed]}})
    assert list(module.Case.__annotations__) == [*kept, *[f"{name}_" for name in changed], "extra"]
    assert get_type_hints(module.Case)["type"] == get_type_hints(module.Case)["dict_"]
    assert module.Case(type="a", property="b", object="c").to_json() == b'{"type":"a","object":"c","property":"b"}'
    assert module.from_json(b'{"type":"a"}').type == "a"
