"""What the benchmarks share: running a command as the operating system sees it, and saying on what machine."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "schemas/ngrok/tunnel-session.json"
CACHE = ROOT / ".cache/bench"
BIN = Path(sys.executable).parent

_UNITS = 1 if sys.platform == "darwin" else 1024
"""What `ru_maxrss` counts in: bytes there, KiB elsewhere."""


class Run(NamedTuple):
    """
    One run of a command.

    Args:
        seconds: Wall time of the whole process.
        peak: The most memory it had at once (resident set), in bytes.
        code: Its exit code.
        output: What it wrote to standard output.
    """

    seconds: float
    peak: int
    code: int
    output: str


def run(*command: str | Path) -> Run:
    """
    Run a command to its end.

    Raises:
        SystemExit: It said that something is wrong, so that there is nothing to measure.
    """
    log = CACHE / "output"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w+b") as out:
        start = time.perf_counter()
        process = subprocess.Popen([str(word) for word in command], cwd=ROOT, stdout=out, stderr=out)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        output = out.read(4_000).decode(errors="replace")
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))} exited {process.returncode}:\n{output}")
    return Run(seconds, usage.ru_maxrss * _UNITS, process.returncode, output)


def machine(*packages: str) -> str:
    """Return the machine and the versions of what is measured, on one line."""
    versions = ", ".join(f"{package} {version(package)}" for package in packages)
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    return f"Python {platform.python_version()}, {system}; {versions}"
