"""What is said of a schema that the native engine does not compile."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from schemawright.engines.native.engine import NativeEngine
from schemawright.engines.protocol import Task
from schemawright.errors import InvalidSchema, SchemawrightError, UnresolvableReference, WorkspaceError
from schemawright.keywords import DIALECTS
from schemawright.store.opening import open_schema_file
from schemawright.validation.schema import Schema, Settings
from schemawright.workspace import home_of

if TYPE_CHECKING:
    from pathlib import Path


def _nothing_is_fetched(uri: str) -> Any:
    raise UnresolvableReference("a reference leads out of the workspace", reference=uri)


@pytest.mark.parametrize("keyword", ["allOf", "anyOf"])
def test_of_references_that_lead_out_the_first_one_is_told(keyword: str) -> None:
    schema = {keyword: [{"$ref": f"https://e.com/{number}"} for number in range(40, 0, -1)]}
    with pytest.raises(UnresolvableReference) as caught:
        NativeEngine(Task("https://e.com/schema", schema, "", "2020-12", False, _nothing_is_fetched))
    assert caught.value.reference == "https://e.com/40"


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize(
    ("file", "said", "settings"),
    [
        ("broken.json", InvalidSchema, "[tool.schemawright]\n"),
        ("nowhere.json", WorkspaceError, '[tool.schemawright]\nschemas = "all"\n'),
    ],
)
def test_what_keeps_a_reference_from_being_followed_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    engine: str,
    file: str,
    said: type[SchemawrightError],
    settings: str,
) -> None:
    """It is not for want of the file, so that would lead whoever reads it to the wrong place."""
    (tmp_path / "broken.json").write_text('{"type": }')
    (tmp_path / "pyproject.toml").write_text(settings)
    entry = tmp_path / "entry.json"
    entry.write_text(json.dumps({"$schema": DIALECTS["2020-12"], "$ref": file}))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(said, match=r"found"):
        _ = Schema(open_schema_file(str(entry), "", home_of(None)), Settings(engine=engine)).engine
