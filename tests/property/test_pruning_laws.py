"""Laws of what a module carries: what cannot be reached of other resources tells nothing, and only that is left out."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from schemawright.errors import SchemawrightError
from schemawright.keywords import DIALECTS
from schemawright.models.loading.entering import open_part
from schemawright.store.opening import open_schema_contents
from schemawright.store.pruning import Excerpts, _Reached, pruned
from schemawright.validation.schema import Schema, Settings

if TYPE_CHECKING:
    from random import Random

BASE = "https://e.test/"
ENTRY = f"{BASE}entry"
OTHERS = ["urn:example:one", "tag:e.test,2026:two", "own://e.test/two"]
"""URIs of schemes that are no hierarchy to `urljoin`."""
FILES = [f"{BASE}one", f"{BASE}dir/two", *OTHERS]
PLACES = [
    "$defs/a",
    "$defs/b",
    "definitions/a",
    "x-more/deep/a",
    "properties/p",
    "allOf/1",
    "$defs/in",
    "$defs/in/$defs/a",
    "enum/0",
]
NAMES = ["one", "one", "dir/two", "dir/two", "two", "../one", "", "", "in", "entry", "urn:example:in", *OTHERS]
FRAGMENTS = ["", "#anchor", "#dynamic", *["#/$defs/a", "#/$defs/b"] * 4, *[f"#/{place}" for place in PLACES]]
REFERENCES = st.builds("{}{}".format, st.sampled_from(NAMES), st.sampled_from(FRAGMENTS))
LEAVES: list[Any] = [
    {"type": "string"}, {"type": "integer"}, {"minimum": 2}, {"enum": ["x", 3]}, {"required": ["p"]}, True, {},
    {"$anchor": "anchor", "type": ["string", "object"]}, {"$dynamicAnchor": "dynamic", "maximum": 5},
    {"const": {"$ref": "one#/$defs/a"}},
]  # fmt: skip
LEAF = st.one_of(
    st.sampled_from(LEAVES),
    *[st.builds(lambda to: {"$ref": to}, REFERENCES)] * 3,
    st.builds(lambda to: {"$dynamicRef": to}, st.sampled_from(["#dynamic", "one#dynamic", "#/$defs/a"])),
)


def _around(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {},
        optional={
            "properties": st.dictionaries(st.sampled_from(["p", "q"]), inner, max_size=2),
            "allOf": st.lists(inner, min_size=1, max_size=2),
            "items": inner,
            "then": inner,
            "$id": st.sampled_from(["in", "dir/in", "urn:example:in"]),
        },
    )


SUBSCHEMAS = st.recursive(LEAF, _around, max_leaves=4)
DEFINED = st.fixed_dictionaries({"a": SUBSCHEMAS, "b": SUBSCHEMAS}, optional={"c": SUBSCHEMAS})
INNER = st.fixed_dictionaries(
    {},
    optional={
        "$id": st.sampled_from(["in", "urn:example:in"]),
        "$defs": DEFINED,
        "$ref": REFERENCES,
        "properties": DEFINED,
    },
)
RESOURCES = st.fixed_dictionaries(
    {},
    optional={
        "$schema": st.sampled_from([DIALECTS["2020-12"], DIALECTS["2019-09"], DIALECTS["draft7"]]),
        "$id": st.sampled_from([f"{BASE}dir/two", "../one", f"{BASE}elsewhere", *OTHERS]),
        "$defs": st.one_of(DEFINED, st.builds(lambda inner, others: {**others, "in": inner}, INNER, DEFINED)),
        "definitions": DEFINED,
        "x-more": st.fixed_dictionaries({"deep": DEFINED, "other": DEFINED}),
        "properties": st.dictionaries(st.sampled_from("pq"), SUBSCHEMAS, max_size=2),
        "allOf": st.lists(SUBSCHEMAS, min_size=1, max_size=3),
        "items": SUBSCHEMAS,
        "$dynamicAnchor": st.just("dynamic"),
        "required": st.just(["p"]),
        "title": st.just("A title"),
        "enum": st.lists(SUBSCHEMAS, min_size=1, max_size=3),
    },
)
INSTANCES = [1, 7, "x", None, [1, "x"], {"p": 1}, {"p": "x", "q": 3}, {"p": {"p": 7}, "q": [{"p": "x"}, 2]}, {}]


def told(entry: Any, others: dict[str, Any], engine: str) -> list[Any]:
    """Return all that an engine finds, of the instances."""
    opened = open_schema_contents(entry, uri=ENTRY, dialect="2020-12", resources=others)
    schema = Schema(opened, Settings(engine=engine))
    return [
        sorted(
            (one.keyword, one.message, one.instance_location, one.evaluation_path)
            for one in schema.validate(instance).findings
        )
        for instance in INSTANCES
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(RESOURCES, st.dictionaries(st.sampled_from(FILES), RESOURCES, min_size=2))
@example(
    {"$ref": "one#/$defs/a"}, {f"{BASE}one": {"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"minimum": 2}, "c": {}}}}
)
@example(
    {"$ref": "one#/$defs/in/$defs/a"},
    {f"{BASE}one": {"$defs": {"in": {"$id": "in", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"type": "string"}}}}}},
)
@example({"$ref": "one#/$defs/a"}, {f"{BASE}one": {"$defs": {"a": True, "b": {"type": "nonsense"}, "c": False}}})
def test_what_is_not_reached_tells_nothing(entry: Any, others: dict[str, Any]) -> None:
    kept = pruned(ENTRY, {ENTRY: entry, **others})
    assert kept.pop(ENTRY) is entry
    assert all(is_part(contents, others[uri]) for uri, contents in kept.items())
    for engine in ("native", "reference"):
        try:
            whole = told(entry, others, engine)
        except (SchemawrightError, RecursionError):
            assume(False)
        assert told(entry, kept, engine) == whole
    assert {uri: size(contents) for uri, contents in pruned(ENTRY, {ENTRY: entry, **kept}).items() if uri != ENTRY} == {
        uri: size(contents) for uri, contents in kept.items()
    }


DIALECT = st.sampled_from(["draft4", "draft6", "draft7", "2019-09", "2020-12"])


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(RESOURCES, st.dictionaries(st.sampled_from(FILES), RESOURCES, max_size=1), DIALECT)
@example({"$ref": "#/$defs/a", "$defs": {"a": {"$id": "in", "$ref": "#/$defs/b"}, "b": {}}}, {}, "draft7")
@example({"allOf": [{"minimum": 2}, {"$ref": "#/$defs/b"}], "$defs": {"b": {"type": "string"}}}, {}, "draft4")
def test_what_is_not_reached_from_a_subschema_tells_nothing_of_it(
    entry: Any, others: dict[str, Any], dialect: str
) -> None:
    resources = {ENTRY: entry, **others}
    excerpts = Excerpts(resources)
    for pointer in [f"/{place}" for place in PLACES if isinstance(value_at(entry, place.split("/")), dict | bool)]:
        for engine in ("native", "reference"):
            try:
                whole = told_inside(resources, pointer, dialect, engine)
            except (SchemawrightError, RecursionError):
                continue
            assert told_inside(excerpts.of(ENTRY, pointer), pointer, dialect, engine) == whole


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(RESOURCES, st.dictionaries(st.sampled_from(FILES), RESOURCES, max_size=1), st.randoms(use_true_random=False))
def test_what_was_asked_for_before_changes_no_excerpt(entry: Any, others: dict[str, Any], order: Random) -> None:
    resources = {ENTRY: entry, **others}
    excerpts = Excerpts(resources)
    pointers = [f"/{place}" for place in PLACES if value_at(entry, place.split("/")) is not None] * 2
    order.shuffle(pointers)
    for pointer in pointers:
        assert excerpts.of(ENTRY, pointer) == Excerpts(resources).of(ENTRY, pointer)


def value_at(value: Any, tokens: list[str]) -> Any:
    """Return what is at a place of a JSON value; None where nothing is."""
    for token in tokens:
        inside = dict(enumerate(value)) if isinstance(value, list) else value if isinstance(value, dict) else {}
        value = inside.get(int(token) if token.isdigit() else token)
    return value


def told_inside(resources: Any, pointer: str, dialect: str, engine: str) -> list[Any]:
    """Return all that an engine finds by a subschema."""
    schema = Schema(open_part(resources, ENTRY, pointer, dialect), Settings(engine=engine))
    return [
        [
            (one.keyword, one.message, one.instance_location, one.evaluation_path)
            for one in schema.iter_findings(instance)
        ]
        for instance in INSTANCES
    ]


def test_an_excerpt_has_no_more_than_is_reached() -> None:
    """Even where the whole begins with a reference to all of it, and among branches."""
    defined = {"a": {"$ref": "#/$defs/b"}, "b": {"type": "string"}, "c": {"not": {"$ref": "#/$defs/a"}}, "d": {}}
    whole = {
        "$id": ENTRY,
        "$ref": "#/$defs/c",
        "$defs": defined,
        "oneOf": [{"$ref": "#/$defs/c"}, {"$ref": "#/$defs/b"}],
    }
    excerpts = Excerpts({ENTRY: whole, f"{BASE}one": {"type": "string"}})
    left = {"$id": ENTRY, "$ref": "#"}
    assert excerpts.of(ENTRY, "/$defs/a") == {ENTRY: {**left, "$defs": {name: defined[name] for name in "ab"}}}
    by_branch = {**left, "oneOf": [{}, {"$ref": "#/$defs/b"}], "$defs": {"b": {"type": "string"}}}
    assert excerpts.of(ENTRY, "/oneOf/1") == {ENTRY: by_branch}


def test_what_is_in_one_circle_has_one_excerpt() -> None:
    defined = {"a": {"items": {"$ref": "#/$defs/b"}}, "b": {"items": {"$ref": "#/$defs/a"}}, "c": {}}
    excerpts = Excerpts({ENTRY: {"$defs": defined}})
    assert excerpts.of(ENTRY, "/$defs/a") == {ENTRY: {"$defs": {name: defined[name] for name in "ab"}}}
    assert excerpts.of(ENTRY, "/$defs/b") is excerpts.of(ENTRY, "/$defs/a")


@pytest.mark.parametrize("reference", ["https://E.test/one#/$defs/a", "one#/$defs/none", "one#none", "one#/%"])
def test_all_is_kept_where_a_reference_leads_nowhere(reference: str) -> None:
    resources = {ENTRY: {"not": {"$ref": reference}}, f"{BASE}one": {"$defs": {"a": {}, "b": {}}}}
    assert pruned(ENTRY, resources) == resources


@pytest.mark.parametrize(
    "reference", [DIALECTS["draft7"], "https://json-schema.org/draft/2020-12/meta/core#/$defs/anchorString"]
)
def test_a_metaschema_is_nowhere_and_no_reason_to_keep_anything(reference: str) -> None:
    resources = {
        ENTRY: {"$schema": DIALECTS["2020-12"], "not": {"$ref": reference}},
        f"{BASE}one": {"$defs": {"a": {}}},
    }
    assert pruned(ENTRY, resources) == {ENTRY: resources[ENTRY]}


@pytest.mark.parametrize("uri", [f"{BASE}one", *OTHERS])
@pytest.mark.parametrize("reference", ["#/$defs/b", "#b"])
def test_a_fragment_is_of_its_own_resource_whatever_the_scheme(uri: str, reference: str) -> None:
    """So it is in a resource inside of another one, too, where that has something of the same name."""
    defined = {"a": {"$ref": reference}, "b": {"$anchor": "b", "type": "string"}}
    entry = {"$ref": f"{uri}#/$defs/a"}
    assert pruned(ENTRY, {ENTRY: entry, uri: {"$defs": {**defined, "c": {}}}})[uri] == {"$defs": defined}

    around = {"in": {"$id": uri, "$defs": {**defined, "c": {}}}, "b": {"$anchor": "b", "type": "integer"}}
    entry = {"$ref": "dir/two#/$defs/in/$defs/a"}
    kept = pruned(ENTRY, {ENTRY: entry, f"{BASE}dir/two": {"$defs": around}})
    assert kept[f"{BASE}dir/two"]["$defs"]["in"] == {"$id": uri, "$defs": defined}
    for engine in ("native", "reference"):
        assert [not found for found in told(entry, kept, engine)] == [type(one) is str for one in INSTANCES]


@pytest.mark.parametrize("uri", OTHERS)
def test_all_is_kept_where_a_reference_is_relative_to_what_is_no_hierarchy(uri: str) -> None:
    resources = {ENTRY: {"$ref": f"{uri}#/$defs/a"}, uri: {"$defs": {"a": {"$ref": "b"}, "b": {}}}}
    assert pruned(ENTRY, resources) == resources


@pytest.mark.parametrize("reference", ["one#/anyOf/01", "one#/anyOf/-", "one#/anyOf/~2"])
def test_all_is_kept_where_engines_may_count_otherwise(reference: str) -> None:
    """Even where another reading leads somewhere."""
    inner = {"$id": "dir/in", "$ref": reference}
    two = {"$defs": {"in": inner, "x": {}}}
    resources = {
        ENTRY: {"$ref": "two#/$defs/in"},
        f"{BASE}two": two,
        f"{BASE}one": {"anyOf": [{}, {}]},
        f"{BASE}dir/one": {"anyOf": {"01": {}, "-": {}, "~2": {}}, "not": {}},
    }
    assert pruned(ENTRY, resources) == resources


@pytest.mark.parametrize("name", ["$defs", "properties", "x-more"])
@pytest.mark.parametrize("boolean", [True, False])
def test_a_boolean_is_kept_with_what_it_is_in(name: str, boolean: bool) -> None:
    one = {name: {"a": boolean, "b": True, "c": {}}, "title": "One"}
    kept = pruned(ENTRY, {ENTRY: {"$ref": f"one#/{name}/a"}, f"{BASE}one": one, f"{BASE}two": True})
    assert kept[f"{BASE}one"] == {name: {"a": boolean}}


def test_an_array_on_the_way_is_kept_whole() -> None:
    """Items that are left out would be equal, which metaschemas refuse of an `enum`."""
    one = {"$schema": DIALECTS["draft4"], "enum": [{"a": 1}, {"a": 2}, {"type": "integer"}], "definitions": {"a": {}}}
    kept = pruned(ENTRY, {ENTRY: {"$ref": "one#/enum/2"}, f"{BASE}one": one})[f"{BASE}one"]
    assert kept == {name: one[name] for name in ("$schema", "enum")}


def test_what_nothing_leads_to_is_left_out() -> None:
    """Of another file that is a file that only something else there refers to, and what describes the file."""
    resources = {
        ENTRY: {"$ref": "one#/$defs/a"},
        f"{BASE}one": {
            "$schema": DIALECTS["2020-12"],
            "$id": f"{BASE}one",
            "$comment": "later",
            "title": "One",
            "$defs": {"a": {"title": "A"}, "b": {"$ref": "two"}},
        },
        f"{BASE}two": {"title": "Two"},
    }
    one = {"$schema": DIALECTS["2020-12"], "$id": f"{BASE}one", "$defs": {"a": {"title": "A"}}}
    assert pruned(ENTRY, resources) == {ENTRY: resources[ENTRY], f"{BASE}one": one}


def test_all_is_kept_of_what_has_a_metaschema_of_its_own() -> None:
    """That may demand anything."""
    one = {"$schema": f"{BASE}two", "info": {"version": 1}, "$defs": {"a": {}, "b": {}}}
    resources = {ENTRY: {"$ref": "one#/$defs/a"}, f"{BASE}one": one, f"{BASE}two": {"required": ["info"]}}
    assert pruned(ENTRY, resources) == resources


def is_part(kept: Any, whole: Any) -> bool:
    """Return whether everything is where it was, and as it was but for what is left out."""
    if isinstance(kept, dict) and isinstance(whole, dict):
        return all(name in whole and is_part(one, whole[name]) for name, one in kept.items())
    if isinstance(kept, list) and isinstance(whole, list):
        return len(kept) == len(whole) and all(map(is_part, kept, whole))
    return bool(kept == whole)


def size(value: Any) -> int:
    """Return how long a value is when it is written."""
    return len(json.dumps(value))


@pytest.mark.parametrize("last", ["", "a0"])
def test_what_leads_back_is_sought_where_something_does(last: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """To gather what leads to what takes as long as to find what is reached."""
    looked: list[Any] = []
    following = _Reached._following
    monkeypatch.setattr(_Reached, "_following", lambda self, target: looked.append(target) or following(self, target))
    names = [*(f"a{number}" for number in range(20)), last]
    defined = {name: {"items": {"$ref": f"#/$defs/{after}"}} for name, after in pairwise(names) if after}
    defined |= {"a19": {"items": {"$ref": f"#/$defs/{last}"} if last else {}}}
    excerpts = Excerpts({"https://e.org/": {"$defs": defined}})
    whole = excerpts.of("https://e.org/", "/$defs/a0")
    once = len({(id(value), is_reached) for value, is_reached in looked})
    assert len(looked) == (2 * once if last else once)
    assert (excerpts.of("https://e.org/", "/$defs/a7") is whole) is bool(last)
