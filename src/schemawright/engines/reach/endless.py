"""
Schemas that have no end: their evaluation has none, or jsonschema-rs's canonical algebra would unfold them for ever.

The evaluation has no end where references lead back to themselves with no step into the instance.
"""

from __future__ import annotations

from collections import deque
from functools import cached_property
from typing import TYPE_CHECKING, Any

from schemawright.engines.reach.reached import HELD, reached
from schemawright.engines.reach.scope import Scope
from schemawright.engines.reach.ways import Ways
from schemawright.errors import InvalidSchema
from schemawright.keywords import REF_ALONE, REFERENCES, walk
from schemawright.pointer import format_pointer, parse_pointer, resolve_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.engines.protocol import Task
    from schemawright.engines.reach.reached import Reached
    from schemawright.pointer import Tokens

_AT_ONCE = frozenset({"allOf", "anyOf", "oneOf", "not", "if", "then", "else", "extends"})
_AT_ONCE |= {"dependentSchemas", "dependencies"}
"""Keywords whose subschemas judge the value that the keyword judges."""
_BY_BRANCHES = _AT_ONCE - {"allOf", "extends", "not"}
"""Those of them of which it depends on the value whether they evaluate what is in it."""
_DYNAMIC = frozenset({"$dynamicRef", "$recursiveRef"})
_UNEVALUATED = ("unevaluatedProperties", "unevaluatedItems")


def check_references(task: Task) -> None:
    """
    Refuse a schema with a reference that leads nowhere, or that is not to be evaluated (2020-12 core, section 9.4.1).

    Looked at is what `reached` yields, so that no instance decides whether the schema can be used; what is ignored
    where it stands is left out.  References must end only where an evaluation from the entry point may come to them.
    Where only the dynamic scope decides where one leads, the ways of the evaluation are followed; `$recursiveRef` is
    taken to end there, and so is what is behind too many ways.

    Args:
        task: The schema.

    Raises:
        UnresolvableReference: A reference leads nowhere, or out of the workspace.
        InvalidSchema: Some references lead back to themselves.

    >>> from schemawright.engines.protocol import Task
    >>> check_references(Task("", {"items": {"$ref": "#"}}, "", "2020-12", False, dict().__getitem__))
    >>> check_references(Task("", {"anyOf": [{}, {"$ref": "#"}]}, "", "2020-12", False, dict().__getitem__))
    Traceback (most recent call last):
    schemawright.errors.InvalidSchema: #/anyOf/1/$ref: expected references to end, found one that leads back to...
    """
    References(task).check(task.pointer)


class References:
    """
    The references of a schema, looked at from one entry point or more: what one has come to is not walked again.

    Args:
        task: The schema.

    Raises:
        UnresolvableReference: As `check_references`.
    """

    def __init__(self, task: Task) -> None:
        self._task = task
        self._known = {id(one.schema): one for one in reached(task, strict=True)}
        self._has_references = any(one.references for one in self._known.values())
        self._at_once: dict[int, list[int]] = {}
        if self._has_references:
            scope = Scope(task, self._known)
            self._at_once = {number: _at_once(scope, one) for number, one in self._known.items()}
            self._scope = scope
        self._clean = set[int]()
        self._done = set[int]()
        self._ways: Ways | None = None
        self._done_by_way = set[int]()
        self._refused: dict[str, str] = {}

    def are_of(self, pointer: str) -> bool:
        """Return whether they are those of another entry point, too; what the dynamic scope decides is of one alone."""
        entry = resolve_tokens(self._task.contents, parse_pointer(pointer))
        is_known = not isinstance(entry, dict) or id(entry) in self._known
        return pointer == self._task.pointer or (is_known and not self._are_dynamic)

    @cached_property
    def _are_dynamic(self) -> bool:
        return any(not _DYNAMIC.isdisjoint(one.schema) for one in self._known.values())

    def check(self, pointer: str) -> None:
        """
        Refuse references without an end, of those that an evaluation from an entry point may come to.

        Raises:
            InvalidSchema: As `check_references`.
        """
        if not self._has_references:
            return
        if pointer not in self._refused:
            circle = self._circle(id(resolve_tokens(self._task.contents, parse_pointer(pointer))))
            if not circle:
                return
            self._refused[pointer] = self._first_reference_on(circle)
        raise InvalidSchema(
            "expected references to end, found one that leads back to itself without a step into the instance",
            uri=self._task.uri,
            keyword_location=self._refused[pointer],
        )

    def _first_reference_on(self, circle: list[int]) -> str:
        """Return the JSON Pointer of a reference on a circle: the schema's own first."""
        task, known = self._task, self._known
        holders = {number for number in circle if known[number].references}
        own = (_reference_in(tokens, one) for tokens, one in walk(task.contents, task.dialect) if id(one) in holders)
        return format_pointer(next(own, ()))

    def _circle(self, root: int) -> list[int]:
        """Return the subschemas that are on a circle to which an evaluation comes; none where there is none."""
        found = self._circle_by_any_way(root)
        if found is not None:
            return _way_back(self._at_once, found)
        if not self._scope.holders or root not in self._known:
            return []
        ways = self._ways = self._ways or Ways(self._scope, self._known, self._at_once)
        ways.begin(root)
        fresh = [number for number in ways.at_once if number not in self._done_by_way]
        each = (_met_again(ways.at_once, number, self._done_by_way) for number in fresh)
        found = next((one for one in each if one is not None), None)
        if found is None:
            return []
        # Another entry point may not come to this circle.
        self._ways, self._done_by_way = None, set()
        return [ways.subschemas[number] for number in _way_back(ways.at_once, found)]

    def _circle_by_any_way(self, root: int) -> int | None:
        """Return a subschema that is on a circle, whatever the dynamic scope is; None where none is."""
        beginnings, met = [root], set[int]()
        while beginnings:
            start = beginnings.pop()
            if start in met or start in self._clean or start not in self._known:
                continue
            found = _met_again(self._at_once, start, self._done) if self._at_once[start] else None
            if found is not None:
                return found
            met.add(start)
            beginnings += [id(below) for tokens, below in self._known[start].below if tokens[0] not in HELD]
            beginnings += self._at_once[start]
        self._clean |= met  # Not before: what has been met leads to all of it, and it has been looked at.
        return None


