"""
A run: documents through schemas, findings out, everything counted.

One document that cannot be read never hides the findings of another; a record that is malformed never hides the next.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.documents import open_records
from schemawright.documents.record import Target
from schemawright.documents.source import Source
from schemawright.errors import (
    DocumentError,
    NoSchema,
    PointsNowhere,
    SchemaError,
    SchemawrightError,
    Unreadable,
    UnresolvableReference,
    UsageError,
)
from schemawright.finding import Finding, Formats, Summary
from schemawright.quoting import quoted
from schemawright.validation.blocks import judge_blocks
from schemawright.validation.judging import RecordJudge
from schemawright.validation.placing import error_finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.documents.record import Record
    from schemawright.pointer import Tokens
    from schemawright.validation.schema import Schema

CLEAN, FINDINGS = 0, 1


class Assignment(NamedTuple):
    """
    One document and what judges it.

    Args:
        source: The document.
        format: Its format's name.
        schemas: The schemas that judge it; or what returns those that judge one record.
        refused_by: The schemas that are to refuse it, since the workspace says that it is wrong on purpose.
    """

    source: Source
    format: str
    schemas: tuple[Schema, ...] | Callable[[Any], tuple[Schema, ...]]
    refused_by: tuple[Schema, ...] = ()


class Options(NamedTuple):
    """
    How documents are judged.

    Args:
        select: What yields the parts of a record that are judged; None for the whole record.
        selector: How the user wrote that.
        fail_fast: Whether to stop at the first record that is not valid.
        max_placed: How many findings get positions and excerpts; None for all.
    """

    select: Callable[[Any], Iterator[tuple[Tokens, Any]]] | None = None
    selector: str = ""
    fail_fast: bool = False
    max_placed: int | None = None


class Run:
    """
    Judges assignments; iterate over `findings` to the end, then ask for the `summary` and the `exit_code`.

    Args:
        options: How documents are judged.
    """

    def __init__(self, options: Options | None = None) -> None:
        self.options = options or Options()
        self.exit_code = CLEAN
        self._started = time.perf_counter()
        self._schemas: dict[int, Schema] = {}
        self._notes: dict[str, None] = {}
        self._refused = 0
        self.stopped = False
        """Whether the last document could not be judged to its end, for a reason that is none of its own."""
        self._accepted = 0
        """How many records of the last document a schema accepts that is to refuse it."""
        self._judge = RecordJudge(self.options.select, self.options.max_placed)
        self._broken: dict[str, None] = {}
        self.documents = self.records = self.valid = self.invalid = self.malformed = self.bytes = 0

    def findings(self, assignments: Iterator[Assignment | SchemawrightError]) -> Iterator[Finding]:
        """Yield every finding of every document, in order; what cannot be judged is a finding of its own."""
        for assignment in assignments:
            if isinstance(assignment, SchemawrightError):
                yield from self._failed(assignment)
            else:
                yield from self._document(assignment)
            if self._is_over:
                break
        if self.options.select and self.valid and not self._judge.parts:
            message = f"expected {quoted(self.options.selector)} to select something, found nothing in any record"
            self.exit_code = max(self.exit_code, PointsNowhere.exit_code)
            yield Finding(PointsNowhere.code, message, hint="correct the selector of --at")

    def summary(self) -> Summary:
        """Return the counts so far."""
        formats = [schema.formats for schema in self._schemas.values()]
        asserted = {name for one in formats for name in one.asserted}
        ignored = {name for one in formats for name in one.ignored}
        return Summary(
            documents=self.documents,
            records=self.records,
            valid=self.valid,
            invalid=self.invalid,
            malformed=self.malformed,
            bytes=self.bytes,
            seconds=time.perf_counter() - self._started,
            formats=Formats(tuple(sorted(asserted)), tuple(sorted(ignored))),
            dialects=tuple(sorted({schema.dialect for schema in self._schemas.values()})),
            notes=(*self._notes, *self._note_of_refused()),
        )

    def _note_of_refused(self) -> list[str]:
        refused = "1 document" if self._refused == 1 else f"{self._refused:,} documents"
        return [f"{refused} refused, as `invalid` has it"] if self._refused else []

    def _document(self, assignment: Assignment) -> Iterator[Finding]:
        self.documents += 1
        self.stopped = False
        self._accepted = 0
        sources = _sources(assignment)
        records, valid = self.records, self.valid
        try:
            yield from self._wrong_on_purpose(assignment, sources)
            if assignment.schemas and not self._is_over:
                yield from self._judged(assignment._replace(source=sources[-1]))
        except SchemaError as error:
            self.stopped = True
            yield from self._failed(error)
        finally:
            self.bytes += max(source.bytes_read for source in sources)
            if self._accepted:
                # They are wrong, whatever further schemas say of them; and there is one of each.
                uncounted = max(self._accepted - (self.records - records), 0)
                self.records += uncounted
                self.invalid += uncounted + self.valid - valid
                self.valid = valid

    @property
    def _is_over(self) -> bool:
        return self.options.fail_fast and self.exit_code != CLEAN

    def _judged(self, assignment: Assignment) -> Iterator[Finding]:
        if isinstance(assignment.schemas, tuple):
            self._use(assignment.schemas)
        for item in self._items(assignment):
            if isinstance(item, int):
                self.records += item
                self.valid += item
                continue
            yield from self._record(item, assignment)
            if self.stopped or self._is_over:
                break

    def _wrong_on_purpose(self, assignment: Assignment, sources: list[Source]) -> Iterator[Finding]:
        """Judge a document by each schema that is to refuse it."""
        is_refused = bool(assignment.refused_by)
        for schema, source in zip(assignment.refused_by, sources, strict=False):
            if self._is_over:
                return
            self._use((schema,))
            apart = Assignment(source, assignment.format, (schema,))
            found = list(self._not_refused(apart))
            is_refused = is_refused and not found
            yield from found
        self._refused += is_refused

    def _not_refused(self, assignment: Assignment) -> Iterator[Finding]:
        """
        Judge a document that a schema is to refuse, as a whole, by a run of its own.

        What is wrong with the document is neither told nor counted; that nothing is, is an error.
        """
        apart = Run(self.options._replace(select=None, selector="", fail_fast=True, max_placed=0))
        found = list(apart.findings(iter([assignment])))
        if not apart.stopped and (apart.invalid or apart.malformed):
            return
        if not apart.stopped:
            self._accepted = max(self._accepted, apart.records)
        self.malformed += apart.malformed
        self.exit_code = max(self.exit_code, FINDINGS, apart.exit_code)
        yield from found or [_accepted(assignment.source.name)]

    def _items(self, assignment: Assignment) -> Iterator[int | Record | DocumentError]:
        """Yield a document's records; of NDJSON that one schema judges whole, only those that are not surely valid."""
        schemas = assignment.schemas
        if (
            assignment.format == "ndjson"
            and isinstance(schemas, tuple)
            and len(schemas) == 1
            and not self.options.select
        ):
            accept = schemas[0].accept
            if accept is not None:
                return judge_blocks(assignment.source, accept)
        return open_records(assignment.source, assignment.format)

    def _record(self, record: Record | DocumentError, assignment: Assignment) -> Iterator[Finding]:
        self.records += 1
        if isinstance(record, DocumentError):
            yield from self._failed(record)
            return
        try:
            schemas = _schemas_of(record, assignment)
            self._use(schemas)
            found = self._judge.findings(record, schemas, assignment.source.name)
        except DocumentError as error:
            self.stopped = isinstance(error, NoSchema) and self.valid == self.invalid == 0
            yield from self._failed(_at_record(error, record, assignment.source.name))
            return
        except SchemawrightError as error:
            self.stopped = True
            yield from self._failed(error, document=assignment.source.name)
            return
        if found:
            self.invalid += 1
            self.exit_code = max(self.exit_code, FINDINGS)
            yield from found
        else:
            self.valid += 1

    def _use(self, schemas: tuple[Schema, ...]) -> None:
        """Compile schemas, and remember them for the summary."""
        for schema in schemas:
            if id(schema) not in self._schemas:
                _ = schema.engine
                self._schemas[id(schema)] = schema
                if schema.dialect_assumed:
                    self._notes[f"{schema.path or schema.uri} has no $schema: {schema.dialect} is assumed"] = None

    def _failed(self, error: SchemawrightError, document: str = "") -> Iterator[Finding]:
        """Count what could not be done, and yield what stands for it."""
        self.malformed += 1
        self.exit_code = max(self.exit_code, error.exit_code)
        uri = error.uri if isinstance(error, SchemaError) else ""
        if uri or isinstance(error, Unreadable):
            if str(error) in self._broken:
                return  # One schema that is broken is reported once, however many documents it would judge.
            self._broken[str(error)] = None
        if isinstance(error, DocumentError):
            yield error_finding(error)
            return
        yield Finding(
            keyword=error.code,
            message=error.message,
            hint=error.hint,
            document=uri or getattr(error, "path", "") or document,
            keyword_location=error.place if uri else "",
            position=getattr(error, "position", None),
        )
        yield from getattr(error, "findings", ())


