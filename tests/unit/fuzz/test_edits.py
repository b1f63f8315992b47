"""Edits: what is left is accepted, less the lower the bytes are, and the record itself stays as it was."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import open_schema
from schemawright.fuzz.edits import DROP, INNER, KEEP, PLAIN, Editable
from schemawright.fuzz.fuzzer import Fuzzer

if TYPE_CHECKING:
    from collections.abc import Callable


def anything(_record: Any) -> bool:
    return True


def edit(record: Any, places: list[int], rest: int = 255, accepts: Callable[[Any], bool] = anything) -> Any:
    """Return a record with some bytes for its first places, and one for all else."""
    editable = Editable(record, accepts)
    size = sum(editable.sizes)
    return editable.edited(bytes([*places, *[rest] * (size - len(places))]))


@pytest.mark.parametrize(
    ("record", "places", "left"),
    [
        ({"a": [1, 2], "b": None}, [KEEP, KEEP, DROP, KEEP, DROP], {"a": [2]}),
        ({"long": {"b": 1}}, [KEEP, PLAIN, KEEP], {"a": None}),
        ({"long": {"b": {"c": 1}}}, [KEEP, INNER, KEEP, KEEP], {"long": {"c": 1}}),
        ({"long": 5}, [KEEP, INNER], {"a": 5}),
        ([[[7]]], [INNER, KEEP, KEEP, KEEP], [[7]]),
        ([[[[7]]]], [INNER, INNER, INNER, KEEP, KEEP], [7]),
        ({"a": {"a": {"a": {"b": 1}}}}, [INNER, INNER, KEEP, KEEP, KEEP], {"a": {"b": 1}}),
    ],
)
def test_a_byte_says_what_stays_of_a_place(record: Any, places: list[int], left: Any) -> None:
    assert edit(record, places) == left


def test_bytes_as_they_are_mostly_drawn_leave_a_copy() -> None:
    record = {"a": [1, 200, "text"], "b": {"c": -5.5}}
    left = edit(record, [])
    assert left == record
    assert left["a"] is not record["a"]


def test_what_depends_on_what_is_dropped_can_be_dropped() -> None:
    accepts = open_schema(
        {"dependentRequired": {"b": ["a"]}, "required": ["c"], "additionalProperties": {"type": "integer"}}
    ).is_valid
    assert edit({"a": 1, "b": 2, "c": 3}, [KEEP, DROP, DROP, DROP], accepts=accepts) == {"c": 3}
    assert edit({"a": 1, "b": 2, "c": 3}, [KEEP, DROP, KEEP, DROP], accepts=accepts) == {"a": 1, "b": 2, "c": 3}


@pytest.mark.parametrize(
    ("text", "counts", "left"),
    [
        ("abc-123", [0, 7, 7], ""),
        ("abc-123", [5, 7, 7], "00000"),
        ("abc-123", [8, 4, 1], "-"),
        ("abc-123", [8, 7, 3], "abc"),
    ],
)
def test_a_text_is_made_plain_or_cut(text: str, counts: list[int], left: str) -> None:
    assert edit([text], [KEEP, KEEP, *counts]) == [left]


@pytest.mark.parametrize(
    ("number", "counts", "left"),
    [(7, [3], 3), (-7, [3, 1], -3), (-7, [3, 0], 3), (2.75, [0], 0), (2.75, [3], 2.8), (True, [0], False)],
)
def test_a_number_goes_towards_0(number: Any, counts: list[int], left: Any) -> None:
    assert edit([number], [KEEP, KEEP, *counts]) == [left]


def test_what_a_byte_does_not_hold_has_digits() -> None:
    editable = Editable([1_000, "x" * 40], anything)
    places, ends = [255] * 3, [255] * 4
    assert sum(editable.sizes) == len(places) + 4 + 2 + len(ends)
    assert editable.edited(bytes([*places, 0, 0, 2, 1, 0, 3, *ends])) == [17, "000"]
    assert editable.edited(bytes([*places, 7, 0, 0, 0, 255, 0, *ends])) == [1_000, "x" * 40]


def test_where_one_value_is_taken_the_next_simplest_is_chosen() -> None:
    accepts = open_schema({"type": "array", "items": {"type": "string"}, "uniqueItems": True, "minItems": 2}).is_valid
    assert edit(["longer", "texts"], [], 0, accepts) == ["", "0"]


def test_every_edit_of_a_rich_record_is_valid_and_the_same_again() -> None:
    schema = open_schema("benchmarks/mutation/rich.schema.json")
    for number, record in zip(range(12), Fuzzer(schema).stream("valid"), strict=False):
        editable = Editable(record.instance, schema.is_valid)
        random = Random(number)  # noqa: S311  (to be repeated, not to be secret)
        for highest in (1, 3, 40, 256):
            edits = bytes(random.randrange(highest) for _ in range(sum(editable.sizes)))
            left = editable.edited(edits)
            assert schema.is_valid(left)
            assert editable.edited(edits) == left


def test_members_that_need_each_other_are_dropped_together() -> None:
    record = {"cert": "x", "n": 1, "tls": True, "key": [], "more": {}}

    def accepts(one: Any) -> bool:
        if not isinstance(one, dict):
            return False
        return ("cert" in one) is ("tls" in one) and ("key" in one) is ("more" in one) and "n" in one

    assert Editable(record, accepts).least(anything) == {"n": None}
