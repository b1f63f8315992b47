"""Identifiers: a resource is where its `$id` says, by which its references are resolved; once, whoever gets it."""

from __future__ import annotations

import json
import pickle
import sys
from importlib.util import module_from_spec, spec_from_file_location
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemawright import open_schema
from schemawright.cli import main
from schemawright.errors import InvalidInstance
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.keywords import DIALECTS

if TYPE_CHECKING:
    from pathlib import Path

ENGINES = ["auto", "native", "reference"]


def write(path: Path, contents: Any) -> Path:
    """Write a schema and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(contents), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace in which a schema says that it is in a folder, and two files that it may mean."""
    contents = {"$schema": DIALECTS["2020-12"], "$id": "schemas/a.json", "properties": {"x": {"$ref": "common.json"}}}
    write(tmp_path / "a.json", contents)
    write(tmp_path / "b.json", {"$ref": "schemas/a.json"})
    write(tmp_path / "schemas/common.json", {"type": "string"})
    write(tmp_path / "schemas/schemas/common.json", {"type": "integer"})
    (tmp_path / "pyproject.toml").write_text('[tool.schemawright.schemas.a]\nfile = "a.json"\n', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("entry", ["a.json", "b.json", "a.json#/properties/x"])
def test_a_relative_identifier_is_resolved_once(folder: Path, entry: str, engine: str) -> None:
    """Against where the file is (core, section 8.2.1): what it makes is no base for it again."""
    good, bad = ("s", 5) if "#" in entry else ({"x": "s"}, {"x": 5})
    schema = open_schema(f"{folder}/{entry}", workspace=folder, engine=engine)
    for one in (schema, pickle.loads(pickle.dumps(schema))):
        assert (one.is_valid(good), one.is_valid(bad)) == (True, False)
        (finding,) = one.iter_findings(bad)
        assert finding.keyword_location == (folder / "schemas/common.json").as_uri() + "#/type"


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=25, deadline=None)
@given(
    dialect=st.sampled_from(sorted(DIALECTS)),
    said=st.sampled_from(["x.json", "sub/x.json", "a/b/x.json", "../x.json", "./sub/", "sub/x.json#"]),
    is_assumed=st.booleans(),
)
def test_keywords_are_where_the_identifier_says(engine: str, dialect: str, said: str, *, is_assumed: bool) -> None:
    engine = "auto" if (engine, dialect) == ("native", "draft3") else engine
    name = "id" if dialect in {"draft3", "draft4"} else "$id"
    contents = {name: said, "type": "string"} | ({} if is_assumed else {"$schema": DIALECTS[dialect]})
    schema = open_schema(contents, dialect=dialect, engine=engine)
    (finding,) = schema.iter_findings(5)
    assert finding.keyword_location == f"{schema.uri}#/type"
    assert "sub/sub" not in schema.uri


def test_generated_classes_have_the_same_references(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And no place of this machine."""
    monkeypatch.chdir(folder)
    assert main(["generate", "a.json", "-o", "made.py"]) == 0
    capsys.readouterr()
    text = (folder / "made.py").read_text(encoding="utf-8")
    assert str(folder) not in text
    spec = spec_from_file_location("made_of_a_folder", folder / "made.py")
    assert spec is not None
    assert spec.loader is not None
    made = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, made)
    spec.loader.exec_module(made)
    assert made.A.from_instance({"x": "s"}).x == "s"
    with pytest.raises(InvalidInstance):
        made.A.from_instance({"x": 5})


def test_records_are_made_by_the_same_references(folder: Path) -> None:
    schema = open_schema(folder / "a.json", workspace=folder)
    records = [record.instance for record in islice(Fuzzer(schema).stream("valid"), 20)]
    found = {type(record["x"]) for record in records if isinstance(record, dict) and "x" in record}
    assert found == {str}
