"""What generated classes can do."""

from __future__ import annotations

import copy
import gc
import json
import pickle
import subprocess
import sys
import threading
from typing import Annotated, Any

import pytest
from hypothesis import find
from hypothesis import strategies as st

from examples.sessions import iter_sessions, page_of, session_bytes
from generated.ngrok import tunnel_session, tunnel_session_list
from generated.ngrok.tunnel_session import Credential, TunnelSession
from schemawright import runtime
from schemawright.errors import InvalidInstance, Malformed
from schemawright.runtime import UNSET, DateTime

SESSION = next(iter_sessions(1, seed=7))
LINE = session_bytes(SESSION)[:-1]
TWICE = [pytest.param(1, id="first"), pytest.param(3, id="learned")]


def loaded(data: bytes | str, times: int) -> Any:
    for _ in range(times):
        made = tunnel_session.from_json(data)
    return made


@pytest.mark.parametrize("times", TWICE)
def test_what_is_read_is_written(times: int) -> None:
    """Byte for byte, names in the order in which they came."""
    assert loaded(LINE, times).to_json() == LINE


@pytest.mark.parametrize("times", TWICE)
def test_white_space_is_all_that_changes(times: int) -> None:
    """A text that is spread over lines is written compact."""
    assert loaded(json.dumps(SESSION, indent=2, ensure_ascii=False), times).to_json() == LINE


@pytest.mark.parametrize(
    "text",
    [
        '{"id":"a","id":"b"}',
        '{"id":"a","credential":{"id":"x","id":"x"}}',
        '{"id":17}',
        '{"id":null}',
        '{"started_at":"2026-03-02T06:00:00"}',
        '{"started_at":"2026-02-30T06:00:00Z"}',
        '{"started_at":"2026-03-02 06:00:00Z"}',
        '{"started_at":1772431200}',
        "[]",
    ],
)
def test_what_the_schema_refuses_is_not_loaded(text: str) -> None:
    """Whatever was learned before: a finding with a position."""
    learn(text)
    with pytest.raises(InvalidInstance) as caught:
        tunnel_session.from_json(text)
    assert caught.value.exit_code == 1
    assert caught.value.findings
    assert all(finding.position for finding in caught.value.findings)


def learn(text: str) -> None:
    """Teach the fast path the order of names of a text, where it can be."""
    for one in ('{"id":"a"}', '{"id":"a","credential":{"id":"x"}}', '{"started_at":"2026-03-02T06:00:00Z"}'):
        if text[:6] == one[:6]:
            loaded(one, 2)


@pytest.mark.parametrize("text", ['{"id":"a"', '{"id":"\\ud800"}', b'{"id":"\xff"}', '{"id":"a"} 1', "", "{'id':1}"])
def test_what_is_no_json_is_malformed(text: bytes | str) -> None:
    """With line and column, as validation has it."""
    loaded('{"id":"a"}', 2)
    with pytest.raises(Malformed) as caught:
        tunnel_session.from_json(text)
    assert caught.value.position


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        '{"x":1.0,"id":"a","y":[1,1.0,1e400]}',
        '{"credential":{"uri":"u","z":null,"id":"i"},"id":"a"}',
        '{"started_at":"2026-03-02t06:00:00.50+01:00"}',
        '{"started_at":"2026-03-02T06:00:00.500000Z","id":"x"}',
        '{"started_at":"2026-03-02T06:00:00+00:00"}',
        '{"started_at":"2026-03-02T06:00:00-07:30"}',
        '{"metadata":"\\"\\\\é\\n"}',
        '{"extra":"not the field"}',
    ],
)
def test_valid_texts_come_back(text: str) -> None:
    """Unknown properties, numbers, texts and order are kept, on the first way and on the learned one."""
    for _ in range(3):
        made = tunnel_session.from_json(text)
        assert json.loads(made.to_json()) == json.loads(text)
        assert list(made.to_instance()) == list(json.loads(text))
        if "started_at" in text:
            assert made.started_at == json.loads(text)["started_at"]


@pytest.mark.parametrize("text", ['{"id":"a"}', '{"uri": "u", "id": "a"}'])
def test_other_properties_can_be_set_at_once(text: str) -> None:
    """A dictionary in place of the one that there is, though nobody asked for that."""
    for _ in range(3):
        made = tunnel_session.from_json(text)
        made.extra = {"zz": 1}
        assert json.loads(made.to_json()) == made.to_instance() == {**json.loads(text), "zz": 1}


def test_text_is_kept_and_parsed_when_asked() -> None:
    """`.datetime` is a moment; the text is what was written."""
    made = loaded(LINE, 3)
    assert isinstance(made.started_at, DateTime)
    assert (made.started_at, made.started_at.datetime.year) == (SESSION["started_at"], 2026)


def test_absent_is_unset_and_null_is_refused() -> None:
    """`UNSET` is false, one, and never written."""
    made = TunnelSession(id="a")
    assert made.ip is UNSET
    assert not made.ip
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET
    assert [str(UNSET), f"{UNSET}", repr(UNSET)] == ["UNSET"] * 3
    assert made.to_json() == b'{"id":"a"}'


@pytest.mark.parametrize("times", TWICE)
def test_copies_pickles_and_replacements_keep_the_order(times: int) -> None:
    """A class is an ordinary value."""
    made = loaded(LINE, times)
    for other in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made)), made.replace()):
        assert other == made
        assert other.to_json() == LINE
    changed = made.replace(ip="192.0.2.7", metadata=UNSET)
    assert json.loads(changed.to_json()) == {**{n: v for n, v in SESSION.items() if n != "metadata"}, "ip": "192.0.2.7"}
    with pytest.raises(TypeError, match="no field 'nope'"):
        made.replace(nope=1)


