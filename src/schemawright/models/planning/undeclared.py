"""What describes properties by their names that no `properties` names: those that are only asked for, and others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from schemawright.models.planning.facets import Facet
    from schemawright.models.planning.others import Others

    Judges = dict[str, Callable[[str], bool | None]]

_MAX_JUDGED = 10_000
"""How many names are compared with how many patterns at the most, for one class."""


def undeclared(
    required: Iterable[str], declared: Collection[str], others: Collection[Others], most: int
) -> dict[str, list[Facet]]:
    """
    Return the properties that are asked for and not declared, each with the subschemas that all describe it.

    Args:
        required: The properties that every object has.
        declared: The properties that have fields anyway.
        others: What describes properties by no name of their own.
        most: How many there are at the most: of more, there are none.
    """
    names = [name for name in required if name not in declared]
    patterns = {pattern for other in others for pattern in other.patterns} if names else set()
    if len(names) > most or len(names) * len(patterns) > _MAX_JUDGED:
        return {}
    judges = {pattern: _judge(pattern) for pattern in patterns}
    found = {name: _parts(others, name, judges) for name in names}
    return {name: parts for name, parts in found.items() if parts is not None}


def beside(declared: Collection[str], others: Collection[Others]) -> dict[str, list[Facet]]:
    """
    Return what else describes properties that are declared: a pattern that they match, what others say of the rest.

    Args:
        declared: The properties.
        others: What describes properties by no name of their own.
    """
    telling = [other for other in others if isinstance(other.part.schema, dict)]
    patterns = {pattern for other in telling for pattern in other.patterns}
    if not telling or len(declared) * len(patterns) > _MAX_JUDGED:
        return {}
    judges = {pattern: _judge(pattern) for pattern in patterns}
    return {name: parts for name in declared if (parts := _parts(telling, name, judges))}


def _parts(others: Iterable[Others], name: str, judges: Judges) -> list[Facet] | None:
    """Return what describes a property of some name; None where that cannot be found out, or none can be valid."""
    parts = []
    for other in others:
        verdicts = [judges[pattern](name) for pattern in other.patterns]
        if None in verdicts and True not in verdicts:
            return None
        if (True in verdicts) is other.matching and (other.matching or name not in other.apart):
            parts.append(other.part)
    return None if any(part.schema is False for part in parts) else parts


def _judge(pattern: str) -> Callable[[str], bool | None]:
    from schemawright.engines.judging import pattern_judge

    return pattern_judge(pattern)
