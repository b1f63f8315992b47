"""
NDJSON: many tunnel sessions in one process, time and memory, beside the loop that people write.

Both run as whole processes on the same file, in turns, so that whatever else the machine does meets both.  A file of
four times the size shows that memory does not grow with it, and one that is compressed what decompression costs.
"""

from __future__ import annotations

import gzip
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.make_sessions import make
from benchmarks.measuring import BIN, CACHE, SCHEMA, Run, machine, run

if TYPE_CHECKING:
    from pathlib import Path

SESSIONS = 200_000
RUNS = 3


def main() -> None:
    """Measure and print."""
    path = make(SESSIONS, CACHE / f"sessions-{SESSIONS}.ndjson")
    larger = make(4 * SESSIONS, CACHE / f"sessions-{4 * SESSIONS}.ndjson")
    megabytes = path.stat().st_size / 1e6
    print(f"NDJSON: {SESSIONS:,} tunnel sessions, {megabytes:.1f} MB, one process, median of {RUNS}, interleaved")
    print(f"  {machine('schemawright', 'jsonschema-rs', 'msgspec', 'jsonschema')}")
    both = [(_validate(path), _loop(path)) for _ in range(RUNS)]
    ours, loop = _median([pair[0] for pair in both]), _median([pair[1] for pair in both])
    _print("schemawright", ours, megabytes)
    _print("  4 × the size", _validate(larger), larger.stat().st_size / 1e6)
    _print("  compressed", _validate(_compressed(path)), megabytes)
    _print("json + jsonschema", loop, megabytes)
    print(f"  schemawright is {loop.seconds / ours.seconds:.1f} × faster (wanted: at least 20)")


def _validate(path: Path) -> Run:
    return run(BIN / "schemawright", "validate", "-s", SCHEMA, path)


def _loop(path: Path) -> Run:
    return run(BIN / "python", "-m", "benchmarks.naive_loop", SCHEMA, path)


def _median(runs: list[Run]) -> Run:
    return Run(median(run.seconds for run in runs), max(run.peak for run in runs), runs[0].code, runs[0].output)


def _compressed(path: Path) -> Path:
    packed = path.with_suffix(".ndjson.gz")
    if not packed.exists():
        with path.open("rb") as plain, gzip.open(packed, "wb", 6) as file:
            while block := plain.read(1 << 20):
                file.write(block)
    return packed


def _print(name: str, run: Run, megabytes: float) -> None:
    rate = megabytes / run.seconds
    print(f"  {name:18} {run.seconds:7.2f} s   {rate:7.1f} MB/s   {run.peak / 1e6:6.1f} MB of memory at most")


if __name__ == "__main__":
    main()
