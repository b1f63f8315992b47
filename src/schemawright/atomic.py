"""A file that is there as a whole or not at all: written beside its place, then put there."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from schemawright.errors import SchemawrightError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

TERMINATED = 143
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS})


@contextmanager
def writing(path: str) -> Iterator[IO[bytes]]:
    """
    Give a stream whose bytes become the file when the context ends well; nothing changes when it does not.

    A pipe or a device is written to as it is.

    Raises:
        SchemawrightError: The file cannot be written.
    """
    if os.path.exists(path) and not os.path.isfile(path):
        with _told(path), _opened(path) as file:
            yield file
            file.flush()
        return
    handle, beside = _beside(path)
    try:
        with _told(path), os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
        os.chmod(beside, mode_of(path))
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise


@contextmanager
def cleaning_up() -> Iterator[None]:
    """Let what is unfinished be removed when the process is told to end, as it is when somebody interrupts it."""
    import signal

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise SystemExit(TERMINATED)

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # Only the main thread hears of signals.
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _told(path: str) -> Iterator[None]:
    """Name the file that takes no more, instead of what it is written with."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise _unwritable(path, error) from None


def _opened(path: str) -> IO[bytes]:
    try:
        return open(path, "wb")
    except OSError as error:
        raise _unwritable(path, error) from None


def _beside(path: str) -> tuple[int, str]:
    folder, name = os.path.split(os.path.realpath(path))
    try:
        return tempfile.mkstemp(prefix=f".{name[:50]}-", dir=folder)
    except OSError as error:
        raise _unwritable(path, error) from None


def _unwritable(path: str, error: OSError) -> SchemawrightError:
    return SchemawrightError(f"{path}: cannot be written: {(error.strerror or '').lower()}")


def mode_of(path: str) -> int:
    """Return the permissions that a file has, or that a new one gets."""
    if os.path.exists(path):
        return os.stat(path).st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
