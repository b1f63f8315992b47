"""What a record has in common with a smaller one that stands for it: it is valid too, or breaks the same keyword."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.record import FuzzRecord

if TYPE_CHECKING:
    from schemawright.finding import Finding
    from schemawright.validation.schema import Schema


class Likeness:
    """
    Labels instances as records that are like another one.

    An invalid one breaks the same keyword of the schema; by what route, and at what depth, may be another: of a schema
    that refers to itself the smallest record breaks it at the top.

    Args:
        schema: The schema.
        record: The record.
    """

    def __init__(self, schema: Schema, record: FuzzRecord) -> None:
        self._schema = schema
        self._record = record

    def is_like(self, instance: Any) -> bool:
        """Return whether an instance is like the record."""
        # The verdict is by far the cheaper question.
        return self._schema.is_valid(instance) == self._record.valid and self.record_of(instance) is not None

    def record_of(self, instance: Any) -> FuzzRecord | None:
        """Return an instance as a record, labelled anew; None where it is not like the record."""
        like = self._record
        findings = list(self._schema.iter_findings(instance))
        if like.valid or not findings:
            return FuzzRecord(instance, valid=True) if like.valid and not findings else None
        found = self._of_the_same(findings)
        alone = len(findings) == 1
        if found is None or (like.violates and like.alone and not alone):
            return None
        finding, path = found
        at, keyword = finding.instance_location, finding.keyword
        return FuzzRecord(instance, valid=False, violates=path, at=at, keyword=keyword, alone=alone)

    def _of_the_same(self, findings: list[Finding]) -> tuple[Finding, str] | None:
        """Return the finding that is about the same keyword, and the evaluation path of that."""
        violates = self._record.violates
        if not violates:  # It is invalid, for whatever reason.
            return findings[0], findings[0].evaluation_path
        for one in findings:
            if is_about(one, violates):
                return one, violates
        return next(((one, one.evaluation_path) for one in findings if one.keyword_location == self._keyword), None)

    @cached_property
    def _keyword(self) -> str:
        """Where the keyword stands in the schema."""
        findings = self._schema.iter_findings(self._record.instance)
        return next((one.keyword_location for one in findings if is_about(one, self._record.violates)), "")


def is_about(finding: Finding, violates: str) -> bool:
    """Return whether a finding is about an evaluation path; what is inside a branch is told of the whole."""
    path = finding.evaluation_path
    return path == violates or (bool(finding.branches) and violates.startswith(f"{path}/"))


def labelled(schema: Schema, instance: Any) -> FuzzRecord:
    """Return an instance as a record, by what the schema says first."""
    findings = list(schema.iter_findings(instance))
    if not findings:
        return FuzzRecord(instance, valid=True)
    first, alone = findings[0], len(findings) == 1
    path, at = first.evaluation_path, first.instance_location
    return FuzzRecord(instance, valid=False, violates=path, at=at, keyword=first.keyword, alone=alone)
