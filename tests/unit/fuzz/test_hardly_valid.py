"""Valid records have what is nearly refused, or nearly described: who takes the one for the other is told."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import open_schema
from schemawright.fuzz.fuzzer import Fuzzer

if TYPE_CHECKING:
    from collections.abc import Callable

STRANGERS: dict[str, Any] = {"arrays": {"additionalProperties": {"type": "array"}}, "anything": {}}


def named(first: str, second: str, strangers: dict[str, Any]) -> dict[str, Any]:
    patterns = {first: {"type": "integer"}, second: {"type": "string"}}
    return {"type": "object", "patternProperties": patterns, **strangers}


def valid(contents: dict[str, Any], count: int = 150) -> list[Any]:
    return [record.instance for record in islice(Fuzzer(open_schema(contents)).stream(), count) if record.valid]


@pytest.mark.parametrize("strangers", STRANGERS.values(), ids=STRANGERS)
@pytest.mark.parametrize("below", ["", "meta", "not"])
def test_names_that_nearly_fit_a_pattern_have_what_it_does_not_allow(strangers: dict[str, Any], below: str) -> None:
    def contents(first: str = "^v[0-9]+$", second: str = "_at$") -> dict[str, Any]:
        inner = named(first, second, strangers)
        return {"type": "object", "properties": {below: inner}, "required": [below]} if below else inner

    records = valid(contents(), 300)
    for first in ("v[0-9]+$", "^v[0-9]*$", "^[vV][0-9]+$", "^v[0-9a]+$", "^v[0-9]+", "^v[0-9]+\\n?$"):
        assert not all(map(open_schema(contents(first=first)).is_valid, records)), first
    for second in ("_at", "_[aA]t$", "[_-]at$"):
        assert not all(map(open_schema(contents(second=second)).is_valid, records)), second


def test_names_nearly_those_of_properties_have_what_those_could_not() -> None:
    """Some readers take them for the same."""
    records = valid({"type": "object", "properties": {"id": {"type": "integer"}, "no": False}})
    for name in ("ID", "Id", "id ", "NO"):
        assert any(type(record.get(name, 0)) is not int for record in records), name


DENIED: list[tuple[dict[str, Any], list[Callable[[Any], bool]]]] = [
    (
        {"type": "string", "not": {"enum": ["changeme", "secret"]}},
        [lambda one: one == "SECRET", lambda one: one == "secret ", lambda one: one == "changem"],
    ),
    ({"not": {"$ref": "#/$defs/bad"}, "$defs": {"bad": {"const": "root"}}}, [lambda one: one == "ROOT"]),
    ({"type": "integer", "not": {"minimum": 3}}, [lambda one: one == 2]),
    (
        {"type": "object", "not": {"anyOf": [{"required": ["old"]}, {"properties": {"pw": {"const": "root"}}}]}},
        [lambda one: "OLD" in one, lambda one: one.get("pw") == "Root"],
    ),
]


@pytest.mark.parametrize(("contents", "wanted"), DENIED)
def test_what_is_nearly_denied_is_valid(contents: dict[str, Any], wanted: list[Callable[[Any], bool]]) -> None:
    records = valid(contents, 250)
    assert [any(map(is_there, records)) for is_there in wanted] == [True] * len(wanted)


@pytest.mark.parametrize(
    "items",
    [
        {"type": "object", "required": ["port"], "properties": {"port": {"type": "integer"}}},
        {"type": "object", "properties": {"port": {"type": ["integer", "boolean"]}}, "additionalProperties": False},
        {"type": ["integer", "boolean", "string"]},
    ],
)
def test_items_are_nearly_equal(items: dict[str, Any]) -> None:
    """What is equal in Python need not be so in JSON."""
    contents = {"type": "object", "properties": {"list": {"type": "array", "uniqueItems": True, "items": items}}}
    arrays = [record["list"] for record in valid(contents) if "list" in record]
    assert any(array.count(item) > 1 for array in arrays for item in array)


def test_boundary_cases_come_before_what_is_nearly_refused() -> None:
    """They tell more, and of a large schema there are many of both."""
    inner = named("^v[0-9]+$", "_at$", {"properties": {"port": {"type": "integer", "minimum": 1}}})
    fuzzer = Fuzzer(open_schema({"properties": {f"part_{number}": inner for number in range(6)}}))
    nearly_refused = {repr(instance) for instance in fuzzer._valid.hardly_valid()}
    nearly_refused -= {repr(instance) for instance in fuzzer.each_valid()}
    are_nearly_refused = [repr(record.instance) in nearly_refused for record in islice(fuzzer.stream("valid"), 40)]
    assert len(are_nearly_refused) == 40
    assert not any(are_nearly_refused[:12])
    assert any(are_nearly_refused)


def test_what_is_denied_is_nearly_there_where_no_name_is_left() -> None:
    """Tries of names that nobody declares are all in vain here, and there are many."""

    def contents(denied: list[str]) -> dict[str, Any]:
        fn = {"type": "string", "pattern": "^[a-z]+(\\.[a-z]+)*$", "not": {"enum": denied}}
        kinds: list[Any] = [{"properties": {f"p{one}_{number}": {} for number in range(12)}} for one in range(12)]
        call = {"properties": {"fn": fn, "call": {"properties": {"fn": fn}}}}
        return {"type": "object", "required": ["fn"], "allOf": [*kinds, call], "unevaluatedProperties": False}

    records = valid(contents(["eval", "exec"]), 250)
    for other in ("eva", "exe", "evalx", "execs"):
        assert not all(map(open_schema(contents(["eval", "exec", other])).is_valid, records)), other
