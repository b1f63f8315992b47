"""
Start-up: the whole process that validates one small JSON file, beside check-jsonschema on the same file.

The runs are interleaved, so that whatever else the machine does meets both.
"""

from __future__ import annotations

from statistics import median

from benchmarks.measuring import BIN, ROOT, SCHEMA, machine, run

RUNS = 20
PAYLOAD = ROOT / "examples/payloads/session.json"

COMMANDS = {
    "schemawright": (BIN / "schemawright", "validate", "-s", SCHEMA, PAYLOAD),
    "check-jsonschema": (BIN / "check-jsonschema", "--schemafile", SCHEMA, PAYLOAD),
    "python -c pass": (BIN / "python", "-c", "pass"),
}


def main() -> None:
    """Measure and print."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for command in COMMANDS.values():
        run(*command)  # once before, so that nobody pays for a cold cache
    for _ in range(RUNS):
        for name, command in COMMANDS.items():
            times[name].append(run(*command).seconds)
    print(f"start-up: one JSON file of {PAYLOAD.stat().st_size} bytes, whole process, median of {RUNS}, interleaved")
    print(f"  {machine('schemawright', 'jsonschema-rs', 'check-jsonschema', 'jsonschema')}")
    for name, seconds in times.items():
        spread = f"(from {min(seconds) * 1e3:.1f} to {max(seconds) * 1e3:.1f})"
        print(f"  {name:18} {median(seconds) * 1e3:7.1f} ms   {spread}")
    ratio = median(times["schemawright"]) / median(times["check-jsonschema"])
    print(f"  schemawright takes {ratio:.2f} × the time of check-jsonschema (wanted: at most 0.30)")


if __name__ == "__main__":
    main()
