"""A progress bar on a terminal, for work of more than a second; `rich` is imported only then."""

from __future__ import annotations

import threading
import time
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 1.0
"""Seconds of work before a bar appears, and again after a finding was printed."""


class Progress:
    """
    Counts bytes; a context that gives the function to call with each number of bytes.

    Args:
        total: How many bytes there are to read, as far as is known; 0 where it is not.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._since = time.monotonic()
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Callable[[int], None]:
        """Start the clock."""
        return self.advance

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        self.hide()

    def advance(self, size: int) -> None:
        """Count bytes; show the bar where it has taken a while."""
        self._done += size
        if self._bar is not None:
            self._bar.update(self._task, completed=self._done)
        elif time.monotonic() - self._since > PATIENCE:
            self._show()

    def hide(self) -> None:
        """Take the bar away, so that what is printed next stands on a line of its own."""
        self._since = time.monotonic()
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def beside(self, out: IO[str]) -> IO[str]:
        """Return a stream that hides the bar before it writes."""
        return _Beside(out, self)  # type: ignore[return-value]  # renderers only write

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
        from rich.progress import Progress as Bar

        columns = (
            TextColumn("validating"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
        )
        self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("validating", total=self._total or None, completed=self._done)
        self._bar.start()


class Waiting:
    """
    Says what is being waited for, where that takes more than a second; a context.

    Args:
        text: What is done meanwhile.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._lock = threading.Lock()
        self._is_over = False
        self._status: Any = None
        self._timer = threading.Timer(PATIENCE, self._show)
        self._timer.daemon = True

    def __enter__(self) -> None:
        """Start the clock."""
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        """Take back what was said."""
        self._timer.cancel()
        with self._lock:
            self._is_over = True
            if self._status is not None:
                self._status.stop()

    def _show(self) -> None:
        from rich.console import Console

        with self._lock:
            if not self._is_over:
                self._status = Console(stderr=True).status(self._text)
                self._status.start()


class _Beside:
    def __init__(self, out: IO[str], progress: Progress) -> None:
        self._out = out
        self._progress = progress

    def write(self, text: str) -> int:
        self._progress.hide()
        return self._out.write(text)
