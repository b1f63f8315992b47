"""
Records of one schema: the core that the command line, the plugin and the strategies share.

Valid records are made from the schema's canonical form; invalid ones are valid ones with one keyword broken.  Every
record is judged before it is handed out by the native engine.  The reference engine, which takes a thousand times as
long, is asked about what is tried once and is not large, and about a sample of what chance makes; what the two judge
differently is left out, and kept in `Fuzzer.disagreements`.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import cached_property
from itertools import chain, count, islice
from math import inf
from typing import TYPE_CHECKING, Any

from schemawright.canonical import canonical_form
from schemawright.engines import compile_engine
from schemawright.engines.native import NativeEngine
from schemawright.errors import NoInstance, SchemawrightError, UsageError
from schemawright.fuzz.choices import Seeded
from schemawright.fuzz.exemplars import Exemplars
from schemawright.fuzz.grammar import Grammar, Stuck
from schemawright.fuzz.hints import hints_of
from schemawright.fuzz.left_out import LeftOut
from schemawright.fuzz.locally import Locally
from schemawright.fuzz.mutants import Mutants, covering
from schemawright.fuzz.record import FuzzRecord, is_light
from schemawright.fuzz.schema_map import SchemaMap
from schemawright.fuzz.sweep import Sweep
from schemawright.fuzz.telling import record_of
from schemawright.fuzz.violations import Violations
from schemawright.fuzz.visits import visits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.fuzz.choices import Choices
    from schemawright.validation.schema import Schema

MODES = ("valid", "invalid", "mixed")

MAX_DISAGREEMENTS = 20
"""How many instances are kept that the engines judge differently."""
_BOTH = 2

_DISPUTED = 3
"""How deep a record nests of a schema that the engines understand differently: on larger ones they agree less."""
_TRIES = 400
"""How often a record is begun again before none is said to have been found."""
_FIRST, _OFTEN = 120, 6
"""Of how many valid records each is followed by several invalid ones; then by one."""
_MAX_SWEEP = 300
"""How many boundary cases there are at the most."""
CANDIDATES, FEW_CANDIDATES = 160, 60
"""
How many boundary cases, and as many records that chance makes, may become exemplars: for a stream, and where some
hundred records are all that is asked for, such as by a test.
"""
_PROBES, _HEAVY = 40, 6
"""How many boundary cases the other engine is asked about at first, and how many larger records at the most."""
_HEAVIEST = 1_000
"""How many values those have at the most."""
_PROBED, _LEAST = 8_000_000, 8
"""How many characters of schema it looks at for that, and of how many records in any case."""
_PROBED_VISITS = 6_000
"""And how many visits of records: how long it takes, some tenths of a millisecond each."""
_PREPARED, _JUDGED = 3_000, 8_000
"""How many violations, and of how many tries, are there to choose from by chance."""
_NONE = object()
"""Stands for a record that was begun and could not be finished."""
_WAYS_OF_ONE = 8
"""In how many ways a valid record is broken that chance has made."""
_NEGATED = 0.1
"""How often the exact negation is asked, where a violation did not work."""
_SAMPLED = 64
"""Of how many records that chance makes one is shown to the other engine."""


class Fuzzer:
    """
    Makes records of one schema.

    Args:
        schema: The schema.
        candidates: How many boundary cases, and as many records that chance makes, it chooses from what it breaks.

    Raises:
        SchemaError: The schema cannot be compiled.
        UsageError: Its dialect is one that only the reference engine knows.

    >>> from schemawright import open_schema
    >>> fuzzer = Fuzzer(open_schema({"type": "integer", "minimum": 3}))
    >>> [record.instance for record, _ in zip(fuzzer.stream("valid"), range(3))]
    [3, 100000000000000000000, 3.0]
    """

    def __init__(self, schema: Schema, *, candidates: int = CANDIDATES) -> None:
        self.schema = schema
        self._most_candidates = candidates
        engine = schema.engine
        if not isinstance(engine, NativeEngine):
            raise UsageError(
                f"expected a dialect that the native engine knows, found {schema.dialect}",
                hint="records can be made for draft 4 and later",
            )
        self._engine = engine
        self._drawn = 0
        self._made: list[Any] = []
        self.disagreements: list[Any] = []
        """Instances that the two engines judge differently."""
        self._given: set[int] = set()
        """The instances that were handed out before chance took over: the hash of the text of each."""

    @cached_property
    def _reference(self) -> Any:
        return compile_engine(self.schema.task, "reference")

    @cached_property
    def _form(self) -> Any:
        return canonical_form(self.schema.task)

    @cached_property
    def grammar(self) -> Grammar:
        """The schema's grammar."""
        where = self.schema.path or self.schema.uri
        try:
            contents = self._form.contents if self._form is not None else self.schema.contents
            return self._grammar_of(contents)
        except RecursionError:
            message = "expected a schema of fewer levels, found one from which no records can be made"
            raise UsageError(message, path=where, hint="name a part of it, as file.json#/properties/…") from None
        except ValueError as error:
            if "digits" not in str(error):
                raise
            limit = f"{sys.get_int_max_str_digits():,}"
            message = f"expected integers of at most {limit} digits in the schema, found a longer one"
            raise UsageError(message, path=where, hint="no records can be made beside such numbers") from None

    def _grammar_of(self, contents: Any) -> Grammar:
        settings = self.schema.settings
        hints = hints_of(self.schema.contents, self.schema.dialect)
        return Grammar(contents, dialect=self.schema.dialect, assert_formats=settings.assert_formats, hints=hints)

    @cached_property
    def _negated(self) -> Grammar | None:
        """The grammar of everything invalid; None where the algebra has no answer."""
        refused = self._form.negated() if self._form is not None else None
        return self._grammar_of(refused.contents) if refused is not None else None

    # --- valid

    def valid(self, choices: Choices) -> Any:
        """
        Return a valid instance.

        Raises:
            NoInstance: There is none, or none was found.
        """
        is_valid = self._is_valid
        budget = self.grammar.budget if is_valid == self._engine.is_valid else _DISPUTED
        for _ in range(_TRIES):
            instance = self._tried(choices, budget)
            if instance is not _NONE and is_valid(instance):
                return instance
        raise self._none("none was found that is valid")

    def accepts(self, instance: Any) -> bool:
        """Return the verdict by which records are handed out."""
        return self._is_valid(instance)

    @cached_property
    def _is_valid(self) -> Callable[[Any], bool]:
        """The verdict by which records are handed out: that of both engines, once they were seen to disagree."""
        native = self._engine.is_valid
        if all(self._told_valid(instance) for instance in self._probes()):
            return native
        return lambda instance: native(instance) and self._told_valid(instance)

    def _told_valid(self, instance: Any) -> bool:
        """Return whether the other engine accepts a valid instance; what it does not is kept."""
        accepted: bool = self._reference.is_valid(instance)
        if not accepted:
            self._keep(instance)
        return accepted

    def _keep(self, instance: Any) -> None:
        if len(self.disagreements) < MAX_DISAGREEMENTS:
            self.disagreements.append(instance)

    def _probes(self) -> Iterator[Any]:
        """Yield some valid instances that show how far the engines agree."""
        heavy = visited = idle = 0
        choices = Seeded("probe")
        most = max(_LEAST, _PROBED // self.schema_map.size)
        boundaries = islice(self._swept(), _PROBES)
        drawn = (self._tried(choices, self.grammar.budget) for _ in range(4 * _PROBES))
        for number, instance in enumerate(islice(chain(boundaries, drawn), most)):
            idle += 1
            if idle > _PROBES:
                break
            if instance is _NONE or not is_light(instance, _HEAVIEST) or not self._engine.is_valid(instance):
                continue
            heavy += not is_light(instance)
            if is_light(instance) or heavy <= _HEAVY:
                idle = 0
                yield instance
                visited += sum(1 for _ in visits(self.schema_map, instance))
            if visited > _PROBED_VISITS and number >= _LEAST:
                break

    def _tried(self, choices: Choices, budget: int) -> Any:
        self.grammar.start()
        try:
            return self._root.make(choices, budget)
        except (Stuck, RecursionError):  # A record of a thousand levels is nothing to begin with.
            return _NONE

    @cached_property
    def _root(self) -> Any:
        """The site of the whole record."""
        if self._form is not None and self._form.is_empty:
            raise self._none("no instance is valid")
        if self.grammar.root.height == inf:
            raise self._none("no instance is valid" if self.grammar.is_sure else "none was found that is valid")
        return self.grammar.root

    def _none(self, message: str) -> NoInstance:
        return NoInstance(message, uri=self.schema.path or self.schema.uri)

    def each_valid(self) -> Iterator[Any]:
        """
        Yield a valid instance for each boundary case, as many of them in one as there are places.

        Raises:
            NoInstance: No instance is valid.
        """
        is_valid = self._is_valid
        yield from (instance for instance in self._swept() if is_valid(instance))

    def _swept(self) -> Iterator[Any]:
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
        sweep = Sweep()
        for _ in range(_MAX_SWEEP):
            grammar.start()
            try:
                instance = site.sweep(sweep, grammar.budget)
            except (Stuck, RecursionError):
                continue
            if self._engine.is_valid(instance):
                yield instance
            if sweep.is_over:
                return

    @cached_property
    def _left_out(self) -> list[Any]:
        """Valid instances with what the canonical form leaves out, made from the schema as it is written."""
        looking = LeftOut(self.schema_map, self.locally, self._engine.is_valid)
        missing = looking.missing(self._swept()) if self._written is not None else set()
        if self._written is None or not missing or self._written.root.height == inf:
            return []
        walk = self._walk(self._written, self._written.root)
        return list(looking.found(walk, missing, self._told_valid))

    @cached_property
    def _written(self) -> Grammar | None:
        """The grammar of the schema as it is written; None where it is no other, or refers to other resources."""
        if self._form is None or self.schema.pointer or self.schema.referenced:
            return None
        try:
            return self._grammar_of(self.schema.contents)
        except (SchemawrightError, RecursionError, ValueError):
            return None

    # --- invalid

    @cached_property
    def schema_map(self) -> SchemaMap:
        """The schema's subschemas, and their keywords that can fail."""
        return SchemaMap(self.schema)

    @cached_property
    def locally(self) -> Locally:
        """The schema's subschemas, each by itself."""
        return Locally(self.schema_map)

    @cached_property
    def violations(self) -> Violations:
        """The violations of the schema."""
        return Violations(self._engine, self.schema_map, self.locally, self.grammar, self._exemplars())

    def _exemplars(self) -> list[Any]:
        try:
            return Exemplars(self.locally, self._engine.is_valid).choose(self._candidates())
        except NoInstance:
            return []

    def _candidates(self) -> Iterator[Any]:
        most = self._most_candidates
        yield from islice(self.each_valid(), most)
        yield from self._left_out
        choices = Seeded("exemplars")
        # Where both engines are asked about each record, that takes a hundred times as long.
        for _ in range(most if self._is_valid == self._engine.is_valid else most // 8):
            yield self.valid(choices)

    def invalid(self, choices: Choices) -> FuzzRecord:
        """
        Return an invalid record.

        Raises:
            NoInstance: There is none, or none was found.
        """
        self._prepared  # noqa: B018  (each way to break something has been tried)
        for _ in range(_TRIES):
            found = self._by_violation(choices) if self.violations.working else None
            if found is None and (not self.violations.working or choices.chance(_NEGATED)):
                found = self._by_negation(choices)
            if found is not None:
                return found
        if self.violations.first:
            # Chance finds none, but there are such.
            return choices.pick(self.violations.first)[2]
        raise self._none("none was found that is invalid")

    @cached_property
    def _prepared(self) -> bool:
        refused = self._form.negated() if self._form is not None else None
        if refused is not None and refused.is_empty:
            raise self._none("no instance is invalid")
        self.violations.begin(_JUDGED)
        if self.violations.judged <= _JUDGED:
            for _ in islice(self.violations.each(), _PREPARED):
                if self.violations.judged > _JUDGED:
                    break
        return True

    def _by_violation(self, choices: Choices) -> FuzzRecord | None:
        return self.violations.draw(self.valid(choices), choices)

    def _by_negation(self, choices: Choices) -> FuzzRecord | None:
        """Return a record that the exact negation accepts."""
        grammar = self._negated or self.grammar
        site = self.grammar.anything if grammar is self.grammar else grammar.root
        try:
            grammar.start()
            instance = site.make(choices, grammar.budget)
        except Stuck:
            return None
        labels = self._engine.labels(instance)
        if not labels or (len(labels) > 1 and self.violations.working):
            return None
        if len(labels) > 1:
            labels = self._engine.all_labels(instance)
        return record_of(instance, labels[0], "what the schema does not accept", alone=len(labels) == 1)

    # --- streams

    def stream(self, mode: str = "mixed", seed: int = 0) -> Iterator[FuzzRecord]:
        """
        Yield records without end: first each boundary and each violation once, then at random.

        Args:
            mode: `valid`, `invalid` or `mixed`; mixed makes what there is of a schema that has only one of them.
            seed: The same seed gives the same records, of a new fuzzer: a second stream goes on with what is left.

        Raises:
            NoInstance: No instance is valid (`valid`), or none is invalid (`invalid`).
        """
        if mode not in MODES:
            raise UsageError(f"expected a mode out of {', '.join(MODES)}, found {mode!r}")
        return _STREAMS[mode](self, Seeded(seed))

    @cached_property
    def _mutants(self) -> Mutants:
        return Mutants(self.schema_map, self.locally)

    @cached_property
    def _boundary_cases(self) -> list[Any]:
        return list(self.each_valid())

    @cached_property
    def _telling_valid(self) -> list[tuple[FuzzRecord, int]]:
        """Valid records that tell mutants of the schema, and which."""
        return self._mutants.told_by_valid(self._boundary_cases)

    @cached_property
    def _telling_invalid(self) -> list[tuple[FuzzRecord, int]]:
        return self._mutants.told_by_invalid((record, target.pair) for target, _, record in self.violations.first)

    @cached_property
    def _simplest(self) -> FuzzRecord | None:
        """The first boundary case, with which a stream begins: whoever asks for a few wants to see what is usual."""
        small = (instance for instance in self._swept() if is_light(instance, _HEAVIEST))
        found = (instance for instance in small if self._told_valid(instance))
        return next((FuzzRecord(instance, valid=True) for instance in found), None)

    def _valid_stream(self, choices: Seeded) -> Iterator[FuzzRecord]:
        yield from self._begin()
        first = covering(self._telling_valid, self._mutants.forgotten, self._simplest)
        yield from self._rest_of(first)
        yield from self._more_valid(choices)

    def _begin(self) -> Iterator[FuzzRecord]:
        """Yield what comes before it is found out which records tell most: that takes its time."""
        if self._simplest is not None and self._is_new(self._simplest):
            yield self._simplest

    def _rest_of(self, records: Iterable[FuzzRecord]) -> Iterator[FuzzRecord]:
        """Yield those that are new, as far as the engines agree."""
        for record in records:
            if self._is_new(record) and self._agreed(record.instance, valid=record.valid):
                yield record

    def _is_new(self, record: FuzzRecord) -> bool:
        """Return whether a record was not handed out yet, and note it; another order of names makes another record."""
        key = hash(repr(record.instance))
        is_new = key not in self._given
        self._given.add(key)
        return is_new

    def _more_valid(self, choices: Seeded) -> Iterator[FuzzRecord]:
        """Yield the boundary cases that did not come first, then what chance makes."""
        cases = chain(self._left_out, self._boundary_cases)
        yield from self._rest_of(FuzzRecord(instance, valid=True) for instance in cases)
        while True:
            instance = self.valid(choices)
            if self._sampled(instance, valid=True):
                yield FuzzRecord(instance, valid=True)

    def _invalid_stream(self, choices: Seeded) -> Iterator[FuzzRecord]:
        first = covering(self._telling_invalid, self._mutants.forgotten)
        yield from self._rest_of(first)
        yield from self._more_invalid(choices, first)

    def _more_invalid(self, choices: Seeded, first: list[FuzzRecord]) -> Iterator[FuzzRecord]:
        """Yield the violations that did not come first, then what chance breaks."""
        yield from self._rest_of(self.violations.each(first))
        for record in self._violated(choices):
            if self._sampled(record.instance, valid=False):
                yield record

    def _violated(self, choices: Choices) -> Iterator[FuzzRecord]:
        """Yield invalid records by chance; a valid one, which takes longest to make, is broken in several ways."""
        while True:
            base = self.valid(choices) if self.violations.working else None
            broken = False
            for _ in range(_WAYS_OF_ONE if base is not None else 0):
                record = self.violations.draw(base, choices)
                if record is None and choices.chance(_NEGATED):
                    record = self._by_negation(choices)
                if record is not None:
                    broken = True
                    yield record
            if not broken:
                yield self.invalid(choices)

    def _mixed_stream(self, choices: Seeded) -> Iterator[FuzzRecord]:
        """Yield of both: what tells most first, then many invalid ones to a valid one, and in turns after that."""
        with suppress(NoInstance):
            yield from self._begin()
        first = self._first_of_both()
        yield from self._rest_of(first)
        lasting = _with_some([self._more_valid(choices), self._more_invalid(choices, first)])
        if len(lasting) < _BOTH:
            yield from lasting[0] if lasting else iter(())
            raise self._none("none was found that is valid, and none that is invalid")
        valid, invalid = lasting
        for number in count():
            yield next(valid)
            for _ in range(_OFTEN if number < _FIRST else 1):
                yield next(invalid)

    def _first_of_both(self) -> list[FuzzRecord]:
        try:
            valid = self._telling_valid
        except NoInstance:
            return []
        return covering([*valid, *self._telling_invalid], self._mutants.forgotten, self._simplest)

    def _agreed(self, instance: Any, *, valid: bool) -> bool:
        """Return whether the other engine says the same, where it is asked; what it does not is kept."""
        if not is_light(instance) or self._reference.is_valid(instance) == valid:
            return True
        self._keep(instance)
        return False

    def _sampled(self, instance: Any, *, valid: bool) -> bool:
        self._drawn += 1
        return self._drawn % _SAMPLED != 0 or self._agreed(instance, valid=valid)


def _with_some(streams: list[Iterator[FuzzRecord]]) -> list[Iterator[FuzzRecord]]:
    """Return the streams that have a first record, and put that back."""
    found: list[Iterator[FuzzRecord]] = []
    for stream in streams:
        try:
            first = next(stream)
        except NoInstance:
            continue
        found.append(chain([first], stream))
    return found


_STREAMS = {
    "valid": Fuzzer._valid_stream,  # noqa: SLF001  (a table of the class's own methods)
    "invalid": Fuzzer._invalid_stream,  # noqa: SLF001
    "mixed": Fuzzer._mixed_stream,  # noqa: SLF001
}
