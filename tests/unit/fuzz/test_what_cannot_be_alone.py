"""What cannot be broken alone is broken by chance as well, and what can be alone somewhere is found to be."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, find, given, seed, settings

from schemawright import fuzz, open_schema
from schemawright.fuzz.choices import Seeded
from schemawright.fuzz.coverage.exercised import Coverage
from schemawright.fuzz.fuzzer import FEW_CANDIDATES, Fuzzer
from schemawright.fuzz.strategies.bases import Bases
from schemawright.fuzz.strategies.recipes import in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from schemawright.fuzz.record import FuzzRecord
    from schemawright.validation.schema import Schema

LEAVES: dict[str, dict[str, Any]] = {
    "text": {"type": "string", "minLength": 1, "maxLength": 5},
    "number": {"type": "integer", "maximum": 60},
    "list": {"type": "array", "items": {"type": "boolean"}, "uniqueItems": True},
    "choice": {"enum": ["a", "b"]},
}
CLOSED: dict[str, dict[str, Any]] = {"unevaluated": {"unevaluatedProperties": False}, "open": {}}


def step(leaf: dict[str, Any], closed: dict[str, Any], union: str) -> dict[str, Any]:
    """Return a step of one of two kinds, in whose branches nothing fails without the branch, and all others."""
    kinds = {"run": {"value": leaf}, "wait": {"seconds": {"type": "integer", "minimum": 0}}}
    branches = [
        {"properties": {"kind": {"const": kind}, **members}, "required": [*members]} for kind, members in kinds.items()
    ]
    return {"type": "object", "required": ["kind"], union: branches, **closed}


FAMILY = {
    f"{name} {how} {union}": step(leaf, closed, union)
    for name, leaf in LEAVES.items()
    for how, closed in CLOSED.items()
    for union in ("oneOf", "anyOf")
}
family = pytest.mark.parametrize("contents", [pytest.param(one, id=name) for name, one in FAMILY.items()])


def broken(schema: Schema, records: Iterable[FuzzRecord]) -> set[str]:
    """Return the keywords that records violate, each by its location."""
    coverage = Coverage(schema)
    for record in records:
        coverage.add(record)
    return {one.pair.keyword_location for one in coverage.pairs() if one.violated}


def drawn(schema: Schema, count: int) -> list[FuzzRecord]:
    found: list[FuzzRecord] = []

    @seed(1)
    @settings(database=None, deadline=None, max_examples=count, suppress_health_check=list(HealthCheck))
    @given(fuzz.invalid(schema))
    def collect(record: FuzzRecord) -> None:
        found.append(record)

    collect()
    return found


def by_chance(schema: Schema, count: int) -> list[FuzzRecord]:
    fuzzer = Fuzzer(schema)
    choices = Seeded(1)
    return [fuzzer.invalid(choices) for _ in range(count)]


@family
@pytest.mark.parametrize("records", [drawn, by_chance])
def test_chance_breaks_every_keyword_that_coverage_counts(
    contents: dict[str, Any], records: Callable[[Schema, int], list[FuzzRecord]]
) -> None:
    schema = open_schema(contents)
    can_be = broken(schema, islice(Fuzzer(schema).stream("invalid"), 300))
    assert len(can_be) > len(contents)
    assert broken(schema, records(schema, 400)) >= can_be


@family
def test_what_is_drawn_says_whether_it_is_alone(contents: dict[str, Any]) -> None:
    schema = open_schema(contents)
    for record in drawn(schema, 100):
        findings = list(schema.iter_findings(record.instance))
        assert record.violates in {one.evaluation_path for one in findings}
        # A keyword that refuses several members is one.
        assert record.alone == (len({one.evaluation_path for one in findings}) == 1)


OLDER = {"$schema": "https://json-schema.org/draft/2019-09/schema"}
CLOSED_TWICE: list[tuple[dict[str, Any], str]] = [
    ({"additionalProperties": False, "unevaluatedProperties": False}, "additionalProperties"),
    ({"propertyNames": False, "additionalProperties": False, "unevaluatedProperties": False}, "additionalProperties"),
    ({"items": False, "unevaluatedItems": False}, "items"),
    ({**OLDER, "items": [True], "additionalItems": False, "unevaluatedItems": False}, "additionalItems"),
]


@pytest.mark.parametrize(("contents", "keyword"), CLOSED_TWICE)
@pytest.mark.parametrize("below", [False, True])
def test_what_the_schema_refuses_without_the_keyword_too_is_not_alone(
    contents: dict[str, Any], keyword: str, *, below: bool
) -> None:
    without = {name: value for name, value in contents.items() if name != keyword}
    at = f"/{keyword}"
    if below:
        contents, without = ({**OLDER, "properties": {"a": one}} for one in (contents, without))
        at = f"/properties/a{at}"
    schema, rest = open_schema(contents), open_schema(without)
    records = [*islice(Fuzzer(schema).stream("invalid"), 100), *by_chance(schema, 40), *drawn(schema, 40)]
    told = [record for record in records if record.violates == at]
    assert told
    assert all(record.alone == rest.is_valid(record.instance) for record in told)


def test_in_a_union_of_steps_the_union_has_its_share() -> None:
    steps = {"type": "array", "items": step(LEAVES["text"], CLOSED["unevaluated"], "oneOf")}
    found = drawn(open_schema(steps), 200)
    assert sum(record.violates == "/items/oneOf" and not record.alone for record in found) >= 20
    assert sum(record.alone for record in found) >= 20


def test_what_is_not_alone_shrinks_to_a_record_with_nothing_beside() -> None:
    steps = {"type": "array", "items": step(LEAVES["number"], CLOSED["unevaluated"], "oneOf")}

    def is_wanted(record: FuzzRecord) -> bool:
        if record.alone or record.violates != "/items/oneOf":
            return False
        item = record.instance[int(record.at[1:])]
        # The name itself: one like it is of no branch, and nothing is beside that either.
        return isinstance(item, dict) and "value" in item

    found = find(fuzz.invalid(steps), is_wanted, settings=settings(database=None, max_examples=2_000))
    assert len(found.instance) == 1
    assert set(found.instance[0]) == {"kind", "value"}


def test_what_is_wrong_far_along_an_array_is_so_with_nothing_in_front_too() -> None:
    steps = {"type": "array", "items": step(LEAVES["number"], CLOSED["unevaluated"], "oneOf")}
    fuzzer = Fuzzer(open_schema(steps), candidates=FEW_CANDIDATES)
    assert not fuzzer.invalid(Seeded(1)).valid
    targets, bases = in_order(fuzzer.violations), Bases(fuzzer, [], set())
    far = [
        bases.violation(target, number)
        for target in targets
        for number, recipe in enumerate(target.recipes)
        if recipe.visit.place and recipe.visit.place[0] > 10
    ]
    assert far
    assert all(found is not None and len(found.record.instance) == 1 for found in far)


# --- what is alone somewhere

DESCRIBED = {"properties": {"summary": {"type": "string", "maxLength": 12}}}


def closed_around(count: int) -> dict[str, Any]:
    """Return a schema with places where more fails with `summary`, and others between, where nothing else does."""
    closed: dict[str, Any] = {"allOf": [{"$ref": "#/$defs/described"}], "unevaluatedProperties": False}
    names = [f"part_{number}" for number in range(count)]
    deep: dict[str, Any] = {"properties": dict.fromkeys(names, closed)}
    for _ in range(3):
        deep = {"properties": {"inner": deep}}
    free = {"properties": {"free": {"allOf": [{"$ref": "#/$defs/described"}]}}}
    return {
        "type": "object",
        "properties": {**dict.fromkeys(names, closed), "between": free, "deep": deep},
        "$defs": {"described": DESCRIBED},
    }


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize("keyword", ["type", "maxLength"])
def test_what_fails_with_others_at_many_places_is_alone_where_it_can_be(count: int, keyword: str) -> None:
    found = islice(Fuzzer(open_schema(closed_around(count))).stream("invalid"), 300)
    assert any(one.alone and one.violates.endswith(f"/summary/{keyword}") for one in found)


@pytest.mark.parametrize("wanted", [["name"], ["name", "size", "kind"]])
def test_what_a_branch_denies_is_done_with_what_the_others_ask_for(wanted: list[str]) -> None:
    body = {"type": "object", "required": ["schema"], "additionalProperties": False}
    body |= {"properties": {"schema": {"type": "array", "minItems": 1}}}
    operation = {
        "type": "object",
        "required": wanted,
        "properties": {"body": body, **{name: {"type": "integer"} for name in wanted}},
    }
    schema = {
        "properties": {"get": {"allOf": [{"$ref": "#/$defs/operation"}, {"not": {"required": ["body"]}}]}},
        "$defs": {"operation": operation},
    }
    found = islice(Fuzzer(open_schema(schema)).stream("invalid"), 200)
    assert any(one.alone and one.violates == "/properties/get/allOf/1/not" for one in found)


def test_what_can_be_alone_is_half_of_what_chance_breaks() -> None:
    schema = step(LEAVES["number"], CLOSED["unevaluated"], "oneOf")
    found: list[bool] = []

    @settings(max_examples=200, database=None, derandomize=True)
    @given(fuzz.invalid(schema))
    def collect(record: FuzzRecord) -> None:
        found.append(record.alone)

    collect()
    assert 0.3 < sum(found) / len(found) < 0.9


# --- what several others repeat


def repeated(count: int) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "object", "allOf": [{"type": "object"}] * count}}


def discriminated(count: int) -> dict[str, Any]:
    """Return a schema in which what tells kinds apart is asked for by each of them, too."""
    kinds = [
        {"if": {"properties": {"type": {"const": str(kind)}}}, "then": {"required": ["type", f"a{kind}"]}}
        for kind in range(count)
    ]
    body = {"required": ["type"], "allOf": kinds}
    return {"$schema": "http://json-schema.org/draft-07/schema#", "required": ["name"], "properties": {"body": body}}


@pytest.mark.parametrize("count", range(1, 9))
@pytest.mark.parametrize(
    ("contents", "where"), [(repeated, "/items/type"), (discriminated, "/properties/body/required")]
)
def test_what_others_repeat_is_broken_with_them(
    contents: Callable[[int], dict[str, Any]], where: str, count: int
) -> None:
    schema = open_schema(contents(count))
    records = list(islice(Fuzzer(schema).stream("invalid"), 300))
    told = [record for record in records if record.violates == where]
    assert told
    assert not any(record.alone for record in told)
    assert any(location.endswith(where) for location in broken(schema, records))


def test_what_is_broken_with_others_is_so_with_as_few_as_can_be() -> None:
    schema = open_schema({"properties": {"a": {"type": "string", "allOf": [{"type": ["string", "null"]}] * 4}}})
    told = [one for one in islice(Fuzzer(schema).stream("invalid"), 300) if one.violates.startswith("/properties/a")]
    assert any(one.alone and one.violates == "/properties/a/type" for one in told)
    assert {len(list(schema.iter_findings(one.instance))) for one in told} == {1, 5}


@pytest.mark.parametrize("place", [0, 20])
def test_a_name_that_needs_mending_is_missed_wherever_it_stands_among_the_required(place: int) -> None:
    names = [f"p{number}" for number in range(20)]
    required = [*names[:place], "kind", *names[place:]]
    schema = {
        "type": "object",
        "properties": {**{name: {"type": "integer"} for name in names}, "kind": {"enum": ["a", "b"]}},
        "required": required,
        "if": {"not": {"required": ["kind"]}},
        "then": {"required": ["zz"], "properties": {"yy": False}},
        "else": {"required": ["yy"]},
    }
    records = islice(Fuzzer(open_schema(schema)).stream("invalid"), 1_000)
    assert any(one.alone and one.violates == "/required" and "kind" not in one.instance for one in records)


NODE = {"type": "object", "properties": {"v": {"type": "integer"}}, "required": ["v"]}
NAMED = {"type": "object", "propertyNames": {"pattern": "^[a-z]+$"}, "additionalProperties": {"$ref": "/node"}}


@pytest.mark.parametrize("named", [NAMED, {**NAMED, "propertyNames": {"$ref": "/name"}}])
@pytest.mark.parametrize("identified", [{}, {"$id": "base"}])
def test_a_bad_name_in_a_branch_is_beside_good_values(named: dict[str, Any], identified: dict[str, Any]) -> None:
    branches = [
        {"properties": {"op": {"const": "lit"}, "v": {"type": "integer"}}, "required": ["v"]},
        {"properties": {"op": {"const": "call"}, "named": named}, "required": ["named"]},
    ]
    schema = open_schema(
        {
            "$id": "https://example.org/schema",
            "$ref": "#/$defs/base",
            "unevaluatedProperties": False,
            "$defs": {
                "node": {"$id": "/node", **NODE},
                "name": {"$id": "/name", **NAMED["propertyNames"]},
                "base": {**identified, "properties": {"op": {"type": "string"}}, "required": ["op"], "oneOf": branches},
            },
        }
    )
    records = [*islice(Fuzzer(schema).stream("invalid"), 300), *by_chance(schema, 50)]
    objects = [one.instance["named"] for one in records if isinstance(one.instance, dict) and "named" in one.instance]
    bad = [one for one in objects if isinstance(one, dict) and not all(map(re.compile("^[a-z]+$").search, one))]
    accepts = open_schema({"additionalProperties": NODE}).is_valid
    assert bad
    assert all(map(accepts, bad))


NOTE = {"type": "array", "prefixItems": [{"type": "string"}], "unevaluatedItems": {"type": "boolean"}, "minItems": 1}
PART = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "minLength": 1},
        "clef": {"enum": ["G", "F", "C"]},
        "notes": {"type": "array", "items": NOTE, "maxItems": 6},
    },
    "additionalProperties": False,
}
IS_G = {"properties": {"clef": {"const": "G"}}, "required": ["clef"]}


@pytest.mark.parametrize(
    "sizes",
    [
        {"maxItems": 3},
        {"minItems": 2},
        {"contains": IS_G, "minContains": 0, "maxContains": 2},
        {"contains": IS_G, "minContains": 2, "maxItems": 4},
        {"contains": IS_G, "maxContains": 2, "minItems": 2, "maxItems": 5},
    ],
    ids=" ".join,
)
@pytest.mark.parametrize(
    "item", [PART, {"type": "string", "pattern": "^[A-G][#b]?[0-8]$"}, NOTE], ids=["part", "text", "note"]
)
def test_how_many_items_there_are_is_broken_alone_where_no_two_are_equal(item: Any, sizes: dict[str, Any]) -> None:
    if "contains" in sizes and item is not PART:
        sizes = {**sizes, "contains": {"pattern": "^C"} if item is not NOTE else {"prefixItems": [{"const": "C"}]}}
    parts = {"type": "array", "items": item, "uniqueItems": True, **sizes}
    schema = {"type": "object", "required": ["parts"], "properties": {"parts": parts, "title": {"type": "string"}}}
    alone = {record.keyword for record in islice(Fuzzer(open_schema(schema)).stream("invalid"), 150) if record.alone}
    assert alone >= sizes.keys() - {"contains"} - ({"minContains"} if sizes.get("minContains") == 0 else set())
