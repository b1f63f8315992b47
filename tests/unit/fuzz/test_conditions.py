"""Conditions hold in some of the first records, and are about something there."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest

from schemawright import open_schema
from schemawright.fuzz.coverage.exercised import Coverage
from schemawright.fuzz.fuzzer import Fuzzer

DRAFT_7 = "http://json-schema.org/draft-07/schema#"


def ladder(follows: list[Any], **beside: Any) -> dict[str, Any]:
    """Return a schema that says of each kind what follows from it."""
    steps = [
        {"if": {"properties": {"kind": {"const": f"k{number}"}}}, "then": then} for number, then in enumerate(follows)
    ]
    return {"$schema": DRAFT_7, "type": "object", **beside, "allOf": steps}


NESTED = {
    "type": "object",
    "if": {"properties": {"kind": {"const": "z"}}},
    "then": {"if": {"properties": {"sort": {"enum": ["q"]}}}, "then": {"required": ["w"]}, "else": {"required": ["v"]}},
    "else": {"if": {"properties": {"sort": {"pattern": "^ab{3}"}}}, "then": {"maxProperties": 3}},
}
SCHEMAS: dict[str, dict[str, Any]] = {
    "each asks for another": ladder([{"type": "object", "required": [name]} for name in "abc"]),
    "each asks for the kind": ladder([{"required": ["kind"]}] * 4),
    "many": {"properties": {"body": ladder([{"required": ["kind", f"a{number}"]} for number in range(8)])}},
    "closed": ladder([{"required": ["a"]}] * 3, properties={"kind": True, "a": True}, additionalProperties=False),
    "of items": {"type": "array", "items": ladder([{"required": [name]} for name in "abc"])},
    "nested, referred to": {"$schema": DRAFT_7, "properties": {"in": {"$ref": "#/definitions/d"}}} | {
        "definitions": {"d": NESTED}
    },
    "itself a reference": {"if": {"$ref": "#/$defs/c"}, "then": {"required": ["b"]}} | {
        "$defs": {"c": {"properties": {"kind": {"const": "k"}}}}
    },
}  # fmt: skip


def covered(contents: dict[str, Any], mode: str, count: int) -> Coverage:
    schema = open_schema(contents)
    coverage = Coverage(schema)
    for record in islice(Fuzzer(schema).stream(mode), count):
        coverage.add(record)
    return coverage


@pytest.mark.parametrize("contents", SCHEMAS.values(), ids=SCHEMAS)
def test_each_condition_holds_and_fails_early(contents: dict[str, Any]) -> None:
    pairs = covered(contents, "mixed", 100).pairs()
    asked = [one for one in pairs if "/if/" in one.pair.keyword_location or "/c/" in one.pair.subschema]
    assert asked
    assert [one.pair.keyword_location for one in asked if not (one.satisfied and one.isolated)] == []


@pytest.mark.parametrize("contents", SCHEMAS.values(), ids=SCHEMAS)
def test_some_valid_record_has_what_follows(contents: dict[str, Any]) -> None:
    pairs = covered(contents, "valid", 120).pairs()
    follows = [one for one in pairs if one.pair.subschema.endswith("/then")]
    assert follows
    assert all(one.satisfied for one in follows)


@pytest.mark.parametrize("condition", [True, False, {"$ref": "#/$defs/always"}, {}])
def test_a_condition_may_be_a_boolean(condition: Any) -> None:
    schema = {"if": condition, "then": {"type": "string"}, "else": {"type": "null"}, "$defs": {"always": True}}
    opened = open_schema({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
    for mode in ("valid", "mixed"):
        made = [*islice(Fuzzer(opened).stream(mode), 30)]
        assert len(made) == 30
        assert all(opened.is_valid(one.instance) is one.valid for one in made)
