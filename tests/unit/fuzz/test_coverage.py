"""What a record exercises: by hand, since coverage is what judges the generator."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemawright import UsageError, open_schema
from schemawright.fuzz.coverage.exercised import MAX_LOCATIONS, Coverage
from schemawright.fuzz.coverage.page import coverage_page
from schemawright.fuzz.coverage.reasons import Reasons
from schemawright.fuzz.coverage.report import coverage_json, coverage_text, summary
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.record import FuzzRecord
from schemawright.fuzz.schema.observing import MAX_ISLANDS, Observer
from schemawright.fuzz.schema.schema_map import SchemaMap
from schemawright.keywords import DIALECTS
from schemawright.metaschemas import metaschema

DEFS = {"node": {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}}, "required": ["v"]}}


def pointers(locations: Any) -> set[str]:
    return {location.partition("#")[2] for location in locations}


def observed(schema: Any, instance: Any, **options: Any) -> tuple[set[str], set[str], set[str]]:
    seen = Observer(SchemaMap(open_schema(schema, **options))).observe(instance)
    return pointers(seen.satisfied), pointers(seen.violated), pointers(seen.isolated)


def covered(schema: Any, *instances: Any) -> Coverage:
    opened = open_schema(schema)
    coverage = Coverage(opened)
    for instance in instances:
        coverage.add(FuzzRecord(instance, valid=opened.is_valid(instance)))
    return coverage


@pytest.mark.parametrize(
    ("schema", "instance", "violated", "isolated"),
    [
        ({"type": "string", "minLength": 2}, "a", {"/minLength"}, {"/minLength"}),
        ({"maxLength": 1, "pattern": "^b"}, "aa", {"/maxLength", "/pattern"}, set()),
        # A sibling's failure marks it invalid, too: it has not failed itself.
        (
            {"properties": {"a": {"type": "string"}}, "additionalProperties": False},
            {"a": 1},
            {"/properties/a/type"},
            {"/properties/a/type"},
        ),
        (
            {"properties": {"a": True}, "additionalProperties": False},
            {"b": 1},
            {"/additionalProperties"},
            {"/additionalProperties"},
        ),
        # The engine tells `required` as if it were `additionalProperties`, which it is compiled into.
        (
            {"properties": {"a": True}, "required": ["a"], "additionalProperties": False},
            {},
            {"/required"},
            {"/required"},
        ),
        (
            {"properties": {"a": True}, "required": ["a"], "additionalProperties": False},
            {"b": 1},
            {"/required", "/additionalProperties"},
            set(),
        ),
        ({"unevaluatedProperties": False}, {"b": 1}, {"/unevaluatedProperties"}, {"/unevaluatedProperties"}),
        ({"prefixItems": [True], "items": False}, [1, 2], {"/items"}, {"/items"}),
        ({"properties": {"a": False}}, {"a": 1}, {"/properties/a"}, {"/properties/a"}),
        ({"dependentRequired": {"a": ["b"]}}, {"a": 1}, {"/dependentRequired"}, {"/dependentRequired"}),
        ({"propertyNames": {"maxLength": 1}}, {"ab": 1}, {"/propertyNames/maxLength"}, {"/propertyNames/maxLength"}),
        (
            {"propertyNames": {"maxLength": 1}, "maxProperties": 0},
            {"ab": 1},
            {"/propertyNames/maxLength", "/maxProperties"},
            set(),
        ),
        (
            {"$ref": "#/$defs/node", "$defs": DEFS},
            {"v": 1, "next": {}},
            {"/$defs/node/required"},
            {"/$defs/node/required"},
        ),
        ({"if": {"type": "integer"}, "then": {"minimum": 3}}, 1, {"/then/minimum"}, {"/then/minimum"}),
        ({"if": {"type": "integer"}, "else": False}, "a", {"/else", "/if/type"}, {"/else", "/if/type"}),
        ({"not": {"type": "integer"}}, 1, {"/not"}, {"/not"}),
        ({"not": {"type": "integer", "minimum": 3}}, 1, {"/not/minimum"}, {"/not/minimum"}),
        (False, 1, {""}, {""}),
    ],
)
def test_what_fails_is_what_failed_itself(schema: Any, instance: Any, violated: set[str], isolated: set[str]) -> None:
    assert observed(schema, instance)[1:] == (violated, isolated)


def test_branches_are_judged_by_themselves() -> None:
    """In isolation is: in its branch; where the keyword holds, the branches that fail count too."""
    schema = {"anyOf": [{"type": "string", "minLength": 3}, {"type": "integer", "minimum": 3}]}
    assert observed(schema, "ab")[1:] == (
        {"/anyOf", "/anyOf/0/minLength", "/anyOf/1/type"},
        {"/anyOf", "/anyOf/0/minLength", "/anyOf/1/type"},
    )
    assert observed(schema, 5) == (
        {"/anyOf", "/anyOf/1/type", "/anyOf/1/minimum"},
        {"/anyOf/0/type"},
        {"/anyOf/0/type"},
    )


def test_one_of_fails_with_two() -> None:
    schema = {"oneOf": [{"type": "integer"}, {"minimum": 3}]}
    assert observed(schema, 4)[1] == {"/oneOf"}
    assert observed(schema, 2)[1] == {"/oneOf/1/minimum"}


@pytest.mark.parametrize(
    ("instance", "violated"),
    [([], "/minContains"), (["a"], "/minContains"), ([1], "/minContains"), ([1, 2, 3], "/maxContains")],
)
def test_contains_and_its_bounds_are_told_apart(instance: Any, violated: str) -> None:
    schema = {"contains": {"type": "integer"}, "minContains": 2, "maxContains": 2}
    assert violated in observed(schema, instance)[2]
    assert "/contains" not in observed(schema, instance)[2]
    assert "/contains" in observed({"contains": {"type": "boolean"}, "maxContains": 2}, instance)[2]


def test_what_does_not_apply_is_not_satisfied() -> None:
    assert observed({"type": ["string", "integer"], "minLength": 1}, 3)[0] == {"/type"}


def test_a_reference_into_another_resource_is_followed() -> None:
    resources = {"https://example.com/n": {"properties": {"é %": {"type": "integer"}}}}
    violated = observed({"items": {"$ref": "https://example.com/n"}}, [{"é %": "x"}], resources=resources)[1]
    assert violated == {"/properties/é %/type"}


def test_an_embedded_resource_has_its_own_locations() -> None:
    schema = {
        "$id": "https://example.com/a",
        "items": {"$id": "b", "anyOf": [{"minimum": 3}, {"$ref": "b#/$defs/s"}], "$defs": {"s": {"type": "string"}}},
    }
    seen = Observer(SchemaMap(open_schema(schema))).observe([1])
    assert seen.violated == {
        "https://example.com/b#/anyOf",
        "https://example.com/b#/anyOf/0/minimum",
        "https://example.com/b#/$defs/s/type",
    }


@pytest.mark.parametrize("dialect", ["draft4", "draft6", "draft7", "2019-09", "2020-12"])
def test_every_dialect_is_observed(dialect: str) -> None:
    schema = {"definitions": {"a": {"type": "string"}}, "properties": {"x": {"$ref": "#/definitions/a"}}}
    assert observed(schema, {"x": 1}, dialect=dialect)[2] == {"/definitions/a/type"}


def test_what_nothing_refers_to_is_not_there() -> None:
    pairs = SchemaMap(open_schema({"$defs": {"a": {"type": "string"}}, "type": "object"})).pairs
    assert pointers(pairs) == {"/type"}


def test_draft_3_is_refused() -> None:
    with pytest.raises(UsageError):
        Coverage(open_schema({"type": "string"}, dialect="draft3"))


@pytest.mark.parametrize(
    ("schema", "keyword", "reason"),
    [
        ({"type": "string", "minLength": 0}, "minLength", "cannot fail: it allows everything"),
        ({"required": []}, "required", "cannot fail: it names nothing"),
        ({"type": "string", "minimum": 3}, "minimum", "cannot fail alone: `type` allows no number"),
        ({"contains": True, "minContains": 1}, "contains", "cannot fail: too few are told by `minContains`"),
        ({"contains": True, "minContains": 1}, "minContains", ""),
        ({"anyOf": [True, {"type": "string"}]}, "anyOf", "cannot fail: one of its branches allows everything"),
        (
            {"patternProperties": {".*": {}}, "additionalProperties": False},
            "additionalProperties",
            "cannot fail: a pattern takes every name",
        ),
        ({"patternProperties": {"^.*$": {}}, "additionalProperties": False}, "additionalProperties", ""),
    ],
)
def test_why_a_keyword_was_not_exercised(schema: Any, keyword: str, reason: str) -> None:
    assert {one.pair.keyword: one.reason for one in covered(schema).pairs()}[keyword] == reason


NOTHING_BESIDE = "cannot fail alone: nothing satisfies the keywords beside it"


@pytest.mark.parametrize(
    ("schema", "keyword", "reason"),
    [
        (
            {"type": "integer", "multipleOf": 1},
            "multipleOf",
            "cannot fail alone: whatever it refuses, the keywords beside it refuse",
        ),
        ({"type": "string", "const": 1}, "const", ""),
        ({"type": "string", "const": 1}, "type", ""),
        ({"type": "string", "const": 1, "enum": [2]}, "type", NOTHING_BESIDE),
        ({"type": "string", "const": 1, "enum": [2]}, "enum", NOTHING_BESIDE),
        ({"not": {}}, "not", "cannot hold: nothing satisfies it"),
        ({"anyOf": [{"required": ["a"]}, {"not": {"required": ["a"]}}]}, "anyOf", "cannot fail: it allows everything"),
        ({"type": "integer", "minimum": 3}, "minimum", ""),
    ],
)
def test_the_canonical_algebra_proves_why(schema: Any, keyword: str, reason: str) -> None:
    assert {one.pair.keyword: one.reason for one in covered(schema).pairs()}[keyword] == reason


KEYWORDS: dict[str, list[Any]] = {
    "type": ["string", "integer", "null"],
    "const": [1, "ab", None],
    "enum": [["ab", 5], [1]],
    "minimum": [3],
    "maxLength": [1],
    "not": [{"type": "string"}, {}],
    "anyOf": [[{"type": "null"}, {"minimum": 5}], [False]],
}
VALUES = [None, 0, 1, 5, 7, "", "ab", "abc", True, 0.5, [], {}]


@given(st.fixed_dictionaries({}, optional={name: st.sampled_from(said) for name, said in KEYWORDS.items()}))
@settings(max_examples=150, deadline=None, database=None, derandomize=True)
def test_what_has_a_reason_is_not_exercised(contents: dict[str, Any]) -> None:
    """Of whatever values there are, also where nothing satisfies the whole subschema."""
    coverage = covered({"properties": {"a": contents}}, *[{"a": value} for value in VALUES])
    for one in coverage.pairs():
        reason = Reasons(coverage.map).reason(one.pair)
        counted = one.satisfied if reason.startswith("cannot hold") else one.isolated
        assert not (reason and counted)


BY_PATTERN = "cannot fail alone: whatever it refuses, `pattern` refuses"


@pytest.mark.parametrize(
    ("pattern", "keyword", "bound", "reason"),
    [
        ("^[a-z][a-z0-9_]+$", "minLength", 2, BY_PATTERN),
        ("^[a-z][a-z0-9_]+$", "minLength", 3, ""),
        ("ab", "minLength", 2, BY_PATTERN),
        ("^[a-z]{1,4}$", "maxLength", 4, BY_PATTERN),
        ("^[a-z]{1,4}$", "maxLength", 3, ""),
        ("^(?:a|b{400})$", "maxLength", 5, ""),
        ("ab", "maxLength", 2, ""),
        ("^(ab?)\\1$", "maxLength", 4, ""),
    ],
)
def test_a_pattern_may_say_how_long_a_text_is(pattern: str, keyword: str, bound: int, reason: str) -> None:
    assert reason_of({"pattern": pattern, keyword: bound}, f"/{keyword}") == reason


def reason_of(schema: Any, location: str) -> str:
    return {one.pair.keyword_location.partition("#")[2]: one.reason for one in covered(schema).pairs()}[location]


def test_what_references_lead_to_is_part_of_the_proof() -> None:
    schema = {
        "$ref": "#/$defs/a",
        "$defs": {"a": {"type": "object", "not": {"$ref": "#/$defs/b"}}, "b": {"required": ["x"]}},
    }
    assert reason_of(schema, "/$defs/a/type") == (
        "cannot fail alone: whatever it refuses, the keywords beside it refuse"
    )
    assert reason_of(schema, "/$defs/a/not") == ""


def test_the_type_of_names_cannot_fail() -> None:
    schema = {"propertyNames": {"type": "string", "maxLength": 5}, "properties": {"a": {"type": "string"}}}
    assert reason_of(schema, "/propertyNames/type") == "cannot fail: every name is a string"
    assert reason_of({"propertyNames": {"type": "integer"}}, "/propertyNames/type") == ""


CLOSED_NAMES = {
    "properties": {"slug": {}},
    "patternProperties": {"^l10n:[a-z]{2}$": {}},
    "additionalProperties": False,
}
BY_CLOSING = "cannot fail alone: `additionalProperties` refuses every name that it refuses"


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ({**CLOSED_NAMES, "propertyNames": {"maxLength": 10}}, BY_CLOSING),
        ({**CLOSED_NAMES, "propertyNames": {"maxLength": 6}}, ""),
        ({**CLOSED_NAMES, "additionalProperties": {}, "propertyNames": {"maxLength": 10}}, ""),
        ({"properties": {"slug": {}}, "additionalProperties": False, "propertyNames": {"maxLength": 3}}, ""),
        ({"properties": {"slug": {}}, "additionalProperties": False, "propertyNames": {"maxLength": 4}}, BY_CLOSING),
    ],
)
def test_names_that_are_not_allowed_need_no_other_keyword(schema: dict[str, Any], reason: str) -> None:
    assert reason_of(schema, "/propertyNames/maxLength") == reason


def test_a_union_of_formats_that_nobody_asserts_cannot_fail() -> None:
    names = {"type": "string", "anyOf": [{"type": "string", "format": "unheard-of"}, {"format": "unknown"}]}
    assert reason_of({"propertyNames": names}, "/propertyNames/anyOf").startswith("cannot fail")
    assert reason_of(names, "/anyOf").startswith("cannot fail")
    assert reason_of({"anyOf": [{"type": "integer"}, {"format": "ipv4", "type": "string"}]}, "/anyOf") == ""


@pytest.mark.parametrize(
    ("pattern", "is_free"),
    [
        (r"^[\s\S]*$", True),
        (r"^(?:[^a]|a)*$", True),
        (r"^[\s\S]+$", False),
        (r"^.*$", False),
        (r"^[^\u{e000}]*$", False),
        (r"^[^\u{10fffd}]*$", False),
    ],
)
def test_a_pattern_of_all_characters_cannot_fail(pattern: str, is_free: bool) -> None:
    assert reason_of({"pattern": pattern}, "/pattern") == ("cannot fail: it matches every text" if is_free else "")


NODE: dict[str, Any] = {
    "$dynamicAnchor": "node",
    "type": "object",
    "required": ["kind"],
    "properties": {
        "kind": {"enum": ["a", "b"]},
        "children": {"items": {"$dynamicRef": "#node"}},
        "tags": {"contains": {"type": "string"}, "minContains": 1, "maxContains": 2},
    },
    "unevaluatedProperties": False,
}


@pytest.mark.parametrize(
    ("branch", "reason"),
    [
        ({"required": ["kind"]}, "cannot fail alone: whatever it refuses, the keywords around it refuse"),
        ({"required": ["children"]}, ""),
        ({"properties": {"children": {"maxItems": 1}}}, ""),
    ],
)
def test_what_is_said_elsewhere_is_proven_beside_dynamic_references(branch: Any, reason: str) -> None:
    width = {"properties": {"w": {"type": "number"}}, "required": ["w"]}
    assert reason_of({**NODE, "allOf": [{"anyOf": [width, branch]}]}, "/allOf/0/anyOf") == reason


KINDS: dict[str, Any] = {
    "$dynamicAnchor": "node",
    "type": "object",
    "properties": {
        "kids": {"type": "array", "items": {"$dynamicRef": "#node"}},
        "kind": {"enum": ["a", "b"]},
        "x": {"type": "integer"},
    },
}
IN_A_BRANCH = {"kind": {"required": ["x"]}, "kids": {"properties": {"y": {"$dynamicRef": "#node"}}}}
OF_CONDITION = {"if": {"required": ["kind"]}, "then": {"required": ["x"]}, "else": {"minProperties": 2}}


@pytest.mark.parametrize(
    ("beside", "pointer"),
    [
        ({"dependentSchemas": IN_A_BRANCH}, "/dependentSchemas/kind/required"),
        ({"contains": {"$dynamicRef": "#node"}, **OF_CONDITION}, "/then/required"),
        ({"contains": {"$dynamicRef": "#node"}, **OF_CONDITION}, "/else/minProperties"),
    ],
)
def test_beside_dynamic_references_nothing_is_proven_of_what_is_left_out(beside: Any, pointer: str) -> None:
    assert reason_of({**KINDS, **beside}, pointer) == ""


CLOSED_TWICE = {"properties": {"a": {}}, "additionalProperties": False, "unevaluatedProperties": False}


@pytest.mark.parametrize(
    "contents",
    [
        NODE,
        CLOSED_TWICE,
        {**CLOSED_NAMES, "propertyNames": {"maxLength": 10, "minLength": 4}},
        {**NODE, "allOf": [{"anyOf": [{"required": ["w"]}, {"required": ["kind"]}]}]},
        {"prefixItems": [{}], "items": False, "unevaluatedItems": False},
        {"propertyNames": {"anyOf": [{"const": "a"}, {"type": "string", "pattern": "^b"}]}, "maxProperties": 2},
    ],
)
def test_what_has_a_reason_is_never_counted(contents: dict[str, Any]) -> None:
    schema = open_schema({"$schema": "https://json-schema.org/draft/2020-12/schema", **contents})
    coverage = Coverage(schema)
    for record in islice(Fuzzer(schema).stream(), 300):
        coverage.add(record)
    reasons = Reasons(coverage.map)
    counted = [one.pair for one in coverage.pairs() if one.isolated]
    assert counted
    assert not {pair.keyword_location: reasons.reason(pair) for pair in counted if reasons.reason(pair)}


def test_contains_that_none_need_hold_cannot_fail() -> None:
    schema = {"contains": {"type": "string"}, "minContains": 0, "maxContains": 2}
    assert reason_of(schema, "/contains") == "cannot fail: `minContains` is 0"
    assert reason_of(schema, "/maxContains") == ""


@pytest.mark.parametrize(
    ("unevaluated", "beside", "proven"),
    [
        ({"type": "string"}, {}, True),
        (False, {}, True),
        ({"type": "number"}, {}, False),
        ({"type": "string"}, {"items": {"type": "number"}}, False),
        ({"type": "string"}, {"prefixItems": [True, True]}, False),
        ({"type": "string"}, {"prefixItems": [True]}, True),
        ({"type": "string"}, {"anyOf": [{"items": True}]}, False),
    ],
)
def test_what_fails_below_all_of_is_not_evaluated(unevaluated: Any, beside: Any, proven: bool) -> None:
    branch = {"prefixItems": [True, {"type": "number", "maximum": 9}]}
    schema = {"allOf": [branch], "unevaluatedItems": unevaluated, **beside}
    expected = "cannot fail alone: what it refuses is not evaluated, and `unevaluatedItems` refuses that"
    assert reason_of(schema, "/allOf/0/prefixItems/1/maximum") == (expected if proven else "")
    alone = not open_schema(schema).is_valid([0, 10]) and observed(schema, [0, 10])[2] != set()
    assert not (alone and proven)


@pytest.mark.parametrize(
    "inner", [{"items": {"minimum": 2}}, {"if": {"minItems": 1}, "then": {"items": {"minimum": 2}}}]
)
@pytest.mark.parametrize("around", [{"items": [{"type": "string"}]}, {"items": {}}, {}])
def test_items_that_are_one_schema_here_may_be_several_there(inner: Any, around: dict[str, Any]) -> None:
    uri = "https://json-schema.org/draft/2019-09/schema"
    schema = {"$schema": uri, "allOf": [inner], "unevaluatedItems": False, **around}
    location = "/allOf/0/items/minimum" if "items" in inner else "/allOf/0/then/items/minimum"
    is_evaluated = bool(around.get("items")) or around.get("items") == {}
    assert bool(reason_of(schema, location)) != is_evaluated


WAYS: dict[str, Any] = {
    "in a branch": {"allOf": [{"$ref": "#/$defs/base"}]},
    "beside": {"$ref": "#/$defs/base"},
    "beside a union": {
        "allOf": [{"$ref": "#/$defs/base"}],
        "oneOf": [{"properties": {"k": {"const": 1}}}, {"properties": {"l": {}}, "required": ["l"]}],
    },
    "in a condition": {"if": {"$ref": "#/$defs/base"}, "else": False},
    "in a union": {"anyOf": [{"$ref": "#/$defs/base"}, {"required": ["z"]}]},
    "in a branch of a branch": {"allOf": [{"allOf": [{"$ref": "#/$defs/base"}]}]},
    "right in then": {"if": {"required": ["k"]}, "then": {"$ref": "#/$defs/base"}},
    "in then": {"allOf": [{"if": {"required": ["k"]}, "then": {"$ref": "#/$defs/base"}}]},
    "in else, further down": {"allOf": [{"if": {"required": ["k"]}, "else": {"allOf": [{"$ref": "#/$defs/base"}]}}]},
    "in a dependent schema": {"allOf": [{"dependentSchemas": {"k": {"$ref": "#/$defs/base"}}}]},
    "in then, evaluated by the if of a branch that fails": {
        "allOf": [{"if": {"properties": {"id": True}}, "then": {"$ref": "#/$defs/base"}}]
    },
    "in then, evaluated beside": {
        "allOf": [{"if": {"required": ["k"]}, "then": {"$ref": "#/$defs/base"}}],
        "if": {"properties": {"id": True}},
    },
    "beside what evaluates it": {"allOf": [{"$ref": "#/$defs/base"}], "anyOf": [{"properties": {"id": True}}]},
}
CLOSINGS: list[Any] = [False, True, {"type": "string"}, {"type": "number"}]
PROVEN = {"in a branch", "beside a union", "in a branch of a branch", "in then", "in else, further down"}
PROVEN |= {"in a dependent schema", "in then, evaluated by the if of a branch that fails"}


@pytest.mark.parametrize("closing", CLOSINGS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("elsewhere", [{}, {"free": {"$ref": "#/$defs/base"}}])
def test_what_cannot_fail_alone_does_not(way: str, closing: Any, elsewhere: dict[str, Any]) -> None:
    """What is behind a reference is refused by an `unevaluated…` around it, if there is one wherever it is met."""
    base = {"properties": {"id": {"type": "string"}}}
    closed = {**WAYS[way], "properties": {"k": {}}, "unevaluatedProperties": closing}
    schema = {"properties": {"in": closed, **elsewhere}, "$defs": {"base": base}}
    location = "/$defs/base/properties/id/type"
    is_proven = way in PROVEN and closing in (False, {"type": "string"}) and not elsewhere
    assert bool(reason_of(schema, location)) == is_proven
    found = Coverage(open_schema(schema))
    for record in islice(Fuzzer(open_schema(schema)).stream("invalid"), 80):
        found.add(record)
    alone = next(one.isolated for one in found.pairs() if one.pair.keyword_location.endswith(location))
    assert not (alone and is_proven)


ELSEWHERE: dict[str, Any] = {
    "nowhere": {},
    "all of it": {"free": {"$ref": "#/$defs/base"}},
    "what is in it": {"free": {"$ref": "#/$defs/base/properties/id"}},
    "what it refers to": {"free": {"$ref": "#/$defs/inner"}},
    "what is in that": {"free": {"items": {"$ref": "#/$defs/inner/properties/x"}}},
}
IN_INNER = {
    "/type": True,
    "/additionalProperties": True,
    "/properties/x/maxLength": True,
    "/properties/more/items/type": True,
    "/properties/choice/anyOf": True,
    "/properties/choice/anyOf/0/type": False,
    "/propertyNames/pattern": True,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_what_is_further_down_cannot_fail_alone_either(way: str, elsewhere: str) -> None:
    """As far as that has to hold, and is met by no other way; by whatever way, what has that reason is not alone."""
    inner = {
        "type": "object",
        "properties": {
            "x": {"maxLength": 3},
            "more": {"items": {"type": "boolean"}},
            "choice": {"anyOf": [{"type": "null"}, {"minimum": 5}]},
            "again": {"$ref": "#/$defs/inner"},
        },
        "additionalProperties": False,
        "propertyNames": {"pattern": "^[a-z]+$"},
    }
    base = {"properties": {"id": {"allOf": [{"$ref": "#/$defs/inner"}]}}}
    closed = {**WAYS[way], "properties": {"k": {}}, "unevaluatedProperties": False}
    schema = {"properties": {"in": closed, **ELSEWHERE[elsewhere]}, "$defs": {"base": base, "inner": inner}}
    found = Coverage(open_schema(schema))
    for record in islice(Fuzzer(open_schema(schema)).stream("invalid"), 80):
        found.add(record)
    reasons = Reasons(found.map)
    told = {one.pair.keyword_location.partition("#")[2]: reasons.reason(one.pair) for one in found.pairs()}
    isolated = {one.pair.keyword_location.partition("#")[2] for one in found.pairs() if one.isolated}
    assert not [location for location in isolated if told[location].startswith("cannot fail alone")]
    if elsewhere == "nowhere" and way in PROVEN:
        proven = {location: "not evaluated" in told[f"/$defs/inner{location}"] for location in IN_INNER}
        assert proven == IN_INNER
    elif elsewhere != "what is in that":
        assert not any("not evaluated" in told[f"/$defs/inner{location}"] for location in IN_INNER)


@pytest.mark.parametrize(
    ("branches", "proven"),
    [
        ([{"required": ["a"]}, {"required": ["b"]}], True),
        ([{"required": ["a"]}, {"$ref": "#/$defs/object"}], True),
        ([{"required": ["a"]}, {"properties": {"inner": {"$ref": "#"}}, "required": ["inner"]}], True),
        ([{"properties": {"inner": {"$ref": "#"}}}, {"minLength": 3}], False),
        ([{"properties": {"inner": {"$ref": "#"}}}, {"enum": [{}]}], False),
        ([{"required": ["a"]}, {"items": {"maxProperties": 1}}], False),
    ],
)
@pytest.mark.parametrize("is_around", [True, False])
def test_a_union_refuses_what_none_of_its_branches_says_anything_of(
    branches: list[Any], proven: bool, is_around: bool
) -> None:
    union: dict[str, Any] = {"oneOf": branches}
    typed = {"type": "object"}
    schema = union | ({"allOf": [{"$ref": "#/$defs/typed"}]} if is_around else typed)
    schema |= {"$defs": {"typed": typed, "object": {"properties": {"c": {}}}}}
    reason = reason_of(schema, "/$defs/typed/type" if is_around else "/type")
    assert reason.startswith("cannot fail alone") == proven


@pytest.mark.parametrize("least", [None, 0, 1, 2])
@pytest.mark.parametrize("items", [[], [1], [1, 1], [1, 1, 1], ["x"]])
def test_coverage_says_of_contains_what_the_labels_say(least: int | None, items: list[Any]) -> None:
    schema = {"contains": {"const": 1}, "maxContains": 2} | ({} if least is None else {"minContains": least})
    labels = {one.keyword for one in open_schema(schema).iter_findings(items)}
    failed = {location.rpartition("/")[2] for location in observed(schema, items)[1]} & {*schema}
    assert failed == labels
    assert all(reason_of(schema, f"/{keyword}") == "" for keyword in failed)


def test_classes_of_values_are_told_by_location() -> None:
    schema = {"properties": {"a": {"type": "array", "items": {"type": "string", "maxLength": 2}}, "b": {}}}
    locations = covered(schema, {"a": ["ab", "é"]}, {"a": [], "c": None}, {"a": [""], "b": 0}).locations()
    assert locations["/a/-"] == {"string": 1, "empty string": 1, "non-ASCII": 1, "at the bound": 1}
    assert locations["/a"] == {"array": 3, "empty array": 1, "one item": 1}
    assert locations["/b"] == {"absent": 2, "integer": 1, "zero": 1}
    assert locations[""] == {"object": 3, "extra keys": 1}


def test_names_that_are_not_declared_are_one_location() -> None:
    locations = covered({"additionalProperties": {"type": "string"}}, {"x": "", "y": ""}, {"z": "a"}).locations()
    assert set(locations) == {"", "/*"}


def test_the_reports_agree() -> None:
    coverage = covered({"type": "string", "minLength": 2}, "ab", "a", 3)
    said = coverage_json(coverage)
    assert (said["exercised"], said["total"], said["records"], said["valid"]) == (2, 2, 3, 1)
    assert "2 of 2 keywords exercised · 3 records, 1 of them valid" in coverage_text(coverage)
    json.dumps(said)


def test_what_cannot_be_exercised_is_counted_by_itself() -> None:
    """In all three reports: else one says that all were, and the other which were not."""
    coverage = covered({"type": "integer", "multipleOf": 1, "minimum": 0, "maximum": 9}, 5, -1, "a")
    said, text = coverage_json(coverage), coverage_text(coverage)
    assert (said["exercised"], said["impossible"], said["total"]) == (2, 1, 4)
    by_keyword = {one["keyword"]: (one["exercised"], one["impossible"]) for one in said["keywords"]}
    assert by_keyword["multipleOf"] == (False, True)
    assert by_keyword["maximum"] == (False, False)
    assert text.count("\n  #/") == 2
    summary = "2 of 4 keywords exercised, 1 cannot be · 3 records, 1 of them valid"
    assert text.endswith(summary)
    page = coverage_page(coverage, "a schema")
    assert summary in page
    assert "<b>2</b> satisfied, and violated in isolation" in page
    assert "<b>1</b> cannot be exercised further" in page


def test_that_all_was_exercised_that_can_be_is_said() -> None:
    schema = {"type": "integer", "multipleOf": 1, "minimum": 0}
    in_part, as_far_as_can_be = (coverage_text(covered(schema, 5, "a", *more)) for more in ((), (-1,)))
    assert "\nnot exercised:\n" in in_part
    said = "\nevery keyword that can be was satisfied, and violated in isolation; the others:\n  #/multipleOf: cannot"
    assert said in as_far_as_can_be


def test_the_page_needs_nothing_and_runs_nothing() -> None:
    """Whatever a schema or a record says is text on the page."""
    hostile = "</pre><script>alert(1)</script>"
    schema = {"title": hostile, "properties": {hostile: {"type": "string", "const": hostile}}}
    page = coverage_page(covered(schema, {hostile: 1}, {hostile: hostile}), hostile)
    assert "<script" not in page
    assert "http://" not in page.replace("http://schema.invalid/", "")
    assert page.startswith("<!doctype html>")


def test_patterns_of_names_in_a_branch_are_observed() -> None:
    """Beside `additionalProperties: false` the engine tells them by a path that leaves out how it got there."""
    inner = {"type": "object", "patternProperties": {"^a": {"type": "integer"}}, "additionalProperties": False}
    schema = {"oneOf": [{"type": "string"}, {"properties": {"v": inner}, "required": ["v"]}]}
    observer = Observer(SchemaMap(open_schema(schema)))
    assert observer.observe({"v": {"a": 1}}).failing == set()
    assert any("patternProperties" in location for location in observer.observe({"v": {"a": "x"}}).violated)


@pytest.mark.parametrize("dialect", ["draft4", "draft7", "2020-12"])
def test_a_branch_in_an_embedded_resource_has_its_base_uri(dialect: str) -> None:
    name = "id" if dialect == "draft4" else "$id"
    branch = {"anyOf": [{"$ref": "number.json"}, {"type": "null"}]}
    number = {name: "number.json", "type": "integer"}
    folder = {name: "folder/", "items": branch, "definitions": {"number": number}}
    schema = {"$schema": DIALECTS[dialect], name: "https://example.com/root.json", "items": folder}
    observer = Observer(SchemaMap(open_schema(schema)))
    assert observer.observe([[1, None]]).failing == set()
    assert observer.observe([["x"]]).failing


def test_what_fails_whenever_a_keyword_does_is_named() -> None:
    coverage = Coverage(open_schema({"properties": {name: {"type": "string"} for name in "abc"}}))
    for instance in ({"a": 1, "b": 1, "c": 1}, {"a": 1, "b": 2}, {"c": 1, "a": ""}):
        coverage.add(FuzzRecord(instance, valid=False))
    said = coverage_text(coverage)
    assert (
        "#/properties/a/type: never violated in isolation, in these records only together with #/properties/b/type\n"
        in said
    )
    assert (
        "#/properties/b/type: never satisfied, never violated in isolation, in these records only together with #/"
        in said
    )
    assert "#/properties/c/type: never satisfied\n" in said


def test_numbers_on_the_page_are_as_they_are_written() -> None:
    """Not as texts, where no float holds them."""
    fine = Decimal("0.10000000000000000001")
    page = coverage_page(covered({"properties": {"x": {"minimum": 0, "const": fine}}}, {"x": fine}), "session")
    assert "<pre>{&quot;x&quot;:0.10000000000000000001}</pre>" in page
    assert "&quot;0.1" not in page


def nested(levels: int) -> Any:
    value: Any = None
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("schema", "instance"),
    [
        ({"type": "string"}, nested(300)),  # which the engine cannot copy into what it tells
        ({"anyOf": [{"items": {"$ref": "#"}}, {"type": "null"}]}, nested(180)),
        ({"items": {"anyOf": [{"type": "null"}]}}, [0] * MAX_ISLANDS),  # with the whole, a branch too many
    ],
)
def test_what_is_looked_at_in_part_is_said(schema: Any, instance: Any) -> None:
    coverage = covered(schema, None, instance)
    assert coverage.incomplete == 1
    assert summary(coverage).endswith(" · 1 looked at in part")


def test_a_record_with_as_many_branches_as_can_be_is_looked_at() -> None:
    coverage = covered({"items": {"anyOf": [{"type": "null"}]}}, [0] * (MAX_ISLANDS - 1))
    assert coverage.incomplete == 0
    assert "in part" not in summary(coverage)


def test_so_many_locations_are_told_apart() -> None:
    names = {f"n{number}": {} for number in range(MAX_LOCATIONS + 10)}
    coverage = covered({"properties": names}, {}, {"n0": None})
    assert list(coverage.locations()) == sorted(["", *(f"/{name}" for name in names)])[:MAX_LOCATIONS]
    assert coverage.records == 2


@pytest.mark.parametrize(
    ("schema", "violated"),
    [
        ({"items": [True], "additionalItems": False}, {"/additionalItems"}),
        ({"items": [True], "additionalItems": {"type": "null"}}, {"/additionalItems/type"}),
        ({"items": True, "additionalItems": {"type": "null"}}, set()),
    ],
)
def test_additional_items_are_observed(schema: Any, violated: set[str]) -> None:
    assert observed(schema, [1, 2], dialect="draft7")[2] == violated
    assert observed(schema, [1], dialect="draft7")[1] == set()


@pytest.mark.parametrize("unknown", [1, "x", None])
def test_a_keyword_that_the_dialect_does_not_have_says_nothing_of_contains(unknown: Any) -> None:
    schema = {"type": "array", "contains": {"type": "integer"}, "minContains": unknown}
    assert observed(schema, ["a"], dialect="draft7")[1] == {"/contains", "/contains/type"}
    opened = open_schema(schema, dialect="draft7")
    coverage = Coverage(opened)
    for record in islice(Fuzzer(opened).stream(), 60):
        coverage.add(record)
    assert "cannot" not in coverage_text(coverage).partition("/contains")[2]
    assert any(record.keyword == "contains" for record in islice(Fuzzer(opened).stream("invalid"), 20))


NAMED = {"$defs": {"n": {"type": "string", "maxLength": 3}}, "propertyNames": {"$ref": "#/$defs/n"}}
AROUND = "cannot fail alone: whatever it refuses, the keywords around it refuse"
DRAFT_7 = {"$schema": DIALECTS["draft7"]}
A_LIST: dict[str, Any] = {"a": {"type": "array"}}
UNEXERCISED: list[tuple[dict[str, Any], str, str]] = [
    ({"properties": {"a": {"type": "string", "pattern": ".*"}}}, "/properties/a/pattern", "it matches every text"),
    ({"pattern": "^(a|)"}, "/pattern", "it matches every text"),
    ({"pattern": "^.*$"}, "/pattern", ""),
    ({"pattern": "^(?=a)|b*"}, "/pattern", "it matches every text"),
    ({"anyOf": [{"format": "x"}, {"format": "y"}]}, "/anyOf", "one of its branches allows everything"),
    ({"anyOf": [{"format": "x"}, {"minimum": 1}]}, "/anyOf", "one of its branches allows everything"),
    (
        {"items": {"anyOf": [{"type": "boolean", "items": {"type": "string"}}, {"type": "boolean"}]}},
        "/items/anyOf/0/items/type",
        "cannot fail alone: `type` around it allows no array",
    ),
    (
        {"propertyNames": {"oneOf": [{"type": "string"}, {"minLength": 9}]}},
        "/propertyNames/oneOf/0/type",
        "cannot fail: every name is a string",
    ),
    (NAMED, "/$defs/n/type", "cannot fail: every name is a string"),
    ({**NAMED, "items": {"$ref": "#/$defs/n"}}, "/$defs/n/type", ""),
    ({"allOf": [{"type": "object"}, {"type": "object"}]}, "/allOf/0/type", AROUND),
    ({"type": "object", "allOf": [{"type": ["object", "null"]}]}, "/allOf/0/type", AROUND),
    ({"type": "object", "allOf": [{"type": ["object", "null"]}]}, "/type", ""),
    (
        {"properties": {"a": {"maximum": 1}}, "allOf": [{"properties": {"a": {"maximum": 2}}}]},
        "/allOf/0/properties/a/maximum",
        AROUND,
    ),
    (
        {"type": "object", "allOf": [{"if": {"required": ["a"]}, "then": {"type": "object"}}]},
        "/allOf/0/then/type",
        AROUND,
    ),
    (
        {
            **DRAFT_7,
            "properties": A_LIST,
            "dependencies": {"b": {"properties": {"a": {"type": "array", "maxItems": 2}}}},
        },
        "/dependencies/b/properties/a/type",
        AROUND,
    ),
    (
        {
            **DRAFT_7,
            "properties": A_LIST,
            "dependencies": {"b": {"properties": {"a": {"type": "array", "maxItems": 2}}}},
        },
        "/dependencies/b/properties/a/maxItems",
        "",
    ),
    (
        {**DRAFT_7, "dependencies": {"b": {"properties": {"a": {"type": "array"}}}}},
        "/dependencies/b/properties/a/type",
        "",
    ),
    (
        {**DRAFT_7, "type": "array", "dependencies": {"b": {"required": ["a"]}}},
        "/dependencies/b/required",
        "cannot fail alone: `type` around it allows no object",
    ),
]


@pytest.mark.parametrize(("contents", "at", "reason"), UNEXERCISED)
def test_why_a_keyword_cannot_be_exercised_is_said_where_it_is_plain(
    contents: dict[str, Any], at: str, reason: str
) -> None:
    schema = open_schema(contents)
    coverage = Coverage(schema)
    for record in islice(Fuzzer(schema).stream("mixed"), 150):
        coverage.add(record)
    (found,) = (one for one in coverage.pairs() if one.pair.keyword_location.endswith(f"#{at}"))
    assert found.is_exercised != bool(reason)
    assert reason in found.reason


BASE: dict[str, Any] = {
    "properties": {
        "m": {"propertyNames": {"pattern": "^[a-z]+$"}, "additionalProperties": {"type": "object"}},
        "revision": {"minimum": 1},
    },
    "dependentRequired": {"revision": ["by"], "other": []},
}
CLOSED_AROUND: dict[str, Any] = {"unevaluatedProperties": False, "$defs": {"base": BASE}}


@pytest.mark.parametrize("branch", [{"$ref": "#/$defs/base"}, BASE])
@pytest.mark.parametrize("beside", [{}, {"properties": {"m": True, "revision": True}}])
def test_a_name_or_a_dependent_that_only_a_branch_evaluates_cannot_fail_alone(
    branch: dict[str, Any], beside: dict[str, Any]
) -> None:
    schema = open_schema({"allOf": [branch, beside], **CLOSED_AROUND})
    coverage = Coverage(schema)
    for record in islice(Fuzzer(schema).stream(), 300):
        coverage.add(record)
    # What the branch beside it evaluates as well may fail alone, and does.
    for keyword in ("pattern", "dependentRequired"):
        pair = next(one for one in coverage.pairs() if one.pair.keyword == keyword)
        assert ("unevaluatedProperties" in pair.reason, bool(pair.isolated)) == (not beside, bool(beside))


@pytest.mark.parametrize(("union", "third"), [("oneOf", "c"), ("anyOf", "c"), ("oneOf", 7)])
@pytest.mark.parametrize("reference", [{"$ref": "#"}, {"$dynamicRef": "#node"}])
def test_a_type_that_every_branch_beside_it_says_cannot_fail_alone(
    union: str, third: Any, reference: dict[str, Any]
) -> None:
    kinds = {"a": {"value": True}, "b": {"arg": reference}, third: {"args": {"type": "array", "items": reference}}}
    branches = [{"properties": {"op": {"const": op}, **inner}, "required": [*inner]} for op, inner in kinds.items()]
    contents = {"type": "object", "required": ["op"], "properties": {"op": {"type": "string"}}, union: branches}
    coverage = Coverage(open_schema({"$id": "https://example.org/x", "$dynamicAnchor": "node", **contents}))
    reasons = {one.pair.keyword_location.partition("#")[2]: one.reason for one in coverage.pairs()}
    assert bool(reasons["/properties/op/type"]) == (third == "c")
    assert bool(reasons["/type"]) == (union == "oneOf")


A_BASE: dict[str, Any] = {"base": {"properties": {"ref": {"type": "string"}}, "required": ["ref"]}}
NOT_EVALUATED = "cannot fail alone: what it refuses is not evaluated, and `unevaluatedProperties` refuses that"


@pytest.mark.parametrize(
    ("beside", "reason"),
    [
        ({"patternProperties": {"^ext": {}}}, NOT_EVALUATED),
        ({"patternProperties": {"^re": {}}}, ""),
        ({"properties": {"other": {"$dynamicRef": "#n"}}, "$dynamicAnchor": "n"}, NOT_EVALUATED),
        ({"properties": {"other": {"$ref": "#/$defs/base"}}}, ""),
        ({"additionalProperties": {}}, ""),
    ],
)
def test_what_is_about_other_names_evaluates_nothing(beside: dict[str, Any], reason: str) -> None:
    schema = {"allOf": [{"$ref": "#/$defs/base"}], "unevaluatedProperties": False, "$defs": A_BASE, **beside}
    assert reason_of(schema, "/$defs/base/properties/ref/type") == reason


CLOSED: dict[str, Any] = {"type": "object", "unevaluatedProperties": False}


@pytest.mark.parametrize(
    ("changes", "beside", "reason"),
    [
        ({}, CLOSED, NOT_EVALUATED),
        ({}, {**CLOSED, "properties": {"paid": {}}}, NOT_EVALUATED),
        ({}, {**CLOSED, "properties": {"closed": {}}}, ""),
        ({"if": {"properties": {"closed": {}}}}, CLOSED, ""),
        ({"if": {"required": ["closed"], "type": "object"}}, {"unevaluatedProperties": False}, NOT_EVALUATED),
        ({}, {"unevaluatedProperties": {"type": "string"}, "type": "object"}, ""),
        ({"if": {"required": ["closed", "paid"]}}, {**CLOSED, "properties": {"closed": {}}}, NOT_EVALUATED),
    ],
)
def test_what_is_asked_of_objects_with_a_member_that_is_closed_is_not_evaluated(
    changes: dict[str, Any], beside: dict[str, Any], reason: str
) -> None:
    """Its `then` alone evaluates that member, so whatever fails there is refused for it as well."""
    branch = {"if": {"required": ["closed"]}, "then": {"properties": {"closed": {}}, "required": ["paid"]}, **changes}
    assert reason_of({"allOf": [branch], **beside}, "/allOf/0/then/required") == reason


@pytest.mark.parametrize(("name", "reason"), [("closed", NOT_EVALUATED), ("paid", "")])
def test_what_depends_on_a_member_that_is_closed_is_not_evaluated(name: str, reason: str) -> None:
    branch = {"dependentSchemas": {name: {"properties": {"closed": {}}, "required": ["at"]}}}
    schema = {"allOf": [branch], "properties": {"paid": {}}, "unevaluatedProperties": False}
    assert reason_of(schema, f"/allOf/0/dependentSchemas/{name}/required") == reason


def test_what_is_no_object_lacks_nothing() -> None:
    """So it comes to what is asked of objects with some member, and fails there alone."""
    branch = {"if": {"required": ["closed"]}, "then": {"properties": {"closed": {}}, "type": "object"}}
    assert reason_of({"allOf": [branch], "unevaluatedProperties": False}, "/allOf/0/then/type") == ""


def test_a_keyword_that_the_dialect_does_not_have_refuses_nothing() -> None:
    schema = {"allOf": [{"properties": {"a": {"type": "string"}}}], "unevaluatedProperties": False}
    assert "unevaluated" in reason_of(schema, "/allOf/0/properties/a/type")
    assert reason_of({**DRAFT_7, **schema}, "/allOf/0/properties/a/type") == ""


A_LIST_OF_TWO: dict[str, Any] = {"type": "array", "prefixItems": [{}, {}], "items": False}
LED_TO: list[tuple[dict[str, Any], str]] = [
    ({"allOf": [{"$ref": "#/$defs/a"}]}, AROUND),
    ({"$ref": "#/$defs/a"}, AROUND),
    ({"if": {"required": ["k"]}, "then": {"$ref": "#/$defs/a"}}, AROUND),
    ({"if": {"required": ["k"]}, "else": {"allOf": [{"$ref": "#/$defs/a"}]}}, AROUND),
    ({"dependentSchemas": {"k": {"$ref": "#/$defs/a"}}}, AROUND),
    ({"allOf": [{"$ref": "#/$defs/a"}], "$defs": {"more": {"$ref": "#/$defs/a"}}}, AROUND),
    ({"allOf": [{"$dynamicRef": "#a"}]}, AROUND),
    ({"anyOf": [{"$ref": "#/$defs/a"}, {"required": ["k"]}]}, ""),
    ({"allOf": [{"$ref": "#/$defs/a"}], "not": {"$ref": "#/$defs/a"}}, ""),
    ({"allOf": [{"$ref": "#/$defs/a"}], "properties": {"k": {"$ref": "#/$defs/a"}}}, ""),
    ({"allOf": [{"$ref": "#/$defs/a"}], "properties": {"v": {"maxItems": 3}}}, ""),
]


@pytest.mark.parametrize(("leading", "reason"), LED_TO)
@pytest.mark.parametrize("recursion", [{}, {"kids": {"items": {"$dynamicRef": "#node"}}}, {"up": {"$ref": "#"}}])
def test_what_references_and_conditions_lead_to_is_said_around(
    leading: dict[str, Any], reason: str, recursion: dict[str, Any]
) -> None:
    """By all ways on which it counts, and whatever else recurs there."""
    a = {"$dynamicAnchor": "a", "properties": {"v": {"maxItems": 2}}}
    inner = {"v": A_LIST_OF_TWO, **recursion, **leading.get("properties", {})}
    definitions = {"a": a, **leading.get("$defs", {})}
    schema = {"$id": "https://example.org/x", "$dynamicAnchor": "node", **leading}
    assert reason_of({**schema, "properties": inner, "$defs": definitions}, "/$defs/a/properties/v/maxItems") == reason


@pytest.mark.parametrize("dialect", ["2019-09", "2020-12"])
def test_vocabularies_say_again_what_their_metaschema_says(dialect: str) -> None:
    """A dynamic reference leads to the outermost resource: the metaschema, where its vocabularies are met."""
    coverage = Coverage(open_schema(metaschema(DIALECTS[dialect])))
    reasons = Reasons(coverage.map)
    told = {location: reasons.reason(pair) for location, pair in coverage.map.pairs.items()}
    assert told[f"https://json-schema.org/draft/{dialect}/meta/core#/type"] == AROUND
    assert told[f"https://json-schema.org/draft/{dialect}/meta/content#/type"] == AROUND
    # In a branch of the older one, its dynamic scope begins there.
    assert told[f"https://json-schema.org/draft/{dialect}/meta/applicator#/type"] == AROUND * (dialect == "2020-12")
    assert told[f"https://json-schema.org/draft/{dialect}/meta/validation#/properties/type/anyOf/1/uniqueItems"] == ""


def test_a_dynamic_reference_with_two_targets_proves_nothing_of_what_denies_it() -> None:
    other = {"$id": "other", "$dynamicAnchor": "n", "not": {"properties": {"a": {"$dynamicRef": "#n"}}}}
    schema: dict[str, Any] = {"properties": {"x": {"not": {"$ref": "other"}}, "y": {"$ref": "other"}}}
    named = {"$id": "https://example.org/x", "$dynamicAnchor": "n", "$defs": {"other": other}}
    told = Reasons(SchemaMap(open_schema(named | schema)))
    assert not [pair for pair in SchemaMap(open_schema(named | schema)).pairs.values() if told.reason(pair)]


def test_a_subschema_that_refuses_everything_may_be_said_again() -> None:
    schema: dict[str, Any] = {"properties": {"a": False, "b": True}, "maxProperties": 0}
    assert reason_of(schema, "/properties/a") == "cannot fail alone: whatever it refuses, the keywords beside it refuse"
    assert reason_of(schema | {"maxProperties": 1}, "/properties/a") == ""


@pytest.mark.parametrize(("anchor", "reference"), [({"$recursiveAnchor": True}, "$recursiveRef"), ({}, "$ref")])
@pytest.mark.parametrize(("kind", "is_proven"), [(["object", "null"], True), (["array", "null"], False)])
def test_what_a_member_is_by_a_reference_is_said_around(
    anchor: dict[str, Any], reference: str, kind: list[str], *, is_proven: bool
) -> None:
    """Though it is the schema itself, of which the algebra would find no end."""
    properties = {"sub": {reference: "#"}, "other": {"items": {reference: "#"}}}
    inner = {"dependentSchemas": {"sub": {"properties": {"sub": {"type": kind}}}}}
    schema = {"$schema": DIALECTS["2019-09"], "type": "object", "properties": properties, "allOf": [inner]}
    location = "/allOf/0/dependentSchemas/sub/properties/sub/type"
    assert bool(reason_of(schema | anchor, location)) == is_proven
