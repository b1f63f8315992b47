"""Generated dataclasses beside pydantic: load and write tunnel sessions, in one process; and `generate --check`."""

from __future__ import annotations

import gc
import json
import sys
import time
from datetime import datetime
from pathlib import Path  # noqa: TC003
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.measuring import BIN, CACHE, ROOT, SCHEMA, machine, run
from examples.sessions import iter_sessions, session_bytes
from generated.ngrok import tunnel_session

if TYPE_CHECKING:
    from collections.abc import Callable

COUNT = 20_000
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


def _compare(
    name: str, ours: tuple[Callable[[Any], Any], list[Any]], theirs: tuple[Any, list[Any]], goal: float
) -> None:
    """Measure in turns, so that whatever else the machine does meets both."""
    pairs = [(_seconds(*ours), _seconds(*theirs)) for _ in range(ROUNDS)]
    mine, other = (median(pair[side] for pair in pairs) for side in (0, 1))
    ratio = median(pair[1] / pair[0] for pair in pairs)
    print(
        f"{name:8s} schemawright {1 / mine:>11,.0f}/s ({mine * NS:,.0f} ns)   "
        f"pydantic {1 / other:>11,.0f}/s ({other * NS:,.0f} ns)   {ratio:.2f} × (goal {goal} ×)"
    )


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
    lines = [session_bytes(session)[:-1] for session in iter_sessions(COUNT, seed=7)]
    for line in lines:
        assert tunnel_session.to_json(tunnel_session.from_json(line)) == line
        assert json.loads(line).keys() == model.model_validate_json(line).model_dump().keys()
    print(
        f"{COUNT:,} tunnel sessions, {sum(map(len, lines)) / COUNT:.0f} bytes each; median of {ROUNDS} rounds in turns"
    )
    print(machine("pydantic", "msgspec", "datamodel-code-generator"))
    _compare("load", (tunnel_session.from_json, lines), (model.model_validate_json, lines), 2)
    loaded = [tunnel_session.from_json(line) for line in lines]
    held = [model.model_validate_json(line) for line in lines]
    _compare("write", (tunnel_session.to_json, loaded), (lambda one: one.model_dump_json(), held), 1.5)
    _check_times()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
