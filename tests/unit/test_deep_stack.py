"""Deep recursion: as deep as it has to be, from any thread at any time, and nothing is changed for others."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

from schemawright.deep_stack import LEVELS, MOST_THREADS, apart, deeper, iter_deeper

if TYPE_CHECKING:
    from collections.abc import Iterator


def count(levels: int) -> int:
    return 1 + deeper(count, levels - 1) if levels else 0


def numbers(levels: int) -> Iterator[int]:
    yield levels
    if levels:
        yield from iter_deeper(lambda: numbers(levels - 1))


def endless() -> int:
    return deeper(endless)


@pytest.mark.parametrize("levels", [0, 1, LEVELS - 1, LEVELS, LEVELS + 1, 5 * LEVELS, 10_000])
def test_recursion_is_as_deep_as_it_has_to_be(levels: int) -> None:
    assert count(levels) == levels
    yielded = min(levels, 10 * LEVELS)  # Each goes through all above it.
    assert list(numbers(yielded)) == list(range(yielded, -1, -1))


@pytest.mark.parametrize("levels", [0, LEVELS, LEVELS + 1, 3 * LEVELS])
def test_no_more_is_made_than_is_wanted(levels: int) -> None:
    made: list[int] = []

    def many(below: int) -> Iterator[int]:
        if below:
            yield from iter_deeper(lambda: many(below - 1), 2)
            return
        for number in range(100):
            made.append(number)
            yield number

    assert list(islice(many(levels), 2)) == made == [0, 1]


def test_what_has_no_end_is_told() -> None:
    with pytest.raises(RecursionError, match="expected an end within"):
        endless()
    assert count((MOST_THREADS - 1) * LEVELS) == (MOST_THREADS - 1) * LEVELS


def test_without_room_for_a_thread_the_recursion_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)
    assert count(LEVELS) == LEVELS
    with pytest.raises(RecursionError, match="expected room for 1 threads"):
        count(LEVELS + 1)


class OurError(BaseException):
    pass


@pytest.mark.parametrize("levels", [1, 3 * LEVELS])
@pytest.mark.parametrize("error", [OurError(1), KeyError("x"), RecursionError("y"), StopIteration(3)])
def test_what_is_raised_is_the_same_error(error: BaseException, levels: int) -> None:
    def fail(levels: int) -> None:
        if not levels:
            raise error
        deeper(fail, levels - 1)

    with pytest.raises(type(error)) as caught:
        fail(levels)
    assert caught.value is error


def test_levels_are_given_back() -> None:
    for _ in range(3 * LEVELS):
        assert count(LEVELS) == LEVELS
        with pytest.raises(ZeroDivisionError):
            deeper(divmod, 1, 0)
        assert next(iter_deeper(lambda: numbers(9))) == 9
    alive = {thread.name for thread in threading.enumerate()}
    assert count(LEVELS) == LEVELS
    assert {thread.name for thread in threading.enumerate()} == alive


def test_an_iterator_that_another_thread_closes_is_none_of_its_levels() -> None:
    kept = [iter_deeper(lambda: numbers(9)) for _ in range(LEVELS // 2)]
    for one in kept:
        next(one)
    with ThreadPoolExecutor(1) as thread:
        for one in kept:
            thread.submit(one.close).result()
        assert thread.submit(count, 5 * LEVELS).result() == 5 * LEVELS
    assert count(LEVELS) == LEVELS


def test_the_context_is_the_same() -> None:
    context: ContextVar[str] = ContextVar("context")
    context.set("here")
    assert apart(context.get) == "here"


def test_nothing_is_changed_for_other_threads() -> None:
    """Of several that were deep at once, each put back what another one had found."""
    usual, size = sys.getrecursionlimit(), threading.stack_size()
    seen: set[Any] = set()

    def work(levels: int) -> int:
        seen.add((sys.getrecursionlimit(), threading.stack_size()))
        return 1 + deeper(work, levels - 1) if levels else 0

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(work, [20 * LEVELS] * 40)) == [20 * LEVELS] * 40
    assert seen == {(usual, size)}


@pytest.mark.parametrize("frames", [0, 200, 500, 850])
def test_there_is_room_however_far_down_it_begins(frames: int) -> None:
    def begin(below: int) -> tuple[int, list[int]]:
        return begin(below - 1) if below else (count(3 * LEVELS), list(numbers(2 * LEVELS)))

    assert begin(frames) == (3 * LEVELS, list(range(2 * LEVELS, -1, -1)))
