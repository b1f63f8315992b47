"""The invalid examples: each a valid session, page or log with one thing wrong, and what must be found in it."""

from __future__ import annotations

import json
import zlib
from typing import Any, NamedTuple

from examples.sessions import iter_sessions, page_of, session_bytes

_DEPTH = 1_200
_BAD_LINE = 212


class Payload(NamedTuple):
    """
    One invalid example.

    Args:
        content: Its bytes.
        wrong: What is wrong with it, in words.
        keyword: The keyword of the one finding that it must get.
        location: The finding's instance location; None where the document or the record cannot be read.
    """

    content: bytes
    wrong: str
    keyword: str
    location: str | None = None


def invalid_payloads() -> dict[str, Payload]:
    """Return every invalid example by its name."""
    payloads = {**_invalid_sessions(), **_invalid_pages(), **_invalid_logs(), **_ambiguous(), **_malformed()}
    return dict(sorted(payloads.items()))


def _session() -> dict[str, Any]:
    return next(iter_sessions(1, seed=11))


def _pretty(value: object) -> bytes:
    return json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"


def _changed(**members: object) -> bytes:
    return _pretty({**_session(), **members})


def _invalid_sessions() -> dict[str, Payload]:
    session = _session()
    return {
        "bad-date.json": Payload(
            _changed(started_at="yesterday"), "`started_at` is a word, not a date-time", "format", "/started_at"
        ),
        "date-without-offset.json": Payload(
            _changed(started_at="2026-03-02T06:00:11"), "`started_at` has no time zone", "format", "/started_at"
        ),
        "date-that-never-was.json": Payload(
            _changed(started_at="2026-02-30T06:00:11Z"), "`started_at` is 30 February", "format", "/started_at"
        ),
        "id-is-array.json": Payload(_changed(id=[session["id"]]), "`id` is an array", "type", "/id"),
        "credential-not-an-object.yaml": Payload(
            b"# a session\n" + _flat_yaml({**session, "credential": session["credential"]["id"]}),
            "`credential` is the credential's identifier, not an object",
            "type",
            "/credential",
        ),
        "ip-number.toml": Payload(
            b'# a session\nid = "ts_2XyZ"\nip = 3221225985\nos = "linux"\n', "`ip` is a number", "type", "/ip"
        ),
        "huge-number.json": Payload(
            _changed(metadata=10**400), "`metadata` is an integer of 401 digits", "type", "/metadata"
        ),
        "not-an-object.json": Payload(_pretty([session]), "an array around the session", "type", ""),
    }


def _flat_yaml(session: dict[str, Any]) -> bytes:
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in session.items()).encode()


def _invalid_pages() -> dict[str, Payload]:
    page = page_of(list(iter_sessions(3, seed=12)))
    sessions = page["tunnel_sessions"]
    wrong = {**sessions[1], "credential": {**sessions[1]["credential"], "id": 17}}
    return {
        "page-without-uri.json": Payload(
            _pretty({key: value for key, value in page.items() if key != "uri"}),
            "a page without `uri`",
            "required",
            "",
        ),
        "page-with-a-wrong-session.json": Payload(
            _pretty({**page, "tunnel_sessions": [sessions[0], wrong, sessions[2]]}),
            "the second session's credential has a number as its `id`",
            "type",
            "/tunnel_sessions/1/credential/id",
        ),
        "page-next-is-false.json": Payload(
            _pretty({**page, "next_page_uri": False}), "`next_page_uri` is false, not null", "type", "/next_page_uri"
        ),
    }


def _invalid_logs() -> dict[str, Payload]:
    lines = [session_bytes(session) for session in iter_sessions(300, seed=13)]
    at = _BAD_LINE - 1
    bad = session_bytes({**json.loads(lines[at]), "started_at": "2026-03-02 06:00"})
    return {
        f"bad-date-line-{_BAD_LINE}.ndjson": Payload(
            b"".join([*lines[:at], bad, *lines[at + 1 :]]),
            f"`started_at` of record {_BAD_LINE} is not a date-time",
            "format",
            "/started_at",
        ),
        "malformed-line-7.ndjson": Payload(
            b"".join([*lines[:6], lines[6][:90] + b"\n", *lines[7:12]]),
            "line 7 breaks off",
            "malformed",
        ),
    }


def _ambiguous() -> dict[str, Payload]:
    """Return what readers read differently: two values for one name."""
    session = _pretty(_session())
    return {
        "duplicate-key.json": Payload(
            session.replace(b'  "region":', b'  "os": "darwin",\n  "region":'),
            "`os` is there twice",
            "duplicate-key",
            "",
        ),
        "duplicate-key.yaml": Payload(b"id: ts_2XyZ\nos: linux\nos: darwin\n", "`os` is there twice", "malformed"),
    }


def _malformed() -> dict[str, Payload]:
    session = _pretty(_session())
    contents = {
        "empty.json": (b"", "nothing in it"),
        "truncated.json": (session[:200], "breaks off in the middle"),
        "two-values.json": (session + session, "a second session after the first"),
        "trailing-comma.json": (session.replace(b'"\n}\n', b'",\n}\n'), "a comma after the last member"),
        "comment.json": (b"// a session\n" + session, "a comment in plain JSON"),
        "nan.json": (session.replace(b"{", b'{\n  "latency": NaN,', 1), "a number that is NaN"),
        "control-character.json": (session.replace(b"ngrok/2", b"ngrok\x01/2"), "a raw control character in a string"),
        "lone-surrogate.json": (session.replace(b"ngrok/2", b"ngrok\\ud83d/2"), "half a surrogate pair in a string"),
        "not-utf8.json": (session.replace(b"ngrok/2", b"ngrok\xe9/2"), "a byte of Latin-1 in a string"),
        "utf-16.json": (b"\xff\xfe" + session.decode().encode("utf-16-le"), "UTF-16, not UTF-8"),
        "too-deep.json": (b'{"labels": ' + b"[" * _DEPTH + b"]" * _DEPTH + b"}\n", f"{_DEPTH:,} arrays in each other"),
        "alias-bomb.yaml": (_alias_bomb(), "aliases that make 86 million elements of 9 lines"),
        "number-as-key.yaml": (b"id: ts_2XyZ\n17: seventeen\n", "a name that is no string"),
        "bad-line.toml": (b'id = "ts_2XyZ"\nos = linux\n', "a string without quotes"),
    }
    payloads = {name: Payload(content, wrong, "malformed") for name, (content, wrong) in contents.items()}
    broken = {
        "not-gzip.json.gz": (session, "not compressed at all"),
        "truncated.json.gz": (_stored_gzip(session)[:100], "compressed, and cut off"),
    }
    return payloads | {name: Payload(content, wrong, "unreadable") for name, (content, wrong) in broken.items()}


def _alias_bomb() -> bytes:
    lines = ["a: &a [lol, lol]"]
    for prior, name in zip("abcdefgh", "bcdefghi", strict=True):
        nine = ", ".join([f"*{prior}"] * 9)
        lines.append(f"{name}: &{name} [{nine}]")
    return "\n".join([*lines, ""]).encode()


def _stored_gzip(data: bytes) -> bytes:
    """Return a gzip file without compression, whose bytes are the same with every zlib (RFC 1952)."""
    packer = zlib.compressobj(0, zlib.DEFLATED, -zlib.MAX_WBITS)
    trailer = zlib.crc32(data).to_bytes(4, "little") + len(data).to_bytes(4, "little")
    return bytes.fromhex("1f8b08000000000000ff") + packer.compress(data) + packer.flush() + trailer
