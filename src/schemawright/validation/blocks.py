"""
NDJSON by the block: what the accept path takes for certain is counted, the rest is judged line by line.

A block that is not certain is halved until few lines are left, so that one invalid record among thousands costs little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from schemawright.documents.ndjson import Place, read_blocks, records_of
from schemawright.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.documents.record import Record
    from schemawright.documents.source import Source

FEW_LINES = 8
"""So many lines are judged one by one at once."""

GIVE_UP = 4
"""After so many blocks in a row without a certain record, the accept path is asked only now and then."""

_NOW_AND_THEN = 16


class Accepts(Protocol):
    """What can say that a block is valid for certain."""

    def certain(self, data: bytes) -> int | None:
        """Return how many records a block holds, one a line, all surely valid; None where that is not sure."""


def judge_blocks(source: Source, accept: Accepts) -> Iterator[int | Record | DocumentError]:
    """Yield, in order: how many records were accepted; a record that is to be judged; what is malformed."""
    place = Place()
    fruitless = blocks = 0
    for block in read_blocks(source, place):
        if isinstance(block, DocumentError):
            yield block
            continue
        blocks += 1
        if fruitless >= GIVE_UP and blocks % _NOW_AND_THEN:
            yield from records_of(block, place, source)
            continue
        fruitful = False
        for item in _halved(block, place, source, accept):
            fruitful = fruitful or isinstance(item, int)
            yield item
        fruitless = 0 if fruitful else fruitless + 1


def _halved(block: bytes, place: Place, source: Source, accept: Accepts) -> Iterator[int | Record | DocumentError]:
    pending = [block]
    while pending:
        part = pending.pop()
        accepted = accept.certain(part)
        if accepted is not None:
            place.line += accepted
            place.record += accepted
            yield accepted
            continue
        lines = part.count(b"\n")
        if lines <= FEW_LINES:
            yield from records_of(part, place, source)
            continue
        cut = _after_lines(part, lines // 2)
        pending += [part[cut:], part[:cut]]


def _after_lines(data: bytes, lines: int) -> int:
    """Return the offset after so many lines."""
    cut = 0
    for _ in range(lines):
        cut = data.index(b"\n", cut) + 1
    return cut
