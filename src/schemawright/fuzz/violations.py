"""
Violations: valid records with exactly one keyword broken at exactly one location.

What to break is read off the schema: its *targets*, each keyword of each reachable subschema, with the places of valid
records that it is about.  How, the neighbours say.  Whether that is what came of it, the engine says: what breaks
nothing, or more than one thing, is not handed out, unless the schema cannot be broken in one place only.
"""

from __future__ import annotations

import json
from collections import deque
from functools import cached_property, partial
from itertools import islice
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.engines.untold import has_untold_name
from schemawright.fuzz.changed import forgetting
from schemawright.fuzz.exemplars import applies, pairs_of, without_needless
from schemawright.fuzz.neighbours import NEIGHBOURS, Neighbour
from schemawright.fuzz.places import grafted, has_place, replaced, value_at
from schemawright.fuzz.record import FuzzRecord, is_light
from schemawright.fuzz.schema_map import APPLIES_TO
from schemawright.fuzz.sources import Later, Sources
from schemawright.fuzz.text_breaks import IN_PART

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from schemawright.engines.native import Label, NativeEngine
    from schemawright.fuzz.choices import Choices
    from schemawright.fuzz.grammar import Grammar
    from schemawright.fuzz.locally import Locally
    from schemawright.fuzz.schema_map import Pair, SchemaMap, Subschema
    from schemawright.fuzz.visits import Place, Visit

MAX_PLACES = 12
"""How many places of exemplars a target is tried at."""
_NOT_HELD = 2
"""How many of those are in branches that are not taken, where there are some in such as are."""
_PLACES = 3
"""How many places of a target count as ways of their own."""
MAX_TRIES = 400
"""How many neighbours are judged for the next violation of a target, before it is given up."""
_OTHERS = 20
"""How many values that other records have at a place are tried there."""
MAX_RECORDS = 120
"""How many violations of a target are looked for one after the other; then chance takes over."""
MAX_WAYS = 8
"""In how many ways a target is broken before variations of them, and further ways, are tried."""
_WAYS = {"format": 60, "pattern": 28, "enum": 12, "const": 8, "required": 40, "additionalProperties": 12}
_WAYS |= dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), 14)
_WAYS |= dict.fromkeys(("dependentRequired", "dependencies", "minLength", "maxLength"), 12)
_AT_ONCE = {"format": 10, "pattern": 4, "enum": 2}
"""How many violations of a target follow each other: some keywords are got wrong in more ways."""
_FIRST = 6
_FIRST_OF = {"pattern": 24, "format": 12, "enum": 12, "const": 10, "minContains": 12, "maxContains": 12, "contains": 12}
"""How many violations of each target there are to choose from for the first records of a stream."""
_PATIENCE = 40
"""After how many tries without a new way to break a target the others get their turns."""
_FIRST_WORK, _FIRST_DRAWN = 100_000_000, 400_000
"""How much is done for those at the most: judged, as characters of the schema, and asked of the algebra."""
_FIRST_VISITS = 3_500_000
"""And as visits of the records that are judged: in unions of unions each record has many."""
_WEIGHTY = 500
"""From how many visits on a record is left alone, where others will do; each try of it counts more often."""
MAX_SEVERAL = 40
"""How many violations of a target that cannot be broken alone are handed out."""
_AT_A_TIME, _AT_FIRST = 8, 24
"""How many neighbours are tried at a place before the next has its turn; and at the first of them, the first time."""
_SELDOM_SEVERAL, _TRIED_SEVERAL = 4, 48
"""
How many violations of others besides a target are told, where that is not alone in its subschema either; and after how
many tries it is taken for one that cannot be broken alone.
"""
MAX_LABELS = 3
"""How many keywords are broken at once, where one alone cannot be."""
_COPIED = 2_000
"""From how many values on a record is large: each of its errors has a copy of it."""
_TOLD = 60
"""How many values a record with names that the engine does not tell may have: it takes long to make up for them."""
_LATER: Any = object()
"""Stands for a try that would take long, while others come first."""
_OVER: Any = object()
"""Stands for the end of a walk."""
_SCALARS = (str, int, float, bool, type(None))


