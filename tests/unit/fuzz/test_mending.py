"""Where to break one keyword breaks another, that is made good; and what is referred to is broken at each reference."""

from __future__ import annotations

import re
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import open_schema
from schemawright.errors import SchemawrightError
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.order.asking import Asking
from schemawright.fuzz.order.mutants import Mutants
from schemawright.fuzz.schema.changed import changed_engine
from schemawright.fuzz.schema.observing import Observer
from schemawright.fuzz.schema.places import place_of
from schemawright.fuzz.schema.schema_map import SchemaMap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.fuzz.record import FuzzRecord

ITEM: dict[str, Any] = {
    "type": "object",
    "required": ["id", "kind"],
    "properties": {"id": {"type": "string", "pattern": "^[a-z]{3}$"}, "kind": {"enum": ["sword", "shield"]}},
    "additionalProperties": False,
}
QUEST: dict[str, Any] = {
    "type": "object",
    "required": ["state"],
    "properties": {"state": {"enum": ["active", "done"]}, "completed": {"type": "integer", "minimum": 1}},
    "if": {"properties": {"state": {"const": "done"}}},
    "then": {"required": ["completed"]},
    "else": {"properties": {"completed": False}},
}
EQUIPPED: dict[str, Any] = {
    "type": "object",
    "properties": {"both": {"$ref": "#/$defs/item"}, "left": {"$ref": "#/$defs/item"}},
    "dependentSchemas": {"both": {"not": {"required": ["left"]}}},
    "additionalProperties": False,
    "$defs": {"item": ITEM},
}
CLOUD: dict[str, Any] = {
    "type": "object",
    "properties": {
        "cloud": {
            "type": "object",
            "required": ["account"],
            "properties": {"account": {"type": "string", "minLength": 9}},
        },
        "checksum": {"type": "string"},
    },
    "dependentRequired": {"cloud": ["checksum"]},
}
NODE: dict[str, Any] = {
    "$id": "https://example.com/node",
    "$dynamicAnchor": "node",
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "styles": {"type": "array", "items": {"type": "string"}, "contains": {"pattern": "^base"}},
        "children": {"type": "array", "items": {"$dynamicRef": "#node"}},
    },
    "not": {"required": ["styles", "children"]},
    "unevaluatedProperties": False,
}
TWICE: dict[str, Any] = {
    "type": "object",
    "required": ["state"],
    "properties": {"state": {"enum": ["done"]}, "at": {"type": "integer"}, "by": {"type": "integer"}},
    "allOf": [
        {
            "if": {"properties": {"state": {"const": "done"}}},
            "then": {"required": [name]},
            "else": {"properties": {name: False}},
        }
        for name in ("at", "by")
    ],
    "additionalProperties": False,
}
"""Of no state but the one both may be there, and one at a time is left out."""


@pytest.mark.parametrize(
    ("contents", "keyword_location"),
    [
        (QUEST, "#/properties/state/enum"),
        (EQUIPPED, "#/dependentSchemas/both/not"),
        (CLOUD, "#/dependentRequired"),
        (NODE, "#/not"),
        (TWICE, "#/properties/state/enum"),
    ],
    ids=["else", "dependents", "required", "not", "one after the other"],
)
def test_what_else_breaks_is_made_good(contents: Any, keyword_location: str) -> None:
    observer = Observer(SchemaMap(open_schema(contents)))
    found = [observer.observe(record.instance).isolated for record in first(contents, 150)]
    assert any(location.endswith(keyword_location) for isolated in found for location in isolated)


KINDS: dict[str, list[str]] = {"gps": ["lat", "lon"], "battery": ["level", "volts"], "log": ["message", "severity"]}
EVENT: dict[str, Any] = {
    "type": "object",
    "required": ["device", "at", "kind", "number"],
    "properties": {
        "device": {"type": "string", "format": "uuid"},
        "at": {"type": "string", "format": "date-time"},
        "number": {"type": "integer", "minimum": 0},
        "kind": {"enum": [*KINDS]},
        "hops": {"type": "array", "items": {"type": "integer"}},
    },
    "allOf": [
        {
            "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
            "then": {"required": names, "properties": {name: {"type": "integer"} for name in names}},
        }
        for kind, names in KINDS.items()
    ],
    "unevaluatedProperties": False,
}
"""What one kind has, no other may have: without a kind, or with one that nobody knows, it may not be there."""


def broken_alone(contents: Any, keyword_location: str, count: int) -> list[Any]:
    """Return those of the first invalid instances that violate one keyword, and nothing else."""
    observer = Observer(SchemaMap(open_schema(contents)))
    found = [(record.instance, observer.observe(record.instance).isolated) for record in first(contents, count)]
    return [instance for instance, isolated in found if any(at.endswith(keyword_location) for at in isolated)]


def test_each_required_property_is_missing_alone() -> None:
    found = broken_alone(EVENT, "#/required", 150)
    for name in EVENT["required"]:
        assert any(name not in one and {*EVENT["required"]} - {name} <= one.keys() for one in found), name


