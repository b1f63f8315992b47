"""What loading says, and what it makes: the verdicts are those of validation."""

from __future__ import annotations

import json
import pickle
import re
import sys
import threading
from collections import Counter, OrderedDict
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from decimal import Decimal
from enum import IntEnum, StrEnum
from itertools import permutations
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from fidelity import carrier_of, module_of_schema

from schemawright.errors import InvalidInstance, Malformed
from schemawright.models.fast import handing
from schemawright.models.spelling.writing import write_json
from schemawright.runtime import UNSET, WholeFloat
from schemawright.runtime.fields import extra_in_slot
from schemawright.validation.schema import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

LARGE = 9007199254740993
"""The first integer that no double holds."""

CHOICE = {"anyOf": [{"properties": {"b": {"minimum": LARGE}}, "required": ["b"]}, {"properties": {"c": {}}}]}


@pytest.mark.parametrize(
    ("bound", "written", "is_valid"),
    [
        ({"minimum": LARGE}, "9007199254740993.0", True),
        ({"minimum": LARGE}, "9007199254740992.5", False),
        ({"type": "integer", "exclusiveMinimum": 2**63 - 1}, "9223372036854775806.0", False),
        ({"type": "integer", "exclusiveMinimum": 2**63 - 1}, "9223372036854775808.0", True),
    ],
)
def test_numbers_that_no_double_holds_are_judged_exactly(bound: dict[str, Any], written: str, is_valid: bool) -> None:
    module = module_of_schema({"properties": {"b": bound}})
    text = f'{{"b":{written}}}'
    for load in (module.from_json, module.Case.from_json):
        if is_valid:
            assert load(text).to_json().decode() == text
        else:
            with pytest.raises(InvalidInstance):
                load(text)


@pytest.mark.parametrize(
    ("written", "name"), [("9007199254740993.0", "CaseWithB"), ("9007199254740992.5", "CaseWithC")]
)
def test_branches_are_chosen_exactly(written: str, name: str) -> None:
    assert type(module_of_schema(CHOICE).from_json(f'{{"b":{written}}}')).__name__ == name


def test_a_bundle_of_two_dialects_is_generated() -> None:
    """What is in the resource of the other dialect is judged by that, by itself, too."""
    old = {
        "$id": "old",
        "$schema": "http://json-schema.org/draft-07/schema#",
        "properties": {"u": {"properties": {"k": {"items": [{"type": "string"}], "additionalItems": False}}}},
    }
    module = module_of_schema(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "http://m.example/",
            "properties": {"o": {"$ref": "old"}},
            "$defs": {"o": old},
        }
    )
    assert module.from_json('{"o":{"u":{"k":["a"]}}}').o.u == module.U(k=["a"])
    for wrong in ('{"k":["a","b"]}', '{"k":[1]}'):
        with pytest.raises(InvalidInstance):
            module.U.from_json(wrong)


PARTS: dict[str, Any] = {
    "type": "object",
    "properties": {
        "tags": {"type": "array", "items": {"type": "string"}},
        "rows": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}},
        "kids": {"type": "array", "items": {"$ref": "#/$defs/part"}},
        "one": {"$ref": "#/$defs/part"},
        "n": {"type": "integer"},
        "ok": {"type": "boolean"},
    },
    "$defs": {
        "part": {
            "type": "object",
            "properties": {"foo-bar": {"type": "string"}, "marks": {"type": "array", "items": {"type": "string"}}},
        }
    },
}
TEXT = (
    '{"tags":["a"],"rows":[[1],[2]],"kids":[{"foo-bar":"k","marks":[]}],"one":{"foo-bar":"o","marks":["m"]},'
    '"n":1,"ok":true}'
)
CHANGES: dict[str, Callable[[Any, Any], Any]] = {
    "an object among texts": lambda x, part: x.tags.append(part),
    "an object among numbers": lambda x, part: x.rows[0].append(part),
    "a number with a point": lambda x, _part: x.rows[1].append(WholeFloat(1.0)),
    "an array of objects for one of texts": lambda x, part: setattr(x, "tags", [part]),
    "an object for a number": lambda x, part: setattr(x, "n", part),
    "a number with a point for a truth": lambda x, _part: setattr(x, "ok", WholeFloat(2.0)),
    "a text for objects": lambda x, _part: setattr(x, "kids", ""),
    "no object for objects": lambda x, _part: setattr(x, "kids", {}),
    "objects in a tuple": lambda x, part: setattr(x, "kids", (part,)),
    "an object inside one": lambda x, part: x.one.marks.append(part),
    "an object inside one of an array": lambda x, part: x.kids[0].marks.append(part),
    "a dictionary of objects": lambda x, part: x.tags.append({"a": [part]}),
}


