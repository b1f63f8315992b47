"""Properties that no schema declares: names that come again and again are learned, and then load at once."""

from __future__ import annotations

import copy
import json
from itertools import pairwise
from typing import Any

import pytest
from fidelity import carrier_of, module_of_schema

from schemawright.errors import InvalidInstance
from schemawright.models.fast.others import MOST
from schemawright.models.fast.turns import MAX_MISSED, Pauses
from schemawright.runtime import Model

TEXT, COUNTED = {"type": "string"}, {"type": "integer"}
LINE: dict[str, Any] = {"type": "object", "properties": {"sku": TEXT, "n": COUNTED}, "required": ["sku"]}
LINES = {"type": "array", "items": LINE}
ID = {"type": "object", "properties": {"id": TEXT}, "required": ["id"]}
KINDS = [
    {"type": "object", "properties": {"kind": {"const": kind}, "line": LINE}, "required": ["kind"]} for kind in "ab"
]
NODE = {"type": "object", "properties": {"id": TEXT, "below": {"type": "array", "items": {"$ref": "#"}}}}
CASES: dict[str, tuple[dict[str, Any], Any]] = {
    "inside": ({**ID, "properties": {"line": LINE}, "required": []}, {"line": {"sku": "a", "new": "b", "n": 1}}),
    "in one of several": (
        {"type": "object", "properties": {"lines": LINES}},
        {"lines": [{"sku": "a"}, {"sku": "b", "new": [1.5, {"a": None}]}, {"sku": "c"}]},
    ),
    "in a map": (
        {"type": "object", "properties": {"of": {"type": "object", "additionalProperties": LINE}}},
        {"of": {"x": {"sku": "a", "new": True}}},
    ),
    "by a pattern": ({**ID, "patternProperties": {"^x-": {"maxLength": 3}}}, {"x-a": "abc", "id": "a", "y": 1}),
    "of a type": ({**ID, "additionalProperties": COUNTED}, {"id": "a", "x": 1, "y": 2}),
    "counted": ({**ID, "maxProperties": 3}, {"id": "a", "x": 1, "y": 2}),
    "with a number beside": (
        {"type": "object", "properties": {"at": {"type": "number"}, "line": LINE}},
        {"at": 1.5, "line": {"sku": "a", "new": 0}},
    ),
    "of a union": ({"type": "object", "properties": {"of": {"oneOf": KINDS}}}, {"of": {"kind": "a", "new": {"x": 1}}}),
    "of a root union": ({"oneOf": KINDS}, {"kind": "b", "line": {"sku": "a", "new": '"b"'}, "new": 1}),
    "recursive": (NODE, {"id": "a", "below": [{"id": "b", "new": 1, "below": [{"new": 2}]}]}),
    "in an array": (LINES, [{"sku": "a", "new": 1}, {"sku": "b"}]),
}


def _twin_of(made: Any) -> bool:
    found = made[0] if isinstance(made, list) else made
    return isinstance(found, Model) and found._held.is_decoded


@pytest.mark.parametrize("name", CASES)
def test_what_comes_again_and_again_is_loaded_at_once(name: str) -> None:
    schema, value = CASES[name]
    module = module_of_schema(schema)
    for text in (json.dumps(value, separators=(",", ":")), json.dumps(value, indent=1)):
        for _ in range(40):
            module.from_json(text)
        made = module.from_json(text)
        assert _twin_of(made)
        assert module.to_json(made) == json.dumps(value, separators=(",", ":")).encode()
        exact = carrier_of(module).loader._judged(text, None)
        assert not _twin_of(exact)
        assert repr(made) == repr(exact)
        assert made == exact
        assert module.to_json(made) == module.to_json(copy.deepcopy(made)) == module.to_json(exact)
        assert repr(module.to_instance(made)) == repr(value)


def test_what_is_learned_is_judged() -> None:
    for name, schema in {
        "pattern": {"patternProperties": {"^x": COUNTED}},
        "type": {"additionalProperties": COUNTED},
    }.items():
        module = module_of_schema({**ID, **schema})
        for _ in range(40):
            module.from_json('{"id":"a","x":1}')
        assert _twin_of(module.from_json('{"id":"a","x":1}')), name
        with pytest.raises(InvalidInstance, match='found "1" at /x'):
            module.from_json('{"id":"a","x":"1"}')


def test_others_are_objects_of_their_class() -> None:
    module = module_of_schema({**ID, "properties": {"id": TEXT, "line": LINE}, "additionalProperties": LINE})
    text = '{"id":"a","x":{"sku":"b","new":1},"y":{"sku":"c"}}'
    made = [module.from_json(text) for _ in range(40)][-1]
    exact = carrier_of(module).loader._judged(text, None)
    assert _twin_of(made)
    assert type(made.extra["x"]) is type(exact.extra["x"]) is module.Line
    made.extra["x"].sku = "d"
    assert made.to_json() == text.replace('"b"', '"d"').encode()


def _fast_of(module: Any) -> Any:
    return carrier_of(module).loader.fast(None)


@pytest.mark.parametrize("other", [1, -0.0, 1.5, None, [1.5], {"a": "b"}, True])
@pytest.mark.parametrize("is_root", [False, True])
def test_what_was_always_text_may_be_something_else(other: Any, *, is_root: bool) -> None:
    """As long as it is text, all else is loaded as if it were declared as such."""
    module = module_of_schema(LINE if is_root else {"type": "object", "properties": {"line": LINE}})

    def loaded(new: Any) -> tuple[str, Any]:
        line = {"new": new, "sku": "1.5"}
        text = json.dumps(line if is_root else {"line": line}, separators=(",", ":"))
        for _ in range(40):
            made = module.from_json(text)
            assert module.to_json(made).decode() == text
        assert made == carrier_of(module).loader._judged(text, None)
        return text, module.from_json(text)

    text, made = loaded("0.0")
    assert made._order is None  # Its twin is just what was read.
    assert not _fast_of(module).made.twins.fractions
    more = loaded(other)[1]
    assert _twin_of(more)
    assert more != made
    again = module.from_json(text)
    assert _twin_of(again)
    assert again == made
    assert module.to_json(again).decode() == text


