"""
Dates, times and date-times judged without the engine, which asks Python about each of them as well.

Many at once are looked at as one text: those of the usual shape are some if Python reads them; all others are judged
one by one, by what both engines ask.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from schemawright.engines.assertions.moments import MOMENTS, is_date, is_date_time, is_time
from schemawright.models.fast.moments import DIGITS, IN_UTC
from schemawright.runtime import Date, DateTime

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.engines.judging import Judge

_DAYS = frozenset([b"0000-00-00"])


def _are_all(shapes: frozenset[bytes], read: Callable[[str], Any], is_one: Judge) -> Judge:
    """
    Return what says whether all of some texts are of a format.

    Args:
        shapes: What texts are, each digit made 0, that are of it if Python reads them.
        read: Reads one, or raises `ValueError`.
        is_one: Says of any text whether it is of the format.
    """

    def are_all(texts: Any) -> bool:
        shaped = "\n".join(texts).encode().translate(DIGITS)
        first = shaped.partition(b"\n")[0]
        # As many line feeds as there are between texts: none of them has one.
        if first in shapes and shaped == b"\n".join([first] * len(texts)):
            try:
                list(map(read, texts))
            except ValueError:
                pass  # A leap second, or the year 0.
            else:
                return True
        return all(map(is_one, texts))

    return are_all


IS_ONE: dict[str, Judge] = MOMENTS
"""Format → what says whether a text is of it."""
ARE_ALL: dict[str, Judge] = {
    "date": _are_all(_DAYS, date.fromisoformat, is_date),
    "date-time": _are_all(IN_UTC, datetime.fromisoformat, is_date_time),
    "time": lambda texts: all(map(is_time, texts)),
}
"""The same of all texts that there are."""


DECODED = {DateTime.__name__: "date-time", Date.__name__: "date"}
"""What texts in arrays and dictionaries are → their format, of those which msgspec may decode as what they mean."""


def or_none(judge: Judge) -> Judge:
    """Return what judges a value, or nothing where it is null."""
    return lambda value: value is None or judge(value)


def if_any(judge: Judge) -> Judge:
    """Return what judges all values that there are, null aside."""
    return lambda values: judge([value for value in values if value is not None])
