"""The first findings are those that all findings begin with, however large what is wrong is."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import open_schema
from schemawright.engines import compile_engine

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.engines.protocol import Engine


def kinds(count: int, **more: Any) -> list[Any]:
    """Return branches that a member tells apart."""
    return [
        {
            "type": "object",
            "properties": {"type": {"const": f"k{at}"}, "v": {"type": "integer"}, **more},
            "required": ["type", "v"],
            "additionalProperties": False,
        }
        for at in range(count)
    ]


def engine_of(contents: Any, name: str) -> Engine:
    return compile_engine(open_schema(contents).task, name)


ITEM = {"type": "k1", "v": "x", "w": 1}
FEW = {"type": "array", "items": {"oneOf": kinds(3)}, "maxItems": 3}
MANY = {"type": "array", "items": {"anyOf": kinds(70)}}
NESTED = {"type": "array", "items": {"anyOf": kinds(30, within={"$ref": "#"})}}
DYNAMIC = {
    "type": "array",
    "items": {"anyOf": [{"$dynamicRef": "#leaf"}, *kinds(60)]},
    "$defs": {"leaf": {"$dynamicAnchor": "leaf", "type": "string"}},
}
CASES: dict[str, tuple[Any, list[Any] | dict[str, Any]]] = {
    "few of few branches": (FEW, [ITEM] * 9),
    "many of few branches": (FEW, [ITEM] * 3_000),
    "many of many branches": (MANY, [ITEM, 1] * 150),
    "unions in unions": (NESTED, [ITEM, 1, {"type": "k9", "v": 2, "within": [ITEM, 3]}] * 60),
    "a name that paths do not tell": (MANY, [*[ITEM] * 90, {"": 1}]),
    "a name that paths do not tell, first": (MANY, [{"": {"type": "k1"}}, *[ITEM] * 30]),
    "a dynamic reference": (DYNAMIC, [ITEM, 1] * 80),
    "no union": ({"items": {"type": "string"}}, list(range(400))),
    "other properties": ({"properties": {"a": {}}, "additionalProperties": False}, dict.fromkeys(map(str, range(40)))),
}


@pytest.mark.parametrize("name", ["native", "reference"])
@pytest.mark.parametrize("case", CASES)
def test_they_are_those_that_all_begin_with(case: str, name: str) -> None:
    contents, instance = CASES[case]
    if name == "reference":
        instance = instance[:8] if isinstance(instance, list) else instance  # It takes a thousand times as long.
    engine = engine_of(contents, name)
    found = list(engine.first_findings(instance, 7))
    assert len(found) == 7
    assert found == list(islice(engine.iter_findings(instance), 7))


def test_each_has_its_branches() -> None:
    """Also those beyond the unions that are looked into where all findings are asked for."""
    found = list(engine_of(MANY, "native").first_findings([ITEM] * 150, 60))
    assert len(found) == 60
    assert all(len(one.branches) == 70 for one in found)


def test_there_may_be_fewer() -> None:
    for name in ("native", "reference"):
        assert len(list(engine_of(FEW, name).first_findings([ITEM] * 2, 7))) == 2


def test_what_nests_too_deep_to_be_copied_is_told_as_always() -> None:
    deep: Any = []
    for _ in range(300):
        deep = [deep]
    engine = engine_of(MANY, "native")
    instance = [*[ITEM] * 300, deep]
    found = list(engine.first_findings(instance, 7))
    assert found
    assert found == list(islice(engine.iter_findings(instance), 7))


def steps(work: Callable[[], object], package: str) -> int:
    """Return how many functions of a package are called."""
    called = 0

    def count_its(frame: Any, event: str, _argument: Any) -> None:
        nonlocal called
        called += event == "call" and package in Path(frame.f_code.co_filename).as_posix()

    before = sys.getprofile()
    sys.setprofile(count_its)
    try:
        work()
    finally:
        sys.setprofile(before)
    return called


@pytest.mark.parametrize(
    ("contents", "name", "counts"),
    [
        (FEW, "native", (30, 300)),
        (FEW, "native", (2_500, 5_000)),
        (MANY, "native", (100, 300)),
        (FEW, "reference", (12, 48)),
        ({"items": {"type": "string"}}, "native", (100, 1_000)),
    ],
    ids=["few", "many", "many branches", "reference", "no union"],
)
@pytest.mark.parametrize("last", [1, {"": 1}], ids=["", "untold"])
def test_they_take_as_many_steps_whatever_else_is_wrong(
    contents: Any, name: str, counts: tuple[int, int], last: Any
) -> None:
    engine = engine_of(contents, name)

    def told(count: int) -> int:
        return steps(lambda: list(engine.first_findings([*[ITEM] * count, last], 5)), "schemawright/engines")

    told(counts[1])  # What is made once is made now.
    few, many = map(told, counts)
    assert few <= many <= few + 20


def test_jsonschema_rs_does_not_make_all_errors_of_all_branches_for_the_first() -> None:
    """That takes it seconds; each is an object, which a function in Python sets up."""
    engine = engine_of(MANY, "native")
    made = steps(lambda: list(engine.first_findings([ITEM] * 200, 5)), "/jsonschema_rs/")
    assert 200 < made < 3_000  # All of them are 200 * 70 * 3.
