"""The report as JSON lines: a finding a line, then one line with the verdict and the summary."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from schemawright.reports import Style, shown
from schemawright.reports.json_report import dump, finding_json, is_clean, summary_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from schemawright.finding import Finding, Summary


def render(findings: Iterable[Finding], summarise: Callable[[], Summary], out: IO[str], style: Style) -> None:
    """Write each finding when it is found."""
    for finding in shown(findings, style, lambda _rest: None):
        out.write(dump(finding_json(finding)) + "\n")
    summary = summarise()
    out.write(dump({"valid": is_clean(summary), "summary": summary_json(summary)}) + "\n")
