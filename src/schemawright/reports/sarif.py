"""The report as SARIF 2.1.0 (OASIS), for code scanning: a result for each finding, a rule for each keyword."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from schemawright.reports import Style, shown
from schemawright.reports.json_report import dump, is_clean
from schemawright.reports.places import uri_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from schemawright.finding import Finding, Summary

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(findings: Iterable[Finding], summarise: Callable[[], Summary], out: IO[str], style: Style) -> None:
    """Write one run; its results as they are found, what is known only then at the end."""
    rules: dict[str, None] = {}
    out.write(f'{{"version": "2.1.0", "$schema": {dump(_SCHEMA)}, "runs": [{{"results": [')
    for number, finding in enumerate(shown(findings, style, lambda _rest: None)):
        rules[finding.keyword] = None
        out.write(("," if number else "") + "\n  " + dump(result(finding)))
    summary = summarise()
    driver = {"name": "schemawright", "rules": [{"id": name} for name in rules]}
    ending = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not summary.malformed}],
        "properties": {"valid": is_clean(summary), "records": summary.records},
    }
    out.write("\n], " + dump(ending)[1:-1] + "}]}\n")


def result(finding: Finding) -> dict[str, Any]:
    """Return the SARIF result of a finding."""
    return {
        "ruleId": finding.keyword,
        "level": "error",
        "message": {"text": finding.message + (f"; hint: {finding.hint}" if finding.hint else "")},
        "locations": _locations(finding),
        "properties": {"evaluationPath": finding.evaluation_path, "keywordLocation": finding.keyword_location},
    }


def _locations(finding: Finding) -> list[dict[str, Any]]:
    """Return where a finding is, as far as that is known."""
    location: dict[str, Any] = {}
    if finding.document:
        place = location["physicalLocation"] = {"artifactLocation": {"uri": uri_of(finding.document)}}
        if finding.position:
            place["region"] = {"startLine": finding.position.line, "startColumn": finding.position.column}
    if finding.instance_location:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.instance_location, "kind": "member"}]
    return [location] if location else []
