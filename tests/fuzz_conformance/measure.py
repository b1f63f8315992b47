"""`make fuzz-conformance`: the fuzzer on every group of the official suite, drafts 4 to 2020-12."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "support")]

from fidelity import suite_groups  # noqa: E402  (found by the line above)
from fuzzing import Drawn, draw, summary  # noqa: E402
from suites import DRAFTS, PARTS  # noqa: E402

GOAL = 0.98
SLOWEST = 10.0


def drawn(job: tuple[str, str]) -> list[Drawn]:
    """Return what came of one part of a dialect's suite."""
    return [one for group in suite_groups(*job) for one in draw(group)]


def main(drafts: list[str]) -> int:
    """Print the figures and every failure; return 1 where a goal is missed."""
    jobs = [(dialect, part) for dialect in reversed(drafts) for part in PARTS]
    with ProcessPoolExecutor(2) as pool:
        found = [one for part in pool.map(drawn, jobs) for one in part]
    for one in found:
        if one.wrong or one.failed or one.seconds > SLOWEST:
            print(f"{one.mode:7} {one.group}\n        {one.wrong or one.failed or f'{one.seconds:.1f} s'}")  # noqa: T201
    missed = False
    for mode in ("valid", "invalid"):
        of = summary(found, mode)
        share = of["right"] / max(1, of["groups"])
        missed |= share < GOAL or bool(of["wrong"]) or of["slowest"] > SLOWEST
        print(  # noqa: T201  (a report)
            f"{mode:7} {of['right']} of {of['groups']} groups right ({share:.2%}), {of['none']} of them rightly called "
            f"without one, {of['wrong']} with a wrong record; {of['records']:,} records, {of['several']} of them with "
            f"several violations; slowest group {of['slowest']:.2f} s"
        )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or [dialect for dialect in DRAFTS if dialect != "draft3"]))
