"""What the native engine tells of what is not evaluated, and where that would take too much."""

from __future__ import annotations

from typing import Any

import pytest

from schemawright import open_schema
from schemawright.engines.native.inside import MOST_PLACES, MOST_TEXT
from schemawright.engines.reach.reached import reached

TEXTS: dict[str, Any] = {"unevaluatedProperties": {"type": "string"}}


def of_places(count: int) -> dict[str, Any]:
    """Return a schema with so many keywords that may be opened."""
    names = [f"d{number}" for number in range(count)]
    return {
        "properties": {name: {"$ref": f"#/$defs/{name}"} for name in names},
        "$defs": {name: {"type": "object", "additionalProperties": TEXTS} for name in names},
    }


def keywords(schema: dict[str, Any], instance: Any) -> list[str]:
    """Return the keywords that the native engine tells of."""
    return [one.keyword for one in open_schema(schema, engine="native").iter_findings(instance)]


@pytest.mark.parametrize(("count", "told"), [(MOST_PLACES, "type"), (MOST_PLACES + 1, "unevaluatedProperties")])
def test_only_a_few_places_are_opened(count: int, told: str) -> None:
    instance = {f"d{number}": {"a": {"b": 1}} for number in range(count)}
    assert keywords(of_places(count), instance) == [told] * count


def test_a_large_schema_is_not_compiled_again() -> None:
    large = {"$defs": {"a": {"description": "a" * MOST_TEXT}}}
    assert keywords(TEXTS | large, {"a": 1}) == ["unevaluatedProperties"]


def test_places_in_what_is_referred_to_are_counted_for_themselves() -> None:
    other = "https://example.com/other"
    schema = of_places(MOST_PLACES + 1) | {"items": {"$ref": other}}
    judged = open_schema(schema, engine="native", resources={other: TEXTS})
    assert [one.keyword for one in judged.iter_findings([{"b": 1}])] == ["type"]


def test_places_in_an_embedded_resource_are_opened() -> None:
    other = "https://example.com/other"
    held = TEXTS | {"$id": other, "$defs": {"s": {"type": "string"}}, "unevaluatedProperties": {"$ref": "#/$defs/s"}}
    schema = {"$id": "https://example.com/outer", "properties": {"a/b": {"$ref": other}}, "$defs": {"e": held}}
    told = [
        [
            (one.keyword, one.instance_location, one.evaluation_path, one.keyword_location, one.message)
            for one in open_schema(schema, engine=engine).iter_findings({"a/b": {"b": 1, "c": "c"}})
        ]
        for engine in ("native", "reference")
    ]
    assert told[0] == told[1]
    assert [one[1] for one in told[0]] == ["/a~1b/b"]


def test_what_is_embedded_is_told_with_its_value() -> None:
    held = {"$id": "https://example.com/other", "unevaluatedProperties": False, "required": ["b"], "minProperties": 2}
    schema = {"items": {"$ref": "https://example.com/other"}, "$defs": {"e": held}}
    told = [list(open_schema(schema, engine=engine).iter_findings([{"a": 1}])) for engine in ("native", "reference")]
    assert sorted(one.message for one in told[0]) == sorted(one.message for one in told[1])


DYNAMIC = {
    "https://json-schema.org/draft/2020-12/schema": ({"$dynamicAnchor": "n"}, {"$dynamicRef": "#n"}),
    "https://json-schema.org/draft/2019-09/schema": ({"$recursiveAnchor": True}, {"$recursiveRef": "#"}),
}


@pytest.mark.parametrize("dialect", DYNAMIC)
def test_what_comes_to_no_dynamic_reference_is_opened(dialect: str) -> None:
    """Wherever else one is: in another part of the schema, or around the keyword."""
    anchor, reference = DYNAMIC[dialect]
    texts = {"unevaluatedProperties": {"type": "string", "$ref": "#/$defs/short"}}
    definitions = {"short": {"maxLength": 3}, "tree": {"properties": {"c": {"items": reference}}}}
    schema = {"$schema": dialect, **anchor, "properties": {"id": {}, "o": reference}, **texts, "$defs": definitions}
    told = [
        [(one.keyword, one.instance_location, one.evaluation_path) for one in judged.iter_findings({"a": "abcd"})]
        for judged in (open_schema(schema, engine=engine) for engine in ("native", "reference"))
    ]
    assert told[0] == told[1] == [("maxLength", "/a", "/unevaluatedProperties/$ref/maxLength")]


@pytest.mark.parametrize("dialect", DYNAMIC)
@pytest.mark.parametrize("inside", [lambda reference: reference, lambda reference: {"allOf": [{"items": reference}]}])
def test_what_comes_to_one_is_not(dialect: str, inside: Any) -> None:
    """What is around decides where it leads."""
    anchor, reference = DYNAMIC[dialect]
    schema = {"$schema": dialect, **anchor, "type": ["object", "null"], "$defs": {"in": inside(reference)}}
    schema |= {"properties": {"id": {}}, "unevaluatedProperties": {"$ref": "#/$defs/in"}}
    assert keywords(schema, {"a": [1]}) == ["unevaluatedProperties"]


@pytest.mark.parametrize("inside", [{}, {"items": {"$dynamicRef": "#m"}, "$defs": {"m": {"$dynamicAnchor": "m"}}}])
def test_what_is_reached_is_looked_for_once_however_many_places_are_opened(
    inside: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was once for each of them, which took as long as to compile them."""
    from schemawright.engines.native import inside as module

    asked = []

    def counted(task: Any) -> Any:
        asked.append(task)
        return reached(task)

    def never(_task: Any) -> Any:
        raise AssertionError

    monkeypatch.setattr(module, "reached", counted)
    monkeypatch.setattr(module, "reached_from_entry", never)
    schema = of_places(MOST_PLACES)
    schema["$defs"] |= inside.get("$defs", {})
    schema |= {name: value for name, value in inside.items() if name != "$defs"}
    instance = {f"d{number}": {"a": {"b": 1}} for number in range(MOST_PLACES)}
    assert keywords(schema, instance) == ["type"] * MOST_PLACES
    assert len(asked) == 1
