"""Which way loads a class's texts after what came before them."""

from __future__ import annotations

import copy
import json
import pickle
import sys
from typing import Any

import pytest
from fidelity import carrier_of, module_of_schema

from schemawright.errors import InvalidInstance, Malformed
from schemawright.models.fast.turns import Turns
from schemawright.models.spelling.depth import DEEPEST

PROPERTIES = {
    "id": {"type": "string"},
    "at": {"type": "string", "format": "date-time"},
    "os": {"type": "string"},
    "last": {"type": "string", "format": "date-time"},
}
SCHEMA = {"type": "object", "properties": PROPERTIES, "required": ["id", "at"]}
SPELT = [
    "2026-03-02T06:00:00.123Z",
    "2026-03-02T06:00:00.1Z",
    "2026-03-02T06:00:00+00:00",
    "2026-03-02T06:00:00.12-23:30",
]


def text(at: str = "2026-03-02T06:00:00Z", *, turned: bool = False, **others: Any) -> bytes:
    members = {"id": "x", "at": at, "os": "linux", **others}
    return json.dumps(dict(reversed(members.items())) if turned else members, separators=(",", ":")).encode()


def is_twin(made: Any) -> bool:
    return made._held.__class__ is not made._carried.holder


def way_after(module: Any, texts: list[bytes]) -> str:
    """Return the name of the way that is tried first after some texts."""
    for one in texts:
        module.from_json(one)
    name: str = carrier_of(module).loader.fast(None).load.__name__
    return name


@pytest.mark.parametrize("at", SPELT)
def test_a_date_time_may_be_spelt_otherwise(at: str) -> None:
    """It is in the twin as its text, which has all of the object."""
    module = module_of_schema(SCHEMA)
    assert way_after(module, [text(at), text(at)]) == "spelt"
    for one in (text(at), text(at, last=at), text(at, last="2026-03-02T06:00:00Z"), text()):
        made = module.from_json(one)
        assert made._order is None
        assert made.to_json() == one
    assert (made.at, module.from_json(text(at)).at) == ("2026-03-02T06:00:00Z", at)
    assert module.from_json(text(at)) == module.from_instance(json.loads(text(at)))


def test_date_times_are_spelt_otherwise_in_a_learned_order_too() -> None:
    module = module_of_schema(SCHEMA)
    assert way_after(module, [text(SPELT[0], turned=True)] * 3) == "spelt"


def test_after_a_stretch_it_is_tried_whether_they_still_are() -> None:
    assert way_after(module_of_schema(SCHEMA), [text(SPELT[0]), *[text()] * 500]) == "ordered"


def test_a_text_in_another_order_now_and_then_changes_nothing() -> None:
    module = module_of_schema(SCHEMA)
    texts = [*[text()] * 20, text(turned=True)] * 20
    assert way_after(module, texts) == "ordered"
    assert carrier_of(module).loader.fast(None).orders == {}
    assert way_after(module, [text(turned=True), *[text(), text(turned=True)] * 50]) == "tight"
    assert way_after(module, [text()] * 2000) == "ordered"


def test_the_stretches_become_longer_until_what_comes_has_changed() -> None:
    forgotten: list[int] = []
    turns = Turns(lambda: forgotten.append(turns.length))
    assert turns.leave(0)
    lengths = []
    while not forgotten:
        lengths.append(turns.length)
        turns.end()
        assert turns.leave(0)
    assert lengths == [100 * 2**at for at in range(9)]
    assert not turns.leave(100_000)
    assert turns.length == lengths[0]


OTHER = b'{"id":"x","at":"2026-03-02T06:00:00Z","zz":{"a":["\\"b",1,null]},"os":"linux"}'


def test_a_property_that_is_not_declared_is_what_the_text_has_besides() -> None:
    """Whether it is read, changed, copied or compared."""
    module = module_of_schema(SCHEMA)
    assert way_after(module, [OTHER] * 20) == "more"
    made = module.from_json(OTHER)
    assert is_twin(made)
    assert made.to_json() == OTHER
    assert made == module.from_json(OTHER) == carrier_of(module).loader.load_exactly(OTHER, None)
    assert made != module.from_json(OTHER.replace(b'"zz"', b'"z"'))
    assert module.from_json(OTHER) != module.from_json(text())
    assert pickle.loads(pickle.dumps(made)).to_json() == OTHER
    assert copy.copy(made).to_json() == copy.deepcopy(made).to_json() == made.replace().to_json() == OTHER
    other = copy.deepcopy(made)
    other.extra["zz"]["a"].append("c")
    assert (made.extra, other.extra) == ({"zz": {"a": ['"b', 1, None]}}, {"zz": {"a": ['"b', 1, None, "c"]}})
    assert other.to_json() == OTHER.replace(b"null", b'null,"c"')
    assert made.to_json() == OTHER


