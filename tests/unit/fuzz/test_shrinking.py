"""Shrinking: minimal, deterministic, bounded, and within the class."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import open_schema
from schemawright.fuzz.shrinking import shrink, shrunk_in_class

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
    assert shrunk_in_class(record, lambda value: "id" in value, schema.is_valid) == {"id": "aa"}
    assert shrunk_in_class({"id": 17, "b": 1}, lambda _value: True, schema.is_valid) == {}
