"""What a stream of records tells apart: at which record each mutant and each bug was first seen to be wrong."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.mutation.schema_mutants import Mutants, compiled, mutants
from benchmarks.mutation.small_validator import SmallValidator
from benchmarks.mutation.validator_bugs import SeenBug, seen_bugs
from benchmarks.mutation.witnesses import Search
from schemawright import open_schema
from schemawright.fuzz.order.mutants import Mutants as GuessedMutants
from schemawright.fuzz.schema.places import replaced
from schemawright.fuzz.schema.schema_map import SchemaMap
from schemawright.pointer import parse_pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import jsonschema_rs

    from benchmarks.mutation.generators import Labelled
    from benchmarks.mutation.subjects import Subject


class Field(NamedTuple):
    """
    All that a stream of one schema is to tell apart.

    Args:
        subject: The schema.
        right: What judges by it.
        mutants: Its mutants.
        bugs: The planted bugs that it can show.
        guessed: The forms of the mutants that our fuzzer makes itself, to choose by them what it says first.
    """

    subject: Subject
    right: jsonschema_rs.Validator
    mutants: Mutants
    bugs: list[SeenBug]
    guessed: frozenset[str]


class Score(NamedTuple):
    """
    What one stream told apart.

    Args:
        seed: The stream's seed.
        records: How many records there were.
        seconds: How long they took to make.
        mutants: For each mutant the number of the record that killed it, from 1; 0 where none did.
        bugs: The same for each bug.
        mislabelled: Records whose label is wrong.
    """

    seed: int
    records: int
    seconds: float
    mutants: list[int]
    bugs: list[int]
    mislabelled: list[Labelled]


def field(subject: Subject) -> Field:
    """Make the mutants of a schema, and check every witness."""
    right = compiled(subject.schema)
    made = mutants(subject, Search(subject, right.is_valid))
    for mutant in made.kept:
        if mutant.validator.is_valid(mutant.witness) is right.is_valid(mutant.witness):
            raise ValueError(f"no witness of {mutant.at}: {mutant.how}")
    return Field(subject, right, made, seen_bugs(subject), frozenset(_guessed(subject)))


def _guessed(subject: Subject) -> Iterator[str]:
    schema_map = SchemaMap(open_schema(subject.path))
    for mutant in GuessedMutants(schema_map).all:
        whole = replaced(subject.schema, parse_pointer(mutant.subschema.pointer), mutant.mistake.contents)
        yield json.dumps(whole, sort_keys=True)


def score(place: Field, generator: Callable[[Subject, int, int], Any], seed: int, count: int) -> Score:
    """
    Judge the records of one stream by everything that is wrong.

    Raises:
        Exception: Whatever a generator raises that cannot serve the schema.
    """
    start = time.perf_counter()
    records: list[Labelled] = list(generator(place.subject, seed, count))
    seconds = time.perf_counter() - start
    verdicts = [place.right.is_valid(record.instance) for record in records]
    instances = [record.instance for record in records]
    small = SmallValidator(place.subject.schema)
    agreed = [_judged(small.is_valid, one) is verdict for one, verdict in zip(instances, verdicts, strict=True)]
    return Score(
        seed,
        len(records),
        seconds,
        [_first(mutant.validator.is_valid, instances, verdicts, agreed) for mutant in place.mutants.kept],
        [_first(bug.validator.is_valid, instances, verdicts, agreed) for bug in place.bugs],
        [record for record, verdict in zip(records, verdicts, strict=True) if record.valid is not verdict],
    )


def _first(is_valid: Callable[[Any], bool], instances: list[Any], verdicts: list[bool], agreed: list[bool]) -> int:
    """Return the number of the first record that is judged otherwise, 0 for none."""
    for number, instance in enumerate(instances, 1):
        # Where the small validator itself is wrong, a bug of it could be seen by chance.
        if agreed[number - 1] and _judged(is_valid, instance) is not verdicts[number - 1]:
            return number
    return 0


def _judged(is_valid: Callable[[Any], bool], instance: Any) -> bool | None:
    """Return a verdict; None where a validator breaks, which nobody overlooks."""
    try:
        return is_valid(instance)
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError):
        return None
