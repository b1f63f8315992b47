"""Draft 7 allows what texts hold to be asserted: it is made, and broken keyword by keyword."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest

from schemawright import open_schema
from schemawright.fuzz.coverage.exercised import Coverage
from schemawright.fuzz.fuzzer import Fuzzer

DRAFT7 = "http://json-schema.org/draft-07/schema#"
ENCODED = {"contentEncoding": "base64"}
DOCUMENT = {"contentMediaType": "application/json"}


def with_content(contents: Any) -> Any:
    return {"$schema": DRAFT7, "properties": {"text": {"type": "string", **contents}}, "required": ["text"]}


@pytest.mark.parametrize("contents", [ENCODED, DOCUMENT, ENCODED | DOCUMENT, ENCODED | {"minLength": 30}], ids=str)
def test_each_keyword_about_what_a_text_holds_is_broken_alone(contents: Any) -> None:
    schema = open_schema(with_content(contents))
    coverage = Coverage(schema)
    other = open_schema(with_content(contents), engine="reference")
    for record in islice(Fuzzer(schema).stream("mixed"), 300):
        assert record.valid is schema.is_valid(record.instance) is other.is_valid(record.instance)
        coverage.add(record)
    table = {row.pair.keyword: row for row in coverage.pairs() if row.pair.keyword in contents}
    assert table.keys() == contents.keys()
    assert all(row.satisfied and row.isolated for row in table.values())
    made = islice(Fuzzer(schema).stream("valid"), 300)
    assert len({record.instance["text"] for record in made if type(record.instance) is dict}) > 20


def test_what_only_tells_what_a_text_holds_breaks_nothing() -> None:
    contents = {"contentEncoding": "quoted-printable", "contentMediaType": "text/html"}
    pairs = {pair.keyword: pair.note for pair in Coverage(open_schema(with_content(contents))).map.pairs.values()}
    assert pairs["contentEncoding"] == pairs["contentMediaType"] == "it is an annotation"


def test_where_formats_are_none_what_a_text_holds_is_not_made() -> None:
    schema = open_schema(with_content(ENCODED | DOCUMENT), assert_formats=False)
    pairs = {pair.keyword: pair.note for pair in Coverage(schema).map.pairs.values()}
    assert pairs["contentEncoding"] == pairs["contentMediaType"] == "it is an annotation"
    records = [record.instance for record in islice(Fuzzer(schema).stream("valid"), 100)]
    held = open_schema(with_content(ENCODED | DOCUMENT))
    assert not all(held.is_valid(record) for record in records)


def test_both_engines_tell_which_of_two_keywords_a_text_violates() -> None:
    """What is no text in UTF-8 is not encoded as it should be; what is none of JSON is another kind of content."""
    schema = open_schema(with_content(ENCODED | DOCUMENT))
    other = open_schema(with_content(ENCODED | DOCUMENT), engine="reference")
    made = [*islice(Fuzzer(schema).stream("invalid"), 600)]
    assert len(made) == 600
    for record in made:
        told = [finding.keyword for finding in other.iter_findings(record.instance)]
        assert told == [label.keyword for label in schema.engine.labels(record.instance)]
        assert record.keyword in told
