"""
A YAML document: YAML 1.2 with the core schema, as the values that JSON has.

libyaml (through PyYAML) says what the events of the text are; what they mean is decided here, iteratively, so that
`on`, `yes`, `2024-01-01` and `1_000` are strings, no tag makes a Python object, and no nesting overflows a stack.

What would be silent elsewhere is refused with its place: duplicate keys, keys that are no strings, tags outside the
core schema, `.inf` and `.nan`, aliases inside their own anchor, and aliases that explode.  `<<` is a key like others.

libyaml is stricter than YAML 1.2 in some corners (tabs as indentation, names of anchors, keys over 1,024 characters);
there a document is refused, never misread.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from schemawright.documents.extents import Extent, ExtentRecord
from schemawright.documents.json_text import decode_text
from schemawright.documents.yaml_events import CONTROL, Events, Refused, YamlText
from schemawright.documents.yaml_values import Builder
from schemawright.errors import DocumentError, Malformed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.documents.record import Record
    from schemawright.documents.source import Source

ENDINGS = (".yaml", ".yml")

_MARKER = re.compile(r"(?:^|(?<=\r))(?:---|\.\.\.)(?=[ \t\r\n]|\Z)", re.MULTILINE)


def read_records(source: Source) -> Iterator[Record | DocumentError]:
    """
    Yield a record per document, numbered where there are several; a malformed document as an error.

    After a malformed document the next line that starts with `---` begins a new one, as YAML guarantees.
    """
    try:
        text = decode_text(source.read(), path=source.name)
    except DocumentError as error:
        yield error
        return
    yield from _numbered(_Stream(text, source.name, source.limits.depth).read())


def _numbered(outcomes: Iterator[ExtentRecord | DocumentError]) -> Iterator[Record | DocumentError]:
    first = list(islice(outcomes, 2))
    if len(first) == 1:
        yield from first
        return
    for number, outcome in enumerate(chain(first, outcomes), 1):
        if isinstance(outcome, DocumentError):
            outcome.record = number
        else:
            outcome.number = number
        yield outcome


class _Stream:
    """The documents of one text."""

    def __init__(self, text: str, path: str, max_depth: int, parser: Any = None) -> None:
        self.source = YamlText(text, parser)
        self.text = text
        self.lines = self.source.lines
        self.path = path
        self.max_depth = max_depth

    def read(self) -> Iterator[ExtentRecord | DocumentError]:
        """Yield what each document is, in order."""
        start, found = 0, False
        while start >= 0:
            try:
                for record in self.documents(start):
                    found = True
                    yield record
                break
            except Refused as refused:
                found = True
                yield self.malformed(refused)
                start = self.after(max(refused.offset, start + 1))
        if not found:
            yield self.malformed(Refused("expected a document, found the end of the text", len(self.text)))

    def after(self, offset: int) -> int:
        """Return where the next document begins that surely is one, or -1."""
        marker = _MARKER.search(self.text, offset)
        if marker is None:
            return -1
        return marker.start() if marker[0] == "---" else marker.end()

    def malformed(self, refused: Refused) -> Malformed:
        position = self.lines.position(refused.offset)
        return Malformed(refused.message, path=self.path, position=position, hint=refused.hint)

    def documents(self, start: int) -> Iterator[ExtentRecord]:
        """Yield documents from an offset on, up to the first that is refused."""
        checked = start
        events = Events(self.source, start)
        try:
            while (begun := events.next_document()) is not None:
                builder = Builder(events, self.max_depth, indexing=False)
                value = builder.build()
                self.refuse_control(checked, events.end)
                checked = events.end
                # Read again: what comes through an alias stands where the alias does.
                yield ExtentRecord(value, self.lines, partial(self.extent, begun))
            self.refuse_control(checked, len(self.text))
        except Refused as refused:
            self.refuse_control(checked, refused.offset)
            raise

    def refuse_control(self, start: int, end: int) -> None:
        match = CONTROL.search(self.text, start, end)
        if match:
            raise Refused(f"expected printable characters, found U+{ord(match[0]):04X}", match.start()) from None

    def extent(self, start: int) -> Extent:
        """Return where the values of the document at an offset stand; it has been read without error before."""
        events = Events(self.source, start)
        events.next_document()
        builder = Builder(events, self.max_depth, indexing=True)
        builder.build()
        return builder.extent
