"""
Recursion that is deeper than a thread may recurse: every so many levels it goes on in another thread.

Python bounds how deep each thread recurses, so that no stack overflows.  To raise that bound is no way out.  There is
one `sys.setrecursionlimit` for all threads: while it is raised for one, a runaway recursion in any other, whose stack
is as small as ever, is no `RecursionError` but the end of the process (up to 3.11); and of two threads that raise it
and put it back, each puts back the other's.  From 3.12 on, what recurses through C has a bound of its own
besides, which nothing raises; that of 3.12.1 is below a thousand.

What is bounded is each thread's own depth, however, and a new thread's is none.  So nothing is changed for anybody:
each thread has a few hundred frames on a stack of the usual size, whatever the version, and there are as many threads
as the depth takes, of which one runs.  A thread takes some 50 microseconds to start, less than the levels in it.
"""

from __future__ import annotations

import sys
import threading
from contextvars import copy_context
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

LEVELS = 64
"""How many levels there are in a thread; a level may have ten frames, of about a thousand that a thread may have."""

MOST_THREADS = 500
"""How many threads wait for one another at the most: what goes deeper has no end."""

_FEW_FRAMES = 300
"""How many frames a thread may have where a recursion begins, for its first levels to fit beside them."""


class NoRoom(RecursionError):
    """One more thread cannot be started."""


class _Depth:
    """How deep a thread is: its levels, and how many threads wait for it."""

    __slots__ = ("level", "waiting")

    def __init__(self, waiting: int) -> None:
        self.level = 0
        self.waiting = waiting

    def is_full(self) -> bool:
        """Return whether no level more fits: all have begun, or whoever begins the first one is far down itself."""
        return self.level >= LEVELS or (self.level == 0 and is_far_down())


class _Here(threading.local):
    """The depth of this thread."""

    def __init__(self) -> None:
        self.depth = _Depth(0)


_here = _Here()


def deeper(work: Callable[..., T], *args: object) -> T:
    """
    Call what calls itself by this again; where this thread is deep, in another one.

    Raises:
        RecursionError: It does not end.

    >>> def length(linked):
    ...     return 1 + deeper(length, linked[1]) if linked else 0
    >>> linked = None
    >>> for value in range(10_000):
    ...     linked = (value, linked)
    >>> length(linked)
    10000
    """
    depth = _here.depth
    if depth.is_full():
        return apart(lambda: work(*args))
    depth.level += 1
    try:
        return work(*args)
    finally:
        depth.level -= 1


def iter_deeper(make: Callable[[], Iterator[T]], most: int | None = None) -> Iterator[T]:
    """
    Yield what an iterator does that iterates over others by this; where this thread is deep, all at once.

    Args:
        make: Returns the iterator.
        most: How much of it is wanted; nothing beyond that is made where it is all at once.

    Raises:
        RecursionError: It does not end.
    """
    # Kept, since an iterator that nobody wants any more may be closed by another thread.
    depth = _here.depth
    if depth.is_full():
        yield from apart(lambda: list(islice(make(), most)))
        return
    depth.level += 1
    try:
        yield from make()
    finally:
        depth.level -= 1


def apart(work: Callable[[], T]) -> T:
    """
    Return what some work returns, which a thread of its own does, in the same context; and raise what it raises.

    Raises:
        RecursionError: Too many threads wait already, or (`NoRoom`) there is no room for one more.
    """
    waiting = _here.depth.waiting + 1
    made: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        _here.depth = _Depth(waiting)
        try:
            made.append(work())
        except BaseException as error:  # noqa: BLE001  (raised again by who waits)
            failed.append(error)

    _start(run, waiting).join()
    if not failed:
        return made[0]
    try:
        raise failed[0]
    finally:
        failed.clear()  # An error that refers to itself, by the frames that it came through, would stay.


def _start(run: Callable[[], None], waiting: int) -> threading.Thread:
    if waiting > MOST_THREADS:
        raise RecursionError(f"expected an end within {MOST_THREADS * LEVELS:,} levels, found none")
    # A daemon: who waits may be interrupted, and then nobody does.
    thread = threading.Thread(target=copy_context().run, args=(run,), name="schemawright-deeper", daemon=True)
    try:
        thread.start()
    except RuntimeError:
        raise NoRoom(f"expected room for {waiting:,} threads, found none") from None
    return thread


def is_far_down() -> bool:
    """Return whether this thread has many frames already."""
    frame = sys._getframe()  # noqa: SLF001  (there is no other way to count them)
    for _ in range(_FEW_FRAMES):
        if frame.f_back is None:
            return False
        frame = frame.f_back
    return True
