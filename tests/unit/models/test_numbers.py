"""Numbers of generated classes: hinted `int` and `float`, they are that, whatever a text says; and written as read."""

from __future__ import annotations

import copy
import json
import pickle
import re
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from fidelity import module_of_schema

from schemawright import InvalidInstance
from schemawright.runtime import ExactFloat, WholeFloat

SCHEMA = {
    "type": "object",
    "properties": {
        "i": {"type": "integer"},
        "n": {"type": "number"},
        "any": {},
        "several": {"type": ["string", "integer", "null"]},
        "l": {"type": "array", "items": {"type": "integer"}},
    },
}
LONG = "12.3456789012345678"


@pytest.fixture(scope="module")
def module() -> Any:
    return module_of_schema(SCHEMA)


def test_types_are_those_that_one_computes_with(module: Any) -> None:
    hints = module.Case.__annotations__
    assert [hints[field] for field in ("i", "n", "several", "l")] == [
        "int | Unset", "float | Unset", "str | int | None | Unset", "list[int] | Unset",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "exact"),
    [
        ('{"n":12.3456789012345678}', float, LONG),
        ('{"n":1e400}', float, "1e400"),
        ('{"n":1e-400}', float, "1e-400"),
        ('{"n":1e1000000000}', float, "1e1000000000"),
        ('{"n":9007199254740993e0}', float, "9007199254740993"),
        ('{"i":1e400}', int, "1e400"),
        ('{"i":-12345678901234567890.00}', int, "-12345678901234567890"),
        ('{"several":1e400}', int, "1e400"),
        ('{"any":1e400}', float, "1e400"),
        ('{"i":1e4299}', int, "1e4299"),
    ],
)
def test_what_no_double_holds_is_of_the_type_that_its_field_has(module: Any, text: str, kind: type, exact: str) -> None:
    """It is written as what was read, and goes to engines as the `Decimal` that they judge."""
    loaded = module.from_json(text)
    (name,) = loaded.to_instance()
    value = getattr(loaded, name)
    assert isinstance(value, kind)
    assert type(value) in {ExactFloat, WholeFloat}
    plain = loaded.to_instance()[name]
    assert type(plain) is Decimal
    assert value == plain == Decimal(exact)
    assert hash(value) == hash(Decimal(exact))
    again = module.from_instance(loaded.to_instance())
    copies = [again, module.from_instance(loaded), pickle.loads(pickle.dumps(loaded)), copy.deepcopy(loaded)]
    for one in copies:
        assert one == loaded
        assert type(getattr(one, name)) is type(value)
        assert one.to_json() == loaded.to_json() == f'{{"{name}":{plain}}}'.encode()
    assert exact.partition("e")[0][:5] in repr(loaded) or kind is int


@pytest.mark.parametrize("digits", ["1e4300", "1e1000000000", "1" * 4301], ids=len)
def test_an_integer_that_is_too_large_to_compute_with_is_exact(module: Any, digits: str) -> None:
    loaded = module.from_json(f'{{"i":{digits},"l":[{digits}]}}')
    assert loaded.i == loaded.l[0] == Decimal(digits)
    assert type(loaded.i) is Decimal
    assert loaded.to_json() == f'{{"i":{Decimal(digits)},"l":[{Decimal(digits)}]}}'.encode()


def test_an_integer_of_thousands_of_digits_is_exact_wherever_it_stands(module: Any) -> None:
    """However it was loaded: a `Decimal` is not equal to a float that knows it."""
    loaded = module.from_json(f'{{"n":{"7" * 4301},"any":[{"7" * 4301}]}}')
    assert [type(one) for one in (loaded.n, *loaded.any)] == [Decimal, Decimal]
    assert loaded == module.from_instance(loaded) == module.from_instance(loaded.to_instance())
    beside = module.from_json(f'{{"n":{"7" * 4301},"any":1e400}}')
    assert beside == module.from_instance(beside)
    assert type(beside.any) is ExactFloat


def test_one_computes_with_what_no_double_holds(module: Any) -> None:
    price = module.from_json(f'{{"n":{LONG}}}').n
    assert price * 1.5 + 1 == float(LONG) * 1.5 + 1
    assert type(price * 2) is float
    assert price.exact * 2 == Decimal("24.6913578024691356")
    assert module.from_json('{"i":1e30}').i + 1 == 10**30 + 1
    assert list(range(module.from_json('{"i":2.0}').i)) == [0, 1]


