"""Which files there are: below a folder, and for a glob."""

from __future__ import annotations

import errno
import os
import re
import stat
from functools import lru_cache
from typing import TYPE_CHECKING

from schemawright.errors import Unreadable, UsageError, reason_of
from schemawright.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def is_below(path: str, folder: str) -> bool:
    """Return whether a path is below a folder, symbolic links followed; what cannot be a path is below none."""
    if "\0" in path:
        return False
    return (os.path.realpath(path) + os.sep).startswith(os.path.realpath(folder).rstrip(os.sep) + os.sep)


def shown(path: str) -> str:
    """Return a path as it is shortest to read: relative, where it is below the current folder."""
    relative = os.path.relpath(path)
    return path if relative.partition(os.sep)[0] == os.pardir else relative


def can_be_spelled(path: str) -> bool:
    """Return whether the locale can spell a path, so that there may be a file of that name for this process."""
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        return False
    return True


def in_utf_8(path: str) -> str:
    """
    Return a path as it is written in a file that is for every locale.

    >>> in_utf_8("a.json")
    'a.json'
    """
    return os.fsencode(path).decode("utf-8", "surrogateescape")


def from_utf_8(written: str) -> str:
    """Return the path that a file says which is for every locale."""
    return os.fsdecode(written.encode("utf-8", "surrogateescape"))


def mode_of(path: str) -> int | None:
    """
    Return what is at a path, as `stat` says it; None where nothing is.

    Raises:
        Unreadable: It cannot be known what is there, or whether anything is.
    """
    try:
        return os.stat(path).st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    except OSError as error:
        if error.errno in {errno.ENAMETOOLONG, errno.ELOOP}:
            return None  # No name of anything, and a link to nothing.
        raise _unreadable(error, path) from None


def may_be_file(path: str) -> bool:
    """Return whether a file is at a path, or what cannot be known: to read it says why."""
    try:
        mode = mode_of(path)
    except Unreadable:
        return True
    return mode is not None and stat.S_ISREG(mode)


def walk_files(folder: str, enters: Callable[[str], bool] | None = None) -> Iterator[str | Unreadable]:
    """
    Yield the paths of all files below a folder, sorted; a folder that cannot be read as an error.

    Virtual environments are passed over, and what is no file: reading a pipe may never end.

    Args:
        folder: The folder.
        enters: Whether a folder below it is looked into; None for all that are not passed over (`is_passed_over`).
    """
    failed: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=failed.append):
        yield from _told(failed, folder)
        inside = [(name, os.path.join(parent, name)) for name in sorted(folders)]
        folders[:] = [
            name
            for name, path in inside
            if (enters(path) if enters else not is_passed_over(name)) and not _is_environment(path)
        ]
        yield from filter(_ends, [os.path.join(parent, name) for name in sorted(files)])
    yield from _told(failed, folder)


def walk_links(folder: str, enters: Callable[[str], bool]) -> Iterator[str]:
    """
    Yield the paths of all symbolic links below a folder, without a look at what else is there.

    Args:
        folder: The folder; what cannot be read has none.
        enters: Whether a folder below it is looked into.
    """
    try:
        with os.scandir(folder) as found:
            entries = [*found]
    except OSError:
        return
    for entry in entries:
        if entry.is_symlink():
            yield entry.path
        elif entry.is_dir(follow_symlinks=False) and enters(entry.path):
            yield from walk_links(entry.path, enters)


def _told(failed: list[OSError], folder: str) -> Iterator[Unreadable]:
    """Yield what kept folders from being read; that one is gone meanwhile, or was never there, does not."""
    for error in failed:
        if not isinstance(error, FileNotFoundError):
            yield _unreadable(error, error.filename or folder)
    failed.clear()


def _unreadable(error: OSError, path: str) -> Unreadable:
    return Unreadable(f"cannot be read: {reason_of(error)}", path=path)


def is_passed_over(name: str) -> bool:
    """Return whether a folder is looked into only by who writes its name: a hidden one, or one that tools fill."""
    return name.startswith(".") or name in _TOOLS


def _is_environment(folder: str) -> bool:
    """Return whether a folder is a virtual environment."""
    return os.path.exists(os.path.join(folder, "pyvenv.cfg"))


def is_in_environment(path: str, root: str) -> bool:
    """Return whether a path that is below a folder is in a virtual environment that is, too."""
    above = os.path.dirname(path)
    while len(above) > len(root):
        if _is_environment(above):
            return True
        above = os.path.dirname(above)
    return False


