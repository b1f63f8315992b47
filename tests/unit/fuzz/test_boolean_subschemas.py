"""A subschema that is `false` stands where its keyword does: whatever holds it, and wherever that is."""

from __future__ import annotations

from collections import Counter
from itertools import islice, product
from typing import Any

import pytest

from schemawright import open_schema
from schemawright.errors import NoInstance
from schemawright.fuzz.coverage.exercised import Coverage
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.schema.schema_map import SchemaMap

HOLDERS: dict[str, Any] = {
    **{name: {name: False} for name in ("contains", "propertyNames", "additionalProperties", "items", "not")},
    **{name: {name: False} for name in ("unevaluatedItems", "unevaluatedProperties")},
    "a count of nothing": {"contains": False, "minContains": 0, "maxContains": 0},
    "if": {"if": False, "then": {"minItems": 1}, "else": {"minProperties": 1}},
    "properties": {"properties": {"a": False}},
    "patternProperties": {"patternProperties": {"^x-": False}},
    "prefixItems": {"prefixItems": [True, False]},
    "dependentSchemas": {"dependentSchemas": {"a": False}},
    "anyOf": {"anyOf": [False, {"minItems": 1}]},
}
"""What holds a subschema that is `false`."""
AROUND: dict[str, Any] = {
    "nothing": lambda held: held,
    "a negation": lambda held: {"not": held},
    "a condition": lambda held: {"if": held, "then": {"maxItems": 1}},
    "a branch": lambda held: {"type": ["array", "object"], "oneOf": [held, {"maxItems": 2}]},
    "a negation below": lambda held: {"properties": {"b": {"not": held}}},
}
"""What that stands in."""
NOT_HELD = {"properties": {"a": False}, "not": {"properties": {"b": {"$ref": "#/properties/a"}}}}


@pytest.mark.parametrize("mode", ["valid", "invalid", "mixed"])
@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("holder", HOLDERS)
def test_what_holds_false_is_fuzzed_wherever_it_stands(holder: str, around: str, mode: str) -> None:
    schema = open_schema(AROUND[around](HOLDERS[holder]))
    try:
        records = list(islice(Fuzzer(schema).stream(mode), 60))
    except NoInstance:
        records = []
    assert [record.valid for record in records] == [schema.is_valid(record.instance) for record in records]


@pytest.mark.parametrize(
    "contents", [NOT_HELD, *[around(held) for around, held in product(AROUND.values(), HOLDERS.values())]]
)
def test_each_place_is_counted_once(contents: Any) -> None:
    found = SchemaMap(open_schema(contents))
    places = Counter(pair.keyword_location for subschema in found.subschemas.values() for pair in subschema.pairs)
    assert max(places.values(), default=1) == 1
    assert places.keys() == found.pairs.keys()


def test_what_a_reference_leads_to_is_counted_where_it_is_declared() -> None:
    schema = open_schema(NOT_HELD)
    coverage = Coverage(schema)
    for record in islice(Fuzzer(schema).stream("mixed"), 100):
        coverage.add(record)
    assert {one.pair.keyword: one.is_exercised for one in coverage.pairs()} == {"not": True, "properties": True}
