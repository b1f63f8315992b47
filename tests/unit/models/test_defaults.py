"""What a generated class has by default: absent properties, and what a required one can be at all."""

from __future__ import annotations

import dataclasses
import pickle
from typing import Any

import pytest
from fidelity import module_of_schema

from schemawright.errors import InvalidInstance
from schemawright.runtime import UNSET


def cat(said: Any, *required: str) -> Any:
    properties = {"name": {"type": "string"}, "kind": said}
    return module_of_schema({"type": "object", "properties": properties, "required": ["name", *required]})


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ({"const": "cat"}, "cat"),
        ({"enum": ["cat"]}, "cat"),
        ({"const": ""}, ""),
        ({"const": 'it\'s "quoted"\n\\'}, 'it\'s "quoted"\n\\'),
        ({"const": True}, True),
        ({"const": False}, False),
        ({"const": None}, None),
        ({"const": 1}, 1),
        ({"const": -7, "type": "integer"}, -7),
        ({"type": "string", "enum": ["cat", 1]}, "cat"),
        ({"allOf": [{"const": "cat"}]}, "cat"),
        ({"allOf": [{"enum": ["cat", "dog"]}, {"const": "cat"}]}, "cat"),
        ({"enum": ["cat", "dog"], "anyOf": [{"const": "cat"}, {"const": "cow"}]}, "cat"),
    ],
)
def test_what_a_required_property_has_to_be_it_is(said: Any, value: Any) -> None:
    module = cat(said, "kind")
    made = module.Case(name="Tom")
    assert (type(made.kind), made.kind) == (type(value), value)
    assert made.to_instance() == {"name": "Tom", "kind": value}
    assert list(made.to_instance()) == ["name", "kind"]
    assert (
        module.from_json(made.to_json())
        == module.Case.from_instance(made)
        == made
        == module.Case(name="Tom", kind=value)
    )
    assert pickle.loads(pickle.dumps(made)) == dataclasses.replace(made) == made.replace() == made
    assert made.replace(kind=UNSET).kind is UNSET


def test_loading_knows_no_default() -> None:
    """Nor does an object that is loaded by names in another order get that of the schema."""
    module = cat({"const": "cat"}, "kind")
    with pytest.raises(InvalidInstance, match='"kind"'):
        module.from_json('{"name":"Tom"}')
    assert module.from_json('{"kind":"cat","name":"Tom"}').to_json() == b'{"kind":"cat","name":"Tom"}'
    assert repr(module.Case(name="Tom")) == "Case(name='Tom', kind='cat')"


@pytest.mark.parametrize(
    ("said", "required"),
    [
        ({"const": "cat"}, ()),
        ({"enum": ["cat", "dog"]}, ("kind",)),
        ({"const": {"a": 1}}, ("kind",)),
        ({"const": 1.5}, ("kind",)),
    ],
)
def test_what_may_be_absent_or_another_has_none(said: Any, required: tuple[str, ...]) -> None:
    module = cat(said, *required)
    if not required:
        assert module.Case(name="Tom").to_json() == b'{"name":"Tom"}'
        return
    with pytest.raises(TypeError, match="'kind'"):
        module.Case(name="Tom")
