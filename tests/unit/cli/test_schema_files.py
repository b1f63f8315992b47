"""What every command says alike of a schema's file that cannot be used: where it is, and which setting names it."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from workspaces import write_files

from schemawright.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

VALIDATING = (["validate"], ["validate", "--changed", "p/1.json"], ["validate", "-s", "x", "p/1.json"])
OTHERS = (["generate"], ["fuzz", "x"])
NO_FILES: dict[str, Callable[[Path], object]] = {
    "nothing of that name": lambda _path: None,
    "a folder": lambda path: path.mkdir(),
    "a link to nothing": lambda path: path.symlink_to("nothing.json"),
    "something that is no file": lambda path: os.mkfifo(path, 0o600),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace whose schema is not there, and two payloads."""
    settings = '[tool.schemawright.schemas.x]\nfile = "s/x.json"\npayloads = ["p/*"]\n'
    write_files(tmp_path, {"pyproject.toml": settings, "p/1.json": "1", "p/2.json": "2", "s/other.json": "{}"})
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("kind", NO_FILES)
def test_what_is_no_file_is_told_with_its_setting(folder: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    """By every command, once, however many payloads there are."""
    NO_FILES[kind](folder / "s/x.json")
    message, hint = f"expected a schema's file, found {kind}", "correct schemas.x.file in pyproject.toml:2:1"
    for words in VALIDATING:
        assert main([*words, "-o", "json"]) == 3
        found = json.loads(capsys.readouterr().out)["findings"]
        told = [(finding["document"], finding["message"], finding["hint"]) for finding in found]
        assert told == [("s/x.json", message, hint)]
    for words in OTHERS:
        assert main(words) == 3
        assert capsys.readouterr().err == f"schemawright: s/x.json: {message}\n  hint: {hint}\n"


BROKEN = {
    "no JSON": ('{"type":', "s/x.json:1:9"),
    "no schema": ('{"type": 3}', "s/x.json:1:10"),
    "leads nowhere": ('{"properties": {"a": {"$ref": "nowhere.json"}}}', "s/x.json:1:31"),
    "unknown dialect": ('{"$schema": "urn:x"}', "s/x.json:1:13"),
    "name twice": ('{"a": 1, "a": 1}', "s/x.json:1:10"),
}
"""What is wrong with a schema → its text, and its place."""


@pytest.mark.parametrize(("text", "place"), BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("is_other", [False, True], ids=["itself", "what it refers to"])
def test_what_is_wrong_is_told_with_its_line(
    folder: Path,
    text: str,
    place: str,
    is_other: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The same place by every command, and by the file that it is in."""
    if is_other:
        write_files(folder, {"s/x.json": '{"not": {"$ref": "other.json"}}'})
        place = place.replace("x.json", "other.json")
    (folder / place.partition(":")[0]).write_text(text)
    for words in VALIDATING:
        assert main([*words, "-o", "json"]) == 3
        first = json.loads(capsys.readouterr().out)["findings"][0]
        assert f"{first['document']}:{first['line']}:{first['column']}" == place
    for words in OTHERS:
        assert main(words) == 3
        assert capsys.readouterr().err.startswith(f"schemawright: {place}: ")
