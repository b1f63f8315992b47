"""The example payloads are what their script makes, and each invalid one gets the finding that its table names."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from examples.invalid_payloads import invalid_payloads
from examples.make_payloads import PAYLOADS, decompressed, iter_files

if TYPE_CHECKING:
    from pathlib import Path

INVALID = invalid_payloads()
VENDORED = "44ec223dceb46931e2f069d78463d5c14bf5863c6096e1dfb96d1b641075f8d7"


def validate(repository: Path, *words: str) -> tuple[dict[str, Any], int]:
    done = subprocess.run(
        [sys.executable, "-m", "schemawright", "validate", "-o", "json", *words],
        cwd=repository,
        capture_output=True,
        check=False,
    )
    return json.loads(done.stdout), done.returncode


def test_the_vendored_schema_is_byte_for_byte_what_was_vendored(repository: Path) -> None:
    schema = repository / "schemas/ngrok/tunnel-session.json"
    assert hashlib.sha256(schema.read_bytes()).hexdigest() == VENDORED


def test_every_file_is_what_the_script_makes() -> None:
    wanted = dict(iter_files())
    assert {path for path in PAYLOADS.rglob("*") if path.is_file()} <= wanted.keys()
    assert {path.name: decompressed(path) for path in wanted} == {path.name: text for path, text in wanted.items()}


def test_the_valid_ones_are_valid(repository: Path) -> None:
    report, code = validate(repository, "examples/payloads/*.*")
    assert code == 0
    assert report["valid"] is True
    assert report["findings"] == []


@pytest.fixture(scope="module")
def findings(repository: Path) -> dict[str, list[dict[str, Any]]]:
    report, code = validate(repository, "examples/payloads/invalid")
    assert code == 3  # some cannot be read
    by_name: dict[str, list[dict[str, Any]]] = {}
    for finding in report["findings"]:
        by_name.setdefault(finding["document"].rpartition("/")[2], []).append(finding)
    return by_name


def test_every_invalid_one_has_findings_and_nothing_else_has(findings: dict[str, list[dict[str, Any]]]) -> None:
    assert sorted(findings) == sorted(INVALID)


@pytest.mark.parametrize("name", INVALID)
def test_an_invalid_one_gets_the_one_finding_that_its_row_names(
    name: str, findings: dict[str, list[dict[str, Any]]]
) -> None:
    payload = INVALID[name]
    assert [(found["keyword"], found["instance_location"]) for found in findings[name]] == [
        (payload.keyword, payload.location or "")
    ]
