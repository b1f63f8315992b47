r"""
Patterns that are some only with Unicode off, written as what means the same with Unicode on.

ECMA-262 forgives much there (annex B.1.2): a lone `{`, `}` or `]`, a `-` beside a class, a lookahead that is repeated,
backslashes before letters, numbers of groups that there are not.  Characters stay characters, never halves of pairs.
What is a pattern in neither mode is none as it is written here, either.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_COUNTED = r"\{[0-9]+(?:,[0-9]*)?\}"
_TOKEN = re.compile(
    r"(?P<escape>\\.)|(?P<look>\(\?[=!])|(?P<group>\((?!\?)|\(\?<(?![=!])[^>]*>)|(?P<other>\()|(?P<close>\))"
    rf"|(?P<bracket>\[)|(?P<count>{_COUNTED})|(?P<brace>[{{}}\]])",
    re.DOTALL,
)
_QUANTIFIER = re.compile(rf"[*+?]|{_COUNTED}")
_GROUPS = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\((?!\?)|\(\?(?P<named><)(?![=!])", re.DOTALL)
_ESCAPE = re.compile(
    r"\\(?:(?P<same>[dDsSwWfnrtv]|c[A-Za-z]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4})|(?P<control>c)"
    r"|(?P<octal>[0-3][0-7]{0,2}|[4-7][0-7]?)|(?P<digit>[89])|(?P<char>.))",
    re.DOTALL,
)
_REFERENCE = re.compile(r"\\([1-9][0-9]*)")
_LETTER_IN_BRACKETS = re.compile(r"\\c([0-9_])")
_CLASSES = frozenset(f"\\{letter}" for letter in "dDsSwW")


def with_unicode_on(pattern: str) -> str:
    r"""
    Return what means with Unicode on what a pattern means with Unicode off.

    >>> [with_unicode_on(one) for one in (r"^[\w-.]+$", "}", "a{,3}", r"\Z\1", "(?=a)*b", "a++")]
    ['^[\\w\\-.]+$', '\\}', 'a\\{,3\\}', 'Z\\x01', '(?:(?=a))*b', 'a++']
    """
    return _Writer(pattern).result()


class _Writer:
    """One pattern on its way."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._parts: list[str] = []
        self._open: list[int | None] = []
        groups = [one for one in _GROUPS.finditer(pattern) if one[0][0] == "("]
        self._count = len(groups)
        self._has_names = any(one["named"] for one in groups)

    def result(self) -> str:
        while self._at < len(self._pattern):
            match = _TOKEN.match(self._pattern, self._at)
            if match is None:
                self._parts.append(self._taken(1))
            else:
                self._parts.append(_READERS[match.lastgroup or ""](self, match))
        return "".join(self._parts)

    def _taken(self, length: int) -> str:
        self._at += length
        return self._pattern[self._at - length : self._at]

    def same(self, match: re.Match[str]) -> str:
        return self._taken(len(match[0]))

    def brace(self, match: re.Match[str]) -> str:
        return f"\\{self._taken(len(match[0]))}"

    def opened(self, match: re.Match[str]) -> str:
        self._open.append(len(self._parts) if match["look"] else None)
        return self.same(match)

    def closed(self, match: re.Match[str]) -> str:
        look = self._open.pop() if self._open else None
        self.same(match)
        if look is None or not _QUANTIFIER.match(self._pattern, self._at):
            return ")"
        self._parts[look] = f"(?:{self._parts[look]}"
        return "))"

    def escape(self, match: re.Match[str]) -> str:
        number = _REFERENCE.match(self._pattern, self._at)
        if number and int(number[1]) <= self._count:
            return self.same(number)
        return self.same(match) if match[0] in {"\\b", "\\B"} else self._escaped(named=self._has_names)

    def _escaped(self, *, named: bool) -> str:
        """Return an escape that means the same inside and outside of brackets."""
        match = _ESCAPE.match(self._pattern, self._at)
        if match is None:
            return self._taken(1)  # A backslash at the end.
        if match["control"]:
            self._taken(1)
            return "\\\\"
        self._taken(len(match[0]))
        if match["octal"] or match["digit"]:
            # As a number: a digit might be one more of a group's number before it.
            return f"\\x{int(match['octal'], 8) if match['octal'] else ord(match['digit']):02x}"
        is_letter = match["char"] is not None and (match["char"].isalnum() or not match["char"].isascii())
        return match["char"] if is_letter and not (named and match["char"] == "k") else match[0]

    def brackets(self, match: re.Match[str]) -> str:
        parts = [self.same(match)]
        if self._is_at("^"):
            parts.append(self._taken(1))
        while self._at < len(self._pattern) and not self._is_at("]"):
            parts.append(self._member())
        return "".join([*parts, self._taken(1) if self._is_at("]") else ""])

    def _is_at(self, char: str) -> bool:
        return self._pattern.startswith(char, self._at)

    def _member(self) -> str:
        """Read one character, class or range; a `-` beside a class is itself."""
        first = self._atom()
        if not self._is_at("-") or self._at + 1 >= len(self._pattern) or self._is_at("-]"):
            return first
        self._taken(1)
        last = self._atom()
        return f"{first}\\-{last}" if {first, last} & _CLASSES else f"{first}-{last}"

    def _atom(self) -> str:
        if not self._is_at("\\"):
            char = self._taken(1)
            return "\\-" if char == "-" else char
        control = _LETTER_IN_BRACKETS.match(self._pattern, self._at)
        if control:
            self._taken(len(control[0]))
            return f"\\x{ord(control[1]) % 32:02x}"
        return self._taken(2) if self._is_at("\\b") else self._escaped(named=self._has_names)


_READERS: dict[str, Callable[[_Writer, re.Match[str]], str]] = {
    "escape": _Writer.escape,
    "look": _Writer.opened,
    "group": _Writer.opened,
    "other": _Writer.opened,
    "close": _Writer.closed,
    "bracket": _Writer.brackets,
    "count": _Writer.same,
    "brace": _Writer.brace,
}
