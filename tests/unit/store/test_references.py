"""References: inside the workspace by `$id`, by source and by file; nowhere else, and never to the network."""

from __future__ import annotations

import json
import os
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import SchemaError, UsageError, open_schema
from schemawright.errors import UnknownDialect, UnresolvableReference

if TYPE_CHECKING:
    from pathlib import Path

ENGINES = ["native", "reference"]


def write(path: Path, contents: Any) -> Path:
    """Write a schema and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(contents), encoding="utf-8")
    return path


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with a schema that has an `$id`, one that has a source, and one that has neither."""
    write(tmp_path / "schemas/id.json", {"$id": "https://example.com/id", "type": "string"})
    write(tmp_path / "schemas/sourced.json", {"type": "integer"})
    write(tmp_path / "schemas/plain.json", {"$defs": {"flag": {"type": "boolean"}}})
    (tmp_path / "pyproject.toml").write_text(
        "[tool.schemawright.schemas]\n"
        'id = { file = "schemas/id.json" }\n'
        'sourced = { file = "schemas/sourced.json", source = "https://example.com/sourced.json" }\n',
        encoding="utf-8",
    )
    return tmp_path


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("reference", "good", "bad"),
    [
        ("https://example.com/id", "x", 1),
        ("https://example.com/sourced.json", 1, "x"),
        ("plain.json#/$defs/flag", True, "x"),
        ("../schemas/plain.json#/$defs/flag", False, 0),
    ],
)
def test_references_inside_the_workspace_resolve(
    workspace: Path, engine: str, reference: str, good: Any, bad: Any
) -> None:
    """A reference is found by `$id`, by the source of a vendored schema, and by file."""
    path = write(workspace / "schemas/root.json", {"$ref": reference})
    schema = open_schema(path, workspace=workspace, engine=engine)
    assert schema.is_valid(good)
    assert not schema.is_valid(bad)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "reference", ["https://example.com/other", "http://localhost:1/x", "file:///etc/hostname", "../../outside.json"]
)
def test_references_that_lead_out_are_refused_by_name(workspace: Path, engine: str, reference: str) -> None:
    """A reference to the network or outside the workspace is refused, and the error names it and its keyword."""
    write(workspace.parent / "outside.json", {})
    path = write(workspace / "schemas/root.json", {"properties": {"a": {"$ref": reference}}})
    with pytest.raises(UnresolvableReference) as caught:
        open_schema(path, workspace=workspace, engine=engine).is_valid({"a": 1})
    assert caught.value.reference.rpartition("/")[2] == reference.rpartition("/")[2]
    assert caught.value.keyword_location == "/properties/a/$ref"
    assert caught.value.hint is not None
    assert "vendor" in caught.value.hint or "save it inside the workspace" in caught.value.hint


@pytest.mark.parametrize("engine", ENGINES)
def test_a_symbolic_link_does_not_lead_out(workspace: Path, engine: str) -> None:
    """A link inside the workspace to a file outside is outside."""
    write(workspace.parent / "secret.json", {"const": 1})
    (workspace / "schemas/link.json").symlink_to(workspace.parent / "secret.json")
    path = write(workspace / "schemas/root.json", {"$ref": "link.json"})
    with pytest.raises(UnresolvableReference):
        open_schema(path, workspace=workspace, engine=engine).is_valid(1)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes in folders")
@pytest.mark.parametrize(
    ("reference", "kind"),
    [
        ("folder", "a folder"),
        ("pipe.json", "something that is no file"),
        ("loop.json", "a link to nothing"),
        ("broken.json", "a link to nothing"),
        ("gone.json", "a file that does not exist"),
    ],
)
def test_what_a_reference_names_that_is_no_file_is_said(workspace: Path, reference: str, kind: str) -> None:
    folder = workspace / "schemas"
    (folder / "folder").mkdir()
    os.mkfifo(folder / "pipe.json")
    (folder / "loop.json").symlink_to("loop.json")
    (folder / "broken.json").symlink_to("nothing.json")
    path = write(folder / "a.json", {"$ref": reference})
    with pytest.raises(UnresolvableReference, match=f'{reference}" names {kind}$'):
        open_schema(path, workspace=workspace).is_valid(1)


@pytest.mark.parametrize("engine", ENGINES)
def test_siblings_keep_the_layout_of_their_ids(workspace: Path, engine: str) -> None:
    """Schemas vendored file by file refer to one another as their `$id`s do, though only one is in the settings."""
    write(workspace / "schemas/beside.json", {"type": "null"})
    path = write(workspace / "schemas/root.json", {"$id": "https://far.example/v1/root.json", "$ref": "beside.json"})
    schema = open_schema(path, workspace=workspace, engine=engine)
    assert schema.is_valid(None)
    assert not schema.is_valid(0)


