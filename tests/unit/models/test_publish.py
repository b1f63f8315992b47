"""A module's file is the old one or the new one, whatever happens while it is written."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import stat
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from schemawright.cli import main

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 25
COMMAND = [sys.executable, "-m", "schemawright", "generate", "-q"]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.schemawright.schemas.thing]\nfile = "thing.json"\nmodule = "made.thing"\n'
    )
    write_schema(tmp_path, 0)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write_schema(folder: Path, number: int) -> None:
    (folder / "thing.json").write_text(json.dumps({"properties": {f"p{number}": {"type": "string"}}}))


def test_a_run_that_is_killed_leaves_the_old_module_or_the_new_one(workspace: Path) -> None:
    """SIGKILL at 25 moments: the file is whole, nothing beside it can be imported, `--prune` removes what was left."""
    assert main(["generate", "-q"]) == 0
    module = workspace / "made/thing.py"
    start = time.perf_counter()
    write_schema(workspace, 1)
    subprocess.run(COMMAND, check=True)
    whole = time.perf_counter() - start
    moments = random.Random(7)  # noqa: S311  (the same moments for everybody)
    for number in range(2, KILLS + 2):
        old = module.read_bytes()
        write_schema(workspace, number)
        process = subprocess.Popen(COMMAND)
        # Mostly near the end, where it writes.
        time.sleep(whole * moments.triangular(0, 1.1, 0.9))
        process.send_signal(signal.SIGKILL)
        process.wait()
        found = module.read_bytes()
        if found != old:
            assert main(["generate", "--check", "-q"]) == 0
        modules = [path.name for path in module.parent.iterdir() if path.stem.isidentifier() and path.suffix == ".py"]
        assert sorted(modules) == ["__init__.py", "thing.py"]
    assert main(["generate", "-q", "--prune"]) == 0
    left = sorted(path.name for path in module.parent.iterdir() if path.suffix == ".py")
    assert left == ["__init__.py", "thing.py"]


KILLED_AT_THE_REPLACEMENT = """
import os, signal
from schemawright.cli import main

replace = os.replace

def killed(*places):
    if {is_done}:
        replace(*places)
    os.kill(os.getpid(), signal.SIGKILL)

os.replace = killed
main(["generate", "-q"])
"""


@pytest.mark.parametrize("is_done", [False, True])
def test_a_run_that_is_killed_beside_the_replacement_leaves_one_of_both(workspace: Path, *, is_done: bool) -> None:
    """The two moments that matter, which none of those by chance need meet."""
    assert main(["generate", "-q"]) == 0
    module = workspace / "made/thing.py"
    old = module.read_bytes()
    write_schema(workspace, 1)
    killed = subprocess.run([sys.executable, "-c", KILLED_AT_THE_REPLACEMENT.format(is_done=is_done)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert (module.read_bytes() != old) is is_done
    assert main(["generate", "--check", "-q"]) == (0 if is_done else 1)
    assert main(["generate", "-q", "--prune"]) == 0
    assert sorted(path.name for path in module.parent.iterdir() if path.is_file()) == ["__init__.py", "thing.py"]


def test_a_link_stays_and_what_it_leads_to_is_replaced(workspace: Path) -> None:
    (workspace / "real").mkdir(mode=0o755)
    (workspace / "real/out.py").write_text("")
    (workspace / "real/out.py").chmod(0o640)
    (workspace / "out.py").symlink_to("real/out.py")
    assert main(["generate", "thing.json", "-o", "out.py", "-q"]) == 0
    assert (workspace / "out.py").is_symlink()
    assert "p0" in (workspace / "real/out.py").read_text()
    assert stat.S_IMODE((workspace / "real/out.py").stat().st_mode) == 0o640
    assert [path.name for path in (workspace / "real").iterdir() if path.is_file()] == ["out.py"]


def test_a_new_module_may_be_read_by_whom_the_system_says(workspace: Path) -> None:
    before = os.umask(0o027)
    try:
        assert main(["generate", "thing.json", "-o", "out.py", "-q"]) == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE((workspace / "out.py").stat().st_mode) == 0o640


def test_a_module_imports_where_this_package_is_on_the_path_by_a_variable_only(workspace: Path) -> None:
    """The interpreter that tries it is isolated, here one without our environment; what it needs, it is told of."""
    program = "import sys; sys.path[:] = {!r}; from schemawright.cli import run; sys.exit(run())"
    python = getattr(sys, "_base_executable", sys.executable)
    command = [python, "-c", program.format(sys.path), "generate", "thing.json", "-o", "out.py", "-q"]
    assert subprocess.run(command, cwd=workspace, check=False).returncode == 0
    assert (workspace / "out.py").is_file()


def test_a_file_that_cannot_be_written_is_one_error(workspace: Path) -> None:
    """A disk that takes no more: the old module stays, nothing is left beside it, the message names the file."""
    assert main(["generate", "-q"]) == 0
    before = (workspace / "made/thing.py").read_bytes()
    write_schema(workspace, 1)

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    done = subprocess.run([*COMMAND], preexec_fn=small, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr.strip() == "schemawright: made/thing.py: cannot be written: file too large"
    assert (workspace / "made/thing.py").read_bytes() == before
    assert sorted(path.name for path in (workspace / "made").glob("*.py")) == ["__init__.py", "thing.py"]


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="names of files are UTF-8 there")
def test_a_module_is_the_same_in_every_locale(workspace: Path) -> None:
    """One that is made in one is current in the other."""
    (workspace / "\u00e9t\u00e9.json").write_text('{"type": "object", "properties": {"a": {"type": "string"}}}')
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    texts = []
    for locale, more in (("ascii", ascii_only), ("utf8", {"LC_ALL": "C.UTF-8"})):
        environment = {**os.environ, **more}
        words = [sys.executable, "-m", "schemawright", "generate", "\u00e9t\u00e9.json", "-o"]
        for output in (f"{locale}.py", "ascii.py"):
            done = subprocess.run([*words, output], cwd=workspace, env=environment, capture_output=True, check=False)
            assert done.returncode == 0, done.stderr
        assert b"unchanged" in done.stderr
        texts.append((workspace / f"{locale}.py").read_text(encoding="utf-8"))
    assert texts[0] == texts[1]
    assert "\n# \u00e9t\u00e9.json sha256:" in texts[0]


NO_FILES = """
import os, resource
from schemawright.errors import SchemawrightError
from schemawright.models.generating import publish
publish.formatted("a = 1")
open("m.py", "w").close()
resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
for work in (publish.formatted, publish.try_import):
    try:
        work("m.py")
    except SchemawrightError as error:
        print(error)
