"""
How exactly generated classes are their schemas: generate, import, load every instance, write it back, compare.

Whether an instance is to be accepted, the engine says that generated modules do not use.  Which objects a schema
describes by `properties`, the native engine's annotations say, which generating does not use.
"""

from __future__ import annotations

import inspect
import sys
import types
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from suites import JSON_SCHEMA, REMOTES_URI, Case, fetch, iter_cases, read, task_of

from schemawright.documents.json_text import parse_json
from schemawright.engines.reference.engine import ReferenceEngine
from schemawright.errors import InvalidInstance, SchemawrightError
from schemawright.models.generating.modules import Wanted, module_text, source_of
from schemawright.models.spelling.writing import write_json
from schemawright.pointer import parse_pointer, resolve_tokens
from schemawright.runtime import Model
from schemawright.store.opening import open_schema_contents
from schemawright.validation.schema import Schema, Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NOT_GENERATED = "not generated"
MODULE = "schemawright_fidelity_module"


class Group(NamedTuple):
    """One schema with its instances."""

    name: str
    dialect: str
    schema: Any
    instances: tuple[Any, ...]
    assert_formats: bool
    task: Any


class Score(NamedTuple):
    """
    What became of one schema.

    Args:
        group: Its name.
        wrong: What was not as it is to be; empty where everything was.
        described: How many objects of valid instances the schema describes by properties.
        carried: How many of them a generated class carries.
        fuzzed: How many of those described are in records of the fuzzer, which are others whenever it is changed.
        instances: How many instances there were.
        lines: How many lines the module has.
    """

    group: str
    wrong: tuple[str, ...]
    described: int = 0
    carried: int = 0
    fuzzed: int = 0
    instances: int = 0
    lines: int = 0


def suite_groups(dialect: str, part: str) -> Iterator[Group]:
    """Yield the schemas of one part of the official suite."""

    def key(case: Case) -> tuple[str, str]:
        return case.file, case.group

    for (file, group), found in groupby(iter_cases(dialect, part), key):
        cases = list(found)
        task = task_of(cases[0])
        instances = tuple(case.instance for case in cases)
        yield Group(f"{dialect}/{file}: {group}", task.dialect, cases[0].schema, instances, task.assert_formats, task)


def generated_instances(group: Group) -> Iterable[Any]:
    """
    Yield instances beside those that a schema came with: their neighbours, each with one thing changed.

    The order and the number are the same at every run.
    """
    if any(file in group.name for file in UNJUDGED):
        return []
    found: dict[bytes, Any] = {}
    for instance in group.instances:
        for neighbour in islice(neighbours(instance), MAX_NEIGHBOURS):
            found.setdefault(write_json(neighbour), neighbour)
    for instance in group.instances:
        found.pop(write_json(instance), None)
    return list(found.values())[:MAX_GENERATED]


def fuzzed(group: Group, count: int) -> Iterator[Any]:
    """Yield the first records that the fuzzer makes of a schema, valid and invalid ones; draft 3 has none."""
    if group.dialect == "draft3":
        return
    from schemawright.errors import NoInstance
    from schemawright.fuzz.fuzzer import Fuzzer

    fuzzer = Fuzzer(schema_of(group))
    for mode in ("valid", "invalid"):
        try:
            yield from [record.instance for record in islice(fuzzer.stream(mode), count)]
        except NoInstance:
            continue


def neighbours(value: Any, depth: int = 0) -> Iterator[Any]:
    """Yield the values that differ from one in one thing: a type, a bound, a member, or that somewhere inside."""
    yield from _OTHERS
    if isinstance(value, dict):
        yield from _objects_beside(value, depth)
    elif isinstance(value, list):
        yield from [value[:at] + value[at + 1 :] for at in range(min(len(value), 3))]
        yield from ([*value, one] for one in (value[:1] or [0]))
        for at, item in enumerate(value[:4] if depth < MAX_DEPTH else []):
            yield from ([*value[:at], other, *value[at + 1 :]] for other in neighbours(item, depth + 1))
    elif isinstance(value, str):
        yield from (f"{value}x", value[:-1], value[1:], value.upper())
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from (value + 1, value - 1, -value)
        if isinstance(value, int) and abs(value) < 1 << 53:
            yield from (float(value), value + 0.5)
        elif isinstance(value, float) and value.is_integer() and abs(value) < 1 << 53:
            yield int(value)


def _objects_beside(value: dict[str, Any], depth: int) -> Iterator[Any]:
    yield from ({name: member for name, member in value.items() if name != gone} for gone in list(value)[:4])
    yield {**value, "added": 1}
    yield dict(reversed(value.items()))
    for name, member in list(value.items())[:4] if depth < MAX_DEPTH else []:
        yield from ({**value, name: other} for other in neighbours(member, depth + 1))


UNJUDGED = ("optional/format/hostname", "optional/format/idn-hostname")
"""
Whose neighbours no second engine judges: beyond the suite, the two differ about internationalised host names (`XN--` in
capitals, a full stop of another script at the end, contextual rules next to changed letters).
"""

_OTHERS = (None, True, 0, 1.0, "", "a", [], {})
MAX_DEPTH = 2
MAX_NEIGHBOURS = 40
"""For each instance of a schema; and so many for the schema."""

MAX_GENERATED = 120

_remotes: dict[str, Any] = {}


