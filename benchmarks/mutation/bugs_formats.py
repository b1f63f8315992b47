"""Planted bugs: formats; near misses are what most generators miss."""

from __future__ import annotations

import ipaddress
import re
from datetime import date, datetime
from datetime import time as clock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID

from benchmarks.mutation.planted import Bug
from benchmarks.mutation.small_formats import FORMATS, is_date, is_date_time, is_time, is_uri, is_uuid

if TYPE_CHECKING:
    from collections.abc import Callable

    Check = Callable[[str], bool]


def _parses(parse: Callable[[str], Any]) -> Check:
    def check(text: str) -> bool:
        try:
            parse(text)
        except ValueError:
            return False
        return True

    return check


def _like(pattern: str, flags: int = re.ASCII) -> Check:
    compiled = re.compile(pattern, flags)
    return lambda text: compiled.fullmatch(text) is not None


_CLOCK = r"\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})"
_DAY_FREE = re.compile(r"(\d{4}-\d{2}-)(29|30|31)(.*)", re.DOTALL)


def _free_day(text: str) -> str:
    found = _DAY_FREE.fullmatch(text)
    return f"{found[1]}28{found[3]}" if found else text


def _leap_year_each_fourth(text: str) -> bool:
    return is_date_time(text) or (text[5:10] == "02-29" and text[:4].isdecimal() and is_date_time(f"2024{text[4:]}"))


def _date_time(what: str, check: Check) -> Bug:
    return Bug(f"date-time {what}", {"format date-time": check}, ("started_at",))


def _of(name: str, what: str, check: Check, near: str) -> Bug:
    return Bug(f"{name} {what}", {f"format {name}": check}, (near,))


def _also(pattern: str, put: str) -> Check:
    """Return the check that also takes what is a date-time once `pattern` is replaced."""
    compiled = re.compile(pattern, re.ASCII)
    return lambda text: is_date_time(text) or is_date_time(compiled.sub(put, text))


def _but(pattern: str) -> Check:
    """Return the check that refuses what has `pattern` in it."""
    compiled = re.compile(pattern, re.ASCII)
    return lambda text: is_date_time(text) and not compiled.search(text)


