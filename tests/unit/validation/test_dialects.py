"""A schema with resources of other dialects in it: each is a schema by its own metaschema."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from schemawright import open_schema
from schemawright.errors import InvalidSchema

NEW, OLD = "https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-07/schema#"
TUPLES: dict[str, dict[str, Any]] = {
    OLD: {"items": [{"type": "string"}], "additionalItems": False},
    NEW: {"prefixItems": [{"type": "string"}], "items": False},
}


def bundle(outer: str, inner: str) -> dict[str, Any]:
    return {
        "$schema": outer,
        "$id": "http://m.example/",
        "properties": {"o": {"$ref": "old"}, "t": TUPLES[outer]},
        "$defs" if outer == NEW else "definitions": {
            "o": {"$id": "old", "$schema": inner, "properties": {"t": TUPLES[inner]}}
        },
    }


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize(("outer", "inner"), [(NEW, OLD), (OLD, NEW)])
def test_a_bundle_of_two_dialects_judges(outer: str, inner: str, engine: str) -> None:
    contents = bundle(outer, inner)
    before = copy.deepcopy(contents)
    schema = open_schema(contents, engine=engine)
    assert schema.is_valid({"o": {"t": ["a"]}, "t": ["a"]})
    for wrong in ({"o": {"t": [1]}}, {"o": {"t": ["a", "b"]}}, {"t": [1]}, {"t": ["a", "b"]}):
        assert not schema.is_valid(wrong)
    assert contents == before


@pytest.mark.parametrize("outer", [NEW, OLD])
def test_what_is_wrong_in_it_is_said_once_with_its_place(outer: str) -> None:
    contents = bundle(outer, OLD if outer == NEW else NEW)
    definitions = "$defs" if outer == NEW else "definitions"
    contents[definitions]["o"]["properties"]["t"] = {"minimum": "1"}
    with pytest.raises(InvalidSchema) as caught:
        open_schema(contents).validate({})
    assert [one.instance_location for one in caught.value.findings] == [f"/{definitions}/o/properties/t/minimum"]


def test_what_several_vocabularies_find_is_said_once() -> None:
    with pytest.raises(InvalidSchema) as caught:
        open_schema({"properties": {"a": {"properties": {"b": {"items": [{}]}}}}}).validate({})
    assert [one.instance_location for one in caught.value.findings] == ["/properties/a/properties/b/items"]
