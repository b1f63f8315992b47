"""Which kinds of properties are loaded at once, and that no more is taken for surely valid than is."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from fidelity import carrier_of, module_of_schema

from schemawright.documents.numbers import exact_float
from schemawright.errors import InvalidInstance
from schemawright.keywords import DIALECTS
from schemawright.models.fast.objects import Fast
from schemawright.models.fast.proofs import Moves, make_ways
from schemawright.models.spelling.numbers import has_exponent, may_round
from schemawright.runtime import DateTime

ADDRESS = {"type": "object", "properties": {"city": {"type": "string"}}}
NULL = {"type": "null"}
MOMENTS = {"type": "array", "items": {"type": "string", "format": "date-time"}}
ID, SHOUTED = '"2eb8aa08-aa98-11ea-b4aa-73b441d16380"', '"2EB8AA08-AA98-11EA-B4AA-73B441D16380"'
KINDS: dict[str, tuple[Any, list[str], list[str]]] = {
    "number": ({"type": "number", "minimum": 0.1, "maximum": 9}, ["0.1", "9", "9.0", "1"], ["0.09999", "9.5", "-1"]),
    "limit": ({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1.5}, ["1", "1.25"], ["0.0", "1.5", "2"]),
    "step": ({"type": "number", "multipleOf": 0.01}, ["19.99", "0"], ["0.001"]),
    "pattern": ({"type": "string", "pattern": "^a$"}, ['"a"'], ['"a\\n"', '"b"', "1"]),
    "format": ({"type": "string", "format": "email"}, ['"a@b.de"'], ['"a"']),
    "null or object": ({"anyOf": [ADDRESS, NULL]}, ["null", '{"city":"x"}'], ['{"city":1}', "1"]),
    "object or null": ({**ADDRESS, "type": ["object", "null"]}, ["null", '{"city":"x"}'], ["[]", '{"city":null}']),
    "one of two": ({"oneOf": [NULL, ADDRESS]}, ["null", "{}"], ["0"]),
    "null or moment": (
        {"type": ["string", "null"], "format": "date-time"}, ["null", '"2026-03-02T06:00:00Z"'], ['"2026"'],
    ),
    "null or objects": ({"type": ["array", "null"], "items": ADDRESS}, ["null", "[{}]"], ["[null]"]),
    "enum": ({"enum": ["a", None]}, ['"a"', "null"], ['"b"']),
    "numbers": ({"enum": [1, 2]}, ["1"], ["3"]),
    "texts": ({"type": "object", "additionalProperties": {"type": "string"}}, ["{}", '{"a":"b","":""}'], ['{"a":1}']),
    "codes": ({"type": "array", "items": {"type": "string", "pattern": "^a"}}, ["[]", '["a"]'], ['["b"]']),
    "date": ({"type": "string", "format": "date"}, ['"2026-02-28"', '"0000-01-01"'], ['"2026-02-29"', '"2026-3-01"']),
    "null or date": ({"type": ["string", "null"], "format": "date"}, ["null", '"2026-03-02"'], ['"2026-02-30"', "1"]),
    "null or step": ({"type": ["number", "null"], "multipleOf": 0.5}, ["null", "1.5"], ["1.2"]),
    "dates": (
        {"type": "array", "items": {"type": "string", "format": "date"}},
        ["[]", '["2026-03-02","2024-02-29"]'],
        ['["2026-03-02","2026-02-29"]', '["2026-03-02\\n2026-03-02"]'],
    ),
    "moments": (
        MOMENTS,
        ["[]", '["2026-03-02T06:00:00Z"]', '["2026-03-02T06:00:00Z","2026-03-02t06:00:00.50-00:00"]'],
        ['["2026-03-02T06:00:00Z","2026-02-29T06:00:00Z"]', "[1]", '["2026-03-02T24:00:00Z"]'],
    ),
    "times by name": (
        {"type": "object", "additionalProperties": {"type": "string", "format": "time"}},
        ["{}", '{"a":"06:00:00Z","b":"06:00:00.5+01:00"}'],
        ['{"a":"06:00:00"}'],
    ),
    "moments by name": (
        {"type": "object", "additionalProperties": MOMENTS},
        ["{}", '{"a":["2026-03-02T06:00:00Z"],"b":[]}', '{"a":["2026-03-02T06:00:00.123Z"]}'],
        ['{"a":["2026"]}'],
    ),
    "unique identifiers": (
        {"type": ["array", "null"], "items": {"type": "string", "format": "uuid"}, "uniqueItems": True},
        ["null", f"[{ID},{SHOUTED}]"],
        ['["2eb8aa08-aa98-11ea-b4aa-73b441d1638"]', f"[{ID},{ID}]"],
    ),
    "anything": (True, ['{"a":[1.5,null]}', "null", '""', "0"], []),
    "unique": ({"type": "array", "uniqueItems": True}, ["[1,2]", "[[],{}]"], ["[1,1]"]),
    "values of several types": (
        {"enum": ["m", "f", None, 0]}, ['"m"', "null", "0"], ['"x"', "1", "false", "0.5", "[]"],
    ),
    "a text or booleans": ({"enum": ["auto", True, False]}, ['"auto"', "true", "false"], ['"true"', "1", "0", "null"]),
    "a text or true": ({"enum": ["auto", True]}, ['"auto"', "true"], ["false", "1", "1.0"]),
    "fractions": ({"enum": [0.5, 1, -0.0]}, ["0.5", "1", "1.0", "0", "0.0", "-0.0"], ["0.25", "true", "false"]),
    "arrays of several types": ({"type": "array", "items": {"enum": ["a", 1]}}, ["[]", '["a",1,1]'], ["[2]", "[true]"]),
    "a whole number": ({"const": 3}, ["3"], ["2", "true", '"3"']),
    "one of some constants": ({"oneOf": [{"const": 1, "title": "a"}, {"enum": [0, 2]}]}, ["0", "1"], ["3", "true"]),
    "one of two that overlap": ({"oneOf": [{"enum": [1, 2]}, {"enum": [2, 3]}]}, ["1", "3"], ["2"]),
    "arrays and objects among others": ({"enum": ["a", {"b": 1}, [0]]}, ['"a"', '{"b":1}', "[0]"], ["{}", "[]", "0"]),
    "unique options": (
        {"type": "array", "items": {"enum": ["r", "w"]}, "uniqueItems": True},
        ["[]", '["w","r"]'],
        ['["r","r"]', '["x"]'],
    ),
    "unique numbers": (
        {"type": ["array", "null"], "items": {"type": "number"}, "uniqueItems": True}, ["null", "[1,2.5]"], ["[1,1.0]"],
    ),
    "an open enumeration": ({"anyOf": [{"enum": ["a", "b"]}, {"type": "string"}]}, ['"a"', '"c"'], ["1", "null"]),
    "options or a pattern": (
        {"anyOf": [{"enum": ["a", "b"]}, {"type": "string", "pattern": "^[0-9]+px$"}]}, ['"b"', '"1px"'], ['"c"'],
    ),
    "names by a reference": (
        {"type": "object", "propertyNames": {"$ref": "#/$defs/t"}, "additionalProperties": {"type": "integer"}},
        ["{}", '{"ab":1}'],
        ['{"A":1}', '{"ab":"1"}'],
    ),
    "a reference, or a number": (
        {"anyOf": [{"$ref": "#/$defs/t"}, {"type": "integer"}]}, ['"ab"', "1"], ['"A"', "null", "0.5"],
    ),
    "nothing that there is": ({"type": ["integer", "string"], "enum": [0.5, None]}, [], ["null", "0.5", '"a"']),
    "an object, or a text": ({"oneOf": [ADDRESS, {"type": "string"}]}, ['"a"', '{"city":"x"}'], ['{"city":1}', "null"]),
    "an object, or a boolean": ({"anyOf": [{"type": "boolean"}, ADDRESS]}, ["true", '{"city":"x"}'], ["1", "[]"]),
    "objects, or texts": (
        {"type": "array", "items": {"oneOf": [ADDRESS, {"type": "string"}]}}, ["[]", '["a",{"city":"x"}]'], ["[1]"],
    ),
}  # fmt: skip


def is_twin(made: Any) -> bool:
    return made._held.__class__ is not made._carried.holder


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("space", ["", " "])
def test_most_kinds_are_loaded_at_once(name: str, space: str) -> None:
    kind, valid, invalid = KINDS[name]
    properties = {"id": {"type": "string"}, "f": kind}
    definitions = {"t": {"type": "string", "pattern": "^[a-z]+$"}}
    module = module_of_schema({"type": "object", "properties": properties, "$defs": definitions})
    for text in valid:
        for members in (f'"id":{space}"x",{space}"f":{space}{text}', f'"f":{space}{text},{space}"id":{space}"x"'):
            made = module.from_json(f"{{{members}}}")
            assert is_twin(made)
            assert made.to_json().decode() == f"{{{members}}}".replace(space, "")
            assert repr(made.to_instance()) == repr(json.loads(f"{{{members}}}"))
    for text in invalid:
        with pytest.raises(InvalidInstance):
            module.from_json(f'{{"id":{space}"x","f":{space}{text}}}')
    assert is_twin(module.from_json(f'{{"id":{space}"x"}}'))


@pytest.mark.parametrize("within", ["{}", "[{}]", '{{"k":[{}]}}'])
def test_members_of_an_open_enumeration_are_given_for_their_texts(within: str) -> None:
    """By every way, and written as these; all other texts stay what they are."""
    kind: dict[str, Any] = {"anyOf": [{"enum": ["a", "b"]}, {"type": "string"}]}
    if "[" in within:
        kind = {"type": "array", "items": kind}
    if "{{" in within:
        kind = {"type": "object", "additionalProperties": kind}
    module = module_of_schema({"type": "object", "properties": {"id": {"type": "string"}, "f": kind}})
    loader = carrier_of(module).loader
    for value in ('"a"', '"c"'):
        for text in (f'{{"id":"x","f":{within.format(value)}}}', f'{{"f": {within.format(value)}, "id": "x"}}'):
            made, exact = module.from_json(text), loader._judged(text, None)
            assert is_twin(made)
            assert (made, repr(made)) == (exact, repr(exact))
            assert made.to_json() == exact.to_json() == text.replace(" ", "").encode()


def test_null_is_refused_where_both_branches_of_one_of_accept_it() -> None:
    """A branch without a type accepts null too, so that two accept it."""
    for branch in ({"properties": {"city": {"type": "string"}}}, {"$ref": "#/$defs/a"}):
        kind = {"oneOf": [NULL, branch]}
        definitions = {"a": {"properties": {"city": {"type": "string"}}}}
        module = module_of_schema({"type": "object", "properties": {"f": kind}, "$defs": definitions})
        with pytest.raises(InvalidInstance):
            module.from_json('{"f":null}')


@pytest.mark.parametrize(
    "text", ["0.99999999999999999999", "0.1000000000000000000001", "1e400", "1e-400", "-0", "1.50", "1E2"]
)
def test_a_number_is_loaded_as_by_the_judge(text: str) -> None:
    module = module_of_schema(
        {
            "type": "object",
            "properties": {
                "a": {"type": "string"},
                "x": {"type": "number", "exclusiveMaximum": 1},
                "y": {"type": "number"},
            },
        }
    )
    loader = carrier_of(module).loader
    for name in "xy":
        for form in (f'{{"{name}":{text}}}', f'{{"{name}": {text}, "a": "b"}}'):
            found = []
            for load in (module.from_json, lambda data: loader._judged(data, None)):
                try:
                    made = load(form)
                    found.append((made.to_json(), repr(made)))
                except InvalidInstance as error:
                    found.append((str(error), ""))
            assert found[0] == found[1]


@pytest.mark.parametrize("text", ["2026-03-02T06:00:00Z", "2026-03-02T06:00:00.50+01:00"])
def test_texts_in_arrays_have_parsed_access_and_are_the_objects_own(text: str) -> None:
    by_name = {"additionalProperties": MOMENTS}
    module = module_of_schema({"type": "object", "properties": {"f": MOMENTS, "g": by_name}})
    given = f'{{"f":["{text}"],"g":{{"a":["{text}","{text}"]}}}}'
    made, other = module.from_json(given), module.from_json(given)
    assert is_twin(made)
    assert [type(one) for one in (*made.f, *made.g["a"])] == [DateTime] * 3
    assert made.f is made.f
    made.f.append("2027")
    made.g["b"] = []
    assert made.to_json().decode() == given.replace(f'"f":["{text}"', f'"f":["{text}","2027"').replace(
        "}}", ',"b":[]}}'
    )
    assert made.to_instance() == json.loads(made.to_json())
    assert other.to_json().decode() == given
    made.f.append(1)
    assert json.loads(made.to_json())["f"] == [text, "2027", 1]


@pytest.mark.parametrize("names", [("a b", "ab"), ("ab", "a b")])
def test_names_that_white_space_tells_apart_are_not_mixed_up(names: tuple[str, str]) -> None:
    properties = {name: {"type": "number"} for name in ("ab", "a b")}
    module = module_of_schema({"type": "object", "properties": properties})
    for _ in range(3):
        text = f'{{"{names[0]}": 1, "{names[1]}": 1}}'
        made = module.from_json(text)
        assert list(made.to_instance()) == list(names)
        assert list(json.loads(made.to_json())) == list(names)


@pytest.mark.parametrize("at", ["2026-03-02T06:00:00Z", "2026-03-02T06:00:00.5+01:00"])
def test_white_space_in_a_date_time_is_not_left_out(at: str) -> None:
    properties = {"at": {"type": "string", "format": "date-time"}, "x": {"type": "number"}}
    module = module_of_schema({"type": "object", "properties": properties})
    assert is_twin(module.from_json(f'{{"at": "{at}", "x": 1.5}}'))
    for end in range(len(at) + 1):
        with pytest.raises(InvalidInstance):
            module.from_json(f'{{"at": "{at[:end]} {at[end:]}", "x": 1.5}}')


def test_what_another_thread_writes_meanwhile_proves_nothing() -> None:
    """White space aside, an unknown name is a known one: the proof is by what is written of this very twin."""
    module = module_of_schema({"type": "object", "properties": {"ab": {"type": "number"}}})
    fast = carrier_of(module).loader.fast(None)
    assert isinstance(fast, Fast)
    inside = [b'{"ab":1}']

    def encode_into(twin: Any, buffer: bytearray) -> None:
        buffer[:] = b""
        encoder.encode_into(twin, buffer)
        if inside:
            assert ways.ordered(inside.pop()).ab == 1

    import msgspec

    encoder = msgspec.json.Encoder()
    ignore = Moves(module.Case, fast.exactly, encode_into, lambda _: None, lambda _: False, fast.turns)
    ways = make_ways(*fast.made[:3], fast.number, ignore)
    assert ways.ordered(b'{"a b": 1}').extra == {"a b": 1}


def test_what_is_put_into_a_dictionary_is_written_as_it_is_meant() -> None:
    texts = {"type": "object", "additionalProperties": {"type": "string"}}
    module = module_of_schema({"type": "object", "properties": {"f": texts, "x": {"type": "number"}}})
    for text in ('{"f":{"a":"b"},"x":1}', '{"x": 1, "f": {"a": "b"}}'):
        made = module.from_json(text)
        made.f["c"] = module.Case(x=2)
        assert json.loads(made.to_json())["f"] == {"a": "b", "c": {"x": 2}}
        made.f["c"] = float("nan")
        with pytest.raises(Exception, match="found nan at /f/c"):
            made.to_json()
        made.f = {"z": "1"}
        made.x = 1e30
        assert json.loads(made.to_json()) == {**json.loads(text), "f": {"z": "1"}, "x": 1e30}
        assert b'"x":1e30' in made.to_json()


@pytest.mark.parametrize(
    "text",
    [
        "1e5", "[1E-7 ]", '{"a":123456789012345678}', "0.12345678901234567", '{"a":2e+10}', '{"a":"1e5","b":[-2e7]}',
        '{"a":"123456789012345678", "b":123456789012345678}',
    ],
)  # fmt: skip
def test_what_a_double_may_not_hold_is_looked_at(text: str) -> None:
    assert may_round(text.encode())
    assert has_exponent(text.encode()) is ("e" in text.lower())


@pytest.mark.parametrize(
    "text",
    [
        '"1e5"', "0.1234567890123", '{"a":"123e4567-e89b-12d3-a456-426614174000","b":1.5}',
        r'{"a":"\u00e9 \u20e4","b":1}', '{"a":"123456789012345678","b":[" 1e5"]}',
    ],
)  # fmt: skip
def test_most_numbers_are_not(text: str) -> None:
    assert not may_round(text.encode())
    assert not has_exponent(text.encode())


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ({"oneOf": [{"const": 1}, {"const": 2}]}, 1),
        ({"oneOf": [{"type": "string", "const": "x"}, {"type": "string", "const": "y"}]}, "x"),
        ({"type": "array", "items": {"oneOf": [{"const": 1}, {"const": 2.0}]}}, [1, 2.0]),
        ({"oneOf": [{"type": ["string", "null"], "enum": ["x", None]}, {"const": None}]}, "x"),
    ],
)
def test_const_is_no_keyword_of_draft_4(said: dict[str, Any], value: Any) -> None:
    """So both branches hold, and not one alone."""
    module = module_of_schema({"$schema": DIALECTS["draft4"], "type": "object", "properties": {"a": said}})
    with pytest.raises(InvalidInstance):
        module.from_json(json.dumps({"a": value}))
    with pytest.raises(InvalidInstance):
        module.from_instance({"a": value})
    assert module.from_json("{}").to_json() == b"{}"


@pytest.mark.parametrize("number", ["1e400", "1e-400", "0.10000000000000000001", "12345678901234567890123", "1e22"])
def test_a_constant_may_be_what_no_double_holds(number: str) -> None:
    said = json.loads(f'{{"type": "number", "const": {number}}}', parse_float=exact_float)
    module = module_of_schema({"type": "object", "properties": {"a": said, "b": {"enum": [said["const"], "x"]}}})
    text = f'{{"a":{number},"b":{number}}}'
    assert json.loads(module.from_json(text).to_json(), parse_float=Decimal) == json.loads(text, parse_float=Decimal)
    with pytest.raises(InvalidInstance):
        module.from_json('{"a":2}')
