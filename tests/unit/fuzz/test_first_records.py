"""A stream begins with what little work finds: of a large schema, the rest is looked for when it is its turn."""

from __future__ import annotations

from itertools import islice
from typing import Any

import jsonschema_rs
import pytest

from schemawright import open_schema
from schemawright.engines.native.engine import NativeEngine
from schemawright.fuzz.accepted.exemplars import without_needless
from schemawright.fuzz.breaking.targets import Places
from schemawright.fuzz.breaking.violations import Violations
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.record import size_of
from schemawright.fuzz.schema.locally import Locally
from schemawright.fuzz.schema.schema_map import SchemaMap

WIDE: dict[str, Any] = {
    "type": "object",
    "properties": {f"p{number}": {"type": "integer", "minimum": number} for number in range(160)},
}
TRIES = 300


def violations_of(contents: Any, valid: Any) -> Violations:
    schema = open_schema(contents)
    fuzzer = Fuzzer(schema)
    engine = NativeEngine(schema.task)
    assert engine.is_valid(valid)
    return Violations(engine, fuzzer.schema_map, fuzzer.locally, fuzzer.grammar, [valid])


def test_blocks_are_the_first_violations_one_after_the_other() -> None:
    whole, parts = (Fuzzer(open_schema(WIDE)).violations for _ in range(2))
    blocks: list[Any] = []
    while block := parts.block(sum(map(len, blocks))):
        blocks.append(block)
    assert len(blocks) > 1
    together = [record for block in blocks for *_, record in block]
    assert together == [record for *_, record in whole.first]


@pytest.mark.parametrize("mode", ["mixed", "invalid"])
def test_a_hundred_records_do_not_wait_for_all_violations(mode: str) -> None:
    fuzzer = Fuzzer(open_schema(WIDE))
    records = list(islice(fuzzer.stream(mode), 100))
    judged = fuzzer.violations.judged
    assert len({(record.violates, record.at) for record in records}) > 40
    assert fuzzer.violations.first
    assert judged < fuzzer.violations.judged


def test_a_second_stream_goes_on_with_what_is_left() -> None:
    fuzzer = Fuzzer(open_schema(WIDE))
    streams = [[repr(record.instance) for record in islice(fuzzer.stream("invalid"), 200)] for _ in range(2)]
    assert len(set(streams[0])) == 200
    assert len(set(streams[0]) & set(streams[1])) <= 1, "the one with which it begins is found again"


def test_what_has_to_hold_is_tried_before_what_is_in_branches() -> None:
    branches = [{"type": "object", "properties": {"k": {"const": number}}, "required": ["k"]} for number in range(40)]
    contents = {"properties": {"a": {"type": "integer"}, "b": {"anyOf": [*branches, True]}}, "required": ["a"]}
    found = violations_of(contents, {"a": 1, "b": {"k": 1}}).soon(TRIES)
    assert found is not None
    assert found[1].alone


def test_what_is_not_alone_is_taken_where_nothing_is() -> None:
    found = violations_of({"allOf": [{"const": 1}, {"const": 1}]}, 1).soon(TRIES)
    assert found is not None
    assert not found[1].alone


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "minItems": 20_000},
        {"type": "object", "minProperties": 5_000},
        {"type": "array", "contains": {"const": 1}, "minContains": 20_000},
        {"type": "string", "minLength": 100_000},
        {"type": "array", "items": {"type": "string", "maxLength": 3}, "minItems": 20_000, "uniqueItems": True},
    ],
    ids=lambda schema: next(name for name in reversed(schema) if name.startswith("min")),
)
def test_a_stream_begins_with_a_valid_record_though_all_are_large(schema: Any) -> None:
    first = next(Fuzzer(open_schema(schema)).stream("mixed", 0))
    assert first.valid
    assert jsonschema_rs.Draft202012Validator(schema).is_valid(first.instance)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "minItems": 20_000, "items": {"type": "object", "required": ["a"]}},
        {"type": "object", "required": ["n"], "properties": {"n": {"type": "array", "minItems": 20_000}}},
    ],
    ids=["items", "within"],
)
def test_of_large_records_few_are_made_before_the_next_ones(schema: Any) -> None:
    fuzzer = Fuzzer(open_schema(schema))
    assert sum(size_of(instance, 20_100) for instance in fuzzer.each_valid()) < 1_100_000
    assert {record.valid for record in islice(fuzzer.stream("mixed", 0), 10)} == {True, False}