def test_what_is_set_is_written() -> None:
    """Fields and other properties that are set after loading are written, in a fast-loaded object too."""
    made = loaded('{"id":"a","ip":"b"}', 3)
    made.extra["x"] = [1]
    made.region = "eu"
    made.started_at = DateTime("2026-03-02T06:00:00Z")
    expected = {"id": "a", "ip": "b", "region": "eu", "started_at": "2026-03-02T06:00:00Z", "x": [1]}
    assert json.loads(made.to_json()) == expected
    made.extra["id"] = "twice"
    with pytest.raises(Malformed, match="is declared"):
        made.to_json()


def test_patterns_match() -> None:
    """Structural pattern matching by keyword."""
    match loaded(LINE, 1):
        case TunnelSession(credential=Credential(id=str() as found)):
            assert found == SESSION["credential"]["id"]
        case _:
            pytest.fail("no match")


def test_pages_hold_sessions() -> None:
    """A list of objects is a list of classes; each part loads and writes by itself."""
    page = page_of(list(iter_sessions(5, seed=3)))
    text = json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode()
    for _ in range(3):
        made = tunnel_session_list.from_json(text)
        assert made.to_json() == text
        assert made.tunnel_sessions[1].to_instance() == page["tunnel_sessions"][1]
        assert [type(one).__name__ for one in made.tunnel_sessions] == ["TunnelSession"] * 5
    assert Credential.from_json('{"id":"x"}').to_json() == b'{"id":"x"}'


def test_the_repr_says_what_is_there() -> None:
    """Nothing that is absent."""
    assert repr(TunnelSession(id="a", extra={"x": 1})) == "TunnelSession(id='a', extra={'x': 1})"
    assert repr(TunnelSession(id="a")) == "TunnelSession(id='a')"


def test_importing_a_module_imports_the_standard_library_only() -> None:
    """No engine, no generator, before the first instance is loaded."""
    script = "import sys, generated.ngrok.tunnel_session\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    modules = set(done.stdout.split())
    assert {name for name in modules if name.startswith("schemawright")} == {
        "schemawright", "schemawright.runtime", "schemawright.runtime.carried", "schemawright.runtime.carrier",
        "schemawright.runtime.equality", "schemawright.runtime.fields", "schemawright.runtime.instances",
        "schemawright.runtime.model", "schemawright.runtime.values",
    }  # fmt: skip
    assert modules.isdisjoint({"msgspec", "jsonschema", "jsonschema_rs", "datamodel_code_generator", "json"})


def test_the_functions_of_a_module_are_its_own() -> None:
    """They have its name, so that they get to other processes; and parameters and docstrings of their own."""
    for name in ("from_json", "from_instance", "to_instance", "to_json"):
        function = getattr(tunnel_session, name)
        assert (function.__module__, function.__qualname__) == ("generated.ngrok.tunnel_session", name)
        assert pickle.loads(pickle.dumps(function)) is function
        assert function.__doc__
    session = tunnel_session.from_json(data=b'{"id":"a"}')
    assert tunnel_session.from_instance(instance={"id": "a"}) == session
    assert tunnel_session.to_instance(value=session) == {"id": "a"}
    assert tunnel_session.to_json(value=session) == b'{"id":"a"}'


def test_constraints_are_read_as_those_of_annotated_types() -> None:
    """Whoever unpacks `GroupedMetadata`, as pydantic and Hypothesis do, sees them; equal ones are equal."""
    import annotated_types
    from pydantic import TypeAdapter, ValidationError

    for ours, theirs in (
        (runtime.Ge(1), annotated_types.Ge(1)),
        (runtime.MultipleOf(3), annotated_types.MultipleOf(3)),
        (runtime.MaxLen(2), annotated_types.MaxLen(2)),
    ):
        assert isinstance(ours, annotated_types.GroupedMetadata)
        assert list(ours) == [theirs]
        assert pickle.loads(pickle.dumps(ours)) == ours
    assert list(runtime.Pattern("a")) == []
    with pytest.raises(ValidationError):
        TypeAdapter(Annotated[int, runtime.Ge(1)]).validate_python(0)
    assert find(st.from_type(Annotated[int, runtime.Ge(5), runtime.Lt(7)]), lambda value: value > 5) == 6


class _Reading:
    """An object that only the garbage collector finds, and that reads fields at its end."""

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        made = tunnel_session.from_json(b'{"id":"a","credential":{"id":"c"}}')
        assert (made.credential, made.extra) == (Credential(id="c"), {})


@pytest.mark.parametrize("field", ["credential", "extra"])
def test_a_finaliser_may_read_fields_while_one_is_made(field: str) -> None:
    def read() -> None:
        for allocated in range(1, 31):
            gc.collect()
            gc.disable()
            _Reading()
            made = tunnel_session.from_json(b'{"id":"a","credential":{"id":"c"}}')
            gc.set_threshold(allocated)
            gc.enable()
            getattr(made, field)
            gc.disable()

    before, is_enabled = gc.get_threshold(), gc.isenabled()
    gc.freeze()  # What is there already takes no time.
    reading = threading.Thread(target=read, daemon=True)
    try:
        reading.start()
        reading.join(30)
        assert not reading.is_alive()
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
        (gc.enable if is_enabled else gc.disable)()
