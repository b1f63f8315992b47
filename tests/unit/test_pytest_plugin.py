"""The pytest plugin: records for any test, the workspace's proofs, and what a failure shows."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from inspect import cleandoc
from typing import Any

import pytest

SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "string"}},
}
WORKSPACE = """
[tool.schemawright.schemas.session]
file = "schemas/session.json"
payloads = ["payloads/*.json"]
"""


@pytest.fixture
def suite(pytester: pytest.Pytester) -> pytest.Pytester:
    """Return a suite in a workspace with one schema."""
    pytester.makepyprojecttoml(WORKSPACE)
    write(pytester, "schemas/session.json", SCHEMA)
    write(pytester, "payloads/a.json", {"id": "ts_1"})
    return pytester


def write(pytester: pytest.Pytester, path: str, value: Any) -> None:
    file = pytester.path / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(value))


def test_a_marked_test_runs_once_for_each_record(suite: pytest.Pytester) -> None:
    suite.makepyfile("""
        import pytest

        @pytest.mark.schemawright("session", count=40)
        def test_it(schemawright_record):
            instance = schemawright_record.instance
            assert schemawright_record.valid == (isinstance(instance, dict) and isinstance(instance.get("id"), str))
    """)
    result = suite.runpytest_inprocess("-v", "--strict-markers")
    result.assert_outcomes(passed=40)
    result.stdout.fnmatch_lines(["*::test_it?1? PASSED*", "*::test_it?40? PASSED*"])


def test_records_are_made_when_their_test_is_set_up(suite: pytest.Pytester) -> None:
    """A rich schema takes seconds: whoever only collects, or selects other tests, does not wait for that."""
    suite.makeconftest("""
        import sys

        def pytest_sessionfinish():
            assert "schemawright.fuzz.fuzzer" not in sys.modules
    """)
    suite.makepyfile(f"""
        import pytest

        def test_other():
            pass

        {MARKED}
        def test_it(schemawright_record):
            pass
    """)
    collected = suite.runpytest_subprocess("--collect-only", "-q")
    assert collected.ret == 0
    collected.stdout.fnmatch_lines(["*::test_it?1?", "*::test_it?4?"])
    suite.runpytest_subprocess("-k", "other").assert_outcomes(passed=1, deselected=4)


def test_a_record_is_the_same_whichever_tests_run_before_it(suite: pytest.Pytester) -> None:
    suite.makepyfile("""
        import pytest

        @pytest.mark.schemawright("session", count=8)
        def test_it(schemawright_record):
            print("\\nrecord:", schemawright_record)
    """)
    alone, all_of_them = (suite.runpytest_inprocess("-s", "-k", which) for which in ("8]", "test_it"))
    (record,) = (line for line in alone.outlines if line.startswith("record: "))
    assert record in all_of_them.outlines


def test_what_a_test_does_to_its_record_is_nobody_elses(suite: pytest.Pytester) -> None:
    """Not another test's, not that of a record made later, and not what is shown of it."""
    suite.makepyfile("""
        import pytest

        SCHEMA = {"type": "object", "properties": {"a": {"const": [[1]]}}, "required": ["a"]}
        marked = pytest.mark.schemawright(SCHEMA, mode="valid", count=4)

        @marked
        def test_changing(schemawright_record):
            schemawright_record.instance["a"][0].append(7)
            schemawright_record.instance["a"].append("added")
            assert len(schemawright_record.instance["a"]) > 2

        @marked
        def test_after(schemawright_record):
            assert schemawright_record.instance["a"] == [[1]]
    """)
    result = suite.runpytest_inprocess()
    result.assert_outcomes(passed=4, failed=4)
    result.stdout.fnmatch_lines(['minimal record: {"a":[[][[]1]]}'])
    result.stdout.no_fnmatch_line("*record: *added*")


def test_whoever_asks_for_a_record_too_late_is_told_how(suite: pytest.Pytester) -> None:
    suite.makepyfile(f"""
        import pytest

        {MARKED}
        def test_it(request):
            request.getfixturevalue("schemawright_record")
    """)
    result = suite.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["expected schemawright_record among the arguments of the test or a fixture"])


