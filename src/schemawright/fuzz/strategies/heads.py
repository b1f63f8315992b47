"""
Which violation a record is, and of what: the first bytes that are drawn for it, and in which order they come.

Each keyword has its turn before any has it again, each way to break one has it, at each place first; and so has each
kind of record that it is done to.  As often as by chance, but soon.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from schemawright.fuzz.strategies.shares import share, telling
from schemawright.fuzz.turns import in_turns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from random import Random

    from schemawright.fuzz.breaking.targets import Recipe, Target
    from schemawright.fuzz.schema.visits import Place

T = TypeVar("T")

COUNT = 9
"""How many bytes there are.  All 0 is the simplest; all others are alike."""
_TARGET = _RECIPE = 2
_KIND = 1
_KNOWN = _TARGET + _RECIPE + _KIND
"""How many bytes tell the target, the recipe, and the kind of base; what follows is left to chance."""
KINDS, LEAST = 6, 0
"""Of so many kinds of bases one is the least record there is, the next is any, and all others are known ones."""


class Head(NamedTuple):
    """
    What the first bytes tell.

    Args:
        target: The target that is violated.
        number: The number of the recipe by which it is.
        kind: What kind of record that is done to.
        which: Which one, where there are several.
    """

    target: Target
    number: int
    kind: int
    which: bytes

    @property
    def recipe(self) -> Recipe:
        """The recipe."""
        return self.target.recipes[self.number]


def told_by(head: bytes, targets: Sequence[Target]) -> Head:
    """Return what bytes tell."""
    target = targets[share(head[:_TARGET], len(targets))]
    number = share(head[_TARGET : _TARGET + _RECIPE], len(target.recipes))
    return Head(target, number, share(head[_KNOWN - _KIND : _KNOWN], KINDS), head[_KNOWN:])


def heads(targets: Sequence[Target], chance: Random) -> Iterator[bytes]:
    """
    Yield the bytes of one violation after the other, without end.

    Args:
        targets: What is violated; one that is there twice has two turns.
        chance: What decides on the order, and on what has none.
    """
    recipes = {id(target): _over_and_over(target, chance) for target in targets}
    kinds = {id(target): _kinds(chance) for target in targets}
    while True:
        for at in _shuffled(range(len(targets)), chance):
            target = targets[at]
            yield b"".join(
                (
                    telling(at, len(targets), _TARGET, chance),
                    telling(next(recipes[id(target)]), len(target.recipes), _RECIPE, chance),
                    telling(next(kinds[id(target)]), KINDS, _KIND, chance),
                    chance.randbytes(COUNT - _KNOWN),
                )
            )


def _over_and_over(target: Target, chance: Random) -> Iterator[int]:
    """Yield the numbers of all recipes of a target, over and over, those of different places in turns."""
    by_place: dict[Place, list[int]] = {}
    for number, recipe in enumerate(target.recipes):
        by_place.setdefault(recipe.visit.place, []).append(number)
    while True:
        rows = [_shuffled(numbers, chance) for numbers in by_place.values()]
        yield from in_turns(*_shuffled(rows, chance))


def _kinds(chance: Random) -> Iterator[int]:
    return chain.from_iterable(iter(lambda: _shuffled(range(KINDS), chance), None))


def _shuffled(several: Iterable[T], chance: Random) -> list[T]:
    found = [*several]
    chance.shuffle(found)
    return found
