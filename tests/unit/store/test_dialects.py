"""A dialect's URI by http or https, and with or without an empty fragment, is that dialect's, wherever it stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from fidelity import module_of_schema

from schemawright import InvalidInstance, open_schema
from schemawright.errors import InvalidSchema
from schemawright.keywords import DIALECTS
from schemawright.store.dialects import with_own_dialect_uris
from schemawright.store.opening import open_schema_contents
from schemawright.validation.schema import check_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

LATEST = "http://json-schema.org/schema#"
TELLING: dict[str, tuple[dict[str, Any], Any]] = {
    "draft3": ({"divisibleBy": 2}, 1),
    "draft4": ({"maximum": 5, "exclusiveMaximum": True}, 5),
    "draft6": ({"const": 1, "if": {}, "then": {"const": 2}}, 2),
    "draft7": ({"if": {}, "then": {"type": "array", "items": [{}], "additionalItems": False}}, [1, 2]),
    "2019-09": ({"items": [{}], "unevaluatedItems": False}, [1, 2]),
    "2020-12": ({"prefixItems": [{}], "items": False}, [1, 2]),
}
"""Dialect → what only the dialect, or no older one, understands; and what it refuses."""


def others() -> Iterator[tuple[str, str]]:
    """Yield each dialect with each URI that means it."""
    for dialect, uri in (*DIALECTS.items(), ("2020-12", LATEST)):
        bare = uri.removesuffix("#").partition(":")[2]
        yield from [(dialect, f"{scheme}:{bare}{end}") for scheme in ("http", "https") for end in ("", "#")]


@pytest.mark.parametrize(("dialect", "uri"), [*others()])
def test_a_schema_is_of_the_dialect_that_is_meant(dialect: str, uri: str) -> None:
    """To engines, to the check by its metaschema, and to classes."""
    said, refused = TELLING[dialect]
    for engine in ("auto", "reference"):
        schema = open_schema({"$schema": uri, **said}, engine=engine)
        assert schema.dialect == dialect
        assert not schema.is_valid(refused)
    schema = {"$schema": uri, "type": "object", "properties": {"a": said}}
    check_schema(open_schema_contents(schema))
    with pytest.raises(InvalidSchema):
        check_schema(open_schema_contents({**schema, "type": 1}))
    with pytest.raises(InvalidInstance):
        module_of_schema(schema).from_json(json.dumps({"a": refused}))


@pytest.mark.parametrize("outer", DIALECTS)
@pytest.mark.parametrize(("dialect", "uri"), [*others()])
def test_so_is_a_resource_that_a_schema_contains_or_refers_to(dialect: str, uri: str, outer: str) -> None:
    """By both engines as by the dialect's own URI."""
    said, refused = TELLING[dialect]
    found = []
    for named in (DIALECTS[dialect], uri):
        inner = {"$id": "http://e.com/in", "id": "http://e.com/in", "$schema": named, **said}
        contents = {
            "$schema": DIALECTS[outer],
            "properties": {"in": {"$ref": "http://e.com/in"}, "out": {"$ref": "http://e.com/out"}},
            "definitions": {"in": inner},
        }
        resources = {"http://e.com/out": {"$schema": named, **said}}
        found.append([told(contents, resources, engine, refused) for engine in ("auto", "reference")])
    assert found[0] == found[1]


def told(contents: Any, resources: Any, engine: str, refused: Any) -> Any:
    """Return what an engine says of a value in two places; or the error, where it does not know of the one."""
    from schemawright.errors import SchemaError

    try:
        schema = open_schema(contents, resources=resources, engine=engine)
        return [[finding.keyword for finding in schema.iter_findings({name: refused})] for name in ("in", "out")]
    except SchemaError as error:
        return type(error), error.message


@pytest.mark.parametrize("engine", ["auto", "native", "reference"])
@pytest.mark.parametrize(("dialect", "uri"), [one for one in others() if one[0] != "draft3"])
def test_a_reference_to_a_metaschema_leads_to_the_one_that_is_meant(dialect: str, uri: str, engine: str) -> None:
    """By http or https, as a whole and to a part of it, which another resource may do as well."""
    said = {"$schema": DIALECTS[dialect]}
    part = f"{uri.removesuffix('#')}#/properties/dependencies"
    resources = {"http://e.com/out": {**said, "allOf": [{"$ref": part}]}}
    for schema in ({"allOf": [{"$ref": uri}]}, {"properties": {"dependencies": {"$ref": part}}}):
        opened = open_schema({**said, **schema}, engine=engine)
        assert (opened.is_valid({"dependencies": {}}), opened.is_valid({"dependencies": 1})) == (True, False)
    opened = open_schema({**said, "$ref": "http://e.com/out"}, resources=resources, engine=engine)
    assert (opened.is_valid({}), opened.is_valid(1)) == (True, False)


@pytest.mark.parametrize("engine", ["auto", "native", "reference"])
@pytest.mark.parametrize("dialect", ["2019-09", "2020-12"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_so_does_one_to_a_vocabulary(dialect: str, scheme: str, engine: str) -> None:
    opened = open_schema({"$ref": f"{scheme}://json-schema.org/draft/{dialect}/meta/core"}, engine=engine)
    assert (opened.is_valid({"$id": "a"}), opened.is_valid({"$id": 1})) == (True, False)


def test_what_is_an_instance_stays() -> None:
    contents = {
        "$schema": "https://json-schema.org/draft/2020-12/schema#",
        "const": {"$schema": LATEST, "$ref": LATEST},
        "properties": {"$schema": {"default": {"$schema": LATEST}}},
        "x": [{"$schema": "https://example.com/schema"}],
    }
    assert with_own_dialect_uris(contents) is not contents  # It is looked for in values too, which takes less.
    assert with_own_dialect_uris(contents) == contents
    del contents["const"], contents["properties"]
    assert with_own_dialect_uris(contents) is contents