@pytest.mark.parametrize("field", ["id", "os"])
def test_others_stay_when_a_field_is_set(field: str) -> None:
    made = module_of_schema(SCHEMA).from_json(OTHER)
    setattr(made, field, "new")
    assert json.loads(made.to_json()) == {**json.loads(OTHER), field: "new"}
    assert made.extra == {"zz": {"a": ['"b', 1, None]}}
    made.extra = {}
    assert "zz" not in json.loads(made.to_json())


@pytest.mark.parametrize(
    "other", ["-0", "0.12345678901234567", "1e5", "9007199254740993", "[-0]", '"x","zz":"y"', '{"a":1,"a":2}']
)
def test_what_may_be_lost_of_others_is_read_the_exact_way(other: str) -> None:
    module = module_of_schema(SCHEMA)
    changed = f'{{"id":"x","at":"2026-03-02T06:00:00Z","zz":{other}}}'.encode()
    way_after(module, [OTHER] * 20)
    try:
        exact = carrier_of(module).loader.load_exactly(changed, None)
    except InvalidInstance:
        with pytest.raises(InvalidInstance):
            module.from_json(changed)
        return
    made = module.from_json(changed)
    assert not is_twin(made)
    assert (made, made.to_json()) == (exact, exact.to_json())


def test_others_with_fractions_are_as_the_twins() -> None:
    made = module_of_schema(SCHEMA).from_json(text(zz=[1.5, -0.0, 0, 20.0]))
    assert is_twin(made)
    assert made.to_json() == text(zz=[1.5, -0.0, 0, 20.0])
    assert repr(made.extra) == "{'zz': [1.5, -0.0, 0, 20.0]}"


ONE = {"n": {"type": "integer"}}


@pytest.mark.parametrize(
    "properties",
    [
        ONE,
        {**ONE, "x": {"type": "number"}},
        {**ONE, "list": {"type": "array", "items": {"type": "integer"}}},
        {"s": {"type": "string"}},
    ],
)
@pytest.mark.parametrize("number", ["1.50", "0.10", "100.0", "-0.00", "0.0000001", "0.00001", "1e5", "[2.500,{}]"])
def test_a_number_of_others_is_written_as_by_the_exact_path(properties: dict[str, Any], number: str) -> None:
    """Before it was read, and afterwards; whatever is done to the object."""
    module = module_of_schema({"type": "object", "properties": properties})
    field = next(iter(properties))
    for one in (f'{{"y":{number}}}', f'{{"s":"\\"","y": {number}, "n":1,"x":0.0000001}}', f'{{"y":{number},"n":1}}'):
        loader = carrier_of(module).loader
        for name in ("more", "loose", "ordered", "tight"):
            exact = loader._judged(one, None)
            made = getattr(loader.fast(None).ways, name)(one)
            assert made.to_json() == exact.to_json()
            assert copy.deepcopy(made).to_json() == exact.to_json()
            assert made == exact
            assert made.to_json() == exact.to_json()
            assert repr(made.extra) == repr(exact.extra)
            assert made.to_json() == exact.to_json()
            setattr(made, field, "2")
            setattr(exact, field, "2")
            assert made.to_json() == exact.to_json()


def test_a_number_is_written_so_when_another_order_was_learned() -> None:
    module = module_of_schema({"type": "object", "properties": {**ONE, "s": {"type": "string"}}})
    made = module.from_json('{"n":1,"y":1.50}')
    for _ in range(200):
        module.from_json('{"s":"x","n":1}')
    assert made.to_json() == b'{"n":1,"y":1.5}'


@pytest.mark.parametrize("rest", [{"additionalProperties": {"type": "string"}}, {"additionalProperties": False}])
def test_others_of_which_something_is_said_are_judged(rest: dict[str, Any]) -> None:
    module = module_of_schema({**SCHEMA, **rest})
    for _ in range(20):
        with pytest.raises(InvalidInstance):
            module.from_json(OTHER)


@pytest.mark.parametrize(
    "said", [{"properties": {**PROPERTIES, "zz": False}}, {"allOf": [{"properties": {"zz": False}}]}]
)
def test_what_may_never_be_there_is_none_of_others(said: dict[str, Any]) -> None:
    """The class has no field for it."""
    module = module_of_schema({**SCHEMA, **said})
    for _ in range(20):
        with pytest.raises(InvalidInstance, match="at /zz"):
            module.from_json(OTHER)


