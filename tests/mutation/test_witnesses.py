"""No mutant is equivalent, and no planted bug is invisible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.mutation.schema_mutants import LOOSER
from benchmarks.mutation.validator_bugs import BUGS

if TYPE_CHECKING:
    from benchmarks.mutation.scoring import Field

LEAST = {"tunnel-session": (150, 40), "rich": (400, 80)}


def test_each_mutant_judges_its_witness_otherwise(place: Field) -> None:
    for mutant in place.mutants.kept:
        looser = mutant.direction == LOOSER
        assert mutant.validator.is_valid(mutant.witness) is looser, mutant.how
        assert place.right.is_valid(mutant.witness) is not looser, mutant.how


def test_each_bug_judges_its_witness_otherwise(place: Field) -> None:
    for bug in place.bugs:
        assert bug.validator.is_valid(bug.witness) is not place.right.is_valid(bug.witness), bug.what


def test_there_are_enough_mutants_and_bugs(place: Field) -> None:
    mutants, bugs = LEAST[place.subject.name]
    assert len(place.mutants.kept) >= mutants
    assert len(place.bugs) >= bugs


def test_hardly_anything_is_left_out_without_a_proof(place: Field) -> None:
    assert len(place.mutants.unclear) <= 3, place.mutants.unclear


def test_each_bug_has_a_name_of_its_own() -> None:
    assert len({bug.what for bug in BUGS}) == len(BUGS)
