"""
Exemplars: the valid records that are broken to make invalid ones.

Between them they have as much of what the schema describes as can be had: every keyword that judges anything, at places
shallow and deep.  They are small where they can be, since each is judged many times.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from schemawright.engines.native.untold import has_untold_name
from schemawright.fuzz.record import is_light
from schemawright.fuzz.schema.places import has_place, replaced, value_at, without_members
from schemawright.fuzz.schema.schema_map import APPLIES_TO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.fuzz.schema.locally import Locally
    from schemawright.fuzz.schema.schema_map import Pair, Subschema
    from schemawright.fuzz.schema.visits import Place, Visit

_ANYHOW = 24
"""How many records are exemplars whatever they exercise."""
_UNTOLD, _SMALL = 2, 30
"""How many exemplars have names that the native engine does not tell, which takes it long; and what is small."""
_VALUES = 120
"""How many values an exemplar has, where there are enough that small."""
_TRIES, _TOO_MANY = 80, 10_000
"""How often something is left out of a record, before it is small enough; of more values that takes too long."""
_IN_PARTS = 100
"""How many records, large or slow to judge, are taken in parts."""
_PARTS = 12
"""Of how many places of such a record."""
_DEEP = 8
"""Places below this depth count as one."""
_FIRST_ITEMS = 5
"""How many elements of an array count as the first."""
_NESTED = 3
"""How many levels deeper recursion is taken than a record has it."""
_VISITED = 120_000
"""How many visits of records are looked at, before what there is is enough: large schemas have large records."""


class Exemplars:
    """
    Chooses the exemplars of one schema.

    Args:
        locally: The schema's subschemas.
        is_valid: The verdict of the native engine.
    """

    def __init__(self, locally: Locally, is_valid: Callable[[Any], bool]) -> None:
        self._locally = locally
        self._is_valid = is_valid
        self._covered: set[Exercised] = set()
        self._known: set[tuple[str, bool]] = set()
        self._untold = self._parted = self._visited = 0
        self._large: list[Any] = []
        self.chosen: list[Any] = []

    def choose(self, candidates: Iterable[Any]) -> list[Any]:
        """Return exemplars out of valid candidates, those that take longest to judge at the end."""
        for number, instance in enumerate(candidates):
            if number >= _ANYHOW and self._visited > _VISITED:
                break
            self._consider(instance, anyhow=number < _ANYHOW)
        for instance in list(self.chosen):
            for deeper in self._nested(instance) if self._visited <= _VISITED else ():
                self._consider(deeper, anyhow=False)
        chosen = self.chosen
        chosen = chosen if len(chosen) * 4 >= len(self._large) else [*chosen, *self._large[:_ANYHOW]]
        return sorted(chosen, key=has_untold_name)

    def _consider(self, instance: Any, *, anyhow: bool) -> None:
        if has_untold_name(instance):
            self._consider_untold(instance)
        elif not is_light(instance, _VALUES):
            self._large.append(instance)
            self._consider_parts(instance)
        else:
            self._choose(instance, anyhow=anyhow)

    def _choose(self, instance: Any, *, anyhow: bool) -> None:
        fresh = self._exercised(instance) - self._covered
        self._covered |= fresh
        self._known |= {(location, holds) for location, _, holds in fresh}
        if fresh or anyhow:
            self.chosen.append(instance)

    def _consider_untold(self, instance: Any) -> None:
        """Consider a record that takes long to judge: as little of it as there can be, and its parts that do not."""
        self._untold += 1
        bare = without_needless(instance, self._is_valid, has_untold_name)
        if self._untold <= _UNTOLD or is_light(bare, _SMALL):
            self._choose(bare, anyhow=self._untold <= _UNTOLD)
        self._consider_parts(instance)

    def _consider_parts(self, instance: Any) -> None:
        """Consider of a record, where it has what no exemplar has, the way to that, and what has to be beside it."""
        if self._parted >= _IN_PARTS:
            return
        fresh = [one for one in self._visits(instance) if self._is_fresh(*one)]
        self._parted += bool(fresh)
        parts = 0
        for visit, value in fresh:
            if parts < _PARTS and self._is_fresh(visit, value):
                parts += 1
                part = on_the_way(instance, visit.place, self._is_valid)
                if is_light(part, _SMALL) or (is_light(part, _VALUES) and not has_untold_name(part)):
                    self._choose(part, anyhow=False)

    def _is_fresh(self, visit: Visit, value: Any) -> bool:
        """Return whether a visit is about a keyword that no exemplar has, at whatever place."""
        known, holds = self._known, visit.holds
        pairs = pairs_of(visit.subschema)
        return any((pair.keyword_location, holds) not in known and applies(pair, value) for pair in pairs)

    def _exercised(self, instance: Any) -> set[Exercised]:
        return exercised(self._visits(instance))

    def _visits(self, instance: Any) -> Iterator[tuple[Visit, Any]]:
        for one in self._locally.visited(instance):
            self._visited += 1
            yield one

    def _nested(self, instance: Any) -> Iterator[Any]:
        """Yield valid records in which what one subschema describes at two depths is nested deeper and deeper."""
        for outer, inner in self._recursions(instance):
            deeper, innermost = instance, inner
            for _ in range(_NESTED):
                bare = self._without_rest(deeper, outer, innermost)
                taken = replaced(bare, innermost, value_at(bare, outer))
                innermost = (*innermost, *innermost[len(outer) :])
                if not has_place(taken, innermost) or not self._is_valid(taken):
                    break
                yield taken
                deeper = taken

    def _without_rest(self, instance: Any, outer: Place, inner: Place) -> Any:
        """Return a record without what stands beside the way from one place to another, where it can do without."""
        bare = replaced(instance, outer, self._way(value_at(instance, outer), inner[len(outer) :]))
        return bare if self._is_valid(bare) else instance

    @staticmethod
    def _way(value: Any, place: Place) -> Any:
        """Return a value with one item only in the array that a place is in next."""
        if len(place) > 1 and isinstance(place[1], int) and isinstance(value, dict):
            return {**value, place[0]: value[place[0]][: place[1] + 1]}
        return value

    def _recursions(self, instance: Any) -> list[tuple[Place, Place]]:
        """Return for each subschema the places, one within the other, at which it describes something."""
        seen: dict[str, Place] = {}
        found: dict[str, tuple[Place, Place]] = {}
        for visit, _ in self._visits(instance):
            location, place = visit.subschema.location, visit.place
            first = seen.setdefault(location, place)
            if len(place) > len(first) and place[: len(first)] == first and visit.name is None:
                found.setdefault(location, (first, place))
        return list(dict.fromkeys(found.values()))


def without_needless(instance: Any, is_valid: Callable[[Any], bool], has_it: Callable[[Any], bool]) -> Any:
    """
    Return a valid record without the members that it can do without, as long as it has something.

    Members are left out many at a time, then fewer; of very many, some that are not needed may stay, and of a record
    of very many values all of them.
    """
    if not isinstance(instance, dict) or not is_light(instance, _TOO_MANY):
        return instance
    size, tries = len(instance), 0
    while size:
        names = list(instance)
        for start in range(0, len(names), size):
            tries += 1
            left = {name: instance[name] for name in names[start : start + size] if name in instance}
            rest = without_members(instance, left)
            if tries <= _TRIES and has_it(rest) and is_valid(rest):
                instance = rest
        size //= 2
    return instance


def on_the_way(instance: Any, place: Place, is_valid: Callable[[Any], bool]) -> Any:
    """Return a valid record with what is at a place, the way to it, and of what is beside that only what has to be."""
    way: Place = ()
    for token in place:
        here = value_at(instance, way)
        if isinstance(here, list):
            index = int(token)
            for fewer, at in ((here[index : index + 1], 0), (here[: index + 1], index)):
                if len(fewer) < len(here) and is_valid(taken := replaced(instance, way, fewer)):
                    instance, token = taken, at  # noqa: PLW2901  (the same item, at another index)
                    break
        elif is_light(instance, _TOO_MANY):
            fewer = without_needless(here, _at(is_valid, instance, way), partial(_has, token))
            instance = replaced(instance, way, fewer)
        way = (*way, token)
    return instance


def _at(is_valid: Callable[[Any], bool], instance: Any, place: Place) -> Callable[[Any], bool]:
    return lambda value: is_valid(replaced(instance, place, value))


def _has(name: str | int, instance: Any) -> bool:
    return name in instance


def pairs_of(subschema: Subschema) -> Iterator[Pair]:
    """Yield the keywords of a subschema that can fail."""
    yield from (pair for pair in subschema.pairs if not pair.note)


def applies(pair: Pair, value: Any) -> bool:
    """Return whether a keyword judges values of the type that a value has."""
    kind = APPLIES_TO.get(pair.keyword)
    return kind is None or kind == _KINDS.get(type(value), "number")


_KINDS = {str: "string", list: "array", dict: "object", bool: "boolean", type(None): "null"}


Exercised = tuple[str, str, bool]


def exercised(seen: Iterable[tuple[Visit, Any]]) -> set[Exercised]:
    """
    Return which keywords judge something in a record, at what places, and whether they have to hold there.

    The first elements of an array are one place, and all others another: some look at the first only.
    """
    found: set[Exercised] = set()
    for visit, value in seen:
        if not visit.subschema.pairs:
            continue
        folded = "/".join(
            token if isinstance(token, str) else "-" if token < _FIRST_ITEMS else "+" for token in visit.place[-2:]
        )
        at = f"{min(len(visit.place), _DEEP)} {folded}"
        pairs = (pair for pair in pairs_of(visit.subschema) if applies(pair, value))
        found.update((pair.keyword_location, at, visit.holds) for pair in pairs)
    return found
