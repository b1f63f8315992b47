"""What an error says of an instance that is not loaded, whenever it is asked."""

from __future__ import annotations

import copy
import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from fidelity import module_of_schema
from hypothesis import given
from hypothesis import strategies as st

from schemawright import open_schema
from schemawright.errors import InvalidInstance, Told

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = {
    "type": "object",
    "properties": {
        "id": {"type": "integer", "minimum": 1},
        "kind": {"enum": ["alpha", "beta"]},
        "part": {"oneOf": [{"type": "string", "format": "uuid"}, {"required": ["at"], "properties": {"at": {}}}]},
    },
    "additionalProperties": False,
}
MODULE = module_of_schema(SCHEMA)
WRONG = '{"id": 0, "kind": "alpah", "part": {"ta": 1}, "more": 1}'


def refused(text: str) -> InvalidInstance:
    with pytest.raises(InvalidInstance) as caught:
        MODULE.from_json(text)
    return caught.value


ASKED: dict[str, Callable[[InvalidInstance], Any]] = {
    "args": lambda error: error.args,
    "str": str,
    "repr": repr,
    "message": lambda error: error.message,
    "findings": lambda error: error.findings,
    "hint": lambda error: error.hint,
    "place": lambda error: error.place,
    "line": lambda error: error.line,
    "pickled": pickle.dumps,
    "copied": copy.deepcopy,
}


@pytest.mark.parametrize("first", ASKED)
def test_whatever_is_asked_first_all_of_it_is_there(first: str) -> None:
    known = refused(WRONG)
    wanted = {name: ask(known) for name, ask in ASKED.items() if name not in {"pickled", "copied"}}
    error = refused(WRONG)
    ASKED[first](error)
    assert {name: ASKED[name](error) for name in wanted} == wanted
    assert wanted["args"] == (wanted["message"],)
    assert wanted["repr"] == f"InvalidInstance({wanted['message']!r})"


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))])
def test_a_copy_of_an_error_that_was_not_asked_says_the_same(again: Callable[[Any], Any]) -> None:
    error, known = again(refused(WRONG)), refused(WRONG)
    assert (error.args, error.findings, error.hint, str(error)) == (known.args, known.findings, known.hint, str(known))


def test_an_error_has_nothing_that_others_have_not() -> None:
    error = refused(WRONG)
    assert not hasattr(error, "warnings")
    with pytest.raises(AttributeError, match="'InvalidInstance' object has no attribute 'warnings'"):
        _ = error.warnings


def test_what_is_done_to_a_value_afterwards_does_not_change_what_is_said() -> None:
    value: dict[str, Any] = json.loads(WRONG)
    with pytest.raises(InvalidInstance) as caught:
        MODULE.from_instance(value)
    value["part"]["at"] = value["id"] = 1
    value.clear()
    with pytest.raises(InvalidInstance) as known:
        MODULE.from_instance(json.loads(WRONG))
    assert caught.value.findings == known.value.findings


def test_threads_that_ask_at_the_same_time_are_told_the_same() -> None:
    barrier = Barrier(4)
    for _ in range(20):
        error = refused(WRONG)

        def ask(name: str, error: InvalidInstance = error) -> Any:
            barrier.wait()
            return getattr(error, name)

        with ThreadPoolExecutor(4) as pool:
            said = list(pool.map(ask, ["message", "findings", "message", "findings"]))
        assert said[0] == said[2] == error.message
        assert said[1] == said[3] == error.findings


def test_what_finds_out_is_asked_once_and_let_go() -> None:
    asked = []

    def tell() -> Told:
        asked.append(1)
        return Told("expected", (), None)

    error = InvalidInstance.told_by(tell)
    assert not asked
    assert [error.message, str(error), error.findings, error.args] == ["expected", "expected", (), ("expected",)]
    assert (len(asked), vars(error)) == (1, {"message": "expected", "findings": (), "hint": None})


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "id": st.sampled_from([0, 1, 1.5, "a"]),
            "kind": st.sampled_from(["beta", "bet", None]),
            "part": st.sampled_from([{"at": 1}, {"ta": 1}, "x", 7]),
            "more": st.just([]),
        },
    )
)
def test_an_error_has_the_findings_of_validation(instance: dict[str, Any]) -> None:
    text = json.dumps(instance)
    expected = open_schema(SCHEMA).validate_json(text).findings
    if not expected:
        MODULE.from_json(text)
        return
    error = refused(text)
    assert [one.message for one in error.findings] == [one.message for one in expected]
    assert [one.position for one in error.findings] == [one.position for one in expected]


def test_what_is_set_before_an_error_is_asked_stays() -> None:
    error = refused(WRONG)
    error.hint = "look in the manual"
    assert str(error) == str(refused(WRONG))
    assert error.hint == "look in the manual"
    error = refused(WRONG)
    error.args = ("mine", 1)
    assert (error.args, error.message) == (("mine", 1), refused(WRONG).message)
