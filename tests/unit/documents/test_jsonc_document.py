"""JSONC is JSON with comments and trailing commas, and nothing moves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemawright.documents.jsonc_document import blank_extras
from schemawright.documents.record import Record, Target
from schemawright.errors import Malformed

if TYPE_CHECKING:
    from conftest import Read

STRINGS = st.text(alphabet=st.sampled_from('a/*"\\,]}{[é\n'), max_size=8)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.integers() | STRINGS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(STRINGS, inner, max_size=3),
)
EXTRAS = st.sampled_from(["", " ", "\n", '// ]},"/*\n', '/* // \n,]} " */', "/**/", "/***/"])


@st.composite
def decorated(draw: st.DrawFn) -> tuple[Any, str]:
    """A value, and its JSON with comments between all tokens and commas before closing brackets."""

    def write(value: Any) -> str:
        if isinstance(value, dict | list) and value:
            pairs = value.items() if isinstance(value, dict) else (("", inner) for inner in value)
            opening, closing = "{}" if isinstance(value, dict) else "[]"
            parts = [
                (f"{draw(EXTRAS)}{json.dumps(key, ensure_ascii=False)}{draw(EXTRAS)}:" if opening == "{" else "")
                + write(inner)
                for key, inner in pairs
            ]
            comma = draw(st.sampled_from(["", ",", ",/* , */\n"]))
            return draw(EXTRAS) + opening + ",".join(parts) + comma + closing + draw(EXTRAS)
        return draw(EXTRAS) + json.dumps(value, ensure_ascii=False) + draw(EXTRAS)

    value = draw(VALUES)
    return value, write(value)


@given(decorated())
def test_blanking_leaves_the_value_and_every_offset(case: tuple[Any, str]) -> None:
    """The result is JSON, as long as the text, and differs in blanks only."""
    value, text = case
    plain = blank_extras(text)
    assert json.loads(plain) == value
    assert len(plain) == len(text)
    assert all(new in {old, " "} for old, new in zip(text, plain, strict=True))
    assert plain.count("\n") == text.count("\n")


@given(st.text(alphabet='{}[]:,"/*\\ \n1', max_size=30))
def test_nothing_but_json_without_extras_is_accepted(text: str) -> None:
    """Whatever the text, blanking either keeps its length or refuses it, and JSON stays as it is."""
    try:
        plain = blank_extras(text)
    except Malformed:
        return
    assert len(plain) == len(text)
    try:
        json.loads(text)
    except ValueError:
        return
    assert plain == text


def test_positions_and_excerpts_are_of_the_text_as_written(read: Read) -> None:
    """Comments stay in what is shown."""
    (record,) = read('// é\r\n{"a": [1, /* two */ 2, ], // ,}\r\n}', "jsonc")
    assert isinstance(record, Record)
    assert record.instance == {"a": [1, 2]}
    (span,) = record.locate([Target(("a", 1))])
    assert span == ((2, 21), 1)
    assert record.excerpt(span).text == '{"a": [1, /* two */ 2, ], // ,}'


def test_duplicates_are_reported_as_in_json(read: Read) -> None:
    """At the place of the later one."""
    (record,) = read('{"a": 1, /* again */ "a": 2,}', "jsonc")
    assert isinstance(record, Record)
    assert [(duplicate.key, duplicate.span.position) for duplicate in record.duplicates] == [("a", (1, 22))]


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ('{"a": 1}\n/* b', 'expected "*/" to close the comment, found the end of the text', (2, 1)),
        ("[1, /*/]", 'expected "*/" to close the comment, found the end of the text', (1, 5)),
        ("[,]", 'expected a value, found ","', (1, 2)),
        ("[1,,]", 'expected a value, found ","', (1, 4)),
        ("[1, /* x */ , ]", 'expected a value, found ","', (1, 13)),
        ("{,}", 'expected a member name in double quotes, found ","', (1, 2)),
        ('{"a":,}', 'expected a value, found ","', (1, 6)),
        ('["// é\n]', "expected control characters to be escaped in a string, found U+000A", (1, 7)),
        ("// only", "expected a value, found the end of the text", (1, 8)),
        ("1,", 'expected nothing after the value, found ","', (1, 2)),
        ("[1 # x\n]", 'expected "," or "]", found "#"', (1, 4)),
    ],
)
def test_what_is_no_jsonc_is_refused_with_its_place(
    read: Read, text: str, message: str, position: tuple[int, int]
) -> None:
    """A comma needs a value before it, and a comment its end."""
    (error,) = read(text, "jsonc")
    assert isinstance(error, Malformed)
    assert (error.message, error.position) == (message, position)