def _sources(assignment: Assignment) -> list[Source]:
    """Return a document's source for each time that it is read; only the first tells how far it is."""
    source = assignment.source
    readings = len(assignment.refused_by) + bool(assignment.schemas)
    return [source, *(Source(source.name, source.limits) for _ in range(readings - 1))]


def _accepted(document: str) -> Finding:
    message = "expected a payload that is refused, since the setting `invalid` names it; found that it is valid"
    hint = "correct the payload or its schema, or take it out of `invalid`"
    return Finding("expected-invalid", message, hint=hint, document=document)


class _NamesNothing(DocumentError):
    """A record's own `$schema` leads nowhere: what is wrong is in the record, not in a schema."""

    code = UnresolvableReference.code


def _schemas_of(record: Record, assignment: Assignment) -> tuple[Schema, ...]:
    """
    Return what judges a record.

    Raises:
        DocumentError: Nothing does; at the record's own `$schema`, where it has one.
    """
    if isinstance(assignment.schemas, tuple):
        return assignment.schemas
    try:
        return assignment.schemas(record.instance)
    except DocumentError as error:
        wrong = error
    except (UnresolvableReference, UsageError) as error:
        kind = NoSchema if isinstance(error, UsageError) else _NamesNothing
        wrong = kind(error.message, hint=error.hint)
    if isinstance(record.instance, dict) and "$schema" in record.instance:
        span = record.locate([Target(("$schema",))])[0]
        wrong.position, wrong.excerpt = span.position, record.excerpt(span)
    raise wrong


def _at_record(error: DocumentError, record: Record, document: str) -> DocumentError:
    """Return an error of judging a record, with the place of the record."""
    error.path, error.record = document, record.number
    error.position = error.position or record.locate([Target(())])[0].position
    return error
