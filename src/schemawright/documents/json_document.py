"""A JSON document: one value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.documents.json_places import locate
from schemawright.documents.json_text import COMMENTS_HINT, Parsed, decode_text, parse_json
from schemawright.documents.record import DEPTH_HINT, Lines, Record, Span, Target
from schemawright.errors import DocumentError, Malformed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from schemawright.documents.source import Source

ENDINGS = (".json",)

_IN_PYTHON = {"raise --max-depth": DEPTH_HINT, COMMENTS_HINT: "leave out what is a comment"}
"""What hints say of options, which texts that are in memory have none of → what is to be said of those."""


class JsonRecord(Record):
    """A value whose text is JSON; `lines` count from where that text stands in its document."""

    __slots__ = ("_decimals", "_lines", "_text")

    def __init__(self, parsed: Parsed, number: int | None, text: str, lines: Lines) -> None:
        super().__init__(parsed.value, number, parsed.duplicates)
        self._decimals = parsed.decimals
        self._text = text
        self._lines = lines

    @property
    def decimals(self) -> bool:
        """Whether the instance has numbers that no double holds; its reader knows."""
        return self._decimals

    @property
    def text(self) -> str:
        """The JSON text."""
        return self._text

    def locate(self, targets: Sequence[Target]) -> list[Span]:
        """Return where each target stands."""
        return locate(self._text, targets, self._lines, unique=not self.duplicates)

    def source_line(self, line: int) -> str:
        """Return a line of the text."""
        return self._lines.line(line)


def read_records(source: Source) -> Iterator[Record | DocumentError]:
    """Yield the document's one record, or what is wrong with it."""
    try:
        text = decode_text(source.read(), path=source.name)
        lines = Lines(text)
        parsed = parse_json(text, max_depth=source.limits.depth, path=source.name, lines=lines)
    except DocumentError as error:
        yield error
        return
    yield JsonRecord(parsed, None, text, lines)


def parse_record(data: bytes | str, *, max_depth: int) -> JsonRecord:
    """
    Return the record of a JSON text.

    Raises:
        Malformed: It is not JSON; with line and column.

    >>> parse_record('{"id": 1}', max_depth=9).instance
    {'id': 1}
    """
    if isinstance(data, str):
        data = _encoded(data)
    elif not isinstance(data, (bytes, bytearray, memoryview)):
        raise Malformed(f"expected JSON text as bytes or str, found `{type(data).__name__}`")
    text = decode_text(bytes(data))
    lines = Lines(text)
    try:
        parsed = parse_json(text, max_depth=max_depth, lines=lines)
    except Malformed as error:
        error.hint = _IN_PYTHON.get(error.hint or "", error.hint)
        raise
    return JsonRecord(parsed, None, text, lines)


def _encoded(text: str) -> bytes:
    """Return a text's bytes; what has none is a surrogate, and the caller gave no bytes to speak of."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        before = text[: error.start].removeprefix("\ufeff")
        position = Lines(before).position(len(before))
        raise Malformed("expected surrogates in pairs, found a lone one", position=position) from None
