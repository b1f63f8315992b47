"""Texts that are read in one go: what they say is what our own reader says, or they are left to that."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from ipaddress import IPv4Address, IPv6Address
from typing import Any
from uuid import UUID

import pytest
from fidelity import carrier_of, module_of_schema
from hypothesis import example, given
from hypothesis import strategies as st

from schemawright.documents.json_document import parse_record
from schemawright.errors import InvalidInstance, Malformed
from schemawright.models.fast.plain import read_plain
from schemawright.models.spelling.negative_zero import with_negative_zeros
from schemawright.runtime import UNSET, Date, DateTime, IPv4, IPv6, Time, Uuid

UNREAD = read_plain("[1,]")
NAMES = st.sampled_from(["a", "b", 'a"', "\u00e9", "u0022", ""])
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), NAMES),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.lists(st.tuples(NAMES, inner), max_size=3).map(tuple)),
    max_leaves=8,
)
NUMBERS = ["-0", "-0.0", "1e400", "0.30000000000000000001", "1.10", "1E2", "123456789012345678901234567890"]
ESCAPES = [("a", "\\u0061"), ('\\"', "\\u0022"), ("\u00e9", "\\u00E9"), ('"', '"'), ("/", "\\/")]


def written(value: Any, space: str) -> str:
    """Return a JSON text; a tuple is an object, whose names may be there twice."""
    if isinstance(value, tuple):
        members = [f"{json.dumps(name, ensure_ascii=False)}{space}:{written(one, space)}" for name, one in value]
        return f"{{{space}{f',{space}'.join(members)}}}"
    if isinstance(value, list):
        return f"[{f',{space}'.join(written(one, space) for one in value)}{space}]"
    return json.dumps(value, ensure_ascii=False)


@st.composite
def texts(draw: st.DrawFn) -> str:
    text = written(draw(VALUES), draw(st.sampled_from(["", " ", "\n\t"])))
    for plain, escaped in draw(st.lists(st.sampled_from(ESCAPES), max_size=2)):
        text = text.replace(plain, escaped)
    for number in draw(st.lists(st.sampled_from(NUMBERS), max_size=1)):
        text = text.replace("null", number)
    at, cut = draw(st.integers(0, len(text))), draw(st.sampled_from([0, 0, 0, 1]))
    return text[:at] + draw(st.sampled_from(["", "", "", '"', ",", "\\", "\ud800", "\x00"])) + text[at + cut :]


@given(texts())
@example('{"a":1,"a":"\\u0022\\u0022"}')
@example('{"a":"","a":"\\u0022"}')
@example('{"a":1,"\\u0061":1}')
@example('"\\ud800"')
@example("\ufeff[]")
def test_what_is_read_in_one_go_is_what_is_meant(text: str) -> None:
    value = read_plain(text)
    if value is UNREAD:
        return
    record = parse_record(text, max_depth=1_000)
    assert not record.duplicates
    assert not record.decimals
    assert with_negative_zeros(record.instance, text) is record.instance
    # Texts, since 1 is 1.0 to Python.
    assert repr(value) == repr(record.instance)


@pytest.mark.parametrize(
    "text", ['{"a":1.5,"b":[{}, null]}', '["\u00e9 \\u00e9 \\" \\n"]', "1e3", "123456789012345678901234567890", "-0.0"]
)
def test_most_texts_are_read_in_one_go(text: str) -> None:
    assert repr(read_plain(text)) == repr(json.loads(text)) == repr(read_plain(text.encode()))


def test_what_nests_too_deep_is_not_read_however_high_the_limit_of_recursion_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "getrecursionlimit", lambda: 5_000)
    assert read_plain("[" * 1_001 + "]" * 1_001) is UNREAD


OPEN: dict[str, Any] = {
    "properties": {
        "n": {"type": "number"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "of": {"$ref": "#"},
    },
    "additionalProperties": {"type": ["string", "array"]},
}


@pytest.mark.parametrize(
    "text",
    [
        '{"n":19.90}', '{"n":1e3}', '{"n":100.00,"tags":["a"]}', '{"tags":[],"n":1}', '{"x":"1","n":1,"of":{"x":"2"}}',
        '{"of":{"of":{"n":2,"of":{}}},"n":-1.5}', '{ "n" : 1, "x" : [ ] }', "{}", '{"x":"\\u00e9"}',
    ],
)  # fmt: skip
def test_the_short_way_makes_what_the_judge_makes(text: str) -> None:
    module = module_of_schema(OPEN)
    loader = carrier_of(module).loader
    for cls in (None, module.Case):
        short, judged = loader.plainly(cls)(text), loader._judged(text, cls)
        assert short == judged
        assert repr(short.to_instance()) == repr(judged.to_instance()) == repr(json.loads(text))
        assert short.to_json() == judged.to_json()
        assert json.loads(short.to_json()) == json.loads(text)


def test_what_is_wrong_or_no_object_is_left_to_the_judge() -> None:
    module = module_of_schema({**OPEN, "type": ["object", "null"]})
    assert module.from_json("null") is None
    for load, text in ((module.Case.from_json, "null"), (module.from_json, '{"n":"x"}'), (module.from_json, "{")):
        with pytest.raises((InvalidInstance, Malformed)):
            load(text)


def test_the_first_branch_that_accepts_is_taken_of_plain_values_too() -> None:
    kinds = [{"properties": {"k": {"const": k}, "v": {"$ref": "#"}}, "required": ["k"]} for k in ("a", "b")]
    module = module_of_schema({"type": ["object", "integer"], "anyOf": [*kinds, {"type": "integer"}]})
    text = '{"k":"b","v":{"k":"a","v":{"k":"b","v":7}}}'
    found = module.from_json(text)
    assert [type(found).__name__, type(found.v).__name__, type(found.v.v).__name__, found.v.v.v] == ["B", "A", "B", 7]
    assert found.to_json().decode() == text


# --- writing


CASE: dict[str, Any] = {"properties": {"id": {"type": "string"}, "map": {"type": "object"}}}
EXACT: dict[str, Any] = {**CASE, "properties": {**CASE["properties"], "n": {"multipleOf": 0.01}}}


@pytest.mark.parametrize("schema", [CASE, EXACT], ids=["fast", "exact"])
@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"extra": {1: "q", "1": "z"}}, "expected strings as member names, found 1 at the root"),
        ({"map": {1: "q"}}, "expected strings as member names, found 1 at /map"),
        ({"map": {"a": {2.5: 1}}}, "expected strings as member names, found 2.5 at /map/a"),
        ({"extra": None}, "expected a dictionary as `Case.extra`, found `NoneType`"),
        ({"extra": {"map": 1}}, r"^Case\.extra\['map'\] is declared: set the field instead$"),
        ({"id": date(2020, 1, 1)}, "found one of Python's `date` at /id"),
        ({"id": datetime(2020, 1, 1)}, "found one of Python's `datetime` at /id"),  # noqa: DTZ001
        ({"map": {"a": b"x"}}, "found one of Python's `bytes` at /map/a"),
        ({"map": {"a": {1, 2}}}, "found one of Python's `set` at /map/a"),
        ({"map": {"a": [float("nan")]}}, "found nan at /map/a/0"),
        ({"id": "\ud800"}, "found a lone one at /id"),
    ],
    ids=repr,
)
def test_what_json_does_not_have_is_refused_with_its_place(schema: Any, fields: Any, message: str) -> None:
    module = module_of_schema(schema)
    with pytest.raises(Malformed, match=message):
        module.Case(**fields).to_json()


@pytest.mark.parametrize("schema", [CASE, EXACT], ids=["fast", "exact"])
@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e16, b"1e+16"), (1e-7, b"1e-07"), (Decimal("1.10"), b"1.10"), (2**70, b"1180591620717411303424"),
        (Decimal("1E+400"), b"1E+400"), ((1, 2), b"[1,2]"), (True, b"true"), (-0.0, b"-0.0"),
        ("\x00\u00e9", b'"\\u0000\xc3\xa9"'),
    ],
    ids=repr,
)  # fmt: skip
def test_what_json_has_is_written_as_everywhere(schema: Any, value: Any, text: bytes) -> None:
    assert module_of_schema(schema).Case(map={"a": [value]}).to_json() == b'{"map":{"a":[%b]}}' % text


_TEXTS = {
    "at": {"type": "string", "format": "date-time"}, "day": {"type": "string", "format": "date"},
    "id": {"type": "string", "format": "uuid"}, "name": {"type": "string"},
}  # fmt: skip
_LOADED = '{"at":"2026-03-02T06:00:00Z","day":"2026-03-02","id":"00000000-0000-0000-0000-000000000007","name":"n"}'


def _made(module: Any) -> dict[str, Any]:
    """Return objects of a class in each way in which they come about."""
    members = json.loads(_LOADED)
    return {
        "by hand": module.Case(**members),
        "compact": module.from_json(_LOADED),
        "spaced": module.from_json(json.dumps(members)),
        "reversed": module.from_json(json.dumps(dict(reversed(members.items())))),
        "value": module.from_instance(members),
        "copy": copy.copy(module.from_json(_LOADED)),
    }


@pytest.mark.parametrize("more", [{}, {"n": {"type": "number"}}, {"x": {"if": True}}], ids=["strings", "fast", "exact"])
@pytest.mark.parametrize("field", _TEXTS)
@pytest.mark.parametrize(
    "value",
    [
        datetime(2020, 1, 1), date(2020, 1, 1), time(6, 0), time(6, 0, tzinfo=UTC),  # noqa: DTZ001
        datetime(2020, 1, 1, tzinfo=timezone(timedelta(seconds=30))),
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_no_text_is_not_written_whatever_an_object_was_made_of(more: Any, field: str, value: Any) -> None:
    """It is read as it was set, and refused with the same words."""
    module = module_of_schema({"type": "object", "properties": _TEXTS | more})
    for made in _made(module).values():
        setattr(made, field, value)
        assert getattr(made, field) is value
        with pytest.raises(Malformed, match=f"found one of Python's `{type(value).__name__}` at /{field}$"):
            made.to_json()


@pytest.mark.parametrize("more", [{}, {"n": {"type": "number"}}, {"x": {"if": True}}], ids=["strings", "fast", "exact"])
def test_a_moment_is_written_in_a_date_time_only(more: Any) -> None:
    """A `datetime` with an offset is the text of a date-time, and of nothing else."""
    module = module_of_schema({"type": "object", "properties": _TEXTS | more})
    for made in _made(module).values():
        made.at = datetime(2020, 1, 1, tzinfo=UTC)
        assert json.loads(made.to_json())["at"] == made.to_instance()["at"] == made.at == "2020-01-01T00:00:00Z"
        made.id = datetime(2020, 1, 1, tzinfo=UTC)
        with pytest.raises(Malformed, match="`datetime` at /id"):
            made.to_json()


MOMENT = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
MADE = [
    (DateTime.of(MOMENT), "2026-03-02T06:30:00Z", "datetime", MOMENT),
    (DateTime.of(MOMENT.astimezone(timezone(timedelta(hours=-3.5)))), "2026-03-02T03:00:00-03:30", "datetime", MOMENT),
    (Date.of(date(33, 3, 2)), "0033-03-02", "date", date(33, 3, 2)),
    (Date.of(MOMENT), "2026-03-02", "date", MOMENT.date()),
    (Time.of(MOMENT.timetz()), "06:30:00Z", "time", MOMENT.timetz()),
    (Uuid.of(UUID(int=7)), "00000000-0000-0000-0000-000000000007", "uuid", UUID(int=7)),
    (IPv4.of(IPv4Address("192.0.2.1")), "192.0.2.1", "address", IPv4Address("192.0.2.1")),
    (IPv6.of(IPv6Address("2001:db8::")), "2001:db8::", "address", IPv6Address("2001:db8::")),
]


@pytest.mark.parametrize(("made", "text", "parsed", "value"), MADE, ids=[type(one[0]).__name__ for one in MADE])
def test_texts_with_parsed_access_are_made_of_what_they_mean(made: Any, text: str, parsed: str, value: Any) -> None:
    assert made == text
    assert getattr(made, parsed) == value


def test_an_address_with_a_zone_makes_no_text() -> None:
    """The format has none: `to_json` would write what the schema refuses."""
    with pytest.raises(ValueError, match=r"^expected an address without a zone, found fe80::1%eth0$"):
        IPv6.of(IPv6Address("fe80::1%eth0"))


@pytest.mark.parametrize(
    ("name", "text", "parsed"),
    [
        ("date-time", "0000-01-01T00:00:00Z", "datetime"),
        ("date-time", "1990-12-31T23:59:60Z", "datetime"),
        ("date", "0000-01-01", "date"),
        ("time", "23:59:60Z", "time"),
    ],
)
def test_moments_that_python_does_not_have_are_carried_all_the_same(name: str, text: str, parsed: str) -> None:
    module = module_of_schema({"type": "string", "format": name})
    made = module.from_json(json.dumps(text))
    assert module.to_json(made) == json.dumps(text).encode()
    with pytest.raises(ValueError, match=r".+"):
        getattr(made, parsed)


@pytest.mark.parametrize("offset", [None, *[timezone(timedelta(seconds=one)) for one in (30, 90, -30)]])
def test_a_moment_without_an_offset_that_rfc_3339_has_makes_no_text(offset: Any) -> None:
    with pytest.raises(ValueError, match="with an offset in whole minutes"):
        DateTime.of(MOMENT.replace(tzinfo=offset))
    with pytest.raises(ValueError, match="with an offset in whole minutes"):
        Time.of(MOMENT.replace(tzinfo=offset).timetz())


@pytest.mark.parametrize("text", ['{"id":"a","map":{"a":[1]}}', '{ "map": {"a": [1]}, "id": "a" }'])
def test_the_json_value_of_an_object_is_a_copy_with_all_that_is_in_it(text: str) -> None:
    """What is put into one later is not in the other; what JSON does not have is in both."""
    loaded = module_of_schema({"type": "object", **CASE}).from_json(text)
    value = loaded.to_instance()
    value["map"]["a"].append(2)
    assert loaded.map == {"a": [1]}
    for odd in (UNSET, DateTime("x"), Decimal("0.1"), (1,), {"a": 1.5}):
        loaded.map["a"] = [odd]
        assert loaded.to_instance() == {"id": "a", "map": {"a": [list(odd) if isinstance(odd, tuple) else odd]}}
        assert type(loaded.to_instance()["map"]["a"][0]) is not DateTime


@given(
    moment=st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5.5)), timezone(-timedelta(hours=9))]))
)
def test_a_moment_that_was_decoded_is_the_text_that_was_read_and_means_it(moment: datetime) -> None:
    module = module_of_schema({"type": "object", "properties": {"at": {"type": "string", "format": "date-time"}}})
    text = DateTime.of(moment)
    for _ in range(2):
        loaded = module.from_json(f'{{"at":"{text}"}}')
        assert (loaded.at, type(loaded.at), loaded.at.datetime) == (text, DateTime, moment)


def test_what_reads_texts_is_imported_for_the_first_of_them() -> None:
    """Most programs ask for none of it."""
    said = (
        "import sys, schemawright.runtime as r\n"
        "late = {'datetime', 'uuid', 'ipaddress'}\n"
        "assert not late & sys.modules.keys()\n"
        "for _ in range(2):\n"
        "    r.DateTime('2026-03-02t06:00:00z').datetime, r.Date('2026-03-02').date, r.Time('06:00:00z').time\n"
        "    r.Uuid('00000000-0000-0000-0000-000000000007').uuid, r.IPv4('192.0.2.1').address, r.IPv6('::').address\n"
        "assert late <= sys.modules.keys()\n"
    )
    subprocess.run([sys.executable, "-c", said], check=True)
