"""What a text holds: `contentEncoding` and `contentMediaType`, which draft 7 allows to be assertions."""

from __future__ import annotations

BASE64, JSON = "base64", "application/json"
"""The encoding and the media type that are judged; all others are annotations."""


def is_base64(text: str) -> bool:
    """
    Return whether a text is in base64 (RFC 4648, section 4), with its padding, whose bits are zero (section 3.5).

    >>> is_base64("Zg=="), is_base64("Zg"), is_base64("Zh==")
    (True, False, False)
    """
    return _decoded(text) is not None


def is_json(text: str) -> bool:
    """Return whether a text is a JSON document."""
    return _is_document(text.encode(errors="surrogatepass"))


def is_json_in_base64(text: str) -> bool:
    """
    Return whether what a text in base64 holds is a JSON document; true where it is not in base64.

    >>> is_json_in_base64("e30="), is_json_in_base64("Zg=="), is_json_in_base64("%")
    (True, False, True)
    """
    data = _decoded(text)
    return data is None or _is_document(data)


def _decoded(text: str) -> bytes | None:
    from base64 import b64decode, b64encode

    try:
        data = b64decode(text, validate=True)
    except ValueError:
        return None
    return data if b64encode(data) == text.encode() else None


def _is_document(data: bytes) -> bool:
    from schemawright.documents.json_text import decode_text, parse_json
    from schemawright.errors import Malformed

    try:
        parse_json(decode_text(data), max_depth=1_000)
    except Malformed:
        return False
    return True
