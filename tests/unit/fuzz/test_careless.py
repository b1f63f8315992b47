"""Careless checkers: which of them take in what violates a keyword, and that a stream tells them soon."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemawright import open_schema
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.order.careless import taken_in
from schemawright.fuzz.schema.places import place_of, value_at
from schemawright.keywords import DIALECTS, FLAT

CASES: list[tuple[str, Any, Any, str]] = [
    ("type", "integer", 1.5, "type integer: a fraction"),
    ("type", ["boolean", "null"], "true", "type boolean: the word true"),
    ("type", "object", [], "type object: list"),
    ("enum", ["a", "b"], "B", "enum: letters' case"),
    ("enum", [0], False, "enum: as Python compares"),
    ("const", {"a": 1}, {"a": 1, "b": 2}, "const: members more"),
    ("multipleOf", 0.5, 1.0000000001, "multipleOf: hardly off"),
    ("maximum", 3, 3.5, "maximum: cut"),
    ("minLength", 2, "\U0001f600", "minLength: UTF-16"),
    ("maxLength", 2, "ab ", "maxLength: no spaces around it"),
    ("pattern", "^a$", "a\n", "pattern: a newline more"),
    ("pattern", "^[0-9]$", "\u0663", "pattern: digits of every script"),
    ("uniqueItems", True, [1, 2, 1], "uniqueItems: neighbours only"),
    ("uniqueItems", True, [{"a": 1, "b": 2}, {"b": 2, "a": 1}], "uniqueItems: as text"),
    ("required", ["id"], {"ID": 1}, "required: letters' case"),
    ("required", ["id", "name"], {"id": 1}, "required: the first of them"),
    ("format", "date", "2023-02-29", "format date: February 29 in each year"),
    ("format", "date-time", "2024-02-30T12:00:00Z", "format date-time: 31 days in each month"),
    ("format", "date-time", "2024-01-01T12:00:60Z", "format date-time: leap seconds anywhere"),
    ("format", "date-time", "2024-01-01T12:00:00.Z", "format date-time: nothing behind the point"),
    ("format", "uri", "http:// a", "format uri: spaces"),
    ("format", "duration", "PT", "format duration: units or none"),
    ("format", "ipv4", "1.2.3.999", "format ipv4: four numbers"),
]


@pytest.mark.parametrize(("keyword", "wanted", "value", "said"), CASES, ids=[case[3] for case in CASES])
def test_who_takes_in_a_value_is_told(keyword: str, wanted: Any, value: Any, said: str) -> None:
    assert said in list(taken_in(keyword, value, {keyword: wanted}))
    assert not open_schema({"$schema": DIALECTS["2020-12"], keyword: wanted}).is_valid(value)


def test_names_that_are_nearly_declared_are_taken_in() -> None:
    contents = {"properties": {"id": {}}, "additionalProperties": False}
    assert list(taken_in("additionalProperties", {"ID": 1}, contents)) == ["additionalProperties: letters' case"]
    assert "additionalProperties: an underscore first" in list(taken_in("additionalProperties", {"_x": 1}, contents))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=6,
)


@given(st.sampled_from(sorted(FLAT["2020-12"])), JSON, JSON)
def test_whatever_a_keyword_says_nothing_breaks(keyword: str, wanted: Any, value: Any) -> None:
    for said in taken_in(keyword, value, {keyword: wanted}):
        assert said.startswith(keyword)


ORDER: dict[str, Any] = {
    "type": "object",
    "required": ["id", "state"],
    "properties": {
        "id": {"type": "integer"},
        "at": {"type": "string", "format": "date-time"},
        "state": {"enum": ["open", "paid"]},
        "tags": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        "code": {"type": "string", "pattern": "^[a-z]{2}[0-9]$"},
    },
    "additionalProperties": False,
}


def test_whoever_is_told_by_a_first_violation_is_told_by_the_first_records() -> None:
    fuzzer = Fuzzer(open_schema(ORDER))
    first = list(islice(fuzzer.stream(seed=1), 150))
    pairs = {target.pair.keyword_location: target.pair for target in fuzzer.violations.targets}
    known = [pair for pair in pairs.values() if pair.keyword in {"type", "enum", "format", "pattern", "uniqueItems"}]

    def told(records: list[Any]) -> set[str]:
        found: set[str] = set()
        for record in records:
            pair = next((one for one in known if one.keyword_location.endswith(f"#{record.violates}")), None)
            if pair is not None and record.alone:
                value = value_at(record.instance, place_of(record.instance, record.at))
                found.update(taken_in(pair.keyword, value, {pair.keyword: pair.value}))
        return found

    everything = told([record for *_, record in fuzzer.violations.first])
    assert len(everything) > 20
    assert told(first) >= everything
