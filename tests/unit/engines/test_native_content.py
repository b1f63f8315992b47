"""What the native engine is handed of `contentEncoding` and `contentMediaType`."""

from __future__ import annotations

from time import process_time
from typing import Any

import pytest

from schemawright import open_schema
from schemawright.engines.native.content import with_content_asserted
from schemawright.engines.protocol import Task
from schemawright.engines.reach.understood import understood
from schemawright.keywords import DIALECTS
from schemawright.store.objects import replaced_all

IMAGE = {"contentEncoding": "base64", "contentMediaType": "image/png"}


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize("dialect", ["draft6", "draft7", "2019-09", "2020-12"])
@pytest.mark.parametrize("name", ["contentEncoding", "contentMediaType"])
def test_a_reference_may_lead_to_what_has_such_a_name(dialect: str, engine: str, name: str) -> None:
    held = {"contentEncoding": "base64", "contentMediaType": "application/json", name: {"type": "string"}}
    schema = open_schema({"$schema": DIALECTS[dialect], "$ref": f"#/x/{name}", "x": held}, engine=engine)
    assert schema.is_valid("a")
    assert not schema.is_valid(1)


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize("dialect", ["draft4", "draft6"])
@pytest.mark.parametrize("value", [5, None, True, ["base64"], {"type": "string"}, "base64"])
def test_what_a_dialect_does_not_have_is_of_any_kind(dialect: str, engine: str, value: Any) -> None:
    for content in (
        {"contentEncoding": value},
        {"contentEncoding": "base64", "contentMediaType": value},
        {"contentEncoding": value, "contentMediaType": "application/json"},
    ):
        for schema in (content, {"not": {"not": content}}, {"$ref": "#/definitions/a", "definitions": {"a": content}}):
            judge = open_schema({"$schema": DIALECTS[dialect], **schema}, engine=engine)
            assert judge.is_valid("%")
            assert judge.is_valid(1)


@pytest.mark.parametrize("dialect", ["2019-09", "2020-12"])
def test_where_they_are_annotations_nothing_is_changed(dialect: str) -> None:
    schema = {"properties": {"a": IMAGE}}
    assert with_content_asserted(schema, dialect, asserts=True) is schema
    inner = {"$id": "https://acme.test/inner", "$schema": DIALECTS["draft7"], **IMAGE}
    changed = with_content_asserted({"$defs": {"a": inner}, **schema}, dialect, asserts=True)
    assert "contentMediaType" not in changed["$defs"]["a"]
    assert changed["$defs"]["a"]["contentEncoding"] == "base64"


@pytest.mark.parametrize("engine", ["native", "reference"])
def test_annotations_of_another_resource_stay_what_they_are(engine: str) -> None:
    """Also where what judges by them is a resource that the one they are in refers to, or the other way round."""
    other = {"$ref": "https://acme.test/other"}
    held: dict[str, Any] = {"properties": {"a": {"contentEncoding": "base64"}}}
    for outer, inner in (("2020-12", "draft7"), ("draft7", "2020-12")):
        schema = open_schema(
            {"$schema": DIALECTS[outer], **held, "additionalProperties": other},
            engine=engine,
            resources={"https://acme.test/other": {"$schema": DIALECTS[inner], **held}},
        )
        assert schema.is_valid({"a": "%"}) is (outer == "2020-12")
        assert schema.is_valid({"b": {"a": "%"}}) is (inner == "2020-12")
        assert not schema.is_valid({"a": "%", "b": {"a": "%"}})


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize("around", ["{}", '{{"a": {}}}', '["\\u1e5512345678901234", {}]'])
def test_how_large_a_number_is_makes_no_difference_to_what_is_json(around: str, engine: str) -> None:
    schema = open_schema({"$schema": DIALECTS["draft7"], "contentMediaType": "application/json"}, engine=engine)
    for number in ("1e9999999999999", "-0.5E+9999999999999", "1e-9999999999999", "9" * 5_000):
        assert schema.is_valid(around.format(number))
    for number in ("01e9999999999999", "1.e9999999999999", "e9999999999999"):
        assert not schema.is_valid(around.format(number))
        assert list(schema.iter_findings(around.format(number)))


def _time_of_verdicts(schema: Any, instance: Any) -> float:
    judge = open_schema({"$schema": DIALECTS["draft7"], **schema})
    assert judge.is_valid(instance)
    started = process_time()
    for _ in range(20):
        judge.is_valid(instance)
    return process_time() - started


def test_a_verdict_takes_as_long_where_no_text_is_judged_by_what_it_holds() -> None:
    """What does not stand where the keyword does is not looked at in Python: it took ten times as long."""
    instance = {"rest": [{"x": number, "y": "text", "z": "A=="} for number in range(5_000)]}
    plain: dict[str, Any] = {"properties": {"blob": {"type": "string"}}}
    judging: dict[str, Any] = {"properties": {"blob": IMAGE}}
    least = min(_time_of_verdicts(plain, instance) for _ in range(3))
    assert min(_time_of_verdicts(judging, instance) for _ in range(3)) < 2 * least


def test_strings_without_an_end_are_looked_at_once() -> None:
    """What is wrong with 300 kB of quotes took minutes."""
    schema = open_schema({"$schema": DIALECTS["draft7"], "contentMediaType": "application/json"})
    for wrong in ("[]" * 128 + '"' + '\\"' * 150_000, "[]" * 128 + '"' + "\\" * 300_001):
        started = process_time()
        assert [one.keyword for one in schema.iter_findings(wrong)] == ["contentMediaType"]
        assert process_time() - started < 5


def _time_of_content(count: int) -> float:
    schema = {"properties": {f"p{number}": IMAGE for number in range(count)}}
    started = process_time()
    changed = with_content_asserted(schema, "draft7", asserts=True)
    taken = process_time() - started
    assert changed["properties"]["p0"] == {"contentEncoding": "base64"}
    return taken


def _time_of_metaschemas(count: int) -> float:
    own = "https://acme.test/own"
    schema = {"definitions": {f"p{number}": {"$schema": own} for number in range(count)}}
    task = Task("", schema, "", "draft7", True, {own: {"$schema": DIALECTS["draft7"]}}.__getitem__)
    started = process_time()
    changed = understood(task).contents
    taken = process_time() - started
    assert changed["definitions"]["p0"] == {"$schema": DIALECTS["draft7"]}
    return taken


@pytest.mark.parametrize("time_of", [_time_of_content, _time_of_metaschemas])
def test_siblings_take_as_long_as_there_are_of_them(time_of: Any) -> None:
    """And not the square of that: eight times as many took sixty times as long."""
    few = min(time_of(2_000) for _ in range(3))
    assert min(time_of(16_000) for _ in range(3)) < 30 * few


def test_what_is_changed_is_a_copy_each_time_that_it_stands_there() -> None:
    shared: dict[str, Any] = {"a": {"b": 1}}
    document = [shared, shared]
    assert replaced_all(document, [((0, "a", "b"), 2), ((1, "a"), 3), ((0, "c"), 4)]) == [
        {"a": {"b": 2}, "c": 4},
        {"a": 3},
    ]
    assert document == [{"a": {"b": 1}}] * 2
    assert replaced_all(document, [((), 5)]) == 5
    assert replaced_all(document, []) is document
