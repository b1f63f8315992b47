"""
Subschemas by the ways to them: where a dynamic reference leads to one thing or another, the way there decides.

A way is told by which resource it has entered first of those that have an anchor (2020-12 core, section 8.2.3.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.engines.reach.reached import HELD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.engines.reach.reached import Reached
    from schemawright.engines.reach.scope import Anchor, Scope

MOST = 20_000
"""How many subschemas by their ways are looked at; each may be there as often as there are ways to it."""

_First = frozenset[tuple["Anchor", str]]
"""Anchors, with the URI of the first resource on the way that has each."""


class Ways:
    """
    What an evaluation comes to, each subschema by each way that differs in where dynamic references lead.

    Args:
        scope: The dynamic anchors; all subschemas have been asked about.
        known: The subschemas, by identity.
        at_once: Those that judge the same value as another one, by any way.

    Attributes:
        subschemas: The identity of the subschema that has a number here.
        at_once: Those that judge the same value, by their numbers.
    """

    def __init__(self, scope: Scope, known: dict[int, Reached], at_once: dict[int, list[int]]) -> None:
        self._scope, self._known, self._always = scope, known, at_once
        self._numbers: dict[tuple[int, _First], int] = {}
        self._pending: list[tuple[int, int, _First]] = []
        self.subschemas: list[int] = []
        self.at_once: dict[int, list[int]] = {}
        self._anchors: dict[str, list[Anchor]] = {}
        for anchor, held in scope.holders.items():
            for base in held:
                self._anchors.setdefault(base, []).append(anchor)

    def begin(self, start: int) -> None:
        """Follow an evaluation that begins at a subschema; what another one has come to is not followed again."""
        self._number(start, frozenset())
        while self._pending and len(self.subschemas) < MOST:
            self._walk(*self._pending.pop())

    def _walk(self, number: int, subschema: int, first: _First) -> None:
        one = self._known[subschema]
        following = [*self._always[subschema], *self._by_way(one, dict(first))]
        self.at_once[number] = list(self._numbers_of(following, first))
        self._numbers_of([id(below) for tokens, below in one.below if tokens[0] not in HELD], first)

    def _by_way(self, one: Reached, first: dict[Anchor, str]) -> Iterator[int]:
        for anchor, target in self._scope.undecided(one):
            yield self._scope.holders[anchor].get(first.get(anchor, ""), target)

    def _numbers_of(self, subschemas: list[int], first: _First) -> list[int]:
        return [self._number(one, first) for one in subschemas if one in self._known]

    def _number(self, subschema: int, first: _First) -> int:
        """Return the number of a subschema by the way that leads to it, and on."""
        base = self._known[subschema].base
        anchors = self._anchors.get(base)
        if anchors is not None:
            entered = {anchor for anchor, _ in first}
            first |= {(anchor, base) for anchor in anchors if anchor not in entered}
        key = subschema, first
        if key not in self._numbers:
            self._numbers[key] = len(self.subschemas)
            self.subschemas.append(subschema)
            self._pending.append((self._numbers[key], *key))
        return self._numbers[key]
