"""What is left of modules that no schema makes any more, and of runs that were killed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from schemawright.errors import Unreadable, reason_of
from schemawright.models.generating.beside import is_awaited, is_beside
from schemawright.models.generating.modules import wanted_in
from schemawright.models.generating.packages import is_made_package, is_package, left_beside
from schemawright.models.generating.publish import beginning, is_alone, is_generated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemawright.workspace import Workspace


def gone(workspace: Workspace) -> Iterator[str]:
    """
    Yield the generated modules that no schema of the workspace makes any more, and what killed runs have left.

    The `__init__.py` of a package comes behind all that is in it, and is there if we wrote it and nothing else stays.
    Looked for below `generated`, and in the folders where modules are, but not below those, which may be full of other
    things.  What was made of one file with `--output` is of no workspace, and what a run that goes on is about to put
    in its place is not left.

    Raises:
        Unreadable: Nobody can know what is in one of the folders.
    """
    kept = {wanted.module for wanted in wanted_in(workspace, [])}
    below = [folder for folder, _, _ in os.walk(os.path.join(workspace.root, "generated")) if not _is_new(folder)]
    beside = {*map(os.path.dirname, kept)}
    around = {*below, *beside, *_above(beside, workspace.root)}
    found = {left for folder in around for path in _inside(folder) if (left := left_beside(path))}
    for path in (path for folder in {*below, *beside} for path in _inside(folder) if os.path.isfile(path)):
        if not _is_new(path) and (is_beside(path) or (path not in kept and _is_of_a_workspace(path))):
            found.add(path)
    for folder in reversed(below):  # what is inside comes first
        if not any(path.startswith(os.path.join(folder, "")) for path in kept) and _is_left_empty(folder, found):
            found.add(os.path.join(folder, "__init__.py"))
    yield from sorted(found, key=lambda path: (is_package(path), -path.count(os.sep), path))


def _is_new(path: str) -> bool:
    """Return whether a run that goes on is about to put a file or folder in its place."""
    return is_beside(path) and is_awaited(path)


def _above(folders: Iterable[str], root: str) -> set[str]:
    """Return the folders that are above others, up to the root."""
    above = {root}
    for folder in folders:
        while folder != root:
            folder = os.path.dirname(folder)  # noqa: PLW2901  (step by step)
            above.add(folder)
    return above


def _inside(folder: str) -> list[str]:
    """Return the paths of what is in a folder; none where there is no folder."""
    try:
        return [os.path.join(folder, name) for name in os.listdir(folder)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        message = f"expected a folder, which cannot be read: {reason_of(error)}"
        raise Unreadable(message, path=os.path.relpath(folder)) from None


def _is_left_empty(folder: str, gone: set[str]) -> bool:
    """Return whether a package that we made has nothing any more, once some files are gone."""
    package = os.path.join(folder, "__init__.py")
    inside = {os.path.join(folder, name) for name in os.listdir(folder) if name != "__pycache__"} - gone - {package}
    is_ours = package in gone or is_made_package(package)
    return is_ours and all(os.path.join(path, "__init__.py") in gone for path in inside)


def _is_of_a_workspace(path: str) -> bool:
    text = (beginning(path) or "") if path.endswith(".py") else ""
    return is_generated(text) and not is_alone(text)
