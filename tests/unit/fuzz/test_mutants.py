"""Mutants: which records tell them, and that the first records of a stream are those that tell most."""

from __future__ import annotations

import gc
import json
import re
import sys
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemawright import open_schema
from schemawright.engines.native.panics import Guarded
from schemawright.errors import SchemaError
from schemawright.fuzz.accepted.exemplars import Exemplars, exercised
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.naming import naming
from schemawright.fuzz.order.asking import Asking
from schemawright.fuzz.order.cover import Cover
from schemawright.fuzz.order.mistakes import _CHANGES, mistakes
from schemawright.fuzz.order.mutants import Mutants
from schemawright.fuzz.record import FuzzRecord
from schemawright.keywords import DIALECTS

if TYPE_CHECKING:
    from pathlib import Path

NESTED: dict[str, Any] = {
    "type": "object",
    "required": ["kind"],
    "properties": {
        "kind": {"enum": ["a", "b"]},
        "size": {"$ref": "#/$defs/size"},
        "tags": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]+$"}, "contains": {"const": "x"}},
        "either": {"oneOf": [{"type": "string", "maxLength": 2}, {"type": "integer", "minimum": 3}]},
    },
    "if": {"properties": {"kind": {"const": "a"}}},
    "then": {"required": ["size"]},
    "additionalProperties": False,
    "$defs": {"size": {"type": "integer", "minimum": 1, "multipleOf": 2}},
}
TREE: dict[str, Any] = {
    "$ref": "#/$defs/node",
    "$defs": {
        "node": {
            "type": "object",
            "required": ["label"],
            "properties": {
                "label": {"type": "string"},
                "children": {"type": "array", "items": {"$ref": "#/$defs/node"}, "maxItems": 2},
            },
            "unevaluatedProperties": {"type": "integer"},
        }
    },
}
SCHEMAS = {"nested": NESTED, "tree": TREE, "scalar": {"type": "string", "format": "date"}}


@pytest.fixture(params=SCHEMAS, ids=str)
def fuzzer(request: pytest.FixtureRequest) -> Fuzzer:
    return Fuzzer(open_schema(SCHEMAS[request.param]))


def test_who_is_asked_about_an_invalid_record_is_everyone_who_could_tell(fuzzer: Fuzzer) -> None:
    mutants = Mutants(fuzzer.schema_map)
    asking = Asking(mutants, fuzzer.locally)
    first = [*fuzzer.violations.first]
    assert first
    for target, _, record in first:
        asked = mutants.on_the_way(record, target.pair)
        everyone = mutants.everything & ~mutants.added
        assert asking.told_by(record, asked) == asking.told_by(record, everyone), record


def test_who_is_asked_about_a_valid_record_is_everyone_who_could_tell(fuzzer: Fuzzer) -> None:
    mutants = Mutants(fuzzer.schema_map)
    asking = Asking(mutants, fuzzer.locally)
    told = asking.told_by_valid(islice(fuzzer.each_valid(), 60), fuzzer.accepts)
    assert told
    for record, mask in told[:20]:
        assert mask
        assert not mask & ~asking.told_by(record, mutants.everything), record
        # All that it tells, some record is known to tell.
        known = 0
        for _, other in told:
            known |= other
        assert not asking.told_by(record, mutants.everything) & ~known & ~mutants.forgotten & ~mutants.added, record


def test_of_invalid_records_so_many_are_known_to_tell_a_mutant_as_are_enough(fuzzer: Fuzzer) -> None:
    mutants = Mutants(fuzzer.schema_map)
    asking = Asking(mutants, fuzzer.locally)
    given = [(record, target.pair) for target, _, record in fuzzer.violations.first]
    found = [mask for _, mask in asking.told_by_invalid(given)]
    right = [asking.told_by(record, mutants.on_the_way(record, pair)) for record, pair in given]
    for number in range(len(mutants.all)):
        known = [bool(mask >> number & 1) for mask in found]
        telling = [bool(mask >> number & 1) for mask in right]
        assert [index for index, one in enumerate(known) if one] == [i for i, one in enumerate(telling) if one][:8]


