"""Python literals of texts that nobody has checked: a schema's titles, descriptions, values and patterns."""

from __future__ import annotations

import re
from typing import Any

from schemawright.models.planning.assigned import is_printable

_WIDTH = 96


def safe_text(text: str) -> str:
    r"""
    Return a Python literal of a text: one line, printable, and nothing in it can end it.

    >>> print(safe_text('say "x"' + chr(10)))
    "say \"x\"\x0a"
    """
    return '"' + "".join([_escaped(char) for char in text]) + '"'


def _escaped(char: str) -> str:
    if char in '\\"':
        return f"\\{char}"
    if is_printable(char):
        return char
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004


def escaped(text: str) -> str:
    """Return a text in which an escape stands for whatever some supported Python cannot show."""
    return "".join([char if is_printable(char) else _escaped(char) for char in text])


def json_lines(text: str) -> str:
    """Return a literal of a JSON text, in single quotes, since it is full of double ones; a long one in pieces."""
    pieces = []
    for at in range(0, len(text), _WIDTH):
        part = text[at : at + _WIDTH].replace("\\", "\\\\").replace("'", "\\'")
        pieces.append(f"'{escaped(part)}'")
    return "(\n    " + "\n    ".join(pieces) + "\n)" if len(pieces) > 1 else pieces[0]


def docstring(text: str, indent: str) -> str:
    """
    Return a docstring of a text, which it holds verbatim but for white space at the end of lines.

    >>> len(docstring('one', ''))
    9
    """
    lines = [line.rstrip() for line in text.splitlines()] or [""]
    safe = [_doc_line(line) for line in lines]
    if len(safe) == 1:
        return f'{indent}"""{safe[0]}"""'
    inner = "\n".join([f"{indent}{line}".rstrip() for line in safe])
    return f'{indent}"""\n{inner}\n{indent}"""'


def _doc_line(line: str) -> str:
    """Return a line of a docstring; one or two quotation marks inside end none, and are left as they are."""
    inside = {at for run in _INNER_MARKS.finditer(line) for at in range(*run.span())}
    return "".join(
        [
            char if is_printable(char) and char != "\\" and (char != '"' or at in inside) else _escaped(char)
            for at, char in enumerate(line)
        ]
    )


_INNER_MARKS = re.compile(r'(?<=[^"])"{1,2}(?=[^"])')


def literal(value: Any) -> str:
    """Return a Python literal of a string, an integer, a boolean or None."""
    return safe_text(value) if isinstance(value, str) else repr(value)
