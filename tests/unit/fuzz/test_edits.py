"""Edits: what is left is accepted, less the lower the bytes are, and the record itself stays as it was."""

from __future__ import annotations

from itertools import islice
from math import inf
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import find, settings

from schemawright import open_schema
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.shrinking.editing import Whole
from schemawright.fuzz.shrinking.edits import Editable
from schemawright.fuzz.shrinking.parts import DROP, INNER, KEEP, PLAIN
from schemawright.fuzz.strategies.records import valid

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


def test_an_edit_that_is_idle_leaves_a_copy() -> None:
    editable = Editable({"a": [1, 2], "b": "text"}, lambda _: True)
    chance = Random(1)  # noqa: S311  (no secret)
    told = [bytes(chance.choice((0, 2, 3, 200)) for _ in range(sum(editable.sizes))) for _ in range(2_000)]
    idle = [one for one in [*told, b"\xff" * sum(editable.sizes)] if editable.is_idle(one, inf)]

    assert idle
    assert all(editable.edited(one) == editable.record for one in idle)


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
    [
        (7, [3], 3),
        (-7, [3, 1], -3),
        (-7, [3, 0], 3),
        (2.75, [0, 2], 0),
        (2.75, [3, 2], 2.5),
        (2.75, [3, 0], 0.5),
        (-2.75, [4, 1, 0], -0.75),
        (True, [0], False),
    ],
)
def test_a_number_goes_towards_0(number: Any, counts: list[int], left: Any) -> None:
    assert edit([number], [KEEP, KEEP, *counts]) == [left]


def test_what_a_byte_does_not_hold_has_digits() -> None:
    editable = Editable([1_000, "x" * 40], anything)
    places, ends = [255] * 3, [255] * 4
    assert sum(editable.sizes) == len(places) + 4 + 2 + len(ends)
    assert editable.edited(bytes([*places, 0, 0, 2, 1, 0, 3, *ends])) == [17, "000"]
    assert editable.edited(bytes([*places, 7, 0, 0, 0, 255, 0, *ends])) == [1_000, "x" * 40]


def formed(schema: dict[str, Any], text: str, *counts: int) -> Any:
    """Return what is left of a text by how much stays at its end, and of that in front."""
    accepts = open_schema({"type": "array", "items": {"type": "string", **schema}, "minItems": 1}).is_valid
    simple = ["AAA-000", "2000-01-01T00:00:00Z"]
    editable = Editable([text], accepts, simple)
    return editable.edited(bytes([KEEP, KEEP, len(text) + 1, *counts]))[0]


@pytest.mark.parametrize(
    ("schema", "text", "counts", "left"),
    [
        ({"format": "email"}, "b@t3h0s2v8nji.z", (2, 1), "0@0.0"),
        ({"format": "date-time"}, "2102-12-04T00:14:13.5Z", (13, 1), "2000-01-04T00:00:00Z"),
        ({"format": "date-time"}, "2102-12-04T00:14:13.5Z", (22, 2), "2100-01-01T00:00:00Z"),
        ({"pattern": "^[A-Z]{3}-[0-9]{3}$"}, "ZEG-010", (7, 1), "ZAA-000"),
        ({"pattern": "^[A-Z]{3}-[0-9]{3}$"}, "ZEG-010", (2, 1), "AAA-010"),
    ],
)
def test_a_text_with_a_form_keeps_a_part_of_itself(
    schema: dict[str, Any], text: str, counts: tuple[int, ...], left: str
) -> None:
    assert formed(schema, text, *counts) == left


def test_a_name_that_is_not_declared_keeps_a_part_of_itself() -> None:
    accepts = open_schema(
        {"patternProperties": {"^[a-z][a-z0-9-]*$": True}, "additionalProperties": False, "required": ["declared"]}
    ).is_valid
    editable = Editable({"i4ui-dde": None, "declared": None}, accepts, declared={"declared"})
    assert editable.sizes == (3, 3)
    assert editable.edited(bytes([KEEP, KEEP, KEEP, 9, 4, 2])) == {"i-": None, "declared": None}
    assert editable.edited(bytes([KEEP, KEEP, KEEP, 0, 0, 0])) == {"a": None, "declared": None}


def test_the_simplest_name_is_a_letter() -> None:
    editable = Editable({"some name": None}, anything, declared=())
    assert editable.edited(bytes([KEEP, KEEP, 0, 0, 0])) == {"a": None}


