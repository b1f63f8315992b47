"""Objects inside of objects of their own class, and dictionaries of objects, loaded at once."""

from __future__ import annotations

import copy
import json
import pickle
import sys
from typing import Any

import pytest
from fidelity import carrier_of, module_of_schema

from schemawright.errors import InvalidInstance, Malformed
from schemawright.models.spelling.depth import DEEPEST

COUNTED, TEXT = {"type": "integer"}, {"type": "string"}
CHAIN = {"type": "object", "properties": {"x": COUNTED, "next": {"$ref": "#"}}, "required": ["x"]}
TREE = {"type": "object", "properties": {"x": COUNTED, "all": {"type": "array", "items": {"$ref": "#"}}}}
MAPS = {"type": "object", "properties": {"x": COUNTED, "by": {"type": "object", "additionalProperties": {"$ref": "#"}}}}
EXPRESSION = {
    "oneOf": [
        {"type": "object", "properties": {"op": {"const": "value"}, "x": COUNTED}, "required": ["op", "x"]},
        {
            "type": "object",
            "properties": {"op": {"enum": ["not", "minus"]}, "of": {"$ref": "#"}},
            "required": ["op", "of"],
        },
    ],
}
NESTED: dict[str, tuple[Any, str, str, str]] = {
    "chain": (CHAIN, '{"x":1,"next":', '{"x":1}', "}"),
    "tree": (TREE, '{"x":1,"all":[', '{"x":1}', "]}"),
    "maps": (MAPS, '{"x":1,"by":{"a":', '{"x":1}', "}}"),
    "expression": (EXPRESSION, '{"op":"not","of":', '{"op":"value","x":1}', "}"),
}


def is_twin(made: Any) -> bool:
    return made._held.__class__ is not made._carried.holder


