"""Laws of the accept path: what it takes for certain, the exact path takes too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemawright import open_schema
from schemawright.documents.ndjson import Place, records_of
from schemawright.documents.record import Record
from schemawright.documents.source import Source
from schemawright.engines.accept.types import SURE_FORMATS, accept_layout
from schemawright.validation.blocks import judge_blocks
from schemawright.validation.run import Assignment, Run

if TYPE_CHECKING:
    from pathlib import Path

    from schemawright.validation.schema import Schema

NAMES = ["id", "uri", "n", 'q"uote', "back\\slash", "ключ", ":", ""]

leaf_schemas = st.one_of(
    st.sampled_from(
        [
            {"type": "string"},
            {"type": "string", "minLength": 2, "maxLength": 4},
            {"type": "string", "format": "date-time"},
            {"type": "string", "format": "ipv4"},
            {"type": "string", "enum": ["us", "eu"]},
            {"const": "us", "type": "string"},
            {"type": "integer", "minimum": 0, "maximum": 9},
            {"type": "integer", "exclusiveMinimum": -5},
            {"type": "number"},
            {"type": "boolean"},
            {"type": ["string", "null"]},
            {"type": ["integer", "null"], "minimum": 1},
            {},
            True,
            {"type": "array", "items": {"type": "string"}, "maxItems": 2},
            {"type": "array"},
            {"pattern": "^a"},
        ]
    ),
)


def object_schemas(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects that declare some names, ask for some of them, and may refuse others."""
    return st.builds(
        lambda properties, asked, closed: {
            "type": "object",
            "properties": properties,
            "required": [name for name in asked if name in properties],
            **({"additionalProperties": False} if closed else {}),
        },
        st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
        st.lists(st.sampled_from(NAMES), unique=True, max_size=3),
        st.booleans(),
    )


schemas = object_schemas(st.recursive(leaf_schemas, object_schemas, max_leaves=4))

texts = st.sampled_from(
    [
        "us",
        "eu",
        "",
        "abc",
        "2024-02-29T00:00:00Z",
        "2023-02-29T00:00:00Z",
        "10.0.0.1",
        '":',
        '\\":',
        ' ":',
        "é",
        "a\tb",
    ]
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 2**70), st.sampled_from([1.0, 1e5, 0.1, -0.0]), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)),
    max_leaves=6,
)


@st.composite
def fitting(draw: st.DrawFn, schema: Any) -> Any:
    """Values that mostly fit a schema of this module, so that the accept path has something to accept."""
    if draw(st.integers(0, 24)) == 0 or not isinstance(schema, dict):
        return draw(values)
    if "properties" in schema:
        asked = schema.get("required", [])
        names = [name for name in schema["properties"] if name in asked or draw(st.booleans())]
        return {name: draw(fitting(schema["properties"][name])) for name in draw(st.permutations(names))}
    kinds = schema.get("type", ["string"])
    kind = draw(st.sampled_from(kinds if isinstance(kinds, list) else [kinds]))
    return draw(
        {
            "string": texts,
            "integer": st.integers(-6, 11),
            "number": st.sampled_from([0, 1.5, 1e5, 10**20]),
            "boolean": st.booleans(),
            "null": st.none(),
            "array": st.lists(texts, max_size=3),
        }[kind]
    )


@st.composite
def lines(draw: st.DrawFn, schema: Any) -> bytes:
    """One line: a value, written in one of many ways, sometimes with a name twice, sometimes broken."""
    value = draw(fitting(schema))
    separators = draw(st.sampled_from([(",", ":"), (", ", ": "), (" ,", " : ")]))
    text = json.dumps(value, ensure_ascii=draw(st.booleans()), separators=separators)
    mutation = draw(st.integers(0, 19))
    if mutation == 0 and text.startswith("{") and len(text) > 2:
        text = "{" + text[1:-1] + ", " + text[1:-1] + "}"
    elif mutation == 1:
        cut = draw(st.integers(0, len(text)))
        text = (
            text[:cut]
            + draw(st.sampled_from(["", "{", "}", "[", "]", ",", "\n", '"', " ", "}\n{", "{} {}"]))
            + text[cut:]
        )
    return text.encode()


def by_the_exact_path(schema: Schema, block: bytes) -> tuple[int, bool]:
    """Return how many records a block has, and whether each is valid and has no name twice."""
    records = list(records_of(block, Place(), Source("block.ndjson")))
    clean = all(
        isinstance(one, Record) and not one.duplicates and schema.engine.is_valid(one.instance) for one in records
    )
    return len(records), clean


