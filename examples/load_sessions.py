"""
Sessions as typed objects: `python -m examples.load_sessions`, from the repository's root.

The classes are generated from the vendored schema (`schemawright generate`); what they load is what it accepts.
"""

from __future__ import annotations

from pathlib import Path

from generated.ngrok import tunnel_session_list
from generated.ngrok.tunnel_session import TunnelSession
from schemawright import InvalidInstance

PAYLOADS = Path(__file__).parent / "payloads"


def main() -> None:
    """Load a page, read it, change one session, and meet one that is invalid."""
    page = tunnel_session_list.from_json((PAYLOADS / "page.json").read_bytes())
    session = page.tunnel_sessions[0]
    if session.started_at:
        print(f"{len(page.tunnel_sessions)} sessions, the first since {session.started_at.datetime:%d %B %Y}")
    moved = session.replace(region="eu")
    print(moved.region, moved.to_json() != session.to_json())
    try:
        TunnelSession.from_json((PAYLOADS / "invalid" / "bad-date.json").read_bytes())
    except InvalidInstance as error:
        print(error)


if __name__ == "__main__":
    main()
