"""What a stream is told to have found is what it has found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.mutation.generators import Labelled, drawn, in_turn
from benchmarks.mutation.report import print_field, print_scores, reached
from benchmarks.mutation.scoring import score

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from benchmarks.mutation.scoring import Field
    from benchmarks.mutation.subjects import Subject

    Generator = Callable[[Subject, int, int], list[Labelled]]


def stream(place: Field, instances: list[Any], *, lie: bool = False) -> Generator:
    return lambda *_: [Labelled(one, place.right.is_valid(one) is not lie) for one in instances]


def test_the_witnesses_find_everything(place: Field) -> None:
    witnesses = [one.witness for one in (*place.mutants.kept, *place.bugs)]
    found = score(place, stream(place, witnesses), 1, len(witnesses))
    assert len(found.mutants) == len(place.mutants.kept) > 0
    assert len(found.bugs) == len(place.bugs) > 0
    assert all(found.mutants)
    assert all(found.bugs)
    assert not found.mislabelled


def test_valid_records_find_hardly_anything_looser(place: Field, capsys: pytest.CaptureFixture[str]) -> None:
    valid = [place.subject.base | part for part in place.subject.parts]
    found = score(place, stream(place, valid), 1, len(valid))
    killed = [mutant for number, mutant in zip(found.mutants, place.mutants.kept, strict=True) if number]
    # A few are both: they refuse some valid instances too.
    assert sum(mutant.direction == "looser" for mutant in killed) < 0.05 * len(killed)
    assert not reached(found)
    print_field(place)
    assert not print_scores(place, [found])
    printed = capsys.readouterr().out
    assert "mutants survive in some stream" in printed
    assert place.mutants.kept[0].how in printed


def test_a_wrong_label_misses_the_goal(place: Field, capsys: pytest.CaptureFixture[str]) -> None:
    witnesses = [one.witness for one in (*place.mutants.kept, *place.bugs)]
    found = score(place, stream(place, witnesses, lie=True), 1, len(witnesses))
    assert len(found.mislabelled) == len(witnesses)
    assert not reached(found)
    print_scores(place, [found], quiet=True)
    assert "WRONG LABELS" in capsys.readouterr().out


def test_no_record_finds_nothing(place: Field) -> None:
    found = score(place, stream(place, []), 1, 0)
    assert not any((*found.mutants, *found.bugs))


def test_what_hypothesis_draws_is_repeated_by_its_seed() -> None:
    from hypothesis import strategies as st

    assert drawn(st.integers(), 7, 20) == drawn(st.integers(), 7, 20)


def test_valid_and_invalid_records_take_turns() -> None:
    assert [record.valid for record in in_turn([1, 2, 3], [4])] == [True, False, True, True]