@pytest.mark.parametrize("text", [TEXT, TEXT.replace(",", ", ").replace(":", ": "), TEXT.replace('"tags":["a"],', "")])
@pytest.mark.parametrize("what", CHANGES)
def test_what_is_written_is_the_instance_whatever_was_put_in(what: str, text: str) -> None:
    """Types promise something else; what is written is still what `to_instance` returns."""
    module = module_of_schema(PARTS)
    for _ in range(3):
        made = module.from_json(text)
        if made.tags is UNSET:
            made.tags = ["a"]
        CHANGES[what](made, module.Part(foo_bar="b", marks=[]))
        assert json.loads(made.to_json()) == made.to_instance()
        assert made.to_json() == write_json(made.to_instance())


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (float("nan"), "expected a number that JSON has, found nan at /tags/0/a~1b"),
        (Decimal("-Infinity"), "expected a number that JSON has, found -Infinity at /tags/0/a~1b"),
        (b"", "expected a JSON value, found one of Python's `bytes` at /tags/0/a~1b"),
        ("\ud800", "expected surrogates in pairs, found a lone one at /tags/0/a~1b"),
        ({"\ud800": 1}, "expected surrogates in pairs, found a lone one at /tags/0/a~1b"),
    ],
)
def test_what_json_has_no_text_for_is_refused_with_its_place(value: Any, message: str) -> None:
    module = module_of_schema(PARTS)
    made = module.from_json(TEXT)
    made.tags = [{"a/b": value}]
    for write in (made.to_json, lambda: module.to_json(made), made.replace(one=UNSET).to_json):
        with pytest.raises(Malformed, match=f"^{re.escape(message)}$"):
            write()


def test_a_text_with_a_lone_surrogate_is_refused_with_its_place() -> None:
    """In a string or anywhere; who gave no bytes is told of none."""
    module = module_of_schema(PARTS)
    for text, place in (('{"one":"\ud800"}', "1:9"), ('\ufeff{\n"\udc00":1}', "2:2"), ("\ud800", "1:1")):
        for load in (module.from_json, module.Case.from_json):
            with pytest.raises(Malformed, match=f"^{place}: expected surrogates in pairs, found a lone one$"):
                load(text)


class Whole(IntEnum):
    one = 1


class Price(float):
    """Somebody's own kind of number, as numpy.float64 is one."""

    def __float__(self) -> float:
        raise AssertionError

    __repr__ = object.__repr__


class Exact(Decimal):
    pass


class Kind(StrEnum):
    a = "a"


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Whole.one, 1),
        (Price(2.5), 2.5),
        (Exact("0.10000000000000000001"), Decimal("0.10000000000000000001")),
        (Kind.a, "a"),
        (OrderedDict({Kind.a: [Whole.one]}), {"a": [1]}),
        ((Whole.one, {"b": Price(1.5)}), [1, {"b": 1.5}]),
        (True, True),
    ],
    ids=["an int", "a float", "a Decimal", "a str", "a dict", "a tuple", "a bool"],
)
def test_what_a_class_is_made_of_is_loaded_and_written_as_that(value: Any, plain: Any) -> None:
    """By all faces, and wherever it was put."""
    module = module_of_schema({"properties": {"any": {}, "all": {"type": "array"}}})
    expected = {"any": plain, "all": [plain], "a": plain}
    made = module.Case(any=value, all=[value], extra={Kind.a: value})
    given = {"any": value, "all": (value,), Kind.a: value}
    for one in (made, module.from_instance(made), module.from_instance(given), module.Case.from_instance(given)):
        told = one.to_instance()
        assert (told, repr(told)) == (expected, repr(expected))
        assert one.to_json() == write_json(expected)
        assert one == made


def test_what_is_inside_itself_is_refused() -> None:
    module = module_of_schema(PARTS)
    made = module.from_json(TEXT)
    made.tags.append(made.tags)
    for write in (made.to_json, made.to_instance, lambda: module.from_instance({"tags": made.tags})):
        with pytest.raises(Malformed, match=r"^expected a JSON value, found one that is inside itself$"):
            write()


@pytest.mark.parametrize(
    "schema", [{"enum": [1, 2, 3]}, {"const": 3}, {"enum": [3, None, "a"]}, {"type": "number", "enum": [3]}]
)
def test_literal_integers_are_integers_however_they_are_written(schema: dict[str, Any]) -> None:
    """A point is kept for writing."""
    for contents, text in ((schema, "3.0"), ({"properties": {"t": schema}}, '{"t":3.0}')):
        module = module_of_schema(contents)
        for _ in range(3):
            made = module.from_json(text)
            value = made.t if text[0] == "{" else made
            assert isinstance(value, int)
            assert value == 3
            assert module.to_json(made).decode() == text
        assert module.to_json(module.from_json(text.replace("3.0", "3"))).decode() == text.replace("3.0", "3")


