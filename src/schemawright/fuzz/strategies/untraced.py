"""
Work that Hypothesis does not trace.

While it makes a failure small, Hypothesis notes each line that runs, to explain which of a test's lines fail (its
`explain` phase).  Before Python 3.12 that is done by `sys.settrace`, at several times what the lines themselves take.
The lines that make a record explain nothing; those of the test are traced as ever.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_TRACER = "hypothesis.internal.scrutineer"


@contextmanager
def untraced() -> Iterator[None]:
    """Suspend the tracing of Hypothesis, and nobody else's: a debugger or a coverage tool goes on."""
    trace: Any = sys.gettrace()
    if type(getattr(trace, "__self__", None)).__module__ != _TRACER:
        yield
        return
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(trace)
