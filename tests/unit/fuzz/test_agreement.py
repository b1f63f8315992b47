"""What the other engine is asked about, and what is kept of what it says otherwise."""

from __future__ import annotations

from schemawright import open_schema
from schemawright.fuzz.agreement import MAX_DISAGREEMENTS, Agreement


def agreement() -> Agreement:
    return Agreement(open_schema({"type": "integer"}).task)


def test_what_the_other_engine_judges_otherwise_is_kept_and_not_handed_out() -> None:
    asked = agreement()
    assert asked.is_agreed(1, valid=True)
    assert not asked.is_agreed(1, valid=False)
    assert not asked.is_told_valid("x")
    assert asked.disagreements == [1, "x"]


def test_one_of_many_that_chance_makes_is_shown_to_it() -> None:
    asked = agreement()
    answers = [asked.is_agreed_by_sample("x", valid=True) for _ in range(640)]
    assert answers.count(False) == 10 == len(asked.disagreements)


def test_so_many_are_kept_and_no_more() -> None:
    asked = agreement()
    for _ in range(MAX_DISAGREEMENTS + 5):
        asked.is_agreed("x", valid=True)
    assert len(asked.disagreements) == MAX_DISAGREEMENTS


def test_what_is_heavy_is_not_shown_to_it_since_it_takes_long() -> None:
    asked = agreement()
    assert asked.is_agreed(["x"] * 100_000, valid=True)
    assert not asked.disagreements
