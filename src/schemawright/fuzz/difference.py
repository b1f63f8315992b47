"""
Where two judges differ on a record: shrunk to a minimal one, and told once for each kind.

A judge is anything that accepts or refuses: a command, another schema, generated dataclasses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.fuzz.shrinking import MAX_TRIES, shrunk_in_class

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.fuzz.record import FuzzRecord
    from schemawright.validation.schema import Schema

MAX_SHRUNK = 20
"""How many records are shrunk in one run; all others are counted."""

_PER_KIND = 3


class Problem(NamedTuple):
    """
    What is wrong with a judge's answer to one record.

    Args:
        kind: What went wrong, in words that are the same for the same problem.
        message: More about this record; may be empty.
    """

    kind: str
    message: str = ""


class Difference(NamedTuple):
    """
    One kind of difference.

    Args:
        kind: What differs.
        keyword: The keyword that the schema says is violated; empty for a valid record.
        at: The instance location of that.
        instance: The minimal record.
        message: What the schema says of it, or what went wrong.
        records: How many records showed it.
        first: The number of the first of them in the stream, from 1.
    """

    kind: str
    keyword: str
    at: str
    instance: Any
    message: str
    records: int
    first: int


class Differences:
    """
    Collects where a judge is wrong.

    Args:
        schema: The schema, whose verdict counts.
        check: Yields what is wrong with the answer to one record.
        max_tries: How often `check` is called to shrink one record.
    """

    def __init__(
        self, schema: Schema, check: Callable[[FuzzRecord], Iterable[Problem]], *, max_tries: int = MAX_TRIES
    ) -> None:
        self._schema = schema
        self._check = check
        self._max_tries = max_tries
        self._groups: dict[tuple[str, str], list[int]] = {}
        self._found: dict[tuple[str, str], list[Difference]] = {}
        self._shrunk = 0
        self.records = 0
        self.valid = 0

    def add(self, record: FuzzRecord) -> bool:
        """Ask about a record; return whether something differs."""
        self.records += 1
        self.valid += record.valid
        wrong = False
        for problem in self._check(record):
            wrong = True
            self._note(record, problem)
        return wrong

    def found(self) -> Iterator[Difference]:
        """Yield one difference of each kind, with how many records showed it."""
        for key, differences in self._found.items():
            count = self._groups[key][0]
            for number, difference in enumerate(differences):
                yield difference._replace(records=count if not number else 1)

    def _note(self, record: FuzzRecord, problem: Problem) -> None:
        key = (problem.kind, record.keyword)
        self._groups.setdefault(key, [0])[0] += 1
        kept = self._found.setdefault(key, [])
        # What is wrong with valid records has no keyword to tell it apart: a few are shrunk, and told if they differ.
        enough = 1 if record.keyword else _PER_KIND
        if self._groups[key][0] > enough or self._shrunk >= MAX_SHRUNK:
            return
        self._shrunk += 1
        smaller = self._smaller(record, problem)
        if all(repr(one.instance) != repr(smaller) for one in kept):
            kept.append(self._difference(record, problem, smaller))

    def _smaller(self, record: FuzzRecord, problem: Problem) -> Any:
        def fails(instance: Any) -> bool:
            again = self.record_of(instance, record.keyword)
            return again is not None and any(one.kind == problem.kind for one in self._check(again))

        return shrunk_in_class(record.instance, fails, self._schema.is_valid, max_tries=self._max_tries)

    def record_of(self, instance: Any, keyword: str = "") -> FuzzRecord | None:
        """Return an instance as a record, labelled anew; None if another keyword fails than the one wanted."""
        from schemawright.fuzz.record import FuzzRecord

        findings = list(self._schema.iter_findings(instance))
        if not findings:
            return FuzzRecord(instance, valid=True)
        finding = next((one for one in findings if one.keyword == keyword), None if keyword else findings[0])
        if finding is None:
            return self._inside_branch(instance, keyword, len(findings))
        alone = len(findings) == 1
        at, path = finding.instance_location, finding.evaluation_path
        return FuzzRecord(instance, valid=False, violates=path, at=at, keyword=finding.keyword, alone=alone)

    def _inside_branch(self, instance: Any, keyword: str, count: int) -> FuzzRecord | None:
        """Return a record whose label is inside a branch, which findings tell of the whole."""
        from schemawright.fuzz.record import FuzzRecord

        for finding in self._schema.iter_findings(instance):
            if finding.branches:
                at, path = finding.instance_location, finding.evaluation_path
                return FuzzRecord(instance, valid=False, violates=path, at=at, keyword=keyword, alone=count == 1)
        return None

    def _difference(self, record: FuzzRecord, problem: Problem, smaller: Any) -> Difference:
        finding = next(iter(self._schema.iter_findings(smaller)), None)
        again = self.record_of(smaller, record.keyword)
        problems = self._check(again) if again is not None else ()
        same = next((one for one in problems if one.kind == problem.kind), problem)
        said = same.message or (finding.message if finding else "")
        at = finding.instance_location if finding else ""
        return Difference(problem.kind, record.keyword, at, smaller, said, 1, self.records)