@pytest.mark.parametrize("name", NESTED)
@pytest.mark.parametrize("levels", [1, 100, 333, 499, 501, 999, 1000, 1001, 5000])
@pytest.mark.parametrize("limit", [None, 20_000])
def test_they_nest_as_deep_as_the_judge_allows(name: str, levels: int, limit: int | None) -> None:
    """However deep Python may recurse; and what can be loaded can be written, copied, compared and asked."""
    schema, opened, innermost, closed = NESTED[name]
    module = module_of_schema(schema)
    own = opened.count("{") + opened.count("[")
    text = opened * ((levels - 1) // own) + innermost + closed * ((levels - 1) // own)
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(limit or before)
    try:
        for _ in range(4):
            if (levels - 1) // own * own + 1 > DEEPEST:
                with pytest.raises(Malformed, match="1,000 levels"):
                    module.from_json(text)
                continue
            made, judged = module.from_json(text), carrier_of(module).loader._judged(text, None)
            assert module.to_json(made).decode() == text
            assert module.to_json(made) == module.to_json(judged)
            assert made == judged
            copied = copy.deepcopy(made)
            assert copied == made
            assert module.to_json(copied).decode() == text
            field = next(field for field in ("next", "all_", "all", "by", "of", "x") if hasattr(made, field))
            getattr(made, field)
            assert module.to_json(made).decode() == text
    finally:
        sys.setrecursionlimit(before)


@pytest.mark.parametrize("name", NESTED)
def test_they_are_loaded_at_once(name: str) -> None:
    schema, opened, innermost, closed = NESTED[name]
    module = module_of_schema(schema)
    texts = [opened * levels + innermost + closed * levels for levels in range(20)]
    for text in [texts[0], *texts] * 3:
        module.from_json(text)  # Of a union, the path of a class is made when some of its objects came.
    made = [module.from_json(text) for text in texts]
    assert all(map(is_twin, made))
    assert [module.to_json(one).decode() for one in made] == texts
    assert pickle.loads(pickle.dumps(made)) == made


@pytest.mark.parametrize("levels", [0, 1, 5])
@pytest.mark.parametrize("name", NESTED)
@pytest.mark.parametrize(
    "wrong", ['{"x":"1"}', '{"x":1,"x":1}', "1", "null", "{}", '{"op":"value"}', '{"op":"no","x":1}']
)
def test_what_is_wrong_inside_is_told_as_by_the_judge(name: str, wrong: str, levels: int) -> None:
    schema, opened, _, closed = NESTED[name]
    module = module_of_schema(schema)
    loader = carrier_of(module).loader
    text = opened * levels + wrong + closed * levels
    for _ in range(3):
        told: list[Any] = []
        for load in (module.from_json, lambda one: loader._judged(one, None)):
            try:
                told.append(module.to_json(load(text)))
            except InvalidInstance as error:
                told.append((str(error), error.findings))
        assert told[0] == told[1]


def test_what_is_put_inside_of_itself_is_refused() -> None:
    module = module_of_schema(TREE)
    made = module.from_json('{"x":1,"all":[{"x":2,"all":[]}]}')
    assert is_twin(made)
    inner = made.all[0] if hasattr(made, "all") else made.all_[0]
    (inner.all if hasattr(inner, "all") else inner.all_).append(made)
    with pytest.raises(Malformed, match="inside itself"):
        made.to_json()


def test_a_dictionary_of_objects_is_written_as_it_is_changed() -> None:
    module = module_of_schema(MAPS)
    text = b'{"by":{"b":{"x":2},"a":{"x":1,"by":{}}},"x":0}'
    for _ in range(3):
        made = module.from_json(text)
        assert is_twin(made)
        assert list(made.by) == ["b", "a"]
        assert made == module.from_json(b'{"x":0,"by":{"a":{"x":1,"by":{}},"b":{"x":2}}}')
        made.by["a"].x = 5
        made.by["c"] = made.by.pop("b")
        assert made.to_json() == b'{"by":{"a":{"x":5,"by":{}},"c":{"x":2}},"x":0}'
        made.by[1] = made.by["c"]
        with pytest.raises(Malformed):
            made.to_json()


def test_a_name_that_is_there_twice_in_a_dictionary_of_objects_is_found() -> None:
    module = module_of_schema(MAPS)
    for text in ('{"by":{"a":{"x":1},"a":{"x":1}}}', '{"by": {"a": {"x": 1}, "\\u0061": {"x": 1}}}'):
        for _ in range(3):
            with pytest.raises(InvalidInstance) as caught:
                module.from_json(text)
            assert [finding.keyword for finding in caught.value.findings] == ["duplicate-key"]


def test_a_reference_back_that_leads_through_no_member_is_no_proof() -> None:
    """What refers to itself where it stands says nothing: the judge decides, whatever that says of it."""
    said = {"x": COUNTED, "a": {"allOf": [{"$ref": "#/$defs/a"}]}}
    schema = {
        "type": "object",
        "properties": said,
        "$defs": {"a": {"type": "object", "properties": {"x": TEXT, "a": {"$ref": "#"}}, "required": ["x"]}},
    }
    module = module_of_schema(schema)
    for _ in range(3):
        assert module.from_json(b'{"x":1,"a":{"x":"b","a":{"x":2}}}').a.a.x == 2
        for wrong in ('{"x":"b"}', '{"x":1,"a":{"x":1}}', '{"x":1,"a":{"x":"b","a":{"x":"c"}}}', '{"a":{}}'):
            with pytest.raises(InvalidInstance):
                module.from_json(wrong)


def test_arrays_may_nest_in_arrays_of_objects_however_deep_a_schema_is() -> None:
    schema: dict[str, Any] = {"type": "object", "properties": {"x": COUNTED}}
    text: Any = {"x": 1}
    for _ in range(40):
        schema = {"type": "object", "properties": {"all": {"type": "array", "items": schema}}}
        text = {"all": [text]}
    module = module_of_schema(schema)
    assert json.loads(module.to_json(module.from_json(json.dumps(text)))) == text