def _kind(tag: str, text: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {tag: {"const": text}, **properties}, "required": [tag]}


def test_of_a_union_too() -> None:
    integer = {"type": "integer"}
    module = module_of_schema({"oneOf": [_kind("k", "a", q=integer, r=False), _kind("k", "b", q=False, r=integer)]})
    for _ in range(5):
        assert module.from_json('{"k":"a","q":1}').q == 1
        with pytest.raises(InvalidInstance):
            module.from_json('{"k":"a","r":1}')


@pytest.mark.parametrize("tag", ['k"', "k\\", "k\n", "\0", "k\x7f", "", "k k", "é"])
def test_whatever_the_name_is_that_tells_kinds_apart(tag: str) -> None:
    module = module_of_schema({"oneOf": [_kind(tag, "a"), _kind(tag, "b")]})
    for text in ("a", "b", "a", "a"):
        assert json.loads(module.from_json(json.dumps({tag: text})).to_json()) == {tag: text}


@pytest.mark.parametrize("nested", ["not", "anyOf", "else"])
@pytest.mark.parametrize("depth", [5, 10, 11, 50])
def test_conditions_may_nest(nested: str, depth: int) -> None:
    said: dict[str, Any] = {"required": ["os"]}
    for _ in range(2 * depth):
        said = {
            "not": {"not": said},
            "anyOf": {"anyOf": [said, {"minProperties": 9}]},
            "else": {"if": {"required": ["os"]}, "else": said},
        }[nested]
    module = module_of_schema({**SCHEMA, **said})
    for _ in range(3):
        assert module.from_json(text()).os == "linux"
        if nested != "else":
            with pytest.raises(InvalidInstance):
                module.from_json('{"id":"x","at":"2026-03-02T06:00:00Z"}')


@pytest.mark.parametrize("is_array", [False, True])
@pytest.mark.parametrize("levels", [900, 998, 999, 1000, 1001])
@pytest.mark.parametrize("limit", [None, 20_000])
def test_others_nest_as_deep_as_the_judge_allows(is_array: bool, levels: int, limit: int | None) -> None:
    """However deep Python may recurse: as many levels as may be, in the whole of the text."""
    module = module_of_schema({"type": "array", "items": SCHEMA} if is_array else SCHEMA)
    inside = levels - 1 - is_array
    other = f'{{"id":"x","at":"2026-03-02T06:00:00Z","zz":{"[" * inside}{"]" * inside}}}'
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(limit or before)
    try:
        for _ in range(3):
            if levels > DEEPEST:
                with pytest.raises(Malformed, match="1,000 levels"):
                    module.from_json(f"[{other}]" if is_array else other)
            else:
                made = module.from_json(f"[{other}]" if is_array else other)
                assert len((made[0] if is_array else made).extra) == 1
    finally:
        sys.setrecursionlimit(before)


def test_what_goes_the_exact_way_is_not_decoded_before_for_a_while() -> None:
    module = module_of_schema(SCHEMA)
    assert way_after(module, [text(zz=1e30)] * 40) == "exact"
    assert way_after(module, [text()] * 1000) == "ordered"


NUMBERED = {"type": "object", "properties": {"id": {"type": "string"}, "p": {"type": "number"}}}


@pytest.mark.parametrize("odd", ["5e-07", "1e5", "0.10000000000000001", "-0"])
@pytest.mark.parametrize("every", [2, 5, 10])
def test_a_text_that_goes_the_exact_way_now_and_then_takes_none_with_it(odd: str, every: int) -> None:
    module = module_of_schema(NUMBERED)
    texts = [b'{"id":"x","p":%b}' % (odd.encode() if at % every == 0 else b"0.5") for at in range(1000)]
    way_after(module, texts[:1])
    assert {way_after(module, [one]) for one in texts} == {"ordered"}
    assert [is_twin(module.from_json(one)) for one in texts[:every]] == [False, *[True] * (every - 1)]


def test_after_many_that_went_the_exact_way_others_are_loaded_at_once_soon() -> None:
    module = module_of_schema(NUMBERED)
    assert way_after(module, [b'{"id":"x","p":5e-07}'] * 5000) == "exact"
    assert way_after(module, [b'{"id":"x","p":0.5}'] * 101) == "ordered"
    assert way_after(module, [b'{"id":"x","p":5e-07}', b'{"id":"x","p":0.5}'] * 100) == "ordered"
