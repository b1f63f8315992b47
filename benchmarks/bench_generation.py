"""
How long generating takes, and how large a module is: made-up schemas of up to 500 kB, and the official suite.

Everything that `schemawright generate` does for one schema is timed: reading, planning, emitting, formatting, and the
import in an interpreter of its own.  The size of the file, header and all, is beside that of the schema's compact text.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.measuring import BIN, ROOT, machine
from schemawright.models.generating.modules import Wanted, header_of, make_module, module_text, source_of
from schemawright.models.generating.publish import digest_of, publish, with_header
from schemawright.models.spelling.writing import write_json
from schemawright.store.opening import open_schema_contents
from schemawright.validation.schema import Schema
from schemawright.workspace import home_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.models.generating.emit import Source

SECONDS, RATIO = 5.0, 20.0
SIZES = (0, 10, 20, 30, 40, 50, 100, 500, 100_000)


class Made(NamedTuple):
    """
    One module that was generated.

    Args:
        size: Of the schema.
        module: Its own size.
        seconds: What it took.
    """

    size: int
    module: int
    seconds: float


def many_definitions(count: int = 1_500) -> Any:
    """Return a schema of objects that refer to each other."""
    made = {
        f"Type{at}": {
            "type": "object",
            "description": f"The type {at}.",
            "properties": {
                "id": {"type": "string"},
                "next": {"$ref": f"#/$defs/Type{(at * 7 + 1) % count}"},
                "list": {"type": "array", "items": {"$ref": f"#/$defs/Type{(at * 3 + 2) % count}"}},
            },
            "required": ["id"],
        }
        for at in range(count)
    }
    return {"$defs": made, "$ref": "#/$defs/Type0"}


def deep(levels: int = 80) -> Any:
    """Return a schema of objects inside objects."""
    schema: Any = {"type": "string"}
    for level in range(levels):
        schema = {"type": "object", "properties": {f"level{level}": schema, "name": {"type": "string"}}}
    return schema


def many_branches(count: int = 2_000) -> Any:
    """Return a union of many objects."""
    return {
        "oneOf": [
            {"type": "object", "properties": {"kind": {"const": f"kind{at}"}, f"b{at}": {"type": "integer"}}}
            for at in range(count)
        ]
    }


def unions_of_unions(depth: int = 6, width: int = 4) -> Any:
    """Return unions inside the members of unions."""
    if not depth:
        return {"type": "string"}
    return {"anyOf": [{"properties": {f"k{depth}b{at}": unions_of_unions(depth - 1, width)}} for at in range(width)]}


def combined(count: int = 25) -> Any:
    """Return unions and conjunctions of which each leads to later ones, so that everything combines with everything."""
    mixed = {
        f"M{at}": {
            "allOf": [
                *[{"$ref": f"#/$defs/B{part}"} for part in range(at % 5, at % 5 + 4)],
                {"properties": {f"own{at}": {}}},
            ],
            # To itself it may not lead without a step into the instance.
            "anyOf": [{"$ref": f"#/$defs/M{later}"} for later in range(at + 1, min(at + 5, count))] or [{}],
        }
        for at in range(count)
    }
    parts = {
        f"B{at}": {"properties": {f"b{at}": {}, "sub": {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in mixed]}}}
        for at in range(9)
    }
    return {"$defs": mixed | parts, "$ref": "#/$defs/M0"}


def conditions(count: int = 400) -> Any:
    """Return many conditions about one object."""
    return {
        "type": "object",
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": f"k{at}"}}},
                "then": {"properties": {f"p{at}": {"type": "object", "properties": {"v": {"type": "integer"}}}}},
            }
            for at in range(count)
        ],
    }


def enumerations(count: int = 1_200) -> Any:
    """Return many enumerations."""
    return {"properties": {f"field{at}": {"enum": [f"value {at} {one}" for one in range(20)]} for at in range(count)}}


def long_texts(count: int = 100) -> Any:
    """Return long descriptions."""
    return {"properties": {f"f{at}": {"type": "string", "description": "Many words. " * 380} for at in range(count)}}


def web(count: int = 100) -> Any:
    """Return objects each of which refers to all."""
    names = [f"N{at}" for at in range(count)]
    properties = {f"to{name}": {"$ref": f"#/$defs/{name}"} for name in names}
    return {"$defs": {name: {"type": "object", "properties": properties} for name in names}, "$ref": "#/$defs/N0"}


def repeated(count: int = 2_000) -> Any:
    """Return one shape that is written out many times."""
    place = {"type": "object", "properties": {"lat": {"type": "number"}, "lon": {"type": "number"}}}
    address = {"type": "object", "properties": {"street": {"type": "string"}, "place": place}, "required": ["street"]}
    return {"type": "object", "properties": {f"address{at}": address for at in range(count)}}


def resources(count: int = 220) -> Any:
    """Return documented resources in one union, as FHIR has them."""
    made = {}
    for at in range(count):
        properties: dict[str, Any] = {
            f"element{one}": {"description": "At length. " * 7, "$ref": f"#/definitions/R{(at * 13 + one * 7) % count}"}
            for one in range(6)
        }
        properties["code"] = {"enum": ["a", "b", "c"]}
        made[f"R{at}"] = {"description": "A resource.", "properties": properties, "additionalProperties": False}
    schema = "http://json-schema.org/draft-06/schema#"
    return {"$schema": schema, "definitions": made, "oneOf": [{"$ref": f"#/definitions/{name}"} for name in made]}


def trees(count: int = 12) -> Any:
    """Return deep, documented objects, each unlike the others, as Kubernetes has them."""
    random = Random(7)

    def tree(depth: int) -> Any:
        if not depth:
            return {"type": random.choice(["string", "integer"]), "description": "A leaf, with words. " * 3}
        return {"type": "object", "properties": {f"prop{random.randrange(50)}": tree(depth - 1) for _ in range(4)}}

    return {"type": "object", "properties": {f"spec{at}": tree(4) for at in range(count)}}


FAMILIES: tuple[Callable[[], Any], ...] = (
    many_definitions, deep, many_branches, unions_of_unions, combined, conditions, enumerations, long_texts, web,
    repeated, resources, trees,
)  # fmt: skip


def made_of(schema: Any, folder: Path) -> Made:
    """Generate and publish the module of a schema."""
    file, module = folder / "schema.json", folder / "module.py"
    text = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    file.write_text(text, encoding="utf-8")
    start = time.perf_counter()
    made = make_module(Wanted("schema", str(file), str(module), str(folder), "Schema"), home_of(None))
    publish(str(module), made)
    return Made(len(text.encode()), len(made.encode()), time.perf_counter() - start)


def _row(name: str, made: Made) -> str:
    verdict = "" if made.seconds <= SECONDS and made.module <= RATIO * made.size else "   over the goal"
    return (
        f"{name:20s} {made.size / 1e3:>8.1f} kB → {made.module / 1e3:>8.1f} kB "
        f"({made.module / made.size:.2f} ×)   {made.seconds:.2f} s{verdict}"
    )


class FromSuite(NamedTuple):
    """
    The module of one schema of the official suite.

    Args:
        made: The file as it would be written: with its header, formatted.
        body: How much of it is not the header.
    """

    made: Made
    body: int


def _source_of(group: Any, remotes: dict[str, Any]) -> Source:
    """Return what a module carries of a schema, as `generate` does where it is in a file, `schema.json`."""
    uri = "file:///schema.json"
    return source_of(Schema(open_schema_contents(group.schema, uri=uri, dialect=group.dialect, resources=remotes)))


def _from_suite(folder: Path) -> list[FromSuite]:
    """Generate the modules of the official suite, in this process; formatted by one command."""
    sys.path[:0] = [str(ROOT / "tests/support")]
    from fidelity import remotes, suite_groups  # type: ignore[import-not-found]  # beside the tests
    from suites import DRAFTS, PARTS  # type: ignore[import-not-found]

    wanted = Wanted("schema", "", "", "", "Case")
    found: list[tuple[Source, int, float]] = []
    for dialect in DRAFTS:
        for part in PARTS:
            for group in suite_groups(dialect, part):
                start = time.perf_counter()
                source = _source_of(group, remotes())
                text = module_text(source, wanted)
                seconds = time.perf_counter() - start
                (folder / f"m{len(found)}.py").write_text(text, encoding="utf-8")
                found.append((source, len(write_json(group.schema)), seconds))
    subprocess.run(
        [str(BIN / "ruff"), "format", "--isolated", "--no-cache", "--line-length=120", "-q", folder], check=True
    )
    modules = []
    for at, (source, size, seconds) in enumerate(found):
        body = (folder / f"m{at}.py").read_text(encoding="utf-8")
        module = with_header(header_of(source, wanted.settings, {"schema.json": digest_of(b"")}), body)
        modules.append(FromSuite(Made(size, len(module.encode()), seconds), len(body.encode())))
    return modules


def _suite(folder: Path) -> None:
    """Print the slowest and the largest of the official suite."""
    found = _from_suite(folder)
    total = sum(one.made.seconds for one in found)
    print(f"official suite: {len(found):,} schemas, in this process, {total:.1f} s in all")
    print(_row("the slowest", max((one.made for one in found), key=lambda made: made.seconds)))
    over = [one.made for one in found if one.made.module > RATIO * one.made.size]
    bodies = sum(one.body > RATIO * one.made.size for one in found)
    print(f"of {len(over):,} the file is over {RATIO:.0f} × as large ({bodies:,} without their headers)")
    print(f"    the largest of their schemas has {max(made.size for made in over)} bytes")
    for low, high in pairwise(SIZES):
        part = [one.made for one in found if low <= one.made.size < high]
        within = sum(made.module <= RATIO * made.size for made in part)
        middle = median(made.module / made.size for made in part)
        print(f"    {low:>5,} to {high - 1:>6,} bytes   {within:>4} of {len(part):>4} within   median {middle:>5.1f} ×")
    print(_row("the smallest schema", min((one.made for one in found), key=lambda made: made.size)))


def main() -> None:
    """Print all figures."""
    print(f"generating, goal {SECONDS:.0f} s and {RATIO:.0f} × the schema")
    print(machine("datamodel-code-generator"))
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as modules:
        made_of({"type": "object"}, Path(folder))  # The generator is imported.
        for family in FAMILIES:
            print(_row(family.__name__.replace("_", " "), made_of(family(), Path(folder))), flush=True)
        _suite(Path(modules))


if __name__ == "__main__":
    main()
