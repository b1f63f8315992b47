"""Mistakes that somebody else would make, and that records tell soon: in names, patterns, enums and arrays."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import islice
from types import NoneType
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemawright import open_schema
from schemawright.fuzz.breaking.targets import PLACES
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.making.numbers import Numbers, NumberSpec
from schemawright.fuzz.near.variations import variations
from schemawright.fuzz.schema.places import place_of, value_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.fuzz.record import FuzzRecord

_NAMES: dict[str, Any] = {
    "type": "object",
    "properties": {"id": {"type": "string"}},
    "patternProperties": {"^x-[a-z]+$": {"type": "string", "maxLength": 4}},
    "additionalProperties": False,
}
_VAT: dict[str, Any] = {"type": "string", "pattern": "^(DE[0-9]{9}|FR[0-9A-Z]{2}[0-9]{9}|ATU[0-9]{8})$"}
_CARD: dict[str, Any] = {"type": "string", "pattern": "^[A-Z][0-9]{9}$"}
_JOBS: dict[str, Any] = {
    "type": "object",
    "patternProperties": {"^[a-z][a-z0-9_-]*$": {"type": "object", "required": ["run"]}},
    "additionalProperties": False,
}
"""The names that are usual elsewhere are of members here."""
_POINT = {"properties": {"x": {"type": "number"}, "y": {"type": "number"}}, "required": ["x", "y"]}
_LINE = {"properties": {"from": {"type": "string"}, "to": {"type": "string"}}, "required": ["from", "to"]}


def _shapes(kinds: dict[str, Any]) -> dict[str, Any]:
    """Return a schema of shapes in a branch, whose type says which other members there are."""
    shape = {
        "type": "object",
        "required": ["type"],
        "properties": {"type": kinds},
        "allOf": [
            {"if": {"properties": {"type": {"const": "point"}}}, "then": _POINT},
            {"if": {"properties": {"type": {"const": "line"}}}, "then": _LINE},
        ],
        "unevaluatedProperties": False,
    }
    return {
        "properties": {"shape": {"oneOf": [{"type": "null"}, {"$ref": "#/$defs/shape"}]}},
        "$defs": {"shape": shape},
    }


def _named(pattern: str) -> dict[str, Any]:
    return _NAMES | {"patternProperties": {pattern: _NAMES["patternProperties"]["^x-[a-z]+$"]}}


def _patterned(pattern: str) -> dict[str, Any]:
    return {"type": "string", "pattern": pattern}


def _released(suffix: str) -> dict[str, Any]:
    """Return a schema of a version among members of which much is to be told."""
    version = _patterned(rf"^\d+\.\d+\.\d+{suffix}$")
    others = {"type": "string", "pattern": "^[A-Z]{2}[A-Z0-9]{2,12}$", "minLength": 5}
    properties = {"number": others, "version": version, "sum": _CARD, "vat": _VAT}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _calling(**said: Any) -> dict[str, Any]:
    """Return a schema of objects that says something of all their names."""
    return {"type": "object", "propertyNames": said}


def _labels(*patterns: str) -> dict[str, Any]:
    """Return a schema of members that patterns describe, the first as texts, and the last as numbers."""
    said = dict(zip(patterns, ({"type": "string"}, {"type": "boolean"}, {"type": "integer"}), strict=True))
    return {"type": "object", "patternProperties": said, "additionalProperties": False}


_METRICS = "^(cpu|mem)(-[a-z]+)?$"
_RELEASE = _released("(-[a-z0-9]+)?")
_MISTAKEN = [
    *[(_NAMES, _named(one)) for one in ("x-[a-z]+$", "^x-[a-z]+", "^x-[a-z]*$", "^x-[a-zA-Z]+$", "^x-[a-z_]+$")],
    *[
        (_VAT, _patterned(_VAT["pattern"].replace(right, wrong, 1)))
        for right, wrong in (
            ("DE[0-9]", "DE[_0-9]"), ("DE[0-9]", "DE[A-Z0-9]"), ("DE[0-9]{9}", "DE[0-9]{9,}"), ("[0-9A-Z]", "[0-9A-z]"),
            ("ATU[0-9]", "ATU[0-9_]"), ("ATU[0-9]{8}", "ATU[0-9]{8,9}"), ("ATU[0-9]", "ATU[0-8]"), ("{2}", "{1,2}"),
        )
    ],
    *[(_CARD, _patterned(one)) for one in ("^[A-Z][0-9]{9,}$", "^[A-Z][0-9]{8,9}$", "^[A-Z_][0-9]{9}$")],
    *[(_JOBS, _JOBS | {"additionalProperties": {"type": kind}}) for kind in ("string", "integer", "boolean", "array")],
    *[(_RELEASE, _released(one)) for one in ("(-[a-z0-9]*)?", "(-[a-y0-9]+)?", "(-[a-z0-8]+)?", "(-[a-z1-9]+)?")],
    *[
        (_labels("^[a-z]+$", "^is_", "_n$"), _labels("^[a-z]+$", *mistaken))
        for mistaken in (("is_", "_n$"), ("^is_", "_n"))
    ],
    ({"enum": ["on", "off"]}, {"enum": ["on", "off", ""]}),
    (_shapes({"enum": ["point", "line"]}), _shapes({})),
    *[
        (_calling(pattern=_METRICS), _calling(pattern=_METRICS.replace(right, wrong)))
        for right, wrong in (
            ("cpu", "[cC]pu"), ("mem", "[mM]em"), ("cpu", "cpu|CPU"), ("a-z", "a-z_"), ("a-z", "a-z0-9"), ("(-", "(-?"),
            ("^", ""), ("$", ""), ("$", "\\n?$"), ("]+", "]*"),
        )
    ],
    *[
        (_calling(enum=["alpha", "beta"]), _calling(enum=["alpha", "beta", one]))
        for one in ("ALPHA", "Beta", "beta ", "alph", "alphas", "")
    ],
    *[(_calling(minLength=2, maxLength=4), _calling(minLength=low, maxLength=high)) for low, high in ((1, 4), (2, 5))],
    (_calling(format="email"), _calling(format="idn-email")),
    (_calling(const="only"), _calling(enum=["only", "ONLY"])),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong"), _MISTAKEN)
def test_a_mistake_is_told_by_records(right: Any, wrong: Any) -> None:
    mistaken = open_schema(wrong)
    records = islice(Fuzzer(open_schema(right)).stream("mixed", 1), 250)
    assert any(mistaken.is_valid(record.instance) != record.valid for record in records)


_STEPS = {"run": "string", "image": "string", "group": "array", "when": "boolean"}


def _pipeline(changed: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a schema of steps that a constant tells apart, among much else."""
    steps = [
        {"properties": {"type": (changed or {}).get(name, {"const": name}), name: {"type": kind}}, "required": [name]}
        for name, kind in _STEPS.items()
    ]
    others = {f"n{number}": {"type": "integer", "minimum": number} for number in range(12)}
    step = {"type": "object", "required": ["type"], "oneOf": steps}
    return {"properties": {**others, "steps": {"type": "array", "items": step}}}


