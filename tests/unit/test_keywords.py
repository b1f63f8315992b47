"""The table of keywords, and walks by it."""

from __future__ import annotations

import json
from importlib.metadata import version

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemawright.engines.assertions.formats import CHECKS
from schemawright.keywords import DIALECTS, FLAT, FORMATS, KEYWORDS, dialect_of, formats_in, walk
from schemawright.pointer import resolve_tokens

VALIDATORS = {
    "draft4": jsonschema_rs.Draft4Validator,
    "draft6": jsonschema_rs.Draft6Validator,
    "draft7": jsonschema_rs.Draft7Validator,
    "2019-09": jsonschema_rs.Draft201909Validator,
    "2020-12": jsonschema_rs.Draft202012Validator,
}


def pointers(schema: object, dialect: str = "2020-12") -> list[str]:
    return ["/".join(map(str, tokens)) for tokens, _ in walk(schema, dialect)]


def knows(validator: type[jsonschema_rs.Validator], name: str) -> bool:
    try:
        validator({"format": name}, validate_formats=True, ignore_unknown_formats=False)
    except (ValueError, jsonschema_rs.ValidationError):
        return False
    return True


@pytest.mark.parametrize("dialect", VALIDATORS)
def test_the_native_formats_are_those_that_the_engine_knows(dialect: str) -> None:
    names = CHECKS.keys() | {"style", "phone", "utc-millisec"}

    assert {name for name in names if knows(VALIDATORS[dialect], name)} == FORMATS["native"][dialect], version(
        "jsonschema-rs"
    )


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_reference_formats_have_a_check(dialect: str) -> None:
    assert CHECKS.keys() >= FORMATS["reference"][dialect]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_dialect_is_known_by_http_and_https_with_and_without_an_empty_fragment(dialect: str) -> None:
    bare = DIALECTS[dialect].rstrip("#").partition(":")[2]

    assert {dialect_of(f"{scheme}:{bare}{end}") for scheme in ("http", "https") for end in ("", "#")} == {dialect}
    assert (
        dialect_of(f"ftp:{bare}") is dialect_of(bare) is dialect_of(f"http:{bare}##") is dialect_of(f"{bare}/") is None
    )


@pytest.mark.parametrize("uri", ["", "https://json-schema.org/draft-08/schema", "http://example.com/", None, 7, "#"])
def test_an_unknown_dialect_has_no_name(uri: object) -> None:
    assert dialect_of(uri) is None


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_keyword_of_a_metaschema_is_in_the_table(dialect: str) -> None:
    from jsonschema_specifications import REGISTRY

    uri = DIALECTS[dialect].rstrip("#")
    parts = [REGISTRY.contents(uri)]
    parts += [REGISTRY.contents(f"{uri.removesuffix('/schema')}/{each['$ref']}") for each in parts[0].get("allOf", ())]
    named = {name for part in parts for name in part["properties"]}

    # The metaschema of 2020-12 names what 2019-09 had, as deprecated.
    deprecated = {"$recursiveAnchor", "$recursiveRef"} if dialect == "2020-12" else set()
    assert named - deprecated <= FLAT[dialect].keys()


def test_vocabularies_share_no_keyword_but_format() -> None:
    for vocabularies in KEYWORDS.values():
        names = [name for keywords in vocabularies.values() for name in keywords if name != "format"]
        assert len(names) == len(set(names))


def test_a_walk_stays_out_of_values() -> None:
    schema = {
        "const": {"items": {}},
        "enum": [{"not": {}}],
        "default": {"not": {}},
        "examples": [{}],
        "x-own": {"not": {}},
    }

    assert pointers(schema) == [""]


def test_a_walk_follows_every_shape() -> None:
    schema = {"not": {}, "allOf": [True, {"if": False}], "properties": {"a/b": {}}, "$defs": {"x": {"items": {}}}}

    assert pointers(schema) == [
        *("", "not", "allOf/0", "allOf/1", "allOf/1/if", "properties/a/b"),
        *("$defs/x", "$defs/x/items"),
    ]


@pytest.mark.parametrize(
    ("dialect", "found"),
    [("draft4", ["", "items/0", "dependencies/b"]), ("2019-09", ["", "items/0", "items/1", "dependencies/b"])],
)
def test_a_boolean_is_a_schema_from_draft_6_on(dialect: str, found: list[str]) -> None:
    assert pointers({"items": [{}, True], "dependencies": {"a": ["x"], "b": {}}}, dialect) == found


def test_draft_3_has_schemas_among_type_names() -> None:
    schema = {"type": ["string", {"extends": {"disallow": [{}]}}]}

    assert pointers(schema, "draft3") == ["", "type/1", "type/1/extends", "type/1/extends/disallow/0"]


def test_beside_a_reference_only_definitions_count_in_draft_7() -> None:
    schema = {"$ref": "#/definitions/a", "definitions": {"a": {"format": "date"}}, "not": {}, "format": "time"}

    assert pointers(schema, "draft7") == ["", "definitions/a"]
    assert formats_in(schema, "draft7") == {"date"}
    assert formats_in(schema, "2019-09") == {"date", "time"}


def test_a_property_named_like_a_reference_is_none() -> None:
    assert pointers({"properties": {"$ref": {"type": "string"}}}, "draft7") == ["", "properties/$ref"]


def test_a_resource_inside_is_walked_by_its_own_dialect() -> None:
    schema = {"$defs": {"old": {"$schema": DIALECTS["draft7"], "prefixItems": [{}], "items": [{}]}}}

    assert pointers(schema) == ["", "$defs/old", "$defs/old/items/0"]


def test_depth_does_not_matter() -> None:
    schema: dict[str, object] = {}
    for _ in range(20_000):
        schema = {"not": schema}

    assert sum(1 for _ in walk(schema, "2020-12")) == 20_001


VALUES = st.recursive(
    st.none() | st.booleans() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(FLAT["2020-12"])), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(schema=VALUES, dialect=st.sampled_from(sorted(DIALECTS)))
def test_tokens_lead_to_what_is_walked(schema: object, dialect: str) -> None:
    """Whatever stands where a subschema should be: no crash, and every pointer is right."""
    for tokens, subschema in walk(schema, dialect):
        assert json.dumps(resolve_tokens(schema, tokens)) == json.dumps(subschema)
