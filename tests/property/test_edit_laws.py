"""Laws of what is written of loaded objects: whatever was done to them, and wherever they were moved."""

from __future__ import annotations

import copy
import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest
from fidelity import imported
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemawright.models.fast import handing
from schemawright.models.generating.modules import Wanted, module_text, source_of
from schemawright.runtime import UNSET, Model
from schemawright.store.opening import open_schema_contents
from schemawright.validation.schema import Schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    Slot = tuple[Any, Any, Any]
    """A container, the name or index of what is there, and what that is."""


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _list(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


TEXT, COUNT, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}
CITY = _object(city=TEXT, zip=TEXT)
SCHEMAS: dict[str, dict[str, Any]] = {
    "nested": {
        **_object(name=TEXT, ceo=_ref("person"), cfo=_ref("person"), staff=_list(_ref("person"))),
        "$defs": {"person": _object(name=TEXT, home=_ref("city"), work=_ref("city")), "city": CITY},
    },
    "numbers": {
        **_object(n=COUNT, lines=_list(_ref("line")), total=_ref("price"), tags=_list(TEXT)),
        "$defs": {
            "line": _object(q=COUNT, price=_ref("price"), codes=_list(COUNT)),
            "price": {**_object(amount=NUMBER, unit=TEXT), "additionalProperties": False},
        },
    },
    "nullable": {
        **_object(a={"anyOf": [_ref("city"), {"type": "null"}]}, b=_ref("city"), c=_list(_ref("city")), any=True),
        "$defs": {"city": CITY},
    },
    "recursion": {
        **_ref("node"),
        "$defs": {"node": _object(v=TEXT, next={"anyOf": [_ref("node"), {"type": "null"}]}, all=_list(_ref("node")))},
    },
    "unions": {
        **_object(k=TEXT, any={"oneOf": [_ref("a"), _ref("b")]}, all=_list({"oneOf": [_ref("a"), _ref("b")]})),
        "$defs": {
            "a": {**_object(kind={"const": "a"}, n=COUNT, city=_ref("city")), "required": ["kind"]},
            "b": {**_object(kind={"const": "b"}, price=NUMBER, cities=_list(_ref("city"))), "required": ["kind"]},
            "city": CITY,
        },
    },
    "maps": {
        **_object(by={"type": "object", "additionalProperties": _ref("city")}, one=_ref("city"), k=TEXT),
        "$defs": {"city": CITY},
    },
}


def _module(schema: dict[str, Any]) -> Any:
    opened = open_schema_contents(schema, uri="https://example.com/schema")
    return imported(module_text(source_of(Schema(opened)), Wanted("case", "", "", "", "Case")))


MODULES = {name: _module(schema) for name, schema in SCHEMAS.items()}
TEXTS, INTEGERS = st.sampled_from(["", "a", "é", '"', "b c", "x"]), st.integers(-2, 9)
REALS = st.sampled_from([0, 1, 1.0, 0.5, -0.0, 19.9, 7])


def _person(name: str) -> Any:
    return {"name": name, "home": {"city": f"home of {name}", "zip": "1"}, "work": {"city": f"work of {name}"}}


def _line(number: int) -> Any:
    return {"q": number, "price": {"amount": number + 0.5, "unit": "\u20ac"}, "codes": [number, 2]}


_CITIES = [{"city": f"city {number}", "zip": str(number)} for number in range(5)]
INSTANCES: dict[str, Any] = {
    "nested": {"name": "X", "ceo": _person("a"), "cfo": _person("b"), "staff": [*map(_person, "cde")]},
    "numbers": {"n": 1, "lines": [*map(_line, range(3))], "total": {"amount": 1.0, "unit": '"'}, "tags": ["a", "b"]},
    "nullable": {"a": _CITIES[0], "b": _CITIES[1], "c": _CITIES[2:], "any": [1, {"x": None}]},
    "recursion": {
        "v": "1",
        "next": {"v": "2", "next": {"v": "3", "next": None, "all": []}},
        "all": [{"v": "4", "all": [{"v": "5"}]}, {"v": "6", "next": {"v": "7"}}],
    },
    "unions": {
        "k": "v",
        "any": {"kind": "b", "price": 1.5, "cities": _CITIES[:2]},
        "all": [{"kind": "a", "n": 1, "city": _CITIES[2]}, {"kind": "b", "price": 7, "cities": _CITIES[3:]}],
    },
    "maps": {"by": {"p": _CITIES[0], "q": _CITIES[1]}, "one": _CITIES[2], "k": "v"},
}
"""Instances that have all that there is; those that are loaded have some of it, in some order."""


