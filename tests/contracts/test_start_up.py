"""Start-up is a feature: what the usual run imports, and what it must not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SESSION = ["-s", "schemas/ngrok/tunnel-session.json", "examples/payloads/session.json"]


def imported(*words: str) -> set[str]:
    """Return the modules that a run of the command line has imported when it ends."""
    script = (
        "import sys\n"
        "from schemawright.cli import main\n"
        f"code = main({list(words)!r})\n"
        "assert code == 0, code\n"
        "sys.stderr.write('\\n'.join(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_validating_json_imports_nothing_heavy() -> None:
    """One small JSON file needs the native engine, and none of the packages that other runs need."""
    heavy = {"jsonschema", "referencing", "msgspec", "yaml", "rich", "tomllib", "pathlib", "dataclasses", "regress"}
    assert heavy.isdisjoint(imported("validate", *SESSION))


def test_parsing_the_words_imports_no_engine() -> None:
    """What was asked for, and help, is known without any engine."""
    script = "import sys\nfrom schemawright.cli.parser import parse\nparse(['validate', 'a.json'])\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert {"jsonschema_rs", "jsonschema", "schemawright.documents"}.isdisjoint(done.stdout.split())


def test_importing_the_package_imports_nothing_else() -> None:
    """`import schemawright` costs nothing until something is used."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys, schemawright; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    ours = {name for name in done.stdout.split() if name.startswith("schemawright")}
    assert ours == {"schemawright"}


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_asking_for_words_is_clean(word: str) -> None:
    """`--help` and `--version` answer on standard output and exit 0."""
    done = subprocess.run([sys.executable, "-m", "schemawright", word], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "schemawright" in done.stdout


def test_the_pytest_plugin_imports_nothing_heavy() -> None:
    """Every test run of everybody who has the package imports the plugin."""
    script = (
        "import pytest, sys\n"
        "before = set(sys.modules)\n"
        "import schemawright.pytest_plugin\n"
        "print(*set(sys.modules) - before)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == {"schemawright", "schemawright.pytest_plugin"}
