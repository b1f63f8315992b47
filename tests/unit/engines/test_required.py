"""A member that is there is not told to be missing: jsonschema-rs does where `properties` does not name it."""

from __future__ import annotations

from typing import Any

import pytest

from schemawright import open_schema
from schemawright.engines import compile_engine
from schemawright.engines.native.engine import NativeEngine
from schemawright.keywords import DIALECTS

SCHEMA: dict[str, Any] = {"properties": {"c": {}}, "additionalProperties": False, "required": ["a"]}


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize("dialect", ["draft4", "draft7", "2020-12"])
def test_only_what_is_missing_is_told(engine: str, dialect: str) -> None:
    schema = open_schema({"$schema": DIALECTS[dialect], **SCHEMA}, engine=engine)
    assert [one.keyword for one in schema.iter_findings({"a": 0})] == ["additionalProperties"]
    assert {one.keyword for one in schema.iter_findings({"b": 0})} == {"additionalProperties", "required"}


@pytest.mark.parametrize("engine", ["native", "reference"])
def test_so_it_is_in_a_branch(engine: str) -> None:
    schema = open_schema({"items": {"oneOf": [SCHEMA, {"type": "integer"}]}}, engine=engine)
    (found,) = schema.iter_findings([{"a": 0}])
    assert [[one.keyword for one in branch.findings] for branch in found.branches] == [
        ["additionalProperties"],
        ["type"],
    ]
    assert found.hint is None or "rename" not in found.hint


def test_labels_and_units_say_the_same() -> None:
    engine = compile_engine(open_schema(SCHEMA).task, "native")
    assert isinstance(engine, NativeEngine)
    for labels in (engine.labels, engine.all_labels):
        assert [one.keyword for one in labels({"a": 0})] == ["additionalProperties"]
    assert [one.evaluation_path for one in engine.iter_units({"a": 0}) if one.failed] == ["/additionalProperties"]
    assert {one.evaluation_path for one in engine.iter_units({}) if one.failed} == {"/required"}
