"""
What validation says: positions, findings, verdicts, summaries.

Everything here is immutable and holds strings and numbers only, so that it crosses processes.  Named tuples rather
than dataclasses: `dataclasses` imports `inspect`, a tenth of the start-up time of the whole command.
"""

from __future__ import annotations

from typing import NamedTuple


class Position(NamedTuple):
    """A place in a document: line and column, both from 1, columns in code points."""

    line: int
    column: int


class Excerpt(NamedTuple):
    """
    A part of a source line, for a caret to point at.

    Args:
        text: The line, cut to what fits; control characters made visible.
        offset: How many characters of `text` stand before the offending value.
        width: How many characters the value has in `text`, at least 1.
    """

    text: str
    offset: int
    width: int


class Branch(NamedTuple):
    """
    One branch of `anyOf` or `oneOf` and why it does not hold.

    Args:
        number: Its place in the keyword's array, from 0.
        findings: Its own findings; empty for a branch that holds (`oneOf` with several of them).
    """

    number: int
    findings: tuple[Finding, ...]


class Finding(NamedTuple):
    """
    One assertion that does not hold, at one place.

    Args:
        keyword: The keyword that failed, such as `type`; or `duplicate-key`, `malformed`, `unreadable`.
        message: One lower-case clause: expected before found, values cut at 60 characters.
        instance_location: JSON Pointer of the judged value in its record.
        evaluation_path: JSON Pointer of the route from the schema's root to the keyword, through `$ref`.
        keyword_location: Absolute URI and JSON Pointer of the keyword.
        key: The member name that the finding is about, where the value has no location of its own
            (an unexpected property, a property name); the position is then that name's.
        hint: What to do about it, an imperative, or None.
        branches: For `anyOf` and `oneOf`: the branches, the closest first.
        document: The document, as the user named it.
        record: The record's number in its document, from 1; None for a document that is one value.
        position: Where the offending value (or key) starts; None where nothing is known.
        excerpt: The source line around it.
    """

    keyword: str
    message: str
    instance_location: str = ""
    evaluation_path: str = ""
    keyword_location: str = ""
    key: str | None = None
    hint: str | None = None
    branches: tuple[Branch, ...] = ()
    document: str = ""
    record: int | None = None
    position: Position | None = None
    excerpt: Excerpt | None = None


class Verdict(NamedTuple):
    """
    What a schema says of one instance; true in a condition exactly when the instance is valid.

    Args:
        valid: Whether every assertion holds.
        findings: Each assertion that does not; empty exactly when `valid`.
    """

    valid: bool
    findings: tuple[Finding, ...]

    def __bool__(self) -> bool:
        """Return whether the instance is valid."""
        return self.valid


class Formats(NamedTuple):
    """Which values of `format` the schemas of a run name: those asserted, and those that were not."""

    asserted: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


class Summary(NamedTuple):
    """
    The counts of a run.

    Args:
        documents: Documents opened, readable or not.
        records: Records judged or malformed.
        valid: Records without a finding.
        invalid: Records with findings.
        malformed: Documents and records that could not be judged.
        bytes: Bytes read, after decompression.
        seconds: Wall time.
        formats: Formats asserted and ignored.
        dialects: The dialects in force.
        notes: What a reader should know, such as a dialect that was assumed.
    """

    documents: int = 0
    records: int = 0
    valid: int = 0
    invalid: int = 0
    malformed: int = 0
    bytes: int = 0
    seconds: float = 0.0
    formats: Formats = Formats()
    dialects: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