def test_what_is_compiled_of_a_mutant_is_gone_once_it_was_asked(fuzzer: Fuzzer) -> None:
    asking = Asking(Mutants(fuzzer.schema_map), fuzzer.locally)
    instances = list(islice(fuzzer.each_valid(), 60))
    asking.told_by_valid(instances, fuzzer.accepts)  # What the schema itself says stays.
    gc.collect()
    gc.disable()
    try:
        before = compiled_schemas()
        asking.told_by_valid(instances, fuzzer.accepts)
        assert compiled_schemas() == before
    finally:
        gc.enable()


def compiled_schemas() -> int:
    return sum(type(one) is Guarded for one in gc.get_objects())


def test_the_first_records_tell_nearly_every_mutant_that_records_tell(fuzzer: Fuzzer) -> None:
    mutants = Mutants(fuzzer.schema_map)
    asking = Asking(mutants, fuzzer.locally)
    records = list(islice(fuzzer.stream(seed=5), 400))
    tellable = told = 0
    for number, record in enumerate(records):
        found = asking.told_by(record, mutants.everything)
        tellable |= found
        told |= found if number < 100 else 0
    assert tellable
    assert told.bit_count() >= 0.95 * tellable.bit_count()


def test_what_is_chosen_tells_all_and_the_most_comes_first() -> None:
    records = [FuzzRecord(number, valid=True) for number in range(5)]
    told = list(zip(records, [0b0001, 0b0110, 0b1111, 0b10000, 0], strict=True))
    assert Cover().of(told) == [records[2], records[3]]


def test_a_forgotten_keyword_counts_more() -> None:
    one, two = FuzzRecord(1, valid=True), FuzzRecord(2, valid=True)
    assert Cover().of([(one, 0b0011), (two, 0b0100)], forgotten=0b0100) == [two, one]


@pytest.mark.parametrize("dialect", [name for name in DIALECTS if name != "draft3"])
def test_beside_a_reference_that_stands_alone_nothing_is_mistaken(dialect: str) -> None:
    found = {one.keyword for one in mistakes({"$ref": "#/definitions/a", "minimum": 3}, dialect)}
    assert ("minimum" in found) == (dialect in {"2019-09", "2020-12"})


def test_no_mistake_is_the_schema_and_names_are_told() -> None:
    for mistake in mistakes(NESTED, "2020-12"):
        assert mistake.contents != NESTED
    named = {one.name for one in mistakes(NESTED, "2020-12") if one.keyword == "properties"}
    assert named == {"", *NESTED["properties"]}


WITH_ONE_KEYWORD: dict[str, Any] = {
    "type": ["string", "null"], "minimum": 3, "maximum": 3, "exclusiveMinimum": 3, "exclusiveMaximum": 3,
    "minLength": 2, "maxLength": 2, "minItems": 2, "maxItems": 2, "minProperties": 2, "maxProperties": 2,
    "minContains": 2, "maxContains": 2, "multipleOf": 3, "required": ["a", "b"], "enum": ["a", 1], "const": "a",
    "format": "date", "pattern": "^[a-z]{2}$", "dependentRequired": {"a": ["b", "c"]},
    "dependencies": {"a": ["b", "c"]},
    "dependentSchemas": {"a": {"minProperties": 3}}, "allOf": [{"minimum": 1}, {"maximum": 2}],
    "anyOf": [{"minimum": 1}, {"maximum": 2}], "oneOf": [{"minimum": 1}, {"maximum": 2}],
    "properties": {"a": {"type": "string"}}, "patternProperties": {"^a": {"type": "string"}},
    "additionalProperties": {"type": "string", "minLength": 1}, "unevaluatedProperties": {"minLength": 1},
    "unevaluatedItems": {"minLength": 1}, "items": {"type": "string"}, "prefixItems": [{"type": "string"}, {}],
    "contains": {"type": "string"}, "not": {"type": "string"}, "if": {"type": "string"}, "$ref": "#/$defs/a",
    "$dynamicRef": "#a", "$recursiveRef": "#",
}  # fmt: skip
DIALECT_OF = {"dependencies": "draft7", "$recursiveRef": "2019-09"}


