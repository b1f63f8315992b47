"""What only an `unevaluated…` refuses, since the branch that describes it failed, is broken as all else is."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

import pytest

from schemawright import open_schema
from schemawright.fuzz.coverage.exercised import Coverage
from schemawright.fuzz.fuzzer import Fuzzer

WIDTH: dict[str, Any] = {"properties": {"w": {"type": "number", "minimum": 0}}}
CLOSED: dict[str, Any] = {"type": "object", "required": ["kind"], "properties": {"kind": {"enum": ["a", "b"]}}}
CLOSED |= {"unevaluatedProperties": False}
FIRSTS: dict[str, Any] = {"prefixItems": [True, {"type": "number", "minimum": 0}], "minItems": 2}
LISTED: dict[str, Any] = {"type": "array", "prefixItems": [{"enum": ["a", "b"]}], "unevaluatedItems": False}
MINIMUM = "/anyOf/0/properties/w/minimum"

SWALLOWED: list[tuple[dict[str, Any], str]] = [
    (CLOSED | {"anyOf": [WIDTH | {"required": ["w"]}, {"required": ["kind"]}]}, "/anyOf/0/properties/w/minimum"),
    (CLOSED | {"anyOf": [{"required": ["kind"]}, WIDTH]}, "/anyOf/1/properties/w/minimum"),
    (CLOSED | {"allOf": [{"anyOf": [WIDTH, True]}]}, "/allOf/0/anyOf/0/properties/w/minimum"),
    (CLOSED | {"if": WIDTH}, "/if/properties/w/minimum"),
    (
        CLOSED | {"anyOf": [{"patternProperties": {"^w": {"minimum": 0}}}, True]},
        "/anyOf/0/patternProperties/^w/minimum",
    ),
    (LISTED | {"anyOf": [FIRSTS, {"minItems": 1}]}, "/anyOf/0/prefixItems/1/minimum"),
    (LISTED | {"anyOf": [{"contains": {"type": "number", "minimum": 0}}, True]}, "/anyOf/0/contains/minimum"),
    *[
        (CLOSED | {"anyOf": [WIDTH, True], "unevaluatedProperties": one, "$defs": {"none": {"type": "null"}}}, MINIMUM)
        for one in ({"type": "null"}, {"$ref": "#/$defs/none"}, {"enum": ["z"]})
    ],
    ({"properties": {"size": CLOSED | {"anyOf": [WIDTH, True]}}}, "/properties/size/anyOf/0/properties/w/minimum"),
]


@pytest.mark.parametrize(("contents", "location"), SWALLOWED, ids=json.dumps)
def test_what_an_unevaluated_keyword_refuses_since_a_branch_failed_is_broken(
    contents: dict[str, Any], location: str
) -> None:
    schema = open_schema(contents)
    coverage = Coverage(schema)
    broken = []
    for record in islice(Fuzzer(schema).stream(), 200):
        coverage.add(record)
        broken += [record] if "/unevaluated" in record.violates else []
    found = {one.pair.keyword_location.partition("#")[2]: one for one in coverage.pairs()}
    assert found[location].isolated
    without = json.loads(json.dumps(contents).replace('"minimum": 0', '"minimum": -1000000'))
    assert any(open_schema(without).is_valid(record.instance) and record.alone for record in broken)
