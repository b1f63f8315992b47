"""The generator core: streams, labels, and what has no records."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from itertools import islice
from typing import Any

import pytest

from schemawright import open_schema
from schemawright.engines import compile_engine
from schemawright.errors import NoInstance, SchemaError, UsageError
from schemawright.fuzz.accepted.exemplars import Exemplars
from schemawright.fuzz.choices import Seeded
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.making.sweep import Sweep

SCHEMAS: list[Any] = [
    {"type": "integer", "minimum": 3, "maximum": 9, "multipleOf": 2},
    {"type": "array", "items": {"type": "string"}, "uniqueItems": True, "minItems": 1, "maxItems": 3},
    {"required": ["a"], "properties": {"a": {"$ref": "#"}, "b": {"const": 1}}, "type": "object", "minProperties": 1},
    {"oneOf": [{"multipleOf": 3}, {"multipleOf": 5}], "type": "integer"},
    {"if": {"required": ["kind"]}, "then": {"required": ["size"]}, "else": {"maxProperties": 2}, "type": "object"},
    {
        "type": "array",
        "contains": {"const": 1},
        "minContains": 2,
        "maxContains": 3,
        "prefixItems": [{"type": "string"}],
    },
    {"properties": {"a": True}, "patternProperties": {"^x": {"type": "null"}}, "unevaluatedProperties": False},
]
RECURSIVE: list[Any] = [
    {"type": "object", "additionalProperties": {"anyOf": [{"type": "string"}, {"$ref": "#"}], "minProperties": 1}},
    {"type": "object", "additionalProperties": {"oneOf": [{"type": "string"}, {"$ref": "#"}]}},
    {"type": "object", "minProperties": 3, "additionalProperties": {"oneOf": [{"type": "string"}, {"$ref": "#"}]}},
    {"type": "object", "minProperties": 1, "properties": {"s": {"$ref": "#"}, "a": {}}, "additionalProperties": False},
    {
        "type": "object",
        "minProperties": 1,
        "patternProperties": {"^x": {"$ref": "#"}, "^y": {"type": "null"}},
        "additionalProperties": False,
    },
    {"type": "array", "minItems": 1, "items": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}},
    {"type": "object", "minProperties": 12, "additionalProperties": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}},
    {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": "^x-"},
        "patternProperties": {"^[^x]": {"$ref": "#"}},
        "additionalProperties": {"type": "integer"},
    },
]
ENDING = [schema for schema in SCHEMAS if "$ref" not in json.dumps(schema)]


@pytest.mark.parametrize("contents", ENDING, ids=json.dumps)
def test_every_record_is_judged_as_it_says(contents: Any) -> None:
    schema = open_schema(contents)
    records = list(islice(Fuzzer(schema).stream("mixed", 3), 300))
    assert len(records) == 300
    for record in records:
        findings = schema.validate(record.instance).findings
        assert record.valid == (not findings)
        if not record.valid:
            labels = {(finding.evaluation_path, finding.instance_location) for finding in findings}
            assert (record.violates, record.at) in labels
            assert not record.alone or len(labels) == 1


ROUTES: list[Any] = [
    {
        "properties": {"n": {"minimum": 0, "type": "integer"}, "flag": {"type": "boolean"}},
        "allOf": [{"properties": {"n": {"maximum": 9}}}],
        "required": ["n"],
    },
    {
        "properties": {"v": {"type": "object", "properties": {"flag": {"type": "boolean"}, "s": True}}},
        "additionalProperties": False,
        "required": ["v"],
        "allOf": [
            {
                "properties": {
                    "v": {
                        "if": {"properties": {"flag": {"const": True}}},
                        "then": {"properties": {"s": {"$ref": "#/$defs/s"}}},
                        "else": {"properties": {"s": {"$ref": "#/$defs/s"}}},
                    }
                }
            }
        ],
        "$defs": {"s": {"maxLength": 3}},
    },
    {
        "properties": {"a": {"$ref": "#/$defs/s"}, "b": {"$ref": "#/$defs/s"}},
        "patternProperties": {"a|b": {"$ref": "#/$defs/s"}},
        "additionalProperties": {"type": "null"},
        "$defs": {"s": {"type": "string", "maxLength": 3}},
    },
    {"properties": {"a": {"$ref": "#"}, "b": {"const": 1}}, "type": "object", "maxProperties": 2},
    {
        "properties": {"kind": {"enum": ["a", "b"]}, "x": {"type": "string"}},
        "if": {"properties": {"kind": {"const": "a"}}},
        "then": {"properties": {"x": {"type": "string", "maxLength": 2}}},
        "unevaluatedProperties": False,
    },
]
"""One route to a subschema and several, routes that are taken sometimes, and what fails because of others."""


@pytest.mark.parametrize("contents", ROUTES, ids=json.dumps)
def test_what_chance_breaks_is_labelled_as_both_engines_say(contents: Any) -> None:
    schema = open_schema(contents)
    fuzzer, reference = Fuzzer(schema), compile_engine(schema.task, "reference")
    told: Counter[str] = Counter()
    for seed in range(300):
        record = fuzzer.invalid(Seeded(seed))
        for findings in (schema.iter_findings(record.instance), reference.iter_findings(record.instance)):
            labels = {(one.evaluation_path, one.instance_location) for one in findings}
            assert (record.violates, record.at) in labels, f"seed {seed}"
            assert not record.alone or len(labels) == 1, f"seed {seed}"
        told[record.violates] += 1
    assert len(told) > 1
    assert max(told.values()) > 1, "something was broken twice"


def test_one_seed_makes_one_stream() -> None:
    schema = open_schema(SCHEMAS[1])
    first, second = (list(islice(Fuzzer(schema).stream("mixed", 5), 400)) for _ in range(2))
    assert first == second
    assert first != list(islice(Fuzzer(schema).stream("mixed", 6), 400))


@pytest.mark.parametrize("contents", RECURSIVE, ids=json.dumps)
def test_records_of_recursive_schemas_end(contents: Any) -> None:
    """Where something has to be inside everything, the least of it comes once a record is deep."""
    records = list(islice(Fuzzer(open_schema(contents)).stream("mixed", 3), 300))
    assert len(records) == 300
    assert max(depth_of(record.instance) for record in records) < 60


def depth_of(value: Any) -> int:
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(depth_of, below), default=0)


NEVER_ENDING = {"type": "object", "minProperties": 1, "additionalProperties": {"$ref": "#"}}


def test_where_nothing_is_valid_keywords_are_violated_alone_all_the_same() -> None:
    schema = open_schema({"type": "string", "pattern": "^a$", "minLength": 2})
    records = list(islice(Fuzzer(schema).stream("invalid"), 60))
    assert sum(record.alone for record in records) > 50
    assert {record.violates for record in records if record.alone} == {"/type", "/pattern", "/minLength"}


@pytest.mark.parametrize("contents", [False, {"type": "string", "minimum": 1, "enum": [1]}, SCHEMAS[2], NEVER_ENDING])
def test_where_nothing_is_valid_it_is_said(contents: Any) -> None:
    """Not searched for: a schema that contradicts itself, and recursion that never ends."""
    with pytest.raises(NoInstance, match="no instance is valid"):
        next(Fuzzer(open_schema(contents)).stream("valid"))


@pytest.mark.parametrize("contents", [True, {}, {"format": "unheard-of"}, {"minLength": 0}])
def test_where_nothing_is_invalid_it_is_said(contents: Any) -> None:
    with pytest.raises(NoInstance, match="invalid"):
        list(islice(Fuzzer(open_schema(contents)).stream("invalid"), 1))


def test_draft_3_and_unknown_modes_are_usage_errors() -> None:
    schema = open_schema({"$schema": "http://json-schema.org/draft-03/schema#"})
    with pytest.raises(UsageError, match="draft3"):
        Fuzzer(schema)
    with pytest.raises(UsageError, match="expected a mode"):
        Fuzzer(open_schema(True)).stream("some")


def test_where_most_of_what_tells_is_wrong_some_records_are_valid_nevertheless() -> None:
    """Of a schema with much in it that can be wrong, a hundred records are not all but wrong."""
    parts = {f"p{number}": {"type": "integer", "minimum": number, "multipleOf": 3} for number in range(60)}
    schema = {"type": "object", "required": [*parts], "properties": parts, "additionalProperties": False}
    valid = [record.valid for record in islice(Fuzzer(open_schema(schema)).stream("mixed"), 300)]
    assert sum(valid[:100]) >= 8
    assert sum(valid) >= 24


def test_where_the_engines_disagree_each_valid_record_is_so_to_both() -> None:
    """`contains` evaluates items of 2019-09 to one engine only: what it alone accepts is nobody's valid record."""
    uri = "https://json-schema.org/draft/2019-09/schema"
    schema = open_schema({"$schema": uri, "contains": {"const": 1}, "unevaluatedItems": False})
    engines = [compile_engine(schema.task, name) for name in ("native", "reference")]
    fuzzer = Fuzzer(schema)
    made = [
        *fuzzer.each_valid(),
        *[fuzzer.valid(Seeded(f"{number}")) for number in range(50)],
        *[record.instance for record in islice(fuzzer.stream("valid", 1), 100)],
    ]
    assert len(made) > 150
    assert all(engine.is_valid(instance) for instance in made for engine in engines)


