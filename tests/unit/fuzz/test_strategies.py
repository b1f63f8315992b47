"""Strategies: they compose, fail when they should, and what a failing test shows is the minimal record."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import weakref
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from hypothesis.database import InMemoryExampleDatabase

from schemawright import SchemawrightError, UsageError, fuzz, open_schema
from schemawright.fuzz.shrinking.smallest import shrink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from schemawright import Schema
    from schemawright.fuzz import FuzzRecord

RICH = open_schema("benchmarks/mutation/rich.schema.json")
SESSION = open_schema("tunnel-session")
TREE = open_schema(
    {
        "$ref": "#/$defs/tree",
        "$defs": {
            "tree": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "maxLength": 40},
                    "children": {"type": "array", "items": {"$ref": "#/$defs/tree"}, "maxItems": 3},
                },
            }
        },
    }
)
ORDER: dict[str, Any] = {"customer": {"name": ""}, "lines": [{"quantity": 1, "sku": "a"}]}
TEXTS = ("id", "placed_at")
MAX_TRIALS = 700
"""
How many trials it takes at the most; their time, which the machine has a say in, is the benchmark's matter.  They
depend on what else is imported, since Hypothesis draws constants from that; of a dozen seeds the worst takes 620.
"""

quietly = settings(
    max_examples=3_000, database=None, deadline=None, derandomize=True, suppress_health_check=[*HealthCheck]
)


def minimal(strategy: st.SearchStrategy[Any], fails: Callable[[Any], bool]) -> Any:
    return find(strategy, fails, settings=quietly)


def depth(tree: dict[str, Any]) -> int:
    return 1 + max(map(depth, tree.get("children", [])), default=0)


def test_the_simplest_record_is_the_least() -> None:
    assert minimal(fuzz.valid(SESSION), lambda _: True) == {}
    found = minimal(fuzz.valid(RICH), lambda _: True)
    assert {name: value for name, value in found.items() if name not in TEXTS} == ORDER


def values(value: Any) -> Iterator[Any]:
    yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from values(one)


def items(value: Any, name: str) -> list[Any]:
    """Return a member that is an array; nothing where it is not there, or something else."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def is_above(value: Any, least: int) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value > least


def rules(rule: Any) -> int:
    inner = [rule["none"]] if isinstance(rule, dict) and "none" in rule else items(rule, "all")
    return 1 + max(map(rules, inner), default=0) if isinstance(rule, dict) else 0


FAILURES: dict[str, tuple[Callable[[Any], bool], Any]] = {
    "a line": (
        lambda order: any(line["quantity"] > 7 and "parts" in line for line in order["lines"]),
        {"lines": [{"quantity": 8, "sku": "a", "parts": []}]},
    ),
    "two lines": (lambda order: len(order["lines"]) >= 2, {"lines": ORDER["lines"] * 2}),
    "a price": (
        lambda order: any(line.get("price", 0) > 7 for line in order["lines"]),
        {"lines": [{"price": 8, "quantity": 1, "sku": "a"}]},
    ),
    "a part": (
        # Its quantity or its price: which of them it is depends on the record that fails first.
        lambda order: any(is_above(one, 1_000) for line in order["lines"] for one in values(items(line, "parts"))),
        None,
    ),
    "a tag": (
        lambda order: any(len(str(tag)) > 3 for tag in items(order, "tags")),
        {"tags": ["0000"], "currency": None, "version": 1},
    ),
    "a category with children": (
        lambda order: bool(items(order.get("category"), "children")),
        {"category": {"label": "", "children": [{"label": ""}]}},
    ),
    "an unknown property": (
        lambda order: not {"name", "ip", "contact", "anonymous"} >= {*order["customer"]},
        {"customer": {"name": "", "a": 0}},
    ),
    "two rules": (lambda order: rules(order.get("rule")) >= 2, None),
    "two gifts": (
        lambda order: sum("gift" in line for line in order["lines"]) >= 2,
        {"lines": [{"gift": False, "price": 0, "quantity": 1, "sku": "a"}] * 2},
    ),
    "a payment": (
        lambda order: isinstance(order.get("payment"), dict) and "iban" in order["payment"],
        {"currency": None, "payment": {"method": "card", "iban": None}},
    ),
    "a number anywhere": (lambda order: any(is_above(one, 1_000) for one in values(order)), None),
    "ten members": (lambda order: len(order) >= 10, None),
}
"""What a failing test is about → which orders make it fail, and what the minimal one has; None where several do."""


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_shrinks_to_the_minimal_order(name: str) -> None:
    """In few trials."""
    fails, shown = FAILURES[name]
    strategy = fuzz.valid(RICH)
    strategy.validate()
    trials: list[bool] = []  # from the first that fails

    def is_failing(order: Any) -> bool:
        failing = fails(order)
        if failing or trials:
            trials.append(failing)
        return failing

    found = minimal(strategy, is_failing)
    assert len(trials) < MAX_TRIALS
    least = shrink(found, lambda order: RICH.is_valid(order) and fails(order))
    assert len(json.dumps(found)) <= len(json.dumps(least))
    if shown is not None:
        assert {name: value for name, value in found.items() if name not in TEXTS} == {**ORDER, **shown}


