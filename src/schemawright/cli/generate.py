"""`schemawright generate`: dataclasses out of schemas."""

from __future__ import annotations

import keyword
import os
import shlex
import sys
from typing import TYPE_CHECKING

from schemawright.cli import print_error, tell
from schemawright.errors import DocumentError, SchemawrightError, Unreadable, UsageError, WorkspaceError, reason_of
from schemawright.files import may_be_file
from schemawright.models.generating.leftovers import gone
from schemawright.models.generating.module_names import expect_hiding_nothing
from schemawright.models.generating.modules import Change, change_of, read, wanted_file, wanted_in, wanted_of
from schemawright.models.generating.packages import is_package, make_packages, remove_package
from schemawright.models.generating.publish import publish
from schemawright.models.generating.untracked import untracked
from schemawright.quoting import quoted
from schemawright.store.opening import find_schema
from schemawright.store.resource import expect_file
from schemawright.workspace import home_of, setting_error, why_none

if TYPE_CHECKING:
    import argparse
    from collections.abc import Container

    from schemawright.models.generating.modules import Wanted
    from schemawright.workspace import Home


def run(arguments: argparse.Namespace) -> int:
    """
    Write the modules that changed, or say which would.

    Returns:
        The exit code: 1 where `--check` found drift, or `--for-commit` what a commit would be without.

    Raises:
        SchemawrightError: What was asked for cannot be started at all.
    """
    home = home_of(arguments.workspace)
    wanted = _wanted(arguments, home)
    changes, code = _changes(wanted, home)
    left, failed = _gone(arguments, home)
    changes, code = changes + left, max(code, failed)
    if arguments.check:
        # What generating would write besides keeps the next check from reading the schemas, and nothing else.
        changes = [change for change in changes if change.is_drift]
    for change in changes:
        if change.note and not arguments.quiet:
            tell(f"note: {change.note}\n  hint: {_PARTS_HINT}\n")
        _show(change, arguments)
        failed, is_done = (0, True) if arguments.check else _written(change)
        code = max(code, failed)
        if not arguments.quiet and is_done:
            _say(change, arguments)
    if arguments.check or arguments.for_commit:
        code = max(code, bool(changes))
    if arguments.for_commit:
        code = max(code, _uncommitted(wanted))
    if not changes and not code and not arguments.quiet and not arguments.check:
        tell(f"note: {len(wanted)} module{'s' if len(wanted) != 1 else ''} unchanged\n")
    return code


_PARTS_HINT = "name the part that is a schema, as in: schemawright generate 'FILE#/components/schemas/NAME' -o OUT.py"


def _wanted(arguments: argparse.Namespace, home: Home) -> list[Wanted]:
    if arguments.output is not None:
        return [_wanted_alone(arguments, home)]
    workspace = home()
    if workspace is None:
        hint = "add [tool.schemawright.schemas], or name a file and --output"
        raise UsageError(f"expected a workspace, found none{why_none()}", hint=hint)
    if not workspace.schemas and not arguments.prune:
        message = "expected a schema in the workspace, found none"
        raise setting_error(workspace, (), message, hint='add [tool.schemawright.schemas.NAME] with file = "…"')
    for name in arguments.names:
        _expect_whole(name, workspace.schemas)
    return wanted_in(workspace, arguments.names)


def _wanted_alone(arguments: argparse.Namespace, home: Home) -> Wanted:
    """Return the module of one schema, in the file that was named."""
    if len(arguments.names) != 1:
        raise UsageError("expected one schema with --output", hint="run: schemawright generate --help")
    if arguments.prune:
        hint = "leave one of them out: modules of a workspace are pruned"
        raise UsageError("expected --prune or --output, found both", hint=hint)
    name, output = arguments.names[0], arguments.output
    wanted = _of_file(name, output) or _of_workspace(name, output, home)
    stem, ending = os.path.splitext(os.path.basename(output))
    is_folder = os.path.isdir(output)
    if ending != ".py" or not stem.isidentifier() or keyword.iskeyword(stem) or is_folder:
        raise UsageError(
            f"expected a module's file with --output, found {'the folder ' * is_folder}{quoted(output)}",
            hint="use NAME.py, where NAME is a Python identifier",
        )
    expect_hiding_nothing(output)
    return wanted


def _of_file(name: str, output: str) -> Wanted | None:
    """Return the module of a file, or of a part of it; None for what is looked for as a name first."""
    if "/" not in name and "." not in name:
        return None
    # A file's name may have a `#` in it.
    marks = [] if os.path.lexists(name) else [at for at, char in enumerate(name) if char == "#"]
    found = next((at for at in (len(name), *reversed(marks)) if may_be_file(name[:at])), None)
    return None if found is None else wanted_file(name[:found], output, name[found + 1 :])


