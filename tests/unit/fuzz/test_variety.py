"""What chance makes is not the same again and again, is labelled right, and depends on the seed alone."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import open_schema
from schemawright.fuzz.fuzzer import Fuzzer

if TYPE_CHECKING:
    from schemawright.fuzz.record import FuzzRecord

SMALL: list[dict[str, Any]] = [
    {"items": {"type": "string"}},
    {"properties": {"a": {"type": "string"}}},
    {"properties": {"a": {"type": "integer", "multipleOf": 5}}, "required": ["a"]},
    {"minimum": 3},
    {"exclusiveMaximum": 0.5},
    {"type": "integer", "multipleOf": 7},
    {"type": "string", "minLength": 3},
    {"type": "string", "maxLength": 3},
    {"pattern": "^[a-z]{3}$"},
    {"format": "date"},
    {"enum": ["MIT", "ISC"]},
    {"const": {"a": [1]}},
    {"not": {"type": "string"}},
    {"not": {"required": ["a"]}},
    {"anyOf": [{"contains": False}, {"type": "string"}]},
    {"oneOf": [{"type": "integer"}, {"minimum": 3}]},
    {"maxItems": 2},
    {"type": "array", "minItems": 4},
    {"uniqueItems": True},
    {"contains": {"type": "null"}},
    {"maxProperties": 2},
    {"additionalProperties": False, "patternProperties": {"^x-": {"type": "string"}}},
    {"propertyNames": {"maxLength": 3}},
    {"required": ["a", "b"]},
]
small = pytest.mark.parametrize("contents", SMALL, ids=str)


def records(contents: dict[str, Any], count: int, mode: str = "invalid", seed: int = 0) -> list[FuzzRecord]:
    return list(islice(Fuzzer(open_schema(contents)).stream(mode, seed), count))


@small
@pytest.mark.parametrize("mode", ["valid", "invalid"])
def test_hardly_a_record_is_one_that_was(contents: dict[str, Any], mode: str) -> None:
    if mode == "valid" and contents.keys() & {"enum", "const"}:
        contents = {"items": contents}
    found = {repr(record.instance) for record in records(contents, 500, mode)}
    assert len(found) == 500


@pytest.mark.parametrize(
    ("contents", "keywords"),
    [
        ({"type": "string", "maxLength": 8_192}, ["/maxLength", "/type"]),
        ({"type": "string", "minLength": 5_000}, ["/minLength", "/type"]),
        ({"required": ["a"], "properties": {"a": {"type": "string", "maxLength": 8_192}}}, ["/properties/a/maxLength"]),
        ({"type": "array", "items": {"enum": [1, "a", None]}, "maxItems": 9}, ["/maxItems", "/items/enum"]),
    ],
    ids=str,
)
def test_no_keyword_is_left_out_since_others_have_more_values(contents: dict[str, Any], keywords: list[str]) -> None:
    """Where something else is easily new, a large bound keeps its share all the same."""
    count = 2_000
    told = Counter(record.violates for record in records(contents, count))
    assert all(told[keyword] > count / 20 for keyword in keywords), told


@small
def test_what_is_wrong_by_chance_is_labelled_as_the_engine_tells(contents: dict[str, Any]) -> None:
    schema = open_schema(contents)
    found = records(contents, 400)
    assert any(record.how == "a value by chance" for record in found)
    for record in found:
        told = {(one.evaluation_path, one.instance_location) for one in schema.iter_findings(record.instance)}
        assert (record.violates, record.at) in told
        assert record.alone == (len({path for path, _ in told}) == 1)


@small
def test_the_same_seed_gives_the_same_records_and_another_one_others(contents: dict[str, Any]) -> None:
    found = [[repr(one) for one in records(contents, 400, "mixed", seed)] for seed in (1, 1, 2)]
    assert found[0] == found[1] != found[2]


@pytest.mark.parametrize("count", [1, 3])
def test_where_there_are_no_others_records_come_again(count: int) -> None:
    fuzzer = Fuzzer(open_schema({"enum": list("abc")[:count]}))
    found = [record.instance for record in islice(fuzzer.stream("valid"), 300)]
    assert len(set(found)) == count
    assert fuzzer.repeated == 300 - count
    assert len(set(found[count : 10 * count + 20])) == count