@pytest.mark.parametrize("other", ["run ", " run", "RUN", "ru", "runx", "", None, False])
def test_each_constant_of_branches_has_its_neighbours(other: Any) -> None:
    records = islice(Fuzzer(open_schema(_pipeline())).stream("mixed", 1), 400)
    mistaken = open_schema(_pipeline({"run": {"enum": ["run", other]}}))
    assert any(mistaken.is_valid(record.instance) != record.valid for record in records)


@pytest.mark.parametrize("other", [False, True, 1, 0, None, "", "ta", "tagx", "schedul"])
def test_constants_without_a_type_are_told_from_every_other_scalar(other: Any) -> None:
    events = ["push", "tag", "schedule", "manual"]

    def contents(more: list[Any]) -> dict[str, Any]:
        others = {f"n{number}": {"type": "integer", "minimum": number} for number in range(8)}
        return {"properties": {"on": {"enum": [*events, *more]}, **others}}

    records = islice(Fuzzer(open_schema(contents([]))).stream("mixed", 1), 500)
    mistaken = open_schema(contents([other]))
    assert any(mistaken.is_valid(record.instance) != record.valid for record in records)


def test_in_draft_4_an_integer_with_a_point_is_none() -> None:
    dialect = {"$schema": "http://json-schema.org/draft-04/schema#", "type": "object"}
    contents = {**dialect, "properties": {"ms": {"type": "integer", "multipleOf": 10, "minimum": 10}}}
    found = [one.instance["ms"] for one in _broken(contents, 100) if one.keyword == "type" and one.at == "/ms"]
    assert any(type(one) is float and one.is_integer() and not one % 10 for one in found)
    assert {list, dict, str, bool, NoneType} <= set(map(type, found))


