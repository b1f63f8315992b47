"""
The value of one YAML document, made from its events without recursion.

What would be silent elsewhere is refused with its place: duplicate keys, keys that are no strings, tags outside the
core schema, `.inf` and `.nan`, aliases inside their own anchor, and aliases that explode.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from schemawright.documents.extents import Extent, Offsets
from schemawright.documents.yaml_events import Events, Refused
from schemawright.documents.yaml_scalars import CORE, NotCore, resolve_plain, resolve_tagged, wrong_tag
from schemawright.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

ALIAS_SHARE = 10
ALIAS_FLOOR = 1_000_000
"""Aliases may add as much as `ALIAS_SHARE` times the document's characters and `ALIAS_FLOOR`, and no more."""

_UNPRINTABLE = re.compile(r"[\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")


class _Frame:
    """A collection that is being read."""

    __slots__ = ("anchor", "container", "extent", "height", "key", "names", "size", "start")

    def __init__(self, container: dict[str, Any] | list[Any], start: int, anchor: str | None) -> None:
        self.container = container
        self.start = start
        self.anchor = anchor
        self.key: str | None = None
        self.names: dict[str, Offsets] = {}
        self.height = 0
        self.size = 1
        self.extent: Extent | None = None


class _Anchored(NamedTuple):
    """What an alias stands for: the value, its size in values and characters, and how many levels it has."""

    value: Any
    size: int
    height: int


class Builder:
    """Makes the value of one document from its events."""

    def __init__(self, events: Events, max_depth: int, *, indexing: bool) -> None:
        self.source = events.source
        self.max_depth = max_depth
        self.events = events
        self.indexing = indexing
        self.base = events.base
        self.frames: list[_Frame] = []
        self.anchors: dict[str, _Anchored | None] = {}
        self.added = 0
        self.most_added = ALIAS_SHARE * len(events.source.text) + ALIAS_FLOOR
        self.value: Any = None
        self.extent = Extent(events.base, events.base)

    def build(self) -> Any:
        """
        Return the value of the document whose start was the last event.

        Raises:
            Refused: It is not YAML, or not what JSON can say.
        """
        handlers: dict[str, Callable[[Any, int, int], None]] = {
            "ScalarEvent": self._scalar,
            "AliasEvent": self._alias,
            "MappingStartEvent": self._open_mapping,
            "SequenceStartEvent": self._open_sequence,
            "MappingEndEvent": self._close,
            "SequenceEndEvent": self._close,
        }
        while True:
            event = self.events.next()
            start = self.base + event.start_mark.index
            end = self.base + event.end_mark.index
            handler = handlers.get(type(event).__name__)
            if handler is None:
                self.events.end = end
                return self.value
            handler(event, start, end)

    def _scalar(self, event: Any, start: int, end: int) -> None:
        try:
            value = self._resolve(event)
        except ValueError as error:
            self._fail(str(error), start)
        size = 1 + len(event.value)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(value, size, 0)
        self._add(value, start, end, size, 0)

    def _resolve(self, event: Any) -> Any:
        text, tag = event.value, event.tag
        plain = event.style is None or event.style == ""
        if self.source.original:
            text = text.translate(self.source.original)
            if plain and _UNPRINTABLE.search(text):
                message = f"expected printable characters, found U+{ord(_UNPRINTABLE.findall(text)[0]):04X}"
                raise NotCore(message)
        if tag is None:
            return resolve_plain(text) if plain else text
        if tag == "!":
            return text
        return resolve_tagged(text, tag)

    def _alias(self, event: Any, start: int, end: int) -> None:
        if event.anchor not in self.anchors:
            self._fail(f"expected an alias of an anchor before it, found *{event.anchor[:60]}", start)
        anchored = self.anchors[event.anchor]
        if anchored is None:
            self._fail(f"expected a value that ends, found *{event.anchor[:60]} inside its own anchor", start)
        if len(self.frames) + anchored.height > self.max_depth:
            self._too_deep(start)
        self.added += anchored.size
        if self.added > self.most_added:
            self._fail(
                f"expected aliases that add at most {self.most_added:,} values and characters, found more",
                start,
                hint="write the values out, or use fewer aliases of aliases",
            )
        self._add(anchored.value, start, end, anchored.size, anchored.height)

    def _open_mapping(self, event: Any, start: int, end: int) -> None:
        self._open(event, {}, Extent.of_object(start, end) if self.indexing else None, start)

    def _open_sequence(self, event: Any, start: int, end: int) -> None:
        self._open(event, [], Extent.of_array(start, end) if self.indexing else None, start)

    def _open(self, event: Any, container: dict[str, Any] | list[Any], extent: Extent | None, start: int) -> None:
        kind, tag = ("a mapping", "map") if isinstance(container, dict) else ("a sequence", "seq")
        if event.tag not in {None, "!", CORE + tag}:
            self._fail(wrong_tag(event.tag, kind), start)
        outer = self.frames[-1] if self.frames else None
        if outer is not None and outer.key is None and isinstance(outer.container, dict):
            self._fail(f"expected a string as key, found {kind}", start)
        if len(self.frames) >= self.max_depth:
            self._too_deep(start)
        frame = _Frame(container, start, event.anchor)
        frame.extent = extent
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        self.frames.append(frame)

    def _close(self, _event: Any, _start: int, end: int) -> None:
        frame = self.frames.pop()
        if frame.anchor is not None:
            self.anchors[frame.anchor] = _Anchored(frame.container, frame.size, frame.height + 1)
        if frame.extent is not None:
            frame.extent.names = frame.names
        self._add(frame.container, frame.start, end, frame.size, frame.height + 1, frame.extent)

    def _add(self, value: Any, start: int, end: int, size: int, height: int, extent: Extent | None = None) -> None:
        """Put a finished node where it belongs: as the document, an element, a key, or a key's value."""
        if extent is not None:
            extent.end = end
        elif self.indexing:
            extent = Extent(start, end)
        if not self.frames:
            self.value = value
            self.extent = extent or self.extent
            return
        frame = self.frames[-1]
        frame.size += size
        frame.height = max(frame.height, height)
        if isinstance(frame.container, list):
            frame.container.append(value)
            if frame.extent is not None and extent is not None:
                frame.extent.append(extent)
        elif frame.key is None:
            self._add_key(frame, value, start, end)
        else:
            frame.container[frame.key] = value
            if frame.extent is not None and extent is not None:
                frame.extent.put(frame.key, extent)
            frame.key = None

    def _add_key(self, frame: _Frame, key: Any, start: int, end: int) -> None:
        if not isinstance(key, str):
            written = " ".join(self.source.text[start:end].split())[:60]
            found = f"{written} ({_kind(key)})" if written else "none"
            self._fail(f"expected a string as key, found {found}", start, hint="put the key in quotes")
        if key in frame.names:
            first = self.source.lines.position(frame.names[key][0])
            before = f"line {first.line}, column {first.column}"
            self._fail(f"expected each key once, found {quoted(key)} again after {before}", start)
        frame.key = key
        frame.names[key] = (start, end)

    def _too_deep(self, start: int) -> NoReturn:
        message = f"expected at most {self.max_depth:,} levels of nesting, found more"
        self._fail(message, start, hint="raise --max-depth")

    def _fail(self, message: str, offset: int, hint: str | None = None) -> NoReturn:
        raise Refused(message, offset, hint)


def _kind(value: Any) -> str:
    names = {bool: "a boolean", type(None): "null", dict: "a mapping", list: "a sequence"}
    return names.get(type(value), "a number")
