"""Which generated files a commit would be without, since git does not track them."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from schemawright.models.generating.packages import is_made_package

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def untracked(modules: Iterable[str], root: str) -> list[str]:
    """
    Return which of some modules, and of the packages that were made for them, are not in git's index.

    What git is told to ignore is meant to be in no commit, and is left out. Where there is no git, or the folder is in
    no repository, there is no commit either.

    Args:
        modules: The modules' files.
        root: The folder of their workspace.
    """
    files = sorted({os.path.relpath(file, root) for module in modules for file in _with_packages(module, root)})
    if not files:
        return []
    command = ["git", "--literal-pathspecs", "ls-files", "--others", "--exclude-standard", "-z", "--", *files]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, check=False)  # noqa: S603  (git, of the user)
    except OSError:
        return []
    return [os.path.join(root, os.fsdecode(name)) for name in done.stdout.split(b"\0") if name]


def _with_packages(module: str, root: str) -> Iterator[str]:
    """Yield a module's file, if it is there, and the `__init__.py` of the folders above that we made packages."""
    if os.path.isfile(module):
        yield module
    folder = os.path.dirname(module)
    while folder != root and len(folder) > len(root):
        package = os.path.join(folder, "__init__.py")
        if is_made_package(package):
            yield package
        folder = os.path.dirname(folder)
