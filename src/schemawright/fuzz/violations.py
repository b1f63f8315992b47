"""
Violations: valid records with exactly one keyword broken at exactly one location.

What to break is read off the schema: its *targets*, each keyword of each reachable subschema, with the places of valid
records that it is about.  How, the neighbours say.  Whether that is what came of it, the engine says: what breaks
nothing, or more than one thing, is not handed out, unless the schema cannot be broken in one place only.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import chain, islice
from math import inf
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.chance_values import NotByChance, Wrong
from schemawright.fuzz.mending import Mending
from schemawright.fuzz.neighbours import NEIGHBOURS, Neighbour
from schemawright.fuzz.places import SCALARS, grafted, has_place, replaced, value_at
from schemawright.fuzz.record import size_of
from schemawright.fuzz.schema_map import APPLIES_TO
from schemawright.fuzz.sources import Later, Sources
from schemawright.fuzz.targets import WEIGHTY, Places, Recipe
from schemawright.fuzz.telling import Found, Telling
from schemawright.fuzz.ways import Sites, Ways

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from schemawright.engines.native import NativeEngine
    from schemawright.fuzz.choices import Choices
    from schemawright.fuzz.facts_beside import Facts
    from schemawright.fuzz.grammar import Grammar
    from schemawright.fuzz.locally import Locally
    from schemawright.fuzz.record import FuzzRecord
    from schemawright.fuzz.schema_map import SchemaMap
    from schemawright.fuzz.targets import Target
    from schemawright.fuzz.visits import Visit

MAX_TRIES = 400
"""How many neighbours are judged for the next violation of a target, before it is given up."""
_OTHERS = 20
"""How many values that other records have at a place are tried there."""
MAX_RECORDS = 120
"""How many violations of a target are looked for one after the other; then chance takes over."""
_AT_ONCE = {
    "format": 10,
    "pattern": 14,
    "additionalProperties": 4,
    "unevaluatedProperties": 4,
    "enum": 3,
    "const": 2,
    "type": 3,
}
"""How many violations of a target follow each other: some keywords are got wrong in more ways."""
_FORMATS, _OF_FORMAT = 160, 20
"""
How many violations of formats follow each other in all, and of one, where a schema has few: formats are got wrong most.
"""
_FIRST = 6
_FIRST_OF = {"pattern": 48, "format": 12, "enum": 14, "const": 10, "minContains": 12, "maxContains": 12, "contains": 12}
_FIRST_OF |= {"additionalProperties": 28, "unevaluatedProperties": 12}
"""How many violations of each target there are to choose from for the first records of a stream."""
_PATIENCE = 50
"""After how many tries without a new way to break a target the others get their turns."""
_FIRST_JUDGED, _FIRST_DRAWN = 20_000, 400_000
"""How much is done for those at the most: judged, and asked of the algebra, in characters."""
_FIRST_VISITS = 3_500_000
"""And as visits of the records that are judged: in unions of unions each record has many."""
MAX_SEVERAL = 40
"""How many violations of a target that cannot be broken alone are handed out."""
_MEMBERS: tuple[Any, ...] = (True, "x", 1, None, [], {})
"""What a member is that has a name to be refused: in turns, since something may be said of it, too."""
_AT_A_TIME, _AT_FIRST = 8, 24
"""How many neighbours are tried at a place before the next has its turn; and when it begins anew."""
_BESIDES = 2
"""How far from alone counts what is alone in its subschema only; what the schema without the keyword accepts, is 1."""
_SELDOM_SEVERAL, _TRIED_SEVERAL = 4, 48
"""
How many violations of others besides a target are told, where that is not alone in its subschema either; and after how
many tries it is taken for one that cannot be broken alone.
"""
_ASKED_OF = 4
"""Of how many violations that are alone in their subschema only it is asked what is told of them."""
_OF_ONE_WAY = 3
"""At how many places the same is done: otherwise those of many places would be all that is found."""
_SOON = 8
"""Out of how many violations the one is chosen with which a stream begins."""
_AHEAD = 6
"""How many neighbours come at a place before those that came first at another."""
_OF_SCALARS = frozenset({"not"} | {keyword for keyword, kind in APPLIES_TO.items() if kind in {"string", "number"}})
"""The keywords that texts and numbers are made for."""
BY_CHANCE, _HOW_BY_CHANCE = 0.1, "a value by chance"
"""How often what breaks a keyword is a value that chance makes, which takes longer; and what is told of it."""
VARIATION, NEW, AT_NEW_SITE = range(3)
"""
The rank of a violation beside those before it: it varies one (which can wait), is a way of its own, or stands where
there was none.
"""
_LATER: Any = object()
"""Stands for a try that would take long, while others come first."""
_OVER: Any = object()
"""Stands for the end of a walk."""


class _Walk:
    """
    The tries at one place, one after the other; None where the next would take long, and others come first.

    Args:
        begin: Returns the tries from the first on.
        is_time: Returns whether it may take long.
        where: What sort of place it is.
    """

    __slots__ = ("_begin", "_count", "_is_time", "_tries", "where")

    def __init__(
        self, begin: Callable[[], Iterator[tuple[Any, Recipe]]], is_time: Callable[[], bool], where: object
    ) -> None:
        self.where = where
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
        self.telling = Telling(engine, schema_map, locally)
        self._places = Places(engine.is_valid, locally, exemplars)
        self._looked = 0
        self.judged = 0
        self._grammar = grammar
        self.exemplars = self._places.exemplars
        self.targets = self._places.targets
        self.sources = Sources(schema_map, grammar, exemplars)
        self._mending = Mending(engine, self.telling, self.sources)
        self._sites = Sites()
        self._begun: list[tuple[Target, int, FuzzRecord]] = []
        self._rest = self._in_turns()

    # --- one after the other

    def begin(self, judged: int) -> None:
        """Find the first of the first violations, until so many tries were judged."""
        for one in self._rest:
            self._begun.append(one)
            if self.judged > judged:
                break

    def soon(self, judged: int) -> tuple[Target, FuzzRecord] | None:
        """Return the smallest of some violations of a target alone; None where so many tries find none."""
        found: list[tuple[Target, FuzzRecord]] = []
        # The first ones are about the whole record, of which little would be left.
        for target in reversed(self.targets):
            if len(found) >= _SOON or self.judged > judged:
                break
            one = next(self._walk(target), None)
            if one is not None and one[1].alone:
                found.append((target, one[1]))
        return min(found, key=lambda one: size_of(one[1].instance), default=None)

    @property
    def first(self) -> list[tuple[Target, int, FuzzRecord]]:
        """
        The first violations of each target, the targets in turns; and the rank of each.

        A target of which no new way is found for long gets no further turn here.
        """
        self._begun += self._rest
        return self._begun

    def _in_turns(self) -> Iterator[tuple[Target, int, FuzzRecord]]:
        open_targets = list(self.targets)
        for number in range(max(_FIRST, *_FIRST_OF.values())):
            for target in list(open_targets):
                is_over = number >= _FIRST_OF.get(target.pair.keyword, _FIRST) and not self._sites.are_left(target)
                if is_over or self._is_enough():
                    continue
                self.sources.allowed = _FIRST_DRAWN
                one = next(self._walk(target), None)
                self.sources.allowed = inf
                if one is not None:
                    yield (target, *one)
                elif target.recipes and target.is_alone:
                    open_targets.remove(target)

    def _is_enough(self) -> bool:
        """Return whether as much was done as may be before the first record."""
        return self.judged >= _FIRST_JUDGED or self._looked >= _FIRST_VISITS

    def each(self, before: Sequence[FuzzRecord] = ()) -> Iterator[FuzzRecord]:
        """
        Yield violations, each time of a target that was broken least often; ends when none has one left.

        What breaks a subschema where the same one refers to it comes first, if nothing did before; then what breaks a
        target in a way of its own; then come variations of that.

        Args:
            before: Those of the first ones that are not to come again.
        """
        known = set(map(id, before))
        for target in self.targets:
            target.ready.clear()
        rest = [one for one in self.first if id(one[2]) not in known]
        yield from (record for _, rank, record in rest if rank == AT_NEW_SITE)
        for target, rank, record in rest:
            if rank != AT_NEW_SITE:
                target.ready.append((rank, record))
        waiting: list[tuple[Target, FuzzRecord]] = []
        open_targets = list(self.targets)
        formats = sum(target.pair.keyword == "format" for target in self.targets)
        at_once = _AT_ONCE | {"format": max(_AT_ONCE["format"], min(_OF_FORMAT, _FORMATS // max(1, formats)))}
        while open_targets:
            for target in list(open_targets):
                for _ in range(at_once.get(target.pair.keyword, 1)):
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

    def _next(self, target: Target) -> tuple[int, FuzzRecord] | None:
        if target.ready:
            return target.ready.popleft()
        return next((found for found in self._walk(target) if found is not None), None)

    def _walk(self, target: Target) -> Iterator[tuple[int, FuzzRecord] | None]:
        if target.walk is None:
            target.walk = self._records(target)
        return target.walk

    def _records(self, target: Target) -> Iterator[tuple[int, FuzzRecord] | None]:
        """
        Yield the violations of a target, and the rank of each; variations come last.

        None is yielded each time that no new way was found for long.
        """
        ways = Ways(target.pair.keyword, self._sites)
        waiting: list[Found] = []
        in_vain = 0
        for found in self._tried(target):
            in_vain += 1
            if in_vain % _PATIENCE == 0:
                yield None
            if found is None or found is _LATER:
                continue
            is_at_new_site = ways.is_at_new_site(found)
            if not is_at_new_site and (ways.is_full or not (ways.is_new(found) or ways.is_elsewhere(found))):
                waiting.append(found)
            elif (record := self.telling.handed_out(target, found)) is not None:
                ways.note(found)
                in_vain = 0
                self._keep(target, found)
                yield (AT_NEW_SITE if is_at_new_site else NEW), record
            if len(waiting) > MAX_RECORDS:
                break
        # What is left is variations, and ways beyond the first: those first.
        waiting.sort(key=lambda found: not ways.is_new(found))
        for found in waiting:
            record = self.telling.handed_out(target, found)
            if record is not None:
                self._keep(target, found)
                yield VARIATION, record

    @staticmethod
    def _keep(target: Target, found: Found) -> None:
        """Keep how something was done that violates others too, for chance to do it again."""
        if found.others:
            target.is_alone = False
            target.recipes.append(found.recipe)

    def _tried(self, target: Target) -> Iterator[Found | None]:
        """
        Yield the violations of a target, and None for each try that is none.

        What nobody refuses with little beside it may be alone with more: another branch that accepts it does not then.
        """
        seen: set[str] = set()
        several: list[Found] = []
        for places in (target.places, target.fuller):
            if not target.recipes:
                yield from self._tried_at(target, places, seen, several)
        if not target.recipes:
            yield from self._mending.mended(target, [one for one in several if self._is_light(one)])
        if not target.recipes and self._are_told_alone(target, several):
            target.is_told_alone = True
            yield from self._tried_at(target, target.places, seen, several)
        if not target.recipes:
            # Where it cannot be had alone, as few as possible is what there is.
            several.sort(key=lambda found: found.others)
            yield from several[:MAX_SEVERAL]

    def _tried_at(
        self, target: Target, places: list[tuple[int, Visit]], seen: set[str], several: list[Found]
    ) -> Iterator[Found | None]:
        """
        Yield what is tried at places, which take turns, at each one neighbour after the other.

        What is in vain at many places is not given up before each sort of place had its turn: where a subschema is
        referred to from elsewhere, there may be less beside it.
        """
        often: Counter[str] = Counter()
        tries = 0
        walks = [
            _Walk(partial(self._at, target, *place, turn), self.sources.is_time, self._sort_of(place[1]))
            for turn, place in enumerate(places)
        ]
        untried = {walk.where for walk in walks}

        def is_wanted(walk: _Walk) -> bool:
            return walk.where in untried or not self._is_given_up(target, tries, len(several))

        while len(seen) < MAX_RECORDS and (wanted := [walk for walk in walks if is_wanted(walk)]):
            for walk in wanted:
                if not is_wanted(walk):
                    continue
                untried.discard(walk.where)
                for _ in range(_AT_A_TIME if tries else _AT_FIRST):
                    one = next(_fresh(walk, seen, often), _OVER)
                    if one is _OVER:
                        walks.remove(walk)
                        break
                    if one is None:
                        yield _LATER
                        break
                    instance, recipe, told = one
                    tries += 1 + self._places.weight(recipe.exemplar) // WEIGHTY
                    self._looked += self._places.weight(recipe.exemplar)
                    is_slow = self._places.is_slow(instance, recipe, told)
                    found = None if is_slow else self._judged(target, instance, recipe, several)
                    self.judged += 1
                    if found is not None and not found.others:
                        # What violates others too at one place may be alone at another.
                        seen.add(told)
                        target.recipes.append(recipe)
                        often[recipe.how] += 1
                        tries = 0
                        yield found
                        break
                    several += [] if found is None else [found]
                    yield None

    def _sort_of(self, visit: Visit) -> object:
        return visit.where, self.sources.folded(visit.place)

    def _are_told_alone(self, target: Target, several: list[Found]) -> bool:
        """Return whether the engine tells nothing else of what the schema without the keyword refuses as well."""
        some = [one for one in several if one.others == _BESIDES][:_ASKED_OF]
        return any(self.telling.alone(target, one.instance, one.recipe.how) is not None for one in some)

    def _is_light(self, found: Found) -> bool:
        return self._places.is_light(found.instance, found.recipe)

    @staticmethod
    def _is_given_up(target: Target, tries: int, several: int) -> bool:
        if target.recipes or not several:
            return tries > MAX_TRIES
        return tries > (_TRIED_SEVERAL if several >= MAX_SEVERAL else 2 * _TRIED_SEVERAL)

    def _at(self, target: Target, number: int, visit: Visit, turn: int) -> Iterator[tuple[Any, Recipe]]:
        """
        Yield an exemplar with the value at a place replaced by each of its neighbours.

        Each place of a target begins with another of them, so that the first that are found differ in both.
        """
        exemplar = self.exemplars[number]
        beside = self._places.beside(number, visit) if target.pair.keyword in _OF_SCALARS else ()
        near = enumerate(self._neighbours(target, visit, exemplar, beside))
        before = list(islice(near, turn))
        for index, (how, value) in chain(islice(near, _AHEAD), before, near):
            yield replaced(exemplar, visit.place, value), Recipe(number, visit, value, how, index)

    def _neighbours(
        self, target: Target, visit: Visit, record: Any, beside: Sequence[Facts] = ()
    ) -> Iterator[Neighbour]:
        make = NEIGHBOURS.get(target.pair.keyword)
        if target.pair.keyword == "false" or make is None:
            return
        value = value_at(record, visit.place)
        context = self.sources.at(visit.place, beside)
        if target.is_unmet:
            others = self.sources.broken(visit.subschema, target.pair.keyword)
            yield from ((f"all but {target.pair.keyword}", other) for other in others)
        if visit.name is None:
            yield from make(value, visit.subschema, context)
            yield from (("as another record has it", other) for other in islice(context.seen(), _OTHERS))
            return
        if not isinstance(value, dict) or visit.name not in value:
            return
        for number, (how, name) in enumerate(make(visit.name, visit.subschema, context)):
            if isinstance(name, str) and name not in value:
                yield from _so_named(value, visit.name, (how, name), number)

    def _judged(self, target: Target, instance: Any, recipe: Recipe, several: Sequence[Found]) -> Found | None:
        """Return what there is to say of an instance that violates a target; None of one that does not."""
        is_alone = self.telling.is_alone(target, instance)
        if is_alone:
            # What is told of it takes long to find out, and is, once it is handed out; by then it is the usual case.
            record = None if target.recipes else self.telling.alone(target, instance, recipe.how)
            if target.recipes or record is not None:
                return Found(instance, recipe, record)
        is_wanted = not target.recipes or target.is_told_alone
        if not is_wanted or not self._places.is_light(instance, recipe) or self._engine.is_valid(instance):
            return None
        if self.telling.is_alone_here(target, instance, recipe):
            is_asked = target.is_told_alone and not is_alone
            record = self.telling.alone(target, instance, recipe.how) if is_asked else None
            if record is not None:
                return Found(instance, recipe, record)
            # Best is what the schema without the keyword accepts, whatever is told of it.
            room = 2 * MAX_SEVERAL if is_alone else MAX_SEVERAL
            return Found(instance, recipe, others=1 if is_alone else _BESIDES) if len(several) < room else None
        return self.telling.with_others(target, instance, recipe) if len(several) < _SELDOM_SEVERAL else None

    # --- by chance

    def draw(
        self, valid: Any, choices: Choices, working: Sequence[Target], often: float = BY_CHANCE
    ) -> FuzzRecord | None:
        """
        Return a violation of a valid record; None where the choice was not good.

        Args:
            valid: The record.
            choices: What chance is.
            working: The targets of which one is chosen.
            often: How often what is put in is a value that chance makes, and none that is known.
        """
        target = choices.pick(working)
        recipe = choices.pick(target.recipes)
        found = None
        if recipe.number is not None and choices.chance(often):
            found = self._broken_by_chance(target, recipe, valid, choices)
        return found or self.broken(target, recipe, valid)

    def _broken_by_chance(self, target: Target, recipe: Recipe, valid: Any, choices: Choices) -> FuzzRecord | None:
        """Return a violation of a valid record, where a recipe says, by what chance makes."""
        exemplar, visit = self.exemplars[recipe.exemplar], recipe.visit
        grown = grafted(valid, exemplar, visit.place)
        known = value_at(exemplar, visit.place)
        base = grown if has_place(grown, visit.place) else exemplar
        value = value_at(base, visit.place)
        if type(value) is not type(known):
            # Most keywords are about values of one type.
            base, value = exemplar, known
        wrong = Wrong(self._grammar, choices, visit.subschema, target.pair.keyword, recipe.value)
        try:
            made = wrong.instead_of(value) if visit.name is None else wrong.name_in(value)
        except NotByChance:
            return None
        return self.broken_at(target, recipe._replace(value=made, how=_HOW_BY_CHANCE, number=None), base)

    def broken(self, target: Target, recipe: Recipe, valid: Any) -> FuzzRecord | None:
        """Return a violation of a valid record by a recipe; None where it does not work for that record."""
        exemplar, place = self.exemplars[recipe.exemplar], recipe.visit.place
        grown = grafted(valid, exemplar, place)
        found = self.broken_at(target, recipe, grown) if has_place(grown, place) else None
        return found if found is not None else self.broken_at(target, recipe, exemplar)

    def broken_at(self, target: Target, recipe: Recipe, base: Any) -> FuzzRecord | None:
        """Return what a recipe makes of a valid record that has its place; None where it does not work for that."""
        place = recipe.visit.place
        if not isinstance(recipe.value, SCALARS) and not isinstance(value_at(base, place), SCALARS):
            # What was made out of the value that stood there is made anew out of this one.
            recipe = self._anew(target, recipe, base)
        instance = replaced(base, place, recipe.value)
        if not target.is_alone:
            return self.telling.together(target, instance, recipe)
        if self.telling.is_alone(target, instance) or (
            target.is_told_alone
            and not self._engine.is_valid(instance)
            and self.telling.is_alone_here(target, instance, recipe)
        ):
            return self.telling.told_before(target, instance, recipe)
        return None

    def takes_long(self, instance: Any) -> bool:
        """Return whether it takes the engine long to tell what is wrong with a record like an instance."""
        return self._engine.labels_slowly(instance)

    def _anew(self, target: Target, recipe: Recipe, base: Any) -> Recipe:
        """Return a recipe as it comes of another record; what was mended stays as it is."""
        if recipe.number is None:
            return recipe
        near = next(islice(self._neighbours(target, recipe.visit, base), recipe.number, None), None)
        return recipe if near is None else recipe._replace(how=near[0], value=near[1])

    @property
    def working(self) -> list[Target]:
        """The targets that were broken, those that can be alone first."""
        broken = [target for target in self.targets if target.recipes]
        return sorted(broken, key=lambda target: not target.is_alone)


def _so_named(value: dict[str, Any], old: str, near: tuple[str, str], number: int) -> Iterator[Neighbour]:
    """
    Yield an object with a name that is near another, instead of that and beside it, in turns one or the other first.

    What has the other name may be required, so that it has to stay; or there may be no member more.
    """
    how, name = near
    instead = {(name if one == old else one): member for one, member in value.items()}
    beside = {**value, name: _MEMBERS[number % len(_MEMBERS)]}
    both = (f"a name: {how}", instead), (f"a name more: {how}", beside)
    yield from both if number % 2 else reversed(both)


def _fresh(walk: _Walk, seen: set[str], often: Counter[str]) -> Iterator[tuple[Any, Recipe, str] | None]:
    """
    Yield what a walk tries, with a text that tells violations apart, whatever stands elsewhere in the record.

    What was seen, or done in the same way often enough, is left out.
    """
    for one in walk:
        if one is None:
            yield None
            continue
        recipe = one[1]
        told = f"{recipe.visit.site} {len(recipe.visit.place)} {recipe.value!r}"
        if told not in seen and often[recipe.how] < _OF_ONE_WAY:
            yield (*one, told)
