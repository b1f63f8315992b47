"""
Where two judges differ on a record: shrunk to a minimal one, and told once for each kind.

A judge is anything that accepts or refuses: a command, another schema, generated dataclasses.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.errors import SchemawrightError
from schemawright.fuzz.shrinking.known_values import KnownValues
from schemawright.fuzz.shrinking.likeness import Likeness, is_about
from schemawright.fuzz.shrinking.smallest import MAX_TRIES, shrink
from schemawright.models.spelling.writing import write_json
from schemawright.quoting import cut, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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
        is_verdict: Whether it is about a verdict; if not, there was none, whatever the schema says of the record.
        said: What the judge said of it itself; may be empty.
    """

    kind: str
    message: str = ""
    is_verdict: bool = True
    said: str = ""


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
        is_verdict: Whether the judge had a verdict.
        said: What the judge said of it itself; may be empty.
    """

    kind: str
    keyword: str
    at: str
    instance: Any
    message: str
    records: int
    first: int
    is_verdict: bool = True
    said: str = ""


def difference_lines(difference: Difference, *, counted: bool = True) -> Iterator[str]:
    """
    Yield what is told of a difference: its kind, its minimal record, and what is said of that.

    Args:
        difference: The difference.
        counted: Whether it is known how many records show it; if not, only which was the first.
    """
    at = f" at {printable(difference.at)}" if difference.at else ""
    keyword = f": {difference.keyword}{at}" if difference.keyword else ""
    records = "1 record" if difference.records == 1 else f"{difference.records:,} records"
    count = f"{records}, " if counted else ""
    yield f"{difference.kind}{keyword} ({count}the first is number {difference.first:,})"
    yield f"    {cut(write_json(difference.instance).decode(), _MAX_LINE)}"
    if difference.message:
        yield f"    {cut(difference.message, _MAX_LINE)}"
    if difference.said:
        yield f"    it says: {cut(difference.said, _MAX_LINE)}"


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
        self._known = KnownValues(schema)
        self._counts: Counter[tuple[str, str]] = Counter()
        self._found: dict[tuple[str, str], Difference] = {}
        self.records = 0
        self.valid = 0
        self.differing = 0

    def add(self, record: FuzzRecord) -> list[Difference]:
        """
        Ask about a record; return the kinds of difference that no record before it has shown.

        Raises:
            SchemawrightError: What differs does not when the judge is asked again: it has no verdict.
        """
        self.records += 1
        self.valid += record.valid
        if record.valid:
            self._known.see(record.instance)
        problems = list(self._check(record))
        self.differing += bool(problems)
        return [found for problem in problems if (found := self._noted(record, problem)) is not None]

    def found(self) -> Iterator[Difference]:
        """Yield one difference of each kind, with how many records showed it."""
        for key, difference in self._found.items():
            yield difference._replace(records=self._counts[key])

    def _noted(self, record: FuzzRecord, problem: Problem) -> Difference | None:
        # A crash is one, whatever the record that brought it about is.
        key = (problem.kind, record.keyword if problem.is_verdict else "")
        self._counts[key] += 1
        if self._counts[key] > 1:
            return None
        self._confirm(record, problem)
        like = Likeness(self._schema, record)
        smaller = self._smaller(record, problem, like) if len(self._found) < MAX_SHRUNK else record.instance
        again = like.record_of(smaller) if smaller is not record.instance else None
        self._confirm(again or record, problem)
        self._found[key] = self._difference(again or record, problem, key[1])
        return self._found[key]

    def _confirm(self, record: FuzzRecord, problem: Problem) -> None:
        if not self._has(record, problem):
            message = f"{problem.kind}, but not when it is asked again: that is no verdict"
            shown = cut(write_json(record.instance).decode(), _MAX_LINE)
            raise SchemawrightError(message, hint=f"run it by hand on this record, several times: {shown}")

    def _has(self, record: FuzzRecord, problem: Problem) -> bool:
        return any(one.kind == problem.kind for one in self._check(record))

    def _smaller(self, record: FuzzRecord, problem: Problem, like: Likeness) -> Any:
        def fails(instance: Any) -> bool:
            again = like.record_of(instance)
            return again is not None and self._has(again, problem)

        known, tries = self._known.simpler, self._max_tries
        return shrink(record.instance, fails, allows=like.is_like, known=known, max_tries=tries, moving=True)

    def _difference(self, smaller: FuzzRecord, problem: Problem, keyword: str) -> Difference:
        same = next((one for one in self._check(smaller) if one.kind == problem.kind), problem)
        return Difference(
            problem.kind,
            keyword,
            smaller.at,
            smaller.instance,
            same.message or self._message(smaller),
            records=1,
            first=self.records,
            is_verdict=problem.is_verdict,
            said=same.said,
        )

    def _message(self, record: FuzzRecord) -> str:
        findings = self._schema.iter_findings(record.instance)
        return next((one.message for one in findings if not record.violates or is_about(one, record.violates)), "")
