"""Texts by a spec are valid by both engines, and near misses break one rule."""

from __future__ import annotations

import re
from functools import cache
from time import perf_counter

import pytest
from judged_texts import DRAWS, engines_of, some_of, texts_of
from suites import DRAFTS, PARTS, iter_cases

from schemawright.engines.assertions.formats import CHECKS, CHECKS_OF
from schemawright.engines.assertions.patterns import matches
from schemawright.fuzz.choices import Seeded
from schemawright.fuzz.texts.by_spec import LONG, POOL, Texts, TextSpec
from schemawright.keywords import FORMATS, walk

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
    "[\\u0000-\\u001f]",
    "^[\\u{10000}-\\u{10FFFF}]$",
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


def _violated(spec: TextSpec, text: str) -> list[str]:
    checks = CHECKS | CHECKS_OF.get(spec.dialect, {})
    found = [pattern for pattern in spec.patterns if not matches(pattern, text)]
    found += [name for name in spec.formats if not checks[name](text)]
    found += ["minLength"] if len(text) < spec.min_length else []
    return found + (["maxLength"] if spec.max_length is not None and len(text) > spec.max_length else [])


def _holds_the_laws(spec: TextSpec) -> None:
    texts, engines = texts_of(spec), engines_of(spec)
    drawn = some_of(texts)
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
    without = set()
    for dialect, pattern in patterns:
        spec = TextSpec(patterns=(pattern,), dialect=dialect)
        _holds_the_laws(spec)
        if not texts_of(spec).near_misses():
            without.add(pattern)
    assert without == {"a*"}, "which takes every text"


@pytest.mark.parametrize("pattern", HARD)
def test_a_hard_pattern_has_texts_and_near_misses(pattern: str) -> None:
    spec = TextSpec(patterns=(pattern,))
    _holds_the_laws(spec)
    assert len(texts_of(spec).near_misses()) >= (4 if pattern else 0)


@pytest.mark.parametrize(("dialect", "name"), FORMATS_OF_DIALECTS)
def test_a_format_has_texts_and_near_misses(dialect: str, name: str) -> None:
    spec = TextSpec(formats=(name,), dialect=dialect)
    _holds_the_laws(spec)
    texts = texts_of(spec)
    assert len(set(some_of(texts, 400))) > 20
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
        some_of(other, 100, seed=9)
        assert some_of(one) == some_of(other)
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
    patterns = {*Texts(TextSpec(formats=("regex",))).boundaries(), *some_of(Texts(TextSpec(formats=("regex",))), 150)}
    patterns |= {
        "\\-[\\_]",
        "[\\b]",
        "(?<n>a)\\k<n>",
        "\\cA",
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
        drawn = some_of(texts, 4)
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
    assert all("a" in text for text in (*some_of(texts), *texts.boundaries()))
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
    assert any(len(text) == LONG for text in boundaries)


@pytest.mark.parametrize("longest", [330, 331, 5_000, 70_000])
def test_a_long_bound_is_reached_exactly(longest: int) -> None:
    for patterns in ((), ("^[ab]*$",)):
        texts = Texts(TextSpec(0, longest, patterns))
        assert max(map(len, texts.boundaries())) == longest
        assert min(len(text) for _, text in texts.near_misses() if len(text) > longest) == longest + 1


def test_the_ends_of_classes_are_boundaries() -> None:
    boundaries = Texts(TextSpec(patterns=("^[b-y][3-7]$",))).boundaries()
    assert {"b3", "y3", "b7"} <= set(boundaries)


@pytest.mark.parametrize(
    ("pattern", "end"), [("^[\\u0000-\\u001f]$", "\x00"), ("^[\\u{10000}-\\u{10FFFF}]$", "\U0010ffff")]
)
def test_the_first_and_the_last_code_point_of_all_are_ends_of_classes(pattern: str, end: str) -> None:
    assert end in Texts(TextSpec(patterns=(pattern,))).boundaries()


def test_the_ends_of_classes_that_may_be_left_out_are_boundaries() -> None:
    boundaries = Texts(TextSpec(patterns=("^[0-9]+([.-][a-z0-9]+)?(:[A-F])*$",))).boundaries()
    optional = [text for text in boundaries if text.strip("0123456789")]
    for end in ("a", "z", "A", "F", ".", "-"):
        assert any(end in text for text in optional), end
    assert any(re.search("[.-]0", text) for text in optional)
    assert any(re.search("[.-]9", text) for text in optional)


@pytest.mark.parametrize(
    ("pattern", "mistaken"),
    [
        ("^[A-Z]{2}[A-Z0-9]{2,12}$", "^[A-Z]{2,}[A-Z0-9]{2,12}$"),
        ("^[A-Z]{2}[A-Z0-9]{2,12}$", "^[A-Z]{1,2}[A-Z0-9]{2,12}$"),
        ("^[0-9]+[.][0-9]+[.][0-9]+(-[a-z]+)?$", "^[0-9]+[.][0-9]+[.][0-9]+(-[a-z]*)?$"),
        ("^[A-Z]{3}-[0-9]{2}(-x{4})?$", "^[A-Z]{3}-[0-9]{2}(-x{3,4})?$"),
        ("^[A-Z]{3}-[0-9]{2}(-x{4})?$", "^[A-Z]{3}-[0-9]{2}(-x{4,})?$"),
    ],
)
def test_each_quantifier_is_missed_by_one_soon(pattern: str, mistaken: str) -> None:
    misses = Texts(TextSpec(patterns=(pattern,))).near_misses()
    assert any(re.search(mistaken, text) for _, text in misses[:20])


def test_the_first_miss_of_a_pattern_is_too_much_for_every_part_of_it() -> None:
    _, text = Texts(TextSpec(patterns=("^[A-Z]{2}[A-Z0-9]{2,12}$",))).near_misses()[0]
    for mistaken in (
        "^[A-Z]{2}[A-Z0-9]{2,12}",
        "[A-Z]{2}[A-Z0-9]{2,12}$",
        "^[A-Z]{2,}[A-Z0-9]{2,12}$",
        "^[A-Z]{2}[A-Z0-9]{2,13}$",
    ):
        assert re.search(mistaken, text), mistaken


def test_a_text_of_the_ends_of_classes_is_as_long_as_may_be() -> None:
    boundaries = Texts(TextSpec(patterns=("^[A-Z]{2}[A-Z0-9]{2,12}$",))).boundaries()
    assert any(len(text) == 14 and set("AZ09") <= set(text) for text in boundaries[:3])


def test_a_pool_is_fast_and_varied() -> None:
    for spec in (TextSpec(0, 20), TextSpec(patterns=("^[a-z]{3}-[0-9]{4}$",)), TextSpec(formats=("date-time",))):
        texts = Texts(spec)
        assert len(set(some_of(texts, 8 * POOL))) > POOL // 2
        start = perf_counter()
        some_of(texts, 10_000)
        assert perf_counter() - start < 0.5
