"""
What a failing test of a strategy takes: until the first example, until the failure, and from there to the least record.

Each property is run as a test would be, by `@given`, from several of Hypothesis' seeds, and each time in a process of
its own, which begins where the schema has just been prepared: nothing is known yet of any record.  What a seed comes
to is held beside the smallest that any seed came to, beside what the shrinker of the command line makes of it, and
beside what is left without any one or two of its members and items.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import sys
import time
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.measuring import ROOT, machine
from benchmarks.shrinking_properties import PROPERTIES, SCHEMAS
from schemawright import fuzz, open_schema
from schemawright.fuzz.breaking.telling import record_of
from schemawright.fuzz.schema.places import has_place, without
from schemawright.fuzz.shrinking.edits import places_in
from schemawright.fuzz.shrinking.smallest import shrink

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.shrinking_properties import Property
    from schemawright.validation.schema import Schema

GOAL = 5.0
"""Seconds from the first example to the least record."""
MOST_EXAMPLES = 5_000
_MODES = {"valid": fuzz.valid, "invalid": fuzz.invalid, "records": fuzz.records}


class Failure(NamedTuple):
    """
    How a test failed.

    Args:
        to_first: Seconds until the first example.
        to_failure: Seconds from there to the first that failed.
        shrinking: Seconds from there to the end.
        used: Seconds of processor time, all in all.
        examples: How many records were tried until one failed.
        trials: How many were tried after that.
        record: The record that is shown.
        shrunk: What the other shrinker makes of it.
    """

    to_first: float
    to_failure: float
    shrinking: float
    used: float
    examples: int
    trials: int
    record: Any
    shrunk: Any

    @property
    def seconds(self) -> float:
        """Seconds from the first example on."""
        return self.to_failure + self.shrinking


class _Broken(Exception):
    """The property does not hold."""


def _failure(strategy: Any, fails: Callable[[Any], bool], seed: int, shrunk: Callable[[Any], Any]) -> Failure | None:
    """Run a test of a property to its end; None where no record makes it fail."""
    import hypothesis as h

    times: list[float] = []
    failed: list[float] = []
    counts: list[int] = []
    shown: list[Any] = []

    @h.seed(seed)
    @h.settings(max_examples=MOST_EXAMPLES, database=None, deadline=None, suppress_health_check=list(h.HealthCheck))
    @h.given(strategy)
    def test(record: Any) -> None:
        times.append(time.perf_counter())
        if fails(record):
            if not failed:
                failed.append(time.perf_counter())
                counts.append(len(times))
            shown[:] = [record]
            raise _Broken

    start, used = time.perf_counter(), time.process_time()
    with contextlib.suppress(_Broken):
        test()
    end, used = time.perf_counter(), time.process_time() - used
    if not failed:
        return None
    parts = times[0] - start, failed[0] - times[0], end - failed[0]
    return Failure(*parts, used, counts[0], len(times) - counts[0], shown[0], shrunk(shown[0]))


def _shrunk(schema: Schema, one: Property) -> Callable[[Any], Any]:
    """Return what makes a record smaller without knowing how it was made, of the same kind."""
    engine: Any = schema.engine

    def is_failing(instance: Any) -> bool:
        labels = engine.labels(instance)
        if not labels:
            return one.mode != "invalid" and one.holds(fuzz.FuzzRecord(instance, valid=True))
        return one.mode != "valid" and len(labels) == 1 and one.holds(record_of(instance, labels[0], ""))

    return lambda record: min(
        (shrink(record.instance, is_failing), _without_two(record.instance, is_failing)), key=_size
    )


def _without_two(instance: Any, is_failing: Callable[[Any], bool]) -> Any:
    """Return an instance without a member or an item, or without two of them, if such fails too; by trying all."""
    places = [place for place, _ in places_in(instance) if place]
    for gone in (*((place,) for place in places), *combinations(places, 2)):
        less = instance
        for place in reversed(gone):
            less = without(less, place) if has_place(less, place) else less
        if is_failing(less):
            return less
    return instance


def _run(one: Property, strategy: Any, schema: Schema, seed: int, results: Any) -> None:
    """Put what came of one seed into a queue, in this process."""
    results.put(_failure(strategy, one.holds, seed, _shrunk(schema, one)))


def _in_a_fork(*given: Any) -> Failure | None:
    forks = multiprocessing.get_context("fork")
    results = forks.SimpleQueue()
    process = forks.Process(target=_run, args=(*given, results))
    process.start()
    found: Failure | None = results.get()
    process.join()
    return found


def _strategy(mode: str, schema: Schema) -> tuple[Any, float]:
    """Return a strategy of records, and the seconds that it took to prepare."""
    strategy = _MODES[mode](schema)
    start = time.perf_counter()
    strategy.validate()
    seconds = time.perf_counter() - start
    return strategy.map(lambda one: fuzz.FuzzRecord(one, valid=True)) if mode == "valid" else strategy, seconds


def _size(instance: Any) -> int:
    return len(json.dumps(instance, ensure_ascii=False, separators=(",", ":")))


def _report(one: Property, failures: list[Failure]) -> None:
    sizes = [_size(failure.record.instance) for failure in failures]
    shrunk = [_size(failure.shrunk) for failure in failures]
    least = min(*sizes, *shrunk)
    smaller = sum(of < size for of, size in zip(shrunk, sizes, strict=True))
    kinds = {json.dumps(failure.record.instance, sort_keys=True) for failure in failures}
    seconds = sorted(failure.seconds for failure in failures)
    print(
        f"  {one.mode:8s}{one.name:44s} worst {seconds[-1]:5.2f} s (used {max(f.used for f in failures):5.2f} s), "
        f"middle {seconds[len(seconds) // 2]:5.2f} s; to failure ≤ {max(f.to_failure for f in failures):4.2f} s, "
        f"{max(f.examples for f in failures):4d} examples; shrinking ≤ {max(f.shrinking for f in failures):4.2f} s, "
        f"{max(f.trials for f in failures):4d} trials; {len(kinds)} records, {min(sizes)}–{max(sizes)} bytes"
        + (f", LEAST {least}" if max(sizes) > least else "")
        + (f", {smaller} of {len(sizes)} CAN BE SMALLER" if smaller else "")
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5, help="from how many seeds each is run")
    parser.add_argument("--only", default="", help="only properties with this in their names, or schemas")
    parser.add_argument("--show", action="store_true", help="show the records")
    return parser.parse_args()


def _show(failures: list[Failure]) -> None:
    for failure in failures:
        print("     ", failure.record.keyword, failure.record.at, failure.record.how)
        print("       ", json.dumps(failure.record.instance, ensure_ascii=False)[:400])
        if _size(failure.shrunk) < _size(failure.record.instance):
            print("      <", json.dumps(failure.shrunk, ensure_ascii=False)[:400])


def main() -> None:
    """Print what each property takes, the worst of all at the end."""
    options = _options()
    print(machine("schemawright", "hypothesis"))
    worst = 0.0
    for name, contents in SCHEMAS.items():
        chosen = [one for one in PROPERTIES if one.schema == name and options.only in f"{name} {one.mode} {one.name}"]
        for mode in dict.fromkeys(one.mode for one in chosen):
            schema = open_schema(contents)
            strategy, seconds = _strategy(mode, schema)
            print(f"{name}, {mode}: prepared in {seconds:.2f} s")
            for one in [one for one in chosen if one.mode == mode]:
                found = [_in_a_fork(one, strategy, schema, seed) for seed in range(options.seeds)]
                failures = [failure for failure in found if failure is not None]
                if len(failures) < len(found):
                    print(f"  {one.name}: {len(found) - len(failures)} of {len(found)} seeds did not fail")
                if failures:
                    _report(one, failures)
                    worst = max(worst, *(failure.seconds for failure in failures))
                if options.show:
                    _show(failures)
                sys.stdout.flush()
    print(f"the worst of all: {worst:.2f} s (goal {GOAL} s)")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
