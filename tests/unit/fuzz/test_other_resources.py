"""What stands in other files is read as well, where the canonical algebra leaves references to them as they are."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import open_schema
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.keywords import DIALECTS

if TYPE_CHECKING:
    from pathlib import Path

LEFT_AS_IT_IS: dict[str, Any] = {"not": {"enum": [{"p": 1}]}}
REFERRING: dict[str, Any] = {
    "type": "object",
    "required": ["p"],
    "properties": {"p": {"$ref": "other.json"}, "s": {"$ref": "#/definitions/text"}},
    **LEFT_AS_IT_IS,
}
TEXT: dict[str, Any] = {"text": {"type": "string"}}
OTHER: dict[str, Any] = {
    "$ref": "#/definitions/node",
    "definitions": {
        "node": {
            "type": "object",
            "required": ["seldom"],
            "properties": {"seldom": {"const": 7}, "next": {"$ref": "#/definitions/node"}},
            **LEFT_AS_IT_IS,
        }
    },
}


@pytest.mark.parametrize(
    ("contents", "pointer"),
    [
        ({**REFERRING, "definitions": TEXT}, ""),
        ({"properties": {"x": REFERRING}, "definitions": TEXT}, "#/properties/x"),
    ],
)
@pytest.mark.parametrize("dialect", ["draft7", "2020-12"])
def test_what_another_file_asks_for_is_made(tmp_path: Path, dialect: str, contents: Any, pointer: str) -> None:
    for name, schema in (("one.json", contents), ("other.json", OTHER)):
        (tmp_path / name).write_text(json.dumps({"$schema": DIALECTS[dialect], **schema}), "utf-8")
    schema = open_schema(f"{tmp_path / 'one.json'}{pointer}")
    records = [record.instance for record in islice(Fuzzer(schema).stream("valid"), 40)]
    assert {record["p"]["seldom"] for record in records} == {7}
    assert any(isinstance(record["p"].get("next"), dict) for record in records)