def test_of_many_constants_each_has_its_neighbours() -> None:
    """Case, a space and a letter: of each of them the first comes before the third of any."""
    codes = [f"{one}{other}D" for one in "ABCDEF" for other in "KLMN"]
    others = {"n": {"type": "integer", "minimum": 1}, "day": {"format": "date"}, "card": _CARD, "vat": _VAT}
    contents = {"type": "object", "required": ["code"], "properties": {"code": {"enum": codes}, **others}}
    found = [record.instance["code"] for record in _broken(contents, 1000) if record.keyword == "enum"]
    texts = [one for one in found if isinstance(one, str)]
    ways = {"case": str.lower, "letter": "{}x".format, "space": "{} ".format, "in front": " {}".format}
    assert not [(name, one) for name, way in ways.items() for one in codes if way(one) not in texts]
    assert max(texts.index(one.lower()) for one in codes) < min(texts.index(f"{one} ") for one in codes)


def test_what_denies_texts_denies_what_is_no_text() -> None:
    note = {"type": ["string", "null"], "maxLength": 12, "not": {"pattern": r"^\s|\s$"}}
    others = {f"n{number}": {"type": "integer", "minimum": number} for number in range(8)}
    found = _broken({"properties": {"note": note, **others}, "required": ["note"]}, 150)
    assert None in [record.instance["note"] for record in found if record.keyword == "not"]


def test_each_wrong_type_is_told_of_each_number() -> None:
    constants = {f"e{number}": {"enum": [f"{one}{number}X" for one in "ABCDEFGH"]} for number in range(3)}
    numbers = {f"n{number}": {"type": "number", "minimum": number} for number in range(12)}
    found = [one for one in _broken({"properties": {**constants, **numbers}}, 250) if one.keyword == "type"]
    told = {(one.at, type(value_at(one.instance, place_of(one.instance, one.at)))) for one in found}
    assert not {(f"/{name}", kind) for name in numbers for kind in (str, bool, list, dict, NoneType)} - told


def _broken(contents: dict[str, Any], count: int) -> Iterator[FuzzRecord]:
    return (record for record in islice(Fuzzer(open_schema(contents)).stream(), count) if not record.valid)


def test_a_name_is_broken_in_the_same_way_once() -> None:
    """Whatever else is in the object, and whether it stands there instead of another."""
    records = [one for one in _broken(_calling(pattern=_METRICS), 120) if one.keyword == "pattern"]
    hows = [record.how for record in records]
    assert len(set(hows)) >= len(hows) - 20


def test_each_denied_value_is_tried_however_deep_it_is() -> None:
    size = {"type": "integer", "minimum": 6, "maximum": 72, "not": {"enum": [13, 17, 19, 23]}}
    font = {"type": "object", "required": ["family"], "properties": {"family": {"minLength": 1}, "size": size}}
    contents = {"type": "object", "properties": {"theme": {"properties": {"font": font}}, "title": _VAT, "card": _CARD}}
    records = islice(Fuzzer(open_schema(contents)).stream("invalid", 1), 200)
    found = [record.instance["theme"]["font"]["size"] for record in records if record.keyword == "not"]
    assert {*size["not"]["enum"]} <= {*found}


def test_what_is_hardly_within_a_bound_comes_soon() -> None:
    """A number of two digits behind the point is what nobody meant to ask for."""
    sweep = Numbers(NumberSpec(low=Fraction(-90), high=Fraction(90)), lambda _number: True).sweep
    assert -89.999 in sweep[:5]


