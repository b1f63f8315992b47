"""Schemas that are only a reference to a metaschema: their modules take its classes from the runtime."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from fidelity import imported

from schemawright.cli import main
from schemawright.errors import InvalidInstance
from schemawright.keywords import DIALECTS
from schemawright.models.generating.emit import Source
from schemawright.models.generating.modules import Wanted, module_text, planned_text
from schemawright.models.generating.ready import metaschema_module, ready_text

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

URI = "https://example.com/schema"
WANTED = Wanted("case", "", "", "", "Case")
INSTANCES: list[Any] = [
    {"properties": {"a": {"type": ["string", "null"], "minLength": 1.0}}, "x": [1.0]},
    {"properties": {"a": {"type": "text"}}},
    {"minLength": -1, "items": {"required": [1]}},
    {"$ref": 1, "pattern": "(", "$schema": "not a URI"},
    [],
    True,
    None,
]


def source(contents: Any, dialect: str = "draft7", **others: Any) -> Source:
    return Source(URI, {URI: contents, **others}, dialect)


def outcome(module: ModuleType, instance: Any) -> Any:
    """Return what a module makes of an instance: its text and representation, or all that is said of it."""
    try:
        loaded = module.from_json(json.dumps(instance))
    except InvalidInstance as refused:
        return refused.message, refused.findings
    return module.to_json(loaded), repr(loaded)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_it_is_what_classes_of_its_own_are(dialect: str) -> None:
    """Draft for draft: the same texts, the same objects, the same findings."""
    contents = {"$ref": DIALECTS[dialect], "title": "Any schema"}
    ready = imported(module_text(source(contents, dialect), WANTED))
    own = imported(planned_text(source(contents, dialect), WANTED))
    assert ready.__doc__ == own.__doc__ == "Any schema"
    assert ready.Schema.__module__ == metaschema_module(dialect)
    assert own.Schema.__module__ == own.__name__
    assert {name for name in vars(own) if name in ready.__all__} == set(ready.__all__)
    for instance in INSTANCES:
        assert outcome(ready, instance) == outcome(own, instance)


@pytest.mark.parametrize(
    "contents",
    [
        True,
        {},
        {"title": "t"},
        {"$ref": "#"},
        {"$ref": 1},
        {"$ref": f"{DIALECTS['draft7']}/definitions/nonNegativeInteger"},
        {"$ref": DIALECTS["draft6"]},
        {"$ref": DIALECTS["draft7"], "$schema": "https://example.com/metaschema"},
        {"$ref": DIALECTS["draft7"], "type": "object"},
        {"$ref": DIALECTS["draft7"], "definitions": {}},
    ],
)
def test_what_says_more_has_classes_of_its_own(contents: Any) -> None:
    """Another keyword, another dialect, a part of the metaschema: nothing is taken from the runtime."""
    assert not ready_text(source(contents))


def test_a_metaschema_of_ones_own_is_not_the_installed_one() -> None:
    """Nor are formats that are no assertions, or the metaschema that refers to itself."""
    plain = source({"$ref": DIALECTS["draft7"]})
    assert ready_text(plain)
    other = plain._replace(resources={**plain.resources, DIALECTS["draft7"].removesuffix("#"): {"type": "string"}})
    assert not ready_text(other)
    assert not ready_text(plain._replace(assert_formats=False))
    uri = DIALECTS["2020-12"]
    assert not ready_text(Source(uri, {uri: {"$ref": uri}}, "2020-12"))


def test_names_of_ones_own_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a name is set, the module has its own classes."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "meta.json").write_text(json.dumps({"$ref": DIALECTS["2020-12"]}))
    settings = '[tool.schemawright.schemas.meta]\nfile = "meta.json"\n'
    (tmp_path / "pyproject.toml").write_text(settings)
    assert main(["generate", "-q"]) == 0
    assert "import Root" in (tmp_path / "generated/meta.py").read_text().replace("(\n    ", "")
    (tmp_path / "pyproject.toml").write_text(f'{settings}names = {{ schema = "Rules" }}\n')
    assert main(["generate", "-q"]) == 0
    assert "class Rules(Model):" in (tmp_path / "generated/meta.py").read_text()


def test_a_schema_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """That nothing is planned of it does not let it through."""
    (tmp_path / "meta.json").write_text(json.dumps({"$ref": DIALECTS["2020-12"], "title": 5}))
    assert main(["generate", "-q", str(tmp_path / "meta.json"), "-o", str(tmp_path / "meta.py")]) == 3
    assert "/title" in capsys.readouterr().err
