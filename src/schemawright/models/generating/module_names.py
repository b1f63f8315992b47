"""Names of modules: each is that of one file on whatever system, and hides nothing of Python's."""

from __future__ import annotations

import os
import sys
from itertools import accumulate
from typing import TYPE_CHECKING

from schemawright.documents import ENDINGS
from schemawright.documents.source import COMPRESSIONS
from schemawright.errors import UsageError
from schemawright.workspace import setting_error

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.workspace import Workspace


def stem_of(file: str) -> str:
    """
    Return what a schema's file is called, without the endings that say what kind of file it is.

    >>> [stem_of(file) for file in ("a/bom-1.4.SNAPSHOT.schema.json", "bom-1.5.json.gz", "schema.json", "a.Schema.YML")]
    ['bom-1.4.SNAPSHOT', 'bom-1.5', 'schema', 'a']
    """
    first, *parts = os.path.basename(file).split(".")
    while parts and parts[-1].lower() in _KINDS_OF_FILES:
        parts.pop()
    return ".".join([first, *parts])


_KINDS_OF_FILES = frozenset(["schema", "jsonschema", *[ending[1:] for ending in (*ENDINGS, *COMPRESSIONS)]])


def expect_names_apart(workspace: Workspace, modules: Mapping[str, str]) -> None:
    """
    Refuse modules that could not be imported, or that would keep others from being.

    Args:
        workspace: The workspace.
        modules: Name of a schema → its module, dotted.

    Raises:
        WorkspaceError: One hides a module of Python's, or ours; or two differ in nothing but capital letters.
    """
    seen: dict[str, str] = {}
    for name, module in modules.items():
        where = ("schemas", name, "module" if workspace.schemas[name].module else "file")
        if _is_hiding(workspace, module):
            message = f"expected a module that hides none of Python's or of schemawright, found {module}"
            raise setting_error(
                workspace, where, message, hint=f'set another module, as in: module = "generated.{module}"'
            )
        for part in accumulate(module.split("."), lambda above, below: f"{above}.{below}"):
            other = seen.setdefault(part.casefold(), part)
            if other != part:
                message = f"expected names that are two wherever capital letters do not count, found {other} and {part}"
                raise setting_error(workspace, where, message, hint="set another module")


def expect_hiding_nothing(path: str) -> None:
    """
    Refuse a module's file that would be found before a module that others need.

    That is so where its folder is on Python's path: it may be unless it is a package, and it is for `python -m` in it.

    Raises:
        UsageError: It would hide a module of Python's, or ours.
    """
    module = os.path.splitext(os.path.abspath(path))[0]
    folder, name = os.path.split(os.path.dirname(module) if os.path.basename(module) == "__init__" else module)
    if name in _NEEDED and not os.path.exists(os.path.join(folder, "__init__.py")):
        raise UsageError(
            f"expected a module that hides none of Python's or of schemawright, found {name}",
            path=path,
            hint="use another name, or a folder with an __init__.py, in which it hides nothing",
        )


def _is_hiding(workspace: Workspace, module: str) -> bool:
    """Return whether a module or its package, in the workspace's root, would be found before one that others need."""
    first, *below = module.split(".")
    # A folder that is there already is somebody's own package, and hides whatever it does.
    is_there = bool(below) and os.path.isdir(os.path.join(workspace.root, first))
    return first in _NEEDED and not is_there


_NEEDED = sys.stdlib_module_names | {"schemawright"}
