"""
ECMA-262 patterns as trees.

The grammar is that of ECMA-262 with Unicode on, and forgives what the engines forgive (needless escapes, a lone brace).
Only patterns that the engines compile get here, so that nothing is checked again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from schemawright.engines.assertions.patterns import BACKREFERENCE, CODE, character_of
from schemawright.fuzz.texts.characters import Class, class_of, literal

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, eq=False)
class Chars:
    """One character of a class."""

    chars: Class


@dataclass(frozen=True, slots=True, eq=False)
class Sequence:
    """One after the other; none is the empty text."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Either:
    """One of several."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Repeat:
    """The same again and again: `low` to `high` times, without end where that is None."""

    node: Node
    low: int
    high: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """What a reference can come back to, by number or name."""

    node: Node
    number: int
    name: str

    @property
    def keys(self) -> tuple[str, ...]:
        """By what references call it."""
        return (str(self.number), self.name) if self.name else (str(self.number),)


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """The text of a group again."""

    key: str


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What must, or must not, stand after or before."""

    node: Node
    behind: bool
    negated: bool


@dataclass(frozen=True, slots=True, eq=False)
class Anchor:
    """A place: `^`, `$`, `b` or `B`."""

    kind: str


Node: TypeAlias = Chars | Sequence | Either | Repeat | Group | Reference | Look | Anchor

EMPTY = Sequence(())
ANY = Chars(class_of("[^]", ""))

_QUANTIFIER = re.compile(r"(?:([*+?])|\{([0-9]+)(?:(,)([0-9]*))?\})\??")
_OPENING = re.compile(r"\((?:\?(?:(<?[=!])|<(?P<name>[^>]*)>|[ims]*(?:-[ims]*)?:))?")
_CLASS_ESCAPE = re.compile(r"\\(?:[dDwWsS]|[pP]\{[^}]*\})")
_CONTROLS = {"f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0"}
_COUNTS = {"*": (0, None), "+": (1, None), "?": (0, 1)}


def parse_pattern(pattern: str) -> Node:
    """
    Return the tree of a pattern that the engines compile.

    Raises:
        RecursionError: It is nested too deeply.

    >>> parse_pattern("a{2,}").low
    2
    """
    return _Parser(pattern).either()


def parts_of(node: Node) -> Iterator[Node]:
    """Yield a tree and every tree in it."""
    yield node
    if isinstance(node, Sequence | Either):
        for part in node.items if isinstance(node, Sequence) else node.options:
            yield from parts_of(part)
    elif isinstance(node, Repeat | Group | Look):
        yield from parts_of(node.node)


class _Parser:
    """One pattern on its way to a tree."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.groups = 0

    def peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def either(self) -> Node:
        options = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            options.append(self.sequence())
        return options[0] if len(options) == 1 else Either(tuple(options))

    def sequence(self) -> Node:
        items: list[Node] = []
        while self.peek() not in {"", "|", ")"}:
            items.append(self.repeated(self.item()))
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def repeated(self, node: Node) -> Node:
        match = _QUANTIFIER.match(self.pattern, self.at)
        if match is None:
            return node
        self.at = match.end()
        sign, low, comma, high = match.groups()
        if sign:
            return Repeat(node, *_COUNTS[sign])
        return Repeat(node, int(low), int(high) if high else None if comma else int(low))

    def item(self) -> Node:
        char = self.peek()
        if char == "(":
            return self.group()
        if char == "[":
            return self.brackets()
        if char == "\\":
            return self.escape()
        self.at += 1
        if char in "^$":
            return Anchor(char)
        return Chars(class_of(".", "") if char == "." else literal(char))

    def group(self) -> Node:
        match = _OPENING.match(self.pattern, self.at)
        assert match
        self.at = match.end()
        look, name = match.groups()
        number = 0
        if match[0] == "(" or name is not None:
            self.groups += 1
            number = self.groups
        node = self.either()
        self.at += 1
        if look:
            return Look(node, behind=look[0] == "<", negated=look[-1] == "!")
        return Group(node, number, name or "") if number else node

    def brackets(self) -> Node:
        start, self.at = self.at, self.at + 1
        self.at += self.peek() == "^"
        mentioned = ""
        while self.peek() != "]":
            if self.peek() != "\\":
                mentioned += self.peek()
                self.at += 1
                continue
            escape = _CLASS_ESCAPE.match(self.pattern, self.at)
            mentioned += "" if escape else self.character()
            self.at = escape.end() if escape else self.at
        self.at += 1
        return Chars(class_of(self.pattern[start : self.at], mentioned.replace("-", "") + "-" * ("-" in mentioned)))

    def escape(self) -> Node:
        match = _CLASS_ESCAPE.match(self.pattern, self.at)
        if match:
            self.at = match.end()
            return Chars(class_of(match[0], ""))
        match = BACKREFERENCE.match(self.pattern, self.at)
        if match:
            self.at = match.end()
            return Reference(match[1] or match[2])
        kind = self.pattern[self.at + 1]
        if kind in "bB":
            self.at += 2
            return Anchor(kind)
        return Chars(literal(self.character()))

    def character(self) -> str:
        """Read an escape that stands for one character."""
        match = CODE.match(self.pattern, self.at)
        if match:
            self.at = match.end()
            return character_of(match)
        char = self.pattern[self.at + 1]
        self.at += 2
        return "\b" if char == "b" else _CONTROLS.get(char, char)
