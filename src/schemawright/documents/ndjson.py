"""
NDJSON: one JSON value a line, streamed.

Lines end at a line feed and nowhere else; a line of white space only is no record, and a document without any record
is malformed, as an empty one is in every format.  A malformed line is one error at its place, and the rest is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from schemawright.documents.json_document import JsonRecord
from schemawright.documents.json_text import parse_json, wide_encoding
from schemawright.documents.record import Lines
from schemawright.errors import DocumentError, Malformed
from schemawright.finding import Position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.documents.record import Record
    from schemawright.documents.source import Source

ENDINGS = (".ndjson", ".jsonl")

_MARK = b"\xef\xbb\xbf"
_WHITE = b" \t\r\n"


class Place:
    """How far a document has been read: the numbers of the next line and of the next record."""

    __slots__ = ("line", "record")

    def __init__(self) -> None:
        self.line = 1
        self.record = 1


def read_blocks(source: Source, place: Place) -> Iterator[bytes | DocumentError]:
    """
    Yield the document as blocks of whole lines; a line over the limit, or a document that breaks off, as an error.

    Each line of a block has its line feed, but for the document's last one, which may lack it.  Memory is bounded by
    `Limits.line_bytes`, whatever the document's size.

    Args:
        source: The document.
        place: Kept up to date by the caller, who counts the lines and records of a block before it asks for the
            next; and here for lines that are passed over.
    """
    splitter = _Splitter(source, place)
    try:
        for part in source.blocks():
            yield from splitter.feed(part)
        if splitter.rest or splitter.head:
            yield splitter.head + b"".join(splitter.rest)
        if place.record == 1 and not splitter.skipping:
            message = "expected at least one record, found none"
            yield Malformed(message, path=source.name, position=Position(place.line, 1))
    except DocumentError as error:
        yield error


class _Splitter:
    """Cuts a stream at line feeds, and passes over lines that are too long."""

    def __init__(self, source: Source, place: Place) -> None:
        self.source = source
        self.place = place
        self.rest: list[bytes] = []
        self.rest_size = 0
        self.skipping = False
        self.started = False
        self.head = b""

    def feed(self, part: bytes) -> Iterator[bytes | DocumentError]:
        part = part if self.started else self._without_mark(part)
        cut = part.rfind(b"\n") + 1
        if not cut:
            yield from self._keep(part)
            return
        start = 0
        if self.skipping:
            self.skipping = False
            start = part.find(b"\n") + 1
            self.place.line += 1
            self.place.record += 1
        data = b"".join([*self.rest, part[start:cut]])
        self.rest, self.rest_size = [], 0
        if data:
            yield from self._within_limit(data)
        yield from self._keep(part[cut:])

    def _within_limit(self, data: bytes) -> Iterator[bytes | DocumentError]:
        """Yield whole lines in blocks, and an error for each line over the limit, wherever the stream was cut."""
        limit = self.source.limits.line_bytes
        start = 0
        if len(data) > limit:
            for match in re.finditer(rb"^[^\n]{%d,}+\n" % (limit + 1), data, re.MULTILINE):
                if match.start() > start:
                    yield data[start : match.start()]
                yield self._too_long()
                self.place.line += 1
                self.place.record += 1
                start = match.end()
        if start < len(data):
            yield from self._unless_white(data[start:])

    def _unless_white(self, data: bytes) -> Iterator[bytes]:
        """Yield whole lines, unless no record is on any: whoever splits them takes long where there are millions."""
        if data.isspace() and not data.strip(_WHITE):
            self.place.line += data.count(b"\n")
        else:
            yield data

    def _without_mark(self, part: bytes) -> bytes:
        """Drop a byte order mark, which may come in pieces."""
        self.head += part
        if len(self.head) < len(_MARK) and _MARK.startswith(self.head):
            return b""
        part, self.head, self.started = self.head.removeprefix(_MARK), b"", True
        return part

    def _keep(self, tail: bytes) -> Iterator[DocumentError]:
        if self.skipping or not tail:
            return
        self.rest.append(tail)
        self.rest_size += len(tail)
        if self.rest_size > self.source.limits.line_bytes:
            self.rest, self.rest_size, self.skipping = [], 0, True
            yield self._too_long()

    def _too_long(self) -> Malformed:
        return Malformed(
            f"expected a line of at most {self.source.limits.line_bytes:,} bytes, found a longer one",
            path=self.source.name,
            position=Position(self.place.line, 1),
            record=self.place.record,
            hint="raise --max-line-bytes",
        )


def split_lines(block: bytes) -> list[bytes]:
    r"""
    Return the lines of a block, without their line feeds.

    >>> split_lines(b"1\n2\n"), split_lines(b"1\n2")
    ([b'1', b'2'], [b'1', b'2'])
    """
    lines = block.split(b"\n")
    if not lines[-1]:
        lines.pop()
    return lines


def records_of(block: bytes, place: Place, source: Source) -> Iterator[Record | DocumentError]:
    """Yield the records of a block, and what is wrong with lines that hold none; the place moves on."""
    for data in split_lines(block):
        line, number = place.line, place.record
        place.line += 1
        if data.strip(_WHITE):
            place.record += 1
            yield _record_of(data, line, number, source)


def _record_of(data: bytes, line: int, number: int, source: Source) -> Record | DocumentError:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        marked = wide_encoding(data) if line == 1 else None
        message = f"expected UTF-8, found {marked or f'the byte 0x{data[error.start]:02x}'}"
        return Malformed(message, path=source.name, position=Position(line, len(before) + 1), record=number)
    lines = Lines(text, line)
    try:
        parsed = parse_json(text, max_depth=source.limits.depth, path=source.name, lines=lines)
    except DocumentError as error:
        error.record = number
        return error
    return JsonRecord(parsed, number, text, lines)


def read_records(source: Source) -> Iterator[Record | DocumentError]:
    """Yield the document's records in order, and what is wrong with those that are none."""
    place = Place()
    for block in read_blocks(source, place):
        if isinstance(block, DocumentError):
            yield block
        else:
            yield from records_of(block, place, source)
