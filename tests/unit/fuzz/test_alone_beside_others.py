"""What several keywords say of one value is broken one by one, with what the others are about left out or made good."""

from __future__ import annotations

from itertools import islice
from typing import Any

from schemawright import open_schema
from schemawright.fuzz.coverage.exercised import Coverage
from schemawright.fuzz.fuzzer import Fuzzer

ACTION: dict[str, Any] = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "type": {"enum": ["end", "goto"]},
        "workflow": {"type": "string"},
        "step": {"type": "string"},
    },
    "allOf": [
        {
            "if": {"properties": {"type": {"const": "goto"}}},
            "then": {"oneOf": [{"required": ["workflow"]}, {"required": ["step"]}]},
        }
    ],
    "dependentSchemas": {name: {"properties": {"type": {"enum": ["goto"]}}} for name in ("workflow", "step")},
    "required": ["name", "type"],
    "unevaluatedProperties": False,
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "known": {"type": "object", "additionalProperties": {"$ref": "#/$defs/action"}},
        "taken": {
            "type": "array",
            "items": {"oneOf": [{"$ref": "#/$defs/action"}, {"type": "object", "required": ["reference"]}]},
        },
    },
    "$defs": {"action": ACTION},
}


def test_each_of_several_lists_is_broken_alone() -> None:
    schema = open_schema(SCHEMA)
    coverage = Coverage(schema)
    for record in islice(Fuzzer(schema).stream("invalid"), 250):
        coverage.add(record)
    lists = [one for one in coverage.pairs() if one.pair.keyword == "enum"]
    assert [one.pair.keyword_location for one in lists if not one.isolated] == []
    assert len(lists) == 3
