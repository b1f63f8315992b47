"""
The fuzzer beside its peers: records a second from the command line and inside `@given`, a whole test, and shrinking.

schemathesis sends its records as bodies of requests, and is measured where it is installed (`make bench` does so).
hypothesis-jsonschema makes valid records from the schema, and invalid ones from `{"not": schema}`.  Of every peer the
best of several rounds counts, and they take turns, so that whatever else the machine does meets both.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, Any

from benchmarks.measuring import BIN, CACHE, ROOT, SCHEMA, machine, run
from benchmarks.mutation.generators import bodies
from schemawright import fuzz, open_schema
from schemawright.fuzz.fuzzer import Fuzzer

if TYPE_CHECKING:
    from collections.abc import Callable

COUNT = 20_000
EXAMPLES = 300
ROUNDS = 3
MODES = ("valid", "invalid", "mixed")
RICH = ROOT / "benchmarks/mutation/rich.schema.json"
FROM_THE_COMMAND_LINE, INSIDE_GIVEN, WHOLE_TEST, SHRINKING = 50, 3, 2.0, 5.0
"""The goals: times as fast as hypothesis-jsonschema, twice; seconds, twice."""

_TEST = f"""
from hypothesis import given, settings
from schemawright import fuzz
@settings(max_examples=200, database=None)
@given(fuzz.{{mode}}({str(SCHEMA)!r}))
def test(record):
    pass
test()
"""


def _settings(examples: int) -> Any:
    from hypothesis import HealthCheck, settings

    return settings(max_examples=examples, database=None, deadline=None, suppress_health_check=list(HealthCheck))


def _given(strategy: Any) -> float:
    """Return how many records a second a test is given."""
    from hypothesis import given

    count = 0

    @_settings(EXAMPLES)  # type: ignore[untyped-decorator]  # made of a table
    @given(strategy)
    def test(_record: Any) -> None:
        nonlocal count
        count += 1

    strategy.validate()
    start = time.perf_counter()
    test()
    return count / (time.perf_counter() - start)


def _inside_given() -> dict[str, float]:
    """Print the rates inside `@given`; return those of hypothesis-jsonschema, which has no other way to draw."""
    from hypothesis_jsonschema import from_schema

    contents, schema = json.loads(SCHEMA.read_bytes()), open_schema(SCHEMA)
    theirs = {"valid": from_schema(contents), "invalid": from_schema({"not": contents})}
    theirs["mixed"] = theirs["valid"] | theirs["invalid"]
    ours = {"valid": fuzz.valid(schema), "invalid": fuzz.invalid(schema), "mixed": fuzz.records(schema)}
    best: dict[str, float] = {}
    print(f"inside @given, {EXAMPLES} examples, best of {ROUNDS}, in turns; records a second:")
    others = _of_schemathesis(contents)
    for mode in MODES:
        peers = [theirs[mode], *([others[mode]] if others else [])]
        rates = [(_given(ours[mode]), *map(_given, peers)) for _ in range(ROUNDS)]
        mine, best[mode], *more = (max(rate[side] for rate in rates) for side in range(1 + len(peers)))
        _line(mode, mine, best[mode], INSIDE_GIVEN)
        for rate in more:
            print(f"{'':33s}schemathesis          {rate:>7,.0f}   {mine / rate:,.1f} ×")
    return best


def _of_schemathesis(contents: Any) -> dict[str, Any]:
    """Return the strategies of schemathesis, where somebody installed it (`make bench` does)."""
    if find_spec("schemathesis") is None:
        return {}
    found = {"valid": bodies(contents, "POSITIVE"), "invalid": bodies(contents, "NEGATIVE")}
    return found | {"mixed": found["valid"] | found["invalid"]}


def _line(mode: str, ours: float, theirs: float, goal: float) -> None:
    print(
        f"  {mode:8s} schemawright {ours:>9,.0f}   hypothesis-jsonschema {theirs:>7,.0f}   "
        f"{ours / theirs:,.1f} × (goal {goal} ×)"
    )


def _from_the_command_line(theirs: dict[str, float]) -> None:
    print(f"from the command line, {COUNT:,} records into a file, the whole process, best of {ROUNDS}; a second:")
    for mode in MODES:
        target = CACHE / f"fuzz-{mode}.ndjson"
        words = (BIN / "schemawright", "fuzz", SCHEMA, "-n", str(COUNT), "--mode", mode, "-o", target)
        seconds = min(run(*words).seconds for _ in range(ROUNDS))
        _line(mode, COUNT / seconds, theirs[mode], FROM_THE_COMMAND_LINE)
        print(f"           {target.stat().st_size / 1e6:.1f} MB in {seconds:.2f} s")
    print(f"the same in one process, without writing, {COUNT:,} records, preparation included; a second:")
    for mode in MODES:
        start = time.perf_counter()
        made = sum(1 for _ in islice(Fuzzer(open_schema(SCHEMA)).stream(mode), COUNT))
        _line(mode, made / (time.perf_counter() - start), theirs[mode], FROM_THE_COMMAND_LINE)


def _whole_test() -> None:
    for mode in ("valid", "invalid", "records"):
        seconds = min(run(sys.executable, "-c", _TEST.format(mode=mode)).seconds for _ in range(ROUNDS))
        print(f"a test of 200 examples of fuzz.{mode}, whole process: {seconds:.2f} s (goal {WHOLE_TEST} s)")


def _items(value: Any, name: str) -> list[Any]:
    """Return a member that is an array; nothing where it is not there, or something else."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