def _of_workspace(name: str, output: str, home: Home) -> Wanted:
    """Return the module of a schema that has a name, or of a part of it; or of a file that no schema is called like."""
    workspace = home()
    if workspace and name in workspace.schemas:
        return wanted_of(workspace, name, output)
    if os.path.lexists(name):
        expect_file(name)
    file, part = find_schema(name, home)
    return wanted_file(file, output, part)


def _expect_whole(name: str, schemas: Container[str]) -> None:
    """Refuse a part of a schema: a module of the workspace is of a whole one."""
    whole, mark, _ = name.partition("#")
    is_known = name in schemas or os.path.lexists(name)
    if mark and not is_known and (whole in schemas or may_be_file(whole)):
        raise UsageError(
            f"expected a whole schema, found a part of {quoted(whole)}",
            path=name,
            hint="generate the whole, each class of which loads its part; or name a file's part and --output",
        )


def _changes(wanted: list[Wanted], home: Home) -> tuple[list[Change], int]:
    """Return what is to change, and the exit code of the worst that could not be done: one does not hide the others."""
    changes, code = [], 0
    for one in wanted:
        try:
            change = change_of(one, home)
        except WorkspaceError:
            raise  # What is asked for is not known, so nothing is written.
        except SchemawrightError as error:
            print_error(error)
            code = max(code, error.exit_code)
            continue
        if change is not None:
            changes.append(change)
    return changes, code


def _gone(arguments: argparse.Namespace, home: Home) -> tuple[list[Change], int]:
    """Return what is to be removed, and the exit code: what cannot be looked for keeps no module from being written."""
    workspace = home() if arguments.prune else None
    if workspace is None:
        return [], 0
    try:
        return [Change(wanted_file(path, os.path.relpath(path)), read(path), None) for path in gone(workspace)], 0
    except Unreadable as error:
        print_error(error)
        return [], error.exit_code


def _uncommitted(wanted: list[Wanted]) -> int:
    """Name the modules that a commit would be without, and return the exit code."""
    roots = {os.path.dirname(one.module) if one.is_alone else one.base for one in wanted}
    code, missing = 0, dict[str, list[str]]()
    for root in sorted(roots):
        try:
            found = untracked([one.module for one in wanted], root)
        except SchemawrightError as error:
            print_error(error)
            code = max(code, error.exit_code)
            continue
        for repository, paths in found.items():
            missing.setdefault(repository, []).extend(paths)
    if not missing:
        return code
    message = "expected generated files that git tracks, found some that it does not"
    commands = [_adding(repository, paths) for repository, paths in missing.items()]
    print_error(SchemawrightError(message, hint=f"run: {' && '.join(commands)}"))
    return max(code, 1)


def _adding(repository: str, paths: list[str]) -> str:
    """Return the command that has git track some files; of the repository around where none is named."""
    folder = repository or os.curdir
    names = " ".join(shlex.quote(os.path.relpath(path, folder)) for path in dict.fromkeys(paths))
    return f"git {f'-C {shlex.quote(os.path.relpath(folder))} ' if repository else ''}add -- {names}"


def _show(change: Change, arguments: argparse.Namespace) -> None:
    if arguments.check or arguments.diff:
        from difflib import unified_diff

        path = os.path.relpath(change.wanted.output)  # which `patch -p1` takes
        old, new = ((text or "").splitlines(keepends=True) for text in (change.old, change.new))
        sys.stdout.writelines(unified_diff(old, new, f"a/{path}", f"b/{path}"))


def _say(change: Change, arguments: argparse.Namespace) -> None:
    what = "removed" if change.new is None else "written" if change.old is None else "changed"
    tell(f"{change.wanted.output}: {'would be ' if arguments.check else ''}{what}\n")


def _written(change: Change) -> tuple[int, bool]:
    """
    Write or remove a module: one that cannot be written does not keep others from being.

    Returns:
        The exit code, and whether anything was done: another run may have removed what is to go.
    """
    try:
        is_done = _write(change)
    except OSError as error:
        failed: SchemawrightError = DocumentError(f"cannot be written: {reason_of(error)}", path=change.wanted.output)
    except SchemawrightError as error:
        failed = error
    else:
        return 0, is_done
    print_error(failed)
    return failed.exit_code, False


def _write(change: Change) -> bool:
    path = change.wanted.module
    if change.new is None:
        return _remove(path)
    if not change.wanted.is_alone:
        make_packages(os.path.dirname(path))
    publish(path, change.new)
    return True


def _remove(path: str) -> bool:
    """
    Remove a module, or a package with its folder; return whether it was this run that did.

    Of several, one may remove the `__init__.py`, and another the folder, which is the end of the package.
    """
    try:
        os.unlink(path)
        is_done = True
    except FileNotFoundError:
        is_done = False
    if not is_package(path):
        return is_done
    folder = os.path.dirname(path)
    return remove_package(folder) or (is_done and os.path.isdir(folder))
