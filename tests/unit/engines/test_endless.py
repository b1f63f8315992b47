"""Schemas whose evaluation does not end are told from those that recur with what is inside of a value."""

from __future__ import annotations

from typing import Any

import pytest

from schemawright import open_schema
from schemawright.engines.endless import unfolds_for_ever
from schemawright.errors import InvalidSchema
from schemawright.fuzz.fuzzer import Fuzzer

A, B = {"$ref": "#/$defs/a"}, {"$ref": "#/$defs/b"}


@pytest.mark.parametrize("keyword", ["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"])
@pytest.mark.parametrize("where", ["root", "items", "contains", "behind another"])
def test_what_leads_back_to_itself_at_once_is_refused(keyword: str, where: str) -> None:
    held: Any = {"dependentSchemas": {"x": A}, "not": A, "if": A, "then": A, "else": A}.get(keyword, [{}, A])
    other: dict[str, Any] = {"b": {keyword: held}, "a": {"allOf": [B]}}
    definitions = other if where == "behind another" else {"a": {keyword: held}}
    schema = {"$defs": definitions, **({where: A} if where in {"items", "contains"} else A)}
    refuses(schema)


@pytest.mark.parametrize(
    "schema",
    [
        {"$dynamicRef": "#"},
        {"$dynamicAnchor": "node", "allOf": [{"$dynamicRef": "#node"}]},
        {"$schema": "https://json-schema.org/draft/2019-09/schema", "not": {"$recursiveRef": "#"}},
        {"$dynamicAnchor": "n", "$dynamicRef": "#n", "$defs": {"o": {"$id": "https://x.org/o", "$dynamicAnchor": "n"}}},
        {
            "$dynamicAnchor": "n",
            "$ref": "https://x.org/o",
            "$defs": {"o": {"$id": "https://x.org/o", "$dynamicRef": "#n", "$defs": {"m": {"$dynamicAnchor": "n"}}}},
        },
        {"$id": "https://x.org/a", "$ref": "b", "$defs": {"b": {"$id": "b", "anyOf": [{"$ref": "a"}]}}},
        {"$schema": "http://json-schema.org/draft-04/schema#", "id": "http://x.org/a", "$ref": "a"},
    ],
)
def test_it_is_whatever_the_reference_is(schema: Any) -> None:
    refuses(schema)


def refuses(schema: Any) -> None:
    """Check that neither engine, nor the fuzzer, takes a schema, whatever it would be asked about."""
    for engine in ("auto", "reference"):
        with pytest.raises(InvalidSchema, match="expected references to end"):
            _ = open_schema(schema, engine=engine).engine
    with pytest.raises(InvalidSchema, match="expected references to end"):
        next(Fuzzer(open_schema(schema)).stream())


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"a": {"$ref": "#"}}, "items": {"$ref": "#"}, "contains": {"anyOf": [{"$ref": "#"}, {}]}},
        {"propertyNames": {"$ref": "#"}, "additionalProperties": {"allOf": [{"$ref": "#"}]}},
        {"$defs": {"a": {"anyOf": [A]}}, "type": "object"},
        {"anyOf": [A, A], "allOf": [A, B], "$defs": {"a": {}, "b": A}},
        {"$dynamicAnchor": "node", "allOf": [{"properties": {"a": {"$dynamicRef": "#node"}}}]},
        {"$ref": "https://json-schema.org/draft/2020-12/schema"},
        {"$defs": {"n": {"$dynamicAnchor": "n"}, "o": {"$id": "https://x.org/o", "$dynamicAnchor": "n",
         "$dynamicRef": "#n"}}, "$ref": "https://x.org/o"},
        {"$schema": "http://json-schema.org/draft-07/schema#", "$ref": "#/definitions/a", "anyOf": [{"$ref": "#"}],
         "definitions": {"a": {}}},
    ],
)  # fmt: skip
def test_what_ends_is_not(schema: Any) -> None:
    _ = open_schema(schema).engine


AGAIN: dict[str, Any] = {"$ref": "#/$defs/c", "unevaluatedProperties": False}
BELOW = {"properties": {"x": AGAIN}}


@pytest.mark.parametrize(
    ("definition", "never"),
    [
        *[({keyword: BELOW, "if": {"required": ["k"]}}, True) for keyword in ("then", "else")],
        *[({keyword: [{"required": ["a"]}, BELOW]}, True) for keyword in ("anyOf", "oneOf")],
        ({"dependentSchemas": {"k": BELOW}}, True),
        ({"oneOf": [{"items": {"allOf": [{"$ref": "#/$defs/c"}], "unevaluatedItems": False}}, {}]}, True),
        ({"oneOf": [{"required": ["a"]}, {"$ref": "#/$defs/d"}]}, True),
        ({"oneOf": [{"required": ["a"]}, {"properties": {"y": {"$ref": "#/$defs/d"}}}]}, False),
        ({"allOf": [BELOW]}, False),
        (BELOW, False),
        ({"oneOf": [{}, {"properties": {"x": {"$ref": "#/$defs/c", "unevaluatedProperties": True}}}]}, False),
        ({"oneOf": [{}, {"properties": {"x": {"$ref": "#/$defs/c"}}}], "unevaluatedProperties": False}, False),
    ],
)
def test_what_the_canonical_algebra_would_unfold_for_ever_is_told(definition: Any, never: bool) -> None:
    definitions = {"c": definition, "d": {"oneOf": [{"required": ["b"]}, BELOW]}}
    assert unfolds_for_ever(open_schema({"$ref": "#/$defs/c", "$defs": definitions}).task) is never