_DATE_TIMES = [
    _date_time("by datetime.fromisoformat", _parses(datetime.fromisoformat)),
    _date_time("by a pattern without ranges", _like(rf"\d{{4}}-\d{{2}}-\d{{2}}[Tt]{_CLOCK}")),
    _date_time("takes everything", lambda _: True),
    _date_time("takes a bare date", lambda text: is_date_time(text) or is_date(text)),
    _date_time("takes no offset", lambda text: is_date_time(text) or is_date_time(f"{text}Z")),
    _date_time("takes a space for T", _also(r"(?<=^.{10}) ", "T")),
    _date_time("takes an offset without colon", _also(r"([+-]\d\d)(\d\d)$", r"\1:\2")),
    _date_time("takes an offset of +24:00", _also(r"([+-])24:", r"\g<1>23:")),
    _date_time("takes 24:00:00", _also("T24:", "T00:")),
    _date_time("takes minute 60", _also(r":60:", ":00:")),
    _date_time("takes second 61", _also(r":61", ":00")),
    _date_time("takes 30 February", lambda text: is_date_time(_free_day(text))),
    _date_time("takes month 13", _also(r"(?<=^.{5})13", "12")),
    _date_time("takes a leap second at any minute", _also(r":60(?=[Zz.+-])", ":59")),
    _date_time("refuses every leap second", _but(r":60[.Zz+-]")),
    _date_time(
        "looks for leap seconds at 23:59 local time",
        lambda text: is_date_time(text) and (":60" not in text or "23:59:60" in text),
    ),
    _date_time("refuses lower case", _but("[tz]")),
    _date_time("refuses fractions", _but(r"\.")),
    _date_time("refuses fractions of more than six digits", _but(r"\.\d{7}")),
    _date_time("takes a comma in the fraction", _also(",", ".")),
    _date_time("takes a fraction without digits", _also(r"\.(?=[Zz+-])", "")),
    _date_time("refuses numeric offsets", _but(r"[+-]\d\d:\d\d$")),
    _date_time("refuses years before 1900", _but("^0|^1[0-8]")),
    _date_time("29 February each fourth year", _leap_year_each_fourth),
    _date_time("takes spaces around", lambda text: is_date_time(text.strip())),
    _date_time("takes a last line feed", lambda text: is_date_time(text.removesuffix("\n"))),
    _date_time(
        "takes the digits of every script", lambda text: is_date_time(re.sub(r"[^\x00-\x7f](?<=\d)", "1", text))
    ),
    _date_time("takes no seconds", _also(r"(T\d\d:\d\d)(?=[Zz+-])", r"\1:00")),
    _date_time("takes the basic form", _also(r"^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)", r"\1-\2-\3T\4:\5:\6")),
    _date_time("takes the empty string", lambda text: not text or is_date_time(text)),
    _date_time("looks at the start only", lambda text: is_date(text[:10])),
    _date_time("takes a number in a string", lambda text: is_date_time(text) or text.isdecimal()),
    _date_time(
        "checks only the date's form",
        lambda text: is_time(text[11:]) and text[10:11] in {"T", "t"} and text[4:5] == "-",
    ),
]
_OTHERS = [
    _of("date", "by date.fromisoformat", _parses(date.fromisoformat), "due"),
    _of("date", "by a pattern without ranges", _like(r"\d{4}-\d{2}-\d{2}"), "due"),
    _of("date", "takes a date-time", lambda text: is_date(text[:10]), "due"),
    _of("date", "takes 30 February", lambda text: is_date(_free_day(text)), "due"),
    _of("time", "by time.fromisoformat", _parses(clock.fromisoformat), "window"),
    _of("time", "takes no offset", lambda text: is_time(text) or is_time(f"{text}Z"), "window"),
    _of("time", "by a pattern without ranges", _like(_CLOCK), "window"),
    _of("time", "refuses leap seconds", lambda text: is_time(text) and ":60" not in text, "window"),
    _of("uuid", "by uuid.UUID", _parses(UUID), "id"),
    _of("uuid", "refuses capitals", lambda text: is_uuid(text) and text == text.lower(), "id"),
    _of(
        "uuid",
        "takes letters after f",
        _like(r"[\da-z]{8}(-[\da-z]{4}){3}-[\da-z]{12}", re.ASCII | re.IGNORECASE),
        "id",
    ),
    _of("ipv4", "takes IPv6", _parses(ipaddress.ip_address), "ip"),
    _of("ipv4", "without ranges", _like(r"\d{1,3}(\.\d{1,3}){3}"), "ip"),
    _of("ipv4", "takes three parts", _like(r"(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){2,3}"), "ip"),
    _of("duration", "takes P alone", lambda text: text == "P" or FORMATS["duration"](text), "within"),
    _of(
        "duration",
        "by one pattern of optional parts",
        _like(r"P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?"),
        "within",
    ),
    _of("duration", "knows no weeks", lambda text: "W" not in text and FORMATS["duration"](text), "within"),
    _of("duration", "takes fractions", lambda text: FORMATS["duration"](re.sub(r"\.\d+", "", text)), "within"),
    _of("email", "with an @ somewhere", lambda text: "@" in text, "email"),
    _of(
        "email",
        "needs a dot in the domain",
        lambda text: FORMATS["email"](text) and "." in text.rpartition("@")[2],
        "email",
    ),
    _of(
        "email", "takes a dot at the local part's end", lambda text: FORMATS["email"](text.replace(".@", "@")), "email"
    ),
    _of("uri", "with a scheme by urlsplit", lambda text: bool(_scheme(text)), "tracking"),
    _of("uri", "takes relative references", lambda text: is_uri(text) or is_uri(f"http:{text}"), "tracking"),
    _of("uri", "http and https only", lambda text: is_uri(text) and text.lower().startswith("http"), "tracking"),
    Bug("formats are annotations", {"format": lambda *_: True}),
    Bug(
        "formats are looked at in the root's properties only",
        {
            "format": lambda here, value, one: (
                len(here.route) > 1 or not isinstance(one, str) or here.ask(f"format {value}", one)
            ),
        },
    ),
    Bug(
        "formats look past empty strings",
        {
            "format": lambda here, value, one: not one or not isinstance(one, str) or here.ask(f"format {value}", one),
        },
    ),
    Bug(
        "formats refuse what is no string",
        {
            "format": lambda here, value, one: isinstance(one, str) and here.ask(f"format {value}", one),
        },
    ),
]


def _scheme(text: str) -> str:
    try:
        return urlsplit(text).scheme
    except ValueError:
        return ""


BUGS = [*_DATE_TIMES, *_OTHERS]
