"""Both engines tell the same findings, of keywords by which jsonschema-rs tells less than where it is."""

from __future__ import annotations

import os
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemawright import open_schema
from schemawright.engines import compile_engine
from schemawright.engines.native.engine import NativeEngine

if TYPE_CHECKING:
    from schemawright.finding import Finding

EXAMPLES = int(os.environ.get("SCHEMAWRIGHT_EXAMPLES", "300"))
"""How many schemas are made up."""
NAMES = st.sampled_from(["a", "b", "a/b~c", "é", "additionalProperties", "propertyNames"])
VALUES = st.integers(0, 2) | st.sampled_from([True, "a", "ab", None, 1.0, 1.5, [1], [[]], {"a": 1}, {"a": "x", "b": 1}])
VALUES |= st.sampled_from([{"b": 1, "a": "x"}, {"b": [1, 1.0]}, 10**30, Decimal("1E+400"), "é"])
OBJECTS = st.dictionaries(NAMES, VALUES, max_size=4)
ARRAYS = st.lists(VALUES, max_size=8) | st.lists(st.integers(0, 1), max_size=8)
PLAIN = st.booleans() | st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["string", "integer", "object", "array"]),
        "enum": st.lists(VALUES, min_size=1, max_size=3),
        "minimum": st.integers(0, 2),
        "maxLength": st.integers(0, 1),
        "maxProperties": st.integers(0, 1),
    },
)
INNER = st.just(value=False) | PLAIN | st.builds(lambda one: {"properties": {"a": one}, "items": one}, PLAIN)
HOLDING = st.dictionaries(NAMES, st.just(value=True))
"""Beside what fails the engines' accounts of what is evaluated differ, so these hold."""
OF_OBJECTS = st.fixed_dictionaries(
    {},
    optional={
        "additionalProperties": INNER,
        "propertyNames": st.booleans(),
        "maxProperties": st.integers(0, 2),
        "properties": HOLDING,
    },
) | st.fixed_dictionaries({"unevaluatedProperties": INNER}, optional={"properties": HOLDING})
OF_ARRAYS = st.fixed_dictionaries(
    {"unevaluatedItems": INNER},
    optional={
        "prefixItems": st.lists(st.just(value=True), min_size=1, max_size=3),
        "contains": st.builds(dict, const=VALUES),
    },
)
PLACES = st.sampled_from([
    lambda schema: schema,
    lambda schema: {"$ref": "#/$defs/a", "$defs": {"a": schema}},
    lambda schema: {"anyOf": [schema, {"type": "null"}]},
    lambda schema: {"properties": {"additionalProperties": schema, "a": schema}},
])  # fmt: skip


def told(findings: tuple[Finding, ...]) -> list[tuple[Any, ...]]:
    """Return what findings say; of items and members in whatever order."""
    return sorted(
        (
            *(one.instance_location, one.key or "", one.evaluation_path, one.keyword_location, one.keyword),
            *(one.message, one.hint or "", [(branch.number, told(branch.findings)) for branch in one.branches]),
        )
        for one in findings
    )


@settings(max_examples=EXAMPLES, deadline=None)
@given(schema=st.builds(lambda place, one: place(one), PLACES, OF_OBJECTS | OF_ARRAYS), instance=OBJECTS | ARRAYS)
def test_both_engines_tell_the_same(schema: Any, instance: Any) -> None:
    found = [open_schema(schema, engine=engine).validate(instance).findings for engine in ("native", "reference")]
    assert told(found[0]) == told(found[1])


@settings(max_examples=EXAMPLES, deadline=None)
@given(schema=OF_OBJECTS | OF_ARRAYS, instance=OBJECTS | ARRAYS)
def test_labels_are_what_findings_say(schema: Any, instance: Any) -> None:
    """All of them; and where there is one, the quick one too."""
    opened = open_schema(schema)
    engine = opened.engine
    assert isinstance(engine, NativeEngine)
    said = {
        (one.keyword, one.evaluation_path, one.instance_location)
        for one in compile_engine(opened.task, "reference").iter_findings(instance)
    }
    assert {tuple(label)[:3] for label in engine.all_labels(instance)} == said
    quick = engine.labels(instance)
    assert bool(quick) is bool(said)
    if len(quick) == 1:
        assert {tuple(label)[:3] for label in quick} == said


@pytest.mark.parametrize(("bound", "number"), [("minimum", 0), ("minimum", -1), ("maximum", 0), ("maximum", 1)])
@pytest.mark.parametrize("strict", [True, False])
def test_a_bound_of_draft_4_is_told_where_it_stands(bound: str, number: int, *, strict: bool) -> None:
    """`exclusiveMinimum` says how it is meant: that is in the words."""
    said = {"$schema": "http://json-schema.org/draft-04/schema#"}
    schema = {**said, "items": {bound: 0, f"exclusive{bound.capitalize()}": strict}}
    found = [open_schema(schema, engine=engine).validate([number]).findings for engine in ("native", "reference")]
    assert found[0] == found[1]
    assert bool(found[0]) is (strict or number != 0)
    word = ("more than" if bound == "minimum" else "less than") if strict else "at"
    for one in found[0]:
        assert (one.keyword, one.evaluation_path) == (bound, f"/items/{bound}")
        assert one.keyword_location.endswith(f"#/items/{bound}")
        assert one.message.startswith(f"expected {word} ")
