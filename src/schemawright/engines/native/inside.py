"""
What is wrong with what is not evaluated: jsonschema-rs says that it is not what `unevaluated…` allows, and no more.

Each such value is asked about by itself, by an engine that starts at the keyword.  Where these are too many or too
large, nothing is opened: that depends on the schema alone, so that the same is told whatever was judged before.
"""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from schemawright.engines.reach.reached import entered, entry_of, reached, reached_from_entry
from schemawright.errors import SchemawrightError
from schemawright.keywords import dialect_of
from schemawright.pointer import format_pointer
from schemawright.store.rebasing import base_of, with_bases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.engines.protocol import Task
    from schemawright.engines.reach.reached import Reached
    from schemawright.engines.wording.failure import Failure
    from schemawright.pointer import Tokens

    FailuresOf = Callable[[Any, int], Iterable[Failure]]

UNEVALUATED = frozenset({"unevaluatedProperties", "unevaluatedItems"})
_DYNAMIC = ("$dynamicRef", "$recursiveRef")

MOST_PLACES = 8
"""How many such keywords a resource may have for them to be opened: for each the whole of it is compiled again."""
MOST_TEXT = 1_000_000
"""How many characters of schema text may be compiled for the keywords of a resource."""
_OPENED = re.compile(r'"unevaluated(?:Properties|Items)": \{')


class Inside:
    """
    Says what is wrong inside of values, by the `unevaluated…` of one schema or another in its resources.

    Args:
        task: The schema.
        compiled: Compiles a schema, and returns what tells its failures; the number is that of unions around.
    """

    def __init__(self, task: Task, compiled: Callable[[Task, Inside], FailuresOf]) -> None:
        self._task = task
        self._compiled = compiled
        self._known: dict[str, FailuresOf | None] = {}
        self._resources: dict[str, Task | None] = {}

    def opened(self, failure: Failure, depth: int) -> Iterator[Failure]:
        """
        Yield what is wrong with each value that is not evaluated; the failure itself where that is not known.

        Args:
            failure: What the engine says.
            depth: How many unions it is inside of.
        """
        failures_of = self._of(failure.keyword_location)
        if failures_of is None or not failure.unexpected:
            yield failure
            return
        for key in failure.unexpected:
            found = list(failures_of(failure.instance[key], depth))
            yield from [_below(failure, key, one) for one in found] or [failure._replace(unexpected=(key,))]

    def _of(self, location: str) -> FailuresOf | None:
        if location not in self._known:
            self._known[location] = self._by(location)
        return self._known[location]

    def _by(self, location: str) -> FailuresOf | None:
        """Return what judges by a keyword's value alone; None where it depends on what is around, or is not found."""
        uri, _, fragment = location.partition("#")
        if uri not in self._resources:
            self._resources[uri] = self._resource(uri)
        resource = self._resources[uri]
        if resource is None:
            return None
        task = resource._replace(pointer=resource.pointer + unquote(fragment))
        try:
            return None if self._is_dynamic(task) else self._compiled(task, self)
        except SchemawrightError:
            return None

    def _is_dynamic(self, task: Task) -> bool:
        """Return whether an evaluation from a subschema on may come to a reference that what is around decides."""
        if not self._has_dynamic:
            return False
        start = entry_of(task)
        walked = entered(self._reached, start) if id(start) in self._reached else reached_from_entry(task)
        return any(_refers_dynamically(one.schema) for one in walked)

    @cached_property
    def _has_dynamic(self) -> bool:
        """Whether an evaluation of the whole schema may come to one; where it does not, none of a part does."""
        return any(_refers_dynamically(one.schema) for one in self._reached.values())

    @cached_property
    def _reached(self) -> dict[int, Reached]:
        return {id(one.schema): one for one in reached(self._task)}

    def _resource(self, uri: str) -> Task | None:
        """Return a task that begins with the resource of a URI; None where nothing in it is opened."""
        try:
            task = self._task_of(uri)
        except SchemawrightError:
            return None
        text = json.dumps(task.contents, default=str)
        places = len(_OPENED.findall(text))
        return None if places > MOST_PLACES or places * len(text) > MOST_TEXT else task

    def _task_of(self, uri: str) -> Task:
        task = self._task
        if uri in {"", task.uri}:
            return task._replace(pointer="")
        if uri in self.embedded:
            return task._replace(pointer=format_pointer(self.embedded[uri][0]))
        return task._replace(uri=uri, contents=task.retrieve(uri), pointer="")

    @cached_property
    def embedded(self) -> dict[str, tuple[Tokens, Any]]:
        """The resources of the schema's own dialect that stand inside of it, by their URIs, each with its place."""
        task = self._task
        found: dict[str, tuple[Tokens, Any]] = {}
        for tokens, schema, base in with_bases(task.contents, task.uri, task.dialect):
            is_of_its_own = tokens and base != task.uri and base_of(schema, "", task.dialect)
            if is_of_its_own and (dialect_of(schema.get("$schema")) or task.dialect) == task.dialect:
                found.setdefault(base, (tokens, schema))
        return found


def _refers_dynamically(schema: dict[str, Any]) -> bool:
    return any(name in schema for name in _DYNAMIC)


def _below(outer: Failure, key: str | int, inner: Failure) -> Failure:
    """Return a failure of a value as one of what it is in."""
    return inner._replace(
        instance_path=(*outer.instance_path, key, *inner.instance_path),
        evaluation_path=(*outer.evaluation_path, *inner.evaluation_path),
        branches=tuple(tuple(_below(outer, key, one) for one in branch) for branch in inner.branches),
    )
