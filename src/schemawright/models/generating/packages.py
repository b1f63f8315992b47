"""The folders of modules: made as packages, and removed, while other runs may do the same."""

from __future__ import annotations

import errno
import os
import shutil

from schemawright.models.generating.beside import is_awaited, is_folder_beside, prefix
from schemawright.models.generating.publish import beginning

PACKAGE = '"""Generated from the schemas by `schemawright generate`; do not edit."""'
"""What makes a folder of modules a package, where none of them is that."""

_IS_FULL = frozenset({errno.ENOTEMPTY, errno.EEXIST})


def is_package(path: str) -> bool:
    """Return whether a module is a package's."""
    return os.path.basename(path) == "__init__.py"


def is_made_package(path: str) -> bool:
    """Return whether a file is the `__init__.py` that we wrote, and nobody has written into."""
    return (beginning(path) or "").rstrip() == PACKAGE


def make_packages(folder: str) -> None:
    """
    Make the folders of a module packages, where they are not there: one that is may be a source root, or a part.

    A folder is made beside its place, so that it is there with its `__init__.py` or not at all: of one without, nobody
    could tell whether it is so on purpose, or what a killed run has left.

    Raises:
        OSError: They cannot be made.
    """
    if os.path.lexists(folder):
        return
    above = os.path.dirname(folder)
    make_packages(above)
    while not _is_made(above, folder):
        pass  # Another run has taken what was beside its place for what a killed one had left.


def _is_made(above: str, folder: str) -> bool:
    """Make the folder of a package; return whether it is there."""
    beside = os.path.join(above, f"{prefix()}{os.urandom(8).hex()}")
    os.mkdir(beside)
    try:
        with open(os.path.join(beside, "__init__.py"), "x", encoding="utf-8") as file:
            file.write(f"{PACKAGE}\n")
        os.rename(beside, folder)
    except FileNotFoundError:
        shutil.rmtree(beside, ignore_errors=True)
        if not os.path.isdir(above):
            raise
        return False
    except BaseException as error:
        shutil.rmtree(beside, ignore_errors=True)
        if not _is_there(error):
            raise
    return True


def _is_there(error: BaseException) -> bool:
    """Return whether another run has made the folder in the meantime."""
    return isinstance(error, OSError) and error.errno in _IS_FULL


def remove_package(folder: str) -> bool:
    """
    Remove the folder of a package that is gone, where nothing is in it but what Python has cached.

    Returns:
        Whether it was there, and is not any more.

    Raises:
        OSError: It cannot be removed.
    """
    try:
        if set(os.listdir(folder)) <= {"__pycache__"}:
            shutil.rmtree(os.path.join(folder, "__pycache__"), ignore_errors=True)
            os.rmdir(folder)
            return True
    except FileNotFoundError:
        pass  # Another run has removed it.
    except OSError as error:
        if error.errno not in _IS_FULL:  # Another run has put something into it.
            raise
    return False


def left_beside(folder: str) -> str | None:
    """Return the `__init__.py`, there or not, of a folder that a killed run has left beside its place; else None."""
    if not is_folder_beside(folder) or not os.path.isdir(folder) or is_awaited(folder):
        return None
    try:
        inside = set(os.listdir(folder))
    except OSError:
        return None  # Another run has moved it, or somebody else has it.
    return os.path.join(folder, "__init__.py") if inside <= {"__init__.py"} else None
