r"""
How numbers are spelled in a text, found out by a look at all of it, which takes less than one at each number.

Digits are made one character, then what matters can be searched for.  What is found may also be in a string, which is
looked at where it is found: `\u00e9`, or the number of an account.
"""

from __future__ import annotations

import re

_LONGEST = 16
"""Of no more digits, and a point, each number is that of one double, whose shortest text has the same digits."""

SHAPES = bytes.maketrans(b"123456789.E", b"0000000000e")
EXPONENT, LONG = b"0e", b"0" * (_LONGEST + 1)
_is_exponent_of_number = re.compile(rb"[0-9][eE][+-]?[0-9]+\s*(?:[,\]}]|\Z)").match
_long_ones = re.compile(rb"0{%d,}" % len(LONG)).finditer
_QUOTE = ord('"')


def may_round(text: bytes) -> bool:
    """
    Return whether a text may have a number that no double holds, or one with an exponent.

    >>> [may_round(text) for text in (b'{"a":1.50}', b'{"a":"3e5"}', b"[1e5]", b"[1234567890.1234567]")]
    [False, False, True, True]
    """
    return may_round_as(text, text.translate(SHAPES))


def may_round_as(text: bytes, shapes: bytes) -> bool:
    """
    Return the same; it is known what the text is with each digit, and each point, made 0.

    >>> text = b'{"a":"12345678901234567890"}'
    >>> may_round_as(text, text.translate(SHAPES))
    False
    """
    # To ask what is `in` bytes takes longer.
    return (shapes.find(LONG) >= 0 and _has_long_number(text, shapes)) or _has_exponent(text, shapes)


def _has_long_number(text: bytes, shapes: bytes) -> bool:
    """Return whether a text may have one; no number is right behind a quotation mark."""
    return any(found.start() == 0 or text[found.start() - 1] != _QUOTE for found in _long_ones(shapes))


def has_exponent(text: bytes) -> bool:
    """
    Return whether a text may have a number with an exponent.

    >>> has_exponent(b'{"a":"1e5"}'), has_exponent(b"1e5")
    (False, True)
    """
    return _has_exponent(text, text.translate(SHAPES))


def _has_exponent(text: bytes, shapes: bytes) -> bool:
    at = shapes.find(EXPONENT)
    while at >= 0:
        if _is_exponent_of_number(text, at) is not None:
            return True
        at = shapes.find(EXPONENT, at + 1)
    return False


LEAST, MOST = 1e-4, 1e16
"""Which numbers are spelled without an exponent, by msgspec and by Python."""


def is_spelt_once(value: float) -> bool:
    """
    Return whether a number is spelled as one, without an exponent, by msgspec and by Python.

    >>> [is_spelt_once(value) for value in (0.5, -0.0, 1e15, 1e-5, 1e16, float("nan"))]
    [True, True, True, False, False, False]
    """
    return value == 0 or LEAST <= abs(value) < MOST