PROPERTIES: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "a line with quantity > 7 and parts": (
        "valid",
        lambda order: any(line["quantity"] > 7 and "parts" in line for line in order["lines"]),  # noqa: PLR2004
    ),
    "a tag longer than 3": ("valid", lambda order: any(len(str(tag)) > 3 for tag in _items(order, "tags"))),  # noqa: PLR2004
    "a price above 7": ("valid", lambda order: any(line.get("price", 0) > 7 for line in order["lines"])),  # noqa: PLR2004
    "a category with children": ("valid", lambda order: bool(_items(order.get("category"), "children"))),
    "two lines": ("valid", lambda order: len(order["lines"]) > 1),
    "a number above 1000 in parts": (
        "valid",
        lambda order: any(part["quantity"] > 1_000 for line in order["lines"] for part in _items(line, "parts")),  # noqa: PLR2004
    ),
    "an unknown property of a customer": (
        "valid",
        lambda order: not {"name", "ip", "contact", "anonymous"} >= {*order["customer"]},
    ),
    "two lines of an invalid order": ("invalid", lambda record: len(_items(record.instance, "lines")) > 1),
    "a minimum violated": ("invalid", lambda record: record.keyword == "minimum"),
}
"""What a failing test is about → which strategy, and which records make it fail."""


def _shrinking() -> None:
    """Print how long Hypothesis takes to a minimal record, from the first example and from the first failure on."""
    from hypothesis import find

    schema = open_schema(RICH)
    strategies: dict[str, Any] = {"valid": fuzz.valid(schema), "invalid": fuzz.invalid(schema)}
    for strategy in strategies.values():
        strategy.validate()
    print(f"found and shrunk on {RICH.name}, {RICH.stat().st_size:,} bytes, by hypothesis.find (goal {SHRINKING} s):")
    for name, (mode, fails) in PROPERTIES.items():
        failures: list[float] = []

        def is_failing(record: Any, fails: Any = fails, failures: list[float] = failures) -> bool:
            failing: bool = fails(record)
            if failing and not failures:
                failures.append(time.perf_counter())
            return failing

        start = time.perf_counter()
        found = find(strategies[mode], is_failing, settings=_settings(5_000))
        end = time.perf_counter()
        size = len(json.dumps(found.instance if mode == "invalid" else found))
        print(f"  {name:36s} {end - start:5.2f} s, from the failure on {end - failures[0]:5.2f} s   {size} bytes")


def _versions() -> str:
    """Return the versions of what is measured."""
    said = machine("schemawright", "hypothesis", "hypothesis-jsonschema", "jsonschema-rs")
    return f"{said}, schemathesis {version('schemathesis')}" if find_spec("schemathesis") else said


def main() -> None:
    """Print all figures."""
    print(f"fuzzing: {SCHEMA.name}, {SCHEMA.stat().st_size:,} bytes")
    print(_versions())
    theirs = _inside_given()
    _from_the_command_line(theirs)
    _whole_test()
    _shrinking()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
