"""Laws of the fast path of generated classes: whatever it takes, the exact path takes too, and writes the same."""

from __future__ import annotations

import copy
import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from fidelity import carrier_of, imported
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemawright.errors import Malformed, SchemawrightError
from schemawright.models.fast.lessons import merged
from schemawright.models.generating.modules import Wanted, module_text, source_of
from schemawright.runtime import UNSET, DateTime, ExactFloat, Model, NegativeZero, WholeFloat
from schemawright.store.opening import open_schema_contents
from schemawright.validation.schema import Schema

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = st.one_of(
    st.sampled_from(
        ["", "us", "é", "日本", "\U0001f600", '"', '":', '\\"', "\\", "a, b: c", "\n\t", "\x7f", "null", "/", " "]
    ),
    st.text(max_size=8),
)
OTHERS = TEXTS | st.sampled_from(
    [0, -1, 1.5, -0.0, True, None, [], {"a": ["b", 1, {"": '"'}]}, [[0]], 2**53, 2**60, 1e300, {"a": 1.25}]
)
MOMENTS = st.sampled_from(
    [
        "2026-03-02T06:00:00Z", "2026-03-02t06:00:00z", "2026-03-02T06:00:00.5+01:00",
        "2026-03-02T06:00:00.500000Z", "2026-03-02 06:00:00Z", "2026-03-02T24:00:00Z", "2026-06-30T23:59:60Z",
        "2026-02-30T06:00:00Z",
        "20260302T060000Z", "2026-03-02T06:00:00+00:00", "2026-03-02T06:00:00-00:00", "2026-W10-1T06:00:00Z", "",
    ]
)  # fmt: skip
INNER: dict[str, Any] = {"type": "object", "properties": {"id": {"type": "string"}, "n": {"type": "integer"}}}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "at": {"type": "string", "format": "date-time"},
        "os": {"enum": ["linux", "darwin"]},
        "kinds": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}},
        "inner": INNER,
        "all": {"type": "array", "items": INNER},
        "tags": {"type": "array", "items": {"type": "string"}},
        "n": {"type": "integer"},
        "ok": {"type": ["boolean", "null"]},
        "a-é": {"type": "string"},
    },
    "required": ["id"],
}
ADDRESS: dict[str, Any] = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "geo": {"type": "array", "items": {"type": "number"}, "maxItems": 2}},
    "required": ["city"],
}
ORDINARY: dict[str, Any] = {
    "type": "object",
    "properties": {
        "n": {"type": "integer", "multipleOf": 3},
        "price": {"type": "number", "minimum": 0, "exclusiveMaximum": 100.5},
        "sku": {"type": "string", "pattern": "^[A-Z]{2}-[0-9]+$"},
        "at": {"type": ["string", "null"], "format": "date-time"},
        "state": {"enum": ["new", "paid", None]},
        "ship": {"anyOf": [{"$ref": "#/$defs/address"}, {"type": "null"}]},
        "bill": {"oneOf": [{"type": "null"}, {"$ref": "#/$defs/address"}]},
        "lines": {"type": ["array", "null"], "items": {"type": "object", "properties": {"q": {"type": "number"}}}},
        "attrs": {"type": "object", "additionalProperties": {"type": "string"}},
        "counts": {"type": ["object", "null"], "additionalProperties": {"type": "integer", "minimum": 1}},
        "codes": {"type": "array", "items": {"type": "string", "pattern": "^[a-c]$"}, "uniqueItems": True},
        "kind": {"enum": [1, 2, "x"]},
    },
    "$defs": {"address": ADDRESS},
}
FREE: dict[str, Any] = {
    "properties": {"any": True, "id": {"type": "string"}, "obj": {"type": "object"}, "x": {"type": "number"}}
}
FREE["type"] = "object"
FRACTIONS: dict[str, Any] = {"type": "object", "properties": {"x": {"type": "number"}, "id": {"type": "string"}}}
STRINGS: dict[str, Any] = {
    "type": "object",
    "properties": {
        **{name: {"type": "string"} for name in ("a", "b", "c", "d")},
        "at": {"type": "string", "format": "date-time"},
        "inner": {"type": "object", "properties": {"a": {"type": "string"}}},
    },
}


