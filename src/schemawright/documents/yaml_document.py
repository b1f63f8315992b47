"""
A YAML document: YAML 1.2 with the core schema, as the values that JSON has.

libyaml (through PyYAML) says what the events of the text are; what they mean is decided here, iteratively, so that
`on`, `yes`, `2024-01-01` and `1_000` are strings, no tag makes a Python object, and no nesting overflows a stack.

What would be silent elsewhere is refused with its extent: duplicate keys, keys that are no strings, tags outside the
core schema, `.inf` and `.nan`, aliases inside their own anchor, and aliases that explode.  `<<` is a key like others.

libyaml is stricter than YAML 1.2 in some corners (tabs as indentation, names of anchors, keys over 1,024 characters);
there a document is refused, never misread.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from schemawright.documents.json_text import decode_text
from schemawright.documents.numbers import UnsuitableNumber, exact_float, exact_int, exact_radix_int
from schemawright.documents.extents import Extent, locate_extents
from schemawright.documents.record import Lines, Record, Span, Target
from schemawright.errors import DocumentError, Malformed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from schemawright.documents.source import Source

ENDINGS = (".yaml", ".yml")

ALIAS_SHARE = 10
ALIAS_FLOOR = 1_000_000
"""Aliases may add as much as `ALIAS_SHARE` times the document's characters and `ALIAS_FLOOR`, and no more."""

