"""What the benchmark prints: figures by seed, and what survived, each with its witness."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from benchmarks.mutation.schema_mutants import LOOSER, STRICTER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.mutation.scoring import Field, Score

ALL_MUTANTS, MOST_BUGS, EARLY_MUTANTS = 1.0, 0.95, 0.9
EARLY = 100
_STEPS = (EARLY, 250, 1_000)
_WITNESS = 300


def print_field(place: Field) -> None:
    """Print what there is to find."""
    kept = place.mutants.kept
    looser = sum(mutant.direction == LOOSER for mutant in kept)
    sides = f"{looser} looser, {len(kept) - looser} stricter"
    print(f"\n{place.subject.name}: {len(kept)} mutants ({sides}), {len(place.bugs)} bugs")
    unclear = place.mutants.unclear
    print(f"  left out: {place.mutants.equivalent} proven equivalent, {len(unclear)} without a witness")
    for one in unclear:
        print(f"    {one}")


def print_scores(place: Field, scores: Sequence[Score], *, quiet: bool = False) -> bool:
    """Print the figures, and what survived; return whether every goal is reached."""
    print("  seed  mutants   looser  stricter  bugs     mutants within 100   250   1000  records/s")
    for score in scores:
        print(f"  {score.seed:>4}  {_row(place, score)}  {score.records / max(score.seconds, 1e-9):>9,.0f}")
        _print_mislabelled(score)
    _print_unguessed(place, scores)
    if not quiet:
        mutants = [(f"{one.direction} {one.at}: {one.how}", one.witness) for one in place.mutants.kept]
        bugs = [(one.what, one.witness) for one in place.bugs]
        _print_survivors("mutants", mutants, [score.mutants for score in scores], scores)
        _print_survivors("bugs", bugs, [score.bugs for score in scores], scores)
    return all(reached(score) for score in scores)


def reached(score: Score) -> bool:
    """Return whether a stream reaches the goals."""
    return (
        not score.mislabelled
        and share(score.mutants) >= ALL_MUTANTS
        and share(score.bugs) >= MOST_BUGS
        and share(score.mutants, EARLY) >= EARLY_MUTANTS
    )


def share(killed: Sequence[int], within: int | None = None) -> float:
    """
    Return the share of what was killed, within so many records.

    >>> share([1, 0, 700, 2], 100)
    0.5
    """
    hits = sum(0 < number <= (within or number) for number in killed)
    return hits / len(killed) if killed else 1.0


def _row(place: Field, score: Score) -> str:
    kept = place.mutants.kept
    sides = [
        [number for number, mutant in zip(score.mutants, kept, strict=True) if mutant.direction == direction]
        for direction in (LOOSER, STRICTER)
    ]
    looser, stricter = (f"{share(side):>7.1%}" for side in sides)
    early = "  ".join(f"{share(score.mutants, step):>6.1%}" for step in _STEPS)
    return f"{share(score.mutants):>7.1%}  {looser}   {stricter}  {share(score.bugs):>6.1%}             {early}"


def _print_unguessed(place: Field, scores: Sequence[Score]) -> None:
    """Print what is found of the mutants that our fuzzer does not make itself: it never saw the likes of them."""
    unguessed = [index for index, mutant in enumerate(place.mutants.kept) if mutant.form not in place.guessed]
    print(f"  of those, {len(unguessed)} mutants that our fuzzer does not make itself:")
    for score in scores:
        killed = [score.mutants[index] for index in unguessed]
        early = "  ".join(f"{share(killed, step):>6.1%}" for step in _STEPS)
        print(f"  {score.seed:>4}  {share(killed):>7.1%}{'':41}{early}")


def _print_mislabelled(score: Score) -> None:
    if score.mislabelled:
        print(f"  WRONG LABELS: {len(score.mislabelled)} of {score.records} records, such as")
    for record in score.mislabelled[:3]:
        print(f"    said to be {'valid' if record.valid else 'invalid'}: {_shown(record.instance)}")


def _print_survivors(
    kind: str, named: list[tuple[str, Any]], killed: Sequence[Sequence[int]], scores: Sequence[Score]
) -> None:
    rows = [
        (what, witness, [score.seed for score, numbers in zip(scores, killed, strict=True) if not numbers[index]])
        for index, (what, witness) in enumerate(named)
    ]
    left = [row for row in rows if row[2]]
    if left:
        print(f"  {len(left)} {kind} survive in some stream:")
    for what, witness, seeds in left:
        print(f"    {what}  (seed {', '.join(map(str, seeds))})\n      {_shown(witness)}")


def _shown(instance: Any) -> str:
    text = json.dumps(instance, ensure_ascii=False)
    return text if len(text) <= _WITNESS else f"{text[:_WITNESS]}…"