@pytest.mark.parametrize("make", [fuzz.invalid, fuzz.records])
def test_any_record_shrinks_to_a_small_one(make: Callable[[Any], st.SearchStrategy[FuzzRecord]]) -> None:
    """Mostly to the least; what is violated stays one of those that chance came to, such as too many lines."""
    strategy = make(RICH)
    found = [find(strategy, has_two_lines, settings=quietly, random=Random(seed)) for seed in range(4)]  # noqa: S311
    sizes = sorted(len(json.dumps(record.instance)) for record in found)
    assert sizes[1] < 240
    assert sizes[-1] < 300
    assert sum(len(record.instance["lines"]) == 2 for record in found) > 2


def has_two_lines(record: FuzzRecord) -> bool:
    return len(items(record.instance, "lines")) >= 2


def test_recursion_shrinks_to_what_is_needed() -> None:
    found = minimal(fuzz.valid(TREE), lambda tree: depth(tree) >= 3)
    assert found == {"name": "", "children": [{"name": "", "children": [{"name": ""}]}]}


@pytest.mark.parametrize(
    ("schema", "fails", "shown"),
    [
        ({"type": "integer", "minimum": 1}, lambda value: value > 7, 8),
        ({"type": "number"}, lambda value: value > 7, 8),
        ({"type": "string", "maxLength": 300}, lambda value: len(value) > 12, "0" * 13),
        ({"type": "string", "pattern": "^[a-z]+$"}, lambda value: len(value) > 4, "aaaaa"),
        ({"type": "array", "items": {"type": "integer"}}, lambda value: any(item > 99 for item in value), [100]),
        ({"enum": ["a", "b", "c"]}, lambda value: value != "a", "b"),
    ],
)
def test_values_shrink(schema: Any, fails: Callable[[Any], bool], shown: Any) -> None:
    found = minimal(fuzz.valid(schema), fails)
    assert (found, type(found)) == (shown, type(shown))


_PORT = {"anyOf": [{"const": 443}, {"type": "integer", "minimum": 1024, "maximum": 65535}]}
_TIME = {"type": "string", "format": "date-time"}


