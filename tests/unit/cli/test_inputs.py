"""Which documents a command means: what can be said of its words before anything is read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from schemawright.cli import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one payload, and one that may be a range."""
    settings = '[tool.schemawright.schemas.s]\nfile = "s.json"\npayloads = ["p/*.json"]\n'
    (tmp_path / "pyproject.toml").write_text(settings)
    (tmp_path / "p").mkdir()
    for name in ("s.json", "p/a.json", "p/[z-a].json"):
        (tmp_path / name).write_text("{}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_what_is_no_glob_is_asked_wrongly(capsys: pytest.CaptureFixture[str]) -> None:
    """A file of that name is meant where there is one; and the rest is judged."""
    assert main(["validate", "p/[z-a].json"]) == 0
    assert main(["validate", "p/[z-a]*.json", "p/a.json"]) == 2
    out = capsys.readouterr().out
    assert 'p/[z-a]*.json  usage\n    expected a range from a lower to a higher character, found "z-a"\n' in out
    assert "1 could not be judged" in out


def test_what_is_gone_is_no_glob(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Changed files are named, whatever their names look like."""
    (folder / "p/[z-a].json").unlink()
    assert main(["validate", "--changed", "p/[z-a].json"]) == 0
    assert capsys.readouterr().err.startswith("note: no changed file")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("words", [["p"], ["p/*.json"], [], ["--changed", "pyproject.toml"]])
def test_no_pipe_is_waited_for(folder: Path, words: list[str]) -> None:
    os.mkfifo(folder / "p/pipe.json")
    assert main(["validate", *words]) == 0
