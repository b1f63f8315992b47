"""A run: what cannot be judged is said, counted, and hides nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import open_schema
from schemawright.cli import main
from schemawright.validation.refusals import refusals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from schemawright.finding import Finding


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a schema in it, no workspace above."""
    (tmp_path / "s.json").write_text('{"required": ["id"], "properties": {"id": {"type": "string"}}}')
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("data", [b"", b"\n\n", b" \t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_ndjson_without_a_record_is_malformed(folder: Path, capsys: pytest.CaptureFixture[str], data: bytes) -> None:
    """A log without any record is no silent pass."""
    (folder / "log.ndjson").write_bytes(data)
    assert main(["validate", "-s", "s.json", "log.ndjson"]) == 3
    assert "expected at least one record, found none" in capsys.readouterr().out


def test_a_line_that_is_too_long_is_one_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is passed over, and the lines around it are judged."""
    long = b'{"id": "' + b"x" * 500 + b'"}'
    (folder / "log.ndjson").write_bytes(b'{"id": "a"}\n' + long + b'\n{"id": 1}\n')
    assert main(["validate", "-s", "s.json", "--max-line-bytes", "100", "log.ndjson"]) == 3
    out = capsys.readouterr().out
    assert "log.ndjson:2:1  record 2  malformed" in out
    assert "log.ndjson:3:8  record 3  /id  type" in out
    (folder / "log.ndjson").write_bytes(long)
    assert main(["validate", "-s", "s.json", "--max-line-bytes", "100", "log.ndjson"]) == 3
    assert "1 could not be judged" in capsys.readouterr().out


@pytest.mark.parametrize("said", ['"http://["', '""', '"#"', '"a.json"', "7"])
def test_an_unusable_schema_member_hides_nothing(folder: Path, capsys: pytest.CaptureFixture[str], said: str) -> None:
    """A payload whose `$schema` means nothing is asked wrongly, with its place; the next one is judged."""
    (folder / "a.json").write_text(f'{{"$schema": {said}}}')
    (folder / "b.json").write_text('{"$schema": "s.json"}')
    assert main(["validate", "a.json", "b.json"]) == 2
    out = capsys.readouterr().out
    assert "a.json:1:13  no-schema" in out
    assert "it has no $schema of its own" not in out
    assert 'b.json:1:1  required\n    expected the property "id"' in out


def test_a_schema_member_that_cannot_be_a_path_leads_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.json").write_text('{"$schema": "a%00.json"}')
    (folder / "b.json").write_text('{"$schema": "s.json"}')
    assert main(["validate", "a.json", "b.json"]) == 3
    out = capsys.readouterr().out
    assert '%00.json" leads out of the workspace' in out
    assert "b.json:1:1  required" in out


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('"http://json-schema.org/draft-07/schema#"', "its $schema is the metaschema of draft7"),
        ('"http://json-schema.org/schema"', "its $schema is the metaschema of 2020-12"),
        ("5", "its $schema is a number"),
        ("null", "its $schema is null"),
        ('["s.json"]', "its $schema is an array"),
        ('"#"', "its $schema is itself"),
        ('"gone.json"', "names a file that does not exist"),
        ('"https://example.com/gone"', "leads out of the workspace"),
        ('"s.unknown"', "expected an ending that names a format"),
    ],
)
def test_it_is_said_what_a_payload_s_schema_member_is(
    folder: Path, capsys: pytest.CaptureFixture[str], said: str, told: str
) -> None:
    """At its own line and column; what stands behind it in a stream is judged."""
    (folder / "s.unknown").touch()
    lines = ['{"$schema": "s.json", "id": "a"}', f'{{"id": "a", "$schema": {said}}}', '{"$schema": "s.json", "id": 3}']
    (folder / "log.ndjson").write_text("\n".join(lines))
    assert main(["validate", "log.ndjson"]) in {2, 3}
    out = capsys.readouterr().out
    assert "log.ndjson:2:24  record 2  " in out
    assert told in out
    assert "log.ndjson:3:29  record 3  /id  type" in out


def test_each_record_may_name_its_schema(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A record without a schema is one error at its line, and the rest is judged."""
    lines = ['{"$schema": "s.json", "id": "a"}', '{"id": 2}', '{"$schema": "s.json", "id": 3}']
    (folder / "log.ndjson").write_text("\n".join(lines))
    assert main(["validate", "log.ndjson"]) == 2
    out = capsys.readouterr().out
    assert "log.ndjson:2:1  record 2  no-schema" in out
    assert "log.ndjson:3:29  record 3  /id  type" in out


def test_names_that_occur_twice_in_a_schema_are_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A schema that says two things at once says nothing."""
    (folder / "s.json").write_text('{"type": "string", "type": "object"}')
    (folder / "a.json").write_text("{}")
    assert main(["validate", "-s", "s.json", "a.json"]) == 3
    assert 's.json:1:20  invalid-schema\n    expected each name once in an object, found "type" again' in (
        capsys.readouterr().out
    )


def test_what_is_wrong_in_a_referenced_schema_is_said_of_that_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file that is not valid is named, with the place, not the one that refers to it."""
    (folder / "s.json").write_text('{"properties": {"a": {"$ref": "inner.json"}}}')
    (folder / "inner.json").write_text('{"type": "strin"}')
    (folder / "a.json").write_text('{"a": 1}')
    assert main(["validate", "-s", "s.json", "a.json"]) == 3
    out = capsys.readouterr().out
    assert "inner.json:1:10  /type  anyOf" in out
    assert 'did you mean "string"?' in out


def test_fractions_that_no_double_holds_are_judged_exactly(folder: Path) -> None:
    """Also in NDJSON, where the accept path must not round them."""
    (folder / "s.json").write_text('{"properties": {"n": {"multipleOf": 1}}}')
    (folder / "log.ndjson").write_text('{"n": 4503599627370497.5}\n{"n": 2}\n')
    assert main(["validate", "-s", "s.json", "log.ndjson"]) == 1
    (folder / "a.yaml").write_text("n: 18446744073709551617.5\n")
    assert main(["validate", "-s", "s.json", "a.yaml"]) == 1


def test_member_names_are_judged_as_such(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is below `propertyNames` points at the name, and speaks of it."""
    (folder / "s.json").write_text('{"items": {"propertyNames": {"enum": ["red", "green"]}}}')
    (folder / "a.json").write_text('[{"red": 1, "gren": 2}]')
    assert main(["validate", "-s", "s.json", "a.json"]) == 1
    out = capsys.readouterr().out
    assert 'a.json:1:13  /0  enum\n    expected "red" or "green", found "gren"' in out
    assert 'did you mean "green"?' in out


def test_what_the_engine_refuses_is_never_counted_as_valid(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whether or not the engine says why: `dependencies` beside `unevaluatedProperties` keeps it from that."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "unevaluatedProperties": False,
        "dependencies": {"": {"additionalProperties": {}}},
    }
    (folder / "s.json").write_text(json.dumps(schema))
    (folder / "a.json").write_text('{"": []}')
    code = main(["validate", "-s", "s.json", "a.json"])
    assert open_schema(schema).is_valid({"": []}) == (code == 0)
    assert ("1 record valid" in capsys.readouterr().out) == (code == 0)


class _Silent:
    """An engine that accepts nothing but null, and says nothing."""

    name = "silent"

    def is_valid(self, instance: Any) -> bool:
        return instance is None

    def iter_findings(self, _instance: Any) -> Iterator[Finding]:
        return iter(())

    def first_findings(self, _instance: Any, _most: int) -> Iterator[Finding]:
        return iter(())


def test_a_refusal_without_a_word_is_a_finding() -> None:
    """It is about the whole value, and names no keyword of the schema."""
    (finding,) = refusals(_Silent(), 1)
    assert (finding.keyword, finding.instance_location, finding.keyword_location) == ("invalid", "", "")
    assert list(refusals(_Silent(), 1, 5)) == [finding]
    assert not list(refusals(_Silent(), None))


def test_findings_of_parts_stand_where_they_are_in_the_record(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the order of the document, those of all parts and names that occur twice among them."""
    (folder / "a.json").write_text('{"a": [{"id": 1}, {"id": "x", "id": "y"}, {}], "b": [{"id": 2}]}')
    assert main(["validate", "-s", "s.json", "--at", "$['b','a'][*]", "a.json"]) == 1
    out = capsys.readouterr().out
    places = [line for line in out.splitlines() if line.startswith("a.json:")]
    assert places == [
        "a.json:1:15  /a/0/id  type",
        "a.json:1:31  /a/1  duplicate-key",
        "a.json:1:43  /a/2  required",
        "a.json:1:61  /b/0/id  type",
    ]


def test_the_counts_stay_complete_where_few_findings_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "log.ndjson").write_text('[{"id": 1}, {}]\n[{}, {"id": "a"}]\n[{"id": "b"}]\n')
    assert main(["validate", "-s", "s.json", "--at", "/-", "--max-findings", "1", "log.ndjson"]) == 1
    out = capsys.readouterr().out
    assert "log.ndjson:1:9  record 1  /0/id  type" in out
    assert "required" not in out
    assert "2 of 3 records invalid" in out


def test_one_byte_is_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "log.ndjson").write_bytes(b"\n")
    assert main(["validate", "-s", "s.json", "log.ndjson"]) == 3
    assert "1 document, 1 byte, " in capsys.readouterr().out
