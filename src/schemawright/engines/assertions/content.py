"""What a text holds: `contentEncoding` and `contentMediaType`, which draft 7 allows to be assertions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from schemawright.keywords import dialect_inside, subschemas

if TYPE_CHECKING:
    from collections.abc import Mapping

DIALECT = "draft7"
"""The dialect that has them as assertions: older ones do not know them, in newer ones they are annotations."""
ENCODING, MEDIA_TYPE = KEYWORDS = ("contentEncoding", "contentMediaType")
BASE64, JSON = "base64", "application/json"
"""The encoding and the media type that are judged; all others are annotations."""
_AS_IT_IS = ("7bit", "8bit", "binary")
"""The encodings by which a text stands for itself (RFC 2045, section 6.2)."""


def asserted_in(subschema: Mapping[str, Any], dialect: str) -> frozenset[str]:
    """
    Return by which of the two keywords a subschema judges.

    What is in an encoding that nobody decodes here is not judged by its media type.

    >>> sorted(asserted_in({"contentEncoding": "base64", "contentMediaType": "image/png"}, "draft7"))
    ['contentEncoding']
    >>> asserted_in({"contentEncoding": "quoted-printable", "contentMediaType": "application/json"}, "draft7")
    frozenset()
    """
    if dialect != DIALECT:
        return frozenset()
    encoding = subschema.get(ENCODING)
    is_judged = {
        ENCODING: encoding == BASE64,
        MEDIA_TYPE: subschema.get(MEDIA_TYPE) == JSON and encoding in (None, BASE64, *_AS_IT_IS),
    }
    return frozenset(name for name, judged in is_judged.items() if judged)


def content_in(schema: Any, dialect: str) -> dict[str, bool]:
    """
    Return what a schema and its subschemas of draft 7 say of what texts hold, and whether they judge by it.

    >>> content_in({"items": {"contentEncoding": "base64", "contentMediaType": "image/png"}}, "draft7")
    {'contentEncoding base64': True, 'contentMediaType image/png': False}
    """
    found: dict[str, bool] = {}
    pending = [(schema, dialect)]
    while pending:
        subschema, around = pending.pop()
        if not isinstance(subschema, dict):
            continue
        inside = dialect_inside(subschema, around)
        pending += [(below, inside) for _, below in subschemas(subschema, inside)]
        asserted = asserted_in(subschema, inside)
        for name in KEYWORDS if inside == DIALECT and "$ref" not in subschema else ():
            if isinstance(subschema.get(name), str):
                what = f"{name} {subschema[name]}"
                found[what] = found.get(what, False) or name in asserted
    return found


_BLOCK = 4
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_LAST = re.compile("[A-Za-z0-9+/]{4}|[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|")
"""The last block of base64, which may have a padding, with the bits that are left zero."""


_EXPONENT = re.compile("(?<=[0-9])([eE][+-]?)[0-9]{12,}")
"""An exponent that may be too large to be read; of what is in a string, an escaped character may need four digits."""


def is_base64(text: str) -> bool:
    """
    Return whether a text is in base64 (RFC 4648, section 4), with its padding, whose bits are zero (section 3.5).

    >>> is_base64("Zg=="), is_base64("Zg"), is_base64("Zh=="), is_base64("Zg==Zg==")
    (True, False, False, False)
    """
    if len(text) % _BLOCK or not text.isascii() or _LAST.fullmatch(text[-_BLOCK:]) is None:
        return False
    return not text[:-_BLOCK].encode().translate(None, _LETTERS)  # A pattern takes fifty times as long.


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
        return b64decode(text).decode()
    except UnicodeDecodeError:
        return None


def _is_document(text: str) -> bool:
    from schemawright.documents.json_text import parse_json
    from schemawright.errors import Malformed

    try:
        parse_json(_EXPONENT.sub(r"\g<1>0000", text), max_depth=len(text))
    except Malformed:
        return False
    return True
