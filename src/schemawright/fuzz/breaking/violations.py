"""
Violations: valid records with exactly one keyword broken at exactly one location.

What to break is read off the schema: its *targets*, each keyword of each reachable subschema, with the places of valid
records that it is about.  What is tried there, and what the engine says of it, is in `tries` beside this; in which
order what came of it is handed out, is here.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, count, islice
from math import inf
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.breaking.repetition import Repetition
from schemawright.fuzz.breaking.targets import Places
from schemawright.fuzz.breaking.telling import Telling
from schemawright.fuzz.breaking.tries import LATER, Tries, most_records
from schemawright.fuzz.breaking.ways import Sites, Ways
from schemawright.fuzz.near.sources import Sources
from schemawright.fuzz.record import size_of
from schemawright.fuzz.texts.pattern_syntax import Anchor, Chars, Repeat, parts_of
from schemawright.fuzz.texts.patterns import tree_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from schemawright.engines.native.engine import NativeEngine
    from schemawright.fuzz.breaking.targets import Target
    from schemawright.fuzz.breaking.telling import Found
    from schemawright.fuzz.making.grammar import Grammar
    from schemawright.fuzz.record import FuzzRecord
    from schemawright.fuzz.schema.locally import Locally
    from schemawright.fuzz.schema.schema_map import SchemaMap

_AT_ONCE = {"format": 5, "pattern": 5, "additionalProperties": 4, "unevaluatedProperties": 3, "enum": 2, "type": 2}
_AT_ONCE |= {"uniqueItems": 3, "multipleOf": 2}
"""
How many violations of a target follow each other: some keywords are got wrong in more ways.  They are few, so that what
is far behind in a schema of much does not wait for all that is before it.
"""
_TOLD, _SELDOM = 5, 3
"""
How many wrong types were told, so that most of what is got wrong was; and of how many turns one is for more of them.
"""
_OTHERS, _MOST_TIMES = 50, 3
"""For how many targets of other keywords those are as many again, since each turn is the longer; and how often."""
_FORMATS, _OF_FORMAT = 105, 28
"""
How many violations of formats follow each other in all, and of one, where a schema has few: formats are got wrong most.
"""
_OF_CONSTANT, _CONSTANTS = 3, 24
"""
How many of each constant of an `enum`, or of a `const`, are among those that follow each other, and how many that are
at the most.
"""
_PARTS, _OF_PATTERN = 3, 8
"""For how many parts of a pattern one more violation follows, and how many at the most."""
_FIRST = 6
_FIRST_OF = {"pattern": 48, "format": 12, "enum": 14, "const": 10, "minContains": 12, "maxContains": 12, "contains": 12}
_FIRST_OF |= {"additionalProperties": 28, "type": 12, "unevaluatedProperties": 12}
"""How many violations of each target there are to choose from for the first records of a stream."""
_PATIENCE = 50
"""After how many tries without a new way to break a target the others get their turns."""
_FIRST_JUDGED, _FIRST_DRAWN = 20_000, 400_000
"""How much is done for those at the most: judged, and asked of the algebra, in characters."""
_FIRST_VISITS = 3_500_000
"""And as visits of the records that are judged: in unions of unions each record has many."""
_BLOCK_FOUND, _BLOCK_JUDGED, _BLOCK_VISITS = 2_000, 9_000, 1_500_000
"""How much is done for a block of them, whose records need not wait for the next one: found, judged, and visits."""
_SOON = 8
"""Out of how many violations the one is chosen with which a stream begins."""
VARIATION, NEW, AT_NEW_SITE = range(3)
"""
The rank of a violation beside those before it: it varies one (which can wait), is a way of its own, or stands where
there was none.
"""


class Violations:
    """
    The violations of one schema.

    Args:
        engine: The engine that judges.
        schema_map: The schema's subschemas and keywords.
        locally: The same subschemas, each by itself.
        grammar: The schema's grammar.
        exemplars: Valid records.

    Attributes:
        telling: What the engine says is wrong.
        targets: What can be broken.
        sources: Where the values come from that are put in.
        repetition: What does to other records what worked.
    """

    def __init__(
        self,
        engine: NativeEngine,
        schema_map: SchemaMap,
        locally: Locally,
        grammar: Grammar,
        exemplars: Sequence[Any],
    ) -> None:
        self._places = places = Places(engine.is_valid, locally, exemplars)
        self.telling = Telling(engine, schema_map, locally)
        self.targets = places.targets
        self.sources = Sources(schema_map, grammar, exemplars)
        self._tries = Tries(engine, self.telling, places, self.sources)
        self.repetition = Repetition(engine, self.telling, grammar, self._tries, places.exemplars)
        self._decides = locally.decides
        self._sites = Sites()
        self._begun: list[tuple[Target, int, FuzzRecord]] = []
        self._rest = self._in_turns(self.targets)

    @property
    def judged(self) -> int:
        """How many tries were judged."""
        return self._tries.judged

    # --- one after the other

    def begin(self, judged: int) -> None:
        """Find the first of the first violations, until so many tries were judged."""
        for one in self._rest:
            self._begun.append(one)
            if self._tries.judged > judged:
                break

    def soon(self, judged: int) -> tuple[Target, FuzzRecord] | None:
        """
        Return the smallest of some violations, of a target alone if there is one; None where so many tries find none.

        What need not hold is tried last: most of it is in branches, and what breaks one is what another accepts.
        """
        alone: list[tuple[Target, FuzzRecord]] = []
        others: list[tuple[Target, FuzzRecord]] = []
        # The first ones are about the whole record, of which little would be left.
        backwards = list(reversed(self.targets))
        for target in sorted(backwards, key=lambda one: not self._decides(one.subschema.location)):
            if len(alone) >= _SOON or self._tries.judged > judged:
                break
            one = next(self._walk(target), None)
            if one is not None:
                (alone if one[1].alone else others).append((target, one[1]))
        return min(alone or others, key=lambda one: size_of(one[1].instance), default=None)

    def block(self, start: int) -> list[tuple[Target, int, FuzzRecord]]:
        """Return some of the first violations, from a number on: as many as some work finds; none at the end."""
        tries = self._tries
        judged, looked = tries.judged + _BLOCK_JUDGED, tries.looked + _BLOCK_VISITS
        if start >= len(self._begun):
            for one in self._rest:
                self._begun.append(one)
                enough = len(self._begun) - start >= _BLOCK_FOUND
                if enough or tries.judged > judged or tries.looked > looked:
                    break
        return self._begun[start:]

    @property
    def first(self) -> list[tuple[Target, int, FuzzRecord]]:
        """
        The first violations of each target, the targets in turns; and the rank of each.

        A target of which no new way is found for long gets no further turn here.
        """
        self._begun += self._rest
        return self._begun

    def soonest(self, is_wanted: Callable[[Target], bool]) -> Iterator[FuzzRecord]:
        """Yield the first violations as they are found: all of some targets, then those of the others."""
        wanted = [target for target in self.targets if is_wanted(target)]
        for one in chain(self._in_turns(wanted), self._rest):
            self._begun.append(one)
            yield one[2]

    def _in_turns(self, targets: Sequence[Target]) -> Iterator[tuple[Target, int, FuzzRecord]]:
        open_targets = list(targets)
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
        return self._tries.judged >= _FIRST_JUDGED or self._tries.looked >= _FIRST_VISITS

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
        types = [one for one in self.first if id(one[2]) in known and one[0].pair.keyword == "type"]
        told = Counter(target.pair.keyword_location for target, _, _ in types)
        resting = {location for location, times in told.items() if times >= _TOLD}
        waiting: list[tuple[Target, FuzzRecord]] = []
        yield from self._turns(resting, waiting)
        yield from self._others(waiting)

    def _turns(self, resting: set[str], waiting: list[tuple[Target, FuzzRecord]]) -> Iterator[FuzzRecord]:
        """
        Yield what breaks targets in new ways, turn by turn.

        Args:
            resting: The locations of the keywords that seldom take part.
            waiting: Where to note the targets that are not broken in a new way any more, and how they are.
        """
        # What is got wrong most does not wait for what there is most of.
        open_targets = sorted(self.targets, key=lambda target: target.pair.keyword != "format")
        at_once = self._at_once()
        self._turn_apart(at_once)
        for number in count():
            if not open_targets:
                return
            seldom = resting if number % _SELDOM else ()
            for target in [one for one in open_targets if one.pair.keyword_location not in seldom]:
                for _ in range(at_once[target.pair.keyword_location]):
                    found = self._next(target)
                    if found is not None and found[0]:
                        yield found[1]
                        continue
                    if found is not None:
                        waiting.append((target, found[1]))
                    open_targets.remove(target)
                    break

    def _turn_apart(self, at_once: dict[str, int]) -> None:
        """Let targets of one format begin with different violations: what is wrong at one is so at another."""
        times: Counter[str] = Counter()
        for target in self.targets:
            if target.pair.keyword == "format":
                skipped = times[str(target.pair.value)] * at_once[target.pair.keyword_location]
                times[str(target.pair.value)] += 1
                missing = max(0, 2 * skipped - len(target.ready)) if skipped else 0
                target.ready.extend(islice((one for one in self._walk(target) if one is not None), missing))
                target.ready.rotate(-skipped)

    def _at_once(self) -> dict[str, int]:
        """Return how many violations of each target follow each other, by the location of what is broken."""
        formats = sum(target.pair.keyword == "format" for target in self.targets)
        others = sum(target.pair.keyword not in _AT_ONCE for target in self.targets)
        times = min(max(1, others // _OTHERS), _MOST_TIMES)
        shares: dict[str, int] = {}
        for target in self.targets:
            share = _AT_ONCE.get(target.pair.keyword, 0)
            if target.pair.keyword == "pattern":
                share = max(share, min(_OF_PATTERN, _parts_of(target) // _PARTS))
            most = max(1, share * times)
            if target.pair.keyword in {"enum", "const"}:
                constants = len(target.pair.value) if target.pair.keyword == "enum" else 1
                most = max(most, min(_OF_CONSTANT * constants, _CONSTANTS))
            if target.pair.keyword == "format":
                most = min(_OF_FORMAT, max(most, _FORMATS // formats))
            shares[target.pair.keyword_location] = most
        return shares

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
        ways = Ways(target, self._sites)
        waiting: list[Found] = []
        later: list[Found] = []
        in_vain = more = 0
        for found in self._tries.of(target):
            in_vain += 1
            if in_vain % _PATIENCE == 0:
                yield next(self._later(target, later, ways), None)
            if found is None or found is LATER:
                continue
            if ways.can_wait(found):
                later.append(found)
                continue
            is_at_new_site = ways.is_at_new_site(found)
            if not is_at_new_site and (ways.is_full or not (ways.is_new(found) or ways.is_elsewhere(found))):
                waiting.append(found)
            elif (record := self._noted(target, found, ways)) is not None:
                in_vain = 0
                yield (AT_NEW_SITE if is_at_new_site else NEW), record
            more += self._places.more_of(found.recipe.exemplar)
            if len(waiting) + more > most_records(target):
                break
        yield from self._later(target, later, ways)
        waiting += later
        # What is left is variations, and ways beyond the first: those first.
        waiting.sort(key=lambda found: not ways.is_new(found))
        for found in waiting:
            record = self.telling.handed_out(target, found)
            if record is not None:
                self._keep(target, found)
                yield VARIATION, record

    def _later(self, target: Target, later: list[Found], ways: Ways) -> Iterator[tuple[int, FuzzRecord]]:
        """Yield what was left for later, as long as that is worth it: at another place, or in another way."""
        while later and (ways.is_new(later[0]) or ways.is_elsewhere(later[0])):
            record = self._noted(target, later.pop(0), ways)
            if record is not None:
                yield NEW, record

    def _noted(self, target: Target, found: Found, ways: Ways) -> FuzzRecord | None:
        """Return the record of a violation that is a way of its own, and note that it was handed out."""
        record = self.telling.handed_out(target, found)
        if record is not None:
            ways.note(found)
            self._keep(target, found)
        return record

    @staticmethod
    def _keep(target: Target, found: Found) -> None:
        """Keep how something was done that violates others too, for chance to do it again; if nothing does not."""
        if found.others and not (target.is_alone and target.recipes):
            target.is_alone = False
            target.recipes.append(found.recipe)

    @property
    def working(self) -> list[Target]:
        """The targets that were broken, those that can be alone first."""
        broken = [target for target in self.targets if target.recipes]
        return sorted(broken, key=lambda target: not target.is_alone)


def _parts_of(target: Target) -> int:
    """Return how many parts the pattern of a target has."""
    pattern = target.subschema.contents.get("pattern")
    tree = tree_of(pattern) if isinstance(pattern, str) else None
    return 0 if tree is None else sum(isinstance(part, Chars | Repeat | Anchor) for part in parts_of(tree))
