"""ECMA-262 patterns, on another engine."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import pytest
import regress
from hypothesis import given
from hypothesis import strategies as st

from schemawright import open_schema
from schemawright.engines.assertions.patterns import TIME_LIMIT, BadPattern, PatternTimeout, matches
from schemawright.engines.assertions.wellformed import is_ecma_pattern, is_forgiven, is_pattern
from schemawright.engines.wording.clauses import hint_for
from schemawright.errors import InvalidSchema
from schemawright.keywords import DIALECTS

DRAFT_4 = DIALECTS["draft4"]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"^\p{Letter}+$", "aé"),
        (r"^\p{Script=Greek}$", "\u03b1"),
        (r"^\p{ASCII}$", "a"),
        (r"^\P{ASCII}$", "é"),
        (r"^\cC\x41\u0042\u{43}$", "\x03ABC"),
        (r"^\ud83d\udc09$", "\N{DRAGON}"),
        (r"^.$", "\N{DRAGON}"),
        (r"^[^]$", "\n"),
        (r"[[:alpha:\]]", ":"),
        (r"^[\w-]+$", "a-b"),
        (r"^[a\-z\]]+$", "-]az"),
        (r"^[\b]$", "\b"),
        (r"^(?:(a)|b)\1$", "b"),
        (r"^(?<first>a)\k<first>$", "aa"),
        (r"(?<=a)b(?!c)", "ab"),
        (r"\bé", "aé"),
        (r"^\s$", "\ufeff"),
        (r"a\{,2\}", "a{,2}"),
        (r"^&&~~--\|\|$", "&&~~--||"),
        (r"^[&&~~||]$", "|"),
        (r"^\-\_\ \#[\_\<-\>]$", "-_ #="),
        (r"^\p{IDC}\P{IDC}$", "1-"),
        (r"^\p{VS}\P{VS}$", "\u180b-"),
        (r"^(?i:A)b$", "ab"),
        (r"^(?s:.)$", "\n"),
        (r"(?m:^a$)", "b\ra\u2028"),
    ],
)
def test_what_matches(pattern: str, text: str) -> None:
    assert matches(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("^a$", "a\n"),
        (r"^\d$", "٣"),
        (r"^\w$", "é"),
        (r"^\S$", "\u2003"),
        (r"^.$", "\u2028"),
        (r"^\s$", "\x1c"),
        ("[]", "a"),
        (r"^\Bb", "b"),
        (r"^\p{Lu}$", "a"),
        (r"^(?s:a).$", "a\n"),
        (r"\P{IDC}|\p{VS}", "1"),
        (r"^(?s:.(?-s:.))$", "\n\n"),
        (r"(?m:a)$", "a\nb"),
    ],
)
def test_what_does_not_match(pattern: str, text: str) -> None:
    assert not matches(pattern, text)


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        "[b-a]",
        "a**",
        "a++",
        "(?>a)",
        "(?P<a>b)",
        "(?'a'b)",
        "^(abc]",
        r"\b*",
        r"\B{2}",
        "(?i)a",
        "{2}",
        "(?<=a)*",
        r"(?<n>a)\k",
        r"[a\k](?<n>a)",
        "}[z-]-a-_]\\",
    ],
)
def test_what_is_no_pattern(pattern: str) -> None:
    """With Unicode on or off."""
    assert not is_ecma_pattern(pattern)
    assert not is_pattern(pattern)
    with pytest.raises(BadPattern):
        matches(pattern, "a")


@pytest.mark.parametrize(
    "name",
    ["L", "Lu", "Letter", "punct", "gc=Lu", "Script=Greek", "sc=Grek", "scx=Greek", "Any", "space", "Emoji", "IDC"],
)
def test_a_property_has_a_name_of_ecma_262(name: str) -> None:
    assert is_ecma_pattern(rf"\p{{{name}}}")
    assert is_ecma_pattern(rf"[\P{{{name}}}]")


@pytest.mark.parametrize(
    "name",
    [
        *("l", "lu", "a", "_L", "letter", "greek", "Greek", "IsGreek", "InBasicLatin", "Basic_Latin", "any", "word"),
        *(
            "script=greek",
            "Script=greek",
            "gcb=CN",
            "ccc=0",
            "nv=1",
            "Block=Basic_Latin",
            "Lu=Y",
            "RGI_Emoji",
            "",
            "L=",
        ),
    ],
)
def test_a_property_has_no_other_name(name: str) -> None:
    """Neither engine takes the names that other dialects of patterns have, however they are written."""
    for pattern in (rf"\p{{{name}}}", rf"\-[\P{{{name}}}]"):
        for engine in ("auto", "reference"):
            assert not open_schema({"format": "regex"}, engine=engine).is_valid(pattern)
            with pytest.raises(InvalidSchema):
                _ = open_schema({"pattern": pattern}, engine=engine).engine
            judge = open_schema({"$schema": DRAFT_4, "patternProperties": {pattern: {"type": "string"}}}, engine=engine)
            # Of names draft 4's metaschema says nothing: with Unicode off this is a letter, and what is behind it.
            assert (judge.is_valid({"A": 1}), judge.is_valid({f"p{{{name}}}-P": 1})) == (True, False)


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|aa)+$", "^([a-z]+)*!$", "(x+x+)+y"])
def test_a_pattern_that_runs_away_is_given_up(pattern: str) -> None:
    """Or decided: the engine sees through some of them."""
    started = time.monotonic()
    with suppress(PatternTimeout):
        matches(pattern, "a" * 5_000 + "b" + "x" * 5_000)
    assert time.monotonic() - started < TIME_LIMIT + 4


def test_what_is_given_up_names_its_pattern() -> None:
    with pytest.raises(PatternTimeout, match="not decided within 1 s") as caught:
        matches("^(a|a)+$", "a" * 40 + "!")

    assert caught.value.pattern == "^(a|a)+$"


PIECES = st.sampled_from(
    [
        *"ab.^$|-&~[]é",
        r"\d",
        r"\W",
        r"\s",
        r"\b",
        "[a-c]",
        "[^b]",
        r"[\d_]",
        "(?:a|b)",
        "(a)",
        "a*",
        "b?",
        "a{2}",
        r"\n",
    ]
)


@given(pattern=st.lists(PIECES, max_size=5).map("".join), text=st.text("ab1_ \né-&~[]", max_size=6))
def test_the_translation_means_the_same_as_ecma(pattern: str, text: str) -> None:
    """The engine for the real grammar says the same, wherever it takes the pattern."""
    try:
        expected = regress.Regex(pattern, "u").find(text) is not None
    except regress.RegressError:
        return

    assert matches(pattern, text) is expected


@pytest.mark.parametrize(
    ("pattern", "hint"),
    [
        (r"a\Z", r"write $ for \Z"),
        (r"\Aa", r"write ^ for \A"),
        (r"a\e", 'leave out the backslash before "e"'),
        (r"[a\e]", 'leave out the backslash before "e"'),
        ("^{id}$", "put a backslash before a literal {, }, ] or -"),
        (r"^[\w-.]{2}x{$", "put a backslash before a literal {, }, ] or -"),
        (r"\-a\Z", r"write $ for \Z"),
        (r"[\-a]]", "put a backslash before a literal {, }, ] or -"),
        (r"\p{Foo}[a-z]", None),
        (r"\1[a-z]", None),
        ("(", None),
        ("^a$", None),
    ],
)
def test_a_hint_about_a_pattern_helps(pattern: str, hint: str | None) -> None:
    """Where nothing is known to help, nothing is said."""
    assert hint_for("format", "regex", pattern, {}) == hint


FORGIVEN = [
    (r"^[\w-.]+$", ["a-.b", "."], ["é", "+", ""]),
    (r"^[a-\d]$", ["a", "-", "1"], ["b"]),
    (r"^[\w-a-z]$", ["-", "z", "_"], ["~"]),
    ("}", ["}", "a}"], ["{"]),
    ("^]{$", ["]{"], ["]"]),
    ("^a{,3}$", ["a{,3}"], ["", "aaa"]),
    ("^{id}$", ["{id}"], ["id"]),
    (r"^\a\Z$", ["aZ"], ["a"]),
    (r"^\é$", ["é"], ["e"]),
    (r"^\p{lu}$", ["p{lu}"], ["A"]),
    (r"\k<n>", ["k<n>"], ["k"]),
    (r"^\u{2}}$", ["uu}"], ["\x02}", "u}"]),
    (r"^\x4\u$", ["x4u"], ["\x04u"]),
    (r"^(a)\1\2\8$", ["aa\x028"], ["aa28"]),
    (r"^\101\400$", ["A 0"], ["A\u0100"]),
    (r"^[\1\8]$", ["\x01", "8"], ["1"]),
    (r"^\c[\c1\c]$", [r"\c" + "\x11", r"\c" + "\\", r"\cc"], [r"\c1", "c"]),
    ("^(?=a)*b|(?!a)?}$", ["b", "}"], ["a"]),
]
"""Pattern with Unicode off only, and texts that it matches, and does not; as V8 says."""


@pytest.mark.parametrize(("pattern", "matched", "unmatched"), FORGIVEN)
def test_a_pattern_with_unicode_off_only(pattern: str, matched: list[str], unmatched: list[str]) -> None:
    assert is_forgiven(pattern)
    assert [matches(pattern, text) for text in (*matched, *unmatched)] == [True] * len(matched) + [False] * len(
        unmatched
    )


@pytest.mark.parametrize(("pattern", "matched", "unmatched"), FORGIVEN)
def test_a_pattern_with_unicode_off_only_is_judged_by_both_engines(
    pattern: str, matched: list[str], unmatched: list[str]
) -> None:
    """Where the metaschema does not ask for one with Unicode on: of names in draft 4, and below unknown keywords."""
    refers: dict[str, Any] = {"$ref": "#/x"}
    for schema in (
        {"$schema": DRAFT_4, "patternProperties": {pattern: {"type": "string"}}},
        {"$schema": DRAFT_4, "x": {"patternProperties": {pattern: {"type": "string"}}}, "allOf": [refers]},
        {"x": {"propertyNames": {"not": {"pattern": pattern}}}, **refers},
    ):
        for engine in ("auto", "reference"):
            judge = open_schema(schema, engine=engine)
            for text in (*matched, *unmatched):
                assert judge.is_valid({text: 1}) is (text in unmatched), (schema, engine, text)
                assert bool(list(judge.iter_findings({text: 1}))) is (text in matched)


def test_a_pattern_with_unicode_off_only_is_refused_where_it_must_be_one() -> None:
    for schema in ({"pattern": "}"}, {"patternProperties": {"}": {}}}, {"$schema": DRAFT_4, "pattern": "}"}):
        with pytest.raises(InvalidSchema, match="expected a regular expression"):
            _ = open_schema(schema).engine


FORGIVEN_PIECES = st.sampled_from(
    [
        *"ab^$|-{}]()*+?[1,kcxup<>é",
        *(r"\w", r"\Z", r"\1", r"\10", r"\8", r"\c", r"\cA", r"[\c_]", r"\k", r"\k<n>", r"\x4", r"\0", r"\01", r"\377"),
        *(
            "[^",
            "{2}",
            "{,3}",
            "(?<n>a)",
            "(?=a)",
            "(?!b)",
            "(?<=a)",
            "(a)",
            r"[\w-.]",
            r"[a-\d]",
            "[--a]",
            r"[\1]",
            "{",
        ),
    ]
)
"""Without what `regress` takes otherwise than V8 with Unicode off (2026.9): `\\b*`, and `\\u{2}` for two letters."""


@given(
    pattern=st.lists(FORGIVEN_PIECES, max_size=5).map("".join), text=st.text("ab-{}]1,kcxup<>éZ\\\x01\x1f", max_size=4)
)
def test_what_is_forgiven_means_the_same_as_ecma(pattern: str, text: str) -> None:
    """The engine for the real grammar says the same, and which ones are patterns with Unicode off."""
    if is_ecma_pattern(pattern):
        return
    try:
        expected = regress.Regex(pattern, "").find(text) is not None
    except regress.RegressError:
        assert not is_pattern(pattern)
        return

    assert matches(pattern, text) is expected
