"""
JSON numbers as Python values that mean exactly what was written.

A `float` where its shortest text is the number that was written, a `Decimal` elsewhere (`1e400`,
`0.30000000000000000001`), an `int` for integers.  Engines then judge what the document says, not what binary
floating point makes of it.
"""

from __future__ import annotations

import re
import sys
from decimal import Decimal
from threading import local
from typing import TypeAlias

Number: TypeAlias = int | float | Decimal

MAX_EXPONENT = 999_999_999_999
"""The largest power of ten that a `Decimal` can hold with room to compute."""

MAX_RADIX_DIGITS = 100_000
"""How long an integer in base 2, 8 or 16 may be: turning it into a `Decimal` takes quadratic time."""

_MAX_INT_DIGITS = 4_300
_SURE_INT_DIGITS = sys.int_info.str_digits_check_threshold
"""How many digits an integer may have whatever bound was set for this process."""
_SURE_DIGITS = sys.float_info.dig
_LEAST_SURE, _MOST_SURE = 1e-300, 1e300
"""Between them, whatever the sign, each number of no more digits is that of one double."""
_BITS_PER_DIGIT = 3.25  # fewer than a decimal digit says
_EXPONENT = re.compile(r"[eE]([+-]?[0-9]+)\Z")
_INFINITE = frozenset({float("inf"), float("-inf")})
_NONZERO = re.compile(r"[1-9]")


class _Made(local):
    """How many numbers no double holds were read by this thread; whoever reads a text compares before and after."""

    decimals = 0


made = _Made()


class UnsuitableNumber(ValueError):
    """A number cannot be read; the message says why."""


class ExponentOutOfRange(UnsuitableNumber):
    """A number's power of ten is beyond `MAX_EXPONENT`."""


class NoDouble(UnsuitableNumber):
    """No double holds a number."""


class TooManyDigits(UnsuitableNumber):
    """An integer in base 2, 8 or 16 is longer than `MAX_RADIX_DIGITS`."""


def exact_int(text: str) -> int | Decimal:
    """
    Return the integer that a text says; a `Decimal` where converting to `int` would take quadratic time.

    >>> exact_int("18446744073709551616")
    18446744073709551616
    """
    return int(text) if len(text) <= _SURE_INT_DIGITS or len(text) <= _most_int_digits() else Decimal(text)


def _most_int_digits() -> int:
    """Return how many digits are an `int`: as many as Python turns into a text again, and in no quadratic time."""
    return min(_MAX_INT_DIGITS, sys.get_int_max_str_digits() or _MAX_INT_DIGITS)


def exact_radix_int(text: str, base: int) -> int | Decimal:
    """
    Return the integer that digits in base 2, 8 or 16 say, as `exact_int` does.

    Raises:
        TooManyDigits: There are more than `MAX_RADIX_DIGITS`.

    >>> exact_radix_int("ff", 16)
    255
    """
    if len(text) > MAX_RADIX_DIGITS:
        message = f"expected at most {MAX_RADIX_DIGITS:,} digits in base {base}, found {len(text):,}"
        raise TooManyDigits(message)
    value = int(text, base)
    return value if value.bit_length() <= _most_int_digits() * _BITS_PER_DIGIT else Decimal(value)


def exact_float(text: str) -> float | Decimal:
    """
    Return the number that a text with a fraction or an exponent says, never rounded.

    Raises:
        ExponentOutOfRange: The exponent is too large even for a `Decimal`.

    >>> exact_float("0.1"), exact_float("1e400"), exact_float("0.30000000000000000001")
    (0.1, Decimal('1E+400'), Decimal('0.30000000000000000001'))

    What has an exponent is none of the integers that are written without one:

    >>> exact_float("9007199254740993e0")
    Decimal('9007199254740993.0')
    """
    near = float(text)
    if repr(near) == text:
        return near
    exponent = _EXPONENT.search(text)
    if exponent and _out_of_range(exponent[1]):
        if not _NONZERO.search(text, 0, exponent.start()):
            return near
        message = f"expected an exponent within ±{MAX_EXPONENT}, found {exponent[1][:60]}"
        raise ExponentOutOfRange(message)
    exact = Decimal(text)
    if near not in _INFINITE and Decimal(repr(near)) == exact:
        return near
    made.decimals += 1
    return Decimal(f"{exact!s}.0") if exponent and exact.as_tuple().exponent == 0 else exact


def near_float(text: str) -> float:
    """
    Return the number that a text with a fraction or an exponent says, if a double holds it.

    Raises:
        NoDouble: None does.

    >>> near_float("1.50")
    1.5
    """
    near = float(text)
    if (len(text) <= _SURE_DIGITS and _LEAST_SURE < abs(near) < _MOST_SURE) or repr(near) == text:
        return near
    value = exact_float(text)
    if isinstance(value, Decimal):
        raise NoDouble
    return value


def _out_of_range(exponent: str) -> bool:
    digits = exponent.lstrip("+-").lstrip("0")
    return len(digits) > len(str(MAX_EXPONENT)) or int(digits or "0") > MAX_EXPONENT
