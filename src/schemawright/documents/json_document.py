"""A JSON document: one value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.documents.json_text import decode_text, locate, parse_json
from schemawright.documents.record import Duplicate, Lines, Record, Span, Target
from schemawright.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from schemawright.documents.source import Source

ENDINGS = (".json",)


class JsonRecord(Record):
    """A value whose text is JSON; `lines` count from where that text stands in its document."""

    __slots__ = ("_lines", "_text")

    def __init__(
        self, instance: Any, number: int | None, duplicates: tuple[Duplicate, ...], text: str, lines: Lines
    ) -> None:
        super().__init__(instance, number, duplicates)
        self._text = text
        self._lines = lines

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
    yield JsonRecord(parsed.value, None, parsed.duplicates, text, lines)


def parse_record(data: bytes | str, *, max_depth: int) -> JsonRecord:
    """
    Return the record of a JSON text.

    Raises:
        Malformed: It is not JSON; with line and column.

    >>> parse_record('{"id": 1}', max_depth=9).instance
    {'id': 1}
    """
    text = decode_text(data) if isinstance(data, bytes) else data.removeprefix("\ufeff")
    lines = Lines(text)
    parsed = parse_json(text, max_depth=max_depth, lines=lines)
    return JsonRecord(parsed.value, None, parsed.duplicates, text, lines)