def test_null_and_other_types_are_tried_alone_for_what_says_which_kind_it_is() -> None:
    found = [one["kind"] for one in broken_alone(EVENT, "#/properties/kind/enum", 250)]
    assert None in found
    assert {"", "GPS", "gpsx"} <= {kind for kind in found if isinstance(kind, str)}


def test_what_is_required_together_is_missing_together() -> None:
    """Without the one, the other would be of a branch that does not hold: not evaluated, and refused as well."""
    found = broken_alone(EVENT, "#/allOf/2/then/required", 150)
    assert any(not one.keys() & set(KINDS["log"]) for one in found)


def test_what_cannot_be_alone_is_broken_beside_what_can() -> None:
    """What is alone without both leaves it to others to tell who forgot one of them."""
    records = [record for record in first(EVENT, 200) if record.violates and "/2/then" in record.violates]
    missing = [{*KINDS["log"]} - record.instance.keys() for record in records if record.instance.get("kind") == "log"]
    assert {"message"} in missing
    assert {"severity"} in missing


def test_what_cannot_be_alone_is_broken_in_as_many_ways() -> None:
    """What fails in a branch leaves all that the branch declares to nobody; the same at many places is one way."""
    code = {"type": "string", "pattern": "^[A-Z]{2}[0-9]{1,4}[a-z]?$"}
    kinds = [
        {"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": {"properties": {name: code}}}
        for kind, name in (("air", "flight"), ("rail", "train"))
    ]
    contents = {"required": ["kind"], "properties": {"kind": {"enum": ["air", "rail"]}}, "unevaluatedProperties": False}
    records = first(contents | {"type": "object", "allOf": kinds}, 400)
    found = {one.instance["flight"] for one in records if one.violates and one.violates.endswith("/flight/pattern")}
    assert any(re.fullmatch("[A-Z]{2}[0-9]{1,4}[A-Z]", text) for text in found)
    assert len(found) > 40


def first(contents: Any, count: int) -> Iterator[FuzzRecord]:
    return islice(Fuzzer(open_schema(contents)).stream("invalid", 1), count)


def test_nothing_is_made_good_that_cannot_be() -> None:
    """Whatever the type refuses, `not` does: never alone, and said so."""
    contents = {"type": "object", "not": {"type": ["string", "number", "boolean", "null", "array"]}}
    records = list(first(contents, 40))
    assert records
    assert not any(record.alone for record in records)


def test_a_subschema_is_broken_wherever_it_is_referred_to() -> None:
    names = [f"name{number}" for number in range(16)]
    contents = {
        "type": "object",
        "properties": {name: {"$ref": "#/$defs/ident"} for name in names},
        "$defs": {"ident": {"type": "string", "minLength": 2, "maxLength": 8, "pattern": "^[a-z]+(-[a-z]+)*$"}},
    }
    told = {place_of(record.instance, record.at)[:1] for record in first(contents, 60)}
    assert told >= {(name,) for name in names}


def test_each_other_type_is_tried_soon() -> None:
    contents = {"type": "object", "additionalProperties": {"type": "object", "properties": {"a": {"type": "string"}}}}
    kinds = {
        type(value)
        for record in first(contents, 40)
        if record.at.count("/") == 1 and record.keyword == "type"
        for value in [record.instance[record.at[1:].replace("~1", "/").replace("~0", "~")]]
    }
    assert kinds >= {type(None), int, bool, list, str}


INNER: dict[str, Any] = {
    "type": "object",
    "properties": {
        "lines": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["kind"],
                "properties": {"kind": {"enum": ["goods", "file"]}},
                "oneOf": [
                    {"properties": {"kind": {"const": "goods"}, "weight": {"type": "integer", "minimum": 3}}},
                    {"properties": {"kind": {"const": "file"}, "url": {"type": "string", "minLength": 3}}},
                ],
                "unevaluatedProperties": False,
            },
        },
        "tags": {"type": "array", "contains": {"pattern": "^x"}, "items": {"type": "string"}},
    },
}


@pytest.mark.parametrize(
    "contents", [INNER, QUEST, EQUIPPED, CLOUD], ids=["branches", "else", "dependents", "required"]
)
def test_a_mutant_is_told_where_it_decides_as_by_the_whole_record(contents: Any) -> None:
    fuzzer = Fuzzer(open_schema(contents))
    mutants = Mutants(fuzzer.schema_map)
    asking = Asking(mutants, fuzzer.locally)
    records = [*islice(fuzzer.stream("mixed", 3), 60)]
    assert len(records) == 60
    assert mutants.all
    for record in records:
        told = asking.told_by(record, mutants.everything)
        for number, (subschema, mistake) in enumerate(mutants.all):
            with suppress(SchemawrightError):
                # What the shorter ways stand for.
                whole = changed_engine(fuzzer.schema_map, subschema, mistake.contents).is_valid(record.instance)
                assert bool(told >> number & 1) == (whole != record.valid), (record, mistake)