def test_the_same_elsewhere_is_no_new_way() -> None:
    """But for a few places, which count."""
    first = Fuzzer(open_schema(_NAMES)).violations.first
    hows = [record.how for target, is_new, record in first if is_new and target.pair.keyword == "additionalProperties"]
    assert len(set(hows)) > 10
    assert len(hows) - len(set(hows)) <= PLACES


@pytest.mark.parametrize(
    "contents",
    [
        {"type": "array", "items": {"type": "object", "required": ["a"], "properties": {"a": {"minLength": 2}}}},
        {"type": "array", "prefixItems": [{"type": "null"}], "items": {"type": "string", "minLength": 3}},
        {"type": "array", "items": {"type": "string", "format": "uuid"}, "contains": {"pattern": "^0"}, "minItems": 3},
    ],
    ids=["objects", "rest", "contained"],
)
def test_items_may_be_equal(contents: Any) -> None:
    stricter = open_schema(contents | {"uniqueItems": True})
    records = islice(Fuzzer(open_schema(contents)).stream("valid", 1), 40)
    assert any(not stricter.is_valid(record.instance) for record in records)


ITEMS: list[dict[str, Any]] = [
    {"type": "string", "pattern": "^[0-9]{12}$"},
    {"type": "string", "format": "date"},
    {"type": "string", "maxLength": 3},
    {"type": "integer", "minimum": 1, "multipleOf": 5},
    {"enum": ["a", "b", "c"]},
    {"type": "integer", "maximum": 50},
]


@pytest.mark.parametrize("items", ITEMS, ids=str)
@pytest.mark.parametrize("unique", [False, True])
def test_of_very_many_items_one_too_many_is_all_that_is_wrong(items: dict[str, Any], *, unique: bool) -> None:
    if unique and items in ITEMS[-2:]:
        items = {"type": "integer", "maximum": 5_000, "minimum": 5}
    schema = {"type": "array", "maxItems": 1_100, "items": items, "uniqueItems": unique}
    told = [one for one in islice(Fuzzer(open_schema(schema)).stream("invalid"), 60) if one.violates == "/maxItems"]
    assert told[0].alone
    assert len(told[0].instance) == 1_101


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("^(?!.*\\.(?:exe|bat)$)[^/]+$", "^(?!.*\\.(?:exe)$)[^/]+$"),
        ("^(?!.*\\.(?:exe|bat)$)[^/]+$", "^(?!.*\\.(?:bat)$)[^/]+$"),
        ("^(?!.*\\.(?:exe|bat)$)[^/]+$", "^(?!.*\\.(?:exe|bat))[^/]+$"),
        ("^(?!(?:con|nul)$)[a-z]+$", "^(?!con$)[a-z]+$"),
        ("^(?!(?:con|nul)$)[a-z]+$", "^(?!con|nul)[a-z]+$"),
        ("^[a-z.]+(?<!\\.(?:js|ts))$", "^[a-z.]+(?<!\\.js)$"),
        ("^(a|b)x\\1$", "^(a|b)x[ab]$"),
        ("^(?=.*[A-Z])(?=.*[0-9])(?!.*\\s).{6,12}$", "^(?=.*[A-Z])(?=.*[0-9])(?!.*\\s).{6,}$"),
        ("(ing|ed)$", "([iI]ng|ed)$"),
        ("(ing|ed)$", "(in[gG]|ed)$"),
        *[
            ("^[a-z]{2}-[0-9]{3}$", f"^[a-z{more}]{{2}}-[0-9]{{3}}$")
            for more in ("_", "A", "0", ".", " ", "\\n", "\\-")
        ],
    ],
)
def test_what_is_denied_repeated_or_listed_is_told_in_each_way(right: str, wrong: str) -> None:
    mistaken = open_schema(_patterned(wrong))
    records = islice(Fuzzer(open_schema(_patterned(right))).stream("mixed", 1), 250)
    assert any(mistaken.is_valid(record.instance) != record.valid for record in records)