@pytest.mark.parametrize("engine", ENGINES)
def test_further_resources_are_given_by_uri(engine: str) -> None:
    """The caller can give schema resources by URI; nothing else is known to a schema from memory."""
    contents = {"$ref": "https://example.com/a#/$defs/b"}
    schema = open_schema(contents, resources={"https://example.com/a": {"$defs": {"b": {"const": 3}}}}, engine=engine)
    assert schema.is_valid(3)
    with pytest.raises(UnresolvableReference):
        open_schema(contents, engine=engine).is_valid(3)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_entry_point_is_a_pointer(workspace: Path, engine: str) -> None:
    """A file with `#/pointer` is judged from there, and evaluation paths start there."""
    path = write(workspace / "schemas/root.json", {"$defs": {"a/b": {"type": "string"}}})
    schema = open_schema(f"{path}#/$defs/a~1b", workspace=workspace, engine=engine)
    finding = schema.validate(1).findings[0]
    assert (finding.evaluation_path, finding.keyword_location) == ("/type", f"file://{path}#/$defs/a~1b/type")
    with pytest.raises(SchemaError, match="leads nowhere"):
        open_schema(f"{path}#/$defs/none", workspace=workspace)


def test_a_name_that_means_nothing_gets_a_hint(workspace: Path) -> None:
    """A schema that is neither a name nor a file is an error that knows what was meant."""
    with pytest.raises(UsageError) as caught:
        open_schema("sorced", workspace=workspace)
    assert caught.value.hint == 'did you mean "sourced"?'


def test_a_dialect_that_nobody_knows_is_an_error() -> None:
    """An unknown `$schema` is refused before any engine could go and fetch it."""
    with pytest.raises(UnknownDialect, match=r"https://example\.com/meta"):
        open_schema({"$schema": "https://example.com/meta"})


@pytest.mark.parametrize("engine", ENGINES)
def test_a_metaschema_of_ones_own_can_be_vendored(engine: str) -> None:
    """A `$schema` that is among the resources judges the schema, and its dialect is that of the metaschema's own."""
    meta = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://example.com/meta",
        "$vocabulary": {
            "https://json-schema.org/draft/2020-12/vocab/core": True,
            "https://json-schema.org/draft/2020-12/vocab/applicator": True,
            "https://json-schema.org/draft/2020-12/vocab/validation": True,
        },
        "$ref": "https://json-schema.org/draft/2020-12/schema",
        "required": ["title"],
    }
    contents = {"$schema": "https://example.com/meta", "title": "x", "type": "string"}
    schema = open_schema(contents, resources={"https://example.com/meta": meta}, engine=engine)
    assert schema.dialect == "2020-12"
    assert not schema.is_valid(1)
    del contents["title"]
    with pytest.raises(SchemaError, match="not valid against its metaschema"):
        open_schema(contents, resources={"https://example.com/meta": meta}, engine=engine).is_valid(1)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("more", [{}, {"$defs": {"any": {"$ref": "https://json-schema.org/draft/2020-12/schema"}}}])
def test_references_of_a_resource_are_resolved_by_its_own_uri(engine: str, more: Any) -> None:
    """By whatever URI it was asked for, and whoever finds out whether they lead somewhere."""
    resources = {
        "https://x.org/other": {"$id": "https://y.org/d/own", "$defs": {"a": {"$ref": "next"}}},
        "https://y.org/d/next": {"type": "string"},
    }
    schema = open_schema({"$ref": "https://x.org/other#/$defs/a", **more}, resources=resources, engine=engine)
    assert schema.is_valid("a")
    assert not schema.is_valid(3)


@pytest.mark.parametrize("engine", ["auto", *ENGINES])
@pytest.mark.parametrize(
    ("schema", "place"),
    [
        (
            {"properties": {"k": {"items": [{}], "additionalItems": {"$ref": "#/definitions/z"}}}},
            "#/properties/k/additionalItems/$ref",
        ),
        ({"definitions": {"unused": {"$ref": "#/definitions/z"}}}, "#/definitions/unused/$ref"),
        ({"if": False, "then": {"$ref": "#none"}}, "#/then/$ref"),
    ],
)
def test_references_that_lead_nowhere_are_refused_before_any_instance(engine: str, schema: Any, place: str) -> None:
    """Wherever they may be followed: else the instance would decide whether the schema is broken."""
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", **schema}
    for instance in (5, {"k": []}, {"": 1}):
        with pytest.raises(UnresolvableReference, match=re.escape(f"{place}: a reference leads nowhere")):
            open_schema(schema, engine=engine).is_valid(instance)


