"""
A record that is being edited: what its bytes say is done to it (`schemawright.fuzz.shrinking.edits`).

A rich record has hundreds of places, each trial of Hypothesis edits it from the start, and most of what is tried is
refused by the schema, the same in every trial.  So what cannot be done as long as all else is there is asked once for
each record, and what was in vain with a few items of an array is not tried with the others that look like them.
"""

from __future__ import annotations

from functools import partial
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.shrinking.parts import DROP, INNER, KEEP, PLAIN, Part, is_number

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from schemawright.fuzz.shrinking.parts import Gift
    from schemawright.fuzz.shrinking.scalars import Scalar

_NAME, _GIVE, _OTHER = KEEP + 1, KEEP + 2, KEEP + 3
"""
Stand for a name that is made short, for an item that gives its numbers to another, and for a scalar that is made what
it could not be with all else there.
"""
_MOST_INNER = 16
"""How many of the values inside of another are tried in its place."""
_PAIRED = 8
"""How many members of an object that stayed are tried two at a time."""
_FEW = 8
"""How many places are dropped before it is worth to know which cannot be."""
_MANY = 128
"""From how many places on a record is asked what cannot be made plain in it with all else there."""
_SOME = 32
"""And what cannot be put in the place of what, and not be renamed: that hardly depends on what else is there."""
_HALVED = 3
"""How many scalars are made simple at once: of fewer it takes as long to ask as to try."""
_SHORTENED = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)
"""The lengths to which a name is cut."""
_LARGE = 1 << 32
"""From here on it is not looked for how much more a number can be."""
_ALIKE = 3
"""How often something is tried in vain with parts that look alike before it is given up."""


class Whole:
    """
    A record to which nothing has been done, and what cannot be.

    Args:
        record: The record.
        accepts: Whether what comes of it will do.
    """

    def __init__(self, record: Any, accepts: Callable[[Any], bool]) -> None:
        self._record = record
        self._accepts = accepts
        self._editing: Editing | None = None
        self._in_vain: dict[tuple[int, int], bool] = {}
        self._mosts: dict[tuple[str, ...], int] = {}

    def is_in_vain(self, edit: int, number: int) -> bool:
        """Return whether an edit cannot be done at a place as long as all else is there."""
        found = self._in_vain.get((edit, number))
        if found is None:
            found = self._in_vain[edit, number] = not self._untouched().could(edit, number)
        return found

    def most(self, kind: tuple[str, ...]) -> int:
        """Return about the largest number at the first place of a kind, as long as all else is there."""
        if kind not in self._mosts:
            self._mosts[kind] = self._untouched().most(kind)
        return self._mosts[kind]

    def _untouched(self) -> Editing:
        if self._editing is None:
            parts: list[Part] = []
            self._editing = Editing(Part(self._record, "", None, parts), parts, self._accepts, self)
        return self._editing


