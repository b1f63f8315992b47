"""Records in the order in which they are handed out: what tells most first, then each case once, then by chance."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from itertools import chain, count, islice
from typing import TYPE_CHECKING, Any

from schemawright.errors import NoInstance
from schemawright.fuzz.accepted.valid_records import HEAVIEST
from schemawright.fuzz.order.asking import Asking
from schemawright.fuzz.order.cover import Cover
from schemawright.fuzz.order.distinct import Distinct, key_of
from schemawright.fuzz.order.mutants import Mutants
from schemawright.fuzz.record import FuzzRecord, is_light, size_of
from schemawright.fuzz.turns import in_turns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemawright.fuzz.accepted.valid_records import ValidRecords
    from schemawright.fuzz.agreement import Agreement
    from schemawright.fuzz.breaking.invalid_records import InvalidRecords
    from schemawright.fuzz.breaking.targets import Target
    from schemawright.fuzz.choices import Seeded

_FIRST, _OFTEN = 120, 8
"""Of how many valid records each is followed by several invalid ones; then by one."""
_AT_LEAST_ONE_OF = 12
"""Of how many records that come first one is valid, at the least."""
_TURN = 20
"""After how many records that come first there is one with what the canonical form leaves out."""
_FIRST_CASES = 12
"""How many boundary cases come before the turns with what is nearly refused: of a schema of much they tell more."""
_LOOKED_AT = 20_000
"""After how many values of boundary cases a large one is taken for the first record, where none is small."""
_VALID, _INVALID = 64.0, 8.0
"""How many are made, on average, for one that is no repetition."""
_BOTH = 2


class Streams:
    """
    Hands out the records of one schema, each once, as far as chance makes others at last.

    Args:
        valid: The valid ones.
        invalid: The invalid ones.
        agreement: What asks the other engine.
    """

    def __init__(self, valid: ValidRecords, invalid: InvalidRecords, agreement: Agreement) -> None:
        self._valid = valid
        self._invalid = invalid
        self._agreement = agreement
        self._given: set[int] = set()
        """The records that were handed out before chance took over: the key of each."""
        self._by_chance: list[Distinct] = []
        self._begun: list[tuple[Target, FuzzRecord]] = []
        """Violations that were handed out before others were looked for."""
        self._blocks: list[list[tuple[FuzzRecord, int]]] = []
        """Invalid records, and what each tells, as far as they were needed."""
        self._covered = 0
        """How many of the first violations are in those."""

    # --- what tells most

    @cached_property
    def _asking(self) -> Asking:
        return Asking(Mutants(self._valid.schema_map), self._valid.locally)

    @cached_property
    def _boundary_cases(self) -> list[Any]:
        return list(self._valid.each())

    @cached_property
    def _each_once(self) -> list[Any]:
        return list(self._valid.each_once())

    @cached_property
    def _telling_valid(self) -> list[tuple[FuzzRecord, int]]:
        """Valid records that tell mutants of the schema, and which."""
        cases = iter(self._boundary_cases)
        return self._asking.told_by_valid(
            chain(islice(cases, _FIRST_CASES), self._each_once, cases), self._valid.accepts
        )

    def _telling_invalid(self) -> Iterator[list[tuple[FuzzRecord, int]]]:
        """Yield invalid records, and what each tells, in blocks: of a large schema it takes long to find them all."""
        for number in count():
            if number == len(self._blocks):
                block = self._invalid.violations.block(self._covered)
                if number and not block:
                    return
                self._covered += len(block)
                found = [(record, target.pair) for target, _, record in block]
                found += [(record, target.pair) for target, record in self._begun] if not number else []
                self._blocks.append(self._asking.told_by_invalid(found))
            yield self._blocks[number]

    def _begin_invalid(self) -> tuple[Target, FuzzRecord] | None:
        """Return one violation of the first boundary case, which is found long before it is known which tell most."""
        with suppress(NoInstance):
            found = self._invalid.soon(self._simplest.instance) if self._simplest is not None else None
            if found is not None and self._agreement.is_agreed(found[1].instance, valid=False):
                return found
        return None

    @cached_property
    def _simplest(self) -> FuzzRecord | None:
        """The first boundary case, with which a stream begins: whoever asks for a few wants to see what is usual."""
        heavy, looked = None, 0
        for instance in self._valid.swept():
            looked += size_of(instance, _LOOKED_AT)
            if not is_light(instance, HEAVIEST):
                # Where all are large, the other engine is not asked: it would take longer than all else.
                heavy = heavy or FuzzRecord(instance, valid=True)
                if looked >= _LOOKED_AT:
                    break
            elif self._agreement.is_told_valid(instance):
                return FuzzRecord(instance, valid=True)
        return heavy

    # --- streams

    def valid(self, choices: Seeded) -> Iterator[FuzzRecord]:
        """Yield valid records without end."""
        yield from self._begin()
        first = Cover(self._simplest).of(self._telling_valid, self._asking.forgotten, self._asking.slight)
        yield from self._rest_of(first)
        yield from self._more_valid(choices)

    def invalid(self, choices: Seeded) -> Iterator[FuzzRecord]:
        """Yield invalid records without end."""
        begun = self._begin_invalid()
        if begun is not None:
            yield begun[1]
            # Whoever only asks whether there is one does not take it from another stream.
            self._is_new(begun[1])
            self._begun.append(begun)
        first: list[FuzzRecord] = []
        cover = Cover(begun[1] if begun is not None else None)
        yield from self._rest_of(self._covering(cover, [], first))
        yield from self._more_invalid(choices, first)

    def mixed(self, choices: Seeded) -> Iterator[FuzzRecord]:
        """Yield of both: what tells most first, then many invalid ones to a valid one, and in turns after that."""
        with suppress(NoInstance):
            yield from self._begin()
        first: list[FuzzRecord] = []
        more_valid = self._more_valid(choices)
        yield from _with_valid(self._rest_of(self._first_of_both(first)), self._left_out(), more_valid)
        lasting = _with_some([more_valid, self._more_invalid(choices, first)])
        if len(lasting) < _BOTH:
            yield from lasting[0] if lasting else iter(())
            raise self._valid.none("none was found that is valid, and none that is invalid")
        valid, invalid = lasting
        for number in count():
            yield next(valid)
            for _ in range(_OFTEN if number < _FIRST else 1):
                yield next(invalid)

    def _begin(self) -> Iterator[FuzzRecord]:
        """Yield what comes before it is found out which records tell most: that takes its time."""
        if self._simplest is not None and self._is_new(self._simplest):
            yield self._simplest

    def _first_of_both(self, first: list[FuzzRecord]) -> Iterator[FuzzRecord]:
        """Yield valid and invalid records that tell mutants, and note them."""
        try:
            valid = self._telling_valid
        except NoInstance:
            return
        yield from self._covering(Cover(self._simplest), valid, first)

    def _covering(
        self, cover: Cover, valid: list[tuple[FuzzRecord, int]], first: list[FuzzRecord]
    ) -> Iterator[FuzzRecord]:
        """
        Yield records that tell mutants, block by block.

        Args:
            cover: What chooses them.
            valid: Valid ones, and what each tells.
            first: Where to note what was chosen.
        """
        for block in self._telling_invalid():
            chosen = cover.of([*valid, *block], self._asking.forgotten, self._asking.slight)
            first += chosen
            yield from chosen

    def _more_valid(self, choices: Seeded) -> Iterator[FuzzRecord]:
        """Yield the boundary cases that did not come first, then what chance makes."""
        cases = iter(self._boundary_cases)
        turns = in_turns(self._each_once, self._valid.hardly_valid(), cases)
        instances = chain(self._valid.left_out, islice(cases, _FIRST_CASES), turns)
        yield from self._rest_of(FuzzRecord(instance, valid=True) for instance in instances)
        distinct = self._distinct(_VALID)
        while True:
            instance = self._valid.various(choices)
            if distinct.lets(instance) and self._agreement.is_agreed_by_sample(instance, valid=True):
                yield FuzzRecord(instance, valid=True)

    def _left_out(self) -> Iterator[FuzzRecord]:
        """Yield records with what no verdict depends on: they tell no mutant, but are what is written all the same."""
        with suppress(NoInstance):
            yield from self._rest_of(FuzzRecord(instance, valid=True) for instance in self._valid.left_out)

    def _more_invalid(self, choices: Seeded, first: list[FuzzRecord]) -> Iterator[FuzzRecord]:
        """Yield the violations that did not come first, then what chance breaks."""
        yield from self._rest_of(self._invalid.violations.each(first))
        for record in self._invalid.by_chance(choices, self._distinct(_INVALID).lets):
            if self._agreement.is_agreed_by_sample(record.instance, valid=False):
                yield record

    def _distinct(self, income: float) -> Distinct:
        self._by_chance.append(Distinct(self._given, income))
        return self._by_chance[-1]

    @property
    def repeated(self) -> int:
        """How many records were handed out again, since chance made no others."""
        return sum(distinct.repeated for distinct in self._by_chance)

    def _rest_of(self, records: Iterable[FuzzRecord]) -> Iterator[FuzzRecord]:
        """Yield those that are new, as far as the engines agree."""
        for record in records:
            if self._is_new(record) and self._agreement.is_agreed(record.instance, valid=record.valid):
                yield record

    def _is_new(self, record: FuzzRecord) -> bool:
        """Return whether a record was not handed out yet, and note it; another order of names makes another record."""
        key = key_of(record.instance)
        is_new = key not in self._given
        self._given.add(key)
        return is_new


def _with_valid(
    records: Iterable[FuzzRecord], left_out: Iterator[FuzzRecord], more: Iterator[FuzzRecord]
) -> Iterator[FuzzRecord]:
    """
    Yield records, and others between them.

    Args:
        records: What tells most.
        left_out: What tells nothing, and has its turns.
        more: Valid ones, where there are few among them: of a large schema most tell what is wrong.
    """
    valid = 0
    for number, record in enumerate(records, 1):
        yield record
        valid += record.valid
        for other in islice(left_out, 1) if number % _TURN == 0 else ():
            yield other
            valid += 1
        if valid * _AT_LEAST_ONE_OF < number:
            with suppress(NoInstance, StopIteration):
                yield next(more)
                valid += 1


def _with_some(streams: list[Iterator[FuzzRecord]]) -> list[Iterator[FuzzRecord]]:
    """Return the streams that have a first record, and put that back."""
    found: list[Iterator[FuzzRecord]] = []
    for stream in streams:
        with suppress(NoInstance, StopIteration):
            found.append(chain([next(stream)], stream))
    return found
