"""Engine against engine: every difference between native and reference is a row with its reason."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from differences import NUMBERS, REPORTS, VERDICTS
from suites import DRAFTS, PARTS, Case, iter_cases, retrieve, task_of

from schemawright import open_schema
from schemawright.engines import compile_engine
from schemawright.engines.assertions.content import asserted_in
from schemawright.engines.native.engine import NativeEngine
from schemawright.engines.protocol import Task
from schemawright.keywords import DIALECTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from schemawright.engines.protocol import Engine
    from schemawright.finding import Finding

BOTH = [draft for draft in DRAFTS if draft != "draft3"]


def iter_pairs(draft: str) -> Iterator[tuple[Case, Engine, Engine]]:
    """Yield each case of a dialect with both engines; each schema compiled once."""
    schema: object = None
    engines: tuple[Engine, Engine] | None = None
    for part in PARTS:
        for case in iter_cases(draft, part):
            if engines is None or case.schema is not schema:
                task = task_of(case)
                schema, engines = case.schema, (compile_engine(task, "native"), compile_engine(task, "reference"))
            yield case, *engines


def reports(findings: Iterator[Finding]) -> set[tuple[str, str, str, str | None]]:
    return {(each.instance_location, each.keyword, each.evaluation_path, each.key) for each in findings}


def keywords(found: set[tuple[str, str, str, str | None]]) -> tuple[str, ...]:
    return tuple(sorted({report[1] for report in found}))


def test_verdicts_are_the_same() -> None:
    different: dict[Any, tuple[bool, bool]] = {}
    for draft in BOTH:
        for case, native, reference in iter_pairs(draft):
            verdicts = native.is_valid(case.instance), reference.is_valid(case.instance)
            if verdicts[0] is not verdicts[1]:
                different[case.key] = verdicts

    assert {key: verdicts for key, verdicts in different.items() if key not in VERDICTS} == {}
    assert VERDICTS.keys() - different.keys() == set(), "rows whose verdicts agree: remove them"


@pytest.fixture(scope="module")
def differing() -> Counter[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return how often the engines report different things, by the keywords that only one of them reports."""
    counts: Counter[tuple[tuple[str, ...], tuple[str, ...]]] = Counter()
    for draft in BOTH:
        for case, native, reference in iter_pairs(draft):
            if not case.valid:
                theirs, ours = (
                    reports(native.iter_findings(case.instance)),
                    reports(reference.iter_findings(case.instance)),
                )
                counts[keywords(theirs - ours), keywords(ours - theirs)] += 1
    return counts


def test_what_is_reported_is_the_same_but_for_the_rows(
    differing: Counter[tuple[tuple[str, ...], tuple[str, ...]]],
) -> None:
    same = differing[(), ()]

    assert {key: count for key, count in differing.items() if key != ((), ()) and key not in REPORTS} == {}
    assert same > 0.98 * sum(differing.values())


def test_every_row_is_needed(differing: Counter[tuple[tuple[str, ...], tuple[str, ...]]]) -> None:
    assert REPORTS.keys() - differing.keys() == set()


@pytest.mark.parametrize(("schema", "number", "reason"), NUMBERS)
def test_a_number_that_differs_still_differs(schema: dict[str, Any], number: Decimal, reason: str) -> None:
    """When this fails, native has become exact: remove the row, and let the random test have such numbers."""
    task = Task("schemawright:test", schema, "", "2020-12", assert_formats=True, retrieve=retrieve)

    assert compile_engine(task, "native").is_valid(number) is not compile_engine(task, "reference").is_valid(number), (
        reason
    )


@pytest.mark.parametrize("instance", [{"": {"a": 1}}, {"": {"a": 1}, "a": "x"}])
def test_a_member_with_an_empty_name_is_found_where_it_is(instance: dict[str, Any]) -> None:
    schema = {"additionalProperties": {"additionalProperties": {"type": "string"}, "type": ["object", "string"]}}
    task = Task("schemawright:test", schema, "", "2020-12", assert_formats=True, retrieve=retrieve)

    assert [each.instance_location for each in compile_engine(task, "reference").iter_findings(instance)] == ["//a"]
    assert [each.instance_location for each in compile_engine(task, "native").iter_findings(instance)] == ["//a"]


CONTENT = {"contentEncoding": "base64", "contentMediaType": "application/json"}


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize(("dialect", "valid"), [("draft6", True), ("draft7", False), ("2019-09", True)])
@pytest.mark.parametrize("text", ["{}", "Zh==", "e319"])
def test_what_a_text_holds_is_asserted_in_draft_7_only(engine: str, dialect: str, text: str, *, valid: bool) -> None:
    task = Task("schemawright:test", CONTENT, "", dialect, assert_formats=True, retrieve=retrieve)
    assert compile_engine(task, engine).is_valid(text) is valid


