"""
Where values stand in a text that is known to be valid JSON, without building anything.

What is not wanted is stepped over.  Nothing recurses, so no document overflows a stack.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from schemawright.documents.json_text import unescaped
from schemawright.documents.record import MAX_WIDTH, Lines, Span, Target
from schemawright.finding import Position
from schemawright.pointer import array_index

if TYPE_CHECKING:
    from collections.abc import Sequence

_SPACE = re.compile(r"[ \t\n\r]*")
_TO_BRACKET = re.compile(r'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+([\[\]{}])', re.DOTALL)
_SCALAR = re.compile(r'"(?:[^"\\]++|\\.)*+"|[^"\[\]{},: \t\n\r]++', re.DOTALL)


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
            name = unescaped(raw)
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