AS_WRITTEN: dict[str, tuple[dict[str, Any], str]] = {
    "an integer": ({"type": "integer"}, "-0"),
    "an integer or null": ({"type": ["integer", "null"]}, "-0"),
    "integers": ({"type": "array", "items": {"type": "integer"}}, "[1,-0]"),
    "integers of integers": ({"items": {"items": {"type": "integer"}}}, "[[1],[-0,2]]"),
    "an object's": ({"properties": {"n": {"type": "integer"}}}, '{"n":-0}'),
    "objects'": ({"items": {"properties": {"n": {"type": "integer"}}}}, '[{"n":1},{"n":-0}]'),
    "a number": ({"type": "number"}, "-0"),
    "a constant": ({"const": 0}, "-0"),
    "a union's": ({"anyOf": [{"properties": {"n": {"const": 0}}}, {"type": "array"}]}, '{"n":-0}'),
    "anything": ({}, '[-0,{"x":-0}]'),
    "an integer with an exponent": ({"type": "integer"}, "9007199254740993.0"),
}


@pytest.mark.parametrize("what", AS_WRITTEN)
@pytest.mark.parametrize("form", ['{"s":"-0","v":%s}', '{"v": %s, "s": "-0"}', '{"v":%s,"s":"-0"}', '{"v": %s}'])
def test_numbers_are_written_as_they_were_read(what: str, form: str) -> None:
    """Untouched, after another field was set, and in a copy."""
    schema, written = AS_WRITTEN[what]
    module = module_of_schema({"type": "object", "properties": {"s": {"type": "string"}, "v": schema}})
    for _ in range(3):  # Whatever was learned before.
        text = form % written
        loaded = module.from_json(text.replace("9007199254740993.0", "9007199254740993E0"))
        assert loaded.to_json().decode() == text.replace(" ", "")
        assert pickle.loads(pickle.dumps(loaded.v)) == loaded.v
        assert loaded.replace().to_json() == loaded.to_json()
        assert module.from_instance(loaded.to_instance()).v == loaded.v
        loaded.s = "y"
        assert f'"v":{written}' in loaded.to_json().decode()
        module.from_json('{"v":0,"s":""}' if what == "an integer" else '{"s":""}')


@pytest.mark.parametrize("kind", ["integer", "number", ["integer", "object"]])
def test_a_negative_zero_is_an_integer_to_python(kind: Any) -> None:
    loaded = module_of_schema({"properties": {"n": {"type": kind}}}).from_json('{"n":-0}')
    assert isinstance(loaded.n, int)
    assert loaded.n + 0.5 == 0.5
    assert json.dumps(loaded.to_instance()) == '{"n": 0}'


def test_a_negative_zero_deep_inside_is_read() -> None:
    text = '{"x":' + "[" * 900 + "-0" + "]" * 900 + "}"
    assert module_of_schema({"properties": {"y": {}}}).from_json(text).to_json().decode() == text


def test_an_instance_is_not_shared_with_what_is_loaded_from_it() -> None:
    instance = {"tags": ["a"], "one": {"marks": ["m"]}, "other": {"b": [1]}}
    before = json.loads(json.dumps(instance))
    for load in (module_of_schema(PARTS).from_instance, module_of_schema(PARTS).Case.from_instance):
        made = load(instance)
        made.tags.append("b")
        made.one.marks.append("n")
        made.extra["other"]["b"].append(2)
        assert instance == before
    root = module_of_schema({"type": "array"})
    items = [[1]]
    root.from_instance(items)[0].append(2)
    assert items == [[1]]


def test_what_is_written_alike_in_two_resources_is_of_two_classes_where_it_refers() -> None:
    """`#` is the root of the resource that it is in."""
    kids = {"type": "array", "items": {"$ref": "#"}}
    menu = {"$id": "menu", "type": "object", "properties": {"label": {"type": "string"}, "kids": kids}}
    folder = {"$id": "folder", "type": "object", "properties": {"path": {"type": "string"}, "kids": kids}}
    module = module_of_schema(
        {
            "$id": "http://m.example/",
            "properties": {"menu": {"$ref": "menu"}, "folder": {"$ref": "folder"}},
            "$defs": {"m": {**menu, "required": ["label"]}, "f": {**folder, "required": ["path"]}},
        }
    )
    inner = module.from_json('{"folder":{"path":"/","kids":[{"path":"/a"}]}}').folder.kids[0]
    assert (type(inner), inner.path) == (module.Folder, "/a")
    assert module.Folder.from_json(b'{"path":"/b"}').path == "/b"
    with pytest.raises(InvalidInstance):
        module.Folder.from_json(b'{"label":"b"}')


