"""
Where the two engines are known to differ, and why.

A verdict that differs has a row for its case; what is reported where both say invalid has one for each kind.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

VERDICTS: dict[tuple[str, str, str, str], str] = {}
"""Dialect, file, group and test of the official suite; reason."""

_FAILED_BESIDE = "annotations beside a keyword that fails: the specification leaves open whether they count"

REPORTS: dict[tuple[tuple[str, ...], tuple[str, ...]], str] = {
    (("unevaluatedProperties",), ()): _FAILED_BESIDE,
    ((), ("unevaluatedProperties",)): _FAILED_BESIDE,
    ((), ("minContains",)): "native stops at the first of minContains and maxContains that fails",
}
"""
The keywords that only native reports, and that only reference reports; reason.  A report is an instance location, a
keyword, its evaluation path and a member name.
"""

_ROUNDED = "jsonschema-rs 0.60.3 rounds a number with a fraction to a double here"

NUMBERS: tuple[tuple[dict[str, Any], Decimal, str], ...] = (
    ({"multipleOf": 1}, Decimal("18446744073709551617.5"), _ROUNDED),
    ({"multipleOf": 1}, Decimal("4503599627370497.5"), _ROUNDED),
    ({"multipleOf": 1}, Decimal("1.00000000000000000001"), _ROUNDED),
    ({"multipleOf": 2}, Decimal("123456789012345678.1"), _ROUNDED),
    ({"multipleOf": 10**20}, Decimal("1E-400"), _ROUNDED),
    ({"minimum": 2**64}, Decimal("18446744073709551615.5"), _ROUNDED),
    ({"maximum": 2**64}, Decimal("18446744073709551617.5"), _ROUNDED),
    ({"exclusiveMinimum": 2**64}, Decimal("18446744073709551617.5"), _ROUNDED),
    ({"exclusiveMaximum": 2**64}, Decimal("18446744073709551615.5"), _ROUNDED),
)
"""
Schema, instance, reason: numbers that native judges wrongly and reference rightly; only where the instance
has a fraction that no double can hold.
"""