def nested_objects(levels: int) -> dict[str, Any]:
    """Return a schema of objects in objects, each with a few members."""
    inner: dict[str, Any] = {"type": "integer", "minimum": 3}
    for level in range(levels):
        name = {"type": "string", "minLength": 1}
        members = {f"name_{level}": name, "inner": inner, "flags": {"items": {"type": "boolean"}}}
        inner = {"type": "object", "properties": members, "required": ["inner"], "additionalProperties": False}
    return inner


class TestFirstInvalidRecord:
    """A stream of invalid records begins with one that is found before all others are."""

    @pytest.mark.parametrize("contents", [nested_objects(levels) for levels in range(1, 5)])
    def test_it_is_a_small_violation_that_comes_once(self, contents: Any) -> None:
        records = list(islice(Fuzzer(open_schema(contents)).stream("invalid"), 60))
        assert records[0].alone
        assert len(repr(records[0].instance)) < 200
        assert [repr(record.instance) for record in records].count(repr(records[0].instance)) == 1

    def test_it_is_there_before_the_others_are_looked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        fuzzer = Fuzzer(open_schema(nested_objects(3)))
        monkeypatch.setattr(Exemplars, "choose", lambda *_: pytest.fail("looks for all"))
        assert not next(fuzzer.stream("invalid")).valid

    def test_who_asks_whether_there_is_one_takes_none_from_another_stream(self) -> None:
        asked, fuzzer = (Fuzzer(open_schema(nested_objects(3))) for _ in range(2))
        next(asked.stream("invalid"))
        both = [[one.instance for one in islice(each.stream("mixed"), 60)] for each in (asked, fuzzer)]
        assert both[0] == both[1]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"items": {"type": ["array", "object"]}},
        {"prefixItems": [{"type": "string"}, {"type": "null"}], "items": {"type": "boolean"}},
        {"uniqueItems": True, "items": {"type": "string", "maxLength": 3}},
        {"contains": {"const": 1}, "minContains": 1_500},
        {"contains": {"const": 1}, "items": {"minimum": 1}, "maxContains": 2},
    ],
    ids=lambda asked: " ".join(asked) or "any items",
)
def test_boundary_cases_of_long_arrays_are_valid(asked: dict[str, Any]) -> None:
    schema = open_schema({"type": "array", "minItems": 2_000, **asked})
    fuzzer = Fuzzer(schema)
    sweep = Sweep()
    for _ in range(3):
        fuzzer.grammar.start()
        instance = fuzzer.grammar.root.sweep(sweep, fuzzer.grammar.budget)
        assert len(instance) >= 2_000
        assert schema.is_valid(instance)
        # None is part of another: whoever changes an item changes that one.
        containers = [item for item in instance if isinstance(item, (list, dict))]
        assert len({id(item) for item in containers}) == len(containers)


