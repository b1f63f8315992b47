"""What a scalar of a record can be made, by how much of it stays; `edits` has the places."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from math import inf
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.schema.places import replaced, value_at
from schemawright.fuzz.shrinking.simpler_texts import (
    LONG,
    PLAIN_LETTERS,
    form_of,
    next_to,
    plainer,
    shorter,
    simpler_than,
)
from schemawright.fuzz.shrinking.smallest import shrink

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from schemawright.fuzz.schema.visits import Place
    from schemawright.fuzz.shrinking.edits import Editable

SMALL = 32
"""Up to where a count is told by a byte: a byte that is drawn is mostly above it, and stands for all."""
_BASE = 8
"""
The base of the digits that tell a larger one, a byte for each.  A byte that is drawn is mostly above it, and stands for
the last digit: Hypothesis lowers the first byte first, which comes out right where all behind it are as high as can be.
"""
_LENGTHS = 16
"""How many lengths are tried for a text of one letter, and how many numbers from one on, until one is accepted."""
_HALF = 0.5
"""The simplest fraction."""
_LOOKED_INTO = 64
"""Up to which length a step looks for the simplest that a text can be made."""
_DIVIDING = 64
"""Up to where it is tried whether all numbers that are accepted are multiples of one."""
_FAR = 10**30
"""A number beyond is made one up to here, or stays as it is."""


LIMITS = 1 << 24
"""How many limits there are: not more, since of more Hypothesis draws small ones most often."""
_HARDLY = 64
"""One of how many is lower than anything: one that is drawn mostly leaves all."""
_EXACT = LIMITS // _HARDLY // 2
"""Below which a limit is the count itself; those above are further and further apart."""


def limit_of(number: int) -> float:
    """
    Return the most that stays of what more than a byte tells.

    A digit that is lowered early leaves too much in front of it.  The limit is what comes out exactly: it is the same
    for all of a record, since most tests are about one long text or large number.

    >>> limit_of(1_001), limit_of(200_000), limit_of(LIMITS - 1)
    (1001, 1594727895181386240, inf)
    """
    if number >= 2 * _EXACT:
        return inf
    if number < _EXACT:
        return number
    return int(_EXACT * (_FAR / _EXACT) ** ((number - _EXACT) / _EXACT))


@lru_cache(maxsize=4096)
def bytes_for(most: int) -> int:
    """
    Return how many bytes tell a count up to a number.

    >>> [bytes_for(most) for most in (20, 50, 1_000)]
    [1, 2, 4]
    """
    count = 1
    while most >= SMALL and (_BASE - 1) * _BASE ** (count - 1) < most:
        count += 1
    return count


def count_of(told: bytes, most: int, limit: float) -> int:
    """
    Return the count up to a number that bytes tell; all of it, where the first is the last digit.

    >>> count_of(bytes([7]), 20, 3), count_of(bytes([200]), 20, 3)
    (7, 20)
    >>> [count_of(bytes(told), 1_000, 500) for told in ([0, 4, 5, 4], [200, 0, 0, 0])]
    [300, 500]
    """
    if len(told) == 1:
        return min(told[0], most)
    count = 0
    for byte in told:
        count = count * _BASE + min(byte, _BASE - 1)
    return int(min(count, most, limit))


class Scalar:
    """A scalar at one place, and what it can be made."""

    __slots__ = ("_editable", "_fitting", "_known", "_place", "mosts", "value")

    def __init__(self, editable: Editable, place: Place, value: Any, *mosts: int) -> None:
        self._editable = editable
        self._place = place
        self._known: dict[tuple[int, ...], Any] = {}
        self._fitting: dict[tuple[int, ...], list[Any]] = {}
        self.value = value
        self.mosts = mosts
        """What counts in it, and how much of each there is: as long as all stays it stays as it is."""

    def at(self, counts: tuple[int, ...]) -> Any:
        """Return what is made of it by how much stays, where all else in the record is as it was."""
        counts = self.telling(counts)
        if counts not in self._known:
            self._known[counts] = next(filter(self._accepts, self.each(*counts)), self.value)
        return self._known[counts]

    def fitting(self, counts: tuple[int, ...]) -> Iterator[Any]:
        """Yield what would do if nothing else had been done, which is known once."""
        yield self.at(counts)
        counts = self.telling(counts)
        if counts not in self._fitting:
            self._fitting[counts] = self._ordered(counts, [*filter(self._accepts, self.each(*counts))])
        yield from self._fitting[counts]

    def others(self, counts: tuple[int, ...]) -> Iterator[Any]:
        """Yield what would not: what is gone by now may be what it was refused for, but most is refused anyhow."""
        known = {repr(value) for value in self.fitting(counts)}
        yield from (value for value in self.each(*self.telling(counts)) if repr(value) not in known)

    def _ordered(self, _counts: tuple[int, ...], found: list[Any]) -> list[Any]:
        return found

    def telling(self, counts: tuple[int, ...]) -> tuple[int, ...]:
        """Return the same counts for all that mean the same."""
        return counts

    def each(self, *counts: int) -> Iterator[Any]:
        """Yield what can be made of it, the simplest first: that depends on what else is in the record."""
        raise NotImplementedError

    def _accepts(self, value: Any) -> bool:
        return self._editable.accepts(replaced(self._editable.record, self._place, value))


class _Number(Scalar):
    """A number, or true: it can be made any one between it and the one next to 0."""

    __slots__ = ("_apart", "_least")

    def __init__(self, editable: Editable, place: Place, value: Any) -> None:
        whole = _whole_of(value)
        super().__init__(
            editable, place, value, _steps(value), *([1] if value < 0 else []), *([whole] if whole else [])
        )
        self._least: Any = None
        self._apart: Any = None
        """A number of the schema that is nearer to 0 than that, with some between that are not accepted."""

    def each(self, *counts: int) -> Iterator[Any]:
        """Yield numbers from some step on, first those above 0."""
        value, step = self.value, counts[0]
        if value is True:
            yield False
            return
        if self._least is None:
            self._least = _least(value, lambda one: type(one) in {int, float} and self._accepts(one))
            nearer = (one for one in self._editable.numbers if abs(one) < abs(self._least))
            self._apart = next(filter(self._accepts, nearer), None)
        if self._apart is not None and step <= abs(self._apart):
            yield self._apart
        steps = _steps(value)
        signs = (-1, 1) if value < 0 and counts[1] == 0 else (1,)
        whole = counts[-1] if _whole_of(value) else abs(int(value))
        for number in range(step, min(steps, step + _LENGTHS) + 1):
            for sign in signs:
                yield from _stepped(sign * value, number, self._least, whole)


def _least(value: Any, accepts: Callable[[Any], bool]) -> Any:
    """
    Return the number nearest to 0 that is accepted, as far as that is found.

    >>> _least(5376, lambda one: one >= 20 and one % 12 == 0)
    24
    """
    least = shrink(value, accepts)
    whole = int(least)
    if least != whole or abs(whole) == 1:
        return least
    # Between multiples of the same there are none that would lead from one to the next.
    step = next((one for one in _divisors(abs(whole)) if accepts(whole + one)), 0)
    if not step or not accepts(whole):
        return least
    return step * shrink(whole // step, lambda count: type(count) is int and accepts(step * count))


def _divisors(number: int) -> list[int]:
    """
    Return what divides a number, as far as it or what it does so by is small.

    >>> _divisors(508)
    [1, 2, 4, 127, 254, 508]
    """
    small = [one for one in range(1, min(number, _DIVIDING) + 1) if number % one == 0]
    return sorted({*small, *(number // one for one in small)})


def _stepped(value: Any, step: int, least: Any, most: int) -> Iterator[Any]:
    """Yield a number by steps from 0: the least that there is, then whole ones, then some with few digits."""
    whole = int(value)
    beyond = step - abs(whole)
    if beyond <= 0:
        nearer = step if whole > 0 else -step
        yield least if abs(nearer) < abs(least) else nearer
        return
    if beyond == 1 and value != whole:
        half = _HALF if value > 0 else -_HALF
        yield (most if value > 0 else -most) + half
    if most < abs(whole):
        yield round(value - whole + (most if value > 0 else -most), beyond)
    yield round(value, beyond)


def _whole_of(value: Any) -> int:
    """Return how much of a number with a fraction is whole: that can go, and the fraction stay."""
    return 0 if isinstance(value, int) or value == int(value) else abs(int(value))


def _steps(value: Any) -> int:
    """Return how many steps lead from 0 to a number; to a fraction there are two more, with few digits."""
    if abs(value) >= _FAR:
        return _FAR
    return abs(int(value)) + (0 if isinstance(value, int) else 1 if value == int(value) else 3)


class _Text(Scalar):
    """A text: it can be made one of plain letters, of any length, or a part of itself."""

    __slots__ = ("_plainest",)

    def __init__(self, editable: Editable, place: Place, value: str) -> None:
        length = len(value)
        # Where in a text something is can be found in two steps; the large ones first, which Hypothesis lowers first.
        within = (length,) if length < SMALL else (length // SMALL, SMALL - 1)
        super().__init__(editable, place, value, length + 1, *within, *within)
        self._plainest: dict[int, str] = {}

    def telling(self, counts: tuple[int, ...]) -> tuple[int, ...]:
        """Return how long it is at the least, where it becomes plain."""
        return counts if counts[0] > len(self.value) else counts[:1]

    def _ordered(self, counts: tuple[int, ...], found: list[Any]) -> list[Any]:
        return sorted(found, key=len) if counts[0] <= len(self.value) else found

    def each(self, *counts: int) -> Iterator[str]:
        """Yield plain texts of some length and more; or, where none of those is wanted, what is within the text."""
        text: str = self.value
        length = len(text)
        if counts[0] <= length:
            yield from self._plain(counts[0])
            return
        last, first = self._within(counts[1:])
        end = next((text[length - n :] for n in range(last, length) if self._accepts(text[length - n :])), text)
        start = max(0, length - last)
        # What has a form of its own: its end alone will not do.
        is_formed = len(end) == length <= LONG
        if start and is_formed:
            yield self._around(start, min(length, start + first))
        yield from (end[:n] for n in range(min(first, len(end)), len(end)))
        if is_formed and first < length:
            yield self._around(0, first)
        yield end

    def _around(self, start: int, stop: int) -> str:
        """Return the text with what is around a part of it left out and made simple, as far as that can be."""
        text: str = self.value
        head, kept, tail = text[:start], text[start:stop], text[stop:]
        tail = shorter(tail, 0, lambda one: self._accepts(head + kept + one))
        head = shorter(head, 0, lambda one: self._accepts(one + kept + tail))
        form = form_of(head + kept + tail, self._editable.simple)
        end = len(form) - len(tail)
        if form and self._accepts(form[: len(head)] + kept + form[end:]):
            return form[: len(head)] + kept + form[end:]
        tail = plainer(tail, lambda one: self._accepts(head + kept + one))
        head = plainer(head, lambda one: self._accepts(one + kept + tail))
        return head + kept + tail

    def _within(self, counts: tuple[int, ...]) -> tuple[int, int]:
        """Return how many characters stay at the end, and how many of those in front."""
        if len(self.value) < SMALL:
            return counts[0], counts[1]
        return counts[0] * SMALL + counts[1], counts[2] * SMALL + counts[3]

    def _plain(self, least: int) -> Iterator[str]:
        """Yield texts of one letter, then what is left of the text when all is made simple that can be."""
        text: str = self.value
        for length in range(least, min(len(text), least + _LENGTHS) + 1):
            yield from (letter * length for letter in (PLAIN_LETTERS if length else "a"))
        yield from (simple for simple in self._editable.simple if least <= len(simple) <= len(text))
        plainest = self._plainer(least)
        yield plainest
        # Where the simplest is taken.
        yield from next_to(plainest)
        if len(plainest) < len(text):
            yield self._plainer(len(plainest) + 1)

    def _plainer(self, least: int) -> str:
        """Return what is left of the text, which is that long at the least, when all is made simple that can be."""
        if least not in self._plainest:
            self._plainest[least] = plainer(shorter(self.value, least, self._accepts), self._accepts)
        return self._plainest[least]


class _Name(_Text):
    """The name of a member: it can be made what its object may have as a name."""

    __slots__ = ()

    def _plain(self, least: int) -> Iterator[str]:
        """Yield plain names; the simplest is no empty one, which is told badly."""
        yield "a" * max(1, least)
        yield from super()._plain(max(1, least))

    def _accepts(self, value: Any) -> bool:
        outer = self._place[:-1]
        members = value_at(self._editable.record, outer)
        if value in members:
            return False
        renamed = {value if name == self.value else name: member for name, member in members.items()}
        return self._editable.accepts(replaced(self._editable.record, outer, renamed))


def name_at(editable: Editable, place: Place, declared: Container[str]) -> Scalar | None:
    """Return what can be made of the name of a member; None where that has a meaning, or is short already."""
    name = place[-1] if place else 0
    if isinstance(name, int) or len(name) <= 1 or name in declared:
        return None
    return _Name(editable, place, name)


def plainest_name(editable: Editable, place: Place) -> str:
    """Return the plainest name that a member of a record can have."""
    name: str = place[-1]  # type: ignore[assignment]  # of a member it is a name
    scalar = _Name(editable, place, name)
    return str(scalar.at((0,) * len(scalar.mosts)))


def simpler_texts(editable: Editable, place: Place, text: str) -> list[str]:
    """Return what a text of a record can be made, the simplest first, wherever it differs."""

    def accepts(one: str) -> bool:
        return editable.accepts(replaced(editable.record, place, one))

    if len(text) > _LOOKED_INTO:
        # A longer one takes long to be made simple part by part; but a step that came and went with its length, would
        # keep it long.
        return [*islice(filter(accepts, ("", *PLAIN_LETTERS, *editable.simple)), 1)]
    return simpler_than(text, editable.simple, accepts)


def scalar_at(editable: Editable, place: Place, value: Any) -> Scalar | None:
    """Return what can be made of a scalar; None where there is nothing simpler."""
    if isinstance(value, str) and value:
        return _Text(editable, place, value)
    if isinstance(value, (int, float)) and (value or isinstance(value, float)):
        return _Number(editable, place, value)
    return None
