r"""
One pattern as jsonschema-rs 0.60 is handed it, so that it means there what it means in ECMA-262.

To it a `.` is all but a line feed, and `\b` knows the letters of all scripts (ECMA-262, section 22.2.2: no line
terminator; the letters of ASCII); so do `\d`, `\w` and `\s` in a pattern that looks around or refers back; `\<` and
`\>` are the ends of a word.  It refuses some that are well-formed: `\0`, `[\b]`, `[]`, `[^]`, `\k<name>`, and pairs of
surrogates.  A backreference to a group that took no part matches the empty text in ECMA-262, and nothing here; the
lines of `(?m:…)` end otherwise: neither can be written for it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from schemawright.engines.assertions.wellformed import as_meant

if TYPE_CHECKING:
    from collections.abc import Callable

_MAY_DIFFER = re.compile(r"(?<!\\)\.|\\[\\0bBk1-9<>]|\\u[dD][89abAB]|\[\^?\]|\(\?(?:<?[=!]|[is-]*m)")
"""What is in every pattern that means something else to the engine, or is refused by it."""
_PAIR = r"\\u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})"
_TOKEN = (
    rf"{_PAIR}|\\(?P<letter>[bB<>]|0(?![0-9]))|\\(?P<number>[1-9][0-9]*)|\\k<(?P<named>[^>]*)>|\\(?P<kind>[dDsSwW])|\\."
    r"|(?P<brackets>\[\^?(?:\\.|[^\]\\])*\])|(?P<dot>\.)|(?P<bar>\|)|(?P<close>\)(?P<maybe>[*?]|\{0+[,}])?)"
    r"|(?P<open>\((?:\?(?:(?P<look><?[=!])|<(?P<name>[^>]*)>|(?P<on>[a-z]*)(?:-(?P<off>[a-z]*))?:))?)"
)
_IN_BRACKETS = rf"{_PAIR}|\\(?P<letter>[b<>]|0(?![0-9]))|\\(?P<kind>[dDsSwW])|\\."
_ANY_TIMES = re.compile(r"\.\*\??")
_EMPTY = {"[]": r"[^\s\S]", "[^]": r"[\s\S]"}
_DOT = r"[^\n\r\u2028\u2029]"
_WORD = "[A-Za-z0-9_]"
_LETTERS = {
    "<": "<",
    ">": ">",
    "0": r"\x00",
    "b": f"(?:(?<!{_WORD})(?={_WORD})|(?<={_WORD})(?!{_WORD}))",
    "B": f"(?:(?<!{_WORD})(?!{_WORD})|(?<={_WORD})(?={_WORD}))",
}
_LETTERS_IN_BRACKETS = {"<": "<", ">": ">", "0": r"\x00", "b": r"\x08"}
_SPACES = (9, 13), (32, 32), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F)
_KINDS: dict[str, tuple[tuple[int, int], ...]] = {
    "d": ((48, 57),),
    "w": ((48, 57), (65, 90), (95, 95), (97, 122)),
    "s": (*_SPACES, (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)),
}
"""Classes of characters, by the first and the last of each range."""
_FANCY = re.compile(r"\\[bBk1-9]|\(\?<?[=!]")
"""What is in each pattern for which the engine does not know such a class by ASCII."""


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    """Return an expression, compiled when the first pattern asks for it: to compile these takes milliseconds."""
    return re.compile(expression, re.DOTALL)


def rewritten(pattern: str) -> str:
    r"""
    Return a pattern as the engine takes it for what ECMA-262 says; the same where it does so anyway.

    >>> [rewritten(pattern) for pattern in ("^a.*", "a.b", r"[\b.]\0", "[^]", r"\ud83d\udc09", r"(?<n>a)\k<n>")]
    ['^a.*', 'a[^\\n\\r\\u2028\\u2029]b', '[\\x08.]\\x00', '[\\s\\S]', '\\u{1f409}', '(?<n>a)(?:\\1)']
    """
    meant = as_meant(pattern)
    return _read(meant).text if _MAY_DIFFER.search(meant) else meant


def is_beyond(pattern: str) -> bool:
    r"""
    Return whether a pattern cannot be written for the engine: one that may refer back to a group that took no part.

    >>> [is_beyond(pattern) for pattern in (r"(['\"])x\1", r"(?:(a)|b)\1", r"\1(a)", r"(a)?\1", r"((a)|b)\1")]
    [False, True, True, True, False]
    """
    meant = as_meant(pattern)
    return _MAY_DIFFER.search(meant) is not None and _read(meant).is_beyond


def differs_by_script(pattern: str) -> bool:
    """Return whether a pattern may mean something else to the engine where a text has more than ASCII."""
    return _FANCY.search(pattern) is not None


class _Read(NamedTuple):
    text: str
    is_beyond: bool


@lru_cache(maxsize=2048)
def _read(pattern: str) -> _Read:
    reader = _Reader(pattern)
    return _Read(_compiled(_TOKEN).sub(reader.written, pattern), reader.is_beyond)


class _Group:
    """
    A group that is open, or was.

    Args:
        looks: How it looks around, if it does.
        is_any: Whether a `.` in it is every character (the modifier `s`).
    """

    def __init__(self, looks: str, *, is_any: bool) -> None:
        self.looks = looks
        self.is_any = is_any
        self.branch = 0
        self.is_open = True
        self.is_optional = looks.endswith("!")


class _Reader:
    """Reads one pattern, token by token."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._open = [_Group("", is_any=False)]
        self._captured: dict[str, tuple[_Group, list[tuple[_Group, int]]]] = {}
        self._is_fancy = differs_by_script(pattern)
        self._names = [one["name"] for one in _compiled(_TOKEN).finditer(pattern) if _captures(one)]
        self.is_beyond = False

    def written(self, match: re.Match[str]) -> str:
        """Return a token as the engine is handed it."""
        reader = _READERS.get(match.lastgroup or "")
        return reader(self, match) if reader else match[0]

    def opened(self, match: re.Match[str]) -> str:
        is_any = ("s" in (match["on"] or "")) or (self._open[-1].is_any and "s" not in (match["off"] or ""))
        group = _Group(match["look"] or "", is_any=is_any)
        self.is_beyond = self.is_beyond or "m" in (match["on"] or "")
        if _captures(match):
            self._captured[str(len(self._captured) + 1)] = group, [(one, one.branch) for one in self._open]
        self._open.append(group)
        return match[0]

    def closed(self, match: re.Match[str]) -> str:
        if len(self._open) > 1:
            group = self._open.pop()
            group.is_open = False
            group.is_optional = group.is_optional or match["maybe"] is not None
        return match[0]

    def bar(self, match: re.Match[str]) -> str:
        self._open[-1].branch += 1
        return match[0]

    def dot(self, match: re.Match[str]) -> str:
        return "." if self._open[-1].is_any or self._is_idle(match.start()) else _DOT

    def _is_idle(self, at: int) -> bool:
        """Return whether a `.*` stands at an end of the pattern, where it may as well match nothing."""
        repeated = _ANY_TIMES.match(self._pattern, at)
        return repeated is not None and len(self._open) == 1 and (at == 0 or repeated.end() == len(self._pattern))

    def letter(self, match: re.Match[str]) -> str:
        return _LETTERS[match["letter"]]

    def backreference(self, match: re.Match[str]) -> str:
        number = match["number"] or _number(self._names, match["named"])
        if not 0 < int(number) <= len(self._names):
            return match[0]  # To the engine it is wrong, too.
        self.is_beyond = self.is_beyond or not self._took_part(number)
        return match[0] if match["number"] else f"(?:\\{number})"

    def _took_part(self, number: str) -> bool:
        """Return whether a group has surely matched, in the same repetition of whatever is around both."""
        if number not in self._captured or any(one.looks.startswith("<") for one in self._open):
            return False  # What looks behind is matched from its end.
        group, around = self._captured[number]
        if group.is_open or group.is_optional:
            return False
        return all(
            one.branch == branch if one.is_open else not (one.is_optional or one.branch) for one, branch in around
        )

    def brackets(self, match: re.Match[str]) -> str:
        return _EMPTY.get(match[0]) or _compiled(_IN_BRACKETS).sub(self._in_brackets, match[0])

    def _in_brackets(self, match: re.Match[str]) -> str:
        if match["letter"]:
            return _LETTERS_IN_BRACKETS[match["letter"]]
        if match["kind"] and self._is_fancy:
            return _characters(match["kind"])
        return _character(match) if match["low"] else match[0]

    def kind(self, match: re.Match[str]) -> str:
        return f"[{_characters(match['kind'])}]" if self._is_fancy else match[0]

    def pair(self, match: re.Match[str]) -> str:
        return _character(match)


