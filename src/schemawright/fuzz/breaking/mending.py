"""
Mending: what a record violates beside the one thing that was broken in it is made good.

To break one keyword may break another: an unknown `state` is none that a date of completion is allowed with; what asks
for a property may be refused itself.  Then something else is left out of the record, put into it, or taken from one
that is valid, until nothing but the one thing is wrong.
"""

from __future__ import annotations

from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.breaking.targets import Recipe
from schemawright.fuzz.breaking.telling import BRANCHING, Found
from schemawright.fuzz.breaking.ways import MAX_WAYS
from schemawright.fuzz.record import is_light, size_of
from schemawright.fuzz.schema.places import SCALARS, place_of, replaced, value_at, without
from schemawright.pointer import format_pointer, is_at_or_below

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from schemawright.engines.native.engine import NativeEngine
    from schemawright.engines.native.labels import Label
    from schemawright.fuzz.breaking.targets import Target
    from schemawright.fuzz.breaking.telling import Telling
    from schemawright.fuzz.breaking.ways import Missed
    from schemawright.fuzz.near.sources import Sources
    from schemawright.fuzz.schema.visits import Place

_MENDED, _MOST, _OF_ONE = 4, 2_000, 100
"""
How many violations of a target are mended; how much is tried for that in all, more the larger the records; and how much
for each target in any case, whatever was in vain for those before it.
"""
_MOST_AGAIN, _WAYS_IN_VAIN = 4_000, 4
"""How much is tried for the ways that are left of a target; after how many of them in vain it is left at that."""
_BASES = 4
"""How many records that were mended for one way are tried for another."""
_LARGE = 40
"""How many values a record has that counts twice."""
_TOO_LARGE = 400
"""How many values a record has that is not mended: of all that is wrong with it there would be a copy of it each."""
_LOOKED = 16
"""How many of them it is asked of what they violate, at the most."""
_TOLD = 10
"""Of how many edits it is asked what is wrong then, which takes long, to go on from there."""
_ROUNDS = 2
"""How many things are mended one after the other."""
_LABELS = 6
"""How many violations there are at the most in what is worth mending."""
_TRIES = 48
"""How many ways to mend a record are tried in each round."""
_MEMBERS, _VALUES = 12, 5
"""How many members of an object, or items, are mended at one place; and by how many values of other records each."""


