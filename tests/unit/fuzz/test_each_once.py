"""Valid records have what boundary cases may not come to: nothing needless, and each value and type that is listed."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

import pytest

from schemawright import open_schema
from schemawright.fuzz.accepted.each_once import EachOnce
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.schema.locally import Locally
from schemawright.fuzz.schema.schema_map import SchemaMap
from tests.unit.fuzz.test_hardly_valid import valid

METHODS = ["sepa", "wire", "card", "cash"]
PARTY = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}, "iban": {"type": "string"}, "vat": {"type": "string"}},
}
VALUE = {"type": ["string", "number", "boolean", "null"], "minimum": -4.5, "maximum": 12}


def bill(condition: dict[str, Any] | None = None, methods: list[str] = METHODS) -> dict[str, Any]:
    """Return a schema in which some ways to pay ask for an account."""
    paid = {"properties": {"method": {"enum": ["sepa", "wire"]}}, "required": ["method"]}
    return {
        "type": "object",
        "required": ["seller"],
        "properties": {
            "payment": {"type": "object", "properties": {"method": {"enum": methods}}, "required": ["method"]},
            "seller": PARTY,
        },
        "if": condition or {"properties": {"payment": paid}, "required": ["payment"]},
        "then": {"properties": {"seller": {"required": ["iban"]}}},
    }


def literal(value: dict[str, Any] = VALUE) -> dict[str, Any]:
    """Return a schema of values that conditions want to be texts of one format or another."""
    wanted = [
        {
            "if": {"properties": {"as": {"const": name}}, "required": ["as"]},
            "then": {"properties": {"value": {"format": name}}},
        }
        for name in ("date", "time", "uuid")
    ]
    return {
        "type": "object",
        "required": ["value"],
        "properties": {"value": value, "as": {"enum": ["date", "time", "uuid", "text"]}},
        "dependentSchemas": {"as": {"properties": {"value": {"type": "string"}}}},
        "allOf": wanted,
    }


def test_a_condition_holds_of_what_is_absent_too() -> None:
    found = valid(bill(), 100)
    assert any("payment" not in one and "iban" not in one["seller"] for one in found)
    paid = {"properties": {"payment": {"properties": {"method": {"enum": ["sepa", "wire"]}}, "required": ["method"]}}}
    assert not all(map(open_schema(bill(paid)).is_valid, found))


@pytest.mark.parametrize("method", METHODS)
def test_each_value_that_is_listed_is_there(method: str) -> None:
    assert any(one.get("payment", {}).get("method") == method for one in valid(bill(), 250))
    fewer = [one for one in METHODS if one != method]
    assert not all(map(open_schema(bill(methods=fewer)).is_valid, valid(bill(), 250)))


@pytest.mark.parametrize(
    "mistaken",
    [
        {"type": ["string", "integer", "boolean", "null"]},
        {"type": ["string", "boolean", "null"]},
        {"type": ["string", "number", "null"]},
        {"exclusiveMinimum": -4.5},
        {"maximum": 11.999},
        {"enum": ["a", "", -4.5]},
    ],
)
def test_each_type_of_a_union_has_its_boundaries(mistaken: dict[str, Any]) -> None:
    assert not all(map(open_schema(literal(VALUE | mistaken)).is_valid, valid(literal(), 300)))


def test_what_is_put_in_is_the_same_each_time() -> None:
    first, second = ([*islice(Fuzzer(open_schema(bill())).stream("valid"), 60)] for _ in range(2))
    assert first == second


def each_once(contents: Any) -> EachOnce:
    schema = open_schema(contents)
    return EachOnce(Locally(SchemaMap(schema)), schema.is_valid)


PORTS: dict[str, Any] = {
    "type": "object",
    "required": ["ports"],
    "properties": {
        "ports": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["number"],
                "properties": {
                    "number": {"type": "integer"},
                    "protocol": {"enum": ["TCP"]},
                    "name": {"type": "string"},
                },
                "additionalProperties": False,
            },
        }
    },
}


def test_each_member_is_once_without_the_others() -> None:
    """Of two that need not be there, chance mostly has both or none."""
    record = {"ports": [{"number": 1, "protocol": "TCP", "name": "a"}]}
    found = [*each_once(PORTS).further([record])]
    items = [item for one in found for item in one["ports"]]
    assert {"number": 1, "protocol": "TCP"} in items
    assert {"number": 1, "name": "a"} in items


def test_a_free_text_is_once_long_and_has_something_of_everything() -> None:
    contents = {
        "properties": {
            "free": {"type": "string"},
            "short": {"type": "string", "maxLength": 7},
            "code": {"type": "string", "pattern": "^x"},
        }
    }
    found = [*each_once(contents).further([{"free": "a", "short": "b", "code": "x"}])]
    (crowded,) = [one for one in found if len(one.get("free", "")) > 255]
    for name in ("free", "short"):
        assert re.search("[A-Z].*[a-z]", crowded[name])
        assert re.search("[0-9] ", crowded[name])
        assert not crowded[name].isascii()
    assert crowded["code"] == "x"


@pytest.mark.parametrize("seed", [1, 2])
def test_null_is_wherever_something_is_referred_to(seed: int) -> None:
    names = [f"at{number}" for number in range(8)]
    contents = {
        "type": "object",
        "properties": {name: {"$ref": "#/$defs/address"} for name in names},
        "$defs": {"address": {"type": "object", "required": ["street"], "properties": {"street": {"type": "string"}}}},
    }
    records = islice(Fuzzer(open_schema(contents)).stream("invalid", seed), 200)
    objects = [record.instance for record in records if record.keyword == "type" and isinstance(record.instance, dict)]
    assert {name for one in objects for name, value in one.items() if value is None} >= set(names)
