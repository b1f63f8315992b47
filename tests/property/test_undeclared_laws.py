"""Laws of names that are required and have no property: they are fields, and nothing else about an object changes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fidelity import carrier_of, module_of_schema
from hypothesis import given
from hypothesis import strategies as st

from schemawright.errors import InvalidInstance
from schemawright.runtime import UNSET
from schemawright.store.opening import open_schema_contents
from schemawright.validation.schema import Schema

NESTED = {"type": "object", "properties": {"x": {"type": "integer"}}, "required": ["y"]}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["zed", "a", "n-1", "self"],
    "properties": {"a": {}, "b": {"type": "string"}, "in": NESTED},
    "patternProperties": {"^n": {"type": "integer"}, "-1$": {"minimum": 0}, "^o": NESTED},
    "additionalProperties": {"type": ["string", "null"]},
    "allOf": [{"required": ["o"]}, {"properties": {"late": {}}, "required": ["late"]}],
}
MODULE = module_of_schema(SCHEMA)
JUDGE = Schema(open_schema_contents(SCHEMA, uri="https://example.com/schema"))
FIELDS = {"zed": "zed", "a": "a", "n-1": "n_1", "self": "self_", "o": "o", "late": "late", "b": "b", "in": "in_"}

SCALARS = st.one_of(st.none(), st.integers(-1, 2**64), st.text("ab", max_size=2), st.sampled_from([1.0, -0.0, 0.5]))
INNER = st.fixed_dictionaries({}, optional={"x": SCALARS, "y": SCALARS, "z": SCALARS})
LIKELY = {
    **dict.fromkeys(("zed", "self", "b", "more"), st.text("ab", max_size=2)),
    **dict.fromkeys(("n-1", "n"), st.integers(0, 2**64)),
    **dict.fromkeys(("o", "in"), st.fixed_dictionaries({"y": SCALARS}, optional={"x": st.integers()})),
}


@st.composite
def objects(draw: st.DrawFn) -> dict[str, Any]:
    """Return an object that mostly has all it is to have, in any order."""
    names = draw(st.permutations([*FIELDS, "more", "n"]))
    kept = names if draw(st.booleans()) else names[: draw(st.integers(0, len(names)))]
    other = st.one_of(SCALARS, INNER)
    return {name: draw(LIKELY.get(name, other) if draw(st.integers(0, 9)) else other) for name in kept}


@given(objects(), st.sampled_from([None, 1]))
def test_an_object_with_a_required_name_that_is_not_declared_is_read_and_written_exactly(
    value: dict[str, Any], indent: int | None
) -> None:
    text = json.dumps(value, indent=indent)
    if not JUDGE.is_valid(value):
        with pytest.raises(InvalidInstance):
            MODULE.from_json(text)
        return
    made = MODULE.from_json(text)
    assert json.loads(made.to_json(), object_pairs_hook=list) == json.loads(text, object_pairs_hook=list)
    assert {name for name, field in FIELDS.items() if getattr(made, field) is not UNSET} == value.keys() & FIELDS
    assert list(made.extra) == [name for name in value if name not in FIELDS]
    assert type(made.o).__name__ == type(made.in_).__name__ if "in" in value else made.in_ is UNSET
    again = MODULE.Case.from_instance(made)
    assert again == made
    assert again.to_json() == made.to_json()


def test_what_is_said_of_all_others_is_not_written_out_for_hundreds() -> None:
    """Where the module would be too large for its schema."""
    union = {"anyOf": [{"items": {"properties": {f"x{at}": {"const": "x" * 99}}}} for at in range(99)]}
    names = [f"z{at}" for at in range(999)]
    schema = {"type": "object", "properties": {"a": {}}, "required": names, "additionalProperties": union}
    (made, *_) = carrier_of(module_of_schema(schema)).classes
    assert list(made.properties) == ["a"]


def test_each_such_name_is_a_field_of_what_describes_it() -> None:
    hints = MODULE.Case.__annotations__
    assert list(hints) == ["a", "b", "in_", "late", "zed", "n_1", "self_", "o", "extra"]
    assert (hints["zed"], hints["n_1"], hints["self_"]) == ("str | None", "Annotated[int, Ge(0)]", "str | None")
    assert hints["o"] == hints["in_"].removesuffix(" | Unset") == "In"
    assert MODULE.In.__annotations__["y"] == "Any"
    with pytest.raises(TypeError, match="zed"):
        MODULE.Case(a=1, n_1=1, self_=None, o=MODULE.In(y=1), late=1)


@pytest.mark.parametrize(
    ("schema", "hint"),
    [
        ({"required": ["z"]}, "Any"),
        ({"required": ["z"], "additionalProperties": False}, None),
        ({"required": ["z"], "unevaluatedProperties": False}, None),
        ({"required": ["z"], "patternProperties": {"^z": False}}, None),
        ({"required": ["z"], "patternProperties": {"^y": {"type": "null"}}, "additionalProperties": False}, None),
        ({"required": ["z"], "patternProperties": {"^z": {"type": "null"}}, "additionalProperties": False}, "None"),
        ({"required": ["z"], "unevaluatedProperties": {"type": "null"}}, "None"),
        ({"allOf": [{"required": ["z"]}, {"additionalProperties": {"type": "null"}}]}, "None"),
        ({"oneOf": [{"required": ["z"]}, {"required": ["y"]}]}, None),
        ({"required": ["z"], "if": {"properties": {"z": {"const": 1}}}}, "Any"),
        ({"required": ["z", *[f"z{at}" for at in range(1000)]]}, None),
        (
            {
                "required": ["z", *[f"z{at}" for at in range(99)]],
                "patternProperties": {f"y{at}": {} for at in range(99)},
            },
            "Any",
        ),
        (
            {
                "required": ["z", *[f"z{at}" for at in range(99)]],
                "patternProperties": {f"y{at}": {} for at in range(101)},
            },
            None,
        ),
    ],
)
def test_a_name_has_a_field_where_it_is_sure(schema: dict[str, Any], hint: str | None) -> None:
    (made, *_) = carrier_of(module_of_schema({"properties": {"a": {}}, **schema})).classes
    assert made.cls.__annotations__.get("z") == hint
