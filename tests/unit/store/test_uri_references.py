"""References that are no URI references are read as what they mean."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemawright import open_schema
from schemawright.pointer import format_pointer
from schemawright.store.references import as_uri_reference, with_uri_references

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda name: "%" not in name)


@pytest.mark.parametrize("engine", ["native", "reference"])
@given(name=NAMES)
def test_any_name_can_be_referred_to(engine: str, name: str) -> None:
    reference = f"#{format_pointer(('$defs', name))}"
    schema = open_schema({"$defs": {name: {"type": "integer"}}, "$ref": reference}, engine=engine)
    assert schema.is_valid(3)
    assert not schema.is_valid("x")


@given(text=st.text())
def test_encoding_once_is_enough_and_changes_no_meaning(text: str) -> None:
    made = as_uri_reference(f"a.json#/{text}")
    assert as_uri_reference(made) == made
    assert unquote(made, errors="surrogatepass") == unquote(f"a.json#/{text}", errors="surrogatepass")


@pytest.mark.parametrize("said", ["http://e.com/größe.json", "a b.json", "#größe", "#a<b>"])
@pytest.mark.parametrize(("dialect", "engine"), [("draft3", "auto"), ("draft4", "reference")])
def test_what_an_id_is_called_stays(said: str, dialect: str, engine: str) -> None:
    inner = {"id": said, "type": "string"}
    schema = open_schema({"properties": {"a": inner, "b": {"$ref": said}}}, dialect=dialect, engine=engine)
    assert schema.is_valid({"b": "x"})
    assert not schema.is_valid({"b": 5})


def test_references_below_unknown_keywords_are_found() -> None:
    contents = {
        "components": {"A": {"$ref": "#/components/M<B>"}, "M<B>": {"type": "string"}},
        "$ref": "#/components/A",
    }
    schema = open_schema(contents)
    assert [schema.is_valid(one) for one in ("x", 5)] == [True, False]


def test_what_is_inside_itself_or_too_deep_is_left_to_the_judge() -> None:
    inside: dict[str, Any] = {"$ref": "#/a b"}
    inside["not"] = inside
    assert with_uri_references(inside) is inside
    deep: dict[str, Any] = {"$ref": "#/a b"}
    for _ in range(100_000):
        deep = {"not": deep}
    assert with_uri_references(deep) is deep


def test_only_references_of_subschemas_are_changed() -> None:
    odd = {"$ref": "#/a b"}
    schema: Any = {
        "properties": {"$ref": {"const": odd}, "default": odd, "x": {"enum": [odd], "default": odd, "examples": [odd]}},
        "$defs": {"a b": True},
    }
    before = json.dumps(schema)
    made = with_uri_references(schema)
    assert json.dumps(schema) == before
    assert made["properties"].pop("default") == {"$ref": "#/a%20b"}
    del schema["properties"]["default"]
    assert made == schema


def test_schema_without_such_references_is_handed_on_as_it_is() -> None:
    schema = {"properties": {"a": {"$ref": "other.json#/$defs/a%20b"}}}
    assert with_uri_references(schema) is schema


@pytest.mark.parametrize("keyword", ["definitions", "dependencies", "additionalItems"])
def test_keywords_of_every_dialect_are_walked_where_none_is_said(keyword: str) -> None:
    made = with_uri_references({keyword: {"a": {"$ref": "#/a b"}, "$ref": "#/a b"}})
    assert "#/a%20b" in json.dumps(made)
