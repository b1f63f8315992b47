"""Names of modules in the settings: what could not be imported, or would hide another, is refused with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from schemawright.cli import main
from schemawright.models.generating.modules import default_module, wanted_file

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "s.json").write_text('{"type": "string"}')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def generate(folder: Path, *modules: str) -> int:
    entries = [
        f'[tool.schemawright.schemas.s{at}]\nfile = "s.json"\nmodule = "{name}"\n' for at, name in enumerate(modules)
    ]
    (folder / "pyproject.toml").write_text("".join(entries))
    return main(["generate", "-q"])


@pytest.mark.parametrize("module", ["json", "email.message", "schemawright", "schemawright.own"])
def test_a_module_that_hides_what_others_import_is_refused(
    folder: Path, module: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert generate(folder, module) == 2
    said = capsys.readouterr().err
    assert said.startswith("schemawright: pyproject.toml:3:1: [tool.schemawright] schemas.s0.module: expected a module")
    assert f"hides none of Python's or of schemawright, found {module}\n" in said
    assert f'hint: set another module, as in: module = "generated.{module}"\n' in said
    assert [path.name for path in folder.iterdir() if path.suffix != ".toml"] == ["s.json"]


@pytest.mark.parametrize("module", ["own.json", "json_"])
def test_what_only_sounds_so_hides_nothing(folder: Path, module: str) -> None:
    assert generate(folder, module) == 0


def test_a_package_that_is_there_already_hides_nothing_more(folder: Path) -> None:
    (folder / "platform").mkdir()
    assert generate(folder, "platform.own") == 0


@pytest.mark.parametrize("path", ["json.py", "./typing.py", "out/schemawright.py", "json/__init__.py"])
def test_a_file_that_hides_what_others_import_is_refused(
    folder: Path, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Python would find it first, in its folder: schemawright, too, which then could not start there any more."""
    assert main(["generate", "s.json", "-o", path]) == 2
    name = (path.removesuffix("/__init__.py")).rpartition("/")[2].removesuffix(".py")
    assert capsys.readouterr().err == (
        f"schemawright: {path}: expected a module that hides none of Python's or of schemawright, found {name}\n"
        "  hint: use another name, or a folder with an __init__.py, in which it hides nothing\n"
    )
    assert [path.name for path in folder.iterdir()] == ["s.json"]


@pytest.mark.parametrize("path", ["own/json.py", "own/json/__init__.py", "json_.py", "out/own.py"])
def test_a_file_in_a_package_hides_nothing(folder: Path, path: str) -> None:
    (folder / "own").mkdir()
    (folder / "own/__init__.py").touch()
    assert main(["generate", "-q", "s.json", "-o", path]) == 0
    assert (folder / path).exists()


@pytest.mark.parametrize(
    "modules", [("own.sub", "own.Sub"), ("own.a", "Own.b"), ("sub", "Sub.a"), ("Straße", "strasse")]
)
def test_names_that_differ_in_capital_letters_only_are_refused(
    folder: Path, modules: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Where these do not count they are one file, or one folder."""
    assert generate(folder, *modules) == 2
    said = capsys.readouterr().err
    assert said.startswith("schemawright: pyproject.toml:6:1: [tool.schemawright] schemas.s1.module: expected names")
    assert not list(folder.glob("**/*.py"))


def test_modules_that_files_name_are_looked_at_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = [
        f'[tool.schemawright.schemas.s{at}]\nfile = "{at}/{name}.json"\n' for at, name in enumerate(["it", "It"])
    ]
    (folder / "pyproject.toml").write_text("".join(entries))
    assert main(["generate"]) == 2
    assert "4:1: [tool.schemawright] schemas.s1.file: expected names that are two" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_told_with_its_setting(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And keeps no other module from being written."""
    entry = '[tool.schemawright.schemas.t]\nmodule = "other"\nfile = "no/t.json"\n'
    generate(folder, "made")
    (folder / "pyproject.toml").write_text(f"{entry}{(folder / 'pyproject.toml').read_text()}")
    (folder / "made.py").unlink()
    assert main(["generate", "-q"]) == 3
    assert capsys.readouterr().err == (
        "schemawright: no/t.json: expected a schema's file, found nothing of that name\n"
        "  hint: correct schemas.t.file in pyproject.toml:3:1\n"
    )
    assert (folder / "made.py").exists()


@pytest.mark.parametrize(
    ("file", "module", "name"),
    [
        ("bom-1.4.json", "bom_1_4", "Bom14"),
        ("bom-1.4.SNAPSHOT.schema.json", "bom_1_4_SNAPSHOT", "Bom14SNAPSHOT"),
        ("bom.schema.YAML", "bom", "Bom"),
        ("schema.json", "schema", "Schema"),
    ],
)
def test_a_dot_in_a_file_s_name_is_a_part_of_it_but_for_the_kind_of_file(file: str, module: str, name: str) -> None:
    assert default_module(f"schemas/{file}") == f"generated.{module}"
    assert wanted_file(file, "out.py").root == name


@pytest.mark.parametrize(("other", "code"), [("bom-1.5", 0), ("bom-14", 0), ("bom-1_4", 2)])
def test_versions_are_modules_of_their_own_or_refused(
    folder: Path, other: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("bom-1.4", other)
    for name in names:
        (folder / f"{name}.json").write_text('{"type": "string"}')
    entries = [f'[tool.schemawright.schemas.s{at}]\nfile = "{name}.json"\n' for at, name in enumerate(names)]
    (folder / "pyproject.toml").write_text("".join(entries))
    assert main(["generate", "-q"]) == code
    said = "" if not code else "expected a module for each schema, found generated.bom_1_4 for s0 and s1"
    assert said in capsys.readouterr().err
