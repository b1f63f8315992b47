r"""
How numbers are spelled in a text, found out by a look at all of it, which takes less than one at each number.

Digits are made one character, then what matters can be searched for.  What is found may also be in a string.
"""

from __future__ import annotations

import re

_LONGEST = 16
"""Of no more digits, and a point, each number is that of one double, whose shortest text has the same digits."""

SHAPES = bytes.maketrans(b"123456789.E", b"0000000000e")
EXPONENT, LONG = b"0e", b"0" * (_LONGEST + 1)
_exponent_of_number = re.compile(rb"[0-9][eE][+-]?[0-9]+\s*(?:[,\]}]|\Z)").search


def may_round(text: bytes) -> bool:
    """
    Return whether a text may have a number that no double holds, or one with an exponent.

    >>> [may_round(text) for text in (b'{"a":1.50}', b'{"a":"3e5"}', b"[1e5]", b"[1234567890.1234567]")]
    [False, False, True, True]
    """
    shapes = text.translate(SHAPES)
    # To ask what is `in` bytes takes longer.
    return shapes.find(LONG) >= 0 or (shapes.find(EXPONENT) >= 0 and _exponent_of_number(text) is not None)


def has_exponent(text: bytes) -> bool:
    """
    Return whether a text may have a number with an exponent.

    >>> has_exponent(b'{"a":"1e5"}'), has_exponent(b"1e5")
    (False, True)
    """
    return text.translate(SHAPES).find(EXPONENT) >= 0 and _exponent_of_number(text) is not None