def test_the_keywords_that_are_got_wrong_are_all_here() -> None:
    assert WITH_ONE_KEYWORD.keys() == _CHANGES.keys()


@pytest.mark.parametrize("keyword", WITH_ONE_KEYWORD)
def test_each_keyword_is_got_wrong_in_more_ways_than_to_forget_it(keyword: str) -> None:
    found = list(mistakes({keyword: WITH_ONE_KEYWORD[keyword]}, DIALECT_OF.get(keyword, "2020-12")))
    assert [one for one in found if one.keyword == keyword and not one.forgotten]


@pytest.mark.parametrize(
    ("contents", "looser"),
    [
        ({"enum": ["EUR"]}, [{"enum": ["EUR", "EUR "]}]),
        ({"const": "EUR"}, [{"const": "EUR "}, {"enum": ["EUR", "EUR "]}]),
    ],
)
def test_a_space_behind_a_value_is_taken_in_by_mistake(contents: Any, looser: list[Any]) -> None:
    found = [one.contents for one in mistakes(contents, "2020-12")]
    assert all(one in found for one in looser)


@pytest.mark.parametrize(
    ("contents", "wrong"),
    [
        ({"pattern": "^v[0-9]+$"}, {"pattern": "^v[ 0-9]+$"}),
        ({"pattern": r"^[0-9]\.[0-9]$"}, {"pattern": "^[0-9].[0-9]$"}),
        ({"pattern": r"^a/b\?$"}, {"pattern": "^a/b.$"}),
        ({"enum": ["a", "b"]}, {"enum": ["a", "b", []]}),
        ({"enum": ["a", "b"]}, {"enum": ["a", "b", {}]}),
        ({"enum": ["a", "b"]}, {"enum": ["a", "b", 1]}),
        (
            {"properties": {"id": {}}, "additionalProperties": False},
            {"properties": {"id": {}, "ID": {}, "Id": {}}, "additionalProperties": False},
        ),
        (
            {"properties": {"ID": {}}, "unevaluatedProperties": False},
            {"properties": {"ID": {}, "id": {}, "Id": {}}, "unevaluatedProperties": False},
        ),
    ],
    ids=repr,
)
def test_what_is_got_wrong_is_told(contents: Any, wrong: Any) -> None:
    assert wrong in [one.contents for one in mistakes(contents, "2020-12")]


def test_names_in_other_case_are_no_mistake_where_others_are_let_in() -> None:
    found = [one.contents.get("properties", {}) for one in mistakes({"properties": {"id": {}}}, "2020-12")]
    assert not any("ID" in one for one in found)


@pytest.mark.parametrize(
    "name", ["date", "time", "date-time", "email", "hostname", "ipv4", "ipv6", "uuid", "uri", "duration"]
)
def test_a_rough_format_takes_in_all_of_it_and_more(name: str) -> None:
    """Were it looser and stricter at once, one valid record would tell it, and nobody look for what it takes in."""
    contents = {"type": "string", "format": name}
    changed = [one.contents for one in mistakes(contents, "2020-12") if one.keyword == "format" and not one.forgotten]
    looser = [open_schema(one) for one in changed if "allOf" in one]
    fuzzer = Fuzzer(open_schema(contents))
    records = list(islice(fuzzer.stream(seed=1), 120))
    assert looser
    for schema in looser:
        assert all(schema.is_valid(record.instance) for record in records if record.valid)
        assert any(schema.is_valid(record.instance) for record in records if not record.valid)


def test_a_space_before_a_second_value_of_an_enum_is_told_once() -> None:
    found = [one.contents for one in mistakes({"enum": ["a", "b"]}, "2020-12")]
    assert {"enum": ["a", "b", " a"]} in found
    assert {"enum": ["a", "b", " b"]} not in found


