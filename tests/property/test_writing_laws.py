"""Laws of writing: what is quick writes what the exact way writes, whatever was done to an object."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from constructed import constructed
from fidelity import module_of_schema
from hypothesis import given, settings
from hypothesis import strategies as st

from schemawright.errors import Malformed, SchemawrightError
from schemawright.models.fast.pure import is_pure
from schemawright.models.fast.turns import Pauses
from schemawright.models.spelling.writing import write_json
from schemawright.runtime import UNSET, DateTime, ExactFloat, NegativeZero, WholeFloat, to_instance, to_written

if TYPE_CHECKING:
    from collections.abc import Callable

INNER = {
    "type": "object",
    "properties": {"n": {"type": "number"}, "t": {"type": ["string", "null"]}, "i": {"type": "integer"}},
    "required": ["n"],
}
PROPERTIES: dict[str, Any] = {
    "text": {"type": "string"},
    "at": {"type": "string", "format": "date-time"},
    "kind": {"enum": ["a", "b"]},
    "count": {"type": "integer"},
    "price": {"type": "number"},
    "flag": {"type": "boolean"},
    "note": {"type": ["string", "null"]},
    "tags": {"type": "array", "items": {"type": "string"}},
    "geo": {"type": "array", "items": {"type": "number"}},
    "map": {"type": "object", "additionalProperties": {"type": ["number", "string", "null"]}},
    "one": INNER,
    "none": {"anyOf": [INNER, {"type": "null"}]},
    "all": {"type": "array", "items": INNER},
}
STRINGS = ("text", "at", "kind")
SCHEMAS: dict[str, Any] = {
    "all": {"type": "object", "properties": PROPERTIES},
    "closed": {"type": "object", "properties": PROPERTIES, "additionalProperties": False},
    "strings": {"type": "object", "properties": {name: PROPERTIES[name] for name in STRINGS}},
    "scalars": {
        "type": "object",
        "properties": {name: PROPERTIES[name] for name in (*STRINGS, "count", "price", "note")},
    },
}
MODULES = {name: module_of_schema(schema) for name, schema in SCHEMAS.items()}

NUMBERS = st.sampled_from([0, 1, 7.5, 0.0, -0.0, -3.25, 1e15, 0.0001, 2**53, 123456.75])
INNERS = st.fixed_dictionaries({"n": NUMBERS}, optional={"t": st.sampled_from(["x", None]), "i": st.integers(-5, 5)})
VALID: dict[str, st.SearchStrategy[Any]] = {
    "text": st.sampled_from(["", "x", 'a"b', "\\", "é", "a b"]),
    "at": st.sampled_from(["2026-03-02T06:00:00Z", "2026-03-02t06:00:00.50+01:00"]),
    "kind": st.sampled_from(["a", "b"]),
    "count": st.sampled_from([0, -3, 10**20]),
    "price": NUMBERS,
    "flag": st.booleans(),
    "note": st.sampled_from(["x", None]),
    "tags": st.lists(st.sampled_from(["x", "y"]), max_size=2),
    "geo": st.lists(NUMBERS, max_size=3),
    "map": st.dictionaries(st.sampled_from("ab"), st.one_of(NUMBERS, st.sampled_from(["x", None]))),
    "one": INNERS,
    "none": st.none() | INNERS,
    "all": st.lists(INNERS, max_size=2),
}
ODD = st.sampled_from(
    [
        *[float("nan"), float("inf"), 1e22, 1e-7, 1e16, -1e-5, 2**70, NegativeZero(), WholeFloat(1.0), Decimal("1.50")],
        *[ExactFloat("0.10000000000000000001"), DateTime("2026-03-02T06:00:00Z"), datetime(2026, 3, 2, 6, tzinfo=UTC)],
        *[
            datetime(2026, 3, 2, 6, tzinfo=UTC).replace(tzinfo=None),
            "\ud800",
            b"x",
            (1, 2),
            {1: 2},
            {1},
            [float("nan")],
            [1e22, "x"],
            {"a": 1e-7},
            "x",
            7,
        ],
        *[True, None, UNSET, UNSET, UNSET],
    ]
)

ODD_NUMBERS = st.sampled_from([float("nan"), float("inf"), 1e22, 1e-7, 1e16, -1e-5, 2**70, NegativeZero(), 7])
NESTED = {"one", "none", "all"}
LIKELY = {name: ODD_NUMBERS | ODD if "number" in str(PROPERTIES[name]) else ODD for name in PROPERTIES}


@pytest.mark.parametrize("name", SCHEMAS)
@settings(max_examples=200)
@given(data=st.data())
def test_what_is_quick_writes_as_what_is_exact(name: str, data: st.DataObject) -> None:
    module = MODULES[name]
    made = data.draw(objects(module, SCHEMAS[name]["properties"]))
    fields = sorted(made.__dataclass_fields__)
    for field in data.draw(st.lists(st.sampled_from(fields), max_size=5)):
        change(made, field, data)
    exact = written_or_refused(lambda: write_json(to_written(made)))
    if isinstance(exact, str):
        assert written_or_refused(made.to_json) == exact
        return
    text = made.to_json()
    assert tokens(text) == tokens(exact)
    # What was read may be written with another exponent.
    assert text == exact or is_read(made)
    assert list(map(repr, pairs(made.to_instance()))) == list(map(repr, pairs(to_instance(made))))


def written_or_refused(write: Callable[[], bytes]) -> bytes | str:
    """Return a text; or why there is none."""
    try:
        return write()
    except Malformed as error:
        return str(error)


@st.composite
def objects(draw: st.DrawFn, module: Any, properties: dict[str, Any]) -> Any:
    """Draw an object: read from a text, taken from a value, or made of its fields."""
    names = draw(st.permutations(sorted(properties)) | st.just(list(properties)))
    value = {name: draw(VALID[name]) for name in names if draw(st.booleans())}
    if "extra" in module.Root.__dataclass_fields__ and draw(st.booleans()):
        value["more"] = draw(NUMBERS)
    if draw(st.booleans()):
        separators = draw(st.sampled_from([(",", ":"), (", ", ": ")]))
        return module.from_json(json.dumps(value, separators=separators, ensure_ascii=draw(st.booleans())))
    made = module.from_instance(value)
    return constructed(made) if draw(st.booleans()) else made


def is_read(made: Any) -> bool:
    """Return whether an object, or one inside, was decoded at once."""
    inside = [getattr(made, name, None) for name in ("one", "none", "all")]
    below = [one for part in inside for one in (part if isinstance(part, list) else [part])]
    return hasattr(made._held, "__struct_fields__") or any(is_read(one) for one in below if hasattr(one, "_held"))


def change(made: Any, field: str, data: st.DataObject) -> None:
    """Look at a field, put something into what it has, or set it."""
    found = getattr(made, field)
    if data.draw(st.booleans()):
        setattr(made, field, {} if field == "extra" else data.draw(VALID[field] if field in NESTED else LIKELY[field]))
    elif isinstance(found, list):
        found.append(data.draw(ODD_NUMBERS | ODD))
    elif isinstance(found, dict):
        found[data.draw(st.sampled_from(["a", "z"]))] = data.draw(ODD_NUMBERS | ODD)
    elif hasattr(found, "n"):
        found.n = data.draw(ODD_NUMBERS | ODD)


def tokens(text: bytes) -> Any:
    """Return what a text has, names in order: an integer as it is written, all other numbers exactly."""
    return json.loads(text, object_pairs_hook=tuple, parse_int=str, parse_float=Decimal)


def pairs(value: Any) -> list[Any]:
    """Return the members and items of a value, in order, with those inside."""
    if isinstance(value, dict):
        return [one for name, member in value.items() for one in (name, *pairs(member))]
    return [one for item in value for one in pairs(item)] if isinstance(value, list) else [value]


@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
def test_what_is_put_into_an_array_is_written_though_the_text_is_as_long(separators: tuple[str, str]) -> None:
    for names in (["price", "tags", "text"], ["tags", "text", "price"], ["text", "tags", "price"]):
        value = {name: {"price": 1.5, "tags": ["x"], "text": "t"}[name] for name in names}
        for _ in range(3):
            made = MODULES["all"].from_json(json.dumps(value, separators=separators))
            made.tags[0] = "y"
            assert made.to_json() == json.dumps(value | {"tags": ["y"]}, separators=(",", ":")).encode()


@pytest.mark.parametrize("name", SCHEMAS)
@settings(max_examples=200)
@given(data=st.data())
def test_values_are_loaded_as_the_exact_way_loads_them(name: str, data: st.DataObject) -> None:
    """Whatever came before, and whatever a value is of, though Python has it equal to another."""
    module, properties = MODULES[name], SCHEMAS[name]["properties"]
    loader = module.Root._carried.carrier.loader
    if data.draw(st.booleans()):
        loader.fast(None).taking = Pauses()  # It is not tried again at once where it took nothing.
    value = data.draw(st.fixed_dictionaries({}, optional={name: VALID[name] for name in properties}))
    if data.draw(st.booleans()):
        value[data.draw(st.sampled_from([*properties, "more"]))] = data.draw(ODD_NUMBERS | ODD)
    assert loaded_or_refused(module.from_instance, value) == loaded_or_refused(
        partial(loader.load_instance_exactly, cls=None), value
    )


def loaded_or_refused(load: Callable[[Any], Any], value: Any) -> Any:
    """Return what a value is loaded as, and written as; or why it is not."""
    try:
        made = load(value)
    except SchemawrightError as error:
        return type(error), str(error)
    return repr(made), made.to_json(), repr(made.to_instance())


PLAIN = st.sampled_from([0, 1.5, "x", True, None, -0.0, 1.7e308, -1.7e308, 1e-7, 2**70])
IMPURE = [float("nan"), float("-inf"), NegativeZero(), WholeFloat(1.0), Decimal("1.5"), (1.5,), {1: 2}, b"x", {1}]
NESTING: st.SearchStrategy[Any] = st.recursive(
    PLAIN | st.lists(PLAIN, min_size=6, max_size=8) | st.lists(st.lists(PLAIN, max_size=2), min_size=6, max_size=8),
    lambda inner: st.lists(inner, max_size=8) | st.dictionaries(st.sampled_from("abcdefgh"), inner),
    max_leaves=5,
)


@given(NESTING)
def test_what_json_has_is_written_as_it_is_meant(value: Any) -> None:
    assert is_pure(value)
    assert repr(msgspec.json.decode(msgspec.json.encode(value))) == repr(value)


@given(NESTING, st.sampled_from(IMPURE), st.data())
def test_what_msgspec_writes_in_its_own_way_is_found_wherever_it_is(value: Any, odd: Any, data: st.DataObject) -> None:
    places = [container for container in containers([value]) if container]
    container = data.draw(st.sampled_from(places))
    at = data.draw(st.sampled_from(list(container) if isinstance(container, dict) else range(len(container))))
    container[at] = odd
    assert not is_pure([value] if container is not places[0] else places[0])


def containers(value: Any) -> list[Any]:
    """Return an array or an object, and all that are in it."""
    if not isinstance(value, list | dict):
        return []
    inside = value.values() if isinstance(value, dict) else value
    return [value, *[one for item in inside for one in containers(item)]]


def test_what_is_inside_itself_is_given_up() -> None:
    value: list[Any] = []
    value += [[value, value] for _ in range(100)]
    with pytest.raises(RecursionError):
        is_pure(value)