ENCODINGS = (
    None,
    "base64",
    "base16",
    "base32",
    "base64url",
    "7bit",
    "8bit",
    "binary",
    "quoted-printable",
    "x",
    "BASE64",
)
MEDIA_TYPES = (None, "application/json", "image/png", "application/JSON")
TEXTS = ("", "zz", "7B7D", "{}", "[1,", "e30=", "Zg==", "Zh==", "/w==", "not base64!", "é")


def _with_content(content: dict[str, Any], dialect: str, around: str) -> Iterator[dict[str, Any]]:
    """Yield schemas that say it of `text`: at once, below an unknown keyword, and in a resource of another dialect."""
    outside, inside = {"$schema": DIALECTS[around]}, {"$schema": DIALECTS[dialect], "$id": "http://a.x/inner"}
    yield {"$schema": DIALECTS[dialect], "properties": {"text": content}}
    yield {"$schema": DIALECTS[dialect], "properties": {"text": {"$ref": "#/x/a"}}, "x": {"a": content}}
    yield {**outside, "properties": {"text": {"$ref": "http://a.x/inner"}}, "definitions": {"a": inside | content}}


@pytest.mark.parametrize("asserts", [True, False])
@pytest.mark.parametrize("around", ["draft6", "draft7", "2020-12"])
@pytest.mark.parametrize("dialect", ["draft6", "draft7", "2019-09", "2020-12"])
def test_what_a_text_holds_is_judged_alike(dialect: str, around: str, *, asserts: bool) -> None:
    for encoding, media_type in product(ENCODINGS, MEDIA_TYPES):
        said = {"contentEncoding": encoding, "contentMediaType": media_type}
        content = {name: value for name, value in said.items() if value is not None}
        for schema in _with_content(content, dialect, around):
            native, reference = (open_schema(schema, engine=e, assert_formats=asserts) for e in ("native", "reference"))
            valid = [text for text in TEXTS if native.is_valid({"text": text})]
            assert valid == [text for text in TEXTS if reference.is_valid({"text": text})], schema
            assert (valid == [*TEXTS]) is not bool(asserts and asserted_in(content, dialect)), schema


@pytest.mark.parametrize("engine", ["native", "reference"])
def test_a_media_type_that_nobody_judges_takes_nothing_from_an_encoding(engine: str) -> None:
    contents = {"$schema": DIALECTS["draft7"], "contentEncoding": "base64", "contentMediaType": "image/png"}
    schema = open_schema(contents, engine=engine)
    assert [finding.keyword for finding in schema.iter_findings("not base64!")] == ["contentEncoding"]
    assert schema.is_valid("iVBORw0KGgo=")


@pytest.mark.parametrize("engine", ["native", "reference"])
def test_what_a_text_holds_may_be_deep(engine: str) -> None:
    """jsonschema-rs takes a JSON text that nests deeper than 127 levels for none."""
    held = {"contentMediaType": "application/json"}
    inside: dict[str, Any] = {"$schema": DIALECTS["draft7"], "$id": "http://a.x/inner", **held}
    for schema in (
        {"$schema": DIALECTS["draft7"], "properties": {"a": held}, "propertyNames": held},
        {
            "$schema": DIALECTS["2020-12"],
            "properties": {"a": {"$ref": "inner"}},
            "propertyNames": inside,
            "$id": "http://a.x/",
        },
    ):
        judge = open_schema({**schema}, engine=engine)
        for depth in (127, 128, 1_000):
            deep, wrong = "[" * depth + "]" * depth, "[" * depth + "]" * (depth - 1)
            assert judge.is_valid({deep: 1})
            assert [one.keyword for one in judge.iter_findings({deep: 1, wrong: 1})] == ["contentMediaType"]
            assert [one.keyword for one in judge.iter_findings({"1": 1, wrong: 1})] == ["contentMediaType"]
    judge = open_schema(
        {"$schema": DIALECTS["draft7"], "items": {"not": held | {"contentEncoding": "base64"}}}, engine=engine
    )
    deep, wrong = (b64encode(text.encode()).decode() for text in ("[" * 128 + "]" * 128, "[" * 128))
    assert not judge.is_valid([deep])
    assert judge.is_valid([wrong])


