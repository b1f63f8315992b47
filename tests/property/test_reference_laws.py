"""Laws of references: in draft 4, 6 and 7 what stands beside a `$ref` says nothing, so it changes no stream."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemawright import open_schema
from schemawright.errors import NoInstance
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.keywords import DIALECTS

if TYPE_CHECKING:
    from collections.abc import Callable

DEFINITIONS: tuple[Any, ...] = (
    {"type": "object", "not": {"enum": [{"a": 1}]}},
    {"not": {"enum": [["ab"]]}},
    {"oneOf": [{"enum": [["ab"]]}, {}]},
    {"type": "array", "not": {"enum": [[1]]}, "items": {"$ref": "#/definitions/D", "type": "null"}},
    {"type": "string", "minLength": 2},
)
"""What is referred to: mostly what the canonical algebra leaves as it is written."""
BESIDE: dict[str, Any] = {
    "type": "boolean",
    "enum": [7],
    "required": ["zz"],
    "additionalProperties": {"not": {}},
    "properties": {"p": {"not": {}}, "a": {"$ref": "#/definitions/D", "type": "null"}},
    "not": {},
    "oneOf": [{}, {}],
    "anyOf": [{"not": {}}],
    "allOf": [{"not": {}}],
    "minimum": 2,
    "maxItems": 0,
}
AROUND: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = (
    lambda held: held,
    lambda held: {"required": ["p"], "properties": {"p": held}},
    lambda held: {"type": "array", "minItems": 1, "items": held},
    lambda held: {"allOf": [held, {"not": {"enum": [[2]]}}]},
    lambda held: {"not": {"anyOf": [held, {"type": "string"}]}},
)


def begun(contents: Any, mode: str) -> list[bool] | str:
    """Return the verdicts on the first records of a stream; where there are none, what is said of it."""
    schema = open_schema(contents)
    try:
        records = [record.instance for record in islice(Fuzzer(schema).stream(mode), 5)]
    except NoInstance as error:
        return error.message
    return [schema.is_valid(one) for one in records]


@pytest.mark.parametrize("mode", ["valid", "invalid"])
@settings(max_examples=25, deadline=None)
@given(
    dialect=st.sampled_from(["draft4", "draft6", "draft7"]),
    definition=st.sampled_from(DEFINITIONS),
    beside=st.sets(st.sampled_from(sorted(BESIDE)), min_size=1, max_size=3),
    around=st.sampled_from(AROUND),
)
def test_what_stands_beside_a_reference_changes_no_stream(
    dialect: str, definition: Any, beside: set[str], around: Callable[[dict[str, Any]], dict[str, Any]], mode: str
) -> None:
    schema = {"$schema": DIALECTS[dialect], "definitions": {"D": definition}}
    reference = {"$ref": "#/definitions/D"}
    alone = begun(schema | around(reference), mode)
    assert begun(schema | around(reference | {name: BESIDE[name] for name in sorted(beside)}), mode) == alone


def test_what_is_referred_to_may_stand_beside_a_reference() -> None:
    denied = {"not": {"enum": [[1]]}, "type": "array"}
    held = {"$ref": "#/properties/p/properties/a", "type": "string", "properties": {"a": denied}}
    schema = {"$schema": DIALECTS["draft7"], "required": ["p"], "properties": {"p": held}}
    records = [record.instance for record in islice(Fuzzer(open_schema(schema)).stream("valid"), 40)]
    assert sum(isinstance(record, dict) and isinstance(record["p"], list) for record in records) > len(records) // 2


NOT_TWO: dict[str, Any] = {"not": {"enum": [[2]]}}
"""What the canonical algebra leaves as it is written, with the references beside it."""
INNER: dict[str, Any] = {"type": "object", "not": {"enum": [{"a": 1}]}}
OUTER: dict[str, Any] = {"type": "string", **NOT_TWO}
WITHIN: dict[str, Any] = {
    "by pointer": {
        "$ref": "#/$defs/x",
        "$defs": {"D": OUTER, "x": {"$id": "https://x.org/z", "$ref": "#/$defs/D", **NOT_TWO, "$defs": {"D": INNER}}},
    },
    "by anchor": {
        "$ref": "#/$defs/x",
        "$defs": {
            "D": {"$anchor": "n", **OUTER},
            "x": {"$id": "https://x.org/z", "$ref": "#n", **NOT_TWO, "$defs": {"D": {"$anchor": "n", **INNER}}},
        },
    },
    "by pointer in draft 7": {
        "$schema": DIALECTS["draft7"],
        "allOf": [{"$ref": "#/definitions/x"}, NOT_TWO],
        "definitions": {
            "D": OUTER,
            "x": {
                "$id": "https://x.org/z",
                "allOf": [{"$ref": "#/definitions/D"}, NOT_TWO],
                "definitions": {"D": INNER},
            },
        },
    },
    "by anchor in draft 4": {
        "$schema": DIALECTS["draft4"],
        "allOf": [{"$ref": "#/definitions/x"}, NOT_TWO],
        "definitions": {
            "D": {"id": "#n", **OUTER},
            "x": {
                "id": "https://x.org/z",
                "allOf": [{"$ref": "#n"}, NOT_TWO],
                "definitions": {"D": {"id": "#n", **INNER}},
            },
        },
    },
    "by URI": {
        "$id": "https://x.org/a",
        "allOf": [{"$ref": "z#/$defs/D"}, {"$ref": "w"}, NOT_TWO],
        "$defs": {
            "D": OUTER,
            "w": {"$id": "w", "$ref": "z", **NOT_TWO},
            "z": {"$id": "z", "$ref": "#/$defs/D", **NOT_TWO, "$defs": {"D": INNER}},
        },
    },
}
"""Resources within resources, each with a definition that the other one has under the same name."""


@pytest.mark.parametrize("way", WITHIN)
def test_references_are_relative_to_the_resource_that_they_are_in(way: str) -> None:
    records = [record.instance for record in islice(Fuzzer(open_schema(WITHIN[way])).stream("valid"), 40)]
    assert len(records) == 40
    assert all(isinstance(record, dict) for record in records)
