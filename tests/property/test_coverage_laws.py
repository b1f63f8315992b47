"""A law of coverage: what is told as impossible does not happen, in whatever small instances there are."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemawright import open_schema
from schemawright.errors import SchemawrightError
from schemawright.fuzz.coverage.reasons import Reasons
from schemawright.fuzz.schema.observing import Observer
from schemawright.fuzz.schema.schema_map import SchemaMap
from schemawright.keywords import DIALECTS

SCALARS: list[Any] = [None, True, 0, 2, "", "ab"]
ABSENT = object()
INNER: list[Any] = [{}, {"a": 0}, {"b": ""}, {"a": {"a": 2}}, {"a": "", "c": 2}, [], [0], ["", 2], [[0]], [{"a": "ab"}]]
MEMBERS = [ABSENT, None, 0, "ab", *INNER[1:4], [], ["", 2]]


def _objects() -> list[Any]:
    names = ("a", "b", "ac")
    rows = product(MEMBERS, MEMBERS, [ABSENT, 2, "", {}])
    return [{name: one for name, one in zip(names, row, strict=True) if one is not ABSENT} for row in rows]


def _arrays() -> list[Any]:
    items = [None, 0, 2, "ab", *INNER]
    return [[], *([one] for one in items), *([*two] for two in product(items, repeat=2)), [0, 0, 0], ["ab", 2, {}]]


INSTANCES = [*SCALARS, *_objects(), *_arrays(), {"a": 0, "b": 0, "c": 0, "d": 0}, [{"a": 0}, {"b": [{"a": ""}]}, 2]]
TYPES = ["string", "integer", "object", "array", "null", ["object", "array"], ["string", "integer"], "number"]
NAMES = st.sampled_from(["a", "a", "b", "ac"])
FLAT = st.one_of(
    st.builds(lambda one: {"type": one}, st.sampled_from(TYPES)),
    st.builds(lambda one: {"required": [one]}, NAMES),
    st.sampled_from([
        {"const": 0}, {"enum": [0, "ab"]}, {"enum": [{"a": 0}, 2]}, {"minimum": 1}, {"maxLength": 1}, {"minLength": 1},
        {"minProperties": 1}, {"maxProperties": 1}, {"minItems": 1}, {"maxItems": 1}, {"pattern": "b"},
        {"uniqueItems": True}, {}, {"dependentRequired": {"a": ["b"]}}, {"multipleOf": 2}, {"maxItems": 2},
    ]),
)  # fmt: skip
REFERENCES = st.sampled_from([{"$ref": "#/$defs/s"}, {"$ref": "#/$defs/t"}, {"$ref": "#/$defs/s"}])
_DYNAMIC = [{"$dynamicRef": "#n"}, {"$dynamicRef": "#n", "type": "object"}, {"$dynamicRef": "#s"}]
DYNAMIC = st.builds(
    lambda name, one: {name: {"a": one} if name == "properties" else one},
    st.sampled_from(["properties", "properties", "items", "additionalProperties"]),
    st.sampled_from(_DYNAMIC),
)
"""Dynamic references, of which some have two targets; not about the same value, which may have no end."""


def _joined(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: value for part in parts for name, value in part.items()}


def _more(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return schemas with others in them; some of them have what is judged by what holds beside it."""
    several = st.lists(inner, min_size=1, max_size=3)
    one = st.one_of(
        *[st.builds(lambda name, one: {"properties": {name: one}}, NAMES, inner)] * 2,
        st.builds(lambda one, two: {"properties": {"a": one, "b": two}}, inner, inner),
        st.builds(lambda one, name: {"patternProperties": {name: one}}, inner, st.sampled_from(["a", "^b"])),
        st.builds(lambda name, one: {name: one}, st.sampled_from(["additionalProperties", "items", "contains"]), inner),
        st.builds(lambda name: {name: False}, st.sampled_from(["additionalProperties", "items"])),
        st.builds(lambda one: {"prefixItems": one}, several),
        *[st.builds(lambda one: {"allOf": one}, several)] * 2,
        *[st.builds(lambda name, one: {name: one}, st.sampled_from(["anyOf", "oneOf"]), several)] * 2,
        st.builds(lambda one: {"not": one}, inner),
        st.builds(lambda one: {"propertyNames": one}, inner),
        st.builds(lambda name, one: {"dependentSchemas": {name: one}}, NAMES, inner),
        *[st.builds(lambda a, b, c: {"if": a, "then": b, "else": c}, inner, inner, inner)] * 2,
        st.builds(lambda a, b: {"if": a, "then": b}, inner, inner),
        st.builds(lambda a, b, c: {"contains": a, "minContains": b, "maxContains": c}, inner,
                  st.integers(0, 2), st.integers(0, 2)),
    )  # fmt: skip
    closing = st.builds(
        lambda name, one: {name: one},
        st.sampled_from(["unevaluatedProperties", "unevaluatedProperties", "unevaluatedItems"]),
        st.one_of(st.just(False), st.just(False), inner),
    )
    # `allOf` comes last: references and branches beside what is closed are where proofs go wrong.
    return st.builds(
        lambda parts, closed, flat: _joined([*flat, *closed, *parts]),
        st.lists(one, min_size=1, max_size=3),
        st.lists(closing, max_size=1),
        st.lists(st.one_of(FLAT, REFERENCES), max_size=2),
    )


