"""Laws of equality: objects are equal as the JSON values are that they stand for."""

from __future__ import annotations

import json
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import Any

import pytest
from constructed import constructed
from fidelity import module_of_schema
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemawright.runtime import ExactFloat

INNER = {"type": "object", "properties": {"n": {"type": "number"}, "v": True}}
SCHEMAS: dict[str, dict[str, Any]] = {
    "free": {
        "type": "object",
        "properties": {"v": True, "l": {"type": "array"}, "o": INNER, "all": {"type": "array", "items": INNER}},
    },
    "typed": {
        "type": "object",
        "properties": {
            "v": {"type": ["boolean", "integer", "string", "null", "array", "object"]},
            "l": {"type": "array", "items": {"type": ["integer", "boolean"]}},
            "o": {"type": "object", "properties": {"n": {"type": "integer"}}, "additionalProperties": False},
            "at": {"type": "string", "format": "date-time"},
            "e": {"enum": [1, 0, "1"]},
        },
    },
}
MODULES = {name: module_of_schema(schema) for name, schema in SCHEMAS.items()}
SCALARS = st.sampled_from([0, 1, True, False, 1.0, 0.0, -0.0, "1", "", None, 2])
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner), max_leaves=4
)
INNERS = st.fixed_dictionaries({}, optional={"n": st.sampled_from([1, 1.0, 0]), "v": VALUES})
MEMBERS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "free": {"v": VALUES, "l": st.lists(VALUES, max_size=2), "o": INNERS, "all": st.lists(INNERS, max_size=2)},
    "typed": {
        "v": VALUES.filter(lambda value: not isinstance(value, float)),
        "l": st.lists(st.sampled_from([1, 0, True, False]), max_size=2),
        "o": st.fixed_dictionaries({}, optional={"n": st.sampled_from([1, 0, 2])}),
        "at": st.sampled_from(["2026-03-02T06:00:00Z", "2026-03-02T07:00:00+01:00", "2026-03-02t06:00:00z"]),
        "e": st.sampled_from([1, 0, "1"]),
    },
}
EXTRA = {"more": VALUES, "x": SCALARS}
LAYOUTS: list[dict[str, Any]] = [{}, {"separators": (",", ":")}, {"sort_keys": True}]


