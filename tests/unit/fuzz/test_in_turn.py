"""In one run of a test each keyword has its turn, and what is drawn is repeated and shrunk as if chance had chosen."""

from __future__ import annotations

from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, seed, settings
from hypothesis import strategies as st
from hypothesis.database import InMemoryExampleDatabase

from schemawright import fuzz, open_schema
from schemawright.fuzz.strategies.in_turn import InTurn
from schemawright.fuzz.strategies.shares import share, telling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.fuzz import FuzzRecord

    Met = Callable[[st.SearchStrategy[FuzzRecord], int, int], list[FuzzRecord]]

COUNT = 60
MANY = open_schema(
    {
        "type": "object",
        "properties": {f"p{number}": {"maximum": number} for number in range(COUNT)},
    }
)
USUALLY = settings(database=None, deadline=None, suppress_health_check=list(HealthCheck))


def by_given(strategy: st.SearchStrategy[Any], most: int, begun: int) -> list[Any]:
    found: list[Any] = []

    @seed(begun)
    @settings(USUALLY, max_examples=most)
    @given(strategy)
    def collect(record: Any) -> None:
        found.append(record)

    collect()
    return found


def by_data(strategy: st.SearchStrategy[Any], most: int, begun: int) -> list[Any]:
    found: list[Any] = []

    @seed(begun)
    @settings(USUALLY, max_examples=most)
    @given(st.data())
    def collect(data: st.DataObject) -> None:
        data.draw(st.integers(0, 3))
        found.append(data.draw(strategy))

    collect()
    return found


def beside_another(strategy: st.SearchStrategy[Any], most: int, begun: int) -> list[Any]:
    return by_given(st.tuples(st.text(), strategy).map(lambda both: both[1]), most, begun)


@pytest.mark.parametrize("met", [by_given, by_data, beside_another])
@pytest.mark.parametrize("begun", range(4))
def test_each_keyword_is_broken_soon(met: Met, begun: int) -> None:
    """By chance, after three times as many records as there are keywords, one of twenty would be missing."""
    found = {record.violates for record in met(fuzz.invalid(MANY), 3 * COUNT, begun)}
    assert len(found) >= COUNT


def test_the_same_seed_draws_the_same_whatever_was_drawn_before() -> None:
    first, other, again = (by_given(fuzz.invalid(MANY), 80, begun) for begun in (1, 2, 1))
    assert first == again
    assert first != other


def test_what_failed_is_replayed(monkeypatch: pytest.MonkeyPatch) -> None:
    # With `--hypothesis-seed` nothing is kept.
    monkeypatch.setattr("hypothesis.core.global_force_seed", None)
    kept = InMemoryExampleDatabase()
    shown: list[list[FuzzRecord]] = []

    def fail() -> None:
        shown.append([])

        @settings(USUALLY, database=kept, max_examples=200)
        @given(fuzz.invalid(MANY))
        def check(record: FuzzRecord) -> None:
            shown[-1].append(record)
            assert record.at != "/p42"

        with suppress(AssertionError):
            check()

    fail()
    fail()
    assert shown[0][-1].instance == {"p42": 43}
    assert shown[1][0] == shown[0][-1]


@given(st.integers(1, 1 << 16), st.data())
@example(1 << 16, None)
def test_bytes_tell_a_number(count: int, data: st.DataObject | None) -> None:
    number = data.draw(st.integers(0, count - 1)) if data is not None else count - 1
    assert share(telling(number, count, 2, Random(number)), count) == number  # noqa: S311  (no secret)


@given(st.integers(1 << 8, 1 << 12), st.data())
@example(1 << 8 | 1, None)
def test_of_more_numbers_than_bytes_can_be_one_close_by_is_told(count: int, data: st.DataObject | None) -> None:
    number = data.draw(st.integers(0, count - 1)) if data is not None else count - 1
    told = share(telling(number, count, 1, Random(number)), count)  # noqa: S311  (no secret)
    assert abs(told - number) <= count / (1 << 8)


def with_more(in_turn: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    return st.tuples(in_turn, st.booleans()).map(lambda both: both[0])


def test_what_comes_in_turn_shrinks_to_the_least() -> None:
    def begun(chance: Random) -> Iterator[bytes]:
        while True:
            yield chance.randbytes(3)

    shown: list[bytes] = []

    @settings(USUALLY, max_examples=200)
    @given(with_more(InTurn(3, "a test", begun)))
    def check(drawn: bytes) -> None:
        shown.append(drawn)
        assert drawn[1] < 7

    with suppress(AssertionError):
        check()
    assert shown[-1] == bytes([0, 7, 0])


def test_a_run_takes_them_in_their_order() -> None:
    in_order = InTurn(1, "their order", lambda _chance: (bytes([number]) for number in range(256)))
    drawn = by_given(with_more(in_order), 100, 1)
    assert [one[0] for one in dict.fromkeys(drawn)][:80] == [*range(80)]
