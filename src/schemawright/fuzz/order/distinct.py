"""What chance makes, without what was there before, as long as there is anything else."""

from __future__ import annotations

from marshal import dumps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Container

_MOST = 1_000.0
"""How many are left out in a row, at the most."""
_PLAIN = 2
"""The version of `marshal` that writes a value the same, whichever strings are shared; half as long as `repr` takes."""
_REMEMBERED = 100_000
"""How many are remembered at the least; at the most twice as many."""


class Distinct:
    """
    Leaves out what was there before.

    Args:
        before: The keys of what came before; see `key_of`.
        income: How many are left out for each that is let through, on average; the fewer, the longer one takes to make.

    Attributes:
        repeated: How many were let through all the same.

    >>> distinct = Distinct(set(), 8)
    >>> [one for one in [1, 2, 1, True, 2, 3] if distinct.lets(one)]
    [1, 2, True, 3]
    """

    def __init__(self, before: Container[int], income: float) -> None:
        self._before = before
        self._seen: set[int] = set()
        self._earlier: set[int] = set()
        self._usual = self._income = income
        self._left = _MOST
        self.repeated = 0

    def lets(self, instance: Any) -> bool:
        """Return whether an instance is new, or there was none for long."""
        key = key_of(instance)
        if key not in self._seen and key not in self._earlier and key not in self._before:
            if len(self._seen) >= _REMEMBERED:
                self._earlier, self._seen = self._seen, set()
            self._seen.add(key)
            self._income = self._usual
            self._left = min(_MOST, self._left + self._income)
            return True
        self._left -= 1
        if self._left >= 0:
            return False
        # Where all were there before, that is found out faster each time.
        self._income /= 2
        self._left = self._income
        self.repeated += 1
        return True


def key_of(instance: Any) -> int:
    """Return what tells instances apart; another order of names makes another one."""
    try:
        return hash(dumps(instance, _PLAIN))
    except ValueError:  # A number of a type of our own.
        return hash(repr(instance))
