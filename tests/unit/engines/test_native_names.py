"""Names that jsonschema-rs does not tell in its paths: findings have them all the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

from schemawright import open_schema
from schemawright.engines.reference.engine import ReferenceEngine

LATEST = "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", ["", "039", "+5", "00", "39", "0", "-1", "1e5"])
def test_findings_have_the_member_s_place(name: str) -> None:
    """Numbers in names are names: `039` is not `39`, and an empty name is there."""
    schema = open_schema({"patternProperties": {"": {"type": "boolean"}}})
    (finding,) = schema.iter_findings({name: 1.0})
    assert finding.instance_location == f"/{name}"


def test_two_names_of_one_number_are_two() -> None:
    """What is wrong with each is told of each."""
    schema = open_schema({"additionalProperties": {"type": "boolean"}})
    found = {finding.instance_location for finding in schema.iter_findings({"039": 1, "39": 1, "0039": True})}
    assert found == {"/039", "/39"}


_COUNT = {"type": "integer"}
_UNTOLD = {"properties": {"+1": _COUNT, "039": {"items": _COUNT}, "": {"$ref": "#/$defs/kind"}}}
_SCHEMAS = {
    "properties": _UNTOLD,
    "beside": {"properties": {"a": _UNTOLD, "b": {"type": "array", "items": {"required": ["x"]}}}},
    "unions": {"oneOf": [{"$ref": "#/$defs/kind"}, {"properties": {"a": _UNTOLD, "b": False}, "required": ["a"]}]},
    "dependent": {"dependentSchemas": {"+1": {"required": ["a"]}}, "properties": {"a": {"properties": {"b": _COUNT}}}},
    "names": {"propertyNames": {"maxLength": 2}, "properties": {"a": {"additionalProperties": _COUNT}}},
}
_INSTANCES = [
    {},
    {"+1": "x"},
    {"+1": 1, "a": {"b": "x", "+1": "y"}},
    {"": {"+1": 1}, "a": {"": 7}},
    {"039": [1, "x"], "a": {"039": ["x", 1]}, "39": None},
    {"+1": 1, "b": [{}, {"x": 1}, {"+1": 2}]},
    {"+1": 1, "a": {"b": "x"}, "b": [{}]},
    {"a": {"b": None, "039": 7}, "": 7},
    [{"+1": 1}],
    "text",
]


@pytest.mark.parametrize("instance", _INSTANCES, ids=json.dumps)
@pytest.mark.parametrize("name", _SCHEMAS)
def test_what_is_wrong_is_told_as_the_reference_tells_it(name: str, instance: Any) -> None:
    """Of what has names that are not told, most paths do not lead by those: what they say is where it is."""
    kind = {"type": "object", "properties": {"+1": _COUNT}, "additionalProperties": False}
    schema = open_schema({"$schema": LATEST, "$defs": {"kind": kind}, **_SCHEMAS[name]})
    reference = ReferenceEngine(schema.task)
    found = {(one.evaluation_path, one.instance_location) for one in schema.iter_findings(instance)}
    assert found == {(one.evaluation_path, one.instance_location) for one in reference.iter_findings(instance)}
    labels = {(one.evaluation_path, one.instance_location) for one in schema.engine.all_labels(instance)}
    assert labels == found


def test_where_no_name_is_in_the_way_the_engine_is_not_asked_again() -> None:
    """To ask the reference takes a hundred times as long in large schemas."""
    engine = open_schema({"properties": {"counts": {"properties": {"+1": _COUNT}}, "id": {"type": "string"}}}).engine
    assert [one.instance_location for one in engine.all_labels({"counts": {"+1": 7}, "id": 7})] == ["/id"]
    assert "_reference" not in vars(engine)
    assert [one.instance_location for one in engine.all_labels({"counts": {"+1": "x"}})] == ["/counts/+1"]
    assert "_reference" in vars(engine)


_OF_COUNTS = {"type": "object", "additionalProperties": _COUNT}
_LEFT_OVER = {
    "reference": {"$ref": "#/$defs/kind", "$defs": {"kind": {"properties": {"m": _OF_COUNTS}}}},
    "union": {"anyOf": [{"properties": {"m": _OF_COUNTS}}]},
    "all": {"allOf": [{"properties": {"m": _OF_COUNTS}}, {"required": ["m"]}]},
}


@pytest.mark.parametrize("name", ["", "039", "+5"])
@pytest.mark.parametrize("beyond", [False, {"type": "integer"}])
@pytest.mark.parametrize("schema", _LEFT_OVER)
def test_a_name_that_is_not_told_adds_no_finding(schema: str, beyond: Any, name: str) -> None:
    """What fails has evaluated nothing, says the other engine, and so names what holds it as not evaluated."""
    # It stands first, so that what it adds would be the first to be told.
    opened = open_schema({"$schema": LATEST, "unevaluatedProperties": beyond, **_LEFT_OVER[schema]})
    for instance in (
        {"m": {"x": "s", "KEY": 0}},
        {"m": {"KEY": "s"}},
        {"m": {"KEY": 0}, "b": "s"},
        {"m": {}, "KEY": "s"},
    ):
        plain = json.loads(json.dumps(instance).replace("KEY", "y"))
        named = json.loads(json.dumps(instance).replace("KEY", name))
        plainly = {(one.evaluation_path, one.instance_location) for one in opened.iter_findings(plain)}
        expected = {(path, location.replace("/y", f"/{name}")) for path, location in plainly}
        for most in (1, 100):
            first = list(opened.engine.first_findings(named, most))
            assert {(one.evaluation_path, one.instance_location) for one in first} <= expected
            assert len(first) == min(most, len(expected))
        assert {(one.evaluation_path, one.instance_location) for one in opened.iter_findings(named)} == expected
        labels = [
            {(one.keyword, one.evaluation_path) for one in opened.engine.all_labels(one)} for one in (plain, named)
        ]
        assert labels[0] == labels[1]


@pytest.mark.parametrize("beyond", [False, {"type": "integer"}])
def test_first_findings_are_the_first_of_all(beyond: Any) -> None:
    """What is left out between them, since this engine does not tell it, is made up for by what comes next."""
    kind = {"unevaluatedProperties": beyond, "allOf": [{"properties": {"m": _OF_COUNTS}}]}
    opened = open_schema({"$schema": LATEST, "items": kind})
    instance = [{"m": {"x": "s"}, "": 0}, {"m": {"": 0}}, {"m": {"": "s"}, "b": "s"}, {"": "s"}, {"m": {"x": "s"}}] * 3
    told = list(opened.iter_findings(instance))
    assert len({one.instance_location for one in told}) > 9
    for most in (1, 2, 3, 7, len(told), 100):
        assert list(opened.engine.first_findings(instance, most)) == told[:most]


def test_what_a_schema_refers_to_is_looked_at_as_what_is_in_it() -> None:
    """For keywords about which the accounts differ, and for patterns that are not told; not for words in a title."""
    other = "https://example.com/other"
    for held, told in (
        ({"unevaluatedProperties": False}, (True, False)),
        ({"patternProperties": {"": {}}}, (False, True)),
        ({"description": "unevaluatedProperties", "const": "unevaluatedItems"}, (False, False)),
    ):
        for schema in ({"items": held}, {"$ref": other}):
            engine = open_schema(schema, resources={other: held}).engine
            assert (engine.has_unevaluated, engine.has_untold_pattern) == told
