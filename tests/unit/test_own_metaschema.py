"""A schema of draft 4 that refers to its own metaschema, of which jsonschema-rs has a laxer copy."""

from __future__ import annotations

from typing import Any

import pytest

from schemawright import open_schema
from schemawright.engines import compile_engine
from schemawright.errors import InvalidSchema

METASCHEMA = "http://json-schema.org/draft-04/schema#"
CONTENTS = {
    "$schema": METASCHEMA,
    "properties": {
        "whole": {"$ref": METASCHEMA},
        "part": {"$ref": f"{METASCHEMA}/properties/enum"},
        "text": {"enum": [{"$ref": METASCHEMA}]},
    },
}


@pytest.mark.parametrize(
    ("instance", "at"),
    [
        ({"part": []}, ["/part"]),
        ({"part": [1, 1]}, ["/part"]),
        ({"whole": {"items": {"enum": []}, "enum": []}}, ["/whole/enum"]),
        ({"whole": {"not": {"not": {"not": {"enum": [1, 1.0]}}}}}, ["/whole/not/not/not/enum"]),
        ({"part": [1], "whole": {"enum": [1, True]}, "text": {"$ref": METASCHEMA}}, []),
    ],
)  # fmt: skip
def test_the_metaschema_is_the_published_one(instance: Any, at: list[str]) -> None:
    """As both engines say, with the location that everybody knows."""
    task = open_schema(CONTENTS).task
    native, reference = (compile_engine(task, name) for name in ("native", "reference"))
    found = list(native.iter_findings(instance))
    expected = list(reference.iter_findings(instance))
    assert native.is_valid(instance) == reference.is_valid(instance) == (not at)
    told = {(one.keyword, one.instance_location, one.keyword_location) for one in found}
    assert {one for one in told if "/enum/" in one[2]} <= {
        (one.keyword, one.instance_location, one.keyword_location) for one in expected
    }
    assert {*at} <= {one.instance_location for one in found}
    assert all(one.keyword_location.startswith((METASCHEMA, task.uri)) for one in found)
    labels = {label.keyword_location for label in native.labels(instance)}  # type: ignore[attr-defined]
    assert bool(labels) is bool(at)
    assert all(location.startswith((METASCHEMA, task.uri)) for location in labels)


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize("values", [[], [1, 1.0]])
def test_a_schema_of_draft_4_is_judged_by_it(values: list[Any], engine: str) -> None:
    schema = open_schema({"properties": {"a": {"enum": values}}}, dialect="draft4", engine=engine)
    with pytest.raises(InvalidSchema) as caught:
        schema.is_valid(1)
    assert [finding.instance_location for finding in caught.value.findings] == ["/properties/a/enum"]
