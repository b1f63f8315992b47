"""What is compiled for a subschema is what is reached from it, however much else is in the files."""

from __future__ import annotations

from typing import Any

from schemawright import open_schema
from schemawright.fuzz.schema.changed import changed_engine
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
