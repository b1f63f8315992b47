"""
Schemas that others have published, and nobody here has chosen: those that check-jsonschema ships.

Of each: how long it takes to generate the module, and how large that is; how long the first valid and invalid records
take; whether the reference engine says of each record what it is said to be, and whether the module does.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from importlib.metadata import version
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.bench_generation import RATIO, SECONDS
from benchmarks.measuring import ROOT, machine
from schemawright import InvalidInstance, open_schema
from schemawright.engines import compile_engine
from schemawright.errors import NoInstance, SchemawrightError
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.models.generating.modules import Wanted, make_module
from schemawright.models.generating.publish import publish
from schemawright.workspace import home_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.fuzz.record import FuzzRecord
    from schemawright.validation.schema import Schema

RECORDS = 40
"""How many records of each kind are made of each schema."""
_LONGEST = 3_000
"""How long a record's text may be for the reference engine to be asked about it."""


class Published(NamedTuple):
    """
    What came of one schema.

    Args:
        size: Of its compact text.
        module: Of the module.
        generating: Seconds until the module was written.
        fuzzing: Seconds until there were all records.
        records: How many there were.
        wrong: How many the other engine judges otherwise.
        unlike: How many the module judges otherwise, or does not give back as they were.
    """

    size: int
    module: int
    generating: float
    fuzzing: float
    records: int
    wrong: int
    unlike: int


def published() -> list[Path]:
    """Return the files; none where check-jsonschema is not installed (`make bench` does)."""
    found = find_spec("check_jsonschema")
    folder = Path(found.origin).parent / "builtin_schemas/vendor" if found is not None and found.origin else None
    return sorted(folder.glob("*.json")) if folder is not None else []


def _records(schema: Schema) -> Iterator[FuzzRecord]:
    fuzzer = Fuzzer(schema)
    for mode in ("valid", "invalid"):
        try:
            yield from islice(fuzzer.stream(mode, 1), RECORDS)
        except NoInstance:
            continue


def _module(text: str) -> Any:
    module = ModuleType("published")
    sys.modules["published"] = module  # dataclasses ask for it
    exec(text, vars(module))  # noqa: S102  (what users import)
    return module


def _is_unlike(module: Any, record: FuzzRecord) -> bool:
    text = json.dumps(record.instance, ensure_ascii=False, separators=(",", ":")).encode()
    try:
        loaded = module.from_json(text)
    except InvalidInstance:
        return record.valid
    return not record.valid or json.loads(module.to_json(loaded)) != record.instance


def measured(path: Path, folder: Path) -> Published:
    """
    Do it all for one schema.

    Raises:
        SchemawrightError: The schema cannot be used.
    """
    target = folder / "module.py"
    start = time.perf_counter()
    text = make_module(Wanted(path.name, str(path), str(target), str(path.parent), "Schema"), home_of(None))
    publish(str(target), text)
    generating = time.perf_counter() - start
    schema = open_schema(path)
    start = time.perf_counter()
    records = list(_records(schema))
    fuzzing = time.perf_counter() - start
    other, module = compile_engine(schema.task, "reference"), _module(text)
    asked = [record for record in records if len(json.dumps(record.instance)) <= _LONGEST]
    wrong = sum(other.is_valid(record.instance) != record.valid for record in asked)
    unlike = sum(_is_unlike(module, record) for record in records)
    size = len(json.dumps(schema.contents, ensure_ascii=False, separators=(",", ":")).encode())
    return Published(size, len(text.encode()), generating, fuzzing, len(records), wrong, unlike)


def main() -> None:
    """Print a line for each schema."""
    files = published()
    if not files:
        print("published schemas: check-jsonschema is not installed")
        return
    print(
        f"{len(files)} schemas of check-jsonschema {version('check-jsonschema')}; goals {SECONDS:.0f} s, {RATIO:.0f} ×"
    )
    print(machine("jsonschema-rs", "jsonschema", "datamodel-code-generator"))
    with tempfile.TemporaryDirectory() as folder:
        for path in files:
            try:
                one = measured(path, Path(folder))
            except SchemawrightError as error:
                print(f"{path.stem:28s} {error.code}: {str(error).partition('vendor/')[2][:120]}")
                continue
            sizes = f"{one.size / 1e3:>8.1f} kB → {one.module / one.size:5.2f} × in {one.generating:5.2f} s"
            records = (
                f"{one.records} records in {one.fuzzing:5.2f} s: {one.wrong} wrong, {one.unlike} unlike their objects"
            )
            print(f"{path.stem:28s} {sizes}   {records}", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
