"""
What is said of an instance that is not loaded, when somebody asks.

That an instance is wrong is known in a fraction of the time that it takes to say what is wrong, in words and with
places.  Whoever tries several classes, or counts what is wrong, never asks.
"""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from schemawright.errors import InvalidInstance, SchemawrightError, Told
from schemawright.finding import Finding
from schemawright.validation.placing import duplicate_findings, place
from schemawright.validation.refusals import bare, refusals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemawright.documents.record import Record
    from schemawright.engines.protocol import Engine

MOST_FINDINGS = 100
"""How many findings an error has at most: to say what is wrong takes far longer than to say that something is."""
MOST_OF_BRANCHES = 1_000
"""How many there may be in the branches of those before no other is added: a union may have hundreds of branches."""


def refused_record(engines: Iterable[Engine], record: Record) -> InvalidInstance:
    """Return the error about a JSON text that one of some engines refuses, or that has a name twice."""
    return InvalidInstance.told_by(partial(_told_of_record, tuple(engines), record))


def refused_instance(engines: Iterable[Engine], instance: Any) -> InvalidInstance:
    """Return the error about a JSON value that one of some engines refuses; nobody else may change the value."""
    return InvalidInstance.told_by(partial(_told_of_instance, tuple(engines), instance))


def no_object(name: str, instance: Any, record: Record | None = None) -> InvalidInstance:
    """Return the error about a valid instance that no class carries, since it is no object."""
    from schemawright.engines.wording.clauses import value_text

    message = f"expected an object, which a {name} is, found {value_text(instance)}"
    findings = [Finding("type", message)]
    told = _told([*place(findings, record, "")] if record is not None else findings, are_all=True)
    return InvalidInstance(told.message, findings=told.findings, hint=told.hint)


def _told_of_record(engines: tuple[Engine, ...], record: Record) -> Told:
    doubled = [*duplicate_findings(record, "")]
    findings, are_all = _first(chain(doubled, _found(engines, record.instance)))
    placed = len(doubled)
    return _told(findings[:placed] + place(findings[placed:], record, ""), are_all=are_all)


def _told_of_instance(engines: tuple[Engine, ...], instance: Any) -> Told:
    findings, are_all = _first(_found(engines, instance))
    return _told(findings, are_all=are_all)


def _found(engines: tuple[Engine, ...], instance: Any) -> Iterator[Finding]:
    """Yield what each engine finds: one more than are told, by which it is known that there are more."""
    for engine in engines:
        try:
            yield from refusals(engine, instance, MOST_FINDINGS + 1)
        except SchemawrightError:
            # That the instance is wrong is sure; only the engine that should say why has not compiled.
            yield bare()


def _first(findings: Iterable[Finding]) -> tuple[list[Finding], bool]:
    """Return the findings that an error has, and whether they are all there are."""
    found: list[Finding] = []
    inside = 0
    for finding in findings:
        if len(found) == MOST_FINDINGS or (len(found) > 1 and inside > MOST_OF_BRANCHES):
            return found, False
        found.append(finding)
        inside += _inside(finding)
    return found, True


def _inside(finding: Finding) -> int:
    """Return how many findings there are in the branches of one, and in those of these."""
    return sum(1 + _inside(inner) for branch in finding.branches for inner in branch.findings)


def _told(findings: list[Finding], *, are_all: bool) -> Told:
    first = findings[0]
    reason = _reason(first)
    others = f"{len(findings) - 1} more" if are_all else f"at least {len(findings)} more"
    more = f" (and {others})" if len(findings) > 1 else ""
    told = _placed(first) if reason is first else f"{_placed(first)}: {_placed(reason)}"
    return Told(f"{told}{more}", tuple(findings), reason.hint or first.hint)


def _reason(finding: Finding) -> Finding:
    """Return what is wrong by the closest branch, and by the closest branch in that: the first of those that fail."""
    while finding.branches and all(branch.findings for branch in finding.branches) and not _says_all(finding):
        finding = finding.branches[0].findings[0]
    return finding


def _says_all(finding: Finding) -> bool:
    """Return whether a finding says what is wrong by every branch: a member that each wants to be something else."""
    at = finding.instance_location
    told = [
        {one.instance_location for one in branch.findings if one.keyword in {"const", "enum"}}
        for branch in finding.branches
    ]
    return len(told) > 1 and any(place.rpartition("/")[0] == at for place in set.intersection(*told))


def _placed(finding: Finding) -> str:
    return f"{finding.message} at {finding.instance_location}" if finding.instance_location else finding.message
