"""Steps: the last that is done to a record is exact, so that what a failing test shows has nothing that may go."""

from __future__ import annotations

import json
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, find, given, seed, settings
from hypothesis import strategies as st

from schemawright import fuzz, open_schema
from schemawright.fuzz.schema.places import has_place, value_at
from schemawright.fuzz.schema.schema_map import SchemaMap
from schemawright.fuzz.strategies.rows import Known, Step
from schemawright.fuzz.strategies.steps import COUNT, NOTHING, Steps, are_idle, moved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SERVICE = {
    "type": "object",
    "required": ["image"],
    "properties": {
        "image": {"type": "string", "minLength": 3},
        "level": {"enum": ["low", "middle", "high"]},
        "size": {"type": "integer", "minimum": 1},
        "large": {"type": "boolean"},
        "parts": {"type": "object", "additionalProperties": {"$ref": "#/$defs/service"}},
    },
    "additionalProperties": False,
}
CLUSTER = open_schema(
    {
        "type": "object",
        "required": ["services"],
        "properties": {
            "environment": {"enum": ["dev", "prod"]},
            "owner": {"type": "string", "minLength": 1},
            "tags": {"type": "object", "additionalProperties": {"type": "string"}},
            "services": {
                "type": "object",
                "minProperties": 1,
                "patternProperties": {"^svc-[a-z0-9-]{1,20}$": {"$ref": "#/$defs/service"}},
                "additionalProperties": False,
            },
        },
        "additionalProperties": False,
        "if": {"properties": {"environment": {"const": "prod"}}, "required": ["environment"]},
        "then": {"required": ["owner", "tags"], "properties": {"services": {"minProperties": 2}}},
        "$defs": {"service": SERVICE},
    }
)
NODE = open_schema(
    {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {"enum": ["box", "text"]},
            "children": {"type": "array", "items": {"$ref": "#"}, "maxItems": 3},
            "event": {
                "type": "object",
                "properties": {"t": {"enum": ["key"]}, "alt": {"type": "boolean"}},
                "dependentRequired": {"alt": ["shift"]},
            },
            "score": {"type": "array", "contains": {"type": "integer"}, "unevaluatedItems": {"type": "null"}},
        },
        "if": {"properties": {"kind": {"const": "text"}}},
        "then": {"properties": {"text": {"type": "string", "minLength": 1}}, "required": ["text"]},
        "unevaluatedProperties": False,
    }
)
VERSIONS = open_schema(
    {
        "type": "object",
        "required": ["version"],
        "properties": {
            "version": {"enum": [1, 2, 3]},
            "mode": {"enum": ["edge", "off"]},
            "env": {"type": "object", "additionalProperties": {"type": ["string", "number"]}},
        },
        "additionalProperties": False,
        "if": {"properties": {"mode": {"const": "off"}}, "required": ["mode"]},
        "else": {"properties": {"version": {"minimum": 2}}},
    }
)
LIMITS = open_schema(
    {
        "type": "object",
        "propertyNames": {"pattern": "^(cpu|mem|io)(-[a-z]+)?$"},
        "additionalProperties": {"type": "integer", "exclusiveMinimum": 0, "multipleOf": 4},
    }
)
quietly = settings(max_examples=3_000, database=None, deadline=None, suppress_health_check=[*HealthCheck])
names = st.sampled_from("abcd")
instances = st.recursive(
    st.integers(0, 9), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3)
)


def finals(strategy: st.SearchStrategy[Any], fails: Callable[[Any], bool], seeds: int) -> Iterator[Any]:
    """Yield what a failing test shows, from several seeds."""
    for number in range(seeds):
        yield find(strategy, fails, settings=quietly, random=Random(number))  # noqa: S311


def services(cluster: Any) -> list[Any]:
    return list(cluster["services"].values())


@pytest.mark.parametrize(
    "fails",
    [
        lambda one: len(one["services"]) >= 2,
        lambda one: any("large" in s for s in services(one)) and sum(s.get("size", 0) for s in services(one)) > 10,
    ],
)
def test_nothing_is_there_because_of_what_may_go(fails: Callable[[Any], bool]) -> None:
    """Where `environment` needs two services, it is not what keeps the second."""
    for found in finals(fuzz.valid(CLUSTER), fails, seeds=4):
        assert list(found) == ["services"]
        fewer = [
            {**found, "services": {n: s for n, s in found["services"].items() if n not in gone}}
            for count in (1, 2)
            for gone in combinations(found["services"], count)
        ]
        assert not any(CLUSTER.is_valid(one) and fails(one) for one in fewer)


