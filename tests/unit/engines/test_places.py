"""Where references lead is told the same without `referencing` as with it, or not at all."""

from __future__ import annotations

from typing import Any

import pytest

from schemawright import open_schema
from schemawright.engines.reach.places import NotPlain, Places
from schemawright.engines.reach.reached import reached, registry_of
from schemawright.engines.reach.resolving import lookup
from schemawright.engines.reach.specifications import specification_of

A = {"type": "string"}
DRAFT_4, DRAFT_7 = "http://json-schema.org/draft-04/schema#", "http://json-schema.org/draft-07/schema#"
OTHERS = {
    "https://x.org/plain": {"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {}}},
    "https://x.org/other": {"$id": "https://y.org/d/own", "$defs": {"a": {"$ref": "next"}}},
    "https://y.org/d/next": {"$anchor": "here"},
}


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#/$defs/a", "$defs": {"a": {"items": {"$ref": "#"}}}},
        {"$ref": "#/$defs/a~1b%25", "$defs": {"a/b%": A}},
        {"$ref": "#/x/schemas/a", "x": {"schemas": {"a": {"$ref": "#/x/schemas/b"}, "b": A}}},
        {"$ref": "#/allOf/1", "allOf": [{}, A]},
        {"$ref": "#x", "$defs": {"x": {"$anchor": "x"}, "y": {"$dynamicAnchor": "y", "$dynamicRef": "#x"}}},
        {"$ref": "https://x.org/plain#/$defs/a"},
        {"$id": "https://x.org/me", "$ref": "plain", "items": {"$ref": "me#/$defs/b"}, "$defs": {"b": A}},
        {"$id": "https://x.org/me", "$ref": "in",
         "$defs": {"b": {"$id": "in", "$ref": "#/$defs/b", "$defs": {"b": A}}}},
        {"$id": "https://x.org/me", "$ref": "#/$defs/b/$defs/c",
         "$defs": {"b": {"$id": "d/in", "$defs": {"c": {"$ref": "in"}}}}},
        {"$schema": DRAFT_7, "$ref": "#/definitions/a",
         "definitions": {"a": {"$id": "http://x.org/k", "$ref": "#/definitions/b"}, "b": A}},
        {"$schema": DRAFT_4, "id": "http://x.org/me", "$ref": "k",
         "definitions": {"a": {"id": "k", "items": {"$ref": "k"}}}},
    ],
)  # fmt: skip
def test_what_is_plain_leads_where_referencing_says(schema: Any) -> None:
    opened = open_schema(schema, resources=OTHERS)
    places = Places(opened.task)
    seen: set[int] = set()
    pending = [(opened.contents, opened.uri, registry_of(opened.task).resolver(opened.uri))]
    while pending:
        one, base, resolver = pending.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        resolver = resolver.in_subresource(specification_of(opened.dialect).create_resource(one))
        for name in ("$ref", "$dynamicRef"):
            if name in one:
                ours, theirs = places.of(one[name], base), lookup(resolver, one[name])
                assert ours.contents is theirs.contents
                pending.append((ours.contents, ours.base, theirs.resolver))
    assert len(seen) > 1


def test_references_are_followed_by_the_own_uri_of_a_resource() -> None:
    opened = open_schema({"$ref": "https://x.org/other#/$defs/a"}, resources=OTHERS)
    assert OTHERS["https://y.org/d/next"] in [one.schema for one in reached(opened.task, strict=True)]


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#/$defs/none"},
        {"$ref": "#none"},
        {"$ref": "https://x.org/none"},
        {"$ref": "#/const", "const": 3},
        {"$ref": "https://json-schema.org/draft/2020-12/schema"},
        {"$ref": "#/x/y", "x": {"y": {"$id": "https://x.org/y"}}},
        {"$ref": "#/x/y", "x": {"$id": "https://x.org/y", "y": {}}},
        {"$schema": DRAFT_7, "$ref": "#a", "definitions": {"a": {"$id": "#a"}}},
        {"$schema": DRAFT_7, "$ref": "#a", "definitions": {"a": {"$anchor": "a"}}},
    ],
)
def test_what_is_not_plain_is_not_said(schema: Any) -> None:
    opened = open_schema(schema, resources=OTHERS)
    with pytest.raises(NotPlain):
        Places(opened.task).of(schema["$ref"], opened.uri)


@pytest.mark.parametrize(
    "definitions",
    [
        {"a": {"$id": "https://x.org/a"}, "b": {"$id": "https://x.org/a"}},
        {"a": {"$anchor": "a"}, "b": {"$dynamicAnchor": "a"}},
        {"a": A, "b": {"$id": "https://x.org/b", "items": A}},
        {"a": {"$id": "https://x.org/a", "items": {"$id": "https://x.org/b"}}, "b": {"$id": "https://x.org/b"}},
    ],
)
def test_what_has_a_name_twice_is_not_plain(definitions: Any) -> None:
    with pytest.raises(NotPlain):
        Places(open_schema({"$defs": definitions}).task)


def test_a_resource_is_gone_through_once_however_many_lead_below_unknown_keywords() -> None:
    class Counting(dict[str, Any]):
        asked = 0

        def values(self) -> Any:
            Counting.asked += 1
            return super().values()

    names = [f"d{number}" for number in range(50)]
    below = Counting({name: {"type": "string"} for name in names})
    task = open_schema({"properties": {name: {"$ref": f"#/x/{name}"} for name in names}}).task
    task = task._replace(contents={**task.contents, "x": below})
    assert sum(len(one.references) for one in reached(task, strict=True)) == len(names)
    assert Counting.asked == 1


def test_what_has_the_uri_of_the_resource_that_it_is_in_is_a_part_of_it() -> None:
    inner = {"$id": "https://x.org/me", "items": {"$ref": "#/$defs/a"}}
    schema = open_schema({"$id": "https://x.org/me", "properties": {"p": inner}, "$defs": {"a": A}})
    assert [schema.is_valid({"p": value}) for value in (["a"], [1])] == [True, False]