class Recipe(NamedTuple):
    """
    A violation that worked.

    Args:
        exemplar: The number of the record that it was done to.
        visit: The place whose value was replaced.
        value: What it was replaced by.
        how: How that differs, in a few words.
        number: Which neighbour of its target it was.
    """

    exemplar: int
    visit: Visit
    value: Any
    how: str
    number: int


class _Found(NamedTuple):
    """
    A violation that was found.

    Args:
        instance: The instance.
        recipe: How it was made.
        record: The record; None where it is not told yet what it violates.
        others: How far it is from violating its target alone; 0 if it does.
    """

    instance: Any
    recipe: Recipe
    record: FuzzRecord | None = None
    others: int = 0


class Target:
    """
    One keyword of one subschema.

    Args:
        pair: The keyword.
        subschema: The subschema.
    """

    __slots__ = ("forgetting", "forgetting_here", "pair", "places", "ready", "recipes", "subschema", "walk")

    def __init__(self, pair: Pair, subschema: Subschema) -> None:
        self.pair = pair
        self.subschema = subschema
        self.places: list[tuple[int, Visit]] = []
        self.recipes: list[Recipe] = []
        self.forgetting: Callable[[Any], bool] | None = None
        self.forgetting_here: Callable[[Any], bool] | None = None
        self.ready: deque[tuple[bool, FuzzRecord]] = deque()
        self.walk: Iterator[tuple[bool, FuzzRecord] | None] | None = None


class _Walk:
    """
    The tries at one place, one after the other; None where the next would take long, and others come first.

    Args:
        begin: Returns the tries from the first on.
        is_time: Returns whether it may take long.
    """

    __slots__ = ("_begin", "_count", "_is_time", "_tries")

    def __init__(self, begin: Callable[[], Iterator[tuple[Any, Recipe]]], is_time: Callable[[], bool]) -> None:
        self._begin = begin
        self._is_time = is_time
        self._tries: Iterator[tuple[Any, Recipe]] | None = begin()
        self._count = 0

    def __iter__(self) -> Iterator[tuple[Any, Recipe] | None]:
        return self

    def __next__(self) -> tuple[Any, Recipe] | None:
        if self._tries is None:
            if not self._is_time():
                return None
            self._tries = islice(self._begin(), self._count, None)
        try:
            found = next(self._tries)
        except Later:
            self._tries = None
            return None
        self._count += 1
        return found