@pytest.mark.parametrize(
    ("fails", "shown"),
    [
        (lambda one: "alt" in one.get("event", {}), {"kind": "box", "event": {"alt": False, "shift": None}}),
        (
            lambda one: any(inner.get("children") for inner in one.get("children", ())),
            {"kind": "box", "children": [{"kind": "box", "children": [{"kind": "box"}]}]},
        ),
    ],
)
def test_what_is_possible_only_together_is_a_step(fails: Callable[[Any], bool], shown: Any) -> None:
    """Neither can the text go as long as the kind asks for it, nor the kind become another with a text."""
    assert all(found == shown for found in finals(fuzz.valid(NODE), fails, seeds=3))


def test_what_goes_may_need_another_option_elsewhere() -> None:
    for found in finals(fuzz.valid(VERSIONS), lambda one: len(one.get("env", {})) > 1, seeds=3):
        assert (list(found), found["version"]) == (["version", "env"], 2)


def test_members_that_need_each_other_go_together() -> None:
    schema = open_schema({"dependentRequired": {"a": ["b"], "b": ["a"]}})
    steps = Steps({"a": 1, "b": 2, "c": 3}, schema.is_valid, Known(SchemaMap(schema)), schema.engine.all_labels)  # type: ignore[attr-defined]
    assert steps.all() == {}


def test_a_violation_is_told_at_the_root_wherever_it_was() -> None:
    for found in finals(fuzz.invalid(NODE), lambda one: "unevaluatedItems" in one.violates, seeds=3):
        assert list(found.instance) == ["kind", "score"], found
        assert found.instance["kind"] == "box"


def test_the_number_of_a_member_is_given_to_another() -> None:
    for found in finals(fuzz.valid(LIMITS), lambda one: sum(one.values()) > 100, seeds=3):
        assert list(found.values()) == [104], found


@given(instance=instances, told=st.lists(st.integers(0, 2), min_size=COUNT, max_size=COUNT).map(bytes))
@example(instance={"a": [{"long": {"name": 1}}]}, told=bytes(COUNT))
def test_whatever_steps_are_told_together_something_comes_of_them(instance: Any, told: bytes) -> None:
    """A member may be renamed and what it has be lifted out of it: that has no name of its own."""
    steps = Steps(instance, lambda _: True, Known(SchemaMap(open_schema({}))))
    after = steps.taken(bytes(COUNT), told)
    assert after is NOTHING or len(json.dumps(after)) <= len(json.dumps(instance)) + COUNT


def test_a_text_ends_as_the_simplest_of_its_form_does() -> None:
    dates = fuzz.valid({"type": "object", "properties": {"at": {"type": "string", "format": "date-time"}}})
    for found in finals(dates, lambda one: one.get("at", "2") < "1970", seeds=3):
        assert found == {"at": "0000-01-01T00:00:00Z"}


@given(instance=instances, dull=st.integers(0, 3))
def test_of_all_steps_none_is_left(instance: Any, dull: int) -> None:
    schema = open_schema({"maxItems": 3, "minProperties": dull % 2, "additionalProperties": {"minimum": dull}})
    steps = Steps(instance, lambda one: type(one) is type(instance), Known(SchemaMap(schema)))
    least = steps.all()
    assert Steps(least, lambda one: type(one) is type(instance), Known(SchemaMap(schema))).all() == least


def test_names_are_plain_in_violations_too() -> None:
    """The place of what is wrong has them in it."""
    shown = {
        (record.at, *record.instance["services"])
        for record in finals(fuzz.invalid(CLUSTER), lambda one: one.at.endswith("/image"), seeds=4)
    }
    assert all(name in {"svc-0", "svc-a", "svc--"} for _, *names in shown for name in names), shown
    assert all(at == f"/services/{name}/image" for at, name in shown)


def test_what_was_done_is_told_by_the_plain_name() -> None:
    closed = open_schema({"required": ["id"], "properties": {"id": {}}, "additionalProperties": False})

    def has_more(record: Any) -> bool:
        return record.how.startswith("a property more") and "" not in record.instance

    for record in finals(fuzz.invalid(closed), has_more, seeds=4):
        (name,) = {*record.instance} - {"id"}
        assert (record.how, name) == ("a property more: 'a'", "a")


def test_what_recurs_is_lifted_in_violations_too() -> None:
    def is_below(record: Any) -> bool:
        return record.keyword == "minimum" and "/parts/" in record.at

    assert {record.at.count("/parts/") for record in finals(fuzz.invalid(CLUSTER), is_below, seeds=4)} == {1}


