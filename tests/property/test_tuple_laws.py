"""Laws of our own judge of tuples: what it takes, both engines take; of ordinary values it takes all that they do."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from fidelity import module_of_schema
from hypothesis import example, given
from hypothesis import strategies as st

from schemawright.engines.judging import Judge, engines_judge
from schemawright.errors import InvalidInstance
from schemawright.models.fast.parts import parts_of
from schemawright.models.fast.places import Places
from schemawright.models.fast.tuples import tuple_judge, tuple_judge_of

DAY = {"type": "string", "format": "date"}
URI = "https://example.org/"
LEAVES: st.SearchStrategy[Any] = st.sampled_from([
    {"type": "integer"},
    {"type": "integer", "minimum": 0, "maximum": 7},
    {"type": "number", "multipleOf": 0.01},
    {"type": ["number", "null"], "exclusiveMinimum": 0, "exclusiveMaximum": 2.5},
    {"type": "number", "minimum": 0.5, "multipleOf": 0.25},
    {"multipleOf": 2},
    {"type": "string", "minLength": 1, "maxLength": 4},
    {"type": "string", "format": "date"},
    {"type": "string", "format": "date-time"},
    {"type": ["string", "integer"], "format": "time", "maximum": 1},
    {"enum": ["a", 1, None, True, 0.5]},
    {"const": 0},
    {"type": "boolean"},
    {"type": "null"},
    {"type": ["array", "string"], "maxItems": 1},
    {"anyOf": [{"type": "string"}, {"type": "null"}]},
    {"oneOf": [{"type": "null"}, {"type": "integer", "minimum": 1}]},
    {"oneOf": [{"type": "null"}, {"minimum": 1}]},
    {"$ref": "#/definitions/day"},
    {"allOf": [{"type": "integer"}, {"minimum": 1}]},
    {"type": "object"},
    {"title": "anything"},
])  # fmt: skip


def arrays(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Arrays, each in the words of draft 7."""
    sizes = st.dictionaries(st.sampled_from(["minItems", "maxItems"]), st.integers(0, 3))
    types = st.sampled_from([{}, {"type": "array"}, {"type": ["array", "null"]}])
    ends = st.one_of(st.just({}), st.booleans().map(lambda rest: {"additionalItems": rest}))
    rests = st.one_of(ends, inner.map(lambda rest: {"additionalItems": rest}))
    firsts = st.lists(inner, min_size=1, max_size=3)
    tuples = st.builds(lambda items, *others: {"items": items}.__or__(*others), firsts, rests)
    return st.builds(lambda *parts: {**parts[0], **parts[1], **parts[2]}, types, st.one_of(tuples, tuples, inner.map(
        lambda item: {"items": item})), sizes)  # fmt: skip


SCHEMAS = arrays(st.one_of(LEAVES, arrays(LEAVES)))
SCALARS = st.sampled_from([
    *["a", "", "abcde", "2026-03-02", "2024-02-29", "2023-02-29", "0000-01-01", "2026-03-02T06:00:00Z", "06:00:00Z"],
    *["1990-12-31T23:59:60Z", "2026-W01-1", "\uff12026-03-02", "x\n"],
    *[None, True, False, 0, 1, 7, 8, -1, 2**53, 2**60, 0.5, 0.07],
    *[19.99, 0.005, 2.5, 1.0, 2.0, -0.0, 1e300, 1e-9, {}],
])  # fmt: skip
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4), max_leaves=8)


