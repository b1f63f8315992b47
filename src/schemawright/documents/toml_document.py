"""
A TOML document: the values of `tomllib`, as JSON has them, and where they stand.

`tomllib` decides what is TOML.  It knows no positions, so a walk over text that it has accepted finds them, and only
when something is to be reported.  What JSON does not have is settled so:

- dates and times are strings, as the document wrote them but always with `T` between them and with `Z`, as RFC 3339
  has it: `1979-05-27 07:32:00z` is `"1979-05-27T07:32:00Z"`;
- `inf` and `nan` are malformed.

`tomllib` recurses, so arrays and inline tables nest to `NESTING` here, whatever higher limit is asked for.
"""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeAlias

from schemawright.documents.extents import Extent, ExtentRecord, innermost, read_one
from schemawright.documents.numbers import UnsuitableNumber, exact_float, exact_int, exact_radix_int
from schemawright.documents.record import Lines
from schemawright.errors import Malformed
from schemawright.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from schemawright.documents.record import Record
    from schemawright.documents.source import Source
    from schemawright.errors import DocumentError

ENDINGS = (".toml",)

NESTING = 200
"""How deep arrays and inline tables may nest; `tomllib` takes three frames of Python's thousand for each."""

_STRINGS = (
    r'"""(?:[^"\\]++|\\.|"{1,2}(?!"))*+"{3,5}',
    r"'''(?:[^']++|'{1,2}(?!'))*+'{3,5}",
    r'"(?:[^"\\\n]++|\\.)*+"',
    r"'[^'\n]*+'",
)
_STRING = re.compile("|".join(_STRINGS), re.DOTALL)
_DATE_TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9:.]+(?:[Zz]|[+-][0-9]{2}:[0-9]{2})?"
_SCALAR = re.compile("|".join((*_STRINGS, _DATE_TIME, r"[^,\]}#\s]++")), re.DOTALL)
_SKIP = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_BRACKETS = re.compile("|".join((*_STRINGS, r"#[^\n]*+", r"[\[\]{}]")), re.DOTALL)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]++")
_BLANKS = re.compile(r"[ \t]*+")

_LONG = 3_500
_LONG_RUN = re.compile(rf"[0-9A-Fa-f_]{{{_LONG},}}")
_LONG_LITERAL = rf"(?P<int>0[xob][0-9A-Fa-f_]{{{_LONG},}}+|[1-9][0-9_]{{{_LONG},}}+)"
_LONG_INT = re.compile(
    "|".join(
        (
            *(f"(?:{string})" for string in _STRINGS),
            r"#[^\n]*+",
            rf"(?P<sign>[+-]?){_LONG_LITERAL}(?![0-9A-Za-z_.\-]|[ \t]*+[=.])",
            r"[0-9A-Za-z_+.\-]++",
        )
    ),
    re.DOTALL,
)
_BASES = {"0x": 16, "0o": 8, "0b": 2}
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")

Path: TypeAlias = "tuple[Path, str | int] | None"
"""The way to a value, from its end: what contains it, and its name or index there."""


def read_records(source: Source) -> Iterator[Record | DocumentError]:
    """Yield the document's one record, or what is wrong with it."""
    return read_one(source, parse_toml)


def parse_toml(text: str, *, max_depth: int, path: str = "") -> ExtentRecord:
    """
    Return the record that a TOML text is.

    Raises:
        Malformed: The text is not TOML, or has a value that JSON does not; with line and column.

    >>> parse_toml("at = 1979-05-27 07:32:00Z", max_depth=9).instance
    {'at': '1979-05-27T07:32:00Z'}
    """
    return _Document(text, max_depth, path).record()


class _NoNumber(NamedTuple):
    """What stands for a number that JSON does not have until its extent is known."""

    message: str


class _Hit(NamedTuple):
    """A value that cannot stay as `tomllib` gives it."""

    container: Any
    token: str | int
    value: Any
    path: Path


