"""TOML has the values of `tomllib`, as JSON has them, and knows where they stand."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemawright.documents.extents import innermost
from schemawright.documents.record import Limits, Record, Target
from schemawright.documents.toml_document import find_extents, parse_toml
from schemawright.errors import Malformed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Read

STRINGS = st.text(alphabet=st.sampled_from("ab \"'\\\n\t#[]{}=,.é𝒳\x7f"), max_size=12)
SCALARS = st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False) | STRINGS
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(st.dictionaries(STRINGS, inner, max_size=3), max_size=3)
        | st.dictionaries(STRINGS, inner, max_size=3)
    ),
)
TABLES = st.dictionaries(STRINGS, VALUES, max_size=4)
BARE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")


class Writer:
    """Writes a table as TOML, in whatever ways Hypothesis chooses."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def one_of(self, *choices: str) -> str:
        return self.draw(st.sampled_from(choices))

    def key(self, name: str) -> str:
        choices = [self.basic(name)]
        if name and set(name) <= BARE:
            choices.append(name)
        if not set(name) & set("'\n\x7f"):
            choices.append(f"'{name}'")
        return self.one_of(*choices)

    def basic(self, text: str) -> str:
        return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

    def string(self, text: str) -> str:
        choices = [
            self.basic(text),
            '"""' + self.basic(text)[1:-1].replace("\\n", "\n").replace('\\"', '"').replace('"""', '""\\"') + '"""',
        ]
        if not set(text) & set("'\n\x7f"):
            choices.append(f"'{text}'")
        if "'''" not in text and "\x7f" not in text and not text.startswith("\n"):
            choices.append(f"'''{text}'''")
        return self.one_of(*(choice for choice in choices if loads(f"k = {choice}") == {"k": text}))

    def space(self) -> str:
        return self.one_of("", " ", "\n", " # ]}\"'\n\t")

    def value(self, value: Any) -> str:
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, int):
            return self.one_of(str(value), f"{value:_}", *([hex(value)] if value >= 0 else []))
        if isinstance(value, str):
            return self.string(value)
        if isinstance(value, list):
            parts = [self.space() + self.value(inner) + self.space() for inner in value]
            return f"[{','.join(parts)}{self.one_of('', ',') if parts else ''}{self.space()}]"
        if isinstance(value, dict):
            return "{ " + ", ".join(self.pairs(value)) + " }"
        return repr(value)

    def pairs(self, table: dict[str, Any], prefix: str = "") -> Iterator[str]:
        for name, value in table.items():
            key = prefix + self.key(name)
            if isinstance(value, dict) and value and self.draw(st.booleans()):
                yield from self.pairs(value, key + self.one_of(".", " . "))
            else:
                yield f"{key}{self.one_of('=', ' = ')}{self.value(value)}"

    def table(self, table: dict[str, Any], path: str = "") -> str:
        headed = {name: value for name, value in table.items() if self.is_headed(value)}
        rows = [*self.pairs({name: value for name, value in table.items() if name not in headed})]
        rows += [self.headed(value, path + self.key(name)) for name, value in headed.items()]
        return "".join(row + self.one_of("\n", " # x = 1\n", "\n\n") for row in rows)

    def is_headed(self, value: Any) -> bool:
        tables = isinstance(value, dict) or (
            isinstance(value, list) and value and all(isinstance(v, dict) for v in value)
        )
        return bool(tables) and self.draw(st.booleans())

    def headed(self, value: Any, path: str) -> str:
        if isinstance(value, dict):
            return f"[{path}]\n{self.table(value, path + '.')}"
        return "".join(f"[[ {path} ]]\n{self.table(table, path + '.')}" for table in value)


def loads(text: str) -> Any:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


@st.composite
def written(draw: st.DrawFn) -> tuple[dict[str, Any], str]:
    table = draw(TABLES)
    return table, Writer(draw).table(table)