class Editing:
    """
    One record that is being edited.

    Args:
        root: The record.
        parts: Its parts, each with the edit that it is to undergo.
        accepts: Whether what is left will do.
        whole: The same record, to which nothing is done.
    """

    def __init__(self, root: Part, parts: list[Part], accepts: Callable[[Any], bool], whole: Whole) -> None:
        self._root = root
        self._parts = parts
        self._accepts = accepts
        self._whole = whole
        self._failures: dict[Hashable, int] = {}
        self._attempts: dict[int, Callable[[Part], bool]] = {
            DROP: lambda part: part.outer is not None and self._went([part]),
            PLAIN: self._emptied,
            INNER: self._replaced,
            _NAME: self._renamed,
        }

    def run(self) -> Any:
        """Do all edits, and return what is left."""
        self._drop_all([part for part in self._parts if part.edit == DROP and part is not self._root])
        giving: list[Part] = []
        for part in self._parts:
            if part.edit < KEEP and self._is_there(part) and not self._made_plain(part):
                if part.edit <= PLAIN and part.has_sum:
                    giving.append(part)
                else:
                    self._lift(part)
        there = [*self._root.parts()]
        self._simplify([part for part in there if part.simpler is not None])
        for part in there:
            if part.plainer is not None and part.is_member:
                self._make_plain(part, *part.plainer)
        for part in reversed(giving):
            if self._is_there(part) and not self._worked(_GIVE, part, partial(self._gave, part)):
                self._lift(part)
        return self._root.made()

    def could(self, edit: int, number: int) -> bool:
        """Return whether an edit can be done at a place; it is undone."""
        part = self._parts[number]
        outer, siblings = part.outer, part.outer.inner if part.outer is not None else []
        before = part.name, part.value, part.inner
        found = self._attempts[edit](part)
        part.rename(before[0])
        part.change(*before[1:])
        if outer is not None:
            outer.change(outer.value, siblings)
        if part.number < 0:
            part.restore(number)
        return found

    def _holds(self) -> bool:
        return self._accepts(self._root.made())

    def _is_there(self, part: Part) -> bool:
        while part.outer is not None:
            if part not in part.outer.inner:
                return False
            part = part.outer
        return part is self._root

    def _worked(self, what: Hashable, part: Part, attempt: Callable[[], bool]) -> bool:
        """Attempt something with a part, unless that was in vain with some that look the same."""
        key = what, part.looks()
        failures = self._failures.get(key, 0)
        if failures >= _ALIKE:
            return False
        found = attempt()
        if not found:
            self._failures[key] = failures + 1
        return found

    def _did(self, edit: int, part: Part) -> bool:
        """Do an edit to a part where that can be; not where it could not be with all else there."""
        # Of a small record it takes as long to ask as to try.
        many = _MANY if edit == PLAIN else _SOME
        if part.number >= 0 and len(self._parts) >= many and self._whole.is_in_vain(edit, part.number):
            return False
        return self._worked(edit, part, partial(self._attempts[edit], part))

    # --- what is dropped

    def _drop_all(self, parts: list[Part]) -> None:
        many = len(parts) > _FEW
        stubborn = {part for part in parts if many and self._whole.is_in_vain(DROP, part.number)}
        free = [part for part in parts if part not in stubborn]
        left = self._stayed(free) if free else []
        self._drop([*left, *(part for part in parts if part in stubborn)])

    def _drop(self, parts: list[Part]) -> None:
        """Drop as many parts as can be; what depends on one that stayed may be gone in the next round."""
        before = len(parts) + 1
        while parts and len(parts) < before:
            before = len(parts)
            self._failures.clear()  # What is gone by now may be what others were needed for.
            there = (part for part in reversed(parts) if self._is_there(part))
            parts = [part for part in there if not self._worked(DROP, part, partial(self._went, [part]))]
            parts.reverse()
        self._drop_in_pairs(parts)

    def _drop_in_pairs(self, parts: list[Part]) -> None:
        """Drop members of an object that need each other, two at a time."""
        of_objects: dict[int, list[Part]] = {}
        for part in parts:
            if part.is_member and self._is_there(part):
                of_objects.setdefault(id(part.outer), []).append(part)
        for members in of_objects.values():
            for one, other in combinations(members[:_PAIRED], 2):
                if self._is_there(one) and self._is_there(other):
                    self._worked((DROP, other.name), one, partial(self._went, [one, other]))

    def _went(self, parts: list[Part]) -> bool:
        """Drop parts, as many as can be; return whether none stayed."""
        return not self._stayed(parts)

    def _stayed(self, parts: list[Part]) -> list[Part]:
        """Drop parts, all at once or else by halves, the inner and last ones first; return those that stay."""
        changed = {id(part.outer): (part.outer, part.outer.inner) for part in parts if part.outer is not None}
        gone = set(parts)
        for outer, inner in changed.values():
            outer.change(outer.value, [part for part in inner if part not in gone])
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

    def _gave(self, part: Part) -> bool:
        """Drop a part, and add its numbers to those of others, the nearest first; what none can take is lost."""
        outer = part.outer
        known = ([*found] for _, found in part.receivers())
        given = next(filter(None, known), None)
        if outer is None or given is None:
            return False
        siblings = outer.inner
        before = [(gift.one, gift.one.value) for gift in given]
        outer.change(outer.value, [one for one in siblings if one is not part])
        _put((gift.one, gift.total) for gift in given)
        if self._holds():
            return True
        _put(before)
        if not self._holds():
            outer.change(outer.value, siblings)
            return False
        # What goes has to go whatever else is there: else Hypothesis could not lower the rest beside it.
        self._take(given)
        for found in known:
            self._take(found)
        return True

    def _take(self, given: Iterable[Gift]) -> None:
        """Add what can be added to parts, and leave the rest to be given to others."""
        for one, other, _ in given:
            before, more = one.value, other.value
            if type(before) is type(more) is int and 0 < more < _LARGE:
                more = min(more, self._whole.most(one.kind) - before)
            if not more or (is_number(more) and more < 0 < other.value):
                continue
            one.change(before + more, [])
            if self._holds():
                other.value = other.value - more if is_number(more) else ""
            else:
                one.change(before, [])

    def most(self, kind: tuple[str, ...]) -> int:
        """Return about the largest number that can be at the first place of a kind; it is undone."""
        part = next((part for part in self._parts if part.kind == kind and type(part.value) is int), None)
        if part is None:
            return _LARGE
        before: int = part.value
        low, high = before, before + _LARGE
        while high - low > 1:
            between = (low + high) // 2
            part.change(between, [])
            low, high = (between, high) if self._holds() else (low, between)
        part.change(before, [])
        return low

    # --- what is not dropped

    def _made_plain(self, part: Part) -> bool:
        found = part.edit <= PLAIN and self._did(PLAIN, part)
        if found:
            self._rename(part)
        return found

    def _lift(self, part: Part) -> None:
        """Put what is inside of a part in its place, as far as that is to be done; or else make its name short."""
        lifted = self._did(INNER, part)
        if not lifted:
            self._rename(part)
        while lifted:
            # What is here now may be around more of its kind; what was to be done to it is done here.
            plain = part.edit <= PLAIN and self._did(PLAIN, part)
            lifted = part.edit < KEEP and not plain and self._did(INNER, part)

    def _emptied(self, part: Part) -> bool:
        """Make a part null, or, where it has parts, false, 0, an empty text or, an object, an empty array."""
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

    def _replaced(self, part: Part) -> bool:
        """Put what is inside of a part in its place, the outermost and first that can be."""
        before = part.value, part.inner
        pending = list(part.inner)
        for number, one in enumerate(pending):
            if number >= _MOST_INNER:
                break
            part.change(one.value, one.inner)
            if self._holds():
                part.settle(one)
                return True
            part.change(*before)
            pending += one.inner
        return False

    def _rename(self, part: Part) -> None:
        if part.is_member:
            self._did(_NAME, part)

    def _renamed(self, part: Part) -> bool:
        """Make a name short."""
        name = part.name
        taken = {one.name for one in part.outer.inner} if part.outer is not None else set()
        for shorter in ("a", *(name[:length] for length in _SHORTENED if length < len(name))):
            if shorter not in taken and (len(shorter), shorter) < (len(name), name):
                part.rename(shorter)
                if self._holds():
                    return True
        part.rename(name)
        return False

    def _make_plain(self, part: Part, scalar: Scalar, counts: tuple[int, ...]) -> None:
        """Give a part the simplest name that it can have."""
        before = part.name
        taken = {one.name for one in part.outer.inner if one is not part} if part.outer is not None else set()
        for name in chain(scalar.fitting(counts), scalar.others(counts)):
            if name not in taken:
                part.rename(name)
                if self._holds():
                    return
        part.rename(before)

    # --- scalars

    def _simplify(self, parts: list[Part]) -> None:
        """Put simpler scalars in the place of those that are there, all at once or else by halves."""
        if len(parts) < _HALVED:
            for part in parts:
                self._make_simple(part)
            return
        before = [(part, part.value) for part in parts]
        _put((part, next(part.fitting())) for part in parts)
        if not self._holds():
            _put(before)
            half = len(parts) // 2
            self._simplify(parts[:half])
            self._simplify(parts[half:])

    def _make_simple(self, part: Part) -> None:
        """Put the simplest scalar in the place of one that can be there."""
        before = part.value
        if self._became(part, part.fitting()):
            return
        if not self._worked(_OTHER, part, lambda: self._became(part, part.others())):
            part.change(before, [])

    def _became(self, part: Part, values: Iterable[Any]) -> bool:
        """Put the first of several scalars in the place of one that can be there."""
        for value in values:
            part.change(value, [])
            if self._holds():
                return True
        return False


def _put(scalars: Iterable[tuple[Part, Any]]) -> None:
    """Put scalars in the place of others."""
    for part, value in scalars:
        part.change(value, [])
