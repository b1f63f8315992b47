"""What is said of an identifier that is no URI reference, in a file that is referred to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from schemawright import SchemaError, open_schema

if TYPE_CHECKING:
    from pathlib import Path

DRAFT4 = "http://json-schema.org/draft-04/schema#"


@pytest.mark.parametrize("engine", ["auto", "native", "reference"])
@pytest.mark.parametrize(("keyword", "named"), [("$id", {}), ("id", {"$schema": DRAFT4})])
def test_an_identifier_that_is_no_uri_is_told_with_its_place(
    tmp_path: Path, keyword: str, named: dict[str, str], engine: str
) -> None:
    referred = {**named, "definitions": {"x": {keyword: "http://["}}, "type": "integer"}
    (tmp_path / "b.json").write_text(json.dumps(referred))
    (tmp_path / "a.json").write_text(json.dumps({**named, "$ref": "b.json"}))
    with pytest.raises(SchemaError, match="expected a URI reference") as raised:
        open_schema(tmp_path / "a.json", engine=engine).is_valid(1)
    assert raised.value.uri.endswith("b.json")
    assert raised.value.keyword_location == f"/definitions/x/{keyword}"
    assert raised.value.hint


def test_what_an_enumeration_holds_is_no_identifier(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(json.dumps({"enum": [1, {"$id": "http://["}]}))
    (tmp_path / "a.json").write_text(json.dumps({"$ref": "b.json"}))
    assert open_schema(tmp_path / "a.json").is_valid({"$id": "http://["})
