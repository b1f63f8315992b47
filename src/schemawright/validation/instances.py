"""
Whether a Python value is a JSON value, before an engine sees it.

Engines crash on values that are nested deep enough, and turn infinities into null.
"""

from __future__ import annotations

from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any

from schemawright.documents.record import DEPTH_HINT, has_decimals
from schemawright.errors import Malformed
from schemawright.pointer import escape_token
from schemawright.quoting import shown

if TYPE_CHECKING:
    from collections.abc import Iterable


def check_instance(instance: Any, max_depth: int) -> bool:
    """
    Check that a Python value is a JSON value, and return whether it has numbers that no double holds.

    Args:
        instance: Anything.
        max_depth: How deep arrays and objects may nest.

    Raises:
        Malformed: It is none; the message says where.

    >>> check_instance({"id": ["ts_1", 1.5, None]}, 1000)
    False
    """
    if _is_plain(instance, max_depth):
        return False
    level: list[tuple[str, Any]] = [("", instance)]
    for _ in range(max_depth):
        if not level:
            break
        level = [member for pointer, value in level for member in _checked(pointer, value)]
    if not any(isinstance(value, (dict, list, tuple)) for _, value in level):
        for pointer, value in level:
            _checked(pointer, value)
        return has_decimals(instance)
    raise Malformed(f"expected at most {max_depth:,} levels of nesting, found more", hint=DEPTH_HINT)


def _is_plain(instance: Any, max_depth: int) -> bool:
    """Return whether a value is surely a JSON value; what is unusual is looked at closer."""
    level = [instance]
    for depth in range(max_depth + 1):
        below: list[Any] = []
        for value in level:
            kind = type(value)
            if kind is dict:
                if not all(type(name) is str and (name.isascii() or _is_text(name)) for name in value):
                    return False
                below += value.values()
            elif kind is list:
                below += value
            elif kind is str:
                if not (value.isascii() or _is_text(value)):
                    return False
            elif kind not in _SCALARS and not (kind is float and isfinite(value)):
                return False
        if not below:
            return depth < max_depth or not any(type(value) in _CONTAINERS for value in level)
        level = below
    return False


def _is_text(text: str) -> bool:
    """Return whether there is no lone surrogate in a text."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


_CONTAINERS = frozenset({dict, list})
_SCALARS = frozenset({int, bool, type(None)})


def _checked(pointer: str, value: Any) -> Iterable[tuple[str, Any]]:
    """Return the members of a container with their pointers; nothing for a scalar that JSON has."""
    if isinstance(value, dict):
        for name in value:
            if type(name) is not str:
                message = f"expected strings as member names, found {shown(name)} at {pointer or 'the root'}"
                raise Malformed(message)
            _check_text(name, pointer)
        return [(f"{pointer}/{escape_token(name)}", member) for name, member in value.items()]
    if isinstance(value, (list, tuple)):
        return [(f"{pointer}/{index}", member) for index, member in enumerate(value)]
    kind = type(value)
    if kind is str:
        _check_text(value, pointer)
    elif kind in {float, Decimal}:
        if not (value.is_finite() if kind is Decimal else isfinite(value)):
            raise Malformed(f"expected a number that JSON has, found {value} at {pointer or 'the root'}")
    elif kind not in _SCALARS:
        message = f"expected a JSON value, found one of Python's `{kind.__name__}` at {pointer or 'the root'}"
        hint = "pass plain str, int and float; engines do not take their subclasses"
        raise Malformed(message, hint=hint if isinstance(value, (str, int, float)) else None)
    return ()


def _check_text(text: str, pointer: str) -> None:
    if not (text.isascii() or _is_text(text)):
        raise Malformed(f"expected surrogates in pairs, found a lone one at {pointer or 'the root'}")
