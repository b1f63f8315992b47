"""
ECMA-262 patterns, matched with a bound on time.

JSON Schema's patterns are ECMA-262's, with Unicode on where that is one (`schemawright.engines.assertions.wellformed`).
The `regex` module does the matching, since it can be stopped: what is written is translated so that it means the same
there (`$` is the end and not also the place before a last newline).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from schemawright.engines.assertions.wellformed import as_meant, is_ecma_pattern
from schemawright.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

TIME_LIMIT = 1.0
"""Seconds after which a match is given up."""

_WORD = "A-Za-z0-9_"
_SPACE = "\\t\\n\\x0b\\x0c\\r \\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff"
_IS_WORD, _NO_WORD = f"[{_WORD}]", f"[^{_WORD}]"
_BEFORE, _AFTER = f"(?<={_IS_WORD})", f"(?={_IS_WORD})"
_NOT_BEFORE, _NOT_AFTER = f"(?<!{_IS_WORD})", f"(?!{_IS_WORD})"

_CLASSES = {
    "d": "[0-9]",
    "D": "[^0-9]",
    "w": _IS_WORD,
    "W": _NO_WORD,
    "s": f"[{_SPACE}]",
    "S": f"[^{_SPACE}]",
}
_ASSERTIONS = {
    "b": f"(?:{_NOT_BEFORE}{_AFTER}|{_BEFORE}{_NOT_AFTER})",
    "B": f"(?:{_NOT_BEFORE}{_NOT_AFTER}|{_BEFORE}{_AFTER})",
}
_CONTROLS = {"f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0"}
_NO_END = "[^\\n\\r\\u2028\\u2029]"
_OUTSIDE = {".": _NO_END, "$": "\\Z"}
_BY_MODIFIERS = {
    "s": {".": "[\\x00-\\U0010ffff]"},
    "m": {"^": f"(?<!{_NO_END})", "$": f"(?!{_NO_END})"},
}
"""Modifier, and what it makes of what is in its group: every character, and the ends of lines."""
_AS_WRITTEN = frozenset("^|*+?()")

_COUNT = re.compile(r"\{[0-9]+(?:,[0-9]*)?\}")
_GROUP = re.compile(r"\((?:\?(?:<[=!]|[=!]|<(?P<name>[^>]*)>|(?P<on>[ims]*)(?:-(?P<off>[ims]*))?:))?")
_PROPERTY = re.compile(r"\\[pP]\{([A-Za-z_]+)(?:=([A-Za-z0-9_]+))?\}")
CODE = re.compile(
    r"\\u\{([0-9a-fA-F]+)\}|\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})"
    r"|\\x([0-9a-fA-F]{2})|\\c([A-Za-z])"
)
"""An escape that tells a character by its number, or by the letter of a control character."""
BACKREFERENCE = re.compile(r"\\(?:([1-9][0-9]*)|k<([^>]*)>)")
_PROPERTY_NAMES = {
    "ASCII": "[\\x00-\\x7f]",
    "Any": "[\\x00-\\U0010ffff]",
    "Assigned": "\\P{Cn}",
    "IDC": "\\p{ID_Continue}",
    "VS": "\\p{Variation_Selector}",
}
"""Name → what `regex` has for it: to that, `IDC` and `VS` are blocks."""
_PROPERTY_NEGATIONS = {
    "ASCII": "[^\\x00-\\x7f]",
    "Any": "(?!)",
    "Assigned": "\\p{Cn}",
    "IDC": "\\P{ID_Continue}",
    "VS": "\\P{Variation_Selector}",
}


class BadPattern(ValueError):
    """A pattern is not ECMA-262's, or uses a property that the `regex` module does not know."""


class PatternTimeout(Exception):
    """
    Whether a pattern matches could not be decided in time.

    Args:
        pattern: The pattern, as it is written.
    """

    def __init__(self, pattern: str) -> None:
        super().__init__(f"not decided within {TIME_LIMIT:g} s: the pattern runs away on this text")
        self.pattern = pattern


def matches(pattern: str, text: str) -> bool:
    """
    Return whether a pattern matches somewhere in a text.

    Raises:
        BadPattern: It is no pattern.
        PatternTimeout: It could not be decided in time.

    >>> matches("^a$", "a"), matches("^a$", "a" + chr(10))
    (True, False)
    """
    try:
        return compile_pattern(pattern).search(text, timeout=TIME_LIMIT) is not None
    except TimeoutError:
        raise PatternTimeout(pattern) from None


