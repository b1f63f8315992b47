"""The values of a record that is being edited, each of which can be changed, and what comes of it made again."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.fuzz.shrinking.scalars import Scalar

DROP, PLAIN, INNER, KEEP = range(4)
"""
The bytes of places: what is there is dropped; or is made null or empty; or gives way to what is inside of it, or, where
there is nothing, has its name made short; or stays as it is.  What cannot be done is done by the next one.  There are
four, since of a byte that has to stay above some value Hypothesis tries the two below it, 0 and 1.  So an item of an
array that cannot be made null or empty, as most cannot, is dropped with its numbers added to those of another, and a
text is joined to another: many tests are about a sum, and that stays.
"""
_UNMADE = object()
_MOVED = -1


class Part:
    """
    One value of a record that is being edited; an object or an array has its members or items as parts.

    Args:
        value: The value.
        name: Its name, in an object.
        outer: What it is in; None for the record itself.
        parts: Where all parts are put, in the order of the places of the record.
    """

    __slots__ = ("edit", "inner", "kind", "name", "number", "outer", "plainer", "simpler", "value", "whole")

    def __init__(self, value: Any, name: str, outer: Part | None, parts: list[Part]) -> None:
        self.number = len(parts)
        """Which place of the record this is; below 0 where something else is here by now."""
        parts.append(self)
        self.edit = KEEP
        self.name = name
        self.kind: tuple[str, ...] = () if outer is None else (*outer.kind, name)
        """The names on the way to it: the same for all items of an array."""
        self.simpler: tuple[Scalar, tuple[int, ...]] | None = None
        """What a scalar can be made, and how much stays of it; where it is to be made anything."""
        self.plainer: tuple[Scalar, tuple[int, ...]] | None = None
        """And its name."""
        self.outer = outer
        self.whole: Any = _UNMADE
        self.value: Any = value
        """The value of a scalar; of what has parts, its type."""
        self.inner: list[Part] = []
        if isinstance(value, dict):
            self.value = dict
            self.inner = [Part(member, token, self, parts) for token, member in value.items()]
        elif isinstance(value, list):
            self.value = list
            self.inner = [Part(item, "", self, parts) for item in value]

    def made(self) -> Any:
        """Return the value; what is inside of it is made again only where it was changed."""
        if self.whole is _UNMADE:
            # What is made already is not asked for it: of a large record that took a third of a trial.
            if self.value is dict:
                self.whole = {part.name: part.made() if part.whole is _UNMADE else part.whole for part in self.inner}
            elif self.value is list:
                self.whole = [part.made() if part.whole is _UNMADE else part.whole for part in self.inner]
            else:
                self.whole = self.value
        return self.whole

    def change(self, value: Any, inner: list[Part]) -> None:
        """Put something else here."""
        self.value = value
        self.inner = inner
        self.touch()

    def rename(self, name: str) -> None:
        """Give this another name."""
        self.name = name
        self.touch()

    def touch(self) -> None:
        """Have this made again, and what it is in."""
        part: Part | None = self
        while part is not None:
            part.whole = _UNMADE
            part = part.outer

    def settle(self, one: Part) -> None:
        """Have what was inside of this and is here now belong here, with what was to be done to it."""
        self.number = _MOVED
        self.edit = one.edit
        self.simpler = one.simpler
        for inner in self.inner:
            inner.outer = self

    def restore(self, number: int) -> None:
        """Have what was here at first, and is here again, belong where it did."""
        self.number = number
        for part in self.parts():
            for inner in part.inner:
                inner.outer = part

    def fitting(self) -> Iterator[Any]:
        """Yield what a scalar is to be made: what would do if nothing else had been done, the simplest first."""
        if self.simpler is not None:
            scalar, counts = self.simpler
            yield from scalar.fitting(counts)

    def others(self) -> Iterator[Any]:
        """Yield what else it can be made, that would do only because of what was done."""
        if self.simpler is not None:
            scalar, counts = self.simpler
            yield from scalar.others(counts)

    def parts(self) -> Iterator[Part]:
        """Yield this part and all that are inside of it, outer before inner."""
        yield self
        for part in self.inner:
            yield from part.parts()

    @property
    def is_member(self) -> bool:
        """Whether this is in an object."""
        return self.outer is not None and self.outer.value is dict

    @property
    def has_sum(self) -> bool:
        """Whether this has something to give to another: an item a text, or numbers; a member numbers by name."""
        if self.outer is None:
            return False
        if self.outer.value is list:
            return _is_text(self.value) or _has_number(self)
        return self.value is dict and any(any(sums) for _, sums in self.receivers())

    def receivers(self) -> Iterator[tuple[Part, Iterator[Gift]]]:
        """
        Yield the parts that could take what this has to give, with what they would come to, the nearest first.

        Those are beside it, in front and then behind, whatever is between; then those around it.
        """
        outer = self.outer
        siblings = outer.inner if outer is not None else []
        at = siblings.index(self)
        for one in (*siblings[:at][::-1], *siblings[at + 1 :]):
            yield one, gifts(one, self)
        while outer is not None:
            yield outer, _own_numbers(outer, self)
            outer = outer.outer

    def looks(self) -> tuple[Any, ...]:
        """Return what is the same for parts that look alike: their place, and the names beside and inside of them."""
        beside = () if self.outer is None else tuple([one.name for one in self.outer.inner])
        return self.kind, beside, tuple([one.name for one in self.inner])


class Gift(NamedTuple):
    """
    What one part gives to another.

    Args:
        one: The part that is given something.
        other: The part that gives.
        total: What they come to.
    """

    one: Part
    other: Part
    total: Any


def gifts(one: Part, other: Part) -> Iterator[Gift]:
    """Yield what two parts come to: the text of both, or the sums of the numbers at the same places."""
    if _is_text(one.value) and _is_text(other.value):
        yield Gift(one, other, one.value + other.value)
    else:
        yield from _numbers(one, other)


def _numbers(one: Part, other: Part) -> Iterator[Gift]:
    if is_number(one.value) and is_number(other.value):
        sum_of_both = total(one.value, other.value)
        if sum_of_both is not None:
            yield Gift(one, other, sum_of_both)
    elif one.value is dict and other.value is dict:
        for pair in _of_one_name(one, other):
            yield from _numbers(*pair)
    elif one.value is list and other.value is list:
        for pair in zip(one.inner, other.inner, strict=False):
            yield from _numbers(*pair)


def _own_numbers(one: Part, other: Part) -> Iterator[Gift]:
    """Yield the sums of the numbers that two objects have themselves: one may be inside of the other."""
    if one.value is dict and other.value is dict:
        for mine, its in _of_one_name(one, other):
            if is_number(its.value):
                yield from _numbers(mine, its)


def _of_one_name(one: Part, other: Part) -> Iterator[tuple[Part, Part]]:
    named = {part.name: part for part in other.inner}
    return ((part, named[part.name]) for part in one.inner if part.name in named)


def total(one: Any, other: Any) -> Any:
    """Return a sum; None where it is none that JSON has."""
    try:
        found = one + other
    except OverflowError:
        return None
    return found if isinstance(found, int) or isfinite(found) else None


def _has_number(part: Part) -> bool:
    return is_number(part.value) or any(map(_has_number, part.inner))


def is_number(value: Any) -> bool:
    """Return whether something is a number, and not true or false."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