@given(st.data())
@settings(max_examples=400)
def test_what_is_certain_is_valid(data: st.DataObject) -> None:
    """A block that is certain has as many valid records as it says, none with a name twice."""
    contents = data.draw(schemas)
    schema = open_schema(contents)
    assert schema.accept is not None
    for _ in range(3):
        block = b"\n".join(data.draw(st.lists(lines(contents), min_size=1, max_size=4))) + b"\n"
        certain = schema.accept.certain(block)
        if certain is not None:
            assert by_the_exact_path(schema, block) == (certain, True), (contents, block)


@given(st.data())
@settings(max_examples=150)
def test_whole_records_of_simple_schemas_are_certain(data: st.DataObject) -> None:
    """The accept path does accept: plain records that fit a plain schema are certain, however they are spaced."""
    names = data.draw(st.lists(st.sampled_from(["id", "uri", "n"]), min_size=1, unique=True))
    schema = open_schema({"type": "object", "properties": {name: {"type": "string"} for name in names}})
    records = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(names, texts)), min_size=1, max_size=5))
    spacing = data.draw(st.sampled_from([(",", ":"), (", ", ": ")]))
    block = "".join(json.dumps(record, separators=spacing, ensure_ascii=False) + "\n" for record in records).encode()
    assert schema.accept is not None
    assert schema.accept.certain(block) == len(records)


@pytest.mark.parametrize("name", sorted(SURE_FORMATS))
@given(data=st.data())
@settings(max_examples=300)
def test_a_sure_format_is_that_format(name: str, data: st.DataObject) -> None:
    """Text that a sure pattern matches is of the format, by the engine that judges it."""
    text = data.draw(st.from_regex(SURE_FORMATS[name]))
    assert open_schema({"format": name}).is_valid(text)


@given(contents=schemas, data=st.data())
@settings(max_examples=150)
@example(contents={"type": "object", "properties": {"id": {"type": "string"}}}, data=None)
def test_by_the_block_is_line_by_line(tmp_path_factory: pytest.TempPathFactory, contents: Any, data: Any) -> None:
    """A document judged by the block has the findings, and the counts, that it has line by line."""
    written = [b'{"id": "a"}', b"", b'{"id": 1}', b'{"id": "a", "id": "b"}', b"{", b"\xff", b'{"id": "b"}'] * 5
    if data is not None:
        written = data.draw(st.lists(st.one_of(lines(contents), st.just(b"  ")), max_size=40))
    path: Path = tmp_path_factory.mktemp("blocks") / "log.ndjson"
    path.write_bytes(b"\n".join(written))
    whole, single = Run(), Run()
    schema = open_schema(contents)
    blocks = list(whole.findings(iter([Assignment(Source(str(path)), "ndjson", (schema,))])))
    one_by_one = list(single.findings(iter([Assignment(Source(str(path)), "ndjson", lambda _instance: (schema,))])))
    assert blocks == one_by_one
    for count in ("documents", "records", "valid", "invalid", "malformed", "bytes"):
        assert getattr(whole.summary(), count) == getattr(single.summary(), count)


def test_one_bad_line_among_many_costs_little(tmp_path: Path) -> None:
    """Of a thousand lines with one that is wrong, only a few are judged one by one."""
    path = tmp_path / "log.ndjson"
    path.write_bytes(b'{"id": "a"}\n' * 500 + b'{"id": 1}\n' + b'{"id": "a"}\n' * 500)
    schema = open_schema({"type": "object", "properties": {"id": {"type": "string"}}})
    assert schema.accept is not None
    items = list(judge_blocks(Source(str(path)), schema.accept))
    judged = [item for item in items if isinstance(item, Record)]
    assert len(judged) <= 8
    assert sum(item for item in items if isinstance(item, int)) + len(judged) == 1001


@pytest.mark.parametrize(
    "contents",
    [
        {"type": "object", "patternProperties": {"^a": {"type": "string"}}},
        {"type": "object", "properties": {"a": {"$ref": "#"}}},
        {"type": "object", "properties": {"a": {"allOf": [{"type": "string"}]}}},
        {"type": "object", "properties": {"a": {"type": "integer", "minimum": 2**64}}},
        {"type": "object", "properties": {"a": {"type": "string", "format": "email"}}},
        {"type": "array", "items": {"type": "string"}},
        True,
    ],
)
def test_what_no_type_says_has_none(contents: Any) -> None:
    """A schema that says more than a type can has none, rather than one that accepts too much."""
    schema = open_schema(contents)
    assert accept_layout(schema.task) is None
