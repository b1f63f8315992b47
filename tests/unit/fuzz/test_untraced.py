"""What makes records is not traced by Hypothesis, and by everybody else as ever."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import find, settings
from hypothesis.internal.scrutineer import Tracer

from schemawright import fuzz
from schemawright.fuzz.strategies.untraced import untraced

traces = pytest.mark.skipif(hasattr(sys, "monitoring"), reason="Hypothesis does not use sys.settrace here")


@pytest.fixture(autouse=True)
def no_trace() -> Any:
    """Whoever traces these tests, such as coverage, gets its turn again."""
    before = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(before)


@traces
def test_hypothesis_waits() -> None:
    with Tracer(should_trace=True) as tracer:
        with untraced():
            assert sys.gettrace() is None
        assert sys.gettrace() == tracer.trace


@traces
def test_hypothesis_goes_on_after_an_error() -> None:
    with Tracer(should_trace=True) as tracer:
        with pytest.raises(ZeroDivisionError), untraced():
            raise ZeroDivisionError
        assert sys.gettrace() == tracer.trace


def test_anybody_else_traces_on() -> None:
    def trace(_frame: Any, _event: str, _argument: Any) -> None:
        """See nothing."""

    sys.settrace(trace)
    with untraced():
        assert sys.gettrace() is trace
    assert sys.gettrace() is trace


@traces
def test_a_test_of_records_is_traced_as_ever() -> None:
    seen: set[Any] = set()

    def is_failing(record: Any) -> bool:
        seen.add(sys.gettrace())
        return record["a"] > 3

    strategy = fuzz.valid({"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}})
    with Tracer(should_trace=True) as tracer:
        found = find(strategy, is_failing, settings=settings(database=None))
    assert found["a"] == 4
    assert seen == {tracer.trace}
