"""`schemawright fuzz`: what is written where, the exit codes, and what happens when it is ended early."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import open_schema
from schemawright.cli import main
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.making.sweep import Sweep

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from schemawright.fuzz.record import FuzzRecord

LATEST = "https://json-schema.org/draft/2020-12/schema"
SCHEMA = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "minLength": 1}}}
MODULE = [sys.executable, "-m", "schemawright"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "session.json").write_text(json.dumps(SCHEMA))
    return tmp_path


def made(count: int, mode: str = "mixed", seed: int = 0, schema: Any = SCHEMA) -> list[FuzzRecord]:
    return list(islice(Fuzzer(open_schema(schema)).stream(mode, seed), count))


def test_records_are_lines(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["fuzz", "session.json", "-n", "200"]) == 0
    out = capfdbinary.readouterr().out
    assert not out.isascii()
    assert [json.loads(line) for line in out.splitlines()] == [record.instance for record in made(200)]


@pytest.mark.parametrize("options", [[], ["--labels"]])
def test_a_record_is_one_line_whatever_a_reader_takes_for_its_end(
    options: list[str], capfdbinary: pytest.CaptureFixture[bytes], folder: Path
) -> None:
    ends = ["a\u2028b", "\u2029", "\x85", "\u2028\x85é", "\n\r\x0b\x0c\x1c\x1d\x1e"]
    (folder / "ends.json").write_text(json.dumps({"enum": ends}))
    assert main(["fuzz", "ends.json", "-n", "20", "--mode", "valid", *options]) == 0
    lines = [json.loads(line) for line in capfdbinary.readouterr().out.decode().splitlines()]
    assert {line["instance"] if options else line for line in lines} == set(ends)


def test_labels_say_what_is_violated_where(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["fuzz", "session.json", "-n", "50", "--labels"]) == 0
    lines = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert [(line["valid"], line["violates"] or "", line["at"] or "", line["instance"]) for line in lines] == [
        (one.valid, one.violates, one.at, one.instance) for one in made(50)
    ]
    assert {(line["violates"], line["at"]) for line in lines if line["valid"]} == {(None, None)}


def test_labels_say_where_more_is_violated(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Where no branch holds, what a branch declares is not evaluated either."""
    branch = {"properties": {"a": {"type": "string"}}, "required": ["a"]}
    schema = {"$schema": LATEST, "type": "object", "anyOf": [branch], "unevaluatedProperties": False}
    (folder / "both.json").write_text(json.dumps(schema))
    assert main(["fuzz", "both.json", "-n", "50", "--mode", "invalid", "--labels"]) == 0
    lines = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    records = list(islice(Fuzzer(open_schema(schema)).stream("invalid"), 50))
    assert [line.get("alone", True) for line in lines] == [one.alone for one in records]
    assert {one.alone for one in records} == {True, False}


def test_a_command_without_a_place_for_the_file_is_taken_for_a_schema_and_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["fuzz", "session.json", "--against", "false"]) == 2
    assert "write a command as 'COMMAND {file}'" in capsys.readouterr().err


