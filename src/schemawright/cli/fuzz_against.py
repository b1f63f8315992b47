"""`schemawright fuzz --against` and `--models`: who judges a schema's records otherwise."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from typing import TYPE_CHECKING

from schemawright.errors import SchemawrightError, UsageError
from schemawright.fuzz.judges.difference import Differences, difference_lines
from schemawright.models.spelling.writing import write_json
from schemawright.workspace import home_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from schemawright.fuzz.judges.difference import Difference
    from schemawright.validation.schema import Schema

_MAX_LINE = 2_000


def against(schema: Schema, arguments: argparse.Namespace) -> int:
    """
    Compare a schema's verdicts with those of a command, or of another schema.

    Raises:
        SchemawrightError: The command gives no verdict; or the other schema cannot be used.
    """
    from schemawright.atomic import cleaning_up
    from schemawright.fuzz.judges.command_judge import MAX_TRIES, PLACE, CommandJudge

    if PLACE not in arguments.against:
        return _other_schema(schema, arguments)
    with cleaning_up(), CommandJudge(arguments.against) as judge:
        found = Differences(schema, judge.problems, max_tries=MAX_TRIES)
        _print(_searched(schema, found, arguments), arguments)
    return _summed_up(found)


def _other_schema(schema: Schema, arguments: argparse.Namespace) -> int:
    from schemawright.cli.fuzz import note, open_named
    from schemawright.fuzz.judges.schema_judge import SchemaJudge

    if " " in arguments.against.strip() and not os.path.exists(arguments.against):
        message = "expected {file} in the command, or the name of a schema, found neither"
        raise UsageError(message, hint="write the command as 'COMMAND {file}'")
    try:
        other = open_named(arguments.against, arguments)
    except UsageError as error:
        if shutil.which(arguments.against):
            raise UsageError(error.message, hint="write a command as 'COMMAND {file}'") from None
        raise
    judge = SchemaJudge(schema, other, arguments.mode, arguments.seed)
    found = Differences(schema, judge.problems)
    _print(judge.search(found, arguments.count), arguments)
    if judge.proved_equal:
        note("the two schemas accept the same: proven, without a record", arguments)
        return 0
    return _summed_up(found)


def models(schema: Schema, arguments: argparse.Namespace) -> int:
    """
    Prove the generated dataclasses of a schema.

    Raises:
        UsageError: An entry point was named, which has no module.
        MissingExtra: The generator is needed, and is not installed.
        Unreadable: The workspace's module cannot be imported.
    """
    from schemawright.fuzz.proofs.model_proof import ModelProof

    if schema.pointer:
        raise UsageError("expected a whole schema for --models, found an entry point", hint="leave out #/pointer")
    with ModelProof(*_module(schema, arguments)) as proof:
        found = Differences(schema, proof.problems)
        _print(_searched(schema, found, arguments), arguments)
    return _summed_up(found)


def _module(schema: Schema, arguments: argparse.Namespace) -> tuple[str, str]:
    """Return the text and the file of the workspace's module, where it has one; else a text that is made now."""
    from schemawright.cli.fuzz import note
    from schemawright.fuzz.proofs.model_proof import text_of
    from schemawright.models.generating.modules import read, wanted_in

    workspace = home_of(arguments.workspace)()
    if workspace is not None and not arguments.no_assert_formats and schema.path:
        real = os.path.realpath(schema.path)
        for wanted in wanted_in(workspace, []):
            text = read(wanted.module) if os.path.realpath(wanted.schema) == real else None
            if text is not None:
                path = os.path.relpath(wanted.module)
                note(f"the module is {path}", arguments)
                return text, path
    note("the module is made in memory", arguments)
    return text_of(schema), ""


def _searched(schema: Schema, found: Differences, arguments: argparse.Namespace) -> Iterator[Difference]:
    from schemawright.cli.fuzz import stream

    for record in stream(schema, arguments):
        yield from found.add(record)


def _print(differences: Iterable[Difference], arguments: argparse.Namespace) -> None:
    """Print each kind of difference as it is found, with its minimal record and how to see it again."""
    for difference in differences:
        lines = [*difference_lines(difference, counted=False), f"  reproduce: {_reproduce(difference, arguments)}"]
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()  # What comes after it may take long, or end in an error.


def _summed_up(found: Differences) -> int:
    """Print how many kinds of differences there are; return the exit code."""
    differences = list(found.found())
    records = "1 record" if found.records == 1 else f"{found.records:,} records"
    counted = f"{records}, {found.valid:,} of them valid"
    if not differences:
        sys.stdout.write(f"no difference · {counted}\n")
        return 0
    kinds = "1 kind of difference" if len(differences) == 1 else f"{len(differences)} kinds of differences"
    sys.stdout.write(f"{kinds} · {counted}, {found.differing:,} with a difference\n")
    without = sum(difference.records for difference in differences if not difference.is_verdict)
    if without:
        told = "1 record" if without == 1 else f"{without:,} records"
        raise SchemawrightError(f"the command gave no verdict on {told}")
    return 1


def _reproduce(difference: Difference, arguments: argparse.Namespace) -> str:
    """Return the command that shows a difference again: with the minimal record, or with the stream up to it."""
    from schemawright.fuzz.judges.command_judge import as_typed

    text = write_json(difference.instance).decode()
    if len(text) <= _MAX_LINE and text.isprintable() and arguments.against is not None:
        given = f"printf %s {shlex.quote(text)}"
        if "{file}" in arguments.against:
            return f"{given} > record.json; {as_typed(arguments.against, 'record.json')}"
        both = (_option("-s", "--schema", name) for name in (arguments.schema, arguments.against))
        return "; ".join(f"{given} | schemawright validate {schema} -" for schema in both)
    judge = "--models" if arguments.models else _option("--against", "--against", arguments.against)
    # Of two schemas there are several streams, whose lengths depend on how many records are asked for.
    several = arguments.against is not None and "{file}" not in arguments.against
    count = arguments.count if several else difference.first
    options = f"--mode {arguments.mode} --seed {arguments.seed} -n {count} {judge}"
    name = shlex.quote(arguments.schema)
    is_like_option = arguments.schema.startswith("-")
    return f"schemawright fuzz {options} -- {name}" if is_like_option else f"schemawright fuzz {name} {options}"


def _option(short: str, long: str, value: str) -> str:
    """Return an option with its value as they are typed; a value that begins with a dash is none behind a space."""
    return f"{long}={shlex.quote(value)}" if value.startswith("-") else f"{short} {shlex.quote(value)}"