"""


def test_programs_that_cannot_be_run_are_named(tmp_path: Path) -> None:
    """It is neither the module nor standard output that cannot be written."""
    done = subprocess.run([sys.executable, "-c", NO_FILES], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == [
        "ruff, which formats modules, cannot be run: too many open files",
        "Python, which tries modules, cannot be run: too many open files",
    ]


def test_a_folder_that_is_none_is_one_error(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is written, and nothing is said to be."""
    (workspace / "taken").write_text("")
    assert main(["generate", "thing.json", "-o", "taken/out.py"]) == 3
    assert capsys.readouterr().err == "schemawright: taken/out.py: cannot be written: not a directory\n"


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0, reason="root writes everywhere")
def test_a_folder_without_permission_is_one_error(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As above."""
    (workspace / "closed").mkdir(mode=0o555)
    assert main(["generate", "thing.json", "-o", "closed/out.py"]) == 3
    assert capsys.readouterr().err == "schemawright: closed/out.py: cannot be written: permission denied\n"


@pytest.mark.parametrize("path", ["out.txt", "class.py", "a-b.py", ".", "out", "dir.py"])
def test_what_is_no_module_is_refused(workspace: Path, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that nobody can import is not written, nor a folder replaced."""
    (workspace / "dir.py").mkdir()
    assert main(["generate", "thing.json", "-o", path]) == 2
    assert "expected a module's file with --output" in capsys.readouterr().err
    assert not (workspace / path).is_file()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1]", "bad.json: expected a schema, which is an object, true or false"),
        ('{"type":', "bad.json:1:9: expected a value, found the end"),
        ('{"type": 12}', "bad.json:1:10: the schema is not valid"),
        ('{"properties": {"a": {"$ref": "#/$defs/x"}}}', "bad.json:1:31: a reference leads nowhere"),
        ('{"$ref": "http://example.com/x.json"}', "bad.json:1:10: the reference"),
        ('{"properties": {"a": {"pattern": "("}}}', "bad.json:1:34: the schema is not valid"),
        ('{"$schema": "http://example.com/mine"}', "bad.json:1:13: expected a dialect that is known"),
        ("", "bad.json:1:1: expected a value, found the end"),
        ('{"anyOf": [{"type": "string"}, {"$ref": "#"}]}', "bad.json:1:41: expected references to end"),
    ],
)
def test_what_is_no_schema_is_named(
    workspace: Path, text: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its place; and nothing is written."""
    (workspace / "bad.json").write_text(text)
    assert main(["generate", "bad.json", "-o", "out.py"]) == 3
    assert f"schemawright: {message}" in capsys.readouterr().err
    assert not (workspace / "out.py").exists()
