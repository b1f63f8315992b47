"""Shrinking: minimal, deterministic, bounded, and within the class."""

from __future__ import annotations

import re
import time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import open_schema
from schemawright.fuzz.shrinking.known_values import KnownValues
from schemawright.fuzz.shrinking.smallest import shrink

if TYPE_CHECKING:
    from collections.abc import Callable

RICH = {
    "sessions": [{"id": f"ts_{number}", "tags": ["a", "b"], "size": number * 7} for number in range(40)],
    "uri": "https://example.com/sessions",
    "total": 40.5,
    "nested": {"a": {"b": {"c": ["x", "needle é", None, True]}}},
}


def has(value: Any, wanted: Callable[[Any], bool]) -> bool:
    if wanted(value):
        return True
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(has(one, wanted) for one in inner)


@pytest.mark.parametrize(
    ("fails", "minimal"),
    [
        (lambda value: has(value, lambda one: isinstance(one, str) and "é" in one), "é"),
        (lambda value: has(value, lambda one: one is True), True),
        (lambda value: has(value, lambda one: type(one) is int and one >= 200), 200),
        (lambda value: has(value, lambda one: isinstance(one, float)), 40.5),
        (lambda value: isinstance(value, dict) and "uri" in value, {"uri": ""}),
        (lambda value: has(value, lambda one: isinstance(one, list) and len(one) >= 3), ["", None, False]),
    ],
)
def test_the_result_is_minimal(fails: Callable[[Any], bool], minimal: Any) -> None:
    assert shrink(RICH, fails) == minimal


def test_a_rich_record_is_shrunk_at_once() -> None:
    """The issue asks for less than five seconds."""
    started = time.perf_counter()
    shrink(RICH, lambda value: has(value, lambda one: one == "ts_39"))
    assert time.perf_counter() - started < 5


def test_the_instance_is_left_as_it_is() -> None:
    instance = {"a": [1, 2, 3]}
    shrink(instance, lambda value: isinstance(value, dict) and "a" in value)
    assert instance == {"a": [1, 2, 3]}


def test_what_cannot_be_smaller_comes_back() -> None:
    assert shrink({"a": 1}, lambda _value: False) == {"a": 1}


def test_tries_are_bounded() -> None:
    asked = []
    shrink(RICH, lambda value: asked.append(value) or True, max_tries=10)  # type: ignore[func-returns-value]
    assert len(asked) <= 10


def test_the_class_is_kept() -> None:
    """A valid record stays valid at every step, so that the smaller one shows the same problem."""
    schema = open_schema(
        {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "minLength": 2}}}
    )
    record = {"id": "ts_1", "more": [1, 2, 3]}
    assert shrink(record, lambda value: "id" in value, allows=schema.is_valid) == {"id": "aa"}
    assert shrink({"id": 17, "b": 1}, lambda _value: True, allows=lambda one: not schema.is_valid(one)) == {}


def test_what_is_not_allowed_is_no_try() -> None:
    """A command is asked 150 times: most of what is simpler is not even of its class, which the schema says."""
    schema = open_schema({"type": "string", "pattern": "^[A-Z]{3}-[0-9]{4,8}$"})
    asked: list[str] = []
    assert shrink("QXZ-85936", lambda one: not asked.append(one), allows=schema.is_valid) == "AAA-0000"  # type: ignore[func-returns-value]
    assert len(asked) < 10
    assert all(map(schema.is_valid, asked))


@pytest.mark.parametrize(
    ("pattern", "text", "minimal"),
    [
        ("^[A-Z]{3}-[0-9]{4,8}$", "QXZ-85936", "AAA-0000"),
        ("^[A-Z][a-z]+ [0-9]+[a-z]?$", "Hauptstraße 17b", "Aa 0"),
        ("^[5-9][0-9A-F]{2}$", "9F7", "5aa"),
        ("^#[0-9a-f]{6}$", "#9f70c3", "#aaaaaa"),
    ],
)
def test_texts_become_plain_as_far_as_their_pattern_allows(pattern: str, text: str, minimal: str) -> None:
    schema = open_schema({"pattern": pattern.replace("[0-9A-F]", "[0-9A-Fa]").replace("[a-z]+", "[a-zß]+")})
    assert shrink(text, lambda one: isinstance(one, str), allows=schema.is_valid) == minimal


