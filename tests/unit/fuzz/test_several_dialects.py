"""A schema has its own dialect wherever it is referred to from: keywords that mean different things in two of them."""

from __future__ import annotations

import json
from itertools import islice, permutations
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import open_schema
from schemawright.fuzz.coverage.exercised import Coverage
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.keywords import DIALECTS, REF_ALONE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from schemawright.fuzz.record import FuzzRecord

NATIVE = [name for name in DIALECTS if name != "draft3"]
PAIRS = [*permutations(NATIVE, 2)]
SHARED: dict[str, Any] = {
    "const": {"type": "integer", "const": 3},
    "names": {"type": "object", "propertyNames": {"maxLength": 1}},
    "condition": {"type": "integer", "if": {"minimum": 5}, "then": {"multipleOf": 5}},
    "contains": {
        "type": "array",
        "contains": {"type": "string"},
        "maxContains": 1,
        "unevaluatedItems": {"type": ["string", "null"]},
    },
    "dependent": {"type": "object", "dependentRequired": {"a": ["b"]}, "unevaluatedProperties": {"type": "null"}},
    "uuid": {"type": "string", "format": "uuid", "maxLength": 40},
    "date": {"type": "string", "format": "date"},
    "content": {"type": "string", "contentEncoding": "base64", "maxLength": 8},
    "integer": {"type": "integer", "minimum": 1, "maximum": 2},
    "sibling": {"$ref": "#/definitions/text", "maxLength": 2},
    "prefix": {"type": "array", "prefixItems": [{"const": 1}], "items": {"type": "integer"}, "maxItems": 3},
    "denied": {"not": {"const": 3}, "enum": [3, 4]},
}


def says(dialect: str) -> dict[str, Any]:
    """Return what says something else in every dialect."""
    exclusive = True if dialect == "draft4" else 3
    items: Any = {"type": "integer"} if dialect == "2020-12" else [{"type": "integer"}]
    own = {
        "bound": {"type": "number", "minimum": 3, "maximum": 6, "exclusiveMinimum": exclusive},
        "items": {"type": "array", "items": items, "additionalItems": {"type": "string"}, "maxItems": 4},
    }
    return {
        "type": "object",
        "properties": {**SHARED, **own},
        "definitions": {"text": {"type": "string", "minLength": 1}},
    }


def written(folder: Path, outer: str, inner: str, *, is_joined: bool = False) -> Path:
    """
    Write a schema of one dialect that refers to a file of another one, and says the like itself.

    Args:
        folder: Where to.
        outer: The dialect of the one.
        inner: The dialect of the other.
        is_joined: Whether both hold for the same member, and not each for one of its own.
    """
    (folder / "other.json").write_text(json.dumps({"$schema": DIALECTS[inner], **says(inner)}), "utf-8")
    own = says(outer)
    theirs = {name: {"$ref": f"other.json#/properties/{name}"} for name in own["properties"]}
    if is_joined:
        both = {f"both_{name}": {"allOf": [own["properties"][name], said]} for name, said in theirs.items()}
        properties = both
    else:
        properties = {**own["properties"], **{f"their_{name}": said for name, said in theirs.items()}}
    path = folder / "root.json"
    path.write_text(json.dumps({"$schema": DIALECTS[outer], **own, "properties": properties}), "utf-8")
    return path


@pytest.mark.parametrize(("outer", "inner"), PAIRS)
def test_records_are_as_both_dialects_say(tmp_path: Path, outer: str, inner: str) -> None:
    path = written(tmp_path, outer, inner)
    coverage = Coverage(open_schema(path))
    seen: dict[str, list[Any]] = {}
    for record in checked(path, 30, 250):
        coverage.add(record)
        for name, value in record.instance.items() if record.valid else ():
            seen.setdefault(name, []).append(value)
    assert {
        one.pair.keyword_location for one in coverage.pairs() if not (one.is_exercised or one.is_impossible)
    } == set()
    # Draft 4 knows no `const`, and to those before 2019-09 what is beside a `$ref` says nothing.
    assert any(value != 3 for value in seen["their_const"]) is (inner == "draft4")
    assert any(len(value) > 2 for value in seen["their_sibling"]) is (inner in REF_ALONE)