def is_equal(one: Any, other: Any) -> bool:
    """Return whether two JSON values are equal (JSON Schema, core, section 4.2.2)."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_equal(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_equal, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


@pytest.mark.parametrize("name", MODULES)
@settings(max_examples=400, deadline=None)
@given(st.data())
def test_objects_are_equal_as_json_values_are(name: str, data: st.DataObject) -> None:
    """However they were laid out and loaded, and whatever was asked of them."""
    extra = EXTRA if data.draw(st.booleans()) else {}
    instances = st.fixed_dictionaries({}, optional={**MEMBERS[name], **extra})
    first = data.draw(instances)
    second = data.draw(st.just(first) | instances | st.just({**first, **data.draw(instances)}))
    one, other = (
        MODULES[name].from_json(json.dumps(instance, **data.draw(st.sampled_from(LAYOUTS))))
        for instance in (first, second)
    )
    if data.draw(st.booleans()):
        repr(one)  # which asks for all that is in it
    assert (one == other) is is_equal(first, second)
    assert (other == one) is (one == other) is not (one != other)
    assert (MODULES[name].from_instance(first) == other) is is_equal(first, second)
    made, again = constructed(one), constructed(other)
    assert (made == again) is (again == made) is (one == again) is (made == other) is is_equal(first, second)


@given(st.tuples(VALUES, VALUES))
@example(([1, {"a": True}], [1, {"a": 1}]))
def test_other_properties_are_equal_as_json_values_are(values: tuple[Any, Any]) -> None:
    """Those that were loaded, and those that were put in."""
    one, other = (MODULES["free"].from_instance({"x": value}) for value in values)
    assert (one == other) is is_equal(*values)
    one.extra["x"] = other.extra["x"]
    one.v, other.v = values
    assert (one == other) is is_equal(*values)


@given(INNERS, INNERS, st.lists(INNERS, max_size=2), st.booleans())
@example(one={"n": 1}, other={"n": 1.0}, items=[{"n": 0, "w": 1}], at_once=True)
def test_a_dictionary_is_equal_to_the_object_that_carries_it(one: Any, other: Any, items: Any, at_once: bool) -> None:
    """Set to a field, in an array, or put among other properties."""
    load = MODULES["free"].from_instance
    loaded, edited = load({"o": other, "all": items}), load({"o": {}, "all": []} if at_once else {"all": [], "o": {}})
    edited.o, edited.all = one, items
    assert (edited == loaded) is (loaded == edited) is is_equal(one, other)
    assert edited == load({"o": one, "all": items})
    edited.o = {**one, "n": True}
    assert (edited == load({"o": one, "all": items})) is (loaded == edited) is False


@pytest.mark.parametrize("at", [0, 7, 8, 1_031, 1_032, 2_499])
@pytest.mark.parametrize(("one", "other"), [(1, True), (1, 2), (1, 1.0), ([1], [True]), ({"a": 1}, {"b": 1})])
def test_long_arrays_and_objects_are_compared_to_the_end(at: int, one: Any, other: Any) -> None:
    """Wherever they differ: in which slice of an array, and behind how many members."""
    made, is_same = MODULES["free"], one == 1 and other == 1.0 and other is not True
    ours, others = [1] * 2_500, [1] * 2_500
    ours[at], others[at] = one, other
    for form in (list, lambda items: {str(number): item for number, item in enumerate(items)}):
        found = [made.from_instance({"v": form(items)}) for items in (ours, others)]
        assert (found[0] == found[1]) is (found[1] == found[0]) is is_same
    assert made.from_instance({"v": {**form(ours), "x": 1}}) != made.from_instance({"v": {**form(ours), "y": 1}})


def test_trees_are_compared_as_deep_as_dataclasses_are() -> None:
    """Each level takes what a level of a dataclass takes."""
    tree = {"type": "object", "properties": {"all": {"type": "array", "items": {"$ref": "#"}}, "v": {"type": "number"}}}
    module = module_of_schema(tree)
    depth = 200
    one, other, third = (
        module.from_json('{"all":[' * depth + f'{{"v":{number}}}' + "]}" * depth) for number in ("1", "1", "2")
    )
    assert one.all[0].all[0].extra == {}  # so that fields are compared
    assert one == other
    assert one != third


NUMBERS_MODULE = module_of_schema(
    {
        "type": "object",
        "properties": {
            "any": True,
            "number": {"type": "number"},
            "integer": {"type": "integer"},
            "list": {"type": "array", "items": {"type": "number"}},
            "below": {"type": "object", "properties": {"number": {"type": "number"}}},
        },
    }
)
LARGE = ["1e23", "1" + "0" * 23, "1.8446744073709552e19", "18446744073709551616", "18446744073709551616.0"]
LONG = ["1e5000", "10E4999", "1" + "0" * 5000, "9007199254740993", "9007199254740993.0", "9007199254740992.0"]
SMALL = ["0", "-0", "-0.0", "1", "1.0", "10e-1", "0.1", "0.10", "1e-400", "19.99", "1e400", "0.10000000000000000001"]
SPELLINGS = [*LARGE, *LONG, *SMALL, "0.1000000000000000055511151231257827"]
DIGITS = st.sampled_from(["1", "10", "12", "9007199254740992", "9007199254740993", "18446744073709551616", "123456789"])
MADE = st.builds(
    lambda digits, fraction, exponent: digits + fraction + exponent,
    DIGITS,
    st.sampled_from(["", ".0", ".5", ".50"]),
    st.sampled_from(["", "e0", "e5", "E-2", "e22", "e300"]),
)
TEXTS = st.sampled_from(SPELLINGS) | MADE
PLACES = {
    "any": '{"any":%s}',
    "number": '{"number":%s}',
    "integer": '{"integer":%s}',
    "list": '{"list":[%s]}',
    "below": '{"below":{"number":%s}}',
}


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
@example("1e23", "1" + "0" * 23)
@example("1.8446744073709552e19", "18446744073709551616")
@example("1.8446744073709552e19", "18446744073709551616.0")
@example("1e5000", "1" + "0" * 5000)
def test_numbers_are_equal_as_they_were_read(place: str, first: str, second: str) -> None:
    """Whatever carries them, and however they came into the object."""
    numbers = Decimal(first), Decimal(second)
    if place == "integer" and any(number != number.to_integral_value() for number in numbers):
        return
    of_text = NUMBERS_MODULE.from_json(PLACES[place] % first)
    of_value = NUMBERS_MODULE.from_instance(_put(place, numbers[0]))
    other = NUMBERS_MODULE.from_json(PLACES[place] % second)
    is_same = numbers[0] == numbers[1]
    assert of_text == of_value
    assert (of_text == other) is (other == of_text) is (of_value == other) is (other == of_value) is is_same
    assert json.loads(of_value.to_json(), parse_int=Decimal, parse_float=Decimal) == _put(place, numbers[0])
    if place in {"any", "number"}:
        setattr(other, place, numbers[0])  # by hand
        assert other == of_text


def _put(place: str, number: Any) -> dict[str, Any]:
    return {place: {"list": [number], "below": {"number": number}}.get(place, number)}


@given(TEXTS.map(ExactFloat), TEXTS.map(ExactFloat) | TEXTS.map(float) | TEXTS.map(Decimal))
@example(ExactFloat("0.1"), 0.1)
@example(ExactFloat("1e23"), 1e23)
@example(ExactFloat("18446744073709551616.0"), 1.8446744073709552e19)
def test_an_exact_float_has_one_order_and_the_hash_of_what_it_is_equal_to(one: ExactFloat, other: Any) -> None:
    assert (one == other) is not (one != other)
    assert sum(relation(one, other) for relation in (lt, eq, gt)) == 1
    assert le(one, other) is (lt(one, other) or eq(one, other))
    assert ge(one, other) is not lt(one, other)
    assert ne(one, other) or hash(one) == hash(other)
    assert Decimal(repr(one)) == one.exact