def test_a_marked_test_without_the_record_is_said(suite: pytest.Pytester) -> None:
    """It would run once, and pass; a marker of a class or a module is for those of its tests that ask for records."""
    suite.makepyfile(f"""
        import pytest
        import unittest

        pytestmark = pytest.mark.schemawright("session", count=2)

        {MARKED}
        def test_function():
            pass

        {MARKED}
        @pytest.mark.parametrize("x", [1, 2])
        def test_with_parameters(x):
            pass

        {MARKED}
        @pytest.mark.skip
        def test_skipped():
            pass

        class TestCase(unittest.TestCase):
            {MARKED}
            def test_method(self):
                pass

        {MARKED}
        class TestClass:
            def test_with(self, schemawright_record):
                pass

            def test_without(self):
                pass

        def test_of_the_module(schemawright_record):
            pass

        @pytest.fixture
        def instance(schemawright_record):
            return schemawright_record.instance

        {MARKED}
        def test_by_a_fixture(instance):
            pass
    """)
    result = suite.runpytest_inprocess()
    result.assert_outcomes(errors=4, skipped=1, passed=4 + 1 + 2 + 4)
    result.stdout.fnmatch_lines(["expected schemawright_record among the arguments of the test or a fixture"])


@pytest.mark.parametrize("asks", [True, False])
@pytest.mark.parametrize("marked", ["module", "class"])
def test_a_class_or_module_that_is_marked_in_vain_is_said_once(marked: str, asks: bool, suite: pytest.Pytester) -> None:
    mark = 'pytest.mark.schemawright("session", count=2)'
    module, decorator = (f"pytestmark = {mark}", "") if marked == "module" else ("", f"@{mark}")
    suite.makepyfile(f"""
        import pytest

        {module}

        {decorator}
        class TestIt:
            def test_one(self):
                pass

            def test_two(self{", schemawright_record" if asks else ""}):
                pass
    """)
    result = suite.runpytest_inprocess()
    result.assert_outcomes(errors=0 if asks else 1, passed=3 if asks else 1)
    name = "test_a_class_or_module_that_is_marked_in_vain_is_said_once.py" if marked == "module" else "TestIt"
    told = f"expected schemawright_record among the arguments of one of the tests of {name}, which is marked, *"
    if not asks:
        result.stdout.fnmatch_lines([told])
    # Where only some are collected, nobody knows of the others.
    suite.runpytest_inprocess("-k", "one").assert_outcomes(
        errors=0 if asks else 1, passed=1 if asks else 0, deselected=2 if asks else 1
    )
    path = "test_a_class_or_module_that_is_marked_in_vain_is_said_once.py::TestIt::test_one"
    suite.runpytest_inprocess(path).assert_outcomes(passed=1)