def _ends(path: str) -> bool:
    """Return whether reading a path comes to an end, as of a file; a link to nothing is for the reader to tell."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return True


_TOOLS = ("node_modules", "__pycache__")
_NOT_PASSED_OVER = rf"(?!(?:\.[^/]*|{'|'.join(_TOOLS)})/)"
"""At the beginning of a name: it is none of a folder that only who writes its name means."""
_NAMES = f"(?:{_NOT_PASSED_OVER}[^/]*/)*"
_WILD = {
    "**/": (_NAMES, f"(?:[^/]*/{_NAMES})?", "(?:.*/)?"),
    "**": (f"(?:[^/]|/{_NOT_PASSED_OVER})*", f"(?:[^/]|/{_NOT_PASSED_OVER})*", ".*"),
    "*": ("[^/]*", "[^/]*", "[^/]*"),
    "?": ("[^/]", "[^/]", "[^/]"),
}
"""What is wild → its pattern at the beginning of a name, further on in one, and where no folder is passed over."""
_BRACKETS = re.compile(r"\[([!^]?+)([^/][^]/]*)]")
"""The first character may be a bracket, which ends nothing there; what has no end, or a slash inside, means itself."""
_IN_BRACKETS = re.compile(r"(.)-(.)|(.)", re.DOTALL)


@lru_cache(maxsize=256)
def glob_pattern(glob: str, *, everywhere: bool = False) -> re.Pattern[str]:
    """
    Return a pattern for the paths that a glob means: `*`, `?` and brackets stay within a folder, `**` goes below.

    What is wild means no folder that is passed over (`is_passed_over`): its name has to be written, or its dot.

    Args:
        glob: The glob.
        everywhere: Whether it means such folders all the same.

    Raises:
        UsageError: A range in brackets goes backwards, so that it means nothing.

    >>> bool(glob_pattern("logs/**/*.ndjson").fullmatch("logs/a/b.ndjson"))
    True
    >>> bool(glob_pattern("logs/*.ndjson").fullmatch("logs/a/b.ndjson"))
    False
    >>> [bool(glob_pattern("[!a-c]").fullmatch(path)) for path in ("b", "d", "/")]
    [False, True, False]
    >>> [bool(glob_pattern(glob).fullmatch(".ci/a.yml")) for glob in ("*/a.yml", "**/*.yml", ".ci/*.yml")]
    [False, False, True]
    """
    parts = []
    at = 0
    for text in _tokens(glob):
        begins = at == 0 or glob[at - 1] == "/"
        if begins and not everywhere and text != "**/" and _means_folders(glob[at:].partition("/")[0]):
            parts.append(_NOT_PASSED_OVER)
        parts.append(_pattern_of(text, glob, 2 if everywhere else 0 if begins else 1))
        at += len(text)
    return re.compile("".join(parts), re.DOTALL)


def _means_folders(name: str) -> bool:
    """Return whether a part of a glob between slashes may mean folders whose names it does not write."""
    return not name.startswith(".") and any(char in name for char in "*?[")


def _tokens(glob: str) -> Iterator[str]:
    """Yield the parts of a glob: what is wild, what is in brackets, and each character that means itself."""
    at = 0
    while at < len(glob):
        brackets = _BRACKETS.match(glob, at)
        text = next((wild for wild in _WILD if glob.startswith(wild, at)), brackets[0] if brackets else glob[at])
        yield text
        at += len(text)


def _pattern_of(text: str, glob: str, column: int) -> str:
    """Return the pattern of a part of a glob."""
    brackets = _BRACKETS.fullmatch(text)
    if brackets:
        return _one_of(brackets[2], glob, others=bool(brackets[1]))
    return _WILD[text][column] if text in _WILD else re.escape(text)


def leads_into(glob: str, folder: str) -> bool:
    """
    Return whether a glob may mean what is below a folder.

    >>> [leads_into("logs/*/a/*.json", folder) for folder in ("logs", "logs/x", "logs/x/b", "logs/.x", "log")]
    [True, True, False, False, False]
    """
    return bool(_way_pattern(glob).fullmatch(f"{folder}/"))


@lru_cache(maxsize=256)
def _way_pattern(glob: str) -> re.Pattern[str]:
    """Return a pattern for the folders above what a glob means: what it says up to a slash, or to what goes below."""
    ways = []
    said = ""
    for text in _tokens(glob):
        said += text
        if text.startswith("**") or text == "/":
            ways.append(glob_pattern(said).pattern)
    return re.compile("|".join(ways) or "(?!)", re.DOTALL)


def takes_all_below(glob: str, folder: str) -> bool:
    """Return whether a glob means all that is below a folder, also in folders that are passed over."""
    return glob.endswith("**") and bool(glob_pattern(glob, everywhere=True).fullmatch(f"{folder}/"))


def _one_of(inside: str, glob: str, *, others: bool) -> str:
    """Return a pattern for one character of those in brackets, or for any other; never for a slash."""
    parts = []
    for first, last, alone in _IN_BRACKETS.findall(inside):
        if first > last:
            message = f"expected a range from a lower to a higher character, found {quoted(f'{first}-{last}')}"
            raise UsageError(message, path=glob)
        parts.append(re.escape(alone) or f"{re.escape(first)}-{re.escape(last)}")
    return f"(?!/)[{'^' * others}{''.join(parts)}]"
