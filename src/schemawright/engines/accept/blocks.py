"""
The accept path: blocks of NDJSON that are valid for sure, at the speed of the bytes.

`Accept.certain` answers for a whole block of lines: every line is one JSON object, no object has a name twice, and the
schema accepts each.  Where that is not certain it answers None, which says nothing: the caller judges record by
record.  It never says "invalid".

Two tiers, tried in this order:

1. *Typed*: a msgspec type that under-approximates the schema.  What decodes is valid.
2. *Judged*: decoded as it is, numbers exact, and judged by the native engine.

Values that were decoded are written again, one a line; that is mostly what was read, byte for byte, and then there is
nothing lost, nothing across lines, and no byte that is not UTF-8.  White space aside, the same holds, but that UTF-8 is
looked at.  Where the two differ:

*A block's lines are its records* if it starts with `{`, ends with `}`, has `}` and `{` around every line feed, and as
many values as lines.  Within one JSON value those two never meet with only white space between them.

*No name occurs twice* if what was written is as long as what was read: a decoder keeps one of two equal names, and
writes nothing longer than it read it (escapes get shorter, integers stay; blocks with fractions are left out).  Else
names are counted: each ends with `":`, so there are at most as many names as `":`; where that is the number of members
decoded, none was lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from schemawright.documents.numbers import exact_float
from schemawright.engines.accept.types import Layout, accept_layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.engines.protocol import Engine, Task

_SAMPLE, _SAMPLE_LINES = 1 << 20, 64
"""In how much of the first block the fullest record is looked for."""

_REFUSED = (ValueError, RecursionError, OverflowError)


class Accept:
    """
    What accepts blocks of records for one schema.

    Args:
        task: The schema.
        engine: The engine that judges what no type describes.
        max_depth: How deep a record may nest.
        allow_duplicate_keys: Whether a name may occur twice in an object.
    """

    def __init__(self, task: Task, engine: Engine, *, max_depth: int, allow_duplicate_keys: bool) -> None:
        self._task = task
        self._is_valid = engine.is_valid
        self._max_depth = max_depth
        self._allow_duplicate_keys = allow_duplicate_keys
        self._layout: Layout | None = None
        self._decode_typed: Callable[[bytes], list[Any]] | None = None
        self._started = False

    def certain(self, data: bytes) -> int | None:
        """Return how many records a block holds, one a line, all surely valid; None where that is not sure."""
        if not self._started:
            self._start(data)
        return self._typed(data) or self._judged(data)

    def _start(self, data: bytes) -> None:
        """Make the type, its members in the order of a full record, so that it is mostly written as it was read."""
        self._started = True
        lines = data[:_SAMPLE].split(b"\n")[:_SAMPLE_LINES]
        try:
            sample = msgspec.json.decode(max(lines, key=lambda line: line.count(b'":')))
        except _REFUSED:
            sample = None
        self._layout = accept_layout(self._task, sample)
        if self._layout is not None and self._layout.depth <= self._max_depth:
            self._decode_typed = msgspec.json.Decoder(self._layout.type).decode_lines

    def _typed(self, data: bytes) -> int | None:
        if self._decode_typed is None or self._layout is None:
            return None
        try:
            values = self._decode_typed(data)
        except _REFUSED:
            return None
        return self._counted(data, values, fractions=self._layout.fractions)

    def _judged(self, data: bytes) -> int | None:
        fractions: list[str] = []

        def exact(text: str) -> Any:
            if not fractions:
                fractions.append(text)
            number = exact_float(text)
            if isinstance(number, float):
                return number
            raise ValueError(text)  # The native engine rounds what no double holds: not for sure, then.

        try:
            values = msgspec.json.Decoder(float_hook=exact).decode_lines(data)
        except _REFUSED:
            return None
        flat = _brackets(data) - len(values) < self._max_depth or _depth(values) <= self._max_depth
        if not flat or not all(map(self._is_valid, values)):
            return None
        return self._counted(data, values, fractions=bool(fractions))

    def _counted(self, data: bytes, values: list[Any], *, fractions: bool) -> int | None:
        """Return how many values there are, if surely each is a line, and no object has a name twice."""
        written = _encode_lines(values)
        if written == data and values:
            return len(values)
        if not _is_utf8(data):
            return None
        squeezed = data.translate(None, _SPACE)
        written = written.translate(None, _SPACE)
        if values and squeezed == written:
            return len(values)
        if not values or _records(data) != len(values):
            return None
        if self._allow_duplicate_keys or (not fractions and len(squeezed) == len(written)):
            return len(values)
        return len(values) if _names_at_most(data, squeezed, _members(values)) else None


def _records(data: bytes) -> int:
    """Return how many lines a block has if each is surely one object; 0 where that is not sure."""
    body = data[:-1] if data.endswith(b"\n") else data
    if not (body.startswith(b"{") and body.endswith(b"}")):
        return 0
    feeds = body.count(b"\n")
    return feeds + 1 if body.count(b"}\n{") == feeds else 0


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _names_at_most(data: bytes, squeezed: bytes, members: int) -> bool:
    """Return whether a block surely has no more member names than that."""
    names = squeezed.count(b'":')
    if names > members and b"\\\\" not in data:
        names -= squeezed.count(b'\\":')  # Where no backslash is escaped, `\"` never ends a name.
    return names == members


def _brackets(data: bytes) -> int:
    """Return at least how many arrays and objects a block has; each record is one, so one nests at most the rest."""
    return data.count(b"{") + data.count(b"[")


def _depth(values: list[Any]) -> int:
    """Return how deep values nest, level by level."""
    depth = 0
    while values:
        depth += 1
        values = _below(values)
    return depth


def _members(values: list[Any]) -> int:
    """Return how many members the objects of values have in all, level by level."""
    members = 0
    level = msgspec.to_builtins(values)
    while level:
        members += sum([len(value) for value in level if type(value) is dict])
        level = _below(level)
    return members


def _below(values: list[Any]) -> list[Any]:
    """Return the arrays and objects directly inside values."""
    found = [member for value in values if type(value) is dict for member in value.values()]
    found += [item for value in values if type(value) is list for item in value]
    return [value for value in found if type(value) in _CONTAINERS]


_CONTAINERS = frozenset({dict, list})
_SPACE = b" \t\r"
_encode_lines = msgspec.json.Encoder().encode_lines
