"""What a text holds: `contentEncoding` and `contentMediaType`, which draft 7 allows to be assertions."""

from __future__ import annotations

import re

KEYWORDS = ("contentEncoding", "contentMediaType")
BASE64, JSON = "base64", "application/json"
"""The encoding and the media type that are judged; all others are annotations."""


_BLOCKS = re.compile("(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)*")
"""Blocks of base64, each with its padding, in which the bits left are zero; blocks may follow one that is padded."""
_PADDED = re.compile("[^=]+=*")


def is_base64(text: str) -> bool:
    """
    Return whether a text is in base64 (RFC 4648, section 4), with its padding, whose bits are zero (section 3.5).

    >>> is_base64("Zg=="), is_base64("Zg"), is_base64("Zh==")
    (True, False, False)
    """
    return _BLOCKS.fullmatch(text) is not None


def is_base64_of_text(text: str) -> bool:
    """
    Return whether a text is in base64 and holds one in UTF-8, without which it is no JSON.

    >>> is_base64_of_text("e30="), is_base64_of_text("7Q==")
    (True, False)
    """
    return _held(text) is not None


def is_json(text: str) -> bool:
    """Return whether a text is a JSON document."""
    return _is_document(text)


def is_json_in_base64(text: str) -> bool:
    """
    Return whether the text that one in base64 holds is a JSON document; true where it holds none.

    >>> is_json_in_base64("e30="), is_json_in_base64("Zg=="), is_json_in_base64("%")
    (True, False, True)
    """
    held = _held(text)
    return held is None or _is_document(held)


def _held(text: str) -> str | None:
    from base64 import b64decode

    if not is_base64(text):
        return None
    try:
        return b"".join(map(b64decode, _PADDED.findall(text))).decode()
    except UnicodeDecodeError:
        return None


def _is_document(text: str) -> bool:
    from schemawright.documents.json_text import parse_json
    from schemawright.errors import Malformed

    try:
        parse_json(text, max_depth=1_000)
    except Malformed:
        return False
    return True
