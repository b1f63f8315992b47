"""Unions that are looked into one by one tell what the engine tells of all at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from suites import DRAFTS, PARTS, iter_cases, task_of

from schemawright import open_schema
from schemawright.engines.native.engine import NativeEngine
from schemawright.engines.native.multiplied import UNIONS, is_as_deep, multiplying_depth
from schemawright.engines.protocol import Task
from schemawright.engines.reference.engine import ReferenceEngine
from schemawright.engines.wording.failure import findings_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.finding import Finding

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS = ("Add", "Sub", "Mul", "Div")


def union_tasks() -> Iterator[tuple[Task, Any]]:
    """Yield the suite's schemas that have unions and no dynamic references, with each instance."""
    for draft in DRAFTS:
        for part in PARTS:
            for case in iter_cases(draft, part):
                text = json.dumps(case.schema, default=str)
                if draft != "draft3" and any(f'"{keyword}"' in text for keyword in UNIONS) and 'Ref"' not in text:
                    yield task_of(case), case.instance


def test_closed_unions_tell_the_same_over_the_official_suite() -> None:
    compared = 0
    different = []
    for task, instance in union_tasks():
        engine = NativeEngine(task)
        if engine.is_valid(instance) or engine.has_untold_names(instance):
            continue
        compared += 1
        assert engine._unions is not None
        opened = [finding for one in engine._unions.failures(instance) for finding in findings_of(one)]
        if opened != list(engine.iter_findings(instance)):
            different.append((task.contents, instance))

    assert compared > 200
    assert different == []


def syntax(kinds: tuple[str, ...] = KINDS) -> dict[str, Any]:
    """Return the schema of a syntax tree."""
    expression = {"$ref": "#/$defs/Expression"}
    number = {"properties": {"kind": {"const": "Num"}, "value": {"type": "number"}}, "required": ["kind", "value"]}
    binary = {
        kind: {
            "type": "object",
            "properties": {"kind": {"const": kind}, "left": expression, "right": expression},
            "required": ["kind", "left", "right"],
        }
        for kind in kinds
    }
    branches = [{"$ref": f"#/$defs/{name}"} for name in (*kinds, "Num")]
    return {
        "$schema": DIALECT,
        **expression,
        "$defs": {"Expression": {"anyOf": branches}, "Num": {"type": "object", **number}, **binary},
    }


def tree(levels: int, wrong: Any) -> dict[str, Any]:
    """Return a tree whose leftmost number is wrong."""
    if levels == 0:
        return {"kind": "Num", "value": wrong}
    return {"kind": KINDS[levels % 4], "left": tree(levels - 1, wrong), "right": tree(levels - 1, 1)}


def innermost(finding: Finding) -> Finding:
    """Return what the closest branch of the closest branch says last."""
    while finding.branches:
        finding = finding.branches[0].findings[-1]
    return finding


@pytest.mark.parametrize("levels", [1, 3, 6])
def test_a_syntax_tree_is_explained_down_to_the_place(levels: int) -> None:
    schema = open_schema(syntax())

    (finding,) = schema.iter_findings(tree(levels, "x"))

    told = innermost(finding)
    assert told.instance_location == "/left" * levels + ("/value" if levels < 6 else "")
    assert told.keyword_location.endswith("#/$defs/Num/properties/value/type" if levels < 6 else "/Expression/anyOf")


@pytest.mark.parametrize("dialect", ["draft-04", "draft-07", "2020-12"])
@pytest.mark.parametrize("keyword", UNIONS)
def test_what_doubles_at_each_level_is_told(keyword: str, dialect: str) -> None:
    uri = DIALECT if dialect == "2020-12" else f"http://json-schema.org/{dialect}/schema#"
    branches = [{"properties": {"a": {"$ref": "#"}}, "required": [name]} for name in "xy"]
    schema = open_schema({"$schema": uri, keyword: branches})
    instance: Any = {}
    for _ in range(100):
        instance = {"a": instance}

    # All of it would be 2 ** 100 findings: this would not end.
    (finding,) = schema.iter_findings(instance)

    assert innermost(finding).instance_location.startswith("/a" * 5)
    assert {branch.number for branch in finding.branches} == {0, 1}
    assert finding.evaluation_path == f"/{keyword}"


