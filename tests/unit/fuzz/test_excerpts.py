"""What is compiled for a subschema is what is reached from it, however much else is in the files."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from schemawright import open_schema
from schemawright.errors import SchemawrightError
from schemawright.fuzz.order.asking import Asking
from schemawright.fuzz.order.mutants import Mutants
from schemawright.fuzz.record import FuzzRecord
from schemawright.fuzz.schema.changed import changed_engine
from schemawright.fuzz.schema.depending import Depending
from schemawright.fuzz.schema.locally import Locally
from schemawright.fuzz.schema.observing import engine_at
from schemawright.fuzz.schema.schema_map import SchemaMap

LIBRARY: dict[str, Any] = {
    "$id": "https://example.com/library",
    "$defs": {
        "used": {"type": "object", "properties": {"id": {"$ref": "#/x-more/1"}}, "description": "for a person"},
        **{f"other{number}": {"type": "string", "pattern": f"^{number}"} for number in range(200)},
    },
    "x-more": [{"type": "string"}, {"type": "integer", "minimum": 3, "examples": [7]}],
}
SCHEMA: dict[str, Any] = {
    "$id": "https://example.com/entry",
    "title": "An entry",
    "properties": {"one": {"$ref": "library#/$defs/used"}},
    "required": ["one"],
}


def schema_map() -> SchemaMap:
    return SchemaMap(open_schema(SCHEMA, resources={LIBRARY["$id"]: LIBRARY}))


def test_an_excerpt_has_what_is_reached_at_the_same_places() -> None:
    excerpt = schema_map().excerpt()
    assert excerpt.contents(LIBRARY["$id"]) == {
        "$id": LIBRARY["$id"],
        "$defs": {"used": {"type": "object", "properties": {"id": {"$ref": "#/x-more/1"}}}},
        "x-more": [{}, {"type": "integer", "minimum": 3}],
    }
    assert excerpt.contents(SCHEMA["$id"]) == {name: value for name, value in SCHEMA.items() if name != "title"}


def test_an_excerpt_for_a_part_has_what_is_reached_from_there() -> None:
    excerpt = schema_map().excerpt(f"{LIBRARY['$id']}#/x-more/1")
    assert excerpt.resources == [{"$id": LIBRARY["$id"], "x-more": [{}, {"type": "integer", "minimum": 3}]}]


def test_what_is_counted_is_the_text_of_what_is_reached() -> None:
    found = schema_map()
    assert found.resource_count == 2
    assert 300 < found.size < 500


def test_what_a_change_leads_to_is_whole() -> None:
    """Beside a `$ref` of draft 7 nothing was followed; of what is there, something else may need a part."""
    draft7 = "http://json-schema.org/draft-07/schema#"
    other = {"$schema": draft7, "type": "string", "definitions": {"k": {"minLength": 1}}}
    beside = {"not": {"$ref": "other.json"}}
    schema = {
        "$schema": draft7,
        "$id": "https://example.com/s",
        "properties": {"b": {"$ref": "#/definitions/x", **beside}, "c": {"$ref": "other.json#/definitions/k"}},
        "definitions": {"x": {"type": "integer"}},
    }
    found = SchemaMap(open_schema(schema, resources={"https://example.com/other.json": other}))
    changed = changed_engine(found, found.subschemas["https://example.com/s#/properties/b"], beside)
    assert [changed.is_valid({"b": value}) for value in (1, "s")] == [True, False]


ORDER: dict[str, Any] = {
    "$id": "https://example.com/o",
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "integer"},
        "line": {"$ref": "#/$defs/line"},
        "note": {"type": "string"},
        **{f"other{number}": {"$ref": "#/$defs/other"} for number in range(20)},
    },
    "additionalProperties": False,
    "$defs": {"line": {"type": "array", "items": {"minimum": 1}}, "other": {"anyOf": [{"type": "null"}]}},
}


def changed(schema: dict[str, Any], location: str, **said: Any) -> Any:
    found = SchemaMap(open_schema(schema))
    subschema = found.subschemas[f"{schema['$id']}{location}"]
    return Depending(found).changed(subschema, subschema.contents | said)


def test_of_the_root_what_leads_to_a_change_is_asked() -> None:
    engine, parts = changed(ORDER, "#/$defs/line/items", minimum=5)
    assert parts == {("properties", "line")}
    assert [engine.is_valid(one) for one in ({"line": [5]}, {"line": [4]}, {"unknown": 1})] == [True, False, True]


def test_of_a_change_of_the_root_what_is_changed_is_asked() -> None:
    engine, parts = changed(ORDER, "#", required=["id", "note"])
    assert parts == {("required", "")}
    assert [engine.is_valid(one) for one in ({"id": "x", "note": 1}, {"id": 1})] == [True, False]


def test_what_describes_members_that_others_do_not_is_asked_with_their_names() -> None:
    engine, parts = changed(ORDER, "#", additionalProperties={"type": "null"})
    assert parts == {("additionalProperties", "")}
    assert [engine.is_valid(one) for one in ({"id": "x"}, {"more": None}, {"more": 1})] == [True, True, False]


@pytest.mark.parametrize(
    "said",
    [
        {"unevaluatedProperties": False},
        {"allOf": [{"properties": {"id": {"$ref": "#"}}}]},
        {"allOf": [{"properties": {"id": {"$ref": "#/properties/note"}}}]},
    ],
    ids=["what is unevaluated depends on all", "the root is met again", "a part is referred to"],
)
def test_what_may_depend_on_all_is_asked_as_a_whole(said: dict[str, Any]) -> None:
    assert changed(ORDER | said, "#", required=["note"]) is None


@pytest.mark.parametrize(
    "said",
    [
        {"dependentSchemas": {"line": {"$ref": "#/$defs/noted"}}},
        {"dependentSchemas": {"line": {"$ref": "#/$defs/noted"}}, "allOf": [{"minProperties": 1}]},
        {"if": {"$ref": "#/$defs/noted"}, "then": {"required": ["line"]}},
        {"not": {"$ref": "#/$defs/noted"}},
    ],
)
def test_what_holds_on_a_condition_and_is_said_without_it_is_a_mistake_that_is_told(said: dict[str, Any]) -> None:
    """The reference in it is one that another keyword of the root has, which is as it was."""
    found = SchemaMap(open_schema({**ORDER, **said, "$defs": {**ORDER["$defs"], "noted": {"required": ["note"]}}}))
    mutants = Mutants(found)
    asking = Asking(mutants, Locally(found))
    instances = [{"id": 1}, {"id": 1, "line": [2]}, {"id": 1, "line": [], "note": "x"}, {"id": 1, "other1": None}]
    valid = [instance for instance in instances if found.schema.is_valid(instance)]
    assert valid
    for instance in valid:
        told = asking.told_by(FuzzRecord(instance, valid=True), mutants.everything)
        for number, (subschema, mistake) in enumerate(mutants.all):
            with suppress(SchemawrightError):
                whole = changed_engine(found, subschema, mistake.contents).is_valid(instance)
                assert bool(told >> number & 1) is not whole, (instance, mistake)


def test_subschemas_compiled_at_once_say_what_each_says() -> None:
    found = SchemaMap(open_schema(ORDER))
    locally = Locally(found)
    values: list[Any] = [
        None,
        0,
        2,
        "x",
        [],
        [1],
        [0],
        {},
        {"id": 1},
        {"id": "x"},
        {"id": 1, "line": [0]},
        {"other": 1},
    ]
    for location in found.subschemas:
        own = engine_at(found.schema, found, location).is_valid
        assert list(map(locally.verdict(location), values)) == list(map(own, values)), location


def test_what_most_subschemas_reach_is_one_excerpt() -> None:
    tree = {"properties": {"a": {"$ref": "#"}, "b": {"items": {"$ref": "#"}}, "c": {"type": "null"}}}
    found = SchemaMap(open_schema({"$id": "https://example.com/t", **tree}))
    at = "https://example.com/t#/properties"
    assert found.excerpt(f"{at}/a") is found.excerpt(f"{at}/b/items") is found.excerpt()
    assert found.excerpt(f"{at}/c") is not found.excerpt()
