"""What the conformance tests share: where the suites' module is, and the table at the end of a run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

collect_ignore = ["no_build"]  # stand-ins for build backends, which only pip imports


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many cases of each suite ran and passed."""
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.getreports(outcome)]
    rows = dict.fromkeys(value for report in reports for name, value in report.user_properties if name == "conformance")
    if rows:
        terminalreporter.section("conformance")
        for row in rows:
            terminalreporter.write_line(str(row))
