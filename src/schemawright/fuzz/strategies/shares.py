"""Numbers below a count, told by bytes: which part of all that the bytes could be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random


def share(part: bytes, count: int) -> int:
    """Return the number below a count that bytes tell; 0 for such that are all 0."""
    return int.from_bytes(part) * count >> 8 * len(part)


def telling(number: int, count: int, size: int, chance: Random) -> bytes:
    """
    Return so many bytes that tell a number below a count, any of those that do.

    Of a count above that of what so many bytes can be, not every number can be told: then they tell one close by.

    >>> from random import Random
    >>> [share(telling(number, 7, 1, Random(1)), 7) for number in range(7)]
    [0, 1, 2, 3, 4, 5, 6]
    """
    low, high = (-(-(one << 8 * size) // count) for one in (number, number + 1))
    low = min(low, (1 << 8 * size) - 1)
    return chance.randrange(low, max(high, low + 1)).to_bytes(size)
