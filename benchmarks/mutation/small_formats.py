"""The formats of the small validator, as RFC 3339 and its companions write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?([Zz]|([+-])([0-9]{2}):([0-9]{2}))")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_OCTET = r"(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = re.compile(rf"{_OCTET}(\.{_OCTET}){{3}}")
_LABEL = re.compile(r"[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?")
_CLOCK = r"T([0-9]+H([0-9]+M([0-9]+S)?)?|[0-9]+M([0-9]+S)?|[0-9]+S)"
_DAYS = r"([0-9]+Y([0-9]+M([0-9]+D)?)?|[0-9]+M([0-9]+D)?|[0-9]+D)"
_DURATION = re.compile(rf"P([0-9]+W|{_CLOCK}|{_DAYS}({_CLOCK})?)")
_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf'{_ATEXT}(\.{_ATEXT})*|"([ !#-\[\]-~]|\\[ -~])*"')
_HEX = r"%[0-9A-Fa-f]{2}"
_SEGMENT = rf"([A-Za-z0-9._~!$&'()*+,;=:@-]|{_HEX})"
_HOST = rf"(\[[0-9A-Fa-f:.]+\]|([A-Za-z0-9._~!$&'()*+,;=-]|{_HEX})*)"
_AUTHORITY = rf"(([A-Za-z0-9._~!$&'()*+,;=:-]|{_HEX})*@)?{_HOST}(:[0-9]*)?"
_HIER = rf"(//{_AUTHORITY}(/{_SEGMENT}*)*|/({_SEGMENT}+(/{_SEGMENT}*)*)?|{_SEGMENT}+(/{_SEGMENT}*)*|)"
_URI = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:{_HIER}(\?({_SEGMENT}|[/?])*)?(#({_SEGMENT}|[/?])*)?")

_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LEAP_SECOND = 60
_MINUTES = 24 * 60
_MAX_LOCAL, _MAX_HOST = 64, 253


def is_date(text: str) -> bool:
    """RFC 3339: full-date."""
    found = _DATE.fullmatch(text)
    if not found:
        return False
    year, month, day = map(int, found.groups())
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)  # noqa: PLR2004  (the calendar)
    return 1 <= month <= len(_LENGTHS) and 1 <= day <= _LENGTHS[month - 1] + leap


def is_time(text: str) -> bool:
    """RFC 3339: full-time; a leap second is the last one of a day in UTC."""
    found = _TIME.fullmatch(text)
    if not found:
        return False
    hour, minute, second = (int(found[index]) for index in (1, 2, 3))
    ahead = int(found[7] or 0) * 60 + int(found[8] or 0)
    if hour > 23 or minute > 59 or second > _LEAP_SECOND:  # noqa: PLR2004  (the clock)
        return False
    if int(found[7] or 0) > 23 or int(found[8] or 0) > 59:  # noqa: PLR2004  (the clock)
        return False
    utc = (hour * 60 + minute + (ahead if found[6] == "-" else -ahead)) % _MINUTES
    return second < _LEAP_SECOND or utc == _MINUTES - 1


def is_date_time(text: str) -> bool:
    """RFC 3339: date-time."""
    return text[10:11] in {"T", "t"} and is_date(text[:10]) and is_time(text[11:])


def is_uuid(text: str) -> bool:
    """RFC 4122."""
    return _UUID.fullmatch(text) is not None


def is_ipv4(text: str) -> bool:
    """RFC 2673: dotted-quad."""
    return _IPV4.fullmatch(text) is not None


def is_duration(text: str) -> bool:
    """RFC 3339, appendix A."""
    return _DURATION.fullmatch(text) is not None


def is_hostname(text: str) -> bool:
    """RFC 1123; what an A-label decodes to is not looked at."""
    labels = text.split(".")
    return len(text) <= _MAX_HOST and all(
        _LABEL.fullmatch(one) and (one[2:4] != "--" or one[:2].lower() == "xn") for one in labels
    )


def is_email(text: str) -> bool:
    """RFC 5321: Mailbox."""
    local, at, domain = text.rpartition("@")
    if not at or len(local) > _MAX_LOCAL or not _LOCAL.fullmatch(local):
        return False
    literal = domain.startswith("[") and domain.endswith("]")
    return is_ipv4(domain[1:-1]) if literal else is_hostname(domain)


def is_uri(text: str) -> bool:
    """RFC 3986: URI."""
    return _URI.fullmatch(text) is not None


FORMATS: dict[str, Callable[[str], bool]] = {
    "date": is_date,
    "time": is_time,
    "date-time": is_date_time,
    "uuid": is_uuid,
    "ipv4": is_ipv4,
    "duration": is_duration,
    "hostname": is_hostname,
    "email": is_email,
    "uri": is_uri,
}
