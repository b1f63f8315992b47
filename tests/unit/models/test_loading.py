"""What loading says, and what it makes: the verdicts are those of validation."""

from __future__ import annotations

from typing import Any

import pytest
from fidelity import module_of_schema

from schemawright.errors import InvalidInstance

LARGE = 9007199254740993
"""The first integer that no double holds."""

CHOICE = {"anyOf": [{"properties": {"b": {"minimum": LARGE}}, "required": ["b"]}, {"properties": {"c": {}}}]}


@pytest.mark.parametrize(
    ("bound", "written", "is_valid"),
    [
        ({"minimum": LARGE}, "9007199254740993.0", True),
        ({"minimum": LARGE}, "9007199254740992.5", False),
        ({"type": "integer", "exclusiveMinimum": 2**63 - 1}, "9223372036854775806.0", False),
        ({"type": "integer", "exclusiveMinimum": 2**63 - 1}, "9223372036854775808.0", True),
    ],
)
def test_numbers_that_no_double_holds_are_judged_exactly(bound: dict[str, Any], written: str, is_valid: bool) -> None:
    module = module_of_schema({"properties": {"b": bound}})
    text = f'{{"b":{written}}}'
    for load in (module.from_json, module.Case.from_json):
        if is_valid:
            assert load(text).to_json().decode() == text
        else:
            with pytest.raises(InvalidInstance):
                load(text)


@pytest.mark.parametrize(("written", "name"), [("9007199254740993.0", "Case1"), ("9007199254740992.5", "Case2")])
def test_branches_are_chosen_exactly(written: str, name: str) -> None:
    assert type(module_of_schema(CHOICE).from_json(f'{{"b":{written}}}')).__name__ == name


def test_a_bundle_of_two_dialects_is_generated() -> None:
    """What is in the resource of the other dialect is judged by that, by itself, too."""
    old = {
        "$id": "old",
        "$schema": "http://json-schema.org/draft-07/schema#",
        "properties": {"u": {"properties": {"k": {"items": [{"type": "string"}], "additionalItems": False}}}},
    }
    module = module_of_schema(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "http://m.example/",
            "properties": {"o": {"$ref": "old"}},
            "$defs": {"o": old},
        }
    )
    assert module.from_json('{"o":{"u":{"k":["a"]}}}').o.u == module.U(k=["a"])
    for wrong in ('{"k":["a","b"]}', '{"k":[1]}'):
        with pytest.raises(InvalidInstance):
            module.U.from_json(wrong)
