"""
Make the example payloads again: `python -m examples.make_payloads`, from the repository's root.

The text of every file follows from the seeds here.  A compressed file is only written where what is inside differs,
because another release of a compressor makes other bytes of the same text.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from examples.invalid_payloads import invalid_payloads
from examples.sessions import iter_sessions, page_of, session_bytes

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HERE = Path(__file__).parent
PAYLOADS = HERE / "payloads"
README = HERE / "README.md"

LOG_RECORDS = 300

_HEADER = """\
# Example payloads

Made by `python -m examples.make_payloads`, this file too; change that script, not these files.

`payloads/` has tunnel sessions as the ngrok API answers them: one session, a page of sessions, logs of {records}
sessions each, in every format and compression that `schemawright validate` reads. They are valid.
`payloads/invalid/` has payloads that are each wrong in one way:

| file | what is wrong | finding |
|---|---|---|
"""


def valid_payloads() -> dict[str, bytes]:
    """Return the text of every valid example by its name; of a compressed one, what is inside."""
    session, *others = iter_sessions(3, seed=1)
    page = page_of(list(iter_sessions(5, seed=2)))
    return {
        "session.json": _pretty(session),
        "session.yaml": _yaml(session, "one session"),
        "sessions.yaml": b"---\n".join(_yaml(item, f"session {at}") for at, item in enumerate([session, *others], 1)),
        "session.toml": _toml(session),
        "session.jsonc": _commented(session),
        "session.json5": _json5(session),
        "session.json.gz": _pretty(others[0]),
        "page.json": _pretty(page),
        "page.json.zst": _pretty({**page, "next_page_uri": None}),
        "log.ndjson": _log(seed=3, start="2026-03-02T06:00:00Z"),
        "log.ndjson.gz": _log(seed=4, start="2026-03-01T06:00:00Z"),
        "log.ndjson.zst": _log(seed=5, start="2026-02-28T06:00:00Z"),
    }


def readme() -> str:
    """Return the text of README.md: what each example is."""
    rows = (
        f"| `{name}` | {payload.wrong} | `{payload.keyword}`{f' at `{payload.location}`' if payload.location else ''} |"
        for name, payload in invalid_payloads().items()
    )
    return _HEADER.format(records=LOG_RECORDS) + "\n".join(rows) + "\n"


def iter_files() -> Iterator[tuple[Path, bytes]]:
    """Yield the path and the text of every file that `main` writes; of a compressed one, what is inside."""
    for name, content in valid_payloads().items():
        yield PAYLOADS / name, content
    for name, payload in invalid_payloads().items():
        yield PAYLOADS / "invalid" / name, payload.content
    yield README, readme().encode()


def decompressed(path: Path) -> bytes:
    """Return what is inside a file; the bytes themselves where it is not compressed, or is broken on purpose."""
    data = path.read_bytes()
    if path.parent.name == "invalid":
        return data
    if path.suffix == ".gz":
        return gzip.decompress(data)
    return zstd.decompress(data) if path.suffix == ".zst" else data


def main() -> None:
    """Write what differs, and remove what is no example any more."""
    wanted = dict(iter_files())
    for path in [path for path in PAYLOADS.rglob("*") if path.is_file() and path not in wanted]:
        path.unlink()
        print(f"removed {path.relative_to(HERE)}")
    for path, content in wanted.items():
        if path.exists() and decompressed(path) == content:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_compressed(path, content))
        print(f"wrote {path.relative_to(HERE)}")


def _compressed(path: Path, content: bytes) -> bytes:
    if path.parent.name == "invalid":
        return content
    if path.suffix == ".gz":
        return gzip.compress(content, mtime=0)
    return zstd.compress(content, 19) if path.suffix == ".zst" else content


def _pretty(value: object) -> bytes:
    return json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"


def _log(*, seed: int, start: str) -> bytes:
    return b"".join(session_bytes(session) for session in iter_sessions(LOG_RECORDS, seed=seed, start=start))


def _yaml(session: Mapping[str, Any], comment: str) -> bytes:
    """Return YAML as people write it: dates without quotes, which the core schema of YAML 1.2 reads as strings."""
    lines = [f"# {comment}"]
    for key, value in session.items():
        if isinstance(value, dict):
            lines += [f"{key}:", *(f"  {name}: {text}" for name, text in value.items())]
        else:
            plain = key in {"started_at", "id", "uri", "os", "region", "transport"}
            lines.append(f"{key}: {value if plain else json.dumps(value, ensure_ascii=False)}")
    return "\n".join([*lines, ""]).encode()


def _toml(session: Mapping[str, Any]) -> bytes:
    scalars = [f"{key} = {json.dumps(value)}" for key, value in session.items() if not isinstance(value, dict)]
    tables = [
        "\n".join([f"\n[{key}]", *(f"{name} = {json.dumps(text)}" for name, text in value.items())])
        for key, value in session.items()
        if isinstance(value, dict)
    ]
    return "\n".join([*scalars, *tables, ""]).encode()


def _commented(session: Mapping[str, Any]) -> bytes:
    """Return JSON with comments, one of each kind."""
    members = [f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in session.items()]
    members[-1] += " // the session's own address"
    head = "/* A session,\n   as a colleague pasted it into a ticket. */\n{\n"
    return (head + ",\n".join(members) + "\n}\n").encode()


def _json5(session: Mapping[str, Any]) -> bytes:
    """Return JSON5: names without quotes, single quotes, a trailing comma."""
    lines = ["// a session, in JSON5", "{"]
    for key, value in session.items():
        if isinstance(value, dict):
            lines.append(f"  {key}: {{ " + ", ".join(f"{name}: '{text}'" for name, text in value.items()) + " },")
        else:
            lines.append(f"  {key}: {_single_quoted(value)},")
    return "\n".join([*lines, "}", ""]).encode()


def _single_quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


if __name__ == "__main__":
    main()
