"""Schemas whose evaluation does not end: references that lead back to themselves, with no step into the instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.engines.reached import reached
from schemawright.errors import InvalidSchema
from schemawright.keywords import REF_ALONE
from schemawright.pointer import parse_pointer, resolve_tokens

if TYPE_CHECKING:
    from schemawright.engines.protocol import Task
    from schemawright.engines.reached import Reached

_DYNAMIC = ("$dynamicRef", "$recursiveRef")
_AT_ONCE = frozenset({"allOf", "anyOf", "oneOf", "not", "if", "then", "else", "extends"})
_AT_ONCE |= {"dependentSchemas", "dependencies"}
"""Keywords whose subschemas judge the value that the keyword judges."""
_NEVER = frozenset({"$defs", "definitions"})
"""Keywords whose subschemas judge nothing where they stand."""


def refuse_endless(task: Task, path: str = "") -> None:
    """
    Refuse a schema that is not to be evaluated (2020-12 core, section 9.4.1).

    References that the dynamic scope decides are taken to end.

    Args:
        task: The schema.
        path: What the user calls it.

    Raises:
        InvalidSchema: Some references lead back to themselves.

    >>> from schemawright.engines.protocol import Task
    >>> refuse_endless(Task("", {"items": {"$ref": "#"}}, "", "2020-12", False, dict().__getitem__))
    >>> refuse_endless(Task("", {"anyOf": [{}, {"$ref": "#"}]}, "", "2020-12", False, dict().__getitem__))
    Traceback (most recent call last):
    schemawright.errors.InvalidSchema: expected references to end, found one that leads back to itself without a step...
    """
    known = {id(one.schema): one for one in reached(task)}
    root = resolve_tokens(task.contents, parse_pointer(task.pointer))
    if any("$ref" in one.schema for one in known.values()) and _has_circle(known, id(root)):
        raise InvalidSchema(
            "expected references to end, found one that leads back to itself without a step into the instance", uri=path
        )


def _has_circle(known: dict[int, Reached], root: int) -> bool:
    """Return whether a walk by what is evaluated at once comes back, from anything that an evaluation comes to."""
    beginnings, done = [root], set[int]()
    met: set[int] = set()
    while beginnings:
        start = beginnings.pop()
        if start in met or start not in known:
            continue
        met.add(start)
        beginnings += [id(below) for tokens, below in known[start].below if tokens[0] not in _NEVER]
        beginnings += _at_once(known[start])
        if _comes_back(known, start, done):
            return True
    return False


def _comes_back(known: dict[int, Reached], start: int, done: set[int]) -> bool:
    """Return whether a way from a subschema, by what is evaluated of the same value, has one subschema twice."""
    open_ones: set[int] = set()
    pending: list[tuple[int, bool]] = [(start, False)]
    while pending:
        one, is_over = pending.pop()
        if is_over:
            open_ones.discard(one)
            done.add(one)
        elif one in open_ones:
            return True
        elif one not in done and one in known:
            open_ones.add(one)
            pending.append((one, True))
            pending += [(following, False) for following in _at_once(known[one])]
    return False


def _at_once(one: Reached) -> list[int]:
    """Return the subschemas that judge the same value as another one."""
    is_alone = "$ref" in one.schema and one.dialect in REF_ALONE
    below = [id(subschema) for tokens, subschema in one.below if tokens[0] in _AT_ONCE and not is_alone]
    return below if any(name in one.schema for name in _DYNAMIC) else [*below, *map(id, one.references)]
