"""Payloads that the setting `invalid` names: they are to be refused where the workspace says what is judged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from workspaces import write_files

from schemawright.cli import main

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = (
    '[tool.schemawright.schemas.order]\nfile = "schemas/order.json"\npayloads = ["payloads/*"]\n'
    'invalid = ["payloads/order-bad*"]\n'
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with a payload that is right, and some that are wrong on purpose."""
    files = {
        "pyproject.toml": SETTINGS,
        "schemas/order.json": '{"required": ["id"]}',
        "payloads/order.json": '{"id": 1}',
        "payloads/order-bad.json": "{}",
        "payloads/order-bad-text.json": "{",
        "payloads/order-bad.ndjson": '{"id": 1}\n{"id": 2}\n{}\n',
        "payloads/order-bad.gz": "no gzip",
    }
    write_files(tmp_path, files)
    (tmp_path / "payloads/order-bad.gz").rename(tmp_path / "payloads/order-bad.json.gz")
    monkeypatch.chdir(tmp_path)
    return tmp_path


HOOK = ["validate", "--changed"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "words",
    [
        ["validate"],
        [*HOOK, "schemas/order.json"],
        [*HOOK, "pyproject.toml"],
        [*HOOK, "payloads/order-bad.json", "payloads/order-bad.ndjson", "payloads/order.json"],
    ],
    ids=" ".join,
)
def test_what_is_wrong_on_purpose_keeps_no_commit_from_passing(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 0
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert out.startswith("1 record valid · ")
    assert "documents refused, as `invalid` has it" in out


@pytest.mark.parametrize("words", [["validate"], [*HOOK, "payloads/order-bad.ndjson"]], ids=" ".join)
def test_what_is_wrong_on_purpose_and_valid_is_an_error(
    folder: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """One, however many records it has."""
    (folder / "payloads/order-bad.ndjson").write_text('{"id": 1}\n{"id": 2}\n')
    assert main(words) == 1
    out = capsys.readouterr().out
    assert out.startswith("payloads/order-bad.ndjson  expected-invalid\n    expected a payload that is refused")
    assert out.count("expected-invalid") == 1
    assert main([*words, "-o", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["valid"], len(report["findings"]), report["summary"]["invalid"]) == (False, 1, 2)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("path", ["payloads/order-bad.json", "payloads"])
def test_who_names_a_path_is_told_what_is_wrong_with_it(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", path]) == {"payloads": 3}.get(path, 1)
    assert 'expected the property "id", found none' in capsys.readouterr().out


def test_a_broken_schema_refuses_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is told once, and what is wrong on purpose is not taken for refused."""
    (folder / "schemas/order.json").write_text('{"type": 3}')
    assert main(["validate"]) == 3
    out = capsys.readouterr().out
    assert out.count("the schema is not valid against its metaschema") == 1
    assert "refused" not in out


def test_each_schema_expects_what_its_own_setting_says(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A payload of two schemas that is wrong by one of them has to be right by the other."""
    more = '[tool.schemawright.schemas.other]\nfile = "schemas/other.json"\npayloads = ["payloads/order-bad.json"]\n'
    (folder / "pyproject.toml").write_text(SETTINGS + more)
    (folder / "schemas/other.json").write_text('{"type": "object"}')
    assert main(["validate"]) == 0
    assert capsys.readouterr().out.startswith("2 records valid · 5 documents, ")
    (folder / "schemas/other.json").write_text('{"type": "array"}')
    assert main(["validate"]) == 1
    assert "payloads/order-bad.json:1:1  type\n" in capsys.readouterr().out


ITEMS = '{"properties": {"items": {"items": {"type": "integer"}}, "n": {"type": "string"}}}'


@pytest.mark.parametrize(
    ("selector", "code"),
    [("$.items[*]", 0), ("$.n", 3), ("/items/-", 0), ("/zzz", 3)],
    ids=["", "none", "at", "astray"],
)
def test_what_is_wrong_on_purpose_is_judged_as_a_whole(
    folder: Path, selector: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """A selector that fits what is right need not fit it, and one that does not fit refuses nothing."""
    (folder / "schemas/order.json").write_text(ITEMS)
    for name in ("order-bad-text.json", "order-bad.ndjson", "order-bad.json.gz"):
        (folder / "payloads" / name).unlink()
    (folder / "payloads/order.json").write_text('{"items": [1, 2]}')
    (folder / "payloads/order-bad.json").write_text('{"n": 3}')
    assert main(["validate", "--at", selector]) == code
    assert "1 document refused, as `invalid` has it" in capsys.readouterr().out
    (folder / "payloads/order-bad.json").write_text('{"n": "right"}')
    assert main(["validate", "--at", selector]) == max(code, 1)
    assert "payloads/order-bad.json  expected-invalid" in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("most", ["0", "1"])
def test_what_is_refused_is_so_however_many_findings_are_shown(most: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--max-findings", most]) == 0
    assert "4 documents refused" in capsys.readouterr().out


def _of_three(folder: Path) -> None:
    """One schema refuses the payloads as it should, one accepts them though it should not, one is to accept them."""
    globs = 'payloads = ["payloads/order-bad*"]\n'
    settings = "".join(
        f'[tool.schemawright.schemas.{name}]\nfile = "schemas/{name}.json"\n{globs}{invalid}'
        for name, invalid in [("a", globs.replace("payloads =", "invalid =")), ("b", "")]
    )
    third = settings.replace("schemas.a", "schemas.c").replace("/a.", "/c.").partition("[tool.schemawright.schemas.b]")
    (folder / "pyproject.toml").write_text(settings + third[0])
    for name, kind in {"a": "string", "b": "object", "c": "object"}.items():
        (folder / f"schemas/{name}.json").write_text(json.dumps({"type": kind}))
    for name in ("order-bad-text.json", "order-bad.json.gz"):
        (folder / "payloads" / name).unlink()


@pytest.mark.parametrize(("more", "invalid", "found"), [([], 4, 2), (["--fail-fast"], 1, 1)], ids=["all", "first"])
def test_a_payload_of_several_schemas_is_counted_once(
    folder: Path, more: list[str], invalid: int, found: int, capsys: pytest.CaptureFixture[str]
) -> None:
    _of_three(folder)
    assert main(["validate", "-o", "json", *more]) == 1
    report = json.loads(capsys.readouterr().out)
    summary = report["summary"]
    assert len(report["findings"]) == found
    assert (summary["records"], summary["valid"], summary["invalid"]) == (invalid, 0, invalid)
    files = sorted((folder / "payloads").glob("order-bad*"))
    assert summary["documents"] == found
    assert summary["bytes"] == sum(path.stat().st_size for path in files[:found])
    assert not [note for note in summary["notes"] if "refused" in note]


def test_a_payload_that_each_schema_refuses_is_refused_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _of_three(folder)
    (folder / "schemas/c.json").write_text('{"type": "array"}')
    assert main(["validate"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("4 records valid · 2 documents, ")
    assert "2 documents refused" in out
