"""
What Hypothesis does to a record to make it smaller: a byte for each of its places says how much of it stays.

To Hypothesis a record is a list of choices, and it looks for a shorter or a lower one by trial.  Where each member has
choices of its own, that whether it is there is one of them, to leave a member out shifts all that follows, and few
trials come to anything.  So what stands where is settled first; then these bytes, whose number and meaning do not
depend on each other, are lowered one by one, or all at once.  The lower the byte, the less stays; what the schema
does not allow is left undone, so that every byte can be 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DROP, PLAIN, INNER, KEEP = range(4)
"""
The bytes: what is at a place is dropped; or is made null or empty; or gives way to what is inside of it, or, where there
is nothing, has its name made short; or stays as it is.  What cannot be done is done by the next one.  There are four,
since of a byte that has to stay above some value Hypothesis tries the two below it, 0 and 1.
"""

_LETTER = "a"
_MOST_INNER = 16
"""How many of the values inside of another are tried in its place."""
_SHORTENED = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)
"""The lengths to which a name is cut."""


def count_places(record: Any) -> int:
    """
    Return how many places a record has: its own, and that of every member and item.

    >>> count_places({"a": [1, 2], "b": None})
    5
    """
    inner = record.values() if isinstance(record, dict) else record if isinstance(record, list) else ()
    return 1 + sum(map(count_places, inner))


def edited(record: Any, edits: bytes, accepts: Callable[[Any], bool]) -> Any:
    """
    Return a record made smaller.

    The same arguments give the same result.  Whatever is done, `accepts` holds of what comes of it.

    Args:
        record: The record; left as it is.
        edits: A byte for each place, outer before inner; above `INNER` all stays, as it does beyond the last byte.
        accepts: Whether what is left will do.

    >>> edited({"a": [1, 2], "b": None}, bytes([9, 9, 0, 9, 0]), lambda one: "a" in one)
    {'a': [2]}
    """
    if not edits or min(edits) > INNER:
        return record
    return _Editing(record, edits, accepts).run()


class _Part:
    """One value of a record that is being edited; an object or an array has its members or items as parts."""

    __slots__ = ("edit", "inner", "name", "outer", "value")

    def __init__(self, value: Any, name: str, outer: _Part | None, edits: Iterator[int]) -> None:
        self.edit = min(next(edits, KEEP), KEEP)
        self.name = name
        self.outer = outer
        self.value: Any = value
        self.inner: list[_Part] = []
        if isinstance(value, dict):
            self.value = dict
            self.inner = [_Part(member, token, self, edits) for token, member in value.items()]
        elif isinstance(value, list):
            self.value = list
            self.inner = [_Part(item, "", self, edits) for item in value]

    def made(self) -> Any:
        """Return the value."""
        if self.value is dict:
            return {part.name: part.made() for part in self.inner}
        if self.value is list:
            return [part.made() for part in self.inner]
        return self.value

    def parts(self) -> Iterator[_Part]:
        """Yield this part and all that are inside of it, outer before inner."""
        yield self
        for part in self.inner:
            yield from part.parts()


class _Editing:
    """One record that is being edited."""

    def __init__(self, record: Any, edits: bytes, accepts: Callable[[Any], bool]) -> None:
        self._root = _Part(record, "", None, iter(edits))
        self._accepts = accepts

    def run(self) -> Any:
        self._drop([part for part in self._root.parts() if part.edit == DROP and part.outer is not None])
        for part in list(self._root.parts()):
            if part.edit < KEEP and self._is_there(part):
                self._make_plain(part)
        return self._root.made()

    def _holds(self) -> bool:
        return self._accepts(self._root.made())

    def _is_there(self, part: _Part) -> bool:
        while part.outer is not None:
            if part not in part.outer.inner:
                return False
            part = part.outer
        return part is self._root

    def _drop(self, parts: list[_Part]) -> None:
        """Drop as many parts as can be; what depends on one that stayed may be gone in the next round."""
        before = len(parts) + 1
        while parts and len(parts) < before:
            before = len(parts)
            parts = [part for part in self._stayed(parts) if self._is_there(part)]

    def _stayed(self, parts: list[_Part]) -> list[_Part]:
        """Drop parts, all at once or else by halves, the inner and last ones first; return those that stay."""
        changed = {id(part.outer): (part.outer, part.outer.inner) for part in parts if part.outer is not None}
        gone = set(map(id, parts))
        for outer, inner in changed.values():
            outer.inner = [part for part in inner if id(part) not in gone]
        if self._holds():
            return []
        for outer, inner in changed.values():
            outer.inner = inner
        if len(parts) == 1:
            return parts
        half = len(parts) // 2
        last = self._stayed(parts[half:])
        first = [part for part in parts[:half] if self._is_there(part)]
        return [*(self._stayed(first) if first else []), *last]

    # --- what is not dropped

    def _make_plain(self, part: _Part) -> None:
        plain = part.edit <= PLAIN and self._emptied(part)
        if not plain and part.inner and self._replaced(part):
            return
        if part.outer is not None and part.outer.value is dict:
            self._rename(part)

    def _emptied(self, part: _Part) -> bool:
        """Make a part null, or, where it has parts, false, 0, or empty; return whether that could be done."""
        before = part.value, part.inner
        candidates: tuple[Any, ...] = (None, False, 0, "", list, dict) if part.inner else (None,)
        for value in candidates:
            if value is part.value:
                return False
            part.value, part.inner = value, []
            if self._holds():
                return True
            part.value, part.inner = before
        return False

    def _replaced(self, part: _Part) -> bool:
        """Put what is inside of a part in its place, the outermost and first that can be; return whether any could."""
        before = part.value, part.inner
        pending = list(part.inner)
        for number, one in enumerate(pending):
            if number >= _MOST_INNER:
                break
            part.value, part.inner = one.value, one.inner
            if self._holds():
                for inner in part.inner:
                    inner.outer = part
                return True
            part.value, part.inner = before
            pending += one.inner
        return False

    def _rename(self, part: _Part) -> None:
        """Make a name short."""
        name = part.name
        taken = {one.name for one in part.outer.inner} if part.outer is not None else set()
        for shorter in (_LETTER, *(name[:length] for length in _SHORTENED if length < len(name))):
            if shorter not in taken and (len(shorter), shorter) < (len(name), name):
                part.name = shorter
                if self._holds():
                    return
        part.name = name
