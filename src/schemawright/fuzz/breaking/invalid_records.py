"""Invalid records of one schema: valid ones in which one keyword is broken, or what its exact negation accepts."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from schemawright.errors import NoInstance
from schemawright.fuzz.accepted.exemplars import Exemplars
from schemawright.fuzz.accepted.valid_records import TRIES, work_of
from schemawright.fuzz.breaking.repetition import BY_CHANCE
from schemawright.fuzz.breaking.targets import weighted
from schemawright.fuzz.breaking.telling import record_of
from schemawright.fuzz.breaking.violations import Violations
from schemawright.fuzz.choices import Seeded
from schemawright.fuzz.making.grammar import Stuck

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from schemawright.engines.native.engine import NativeEngine
    from schemawright.fuzz.accepted.valid_records import ValidRecords
    from schemawright.fuzz.breaking.targets import Target
    from schemawright.fuzz.choices import Choices
    from schemawright.fuzz.making.grammar import Grammar
    from schemawright.fuzz.record import FuzzRecord

_PREPARED, _JUDGED = 3_000, 8_000
"""How many violations, and of how many tries, are there to choose from by chance."""
_SOON = 2_000
"""How many tries there are for the first record, before it is found out which violations there are."""
_ROOM = 400_000
"""How many values there are in the records of which some are chosen to be broken."""
_WAYS_OF_ONE = 12
"""In how many ways a valid record is broken that chance has made."""
_SEVERAL = 8
"""Of how many that the exact negation makes one is chosen, where nothing is known that could be broken."""
_NOT_ALONE = 0.5
"""How often a violation is chosen where none is alone; else the exact negation is asked, which may make such."""
_NEGATED = 0.1
"""How often the exact negation is asked, where a violation did not work."""


class InvalidRecords:
    """
    Makes invalid records of one schema.

    Args:
        valid: Its valid records, which are broken.
        engine: The engine that tells what is wrong.
        candidates: How many boundary cases, and as many records that chance makes, it chooses from what it breaks.
    """

    def __init__(self, valid: ValidRecords, engine: NativeEngine, candidates: int) -> None:
        self._valid = valid
        self._engine = engine
        self._most_candidates = candidates

    @cached_property
    def violations(self) -> Violations:
        """The violations of the schema."""
        valid = self._valid
        return Violations(self._engine, valid.schema_map, valid.locally, valid.grammar, self._exemplars())

    def soon(self, valid: Any) -> tuple[Target, FuzzRecord] | None:
        """Return a violation of one valid record, without looking for others; None where none is found at once."""
        records = self._valid
        found = Violations(self._engine, records.schema_map, records.locally, records.grammar, [valid])
        return found.soon(_SOON)

    def _exemplars(self) -> list[Any]:
        try:
            return Exemplars(self._valid.locally, self._engine.is_valid).choose(self._candidates())
        except NoInstance:
            return []

    def _candidates(self) -> Iterator[Any]:
        """Yield valid records; where they are large, a few, which take as long to look at."""
        room = _ROOM
        for instance in self._many_candidates():
            yield instance
            room -= work_of(instance, _ROOM)
            if room < 0:
                return

    def _many_candidates(self) -> Iterator[Any]:
        most = self._most_candidates
        yield from islice(self._valid.each(), most)
        yield from self._valid.left_out
        choices = Seeded("exemplars")
        # Where both engines are asked about each record, that takes a hundred times as long.
        for _ in range(most // 8 if self._valid.is_disputed else most):
            yield self._valid.valid(choices)

    def invalid(self, choices: Choices) -> FuzzRecord:
        """
        Return an invalid record.

        Raises:
            NoInstance: There is none, or none was found.
        """
        self._prepared  # noqa: B018  (each way to break something has been tried)
        for _ in range(TRIES):
            working = weighted(self.violations.working)
            is_by_violation = bool(working) and (working[0].is_alone or choices.chance(_NOT_ALONE))
            found = self._by_violation(choices, working) if is_by_violation else self._alone_by_negation(choices)
            if found is None and is_by_violation and choices.chance(_NEGATED):
                found = self._by_negation(choices)
            if found is not None:
                return found
        if self.violations.first:
            # Chance finds none, but there are such.
            return choices.pick(self.violations.first)[2]
        raise self._valid.none("none was found that is invalid")

    def by_chance(self, choices: Choices, lets: Callable[[Any], bool]) -> Iterator[FuzzRecord]:
        """
        Yield invalid records without end; a valid one, which takes longest to make, is broken in several ways.

        Args:
            choices: What chance is.
            lets: Whether an instance is to be had; if not, another one is made.

        Raises:
            NoInstance: There is none, or none was found.
        """
        while True:
            working = weighted(self.violations.working)
            base = self._valid.various(choices) if working else None
            broken = False
            for _ in range(_WAYS_OF_ONE if working else 0):
                # One for all tries: of a keyword with few known values there would hardly be any.
                chosen = [choices.pick(working)]
                record = self._broken(base, choices, chosen, BY_CHANCE)
                if record is not None and not lets(record.instance):
                    # Of values that are known there are no more, or few.
                    broken = True
                    record = self._broken(base, choices, chosen, 1)
                    record = record if record is not None and lets(record.instance) else None
                if record is not None:
                    broken = True
                    yield record
            if not broken:
                record = self.invalid(choices)
                if lets(record.instance):
                    yield record

    def _broken(self, base: Any, choices: Choices, working: Sequence[Target], often: float) -> FuzzRecord | None:
        record = self.violations.repetition.draw(base, choices, working, often)
        return self._by_negation(choices) if record is None and choices.chance(_NEGATED) else record

    @cached_property
    def _prepared(self) -> bool:
        refused = self._valid.form.negated() if self._valid.form is not None else None
        if refused is not None and refused.is_empty:
            raise self._valid.none("no instance is invalid")
        self.violations.begin(_JUDGED)
        if self.violations.judged <= _JUDGED:
            for _ in islice(self.violations.each(), _PREPARED):
                if self.violations.judged > _JUDGED:
                    break
        return True

    def _by_violation(self, choices: Choices, working: Sequence[Target]) -> FuzzRecord | None:
        return self.violations.repetition.draw(self._valid.valid(choices), choices, working)

    @cached_property
    def _negated(self) -> Grammar | None:
        """The grammar of everything invalid; None where the algebra has no answer."""
        refused = self._valid.form.negated() if self._valid.form is not None else None
        return self._valid.grammar_of(refused.contents) if refused is not None else None

    def _alone_by_negation(self, choices: Choices) -> FuzzRecord | None:
        """Return one that breaks a keyword alone, where there is such: of several, each keyword by the same chance."""
        found = [record for _ in range(_SEVERAL) if (record := self._by_negation(choices)) is not None]
        alone = {record.violates: record for record in found if record.alone}
        return choices.pick(list(alone.values()) or found) if found else None

    def _by_negation(self, choices: Choices) -> FuzzRecord | None:
        """Return a record that the exact negation accepts."""
        grammar = self._negated or self._valid.grammar
        site = grammar.anything if grammar is self._valid.grammar else grammar.root
        try:
            grammar.start()
            instance = site.make(choices, grammar.budget)
        except Stuck:
            return None
        labels = self._engine.labels(instance)
        if not labels or (len(labels) > 1 and any(target.is_alone for target in self.violations.working)):
            return None
        if len(labels) > 1:
            labels = self._engine.all_labels(instance)
        alone = len(labels) == 1 and self.violations.telling.is_only(labels[0], instance)
        return record_of(instance, labels[0], "what the schema does not accept", alone=alone)
