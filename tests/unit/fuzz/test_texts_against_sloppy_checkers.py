"""Sloppy checkers are found out: each judges some boundary, drawn text or near miss wrongly."""

from __future__ import annotations

import ipaddress
import json
import re
import time
import unicodedata
import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from judged_texts import some_of, texts_of

from schemawright.engines.assertions.formats import CHECKS
from schemawright.fuzz.texts.by_spec import TextSpec

if TYPE_CHECKING:
    from collections.abc import Callable


# --- sloppy checkers, each found out by a text that it judges wrongly


def _python(pattern: str) -> Callable[[str], Any]:
    return lambda text: re.search(pattern, text)


def _of(parse: Callable[[str], Any]) -> Callable[[str], bool]:
    def check(text: str) -> bool:
        try:
            parse(text)
        except (ValueError, TypeError, OverflowError, AttributeError):
            return False
        return True

    return check


def _has_zone(text: str) -> None:
    if datetime.fromisoformat(text).tzinfo is None:
        raise ValueError(text)


SLOPPY_FORMATS: list[tuple[str, str, Callable[[str], Any]]] = [
    ("date-time", "anything", lambda _: True),
    ("date-time", "nothing", lambda _: False),
    ("date-time", "fromisoformat", _of(datetime.fromisoformat)),
    ("date-time", "fromisoformat with a zone", _of(_has_zone)),
    ("date-time", "begins like one", _python(r"^\d{4}-\d\d-\d\dT")),
    ("date-time", "no end", _python(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")),
    ("date-time", "$", _python(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9:]{8}(\.[0-9]+)?([Zz]|[+-][0-9:]{5})$")),
    ("date-time", "\\d", lambda text: re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text)),
    ("date-time", "no lower case", lambda text: CHECKS["date-time"](text) and "z" not in text),
    ("date-time", "no leap second", lambda text: CHECKS["date-time"](text) and ":60" not in text),
    ("date-time", "any leap second", lambda text: CHECKS["date-time"](re.sub(r":60(?=[.zZ+-])", ":59", text))),
    ("date-time", "no long fraction", lambda text: CHECKS["date-time"](text) and not re.search(r"\.[0-9]{7}", text)),
    ("date-time", "no -00:00", lambda text: CHECKS["date-time"](text) and "-00:00" not in text),
    ("date-time", "no year 0", lambda text: CHECKS["date-time"](text) and not text.startswith("0000")),
    ("date-time", "space", lambda text: CHECKS["date-time"](text.replace(" ", "T", 1))),
    ("date-time", "comma", lambda text: CHECKS["date-time"](text.replace(",", ".", 1))),
    ("date-time", "strip", lambda text: CHECKS["date-time"](text.strip())),
    ("date-time", "julian", lambda text: CHECKS["date-time"](text.replace("1900-02-29", "1904-02-29"))),
    ("date-time", "24:00", lambda text: CHECKS["date-time"](text.replace("T24:00", "T00:00"))),
    ("date-time", "offset 24", lambda text: CHECKS["date-time"](text.replace("+24:00", "+23:00"))),
    ("date-time", "offset optional", lambda text: CHECKS["date-time"](text) or CHECKS["date-time"](f"{text}Z")),
    ("date-time", "strptime", _of(lambda text: datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z"))),
    ("date", "fromisoformat", _of(date.fromisoformat)),
    ("date", "strptime", _of(lambda text: time.strptime(text, "%Y-%m-%d"))),
    ("date", "a pattern", _python(r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")),
    ("time", "a pattern", _python(r"^([01]\d|2[0-3]):[0-5]\d:[0-5]\d")),
    ("time", "fromisoformat", _of(lambda text: datetime.fromisoformat(f"2000-01-01T{text}"))),
    ("duration", "a pattern", _python(r"^P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$")),
    ("ipv4", "ipaddress", _of(ipaddress.ip_address)),
    ("ipv4", "numbers", lambda text: all(part.isdigit() and int(part) < 256 for part in text.split("."))),
    ("ipv4", "\\d", lambda text: re.fullmatch(r"(\d{1,3}\.){3}\d{1,3}", text)),
    ("ipv4", "$", _python(r"^((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\.(?!$)|$)){4}$")),
    ("ipv4", "leading zeros", lambda text: CHECKS["ipv4"](re.sub(r"\b0+(?=[0-9])", "", text))),
    ("ipv6", "ipaddress", _of(ipaddress.IPv6Address)),
    ("ipv6", "hexadecimal and colons", lambda text: re.fullmatch(r"[0-9a-fA-F:.]+", text)),
    ("ipv6", "no IPv4 in it", lambda text: CHECKS["ipv6"](text) and "." not in text),
    ("uuid", "uuid.UUID", _of(uuid.UUID)),
    ("uuid", "lower case", _python(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")),
    ("uuid", "version 1 to 5", _python(r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB]")),
    ("uuid", "$", _python(r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$")),
    ("email", "an at sign", lambda text: "@" in text),
    ("email", "a common pattern", _python(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")),
    ("email", "letters", _python(r"^[\w.+-]+@[\w-]+\.[\w.-]+$")),
    ("hostname", "letters", _python(r"^[\w.-]+$")),
    (
        "hostname",
        "no bound on labels",
        _python(r"^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*\Z"),
    ),
    ("hostname", "labels only", lambda text: all(CHECKS["hostname"](label) for label in text.split("."))),
    ("hostname", "no digit first", lambda text: CHECKS["hostname"](text) and not text[0].isdigit()),
    ("uri", "urlsplit", _of(urlsplit)),
    ("uri", "a scheme", lambda text: urlsplit(text).scheme if "[" not in text else True),
    ("uri", "http", _python("^https?://")),
    ("uri-reference", "anything", lambda _: True),
    ("uri-template", "balanced", lambda text: text.count("{") == text.count("}")),
    ("json-pointer", "begins with a slash", lambda text: text.startswith("/") or not text),
    ("json-pointer", "no newline", _python(r"^(/([^/~]|~[01])*)*$")),
    ("relative-json-pointer", "int", _of(lambda text: int(text.partition("/")[0].rstrip("#")))),
    ("regex", "re", _of(lambda text: json.dumps(text) and re.compile(text))),
]


@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("name", "how", "check"), SLOPPY_FORMATS, ids=lambda each: each if isinstance(each, str) else ""
)
def test_a_sloppy_check_of_a_format_is_found_out(name: str, how: str, check: Callable[[str], Any]) -> None:
    texts = texts_of(TextSpec(formats=(name,)))
    judged = [(text, True) for text in (*texts.boundaries(), *some_of(texts))]
    judged += [(text, False) for _, text in texts.near_misses()]

    def verdict(text: str) -> bool:
        try:
            return bool(check(text))
        except (re.error, RecursionError, ValueError, IndexError):
            return False

    assert any(verdict(text) != valid for text, valid in judged), how


SLOPPY_PATTERNS = [
    (r"^\d{3}$", r"^\d{3}$"),
    (r"^[0-9]{3}$", r"^[0-9]{3}$"),
    (r"^[a-z]{2,4}$", r"^[a-z]{2,5}\Z"),
    (r"^[a-z]{2,4}$", r"^[a-z]{1,4}\Z"),
    (r"^[a-z]{2,4}$", r"^[a-z]{2,3}\Z"),
    (r"^[a-z]{2,4}$", r"^[a-z]{3,4}\Z"),
    (r"^[a-z]{2,4}$", r"^(?i:[a-z]{2,4})\Z"),
    (r"^[a-z]{2,4}$", r"[a-z]{2,4}\Z"),
    (r"^[a-z]{2,4}$", r"^[a-z]{2,4}"),
    (r"^[a-z]{2,4}$", r"^[a-y]{2,4}\Z"),
    (r"^[a-z]{2,4}$", r"^[b-z]{2,4}\Z"),
    (r"^[a-z]{2,4}$", r"^\w{2,4}\Z"),
    (r"^[a-z]{2,4}$", r"^.{2,4}\Z"),
    (r"^[sk]+$", r"^(?i:[sk]+)\Z"),
    (r"^ts_[0-9a-zA-Z]{27}$", r"^ts_[0-9a-zA-Z]{26,}\Z"),
    (r"^ts_[0-9a-zA-Z]{27}$", r"^ts_[0-9a-zA-Z]+\Z"),
    (r"^ts_[0-9a-zA-Z]{27}$", r"^ts_.{27}\Z"),
    (r"^ts_[0-9a-zA-Z]{27}$", r"^ts_[0-9a-zA-Z]{27}$"),
    (r"^ts_[0-9a-zA-Z]{27}$", r"^ts.[0-9a-zA-Z]{27}\Z"),
    (r"^ts_[0-9a-zA-Z]{27}$", r"^ts_[0-9a-z]{27}\Z"),
    (r"^a.b$", r"(?s)^a.b\Z"),
    (r"^a.b$", r"^a[ -~]b\Z"),
    (r"^\S+$", r"^[!-~]+\Z"),
    (r"^\s$", r"^[ \t\n]\Z"),
    (r"^\w+$", r"^\w+\Z"),
    (r"^(?=.*[A-Z])(?=.*\d)(?=.*[!@#]).{8,}$", r"^(?=.*[A-Z])(?=.*\d).{8,}\Z"),
    (r"^(?=.*[A-Z])(?=.*\d)(?=.*[!@#]).{8,}$", r"^(?=.*[A-Z])(?=.*[!@#]).{8,}\Z"),
    (r"^(?=.*[A-Z])(?=.*\d)(?=.*[!@#]).{8,}$", r"^(?=.*[0-9])(?=.*[!@#]).{8,}\Z"),
    (r"^(?=.*[A-Z])(?=.*\d)(?=.*[!@#]).{8,}$", r"^(?=.*[A-Z])(?=.*[0-9])(?=.*[!@#]).{7,}\Z"),
    (r"^(red|green|blue)$", r"^(red|green)\Z"),
    (r"^v?\d+(\.\d+){0,2}(-rc\d)?$", r"^v?[0-9]+(\.[0-9]+){0,1}(-rc[0-9])?\Z"),
    (r"^v?\d+(\.\d+){0,2}(-rc\d)?$", r"^v?[0-9]+(\.[0-9]+){0,3}(-rc[0-9])?\Z"),
    (r"^v?\d+(\.\d+){0,2}(-rc\d)?$", r"^v?[0-9]+(\.[0-9]+){1,2}(-rc[0-9])?\Z"),
    (r"^v?\d+(\.\d+){0,2}(-rc\d)?$", r"^v?[0-9]+(.[0-9]+){0,2}(-rc[0-9])?\Z"),
    (r"^v?\d+(\.\d+){0,2}(-rc\d)?$", r"^v?[0-9](\.[0-9]+){0,2}(-rc[0-9])?\Z"),
    (r"^v?\d+(\.\d+){0,2}(-rc\d)?$", r"^v?[0-9]+(\.[0-9]+){0,2}(-rc[0-9]+)?\Z"),
    (r"^v?\d+(\.\d+){0,2}(-rc\d)?$", r"^v?[0-9]+(\.[0-9]+){0,2}(-rc[0-9])*\Z"),
    (r"^v?\d+(\.\d+){0,2}(-rc\d)?$", r"^[0-9]+(\.[0-9]+){0,2}(-rc[0-9])?\Z"),
    (r"^(red|green|blue)$", r"^red|green|blue\Z"),
    (r"^(red|green|blue)$", r"^(red|green|blue)+\Z"),
    (r"^(?!admin)[a-z]+$", r"^[a-z]+\Z"),
    (r"^(\w)\1$", r"^[A-Za-z0-9_]{2}\Z"),
    (r"\.json$", r".json\Z"),
    (r"\.json$", r"\.json$"),
    (r"^https://", r"^https?://"),
    (r"^https://", r"^https:/"),
    (r"^https://", r"https://"),
    (r"^https://", r"(?m)^https://"),
]


@pytest.mark.parametrize(("pattern", "sloppy"), SLOPPY_PATTERNS)
def test_a_sloppy_pattern_is_found_out(pattern: str, sloppy: str) -> None:
    texts = texts_of(TextSpec(patterns=(pattern,)))
    judged = [(text, True) for text in (*texts.boundaries(), *some_of(texts))]
    judged += [(text, False) for _, text in texts.near_misses()]
    assert any((re.search(sloppy, text) is not None) != valid for text, valid in judged)


SLOPPY_LENGTHS: list[tuple[str, Callable[[str], int]]] = [
    ("UTF-16", lambda text: len(text.encode("utf-16-le")) // 2),
    ("bytes", lambda text: len(text.encode())),
    ("stripped", lambda text: len(text.strip())),
    ("composed", lambda text: len(unicodedata.normalize("NFC", text))),
    ("one less", lambda text: len(text) - 1),
    ("one more", lambda text: len(text) + 1),
    ("up to a null", lambda text: len(text.partition("\x00")[0])),
    ("lines", lambda text: len(text.rstrip("\n"))),
]


@pytest.mark.parametrize(("how", "measure"), SLOPPY_LENGTHS)
@pytest.mark.parametrize("bounds", [(3, None), (0, 4), (2, 5)])
def test_a_sloppy_measure_of_lengths_is_found_out(
    how: str, measure: Callable[[str], int], bounds: tuple[int, int | None]
) -> None:
    low, high = bounds
    texts = texts_of(TextSpec(low, high))
    judged = [(text, True) for text in texts.boundaries()] + [(text, False) for _, text in texts.near_misses()]
    assert any((measure(text) >= low and (high is None or measure(text) <= high)) != valid for text, valid in judged), (
        how
    )
