"""Where something is denied that is said of members, records have one that is not so, under a name that fits."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest

from schemawright import open_schema
from schemawright.fuzz.fuzzer import Fuzzer

TEXTS = {"patternProperties": {"^x-": {"type": "string"}}}
BOUND = {"patternProperties": {"^x-": {"minimum": 3}}}
DENIALS: dict[str, Any] = {
    "a pattern": {"not": TEXTS},
    "a pattern of what must not be": {"not": {"patternProperties": {"^x-": False}}},
    "a bound": {"oneOf": [True, BOUND]},
    "a condition": {"if": TEXTS, "then": False},
    "an item": {"not": {"items": TEXTS}},
    "every item": {"not": {"contains": TEXTS}, "minItems": 1},
    "both": {"not": {"anyOf": [TEXTS, {"patternProperties": {"^y-": {"type": "string"}}}]}},
    "both, by two members": {"allOf": [{"not": BOUND}, {"not": {"patternProperties": {"^x-": {"maximum": 5}}}}]},
    "one of two": {"oneOf": [TEXTS, {"patternProperties": {"^y-": {"type": "string"}}}]},
    "a pattern in a pattern": {"not": {"patternProperties": {"^x-": TEXTS}}},
    "a pattern, of names that end": {"propertyNames": {"pattern": "z$"}, "not": TEXTS},
    "a pattern, of a few names": {"propertyNames": {"enum": ["a", "x-b"]}, "not": TEXTS},
    "a pattern, with one name taken": {"properties": {"x-": False}, "not": TEXTS},
    "a dependent": {"not": {"dependentSchemas": {"foo": TEXTS}}},
    "a name": {"not": {"propertyNames": {"not": {"pattern": "^x-"}}}},
    "a listed name": {"not": {"propertyNames": {"not": {"enum": ["qa", "qb"]}}}},
    "a value of all others": {"not": {"properties": {"a": True}, "additionalProperties": {"not": {"const": "seldom"}}}},
    "in what recurs": {
        "$ref": "#/$defs/tree",
        "$defs": {"tree": {"type": "object", "not": TEXTS, "properties": {"k": {"$ref": "#/$defs/tree"}}}},
    },
    "of what recurs": {
        "$ref": "#/$defs/tree",
        "$defs": {"tree": {"not": {"patternProperties": {"^x-": {"$ref": "#/$defs/tree"}}}}},
    },
}


@pytest.mark.parametrize("denial", DENIALS)
def test_what_is_denied_of_members_is_met(denial: str) -> None:
    schema = open_schema(DENIALS[denial])
    records = [record.instance for record in islice(Fuzzer(schema).stream("valid"), 40)]
    assert len({repr(record) for record in records}) > 12
    assert all(map(schema.is_valid, records))


@pytest.mark.parametrize("denial", DENIALS)
def test_what_is_denied_of_members_is_broken(denial: str) -> None:
    schema = open_schema(DENIALS[denial])
    records = list(islice(Fuzzer(schema).stream("invalid"), 40))
    assert len(records) == 40
    assert not any(schema.is_valid(record.instance) for record in records)


@pytest.mark.parametrize("pattern", ["^x-", "^(?:ab|c)$"])
@pytest.mark.parametrize(
    ("excluding", "violated"),
    [
        ({"minLength": 5, "maxLength": 3}, {"minLength", "maxLength"}),
        ({"minimum": 5, "maximum": 3}, {"minimum", "maximum"}),
        ({"required": ["a"], "maxProperties": 0}, {"required"}),
        ({"minItems": 2, "items": False}, {"minItems"}),
    ],
)
def test_what_excludes_a_kind_of_value_of_a_pattern_is_broken(
    pattern: str, excluding: dict[str, Any], violated: set[str]
) -> None:
    """No valid record has such a value, so that there is none in which it could be changed."""
    schema = open_schema({"patternProperties": {pattern: excluding}})
    records = islice(Fuzzer(schema).stream("invalid"), 60)
    assert {record.keyword for record in records if record.alone} == violated