def test_equal_references_of_two_resources_are_of_two_classes_each_judged_by_its_own() -> None:
    """`#/$defs/x` is in the resource in which it is written."""

    def resource(kind: str) -> Any:
        inner = {"type": "object", "properties": {"v": {"type": kind}}}
        return {
            "$id": f"http://m.example/{kind}",
            "type": "object",
            "properties": {"x": {"$ref": "#/$defs/x"}},
            "$defs": {"x": inner},
        }

    kinds = ("integer", "string")
    module = module_of_schema(
        {
            "type": "object",
            "properties": {kind: {"$ref": f"http://m.example/{kind}"} for kind in kinds},
            "$defs": {kind: resource(kind) for kind in kinds},
        }
    )
    made = module.from_json('{"integer":{"x":{"v":1}},"string":{"x":{"v":"s"}}}')
    number, text = made.integer.x, made.string.x
    assert (type(number) is type(text), number.v, text.v) == (False, 1, "s")
    for own, other in ((number, b'{"v":"s"}'), (text, b'{"v":1}')):
        assert type(own).from_json(own.to_json()) == own
        with pytest.raises(InvalidInstance):
            type(own).from_json(other)


TAGGED: list[dict[str, Any]] = [
    {"type": "object", "properties": {"kind": {"const": "a"}, "x": {"type": "integer"}}, "required": ["kind"]},
    {"type": "object", "properties": {"kind": {"const": "b"}}, "required": ["kind"]},
]


@pytest.mark.parametrize(
    ("described", "rest"),
    [
        (TAGGED, {"kind": "a"}),
        ([{"type": "object", "properties": {"x": {"type": "integer"}}, "required": ["x"]}], {}),
    ],
    ids=["with a tag", "without"],
)
def test_what_only_the_open_branch_accepts_is_no_object_of_a_class(
    described: list[dict[str, Any]], rest: dict[str, Any]
) -> None:
    """A tag, or that only one branch has a class, is no proof: its fields would hold what their types deny."""
    module = module_of_schema({"anyOf": [*described, {"type": "object"}]})
    good, wrong = {**rest, "x": 1}, {**rest, "x": "str"}
    for _ in range(3):  # Whatever was learned before.
        assert module.from_json(json.dumps(good)).x == 1
        assert module.from_instance(good).x == 1
        for made in (module.from_json(json.dumps(wrong)), module.from_instance(wrong)):
            assert type(made) is dict
            assert made == wrong


@pytest.mark.parametrize(
    ("value", "text"), [("1.0", b"1.0"), ("1E+2", b"100.0"), ("3", b"3"), ("-7.00", b"-7.0"), ("-0", b"-0")]
)
def test_a_decimal_without_a_fraction_is_written_with_a_point_if_it_has_one(value: str, text: bytes) -> None:
    made = module_of_schema({"properties": {"n": {"type": "integer"}}}).from_instance({"n": Decimal(value)})
    assert made.n == int(Decimal(value))
    assert made.to_json() == b'{"n":%b}' % text


def test_an_item_as_deep_as_a_text_may_be_is_one_level_too_many_in_an_array() -> None:
    deepest = Settings().max_depth
    module = module_of_schema({"type": "array", "items": {"type": "object", "properties": {"a": {}}}})

    def item(levels: int) -> str:
        return '{"a":' + "[" * (levels - 1) + "]" * (levels - 1) + "}"

    fits = f"[{item(deepest - 1)}]"
    assert module.to_json(module.from_json(fits)).decode() == fits
    assert carrier_of(module).classes[0].from_json(item(deepest)).to_json().decode() == item(deepest)
    with pytest.raises(Malformed):
        module.from_json(f"[{item(deepest)}]")
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(5_000)  # Up to 3.11 it is what ends msgspec before.
    try:
        with pytest.raises(Malformed):
            module.from_json(f"[{item(deepest)}]")
    finally:
        sys.setrecursionlimit(usual)


def test_a_class_is_judged_by_its_own_subschema_though_it_is_a_branch_elsewhere() -> None:
    named = {"type": "object", "properties": {"name": {"type": "string"}}}
    dog = {"type": "object", "properties": {"name": {"type": "string"}, "barks": {"type": "boolean"}}}
    choice = {"oneOf": [{"$ref": "#/$defs/named"}, {"$ref": "#/$defs/dog"}]}
    module = module_of_schema(
        {"properties": {"pet": choice, "owner": {"$ref": "#/$defs/named"}}, "$defs": {"named": named, "dog": dog}}
    )
    owner = module.from_json('{"owner":{"name":"Ada"}}').owner
    assert type(owner).from_json(owner.to_json()) == owner
    with pytest.raises(InvalidInstance):
        module.from_json('{"pet":{"name":"Ada"}}')


