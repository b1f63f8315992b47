"""What one writes with generated classes, which type checkers have to take as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.golden.modules.branches import Point

if TYPE_CHECKING:
    from tests.golden.modules.formats_and_bounds import FormatsAndBounds


def total(one: FormatsAndBounds) -> float:
    """Compute with numbers as one computes with them."""
    amount = 0.0
    for price in one.list_ or []:
        amount += price * 1.5
    for count in one.extra.values():
        number: int = count
        amount += len(range(number))
    return amount


def point(*at: int) -> Point:
    """Leave out what can be one thing only."""
    return Point(at=list(at))
