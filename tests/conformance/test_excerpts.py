"""
Excerpts on the official suite: what is left out of a schema's resources changes no verdict.

The suite refers to what it judges by in every way there is: by anchors, by URIs of resources in resources, dynamically,
into unknown keywords.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from fidelity import remotes, suite_groups

from schemawright.engines.native.engine import NativeEngine
from schemawright.errors import SchemawrightError
from schemawright.fuzz.order.mutants import Mutants
from schemawright.fuzz.schema.changed import changed_engine
from schemawright.fuzz.schema.depending import Depending
from schemawright.fuzz.schema.locally import Locally
from schemawright.fuzz.schema.observing import engine_at
from schemawright.fuzz.schema.places import replaced
from schemawright.fuzz.schema.schema_map import SchemaMap
from schemawright.metaschemas import metaschemas
from schemawright.pointer import parse_pointer
from schemawright.store.opening import open_schema_contents
from schemawright.validation.schema import Schema, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.fuzz.schema.schema_map import Subschema

MUTANTS, AT_LEAST = 6, 500
"""How many changes are made to each schema of the suite, and how often both are asked of a draft."""
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


def verdicts(schema_map: SchemaMap, subschema: Subschema, contents: Any) -> Iterator[Callable[[Any], bool]]:
    """Yield what whole resources, and excerpts, say of a part with a change in it; nothing where that is no schema."""
    root = schema_map.root_of(subschema)
    changed = replaced(root.contents, parse_pointer(subschema.pointer), contents)

    def retrieve(uri: str) -> Any:
        return changed if uri == root.base else schema_map.retrieve(uri)

    task = schema_map.schema.task._replace(retrieve=retrieve)
    with suppress(SchemawrightError):
        whole = NativeEngine(task._replace(uri=root.base, contents=changed, pointer=subschema.pointer))
        part = changed_engine(schema_map, subschema, contents, whole=False)
        yield from (whole.is_valid, part.is_valid)


@pytest.mark.parametrize("dialect", DRAFTS)
def test_excerpts_with_a_mistake_say_what_the_whole_with_it_says(dialect: str) -> None:
    wrong: list[Any] = []
    known, asked = metaschemas(), 0
    for group in suite_groups(dialect, "required"):
        opened = open_schema_contents(
            group.schema, uri="http://localhost:4321/schema", dialect=group.dialect, resources=remotes()
        )
        schema_map = SchemaMap(Schema(opened, Settings(assert_formats=group.assert_formats)))
        # The engine has metaschemas of its own, and does not ask for a changed one.
        asked_of = {one for one in parts(schema_map) if f"{one.resource}#" not in known and one.resource not in known}
        own = [one for one in Mutants(schema_map).all if one.subschema in asked_of]
        for subschema, mistake in own[:: len(own) // MUTANTS + 1]:
            both = verdicts(schema_map, subschema, mistake.contents)
            told = [list(map(verdict, group.instances)) for verdict in both]
            asked += len(told)
            if told and told[0] != told[1]:
                wrong.append((group.name, subschema.location, mistake.contents))
    assert asked > AT_LEAST
    assert not wrong, json.dumps(wrong[:20])


def told_in_parts(depending: Depending, subschema: Subschema, contents: Any) -> Callable[[Any], bool] | None:
    """Return what is said by what depends on a changed subschema, and by all else; None where that is no less."""
    found = depending.changed(subschema, contents)
    if found is None:
        return None
    part, rest = found[0].is_valid, depending.rest(found[1])
    return lambda instance: part(instance) and rest(instance)


@pytest.mark.parametrize("dialect", DRAFTS)
def test_what_depends_on_a_mistake_and_all_else_say_together_what_the_whole_says(dialect: str) -> None:
    wrong: list[Any] = []
    asked = 0
    for group in suite_groups(dialect, "required"):
        opened = open_schema_contents(
            group.schema, uri="http://localhost:4321/schema", dialect=group.dialect, resources=remotes()
        )
        schema_map = SchemaMap(Schema(opened, Settings(assert_formats=group.assert_formats)))
        depending = Depending(schema_map)
        own = Mutants(schema_map).all
        for subschema, mistake in own[:: len(own) // MUTANTS + 1]:
            whole: Callable[[Any], bool] | None = None
            with suppress(SchemawrightError):
                whole = changed_engine(schema_map, subschema, mistake.contents).is_valid
            # What the whole is a schema with, its parts are schemas with: nothing is suppressed here.
            parts = told_in_parts(depending, subschema, mistake.contents) if whole else None
            told = [(whole(instance), parts(instance)) for instance in group.instances] if whole and parts else []
            asked += bool(told)
            if any(one != other for one, other in told):
                wrong.append((group.name, subschema.location, mistake.contents))
    assert asked > AT_LEAST
    assert not wrong, json.dumps(wrong[:20])


@pytest.mark.parametrize("dialect", DRAFTS)
def test_excerpts_say_what_the_whole_says(dialect: str) -> None:
    wrong: list[Any] = []
    for group in suite_groups(dialect, "required"):
        opened = open_schema_contents(
            group.schema, uri="http://localhost:4321/schema", dialect=group.dialect, resources=remotes()
        )
        schema = Schema(opened, Settings(assert_formats=group.assert_formats))
        schema_map = SchemaMap(schema)
        entry, locally = schema_map.subschemas[schema_map.entry], Locally(schema_map)
        asked = [(schema.is_valid, changed_engine(schema_map, entry, entry.contents).is_valid, entry.location)]
        for part in parts(schema_map):
            whole = in_whole_resources(schema_map, part).is_valid
            asked.append((whole, engine_at(schema, schema_map, part.location).is_valid, part.location))
            asked.append((whole, changed_engine(schema_map, part, part.contents, whole=False).is_valid, part.location))
            asked.append((whole, locally.verdict(part.location), part.location))
        for instance in group.instances:
            wrong += [(group.name, at) for whole, part, at in asked if whole(instance) != part(instance)]
    assert not wrong, json.dumps(wrong[:20])
