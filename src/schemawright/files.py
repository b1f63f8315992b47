"""Which files there are: below a folder, and for a glob."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def is_below(path: str, folder: str) -> bool:
    """Return whether a path is below a folder, symbolic links followed."""
    return (os.path.realpath(path) + os.sep).startswith(os.path.realpath(folder).rstrip(os.sep) + os.sep)


def walk_files(folder: str) -> Iterator[str]:
    """Yield the paths of all files below a folder, sorted; hidden folders and virtual environments are passed over."""
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name not in {"node_modules", "__pycache__"}
            and not os.path.exists(os.path.join(parent, name, "pyvenv.cfg"))
        )
        for name in sorted(files):
            yield os.path.join(parent, name)


@lru_cache(maxsize=256)
def glob_pattern(glob: str) -> re.Pattern[str]:
    """
    Return a pattern for the paths that a glob means: `*` and `?` stay within a folder, `**` goes below.

    >>> bool(glob_pattern("logs/**/*.ndjson").fullmatch("logs/a/b.ndjson"))
    True
    >>> bool(glob_pattern("logs/*.ndjson").fullmatch("logs/a/b.ndjson"))
    False
    """
    parts = []
    at = 0
    while at < len(glob):
        for text, pattern in (("**/", "(?:.*/)?"), ("**", ".*"), ("*", "[^/]*"), ("?", "[^/]")):
            if glob.startswith(text, at):
                parts.append(pattern)
                at += len(text)
                break
        else:
            end = glob.find("]", at + 2) if glob[at] == "[" else -1
            if end > 0:
                body = glob[at + 1 : end].replace("\\", "\\\\")
                parts.append(f"[{'^' + body[1:] if body.startswith('!') else body}]")
                at = end + 1
            else:
                parts.append(re.escape(glob[at]))
                at += 1
    return re.compile("".join(parts), re.DOTALL)
