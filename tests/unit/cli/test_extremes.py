"""Payloads of unreasonable sizes get a reasonable answer: short, with a place, and never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "properties": {
        "id": {"type": "string"},
        "ids": {"enum": [[], None]},
        "at": {"type": "string", "format": "date-time"},
    },
}
LONG = 10_000_000
FEW = 2_000


def answer(folder: Path, *words: str) -> tuple[str, int]:
    (folder / "schema.json").write_text(json.dumps(SCHEMA))
    done = subprocess.run(
        [sys.executable, "-m", "schemawright", "validate", "-s", "schema.json", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert not done.stderr, done.stderr[:FEW]
    return done.stdout, done.returncode


@pytest.mark.parametrize("name", ["payload.json", "payload.ndjson"])
@pytest.mark.parametrize("output", ["text", "json", "github", "sarif"])
def test_a_string_of_ten_megabytes_is_cut(tmp_path: Path, name: str, output: str) -> None:
    payload = {"id": ["x" * LONG], "ids": ["y" * LONG], "at": "z" * LONG}
    (tmp_path / name).write_text(json.dumps(payload))
    printed, code = answer(tmp_path, "-o", output, name)
    assert code == 1
    assert len(printed) < FEW
    assert "z" * 50 in printed
    assert "z" * 61 not in printed.partition("│")[0]


def test_a_member_name_of_ten_megabytes_is_cut(tmp_path: Path) -> None:
    (tmp_path / "payload.json").write_text(json.dumps({"ids": {"k" * LONG: 1}}))
    printed, code = answer(tmp_path, "payload.json")
    assert code == 1
    assert len(printed) < FEW


def test_a_million_digits_are_a_number(tmp_path: Path) -> None:
    (tmp_path / "payload.json").write_text('{"id": ' + "9" * 1_000_000 + "}")
    printed, code = answer(tmp_path, "payload.json")
    assert code == 1
    assert "payload.json:1:8  /id  type" in printed
    assert len(printed) < FEW


def test_an_exponent_without_end_is_a_number(tmp_path: Path) -> None:
    (tmp_path / "payload.json").write_text('{"id": 1e999999999999}')
    printed, code = answer(tmp_path, "payload.json")
    assert code == 1
    assert "payload.json:1:8  /id  type" in printed


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_nesting_without_end_is_refused(tmp_path: Path, opening: str, closing: str) -> None:
    (tmp_path / "payload.json").write_text(opening * 200_000 + "1" + closing * 200_000)
    printed, code = answer(tmp_path, "payload.json")
    assert code == 3
    assert "expected at most 1,000 levels of nesting, found more" in printed


def test_thousands_of_files_are_one_call(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(3_000):
        (folder / f"{number}.json").write_text('{"id": "a"}' if number % 1_000 else '{"id": 1}')
    printed, code = answer(tmp_path, "many")
    assert code == 1
    assert "3 of 3,000 records invalid · 3,000 documents" in printed


ROOM = 160 << 20


def answer_in_little_room(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    resource = pytest.importorskip("resource", reason="processes are not bounded here")
    return subprocess.run(
        [sys.executable, "-m", "schemawright", "validate", "-s", "schema.json", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM)),
    )


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded there")
def test_a_document_that_memory_has_no_room_for_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA))
    (tmp_path / "large.json").write_text("[" + "[]," * 2_000_000 + "[]]")
    (tmp_path / "payload.json").write_text('{"id": 1}')
    done = answer_in_little_room(tmp_path, "large.json", "payload.json")
    assert (done.returncode, done.stderr) == (3, "")
    assert done.stdout.startswith("large.json  unreadable\n    expected a document that the memory has room for, found")
    assert "payload.json:1:8  /id  type" in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded there")
def test_that_memory_has_no_room_for_the_rest_is_no_bug(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA))
    (tmp_path / "payload.json").write_text("[" + "[]," * 400_000 + "[]]")
    done = answer_in_little_room(tmp_path, "--at", "$..*", "payload.json")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("schemawright: not enough memory\n  hint: ")


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA))
    (tmp_path / "log.ndjson").write_text('{"id": 1}\n' * 50_000)
    with subprocess.Popen(
        [sys.executable, "-m", "schemawright", "validate", "-s", "schema.json", "-o", "jsonl", "log.ndjson"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