def test_each_alternative_of_a_denied_pattern_is_violated() -> None:
    note = {"type": "string", "maxLength": 12, "not": {"pattern": "^\\s|\\s$"}}
    records = islice(Fuzzer(open_schema(note)).stream("invalid", 1), 60)
    denied = [record.instance for record in records if record.keyword == "not"]
    assert any(text[0].isspace() and not text[-1].isspace() for text in denied)
    assert any(text[-1].isspace() and not text[0].isspace() for text in denied)


_FORMATS = ("date-time", "date", "ipv4", "ipv6", "hostname", "email", "uri", "duration", "uuid")


def test_formats_do_not_wait_for_patterns() -> None:
    patterns = {f"p{number}": _patterned(f"^[a-z]{{2,3}}-({number}|x[A-F]+)$") for number in range(16)}
    formats = {name: {"type": "string", "format": name} for name in _FORMATS}
    contents = {"type": "object", "properties": patterns | formats, "additionalProperties": False}
    broken: dict[str, int] = {}
    for record in islice(Fuzzer(open_schema(contents)).stream("invalid", 1), 600):
        broken[record.at] = broken.get(record.at, 0) + (record.keyword == "format")
    assert all(broken[f"/{name}"] >= 4 for name in _FORMATS)


@pytest.mark.parametrize(
    ("length", "is_sloppy"),
    [
        ({"minLength": 3}, lambda text: len(text.encode("utf-16-le")) >= 6),
        ({"minLength": 3}, lambda text: len(text.encode()) >= 3),
        ({"maxLength": 3}, lambda text: len(normalize("NFC", text)) <= 3),
    ],
    ids=["UTF-16", "UTF-8", "composed"],
)
def test_the_first_text_of_a_wrong_length_is_wrong_for_code_points_only(length: Any, is_sloppy: Any) -> None:
    first = Fuzzer(open_schema({"type": "string", **length})).violations.first
    of_length = [record.instance for target, _, record in first if target.pair.keyword in length]
    assert any(map(is_sloppy, of_length[:2]))


@pytest.mark.parametrize("kind", ["string", "integer", "number", "boolean", "array", "object"])
def test_each_empty_value_is_tried_as_a_wrong_type(kind: str) -> None:
    empty: dict[str, Any] = {"string": "", "integer": 0, "number": 0, "boolean": False, "array": [], "object": {}}
    others = {repr(value) for value in empty.values()} - {repr(empty[kind])}
    records = islice(Fuzzer(open_schema({"properties": {"a": {"type": kind}}})).stream("invalid", 1), 40)
    tried = {repr(record.instance["a"]) for record in records if record.at == "/a"}
    assert others <= tried


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(-1e300, 1e300) | st.text(max_size=3)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3)
)


@given(VALUES, st.integers(1, 20))
def test_variations_equal_neither_each_other_nor_what_they_are_of(value: Any, count: int) -> None:
    unequal = open_schema({"uniqueItems": True})
    for several in variations(value, count):
        assert len(several) == count
        assert unequal.is_valid([value, *several])


@pytest.mark.parametrize(
    "item",
    [
        {"type": "object", "properties": {"n": {"type": "integer"}, "t": {"type": "string"}}, "required": ["n"]},
        {"type": "array", "items": {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}},
    ],
    ids=["a member", "deep inside"],
)
def test_items_are_equal_in_which_only_numbers_are_written_otherwise(item: Any) -> None:
    """Whoever compares texts, or types, takes them for different."""
    opened = open_schema({"type": "array", "uniqueItems": True, "items": item})
    found = [record for record in islice(Fuzzer(opened).stream("invalid"), 300) if record.keyword == "uniqueItems"]
    written = [[json.dumps(one, sort_keys=True) for one in record.instance] for record in found]
    assert any(len(set(texts)) == len(texts) for texts in written)


def test_each_type_that_is_denied_is_a_way_of_its_own_empty_and_not() -> None:
    opened = open_schema({"type": "object", "properties": {"note": {"not": {"type": ["object", "array"]}}}})
    records = [record for record in islice(Fuzzer(opened).stream("invalid"), 60) if record.keyword == "not"]
    found = {(type(note := record.instance["note"]), bool(note)): record.how for record in records[::-1]}
    assert found.keys() == {(list, False), (list, True), (dict, False), (dict, True)}
    assert len(set(found.values())) == len(found)
