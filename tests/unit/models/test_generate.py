"""`schemawright generate`, in a workspace of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from fidelity import imported

from schemawright.cli import main
from schemawright.errors import InvalidInstance, SchemaError
from schemawright.models import publish
from schemawright.models.generating import Wanted, module_text, source_of
from schemawright.store.opening import open_schema_contents
from schemawright.validation.schema import Schema

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = {"type": "object", "properties": {"id": {"type": "string"}, "at": {"$ref": "common.json#/$defs/place"}}}
COMMON = {"$defs": {"place": {"type": "object", "properties": {"city": {"type": "string"}}}}}
SETTINGS = """\
[tool.schemawright.schemas.thing]
file = "schemas/thing.json"
class = "Thing"
names = { "/properties/at" = "Whereabouts" }
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas/thing.json").write_text(json.dumps(SCHEMA))
    (tmp_path / "schemas/common.json").write_text(json.dumps(COMMON))
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def generated(workspace: Path) -> Path:
    return workspace / "generated" / "thing.py"


def test_it_writes_then_leaves_alone(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second run touches nothing and imports no generator."""
    assert main(["generate", "--check"]) == 1
    assert not generated(workspace).exists()
    assert main(["generate"]) == 0
    before = generated(workspace).stat().st_mtime_ns
    script = (
        "import sys\nfrom schemawright.cli import main\nassert main(['generate']) == 0\n"
        "assert main(['generate', '--check']) == 0\nsys.stderr.write(' '.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    heavy = {"datamodel_code_generator", "jsonschema", "jsonschema_rs", "referencing", "schemawright.models.plan"}
    assert heavy.isdisjoint(done.stderr.split())
    assert generated(workspace).stat().st_mtime_ns == before
    assert str(workspace) not in generated(workspace).read_text()
    assert "class Whereabouts(Model):" in generated(workspace).read_text()
    capsys.readouterr()


@pytest.mark.parametrize(
    "changed", ["schemas/thing.json", "schemas/common.json", "pyproject.toml", "generated/thing.py"]
)
def test_drift_is_found(workspace: Path, changed: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A change of the schema, of what it refers to, of the settings, or of the module: exit 1 with the difference."""
    assert main(["generate", "-q"]) == 0
    file = workspace / changed
    file.write_text(file.read_text().replace("city", "town").replace("Thing", "Other").replace('"id"', '"key"'))
    assert main(["generate", "--check"]) == 1
    assert "+++ b/generated/thing.py" in capsys.readouterr().out
    assert main(["generate", "-q"]) == 0
    assert main(["generate", "--check", "-q"]) == 0


def test_gone_modules_go_with_prune_only(workspace: Path) -> None:
    """A module whose schema is gone stays until `--prune`; what nobody generated stays always."""
    assert main(["generate", "-q"]) == 0
    old = workspace / "generated/old.py"
    old.write_text(generated(workspace).read_text())
    own = workspace / "generated/own.py"
    own.write_text("x = 1\n")
    assert main(["generate", "-q"]) == 0
    assert old.exists()
    assert main(["generate", "-q", "--prune"]) == 0
    assert (old.exists(), own.exists(), generated(workspace).exists()) == (False, True, True)


def test_one_file_without_a_workspace(workspace: Path) -> None:
    """`generate FILE -o OUT` makes the same module, wherever it is run."""
    (workspace / "pyproject.toml").unlink()
    assert main(["generate", "-q", "schemas/thing.json", "-o", "out/a.py"]) == 0
    os.chdir(workspace / "schemas")
    assert main(["generate", "-q", "thing.json", "-o", "../out/b.py"]) == 0
    assert (workspace / "out/a.py").read_bytes() == (workspace / "out/b.py").read_bytes()


def test_what_cannot_be_generated_writes_nothing(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A schema that leads nowhere is named with its place."""
    (workspace / "schemas/thing.json").write_text('{"properties": {"a": {"$ref": "#/$defs/none"}}}')
    assert main(["generate"]) == 3
    assert "schemas/thing.json" in capsys.readouterr().err
    assert not (workspace / "generated").exists()


def test_a_module_that_does_not_import_is_not_published(workspace: Path) -> None:
    """The old one stays, and no temporary file is left."""
    file = workspace / "kept.py"
    file.write_text("x = 1\n")
    with pytest.raises(SchemaError, match="cannot be imported"):
        publish.publish(str(file), "import nothing_of_that_name\n")
    assert file.read_text() == "x = 1\n"
    assert not list(workspace.glob(".schemawright-*"))


@pytest.mark.parametrize("setting", ['module = "a b"', 'class = "class"', "names = { x = 1 }"])
def test_settings_that_are_no_names(workspace: Path, setting: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each names the setting and its place."""
    (workspace / "pyproject.toml").write_text(
        f'[tool.schemawright.schemas.thing]\nfile = "schemas/thing.json"\n{setting}\n'
    )
    assert main(["generate"]) == 2
    assert f"schemas.thing.{setting.partition(' ')[0]}" in capsys.readouterr().err


def test_the_same_bytes_whatever_the_hash_seed(workspace: Path) -> None:
    """Three seeds, one module."""
    made = set()
    for seed in ("0", "1", "4242"):
        command = [
            sys.executable,
            "-m",
            "schemawright",
            "generate",
            "-q",
            "schemas/thing.json",
            "-o",
            f"seed_{seed}.py",
        ]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
        made.add((workspace / f"seed_{seed}.py").read_bytes())
    assert len(made) == 1


def test_our_own_modules_are_current(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`generated/` is what the schemas make, byte for byte."""
    from schemawright.models.generating import make_module, read, wanted_in
    from schemawright.workspace import home_of

    monkeypatch.chdir(repository)
    home = home_of(None)
    found = home()
    assert found is not None
    for wanted in wanted_in(found, []):
        assert read(wanted.module) == make_module(wanted, home)


def test_a_metaschema_is_found_and_not_carried() -> None:
    """Every installation has it; its objects are classes, and are judged by it, each by itself too."""
    opened = open_schema_contents(
        {"properties": {"schema": {"$ref": "http://json-schema.org/draft-07/schema#"}}},
        uri="https://example.com/schema",
        dialect="draft7",
    )
    text = module_text(source_of(Schema(opened)), Wanted("case", "", "", "", "Case"))
    assert "nonNegativeInteger" not in text
    module = imported(text)
    made = module.from_json('{"schema":{"items":[{"maximum":1.0}]}}')
    assert type(made.schema.items[0]) is module.Schema
    assert made.to_json() == b'{"schema":{"items":[{"maximum":1.0}]}}'
    for load, wrong in ((module.from_json, '{"schema":{"maximum":"1"}}'), (module.Schema.from_json, '{"maximum":"1"}')):
        with pytest.raises(InvalidInstance):
            load(wrong)
