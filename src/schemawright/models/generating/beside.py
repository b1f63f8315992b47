"""What is not in its place yet: how it is called, and whether a run is still about to put it there."""

from __future__ import annotations

import os
import re
import time

_BEGINNING = ".schemawright-"
"""No module's name, and nobody imports it."""
_NAME = re.compile(rf"{re.escape(_BEGINNING)}(?:([0-9]+)-)?[0-9a-f]{{16}}")
_LONGEST = 600
"""Seconds after which nobody writes any more: the number of a process may have become another's."""


def prefix() -> str:
    """Return how the name of what this process writes begins; 16 hexadecimal digits come after it."""
    return f"{_BEGINNING}{os.getpid()}-"


def is_beside(path: str) -> bool:
    """Return whether a path is called like what is not in its place yet."""
    return os.path.basename(path).startswith(_BEGINNING)


def is_folder_beside(folder: str) -> bool:
    """Return whether a folder is called exactly as those that are not in their place yet."""
    return _NAME.fullmatch(os.path.basename(folder)) is not None


def is_awaited(path: str) -> bool:
    """Return whether the run that writes it goes on, as far as can be known: it is young, and its process is there."""
    name = _NAME.match(os.path.basename(path))
    process = int(name[1]) if name and name[1] else 0
    try:
        age = time.time() - os.stat(path).st_mtime
    except OSError:
        return True  # It is in its place, or gone.
    return age < _LONGEST and process > 0 and _is_running(process)


def _is_running(process: int) -> bool:
    if os.name != "posix":
        return True  # To ask would end it there.
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
