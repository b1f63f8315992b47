"""YAML is read as 1.2 with the core schema, and nothing of it is silent."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from schemawright.documents import json_places, yaml_document, yaml_events
from schemawright.documents.extents import innermost
from schemawright.documents.record import Limits, Lines, Record, Target
from schemawright.errors import DocumentError, Malformed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Read

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20)
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
)
PARSERS = [yaml_events.parser_class(), yaml_events.pure_parser_class()]


def outcomes(text: str, parser: Any = None, max_depth: int = 1_000) -> list[Any]:
    return list(yaml_document._Stream(text, "", max_depth, parser).read())


def value_of(text: str) -> Any:
    (outcome,) = outcomes(text)
    assert isinstance(outcome, Record), outcome
    return outcome.instance


def refused(text: str, parser: Any = None) -> Malformed:
    (outcome,) = outcomes(text, parser)
    assert isinstance(outcome, Malformed)
    return outcome


def pointers(value: Any, tokens: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    yield tokens, value
    if isinstance(value, dict | list):
        for token, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from pointers(inner, (*tokens, token))


@given(VALUES, st.sampled_from([None, 0, 2]))
def test_json_is_yaml(value: Any, indent: int | None) -> None:
    """A JSON text has the same value and the same positions in both."""
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    (record,) = outcomes(text)
    assert repr(record.instance) == repr(value)
    targets = [Target(tokens) for tokens, _ in pointers(value)]
    targets += [Target(tokens, key) for tokens, inner in pointers(value) if isinstance(inner, dict) for key in inner]
    assert record.locate(targets) == json_places.locate(text, targets, Lines(text))


@given(VALUES, st.booleans())
def test_reading_is_the_inverse_of_writing(value: Any, flow: bool) -> None:
    """What PyYAML writes with explicit tags reads as the same value, and each value stands where it is located."""
    text = yaml.safe_dump(value, default_style='"', default_flow_style=flow, allow_unicode=True, sort_keys=False)
    (record,) = outcomes(text)
    assert record.instance == value
    root = yaml_document._Stream(text, "", 99).extent(0)
    for tokens, inner in pointers(value):
        extent, found = innermost(root, tokens)
        assert found
        column = Lines(text).position(extent.start).column
        assert value_of(" " * (column - 1) + text[extent.start : extent.end]) == inner


@given(st.text(alphabet="ab:-[]{},&*!|>'\"#%@ \n\t?.~0123<\u2028é", max_size=40))
def test_both_parsers_of_pyyaml_agree_on_what_they_accept(text: str) -> None:
    """Whatever the text, nothing but records and errors comes out, and no two values for one text."""
    results = [outcomes(text, parser) for parser in PARSERS]
    assert all(isinstance(item, Record | DocumentError) for items in results for item in items)
    if all(isinstance(item, Record) for items in results for item in items):
        assert [repr(item.instance) for item in results[0]] == [repr(item.instance) for item in results[1]]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(
            (word, word)
            for word in ("on", "off", "yes", "no", "y", "NO", "2024-01-01", "1_000", "12:30:45", "0b1", "nUll")
        ),
        *((word, None) for word in ("", "~", "null", "Null", "NULL")),
        *((word, True) for word in ("true", "True", "TRUE")),
        *((word, False) for word in ("false", "False", "FALSE")),
        *(
            ("12", 12),
            ("+12", 12),
            ("-0", 0),
            ("0123", 123),
            ("0o14", 12),
            ("0x1F", 31),
            ("-0x1F", "-0x1F"),
            ("0o8", "0o8"),
        ),
        *(("1.", 1.0), (".5", 0.5), ("+1.5", 1.5), ("-.5e1", -5.0), ("1e3", 1000.0), ("1.5E-2", 0.015)),
        *(("1e400", Decimal("1e400")), ("18446744073709551617", 2**64 + 1), ("9" * 5_000, Decimal("9" * 5_000))),
        *((word, word) for word in (".", "+", "..5", "1e", "1.2.3", ".e3", "<<", "=", "infinity", ".Nan")),
        *(
            ("! 12", "12"),
            ("!!str 12", "12"),
            ("'12'", "12"),
            ("!!int '12'", 12),
            ("!!int 0x10", 16),
            ("!!float 1", 1.0),
        ),
        *(("!!null ''", None), ("!!bool 'True'", True), ("!!map {}", {}), ("!!seq []", []), ("! [1]", [1])),
        ("!<tag:yaml.org,2002:str> 1", "1"),
        ("{? a, b: , 'c':1}", {"a": None, "b": None, "c": 1}),
        ("<<: {a: 1}\nb: 2", {"<<": {"a": 1}, "b": 2}),
        ('"x\u2028y\x7f\x85z"', "x\u2028y\x7f\x85z"),
        ("a\u2028b: c\x85d", {"a\u2028b": "c\x85d"}),
        ("|\n a\r\n b\n", "a\nb\n"),
    ],
)
def test_scalars_mean_what_the_core_schema_says(text: str, value: Any) -> None:
    """Nothing of YAML 1.1 is left, and no number is rounded."""
    read = value_of(f"- {text}\n" if not text.startswith(("|", "<<:", "a\u2028")) else text)
    read = read[0] if isinstance(read, list) else read
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ("", "expected a document, found the end of the text", (1, 1)),
        ("# nothing\n", "expected a document, found the end of the text", (2, 1)),
        ("é: .inf", "expected a number that JSON has, found .inf", (1, 4)),
        ("- -.INF", "expected a number that JSON has, found -.INF", (1, 3)),
        ("- !!float .nan", "expected a number that JSON has, found .nan", (1, 3)),
        ("[1e9999999999999]", "expected an exponent within ±999999999999, found 9999999999999", (1, 2)),
        ("a: !foo 3", "expected a tag of the YAML core schema, found !foo", (1, 4)),
        (
            "!!python/object:os.system {}",
            "expected a tag of the YAML core schema, found !!python/object:os.system",
            (1, 1),
        ),
        ("!!timestamp 2024-01-01", "expected a tag of the YAML core schema, found !!timestamp", (1, 1)),
        ("!!int x", 'expected what !!int says, found "x"', (1, 1)),
        ("!!bool yes", 'expected what !!bool says, found "yes"', (1, 1)),
        ("!!seq {a: 1}", "expected what !!seq says, found a mapping", (1, 1)),
        ("!!map x", "expected what !!map says, found a scalar", (1, 1)),
        ("a: 1\r\nb: 2\r\na: 3", 'expected each key once, found "a" again after line 1, column 1', (3, 1)),
        ("{x: {é: 1, 'é': 2}}", 'expected each key once, found "é" again after line 1, column 6', (1, 12)),
        ("1: 2", "expected a string as key, found 1 (a number)", (1, 1)),
        ("a: {true: 2}", "expected a string as key, found true (a boolean)", (1, 5)),
        ("? \n: 2", "expected a string as key, found none", (1, 2)),
        ("? [a]\n: 1", "expected a string as key, found a sequence", (1, 3)),
        ("&a x: 1\n*a : 2", 'expected each key once, found "x" again after line 1, column 1', (2, 1)),
        ("&a [*a]", "expected a value that ends, found *a inside its own anchor", (1, 5)),
        ("&a {b: {c: *a}}", "expected a value that ends, found *a inside its own anchor", (1, 12)),
        ("a: *b", "expected an alias of an anchor before it, found *b", (1, 4)),
        ("a: \x01", "expected printable characters, found U+0001", (1, 4)),
        ("a: b # \x1b", "expected printable characters, found U+001B", (1, 8)),
        ("a: b\x7f", "expected printable characters, found U+007F", (1, 4)),
        ("a: [1\nb: 2\n", "expected ',' or ']' while parsing a flow sequence, found \":\"", (2, 2)),
        ("a: b: c\n", 'expected YAML, found ":": mapping values are not allowed in this context', (1, 5)),
    ],
)
def test_what_cannot_be_json_is_refused_with_its_place(text: str, message: str, position: tuple[int, int]) -> None:
    """Each message says what was expected and found."""
    error = refused(text)
    assert error.message == message
    assert error.position == position


def test_the_pure_parser_refuses_with_the_same_places() -> None:
    """Without libyaml the words may differ, the places do not."""
    for text in ("a: [1\nb: 2\n", "a: b: c\n", "é: @"):
        assert refused(text, PARSERS[1]).position == refused(text).position
        assert refused(text, PARSERS[1]).message.startswith("expected ")


def test_documents_are_numbered_where_there_are_several(read: Read) -> None:
    """A single document has no number; an empty one between markers is null."""
    assert [(r.number, r.instance) for r in read("a: 1\n...\n", "yaml") if isinstance(r, Record)] == [(None, {"a": 1})]
    several = read("\ufeff---\na: 1\n---\n---\nb: [x]\n", "yaml")
    assert [(r.number, r.instance) for r in several if isinstance(r, Record)] == [
        (1, {"a": 1}),
        (2, None),
        (3, {"b": ["x"]}),
    ]
    assert isinstance(several[2], Record)
    assert several[2].locate([Target(("b", 0)), Target((), "b")]) == [((5, 5), 1), ((5, 1), 1)]
    assert several[2].source_line(5) == "b: [x]"


def test_a_lone_carriage_return_ends_a_line(read: Read) -> None:
    """As YAML 1.2 has it (section 5.4); what is broken before one hides no document behind it."""
    (record,) = read("name: a\rport: x\r\nat: 'b\r c'\rz: 1\n", "yaml")
    assert isinstance(record, Record)
    found = record.locate([Target(("port",)), Target(("at",)), Target(("z",))])
    assert [span.position for span in found] == [(2, 7), (3, 5), (5, 4)]
    assert record.source_line(2) == "port: x"
    broken, last = read("a: [1\r---\rb: 2\r", "yaml")
    assert isinstance(broken, DocumentError)
    assert broken.position == (2, 1)
    assert isinstance(last, Record)
    assert last.locate([Target(("b",))])[0].position == (3, 4)


@pytest.mark.parametrize("broken", ["a: [1", "a: 'x", "a: 1\na: 2", "!foo x", "a: \x01", "&a [*a]", "[" * 2_000, "@"])
def test_a_malformed_document_hides_no_other(broken: str) -> None:
    """Those before and those after it are read, and the numbers and places stay true."""
    first, error, last = yaml_document._numbered(iter(outcomes(f"é: 1\n---\n{broken}\n---\nb: 2\n")))
    assert isinstance(error, Malformed)
    assert error.record == 2
    assert error.position is not None
    assert error.position.line in {3, 4, 5}
    assert isinstance(first, Record)
    assert isinstance(last, Record)
    assert (first.instance, first.number, last.instance, last.number) == ({"é": 1}, 1, {"b": 2}, 3)
    assert last.locate([Target(("b",))])[0].position.column == 4


def test_a_value_that_comes_through_an_alias_stands_where_the_alias_does() -> None:
    """So does everything inside it."""
    (record,) = outcomes("a: &x [1, {k: 2}]\nb: *x\n")
    assert record.instance == {"a": [1, {"k": 2}], "b": [1, {"k": 2}]}
    assert record.locate([Target(("b",)), Target(("b", 1, "k")), Target(("b", 1), "k")]) == [((2, 4), 2)] * 3
    assert record.locate([Target(("a", 1, "k"))]) == [((1, 15), 1)]


def test_an_anchor_may_be_given_again() -> None:
    """An alias means the last one before it; documents do not share anchors."""
    assert value_of("[&a 1, *a, &a 2, *a]") == [1, 1, 2, 2]
    assert isinstance(outcomes("&a 1\n---\n*a\n")[1], Malformed)


def test_aliases_that_explode_are_refused_at_once() -> None:
    """A few hundred bytes that mean billions of values take no time."""
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    started = time.perf_counter()
    error = refused("\n".join(rows))
    assert time.perf_counter() - started < 1
    assert error.message.startswith("expected aliases that add at most 1,00")
    long = refused(f"- &a {'x' * 500_000}\n" + "- *a\n" * 20)
    assert long.message.startswith("expected aliases that add at most 6,00")


def test_aliases_in_reason_are_read() -> None:
    """A base that many entries use is no explosion."""
    assert len(value_of("- &a {image: x, ports: [1, 2, 3]}\n" + "- *a\n" * 5_000)) == 5_001


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}"), ("- ", "")])
def test_the_depth_limit_is_exact(opening: str, closing: str) -> None:
    """A thousand levels are read, the next is refused, and many more overflow nothing."""
    assert isinstance(outcomes(opening * 1_000 + "x" + closing * 1_000)[0], Record)
    for depth in (1_001, 5_000):
        error = refused(opening * depth + "x" + closing * depth)
        assert error.message == "expected at most 1,000 levels of nesting, found more"
        assert error.position == (1, 1_000 * len(opening) + 1)


def test_depth_counts_through_aliases() -> None:
    """What is shallow as written may be deep as read."""
    rows = ["- &a0 [x]"] + [f"- &a{n} [*a{n - 1}]" for n in range(1, 8)]
    assert isinstance(outcomes("\n".join(rows), max_depth=9)[0], Record)
    (error,) = outcomes("\n".join(rows), max_depth=8)
    assert error.position == (8, 8)


def test_bytes_are_judged_as_json_judges_them(read: Read) -> None:
    """No UTF-8 or UTF-16 is an error with its place, the depth limit is the source's."""
    for content in (b"a: \xff", "a".encode("utf-16")):
        (error,) = read(content, "yaml")
        assert isinstance(error, Malformed)
        assert error.message.startswith("expected UTF-8")
    (error,) = read("[[]]", "yaml", Limits(depth=1))
    assert isinstance(error, Malformed)
