"""`make fidelity`: how exactly generated classes are their schemas, over the official suite and our own cases."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "support"), str(Path(__file__).parent)]

from fidelity import NOT_GENERATED, UNJUDGED, Score, score, suite_groups  # noqa: E402  (found by the line above)
from suites import DRAFTS, PARTS  # noqa: E402

GOAL = 0.93


FUZZ = 25
"""How many valid and how many invalid records of the fuzzer each schema's module is tried with, too."""


def scores(job: tuple[str, str]) -> list[Score]:
    """Return the scores of one part of a dialect's suite, or of our own cases."""
    if job[0] == "own":
        from own_cases import groups

        return [score(group, FUZZ) for group in groups()]
    return [score(group, FUZZ) for group in suite_groups(*job)]


def all_scores() -> list[Score]:
    """Return the scores of everything."""
    jobs = [("own", ""), *[(dialect, part) for dialect in reversed(DRAFTS) for part in PARTS]]
    with ProcessPoolExecutor(2) as pool:
        return [one for found in pool.map(scores, jobs) for one in found]


def main() -> int:
    """Print the figures and every failure; return 1 where there is one."""
    found = all_scores()
    failed = [one for one in found if one.wrong]
    for one in failed:
        print(f"{one.group}")  # noqa: T201  (a report)
        for problem in one.wrong[:5]:
            print(f"    {problem}")  # noqa: T201
    good = len(found) - len(failed)
    described, carried = sum(one.described for one in found), sum(one.carried for one in found)
    fuzzed = sum(one.fuzzed for one in found)
    ungenerated = sum(one.wrong[0].startswith(NOT_GENERATED) for one in failed)
    share = carried / max(1, described)
    print(  # noqa: T201
        f"schemas exact       {good:,} of {len(found):,} ({good / len(found):.2%})\n"
        f"instances           {sum(one.instances for one in found):,}, those of the suites and their neighbours\n"
        f"objects as classes  {carried:,} of {described:,} that schemas describe ({share:.1%}, goal {GOAL:.0%})\n"
        f"of them             {described - fuzzed:,} in instances of the suites and their neighbours, "
        f"{fuzzed:,} in records of the fuzzer\n"
        f"not generated       {ungenerated:,}\n"
        "judge               the reference engine; draft 3 has no second one: the same engine judges and loads there\n"
        f"without neighbours  {', '.join(UNJUDGED)}: the engines differ about them beyond the suite"
    )
    return 1 if failed or share < GOAL else 0


if __name__ == "__main__":
    sys.exit(main())