def pointers(value: Any, tokens: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    yield tokens, value
    if isinstance(value, dict | list):
        for token, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from pointers(inner, (*tokens, token))


@given(written())
def test_every_value_stands_where_it_is_located(case: tuple[dict[str, Any], str]) -> None:
    """The text at a value's place reads as the value; at a table's place is its header, or its name."""
    table, text = case
    assert parse_toml(text, max_depth=99).instance == table
    root = find_extents(text)
    for tokens, value in list(pointers(table))[1:]:
        extent, found = innermost(root, tokens)
        assert found
        there = text[extent.start : extent.end]
        if isinstance(value, dict) and there.startswith("["):
            header: Any = tomllib.loads(there)
            for name in (token for token in tokens if isinstance(token, str)):
                header = header[name]
                header = header[-1] if isinstance(header, list) else header
            assert header == {}
        elif isinstance(value, dict) and not there.startswith("{"):
            assert tomllib.loads(f"{there} = 1") == {tokens[-1]: 1}
        elif not (isinstance(value, list) and value and isinstance(value[0], dict) and there.startswith("[[")):
            assert tomllib.loads(f"k = {there}") == {"k": value}
        outer, _ = innermost(root, tokens[:-1])
        if isinstance(tokens[-1], str):
            start, end = outer.names[tokens[-1]]
            assert tomllib.loads(f"{text[start:end]} = 1") == {tokens[-1]: 1}


@given(written())
def test_places_are_the_same_with_carriage_returns(case: tuple[dict[str, Any], str]) -> None:
    """Every value is found in a file with CRLF ends."""
    table, text = case
    if any("\n" in inner for _, inner in pointers(table) if isinstance(inner, str)):
        return
    record = parse_toml(text.replace("\n", "\r\n"), max_depth=99)
    targets = [Target(tokens) for tokens, _ in pointers(table)][1:]
    plain = parse_toml(text, max_depth=99).locate(targets)
    assert [span.position for span in record.locate(targets)] == [span.position for span in plain]


DOCUMENT = """\
at = 1979-05-27 07:32:00z # when
[x.y]
z = [07:32:00, {d.e = 1979-05-27, "\\u0041" = '''q
r'''}]
[[p]]
[[p]]
k = 1
[p.q]
w = 0xff
[x]
v.u = 1_0.5
"""


def test_positions_of_everything() -> None:
    """Tables stand at their headers, elements at theirs, implied tables at their names."""
    record = parse_toml(DOCUMENT, max_depth=99)
    assert record.instance == {
        "at": "1979-05-27T07:32:00Z",
        "x": {"y": {"z": ["07:32:00", {"d": {"e": "1979-05-27"}, "A": "q\nr"}]}, "v": {"u": 10.5}},
        "p": [{}, {"k": 1, "q": {"w": 255}}],
    }
    places = {
        Target(("at",)): ((1, 6), 20),
        Target((), "at"): ((1, 1), 2),
        Target(("x",)): ((10, 1), 3),
        Target((), "x"): ((10, 2), 1),
        Target(("x", "y")): ((2, 1), 5),
        Target(("x", "y", "z", 0)): ((3, 6), 8),
        Target(("x", "y", "z", 1, "d")): ((3, 17), 1),
        Target(("x", "y", "z", 1, "d", "e")): ((3, 23), 10),
        Target(("x", "y", "z", 1), "A"): ((3, 35), 8),
        Target(("x", "y", "z", 1, "A")): ((3, 46), 4),
        Target(("p",)): ((5, 1), 5),
        Target(("p", 1)): ((6, 1), 5),
        Target(("p", "1", "q", "w")): ((9, 5), 4),
        Target(("x", "v")): ((11, 1), 1),
        Target(("x", "v", "u")): ((11, 7), 5),
        Target(("p", 0, "missing")): ((5, 1), 5),
    }
    assert record.locate(list(places)) == list(places.values())
    assert record.source_line(9) == "w = 0xff"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1979-05-27T07:32:00-07:00", "1979-05-27T07:32:00-07:00"),
        ("1979-05-27 07:32:00.123456789", "1979-05-27T07:32:00.123456789"),
        ("1979-05-27t07:32:00z", "1979-05-27T07:32:00Z"),
        ("1979-05-27", "1979-05-27"),
        ("07:32:00.5", "07:32:00.5"),
        ("1_000", 1000),
        ("1_0e1_0", 1e11),
        ("1e400", Decimal("1e400")),
        ("0.30000000000000000001", Decimal("0.30000000000000000001")),
        ("18446744073709551617", 2**64 + 1),
        ("9" * 5_000, Decimal("9" * 5_000)),
        ("-" + "9" * 5_000, Decimal("-" + "9" * 5_000)),
        ("0x" + "f" * 5_000, Decimal(16**5_000 - 1)),
        ("1." + "5" * 4_000, Decimal("1." + "5" * 4_000)),
        ("1" * 4_000 + ".5", Decimal("1" * 4_000 + ".5")),
        ("'" + "9" * 5_000 + "'", "9" * 5_000),
        ("1e" + "0" * 4_000 + "1", 10.0),
    ],
)
def test_values_are_what_the_document_wrote(text: str, value: Any) -> None:
    """Dates and times are text as RFC 3339 has it, and no number is rounded."""
    read = parse_toml(f"a = [{text}]\nb = {text}\n", max_depth=9).instance
    assert read == {"a": [value], "b": value}
    assert type(read["b"]) is type(value)


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ("'é' = inf", "expected a number that JSON has, found inf", (1, 7)),
        ('a = [\r\n "é", -nan]', "expected a number that JSON has, found -nan", (2, 7)),
        ("a = 1e9999999999999", "expected an exponent within ±999999999999, found 9999999999999", (1, 5)),
        ("a = ", "expected TOML, found: invalid value", (1, 5)),
        ("a = 1\n'é' = ]", "expected TOML, found: invalid value", (2, 7)),
        ("a = 1\n a = 2", 'expected each key once, found "a" again', (2, 2)),
        ("a = 1\r\nb.c = 2\r\nb.c = {d = [{}]}", 'expected each key once, found "b.c" again', (3, 1)),
        ("[a]\n[b]\n[ a ]", 'expected each key once, found "a" again', (3, 3)),
        ("a = 1\n[[a]]", 'expected each key once, found "a" again', (2, 3)),
        ("x = [[{a={b=1,c={d=2},b=[{e=3}]}}]]", 'expected each key once, found "b" again', (1, 23)),
        ("a = {b = 1}\na.c = 2", 'expected a key outside of tables that are complete, found "a.c"', (2, 1)),
        ("[a.b]\n[a]\nb.c = 1", 'expected a key outside of tables that are complete, found "b.c"', (3, 1)),
        ("\r\n[a\r\n", "expected ']' at the end of a table declaration", (2, 3)),
    ],
)
def test_what_is_no_toml_or_no_json_is_refused_with_its_place(
    text: str, message: str, position: tuple[int, int]
) -> None:
    """The words are those of `tomllib`, the place is ours."""
    with pytest.raises(Malformed) as refused:
        parse_toml(text, max_depth=99)
    assert refused.value.message == message
    assert refused.value.position == position