@pytest.mark.parametrize("workers", [[], ["-n", "1"]])
def test_the_workspace_is_that_of_the_current_folder(
    workers: list[str], suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for the commands, also where the suite's settings are further up; from elsewhere, it is the suite's."""
    settings = suite.path / "pyproject.toml"
    settings.write_text(settings.read_text() + "\n[tool.pytest.ini_options]\n")
    inner = suite.path / "inner"
    (inner / "deep").mkdir(parents=True)
    (inner / "pyproject.toml").write_text(WORKSPACE.replace("session", "other").replace("schemas/", ""))
    (inner / "other.json").write_text('{"type": "integer"}')
    (inner / "test_it.py").write_text(
        'import pytest\n@pytest.mark.schemawright("other", mode="valid", count=2)\n'
        "def test_it(schemawright_record):\n    assert int(schemawright_record.instance) is not None\n"
    )
    options = ["-p", "xdist", *workers, "-v", "--schemawright", "--schemawright-count=2"]
    for folder, named in ((suite.path, "session"), (inner, "other"), (inner / "deep", "other")):
        monkeypatch.chdir(folder)
        result = suite.runpytest_subprocess(*options, str(inner / "test_it.py"))
        result.stdout.fnmatch_lines([f"*{named}-engines*"])
        assert result.parseoutcomes()["passed"] == (3 if named == "other" else 2)
    monkeypatch.chdir(suite.path.parent)
    suite.runpytest_subprocess(*options, str(suite.path)).stdout.fnmatch_lines(["*session-engines*"])


def test_what_the_workspace_here_does_not_have_may_be_the_suites(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One suite runs from each of its folders as it does from above; the command says so then."""
    (suite.path / "pytest.ini").touch()
    inner = suite.path / "inner"
    inner.mkdir()
    (inner / "pyproject.toml").write_text(WORKSPACE.replace("session", "other"))
    (inner / "test_it.py").write_text(
        "import pytest\n"
        '@pytest.mark.parametrize("nothing", [0])\n'
        '@pytest.mark.schemawright("session#", mode="valid", count=2)\n'
        "def test_it(schemawright_record, nothing):\n    assert 'id' in schemawright_record.instance\n"
        '@pytest.mark.schemawright("session", mode="valid", count=1)\n'
        "def test_fails(schemawright_record):\n    assert 0\n"
    )
    for folder, said in ((suite.path, ""), (inner, " --workspace ../pyproject.toml")):
        monkeypatch.chdir(folder)
        result = suite.runpytest_subprocess(str(inner / "test_it.py"))
        assert result.parseoutcomes() == {"passed": 2, "failed": 1}
        result.stdout.fnmatch_lines(
            [f"reproduce: schemawright fuzz session --mode valid --seed 0 -n 1{said} --labels*"]
        )


def test_the_marker_takes_a_mode_and_a_file(suite: pytest.Pytester) -> None:
    suite.makepyfile("""
        import pytest

        @pytest.mark.schemawright("schemas/session.json", mode="valid", count=2)
        def test_it(schemawright_record):
            assert schemawright_record.valid
    """)
    suite.runpytest_inprocess().assert_outcomes(passed=2)


def test_a_failure_shows_the_minimal_record_its_finding_and_the_command(suite: pytest.Pytester) -> None:
    suite.makepyfile("""
        import pytest

        @pytest.mark.schemawright("session", mode="invalid", count=30, seed=3)
        def test_it(schemawright_record):
            assert schemawright_record.violates != "/properties/id/type"
    """)
    result = suite.runpytest_inprocess()
    lines = result.outlines
    at = next(number for number, line in enumerate(lines) if line.startswith("minimal record: "))
    assert lines[at] == 'minimal record: {"id":0}'
    assert lines[at + 1] == "    /id  type: expected a string, found 0"
    record = json.loads(lines[at + 2].removeprefix("record: "))
    command = lines[at + 3].removeprefix("reproduce: ")
    assert command.startswith("schemawright fuzz session --mode invalid --seed 3 -n ")
    again = subprocess.run(
        ["bash", "-c", command.replace("schemawright", f"{shlex.quote(sys.executable)} -m schemawright", 1)],
        cwd=suite.path,
        capture_output=True,
        check=True,
    )
    label = {"valid": False, "violates": "/properties/id/type", "at": "/id", "instance": record}
    assert json.loads(again.stdout) == label


def test_one_cause_has_one_minimal_record_which_is_told_once(suite: pytest.Pytester) -> None:
    """Of whatever record it is shrunk: the shrinker knows what such a place can have."""
    address = {"type": "object", "required": ["to"], "properties": {"to": {"type": "string", "format": "email"}}}
    contents = {
        "type": "object",
        "required": ["currency", "mail", "size"],
        "properties": {"currency": {"enum": ["EUR", "GBP", "USD"]}, "mail": address, "size": {"type": "integer"}},
    }
    suite.makepyfile(f"""
        import pytest

        @pytest.mark.schemawright({contents!r}, mode="valid", count=60)
        def test_it(schemawright_record):
            assert abs(schemawright_record.instance["size"]) < 7
    """)
    result = suite.runpytest_inprocess()
    told = [line.removeprefix("minimal record: ") for line in result.outlines if line.startswith("minimal record: ")]
    assert len(told) > 9
    assert told[0] == '{"currency":"EUR","mail":{"to":"a@a"},"size":7}'
    assert all(line.startswith("that of test_one_cause") for line in told[1:])
    assert len(set(told[1:])) == 1


def test_a_record_stays_as_it_is_where_other_fixtures_take_part(suite: pytest.Pytester) -> None:
    suite.makepyfile("""
        import pytest

        @pytest.mark.schemawright("session", mode="valid", count=3)
        def test_it(schemawright_record, tmp_path):
            assert False
    """)
    result = suite.runpytest_inprocess()
    result.assert_outcomes(failed=3)
    assert len([line for line in result.outlines if line.startswith("record: ")]) == 3
    assert result.outlines.count("not made smaller: the test has the fixture tmp_path") == 3
    result.stdout.no_fnmatch_line("minimal record: *")


RESETTING = {
    "autouse": """
        @pytest.fixture(autouse=True)
        def fresh():
            seen.clear()

        MARKED
        def test_it(schemawright_record):
            BODY
    """,
    "usefixtures": """
        @pytest.fixture
        def fresh():
            seen.clear()

        MARKED
        @pytest.mark.usefixtures("fresh")
        def test_it(schemawright_record):
            BODY
    """,
    "setup_function": """
        def setup_function():
            seen.clear()

        MARKED
        def test_it(schemawright_record):
            BODY
    """,
    "setup_method": """
        class TestIt:
            def setup_method(self):
                seen.clear()

            MARKED
            def test_it(self, schemawright_record):
                BODY
    """,
}
MARKED = '@pytest.mark.schemawright("session", mode="valid", count=4)'


@pytest.mark.parametrize("how", RESETTING)
def test_what_is_made_anew_for_each_test_is_not_for_a_smaller_record(how: str, suite: pytest.Pytester) -> None:
    """Run again, the test fails for what the first run left behind, whatever the record."""
    body = 'seen.append(0); assert len(seen) == 1 and len(schemawright_record.instance["id"]) < 3'
    text = RESETTING[how].replace("MARKED", MARKED).replace("BODY", body)
    suite.makepyfile(f"import pytest\n\nseen = []\n\n{cleandoc(text)}")
    result = suite.runpytest_inprocess()
    failed = [line for line in result.outlines if line.startswith("record: ")]
    assert failed
    assert all(len(json.loads(line.removeprefix("record: "))["id"]) > 2 for line in failed)
    fixture = how if how.startswith("setup") else "fresh"
    assert result.outlines.count(f"not made smaller: the test has the fixture {fixture}") == len(failed)
    result.stdout.no_fnmatch_line("minimal record: *")


def test_what_is_made_once_for_many_tests_is_there_for_a_smaller_record(suite: pytest.Pytester) -> None:
    suite.makeconftest("import pytest\n\n@pytest.fixture(autouse=True, scope='session')\ndef server():\n    yield 1\n")
    suite.makepyfile(f"import pytest\n\n{MARKED}\ndef test_it(schemawright_record):\n    assert False\n")
    suite.runpytest_inprocess().stdout.fnmatch_lines(['minimal record: {"id":""}'])


@pytest.mark.parametrize("indirect", [False, True])
def test_a_parameter_is_there_for_a_smaller_record_too(indirect: bool, suite: pytest.Pytester) -> None:
    """It is the same whenever the test runs; what a fixture makes of one is not."""
    suite.makepyfile(f"""
        import pytest

        @pytest.fixture
        def other(request):
            return request.param

        @pytest.mark.parametrize("other", [2], indirect={indirect})
        {MARKED}
        def test_it(schemawright_record, other):
            assert other == 1
    """)
    result = suite.runpytest_inprocess()
    result.assert_outcomes(failed=4)
    assert ('minimal record: {"id":""}' in result.outlines) == (not indirect)


@pytest.mark.parametrize("text", ["a", "it's \u2028 ", "long" * 1_000])
def test_contents_have_a_command_too(text: str, suite: pytest.Pytester) -> None:
    contents = {"type": "array", "items": {"type": "integer"}, "title": text}
    suite.makepyfile(f"""
        import pytest

        @pytest.mark.schemawright({contents!r}, mode="valid", count=12, seed=5)
        def test_it(schemawright_record):
            assert len(schemawright_record.instance) < 2
    """)
    lines = suite.runpytest_inprocess().outlines
    record = next(line for line in lines if line.startswith("record: ")).removeprefix("record: ")
    command = next(line for line in lines if line.startswith("reproduce: ")).removeprefix("reproduce: ")
    if text != "a":
        before, _, command = command.partition("; ")
        assert before == "write the marker's schema to schema.json"
        write(suite, "./schema.json", contents)
    again = subprocess.run(
        ["bash", "-c", command.replace("schemawright", f"{shlex.quote(sys.executable)} -m schemawright", 1)],
        cwd=suite.path,
        capture_output=True,
        check=True,
    )
    assert json.loads(again.stdout)["instance"] == json.loads(record)


def test_what_awaits_tests_is_good_for_a_smaller_record(suite: pytest.Pytester) -> None:
    """As pytest-asyncio's runner, which is made for each test."""
    suite.makeconftest("""
        import pytest

        def runner():
            yield

        runner.__module__ = "pytest_asyncio.plugin"
        runner = pytest.fixture(autouse=True)(runner)
    """)
    suite.makepyfile(f"import pytest\n\n{MARKED}\ndef test_it(schemawright_record):\n    assert False\n")
    suite.runpytest_inprocess().stdout.fnmatch_lines(['minimal record: {"id":""}'])


@pytest.mark.parametrize(
    "other",
    [
        '@pytest.mark.parametrize("other", [7, 8])',
        '@pytest.mark.parametrize("other", [7, 8], ids=["7-1", "8-1"])',
        "",
    ],
)
def test_the_command_has_the_record_s_number_whatever_else_is_a_parameter(other: str, suite: pytest.Pytester) -> None:
    suite.makepyfile(f"""
        import pytest

        @pytest.fixture(params=[5, 6])
        def one(request):
            return request.param

        @pytest.fixture(params=[3, 4])
        def other(request):
            return request.param

        {other}
        @pytest.mark.schemawright("session", mode="valid", count=3)
        def test_it(schemawright_record, one, other):
            assert False
    """)
    result = suite.runpytest_inprocess()
    result.assert_outcomes(failed=12)
    lines = [line for line in result.outlines if line.startswith(("record: ", "reproduce: "))]
    numbers = {(record, command.split()[-6]) for record, command in zip(lines[::2], lines[1::2], strict=True)}
    assert sorted(number for _, number in numbers) == ["1", "2", "3"]


def test_who_interrupts_a_test_does_not_have_it_run_again(suite: pytest.Pytester) -> None:
    """With `--pdb` an interrupted test is a failed one."""
    suite.makepyfile("""
        import pytest

        @pytest.mark.schemawright("session", mode="valid", count=1)
        def test_it(schemawright_record):
            with open("runs", "a") as file:
                file.write("run ")
            raise KeyboardInterrupt
    """)
    command = [sys.executable, "-m", "pytest", "--pdb"]
    done = subprocess.run(command, input="quit\n", cwd=suite.path, capture_output=True, text=True, check=False)
    assert "KeyboardInterrupt" in done.stdout
    assert "INTERNALERROR" not in done.stdout + done.stderr
    assert (suite.path / "runs").read_text() == "run "


def test_an_accident_has_no_minimal_record(suite: pytest.Pytester) -> None:
    suite.makepyfile("""
        import pytest

        times = iter(range(100))

        @pytest.mark.schemawright("session", mode="valid", count=1)
        def test_it(schemawright_record):
            assert next(times)
    """)
    result = suite.runpytest_inprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["record: *", "    valid", "not made smaller: run again with it, *", "reproduce: *"])
    result.stdout.no_fnmatch_line("minimal record: *")


