"""Folders of modules: several runs at once, and what a killed one leaves."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from schemawright.cli import main
from schemawright.cli.generate import _remove
from schemawright.models.generating.packages import PACKAGE, make_packages, remove_package

AT_ONCE = 8


def test_runs_at_once_make_the_same_packages(tmp_path: Path) -> None:
    """None fails, since a folder is there, and none goes on before it is a package."""
    begin = Barrier(AT_ONCE)

    def make(folder: Path) -> list[str]:
        begin.wait()
        make_packages(str(folder))
        return [(above / "__init__.py").read_text() for above in (folder, *folder.parents[:2])]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for attempt in range(50):
            folder = tmp_path / f"{attempt}/a/b"
            assert list(pool.map(make, [folder] * AT_ONCE)) == [[f"{PACKAGE}\n"] * 3] * AT_ONCE
    assert not list(tmp_path.rglob(".*"))


def test_runs_at_once_remove_the_same_package(tmp_path: Path) -> None:
    """Whoever comes second finds nothing to do; and what another has put into it stays."""
    begin = Barrier(AT_ONCE)

    def remove(folder: Path) -> None:
        begin.wait()
        remove_package(str(folder))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for attempt in range(50):
            folder = tmp_path / str(attempt)
            (folder / "__pycache__").mkdir(parents=True)
            list(pool.map(remove, [folder] * AT_ONCE))
            assert not folder.exists()
    (tmp_path / "kept.py").touch()
    remove_package(str(tmp_path))
    assert (tmp_path / "kept.py").exists()


@pytest.mark.parametrize("is_kept", [False, True])
def test_of_runs_at_once_that_remove_a_package_one_tells(tmp_path: Path, *, is_kept: bool) -> None:
    """Also where its folder stays, since somebody else has put something into it."""
    begin = Barrier(AT_ONCE)

    def remove(package: Path) -> bool:
        begin.wait()
        return _remove(str(package))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for attempt in range(200):
            package = tmp_path / str(attempt) / "__init__.py"
            package.parent.mkdir()
            package.write_text(f"{PACKAGE}\n")
            if is_kept:
                (package.parent / "kept.py").touch()
            assert sum(pool.map(remove, [package] * AT_ONCE)) == 1
            assert (not package.exists(), package.parent.exists()) == (True, is_kept)


def test_what_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError):
        make_packages(str(tmp_path / "file/a"))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def workspace(folder: Path) -> None:
    (folder / "s.json").write_text('{"type": "string"}')
    settings = '[tool.schemawright.schemas.s]\nfile = "s.json"\nmodule = "own.below.s"\n'
    (folder / "pyproject.toml").write_text(settings)


def test_generating_twice_at_once(tmp_path: Path) -> None:
    workspace(tmp_path)
    command = [sys.executable, "-m", "schemawright", "generate"]
    runs = [subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [run.communicate()[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert sorted(path.name for path in tmp_path.glob("own/**/*.py")) == ["__init__.py", "__init__.py", "s.py"]


@pytest.mark.parametrize("above", [".", "own", "own/below", "generated"])
@pytest.mark.parametrize("is_empty", [True, False], ids=["empty", "with its file"])
def test_what_a_killed_run_left_is_pruned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, above: str, is_empty: bool
) -> None:
    """It is beside the place of the package; what only sounds so is somebody's own."""
    workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["generate", "-q"]) == 0
    left = Path(above, ".schemawright-0123456789abcdef")
    own = [Path(above, ".schemawright-cache"), Path(".schemawright-fedcba9876543210")]
    for folder in (left, *own):
        folder.mkdir(parents=True)
    if not is_empty:
        (left / "__init__.py").write_text(f"{PACKAGE}\n")
    (own[1] / "notes").touch()
    assert main(["generate", "-q", "--check", "--prune"]) == 1
    assert left.exists()
    assert main(["generate", "-q", "--prune"]) == 0
    assert not left.exists()
    assert main(["generate", "-q", "--check", "--prune"]) == 0
    assert own[1].exists()


def ended() -> int:
    """Return the number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    return process.pid


@pytest.mark.parametrize(
    "beside",
    [
        ".schemawright-{}-0123456789abcdef/__init__.py",
        "own/.schemawright-{}-0123456789abcdef/__init__.py",
        "own/below/.schemawright-{}-0123456789abcdef.py",
        "generated/.schemawright-{}-0123456789abcdef.py",
        "generated/.schemawright-{}-0123456789abcdef/__init__.py",
    ],
)
@pytest.mark.parametrize(("age", "is_running"), [(0, True), (0, False), (3_600, True), (3_600, False)])
def test_what_a_run_that_goes_on_is_about_to_place_is_not_pruned(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    beside: str,
    age: int,
    *,
    is_running: bool,
) -> None:
    """Unless it is so old that the process of that number is another."""
    workspace(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["generate", "-q"]) == 0
    path = Path(beside.format(os.getpid() if is_running else ended()))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{PACKAGE}\n")
    for one in (path, path.parent):
        os.utime(one, (time.time() - age,) * 2)
    assert main(["generate", "-q", "--prune"]) == 0
    assert path.exists() is (is_running and not age)


def test_what_two_runs_prune_is_told_once(tmp_path: Path) -> None:
    """By the one that has removed it."""
    workspace(tmp_path)
    command = [sys.executable, "-m", "schemawright", "generate", "--prune"]
    subprocess.run(command, cwd=tmp_path, check=True)
    module = (tmp_path / "own/below/s.py").read_text()
    gone = [tmp_path / f"generated/p{number // 10}/m{number}.py" for number in range(100)]
    for path in gone:
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").write_text(f"{PACKAGE}\n")
        path.write_text(module)
    runs = [subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = "".join([run.communicate()[1] for run in runs]).splitlines()
    removed = [line for line in said if line.endswith(": removed")]
    assert len(removed) == len(set(removed))
    assert {f"{path.relative_to(tmp_path)}: removed" for path in gone} <= set(removed)
    assert not list(tmp_path.glob("generated/p*"))