def _keys_that_cannot_be_added() -> st.SearchStrategy[str]:
    """Return a strategy of lines of TOML with few keys, so that many of them are there twice."""
    keys = st.lists(st.sampled_from(["a", "b", '"a"', "'é b'"]), min_size=1, max_size=3).map(" . ".join)
    values: st.SearchStrategy[str] = st.recursive(
        st.sampled_from(["1", '"x # ]"', "'''\na = 1\n'''"]),
        lambda inner: (
            st.lists(inner, max_size=2).map(lambda items: f"[ {', '.join(items)} ]")
            | st.lists(st.tuples(keys, inner).map(" = ".join), max_size=3).map(lambda pairs: f"{{{', '.join(pairs)}}}")
        ),
        max_leaves=6,
    )
    lines = st.one_of(st.tuples(keys, values).map(" = ".join), keys.map("[{}]".format), keys.map("[[ {} ]]".format))
    return st.lists(lines, min_size=2, max_size=6).map("\n".join)


@given(_keys_that_cannot_be_added())
def test_a_key_that_cannot_be_added_is_told_where_it_is_written(text: str) -> None:
    """Wherever it stands, it is at the place; and what stands before it is TOML, up to that line at least."""
    try:
        parse_toml(text, max_depth=99)
    except Malformed as refused:
        position = refused.position
        message = refused.message
    else:
        return
    assert position is not None
    lines = text.split("\n")
    written = json.loads(message[message.index("found ") + 6 :].removesuffix(" again"))
    assert lines[position.line - 1][position.column - 1 :].startswith(written)
    before = "\n".join(lines[: position.line - 1])
    assert before.count("'''") % 2 or parse_toml(before, max_depth=99)


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 100_000, "a = " + "{a = [" * 150 + "]}" * 150, "a = '''\n'''\nb = " + "[" * 300 + "]" * 300]
)
def test_deep_nesting_is_an_error_and_no_crash(text: str) -> None:
    """`tomllib` recurses, so the limit is lower than elsewhere."""
    with pytest.raises(Malformed, match="expected at most 200 levels of nesting, found more"):
        parse_toml(text, max_depth=1_000)


def test_the_depth_limit_is_exact() -> None:
    """It counts the document's table, and tables that only dotted keys imply."""
    assert parse_toml("a = " + "[" * 199 + "]" * 199, max_depth=200).instance
    for text in ("a = [[]]", "a.b.c = 1", "[a.b]", "[[a]]"):
        parse_toml(text, max_depth=3)
        with pytest.raises(Malformed, match="at most 2 levels"):
            parse_toml(text, max_depth=2)


def test_a_file_is_one_record(read: Read) -> None:
    """With or without a byte order mark; the empty one is an empty table."""
    (record,) = read("\ufeffa = 1\r\n", "toml", Limits(depth=1))
    assert isinstance(record, Record)
    assert (record.instance, record.number) == ({"a": 1}, None)
    (empty,) = read("", "toml")
    assert isinstance(empty, Record)
    assert empty.instance == {}
    (error,) = read(b"a = '\xff'", "toml")
    assert isinstance(error, Malformed)