class Violations:
    """
    The violations of one schema.

    Args:
        engine: The engine that judges.
        schema_map: The schema's subschemas and keywords.
        locally: The same subschemas, each by itself.
        grammar: The schema's grammar.
        exemplars: Valid records.
    """

    def __init__(
        self,
        engine: NativeEngine,
        schema_map: SchemaMap,
        locally: Locally,
        grammar: Grammar,
        exemplars: Sequence[Any],
    ) -> None:
        self._engine = engine
        self.judged = 0
        self.exemplars = list(exemplars)
        self._map = schema_map
        self._locally = locally
        self._untold: dict[int, bool] = {}
        self._holding: dict[int, dict[Place, list[Subschema]]] = {}
        self._weights: dict[int, int] = {}
        self._looked = 0
        self._visited: dict[int, set[tuple[str, Place, str | None, bool]]] = {}
        self.targets = self._found()
        self.sources = Sources(schema_map, grammar, exemplars)

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
            places = [(self._lighter(bare, number, visit), visit) for number, visit in self._spread(target.places)]
            light = [place for place in places if self._weight(place[0]) <= _WEIGHTY]
            target.places = light if len(light) >= _PLACES else places
        return list(targets.values())

    def _spread(self, places: list[tuple[int, Visit]]) -> list[tuple[int, Visit]]:
        """
        Return some places that are unlike: of each shape (indexes aside) the first, then the last, then others.

        Where a subschema has to hold somewhere, places where it has not are few.
        """
        held = [one for one in places if one[1].holds]
        if held and len(held) < len(places):
            others = [one for one in places if not one[1].holds]
            return [*self._unlike(held, MAX_PLACES - _NOT_HELD), *self._unlike(others, _NOT_HELD)]
        return self._unlike(places, MAX_PLACES)

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
        others = self._various(by_place[order[0][1].place]) if order else []
        return [*order, *others[: max(0, most - len(order))]]

    def _various(self, places: list[tuple[int, Visit]]) -> list[tuple[int, Visit]]:
        """Return the places of a list but the first, those first that have another value than the ones before."""
        seen: set[str] = set()
        known: list[tuple[int, Visit]] = []
        fresh: list[tuple[int, Visit]] = []
        for number, visit in places:
            text = repr(value_at(self.exemplars[number], visit.place))
            (known if text in seen else fresh).append((number, visit))
            seen.add(text)
        return [*fresh[1:], *known]

    def _lighter(self, known: dict[tuple[int, str | int], int], number: int, visit: Visit) -> int:
        """Return the number of an exemplar with less beside a place, if the same subschema is about it there."""
        bare = self._bare(known, number, visit.place)
        if bare != number and bare not in self._visited:
            self._visited[bare] = {_key(one) for one, _ in self._locally.visited(self.exemplars[bare])}
        return bare if bare != number and _key(visit) in self._visited[bare] else number

    def _bare(self, known: dict[tuple[int, str | int], int], number: int, place: Place) -> int:
        """Return the number of an exemplar that has of another what it needs, and the member that a place is in."""
        whole = self.exemplars[number]
        if not place or not isinstance(whole, dict):
            return number
        key = (number, place[0])
        if key not in known:
            bare = without_needless(whole, self._engine.is_valid, lambda one: place[0] in one)
            known[key] = number if bare is whole else len(self.exemplars)
            if bare is not whole:
                self.exemplars.append(bare)
        return known[key]

    # --- one after the other

    @cached_property
    def first(self) -> list[tuple[Target, bool, FuzzRecord]]:
        """
        The first violations of each target, the targets in turns; and whether each is a way of its own.

        A target of which no new way is found for long gets no further turn here.
        """
        found: list[tuple[Target, bool, FuzzRecord]] = []
        open_targets = list(self.targets)
        self.sources.allowed = _FIRST_DRAWN
        for number in range(max(_FIRST, *_FIRST_OF.values())):
            for target in list(open_targets):
                if number >= _FIRST_OF.get(target.pair.keyword, _FIRST) or self._is_enough():
                    continue
                one = next(self._walk(target), None)
                if one is not None:
                    found.append((target, *one))
                elif target.recipes:
                    open_targets.remove(target)
        self.sources.allowed = inf
        return found

    def _is_enough(self) -> bool:
        """Return whether as much was done as may be before the first record."""
        work = self.judged * self._map.size
        return work >= _FIRST_WORK or self._looked >= _FIRST_VISITS

    def _weight(self, number: int) -> int:
        """Return how many visits an exemplar has."""
        if number not in self._weights:
            self._weights[number] = sum(1 for _ in self._locally.visited(self.exemplars[number]))
        return self._weights[number]

    def each(self, before: Sequence[FuzzRecord] = ()) -> Iterator[FuzzRecord]:
        """
        Yield violations, each time of a target that was broken least often; ends when none has one left.

        What breaks a target in a way of its own comes first; then come variations of that.

        Args:
            before: Those of the first ones that are not to come again.
        """
        known = set(map(id, before))
        for target in self.targets:
            target.ready.clear()
        for target, is_new, record in self.first:
            if id(record) not in known:
                target.ready.append((is_new, record))
        waiting: list[tuple[Target, FuzzRecord]] = []
        open_targets = list(self.targets)
        while open_targets:
            for target in list(open_targets):
                for _ in range(_AT_ONCE.get(target.pair.keyword, 1)):
                    found = self._next(target)
                    if found is not None and found[0]:
                        yield found[1]
                        continue
                    if found is not None:
                        waiting.append((target, found[1]))
                    open_targets.remove(target)
                    break
        yield from self._others(waiting)

    def _others(self, waiting: list[tuple[Target, FuzzRecord]]) -> Iterator[FuzzRecord]:
        while waiting:
            yield from (record for _, record in waiting)
            following = [(target, self._next(target)) for target, _ in waiting]
            waiting = [(target, found[1]) for target, found in following if found is not None]

    def _next(self, target: Target) -> tuple[bool, FuzzRecord] | None:
        if target.ready:
            return target.ready.popleft()
        return next((found for found in self._walk(target) if found is not None), None)

    def _walk(self, target: Target) -> Iterator[tuple[bool, FuzzRecord] | None]:
        if target.walk is None:
            target.walk = self._records(target)
        return target.walk

    def _records(self, target: Target) -> Iterator[tuple[bool, FuzzRecord] | None]:
        """
        Yield the violations of a target, and whether each is a new way to break it; new ways come first.

        None is yielded each time that no new way was found for long.
        """
        ways: set[str] = set()
        limit = _WAYS.get(target.pair.keyword, MAX_WAYS)
        waiting: list[_Found] = []
        places: set[Place] = set()
        in_vain = 0
        for found in self._tried(target):
            in_vain += 1
            if in_vain % _PATIENCE == 0 and (target.recipes or found is _LATER):
                yield None
            if found is None or found is _LATER:
                continue
            way, place = _way(found.recipe.how, ways), found.recipe.visit.place
            # Another place is a way of its own, whatever is done there.
            is_new = way not in ways or (place not in places and len(places) < _PLACES)
            if not is_new or len(ways) >= limit:
                waiting.append(found)
            elif (record := self._handed_out(target, found)) is not None:
                places.add(place)
                ways.add(way)
                in_vain = 0
                yield True, record
            if len(waiting) > MAX_RECORDS:
                break
        # What is left is variations, and ways beyond the first: those first.
        waiting.sort(key=lambda found: _way(found.recipe.how, ways) in ways)
        records = (self._handed_out(target, found) for found in waiting)
        yield from ((False, record) for record in records if record is not None)

    def _tried(self, target: Target) -> Iterator[_Found | None]:
        """
        Yield the violations of a target, and None for each try that is none.

        Its places take turns, at each one neighbour after the other.
        """
        seen: set[str] = set()
        several: list[_Found] = []
        tries = 0
        begins = [partial(self._at, target, number, visit) for number, visit in target.places]
        walks = [_Walk(begin, self.sources.is_time) for begin in begins]
        while walks and len(seen) < MAX_RECORDS and not self._is_given_up(target, tries, len(several)):
            for walk in list(walks):
                for _ in range(_AT_A_TIME if tries else _AT_FIRST):
                    one = next((one for one in walk if one is None or _told(one[1]) not in seen), _OVER)
                    if one is _OVER:
                        walks.remove(walk)
                        break
                    if one is None:
                        yield _LATER
                        break
                    instance, recipe = one
                    tries += 1 + self._weight(recipe.exemplar) // _WEIGHTY
                    self._looked += self._weight(recipe.exemplar)
                    found = None if self._is_slow(instance, recipe) else self._judged(target, instance, recipe, several)
                    if found is not None and not found.others:
                        seen.add(_told(recipe))
                        target.recipes.append(recipe)
                        tries = 0
                        yield found
                        break
                    if found is not None:
                        seen.add(_told(recipe))
                        several.append(found)
                    yield None
                if self._is_given_up(target, tries, len(several)):
                    break
        if not target.recipes:
            # Where it cannot be had alone, as few as possible is what there is.
            several.sort(key=lambda found: found.others)
            yield from several[:MAX_SEVERAL]

    @staticmethod
    def _is_given_up(target: Target, tries: int, several: int) -> bool:
        if target.recipes or not several:
            return tries > MAX_TRIES
        return tries > (_TRIED_SEVERAL if several >= MAX_SEVERAL else 2 * _TRIED_SEVERAL)

    def _is_slow(self, instance: Any, recipe: Recipe) -> bool:
        """Return whether the engine would take long to tell what is wrong."""
        number = recipe.exemplar
        if number not in self._untold:
            self._untold[number] = has_untold_name(self.exemplars[number])
        return (self._untold[number] or has_untold_name(recipe.value)) and not is_light(instance, _TOLD)

    def _at(self, target: Target, number: int, visit: Visit) -> Iterator[tuple[Any, Recipe]]:
        """Yield an exemplar with the value at a place replaced by each of its neighbours."""
        exemplar = self.exemplars[number]
        beside = self._beside(number, visit.place) if APPLIES_TO.get(target.pair.keyword) == "string" else ()
        for index, (how, value) in enumerate(self._neighbours(target, visit, exemplar, beside)):
            yield replaced(exemplar, visit.place, value), Recipe(number, visit, value, how, index)

    def _beside(self, number: int, place: Place) -> Sequence[Subschema]:
        """Return the subschemas that have to hold at a place of an exemplar."""
        if number not in self._holding:
            by_place: dict[Place, list[Subschema]] = {}
            self._holding[number] = by_place
            for visit, _ in self._locally.visited(self.exemplars[number]):
                if visit.holds and visit.name is None:
                    by_place.setdefault(visit.place, []).append(visit.subschema)
        return self._holding[number].get(place, ())

    def _neighbours(
        self, target: Target, visit: Visit, record: Any, beside: Sequence[Subschema] = ()
    ) -> Iterator[Neighbour]:
        make = NEIGHBOURS.get(target.pair.keyword)
        if target.pair.keyword == "false" or make is None:
            return
        value = value_at(record, visit.place)
        context = self.sources.at(visit.place, beside)
        if visit.name is None:
            yield from make(value, visit.subschema, context)
            yield from (("as another record has it", other) for other in islice(context.seen(), _OTHERS))
            return
        if not isinstance(value, dict) or visit.name not in value:
            return
        for how, name in make(visit.name, visit.subschema, context):
            if isinstance(name, str) and name not in value:
                yield f"a name: {how}", {(name if n == visit.name else n): member for n, member in value.items()}

    def _judged(self, target: Target, instance: Any, recipe: Recipe, several: Sequence[_Found]) -> _Found | None:
        """Return what there is to say of an instance that violates a target; None of one that does not."""
        self.judged += 1
        if self._is_alone(target, instance):
            # What is told of it takes long to find out, and is, once it is handed out; by then it is the usual case.
            record = None if target.recipes else self._alone(target, instance, recipe.how)
            if target.recipes or record is not None:
                return _Found(instance, recipe, record)
        if target.recipes or not is_light(instance, _COPIED) or self._engine.is_valid(instance):
            return None
        if self._is_alone_here(target, instance, recipe):
            return _Found(instance, recipe, others=1) if len(several) < MAX_SEVERAL else None
        return self._with_others(target, instance, recipe) if len(several) < _SELDOM_SEVERAL else None

    def _alone(self, target: Target, instance: Any, how: str) -> FuzzRecord | None:
        """Return the record of an instance of which it is told that it violates one assertion, which is of a target."""
        labels = self._engine.labels(instance)
        if len(labels) != 1 or not self._is_about(target, labels[0]):
            return None
        return record_of(instance, labels[0], how)

    def _with_others(self, target: Target, instance: Any, recipe: Recipe) -> _Found | None:
        """Return what there is to say of an instance that is told to violate a target besides others."""
        labels = self._engine.labels(instance)
        at = target.pair.keyword_location
        about = [label for label in labels if label.keyword_location.startswith(at)]
        if not about or len(labels) > MAX_LABELS:
            return None
        record = record_of(instance, about[0], recipe.how, alone=False)
        return _Found(instance, recipe, record, others=len(labels))

    def _handed_out(self, target: Target, found: _Found) -> FuzzRecord | None:
        """Return a record with the exact place of what it violates; None where it is not told so."""
        if found.record is not None and found.record.alone:
            return found.record
        if not found.others:
            return self._alone(target, found.instance, found.recipe.how)
        labels = self._engine.all_labels(found.instance)
        if len(labels) > MAX_LABELS:
            return None
        # In a branch the record violates what holds the branch, and whatever else it does because of that.
        about = [label for label in labels if self._is_told_as(target, found, label)]
        return record_of(found.instance, about[0], found.recipe.how, alone=len(labels) == 1) if about else None

    def _is_told_as(self, target: Target, found: _Found, label: Label) -> bool:
        if found.record is None:
            return self._is_about(target, label)
        return label.keyword == found.record.keyword and label.evaluation_path.startswith(found.record.violates)

    def _is_alone_here(self, target: Target, instance: Any, recipe: Recipe) -> bool:
        """
        Return whether a target is all that its subschema does not accept of an instance.

        That is what counts in a branch, whatever else the record violates because of it.
        """
        if recipe.visit.name is not None or target.pair.keyword == "false":
            return False
        value = value_at(instance, recipe.visit.place)
        if target.forgetting_here is None:
            engine = forgetting(self._map, target.pair, whole=False)
            target.forgetting_here = engine.is_valid if engine is not None else lambda _instance: True
        return not self._locally.verdict(target.subschema.location)(value) and target.forgetting_here(value)

    def _is_alone(self, target: Target, instance: Any) -> bool:
        """
        Return whether an instance is valid but for a target.

        That the schema accepts it without the keyword takes a tenth of the time to find out of what is told of it.
        """
        if target.forgetting is None:
            engine = forgetting(self._map, target.pair)
            target.forgetting = engine.is_valid if engine is not None else lambda _instance: True
        return target.forgetting(instance) and not self._engine.is_valid(instance)

    def _is_about(self, target: Target, label: Label) -> bool:
        """Return whether a failure is of a target: of its keyword, or of what holds its branch."""
        location = target.pair.keyword_location
        return (
            label.keyword_location.startswith(location)
            or label.keyword_location not in self._map.pairs
            or (self._map.pairs[label.keyword_location].keyword in BRANCHING)
        )

    # --- by chance

    def draw(self, valid: Any, choices: Choices) -> FuzzRecord | None:
        """Return a violation of a valid record; None where the choice was not good."""
        working = self.working
        if not working:
            return None
        target = choices.pick(working)
        return self.broken(target, choices.pick(target.recipes), valid)

    def broken(self, target: Target, recipe: Recipe, valid: Any) -> FuzzRecord | None:
        """Return a violation of a valid record by a recipe; None where it does not work for that record."""
        exemplar, place = self.exemplars[recipe.exemplar], recipe.visit.place
        grown = grafted(valid, exemplar, place)
        found = self._broken_at(target, recipe, grown) if has_place(grown, place) else None
        return found if found is not None else self._broken_at(target, recipe, exemplar)

    def _broken_at(self, target: Target, recipe: Recipe, base: Any) -> FuzzRecord | None:
        place, value = recipe.visit.place, recipe.value
        if not isinstance(value, _SCALARS) and not isinstance(value_at(base, place), _SCALARS):
            # What was made out of the value that stood there is made anew out of this one.
            near = list(islice(self._neighbours(target, recipe.visit, base), recipe.number, recipe.number + 1))
            value = near[0][1] if near else value
        instance = replaced(base, place, value)
        return self._alone(target, instance, recipe.how) if self._is_alone(target, instance) else None

    @property
    def working(self) -> list[Target]:
        """The targets that were broken."""
        return [target for target in self.targets if target.recipes]


