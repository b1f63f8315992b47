"""
The integer `-0`, which JSON has and Python has not, so that it is written as it was read.

Nothing judges it otherwise than `0`, so it is read as that, and looked for only in texts that are valid.
"""

from __future__ import annotations

import re
from json.decoder import JSONDecoder
from typing import Any

from schemawright.documents.json_text import parse_exact
from schemawright.documents.numbers import exact_float, exact_int
from schemawright.models.spelling.depth import DEEPEST
from schemawright.runtime import NegativeZero

_ZERO = r"-0(?:[\s,\]}]|\Z)"
may_have_one_in = re.compile(_ZERO).search
"""Finds what may be one in a text; it may also be in a string, or an exponent."""
may_have_one = re.compile(_ZERO.encode()).search
"""The same of a text's bytes."""


def with_negative_zeros(instance: Any, text: str) -> Any:
    """
    Return the instance that was read from a text, with the negative zeros that the text has.

    >>> [type(zero).__name__ for zero in with_negative_zeros([0, 0], "[-0, 0]")]
    ['NegativeZero', 'int']
    """
    if not may_have_one_in(text):
        return instance
    try:
        return _decode(text)
    except RecursionError:
        return parse_exact(text, max_depth=DEEPEST, parse_int=_signed).value


def _signed(text: str) -> Any:
    return NegativeZero() if text == "-0" else exact_int(text)


_decode = JSONDecoder(parse_float=exact_float, parse_int=_signed).decode
