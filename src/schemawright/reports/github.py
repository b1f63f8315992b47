"""
The report as annotations of GitHub Actions: a workflow command for each finding.

The escapes are those of the workflow commands' own toolkit: `%`, carriage return and line feed in a message, and also
`:` and `,` in a property.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from schemawright.quoting import with_bytes_escaped
from schemawright.reports import Style, shown
from schemawright.reports.places import path_of
from schemawright.reports.text import summary_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from schemawright.finding import Finding, Summary


def render(findings: Iterable[Finding], summarise: Callable[[], Summary], out: IO[str], style: Style) -> None:
    """Write an `::error` for each finding, then the summary as a plain line of the log."""
    rest: list[int] = []
    for finding in shown(findings, style, rest.append):
        out.write(annotation(finding) + "\n")
    if any(rest):
        out.write(f"… and {rest[0]:,} more not shown (--max-findings)\n")
    out.write(summary_line(summarise()) + "\n")


def annotation(finding: Finding) -> str:
    """
    Return the workflow command of a finding.

    >>> from schemawright.finding import Finding, Position
    >>> annotation(Finding("type", "expected a string, found 17", "/id", document="a.json", position=Position(4, 17)))
    '::error file=a.json,line=4,col=17,title=type at /id::expected a string, found 17'
    """
    properties = {"file": path_of(finding.document)} if finding.document else {}
    if finding.position:
        properties |= {"line": str(finding.position.line), "col": str(finding.position.column)}
    properties["title"] = finding.keyword + (
        f" at {finding.instance_location[:200]}" if finding.instance_location else ""
    )
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    record = f"record {finding.record}: " if finding.record is not None else ""
    hint = f"\nhint: {finding.hint}" if finding.hint else ""
    return f"::error {written}::{_data(record + finding.message + hint)}"


def _data(text: str) -> str:
    return with_bytes_escaped(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
