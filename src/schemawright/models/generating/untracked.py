"""Which generated files a commit would be without, since git does not track them."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from schemawright.errors import SchemawrightError
from schemawright.models.generating.packages import is_made_package

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_NO_REPOSITORY = b"fatal: not a git repository (or any "
"""How git begins where no folder above is a repository; what follows depends on where it stopped."""
_OF_ONE_REPOSITORY = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
)
"""What a hook's environment says of the repository whose commit it is, and of no other."""


def untracked(modules: Iterable[str], root: str) -> dict[str, list[str]]:
    """
    Return which of some modules, and of the packages that were made for them, are not in git's index.

    What git is told to ignore is meant to be in no commit, and is left out. Where there is no git, or the folder is in
    no repository, there is no commit either.

    Args:
        modules: The modules' files.
        root: The folder of their workspace.

    Returns:
        The files, by the repository that they are in, since a submodule has an index of its own, and so may have what
        is behind a link; empty for the workspace's.

    Raises:
        SchemawrightError: Git does not say.
    """
    own = _repository(os.path.realpath(root))
    files: dict[str, set[str]] = {}
    for module in modules:
        for file in _with_packages(module, root):
            folder = os.path.realpath(os.path.dirname(file))
            files.setdefault(_repository(folder), set()).add(os.path.join(folder, os.path.basename(file)))
    found = {}
    for repository, members in sorted(files.items()):
        is_own = repository == own
        missing = _others(members, repository or os.path.realpath(root), is_own=is_own)
        if missing:
            found["" if is_own else repository] = missing
    return found


def _repository(folder: str) -> str:
    """Return the folder of the repository that one is in, by the `.git` in it; empty where there is none."""
    while not os.path.lexists(os.path.join(folder, ".git")):
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            return ""
    return folder


def _others(files: Iterable[str], folder: str, *, is_own: bool) -> list[str]:
    """
    Return those of some files of a repository that are not in its index, and not ignored.

    Args:
        files: The files.
        folder: A folder of the repository.
        is_own: Whether it may be the one whose commit it is.

    Raises:
        SchemawrightError: Git does not say.
    """
    names = sorted(os.path.relpath(file, folder) for file in files)
    command = ["git", "--literal-pathspecs", "ls-files", "--others", "--exclude-standard", "-z", "--", *names]
    environment = {name: value for name, value in os.environ.items() if is_own or name not in _OF_ONE_REPOSITORY}
    environment["LC_ALL"] = "C"
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)  # noqa: S603  (git, of the user)
    except OSError:
        return []
    if done.returncode and not done.stderr.startswith(_NO_REPOSITORY):
        said = (os.fsdecode(done.stderr).splitlines() or [f"exit code {done.returncode}"])[0]
        raise SchemawrightError(f"expected git to say which generated files it tracks, found that it fails: {said}")
    return [os.path.join(folder, os.fsdecode(name)) for name in done.stdout.split(b"\0") if name]


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
