"""
Deep copies of objects, as `copy.deepcopy` makes them.

A list of what is to be done, not calls, so that what nests deep takes nothing of the stack.
"""

from __future__ import annotations

from contextlib import suppress
from copy import copy, deepcopy
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from schemawright.runtime.model import Model
from schemawright.runtime.values import Unset

if TYPE_CHECKING:
    from collections.abc import Callable

    Memo: TypeAlias = dict[int, Any]
    Begin: TypeAlias = Callable[[Any], Any]
    """Returns the copy of a value, with nothing inside of it yet."""
    Empty: TypeAlias = Callable[[Any, Memo, Begin], tuple[Any, Callable[[], None]]]
    """Returns that of some kind of values, and what puts all into it."""


def deep_copy(value: Model, memo: Memo) -> Any:
    """
    Return a copy of an object, with copies of all that is inside.

    Args:
        value: The object.
        memo: What was copied already, as `copy.deepcopy` has it.
    """
    return _Copying(memo).copied(value)


class _Copying:
    """What is copied by one call; refers to nothing that refers to it, so that it goes with the call."""

    __slots__ = ("memo", "pending")

    def __init__(self, memo: Memo) -> None:
        self.memo = memo
        self.pending: list[Callable[[], None]] = []

    def copied(self, value: Model) -> Any:
        # A class of somebody's own may have asked for it, to do something to the copy.
        made = self._begin_by(_object, value)
        while self.pending:
            self.pending.pop()()
        return made

    def begin(self, part: Any) -> Any:
        """Return the copy of a value, with nothing inside of it yet: what puts it there is pending."""
        kind = part.__class__
        if kind in _ATOMS:
            return part
        if id(part) in self.memo:
            return self.memo[id(part)]
        empty = _EMPTY.get(kind) or (_object if getattr(kind, "__deepcopy__", None) is Model.__deepcopy__ else None)
        return deepcopy(part, self.memo) if empty is None else self._begin_by(empty, part)

    def _begin_by(self, empty: Empty, part: Any) -> Any:
        made, fill = empty(part, self.memo, self.begin)
        self.memo[id(part)] = made
        # Lives as long as the memo, which knows it by its place in memory.
        self.memo.setdefault(id(self.memo), []).append(part)
        self.pending.append(fill)
        return made


def _list(value: list[Any], _memo: Memo, begin: Begin) -> tuple[Any, Callable[[], None]]:
    made: list[Any] = []
    return made, lambda: made.extend(map(begin, value))


def _dict(value: dict[Any, Any], _memo: Memo, begin: Begin) -> tuple[Any, Callable[[], None]]:
    made: dict[Any, Any] = {}
    return made, lambda: made.update([(begin(name), begin(member)) for name, member in value.items()])


def _object(value: Model, memo: Memo, begin: Begin) -> tuple[Any, Callable[[], None]]:
    """Return a copy of an object, and what is to be done to it."""
    if value._carried.is_generated:
        made = object.__new__(value.__class__)
        # First, since to fill a slot is noted in the order: else another thread could do so in between.
        apart = [(slot, getattr(value, slot)) for slot in value._carried.apart if hasattr(value, slot)]
        with suppress(RecursionError):
            made._held = value._held.copied(begin, value)
            made._order = copy(value._order)
            return made, partial(_fill_slots, made, apart, begin)
    make, arguments, *others = cast("tuple[Any, ...]", value.__reduce_ex__(4))
    unpickled = make(*[deepcopy(one, memo) for one in arguments])
    return unpickled, partial(_fill, unpickled, others[0] if others else None, memo, begin)


def _fill_slots(made: Model, apart: list[tuple[str, Any]], begin: Begin) -> None:
    for slot, part in apart:
        setattr(made, slot, begin(part))


def _fill(made: Any, state: Any, memo: Memo, begin: Begin) -> None:
    """Give an object of somebody's own class what would be pickled."""
    kind = made.__class__
    if state is None:
        return
    if kind.__getstate__ is not Model.__getstate__ or kind.__setstate__ is not Model.__setstate__:
        made.__setstate__(deepcopy(state, memo))
        return
    *parts, attributes = state
    # A copy of the dictionary itself would be empty yet.
    attributes = {name: begin(one) for name, one in (attributes or {}).items()}
    made.__setstate__((*map(begin, parts), attributes))


_ATOMS = frozenset({str, int, float, bool, type(None), Decimal, Unset})
_EMPTY: dict[type, Empty] = {list: _list, dict: _dict}