@pytest.mark.parametrize("other", [{"type": "integer"}, {"type": "string", "format": "uuid"}, {"const": "never"}])
def test_a_text_of_a_union_keeps_its_parsed_access(other: Any) -> None:
    moment = "2026-03-02T06:00:00Z"
    module = module_of_schema({"properties": {"at": {"anyOf": [{"type": "string", "format": "date-time"}, other]}}})
    for loaded in (module.from_json(json.dumps({"at": moment})), module.from_instance({"at": moment})):
        assert loaded.at.datetime.year == 2026
        assert loaded.to_json().decode() == f'{{"at":"{moment}"}}'


PLAIN: dict[str, Any] = {
    "properties": {
        "lines": {"type": "array", "items": {"type": "object", "properties": {"text": {"type": "string"}}}},
        "kind": {"enum": ["a", "b"]},
        "at": {"type": "string", "format": "date-time"},
    }
}


def test_what_an_object_has_can_be_loaded_again() -> None:
    module = module_of_schema(PLAIN)
    instance = {"lines": [{"text": "x"}], "kind": "a", "at": "2026-03-02T06:00:00Z"}
    loaded = module.from_instance(instance)
    again = module.from_instance({"lines": tuple(loaded.lines), "kind": loaded.kind, "at": loaded.at})
    assert again == loaded == module.from_instance(loaded)
    assert again.to_instance() == instance


def test_what_is_wrong_in_a_tuple_is_told_with_its_place() -> None:
    with pytest.raises(InvalidInstance) as caught:
        module_of_schema(PLAIN).from_instance({"lines": ({"text": 1},)})
    assert caught.value.findings[0].instance_location == "/lines/0/text"


def test_an_error_says_where_in_the_text_the_first_finding_is() -> None:
    """As validation says it; what has no text has no place in one."""
    module = module_of_schema({"properties": {"a": {"type": "integer"}, "b": {"type": "string"}}})
    with pytest.raises(InvalidInstance, match=r'^2:8: expected an integer, found "x" at /a \(and 1 more\)$') as one:
        module.from_json('{"é": 1,\n "a":  "x", "b": 2}')
    assert str(pickle.loads(pickle.dumps(one.value))) == str(one.value)
    assert tuple(one.value.findings[0].position or ()) == (2, 8)
    with pytest.raises(InvalidInstance, match=r"^expected an integer"):
        module.from_instance({"a": "x"})


def test_what_is_inside_itself_is_no_instance() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(Malformed):
        module_of_schema(PLAIN).from_instance({"lines": endless})


def test_of_a_union_it_is_told_what_is_wrong_by_the_closest_branch() -> None:
    branches = [
        {
            "type": "object",
            "properties": {"role": {"const": role}, "name": {"type": "string"}},
            "required": ["role"],
            "additionalProperties": False,
        }
        for role in ("user", "tool")
    ]
    with pytest.raises(InvalidInstance, match=r'branch 0 is closest.*: .*found "nme"') as caught:
        module_of_schema({"oneOf": branches}).from_json('{"role":"user","nme":"x"}')
    assert caught.value.hint == 'did you mean "name"?'


JOB: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "count": {"type": "integer"},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
}


@pytest.mark.parametrize(
    "schema", [JOB, {**JOB, "properties": {name: {"type": "string"} for name in JOB["properties"]}}]
)
@pytest.mark.parametrize("names", [("tags", "id"), ("id", "tags"), ("tags",), ()])
@pytest.mark.parametrize("before", list(permutations(["id", "count", "tags"])))
def test_where_a_new_name_comes_does_not_depend_on_what_was_loaded_before(
    schema: Any, names: tuple[str, ...], before: tuple[str, ...]
) -> None:
    is_text = schema is not JOB
    values: dict[str, Any] = {"id": "i", "count": "7" if is_text else 7, "tags": "t" if is_text else ["t"]}
    written = []
    for texts in ([], [before] * 3):
        module = module_of_schema(schema)
        for one in texts:
            module.from_json(json.dumps({name: values[name] for name in one}, separators=(",", ":")))
        loaded = module.from_json(json.dumps({name: values[name] for name in names}, separators=(",", ":")))
        replaced = loaded.replace(count=values["count"])
        loaded.count = values["count"]
        written.append((loaded.to_json(), list(loaded.to_instance()), replaced.to_json()))
    assert written[0] == written[1]


LIST_OR_NOT = {"items": {"type": "object", "properties": {"q": {"type": "string"}}}}