@pytest.mark.parametrize(
    "schema",
    [
        {"if": {"properties": {"a": {"const": Decimal("0.12345678901234567890")}}}, "then": {"required": ["b"]}},
        {"not": {"properties": {"lon": {"maximum": Decimal("179.99999999999999999")}}}},
        {"type": "array", "contains": {"enum": [Decimal("0.12345678901234567890")]}, "maxContains": 1},
        {"not": {"anyOf": [{"const": Decimal("1e400")}, {"const": "1E+400"}]}},
    ],
)
def test_a_number_that_no_double_holds_may_be_denied(schema: Any) -> None:
    opened = open_schema(schema)
    records = list(islice(Fuzzer(opened).stream(), 60))
    assert len(records) == 60
    assert {record.valid for record in records} == {False, True}
    assert all(opened.is_valid(record.instance) is record.valid for record in records)


def test_the_negation_of_a_number_is_not_that_of_its_text() -> None:
    """Both are denied, one after the other, in one grammar."""
    number, text = {"const": Decimal("1e400")}, {"const": "1E+400"}
    schema = open_schema({"properties": {"a": {"not": number}, "b": {"not": text}}, "required": ["a", "b"]})
    for record in islice(Fuzzer(schema).stream("valid"), 60):
        assert schema.is_valid(record.instance)


def test_what_the_native_engine_lacks_is_named_and_not_the_dialect() -> None:
    with pytest.raises(SchemaError, match="expected a pattern that the native engine knows") as caught:
        Fuzzer(open_schema({"pattern": r"^([\"'])?[a-z]+\1$"}))
    assert caught.value.keyword_location == "/pattern"
