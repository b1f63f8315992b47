"""What some take for the same is told apart: names, members in another order, items that are written alike."""

from __future__ import annotations

import json
from itertools import islice, pairwise
from typing import Any

import pytest

from schemawright import open_schema
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.texts.by_spec import Texts, TextSpec
from tests.unit.fuzz.test_hardly_valid import valid


def invalid(contents: dict[str, Any], keyword: str, count: int) -> list[Any]:
    """Return the first invalid records of a schema that violate a keyword."""
    records = islice(Fuzzer(open_schema(contents)).stream("invalid"), count)
    return [record.instance for record in records if record.keyword == keyword]


CLOSED: dict[str, Any] = {
    "type": "object",
    "properties": {"email": {"type": "string"}, "post_code": {"type": "string"}},
    "patternProperties": {"^ch[0-9]$": {"type": "integer"}},
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    "name", ["EMAIL", "POST_CODE", "post_code ", "post-code", "_extra", "$schema", "", "é", "xch0", "ch_", "ch "]
)
def test_closed_objects_have_each_name_that_is_taken_for_a_declared_one_or_let_through(name: str) -> None:
    assert any(name in one for one in invalid(CLOSED, "additionalProperties", 150))


SESSION: dict[str, Any] = {
    "type": "object",
    "required": ["id", "kind"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "kind": {"enum": ["talk", "panel"]},
        "by": {"type": "array", "items": {"type": "string"}},
        "level": {"type": "integer"},
    },
    "allOf": [
        {"if": {"properties": {"kind": {"const": "panel"}}}, "then": {"required": ["by"]}},
        {"not": {"required": ["by", "level"], "properties": {"kind": {"const": "talk"}}}},
    ],
}


def test_each_required_name_is_missing_before_one_is_missing_again() -> None:
    schema = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/session"}, "$defs": {"session": SESSION}}
    target = next(
        one
        for one in Fuzzer(open_schema(schema)).violations.targets
        if one.pair.keyword_location.endswith("/$defs/session/required")
    )
    violations = Fuzzer(open_schema(schema)).violations
    found = [record.how for one, _, record in violations.first if one.pair == target.pair]
    assert {how[:14] for how in found[:3]} >= {"without 'id'", "without 'kind'"}


LISTED = {"name": "GH", "rev": [{"a": 1, "b": 2}]}


@pytest.mark.parametrize("said", [{"const": LISTED}, {"enum": [None, 7, LISTED]}, {"const": [LISTED]}])
def test_listed_objects_are_there_with_their_members_in_another_order(said: dict[str, Any]) -> None:
    records = valid({"type": "object", "properties": {"model": said}}, 100)
    texts = {json.dumps(one["model"]) for one in records if "model" in one}
    assert any('"rev"' in text and text.index('"rev"') < text.index('"name"') for text in texts)
    assert any('{"b": 2, "a": 1}' in text for text in texts)


CHOSEN = {"properties": {"on": {"const": True}}, "required": ["on"]}
REPEATABLE: dict[str, dict[str, Any]] = {
    "contains": {"items": {"type": "object"}, "contains": CHOSEN, "maxContains": 1},
    "tuple": {
        "prefixItems": [{"type": "string", "minLength": 1}, {"type": "string", "pattern": "^[0-9]{5}$"}],
        "items": False,
        "minItems": 2,
    },
    "recursion": {"items": {"$ref": "#"}, "maxItems": 2},
}


@pytest.mark.parametrize("said", REPEATABLE.values(), ids=REPEATABLE)
def test_arrays_have_an_item_twice_wherever_they_may(said: dict[str, Any]) -> None:
    schema = {"type": "object", "properties": {"some": {"type": "array", **said}}, "additionalProperties": False}
    stricter = {**schema, "properties": {"some": {"type": "array", **said, "uniqueItems": True}}}
    assert not all(map(open_schema(stricter).is_valid, valid(schema, 100)))


def test_arrays_of_any_length_have_more_items_than_somebody_would_allow() -> None:
    records = valid({"type": "array", "items": {"enum": ["gold", "tin"]}, "contains": {"const": "gold"}}, 100)
    assert max(map(len, records)) > 20


BOUNDED: dict[str, Any] = {
    "type": "array",
    "items": {"type": ["string", "integer"], "minLength": 4, "minimum": 100},
    "uniqueItems": True,
}


def test_items_within_bounds_are_alike_and_none_is_another() -> None:
    arrays = valid(BOUNDED, 100)
    assert any(len(set(map(str, one))) < len(one) for one in arrays), "a number and its text"
    assert any(len({str(item).lower() for item in one}) < len(one) for one in arrays), "letters in another case"


def test_items_written_otherwise_come_second() -> None:
    first = invalid(BOUNDED, "uniqueItems", 25)
    assert any(len(set(map(repr, one))) == len(one) for one in first), "a number with a point"
    assert any(not any(a == b for a, b in pairwise(one)) for one in first), "far apart"


def test_a_property_that_counts_as_false_asks_for_others_too() -> None:
    schema = {"type": "object", "dependentRequired": {"card": ["owner"]}}
    found = invalid(schema, "dependentRequired", 40)
    assert not all(one.get("card") for one in found)


def test_names_that_are_listed_are_told_from_any_others() -> None:
    schema = {"type": "object", "propertyNames": {"enum": ["fire", "ice"]}}
    found = invalid(schema, "enum", 60)
    assert any(not name.isascii() for one in found for name in one)
    assert any(name.startswith("_") for one in found for name in one)


@pytest.mark.parametrize("letter", ["z", "Z"])
def test_texts_in_which_something_is_looked_for_have_nothing_else_in_them(letter: str) -> None:
    texts = Texts(TextSpec(min_length=3, patterns=("[A-Za-z]",)))
    assert any(set(text) == {letter} for text in texts.boundaries()[:12])
    assert any(set(text) == {"_"} for _, text in texts.near_misses()[:12])


def test_a_text_of_any_length_comes_early() -> None:
    assert any(len(text) > 20 for text in Texts(TextSpec(patterns=("^B[0-9]+$",))).boundaries()[:2])
