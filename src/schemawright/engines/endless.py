"""Schemas whose evaluation does not end: references that lead back to themselves, with no step into the instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.engines.reached import reached
from schemawright.errors import InvalidSchema
from schemawright.keywords import REF_ALONE, walk
from schemawright.pointer import format_pointer, parse_pointer, resolve_tokens

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
    if not any("$ref" in one.schema for one in known.values()):
        return
    circle = _circle(known, id(root))
    if circle is not None:
        own = (tokens for tokens, subschema in walk(task.contents, task.dialect) if id(subschema) == circle)
        raise InvalidSchema(
            "expected references to end, found one that leads back to itself without a step into the instance",
            uri=path,
            keyword_location=format_pointer(next(own, ())),
        )


def _circle(known: dict[int, Reached], root: int) -> int | None:
    """Return a subschema that is on a circle, of those that an evaluation comes to; None where none is."""
    beginnings, met, done = [root], set[int](), set[int]()
    while beginnings:
        start = beginnings.pop()
        if start in met or start not in known:
            continue
        met.add(start)
        beginnings += [id(below) for tokens, below in known[start].below if tokens[0] not in _NEVER]
        beginnings += _at_once(known[start])
        found = _met_again(known, start, done)
        if found is not None:
            return found
    return None


def _met_again(known: dict[int, Reached], start: int, done: set[int]) -> int | None:
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
        elif one not in done and one in known:
            on_the_way.add(one)
            pending.append((one, True))
            pending += [(following, False) for following in _at_once(known[one])]
    return None


def _at_once(one: Reached) -> list[int]:
    """Return the subschemas that judge the same value as another one."""
    is_alone = "$ref" in one.schema and one.dialect in REF_ALONE
    below = [id(subschema) for tokens, subschema in one.below if tokens[0] in _AT_ONCE and not is_alone]
    return below if any(name in one.schema for name in _DYNAMIC) else [*below, *map(id, one.references)]
