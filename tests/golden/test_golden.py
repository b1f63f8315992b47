"""Generated modules, byte for byte: what they look like is public interface.  `make golden` writes them again."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from schemawright.models.generating import make_module, wanted_file
from schemawright.workspace import home_of

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in (HERE / "schemas").glob("*.json"))
INSTANCES: dict[str, Any] = {
    "recursion": {"children": [{"value": 1, "parent": None}], "value": 0},
    "hostile_names": {"class": 1, "\ufb01le": 2, "file": 3, "": 4, "_held": 5},
    "unions": {"kind": "square", "side": 1.0},
    "enumerations": {"os": "linux", "region": "", "mixed": None, "one": "only", "all": ["darwin"]},
    "tuples": ["a", {"x": 1}, True],
    "root_array": [{"id": "123e4567-e89b-12d3-a456-426614174000"}],
    "root_string": "2026-03-02T06:00:00Z",
    "root_true": {"anything": [1]},
    "root_null": None,
    "metaschema": {
        "name": "n",
        "schema": {"items": [{"properties": {"a": {"contentSchema": {"$defs": {"b": {}}}}}}, True]},
    },
    "draft4": {"n": 1, "items": ["a", 1]},
    "formats_and_bounds": {"n": 3, "date": "2026-03-02", "more": 1, "null_or_text": None, "list": [1, 1.0]},
    "conditions": {"kind": "a", "x": {"y": 1}},
    "maps": {"labels": {"b": "1", "a": "2"}, "parts": {"p1": {"size": 1}}},
}


def made(name: str) -> str:
    """Return the module of a schema here."""
    wanted = wanted_file(str(HERE / "schemas" / f"{name}.json"), str(HERE / "modules" / f"{name}.py"))
    return make_module(wanted, home_of(None))


@pytest.mark.parametrize("name", NAMES)
def test_a_module_is_what_it_was(name: str) -> None:
    """Byte-equal; whoever means to change it runs `make golden` and reads the difference."""
    assert made(name) == (HERE / "modules" / f"{name}.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_module_loads_and_writes(name: str) -> None:
    """It is imported from its file, and an instance comes back as it was."""
    spec = importlib.util.spec_from_file_location(f"golden_{name}", HERE / "modules" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[f"golden_{name}"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    instance = INSTANCES[name]
    for _ in range(2):
        assert module.to_instance(module.from_instance(instance)) == instance
        assert module.to_instance(module.from_json(module.to_json(module.from_instance(instance)))) == instance


def test_modules_pass_mypy_strict() -> None:
    """Without a remark."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", str(HERE / "modules")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE.parents[1])
    assert (done.stdout, done.returncode) == ("", 0)


@pytest.mark.network
def test_modules_pass_pyright() -> None:
    """Without an error or a warning."""
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, str(HERE / "modules")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE.parents[1])
    assert "0 errors, 0 warnings" in done.stdout, done.stdout


def write() -> None:
    """Write all modules again."""
    for name in NAMES:
        (HERE / "modules" / f"{name}.py").write_text(made(name), encoding="utf-8")


if __name__ == "__main__":
    write()
