"""
Which records come first: a greedy cover of the mutants that they tell.

A record that no mutant is told by says nothing that others did not say before.  So the first records of a stream are
those that tell the most mutants that are not told yet.  What the mistakes do not know of still gets its turn later.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemawright.fuzz.record import FuzzRecord


class Cover:
    """
    Chooses the records that tell mutants, each time the one that tells most that are not told yet.

    Args:
        begin: What comes first anyway.
    """

    def __init__(self, begin: FuzzRecord | None = None) -> None:
        self._begin = begin
        self._known = 0

    def of(self, told: Iterable[tuple[FuzzRecord, int]], forgotten: int = 0, slight: int = 0) -> list[FuzzRecord]:
        """
        Return those of some records that tell what none chosen before does.

        Args:
            told: Each record, and the mutants that it tells.
            forgotten: The mutants that count more than others.
            slight: What counts less than one: of records that tell as much otherwise, the one that has more of it.
        """
        left = [(record, mask) for record, mask in told if mask]
        begin, self._begin = self._begin, None
        chosen = [] if begin is None else [begin]
        missing = 0
        for record, mask in left:
            missing |= mask
            self._known |= mask if begin is not None and record.instance is begin.instance else 0
        missing &= ~self._known
        self._known |= missing

        def gain(mask: int) -> int:
            fresh = mask & missing
            usual = fresh & ~slight
            return _USUAL * (usual.bit_count() + _MORE * (usual & forgotten).bit_count()) + (fresh & slight).bit_count()

        # What a record tells more only gets less: whose gain is what it was, though others are asked again, has most.
        gains = [(-gain(mask), number) for number, (_, mask) in enumerate(left)]
        heapify(gains)
        while missing:
            known_gain, number = heappop(gains)
            record, mask = left[number]
            if gain(mask) == -known_gain:
                chosen.append(record)
                missing &= ~mask
            else:
                heappush(gains, (-gain(mask), number))
        return chosen


_MORE = 2
"""How much more a forgotten keyword counts than another mistake."""
_USUAL = 3
"""How much more a mistake counts than what counts little."""
