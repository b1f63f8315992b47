"""Verdicts on values by small schemas that stand in no file: by the native engine, or by both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from schemawright.engines import compile_engine
from schemawright.engines.assertions.patterns import BadPattern, PatternTimeout, matches
from schemawright.engines.protocol import Task
from schemawright.errors import SchemawrightError
from schemawright.keywords import DIALECTS

Judge: TypeAlias = Callable[[Any], bool]
"""Whether a value is valid."""

_URI = "schemawright:judged"


def _nothing(_uri: str) -> Any:
    return True


def _task(schema: Any, dialect: str, retrieve: Callable[[str], Any], *, assert_formats: bool) -> Task:
    contents = {"$schema": DIALECTS[dialect], **schema} if isinstance(schema, dict) else schema
    return Task(
        uri=_URI, contents=contents, pointer="", dialect=dialect, assert_formats=assert_formats, retrieve=retrieve
    )


def native_judge(schema: Any, dialect: str, retrieve: Callable[[str], Any], *, assert_formats: bool) -> Judge:
    """Return the native engine's verdict; one that accepts everything where it cannot compile the schema."""
    try:
        return compile_engine(_task(schema, dialect, retrieve, assert_formats=assert_formats), "native").is_valid
    except SchemawrightError:
        return lambda _value: True


def judge_of(schema: Any, dialect: str, *, assert_formats: bool) -> Judge:
    """
    Return the native engine's verdict by a schema that refers to nothing.

    Raises:
        SchemaError: It cannot compile the schema.
    """
    return compile_engine(_task(schema, dialect, _nothing, assert_formats=assert_formats), "native").is_valid


def pattern_judge(pattern: str) -> Callable[[str], bool | None]:
    """
    Return whether a pattern matches a name; None of a name of which that cannot be found out.

    By the native engine, which takes no longer for one pattern than for another; by our own where it has no answer.
    """
    try:
        return compile_engine(_task({"pattern": pattern}, "2020-12", _nothing, assert_formats=False), "native").is_valid
    except SchemawrightError:
        return lambda name: _is_matched(pattern, name)


def _is_matched(pattern: str, name: str) -> bool | None:
    try:
        return matches(pattern, name)
    except (BadPattern, PatternTimeout):
        return None


def engines_judge(
    schema: Any, dialect: str, *, assert_formats: bool, retrieve: Callable[[str], Any] = _nothing
) -> tuple[Judge, Judge]:
    """
    Return what says whether both engines accept a value, and what says whether both refuse it.

    Raises:
        SchemaError: One of them cannot compile the schema.
    """
    task = _task(schema, dialect, retrieve, assert_formats=assert_formats)
    native, reference = (compile_engine(task, name).is_valid for name in ("native", "reference"))
    return (lambda value: native(value) and reference(value)), (lambda value: not (native(value) or reference(value)))
