"""
Texts of which jsonschema-rs 0.60 says otherwise than the specifications what they hold.

What is wrong with an instance that has one is told by the reference engine; the verdicts are right by
`schemawright.engines.native.content`.
It takes JSON that nests more than 127 deep for none, and for base64 what goes on after a padding (RFC 4648, section 4:
that is at the end).
"""

from __future__ import annotations

import re
from typing import Any

from schemawright.engines.assertions.content import is_base64

_MOST_NESTED = 127
"""How deep JSON may nest for the engine."""
_BLOCK = 4
_BLOCKS = re.compile(f"(?:[A-Za-z0-9+/=]{{{_BLOCK}}})+")
_MARKS = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\Z|\\\Z)|[\[\]{}]', re.DOTALL)
"""Strings, in which brackets are none, and brackets; what does not end is one to the end: else each quote is tried."""


def has_untold_text(value: Any) -> bool:
    """
    Return whether a value has a text of which the engine may not say what it holds, or a name that is one.

    >>> [has_untold_text(text) for text in ("QQ==", "QQ==QQ==", "[]", "[" * 128 + "]" * 128)]
    [False, True, False, True]
    """
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, str):
            if _is_untold(one):
                return True
        elif isinstance(one, dict):
            pending.extend(one)
            pending.extend(one.values())
        elif isinstance(one, (list, tuple)):
            pending.extend(one)
    return False


def _is_untold(text: str) -> bool:
    if len(text) % _BLOCK == 0 and _goes_on(text):
        return True
    return _nests(text) or (len(text) > _MOST_NESTED and len(text) % _BLOCK == 0 and _nests(_decoded(text)))


def _goes_on(text: str) -> bool:
    """Return whether a text may be blocks of base64 that go on after a padded one."""
    return "=" in text[:-_BLOCK] and _BLOCKS.fullmatch(text) is not None and not is_base64(text)


def _decoded(text: str) -> str:
    """Return the text that one in base64 holds; an empty one where it holds none."""
    from binascii import a2b_base64

    try:
        return a2b_base64(text, strict_mode=True).decode()
    except ValueError:
        return ""


def _nests(text: str) -> bool:
    """Return whether a text nests too deep for the engine, if it is JSON."""
    if text.count("[") + text.count("{") <= _MOST_NESTED:
        return False
    depth = 0
    for mark in _MARKS.finditer(text):
        depth += (mark[0] in "[{") - (mark[0] in "]}")
        if depth > _MOST_NESTED:
            return True
    return False
