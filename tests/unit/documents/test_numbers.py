"""Numbers mean exactly what was written."""

from __future__ import annotations

import sys
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemawright.documents.numbers import (
    MAX_RADIX_DIGITS,
    ExponentOutOfRange,
    TooManyDigits,
    exact_float,
    exact_int,
    exact_radix_int,
)

DECIMALS = st.from_regex(r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?", fullmatch=True)


@given(DECIMALS)
def test_no_number_is_rounded(text: str) -> None:
    """A number's shortest text says the same fraction as what was written."""
    assert Fraction(str(exact_float(text))) == Fraction(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_a_float_holds_stays_a_float(value: float) -> None:
    """The shortest text of a float reads as that float, not as a decimal."""
    read = exact_float(repr(value))
    assert isinstance(read, float)
    assert read == value


@given(st.integers())
def test_integers_read_as_they_are_written(value: int) -> None:
    """Reading is the inverse of writing."""
    assert exact_int(str(value)) == value


def test_an_integer_of_any_length_is_exact() -> None:
    """Beyond the digits that `int` takes, a decimal holds the integer."""
    assert exact_int("9" * 4_300) == 10**4_300 - 1
    assert exact_int("-" + "9" * 5_000) == Decimal("-" + "9" * 5_000)


@pytest.mark.parametrize("bound", [640, 1_000, 0])
def test_a_bound_of_the_process_is_kept(bound: int) -> None:
    """Whoever bounds the digits that Python reads and writes gets decimals sooner; whoever lifts it, no later."""
    usual = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(bound)
    try:
        least = bound or 4_300
        assert exact_int("9" * least) == 10**least - 1
        assert isinstance(exact_int("9" * (least + 1)), Decimal)
        assert exact_int("9" * (least + 1)) == Decimal("9" * (least + 1))
        assert len(str(exact_radix_int("f" * 5_000, 16))) > least
    finally:
        sys.set_int_max_str_digits(usual)


@given(st.integers(), st.sampled_from([(2, "b"), (8, "o"), (16, "x")]))
def test_integers_in_other_bases_read_as_they_are_written(value: int, base: tuple[int, str]) -> None:
    """Reading is the inverse of writing, in each base."""
    assert exact_radix_int(format(value, base[1]), base[0]) == value


def test_a_long_hexadecimal_integer_is_exact() -> None:
    """Where its decimal digits would be too many for `int` to write, it is a decimal of the same value."""
    assert exact_radix_int("f" * 5_000, 16) == Decimal(16**5_000 - 1)
    assert isinstance(exact_radix_int("f" * 5_000, 16), Decimal)


def test_a_hexadecimal_integer_that_would_take_quadratic_time_is_refused() -> None:
    """The limit is named."""
    with pytest.raises(TooManyDigits, match="at most 100,000 digits in base 16, found 100,001"):
        exact_radix_int("f" * (MAX_RADIX_DIGITS + 1), 16)


@pytest.mark.parametrize("text", ["1e1000000000000", "-1.5E-99999999999999999999"])
def test_an_exponent_beyond_all_computing_is_refused(text: str) -> None:
    """No number is silently zero or infinite."""
    with pytest.raises(ExponentOutOfRange):
        exact_float(text)


def test_zero_may_have_any_exponent() -> None:
    """Zero is zero whatever it is multiplied with."""
    assert exact_float("0.0e99999999999999999999") == 0
