"""
Where two judges differ on a record: shrunk to a minimal one, and told once for each kind.

A judge is anything that accepts or refuses: a command, another schema, generated dataclasses.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.errors import SchemawrightError
from schemawright.fuzz.shrinking import MAX_TRIES, shrink
from schemawright.models.writing import write_json
from schemawright.quoting import cut, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.finding import Finding
    from schemawright.fuzz.record import FuzzRecord
    from schemawright.validation.schema import Schema

MAX_SHRUNK = 20
"""Of how many kinds of difference the record is made small in one run; of others, the first is shown as it was."""

_MAX_LINE = 2_000


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
        instance: The minimal record; of what comes after many other kinds, the first.
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


def difference_lines(difference: Difference) -> Iterator[str]:
    """Yield what is told of a difference: its kind, its minimal record, and what is said of that."""
    at = f" at {printable(difference.at)}" if difference.at else ""
    keyword = f": {difference.keyword}{at}" if difference.keyword else ""
    records = "1 record" if difference.records == 1 else f"{difference.records:,} records"
    yield f"{difference.kind}{keyword} ({records}, the first is number {difference.first:,})"
    yield f"    {cut(write_json(difference.instance).decode(), _MAX_LINE)}"
    if difference.message:
        yield f"    {cut(difference.message, _MAX_LINE)}"


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
        self._counts: Counter[tuple[str, str]] = Counter()
        self._found: dict[tuple[str, str], Difference] = {}
        self.records = 0
        self.valid = 0

    def add(self, record: FuzzRecord) -> bool:
        """
        Ask about a record; return whether something differs.

        Raises:
            SchemawrightError: What differs does not when the judge is asked again: it has no verdict.
        """
        self.records += 1
        self.valid += record.valid
        wrong = False
        for problem in self._check(record):
            wrong = True
            self._note(record, problem)
        return wrong

    def found(self) -> Iterator[Difference]:
        """Yield one difference of each kind, with how many records showed it."""
        for key, difference in self._found.items():
            yield difference._replace(records=self._counts[key])

    def _note(self, record: FuzzRecord, problem: Problem) -> None:
        key = (problem.kind, record.keyword)
        self._counts[key] += 1
        if self._counts[key] > 1:
            return
        self._confirm(record, problem)
        smaller = self._smaller(record, problem) if len(self._found) < MAX_SHRUNK else record.instance
        again = self.record_of(smaller, record) if smaller is not record.instance else None
        self._confirm(again or record, problem)
        self._found[key] = self._difference(record, problem, smaller)

    def _confirm(self, record: FuzzRecord, problem: Problem) -> None:
        if not self._has(record, problem):
            message = f"{problem.kind}, but not when it is asked again: that is no verdict"
            shown = cut(write_json(record.instance).decode(), 200)
            raise SchemawrightError(message, hint=f"run it by hand on this record, several times: {shown}")

    def _has(self, record: FuzzRecord, problem: Problem) -> bool:
        return any(one.kind == problem.kind for one in self._check(record))

    def _smaller(self, record: FuzzRecord, problem: Problem) -> Any:
        def fails(instance: Any) -> bool:
            again = self.record_of(instance, record)
            return again is not None and self._has(again, problem)

        return shrink(
            record.instance,
            fails,
            allows=lambda instance: self.is_like(instance, record),
            max_tries=self._max_tries,
        )

    def is_like(self, instance: Any, record: FuzzRecord) -> bool:
        """Return whether an instance is valid as a record is, or invalid for the same keyword."""
        return self._schema.is_valid(instance) == record.valid and self.record_of(instance, record) is not None

    def record_of(self, instance: Any, like: FuzzRecord | None = None) -> FuzzRecord | None:
        """
        Return an instance as a record, labelled anew.

        Args:
            instance: The instance.
            like: A record that it is to be like: invalid for the same keyword, and alone if that was.

        Returns:
            The record; None if it is invalid in another way.
        """
        from schemawright.fuzz.record import FuzzRecord

        findings = list(self._schema.iter_findings(instance))
        if not findings:
            return FuzzRecord(instance, valid=True)
        violates = like.violates if like is not None else ""
        finding = next((one for one in findings if _is_there(one, violates)), None)
        alone = len(findings) == 1
        if finding is None or (like is not None and like.alone and not alone and like.violates):
            return None
        at, path = finding.instance_location, violates or finding.evaluation_path
        return FuzzRecord(instance, valid=False, violates=path, at=at, keyword=finding.keyword, alone=alone)

    def _difference(self, record: FuzzRecord, problem: Problem, smaller: Any) -> Difference:
        again = self.record_of(smaller, record) or record
        same = next((one for one in self._check(again) if one.kind == problem.kind), problem)
        said = same.message or self._message(again)
        return Difference(problem.kind, record.keyword, again.at, smaller, said, 1, self.records)

    def _message(self, record: FuzzRecord) -> str:
        findings = self._schema.iter_findings(record.instance)
        return next((one.message for one in findings if _is_there(one, record.violates)), "")


def _is_there(finding: Finding, violates: str) -> bool:
    """Return whether a finding is about an evaluation path; what is inside a branch is told of the whole."""
    path = finding.evaluation_path
    return not violates or path == violates or (bool(finding.branches) and violates.startswith(f"{path}/"))
