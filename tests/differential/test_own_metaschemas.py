"""Engine against engine, on the official suite behind metaschemas of somebody's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from suites import DRAFTS, PARTS, Case, iter_cases, task_of

from schemawright.engines import compile_engine
from schemawright.keywords import DIALECTS

if TYPE_CHECKING:
    from schemawright.engines.protocol import Task

FEWEST = 500
"""How many cases of each dialect there are at least."""
OWN = "https://example.com/metaschema"


def behind(task: Task) -> Task:
    """Return a task of the same schema, which names a metaschema that is written in its dialect and says no more."""
    identifier = "id" if task.dialect in {"draft3", "draft4"} else "$id"
    metaschema = {"$schema": DIALECTS[task.dialect], identifier: OWN, "allOf": [{"$ref": DIALECTS[task.dialect]}]}
    return task._replace(
        contents={**task.contents, "$schema": OWN},
        retrieve=lambda uri: metaschema if uri == OWN else task.retrieve(uri),
    )


def is_plain(case: Case) -> bool:
    """Return whether a case's schema is an object that names no metaschema but its dialect's."""
    return isinstance(case.schema, dict) and case.schema.get("$schema") in {None, DIALECTS[case.dialect]}


@pytest.mark.parametrize(
    ("dialect", "name"),
    [
        (dialect, name)
        for dialect in DRAFTS
        for name in ("native", "reference")
        if (dialect, name) != ("draft3", "native")
    ],
)
def test_a_schema_is_of_the_dialect_that_its_metaschema_is_written_in(dialect: str, name: str) -> None:
    compiled: tuple[Any, Any, Any] = (None, None, None)
    different, judged = [], 0
    for case in (case for part in PARTS for case in iter_cases(dialect, part) if is_plain(case)):
        if compiled[0] is not case.schema:
            task = task_of(case)
            compiled = case.schema, compile_engine(task, name), compile_engine(behind(task), name)
        judged += 1
        if compiled[1].is_valid(case.instance) is not compiled[2].is_valid(case.instance):
            different.append(case.key)
    assert different == []
    assert judged >= FEWEST
