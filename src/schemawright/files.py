"""Which files there are: below a folder, and for a glob."""

from __future__ import annotations

import os
import re
import stat
from functools import lru_cache
from typing import TYPE_CHECKING

from schemawright.errors import UsageError
from schemawright.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator


def is_below(path: str, folder: str) -> bool:
    """Return whether a path is below a folder, symbolic links followed; what cannot be a path is below none."""
    if "\0" in path:
        return False
    return (os.path.realpath(path) + os.sep).startswith(os.path.realpath(folder).rstrip(os.sep) + os.sep)


def walk_files(folder: str) -> Iterator[str]:
    """
    Yield the paths of all files below a folder, sorted.

    Hidden folders and virtual environments are passed over, and what is no file: reading a pipe may never end.
    """
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name not in {"node_modules", "__pycache__"}
            and not os.path.exists(os.path.join(parent, name, "pyvenv.cfg"))
        )
        yield from filter(_ends, [os.path.join(parent, name) for name in sorted(files)])


def _ends(path: str) -> bool:
    """Return whether reading a path comes to an end, as of a file; a link to nothing is for the reader to tell."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return True


_WILD = (("**/", "(?:.*/)?"), ("**", ".*"), ("*", "[^/]*"), ("?", "[^/]"))
_BRACKETS = re.compile(r"\[([!^]?+)([^/][^]/]*)]")
"""The first character may be a bracket, which ends nothing there; what has no end, or a slash inside, means itself."""
_IN_BRACKETS = re.compile(r"(.)-(.)|(.)", re.DOTALL)


@lru_cache(maxsize=256)
def glob_pattern(glob: str) -> re.Pattern[str]:
    """
    Return a pattern for the paths that a glob means: `*`, `?` and brackets stay within a folder, `**` goes below.

    Raises:
        UsageError: A range in brackets goes backwards, so that it means nothing.

    >>> bool(glob_pattern("logs/**/*.ndjson").fullmatch("logs/a/b.ndjson"))
    True
    >>> bool(glob_pattern("logs/*.ndjson").fullmatch("logs/a/b.ndjson"))
    False
    >>> [bool(glob_pattern("[!a-c]").fullmatch(path)) for path in ("b", "d", "/")]
    [False, True, False]
    """
    parts = []
    at = 0
    while at < len(glob):
        wild = next((one for one in _WILD if glob.startswith(one[0], at)), None)
        brackets = _BRACKETS.match(glob, at)
        if wild:
            text, pattern = wild
        elif brackets:
            text, pattern = brackets[0], _one_of(brackets[2], glob, others=bool(brackets[1]))
        else:
            text, pattern = glob[at], re.escape(glob[at])
        parts.append(pattern)
        at += len(text)
    return re.compile("".join(parts), re.DOTALL)


def _one_of(inside: str, glob: str, *, others: bool) -> str:
    """Return a pattern for one character of those in brackets, or for any other; never for a slash."""
    parts = []
    for first, last, alone in _IN_BRACKETS.findall(inside):
        if first > last:
            message = f"expected a range from a lower to a higher character, found {quoted(f'{first}-{last}')}"
            raise UsageError(message, path=glob)
        parts.append(re.escape(alone) or f"{re.escape(first)}-{re.escape(last)}")
    return f"(?!/)[{'^' * others}{''.join(parts)}]"
