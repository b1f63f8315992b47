"""Which documents a command means: files, folders, globs, standard input."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from schemawright.documents import detect_format
from schemawright.errors import SchemawrightError, Unreadable, UsageError
from schemawright.files import glob_pattern, leads_into, mode_of, walk_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_MAGIC = ("*", "?", "[")


def expand(paths: Iterable[str], note: Callable[[str], None], *, any_ending: bool) -> Iterator[str | SchemawrightError]:
    """
    Yield the documents that paths mean, each once; what means none as an error.

    Args:
        paths: What the user wrote.
        note: Told how many files of a folder were passed over, since no format has their ending.
        any_ending: Whether a folder's files count whatever their endings say.
    """
    seen: set[str] = set()
    for path in paths:
        for found in _expand(path, note, any_ending=any_ending):
            if isinstance(found, str):
                real = found if found == "-" else os.path.realpath(found)
                if real in seen:
                    continue
                seen.add(real)
            yield found


def _expand(path: str, note: Callable[[str], None], *, any_ending: bool) -> Iterator[str | SchemawrightError]:
    if not path:
        yield UsageError("expected a file, a folder or a glob, found an empty PATH", hint="write . for this folder")
        return
    try:
        mode = None if path == "-" else mode_of(path)
    except Unreadable as error:
        yield error
        return
    if mode is not None and stat.S_ISDIR(mode):
        yield from _folder(path, note, any_ending=any_ending)
    elif path == "-" or mode is not None:
        yield path  # Also a pipe or a device: the user said so.
    elif os.path.islink(path):
        yield Unreadable("expected a file, a folder or a glob, found a link to nothing", path=path)
    elif any(char in path for char in _MAGIC):
        yield from _glob(path)
    else:
        yield Unreadable("expected a file, a folder or a glob, found nothing of that name", path=path)


def _folder(path: str, note: Callable[[str], None], *, any_ending: bool) -> Iterator[str | SchemawrightError]:
    passed_over = 0
    found = 0
    for file in walk_files(path):
        if isinstance(file, Unreadable) or any_ending or has_format(file):
            found += 1
            yield file
        else:
            passed_over += 1
    if passed_over:
        noun = "file is" if passed_over == 1 else "files are"
        note(f"{path}: {passed_over:,} {noun} passed over, whose ending no format has")
    if not found:
        yield UsageError("expected payloads in the folder, found none", path=path)


def _glob(path: str) -> Iterator[str | SchemawrightError]:
    """Yield the files that a glob means; links to folders are not followed."""
    plain = path[: min(path.index(char) for char in _MAGIC if char in path)]
    folder = plain.rpartition("/")[0] or ("/" if plain.startswith("/") else "")
    try:
        pattern = glob_pattern(path)
    except UsageError as error:
        yield error
        return
    found = False
    for file in walk_files(folder or ".", lambda below: leads_into(path, _as_written(below, folder))):
        name = file if isinstance(file, Unreadable) else _as_written(file, folder)
        if isinstance(name, Unreadable) or pattern.fullmatch(name):
            found = True
            yield name
    if not found:
        yield UsageError("expected files that the glob matches, found none", path=path)


def _as_written(path: str, folder: str) -> str:
    return path if folder else path.removeprefix("./")


def has_format(path: str) -> bool:
    """Return whether a path's ending is one of a format."""
    try:
        detect_format(path)
    except Unreadable:
        return False
    return True
