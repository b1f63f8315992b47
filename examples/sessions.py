"""
Tunnel sessions as the ngrok API answers them: seeded, so that everybody gets the same ones.

The example payloads and the benchmarks are made of these.  Addresses are from the ranges set aside for documentation
(RFC 5737, RFC 3849).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

API = "https://api.ngrok.com"

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_VERSIONS = ("3.3.5", "3.8.0", "3.9.1", "3.16.0", "3.18.4", "3.22.1", "2.3.41")
_SYSTEMS = ("linux", "linux", "linux", "darwin", "windows", "freebsd")
_REGIONS = ("us", "us", "eu", "eu", "ap", "au", "sa", "jp", "in", "us-cal-1")
_NETWORKS = ("192.0.2", "198.51.100", "203.0.113")
_SITES = ("Kraków – magazyn 4", "Zürich HB", "São Paulo", "東京", "Cork", "Tromsø", "St. John's")
_IPV6_SHARE = 0.2
_TEAMS = ("payments", "edge", "field-devices", "qa", "demo")


def iter_sessions(count: int, *, seed: int, start: str = "2026-03-02T06:00:00Z") -> Iterator[dict[str, Any]]:
    """
    Yield tunnel sessions, the oldest first.

    Args:
        count: How many.
        seed: What makes them the same every time.
        start: When the first one may have started.

    >>> next(iter_sessions(1, seed=7))["transport"]
    'ngrok/2'
    """
    random = Random(seed)
    moment = datetime.fromisoformat(start)
    for _ in range(count):
        moment += timedelta(seconds=random.randrange(1, 40))
        yield _session(random, moment)


def session_bytes(session: dict[str, Any]) -> bytes:
    """Return a session as one line of NDJSON, with its line feed."""
    return json.dumps(session, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def page_of(sessions: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the page that lists some sessions."""
    after = f"{API}/tunnel_sessions?before_id={sessions[-1]['id']}&limit={len(sessions)}"
    return {"tunnel_sessions": sessions, "uri": f"{API}/tunnel_sessions", "next_page_uri": after}


def _session(random: Random, moment: datetime) -> dict[str, Any]:
    identifier = _identifier(random, "ts")
    credential = _identifier(random, "cr")
    return {
        "agent_version": random.choice(_VERSIONS),
        "credential": {"id": credential, "uri": f"{API}/credentials/{credential}"},
        "id": identifier,
        "ip": _address(random),
        "metadata": _metadata(random),
        "os": random.choice(_SYSTEMS),
        "region": random.choice(_REGIONS),
        "started_at": moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "transport": "ngrok/2",
        "uri": f"{API}/tunnel_sessions/{identifier}",
    }


def _identifier(random: Random, kind: str) -> str:
    return f"{kind}_2" + "".join(random.choices(_ALPHABET, k=26))


def _address(random: Random) -> str:
    if random.random() < _IPV6_SHARE:
        return f"2001:db8:{random.randrange(1, 65536):x}::{random.randrange(1, 65536):x}"
    return f"{random.choice(_NETWORKS)}.{random.randrange(1, 255)}"


def _metadata(random: Random) -> str:
    """Return what users put there: JSON in a third of all sessions, a word in a third, nothing in the rest."""
    kind = random.randrange(3)
    if kind == 0:
        device = "-".join(f"{random.getrandbits(16):04x}" for _ in range(5))
        fields = {"device_id": device, "site": random.choice(_SITES), "team": random.choice(_TEAMS)}
        return json.dumps(fields, ensure_ascii=False)
    return f"{random.choice(_TEAMS)}-{random.randrange(1, 60):03d}" if kind == 1 else ""