@pytest.mark.parametrize(
    ("form", "text", "fails", "minimal"),
    [
        ("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9])", "6849-10-16", lambda text: text[5:7] > "06", "2000-07-01"),
        ("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9])", "2077-06-29", lambda text: text > "2001", "2001-01-01"),
        ("[0-9]{1,3}([.][0-9]{1,3}){3}", "209.7.0.31", lambda text: int(text.split(".")[0]) > 200, "201.0.0.0"),
        ("v[0-9]+", "v739", lambda text: int(text[1:]) >= 42, "v42"),
    ],
)
def test_a_number_in_a_text_is_lowered(form: str, text: str, fails: Callable[[str], bool], minimal: str) -> None:
    found = shrink(text, lambda one: isinstance(one, str) and bool(re.fullmatch(form, one)) and fails(one))

    assert found == minimal


@pytest.mark.parametrize(("step", "least", "number"), [(7, 50, 70), (12, 100, 2_004), (50, 1_001, 30_000)])
def test_of_multiples_the_least_is_found(step: int, least: int, number: int) -> None:
    found = shrink(number, lambda one: type(one) is int and one >= least and one % step == 0)

    assert found == -(-least // step) * step


def test_a_date_stays_in_a_usual_year() -> None:
    schema = open_schema({"format": "date-time"})
    found = shrink("1985-04-12T23:20:50.52Z", lambda one: isinstance(one, str), allows=schema.is_valid)
    assert found == "2000-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("number", "least", "minimal"),
    [
        (10**300 + 7, 2, 2),
        (10**300, 12_345, 12_345),
        (-(10**300), -2, 0),
        (1e300, 999, 999),
        (Decimal("1E+200000"), 12, 12),
        (Decimal("17.25"), 3, 3),
        (999.0, 1, 1),
    ],
)
def test_numbers_become_the_least_that_will_do(number: Any, least: int, minimal: int) -> None:
    found = shrink(number, lambda value: value >= least if number > 0 else value <= 0, max_tries=100)
    assert (found, type(found)) == (minimal, int)


def test_a_fraction_stays_small() -> None:
    assert shrink(0.5, lambda value: value != int(value)) == 0.5
    assert shrink(-7.126, lambda value: value != int(value)) == 7.1


@pytest.mark.parametrize(
    ("names", "needs", "minimal"),
    [
        (["x9_long_name", "b"], lambda names: len(names) == 2, {"a", "b"}),
        (["xaba8kqpfcfy_x9_2nt6ll2vbt6"], lambda names: any(len(name) > 20 for name in names), {"a" * 21}),
        (["H$G{4δK;x-;Į"], lambda names: any("x-" in name[1:] for name in names), {"ax-"}),
        (["Q7"], lambda names: any(name.isalnum() and len(name) > 1 for name in names), {"aa"}),
    ],
)
def test_names_become_short_and_plain(names: list[str], needs: Callable[[Any], bool], minimal: set[str]) -> None:
    found = shrink(dict.fromkeys(names, 7), lambda value: isinstance(value, dict) and needs(value.keys()))
    assert found == dict.fromkeys(minimal, 0)


def test_a_place_gets_the_simplest_value_that_is_known_of_it() -> None:
    """No rule that knows no schema makes the one address of the other, or one currency of another."""
    contents = {
        "type": "object",
        "required": ["email", "currency"],
        "properties": {"email": {"format": "email"}, "currency": {"enum": ["EUR", "GBP", "USD"]}},
    }
    schema = open_schema(contents)
    known = KnownValues(schema)
    known.see({"email": "a@a", "currency": "GBP"})
    for email in ("a@[0.0.0.0]", '""@a', "b@b"):
        record = {"email": email, "currency": "USD", "more": 1}
        found = shrink(record, lambda _value: True, allows=schema.is_valid, known=known.simpler)
        assert found == {"email": "a@a", "currency": "EUR"}