class Mending:
    """
    Mends the violations of one schema.

    Args:
        engine: The engine that says what a record violates.
        telling: What it says of a violation.
        sources: Where values of other records are found.
    """

    def __init__(self, engine: NativeEngine, telling: Telling, sources: Sources) -> None:
        self._labels = engine.all_labels
        self._telling = telling
        self._sources = sources
        self._tried = self._tried_again = 0
        self._good: dict[tuple[str, Place], list[tuple[Any, Place]]] = {}
        """What was mended of a target at a place: the record, and below which place it was changed."""

    def mended(self, target: Target, several: Sequence[Found]) -> Iterator[Found | None]:
        """
        Yield violations of a target alone, made of such as violate others too; None where nothing came of one.

        Args:
            target: The target; what is found becomes one of its recipes.
            several: Violations of it.
        """
        is_alone = partial(self._telling.is_alone, target)
        most = max(_MOST, self._tried + _OF_ONE)
        for found in self._nearest(target, several):
            recipe = found.recipe
            if self._tried > most:
                return
            for instance, place in self._repaired(found.instance, recipe.visit.place, target, is_alone):
                mended = self._kept(target, found, instance, place)
                if target.recipes or self._telling.alone(target, instance, mended.recipe.how, is_sure=True) is not None:
                    target.recipes.append(mended.recipe)
                    yield mended
                if len(target.recipes) >= MAX_WAYS:
                    return
            yield None

    def each_way(self, target: Target, missed: Missed) -> Iterator[Found | None]:
        """
        Yield a violation of a target alone for each way of which there was none; None where nothing came of a way.

        Args:
            target: The target; what is found becomes one of its recipes.
            missed: The tries of the ways.
        """
        in_vain = 0
        for how, tries in missed.left():
            if in_vain >= _WAYS_IN_VAIN or self._tried_again > _MOST_AGAIN:
                return
            found = self._elsewhere(target, tries) or self._made_good(target, tries)
            in_vain += 1
            if found is not None:
                in_vain = 0
                missed.done(how)
                target.recipes.append(found.recipe)
            yield found

    def _elsewhere(self, target: Target, tries: Sequence[Found]) -> Found | None:
        """Return what was mended for another way, with what a try puts in; of scalars, which need the same mending."""
        for found in tries:
            visit, value = found.recipe.visit, found.recipe.value
            if visit.name is None and isinstance(value, SCALARS):
                for base, changed in self._good.get((target.pair.keyword_location, visit.place), ())[:_BASES]:
                    instance = replaced(base, visit.place, value)
                    if self._telling.is_alone(target, instance):
                        return _mended(found, instance, changed)
        return None

    def _made_good(self, target: Target, tries: Sequence[Found]) -> Found | None:
        """Return a try in which what else broke was made good."""
        before = self._tried
        is_alone = partial(self._telling.is_alone, target)
        ways = (
            self._kept(target, found, *one)
            for found in tries
            if self._is_mendable(target, found)
            for one in self._repaired(found.instance, found.recipe.visit.place, target, is_alone)
        )
        found = next(ways, None)
        self._tried_again, self._tried = self._tried_again + self._tried - before, before
        return found

    def _kept(self, target: Target, found: Found, instance: Any, changed: Place) -> Found:
        """Return a mended violation, and keep its record for other ways."""
        key = (target.pair.keyword_location, found.recipe.visit.place)
        self._good.setdefault(key, []).append((instance, changed))
        return _mended(found, instance, changed)

    def _is_mendable(self, target: Target, found: Found) -> bool:
        """Return whether a record violates a target, and others elsewhere: a scalar itself stays what it is."""
        others = self._others(found.instance, target)
        place = found.recipe.visit.place
        is_scalar = isinstance(value_at(found.instance, place), SCALARS)
        at = format_pointer(place)
        return bool(others) and not (is_scalar and any(label.instance_location == at for label in others))

    def _nearest(self, target: Target, several: Sequence[Found]) -> list[Found]:
        """Return what violates least beside a target; what the schema without the keyword accepts needs no mending."""
        # Those that follow each other are alike.
        some = several[:: len(several) // _LOOKED + 1]
        told: list[tuple[int, int, Found]] = []
        for number, found in enumerate(some):
            if is_light(found.instance, _TOO_LARGE) and not self._telling.is_alone(target, found.instance):
                others = len(self._others(found.instance, target))
                told += [(others, number, found)] if others else []
        return [found for _, _, found in sorted(told)[:_MENDED]]

    def _repaired(
        self, broken: Any, place: Place, target: Target, is_alone: Callable[[Any], bool]
    ) -> Iterator[tuple[Any, Place]]:
        """Yield records in which nothing is wrong but the value at a place, and below which place they were changed."""
        now = (broken, place)
        weight = 1 + size_of(broken) // _LARGE
        for _ in range(_ROUNDS):
            others = self._others(now[0], target)
            if not 0 < len(others) <= _LABELS:
                return
            nearest = None
            for number, one in enumerate(islice(self._edits(*now, others, place), _TRIES)):
                self._tried += weight
                if is_alone(one[0]):
                    yield one
                elif nearest is None and number < _TOLD and self._is_nearer(one[0], target, len(others)):
                    nearest = one
            if nearest is None:
                return
            now = nearest

    def _others(self, instance: Any, target: Target) -> list[Label]:
        """
        Return what a record violates besides a target; nothing, where it does not violate that.

        Of what is in a branch only the branch is told, so whether it is violated is not.
        """
        labels = self._labels(instance)
        others = [label for label in labels if not is_at_or_below(label.keyword_location, target.pair.keyword_location)]
        is_violated = len(others) < len(labels) or any(label.keyword in BRANCHING for label in labels)
        return others if is_violated else []

    def _is_nearer(self, instance: Any, target: Target, fewest: int) -> bool:
        return 0 < len(self._others(instance, target)) < fewest

    def _edits(self, record: Any, changed: Place, labels: list[Label], kept: Place) -> Iterator[tuple[Any, Place]]:
        """Yield a record with one thing more changed where it violates something, and below which place it then is."""
        for at in dict.fromkeys([place_of(record, label.instance_location) for label in labels]):
            if kept[: len(at)] == at:
                # Of what is in a branch it is told where the branch begins: what is wrong may be further down.  What is
                # said of the same value may be so because of what stands beside it.
                around = len(kept) - 1
                inward = (
                    self._within(record, kept[:end], kept)
                    for end in range(max(len(at), around), min(len(at), max(around, 0)) - 1, -1)
                )
                walk: Iterator[tuple[Any, Place]] = chain.from_iterable(inward)
            else:
                walk = self._instead(record, at)
            yield from ((edited, _common(changed, parent)) for edited, parent in walk)

    def _instead(self, record: Any, at: Place) -> Iterator[tuple[Any, Place]]:
        """Yield a record without what stands at a place, or with something else there."""
        parent, value = at[:-1], value_at(record, at)
        yield without(record, at), parent
        for other in islice(self._sources.at(at).seen(), _VALUES):
            if other != value:
                yield replaced(record, at, other), parent

    def _within(self, record: Any, at: Place, kept: Place) -> Iterator[tuple[Any, Place]]:
        """Yield a record with a container on the way to what is kept changed: an element less, another, or one more."""
        here = value_at(record, at)
        way = kept[len(at)] if len(kept) > len(at) else None
        if isinstance(here, dict):
            beside: list[str | int] = [name for name in here if name != way]
            if way is not None and len(beside) > 1:
                # Of several that are not allowed any more, one is told at a time.
                yield replaced(record, at, {way: here[str(way)]}), at
            usual = self._usual(at)
            fewer = {name: member for name, member in here.items() if name == way or name in usual}
            if len(here) - len(fewer) > 1:
                yield replaced(record, at, fewer), at
            yield from self._more(record, at, here)
        elif isinstance(here, list):
            # Without those in front, what is kept would stand elsewhere.
            beside = [index for index in range(len(here)) if way is None or index > int(way)]
            for item in islice(self._sources.at((*at, 0)).seen(), _VALUES):
                yield replaced(record, at, [*here, item]), at
        else:
            return
        for token in beside[:_MEMBERS]:
            yield from self._instead(record, (*at, token))

    def _usual(self, at: Place) -> set[str]:
        """Return the members that every record has at a place: what no branch asks for, and none refuses."""
        several = [set(other) for other in self._sources.at(at).seen() if type(other) is dict]
        return set.intersection(*several) if several else set()

    def _more(self, record: Any, at: Place, here: dict[str, Any]) -> Iterator[tuple[Any, Place]]:
        """Yield a record whose object at a place has a member more, as other records have it there."""
        fresh: dict[str, Any] = {}
        for other in self._sources.at(at).seen():
            if type(other) is dict:
                fresh |= {name: member for name, member in other.items() if name not in here and name not in fresh}
        for name, member in islice(fresh.items(), _MEMBERS):
            yield replaced(record, at, {**here, name: member}), at


def _mended(found: Found, instance: Any, changed: Place) -> Found:
    """Return a violation that was mended, from the record and below which place that was changed."""
    recipe = found.recipe
    how, visit = f"{recipe.how}, and what else that broke made good", recipe.visit._replace(place=changed)
    return Found(instance, Recipe(recipe.exemplar, visit, value_at(instance, changed), how, None))


def _common(first: Place, second: Place) -> Place:
    """
    Return the place that two places are below.

    >>> _common(("a", 1, "b"), ("a", 1, "c", 0))
    ('a', 1)
    """
    length = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        length += 1
    return first[:length]