@pytest.mark.parametrize(
    ("member", "fails", "shown"),
    [
        (_PORT, lambda _: True, 443),
        (_PORT, lambda port: port > 443, 1024),
        (_PORT, lambda port: port > 2_000, 2_001),
        ({"type": "integer", "anyOf": [{"maximum": -10}, {"minimum": 100}]}, lambda _: True, -10),
        (_TIME, lambda time: "." in time and time[-1] == "Z", "2000-01-01T00:00:00.0Z"),
        (_TIME, lambda time: time < "1990", "0000-01-01T00:00:00Z"),
    ],
)
def test_what_a_number_or_a_text_passes_on_the_way_may_be_refused(
    member: Any, fails: Callable[[Any], bool], shown: Any
) -> None:
    strategy = fuzz.valid({"type": "object", "properties": {"a": member}, "required": ["a"], "maxProperties": 1})

    assert minimal(strategy, lambda one: fails(one["a"])) == {"a": shown}


def test_a_violation_shrinks_to_the_least_record_that_has_it() -> None:
    found = minimal(fuzz.invalid(RICH), lambda record: record.keyword == "minimum" and record.at.startswith("/lines"))
    assert found.at == "/lines/0/quantity"
    assert {name: value for name, value in found.instance.items() if name not in TEXTS} == {
        **ORDER,
        "lines": [{"quantity": 0, "sku": "a"}],
    }


TEXT = {"type": "string", "minLength": 1}
LINE = {
    "type": "object",
    "required": ["sku", "qty"],
    "properties": {
        "sku": {"type": "string", "pattern": r"^[A-Z]{3}-\d{3}$"},
        "qty": {"type": "integer", "minimum": 1, "maximum": 999},
    },
}
CUSTOMER = {
    "type": "object",
    "required": ["name", "email"],
    "properties": {"name": TEXT, "email": {"type": "string", "format": "email"}},
}
DEPENDENT = {
    "type": "object",
    "required": ["id", "customer", "currency", "total", "lines"],
    "properties": {
        "id": {"type": "string", "pattern": "^ORD-[0-9]{4,8}$"},
        "lines": {"type": "array", "minItems": 1, "items": LINE},
        "customer": CUSTOMER,
        "currency": {"enum": ["EUR", "USD"]},
        "total": {"type": "number", "minimum": 0},
        "discount": {"type": "number", "exclusiveMinimum": 0, "maximum": 0.5},
        "coupon": TEXT,
    },
    "additionalProperties": False,
    "dependentRequired": {"discount": ["coupon"]},
}


def test_what_a_violation_of_the_whole_has_beside_it_shrinks() -> None:
    found = minimal(fuzz.invalid(DEPENDENT), lambda record: record.keyword == "dependentRequired")
    assert isinstance(found.instance.pop("discount"), float)
    assert found.instance == {
        "id": "ORD-0000",
        "lines": [{"sku": "AAA-000", "qty": 1}],
        "customer": {"name": "0", "email": "a@b"},
        "currency": "EUR",
        "total": 0,
    }


def test_a_violation_of_a_session_is_alone_in_it() -> None:
    found = minimal(fuzz.invalid(SESSION), lambda record: record.at == "/credential/id")
    assert list(found.instance) == ["credential"]
    assert list(found.instance["credential"]) == ["id"]


@pytest.mark.parametrize("schema", [SESSION, RICH], ids=["session", "rich"])
def test_what_is_wrong_is_the_simplest_that_is_wrong(schema: Schema) -> None:
    assert minimal(fuzz.invalid(schema), lambda _: True).instance == 0
    found = minimal(
        fuzz.invalid(schema), lambda record: record.at == "/id" and not isinstance(record.instance["id"], str)
    )
    assert found.instance["id"] == 0


def test_strategies_compose() -> None:
    number = fuzz.valid({"type": "integer", "minimum": 2})
    assert minimal(st.lists(number, min_size=2), lambda _: True) == [2, 2]
    assert minimal(number.map(str), lambda _: True) == "2"


def test_a_filtered_number_shrinks_as_hypothesis_own_do() -> None:
    """Not by fives: where four of five values are filtered away, Hypothesis' own integers stop at some multiple too."""
    number = fuzz.valid({"type": "integer", "minimum": 2})
    found = minimal(number.filter(lambda value: value % 2 == 1), lambda _: True)
    assert found == minimal(st.integers(min_value=2).filter(lambda value: value % 2 == 1), lambda _: True) == 3


