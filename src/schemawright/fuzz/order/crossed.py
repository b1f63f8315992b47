"""
Crossed records: what several valid records tell, told by one.

A boundary case tells one mutant by the value at some place, and another case tells another by a value elsewhere.  Where
one record has both values, there is room for one more among those that come first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.fuzz.bits import each_bit
from schemawright.fuzz.record import FuzzRecord, is_light
from schemawright.fuzz.schema.places import has_place, replaced, value_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from schemawright.fuzz.order.judged import Judged
    from schemawright.fuzz.order.mutants import Mutants
    from schemawright.fuzz.schema.locally import Locally
    from schemawright.fuzz.schema.visits import Place

_BASES, _PARTS = 16, 64
"""Into how many records others are put, and how many records are looked at."""
_WEIGHTY = 300
"""How many values a record has at the most that is put together."""
_WAYS = 6
"""In how many ways a value is tried to be put into a record."""
_MOST_ASKED = 100
"""Of how many mutants is asked at the most whether a record still tells them: to judge whole records takes long."""


class _Part(NamedTuple):
    """
    A record to be put into others.

    Args:
        instance: The record.
        told: The mutants that it tells, and none before it.
        by_place: Which of them it tells by what stands at a place.
    """

    instance: Any
    told: int
    by_place: dict[Place, int]

    def without(self, told: int) -> _Part:
        """Return the part for what is not told yet."""
        by_place = {place: mask & ~told for place, mask in self.by_place.items() if mask & ~told}
        return _Part(self.instance, self.told & ~told, by_place)


@dataclass
class _Draft:
    """
    A record that is put together.

    Args:
        instance: The record.
        taken: The places that are to stay as they are.
        expected: The mutants that it should tell.
        standing: Those of them that it does tell, without asking, by what stands at a place.
    """

    instance: Any
    taken: set[Place]
    expected: int
    standing: dict[Place, int]

    @property
    def sure(self) -> int:
        """All mutants that it tells without asking."""
        return _any_of(self.standing.values())

    def put(self, changed: Any, at: Place, told: int) -> None:
        """Take a record that has something else at a place, and what it should tell by that."""
        self.instance = changed
        self.taken.add(at)
        self.expected |= told
        for depth in range(len(at)):
            self.standing.pop(at[:depth], None)  # What is around that place is another value now.


class Crossing:
    """
    Puts valid records of one schema together.

    Args:
        mutants: The mutants that they tell.
        locally: The schema's subschemas, each by itself.
        is_valid: The verdict about a record.
        told_by: Which of some mutants a record tells.
        judged: The mutant of a number.
    """

    def __init__(
        self,
        mutants: Mutants,
        locally: Locally,
        is_valid: Callable[[Any], bool],
        told_by: Callable[[FuzzRecord, int], int],
        judged: Callable[[int], Judged],
    ) -> None:
        self._mutants = mutants
        self._locally = locally
        self._is_valid = is_valid
        self._told_by = told_by
        self._judged = judged
        self._deciding = 0
        """Mutants that any record tells in which the value stands by which one does."""
        for location, mask in mutants.within.items():
            self._deciding |= mask if locally.decides(location) else 0

    def crossed(self, told: Sequence[tuple[FuzzRecord, int]]) -> Iterator[FuzzRecord]:
        """
        Yield records that tell what several of some do.

        Args:
            told: Valid records, and what each tells that none before it does.
        """
        light = [(record.instance, mask) for record, mask in told if is_light(record.instance, _WEIGHTY)]
        parts = [self._part(*one) for one in light[:_PARTS]]
        for _ in range(_BASES):
            if not parts:
                return
            base, *others = sorted(parts, key=lambda one: -one.told.bit_count())
            made, told_now = self._joined(base, others)
            if made is not base.instance:
                yield FuzzRecord(made, valid=True)
            left = others if made is base.instance else parts
            parts = [one for one in (part.without(told_now) for part in left) if one.told]

    def _part(self, instance: Any, told: int) -> _Part:
        return _Part(instance, told, self._by_place(instance, told))

    def _by_place(self, instance: Any, told: int) -> dict[Place, int]:
        """Return the places of a record by which it tells mutants, and which; none of what is told by all of it."""
        wanted: dict[str, list[int]] = {}
        for number in each_bit(told):
            wanted.setdefault(self._mutants.all[number].subschema.location, []).append(number)
        about: dict[str, list[tuple[Place, Any]]] = {}
        for visit, value in self._locally.visited(instance):
            location = visit.subschema.location
            if location in wanted and visit.name is None and self._locally.is_told(location):
                about.setdefault(location, []).append((visit.place, value))
        found: dict[Place, int] = {}
        for location, values in about.items():
            right = self._locally.verdict(location)
            for number in wanted[location]:
                own = self._judged(number).own
                place = next((place for place, value in values if own(value) is not right(value)), None)
                if place:
                    found[place] = found.get(place, 0) | 1 << number
        return found

    # --- one record

    def _joined(self, base: _Part, others: Sequence[_Part]) -> tuple[Any, int]:
        """Return a record with as much of what others tell as it has room for, and what it tells."""
        draft = self._put_together(base, others)
        asked = draft.expected & ~draft.sure
        if asked.bit_count() > _MOST_ASKED:
            return base.instance, base.told
        told = draft.sure | self._told_by(FuzzRecord(draft.instance, valid=True), asked)
        return (draft.instance, told) if told.bit_count() > base.told.bit_count() else (base.instance, base.told)

    def _put_together(self, base: _Part, others: Sequence[_Part]) -> _Draft:
        draft = _Draft(base.instance, set(base.by_place), base.told, self._surely(base.by_place))
        values = [(one.instance, place, mask) for one in others for place, mask in one.by_place.items()]
        for donor, place, mask in sorted(values, key=lambda one: -one[2].bit_count()):
            if mask & ~draft.expected:
                self._put(draft, donor, place, mask)
        return draft

    def _put(self, draft: _Draft, donor: Any, place: Place, mask: int) -> None:
        """Put what stands at a place of another record into a draft, if there is room for it."""
        for changed, at in islice(_ways(draft.instance, draft.taken, donor, place), _WAYS):
            if is_light(changed, _WEIGHTY) and self._is_valid(changed):
                draft.put(changed, at, mask)
                draft.standing |= self._surely({place: mask}) if at == place[: len(at)] else {}
                return

    def _surely(self, by_place: dict[Place, int]) -> dict[Place, int]:
        """Return what is told by a value wherever it is met, which is at the same place of any record."""
        return {place: mask & self._deciding for place, mask in by_place.items() if mask & self._deciding}


def _any_of(masks: Iterable[int]) -> int:
    return reduce(or_, masks, 0)


def _ways(base: Any, taken: set[Place], donor: Any, place: Place) -> Iterator[tuple[Any, Place]]:
    """
    Yield a record with what another has at a place: there, or as one more item of an array on the way; and where.

    >>> [changed for changed, _ in _ways({"a": [1]}, {("a", 0)}, {"a": [2]}, ("a", 0))]
    [{'a': [1, 2]}]
    """
    depth = next((depth for depth in range(len(place)) if not has_place(base, place[: depth + 1])), len(place) - 1)
    above, at = value_at(base, place[:depth]), place[: depth + 1]
    if _is_free(at, taken):
        if isinstance(above, dict) and isinstance(at[-1], str):
            yield replaced(base, place[:depth], {**above, at[-1]: value_at(donor, at)}), at
        elif has_place(base, at):
            yield replaced(base, at, value_at(donor, at)), at
    for end in range(depth, -1, -1):
        if isinstance(value_at(base, place[:end]), list):
            yield from _in_array(base, taken, place[:end], value_at(donor, place[: end + 1]))


def _in_array(base: Any, taken: set[Place], place: Place, item: Any) -> Iterator[tuple[Any, Place]]:
    """Yield a record with an item at the end of an array, and in the last place of it that is free."""
    array = value_at(base, place)
    yield replaced(base, place, [*array, item]), (*place, len(array))
    free = next((index for index in reversed(range(len(array))) if _is_free((*place, index), taken)), None)
    if free is not None:
        yield replaced(base, (*place, free), item), (*place, free)


def _is_free(place: Place, taken: set[Place]) -> bool:
    """Return whether nothing that is to stay is at a place, above it or below it."""
    return not any(place[: len(one)] == one[: len(place)] for one in taken)