class _Document:
    def __init__(self, text: str, max_depth: int, path: str) -> None:
        self.text = text
        self.lines = Lines(text)
        self.max_depth = max_depth
        self.path = path
        self.long_integers: dict[str, str] = {}

    def record(self) -> ExtentRecord:
        self.refuse_nesting()
        instance = self.load()
        hits = self.hits(instance)
        extent = find_extents(self.text) if hits else None
        for hit in hits:
            self.settle(hit, extent or Extent(0, 0))
        return ExtentRecord(instance, self.lines, lambda: extent or find_extents(self.text))

    def refuse_nesting(self) -> None:
        """See that `tomllib` does not recurse too deep."""
        limit = min(self.max_depth, NESTING)
        if self.text.count("[") + self.text.count("{") <= limit:
            return
        depth = 0
        for match in _BRACKETS.finditer(self.text):
            depth += (match[0] in {"[", "{"}) - (match[0] in {"]", "}"})
            if depth > limit:
                self.too_deep(limit, match.start())

    def load(self) -> dict[str, Any]:
        text = _LONG_INT.sub(self.shorten, self.text) if _LONG_RUN.search(self.text) else self.text
        try:
            return tomllib.loads(text, parse_float=self.number)
        except RecursionError:
            self.too_deep(NESTING, 0)
        except ValueError as error:
            message, offset = _wording(error, self.text)
            self.fail(*(self.taken(message, offset) or (message, offset)))

    def taken(self, message: str, end: int) -> tuple[str, int] | None:
        """Return what to say of a key that cannot be added, and where it is; None where that is not what is wrong."""
        wording = next((said for problem, said in _TAKEN.items() if problem in message), None)
        if wording is None:
            return None
        parts = _LastKey(self.text[:end]).parts()
        if not parts:
            return None
        key = self.text[parts[0].start : parts[-1].end]
        return wording.format(quoted(key)), parts[0].start

    def shorten(self, match: re.Match[str]) -> str:
        """Return an integer that `int` refuses to read as a float of the same length, to be recognised in `number`."""
        if not match["int"]:
            return match[0]
        stand_in = f"{len(self.long_integers) + 1}e".ljust(len(match["int"]), "0")
        self.long_integers[match["sign"] + stand_in] = match[0]
        return match["sign"] + stand_in

    def number(self, text: str) -> Any:
        integer = self.long_integers.get(text)
        if text.lstrip("+-") in {"inf", "nan"}:
            return _NoNumber(f"expected a number that JSON has, found {text}")
        try:
            if integer is None:
                return exact_float(text.replace("_", ""))
            sign, digits = integer[: -len(integer.lstrip("+-"))], integer.lstrip("+-").replace("_", "")
            base = _BASES.get(digits[:2])
            return exact_int(sign + digits) if base is None else exact_radix_int(digits[2:], base)
        except UnsuitableNumber as error:
            return _NoNumber(str(error))

    def hits(self, instance: dict[str, Any]) -> list[_Hit]:
        """Return the values that need their place, having seen that nothing is too deep."""
        hits: list[_Hit] = []
        pending: list[tuple[Any, int, Path]] = [(instance, 1, None)]
        while pending:
            container, depth, path = pending.pop()
            if depth > self.max_depth:
                self.too_deep(self.max_depth, self.extent(find_extents(self.text), path).start)
            for token, value in container.items() if isinstance(container, dict) else enumerate(container):
                if isinstance(value, dict | list):
                    pending.append((value, depth + 1, (path, token)))
                elif isinstance(value, date | time | datetime | _NoNumber):
                    hits.append(_Hit(container, token, value, (path, token)))
        return hits

    def settle(self, hit: _Hit, root: Extent) -> None:
        extent = self.extent(root, hit.path)
        if isinstance(hit.value, _NoNumber):
            self.fail(hit.value.message, extent.start)
        hit.container[hit.token] = _rfc3339(self.text[extent.start : extent.end])

    @staticmethod
    def extent(root: Extent, path: Path) -> Extent:
        tokens = []
        while path is not None:
            path, token = path
            tokens.append(token)
        return innermost(root, reversed(tokens))[0]

    def too_deep(self, limit: int, offset: int) -> NoReturn:
        hint = "raise --max-depth" if limit == self.max_depth else "use YAML or JSON, where deeper nesting can be read"
        self.fail(f"expected at most {limit:,} levels of nesting, found more", offset, hint=hint)

    def fail(self, message: str, offset: int, *, hint: str | None = None) -> NoReturn:
        raise Malformed(message, path=self.path, position=self.lines.position(offset), hint=hint) from None


