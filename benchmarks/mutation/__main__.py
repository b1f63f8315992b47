"""
Measure how many mutants and planted bugs a stream of records finds: `python -m benchmarks.mutation`.

Run from the repository's root.  Exits 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measuring import machine
from benchmarks.mutation.generators import GENERATORS
from benchmarks.mutation.report import print_field, print_scores
from benchmarks.mutation.scoring import field, score
from benchmarks.mutation.subjects import subject_of, subjects

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.mutation.scoring import Field, Score
    from benchmarks.mutation.subjects import Subject


def main() -> int:
    """Do what the command line says."""
    arguments = _parsed()
    start = time.perf_counter()
    print(machine("jsonschema-rs", "hypothesis", "hypothesis-jsonschema"))
    good = True
    for subject in _subjects(arguments):
        place = field(subject._replace(one_in=(1, 1)) if arguments.all else subject)
        print_field(place)
        scores = _scores(place, arguments)
        good = bool(scores) and print_scores(place, scores, quiet=arguments.quiet) and good
    print(f"\n{time.perf_counter() - start:.0f} s in all; the goals are {'reached' if good else 'missed'}")
    return 0 if good else 1


def _subjects(arguments: argparse.Namespace) -> Iterable[Subject]:
    own = [subject_of(schema, instances, one_in=(5, 3)) for schema, instances in arguments.own or ()]
    return own or subjects()


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.mutation", description=__doc__.split("\n\n", maxsplit=1)[0]
    )
    parser.add_argument("--generator", choices=GENERATORS, default="schemawright", help="whose records")
    parser.add_argument("--seeds", default="1,2,3", help="seeds of streams, as 1,2,3")
    parser.add_argument("--records", type=int, default=1_000, help="how many records a stream has")
    parser.add_argument("--all", action="store_true", help="take every mutant, not only each second or sixth")
    parser.add_argument(
        "--own",
        nargs=2,
        action="append",
        type=Path,
        metavar=("SCHEMA", "INSTANCES"),
        help="files of an own schema, and of valid instances that reach all of it; can be repeated",
    )
    parser.add_argument("--quiet", action="store_true", help="do not list what survives")
    return parser.parse_args()


def _scores(place: Field, arguments: argparse.Namespace) -> list[Score]:
    generator = GENERATORS[arguments.generator]
    try:
        return [score(place, generator, int(seed), arguments.records) for seed in arguments.seeds.split(",")]
    except Exception as error:  # noqa: BLE001  (a peer may raise anything for a schema that it does not know)
        print(f"  {arguments.generator} refuses: {type(error).__name__}: {str(error)[:200]}")
        return []


if __name__ == "__main__":
    sys.exit(main())
