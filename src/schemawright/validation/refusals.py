"""Why an engine refuses an instance: what it finds, or that it does not say."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.engines.protocol import Engine
    from schemawright.finding import Finding


def refusals(engine: Engine, instance: Any, most: int | None = None) -> Iterator[Finding]:
    """
    Yield each assertion that does not hold: nothing exactly where the engine accepts an instance.

    Verdicts and findings come from different code of an engine: what it refuses, and has nothing to tell of, is a
    finding of its own.

    Args:
        engine: The engine.
        instance: What it judges.
        most: How many findings are wanted; None for all.
    """
    if engine.is_valid(instance):
        return
    findings = engine.iter_findings(instance) if most is None else engine.first_findings(instance, most)
    yield from chain([next(findings, None) or bare()], findings)


def bare() -> Finding:
    """Return what is said where an engine has no words for what it refuses."""
    from schemawright.finding import Finding

    message = "expected a valid value, found one that is not; the engine does not say why"
    return Finding("invalid", message, hint="report it, with the schema and the value")
