"""Make an NDJSON file of tunnel sessions, seeded: `python -m benchmarks.make_sessions 200000 PATH`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from examples.sessions import iter_sessions, session_bytes

SEED = 20_260_302


def make(count: int, path: Path) -> Path:
    """Write a file of sessions, where it is not there yet."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        with beside.open("wb") as file:
            file.writelines(session_bytes(session) for session in iter_sessions(count, seed=SEED))
        os.replace(beside, path)  # noqa: PTH105  (atomic, and said so)
    return path


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description="Make an NDJSON file of tunnel sessions.")
    parser.add_argument("count", type=int, help="how many")
    parser.add_argument("path", type=Path, help="where")
    arguments = parser.parse_args()
    path = make(arguments.count, arguments.path)
    print(f"{path}: {arguments.count:,} sessions, {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
