"""
The valid records that violations are done to, where Hypothesis chooses.

To draw a whole record for each violation would take most of the time, and few have the place in question.  So records
that are known serve too: a string of bytes, which is one choice to Hypothesis, says what is left out of one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.fuzz.places import has_place
from schemawright.fuzz.shrinking import shrink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.fuzz.fuzzer import Fuzzer
    from schemawright.fuzz.record import FuzzRecord
    from schemawright.fuzz.violations import Recipe, Target
    from schemawright.fuzz.visits import Place

MOST_PLACES = 32
"""How many members and items of a record can be left out."""


def less(record: Any, left_out: bytes, accepts: Callable[[Any], bool]) -> Any:
    """
    Return a record without some of its members and items.

    Args:
        record: The record.
        left_out: A byte for each of the first members and items, outer before inner; 0 leaves it out.
        accepts: Whether what is left will do; else the member or item stays.
    """
    if 0 not in left_out:
        return record
    # The last first, so that what is in front of it stays where it is.
    places = [place for place, byte in zip(_places(record), left_out, strict=False) if not byte][::-1]
    before = None
    while len(places) != before:  # what depends on one that stayed may be gone now
        before = len(places)
        kept = []
        for place in places:
            smaller = _without(record, place) if has_place(record, place) else None
            if smaller is not None and accepts(smaller):
                record = smaller
            else:
                kept.append(place)
        places = kept
    return record


class Bases:
    """
    The records that violations are done to.

    Args:
        fuzzer: What knows the violations; they are prepared.
    """

    def __init__(self, fuzzer: Fuzzer) -> None:
        self._violations = fuzzer.violations
        self._is_valid = fuzzer.schema.engine.is_valid
        self._known: dict[Place, list[Any]] = {}
        self._by_place: dict[Place, Any] = {}
        self._by_recipe: dict[tuple[str, int], Any] = {}

    def known(self, place: Place) -> list[Any]:
        """Return the known records that have a place, the smallest first."""
        if place not in self._known:
            having = [record for record in self._violations.exemplars if has_place(record, place)]
            self._known[place] = sorted(having, key=lambda record: len(repr(record)))
        return self._known[place]

    def violation(self, target: Target, recipe: Recipe) -> FuzzRecord | None:
        """Return what a recipe makes of the least record that it works for."""
        broken, place = self._violations.broken, recipe.visit.place
        exemplar = self._violations.exemplars[recipe.exemplar]
        if place not in self._by_place:
            self._by_place[place] = shrink(exemplar, lambda one: has_place(one, place) and self._is_valid(one))
        found = broken(target, recipe, self._by_place[place])
        if found is not None:
            return found
        key = (target.pair.keyword_location, target.recipes.index(recipe))
        if key not in self._by_recipe:
            self._by_recipe[key] = shrink(exemplar, lambda one: self._works(target, recipe, one))
        return broken(target, recipe, self._by_recipe[key])

    def _works(self, target: Target, recipe: Recipe, record: Any) -> bool:
        if not has_place(record, recipe.visit.place) or not self._is_valid(record):
            return False
        return self._violations.broken(target, recipe, record) is not None


def _places(value: Any, place: Place = ()) -> Iterator[Place]:
    """Yield the places of members and items, outer before inner, in order."""
    members = value.items() if isinstance(value, dict) else ()
    items = enumerate(value) if isinstance(value, list) else ()
    for token, member in (*members, *items):
        yield (*place, token)
        yield from _places(member, (*place, token))


def _without(record: Any, place: Place) -> Any:
    """Return a record without what is at a place."""
    token, *rest = place
    if not rest and isinstance(record, dict):
        return {name: member for name, member in record.items() if name != token}
    if not rest:
        return [item for index, item in enumerate(record) if index != token]
    copy = record.copy()
    copy[token] = _without(record[token], tuple(rest))
    return copy
