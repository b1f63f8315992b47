"""
How findings are printed: one module per format, one table of them.

A renderer takes the findings as they come and the summary when they have ended, so that nothing is kept.
"""

from __future__ import annotations

from importlib import import_module
from typing import IO, TYPE_CHECKING, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from schemawright.finding import Finding, Summary

RENDERERS = {
    "text": "schemawright.reports.text",
    "json": "schemawright.reports.json_report",
    "jsonl": "schemawright.reports.jsonl",
    "github": "schemawright.reports.github",
    "sarif": "schemawright.reports.sarif",
}
"""Output format → the module whose `render` writes it."""


class Style(NamedTuple):
    """
    How much is shown, and how.

    Args:
        colour: Whether to use terminal colours.
        verbose: Whether to show the branches that are not the closest.
        max_findings: How many findings are printed; None for all. The counts are complete either way.
    """

    colour: bool = False
    verbose: bool = False
    max_findings: int | None = None


class Renderer(Protocol):
    """Writes findings, then the summary, to a text stream; returns nothing."""

    def __call__(
        self, findings: Iterable[Finding], summarise: Callable[[], Summary], out: IO[str], style: Style
    ) -> None:
        """Write the report."""


def renderer(output: str) -> Renderer:
    """Return the renderer of an output format."""
    return cast("Renderer", import_module(RENDERERS[output]).render)


def shown(findings: Iterable[Finding], style: Style, on_rest: Callable[[int], None]) -> Iterable[Finding]:
    """Yield the findings that are to be printed, draw the rest, and tell how many those were."""
    rest = 0
    for number, finding in enumerate(findings):
        if style.max_findings is None or number < style.max_findings:
            yield finding
        else:
            rest += 1
    on_rest(rest)
