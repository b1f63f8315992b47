"""
Which mutants are told by which records.

Every mutant is asked about all records of a block, and then gone: see `schemawright.fuzz.order.judged`.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.bits import each_bit
from schemawright.fuzz.order.careless import taken_in
from schemawright.fuzz.order.crossed import Crossing
from schemawright.fuzz.order.distinct import key_of
from schemawright.fuzz.order.judged import Heard, Judged
from schemawright.fuzz.record import FuzzRecord, is_light
from schemawright.fuzz.schema.depending import Depending
from schemawright.fuzz.schema.places import place_of, value_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from schemawright.fuzz.order.judged import Question
    from schemawright.fuzz.order.mutants import Mutants
    from schemawright.fuzz.schema.locally import Locally
    from schemawright.fuzz.schema.schema_map import Pair

_MOST = 24
"""Of how many valid records that tell most is found out what else they tell, which others have told before."""
_ASKED = 160_000
"""How often mutants are asked about invalid records, all in all."""
_ENOUGH = 8
"""By how many invalid records a mutant is told, before it is asked no more."""
_VISITED = 100_000
"""How many visits of valid records are looked at, to find out which mutants they are about."""
_AT_ONCE = 200_000
"""How many values there are in the invalid records that mutants are asked about one after the other."""
_WEIGHTY = 300
"""How many values a valid record has that mutants are asked about, at the most."""
_IDLE = 100
"""After how many valid records that tell nothing more no others are tried."""
_SELDOM, _BY_ACCIDENT, _MOSTLY = 4, 40, 60
"""How many valid records are tried for a mutant that forgot a keyword, got one wrong, and has one more."""


class Asking:
    """
    Asks the mutants of one schema.

    Args:
        mutants: The mutants.
        locally: The schema's subschemas, each by itself.

    Attributes:
        forgotten: The mutants that miss a keyword, a bit for each; and, once invalid records were asked about, a bit
            for each keyword that those break.
        slight: What counts less: a bit for each mutant that hardly anyone makes, and for each careless checker.
    """

    def __init__(self, mutants: Mutants, locally: Locally) -> None:
        self._mutants = mutants
        self._locally = locally
        self._depending = Depending(mutants.schema_map)
        self.forgotten = mutants.forgotten
        self.slight = mutants.unlikely
        self._others: dict[str, int] = {}
        """What is told beside mutants, and the number of each: a keyword that is broken, or a careless checker."""
        self._often: Counter[int] = Counter()
        self._left = _ASKED

    def told_by(self, record: FuzzRecord, among: int) -> int:
        """
        Return which mutants judge a record otherwise than the schema.

        Args:
            record: The record.
            among: Which mutants are asked, a bit for each; so is what is returned.
        """
        heard = [self._heard(record, self._locally.values(record.instance))]
        told = 0
        for location, numbers in self._by_location(among):
            questions = _questions(location, heard, [0])
            for number in numbers:
                judged = self._judged(number)
                told |= 1 << number if any(asked(judged) for _, asked in questions) else 0
        return told

    def _judged(self, number: int) -> Judged:
        return Judged(self._mutants.schema_map, self._mutants.all[number], self._depending)

    def _heard(self, record: FuzzRecord, values: dict[str, list[Any]]) -> Heard:
        return Heard(self._locally, record, values, self._depending)

    def _by_location(self, among: int) -> Iterator[tuple[str, list[int]]]:
        """Yield where mutants are mistaken, and their numbers."""
        for location, mask in self._mutants.within.items():
            if mask & among:
                yield location, list(each_bit(mask & among))

    # --- valid records

    def told_by_valid(self, instances: Iterable[Any], is_valid: Callable[[Any], bool]) -> list[tuple[FuzzRecord, int]]:
        """
        Return which valid records tell mutants, and which: of each mutant that is told at all some that tell it.

        Args:
            instances: Valid records.
            is_valid: The verdict about what they are put together to.
        """
        heard = list(self._heard_of(instances))
        told = [0] * len(heard)
        for location, numbers in self._by_location(self._mutants.everything):
            about = [index for index, one in enumerate(heard) if location in one.values]
            questions = _questions(location, heard, _new_first(location, heard, about))
            for number in numbers:
                judged = self._judged(number)
                for index, is_told in questions[: self._patience(1 << number)]:
                    if is_told(judged):
                        told[index] |= 1 << number
                        break
        found = sorted(_until_idle(heard, told), key=lambda one: -one[1].bit_count())
        telling = [(one.record, mask) for one, mask in found]
        crossing = Crossing(self._mutants, self._locally, is_valid, self.told_by, self._judged)
        crossed = self._heard_of(record.instance for record in crossing.crossed(telling))
        again = self._again([*crossed, *[one for one, _ in found[:_MOST]]], found)
        return [*again, *telling[_MOST:]]

    def _heard_of(self, instances: Iterable[Any]) -> Iterator[Heard]:
        """Yield what is said in each of some valid records; nothing in a large one."""
        visited = 0
        for instance in instances:
            if visited > _VISITED:
                return
            # What mutants say of a large one takes them long, and smaller ones tell most of them.
            values = self._locally.values(instance) if is_light(instance, _WEIGHTY) else {}
            visited += sum(map(len, values.values()))
            yield self._heard(FuzzRecord(instance, valid=True), values)

    def _again(self, most: Sequence[Heard], found: Iterable[tuple[Heard, int]]) -> Iterator[tuple[FuzzRecord, int]]:
        """Yield the records that tell most, and all that each tells of what any was found to tell."""
        several = 0
        for _, mask in found:
            several |= mask
        told = [0] * len(most)
        for location, numbers in self._by_location(several):
            about = [index for index, one in enumerate(most) if location in one.values]
            questions = _questions(location, most, about)
            for number in numbers if questions else ():
                judged = self._judged(number)
                for index, is_told in questions:
                    told[index] |= 1 << number if is_told(judged) else 0
        return ((one.record, mask) for one, mask in zip(most, told, strict=True))

    def _patience(self, bit: int) -> int:
        """Return how many valid records about a mutant are tried: what was forgotten is seldom stricter."""
        mutants = self._mutants
        return _SELDOM if bit & mutants.forgotten else _MOSTLY if bit & mutants.added else _BY_ACCIDENT

    # --- invalid records

    def told_by_invalid(self, records: Iterable[tuple[FuzzRecord, Pair]]) -> list[tuple[FuzzRecord, int]]:
        """
        Return which mutants each invalid record tells, which was to break one keyword.

        That it breaks it counts like one more mutant, though none may be told by that; so does each careless checker of
        the keyword that takes it in.  What others are asked about later goes on from there.
        """
        given = list(records)
        told: list[int] = []
        several: list[tuple[Heard, int]] = []
        weight = 0
        for record, pair in given:
            among = self._mutants.on_the_way(record, pair)
            values = self._values_broken(record) if among else {}
            several.append((self._heard(record, values), among))
            weight += sum(map(len, values.values()))
            if weight > _AT_ONCE:
                told += self._told_by_several(several)
                several, weight = [], 0
        told += self._told_by_several(several)
        return [(record, mask | self._beside(record, pair)) for (record, pair), mask in zip(given, told, strict=True)]

    def _beside(self, record: FuzzRecord, pair: Pair) -> int:
        """Return what an invalid record tells beside mutants: that a keyword is broken, and careless checkers of it."""
        is_own = record.keyword == pair.keyword
        # What breaks a keyword further below may leave open whether this one is ever broken.
        broken = self._bit(pair.keyword_location if is_own else f"{pair.keyword_location} {record.keyword}")
        self.forgotten |= broken
        subschema = self._mutants.schema_map.known(pair.subschema) if is_own and record.alone else None
        if subschema is None or type(subschema.contents) is not dict:
            return broken
        value = value_at(record.instance, place_of(record.instance, record.at))
        careless = 0
        for name in taken_in(pair.keyword, value, subschema.contents):
            careless |= self._bit(name)
        self.slight |= careless
        return broken | careless

    def _bit(self, said: str) -> int:
        """Return the bit of what is told beside mutants."""
        return 1 << (len(self._mutants.all) + self._others.setdefault(said, len(self._others)))

    def _told_by_several(self, several: list[tuple[Heard, int]]) -> list[int]:
        """Return which mutants each of some invalid records tells, out of those that could be."""
        heard = [one for one, _ in several]
        told = [0] * len(heard)
        any_of = 0
        for _, mask in several:
            any_of |= mask
        share = self._share(several)
        for location, numbers in self._by_location(any_of):
            within = self._mutants.within[location]
            questions = _questions(location, heard, [index for index, (_, mask) in enumerate(several) if mask & within])
            for number in numbers:
                bit, judged = 1 << number, self._judged(number)
                own = [one for one in questions if several[one[0]][1] & bit][:share]
                for index, is_told in own:
                    if self._often[number] >= _ENOUGH:
                        break
                    self._left -= 1
                    if is_told(judged):
                        told[index] |= bit
                        self._often[number] += 1
        return told

    def _share(self, several: list[tuple[Heard, int]]) -> int:
        """Return about how many records each mutant is asked, so that each has its share of what is left."""
        asked = sum(mask.bit_count() for _, mask in several)
        left = max(self._left, 0)
        return len(several) if asked <= left else left // max(1, len(self._mutants.all))

    def _values_broken(self, record: FuzzRecord) -> dict[str, list[Any]]:
        """Return the values of an invalid record that may be judged otherwise; what is beside them is as it was."""
        along = place_of(record.instance, record.at) if record.alone else ()
        return self._locally.values(record.instance, along)


def _questions(location: str, heard: Sequence[Heard], about: Iterable[int]) -> list[tuple[int, Question]]:
    """Return what mutants at a location are asked about some records, and the number of each."""
    found = ((index, heard[index].question(location)) for index in about)
    return [(index, asked) for index, asked in found if asked is not None]


def _new_first(location: str, heard: Sequence[Heard], about: Iterable[int]) -> list[int]:
    """Return the numbers of some records, first of those in which a subschema judges what it did not before."""
    seen: set[int] = set()
    new: list[int] = []
    other: list[int] = []
    for index in about:
        keys = {key_of(value) for value in heard[index].values[location]}
        (other if keys <= seen else new).append(index)
        seen |= keys
    return new + other


def _until_idle(heard: Sequence[Heard], told: Sequence[int]) -> Iterator[tuple[Heard, int]]:
    """Yield the records that tell anything, as long as there is one every now and then."""
    idle = 0
    for one, mask in zip(heard, told, strict=True):
        idle = 0 if mask else idle + 1
        if idle >= _IDLE:
            return
        if mask:
            yield one, mask
