"""Whatever a schema describes is met: deep below, behind conditions, in names and branches that hide it."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import open_schema
from schemawright.canonical import Canonical, canonical_form
from schemawright.errors import NoInstance
from schemawright.fuzz.accepted.exemplars import on_the_way
from schemawright.fuzz.accepted.left_out import LeftOut
from schemawright.fuzz.coverage.exercised import Coverage
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.making.branches import Expander
from schemawright.fuzz.making.contradictions import Conjunction
from schemawright.fuzz.making.grammar import Grammar, Stuck
from schemawright.fuzz.making.sweep import Sweep
from schemawright.fuzz.schema.observing import Observer
from schemawright.fuzz.schema.places import value_at
from schemawright.fuzz.schema.schema_map import SchemaMap

if TYPE_CHECKING:
    from pathlib import Path

    from schemawright.fuzz.record import FuzzRecord


DRAFT_7 = "http://json-schema.org/draft-07/schema#"


def records(contents: Any, mode: str = "valid", count: int = 400) -> list[Any]:
    found = [record.instance for record in islice(Fuzzer(open_schema(contents)).stream(mode, 1), count)]
    assert len(found) == count
    return found


def nested(levels: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object", "properties": {"deepest": {"type": "integer", "minimum": 3}}}
    for _ in range(levels):
        schema = {"type": "object", "properties": {"inner": schema, "beside": {"type": "string"}}}
    return schema


@pytest.mark.parametrize("levels", [3, 9, 14])
def test_records_are_as_deep_as_their_schema(levels: int) -> None:
    assert any('"deepest"' in json.dumps(record) for record in records(nested(levels)))
    broken = islice(Fuzzer(open_schema(nested(levels))).stream("invalid"), 400)
    assert any(record.keyword == "minimum" for record in broken)


def test_every_member_has_its_share_of_a_record() -> None:
    """A recursive one in front leaves some room for those behind it."""
    tree = {"type": "object", "properties": {"kids": {"type": "array", "items": {"$ref": "#/$defs/tree"}}}}
    steps = {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["name"]}}
    schema = {
        "type": "object",
        "properties": {
            "tree": {"$ref": "#/$defs/tree"},
            "trees": {"type": "array", "items": {"$ref": "#/$defs/tree"}},
            "jobs": {"type": "object", "additionalProperties": {"type": "object", "properties": {"steps": steps}}},
        },
        "$defs": {"tree": tree},
    }
    assert any(job.get("steps") for record in records(schema) for job in record.get("jobs", {}).values())


@pytest.mark.parametrize("name", ["default", "enum", "const", "examples", "$ref", "properties", "not"])
def test_a_property_may_be_called_as_a_keyword_is(name: str) -> None:
    schema = {"type": "object", "properties": {name: {"$ref": "#/$defs/small"}}, "$defs": {"small": {"maximum": 3}}}
    schema["$defs"]["small"] |= {"type": "integer"}  # type: ignore[index]
    found = [record[name] for record in records(schema) if name in record]
    assert found
    assert all(value <= 3 for value in found)


CONDITIONS: list[Any] = [
    {"if": {"properties": {"a": {"const": "US"}}}, "then": {"properties": {"b": {"pattern": "^[0-9]{5}$"}}}},
    {"anyOf": [{"not": {"properties": {"a": {"const": "US"}}}}, {"properties": {"b": {"pattern": "^[0-9]{5}$"}}}]},
]


@pytest.mark.parametrize("condition", CONDITIONS, ids=json.dumps)
def test_conditions_are_met(condition: Any) -> None:
    """The canonical form need not name what a condition is about: it accepts the same without."""
    names = {"properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "required": ["a", "b"]}
    assert any(record["a"] == "US" for record in records({"type": "object", **names, **condition}))


def test_unevaluated_items_are_those_that_no_branch_evaluates() -> None:
    branches = [
        {"prefixItems": [{"const": "temp"}, {"type": "number"}], "maxItems": 2},
        {"prefixItems": [{"const": "raw"}], "items": {"$ref": "#/$defs/byte"}, "maxItems": 9},
    ]
    schema = {
        "type": "array",
        "prefixItems": [{"enum": ["temp", "raw"]}],
        "minItems": 2,
        "oneOf": branches,
        "unevaluatedItems": {"pattern": "^q="},
        "$defs": {"byte": {"type": "integer", "minimum": 0, "maximum": 255}},
    }
    assert {record[0] for record in records(schema)} == {"temp", "raw"}


def test_of_many_branches_each_is_met() -> None:
    """Some are left out where they multiply: not all of the last ones."""
    said = [{"oneOf": [{"required": [f"{name}{n}"]} for n in range(4)]} for name in "abcde"]
    schema = {"type": "object", "anyOf": [{"allOf": said}, {"required": ["last"], "maxProperties": 1}]}
    assert any(set(record) == {"last"} for record in records(schema))


ENOUGH: list[Any] = [
    {"type": "object", "minProperties": 20, "propertyNames": {"pattern": "^[a-z]{3}$"}},
    {"type": "object", "minProperties": 20, "propertyNames": {"pattern": "^[a-z]$"}},
    {"type": "array", "uniqueItems": True, "items": {"type": "integer", "minimum": 0, "maximum": 50}, "minItems": 50},
    {
        "type": "array",
        "allOf": [
            {"contains": {"type": "string"}, "minContains": 2},
            {"contains": {"type": "integer"}, "minContains": 3},
            {"contains": {"const": None}},
        ],
        "maxItems": 6,
    },
]


@pytest.mark.parametrize("contents", ENOUGH, ids=json.dumps)
def test_there_are_enough_of_what_there_has_to_be(contents: Any) -> None:
    schema = open_schema(contents)
    assert all(map(schema.is_valid, records(contents, count=60)))


def test_arrays_have_every_length_and_numbers_are_far_away_with_fractions() -> None:
    lengths = {
        len(one) for one in records({"type": "array", "items": {"type": "integer"}, "maxItems": 12}, count=2_000)
    }
    assert lengths == set(range(13))
    assert any(abs(one) > 1_000 and one % 1 for one in records({"type": "number"}, count=2_000))


def test_what_was_looked_for_in_vain_is_no_proof() -> None:
    """There is one between these bounds, which no double holds."""
    with pytest.raises(NoInstance, match="none was found"):
        records({"type": "number", "exclusiveMinimum": 0.1, "exclusiveMaximum": 0.10000000000000002})


def test_a_large_record_is_judged_soon() -> None:
    """Each error has a copy of what it is about, which made five seconds of one record."""
    names = {"propertyNames": {"pattern": "^[0-9a-f]{2}(:[0-9a-f]{2}){3,7}$"}, "maxProperties": 500}
    member = {"type": "object", "required": ["model"], "properties": {"model": {"type": "string", "minLength": 2}}}
    fuzzer = Fuzzer(open_schema({"type": "object", **names, "additionalProperties": member}))
    found = list(islice(fuzzer.stream("invalid"), 200))
    assert len(found) == 200
    assert any(record.keyword == "maxProperties" for record in found)
    assert fuzzer.violations.judged < 20_000


def violations(contents: Any, count: int = 300) -> list[FuzzRecord]:
    found = list(islice(Fuzzer(open_schema(contents)).stream("invalid", 1), count))
    assert len(found) == count
    return found


def test_the_first_record_waits_for_nothing() -> None:
    fuzzer = Fuzzer(open_schema(CONDITIONAL))
    assert next(fuzzer.stream("mixed")).valid
    assert "violations" not in vars(fuzzer._invalid)


CONDITIONAL: dict[str, Any] = {
    "type": "object",
    "required": ["kind", "quantity"],
    "properties": {
        "kind": {"enum": ["goods", "file", "service"]},
        "quantity": {"type": "integer", "minimum": 1, "maximum": 999},
        "url": {"type": "string"},
    },
    "additionalProperties": False,
    "if": {"required": ["url"]},
    "then": {"properties": {"kind": {"const": "file"}, "quantity": {"maximum": 3}}},
}
IN_BRANCHES: dict[str, Any] = {
    "type": "array",
    "minItems": 2,
    "maxItems": 2,
    "oneOf": [
        {"prefixItems": [{"const": "temperature"}, {"type": "number", "minimum": -60, "maximum": 150}]},
        {"prefixItems": [{"const": "humidity"}, {"type": "number", "minimum": 0, "multipleOf": 0.5}]},
    ],
    "unevaluatedItems": False,
}
BESIDE: dict[str, Any] = {
    "$ref": "#/$defs/phone",
    "pattern": "^[+]",
    "$defs": {"phone": {"type": "string", "minLength": 6}},
}
BETWEEN: dict[str, Any] = {"type": "integer", "minimum": 100, "maximum": 999, "not": {"multipleOf": 100}}


@pytest.mark.parametrize(
    ("schema", "keyword_location"),
    [
        (CONDITIONAL, "#/then/properties/kind/const"),
        (CONDITIONAL, "#/then/properties/quantity/maximum"),
        (CONDITIONAL, "#/properties/quantity/maximum"),
        (IN_BRANCHES, "#/oneOf/0/prefixItems/1/maximum"),
        (IN_BRANCHES, "#/oneOf/0/prefixItems/1/minimum"),
        (IN_BRANCHES, "#/oneOf/1/prefixItems/1/multipleOf"),
        (BESIDE, "#/pattern"),
        (BESIDE, "#/$defs/phone/minLength"),
        (BETWEEN, "#/type"),
        (BETWEEN, "#/maximum"),
    ],
)
def test_a_keyword_fails_alone_where_it_has_to_hold(schema: Any, keyword_location: str) -> None:
    """In the record; or in its branch, whatever else the record then violates."""
    observer = Observer(SchemaMap(open_schema(schema)))
    found = [observer.observe(record.instance).isolated for record in violations(schema)]
    assert any(location.endswith(keyword_location) for isolated in found for location in isolated)


def test_of_a_large_record_there_is_the_way_to_what_is_seldom() -> None:
    rows = {"type": "array", "minItems": 30, "items": {"type": "object", "required": ["a", "b", "c", "d"]}}
    seldom = {"if": {"required": ["ref"]}, "then": {"properties": {"ref": {"type": "string", "pattern": "#/"}}}}
    node = {"type": "object", "required": ["rows"], "properties": {"rows": rows, "params": {"items": seldom}}}
    schema = {"type": "object", "required": ["node"], "properties": {"node": node}}
    assert any(record.violates.endswith("/then/properties/ref/pattern") for record in violations(schema))


def test_exemplars_keep_the_way() -> None:
    schema = {"type": "object", "required": ["id"], "properties": {"rows": {"type": "array", "minItems": 1}}}
    record = {"id": 1, "more": 2, "rows": [{"a": 1}, {"a": 2, "b": {"c": 3, "d": 4}}, {"a": 3}]}
    found = on_the_way(record, ("rows", 1, "b", "c"), open_schema(schema).engine.is_valid)
    assert found == {"id": 1, "rows": [{"b": {"c": 3}}]}


TREE = {
    "type": "object",
    "minProperties": 1,
    "maxProperties": 1,
    "propertyNames": {"enum": ["all", "any", "not", "is"]},
    "properties": {
        "all": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/tree"}},
        "any": {"type": "array", "minItems": 2, "items": {"$ref": "#/$defs/tree"}},
        "not": {"$ref": "#/$defs/tree"},
        "is": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
    },
}
KINDS = [{"properties": {"kind": {"const": kind}}, "required": ["kind"]} for kind in ("a", "b", "c")]
LOOSE: dict[str, Any] = {
    "branches without a type": {"oneOf": KINDS},
    "branches that say nothing of some types": {
        "oneOf": [{"type": ["null", "string"]}, {"minimum": 3}, {"maxItems": 2}],
    },
    "dependents": {
        "type": "object",
        "dependentRequired": {"a": ["b", "c"]},
        "dependentSchemas": {"d": {"minProperties": 3}},
    },
    "a condition": {
        "type": "object",
        "properties": {"size": {"type": "integer"}, "kind": {"enum": ["a", "b"]}},
        "if": {"properties": {"kind": {"const": "a"}}},
        "then": {"required": ["size"], "properties": {"size": {"minimum": 3}}},
        "else": {"not": {"required": ["size"]}},
    },
    "few that are contained": {
        "type": "array",
        "items": {"type": "object", "properties": {"main": {"type": "boolean"}}, "required": ["main"]},
        "contains": {"properties": {"main": {"const": True}}},
        "maxContains": 1,
    },
    "none that is contained": {
        "type": "array", "items": {"enum": ["a", "b"]}, "contains": {"const": "c"}, "minContains": 0, "maxContains": 2,
    },
    "all contained": {
        "type": "array", "items": {"const": 1}, "prefixItems": [{"type": "string"}], "contains": {"type": "integer"},
        "maxContains": 3,
    },
    "recursion by listed names": {"$ref": "#/$defs/tree"},
}  # fmt: skip


@pytest.mark.parametrize("name", LOOSE)
def test_boundary_cases_are_not_lost(name: str) -> None:
    """Where makers take a place for less than its schema says, that is mended there; the rest of the record stays."""
    places = {f"p{number}": {"$ref": "#/$defs/loose"} for number in range(6)}
    contents = {"properties": places, "required": ["p0", "p1"], "$defs": {"tree": TREE, "loose": LOOSE[name]}}
    schema = open_schema(contents)
    fuzzer, sweep = Fuzzer(schema), Sweep()
    valid = 0
    for _ in range(100):
        fuzzer.grammar.start()
        with suppress(Stuck):
            valid += schema.is_valid(fuzzer.grammar.root.sweep(sweep, fuzzer.grammar.budget))
    assert valid >= 95


def test_a_property_that_only_others_may_have_is_tried() -> None:
    """What a condition allows, where it is not met: it is right but for `unevaluatedProperties`."""
    schema = {
        "type": "object",
        "properties": {"kind": {"enum": ["a", "b"]}},
        "required": ["kind"],
        "if": {"properties": {"kind": {"const": "a"}}},
        "then": {"properties": {"weight": {"type": "integer", "minimum": 3}}},
        "unevaluatedProperties": False,
    }
    found = list(islice(Fuzzer(open_schema(schema)).stream("invalid"), 100))
    assert any(
        record.keyword == "unevaluatedProperties"
        and record.instance.get("kind") == "b"
        and type(record.instance.get("weight")) is int
        and record.instance["weight"] >= 3
        and len(record.instance) == 2
        for record in found
    )


def test_two_branches_of_any_of_are_met_at_once() -> None:
    """Whoever takes `anyOf` for `oneOf` refuses such a record."""
    asked = [["phone", "area"], ["fax", "room", "floor"]]  # which chance alone would not put together
    ways = [{"type": "string"}, *({"type": "object", "required": names} for names in asked)]
    schema = {"properties": {"contact": {"anyOf": ways}}, "required": ["contact"]}
    contacts = [record["contact"] for record in records(schema, count=20) if isinstance(record, dict)]
    assert any(isinstance(contact, dict) and set(contact) >= {*asked[0], *asked[1]} for contact in contacts)


def test_a_declared_name_in_another_case_is_another_name() -> None:
    """And has a value that the declared one may not have."""
    schema = {"type": "object", "properties": {"name": {"type": "string"}, "size": {"type": "integer"}}}
    others = {name: value for record in records(schema, count=200) for name, value in record.items()}
    assert any(not isinstance(others.get(name, ""), str) for name in ("NAME", "Name"))


def test_some_numbers_wrap_to_what_a_bound_allows() -> None:
    schema = {"type": "integer", "maximum": 99_999}
    wrapped = [record - 2**64 for record in records(schema, "invalid", 12) if isinstance(record, int)]
    assert any(-(2**63) <= number <= 99_999 for number in wrapped)


def test_of_large_numbers_those_are_tried_that_floats_take_for_multiples() -> None:
    schema = {"type": "integer", "multipleOf": 3}
    numbers = [record for record in records(schema, "invalid", 60) if type(record) is int]
    assert any(number % 3 and (number / 3).is_integer() for number in numbers)


@pytest.mark.parametrize("keyword", ["propertyNames", "additionalProperties"])
def test_not_only_what_is_named_first_is_wrong(keyword: str) -> None:
    said: dict[str, Any] = {"propertyNames": {"pattern": "^[a-z]+$"}, "additionalProperties": {"type": "boolean"}}
    schema = {"type": "object", keyword: said[keyword], "minProperties": 2}
    is_wrong = {
        "propertyNames": lambda name, _: not (name.isascii() and name.isalpha() and name.islower()),
        "additionalProperties": lambda _, value: type(value) is not bool,
    }[keyword]
    found = [record for record in records(schema, "invalid", 9) if isinstance(record, dict) and len(record) > 1]
    assert any(not is_wrong(*next(iter(record.items()))) for record in found)
    assert any(is_wrong(*next(iter(record.items()))) for record in found)


def test_items_that_come_late_are_wrong_too() -> None:
    schema = {"type": "array", "prefixItems": [{"type": "string"}], "items": {"type": "integer"}}
    wrong = [
        max(index for index, item in enumerate(record) if index and (type(item) not in {int, float} or item % 1))
        for record in records(schema, "invalid", 60)
        if isinstance(record, list) and len(record) > 5 and isinstance(record[0], str)
    ]
    assert any(index >= 5 for index in wrong)


def breaking(contents: Any, keyword: str, count: int) -> list[Any]:
    """Return the first records that break a keyword."""
    broken = (record for record in Fuzzer(open_schema(contents)).stream("invalid", 1) if record.keyword == keyword)
    return [record.instance for record in islice(broken, count)]


@pytest.mark.parametrize(("keyword", "bound"), [("maximum", 99), ("minimum", -3), ("maximum", 10**6)])
def test_who_rounds_a_number_before_it_meets_a_bound_is_found_soon(keyword: str, bound: int) -> None:
    found = breaking({"type": "number", keyword: bound}, keyword, 3)
    assert any(round(one) == bound and abs(one - bound) > 0.01 for one in found)


def test_what_is_no_declared_property_is_wrong_behind_others_too() -> None:
    schema = {
        "type": "object",
        "properties": {"id": {"type": "string"}},
        "additionalProperties": {"type": "boolean"},
        "minProperties": 1,
        "maxProperties": 4,
    }
    found = breaking(schema, "type", 30)
    others = [[value for name, value in one.items() if name != "id"] for one in found if isinstance(one, dict)]
    assert any(len(values) > 1 and isinstance(values[0], bool) for values in others)


@pytest.mark.parametrize("pattern", ["^[A-Z]{3}$", "^[A-Z]{2}-[0-9]+$", "^v[0-9]$"])
def test_two_right_texts_are_soon_tried_where_a_pattern_asks_for_one(pattern: str) -> None:
    """Whoever looks at the beginning only, at the end only, or at each line, takes them; a space is more common."""
    found = [text.split() for text in breaking({"type": "string", "pattern": pattern}, "pattern", 18)]
    assert any(len(parts) > 1 and all(re.search(pattern, part) for part in parts) for parts in found)


PATTERNED = {"patternProperties": {"^x-[a-z]+$": {"type": "string"}}, "additionalProperties": False}


@pytest.mark.parametrize(
    ("schema", "keyword"),
    [
        ({"propertyNames": {"maxLength": 12}, **PATTERNED}, "/propertyNames/maxLength"),
        ({"propertyNames": {"pattern": "^[a-z-]{4,6}$"}, **PATTERNED}, "/propertyNames/pattern"),
        (
            {
                "type": "string",
                "minLength": 8,
                "maxLength": 12,
                "allOf": [{"pattern": "[A-Z]"}, {"not": {"pattern": "[<>]"}}],
            },
            "/allOf/1/not",
        ),
        ({"type": "string", "pattern": "^\\S*$", "not": {"pattern": "aa"}, "minLength": 3}, "/pattern"),
        # A step beyond the bound, by what another subschema wants a multiple of.
        (
            {"type": "integer", "multipleOf": 10, "maximum": 1000, "allOf": [{"maximum": 500}]},
            "/allOf/0/maximum",
        ),
        # Items that are not contained have to be such as may be there: in arrays in which each counts.
        (
            {
                "type": "array",
                "items": {"type": ["integer", "string"]},
                "contains": {"type": "integer"},
                "minContains": 2,
                "maxContains": 3,
            },
            "/contains/type",
        ),
        # Another branch takes it, unless there is more beside it that this one refuses.
        (
            {
                "required": ["k"],
                "properties": {"k": {"enum": ["a", "b"]}, "v": {"type": "integer"}},
                "oneOf": [
                    {"properties": {"k": {"const": "a"}}},
                    {"properties": {"k": {"const": "b"}, "v": {"minimum": 5}}},
                ],
            },
            "/oneOf/0/properties/k/const",
        ),
    ],
)
def test_what_can_be_broken_alone_is(schema: Any, keyword: str) -> None:
    fuzzer = Fuzzer(open_schema({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}))
    first = fuzzer.violations.first
    [target] = [one for one in fuzzer.violations.targets if one.pair.keyword_location.endswith(f"#{keyword}")]
    own = [record for one, _, record in first if one is target]
    assert own
    assert all(record.alone for record in own)


def test_what_refuses_many_items_counts_once() -> None:
    firsts = [{"const": "q"}, {"type": "string"}, {"type": "string"}, {"type": "string"}]
    schema = {"type": "array", "anyOf": [{"prefixItems": firsts}], "unevaluatedItems": False}
    fuzzer = Fuzzer(open_schema({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}))
    broken = {target.pair.keyword_location.partition("#")[2] for target, _, _ in fuzzer.violations.first}
    assert {f"/anyOf/0/prefixItems/{index}/type" for index in (1, 2, 3)} <= broken


def test_what_is_told_alone_is_broken_in_many_ways_without_a_repetition() -> None:
    # Without the pattern, the address elsewhere would be as two branches say.
    address = {"oneOf": [{"format": "ipv4"}, {"type": "string", "pattern": "^([0-9]{1,3}[.]){3}[0-9]{1,3}/[0-9]+$"}]}
    schema = {"type": "array", "items": address, "contains": {"const": "1.2.3.4"}, "minItems": 2}
    first = Fuzzer(open_schema(schema)).violations.first
    own = [record for target, _, record in first if target.pair.keyword_location.endswith("/oneOf/1/pattern")]
    assert len(own) > 20
    assert len({record.how for record in own}) == len(own)


def test_what_asks_for_another_property_may_have_to_be_an_object() -> None:
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "properties": {"a": {"type": "object"}},
        "dependencies": {"a": ["c"], "t": {"required": ["c"]}},
        "oneOf": [{"required": ["c"]}, {"required": ["d"]}],
    }
    first = Fuzzer(open_schema(schema)).violations.first
    own = [record for target, _, record in first if target.pair.keyword == "dependencies"]
    assert any(isinstance(record.instance.get("a"), dict) and record.alone for record in own)


def test_items_that_only_contains_evaluates_are_made() -> None:
    widths = {
        "type": "array",
        "prefixItems": [{"type": "number", "minimum": 5}],
        "contains": {"type": "number", "maximum": 50},
        "minContains": 2,
        "unevaluatedItems": False,
    }
    schema = {"anyOf": [{"properties": {"w": widths}}, {"type": "string"}], "unevaluatedProperties": False}
    fuzzer = Fuzzer(open_schema({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}))
    records = [record.instance for record in islice(fuzzer.stream("valid"), 300)]
    lengths = {len(record["w"]) for record in records if isinstance(record, dict) and "w" in record}
    assert 2 in lengths
    assert max(lengths) > 2


def test_what_has_to_contain_something_has_boundary_cases() -> None:
    port = {"type": "integer", "minimum": 1, "maximum": 65_535}
    rule = {"type": "object", "properties": {"port": port, "deny": {"type": "boolean"}}}
    schema = {"type": "array", "items": rule, "contains": {"required": ["deny"]}, "minItems": 2}
    records = islice(Fuzzer(open_schema(schema)).each_valid(), 20)
    ports = {item.get("port") for record in records for item in record}
    assert {1, 65_535} <= ports


def test_the_ends_of_ranges_come_early_and_what_is_beyond() -> None:
    schema = {"type": "string", "pattern": "^#([0-9a-fA-F]{6})$"}
    records = list(islice(Fuzzer(open_schema(schema)).stream("mixed"), 60))
    valid = "".join([record.instance for record in records[:25] if record.valid])
    invalid = "".join([record.instance for record in records if not record.valid and isinstance(record.instance, str)])
    assert set("09afAF") <= set(valid)
    assert set("gG") <= set(invalid)


@pytest.mark.parametrize(
    "wider",
    [
        "^[A-Za-z]{2}-[0-9]{3}/[a-f]+$", "^[A-Z0-9]{2}-[0-9]{3}/[a-f]+$", "^[A-Z ]{2}-[0-9]{3}/[a-f]+$",
        "^[A-Z[]{2}-[0-9]{3}/[a-f]+$", "^[A-Z]{2}-[0-9_]{3}/[a-f]+$", "^[A-Z]{2}-[0-9 ]{3}/[a-f]+$",
        "^[A-Z]{2}-[0-:]{3}/[a-f]+$", "^[A-Z]{2}-[0-9A-Z]{3}/[a-f]+$", "^[A-Z]{2}-[0-9]{3}/[a-g]+$",
        "^[A-Z]{2}-[0-9]{3}/[a-f ]+$", "^[A-Z]{2}-[0-9]{3}/[_a-f]+$",
    ],
)  # fmt: skip
def test_each_class_of_a_pattern_is_found_to_be_too_wide(wider: str) -> None:
    found = breaking({"type": "string", "pattern": "^[A-Z]{2}-[0-9]{3}/[a-f]+$"}, "pattern", 50)
    assert any(re.fullmatch(wider, text) for text in found)


def test_nothing_comes_twice_before_chance_takes_over() -> None:
    schema = "benchmarks/mutation/rich.schema.json"
    records = [repr(record.instance) for record in islice(Fuzzer(open_schema(schema)).stream("mixed"), 1_000)]
    assert len(set(records)) == len(records)


def test_a_folder_with_a_space_in_its_name_changes_nothing(tmp_path: Path) -> None:
    items = {"type": "array", "items": {"type": ["integer", "string"]}, "contains": {"type": "integer"}}
    schema = {"properties": {"some items": items | {"minContains": 2, "maxContains": 3}}}
    streams = []
    for folder in ("plain", "with a space"):
        file = tmp_path / folder / "a.json"
        file.parent.mkdir()
        file.write_text(json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}))
        streams.append(list(islice(Fuzzer(open_schema(file)).stream("mixed"), 150)))
    assert streams[0] == streams[1]


_OPEN_BRANCH = {
    "type": "object",
    "properties": {
        "c": {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {"instanceof": "Function"},
                {"type": "object", "properties": {"x": {"type": "boolean"}}, "additionalProperties": False},
            ]
        },
        "library": {"anyOf": [{"enum": ["var", "module"]}, {"type": "string"}]},
    },
}


def test_what_no_verdict_depends_on_is_made_as_well() -> None:
    """A branch that allows everything, and one that another one includes, leave nothing of what is beside them."""
    made = [record.instance for record in islice(Fuzzer(open_schema(_OPEN_BRANCH)).stream("valid"), 60)]
    values = [instance["c"] for instance in made if "c" in instance]
    assert "" in values
    assert any(value and isinstance(value, str) for value in values)
    assert any(isinstance(value, dict) and isinstance(value.get("x"), bool) for value in values)
    assert any(isinstance(value, dict) and value.keys() - {"x"} for value in values)
    assert any(instance.get("library") in {"var", "module"} for instance in made)


def test_branches_of_types_that_are_left_out_do_not_multiply() -> None:
    """Seven conditions have three ways each, one of them about other types: of the 128 that are left none is lost."""
    conditions = [
        {"anyOf": [{"type": ["null", "string"]}, {"type": "object", "maxProperties": at}, {"required": [f"n{at}"]}]}
        for at in range(7)
    ]
    ways = [{"type": "string"}, {"type": "object", "minProperties": 1}]
    node = {"anyOf": [{"allOf": [way, {"type": ["object", "array"]}, *conditions]} for way in ways]}
    leaves = Expander(lambda _: True, lambda _: None).leaves((node,))
    assert {leaf.types for leaf in leaves} == {("object",)}
    assert len({str(leaf.facts) for leaf in leaves}) == 2**7


def kinds(count: int, *, listed: bool, closed: bool) -> dict[str, Any]:
    """Return a schema of objects of so many kinds, each of which has a property of its own."""
    known: dict[str, Any] = {"enum": [f"k{number}" for number in range(count)]} if listed else {"type": "string"}
    conditions = [
        {
            "if": {"properties": {"kind": {"const": f"k{number}"}}, "required": ["kind"]},
            "then": {"required": [f"r{number}"], "properties": {f"r{number}": {"type": "string"}}},
        }
        for number in range(count)
    ]
    schema: dict[str, Any] = {"required": ["kind"], "properties": {"kind": known}, "allOf": conditions}
    return {"type": "object", **schema, "unevaluatedProperties": False} if closed else schema


@pytest.mark.parametrize(("listed", "closed"), [(True, False), (False, False), (True, True)])
@pytest.mark.parametrize("count", [9, 16])
def test_each_of_many_conditions_about_one_property_is_met_and_broken(count: int, listed: bool, closed: bool) -> None:
    """Two of them contradict each other: to multiply them out, as 2 to the power of 16, would lose nearly all."""
    schema = kinds(count, listed=listed, closed=closed)
    every = {f"k{number}" for number in range(count)}
    valid = [one for one in records(schema, count=600) if isinstance(one, dict)]
    assert {one["kind"] for one in valid if one["kind"] in every} == every
    broken = list(islice(Fuzzer(open_schema(schema)).stream("invalid"), 600))
    violated = {one.violates for one in broken}
    assert {f"/allOf/{number}/then/properties/r{number}/type" for number in range(count)} <= violated


def test_what_is_left_out_of_too_many_ways_is_no_proof_that_there_is_none() -> None:
    """Of conditions that do not contradict each other some combinations are left out, and it is known that they are."""
    either = [{"anyOf": [{"required": [f"a{number}"]}, {"required": [f"b{number}"]}]} for number in range(12)]
    expander = Expander(lambda _reference: True, lambda _node: None)
    assert expander.leaves(({"allOf": either[:6]},))
    assert expander.is_complete
    assert expander.leaves(({"allOf": either},))
    assert not expander.is_complete


@pytest.mark.parametrize(
    "schema",
    [
        {"not": {"required": ["x"]}},
        {"properties": {"a": {"not": {"anyOf": [{"type": "string"}, {"type": "object", "required": ["x"]}]}}}},
    ],
)
def test_what_may_not_be_had_is_had_by_objects(schema: Any) -> None:
    """Not only by what is no object, of which everything is true that is said of members."""
    broken = [one for one in records(schema, "invalid", 200) if '"x":' in json.dumps(one)]
    assert broken


def test_where_the_empty_name_is_required_it_is_missing_and_all_else_is_wrong() -> None:
    schema = {"type": "object", "required": [""], "properties": {"": {"type": "boolean"}, "x": {"type": "integer"}}}
    broken = islice(Fuzzer(open_schema(schema)).stream("invalid"), 100)
    assert {one.violates for one in broken} == {"/type", "/required", "/properties//type", "/properties/x/type"}


def test_members_that_recur_in_what_contradicts_itself_are_looked_into_no_further() -> None:
    """Two lists that hold at once have two lists inside, and so on."""
    lists = {
        name: {"type": ["object", "null"], "required": ["next"], "properties": {"next": {"$ref": f"#/$defs/{name}"}}}
        for name in "ab"
    }
    held = Conjunction([{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/b"}], lambda reference: lists[reference[-1]])
    assert held.types == {"object", "null"}


@pytest.mark.parametrize(
    ("schema", "violated"),
    [
        ({"type": "integer", "allOf": [{"multipleOf": 4}, {"multipleOf": 6}]}, "/allOf/0/multipleOf"),
        ({"type": "integer", "allOf": [{"multipleOf": 4}, {"multipleOf": 6}]}, "/allOf/1/multipleOf"),
        ({"properties": {"a": {"type": "integer", "multipleOf": 2.5}}}, "/properties/a/type"),
    ],
)
def test_of_several_that_numbers_are_multiples_of_each_is_missed_alone(schema: Any, violated: str) -> None:
    """As 6 is none of 4 and one of 6; and 2.5, one of itself, no integer."""
    broken = [one for one in islice(Fuzzer(open_schema(schema)).stream("invalid"), 100) if one.violates == violated]
    numbers = [one for one in broken if isinstance(value_at(one.instance, ("a",) if one.at else ()), (int, float))]
    assert any(one.alone for one in numbers)


DENIED = [{"pattern": "^x", "maxLength": 3}, {"multipleOf": 7, "minimum": 100}, {"pattern": "^[a-z]+$", "minLength": 5}]


@pytest.mark.parametrize("denied", DENIED, ids=str)
def test_of_what_is_denied_together_each_fails_alone(denied: Any) -> None:
    schema = {"properties": {"c": {"type": ["string", "number"], "not": denied}}, "required": ["c"]}
    observer = Observer(SchemaMap(open_schema(schema)))
    alone = {one.rpartition("/")[2] for record in records(schema) for one in observer.observe(record).isolated}
    assert alone >= denied.keys()


def test_each_branch_of_what_is_denied_is_met() -> None:
    schema = {"not": {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}}
    broken = [one for one in records(schema, "invalid") if isinstance(one, dict)]
    assert {frozenset({"a", "b"} & one.keys()) for one in broken} >= {frozenset("a"), frozenset("b")}


def test_what_no_verdict_depends_on_comes_again_and_again() -> None:
    """Of kinds of objects beside which everything is allowed there are many records, not one of each."""
    kinds = [{"properties": {"kind": {"enum": [kind]}, "on": {"type": "boolean"}}} for kind in ("m", "n")]
    found = [one for one in records({"anyOf": [*kinds, {"properties": {"kind": {"type": "string"}}}]}, count=1_000)
             if isinstance(one, dict)]  # fmt: skip
    assert sum(one.get("kind") in {"m", "n"} for one in found) > 30
    assert sum(type(one.get("on")) is bool for one in found) > 30


def test_what_has_the_same_canonical_form_is_negated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Written in two ways, and met in two grammars."""
    asked: list[Any] = []
    negated = Canonical.negated
    monkeypatch.setattr(Canonical, "negated", lambda form: asked.append(form.contents) or negated(form))
    grammar = Grammar({}, dialect="2020-12", assert_formats=True)
    other = Grammar({}, dialect="2020-12", assert_formats=True, beside=grammar)
    ways = [{"type": "integer", "minimum": 3}, {"allOf": [{"minimum": 3}, {"type": "integer"}]}]
    found = [one.negate(way) for one in (grammar, other) for way in ways]
    assert len(asked) == 1
    assert all(one == found[0] for one in found)
    assert found[0] is not None


