"""
JSON text out of instances: numbers exact, names in their order, compact.

Two writers that must agree: msgspec, where what it wrote is read again as what was meant; and one of our own for all
else, which does not recurse.
"""

from __future__ import annotations

import json
from decimal import Decimal
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

import msgspec

from schemawright.errors import Malformed
from schemawright.models.spelling.numbers import has_exponent
from schemawright.pointer import escape_token
from schemawright.quoting import shown

if TYPE_CHECKING:
    from collections.abc import Iterator


def write_json(instance: Any) -> bytes:
    """
    Return the JSON text of an instance.

    Raises:
        Malformed: JSON has no such value; the message says where it is.

    >>> from decimal import Decimal
    >>> write_json({"a": [1.0, 1, Decimal("1E+400")], "b": None})
    b'{"a":[1.0,1,1E+400],"b":null}'
    """
    try:
        text = _short(instance)
        # What Python has besides it writes in its own way: as text, or as null.
        # An exponent Python writes otherwise: `1e+16`, where msgspec has `1e16`.
        if not has_exponent(text) and msgspec.json.decode(text) == instance:
            return text
    except (TypeError, ValueError, OverflowError, RecursionError):
        pass
    try:
        return "".join(_pieces(instance)).encode("utf-8")
    except (TypeError, ValueError):
        raise _refusal(instance) from None


_short = msgspec.json.Encoder(decimal_format="number").encode
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
"""Of a scalar."""


def _pieces(instance: Any) -> Iterator[str]:
    """Yield the text in pieces; what is open is on a list of our own, so that depth costs no stack."""
    pending: list[Any] = [iter((("", instance),))]
    closing = [""]
    while pending:
        step = next(pending[-1], None)
        if step is None:
            pending.pop()
            yield closing.pop()
            continue
        before, value = step
        yield before
        if isinstance(value, dict):
            yield "{"
            pending.append(_members(value))
            closing.append("}")
        elif isinstance(value, list | tuple):
            yield "["
            pending.append(_items(value))
            closing.append("]")
        else:
            yield _scalar(value)


def _members(value: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    comma = ""
    for name, member in value.items():
        yield f"{comma}{encode_basestring(name)}:", member
        comma = ","


def _items(value: list[Any] | tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    comma = ""
    for item in value:
        yield comma, item
        comma = ","


def _scalar(value: Any) -> str:
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(Decimal(value)) if value.bit_length() > _LONG else str(int(value))
    return _encode(value)


_LONG = 14_000  # fewer bits than Python refuses to write at once


def _refusal(instance: Any) -> Malformed:
    """Return what says which value cannot be written, the first one in the text."""
    pending: list[tuple[str, Any]] = [("", instance)]
    while pending:
        pointer, value = pending.pop()
        where = pointer or "the root"
        if isinstance(value, dict):
            names = [name for name in value if not _is_written(name, str)]
            if names:
                return Malformed(f"{_refused_name(names[0])} at {where}")
            pending += [(f"{pointer}/{escape_token(name)}", value[name]) for name in reversed(value)]
        elif isinstance(value, list | tuple):
            pending += [(f"{pointer}/{index}", value[index]) for index in reversed(range(len(value)))]
        elif not _is_written(value, object):
            return Malformed(f"{_refused(value)} at {where}")
    return Malformed("expected a JSON value")


def _is_written(value: Any, kind: type) -> bool:
    try:
        _scalar(value).encode("utf-8")
    except (TypeError, ValueError):
        return False
    return isinstance(value, kind)


def _refused_name(name: Any) -> str:
    return _refused(name) if isinstance(name, str) else f"expected strings as member names, found {shown(name)}"


def _refused(value: Any) -> str:
    if isinstance(value, str):
        return "expected surrogates in pairs, found a lone one"
    if isinstance(value, float | Decimal):
        return f"expected a number that JSON has, found {value}"
    return f"expected a JSON value, found one of Python's `{type(value).__name__}`"
