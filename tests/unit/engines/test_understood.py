"""What is written by a metaschema of somebody's own is of the dialect in which that is written, wherever it stands."""

from __future__ import annotations

from typing import Any

import pytest

from schemawright import open_schema
from schemawright.errors import UnknownDialect
from schemawright.keywords import DIALECTS, KEYWORDS

OWN, ABOVE = "https://acme.test/own", "https://acme.test/above"
INNER = "https://acme.test/inner"

TELLING: list[tuple[str, dict[str, Any], Any, bool]] = [
    ("draft4", {"const": 1}, 2, True),
    ("draft4", {"minimum": 3, "exclusiveMinimum": True}, 3, False),
    ("draft4", {"if": {}, "then": {"not": {}}}, 3, True),
    ("draft6", {"if": {}, "then": False}, 1, True),
    ("draft6", {"items": [{"type": "integer"}]}, ["a"], False),
    ("draft7", {"if": {}, "then": False}, 1, False),
    ("draft7", {"items": [{"type": "integer"}]}, ["a"], False),
    ("draft7", {"prefixItems": [False]}, [1], True),
    ("draft7", {"dependentRequired": {"a": ["b"]}}, {"a": 1}, True),
    ("2019-09", {"prefixItems": [False]}, [1], True),
    ("2019-09", {"items": [{"type": "integer"}]}, ["a"], False),
    ("2020-12", {"prefixItems": [False]}, [1], False),
]
"""A dialect, what other ones say otherwise, a value, and whether it is valid."""


def metaschema(dialect: str, uri: str, written_in: str = "", **more: Any) -> dict[str, Any]:
    identifier = "id" if dialect == "draft4" else "$id"
    said = {"$schema": written_in or DIALECTS[dialect], identifier: uri}
    return {**said, "allOf": [{"$ref": DIALECTS[dialect]}], **more}


def chains(dialect: str) -> list[dict[str, Any]]:
    """Return metaschemas written in a dialect: one, and one by way of another."""
    above = metaschema(dialect, ABOVE)
    return [{OWN: metaschema(dialect, OWN)}, {OWN: metaschema(dialect, OWN, ABOVE), ABOVE: above}]


@pytest.mark.parametrize("engine", ["auto", "native", "reference"])
@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize(("dialect", "said", "value", "valid"), TELLING)
def test_a_schema_is(dialect: str, said: Any, value: Any, *, valid: bool, number: int, engine: str) -> None:
    resources = chains(dialect)[number]
    for schema, instance in (
        ({"$schema": OWN, **said}, value),
        ({"$schema": OWN, "properties": {"a": said}}, {"a": value}),
        ({"$schema": OWN, "definitions": {"d": said}, "properties": {"a": {"$ref": "#/definitions/d"}}}, {"a": value}),
    ):
        opened = open_schema(schema, resources=resources, engine=engine)
        assert opened.dialect == dialect
        assert opened.is_valid(instance) is valid
        assert opened.validate(instance).valid is valid


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize("outer", [OWN, ""])
@pytest.mark.parametrize(("dialect", "said", "value", "valid"), TELLING)
def test_a_resource_inside_is(dialect: str, said: Any, value: Any, *, valid: bool, outer: str, engine: str) -> None:
    identifier = "id" if dialect == "draft4" else "$id"
    schema = {
        "$schema": outer or DIALECTS[dialect],
        identifier: "https://acme.test/outer",
        "definitions": {"i": {"$schema": OWN, identifier: INNER, **said}},
        "properties": {"a": {"$ref": INNER}},
    }
    for resources in chains(dialect):
        assert open_schema(schema, resources=resources, engine=engine).is_valid({"a": value}) is valid


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize("outer", [name for name in DIALECTS if name != "draft3"])
@pytest.mark.parametrize(("dialect", "said", "value", "valid"), TELLING)
def test_what_a_schema_refers_to_is(
    dialect: str, said: Any, value: Any, *, valid: bool, outer: str, engine: str
) -> None:
    schema = {"$schema": DIALECTS[outer], "properties": {"a": {"$ref": INNER}}}
    for chain in chains(dialect):
        resources = {**chain, INNER: {"$schema": OWN, **said}}
        assert open_schema(schema, resources=resources, engine=engine).is_valid({"a": value}) is valid


