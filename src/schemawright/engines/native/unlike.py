"""Schemas by which the native engine's verdict is not the specification's: the reference engine judges by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from schemawright.engines.reach.reached import reached
from schemawright.engines.reach.scope import Scope
from schemawright.keywords import dialect_of, subschemas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemawright.engines.protocol import Task
    from schemawright.engines.reach.reached import Reached

_DIALECT = "2019-09"
_IN_PLACE = frozenset({"allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas", "dependencies"})
"""Keywords whose subschemas judge the value that the keyword judges."""


def is_unlike(task: Task, referenced: Iterable[Any] = ()) -> bool:
    """
    Return whether both `contains` and `unevaluatedItems` may judge one array, one of them in 2019-09.

    There `contains` evaluates nothing (core, section 9.3.1.3); jsonschema-rs takes the items that it describes for
    evaluated, as they are in 2020-12.

    Args:
        task: The schema.
        referenced: The resources that it refers to.

    >>> from schemawright.engines.protocol import Task
    >>> task = Task("", {"contains": {}, "unevaluatedItems": False}, "", "2019-09", False, dict().__getitem__)
    >>> is_unlike(task), is_unlike(task._replace(dialect="2020-12"))
    (True, False)
    >>> is_unlike(task._replace(contents={"contains": {}, "items": {"unevaluatedItems": False}}))
    False
    """
    resources = [task.contents, *referenced]
    if not _may_be(resources, task.dialect):
        return False
    dialects = dict(_dialects(resources, task.dialect))
    entered = _with_entry(task)
    found = [one._replace(dialect=dialects.get(id(one.schema), one.dialect)) for one in reached(entered)]
    known = {id(one.schema): one for one in found}
    scope = Scope(entered, known)
    return any(
        one.schema.get("unevaluatedItems", True) is not True and _meets_contains(known, scope, one)
        for one in known.values()
    )


def _may_be(resources: Iterable[Any], dialect: str) -> bool:
    """Return whether the keyword and the dialect are anywhere at all: in most schemas they are not."""
    is_named, is_of_it = False, dialect == _DIALECT
    pending = list(resources)
    while pending and not (is_named and is_of_it):
        value = pending.pop()
        if isinstance(value, dict):
            is_named = is_named or "unevaluatedItems" in value
            is_of_it = is_of_it or dialect_of(value.get("$schema")) == _DIALECT
            pending += value.values()
        elif isinstance(value, list):
            pending += value
    return is_named and is_of_it


def _dialects(resources: Iterable[Any], dialect: str) -> Iterator[tuple[int, str]]:
    """Yield which dialect subschemas have by what they stand in: a reference may lead into the midst of that."""
    pending = [(one, dialect) for one in resources]
    while pending:
        schema, inherited = pending.pop()
        if isinstance(schema, dict):
            own = dialect_of(schema.get("$schema")) or inherited
            yield id(schema), own
            pending += [(below, own) for _, below in subschemas(schema, own)]


def _with_entry(task: Task) -> Task:
    """Return a task by whose keywords one comes to the entry point, which may stand below what is none."""
    if not task.pointer or not isinstance(task.contents, dict):
        return task
    definitions = task.contents.get("definitions")
    entry = {f"#{task.pointer}": {"$ref": f"#{quote(task.pointer, safe='/~')}"}}
    held = {**definitions, **entry} if isinstance(definitions, dict) else entry
    return task._replace(contents={**task.contents, "definitions": held})


def _meets_contains(known: dict[int, Reached], scope: Scope, start: Reached) -> bool:
    """
    Return whether `contains` may judge what a subschema judges, and one of the two is of the dialect.

    Where only the dynamic scope decides what judges it, that may be anything.
    """
    pending, met = [id(start.schema)], set[int]()
    while pending:
        number = pending.pop()
        if number in met or number not in known:
            continue
        met.add(number)
        one = known[number]
        if "contains" in one.schema and _DIALECT in {start.dialect, one.dialect}:
            return True
        targets = list(scope.targets(one))
        pending += known if len(targets) < len(one.references) else targets
        pending += [id(below) for tokens, below in one.below if tokens[0] in _IN_PLACE]
    return False
