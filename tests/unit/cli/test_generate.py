"""What `schemawright generate` writes where, and what it says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fidelity import imported
from workspaces import to_lock

from schemawright.cli import main
from schemawright.errors import InvalidInstance
from schemawright.models.generating.packages import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FULL = Path("/dev/full")
SCHEMA = '{"type": "object", "properties": {"a": {"type": "string"}}}'
BROKEN = '{"type": 12}'


def settings(**entries: str) -> str:
    """Return the settings of schemas: name → file, and what else there is."""
    return "".join([f'[tool.schemawright.schemas.{name}]\nfile = "{said}\n' for name, said in entries.items()])


def nested(levels: int) -> str:
    return '{"not":' * levels + "{}" + "}" * levels


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "schemas/foo").mkdir(parents=True)
    for name in ("schemas/foo.json", "schemas/foo/bar.json", "b.json"):
        (tmp_path / name).write_text(SCHEMA)
    (tmp_path / "pyproject.toml").write_text(settings(foo='schemas/foo.json"', bar='schemas/foo/bar.json"'))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def modules(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py"))


# --- where modules are


@pytest.mark.parametrize("names", [[], ["foo"], ["bar"]], ids=["all", "the package", "what is in it"])
def test_a_module_in_which_others_are_is_their_package(folder: Path, names: list[str]) -> None:
    """Whatever is generated first: both can be imported."""
    assert main(["generate", "-q", *names]) == 0
    assert main(["generate", "-q"]) == 0
    assert modules(folder) == ["generated/__init__.py", "generated/foo/__init__.py", "generated/foo/bar.py"]
    script = "import generated.foo, generated.foo.bar as bar; print(generated.foo.Foo.__name__, bar.Bar.__name__)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["Foo", "Bar"]
    assert main(["generate", "--check", "--prune"]) == 0


def test_a_module_stays_the_package_that_it_is(folder: Path) -> None:
    """What is left of the package would hide a module beside it."""
    assert main(["generate", "-q"]) == 0
    (folder / "pyproject.toml").write_text(settings(foo='schemas/foo.json"'))
    assert main(["generate", "-q", "--prune"]) == 0
    assert modules(folder) == ["generated/__init__.py", "generated/foo/__init__.py"]


def test_a_package_of_somebodys_own_is_not_written_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pyproject.toml").write_text(settings(foo='schemas/foo.json"\nmodule = "own"'))
    (folder / "own").mkdir()
    (folder / "own/__init__.py").write_text("x = 1\n")
    assert main(["generate"]) == 2
    assert capsys.readouterr().err.startswith(
        "schemawright: pyproject.toml:3:1: [tool.schemawright] schemas.foo.module: expected no package own"
    )
    assert modules(folder) == ["own/__init__.py"]


def test_two_schemas_with_one_module(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pyproject.toml").write_text(settings(a='b.json"\nmodule = "x.y"', b='b.json"\nmodule = "x.y"'))
    assert main(["generate"]) == 2
    assert capsys.readouterr().err == (
        "schemawright: pyproject.toml:6:1: [tool.schemawright] schemas.b.module: "
        "expected a module for each schema, found x.y for a and b\n"
        '  hint: set the module of one of them, as in: module = "x.y_2"\n'
    )


def test_only_folders_that_it_makes_become_packages(folder: Path) -> None:
    """A folder that is there without an `__init__.py` is so on purpose: a source root, or a namespace."""
    (folder / "src/own").mkdir(parents=True)
    (folder / "pyproject.toml").write_text(settings(foo='b.json"\nmodule = "src.own.made.foo"'))
    assert main(["generate", "-q"]) == 0
    assert main(["generate", "-q", "b.json", "-o", "src/other/models.py"]) == 0
    assert modules(folder) == ["src/other/models.py", "src/own/made/__init__.py", "src/own/made/foo.py"]


# --- what is shown


@pytest.mark.parametrize("output", ["made.py", "./made.py", "{folder}/made.py", "schemas/../made.py"])
def test_a_difference_is_of_the_file_as_it_is_found_from_here(
    folder: Path, capsys: pytest.CaptureFixture[str], output: str
) -> None:
    """So that `patch -p1` takes it, whatever the file is called."""
    said = output.format(folder=folder)
    assert main(["generate", "b.json", "-o", said, "--check"]) == 1
    shown, told = capsys.readouterr()
    assert shown.splitlines()[:2] == ["--- a/made.py", "+++ b/made.py"]
    assert told == f"{said}: would be written\n"


# --- what is pruned


def test_what_was_made_with_output_is_not_pruned(folder: Path) -> None:
    """Its schema is there, and no workspace has to know of it."""
    assert main(["generate", "-q"]) == 0
    assert main(["generate", "-q", "b.json", "-o", "generated/b.py"]) == 0
    assert main(["generate", "-q", "b.json", "-o", "generated/b.py"]) == 0
    before = modules(folder)
    assert main(["generate", "-q", "--prune"]) == 0
    assert modules(folder) == before


def test_nothing_is_pruned_with_output(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One file knows nothing of what a workspace no longer makes, so nobody is told that it was looked for."""
    assert main(["generate", "b.json", "-o", "b.py", "--prune"]) == 2
    assert capsys.readouterr().err.startswith("schemawright: expected --prune or --output, found both\n  hint: ")
    assert modules(folder) == []