@pytest.mark.parametrize(
    "otherwise",
    [
        'pytest.skip("no tags")',
        'pytest.xfail("no tags")',
        "sys.exit(3)",
        "raise asyncio.CancelledError",
        "raise GeneratorExit",
    ],
)
def test_whatever_else_a_smaller_record_does_is_no_failure(otherwise: str, suite: pytest.Pytester) -> None:
    suite.makepyfile(f"""
        import asyncio, sys
        import pytest

        @pytest.mark.schemawright("session", mode="valid", count=20)
        def test_it(schemawright_record):
            if not schemawright_record.instance["id"]:
                {otherwise}
            assert False
    """)
    result = suite.runpytest_inprocess()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    minimal = [line for line in result.outlines if line.startswith("minimal record: ")]
    assert 'minimal record: {"id":"a"}' in minimal
    # The one record that is empty to begin with: what it does may be a failure of its own.
    assert minimal.count('minimal record: {"id":""}') <= 1


@pytest.mark.parametrize("failure", ["sys.exit(3)", 'pytest.fail("so")'])
def test_what_a_test_fails_by_is_what_is_looked_for(failure: str, suite: pytest.Pytester) -> None:
    suite.makepyfile(f"""
        import sys
        import pytest

        @pytest.mark.schemawright("session", mode="valid", count=1)
        def test_it(schemawright_record):
            {failure}
    """)
    result = suite.runpytest_inprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(['minimal record: {"id":""}'])