@pytest.mark.parametrize("value", ["5", '{"q":"x"}', "true", '"s"', "[]", '[{"q":""}]'])
@pytest.mark.parametrize("made", [LIST_OR_NOT, {"$ref": "#/$defs/l"}])
def test_what_has_items_need_be_no_array(made: Any, value: str) -> None:
    """Where no `type` says so, anything else is valid too, and there is no order of names to learn from it."""
    module = module_of_schema({"type": "object", "properties": {"w": made}, "$defs": {"l": LIST_OR_NOT}})
    text = f'{{"w":{value}}}'
    for _ in range(3):
        assert module.to_json(module.from_json(text)).decode() == text


@pytest.mark.parametrize("dialect", ["draft4", "draft6", "draft7", "2019-09", "2020-12"])
@pytest.mark.parametrize("name", ["id", "$id"])
def test_a_property_may_be_called_as_identifiers_are(name: str, dialect: str) -> None:
    """A pointer that leads by such `properties` leads where it says."""
    branches = [{"type": "object", "required": [name], "properties": {name: {"type": "string"}}} for name in "ab"]
    properties = {name: {"type": "integer"}, "u": {"oneOf": branches}, "v": {"$ref": "#/items/properties/u/oneOf/0"}}
    schema = {"type": "array", "items": {"type": "object", "properties": properties}}
    module = module_of_schema(schema, dialect)
    text = f'[{{"{name}":7,"u":{{"b":"x","z":1E+400}},"v":{{"a":"x"}}}}]'
    assert module.to_json(module.from_json(text)).decode() == text
    with pytest.raises(InvalidInstance, match="at /0/v/a"):
        module.from_json(f'[{{"{name}":7,"v":{{"a":1E+400}}}}]')


@pytest.mark.parametrize("value", [80, 80.0, Decimal(80), Decimal("80.0"), Decimal("8E1")])
def test_an_integer_with_small_bounds_is_one_to_python(value: Any) -> None:
    """However it was written: so it can be hinted as such, and calculated with."""
    module = module_of_schema({"properties": {"port": {"type": "integer", "minimum": 0, "exclusiveMaximum": 65536}}})
    for made in (module.from_instance({"port": value}), module.from_json(f'{{"port":{value}}}')):
        assert isinstance(made.port, int)
        assert made.port + 1 == 81
        assert made.to_instance() == {"port": value}


@pytest.mark.parametrize("load", ["load_exactly", "load_json"])
def test_threads_that_load_first_all_at_once_do_not_see_what_is_half_made(load: str) -> None:
    tree = {
        "type": "object",
        "properties": {"below": {"$ref": "#"}, "n": {"type": "number"}, "is": {"not": {"const": 0}}},
    }
    text = '{"below":{"n":1.5},"is":1}'
    switching = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            for _ in range(10):
                carrier = carrier_of(module_of_schema(tree))
                carrier.loader.schemas(None)  # What takes longest is over, so that all begin to build together.
                made = list(threads.map(lambda _, one=carrier: getattr(one.loader, load)(text, None), range(16)))
                assert {one.to_json().decode() for one in made} == {text}
    finally:
        sys.setswitchinterval(switching)


def test_threads_that_put_in_other_properties_first_lose_none() -> None:
    module = module_of_schema({"type": "object", "properties": {"id": {}}})
    switching = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(2) as threads:
            for _ in range(500):
                made = module.from_json("{}")
                start = threading.Barrier(2)

                def put(name: str, into: Any = made, start: threading.Barrier = start) -> None:
                    start.wait()
                    into.extra[name] = 1

                list(threads.map(put, "ab"))
                assert made.extra == {"a": 1, "b": 1}
    finally:
        sys.setswitchinterval(switching)


class LateSlot:
    """A slot in which two threads find nothing as long as nothing keeps one of them from looking."""

    def __init__(self) -> None:
        self.looking = [threading.Barrier(2), threading.Barrier(2)]
        self.looked: Counter[int] = Counter()
        self.values: list[dict[str, Any]] = []

    def __get__(self, instance: Any, _owner: type | None = None) -> dict[str, Any]:
        is_empty, time = not self.values, self.looked[threading.get_ident()]
        self.looked[threading.get_ident()] += 1
        if time < len(self.looking):
            with suppress(threading.BrokenBarrierError):  # The other one is kept from looking.
                self.looking[time].wait(0.5)
        if is_empty and time < len(self.looking):
            raise AttributeError
        return self.values[-1]

    def __set__(self, instance: Any, value: dict[str, Any]) -> None:
        self.values.append(value)


def test_two_threads_that_find_no_other_properties_make_one_dictionary() -> None:
    slot = LateSlot()
    made = module_of_schema({"type": "object", "properties": {"id": {}}}).from_json("{}")
    extra = extra_in_slot(slot, "extra", type("Other", (type(made),), {}))  # Any class but its own asks the slot.
    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(extra.__get__, [made, made])
    assert first is second
    assert len(slot.values) == 1


