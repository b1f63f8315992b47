"""What is said of a schema that the native engine does not compile."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import open_schema
from schemawright.engines.native.engine import NativeEngine
from schemawright.engines.protocol import Task
from schemawright.errors import InvalidSchema, SchemaError, SchemawrightError, UnresolvableReference, WorkspaceError
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


COUNTED = [
    ("minLength", "abc", "expected at least {} characters, found 3"),
    ("maxLength", "abc", ""),
    ("minItems", [1], "expected at least {} items, found 1"),
    ("maxItems", [1], ""),
    ("minProperties", {}, "expected at least {} properties, found 0"),
    ("maxProperties", {}, ""),
    ("minContains", [1], "expected at least {} items that `contains` describes, found fewer"),
    ("maxContains", [1], ""),
]


@pytest.mark.parametrize("number", ["1e308", "1e309", "1e400", "1e999999999999"])
@pytest.mark.parametrize(("keyword", "instance", "message"), COUNTED)
def test_a_count_may_be_written_with_any_exponent(
    tmp_path: Path, number: str, keyword: str, instance: Any, message: str
) -> None:
    """Where the native engine takes it for no integer, the other one judges; and it is told as it is written."""
    path = tmp_path / "schema.json"
    said = f'{{"contains": {{}}, "{keyword}": {number}}}'
    for text in (said, f'{{"$ref": "#/$defs/a", "$defs": {{"a": {said}}}}}'):
        path.write_text(text)
        found = [one.message for one in open_schema(path).iter_findings(instance)]
        assert found == ([message.format(number.replace("e", "E+"))] if message else [])


@pytest.mark.parametrize(("keyword", "instance", "message"), COUNTED)
def test_a_count_that_the_native_engine_lacks_is_told(
    tmp_path: Path, keyword: str, instance: Any, message: str
) -> None:
    path = tmp_path / "schema.json"
    path.write_text(f'{{"contains": {{}}, "{keyword}": 1e309}}')
    with pytest.raises(SchemaError, match="expected a number that the native engine knows, found 1E") as caught:
        open_schema(path, engine="native").is_valid(instance)
    assert caught.value.keyword_location == f"/{keyword}"
    path.write_text(f'{{"contains": {{}}, "{keyword}": {10**309}}}')
    assert open_schema(path, engine="native").is_valid(instance) is not bool(message)
