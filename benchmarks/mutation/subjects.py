"""The schemas that are mutated, each with valid instances from which witnesses are looked for."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.mutation.rich_instances import RICH_BASE, RICH_HINTS, RICH_PARTS

_HERE = Path(__file__).parent
_TUNNEL_SESSION = _HERE.parents[1] / "schemas/ngrok/tunnel-session.json"


class Subject(NamedTuple):
    """
    A schema that is mutated.

    Args:
        name: How the report calls it.
        path: Its file.
        schema: Its contents.
        base: A small valid instance.
        parts: Properties to put beside those of the base, so that every subschema has an instance that reaches it.
        hints: Instances of any verdict that systematic edits would not come upon.
        one_in: How many mutations are taken of those that are alike at every location (each second, each sixth), and of
            the others; a dropped keyword is always taken.
    """

    name: str
    path: Path
    schema: dict[str, Any]
    base: dict[str, Any]
    parts: list[dict[str, Any]]
    hints: list[Any]
    one_in: tuple[int, int] = (1, 1)


_TUNNEL_PARTS: list[dict[str, Any]] = [
    {"id": "ts_1"},
    {"uri": "https://api.ngrok.com/tunnel_sessions/ts_1"},
    {"agent_version": "3.2.1"},
    {"credential": {"id": "cr_1", "uri": "https://api.ngrok.com/credentials/cr_1"}},
    {"credential": {}},
    {"credential": {"note": "two", "more": 1}},
    {"ip": "192.0.2.1"},
    {"metadata": ""},
    {"os": "linux"},
    {"region": "us"},
    {"started_at": "2024-02-29T10:00:00Z"},
    {"started_at": "2016-12-31T23:59:60Z"},
    {"started_at": "2016-12-31T15:59:60-08:00"},
    {"started_at": "2024-01-01t00:00:00.123456789z"},
    {"started_at": "1999-12-31T23:59:59+23:59"},
    {"transport": "ngrok/2"},
    {
        "id": "ts_1",
        "uri": "u",
        "agent_version": "3",
        "ip": "1.2.3.4",
        "metadata": "m",
        "started_at": "2024-02-29T10:00:00Z",
    },
    {"id": "ts_1", "uri": "u", "os": "linux", "region": "us", "credential": {"id": "cr_1"}, "transport": "t", "x": [1]},
    {f"extra_{number}": number for number in range(12)},
]


@cache
def subjects() -> tuple[Subject, ...]:
    """Return the schemas."""
    rich = _HERE / "rich.schema.json"
    session = json.loads(_TUNNEL_SESSION.read_bytes())
    order = json.loads(rich.read_bytes())
    return (
        Subject("tunnel-session", _TUNNEL_SESSION, session, {}, _TUNNEL_PARTS, [], one_in=(2, 1)),
        Subject("rich", rich, order, RICH_BASE, RICH_PARTS, RICH_HINTS, one_in=(5, 3)),
    )


def subject_of(schema: Path, instances: Path, one_in: tuple[int, int]) -> Subject:
    """
    Return a schema of one's own.

    Args:
        schema: Its file; of 2020-12, for objects.
        instances: A JSON array of valid instances, which together reach every subschema.
        one_in: How many mutations are taken.

    Raises:
        OSError: A file cannot be read.
        ValueError: A file is no JSON.
    """
    parts = json.loads(instances.read_bytes())
    return Subject(schema.name, schema, json.loads(schema.read_bytes()), {}, parts, [], one_in)
