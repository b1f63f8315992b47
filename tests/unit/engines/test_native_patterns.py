"""Patterns that mean something else to jsonschema-rs, or that it refuses: verdicts and findings are ECMA-262's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import open_schema
from schemawright.engines.native.rewriting import is_beyond, rewritten
from schemawright.errors import InvalidSchema, SchemaError
from schemawright.keywords import DIALECTS

if TYPE_CHECKING:
    from pathlib import Path

ENGINES = pytest.mark.parametrize("engine", ["auto", "native", "reference"])


@ENGINES
@pytest.mark.parametrize(
    ("pattern", "text", "valid"),
    [
        ("^.*$", "a\rb", False),
        ("^.$", "\u2028", False),
        ("^.$", "\u2029", False),
        ("^.$", "\u0085", True),
        (r"^[.]\.$", "..", True),
        (r"^\\.$", "\\\r", False),
        (r"^(?s:.).$", "\ra", True),
        (r"^(?s:.(?-s:.))$", "a\r", False),
        (".*a", "\ra", True),
        ("^a.*", "a\r", True),
        ("^(a.*|b.*)$", "a\r", False),
        (r"^\b", "é", False),
        (r"a\b", "aé", True),
        (r"a\B", "aé", False),
        (r"(?<=\b)a", "éa", True),
        (r"^[\b]$", "\b", True),
        (r"^\0$", "\0", True),
        (r"^[\0-\x02]$", "\1", True),
        ("[]", "a", False),
        ("^[^]$", "\n", True),
        (r"^\ud83d\udc09$", "\N{DRAGON}", True),
        (r"^[\ud83d\udc08-\ud83d\udc0a]$", "\N{DRAGON}", True),
        (r"^(?=.*\d)\w+$", "a٣", False),
        (r"^(?=[\d])", "٣", False),
        (r"^(?!\S)", "\ufeff", True),
        (r"^(?![^\S\d])", "\u0085", True),
        (r"^(\W)\1$", "éé", True),
        (r"^(['\"]).\1$", "'a'", True),
        (r"^(?<n>a)\k<n>2$", "aa2", True),
    ],
)
def test_verdicts_are_those_of_ecma(engine: str, pattern: str, text: str, *, valid: bool) -> None:
    assert open_schema({"pattern": pattern}, engine=engine).is_valid(text) is valid
    assert open_schema({"propertyNames": {"pattern": pattern}}, engine=engine).is_valid({text: 1}) is valid
    of_names = open_schema({"patternProperties": {pattern: False}}, engine="auto" if engine == "native" else engine)
    assert of_names.is_valid({text: 1}) is not valid


@pytest.mark.parametrize(
    "pattern", [r"^(?:(a)|b)\1$", r"^\1(b)$", r"(?:)+$", r"(?:(?=b))+b$", r"^(?m:^b$)$", r"^(?<n>a)?\k<n>b$"]
)
def test_what_cannot_be_written_for_it_the_other_engine_judges(pattern: str) -> None:
    schema = open_schema({"pattern": pattern})
    assert schema.engine.name == "reference"
    assert schema.is_valid("b")
    with pytest.raises(SchemaError, match="expected a pattern that the native engine knows") as caught:
        _ = open_schema({"pattern": pattern}, engine="native").engine
    assert caught.value.keyword_location == "/pattern"


@pytest.mark.parametrize(
    ("pattern", "beyond"),
    [
        (r"(a)\1", False),
        (r"(a)+\1", False),
        (r"((a)b)\2", False),
        (r"(?:(a)\1|b)", False),
        (r"(?=(a))\1", False),
        (r"(a)*\1", True),
        (r"(a){0,2}\1", True),
        (r"(?:(a)|b\1)", True),
        (r"(?!(a))\1", True),
        (r"(a\1)", True),
        (r"(?<=\1(a))", True),
        (r"(?<=(a)\1)", True),
        (r"(?:x(a))?\1", True),
        (r"[(](a)\1", False),
        (r"\\1", False),
    ],
)
def test_which_groups_surely_took_part(pattern: str, *, beyond: bool) -> None:
    assert is_beyond(pattern) is beyond


@pytest.mark.parametrize("pattern", ["^a+$", r"\.", "[.]", ".*a", "a.*?", r"(?s:.)", r"\\", r"\d", r"\$", r"[\d\-.]"])
def test_what_means_the_same_stays_as_it_is(pattern: str) -> None:
    assert rewritten(pattern) == pattern


@ENGINES
def test_findings_show_patterns_as_they_are_written(engine: str) -> None:
    schema = {"patternProperties": {"^.+$": {"pattern": r"^.\b$"}}, "additionalProperties": False}
    found = list(open_schema(schema, engine=engine).iter_findings({"a": "ä", "\r": 1}))
    assert {(one.message, one.evaluation_path) for one in found} == {
        ('expected a match of the pattern "^.\\\\b$", found "ä"', "/patternProperties/^.+$/pattern"),
        ('expected only properties that the schema names, found "\\r"', "/additionalProperties"),
    }


@ENGINES
@pytest.mark.parametrize("dialect", ["draft4", "draft7", "2020-12"])
def test_a_reference_may_lead_through_such_a_name(engine: str, dialect: str) -> None:
    held = {"patternProperties": {"^.~$": {"type": "string"}}}
    schema: dict[str, Any] = {
        "$schema": DIALECTS[dialect],
        "definitions": {"held": held},
        "properties": {"a": {"$ref": "#/definitions/held/patternProperties/%5E.~0$"}},
        "patternProperties": {"^.$": {}},
    }
    judge = open_schema(schema, engine=engine)
    assert judge.is_valid({"a": "x"})
    assert [one.evaluation_path for one in judge.iter_findings({"a": 1})] == ["/properties/a/$ref/type"]


@ENGINES
def test_an_entry_point_may_be_below_such_a_name(engine: str, tmp_path: Any) -> None:
    (tmp_path / "s.json").write_text('{"patternProperties": {"^.$": {"pattern": "^.$"}, "x": {}}}')
    schema = open_schema(f"{tmp_path / 's.json'}#/patternProperties/^.$", engine=engine)
    assert schema.is_valid("a")
    assert not schema.is_valid("\r")


def test_two_names_that_mean_the_same_are_two() -> None:
    schema = open_schema({"patternProperties": {"^.$": True, r"^[^\n\r\u2028\u2029]$": False}})
    assert not schema.is_valid({"a": 1})
    assert schema.is_valid({"\r": 1})


@ENGINES
def test_a_value_that_looks_like_a_subschema_stays_as_it_is(engine: str) -> None:
    value = {"pattern": "a.b", "patternProperties": {"^.$": 1}}
    schema = open_schema({"const": value, "patternProperties": {"^.$": True}}, engine=engine)
    assert schema.is_valid(value)


@ENGINES
@pytest.mark.parametrize("pattern", ["(?i)a", "a++", "(a", "*a"])
def test_what_is_no_pattern_is_refused_where_it_judges(engine: str, pattern: str) -> None:
    """The metaschema of draft 4 says nothing of names, and none says anything of what is below unknown keywords."""
    named, said = {"patternProperties": {pattern: {}}}, {"not": {"pattern": pattern}}
    for schema in ({"properties": {"a": named}}, {"definitions": {"a": named}}, {"$ref": "#/x", "x": {"a": 1, **said}}):
        with pytest.raises(InvalidSchema):
            _ = open_schema({"$schema": DIALECTS["draft4"], **schema}, engine=engine).engine
    for schema in ({"x": said}, {"x": {"y": named}}, {"enum": [named]}, {"default": said}):
        assert open_schema({"$schema": DIALECTS["draft4"], "type": ["object"], **schema}, engine=engine).is_valid(named)


@pytest.mark.parametrize("pattern", [r"^(?:(a)|b)\1$", "(?m:^a)"])
def test_what_the_engine_lacks_matters_where_it_judges(pattern: str) -> None:
    held = {"a": {"pattern": pattern}}
    assert open_schema({"x": held, "default": held}).engine.name == "native"
    for schema in ({"properties": held}, {"$defs": held}, {"$ref": "#/x/a", "x": held}):
        assert open_schema(schema).engine.name == "reference"


def test_a_long_text_is_searched_for_words() -> None:
    schema = open_schema({"pattern": r"\bfoo\b"})
    assert schema.is_valid("ab " * 500_000 + "foo")
    assert not schema.is_valid("ab " * 500_000 + "fool")


def test_what_is_written_for_the_engine_may_be_larger() -> None:
    schema = open_schema({"pattern": "^.{1,10000}$"}, engine="native")
    assert [schema.is_valid(text) for text in ("a", "a" * 10_001, "\u2028")] == [True, False, False]


@ENGINES
def test_words_are_found_in_long_texts_also_by_a_reference(engine: str, tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text(json.dumps({"pattern": r"\bfoo\b"}))
    (tmp_path / "main.json").write_text('{"$ref": "other.json"}')
    schema = open_schema(tmp_path / "main.json", engine=engine)
    assert schema.is_valid("x " * 200_000 + "foo")


def test_what_is_not_evaluated_is_told_beside_what_else_fails() -> None:
    properties = {"properties": {"a": {"type": "string"}}, "patternProperties": {"^.$": {}}}
    schema = open_schema({**properties, "unevaluatedProperties": False})
    for name in ("\r", "rr"):
        found = {finding.keyword for finding in schema.iter_findings({name: 1, "a": 1})}
        assert found == {"unevaluatedProperties", "type"}


@ENGINES
@pytest.mark.parametrize("dot", [".", "\u3002", "\uff0e", "\uff61"])
def test_no_internationalised_host_ends_with_a_dot(engine: str, dot: str) -> None:
    schema = open_schema({"format": "idn-hostname"}, engine=engine)
    assert [schema.is_valid(text) for text in (f"ä.de{dot}", f"a{dot}", "ä.de")] == [False, False, True]