def test_an_exact_float_is_compared_as_what_was_read() -> None:
    price = ExactFloat(LONG)
    assert price == ExactFloat(Decimal(LONG)) == Decimal(LONG)
    assert price != float(LONG)
    assert price == Fraction(LONG)
    assert float(LONG) != price  # A float asks its subclass first.
    assert {price: 1}[ExactFloat(LONG)] == {price: 1}[Decimal(LONG)] == 1  # type: ignore[index]  # equal, hashed so
    assert ExactFloat("1.5") == 1.5 == ExactFloat("1.50")
    assert hash(ExactFloat("1.5")) == hash(1.5)
    assert 10**400 < ExactFloat("1e401") < float("inf")
    assert 1 < price <= ExactFloat(LONG) <= 13.0
    assert ExactFloat(2**53 + 1) > 2.0**53
    assert ExactFloat("1e-400") > 0
    assert ExactFloat("1e-400")
    assert not ExactFloat("0.0")
    assert [price == other for other in (float("nan"), "12", None)] == [False] * 3
    assert not price < float("nan")  # noqa: PLW0177  (a `Decimal` would raise)
    with pytest.raises(TypeError):
        price < "12"  # noqa: B015  (it is asked whether it can be)
    assert (repr(price), f"{price}", f"{price:.2f}") == (LONG, LONG, "12.35")


def test_no_context_of_decimals_rounds_or_refuses(module: Any) -> None:
    with localcontext() as context:
        context.prec, context.Emax = 3, 10
        loaded = module.from_json(f'{{"i":1e400,"n":{LONG}}}')
        assert loaded.to_json() == b'{"i":1E+400,"n":%b}' % LONG.encode()
        assert loaded == module.from_json(f'{{"i":1e400,"n":{LONG}}}')


def test_a_field_may_be_set_to_exact_numbers(module: Any) -> None:
    made = module.Case(
        n=ExactFloat("0.10000000000000000001"), i=WholeFloat(Decimal("1E+400")), any=[ExactFloat("1e400")]
    )
    assert made.to_json() == b'{"i":1E+400,"n":0.10000000000000000001,"any":[1E+400]}'
    assert module.Case(n=Decimal("1.10")).to_json() == b'{"n":1.10}'
    assert module.Case.from_instance(made) == made


def test_exact_numbers_may_be_put_where_others_were_read(module: Any) -> None:
    """Whatever way an object was loaded, it is written as it is now."""
    for _ in range(4):  # Ways are learned.
        loaded = module.from_json('{"i":1,"n":1.5,"l":[1]}')
        loaded.l.append(WholeFloat(Decimal("1E+400")))
        assert loaded.to_json() == b'{"i":1,"n":1.5,"l":[1,1E+400]}'
        loaded.n = ExactFloat("0.10000000000000000001")
        assert loaded.to_json() == b'{"i":1,"n":0.10000000000000000001,"l":[1,1E+400]}'


def test_a_negative_zero_is_kept_by_loading_an_object_as_a_value(module: Any) -> None:
    """The JSON value has it as Python does; an object that it is loaded from has it as it was read."""
    text = b'{"i":-0,"any":{"a":[-0,0]},"l":[0,-0],"more":-0}'
    loaded = module.from_json(text)
    assert module.from_instance(loaded).to_json() == text
    assert module.from_instance({"any": loaded}).to_json() == b'{"any":%b}' % text


@pytest.mark.parametrize(
    "text", ['{"x":1e22,"id":"a"}', '{"x":1e+22,"id":"a"}', '{"id":"a","x":-1.5e-07}', '{"x":1e-7}']
)
@pytest.mark.parametrize("more", [{}, {"l": {"type": "array"}}], ids=["closed", "open"])
def test_an_exponent_stays_as_it_was_read_whatever_is_asked(text: str, more: Any) -> None:
    """In the two ways in which most programs write it, once the order of names is known."""
    module = module_of_schema(
        {"type": "object", "properties": {"x": {"type": "number"}, "id": {"type": "string"}, **more}}
    )
    for _ in range(2):
        made = module.from_json(text)
    for ask in (lambda: made.extra, made.replace, made.to_instance, lambda: copy.copy(made), lambda: repr(made)):
        ask()
        assert made.to_json().decode() == copy.deepcopy(made).to_json().decode() == text
    made.id = "b"
    number = text.partition('"x":')[2].rstrip("}").partition(",")[0]
    assert f'"x":{number}' in made.to_json().decode()


def _kind(kind: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"kind": {"const": kind}, **properties}, "required": ["kind"]}


KINDS = {"type": "object", "oneOf": [_kind("a", x={"type": "integer"}), _kind("b", a={"$ref": "#"})]}


