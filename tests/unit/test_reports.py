"""How findings are printed: places that other programs know, carets below what they point at."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from workspaces import write_files

from schemawright.cli import main

if TYPE_CHECKING:
    from pathlib import Path

PAYLOAD = '{"id": 1}'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A schema in the current folder, and payloads in it and outside."""
    files = {"in/s.json": '{"properties": {"id": {"type": "string"}}}', "in/p/a b.json": PAYLOAD, "a b.json": PAYLOAD}
    write_files(tmp_path, files)
    monkeypatch.chdir(tmp_path / "in")
    return tmp_path


@pytest.mark.parametrize("named", ["p/a b.json", "./p/a b.json", "{folder}/in/p/a b.json", "../in/p/a b.json"])
@pytest.mark.parametrize(("output", "told"), [("sarif", '"uri": "p/a%20b.json"'), ("github", "file=p/a b.json,")])
def test_what_is_below_the_current_folder_is_told_relative_to_it(
    folder: Path, named: str, output: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """However it was named: annotations are shown at files of a repository."""
    assert main(["validate", "-s", "s.json", "-o", output, named.format(folder=folder)]) == 1
    assert told in capsys.readouterr().out


@pytest.mark.parametrize("named", ["../a b.json", "{folder}/a b.json"])
def test_what_is_elsewhere_is_told_by_a_uri(folder: Path, named: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "-s", "s.json", "-o", "sarif", named.format(folder=folder)]) == 1
    place = json.loads(capsys.readouterr().out)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == (folder / "a b.json").as_uri()


@pytest.mark.usefixtures("folder")
def test_only_what_is_in_a_payload_is_told_by_its_member(capsys: pytest.CaptureFixture[str]) -> None:
    """And what is in no document at all is told without a place."""
    words = ["validate", "-s", "s.json", "-o", "sarif", "--at", "$.nothing", "p/a b.json", "gone.json", "*.yaml"]
    assert main(words) == 3
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert [(result["ruleId"], [sorted(place) for place in result["locations"]]) for result in results] == [
        ("unreadable", [["physicalLocation"]]),
        ("usage", [["physicalLocation"]]),
        ("points-nowhere", []),
    ]
    assert main(["validate", "-s", "s.json", "-o", "sarif", "p/a b.json"]) == 1
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert result["locations"][0]["logicalLocations"] == [{"fullyQualifiedName": "/id", "kind": "member"}]


@pytest.mark.parametrize(
    ("before", "columns"),
    [("ab", 2), ("\N{GRINNING FACE}", 2), ("\N{CJK UNIFIED IDEOGRAPH-6F22}x", 3), ("e\N{COMBINING ACUTE ACCENT}", 1)],
    ids=["plain", "emoji", "Han", "a mark"],
)
def test_carets_stand_below_what_they_point_at(
    folder: Path, before: str, columns: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a terminal, where some characters take two columns and some none."""
    (folder / "in/wide.json").write_text(f'{{"{before}": 1, "id": [1, "{before}"]}}', encoding="utf-8")
    assert main(["validate", "-s", "s.json", "wide.json"]) == 1
    line, carets = capsys.readouterr().out.splitlines()[2:4]
    shift = columns - len(before)
    assert carets.index("^") == line.index("[") + shift
    assert len(re.sub(r"[^^]", "", carets)) == len(f'[1, "{before}"]') + shift