def test_what_is_added_to_a_copy_is_not_added_to_what_it_was_made_of() -> None:
    made = module_of_schema({"type": "object", "properties": {"id": {}}}).from_json('{"id":1,"x":2}')
    copy = made.replace(id=3)
    copy.extra["y"] = 4
    assert (made.to_json(), copy.to_json()) == (b'{"id":1,"x":2}', b'{"id":3,"x":2,"y":4}')


LINKED = {
    "properties": {
        "of": {"$ref": "#"},
        "any": {"type": "array", "items": {"anyOf": [{"$ref": "#"}, {"type": "number"}]}},
    },
    "type": "object",
}


@pytest.mark.parametrize("number", ["1", "1.5", "-0", "0.12345678901234567891"])
@pytest.mark.parametrize("levels", [3, 60, 249, 499])
def test_deep_objects_are_loaded_and_written_in_several_threads_at_once(levels: int, number: str) -> None:
    text = '{"of":{"any":[' * (levels // 2) + number + "]}}" * (levels // 2)
    usual = sys.getrecursionlimit()
    module = module_of_schema(LINKED)

    def there_and_back(_: int) -> tuple[str, Any]:
        made = module.from_json(text)
        again = module.from_instance(made.to_instance())
        return made.to_json().decode(), again.to_json().decode()

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(there_and_back, range(8))) == {(text, text.replace("-0", "0"))}
    assert sys.getrecursionlimit() == usual


def test_an_object_inside_itself_is_no_json_value() -> None:
    made = module_of_schema(LINKED).from_json('{"of":{}}')
    made.of.of = made
    with pytest.raises(Malformed, match="inside itself"):
        made.to_instance()


def test_what_is_too_deep_is_not_said_to_be_inside_itself() -> None:
    module = module_of_schema(LINKED)
    made = module.from_json("{}")
    for _ in range(40_000):
        made = module.Case(of=made)
    with pytest.raises(Malformed, match=r"^expected a JSON value, found one that is nested too deep: "):
        made.to_json()


def test_there_is_room_however_far_down_somebody_calls() -> None:
    module = module_of_schema(LINKED)
    text = '{"of":' * 300 + "{}" + "}" * 300

    def there_and_back(frames: int) -> Any:
        if frames:
            return there_and_back(frames - 1)
        made = module.from_json(text)
        return made.to_json().decode(), module.from_instance(made.to_instance()).to_json().decode()

    assert there_and_back(800) == (text, text)


def test_names_of_any_kind_are_refused() -> None:
    """Though Python does not even show an integer of so many digits."""
    module = module_of_schema(LINKED)
    for name, shown in ((1, "1"), (b"a", "b'a'"), (10**5_000, "int")):
        message = f"^expected strings as member names, found {shown} at the root$"
        with pytest.raises(Malformed, match=message):
            module.from_instance({name: 1})
        with pytest.raises(Malformed, match=message):
            module.Case(extra={name: 1}).to_json()


def test_of_a_union_the_member_that_tells_its_branches_apart_is_said() -> None:
    branches = [
        {"type": "object", "properties": {"kind": {"const": kind}, "n": {"type": "integer"}}, "required": ["kind"]}
        for kind in "abc"
    ]
    module = module_of_schema({"properties": {"of": {"oneOf": branches}}})
    with pytest.raises(InvalidInstance) as caught:
        module.from_json('{"of":{"kind":"z","n":"x"}}')
    assert str(caught.value) == '1:7: expected "kind" to be "a", "b" or "c", found "z" at /of'
    with pytest.raises(InvalidInstance, match=r'branch 1 is closest at /of: expected an integer, found "x" at /of/n'):
        module.from_json('{"of":{"kind":"b","n":"x"}}')


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("spaced", [True, False])
@pytest.mark.parametrize("texts", [("a", "b"), ('{"é": "ü"}', "ö\n"), ('"é"', "")])
def test_what_is_escaped_is_read_at_once(texts: tuple[str, str], *, spaced: bool, ascii_only: bool) -> None:
    """In whatever form it is written, and whatever forms came before: the exact way takes ten times as long."""
    module = module_of_schema({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}})
    separators = (", ", ": ") if spaced else (",", ":")
    for names in ("ab", "ba", "ab"):
        value = dict(zip(names, texts, strict=True))
        made = module.from_json(json.dumps(value, ensure_ascii=ascii_only, separators=separators))
        assert isinstance(made._held, msgspec.Struct)
        assert made.to_instance() == value