def test_a_name_that_the_schema_knows_elsewhere_is_made_plain() -> None:
    def is_large(one: Any) -> bool:
        return any(part.get("large") is True for s in services(one) for part in s.get("parts", {}).values())

    for found in finals(fuzz.valid(CLUSTER), is_large, seeds=4):
        (service,) = services(found)
        assert list(service["parts"]) == ["a"]


def test_a_value_of_an_enumeration_becomes_the_first_and_members_are_in_order() -> None:
    for found in finals(fuzz.valid(CLUSTER), lambda one: any("level" in s for s in services(one)), seeds=4):
        (service,) = services(found)
        assert list(service.items()) == [("image", "000"), ("level", "low")]


@given(instances, st.binary(min_size=COUNT, max_size=COUNT), st.data())
def test_steps_come_to_what_is_accepted_or_to_nothing(instance: Any, told: bytes, data: st.DataObject) -> None:
    digits = sorted({char for char in repr(instance) if char.isdigit()})
    needed = data.draw(st.sampled_from(digits)) if digits else ""

    def accepts(one: Any) -> bool:
        return needed in repr(one)

    steps = Steps(instance, accepts, Known(SchemaMap(open_schema({}))))
    idle = are_idle(bytes(COUNT), told)
    found = steps.taken(bytes(COUNT), told)
    assert found is instance if idle else found is NOTHING or accepts(found)
    least = steps.drawn(bytes(COUNT), bytes(COUNT))
    assert accepts(least)
    assert len(repr(least)) <= len(repr(instance))


@given(instances, st.data())
def test_a_place_is_followed_to_where_it_is_after_items_went(instance: Any, data: st.DataObject) -> None:
    array = [instance, [instance], *"xyz"]
    gone = data.draw(st.sets(st.integers(0, 4)))
    left = [item for index, item in enumerate(array) if index not in gone]
    for index, item in enumerate(array):
        place = moved((index,), [Step("drop", (one,)) for one in gone])
        assert (place is None) == (index in gone)
        assert place is None or (has_place(left, place) and value_at(left, place) == item)


def test_hardly_an_example_is_one_that_was() -> None:
    """Hypothesis makes five of six of parts of others: of such as are alike, which bytes of different kinds are not."""
    drawn: list[str] = []

    @seed(1)
    @settings(max_examples=300, database=None, deadline=None, suppress_health_check=[*HealthCheck])
    @given(fuzz.valid(open_schema("benchmarks/mutation/rich.schema.json")))
    def test(record: Any) -> None:
        drawn.append(repr(record))

    test()
    assert len(set(drawn)) > 0.85 * len(drawn)


@settings(max_examples=30, database=None, derandomize=True)
@given(st.lists(fuzz.valid(CLUSTER), min_size=50, max_size=50))
def test_many_records_at_once_are_little_to_draw_at_the_least(records: list[Any]) -> None:
    """Hypothesis has a health check for that, which fails the test."""
    assert len(records) == 50


def test_of_a_record_with_many_places_no_step_is_taken() -> None:
    """Those that no step is about would stay, and hide that there is more to leave out."""
    schema = open_schema({"type": "array", "items": {"type": "integer"}})
    large = Steps([0] * (COUNT + 5), schema.is_valid, Known(SchemaMap(schema)))
    assert large.taken(bytes(COUNT), bytes([2] * (COUNT - 1) + [0])) is NOTHING
    assert large.taken(bytes(COUNT), bytes([2] * COUNT)) == [0] * (COUNT + 5)
    assert large.all() == []


def steps_of(contents: dict[str, Any], instance: Any) -> Steps:
    schema = open_schema({"$schema": "https://json-schema.org/draft/2020-12/schema", **contents})
    return Steps(instance, schema.is_valid, Known(SchemaMap(schema)), schema.engine.labels)


NOTE = {
    "properties": {
        "kind": {"enum": ["invoice", "credit-note"]},
        "corrects": {"type": "string"},
        "total": {"type": "number"},
    },
    "required": ["total"],
    "if": {"properties": {"kind": {"const": "credit-note"}}, "required": ["kind"]},
    "then": {"required": ["corrects"], "properties": {"total": {"exclusiveMaximum": 0}}},
}


@pytest.mark.parametrize("least", [0, 5])
def test_three_that_are_possible_only_together_are_a_step(least: int) -> None:
    others = {"properties": {"total": {"minimum": least}}, "not": {"required": ["corrects"]}}
    steps = steps_of({**NOTE, "else": others}, {"kind": "credit-note", "corrects": "x", "total": -1})
    assert steps.all() == {"total": least}


