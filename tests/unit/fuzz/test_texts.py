"""Texts by a spec are valid by both engines, near misses break one rule; and sloppy checkers are found out."""

from __future__ import annotations

import ipaddress
import json
import re
import time
import uuid
from datetime import date, datetime
from functools import cache
from time import perf_counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from suites import DRAFTS, PARTS, iter_cases

from schemawright.engines.formats import CHECKS, DRAFT3_CHECKS
from schemawright.engines.native import NativeEngine
from schemawright.engines.patterns import matches
from schemawright.engines.protocol import Engine, Task
from schemawright.engines.reference import ReferenceEngine
from schemawright.errors import UnresolvableReference
from schemawright.fuzz.choices import Seeded
from schemawright.fuzz.texts import POOL, Texts, TextSpec
from schemawright.keywords import FORMATS, walk

if TYPE_CHECKING:
    from collections.abc import Callable

DRAWS = 60
FORMATS_OF_DIALECTS = [(dialect, name) for dialect in DRAFTS for name in sorted(FORMATS["reference"][dialect])]
HARD = (
    "^[a-z]{3}-[0-9]{4}$",
    "^(?=.*[A-Z])(?=.*\\d)(?=.*[!@#]).{8,}$",
    "^(?!foo)[a-z]+(?<!bar)$",
    "^(\\w+)-\\1$",
    "\\bfoo\\b",
    "\\B-\\B",
    "^\\p{Script=Greek}+$",
    "^\\p{Script=Tibetan}{2}$",
    "^\\P{L}+$",
    "^\\p{Lu}\\p{Ll}*$",
    "^[^\\x00-\\x7f]+$",
    "^\\u{1F600}{2,3}$",
    "^(a|b|)c*?$",
    "^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}$",
    "^((aa)*|(bbb)*)$",
    "(a+)+$",
    "^(a+)+$",
    "^(([a-z])+.)+[A-Z]([a-z])+$",
    "^a{1000}$",
    "^a{0}$",
    "^$",
    "",
    "^[\\]\\-^]$",
    "(?<=\\$)\\d+(\\.\\d\\d)?$",
    "^\\S(|(.|\\n)*\\S)$",
    "^v?(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:-[0-9A-Za-z.-]+)?$",
    "^#([a-fA-F0-9]{6}|[a-fA-F0-9]{3})$",
    "^ts_[0-9a-zA-Z]{27}$",
)


def _refused(uri: str) -> Any:
    raise UnresolvableReference("no references here", reference=uri)


def _schema(spec: TextSpec) -> dict[str, Any]:
    parts: list[dict[str, Any]] = [{"pattern": pattern} for pattern in spec.patterns]
    parts += [{"format": name} for name in spec.formats]
    bounds: dict[str, Any] = {"minLength": spec.min_length}
    if spec.max_length is not None:
        bounds["maxLength"] = spec.max_length
    return {"extends" if spec.dialect == "draft3" else "allOf": [*parts, bounds]}


def _engines(spec: TextSpec) -> list[Engine]:
    task = Task(
        uri="http://localhost/schema",
        contents=_schema(spec),
        pointer="",
        dialect=spec.dialect,
        assert_formats=True,
        retrieve=_refused,
    )
    kinds: list[Callable[[Task], Engine]] = [ReferenceEngine]
    return [kind(task) for kind in (kinds if spec.dialect == "draft3" else [*kinds, NativeEngine])]


@cache
def _judged(spec: TextSpec) -> Texts:
    engines = _engines(spec)
    return Texts(
        spec,
        accept=lambda text: all(engine.is_valid(text) for engine in engines),
        refuse=lambda text: not any(engine.is_valid(text) for engine in engines),
    )


def _drawn(texts: Texts, count: int = DRAWS, seed: int = 0) -> list[str]:
    choices = Seeded(seed)
    return [text for text in (texts.draw(choices) for _ in range(count)) if text is not None]


def _violated(spec: TextSpec, text: str) -> list[str]:
    checks = CHECKS | (DRAFT3_CHECKS if spec.dialect == "draft3" else {})
    found = [pattern for pattern in spec.patterns if not matches(pattern, text)]
    found += [name for name in spec.formats if not checks[name](text)]
    found += ["minLength"] if len(text) < spec.min_length else []
    return found + (["maxLength"] if spec.max_length is not None and len(text) > spec.max_length else [])


def _holds_the_laws(spec: TextSpec) -> None:
    texts, engines = _judged(spec), _engines(spec)
    drawn = _drawn(texts)
    assert len(drawn) == DRAWS
    for text in (*drawn, *texts.boundaries()):
        assert all(engine.is_valid(text) for engine in engines), (spec, text)
        text.encode()
    for how, text in texts.near_misses():
        assert not any(engine.is_valid(text) for engine in engines), (spec, how, text)
        assert len(_violated(spec, text)) == 1, (spec, how, text)


