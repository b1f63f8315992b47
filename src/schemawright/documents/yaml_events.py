"""
What PyYAML says of a text: the events of YAML, and its errors in our words.

libyaml is a parser of YAML 1.1.  Where that changes what a text says it is given stand-ins, characters of the same
length that it reads right, and the values get back what was written.
"""

from __future__ import annotations

import re
from typing import Any

from schemawright.documents.record import Lines

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""What no YAML text may hold."""

# libyaml reads the first three as line breaks (as YAML 1.1 has it) and refuses the others even inside quotes.
_MISREAD = re.compile(r"[\x85\u2028\u2029\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_PRIVATE = range(0xF0000, 0xFFFFE)


class Refused(Exception):
    """What is wrong with a document, and at which offset."""

    def __init__(self, message: str, offset: int, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.hint = hint


class YamlText:
    """
    A text, and what a parser is given for it.

    Attributes:
        text: The text as it was written.
        lines: Its lines.
        readable: A text of the same length that libyaml reads right.
        original: What undoes that in values, for `str.translate`; empty where there is nothing to undo.
        parser: The class that parses.
    """

    def __init__(self, text: str, parser: Any = None) -> None:
        self.text = text
        self.lines = Lines(text, ends="\r")  # YAML 1.2, section 5.4
        self.readable, self.original = _protected(text)
        self.parser = parser or parser_class()


def _protected(text: str) -> tuple[str, dict[int, str]]:
    """Return a text of the same length that libyaml reads right, and the table that undoes it in values."""
    found = set(_MISREAD.findall(text))
    table = {}
    if found:
        present = set(text)
        unused = (chr(code) for code in _PRIVATE if chr(code) not in present)
        table = dict(zip(sorted(found), unused, strict=False))
        text = text.translate(str.maketrans(table))
    text = CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
    return text, {ord(stand_in): char for char, stand_in in table.items()}


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
        from yaml.cyaml import CParser  # type: ignore[attr-defined]  # its stub hides it
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


_TOO_DEEP = "maximum nesting depth"


class Events:
    """libyaml's events from an offset on, and its errors in our words."""

    def __init__(self, source: YamlText, start: int) -> None:
        from yaml import events
        from yaml.error import YAMLError

        self.document_start = events.DocumentStartEvent
        self.stream_end = events.StreamEndEvent
        self.error = YAMLError
        self.source = source
        self.base = start
        self.end = start
        self.parser = source.parser(_Tail(source.readable, start))
        self.given = 0

    def next(self) -> Any:
        """
        Return the next event.

        Raises:
            Refused: The text is not YAML.
        """
        try:
            event = self.parser.get_event()
        except self.error as error:
            if _TOO_DEEP not in str(getattr(error, "problem", "")):
                raise self._refused(error) from None
            event = self._next_by_pure_parser()
        self.given += 1
        return event

    def _next_by_pure_parser(self) -> Any:
        """Go on where libyaml gives up: since PyYAML 6.0.4 it nests 1,000 levels at most, whatever was asked for."""
        self.parser = pure_parser_class()(_Tail(self.source.readable, self.base))
        try:
            for _ in range(self.given):
                self.parser.get_event()
            return self.parser.get_event()
        except self.error as error:
            raise self._refused(error) from None

    def next_document(self) -> int | None:
        """Return where the next document starts, or None at the end of the stream."""
        while True:
            event: Any = self.next()
            if event is None or isinstance(event, self.stream_end):
                return None
            if isinstance(event, self.document_start):
                mark: Any = event.start_mark
                return self.base + int(mark.index)

    def _refused(self, error: Any) -> Refused:
        mark: Any = getattr(error, "problem_mark", None)
        offset = min(self.base + mark.index if mark else self.base, len(self.source.text))
        return Refused(_wording(error, self._found(offset)), offset)

    def _found(self, offset: int) -> str:
        char = self.source.text[offset : offset + 1]
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
