"""Valid records of one schema: those of its boundary cases, and what choices make of its canonical form."""

from __future__ import annotations

from functools import cached_property
from itertools import chain, count, islice
from math import inf
from typing import TYPE_CHECKING, Any

from schemawright.canonical import canonical_form
from schemawright.errors import NoInstance, SchemaError, SchemawrightError
from schemawright.fuzz.accepted.conditions import SOON, Conditions
from schemawright.fuzz.accepted.each_once import EachOnce
from schemawright.fuzz.accepted.hardly_valid import HardlyValid
from schemawright.fuzz.accepted.left_out import LeftOut
from schemawright.fuzz.choices import Seeded
from schemawright.fuzz.making.grammar import Grammar, Stuck
from schemawright.fuzz.making.hints import hints_of
from schemawright.fuzz.making.numbers import too_many_digits
from schemawright.fuzz.making.sweep import Sweep
from schemawright.fuzz.near.sources import Sources
from schemawright.fuzz.record import is_light, size_of
from schemawright.fuzz.schema.locally import Locally
from schemawright.fuzz.schema.schema_map import SchemaMap
from schemawright.fuzz.schema.visits import visits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.engines.native.engine import NativeEngine
    from schemawright.fuzz.agreement import Agreement
    from schemawright.fuzz.choices import Choices
    from schemawright.validation.schema import Schema

TRIES = 400
"""How often a record is begun again before none is said to have been found."""
HEAVIEST = 1_000
"""How many values a record has at the most that the other engine is asked about in any case."""
_DISPUTED = 3
"""How deep a record nests of a schema that the engines understand differently: on larger ones they agree less."""
_MAX_SWEEP = 300
"""How many boundary cases there are at the most."""
_PROBES, _HEAVY = 40, 6
"""How many boundary cases the other engine is asked about at first, and how many larger records at the most."""
_PROBED, _LEAST = 8_000_000, 8
"""How many characters of schema it looks at for that, and of how many records in any case."""
_PROBED_VISITS = 6_000
"""And how many visits of records: how long it takes, some tenths of a millisecond each."""
_AS_WRITTEN, _TRIES_AS_WRITTEN = 0.3, 8
"""How often chance makes a record by the schema as it is written, where its canonical form leaves something out."""
_SOME = 40
"""How many records chance makes, to find out what boundary cases have not come to."""
_HARDLY = 100
"""Of how many boundary cases such are made that are hardly valid."""
_SWEPT, _DRAWN = 1_000_000, 400_000
"""How many values there are in all boundary cases; and in records that chance makes to find something out."""
_HUGE = 10_000
"""From how many values on each counts several times."""
_NONE = object()
"""Stands for a record that was begun and could not be finished."""


