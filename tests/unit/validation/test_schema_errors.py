"""Where a schema is wrong: the keyword that is at fault is told, with its line, by every engine in the same words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import Position, SchemaError, open_schema

if TYPE_CHECKING:
    from pathlib import Path

ENGINES = ["auto", "native", "reference"]
NOWHERE = "a reference leads nowhere: "
NO_URI_REFERENCE = 'expected a URI reference (RFC 3986), found "http://[x"'


@pytest.mark.parametrize(
    ("schema", "place", "message"),
    [
        ({"$ref": "https://json-schema.org/draft/2020-12/meta/coer"}, "/$ref", "the reference"),
        ({"not": {"$ref": "https://json-schema.org/draft/2020-12/meta/coer"}}, "/not/$ref", "the reference"),
        ({"x": {"$ref": "#/y"}, "not": {"$ref": "#/x"}}, "/x/$ref", f"{NOWHERE}#/y"),
        ({"x": {"y": [{"$ref": "nowhere.json"}]}, "not": {"$ref": "#/x/y/0"}}, "/x/y/0/$ref", "the reference"),
        ({"const": {"$ref": "#/y"}, "not": {"$ref": "#/y"}}, "/not/$ref", f"{NOWHERE}#/y"),
        (
            {"$defs": {"a": {"$id": "https://x.org/a", "not": {"$ref": "#/y"}}}, "y": {}},
            "/$defs/a/not/$ref",
            f"{NOWHERE}#/y",
        ),
        (
            {
                "$schema": "http://json-schema.org/draft-07/schema#",
                "not": {"$id": "#a"},
                "items": {"$ref": "#a"},
                "contains": {"$ref": "#b"},
            },
            "/contains/$ref",
            NOWHERE,
        ),
        ({"$ref": "#"}, "/$ref", "expected references to end"),
        ({"allOf": [{"$ref": "#"}]}, "/allOf/0/$ref", "expected references to end"),
        ({"properties": {"a": {"anyOf": [{}, {"$ref": "#/properties/a"}]}}}, "/properties/a/anyOf/1/$ref", "expected"),
        ({"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"not": {"$ref": "#/$defs/a"}}}, "$ref": "#/$defs/a"},
         "/$defs/a/$ref", "expected references to end"),
    ],
)  # fmt: skip
def test_the_keyword_at_fault_is_told(tmp_path: Path, schema: Any, place: str, message: str) -> None:
    path = tmp_path / "schema.json"
    path.write_text(json.dumps(schema, indent=1), encoding="utf-8")
    told = set()
    for engine in ENGINES:
        with pytest.raises(SchemaError) as caught:
            _ = open_schema(path, engine=engine).engine
        error = caught.value
        assert error.message.startswith(message)
        assert error.keyword_location == place
        assert error.position is not None
        told.add((error.message, error.hint, error.position))
    assert len(told) == 1


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ({"not": {"$ref": "other.json#/$defs/x"}}, ("schema.json", "/not/$ref", f"{NOWHERE}other.json#/$defs/x")),
        ({"not": {"$ref": "other.json#/$defs/~2"}}, ("schema.json", "/not/$ref", f"{NOWHERE}other.json#/$defs/~2")),
        ({"not": {"$ref": "other.json#x"}}, ("schema.json", "/not/$ref", f"{NOWHERE}other.json#x")),
        ({"$dynamicRef": "other.json#/x"}, ("schema.json", "/$dynamicRef", f"{NOWHERE}other.json#/x")),
        ({"not": {"$ref": "leading.json"}}, ("leading.json", "/items/$ref", f"{NOWHERE}other.json#/y")),
        (
            {"allOf": [{"$ref": "other.json"}, {"$ref": "other.json#/$defs/x"}]},
            ("schema.json", "/allOf/1/$ref", f"{NOWHERE}other.json#/$defs/x"),
        ),
        ({"$id": "http://[x"}, ("schema.json", "/$id", NO_URI_REFERENCE)),
        ({"not": {"$id": "http://[x"}}, ("schema.json", "/not/$id", NO_URI_REFERENCE)),
        ({"not": {"$ref": "called.json"}}, ("called.json", "/$id", NO_URI_REFERENCE)),
        (
            {"$schema": "http://json-schema.org/draft-04/schema#", "id": "http://[x"},
            ("schema.json", "/id", NO_URI_REFERENCE),
        ),
    ],
)
def test_so_it_is_where_several_files_are(tmp_path: Path, engine: str, schema: Any, told: tuple[str, str, str]) -> None:
    """What is at fault is in one of them, whatever the others are."""
    files = {
        "other.json": {},
        "leading.json": {"items": {"$ref": "other.json#/y"}},
        "called.json": {"$id": "http://[x"},
    }
    for name, contents in {**files, "schema.json": schema}.items():
        (tmp_path / name).write_text(json.dumps(contents, indent=1), encoding="utf-8")
    with pytest.raises(SchemaError) as caught:
        _ = open_schema(tmp_path / "schema.json", engine=engine).engine
    error = caught.value
    assert (error.uri, error.keyword_location, error.message) == (str(tmp_path / told[0]), *told[1:])
    assert error.position is not None


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("schema", "pointer"),
    [
        ({"$defs": {"a": {"$anchor": "port", "type": "integer"}}}, "/$defs/a"),
        ({"items": {"$dynamicAnchor": "port", "type": "integer"}}, "/items"),
        (
            {"$schema": "http://json-schema.org/draft-07/schema#", "not": {"$id": "#port", "type": "integer"}},
            "/not",
        ),
        (
            {
                "$defs": {
                    "a": {"$id": "https://x.org/in", "$anchor": "port"},
                    "b": {"$anchor": "port", "type": "integer"},
                }
            },
            "/$defs/b",
        ),
    ],
)
def test_an_anchor_is_an_entry_point(tmp_path: Path, engine: str, schema: Any, pointer: str) -> None:
    path = tmp_path / "schema.json"
    path.write_text(json.dumps(schema), encoding="utf-8")
    opened = open_schema(f"{path}#port", engine=engine)
    assert (opened.pointer, opened.is_valid(1), opened.is_valid("x")) == (pointer, True, False)
    with pytest.raises(SchemaError, match="or an anchor of the schema, found neither") as caught:
        open_schema(f"{path}#prt", engine=engine)
    assert caught.value.hint == 'did you mean "port"?'


@pytest.mark.parametrize(
    ("schema", "hint"),
    [
        ({}, "name a part by its JSON Pointer, as in #/$defs/NAME: the schema has no anchors"),
        ({"$defs": {"port": {}}}, 'did you mean "/$defs/port"?'),
        ({"$schema": "http://json-schema.org/draft-07/schema#", "definitions": {"port": {"$id": "#p"}}},
         'did you mean "/definitions/port"?'),
        ({"not": {"$anchor": "a"}, "items": {"$dynamicAnchor": "b"}, "$defs": {"x": {"$id": "x", "$anchor": "c"}}},
         'use one of its anchors: "a", "b"'),
        ({"anyOf": [{"$anchor": f"a{n}"} for n in range(12)]},
         "use one of its anchors: " + ", ".join(f'"a{n}"' for n in (0, 1, 10, 11, *range(2, 8))) + " and 2 more"),
    ],
)  # fmt: skip
def test_an_anchor_that_is_not_there_is_told_what_is(tmp_path: Path, schema: Any, hint: str) -> None:
    path = tmp_path / "schema.json"
    path.write_text(json.dumps(schema), encoding="utf-8")
    with pytest.raises(SchemaError) as caught:
        open_schema(f"{path}#port")
    assert caught.value.hint == hint


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ["a.json", "b.json"])
def test_what_is_at_fault_in_what_is_referred_to_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, engine: str
) -> None:
    """By its file, as it is told where that is the schema."""
    monkeypatch.chdir(tmp_path)
    latest, base = "https://json-schema.org/draft/2020-12/schema", "https://acme.test/"
    vocabularies = {"https://json-schema.org/draft/2020-12/vocab/core": True, f"{base}unknown": True}
    files = {
        "meta": {"$schema": latest, "$id": f"{base}meta", "$vocabulary": vocabularies},
        "a": {"$schema": latest, "$id": f"{base}a", "items": {"$ref": "b"}},
        "b": {"$id": f"{base}b", "$schema": f"{base}meta"},
    }
    for stem, contents in files.items():
        (tmp_path / f"{stem}.json").write_text(json.dumps(contents, indent=1), encoding="utf-8")
    tables = [f'[tool.schemawright.schemas.{stem}]\nfile = "{stem}.json"\n' for stem in files]
    (tmp_path / "pyproject.toml").write_text("".join(tables), encoding="utf-8")
    with pytest.raises(SchemaError, match="expected vocabularies that are known") as caught:
        _ = open_schema(name, engine=engine).engine
    assert (caught.value.place, caught.value.position) == ("b.json#/$schema", Position(3, 13))