@pytest.mark.parametrize("mode", ["valid", "invalid"])
def test_mode_and_seed_reach_the_fuzzer(mode: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    schema = open_schema(SCHEMA)
    outs = []
    for seed in ("1", "1", "2"):
        assert main(["fuzz", "session.json", "-n", "400", "--mode", mode, "--seed", seed]) == 0
        outs.append(capfdbinary.readouterr().out)
    assert {schema.is_valid(json.loads(line)) for line in outs[0].splitlines()} == {mode == "valid"}
    assert outs[0] == outs[1] != outs[2]


@pytest.mark.parametrize(
    ("schema", "note"),
    [
        (True, "note: no instance is invalid: all records are valid\n"),
        (False, "note: no instance is valid: all records are invalid\n"),
        (SCHEMA, ""),
    ],
)
def test_mixed_makes_what_there_is_and_says_so(
    schema: Any, note: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "one.json").write_text(json.dumps(schema))
    assert main(["fuzz", "one.json", "-n", "5"]) == 0
    out, err = capfd.readouterr()
    assert (out.count("\n"), err) == (5, note)
    assert main(["fuzz", "one.json", "-n", "5", "-q"]) == 0
    assert capfd.readouterr() == (out, "")


def test_a_count_may_be_as_large_as_one_likes(folder: Path) -> None:
    words = [*MODULE, "fuzz", "session.json", "-n", "9" * 30]
    with subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        assert running.stdout is not None
        assert running.stdout.readline()
        running.kill()


def test_coverage_is_printed_instead_of_records(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["fuzz", "session.json", "-n", "100", "--coverage", "json"]) == 0
    said = json.loads(capfd.readouterr().out)
    assert [(one["keyword_location"], one["exercised"]) for one in said["keywords"]] == [
        ("#/type", True),
        ("#/required", True),
        ("#/properties/id/type", True),
        ("#/properties/id/minLength", True),
    ]
    assert said["records"] == 100
    assert said["valid"] == sum(record.valid for record in made(100))


def test_records_and_coverage_go_to_two_places(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    words = ["-n", "60", "--coverage", "-o", "out.ndjson", "--coverage-html", "page.html", "-q"]
    assert main(["fuzz", "session.json", *words]) == 0
    out, err = capfd.readouterr()
    valid = sum(record.valid for record in made(60))
    assert (err, out.splitlines()[-1]) == ("", f"4 of 4 keywords exercised · 60 records, {valid} of them valid")
    written = (folder / "out.ndjson").read_bytes().splitlines()
    assert [json.loads(line) for line in written] == [record.instance for record in made(60)]
    assert "session.json: keyword coverage" in (folder / "page.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in folder.iterdir()) == ["out.ndjson", "page.html", "session.json"]


@pytest.mark.parametrize("option", ["-o", "--coverage-html"])
def test_that_a_file_cannot_be_written_is_said_before_any_work(option: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["fuzz", "session.json", "-n", "1000000000", option, "nowhere/out"]) == 3
    assert capfd.readouterr() == ("", "schemawright: nowhere/out: cannot be written: no such file or directory\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-o", "session.json"], "session.json: expected a file of its own for -o, found that of the schema"),
        (["-o", "./link.json"], "./link.json: expected a file of its own for -o, found that of the schema"),
        (
            ["--coverage-html", "session.json"],
            "session.json: expected a file of its own for --coverage-html, found that of the schema",
        ),
        (
            ["-o", "out", "--coverage-html", "./out"],
            "./out: expected a file of its own for --coverage-html, found that of -o",
        ),
        (["-o", "", "--coverage-html", "page.html"], "expected a file for -o, found an empty name"),
        (["-o", "out", "--coverage-html", ""], "expected a file for --coverage-html, found an empty name"),
    ],
)
def test_nothing_is_written_over_the_schema_nor_twice(
    words: list[str], said: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "link.json").symlink_to("session.json")
    assert main(["fuzz", "session.json#/properties/id", "-n", "3", *words]) == 2
    out, err = capfd.readouterr()
    assert (out, err.splitlines()[0]) == ("", f"schemawright: {said}")
    assert json.loads((folder / "session.json").read_text()) == SCHEMA
    assert sorted(path.name for path in folder.iterdir()) == ["link.json", "session.json"]


def test_one_device_takes_all(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["fuzz", "session.json", "-n", "3", "-q", "-o", os.devnull, "--coverage-html", os.devnull]) == 0
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the system has no /dev/full")  # noqa: PTH110
@pytest.mark.parametrize("count", ["10", "1000"])
def test_a_full_disk_is_told_by_the_name_of_the_file(count: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["fuzz", "session.json", "-n", count, "-o", "/dev/full"]) == 3
    assert capfd.readouterr().err == "schemawright: /dev/full: cannot be written: no space left on device\n"