def test_a_test_of_a_session_passes_the_health_checks() -> None:
    @settings(max_examples=50, database=None, suppress_health_check=())
    @given(fuzz.records(SESSION), st.data())
    def check(record: FuzzRecord, data: st.DataObject) -> None:
        assert SESSION.is_valid(record.instance) == record.valid
        assert SESSION.is_valid(data.draw(fuzz.valid(SESSION)))

    check()


def test_a_rich_schema_passes_the_health_checks() -> None:
    @settings(max_examples=30, database=None, suppress_health_check=())
    @given(fuzz.records(RICH))
    def check(record: FuzzRecord) -> None:
        assert RICH.is_valid(record.instance) == record.valid

    check()


def test_a_failure_is_replayed_from_the_database() -> None:
    seen: list[Any] = []

    @settings(max_examples=200, database=InMemoryExampleDatabase(), deadline=None)
    @given(fuzz.valid(SESSION))
    def check(instance: Any) -> None:
        seen.append(instance)
        assert "ip" not in instance

    with pytest.raises(AssertionError):
        check()
    shown = seen[-1]
    seen.clear()
    with pytest.raises(AssertionError):
        check()
    assert (shown, seen[0]) == ({"ip": ""}, {"ip": ""})


def test_a_schema_without_invalid_instances_still_has_records() -> None:
    @settings(max_examples=10, database=None)
    @given(fuzz.records(schema=True))
    def check(record: FuzzRecord) -> None:
        assert record.valid

    check()


@pytest.mark.parametrize(
    "schema",
    [
        False,
        {"not": {}},
        {"type": "integer", "exclusiveMinimum": 1, "exclusiveMaximum": 2},
        {"type": "string", "pattern": "^(?=b)a$"},  # which no algebra sees
    ],
)
@pytest.mark.parametrize("make", [fuzz.invalid, fuzz.records])
def test_a_schema_without_valid_instances_still_has_records(
    make: Callable[[Any], st.SearchStrategy[FuzzRecord]], schema: Any
) -> None:
    @settings(max_examples=10, database=None)
    @given(make(schema))
    def check(record: FuzzRecord) -> None:
        assert not record.valid

    check()
    with pytest.raises(SchemawrightError, match="valid"):
        minimal(fuzz.valid(schema), lambda _: True)


def test_that_nothing_is_valid_is_said_by_the_test() -> None:
    @given(fuzz.valid({"type": "string", "minLength": 3, "maxLength": 2}))
    def check(_instance: Any) -> None:
        raise NotImplementedError

    with pytest.raises(SchemawrightError, match="no instance is valid"):
        check()


@pytest.mark.parametrize("make", [fuzz.valid, fuzz.invalid, fuzz.records])
def test_what_was_prepared_goes_with_its_schema(make: Callable[[Any], st.SearchStrategy[Any]]) -> None:
    """A suite that opens a schema for each of its tests does not keep them all."""
    minimal(st.deferred(st.none), lambda _: True)  # Hypothesis keeps the first for a message.
    schema = open_schema({"type": "object", "properties": {"id": {"enum": ["a", "b"]}}})
    minimal(make(schema), lambda _: True)
    assert schema.strategies is not None
    remembered = [weakref.ref(schema), weakref.ref(schema.strategies)]
    del schema
    gc.collect()
    assert [one() for one in remembered] == [None, None]


def test_a_schema_is_prepared_once() -> None:
    schema = open_schema({"type": "integer"})
    fuzz.valid(schema)
    prepared = schema.strategies
    fuzz.records(schema)
    assert schema.strategies is prepared is not None


def test_a_schema_that_is_not_there_is_said_at_once() -> None:
    with pytest.raises(UsageError):
        fuzz.valid("nowhere.json")


