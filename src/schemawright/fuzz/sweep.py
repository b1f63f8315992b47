"""A deterministic walk through all boundary cases of a grammar, as many of them in one record as there are places."""

from __future__ import annotations


class Sweep:
    """
    Counts for each place which case is next.

    Attributes:
        left: How many cases some place has left, at the most; the walk is over when a record leaves it at 0.
    """

    __slots__ = ("_turns", "left")

    def __init__(self) -> None:
        # With its place, which is kept alive: another object could get the same id, in some processes.
        self._turns: dict[int, tuple[object, int]] = {}
        self.left = 0

    def turn(self, place: object, cases: int) -> int:
        """Return how often a place was asked before."""
        _, turn = self._turns.get(id(place), (place, 0))
        self._turns[id(place)] = (place, turn + 1)
        self.left = max(self.left, cases - turn - 1)
        return turn
