"""A deterministic walk through all boundary cases of a grammar, as many of them in one record as there are places."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_In = TypeVar("_In")

_EVERY = 5
"""One choice in so many goes by turns; the others go where most is left."""


class Sweep:
    """
    Counts for each place which case is next, and remembers what had most cases left below it.

    Attributes:
        left: How many cases some place of what was made last has left, at the most.
    """

    __slots__ = ("_below", "_open", "_turns", "left")

    def __init__(self) -> None:
        # With its place, which is kept alive: another object could get the same id, in some processes.
        self._turns: dict[int, tuple[object, int]] = {}
        self._below: dict[int, tuple[object, float]] = {}
        self._open: set[int] = set()
        self.left: float = 0

    @property
    def is_over(self) -> bool:
        """Whether no place that was met has a case left."""
        return not self._open

    def turn(self, place: object, cases: int) -> int:
        """Return how often a place was asked before."""
        _, turn = self._turns.get(id(place), (place, 0))
        self._turns[id(place)] = (place, turn + 1)
        self.left = max(self.left, cases - turn - 1)
        (self._open.add if turn + 1 < cases else self._open.discard)(id(place))
        return turn

    def into(self, place: object, make: Callable[[Sweep, int], Any], budget: int) -> Any:
        """Return what is made at a place, and note how many cases were left at it and below it."""
        outer, self.left = self.left, 0
        try:
            return make(self, budget)
        finally:
            self._below[id(place)] = (place, self.left)
            self.left = max(outer, self.left)

    def below(self, place: object) -> float:
        """Return how many cases were left at a place and below it; of one that was never met, without end."""
        return self._below.get(id(place), (place, inf))[1]

    def chosen(self, place: object, options: Sequence[_In], meant: Sequence[_In]) -> _In:
        """
        Return one of the options of a place: each once, then mostly the one that has most cases left.

        Args:
            place: The place.
            options: All of them.
            meant: Those that the schema has something to say about; the others get a turn now and then.
        """
        turn = self.turn(place, len(options))
        if turn < len(options):
            return options[turn]
        if turn % _EVERY == 0:
            return options[turn // _EVERY % len(options)]
        return max(meant or options, key=self.below)