def _some(instance: Any, random: Random, *, shuffled: bool) -> Any:
    """Return an instance that lacks some members of another, and has their names in another order."""
    if isinstance(instance, list):
        return [_some(item, random, shuffled=shuffled) for item in instance]
    if not isinstance(instance, dict):
        return instance
    names = [name for name in instance if name == "kind" or random.random() < 0.9]
    if shuffled:
        random.shuffle(names)
    return {name: _some(instance[name], random, shuffled=shuffled) for name in names}


LAYOUTS: list[dict[str, Any]] = [
    {"separators": (",", ":")}, {"separators": (",", ":")}, {}, {"indent": 1}, {"sort_keys": True},
    {"separators": (",", ":"), "sort_keys": True},
]  # fmt: skip


def _slots(value: Any) -> Iterator[Slot]:
    """Yield all that is in an object, and in that; not the text that says of which kind it is."""
    inside: list[Slot] = []
    if isinstance(value, Model):
        names = [field.name for field in fields(value) if field.name != "kind"]  # type: ignore[arg-type]
        inside = [(value, name, getattr(value, name)) for name in names]
    elif isinstance(value, list):
        inside = [(value, index, item) for index, item in enumerate(value)]
    elif isinstance(value, dict):
        inside = [(value, name, member) for name, member in value.items()]
    for slot in inside:
        yield slot
        yield from _slots(slot[2])


def _put(slot: Slot, value: Any) -> None:
    container, at, _ = slot
    if not isinstance(container, Model):
        container[at] = value
    else:
        setattr(container, at, value)


def _has(value: Any, container: Any) -> bool:
    return value is container or any(inner is container for _, _, inner in _slots(value))


def _kind(slot: Slot) -> Any:
    """Return what tells of two places whether one may have what the other has."""
    container, at, value = slot
    if isinstance(value, Model):
        return type(value)
    place = (type(container), at) if isinstance(container, Model) else None
    return (type(value), place) if isinstance(value, list | dict) else type(value)


def _edit(data: st.DataObject, root: Any, other: Any) -> None:
    """Do something to an object, or to something in it."""
    slots = [slot for slot in _slots(root) if slot[2] is not None]
    objects = [slot for slot in slots if isinstance(slot[2], Model)]
    move = data.draw(st.booleans())
    found = (objects if move else slots) or slots
    if not found:
        return
    slot = data.draw(st.sampled_from(found))
    if move:
        _move(data, slot, found, data.draw(st.sampled_from(["share", "swap", "other"])), other)
    else:
        _change(data, slot)
    if data.draw(st.integers(0, 5)) == 0:
        root.to_json()


def _move(data: st.DataObject, slot: Slot, slots: list[Slot], what: str, other: Any) -> None:
    """Put into one place what is in another, of this object or of one that was loaded from another text."""
    container, _, value = slot
    found = [one for one in (_slots(other) if what == "other" else slots) if _kind(one) == _kind(slot)]
    source = data.draw(st.sampled_from(found or [slot]))
    if _has(source[2], container) or (what == "swap" and _has(value, source[0])):
        return  # It would be inside itself.
    _put(slot, source[2])
    if what == "swap":
        _put(source, value)


def _change(data: st.DataObject, slot: Slot) -> None:
    """Change what is in one place."""
    container, at, value = slot
    what = data.draw(st.sampled_from(["unset", "set", "append", "extra", "take out"]))
    if what == "unset" and isinstance(container, Model) and at != "extra":
        _put(slot, UNSET)
    elif what == "set" and type(value) in {str, int, float}:
        _put(slot, data.draw({str: TEXTS, int: INTEGERS, float: REALS}[type(value)]))
    elif what in {"append", "take out"} and isinstance(value, list) and value:
        value.append(copy.copy(value[0])) if what == "append" else value.pop(0)
    elif what == "extra" and hasattr(container, "extra"):
        container.extra["more"] = data.draw(st.sampled_from([1, [1.0], None, {"a": "b"}]))


