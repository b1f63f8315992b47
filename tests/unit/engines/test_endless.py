"""Schemas whose evaluation does not end are told from those that recur with what is inside of a value."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import open_schema
from schemawright.engines.reach import places
from schemawright.engines.reach.endless import References, check_references, unfolds_for_ever
from schemawright.engines.reach.scope import Scope
from schemawright.errors import InvalidSchema, UnresolvableReference
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.store.catalogue import Catalogue
from schemawright.store.opening import open_resource
from schemawright.store.resource import make_resource
from schemawright.validation.checked import Checked
from schemawright.validation.schema import Schema, Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DRAFT_7 = "http://json-schema.org/draft-07/schema#"
A, B = {"$ref": "#/$defs/a"}, {"$ref": "#/$defs/b"}


@pytest.mark.parametrize("keyword", ["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"])
@pytest.mark.parametrize("where", ["root", "items", "contains", "behind another"])
def test_what_leads_back_to_itself_at_once_is_refused(keyword: str, where: str) -> None:
    held: Any = {"dependentSchemas": {"x": A}, "not": A, "if": A, "then": A, "else": A}.get(keyword, [{}, A])
    holder: dict[str, Any] = (
        {"if": {"type": "object"}, keyword: held} if keyword in {"then", "else"} else {keyword: held}
    )
    other: dict[str, Any] = {"b": holder, "a": {"allOf": [B]}}
    definitions = other if where == "behind another" else {"a": holder}
    schema = {"$defs": definitions, **({where: A} if where in {"items", "contains"} else A)}
    refuses(schema)


@pytest.mark.parametrize(
    "schema",
    [
        {"$dynamicRef": "#"},
        {"$dynamicAnchor": "node", "allOf": [{"$dynamicRef": "#node"}]},
        {"$schema": "https://json-schema.org/draft/2019-09/schema", "not": {"$recursiveRef": "#"}},
        {"$dynamicAnchor": "n", "$dynamicRef": "#n", "$defs": {"o": {"$id": "https://x.org/o", "$dynamicAnchor": "n"}}},
        {
            "$dynamicAnchor": "n",
            "$ref": "https://x.org/o",
            "$defs": {"o": {"$id": "https://x.org/o", "$dynamicRef": "#n", "$defs": {"m": {"$dynamicAnchor": "n"}}}},
        },
        {"$id": "https://x.org/a", "$ref": "b", "$defs": {"b": {"$id": "b", "anyOf": [{"$ref": "a"}]}}},
        {"$schema": "http://json-schema.org/draft-04/schema#", "id": "http://x.org/a", "$ref": "a"},
    ],
)
def test_it_is_whatever_the_reference_is(schema: Any) -> None:
    refuses(schema)


@pytest.mark.parametrize(
    ("dialect", "anchor", "reference"),
    [
        ("https://json-schema.org/draft/2020-12/schema", {"$dynamicAnchor": "n"}, {"$dynamicRef": "#n"}),
        ("https://json-schema.org/draft/2019-09/schema", {"$recursiveAnchor": True}, {"$recursiveRef": "#"}),
    ],
)
@pytest.mark.parametrize("keyword", ["allOf", "anyOf"])
@pytest.mark.parametrize("beside", [{}, {"not": {}}])
def test_what_no_evaluation_enters_is_not_in_the_dynamic_scope(
    dialect: str, anchor: Any, reference: Any, keyword: str, beside: Any
) -> None:
    """But what one enters on the way may decide where a reference leads, and that may be where it ends."""
    inner = {"$id": "in", **anchor, keyword: [reference]}
    schema = {"$schema": dialect, "$id": "https://x.org/a", "allOf": [{"$ref": "in"}], **beside}
    refuses({**schema, "$defs": {"in": inner, "never": {"$id": "never", **anchor}}})
    between = {"$id": "between", **anchor, "properties": {"a": {"$ref": "in"}}}
    schema |= {"allOf": [{"$ref": "between"}], "$defs": {"in": inner, "between": between}}
    for engine in ("auto", "reference"):
        assert open_schema(schema, engine=engine).is_valid({"a": 3}) is (not beside)


def of_two_anchors(root: Any, of_t: Any) -> dict[str, Any]:
    """Return a schema of two resources that have one anchor: `s` refers to it."""
    s = {"$id": "https://x.org/s", "$dynamicAnchor": "n", "$dynamicRef": "#n"}
    return {**root, "$defs": {"s": s, "t": {"$id": "https://x.org/t", "$dynamicAnchor": "n", **of_t}}}


TO_S, TO_T = {"$ref": "https://x.org/s"}, {"$ref": "https://x.org/t"}


@pytest.mark.parametrize(
    ("root", "of_t"),
    [
        ({**TO_S, "properties": {"a": TO_T}}, {}),
        ({**TO_T, "items": TO_S}, {}),
        ({**TO_T, "items": {"not": TO_S}}, {"properties": {"a": TO_S}}),
        (TO_T, {"items": {"anyOf": [{}, {"$ref": "https://x.org/t"}]}, "allOf": [TO_S]}),
        ({"properties": {"a": TO_T}, "items": {"properties": {"b": {"items": TO_S}}}}, {}),
    ],
)
def test_the_way_decides_where_it_leads(root: Any, of_t: Any) -> None:
    """From the root it comes to `s` first, and that is what the anchor in it stands for."""
    refuses(of_two_anchors(root, of_t))


@pytest.mark.parametrize(
    ("root", "of_t", "invalid"),
    [
        (TO_T, {"properties": {"a": TO_S}, "type": "object"}, {"a": {"a": 1}}),
        ({"items": TO_T}, {"properties": {"a": {"allOf": [TO_S]}}, "maxProperties": 1}, [{"a": {"b": 1, "c": 2}}]),
    ],
)
def test_what_ends_on_each_way_is_judged(root: Any, of_t: Any, invalid: Any) -> None:
    for engine in ("auto", "reference"):
        schema = open_schema(of_two_anchors(root, of_t), engine=engine)
        assert schema.is_valid({})
        assert not schema.is_valid(invalid)


def refuses(schema: Any) -> None:
    """Check that neither engine, nor the fuzzer, takes a schema, whatever it would be asked about."""
    for engine in ("auto", "reference"):
        with pytest.raises(InvalidSchema, match="expected references to end"):
            _ = open_schema(schema, engine=engine).engine
    with pytest.raises(InvalidSchema, match="expected references to end"):
        next(Fuzzer(open_schema(schema)).stream())


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"a": {"$ref": "#"}}, "items": {"$ref": "#"}, "contains": {"anyOf": [{"$ref": "#"}, {}]}},
        {"propertyNames": {"$ref": "#"}, "additionalProperties": {"allOf": [{"$ref": "#"}]}},
        {"$defs": {"a": {"anyOf": [A]}}, "type": "object"},
        {"anyOf": [A, A], "allOf": [A, B], "$defs": {"a": {}, "b": A}},
        {"$dynamicAnchor": "node", "allOf": [{"properties": {"a": {"$dynamicRef": "#node"}}}]},
        {"$ref": "https://json-schema.org/draft/2020-12/schema"},
        {"$defs": {"n": {"$dynamicAnchor": "n"}, "o": {"$id": "https://x.org/o", "$dynamicAnchor": "n",
         "$dynamicRef": "#n"}}, "$ref": "https://x.org/o"},
        {"$schema": "http://json-schema.org/draft-07/schema#", "$ref": "#/definitions/a", "anyOf": [{"$ref": "#"}],
         "definitions": {"a": {}}},
    ],
)  # fmt: skip
def test_what_ends_is_not(schema: Any) -> None:
    _ = open_schema(schema).engine


@pytest.mark.parametrize("engine", ["auto", "reference"])
@pytest.mark.parametrize("reference", [{"$ref": "#"}, {"$ref": "#/nowhere"}, {"$ref": "https://x.org/nowhere"}])
@pytest.mark.parametrize(
    "around",
    [
        lambda held: {"then": held, "else": held},
        lambda held: {"$schema": DRAFT_7, "then": held, "else": held},
        lambda held: {"$schema": DRAFT_7, "additionalItems": held},
        lambda held: {"$schema": DRAFT_7, "items": {}, "additionalItems": held},
        lambda held: {"contentSchema": held},
        lambda held: {"contentSchema": {"allOf": [held]}, "definitions": {"x": {"$id": "https://x.org/x"}}},
        lambda held: {"then": held, "definitions": {"a": {"$anchor": "x"}, "b": {"$anchor": "x"}}},
    ],
)
def test_what_is_ignored_where_it_stands_is_no_mistake(around: Any, engine: str, reference: Any) -> None:
    schema = open_schema(around(reference), engine=engine)
    assert [schema.is_valid(value) for value in ({}, [1], "{}")] == [True] * 3


@pytest.mark.parametrize(
    "schema",
    [
        {"if": True, "then": {"$ref": "#/nowhere"}},
        {"$schema": DRAFT_7, "items": [{}], "additionalItems": {"$ref": "#/nowhere"}},
        {"$ref": "#/then", "then": {"items": {"$ref": "#/nowhere"}}},
    ],
)
@pytest.mark.parametrize("engine", ["auto", "reference"])
def test_what_is_not_ignored_is_looked_at(schema: Any, engine: str) -> None:
    with pytest.raises(UnresolvableReference, match="leads nowhere: #/nowhere"):
        _ = open_schema(schema, engine=engine).engine


@pytest.mark.parametrize("other", [{}, {"$id": "https://x.org/other"}])
@pytest.mark.parametrize("engine", ["auto", "reference"])
@pytest.mark.parametrize(
    ("start", "error"),
    [
        ({"anyOf": [{"type": "string"}, {"$ref": "#/x/a%20b"}]}, InvalidSchema),
        ({"properties": {"x": {"$ref": "#/x/again"}}}, InvalidSchema),
        ({"additionalProperties": {"$ref": "#/nowhere"}}, UnresolvableReference),
        ({"items": {"$ref": "#/x/a%20b"}}, None),
        ({"$ref": "#/x/other"}, None),
    ],
)
def test_an_entry_point_below_an_unknown_keyword_is_looked_at(
    tmp_path: Path, start: Any, error: Any, engine: str, other: Any
) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"x": {"a b": start, "again": {"$ref": "#/x/again"}, "other": other}}))
    schema = open_schema(f"{file}#/x/a b", engine=engine)
    if error is None:
        assert schema.is_valid("x")
    else:
        with pytest.raises(error):
            _ = schema.engine


def test_each_subschema_is_looked_into_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    at_once: list[int] = []
    subschemas, targets = places.subschemas, Scope.targets
    monkeypatch.setattr(places, "subschemas", lambda one, dialect: looked.append(id(one)) or subschemas(one, dialect))
    monkeypatch.setattr(Scope, "targets", lambda scope, one: at_once.append(id(one)) or targets(scope, one))
    task = open_schema({"anyOf": [A, B], "$defs": {"a": {"items": A}, "b": {"items": B, "allOf": [A]}}}).task
    check_references(task)
    assert (len(looked), len(set(looked))) == (5, 5)
    assert sorted(at_once) == sorted(set(at_once))


@pytest.mark.parametrize("order", [1, -1])
def test_what_was_looked_at_from_another_entry_point_is_refused_as_before(order: int) -> None:
    """A module has one for each of its classes; those that end do so, whichever was the first."""
    defined = {"a": {"items": A, "anyOf": [{}, B]}, "b": {"$ref": "#/$defs/c"}, "c": {"not": B}, "d": {"items": A}}
    contents = {"$defs": {**defined, "e": {"items": {"$ref": "#/$defs/e"}}, "f": {"$dynamicRef": "#/$defs/e"}}}
    pointers = ["", *(f"/$defs/{name}" for name in "abcdef"), "/$defs/a/anyOf/0"][::order]
    task = open_schema({}).task._replace(contents=contents)
    references, told = References(task), {}
    for pointer in pointers:
        told[pointer] = _told(lambda pointer=pointer: check_references(task._replace(pointer=pointer)))
        for _ in range(2):
            assert _told(lambda pointer=pointer: references.check(pointer)) == told[pointer]
    assert [pointer for pointer in sorted(told) if told[pointer]] == [f"/$defs/{name}" for name in "abcd"]


@pytest.mark.parametrize("engine", ["native", "reference"])
def test_what_is_refused_is_refused_each_time(engine: str) -> None:
    """The circle is inside of a value: what begins there was held for known to end once it had been refused."""
    endless = {"anyOf": [{"type": "integer"}, A]}
    schema = open_schema({"properties": {"a": A, "b": {"items": A}}, "$defs": {"a": endless}}, engine=engine)
    for _ in range(3):
        with pytest.raises(InvalidSchema, match="expected references to end"):
            schema.is_valid({"a": "x"})
    checked, settings = Checked(), Settings(engine=engine)
    for fragment in ["", "/properties/b", "/$defs/a", "/properties/b", ""]:
        opened = open_resource(make_resource(schema.contents, schema.uri), fragment, Catalogue(), "2020-12")
        for _ in range(2):
            with pytest.raises(InvalidSchema, match="expected references to end"):
                Schema(opened, settings, checked).is_valid([])


def _told(work: Callable[[], None]) -> str:
    try:
        work()
    except InvalidSchema as error:
        return str(error)
    return ""


def test_references_are_those_of_another_entry_point_too_unless_what_they_mean_depends_on_it() -> None:
    task = open_schema({"x-none": {"items": {}}, "$defs": {"a": {}, "b": True}, "items": A}).task
    assert [References(task).are_of(one) for one in ("", "/$defs/a", "/$defs/b", "/x-none")] == [True] * 3 + [False]
    task = open_schema({"$dynamicAnchor": "a", "$defs": {"a": {}}, "items": {"$dynamicRef": "#a"}}).task
    assert [References(task).are_of(one) for one in ("", "/$defs/a")] == [True, False]


AGAIN: dict[str, Any] = {"$ref": "#/$defs/c", "unevaluatedProperties": False}
BELOW = {"properties": {"x": AGAIN}}


@pytest.mark.parametrize(
    ("definition", "never"),
    [
        *[({keyword: BELOW, "if": {"required": ["k"]}}, True) for keyword in ("then", "else")],
        *[({keyword: [{"required": ["a"]}, BELOW]}, True) for keyword in ("anyOf", "oneOf")],
        ({"dependentSchemas": {"k": BELOW}}, True),
        ({"oneOf": [{"items": {"allOf": [{"$ref": "#/$defs/c"}], "unevaluatedItems": False}}, {}]}, True),
        ({"oneOf": [{"required": ["a"]}, {"$ref": "#/$defs/d"}]}, True),
        ({"oneOf": [{"required": ["a"]}, {"properties": {"y": {"$ref": "#/$defs/d"}}}]}, False),
        ({"allOf": [BELOW]}, False),
        (BELOW, False),
        ({"oneOf": [{}, {"properties": {"x": {"$ref": "#/$defs/c", "unevaluatedProperties": True}}}]}, False),
        ({"oneOf": [{}, {"properties": {"x": {"$ref": "#/$defs/c"}}}], "unevaluatedProperties": False}, False),
    ],
)
def test_what_the_canonical_algebra_would_unfold_for_ever_is_told(definition: Any, never: bool) -> None:
    definitions = {"c": definition, "d": {"oneOf": [{"required": ["b"]}, BELOW]}}
    assert unfolds_for_ever(open_schema({"$ref": "#/$defs/c", "$defs": definitions}).task) is never