def test_no_record_decides_whether_a_schema_is_broken() -> None:
    """A reference in a resource that is in another one leads nowhere; only some records would be asked by it."""
    inner = {"$id": "https://x.org/in", "items": {"$ref": "#/$defs/z"}}
    schema = open_schema({"$defs": {"in": inner, "z": {}}, "properties": {"": {"type": "string"}}})
    for call in (schema.is_valid, schema.validate):
        with pytest.raises(UnresolvableReference):
            call({"": 1})


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("dialect", "name"), [("draft-04", "id"), ("draft-07", "$id")])
def test_what_is_inside_of_a_resource_of_the_workspace_is_known_by_its_uri(
    workspace: Path, engine: str, dialect: str, name: str
) -> None:
    """By the keyword that its dialect has for that; beside a `$ref` that stands alone there is none."""
    said = {"$schema": f"http://json-schema.org/{dialect}/schema#"}
    inner = {"a": {name: "https://in.example/k", "type": "string"}, "b": {name: "https://in.example/no", "$ref": "#"}}
    write(workspace / "schemas/id.json", {**said, "definitions": inner})
    path = write(workspace / "schemas/root.json", {**said, "properties": {"a": {"$ref": "https://in.example/k"}}})
    schema = open_schema(path, workspace=workspace, engine=engine)
    assert (schema.is_valid({"a": "x"}), schema.is_valid({"a": 1})) == (True, False)
    path = write(workspace / "schemas/root.json", {**said, "properties": {"a": {"$ref": "https://in.example/no"}}})
    with pytest.raises(UnresolvableReference, match="leads out of the workspace"):
        _ = open_schema(path, workspace=workspace, engine=engine).engine


@pytest.mark.parametrize("engine", ENGINES)
def test_the_identifier_of_draft_4_counts_where_the_dialect_is_assumed(engine: str) -> None:
    """References are resolved by it, and what is found is told under it."""
    contents = {"id": "https://x.org/d/a", "items": {"$ref": "b"}}
    resources = {"https://x.org/d/b": {"type": "string"}}
    schema = open_schema(contents, dialect="draft4", resources=resources, engine=engine)
    assert schema.uri == "https://x.org/d/a"
    assert [finding.keyword_location for finding in schema.validate([1]).findings] == ["https://x.org/d/b#/type"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("way", ["dynamic", "behind a reference", "behind a dynamic one", "with a metaschema"])
def test_a_dynamic_reference_leads_to_another_file(workspace: Path, engine: str, way: str) -> None:
    """As `$ref` does; jsonschema-rs does not ask for what `$dynamicRef` names."""
    write(workspace / "schemas/s.json", {"$defs": {"q": {"$dynamicAnchor": "n", "$ref": "plain.json#/$defs/flag"}}})
    write(workspace / "schemas/to.json", {"$defs": {"q": {"$anchor": "m", "$dynamicRef": "s.json#n"}}})
    schemas: dict[str, Any] = {
        "dynamic": {"$dynamicRef": "s.json#n"},
        "behind a reference": {"$ref": "to.json#m"},
        "behind a dynamic one": {"$dynamicRef": "to.json#m"},
        "with a metaschema": {
            "$dynamicRef": "s.json#n",
            "$defs": {"any": {"$ref": "http://json-schema.org/draft-07/schema#"}},
        },
    }
    schema = open_schema(write(workspace / "schemas/root.json", schemas[way]), workspace=workspace, engine=engine)
    assert (schema.is_valid(True), schema.is_valid("x")) == (True, False)
    assert [finding.keyword for finding in schema.validate("x").findings] == ["type"]


NOWHERE: tuple[Any, ...] = (
    {"not": {"$ref": "https://x.org/nowhere"}},
    {"allOf": [{"$ref": "nowhere.json#/a"}]},
    {"properties": {"a": {"not": {"$ref": "#/definitions/nowhere"}}}},
    {"items": {"definitions": {"a": {"$ref": "https://x.org/nowhere#a"}}}},
)
"""What refers to nothing."""


@pytest.mark.parametrize("engine", ["auto", *ENGINES])
@pytest.mark.parametrize("dialect", ["draft-04", "draft-06", "draft-07"])
@pytest.mark.parametrize("beside", NOWHERE)
@pytest.mark.parametrize("is_retrieved", [False, True])
def test_what_is_ignored_beside_a_reference_may_lead_nowhere(
    engine: str, dialect: str, beside: Any, *, is_retrieved: bool
) -> None:
    """In the schema, and in what it refers to; what is reached there by another way is judged by all the same."""
    said = {"$schema": f"http://json-schema.org/{dialect}/schema#"}
    held = {"$ref": "#/definitions/text", **beside, "additionalProperties": {"type": "null"}}
    schema = {
        **said,
        "definitions": {"text": {"type": "string"}},
        "properties": {"a": held, "b": {"$ref": "#/properties/a/additionalProperties"}},
    }
    resources = {"https://x.org/held": schema}
    opened = open_schema(
        {**said, "allOf": [{"$ref": "https://x.org/held"}]} if is_retrieved else schema,
        resources=resources,
        engine=engine,
    )
    assert [opened.is_valid(one) for one in ({"a": "x"}, {"a": 5}, {"b": None}, {"b": "x"})] == [True, False] * 2


@pytest.mark.parametrize("engine", ["auto", *ENGINES])
@pytest.mark.parametrize("beside", NOWHERE)
def test_what_is_not_ignored_may_not(engine: str, beside: Any) -> None:
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", "definitions": {"unused": beside}}
    with pytest.raises(UnresolvableReference):
        open_schema(schema, engine=engine).is_valid(5)