def test_of_names_that_come_to_the_same_one_is_longer() -> None:
    accepts = open_schema({"patternProperties": {"^x-": True}, "additionalProperties": False}).is_valid
    editable = Editable({"x-one": 1, "x-two": 2}, accepts, declared=())
    assert list(editable.edited(bytes(sum(editable.sizes[:1])).replace(b"\0", b"\xff") + bytes(editable.sizes[1]))) == [
        "x-",
        "x-0",
    ]


def test_where_one_value_is_taken_the_next_simplest_is_chosen() -> None:
    accepts = open_schema({"type": "array", "items": {"type": "string"}, "uniqueItems": True, "minItems": 2}).is_valid
    assert edit(["longer", "texts"], [], 0, accepts) == ["", "0"]


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ("^[A-Z]{3}-[0-9]+$", ["AZA-935", "QRS-1", "TUV-22", "WXY-04", "AAA-71", "CDE-8"]),
        ("^[0-9]{4}$", ["9351", "1234", "2290", "0471", "7100", "8888"]),
        ("^[a-z]:[a-z0-9]{2,}$", ["q:93x", "r:r2", "s:tt", "u:v4", "w:7z", "x:y8"]),
    ],
)
def test_texts_that_have_to_differ_are_all_as_short_as_the_simplest(pattern: str, texts: list[str]) -> None:
    """Though a longer one is known that is simple, at some other place."""
    schema = {"type": "array", "items": {"type": "string", "pattern": pattern}, "uniqueItems": True, "minItems": 6}
    accepts = open_schema(schema).is_valid
    editable = Editable(texts, accepts, simple=("AAA-0", "AZA-90"))
    left = editable.edited(bytes(sum(editable.sizes)))
    assert len(left) == len(texts)
    assert {len(text) for text in left} == {min(map(len, texts))}


def test_every_edit_of_a_rich_record_is_valid_and_the_same_again() -> None:
    schema = open_schema("benchmarks/mutation/rich.schema.json")
    made = [*islice(Fuzzer(schema).stream("valid"), 12)]
    assert len(made) == 12
    for number, record in enumerate(made):
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


