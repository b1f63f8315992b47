"""
What Hypothesis does to a record to make it smaller: bytes that say how much of it stays.

To Hypothesis a record is a list of choices, and it looks for a shorter or a lower one by trial.  Where each member and
each character has choices of its own, a rich record has hundreds, to leave one out shifts the meaning of all that
follow, and few trials come to anything.  So what a record is made of is one choice (`schemawright.fuzz.strategies`),
and these bytes say what is done to it.  There are as many as the record has use for, and none changes what another is
about, so that they can be lowered one by one, or many at once.  The lower a byte, the less stays; what the schema does
not allow is left undone, so that every byte can be 0; and as they are drawn, nearly all leave everything as it is.
"""

from __future__ import annotations

from functools import cached_property
from itertools import combinations
from math import inf
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.edit_scalars import Scalar, bytes_for, count_of, scalar_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from schemawright.fuzz.visits import Place

DROP, PLAIN, INNER, KEEP = range(4)
"""
The bytes of places: what is there is dropped; or is made null or empty; or gives way to what is inside of it, or, where
there is nothing, has its name made short; or stays as it is.  What cannot be done is done by the next one.  There are
four, since of a byte that has to stay above some value Hypothesis tries the two below it, 0 and 1.
"""

_AT_ONCE = 128
"""How many bytes go together."""
_MOST_INNER = 16
"""How many of the values inside of another are tried in its place."""
_PAIRED = 8
"""How many members of an object that stayed are tried two at a time."""
_FEW = 8
"""How many places are dropped before it is worth to know which cannot be."""
_SHORTENED = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)
"""The lengths to which a name is cut."""
_UNMADE = object()


class Editable:
    """
    A record, and what can be done to it.

    Args:
        record: The record; left as it is.
        accepts: Whether what is left will do; it accepts the record.
        simple: Texts that may do where a rule allows no plain letters, the simplest first.

    >>> editable = Editable({"a": [1, 2], "b": None}, lambda one: "a" in one)
    >>> editable.sizes
    (5, 2)
    >>> editable.edited(bytes([9, 9, 0, 9, 0, 9, 1]))
    {'a': [1]}
    """

    def __init__(self, record: Any, accepts: Callable[[Any], bool], simple: Sequence[str] = ()) -> None:
        self.record = record
        self.accepts = accepts
        self.simple = simple
        self._scalars: list[Scalar | None] = [scalar_at(self, place, value) for place, value in _places(record, ())]
        widths = [bytes_for(most) for scalar in self._scalars if scalar is not None for most in scalar.mosts]
        self.sizes = (*_chunks(len(self._scalars)), *_chunks(sum(widths)))
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
        at = len(self._scalars)
        changed: list[tuple[int, Scalar, tuple[int, ...]]] = []
        for number, scalar in enumerate(self._scalars):
            if scalar is not None:
                own: tuple[int, ...] = ()
                for most in scalar.mosts:
                    before, at = at, at + bytes_for(most)
                    own += (count_of(edits[before:at], most, limit),)
                if own != scalar.mosts:
                    changed.append((number, scalar, own))
        if not changed and min(edits[: len(self._scalars)]) >= KEEP:
            return copied(self.record)
        parts: list[_Part] = []  # in the order of the places
        root = _Part(self.record, "", None, parts)
        for part, edit in zip(parts, edits, strict=False):
            part.edit = min(edit, KEEP)
        for number, scalar, own in changed:
            parts[number].simpler = (scalar, own)
        accepts = self.accepts
        # The schema's verdict first: what else is asked may be what a violation of it is told as, ten times as long.
        both = accepts if keeps is None else lambda one: accepts(one) and keeps(one)
        return _Editing(root, parts, both).run(self)

    @cached_property
    def stubborn(self) -> frozenset[int]:
        """The places that cannot be dropped as long as all else is there: asked one by one, where many are dropped."""
        parts: list[_Part] = []
        editing = _Editing(_Part(self.record, "", None, parts), parts, self.accepts)
        return frozenset([number for number, part in enumerate(parts) if number and not editing.can_go(part)])

    def least(self, keeps: Callable[[Any], bool]) -> Any:
        """Return the smallest record that there is by edits."""
        return self.edited(bytes(sum(self.sizes)), 0, keeps)