def test_what_is_nested_deeper_than_errors_can_tell_is_still_said() -> None:
    branches = [{"properties": {"a": {"$ref": "#"}}, "required": [name]} for name in "xy"]
    schema = open_schema({"$schema": DIALECT, "anyOf": branches})
    instance: Any = {}
    for _ in range(300):
        instance = {"a": instance}

    assert [finding.keyword for finding in schema.iter_findings(instance)] == ["depth"]


def test_a_dynamic_reference_keeps_its_scope() -> None:
    node = {"$dynamicAnchor": "node", "anyOf": [{"properties": {"a": {"$dynamicRef": "#node"}}, "required": ["x"]}] * 2}
    schema = open_schema({"$schema": DIALECT, **node})
    instance: Any = {}
    for _ in range(60):
        instance = {"a": instance}

    (finding,) = schema.iter_findings(instance)

    assert (finding.keyword, finding.branches) == ("anyOf", ())


@pytest.mark.parametrize(
    ("contents", "expected"),
    [
        ({"anyOf": [{"type": "string"}, {"items": {"$ref": "#"}}]}, None),
        ({"properties": {"left": {"$ref": "#"}, "right": {"$ref": "#"}}}, None),
        ({"anyOf": [{"not": {"$ref": "#"}}, {"contains": {"$ref": "#"}}]}, None),
        ({"anyOf": [{"items": {"$ref": "#"}}, {"items": {"$ref": "#"}}]}, 8),
        ({"allOf": [{"items": {"$ref": "#"}}, {"items": {"$ref": "#"}}], "anyOf": [True, {}]}, 8),
        (syntax(), 4),
        ({"$ref": "#/$defs/0", "$defs": {str(n): {"oneOf": [{"$ref": f"#/$defs/{n + 1}"}] * 2} for n in range(9)}}, 0),
        ({"anyOf": [{"$ref": "#"}, {"$ref": "nowhere"}]}, None),
    ],
)
def test_where_explanations_multiply(contents: dict[str, Any], expected: int | None) -> None:
    schema = open_schema({"$schema": DIALECT, **contents}) if "nowhere" not in str(contents) else None
    task = schema.task if schema else _task(contents)

    assert multiplying_depth(task) == expected


def _task(contents: dict[str, Any]) -> Task:
    return Task("", contents, "", "2020-12", assert_formats=False, retrieve={}.__getitem__)


def test_depth_is_that_of_containers() -> None:
    assert is_as_deep({"a": [{}]}, 3)
    assert not is_as_deep({"a": [1]}, 3)


def test_unions_of_other_resources_are_explained_one_at_a_time_too() -> None:
    others = {"http://schema.invalid/other": syntax()}
    contents = {"$schema": DIALECT, "properties": {"tree": {"$ref": "other"}}}
    task = Task("http://schema.invalid/own", contents, "", "2020-12", assert_formats=True, retrieve=others.__getitem__)

    (finding,) = NativeEngine(task).iter_findings({"tree": tree(4, "x")})

    assert innermost(finding).instance_location == "/tree" + "/left" * 4 + "/value"
    assert innermost(finding).keyword_location == "http://schema.invalid/other#/$defs/Num/properties/value/type"


def test_the_reference_engine_judges_trees_of_unions_too() -> None:
    task = open_schema(syntax()).task
    engine = ReferenceEngine(task)

    # All of it would be five to the eighth explanations of one value: this would not end.
    verdicts = [engine.is_valid(tree(8, wrong)) for wrong in (1, "x")]
    (finding,) = engine.iter_findings(tree(4, "x"))

    assert verdicts == [True, False]
    assert innermost(finding).instance_location.startswith("/left" * 3)