def test_names_are_learned_of_texts_that_are_loaded_otherwise() -> None:
    """Nothing is said of what else the outermost object has: it may be loaded without; but to know it takes less."""
    module = module_of_schema(LINE)
    for at in range(500):
        module.from_json(json.dumps({"sku": "a", f"x{at}": "b"}, separators=(",", ":")))
    assert _fast_of(module).orders == {}
    for _ in range(2000):
        made = module.from_json('{"sku":"a","new":"b"}')
    assert made._order is None
    assert made.extra == {"new": "b"}


def test_what_is_no_text_from_the_first_on_is_known_as_such() -> None:
    module = module_of_schema({"type": "object", "properties": {"line": LINE}})
    for new in (1, "a", 1, "a"):
        for _ in range(2):
            module.from_json(json.dumps({"line": {"sku": "a", "new": new}}))
    assert _twin_of(module.from_json('{"line":{"sku":"a","new":"b"}}'))
    assert _twin_of(module.from_json('{"line":{"sku":"a","new":2}}'))


def test_names_that_never_come_again_are_not_learned() -> None:
    module = module_of_schema({"type": "object", "properties": {"line": LINE}})
    fast = carrier_of(module).loader.fast(None)
    for at in range(500):
        made = module.from_json(json.dumps({"line": {"sku": "a", f"x{at}": at}}))
        assert made.line.extra == {f"x{at}": at}
    assert fast.orders == {}


def test_of_many_names_those_which_came_last_are_known() -> None:
    module = module_of_schema({"type": "object", "properties": {"line": LINE}})
    fast = carrier_of(module).loader.fast(None)
    for at in range(MOST + 5):
        for _ in range(5):
            fast.learned({"line": {"sku": "a", f"x{at}": at}})
        fast.forget()
    (others,) = [twin.others for twin in fast.made.twins.of.values() if twin.others]
    assert f"x{MOST + 4}" in others
    assert len(others) <= MOST


def test_what_is_not_simple_enough_is_not_in_the_way_of_the_rest() -> None:
    """What is said of the others of one class refers to something; of those of the other, nothing is said."""
    schema = {**ID, "properties": {"id": TEXT, "lines": LINES}, "additionalProperties": {"$ref": "#/$defs/x"}}
    module = module_of_schema({**schema, "$defs": {"x": COUNTED}})
    fast = carrier_of(module).loader.fast(None)
    for _ in range(20):
        module.from_json('{"id":"a","x":1,"lines":[{"sku":"a","new":1}]}')
        module.from_json('{"id":"a","lines":[{"sku":"a","new":1}]}')
        fast.forget()
    made = module.from_json('{"lines":[{"sku":"a","new":1}],"id":"a"}')
    assert _twin_of(made)
    assert made.lines[0].extra == {"new": 1}
    assert module.from_json('{"id":"a","x":1}').extra == {"x": 1}


def test_a_name_that_comes_later_stands_where_it_does_by_the_exact_way() -> None:
    module = module_of_schema({"type": "object", "properties": {"line": LINE}})
    for text in ('{"line":{"sku":"a","new":1}}', '{"line":{"new":1,"sku":"a"}}', '{"line":{"sku":"a"}}'):
        for _ in range(40):
            module.from_json(text)
        made, exact = module.from_json(text), carrier_of(module).loader._judged(text, None)
        for one in (made, exact):
            one.line.n = 2
        assert made.to_json() == exact.to_json()
        for one in (made, exact):
            one.line.extra["more"] = 3
        assert made.to_json() == exact.to_json()


def test_values_teach_as_texts_do() -> None:
    module = module_of_schema({"type": "object", "properties": {"line": LINE}})
    value = {"line": {"sku": "a", "new": 1}}
    assert _twin_of([module.from_instance(value) for _ in range(300)][-1])


def test_pauses_double_as_long_as_nothing_comes_of_a_try() -> None:
    pauses, tries = Pauses(), []
    for at in range(1000):
        if pauses.is_due():
            tries.append(at)
            pauses.note(worked=False)
    assert [after - before for before, after in pairwise(tries)][:4] == [2, 4, 8, 16]
    assert tries[-1] - tries[-2] == 1 << MAX_MISSED
    while not pauses.is_due():
        pass
    pauses.note(worked=True)
    assert pauses.is_due()


@pytest.mark.parametrize("number", ["1e-7", "1e22", "0.0000001", "0.00001", "1.50", "0.1234567890123456"])
@pytest.mark.parametrize("text", ['{{"at":{},"line":{{"sku":"a","new":1}}}}', '{{"line": {{"new":1}}, "at": {}}}'])
def test_numbers_beside_what_is_learned_are_written_as_by_the_exact_way(text: str, number: str) -> None:
    """Also after others were asked for: from then on an object is written by the exact way."""
    line = {"type": "object", "properties": {"sku": TEXT}}
    module = module_of_schema({"type": "object", "properties": {"at": {"type": "number"}, "line": line}})
    for _ in range(40):
        module.from_json(text.format("1.5"))
    exact = carrier_of(module).loader._judged(text.format(number), None)
    made = module.from_json(text.format(number))
    assert made.to_json() == exact.to_json()
    assert made.line.extra == exact.line.extra == {"new": 1}
    assert made.to_json() == exact.to_json()