def _rfc3339(text: str) -> str:
    if text[10:11] in {" ", "t"}:
        text = f"{text[:10]}T{text[11:]}"
    return text[:-1] + "Z" if text.endswith("z") else text


def _wording(error: ValueError, text: str) -> tuple[str, int]:
    """Return the message of a `tomllib` error as a clause, and its offset."""
    full = " ".join(str(error).split(" "))
    place = _PLACE.search(full)
    message = full[: place.start()] if place else full
    message = message[:1].lower() + message[1:]
    if not message.startswith("expected"):
        message = f"expected TOML, found: {message}"
    return message, _offset(text, int(place[1]), int(place[2])) if place and place[1] else len(text) if place else 0


def _offset(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return start + column - 1


_TWICE = "expected each key once, found {} again"
_CLOSED = "expected a key outside of tables that are complete, found {}"
_TAKEN = {
    "cannot overwrite a value": _TWICE,
    "duplicate inline table key": _TWICE,
    "cannot declare": _TWICE,
    "cannot redefine namespace": _CLOSED,
    "cannot mutate immutable namespace": _CLOSED,
}
"""What `tomllib` says of a key that cannot be added, behind it or its value and mostly without its name → our words."""


class _Part(NamedTuple):
    """One part of a key: its name, and where it is written."""

    name: str
    start: int
    end: int


def find_extents(text: str) -> Extent:
    """
    Return where everything stands in a text that is known to be TOML.

    A table stands at its header, an element of an array of tables too; the array at its first header; a table that
    only dotted keys or deeper headers imply, at its name.
    """
    return _Walk(text).run()


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.root = Extent.of_object(0, len(text))
        self.table = self.root
        self.open: list[Extent] = []
        """The arrays and inline tables that are not closed yet."""

    def run(self) -> Extent:
        at = self.skip(0)
        while at < len(self.text):
            end = self.header(at) if self.text[at] == "[" else self.pair(at)
            at = self.skip(end)
        return self.root

    def header(self, start: int) -> int:
        double = self.text.startswith("[[", start)
        parts, at = self.key(start + 1 + double)
        end = at + 1 + double
        outer = self.descend(self.root, parts[:-1])
        if double:
            self.table = self.element(outer, parts[-1], start, end)
        else:
            self.table = self.descend(outer, parts[-1:])
            self.table.start, self.table.end = start, end
            outer.names[parts[-1].name] = parts[-1][1:]
        return end

    @staticmethod
    def element(outer: Extent, part: _Part, start: int, end: int) -> Extent:
        """Return the place of the table that an array-of-tables header adds."""
        members = outer.members if outer.members is not None else {}
        if part.name not in members:
            members[part.name] = Extent.of_array(start, end)
            outer.names[part.name] = part[1:]
        table = Extent.of_object(start, end)
        members[part.name].append(table)
        return table

    @staticmethod
    def descend(table: Extent, parts: Sequence[_Part]) -> Extent:
        """Return the table below a table that the parts of a key name, implied where it is not there yet."""
        for part in parts:
            members = table.members if table.members is not None else {}
            if part.name not in members:
                members[part.name] = Extent.of_object(part.start, part.end)
                table.names[part.name] = part[1:]
            below = members[part.name]
            table = below.elements[-1] if below.elements else below
        return table

    def key(self, at: int) -> tuple[list[_Part], int]:
        """Read a key, dotted or not, up to the character after it."""
        parts: list[_Part] = []
        while True:
            at = self.blanks(at)
            match = (_STRING if self.text[at] in "\"'" else _BARE_KEY).match(self.text, at)
            end = match.end() if match else at
            self.part(at, end, parts)
            at = self.blanks(end)
            if self.text[at] != ".":
                return parts, at
            at += 1

    def part(self, at: int, end: int, parts: list[_Part]) -> None:
        """Add a part to those of its key."""
        parts.append(_Part(_name(self.text[at:end]), at, end))

    def named(self, table: Extent, at: int) -> tuple[Extent, str, int]:
        """Read a key and its equals sign: the table that gets the value, the name there, and where the value is."""
        parts, at = self.key(at)
        table = self.descend(table, parts[:-1])
        table.names[parts[-1].name] = parts[-1][1:]
        return table, parts[-1].name, self.blanks(at + 1)

    def pair(self, at: int) -> int:
        table, name, at = self.named(self.table, at)
        open_ = self.open
        while True:
            extent, at = self.begin(at)
            self.put(extent, open_[-1] if open_ and open_[-1].elements is not None else table, name)
            if extent.elements is not None or extent.members is not None:
                open_.append(extent)
            at = self.finish(open_, at)
            if not open_:
                return at
            if open_[-1].members is not None:
                table, name, at = self.named(open_[-1], at)

    def begin(self, at: int) -> tuple[Extent, int]:
        """Return the place of the value that starts here, and the offset after it or after its bracket."""
        if self.text[at] == "[":
            return Extent.of_array(at, at), at + 1
        if self.text[at] == "{":
            return Extent.of_object(at, at), at + 1
        match = _SCALAR.match(self.text, at)
        end = match.end() if match else at
        return Extent(at, end), end

    @staticmethod
    def put(extent: Extent, container: Extent, name: str) -> None:
        if container.elements is None:
            container.put(name, extent)
        else:
            container.append(extent)

    def finish(self, open_: list[Extent], at: int) -> int:
        """Close what ends here; return where the next key or value is, or the offset after the last bracket."""
        while open_:
            at = self.skip(at)
            if self.text[at] == ",":
                at = self.skip(at + 1)
            if self.text[at] not in "]}":
                return at
            at += 1
            open_.pop().end = at
        return at

    def skip(self, at: int) -> int:
        match = _SKIP.match(self.text, at)
        return match.end() if match else at

    def blanks(self, at: int) -> int:
        match = _BLANKS.match(self.text, at)
        return match.end() if match else at


class _LastKey(_Walk):
    """
    What a text adds last, which ends behind a key that cannot be added, or behind its value.

    What is known to be wrong adds nothing here.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.keys: dict[int, list[_Part]] = {}
        """How many arrays and inline tables are open → the key that was read there last."""

    def parts(self) -> list[_Part]:
        """Return the parts of the key; none where it cannot be found."""
        with suppress(IndexError):  # What is open is never closed.
            self.run()
        return self.keys.get(len(self.open), [])

    def part(self, at: int, end: int, parts: list[_Part]) -> None:
        super().part(at, end, parts)
        self.keys[len(self.open)] = parts

    @staticmethod
    def element(_outer: Extent, _part: _Part, start: int, end: int) -> Extent:
        return Extent.of_object(start, end)

    @staticmethod
    def descend(table: Extent, _parts: Sequence[_Part]) -> Extent:
        return Extent.of_object(table.start, table.end)


def _name(raw: str) -> str:
    if raw[:1] == "'" or (raw[:1] == '"' and "\\" not in raw):
        return raw[1:-1]
    return str(tomllib.loads(f"k = {raw}")["k"]) if raw[:1] == '"' else raw