@pytest.mark.parametrize(
    ("interrupt", "code"),
    [("raise KeyboardInterrupt", pytest.ExitCode.INTERRUPTED), ('pytest.exit("enough", 7)', 7)],
)
def test_a_session_can_be_ended_while_a_record_is_made_small(interrupt: str, code: int, suite: pytest.Pytester) -> None:
    suite.makepyfile(f"""
        import pytest

        times = iter([False, False, False, True])

        @pytest.mark.schemawright("session", mode="invalid", count=30)
        def test_it(schemawright_record):
            if next(times):
                {interrupt}
            assert False
    """)
    result = suite.runpytest_subprocess()
    assert result.ret == code
    assert "INTERNALERROR" not in f"{result.stdout}{result.stderr}"


ASYNC = """
    import pytest

    @pytest.mark.schemawright("session", mode="valid", count=20)
    async def test_it(schemawright_record):
        assert len(schemawright_record.instance["id"]) < 3
"""


def test_an_async_test_that_nothing_awaits_fails_without_a_warning(suite: pytest.Pytester) -> None:
    suite.makepyfile(ASYNC)
    result = suite.runpytest_inprocess("-W", "error")
    result.stdout.fnmatch_lines(["*async def functions are not natively supported*"])
    assert "never awaited" not in f"{result.stdout}{result.stderr}"