@pytest.mark.parametrize("number", ["0.0000001", "-0.00000012"])
def test_a_small_number_is_spelled_in_one_way_in_what_is_built_when_it_is_asked_for(number: str) -> None:
    module = module_of_schema(KINDS)
    text = f'{{"a": {{"more":[{number}],"kind":"a"}}, "kind": "b"}}'
    expected = text.replace(number, repr(float(number))).replace(" ", "").encode()
    for _ in range(3):
        assert module.B.from_json(text).to_json() == expected
        module.B.from_json('{"a": {"kind": "a"}, "kind": "b"}')  # Teaches the order of names.


def test_a_fraction_is_spelled_in_one_way_whatever_was_loaded_besides() -> None:
    """By the class itself, and by the module, which has other ways to load and to write it."""
    module = module_of_schema(KINDS)
    for _ in range(8):
        loaded = module.B.from_json('{"kind":"b","a":{"kind":"a","y":1.50}}')
        assert loaded.to_json() == b'{"kind":"b","a":{"kind":"a","y":1.5}}'
        module.from_json('{"kind":"b","a":{"kind":"a"}}')
        module.from_json('{"kind":"a"}')


WITH_NUMBER: dict[str, Any] = {"type": "object", "properties": {"n": {"type": "number"}}, "required": ["n"]}


@pytest.mark.parametrize("number", [1e-7, 1e22])
@pytest.mark.parametrize(
    ("said", "value"),
    [
        ({"anyOf": [WITH_NUMBER, {"type": "array"}]}, {"n": 0}),
        ({"prefixItems": [WITH_NUMBER, {"type": "number"}], "items": False, "type": "array"}, [{"n": 0}, 0]),
        ({"type": "array", "items": {"anyOf": [WITH_NUMBER, {"type": "number"}]}}, [{"n": 0}, 0]),
    ],
    ids=["union", "pair", "list"],
)
def test_an_exponent_in_what_is_built_is_spelled_as_python_has_it(said: Any, value: Any, number: float) -> None:
    module = module_of_schema({"type": "object", "properties": {"a": said, "id": {"type": "string"}}})
    written = '{{"a":{}}}'.format(json.dumps(value, separators=(",", ":")).replace("0", repr(number)))
    for made in (module.from_json(written), module.from_instance(json.loads(written))):
        assert made.to_json() == written.encode()
        made.id = "b"
        assert made.to_json() == made.replace().to_json() == b'%b,"id":"b"}' % written[:-1].encode()


THOUSANDS = 10**5000
"""More digits than Python makes a text of."""


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ({"maximum": 5}, THOUSANDS),
        ({"type": "integer", "minimum": 5}, -THOUSANDS),
        ({"multipleOf": 7}, THOUSANDS),
        ({"type": "string"}, THOUSANDS),
        ({"items": {"maximum": 5}}, [THOUSANDS]),
        ({"oneOf": [{"maximum": 5}, {"type": "object"}]}, THOUSANDS),
    ],
    ids=["maximum", "minimum", "multipleOf", "type", "items", "oneOf"],
)
def test_an_integer_of_thousands_of_digits_is_refused_exactly(said: dict[str, Any], value: Any) -> None:
    """Whatever the native engine would take it for."""
    for schema, instance in (
        ({"type": "object", "properties": {"a": said}}, {"a": value}),
        ({"type": "object", "additionalProperties": said}, {"a": value}),
        ({"type": "array", "items": said}, [value]),
    ):
        module = module_of_schema(schema)
        for _ in range(3):
            with pytest.raises(InvalidInstance):
                module.from_instance(instance)


@pytest.mark.parametrize("value", [{"i": THOUSANDS}, {"any": [-THOUSANDS, 0.5]}, {"l": [THOUSANDS]}, {"x": THOUSANDS}])
def test_an_integer_of_thousands_of_digits_is_carried_as_from_a_text(module: Any, value: dict[str, Any]) -> None:
    loaded = module.from_instance(value)

    assert loaded == module.from_json(loaded.to_json()) == module.from_instance(loaded)
    assert loaded.to_instance() == value
    assert str(Decimal(THOUSANDS)) in repr(loaded)


def test_a_number_that_python_does_not_write_is_shown_by_its_class(module: Any) -> None:
    assert repr(module.Case(i=THOUSANDS, n=0.5)).startswith("Case(i=<int object at 0x")


def test_what_is_beside_a_number_that_python_does_not_write_is_shown(module: Any) -> None:
    shown = repr(module.Case(i=1, extra={"a": [1, THOUSANDS, {"b": "c"}], "d": THOUSANDS, "e": {}}))
    assert re.sub("0x[0-9a-f]+", "…", shown) == (
        "Case(i=1, extra={'a': [1, <int object at …>, {'b': 'c'}], 'd': <int object at …>, 'e': {}})"
    )
    inside: list[Any] = [THOUSANDS]
    inside.append(inside)
    assert "<list object at" in repr(module.Case(i=1, extra={"a": inside}))
