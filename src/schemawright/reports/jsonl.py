"""The report as JSON lines: a finding a line, then one line with the verdict and the summary."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from schemawright.reports import Style, shown
from schemawright.reports.json_report import dump, finding_json, is_clean, summary_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from schemawright.finding import Finding, Summary


def render(findings: Iterable[Finding], summarise: Callable[[], Summary], out: IO[str], style: Style) -> None:
    """Write each finding when it is found."""
    rest: list[int] = []
    for finding in shown(findings, style, rest.append):
        out.write(dump(finding_json(finding)) + "\n")
    summary = summarise()
    ending: dict[str, Any] = {"valid": is_clean(summary), "summary": summary_json(summary)}
    if any(rest):
        ending["findings_not_shown"] = rest[0]
    out.write(dump(ending) + "\n")
