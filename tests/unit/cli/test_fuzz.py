"""`schemawright fuzz`, with a fuzzer that makes three records: what is written where, and the exit codes."""

from __future__ import annotations

import json
from itertools import cycle
from typing import TYPE_CHECKING

import pytest

from schemawright.cli import main
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.record import FuzzRecord

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEMA = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "minLength": 1}}}
RECORDS = (
    FuzzRecord({"id": "é"}, valid=True),
    FuzzRecord({"id": 17}, valid=False, violates="/properties/id/type", at="/id", keyword="type"),
    FuzzRecord({}, valid=False, violates="/required", keyword="required"),
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    def stream(_self: Fuzzer, mode: str = "mixed", seed: int = 0) -> Iterator[FuzzRecord]:
        fitting = [one for one in RECORDS if mode == "mixed" or one.valid == (mode == "valid")]
        return cycle(fitting[seed:])

    monkeypatch.setattr(Fuzzer, "stream", stream)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "session.json").write_text(json.dumps(SCHEMA))
    return tmp_path


def test_records_are_lines(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["fuzz", "session.json", "-n", "3"]) == 0
    assert capfdbinary.readouterr().out == '{"id":"é"}\n{"id":17}\n{}\n'.encode()


def test_labels_say_what_is_violated_where(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["fuzz", "session.json", "-n", "2", "--labels"]) == 0
    first, second = capfdbinary.readouterr().out.splitlines()
    assert json.loads(first) == {"valid": True, "violates": None, "at": None, "instance": {"id": "é"}}
    assert json.loads(second) == {
        "valid": False,
        "violates": "/properties/id/type",
        "at": "/id",
        "instance": {"id": 17},
    }


def test_mode_and_seed_reach_the_fuzzer(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["fuzz", "session.json", "-n", "1", "--mode", "invalid", "--seed", "1"]) == 0
    assert capfdbinary.readouterr().out == b"{}\n"


def test_coverage_is_printed_instead_of_records(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["fuzz", "session.json", "-n", "3", "--coverage", "json"]) == 0
    said = json.loads(capfd.readouterr().out)
    assert [(one["keyword_location"], one["satisfied"], one["isolated"]) for one in said["keywords"]] == [
        ("#/type", 3, 0),
        ("#/required", 2, 1),
        ("#/properties/id/type", 1, 1),
        ("#/properties/id/minLength", 1, 0),
    ]
    assert said["records"] == 3


def test_records_and_coverage_go_to_two_places(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    words = ["-n", "3", "--coverage", "-o", "out.ndjson", "--coverage-html", "page.html", "-q"]
    assert main(["fuzz", "session.json", *words]) == 0
    out, err = capfd.readouterr()
    assert (err, out.splitlines()[-1]) == ("", "2 of 4 keywords exercised · 3 records, 1 of them valid")
    assert (folder / "out.ndjson").read_text(encoding="utf-8") == '{"id":"é"}\n{"id":17}\n{}\n'
    assert "session.json: keyword coverage" in (folder / "page.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in folder.iterdir()) == ["out.ndjson", "page.html", "session.json"]


def test_a_file_is_whole_or_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stream(_self: Fuzzer, _mode: str = "mixed", _seed: int = 0) -> Iterator[FuzzRecord]:
        yield RECORDS[0]
        raise KeyboardInterrupt

    monkeypatch.setattr(Fuzzer, "stream", stream)
    (folder / "out.ndjson").write_text("before\n")
    assert main(["fuzz", "session.json", "-o", "out.ndjson"]) == 130
    assert (folder / "out.ndjson").read_text() == "before\n"
    assert sorted(path.name for path in folder.iterdir()) == ["out.ndjson", "session.json"]


def test_a_command_that_differs_is_exit_code_1(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["fuzz", "session.json", "-n", "3", "--against", "true {file}"]) == 1
    assert capfd.readouterr().out.splitlines() == [
        "the command accepts what the schema refuses: type at /id (1 record, the first is number 2)",
        '    {"id":0}',
        "    expected a string, found 0",
        "  reproduce: printf %s '{\"id\":0}' > record.json; true record.json",
        "the command accepts what the schema refuses: required (1 record, the first is number 3)",
        "    {}",
        '    expected the property "id", found none',
        "  reproduce: printf %s '{}' > record.json; true record.json",
        "2 kinds of differences · 3 records, 1 of them valid",
    ]


def test_a_command_without_a_verdict_is_exit_code_3(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["fuzz", "session.json", "--against", "no-such-command {file}"]) == 3
    assert "the command cannot be run: no such file or directory" in capfd.readouterr().err


def test_models_that_agree_are_exit_code_0(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["fuzz", "session.json", "-n", "3", "--models"]) == 0
    out, err = capfd.readouterr()
    assert out == "no difference · 3 records, 1 of them valid\n"
    assert err == "note: the module is made in memory\n"


def test_the_committed_module_is_asked(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from schemawright import open_schema
    from schemawright.fuzz.model_proof import text_of

    (folder / "pyproject.toml").write_text(
        '[tool.schemawright.schemas.session]\nfile = "session.json"\nmodule = "made"\n'
    )
    (folder / "made.py").write_text(text_of(open_schema({**SCHEMA, "required": []})))
    assert main(["fuzz", "session", "-n", "3", "--models"]) == 1
    out, err = capfd.readouterr()
    assert err == "note: the module is made.py\n"
    assert "  reproduce: schemawright fuzz session --mode mixed --seed 0 -n 3 --models" in out.splitlines()
