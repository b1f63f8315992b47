"""
What every format turns a document into: records, each of which can say where its values stand.

A record's place is only asked for when there is something to report, so that valid records cost nothing.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from bisect import bisect_right
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.finding import Excerpt, Position

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemawright.pointer import Tokens

EXCERPT_WIDTH = 100
"""How many characters of a source line an excerpt shows."""

MAX_WIDTH = 4 * EXCERPT_WIDTH
"""The width of a span is exact up to this; nobody is shown more."""

DEPTH_HINT = "take apart what is nested so deep"
"""What to do about a value in memory that nests too deep: there is no option for it."""


class Limits(NamedTuple):
    """
    What a document may ask of this machine.

    Args:
        depth: How deep arrays and objects may nest.
        document_bytes: How large a document that is read as a whole may be, after decompression.
        line_bytes: How long one line of NDJSON may be.
    """

    depth: int = 1_000
    document_bytes: int = 1 << 30
    line_bytes: int = 1 << 26


class Target(NamedTuple):
    """Something to find in a record: the value at `tokens`, or the name of its member `key`."""

    tokens: Tokens
    key: str | None = None


class Span(NamedTuple):
    """Where a target stands: its first character, and how many characters it has on that line (at least 1)."""

    position: Position
    width: int = 1


class Duplicate(NamedTuple):
    """A member name that occurs again in one object: the object, the name, and where the later one stands."""

    tokens: Tokens
    key: str
    span: Span


class Record(ABC):
    """
    One instance in a document.

    Attributes:
        instance: The value, as Python's JSON types; numbers that a float cannot hold exactly are `Decimal`.
        number: Its place in a document of many, from 1; None in a document that is one value.
        duplicates: The member names that occur twice in one object; the last one is in `instance`.
    """

    __slots__ = ("duplicates", "instance", "number")

    def __init__(self, instance: Any, number: int | None, duplicates: tuple[Duplicate, ...] = ()) -> None:
        self.instance = instance
        self.number = number
        self.duplicates = duplicates

    @property
    def decimals(self) -> bool:
        """Whether the instance has numbers that no double holds."""
        return has_decimals(self.instance)

    @abstractmethod
    def locate(self, targets: Sequence[Target]) -> list[Span]:
        """Return where each target stands; one that has no place of its own has that of what contains it."""

    @abstractmethod
    def source_line(self, line: int) -> str:
        """Return the text of one line of the document, without its end."""

    def excerpt(self, span: Span) -> Excerpt:
        """Return the part of the source line around a span."""
        return cut_excerpt(self.source_line(span.position.line), span)


def has_decimals(value: Any) -> bool:
    """
    Return whether a value has numbers that no double holds.

    >>> from decimal import Decimal
    >>> has_decimals({"a": [1, 0.5]}), has_decimals({"a": [Decimal("1e400")]})
    (False, True)
    """
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            pending.extend(one.values())
        elif isinstance(one, (list, tuple)):
            pending.extend(one)
        elif isinstance(one, Decimal):
            return True
    return False


def cut_excerpt(line: str, span: Span) -> Excerpt:
    """
    Return a line, cut around a span to `EXCERPT_WIDTH` characters and with control characters made visible.

    >>> cut_excerpt('{"id": 17}', Span(Position(1, 8), 2))
    Excerpt(text='{"id": 17}', offset=7, width=2)
    """
    start = span.position.column - 1
    left = 0
    if len(line) > EXCERPT_WIDTH:
        left = max(0, min(start - EXCERPT_WIDTH // 3, len(line) - EXCERPT_WIDTH))
    text = line[left : left + EXCERPT_WIDTH]
    offset = start - left
    if left:
        text = "…" + text[1:]
    if left + EXCERPT_WIDTH < len(line):
        text = text[:-1] + "…"
    if not text.isprintable():
        text = "".join(
            [char if char.isprintable() else " " if char == "\t" else "\N{REPLACEMENT CHARACTER}" for char in text]
        )
    return Excerpt(text, offset, max(1, min(span.width, len(text) - offset)))


_LINE_FEED = re.compile("\n")


class Lines:
    r"""
    The lines of a text: which one an offset is on, and what it says.

    Lines end at a line feed only, as JSON and every editor's "go to line" count them in practice; in formats that say
    what else ends one, there too.

    Args:
        text: The text.
        first_line: The number of its first line.
        ends: The characters that end a line, too; a carriage return does so with the line feed after it.

    >>> Lines("a\nbc").position(3)
    Position(line=2, column=2)
    """

    __slots__ = ("_end", "_first_line", "_read", "_starts", "_text")

    def __init__(self, text: str, first_line: int = 1, *, ends: str = "") -> None:
        self._text = text
        self._first_line = first_line
        self._starts: list[int] | None = None
        self._end = re.compile(f"\r\n|[\n{ends}]") if any(end in text for end in ends) else _LINE_FEED
        self._read = (first_line - 1, "")

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            self._starts = [0, *(match.end() for match in self._end.finditer(self._text))]
        return self._starts

    def position(self, offset: int) -> Position:
        """Return the line and column of an offset, which counts code points from 0."""
        starts = self._line_starts()
        index = bisect_right(starts, offset) - 1
        return Position(index + self._first_line, offset - starts[index] + 1)

    def span(self, start: int, end: int) -> Span:
        """Return the span from one offset to another, as much of it as is on the first line and can be shown."""
        end = min(end, start + MAX_WIDTH)
        stop = self._end.search(self._text, start, end)
        return Span(self.position(start), max(1, (stop.start() if stop else end) - start))

    def line(self, number: int) -> str:
        """
        Return the text of a line, without its end; empty where there is no such line.

        The last one is kept: all findings may be on one that is as long as the document.
        """
        if self._read[0] != number:
            self._read = (number, self._cut(number))
        return self._read[1]

    def _cut(self, number: int) -> str:
        starts = self._line_starts()
        index = number - self._first_line
        if not 0 <= index < len(starts):
            return ""
        end = starts[index + 1] - 1 if index + 1 < len(starts) else len(self._text)
        return self._text[starts[index] : end].rstrip("\r")
