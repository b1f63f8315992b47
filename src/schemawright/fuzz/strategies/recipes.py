"""
The recipes of a schema's targets in the order in which choices shrink: what comes first is the simplest.

What Hypothesis lowers is the number of a recipe.  So the first of a target puts little into a record, near to the front
of its arrays.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.breaking.targets import weighted
from schemawright.fuzz.schema.places import has_place
from schemawright.fuzz.shrinking.smallest import shrink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.fuzz.breaking.targets import Recipe, Target
    from schemawright.fuzz.breaking.violations import Violations

_LARGE = frozenset({"maxContains", "maxItems", "maxLength", "maxProperties"})
"""What is violated only by records with much in them."""
_SIMPLE, _TRIES_OF_ONE, _TRIES = 20, 200, 3_000
"""From which length on what a recipe puts in is shrunk; with how many tries, and with how many in all."""
_WHOLE = 120
"""And up to which length, where it is the whole record."""
_LONG = 400
"""And up to which length of a text: one that is wrong by its length has to stay so, and each look takes as long."""
_TRIES_OF_NUMBER = 6
"""With how many tries an integer is that is of a wrong type, however short: 0 is mostly as wrong as 7."""
_MOVED = 12
"""How many recipes of a target are tried for the first items of arrays."""
_ITEM = 4
"""How large an item of an array is at least."""
_LEVEL = 6
"""How large what is around a value is at least, for each step from the root."""
_PLACES = 4
"""For how many places more there are recipes, and at how many something smaller is looked for."""
_FAR = 32
"""From which index on a place is far along an array."""


def in_order(violations: Violations) -> list[Target]:
    """
    Return the targets that were broken, the simplest first; so are the recipes of each, from now on.

    Those that can be alone are there so often that they are half of all.
    """
    ordering = _Ordering(violations)
    # A record that has more than there may be has some of everything: whatever a test is about would be seen in it.
    targets = sorted(violations.working, key=lambda target: target.pair.keyword in _LARGE)
    for target in targets:
        ordering.order(target)
    return weighted(targets)


class _Ordering:
    def __init__(self, violations: Violations) -> None:
        self._repetition = violations.repetition
        self._left = _TRIES

    def order(self, target: Target) -> None:
        recipes = sorted(target.recipes, key=_simplicity)
        # What is far along an array keeps all in front of it, however small the rest is made.
        recipes = [recipe for recipe in recipes if _along(recipe) < _FAR] or sorted(recipes, key=_along)[:1]
        recipes[:_MOVED] = [self._in_front(target, recipe) for recipe in recipes[:_MOVED]]
        recipes = sorted([*recipes, *self._nearer(target, recipes)], key=_simplicity)
        first = {recipe.visit.place: recipe for recipe in reversed(recipes)}
        nearest = sorted(first.values(), key=_simplicity)[:_PLACES]
        smaller = [one for recipe in nearest for one in self._shrunk(target, recipe)]
        target.recipes = sorted([*smaller, *recipes], key=_simplicity)

    def _nearer(self, target: Target, recipes: list[Recipe]) -> Iterator[Recipe]:
        """Yield what the simplest recipe comes to at the places nearest to the root that none is for."""
        known = {recipe.visit.place for recipe in recipes}
        fresh = [(number, visit) for number, visit in target.places if visit.place not in known]
        for number, visit in sorted(fresh, key=lambda place: len(place[1].place))[:_PLACES]:
            moved = recipes[0]._replace(exemplar=number, visit=visit)
            if self._repetition.broken_at(target, moved, self._repetition.exemplars[number]) is not None:
                yield moved

    def _in_front(self, target: Target, recipe: Recipe) -> Recipe:
        """Return a recipe for the first items of the arrays on its way, where it works for those."""
        place = tuple([0 if isinstance(token, int) else token for token in recipe.visit.place])
        record = self._repetition.exemplars[recipe.exemplar]
        if place == recipe.visit.place or not has_place(record, place):
            return recipe
        moved = recipe._replace(visit=recipe.visit._replace(place=place))
        return recipe if self._repetition.broken_at(target, moved, record) is None else moved

    def _shrunk(self, target: Target, recipe: Recipe) -> Iterator[Recipe]:
        """Yield what a recipe comes to with something smaller put in, where that is worth to look for."""
        tries = min(self._left, self._worth(target, recipe))
        if tries <= 0:
            return
        record = self._repetition.exemplars[recipe.exemplar]

        def fails(value: Any) -> bool:
            self._left -= 1
            shown = recipe._replace(value=value, number=None)
            return self._repetition.broken_at(target, shown, record) is not None

        value = shrink(recipe.value, fails, max_tries=tries)
        if value is not recipe.value and fails(value):
            yield recipe._replace(value=value, number=None)

    @staticmethod
    def _worth(target: Target, recipe: Recipe) -> int:
        """Return how many tries it is worth to have something smaller put in."""
        if target.pair.keyword == "type" and type(recipe.value) is int:
            return _TRIES_OF_NUMBER if recipe.value else 0
        if isinstance(recipe.value, str) and len(recipe.value) > _LONG:
            return 0
        # In the place of a large record something smaller comes of it where it is done to a smaller one.
        most = inf if recipe.visit.place else _WHOLE
        return _TRIES_OF_ONE if _SIMPLE < len(repr(recipe.value)) <= most else 0


def _simplicity(recipe: Recipe) -> tuple[int, int, str]:
    """Return how large what a recipe puts in is, with what is around it; how deep it is; and the value: 0 before 7."""
    told = repr(recipe.value)
    size = len(told) + _ITEM * _along(recipe) + _LEVEL * len(recipe.visit.place)
    return size, len(recipe.visit.place), told


def _along(recipe: Recipe) -> int:
    """Return how far along arrays the place of a recipe is."""
    return sum(token for token in recipe.visit.place if isinstance(token, int))
