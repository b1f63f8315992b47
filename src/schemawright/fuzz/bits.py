"""Sets of small numbers, as the bits of an integer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def each_bit(mask: int) -> Iterator[int]:
    """
    Yield the numbers of the bits that are set, the lowest first.

    >>> [*each_bit(0b1101)]
    [0, 2, 3]
    """
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
