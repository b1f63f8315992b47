"""How deep values nest: no deeper than our own reader allows, and with room for 1,000 levels of several frames each."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, TypeVar

from schemawright.validation.schema import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

DEEPEST = Settings().max_depth
"""How many levels a text may nest, which our own reader and the validator's agree about."""

_IS_BOUNDED_APART = sys.version_info >= (3, 12)
"""Whether code in C may recurse deeper than Python's, up to a limit of its own."""

_STACK = 256 * 1024 * 1024
_RECURSION = 200_000
_alone = threading.Lock()
"""The limit of recursion is that of the whole interpreter: two that change it would put back each other's."""


def may_nest_too_deep(text: bytes) -> bool:
    """
    Return whether a text may nest deeper than our own reader allows, and msgspec not notice.

    >>> may_nest_too_deep(b"[[1]]")
    False
    """
    may_go_on = _IS_BOUNDED_APART or sys.getrecursionlimit() > DEEPEST
    return may_go_on and text.count(b"[") + text.count(b"{") > DEEPEST


class _Here(threading.local):
    """Whether this thread has the room already."""

    is_deep = False


_here = _Here()


def with_deep_stack(work: Callable[[], T]) -> T:
    """
    Run something in a thread with a large stack, of which only what is used is real.

    Meanwhile Python's limit of recursion is higher for all threads: there is but one.
    """
    if _here.is_deep:
        return work()
    made: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        _here.is_deep = True
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(limit, _RECURSION))
        try:
            made.append(work())
        except BaseException as error:  # noqa: BLE001  (raised again by who waits)
            failed.append(error)
        finally:
            # By this thread, which goes on if who waits is interrupted.
            sys.setrecursionlimit(limit)
            _alone.release()

    _start(threading.Thread(target=run, daemon=True)).join()
    if failed:
        raise failed[0]
    return made[0]


def _start(thread: threading.Thread) -> threading.Thread:
    """Start a thread that releases the lock when it ends."""
    _alone.acquire()
    size = threading.stack_size(_STACK)
    try:
        thread.start()
    except RuntimeError:  # There is no room for one more.
        _alone.release()
        raise
    finally:
        threading.stack_size(size)
    return thread
