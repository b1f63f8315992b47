"""Which payloads a commit concerns: a schema's, when a file that it is made of changes, breaks or goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from workspaces import write_files

from schemawright.cli import main

if TYPE_CHECKING:
    from pathlib import Path

NOTHING = "note: no changed file is a payload or a schema of the workspace\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of two schemas, one of which refers to a file that no setting names."""
    files = {
        "pyproject.toml": '[tool.schemawright.schemas.a]\nfile = "s/a.json"\npayloads = ["p/*.json"]\n'
        '[tool.schemawright.schemas.other]\nfile = "s/other.json"\npayloads = ["o/*.json"]\n',
        "s/a.json": '{"properties": {"x": {"$ref": "b.json"}}}',
        "s/b.json": '{"type": "string"}',
        "s/other.json": "{}",
        "p/x.json": '{"x": "y"}',
        "o/z.json": "1",
        "README.md": "",
    }
    write_files(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_what_a_schema_refers_to_concerns_its_payloads(capsys: pytest.CaptureFixture[str]) -> None:
    """Those of no other schema; and what no schema is made of concerns nobody."""
    assert main(["validate", "--changed", "s/b.json"]) == 0
    assert capsys.readouterr().out.startswith("1 record valid")
    assert main(["validate", "--changed", "README.md"]) == 0
    assert capsys.readouterr().err == NOTHING


@pytest.mark.parametrize(
    "text",
    ['{"type":', '{"type": 3}', '{"$ref": "c.json"}', '{"$ref": "#/$defs/x"}', "[]", '{"a": 1, "a": 2}', None],
    ids=["cut off", "no schema", "file nowhere", "pointer nowhere", "an array", "a name twice", "deleted"],
)
@pytest.mark.parametrize("changed", ["s/b.json", "README.md"])
def test_a_schema_that_cannot_be_compiled_lets_no_commit_pass(
    folder: Path, text: str | None, changed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever broke it, and whatever else is changed: who names changed files may not name those that are gone."""
    (folder / "s/b.json").unlink() if text is None else (folder / "s/b.json").write_text(text)
    assert main(["validate", "--changed", changed]) == 3
    said = capsys.readouterr().out
    assert "s/a.json" in said or "s/b.json" in said
    assert main(["validate"]) == 3
    assert capsys.readouterr().out.splitlines()[:2] == said.splitlines()[:2]


@pytest.mark.parametrize("text", ['{"type":', '{"type": 3}', None], ids=["cut off", "no schema", "deleted"])
def test_so_does_one_whose_own_file_is_broken(
    folder: Path, text: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "s/a.json").unlink() if text is None else (folder / "s/a.json").write_text(text)
    assert main(["validate", "--changed", "README.md"]) == 3
    assert "s/a.json" in capsys.readouterr().out
