"""
The proofs of a workspace: examples hold, generated dataclasses agree, engines agree.

Each returns what is wrong, as lines to read; nothing where it holds.
"""

from __future__ import annotations

import os
import shlex
from contextlib import suppress
from itertools import chain, islice
from typing import TYPE_CHECKING

from schemawright.errors import NoInstance, SchemawrightError, Unreadable
from schemawright.files import may_be_file
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.judges.difference import Differences, Problem, difference_lines
from schemawright.fuzz.proofs.engine_proof import unjudged
from schemawright.fuzz.record import FuzzRecord
from schemawright.models.spelling.writing import write_json
from schemawright.quoting import quoted
from schemawright.store.opening import open_schema_file
from schemawright.validation.schema import Schema, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.workspace import SchemaEntry, Workspace

MAX_FINDINGS = 20
"""How many findings of the examples are told; of all others, how many there are."""

EXAMPLES, MODELS, ENGINES = "examples", "models", "engines"


def proofs_of(workspace: Workspace, entry: SchemaEntry) -> Iterator[str]:
    """Yield which proofs there are of a schema: only what it has can be proven."""
    if entry.payloads or entry.invalid:
        yield EXAMPLES
    if may_be_file(_module(workspace, entry)):
        yield MODELS
    if _dialect(workspace, entry) != "draft3":
        yield ENGINES


def prove(name: str, workspace: Workspace, entry: SchemaEntry, *, count: int) -> list[str]:
    """
    Return what is wrong with a schema of a workspace, in lines; none where the proof holds.

    Args:
        name: Which proof: `examples`, `models` or `engines`.
        workspace: The workspace.
        entry: The schema.
        count: How many records are made.

    Raises:
        SchemawrightError: The schema cannot be used.
    """
    proof = {EXAMPLES: _examples, MODELS: _models, ENGINES: _engines}[name]
    return list(proof(workspace, entry, count))


def open_entry(workspace: Workspace, entry: SchemaEntry, settings: Settings | None = None) -> Schema:
    """Return a schema of a workspace."""
    return Schema(open_schema_file(workspace.schema_path(entry), "", lambda: workspace), settings)


def _module(workspace: Workspace, entry: SchemaEntry) -> str:
    from schemawright.models.generating.modules import wanted_in

    return wanted_in(workspace, [entry.name])[0].module


def _dialect(workspace: Workspace, entry: SchemaEntry) -> str:
    """Return a schema's dialect; empty for one that is broken, which its proof then says."""
    try:
        return open_entry(workspace, entry).dialect
    except SchemawrightError:
        return ""


def _examples(workspace: Workspace, entry: SchemaEntry, _count: int) -> Iterator[str]:
    """Judge every payload that the schema's globs name."""
    from schemawright.documents import detect_format
    from schemawright.documents.record import Limits
    from schemawright.documents.source import Source
    from schemawright.validation.run import Assignment, Run

    schema = open_entry(workspace, entry)
    found = list(workspace.payload_files(entry))
    yield from (str(error) for error in found if isinstance(error, Unreadable))
    paths = [os.path.relpath(path) for path in found if isinstance(path, str)]
    for glob in entry.idle_globs([workspace.relative(path) or "" for path in paths]):
        yield f"expected payloads that `invalid` names by {quoted(glob)}, found none: `payloads` has to name them too"
    if not found:
        yield "expected payloads that the globs name, found none"
        return
    wrong = {path for path in paths if entry.expects_invalid(workspace.relative(path) or "")}
    assignments = [
        Assignment(
            Source(path, Limits()), detect_format(path), *(((), (schema,)) if path in wrong else ((schema,), ()))
        )
        for path in paths
    ]
    findings = list(Run().findings(iter(assignments)))
    for finding in findings[:MAX_FINDINGS]:
        place = ":".join(map(str, (finding.document, *(finding.position or ()))))
        record = f" record {finding.record}" if finding.record is not None else ""
        yield f"{place}{record}  {finding.instance_location}  {finding.keyword}"
        yield f"    {finding.message}"
        yield f"  reproduce: schemawright validate -s {shlex.quote(entry.name)} {shlex.quote(finding.document)}"
    if len(findings) > MAX_FINDINGS:
        yield f"and {len(findings) - MAX_FINDINGS:,} more"


def _models(workspace: Workspace, entry: SchemaEntry, count: int) -> Iterator[str]:
    from schemawright.fuzz.proofs.model_proof import ModelProof
    from schemawright.models.generating.modules import read

    path = os.path.relpath(_module(workspace, entry))
    schema = open_entry(workspace, entry)
    with ModelProof(read(path) or "", path) as proof:
        found = _searched(schema, proof.problems, count)
    command = f"schemawright fuzz {shlex.quote(entry.name)} --models -n"
    for difference in found.found():
        yield from difference_lines(difference)
        yield f"  reproduce: {command} {difference.first}"


def _engines(workspace: Workspace, entry: SchemaEntry, count: int) -> Iterator[str]:
    schema = open_entry(workspace, entry, Settings(engine="native"))
    reference = open_entry(workspace, entry, Settings(engine="reference"))

    def problems(record: FuzzRecord) -> Iterator[Problem]:
        said = reference.is_valid(record.instance)
        if said != record.valid:
            yield Problem(f"the engines disagree: reference says {'valid' if said else 'invalid'}")

    fuzzer = Fuzzer(schema)
    searched = _searched(schema, problems, count, fuzzer)
    # What the fuzzer left out, since the engines had disagreed about it already, is what is looked for here; and what
    # the native engine judges wrongly is in no stream.
    with suppress(NoInstance):
        for instance in chain(fuzzer.disagreements, islice(unjudged(fuzzer), count)):
            searched.add(FuzzRecord(instance, valid=schema.is_valid(instance)))
    for difference in searched.found():
        yield from difference_lines(difference)
        given = f"printf %s {shlex.quote(write_json(difference.instance).decode())}"
        name = shlex.quote(entry.name)
        for engine in ("native", "reference"):
            yield f"  reproduce: {given} | schemawright validate -s {name} --engine {engine} -"


def _searched(
    schema: Schema,
    problems: Callable[[FuzzRecord], Iterator[Problem]],
    count: int,
    fuzzer: Fuzzer | None = None,
) -> Differences:
    found = Differences(schema, problems)
    for record in islice((fuzzer or Fuzzer(schema)).stream(), count):
        found.add(record)
    return found
