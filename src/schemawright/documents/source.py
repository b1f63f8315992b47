"""
Where a document's bytes come from: a file or standard input, plain or compressed.

A source opens nothing until it is read, counts what it hands out, and reads no more than its limits allow.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from schemawright.documents.record import Limits
from schemawright.errors import MissingExtra, Unreadable, as_clause, reason_of
from schemawright.quoting import cut, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import BufferedReader

COMPRESSIONS = (".gz", ".zst")
"""The endings that are taken off before the format's own."""

_COMPRESSION_NAMES = {".gz": "gzip", ".zst": "zstd"}

_BEGINNINGS = {
    ".gz": (b"\x1f\x8b",),
    ".zst": (b"\x28\xb5\x2f\xfd", *(bytes([number]) + b"\x2a\x4d\x18" for number in range(0x50, 0x60))),
}
"""Compression → how its data may begin (RFC 1952, section 2.3.1; RFC 8878, sections 3.1.1 and 3.1.2)."""

BLOCK = 1 << 16
"""How many bytes a streaming reader asks for; more does not fit the processor's cache, and is slower."""


class Source:
    """
    The bytes of one document.

    Args:
        name: The document as the user named it: a path, or `-` for standard input.
        limits: What may be read.
        on_bytes: Called with how many bytes each read took from the file (compressed ones, where it is), for progress.

    Attributes:
        bytes_read: How many bytes were handed out, after decompression.
    """

    def __init__(self, name: str, limits: Limits | None = None, on_bytes: Callable[[int], None] | None = None) -> None:
        self.name = name
        self.limits = limits or Limits()
        self.bytes_read = 0
        self._on_bytes = on_bytes
        self._tell: Callable[[], int] | None = None
        self._told = 0

    @property
    def compression(self) -> str:
        """The compression that the name's ending says: `.gz`, `.zst` or nothing."""
        return next((ending for ending in COMPRESSIONS if self.name.lower().endswith(ending)), "")

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        """Open the document, decompressed; whatever goes wrong with its bytes is `Unreadable`."""
        try:
            if self.name == "-":
                yield self._standard_input()
                return
            with self._file() as file, _decompressed(file, self.compression) as stream:
                yield stream
        except Exception as error:
            if not isinstance(error, (OSError, EOFError, *_broken_compression())):
                raise
            raise Unreadable(_wording(error, self.compression), path=self.name) from error

    def _standard_input(self) -> IO[bytes]:
        if sys.stdin is None:
            raise Unreadable("cannot be read: standard input is closed", path=self.name)
        return sys.stdin.buffer

    def _file(self) -> BufferedReader:
        try:
            file = open(self.name, "rb")  # noqa: SIM115  (the caller closes it)
        except ValueError as error:
            raise Unreadable(f"expected a path, found {quoted(self.name)}", path=self.name) from error
        if self.compression:
            self._tell, self._told = file.tell, 0
        return file

    def read(self) -> bytes:
        """
        Return all bytes of the document.

        Raises:
            Unreadable: It cannot be opened or read, its compression is broken, or it is larger than the limit.
        """
        limit = self.limits.document_bytes
        with self._opened() as stream:
            parts = []
            size = 0
            while part := stream.read(min(limit + 1 - size, 1 << 20)):
                parts.append(part)
                size += len(part)
                self._count(len(part))
                if size > limit:
                    message = f"expected at most {limit:,} bytes, found more"
                    raise Unreadable(message, path=self.name, hint="raise --max-bytes, or use NDJSON, which streams")
        return b"".join(parts)

    def blocks(self) -> Iterator[bytes]:
        """
        Yield the bytes of the document in blocks of about `BLOCK`.

        Raises:
            Unreadable: As `read`, without a limit on the size.
        """
        with self._opened() as stream:
            read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
            while block := read(BLOCK):
                self._count(len(block))
                yield block

    def _count(self, size: int) -> None:
        self.bytes_read += size
        if self._on_bytes is None:
            return
        if self._tell is not None:
            told, self._told = self._told, self._tell()
            size = self._told - told
        self._on_bytes(size)


def _wording(error: Exception, compression: str) -> str:
    """Return what went wrong with a document's bytes as a clause."""
    if isinstance(error, OSError) and (error.strerror or not compression):
        return f"cannot be read: {reason_of(error)}"
    kind = _COMPRESSION_NAMES[compression]
    if isinstance(error, EOFError):
        return f"expected whole {kind} data, found its end too early"
    if any(said in str(error) for said in _NO_BEGINNING):
        return f"expected only {kind} data, found something else behind it"
    return f"expected {kind} data, found broken ones: {_reason(error)}"


_NO_BEGINNING = ("Not a gzipped file", "Unknown frame descriptor")
"""What decompressors say of bytes that begin no data of theirs; of the first ones, that is asked before."""


def _reason(error: Exception) -> str:
    """Return the last thing that a decompressor says."""
    return cut(as_clause(str(error).rpartition(": ")[2]))


@contextmanager
def _decompressed(file: BufferedReader, compression: str) -> Iterator[IO[bytes]]:
    if not compression:
        yield file
        return
    _expect_beginning(file, compression)
    if compression == ".gz":
        import gzip

        with gzip.GzipFile(fileobj=file, mode="rb") as stream:
            yield stream  # type: ignore[misc]  # GzipFile is a binary file in all that is used here
    else:
        with _zstd().ZstdFile(file, "rb") as stream:
            yield stream


def _expect_beginning(file: BufferedReader, compression: str) -> None:
    """Refuse what is not compressed at all, or cut off before it can be known."""
    beginnings = _BEGINNINGS[compression]
    length = max(map(len, beginnings))
    first = file.peek(length)[:length]
    if first.startswith(beginnings):
        return
    if not any(beginning.startswith(first) for beginning in beginnings):
        hint = f"compress it, or take {compression} off its name"
        raise Unreadable(f"expected {_COMPRESSION_NAMES[compression]} data, found none", path=str(file.name), hint=hint)
    if not first or file.seekable():  # Of a pipe, the rest may come later.
        raise EOFError  # Neither module minds an empty file, which is a cut-off one.


def _zstd() -> Any:
    """Return the module that the standard library has from Python 3.14 on, or its backport."""
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
    except ImportError as error:
        raise MissingExtra("all", "reading .zst files") from error
    return zstd


def _broken_compression() -> tuple[type[Exception], ...]:
    """Return the errors of decompressors that are loaded, without loading any."""
    errors = []
    for module, name in (("zlib", "error"), ("backports.zstd", "ZstdError"), ("compression.zstd", "ZstdError")):
        if module in sys.modules:
            errors.append(getattr(sys.modules[module], name))
    return tuple(errors)
