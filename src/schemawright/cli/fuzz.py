"""`schemawright fuzz`: records out of a schema, what they exercise, and who judges them wrongly."""

from __future__ import annotations

import os
import shlex
import sys
from contextlib import ExitStack
from itertools import islice
from typing import TYPE_CHECKING, Any

from schemawright.cli import in_utf8, tell
from schemawright.errors import NoInstance, UsageError
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.naming import naming
from schemawright.models.spelling.writing import write_json
from schemawright.quoting import with_bytes_escaped
from schemawright.store.opening import find_schema, open_schema_file
from schemawright.validation.schema import Schema, Settings
from schemawright.workspace import home_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from schemawright.fuzz.coverage.exercised import Coverage
    from schemawright.fuzz.record import FuzzRecord


def run(arguments: argparse.Namespace) -> int:
    """
    Write records, or what was found with them.

    Returns:
        The exit code: 1 where a judge differs.

    Raises:
        SchemawrightError: What was asked for cannot be done.
    """
    _check(arguments)
    arguments.count = min(arguments.count, sys.maxsize)  # More cannot be counted, nor waited for.
    schema = open_named(arguments.schema, arguments)
    with naming(schema):
        if arguments.models or arguments.against is not None:
            from schemawright.cli.fuzz_against import against, models

            return models(schema, arguments) if arguments.models else against(schema, arguments)
        return _records(schema, arguments)


def open_named(word: str, arguments: argparse.Namespace) -> Schema:
    """
    Return the schema that a word means.

    Raises:
        UsageError: It means none.
        SchemaError: It cannot be used.
    """
    home = home_of(arguments.workspace)
    path, pointer = find_schema(word, home)
    settings = Settings(assert_formats=not arguments.no_assert_formats)
    return Schema(open_schema_file(path, pointer, home), settings)


_FILES = {"-o": "output", "--coverage-html": "coverage_html"}
"""Option → its name, of those that name a file to write."""
_LINE_ENDS = {"\x85".encode(): b"\\u0085", "\u2028".encode(): b"\\u2028", "\u2029".encode(): b"\\u2029"}
"""What JSON lets stand in a string, and many readers take for the end of a line: `str.splitlines`, for one."""


def _check(arguments: argparse.Namespace) -> None:
    """Refuse what does not go together, before any work is done."""
    for option, name in _FILES.items():
        if getattr(arguments, name) == "":
            raise UsageError(f"expected a file for {option}, found an empty name")
        if getattr(arguments, name) == "-":
            hint = "leave it out: records are on standard output then" if option == "-o" else "name a file"
            raise UsageError(f"expected a file for {option}, found -", hint=hint)
    if arguments.labels and arguments.coverage is not None and arguments.output is None:
        message = "expected records for --labels, found --coverage, which prints none"
        raise UsageError(message, hint="write the records to a file, with -o FILE")
    judges = [name for name, asked in (("--models", arguments.models), ("--against", arguments.against)) if asked]
    if len(judges) > 1:
        raise UsageError("expected one of --models and --against, found both")
    writes = ("coverage", "coverage_html", "output", "labels")
    others = [f"--{name.replace('_', '-')}" for name in writes if getattr(arguments, name)]
    if judges and others:
        message = f"expected {judges[0]} alone, found {others[0]} with it"
        raise UsageError(message, hint=f"run without {others[0]}: {judges[0]} writes what it found, no records")


def stream(schema: Schema, arguments: argparse.Namespace) -> Iterator[FuzzRecord]:
    """Yield the records that were asked for; say so where they are all of one kind, since there is no other."""
    fuzzer = Fuzzer(schema)
    previous: FuzzRecord | None = None
    count = 0
    records = islice(fuzzer.stream(arguments.mode, arguments.seed), arguments.count)
    for number, record in enumerate(_waited_for(records, arguments)):
        if number == 1 and previous is not None and previous.valid == record.valid and arguments.mode == "mixed":
            _note_what_is_missing(fuzzer, record, arguments)
        yield record
        previous = record
        count = number + 1
    if fuzzer.repeated:
        note(f"{fuzzer.repeated:,} of {count:,} records repeat others: no more were found", arguments)
    for instance in fuzzer.disagreements[:1]:
        told = f"printf %s {shlex.quote(write_json(instance).decode())} | schemawright validate --engine reference"
        note(f"left out, since the engines disagree about it (a bug; please report it): {told} …", arguments)


_AT_FIRST = 3
"""Before which records there is something to prepare."""


def _waited_for(records: Iterator[FuzzRecord], arguments: argparse.Namespace) -> Iterator[FuzzRecord]:
    """Yield records, and say on a terminal what the first of them have to be waited for."""
    if not arguments.quiet and sys.stderr.isatty():
        from schemawright.cli.progress import Waiting

        for _ in range(_AT_FIRST):
            with Waiting("looking for the records that tell most, and for what breaks each keyword"):
                found = list(islice(records, 1))
            yield from found
    yield from records


