"""JSON5 is read strictly, with positions; the `json5` package is the oracle of what is JSON5."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import json5
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from schemawright.documents import json_places
from schemawright.documents.json5_document import parse_json5
from schemawright.documents.record import Lines, Record, Target
from schemawright.errors import Malformed
from schemawright.finding import Position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Read


SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9)
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
)
TOKENS = st.sampled_from(
    [
        *"{}[]:,'\"/*\\\n\r +-.0123eExXu_$a",
        *("//", "/*", "*/", "'a'", '"b"', "k:", "1,", "NaN", "true", "null", "0x1F", ".5", "5.", "+1", "1e2"),
        *("\\x41", "\\u0041", "\\\n", "\\0", "\\q", "é", "\u2028", "\ufeff", "\xa0", "\x0b", "\u200c", "a\u0301"),
    ]
)


def pointers(value: Any, tokens: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    yield tokens, value
    if isinstance(value, dict | list):
        for token, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from pointers(inner, (*tokens, token))


@given(VALUES, st.sampled_from([None, 0, 2, "\t"]), st.booleans())
def test_json_is_json5(value: Any, indent: int | str | None, ascii_only: bool) -> None:
    """A JSON text has the same value and the same positions in both."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    record = parse_json5(text, max_depth=99)
    assert repr(record.instance) == repr(value)
    targets = [Target(tokens) for tokens, _ in pointers(value)]
    targets += [Target(tokens, key) for tokens, inner in pointers(value) if isinstance(inner, dict) for key in inner]
    assert record.locate(targets) == json_places.locate(text, targets, Lines(text))


@given(VALUES, st.sampled_from([None, 2]))
def test_what_the_oracle_writes_is_read(value: Any, indent: int | None) -> None:
    """Names without quotes and trailing commas among it."""
    text = json5.dumps(value, indent=indent)
    assume(not re.search(r"\\0[0-9]", text))  # JSON5 has no octal escapes; the oracle writes NUL and a digit so.
    assert parse_json5(text, max_depth=99).instance == value


@given(st.lists(TOKENS, max_size=8).map("".join))
def test_what_is_accepted_is_what_the_oracle_accepts(text: str) -> None:
    """And the values are the same; what only we refuse has a name."""
    try:
        expected = json5.loads(text)
    except (ValueError, RecursionError):
        expected = Malformed
    try:
        value = parse_json5(text, max_depth=99).instance
    except Malformed as error:
        assume(not any(word in error.message for word in ("JSON does not have", "surrogates")))
        assert expected is Malformed, error  # noqa: PT017
        return
    assert value == expected


