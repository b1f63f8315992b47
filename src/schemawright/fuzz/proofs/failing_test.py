"""A test that failed with a record: what its report says of that, of the minimal one, and of how to make it again."""

from __future__ import annotations

import shlex
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import pytest

from schemawright.fuzz.shrinking.edits import copied
from schemawright.fuzz.shrinking.known_values import KnownValues
from schemawright.fuzz.shrinking.likeness import Likeness
from schemawright.fuzz.shrinking.smallest import shrink
from schemawright.models.spelling.writing import write_json
from schemawright.quoting import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.fuzz.proofs.numbered import Numbered
    from schemawright.fuzz.record import FuzzRecord
    from schemawright.validation.schema import Schema

MAX_TRIES = 300
"""How often a failing test is run again to find its minimal record."""

_MAX_LINE = 2_000
_TOLD = pytest.StashKey[dict[tuple[str, str], str]]()
"""Of a test and a minimal record, which of its runs came to that first."""


class Asked(Protocol):
    """What the marker of a test asks for."""

    @property
    def schema(self) -> Any:
        """The schema, as the marker has it."""

    @property
    def mode(self) -> str:
        """Which records."""

    @property
    def seed(self) -> int:
        """The same seed, the same records."""


class FailingTest(NamedTuple):
    """
    A test that failed with a record.

    Args:
        item: The test.
        fixture: The fixture that gives the record.
        asked: What its marker asks for.
        stream: The records of that.
        number: Which of them it had.
        kind: With which kind of exception it failed; None where it is not to be run again.
        workspace: The workspace that a command has to be told; empty where it finds that by itself.
        hindrances: The fixtures because of which it is not to be run again.
    """

    item: pytest.Function
    fixture: str
    asked: Asked
    stream: Numbered
    number: int
    kind: type[BaseException] | None
    workspace: str = ""
    hindrances: tuple[str, ...] = ()

    def told(self, record: FuzzRecord) -> Iterator[str]:
        """Yield the lines of its report: its record, the minimal one that fails, and how to make it again."""
        # As it was: the test may have changed it.
        record = self.stream.record(self.number) or record
        smaller = self._minimal(record)
        if smaller is None:
            yield _line("record", record)
            yield _said_of(record, self.stream.schema)
            yield from self._why_not_smaller()
        else:
            yield from self._told_once(smaller)
            yield _line("record", record)
        yield f"reproduce: {self._command()}"

    def _why_not_smaller(self) -> Iterator[str]:
        if self.hindrances:
            fixtures = f"fixture{'s' if len(self.hindrances) > 1 else ''} {', '.join(self.hindrances)}"
            yield f"not made smaller: the test has the {fixtures}"
        elif self.kind is not None:
            yield "not made smaller: run again with it, the test does not fail in the same way"

    def _told_once(self, smaller: FuzzRecord) -> Iterator[str]:
        """Yield the minimal record; where another record of the same test came to the same one, which that was."""
        minimal = _line("minimal record", smaller)
        told = self.item.config.stash.setdefault(_TOLD, {})
        first = told.setdefault((self.item.nodeid.partition("[")[0], minimal), self.item.nodeid)
        if first != self.item.nodeid:
            yield f"minimal record: that of {first}"
            return
        yield minimal
        yield _said_of(smaller, self.stream.schema)

    def _command(self) -> str:
        """Return the command that makes the record again."""
        asked = self.asked
        name, before = (asked.schema, "") if isinstance(asked.schema, str) else _as_file(self.stream.schema)
        workspace = f" --workspace {shlex.quote(self.workspace)}" if self.workspace else ""
        which = f"--mode {asked.mode} --seed {asked.seed} -n {self.number}{workspace}"
        return f"{before}schemawright fuzz {shlex.quote(name)} {which} --labels | tail -n 1"

    def _minimal(self, record: FuzzRecord) -> FuzzRecord | None:
        """
        Return the smallest record with which the test fails in the same way.

        None where that is not known: it is not to be run again; or, run again, it does not fail with its own record.
        """
        if self.kind is None or not self._fails(record, self.kind):
            return None
        kind = self.kind
        like, known = Likeness(self.stream.schema, record), KnownValues(self.stream.schema)
        for made in self.stream.made[: self.number]:  # More would make what is shown depend on what ran before.
            if made.valid:
                known.see(made.instance)

        def fails(instance: Any) -> bool:
            again = like.record_of(instance)
            return again is not None and self._fails(again, kind)

        smaller = shrink(record.instance, fails, allows=like.is_like, known=known.simpler, max_tries=MAX_TRIES)
        return like.record_of(smaller) or record

    def _fails(self, record: FuzzRecord, kind: type[BaseException]) -> bool:
        """Return whether the test fails with a record as it did: with the same kind of exception."""
        arguments = self.item.funcargs
        before = arguments[self.fixture]
        arguments[self.fixture] = record._replace(instance=copied(record.instance))
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            try:
                self.item.runtest()  # As pytest runs it, so that a plugin awaits what is `async`.
            except (KeyboardInterrupt, pytest.exit.Exception):
                raise
            except BaseException as error:  # noqa: BLE001  (skipping is none of Exception, nor is sys.exit)
                # Skipped, or failing in another way, it is another record's problem.
                return type(error) is kind
            finally:
                arguments[self.fixture] = before
        return False


def _line(name: str, record: FuzzRecord) -> str:
    return f"{name}: {cut(write_json(record.instance).decode(), _MAX_LINE)}"


def _said_of(record: FuzzRecord, schema: Schema) -> str:
    """Return the first finding of a record."""
    finding = next(iter(schema.iter_findings(record.instance)), None)
    if finding is None:
        return "    valid"
    return f"    {finding.instance_location or '(root)'}  {finding.keyword}: {finding.message}"


def _as_file(schema: Schema) -> tuple[str, str]:
    """Return the file of a schema that a marker has not by name, and what to do before there is one."""
    if schema.path:
        return f"{schema.path}#{schema.pointer}" if schema.pointer else schema.path, ""
    text = write_json(schema.contents).decode()
    if len(text) <= _MAX_LINE and text.isprintable():
        return "schema.json", f"printf %s {shlex.quote(text)} > schema.json; "
    return "schema.json", "write the marker's schema to schema.json; "
