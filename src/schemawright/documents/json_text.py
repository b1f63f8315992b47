"""
JSON text (RFC 8259), read strictly: values, duplicate names, and where everything stands.

Three readers that must agree, and a test that they do:

- `parse_json` is what everybody calls.  It reads with the C scanner of the standard library, made strict.
- `parse_exact` is the arbiter: an iterative parser that refuses with a line and a column, bounds the depth, and
  names duplicates.  `parse_json` hands it whatever the C scanner refused, and whatever looks suspicious.
- `locate` finds values in text that is known to be valid, without building anything.

None of them recurses, so no document overflows a stack.
"""

from __future__ import annotations

import re
from json.decoder import JSONDecoder
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from schemawright.documents.numbers import ExponentOutOfRange, exact_float, exact_int, made
from schemawright.documents.record import MAX_WIDTH, Duplicate, Lines, Span, Target, cut_excerpt
from schemawright.errors import Malformed
from schemawright.finding import Position
from schemawright.pointer import array_index
from schemawright.quoting import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

_SPACE = re.compile(r"[ \t\n\r]*")
_PLAIN_STRING = re.compile(r'"([^"\\\x00-\x1f]*+)"')
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+')
_ESCAPE = re.compile(r'\\(?:(["\\/bfnrt])|u([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?)')
_NUMBER = re.compile(r"(-?(?:0|[1-9][0-9]*+))(\.[0-9]++)?([eE][+-]?[0-9]++)?")
_WORD = re.compile(r"[A-Za-z0-9_+.\-]+")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BRACKETS = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{}]', re.DOTALL)
_TO_BRACKET = re.compile(r'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+([\[\]{}])', re.DOTALL)
_SCALAR = re.compile(r'"(?:[^"\\]++|\\.)*+"|[^"\[\]{},: \t\n\r]++', re.DOTALL)

_COMPRESSED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")
"""How gzip and Zstandard files start."""

_LITERALS = {"true": True, "false": False, "null": None}
_SHORT_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_OUTSIDE_JSON = {
    "NaN",
    "Infinity",
    "-Infinity",
    "+Infinity",
    "nan",
    "inf",
    "-inf",
    "undefined",
    "None",
    "True",
    "False",
}


class Parsed(NamedTuple):
    """
    What a text says.

    Args:
        value: The value.
        duplicates: The member names that occur twice in one of its objects.
        decimals: Whether it has numbers that no double holds.
    """

    value: Any
    duplicates: tuple[Duplicate, ...] = ()
    decimals: bool = False


class _Suspicious(Exception):
    """The C scanner met something that only the exact parser can judge."""


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _Suspicious
    return members


def _refuse_constant(_name: str) -> NoReturn:
    raise _Suspicious


_scan = JSONDecoder(
    object_pairs_hook=_members, parse_float=exact_float, parse_int=exact_int, parse_constant=_refuse_constant
).decode


def decode_text(data: bytes, *, path: str = "") -> str:
    r"""
    Return the text of a document's bytes: UTF-8, with or without a byte order mark (which is dropped).

    Raises:
        Malformed: The bytes are no UTF-8; with the line and the column of the first bad byte.

    >>> decode_text(b'\xef\xbb\xbf{}')
    '{}'
    """
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        position = Lines(before).position(len(before))
        found = _wide_encoding(data) or f"the byte 0x{data[error.start]:02x}"
        hint = "decompress it first: gzip -dc, or zstd -dc" if data.startswith(_COMPRESSED) else None
        raise Malformed(f"expected UTF-8, found {found}", path=path, position=position, hint=hint) from None


