"""
A JSONC document: JSON with `//` and `/* */` comments and trailing commas.

What JSON does not have is blanked out with spaces, so that every offset stays true, and the rest is read as JSON is.
Excerpts show the text as it was written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from schemawright.documents.json_document import JsonRecord
from schemawright.documents.json_text import decode_text, parse_json
from schemawright.documents.record import Lines
from schemawright.errors import DocumentError, Malformed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.documents.record import Record
    from schemawright.documents.source import Source

ENDINGS = (".jsonc",)

# A string ends with its line even where its quote is missing: what follows is then refused at the right place.
_STRING = r'"(?:[^"\\\n]++|\\[^\n])*+"?'
_COMMENT = re.compile(rf"(?P<string>{_STRING})|//[^\n\r]*+|/\*(?P<closed>.*?\*/)?", re.DOTALL)
# The first alternative after strings keeps a comma that follows no value, for the JSON parser to refuse.
_TRAILING_COMMA = re.compile(rf"(?P<kept>{_STRING}|[\[{{:,][ \t\r\n]*+,)|,(?=[ \t\r\n]*+[\]}}])")
_VISIBLE = re.compile(r"[^\r\n]")


class _Unclosed(Exception):
    """A comment starts at this offset and does not end."""


def blank_extras(text: str, *, path: str = "") -> str:
    """
    Return a JSONC text as JSON of the same length, each remaining character where it was.

    Raises:
        Malformed: A comment is not closed.

    >>> blank_extras('[1, /* one */ 2,]')
    '[1,           2 ]'
    """
    try:
        text = _COMMENT.sub(_blank_comment, text) if "/" in text else text
    except _Unclosed as error:
        position = Lines(text).position(error.args[0])
        message = 'expected "*/" to close the comment, found the end of the text'
        raise Malformed(message, path=path, position=position) from None
    return _TRAILING_COMMA.sub(_blank_comma, text)


def _blank_comment(match: re.Match[str]) -> str:
    if match["string"]:
        return match[0]
    if match[0] == "/*":
        raise _Unclosed(match.start())
    return _VISIBLE.sub(" ", match[0])


def _blank_comma(match: re.Match[str]) -> str:
    return match["kept"] or " "


def read_records(source: Source) -> Iterator[Record | DocumentError]:
    """Yield the document's one record, or what is wrong with it."""
    try:
        text = decode_text(source.read(), path=source.name)
        lines = Lines(text)
        plain = blank_extras(text, path=source.name)
        parsed = parse_json(plain, max_depth=source.limits.depth, path=source.name, lines=lines)
    except DocumentError as error:
        yield error
        return
    yield JsonRecord(parsed, None, plain, lines)
