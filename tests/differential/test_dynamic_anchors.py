"""A `$ref` to what a `$dynamicAnchor` names leads where it would to an `$anchor` (2020-12 core, section 8.2.2)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemawright import open_schema

if TYPE_CHECKING:
    from schemawright.validation.schema import Schema

INSTANCES: tuple[Any, ...] = ("x", 5, ["x"], [5], {}, {"p": "x"}, {"p": 5}, [["x"]], [[5]])
LEAVES = st.sampled_from([{"type": "string"}, {"type": "integer"}, {"maxItems": 0}, {"items": {"$ref": "#n"}}])
AROUND = st.sampled_from(["$ref", "items", "properties", "unevaluatedItems", "not"])
WRITTEN = st.sampled_from(["inner#n", "https://x.org/inner#n", "inner#/$defs/way"])


def schema_of(around: str, reference: str, outer: Any, inner: Any, *, at_root: bool) -> dict[str, Any]:
    """Return a schema with one dynamic anchor twice, in two resources, by which nothing is dynamic."""
    named = {"$dynamicAnchor": "n"}
    held: Any = {"$ref": reference}
    here: dict[str, Any] = {"$ref": reference} if around == "$ref" else {around: held}
    if around == "properties":
        here = {"properties": {"p": held}}
    embedded = {"$id": "inner", "$defs": {"n": named | inner, "way": {"$ref": "#n"}}}
    if at_root:
        return {"$id": "https://x.org/r", **named, **here, "$defs": {"inner": embedded}}
    return {"$id": "https://x.org/r", **here, "$defs": {"inner": embedded, "n": named | outer}}


def told(schema: Schema) -> list[list[tuple[str, str, str]]]:
    """Return what a schema finds wrong with each instance."""
    found = [list(schema.iter_findings(one)) for one in INSTANCES]
    assert [not one for one in found] == [schema.is_valid(one) for one in INSTANCES]
    return [sorted((one.keyword, one.evaluation_path, one.keyword_location) for one in each) for each in found]


@settings(max_examples=150, deadline=None)
@given(around=AROUND, reference=WRITTEN, outer=LEAVES, inner=LEAVES, at_root=st.booleans())
def test_it_leads_where_a_plain_anchor_would(
    around: str, reference: str, outer: Any, inner: Any, *, at_root: bool
) -> None:
    dynamic = schema_of(around, reference, outer, inner, at_root=at_root)
    plain = json.loads(json.dumps(dynamic).replace("$dynamicAnchor", "$anchor"))
    expected = told(open_schema(plain, engine="reference"))
    for engine in ("auto", "native", "reference"):
        assert told(open_schema(dynamic, engine=engine)) == expected


@pytest.mark.parametrize("engine", ["auto", "native", "reference"])
def test_so_does_one_to_another_file(engine: str) -> None:
    """And a `$dynamicRef` beside it is dynamic all the same."""
    resources = {
        "https://y.org/list": {
            "$id": "https://x.org/list",
            "$defs": {"n": {"$dynamicAnchor": "n", "type": "string"}},
            "properties": {"static": {"$ref": "#n"}, "dynamic": {"$dynamicRef": "#n"}},
        }
    }
    here = {"properties": {"static": {"$ref": "https://y.org/list#n"}}}
    mine = {"$dynamicAnchor": "n", "type": "integer"}
    schema = open_schema(
        {"$id": "https://x.org/r", "$ref": "https://y.org/list", "$defs": {"n": mine}, "allOf": [here]},
        resources=resources,
        engine=engine,
    )
    judged = [schema.is_valid(one) for one in ({"static": "x"}, {"static": 5}, {"dynamic": 5}, {"dynamic": "x"})]
    assert judged == [True, False, True, False]