def test_what_is_known_is_bounded() -> None:
    known = KnownValues(open_schema({}))
    for number in range(2_000):
        known.see({"text": f"{number:05}", "long": "a" * 10_000})
    assert list(known.simpler(("text",), "something longer")) == ["00000", "00001", "00002", "00003"]
    assert list(known.simpler(("long",), "a" * 20_000)) == []


PATHS = {"type": "array", "items": {"type": "string", "pattern": "^/"}}
LISTS = {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}}
RULES = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["of"],
        "properties": {"of": {"type": "array", "items": {"type": "integer"}}},
    },
}


@pytest.mark.parametrize(
    ("schema", "instance", "minimal"),
    [
        (PATHS, ["/\u00e9\u00e9", "/x", "/\u00e9\u00e9"], ["/", "/"]),
        (LISTS, [[-(2**63), 2**53 + 1, 7], [1], [-(2**63), 2**53 + 1, 7]], [[], []]),
        (RULES, [{"of": [3, 8], "x": 1}, {"of": [3, 8], "x": 1}], [{"of": []}, {"of": []}]),
    ],
)
def test_what_has_to_be_equal_is_made_smaller_together(schema: Any, instance: Any, minimal: Any) -> None:
    """Such as two items that a schema without `uniqueItems` accepts."""
    opened, unique = open_schema(schema), open_schema({**schema, "uniqueItems": True})

    def differs(one: Any) -> bool:
        return opened.is_valid(one) and not unique.is_valid(one)

    assert shrink(instance, differs) == minimal


def test_what_has_to_be_somewhere_is_where_there_is_least_around_it() -> None:
    def fails(value: Any) -> bool:
        return "percent" in str(value) and "100" in str(value)

    record = {"services": {"web": {"percent": 55.5, "expose": [8080, 100], "image": "nginx"}}}

    def allows(value: Any) -> bool:
        """Say which records are of the same class: the names have to stay, and the members are as a schema says."""
        services = value.get("services") if isinstance(value, dict) else None
        if not isinstance(services, dict) or not all(isinstance(one, dict) for one in services.values()):
            return False
        return value.keys() == {"services"} and all(
            one.keys() <= {"percent", "expose", "image"}
            and type(one.get("percent", 0)) in {int, float}
            and type(one.get("expose", [])) is list
            and type(one.get("image", "")) is str
            for one in services.values()
        )

    assert shrink(record, fails, allows=allows, moving=True) == {"services": {"a": {"percent": 100}}}


STATES: dict[str, Any] = {
    "type": "object",
    "required": ["status"],
    "properties": {"status": {"enum": ["draft", "placed", "cancelled"]}, "reason": {"type": "string"}, "by": {}},
    "if": {"properties": {"status": {"const": "cancelled"}}},
    "then": {"required": ["reason", "by"]},
    "else": {"properties": {"reason": False, "by": False}},
}


def test_what_a_value_asks_for_goes_with_it() -> None:
    """The members cannot go while it is there, nor can it be another while they are."""
    schema = open_schema(STATES)
    record = {"by": 7, "reason": "why", "status": "cancelled"}
    found = shrink(record, lambda _value: True, allows=schema.is_valid, known=KnownValues(schema).simpler)
    assert found == {"status": "draft"}


@pytest.mark.parametrize("offset", ["+00:00", "-00:00", "+02:30"])
def test_a_date_time_is_in_utc_where_that_will_do(offset: str) -> None:
    schema = open_schema({"format": "date-time"})
    text = f"2000-01-01T00:00:00{offset}"
    found = shrink(text, lambda one: isinstance(one, str), allows=schema.is_valid)
    assert found == "2000-01-01T00:00:00Z"
    assert shrink(text, lambda one: isinstance(one, str) and one.endswith(offset), allows=schema.is_valid) == text
