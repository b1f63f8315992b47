"""Folders with files, as tests need them: also such as cannot be read any more."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_NOBODY = 65534


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write files into a folder, each with the folders above it."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


@contextmanager
def to_lock(files: Mapping[str, str]) -> Iterator[tuple[Path, Callable[..., None]]]:
    """
    Yield a folder with files, and what locks folders in it, by their names; afterwards all of it is gone.

    Root reads whatever is locked, so it becomes somebody else as soon as something is.
    """
    root = Path(tempfile.mkdtemp())  # Not below a folder that only its owner may enter.
    root.chmod(0o777)
    write_files(root, files)
    is_root = os.geteuid() == 0
    locked: list[Path] = []

    def lock(*names: str) -> None:
        for name in names:
            (root / name).chmod(0)
            locked.append(root / name)
        if is_root:
            os.seteuid(_NOBODY)

    try:
        yield root, lock
    finally:
        if is_root:
            os.seteuid(0)
        for folder in locked:
            folder.chmod(0o755)
        shutil.rmtree(root)
