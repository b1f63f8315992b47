"""
The pytest plugin: records of a schema for any test, and the workspace's proofs as tests.

A test that asks for the fixture `schemawright_record` is run once for each record of its marker's schema:

    @pytest.mark.schemawright("tunnel-session", mode="invalid", count=50)
    def test_the_service_refuses_it(schemawright_record):
        assert post(schemawright_record.instance).status_code == 422

`pytest --schemawright` adds to a suite, for each schema of the workspace: its examples hold, its generated module
agrees with it, the engines agree about it.  Nothing of schemawright is imported until one of the two is used.
"""

from __future__ import annotations

import argparse
import os
import re
from dataclasses import dataclass
from inspect import signature
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from schemawright.errors import SchemawrightError
    from schemawright.fuzz.proofs.numbered import Numbered
    from schemawright.fuzz.record import FuzzRecord
    from schemawright.validation.schema import Schema
    from schemawright.workspace import SchemaEntry, Workspace

FIXTURE = "schemawright_record"

_MADE_ANEW = pytest.StashKey[set[str]]()
"""The names of the fixtures that were made for one test."""
_PARAMETERS = pytest.StashKey[set[str]]()
"""The names of those that only hand over a parameter."""

_STREAMS = pytest.StashKey["dict[str, Numbered]"]()
_FAILED = pytest.StashKey[dict[str, str]]()
"""Of what was asked for and cannot be made, which test says so."""

_IDLE = pytest.StashKey[str]()
"""Of the first test of a class or module that is marked in vain, what is said of that."""

_MOST_FINDINGS = 10
"""How many findings of a schema that is not valid are told."""

