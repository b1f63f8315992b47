"""
How the fuzzer does on schemas that nobody here wrote: every group of the official suite, valid records and invalid.

Every record is judged by both engines; what an invalid one is labelled with, by the engines' own findings.
"""

from __future__ import annotations

import time
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from fidelity import Group, schema_of

from schemawright.engines import compile_engine
from schemawright.errors import NoInstance, SchemawrightError
from schemawright.fuzz.choices import Seeded
from schemawright.fuzz.fuzzer import Fuzzer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.engines.protocol import Engine
    from schemawright.fuzz.record import FuzzRecord

COUNT = 50
"""How many records of each kind are drawn: half of them by the stream, half by chance."""


class Drawn(NamedTuple):
    """
    What came of one schema.

    Args:
        group: Its name.
        mode: `valid` or `invalid`.
        records: How many records there were.
        wrong: What was wrong with some; empty where nothing was.
        failed: Why there were fewer than were asked for; empty where there were not.
        none: Whether the schema was called one that has no such record.
        seconds: How long it took.
        several: How many invalid records violate more than one keyword.
    """

    group: str
    mode: str
    records: int
    wrong: str
    failed: str
    none: bool
    seconds: float
    several: int = 0


def draw(group: Group) -> Iterator[Drawn]:
    """Yield what comes of a schema, for valid records and for invalid ones."""
    schema = schema_of(group)
    engines = [compile_engine(schema.task, name) for name in ("native", "reference")]
    fuzzer = Fuzzer(schema)
    yield _drawn(group, "valid", fuzzer, engines, lambda record: _wrong_valid(record, engines))
    yield _drawn(group, "invalid", fuzzer, engines, lambda record: _wrong_invalid(record, engines))


def _drawn(group: Group, mode: str, fuzzer: Fuzzer, engines: list[Engine], wrong: Callable[[FuzzRecord], str]) -> Drawn:
    start = time.perf_counter()
    failed, none = "", False
    records: list[FuzzRecord] = []
    try:
        for record in _records(fuzzer, mode):
            records.append(record)  # noqa: PERF402  (those made before one cannot be made count)
    except NoInstance as error:
        none = error.message.startswith("no instance is")
        failed = "" if none else error.message
    except (SchemawrightError, RecursionError, LookupError, TypeError, ValueError) as error:
        failed = f"{type(error).__name__}: {str(error)[:200]}"
    seconds = time.perf_counter() - start
    found = next((problem for record in records if (problem := wrong(record))), "")
    if none and not found:
        found = _wrongly_none(group, mode, engines)
    several = sum(not record.alone for record in records)
    return Drawn(group.name, mode, len(records), found, failed, none, seconds, several)


def _records(fuzzer: Fuzzer, mode: str) -> Iterator[FuzzRecord]:
    yield from islice(fuzzer.stream(mode, seed=7), COUNT // 2)
    choices = Seeded(11)
    for _ in range(COUNT // 2):
        if mode == "valid":
            from schemawright.fuzz.record import FuzzRecord

            yield FuzzRecord(fuzzer.valid(choices), valid=True)
        else:
            yield fuzzer.invalid(choices)


def _wrong_valid(record: FuzzRecord, engines: list[Engine]) -> str:
    refusing = [engine.name for engine in engines if not engine.is_valid(record.instance)]
    return f"refused by {' and '.join(refusing)}: {str(record.instance)[:120]}" if refusing else ""


def _wrong_invalid(record: FuzzRecord, engines: list[Engine]) -> str:
    accepting = [engine.name for engine in engines if engine.is_valid(record.instance)]
    if accepting:
        return f"accepted by {' and '.join(accepting)}: {str(record.instance)[:120]}"
    findings = list(engines[0].iter_findings(record.instance))
    labels = {(finding.evaluation_path, finding.instance_location) for finding in findings}
    if (record.violates, record.at) not in labels:
        return f"labelled {record.violates!r} at {record.at!r}, found {sorted(labels)[:3]}: {str(record.instance)[:80]}"
    if record.alone and len(labels) > 1:
        return f"labelled as one violation, found {sorted(labels)[:3]}: {str(record.instance)[:80]}"
    return ""


def _wrongly_none(group: Group, mode: str, engines: list[Engine]) -> str:
    """Return what is wrong with saying that there is none: an instance of the suite is one."""
    wanted = mode == "valid"
    found = [one for one in group.instances if all(engine.is_valid(one) == wanted for engine in engines)]
    return f"said to have none, but {str(found[0])[:100]} is {mode}" if found else ""


def summary(found: list[Drawn], mode: str) -> dict[str, Any]:
    """Return the figures of one mode."""
    ours = [one for one in found if one.mode == mode]
    return {
        "groups": len(ours),
        "right": sum(not one.wrong and not one.failed for one in ours),
        "none": sum(one.none for one in ours),
        "wrong": sum(bool(one.wrong) for one in ours),
        "records": sum(one.records for one in ours),
        "several": sum(one.several for one in ours),
        "slowest": max((one.seconds for one in ours), default=0.0),
    }
