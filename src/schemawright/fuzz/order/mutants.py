"""
Mutants of a schema: it with one mistake in it; and which records tell them from the schema.

A record that no mutant is told by says nothing that others did not say before.  So the first records of a stream are
those that tell the most mutants that are not told yet: a greedy cover.  What the mistakes do not know of still gets its
turn later.
"""

from __future__ import annotations

import json
from functools import partial
from heapq import heapify, heappop, heappush
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.errors import SchemawrightError
from schemawright.fuzz.breaking.telling import BRANCHING
from schemawright.fuzz.order.mistakes import Mistake, mistakes
from schemawright.fuzz.record import FuzzRecord, is_light
from schemawright.fuzz.schema.changed import changed_engine
from schemawright.fuzz.schema.places import SCALARS, place_of, replaced
from schemawright.fuzz.turns import in_turns
from schemawright.keywords import REFERENCES
from schemawright.pointer import is_at_or_below, parse_pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.engines.native.engine import NativeEngine
    from schemawright.fuzz.schema.locally import Locally
    from schemawright.fuzz.schema.schema_map import Pair, SchemaMap, Subschema
    from schemawright.pointer import Tokens

MAX_TEXT = 8_000_000
"""How much text, in characters, is compiled at the most for all mutants of a schema."""
_MAX_ROUTES = 16
_MOST = 24
"""Of how many valid records that tell most is found out what else they tell, which others have told before."""
_ASKED = 160_000
"""How often mutants are asked about invalid records, all in all."""
_ENOUGH = 8
"""By how many invalid records a mutant is told, before it is asked no more."""
_VISITED = 100_000
"""How many visits of valid records are looked at, to find out which mutants they are about."""
_WEIGHTY = 300
"""How many values a valid record has that mutants are asked about, at the most."""
_IDLE = 100
"""After how many valid records that tell nothing more no others are tried."""
_SELDOM, _BY_ACCIDENT, _MOSTLY = 4, 40, 60
"""How many valid records are tried for a mutant that forgot a keyword, got one wrong, and has one more."""


class Mutant(NamedTuple):
    """
    A schema with one mistake.

    Args:
        subschema: The subschema that is mistaken.
        mistake: What stands in its place.
    """

    subschema: Subschema
    mistake: Mistake


