"""JSON text is read strictly, by three readers that agree."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from schemawright.documents.json_places import locate
from schemawright.documents.json_text import decode_text, parse_exact, parse_json
from schemawright.documents.record import MAX_WIDTH, Lines, Target
from schemawright.errors import Malformed
from schemawright.finding import Position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Read

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
)
INDENTS = st.sampled_from([None, 0, 2, "\t"])
# Whatever grammar can go wrong with: mutations insert and replace with these.
SCRAPS = st.sampled_from(
    [*'[]{},:"\\-+.0123eE \t\r\n', "NaN", "Infinity", "true", "null", "\\u", "d83d", "\x00", "\xa0", "é", "'", "/"]
)


def outcome(text: str, parse: Any) -> Any:
    try:
        parsed = parse(text, max_depth=50)
    except Malformed:
        return Malformed
    return repr(parsed)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    text = json.dumps(draw(VALUES), indent=draw(INDENTS), ensure_ascii=draw(st.booleans()))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(SCRAPS | st.just("")) + text[at + draw(st.integers(0, 2)) :]
    return text.encode("utf-8", "replace").decode()


def pointers(value: Any, tokens: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    yield tokens, value
    if isinstance(value, dict | list):
        for token, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from pointers(inner, (*tokens, token))


@given(mutated())
def test_the_fast_reader_and_the_exact_one_agree(text: str) -> None:
    """They give the same value and duplicates, or both refuse."""
    assert outcome(text, parse_json) == outcome(text, parse_exact)


@given(mutated())
def test_what_is_accepted_means_what_the_standard_library_says(text: str) -> None:
    """The value is that of `json`, but for the numbers that it would round."""
    try:
        value = parse_json(text, max_depth=50).value
    except Malformed:
        return
    assert repr(json.loads(text, parse_float=float)) == repr(json.loads(json.dumps(value, default=float)))


@given(mutated())
def test_what_is_refused_is_no_json_or_too_much_for_us(text: str) -> None:
    """What `json` accepts and we refuse has a name: constants, lone surrogates, exponents beyond computing."""
    assume(outcome(text, parse_json) is Malformed)
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return
    with pytest.raises(Malformed) as refused:
        parse_json(text, max_depth=50)
    assert any(word in refused.value.message for word in ("JSON does not have", "surrogates", "exponent"))


@given(VALUES, INDENTS)
def test_reading_is_the_inverse_of_writing(value: Any, indent: int | str | None) -> None:
    """Whatever was written as JSON reads as the same value."""
    text = json.dumps(value, indent=indent)
    assert parse_json(text, max_depth=100).value == parse_exact(text, max_depth=100).value == value


@given(VALUES, INDENTS, st.booleans())
def test_every_value_stands_where_it_is_located(value: Any, indent: int | str | None, ascii_only: bool) -> None:
    """The text from a value's position on starts with that value."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    found = dict(pointers(value))
    rows = text.split("\n")
    for (tokens, inner), span in zip(found.items(), locate(text, [Target(t) for t in found], Lines(text)), strict=True):
        (line, column), width = span
        rest = "\n".join([rows[line - 1][column - 1 :], *rows[line:]])
        read, end = json.JSONDecoder().raw_decode(rest)
        assert read == inner, tokens
        assert width == min(max(1, len(rest[:end].partition("\n")[0])), MAX_WIDTH)


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(0, 9)), min_size=1))
def test_of_a_name_that_occurs_twice_the_last_one_counts(members: list[tuple[str, int]]) -> None:
    """Value and position are the last one's; each later occurrence is reported at its place."""
    texts = [f'"{name}": {value}' for name, value in members]
    text = "{\n" + ",\n".join(texts) + "\n}"
    parsed = parse_json(text, max_depth=9)
    assert parsed.value == dict(members)
    rows = {name: row for row, (name, _) in enumerate(members, 2)}
    names = list(rows)
    spans = locate(text, [Target((), name) for name in names], Lines(text))
    assert [span.position for span in spans] == [Position(rows[name], 1) for name in names]
    repeated = [row for row, (name, _) in enumerate(members, 2) if name in [n for n, _ in members[: row - 2]]]
    assert [duplicate.span.position.line for duplicate in parsed.duplicates] == repeated


def test_duplicates_are_found_at_any_depth() -> None:
    """Each says which object it is in."""
    (duplicate,) = parse_json('[{"a": {"x": 1, "\\u0078": 2}}]', max_depth=9).duplicates
    assert duplicate.tokens == (0, "a")
    assert duplicate.key == "x"


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_the_depth_limit_is_exact(opening: str, closing: str) -> None:
    """A thousand levels are read, the next is refused, and a hundred thousand overflow nothing."""
    leaf = "0" if closing == "}" else ""
    parse_json(opening * 1_000 + leaf + closing * 1_000, max_depth=1_000)
    for depth in (1_001, 100_000):
        with pytest.raises(Malformed, match="at most 1,000 levels of nesting") as refused:
            parse_json(opening * depth + leaf + closing * depth, max_depth=1_000)
        assert refused.value.position == Position(1, 1_000 * len(opening) + 1)


