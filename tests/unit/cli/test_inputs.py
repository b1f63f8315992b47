"""Which documents a command means: what can be said of its words before anything is read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from workspaces import to_lock

from schemawright.cli import main
from schemawright.cli.parser import COVERAGES, make_parser, parse
from schemawright.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one payload, and one that may be a range."""
    settings = '[tool.schemawright.schemas.s]\nfile = "s.json"\npayloads = ["p/*.json"]\n'
    (tmp_path / "pyproject.toml").write_text(settings)
    (tmp_path / "p").mkdir()
    for name in ("s.json", "p/a.json", "p/[z-a].json"):
        (tmp_path / name).write_text("{}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_what_is_no_glob_is_asked_wrongly(capsys: pytest.CaptureFixture[str]) -> None:
    """A file of that name is meant where there is one; and the rest is judged."""
    assert main(["validate", "p/[z-a].json"]) == 0
    assert main(["validate", "p/[z-a]*.json", "p/a.json"]) == 2
    out = capsys.readouterr().out
    assert 'p/[z-a]*.json  usage\n    expected a range from a lower to a higher character, found "z-a"\n' in out
    assert "1 could not be judged" in out


def test_what_is_gone_is_no_glob(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Changed files are named, whatever their names look like."""
    (folder / "p/[z-a].json").unlink()
    assert main(["validate", "--changed", "p/[z-a].json"]) == 0
    assert capsys.readouterr().err.startswith("note: no changed file")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["", "p/a.json"], "expected a file, a folder or a glob, found an empty PATH"),
        (["--at", "/a", "--at", "/b", "p/a.json"], 'expected one value for --at, found "/a" and "/b"'),
        (
            ["-s", "s.json", "p/a.json", "--schema=t.json"],
            'expected one value for --schema, found "s.json" and "t.json"',
        ),
        (["--max-depth", "5", "--max-depth", "6", "p/a.json"], 'expected one value for --max-depth, found "5" and "6"'),
        (["--as", "yaml", "--lines", "p/a.json"], "expected one of --as and --lines, found both"),
        (["--lines", "--as", "yaml", "p/a.json"], "expected one of --lines and --as, found both"),
    ],
)
def test_what_means_nothing_is_asked_wrongly(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", *words]) == 2
    assert told in "".join(capsys.readouterr())


OPTIONS = [
    (command, action.option_strings[-1], [*(action.choices or (COVERAGES if action.nargs == "?" else "12"))][:2])
    for commands in make_parser()._actions  # argparse says no other way which options there are
    if isinstance(commands.choices, dict)
    for command, parser in commands.choices.items()
    for action in parser._actions
    if action.option_strings and action.nargs != 0
]


def test_the_last_one_says_whether_there_are_colours() -> None:
    """What an alias says is not what somebody has to put up with."""
    assert parse(["validate", "--color", "never", "file.json", "--color=always"]).color == "always"


@pytest.mark.parametrize(("command", "option", "values"), [one for one in OPTIONS if one[1] != "--color"])
def test_no_option_has_two_values(command: str, option: str, values: list[str]) -> None:
    """And the same one twice is one."""
    first, second = values
    parse([command, "file.json", option, first, option, first])
    with pytest.raises(UsageError, match=f'^expected one value for {option}, found "{first}" and "{second}"$'):
        parse([command, "file.json", option, first, option, second])


IN_ASCII = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="names of files are UTF-8 there")
@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ('file = "\u00e9.json"', "schemas.s.file"),
        ('file = "s.json"\npayloads = ["p/*", "\u00e9/*"]', "schemas.s.payloads.1"),
        ('file = "s.json"\nmodule = "\u00e9"', "schemas.s.module"),
        ('file = "r.json"\npayloads = ["p/a.json"]', ""),
    ],
)
@pytest.mark.parametrize("command", [["validate"], ["generate", "--check"]])
def test_what_the_locale_cannot_spell_is_asked_wrongly(
    folder: Path, setting: str, told: str, command: list[str]
) -> None:
    """Nothing of that name is found, whatever there is; a payload would be passed over, and a schema not be there."""
    (folder / "pyproject.toml").write_text(f"[tool.schemawright.schemas.s]\n{setting}\n", encoding="utf-8")
    (folder / "r.json").write_text('{"$ref": "%C3%A9.json"}')
    (folder / "\u00e9.json").write_text('{"type": "object"}')
    words = [sys.executable, "-m", "schemawright", *command]
    done = subprocess.run(words, cwd=folder, env=IN_ASCII, capture_output=True, text=True, check=False)
    if told:
        assert done.returncode == 2
        assert f"{told}: expected a path that the locale can spell, found " in done.stderr
        assert done.stderr.endswith("  hint: set LC_ALL=C.UTF-8, or PYTHONUTF8=1\n")
    else:  # What a reference names is bytes.
        assert done.returncode == (command == ["generate", "--check"])


LIKE_OPTIONS = ["-h", "--help", "--no-assert-formats", "-q", "-x.json", "--changed", "--", "-"]


@pytest.fixture(params=LIKE_OPTIONS)
def like_option(request: pytest.FixtureRequest, folder: Path) -> str:
    """A file whose name looks like a word of the command line, beside a payload with a date that is none."""
    settings = '[tool.schemawright.schemas.s]\nfile = "s.json"\npayloads = ["p/*.json", "-*"]\n'
    (folder / "pyproject.toml").write_text(settings)
    (folder / "s.json").write_text('{"properties": {"at": {"format": "date"}}}')
    (folder / "p/a.json").write_text('{"at": "yesterday"}')
    name: str = request.param
    (folder / name).write_text("{}")
    return name


def test_what_comes_after_two_dashes_is_a_file(like_option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever names changed files has not written them, and passes as clean what is taken for a request for help."""
    # What ends with .json has a format; the others have none by their names.
    told = 1 if like_option == "-x.json" else 3
    assert main(["validate", "--changed", "-o", "github", "--", "p/a.json", like_option]) == told
    out = capsys.readouterr().out
    assert "p/a.json,line=1,col=8,title=format" in out
    assert main(["validate", "--changed", "--as", "json", "--", like_option]) == 0
    assert "1 record valid" in capsys.readouterr().out


def test_a_changed_file_is_never_a_setting(like_option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor is a setting a file: where it may be either, somebody has to say which."""
    words = ["validate", "--changed", like_option, "p/a.json"]
    if like_option == "-":  # It is never a setting: the file is judged, and has no format by its name.
        assert main(words) == 3
        assert "p/a.json:1:8  /at  format" in capsys.readouterr().out
        return
    assert main(words) == 2
    assert f'expected -- between the options and the changed files, since "{like_option}" is a file here' in (
        capsys.readouterr().err
    )


@pytest.mark.usefixtures("folder")
def test_an_option_that_is_a_file_is_told_how_to_be_one(capsys: pytest.CaptureFixture[str]) -> None:
    Path("-x.json").write_text("{}")
    assert main(["validate", "-x.json"]) == 2
    assert capsys.readouterr().err.endswith("  hint: write ./-x.json, or -- before it\n")
    Path("-q").write_text("{}")
    assert main(["validate", "-q", "--bogus", "p/a.json"]) == 2
    assert capsys.readouterr().err.endswith("  hint: run: schemawright validate --help\n")
    assert main(["fuzz", "-x.json", "-n", "2"]) == 2
    assert capsys.readouterr().err.endswith("  hint: write ./-x.json\n")
    for words in (["./-x.json"], ["--", "-x.json"], ["p/a.json", "-q", "--", "-x.json"]):
        assert main(["validate", "-s", "s.json", *words]) == 0


NO_CHOICES = [
    ("bogus", "COMMAND: expected validate, generate or fuzz", "schemawright"),
    ("validate --color blue", "--color: expected auto, always or never", "schemawright validate"),
    ("validate --duplicate-keys=", "--duplicate-keys: expected refuse or allow", "schemawright validate"),
    ("fuzz s --mode wrong", "--mode: expected mixed, valid or invalid", "schemawright fuzz"),
]


@pytest.mark.parametrize(("words", "told", "command"), NO_CHOICES)
def test_what_is_none_of_the_choices_is_told_in_the_same_words_by_every_python(
    capsys: pytest.CaptureFixture[str], words: str, told: str, command: str
) -> None:
    """Those of `argparse` have the choices in quotes, or without them, from one 3.12 and 3.13 to the next."""
    found = words.replace("=", " ").split(" ")[-1]
    assert main(words.split()) == 2
    expected = f'schemawright: argument {told}, found "{found}"\n  hint: run: {command} --help\n'
    assert capsys.readouterr().err == expected


@pytest.mark.parametrize("target", ["nothing.json", "link.json"])
def test_a_link_to_nothing_is_called_so(folder: Path, target: str, capsys: pytest.CaptureFixture[str]) -> None:
    """And not what is not there."""
    (folder / "link.json").symlink_to(target)
    assert main(["validate", "link.json"]) == 3
    assert "expected a file, a folder or a glob, found a link to nothing" in capsys.readouterr().out


def as_link(path: Path) -> None:
    path.symlink_to("nothing.toml")


NO_SETTINGS: list[tuple[Callable[[Path], object], str]] = [
    (lambda path: path.write_text("[project]\n"), "pyproject.toml has no [tool.schemawright]"),
    (lambda path: path.write_text("[project\n"), "pyproject.toml:1:9 is no TOML: "),
    (lambda path: path.write_bytes("[tool.schemawright]\n".encode("utf-16")), "pyproject.toml:1:1 is no TOML: "),
    (lambda path: os.mkfifo(path, 0o600), "pyproject.toml is no file"),
    (as_link, "pyproject.toml is a link to nothing"),
]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize(("make", "why"), NO_SETTINGS)
def test_settings_that_are_none_are_told(
    folder: Path, make: Callable[[Path], object], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever has written them looks for what is wrong."""
    (folder / "pyproject.toml").unlink()
    make(folder / "pyproject.toml")
    for words in (["validate"], ["validate", "--changed", "p/a.json"], ["generate"], ["generate", "--workspace", "."]):
        assert main(words) == 2
        assert f", found none: {why}" in capsys.readouterr().err.replace("found neither", "found none")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("command", [["validate", "p/a.json", "-s"], ["fuzz"]])
def test_a_schema_that_is_no_file_is_told_what_it_is(
    folder: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(folder / "pipe.json")
    (folder / "link.json").symlink_to("nothing.json")
    for name, hint in (("pipe.json", "write the schema into a file, "), ("link.json", "name a file: that is a link")):
        assert main([*command, f"./{name}"]) == 2
        assert f"  hint: {hint}" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("words", [["p"], ["p/*.json"], [], ["--changed", "pyproject.toml"]])
def test_no_pipe_is_waited_for(folder: Path, words: list[str]) -> None:
    os.mkfifo(folder / "p/pipe.json")
    assert main(["validate", *words]) == 0


def in_shell(folder: Path, command: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command that calls schemawright `"$0"`."""
    words = ["sh", "-c", command.replace("schemawright", '"$0" -m schemawright'), sys.executable]
    return subprocess.run(words, capture_output=True, text=True, cwd=folder, check=False, input=given)


@pytest.mark.parametrize("words", ["-", "--lines -", "--as yaml -", "- -", "p -"])
def test_a_closed_standard_input_is_named(folder: Path, words: str) -> None:
    """What cannot be read is no bug."""
    done = in_shell(folder, f"schemawright validate -s s {words} <&-")
    assert (done.returncode, done.stderr) == (3, "")
    assert done.stdout.count("-  unreadable\n    cannot be read: standard input is closed\n") == 1


def test_standard_input_is_read_once(folder: Path) -> None:
    done = in_shell(folder, "schemawright validate -s s - -", "{}")
    assert (done.returncode, done.stdout.partition(" ·")[0]) == (0, "1 record valid")


@pytest.mark.parametrize("words", ["validate", "validate -", "fuzz s", "generate"])
def test_a_folder_that_is_gone_is_named(folder: Path, words: str) -> None:
    """It is not standard output that cannot be used."""
    done = in_shell(folder, f"mkdir gone && cd gone && rmdir ../gone && schemawright {words}", "{}")
    said = "schemawright: the current folder cannot be used: no such file or directory\n"
    assert (done.returncode, done.stdout, done.stderr) == (3, "", said)


@pytest.mark.parametrize(
    ("globs", "hint"), [("", "add `payloads = […]`"), ('payloads = ["q/*"]', "correct `payloads`")]
)
def test_a_workspace_without_payloads_is_told_what_to_do(
    folder: Path, globs: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "pyproject.toml").write_text(f'[tool.schemawright.schemas.s]\nfile = "s.json"\n{globs}\n')
    assert main(["validate"]) == 2
    assert f"  hint: {hint}" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_notes_that_nobody_can_read_change_nothing(folder: Path) -> None:
    (folder / "p/x.unknown").touch()
    done = in_shell(folder, "schemawright validate p 2>/dev/full")
    assert (done.returncode, done.stdout.partition(" ·")[0]) == (0, "2 records valid")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("words", ["--help", "--version", "validate -h", "validate p", "generate --check"])
def test_that_nobody_can_read_the_answer_is_told(folder: Path, words: str) -> None:
    done = in_shell(folder, f"schemawright {words} >/dev/full")
    said = "schemawright: cannot write to standard output: no space left on device\n"
    assert (done.returncode, done.stderr) == (3, said)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
@pytest.mark.parametrize("output", ["json", "jsonl", "sarif"])
def test_what_programs_read_is_utf_8(folder: Path, output: str, encoding: str) -> None:
    """Whatever encoding people have: what is told has a character of it, one that is not, and what is none."""
    name = "\u00e9\U0001f600"
    (folder / "p/a.json").write_text(json.dumps(name))
    (folder / "s.json").write_text('{"type": "integer"}')
    words = [sys.executable, "-m", "schemawright", "validate", "-o", output, "p/a.json", b"p/\xff.json"]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (3, b"")
    told = [json.loads(line) for line in (done.stdout.splitlines() if output == "jsonl" else [done.stdout])]
    assert f'expected an integer, found "{name}"' in json.dumps(told, ensure_ascii=False).replace('\\"', '"')


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="names of files are UTF-8 there")
@pytest.mark.parametrize("output", ["text", "json", "jsonl", "github", "sarif"])
@pytest.mark.parametrize("locale", ["utf-8", "ascii"])
def test_bytes_of_a_name_that_are_no_utf_8_are_told_as_in_a_uri(folder: Path, output: str, locale: str) -> None:
    """What is told can be encoded and, where that is JSON, read again; whatever encoding people have for names."""
    name = b"\xff\xc3\xa9.json"
    (folder / os.fsdecode(b"s" + name)).write_text('{"type": "integer"}')
    (folder / os.fsdecode(name)).write_text("true")
    words = [sys.executable, "-m", "schemawright", "validate", "-s", b"s" + name, "-o", output, name, b"no" + name]
    said = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"} if locale == "ascii" else {"PYTHONUTF8": "1"}
    environment = {**os.environ, **said, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (3, b"")
    told = done.stdout.decode()
    assert "\\" not in told.replace('\\"', '"')
    if output == "sarif":
        assert '"uri": "%FF%C3%A9.json"' in told
    else:
        called = "%25FF\u00e9.json" if output == "github" else "%FF\u00e9.json"
        assert told.count(f"no{called}") == 1
        assert f"s{called.replace('%25', '%')} has no $schema" in told
    for line in told.splitlines() if output == "jsonl" else [told] if output in {"json", "sarif"} else []:
        json.loads(line)


INTERRUPTED_AT = """
import os, runpy, signal, sys

module = sys.argv.pop(1)

class Interrupting:
    @staticmethod
    def find_spec(name, *_):
        if name == module:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupting)
runpy.run_module("schemawright", run_name="__main__", alter_sys=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="nobody sends that signal there")
@pytest.mark.parametrize("name", [".cli", ".atomic", ".errors", ".cli.parser", ".documents", ".workspace"])
def test_an_interrupt_is_answered_whatever_is_imported(folder: Path, name: str) -> None:
    """From the first module on that is read for the command line."""
    words = [sys.executable, "-c", INTERRUPTED_AT, f"schemawright{name}", "validate"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "schemawright: interrupted\n")


@pytest.mark.parametrize("also", ["", "<&-"], ids=["", "and standard input"])
@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ("validate p", 0, "2 records valid"),
        ("validate p/a.json -s t.json", 1, "p/a.json:1:1  type"),
        ("validate nothing.json", 3, "nothing.json  unreadable"),
        ("validate --nothing", 2, ""),
        ("generate --check", 1, "--- a/generated/s.py"),
        ("fuzz t.json --against 'grep -q . {file}'", 1, "the command accepts what the schema refuses: type"),
    ],
)
def test_a_closed_standard_error_changes_no_verdict(folder: Path, words: str, also: str, code: int, told: str) -> None:
    """Nor is a file that is opened, or one of a command, what is written to instead."""
    (folder / "t.json").write_text('{"type": "string"}')
    (folder / "pyproject.toml").write_text((folder / "pyproject.toml").read_text() + 'module = "generated.s"\n')
    before = {path: path.read_text() for path in folder.rglob("*.json")}
    done = in_shell(folder, f"schemawright {words} 2>&- {also}")
    assert (done.returncode, done.stdout[: len(told)], done.stderr) == (code, told, "")
    assert before == {path: path.read_text() for path in folder.rglob("*.json")}


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """A workspace with a folder that has a wrong payload; called, it can no longer be read."""
    settings = (
        '[tool.schemawright.schemas.s]\nfile = "s.json"\npayloads = ["p/**/*.json", "!p/out/**"]\n'
        '[tool.schemawright.schemas.t]\nfile = "s.json"\npayloads = ["p/**/*.json"]\n'
    )
    files = {"pyproject.toml": settings, "s.json": '{"type": "object"}', "p/a.json": "{}"}
    with to_lock({**files, "p/sub/b.json": "1", "other/c.json": "2"}) as (root, lock):
        monkeypatch.chdir(root)
        yield partial(lock, "p/sub", "other")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs permissions as POSIX has them")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "p/sub"),
        (["p"], "p/sub"),
        (["p/sub"], "p/sub"),
        (["p/**/*.json"], "p/sub"),
        (["p/s*/b.json"], "p/sub"),
        (["p/sub/b.json"], "p/sub/b.json"),
        (["p/sub/*.json"], "p/sub/*.json"),
        (["-s", "s", "p/sub/b.json"], "p/sub/b.json"),
        (["-s", "p/sub/b.json", "p/a.json"], "p/sub/b.json"),
        (["--changed", "p/sub/b.json"], "p/sub/b.json"),
        (["--changed", "p/sub"], "p/sub"),
        (["--changed", "p", "s.json"], "p/sub"),
        (["--changed", "s.json"], "p/sub"),
        (["--changed", "pyproject.toml"], "p/sub"),
    ],
)
def test_a_folder_that_cannot_be_read_is_told(
    words: list[str], told: str, locked: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Once, and with exit code 3: what is in it may be wrong."""
    main(["validate", *words])
    capsys.readouterr()
    locked()
    assert main(["validate", *words]) == 3
    out = capsys.readouterr().out
    assert out.count("cannot be read: permission denied\n") == 1
    assert f"{told}  unreadable\n" in out
    assert out.splitlines()[-1].startswith("1 could not be judged")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs permissions as POSIX has them")
@pytest.mark.parametrize(
    "words", [["p/a.json"], ["p/*.json"], ["--changed", "p/a.json"], ["--changed", "p/a.json", "other/c.json", "other"]]
)
def test_nobody_looks_into_folders_that_nothing_leads_to(
    words: list[str], locked: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """That one of those cannot be read is nobody's concern."""
    main(["validate", *words])
    capsys.readouterr()
    locked()
    assert main(["validate", *words]) == 0
    assert capsys.readouterr().out.startswith("1 record valid")


@pytest.mark.parametrize("words", [[], ["--changed", "p/.h/a.json", ".ci/x/a.json"]])
def test_hidden_folders_are_for_globs_that_write_their_dot(
    words: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever names the file: what a commit is refused for, a full run refuses, too."""
    settings = '[tool.schemawright.schemas.s]\nfile = "s.json"\npayloads = ["**/*.json", ".ci/**/*.json", "!p/?z-*"]\n'
    (folder / "pyproject.toml").write_text(settings)
    (folder / "s.json").write_text('{"type": "object"}')
    for name in ("p/.h/a.json", ".ci/x/a.json", ".ci/.y/a.json", "env/a.json"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text("1")
    (folder / "env/pyvenv.cfg").touch()
    words = [*words, "env/a.json"] if words else words
    assert main(["validate", *words]) == 1
    out = capsys.readouterr().out
    assert ".ci/x/a.json:1:1" in out
    assert out.splitlines()[-1].startswith("1 of ")
