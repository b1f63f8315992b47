"""
Coverage: what a stream of records has exercised in a schema, and what it never has, and why.

What predicts that a bug is found is that a keyword was violated in isolation: as the only one that failed, in the
record or, inside `anyOf`, `oneOf`, `not`, `if` and `contains`, in its branch.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.errors import UsageError
from schemawright.fuzz.coverage.reasons import Reasons
from schemawright.fuzz.coverage.value_classes import CLASSES, classes_in
from schemawright.fuzz.schema.observing import Observer
from schemawright.fuzz.schema.schema_map import SchemaMap

if TYPE_CHECKING:
    from schemawright.fuzz.record import FuzzRecord
    from schemawright.fuzz.schema.schema_map import Pair
    from schemawright.validation.schema import Schema

MAX_LOCATIONS = 10_000
"""How many locations are told apart; a recursive schema has no end of them."""


class PairCoverage(NamedTuple):
    """
    How often one keyword of one subschema was exercised: counts of records.

    Args:
        pair: The keyword.
        satisfied: Records in which it held for a value that it applies to.
        violated: Records in which it failed.
        isolated: Records in which it failed alone.
        reason: Why it was never violated in isolation, or never satisfied, where that cannot be; else empty.
        examples: Of each of `satisfied`, `violated` and `isolated`, the first record.
        together: Where it never failed alone, the locations of the keywords that failed each time that it did.
    """

    pair: Pair
    satisfied: int
    violated: int
    isolated: int
    reason: str
    examples: dict[str, Any]
    together: tuple[str, ...] = ()

    @property
    def is_exercised(self) -> bool:
        """Whether it was satisfied, and violated in isolation."""
        return bool(self.satisfied and self.isolated)

    @property
    def is_impossible(self) -> bool:
        """Whether it was not, and cannot be."""
        return not self.is_exercised and bool(self.reason)


class Share(NamedTuple):
    """
    How much of a schema was exercised.

    Args:
        exercised: How many keywords were satisfied, and violated in isolation.
        impossible: How many others cannot be.
        total: How many keywords there are that can fail.
    """

    exercised: int
    impossible: int
    total: int


class Coverage:
    """
    Counts what records exercise.

    Args:
        schema: The schema.

    Raises:
        SchemaError: It cannot be compiled.
        UsageError: It is in draft 3, which the engine that tells does not know.

    >>> from schemawright import open_schema
    >>> from schemawright.fuzz.record import FuzzRecord
    >>> coverage = Coverage(open_schema({"type": "string", "minLength": 2}))
    >>> coverage.add(FuzzRecord("ab", valid=True))
    >>> coverage.add(FuzzRecord("a", valid=False, violates="/minLength"))
    >>> [(one.pair.keyword, one.satisfied, one.isolated) for one in coverage.pairs()]
    [('type', 2, 0), ('minLength', 1, 1)]
    """

    def __init__(self, schema: Schema) -> None:
        if schema.dialect == "draft3":
            raise UsageError("expected a schema of draft 4 or later for its coverage, found one of draft 3")
        self.schema = schema
        self.map = SchemaMap(schema)
        self.records = 0
        self.valid = 0
        self.incomplete = 0
        self.counts: dict[str, Counter[str]] = {name: Counter() for name in ("satisfied", "violated", "isolated")}
        self.classes: dict[str, Counter[str]] = {}
        self._examples: dict[str, dict[str, Any]] = {}
        self._together: dict[str, set[str]] = {}
        self._observer = Observer(self.map)
        self._reasons = Reasons(self.map)

    def add(self, record: FuzzRecord) -> None:
        """Count one record."""
        seen = self._observer.observe(record.instance)
        self.records += 1
        self.valid += record.valid
        self.incomplete += not seen.complete
        for name, locations in (
            ("satisfied", seen.satisfied),
            ("violated", seen.violated),
            ("isolated", seen.isolated),
        ):
            counter = self.counts[name]
            for location in locations:
                if not counter[location]:
                    self._examples.setdefault(location, {})[name] = record.instance
                counter[location] += 1
        for location, others in seen.together.items():
            self._together[location] = self._together.get(location, others) & others
        for location, found in sorted(classes_in(seen.visits)):  # Which ones there is room for is not for chance.
            self._count_class(location, found)

    def _count_class(self, location: str, found: str) -> None:
        counter = self.classes.get(location)
        if counter is None:
            if len(self.classes) >= MAX_LOCATIONS:
                return
            counter = self.classes[location] = Counter()
        counter[found] += 1

    def pairs(self) -> list[PairCoverage]:
        """Return how often each keyword was exercised, in the order of the schema."""
        return [self._pair(location, pair) for location, pair in self.map.pairs.items()]

    def _pair(self, location: str, pair: Pair) -> PairCoverage:
        satisfied, violated, isolated = (self.counts[name][location] for name in ("satisfied", "violated", "isolated"))
        reason = "" if satisfied and isolated else self._reasons.reason(pair)
        others = self._together.get(location, set()) - {location} if not isolated else set()
        examples = self._examples.get(location, {})
        return PairCoverage(pair, satisfied, violated, isolated, reason, examples, tuple(sorted(others)))

    def locations(self) -> dict[str, dict[str, int]]:
        """Return the classes of values that each instance location has seen, with counts of records."""
        return {
            location: {name: counter[name] for name in CLASSES if counter[name]}
            for location, counter in sorted(self.classes.items())
        }

    def share(self) -> Share:
        """Return how many keywords were exercised."""
        pairs = self.pairs()
        return Share(sum(one.is_exercised for one in pairs), sum(one.is_impossible for one in pairs), len(pairs))
