"""Files that are there as a whole or not at all: what is told of one that cannot be written, and of what else fails."""

from __future__ import annotations

import errno
import os
import signal
from pathlib import Path

import pytest

from schemawright.atomic import Telling, cleaning_up, writing
from schemawright.errors import SchemawrightError

LONG = "n" * 300


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", [LONG, f"{LONG}/a", "nowhere/a", "file/a"])
def test_what_cannot_be_written_is_told_before_any_work(folder: Path, path: str) -> None:
    (folder / "file").touch()
    with pytest.raises(SchemawrightError, match=f"^{path}: cannot be written: "), writing(path):
        pytest.fail("there is no work")
    assert [one.name for one in folder.iterdir()] == ["file"]


@pytest.mark.parametrize("path", ["a", os.devnull])
def test_what_is_wrong_with_others_is_not_told_of_the_file(folder: Path, path: str) -> None:
    wrong = OSError(errno.ENOSPC, "no space", "another")

    def work() -> None:
        with writing(path) as file:
            file.write(b"1")
            raise wrong

    with pytest.raises(OSError, match="another") as raised:
        work()
    assert raised.value is wrong
    assert not [*folder.iterdir()]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("size", [1, 1 << 20])
def test_a_device_that_is_full_is_told_whenever_it_is_found(size: int) -> None:
    message = "^/dev/full: cannot be written: no space left on device$"
    with pytest.raises(SchemawrightError, match=message), writing("/dev/full") as file:
        file.write(b"1" * size)


def test_that_nobody_reads_on_is_no_fault_of_a_file() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb", buffering=0) as pipe, pytest.raises(BrokenPipeError):
        Telling(pipe, lambda _error: AssertionError()).write(b"1")


def test_a_file_that_may_not_be_written_may_be_replaced(folder: Path) -> None:
    (folder / "a").write_text("before")
    (folder / "a").chmod(0o400)
    with writing("a") as file:
        file.write(b"after")
    assert (folder / "a").read_text() == "after"
    assert (folder / "a").stat().st_mode & 0o777 == 0o400


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="no terminal is closed here")
def test_who_is_to_go_on_without_a_terminal_does(folder: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with cleaning_up(), writing("a") as file:
            os.kill(os.getpid(), signal.SIGHUP)
            file.write(b"1")
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
    assert (folder / "a").read_bytes() == b"1"