def _values(value: Any) -> Any:
    """Return the JSON value of an object, field by field."""
    if isinstance(value, Model):
        declared = {name: getattr(value, field) for name, field in value._carried.declared}
        return {n: _values(one) for n, one in (declared | getattr(value, "extra", {})).items() if one is not UNSET}
    if isinstance(value, list):
        return list(map(_values, value))
    return {name: _values(one) for name, one in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("name", MODULES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_what_is_written_is_what_an_object_has(name: str, data: st.DataObject) -> None:
    """
    However a text was laid out, whatever was moved, shared, set or taken out: what is written is the instance.

    Names have the same order in both, numbers the same spelling; and it is loaded as an equal object.
    """
    module, random = MODULES[name], data.draw(st.randoms(use_true_random=False))

    def load() -> Any:
        instance = _some(INSTANCES[name], random, shuffled=data.draw(st.booleans()))
        return module.from_json(json.dumps(instance, **data.draw(st.sampled_from(LAYOUTS))))

    root, other = load(), load()
    for _ in range(data.draw(st.integers(1, 6))):
        _edit(data, root, other)
    text = root.to_json()
    instance = root.to_instance()
    assert json.dumps(json.loads(text)) == json.dumps(instance)
    assert instance == _values(root)
    again = module.from_json(text)
    assert again == root
    assert (again.to_json(), root.to_json(), copy.deepcopy(root).to_json()) == (text, text, text)


COMPANY = {
    "name": "X",
    "ceo": {"name": "Ann", "home": {"city": "A"}, "work": {"city": "W"}},
    "cfo": {"name": "Bob", "home": {"city": "B"}},
    "staff": [{"name": "s0", "home": {"city": "H0"}}, {"name": "s1", "home": {"city": "H1"}}],
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_objects_that_were_swapped_are_written_where_they_are(layout: dict[str, Any]) -> None:
    """An object is written where it is now, not where the text had it."""
    module = MODULES["nested"]
    root = module.from_json(json.dumps(COMPANY, **layout))
    root.ceo.home, root.cfo.home = root.cfo.home, root.ceo.home
    root.staff[0].home, root.staff[1].home = root.staff[1].home, root.staff[0].home
    root.ceo.work = root.staff[0].home
    written = json.loads(root.to_json())
    assert [written[who]["home"]["city"] for who in ("ceo", "cfo")] == ["B", "A"]
    assert [one["home"]["city"] for one in written["staff"]] == ["H1", "H0"]
    assert written["ceo"]["work"] == {"city": "H1"}
    root.ceo, root.cfo = root.cfo, root.staff.pop(0)
    assert json.loads(root.to_json()) == root.to_instance()
    assert json.loads(root.replace(cfo=root.ceo, ceo=root.cfo).to_json())["ceo"]["name"] == "s0"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_text_is_read_again_once_at_the_most(layout: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever writes each object of a text, in a new place or where it is, reads the text once, not once for each."""
    module, reads = MODULES["nested"], []
    root = module.from_json(json.dumps({**COMPANY, "staff": COMPANY["staff"] * 20}, **layout))  # type: ignore[operator]
    read = handing._read

    def reading(text: bytes) -> Any:
        reads.append(text)
        return read(text)

    monkeypatch.setattr(handing, "_read", reading)
    for one in root.staff:
        assert json.loads(one.to_json()) == one.to_instance()
    copied = root.replace(name="Y", staff=root.staff[::-1])
    assert json.loads(copied.to_json()) == copied.to_instance()
    assert len(reads) <= 1


NAMES = ["first", "second", "third", "fourth", "count", "inner"]
INNER_NAMES = ["x", "y", "z"]
ORDERED_SCHEMA = _object(
    **dict.fromkeys(NAMES[:4], TEXT), count=COUNT, inner=_object(**dict.fromkeys(INNER_NAMES, TEXT))
)
INNERS = st.lists(st.sampled_from(INNER_NAMES), unique=True).map(lambda names: dict.fromkeys(names, "v"))


@st.composite
def _ordered(draw: st.DrawFn) -> str:
    names = draw(st.lists(st.sampled_from(NAMES), unique=True))
    made = {name: 1 if name == "count" else draw(INNERS) if name == "inner" else "v" for name in names}
    return json.dumps(made, separators=draw(st.sampled_from([(",", ":"), (", ", ": ")])))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(_ordered(), max_size=6),
    _ordered(),
    st.lists(st.tuples(st.sampled_from([*NAMES[:5], *INNER_NAMES]), st.sampled_from(["new", 5, UNSET])), max_size=4),
)
def test_the_place_of_a_new_name_is_that_of_the_schema_or_the_last(
    before: list[str], text: str, edits: list[tuple[str, Any]]
) -> None:
    """Where the text has another order, it is the last; whatever texts were loaded before."""
    module = _module(ORDERED_SCHEMA)
    for one in before:
        module.from_json(one)
    carrier = module.Case._carried.carrier
    made, exact = module.from_json(text), carrier.loader.build(json.loads(text), None, carrier.loader.plain)
    for one in (made, exact):
        for name, value in edits:
            owner = one.inner if name in INNER_NAMES else one
            if owner is not UNSET:
                setattr(owner, name, value)
    assert made.to_json() == exact.to_json()
    assert json.dumps(made.to_instance()) == json.dumps(exact.to_instance())
