"""Parts of records: what a JSONPath finds however deep it goes, and what is told of one that cannot be looked for."""

from __future__ import annotations

import sys
import traceback
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import Any

import jsonpath_rfc9535
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schemawright.documents.json_text import parse_json
from schemawright.documents.selection import parse_selector
from schemawright.errors import PointsNowhere, UsageError

DEEP = 2_000
VALUES = st.recursive(
    st.sampled_from([None, True, 0, 1, "a"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=20,
)
SEGMENTS = st.sampled_from(
    [".a", "..a", "..*", "[*]", "[0]", "[-1:]", "..[0,'b']", "[?@.a]", "..[?@..b]", "[?@.a == 1]", "[?count($..a) > 1]"]
)


@given(value=VALUES, segments=st.lists(SEGMENTS, max_size=4))
def test_a_jsonpath_finds_what_the_package_finds(value: Any, segments: list[str]) -> None:
    text = f"${''.join(segments)}"
    expected = [(node.location, node.value) for node in jsonpath_rfc9535.find(text, value)]
    assert [*parse_selector(text)(value)] == expected


def nested(depth: int) -> dict[str, Any]:
    made: dict[str, Any] = {"id": depth}
    for level in range(depth - 1, 0, -1):
        made = {"id": level, "in": made}
    return made


@pytest.mark.parametrize("depth", [100, 101, DEEP])
@pytest.mark.parametrize("text", ["$..id", "$..[?@.id].id", "$[?count($..id) > 0]..id"])
def test_a_jsonpath_goes_as_deep_as_a_record(text: str, depth: int) -> None:
    found = [value for _, value in parse_selector(text)(nested(depth))]
    assert found[-1] == depth
    assert len(found) in {depth, depth - 1}


@pytest.mark.parametrize(("text", "count"), [("$" + "[0]" * 5_000, 0), ("$" + ".in" * (DEEP - 1), 1)])
def test_a_jsonpath_may_have_many_segments(text: str, count: int) -> None:
    assert len([*parse_selector(text)(nested(DEEP))]) == count


@pytest.mark.parametrize("expression", ["!" * 5_000 + "@.a", "(" * 5_000 + "@.a" + ")" * 5_000])
def test_a_jsonpath_that_nests_too_deep_is_asked_wrongly(expression: str) -> None:
    with pytest.raises(UsageError, match=r"^expected a JSONPath \(RFC 9535\), found .*: it nests too deep$"):
        parse_selector(f"$[?{expression}]")


def test_where_the_stack_is_at_its_end_a_jsonpath_cannot_be_looked_for() -> None:
    """Filters in filters are evaluated by recursion."""
    select = parse_selector("$" + "[?@" * 50 + "]" * 50)
    used = sum(1 for _ in traceback.walk_stack(None))

    def descend(levels: int) -> list[Any]:
        return descend(levels - 1) if levels else [*select(nested(99))]

    assert [value for _, value in select(nested(99))] == [nested(99)["in"]]
    with pytest.raises(PointsNowhere, match=r"can be looked for, found none: it nests too deep$"):
        descend(sys.getrecursionlimit() - used - 100)


def test_values_are_compared_however_deep_they_nest() -> None:
    deep: list[Any] = []
    other: list[Any] = []
    for _ in range(DEEP):
        deep, other = [deep], [other]
    assert [*parse_selector("$[?@.x == @.y].id")([{"x": deep, "y": other, "id": 1}])] == [((0, "id"), 1)]


NUMBERS = st.one_of(
    st.integers(),
    st.integers(-2, 2).map(lambda shift: 2**53 + shift),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.sampled_from([Decimal("1e400"), Decimal("-1e400"), Decimal("1e-400"), 10**22, 10**22 + 1, 10**23, 0]),
)
COMPARISONS = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


def written(number: float | Decimal) -> str:
    return f"{number:E}" if isinstance(number, Decimal) else repr(number)


@given(number=NUMBERS, other=NUMBERS, operator=st.sampled_from(sorted(COMPARISONS)))
@example(number=10**23, other=1e23, operator="==")
@example(number=9007199254740993, other=9007199254740992, operator="==")
@example(number=Decimal("0.10000000000000000001"), other=0.1, operator="<=")
@example(number=Decimal("0.1000000000000000055511151231257827021181583404541015625"), other=0.1, operator="==")
def test_numbers_are_compared_as_they_are_written(
    number: float | Decimal, other: float | Decimal, operator: str
) -> None:
    """In the record and in the expression, on either side; RFC 9535 has no `+` and no leading point."""
    record = parse_json(f"[{written(number)}, {written(other)}]", max_depth=9).value
    expected = COMPARISONS[operator](Decimal(written(number)), Decimal(written(other)))
    for text in (f"$[?{written(number)} {operator} {written(other)}]", f"$[?$[0] {operator} {written(other)}]"):
        assert bool([*parse_selector(text)(record)]) == expected
    assert bool([*parse_selector(f"$[?{written(number)} {operator} $[1]]")(record)]) == expected
    assert bool([*parse_selector(f"$[?$[0] {operator} $[1]]")(record)]) == expected


@pytest.mark.parametrize(
    ("comparison", "count"),
    [
        ("@ == 1e400", 2),
        ("@ < -1e400", 0),
        (f"@ < 1{'0' * 5_000}", 5),
        (f"count(@.*) == 1{'0' * 5_000}", 0),
        ("length(@) > -1e400", 2),
        ("@ == -0.0", 1),
        ("@ == 0e5", 1),
        ("@ == true", 1),
        ("@ == $[3]", 1),
        ("@ == $[6]", 1),
    ],
)
def test_numbers_of_any_size_are_compared(comparison: str, count: int) -> None:
    record = [1, 0, Decimal("1e400"), True, 2.5, 10**400, [1], [True]]
    assert len([*parse_selector(f"$[?{comparison}]")(record)]) == count


MANY = "1" * 5_000


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("$[9007199254740993]", "index out of range"),
        (f"$[{MANY}]", "index out of range"),
        (f"$[-{MANY}]", "index out of range"),
        (f"$[0:{MANY}]", "index out of range"),
        (f"$[::{MANY}]", "index out of range"),
        (f"$[?@[{MANY}] == 1]", "index out of range"),
        ("$[?@ == -01]", "invalid number"),
        ("$[?@ == 01.5]", "invalid number"),
        ("$[?@ == :1.5]", "invalid number"),
        ("$[?@ == 1e9999999999999]", "expected an exponent within ±999999999999, found 9999999999999"),
    ],
)
def test_numbers_that_a_jsonpath_cannot_have_are_asked_wrongly(text: str, why: str) -> None:
    with pytest.raises(UsageError, match=rf"^expected a JSONPath \(RFC 9535\), found .*: {why}, line 1, column \d+$"):
        parse_selector(text)
