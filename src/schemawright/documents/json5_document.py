"""
A JSON5 document (spec.json5.org), read by a strict iterative parser of our own.

The `json5` package does not hold up as a reader of what other people wrote: it reads 0.06 MB/s, recurses (nesting of
300 is a RecursionError), rounds numbers, and knows no positions.  The tests use it as the oracle of what is JSON5.

Beyond the specification: `NaN`, `Infinity` and lone surrogates are malformed, because JSON has no such values.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, NoReturn

from schemawright.documents.extents import Extent, ExtentRecord, read_one
from schemawright.documents.numbers import UnsuitableNumber, exact_float, exact_int, exact_radix_int
from schemawright.documents.record import Duplicate, Lines
from schemawright.errors import Malformed
from schemawright.quoting import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.documents.record import Record
    from schemawright.documents.source import Source
    from schemawright.errors import DocumentError

ENDINGS = (".json5",)

_ZS = "\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_SPACE = re.compile(rf"(?:[\t\n\v\f\r\u2028\u2029\ufeff{_ZS}]++|//[^\n\r\u2028\u2029]*+|/\*(?:[^*]++|\*(?!/))*+\*/)*+")
_BODY = {
    quote: re.compile(
        rf"(?:[^{quote}\\\n\r]++|\\(?:x[0-9a-fA-F]{{2}}|u[0-9a-fA-F]{{4}}|0(?![0-9])|\r\n|[^xu0-9\r]|\r(?!\n)))*+",
    )
    for quote in "\"'"
}
_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(\r\n|[^xu]))",
    re.DOTALL,
)
_SHORT_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0"}
_SHORT_ESCAPES |= dict.fromkeys(("\n", "\r", "\r\n", "\u2028", "\u2029"), "")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NAME = re.compile(r"(?:[$\w\u200c\u200d]|[^\x00-\x7f\s\ufeff]|\\u[0-9a-fA-F]{4})++")
_PLAIN_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*+\Z")
_NAME_STARTS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nl"})
_NAME_PARTS = _NAME_STARTS | {"Mn", "Mc", "Nd", "Pc"}
_NUMBER = re.compile(r"([+-]?)(?:0[xX]([0-9a-fA-F]++)|((?:0|[1-9][0-9]*+)(\.[0-9]*+)?|(\.[0-9]++))([eE][+-]?[0-9]++)?)")
_WORD = re.compile(r"[+\-.$\w]++")
_SHOWN = 60
_LITERALS = {"true": True, "false": False, "null": None}
_OUTSIDE_JSON = {sign + word for sign in ("", "+", "-") for word in ("NaN", "Infinity")} | {"undefined"}


def read_records(source: Source) -> Iterator[Record | DocumentError]:
    """Yield the document's one record, or what is wrong with it."""
    return read_one(source, parse_json5)


def parse_json5(text: str, *, max_depth: int, path: str = "") -> ExtentRecord:
    """
    Return the record that a JSON5 text is.

    Raises:
        Malformed: The text is not JSON5; with line and column.

    >>> parse_json5("{id: 'ts_1', port: 0x50,}", max_depth=9).instance
    {'id': 'ts_1', 'port': 80}
    """
    return _Parser(text, max_depth, path).parse()


class _Frame:
    """An array or object that is being read, and the name of the member that is."""

    __slots__ = ("container", "extent", "key")

    def __init__(self, container: dict[str, Any] | list[Any], extent: Extent) -> None:
        self.container = container
        self.extent = extent
        self.key = ""

    @property
    def close(self) -> str:
        return "}" if isinstance(self.container, dict) else "]"

    @property
    def token(self) -> str | int:
        return self.key if isinstance(self.container, dict) else len(self.container)

    def add(self, value: Any, extent: Extent) -> None:
        if isinstance(self.container, dict):
            self.container[self.key] = value
            self.extent.put(self.key, extent)
        else:
            self.container.append(value)
            self.extent.append(extent)


