"""
JSON text (RFC 8259), read strictly: values and duplicate names.

Two readers that must agree, and a test that they do (`json_places` beside is the third):

- `parse_json` is what everybody calls.  It reads with the C scanner of the standard library, made strict.
- `parse_exact` is the arbiter: an iterative parser that refuses with a line and a column, bounds the depth, and
  names duplicates.  `parse_json` hands it whatever the C scanner refused, and whatever looks suspicious.

Neither recurses, so no document overflows a stack.
"""

from __future__ import annotations

import re
from decimal import Decimal
from json.decoder import JSONDecoder
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from schemawright.documents.numbers import ExponentOutOfRange, exact_float, exact_int, made
from schemawright.documents.record import Duplicate, Lines, Span, cut_excerpt
from schemawright.errors import Malformed
from schemawright.quoting import cut

if TYPE_CHECKING:
    from collections.abc import Callable

_SPACE = re.compile(r"[ \t\n\r]*")
_PLAIN_STRING = re.compile(r'"([^"\\\x00-\x1f]*+)"')
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+')
_ESCAPE = re.compile(r'\\(?:(["\\/bfnrt])|u([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?)')
_NUMBER = re.compile(r"(-?(?:0|[1-9][0-9]*+))(\.[0-9]++)?([eE][+-]?[0-9]++)?")
_WORD = re.compile(r"[A-Za-z0-9_+.\-]+")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BRACKETS = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{}]', re.DOTALL)

_COMPRESSED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")
"""How gzip and Zstandard files start."""

COMMENTS_HINT = "JSON has no comments: name it .jsonc, or pass --as jsonc"

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
        found = wide_encoding(data) or f"the byte 0x{data[error.start]:02x}"
        hint = "decompress it first: gzip -dc, or zstd -dc" if data.startswith(_COMPRESSED) else None
        raise Malformed(f"expected UTF-8, found {found}", path=path, position=position, hint=hint) from None


def wide_encoding(data: bytes) -> str | None:
    """Return the encoding that the byte order mark of a document says; None where it says none."""
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


def parse_exact(
    text: str,
    *,
    max_depth: int,
    path: str = "",
    lines: Lines | None = None,
    parse_int: Callable[[str], int | Decimal] = exact_int,
) -> Parsed:
    """
    Do what `parse_json` does, slower, and say where a text is not JSON.

    Args:
        text: As `parse_json` has it, and so are the others.
        max_depth: How deep arrays and objects may nest.
        path: The document, for messages.
        lines: The lines of the text.
        parse_int: Returns the integer that a text says.

    Raises:
        Malformed: The text is not JSON; with line and column.
    """
    return _Parser(text, max_depth, path, lines or Lines(text), parse_int).parse()


class _Frame:
    """An array or object that is being read."""

    __slots__ = ("container", "key")

    def __init__(self, container: dict[str, Any] | list[Any]) -> None:
        self.container = container
        self.key = ""


class _Parser:
    def __init__(
        self, text: str, max_depth: int, path: str, lines: Lines, parse_int: Callable[[str], int | Decimal]
    ) -> None:
        self.text = text
        self.at = 0
        self.max_depth = max_depth
        self.path = path
        self.lines = lines
        self.parse_int = parse_int
        self.decimals = False
        self.frames: list[_Frame] = []
        self.duplicates: list[Duplicate] = []

    def parse(self) -> Parsed:
        self.space()
        while True:
            opened, value = self.value()
            if opened:
                continue
            if self.attach(value):
                return Parsed(self.root, tuple(self.duplicates), self.decimals)

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
        value = unescaped(self.text[start + 1 : end])
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
        hint = COMMENTS_HINT if self.text.startswith("/", self.at) else None
        self.fail(f"expected a value, found {self.found()}", hint=hint)

    def number(self, match: re.Match[str]) -> Any:
        try:
            value = self.fraction(match[0]) if match[2] or match[3] else self.parse_int(match[0])
        except ExponentOutOfRange as error:
            self.fail(str(error))
        self.at = match.end()
        return value

    def fraction(self, text: str) -> float | Decimal:
        value = exact_float(text)
        self.decimals = self.decimals or isinstance(value, Decimal)
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


def unescaped(raw: str) -> str:
    r"""
    Return what is meant by the text between the quotation marks of a well-formed string.

    >>> unescaped(r"a\n\u00e9")
    'a\né'
    """
    return _ESCAPE.sub(_unescape, raw) if "\\" in raw else raw


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
