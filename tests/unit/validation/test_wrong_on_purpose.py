"""Payloads that the setting `invalid` names: they are to be refused where the workspace says what is judged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

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
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
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
