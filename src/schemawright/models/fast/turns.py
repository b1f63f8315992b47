"""
When a way to load a class's texts is tried first that takes any order of names, and for how long (see `proofs`).

Texts for which the twin's order is wrong now and then cost less than to take none of them for such as have it.  Where
they are many, a stretch of texts is loaded otherwise; the next one is twice as long if that changed nothing.

To try others before the exact way costs little beside it, where nothing else takes a text; to go the exact way without
need costs many times as much.  So it is taken at once only after many in a row that nothing else took.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 50_000
"""How many texts are loaded otherwise at the most, before it is supposed again that they have the twin's order."""
_SHORTEST = 100
_WORTH = 8
"""How many texts in order make up for one that is not."""
_PATIENCE = 32
"""How much is not made up for before the others are tried first."""
_PATIENCE_WITH_ANOTHER = 16
"""The same of an order that was learned last: one that comes now and then is not to take the place of the usual one."""
MAX_MISSED = 6
"""After how many tries in vain, one after another, the pauses between them do not double any more."""
_MAX_LOOKS = 8
"""How many stretches are short ones only since there may be more to learn, as long as nothing is forgotten."""
_EXACT_IN_A_ROW = 12
"""After how many texts that only the exact way took, one behind the other, nothing else is tried."""


class Turns:
    """
    What is known of the texts that came.

    Args:
        forget: Forgets an order that was learned, so that there is room for another.

    Attributes:
        length: How many texts the next stretch has.
        lessons: How many orders were learned.
    """

    def __init__(self, forget: Callable[[], None]) -> None:
        self.length = _SHORTEST
        self.lessons = 0
        self._forget = forget
        self._owed = _PATIENCE
        self._passed = 0
        self._exact = 0
        self._looks = _MAX_LOOKS

    def leave(self, run: int) -> bool:
        """Say whether others are to be tried first, after a text that was not in order, with `run` before that were."""
        if run > self.length:
            self.length = _SHORTEST
        self._owed = max(0, min(self._owed + _WORTH - run, _PATIENCE))
        return self._owed == _PATIENCE

    def was_exact(self, run: int) -> bool:
        """Say whether only the exact way is to be tried, after a text that it took, with `run` before in order."""
        self._exact = 1 if run else min(self._exact + 1, _EXACT_IN_A_ROW)
        # To find out that nothing has changed is cheap here: no stretch is to be longer.
        if self._exact == _EXACT_IN_A_ROW or run > self.length:
            self.length = _SHORTEST
        return self._exact == _EXACT_IN_A_ROW

    def was_kept(self) -> None:
        """Note that a text was taken by another way than the exact one."""
        self._exact = 0

    def look_soon(self) -> None:
        """Let the next stretch be a short one, since there may be more to learn then; unless that was often so."""
        if self._looks:
            self._looks -= 1
            self.length = _SHORTEST

    def learned(self) -> None:
        """Note that another order is tried from now on."""
        self.lessons += 1
        self._owed = _PATIENCE - _PATIENCE_WITH_ANOTHER

    def end(self) -> None:
        """Note that a stretch has ended."""
        self._passed += self.length
        if self._passed >= LONGEST:
            self._passed = 0
            self._looks = _MAX_LOOKS
            self._forget()
        self.length = min(2 * self.length, LONGEST)


class Pauses:
    """
    Between tries of what takes long: each is twice as long as the one before, as long as nothing comes of it.

    What comes next is most often of the kind of what came before.

    Attributes:
        missed: How many tries in a row were in vain.
    """

    def __init__(self) -> None:
        self.missed = 0
        self._left = 0

    def is_due(self) -> bool:
        """Say whether it is time for another try."""
        if self._left:
            self._left -= 1
            return False
        return True

    def note(self, *, worked: bool) -> None:
        """Note whether something came of a try."""
        if worked:
            self.missed = 0
        else:
            self.missed = min(self.missed + 1, MAX_MISSED)
            self._left = (1 << self.missed) - 1