@pytest.mark.parametrize("denied", [{"const": 3}, {"required": ["a"]}, {"minimum": 5}])
def test_what_is_to_be_refused_is_not_looked_for(denied: Any) -> None:
    """That no valid record satisfies it is what the schema says; the canonical form leaves out nothing there."""
    fuzzer = Fuzzer(open_schema({"properties": {"a": {"type": "integer"}, "b": {"not": denied}}}))
    looking = LeftOut(fuzzer.schema_map, fuzzer.locally, fuzzer.accepts)
    assert not looking.missing(fuzzer.each_valid())


def test_what_no_verdict_depends_on_has_a_turn_among_the_first() -> None:
    """Of many keywords, what tells most takes hundreds of records: named values beside any text come before."""
    part = {
        "type": "object",
        "properties": {
            "kind": {"enum": ["a", "b", "c"]},
            "code": {"type": "string", "pattern": "^[A-Z]{2}-[0-9]{3}$"},
            "size": {"type": "integer", "minimum": 3, "maximum": 90, "multipleOf": 3},
            "when": {"type": "string", "format": "date"},
            "tags": {"type": "array", "items": {"type": "string", "minLength": 2}, "uniqueItems": True, "maxItems": 4},
        },
        "required": ["kind", "code"],
        "additionalProperties": False,
    }
    named = {"anyOf": [{"type": "string"}, {"enum": ["MIT", "ISC"]}]}
    schema = open_schema({"properties": {**{f"part_{number}": part for number in range(3)}, "license": named}})
    found = list(islice(Fuzzer(schema).stream("mixed"), 60))
    assert any(record.valid and record.instance.get("license") in {"MIT", "ISC"} for record in found)


