"""Dates, times and durations: RFC 3339, and its appendix A."""

from __future__ import annotations

from itertools import zip_longest

from schemawright.fuzz.texts.formats.kind import Format

_DAY = "(0[1-9]|1[0-9]|2[0-8]|29|30|31)"
_DATE = f"(19[7-9][0-9]|20[0-9]{{2}}|[0-9]{{4}})-(0[1-9]|1[0-2])-{_DAY}"
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_FRACTION = r"(\.[0-9]{1,3}|\.[0-9]{1,12})?"
_OFFSET = "(Z|z|[+-](0[0-9]|1[0-9]|2[0-3]):[0-5][0-9])"

_DATE_EDGES = (
    "2000-01-01",
    "0000-01-01",
    "0001-01-01",
    "1583-01-01",
    "9999-12-31",
    "2024-02-29",
    "2000-02-29",
    "2023-02-28",
    "2023-12-31",
    "2023-04-30",
    "1970-01-01",
    "1969-12-31",
    "2038-01-19",
    "1582-10-10",
)
_DATE_MISSES = (
    ("empty", ""),
    ("30 February", "2024-02-30"),
    ("no dashes", "20240101"),
    ("Arabic digits", "\u0662\u0660\u0662\u0664-01-01"),
    ("a month of one digit", "2024-1-01"),
    ("month 13", "2024-13-01"),
    ("29 February of 1900", "1900-02-29"),
    ("a week date", "2026-W01-1"),
    ("unix time", "1704067200"),
    ("32 January", "2024-01-32"),
    ("slashes", "2024/01/01"),
    ("a year of five digits", "12024-01-01"),
    ("day 0", "2024-01-00"),
    ("29 February of a year that is not a leap year", "2023-02-29"),
    ("in words", "yesterday"),
    ("no day", "2024-01"),
    ("31 April", "2024-04-31"),
    ("month 0", "2024-00-10"),
    ("a day of one digit", "2024-01-1"),
    ("a year of two digits", "24-01-01"),
    ("a year of three digits", "999-01-01"),
    ("a year with a sign", "+2024-01-01"),
    ("a negative year", "-2024-01-01"),
    ("29 February of 2100", "2100-02-29"),
    ("31 November", "2024-11-31"),
    ("31 September", "2024-09-31"),
    ("31 June", "2024-06-31"),
    ("dots", "2024.01.01"),
    ("one dash missing", "2024-0101"),
    ("only a year", "2024"),
    ("a week date without dashes", "2026W011"),
    ("a day of the year", "2024-001"),
    ("the day first", "01-01-2024"),
    ("American", "01/02/2024"),
    ("a month in words", "2024-Jan-01"),
    ("a dash that is not ASCII", "2024\u201301\u201301"),
    ("a minus sign for a dash", "2024\u221201\u221201"),
    ("a full-width digit", "2024-01-0\uff11"),
    ("a Bengali digit", "2024-01-0\u09ea"),
    ("a dash at the end", "2024-01-01-"),
    ("a space for a digit", "2024-01- 1"),
    ("two dashes", "2024--01-01"),
    ("a month and a day of one digit", "2024-1-1"),
    ("a slash, which comes before 0", "2024-01-1/"),
    ("a colon, which comes behind 9", "2024-01-0:"),
    ("a slash in the year", "/024-01-01"),
)
_CLOCK_MISSES = (
    ("hour 24", "24:00:00"),
    ("no seconds", "12:00"),
    ("a comma before the fraction", "12:00:00,5"),
    ("a leap second at a wrong minute", "12:00:60"),
    ("a fraction without digits", "12:00:00."),
    ("second 61", "12:00:61"),
    ("minute 60", "12:60:00"),
    ("an Arabic digit", "12:00:0\u0660"),
    ("no colons", "120000"),
    ("a leap second at 22:59", "22:59:60"),
    ("an hour of one digit", "1:00:00"),
    ("a leap second at 23:58", "23:58:60"),
    ("only an hour", "12"),
    ("a minute of one digit", "12:0:00"),
    ("a second of one digit", "12:00:0"),
    ("dots for colons", "12.00.00"),
    ("hour 25", "25:00:00"),
    ("two fractions", "12:00:00.1.2"),
    ("a fraction of a minute", "12:00.5"),
    ("a full-width digit", "1\uff12:00:00"),
    ("an Arabic digit in the fraction", "12:00:00.\u0661"),
    ("a negative hour", "-1:00:00"),
    ("one group too many", "12:00:00:00"),
    ("half a day", "12:00:00 PM"),
)
_OFFSET_MISSES = (
    ("no offset", ""),
    ("an offset without colon", "+0000"),
    ("hour 24 of the offset", "+24:00"),
    ("minute 60 of the offset", "+01:60"),
    ("a space before Z", " Z"),
    ("an offset of hours only", "+00"),
    ("an offset hour of one digit", "+1:00"),
    ("an offset minute of one digit", "+01:0"),
    ("an offset without sign", "00:00"),
    ("hour 24 of a negative offset", "-24:00"),
    ("a minus sign that is not ASCII", "\u221201:00"),
    ("an offset with seconds", "+01:00:00"),
    ("Z and an offset", "Z+00:00"),
    ("Z twice", "ZZ"),
    ("a name for the offset", " UTC"),
    ("a zone in words", " Europe/Berlin"),
    ("a zone in brackets", "Z[UTC]"),
    ("another military letter", "A"),
    ("a space before the offset", " +00:00"),
    ("an Arabic digit in the offset", "+0\u0661:00"),
    ("an offset of plus and minus", "+-1:00"),
)
_TIME_EDGES = (
    "00:00:00Z",
    "23:59:60Z",
    "00:00:00z",
    "12:00:00.5+05:30",
    "15:59:60-08:00",
    "23:59:59Z",
    "23:59:60z",
    "00:00:00+00:00",
    "00:00:00-00:00",
    "12:00:00+23:59",
    "12:00:00-23:59",
    "12:00:00+05:30",
    "12:00:00.0Z",
    "12:00:00.5z",
    "12:00:00.123Z",
    "12:00:00.123456Z",
    "12:00:00.123456789Z",
    "12:00:00.1234567890123456789Z",
    "12:00:00.000000-08:00",
    "23:59:60.5Z",
    "00:59:60+01:00",
    "15:59:60-08:00",
    "23:29:60+23:30",
)
_MISSED_TIMES = (
    *(
        miss
        for (how, clock), (of_offset, offset) in zip(_CLOCK_MISSES, _OFFSET_MISSES, strict=False)
        for miss in ((of_offset, f"12:00:00{offset}"), (how, f"{clock}Z"))
    ),
    *((how, f"{clock}Z") for how, clock in _CLOCK_MISSES[len(_OFFSET_MISSES) :]),
    ("a leap second that its offset moves away", "23:59:60+01:00"),
    ("a leap second that a negative offset moves away", "23:59:60-08:00"),
    ("a leap second without offset", "23:59:60"),
    ("a fraction without offset", "12:00:00.5"),
)


