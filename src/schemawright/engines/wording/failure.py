"""
From an engine's failure to a finding: one wording, one order of branches and one set of hints for every engine.

Engines say what failed as a `Failure`; `finding_of` says it to people.
"""

from __future__ import annotations

from itertools import chain
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.engines.wording.clauses import describe, hint_for, listed, message_for, value_text
from schemawright.finding import Branch, Finding
from schemawright.pointer import format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


_LISTING = frozenset({"const", "enum"})
"""Keywords that say what a value may be: by such of a member, branches are told apart."""


class Failure(NamedTuple):
    """
    One assertion that does not hold, as an engine reports it.

    Args:
        keyword: The keyword, such as `type`; `false` for a `false` schema.
        value: The keyword's value in the schema; for `required` and `dependentRequired` the one missing name, for a
            `false` schema False.
        instance: The judged value.
        instance_path: Its tokens.
        evaluation_path: The tokens of the route through the schema, `$ref` included, the keyword last.
        keyword_location: Absolute URI with the JSON Pointer of the keyword in the fragment.
        subschema: The schema object that holds the keyword, where it is known; for hints.
        unexpected: For `additionalProperties`, `unevaluatedProperties`: the names that are one too many; for
            `additionalItems`, `unevaluatedItems`: the indexes, or empty where unknown.
        branches: For `anyOf` and `oneOf`: the failures of each branch, empty for one that holds.
        note: What the engine itself says, where that is more than the keyword's name tells.
        key: The member name that was judged, for what is below `propertyNames`.
    """

    keyword: str
    value: Any
    instance: Any
    instance_path: tuple[str | int, ...]
    evaluation_path: tuple[str | int, ...]
    keyword_location: str = ""
    subschema: Any = None
    unexpected: tuple[str | int, ...] = ()
    branches: tuple[tuple[Failure, ...], ...] = ()
    note: str = ""
    key: str | None = None


def findings_of(failure: Failure) -> Iterator[Finding]:
    """Yield what a failure says to people: one finding, or one for each unexpected property or item."""
    unfolded = _unfolded((failure,))
    branches: dict[int, tuple[Branch, ...]] = {}
    for union in _unions_in((failure,)):
        branches[id(union)] = _branches(union, unfolded[id(union)].order, branches)
    yield from _findings(failure, branches)


def _branches(union: Failure, order: Sequence[int], known: Mapping[int, tuple[Branch, ...]]) -> tuple[Branch, ...]:
    """Return the branches of `anyOf` or `oneOf` in an order; those of the unions in them are known."""
    return tuple(
        [
            Branch(index, tuple([finding for inner in union.branches[index] for finding in _findings(inner, known)]))
            for index in order
        ]
    )


def _findings(failure: Failure, known: Mapping[int, tuple[Branch, ...]]) -> Iterator[Finding]:
    if not failure.unexpected:
        yield _finding(failure, known.get(id(failure), ()))
        return
    for name in failure.unexpected:
        if isinstance(name, str):
            yield _finding(failure, key=name, about=name)
        else:
            item = failure._replace(instance=failure.instance[name], instance_path=(*failure.instance_path, name))
            yield _finding(item, about=name)


def _finding(
    failure: Failure, branches: tuple[Branch, ...] = (), *, key: str | None = None, about: str | int | None = None
) -> Finding:
    if failure.keyword in {"dependentRequired", "dependencies"}:
        about = _asking(failure)
    message = message_for(_as_worded(failure), failure.value, failure.instance, about=about, note=failure.note)
    hint = hint_for(failure.keyword, failure.value, failure.instance, failure.subschema, about=about)
    location = format_pointer(failure.instance_path)
    if len(branches) == 1 and branches[0].findings:
        message, hint = _message_of_only(branches[0], location)
    elif branches:
        message = _branch_message(failure, branches)
    return Finding(
        keyword=failure.keyword,
        message=message,
        instance_location=location,
        evaluation_path=format_pointer(failure.evaluation_path),
        keyword_location=failure.keyword_location,
        key=key if key is not None else failure.key,
        hint=hint,
        branches=branches,
    )


def _as_worded(failure: Failure) -> str:
    """Return the keyword whose words say what is expected: in draft 4 one beside a bound says how that is meant."""
    strict = _STRICT.get(failure.keyword, "")
    is_strict = isinstance(failure.subschema, dict) and failure.subschema.get(strict) is True
    return strict if is_strict else failure.keyword


_STRICT = {"minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"}


def _asking(failure: Failure) -> str | None:
    """Return the property that asks for the one that is missing."""
    subschema = failure.subschema if isinstance(failure.subschema, dict) else {}
    asked = subschema.get(str(failure.evaluation_path[-1]))
    for name, names in asked.items() if isinstance(asked, dict) else ():
        if name in failure.instance and (
            names == failure.value or (isinstance(names, list) and failure.value in names)
        ):
            return str(name)
    return None


def closest_first(branches: Sequence[tuple[Failure, ...]], depth: int) -> list[int]:
    """
    Return the numbers of the branches, the one first that is closest to holding.

    Args:
        branches: The failures of each.
        depth: How many tokens the path to the value has that they are about.
    """
    return _closest(branches, depth, _unfolded(chain.from_iterable(branches))).order


