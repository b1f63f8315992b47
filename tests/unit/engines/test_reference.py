"""The reference engine: what it says of failures, and what it bounds."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

import pytest

from schemawright import open_schema
from schemawright.engines import compile_engine
from schemawright.engines.protocol import Task
from schemawright.engines.reach import resolving
from schemawright.engines.reference.engine import ReferenceEngine
from schemawright.errors import InvalidSchema, UnresolvableReference, UsageError
from schemawright.keywords import DIALECTS

URI = "https://example.com/session"


def refuse(uri: str) -> Any:
    raise UnresolvableReference("a reference leads out of the workspace", reference=uri)


def engine(
    schema: Any, *, dialect: str = "2020-12", pointer: str = "", others: dict[str, Any] | None = None
) -> ReferenceEngine:
    def retrieve(uri: str) -> Any:
        return others[uri] if others and uri in others else refuse(uri)

    return ReferenceEngine(Task(URI, schema, pointer, dialect, assert_formats=True, retrieve=retrieve))


def one(schema: Any, instance: Any, **options: Any) -> Any:
    (failure,) = engine(schema, **options).failures(instance)
    return failure


def test_a_failure_says_where_it_is_through_references() -> None:
    schema = {"properties": {"a/b": {"$ref": "#/$defs/name"}}, "$defs": {"name": {"type": "string"}}}
    failure = one(schema, {"a/b": 7})

    assert failure.keyword == "type"
    assert failure.instance_path == ("a/b",)
    assert failure.evaluation_path == ("properties", "a/b", "$ref", "type")
    assert failure.keyword_location == f"{URI}#/$defs/name/type"
    assert (failure.value, failure.instance, failure.subschema) == ("string", 7, {"type": "string"})


def test_a_location_is_in_the_innermost_resource() -> None:
    schema = {"items": {"$id": "item", "$ref": "#here", "$defs": {"x": {"$anchor": "here", "type": "string"}}}}
    failure = one(schema, [7])

    assert failure.evaluation_path == ("items", "$ref", "type")
    assert failure.keyword_location == "https://example.com/item#/$defs/x/type"


def test_where_a_reference_leads_is_found_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[str] = []

    def counted(resolver: Any, reference: str, *others: Any) -> Any:
        found.append(reference)
        return place_of(resolver, reference, *others)

    place_of = resolving.place_of
    monkeypatch.setattr(resolving, "place_of", counted)
    instance: Any = {"leaf": [1] * 20}
    for _ in range(20):
        instance = {"a": instance, "leaf": [2]}
    schema = {"properties": {"a": {"$ref": "#"}, "leaf": {"items": {"$ref": "#/$defs/s"}}}, "$defs": {"s": False}}
    told = {one.keyword_location for one in engine(schema).failures(instance)}
    assert (told, sorted(found)) == ({f"{URI}#/$defs/s"}, ["#", "#/$defs/s"])


def test_where_a_dynamic_reference_leads_is_found_out_for_each_scope() -> None:
    def of(kind: str) -> dict[str, Any]:
        return {"$id": kind, "$ref": "list", "$defs": {kind: {"$dynamicAnchor": "n", "type": kind}}}

    listed = {"$id": "list", "items": {"$dynamicRef": "#n"}, "$defs": {"z": {"$dynamicAnchor": "n"}}}
    texts, numbers = of("string"), of("integer")
    schema = {
        "properties": {"a": {"$ref": "string"}, "b": {"$ref": "integer"}},
        "$defs": {"s": texts, "i": numbers, "l": listed},
    }
    told = [one.keyword_location for one in engine(schema).failures({"a": [1], "b": ["b"]})]
    base = "https://example.com"
    assert told == [f"{base}/string#/$defs/string/type", f"{base}/integer#/$defs/integer/type"]


def test_another_resource_is_judged_by_its_own_dialect() -> None:
    other = {"$schema": "http://json-schema.org/draft-04/schema#", "maximum": 3, "exclusiveMaximum": True}
    failure = one({"$ref": "other"}, 3, others={"https://example.com/other": other})

    assert (failure.keyword, failure.value, failure.subschema) == ("maximum", 3, other)
    assert failure.keyword_location == "https://example.com/other#/maximum"


def test_a_dynamic_reference_is_on_the_route() -> None:
    schema = {"$dynamicAnchor": "node", "properties": {"child": {"$dynamicRef": "#node"}}, "required": ["id"]}
    failure = one(schema, {"id": 1, "child": {}})

    assert failure.evaluation_path == ("properties", "child", "$dynamicRef", "required")
    assert failure.keyword_location == f"{URI}#/required"
    assert failure.value == "id"


def test_a_false_schema_keeps_its_place() -> None:
    failure = one({"properties": {"a": {"properties": {"b": False}}}}, {"a": {"b": 1}})

    assert (failure.keyword, failure.value, failure.instance_path) == ("false", False, ("a", "b"))
    assert failure.evaluation_path == ("properties", "a", "properties", "b")
    assert failure.keyword_location == f"{URI}#/properties/a/properties/b"


@pytest.mark.parametrize("keyword", ["additionalProperties", "unevaluatedProperties"])
def test_unexpected_names_are_named(keyword: str) -> None:
    assert one({"properties": {"a": True}, keyword: False}, {"a": 1, "b": 2, "c": 3}).unexpected == ("b", "c")


def test_unexpected_items_are_numbered() -> None:
    assert one({"prefixItems": [True], "unevaluatedItems": False}, [1, 2, 2]).unexpected == (1, 2)


def test_each_missing_name_is_a_failure() -> None:
    failures = engine({"required": ["a", "b"], "dependentRequired": {"c": ["d"]}}).failures({"c": 1})

    assert [(failure.keyword, failure.value) for failure in failures] == [
        ("required", "a"),
        ("required", "b"),
        ("dependentRequired", "d"),
    ]


def test_branches_have_their_failures() -> None:
    failure = one({"anyOf": [{"type": "string"}, {"properties": {"a": {"type": "null"}}}]}, {"a": 1})

    assert [[inner.instance_path for inner in branch] for branch in failure.branches] == [[()], [("a",)]]
    assert failure.branches[1][0].evaluation_path == ("anyOf", 1, "properties", "a", "type")


def test_branches_that_hold_are_empty() -> None:
    failure = one({"oneOf": [{"type": "string"}, {"minimum": 1}, {"minimum": 0}]}, 2)

    assert [len(branch) for branch in failure.branches] == [1, 0, 0]


def test_a_property_name_is_the_key() -> None:
    failure = one({"propertyNames": {"maxLength": 1}}, {"ab": 1})

    assert (failure.key, failure.instance, failure.instance_path) == ("ab", "ab", ())


def test_counts_have_their_own_keyword() -> None:
    schema = {"contains": {"const": 1}, "minContains": 2, "maxContains": 2}

    assert one(schema, [1]).evaluation_path == ("minContains",)
    assert one(schema, [1, 1, 1.0]).keyword_location == f"{URI}#/maxContains"


def test_an_entry_point_is_where_it_starts() -> None:
    failure = one({"$defs": {"a b": {"type": "string"}}}, 7, pointer="/$defs/a b")

    assert failure.evaluation_path == ("type",)
    assert failure.keyword_location == f"{URI}#/$defs/a%20b/type"


@pytest.mark.parametrize(
    ("schema", "instance", "valid"),
    [
        ({"multipleOf": 0.01}, 19.99, True),
        ({"maximum": 0.1}, Decimal("0.10000000000000000001"), False),
        ({"minimum": Decimal("-1E+300")}, Decimal("-1E+400"), False),
        ({"type": "integer"}, Decimal("1E+400"), True),
        ({"type": "number"}, True, False),
        ({"const": 1}, True, False),
        ({"enum": [[1, {"a": 0.1}]]}, [1.0, {"a": Decimal("0.10")}], True),
        ({"uniqueItems": True}, [1, True, 1.5], True),
        ({"pattern": "^a$"}, "a\n", False),
        ({"patternProperties": {r"^\d$": False}}, {"٣": 1}, True),
    ],
)
def test_verdicts_that_the_library_gets_wrong(schema: Any, instance: Any, *, valid: bool) -> None:
    assert engine(schema).is_valid(instance) is valid


def test_an_id_inside_not_counts() -> None:
    """The library takes the base URI from outside there."""
    schema = {"not": {"$id": "other", "$ref": "#/$defs/x", "$defs": {"x": {"type": "string"}}}}

    assert engine(schema).is_valid(1)


@pytest.mark.parametrize("schema", [{"pattern": "^(a|a)+$"}, {"patternProperties": {"^(a|a)+$": True}}])
def test_a_pattern_that_runs_away_is_a_failure_that_says_so(schema: Any) -> None:
    text = "a" * 40 + "!"
    started = time.monotonic()
    failures = engine(schema).failures(text if "pattern" in schema else {text: 1})

    assert failures
    assert all("not decided" in failure.note for failure in failures)
    assert time.monotonic() - started < 5


def test_depth_is_no_limit() -> None:
    instance: dict[str, Any] = {"id": "x"}
    for _ in range(1_000):
        instance = {"child": instance}

    failure = one({"properties": {"child": {"$ref": "#"}, "id": {"type": "number"}}}, instance)

    assert len(failure.instance_path) == 1_001


@pytest.mark.parametrize(
    "schema", [{"$ref": "#"}, {"allOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"anyOf": [{"$ref": "#/$defs/a"}]}}}]
)
def test_a_schema_that_leads_back_to_itself_is_an_error(schema: Any) -> None:
    compiled = engine(schema)

    for _ in range(2):
        with pytest.raises(InvalidSchema, match="leads back to itself"):
            compiled.is_valid(1)


def test_a_schema_may_be_applied_to_one_value_twice() -> None:
    schema = {"allOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/a"}], "$defs": {"a": {"type": "string"}}}

    assert len(engine(schema).failures(1)) == 2


@pytest.mark.parametrize(
    "reference", ["#/$defs/none", "#none", "https://elsewhere.example/", "#/enum/0/a", "#/enum/x", "#/enum"]
)
def test_a_reference_that_leads_nowhere_is_refused_when_compiled(reference: str) -> None:
    with pytest.raises(UnresolvableReference):
        engine({"enum": [1], "anyOf": [True, {"$ref": reference}]})


def test_a_pattern_that_is_none_is_refused_when_compiled() -> None:
    with pytest.raises(InvalidSchema) as caught:
        engine({"items": {"pattern": "("}})

    assert caught.value.keyword_location == "/items/pattern"


def test_vocabularies_decide_what_is_asserted() -> None:
    base = "https://json-schema.org/draft/2020-12/"
    metaschema = {
        "$schema": f"{base}schema",
        "$id": "https://example.com/meta",
        "$vocabulary": {f"{base}vocab/core": True, f"{base}vocab/applicator": True},
    }
    schema = {"$schema": "https://example.com/meta", "minimum": 5, "properties": {"a": False}}
    compiled = engine(schema, others={"https://example.com/meta": metaschema})

    assert compiled.is_valid(1)
    assert not compiled.is_valid({"a": 1})


@pytest.mark.parametrize(("dialect", "name"), [("draft3", "reference"), ("2020-12", "native")])
def test_auto_is_native_but_for_draft_3(dialect: str, name: str) -> None:
    task = Task(URI, {}, "", dialect, assert_formats=True, retrieve=refuse)

    assert compile_engine(task).name == name


@pytest.mark.parametrize(("dialect", "name"), [("draft3", "native"), ("2020-12", "none")])
def test_an_engine_that_cannot_is_refused(dialect: str, name: str) -> None:
    with pytest.raises(UsageError):
        compile_engine(Task(URI, {}, "", dialect, assert_formats=True, retrieve=refuse), name)


@pytest.mark.parametrize("dialect", ["draft4", "draft6", "draft7"])
def test_dependencies_may_mix_schemas_and_names(dialect: str) -> None:
    """`referencing` takes the names for schemas, where a schema comes first."""
    schema = open_schema(
        {"dependencies": {"a": {"required": ["b"]}, "c": ["d"]}, "properties": {"x": {"$ref": "#/definitions/y"}}}
        | {"definitions": {"y": {"type": "integer"}}},
        dialect=dialect,
        engine="reference",
    )
    assert [one.keyword for one in schema.iter_findings({"a": 1, "c": 1, "x": "y"})] == [
        "required", "dependencies", "type",
    ]  # fmt: skip


@pytest.mark.parametrize("dialect", ["draft4", "draft6", "draft7"])
@pytest.mark.parametrize("outer", ["draft4", "draft7", "2020-12"])
def test_a_resource_inside_that_names_its_dialect_may_depend_on_names_and_schemas(dialect: str, outer: str) -> None:
    """As all others may: what finds the resources inside does not take the names for schemas."""
    inner = {"$schema": DIALECTS[dialect], "dependencies": {"a": {"$ref": "#/definitions/b"}, "c": ["a"]}}
    inner |= {"id" if dialect == "draft4" else "$id": "https://x.org/in", "definitions": {"b": {"required": ["b"]}}}
    schema = {"$schema": DIALECTS[outer], "properties": {"p": inner}}
    for name in ("native", "reference"):
        judged = open_schema(schema, engine=name)
        assert [judged.validate({"p": value}).valid for value in ({"c": 1}, {"a": 1}, {"a": 1, "b": 1, "c": 1})] == [
            False, False, True,
        ]  # fmt: skip