def test_packages_that_have_nothing_any_more_are_pruned(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Those that we made, with what Python has cached; not one that somebody put something into."""
    deep = settings(foo='schemas/foo.json"\nmodule = "generated.a.b.foo"', bar='b.json"\nmodule = "generated.a.c.bar"')
    (folder / "pyproject.toml").write_text(deep)
    assert main(["generate", "-q"]) == 0
    (folder / "generated/a/b/__pycache__").mkdir()
    (folder / "generated/a/b/__pycache__/foo.pyc").write_bytes(b"")
    (folder / "generated/a/c/__init__.py").write_text(f"{PACKAGE}\nx = 1\n")
    (folder / "pyproject.toml").write_text(settings(new='b.json"\nmodule = "generated.d.new"'))
    assert main(["generate", "--check", "--prune"]) == 1
    assert "generated/a/b/__init__.py: would be removed" in capsys.readouterr().err
    assert main(["generate", "-q", "--prune"]) == 0
    assert not (folder / "generated/a/b").exists()
    own = ["generated/__init__.py", "generated/a/__init__.py", "generated/a/c/__init__.py"]
    assert modules(folder) == [*own, "generated/d/__init__.py", "generated/d/new.py"]
    (folder / "generated/a/c/__init__.py").write_text(f"{PACKAGE}\n")
    assert main(["generate", "-q", "--prune"]) == 0
    assert modules(folder) == ["generated/__init__.py", "generated/d/__init__.py", "generated/d/new.py"]
    (folder / "pyproject.toml").write_text("[tool.schemawright]\n")
    assert main(["generate", "-q", "--prune"]) == 0
    assert not (folder / "generated").exists()


def test_a_package_that_is_a_module_is_pruned_with_its_folder(folder: Path) -> None:
    assert main(["generate", "-q"]) == 0
    (folder / "pyproject.toml").write_text(settings(new='b.json"\nmodule = "generated.new"'))
    assert main(["generate", "-q", "--prune"]) == 0
    assert modules(folder) == ["generated/__init__.py", "generated/new.py"]
    assert not (folder / "generated/foo").exists()


def test_pruning_does_not_search_below_other_folders(folder: Path) -> None:
    """A module of another workspace, in a folder of its own, is none of ours; and what is no UTF-8 is no module."""
    (folder / "pyproject.toml").write_text(settings(foo='b.json"\nmodule = "src.foo"'))
    assert main(["generate", "-q"]) == 0
    module = (folder / "src/foo.py").read_bytes()
    (folder / "src/vendored").mkdir()
    for name in ("src/vendored/theirs.py", "src/old.py"):
        (folder / name).write_bytes(module)
    (folder / "src/latin.py").write_bytes(b"# \xe9\n")
    assert main(["generate", "-q", "--prune"]) == 0
    assert modules(folder) == ["src/__init__.py", "src/foo.py", "src/latin.py", "src/vendored/theirs.py"]


# --- what is said


@pytest.mark.parametrize("words", [["b.json#/$defs/x"], ["foo#/$defs/x"]])
def test_a_part_of_a_schema_is_no_module_of_the_workspace(
    folder: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate", *words]) == 2
    whole = words[0].partition("#")[0]
    said = f'schemawright: {words[0]}: expected a whole schema, found a part of "{whole}"\n  hint: generate the whole'
    assert capsys.readouterr().err.startswith(said)
    assert modules(folder) == []


API: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1"},
    "components": {
        "schemas": {
            "Pet": {"type": "object", "properties": {"owner": {"$ref": "#/components/schemas/Owner"}}},
            "Owner": {"type": "object", "properties": {"name": {"type": "string"}}, "additionalProperties": False},
            "a b/%": {"type": "string"},
        }
    },
}


def test_a_part_of_a_file_is_a_module_with_output(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its references lead to the rest, which the module carries."""
    (folder / "api.json").write_text(json.dumps(API))
    pet = ["generate", "api.json#/components/schemas/Pet", "-o", "pet.py"]
    assert main(pet) == 0
    module = imported((folder / "pet.py").read_text())
    loaded = module.from_json('{"owner":{"name":"Ann"}}')
    assert [type(one).__name__ for one in (loaded, loaded.owner)] == ["Pet", "Owner"]
    with pytest.raises(InvalidInstance, match="expected a string"):
        module.from_json('{"owner":{"name":1}}')
    assert main([*pet, "--check"]) == 0
    assert main(["generate", "api.json#/components/schemas/Owner", "-o", "pet.py", "--check", "-q"]) == 1
    for change, code in (('"Pets"', '"Dogs"'), 0), (('"string"', '"integer"'), 1):
        (folder / "api.json").write_text(json.dumps(API).replace(*change))
        assert main([*pet, "--check", "-q"]) == code
    (folder / "api.json").write_text(json.dumps(API))
    assert main(["generate", "api.json#/components/schemas/a b~1%", "-o", "text.py"]) == 0
    assert imported((folder / "text.py").read_text()).from_json('"x"') == "x"
    assert "note: no keyword" not in capsys.readouterr().err
    for part, said in (
        ("/nothing", "leads nowhere"),
        ("nothing", "expected a JSON Pointer"),
        ("/openapi", 'api.json: the entry point "/openapi" leads to a string, which is no schema'),
    ):
        assert main(["generate", f"api.json#{part}", "-o", "none.py"]) == 3
        assert said in capsys.readouterr().err
    (folder / "a#b.json").write_text(json.dumps(API))
    assert main(["generate", "a#b.json#/components/schemas/Pet", "-o", "other.py"]) == 0


def test_what_says_nothing_of_a_value_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A document with schemas in it is none; `{}` is, and so is what only says its dialect."""
    said = 'note: api.json: no keyword of JSON Schema at the root ("openapi", "info", "components"), so anything'
    (folder / "api.json").write_text(json.dumps(API))
    assert main(["generate", "api.json", "-o", "api.py", "--check"]) == 1
    assert capsys.readouterr().err.startswith(said)
    assert main(["generate", "api.json", "-o", "api.py"]) == 0
    assert capsys.readouterr().err.splitlines()[1].startswith("  hint: name the part that is a schema")
    assert main(["generate", "api.json", "-o", "quiet.py", "-q"]) == 0
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    for number, schema in enumerate(({}, True, dialect, {"title": "x", "other": 1}, {"$defs": {}, "other": 1})):
        (folder / "one.json").write_text(json.dumps(schema))
        assert main(["generate", "one.json", "-o", f"one{number}.py"]) == 0
        assert "note:" not in capsys.readouterr().err
    assert main(["generate", "api.json#/components", "-o", "part.py"]) == 0
    assert 'note: api.json#/components: no keyword of JSON Schema at the root ("schemas")' in capsys.readouterr().err
    (folder / "one.json").write_text(json.dumps({**dialect, "Pet": {}}))
    assert main(["generate", "one.json", "-o", "last.py"]) == 0
    assert "note: one.json: no keyword" in capsys.readouterr().err


@pytest.mark.parametrize(("words", "said"), [([], "written"), (["--check"], "would be written")])
def test_what_fails_does_not_hide_what_was_done(
    folder: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "schemas/foo.json").write_text(BROKEN)
    assert main(["generate", *words]) == 3
    assert capsys.readouterr().err.splitlines()[-1] == f"generated/foo/bar.py: {said}"


def test_no_schema_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pyproject.toml").write_text("[tool.schemawright]\n")
    for words in ([], ["--check"]):
        assert main(["generate", *words]) == 2
        assert "[tool.schemawright]: expected a schema in the workspace, found none" in capsys.readouterr().err
    assert main(["generate", "--prune"]) == 0


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("folder", "a folder"),
        ("pipe", "something that is no file"),
        (os.devnull, "something that is no file"),
        ("loop", "a link to nothing"),
    ],
)
def test_what_is_no_file_is_called_what_it_is(
    folder: Path, name: str, found: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "folder").mkdir()
    (folder / "loop").symlink_to("loop")
    os.mkfifo(folder / "pipe")
    assert main(["generate", name, "-o", "out.py"]) == 3
    assert capsys.readouterr().err == f"schemawright: {name}: expected a schema's file, found {found}\n"


@pytest.mark.parametrize("name", ["none.json", "none", "none#/a.b"])
@pytest.mark.usefixtures("folder")
def test_what_names_nothing_is_asked_wrongly(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """As with any other command."""
    assert main(["generate", name, "-o", "out.py"]) == 2
    error = capsys.readouterr().err
    assert main(["fuzz", name]) == 2
    assert capsys.readouterr().err == error


@pytest.mark.parametrize("part", ["", "#/$defs/line"])
def test_a_name_of_the_workspace_is_written_where_it_is_said(folder: Path, part: str) -> None:
    """As its settings say; a part has none."""
    schema = {"properties": {"l": {"$ref": "#/$defs/line"}}, "$defs": {"line": {"properties": {"x": {}}}}}
    (folder / "schemas/foo.json").write_text(json.dumps(schema))
    entry = 'file = "schemas/foo.json"\nclass = "My_Root"\nnames = {"/$defs/line" = "MyLine"}'
    (folder / "pyproject.toml").write_text(f"[tool.schemawright.schemas.order]\n{entry}\n")
    assert main(["generate", f"order{part}", "-o", "out.py"]) == 0
    text = (folder / "out.py").read_text()
    assert [f"class {name}(Model):" in text for name in ("My_Root", "MyLine", "Line")] == [
        not part,
        not part,
        bool(part),
    ]
    assert main(["generate", f"order{part}", "-o", "out.py", "--check"]) == 0
    assert modules(folder) == ["out.py"]


def test_a_file_without_output_is_told_what_it_lacks(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pyproject.toml").write_text(settings(foo='schemas/foo.json"'))
    (folder / "other.json").write_text("{}")
    for name, known in (("schemas/foo.json", "foo"), ("other.json", "one of foo")):
        assert main(["generate", name]) == 2
        assert f"hint: use {known}; or name the file's module: --output OUT.py\n" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["--check"], ["--diff"]])
@pytest.mark.parametrize("where", ["out.py", "./out.py", "{}/out.py", "../out.py"])
def test_the_module_is_called_as_it_was_named(
    folder: Path, where: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "other.json").write_text("{}")
    where = where.format(folder)
    main(["generate", "other.json", "-o", where, *words])
    assert capsys.readouterr().err.startswith(f"{where}: ")
    Path(where).unlink(missing_ok=True)


@pytest.mark.parametrize("at", ["out.py", "schemas/other.json", "generated/foo/__init__.py"])
def test_a_pipe_is_waited_for_nowhere(folder: Path, at: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither where a module is to be, nor where a schema was, nor where a package may be."""
    (folder / "schemas/other.json").write_text("{}")
    assert main(["generate", "-q"]) == 0
    assert main(["generate", "schemas/other.json", "-o", "made.py", "-q"]) == 0
    (folder / at).unlink(missing_ok=True)
    (folder / at).parent.mkdir(exist_ok=True, parents=True)
    os.mkfifo(folder / at)
    name = "out.py" if at == "out.py" else "made.py"
    command = [sys.executable, "-m", "schemawright", "generate"]
    for words in (["schemas/other.json", "-o", name], []):
        done = subprocess.run([*command, *words], capture_output=True, text=True, timeout=60, check=False, cwd=folder)
        assert done.returncode in {0, 2, 3}
        assert "Traceback" not in done.stderr
    assert main(["generate", "schemas/other.json", "-o", "out.py"]) == (0 if at.startswith("generated") else 3)
    assert (f"{at}: expected a " in capsys.readouterr().err) is not at.startswith("generated")


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """A workspace of two schemas; called with a folder, that can no longer be read."""
    entries = 'file = "{}"\nmodule = "{}"\n'.format
    a, b = entries("s/a.json", "made.a"), entries("t/b.json", "b")
    both = f"[tool.schemawright.schemas.a]\n{a}[tool.schemawright.schemas.b]\n{b}"
    with to_lock({"s/a.json": SCHEMA, "t/b.json": SCHEMA, "pyproject.toml": both}) as (root, lock):
        monkeypatch.chdir(root)
        assert main(["generate", "-q"]) == 0
        (root / "b.py").unlink()
        yield lock


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs permissions as POSIX has them")
@pytest.mark.parametrize("words", [[], ["--prune"]])
@pytest.mark.parametrize(("name", "told"), [("s", "s/a.json"), ("made", "made/a.py")])
def test_a_folder_that_cannot_be_read_is_told_so(
    name: str, told: str, words: list[str], locked: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    """And keeps no other module from being written: it is not said that nothing is there."""
    locked(name)
    assert main(["generate", "--check", *words]) == 3
    errors = capsys.readouterr().err
    assert f"schemawright: {told}: " in errors
    assert "cannot be read: permission denied" in errors
    assert "nothing of that name" not in errors
    assert "b.py: would be written" in errors


def test_a_part_is_named_by_an_anchor_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parts = {"W": {"$anchor": "line", "properties": {"x": {}}}, "V": {"$anchor": "odd", "Pet": {}}}
    (folder / "a#b.json").write_text(json.dumps({"$defs": parts}))
    assert main(["generate", "a#b.json#line", "-o", "out.py"]) == 0
    assert "class W(Model):" in (folder / "out.py").read_text()
    assert main(["generate", "a#b.json#odd", "-o", "out.py"]) == 0
    assert "note: a#b.json#odd: no keyword of JSON Schema" in capsys.readouterr().err
    assert main(["generate", "a#b.json#none", "-o", "out.py"]) == 3


@pytest.mark.parametrize(("levels", "limit"), [(400, "255"), (1_400, "1,000")])
def test_a_schema_that_nests_too_deep_is_placed(
    folder: Path, levels: int, limit: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The hint is what can be done: there is no option for it."""
    (folder / "deep.json").write_text(nested(levels))
    column = int(limit.replace(",", "")) * len('{"not":') + 1
    assert main(["generate", "deep.json", "-o", "out.py"]) == 3
    said, hint = capsys.readouterr().err.splitlines()
    assert said.startswith(f"schemawright: deep.json:1:{column}: expected ")
    assert f"at most {limit} levels of nesting, found more" in said
    assert hint == "  hint: move what is deep into a definition, and refer to it"


@pytest.mark.parametrize("name", ["schema.txt", "schema.json"])
def test_hints_name_no_option_that_there_is_not(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / name).write_text("// no comment\n{}")
    assert main(["generate", name, "-o", "out.py"]) == 3
    assert "--" not in capsys.readouterr().err


@pytest.mark.skipif(not FULL.exists(), reason="a device of Linux")
@pytest.mark.parametrize(("words", "code"), [([], 0), (["nothing"], 2)])
def test_notes_that_nobody_can_read_change_nothing(folder: Path, words: list[str], code: int) -> None:
    with FULL.open("w") as full:
        done = subprocess.run([sys.executable, "-m", "schemawright", "generate", *words], stderr=full, check=False)
    assert done.returncode == code
    assert len(modules(folder)) == (3 if code == 0 else 0)


def test_a_closed_standard_output_is_named(folder: Path) -> None:
    command = 'exec "$0" -m schemawright generate --check >&-'
    done = subprocess.run(
        ["sh", "-c", command, sys.executable], capture_output=True, text=True, cwd=folder, check=False
    )
    assert (done.returncode, done.stderr) == (3, "schemawright: cannot write to standard output: it is closed\n")


# --- what a commit would be without


def git(folder: Path, *words: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(["git", *words], cwd=folder, env=environment, check=True, capture_output=True)


@pytest.fixture
def tracked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The workspace, in git's index."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    return folder


@pytest.mark.parametrize("check", [[], ["--check"]], ids=["", "check"])
def test_a_commit_is_not_to_be_without_a_module(
    tracked: Path, check: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither without one that was written now, nor without one that was before, and its packages."""
    assert main(["generate", "-q", "--for-commit"]) == 1
    assert main(["generate", "-q"]) == 0
    capsys.readouterr()
    assert main(["generate", "-q", "--for-commit", *check]) == 1
    assert capsys.readouterr().err == (
        "schemawright: expected generated files that git tracks, found some that it does not\n"
        "  hint: run: git add -- generated/__init__.py generated/foo/__init__.py generated/foo/bar.py\n"
    )
    git(tracked, "add", "generated/foo/bar.py", "generated/foo/__init__.py")
    assert main(["generate", "-q", "--for-commit", *check]) == 1
    assert capsys.readouterr().err.endswith("git add -- generated/__init__.py\n")
    git(tracked, "add", "--all")
    assert main(["generate", "-q", "--for-commit", *check]) == 0
    (tracked / "schemas/foo.json").write_text('{"title": "changed"}')
    assert main(["generate", "-q", "--for-commit", *check]) == 1


def test_what_git_ignores_is_meant_to_be_in_no_commit(tracked: Path) -> None:
    (tracked / ".gitignore").write_text("generated/\n")
    assert main(["generate", "-q"]) == 0
    assert main(["generate", "-q", "--for-commit"]) == 0


@pytest.mark.usefixtures("folder")
def test_without_git_there_is_no_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    """In no repository, and where there is no git at all."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", os.sep)
    assert main(["generate", "-q", "--for-commit"]) == 1
    assert main(["generate", "-q", "--for-commit"]) == 0
    monkeypatch.setenv("PATH", "")
    assert main(["generate", "-q", "--for-commit"]) == 0


def test_a_git_that_fails_does_not_pass(
    tracked: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It was taken for no repository."""
    assert main(["generate", "-q"]) == 0
    monkeypatch.setenv("GIT_DIR", str(tracked / "nonexistent"))
    assert main(["generate", "-q", "--for-commit"]) == 3
    said = capsys.readouterr().err
    assert said.startswith(
        "schemawright: expected git to say which generated files it tracks, found that it fails: fatal:"
    )
    monkeypatch.delenv("GIT_DIR")
    (tracked / ".git/index").write_bytes(b"no index")
    assert main(["generate", "-q", "--for-commit"]) == 3


@pytest.mark.parametrize("is_linked", [False, True])
def test_what_another_repository_is_without_is_told(
    tracked: Path, is_linked: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a submodule, or behind a link: git says nothing of what is there where it is asked from outside."""
    inner = tracked.parent / "else where" if is_linked else tracked / "generated"
    inner.mkdir()
    git(inner, "init", "--quiet")
    if is_linked:
        (tracked / "generated").symlink_to(inner)
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")  # As in a hook.
    assert main(["generate", "-q"]) == 0
    assert main(["generate", "-q", "--for-commit"]) == 1
    folder = "'../else where'" if is_linked else "generated"
    said = capsys.readouterr().err
    assert said.endswith(f"  hint: run: git -C {folder} add -- foo/__init__.py foo/bar.py\n")
    git(inner, "add", "--all")
    assert main(["generate", "-q", "--for-commit"]) == 0


def test_what_is_behind_a_link_in_a_repository_is_told_where_it_is(
    tracked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tracked / "made").mkdir()
    (tracked / "generated").symlink_to("made")
    assert main(["generate", "-q"]) == 0
    assert main(["generate", "-q", "--for-commit"]) == 1
    assert "git add -- made/foo/__init__.py made/foo/bar.py\n" in capsys.readouterr().err
    git(tracked, "add", "--all")
    assert main(["generate", "-q", "--for-commit"]) == 0
