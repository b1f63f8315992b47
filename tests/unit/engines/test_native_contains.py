"""What the native engine says of arrays that contain nothing, or too much."""

from __future__ import annotations

from typing import Any

import pytest

from schemawright import open_schema
from schemawright.engines import compile_engine


@pytest.mark.parametrize(
    ("contents", "instance", "keyword"),
    [
        ({"contains": {"type": "string"}, "maxContains": 1}, [], "contains"),
        ({"contains": {"type": "string"}, "maxContains": 1}, [1, 2, 3], "contains"),
        ({"contains": {"type": "string"}, "maxContains": 1}, ["a", "b"], "maxContains"),
        ({"contains": {"type": "string"}, "minContains": 2, "maxContains": 3}, ["a"], "minContains"),
    ],
)
def test_where_nothing_is_contained_it_is_said(contents: Any, instance: Any, keyword: str) -> None:
    """jsonschema-rs says `maxContains` of both: too many, and none."""
    engine = compile_engine(open_schema(contents).task, "native")
    assert [finding.keyword for finding in engine.iter_findings(instance)] == [keyword]
    assert [label.keyword for label in engine.labels(instance)] == [keyword]