class ValidRecords:
    """
    Makes valid records of one schema.

    Args:
        schema: The schema.
        engine: The engine that judges each record.
        agreement: What asks the other one.
    """

    def __init__(self, schema: Schema, engine: NativeEngine, agreement: Agreement) -> None:
        self._schema = schema
        self._engine = engine
        self._agreement = agreement
        self._made: list[Any] = []

    @cached_property
    def schema_map(self) -> SchemaMap:
        """The schema's subschemas, and their keywords that can fail."""
        return SchemaMap(self._schema)

    @cached_property
    def locally(self) -> Locally:
        """The schema's subschemas, each by itself."""
        return Locally(self.schema_map)

    def none(self, message: str) -> NoInstance:
        """Return what says that there is no such instance, or that none was found."""
        return NoInstance(message, uri=self._schema.path or self._schema.uri)

    # --- grammars

    @cached_property
    def form(self) -> Any:
        """The schema's canonical form; None where it has none."""
        return canonical_form(self._schema.task)

    @cached_property
    def grammar(self) -> Grammar:
        """The schema's grammar."""
        where = self._schema.path or self._schema.uri
        try:
            return self.grammar_of(self.form.contents if self.form is not None else self._schema.contents)
        except RecursionError:
            message = "expected a schema of fewer levels, found one from which no records can be made"
            raise SchemaError(message, uri=where, hint="name a part of it, as file.json#/properties/…") from None
        except ValueError as error:
            if "digits" not in str(error):
                raise
            raise too_many_digits(where) from None

    def grammar_of(self, contents: Any) -> Grammar:
        """Return the grammar of other contents, read as the schema's are."""
        hints = hints_of(self._schema.contents, self._schema.dialect)
        formats = self._schema.settings.assert_formats
        # What the canonical algebra leaves as it is written may refer to other resources.
        return Grammar(
            contents,
            dialect=self._schema.dialect,
            assert_formats=formats,
            retrieve=self.schema_map.retrieve,
            base=None if self._schema.pointer else self._schema.uri,
            hints=hints,
        )

    @cached_property
    def _root(self) -> Any:
        """The site of the whole record."""
        if self.form is not None and self.form.is_empty:
            raise self.none("no instance is valid")
        if self.grammar.root.height == inf:
            raise self.none("no instance is valid" if self.grammar.is_sure else "none was found that is valid")
        return self.grammar.root

    # --- by choices

    def valid(self, choices: Choices) -> Any:
        """
        Return a valid instance.

        Raises:
            NoInstance: There is none, or none was found.
        """
        accepts = self.accepts
        budget = _DISPUTED if self.is_disputed else self.grammar.budget
        for _ in range(TRIES):
            instance = self._tried(choices, budget)
            if instance is not _NONE and accepts(instance):
                return instance
        raise self.none("none was found that is valid")

    def various(self, choices: Choices) -> Any:
        """
        Return a valid instance; now and then one with what the canonical form leaves out.

        Raises:
            NoInstance: There is none, or none was found.
        """
        if self._written is not None and self.left_out and choices.chance(_AS_WRITTEN):
            for _ in range(_TRIES_AS_WRITTEN):
                instance = self._made_by(self._written, self._written.root, choices, self._written.budget)
                if instance is not _NONE and self.accepts(instance):
                    return instance
        return self.valid(choices)

    @cached_property
    def accepts(self) -> Callable[[Any], bool]:
        """The verdict by which records are handed out: that of both engines, once they were seen to disagree."""
        native, told = self._engine.is_valid, self._agreement.is_told_valid
        return (lambda instance: native(instance) and told(instance)) if self.is_disputed else native

    @cached_property
    def is_disputed(self) -> bool:
        """Whether the engines were seen to disagree."""
        return not all(self._agreement.is_told_valid(instance) for instance in self._probes())

    def _probes(self) -> Iterator[Any]:
        """Yield some valid instances that show how far the engines agree."""
        heavy = visited = idle = 0
        choices = Seeded("probe")
        most = max(_LEAST, _PROBED // self.schema_map.size)
        boundaries = _until_many(islice(self.swept(), _PROBES), _DRAWN)
        drawn = _until_many((self._tried(choices, self.grammar.budget) for _ in range(4 * _PROBES)), _DRAWN)
        for number, instance in enumerate(islice(chain(boundaries, drawn), most)):
            # What is larger than what the other engine is asked about takes the longer to make.
            idle += 1 if instance is _NONE else 1 + (size_of(instance, _PROBES * HEAVIEST) - 1) // HEAVIEST
            if idle > _PROBES:
                break
            if instance is _NONE or not is_light(instance, HEAVIEST) or not self._engine.is_valid(instance):
                continue
            heavy += not is_light(instance)
            if is_light(instance) or heavy <= _HEAVY:
                idle = 0
                yield instance
                visited += sum(1 for _ in visits(self.schema_map, instance))
            if visited > _PROBED_VISITS and number >= _LEAST:
                break

    def _tried(self, choices: Choices, budget: int) -> Any:
        return self._made_by(self.grammar, self._root, choices, budget)

    @staticmethod
    def _made_by(grammar: Grammar, site: Any, choices: Choices, budget: int) -> Any:
        grammar.start()
        try:
            return site.make(choices, budget)
        except (Stuck, RecursionError):  # A record of a thousand levels is nothing to begin with.
            return _NONE

    # --- boundary cases

    def each(self) -> Iterator[Any]:
        """
        Yield a valid instance for each boundary case, as many of them in one as there are places.

        Raises:
            NoInstance: No instance is valid.
        """
        accepts = self.accepts
        yield from (instance for instance in self.swept() if accepts(instance))

    def swept(self) -> Iterator[Any]:
        """Yield the boundary cases that the native engine accepts; each is made once."""
        for number in count():
            if number == len(self._made):
                made = next(self._boundaries, _NONE)
                if made is _NONE:
                    return
                self._made.append(made)
            yield self._made[number]

    @cached_property
    def _boundaries(self) -> Iterator[Any]:
        return self._walk(self.grammar, self._root)

    def _walk(self, grammar: Grammar, site: Any) -> Iterator[Any]:
        drafts = _until_many(self._drafts(grammar, site), _SWEPT)
        return (instance for instance in drafts if instance is not _NONE and self._engine.is_valid(instance))

    @staticmethod
    def _drafts(grammar: Grammar, site: Any) -> Iterator[Any]:
        """Yield what the boundary cases make, whether it is valid or not; _NONE where one could not be finished."""
        sweep = Sweep()
        for _ in range(_MAX_SWEEP):
            grammar.start()
            try:
                instance = site.sweep(sweep, grammar.budget)
            except (Stuck, RecursionError):
                yield _NONE
                continue
            yield instance
            if sweep.is_over:
                return

    def found_by(self, tells: Callable[[Any], bool], choices: Choices, patience: int) -> Iterator[list[Any]]:
        """
        Yield instances that a caller looks for, out of the boundary cases, then out of what chance makes.

        Args:
            tells: Whether an instance is one.
            choices: What chance is.
            patience: After how many in a row that were none the others of their kind are not looked at.

        Yields:
            The instance alone; nothing for one that was none, so that whoever looks elsewhere too can take turns.

        Raises:
            NoInstance: No instance is valid.
        """
        root, budget = self._root, self.grammar.budget
        by_chance = (self._tried(choices, budget) for _ in count())
        for drafts in (self._drafts(self.grammar, root), by_chance):
            missed = 0
            for instance in drafts:
                found = [instance] if instance is not _NONE and tells(instance) else []
                yield found
                missed = 0 if found else missed + 1
                if missed == patience:
                    break

    @cached_property
    def left_out(self) -> list[Any]:
        """Valid instances with what the canonical form leaves out, made from the schema as it is written."""
        looking = LeftOut(self.schema_map, self.locally, self._engine.is_valid)
        found = list(self._conditioned(looking))
        missing = looking.missing(self.swept()) if self._written is not None else set()
        # What boundary cases do not come to may not be left out: of what nests there are more than are made.
        found += filter(
            self._agreement.is_told_valid, looking.meeting(self._some_by_chance() if missing else (), missing)
        )
        if self._written is None or not missing or self._written.root.height == inf:
            return found
        walk = self._walk(self._written, self._written.root)
        return [*found, *looking.found(walk, missing, self._agreement.is_told_valid)]

    def _some_by_chance(self) -> Iterator[Any]:
        choices = Seeded("some")
        for instance in _until_many((self._tried(choices, self.grammar.budget) for _ in range(_SOME)), _DRAWN):
            if instance is not _NONE and self._engine.is_valid(instance):
                yield instance

    def hardly_valid(self) -> Iterator[Any]:
        """Yield valid instances with what is nearly refused, or nearly described."""
        known = list(islice(self.swept(), _HARDLY))
        sources = Sources(self.schema_map, self.grammar, known)
        making = HardlyValid(self.locally, sources, self._engine.is_valid)
        return filter(self._agreement.is_told_valid, making.found(known)) if self.is_disputed else making.found(known)

    def each_once(self) -> Iterator[Any]:
        """Yield valid instances with nothing needless, and with what boundary cases may not come to."""
        making = EachOnce(self.locally, self._engine.is_valid)
        return filter(self._agreement.is_told_valid, making.found([*self.left_out, *islice(self.swept(), _HARDLY)]))

    def _conditioned(self, looking: LeftOut) -> Iterator[Any]:
        """Yield valid instances in which conditions hold that hardly any of the boundary cases meets."""
        sources = Sources(self.schema_map, self.grammar, [])
        conditions = Conditions(self.schema_map, self.locally, sources, self._engine.is_valid)
        if conditions.are_there:
            missing = looking.missing(islice(self.swept(), SOON))
            yield from filter(self._agreement.is_told_valid, conditions.met(self.swept(), missing))

    @cached_property
    def _written(self) -> Grammar | None:
        """The grammar of the schema as it is written; None where it is no other, or refers to other resources."""
        if self.form is None or self._schema.pointer or self._schema.referenced:
            return None
        try:
            return self.grammar_of(self._schema.contents)
        except (SchemawrightError, RecursionError, ValueError):
            return None


def work_of(instance: Any, most: int) -> int:
    """
    Return how many values an instance has, each of a huge one several times: of those, fewer tell as much.

    >>> work_of([1] * 99, 1_000_000), work_of([1] * 49_999, 1_000_000)
    (100, 300000)
    """
    size = size_of(instance, most)
    return size * (1 + size // _HUGE)


def _until_many(made: Iterable[Any], most: int) -> Iterator[Any]:
    """Yield what is made, until there are so many values in it: of what is large there are fewer."""
    looked = 0
    for instance in made:
        yield instance
        looked += work_of(instance, most)
        if looked >= most:
            return
