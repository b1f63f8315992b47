"""Laws of numbers, however they are spelled: each way to load a text makes of them what the judge makes."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from fidelity import carrier_of, module_of_schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemawright.documents.numbers import NoDouble, exact_float, near_float
from schemawright.errors import SchemawrightError
from schemawright.models.fast.plain import read_plain
from schemawright.models.spelling.numbers import is_spelt_once

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBER, COUNTED, TEXT = {"type": "number"}, {"type": "integer"}, {"type": "string"}
PROPERTIES: dict[str, Any] = {
    "n": NUMBER,
    "i": COUNTED,
    "s": TEXT,
    "o": {"type": ["number", "null"]},
    "v": {"type": "array", "items": NUMBER},
    "in": {"type": "object", "properties": {"n": NUMBER, "s": TEXT}},
}
SCHEMAS: dict[str, Any] = {
    "open": {"type": "object", "properties": PROPERTIES},
    "closed": {"type": "object", "properties": PROPERTIES, "additionalProperties": False},
    "required": {"type": "object", "properties": PROPERTIES, "required": ["n", "s"]},
    "bounded": {"type": "object", "properties": {**PROPERTIES, "n": {"type": "number", "minimum": 1e-7}}},
    "by the judge": {"type": "object", "properties": PROPERTIES, "patternProperties": {"^x": TEXT}},
}
MODULES = {name: module_of_schema(schema) for name, schema in SCHEMAS.items()}

DIGITS = st.text("0123456789", min_size=1, max_size=22)
WHOLE = st.sampled_from(["0", "1", "5", "12", "1200", "9007199254740993", f"1{'0' * 30}"]) | st.builds(
    "3{}".format, DIGITS
)
FRACTION = st.sampled_from(["", "", ".0", ".5", ".50", ".10000000000000001"]) | st.builds(".{}".format, DIGITS)
POWER = st.sampled_from(["0", "1", "5", "05", "007", "15", "16", "22", "99", "300", "320", "400", "00000"])
EXPONENT = st.just("") | st.builds("{}{}{}".format, st.sampled_from("eE"), st.sampled_from(["", "+", "-"]), POWER)
USUAL = st.sampled_from(["0.5", "7", "-0", "-0.0", "5e-07", "1e5", "1e22", "1e+22", "1e-5", "0.00001"])
NUMBERS = USUAL | st.builds("{}{}{}{}".format, st.sampled_from(["", "-"]), WHOLE, FRACTION, EXPONENT)
MEMBERS: dict[str, st.SearchStrategy[str]] = {
    "n": NUMBERS,
    "i": st.sampled_from(["1", "-3", "20"]) | NUMBERS,
    "s": st.sampled_from(['"x"', '"1e5"', '"a: 1e400, 0.10000000000000001 "', '"\\""']),
    "o": NUMBERS | st.just("null"),
    "v": st.lists(NUMBERS, max_size=4).map(lambda found: f"[{','.join(found)}]"),
    "in": NUMBERS.map(lambda number: f'{{"n":{number},"s":"x"}}'),
    "y": NUMBERS,
}


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    """Draw the text of an object, its names most often in the schema's order."""
    names = draw(st.lists(st.sampled_from([*PROPERTIES, *PROPERTIES, "y"]), unique=True, max_size=5))
    if draw(st.sampled_from([True, True, True, False])):
        names.sort(key=[*PROPERTIES, "y"].index)
    space = draw(st.sampled_from(["", "", "", " ", "\n"]))
    members = [f'"{name}":{space}{draw(MEMBERS[name])}' for name in names]
    return f"{{{f',{space}'.join(members)}}}".encode()


def outcome(load: Callable[[bytes], Any], text: bytes) -> Any:
    """Return what becomes of a text: its value, and what is written before a field was set, and afterwards."""
    try:
        made = load(text)
    except SchemawrightError as error:
        return type(error), str(error)
    untouched = made.to_json()
    copied = copy.copy(made)
    made.s = "new"
    written = [tokens(one) for one in (untouched, made.to_json(), copied.to_json(), load(text).to_json())]
    return repr(made), repr(made.to_instance()), written


def tokens(text: bytes) -> Any:
    """Return what a text has, names in order: a number as it is written, but for those that may have an exponent."""
    return json.loads(text, object_pairs_hook=tuple, parse_int=str, parse_float=_token)


def _token(text: str) -> Any:
    return text if is_spelt_once(float(text)) and "e" not in text.lower() else (text[0] == "-", Decimal(text))


@pytest.mark.parametrize("name", SCHEMAS)
@given(text=texts())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_each_way_makes_of_numbers_what_the_judge_makes(name: str, text: bytes) -> None:
    module = MODULES[name]
    loader = carrier_of(module).loader
    exact = outcome(lambda one: loader._judged(one, None), text)
    assert outcome(lambda one: loader.load_exactly(one, None), text) == exact
    assert outcome(module.from_json, text) == exact
    fast = loader.fast(None)
    for way in fast.ways if fast is not None else ():
        assert outcome(way, text) == exact, way.__name__


@pytest.mark.parametrize("name", SCHEMAS)
@given(runs=st.lists(st.tuples(texts(), st.sampled_from([1, 1, 2, 9, 12, 13, 150])), min_size=2, max_size=5))
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_what_came_before_makes_no_difference(name: str, runs: list[tuple[bytes, int]]) -> None:
    """Whatever way is tried first after other texts, and after many of one kind."""
    module = MODULES[name]
    loader = carrier_of(module).loader
    for text, times in [*runs, *runs[::-1]]:
        exact = outcome(lambda one: loader._judged(one, None), text)
        for _ in range(times):
            with suppress(SchemawrightError):
                module.from_json(text)
        assert outcome(module.from_json, text) == exact


@given(
    few=st.lists(NUMBERS, max_size=4),
    at=st.integers(0, 80),
    many=st.sampled_from(
        ["0.012345678901234567", "1.50", "7e-05", "7e-5", "1E5", "12", '"1e400, 0.10000000000000001 "']
    ),
)
@settings(deadline=None)
def test_in_a_long_text_numbers_are_read_as_in_a_short_one(few: list[str], at: int, many: str) -> None:
    """They are looked at together there."""
    found = [*[many] * at, *few, *[many] * 80, '"' + "x" * 4000 + '"']
    value = read_plain(f"[{','.join(found)}]")
    apart = [read_plain(f"[{one}]") for one in found]
    unread = read_plain("[1,]")
    if unread in apart:
        assert value is unread
    else:
        assert repr(value) == repr([one for (one,) in apart])


@given(NUMBERS)
def test_a_number_is_near_if_a_double_holds_it(text: str) -> None:
    exact = exact_float(text)
    if isinstance(exact, Decimal):
        with pytest.raises(NoDouble):
            near_float(text)
    else:
        assert repr(near_float(text)) == repr(exact)