def _wide_encoding(data: bytes) -> str | None:
    marks = {b"\xff\xfe\x00\x00": "UTF-32", b"\x00\x00\xfe\xff": "UTF-32", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
    return next((name for mark, name in marks.items() if data.startswith(mark)), None)


def parse_json(text: str, *, max_depth: int, path: str = "", lines: Lines | None = None) -> Parsed:
    """
    Return the value of a JSON text, its numbers exact, and its duplicate names.

    Args:
        text: The text, without a byte order mark.
        max_depth: How deep arrays and objects may nest.
        path: The document, for messages.
        lines: The lines of the text, where it is a part of a larger one.

    Raises:
        Malformed: The text is not JSON; with line and column.

    >>> parse_json('{"a": [1.0, 1e400]}', max_depth=9).value
    {'a': [1.0, Decimal('1E+400')]}
    """
    before = made.decimals
    if not _SURROGATE.search(text) and (text.count("[") + text.count("{") <= max_depth or _depth(text) <= max_depth):
        try:
            return Parsed(_scan(text), decimals=made.decimals != before)
        except (_Suspicious, ValueError, RecursionError):
            pass
    return parse_exact(text, max_depth=max_depth, path=path, lines=lines)


def _depth(text: str) -> int:
    depth = deepest = 0
    for match in _BRACKETS.finditer(text):
        char = match[0]
        if char in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "]}":
            depth -= 1
    return deepest


def parse_exact(text: str, *, max_depth: int, path: str = "", lines: Lines | None = None) -> Parsed:
    """
    Do what `parse_json` does, slower, and say where a text is not JSON.

    Raises:
        Malformed: The text is not JSON; with line and column.
    """
    return _Parser(text, max_depth, path, lines or Lines(text)).parse()


class _Frame:
    """An array or object that is being read."""

    __slots__ = ("container", "key")

    def __init__(self, container: dict[str, Any] | list[Any]) -> None:
        self.container = container
        self.key = ""


class _Parser:
    def __init__(self, text: str, max_depth: int, path: str, lines: Lines) -> None:
        self.text = text
        self.at = 0
        self.max_depth = max_depth
        self.path = path
        self.lines = lines
        self.frames: list[_Frame] = []
        self.duplicates: list[Duplicate] = []

    def parse(self) -> Parsed:
        before = made.decimals
        self.space()
        while True:
            opened, value = self.value()
            if opened:
                continue
            if self.attach(value):
                return Parsed(self.root, tuple(self.duplicates), made.decimals != before)

    def value(self) -> tuple[bool, Any]:
        """Read a scalar, or open a container: (True, None) where its first member is to be read next."""
        char = self.text[self.at : self.at + 1]
        if char == "{":
            return self.open({}, "}")
        if char == "[":
            return self.open([], "]")
        if char == '"':
            return False, self.string()
        return False, self.scalar()

    def open(self, container: dict[str, Any] | list[Any], close: str) -> tuple[bool, Any]:
        if len(self.frames) >= self.max_depth:
            self.fail(f"expected at most {self.max_depth:,} levels of nesting, found more", hint="raise --max-depth")
        self.at += 1
        self.space()
        if self.text.startswith(close, self.at):
            self.at += 1
            return False, container
        self.frames.append(_Frame(container))
        if close == "}":
            self.name()
        return True, None

    def attach(self, value: Any) -> bool:
        """Put a finished value into its container, and close what ends here; True at the end of the text."""
        while self.frames:
            frame = self.frames[-1]
            close = "}"
            if isinstance(frame.container, dict):
                frame.container[frame.key] = value
            else:
                frame.container.append(value)
                close = "]"
            self.space()
            char = self.text[self.at : self.at + 1]
            if char == ",":
                self.at += 1
                self.space()
                if close == "}":
                    self.name()
                return False
            if char != close:
                self.fail(f'expected "," or "{close}", found {self.found()}')
            self.at += 1
            value = self.frames.pop().container
        self.space()
        if self.at < len(self.text):
            self.fail(f"expected nothing after the value, found {self.found()}")
        self.root = value
        return True

    def name(self) -> None:
        """Read a member name and its colon."""
        start = self.at
        if not self.text.startswith('"', start):
            self.fail(f"expected a member name in double quotes, found {self.found()}")
        frame = self.frames[-1]
        frame.key = self.string()
        if frame.key in frame.container:
            tokens = tuple(self.token(outer) for outer in self.frames[:-1])
            self.duplicates.append(Duplicate(tokens, frame.key, self.lines.span(start, self.at)))
        self.space()
        if not self.text.startswith(":", self.at):
            self.fail(f'expected ":" after the member name, found {self.found()}')
        self.at += 1
        self.space()

    @staticmethod
    def token(frame: _Frame) -> str | int:
        return frame.key if isinstance(frame.container, dict) else len(frame.container)

    def string(self) -> str:
        plain = _PLAIN_STRING.match(self.text, self.at)
        if plain:
            self.at = plain.end()
            return plain[1]
        match = _STRING.match(self.text, self.at)
        start, end = self.at, match.end() if match else self.at
        if not self.text.startswith('"', end):
            self.at = end
            self.fail(self.bad_string())
        self.at = end + 1
        value = _ESCAPE.sub(_unescape, self.text[start + 1 : end])
        if _LONE_SURROGATE.search(value):
            self.at = start
            self.fail("expected surrogates in pairs, found a lone one in a string")
        return value

    def bad_string(self) -> str:
        char = self.text[self.at : self.at + 1]
        if not char:
            return "expected the string to be closed, found the end of the text"
        if char == "\\":
            return f"expected an escape that JSON has, found {cut(self.text[self.at : self.at + 2])}"
        return f"expected control characters to be escaped in a string, found U+{ord(char):04X}"

    def scalar(self) -> Any:  # noqa: RET503  (the last line raises)
        word = _WORD.match(self.text, self.at)
        number = _NUMBER.match(self.text, self.at)
        text = word[0] if word else ""
        if text in _LITERALS:
            self.at += len(text)
            return _LITERALS[text]
        if number and word and number.end() == word.end():
            return self.number(number)
        if text in _OUTSIDE_JSON:
            self.fail(f"expected a value, found {text}, which JSON does not have")
        if text[:1] in {"+", "-", "."} or text[:1].isdigit():
            self.fail(f"expected a number as JSON writes it, found {cut(text)}")
        hint = (
            "JSON has no comments: name it .jsonc, or pass --as jsonc" if self.text.startswith("/", self.at) else None
        )
        self.fail(f"expected a value, found {self.found()}", hint=hint)

    def number(self, match: re.Match[str]) -> Any:
        try:
            value = exact_float(match[0]) if match[2] or match[3] else exact_int(match[0])
        except ExponentOutOfRange as error:
            self.fail(str(error))
        self.at = match.end()
        return value

    def space(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def found(self) -> str:
        word = _WORD.match(self.text, self.at)
        if word:
            return cut(word[0])
        char = self.text[self.at : self.at + 1]
        if not char:
            return "the end of the text"
        return (
            f'"{char}"' if char.isprintable() and char != '"' else "a string" if char == '"' else f"U+{ord(char):04X}"
        )

    def fail(self, message: str, *, hint: str | None = None) -> NoReturn:
        span = Span(self.lines.position(self.at))
        excerpt = cut_excerpt(self.lines.line(span.position.line), span)
        raise Malformed(message, path=self.path, position=span.position, hint=hint, excerpt=excerpt)


def _unescape(match: re.Match[str]) -> str:
    if match[1]:
        return _SHORT_ESCAPES[match[1]]
    high = int(match[2], 16)
    if match[3] is None:
        return chr(high)
    low = int(match[3], 16)
    if 0xD800 <= high < 0xDC00:  # noqa: PLR2004  (the high surrogates)
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    return chr(high) + chr(low)


class _Wanted:
    """The targets below one value: a trie of tokens, with the numbers of the targets that end here."""

    __slots__ = ("below", "names", "values")

    def __init__(self) -> None:
        self.below: dict[str, _Wanted] = {}
        self.names: dict[str, list[int]] = {}
        self.values: list[int] = []


def _wanted(targets: Sequence[Target]) -> _Wanted:
    root = _Wanted()
    for number, target in enumerate(targets):
        node = root
        for token in target.tokens:
            node = node.below.setdefault(str(token), _Wanted())
        if target.key is None:
            node.values.append(number)
        else:
            node.values.append(number)
            node.names.setdefault(target.key, []).append(number)
            node.below.setdefault(target.key, _Wanted())
    return root


def locate(text: str, targets: Sequence[Target], lines: Lines, *, unique: bool = False) -> list[Span]:
    """
    Return where each target stands in a text that is valid JSON.

    Of a name that occurs twice the last one counts, as it does for the value.  A target that is not there has
    the span of the innermost container that is.

    Args:
        text: The text.
        targets: What to find.
        lines: The lines of the text.
        unique: Whether it is known that no name occurs twice; an object is then read only as far as is needed.

    >>> text = '{"a": [1, true]}'
    >>> locate(text, [Target(("a", 1)), Target((), "a")], Lines(text))
    [Span(position=Position(line=1, column=11), width=4), Span(position=Position(line=1, column=2), width=3)]
    """
    spans = [Span(Position(1, 1))] * len(targets)
    _Locator(text, lines, spans, unique=unique).run(_wanted(targets))
    return spans


class _Locator:
    def __init__(self, text: str, lines: Lines, spans: list[Span], *, unique: bool) -> None:
        self.text = text
        self.lines = lines
        self.spans = spans
        self.unique = unique

    def run(self, root: _Wanted) -> None:
        """Visit wanted values from the outside in; what is not wanted is stepped over."""
        pending = [(self.space(0), root)]
        while pending:
            start, wanted = pending.pop()
            self.fill(wanted, self.lines.span(start, self.end(start, start + MAX_WIDTH)))
            char = self.text[start]
            found: dict[str, int] = {}
            if wanted.below and char == "{":
                found = self.members(start, wanted)
            elif wanted.below and char == "[":
                found = self.elements(start, wanted)
            pending.extend((at, wanted.below[token]) for token, at in found.items())

    def fill(self, wanted: _Wanted, span: Span) -> None:
        """Give a span to every target at or below a value; deeper ones are overwritten when they are found."""
        nodes = [wanted]
        while nodes:
            node = nodes.pop()
            for number in node.values:
                self.spans[number] = span
            nodes.extend(node.below.values())

    def members(self, start: int, wanted: _Wanted) -> dict[str, int]:
        """Return where the wanted members' values start, and note where their names stand."""
        found: dict[str, int] = {}
        names: dict[int, Span] = {}
        at = self.space(start + 1)
        while self.text[at] != "}":
            name_end = self.end(at)
            raw = self.text[at + 1 : name_end - 1]
            name = _ESCAPE.sub(_unescape, raw) if "\\" in raw else raw
            value = self.space(self.space(name_end) + 1)
            if name in wanted.below:
                found[name] = value
                names |= dict.fromkeys(wanted.names.get(name, ()), self.lines.span(at, name_end))
                if self.unique and len(found) == len(wanted.below):
                    break
            at = self.next(self.end(value))
        for number, span in names.items():
            self.spans[number] = span
        return found

    def elements(self, start: int, wanted: _Wanted) -> dict[str, int]:
        """Return where the wanted elements start."""
        indexes = {index: token for token in wanted.below if (index := array_index(token)) is not None}
        found: dict[str, int] = {}
        last = max(indexes, default=-1)
        at = self.space(start + 1)
        index = 0
        while index <= last and self.text[at] != "]":
            if index in indexes:
                found[indexes[index]] = at
            if index < last:
                at = self.next(self.end(at))
            index += 1
        return found

    def end(self, at: int, enough: int | None = None) -> int:
        """Return the offset after the value or name that starts at an offset; no matter which one beyond `enough`."""
        scalar = _SCALAR.match(self.text, at)
        if scalar:
            return scalar.end()
        depth = 0
        while True:
            bracket = _TO_BRACKET.match(self.text, at)
            if bracket is None:
                return len(self.text)
            depth += 1 if bracket[1] in "[{" else -1
            at = bracket.end()
            if depth == 0 or (enough is not None and at > enough):
                return at

    def next(self, at: int) -> int:
        """Return the offset of what comes after a value: the next name or element, or the closing bracket."""
        at = self.space(at)
        return self.space(at + 1) if self.text[at] == "," else at

    def space(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at
