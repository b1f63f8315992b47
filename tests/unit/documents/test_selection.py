"""Parts of records: what a JSONPath finds however deep it goes, and what is told of one that cannot be looked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonpath_rfc9535
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemawright.cli import main
from schemawright.documents.selection import parse_selector
from schemawright.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

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


def are_comparable(depth: int) -> bool:
    """Return whether this Python compares arrays that nest so deep: 3.13 does, ten thousand levels deep."""
    try:
        return deep_array(depth) == deep_array(depth)
    except RecursionError:
        return False


def deep_array(depth: int) -> list[Any]:
    made: list[Any] = []
    for _ in range(1, depth):
        made = [made]
    return made


def test_a_record_that_a_jsonpath_cannot_be_looked_for_in_hides_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Values are compared by recursion."""
    text = "$[?@.x == @.y].id"
    deep = "[" * (DEEP - 2) + "]" * (DEEP - 2)
    (tmp_path / "s.json").write_text('{"type": "integer"}')
    (tmp_path / "a.ndjson").write_text(f'[{{"x": {deep}, "y": {deep}, "id": "b"}}]\n[{{"id": "a"}}]\n')
    words = ["validate", "-s", str(tmp_path / "s.json"), "--max-depth", str(DEEP), "--at", text]
    can_look = are_comparable(DEEP - 2)
    assert main([*words, "-o", "json", str(tmp_path / "a.ndjson")]) == (1 if can_look else 3)
    told = json.loads(capsys.readouterr().out)
    first = "type" if can_look else "points-nowhere"
    assert [(one["record"], one["keyword"]) for one in told["findings"]] == [(1, first), (2, "type")]
    assert told["findings"][0]["message"] == (
        'expected an integer, found "b"'
        if can_look
        else f'expected a record in which "{text}" can be looked for, found none: it nests too deep'
    )