def test_an_async_test_is_awaited_for_its_minimal_record_too(suite: pytest.Pytester) -> None:
    suite.makeconftest("""
        import asyncio
        import pytest

        @pytest.hookimpl(tryfirst=True)
        def pytest_pyfunc_call(pyfuncitem):
            given = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
            asyncio.run(pyfuncitem.obj(**given))
            return True
    """)
    suite.makepyfile(ASYNC)
    result = suite.runpytest_inprocess("-W", "error")
    result.stdout.fnmatch_lines(['minimal record: {"id":"aaa"}', "    valid"])


def test_a_schema_without_such_records_is_said(suite: pytest.Pytester) -> None:
    suite.makepyfile("""
        import pytest

        @pytest.mark.schemawright(True, mode="invalid")
        def test_it(schemawright_record):
            pass
    """)
    result = suite.runpytest_inprocess()
    result.assert_outcomes(errors=1, skipped=99)
    result.stdout.fnmatch_lines(["the schema: no instance is invalid*"])


@pytest.mark.parametrize(
    "arguments",
    [
        'mode="wrong"',
        'mod="valid"',
        '"valid", 1, 2, 3',
        "count=-1",
        "count=0",
        'count="5"',
        "count=2.0",
        "count=True",
        "count=None",
        'seed="x"',
        "seed=-1",
        "seed=None",
    ],
)
def test_a_marker_with_wrong_arguments_is_said(suite: pytest.Pytester, arguments: str) -> None:
    suite.makepyfile(f"""
        import pytest

        @pytest.mark.schemawright("session", {arguments})
        def test_it(schemawright_record):
            pass
    """)
    result = suite.runpytest_inprocess()
    result.assert_outcomes(errors=1, skipped=99 if "mode" in arguments else 0)
    output = str(result.stdout)
    assert "expected" in output
    assert "ERROR at setup of test_it[" in output
    assert "INTERNALERROR" not in output
    assert "Traceback" not in output
    assert "islice" not in output


def test_a_mistake_in_one_marker_leaves_all_other_tests_be(suite: pytest.Pytester) -> None:
    suite.makepyfile("""
        import pytest

        @pytest.mark.schemawright("sesion", count=3)
        def test_unknown(schemawright_record):
            pass

        @pytest.mark.schemawright("sesion", count=3)
        def test_unknown_too(schemawright_record):
            pass

        @pytest.mark.schemawright("session", count=0)
        def test_none(schemawright_record):
            pass

        @pytest.mark.schemawright("session", count=3)
        def test_it(schemawright_record):
            pass

        def test_other():
            pass
    """)
    result = suite.runpytest_inprocess("-rs")
    result.assert_outcomes(passed=4, errors=3, skipped=4)
    said = ["*ERROR at setup of test_unknown?1?*", 'expected a schema\'s name or file, found "sesion"', "hint: *"]
    result.stdout.fnmatch_lines([*said, "*ERROR at setup of test_none?mistake?*"], consecutive=False)
    result.stdout.fnmatch_lines(["SKIPPED ?2? *: there are no records: *::test_unknown?1? says why"])


