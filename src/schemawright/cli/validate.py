"""`schemawright validate`: payloads through schemas."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from schemawright.cli import in_utf8, tell
from schemawright.cli.inputs import expand
from schemawright.documents import detect_format
from schemawright.documents.record import Limits
from schemawright.documents.source import Source
from schemawright.errors import DocumentError, SchemaError, SchemawrightError, Unreadable, UsageError
from schemawright.reports import Style, renderer
from schemawright.validation.assigning import Schemas
from schemawright.validation.run import Assignment, Options, Run
from schemawright.validation.schema import Settings
from schemawright.workspace import home_of, why_none

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.cli.progress import Progress
    from schemawright.workspace import Home


def run(arguments: argparse.Namespace) -> int:
    """
    Judge the payloads that the arguments name, and print what was found.

    Returns:
        The exit code.

    Raises:
        SchemawrightError: What was asked for cannot be started at all.
    """
    home = home_of(arguments.workspace)
    schemas = Schemas(home, _settings(arguments))
    note = (lambda _text: None) if arguments.quiet else _note
    inputs = _inputs(arguments, home, schemas, note)
    if inputs is None:
        note("no changed file is a payload or a schema of the workspace")
        return 0
    if arguments.output != "text":
        in_utf8()
    judge = Run(_options(arguments))
    try:
        fixed = None if arguments.schema is None else (schemas.named(arguments.schema),)
    except (DocumentError, SchemaError) as error:
        fixed, inputs = None, [error]  # Reported like every other finding, in the output that was asked for.
    progress = _progress(arguments, inputs)
    out = progress.beside(sys.stdout) if progress and sys.stdout.isatty() else sys.stdout
    with progress or nullcontext() as on_bytes:
        assignments = _assignments(inputs, arguments, schemas, fixed, on_bytes)
        renderer(arguments.output)(judge.findings(assignments), judge.summary, out, _style(arguments))
    return judge.exit_code


def _settings(arguments: argparse.Namespace) -> Settings:
    return Settings(
        engine=arguments.engine,
        assert_formats=not arguments.no_assert_formats,
        allow_duplicate_keys=arguments.duplicate_keys == "allow",
        max_depth=arguments.max_depth,
    )


def _options(arguments: argparse.Namespace) -> Options:
    if arguments.at is None:
        return Options(fail_fast=arguments.fail_fast, max_placed=arguments.max_findings)
    from schemawright.documents.selection import parse_selector

    return Options(parse_selector(arguments.at), arguments.at, arguments.fail_fast, arguments.max_findings)


def _style(arguments: argparse.Namespace) -> Style:
    colour = arguments.color == "always" or (arguments.color == "auto" and _wants_colour())
    return Style(colour=colour, verbose=arguments.verbose, max_findings=arguments.max_findings)


def _wants_colour() -> bool:
    """Return whether standard output is a terminal that shows colours (no-color.org, force-color.org)."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _note(text: str) -> None:
    tell(f"note: {text}\n")


def _inputs(
    arguments: argparse.Namespace, home: Home, schemas: Schemas, note: Callable[[str], None]
) -> list[str | SchemawrightError] | None:
    """Return the documents to judge; None where a commit changed nothing that concerns the workspace."""
    if arguments.changed:
        if home() is None:
            message = f"expected a workspace for --changed, found none{why_none()}"
            raise UsageError(message, hint="add [tool.schemawright.schemas]")
        if not arguments.paths:
            raise UsageError("expected the PATHs of changed files, found none", hint="run: git diff --name-only")
        return _concerned([_as_file(path) for path in arguments.paths], schemas, note) or None
    if arguments.paths:
        return list(expand(arguments.paths, note, any_ending=arguments.format is not None))
    workspace = home()
    if workspace is None:
        message = f"expected a PATH or a workspace, found neither{why_none()}"
        raise UsageError(message, hint="run: schemawright validate --help")
    named = list(workspace.all_payload_files(workspace.schemas.values()))
    if not named:
        has_globs = any(entry.payloads for entry in workspace.schemas.values())
        hint = "correct `payloads`, or add the files" if has_globs else "add `payloads = […]`"
        raise UsageError("expected payloads that the workspace's globs name, found none", hint=hint)
    return [path if isinstance(path, SchemawrightError) else _as_file(os.path.relpath(path)) for path in named]


def _as_file(path: str) -> str:
    """Return a path that is a file's also where it is called like standard input."""
    return os.path.join(os.curdir, path) if path == "-" else path


def _concerned(paths: list[str], schemas: Schemas, note: Callable[[str], None]) -> list[str | SchemawrightError]:
    """Return the payloads that changed files concern, and the folders that cannot be read and may have some."""
    found = list(expand(paths, note, any_ending=True))
    changed = [path for path in found if isinstance(path, str)]
    # Also what is gone, and what nobody may look at; and of links to one file each.
    concerned = list(schemas.concerned([*changed, *paths]))
    told = {os.path.realpath(one.path) for one in concerned if isinstance(one, Unreadable)}
    closed = [
        error
        for error in found
        if isinstance(error, Unreadable)
        and os.path.isdir(error.path)
        and os.path.realpath(error.path) not in told
        and schemas.may_concern(error.path)
    ]
    return [*closed, *(_as_file(one) if isinstance(one, str) else one for one in concerned)]


def _assignments(
    inputs: Iterable[str | SchemawrightError],
    arguments: argparse.Namespace,
    schemas: Schemas,
    fixed: tuple[Any, ...] | None,
    on_bytes: Callable[[int], None] | None,
) -> Iterator[Assignment | SchemawrightError]:
    limits = Limits(arguments.max_depth, arguments.max_bytes, arguments.max_line_bytes)
    by_workspace = arguments.changed or not arguments.paths  # Else somebody asks what is wrong with what they name.
    for name in inputs:
        if isinstance(name, SchemawrightError):
            yield name
            continue
        try:
            format_ = arguments.format or ("json" if name == "-" else detect_format(name))
        except SchemawrightError as error:
            yield error
            continue
        source = Source(name, limits, on_bytes)
        if fixed is not None:
            yield Assignment(source, format_, fixed)
        else:
            yield schemas.assign(source, format_, as_expected=by_workspace)


def _progress(arguments: argparse.Namespace, inputs: Iterable[str | SchemawrightError]) -> Progress | None:
    """Return a bar where standard error is a terminal and nobody asked for silence."""
    if arguments.quiet or not sys.stderr.isatty():
        return None
    from schemawright.cli.progress import Progress

    sizes = [os.path.getsize(name) for name in inputs if isinstance(name, str) and os.path.isfile(name)]
    return Progress(sum(sizes))
