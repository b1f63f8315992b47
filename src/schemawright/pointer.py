"""
JSON Pointer (RFC 6901): tokens to text and back, and what a pointer identifies.

Everything here is pure.  A pointer in memory is a tuple of tokens: strings for members, integers for elements
where the kind of container is known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from schemawright.errors import PointsNowhere
from schemawright.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_INDEX = re.compile(r"0|[1-9][0-9]{0,15}")
"""An array index; no array has a longer one."""

Tokens: TypeAlias = tuple[str | int, ...]


def escape_token(token: str | int) -> str:
    """
    Return one reference token as a pointer writes it (RFC 6901, section 3).

    >>> escape_token("a/b~c")
    'a~1b~0c'
    """
    return str(token).replace("~", "~0").replace("/", "~1")


def unescape_token(text: str) -> str:
    """
    Return the reference token that a pointer's text between two slashes means.

    >>> unescape_token("a~1b~0c")
    'a/b~c'
    """
    return text.replace("~1", "/").replace("~0", "~")


def format_pointer(tokens: Iterable[str | int]) -> str:
    """
    Return the text of a pointer.

    >>> format_pointer(("tunnel_sessions", 0, "id"))
    '/tunnel_sessions/0/id'
    """
    texts = [str(token) for token in tokens]
    plain = "/".join(["", *texts])
    # Most tokens have nothing to escape, which is found out of all of them at once.
    if "~" not in plain and plain.count("/") == len(texts):
        return plain
    return "".join([f"/{escape_token(text)}" for text in texts])


def fragment_of(tokens: Iterable[str | int]) -> str:
    """
    Return the pointer of some tokens as a URI's fragment has it (RFC 6901, section 6).

    >>> fragment_of(("$defs", "a b", "c/d"))
    '/$defs/a%20b/c~1d'
    """
    return quote(format_pointer(tokens), safe="/~$")


def is_at_or_below(pointer: str, above: str) -> bool:
    """
    Return whether what a pointer identifies is what another one does, or inside of it.

    >>> [is_at_or_below(pointer, "/anyOf/1") for pointer in ("/anyOf/1", "/anyOf/1/type", "/anyOf/12", "/anyOf")]
    [True, True, False, False]
    """
    return pointer == above or pointer.startswith(f"{above}/")


def parse_pointer(text: str) -> tuple[str, ...]:
    """
    Return the tokens of a pointer.

    Raises:
        PointsNowhere: The text is no JSON Pointer: it does not start with a slash, or has a stray tilde.

    >>> parse_pointer("/tunnel_sessions/0/id")
    ('tunnel_sessions', '0', 'id')
    """
    if not text:
        return ()
    if not text.startswith("/"):
        message = f'expected a JSON Pointer, which is empty or starts with "/", found {quoted(text)}'
        raise PointsNowhere(message)
    tokens = text[1:].split("/")
    if "~" not in text:
        return tuple(tokens)
    if "~" in text.replace("~0", "").replace("~1", ""):
        message = f'expected "~0" or "~1" wherever a JSON Pointer has "~", found {quoted(text)}'
        raise PointsNowhere(message)
    return tuple([unescape_token(token) for token in tokens])


def array_index(token: str | int) -> int | None:
    """
    Return the index that a token means in an array, or None where it means none (RFC 6901, section 4).

    >>> array_index("10"), array_index("01"), array_index("-")
    (10, None, None)
    """
    if isinstance(token, int):
        return token
    # Most tokens are names: whether one begins with a digit is found out in a tenth of the time.
    return int(token) if token[:1].isdigit() and _INDEX.fullmatch(token) else None


def resolve_tokens(document: Any, tokens: Iterable[str | int]) -> Any:
    """
    Return the value inside a document that the tokens identify.

    Raises:
        PointsNowhere: The pointer leaves the document; the message says where it left it.

    >>> resolve_tokens({"tunnel_sessions": [{"id": "ts_1"}]}, ("tunnel_sessions", "0", "id"))
    'ts_1'
    """
    value, walked = document, []
    for token in tokens:
        walked.append(token)
        if isinstance(value, dict) and str(token) in value:
            value = value[str(token)]
            continue
        index = array_index(token) if isinstance(value, list) else None
        if index is None or not 0 <= index < len(value):
            message = f"nothing at {quoted(format_pointer(walked))}"
            raise PointsNowhere(message)
        value = value[index]
    return value


def replaced_at(document: Any, tokens: Sequence[str | int], value: Any) -> Any:
    """
    Return a document with another value at a place that it has; what is not on the way there is shared.

    >>> replaced_at({"a": [1, 2], "b": 3}, ("a", 0), 9)
    {'a': [9, 2], 'b': 3}
    >>> replaced_at({"a": [1, 2], "b": 3}, parse_pointer("/a/1"), 9)
    {'a': [1, 9], 'b': 3}
    """
    if not tokens:
        return value
    token: Any = tokens[0] if isinstance(document, dict) else int(tokens[0])
    copy = document.copy()
    copy[token] = replaced_at(document[token], tokens[1:], value)
    return copy
