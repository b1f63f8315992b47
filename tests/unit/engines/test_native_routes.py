"""Where the native engine says that a keyword stands: as the reference engine does, through references into others."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from schemawright.engines import compile_engine
from schemawright.pointer import escape_token, parse_pointer
from schemawright.validation.opening import open_schema

ENGINES = ("native", "reference")
TEXT = {"type": "string"}
STEPS = {"items": {"$ref": "#/$defs/text"}}
LISTED = {"items": {"anyOf": [{"$ref": "#/$defs/text"}, {"type": "null"}]}}
SHORT = {"propertyNames": {"$ref": "#/$defs/short"}}
JOB = {"properties": {"steps": STEPS}}

CASES: dict[str, tuple[Any, list[Any]]] = {
    "a place in the root": (
        {"properties": {"a": {"properties": {"deep": STEPS}}, "b": {"$ref": "#/properties/a/properties/deep"}}},
        [{"b": [1]}, {"a": {"deep": [1]}}],
    ),
    "the root is referred to too": (
        {
            "properties": {
                "a": {"properties": {"deep": STEPS}},
                "b": {"$ref": "#/properties/a/properties/deep"},
                "again": {"$ref": "#"},
            }
        },
        [{"b": [1]}, {"again": {"b": [1]}}, {"again": {"again": {"a": {"deep": ["", 1]}}}}],
    ),
    "the outer one first": (
        {"properties": {"job": {"$ref": "#/$defs/job"}, "some": {"$ref": "#/$defs/job/properties/steps"}}},
        [{"some": [1]}, {"job": {"steps": [1]}}],
    ),
    "the inner one first": (
        {"properties": {"a": {"$ref": "#/$defs/job/properties/steps"}, "job": {"$ref": "#/$defs/job"}}},
        [{"a": [1]}, {"job": {"steps": [1]}}],
    ),
    "an anchor": (
        {
            "properties": {"holder": {"$ref": "#/$defs/holder"}, "z": {"$ref": "#inner"}},
            "$defs": {"holder": {"properties": {"steps": {"$anchor": "inner", **STEPS}}}},
        },
        [{"z": [1]}, {"holder": {"steps": [1]}}],
    ),
    "by two references, and branches": (
        {
            "properties": {"a": {"$ref": "#/$defs/p/properties/q"}, "b": {"$ref": "#/$defs/r"}},
            "$defs": {"r": {"properties": {"x": {"$ref": "#/$defs/p"}}}, "p": {"properties": {"q": LISTED}}},
        },
        [{"a": [1]}, {"b": {"x": {"q": [1]}}}],
    ),
    "names, where a wrong way would lead somewhere": (
        {
            "properties": {"a": {"$ref": "#/$defs/p/properties/q"}, "b": {"$ref": "#/$defs/p"}},
            "$defs": {"p": {**SHORT, "properties": {"q": SHORT}}},
        },
        [{"a": {"long": 1}}, {"b": {"q": {"long": 1}}}, {"b": {"long": 1}}],
    ),
    "a property with the name of a keyword": (
        {
            "properties": {"$ref": {"$ref": "#/$defs/job"}, "b": {"$ref": "#/$defs/job/properties/steps"}},
        },
        [{"$ref": {"steps": [1]}}, {"b": [1]}],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_both_engines_tell_the_same_way(case: str) -> None:
    schema, instances = CASES[case]
    schema = {**schema, "$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema["$defs"] = {"text": TEXT, "short": {"maxLength": 2}, "job": JOB, **schema.get("$defs", {})}
    native, reference = (open_schema(schema, engine=engine) for engine in ("native", "reference"))
    for instance in instances:
        expected = [finding.evaluation_path for finding in reference.iter_findings(instance)]
        assert [finding.evaluation_path for finding in native.iter_findings(instance)] == expected, instance
        assert [label.evaluation_path for label in native.engine.labels(instance)] == expected, instance
        failed = {unit.evaluation_path for unit in native.engine.iter_units(instance) if unit.failed}
        assert expected[0].endswith("/anyOf") or set(expected) <= failed, instance


@pytest.mark.parametrize("name", ["".join(map(chr, range(start, start + 16))) for start in range(16, 128, 16)] + ["é"])
def test_names_are_spelled_alike(name: str) -> None:
    """Of what a URI may have either way there is one spelling, whoever tells it."""
    one_of = {"anyOf": [TEXT, {"type": "array", "contains": {"type": "null"}}]}
    schema = {"properties": {name: one_of, "b": {"$ref": f"#/properties/{quote(escape_token(name), safe='')}"}}}
    told = [list(open_schema(schema, engine=engine).iter_findings({name: 1, "b": [1]})) for engine in ENGINES]
    locations = [[(one.keyword, one.evaluation_path, one.keyword_location) for one in each] for each in told]
    assert locations[0] == locations[1]
    assert len(locations[0]) == 2


INNER = {"properties": {"a": {"$dynamicRef": "#n"}}}


@pytest.mark.parametrize("more", [False, {"properties": {"a": TEXT}}, TEXT])
def test_units_of_keywords_that_judge_the_object_first_are_told_from_where_an_engine_starts(more: Any) -> None:
    """Not from the top of the schema, of which the reference was compiled first."""
    branch = {"allOf": [INNER], "additionalProperties": {"properties": {"a": INNER}}}
    contents = {
        "$id": "https://example.org/top",
        "$dynamicAnchor": "n",
        "additionalProperties": more,
        "anyOf": [branch],
    }
    engine = compile_engine(open_schema(contents).task._replace(pointer="/anyOf/0"), "native")
    units = [unit for unit in engine.iter_units({"a": {"a": 0}}) if unit.evaluation_path]
    assert any(unit.keyword_location.endswith("top#/additionalProperties") for unit in units)
    assert {parse_pointer(unit.evaluation_path)[0] for unit in units} <= branch.keys()