def _date_times() -> tuple[tuple[str, str], ...]:
    dates = tuple((how, f"{date}T12:00:00Z") for how, date in _DATE_MISSES if date)
    times = tuple((how, f"2024-01-01T{time}") for how, time in _MISSED_TIMES)
    other = (
        ("empty", ""),
        ("a space for the T", "2024-01-01 12:00:00Z"),
        ("only a date", "2024-01-01"),
        ("T missing", "2024-01-0112:00:00Z"),
        ("only a time", "12:00:00Z"),
        ("ISO 8601, basic", "20240101T120000Z"),
        ("T twice", "2024-01-01TT12:00:00Z"),
        ("an underscore for the T", "2024-01-01_12:00:00Z"),
        ("a tab for the T", "2024-01-01\t12:00:00Z"),
        ("a newline for the T", "2024-01-01\n12:00:00Z"),
        ("another letter for the T", "2024-01-01D12:00:00Z"),
        ("spaces around the T", "2024-01-01 T 12:00:00Z"),
        ("a date and a T", "2024-01-01T"),
        ("a date, a T and Z", "2024-01-01TZ"),
        ("a basic date", "20240101T12:00:00Z"),
        ("a basic time", "2024-01-01T120000Z"),
        ("a date that is followed by more", "2024-01-01T12:00:00Z and more"),
        ("more in front", "x2024-01-01T12:00:00Z"),
        ("an interval", "2024-01-01T12:00:00Z/2024-01-02T12:00:00Z"),
        ("of an e-mail", "Mon, 01 Jan 2024 12:00:00 +0000"),
        ("of C", "Mon Jan  1 12:00:00 2024"),
        ("a date and no T before the offset", "2024-01-01Z"),
        ("unix time", "1704110400"),
        ("unix time with a fraction", "1704110400.5"),
    )
    # There are more ways to get a time wrong than a date, and of those most are got wrong by more people than the rest.
    seldom = [miss for one in other for miss in (one, None)]
    several = zip_longest(seldom, times[::2], dates, times[1::2])
    return tuple(miss for misses in several for miss in misses if miss is not None)


