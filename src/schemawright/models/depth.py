"""Room for what nests deeper than Python's usual stack: a value 1,000 levels deep takes several frames a level."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_STACK = 256 * 1024 * 1024
_RECURSION = 200_000
_alone = threading.Lock()


def with_deep_stack(work: Callable[[], T]) -> T:
    """Run something in a thread with a large stack, of which only what is used is real."""
    made: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            made.append(work())
        except BaseException as error:  # noqa: BLE001  (raised again by who waits)
            failed.append(error)

    with _alone:
        limit, size = sys.getrecursionlimit(), threading.stack_size(_STACK)
        sys.setrecursionlimit(max(limit, _RECURSION))
        try:
            thread = threading.Thread(target=run)
            thread.start()
            thread.join()
        finally:
            threading.stack_size(size)
            sys.setrecursionlimit(limit)
    if failed:
        raise failed[0]
    return made[0]
