"""
Excerpts on the official suite: what is left out of a schema's resources changes no verdict.

The suite refers to what it judges by in every way there is: by anchors, by URIs of resources in resources, dynamically,
into unknown keywords.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from fidelity import remotes, suite_groups

from schemawright.engines.native import NativeEngine
from schemawright.fuzz.changed import changed_engine
from schemawright.fuzz.observing import engine_at
from schemawright.fuzz.schema_map import SchemaMap
from schemawright.store.opening import open_schema_contents
from schemawright.validation.schema import Schema, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.fuzz.schema_map import Subschema

DRAFTS = ("draft4", "draft6", "draft7", "2019-09", "2020-12")


def parts(schema_map: SchemaMap) -> Iterator[Subschema]:
    """Yield the subschemas whose engines begin in the resource that they are found in."""
    for subschema in schema_map.subschemas.values():
        if isinstance(subschema.contents, dict) and not schema_map.is_embedded(subschema):
            yield subschema


def in_whole_resources(schema_map: SchemaMap, subschema: Subschema) -> NativeEngine:
    root = schema_map.root_of(subschema)
    task = schema_map.schema.task._replace(retrieve=schema_map.retrieve)
    return NativeEngine(task._replace(uri=root.base, contents=root.contents, pointer=subschema.pointer))


@pytest.mark.parametrize("dialect", DRAFTS)
def test_excerpts_say_what_the_whole_says(dialect: str) -> None:
    wrong: list[Any] = []
    for group in suite_groups(dialect, "required"):
        opened = open_schema_contents(
            group.schema, uri="http://localhost:4321/schema", dialect=group.dialect, resources=remotes()
        )
        schema = Schema(opened, Settings(assert_formats=group.assert_formats))
        schema_map = SchemaMap(schema)
        entry = schema_map.subschemas[schema_map.entry]
        asked = [(schema.is_valid, changed_engine(schema_map, entry, entry.contents).is_valid, entry.location)]
        for part in parts(schema_map):
            whole = in_whole_resources(schema_map, part).is_valid
            asked.append((whole, engine_at(schema, schema_map, part.location).is_valid, part.location))
            asked.append((whole, changed_engine(schema_map, part, part.contents, whole=False).is_valid, part.location))
        for instance in group.instances:
            wrong += [(group.name, at) for whole, part, at in asked if whole(instance) != part(instance)]
    assert not wrong, json.dumps(wrong[:20])
