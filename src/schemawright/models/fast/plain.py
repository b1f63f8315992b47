r"""
The short way for texts that are plain: read in one go, judged by the engine, and built.

What reads them is msgspec, which is as strict as our own reader, but keeps only the last of several members of a name.
That none was there twice is shown by quotation marks: written again, the value has as many as the text.  A name takes
two, and a string two and those in it; so whatever was lost, some are missing, unless one that was written `\u0022`
makes up for it.  Numbers that no double holds, the integer `-0`, and all that is wrong are the judge's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from schemawright.documents.numbers import near_float
from schemawright.models.fast.proofs import UNSURE
from schemawright.models.spelling.depth import may_nest_too_deep
from schemawright.models.spelling.negative_zero import may_have_one
from schemawright.models.spelling.numbers import may_round

if TYPE_CHECKING:
    from collections.abc import Callable

_MANY = 4_000
"""From which length on a text may have so many numbers that it is worth while to look at them in batches."""
_BATCH = 32
_decode_each = msgspec.json.Decoder(float_hook=near_float).decode
_encode = msgspec.json.Encoder(decimal_format="number").encode
_UNREAD: Any = object()


def read_plain(data: bytes | str) -> Any:
    r"""
    Return the value of a JSON text, if it is plain; `_UNREAD` where our own reader has to look at it.

    >>> read_plain('{"a": [1.5, "\\u00e9"]}')
    {'a': [1.5, 'é']}
    >>> [read_plain(text) is _UNREAD for text in ('{"a":1,"a":2}', "[-0]", "[1e400]", "[1,]")]
    [True, True, True, True]
    """
    try:
        text = data.encode() if type(data) is str else data
        if type(text) is not bytes or may_have_one(text):
            return _UNREAD
        if may_nest_too_deep(text):
            return _UNREAD
        value = _decoded(text)
        again = _encode(value)
    except UNSURE:
        return _UNREAD
    if again != text and (again.count(b'"') != text.count(b'"') or b"u0022" in text):
        return _UNREAD
    return value


def _decoded(text: bytes) -> Any:
    """
    Return the value of a text.

    Raises:
        NoDouble: No double holds one of its numbers.
    """
    if not may_round(text):
        value = msgspec.json.decode(text)
    elif len(text) < _MANY:
        value = _decode_each(text)
    else:
        batch = _Batch()
        value = msgspec.json.Decoder(float_hook=batch.take).decode(text)
        batch.end()
    return value


class _Batch:
    """Numbers of a text, of which it is found out together whether doubles hold them: msgspec writes them again."""

    def __init__(self) -> None:
        self._found: list[str] = []
        self._near: list[float] = []

    def take(self, text: str) -> float:
        """Return the double that is nearest to a number."""
        near = float(text)
        self._found.append(text)
        self._near.append(near)
        if len(self._found) == _BATCH:
            self.end()
        return near

    def end(self) -> None:
        """
        Look at those that were not looked at.

        Raises:
            NoDouble: None holds one of them.
        """
        again = _encode(self._near).decode()[1:-1].split(",") if self._near else []
        if again != self._found:
            for one, written in zip(self._found, again, strict=True):
                if one != written:
                    near_float(one)
        self._found.clear()
        self._near.clear()


def plain_loading(
    verdicts: tuple[Callable[[Any], bool], ...],
    build: Callable[[Any], Any],
    judged: Callable[[bytes | str], Any],
    learn: Callable[[Any], object] | None,
    *,
    objects: bool,
) -> Callable[[bytes | str], Any]:
    """
    Return what loads a JSON text.

    Args:
        verdicts: What says whether an instance is valid; all of them must.
        build: Makes the carrier of an instance that has only what plain texts have.
        judged: Loads what is not plain, or not valid.
        learn: Is told of valid instances.
        objects: Whether only objects are carried.
    """

    def load(data: bytes | str) -> Any:
        value = read_plain(data)
        if value is _UNREAD or (objects and type(value) is not dict):
            return judged(data)
        try:
            for is_valid in verdicts:
                if not is_valid(value):
                    return judged(data)
            if learn is not None:
                learn(value)
            return build(value)
        except UNSURE:
            return judged(data)

    return load
