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
from schemawright.fuzz.sources import Later, Sources
from schemawright.fuzz.text_breaks import IN_PART
from schemawright.fuzz.visits import Place, Visit, visits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from schemawright.engines.native import Label, NativeEngine
    from schemawright.fuzz.choices import Choices
    from schemawright.fuzz.grammar import Grammar
    from schemawright.fuzz.schema_map import Pair, SchemaMap, Subschema

MAX_PLACES = 12
"""How many places of exemplars a target is tried at."""
_PLACES = 3
"""How many places of a target count as ways of their own."""
MAX_TRIES = 400
"""How many neighbours are judged for the next violation of a target, before it is given up."""
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
_FIRST_VISITS = 2_500_000
"""And as visits of the records that are judged: in unions of unions each record has many."""
_WEIGHTY = 500
"""From how many visits on a record is left alone, where others will do; each try of it counts more often."""
MAX_SEVERAL = 24
"""How many violations of a target that cannot be broken alone are handed out."""
_OFTEN_SEVERAL = 30
"""After how many violations of others besides a target it is taken for one that cannot be broken alone."""
MAX_LABELS = 3
"""How many keywords are broken at once, where one alone cannot be."""
_COPIED = 2_000
"""From how many values on a record is large: each of its errors has a copy of it."""
_TOLD = 60
"""How many values a record with names that the engine does not tell may have: it takes long to make up for them."""
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


class Target:
    """
    One keyword of one subschema.

    Args:
        pair: The keyword.
        subschema: The subschema.
    """

    __slots__ = ("forgetting", "pair", "places", "ready", "recipes", "subschema", "walk")

    def __init__(self, pair: Pair, subschema: Subschema) -> None:
        self.pair = pair
        self.subschema = subschema
        self.places: list[tuple[int, Visit]] = []
        self.recipes: list[Recipe] = []
        self.forgetting: Callable[[Any], bool] | None = None
        self.ready: deque[tuple[bool, FuzzRecord]] = deque()
        self.walk: Iterator[tuple[bool, FuzzRecord] | None] | None = None


class _Walk:
    """
    The tries at one place, one after the other; None where the next would take long, and others come first.

    Args:
        begin: Returns the tries from the first on.
    """

    __slots__ = ("_begin", "_count", "_tries")

    def __init__(self, begin: Callable[[], Iterator[tuple[Any, Recipe]]]) -> None:
        self._begin = begin
        self._tries = begin()
        self._count = 0

    def __iter__(self) -> Iterator[tuple[Any, Recipe] | None]:
        return self

    def __next__(self) -> tuple[Any, Recipe] | None:
        try:
            found = next(self._tries)
        except Later:
            self._tries = islice(self._begin(), self._count, None)
            return None
        self._count += 1
        return found


