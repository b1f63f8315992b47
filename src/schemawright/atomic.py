"""A file that is there as a whole or not at all: written beside its place, then put there."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
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
    try:
        begun = _begun(path, f".{os.path.basename(path)[:50]}-", "")
    except OSError as error:
        raise _unwritable(path, error) from None
    with _told(path), _ended(*begun) as file:
        yield file


@contextmanager
def replacing(path: str, *, prefix: str, suffix: str = "") -> Iterator[IO[bytes]]:
    """
    Give a stream to a new file, which takes the place of another one when the context ends well.

    Args:
        path: The place; where a symbolic link leads, if it is one.
        prefix: How the name of the new file begins until then.
        suffix: How it ends.

    Yields:
        The stream; its `name` is that of the new file.

    Raises:
        OSError: The file cannot be written.
    """
    with _ended(*_begun(path, prefix, suffix)) as file:
        yield file


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


def _begun(path: str, prefix: str, suffix: str) -> tuple[IO[bytes], str, int | None]:
    """Return a new file, the place that it is to take, and the permissions of what is there, if anything is."""
    place = os.path.realpath(path)
    mode = stat.S_IMODE(os.stat(place).st_mode) if os.path.exists(place) else None
    beside = os.path.join(os.path.dirname(place), f"{prefix}{os.urandom(8).hex()}{suffix}")
    # What is replaced may be private.  Otherwise the system says who may read: to ask it changes that for all threads.
    private = 0o666 if mode is None else 0o600
    return open(beside, "xb", opener=lambda name, flags: os.open(name, flags, private)), place, mode


@contextmanager
def _ended(file: IO[bytes], place: str, mode: int | None) -> Iterator[IO[bytes]]:
    """Put a new file in its place, or remove it."""
    try:
        with file:
            yield file
            file.flush()
        if mode is not None:
            os.chmod(file.name, mode)
        os.replace(file.name, place)
    except BaseException:
        with suppress(FileNotFoundError):  # It may be in its place.
            os.unlink(file.name)
        raise


def _unwritable(path: str, error: OSError) -> SchemawrightError:
    return SchemawrightError(f"{path}: cannot be written: {(error.strerror or '').lower()}")
