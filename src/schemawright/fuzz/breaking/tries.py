"""
Tries to break one keyword: neighbours of what stands at a place of a valid record, and what the engine says of each.

What breaks nothing, or more than one thing, is no violation, unless the keyword cannot be broken alone.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeAlias

from schemawright.fuzz.breaking.mending import Mending
from schemawright.fuzz.breaking.targets import WEIGHTY, Recipe
from schemawright.fuzz.breaking.telling import Found
from schemawright.fuzz.breaking.ways import Missed
from schemawright.fuzz.near.neighbours import NEIGHBOURS, Neighbour
from schemawright.fuzz.near.sources import Later
from schemawright.fuzz.schema.places import replaced, value_at
from schemawright.fuzz.schema.schema_map import APPLIES_TO
from schemawright.fuzz.turns import in_turns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from schemawright.engines.native.engine import NativeEngine
    from schemawright.fuzz.breaking.targets import Places, Target
    from schemawright.fuzz.breaking.telling import Telling
    from schemawright.fuzz.near.sources import Sources
    from schemawright.fuzz.schema.facts_beside import Facts
    from schemawright.fuzz.schema.visits import Visit

MAX_TRIES = 400
"""How many neighbours are judged for the next violation of a target, before it is given up."""
MAX_RECORDS = 120
"""How many violations of a target are looked for one after the other; then chance takes over."""
MAX_SEVERAL = 40
"""How many violations of a target that cannot be broken alone are handed out, before further ones of the best."""
_OTHERS, _REFUSED = 20, 6
"""
How many values that other records have at a place are tried there; and how many of those that are refused, where
nothing else breaks a keyword alone.
"""
_MEMBERS: tuple[Any, ...] = (True, "x", 1, None, [], {})
"""What a member is that has a name to be refused: in turns, since something may be said of it, too."""
_BEFORE_USUAL = 5
_USUAL: tuple[Neighbour, ...] = (("a letter that is not ASCII", "\u00e9"), ("an underscore in front", "_x"))
"""Names that hardly anybody lists; and how many come before them that are nearly as they should be."""
_TURNS_OF_NAMES = 4
"""How many places begin with each of the names that are required, before others are begun with."""
_AT_A_TIME, _AT_FIRST = 8, 24
"""How many neighbours are tried at a place before the next has its turn; and when it begins anew."""
_BESIDES = 2
"""How far from alone counts what is alone in its subschema only; what the schema without the keyword accepts, is 1."""
_SELDOM_SEVERAL, _TRIED_SEVERAL = 4, 48
"""
How many violations of others besides a target are told, where that is not alone in its subschema either; and after how
many tries it is taken for one that cannot be broken alone.
"""
_CROWDED = 8
"""How many are kept of those that break too many keywords."""
_ASKED_OF = 4
"""Of how many violations that are alone in their subschema only it is asked what is told of them."""
_OF_ONE_WAY = 3
"""At how many places the same is done: otherwise those of many places would be all that is found."""
_LONG = 3
"""How many constants are so many that there are further ways to break one of them enough."""
_IN_FRONT = 4
"""Of how many names that are wrong one stands in front of the others."""
_OF_ONE_NAME = 1
"""How often the same is done to a name, whatever else is in the object; and whether it is instead of another one."""
_AHEAD = 6
"""How many neighbours come at a place before those that came first at another."""
_OF_SCALARS = frozenset({"not"} | {keyword for keyword, kind in APPLIES_TO.items() if kind in {"string", "number"}})
"""The keywords that texts and numbers are made for."""
_OF_LISTS = frozenset({"enum", "const"})
_BEFORE_MENDED = 32
"""After how many tries the ways of which nothing came alone are mended, where something came of others."""
LATER: Any = object()
"""Stands for a try that would take long, while others come first."""
_OVER: Any = object()
"""Stands for the end of a walk."""


_Begin: TypeAlias = "Callable[[Target, int, Visit, int], Iterator[tuple[Any, Recipe]]]"
"""Makes the tries of a target at a place of an exemplar, of which each place begins with another one."""


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


class _Several:
    """
    What breaks a target and others.

    Attributes:
        few: What is handed out, where nothing breaks the target alone.
        many: What breaks more than that, and least of such: in case that nothing breaks fewer.
    """

    __slots__ = ("few", "many")

    def __init__(self) -> None:
        self.few: list[Found] = []
        self.many: list[Found] = []

    def note(self, target: Target, found: Found | None) -> None:
        """Note what a try came to."""
        if found is None:
            return
        if found.broken <= target.most_broken:
            self.few.append(found)
            return
        self.many.append(found)
        self.many.sort(key=lambda one: one.broken)
        del self.many[_CROWDED:]


class Tries:
    """
    The tries to break the keywords of one schema.

    Args:
        engine: The engine that judges.
        telling: What it says is wrong.
        places: The places of valid records.
        sources: Where values come from.

    Attributes:
        judged: How many tries were judged.
        looked: How many visits the records had of which it was asked.
    """

    def __init__(self, engine: NativeEngine, telling: Telling, places: Places, sources: Sources) -> None:
        self._engine = engine
        self._telling = telling
        self._places = places
        self._sources = sources
        self._mending = Mending(engine, telling, sources)
        self._others: dict[tuple[str, tuple[str, ...]], list[Any]] = {}
        self.judged = self.looked = 0

    def of(self, target: Target) -> Iterator[Found | None]:
        """
        Yield the violations of a target, and None for each try that is none.

        What nobody refuses with little beside it may be alone with more: another branch that accepts it does not then.
        """
        seen: set[int] = set()
        several = _Several()
        missed = Missed(target.pair.keyword)
        for places in (target.places, target.fuller):
            if not target.recipes:
                tried = self._tried_at(target, places, seen, several, missed)
                yield from islice(tried, _BEFORE_MENDED)
                # What comes later is mostly variations, of what is too often done to be waited for.
                yield from self._mending.each_way(target, missed) if target.recipes else ()
                yield from tried
        if not target.recipes:
            yield from self._tried_at(target, target.places, seen, several, missed, self._refused_at)
        if not target.recipes:
            found = several.few or several.many
            yield from self._mending.mended(target, [one for one in found if self._is_light(one)])
        yield from self._mending.each_way(target, missed) if target.recipes else ()
        if not target.recipes and self._are_told_alone(target, several.few):
            target.is_told_alone = True
            yield from self._tried_at(target, target.places, seen, several, missed)
        if target.recipes:
            yield from self._ways_with_others(target, missed) if not target.is_told_alone else ()
            return
        # Where it cannot be had alone, as few as possible is what there is.
        several.few.sort(key=lambda found: found.others)
        yield from several.few[:MAX_SEVERAL]
        few = several.few
        yield from self._further(target, few) if few and few[0].others <= _BESIDES else ()
        if not target.recipes:
            yield from self._fewest(target, [*several.few[:_CROWDED], *several.many])

    def _fewest(self, target: Target, found: list[Found]) -> Iterator[Found]:
        """Yield what breaks as few keywords as can be, where all that was found breaks more than are handed out."""
        broken = [self._telling.broken_by(one) for one in found]
        target.most_broken = max(target.most_broken, min(broken, default=0))
        yield from (one for one, count in zip(found, broken, strict=True) if count <= target.most_broken)

    def _further(self, target: Target, several: Sequence[Found]) -> Iterator[Found | None]:
        """Yield what else can be done where least is wrong beside it: at many places, the same was done often."""
        best = several[0]
        number, visit = best.recipe.exemplar, best.recipe.visit
        known = {repr(found.recipe.value) for found in several[:MAX_SEVERAL]}
        walk = _Walk(partial(self._at, target, number, visit, 0), self._sources.is_time, self._sort_of(visit))
        for one in islice(walk, MAX_TRIES):
            if one is None:
                yield LATER
                continue
            instance, recipe = one
            told = repr(recipe.value)
            self.looked += self._places.weight(number)
            self.judged += 1
            is_asked = told not in known and self._places.is_light(instance, recipe)
            is_asked = is_asked and not self._places.is_slow(instance, recipe, told)
            is_broken = is_asked and self._telling.is_alone_here(target, instance, recipe)
            is_found = is_broken and not self._engine.is_valid(instance)
            yield Found(instance, recipe, others=best.others) if is_found else None

    def _ways_with_others(self, target: Target, missed: Missed) -> Iterator[Found]:
        """Yield the ways that cannot be had alone, though others can: each once, with as little as possible beside."""
        for _, tries in missed.left():
            told = [self._with_others(target, one) for one in tries]
            yield from sorted(filter(None, told), key=lambda found: found.others)[:1]

    def _with_others(self, target: Target, found: Found) -> Found | None:
        """Return what there is to say of a violation that is not alone."""
        if self._engine.is_valid(found.instance):
            return None
        if self._telling.is_alone_here(target, found.instance, found.recipe):
            return found._replace(others=_BESIDES)
        return self._telling.with_others(target, found.instance, found.recipe)

    def _tried_at(
        self,
        target: Target,
        places: list[tuple[int, Visit]],
        seen: set[int],
        several: _Several,
        missed: Missed,
        begin: _Begin | None = None,
    ) -> Iterator[Found | None]:
        """
        Yield what is tried at places, which take turns, at each one neighbour after the other.

        What is in vain at many places is not given up before each sort of place had its turn: where a subschema is
        referred to from elsewhere, there may be less beside it.
        """
        often: Counter[str] = Counter()
        most = 1 if _is_long(target) else _OF_ONE_WAY
        tries = more = 0
        walks = [
            _Walk(partial(begin or self._at, target, *place, turn), self._sources.is_time, self._sort_of(place[1]))
            for turn, place in enumerate(places)
        ]
        untried = {walk.where for walk in walks}

        def is_wanted(walk: _Walk) -> bool:
            return walk.where in untried or not self._is_given_up(target, tries, len(several.few))

        while len(seen) + more < most_records(target) and (wanted := [walk for walk in walks if is_wanted(walk)]):
            for walk in wanted:
                if not is_wanted(walk):
                    continue
                untried.discard(walk.where)
                for _ in range(_AT_A_TIME if tries else _AT_FIRST):
                    one = next(_fresh(walk, seen, often, most), _OVER)
                    if one is _OVER:
                        walks.remove(walk)
                        break
                    if one is None:
                        yield LATER
                        break
                    instance, recipe, told = one
                    tries += 1 + self._places.weight(recipe.exemplar) // WEIGHTY
                    self.looked += self._places.weight(recipe.exemplar)
                    is_slow = self._places.is_slow(instance, recipe, told)
                    found = None if is_slow else self._judged(target, instance, recipe, several.few)
                    self.judged += 1
                    if found is not None and not found.others:
                        # What violates others too at one place may be alone at another.
                        seen.add(hash(told))
                        more += self._places.more_of(recipe.exemplar)
                        target.recipes.append(recipe)
                        often[_done(recipe)] += 1
                        missed.done(recipe.how)
                        tries = 0
                        yield found
                        break
                    several.note(target, found)
                    if missed.is_wanted(recipe.how) and not is_slow and self._places.is_light(instance, recipe):
                        missed.note(found or Found(instance, recipe))
                    yield None

    def _sort_of(self, visit: Visit) -> object:
        return visit.where, self._sources.folded(visit.place)

    def _are_told_alone(self, target: Target, several: list[Found]) -> bool:
        """Return whether the engine tells nothing else of what the schema without the keyword refuses as well."""
        some = [one for one in several if one.others == _BESIDES][:_ASKED_OF]
        return any(self._telling.alone(target, one.instance, one.recipe.how) is not None for one in some)

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
        exemplar = self._places.exemplars[number]
        keyword = target.pair.keyword
        beside = self._places.beside(number, visit) if keyword in _OF_SCALARS else ()
        listed = self._places.listed(number, visit) if keyword in _OF_LISTS and visit.name is None else ()
        own = (
            {repr(value) for value in (target.pair.value if keyword == "enum" else [target.pair.value])}
            if listed
            else ()
        )
        others = (value for value in listed if repr(value) not in own)
        elsewhere = ((f"{str(value)[:20]!r}, as another lists it", value) for value in others)
        near = enumerate(chain(elsewhere, self.neighbours(target, visit, exemplar, beside)))
        # Nothing is as often there for something else as null.
        null = list(islice(near, 1)) if keyword == "type" else []
        before = list(islice(near, _first_of(target, turn)))
        for index, (how, value) in chain(null, islice(near, _AHEAD), before, near):
            yield replaced(exemplar, visit.place, value), Recipe(number, visit, value, how, index)

    def neighbours(
        self, target: Target, visit: Visit, record: Any, beside: Sequence[Facts] = ()
    ) -> Iterator[Neighbour]:
        """
        Yield what is near the value at a place, each with how it differs; beside what has to hold for a scalar there.

        Args:
            target: The keyword that is to be broken.
            visit: The place.
            record: The record that has it.
            beside: What else has to hold.
        """
        make = NEIGHBOURS.get(target.pair.keyword)
        if target.pair.keyword == "false" or make is None:
            return
        value = value_at(record, visit.place)
        context = self._sources.at(visit.place, beside)
        if target.is_unmet:
            others = self._sources.broken(visit.subschema, target.pair.keyword)
            yield from ((f"all but {target.pair.keyword}", other) for other in others)
        if visit.name is None:
            yield from make(value, visit.subschema, context)
            yield from (("as another record has it", other) for other in islice(context.seen(), _OTHERS))
            return
        if not isinstance(value, dict) or visit.name not in value:
            return
        near = iter(make(visit.name, visit.subschema, context))
        for number, (how, name) in enumerate(chain(islice(near, _BEFORE_USUAL), _USUAL, near)):
            if isinstance(name, str) and name not in value:
                yield from _so_named(value, visit.name, (how, name), number)

    def _refused_at(self, target: Target, number: int, visit: Visit, _turn: int) -> Iterator[tuple[Any, Recipe]]:
        """
        Yield an exemplar with what other records have at a place instead, if a subschema refuses it here.

        Where those meet no condition that this one does, all else that is about the place accepts what they have.
        """
        if visit.name is not None or target.is_unmet:
            return
        for value in self._refused(visit):
            how = f"{type(value).__name__}, as another record has it"
            yield replaced(self._places.exemplars[number], visit.place, value), Recipe(number, visit, value, how, None)

    def _refused(self, visit: Visit) -> list[Any]:
        """Return some values of other records at a place that a subschema refuses, of each type in turns."""
        key = (visit.subschema.location, self._sources.folded(visit.place))
        if key not in self._others:
            holds = self._telling.verdict(visit.subschema)
            kinds: dict[type, list[Any]] = {}
            for value in self._sources.at(visit.place).seen():
                if not holds(value):
                    kinds.setdefault(type(value), []).append(value)
            self._others[key] = list(islice(in_turns(*kinds.values()), _REFUSED))
        return self._others[key]

    def _judged(self, target: Target, instance: Any, recipe: Recipe, several: Sequence[Found]) -> Found | None:
        """Return what there is to say of an instance that violates a target; None of one that does not."""
        is_alone = self._telling.is_alone(target, instance)
        if is_alone:
            # What is told of it takes long to find out, and is, once it is handed out; by then it is the usual case.
            is_asked = not target.recipes
            record = self._telling.alone(target, instance, recipe.how, is_sure=True) if is_asked else None
            if target.recipes or record is not None:
                return Found(instance, recipe, record)
        is_wanted = not target.recipes or target.is_told_alone
        if not is_wanted or not self._places.is_light(instance, recipe) or self._engine.is_valid(instance):
            return None
        if self._telling.is_alone_here(target, instance, recipe):
            is_asked = target.is_told_alone and not is_alone
            record = self._telling.alone(target, instance, recipe.how) if is_asked else None
            if record is not None:
                return Found(instance, recipe, record)
            # Best is what the schema without the keyword accepts, whatever is told of it.
            room = 2 * MAX_SEVERAL if is_alone else MAX_SEVERAL
            return Found(instance, recipe, others=1 if is_alone else _BESIDES) if len(several) < room else None
        return self._telling.with_others(target, instance, recipe) if len(several) < _SELDOM_SEVERAL else None


def _so_named(value: dict[str, Any], old: str, near: tuple[str, str], number: int) -> Iterator[Neighbour]:
    """
    Yield an object with a name that is near another, instead of that and beside it, in turns one or the other first.

    What has the other name may be required, so that it has to stay; or there may be no member more.
    """
    how, name = near
    instead = {(name if one == old else one): member for one, member in value.items()}
    more = {name: _MEMBERS[number % len(_MEMBERS)]}
    # Some look at the first name only, and some at the last.
    beside = {**more, **value} if number % _IN_FRONT == 0 else {**value, **more}
    both = (f"a name: {how}", instead), (f"a name: {how}", beside)
    yield from both if number % 2 else reversed(both)


def _first_of(target: Target, turn: int) -> int:
    """Return with which neighbour a place begins: with another name, where each is required, whichever sort it is."""
    names = target.pair.value if target.pair.keyword == "required" else ()
    if not names or turn >= _TURNS_OF_NAMES * len(names):
        return turn
    # Places far in and far out take turns.
    return (turn + turn // len(names)) % len(names)


def _done(recipe: Recipe) -> str:
    """Return what was done, and where the same is to be done as often: null is for whatever is referred to."""
    return recipe.how if recipe.value is not None else f"{recipe.how} {recipe.visit.site}"


def _is_long(target: Target) -> bool:
    """Return whether a target lists so many constants that each has its turn at one place only."""
    return target.pair.keyword == "enum" and len(target.pair.value) >= _LONG


def most_records(target: Target) -> int:
    """Return how many violations of a target are looked for one after the other."""
    return MAX_RECORDS * (2 if _is_long(target) else 1)


def _fresh(walk: _Walk, seen: set[int], often: Counter[str], most: int) -> Iterator[tuple[Any, Recipe, str] | None]:
    """
    Yield what a walk tries, with a text that tells violations apart, whatever stands elsewhere in the record.

    What was seen, or done in the same way often enough, is left out.
    """
    for one in walk:
        if one is None:
            yield None
            continue
        recipe = one[1]
        if often[_done(recipe)] >= (most if recipe.visit.name is None else _OF_ONE_NAME):
            continue
        told = f"{recipe.visit.site} {len(recipe.visit.place)} {recipe.value!r}"
        if hash(told) not in seen:
            yield (*one, told)