@pytest.mark.parametrize("make", [fuzz.valid, fuzz.invalid, fuzz.records])
@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"type": "strin"}, "not valid against its metaschema"),
        ({"$schema": "http://json-schema.org/draft-03/schema#"}, "expected a dialect that the native engine knows"),
        ({"$schema": "https://example.com/no-dialect"}, "expected a dialect that is known"),
        ({"$ref": "https://example.com/nowhere"}, "leads out of the workspace"),
        ("broken.json", "expected "),
    ],
)
def test_a_schema_that_cannot_be_used_is_said_by_the_test(
    make: Callable[[Any], st.SearchStrategy[Any]],
    schema: Any,
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each time it runs, and not where it is collected, which would be the end of all others beside it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.json").write_text("{")

    @given(make(schema))
    def check(_record: Any) -> None:
        raise NotImplementedError

    for _ in range(2):
        with pytest.raises(SchemawrightError, match=message):
            check()


def test_hypothesis_is_imported_when_strategies_are_asked_for() -> None:
    script = "import sys; from schemawright import fuzz; fuzz.FuzzRecord; print('hypothesis' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_without_hypothesis_the_extra_is_named() -> None:
    script = (
        "import sys; sys.modules['hypothesis'] = None\n"
        "from schemawright import SchemawrightError, fuzz\n"
        "try:\n    fuzz.valid\nexcept SchemawrightError as error:\n    print(error.code, error.extra)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "missing-extra fuzz\n"


@pytest.mark.parametrize(
    "contents",
    [
        {"type": "array", "minItems": 2, "uniqueItems": True},
        {
            "type": "object",
            "required": ["a"],
            "properties": {"a": {"type": "array", "minItems": 3, "uniqueItems": True}},
        },
        {"type": "object", "properties": {"odd": {"not": {"multipleOf": 2}}}, "minProperties": 2},
    ],
)
def test_there_is_a_simplest_record_where_the_simplest_choices_make_none(contents: Any) -> None:
    """Two items that differ, for one."""
    schema = open_schema(contents)
    drawn: list[Any] = []

    @settings(database=None, max_examples=50)
    @given(fuzz.valid(schema))
    def test(instance: Any) -> None:
        drawn.append(instance)

    test()
    assert drawn
    assert all(map(schema.is_valid, drawn))


RECURRING = {
    "a member more": ({"n": {"$ref": "#"}}, lambda record: record.keyword == "additionalProperties", ""),
    "a type below": (
        {"c": {"type": "array", "items": {"$ref": "#"}}},
        lambda record: record.at.startswith("/c/") and record.at.endswith("/v"),
        "/c/0/v",
    ),
}


@pytest.mark.parametrize("name", RECURRING)
def test_what_is_violated_shrinks_towards_the_root(name: str) -> None:
    more, fails, at = RECURRING[name]
    properties = {"v": {"type": "integer"}, **more}
    schema = {"type": "object", "required": ["v"], "properties": properties, "additionalProperties": False}
    found = {find(fuzz.invalid(schema), fails, settings=quietly, random=Random(seed)).at for seed in range(4)}  # noqa: S311
    assert found == {at}


def test_what_recurs_is_lifted_however_often_it_does() -> None:
    inner = {"type": "array", "prefixItems": [{"enum": ["+", "-"]}, {"$ref": "#"}], "minItems": 2, "items": False}
    strategy = fuzz.valid({"anyOf": [{"type": "integer"}, inner]})
    seeds = map(Random, range(5))
    assert all(
        find(strategy, lambda one: "'-'" in repr(one), settings=quietly, random=seed) == ["-", 0] for seed in seeds
    )


def test_an_array_that_nothing_bounds_is_long_now_and_then() -> None:
    found = find(fuzz.valid({"type": "array", "items": {"type": "object"}}), lambda items: len(items) >= 9)
    assert found == [{}] * 9
