"""Laws of patterns: both engines judge as ECMA-262 does, which `regress` is an engine for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import regress
from hypothesis import example, given
from hypothesis import strategies as st

from schemawright import open_schema
from schemawright.errors import InvalidSchema

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

ATOMS = [
    r"\d",
    r"\D",
    r"\w",
    r"\W",
    r"\s",
    r"\S",
    r"\b",
    r"\B",
    ".",
    "a",
    "b",
    "é",
    "^",
    "$",
    "[^a]",
    r"[\w-]",
    r"[^\w]",
    r"[\s]",
    r"[^\s]",
    r"[^\D]",
    r"[\W]",
    r"\p{L}",
    r"\P{L}",
    r"\p{Lu}",
    r"\p{ASCII}",
    r"[\p{L}\d]",
    r"[^\p{L}]",
    r"\u00e9",
    r"\u{1f600}",
    r"\ud83d\ude00",
    r"[\ud83d\ude00]",
    r"[^\ud83d\ude00]",
    r"\x41",
    r"\0",
    r"[\0]",
    r"\cA",
    r"\t",
    r"\v",
    r"\f",
    r"[\b]",
    r"\/",
    r"\$",
    "[a-c]",
    "[]",
    "[^]",
    "[[]",
    "[&&a]",
    "[a--b]",
    "[a~~b]",
    "#",
    "[.]",
    r"\.",
    "(?:)",
    "(?=a)",
    "(?!a)",
    "(?<=a)",
    "(?<!a)",
    "(?=.)",
    "(?<!.)",
    r"\r",
    r"[\n-\r]",
    r"[a\D]",
    r"[^\S\d]",
    "(?s:.)",
    r"(?=\w)",
    r"(?!\s)",
    " ",
    r"\-",
    r"\_",
    r"\<",
    r"\>",
    r"[\<\_-a]",
]
NEEDLESS = {r"\-": "-", r"\_": "_", r"\<": "<", r"\>": ">"}
"""What is forgiven outside of ECMA-262's grammar, and what it means."""
CHARACTERS = (
    "ab1_-<>é٣ \n\r\t\v\f\0\b\u0085\xa0\u2028\u2029\ufeff\u1680\u180e\u200d\u0345A\u017f\u212aΩ&~#[/$.\x1c\U0001f600"
)


def larger(inner: SearchStrategy[str]) -> SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{0,1}", "*?", "+?"])).map(
            lambda two: f"(?:{two[0]}){two[1]}"
        ),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]})(?={two[1]})"),
        inner.map(lambda one: f"^{one}$"),
    )


def with_backreference(parts: tuple[str, str, str]) -> str:
    before, held, after = parts
    return rf"{before}({held})\1{after}"


PATTERNS = st.recursive(st.sampled_from(ATOMS), larger, max_leaves=6)
TEXTS = st.text(CHARACTERS, max_size=4)


@given(pattern=PATTERNS, texts=st.lists(TEXTS, min_size=1, max_size=4))
@example(pattern="^.*$", texts=["a\rb", "\u2028"])
@example(pattern=r"^\b", texts=["é"])
@example(pattern=r"a\b", texts=["aé"])
def test_engines_agree_about_patterns(pattern: str, texts: list[str]) -> None:
    agree(pattern, texts)


@given(
    pattern=st.tuples(st.sampled_from(["", "^", "x?", "(?:b|)"]), PATTERNS, st.sampled_from(["", "$", "a", "+$"])).map(
        with_backreference
    ),
    texts=st.lists(TEXTS, min_size=1, max_size=4),
)
@example(pattern=r"^(?:(a)|b)\1$", texts=["b", "aa", "a"])
@example(pattern=r"^\1(a)$", texts=["a"])
def test_engines_agree_about_backreferences(pattern: str, texts: list[str]) -> None:
    agree(pattern, texts)


def agree(pattern: str, texts: list[str]) -> None:
    """Assert that a text has the same verdict by either engine, as a value and as a name, as by that of ECMA-262."""
    try:
        ecma = regress.Regex(re.sub(r"\\[-_<>]", lambda match: NEEDLESS[match[0]], pattern), "u")
    except regress.RegressError:
        return
    for schema in (
        {"pattern": pattern},
        {"propertyNames": {"pattern": pattern}},
        {"patternProperties": {pattern: False}},
    ):
        by_names = "pattern" not in schema
        try:
            auto, reference = open_schema(schema), open_schema(schema, engine="reference")
            _ = auto.engine, reference.engine
        except InvalidSchema:
            return  # Too large, or with a property of Unicode that nobody knows.
        for text in texts:
            instance = {text: 1} if by_names else text
            expected = (ecma.find(text) is not None) is ("patternProperties" not in schema)
            assert (auto.is_valid(instance), reference.is_valid(instance)) == (expected, expected), (schema, text)
            assert bool(list(auto.iter_findings(instance))) is not expected
