"""
Two schemas apart: records that one accepts and the other refuses, or the proof that there are none.

Where the canonical algebra has their difference, both ways, records are drawn from that, which tells at once.  Records
of both schemas come after that, for other kinds of differences, and where the algebra tells nothing.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING, Any

from schemawright.errors import NoInstance
from schemawright.fuzz.choices import Seeded
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.judges.difference import Differences, Problem
from schemawright.fuzz.judges.unlike_parts import records_beside
from schemawright.fuzz.naming import naming
from schemawright.fuzz.record import FuzzRecord
from schemawright.fuzz.schema.schema_map import SchemaMap
from schemawright.fuzz.shrinking.likeness import labelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.fuzz.judges.difference import Difference
    from schemawright.validation.schema import Schema


_DRAWN = 20
"""How many records are drawn from what one accepts and the other refuses, at the most."""
_PATIENCE = 20
"""How many in a row are made in vain of that, where it may be empty without a proof."""


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
        for _ in self.search(found, count):
            pass
        return found

    def search(self, found: Differences, count: int) -> Iterator[Difference]:
        """Yield each kind of difference as it is found, out of so many records of each schema."""
        between = self._between()
        if not self.proved_equal:
            for record in self._records(between, count):
                yield from found.add(record)

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

    def _records(self, between: list[Schema], count: int) -> Iterator[FuzzRecord]:
        yield from self._relabelled(self._drawn(between, min(count, _DRAWN)))
        own, other = SchemaMap(self._schema), SchemaMap(self._other)
        yield from self._some(self._schema, other, count)
        yield from self._relabelled(one.instance for one in self._some(self._other, own, count))

    def _some(self, schema: Schema, beside: SchemaMap, count: int) -> Iterator[FuzzRecord]:
        """Yield so many records of one of the two; none of one that has none."""
        with suppress(NoInstance), naming(schema):
            yield from islice(records_beside(schema, beside, self._mode, self._seed), count)

    def _relabelled(self, instances: Iterable[Any]) -> Iterator[FuzzRecord]:
        """Yield instances as records of the first schema; what is wrong is asked only where the two differ."""
        for instance in instances:
            if self._tells(instance):
                yield labelled(self._schema, instance)
            else:
                yield FuzzRecord(instance, valid=self._schema.is_valid(instance))

    def _drawn(self, between: list[Schema], count: int) -> Iterator[Any]:
        """Yield so many instances of each difference, by turns: what may be empty is not waited for."""
        drawing = [_found(schema, self._tells, Seeded(self._seed), count) for schema in between]
        for turn in zip_longest(*drawing, fillvalue=()):
            yield from chain.from_iterable(turn)

    def _tells(self, instance: Any) -> bool:
        return self._schema.is_valid(instance) != self._other.is_valid(instance)

    def _between(self) -> list[Schema]:
        """Return the schemas of what one accepts and the other refuses, as far as the canonical algebra has them."""
        from schemawright.canonical import canonical_form

        for schema in (self._schema, self._other):
            _ = schema.engine  # Of what cannot be compiled nothing is proven; whoever compiles it says what is wrong.
        first, other = canonical_form(self._schema.task), canonical_form(self._other.task)
        if first is None or other is None:
            return []
        apart = [first.without(other), other.without(first)]
        self.proved_equal = all(one is not None and one.is_empty for one in apart)
        return [_schema_of(one.contents, self._schema) for one in apart if one is not None and not one.is_empty]


def _schema_of(contents: Any, like: Schema) -> Schema:
    from schemawright.store.opening import open_schema_contents
    from schemawright.validation.schema import Schema

    return Schema(open_schema_contents(contents, dialect=like.dialect), like.settings)


def _found(schema: Schema, tells: Callable[[Any], bool], choices: Seeded, count: int) -> Iterator[list[Any]]:
    """Yield so many instances of a difference, one in a list, and an empty list for what was made in vain."""
    left = count
    with suppress(NoInstance):
        for instances in Fuzzer(schema).found_by(tells, choices, _PATIENCE) if left else ():
            yield instances
            left -= len(instances)
            if not left:
                return
