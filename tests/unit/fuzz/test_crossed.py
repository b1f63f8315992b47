"""Records put together of several: valid, and telling what each of those told."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemawright import open_schema
from schemawright.fuzz.bits import each_bit
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.order.asking import Asking
from schemawright.fuzz.order.crossed import Crossing
from schemawright.fuzz.order.mutants import Mutants
from schemawright.fuzz.record import FuzzRecord

APART: dict[str, Any] = {
    "type": "object",
    "properties": {
        "a": {"type": "integer", "minimum": 1, "maximum": 5},
        "b": {"type": "array", "items": {"type": "string", "maxLength": 3}, "maxItems": 3},
        "c": {"type": "object", "properties": {"d": {"enum": ["x", "y"]}}, "required": ["d"]},
    },
}
BOUND: dict[str, Any] = APART | {"maxProperties": 2, "dependentRequired": {"a": ["b"]}}


class Told:
    """Records, and the mutants of a schema that each tells and none before it."""

    def __init__(self, contents: Any, instances: list[Any]) -> None:
        fuzzer = Fuzzer(open_schema(contents))
        self.accepts = fuzzer.accepts
        self.mutants = Mutants(fuzzer.schema_map)
        self.asking = Asking(self.mutants, fuzzer.locally)
        self._crossing = Crossing(
            self.mutants,
            fuzzer.locally,
            self.accepts,
            self.asking.told_by,
            self.asking._judged,
        )
        self.fresh: list[tuple[FuzzRecord, int]] = []
        before = 0
        for record in (FuzzRecord(one, valid=True) for one in instances if self.accepts(one)):
            told = self.asking.told_by(record, self.mutants.everything)
            self.fresh.append((record, told & ~before))
            before |= told

    def crossed(self) -> list[Any]:
        return [record.instance for record in self._crossing.crossed(self.fresh)]

    def all_told_by(self, instance: Any) -> int:
        return self.asking.told_by(FuzzRecord(instance, valid=True), self.mutants.everything)


def test_values_at_places_of_their_own_come_into_one_record() -> None:
    told = Told(APART, [{}, {"a": 2}, {"a": 1}, {"b": ["", "xyz"]}, {"c": {"d": "y"}}])
    assert {"a": 1, "b": ["", "xyz"], "c": {"d": "y"}} in told.crossed()


def test_an_item_that_has_no_place_is_one_more_of_an_array() -> None:
    told = Told(APART, [{"b": ["xyz"]}, {"b": [""]}])
    made = told.crossed()
    assert made
    assert all(sorted(one["b"]) == ["", "xyz"] for one in made)


def test_two_values_of_one_place_are_not_lost_in_one_record() -> None:
    assert Told({"enum": ["x", "y"]}, ["x", "y"]).crossed() == []


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "a": st.integers(1, 5),
        "b": st.lists(st.text("xyz", max_size=3), max_size=3),
        "c": st.sampled_from([{"d": "x"}, {"d": "y"}, {"d": "x", "e": 1}]),
        "f": st.none(),
    },
)


@given(contents=st.sampled_from([APART, BOUND]), instances=st.lists(VALUES, min_size=2, max_size=6))
@example(contents=BOUND, instances=[{"a": 1, "b": []}, {"c": {"d": "x"}}])
@settings(max_examples=25, deadline=None)
def test_what_is_put_together_is_valid_and_tells_more(contents: Any, instances: list[Any]) -> None:
    told = Told(contents, instances)
    of_any = 0
    for _, fresh in told.fresh:
        of_any |= fresh
    for one in told.crossed():
        assert told.accepts(one)
        now = told.all_told_by(one) & of_any
        assert all((now & ~fresh) for _, fresh in told.fresh), "it tells what no single one of them did first"


@given(instances=st.lists(VALUES, min_size=2, max_size=6))
@settings(max_examples=15, deadline=None)
def test_what_is_known_without_asking_is_true(instances: list[Any]) -> None:
    told = Told(APART, instances)
    crossing = told._crossing
    parts = [crossing._part(record.instance, fresh) for record, fresh in told.fresh]
    for base in parts:
        draft = crossing._put_together(base, [one for one in parts if one is not base])
        missed = draft.sure & ~told.all_told_by(draft.instance)
        assert not missed, [told.mutants.all[number] for number in each_bit(missed)]