@lru_cache(maxsize=2048)
def compile_pattern(pattern: str) -> regex.Pattern[str]:
    """
    Return a pattern compiled for the `regex` module.

    Raises:
        BadPattern: It is no pattern.
    """
    meant = as_meant(pattern)
    if not is_ecma_pattern(meant):
        raise BadPattern(f"expected a pattern of ECMA-262, found {quoted(pattern)}")
    try:
        return regex.compile(_Translation(meant).result(), flags=regex.VERSION1)
    except (regex.error, RecursionError, OverflowError) as error:
        raise BadPattern(f"expected a pattern that can be compiled, found {quoted(pattern)} ({error})") from None


def _literal(char: str) -> str:
    """Return one character as `regex` writes it, inside and outside of brackets."""
    return f"\\{char}" if char.isascii() and not char.isalnum() and char.isprintable() else char


class _Translation:
    """One pattern on its way from ECMA-262 to `regex`; known to be well-formed."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.parts: list[str] = []
        self.modifiers: list[frozenset[str]] = [frozenset()]

    def result(self) -> str:
        while self.at < len(self.pattern):
            char = self.pattern[self.at]
            self.parts.append(_READERS.get(char, _Translation.plain)(self))
        return "".join(self.parts)

    def take(self, match: re.Match[str]) -> re.Match[str]:
        self.at = match.end()
        return match

    def plain(self) -> str:
        char = self.pattern[self.at]
        self.at += 1
        for modifier in self.modifiers[-1]:
            if char in _BY_MODIFIERS[modifier]:
                return _BY_MODIFIERS[modifier][char]
        return char if char in _AS_WRITTEN else _OUTSIDE.get(char) or _literal(char)

    def count(self) -> str:
        match = _COUNT.match(self.pattern, self.at)
        return self.take(match)[0] if match else self.plain()

    def group(self) -> str:
        match = _GROUP.match(self.pattern, self.at)
        assert match
        around = self.modifiers[-1] - {*(match["off"] or "")}
        self.modifiers.append(around | (_BY_MODIFIERS.keys() & {*(match["on"] or "")}))
        return self.take(match)[0]

    def end_of_group(self) -> str:
        self.modifiers.pop()
        return self.plain()

    def escape(self) -> str:
        match = BACKREFERENCE.match(self.pattern, self.at)
        if match:
            # A group that took no part matches the empty text in ECMA-262, and nothing in `regex`.
            name = self.take(match)[1] or match[2]
            return f"(?({name})(?P={name}))"
        char = self.pattern[self.at + 1]
        if char in _ASSERTIONS:
            self.at += 2
            return _ASSERTIONS[char]
        text, is_class = self.atom()
        return text if is_class else _literal(text)

    def atom(self) -> tuple[str, bool]:
        """Read one escape: a class as `regex` writes it and True, or one character and False."""
        char = self.pattern[self.at + 1]
        if char in _CLASSES:
            self.at += 2
            return _CLASSES[char], True
        match = _PROPERTY.match(self.pattern, self.at)
        if match:
            return _property(self.take(match)), True
        code = CODE.match(self.pattern, self.at)
        if code:
            return character_of(self.take(code)), False
        self.at += 2
        return _CONTROLS.get(char, char), False

    def brackets(self) -> str:
        self.at += 1
        negated = self.pattern.startswith("^", self.at)
        self.at += negated
        parts: list[str] = []
        while not self.pattern.startswith("]", self.at):
            parts.append(self.member())
        self.at += 1
        if not parts:
            return "[\\x00-\\U0010ffff]" if negated else "(?!)"
        return f"[{'^' if negated else ''}{''.join(parts)}]"

    def member(self) -> str:
        """Read one character, class or range between brackets."""
        first, is_class = self.bracket_atom()
        dash = self.pattern.startswith("-", self.at) and not self.pattern.startswith("-]", self.at)
        if is_class or not dash:
            return first if is_class else _literal(first)
        self.at += 1
        last, is_class = self.bracket_atom()
        return f"{_literal(first)}\\-{last}" if is_class else f"{_literal(first)}-{_literal(last)}"

    def bracket_atom(self) -> tuple[str, bool]:
        char = self.pattern[self.at]
        if char != "\\":
            self.at += 1
            return char, False
        if self.pattern[self.at + 1] == "b":
            self.at += 2
            return "\b", False
        return self.atom()


_READERS: dict[str, Callable[[_Translation], str]] = {
    "\\": _Translation.escape,
    "[": _Translation.brackets,
    "{": _Translation.count,
    "(": _Translation.group,
    ")": _Translation.end_of_group,
}


def _property(match: re.Match[str]) -> str:
    special = _PROPERTY_NAMES if match[0][1] == "p" else _PROPERTY_NEGATIONS
    return special.get(match[1], match[0])


def character_of(match: re.Match[str]) -> str:
    """Return the character that an escape stands for, as `CODE` matched it."""
    braced, high, low, plain, short, control = match.groups()
    if high:
        return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + (int(low, 16) - 0xDC00))
    return chr(ord(control) % 32) if control else chr(int(braced or plain or short, 16))
