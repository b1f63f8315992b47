"""Dialects of resources that are referred to: what their own setting says, wherever they are reached from."""

from __future__ import annotations

import gc
import json
from itertools import islice
from time import process_time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import open_schema
from schemawright.documents.source import Source
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.keywords import DIALECTS
from schemawright.store.catalogue import Catalogue
from schemawright.store.resource import Resource
from schemawright.validation.assigning import Schemas
from schemawright.validation.run import Assignment
from schemawright.validation.schema import Settings
from schemawright.workspace import SchemaEntry, home_of

if TYPE_CHECKING:
    from pathlib import Path

ENGINES = ["auto", "native", "reference"]
OLD = {
    "items": [{"type": "string"}],
    "properties": {"p": {"$ref": "#/definitions/q", "maxLength": 1}},
    "definitions": {"q": {}},
}
"""A schema of draft 7, which names no dialect; in 2020-12 `items` may be no array, and `maxLength` counts."""


def write(path: Path, contents: Any) -> Path:
    """Write a file of a workspace and return its path."""
    path.write_text(contents if isinstance(contents, str) else json.dumps(contents), encoding="utf-8")
    return path


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace in which one schema has a dialect of its own."""
    write(tmp_path / "old.json", OLD)
    write(
        tmp_path / "pyproject.toml",
        '[tool.schemawright.schemas.new]\nfile = "new.json"\n'
        '[tool.schemawright.schemas.old]\nfile = "old.json"\ndialect = "draft7"\nsource = "https://x.org/old"\n',
    )
    return tmp_path


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("reference", ["old.json", "https://x.org/old", "old.json#"])
@pytest.mark.parametrize("said", [{}, {"$schema": DIALECTS["2020-12"]}, {"$schema": DIALECTS["2019-09"]}])
def test_a_schema_has_the_dialect_of_its_own_setting(
    workspace: Path, engine: str, reference: str, said: dict[str, str]
) -> None:
    path = write(workspace / "new.json", {**said, "anyOf": [{"$ref": reference}]})
    schema = open_schema(path, workspace=workspace, engine=engine)
    assert [schema.is_valid(one) for one in (["x"], [5], {"p": "xx"})] == [True, False, True]


def test_records_are_made_by_that_dialect(workspace: Path) -> None:
    path = write(workspace / "new.json", {"$schema": DIALECTS["2020-12"], "type": "array", "$ref": "old.json"})
    schema = open_schema(path, workspace=workspace)
    records = [record.instance for record in islice(Fuzzer(schema).stream("valid"), 20)]
    assert any(len(record) > 1 and not isinstance(record[1], str) for record in records)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("said", [{}, {"$schema": DIALECTS["2020-12"]}])
def test_the_workspace_says_what_identifies(tmp_path: Path, engine: str, said: dict[str, str]) -> None:
    """In draft 4 it is `id`, of a whole file and of what is inside."""
    settings = '[tool.schemawright]\ndialect = "draft4"\n[tool.schemawright.schemas.old]\nfile = "old.json"\n'
    write(tmp_path / "pyproject.toml", settings)
    inner = {"id": "https://x.org/inner", "type": "string"}
    old = {"id": "https://x.org/old", "minimum": 5, "exclusiveMinimum": True, "definitions": {"k": inner}}
    write(tmp_path / "old.json", old)
    for name, good, bad in (("old", 6, 5), ("inner", "x", 5)):
        path = write(tmp_path / "new.json", {**said, "not": {"not": {"$ref": f"https://x.org/{name}"}}})
        schema = open_schema(path, workspace=tmp_path, engine=engine)
        assert (schema.is_valid(good), schema.is_valid(bad)) == (True, False)


def test_what_the_caller_says_goes_before_what_is_said_of_all(tmp_path: Path) -> None:
    """Of a file that has no setting of its own."""
    write(tmp_path / "pyproject.toml", '[tool.schemawright]\ndialect = "2020-12"\n')
    write(tmp_path / "old.json", OLD)
    path = write(tmp_path / "new.json", {"$ref": "old.json"})
    assert not open_schema(path, workspace=tmp_path, dialect="draft7").is_valid([5])


def test_that_it_was_assumed_is_still_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a schema that a payload names, which is found as what is referred to is."""
    monkeypatch.chdir(tmp_path)
    settings = '[tool.schemawright]\ndialect = "draft7"\n'
    write(tmp_path / "pyproject.toml", settings)
    write(tmp_path / "old.json", OLD)
    payload = write(tmp_path / "payload.json", {"$schema": "old.json"})
    assignment = Schemas(home_of(None), Settings()).assign(Source(str(payload)), "json")
    assert isinstance(assignment, Assignment)
    assert callable(assignment.schemas)
    (schema,) = assignment.schemas({"$schema": "old.json"})
    assert (schema.dialect, schema.dialect_assumed) == ("draft7", True)


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("order", ["azb", "baz"])
def test_a_metaschema_of_one_s_own_says_what_identifies_what_is_referred_to(
    tmp_path: Path, order: str, engine: str, *, named: bool
) -> None:
    """Draft 4 has `id`: by that a schema is found, and what is in it, whichever of the files is read first."""
    own, above = "https://acme.test/own", "https://acme.test/above"
    inner = {"id": "inner", "type": "integer"}
    reference = "" if named else "file.json"
    properties = {"a": {"$ref": reference or "https://acme.test/file"}, "b": {"$ref": "https://acme.test/file"}}
    files = {
        "above.json": {"$schema": DIALECTS["draft4"], "id": above, "allOf": [{"$ref": DIALECTS["draft4"]}]},
        "own.json": {"$schema": above, "id": own, "allOf": [{"$ref": above}]},
        "file.json": {"$schema": own, "id": "https://acme.test/file", "type": "string", "definitions": {"i": inner}},
        "entry.json": {"$schema": DIALECTS["draft4"], "properties": properties},
    }
    if named:
        properties["c"] = {"$ref": "https://acme.test/inner"}
    for name, contents in files.items():
        (tmp_path / name).write_text(json.dumps(contents), encoding="utf-8")
    names = dict(zip(order, ("own.json", "above.json", "file.json"), strict=True))
    tables = [
        f'[tool.schemawright.schemas.{name}]\nfile = "{names[name]}"\n'
        for name in sorted(names)
        if named or names[name] != "file.json"
    ]
    (tmp_path / "pyproject.toml").write_text("".join(tables), encoding="utf-8")
    schema = open_schema(tmp_path / "entry.json", workspace=tmp_path, engine=engine)
    assert schema.is_valid({"a": "s", "b": "s", "c": 1})
    assert not any(schema.is_valid(one) for one in ({"a": 1}, {"b": 1}, *([{"c": "s"}] if named else [])))


def test_schemas_are_put_in_order_in_as_much_time_as_there_are_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """And not the square of that."""
    monkeypatch.setattr(Catalogue, "_read", lambda _, path: Resource(path, {"$schema": DIALECTS["2020-12"]}))
    # In turns, so that whatever else the machine does meets both.
    times = [(_time_of_order(2_000), _time_of_order(16_000)) for _ in range(7)]
    few, many = (min(column) for column in zip(*times, strict=True))
    assert many < 20 * few, times  # Eight times as many: the square is 64 times as much.


def _time_of_order(count: int) -> float:
    entries = {str(number): SchemaEntry(str(number), f"{number}.json") for number in range(count)}
    workspace: Any = SimpleNamespace(schemas=entries, schema_path=lambda entry: entry.file)
    gc.collect()
    gc.disable()
    try:
        started = process_time()
        assert len([*Catalogue()._in_order(workspace)]) == count
        return process_time() - started
    finally:
        gc.enable()
