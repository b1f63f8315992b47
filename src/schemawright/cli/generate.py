"""`schemawright generate`: dataclasses out of schemas."""

from __future__ import annotations

import keyword
import os
import sys
from typing import TYPE_CHECKING

from schemawright.errors import DocumentError, SchemawrightError, Unreadable, UsageError
from schemawright.models.generating import Change, change_of, gone, read, wanted_file, wanted_in
from schemawright.models.publish import publish
from schemawright.quoting import quoted
from schemawright.workspace import home_of

if TYPE_CHECKING:
    import argparse

    from schemawright.models.generating import Wanted
    from schemawright.workspace import Home


def run(arguments: argparse.Namespace) -> int:
    """
    Write the modules that changed, or say which would.

    Returns:
        The exit code: 1 where `--check` found drift.

    Raises:
        SchemawrightError: What was asked for cannot be started at all.
    """
    home = home_of(arguments.workspace)
    wanted = _wanted(arguments, home)
    changes, code = _changes(wanted, home)
    changes += _gone(arguments, home)
    for change in changes:
        _show(change, arguments)
        if not arguments.check:
            code = max(code, _written(change))
        if not arguments.quiet and not code:
            _say(change, arguments)
    if arguments.check:
        return code or (1 if changes else 0)
    if not changes and not code and not arguments.quiet:
        sys.stderr.write(f"note: {len(wanted)} module{'s' if len(wanted) != 1 else ''} unchanged\n")
    return code


def _wanted(arguments: argparse.Namespace, home: Home) -> list[Wanted]:
    if arguments.output is not None:
        if len(arguments.names) != 1:
            raise UsageError("expected one schema file with --output", hint="run: schemawright generate --help")
        if not os.path.isfile(arguments.names[0]):
            raise Unreadable("expected a schema's file, found nothing of that name", path=arguments.names[0])
        stem, ending = os.path.splitext(os.path.basename(arguments.output))
        if ending != ".py" or not stem.isidentifier() or keyword.iskeyword(stem):
            raise UsageError(
                f"expected a module's file with --output, found {quoted(arguments.output)}",
                hint="use NAME.py, where NAME is a Python identifier",
            )
        return [wanted_file(arguments.names[0], arguments.output)]
    workspace = home()
    if workspace is None:
        raise UsageError(
            "expected a workspace, found none", hint="add [tool.schemawright.schemas], or name a file and --output"
        )
    return wanted_in(workspace, arguments.names)


def _changes(wanted: list[Wanted], home: Home) -> tuple[list[Change], int]:
    """Return what is to change, and the exit code of the worst that could not be done: one does not hide the others."""
    changes, code = [], 0
    for one in wanted:
        try:
            change = change_of(one, home)
        except SchemawrightError as error:
            from schemawright.cli import print_error

            print_error(error)
            code = max(code, error.exit_code)
            continue
        if change is not None:
            changes.append(change)
    return changes, code


def _gone(arguments: argparse.Namespace, home: Home) -> list[Change]:
    workspace = home() if arguments.prune else None
    if workspace is None:
        return []
    return [Change(wanted_file(path, path), read(path), None) for path in gone(workspace)]


def _show(change: Change, arguments: argparse.Namespace) -> None:
    path = os.path.relpath(change.wanted.module)
    if arguments.check or arguments.diff:
        from difflib import unified_diff

        old, new = ((text or "").splitlines(keepends=True) for text in (change.old, change.new))
        sys.stdout.writelines(unified_diff(old, new, f"a/{path}", f"b/{path}"))


def _say(change: Change, arguments: argparse.Namespace) -> None:
    what = "removed" if change.new is None else "written" if change.old is None else "changed"
    sys.stderr.write(f"{os.path.relpath(change.wanted.module)}: {'would be ' if arguments.check else ''}{what}\n")


def _written(change: Change) -> int:
    """Write a module, and return the exit code: one that cannot be written does not keep others from being."""
    from schemawright.cli import print_error

    try:
        _write(change)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        failed: SchemawrightError = DocumentError(
            f"cannot be written: {reason}", path=os.path.relpath(change.wanted.module)
        )
    except SchemawrightError as error:
        failed = error
    else:
        return 0
    print_error(failed)
    return failed.exit_code


def _write(change: Change) -> None:
    path = change.wanted.module
    if change.new is None:
        os.unlink(path)
        return
    publish(path, change.new)
    _add_packages(os.path.dirname(path), change.wanted.base)


def _add_packages(folder: str, base: str) -> None:
    """Make the folders between the workspace and a module packages, where they are below it."""
    while folder != base and folder.startswith(base + os.sep):
        marker = os.path.join(folder, "__init__.py")
        if not os.path.exists(marker):
            with open(marker, "x", encoding="utf-8") as file:
                file.write('"""Generated from the schemas by `schemawright generate`; do not edit."""\n')
        folder = os.path.dirname(folder)