@pytest.mark.parametrize("engine", ["native", "reference"])
def test_base64_ends_with_its_padding(engine: str) -> None:
    """RFC 4648, section 4; jsonschema-rs goes on after it."""
    judge = open_schema({"$schema": DIALECTS["draft7"], "items": {"contentEncoding": "base64"}}, engine=engine)
    valid = ("", "QQ==", "QUI=", "QUJD", "QUJDQQ==")
    wrong = ("QQ==QQ==", "QUI=QQ==", "QQ==QUJD", "QQ==QR==", "QQ=Q", "=QQQ", "QQ==Q", "====")
    assert judge.is_valid([*valid])
    assert [text for text in wrong if judge.is_valid([text])] == []
    found = list(judge.iter_findings([*valid, *wrong]))
    assert [one.instance_location for one in found] == [f"/{at}" for at in range(len(valid), len(valid) + len(wrong))]
    if isinstance(judge.engine, NativeEngine):
        assert [one.keyword for one in judge.engine.labels(["QQ==", "QQ==QQ=="])] == ["contentEncoding"]


@pytest.mark.parametrize("engine", ["native", "reference"])
def test_who_asks_for_no_formats_gets_none_whatever_vocabularies_there_are(engine: str) -> None:
    vocabulary = "https://json-schema.org/draft/2020-12/vocab/"
    metaschema = {
        "$schema": DIALECTS["2020-12"],
        "$id": "http://a.x/meta",
        "$vocabulary": {f"{vocabulary}{name}": True for name in ("core", "applicator", "format-assertion")},
    }
    contents = {"$schema": "http://a.x/meta", "$id": "http://a.x/s", "format": "date"}
    for asserts in (True, False):
        schema = open_schema(contents, engine=engine, assert_formats=asserts, resources={"http://a.x/meta": metaschema})
        assert schema.is_valid("x") is not asserts


@pytest.mark.xfail(
    reason="jsonschema-rs 0.60.3 lets `contains` evaluate items in 2019-09 too, where it does not (9.3.1.3)"
)
def test_contains_evaluates_nothing_in_2019_09() -> None:
    task = Task("schemawright:test", {"contains": True, "unevaluatedItems": False}, "", "2019-09", True, retrieve)

    assert not compile_engine(task, "reference").is_valid([0])
    assert not compile_engine(task, "native").is_valid([0])


@pytest.mark.parametrize("dialect", ["2019-09", "2020-12"])
@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize("name", ["a", ""])
@pytest.mark.parametrize("inner", [{"additionalProperties": {}}, {"properties": {"a": {}, "": {}}}])
def test_dependencies_assert_and_evaluate_nothing(dialect: str, engine: str, name: str, inner: Any) -> None:
    """The keyword is left of draft 7, and no specification of `unevaluated…` speaks of it."""
    schema = {"dependencies": {name: inner}, "unevaluatedProperties": False}
    judge = compile_engine(Task("schemawright:test", schema, "", dialect, True, retrieve), engine)
    assert not judge.is_valid({name: 1})
    assert [each.keyword for each in judge.iter_findings({name: 1})] == ["unevaluatedProperties"]
    schema = {"dependencies": {name: {"required": ["b"]}}}
    judge = compile_engine(Task("schemawright:test", schema, "", dialect, True, retrieve), engine)
    assert not judge.is_valid({name: 1})


MOMENTS = {
    "date": ["2024-02-29", "2000-06-30", "1999-12-31"],
    "time": ["23:59:60Z", "00:00:00.5+01:30", "12:34:56z"],
    "date-time": ["2024-02-29T23:59:59Z", "2000-06-30t00:00:00.123-08:00"],
}


@pytest.mark.parametrize("format_", MOMENTS)
def test_whatever_is_put_into_a_date_or_time_is_judged_alike(format_: str) -> None:
    """The native engine's own check takes `/` and others for digits."""
    schema = {"properties": {"at": {"format": format_}, "all": {"contains": {"format": format_}}}}
    task = Task("schemawright:test", schema, "", "2020-12", assert_formats=True, retrieve=retrieve)
    native, reference = compile_engine(task, "native"), compile_engine(task, "reference")
    near = {
        text[:at] + char + text[at + cut :]
        for text in MOMENTS[format_]
        for at in range(len(text) + 1)
        for char in [*map(chr, range(32, 127)), "", "\n", "\u0661"]
        for cut in (0, 1)
    }
    differing = [
        text
        for text in sorted(near)
        for instance in ({"at": text}, {"all": [text]})
        if native.is_valid(instance) is not reference.is_valid(instance)
    ]
    assert not differing
    assert not native.is_valid({"at": MOMENTS[format_][0].replace("2", "/", 1)})