@pytest.mark.parametrize(("ending", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_file_is_whole_or_as_it_was(ending: signal.Signals, code: int, folder: Path) -> None:
    (folder / "out.ndjson").write_text("before\n")
    words = [*MODULE, "fuzz", "session.json", "-n", "1000000000", "-o", "out.ndjson"]
    # Where the tests run in the background of a shell, interrupts are ignored, and so they would be here.
    heeding = partial(signal.signal, ending, signal.SIG_DFL)
    with subprocess.Popen(words, cwd=folder, stderr=subprocess.PIPE, preexec_fn=heeding) as running:  # noqa: PLW1509  (no threads here)
        while not any(path.stat().st_size for path in folder.glob(".out.ndjson-*")):
            assert running.poll() is None
            time.sleep(0.01)
        running.send_signal(ending)
        assert running.wait(timeout=20) == code
    assert (folder / "out.ndjson").read_text() == "before\n"
    assert sorted(path.name for path in folder.iterdir()) == ["out.ndjson", "session.json"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the system has no /dev/full")  # noqa: PTH110
def test_that_standard_output_is_full_is_not_told_of_a_file(folder: Path) -> None:
    words = [*MODULE, "fuzz", "session.json", "-n", "1000", "-q", "--coverage-html", "page.html"]
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(words, cwd=folder, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    said = "schemawright: cannot write to standard output: no space left on device\n"
    assert (done.returncode, done.stderr) == (3, said)
    assert [path.name for path in folder.iterdir()] == ["session.json"]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16"])
def test_coverage_is_json_whatever_encoding_people_have(encoding: str, folder: Path) -> None:
    (folder / "s.json").write_text('{"properties": {"\\u00e9\\ud83d\\ude00": {"type": "string"}}}')
    words = [*MODULE, "fuzz", "s.json", "-n", "9", "--coverage=json"]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "/\u00e9\U0001f600" in json.loads(done.stdout.decode())["locations"]


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="names of files are UTF-8 there")
def test_a_page_is_of_a_schema_that_is_called_anything(folder: Path) -> None:
    name = b"\xff\xc3\xa9.json"
    (folder / os.fsdecode(name)).write_text('{"type": "string"}')
    for locale in ({"LC_ALL": "C.UTF-8"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}):
        words = [*MODULE, "fuzz", name, "-n", "2", "-o", os.devnull, "--coverage-html", "page.html"]
        done = subprocess.run(words, cwd=folder, env={**os.environ, **locale}, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "%FF\u00e9.json: keyword coverage" in (folder / "page.html").read_text(encoding="utf-8")


def test_who_stops_reading_is_not_told(folder: Path) -> None:
    words = [*MODULE, "fuzz", "session.json", "-n", "1000000000"]
    with subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert json.loads(running.stdout.readline()) == made(1)[0].instance
        running.stdout.close()
        assert running.wait(timeout=20) == 141
        assert running.stderr.read() == b""


@pytest.mark.parametrize("quiet", [False, True])
def test_what_is_waited_for_is_said_on_a_terminal(quiet: bool, repository: Path) -> None:
    """And taken back before the records, which go elsewhere; not where nobody wants to know."""
    ours, theirs = os.openpty()
    schema = repository / "benchmarks/mutation/rich.schema.json"
    words = [*MODULE, "fuzz", str(schema), "-n", "3", *(["--quiet"] if quiet else [])]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        said = b"".join(_read_from(ours))
        assert process.stdout is not None
        assert len(process.stdout.read().splitlines()) == 3
    os.close(ours)
    assert (b"looking for" in said) == (not quiet)
    assert quiet or said.endswith(b"\x1b[2K"), "the line is cleared at the end"


def _read_from(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            found = os.read(terminal, 4096)
        except OSError:  # The other end is closed.
            return
        yield found


def test_every_process_makes_the_same_records(repository: Path) -> None:
    words = [*MODULE, "fuzz", str(repository / "benchmarks/mutation/rich.schema.json"), "-n", "300", "--labels"]
    running = [
        subprocess.Popen(words, env={**os.environ, "PYTHONHASHSEED": hashes}, stdout=subprocess.PIPE)
        for hashes in ("0", "1")
    ]
    first, second = (one.communicate(timeout=120)[0] for one in running)
    assert first == second


def test_what_is_gone_lends_no_turn_to_what_comes_after_it() -> None:
    """An object that is no longer there may have had the same id: in some processes, and not in others."""
    sweep = Sweep()
    assert {sweep.turn([number], 1) for number in range(100)} == {0}


def test_a_schema_that_is_not_valid_is_shown_where(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "broken.json").write_text('{"minLength": -1}')
    assert main(["fuzz", "broken.json"]) == 3
    assert capfd.readouterr().err.splitlines()[:3] == [
        "schemawright: broken.json:1:15: the schema is not valid against its metaschema (2020-12): 1 finding",
        "  broken.json:1:15  /minLength  minimum",
        "      expected at least 0, found -1",
    ]


@pytest.mark.parametrize("words", [["endless.json"], ["session.json", "--against", "endless.json"]])
def test_a_schema_whose_references_do_not_end_is_named(
    words: list[str], folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "endless.json").write_text('{"$ref": "#"}')
    assert main(["fuzz", *words]) == 3
    assert capfd.readouterr().err.startswith("schemawright: endless.json:1:10: expected references to end, found one")


def test_a_command_that_differs_is_exit_code_1(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["fuzz", "session.json", "-n", "40", "--against", "true {file}"]) == 1
    lines = capfd.readouterr().out.splitlines()
    at = next(number for number, line in enumerate(lines) if "minLength" in line)
    assert lines[at].startswith("the command accepts what the schema refuses: minLength at /id (")
    assert lines[at + 1 : at + 4] == [
        '    {"id":""}',
        "    expected at least 1 character, found 0",
        '  reproduce: printf %s \'{"id":""}\' > record.json; true record.json',
    ]
    valid = sum(record.valid for record in made(40))
    counted = f" kinds of differences · 40 records, {valid} of them valid, {40 - valid} with a difference"
    assert lines[-1].endswith(counted)


@pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX")
def test_a_difference_is_reproduced_by_the_words_that_were_run(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A shell makes no more of them than what ran without one."""
    (folder / "says.py").write_text("import sys\nprint(sys.argv[1:])\nsys.exit(1)\n")
    said = """$$ "$HOME" * "`id`" a;b {x,y} ~ 'it is' "it's" >out $(id)"""
    command = f"{shlex.quote(sys.executable)} -S says.py {said} {{file}}"
    assert main(["fuzz", "session.json", "-n", "1", "--against", command]) == 1
    [line] = [line for line in capfd.readouterr().out.splitlines() if line.startswith("  reproduce: ")]
    ran = subprocess.run(["sh", "-c", line.removeprefix("  reproduce: ")], capture_output=True, text=True, check=False)
    assert ran.stdout == f"{[*shlex.split(said), 'record.json']}\n"


@pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX")
@pytest.mark.parametrize("longest", [1, 3_000])
def test_a_difference_of_schemas_that_are_called_like_options_is_reproduced(
    folder: Path, capfd: pytest.CaptureFixture[str], longest: int
) -> None:
    """By the record, and by the stream where that is too long to be typed."""
    for name, most in (("-s 1.json", longest), ("--t.json", longest + 1)):
        (folder / name).write_text(json.dumps({"type": "string", "minLength": longest, "maxLength": most}))
    assert main(["fuzz", "-n", "4", "--mode", "valid", "--against=--t.json", "--", "-s 1.json"]) == 1
    first = capfd.readouterr().out
    [line] = [line for line in first.splitlines() if line.startswith("  reproduce: ")]
    script = f'schemawright() {{ {shlex.join(MODULE)} "$@"; }}; {line.removeprefix("  reproduce: ")}'
    ran = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    if longest == 1:
        assert [told.partition(" · ")[0] for told in ran.stdout.splitlines() if " · " in told] == [
            "1 of 1 record invalid",
            "1 record valid",
        ]
    else:
        assert ran.stdout == first


@pytest.mark.parametrize(
    ("schema", "command", "told"),
    [
        ({"type": "integer", "minimum": 1, "exclusiveMaximum": 2}, "true {file}", {"exclusiveMaximum": "2"}),
        (
            {
                "type": "object",
                "required": ["sku", "qty"],
                "properties": {"sku": {"pattern": "^[A-Z]{3}-[0-9]{4,8}$", "type": "string"}, "qty": {"minimum": 1}},
            },
            "false {file}",
            {"accepts": '{"qty":1,"sku":"AAA-0000"}'},
        ),
    ],
)
def test_each_kind_is_told_once_with_the_least_record(
    schema: Any, command: str, told: dict[str, str], folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "one.json").write_text(json.dumps(schema))
    assert main(["fuzz", "one.json", "-n", "30", "--against", command]) == 1
    lines = capfd.readouterr().out.splitlines()
    kinds = [line.partition(" (")[0] for line in lines if line.startswith("the command ")]
    assert len(set(kinds)) == len(kinds)
    for word, record in told.items():
        at = next(number for number, line in enumerate(lines) if word in line)
        assert lines[at + 1] == f"    {record}"


def test_a_crash_is_told_beside_what_else_is_found(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """It is a finding, and the exit code says that not all records were judged."""
    (folder / "crashes.py").write_text('import os, sys\nif \'"id":"\' in open(sys.argv[1]).read(): os.abort()\n')
    command = f"{shlex.quote(sys.executable)} -S crashes.py {{file}}"
    assert main(["fuzz", "session.json", "-n", "12", "--against", command]) == 3
    out, err = capfd.readouterr()
    lines = out.splitlines()
    at = lines.index("the command was killed by signal 6, which is no verdict (the first is number 1)")
    assert lines[at + 1] == '    {"id":"a"}'
    assert lines[at + 2].startswith("  reproduce: printf %s ")
    assert any(line.startswith("the command accepts what the schema refuses: required (") for line in lines)
    assert " kinds of differences · 12 records, " in lines[-1]
    assert err.startswith("schemawright: the command gave no verdict on ")


def test_what_was_found_is_shown_before_a_command_that_cannot_make_up_its_mind(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """It refuses an empty text, as it should, but the first."""
    (folder / "unsteady.py").write_text(
        "import os, sys\n"
        "if '\"\"' in open(sys.argv[1]).read():\n"
        "    with open('seen', 'a') as file: file.write('.')\n"
        "    sys.exit(os.path.getsize('seen') > 1)\n"
    )
    command = f"{shlex.quote(sys.executable)} -S unsteady.py {{file}}"
    assert main(["fuzz", "session.json", "-n", "100", "--mode", "invalid", "--against", command]) == 3
    out, err = capfd.readouterr()
    assert out.startswith("the command accepts what the schema refuses: ")
    assert "but not when it is asked again" in err
    assert "run it by hand on this record, several times: " in err


@pytest.mark.parametrize("words", [["fuzz", "./session.json"], ["validate", "-s", "./session.json", "session.json"]])
def test_a_workspace_that_is_not_there_is_said(words: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    """Though a schema that is named as a file needs none."""
    assert main([*words, "--workspace", "nowhere"]) == 2
    said = "schemawright: nowhere: [tool.schemawright]: expected a pyproject.toml with [tool.schemawright], found none"
    assert capfd.readouterr().err.splitlines()[0] == said


def test_a_command_without_a_verdict_is_exit_code_3(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["fuzz", "session.json", "--against", "no-such-command {file}"]) == 3
    assert "the command cannot be run: no such file or directory" in capfd.readouterr().err


def test_models_that_agree_are_exit_code_0(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["fuzz", "session.json", "-n", "100", "--models"]) == 0
    out, err = capfd.readouterr()
    assert out == f"no difference · 100 records, {sum(record.valid for record in made(100))} of them valid\n"
    assert err == "note: the module is made in memory\n"


def test_the_committed_module_is_asked(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from schemawright.fuzz.proofs.model_proof import text_of

    (folder / "pyproject.toml").write_text(
        '[tool.schemawright.schemas.session]\nfile = "session.json"\nmodule = "made"\n'
    )
    (folder / "made.py").write_text(text_of(open_schema({**SCHEMA, "required": []})))
    assert main(["fuzz", "session", "-n", "40", "--models"]) == 1
    out, err = capfd.readouterr()
    number = next(n for n, record in enumerate(made(40), 1) if record.keyword == "required")
    assert err == "note: the module is made.py\n"
    assert out.splitlines()[0].startswith("the model accepts an invalid record: required (")
    assert f"  reproduce: schemawright fuzz session --mode mixed --seed 0 -n {number} --models" in out.splitlines()


@pytest.mark.parametrize("option", ["-o", "--coverage-html"])
def test_nothing_is_written_over_what_the_schema_refers_to(
    option: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "part.json").write_text('{"type": "integer"}')
    (folder / "whole.json").write_text('{"items": {"$ref": "part.json"}}')
    assert main(["fuzz", "whole.json", "-n", "3", option, "part.json"]) == 2
    said = f"part.json: expected a file of its own for {option}, found that of a schema it refers to"
    assert said in capfd.readouterr().err
    assert (folder / "part.json").read_text() == '{"type": "integer"}'


def test_a_module_that_cannot_be_imported_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pyproject.toml").write_text('[tool.schemawright.schemas.session]\nfile = "session.json"\n')
    (folder / "generated").mkdir()
    (folder / "generated/session.py").write_text("<<<<<<< HEAD\n")
    assert main(["fuzz", "session", "--models"]) == 3
    said, hint = capsys.readouterr().err.splitlines()[1:]
    assert said.startswith(
        "schemawright: generated/session.py: expected a module that can be imported, found SyntaxError:"
    )
    assert hint == "  hint: write it anew: schemawright generate"
