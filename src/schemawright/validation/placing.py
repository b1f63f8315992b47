"""From what an engine found in an instance to what a reader finds in a document: positions and excerpts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.documents.record import Target
from schemawright.pointer import format_pointer, parse_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from schemawright.documents.record import Record, Span
    from schemawright.errors import DocumentError
    from schemawright.finding import Finding
    from schemawright.pointer import Tokens


def place(findings: Iterable[Finding], record: Record, document: str) -> list[Finding]:
    """
    Return findings with the document, the record and the position of what each is about.

    To locate reads the record's text, however many findings there are: ask for those of a record together.

    Args:
        findings: What engines found.
        record: The record it was found in.
        document: The document's name.
    """
    found = list(findings)
    if not found:
        return found
    targets = [Target(parse_pointer(finding.instance_location), finding.key) for finding in _flat(found)]
    spans = dict(zip(targets, record.locate(targets), strict=True))
    return [_placed(finding, record, document, spans) for finding in found]


def below(findings: Iterable[Finding], tokens: Tokens) -> Iterable[Finding]:
    """Return what was found in a part of a record as found in that, by the tokens of the part."""
    prefix = format_pointer(tokens)
    return (_under(finding, prefix) for finding in findings)


def _under(finding: Finding, prefix: str) -> Finding:
    if not prefix:
        return finding
    branches = tuple(
        branch._replace(findings=tuple(_under(inner, prefix) for inner in branch.findings))
        for branch in finding.branches
    )
    return finding._replace(instance_location=prefix + finding.instance_location, branches=branches)


def _flat(findings: Sequence[Finding]) -> Iterable[Finding]:
    for finding in findings:
        yield finding
        for branch in finding.branches:
            yield from _flat(branch.findings)


def _placed(finding: Finding, record: Record, document: str, spans: dict[Target, Span]) -> Finding:
    span = spans[Target(parse_pointer(finding.instance_location), finding.key)]
    branches = tuple(
        branch._replace(findings=tuple(_placed(inner, record, document, spans) for inner in branch.findings))
        for branch in finding.branches
    )
    return finding._replace(
        document=document,
        record=record.number,
        position=span.position,
        excerpt=record.excerpt(span),
        branches=branches,
    )


def duplicate_findings(record: Record, document: str, otherwise: str = "") -> Iterable[Finding]:
    """
    Yield a finding for each member name that occurs again in its object.

    Args:
        record: The record.
        document: The document's name.
        otherwise: How whoever asks may say that the last one wins; empty where that cannot be said.
    """
    from schemawright.engines.wording.clauses import value_text
    from schemawright.finding import Finding

    for duplicate in record.duplicates:
        yield Finding(
            keyword="duplicate-key",
            message=f"expected each name once in an object, found {value_text(duplicate.key)} again",
            instance_location=format_pointer(duplicate.tokens),
            key=duplicate.key,
            hint="remove one of the two" + (f", or pass {otherwise} (the last one wins)" if otherwise else ""),
            document=document,
            record=record.number,
            position=duplicate.span.position,
            excerpt=record.excerpt(duplicate.span),
        )


def error_finding(error: DocumentError) -> Finding:
    """Return the finding that stands for a document or record that could not be judged."""
    from schemawright.finding import Finding

    return Finding(
        keyword=error.code,
        message=error.message,
        hint=error.hint,
        document=error.path,
        record=error.record,
        position=error.position,
        excerpt=error.excerpt,
    )
