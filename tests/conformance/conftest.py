"""The table at the end of a run of the conformance tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

collect_ignore = ["no_build"]  # stand-ins for build backends, which only pip imports


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many cases of each suite ran and passed."""
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.getreports(outcome)]
    rows = sorted({str(value) for report in reports for name, value in report.user_properties if name == "conformance"})
    if rows:
        terminalreporter.section("conformance")
        for row in rows:
            terminalreporter.write_line(row)