_READERS: dict[str, Callable[[_Reader, re.Match[str]], str]] = {
    "low": _Reader.pair,
    "letter": _Reader.letter,
    "kind": _Reader.kind,
    "number": _Reader.backreference,
    "named": _Reader.backreference,
    "brackets": _Reader.brackets,
    "dot": _Reader.dot,
    "bar": _Reader.bar,
    "close": _Reader.closed,
    "open": _Reader.opened,
}


def _captures(match: re.Match[str]) -> bool:
    return match["open"] == "(" or match["name"] is not None


def _number(names: list[str | None], name: str) -> str:
    """Return the number of the group that has a name; 0 where none has it, or more than one."""
    return str(names.index(name) + 1) if names.count(name) == 1 else "0"


@lru_cache(maxsize=6)
def _characters(kind: str) -> str:
    """Return what stands for a class between brackets."""
    ranges = _KINDS[kind.lower()]
    if kind.isupper():
        bounds = [0, *(bound for first, last in ranges for bound in (first - 1, last + 1)), 0x10FFFF]
        ranges = tuple(zip(bounds[::2], bounds[1::2], strict=True))
    return "".join([f"\\u{{{first:x}}}-\\u{{{last:x}}}" for first, last in ranges])


def _character(pair: re.Match[str]) -> str:
    """Return the escape of the character that two surrogates are."""
    high, low = int(pair["high"], 16), int(pair["low"], 16)
    return f"\\u{{{0x10000 + ((high - 0xD800) << 10) + low - 0xDC00:x}}}"
