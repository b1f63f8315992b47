"""A document's bytes come whole, or not at all and with the reason."""

from __future__ import annotations

import gzip
import io
import os
import re
import sys
from typing import TYPE_CHECKING

import pytest

from schemawright.documents.record import Limits
from schemawright.documents.source import Source
from schemawright.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

DATA = os.urandom(100_000)
CHECKSUM = {zstd.CompressionParameter.checksum_flag: 1}  # as the command-line tool has it
COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".zst": lambda data: zstd.compress(data, options=CHECKSUM),
}
KINDS = {".gz": "gzip", ".zst": "zstd"}
both = pytest.mark.parametrize("ending", COMPRESS)


def unreadable(path: Path | str, limits: Limits | None = None) -> str:
    """Return why a document cannot be read, which is the same for both ways to read it."""
    with pytest.raises(Unreadable) as whole:
        Source(str(path), limits).read()
    assert whole.value.path == str(path)
    assert whole.value.message[0].islower()
    return whole.value.message


def streamed(path: Path) -> str:
    with pytest.raises(Unreadable) as refused:
        list(Source(str(path)).blocks())
    return refused.value.message


def test_a_file_reads_as_it_is(tmp_path: Path) -> None:
    """Whole and in blocks, and its bytes are counted."""
    path = tmp_path / "a.json"
    path.write_bytes(DATA)
    source = Source(str(path))
    assert source.read() == DATA
    assert source.bytes_read == len(DATA)
    assert b"".join(Source(str(path)).blocks()) == DATA


@both
def test_a_compressed_file_reads_as_what_was_compressed(tmp_path: Path, ending: str) -> None:
    """Several members read as one, and the case of the ending does not matter."""
    path = tmp_path / f"a.json{ending.upper()}"
    path.write_bytes(COMPRESS[ending](DATA) + COMPRESS[ending](b"more"))
    assert Source(str(path)).read() == DATA + b"more"
    assert b"".join(Source(str(path)).blocks()) == DATA + b"more"


@both
def test_progress_counts_what_the_file_has(tmp_path: Path, ending: str) -> None:
    """Compressed bytes are what a progress bar knows the total of; what was handed out is counted apart."""
    path = tmp_path / f"a{ending}"
    path.write_bytes(COMPRESS[ending](bytes(1 << 20)))
    seen: list[int] = []
    source = Source(str(path), on_bytes=seen.append)
    source.read()
    assert source.bytes_read == 1 << 20
    assert sum(seen) == path.stat().st_size


@both
@pytest.mark.parametrize("kept", [0, 5, 1_000])
def test_a_compressed_file_that_is_cut_off_is_unreadable(tmp_path: Path, ending: str, kept: int) -> None:
    """Even where nothing is left of it."""
    path = tmp_path / f"a{ending}"
    path.write_bytes(COMPRESS[ending](DATA)[:kept])
    assert unreadable(path) == streamed(path) == f"expected whole {KINDS[ending]} data, found its end too early"


@both
def test_a_file_that_only_claims_to_be_compressed_is_unreadable(tmp_path: Path, ending: str) -> None:
    """The message says what was expected, and the hint that its name is wrong; however little there is."""
    path = tmp_path / f"a{ending}"
    for data in (b'{"plain": true}' * 10, b"1"):
        path.write_bytes(data)
        assert unreadable(path) == streamed(path) == f"expected {KINDS[ending]} data, found none"


@both
def test_what_is_behind_compressed_data_is_no_part_of_them(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(COMPRESS[ending](DATA) * 2)
    assert Source(str(path)).read() == DATA * 2
    path.write_bytes(COMPRESS[ending](DATA) + b"more")
    assert unreadable(path) == streamed(path) == f"expected only {KINDS[ending]} data, found something else behind it"


@pytest.mark.parametrize(
    ("ending", "at", "reason"),
    [
        (".gz", -8, r"CRC check failed 0x[0-9a-f]+ != 0x[0-9a-f]+"),
        (".gz", -1, "incorrect length of data produced"),
        (".gz", 2, "unknown compression method"),
        (".zst", -1, "restored data doesn't match checksum"),
    ],
)
def test_what_a_decompressor_says_is_told_whole(tmp_path: Path, ending: str, at: int, reason: str) -> None:
    data = bytearray(COMPRESS[ending](b"text " * 1_000))
    data[at] ^= 1
    path = tmp_path / f"a{ending}"
    path.write_bytes(bytes(data))
    assert re.fullmatch(f"expected {KINDS[ending]} data, found broken ones: {reason}", unreadable(path))


@both
def test_a_damaged_compressed_file_is_unreadable(tmp_path: Path, ending: str) -> None:
    """A checksum or the format tells."""
    whole = bytearray(COMPRESS[ending](b"text " * 10_000))
    whole[len(whole) // 2] ^= 0xFF
    path = tmp_path / f"a{ending}"
    path.write_bytes(bytes(whole))
    assert unreadable(path).startswith("expected ")


@both
def test_a_decompression_bomb_stops_at_the_limit(tmp_path: Path, ending: str) -> None:
    """No more is decompressed than the limit, and a step."""
    path = tmp_path / f"a{ending}"
    path.write_bytes(COMPRESS[ending](bytes(50_000_000)))
    source = Source(str(path), Limits(document_bytes=1_000))
    with pytest.raises(Unreadable, match="expected at most 1,000 bytes, found more"):
        source.read()
    assert source.bytes_read == 1_001


def test_the_size_limit_is_exact(tmp_path: Path) -> None:
    """As many bytes as the limit are read."""
    path = tmp_path / "a"
    path.write_bytes(bytes(1_000))
    assert len(Source(str(path), Limits(document_bytes=1_000)).read()) == 1_000
    assert unreadable(path, Limits(document_bytes=999)) == "expected at most 999 bytes, found more"


def test_what_is_no_file_is_unreadable(tmp_path: Path) -> None:
    """Each reason is the operating system's, in lower case."""
    assert unreadable(tmp_path) == "cannot be read: is a directory"
    assert unreadable(tmp_path / "missing.json") == "cannot be read: no such file or directory"
    assert unreadable(tmp_path / "missing.json.gz") == "cannot be read: no such file or directory"
    assert unreadable("a\x00b.json") == r'expected a path, found "a\u0000b.json"'
    assert unreadable("a\ud800.json").startswith("expected a path, found ")
    assert unreadable("x" * 5_000).startswith("cannot be read: file name too long")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    """The reason is named."""
    path = tmp_path / "a.json"
    path.touch(mode=0)
    assert unreadable(path) == "cannot be read: permission denied"


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read as bytes."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"{}")))
    assert Source("-").read() == b"{}"
