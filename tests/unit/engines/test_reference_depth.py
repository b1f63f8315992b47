"""Deep instances are judged by the reference engine too, whatever of it runs out of stack."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from schemawright import open_schema
from schemawright.engines import compile_engine
from schemawright.engines.reference import vocabulary
from schemawright.errors import SchemawrightError

METASCHEMA = "https://json-schema.org/draft/2019-09/schema"


@pytest.mark.parametrize("depth", [3, 11, 12, 13, 30, 60, 200])
def test_nested_schemas_are_judged_at_every_depth(depth: int) -> None:
    task = open_schema({"$schema": METASCHEMA, "$ref": METASCHEMA}).task
    engine = compile_engine(task, "reference")
    right: Any = {"type": "object"}
    wrong: Any = {"type": "objekt"}
    for _ in range(depth):
        right, wrong = {"not": right}, {"not": wrong}
    assert engine.is_valid(right)
    assert not engine.is_valid(wrong)


def test_a_stack_that_is_nearly_used_up_is_no_reason_to_fail(capfd: pytest.CaptureFixture[str]) -> None:
    """Rust panics where Python's recursion ends within it; that prints, and is the same to us."""
    engine = compile_engine(open_schema({"$schema": METASCHEMA, "$ref": METASCHEMA}).task, "reference")
    instance: Any = {}
    for _ in range(9):
        instance = {"not": instance}

    def deeper(levels: int) -> bool:
        return deeper(levels - 1) if levels else engine.is_valid(instance)

    assert all(deeper(levels) for levels in range(0, 600, 3))
    capfd.readouterr()


def nested(levels: int, value: Any = 0) -> Any:
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return value


DEEP = {"$schema": METASCHEMA, "properties": {"a": {"$ref": "#"}}, "items": {"$ref": "#"}, "type": ["object", "array"]}


@pytest.mark.parametrize("levels", [5, 80, 200])
@pytest.mark.parametrize("around", [{}, {"anyOf": [{"$ref": "#/$defs/deep"}]}, {"not": {"$ref": "#/$defs/deep"}}])
def test_a_verdict_takes_one_error_however_deep_it_is(
    levels: int, around: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def counted(**details: Any) -> Any:
        made.append(1)
        return failed(**details)

    failed = vocabulary.failed
    monkeypatch.setattr(vocabulary, "failed", counted)
    below = {"$ref": "#/$defs/deep"}
    deep = {"type": ["object", "array"], "items": below, "properties": {"a": below}}
    schema = {"$schema": METASCHEMA, "$defs": {"deep": deep}, **(around or below)}
    engine = compile_engine(open_schema(schema).task, "reference")
    wrong = nested(levels, [0] * 1_000)
    assert engine.is_valid(wrong) is ("not" in around)
    assert len(made) <= 2
    if not around:
        made.clear()
        assert len(list(engine.first_findings(wrong, 3))) == len(made) == 3


def test_deep_instances_are_judged_in_several_threads_at_once() -> None:
    """Of several that raised the limit of recursion, each put back what another one had found, in the midst of it."""
    engine = compile_engine(open_schema(DEEP | {"type": ["object", "array", "integer"]}).task, "reference")
    usual, switching = sys.getrecursionlimit(), sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    cases = [(levels, value) for levels in (9, 60, 150, 900) for value in (0, "x")] * 6
    try:
        with ThreadPoolExecutor(6) as threads:
            verdicts = list(threads.map(lambda case: engine.is_valid(nested(*case)), cases))
    finally:
        sys.setswitchinterval(switching)
    assert verdicts == [value == 0 for _, value in cases]
    assert sys.getrecursionlimit() == usual


@pytest.mark.parametrize("levels", [1, 40, 300, 999])
def test_what_is_told_of_deep_instances_is_where_it_is(levels: int) -> None:
    engine = compile_engine(open_schema(DEEP).task, "reference")
    [found] = engine.iter_findings(nested(levels))
    assert found.instance_location.count("/") == levels
    assert found.evaluation_path.count("/$ref") == levels
    assert found.keyword_location.endswith("#/type")


@pytest.mark.parametrize("levels", [1, 400, 1_000, 3_000])
def test_deep_instances_are_compared(levels: int) -> None:
    schema = {"const": nested(levels)}
    one, other = nested(levels, 0.0), nested(levels, 1)
    assert compile_engine(open_schema(schema).task, "reference").is_valid(one)
    assert not compile_engine(open_schema(schema).task, "reference").is_valid(other)
    unique = compile_engine(open_schema({"uniqueItems": True}).task, "reference")
    assert unique.is_valid([one, other])
    assert not unique.is_valid([nested(levels), one])


def test_without_room_for_one_more_thread_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    engine = compile_engine(open_schema(DEEP).task, "reference")
    monkeypatch.setattr(threading.Thread, "start", start)
    assert not engine.is_valid(nested(20))
    with pytest.raises(SchemawrightError, match="expected room for 1 threads"):
        engine.is_valid(nested(100))


def test_an_instance_without_end_is_told() -> None:
    engine = compile_engine(open_schema(DEEP).task, "reference")
    endless: dict[str, Any] = {}
    endless["a"] = endless
    with pytest.raises(SchemawrightError, match="expected references to end"):
        engine.is_valid(endless)
