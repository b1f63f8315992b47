"""What is named or handed in instead of a schema: what was found, and what to do about it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import open_schema
from schemawright.errors import SchemaError, UsageError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("given", "found"),
    [([1], "an array"), (None, "null"), (3, "a number"), (1.5, "a number"), (b"{}", "bytes"), ({1}, "set")],
)
def test_a_value_is_told_by_its_kind(given: Any, found: str) -> None:
    with pytest.raises(SchemaError, match=f"expected a schema, which is an object, true or false; found {found}$"):
        open_schema(given)


@pytest.mark.parametrize("text", ['{"type": "string"}', " {}", "[]", "true"])
def test_the_text_of_a_schema_is_no_name_of_one(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        open_schema(text)
    assert caught.value.hint == "pass the schema itself as a dict, or put it into a file"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    for folder in (tmp_path, str(tmp_path), f"{tmp_path}#/$defs/a"):
        with pytest.raises(UsageError) as caught:
            open_schema(folder)
        assert caught.value.hint == "name a file in that folder"


@pytest.mark.parametrize(
    ("pointer", "found"),
    [
        ("/$ref", '"/$ref" leads to a string, which is no schema'),
        ("/enum", '"/enum" leads to an array, which is no schema'),
        ("/enum/0", '"/enum/0" leads to a number, which is no schema'),
        ("/nope", '"/nope" leads nowhere: nothing at "/nope"'),
    ],
)
def test_an_entry_point_that_is_no_schema(tmp_path: Path, pointer: str, found: str) -> None:
    path = tmp_path / "s.json"
    path.write_text(json.dumps({"$ref": "#/$defs/a", "$defs": {"a": True}, "enum": [1.5]}))
    with pytest.raises(SchemaError) as caught:
        open_schema(f"{path}#{pointer}")
    assert caught.value.message == f"the entry point {found}"
    assert open_schema(f"{path}#/$defs/a").is_valid(1)
