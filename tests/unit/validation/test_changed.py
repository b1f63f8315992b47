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


# --- links


LINKS = {
    "to a file": {"p/link.json": "../data/real.json"},
    "to a payload": {"p/link.json": "real.json"},
    "in two steps": {"p/link.json": "../data/other.json", "data/other.json": "real.json"},
    "to nothing": {"p/link.json": "../data/nothing.json"},
    "in a circle": {"p/link.json": "link.json"},
    "of two names": {"p/link.json": "../data/real.json", "p/too.json": "../data/real.json"},
}


def linked(folder: Path, links: dict[str, str]) -> None:
    write_files(folder, {"data/real.json": '{"x": 1}', "p/real.json": '{"x": 1}'})
    for name, target in links.items():
        (folder / name).symlink_to(target)


@pytest.mark.parametrize("links", LINKS.values(), ids=LINKS)
def test_a_link_that_is_a_payload_concerns_itself(
    folder: Path, links: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """As a run finds it that judges everything."""
    linked(folder, links)
    assert main(["validate", "-o", "jsonl"]) in {1, 3}
    everything = capsys.readouterr().out.splitlines()
    of_link = [line for line in everything if line.startswith('{"document": "p/link.json"')]
    assert len(of_link) == 1
    assert main(["validate", "-o", "jsonl", "--changed", "p/link.json"]) in {1, 3}
    assert of_link[0] in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("kind", ["to a file", "to a payload", "in two steps", "of two names"])
@pytest.mark.parametrize("is_gone", [False, True], ids=["changed", "gone"])
def test_what_a_link_leads_to_concerns_it(
    folder: Path,
    kind: str,
    is_gone: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each link by its own name."""
    linked(folder, LINKS[kind])
    for target in (folder / "p/link.json").resolve(), *((folder / "data/other.json",) * (kind == "in two steps")):
        if is_gone:
            target.unlink()
        assert main(["validate", "--changed", str(target)]) == (3 if is_gone else 1)
        said = capsys.readouterr().out
        assert all(name in said for name in LINKS[kind] if name.startswith("p/"))


def test_links_among_several_are_each_judged(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    linked(folder, LINKS["of two names"])
    names = ["p/link.json", "data/real.json", "p/too.json"]
    for changed in (names, names[::-1]):
        assert main(["validate", "--changed", *changed]) == 1
        said = capsys.readouterr().out
        assert "p/link.json:1" in said
        assert "p/too.json:1" in said
        assert "data/real.json" not in said


def test_a_workspace_by_a_link_is_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    linked(folder, {"w": ".", "p/link.json": "../data/real.json"})
    (folder / "q").mkdir()
    monkeypatch.chdir(folder / "q")
    for changed in ("../p/real.json", "../w/p/real.json", "../data/real.json"):
        assert main(["validate", "--workspace", "../w", "--changed", changed]) == 1
        assert f"p/{'link' if 'data' in changed else 'real'}.json:1" in capsys.readouterr().out