DEPENDING: dict[str, Any] = {
    "$schema": DIALECTS["draft7"],
    "type": "object",
    "properties": {name: {"type": "string"} for name in ("ip", "age", "address", "name")},
    "dependencies": {"ip": ["age"], "address": {"required": ["age"], "properties": {"name": {"pattern": " "}}}},
    "additionalProperties": False,
}


def test_what_breaks_a_keyword_further_below_does_not_count_as_the_keyword() -> None:
    fuzzer = Fuzzer(open_schema(DEPENDING))
    first = list(islice(fuzzer.stream(seed=1), 60))
    assert any(record.violates == "/dependencies" for record in first)
    given = [(record, target.pair) for target, _, record in fuzzer.violations.first]
    asking = Asking(Mutants(fuzzer.schema_map), fuzzer.locally)
    masks = {
        record.keyword: mask
        for (record, pair), (_, mask) in zip(given, asking.told_by_invalid(given), strict=True)
        if pair.keyword == "dependencies"
    }
    beside = ~asking_mutants(fuzzer)
    assert len(masks) > 1
    assert len({mask & beside & asking.forgotten for mask in masks.values()}) == len(masks)


def asking_mutants(fuzzer: Fuzzer) -> int:
    return Mutants(fuzzer.schema_map).everything


def test_exemplars_exercise_what_is_seldom_there_and_recursion_in_depth() -> None:
    fuzzer = Fuzzer(open_schema(TREE))
    chosen = Exemplars(fuzzer.locally, fuzzer.schema.engine.is_valid).choose(
        [{"label": "a", "children": [{"label": "b"}, {"label": "c", "children": [{"label": "d"}]}]}]
    )
    assert all(map(fuzzer.schema.engine.is_valid, chosen))
    assert max(map(depth, chosen)) > 2 * depth(chosen[0]) - 2
    found = [exercised(fuzzer.locally.visited(one)) for one in chosen]
    assert len(set().union(*found)) > len(found[0])


def depth(value: Any) -> int:
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(depth, below), default=0)


SELDOM = {
    "type": "object",
    "properties": {
        "kind": {"enum": ["post", "pickup"]},
        **{f"other{number}": {} for number in range(6)},
        "tracking": {"format": "uri"},
        "due": {"format": "date"},
    },
    "if": {"required": ["kind"], "properties": {"kind": {"const": "post"}}},
    "then": {"maxProperties": 2},
    "else": {"not": {"required": ["tracking"]}},
}


def test_every_keyword_is_exercised_where_conditions_hide_it() -> None:
    fuzzer = Fuzzer(open_schema(SELDOM))
    assert {target.pair.keyword_location for target in fuzzer.violations.targets} == set(fuzzer.schema_map.pairs)
    broken = {target.pair.keyword_location for target, _, _ in fuzzer.violations.first}
    assert {place.rpartition("#")[2] for place in broken} >= {"/properties/tracking/format", "/properties/due/format"}


HUGE, FINE = 10**400, Decimal("0.10000000000000000001")
STRANGE: dict[str, Any] = {
    "minimum": {"minimum": HUGE},
    "maximum of a property": {"properties": {"a": {"exclusiveMaximum": HUGE}}},
    "not minimum": {"not": {"minimum": HUGE}},
    "multipleOf": {"multipleOf": 2**1100},
    "const": {"const": HUGE},
    "const with a number that no float holds": {"properties": {"x": {"const": {"a": FINE}}}},
    "const with a number out of a float's range": {"if": {"const": [Decimal("1e400")]}, "then": {"minItems": 1}},
    "maxLength": {"type": "string", "maxLength": HUGE},
    "minLength": {"minLength": 10**30},
    "maxItems": {"type": "array", "minItems": 1, "maxItems": 10**30},
    "minProperties": {"minProperties": 10**30},
    "prefixItems before its time": {"$schema": DIALECTS["draft7"], "items": {"type": "string"}, "prefixItems": 5},
    "what no metaschema has seen": {"allOf": [{"$ref": "#/foo"}], "foo": {"minContains": "abc"}},
}


