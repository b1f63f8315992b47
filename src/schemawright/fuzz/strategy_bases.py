"""
The valid records that violations are done to, where Hypothesis chooses.

To draw a whole record for each violation would take most of the time, and few have the place in question.  So records
that are known serve too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.fuzz.edits import Editable
from schemawright.fuzz.exemplars import on_the_way
from schemawright.fuzz.places import has_place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from schemawright.fuzz.fuzzer import Fuzzer
    from schemawright.fuzz.record import FuzzRecord
    from schemawright.fuzz.targets import Target
    from schemawright.fuzz.visits import Place


_ASKED, _ASKED_OF_SLOW = 2_000, 16
"""
How often it is asked at the most what is wrong with a smaller record, in the search for the least; and where telling
takes long: a test waits for it.  What is left of the record then is larger than it need be.
"""


class Bases:
    """
    The records that violations are done to.

    Args:
        fuzzer: What knows the violations; they are prepared.
        simple: Simple texts.
    """

    def __init__(self, fuzzer: Fuzzer, simple: Sequence[str]) -> None:
        self._violations = fuzzer.violations
        self._editable = [Editable(record, fuzzer.accepts, simple) for record in self._violations.exemplars]
        self._by_size = sorted(self._editable, key=lambda one: len(repr(one.record)))
        self._known: dict[Place, list[Editable]] = {}
        self._cuts: dict[tuple[int, Place], Editable] = {}
        self._by_place: dict[Place, Any] = {}
        self._by_recipe: dict[tuple[str, int], FuzzRecord | None] = {}

    def known(self, place: Place) -> list[Editable]:
        """Return the known records that have a place, the smallest first."""
        if place not in self._known:
            self._known[place] = [one for one in self._by_size if has_place(one.record, place)]
        return self._known[place]

    def violation(self, target: Target, number: int) -> FuzzRecord | None:
        """Return what a recipe makes of the least record that it works for."""
        recipe = target.recipes[number]
        exemplar, place = self._editable[recipe.exemplar], recipe.visit.place
        cut = self._cut(recipe.exemplar, place)
        if place not in self._by_place:
            self._by_place[place] = cut.least(lambda one: has_place(one, place))
        found = self.broken(target, number, self._by_place[place])
        if found is not None:
            return found
        key = (target.pair.keyword_location, number)
        if key not in self._by_recipe:
            whole = cut if self.broken(target, number, cut.record) is not None else exemplar
            most = _ASKED_OF_SLOW if self._violations.takes_long(whole.record) else _ASKED
            least = whole.least(_at_most(most, lambda one: self.broken(target, number, one) is not None))
            self._by_recipe[key] = self._violations.broken(target, recipe, least)
        return self._by_recipe[key]

    def _cut(self, number: int, place: Place) -> Editable:
        """Return an exemplar with little beside a place: of a large one each edit would be judged for long."""
        if (number, place) not in self._cuts:
            whole = self._editable[number]
            less = on_the_way(whole.record, place, whole.accepts)
            is_less = less is not whole.record and has_place(less, place)
            self._cuts[number, place] = Editable(less, whole.accepts, whole.simple) if is_less else whole
        return self._cuts[number, place]

    def broken(self, target: Target, number: int, record: Any, place: Place | None = None) -> FuzzRecord | None:
        """Return what a recipe makes of a record, at its place or another; None where it does not work for that one."""
        recipe = target.recipes[number]
        if place is not None and place != recipe.visit.place and has_place(record, place):
            moved = recipe._replace(visit=recipe.visit._replace(place=place))
            found = self._violations.broken_at(target, moved, record)
            if found is not None:
                return found
        if not has_place(record, recipe.visit.place):
            return None
        return self._violations.broken_at(target, recipe, record)


def _at_most(most: int, asked: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Return what asks as often as that, and says no from then on."""
    left = iter(range(most))
    return lambda one: next(left, None) is not None and asked(one)
