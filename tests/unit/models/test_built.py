"""Properties that no type describes: decoded as plain values with all else, and built when they are asked for."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from fidelity import module_of_schema


def kind(name: str) -> dict[str, Any]:
    return {"type": "object", "properties": {"kind": {"const": name}, "x": {"type": "string"}}, "required": ["kind"]}


KINDS: dict[str, Any] = {"oneOf": [kind("a"), kind("b")]}
ONE, OTHER = {"kind": "a", "x": "1"}, {"kind": "b"}


@pytest.mark.parametrize(
    ("described", "values"),
    [
        ({"anyOf": [{"$ref": "#/$defs/kinds"}, {"type": "null"}]}, [None, ONE, OTHER]),
        ({"oneOf": [*KINDS["oneOf"], {"type": "null"}]}, [None, ONE, OTHER]),
        ({"type": "array", "items": {"anyOf": [KINDS, {"type": "null"}]}}, [[None, ONE], [OTHER], []]),
        ({"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}]}, [[1, "a"], [1]]),
    ],
)
def test_whatever_there_is_of_a_union_is_loaded_at_once(described: dict[str, Any], values: list[Any]) -> None:
    properties = {"b": described, "t": {"type": "string"}}
    module = module_of_schema({"type": "object", "properties": properties, "$defs": {"kinds": KINDS}})
    for value in values * 2:
        text = msgspec.json.encode({"b": value, "t": "q"})
        made = module.from_json(text)
        assert isinstance(made._held, msgspec.Struct), value
        assert made.to_json() == text
        assert made.to_instance() == {"b": value, "t": "q"}
        assert made.b == module.from_instance({"b": value, "t": "q"}).b
        made.t = "r"
        assert msgspec.json.decode(made.to_json()) == {"b": value, "t": "r"}


def test_of_many_such_properties_the_exact_way_takes_all() -> None:
    """What compiles a judge for each of them has no gain of it."""
    described = {"oneOf": [{"type": "string"}, {"type": "array", "items": kind("a")}]}
    module = module_of_schema({"type": "object", "properties": {f"p{number}": described for number in range(40)}})
    text = b'{"p0":"a","p39":[{"kind":"a"}]}'
    made = module.from_json(text)
    assert not isinstance(made._held, msgspec.Struct)
    assert made.to_json() == text