@cache
def _suite_patterns() -> list[tuple[str, str]]:
    found: dict[tuple[str, str], None] = {}
    for dialect in DRAFTS:
        for part in PARTS:
            for case in iter_cases(dialect, part):
                for _, schema in walk(case.schema, dialect):
                    if isinstance(schema, dict):
                        named = schema.get("patternProperties")
                        for pattern in (schema.get("pattern"), *(named if isinstance(named, dict) else ())):
                            if isinstance(pattern, str):
                                found[dialect, pattern] = None
    return list(found)


# --- laws


def test_every_pattern_of_the_official_suite_has_texts_and_near_misses() -> None:
    patterns = _suite_patterns()
    assert len(patterns) > 100
    for dialect, pattern in patterns:
        spec = TextSpec(patterns=(pattern,), dialect=dialect)
        _holds_the_laws(spec)
        assert _judged(spec).near_misses() or matches(pattern, ""), pattern


@pytest.mark.parametrize("pattern", HARD)
def test_a_hard_pattern_has_texts_and_near_misses(pattern: str) -> None:
    spec = TextSpec(patterns=(pattern,))
    _holds_the_laws(spec)
    assert len(_judged(spec).near_misses()) >= (0 if matches(pattern, "x" * 7) and matches(pattern, "") else 4)


@pytest.mark.parametrize(("dialect", "name"), FORMATS_OF_DIALECTS)
def test_a_format_has_texts_and_near_misses(dialect: str, name: str) -> None:
    spec = TextSpec(formats=(name,), dialect=dialect)
    _holds_the_laws(spec)
    texts = _judged(spec)
    assert len(set(_drawn(texts, 400))) > 20
    assert len(texts.near_misses()) > 15
    assert len(texts.boundaries()) >= 4


@pytest.mark.parametrize(
    "spec",
    [
        TextSpec(2, 5),
        TextSpec(3, 3),
        TextSpec(0, 0),
        TextSpec(1_000, 1_001),
        TextSpec(3, 6, ("^[a-z]+$",)),
        TextSpec(7, 9, ("^(aa|bbb)+$",)),
        TextSpec(0, 6, ("a", "b$", "^c")),
        TextSpec(20, 40, ("^https://",), ("uri",)),
        TextSpec(0, 12, (), ("email",)),
        TextSpec(40, 60, (), ("email",)),
        TextSpec(0, 7, (), ("ipv4",)),
        TextSpec(25, 25, (), ("date-time",)),
        TextSpec(0, None, ("^[0-9]",), ("uuid",)),
        TextSpec(0, None, ("Z$", "^2"), ("date-time",)),
        TextSpec(100, 100, (), ("hostname",)),
        TextSpec(5, 9, ("\\d", "[A-Z]", "[!@#]")),
        TextSpec(250, 260, ("^(([a-z]+)\\.)*([a-z]+)$",)),
    ],
    ids=lambda spec: f"{spec.min_length}-{spec.max_length} {spec.patterns} {spec.formats}",
)
def test_patterns_formats_and_lengths_hold_together(spec: TextSpec) -> None:
    _holds_the_laws(spec)


def test_the_same_choices_give_the_same_texts_whatever_was_drawn_before() -> None:
    for spec in (TextSpec(), TextSpec(patterns=("^a.*z$",)), TextSpec(formats=("date-time",))):
        one, other = Texts(spec), Texts(spec)
        _drawn(other, 100, seed=9)
        assert _drawn(one) == _drawn(other)
        assert one.boundaries() == other.boundaries()
        assert one.near_misses() == other.near_misses()


def test_the_simplest_choices_give_a_shortest_text() -> None:
    class Simplest(Seeded):
        def below(self, _count: int, /) -> int:
            return 0

        def chance(self, _likelihood: float, /) -> bool:
            return False

    choices = Simplest(0)
    assert Texts(TextSpec()).draw(choices) == ""
    assert Texts(TextSpec(3)).draw(choices) == "aaa"
    assert Texts(TextSpec(patterns=("^[a-c]{2,}-\\d?",))).draw(choices) == "aa-"
    assert Texts(TextSpec(formats=("date",))).draw(choices) == "2000-01-01"


def test_contradictions_have_no_text_and_are_soon_recognised() -> None:
    start = perf_counter()
    for spec in (
        TextSpec(5, 4),
        TextSpec(0, 3, ("^a{4}",)),
        TextSpec(patterns=("^a$", "^b$")),
        TextSpec(0, 3, (), ("date",)),
    ):
        assert Texts(spec).draw(Seeded(0)) is None
        assert Texts(spec).boundaries() == ()
    assert perf_counter() - start < 2


def test_a_pattern_that_runs_away_is_bounded() -> None:
    start = perf_counter()
    texts = Texts(TextSpec(30, None, ("^(([a-z]+)*)*\\d$", "^((a*)*)*b$|c")))
    texts.draw(Seeded(0))
    texts.near_misses()
    assert perf_counter() - start < 10