@given(st.text())
def test_strings_may_hold_all_that_is_no_line_end(text: str) -> None:
    """In either quotes, with escapes where needed."""
    for quote in "'\"":
        raw = text.replace("\\", "\\\\").replace(quote, "\\" + quote).replace("\n", "\\n").replace("\r", "\\r")
        assert parse_json5(quote + raw + quote, max_depth=9).instance == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{$_a\u00fc\\u0041: 1, null: 2, a\u0301\u200c9: 3}", {"$_aüA": 1, "null": 2, "a\u0301\u200c9": 3}),
        (r"'\x41\u0042\'\"\0\v\q\	'", "AB'\"\0\vq\t"),
        ("'a\\\nb\\\r\nc\\\rd\\\u2028e'", "abcde"),
        ("'\\ud83d\\ude00 \u2028'", "😀 \u2028"),
        ("[+1, -.5, 5., 0x1F, -0XfF, 1E2, +0.0]", [1, -0.5, 5.0, 31, -255, 100.0, 0.0]),
        ("[1e400, 0.30000000000000000001]", [Decimal("1e400"), Decimal("0.30000000000000000001")]),
        ("9" * 5_000, Decimal("9" * 5_000)),
        ("-0x" + "f" * 5_000, Decimal(1 - 16**5_000)),
        ("\ufeff/* a **/ [1 // b\u2028 , 2,\v\f\xa0\u3000] // c", [1, 2]),
    ],
)
def test_what_json5_adds(text: str, value: Any) -> None:
    """Names, strings, numbers, white space and comments; no number is rounded."""
    assert parse_json5(text, max_depth=9).instance == value


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ("", "expected a value, found the end of the text", (1, 1)),
        ("[NaN]", "expected a value, found NaN, which JSON does not have", (1, 2)),
        ("-Infinity", "expected a value, found -Infinity, which JSON does not have", (1, 1)),
        ("{é: '\\ud83d'}", "expected surrogates in pairs, found a lone one in a string", (1, 5)),
        ("/* x", 'expected "*/" to close the comment, found the end of the text', (1, 1)),
        ("[1,,]", 'expected a value, found ","', (1, 4)),
        ("{,}", 'expected a member name, found ","', (1, 2)),
        ("{1: 2}", "expected a member name, found 1", (1, 2)),
        ("{a 1}", 'expected ":" after the member name, found 1', (1, 4)),
        ("[1 2]", 'expected "," or "]", found 2', (1, 4)),
        ("'a\nb'", "expected the string to be closed, found the end of the line", (1, 3)),
        ("'a", "expected the string to be closed, found the end of the text", (1, 3)),
        (r"'\01'", r"expected an escape that JSON5 has, found \0", (1, 2)),
        ("010", "expected a number as JSON5 writes it, found 010", (1, 1)),
        ("{}\n x", "expected nothing after the value, found x", (2, 2)),
        ("1e9999999999999", "expected an exponent within ±999999999999, found 9999999999999", (1, 1)),
    ],
)
def test_what_is_no_json5_is_refused_with_its_place(text: str, message: str, position: tuple[int, int]) -> None:
    """Values that JSON does not have among it."""
    with pytest.raises(Malformed) as refused:
        parse_json5(text, max_depth=9)
    assert refused.value.message == message
    assert refused.value.position == position


def test_of_a_name_that_occurs_twice_the_last_one_counts(read: Read) -> None:
    """However it is written; the later one is reported at its place."""
    (record,) = read("[{a: 1,\r\n 'b': [],\r\n '\\x61': 2}]", "json5")
    assert isinstance(record, Record)
    assert record.instance == [{"a": 2, "b": []}]
    (duplicate,) = record.duplicates
    assert (duplicate.tokens, duplicate.key, duplicate.span) == ((0,), "a", ((3, 2), 6))
    assert record.locate([Target((0, "a")), Target((0,), "a")]) == [((3, 10), 1), ((3, 2), 6)]
    assert record.source_line(2) == " 'b': [],"


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a:", "}")])
def test_the_depth_limit_is_exact(opening: str, closing: str) -> None:
    """A thousand levels are read, the next is refused, and a hundred thousand overflow nothing."""
    parse_json5(opening * 1_000 + "1" + closing * 1_000, max_depth=1_000)
    for depth in (1_001, 100_000):
        with pytest.raises(Malformed, match="at most 1,000 levels of nesting") as refused:
            parse_json5(opening * depth, max_depth=1_000)
        assert refused.value.position == Position(1, 1_000 * len(opening) + 1)


def test_lines_end_where_json5_says() -> None:
    """At whatever ends a line comment: section 8 has these four, and a carriage return with its line feed as one."""
    text = "{a: 1,\r b: 2,\r\n c: 3,\u2028 d: 4,\u2029 e: 5,\n f: 6}"
    record = parse_json5(text, max_depth=9)
    spans = record.locate([Target((name,)) for name in "abcdef"])
    assert [tuple(span.position) for span in spans] == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5), (6, 5)]
    assert [record.source_line(line) for line in (1, 3, 4)] == ["{a: 1,", " c: 3,", " d: 4,"]
    with pytest.raises(Malformed) as raised:
        parse_json5("// one\r// two\u2029x", max_depth=9)
    assert raised.value.position == (3, 1)
