"""
Whether a Python value is a JSON value, before an engine sees it.

Engines crash on values that are nested deep enough, and turn infinities into null.
"""

from __future__ import annotations

import sys
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any

from schemawright.documents.record import DEPTH_HINT, has_decimals
from schemawright.errors import Malformed
from schemawright.pointer import escape_token
from schemawright.quoting import shown

if TYPE_CHECKING:
    from collections.abc import Iterable


_MOST_DIGITS = 4_300
_BITS_PER_DIGIT = 3.25  # fewer than a decimal digit says
_MOST_SURE = 1 << int(sys.int_info.str_digits_check_threshold * _BITS_PER_DIGIT)
_LEAST_SURE = -_MOST_SURE


def is_long(number: int) -> bool:
    """
    Return whether an integer has so many digits that it is a `Decimal` where it is read from a text.

    Python may refuse to turn it into a text, and the native engine then takes it for one thing or another.

    >>> is_long(10**4000), is_long(10**4300)
    (False, True)
    """
    if _LEAST_SURE < number < _MOST_SURE:
        return False
    most = min(_MOST_DIGITS, sys.get_int_max_str_digits() or _MOST_DIGITS)
    return number.bit_length() > most * _BITS_PER_DIGIT


def check_instance(instance: Any, max_depth: int) -> bool:
    """
    Check that a Python value is a JSON value, and return whether it has numbers that the native engine may not get.

    Those are numbers that no double holds, and integers of thousands of digits.

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
        return has_decimals(instance) or _has_long(instance)
    raise Malformed(f"expected at most {max_depth:,} levels of nesting, found more", hint=DEPTH_HINT)


def judged(instance: Any, max_depth: int) -> tuple[Any, bool]:
    """
    Return a Python value as engines get it, and what `check_instance` says of it.

    Raises:
        Malformed: As `check_instance`.

    >>> judged(({"a": ()},), 1000)
    ([{'a': []}], False)
    """
    if _is_plain(instance, max_depth):
        return instance, False
    decimals = check_instance(instance, max_depth)
    return copied(instance), decimals


def copied(contents: Any) -> Any:
    """
    Return a copy of a JSON value of any depth; what is in it twice is copied once, since it may be inside itself.

    Its containers are plain ones: those of a class of its own may refuse to be written into, or to be copied.  Integers
    of thousands of digits are what they are where they are read from a text.

    >>> contents = {"enum": [[1], [2]]}
    >>> copied(contents) == contents, copied(contents)["enum"][0] is contents["enum"][0]
    (True, False)
    """
    holder = [contents]
    copies: dict[int, Any] = {}
    originals: list[Any] = []  # Kept: one that is made when it is asked for would leave its identity to another.
    pending: list[Any] = [holder]
    while pending:
        container = pending.pop()
        for key, value in container.items() if isinstance(container, dict) else enumerate(container):
            if isinstance(value, (dict, list, tuple)):
                if id(value) not in copies:
                    copies[id(value)] = dict(value) if isinstance(value, dict) else list(value)
                    originals.append(value)
                    pending.append(copies[id(value)])
                container[key] = copies[id(value)]
            elif type(value) is int and is_long(value):
                container[key] = Decimal(value)
    return holder[0]


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
            elif not (
                (kind is int and (_LEAST_SURE < value < _MOST_SURE or not is_long(value)))
                or kind in _CONSTANTS
                or (kind is float and isfinite(value))
            ):
                return False
        if not below:
            return depth < max_depth or not any(type(value) in _CONTAINERS for value in level)
        level = below
    return False


def _has_long(instance: Any) -> bool:
    pending = [instance]
    while pending:
        value = pending.pop()
        if type(value) is int and is_long(value):
            return True
        if isinstance(value, (dict, list, tuple)):
            pending += value.values() if isinstance(value, dict) else value
    return False


def _is_text(text: str) -> bool:
    """Return whether there is no lone surrogate in a text."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


_CONTAINERS = frozenset({dict, list})
_CONSTANTS = frozenset({bool, type(None)})
_SCALARS = _CONSTANTS | {int}


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
