"""What can be broken, and where: the keywords of the schema, with the places of valid records that they are about."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.engines.native.untold import has_untold_name
from schemawright.fuzz.accepted.drafts import drafts
from schemawright.fuzz.accepted.exemplars import applies, pairs_of, without_needless
from schemawright.fuzz.record import is_light, size_of
from schemawright.fuzz.schema.facts_beside import facts_at
from schemawright.fuzz.schema.places import SCALARS, value_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from schemawright.engines.native.labels import Label
    from schemawright.fuzz.record import FuzzRecord
    from schemawright.fuzz.schema.facts_beside import Facts
    from schemawright.fuzz.schema.locally import Locally
    from schemawright.fuzz.schema.schema_map import Pair, Subschema
    from schemawright.fuzz.schema.visits import Place, Visit

MAX_BROKEN = 3
"""How many keywords are broken at once, where one alone cannot be; more only where it cannot be done with fewer."""
MAX_PLACES = 12
"""How many places of exemplars a target is tried at."""
MAX_SITES = 24
"""And at how many in any case, where so many subschemas refer to what is broken."""
_NOT_HELD = 2
"""How many of those are in branches that are not taken, where there are some in such as are."""
PLACES = 3
"""How many places of a target count as ways of their own."""
WEIGHTY = 500
"""From how many visits on a record is left alone, where others will do; each try of it counts more often."""
_HUGE = 1_000
"""For how many values a violation of a record counts once more, of which so many are kept."""
_MOST_LOOKED_AT = 100_000
"""How many values of a record are counted for that."""
_LISTED = 12
"""How many values are taken that others list at the same place."""
_TOLD = 60
"""How many values a record with names that the engine does not tell may have: it takes long to make up for them."""

_COPIED = 2_000
"""From how many values on a record is large: each of its errors has a copy of it."""
_UNTOLD = re.compile(r"""['"](?:[+0][0-9]*)?['"]: """)
"""What stands in every value that has a name that the engine does not tell."""


class Recipe(NamedTuple):
    """
    A violation that worked.

    Args:
        exemplar: The number of the record that it was done to.
        visit: The place whose value was replaced.
        value: What it was replaced by.
        how: How that differs, in a few words.
        number: Which neighbour of its target it was; None where more was changed than that.
    """

    exemplar: int
    visit: Visit
    value: Any
    how: str
    number: int | None


class Target:
    """
    One keyword of one subschema.

    Args:
        pair: The keyword.
        subschema: The subschema.

    Attributes:
        recipes: The violations that worked; all of them alone, or none.
        is_alone: Whether those violate nothing else: what cannot be had alone is had with as few others as possible.
        is_alone_somewhere: Whether some record violates it alone in its branch.
        is_told_alone: Whether it is violated alone by what the engine tells, though the schema without the keyword
            refuses the record as well: there, a value elsewhere may be as two branches say that exclude each other.
        is_told_with_others: Whether it was told of some record, beside others.
        is_unmet: Whether no valid record has a place for it.
        most_broken: How many keywords a record of it may break.
    """

    __slots__ = (
        "forgetting",
        "forgetting_here",
        "fuller",
        "is_alone",
        "is_alone_somewhere",
        "is_told_alone",
        "is_told_with_others",
        "is_unmet",
        "labels",
        "most_broken",
        "pair",
        "places",
        "ready",
        "recipes",
        "subschema",
        "walk",
    )

    def __init__(self, pair: Pair, subschema: Subschema) -> None:
        self.pair = pair
        self.subschema = subschema
        self.places: list[tuple[int, Visit]] = []
        self.fuller: list[tuple[int, Visit]] = []
        self.is_alone = True
        self.is_alone_somewhere = False
        self.is_told_alone = self.is_told_with_others = False
        self.is_unmet = False
        self.most_broken = MAX_BROKEN
        self.recipes: list[Recipe] = []
        self.labels: dict[Place, Label] = {}
        self.forgetting: Callable[[Any], bool] | None = None
        self.forgetting_here: Callable[[Any], bool] | None = None
        self.ready: deque[tuple[int, FuzzRecord]] = deque()
        self.walk: Iterator[tuple[int, FuzzRecord] | None] | None = None


