"""What subschemas are called: two different ones never the same, and none by what means nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import SchemaError, open_schema
from schemawright.errors import InvalidSchema, UnknownDialect, UnresolvableReference
from schemawright.keywords import DIALECTS
from schemawright.store.opening import open_schema_contents
from schemawright.validation.identifiers import References, check_identifiers, named_in

if TYPE_CHECKING:
    from pathlib import Path

ENGINES = ["auto", "native", "reference"]
DRAFT_4, DRAFT_7 = DIALECTS["draft4"], DIALECTS["draft7"]
TEXT, NUMBER = {"type": "string"}, {"type": "number"}


def refused(path: Path, contents: Any, engine: str) -> SchemaError:
    """Return what is said of a schema in a file, each value of which is in a line of its own."""
    path.write_text(json.dumps(contents, indent=1), encoding="utf-8")
    with pytest.raises(SchemaError) as caught:
        _ = open_schema(path, engine=engine).engine
    return caught.value


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("schema", "what", "first", "second"),
    [
        (
            {"$defs": {"a": {"$id": "x", **TEXT}, "b": {"$id": "x", **NUMBER}}, "$ref": "x"},
            "URI",
            "/$defs/a/$id",
            "/$defs/b/$id",
        ),
        (
            {
                "not": {"$id": "x", "$ref": "#/$defs/a", "$defs": {"a": {}}},
                "items": {"$id": "x", "$defs": {"a": False}},
            },
            "URI",
            "/not/$id",
            "/items/$id",
        ),
        (
            {"$id": "https://x.org/a", "not": {"$id": "b", "not": {"$id": "a"}}, "items": {"$ref": "#"}},
            "URI",
            "/$id",
            "/not/not/$id",
        ),
        (
            {"$defs": {"a": {"$anchor": "x"}, "b": {"$anchor": "x", **NUMBER}}, "$ref": "#x"},
            'anchor "#x"',
            "/$defs/a/$anchor",
            "/$defs/b/$anchor",
        ),
        (
            {"not": {"$anchor": "x"}, "items": {"$dynamicAnchor": "x"}},
            'anchor "#x"',
            "/not/$anchor",
            "/items/$dynamicAnchor",
        ),
        (
            {
                "$schema": DRAFT_7,
                "not": {"$id": "#x"},
                "items": {"$id": "#x", **TEXT},
                "definitions": {"a": {"$ref": "#%78"}},
            },
            'anchor "#x"',
            "/not/$id",
            "/items/$id",
        ),
        (
            {"$schema": DRAFT_4, "not": {"id": "x.json"}, "items": {"id": "x.json", "not": {"$ref": "x.json#"}}},
            "URI",
            "/not/id",
            "/items/id",
        ),
    ],
)
def test_two_of_one_name_are_refused(
    tmp_path: Path, engine: str, schema: Any, what: str, first: str, second: str
) -> None:
    """With both places: engines take one or the other."""
    error = refused(tmp_path / "s.json", schema, engine)
    assert isinstance(error, InvalidSchema)
    assert error.message.startswith(f"expected one subschema of the {what}")
    assert f"found another one at {first} (line " in error.message
    assert error.keyword_location == second
    assert error.position is not None
    assert error.position.line > 1


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "schema",
    [
        {"$defs": {"a": {"$id": "x", "$anchor": "n", **TEXT}, "b": {"$id": "x", "$anchor": "n", **TEXT}}, "$ref": "x"},
        {"$defs": {"a": {"$id": "x", **TEXT}, "b": {"$id": "x", **NUMBER}}, "$ref": "#/$defs/a"},
        {"$defs": {"a": {"$id": "x", **TEXT}}, "const": {"$id": "x"}, "enum": [{"$id": "x"}], "unknown": {"$id": "x"}},
        {"$defs": {"a": {"$id": "x", "$anchor": "n"}, "b": {"$anchor": "n", **TEXT}}},
        {"$defs": {"a": {"$anchor": "n", "$dynamicAnchor": "n"}}},
        {"$defs": {"a": {"$anchor": "n"}, "b": {"$anchor": "n", **TEXT}}, "$ref": "#/$defs/a"},
        {"$schema": DRAFT_7, "not": {"$id": "#x"}, "items": {"$id": "#x", **TEXT}},
        {"$schema": DRAFT_4, "not": {"id": "#x"}, "items": {"id": "#x", **TEXT}},
        {"$id": "https://x.org/a", "not": {"$id": "a", **TEXT}, "items": {"$ref": "#"}},
        {"$schema": DRAFT_7, "not": {"$id": "#/not", **TEXT}, "items": {"$id": "#/not"}},
        {"$schema": DRAFT_7, "definitions": {"a": {"$id": "x", "$ref": "#"}, "b": {"$id": "x", **TEXT}}},
        {"properties": {"$id": TEXT, "a": {"properties": {"$id": NUMBER}}}},
    ],
)
def test_equal_ones_and_what_is_no_name_are_not(engine: str, schema: Any) -> None:
    """Bundles have the former; the latter are values, pointers, of another resource, or nothing refers to them."""
    assert open_schema(schema, engine=engine).engine


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"$id": "y", **TEXT}, {"$id": "https://x.org/y", "$schema": DIALECTS["2020-12"], **TEXT}),
        ({"$id": "y", "$defs": {"w": {"$id": "w"}}}, {"$id": "y", "$defs": {"w": {"$id": "https://x.org/w"}}}),
        ({"$id": "y", "items": {"$ref": "r"}}, {"$id": "y", "items": {"$ref": "https://x.org/r"}}),
        (
            {"$id": "y", "$defs": {"w": {"$id": "w"}}},
            {"$id": "y", "$defs": {"w": {"$id": "w", "$schema": DIALECTS["2020-12"]}}},
        ),
    ],
)
def test_equal_ones_may_be_written_otherwise(engine: str, one: Any, other: Any) -> None:
    schema = {"$id": "https://x.org/r", "not": {"$ref": "y"}, "$defs": {"a": one, "b": other}}
    assert open_schema(schema, engine=engine).engine


@pytest.mark.parametrize("engine", ENGINES)
def test_equal_words_of_two_dialects_are_not_equal(engine: str) -> None:
    """In draft 7 what is beside a `$ref` is ignored."""
    said = {"$id": "y", "allOf": [{"$ref": "#/not", **TEXT}], "not": {}}
    schema = {"not": {"$ref": "y"}, "$defs": {"a": said, "b": {**said, "$schema": DRAFT_7}}}
    with pytest.raises(InvalidSchema, match="expected one subschema of the URI"):
        _ = open_schema(schema, engine=engine).engine


@pytest.mark.parametrize("engine", ENGINES)
def test_so_are_two_of_what_is_referred_to(engine: str) -> None:
    resources = {"https://x.org/a": {"$defs": {"a": {"$anchor": "n"}, "b": {"$anchor": "n", **TEXT}}}}
    with pytest.raises(InvalidSchema, match="expected one subschema of the anchor"):
        _ = open_schema({"$ref": "https://x.org/a#n"}, resources=resources, engine=engine).engine
    assert open_schema({"$ref": "https://x.org/a#/$defs/b"}, resources=resources, engine=engine).is_valid("s")


@pytest.mark.parametrize("engine", ENGINES)
def test_so_are_two_in_a_file_that_is_called_otherwise(tmp_path: Path, engine: str) -> None:
    inner = {"$id": "https://x.org/a", "$defs": {"a": {"$anchor": "n"}, "b": {"$anchor": "n", **TEXT}}}
    (tmp_path / "a.json").write_text(json.dumps(inner), encoding="utf-8")
    assert refused(tmp_path / "s.json", {"$ref": "a.json#n"}, engine).keyword_location == "/$defs/b/$anchor"


@pytest.mark.parametrize("engine", ENGINES)
def test_so_are_two_that_only_another_resource_refers_to(engine: str) -> None:
    anchors = {"a": {"$anchor": "n"}, "b": {"$anchor": "n", **TEXT}}
    schema = {"$id": "https://x.org/r", "not": {"$ref": "a"}, "$defs": anchors}
    resources = {"https://x.org/a": {"$ref": "r#n"}}
    with pytest.raises(InvalidSchema, match="expected one subschema of the anchor"):
        _ = open_schema(schema, resources=resources, engine=engine).engine


def test_an_entry_point_that_is_two_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_text(json.dumps({"$defs": {"a": {"$anchor": "n"}, "b": {"$anchor": "n", **TEXT}}}), encoding="utf-8")
    with pytest.raises(SchemaError, match="/\\$defs/a and /\\$defs/b"):
        open_schema(f"{path}#n")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_number_is_not_the_text_that_it_is_written_as(tmp_path: Path, engine: str) -> None:
    path = tmp_path / "s.json"
    path.write_text('{"$defs": {"a": {"$id": "x", "const": 1e400}, "b": {"$id": "x", "const": "1E+400"}}, "$ref": "x"}')
    with pytest.raises(InvalidSchema, match="expected one subschema of the URI"):
        _ = open_schema(path, engine=engine).engine


def test_references_are_looked_for_once() -> None:
    """However often a name occurs twice: generators name the properties of each branch alike."""
    branches = [{"properties": {"a": {"$id": "/properties/a", "minLength": number}}} for number in range(3)]
    opened = open_schema_contents({"$schema": DRAFT_7, "$id": "https://x.org/r", "oneOf": branches})
    references = References(opened)
    check_identifiers(opened, named_in(opened.resource, opened.dialect), references)
    assert vars(references).keys() >= {"uris", "in_full"}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_dialect_that_nobody_knows_is_told_wherever_it_stands(tmp_path: Path, engine: str) -> None:
    inner = {"$id": "https://x.org/a", "$schema": "https://x.org/dialect", **TEXT}
    error = refused(tmp_path / "s.json", {"$defs": {"a": inner}, "$ref": "https://x.org/a"}, engine)
    assert isinstance(error, UnknownDialect)
    assert error.keyword_location == "/$defs/a/$schema"
    assert error.position is not None
    assert error.hint


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("said", ["a.json", "a/b", "../a"])
def test_nothing_is_relative_to_a_name(tmp_path: Path, engine: str, said: str) -> None:
    """RFC 3986 would make `urn:a.json` of it, and libraries make several things."""
    error = refused(tmp_path / "s.json", {"$id": "urn:x:root", "not": {"$id": said}}, engine)
    assert isinstance(error, InvalidSchema)
    assert (error.keyword_location, error.position is not None) == ("/not/$id", True)
    whole = {"$id": "urn:x:root", "not": {"$id": "urn:x:a", **TEXT}, "items": {"$id": "https://x.org/a"}}
    assert open_schema(whole, engine=engine).is_valid(1)


@pytest.mark.parametrize("engine", ENGINES)
def test_two_schemas_of_a_workspace_of_one_name_are_told_to_whoever_refers_to_it(tmp_path: Path, engine: str) -> None:
    """Each of them may be used by itself, as two versions of one schema are."""
    files = {"x": {"$id": "https://x.org/a", **TEXT}, "y": {"$id": "https://x.org/a", **NUMBER}, "w": {}}
    files["w"] = {"$ref": "https://x.org/a"}
    for name, contents in files.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(contents), encoding="utf-8")
    tables = [f'[tool.schemawright.schemas.{name}]\nfile = "{name}.json"\n' for name in files]
    (tmp_path / "pyproject.toml").write_text("".join(tables), encoding="utf-8")
    (tmp_path / "w.toml").write_text("".join(tables), encoding="utf-8")
    for settings in ("pyproject.toml", "w.toml"):
        with pytest.raises(UnresolvableReference, match='found "x" and "y"') as caught:
            _ = open_schema(tmp_path / "w.json", workspace=tmp_path / settings, engine=engine).engine
        assert (caught.value.keyword_location, caught.value.position is not None) == ("/$ref", True)
        assert "another `$id`" in str(caught.value.hint)
        assert f"{settings}:3:" in str(caught.value.hint)
    for name, good in (("x", "s"), ("y", 1)):
        assert open_schema(tmp_path / f"{name}.json", workspace=tmp_path, engine=engine).is_valid(good)
    (tmp_path / "y.json").write_text(json.dumps(files["x"]), encoding="utf-8")
    assert open_schema(tmp_path / "w.json", workspace=tmp_path, engine=engine).is_valid("s")


def test_where_a_source_gives_the_name_that_is_what_to_change(tmp_path: Path) -> None:
    tables = ""
    for name, contents in {"x": TEXT, "y": NUMBER, "w": {"$ref": "https://x.org/a"}}.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(contents), encoding="utf-8")
        source = "" if name == "w" else 'source = "https://x.org/a"\n'
        tables += f'[tool.schemawright.schemas.{name}]\nfile = "{name}.json"\n{source}'
    (tmp_path / "pyproject.toml").write_text(tables, encoding="utf-8")
    with pytest.raises(UnresolvableReference, match='found "x" and "y"') as caught:
        _ = open_schema(tmp_path / "w.json", workspace=tmp_path).engine
    assert "another `source`" in str(caught.value.hint)
