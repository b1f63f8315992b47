"""
JSON text out of instances: numbers exact, names in their order, compact.

Three writers that must agree: msgspec, where it writes what is meant; the standard library; and one of our own for
what neither can write, which does not recurse.
"""

from __future__ import annotations

import json
from decimal import Decimal
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def write_json(instance: Any) -> bytes:
    """
    Return the JSON text of an instance.

    >>> from decimal import Decimal
    >>> write_json({"a": [1.0, 1, Decimal("1E+400")], "b": None})
    b'{"a":[1.0,1,1E+400],"b":null}'
    """
    try:
        return _encode(instance).encode("utf-8")
    except (TypeError, ValueError, RecursionError):
        return "".join(_pieces(instance)).encode("utf-8")


_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, allow_nan=False, separators=(",", ":")).encode
"""Refuses `Decimal` and integers of thousands of digits."""


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
            raise ValueError(f"expected a number that JSON has, found {value}")
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(Decimal(value)) if value.bit_length() > _LONG else str(int(value))
    return _encode(value)


_LONG = 14_000  # fewer bits than Python refuses to write at once
