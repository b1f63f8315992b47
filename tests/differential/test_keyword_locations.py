"""Where a keyword stands: both engines tell the same, by whatever reference they came there."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from suites import DRAFTS, PARTS, iter_cases, task_of

from schemawright.engines import compile_engine
from schemawright.engines.protocol import Task
from schemawright.errors import UnresolvableReference
from schemawright.keywords import DIALECTS
from schemawright.pointer import format_pointer

ROOT = "http://a.x/root"
SHARED = {"type": "string"}
LATEST = DIALECTS["2020-12"]
DRAFT7 = DIALECTS["draft7"]

TOGETHER: defaultdict[str, frozenset[str]] = defaultdict(
    frozenset, draft4=frozenset({"exclusiveMinimum", "exclusiveMaximum"})
)
"""What jsonschema-rs compiles into the keyword beside it, whose place it tells then."""


def task_with(schema: Any, dialect: str = "2020-12", others: dict[str, Any] | None = None, pointer: str = "") -> Task:
    def retrieve(uri: str) -> Any:
        if others and uri in others:
            return others[uri]
        raise UnresolvableReference("a reference leads out of the test", reference=uri)

    return Task(ROOT, schema, pointer, dialect, assert_formats=True, retrieve=retrieve)


def told(task: Task, engine: str, instance: Any) -> set[tuple[str, str, str, str]]:
    return {
        (one.instance_location, one.keyword, one.evaluation_path, unquote(one.keyword_location))
        for one in compile_engine(task, engine).iter_findings(instance)
        if one.keyword not in TOGETHER[task.dialect]
    }


def dynamic(target: dict[str, Any], **more: Any) -> dict[str, Any]:
    defs = {"q": {"$dynamicAnchor": "n", **target}, **more}
    return {"$schema": LATEST, "$id": ROOT, "$ref": "http://a.x/s", "$defs": defs}


OPEN = {
    "http://a.x/s": {
        "$schema": LATEST, "$id": "http://a.x/s", "properties": {"a": {"$dynamicRef": "#n"}},
        "$defs": {"z": {"$dynamicAnchor": "n"}, "w": True},
    },
}  # fmt: skip

CASES: dict[str, tuple[Any, Any, dict[str, Any], str]] = {
    "below an unknown keyword": (
        {"properties": {"a": {"$ref": "#/components/schemas/z"}}, "components": {"schemas": {"z": SHARED}}},
        {"a": 1}, {}, "root#/components/schemas/z/type",
    ),
    "false, which is everywhere": (
        {"additionalProperties": False, "properties": {"b": {"$ref": "#/$defs/z"}}, "$defs": {"z": False}},
        {"b": 1}, {}, "root#/$defs/z",
    ),
    "false in an array": ({"$ref": "#/anyOf/1", "anyOf": [True, False]}, 1, {}, "root#/anyOf/1"),
    "one value at two places": (
        {"properties": {"a": SHARED, "b": {"$ref": "#/$defs/z"}}, "$defs": {"z": SHARED}},
        {"b": 1}, {}, "root#/$defs/z/type",
    ),
    "an anchor of one value at two places": (
        {"properties": {"b": {"$ref": "#z"}}, "not": SHARED, "$defs": {"z": {"$anchor": "z", "allOf": [SHARED]}}},
        {"b": 1}, {}, "root#/$defs/z/allOf/0/type",
    ),
    "an anchor that another resource has too": (
        {
            "$id": ROOT, "$ref": "#w",
            "$defs": {"e": {"$id": "emb", "$anchor": "w", "type": "integer"}, "f": {"$anchor": "w", **SHARED}},
        },
        1, {}, "root#/$defs/f/type",
    ),
    "a dynamic anchor of another resource": (dynamic(SHARED), {"a": 1}, OPEN, "root#/$defs/q/type"),
    "a reference beside a dynamic anchor": (
        dynamic({"$ref": "#/$defs/w"}, w=SHARED), {"a": 1}, OPEN, "root#/$defs/w/type",
    ),
    "in a resource inside": (
        {"$id": ROOT, "$ref": "#/$defs/e/$defs/w", "$defs": {"e": {"$id": "emb", "$defs": {"w": SHARED}}}},
        1, {}, "emb#/$defs/w/type",
    ),
    "a resource inside": (
        {"$id": ROOT, "$ref": "#/$defs/e", "$defs": {"e": {"$id": "emb", **SHARED}}}, 1, {}, "emb#/type",
    ),
    "what is none, inside": (
        {"$id": ROOT, "$ref": "#/x/e", "x": {"e": {"$id": "emb", **SHARED}}}, 1, {}, "root#/x/e/type",
    ),
    "in a constant": ({"$ref": "#/const/e", "const": {"e": SHARED}}, {"e": SHARED}, {}, "root#/const/e/type"),
    "in a document that is no schema": (
        {"$ref": "http://a.x/o#/x/y"}, 1, {"http://a.x/o": {"x": {"y": SHARED}}}, "o#/x/y/type",
    ),
    "a name that is escaped": (
        {"$ref": "#/$defs/a%20b~1c", "$defs": {"a b/c": SHARED}}, 1, {}, "root#/$defs/a b~1c/type",
    ),
    "in the midst of an older dialect": (
        {"$schema": LATEST, "$ref": "http://a.x/q#/definitions/p"}, "abc",
        {
            "http://a.x/q": {
                "$schema": DRAFT7, "$id": "http://a.x/q",
                "definitions": {"p": {"$ref": "#/definitions/r", "type": "integer"}, "r": {"minLength": 4}},
            },
        }, "q#/definitions/r/minLength",
    ),
    "inside of a resource of an older dialect": (
        {
            "$schema": LATEST, "$id": ROOT,
            "items": {
                "$schema": DIALECTS["draft4"], "id": "http://a.x/e4", "items": {"$ref": "#/definitions/s"},
                "definitions": {"s": SHARED},
            },
        }, [[1]], {}, "e4#/definitions/s/type",
    ),
}  # fmt: skip
"""Schema, instance, other resources; the one place that is told, without what all have in common."""


@pytest.mark.parametrize("case", CASES)
def test_a_keyword_is_where_the_reference_leads(case: str) -> None:
    schema, instance, others, location = CASES[case]
    found = told(task_with(schema, others=others), "reference", instance)
    assert found == told(task_with(schema, others=others), "native", instance)
    assert f"http://a.x/{location}" in {one[-1] for one in found}


def test_a_place_that_is_judged_by_itself_is_told_in_its_resource() -> None:
    schema = {"$id": ROOT, "$defs": {"e": {"$id": "emb", "$defs": {"w": SHARED}}}}
    for pointer, location in (("/$defs/e", "emb#/$defs/w/type"), ("/$defs/e/$defs/w", "emb#/$defs/w/type")):
        contents = (
            schema if pointer.endswith("w") else schema | {"$defs": {"e": schema["$defs"]["e"] | {"$ref": "#/$defs/w"}}}
        )
        [found] = told(task_with(contents, pointer=pointer), "reference", 1)
        assert found[-1] == f"http://a.x/{location}"


CONTENT = {"contentEncoding": "base64", "contentMediaType": "application/json"}


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"contentMediaType": CONTENT}},
        {"patternProperties": {"^[a-z ]*": CONTENT}},
        {"properties": {"contentMediaType": {"$ref": "#/definitions/c"}}, "definitions": {"c": CONTENT}},
        {"propertyNames": CONTENT},
    ],
)
@pytest.mark.parametrize("text", ["@@", "b", "Zh==", "e319"])
def test_what_is_compiled_into_another_keyword_is_told_where_it_stands_itself(schema: Any, text: str) -> None:
    task, instance = task_with({"$schema": DRAFT7, **schema}, "draft7"), {"contentMediaType": text}
    found = told(task, "native", instance)
    assert found == told(task, "reference", instance)
    assert all(location.endswith(f"/{keyword}") for _, keyword, _, location in found)
    assert found or text == "e319"


@pytest.mark.parametrize("draft", [draft for draft in DRAFTS if draft != "draft3"])
def test_both_engines_tell_the_same_places_of_the_official_suite(draft: str) -> None:
    compared = 0
    for part in PARTS:
        for case in iter_cases(draft, part):
            if case.valid:
                continue
            native, reference = (
                {one[:3]: one[3] for one in told(task_of(case), engine, case.instance)}
                for engine in ("native", "reference")
            )
            both = native.keys() & reference.keys()
            assert {one: native[one] for one in both} == {one: reference[one] for one in both}, case.key
            compared += len(both)
    assert compared > 100


PLACES = st.lists(
    st.sampled_from(["$defs", "x", "properties", "allOf", "0", "a b", "a/b", "é", "%"]), min_size=1, max_size=4
)


@given(place=PLACES, target=st.sampled_from([False, SHARED, {"allOf": [SHARED, False]}, {"$ref": "#/$defs/last"}]))
def test_any_place_may_be_referred_to(place: list[str], target: Any) -> None:
    value = target
    for name in reversed(place):
        value = {name: value}
    schema = {
        "$schema": LATEST,
        "not": {"not": {}},
        "$defs": {"last": False},
        "here": value,
        "also": {"properties": {"b": target}},
    }
    pointer = quote(format_pointer(("here", *place)), safe="/~")
    schema["properties"] = {"a": {"$ref": f"#{pointer}"}, "b": target}
    task = task_with(schema)
    assert told(task, "native", {"a": 1, "b": 2}) == told(task, "reference", {"a": 1, "b": 2})


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize("dialect", ["2020-12", "draft7"])
@pytest.mark.parametrize(
    ("inner", "valid"),
    [
        ({"$schema": DRAFT7, "$ref": "#/definitions/p", "type": "string", "definitions": {"p": {}}}, True),
        ({"$schema": LATEST, "$ref": "#/$defs/p", "type": "string", "$defs": {"p": {}}}, False),
    ],
)
def test_whether_there_are_keywords_beside_a_reference_says_the_dialect_that_it_is_in(
    engine: str, dialect: str, inner: dict[str, Any], *, valid: bool
) -> None:
    task = task_with({"$ref": "q"}, dialect, {"http://a.x/q": {"$id": "http://a.x/q", **inner}})
    assert compile_engine(task, engine).is_valid(3.5) is valid


@pytest.mark.parametrize("dialect", DRAFTS)
@pytest.mark.parametrize("start", ["d/in", "d/in#/properties/a", "#/definitions/in/properties/a"])
def test_a_relative_identifier_with_a_folder_is_resolved_once(dialect: str, start: str) -> None:
    identifier = "id" if dialect in {"draft3", "draft4"} else "$id"
    deeper = {identifier: "e/deeper", "maximum": 3}
    inner = {identifier: "d/in", "properties": {"a": SHARED, "b": {"$ref": "e/deeper"}, "c": deeper}}
    schema = {
        "$schema": DIALECTS[dialect],
        identifier: ROOT,
        "properties": {"x": {"$ref": start}},
        "definitions": {"in": inner},
    }
    instance = {"x": {"a": 1, "b": 4, "c": 4}} if start == "d/in" else {"x": 1}
    engines = ("reference",) if dialect == "draft3" else ("reference", "native")
    told_by = [told(task_with(schema, dialect), name, instance) for name in engines]
    below = {"http://a.x/d/e/deeper#/maximum"} if start == "d/in" else set()
    assert {one[3] for one in told_by[0]} == {"http://a.x/d/in#/properties/a/type"} | below
    assert told_by[0] == told_by[-1]
