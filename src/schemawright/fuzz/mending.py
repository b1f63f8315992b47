"""
Mending: what a record violates beside the one thing that was broken in it is made good.

To break one keyword may break another: an unknown `state` is none that a date of completion is allowed with; what asks
for a property may be refused itself.  Then something else is left out of the record, put into it, or taken from a record
that is valid, until nothing but the one thing is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.fuzz.places import place_of, replaced, value_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.engines.native import Label
    from schemawright.fuzz.sources import Sources
    from schemawright.fuzz.visits import Place

_ROUNDS = 2
"""How many things are mended one after the other."""
_LABELS = 6
"""How many violations there are at the most in what is worth mending."""
_TRIES = 48
"""How many ways to mend a record are tried in each round."""
_MEMBERS, _VALUES = 12, 5
"""How many members of an object, or items, are mended at one place; and by how many values of other records each."""


class Mended(NamedTuple):
    """
    A mended record.

    Args:
        instance: The record.
        place: Below which all is that was broken and mended.
    """

    instance: Any
    place: Place


class Mending:
    """
    Mends the records of one schema.

    Args:
        labels: What a record violates.
        sources: Where values of other records are found.
    """

    def __init__(self, labels: Callable[[Any], list[Label]], sources: Sources) -> None:
        self._labels = labels
        self._sources = sources
        self.tried = 0

    def others(self, instance: Any, location: str) -> list[Label]:
        """
        Return what else a record violates; nothing, where it does not violate what it is to.

        Args:
            instance: The record.
            location: The keyword that it is to violate.
        """
        labels = self._labels(instance)
        others = [label for label in labels if not label.keyword_location.startswith(location)]
        return others if len(others) < len(labels) else []

    def mended(self, broken: Any, place: Place, location: str, is_alone: Callable[[Any], bool]) -> Iterator[Mended]:
        """
        Yield records in which nothing is wrong but one thing.

        Args:
            broken: A record in which that is wrong, and more.
            place: Where it was broken; the value there stays.
            location: The keyword, or what is above it, that is to be violated.
            is_alone: Whether nothing else is wrong with a record.
        """
        now = Mended(broken, place)
        for _ in range(_ROUNDS):
            others = self.others(now.instance, location)
            if not 0 < len(others) <= _LABELS:
                return
            nearest, fewest = None, len(others)
            for one in islice(self._edits(now, others, place), _TRIES):
                self.tried += 1
                if is_alone(one.instance):
                    yield one
                elif nearest is None and self._is_nearer(one.instance, location, fewest):
                    nearest = one
            if nearest is None:
                return
            now = nearest

    def _is_nearer(self, instance: Any, location: str, fewest: int) -> bool:
        return 0 < len(self.others(instance, location)) < fewest

    def _edits(self, now: Mended, labels: list[Label], kept: Place) -> Iterator[Mended]:
        """Yield a record with one thing changed where it violates something."""
        places: dict[Place, None] = {}
        for label in labels:
            places[place_of(now.instance, label.instance_location)] = None
        for at in places:
            walk = self._within(now.instance, at, kept) if kept[: len(at)] == at else self._instead(now.instance, at)
            for edited, parent in walk:
                yield Mended(edited, _common(now.place, parent))

    def _instead(self, record: Any, at: Place) -> Iterator[tuple[Any, Place]]:
        """Yield a record without what stands at a place, or with something else there."""
        parent, value = at[:-1], value_at(record, at)
        yield replaced(record, parent, _without(value_at(record, parent), at[-1])), parent
        for other in islice(self._sources.at(at).seen(), _VALUES):
            if other != value:
                yield replaced(record, at, other), parent

    def _within(self, record: Any, at: Place, kept: Place) -> Iterator[tuple[Any, Place]]:
        """Yield a record with a container on the way to what is kept changed: an element less, another, or one more."""
        here = value_at(record, at)
        way = kept[len(at)] if len(kept) > len(at) else None
        if isinstance(here, dict):
            beside: list[str | int] = [name for name in here if name != way]
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

    def _more(self, record: Any, at: Place, here: dict[str, Any]) -> Iterator[tuple[Any, Place]]:
        """Yield a record whose object at a place has a member more, as other records have it there."""
        fresh: dict[str, Any] = {}
        for other in self._sources.at(at).seen():
            if type(other) is dict:
                fresh |= {name: member for name, member in other.items() if name not in here and name not in fresh}
        for name, member in islice(fresh.items(), _MEMBERS):
            yield replaced(record, at, {**here, name: member}), at


def _without(container: Any, token: str | int) -> Any:
    if isinstance(container, dict):
        return {name: member for name, member in container.items() if name != token}
    index = int(token)
    return [*container[:index], *container[index + 1 :]]


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
