"""Folders of modules: several runs at once, and what a killed one leaves."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from schemawright.cli import main
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