@pytest.mark.parametrize("name", STRANGE)
def test_no_schema_is_too_strange_for_a_guess(name: str) -> None:
    records = list(islice(Fuzzer(open_schema(STRANGE[name])).stream(), 60))
    schema = open_schema(STRANGE[name])
    assert records
    for record in records:
        assert schema.is_valid(record.instance) is record.valid


def test_what_no_records_can_be_made_of_is_said(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    nested: dict[str, Any] = {"type": "integer"}
    for _ in range(120):
        nested = {"properties": {"a": nested}}
    path = tmp_path / "schema.json"
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(
        600
    )  # From Python 3.12 on calls of code in C do not count, so that 120 levels are not too many.
    request.addfinalizer(lambda: sys.setrecursionlimit(usual))
    for text, said in ((json.dumps(nested), "fewer levels"), (f'{{"minimum": {"9" * 5000}}}', "4,300 digits")):
        path.write_text(text)
        with pytest.raises(SchemaError, match=said):
            next(iter(Fuzzer(open_schema(path)).stream()))


@pytest.mark.parametrize(
    "text",
    [
        '{"properties": {"id": {"maximum": 1e9999999}}}',
        '{"minimum": -1e999999999999}',
        '{"multipleOf": 1e-9999999}',
        '{"exclusiveMaximum": 1.5e-999999999999}',
        '{"if": {"multipleOf": 1e9999999}, "then": {"exclusiveMinimum": 0}}',
    ],
)
def test_a_power_of_ten_beyond_all_measure_is_refused_before_it_is_computed(tmp_path: Path, text: str) -> None:
    path = tmp_path / "schema.json"
    path.write_text(text)
    schema = open_schema(path)
    message = f"^{re.escape(str(path))}: expected numbers of at most 4,300 digits in the schema, found a longer one$"
    with pytest.raises(SchemaError, match=message) as raised, naming(schema):
        next(iter(Fuzzer(schema).stream()))
    assert raised.value.exit_code == 3


def test_a_power_of_ten_that_python_writes_has_records(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text('{"type": "integer", "minimum": 1e4290}')
    records = islice(Fuzzer(open_schema(tmp_path / "schema.json")).stream("valid"), 5)
    assert all(record.instance >= 10**4290 for record in records)


def test_the_first_record_of_a_wide_schema_is_soon_there() -> None:
    """What is done before it is bounded: so is how often anything is judged, whatever the schema."""
    names = {f"property{number}": {"type": "string", "maxLength": 5 + number % 7} for number in range(400)}
    fuzzer = Fuzzer(open_schema({"type": "object", "properties": names}))
    assert next(iter(fuzzer.stream())).valid
    assert fuzzer.violations.judged < 20_000


def test_what_counts_little_decides_between_those_that_tell_as_much() -> None:
    records = [FuzzRecord(number, valid=True) for number in range(4)]
    told = list(zip(records, [0b00001, 0b00010, 0b01100, 0b10100], strict=True))
    assert Cover().of(told, slight=0b11100) == [records[0], records[1], records[2], records[3]]
    told = list(zip(records, [0b00001, 0b10010, 0b10000, 0b01000], strict=True))
    assert Cover().of(told, slight=0b11000) == [records[1], records[0], records[3]]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 255), max_size=12), st.integers(0, 255))
def test_each_record_is_the_first_of_those_that_tell_most_more(masks: list[int], forgotten: int) -> None:
    told = [(FuzzRecord(number, valid=True), mask) for number, mask in enumerate(masks)]
    missing = 0
    for mask in masks:
        missing |= mask
    for record in Cover().of(told, forgotten):
        gains = [(mask & missing).bit_count() + 2 * (mask & missing & forgotten).bit_count() for mask in masks]
        assert gains.index(max(gains)) == record.instance
        missing &= ~masks[record.instance]
    assert not missing
