"""
What the command line answers, word for word.

Each folder `<command>/{pass,fail}_<what>/` holds `command` (the words after `schemawright`), `input/` (the folder that
it runs in), `stdin` where it has one, and what came out: `stdout`, `stderr`, `exit`.

`UPDATE_TRANSCRIPTS=1 pytest tests/transcripts` writes what comes out now; read the difference before you commit it.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/*/command"))
UPDATE = bool(os.environ.get("UPDATE_TRANSCRIPTS"))
TIMES = (
    (re.compile(r"\b\d+\.\d\d s\b"), "0.00 s"),
    (re.compile(r'"seconds": [0-9.e-]+'), '"seconds": 0.0'),
)


def name_of(case: Path) -> str:
    return case.relative_to(HERE).as_posix()


def normalised(output: bytes, folder: Path) -> str:
    text = output.decode().replace(str(folder), "/work").replace(str(folder.parent), "/above")
    for pattern, replacement in TIMES:
        text = pattern.sub(replacement, text)
    return text


def run(case: Path, folder: Path) -> dict[str, str]:
    if (case / "input").is_dir():
        shutil.copytree(case / "input", folder)
    else:
        folder.mkdir()
    stdin = case / "stdin"
    done = subprocess.run(
        [sys.executable, "-m", "schemawright", *shlex.split((case / "command").read_text())],
        cwd=folder,
        env={**os.environ, "COLUMNS": "120", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
        input=stdin.read_bytes() if stdin.exists() else b"",
        capture_output=True,
        check=False,
        timeout=60,
    )
    return {
        "stdout": normalised(done.stdout, folder),
        "stderr": normalised(done.stderr, folder),
        "exit": f"{done.returncode}\n",
    }


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_the_command_answers_as_it_did(case: Path, tmp_path: Path) -> None:
    answered = run(case, tmp_path / "work")
    if UPDATE:
        for name, text in answered.items():
            (case / name).write_text(text)
    expected = {name: (case / name).read_text() for name in answered}
    assert answered == expected


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_a_folder_is_named_after_its_exit_code(case: Path) -> None:
    passes = (case / "exit").read_text() == "0\n"
    assert case.name.startswith("pass_" if passes else "fail_")


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_no_answer_is_a_bug(case: Path) -> None:
    assert "Traceback" not in (case / "stderr").read_text()
    assert (case / "exit").read_text() in {"0\n", "1\n", "2\n", "3\n"}
