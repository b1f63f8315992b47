"""
The valid records that violations are done to, where Hypothesis chooses.

To draw a whole record for each violation would take most of the time, and few have the place in question.  So records
that are known serve too: a string of bytes, which is one choice to Hypothesis, says what is left out of one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.fuzz.shrinking import shrink
from schemawright.fuzz.violations import has_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.fuzz.fuzzer import Fuzzer
    from schemawright.fuzz.record import FuzzRecord
    from schemawright.fuzz.violations import Recipe, Target
    from schemawright.fuzz.visits import Place

_LEFT_OUT = 16
"""Below which byte, of 256, something is left out."""
_MOST_PLACES = 120


class Known(NamedTuple):
    """
    A record that is known.

    Args:
        record: The record.
        places: What can be left out of it, the last first: so what is left stays where it was.
    """

    record: Any
    places: tuple[Place, ...]

    @property
    def size(self) -> int:
        """How many places there are."""
        return len(self.places)


class Bases:
    """
    The records that violations are done to.

    Args:
        fuzzer: What knows the violations; they are prepared.
    """

    def __init__(self, fuzzer: Fuzzer) -> None:
        self._violations = fuzzer.violations
        self._is_valid = fuzzer.schema.engine.is_valid
        self._known: dict[Place, list[Known]] = {}
        self._by_place: dict[Place, Any] = {}
        self._by_recipe: dict[tuple[str, int], Any] = {}

    def known(self, place: Place) -> list[Known]:
        """Return the known records that have a place, the smallest first."""
        if place not in self._known:
            having = [record for record in self._violations.exemplars if has_place(record, place)]
            found = [Known(record, tuple(list(_places(record))[:_MOST_PLACES][::-1])) for record in having]
            self._known[place] = sorted(found, key=lambda known: known.size)
        return self._known[place]

    def less(self, known: Known, place: Place, bits: bytes) -> Any:
        """Return a known record without what bytes leave out, as far as it stays valid and keeps a place."""
        record = known.record
        for out, byte in zip(known.places, bits, strict=True):
            if byte < _LEFT_OUT and out != place[: len(out)]:
                smaller = _without(record, out)
                record = smaller if has_place(smaller, place) and self._is_valid(smaller) else record
        return record

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