def _schemas(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    inner = st.recursive(leaves, _more, max_leaves=6)
    return st.builds(lambda top, s, t: top | {"$defs": {"s": s, "t": t}}, _more(inner), inner, inner)


def _dynamic(contents: dict[str, Any], *, several: bool) -> dict[str, Any]:
    """Return a schema with anchors for the dynamic references in it."""
    s, t = contents["$defs"]["s"], contents["$defs"]["t"]
    inner = {"$id": "https://example.org/t", "$dynamicAnchor": "n", "$defs": {"s": {"$dynamicAnchor": "s"}}}
    held = {"s": {"$dynamicAnchor": "s", **s}, "t": {**inner, **t} if several else t}
    return {"$id": "https://example.org/top", "$dynamicAnchor": "n", **contents, "$defs": held}


def false_reasons(
    contents: Any, dialect: str = "2020-12", instances: list[Any] = INSTANCES
) -> dict[str, tuple[str, Any]]:
    """Return what is told as impossible and happens: location → the reason, and the instance in which it does."""
    try:
        schema_map = SchemaMap(open_schema({"$schema": DIALECTS[dialect]} | contents))
        observer = Observer(schema_map)
    except (SchemawrightError, RecursionError):  # References without an end.
        return {}
    reasons = Reasons(schema_map)
    told = {location: reasons.reason(pair) for location, pair in schema_map.pairs.items()}
    told = {location: reason for location, reason in told.items() if reason}
    found: dict[str, tuple[str, Any]] = {}
    for instance in instances if told else ():
        seen = observer.observe(instance)
        for location, reason in told.items():
            if location in (seen.satisfied if reason.startswith("cannot hold") else seen.isolated):
                found.setdefault(location.partition("#")[2], (reason, instance))
    return found


RUN = settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@given(_schemas(st.one_of(FLAT, FLAT, REFERENCES)))
@RUN
def test_what_is_told_as_impossible_does_not_happen(contents: dict[str, Any]) -> None:
    assert false_reasons(contents) == {}


@given(_schemas(st.one_of(FLAT, FLAT, REFERENCES, DYNAMIC)), st.booleans())
@RUN
def test_what_is_told_as_impossible_beside_dynamic_references_does_not_happen(
    contents: dict[str, Any], several: bool
) -> None:
    assert false_reasons(_dynamic(contents, several=several)) == {}


def _old(value: Any, dialect: str) -> Any:
    """Return a schema as far as an older dialect has it."""
    if isinstance(value, list):
        return [_old(one, dialect) for one in value]
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for name, one in value.items():
        if name == "prefixItems":
            found["items"] = _old(one, dialect)
            if "items" in value:
                found["additionalItems"] = _old(value["items"], dialect)
        elif name in {"dependentSchemas", "dependentRequired"} and not dialect.startswith("20"):
            found["dependencies"] = found.get("dependencies", {}) | _old(one, dialect)
        elif name == "$dynamicRef":
            found["$recursiveRef"] = "#"
        elif not (name == "items" and "prefixItems" in value):
            found[name] = _old(one, dialect)
    return found


@given(
    _schemas(st.one_of(FLAT, FLAT, REFERENCES, DYNAMIC)),
    st.sampled_from(["draft6", "draft7", "2019-09"]),
    st.booleans(),
)
@RUN
def test_what_is_told_as_impossible_in_older_dialects_does_not_happen(
    contents: dict[str, Any], dialect: str, is_anchored: bool
) -> None:
    schema = _old(contents, dialect) | ({"$recursiveAnchor": True} if is_anchored and dialect == "2019-09" else {})
    assert false_reasons(schema, dialect) == {}
