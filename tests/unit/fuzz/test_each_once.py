"""Valid records have what boundary cases may not come to: nothing needless, and each value and type that is listed."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest

from schemawright import open_schema
from schemawright.fuzz.fuzzer import Fuzzer
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
