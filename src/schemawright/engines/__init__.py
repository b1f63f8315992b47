"""
Engines: what judges instances.

`native` (jsonschema-rs) is fast and the one in use; `reference` (jsonschema) is independent of it, knows draft 3, and
judges the judge in `tests/differential`.  Neither is imported before it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from schemawright.engines.native.panics import EngineBrokeOff
from schemawright.engines.reach.entry import begun
from schemawright.errors import UsageError
from schemawright.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.engines.protocol import Engine, Task

_ENGINES = {
    "native": ("schemawright.engines.native.engine", "NativeEngine"),
    "reference": ("schemawright.engines.reference.engine", "ReferenceEngine"),
}
_ONLY_REFERENCE = frozenset({"draft3"})

ENGINES: tuple[str, ...] = ("auto", *_ENGINES)
"""The names that `compile_engine` knows."""


def compile_engine(task: Task, name: str = "auto") -> Engine:
    """
    Compile a schema.

    Args:
        task: The schema, and how to judge by it.
        name: `native`, `reference`, or `auto`: native for every dialect that it knows; unless it panics.

    Raises:
        UsageError: There is no such engine, or it does not know the dialect.
        SchemaError: The schema cannot be compiled.
    """
    task = begun(task, of_other_dialects=True)
    if name == "auto":
        return _compiled_by_any(task)
    if name not in _ENGINES:
        raise UsageError(f"expected an engine out of {', '.join(ENGINES)}, found {quoted(name)}")
    if name == "native" and task.dialect in _ONLY_REFERENCE:
        raise UsageError(
            f"expected a dialect that the native engine knows, found {task.dialect}",
            hint="use the engine auto or reference",
        )
    return _compiled(task, name)


def _compiled_by_any(task: Task) -> Engine:
    if task.dialect in _ONLY_REFERENCE:
        return _compiled(task, "reference")
    try:
        return _compiled(task, "native")
    except EngineBrokeOff:
        return _compiled(task, "reference")


def _compiled(task: Task, name: str) -> Engine:
    module, attribute = _ENGINES[name]
    compile_ = cast("Callable[[Task], Engine]", getattr(import_module(module), attribute))
    return compile_(task)