def module(schema: dict[str, Any]) -> Any:
    opened = open_schema_contents(schema, uri="https://example.com/schema")
    return imported(module_text(source_of(Schema(opened)), Wanted("case", "", "", "", "Case")))


MODULES = {name: module(schema) for name, schema in {
    "all": SCHEMA, "fractions": FRACTIONS, "strings": STRINGS, "ordinary": ORDINARY, "free": FREE,
}.items()}  # fmt: skip
FRACTIONAL = frozenset({"fractions", "ordinary", "free"})
INTEGERS = st.one_of(st.integers(-3, 2**70), st.just(0))
REALS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    INTEGERS,
    st.sampled_from([0.0, -0.0, 0.5, 100.5, 19.9, 1e16, 1e-5]),
)
PRICES = st.one_of(st.floats(0, 100), st.integers(0, 100), st.sampled_from([0.0, 19.9, 0.5, 1e-5, 100.5, -0.0, -1]))


def mostly(valid: st.SearchStrategy[Any], other: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return values that are valid, and now and then another one: one that is not ends the way of its whole text."""
    return st.integers(0, 5).flatmap(lambda chosen: valid if chosen else other)


ADDRESSES = st.fixed_dictionaries(
    {"city": TEXTS}, optional={"geo": mostly(st.lists(REALS, max_size=2), st.just([1, 2, 3]))}
)
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), REALS, TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(TEXTS, inner, max_size=2)),
    max_leaves=5,
)
MEMBERS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "all": {
        "id": TEXTS, "at": MOMENTS, "os": st.sampled_from(["linux", "darwin", "dos"]), "n": INTEGERS,
        "kinds": st.lists(st.sampled_from("ab"), max_size=2),
        "ok": st.sampled_from([True, False, None]), "tags": st.lists(TEXTS, max_size=3), "a-é": TEXTS,
        "inner": st.fixed_dictionaries({}, optional={"id": TEXTS, "n": INTEGERS}),
        "all": st.lists(st.fixed_dictionaries({}, optional={"n": INTEGERS, "id": TEXTS}), max_size=3),
    },
    "fractions": {"x": st.one_of(st.floats(allow_nan=False, allow_infinity=False), INTEGERS), "id": TEXTS},
    "ordinary": {
        "n": mostly(st.integers(-9, 2**66).map(lambda n: 3 * n), INTEGERS), "price": PRICES,
        "sku": st.sampled_from(["AB-1", "CD-07", "EF-1", "AB-1\n", "ab-1"]),
        "at": st.one_of(MOMENTS, st.none()), "state": st.sampled_from(["new", "paid", None, None, "new", "x"]),
        "ship": st.one_of(st.none(), ADDRESSES), "bill": st.one_of(st.none(), ADDRESSES),
        "lines": st.one_of(st.none(), st.lists(st.fixed_dictionaries({}, optional={"q": REALS}), max_size=2)),
        "attrs": st.dictionaries(TEXTS, TEXTS, max_size=3),
        "counts": st.one_of(st.none(), st.dictionaries(TEXTS, st.integers(1, 2**70), max_size=2)),
        "codes": mostly(st.lists(st.sampled_from("abc"), max_size=3, unique=True), st.just(["d"])),
        "kind": st.sampled_from([1, 2, "x", 1.0, True, "y"]),
    },
    "free": {
        "any": ANYTHING, "id": TEXTS, "x": REALS, "obj": st.dictionaries(TEXTS, ANYTHING, max_size=3),
    },
    "strings": {
        **dict.fromkeys("abcd", TEXTS), "at": MOMENTS,
        "inner": st.fixed_dictionaries({}, optional={"a": TEXTS, "z": TEXTS}),
    },
}  # fmt: skip


RESPELLED: list[Callable[[str], str]] = [
    lambda number: f"{number}e0",
    lambda number: f"{number}0" if "." in number else f"{number}.0",
    lambda number: f"{number}0000000000000000001" if "." in number else f"{number}.0000000000000000001",
    lambda number: f"{number}e400",
]


@st.composite
def texts(draw: st.DrawFn, name: str) -> bytes:
    """One text: a random subset in a random order, written in one of many ways, often a little wrong."""
    names = draw(st.lists(st.sampled_from(sorted(MEMBERS[name])), unique=True))
    members = [(one, draw(MEMBERS[name][one])) for one in names]
    trouble = draw(st.integers(0, 9))
    if trouble == 0 and members:
        members.append(draw(st.sampled_from(members)))
    if trouble == 1:
        for _ in range(draw(st.sampled_from([1, 1, 2]))):
            other = (draw(st.sampled_from(["zz", "", "held", "id ", "a\u0301", 'a"', "x-y"])), draw(OTHERS))
            members.insert(draw(st.integers(0, len(members))), other)
    comma, colon = draw(st.sampled_from([(",", ":"), (", ", ": "), (" ,", " :"), (",\n  ", ":\t")]))
    ascii_only = draw(st.booleans())

    def written(value: Any) -> str:
        return json.dumps(value, ensure_ascii=ascii_only, separators=(comma, colon))

    text = "{" + comma.join(f"{written(one)}{colon}{written(member)}" for one, member in members) + "}"
    if trouble == 2:
        text = text.replace('"', "\\u0022", 2) if draw(st.booleans()) else text.replace("i", "\\u0069", 1)
    if trouble == 3:
        text = text.replace("/", "\\/").replace("0", "-0", 1)
    if trouble == 5 and name in FRACTIONAL:
        respelled = draw(st.sampled_from(RESPELLED))
        text = re.sub(r"(?<![\w\".])-?\d+(?:\.\d+)?(?=[\s,\]}])", lambda number: respelled(number[0]), text)
    data = text.encode("utf-8", "surrogatepass")
    if trouble == 4:
        cut = draw(st.integers(0, len(data)))
        data = (
            data[:cut]
            + draw(st.sampled_from([b"\xff", b"\xed\xa0\x80", b"\x00", b" ", b'"', b",", b"}", b"1"]))
            + data[cut:]
        )
    return data


def outcome(load: Any, data: Any) -> Any:
    """Return what becomes of a text or a value: how it is written, as text and as value; or the error's kind."""
    try:
        made = load(data)
    except SchemawrightError as error:
        return type(error), [str(finding) for finding in getattr(error, "findings", ())]
    first = made.to_json()
    instance = made.to_instance()
    return first, repr(instance), repr(made)


@pytest.mark.parametrize("name", MODULES)
@given(data=st.data())
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_fast_is_exact(name: str, data: st.DataObject) -> None:
    """Subsets, orders, names twice or unknown, escapes, white space, broken UTF-8: the outcome is the exact path's."""
    made = MODULES[name]
    loader = carrier_of(made).loader
    for _ in range(4):
        text = data.draw(texts(name))
        exact = outcome(lambda one: loader.load_exactly(one, None), text)
        for load in (made.from_json, made.Case.from_json):
            found = outcome(load, text)
            assert found[1:] == exact[1:], text
            # How a number is written is kept, where it was decoded at once.
            assert found[0] == exact[0] or (name in FRACTIONAL and found[0] == text), text


class Whole(IntEnum):
    """A kind of integer that no engine takes, and that loading takes as an integer."""

    one = 1


UNUSUAL = st.sampled_from(
    [
        DateTime("2026-03-02T06:00:00Z"), NegativeZero(), WholeFloat(1.0), float("nan"), float("inf"), -0.0, 1.0, True,
        Whole.one, ("a", "b"), {"id"}, b"a", Decimal("1.5"), datetime(2026, 3, 2, tzinfo=UTC), {1: "a"}, None, "\ud800",
        {"id": DateTime("x")}, 2**63, 2**64, {"": [None]}, ExactFloat("1.10"), WholeFloat(Decimal("1E+400")),
    ]
)  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
@given(data=st.data())
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_value_is_loaded_as_by_the_judge(name: str, data: st.DataObject) -> None:
    """What is taken by way of its text, and what has something that no text has."""
    made = MODULES[name]
    names = data.draw(st.lists(st.sampled_from([*MEMBERS[name], "zz"]), unique=True))
    value = {one: data.draw(MEMBERS[name].get(one, TEXTS) | UNUSUAL) for one in names}
    loader = carrier_of(made).loader
    exact = outcome(lambda one: loader.load_instance_exactly(one, None), value)
    before = repr(value)
    for load in (made.from_instance, made.Case.from_instance):
        assert outcome(load, value) == exact
    assert repr(value) == before
    if isinstance(exact[0], bytes):
        loaded = made.from_instance(value)
        assert loaded == loader.load_instance_exactly(value, None)
        value.clear()
        assert outcome(lambda one: one, loaded) == exact


ARRAYS = {
    name: module({"title": "All", "type": "array", "items": schema, "minItems": 1, "maxItems": 3})
    for name, schema in {"all": SCHEMA, "strings": STRINGS}.items()
}


def outcome_of_array(module: Any, load: Any, data: Any) -> Any:
    """Return what becomes of an array: how it is written, as text and as value; or the error with all that it says."""
    try:
        made = load(data)
    except SchemawrightError as error:
        return type(error), str(error), [str(finding) for finding in getattr(error, "findings", ())]
    return module.to_json(made), repr(module.to_instance(made)), repr(made)


@pytest.mark.parametrize("name", ARRAYS)
@given(data=st.data(), space=st.sampled_from(["", " ", "\n"]), end=st.sampled_from([b"]", b"]", b" ]\n", b",]", b"]]"]))
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_an_array_is_loaded_as_by_the_judge(name: str, data: st.DataObject, space: str, end: bytes) -> None:
    """One item that is wrong, too many, or unusual ones: what is said, and where, is what the exact path says."""
    made = ARRAYS[name]
    loader = carrier_of(made).loader
    assert loader.fast(None) is not None
    items = data.draw(st.lists(texts(name) | st.sampled_from([b"1", b"{}", b'{"id":"a","zz":[[]]}']), max_size=4))
    text = b"[" + f",{space}".encode().join(items) + end
    exact = outcome_of_array(made, lambda one: loader.load_exactly(one, None), text)
    assert outcome_of_array(made, made.from_json, text) == exact
    if isinstance(exact[0], bytes):
        value = json.loads(text)
        exact = outcome_of_array(made, lambda one: loader.load_instance_exactly(one, None), value)
        assert outcome_of_array(made, made.from_instance, value) == exact
        changed = made.from_json(text)
        changed[0].extra["zzz"] = float("nan")
        with pytest.raises(Malformed, match=r"found nan at /0/zzz$"):
            made.to_json(changed)


def test_the_items_of_an_array_nest_as_deep_as_the_whole_may() -> None:
    """An item of a thousand levels is one too many, whatever way it takes."""
    made = ARRAYS["all"]
    for levels, good in ((998, True), (999, False)):
        text = f'[{{"id":"a","zz":{"[" * levels}{"]" * levels}}}]'
        if good:
            assert made.to_json(made.from_json(text)).decode() == text
            continue
        with pytest.raises(SchemawrightError, match="1,000 levels"):
            made.from_json(text)


def test_a_value_inside_itself_is_no_json() -> None:
    cycle: dict[str, Any] = {"id": "a"}
    cycle["inner"] = cycle
    with pytest.raises(SchemawrightError):
        MODULES["all"].from_instance(cycle)


NUMBERS = st.sampled_from(["0", "-0", "7", "1.0", "-0.0", "9007199254740993", "9007199254740993.0"])
NUMBERED = module({
    "properties": {
        "s": {"type": "string"},
        "n": {"type": ["integer", "null"]},
        "m": {"type": "integer"},
        "list": {"type": "array", "items": {"type": "integer"}},
        "inner": {"properties": {"n": {"type": "integer"}}},
        "all": {"type": "array", "items": {"properties": {"n": {"type": "integer"}}}},
    }
})  # fmt: skip


@given(
    names=st.lists(st.sampled_from(["s", "n", "m", "list", "inner", "all", "more"]), unique=True),
    numbers=st.lists(NUMBERS, min_size=7, max_size=7),
    space=st.sampled_from(["", " ", "\n"]),
)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_numbers_are_written_as_they_were_read(names: list[str], numbers: list[str], space: str) -> None:
    """Whichever way takes the text, of an object that is loaded as a value, and after another field was set."""
    n, m, a, b, inner, each, more = numbers
    values = {
        "s": '"-0,"', "n": n, "m": m, "list": f"[{a},{b}]", "inner": f'{{"n":{inner}}}',
        "all": f'[{{"n":1}},{{"n":{each}}}]', "more": more,
    }  # fmt: skip
    text = "{" + ",".join(f'{space}"{name}":{space}{values[name]}' for name in names) + "}"
    loaded = NUMBERED.from_json(text)
    assert loaded.to_json().decode() == text.replace(space, "")
    assert NUMBERED.from_instance(loaded).to_json() == loaded.to_json()
    loaded.s = "-0,"
    assert all(f'"{name}":{values[name]}' in loaded.to_json().decode() for name in names)


PIECES = [
    '\\"',
    "\\\\",
    '\\\\\\"',
    "\\u0022",
    "\\u005c",
    "\\n",
    "\\/",
    "a",
    "u0022",
    '\\":\\"',
    " ",
    ",",
    ":",
    "{",
    "é",
    "日",
    "\\u00e9",
]


@st.composite
def hostile_texts(draw: st.DrawFn) -> bytes:
    """One text of strings: whole, less or more than that; names twice, written in two ways; escapes of all kinds."""
    white = st.sampled_from(["", "", " ", "\n", "\t "])
    token = st.lists(st.sampled_from(PIECES), max_size=5).map(lambda pieces: f'"{"".join(pieces)}"')

    def members(names: list[str], inner: bool) -> str:
        pairs = []
        for name in names:
            written = draw(st.sampled_from([f'"{name}"', f'"{name}"', f'"\\u{ord(name[0]):04x}{name[1:]}"']))
            value = draw(token)
            if name == "at":
                value = f'"{draw(MOMENTS)}"'
            if name == "inner":
                value = members(draw(st.lists(st.just("a"), max_size=2)), inner=True) if inner is False else '""'
            pairs.append(draw(white) + written + draw(white) + ":" + draw(white) + value)
        return "{" + (draw(white) + ",").join(pairs) + draw(white) + "}"

    every = ["a", "b", "c", "d", "at", "inner"]
    chosen = draw(st.one_of(st.permutations(every), st.lists(st.sampled_from([*every, "z"]), max_size=7)))
    more = draw(st.one_of(st.just([]), st.lists(st.sampled_from([*every, "z"]), max_size=2)))
    return members([*chosen, *more], inner=False).encode()


@given(text=hostile_texts())
@settings(max_examples=1500, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_every_way_is_exact(text: bytes) -> None:
    """No lost value, no quotation mark in a string, and no white space makes up for a name that is there twice."""
    made = MODULES["strings"]
    fast = carrier_of(made).loader.fast(None)
    exact = outcome(fast.exactly, text)
    assert fast.ways
    for way in fast.ways:
        assert outcome(way, text) == exact, text
        assert outcome(way, text.decode()) == exact, text


@pytest.mark.parametrize("name", MODULES)
@given(data=st.data())
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_every_way_is_exact_for_all_kinds(name: str, data: st.DataObject) -> None:
    """Each way takes each text, or hands it down."""
    fast = carrier_of(MODULES[name]).loader.fast(None)
    text = data.draw(texts(name))
    exact = outcome(fast.exactly, text)
    assert fast.ways
    for way in fast.ways:
        found = outcome(way, text)
        assert found[1:] == exact[1:], text
        assert found[0] == exact[0] or (name in FRACTIONAL and found[0] == text), text


NEAR_MOMENTS = st.tuples(
    st.lists(st.tuples(st.integers(0, 28), st.sampled_from("0123456789-:TZW+., tz٣é\0")), max_size=4),
    st.booleans(),
    st.sampled_from(["", "", "2", "20"]),
    st.sampled_from(["Z", "Z", ".123Z", ".000001Z", "+00:00", ".5-23:59", ".123456789Z", ".1234567890Z", "+00:60"]),
)


@given(changes=NEAR_MOMENTS)
@settings(max_examples=1500, deadline=None)
def test_near_date_times_are_judged_exactly(changes: tuple[list[tuple[int, str]], bool, str, str]) -> None:
    """What is a few characters away from a date-time: null characters, weeks, longer years, digits of other scripts."""
    written = list(f"{changes[2]}2026-03-02T06:00:21{changes[3]}")
    for at, char in changes[0]:
        written[at % len(written)] = char
    fast = carrier_of(MODULES["strings"]).loader.fast(None)
    text = json.dumps({"b": "", "at": "".join(written), "a": ""}, ensure_ascii=changes[1]).encode()
    exact = outcome(fast.exactly, text)
    assert fast.ways
    for way in fast.ways:
        assert outcome(way, text) == exact, text


@pytest.mark.parametrize("at", ["06:Z\0:21Z", "03:00:Z\0Z", "06:00:21Z\0", "24:00:00Z", "23:59:60Z"])
def test_no_reader_of_dates_is_trusted_alone(at: str) -> None:
    """Python's stops at a null character, and has read the hour 24 since 3.14."""
    fast = carrier_of(MODULES["strings"]).loader.fast(None)
    text = json.dumps({"b": "", "at": f"2026-03-02T{at}"}).encode()
    assert fast.ways
    for way in fast.ways:
        assert outcome(way, text) == outcome(fast.exactly, text)


def setting(field: str, value: str) -> Callable[[Any], None]:
    """Return what sets a field of a class that has it."""
    return lambda one: setattr(one, field, value) if field in one._carried.fields else None


def extend(one: Any) -> None:
    one.extra["zz"] = [1]


def replace_others(one: Any) -> None:
    one.extra = {"zz": ["1"]}


def unset_first(one: Any) -> None:
    setattr(one, one._carried.fields[0], UNSET)


def add_a_tag(one: Any) -> None:
    if getattr(one, "tags", None):
        one.tags.append("more")


def change_inside(one: Any) -> None:
    if getattr(one, "inner", None):
        setattr(one.inner, one.inner._carried.fields[0], "changed")


def extend_inside(one: Any) -> None:
    if getattr(one, "inner", None):
        one.inner.extra["zz"] = 1.0


def take_one_out(one: Any) -> None:
    if getattr(one, "all", None):
        one.all.pop()


CHANGES: dict[str, Callable[[Any], Any]] = {
    "id": setting("id", "changed"), "a": setting("a", 'set "é"'), "b": setting("b", "set"), "extra": extend,
    "others": replace_others, "unset": unset_first, "tags": add_a_tag, "inner": change_inside,
    "inner, others": extend_inside, "all": take_one_out, "read": repr, "written": lambda one: one.to_json(),
}  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
@given(data=st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_what_is_set_is_written(name: str, data: st.DataObject) -> None:
    """A field that is set, and what is done to an object or an array inside, is written, whichever path loaded it."""
    made = MODULES[name]
    text = data.draw(texts(name))
    loaded = []
    for load in (made.from_json, lambda one: carrier_of(made).loader.load_exactly(one, None)):
        try:
            loaded.append(load(text))
        except SchemawrightError:
            return
    changes = data.draw(st.lists(st.sampled_from(sorted(CHANGES)), max_size=4))
    for one in loaded:
        for change in changes:
            CHANGES[change](one)
    assert loaded[0].to_instance() == loaded[1].to_instance()
    for one in loaded:
        for _ in range(2):
            written = json.loads(one.to_json())
            assert written == json.loads(loaded[1].to_json())
            # Fractions are written as they were read, which may be as `Decimal`.
            assert name in FRACTIONAL or json.dumps(written) == json.dumps(one.to_instance())
    read = json.loads(text)
    if {"unset", "others"}.intersection(changes):
        return
    assert [one for one in loaded[0].to_instance() if one in read] == list(read)


def test_a_null_that_is_none_is_not_written() -> None:
    """What JSON has no number for is written as null by msgspec; beside nulls that are meant it is looked for."""
    made = MODULES["all"].from_json(b'{"id":"null","ok":null,"tags":["a"]}')
    assert made.to_json() == b'{"id":"null","ok":null,"tags":["a"]}'
    made.tags[0] = None
    assert made.to_json() == b'{"id":"null","ok":null,"tags":[null]}'
    made.tags[0] = float("nan")
    with pytest.raises(Malformed, match=r"found nan at /tags/0$"):
        made.to_json()


def test_nothing_is_written_shorter_than_by_a_twin() -> None:
    """The proof by length: msgspec writes each character in the shortest way that JSON has."""
    short = {"\b": 2, "\t": 2, "\n": 2, "\f": 2, "\r": 2, '"': 2, "\\": 2}
    for code in range(0x110000):
        char = chr(code)
        if not 0xD800 <= code < 0xE000:
            shortest = short.get(char, 6 if code < 0x20 else len(char.encode()))
            assert len(msgspec.json.encode(char)) == shortest + 2


names = st.lists(st.sampled_from("abcdef"), unique=True).map(tuple)


@given(st.permutations("abcdef").map(tuple), names)
def test_a_merged_order_has_both(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """All names once; those of the record as they are in it."""
    found = merged(old, new)
    assert sorted(found) == sorted(old)
    assert tuple(name for name in found if name in new) == new


@pytest.mark.parametrize("name", MODULES)
def test_these_modules_have_a_fast_path(name: str) -> None:
    """The laws above are about something."""
    assert carrier_of(MODULES[name]).loader.fast(None) is not None


def changed_everywhere(value: Any) -> None:
    """Change all that can be changed in an object."""
    if isinstance(value, list):
        for item in value:
            changed_everywhere(item)
        value.append("changed")
    elif isinstance(value, dict):
        for member in value.values():
            changed_everywhere(member)
        value["changed"] = 1
    elif isinstance(value, Model):
        for field in value.__dataclass_fields__:
            changed_everywhere(getattr(value, field))
            if field != "extra":
                setattr(value, field, "changed" if getattr(value, field) is UNSET else UNSET)


def shown(made: Any) -> tuple[Any, str]:
    try:
        return made.to_json(), repr(made)
    except Malformed as error:
        return str(error), repr(made)


COPIED = {(name, name): made for name, made in MODULES.items()}
COPIED["exact", "all"] = module({**SCHEMA, "not": {"required": ["no"]}})


@pytest.mark.parametrize(("name", "members"), COPIED)
@given(data=st.data())
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_deep_copy_is_written_as_what_it_is_a_copy_of_and_shares_nothing(
    name: str, members: str, data: st.DataObject
) -> None:
    """However it was loaded, whatever was asked for, set or changed since; and neither changes with the other."""
    made_of = COPIED[name, members]
    try:
        made = made_of.from_json(data.draw(texts(members)))
    except SchemawrightError:
        return
    for field in data.draw(st.lists(st.sampled_from([*made.__dataclass_fields__]), max_size=3)):
        what = data.draw(st.sampled_from(["ask", "set", "change"]))
        if what == "ask":
            getattr(made, field)
        elif what == "change":
            changed_everywhere(getattr(made, field))
        elif field != "extra":
            setattr(made, field, copy.deepcopy(data.draw(TEXTS | UNUSUAL)))
    copied = copy.deepcopy(made)
    before = shown(made)
    assert copied == copy.deepcopy(copied) == made or "nan" in before[1]
    assert shown(copied) == shown(copy.deepcopy(made)) == before
    again = copy.deepcopy(made)
    changed_everywhere(copied)
    assert shown(made) == before
    changed_everywhere(made)
    assert shown(again) == before


def asked(value: Any) -> None:
    """Ask for all that there is in an object."""
    if isinstance(value, Model):
        for field in value.__dataclass_fields__:
            asked(getattr(value, field))
    for item in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
        asked(item)


@pytest.mark.parametrize(("name", "members"), COPIED)
@given(data=st.data())
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_to_ask_changes_nothing(name: str, members: str, data: st.DataObject) -> None:
    """What is written is what was written before, byte for byte, whatever was asked of an object."""
    text = data.draw(texts(members))
    if data.draw(st.booleans()):
        text = re.sub(rb"(?<=\d)e\+?(-?)0*(?=\d)", rb"e\1", text)  # As msgspec writes exponents, and others.
    try:
        made = COPIED[name, members].from_json(text)
    except SchemawrightError:
        return
    written = made.to_json()
    for ask in data.draw(
        st.permutations([asked, repr, copy.copy, copy.deepcopy, type(made).to_instance, type(made).replace, _reduced])
    ):
        ask(made)
        assert made.to_json() == written
    assert copy.deepcopy(made).to_json() == written
    assert made == COPIED[name, members].from_json(text)


def _reduced(made: Any) -> Any:
    return made.__reduce_ex__(4)
