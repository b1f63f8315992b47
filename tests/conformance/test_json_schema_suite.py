"""The official JSON Schema Test Suite, through our engines and our JSON loader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from skips import SKIPS
from suites import DRAFTS, JSON_SCHEMA, PARTS, Case, fetch, iter_cases, task_of

from schemawright.engines import compile_engine
from schemawright.errors import SchemawrightError

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.engines.protocol import Engine

RUNS = [
    (engine, draft) for engine in ("native", "reference") for draft in DRAFTS if (engine, draft) != ("native", "draft3")
]

REQUIRED = {"draft3": 435, "draft4": 610, "draft6": 829, "draft7": 913, "2019-09": 1_227, "2020-12": 1_257}
"""How many required cases each dialect has: a suite that lost its files must not pass."""


def judge(case: Case, engine: Engine) -> str:
    """Return what is wrong with an engine's answers for a case; nothing where all is well."""
    verdict = engine.is_valid(case.instance)
    findings = list(engine.iter_findings(case.instance))
    if verdict is not case.valid:
        return f"expected {case.valid}, found {verdict}"
    return "" if verdict is (not findings) else f"is_valid says {verdict}, with {len(findings)} findings"


def judge_all(name: str, cases: list[Case]) -> dict[tuple[str, str, str, str], str]:
    """Return what is wrong, by case; a schema is compiled once for all of its cases."""
    wrong = {}
    compiled: tuple[object, Engine] | None = None
    for case in cases:
        try:
            if compiled is None or compiled[0] is not case.schema:
                compiled = None
                compiled = case.schema, compile_engine(task_of(case), name)
            problem = judge(case, compiled[1])
        except SchemawrightError as error:
            problem = f"{type(error).__name__}: {error}"
        if problem:
            wrong[case.key] = problem
    return wrong


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(("name", "draft"), RUNS)
def test_every_case_has_its_verdict(
    name: str, draft: str, part: str, record_property: Callable[[str, object], None]
) -> None:
    cases = list(iter_cases(draft, part))
    wrong = judge_all(name, cases)
    keys = {case.key for case in cases}
    skips = {key for key in SKIPS[name] if key in keys}

    record_property("conformance", f"{name:9} {draft:7} {part:8} {len(cases) - len(wrong):5} of {len(cases):5} cases")

    assert {key: problem for key, problem in wrong.items() if key not in skips} == {}
    assert skips - wrong.keys() == set(), "rows of the table of skips that pass: remove them"
    assert part != "required" or len(cases) == REQUIRED[draft]


def test_every_skip_names_a_case() -> None:
    keys = {case.key for draft in DRAFTS for part in PARTS for case in iter_cases(draft, part)}

    assert {key for rows in SKIPS.values() for key in rows} <= keys


def test_the_remotes_are_there() -> None:
    assert len(list((fetch(JSON_SCHEMA) / "json" / "remotes").rglob("*.json"))) > 60
