"""YAML's core schema (YAML 1.2.2, section 10.3): what the text of a scalar means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from schemawright.documents.numbers import exact_float, exact_int, exact_radix_int
from schemawright.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

CORE = "tag:yaml.org,2002:"
"""What the tags of the core schema start with; a document writes `!!` for it."""

_INT = re.compile(r"[-+]?[0-9]+\Z")
_RADIX_INT = re.compile(r"0(?:o([0-7]+)|x([0-9a-fA-F]+))\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_NO_NUMBER = re.compile(r"(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z")
_NULLS = dict.fromkeys(("", "~", "null", "Null", "NULL"))
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_WORDS: dict[str, Any] = {**_NULLS, **_BOOLS}
_NUMBER_STARTS = frozenset("+-.0123456789")


class NotCore(ValueError):
    """A scalar is not what its tag says, or not what JSON has."""


def resolve_plain(text: str) -> Any:
    """
    Return the value of a plain scalar under the core schema (YAML 1.2.2, section 10.3.2).

    Raises:
        NotCore: JSON has no such number.

    >>> [resolve_plain(text) for text in ("on", "1_000", "2024-01-01", "0o14", "~", "1e3")]
    ['on', '1_000', '2024-01-01', 12, None, 1000.0]
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    if _NO_NUMBER.match(text):
        message = f"expected a number that JSON has, found {text}"
        raise NotCore(message)
    if _INT.match(text):
        return exact_int(text)
    if _FLOAT.match(text):
        return exact_float(text)
    radix = _RADIX_INT.match(text)
    return _radix_int(radix) if radix else text


def resolve_tagged(text: str, tag: str) -> Any:
    """
    Return the value of a scalar with an explicit tag of the core schema.

    Raises:
        NotCore: The tag is not of the core schema, or the text is not what it says.

    >>> resolve_tagged("12", CORE + "str")
    '12'
    """
    read = _TAGGED.get(tag)
    if read is None:
        raise NotCore(wrong_tag(tag, "a scalar"))
    return read(text)


def _radix_int(match: re.Match[str]) -> Any:
    return exact_radix_int(match[1], 8) if match[1] else exact_radix_int(match[2], 16)


def _tagged_int(text: str) -> Any:
    radix = _RADIX_INT.match(text)
    return _radix_int(radix) if radix else exact_int(_checked(_INT, text, "!!int"))


def _tagged_float(text: str) -> Any:
    if _NO_NUMBER.match(text):
        return resolve_plain(text)
    return exact_float(_checked(_FLOAT, text, "!!float"))


def _checked(pattern: re.Pattern[str], text: str, tag: str) -> str:
    if not pattern.match(text):
        message = f"expected what {tag} says, found {quoted(text)}"
        raise NotCore(message)
    return text


def _word(words: dict[str, Any], tag: str) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        if text not in words:
            message = f"expected what {tag} says, found {quoted(text)}"
            raise NotCore(message)
        return words[text]

    return read


_TAGGED: dict[str, Callable[[str], Any]] = {
    CORE + "str": str,
    CORE + "int": _tagged_int,
    CORE + "float": _tagged_float,
    CORE + "bool": _word(_BOOLS, "!!bool"),
    CORE + "null": _word(_NULLS, "!!null"),
}
_CORE_TAGS = {*_TAGGED, CORE + "map", CORE + "seq"}


def wrong_tag(tag: str, kind: str) -> str:
    """Return what is wrong with a tag on a node of some kind, as a clause."""
    shown = "!!" + tag.removeprefix(CORE) if tag.startswith(CORE) else tag
    if tag in _CORE_TAGS:
        return f"expected what {shown} says, found {kind}"
    return f"expected a tag of the YAML core schema, found {shown[:60]}"