def test_a_member_goes_that_another_one_of_an_enumeration_does_not_need() -> None:
    address = {
        "properties": {"country": {"enum": ["DE", "AT"]}, "postcode": {"minLength": 5}},
        "required": ["country"],
        "if": {"properties": {"country": {"const": "DE"}}},
        "then": {"required": ["postcode"]},
    }
    assert steps_of(address, {"country": "DE", "postcode": "00000"}).all() == {"country": "AT"}
    # What needs it is not made the first that is, as long as it may go.
    assert steps_of(address, {"country": "AT", "postcode": "00000"}).all() == {"country": "AT"}


def test_what_goes_may_need_another_option_that_is_no_scalar() -> None:
    axis = {
        "properties": {"range": {"enum": [[0, 1], [1, 2]]}},
        "required": ["range"],
        "if": {"properties": {"range": {"const": [0, 1]}}},
        "then": {"required": ["unit"]},
    }
    assert steps_of(axis, {"range": [0, 1], "unit": 1}).all() == {"range": [1, 2]}


@pytest.mark.parametrize("reference", [{"$ref": "#"}, {"$dynamicRef": "#node"}])
def test_whatever_recurs_is_put_in_the_place_of_what_is_around_it(reference: dict[str, Any]) -> None:
    kinds = {
        "lit": {"value": {"type": ["string", "null"]}},
        "eq": {"left": reference, "right": reference},
        "and": {"args": {"type": "array", "items": reference, "minItems": 2}},
    }
    branches = [
        {"properties": {"op": {"const": op}, **members}, "required": ["op", *members]} for op, members in kinds.items()
    ]
    leaf, wanted = {"op": "lit", "value": None}, {"op": "lit", "value": "x"}
    instance = {"op": "eq", "left": leaf, "right": {"op": "and", "args": [leaf, leaf, wanted]}}
    steps = steps_of({"$dynamicAnchor": "node", "oneOf": branches}, instance)
    found = [
        steps.taken(bytes(COUNT), bytes([2] * row + [which] + [2] * (COUNT - row - 1)))
        for row in range(COUNT)
        for which in (0, 1)
    ]
    assert wanted in found
    assert {"op": "eq", "left": leaf, "right": wanted} in found


def test_the_second_of_a_pair_is_told_by_either_byte() -> None:
    """Else it would be out of reach, once Hypothesis has lowered one of them as far as it makes no difference."""
    steps = steps_of({"type": "object"}, {"a": {"a": {"b": 1}}})
    none, one = bytes([2] * 3), bytes([2, 2, 1])
    assert steps.taken(one, bytes(3)) == steps.taken(bytes(3), one) == {"a": {"b": 1}}
    assert steps.taken(one, none) == steps.taken(none, one) == {"a": {"a": {"b": 1}}}


def test_of_a_record_with_many_places_that_are_needed_the_others_go() -> None:
    needed = [f"n{number}" for number in range(COUNT)]
    known = {name: {"type": "integer"} for name in [*needed, "more"]}
    contents = {"properties": known, "required": needed, "additionalProperties": False}
    steps = steps_of(contents, dict.fromkeys(known, 0))
    assert steps.all() == dict.fromkeys(needed, 0)
    found = [steps.taken(bytes(COUNT), bytes([2] * row + [0] + [2] * (COUNT - row - 1))) for row in range(COUNT)]
    assert dict.fromkeys(needed, 0) in found


KINDS: dict[str, Any] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "required": ["k"],
    "properties": {"k": {"enum": ["a", "b"]}, "q": {"type": ["number", "null"]}},
    "anyOf": [{"properties": {"k": {"const": "b"}}}, {"required": ["q"]}],
}
"""Of `{"k": "b"}` and `{"k": "a", "q": 0}` each leads to the other, by two steps."""


@pytest.mark.parametrize("number", range(4))
def test_steps_that_undo_each_other_come_to_an_end(number: int) -> None:
    schema = open_schema(KINDS)
    drawn: list[Any] = []

    @seed(number)
    @settings(max_examples=200, database=None, suppress_health_check=list(HealthCheck), deadline=None)
    @given(fuzz.valid(KINDS))
    def collect(record: Any) -> None:
        assert schema.is_valid(record)
        drawn.append(record)

    collect()
    assert {record["k"] for record in drawn} == {"a", "b"}
