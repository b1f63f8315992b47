"""Entry points inside of a resource that stands in another: its dialect counts, and the dynamic scope begins there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from fidelity import module_of_schema
from hypothesis import given, settings
from hypothesis import strategies as st

from schemawright import SchemaError, open_schema
from schemawright.keywords import DIALECTS

if TYPE_CHECKING:
    from pathlib import Path

    from schemawright.validation.schema import Schema

ENGINES = ["auto", "native", "reference"]
FORMS: dict[str, Any] = {
    "items": {"items": [{"type": "string"}]},
    "beside": {"allOf": [{"$ref": "#/definitions/any", "maxLength": 1}], "definitions": {"any": {}}},
    "content": {"contentMediaType": "application/json"},
    "format": {"format": "uuid"},
    "dependencies": {"dependencies": {"a": ["b"]}},
}
"""What dialects judge otherwise."""
INSTANCES: tuple[Any, ...] = ([5], ["x"], "xx", "{", "{}", {"a": 1}, {"a": 1, "b": 2}, None)
DIALECT = st.sampled_from(["draft6", "draft7", "2019-09"])


def judged(schema: Schema) -> list[list[tuple[str, str, str]]]:
    """Return what a schema finds wrong with each instance; what is valid has an empty list."""
    found = [list(schema.iter_findings(one)) for one in INSTANCES]
    assert [not one for one in found] == [schema.is_valid(one) for one in INSTANCES]
    assert [not one for one in found] == [schema.is_valid_json(json.dumps(one)) for one in INSTANCES]
    return [[(one.keyword, one.evaluation_path, one.keyword_location) for one in each] for each in found]


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=40, deadline=None)
@given(form=st.sampled_from(sorted(FORMS)), outer=DIALECT, dialect=DIALECT, says=st.booleans())
def test_it_is_judged_as_the_resource_alone(
    tmp_path_factory: pytest.TempPathFactory, engine: str, form: str, outer: str, dialect: str, *, says: bool
) -> None:
    """Whether it names the dialect itself, or what is around it does."""
    named = {"$schema": DIALECTS[dialect]}
    inner = {"$id": "https://x.org/inner", **FORMS[form]}
    around = {"$id": "https://x.org/around", **named, "definitions": {"b": (named if says else {}) | inner}}
    whole = {"$schema": DIALECTS[outer], "$id": "https://x.org/whole", "definitions": {"a": around}}
    path = tmp_path_factory.mktemp("entry") / "whole.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    part = open_schema(f"{path}#/definitions/a/definitions/b", engine=engine)
    assert judged(part) == judged(open_schema(named | inner, engine=engine))


@pytest.mark.parametrize("engine", ["auto", "reference"])
@pytest.mark.parametrize("reference", ["#/definitions/e", "https://x.org/e", "#/definitions/e/$defs/x"])
@pytest.mark.parametrize("outer", ["draft4", "draft7", "2019-09"])
@pytest.mark.parametrize("inner", ["draft4", "draft7", "2020-12"])
def test_it_is_the_same_by_whatever_it_is_referred_to(inner: str, outer: str, reference: str, engine: str) -> None:
    """Its own dialect says what its identifier is, and what that is for: references in it are from there."""
    identifier = "id" if inner == "draft4" else "$id"
    beside = {"$ref": "#/$defs/x"} if inner == "2020-12" else {"allOf": [{"$ref": "#/$defs/x"}]}
    embedded = {"$schema": DIALECTS[inner], identifier: "https://x.org/e", **beside, "$defs": {"x": {"type": "string"}}}
    whole = {"$schema": DIALECTS[outer], "definitions": {"e": embedded}}
    schema = open_schema({**whole, "properties": {"a": {"$ref": reference}}}, engine=engine)
    assert [schema.is_valid({"a": value}) for value in ("x", 1)] == [True, False]
    assert open_schema(whole, engine=engine).is_valid({"a": 1})
    assert module_of_schema(whole)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_referred_to_has_the_dialect_of_where_it_stands(engine: str) -> None:
    """Not of who refers to it: of a resource that names none, that of the one around it."""
    inner = {"$id": "https://x.org/b", "items": [{"type": "string"}]}
    old = {"$id": "https://x.org/a", "$schema": DIALECTS["draft7"], "definitions": {"b": inner}}
    back = {"properties": {"p": {"$ref": "https://x.org/r#/$defs/new"}}}
    schema = open_schema(
        {
            "$schema": DIALECTS["2020-12"],
            "$id": "https://x.org/r",
            "$defs": {"a": old | back, "new": {"$ref": "#/$defs/any", "maxLength": 1}, "any": {}},
            "allOf": [{"$ref": "https://x.org/b"}, {"$ref": "https://x.org/a"}],
        },
        engine=engine,
    )
    assert [schema.is_valid(one) for one in ([5], ["x"], {"p": "x"}, {"p": "xx"})] == [False, True, True, False]


@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_around_is_in_the_dynamic_scope(tmp_path: Path, engine: str) -> None:
    """An evaluation that begins inside has not come by it."""
    tree = {"$id": "https://y.org/tree", "$dynamicAnchor": "n", "type": "array", "items": {"$dynamicRef": "#n"}}
    whole = {"$id": "https://x.org/whole", "$dynamicAnchor": "n", "type": "object", "$defs": {"tree": tree}}
    path = tmp_path / "whole.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    schema = open_schema(f"{path}#/$defs/tree", engine=engine)
    assert [schema.is_valid(one) for one in ([], [[]], [{}])] == [True, True, False]
    (finding,) = schema.iter_findings([{}])
    assert finding.keyword_location == "https://y.org/tree#/type"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("dialect", ["draft7", "2019-09", "2020-12"])
def test_its_relative_identifier_is_resolved_once(tmp_path: Path, engine: str, dialect: str) -> None:
    """And so are those of the resources around it, to which it refers."""
    inner = {"$schema": DIALECTS[dialect], "$id": "a/in.json", "items": {"$ref": "other.json"}}
    other = {"$id": "a/other.json", "type": "string"}
    whole = {"$schema": DIALECTS["2020-12"], "$id": "x/whole.json", "$defs": {"in": inner, "other": other}}
    path = tmp_path / "whole.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    schema = open_schema(f"{path}#/$defs/in", engine=engine)
    (finding,) = schema.iter_findings([1])
    assert finding.keyword_location == (tmp_path / "x/a/other.json").as_uri() + "#/type"


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_no_reference_in_its_dialect_leads_nowhere(engine: str) -> None:
    """As `$dynamicRef` before 2020-12, inside of what knows it and of what does not."""
    inner = {"$id": "https://x.org/in", "$schema": DIALECTS["2019-09"], "$dynamicRef": "#nowhere", "type": "string"}
    schema = open_schema(
        {"$schema": DIALECTS["2020-12"], "$defs": {"in": inner}, "$ref": "https://x.org/in"}, engine=engine
    )
    assert (schema.is_valid("x"), schema.is_valid(1)) == (True, False)


@pytest.mark.parametrize("engine", ["auto", "reference"])
def test_what_the_native_engine_does_not_find_the_other_one_does(tmp_path: Path, engine: str) -> None:
    """What is below an unknown keyword refers to a resource beside the one that it is in."""
    held = {"$id": "https://x.org/in", "$schema": DIALECTS["draft7"], "$defs": {"a": {"items": {"$ref": "beside"}}}}
    beside = {"$id": "https://x.org/beside", "type": "string"}
    whole = {"$schema": DIALECTS["2020-12"], "$defs": {"in": held, "beside": beside}}
    path = tmp_path / "whole.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    schema = open_schema(f"{path}#/$defs/in/$defs/a", engine=engine)
    assert (schema.is_valid(["x"]), schema.is_valid([1])) == (True, False)
    with pytest.raises(SchemaError, match="the native engine does not find"):
        _ = open_schema(f"{path}#/$defs/in/$defs/a", engine="native").engine


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize("dialect", ["draft4", "draft6", "draft7", "2019-09", "2020-12"])
@pytest.mark.parametrize(
    ("reference", "valid"),
    [
        ("#/definitions/e", {1: False, "x": True}),
        ("#/definitions/e/definitions/q", {1: True, "x": False}),
        ("#", {1: True, "x": True}),
        ("https://x.org/root", {1: True, "x": True}),
    ],
)
def test_what_is_called_as_what_is_around_it_does_not_take_its_place(
    dialect: str, reference: str, valid: dict[Any, bool], engine: str
) -> None:
    """The specification leaves open what is meant (2020-12 core, 9.1.2): both engines take the whole."""
    called = {"id" if dialect == "draft4" else "$id": "https://x.org/root"}
    inner = {**called, "type": "string", "definitions": {"q": {"type": "integer"}}}
    properties = {"a": {"$ref": reference}}
    schema = {"$schema": DIALECTS[dialect], **called, "definitions": {"e": inner}, "properties": properties}
    judge = open_schema(schema, engine=engine)
    assert {value: judge.is_valid({"a": value}) for value in valid} == valid
