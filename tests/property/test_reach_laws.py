"""A law of streams: what some small instance breaks, a stream breaks, too; alone, where an instance breaks it alone."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemawright import open_schema
from schemawright.fuzz.coverage.exercised import Coverage
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.record import FuzzRecord

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemawright.validation.schema import Schema

SCALARS: list[Any] = [None, True, 0, 3, "", "a", "bb"]
OBJECTS: list[Any] = [{}, *({name: value} for name in ("a", "kind") for value in (None, 3, "a", "k0", "k1"))]
OBJECTS += [{"a": one, "kind": other} for one, other in product((None, 3, "a"), ("k0", "k1", "k2", None))]
VALUES = [*SCALARS, *OBJECTS, [], [1], ["a"], ["a", "a"], ["a", "bb", 3, 4]]
INSTANCES = [*VALUES, *([one] for one in VALUES), *({"in": one} for one in VALUES)]

LEAVES: list[dict[str, Any]] = [
    {"type": "object"},
    {"type": ["string", "null"]},
    {"enum": ["a", 3]},
    {"maxLength": 1},
    {"type": "array", "maxItems": 3},
    {"required": ["a"]},
    {"properties": {"a": {"type": "string"}}},
    {"pattern": "^a"},
]


def _repeated(leaf: dict[str, Any], count: int) -> dict[str, Any]:
    return {**leaf, "allOf": [leaf] * count}


def _ladder(leaf: dict[str, Any], count: int) -> dict[str, Any]:
    """Return a schema by which what is asked for depends on the kind, and is repeated for each."""
    steps = [{"if": {"properties": {"kind": {"const": f"k{kind}"}}}, "then": leaf} for kind in range(count)]
    return {**leaf, "allOf": steps}


OF_OBJECTS = [leaf for leaf in LEAVES if leaf.keys() & {"required", "properties"} or leaf == {"type": "object"}]
"""What may be asked for where a condition holds, which is about objects."""
INNER = st.builds(_repeated, st.sampled_from(LEAVES), st.integers(1, 6))
INNER |= st.builds(_ladder, st.sampled_from(OF_OBJECTS), st.integers(1, 6))
SCHEMAS = INNER.flatmap(
    lambda inner: st.sampled_from(
        [
            inner,
            {"items": inner},
            {"properties": {"in": inner}},
            {"items": {"$ref": "#/$defs/d"}, "$defs": {"d": inner}},
        ]
    )
)


def exercised(schema: Schema, records: Iterable[FuzzRecord]) -> tuple[set[str], set[str]]:
    """Return which keywords records violate, and which of them alone."""
    coverage = Coverage(schema)
    for record in records:
        coverage.add(record)
    pairs = coverage.pairs()
    violated = {one.pair.keyword_location for one in pairs if one.violated}
    return violated, {one.pair.keyword_location for one in pairs if one.isolated}


@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(SCHEMAS)
def test_what_a_small_instance_breaks_a_stream_breaks(contents: dict[str, Any]) -> None:
    schema = open_schema(contents)
    can_be = exercised(schema, (FuzzRecord(instance, valid=True) for instance in INSTANCES))
    found = exercised(schema, islice(Fuzzer(schema).stream("mixed"), 500))
    assert can_be[0] - found[0] == set()
    assert can_be[1] - found[1] == set()
