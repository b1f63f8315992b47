"""How a value is shown in a message: in double quotes, on one line, cut at 60 characters."""

from __future__ import annotations

import re
from json.encoder import encode_basestring

MAX_VALUE = 60
"""How many characters of a value are shown."""


def cut(text: str, width: int = MAX_VALUE) -> str:
    """
    Return a text, cut to a width with an ellipsis, control characters escaped.

    >>> cut("x" * 100, 5)
    'xxxx…'
    """
    shown = printable(text[: width + 1])
    return shown if len(shown) <= width else shown[: width - 1] + "…"


def printable(text: str) -> str:
    r"""
    Return a text without control characters, so that no name of a file writes to a terminal what it likes.

    >>> printable("a\x1b[31m.json")
    'a\\x1b[31m.json'
    """
    if text.isprintable():
        return text
    return "".join([char if char.isprintable() else ascii(char)[1:-1] for char in with_bytes_escaped(text)])


_BYTES = re.compile("[\udc80-\udcff]+")
"""What Python has in a name for bytes that are none of a character's."""


def with_bytes_escaped(text: str) -> str:
    r"""
    Return a text in which bytes of a file's name that are no UTF-8 are written as in a URI, so that all can be encoded.

    >>> with_bytes_escaped("a\udcff.json"), with_bytes_escaped("\udcc3\udca9.json")
    ('a%FF.json', 'é.json')
    """
    return text if text.isascii() else _BYTES.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    # Where the locale has another encoding than the name, what Python could not read is a character all the same.
    read = found[0].encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
    return "".join([f"%{ord(char) & 0xFF:02X}" if _BYTES.match(char) else char for char in read])


def shown(value: object) -> str:
    """
    Return what Python shows of a value that JSON lacks, cut; its type's name where that fails.

    >>> shown(b"a"), shown(10**5000)
    ("b'a'", 'int')
    """
    try:
        return cut(repr(value))
    except Exception:  # noqa: BLE001  (whatever a class of somebody's own raises, or an integer of too many digits)
        return type(value).__name__


def quoted(text: str, width: int = MAX_VALUE) -> str:
    r"""
    Return a text in double quotes, as JSON writes it, cut.

    >>> print(quoted('say "x"'))
    "say \"x\""
    """
    return cut(encode_basestring(text[: width + 2]), width)


_KINDS = {
    "dict": "an object", "list": "an array", "str": "a string", "bool": "a boolean", "NoneType": "null",
    "int": "a number", "float": "a number", "Decimal": "a number",
}  # fmt: skip
"""Type's name, so that none has to be imported → kind."""


def kind_of(value: object) -> str:
    """
    Return what kind of value it is, in words; of what is no JSON value, its type's name.

    >>> kind_of([1]), kind_of(None), kind_of(b"{}")
    ('an array', 'null', 'bytes')
    """
    return _KINDS.get(type(value).__name__, type(value).__name__)