def test_depth_does_not_count_brackets_in_strings() -> None:
    """A string of brackets is no nesting."""
    assert parse_json('"' + "[" * 50 + '"', max_depth=3).value == "[" * 50


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ("", "expected a value, found the end of the text", (1, 1)),
        ("\n ", "expected a value, found the end of the text", (2, 2)),
        ("[1, NaN]", "expected a value, found NaN, which JSON does not have", (1, 5)),
        ("-Infinity", "expected a value, found -Infinity, which JSON does not have", (1, 1)),
        ("1 2", "expected nothing after the value, found 2", (1, 3)),
        ("1\x00", "expected nothing after the value, found U+0000", (1, 2)),
        ("[1,]", 'expected a value, found "]"', (1, 4)),
        ('{"a": 1,}', 'expected a member name in double quotes, found "}"', (1, 9)),
        ('{"a" 1}', 'expected ":" after the member name, found 1', (1, 6)),
        ('["a\tb"]', "expected control characters to be escaped in a string, found U+0009", (1, 4)),
        ('"\\ud83d"', "expected surrogates in pairs, found a lone one in a string", (1, 1)),
        ('"\\x"', r"expected an escape that JSON has, found \x", (1, 2)),
        ('{\r\n "a": 01}', "expected a number as JSON writes it, found 01", (2, 7)),
        ('"abc', "expected the string to be closed, found the end of the text", (1, 5)),
        ("[😀]", 'expected a value, found "😀"', (1, 2)),
        ('{"é😀": tru}', "expected a value, found tru", (1, 8)),
        ("1e9999999999999", "expected an exponent within ±999999999999, found 9999999999999", (1, 1)),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(text: str, message: str, position: tuple[int, int]) -> None:
    """The message says what was expected and what was found; columns count code points."""
    with pytest.raises(Malformed) as refused:
        parse_json(text, max_depth=9)
    assert refused.value.message == message
    assert refused.value.position == position


def test_numbers_are_never_rounded() -> None:
    """What a float cannot hold is a decimal, and no integer is too long."""
    text = f"[18446744073709551617, 1e400, 0.30000000000000000001, 1.0, {'9' * 5_000}]"
    assert parse_json(text, max_depth=9).value == [
        18446744073709551617,
        Decimal("1e400"),
        Decimal("0.30000000000000000001"),
        1.0,
        Decimal("9" * 5_000),
    ]


@pytest.mark.parametrize(
    ("data", "found", "position"),
    [
        (b'{"a": "\xff"}', "the byte 0xff", (1, 8)),
        ('{"é":\n "'.encode() + b'\xc3"}', "the byte 0xc3", (2, 3)),
        ("{}".encode("utf-16"), "UTF-16", (1, 1)),
        ("{}".encode("utf-32"), "UTF-32", (1, 1)),
        (b"\xef\xbb\xbf\xed\xa0\x80", "the byte 0xed", (1, 1)),
    ],
)
def test_what_is_no_utf_8_is_refused_with_its_place(data: bytes, found: str, position: tuple[int, int]) -> None:
    """The first bad byte is named."""
    with pytest.raises(Malformed) as refused:
        decode_text(data)
    assert refused.value.message == f"expected UTF-8, found {found}"
    assert refused.value.position == position


def test_a_byte_order_mark_is_no_part_of_the_text(read: Read) -> None:
    """It is accepted, and columns count from after it."""
    (record,) = read(b'\xef\xbb\xbf{"a":\r\n 1}', "json")
    assert record.instance == {"a": 1}  # type: ignore[union-attr]
    (span,) = record.locate([Target((), "a")])  # type: ignore[union-attr]
    assert span == ((1, 2), 3)
    assert record.excerpt(span) == ('{"a":', 1, 3)  # type: ignore[union-attr]


def test_a_target_that_is_not_there_stands_at_what_would_contain_it() -> None:
    """The innermost container that exists is named."""
    text = '{"a": [1, {"b": 2}]}'
    targets = [Target(("a", 7)), Target(("a", 1, "c", "d")), Target(("a", 1), "zz"), Target(("x",))]
    assert [span.position.column for span in locate(text, targets, Lines(text))] == [7, 11, 11, 1]


@pytest.mark.parametrize("parse", [parse_json, parse_exact])
def test_whether_no_double_holds_a_number_is_said_of_each_text_in_each_thread(parse: Any) -> None:
    """It was counted for all texts together."""
    texts = [
        "[1.50, 1e3, %s]" % ("9" * 5_000),
        "[1.5, 0.12345678901234567891]",
        "[1e400]",
        '{"a":1.0,"a":1e-400}',
    ] * 200
    switching = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            said = list(threads.map(lambda text: parse(text, max_depth=9).decimals, texts))
    finally:
        sys.setswitchinterval(switching)
    assert said == [False, True, True, True] * 200
