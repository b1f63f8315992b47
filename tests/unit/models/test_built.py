"""Properties that no type describes: decoded as plain values with all else, and built when they are asked for."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
from fidelity import carrier_of, module_of_schema
from hypothesis import given
from hypothesis import strategies as st

from schemawright.errors import InvalidInstance
from schemawright.runtime import UNSET, Time, WholeFloat


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


def test_of_many_such_properties_one_engine_judges_most() -> None:
    """What compiles a judge for each of them takes long."""
    described = [{"oneOf": [{"maxLength": at, "type": "string"}, {"$ref": "#/$defs/list"}]} for at in range(40)]
    properties = {f"p{at}": one for at, one in enumerate(described)}
    list_of = {"type": "array", "items": kind("a")}
    module = module_of_schema({"type": "object", "properties": properties, "$defs": {"list": list_of}})
    for text in (b'{"p1":"a","p39":[{"kind":"a"}]}', b'{"p2":[{"kind":"a"}]}', b"{}"):
        made = module.from_json(text)
        assert isinstance(made._held, msgspec.Struct)
        assert made.to_json() == text
    assert type(module.from_json(b'{"p39":[{"kind":"a"}]}').p39[0]) is type(
        module.from_json(b'{"p2":[{"kind":"a"}]}').p2[0]
    )
    for text in (b'{"p1":"ab"}', b'{"p30":"' + b"a" * 31 + b'"}', b'{"p39":[{"kind":"b"}]}', b'{"p20":1}'):
        with pytest.raises(InvalidInstance):
            module.from_json(text)


def test_properties_that_say_the_same_have_one_judge() -> None:
    pair = {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}]}
    properties = {f"p{at}": {"$ref": "#/$defs/pair"} if at % 2 else pair for at in range(30)}
    module = module_of_schema({"type": "object", "properties": properties, "$defs": {"pair": pair}})
    made = module.from_json(b'{"p0":[1],"p29":[1,"a"]}')
    assert isinstance(made._held, msgspec.Struct)
    twins = carrier_of(module).loader.fast(None).made.verbatim
    assert len(twins.judges) == 1


PARTS = [{"enum": ["a", "b"]}, {"type": "integer"}, {"type": "string", "format": "time"}, True]
OF_PARTS = module_of_schema({
    "type": "object",
    "properties": {
        "pair": {"prefixItems": PARTS, "items": {"type": ["integer", "null"]}, "type": "array"},
        "pairs": {"type": "array", "items": {"prefixItems": PARTS, "type": "array", "items": False}},
    },
})  # fmt: skip
ITEMS = [st.sampled_from("ab"), st.sampled_from([1, -7, 1.0, 2**60]), st.just("06:00:00Z"), st.sampled_from([0.5, "x"])]


@given(values=st.tuples(*ITEMS).map(list), length=st.integers(0, 4), more=st.lists(st.sampled_from([None, 3, 4.0])))
def test_each_item_of_a_tuple_is_carried_as_its_subschema_says(values: list[Any], length: int, more: list[Any]) -> None:
    values = values[:length]
    more = more if length == len(PARTS) else []
    made = OF_PARTS.from_json(msgspec.json.encode({"pair": values + more, "pairs": [values, []]}))
    kinds = [OF_PARTS.PairItem, None, Time, None][:length]
    expected = [
        value if kind is None and not (at == 1 and type(value) is float) else (kind or WholeFloat)(value)
        for at, (kind, value) in enumerate(zip(kinds, values, strict=True))
    ]
    rest = [WholeFloat(value) if type(value) is float else value for value in more]
    assert made.pair == expected + rest
    assert list(map(type, made.pair)) == list(map(type, expected + rest))
    assert list(map(len, made.pairs)) == [length, 0]
    assert list(map(type, made.pairs[0][2:3])) == [Time][: max(0, length - 2)]


def test_all_threads_get_the_same_of_each_member() -> None:
    said = {"type": "object", "properties": {"x": {}}}
    properties = {"one": said, "many": {"type": "array", "items": said}, "pair": {"prefixItems": PARTS}}
    module = module_of_schema({"type": "object", "properties": properties | {"of": said}})
    fields = ["one", "many", "pair", "extra", "of"]
    switching = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(2) as threads:
            for _ in range(300):
                made = module.from_json('{"one":{},"many":[{}],"pair":["a",1.0],"z":1}')
                start = threading.Barrier(2)

                def read(order: list[str], of: Any = made, start: threading.Barrier = start) -> dict[str, int]:
                    start.wait()
                    return {field: id(getattr(of, field)) for field in order}

                assert len({tuple(sorted(one.items())) for one in threads.map(read, [fields, fields[::-1]])}) == 1
    finally:
        sys.setswitchinterval(switching)


def test_what_is_not_there_leaves_an_object_as_it_was() -> None:
    said = {"type": ["object", "null"], "properties": {"x": {}}}
    module = module_of_schema({"type": "object", "properties": {"a": said, "b": said, "c": KINDS}})
    for text in (b'{"b":null}', b'{ "b": null }'):
        made = module.from_json(text)
        assert (made.a, made.b, made.c) == (UNSET, None, UNSET)
        assert made == module.from_json(text)
        assert made.to_json() == b'{"b":null}'
        made.a = None
        assert made.a is not UNSET
        del made.a
        assert (made.a, made.to_json()) == (UNSET, b'{"b":null}')