def _note_what_is_missing(fuzzer: Fuzzer, record: FuzzRecord, arguments: argparse.Namespace) -> None:
    kind, other = ("valid", "invalid") if record.valid else ("invalid", "valid")
    try:
        next(fuzzer.stream(other, arguments.seed))
    except NoInstance as none:
        note(f"{none.message}: all records are {kind}", arguments)


def note(text: str, arguments: argparse.Namespace) -> None:
    """Say something on standard error that is neither a record nor a finding."""
    if not arguments.quiet:
        tell(f"note: {text}\n")


def _check_files(schema: Schema, arguments: argparse.Namespace) -> None:
    """Refuse to write a file over the schema, or over what it refers to, or two into one."""
    taken = {os.path.realpath(one.path): "a schema it refers to" for one in schema.referenced.values() if one.path}
    if schema.path:
        taken[os.path.realpath(schema.path)] = "the schema"
    for option, name in _FILES.items():
        path = getattr(arguments, name)
        if path is None or (os.path.exists(path) and not os.path.isfile(path)):  # Of a device, all can have some.
            continue
        already = taken.setdefault(os.path.realpath(path), option)
        if already != option:
            message = f"expected a file of its own for {option}, found that of {already}"
            raise UsageError(message, path=path, hint="name another file; nothing was written")


def _records(schema: Schema, arguments: argparse.Namespace) -> int:
    from schemawright.atomic import cleaning_up, writing

    _check_files(schema, arguments)
    coverage = _coverage(schema, arguments)
    with cleaning_up(), ExitStack() as files:
        # Both are opened before there is any work: that a file cannot be written is no news for the end.
        page = files.enter_context(writing(arguments.coverage_html)) if arguments.coverage_html is not None else None
        if arguments.output is not None:
            write: Callable[[bytes], Any] = files.enter_context(writing(arguments.output)).write
        else:
            write = _standard_output() if arguments.coverage is None else len
        _write(schema, arguments, coverage, write)
        if coverage is not None and page is not None:
            page.write(_page(coverage, arguments))
    if coverage is not None:
        _report(coverage, arguments)
    return 0


def _write(
    schema: Schema, arguments: argparse.Namespace, coverage: Coverage | None, write: Callable[[bytes], Any]
) -> None:
    line_of = _labelled if arguments.labels else _bare
    for record in stream(schema, arguments):
        if coverage is not None:
            coverage.add(record)
        write(_on_one_line(line_of(record)) + b"\n")


def _on_one_line(text: bytes) -> bytes:
    if not text.isascii():
        for end, escaped in _LINE_ENDS.items():
            text = text.replace(end, escaped)
    return text


def _bare(record: FuzzRecord) -> bytes:
    return write_json(record.instance)


def _labelled(record: FuzzRecord) -> bytes:
    label = (record.violates, record.at) if not record.valid else (None, None)
    said = {"valid": record.valid, "violates": label[0], "at": label[1]}
    besides = {} if record.alone else {"alone": False}
    return write_json({**said, **besides, "instance": record.instance})


def _standard_output() -> Callable[[bytes], Any]:
    """Return what writes bytes: JSON is UTF-8, whatever the terminal's encoding is."""
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:
        return lambda line: sys.stdout.write(line.decode())
    sys.stdout.flush()
    write: Callable[[bytes], Any] = binary.write
    return write


def _coverage(schema: Schema, arguments: argparse.Namespace) -> Coverage | None:
    if arguments.coverage is None and arguments.coverage_html is None:
        return None
    from schemawright.fuzz.coverage.exercised import Coverage

    return Coverage(schema)


def _page(coverage: Coverage, arguments: argparse.Namespace) -> bytes:
    from schemawright.fuzz.coverage.page import coverage_page

    title = arguments.schema if not os.path.isabs(arguments.schema) else os.path.basename(arguments.schema)
    return coverage_page(coverage, with_bytes_escaped(title)).encode(errors="backslashreplace")


def _report(coverage: Coverage, arguments: argparse.Namespace) -> None:
    from schemawright.fuzz.coverage.report import coverage_json_text, coverage_text, summary

    if arguments.coverage is not None:
        is_json = arguments.coverage == "json"
        if is_json:
            in_utf8()
        text = coverage_json_text(coverage) if is_json else coverage_text(coverage)
        sys.stdout.write(text + "\n")
    if arguments.coverage_html is not None and not arguments.quiet:
        tell(f"{arguments.coverage_html}: written: {summary(coverage)}\n")
