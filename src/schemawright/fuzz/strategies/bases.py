"""
The valid records that violations are done to, where Hypothesis chooses.

To draw a whole record for each violation would take most of the time, and few have the place in question.  So records
that are known serve too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.fuzz.accepted.exemplars import on_the_way
from schemawright.fuzz.schema.places import grafted, has_place, replaced, value_at
from schemawright.fuzz.shrinking.edits import Editable, copied

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from schemawright.fuzz.breaking.targets import Recipe, Target
    from schemawright.fuzz.fuzzer import Fuzzer
    from schemawright.fuzz.record import FuzzRecord
    from schemawright.fuzz.schema.visits import Place


_ASKED, _ASKED_OF_SLOW = 2_000, 16
"""
How often it is asked at the most what is wrong with a smaller record, in the search for the least; and where telling
takes long: a test waits for it.  What is left of the record then is larger than it need be.
"""

_FAR = 4
"""
From which index on a place is far along an array: a record with all in front of it is too large for every single step
to a smaller one to be tried.
"""


class Inside:
    """
    What was put into a record to break it, with all that can be done to it.

    Args:
        editable: It, with what says whether the record is still broken.
        is_the_same: Whether that is told as it was.
    """

    def __init__(self, editable: Editable, is_the_same: Callable[[Any], bool]) -> None:
        self.editable = editable
        self._is_the_same = is_the_same

    def edited(self, edits: bytes, limit: float) -> Any:
        """Return it made smaller; the same arguments give the same."""
        if self.editable.is_idle(edits, limit):
            return copied(self.editable.record)
        return _kept(lambda keeps: self.editable.edited(edits, limit, keeps), self._is_the_same)


class Broken(NamedTuple):
    """
    A violation of a valid record.

    Args:
        record: What came of it.
        recipe: How it was made, with the place where it was.
        inside: What was put in; None for a scalar, and for what is empty.
    """

    record: FuzzRecord
    recipe: Recipe
    inside: Inside | None = None

    def holding(self, value: Any) -> FuzzRecord:
        """Return the record with something else put in, that came of it."""
        return self.record._replace(instance=replaced(self.record.instance, self.recipe.visit.place, value))


class Bases:
    """
    The records that violations are done to.

    Args:
        fuzzer: What knows the violations; they are prepared.
        simple: Simple texts and numbers.
        declared: The names that the schema knows.
    """

    def __init__(self, fuzzer: Fuzzer, simple: Sequence[str | float], declared: Container[str]) -> None:
        self._accepts = fuzzer.accepts
        self._repetition = fuzzer.violations.repetition
        self._editable = [Editable(record, fuzzer.accepts, simple, declared) for record in self._repetition.exemplars]
        self._by_size = sorted(self._editable, key=lambda one: len(repr(one.record)))
        self._known: dict[Place, list[Editable]] = {}
        self._cuts: dict[tuple[int, Place], Editable] = {}
        self._by_place: dict[tuple[int, Place], Any] = {}
        self._simple = simple
        self._declared = declared
        self._by_recipe: dict[tuple[str, int], Broken | None] = {}

    def known(self, place: Place) -> list[Editable]:
        """Return the known records that have a place, the smallest first."""
        if place not in self._known:
            self._known[place] = [one for one in self._by_size if has_place(one.record, place)]
        return self._known[place]

    def grown(self, record: Any, recipe: Recipe) -> Any:
        """Return a record with little more on the way to the place of a recipe; None where it has no room."""
        grown = grafted(record, self._least_with(recipe), recipe.visit.place)
        return grown if has_place(grown, recipe.visit.place) else None

    def violation(self, target: Target, number: int) -> Broken | None:
        """Return what a recipe makes of the least record that it works for."""
        key = (target.pair.keyword_location, number)
        if key not in self._by_recipe:
            self._by_recipe[key] = self._of_the_least(target, number)
        return self._by_recipe[key]

    def _of_the_least(self, target: Target, number: int) -> Broken | None:
        recipe = target.recipes[number]
        exemplar, place = self._editable[recipe.exemplar], recipe.visit.place
        cut = self._cut(recipe.exemplar, place)
        least = self._least_with(recipe)
        found = self._in_front(target, number, least) or self.broken(target, number, least)
        if found is not None:
            return found
        whole = cut if self._told(target, recipe, cut.record) is not None else exemplar
        most = _ASKED_OF_SLOW if self._repetition.takes_long(whole.record) else _ASKED
        least = _kept(
            lambda keeps: whole.least(keeps or _at_most(_ASKED, lambda one: self._is_broken(target, recipe, one))),
            _at_most(most, lambda one: self._told(target, recipe, one) is not None),
        )
        found = self._in_front(target, number, least)
        if found is not None:
            return found
        record = self._repetition.broken(target, recipe, least)
        return None if record is None else self._with_inside(target, recipe, record)

    def _least_with(self, recipe: Recipe) -> Any:
        """Return the least record with the place of a recipe."""
        return self._least_at(recipe.exemplar, recipe.visit.place)

    def _least_at(self, number: int, place: Place) -> Any:
        """
        Return the least record with a place that an exemplar comes to.

        What has to be in every record is in the least that has what is around it: that is one for many places.
        """
        if (number, place) not in self._by_place:
            around = self._least_at(number, place[:-1]) if place else None
            self._by_place[number, place] = (
                around
                if place and has_place(around, place)
                else self._cut(number, place).least(lambda one: has_place(one, place))
            )
        return self._by_place[number, place]

    def _in_front(self, target: Target, number: int, record: Any) -> Broken | None:
        """Return what a recipe makes of a record without the items in front of its place; None where those are few."""
        place = target.recipes[number].visit.place
        if all(token < _FAR for token in place if isinstance(token, int)):
            return None
        shorter, first = _without_items_before(record, place)
        return self.broken(target, number, shorter, first) if self._accepts(shorter) else None

    def _cut(self, number: int, place: Place) -> Editable:
        """Return an exemplar with little beside a place: of a large one each edit would be judged for long."""
        if (number, place) not in self._cuts:
            whole = self._editable[number]
            less = on_the_way(whole.record, place, whole.accepts)
            is_less = less is not whole.record and has_place(less, place)
            self._cuts[number, place] = (
                Editable(less, whole.accepts, self._simple, self._declared) if is_less else whole
            )
        return self._cuts[number, place]

    def broken(self, target: Target, number: int, record: Any, place: Place | None = None) -> Broken | None:
        """Return what a recipe makes of a record, at its place or another; None where it does not work for that one."""
        recipe = target.recipes[number]
        ways = [recipe]
        if place is not None and place != recipe.visit.place:
            ways.insert(0, recipe._replace(visit=recipe.visit._replace(place=place)))
        for one in ways:
            found = self._told(target, one, record)
            if found is not None:
                return self._with_inside(target, one, found)
        return None

    def _told(self, target: Target, recipe: Recipe, record: Any) -> FuzzRecord | None:
        return self._repetition.broken_at(target, recipe, record) if has_place(record, recipe.visit.place) else None

    def _is_broken(self, target: Target, recipe: Recipe, record: Any) -> bool:
        return has_place(record, recipe.visit.place) and self._repetition.is_broken_at(target, recipe, record)

    def _with_inside(self, target: Target, recipe: Recipe, record: FuzzRecord) -> Broken:
        """Return a violation; what it has in its place beside what is wrong can be left out, as long as that stays."""
        value = value_at(record.instance, recipe.visit.place)
        if not isinstance(value, (dict, list)) or not value:
            return Broken(record, recipe)

        def as_recipe(one: Any) -> Recipe:
            return recipe._replace(value=one, number=None)

        def is_broken(one: Any) -> bool:
            # What was put in says what it is: an object stays one.
            return type(one) is type(value) and self._is_broken(target, as_recipe(one), record.instance)

        def is_the_same(one: Any) -> bool:
            told = self._told(target, as_recipe(one), record.instance)
            return told is not None and (told.violates, told.at) == (record.violates, record.at)

        return Broken(record, recipe, Inside(Editable(value, is_broken, self._simple, self._declared), is_the_same))


def _without_items_before(record: Any, place: Place) -> tuple[Any, Place]:
    """
    Return a record with what is on the way to a place as the first of each array, and where the place is then.

    >>> _without_items_before({"a": [1, 2, [3, 4, 5]]}, ("a", 2, 1))
    ({'a': [[4, 5]]}, ('a', 0, 0))
    """
    for depth, token in enumerate(place):
        if isinstance(token, int):
            record = replaced(record, place[:depth], value_at(record, place[:depth])[token:])
            place = (*place[:depth], 0, *place[depth + 1 :])
    return record, place


def _kept(edited: Callable[[Callable[[Any], bool] | None], Any], keeps: Callable[[Any], bool]) -> Any:
    """
    Return what edits come to that keep something which takes long to ask.

    It is asked of what comes of all of them first, since nearly always nothing but what was asked at every step is
    lost; only else at every step, too.
    """
    found = edited(None)
    return found if keeps(found) else edited(keeps)


def _at_most(most: int, asked: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Return what asks as often as that, and says no from then on."""
    left = iter(range(most))
    return lambda one: next(left, None) is not None and asked(one)
