"""
What Hypothesis does to a record to make it smaller: bytes that say how much of it stays.

To Hypothesis a record is a list of choices, and it looks for a shorter or a lower one by trial.  Where each member and
each character has choices of its own, a rich record has hundreds, to leave one out shifts the meaning of all that
follow, and few trials come to anything.  So what a record is made of is one choice
(`schemawright.fuzz.strategies.records`), and these bytes say what is done to it.  There are as many as the record has
use for, and none changes what another is about, so that they can be lowered one by one, or many at once.  The lower a
byte, the less stays; what the schema does not allow is left undone, so that every byte can be 0; and as they are drawn,
nearly all leave everything as it is.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.shrinking.editing import Editing, Whole
from schemawright.fuzz.shrinking.parts import KEEP, Part
from schemawright.fuzz.shrinking.scalars import Scalar, bytes_for, count_of, name_at, scalar_at

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

    from schemawright.fuzz.schema.visits import Place

_AT_ONCE = 32
"""How many bytes go together: those that nothing depends on are 0 in one trial, and of the rest each takes one."""


class Editable:
    """
    A record, and what can be done to it.

    Args:
        record: The record; left as it is.
        accepts: Whether what is left will do; it accepts the record.
        simple: Texts that may do where a rule allows no plain letters, the simplest first; and numbers that may where
            none leads to them that is allowed.
        declared: The names that the schema knows: all others can be made simple; None where none is.

    >>> editable = Editable({"a": [1, 2], "b": None}, lambda one: "a" in one)
    >>> editable.sizes
    (5, 2)
    >>> editable.edited(bytes([9, 9, 0, 9, 0, 9, 1]))
    {'a': [1]}
    """

    def __init__(
        self,
        record: Any,
        accepts: Callable[[Any], bool],
        simple: Sequence[str | float] = (),
        declared: Container[str] | None = None,
    ) -> None:
        self.record = record
        self.accepts = accepts
        self.simple = [one for one in simple if isinstance(one, str)]
        self.numbers = [one for one in simple if not isinstance(one, str)]
        self._whole = Whole(record, accepts)
        places = [*places_in(record)]
        values = [scalar_at(self, place, value) for place, value in places]
        names = [] if declared is None else [name_at(self, place, declared) for place, _ in places]
        self._count = len(places)
        self._changing = [
            (number, scalar, is_name)
            for is_name, scalars in ((False, values), (True, names))
            for number, scalar in enumerate(scalars)
            if scalar is not None
        ]
        widths = [bytes_for(most) for _, scalar, _ in self._changing for most in scalar.mosts]
        self.sizes = (*_chunks(self._count), *_chunks(sum(widths)))
        """How many bytes there are to an edit: of each place, then of what counts at the places; some at a time."""
        self.has_limit = max(widths, default=1) > 1
        """Whether a limit means anything."""

    def edited(self, edits: bytes, limit: float = inf, keeps: Callable[[Any], bool] | None = None) -> Any:
        """
        Return the record made smaller; the same arguments give the same, and what comes of them is accepted.

        Args:
            edits: As many bytes as `sizes` says, altogether.
            limit: How much stays of what more than a byte tells, at the most.
            keeps: What else has to be true of every smaller record.
        """
        changed = self._told(edits, limit)
        if not changed and min(edits[: self._count]) >= KEEP:
            return copied(self.record)
        parts: list[Part] = []  # in the order of the places
        root = Part(self.record, "", None, parts)
        for part, edit in zip(parts, edits, strict=False):
            part.edit = min(edit, KEEP)
        for number, is_name, simpler in changed:
            if is_name:
                parts[number].plainer = simpler
            else:
                parts[number].simpler = simpler
        accepts = self.accepts
        # The schema's verdict first: what else is asked may be what a violation of it is told as, ten times as long.
        both = accepts if keeps is None else lambda one: accepts(one) and keeps(one)
        return Editing(root, parts, both, self._whole).run()

    def is_idle(self, edits: bytes, limit: float) -> bool:
        """Return whether an edit leaves the record as it is, as nearly all do that are drawn."""
        return min(edits[: self._count]) >= KEEP and not self._told(edits, limit)

    def _told(self, edits: bytes, limit: float) -> list[tuple[int, bool, tuple[Scalar, tuple[int, ...]]]]:
        """Return the scalars and the names of which not all is to stay, and how much of each."""
        at = self._count
        changed: list[tuple[int, bool, tuple[Scalar, tuple[int, ...]]]] = []
        for number, scalar, is_name in self._changing:
            own: tuple[int, ...] = ()
            for most in scalar.mosts:
                before, at = at, at + bytes_for(most)
                own += (count_of(edits[before:at], most, limit),)
            if own != scalar.mosts:
                changed.append((number, is_name, (scalar, own)))
        return changed

    def least(self, keeps: Callable[[Any], bool]) -> Any:
        """Return the smallest record that there is by edits."""
        return self.edited(bytes(sum(self.sizes)), 0, keeps)


def _chunks(count: int) -> Iterator[int]:
    """Yield how many bytes go together: those are made 0 at once, where that can be."""
    for start in range(0, count, _AT_ONCE):
        yield min(_AT_ONCE, count - start)


# --- places


def places_in(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Yield places and what is there, outer before inner."""
    yield place, value
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for token, member in members:
        yield from places_in(member, (*place, token))


def copied(value: Any) -> Any:
    """Return a copy: what a test is given it may change."""
    if isinstance(value, dict):
        return {name: copied(member) for name, member in value.items()}
    return [copied(item) for item in value] if isinstance(value, list) else value


def texts_in(value: Any) -> Iterator[str]:
    """Yield the texts of a record that are not empty."""
    for _, one in places_in(value):
        if isinstance(one, str) and one:
            yield one