class Mutants:
    """
    The mutants of one schema.

    Args:
        schema_map: The schema's subschemas.
        locally: The same, each by itself.

    Attributes:
        all: The mutants, those of every subschema in turns.
        forgotten: Those that miss a keyword, a bit for each; and, once invalid records were asked about, a bit for each
            keyword that those break.
        added: Those that have a keyword more.
    """

    def __init__(self, schema_map: SchemaMap, locally: Locally) -> None:
        self._map = schema_map
        self._locally = locally
        self.all = list(self._made())
        self._verdicts: list[Callable[[Any], bool] | None] = [None] * len(self.all)
        self._own_verdicts: list[Callable[[Any], bool] | None] = [None] * len(self.all)
        self._deciding_verdicts: list[Callable[[Any], bool] | None] = [None] * len(self.all)
        self._at: dict[tuple[str, str, str], int] = {}
        self._within: dict[str, int] = {}
        self._routes: dict[tuple[str, str], int] = {}
        self._broken: dict[str, int] = {}
        self._asked, self._often, self._left = self.everything, [0] * len(self.all), _ASKED
        self.forgotten = self.added = self._visited = 0
        for number, (subschema, mistake) in enumerate(self.all):
            bit = 1 << number
            key = (subschema.location, mistake.keyword, mistake.name)
            self._at[key] = self._at.get(key, 0) | bit
            self._within[subschema.location] = self._within.get(subschema.location, 0) | bit
            self.forgotten |= bit if mistake.forgotten else 0
            self.added |= 0 if mistake.keyword else bit

    def _made(self) -> Iterator[Mutant]:
        """Yield as many as can be compiled in a moment, out of all parts of the schema in turns."""
        # What refers to other resources takes the longer the more there are.
        size = self._map.resource_count * self._map.size
        walks = [self._made_at(subschema) for subschema in self._map.subschemas.values()]
        yield from islice(in_turns(*walks), MAX_TEXT // size)

    @staticmethod
    def _made_at(subschema: Subschema) -> Iterator[Mutant]:
        if type(subschema.contents) is not dict:
            return
        seen = {json.dumps(subschema.contents, default=str)}
        try:
            for mistake in mistakes(subschema.contents, subschema.dialect):
                text = json.dumps(mistake.contents, default=str)
                if text not in seen:
                    seen.add(text)
                    yield Mutant(subschema, mistake)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return  # A keyword whose value no metaschema has seen; what was guessed before it is enough.

    def _verdict(self, number: int) -> Callable[[Any], bool]:
        """Return the verdict of a mutant about whole records."""
        return self._verdicts[number] or self._kept(self._verdicts, number, partial(changed_engine, self._map))

    def _own_verdict(self, number: int) -> Callable[[Any], bool]:
        """Return the verdict of a mutant about what the mistaken subschema is about."""
        known = self._own_verdicts[number]
        return known or self._kept(self._own_verdicts, number, partial(changed_engine, self._map, whole=False))

    def _deciding_verdict(self, above: Subschema, number: int) -> Callable[[Any], bool]:
        """Return the verdict of a mutant about what a subschema around the mistaken one is about."""

        def engine(subschema: Subschema, contents: Any) -> NativeEngine:
            place = parse_pointer(subschema.pointer[len(above.pointer) :])
            return changed_engine(self._map, above, replaced(above.contents, place, contents), whole=False)

        return self._deciding_verdicts[number] or self._kept(self._deciding_verdicts, number, engine)

    def _kept(
        self,
        verdicts: list[Callable[[Any], bool] | None],
        number: int,
        engine: Callable[[Subschema, Any], NativeEngine],
    ) -> Callable[[Any], bool]:
        """Return a verdict of a mutant, from now on known; that is neither, where it is no schema any more."""
        subschema, mistake = self.all[number]
        try:
            found: Callable[[Any], bool] = engine(subschema, mistake.contents).is_valid
        except SchemawrightError:
            found = _neither
        verdicts[number] = found
        return found

    def told_by(self, record: FuzzRecord, among: int, values: dict[str, list[Any]] | None = None) -> int:
        """
        Return which mutants judge a record otherwise than the schema.

        Args:
            record: The record.
            among: Which mutants are asked, a bit for each; so is what is returned.
            values: What the subschemas are about in it, where that is known.
        """
        if not among:
            return 0
        heard = _Heard(self._locally, self._locally.values(record.instance) if values is None else values)
        tells: dict[str, Callable[[int], bool]] = {}
        told = 0
        for number in _bits(among):
            location = self.all[number].subschema.location
            if location not in tells:
                tells[location] = self._telling_at(location, record, heard)
            if tells[location](number):
                told |= 1 << number
        return told

    def _telling_at(self, location: str, record: FuzzRecord, heard: _Heard) -> Callable[[int], bool]:
        """Return what says whether a mutant mistaken at a location judges a record otherwise than the schema."""
        if not self._locally.is_told(location):
            return self._telling_around(location, record, heard)
        said = heard.at(location)
        if record.alone and self._locally.decides(location):
            return _telling(self._own_verdict, said, valid=record.valid)
        is_otherwise = _telling(self._own_verdict, said, valid=True)
        is_told = self._telling_around(location, record, heard)
        return lambda number: is_otherwise(number) and is_told(number)

    def _telling_around(self, location: str, record: FuzzRecord, heard: _Heard) -> Callable[[int], bool]:
        """Return what asks the mutants at a location about all that decides around it: mostly the whole record."""
        above = self._locally.deciding(location) if record.alone else None
        if above is not None and (said := heard.at(above.location)):
            return _telling(partial(self._deciding_verdict, above), said, valid=record.valid)
        instance, known = record.instance, (record.valid, _NEITHER)
        return lambda number: self._verdict(number)(instance) not in known

    @property
    def everything(self) -> int:
        """All mutants, a bit for each."""
        return (1 << len(self.all)) - 1

    def told_by_valid(self, instances: Iterable[Any]) -> list[tuple[FuzzRecord, int]]:
        """Return which valid records tell mutants, and which: of each mutant that is told at all some that tell it."""
        asked, told = self.everything, 0
        left = [self._patience(1 << number) for number in range(len(self.all))]
        found: list[tuple[FuzzRecord, int]] = []
        idle = 0
        for instance in instances:
            idle += 1
            if idle > _IDLE or self._visited > _VISITED:
                break
            if not is_light(instance, _WEIGHTY):
                continue  # What mutants say of it takes them long, and smaller ones tell most of them.
            record = FuzzRecord(instance, valid=True)
            values = self._values(instance)
            now = asked & self._about(values)
            fresh = self.told_by(record, now, values)
            asked &= ~fresh
            for number in _bits(now & ~fresh):
                left[number] -= 1
                asked &= ~(1 << number) if not left[number] else -1
            if fresh:
                idle = 0
                told |= fresh
                found.append((record, fresh))
        found.sort(key=lambda one: -one[1].bit_count())
        most = [record for record, _ in found[:_MOST]]
        again = [(record, self._again(record, told)) for record in most]
        return [*again, *found[_MOST:]]

    def _again(self, record: FuzzRecord, told: int) -> int:
        values = self._locally.values(record.instance)
        return self.told_by(record, told & self._about(values), values)

    def _values(self, instance: Any) -> dict[str, list[Any]]:
        values = self._locally.values(instance)
        self._visited += sum(map(len, values.values()))
        return values

    def _patience(self, bit: int) -> int:
        """Return how many valid records about a mutant are tried: what was forgotten is seldom stricter."""
        return _SELDOM if bit & self.forgotten else _MOSTLY if bit & self.added else _BY_ACCIDENT

    def _about(self, values: Iterable[str]) -> int:
        """Return the mutants that are mistaken in some subschemas."""
        found = 0
        for location in values:
            found |= self._within.get(location, 0)
        return found

    def told_by_invalid(self, records: Iterable[tuple[FuzzRecord, Pair]]) -> list[tuple[FuzzRecord, int]]:
        """
        Return which mutants each invalid record tells, which was to break one keyword.

        That it breaks it counts like one more mutant, though none may be told by that.  What others are asked about
        later goes on from there.
        """
        found: list[tuple[FuzzRecord, int]] = []
        broken = self._broken
        for record, pair in records:
            bit = 1 << (len(self.all) + broken.setdefault(pair.keyword_location, len(broken)))
            now = self.on_the_way(record, pair) & self._asked if self._left > 0 else 0
            self._left -= now.bit_count()
            told = self.told_by(record, now, self._values_broken(record)) if now else 0
            for number in _bits(told):
                self._often[number] += 1
                self._asked &= ~(1 << number) if self._often[number] == _ENOUGH else -1
            found.append((record, bit | told))
        self.forgotten |= ((1 << len(broken)) - 1) << len(self.all)
        return found

    def _values_broken(self, record: FuzzRecord) -> dict[str, list[Any]]:
        """Return the values of an invalid record that may be judged otherwise; what is beside them is as it was."""
        along = place_of(record.instance, record.at) if record.alone else ()
        return self._locally.values(record.instance, along)

    # --- what an invalid record can tell

    def on_the_way(self, record: FuzzRecord, pair: Pair) -> int:
        """
        Return the mutants that an invalid record could tell: those that are mistaken on the way to what it violates.

        Args:
            record: The record.
            pair: The keyword that was to be broken; it may be below the one that fails.
        """
        key = (record.violates, pair.keyword_location)
        if key not in self._routes:
            asked = self._along(record.violates) | self._with(pair.subschema, pair.keyword, "")
            if record.keyword in BRANCHING:
                asked |= self._where(partial(is_at_or_below, pair.keyword_location))
            self._routes[key] = asked & ~self.added
        return self._routes[key]

    def _where(self, is_wanted: Callable[[str], bool]) -> int:
        """Return the mutants of the subschemas at some locations."""
        found = 0
        for location, mask in self._within.items():
            found |= mask if is_wanted(location) else 0
        return found

    def _along(self, evaluation_path: str) -> int:
        """Return the mutants that get a keyword wrong that an evaluation path leads through."""
        found = 0
        entry = self._map.known(self._map.entry)
        pending: list[tuple[Subschema, Tokens]] = [(entry, parse_pointer(evaluation_path))] if entry is not None else []
        for _ in range(_MAX_ROUTES * (len(evaluation_path) + 1)):
            if not pending:
                break
            subschema, tokens = pending.pop()
            if tokens:
                found |= self._with(subschema.location, str(tokens[0]), str(tokens[1]) if len(tokens) > 1 else "")
            pending += self._steps(subschema, tokens)
        return found

    def _with(self, location: str, keyword: str, name: str) -> int:
        """Return the mutants that get one keyword of a subschema wrong, or one that says what it means."""
        if keyword.startswith("unevaluated"):
            return self._within.get(location, 0)
        found = self._at.get((location, keyword, name), 0)
        for other in (keyword, *_BESIDE.get(keyword, ())):
            found |= self._at.get((location, other, ""), 0)
        if keyword in _DECIDING:
            # What a branch says decides here, without a place on the way.
            held = f"{location}/{_DECIDING[keyword]}"
            found |= self._where(lambda other: is_at_or_below(other, held))
        if keyword == "additionalProperties":
            for (at, other, _), mask in self._at.items():
                found |= mask if at == location and other in _NAMING else 0
        return found

    def _steps(self, subschema: Subschema, tokens: Tokens) -> Iterator[tuple[Subschema, Tokens]]:
        if tokens and tokens[0] in REFERENCES:
            yield from ((target, tokens[1:]) for target in self._map.references(subschema))
        for count in (1, 2):
            if len(tokens) >= count:
                below = self._map.child(subschema, tuple(tokens[:count]))
                if below is not None:
                    yield below, tokens[count:]


_NAMING = frozenset({"properties", "patternProperties"})
_DECIDING = {"then": "if", "else": "if", **{name: name for name in BRANCHING}, "minContains": "contains"}
_DECIDING |= {"maxContains": "contains"}
"""Keyword → the one whose subschemas decide whether it holds."""
_BESIDE = {
    "then": ("if",),
    "else": ("if",),
    "if": ("then", "else"),
    "contains": ("minContains", "maxContains"),
    "minContains": ("contains",),
    "maxContains": ("contains",),
    "items": ("prefixItems",),
    "prefixItems": ("items",),
    "minimum": ("exclusiveMinimum",),
    "maximum": ("exclusiveMaximum",),
}
"""Keyword → those that say what it means."""
_NEITHER: Any = object()
"""The verdict of what is no schema."""


def _neither(_instance: Any) -> bool:
    said: bool = _NEITHER
    return said


class _Heard:
    """
    What the schema's own subschemas say of what they are about in one record.

    Args:
        locally: The subschemas.
        values: What they are about, by their locations.
    """

    def __init__(self, locally: Locally, values: dict[str, list[Any]]) -> None:
        self._locally = locally
        self._values = values
        self._said: dict[str, list[tuple[Any, bool]]] = {}

    def at(self, location: str) -> list[tuple[Any, bool]]:
        """Return the values that a subschema is about, and what it says of each; of equal ones one."""
        if location not in self._said:
            verdict = self._locally.verdict(location)
            distinct = {_key(value): value for value in self._values.get(location, ())}
            self._said[location] = [(value, verdict(value)) for value in distinct.values()]
        return self._said[location]


def _key(value: Any) -> Any:
    """Return what scalars have in common that are judged alike; of a container it takes longer than to judge it."""
    return (type(value), value) if isinstance(value, SCALARS) else id(value)


def _telling(
    verdict_of: Callable[[int], Callable[[Any], bool]], said: list[tuple[Any, bool]], *, valid: bool
) -> Callable[[int], bool]:
    """
    Return what says whether a mutant of a subschema that decides judges a record otherwise.

    Args:
        verdict_of: The verdict of a mutant.
        said: What the subschema is about, and what it says of it without the mistake.
        valid: What the schema says of the record.
    """
    if valid:

        def tells(number: int) -> bool:
            verdict = verdict_of(number)
            return any(verdict(value) not in (right, _NEITHER) for value, right in said)

        return tells
    if all(right for _, right in said):
        return lambda _number: False
    # What is wrong first: most mutants refuse it too.
    in_turn = [value for value, _ in sorted(said, key=itemgetter(1))]

    def accepts(number: int) -> bool:
        verdict = verdict_of(number)
        return all(verdict(value) is True for value in in_turn)

    return accepts


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


class Cover:
    """
    Chooses the records that tell mutants, each time the one that tells most that are not told yet.

    Args:
        begin: What comes first anyway.
    """

    def __init__(self, begin: FuzzRecord | None = None) -> None:
        self._begin = begin
        self._known = 0

    def of(self, told: Iterable[tuple[FuzzRecord, int]], forgotten: int = 0) -> list[FuzzRecord]:
        """
        Return those of some records that tell what none chosen before does.

        Args:
            told: Each record, and the mutants that it tells.
            forgotten: The mutants that count more than others.
        """
        left = [(record, mask) for record, mask in told if mask]
        begin, self._begin = self._begin, None
        chosen = [] if begin is None else [begin]
        missing = 0
        for record, mask in left:
            missing |= mask
            self._known |= mask if begin is not None and record.instance is begin.instance else 0
        missing &= ~self._known
        self._known |= missing

        def gain(mask: int) -> int:
            fresh = mask & missing
            return fresh.bit_count() + _MORE * (fresh & forgotten).bit_count()

        # What a record tells more only gets less: whose gain is what it was, though others are asked again, has most.
        gains = [(-gain(mask), number) for number, (_, mask) in enumerate(left)]
        heapify(gains)
        while missing:
            known_gain, number = heappop(gains)
            record, mask = left[number]
            if gain(mask) == -known_gain:
                chosen.append(record)
                missing &= ~mask
            else:
                heappush(gains, (-gain(mask), number))
        return chosen


_MORE = 2
"""How much more a forgotten keyword counts than another mistake."""
