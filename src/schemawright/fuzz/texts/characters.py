r"""
The characters that texts are made of: the plain ones, and those that programs get wrong.

A class of a pattern (`[a-z]`, `\d`, `\p{L}`) is not computed here: what the engine's own matcher finds in an alphabet
of candidates are its members, so that the two cannot mean different things.
"""

from __future__ import annotations

import string
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from schemawright.engines.assertions.patterns import compile_pattern

PLAIN = string.ascii_lowercase + string.digits + string.ascii_uppercase + "-_.:/@+,;!?#$%&*=~^|'\"`\\()[]{}<> "
"""Printable ASCII, the simplest first."""

NOTABLE = (
    "\u00e9\u00df\u00c5\u0130\u0131\u017f\u212a\u00b2\u0663\uff13\u6f22\u3042\uac00\u03b1\u03a3\u0416\u05d0\u0628\u0915"
    "\u0301\u200d\u200c\u200b\u202e\u00ad\ufeff\u00a0\u2028\u2029\u0085\u3000\u2003\u2019\u2013\u20ac\ufffd\uff0e\u3002"
    "\U0001f600\U0001f469\U00010400\U0001d7d8\U0002070e\U000e0041\U0010fffd"
)
"""Characters that are more than one byte, code unit, case or glyph."""

CONTROLS = "\n\t\r\x00\x0b\x0c\x1b\x7f\x01\x1f"
"""What a text file or a terminal does not show."""

_CYRILLIC_GREEK = "".join(map(chr, (*range(0x391, 0x3CA), *range(0x410, 0x450))))
_LATIN = "".join(map(chr, range(0xA1, 0x180)))
_SYMBOLS = (
    "\u2190\u2200\u2500\u2603\u2764\ufe0f\u00bd\u2167\u0660\u0966\u2160\u24d0\u01c5\u02b0\u0488\u0903\u203f\u2118"
)
_ALPHABET = "".join(dict.fromkeys(PLAIN + NOTABLE + CONTROLS + _LATIN + _CYRILLIC_GREEK + _SYMBOLS))
_NEIGHBOURS = "/:@[`{"  # beside the ASCII digits and letters
_SUBSTITUTES = "٣３²éſK漢-_ \n\t.0aZ$😀\x00\u00a0"  # noqa: RUF001  (what is easily taken for another is the point)
_LAST_OF_BASIC, _LAST = 0xFFFF, 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)
_MEMBERS_OF_A_RANGE = 12
_KIN = "٣éÉ"
"""A digit, and a letter of either case, that are not ASCII."""
_LOOKED_AT = 100
"""How many members of a class tell what kinds of characters it has."""


class Class(NamedTuple):
    """
    A set of characters.

    Args:
        members: Characters that are in it, the simplest first.
        plain: Those of them that are printable ASCII; all where none is.
        outsiders: Some that are not in it, those first that are easily taken for a member.
    """

    members: tuple[str, ...]
    plain: tuple[str, ...]
    outsiders: tuple[str, ...]


def literal(char: str) -> Class:
    """Return the class of one character; empty for half of a surrogate pair, which no text has alone."""
    if ord(char) in _SURROGATES:
        return Class((), (), ())
    return _class((char,), tuple(other for other in _like(char) if other != char))


@lru_cache(maxsize=1024)
def class_of(source: str, mentioned: str) -> Class:
    r"""
    Return the class that a part of a pattern stands for.

    Args:
        source: The part, such as `\d` or `[^a-f]`.
        mentioned: The characters written in it, since they are where it begins and ends.

    >>> class_of("[b-d]", "bd").members
    ('b', 'c', 'd')
    >>> class_of(r"\d", "").outsiders[0]
    '٣'
    """
    near = "".join(map(_around, mentioned)) + "".join(_between(mentioned))
    alphabet = "".join(dict.fromkeys(_ALPHABET + near))
    matcher = compile_pattern(source)
    members = tuple(matcher.findall(alphabet)) or _search(source)
    among = set(members)
    kinds = {unicodedata.category(char) for char in members[:_LOOKED_AT]}
    kin = "".join(char for char in _KIN if unicodedata.category(char) in kinds)
    # Of the same kind, and just beyond an end: that of a range which is too long by one.
    beyond = "".join([char for char in near if char.isalnum() and unicodedata.category(char) in kinds])
    outsiders = dict.fromkeys(beyond + kin + _SUBSTITUTES + near + _NEIGHBOURS + alphabet)
    return _class(members, tuple(char for char in outsiders if char not in among)[:24])


def _class(members: tuple[str, ...], outsiders: tuple[str, ...]) -> Class:
    plain = tuple(char for char in members if char.isascii() and char.isprintable())
    return Class(members, plain or members, outsiders)


def _around(char: str) -> str:
    codes = (ord(char), ord(char) - 1, ord(char) + 1)
    return "".join(chr(code) for code in codes if 0 <= code <= _LAST and code not in _SURROGATES)


def _between(mentioned: str) -> list[str]:
    """Return some characters between each two that stand beside each other: what they may be the range of."""
    found: list[str] = []
    for first, last in pairwise(mentioned):
        low, high = ord(first), ord(last)
        step = max(1, (high - low) // _MEMBERS_OF_A_RANGE)
        found.extend(chr(code) for code in range(low, high, step) if code not in _SURROGATES)
    return found


@lru_cache(maxsize=2)
def _plane(last: int) -> str:
    return "".join(chr(code) for code in range(last + 1) if code not in _SURROGATES)


def _search(source: str) -> tuple[str, ...]:
    """Return members of a class that has none in the alphabet; the plane of most scripts is looked through first."""
    if source == "[]":
        return ()
    matcher = compile_pattern(source)
    found = matcher.findall(_plane(_LAST_OF_BASIC)) or matcher.findall(_plane(_LAST))
    return tuple(found[:64])


def _like(char: str) -> str:
    """Return characters that are easily taken for another one."""
    special = {"s": "ſ", "S": "ſ", "k": "\u212a", "K": "\u212a", "-": "–_", ".": "a,\uff0e\u3002", "\n": "\r"}  # noqa: RUF001
    return char.swapcase()[:1] + special.get(char, "") + _around(char) + "-_ xé0\n"


SPECIALS = (
    *("", "a", "0", " ", "A", "\u00e9", "\u00df", "\u6f22", "\U0001f600", "e\u0301"),
    *("\U0001f469\u200d\U0001f469\u200d\U0001f467", "\ufeff", "\u2028", "\u2029", "\u05d0\u05d1", "\u202ea", "\x00"),
    *(
        "a\x00b",
        "\n",
        "a\n",
        "\na",
        "\r\n",
        "\t",
        '"',
        "\\",
        "/",
        '\\"',
        " a",
        "a ",
        "\u00a0",
        "\u200b",
        "null",
        "true",
    ),
    *("false", "1", "-1", "1.0", "1e5", "1e400", "-", "NaN", "{}", "[]", "__proto__", "constructor", "<a>&amp;"),
    *("${a}", "%s", "'", "\u0130", "\u017f", "\u212a", "\ufb01", "\x7f", "\x85", "\x1b", "\ufffd", "\ufffe"),
    *("\U0010ffff", "\ue000", "../a", "2024-01-01", "~1", "a b", "a,b", "a;b", "#", "ab", "aA", "\u0661"),
)
"""Texts that programs get wrong."""