def remotes() -> dict[str, Any]:
    """Return the resources that the suite's schemas refer to."""
    if not _remotes:
        folder = fetch(JSON_SCHEMA) / "json" / "remotes"
        _remotes.update(
            {REMOTES_URI + file.relative_to(folder).as_posix(): read(file) for file in sorted(folder.rglob("*.json"))}
        )
    return _remotes


def imported(text: str) -> types.ModuleType:
    """Return a module made of its text."""
    module = sys.modules[MODULE] = types.ModuleType(MODULE)
    exec(compile(text, MODULE, "exec"), module.__dict__)  # noqa: S102  (what was just generated)
    return module


def carrier_of(module: types.ModuleType) -> Any:
    """Return the carrier of a generated module, which has no name there: its functions know it."""
    return inspect.getclosurevars(module.to_json).nonlocals["carrier"]


def module_of(group: Group) -> tuple[types.ModuleType, str]:
    """Generate and import the module of a schema."""
    text = module_text(source_of(schema_of(group)), Wanted("case", "", "", "", "Case"))
    return imported(text), text


def module_of_schema(contents: Any, dialect: str = "") -> types.ModuleType:
    """Generate and import the module of a schema that stands alone; its root's class is `Case`."""
    opened = open_schema_contents(contents, uri="https://example.com/schema", dialect=dialect)
    return imported(module_text(source_of(Schema(opened)), Wanted("case", "", "", "", "Case")))


def schema_of(group: Group) -> Schema:
    """Return a schema as a user opens it."""
    opened = open_schema_contents(
        group.schema, uri="http://localhost:4321/schema", dialect=group.dialect, resources=remotes()
    )
    return Schema(opened, Settings(assert_formats=group.assert_formats))


def score(group: Group, fuzz: int = 0) -> Score:
    """
    Return what becomes of a schema and all its instances.

    Args:
        group: The schema.
        fuzz: How many valid and how many invalid records of the fuzzer there are beside the suite's instances.
    """
    try:
        module, text = module_of(group)
    except Exception as error:  # noqa: BLE001  (whatever it is, it is counted)
        return Score(
            group.name,
            (f"{NOT_GENERATED}: {type(error).__name__}: {str(error)[:300]}",),
            instances=len(group.instances),
        )
    judge = ReferenceEngine(group.task)
    wrong: list[str] = []
    described = carried = of_fuzzer = 0
    given = [*group.instances, *generated_instances(group)]
    instances = [*given, *(fuzzed(group, fuzz) if fuzz else ())]
    for number, instance in enumerate(instances):
        try:
            problem, loaded = _tried(module, judge, instance)
        except Exception as error:  # noqa: BLE001  (whatever it is, it is counted)
            problem, loaded = f"{type(error).__name__}: {str(error)[:200]}", None
        if problem:
            wrong.append(f"{problem}: {write_json(instance)[:120]!r}")
        elif loaded is not None:
            for place in _described(module, instance):
                described += 1
                of_fuzzer += number >= len(given)
                carried += isinstance(_at(loaded[0], place), Model)
    return Score(group.name, tuple(wrong), described, carried, of_fuzzer, len(instances), text.count("\n"))


def _tried(module: Any, judge: ReferenceEngine, instance: Any) -> tuple[str, tuple[Any] | None]:
    written = write_json(instance)
    valid = judge.is_valid(instance)
    try:
        loaded = module.from_json(written)
        again = module.from_instance(instance)
    except InvalidInstance as error:
        return ("refused" if valid else "" if error.findings else "no findings"), None
    if not valid:
        return "accepted", None
    for made in (loaded, again):
        if module.to_json(made) != written or write_json(module.to_instance(made)) != written:
            return "changed", None
    # A second time takes the path that the first one has taught.
    second = module.from_json(written)
    if module.to_json(second) != written or module.to_instance(second) != module.to_instance(loaded):
        return "changed the second time", None
    return "", (loaded,)


def _described(module: Any, instance: Any) -> Iterable[tuple[str, ...]]:
    """Return the places of objects that `properties` describes: that keyword's annotation is a list of names."""
    engine = carrier_of(module).loader.schemas(None)[0].engine
    if engine.name != "native":
        return ()
    found = set()
    for note in engine._validator.evaluate(instance).annotations():
        # A subschema at `#/properties/properties` has annotations, too: those are an object.
        if note["schemaLocation"].endswith("/properties") and isinstance(note["annotations"], list):
            place = parse_pointer(note["instanceLocation"])
            if isinstance(resolve_tokens(instance, place), dict):
                found.add(place)
    return found


def _at(value: Any, place: tuple[str, ...]) -> Any:
    """Return what carries the value at a place."""
    for token in place:
        if isinstance(value, Model):
            carried = value._carried
            entry = carried.properties.get(token)
            value = getattr(value, entry[0]) if entry else getattr(value, carried.extra_field)[token]
        else:
            value = value[int(token)] if isinstance(value, list) else value[token]
    return value


def parsed(text: str) -> Any:
    """Return the value of a JSON text, numbers exact."""
    return parse_json(text, max_depth=1_000).value


__all__ = [
    "NOT_GENERATED",
    "Group",
    "SchemawrightError",
    "Score",
    "carrier_of",
    "generated_instances",
    "imported",
    "module_of",
    "parsed",
    "score",
    "suite_groups",
]
