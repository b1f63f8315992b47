"""Evaluation paths as jsonschema-rs tells them, and as they are: without our own entry schema, and not astray."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from schemawright.keywords import REFERENCES, walk
from schemawright.pointer import format_pointer, parse_pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import jsonschema_rs

    from schemawright.engines.native.astray import Astray
    from schemawright.engines.protocol import Task

_ROUTES = 16_384
"""How many routes of output units are remembered."""
_TO_A_WHOLE = re.compile(r"#(/(\$defs|definitions)/[^/]*)?")
"""The references that lead to what is not inside of something else."""


class NativePaths:
    """
    The routes through one schema.

    Args:
        task: The schema.
        is_alone: Whether it refers to no other resource.
    """

    def __init__(self, task: Task, *, is_alone: bool) -> None:
        self._task = task
        self._is_alone = is_alone
        self._entry = bool(task.pointer)

    def route(self, evaluation_path: Sequence[str | int], instance_path: Sequence[str | int]) -> tuple[str | int, ...]:
        """Return an evaluation path without the step through our own entry schema, and not astray."""
        path = tuple(evaluation_path)
        path = path[1:] if self._entry and path[:1] == ("$ref",) else path
        if self._astray is None or not any(name in path for name in REFERENCES):
            return path
        return self._astray.mended(path, tuple(instance_path))

    def of_unit(self, unit: jsonschema_rs.OutputUnit) -> str:
        """Return the evaluation path of a unit as `route` has it."""
        path = unit["evaluationPath"]
        told: str = path.removeprefix("/$ref") if self._entry else path
        if self._astray is None or not any(name in told for name in REFERENCES):
            return told
        return self._pointer_of_route(path, unit["instanceLocation"])

    @cached_property
    def _pointer_of_route(self) -> Callable[[str, str], str]:
        """Return an evaluation path that is not astray; the same few come again and again."""

        @lru_cache(maxsize=_ROUTES)
        def pointer(path: str, place: str) -> str:
            return format_pointer(self.route(parse_pointer(path), parse_pointer(place)))

        return pointer

    @cached_property
    def _astray(self) -> Astray | None:
        """What mends paths; None where none goes astray."""
        if self._is_alone and all(_TO_A_WHOLE.fullmatch(one) for one in _references_in(self._task)):
            return None
        from schemawright.engines.native.astray import Astray

        found = Astray(self._task)
        return found if found.may_be() else None


def _references_in(task: Task) -> Iterator[str]:
    """Yield the references of a schema, as they are written, the one to where it starts first."""
    yield f"#{task.pointer}"
    for _, subschema in walk(task.contents, task.dialect):
        if isinstance(subschema, dict):
            yield from [str(subschema[name]) for name in REFERENCES if name in subschema]
