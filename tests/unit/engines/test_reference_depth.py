"""Deep instances are judged by the reference engine too, whatever of it runs out of stack."""

from __future__ import annotations

from typing import Any

import pytest

from schemawright import open_schema
from schemawright.engines import compile_engine

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