@pytest.mark.parametrize("count", ["0", "00", "-1", "1.5", "many", ""])
def test_a_count_that_is_none_is_said(suite: pytest.Pytester, count: str) -> None:
    result = suite.runpytest_inprocess("--schemawright", f"--schemawright-count={count}")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*--schemawright-count: expected a whole number from 1 on, found '{count}'"])


@pytest.mark.parametrize(
    ("marker", "message"),
    [
        ("", "*expected @pytest.mark.schemawright(SCHEMA) for schemawright_record, found none*"),
        ('@pytest.mark.schemawright("sesion")', 'expected a schema\'s name or file, found "sesion"*'),
    ],
)
def test_a_marker_that_means_nothing_is_said(suite: pytest.Pytester, marker: str, message: str) -> None:
    suite.makepyfile(f"import pytest\n\n{marker}\ndef test_it(schemawright_record):\n    pass\n")
    result = suite.runpytest_inprocess()
    assert result.parseoutcomes()["errors"] == 1
    result.stdout.fnmatch_lines([message])


def test_the_proofs_are_added_to_a_suite(suite: pytest.Pytester) -> None:
    suite.makepyfile("def test_own():\n    pass\n")
    result = suite.runpytest_inprocess("-v", "--schemawright", "--schemawright-count=3")
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(["*session-examples PASSED*", "*session-engines PASSED*"])


def test_without_the_option_nothing_is_added(suite: pytest.Pytester) -> None:
    suite.makepyfile("def test_own():\n    pass\n")
    suite.runpytest_inprocess().assert_outcomes(passed=1)


def test_proofs_are_selected_like_tests(suite: pytest.Pytester) -> None:
    suite.makepyfile("def test_own():\n    pass\n")
    result = suite.runpytest_inprocess("--schemawright", "-k", "examples")
    result.assert_outcomes(passed=1, deselected=2)


def test_an_example_that_does_not_hold_is_shown(suite: pytest.Pytester) -> None:
    write(suite, "payloads/b.json", {"id": 17})
    result = suite.runpytest_inprocess("--schemawright", "-k", "examples")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "payloads/b.json:1:8  /id  type",
            "    expected a string, found 17",
            "  reproduce: schemawright validate -s session payloads/b.json",
        ]
    )


def test_a_module_that_disagrees_is_shown(suite: pytest.Pytester) -> None:
    """The committed module counts, not one that is made anew: here it is that of another schema."""
    from schemawright import open_schema
    from schemawright.fuzz.proofs.model_proof import text_of

    module = suite.path / "generated/session.py"
    module.parent.mkdir()
    module.write_text(text_of(open_schema({**SCHEMA, "required": []})))
    result = suite.runpytest_inprocess("--schemawright", "-k", "models", "--schemawright-count=40")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "the model accepts an invalid record: required (* the first is number *)",
            "    {}",
            "  reproduce: schemawright fuzz session --models -n *",
        ]
    )


def test_a_module_that_cannot_be_imported_is_named(suite: pytest.Pytester) -> None:
    module = suite.path / "generated/session.py"
    module.parent.mkdir()
    module.write_text("<<<<<<< HEAD\n")
    result = suite.runpytest_inprocess("--schemawright", "-k", "models")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["generated/session.py: expected a module that can be imported, found SyntaxError: *"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_proofs_need_a_workspace(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_inprocess("--schemawright")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*expected a workspace*"])


def test_unused_it_imports_nothing_of_schemawright(suite: pytest.Pytester) -> None:
    """Every test run of everybody who has the package pays for what the plugin imports."""
    suite.makepyfile("""
        import sys

        def test_it():
            ours = {name for name in sys.modules if name.startswith("schemawright")}
            assert ours == {"schemawright", "schemawright.pytest_plugin"}
    """)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q"], cwd=suite.path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_of_a_schema_that_is_not_valid_it_is_told_what_is_wrong_with_it(suite: pytest.Pytester) -> None:
    """As the command line tells it: with what was expected where, and what may have been meant."""
    suite.makepyfile("""
        import pytest

        @pytest.mark.schemawright({"type": "strin"})
        def test_broken(schemawright_record):
            pass
    """)
    result = suite.runpytest_inprocess()
    result.assert_outcomes(failed=0, errors=1, skipped=99)
    result.stdout.fnmatch_lines([
        "#/type: the schema is not valid against its metaschema (2020-12): 1 finding",
        '*expected "array", "boolean", * found "strin"*',
        '*hint: did you mean "string"?',
    ])  # fmt: skip