def in_words_of(dialect: str, schema: Any) -> Any:
    """Return a subschema as a dialect says it."""
    if isinstance(schema, list):
        return [in_words_of(dialect, one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: in_words_of(dialect, value) for name, value in schema.items()}
    if dialect == "2020-12" and isinstance(made.get("items"), list):
        made["prefixItems"] = made.pop("items")
        if "additionalItems" in made:
            made["items"] = made.pop("additionalItems")
    return made


@pytest.mark.parametrize("dialect", ["2020-12", "2019-09", "draft7", "draft6"])
@given(schema=SCHEMAS, values=st.lists(VALUES, min_size=1, max_size=8))
@example(schema={"items": [{"type": "integer"}, {"multipleOf": 0.01}]}, values=[[1, 0.07], [1], [1.0, 0.005], ["a"]])
@example(schema={"type": "array", "items": [{"$ref": "#/definitions/day"}] * 2}, values=[["2026-03-02", "0000-01-01"]])
def test_what_a_judge_of_tuples_says_is_what_both_engines_say(dialect: str, schema: Any, values: list[Any]) -> None:
    schema = in_words_of(dialect, schema) | {"definitions": {"day": {"type": "string", "format": "date"}}}
    places = Places({URI: schema}, URI, dialect)
    judge = judge_at_root(places)
    if judge is None:
        return
    accepted, refused = engines_judge(schema, dialect, assert_formats=True)
    for value in values:
        read = msgspec.json.decode(msgspec.json.encode(value))
        if judge(read):
            assert accepted(read)
        else:
            assert refused(read) or has_any_beyond(read)


def has_any_beyond(value: Any) -> bool:
    """Return whether a value has numbers of which no step is known, however they are judged."""
    if isinstance(value, list):
        return any(map(has_any_beyond, value))
    return type(value) is float and (abs(value) > 2**40 or 0 < abs(value) < 1e-6)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "items": {"type": "integer"}},
        {"prefixItems": [{"type": "string", "format": "uuid"}]},
        {"prefixItems": [{"type": "integer"}], "uniqueItems": True},
        {"prefixItems": [{"$ref": "#"}]},
        {"prefixItems": [{"type": "object", "properties": {"a": {"type": "integer"}}}]},
        {"prefixItems": [False]},
        {"prefixItems": [{"multipleOf": 1e-20}]},
    ],
)
def test_what_is_no_tuple_or_says_more_has_no_judge_of_our_own(schema: Any) -> None:
    places = Places({URI: schema}, URI, "2020-12")
    assert judge_at_root(places) is None


def test_formats_that_are_not_asserted_are_not_judged() -> None:
    places = Places({URI: {"prefixItems": [{"type": "string", "format": "date"}]}}, URI, "2020-12")
    judges = [judge_at_root(places, assert_formats=one) for one in (True, False)]
    assert [judge is not None and judge(["x"]) for judge in judges] == [False, True]


def judge_at_root(places: Places, *, assert_formats: bool = True) -> Judge | None:
    """Return our own judge, which refuses what is not surely valid."""
    parts = parts_of(places, places.named(""), frozenset())
    return tuple_judge(places, parts, lambda _value: False, assert_formats=assert_formats)


def test_what_is_not_surely_valid_the_engine_judges() -> None:
    """A step is known of ordinary numbers only; in draft 4 no integer has a point."""
    step = {"prefixItems": [{"multipleOf": 0.5}, {"type": "integer"}], "type": "array"}
    asked = list[Any]()
    judge = tuple_judge_of(step, "2020-12", lambda value: asked.append(value) or True, assert_formats=True)
    assert judge is not None
    assert all(map(judge, [[1.5], [1e300], [2, 1.0], [2, 1.5]]))
    assert asked == [[1e300], [2, 1.5]]
    judge = tuple_judge_of({"items": [{"type": "integer"}]}, "draft4", lambda _value: False, assert_formats=True)
    assert judge is not None
    assert [judge([number]) for number in (1, 1.0)] == [True, False]


@pytest.mark.parametrize(
    "pair", [{"items": [{"type": "integer"}, DAY], "maxItems": 2}, {"items": [{"$ref": "#/definitions/day"}] * 2}]
)
def test_modules_refuse_what_is_wrong_in_a_tuple(pair: dict[str, Any]) -> None:
    said = {"type": "object", "properties": {"a": pair, "b": {"type": "array", "items": pair}}}
    module = module_of_schema(
        {"$schema": "http://json-schema.org/draft-07/schema#", "definitions": {"day": DAY}} | said
    )
    first: Any = 7 if "maxItems" in pair else "2024-02-29"
    for text in (f'{{"a":["{first}","2026-03-02"]}}'.replace('"7"', "7"), '{"a":[]}', '{"b":[[],[]]}'):
        assert module.from_json(text).to_json() == text.encode()
    for value in ([first, "2023-02-29"], [True], [first, None]):
        for text in (msgspec.json.encode({"a": value}), msgspec.json.encode({"b": [[], value]})):
            with pytest.raises(InvalidInstance):
                module.from_json(text)