_MISSING = f"expected {FIXTURE} among the arguments of the test or a fixture"
_IN_NONE = f"expected {FIXTURE} among the arguments of one of the tests of %s, which is marked, found it in none"
_WORKSPACE_HELP = "the pyproject.toml or its folder (default: from the current folder up, of rootdir or below it)"
_MARKER = (
    "schemawright(schema, mode='mixed', count=100, seed=0): run the test with records of a schema, "
    "which the fixture schemawright_record gives"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("schemawright")
    add = group.addoption
    add(
        "--schemawright",
        action="store_true",
        help="add the proofs of the workspace's schemas: examples, models, engines",
    )
    add(
        "--schemawright-count",
        type=_whole,
        default=100,
        metavar="N",
        help="how many records a proof makes (default: 100)",
    )
    add("--schemawright-workspace", metavar="PATH", help=_WORKSPACE_HELP)


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        # None at all is refused too: a proof by no records holds whatever is wrong.
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 on, found {text!r}")
    return int(text)


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", _MARKER)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that asks for records one run for each of them; they are made when the test is set up."""
    if FIXTURE not in metafunc.fixturenames:
        return
    marker = metafunc.definition.get_closest_marker("schemawright")
    wrong = _wrong_with(marker)
    # By way of the fixture: of such parameters only does pytest keep which of them a run has, beside others.
    if marker is None or wrong:
        # Raised here, it would end the collection of all tests, whoever wrote this one.
        metafunc.parametrize(FIXTURE, [Mistake(wrong)], ids=["mistake"], indirect=True)
        return
    asked = Asked(*marker.args, **marker.kwargs)
    numbers = range(1, asked.count + 1)
    metafunc.parametrize(FIXTURE, [(asked, number) for number in numbers], ids=map(str, numbers), indirect=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a marker asks for."""

    schema: Any
    mode: str = "mixed"
    count: int = 100
    seed: int = 0


class Mistake(str):
    """What is wrong with a marker, in the place of what it asks for."""

    __slots__ = ()


@pytest.fixture
def schemawright_record(request: pytest.FixtureRequest) -> FuzzRecord:
    """Return a record of the schema that the marker `schemawright` names; the test runs once for each."""
    wanted = getattr(request, "param", Mistake(_MISSING))
    if isinstance(wanted, Mistake):
        pytest.fail(wanted, pytrace=False)
    asked, number = wanted
    record = _numbered(request, asked, number)
    if record is None:
        pytest.skip(f"there is no record {number:,}")
    return record


def _numbered(request: pytest.FixtureRequest, asked: Asked, number: int) -> FuzzRecord | None:
    """Return a record; where none can be made, the first run of each test says why."""
    from schemawright.errors import SchemawrightError

    failed = request.config.stash.setdefault(_FAILED, {})
    parent, name = request.node.parent.nodeid, request.node.originalname
    key = f"{parent} {name} {_key(asked)}"
    if key in failed:
        pytest.skip(f"there are no records: {failed[key]} says why")
    try:
        return _stream(request.config, asked).record(number)
    except SchemawrightError as error:
        said = _said(error)
    failed[key] = request.node.nodeid
    pytest.fail(said, pytrace=False)  # Not where it was caught: pytest would show both.


def _said(error: SchemawrightError) -> str:
    """Return an error as the command line tells it: of a schema that is not valid with what is wrong with it."""
    from schemawright.reports.text import indented

    found = getattr(error, "findings", ())[:_MOST_FINDINGS]
    lines = [error.line, *(line for finding in found for line in indented(finding))]
    return "\n".join([*lines, f"hint: {error.hint}"] if error.hint else lines)


def _key(asked: Asked) -> str:
    return repr((asked.schema, asked.mode, asked.seed))


def _stream(config: pytest.Config, asked: Asked) -> Numbered:
    """Return the records that a marker asks for, which all markers share that ask for the same."""
    from schemawright.fuzz.proofs.numbered import Numbered

    streams = config.stash.setdefault(_STREAMS, {})
    key = _key(asked)
    if key not in streams:
        streams[key] = Numbered(_open(config, asked.schema), asked.mode, asked.seed)
    return streams[key]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Refuse to run a test that is marked, and would be run once and without a record."""
    # A marker of a class or a module is for those of its tests that ask for records; there have to be some.
    is_marked = any(marker.name == "schemawright" for marker in item.own_markers)
    if is_marked and not _asks(item):
        pytest.fail(_MISSING, pytrace=False)
    if _IDLE in item.stash:
        pytest.fail(item.stash[_IDLE], pytrace=False)


def _asks(item: pytest.Item) -> bool:
    """Return whether a test has records."""
    return FIXTURE in getattr(item, "fixturenames", ())


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> None:
    """Note which fixtures are made anew for a test that has a record, whoever asks for them."""
    if fixturedef.scope != "function" or FIXTURE not in request.fixturenames or _awaits(fixturedef):
        return
    if _is_parameter(fixturedef, request):
        request.node.stash.setdefault(_PARAMETERS, set()).add(fixturedef.argname)
    else:
        request.node.stash.setdefault(_MADE_ANEW, set()).add(fixturedef.argname)


def _is_parameter(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> bool:
    """Return whether it only hands over what `parametrize` says: as good for a second run as for the first."""
    callspec = getattr(request.node, "callspec", None)
    module = str(fixturedef.func.__module__)
    return callspec is not None and fixturedef.argname in callspec.params and module == "_pytest.python"


def _awaits(fixturedef: pytest.FixtureDef[Any]) -> bool:
    """Return whether a fixture is of a plugin that awaits `async` tests: what that makes is good for a second run."""
    return str(fixturedef.func.__module__).partition(".")[0] in {"anyio", "pytest_asyncio"}


def _wrong_with(marker: pytest.Mark | None) -> str:
    """Return what is wrong with a marker's arguments, before anything is made of them; empty where nothing is."""
    if marker is None or not marker.args:
        return f"expected @pytest.mark.schemawright(SCHEMA) for {FIXTURE}, found none"
    expected = f"expected @pytest.mark.{_MARKER.partition(':')[0]}"
    try:
        said = signature(Asked).bind(*marker.args, **marker.kwargs).arguments
    except TypeError as error:
        return f"{expected}: {error}"
    for name, least in (("count", 1), ("seed", 0)):
        value = said.get(name, least)
        if type(value) is not int or value < least:
            return f"{expected}: {name} is a whole number from {least} on, found {value!r}"
    return ""


def _open(config: pytest.Config, schema: Any) -> Schema:
    """Return the schema that a marker names: a name of the workspace, a file from the root folder, or contents."""
    from schemawright.files import may_be_file
    from schemawright.validation.opening import open_schema

    if isinstance(schema, str):
        path = os.path.join(config.rootpath, schema.partition("#")[0])
        if may_be_file(path):
            schema = os.path.join(config.rootpath, schema)
    workspace = _workspace_of(config, schema)
    return open_schema(schema, workspace=workspace.path if workspace else None)


def _workspace(config: pytest.Config) -> Workspace | None:
    """Return the workspace that the commands have here; elsewhere than in the suite's folders, that of the suite."""
    from schemawright.workspace import find_workspace, open_workspace

    said = config.getoption("--schemawright-workspace")
    if said:
        return open_workspace(str(said))
    root, here = config.rootpath, config.invocation_params.dir
    return find_workspace(str(here if here.is_relative_to(root) else root))


def _workspace_of(config: pytest.Config, schema: Any) -> Workspace | None:
    """
    Return the workspace of a marker's schema: where the one here does not have it, that of the suite may.

    So a suite with workspaces in its folders runs from each of them as it does from above.
    """
    from schemawright.workspace import find_workspace

    here = _workspace(config)
    if config.getoption("--schemawright-workspace") or not isinstance(schema, str) or _has(here, schema):
        return here
    whole = find_workspace(str(config.rootpath))
    return whole if _has(whole, schema) else here


def _has(workspace: Workspace | None, schema: str) -> bool:
    """Return whether a workspace has a schema by that name, or its file."""
    if workspace is None:
        return False
    name = schema.partition("#")[0]
    return not {name, schema}.isdisjoint(workspace.schemas) or (
        os.path.isabs(name) and workspace.relative(name) is not None
    )


def _told_workspace(config: pytest.Config, schema: Any) -> str:
    """Return the workspace that a command has to be told to take a marker's schema from it; empty for the nearest."""
    from schemawright.workspace import find_workspace

    said = config.getoption("--schemawright-workspace")
    if said:
        return str(said)
    here = str(config.invocation_params.dir)
    wanted, nearest = _workspace_of(config, schema), find_workspace(here)
    if wanted is None or (nearest is not None and nearest.path == wanted.path):
        return ""
    return os.path.relpath(wanted.path, here)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Look at what is marked and add the proofs, before anything is deselected."""
    _look_for_idle_markers(config, items)
    if config.getoption("--schemawright"):
        items.extend(_proofs(session, config))


def _look_for_idle_markers(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Note where a class or a module is marked, and none of its tests asks for records: its first test says so."""
    if any("::" in argument for argument in config.args) or getattr(config.option, "lf", False):
        return  # Those that do may not have been collected.
    first: dict[pytest.Item | pytest.Collector, pytest.Item] = {}
    asking: set[pytest.Item | pytest.Collector] = set()
    for item in items:
        marked: list[Any] = [node for node in item.listchain()[:-1] if _is_marked_itself(node)]
        for node in marked:
            first.setdefault(node, item)
        asking.update(marked if _asks(item) else ())
    for node, item in first.items():
        if node not in asking:
            item.stash[_IDLE] = _IN_NONE % node.name


def _is_marked_itself(node: Any) -> bool:
    """Return whether a class or a module has the marker, and not only a class that it is made of."""
    marks = getattr(getattr(node, "obj", None), "__dict__", {}).get("pytestmark", ())
    return any(getattr(mark, "name", "") == "schemawright" for mark in (marks if isinstance(marks, list) else [marks]))


def _proofs(session: pytest.Session, config: pytest.Config) -> Iterator[pytest.Item]:
    from schemawright.errors import SchemawrightError
    from schemawright.fuzz.proofs.workspace_proofs import proofs_of

    try:
        workspace = _workspace(config)
        if workspace is None:
            raise pytest.UsageError("--schemawright: expected a workspace ([tool.schemawright]), found none")
        group = Proofs.from_parent(session, name="schemawright", nodeid="schemawright")
        for entry in workspace.schemas.values():
            for name in proofs_of(workspace, entry):
                yield Proof.from_parent(
                    group, name=f"{entry.name}-{name}", workspace=workspace, entry=entry, proof=name
                )
    except SchemawrightError as error:
        raise pytest.UsageError(f"schemawright: {error}") from None


class Proofs(pytest.Collector):
    """The proofs of a workspace."""

    def collect(self) -> list[pytest.Item]:
        """Return nothing: the proofs are added to what was collected."""
        return []


class Proof(pytest.Item):
    """One proof of one schema."""

    def __init__(self, *, workspace: Workspace, entry: SchemaEntry, proof: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._workspace = workspace
        self._entry = entry
        self._proof = proof

    def runtest(self) -> None:
        """Prove it."""
        from schemawright.fuzz.proofs.workspace_proofs import prove

        count = self.config.getoption("--schemawright-count")
        wrong = prove(self._proof, self._workspace, self._entry, count=count)
        if wrong:
            raise NotProven("\n".join(wrong))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *_: Any, **__: Any) -> str:
        """Return what is wrong, without a traceback through this plugin."""
        from schemawright.errors import SchemawrightError

        if isinstance(excinfo.value, SchemawrightError):
            return _said(excinfo.value)
        if isinstance(excinfo.value, NotProven):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[str, int | None, str]:
        """Return where the schema is named, and what is proven."""
        return self._workspace.path, None, f"schemawright: {self._entry.name}: {self._proof}"


class NotProven(AssertionError):
    """A proof does not hold; says what is wrong."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add to a failing test's report its record, the minimal one that fails, and how to make it again."""
    report = yield
    if report.failed and call.when == "call" and isinstance(item, pytest.Function) and FIXTURE in item.fixturenames:
        record: Any = item.funcargs.get(FIXTURE)
        if record is not None:
            report.sections.append(("schemawright", "\n".join(_told(item, record, call))))
    return report


def _told(item: pytest.Function, record: FuzzRecord, call: pytest.CallInfo[None]) -> Iterator[str]:
    from schemawright.fuzz.proofs.failing_test import FailingTest

    wanted: Any = item.callspec.params[FIXTURE]
    asked, number = wanted
    stream, workspace = _stream(item.config, asked), _told_workspace(item.config, asked.schema)
    # `--pdb` makes an interrupted test a failed one: whoever interrupts it does not want it run again.
    kind = call.excinfo.type if call.excinfo else KeyboardInterrupt
    others = () if issubclass(kind, KeyboardInterrupt) else _others(item)
    again = None if others or issubclass(kind, KeyboardInterrupt) else kind
    return FailingTest(item, FIXTURE, asked, stream, number, again, workspace, others).told(record)


def _others(item: pytest.Function) -> tuple[str, ...]:
    """
    Return the fixtures that a test has beside its record: those it names, and those that were made for it alone.

    They cannot be had anew, even if the test does not name them (`autouse`, `usefixtures`, `setup_method`).
    """
    none: set[str] = set()
    parameters, made_anew = item.stash.get(_PARAMETERS, none), item.stash.get(_MADE_ANEW, none)
    found = (set(signature(item.obj).parameters) - parameters | made_anew) - {FIXTURE}
    return tuple(sorted(_XUNIT.sub(r"\1", name) for name in found))


_XUNIT = re.compile(r"^_xunit_(\w+?)_fixture_.*")
"""How pytest names the fixture that it makes of a `setup_method`."""