@pytest.mark.parametrize("engine", ["native", "reference"])
def test_what_is_beside_a_reference_is_ignored_where_that_dialect_does(engine: str) -> None:
    """Draft 7 core, section 8.3."""
    schema = {
        "$schema": OWN,
        "definitions": {"t": {"type": "string"}},
        "properties": {"a": {"$ref": "#/definitions/t", "maxLength": 1}},
    }
    opened = open_schema(schema, resources=chains("draft7")[0], engine=engine)
    assert opened.is_valid({"a": "xx"})
    assert not opened.is_valid({"a": 1})


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize("dialect", ["2019-09", "2020-12"])
@pytest.mark.parametrize("through", [False, True])
def test_vocabularies_are_those_that_the_metaschema_names(dialect: str, engine: str, *, through: bool) -> None:
    """In the dialect of the metaschema: `items` of 2019-09 may be an array."""
    left = KEYWORDS[dialect].keys() - {"validation", "format-assertion"}
    named = {f"https://json-schema.org/draft/{dialect}/vocab/{name}": True for name in left}
    above = {ABOVE: metaschema(dialect, ABOVE)} if through else {}
    resources = {OWN: metaschema(dialect, OWN, ABOVE if through else "", **{"$vocabulary": named}), **above}
    listed = {"2019-09": "items", "2020-12": "prefixItems"}[dialect]
    said = {"$schema": OWN, "minimum": 3, listed: [{"minimum": 3}, False]}
    resources |= {INNER: said}
    for schema in (said, {"$schema": OWN, "$defs": {"d": said}, "$ref": "#/$defs/d"}, {"$ref": INNER}):
        opened = open_schema({"$schema": DIALECTS[dialect], **schema}, resources=resources, engine=engine)
        assert opened.is_valid(1)
        assert opened.is_valid([1])
        assert not opened.is_valid([1, 1])


def test_a_schema_of_a_metaschema_that_says_of_itself_what_it_is_written_in_stays_unknown() -> None:
    from schemawright.errors import UnknownDialect

    with pytest.raises(UnknownDialect):
        _ = open_schema({"$schema": OWN}, resources={OWN: {"$schema": OWN}}).engine


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize("dialect", ["2019-09", "2020-12"])
@pytest.mark.parametrize(
    ("said", "value", "valid"),
    [
        ({"contains": {}, "maxContains": 0}, [1], True),
        ({"contains": {"type": "string"}, "minContains": 2}, ["a"], True),
        ({"contains": {}, "minContains": 0}, [], False),
        ({"contains": {}, "minContains": 0}, [1], True),
    ],
)
def test_bounds_of_contains_are_of_another_vocabulary_than_that(
    dialect: str, engine: str, said: Any, value: Any, *, valid: bool
) -> None:
    """They are of the validation vocabulary (6.4.4 and 6.4.5): without it one item is wanted, and more may be there."""
    named = {f"https://json-schema.org/draft/{dialect}/vocab/{name}": True for name in ("core", "applicator")}
    resources = {OWN: metaschema(dialect, OWN, **{"$vocabulary": named})}
    opened = open_schema({"$schema": OWN, **said}, resources=resources, engine=engine)
    assert opened.is_valid(value) is valid
    assert [one.keyword for one in opened.iter_findings(value)] == ([] if valid else ["contains"])


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("dialect", ["draft4", "draft6"])
@pytest.mark.parametrize("reference", ["b.json", "https://acme.test/b/b.json", "a.json#/definitions/b"])
def test_a_schema_has_the_uri_that_the_identifier_of_that_dialect_gives_it(
    reference: str, dialect: str, number: int, engine: str
) -> None:
    """In draft 4 it is `id`."""
    identifier = "id" if dialect == "draft4" else "$id"
    schema = {
        "$schema": OWN,
        identifier: "https://acme.test/b/a.json",
        "properties": {"a": {"$ref": reference}},
        "definitions": {"b": {identifier: "b.json", "type": "string"}},
    }
    opened = open_schema(schema, resources=chains(dialect)[number], engine=engine)
    assert opened.uri == "https://acme.test/b/a.json"
    assert opened.is_valid({"a": "a"})
    told = [one.keyword_location for one in opened.iter_findings({"a": 1})]
    assert told == ["https://acme.test/b/b.json#/type"]