def test_whatever_is_a_pattern_has_texts_that_match_it() -> None:
    patterns = {*Texts(TextSpec(formats=("regex",))).boundaries(), *_drawn(Texts(TextSpec(formats=("regex",))), 150)}
    patterns |= {
        "a{",
        "}",
        "]",
        "\\-",
        "[\\b]",
        "(?<n>a)\\k<n>",
        "\\cA",
        "\\u12",
        "(?i:abc)",
        "\\1(a)",
        "(?:" * 90 + ")" * 90,
    }
    patterns |= {
        "[^]",
        "^\\ud83d\\ude00$",
        "[\\ud83d\\ude00-\\ud83d\\ude05]",
        "(?<=(?:ab)+)c",
        "(a{100}){3}",
        "(a|b\\1)+",
    }
    assert len(patterns) > 100
    for pattern in sorted(patterns):
        texts = Texts(TextSpec(patterns=(pattern,)))
        drawn = _drawn(texts, 4)
        assert drawn or pattern == "[]"
        assert all(matches(pattern, text) for text in (*drawn, *texts.boundaries()))
        assert not any(matches(pattern, text) for _, text in texts.near_misses())


@pytest.mark.parametrize("pattern", ["^a^b", "a$b", "(?!)", "[]", "^(?=a)b", "\\b\\B", "^[^\\s\\S]"])
def test_a_pattern_that_nothing_matches_has_no_text(pattern: str) -> None:
    assert Texts(TextSpec(patterns=(pattern,))).draw(Seeded(0)) is None


def test_what_a_dialect_does_not_assert_is_ignored() -> None:
    assert Texts(TextSpec(0, 1, (), ("date-time", "phone"), "draft3")).draw(Seeded(0)) is None
    assert Texts(TextSpec(0, 1, (), ("phone",))).draw(Seeded(0)) is not None
    assert Texts(TextSpec(formats=("uuid",), dialect="draft7")).near_misses() == ()


def test_the_callers_judge_has_the_last_word() -> None:
    texts = Texts(TextSpec(max_length=4), accept=lambda text: "a" in text)
    assert all("a" in text for text in (*_drawn(texts), *texts.boundaries()))
    assert not any("a" in text for _, text in texts.near_misses())


# --- boundaries


def test_the_boundaries_of_lengths_count_code_points() -> None:
    texts = Texts(TextSpec(2, 5))
    boundaries = texts.boundaries()
    assert {"aa", "aaaaa", "\U0001f600" * 2, "\U0001f600" * 5, "\u00e9" * 5, "e\u0301"} <= set(boundaries)
    misses = [text for _, text in texts.near_misses()]
    assert {"a", "aaaaaa", "\U0001f600", "\U0001f600" * 6} <= set(misses)


def test_the_boundaries_hold_what_programs_get_wrong() -> None:
    wanted = [
        "",
        "\u00df",
        "\u6f22",
        "\U0001f600",
        "\ufeff",
        "\u2028",
        "\x00",
        "\n",
        "\t",
        '"',
        "\\",
        " a",
        "a ",
        "null",
    ]
    boundaries = set(Texts(TextSpec()).boundaries())
    assert set(wanted) | {"true", "0", "1e5", "-", "__proto__"} <= boundaries
    assert any(len(text) == 300 for text in boundaries)


@pytest.mark.parametrize("longest", [330, 331, 5_000, 70_000])
def test_a_long_bound_is_reached_exactly(longest: int) -> None:
    for patterns in ((), ("^[ab]*$",)):
        texts = Texts(TextSpec(0, longest, patterns))
        assert max(map(len, texts.boundaries())) == longest
        assert min(len(text) for _, text in texts.near_misses() if len(text) > longest) == longest + 1


def test_the_ends_of_classes_are_boundaries() -> None:
    boundaries = Texts(TextSpec(patterns=("^[b-y][3-7]$",))).boundaries()
    assert {"b3", "y3", "b7"} <= set(boundaries)


def test_a_pool_is_fast_and_varied() -> None:
    for spec in (TextSpec(0, 20), TextSpec(patterns=("^[a-z]{3}-[0-9]{4}$",)), TextSpec(formats=("date-time",))):
        texts = Texts(spec)
        assert len(set(_drawn(texts, 8 * POOL))) > POOL // 2
        start = perf_counter()
        _drawn(texts, 10_000)
        assert perf_counter() - start < 0.5


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
    texts = _judged(TextSpec(formats=(name,)))
    judged = [(text, True) for text in (*texts.boundaries(), *_drawn(texts))]
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
    texts = _judged(TextSpec(patterns=(pattern,)))
    judged = [(text, True) for text in (*texts.boundaries(), *_drawn(texts))]
    judged += [(text, False) for _, text in texts.near_misses()]
    assert any((re.search(sloppy, text) is not None) != valid for text, valid in judged)


SLOPPY_LENGTHS: list[tuple[str, Callable[[str], int]]] = [
    ("UTF-16", lambda text: len(text.encode("utf-16-le")) // 2),
    ("bytes", lambda text: len(text.encode())),
    ("stripped", lambda text: len(text.strip())),
    ("composed", lambda text: len(__import__("unicodedata").normalize("NFC", text))),
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
    texts = _judged(TextSpec(low, high))
    judged = [(text, True) for text in texts.boundaries()] + [(text, False) for _, text in texts.near_misses()]
    assert any((measure(text) >= low and (high is None or measure(text) <= high)) != valid for text, valid in judged), (
        how
    )
