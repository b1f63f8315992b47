"""Engines that agree: what both are asked about shows a fault of either, though neither has judged it before."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import open_schema
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.order.mutants import Mutants
from schemawright.fuzz.proofs.engine_proof import unjudged
from schemawright.fuzz.schema.changed import changed_engine

if TYPE_CHECKING:
    from schemawright.fuzz.order.mutants import Mutant

NESTED: dict[str, Any] = {
    "type": "object",
    "required": ["kind"],
    "properties": {
        "kind": {"enum": ["a", "b"]},
        "size": {"$ref": "#/$defs/size"},
        "tags": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]+$"}, "uniqueItems": True},
        "either": {"oneOf": [{"type": "string", "maxLength": 2}, {"type": "integer", "minimum": 3}]},
        "names": {"propertyNames": {"maxLength": 4}, "additionalProperties": {"const": 1}, "maxProperties": 2},
    },
    "additionalProperties": False,
    "$defs": {"size": {"type": "integer", "minimum": 1}},
}
TREE: dict[str, Any] = {
    "type": "object",
    "required": ["label"],
    "properties": {"label": {"type": "string"}, "children": {"type": "array", "items": {"$ref": "#"}, "maxItems": 2}},
    "unevaluatedProperties": {"type": "integer"},
}


@pytest.mark.parametrize("contents", [NESTED, TREE], ids=["nested", "tree"])
def test_whatever_keyword_an_engine_forgets_is_shown(contents: dict[str, Any]) -> None:
    fuzzer = Fuzzer(open_schema(contents))
    asked = [(instance, fuzzer.schema.is_valid(instance)) for instance in islice(unjudged(fuzzer), 400)]

    def is_told(mutant: Mutant) -> bool:
        verdict = changed_engine(fuzzer.schema_map, mutant.subschema, mutant.mistake.contents).is_valid
        return any(verdict(instance) is not valid for instance, valid in asked)

    mutants = [mutant for mutant in Mutants(fuzzer.schema_map).all if mutant.mistake.forgotten]
    unseen = [mutant for mutant in mutants if not is_told(mutant)]
    assert not unseen


def test_both_valid_and_invalid_are_among_what_nobody_has_judged() -> None:
    fuzzer = Fuzzer(open_schema(NESTED))
    verdicts = [fuzzer.schema.is_valid(instance) for instance in islice(unjudged(fuzzer), 300)]
    assert verdicts.count(True) > 60
    assert verdicts.count(False) > 60


def test_of_a_schema_of_which_everything_is_valid_there_is_no_end_either() -> None:
    assert len(list(islice(unjudged(Fuzzer(open_schema({}))), 100))) == 100


def test_where_all_that_is_made_is_large_there_is_an_end() -> None:
    schema = open_schema({"type": "array", "minItems": 3_000, "items": {"type": "integer"}})
    assert not list(islice(unjudged(Fuzzer(schema)), 20))


def test_where_some_of_what_is_made_is_large_there_is_no_end() -> None:
    large = {"type": "array", "minItems": 3_000, "items": {"type": "integer"}}
    schema = open_schema({"anyOf": [large, {"type": "string"}]})
    assert len(list(islice(unjudged(Fuzzer(schema)), 200))) == 200
