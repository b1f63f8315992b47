"""One record through its schemas: whole or in parts, and where what is wrong with it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.validation.placing import below, duplicate_findings, place
from schemawright.validation.refusals import refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.documents.record import Record
    from schemawright.finding import Finding
    from schemawright.pointer import Tokens
    from schemawright.validation.schema import Schema


class RecordJudge:
    """
    Judges records.

    Args:
        select: What yields the parts of a record that are judged; None for the whole record.
        max_placed: After how many findings those of further records get no positions and excerpts; None for never.

    Attributes:
        parts: How many parts were judged.
    """

    def __init__(
        self, select: Callable[[Any], Iterator[tuple[Tokens, Any]]] | None = None, max_placed: int | None = None
    ) -> None:
        self._select = select
        self._max_placed = max_placed
        self._findings = 0
        self.parts = 0

    def findings(self, record: Record, schemas: tuple[Schema, ...], document: str) -> list[Finding]:
        """Return what is wrong with a record, in the order of its document: nothing exactly where it is valid."""
        found = [*_duplicates(record, schemas, document), *self._refusals(record, schemas, document)]
        found.sort(key=_place_in_document)
        self._findings += len(found)
        return found

    def _refusals(self, record: Record, schemas: tuple[Schema, ...], document: str) -> Iterable[Finding]:
        """Return why a record is refused; all parts' findings are looked up together: the text is read once."""
        decimals = record.decimals
        engines = [schema.engine_for(decimals=decimals) for schema in schemas]
        found: list[Finding] = []
        for tokens, value in self._parts(record):
            for engine in engines:
                found += below(refusals(engine, value), tokens)
        if self._max_placed is not None and self._findings >= self._max_placed:
            return found  # They are counted, and nobody is shown where they are.
        return place(found, record, document)

    def _parts(self, record: Record) -> Iterator[tuple[Tokens, Any]]:
        for part in self._select(record.instance) if self._select else [((), record.instance)]:
            self.parts += 1
            yield part


def _duplicates(record: Record, schemas: tuple[Schema, ...], document: str) -> Iterable[Finding]:
    if not record.duplicates or all(schema.settings.allow_duplicate_keys for schema in schemas):
        return ()
    return duplicate_findings(record, document, "--duplicate-keys allow")


def _place_in_document(finding: Finding) -> tuple[int, int]:
    return (finding.position.line, finding.position.column) if finding.position else (0, 0)