def _chunks(count: int) -> Iterator[int]:
    """Yield how many bytes go together: those are made 0 at once, where that can be."""
    for start in range(0, count, _AT_ONCE):
        yield min(_AT_ONCE, count - start)


# --- places


def _places(value: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    """Yield places and what is there, outer before inner."""
    yield place, value
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for token, member in members:
        yield from _places(member, (*place, token))


def copied(value: Any) -> Any:
    """Return a copy: what a test is given it may change."""
    if isinstance(value, dict):
        return {name: copied(member) for name, member in value.items()}
    return [copied(item) for item in value] if isinstance(value, list) else value


def texts_in(value: Any) -> Iterator[str]:
    """Yield the texts of a record that are not empty."""
    for _, one in _places(value, ()):
        if isinstance(one, str) and one:
            yield one


class _Part:
    """One value of a record that is being edited; an object or an array has its members or items as parts."""

    __slots__ = ("edit", "inner", "name", "outer", "simpler", "value", "whole")

    def __init__(self, value: Any, name: str, outer: _Part | None, parts: list[_Part]) -> None:
        parts.append(self)
        self.edit = KEEP
        self.name = name
        self.simpler: tuple[Scalar, tuple[int, ...]] | None = None
        """What a scalar can be made, and how much stays of it; where it is to be made anything."""
        self.outer = outer
        self.whole: Any = _UNMADE
        self.value: Any = value
        self.inner: list[_Part] = []
        if isinstance(value, dict):
            self.value = dict
            self.inner = [_Part(member, token, self, parts) for token, member in value.items()]
        elif isinstance(value, list):
            self.value = list
            self.inner = [_Part(item, "", self, parts) for item in value]

    def made(self) -> Any:
        """Return the value; what is inside of it is made again only where it was changed."""
        if self.whole is _UNMADE:
            if self.value is dict:
                self.whole = {part.name: part.made() for part in self.inner}
            else:
                self.whole = [part.made() for part in self.inner] if self.value is list else self.value
        return self.whole

    def change(self, value: Any, inner: list[_Part]) -> None:
        """Put something else here."""
        self.value = value
        self.inner = inner
        self.touch()

    def touch(self) -> None:
        """Have this made again, and what it is in."""
        part: _Part | None = self
        while part is not None:
            part.whole = _UNMADE
            part = part.outer

    def candidates(self) -> Iterator[Any]:
        """Yield what a scalar is to be made: the first is what would do if nothing else had been done."""
        if self.simpler is not None:
            scalar, counts = self.simpler
            yield scalar.at(counts)
            yield from scalar.each(*counts)

    def parts(self) -> Iterator[_Part]:
        """Yield this part and all that are inside of it, outer before inner."""
        yield self
        for part in self.inner:
            yield from part.parts()


class _Editing:
    """One record that is being edited."""

    def __init__(self, root: _Part, parts: list[_Part], accepts: Callable[[Any], bool]) -> None:
        self._root = root
        self._parts = parts
        self._accepts = accepts

    def run(self, editable: Editable) -> Any:
        numbers = [number for number, part in enumerate(self._parts) if part.edit == DROP and number]
        stubborn = editable.stubborn if len(numbers) > _FEW else frozenset()
        dropped = [self._parts[number] for number in numbers if number not in stubborn]
        left = self._stayed(dropped) if dropped else []
        self._drop([*left, *(self._parts[number] for number in numbers if number in stubborn)])
        for part in self._parts:
            if part.edit < KEEP and self._is_there(part):
                self._make_plain(part)
        self._simplify([part for part in self._root.parts() if part.simpler is not None])
        return self._root.made()

    def _simplify(self, parts: list[_Part]) -> None:
        """Put simpler scalars in the place of those that are there, all at once or else one by one."""
        before = [part.value for part in parts]
        for part in parts:
            part.change(next(part.candidates()), [])
        if parts and not self._holds():
            for part, value in zip(parts, before, strict=True):
                part.change(value, [])
            for part in parts:
                self._make_simple(part)

    def _make_simple(self, part: _Part) -> None:
        """Put the simplest scalar in the place of one that can be there."""
        before = part.value
        for value in part.candidates():
            part.change(value, [])
            if self._holds():
                return
        part.change(before, [])

    def _holds(self) -> bool:
        return self._accepts(self._root.made())

    def _is_there(self, part: _Part) -> bool:
        while part.outer is not None:
            if part not in part.outer.inner:
                return False
            part = part.outer
        return part is self._root

    def can_go(self, part: _Part) -> bool:
        """Return whether a part can be dropped; it stays."""
        outer = part.outer
        if outer is None:
            return False
        before = outer.inner
        outer.change(outer.value, [one for one in before if one is not part])
        found = self._holds()
        outer.change(outer.value, before)
        return found

    def _drop(self, parts: list[_Part]) -> None:
        """Drop as many parts as can be; what depends on one that stayed may be gone in the next round."""
        before = len(parts) + 1
        while parts and len(parts) < before:
            before = len(parts)
            parts = [part for part in reversed(parts) if self._is_there(part) and self._stayed([part])][::-1]
        self._drop_in_pairs(parts)

    def _drop_in_pairs(self, parts: list[_Part]) -> None:
        """Drop members of an object that need each other, two at a time."""
        of_objects: dict[int, list[_Part]] = {}
        for part in parts:
            if part.outer is not None and part.outer.value is dict and self._is_there(part):
                of_objects.setdefault(id(part.outer), []).append(part)
        for members in of_objects.values():
            for one, other in combinations(members[:_PAIRED], 2):
                if self._is_there(one) and self._is_there(other):
                    self._stayed([one, other])

    def _stayed(self, parts: list[_Part]) -> list[_Part]:
        """Drop parts, all at once or else by halves, the inner and last ones first; return those that stay."""
        changed = {id(part.outer): (part.outer, part.outer.inner) for part in parts if part.outer is not None}
        gone = set(map(id, parts))
        for outer, inner in changed.values():
            outer.change(outer.value, [part for part in inner if id(part) not in gone])
        if self._holds():
            return []
        for outer, inner in changed.values():
            outer.change(outer.value, inner)
        if len(parts) == 1:
            return parts
        half = len(parts) // 2
        last = self._stayed(parts[half:])
        first = [part for part in parts[:half] if self._is_there(part)]
        return [*(self._stayed(first) if first else []), *last]

    # --- what is not dropped

    def _make_plain(self, part: _Part) -> None:
        if part.edit <= PLAIN and self._emptied(part):
            self._rename_member(part)
            return
        lifted = self._replaced(part) if part.inner else None
        if lifted is None:
            self._rename_member(part)
        while lifted is not None:
            # What is here now may be around more of its kind; what was to be done to it is done here.
            part.edit = lifted.edit
            plain = part.edit <= PLAIN and self._emptied(part)
            lifted = self._replaced(part) if part.edit < KEEP and not plain and part.inner else None

    def _rename_member(self, part: _Part) -> None:
        if part.outer is not None and part.outer.value is dict:
            self._rename(part)

    def _emptied(self, part: _Part) -> bool:
        """Make a part null, or, where it has parts, false, 0, or empty; return whether that could be done."""
        before = part.value, part.inner
        candidates: tuple[Any, ...] = (None, False, 0, "", list, dict) if part.inner else (None,)
        for value in candidates:
            if value is part.value:
                return False
            part.change(value, [])
            if self._holds():
                part.simpler = None
                return True
            part.change(*before)
        return False

    def _replaced(self, part: _Part) -> _Part | None:
        """Put what is inside of a part in its place, the outermost and first that can be; return it; None for none."""
        before = part.value, part.inner
        pending = list(part.inner)
        for number, one in enumerate(pending):
            if number >= _MOST_INNER:
                break
            part.change(one.value, one.inner)
            if self._holds():
                part.simpler = one.simpler
                for inner in part.inner:
                    inner.outer = part
                return one
            part.change(*before)
            pending += one.inner
        return None

    def _rename(self, part: _Part) -> None:
        """Make a name short."""
        name = part.name
        taken = {one.name for one in part.outer.inner} if part.outer is not None else set()
        for shorter in ("a", *(name[:length] for length in _SHORTENED if length < len(name))):
            if shorter not in taken and (len(shorter), shorter) < (len(name), name):
                part.name = shorter
                part.touch()
                if self._holds():
                    return
        part.name = name
        part.touch()
