"""Laws of stand-ins: with them an instance is loaded as by the judge, wherever its numbers are."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from fidelity import carrier_of, module_of_schema
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from schemawright import InvalidInstance, open_schema
from schemawright.documents.json_document import parse_record
from schemawright.models.loading.stand_ins import StandIns
from schemawright.models.spelling.negative_zero import with_negative_zeros

AS_BITS = "0.1000000000000000055511151231257827021181583404541015625"
"""What the bits of 0.1 mean."""
NUMBERS = [
    "0.1", "0.10000000000000000001", AS_BITS, "0.09999999999999999999",
    "1.5", "1.50000000000000000001", "1.0000000000000000000001", "4503599627370497.5", "4503599627370497.25", "1e400",
    "2", "0", "-0", "-0.1", "-0.10000000000000000001", "1e-400", "123456789012345678901234567890.5",
    "9007199254740993.0",
]  # fmt: skip
"""Some that a double holds, some next to them, some that have none."""
KEYWORDS = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "const", "multipleOf"]


TEXTS = st.sampled_from(NUMBERS)
FRACTIONS = (
    st.sampled_from(["0.10000000000000000001", "0.09999999999999999999", "1.50000000000000000001", "0.5"]) | TEXTS
)
SAYING = st.dictionaries(
    st.sampled_from(KEYWORDS), TEXTS.filter(lambda text: text != "0" and text[0] != "-"), max_size=2
)
LISTS = st.one_of(
    st.just("{}"),
    st.just("{}"),
    st.just('{"type":"array","uniqueItems":true}'),
    TEXTS.map(lambda text: f'{{"enum":[[{text}],{{"a":{text}}},[1]]}}'),
    TEXTS.map(lambda text: f'{{"contains":{{"maximum":{text}}}}}'),
    st.just("{}"),
)


@st.composite
def schemas(draw: st.DrawFn) -> str:
    """The text of a schema that is about numbers."""
    said = ",".join(f'"{name}":{value}' for name, value in draw(st.just({}) | SAYING).items())
    kind = draw(st.sampled_from(['"number"', '"number"', '"number"', '"integer"', '["number","string"]']))
    number = f'{{"type":{kind}{"," * bool(said)}{said}}}'
    kinds = (
        f'{{"type":"object","required":["kind"],"properties":{{"kind":{{"const":"{name}"}},"n":{one}}}}}'
        for name, one in (("a", number), ("b", '{"type":"number"}'))
    )
    return (
        f'{{"type":"object","properties":{{"n":{number},"l":{draw(LISTS)},"m":{{"type":"array","items":{number}}},'
        f'"u":{{"oneOf":[{",".join(kinds)}]}}}},"patternProperties":{{"^x":{number}}}}}'
    )


@st.composite
def instances(draw: st.DrawFn) -> str:
    """The text of an instance."""
    numbers = st.lists(FRACTIONS, max_size=3).map(",".join)
    members = {
        "n": FRACTIONS,
        "l": numbers.map(lambda inner: f"[{inner}]"),
        "m": numbers.map(lambda inner: f"[{inner}]"),
        "u": st.builds('{{"kind":"{}","n":{}}}'.format, st.sampled_from("abc"), FRACTIONS),
        "xy": FRACTIONS,
        "other": FRACTIONS.map(lambda text: f'{{"a":[{text}]}}'),
    }
    names = draw(st.lists(st.sampled_from(sorted(members)), unique=True, min_size=1))
    return "{" + ",".join(f'"{name}":{draw(members[name])}' for name in names) + "}"


def parsed(text: str) -> Any:
    return parse_record(text, max_depth=99).instance


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(schemas(), st.lists(instances(), min_size=1, max_size=4))
@example('{"properties":{"n":{"maximum":0.1}}}', ['{"n":0.10000000000000000001}', '{"n":0.09999999999999999999}'])
@example('{"properties":{"n":{"const":1.5}}}', ['{"n":1.50000000000000000001}'])
@example('{"properties":{"n":{"type":"integer"}}}', ['{"n":1.0000000000000000000001}'])
def test_what_is_loaded_by_stand_ins_is_what_the_judge_says(schema: str, texts: list[str]) -> None:
    contents = parsed(schema)
    judge = open_schema(contents, engine="reference")
    module = module_of_schema(contents)
    loader = carrier_of(module).loader
    for text in texts:
        instance = parsed(text)
        for load, given_, read in (
            (module.from_json, text, with_negative_zeros(parsed(text), text)),
            (module.from_instance, parsed(text), parsed(text)),
        ):
            if not judge.is_valid(instance):
                with pytest.raises(InvalidInstance):
                    load(given_)
                continue
            made = load(given_)
            exact = loader.build(read, None, loader.builders)
            assert (repr(made), made.to_json()) == (repr(exact), exact.to_json())
            assert made == exact
            assert json.loads(made.to_json(), parse_float=Decimal) == json.loads(text, parse_float=Decimal)


@pytest.mark.parametrize(
    ("schema", "number", "is_replaced"),
    [
        ({}, "1.50000000000000000001", True),
        ({"maximum": 2, "minLength": 3}, "1.50000000000000000001", True),
        ({"maximum": 1.5}, "1.50000000000000000001", False),
        ({"const": {"a": [Decimal("1.50000000000000000001")]}}, "1.50000000000000000001", False),
        (
            {"maximum": Decimal("0.1000000000000000055511151231257827021181583404541015625")},
            "0.10000000000000000001",
            False,
        ),
        ({"multipleOf": 2}, "1.50000000000000000001", False),
        ({"not": {"uniqueItems": True}}, "1.50000000000000000001", False),
        ({"uniqueItems": False, "properties": {"multipleOf": {}}}, "1.50000000000000000001", True),
        ({"$ref": "http://json-schema.org/draft-07/schema#"}, "1.50000000000000000001", False),
        ({}, "1e400", True),
        ({"maximum": Decimal("1e399")}, "-1e400", True),
        ({"maximum": Decimal("1e399")}, "1e400", False),
        ({"minimum": 1e-320}, "1e-400", True),
        ({"minimum": Decimal("1e-350")}, "1e-400", False),
        ({}, "9007199254740993.0", True),
        ({"const": 9007199254740993}, "9007199254740993.0", False),
        ({"$schema": "http://json-schema.org/draft-04/schema#"}, "9007199254740993.0", False),
        ({"$schema": "http://json-schema.org/draft-04/schema#"}, "1.50000000000000000001", True),
        ({"$schema": "https://example.com/own"}, "1e400", False),
        ({}, "1.0000000000000000000001", False),
        ({}, "9007199254740993.5", False),
    ],
)
def test_a_number_has_a_stand_in_where_nothing_tells_them_apart(schema: Any, number: str, is_replaced: bool) -> None:
    instance = {"a": [Decimal(number)], "b": 1}
    places = StandIns([schema], "2020-12").put(instance)
    assert (places is not None) is is_replaced
    assert isinstance(instance["a"][0], float) is is_replaced  # type: ignore[index]  # a list


NESTED: dict[str, Any] = {
    "$ref": "#/$defs/node",
    "$defs": {
        "node": {
            "anyOf": [
                {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}}, "required": ["next"]},
                {"type": "object", "properties": {"n": {"type": "number"}}, "required": ["n"]},
            ]
        }
    },
}


@pytest.mark.parametrize("number", ["1E400", "-1e-400", "9007199254740993.0", "-0", "12345678901234567890.0"])
def test_a_number_in_unions_in_each_other_is_loaded_as_it_was_read(number: str) -> None:
    """However deep: to ask the other engine about each of them, and all in it, would take minutes."""
    module = module_of_schema(NESTED)
    text = '{"next":' * 900 + f'{{"n":{number}}}' + "}" * 900
    loaded = module.from_json(text)
    written = loaded.to_json().decode()
    begin, end = text.split(number)
    assert written.startswith(begin)
    assert written.endswith(end)
    assert Decimal(written[len(begin) : -len(end)]) == Decimal(number)
    assert module.from_json(written) == loaded
