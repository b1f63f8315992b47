"""Lines, spans and excerpts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from schemawright.documents.record import EXCERPT_WIDTH, Lines, Span, cut_excerpt
from schemawright.finding import Position

TEXTS = st.text(alphabet=st.sampled_from("ab é𝒳\t\r\n\u2028\x85\x0b"), max_size=60)


@given(TEXTS, st.data())
def test_a_position_leads_back_to_its_character(text: str, data: st.DataObject) -> None:
    """The character at a position of a line is the one at the offset; lines end at line feeds only."""
    offset = data.draw(st.integers(0, len(text)))
    lines = Lines(text)
    line, column = lines.position(offset)
    assert line == text.count("\n", 0, offset) + 1
    assert text.split("\n")[line - 1][column - 1 :].startswith(text[offset : offset + 1].strip("\n"))


@given(TEXTS)
def test_where_a_carriage_return_ends_a_line_so_does_one_with_a_line_feed(text: str) -> None:
    """Lines are then those of the text with line feeds for all ends."""
    lines, plain = Lines(text, ends="\r"), text.replace("\r\n", "\n").replace("\r", "\n")
    assert [lines.line(number + 1) for number in range(plain.count("\n") + 2)] == [*plain.split("\n"), ""]
    for offset in range(len(text)):
        if text[offset] != "\n" and text[offset] != "\r":
            removed = text.count("\r\n", 0, offset)
            assert lines.position(offset) == Lines(plain).position(offset - removed)
            assert lines.span(offset, len(text)) == Lines(plain).span(offset - removed, len(plain))


@given(TEXTS)
def test_lines_are_those_between_line_feeds(text: str) -> None:
    """Each line reads without its end, and there is nothing beyond the last."""
    lines = Lines(text, first_line=5)
    expected = [line.rstrip("\r") for line in text.split("\n")]
    assert [lines.line(number) for number in range(5, 5 + len(expected))] == expected
    assert lines.line(4) == lines.line(5 + len(expected)) == ""


@given(st.text(max_size=400).map(lambda text: text.replace("\n", "")), st.data())
def test_an_excerpt_shows_where_its_span_starts(line: str, data: st.DataObject) -> None:
    """It is short, printable, and its caret is on the character that the span starts with."""
    column = data.draw(st.integers(1, len(line) + 1))
    excerpt = cut_excerpt(line, Span(Position(1, column), data.draw(st.integers(1, 500))))
    assert len(excerpt.text) <= EXCERPT_WIDTH
    assert excerpt.text.isprintable()
    assert excerpt.width >= 1
    assert 0 <= excerpt.offset <= len(excerpt.text)
    shown, char = excerpt.text[excerpt.offset : excerpt.offset + 1], line[column - 1 : column]
    assert shown in {char, "…", "\N{REPLACEMENT CHARACTER}", " "}


def test_a_span_ends_with_its_line() -> None:
    """Of a value on several lines, the first line's part is underlined."""
    assert Lines("[1,\n2]").span(0, 6) == Span(Position(1, 1), 3)