_DATE_TIME = Format(
    grammars=(f"^{_DATE}[Tt]{_CLOCK}{_FRACTION}{_OFFSET}$",),
    edges=(
        "2000-01-01T00:00:00Z",
        "1998-12-31T23:59:60Z",
        "2000-01-01t00:00:00z",
        "2024-02-29T12:00:00.5+05:30",
        "1998-12-31T15:59:60-08:00",
        *(f"{date}T12:00:00Z" for date in _DATE_EDGES),
        *(f"2024-01-01T{time}" for time in _TIME_EDGES),
        "2024-01-01t12:00:00z",
        "2024-01-01t12:00:00Z",
        "1998-12-31T15:59:60.123-08:00",
        "1990-12-31t23:59:60z",
        "0000-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "9999-12-31T23:59:59.999999999Z",
    ),
    misses=_date_times(),
)

_DURATION = Format(
    grammars=(
        (
            "^P([0-9]{1,3}Y([0-9]{1,2}M([0-9]{1,2}D)?)?|[0-9]{1,2}M([0-9]{1,2}D)?|[0-9]{1,3}D)"
            "(T([0-9]{1,2}H([0-9]{1,2}M([0-9]{1,2}S)?)?|[0-9]{1,2}M([0-9]{1,2}S)?|[0-9]{1,3}S))?$"
        ),
        "^PT([0-9]+H([0-9]+M([0-9]+S)?)?|[0-9]+M([0-9]+S)?|[0-9]+S)$",
        "^P[0-9]+[WDYM]$",
    ),
    edges=(
        *(
            "P1D",
            "P1W",
            "P1Y2M3DT4H5M6S",
            "PT36H",
            "P0D",
            "P0Y",
            "PT0S",
            "P1Y",
            "P1M",
            "PT1M",
            "P0W",
            "P52W",
            "PT1H",
            "P1DT12H",
            "P1Y2M",
        ),
        *("P4DT12H30M5S", "P01Y", "P0001D", "PT60M", "P999999999999999999999D", "P1M1D", "P1YT1S"),
    ),
    misses=(
        ("empty", ""),
        ("only a P", "P"),
        ("a P and a T", "PT"),
        ("weeks beside days", "P1W2D"),
        ("a fraction", "P0.5D"),
        ("negative", "-P1D"),
        ("days before years", "P1D1Y"),
        ("a lower-case unit", "P1d"),
        ("a T with nothing after it", "P1YT"),
        ("no P", "1D"),
        ("hours without a T", "P1H"),
        ("a fraction of a second", "PT0.5S"),
        ("a T with nothing after the days", "P2DT"),
        ("a T for the P", "T1H"),
        ("a lower-case p", "p1D"),
        ("no unit", "P1"),
        ("no number", "PD"),
        ("seconds without a T", "P1S"),
        ("years after a T", "PT1Y"),
        ("days after a T", "PT1D"),
        ("in a wrong order", "P1D2H"),
        ("seconds before minutes", "PT1S1M"),
        ("a unit twice", "P1D1D"),
        ("a year and a day without a month", "P1Y2D"),
        ("hours and seconds without minutes", "PT1H5S"),
        ("weeks beside years", "P1Y2W"),
        ("weeks beside a time", "P1WT1H"),
        ("weeks after a T", "PT1W"),
        ("a comma", "PT0,5S"),
        ("a negative number", "P-1D"),
        ("a plus", "+P1D"),
        ("a space", "P 1D"),
        ("an Arabic digit", "P\u0661D"),
        ("a Bengali digit", "P\u09e7Y"),
        ("a superscript", "P\u00b2D"),
        ("a date", "P0001-02-03T04:05:06"),
        ("in words", "1 day"),
        ("a number", "86400"),
        ("a unit that is none", "P1X"),
        ("quarters", "P1Q"),
        ("P twice", "PP1D"),
        ("T twice", "PTT1S"),
        ("something after it", "P1Dx"),
    ),
)

DATES = {
    "date-time": _DATE_TIME,
    "date": Format(
        grammars=(f"^{_DATE}$",),
        edges=_DATE_EDGES,
        misses=(*_DATE_MISSES, ("a time after it", "2024-01-01T12:00:00Z"), ("a Z after it", "2024-01-01Z")),
    ),
    "time": Format(
        grammars=(f"^{_CLOCK}{_FRACTION}{_OFFSET}$",),
        edges=_TIME_EDGES,
        misses=(
            ("empty", ""),
            *_MISSED_TIMES,
            ("a T before it", "T12:00:00Z"),
            ("a date before it", "2024-01-01T12:00:00Z"),
            ("only Z", "Z"),
        ),
    ),
    "duration": _DURATION,
}
"""Format, and what is known of it."""

DRAFT3_TIME = Format(
    grammars=(f"^{_CLOCK}$",),
    edges=("00:00:00", "23:59:59", "12:00:00", "09:05:07"),
    misses=(
        ("empty", ""),
        *_CLOCK_MISSES,
        ("a fraction", "12:00:00.5"),
        ("Z after it", "12:00:00Z"),
        ("an offset", "12:00:00+00:00"),
    ),
)
"""Draft 3's `time`, which has no offset."""
