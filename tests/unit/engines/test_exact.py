"""Numbers and equality, by value."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import schemawright.engines.assertions.exact as exact_module
from schemawright.engines.assertions.exact import canonical, exact, is_integral, is_multiple, is_unique

NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.decimals(-(10**9), 10**9, places=5)


@given(number=NUMBERS)
def test_exact_is_the_number_as_it_is_written(number: float | Decimal) -> None:
    written = Fraction(repr(number)) if isinstance(number, float) else Fraction(number)

    assert Fraction(exact(number)) == written
    assert is_integral(number) == (written.denominator == 1)


@given(st.integers(min_value=0), st.integers(0, 3_000), st.integers(-5_000, 50), st.booleans())
def test_numbers_of_any_length_are_exact(head: int, more: int, exponent: int, negative: bool) -> None:
    digits = str(head) + "7" * (more % 7) + str(head) * (more // 50)
    number = Decimal(f"{'-' * negative}{digits}e{exponent}")
    whole = Fraction(number)

    assert is_integral(number) == (whole.denominator == 1)
    assert is_multiple(number, 7) == (whole.denominator == 1 and whole.numerator % 7 == 0)


@given(number=NUMBERS, divisor=NUMBERS.filter(bool))
def test_multiples_are_those_of_fractions(number: float | Decimal, divisor: float | Decimal) -> None:
    expected = (Fraction(exact(number)) / Fraction(exact(divisor))).denominator == 1

    assert is_multiple(number, divisor) == expected


@pytest.mark.parametrize(
    ("number", "divisor", "expected"),
    [
        (Decimal("1E+999999999999"), 7, False),
        (Decimal("7E+999999999999"), 7, True),
        (Decimal("1E-999999999999"), 1, False),
        (1, Decimal("1E-999999999999"), True),
        (Decimal("1" + "0" * 9_999), Decimal("1E+9999"), True),
        pytest.param(10**20_000, 10**19_999, True, id="long"),
        (0, 0.1, True),
        (19.99, 0.01, True),
    ],
)
def test_no_power_of_ten_is_expanded(number: int | Decimal, divisor: int | Decimal, *, expected: bool) -> None:
    started = time.monotonic()

    assert is_multiple(number, divisor) is expected
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    ("first", "second"),
    [(1, 1.0), (1, Decimal("1.00")), (0.1, Decimal("0.10")), (10**400, Decimal("1E+400")), (0, -0.0), ([1], [1.0])],
)
def test_numbers_are_equal_by_value(first: object, second: object) -> None:
    assert canonical(first) == canonical(second)
    assert hash(canonical(first)) == hash(canonical(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [(True, 1), (False, 0), ([True], [1]), ({"a": False}, {"a": 0}), ("1", 1), (None, False), ([], {}), ({}, None)],
)
def test_kinds_are_never_equal(first: object, second: object) -> None:
    assert canonical(first) != canonical(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([[], 1], [[1]]), ([[1], 2], [[1, 2]]), (["a", 1], {"a": 1}), ([{}], {"a": {}}),
        ({"a": ["b", 1]}, {"a": {"b": 1}}),
        ({"a": {"b": 1}}, {"a": {}, "b": 1}), (["a"], "a"), ([1, 2], [2, 1]),
    ],
)  # fmt: skip
def test_what_is_nested_otherwise_is_never_equal(first: object, second: object) -> None:
    assert canonical(first) != canonical(second)


VALUES = st.recursive(
    st.sampled_from([None, True, False, 0, 1, 1.0, "", "a", "b"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=6,
)


def told(value: object) -> str:
    """Return a text that two values have in common if they are equal."""
    whole = json.dumps(value, sort_keys=True)
    return whole.replace("1.0", "1")


@given(VALUES, VALUES)
def test_equality_is_that_of_json_texts(first: object, second: object) -> None:
    assert (canonical(first) == canonical(second)) is (told(first) == told(second))


def test_uniqueness_is_linear() -> None:
    items = [{"id": number, "tags": [str(number), None]} for number in range(20_000)]
    started = time.monotonic()

    assert is_unique(items)
    assert not is_unique([*items, {"tags": ["7", None], "id": 7.0}])
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("parts", [0, 1, 2, 3, 4, 5, 8, 9, 64])
def test_a_text_of_digits_is_read_without_more_than_it_takes(parts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In parts that Python reads: the last square was of no use, and took as long as all else."""
    monkeypatch.setattr(exact_module, "_DIGITS", 4)
    text = "1234" * parts
    assert exact_module._whole(text) == int(text or "0")