class Violations:
    """
    The violations of one schema.

    Args:
        engine: The engine that judges.
        schema_map: The schema's subschemas and keywords.
        grammar: The schema's grammar.
        exemplars: Valid records.
    """

    def __init__(self, engine: NativeEngine, schema_map: SchemaMap, grammar: Grammar, exemplars: Sequence[Any]) -> None:
        self._engine = engine
        self.judged = 0
        self.exemplars = list(exemplars)
        self._map = schema_map
        self._untold: dict[int, bool] = {}
        self._weights: dict[int, int] = {}
        self._looked = 0
        self._visited: dict[int, set[tuple[str, Place, str | None]]] = {}
        self.targets = self._found()
        self.sources = Sources(schema_map, grammar, exemplars)

    def _found(self) -> list[Target]:
        """Return the targets that exemplars have places for, the places far apart first."""
        targets: dict[str, Target] = {}
        for number, exemplar in enumerate(self.exemplars):
            for visit in visits(self._map, exemplar):
                self._weights[number] = self._weights.get(number, 0) + 1
                for pair in pairs_of(visit.subschema):
                    if not applies(pair, visit, exemplar):
                        continue
                    target = targets.setdefault(pair.keyword_location, Target(pair, visit.subschema))
                    target.places.append((number, visit))
        bare: dict[tuple[int, str | int], int] = {}
        for target in targets.values():
            places = [(self._lighter(bare, number, visit), visit) for number, visit in _spread(target.places)]
            light = [place for place in places if self._weight(place[0]) <= _WEIGHTY]
            target.places = light if len(light) >= _PLACES else places
        return list(targets.values())

    def _lighter(self, known: dict[tuple[int, str | int], int], number: int, visit: Visit) -> int:
        """Return the number of an exemplar with less beside a place, if the same subschema is about it there."""
        bare = self._bare(known, number, visit.place)
        if bare != number and bare not in self._visited:
            self._visited[bare] = {_key(one) for one in visits(self._map, self.exemplars[bare])}
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
            self._weights[number] = sum(1 for _ in visits(self._map, self.exemplars[number]))
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
        waiting: list[FuzzRecord] = []
        places: set[str] = set()
        in_vain = 0
        for record in self._tried(target):
            in_vain += 1
            if in_vain % _PATIENCE == 0:
                yield None
            if record is None:
                continue
            way = _way(record.how, ways)
            # Another place is a way of its own, whatever is done there.
            is_new = way not in ways or (record.at not in places and len(places) < _PLACES)
            if not is_new or len(ways) >= limit:
                waiting.append(record)
            else:
                places.add(record.at)
                ways.add(way)
                exact = self._exact(record)
                if exact is not None:
                    in_vain = 0
                    yield True, exact
            if len(waiting) > MAX_RECORDS:
                break
        # What is left is variations, and ways beyond the first: those first.
        waiting.sort(key=lambda record: _way(record.how, ways) in ways)
        yield from ((False, exact) for record in waiting if (exact := self._exact(record)) is not None)

    def _tried(self, target: Target) -> Iterator[FuzzRecord | None]:
        """
        Yield the violations of a target, and None for each try that is none.

        Its places take turns, at each one neighbour after the other.
        """
        seen: set[str] = set()
        several: list[tuple[int, FuzzRecord]] = []
        tries = 0
        walks = [_Walk(partial(self._at, target, number, visit)) for number, visit in target.places]
        while walks and len(seen) < MAX_RECORDS and not self._is_given_up(target, tries, len(several)):
            for walk in list(walks):
                for one in walk:
                    if one is None:
                        yield None
                        break
                    instance, recipe = one
                    tries += 1 + self._weight(recipe.exemplar) // _WEIGHTY
                    self._looked += self._weight(recipe.exemplar)
                    found = None if self._is_slow(instance, recipe) else self._judged(target, instance, recipe.how)
                    if found is not None and (text := _told(recipe)) not in seen:
                        broken, record = found
                        if record.alone:
                            seen.add(text)
                            target.recipes.append(recipe)
                            tries = 0
                            yield record
                            break
                        several.append((broken, record))
                    yield None
                    if self._is_given_up(target, tries, len(several)):
                        break
                else:
                    walks.remove(walk)
        if not target.recipes:
            # Where it cannot be had alone, as few as possible is what there is.
            several.sort(key=lambda one: one[0])
            yield from (record for _, record in several[:MAX_SEVERAL])

    @staticmethod
    def _is_given_up(target: Target, tries: int, several: int) -> bool:
        return tries > MAX_TRIES or (several >= _OFTEN_SEVERAL and not target.recipes)

    def _is_slow(self, instance: Any, recipe: Recipe) -> bool:
        """Return whether the engine would take long to tell what is wrong."""
        number = recipe.exemplar
        if number not in self._untold:
            self._untold[number] = has_untold_name(self.exemplars[number])
        return (self._untold[number] or has_untold_name(recipe.value)) and not is_light(instance, _TOLD)

    def _at(self, target: Target, number: int, visit: Visit) -> Iterator[tuple[Any, Recipe]]:
        """Yield an exemplar with the value at a place replaced by each of its neighbours."""
        exemplar = self.exemplars[number]
        for index, (how, value) in enumerate(self._neighbours(target, visit, exemplar)):
            yield replaced(exemplar, visit.place, value), Recipe(number, visit, value, how, index)

    def _neighbours(self, target: Target, visit: Visit, record: Any) -> Iterator[Neighbour]:
        make = NEIGHBOURS.get(target.pair.keyword)
        if target.pair.keyword == "false" or make is None:
            return
        value = value_at(record, visit.place)
        context = self.sources.at(visit.place)
        if visit.name is None:
            yield from make(value, visit.subschema, context)
            return
        if not isinstance(value, dict) or visit.name not in value:
            return
        for how, name in make(visit.name, visit.subschema, context):
            if isinstance(name, str) and name not in value:
                yield f"a name: {how}", {(name if n == visit.name else n): member for n, member in value.items()}

    def _judged(self, target: Target, instance: Any, how: str) -> tuple[int, FuzzRecord] | None:
        """Return the record of an instance that violates a target, and how many assertions do not hold."""
        self.judged += 1
        is_alone = self._is_alone(target, instance)
        if not is_alone and (target.recipes or not is_light(instance, _COPIED) or self._engine.is_valid(instance)):
            return None
        labels = self._engine.labels(instance)
        about = [label for label in labels if self._is_about(target, label)]
        if not about:
            return None
        if len(labels) == 1:
            return 1, record_of(instance, labels[0], how)
        if target.recipes or len(labels) > MAX_LABELS:
            return None
        return len(labels), record_of(instance, about[0], how, alone=False)

    def _is_alone(self, target: Target, instance: Any) -> bool:
        """
        Return whether an instance is valid but for a target.

        That the schema accepts it without the keyword takes a tenth of the time to find out of what is told of it.
        """
        if target.forgetting is None:
            engine = forgetting(self._map, target.pair)
            target.forgetting = engine.is_valid if engine is not None else lambda _instance: True
        return target.forgetting(instance) and not self._engine.is_valid(instance)

    def _exact(self, record: FuzzRecord) -> FuzzRecord | None:
        """Return a record with the exact place of what it is labelled with; None where it is not told again."""
        if record.alone:
            return record
        for label in self._engine.all_labels(record.instance):
            if label.evaluation_path.startswith(record.violates) and label.keyword == record.keyword:
                return record_of(record.instance, label, record.how, alone=False)
        return None

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
        judged = self._judged(target, replaced(base, place, value), recipe.how)
        return judged[1] if judged is not None else None

    @property
    def working(self) -> list[Target]:
        """The targets that were broken."""
        return [target for target in self.targets if target.recipes]


def _key(visit: Visit) -> tuple[str, Place, str | None]:
    return visit.subschema.location, visit.place, visit.name


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


def _spread(places: list[tuple[int, Visit]]) -> list[tuple[int, Visit]]:
    """Return some places that are unlike: of each shape (indexes aside) the first, then the last, then others."""
    by_place: dict[Place, tuple[int, Visit]] = {}
    for number, visit in places:
        by_place.setdefault(visit.place, (number, visit))
    distinct = sorted(by_place.values(), key=lambda one: _depth(one[1].place))
    if len(distinct) <= MAX_PLACES:
        chosen = distinct
    else:
        step = (len(distinct) - 1) / (MAX_PLACES - 1)
        chosen = [distinct[round(number * step)] for number in range(MAX_PLACES)]
    # The shallowest first, then the deepest, and so on from both ends.
    order = [chosen[index // 2] if index % 2 == 0 else chosen[-1 - index // 2] for index in range(len(chosen))]
    others = [one for one in places if one[1].place == order[0][1].place and one != order[0]] if order else []
    return [*order, *others[: max(0, MAX_PLACES - len(order))]]


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