@pytest.mark.parametrize(
    "contents",
    [
        {"properties": {"a": {"type": "null", "const": "ab"}}},
        {"items": {"type": "integer", "minimum": 5, "maximum": 3}},
        {"items": [{"type": "string"}, {"minLength": 5, "type": "string", "maxLength": 2}], "$schema": DRAFT_7},
        {
            "properties": {"o": {"properties": {"a": {"$ref": "#/$defs/n"}}}},
            "$defs": {"n": {"type": "null", "not": {}}},
        },
    ],
)
def test_what_nothing_satisfies_as_a_whole_is_broken_by_each_of_its_keywords(contents: Any) -> None:
    """There is no valid record with it, and yet one that violates only one of what contradicts each other."""
    schema = open_schema(contents)
    coverage = Coverage(schema)
    for record in islice(Fuzzer(schema).stream("mixed"), 100):
        coverage.add(record)
        assert record.valid == schema.is_valid(record.instance)
    assert [one.pair.keyword_location for one in coverage.pairs() if not one.isolated and not one.reason] == []
    assert all(one.satisfied or one.reason for one in coverage.pairs())


def test_the_algebra_leaves_out_what_patterns_refuse_and_nothing_else() -> None:
    listed = {"enum": ["a\rb", "x", "é"], "pattern": r"^\b.*$"}
    assert (form := canonical_form(open_schema(listed).task)) is not None
    assert form.contents.get("const") == "x"
    assert canonical_form(open_schema({"enum": ["b", "c"], "pattern": r"^(?:(a)|b)\1$"}).task) is None
    assert (form := canonical_form(open_schema({"pattern": "^.$"}).task)) is not None
    assert "^.$" in str(form.contents)
