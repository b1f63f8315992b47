"""Two schemas apart: records that one accepts and the other refuses, or the proof that there are none."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from schemawright.errors import NoInstance
from schemawright.fuzz.choices import Seeded
from schemawright.fuzz.difference import Differences, Problem
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.naming import naming
from schemawright.fuzz.record import FuzzRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemawright.validation.schema import Schema


class SchemaJudge:
    """
    A second schema as a judge of the first one's records.

    Args:
        schema: The first schema.
        other: The second one.
        mode: Which records are made.
        seed: The seed of both streams.
    """

    def __init__(self, schema: Schema, other: Schema, mode: str = "mixed", seed: int = 0) -> None:
        self._schema = schema
        self._other = other
        self._mode = mode
        self._seed = seed
        self.proved_equal = False

    def differences(self, count: int) -> Differences:
        """
        Return what tells the two apart, out of so many records of each of them.

        Attributes `proved_equal` says afterwards whether it is proven that nothing does.
        """
        found = Differences(self._schema, self.problems)
        between = self._between()
        if self.proved_equal:
            return found
        for record in self._records(found, between, count):
            found.add(record)
        return found

    def problems(self, record: FuzzRecord) -> Iterator[Problem]:
        """Yield that the other schema judges otherwise."""
        if self._other.is_valid(record.instance) == record.valid:
            return
        if record.valid:
            finding = next(iter(self._other.iter_findings(record.instance)))
            where = f" at {finding.instance_location}" if finding.instance_location else ""
            yield Problem(f"only the first schema accepts it ({finding.keyword})", f"{finding.message}{where}")
        else:
            yield Problem("only the other schema accepts it")

    def _records(self, found: Differences, between: list[Schema], count: int) -> Iterator[FuzzRecord]:
        # Drawn from the difference itself first: those are the ones that tell.
        for schema in between:
            yield from self._relabelled(found, _plain(schema, self._seed, min(count, 20)))
        yield from _some(self._schema, self._mode, self._seed, count)
        yield from self._relabelled(found, _some(self._other, self._mode, self._seed, count))

    @staticmethod
    def _relabelled(found: Differences, records: Iterable[FuzzRecord]) -> Iterator[FuzzRecord]:
        for record in records:
            again = found.record_of(record.instance)
            if again is not None:
                yield again

    def _between(self) -> list[Schema]:
        """Return the schemas of what one accepts and the other refuses, as far as the canonical algebra has them."""
        from schemawright.canonical import canonical_form

        first, other = canonical_form(self._schema.task), canonical_form(self._other.task)
        if first is None or other is None:
            return []
        apart = [first.without(other), other.without(first)]
        self.proved_equal = all(one is not None and one.is_empty for one in apart)
        return [
            _schema_of(one.contents, self._schema)
            for one in apart
            if one is not None and not one.is_empty and isinstance(one.contents, dict | bool)
        ]


def _schema_of(contents: Any, like: Schema) -> Schema:
    from schemawright.store.opening import open_schema_contents
    from schemawright.validation.schema import Schema

    return Schema(open_schema_contents(contents, dialect=like.dialect), like.settings)


def _some(schema: Schema, mode: str, seed: int, count: int) -> Iterator[FuzzRecord]:
    """Yield so many records of a schema; none of one that has none."""
    try:
        with naming(schema):
            yield from islice(Fuzzer(schema).stream(mode, seed), count)
    except NoInstance:
        return


def _plain(schema: Schema, seed: int, count: int) -> Iterator[FuzzRecord]:
    """Yield so many valid records of a schema, none of one that has none: all tell, so which tell most is not asked."""
    choices = Seeded(seed)
    try:
        with naming(schema):
            fuzzer = Fuzzer(schema)
            cases = islice(fuzzer.each_valid(), count)
            drawn = (fuzzer.valid(choices) for _ in range(count))
            yield from (FuzzRecord(instance, valid=True) for instance in islice(chain(cases, drawn), count))
    except NoInstance:
        return