VOCABULARY = "https://json-schema.org/draft/{}/vocab/{}"


@pytest.mark.parametrize("engine", ["native", "reference", "auto"])
@pytest.mark.parametrize("dialect", ["2019-09", "2020-12"])
@pytest.mark.parametrize("unknown", ["https://acme.test/vocab", "https://acme.test/validation"])
def test_a_vocabulary_that_is_required_must_be_known(dialect: str, engine: str, unknown: str) -> None:
    """Core, section 8.1.2; wherever what needs it stands."""
    known = {VOCABULARY.format(dialect, name): True for name in ("core", "applicator")}
    own = {"$schema": OWN, "$id": INNER, "type": "string"}
    around = {"$schema": DIALECTS[dialect], "$ref": INNER}
    for required in (True, False):
        above = metaschema(dialect, OWN, **{"$vocabulary": {**known, unknown: required}})
        for schema, more, where in (
            (own, {}, f"{INNER}#/$schema"),
            ({**around, "$id": ABOVE, "$defs": {"a": own}}, {}, f"{ABOVE}#/$defs/a/$schema"),
            (around, {INNER: own}, f"{INNER}#/$schema"),
        ):
            opened = open_schema(schema, resources={OWN: above, **more}, engine=engine)
            if not required:
                # The vocabulary that is called `validation` elsewhere is not that of the specification.
                assert opened.is_valid(1)
                continue
            with pytest.raises(UnknownDialect) as caught:
                opened.is_valid("x")
            assert (
                str(caught.value)
                == f'{where}: expected vocabularies that are known, found "{unknown}", which "{OWN}" requires'
            )


@pytest.mark.parametrize("engine", ["native", "reference"])
def test_a_dialect_without_vocabularies_requires_none(engine: str) -> None:
    above = metaschema("draft7", OWN, **{"$vocabulary": {"https://acme.test/vocab": True}})
    assert open_schema({"$schema": OWN, "type": "string"}, resources={OWN: above}, engine=engine).is_valid("x")


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize("dialect", ["2019-09", "2020-12"])
def test_a_vocabulary_that_is_known_is_used_though_it_is_not_required(dialect: str, engine: str) -> None:
    """To say false of it is for those who do not know it (core, section 8.1.2)."""
    named = {VOCABULARY.format(dialect, name): name == "core" for name in ("core", "applicator", "validation")}
    resources = {OWN: metaschema(dialect, OWN, **{"$vocabulary": named})}
    own = {"$schema": OWN, "type": "string"}
    resources |= {INNER: own}
    around = {"$schema": DIALECTS[dialect]}
    for schema in (own, {**around, "$ref": INNER}, {**around, "$ref": "#/$defs/d", "$defs": {"d": own}}):
        opened = open_schema(schema, resources=resources, engine=engine)
        assert opened.is_valid("x")
        assert not opened.is_valid(3)


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize("dialect", ["2019-09", "2020-12"])
def test_formats_are_asserted_whatever_vocabularies_there_are(dialect: str, engine: str) -> None:
    """Unless it is asked for none."""
    named = {VOCABULARY.format(dialect, name): True for name in ("core", "applicator")}
    resources = {OWN: metaschema(dialect, OWN, **{"$vocabulary": named})}
    schema = {"$schema": OWN, "items": {"format": "date"}}
    for asserts in (True, False):
        opened = open_schema(schema, resources=resources, engine=engine, assert_formats=asserts)
        assert opened.is_valid(["2026-01-01"])
        assert opened.is_valid(["x"]) is not asserts
        assert [one.keyword for one in opened.iter_findings(["x"])] == ["format"] * asserts