def test_of_huge_records_fewer_values_are_made_than_of_large_ones() -> None:
    fuzzer = Fuzzer(open_schema({"type": "array", "contains": {"type": "integer"}, "minContains": 50_000}))
    assert sum(size_of(instance, 50_100) for instance in fuzzer.each_valid()) < 300_000


def test_of_large_records_fewer_violations_are_kept_than_of_small_ones() -> None:
    def kept(least: int) -> int:
        items = {"type": "string", "pattern": "^[a-f]{3}(x|y)+[0-9]{2,4}$"}
        fuzzer = Fuzzer(open_schema({"type": "array", "minItems": least, "items": items}))
        assert len(list(islice(fuzzer.stream("invalid", 0), 12))) == 12
        (target,) = (one for one in fuzzer.violations.targets if one.pair.keyword == "pattern")
        return len(target.recipes)

    assert 8 < kept(4_000) < kept(3) / 2


class Written(dict[str, Any]):
    """An object that knows how often it was written down."""

    often = 0

    def __repr__(self) -> str:
        self.often += 1
        return "{…}"


def test_an_object_is_not_written_down_for_each_of_its_names() -> None:
    large = Written((f"m{number}", number) for number in range(2_000))
    locally = Locally(SchemaMap(open_schema({"propertyNames": {"minLength": 2}})))
    (target,) = Places(lambda _instance: True, locally, [large]).targets
    assert {visit.name for _, visit in target.places} > {"m0", "m1"}
    assert large.often == 1


def test_of_a_large_record_members_are_not_left_out_one_by_one() -> None:
    large = {f"m{number}": number for number in range(20_000)}
    asked: list[Any] = []
    assert without_needless(large, lambda one: not asked.append(one), bool) is large
    assert not asked


def test_items_that_come_again_may_be_changed_one_by_one() -> None:
    schema = {"type": "array", "minItems": 3_000, "items": {"type": "object", "required": ["a"]}}
    for instance in islice(Fuzzer(open_schema(schema)).each_valid(), 3):
        assert len({*map(id, instance)}) == len(instance)


def test_a_bound_is_told_whatever_many_cases_there_are_of_what_is_beside_it() -> None:
    """A mutant is asked about few records: those come first in which its subschema judges something else."""
    listed: dict[str, Any] = {"type": "array", "items": {"enum": ["a", "b", "c", "d"]}, "maxItems": 20}
    names = {
        "type": "object",
        "patternProperties": {"^[a-z]{2,4}$": {"type": "integer"}},
        "additionalProperties": False,
    }
    numbers: dict[str, Any] = {
        "type": "array",
        "items": {"type": "integer"},
        "maxItems": 20,
        "minItems": 2,
        "uniqueItems": True,
    }
    properties: dict[str, Any] = {
        "p": {"anyOf": [listed, {"type": "string", "maxLength": 30}]},
        "q": {"oneOf": [numbers, {"type": "null"}]},
        "e": {"oneOf": [{"enum": ["x", "y"]}, {"type": "integer"}]},
        "names": {"type": "object", **names},
    }
    schema = {"type": "object", "properties": properties, "required": ["p", "q"], "additionalProperties": False}
    records = list(islice(Fuzzer(open_schema(schema)).stream(), 60))
    held = [record.instance["p"] for record in records if record.valid and isinstance(record.instance, dict)]
    assert {20} <= {len(one) for one in held if isinstance(one, list)}
    assert {30} <= {len(one) for one in held if isinstance(one, str)}