_CORE = "tag:yaml.org,2002:"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# libyaml reads the first three as line breaks (as YAML 1.1 has it) and refuses the others even inside quotes.
_MISREAD = re.compile(r"[\x85\u2028\u2029\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_UNPRINTABLE = re.compile(r"[\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_PRIVATE = range(0xF0000, 0xFFFFE)
_MARKER = re.compile(r"^(?:---|\.\.\.)(?=[ \t\r\n]|\Z)", re.MULTILINE)

_INT = re.compile(r"[-+]?[0-9]+\Z")
_RADIX_INT = re.compile(r"0(?:o([0-7]+)|x([0-9a-fA-F]+))\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_NO_NUMBER = re.compile(r"(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z")
_NULLS = dict.fromkeys(("", "~", "null", "Null", "NULL"))
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_WORDS: dict[str, Any] = {**_NULLS, **_BOOLS}
_NUMBER_STARTS = frozenset("+-.0123456789")


class YamlRecord(Record):
    """One document of a YAML stream; where its values stand is found by reading it again."""

    __slots__ = ("_extent", "_start", "_stream")

    def __init__(self, instance: Any, stream: _Stream, start: int) -> None:
        super().__init__(instance, None)
        self._stream = stream
        self._start = start
        self._extent: Extent | None = None

    def locate(self, targets: Sequence[Target]) -> list[Span]:
        """Return where each target stands; what comes through an alias stands where the alias does."""
        if self._extent is None:
            self._extent = self._stream.extent(self._start)
        return locate_extents(self._extent, targets, self._stream.lines)

    def source_line(self, line: int) -> str:
        """Return a line of the stream."""
        return self._stream.lines.line(line)


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


def _numbered(outcomes: Iterator[YamlRecord | DocumentError]) -> Iterator[Record | DocumentError]:
    first = [outcome for outcome, _ in zip(outcomes, range(2), strict=False)]
    if len(first) < 2:
        yield from first
        return
    for number, outcome in enumerate(chain(first, outcomes), 1):
        if isinstance(outcome, DocumentError):
            outcome.record = number
        else:
            outcome.number = number
        yield outcome


class _Refused(Exception):  # noqa: N818  (a signal inside this module, never seen outside)
    """What is wrong with a document, and at which offset."""

    def __init__(self, message: str, offset: int, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.hint = hint


class _Tail:
    """The text from an offset on, as the file that libyaml reads from: nothing is copied as a whole."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.at = start

    def read(self, size: int) -> str:
        part = self.text[self.at : self.at + size]
        self.at += size
        return part


def parser_class() -> Any:
    """Return libyaml's parser, or the pure one where PyYAML was built without libyaml."""
    try:
        from yaml.cyaml import CParser
    except ImportError:
        return pure_parser_class()
    return CParser


def pure_parser_class() -> Any:
    """Return PyYAML's own parser, which gives the same events, slower."""
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class PureParser(Reader, Scanner, Parser):
        def __init__(self, stream: Any) -> None:
            Reader.__init__(self, stream)
            Scanner.__init__(self)
            Parser.__init__(self)

    return PureParser


class _Stream:
    """The documents of one text."""

    def __init__(self, text: str, path: str, max_depth: int, parser: Any = None) -> None:
        self.text = text
        self.path = path
        self.max_depth = max_depth
        self.lines = Lines(text)
        self.readable, self.original = _protected(text)
        self.parser = parser or parser_class()

    def read(self) -> Iterator[YamlRecord | DocumentError]:
        """Yield what each document is, in order."""
        start, found = 0, False
        while start >= 0:
            try:
                for record in self.documents(start):
                    found = True
                    yield record
                break
            except _Refused as refused:
                found = True
                yield self.malformed(refused)
                start = self.after(max(refused.offset, start + 1))
        if not found:
            yield self.malformed(_Refused("expected a document, found the end of the text", len(self.text)))

    def after(self, offset: int) -> int:
        """Return where the next document begins that surely is one, or -1."""
        marker = _MARKER.search(self.text, offset)
        if marker is None:
            return -1
        return marker.start() if marker[0] == "---" else marker.end()

    def malformed(self, refused: _Refused) -> Malformed:
        position = self.lines.position(refused.offset)
        return Malformed(refused.message, path=self.path, position=position, hint=refused.hint)

    def documents(self, start: int) -> Iterator[YamlRecord]:
        """Yield documents from an offset on, up to the first that is refused."""
        checked = start
        events = _Events(self, start)
        try:
            while (begun := events.next_document()) is not None:
                builder = _Builder(self, events, indexing=False)
                value = builder.build()
                self.refuse_control(checked, events.end)
                checked = events.end
                yield YamlRecord(value, self, begun)
            self.refuse_control(checked, len(self.text))
        except _Refused as refused:
            self.refuse_control(checked, refused.offset)
            raise

    def refuse_control(self, start: int, end: int) -> None:
        match = _CONTROL.search(self.text, start, end)
        if match:
            raise _Refused(f"expected printable characters, found U+{ord(match[0]):04X}", match.start()) from None

    def extent(self, start: int) -> Extent:
        """Return where the values of the document at an offset stand; it has been read without error before."""
        events = _Events(self, start)
        events.next_document()
        builder = _Builder(self, events, indexing=True)
        builder.build()
        return builder.extent


def _protected(text: str) -> tuple[str, dict[int, str]]:
    """Return a text of the same length that libyaml reads right, and the table that undoes it in values."""
    found = set(_MISREAD.findall(text))
    table = {}
    if found:
        present = set(text)
        unused = (chr(code) for code in _PRIVATE if chr(code) not in present)
        table = dict(zip(sorted(found), unused, strict=False))
        text = text.translate(str.maketrans(table))
    text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
    return text, {ord(stand_in): char for char, stand_in in table.items()}


class _Events:
    """libyaml's events from an offset on, and its errors in our words."""

    def __init__(self, stream: _Stream, start: int) -> None:
        from yaml import events
        from yaml.error import YAMLError

        self.document_start = events.DocumentStartEvent
        self.stream_end = events.StreamEndEvent
        self.error = YAMLError
        self.stream = stream
        self.base = start
        self.end = start
        self.parser = stream.parser(_Tail(stream.readable, start))

    def next(self) -> Any:
        try:
            return self.parser.get_event()
        except self.error as error:
            raise self.refused(error) from None

    def next_document(self) -> int | None:
        """Return where the next document starts, or None at the end of the stream."""
        while True:
            event = self.next()
            if event is None or isinstance(event, self.stream_end):
                return None
            if isinstance(event, self.document_start):
                return self.base + int(event.start_mark.index)

    def refused(self, error: Any) -> _Refused:
        mark = getattr(error, "problem_mark", None)
        offset = min(self.base + mark.index if mark else self.base, len(self.stream.text))
        return _Refused(_wording(error, self.found(offset)), offset)

    def found(self, offset: int) -> str:
        char = self.stream.text[offset : offset + 1]
        names = {"": "the end of the text", "\n": "the end of the line", "\r": "the end of the line", "\t": "a tab"}
        return names.get(char) or (f'"{char}"' if char.isprintable() and char != '"' else f"U+{ord(char):04X}")


def _wording(error: Any, found: str) -> str:
    """Return an error of libyaml (or of PyYAML's own parser) as a clause that says what was expected and found."""
    problem = " ".join(str(getattr(error, "problem", None) or getattr(error, "reason", "")).split())
    context = str(getattr(error, "context", None) or "")
    for opening in ("did not find expected ", "could not find expected ", "expected "):
        if problem.startswith(opening):
            expected = problem.removeprefix(opening).partition(", but found")[0]
            return " ".join(f"expected {expected} {context}".split()) + f", found {found}"
    if problem.startswith("found "):
        return " ".join(f"expected YAML, {problem} {context}".split())
    return f"expected YAML, found {found}: {problem}"


class _Frame:
    """A collection that is being read."""

    __slots__ = ("anchor", "container", "height", "key", "names", "extent", "size", "start")

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


class _Builder:
    """Makes the value of one document from its events."""

    def __init__(self, stream: _Stream, events: _Events, *, indexing: bool) -> None:
        self.stream = stream
        self.events = events
        self.indexing = indexing
        self.base = events.base
        self.frames: list[_Frame] = []
        self.anchors: dict[str, _Anchored | None] = {}
        self.added = 0
        self.most_added = ALIAS_SHARE * len(stream.text) + ALIAS_FLOOR
        self.value: Any = None
        self.extent = Extent(events.base, events.base)

    def build(self) -> Any:
        handlers: dict[str, Callable[[Any, int, int], None]] = {
            "ScalarEvent": self.scalar,
            "AliasEvent": self.alias,
            "MappingStartEvent": self.open_mapping,
            "SequenceStartEvent": self.open_sequence,
            "MappingEndEvent": self.close,
            "SequenceEndEvent": self.close,
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

    def scalar(self, event: Any, start: int, end: int) -> None:
        try:
            value = self.resolve(event)
        except UnsuitableNumber as error:
            self.fail(str(error), start)
        size = 1 + len(event.value)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(value, size, 0)
        self.add(value, start, end, size, 0)

    def resolve(self, event: Any) -> Any:
        text, tag = event.value, event.tag
        plain = event.style is None or event.style == ""
        if self.stream.original:
            text = text.translate(self.stream.original)
            if plain and _UNPRINTABLE.search(text):
                message = f"expected printable characters, found U+{ord(_UNPRINTABLE.findall(text)[0]):04X}"
                raise UnsuitableNumber(message)
        if tag is None:
            return resolve_plain(text) if plain else text
        if tag == "!":
            return text
        read = _TAGGED.get(tag)
        if read is None:
            raise UnsuitableNumber(_bad_tag(tag, "a scalar"))
        return read(text)

    def alias(self, event: Any, start: int, end: int) -> None:
        if event.anchor not in self.anchors:
            self.fail(f"expected an alias of an anchor before it, found *{event.anchor[:60]}", start)
        anchored = self.anchors[event.anchor]
        if anchored is None:
            self.fail(f"expected a value that ends, found *{event.anchor[:60]} inside its own anchor", start)
        if len(self.frames) + anchored.height > self.stream.max_depth:
            self.too_deep(start)
        self.added += anchored.size
        if self.added > self.most_added:
            self.fail(
                f"expected aliases that add at most {self.most_added:,} values and characters, found more",
                start,
                hint="write the values out, or use fewer aliases of aliases",
            )
        self.add(anchored.value, start, end, anchored.size, anchored.height)

    def open_mapping(self, event: Any, start: int, end: int) -> None:
        self.open(event, {}, Extent.of_object(start, end) if self.indexing else None, start)

    def open_sequence(self, event: Any, start: int, end: int) -> None:
        self.open(event, [], Extent.of_array(start, end) if self.indexing else None, start)

    def open(self, event: Any, container: dict[str, Any] | list[Any], extent: Extent | None, start: int) -> None:
        kind, tag = ("a mapping", "map") if isinstance(container, dict) else ("a sequence", "seq")
        if event.tag not in {None, "!", _CORE + tag}:
            self.fail(_bad_tag(event.tag, kind), start)
        outer = self.frames[-1] if self.frames else None
        if outer is not None and outer.key is None and isinstance(outer.container, dict):
            self.fail(f"expected a string as key, found {kind}", start)
        if len(self.frames) >= self.stream.max_depth:
            self.too_deep(start)
        frame = _Frame(container, start, event.anchor)
        frame.extent = extent
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        self.frames.append(frame)

    def close(self, _event: Any, _start: int, end: int) -> None:
        frame = self.frames.pop()
        if frame.anchor is not None:
            self.anchors[frame.anchor] = _Anchored(frame.container, frame.size, frame.height + 1)
        if frame.extent is not None:
            frame.extent.names = frame.names
        self.add(frame.container, frame.start, end, frame.size, frame.height + 1, frame.extent)

    def add(self, value: Any, start: int, end: int, size: int, height: int, extent: Extent | None = None) -> None:  # noqa: PLR0913, PLR0917  (one call site per kind of node, and the hottest function here)
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
            if frame.extent is not None and frame.extent.elements is not None and extent is not None:
                frame.extent.elements.append(extent)
        elif frame.key is None:
            self.add_key(frame, value, start, end)
        else:
            frame.container[frame.key] = value
            if frame.extent is not None and frame.extent.members is not None and extent is not None:
                frame.extent.members[frame.key] = extent
            frame.key = None

    def add_key(self, frame: _Frame, key: Any, start: int, end: int) -> None:
        if not isinstance(key, str):
            written = " ".join(self.stream.text[start:end].split())[:60]
            found = f"{written} ({_kind(key)})" if written else "none"
            self.fail(f"expected a string as key, found {found}", start, hint="put the key in quotes")
        if key in frame.names:
            first = self.stream.lines.position(frame.names[key][0])
            message = f"expected each key once, found {key[:60]!r} again after line {first.line}, column {first.column}"
            self.fail(message, start)
        frame.key = key
        frame.names[key] = (start, end)

    def too_deep(self, start: int) -> NoReturn:
        message = f"expected at most {self.stream.max_depth:,} levels of nesting, found more"
        self.fail(message, start, hint="raise --max-depth")

    def fail(self, message: str, offset: int, hint: str | None = None) -> NoReturn:
        raise _Refused(message, offset, hint)


def resolve_plain(text: str) -> Any:
    """
    Return the value of a plain scalar under the core schema (YAML 1.2.2, section 10.3.2).

    Raises:
        UnsuitableNumber: JSON has no such number.

    >>> [resolve_plain(text) for text in ("on", "1_000", "2024-01-01", "0o14", "~", "1e3")]
    ['on', '1_000', '2024-01-01', 12, None, 1000.0]
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    if _NO_NUMBER.match(text):
        message = f"expected a number that JSON has, found {text}"
        raise UnsuitableNumber(message)
    if _INT.match(text):
        return exact_int(text)
    if _FLOAT.match(text):
        return exact_float(text)
    radix = _RADIX_INT.match(text)
    return _radix_int(radix) if radix else text


def _radix_int(match: re.Match[str]) -> Any:
    return exact_radix_int(match[1], 8) if match[1] else exact_radix_int(match[2], 16)


def _tagged_int(text: str) -> Any:
    radix = _RADIX_INT.match(text)
    return _radix_int(radix) if radix else exact_int(_checked(_INT, text, "!!int"))


def _tagged_float(text: str) -> Any:
    if _NO_NUMBER.match(text):
        return resolve_plain(text)
    return exact_float(_checked(_FLOAT, text, "!!float"))


def _checked(pattern: re.Pattern[str], text: str, tag: str) -> str:
    if not pattern.match(text):
        message = f"expected what {tag} says, found {text[:60]!r}"
        raise UnsuitableNumber(message)
    return text


def _word(words: dict[str, Any], tag: str) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        if text not in words:
            message = f"expected what {tag} says, found {text[:60]!r}"
            raise UnsuitableNumber(message)
        return words[text]

    return read


_TAGGED: dict[str, Callable[[str], Any]] = {
    _CORE + "str": str,
    _CORE + "int": _tagged_int,
    _CORE + "float": _tagged_float,
    _CORE + "bool": _word(_BOOLS, "!!bool"),
    _CORE + "null": _word(_NULLS, "!!null"),
}
_CORE_TAGS = {*_TAGGED, _CORE + "map", _CORE + "seq"}


def _bad_tag(tag: str, kind: str) -> str:
    shown = "!!" + tag.removeprefix(_CORE) if tag.startswith(_CORE) else tag
    if tag in _CORE_TAGS:
        return f"expected what {shown} says, found {kind}"
    return f"expected a tag of the YAML core schema, found {shown[:60]}"


def _kind(value: Any) -> str:
    names = {bool: "a boolean", type(None): "null", dict: "a mapping", list: "a sequence"}
    return names.get(type(value), "a number")
