"""Preparing a schema is not what Hypothesis times, wherever a strategy is met first."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from hypothesis.internal.conjecture import junkdrawer
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from schemawright import fuzz, open_schema
from schemawright.fuzz.strategies.untimed import untimed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

usually = settings(max_examples=20, database=None, stateful_step_count=3, deadline=200, suppress_health_check=())


def in_a_rule(strategy: st.SearchStrategy[Any]) -> None:
    class Machine(RuleBasedStateMachine):
        @rule()
        def do_without(self) -> None:
            """Be what Hypothesis tries first, before it times."""

        @rule(value=strategy)
        def take(self, value: Any) -> None:
            """Take it."""

    run_state_machine_as_test(Machine, settings=usually)


def by_data(strategy: st.SearchStrategy[Any]) -> None:
    @usually
    @given(st.data())
    def check(data: st.DataObject) -> None:
        if data.draw(st.booleans()):  # Not what Hypothesis tries first, before it times.
            data.draw(strategy)

    check()


def by_given(strategy: st.SearchStrategy[Any]) -> None:
    @usually
    @given(strategy)
    def check(_value: Any) -> None:
        """Take it."""

    check()


def by_find(strategy: st.SearchStrategy[Any]) -> None:
    find(strategy, lambda _: True, settings=usually)


@pytest.mark.parametrize("meet", [in_a_rule, by_data, by_given, by_find])
def test_what_takes_long_to_prepare_passes_the_health_checks(
    meet: Callable[[st.SearchStrategy[Any]], None],
) -> None:
    """This one takes longer than Hypothesis allows ten records to take to be drawn, with its usual deadline."""
    meet(fuzz.valid(open_schema("benchmarks/mutation/rich.schema.json")))


@pytest.fixture
def _no_garbage() -> Iterator[None]:
    """Let nothing else be left out of what is timed."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("_no_garbage")
@pytest.mark.parametrize("meet", [in_a_rule, by_data, by_given])
@pytest.mark.parametrize("make", [fuzz.valid, fuzz.invalid, fuzz.records])
def test_to_prepare_a_schema_is_not_timed(
    make: Callable[[Any], st.SearchStrategy[Any]], meet: Callable[[st.SearchStrategy[Any]], None]
) -> None:
    """It is half of all that a short test takes, or more."""
    strategy = make(open_schema("tunnel-session"))
    before, started = junkdrawer.gc_cumulative_time(), time.perf_counter()
    meet(strategy)
    assert junkdrawer.gc_cumulative_time() - before > (time.perf_counter() - started) / 5


def test_garbage_that_is_collected_meanwhile_counts_once() -> None:
    before, started = junkdrawer.gc_cumulative_time(), time.perf_counter()
    with untimed():
        gc.collect()
        time.sleep(0.01)
    passed = time.perf_counter() - started
    assert 0.01 <= junkdrawer.gc_cumulative_time() - before <= passed


def test_a_hypothesis_without_that_clock_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(junkdrawer, "_gc_cumulative_time")
    with untimed():
        assert not hasattr(junkdrawer, "_gc_cumulative_time")
