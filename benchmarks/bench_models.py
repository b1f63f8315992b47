"""
Generated dataclasses beside pydantic: load and write tunnel sessions, in one process; and `generate --check`.

The sessions are written compactly with all their properties, as the API answers them; then with some absent, with
date-times as JavaScript and Python write them, with a property that the schema does not declare, in other orders, and
with white space, each a row of its own.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from datetime import datetime
from pathlib import Path  # noqa: TC003
from random import Random
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.measuring import BIN, CACHE, ROOT, SCHEMA, machine, run
from examples.sessions import iter_sessions, session_bytes
from generated.ngrok import tunnel_session
from schemawright.runtime import Model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COUNT = 10_000
PRESENT = 0.7
ROUNDS = 9
NS = 1e9


def _pydantic_model() -> Any:
    from pydantic import BaseModel, ConfigDict

    class Credential(BaseModel):
        model_config = ConfigDict(extra="allow")
        id: str | None = None
        uri: str | None = None

    class TunnelSession(BaseModel):
        model_config = ConfigDict(extra="allow")
        id: str | None = None
        uri: str | None = None
        agent_version: str | None = None
        credential: Credential | None = None
        ip: str | None = None
        metadata: str | None = None
        os: str | None = None
        region: str | None = None
        started_at: datetime | None = None
        transport: str | None = None

    TunnelSession.model_rebuild(_types_namespace={"datetime": datetime, "Credential": Credential})
    return TunnelSession


def _seconds(work: Callable[[Any], Any], inputs: list[Any]) -> float:
    gc.collect()
    start = time.perf_counter()
    for one in inputs:
        work(one)
    return (time.perf_counter() - start) / len(inputs)


def compare(
    name: str, ours: tuple[Callable[[Any], Any], list[Any]], theirs: tuple[Any, list[Any]], goal: float | None = None
) -> None:
    """Measure in turns, so that whatever else the machine does meets both; and print."""
    pairs = [(_seconds(*ours), _seconds(*theirs)) for _ in range(ROUNDS)]
    mine, other = (median(pair[side] for pair in pairs) for side in (0, 1))
    ratio = median(pair[1] / pair[0] for pair in pairs)
    print(
        f"{name:22s} schemawright {1 / mine:>11,.0f}/s ({mine * NS:,.0f} ns)   "
        f"pydantic {1 / other:>11,.0f}/s ({other * NS:,.0f} ns)   {ratio:.2f} ×{f' (goal {goal} ×)' if goal else ''}"
    )


def _line(session: dict[str, Any]) -> bytes:
    return session_bytes(session)[:-1]


def _varied(sessions: list[dict[str, Any]]) -> Iterator[tuple[str, list[bytes]]]:
    """Yield the sessions as texts, in each of several forms."""
    random = Random(7)
    yield "as answered", [_line(one) for one in sessions]
    absent = [{name: value for name, value in one.items() if random.random() < PRESENT} for one in sessions]
    yield "some absent", [_line(one) for one in absent]
    yield (
        "credential or not",
        [
            _line({name: value for name, value in one.items() if name != "credential" or random.random() < PRESENT})
            for one in sessions
        ],
    )
    for name, spelt in {"milliseconds": ".123Z", "offset": "+00:00"}.items():
        yield name, [_line(one | {"started_at": one["started_at"].replace("Z", spelt)}) for one in sessions]
    yield "one property more", [_line(one | {"zone": "a"}) for one in sessions]
    yield "spaced", [json.dumps(one, ensure_ascii=False).encode() for one in sessions]
    yield "spaced, escaped", [json.dumps(one).encode() for one in sessions]
    yield "two orders", [_line(one if random.random() < PRESENT else dict(reversed(one.items()))) for one in sessions]
    yield "any order, some absent", [_line(dict(random.sample(sorted(one.items()), len(one)))) for one in absent]


def _changed(load: Callable[[bytes], Any]) -> Callable[[bytes], bytes]:
    """Return what loads a text, sets a field and writes the object, for the first and only time."""

    def work(line: bytes) -> bytes:
        one = load(line)
        one.region = "eu"
        written: bytes = one.to_json() if isinstance(one, Model) else one.model_dump_json(exclude_unset=True)
        return written

    return work


def _compare_all(model: Any, lines: list[bytes], name: str) -> None:
    """Measure how texts of one form are loaded and written."""
    for line in lines:
        made = tunnel_session.from_json(line)
        assert json.loads(tunnel_session.to_json(made)) == json.loads(line)
        assert list(made.to_instance()) == list(json.loads(line))
        assert json.loads(line).keys() == model.model_validate_json(line).model_dump(exclude_unset=True).keys()
    print(f"{name}: {sum(map(len, lines)) / len(lines):.0f} bytes each")
    compare("  load", (tunnel_session.from_json, lines), (model.model_validate_json, lines), 2)
    read = (
        (lambda line: tunnel_session.from_json(line).id, lines),
        (lambda line: model.model_validate_json(line).id, lines),
    )
    compare("  load, read a field", *read, 2)
    loaded = [tunnel_session.from_json(line) for line in lines]
    held = [model.model_validate_json(line) for line in lines]
    compare(
        "  load, set, write",
        (_changed(tunnel_session.from_json), lines),
        (_changed(model.model_validate_json), lines),
        1.5,
    )
    theirs = (lambda one: one.model_dump_json(exclude_unset=True), held)
    compare("  write", (tunnel_session.to_json, loaded), theirs, 1.5)
    for one in loaded:
        one.region = "eu"
    compare("  write, field set", (tunnel_session.to_json, loaded), theirs, 1.5)


def _check_times() -> None:
    """Measure `generate --check` when nothing changed, whole process, beside `datamodel-codegen --check`."""
    target = CACHE / "beside.py"
    base: list[str | Path] = [
        BIN / "datamodel-codegen",
        "--input",
        SCHEMA,
        "--input-file-type",
        "jsonschema",
        "--disable-timestamp",
    ]
    theirs: list[str | Path] = [*base, "--output-model-type", "dataclasses.dataclass", "--output", target]
    run(*theirs)
    ours: list[str | Path] = [BIN / "schemawright", "generate", "--check", "-q"]
    pairs = [(run(*ours).seconds, run(*theirs, "--check").seconds) for _ in range(ROUNDS)]
    mine, other = (median(pair[side] for pair in pairs) for side in (0, 1))
    print(f"check    schemawright {mine:.3f} s   datamodel-codegen {other:.3f} s   {mine / other:.2f} × (goal 0.25 ×)")


def main() -> None:
    """Print all figures."""
    model = _pydantic_model()
    print(f"{COUNT:,} tunnel sessions, median of {ROUNDS} rounds in turns")
    print(machine("pydantic", "msgspec", "datamodel-code-generator"))
    for name, lines in _varied(list(iter_sessions(COUNT, seed=7))):
        _compare_all(model, lines, name)
    _check_times()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
