"""
Where the values of a document stand: a tree of offsets beside the value, for the formats that are not JSON text.

Readers build it only when something is to be reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from schemawright.documents.json_text import decode_text
from schemawright.documents.record import Record
from schemawright.errors import DocumentError
from schemawright.pointer import array_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from schemawright.documents.record import Duplicate, Lines, Span, Target
    from schemawright.documents.source import Source

Offsets = tuple[int, int]
"""The offsets of the first character and of the one after the last."""


class Extent:
    """
    Where one value stands, and what is in it.

    Attributes:
        start: The offset of its first character.
        end: The offset after its last character.
        members: The extents of an object's values, by name; None for everything else.
        names: The offsets of an object's member names.
        elements: The extents of an array's values; None for everything else.
    """

    __slots__ = ("elements", "end", "members", "names", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.members: dict[str, Extent] | None = None
        self.names: dict[str, Offsets] = {}
        self.elements: list[Extent] | None = None

    @classmethod
    def of_object(cls, start: int, end: int) -> Extent:
        """Return the extent of an object that has no members yet."""
        extent = cls(start, end)
        extent.members = {}
        return extent

    @classmethod
    def of_array(cls, start: int, end: int) -> Extent:
        """Return the extent of an array that has no elements yet."""
        extent = cls(start, end)
        extent.elements = []
        return extent

    def put(self, name: str, extent: Extent) -> None:
        """Add where an object's member stands."""
        if self.members is not None:
            self.members[name] = extent

    def append(self, extent: Extent) -> None:
        """Add where an array's next element stands."""
        if self.elements is not None:
            self.elements.append(extent)

    def below(self, token: str | int) -> Extent | None:
        """Return the extent of a member or an element, or None where there is none."""
        if self.members is not None:
            return self.members.get(str(token))
        index = array_index(token) if self.elements is not None else None
        if index is None or self.elements is None or not 0 <= index < len(self.elements):
            return None
        return self.elements[index]


def innermost(root: Extent, tokens: Iterable[str | int]) -> tuple[Extent, bool]:
    """Return the innermost extent on the way to what tokens identify, and whether that is the whole way."""
    extent = root
    for token in tokens:
        below = extent.below(token)
        if below is None:
            return extent, False
        extent = below
    return extent, True


class ExtentRecord(Record):
    """
    A record whose values stand where a tree of extents says.

    Args:
        instance: The value.
        lines: The lines of its document.
        find: Returns the extents; called once, when something is to be located.
        duplicates: The member names that occur twice in one object.
    """

    __slots__ = ("_extent", "_find", "_lines")

    def __init__(
        self, instance: Any, lines: Lines, find: Callable[[], Extent], duplicates: tuple[Duplicate, ...] = ()
    ) -> None:
        super().__init__(instance, None, duplicates)
        self._lines = lines
        self._find = find
        self._extent: Extent | None = None

    def locate(self, targets: Sequence[Target]) -> list[Span]:
        """Return where each target stands; one without an extent has that of the innermost container that has one."""
        if self._extent is None:
            self._extent = self._find()
        return [_span(self._extent, target, self._lines) for target in targets]

    def source_line(self, line: int) -> str:
        """Return a line of the document."""
        return self._lines.line(line)


def _span(root: Extent, target: Target, lines: Lines) -> Span:
    extent, found = innermost(root, target.tokens)
    if found and target.key is not None and target.key in extent.names:
        return lines.span(*extent.names[target.key])
    return lines.span(extent.start, extent.end)


class Parse(Protocol):
    """What reads the text of a document that is one value."""

    def __call__(self, text: str, *, max_depth: int, path: str = "") -> ExtentRecord:
        """
        Return the record that a text is.

        Raises:
            Malformed: It is none; with line and column.
        """


def read_one(source: Source, parse: Parse) -> Iterator[Record | DocumentError]:
    """Yield the one record of a document, or what is wrong with it."""
    try:
        yield parse(decode_text(source.read(), path=source.name), max_depth=source.limits.depth, path=source.name)
    except DocumentError as error:
        yield error