class _Parser:
    def __init__(self, text: str, max_depth: int, path: str) -> None:
        self.text = text
        self.lines = Lines(text, ends="\r\u2028\u2029")  # JSON5, section 8, which takes them from ECMAScript
        self.max_depth = max_depth
        self.path = path
        self.at = 0
        self.frames: list[_Frame] = []
        self.duplicates: list[Duplicate] = []

    def parse(self) -> ExtentRecord:
        self.space()
        while True:
            start = self.at
            if self.text.startswith(("{", "["), start):
                self.open()
                value, extent = None, None
            else:
                value = self.scalar()
                extent = Extent(start, self.at)
            finished = self.attach(value, extent)
            if finished is not None:
                return finished

    def open(self) -> None:
        if len(self.frames) >= self.max_depth:
            self.fail(f"expected at most {self.max_depth:,} levels of nesting, found more", hint="raise --max-depth")
        if self.text[self.at] == "{":
            self.frames.append(_Frame({}, Extent.of_object(self.at, self.at)))
        else:
            self.frames.append(_Frame([], Extent.of_array(self.at, self.at)))
        self.at += 1

    def attach(self, value: Any, extent: Extent | None) -> ExtentRecord | None:
        """
        Put a finished value into its container and close what ends here; the record at the end of the text.

        Without an extent a container has just been opened, and what is next is its first member or its end.
        """
        while self.frames:
            frame = self.frames[-1]
            self.space()
            if extent is not None:
                frame.add(value, extent)
                self.comma(frame)
            if not self.text.startswith(frame.close, self.at):
                if isinstance(frame.container, dict):
                    self.name(frame)
                return None
            self.at += 1
            self.frames.pop()
            value, extent = frame.container, frame.extent
            extent.end = self.at
        self.space()
        if self.at < len(self.text) or extent is None:
            self.fail(f"expected nothing after the value, found {self.found()}")
        return ExtentRecord(value, self.lines, lambda: extent, tuple(self.duplicates))

    def comma(self, frame: _Frame) -> None:
        """Read the comma after a value, or see that its container ends here."""
        if self.text.startswith(",", self.at):
            self.at += 1
            self.space()
        elif not self.text.startswith(frame.close, self.at):
            self.fail(f'expected "," or "{frame.close}", found {self.found()}')

    def name(self, frame: _Frame) -> None:
        """Read a member name and its colon."""
        start = self.at
        quoted = self.text.startswith(('"', "'"), start)
        frame.key = self.string() if quoted else self.identifier()
        offsets = (start, self.at)
        if frame.key in frame.container:
            tokens = tuple(outer.token for outer in self.frames[:-1])
            self.duplicates.append(Duplicate(tokens, frame.key, self.lines.span(*offsets)))
        frame.extent.names[frame.key] = offsets
        self.space()
        if not self.text.startswith(":", self.at):
            self.fail(f'expected ":" after the member name, found {self.found()}')
        self.at += 1
        self.space()

    def identifier(self) -> str:
        match = _NAME.match(self.text, self.at)
        raw = match[0] if match else ""
        name = _ESCAPE.sub(_unescape, raw) if "\\" in raw else raw
        if not _PLAIN_NAME.match(name) and not _is_identifier(name):
            self.fail(f"expected a member name, found {self.found()}")
        self.at += len(raw)
        return name

    def scalar(self) -> Any:  # noqa: RET503  (what follows the last line is `fail`, which does not return)
        if self.text.startswith(('"', "'"), self.at):
            return self.string()
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
            self.fail(f"expected a number as JSON5 writes it, found {text[:60]}")
        self.fail(f"expected a value, found {self.found()}")

    def number(self, match: re.Match[str]) -> Any:
        sign, hexadecimal, _, point, bare_point, exponent = match.groups()
        try:
            if hexadecimal:
                value: Any = exact_radix_int(sign + hexadecimal, 16)
            else:
                value = (exact_float if point or bare_point or exponent else exact_int)(match[0])
        except UnsuitableNumber as error:
            self.fail(str(error))
        self.at = match.end()
        return value

    def string(self) -> str:
        start = self.at
        quote = self.text[start]
        match = _BODY[quote].match(self.text, start + 1)
        end = match.end() if match else start + 1
        if not self.text.startswith(quote, end):
            self.at = end
            self.fail(self.bad_string())
        raw = self.text[start + 1 : end]
        value = _ESCAPE.sub(_unescape, raw) if "\\" in raw else raw
        if _LONE_SURROGATE.search(value):
            self.fail("expected surrogates in pairs, found a lone one in a string")
        self.at = end + 1
        return value

    def bad_string(self) -> str:
        found = self.text[self.at : self.at + 2]
        if not found:
            return "expected the string to be closed, found the end of the text"
        if found[0] == "\\":
            return f"expected an escape that JSON5 has, found {cut(found)}"
        return "expected the string to be closed, found the end of the line"

    def space(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at
        if self.text.startswith("/*", self.at):
            self.fail('expected "*/" to close the comment, found the end of the text')

    def found(self) -> str:
        word = _WORD.match(self.text, self.at)
        if word:
            return word[0] if len(word[0]) <= _SHOWN else word[0][:_SHOWN] + "…"
        char = self.text[self.at : self.at + 1]
        if char in {"", "'", '"'}:
            return "a string" if char else "the end of the text"
        return f'"{char}"' if char.isprintable() else f"U+{ord(char):04X}"

    def fail(self, message: str, *, hint: str | None = None) -> NoReturn:
        raise Malformed(message, path=self.path, position=self.lines.position(self.at), hint=hint)


def _unescape(match: re.Match[str]) -> str:
    byte, high, low, unit, other = match.groups()
    if other is not None:
        return _SHORT_ESCAPES.get(other, other)
    if high is not None:
        return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + (int(low, 16) - 0xDC00))
    return chr(int(byte or unit, 16))


def _is_identifier(name: str) -> bool:
    """Return whether a name may stand without quotes (ECMAScript 5.1, section 7.6)."""
    if not name or not (name[0] in "$_" or unicodedata.category(name[0]) in _NAME_STARTS):
        return False
    return all(char in "$\u200c\u200d" or unicodedata.category(char) in _NAME_PARTS for char in name)