def kinds(names: str | list[str]) -> Any:
    """Return the schema of an array of objects that a member tells apart."""
    return {
        "type": "array",
        "items": {
            "oneOf": [
                {
                    "type": "object",
                    "properties": {"type": {"const": name}, "v": {"type": "integer"}},
                    "required": ["type", "v"],
                }
                for name in names
            ]
        },
    }


@pytest.mark.parametrize("load", ["from_json", "from_instance"])
def test_of_very_much_that_is_wrong_the_first_hundred_findings_are_told(load: str) -> None:
    module = module_of_schema(kinds("ABC"))

    def refused(count: int) -> InvalidInstance:
        items = [{"type": "C", "v": "x"}] * count
        with pytest.raises(InvalidInstance) as caught:
            getattr(module, load)(items if load == "from_instance" else json.dumps(items))
        return caught.value

    assert str(refused(100)).endswith(' found "x" at /0/v (and 99 more)')
    error = refused(101)
    assert str(error).endswith(' found "x" at /0/v (and at least 100 more)')
    assert [one.instance_location for one in error.findings] == [f"/{at}" for at in range(100)]


def test_of_unions_with_many_branches_fewer_findings_are_told() -> None:
    module = module_of_schema(kinds([f"k{at}" for at in range(150)]))
    with pytest.raises(InvalidInstance, match=r"\(and at least 4 more\)$") as caught:
        module.from_json(json.dumps([{"type": "k9", "v": "x"}] * 9))
    assert len(caught.value.findings) == 4
    with pytest.raises(InvalidInstance, match=r"\(and 1 more\)$"):
        module.from_json(json.dumps([{"type": "k9", "v": "x"}] * 2))


def test_names_that_come_twice_are_told_first_and_count() -> None:
    module = module_of_schema({"properties": {"a": {"type": "string"}}})
    with pytest.raises(InvalidInstance, match=r"\(and at least 100 more\)$"):
        module.from_json("{" + ",".join(['"a":1'] * 200) + "}")
    with pytest.raises(InvalidInstance) as caught:
        module.from_json('{"a":1,\n"a":1}')
    assert [(one.keyword, one.position) for one in caught.value.findings] == [
        ("duplicate-key", (2, 1)),
        ("type", (2, 5)),
    ]


def test_what_is_not_told_is_not_put_into_words() -> None:
    """To refuse a text that is wrong throughout takes as many steps as one that is wrong a third as often."""
    module = module_of_schema(kinds("ABC"))

    def steps(count: int) -> int:
        called = 0

        def count_ours(frame: Any, event: str, _argument: Any) -> None:
            nonlocal called
            called += event == "call" and "schemawright/engines" in frame.f_code.co_filename.replace("\\", "/")

        text = json.dumps([{"type": "C", "v": "x"}] * count)
        before = sys.getprofile()
        sys.setprofile(count_ours)
        try:
            with pytest.raises(InvalidInstance):
                module.from_json(text)
        finally:
            sys.setprofile(before)
        return called

    steps(9_000)  # What is made once is made now.
    assert steps(9_000) < steps(3_000) + 100


@pytest.mark.parametrize("schema", [{"type": "integer"}, {"type": ["integer", "null"]}])
@pytest.mark.parametrize(("text", "value"), [("1e30", 10**30), ("-1E+22", -(10**22)), ("1.5e300", 15 * 10**299)])
def test_an_integer_with_an_exponent_is_the_one_that_is_written(schema: Any, text: str, value: int) -> None:
    """Not the nearest that a double holds: that is `1000000000000000019884624838656`."""
    module = module_of_schema({"properties": {"id": schema}})
    for _ in range(3):  # Whatever was learned before
        made = module.from_json(f'{{"id":{text}}}')
        assert made.id == value
        assert json.loads(made.to_json()) == {"id": float(text)}
        assert b"e" in made.to_json().lower()
        assert pickle.loads(pickle.dumps(made)).id == value
        changed = made.replace(id=made.id + 0)
        assert changed.to_json() == b'{"id":%d}' % value
        assert module.from_instance(made.to_instance()).id == value


def test_who_asks_for_a_list_while_it_is_made_has_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """As whatever the collector calls may, in the very thread that makes it: no lock keeps it from that."""
    item = {"type": "object", "properties": {"id": {"type": "string"}}}
    module = module_of_schema({"type": "object", "properties": {"items": {"type": "array", "items": item}}})
    objects, asked = handing._objects, []

    def interrupted(*given: Any) -> list[Any]:
        found = objects(*given)
        if not asked:
            asked.append(None)
            asked[0] = made.items
            asked[0][0].id = "changed"
        return found

    monkeypatch.setattr(handing, "_objects", interrupted)
    made = module.Case.from_json('{"items":[{"id":"a"}]}')
    assert made.items is asked[0]
    assert made.to_json() == b'{"items":[{"id":"changed"}]}'