class _Unfolded(NamedTuple):
    """
    What is told of a union by its closest branch.

    Args:
        order: The numbers of its branches, the closest first.
        closest: The failures of that one; in place of a union in it, of which nothing holds, what its closest branch
            says, and so on.
    """

    order: list[int]
    closest: list[Failure]


def _unfolded(failures: Iterable[Failure]) -> Mapping[int, _Unfolded]:
    """
    Return what is told of each union in failures, by its place in memory.

    Each is looked into once, and those inside before those around them: there may be hundreds of levels.
    """
    known: dict[int, _Unfolded] = {}
    for union in _unions_in(failures):
        known[id(union)] = _closest(union.branches, len(union.instance_path), known)
    return known


def _unions_in(failures: Iterable[Failure]) -> list[Failure]:
    """Return the unions in failures that have branches, those inside of others first."""
    unions, pending = [], list(failures)
    while pending:
        failure = pending.pop()
        if failure.branches:
            unions.append(failure)
            pending += chain.from_iterable(failure.branches)
    return unions[::-1]


def _closest(branches: Sequence[tuple[Failure, ...]], depth: int, known: Mapping[int, _Unfolded]) -> _Unfolded:
    told = [[each for failure in branch for each in _by_the_closest(failure, known)] for branch in branches]
    order = sorted(range(len(told)), key=lambda index: (*_distance(told[index], depth), index))
    return _Unfolded(order, told[order[0]] if order else [])


def _by_the_closest(failure: Failure, known: Mapping[int, _Unfolded]) -> list[Failure]:
    """Return a failure; in place of a union of which nothing holds what its closest branch says."""
    return known[id(failure)].closest if failure.branches and all(failure.branches) else [failure]


def _distance(failures: Sequence[Failure], depth: int) -> tuple[float, ...]:
    """
    Return how far a branch is from holding, by its failures without unions that were looked into; less is closer.

    A branch that wants another type is furthest; then one whose discriminator (a `const` or `enum` of a member)
    is another; then the one of which more is wrong, where each unexpected property or item is one thing; among equals
    the one that fails deeper inside is closer.  A union in it is as far as the closest of its own branches.  One that
    was not looked into may be any distance away, so it stands behind what is known, and the deeper it is, the more is.
    """
    here = [failure for failure in failures if len(failure.instance_path) == depth]
    wrong_type = any(failure.keyword in _OF_TYPE for failure in here)
    discriminated = sum(failure.keyword in _LISTING and len(failure.instance_path) == depth + 1 for failure in failures)
    deepest = max((len(failure.instance_path) for failure in failures), default=depth)
    unopened = [failure for failure in failures if failure.keyword in _UNIONS and not failure.branches]
    unknown = -min((len(failure.instance_path) for failure in unopened), default=inf)
    wrongs = sum(max(1, len(failure.unexpected)) for failure in failures)
    return (int(wrong_type), discriminated, unknown, wrongs, -deepest)


_UNIONS = frozenset({"anyOf", "oneOf"})
_OF_TYPE = frozenset({"type", "const", "enum", "false"})
"""Keywords that say that a value should be something else altogether."""


def _message_of_only(branch: Branch, location: str) -> tuple[str, str | None]:
    """Return what is said of a union of one branch, and the hint: what that branch says, and where."""
    others = 0
    while True:
        found = min(branch.findings, key=_nearness)  # Each engine tells them in an order of its own.
        others += len(branch.findings) - 1
        if len(found.branches) != 1 or not found.branches[0].findings:
            break
        branch = found.branches[0]
    where = f" at {found.instance_location}" if found.instance_location != location else ""
    return f"{found.message}{where}{f' (and {others} more)' if others else ''}", found.hint


def _nearness(finding: Finding) -> tuple[int, str, str, str]:
    location = finding.instance_location
    return (location.count("/"), location, finding.evaluation_path, finding.message)


def _branch_message(failure: Failure, branches: tuple[Branch, ...]) -> str:
    holding = sorted(branch.number for branch in branches if not branch.findings)
    if len(holding) > 1:
        names = listed(map(str, holding), "and", 4)
        return f"expected exactly one of {len(branches)} branches to hold, found that branches {names} do"
    tags = _tags(failure)
    if tags:
        values = dict.fromkeys(value_text(value) for tag in tags for value in _allowed(tag))
        name = tags[0].instance_path[-1]
        member = f"item {name}" if isinstance(name, int) else value_text(name)
        return f"expected {member} to be {listed(values)}, found {value_text(tags[0].instance)}"
    found = describe(failure.instance)
    return f"expected one of {len(branches)} branches to hold, found {found}; branch {branches[0].number} is closest"


def _tags(failure: Failure) -> list[Failure]:
    """Return what fails of the one member by which each branch says what it is about; empty where they have none."""
    depth = len(failure.instance_path)
    told = [
        {one.instance_path: one for one in branch if one.keyword in _LISTING and len(one.instance_path) == depth + 1}
        for branch in failure.branches
    ]
    common = [path for path in told[0] if all(path in others for others in told)] if len(told) > 1 else []
    return [of_branch[common[0]] for of_branch in told] if common else []


def _allowed(failure: Failure) -> list[Any]:
    return [failure.value] if failure.keyword == "const" or not isinstance(failure.value, list) else failure.value
