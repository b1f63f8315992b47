"""
Coverage on the official suite: what it says failed is empty exactly where the engine says valid.

It asks each branch by itself and puts the answers together again, so an account with a hole in it shows here.
"""

from __future__ import annotations

import pytest
from fidelity import remotes, suite_groups

from schemawright.fuzz.schema.observing import Observer
from schemawright.fuzz.schema.schema_map import SchemaMap
from schemawright.store.opening import open_schema_contents
from schemawright.validation.schema import Schema, Settings

DRAFTS = ("draft4", "draft6", "draft7", "2019-09", "2020-12")
DYNAMIC = {"2019-09/recursiveRef: $recursiveRef with nesting"}
"""The groups in which a branch's dynamic scope is not that of the whole; see docs/fuzzing.md."""


@pytest.mark.parametrize("dialect", DRAFTS)
def test_what_failed_is_empty_exactly_for_valid_instances(dialect: str) -> None:
    wrong: set[str] = set()
    for group in suite_groups(dialect, "required"):
        opened = open_schema_contents(
            group.schema, uri="http://localhost:4321/schema", dialect=group.dialect, resources=remotes()
        )
        schema = Schema(opened, Settings(assert_formats=group.assert_formats))
        observer = Observer(SchemaMap(schema))
        if any(bool(observer.observe(one).failing) == schema.is_valid(one) for one in group.instances):
            wrong.add(group.name)
    assert wrong == {name for name in DYNAMIC if name.startswith(f"{dialect}/")}
