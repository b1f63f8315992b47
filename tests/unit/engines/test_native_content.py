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
