"""
Where the choices of a generator come from.

One generator core, two sources: `Seeded` for the command line, which is fast and gives the same on every machine, and
Hypothesis' own draws (`schemawright.fuzz.strategies.scalars`), which shrink and replay.  The smallest answer is the
simplest one, so that what Hypothesis shrinks to is minimal.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemawright.fuzz.making.grammar import Maker

T = TypeVar("T")


class Choices(Protocol):
    """A source of choices."""

    lengthens: bool
    """Whether arrays that nothing bounds are long now and then; the boundary cases have long ones already."""

    def below(self, count: int, /) -> int:
        """Return a whole number from 0 to `count` - 1; 0 is the simplest.  `count` is at least 1."""

    def chance(self, likelihood: float, /) -> bool:
        """Return true with some likelihood; false is the simplest."""

    def pick(self, options: Sequence[T], /) -> T:
        """Return one of several options; the first is the simplest."""

    def make(self, maker: Maker, budget: int, /) -> Any:
        """Return what a maker makes with these choices: one part of a record, as whoever chooses likes to have it."""


class Seeded:
    """
    Choices by a seed.

    Only `Random.random` is asked, whose sequence Python promises to keep; what it derives from that has changed.

    Args:
        seed: The same seed gives the same choices, on every machine and in every release.

    >>> choices = Seeded(7)
    >>> [choices.below(10) for _ in range(5)]
    [4, 6, 2, 6, 8]
    """

    __slots__ = ("_random",)
    lengthens = False

    def __init__(self, seed: int | str) -> None:
        self._random = Random(f"schemawright:{seed}").random  # noqa: S311  (to be repeated, not to be secret)

    def below(self, count: int, /) -> int:
        """Return a whole number from 0 to `count` - 1."""
        return int(self._random() * count)

    def chance(self, likelihood: float, /) -> bool:
        """Return true with some likelihood."""
        return self._random() < likelihood

    def pick(self, options: Sequence[T], /) -> T:
        """Return one of several options."""
        return options[int(self._random() * len(options))]

    def make(self, maker: Maker, budget: int, /) -> Any:
        """Return what a maker makes."""
        return maker.make(self, budget)
