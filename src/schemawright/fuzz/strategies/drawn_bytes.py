"""
Bytes that Hypothesis draws, each kind for itself.

Of what strategies of one kind have drawn, Hypothesis copies one into the place of another, as five of six examples come
about.  That is good for what is alike; of bytes that say which record it is, and others that say what of it stays, it
makes hardly anything but what was there before.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

from hypothesis.strategies import SearchStrategy

if TYPE_CHECKING:
    from hypothesis.internal.conjecture.data import ConjectureData


class _Bytes(SearchStrategy[bytes]):
    """So many bytes, which are like none of another use."""

    def __init__(self, count: int, use: str) -> None:
        super().__init__()
        self._count = count
        self._use = use

    def __repr__(self) -> str:
        return f"bytes({self._count}, {self._use!r})"

    def do_draw(self, data: ConjectureData) -> bytes:
        """Return what is drawn."""
        return data.draw_bytes(self._count, self._count)

    def calc_label(self) -> int:
        """Return what tells strategies of different kinds apart."""
        return crc32(repr(self).encode())


@lru_cache(maxsize=1_024)
def drawn_bytes(count: int, use: str) -> SearchStrategy[bytes]:
    """
    Return a strategy of so many bytes.

    Args:
        count: How many.
        use: What they are for: only bytes for the same are made alike.
    """
    return _Bytes(count, use)
