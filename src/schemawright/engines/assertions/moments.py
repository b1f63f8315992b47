"""
Dates and times (RFC 3339, section 5.6), strictly: what both engines take for them.

jsonschema-rs takes `/`, `:` and others for digits (0.60.3), so that it is given these checks instead of its own
(`schemawright.engines.assertions.both_engines`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_DATE = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_TIME = (
    r"(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9]|60)(?:\.[0-9]+)?"
    r"(?:[zZ]|(?P<sign>[+-])(?P<off_hour>[01][0-9]|2[0-3]):(?P<off_minute>[0-5][0-9]))"
)
_DATE_TIME = f"(?P<date>{_DATE})[tT](?P<time>{_TIME})"
_USUAL_DATE = (
    "[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
"""All days but 29 February."""
_USUAL_TIME = r"(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}(?:\.[0-9]+)?(?:[zZ]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
_USUAL_DATE_TIME = f"{_USUAL_DATE}[tT]{_USUAL_TIME}"
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LAST_MINUTE = 23 * 60 + 59

_compiled = cache(re.compile)
"""Compiles a pattern once somebody asks for it."""


def is_date(text: str) -> bool:
    """Return whether a text is a full-date (RFC 3339, section 5.6) of a day that exists."""
    if _compiled(_USUAL_DATE).fullmatch(text) is not None:
        return True
    match = _compiled(_DATE).fullmatch(text)
    return match is not None and _exists(int(match["year"]), int(match["month"]), int(match["day"]))


def _exists(year: int, month: int, day: int) -> bool:
    if not 1 <= month <= 12:  # noqa: PLR2004
        return False
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)  # noqa: PLR2004
    return 1 <= day <= _MONTH_DAYS[month - 1] + leap


def is_time(text: str) -> bool:
    """Return whether a text is a full-time (RFC 3339, section 5.6); a leap second only where UTC has one."""
    if _compiled(_USUAL_TIME).fullmatch(text) is not None:
        return True
    match = _compiled(_TIME).fullmatch(text)
    if match is None or match["second"] != "60":
        return match is not None
    offset = 60 * int(match["off_hour"] or 0) + int(match["off_minute"] or 0)
    minute = 60 * int(match["hour"]) + int(match["minute"]) - (offset if match["sign"] == "+" else -offset)
    return minute % (24 * 60) == _LAST_MINUTE


def is_date_time(text: str) -> bool:
    """Return whether a text is a date-time (RFC 3339, section 5.6)."""
    if _compiled(_USUAL_DATE_TIME).fullmatch(text) is not None:
        return True
    match = _compiled(_DATE_TIME).fullmatch(text)
    return match is not None and is_date(match["date"]) and is_time(match["time"])


MOMENTS: dict[str, Callable[[str], bool]] = {"date-time": is_date_time, "date": is_date, "time": is_time}
"""Format, and whether a string is of it."""
