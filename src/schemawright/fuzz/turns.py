"""Several sequences in turns: where some of what is in them is left out, it is of all of them."""

from __future__ import annotations

from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_T = TypeVar("_T")

_OVER = object()
"""Stands for what has no more of its own."""


def in_turns(*several: Iterable[_T]) -> Iterator[_T]:
    """
    Yield one of each of several, as long as each has some, and then what is left.

    >>> "".join(in_turns("abc", "1", "xy"))
    'a1xbyc'
    """
    turns: Iterator[Any] = chain.from_iterable(zip_longest(*several, fillvalue=_OVER))
    return (one for one in turns if one is not _OVER)
