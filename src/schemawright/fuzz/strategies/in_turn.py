"""
Bytes that come in an order, where Hypothesis chooses anew.

What is made of the choices of Hypothesis may depend on nothing else, or it could neither repeat a failure nor make it
small.  But which choices come next is free, and chance is no good at it: of a hundred kinds of records, the last comes
up after five hundred.  So where Hypothesis would choose by chance, it is handed what it replays then as its own choice.
What comes next depends on nothing but what was drawn in the same run: a run that begins with the same seed is the same.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary
from zlib import crc32

from hypothesis.strategies import SearchStrategy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableMapping

    from hypothesis.internal.conjecture.data import ConjectureData

_CHANCE, _TEMPLATE = "HypothesisProvider", "ChoiceTemplate"
"""Who chooses by chance, and not by looking into the test; and what stands for all choices that follow."""


class InTurn(SearchStrategy[bytes]):
    """
    So many bytes, after which more is drawn.

    Args:
        count: How many.
        use: What they are for.
        begun: Returns what comes one after the other in a run, without end, of what chance is in it.
    """

    def __init__(self, count: int, use: str, begun: Callable[[Random], Iterator[bytes]]) -> None:
        super().__init__()
        self._count = count
        self._use = use
        self._begun = begun
        self._runs: MutableMapping[Random, Iterator[bytes]] = WeakKeyDictionary()

    def __repr__(self) -> str:
        return f"in_turn({self._count}, {self._use!r})"

    def do_draw(self, data: ConjectureData) -> bytes:
        """Return what is drawn."""
        chance = _chance_of(data)
        if chance is not None:
            following: Any = data
            before, after = following.prefix[: data.index], following.prefix[data.index + 1 :]
            following.prefix = (*before, self._next(chance), *after)
        return data.draw_bytes(self._count, self._count)

    def calc_label(self) -> int:
        """Return what tells strategies of different kinds apart."""
        return crc32(repr(self).encode())

    def _next(self, chance: Random) -> bytes:
        """Return what comes next in a run: each has a chance of its own."""
        if chance not in self._runs:
            self._runs[chance] = self._begun(Random(chance.getrandbits(64)))  # noqa: S311  (no secret)
        return next(self._runs[chance])


def _chance_of(data: Any) -> Random | None:
    """
    Return what chance is where Hypothesis chooses by it; None where it replays what it has chosen, or cannot be told.

    What it has chosen is all there, and more follows.  What it has not is missing, or is the last, and more may follow:
    by that one choice it makes sure to try nothing twice.
    """
    chance, prefix, index = (getattr(data, name, None) for name in ("_random", "prefix", "index"))
    if type(getattr(data, "provider", None)).__name__ != _CHANCE or not isinstance(chance, Random):
        return None
    if not isinstance(prefix, (list, tuple)) or not isinstance(index, int):
        return None
    if getattr(data, "max_choices", None) == len(prefix):
        return None
    here, after = prefix[index : index + 1], prefix[index + 1 :]
    is_open = all(isinstance(one, bytes) for one in here) and all(type(one).__name__ == _TEMPLATE for one in after)
    return chance if is_open else None