def _key(visit: Visit) -> tuple[str, Place, str | None, bool]:
    return visit.subschema.location, visit.place, visit.name, visit.holds


def _told(recipe: Recipe) -> str:
    """Return a text that tells violations apart, whatever stands elsewhere in the record."""
    return f"{len(recipe.visit.place)} {json.dumps(recipe.value, sort_keys=True, default=str)}"


BRANCHING = frozenset({"anyOf", "oneOf", "not", "contains", "minContains", "maxContains"})


_ALIKE = {" at the end": 3, " in front": 2, " for one of a class": 7, " too few": 3, " too many": 3, " dropped": 2}
"""What ends so is one way to break something, and how many of its variations count as ways of their own."""


def _way(how: str, ways: set[str]) -> str:
    what = how.partition(IN_PART)[0]
    for ending, most in _ALIKE.items():
        if what.endswith(ending):
            found = [f"{ending} {number}" for number in range(most)]
            return next((way for way in found if way not in ways), found[-1])
    return how


def _depth(place: Place) -> tuple[int, int]:
    """Return how far down a place is: how many tokens it has, then how far to the end of arrays."""
    return len(place), sum(token for token in place if isinstance(token, int))


def record_of(instance: Any, label: Label, how: str, *, alone: bool = True) -> FuzzRecord:
    """Return the record of an instance that an engine refuses."""
    return FuzzRecord(
        instance=instance,
        valid=False,
        violates=label.evaluation_path,
        at=label.instance_location,
        keyword=label.keyword,
        alone=alone,
        how=how,
    )