NUMBERS = open_schema(
    {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "integer"}}}
).is_valid
TEXTS = open_schema(
    {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string", "maxLength": 8}}}
).is_valid
LINES = open_schema(
    {
        "properties": {"lines": {"items": {"$ref": "#/$defs/line"}, "minItems": 2}},
        "required": ["lines"],
        "$defs": {
            "line": {
                "type": "object",
                "properties": {"count": {"type": "integer", "maximum": 9}, "price": {"$ref": "#/$defs/price"}},
                "required": ["count", "price"],
                "additionalProperties": False,
            },
            "price": {
                "type": "object",
                "properties": {"value": {"type": "number"}, "unit": {"enum": ["EUR", "USD"]}},
                "required": ["value", "unit"],
                "additionalProperties": False,
            },
        },
    }
).is_valid


@pytest.mark.parametrize(
    ("accepts", "record", "places", "left"),
    [
        (NUMBERS, {"a": [4, 5, 6]}, [KEEP, KEEP, KEEP, PLAIN, PLAIN], {"a": [15]}),
        (NUMBERS, {"a": [4, 5, 6]}, [KEEP, KEEP, PLAIN, KEEP, DROP], {"a": [9]}),
        (TEXTS, {"a": ["abc", "def", "ghi"]}, [KEEP, KEEP, KEEP, KEEP, PLAIN], {"a": ["abc", "defghi"]}),
        (TEXTS, {"a": ["abc", "def", "ghi"]}, [KEEP, KEEP, KEEP, PLAIN, PLAIN], {"a": ["abc"]}),
    ],
)
def test_an_item_gives_what_counts_in_it_to_its_neighbour(
    accepts: Callable[[Any], bool], record: Any, places: list[int], left: Any
) -> None:
    assert edit(record, places, accepts=accepts) == left


def test_an_item_that_is_an_object_gives_its_numbers() -> None:
    def lines(*counts: int) -> dict[str, Any]:
        return {"lines": [{"count": count, "price": {"value": 1.5 * count, "unit": "EUR"}} for count in counts]}

    line = [KEEP] * 5
    places = [KEEP, KEEP, *line, PLAIN, *line[1:], PLAIN, *line[1:]]
    assert edit(lines(1, 2, 3), places, accepts=LINES) == lines(1, 5), "two lines have to stay"
    left = lines(2, 9)
    left["lines"][0]["price"]["value"], left["lines"][1]["price"]["value"] = 1.5, 15.0
    assert edit(lines(1, 2, 8), places, accepts=LINES) == left, (
        "10 are more than a line may count: another has the rest"
    )


MIXED = open_schema(
    {"type": "array", "items": {"anyOf": [{"type": "null"}, {"type": "number"}, {"type": "string"}]}}
).is_valid
MATRIX = open_schema({"type": "array", "items": {"type": "array", "items": {"type": "integer"}}}).is_valid
APART = open_schema(
    {"type": "array", "items": {"anyOf": [{"type": "number"}, {"type": "boolean"}, {"type": "array", "maxItems": 1}]}}
).is_valid


@pytest.mark.parametrize(
    ("accepts", "record", "places", "left"),
    [
        (MIXED, [4, 5], [KEEP, PLAIN, PLAIN], [None, None]),
        (APART, [4, True, 5], [KEEP, KEEP, KEEP, PLAIN], [9, True]),
        (APART, [4, True, 5], [KEEP, KEEP, DROP, PLAIN], [9]),
        (APART, [True, True], [KEEP, PLAIN, PLAIN], [True, True]),
        (APART, [1.5, 10**400], [KEEP, PLAIN, PLAIN], [1.5, 10**400]),
        (APART, [1e308, 1.7e308], [KEEP, PLAIN, PLAIN], [1e308, 1.7e308]),
    ],
    ids=["null rather than given", "over another", "beside what goes", "no numbers", "no float holds", "no float is"],
)
def test_what_is_given_and_what_is_not(
    accepts: Callable[[Any], bool], record: Any, places: list[int], left: Any
) -> None:
    assert edit(record, places, accepts=accepts) == left


NODES = open_schema(
    {
        "$ref": "#/$defs/node",
        "$defs": {
            "node": {
                "type": "object",
                "properties": {
                    "value": {"type": "integer"},
                    "left": {"$ref": "#/$defs/node"},
                    "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
                },
                "required": ["value"],
                "additionalProperties": False,
            }
        },
    }
).is_valid


def test_what_is_inside_gives_its_numbers_to_what_is_around_it() -> None:
    tree = {"value": 1, "left": {"value": 2, "left": {"value": 3}}, "children": [{"value": 4}]}
    assert edit(tree, [KEEP, KEEP, PLAIN, KEEP, PLAIN, KEEP, DROP], accepts=NODES) == {"value": 6}
    assert edit(tree, [KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, KEEP, PLAIN], accepts=NODES) == {
        **tree,
        "value": 5,
        "children": [],
    }


def test_an_array_in_an_array_gives_its_numbers() -> None:
    assert edit([[33], [17], [51]], [KEEP, KEEP, KEEP, PLAIN, KEEP, PLAIN], accepts=MATRIX) == [[101]]


def test_what_one_item_cannot_take_the_next_does() -> None:
    accepts = open_schema({"type": "array", "items": {"type": "integer", "maximum": 10}}).is_valid
    assert edit([3, 8, 5, 9, 7], [KEEP, KEEP, KEEP, KEEP, KEEP, PLAIN], accepts=accepts) == [3, 9, 10, 10]
    assert edit([9, 9, 5], [KEEP, KEEP, KEEP, PLAIN], accepts=accepts) == [10, 10], "3 are lost"


def test_what_is_in_vain_is_found_without_a_change() -> None:
    schema = open_schema("benchmarks/mutation/rich.schema.json")
    made = [*islice(Fuzzer(schema).stream("valid"), 4)]
    assert len(made) == 4
    for record in made:
        whole = Whole(record.instance, schema.is_valid)
        places = sum(Editable(record.instance, schema.is_valid).sizes[:1])
        first = [[whole.is_in_vain(edit, number) for edit in (PLAIN, INNER, DROP)] for number in range(places)]
        fresh = [
            [Whole(record.instance, schema.is_valid).is_in_vain(edit, number) for edit in (DROP, INNER, PLAIN)][::-1]
            for number in range(places)
        ]
        assert first == fresh, "what was asked before makes no difference"
        assert any(map(any, first))
        assert not all(map(all, first))


def test_a_sum_shrinks_to_as_few_items_as_can_have_it() -> None:
    schema = open_schema(
        {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 1_000}, "minItems": 3, "maxItems": 40}
    )
    random = Random(3)  # noqa: S311  (to be repeated, not to be secret)
    shown = find(valid(schema), lambda counts: sum(counts) > 2_500, random=random, settings=settings(database=None))
    assert len(shown) == 3
    assert sum(shown) == 2_501
