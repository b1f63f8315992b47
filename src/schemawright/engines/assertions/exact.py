"""
Numbers and equality as JSON Schema means them: by value, never rounded.

A `float` here stands for the decimal number that it is written as (see `schemawright.documents.numbers`), so `0.1` is
one tenth and a multiple of 0.01.  Nothing here expands a power of ten: `1e999999999` costs what `1e9` does.
"""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.documents.numbers import Number


def is_number(value: object) -> bool:
    """Return whether a value is a JSON number; booleans are none."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def is_integral(value: object) -> bool:
    """
    Return whether a value is a number without a fraction, however it is written.

    >>> is_integral(1.0), is_integral(Decimal("1e400")), is_integral(1.5), is_integral(True)
    (True, True, False, False)
    """
    if isinstance(value, int):
        return not isinstance(value, bool)
    if isinstance(value, float):
        return value.is_integer()
    if not isinstance(value, Decimal) or not value.is_finite():
        return False
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    return exponent >= 0 or not any(digits[exponent:])


def exact(value: Number) -> int | Decimal:
    """
    Return the number that a value stands for; comparisons between such numbers are exact.

    >>> exact(0.1)
    Decimal('0.1')
    """
    return Decimal(repr(value)) if isinstance(value, float) else value


def is_multiple(value: Number, divisor: Number) -> bool:
    """
    Return whether a number is a multiple of another.

    >>> is_multiple(0.3, 0.1), is_multiple(Decimal("1e999999"), 7), is_multiple(Decimal("1e-999999"), 0.1)
    (True, False, False)
    """
    coefficient, exponent = _parts(exact(value))
    unit, scale = _parts(exact(divisor))
    if coefficient == 0 or unit == 0:
        return coefficient == 0
    shift = exponent - scale
    # The coefficient has no factor ten left, so it is no multiple of a power of ten.
    return shift >= 0 and coefficient * pow(10, shift, abs(unit)) % abs(unit) == 0


def _parts(number: int | Decimal) -> tuple[int, int]:
    """Return coefficient and power of ten, the coefficient without trailing zeros."""
    if isinstance(number, int):
        return _without_zeros(number, 0)
    sign, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    text = "".join(map(str, digits)).rstrip("0")
    coefficient = _whole(text)
    return -coefficient if sign else coefficient, exponent + len(digits) - len(text) if text else 0


def _whole(text: str) -> int:
    """Return the integer of a text of digits, of any length: more than 640 at once Python may refuse to read."""
    ends = range(len(text), 0, -_DIGITS)
    parts = [int(text[max(end - _DIGITS, 0) : end]) for end in ends] or [0]
    power = 10**_DIGITS
    while len(parts) > 1:
        parts = [low + high * power for low, high in zip_longest(parts[::2], parts[1::2], fillvalue=0)]
        if len(parts) > 1:
            power *= power  # Not after the last two: that takes as long as all before.
    return parts[0]


def _without_zeros(number: int, exponent: int) -> tuple[int, int]:
    """Strip factors of ten, large ones first, so that an integer of a million digits is no million steps."""
    step = 1
    while number and number % 10 ** (step * 2) == 0:
        step *= 2
    while number and step:
        quotient, rest = divmod(number, 10**step)
        if rest:
            step //= 2
        else:
            number, exponent = quotient, exponent + step
    return number, exponent


_DIGITS = 640
"""How many digits Python reads whatever bound is set (`sys.set_int_max_str_digits`)."""


class _Constant:
    """Stands for `true` or `false`, which Python would take for 1 and 0; and for where an array or an object begins."""


_TRUE, _FALSE, _ARRAY, _OBJECT = _Constant(), _Constant(), _Constant(), _Constant()


def canonical(value: Any) -> Any:
    """
    Return a hashable form that is equal for two instances exactly when JSON Schema calls them equal.

    It is flat: an array is its length and its items, an object its size, names and members.  To compare what is nested
    Python recurses, and not for long.

    >>> canonical([1, {"a": 1.0}]) == canonical([Decimal("1.00"), {"a": 1}])
    True
    >>> canonical([True]) == canonical([1])
    False
    """
    if type(value) in _CANONICAL:
        return _CANONICAL[type(value)](value)
    flat: list[Any] = []
    pending = [value]
    while pending:
        one = pending.pop()
        if type(one) is list:
            flat += (_ARRAY, len(one))
            pending += reversed(one)
        elif type(one) is dict:
            flat += (_OBJECT, len(one))
            for name in sorted(one, reverse=True):
                pending += (one[name], name)
        else:
            flat.append(_CANONICAL[type(one)](one))
    return tuple(flat)


_CANONICAL: dict[type, Callable[[Any], Any]] = {
    bool: lambda value: _TRUE if value else _FALSE,
    float: exact,
    int: lambda value: value,
    Decimal: lambda value: value,
    str: lambda value: value,
    type(None): lambda value: value,
}


def text_of(value: Any, *, sort_keys: bool = False) -> str:
    """
    Return the JSON text of a value; a number that no double holds is one of no other value.

    >>> text_of([Decimal("1e400")]) == text_of([Decimal("1E+400")]), text_of([Decimal("1e400")]) == text_of(["1E+400"])
    (True, False)
    """
    return json.dumps(value, sort_keys=sort_keys, default=_apart)


def _apart(number: Decimal) -> str:
    """Return a text that no JSON value has: half a pair of surrogates is in none."""
    return f"\ud800{number}"


def is_unique(items: list[Any]) -> bool:
    """
    Return whether no two items are equal; linear in their number.

    >>> is_unique([1, True, "1"]), is_unique([{"a": 1}, {"a": 1.0}])
    (True, False)
    """
    return len({canonical(item) for item in items}) == len(items)
