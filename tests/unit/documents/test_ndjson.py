"""NDJSON is read line by line, whatever blocks it comes in."""

from __future__ import annotations

import io
import os
import threading
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemawright.documents import ndjson
from schemawright.documents.record import Limits, Record, Target
from schemawright.documents.source import Source
from schemawright.errors import DocumentError, Malformed, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Read

LINES = st.sampled_from(
    [
        b'{"a": 1}',
        b"[]",
        b"17",
        b"",
        b"  ",
        b"\t\r",
        b'{"a": 1}\r',
        b"[1,",
        b'"\xff"',
        b"NaN",
        '"é𝒳"'.encode(),
        b'"' + b"x" * 40 + b'"',
    ]
)
DOCUMENTS = st.builds(
    lambda mark, lines, end: mark + b"\n".join(lines) + end,
    st.sampled_from([b"", b"\xef\xbb\xbf", b"\xef\xbb", b"\xef"]),
    st.lists(LINES, max_size=8),
    st.sampled_from([b"", b"\n"]),
)


class Chunked(Source):
    """A document whose bytes come in blocks of given sizes, over and over."""

    def __init__(self, data: bytes, sizes: list[int], limits: Limits) -> None:
        super().__init__("chunked", limits)
        self.data = data
        self.sizes = sizes

    def blocks(self) -> Iterator[bytes]:
        stream = io.BytesIO(self.data)
        while True:
            for size in self.sizes:
                block = stream.read(size)
                if not block:
                    return
                yield block


def outcomes(source: Source) -> list[Any]:
    return [
        (item.record, item.message, item.position)
        if isinstance(item, DocumentError)
        else (item.number, item.instance, item.locate([Target(())]))
        for item in ndjson.read_records(source)
    ]


@given(DOCUMENTS, st.lists(st.integers(1, 20), min_size=1, max_size=5), st.sampled_from([3, 10, 30, 1 << 20]))
def test_records_do_not_depend_on_the_blocks_they_come_in(data: bytes, sizes: list[int], line_bytes: int) -> None:
    """Chunked and unchunked give the same records, errors, numbers and positions."""
    limits = Limits(line_bytes=line_bytes)
    assert outcomes(Chunked(data, sizes, limits)) == outcomes(Chunked(data, [1 << 20], limits))


NO_RECORD = "expected at least one record, found none"


@given(st.lists(LINES, max_size=8))
def test_each_line_is_what_it_would_be_alone(lines: list[bytes]) -> None:
    """A malformed line is one error, and hides no other; blank lines are no records, and nothing else is an error."""
    together = outcomes(Chunked(b"\n".join(lines), [7], Limits()))
    alone = [outcomes(Chunked(line, [1 << 10], Limits())) for line in lines]
    records = [item[1] for items in alone for item in items if item[1] != NO_RECORD]
    assert [item[1] for item in together] == (records or [NO_RECORD])
    if records:
        assert [item[0] for item in together] == list(range(1, len(together) + 1))


def test_positions_count_the_lines_of_the_whole_document(read: Read) -> None:
    """Blank lines and malformed ones count; so do carriage returns, which are white space."""
    records = read('{"a": 1}\r\n\r\n[NaN]\r\n{"é": [true]}\r\n', "ndjson")
    first, malformed, last = records
    assert isinstance(malformed, Malformed)
    assert (malformed.record, malformed.position) == (2, (3, 2))
    assert isinstance(first, Record)
    assert isinstance(last, Record)
    assert last.number == 3
    (span,) = last.locate([Target(("é", 0))])
    assert span == ((4, 8), 4)
    assert last.excerpt(span).text == '{"é": [true]}'


def test_a_line_over_the_limit_is_an_error_and_the_rest_is_read(read: Read) -> None:
    """The limit is exact, and does not count the line feed."""
    records = read(f'"{"x" * 8}"\n"{"x" * 9}"\n1\n', "ndjson", Limits(line_bytes=10))
    long = records[1]
    assert [getattr(item, "instance", None) for item in records] == ["xxxxxxxx", None, 1]
    assert isinstance(long, Malformed)
    assert long.message == "expected a line of at most 10 bytes, found a longer one"
    assert (long.position, long.record) == ((2, 1), 2)


def test_other_line_breaks_are_part_of_a_line(read: Read) -> None:
    """A line ends at a line feed and nowhere else."""
    assert [record.instance for record in read('"a\u2028b\x85c"\n', "ndjson") if isinstance(record, Record)] == [
        "a\u2028b\x85c"
    ]


def test_a_document_that_breaks_off_still_gives_its_records(tmp_path: Any) -> None:
    """What was read before a stream breaks is judged, then the break is reported."""
    import gzip

    path = tmp_path / "log.ndjson.gz"
    lines = b"".join(b'{"n": %d, "x": "%s"}\n' % (n, os.urandom(40).hex().encode()) for n in range(10_000))
    path.write_bytes(gzip.compress(lines)[:-5_000])
    *records, last = ndjson.read_records(Source(str(path)))
    assert len(records) > 1_000
    assert all(isinstance(record, Record) for record in records)
    assert isinstance(last, Unreadable)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_stream_gives_its_records_as_they_come(tmp_path: Any) -> None:
    """The first record is there before the last is written."""
    path = str(tmp_path / "pipe")
    os.mkfifo(path)
    seen = threading.Event()

    def write() -> None:
        with open(path, "wb", buffering=0) as pipe:  # noqa: PTH123
            pipe.write(b"1\n")
            seen.wait(10)
            pipe.write(b"2\n")

    writer = threading.Thread(target=write)
    writer.start()
    records = ndjson.read_records(Source(path))
    first = next(records)
    seen.set()
    rest = list(records)
    writer.join()
    assert [record.instance for record in (first, *rest) if isinstance(record, Record)] == [1, 2]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("1".encode("utf-16"), ["UTF-16"]),
        ("1".encode("utf-32"), ["UTF-32"]),
        (b"1\n\xff\xfe\n", ["the byte 0xff"]),
        (b"\xff\n1", ["the byte 0xff"]),
    ],
)
def test_the_encoding_of_a_document_is_named_where_its_mark_says_it(
    tmp_path: Path, data: bytes, found: list[str]
) -> None:
    (tmp_path / "a.ndjson").write_bytes(data)
    records = ndjson.read_records(Source(str(tmp_path / "a.ndjson")))
    wrong = [one.message for one in records if isinstance(one, Malformed)]
    assert wrong == [f"expected UTF-8, found {encoding}" for encoding in found]


def test_lines_of_white_space_are_no_records_however_many(tmp_path: Path) -> None:
    (tmp_path / "a.ndjson").write_bytes(b" \n" * 100_000 + b"1\n" + b"\n" * 100_000 + b"{\n" + b"\r\n" * 100_000)
    one, wrong = ndjson.read_records(Source(str(tmp_path / "a.ndjson")))
    assert isinstance(one, Record)
    assert isinstance(wrong, Malformed)
    assert (one.number, one.locate([Target(())])[0].position) == (1, (100_001, 1))
    assert wrong.record == 2
    assert wrong.position is not None
    assert wrong.position.line == 200_002
    (tmp_path / "a.ndjson").write_bytes(b"\t\n" * 100_000)
    (none,) = ndjson.read_records(Source(str(tmp_path / "a.ndjson")))
    assert isinstance(none, Malformed)
    assert none.position == (100_001, 1)
