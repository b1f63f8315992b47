"""Something is broken wherever a subschema is referred to, and with values that all else accepts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from copy import deepcopy
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import open_schema
from schemawright.fuzz.choices import Seeded
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.keywords import DIALECTS

if TYPE_CHECKING:
    from pathlib import Path

DELEGATE = {
    "$ref": "#/$defs/attendee",
    "$defs": {
        "attendee": {
            "type": "object",
            "required": ["email"],
            "properties": {
                "email": {"type": "string"},
                "status": {"enum": ["accepted", "delegated"]},
                "delegate": {"$ref": "#/$defs/attendee"},
            },
            "if": {"properties": {"status": {"const": "delegated"}}, "required": ["status"]},
            "then": {"required": ["delegate"]},
            "else": {"properties": {"delegate": False}},
            "additionalProperties": False,
        }
    },
}
ATTACHED = {
    "$ref": "#/$defs/event",
    "properties": {"kind": {"type": "string"}},
    "unevaluatedProperties": False,
    "$defs": {
        "event": {
            "type": "object",
            "properties": {
                "attach": {
                    "anyOf": [
                        {"type": "integer"},
                        {
                            "type": "object",
                            "properties": {"data": {"type": "string"}},
                            "required": ["data"],
                            "propertyNames": {"pattern": "^[a-z]+$"},
                        },
                    ]
                }
            },
        }
    },
}
CUSTOM = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "string"}},
    "patternProperties": {"^x-[a-z]+$": {"type": "string", "minLength": 3}},
    "additionalProperties": False,
}


def without(schema: Any, *tokens: str) -> Any:
    """Return a schema without something."""
    copy = deepcopy(schema)
    holder = copy
    for token in tokens[:-1]:
        holder = holder[token]
    del holder[tokens[-1]]
    return copy


def renamed(pattern: str) -> Any:
    return {**CUSTOM, "patternProperties": {pattern: CUSTOM["patternProperties"]["^x-[a-z]+$"]}}  # type: ignore[index]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (DELEGATE, without(DELEGATE, "$defs", "attendee", "else")),
        (ATTACHED, json.loads(json.dumps(ATTACHED).replace("^[a-z]+$", ""))),
        (ATTACHED, json.loads(json.dumps(ATTACHED).replace("^[a-z]+$", "^[a-z]+"))),
        (CUSTOM, renamed("x-[a-z]+$")),
        (CUSTOM, renamed("^x-[a-z]+")),
        (CUSTOM, renamed("^x-[a-z]*$")),
        (CUSTOM, renamed("^x-[a-zA-Z]+$")),
    ],
    ids=["denied", "any name", "the end of a name", "in front", "behind", "none", "capitals"],
)
def test_a_mistake_is_told_though_other_keywords_say_something_of_the_value(right: Any, wrong: Any) -> None:
    accepts = open_schema(wrong).is_valid
    stream = islice(Fuzzer(open_schema(right)).stream("mixed"), 60)
    assert any(accepts(record.instance) is not record.valid for record in stream)


def test_what_is_referred_to_from_many_places_is_broken_at_each() -> None:
    names = [f"by_{number}" for number in range(12)]
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {name: {"$ref": "#/$defs/id"} for name in names} | {"all": {"items": {"$ref": "#/$defs/id"}}},
        "$defs": {"id": {"type": "string", "pattern": "^[0-9a-f]{8}$"}},
    }
    schema["properties"] |= {f"at_{number}": {"type": "string", "format": "date-time"} for number in range(8)}
    found = {record.at for record in islice(Fuzzer(open_schema(schema)).stream("invalid"), 180)}
    assert found >= {f"/{name}" for name in names}
    assert any(at.startswith("/all/") and at != "/all/0" for at in found), "an item behind the first"


AGAIN = {"$ref": "#/$defs/c", "unevaluatedProperties": False}
UNFOLDING: list[Any] = [
    {"if": {}, "else": {"properties": {"x": AGAIN}}},
    {"oneOf": [{"required": ["a"]}, {"properties": {"x": {"items": AGAIN}}}]},
    {"dependentSchemas": {"k": {"additionalProperties": {"allOf": [{"$ref": "#/$defs/c"}], **AGAIN}}}},
]


@pytest.mark.parametrize("definition", UNFOLDING, ids=["else", "oneOf", "dependentSchemas"])
def test_what_the_canonical_algebra_would_unfold_for_ever_is_fuzzed_without_it(tmp_path: Path, definition: Any) -> None:
    """It took the process with it: so this one has its own."""
    path = tmp_path / "schema.json"
    path.write_text(json.dumps({"$ref": "#/$defs/c", "type": "object", "$defs": {"c": definition}}))
    command = [sys.executable, "-m", "schemawright", "fuzz", str(path), "-n", "60", "--labels"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    verdicts = [json.loads(line)["valid"] for line in done.stdout.splitlines()]
    assert len(verdicts) == 60
    assert {*verdicts} == {True, False}


def test_what_is_begun_anew_at_each_level_comes_to_an_end() -> None:
    """Each record took 4 ** levels tries; there is nothing invalid to find."""
    inner = {"properties": {"x": {"items": {"$ref": "#/$defs/c"}}}}
    schema = {
        "$ref": "#/$defs/c",
        "$defs": {"c": {"if": {"required": ["k"]}, "else": {"if": {"required": ["m"]}, "else": inner}}},
    }
    found = list(islice(Fuzzer(open_schema(schema)).stream("mixed"), 20))
    assert [record.valid for record in found] == [True] * 20


@pytest.mark.parametrize("dialect", ["draft4", "2020-12"])
def test_a_bound_that_is_meant_exclusively_is_broken_alone(dialect: str) -> None:
    """Draft 4 says it beside the bound, by a boolean that means nothing without."""
    schema = (
        {"type": "number", "minimum": 0, "exclusiveMinimum": True, "maximum": 10}
        if dialect == "draft4"
        else {"type": "number", "exclusiveMinimum": 0, "maximum": 10}
    )
    opened = open_schema(schema, dialect=dialect)
    made = [*islice(Fuzzer(opened).stream("invalid"), 400)]
    assert len(made) == 400
    for record in made:
        assert [one.evaluation_path for one in opened.iter_findings(record.instance)] == [record.violates]


def test_how_a_record_differs_is_told_of_that_record() -> None:
    """What was done to one record may come out as something else in another."""
    closed = {"patternProperties": {"^x": {}}, "additionalProperties": False, "required": ["x1"]}
    fuzzer, choices = Fuzzer(open_schema(closed)), Seeded(3)
    named = re.compile("a property more: '(.*)'")
    found = [(named.fullmatch(one.how), one) for one in (fuzzer.invalid(choices) for _ in range(800))]
    told = [(name[1], record.instance) for name, record in found if name is not None]
    assert len(told) > 10
    assert all(name in str(instance) for name, instance in told)  # A long name is told in part.


DOSE = {
    "oneOf": [
        {"type": "number", "minimum": 0.25, "maximum": 1000},
        {
            "type": "object",
            "properties": {"low": {"type": "integer", "minimum": 0}, "high": {"type": "integer", "maximum": 50}},
            "required": ["low", "high"],
            "additionalProperties": False,
        },
        {"type": "integer", "multipleOf": 3, "minimum": -9},
    ]
}
TIMES = {"type": "array", "items": {"type": "string", "format": "time"}, "uniqueItems": True, "minItems": 1}
OF_DOSE = {"properties": {"dose": {"type": "number"}}}


@pytest.mark.parametrize(
    "narrowing",
    [
        {"if": {"required": ["times"]}, "then": OF_DOSE},
        {"if": {"not": {"required": ["times"]}}, "else": OF_DOSE},
        {"dependencies": {"times": OF_DOSE}},
        {"allOf": [{"if": {"required": ["times"]}, "then": {"allOf": [OF_DOSE]}}]},
    ],
    ids=["then", "else", "dependencies", "allOf"],
)
def test_what_a_condition_says_more_of_a_value_is_broken_by_what_else_may_be_there(narrowing: Any) -> None:
    """What is tried first breaks what is said without the condition, too."""
    schema = {"required": ["dose"], "properties": {"dose": DOSE, "times": TIMES}, **narrowing}
    opened = open_schema({"$schema": DIALECTS["draft7"], "type": "object", **schema})
    found = islice(Fuzzer(opened).stream("invalid"), 200)
    assert any(record.violates.endswith("properties/dose/type") and record.alone for record in found)
