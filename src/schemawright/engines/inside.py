"""
What is wrong with what is not evaluated: jsonschema-rs says that it is not what `unevaluated…` allows, and no more.

Each such value is asked about by itself, by an engine that starts at the keyword.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from schemawright.errors import SchemawrightError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.engines.failure import Failure
    from schemawright.engines.protocol import Task

    FailuresOf = Callable[[Any, int], Iterable[Failure]]

UNEVALUATED = frozenset({"unevaluatedProperties", "unevaluatedItems"})
_DYNAMIC = ("$dynamicRef", "$recursiveRef")


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
        try:
            contents = self._task.contents if uri in {"", self._task.uri} else self._task.retrieve(uri)
            if any(name in json.dumps(contents, default=str) for name in _DYNAMIC):
                return None
            task = self._task._replace(uri=uri or self._task.uri, contents=contents, pointer=unquote(fragment))
            return self._compiled(task, self)
        except SchemawrightError:
            return None


def _below(outer: Failure, key: str | int, inner: Failure) -> Failure:
    """Return a failure of a value as one of what it is in."""
    return inner._replace(
        instance_path=(*outer.instance_path, key, *inner.instance_path),
        evaluation_path=(*outer.evaluation_path, *inner.evaluation_path),
        branches=tuple(tuple(_below(outer, key, one) for one in branch) for branch in inner.branches),
    )