class Places:
    """
    Exemplars, and what there is to break in them.

    Args:
        is_valid: The verdict of the native engine.
        locally: The schema's subschemas, each by itself.
        exemplars: Valid records.

    Attributes:
        exemplars: The same; and behind them some with less in them.
        targets: Each keyword that is about something in them.
    """

    def __init__(self, is_valid: Callable[[Any], bool], locally: Locally, exemplars: Sequence[Any]) -> None:
        self._is_valid = is_valid
        self._locally = locally
        self.exemplars = list(exemplars)
        self._whole: set[tuple[int, Place]] = set()
        self._untold: dict[int, bool] = {}
        self._light: dict[int, bool] = {}
        self._holding: dict[int, dict[tuple[Place, str | None], list[Facts]]] = {}
        self._listed: dict[int, dict[tuple[Place, str | None], list[tuple[str, Any]]]] = {}
        self._weights: dict[int, int] = {}
        self._more: dict[int, int] = {}
        self._visited: dict[int, set[tuple[str, Place, str | None, bool]]] = {}
        self.targets = self._found()

    def _found(self) -> list[Target]:
        """Return the targets that exemplars have places for, the places far apart first."""
        targets: dict[str, Target] = {}
        for number, exemplar in enumerate(self.exemplars):
            for visit, value in self._locally.visited(exemplar):
                self._weights[number] = self._weights.get(number, 0) + 1
                for pair in pairs_of(visit.subschema):
                    if applies(pair, value):
                        target = targets.setdefault(pair.keyword_location, Target(pair, visit.subschema))
                        target.places.append((number, visit))
        bare: dict[tuple[int, str | int], int] = {}
        for target in targets.values():
            if "/contains/" in target.pair.keyword_location:
                # Of few items, each counts.
                target.places.sort(key=lambda place: self._weights[place[0]])
            spread = self._spread(target.places)
            target.places = self._not_weighty([(self._lighter(bare, *place), place[1]) for place in spread])
            target.fuller = self._not_weighty([place for place in spread if place not in target.places])
        return [*targets.values(), *self._unmet(targets)]

    def _unmet(self, targets: dict[str, Target]) -> list[Target]:
        """
        Return targets that no exemplar has a place for: what one keyword allows, another refuses.

        They have one in a record that is not valid, which is only there to be broken otherwise.
        """
        found: dict[str, Target] = {}
        for draft, place in drafts(self._locally, self.exemplars[:], targets):
            fresh = [
                (pair, visit)
                for visit, value in self._locally.visited(draft)
                if visit.place[: len(place)] == place and visit.name is None
                for pair in pairs_of(visit.subschema)
                if pair.keyword_location not in targets and pair.keyword_location not in found and applies(pair, value)
            ]
            for pair, visit in fresh:
                target = found[pair.keyword_location] = Target(pair, visit.subschema)
                target.places.append((len(self.exemplars), visit))
                target.is_unmet = True
            if fresh:
                self.exemplars.append(draft)
        return list(found.values())

    def _not_weighty(self, places: list[tuple[int, Visit]]) -> list[tuple[int, Visit]]:
        """Return the places in records that are not too large, where there are some."""
        light = [place for place in places if self.weight(place[0]) <= WEIGHTY]
        return light if len(light) >= PLACES else places

    def _spread(self, places: list[tuple[int, Visit]]) -> list[tuple[int, Visit]]:
        """
        Return some places that are unlike: of each shape (indexes aside) the first, then the last, then others.

        Where a subschema has to hold somewhere, places where it has not are few.  One more is taken for each subschema
        that refers to it from elsewhere, and for an item behind the first.
        """
        held = [one for one in places if one[1].holds]
        if held and len(held) < len(places):
            others = [one for one in places if not one[1].holds]
            chosen = [*self._unlike(held, MAX_PLACES - _NOT_HELD), *self._unlike(others, _NOT_HELD)]
        else:
            chosen = self._unlike(places, MAX_PLACES)
        sites = {visit.where for _, visit in chosen}
        for one in held or places:
            if one[1].where not in sites and len(sites) < MAX_SITES:
                sites.add(one[1].where)
                chosen.append(one)
        return chosen

    def _unlike(self, places: list[tuple[int, Visit]], most: int) -> list[tuple[int, Visit]]:
        by_place: dict[Place, list[tuple[int, Visit]]] = {}
        for number, visit in places:
            by_place.setdefault(visit.place, []).append((number, visit))
        distinct = sorted((several[0] for several in by_place.values()), key=lambda one: _depth(one[1].place))
        chosen = distinct
        if len(distinct) > most:
            step = (len(distinct) - 1) / max(1, most - 1)
            chosen = [distinct[round(number * step)] for number in range(most)]
        # The shallowest first, then the deepest, and so on from both ends.
        order = [chosen[index // 2] if index % 2 == 0 else chosen[-1 - index // 2] for index in range(len(chosen))]
        order = self._with_later_name(order, distinct)[:most]
        others = self._various(by_place[order[0][1].place], most - len(order)) if len(order) in range(1, most) else []
        return [*order, *others]

    def _with_later_name(
        self, order: list[tuple[int, Visit]], places: list[tuple[int, Visit]]
    ) -> list[tuple[int, Visit]]:
        """Return an order of places, among the first of them one that is in an object behind another of the places."""
        later = _later_name(places)
        if later is None:
            return order
        # In a record with less in it, what is in front would be gone.
        self._whole.add((later[0], later[1].place))
        if later in order[:PLACES]:
            return order
        rest = [one for one in order if one != later]
        return [*rest[: PLACES - 1], later, *rest[PLACES - 1 :]]

    def _various(self, places: list[tuple[int, Visit]], most: int) -> list[tuple[int, Visit]]:
        """
        Return some places of a list, not its first, those first that have another value than the ones before.

        Of the names in an object, a later one is another than the first.
        """
        seen: set[tuple[bool, str]] = set()
        texts: dict[int, str] = {}
        known: list[tuple[int, Visit]] = []
        fresh: list[tuple[int, Visit]] = []
        for number, visit in places:
            if len(fresh) > most:
                break
            value = value_at(self.exemplars[number], visit.place)
            # An object is met once for each of its names, and may be large.
            text = texts.get(id(value)) or texts.setdefault(id(value), repr(value))
            told = (visit.name is None or visit.name == next(iter(value)), text)
            (known if told in seen else fresh).append((number, visit))
            seen.add(told)
        return [*fresh[1:], *known][:most]

    def _lighter(self, known: dict[tuple[int, str | int], int], number: int, visit: Visit) -> int:
        """Return the number of an exemplar with less beside a place, if the same subschema is about it there."""
        bare = self._bare(known, number, visit.place)
        if bare != number and bare not in self._visited:
            seen = [_key(one) for one, _ in self._locally.visited(self.exemplars[bare])]
            self._visited[bare] = set(seen)
            self._weights[bare] = len(seen)
        return bare if bare != number and _key(visit) in self._visited[bare] else number

    def _bare(self, known: dict[tuple[int, str | int], int], number: int, place: Place) -> int:
        """Return the number of an exemplar that has of another what it needs, and the member that a place is in."""
        whole = self.exemplars[number]
        if not place or not isinstance(whole, dict) or (number, place) in self._whole:
            return number
        key = (number, place[0])
        if key not in known:
            bare = without_needless(whole, self._is_valid, lambda one: place[0] in one)
            known[key] = number if bare is whole else len(self.exemplars)
            if bare is not whole:
                self.exemplars.append(bare)
        return known[key]

    def weight(self, number: int) -> int:
        """Return how many visits an exemplar has."""
        if number not in self._weights:
            self._weights[number] = sum(1 for _ in self._locally.visited(self.exemplars[number]))
        return self._weights[number]

    def more_of(self, number: int) -> int:
        """Return for how many more a violation of an exemplar counts, which is kept: none, where it is not huge."""
        if number not in self._more:
            self._more[number] = size_of(self.exemplars[number], _MOST_LOOKED_AT) // _HUGE
        return self._more[number]

    def is_slow(self, instance: Any, recipe: Recipe, told: str) -> bool:
        """
        Return whether the engine would take long to tell what is wrong.

        Args:
            instance: The record.
            recipe: How it was made, and
            told: what it puts in, written in Python.
        """
        number = recipe.exemplar
        if number not in self._untold:
            self._untold[number] = has_untold_name(self.exemplars[number])
        may_be = self._untold[number] or _UNTOLD.search(told) is not None
        return may_be and not is_light(instance, _TOLD) and (self._untold[number] or has_untold_name(recipe.value))

    def is_light(self, instance: Any, recipe: Recipe) -> bool:
        """Return whether a record is not so large that its errors, each of which has a copy of it, take long."""
        number = recipe.exemplar
        if number not in self._light:
            self._light[number] = is_light(self.exemplars[number], _COPIED)
        return self._light[number] and (isinstance(recipe.value, SCALARS) or is_light(instance, _COPIED))

    def beside(self, number: int, visit: Visit) -> Sequence[Facts]:
        """Return what has to hold for a scalar where a visit of an exemplar is: for a value, or for a member's name."""
        if number not in self._holding:
            held: dict[tuple[Place, str | None], list[Facts]] = {}
            self._holding[number] = held
            for one, value in self._locally.visited(self.exemplars[number]):
                if one.holds:
                    for name, said in facts_at(one, value):
                        held.setdefault((one.place, name), []).append(said)
        return self._holding[number].get((visit.place, visit.name), ())

    def listed(self, number: int, visit: Visit) -> list[Any]:
        """
        Return what other subschemas list of the value where a visit of an exemplar is.

        Which of them one refuses alone is known by no other way: what nobody lists is refused by all.
        """
        if number not in self._listed:
            found: dict[tuple[Place, str | None], list[tuple[str, Any]]] = {}
            self._listed[number] = found
            for one, _ in self._locally.visited(self.exemplars[number]):
                for pair in one.subschema.pairs:
                    values = pair.value if pair.keyword == "enum" else [pair.value] if pair.keyword == "const" else ()
                    several = [(pair.keyword_location, value) for value in values[:_LISTED]]
                    found.setdefault((one.place, one.name), []).extend(several)
        listed = self._listed[number].get((visit.place, visit.name), ())
        others = [value for location, value in listed if not location.startswith(f"{visit.subschema.location}/")]
        return list({repr(value): value for value in others}.values())[:_LISTED]


def _later_name(places: list[tuple[int, Visit]]) -> tuple[int, Visit] | None:
    """Return the first place that is in an object with another one in front of it."""
    objects: set[tuple[int, Place]] = set()
    for number, visit in places:
        if visit.place and isinstance(visit.place[-1], str):
            holder = (number, visit.place[:-1])
            if holder in objects:
                return number, visit
            objects.add(holder)
    return None


def _key(visit: Visit) -> tuple[str, Place, str | None, bool]:
    return visit.subschema.location, visit.place, visit.name, visit.holds


def _depth(place: Place) -> tuple[int, int]:
    """Return how far down a place is: how many tokens it has, then how far to the end of arrays."""
    return len(place), sum(token for token in place if isinstance(token, int))


def weighted(working: list[Target]) -> list[Target]:
    """Return what to choose from by chance: what can be alone half of the time at the least, however few that are."""
    alone = [target for target in working if target.is_alone]
    times = -(-len(working) // len(alone)) - 1 if alone else 0
    return [*alone * (times - 1), *working]
