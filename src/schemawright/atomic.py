"""A file that is there as a whole or not at all: written beside its place, then put there."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any, cast

from schemawright.errors import SchemawrightError, reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import FrameType

_KILLED = 128
"""What a shell adds to the number of the signal that has ended a process."""
_ENDS = ("SIGTERM", "SIGHUP")
"""The signals that tell a process to end; the second one, not everywhere, when its terminal is closed."""
_NEVER = frozenset({errno.EPERM, errno.EROFS, errno.ENAMETOOLONG})
"""Why a file cannot be opened for writing that cannot be replaced either."""


class Telling:
    """
    A stream that tells its own errors from those of others.

    Args:
        stream: The stream.
        error_of: Returns what is raised in the place of its errors; not of those that say that nobody reads on.
    """

    def __init__(self, stream: Any, error_of: Callable[[OSError], Exception]) -> None:
        self._stream = stream
        self._error_of = error_of

    def __getattr__(self, name: str) -> Any:
        """Return what else the stream has."""
        return getattr(self._stream, name)

    @property
    def buffer(self) -> Telling:
        """The stream of bytes below, of one of text."""
        return Telling(self._stream.buffer, self._error_of)

    def write(self, data: Any) -> Any:
        """Write a part."""
        return self._done(self._stream.write, data)

    def writelines(self, parts: Iterable[Any]) -> None:
        """Write some parts."""
        for part in parts:
            self.write(part)

    def flush(self) -> None:
        """Hand on what was written."""
        self._done(self._stream.flush)

    def _done(self, work: Callable[..., Any], *args: Any) -> Any:
        try:
            return work(*args)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise self._error_of(error) from None


@contextmanager
def writing(path: str) -> Iterator[IO[bytes]]:
    """
    Give a stream whose bytes become the file when the context ends well; nothing changes when it does not.

    A pipe or a device is written to as it is.

    Raises:
        SchemawrightError: The file cannot be written.
    """
    with _told(path):
        file, place, mode = _opened(path)
    try:
        # What happens to others in the meantime is not told of this file.
        yield cast("IO[bytes]", Telling(file, lambda error: _unwritable(path, error)))
        with _told(path):
            _put(file, place, mode)
    except BaseException:
        _discard(file, place)
        raise


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
    file, place, mode = _begun(path, prefix, suffix)
    try:
        yield file
        _put(file, place, mode)
    except BaseException:
        _discard(file, place)
        raise


@contextmanager
def cleaning_up() -> Iterator[None]:
    """Let what is unfinished be removed when the process is told to end, as it is when somebody interrupts it."""
    import signal

    def stop(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(_KILLED + number)

    before = {}
    try:
        for number in [getattr(signal, name) for name in _ENDS if hasattr(signal, name)]:
            if signal.getsignal(number) is not signal.SIG_IGN:  # Somebody has seen to it that it goes on (`nohup`).
                before[number] = signal.signal(number, stop)
    except ValueError:  # Only the main thread hears of signals.
        yield
        return
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _told(path: str) -> Iterator[None]:
    """Name the file that cannot be written, instead of what it is written with; that nobody reads on is no fault."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _unwritable(path, error) from None


def _opened(path: str) -> tuple[IO[bytes], str, int | None]:
    """Return what to write to, the place that it is to take, if any, and the permissions of what is there."""
    if os.path.exists(path) and not os.path.isfile(path):
        return open(path, "wb"), "", None
    _expect_replaceable(os.path.realpath(path))
    return _begun(path, f".{os.path.basename(path)[:50]}-", "")


def _expect_replaceable(place: str) -> None:
    """
    Look before there is any work whether a file may be replaced, as far as that can be known.

    Raises:
        OSError: It may not.
    """
    try:
        os.close(os.open(place, os.O_WRONLY))
    except FileNotFoundError:
        return
    except OSError as error:
        if error.errno in _NEVER:
            raise
        return  # Who may not write it may replace it.
    if _is_mounted(place):
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))


def _is_mounted(place: str) -> bool:
    """Return whether something is mounted at a place, if the system lists that: devices say nothing of overlays."""
    try:
        with open("/proc/self/mountinfo", "rb") as mounts:
            places = {line.split(b" ")[4] for line in mounts}
    except (OSError, IndexError):
        return False
    return _as_listed(place) in places


def _as_listed(place: str) -> bytes:
    r"""
    Return a place as the list of mounts has it.

    >>> _as_listed("/a b")
    b'/a\\040b'
    """
    escaped = {ord(char): f"\\{ord(char):03o}" for char in " \t\n\\"}
    return os.fsencode(place.translate(escaped))


def _begun(path: str, prefix: str, suffix: str) -> tuple[IO[bytes], str, int | None]:
    """Return a new file, the place that it is to take, and the permissions of what is there, if anything is."""
    place = os.path.realpath(path)
    mode = stat.S_IMODE(os.stat(place).st_mode) if os.path.exists(place) else None
    beside = os.path.join(os.path.dirname(place), f"{prefix}{os.urandom(8).hex()}{suffix}")
    # What is replaced may be private.  Otherwise the system says who may read: to ask it changes that for all threads.
    private = 0o666 if mode is None else 0o600
    return open(beside, "xb", opener=lambda name, flags: os.open(name, flags, private)), place, mode


def _put(file: IO[bytes], place: str, mode: int | None) -> None:
    """Close a new file, and put it in its place; one without a place is there already."""
    file.close()
    if mode is not None:
        os.chmod(file.name, mode)
    if place:
        os.replace(file.name, place)


def _discard(file: IO[bytes], place: str) -> None:
    """Remove a new file, unless it is in its place, or has none."""
    with suppress(OSError):
        file.close()
    if place:
        with suppress(OSError):
            os.unlink(file.name)


def _unwritable(path: str, error: OSError) -> SchemawrightError:
    return SchemawrightError(f"{path}: cannot be written: {reason_of(error)}")