def unfolds_for_ever(task: Task) -> bool:
    """
    Return whether the canonical algebra of jsonschema-rs (0.60) may find no end, which is the end of the process.

    It does where `unevaluated…` stands beside a reference to something with branches, in one of which it stands itself:
    each round of unfolding leaves another reference with `unevaluated…` beside it.  What this says of a few more does
    no harm.

    >>> from schemawright.engines.protocol import Task
    >>> again = {"$ref": "#", "unevaluatedProperties": False}
    >>> schemas = [{"anyOf": [{}, {"properties": {"x": again}}]}, {"allOf": [{"properties": {"x": again}}]}]
    >>> [unfolds_for_ever(Task("", one, "", "2020-12", False, dict().__getitem__)) for one in schemas]
    [True, False]
    """
    known = {id(one.schema): one for one in reached(task)}
    scope = Scope(task, known)
    holders = {id(below): (number, tokens[0]) for number, one in known.items() for tokens, below in one.below}
    for number, one in known.items():
        if any(one.schema.get(name, True) is not True for name in _UNEVALUATED):
            around = _branches_around(holders, number)
            if around and not around.isdisjoint(_branches(known, scope, one)):
                return True
    return False


def _branches_around(holders: dict[int, tuple[int, str | int]], number: int) -> set[int]:
    """Return the branches in which a subschema stands: what is only referred to is unfolded once, and known by then."""
    found: set[int] = set()
    while number in holders:
        holder, keyword = holders[number]
        if keyword in HELD:
            break
        if keyword in _BY_BRANCHES:
            found.add(number)
        number = holder
    return found


def _branches(known: dict[int, Reached], scope: Scope, one: Reached) -> Iterator[int]:
    """Yield the branches of what judges the same value as a subschema, by way of a reference of its own."""
    pending = [id(target) for other in _with_its_parts(known, one) for target in other.references]
    met: set[int] = set()
    while pending:
        number = pending.pop()
        if number in met or number not in known:
            continue
        met.add(number)
        other = known[number]
        yield from (id(below) for tokens, below in other.below if tokens[0] in _BY_BRANCHES)
        pending += [*_at_once(scope, other), *map(id, other.references)]


def _with_its_parts(known: dict[int, Reached], one: Reached) -> Iterator[Reached]:
    """Yield a subschema, and what judges the same value within it."""
    yield one
    for tokens, below in one.below:
        if tokens[0] in _AT_ONCE and id(below) in known:
            yield from _with_its_parts(known, known[id(below)])


def _met_again(at_once: dict[int, list[int]], start: int, done: set[int]) -> int | None:
    """Return what a way from a subschema, by what judges the same value, meets twice; None where nothing."""
    on_the_way: set[int] = set()
    pending: list[tuple[int, bool]] = [(start, False)]
    while pending:
        one, is_over = pending.pop()
        if is_over:
            on_the_way.discard(one)
            done.add(one)
        elif one in on_the_way:
            return one
        elif one not in done and one in at_once:
            on_the_way.add(one)
            pending.append((one, True))
            pending += [(following, False) for following in at_once[one]]
    return None


def _way_back(at_once: dict[int, list[int]], start: int) -> list[int]:
    """Return what is on a shortest circle by way of a subschema that is on one."""
    ways: dict[int, list[int]] = {start: [start]}
    pending = deque([start])
    while pending:
        one = pending.popleft()
        for following in at_once.get(one, ()):
            if following == start:
                return ways[one]
            if following not in ways:
                ways[following] = [*ways[one], following]
                pending.append(following)
    return [start]


def _reference_in(tokens: Tokens, schema: dict[str, Any]) -> Tokens:
    """Return the tokens of the first reference of a subschema."""
    return (*tokens, next(name for name in schema if name in REFERENCES))


def _at_once(scope: Scope, one: Reached) -> list[int]:
    """Return the subschemas that judge the same value as another one."""
    below = [id(subschema) for tokens, subschema in one.below if tokens[0] in _AT_ONCE]
    if below and "$ref" in one.schema and one.dialect in REF_ALONE:
        below = []
    return [*below, *scope.targets(one)] if one.references else below
