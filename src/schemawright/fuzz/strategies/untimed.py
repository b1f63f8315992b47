"""
Work that Hypothesis does not time.

It times what is drawn, to say that a test draws too slowly (`HealthCheck.too_slow`), and takes that from the time of
the test itself, for its deadline.  What it takes to prepare a schema is paid once, not at every draw; but where a
strategy is met for the first time while a test runs, as in a stateful machine's rule or by `st.data()`, it would count.
Hypothesis leaves out the time of garbage collection from all that it times: so this is told as such.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_HOME, _CLOCK = "hypothesis.internal.conjecture.junkdrawer", "_gc_cumulative_time"


@contextmanager
def untimed() -> Iterator[None]:
    """Leave a time out of what Hypothesis measures; where a Hypothesis keeps no such clock, it is timed as ever."""
    home: Any = sys.modules.get(_HOME)
    before = getattr(home, _CLOCK, None)
    if before is None:
        yield
        return
    started = perf_counter()
    try:
        yield
    finally:
        # Garbage that was collected meanwhile is part of the time that has passed, and was added already.
        setattr(home, _CLOCK, before + perf_counter() - started)
