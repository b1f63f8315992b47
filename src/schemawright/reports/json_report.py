"""
The report for programs: one JSON document.

`{"findings": […], "valid": …, "summary": {…}}`; the findings come first, so that they can be written as they are
found, however many there are.
"""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

from schemawright.quoting import with_bytes_escaped
from schemawright.reports import Style, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from schemawright.finding import Finding, Summary


MAX_NAME = 1_000
"""How many characters of a member name or of a pointer are printed."""


def render(findings: Iterable[Finding], summarise: Callable[[], Summary], out: IO[str], style: Style) -> None:
    """Write the findings, then the verdict and the summary."""
    rest = 0

    def keep(count: int) -> None:
        nonlocal rest
        rest = count

    out.write('{"findings": [')
    for number, finding in enumerate(shown(findings, style, keep)):
        out.write(("," if number else "") + "\n  " + dump(finding_json(finding)))
    summary = summarise()
    ending: dict[str, Any] = {"valid": is_clean(summary), "summary": summary_json(summary)}
    if rest:
        ending["findings_not_shown"] = rest
    out.write("\n], " + dump(ending)[1:-1] + "}\n")


def dump(value: Any) -> str:
    """Return a value as JSON on one line, which can be encoded whatever files are called."""
    return with_bytes_escaped(json.dumps(value, ensure_ascii=False))


def is_clean(summary: Summary) -> bool:
    """Return whether every record was judged, and valid."""
    return not summary.invalid and not summary.malformed


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as a JSON object; `hint`, `key` and `branches` only where there are any."""
    found: dict[str, Any] = {
        "document": finding.document,
        "record": finding.record,
        "line": finding.position.line if finding.position else None,
        "column": finding.position.column if finding.position else None,
        "instance_location": _short(finding.instance_location),
        "evaluation_path": finding.evaluation_path,
        "keyword_location": finding.keyword_location,
        "keyword": finding.keyword,
        "message": finding.message,
    }
    if finding.key is not None:
        found["key"] = _short(finding.key)
    if finding.hint:
        found["hint"] = finding.hint
    if finding.branches:
        found["branches"] = [
            {"branch": branch.number, "findings": [finding_json(inner) for inner in branch.findings]}
            for branch in finding.branches
        ]
    return found


def _short(text: str) -> str:
    """Return a name or a pointer as it is, but for one of a length that nobody reads."""
    return text if len(text) <= MAX_NAME else text[: MAX_NAME - 1] + "…"


def summary_json(summary: Summary) -> dict[str, Any]:
    """Return a summary as a JSON object."""
    return {
        "documents": summary.documents,
        "records": summary.records,
        "valid": summary.valid,
        "invalid": summary.invalid,
        "malformed": summary.malformed,
        "bytes": summary.bytes,
        "seconds": round(summary.seconds, 3),
        "formats": {"asserted": list(summary.formats.asserted), "ignored": list(summary.formats.ignored)},
        "dialects": list(summary.dialects),
        "notes": list(summary.notes),
    }