@pytest.mark.parametrize(("outer", "inner"), PAIRS[::3])
def test_what_two_dialects_say_of_one_value_holds(tmp_path: Path, outer: str, inner: str) -> None:
    assert [*checked(written(tmp_path, outer, inner, is_joined=True), 30, 60)]


def checked(path: Path, valid: int, invalid: int) -> Iterator[FuzzRecord]:
    """Yield records of a schema; both engines say of each what it says of itself."""
    native, reference = (open_schema(path, engine=name) for name in ("native", "reference"))
    fuzzer = Fuzzer(native)
    for record in [*islice(fuzzer.stream("valid"), valid), *islice(fuzzer.stream("invalid"), invalid)]:
        assert native.is_valid(record.instance) is record.valid, record
        failed = {finding.evaluation_path for finding in reference.iter_findings(record.instance)}
        expected = set() if record.valid else {record.violates}
        assert failed == expected if record.alone else failed > expected, record
        yield record
    assert fuzzer.disagreements == []


METASCHEMA = {"$id": "https://e.test/own.json", "$ref": DIALECTS["draft6"], "$schema": DIALECTS["draft6"]}
INNER: dict[str, Any] = {
    "type": "object",
    "required": ["a", "b"],
    "properties": {"a": {"$ref": "#/definitions/n", "maximum": 2}, "b": {"type": "integer", "if": {}, "then": False}},
    "definitions": {"n": {"type": "integer", "minimum": 1}},
}


@pytest.mark.parametrize("named", [DIALECTS["draft6"], "https://e.test/own.json"])
@pytest.mark.parametrize("is_embedded", [False, True])
def test_a_resource_in_another_one_has_its_own_dialect(tmp_path: Path, named: str, is_embedded: bool) -> None:
    inner = {"$id": "https://e.test/inner.json", "$schema": named, **INNER}
    root: dict[str, Any] = {"$schema": DIALECTS["2020-12"], "$id": "https://e.test/root.json", "type": "object"}
    root |= {"required": ["m"], "properties": {"m": {"$ref": "inner.json"}, "n": {"$ref": "inner.json#/properties/a"}}}
    root |= {"$defs": {"inner": inner}} if is_embedded else {}
    for name, contents in (("root", root), ("own", METASCHEMA), ("inner", inner)):
        if name != "inner" or not is_embedded:
            (tmp_path / f"{name}.json").write_text(json.dumps(contents), "utf-8")
    records = [*checked(tmp_path / "root.json", 40, 60)]
    assert any(record.instance["m"]["a"] > 2 for record in records if record.valid)


OF_NUMBERS = {"m": {"$ref": "http://json-schema.org/draft-04/schema#/properties/multipleOf"}}


@pytest.mark.parametrize("outer", NATIVE)
def test_a_metaschema_is_of_its_dialect(tmp_path: Path, outer: str) -> None:
    path = tmp_path / "root.json"
    path.write_text(json.dumps({"$schema": DIALECTS[outer], "type": "object", "properties": OF_NUMBERS}), "utf-8")
    assert any(record.keyword == "minimum" for record in checked(path, 20, 20))


@pytest.mark.parametrize(
    ("outer", "inner", "said", "other"),
    [
        ("2020-12", "draft7", {"format": "uuid"}, {"format": "hostname"}),
        ("draft7", "2020-12", {"format": "hostname"}, {"format": "uuid"}),
        ("2020-12", "draft7", {"format": "duration"}, {"contentEncoding": "base64"}),
        ("2020-12", "draft4", {"format": "hostname"}, {"format": "hostname", "maxLength": 20}),
    ],
)
def test_formats_of_two_dialects_hold_for_one_string(
    tmp_path: Path, outer: str, inner: str, said: dict[str, Any], other: dict[str, Any]
) -> None:
    (tmp_path / "other.json").write_text(json.dumps({"$schema": DIALECTS[inner], **other}), "utf-8")
    path = tmp_path / "outer.json"
    own = {"type": "string", "allOf": [said, {"$ref": "other.json"}]}
    path.write_text(json.dumps({"$schema": DIALECTS[outer], **own}), "utf-8")
    fuzzer = Fuzzer(open_schema(path))
    records = [record.instance for record in islice(fuzzer.stream("valid"), 40)]
    assert len({*records}) > 4
    assert all(map(fuzzer.schema.is_valid, records))
    assert not all(map(fuzzer.schema.is_valid, [one.instance for one in islice(fuzzer.stream("invalid"), 40)]))
