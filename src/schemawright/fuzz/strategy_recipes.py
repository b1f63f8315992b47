"""
The recipes of a schema's targets in the order in which choices shrink: what comes first is the simplest.

What Hypothesis lowers is the number of a recipe.  So the first of a target puts little into a record, near to the front
of its arrays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.fuzz.places import has_place
from schemawright.fuzz.shrinking import shrink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.fuzz.targets import Recipe, Target
    from schemawright.fuzz.violations import Violations

_LARGE = frozenset({"maxContains", "maxItems", "maxLength", "maxProperties"})
"""What is violated only by records with much in them."""
_SIMPLE, _TRIES_OF_ONE, _TRIES = 40, 200, 3_000
"""From which length on what a recipe puts in is shrunk; with how many tries, and with how many in all."""
_TRIES_OF_NUMBER = 6
"""With how many tries an integer is that is of a wrong type, however short: 0 is mostly as wrong as 7."""
_MOVED = 12
"""How many recipes of a target are tried for the first items of arrays."""
_ITEM = 4
"""How large an item of an array is at least."""
_FAR = 32
"""From which index on a place is far along an array."""


def in_order(violations: Violations) -> list[Target]:
    """Return the targets that were broken, the simplest first; so are the recipes of each, from now on."""
    ordering = _Ordering(violations)
    # A record that has more than there may be has some of everything: whatever a test is about would be seen in it.
    targets = sorted(violations.working, key=lambda target: target.pair.keyword in _LARGE)
    for target in targets:
        ordering.order(target)
    return targets


class _Ordering:
    def __init__(self, violations: Violations) -> None:
        self._violations = violations
        self._left = _TRIES

    def order(self, target: Target) -> None:
        recipes = sorted(target.recipes, key=_simplicity)
        # What is far along an array keeps all in front of it, however small the rest is made.
        recipes = [recipe for recipe in recipes if _along(recipe) < _FAR] or sorted(recipes, key=_along)[:1]
        recipes[:_MOVED] = [self._in_front(target, recipe) for recipe in recipes[:_MOVED]]
        target.recipes = [*self._shrunk(target, recipes[0]), *recipes]

    def _in_front(self, target: Target, recipe: Recipe) -> Recipe:
        """Return a recipe for the first items of the arrays on its way, where it works for those."""
        place = tuple([0 if isinstance(token, int) else token for token in recipe.visit.place])
        record = self._violations.exemplars[recipe.exemplar]
        if place == recipe.visit.place or not has_place(record, place):
            return recipe
        moved = recipe._replace(visit=recipe.visit._replace(place=place))
        return recipe if self._violations.broken_at(target, moved, record) is None else moved

    def _shrunk(self, target: Target, recipe: Recipe) -> Iterator[Recipe]:
        """Yield what a recipe comes to with something smaller put in, where that is worth to look for."""
        tries = min(self._left, self._worth(target, recipe))
        if tries <= 0:
            return
        record = self._violations.exemplars[recipe.exemplar]

        def fails(value: Any) -> bool:
            self._left -= 1
            shown = recipe._replace(value=value, number=None)
            return self._violations.broken_at(target, shown, record) is not None

        value = shrink(recipe.value, fails, max_tries=tries)
        if value is not recipe.value and fails(value):
            yield recipe._replace(value=value, number=None)

    @staticmethod
    def _worth(target: Target, recipe: Recipe) -> int:
        """Return how many tries it is worth to have something smaller put in."""
        if target.pair.keyword == "type" and type(recipe.value) is int:
            return _TRIES_OF_NUMBER if recipe.value else 0
        # In the place of the whole record something smaller comes of it where it is done to a smaller one.
        return _TRIES_OF_ONE if recipe.visit.place and len(repr(recipe.value)) > _SIMPLE else 0


def _simplicity(recipe: Recipe) -> tuple[int, int, str]:
    """Return how large what a recipe puts in is, with the items in front, how deep it is; and the value: 0 before 7."""
    told = repr(recipe.value)
    return len(told) + _ITEM * _along(recipe), len(recipe.visit.place), told


def _along(recipe: Recipe) -> int:
    """Return how far along arrays the place of a recipe is."""
    return sum(token for token in recipe.visit.place if isinstance(token, int))
