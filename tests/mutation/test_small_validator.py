"""The validator in which bugs are planted is right without them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.mutation.candidates import iter_candidates
from benchmarks.mutation.schema_mutants import compiled
from benchmarks.mutation.small_validator import SmallValidator
from benchmarks.mutation.subjects import subjects

if TYPE_CHECKING:
    from benchmarks.mutation.subjects import Subject

STRIDE = 13

_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
_INSTANCES = st.recursive(_SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=3), inner))


def test_agrees_with_the_native_engine_on_thousands_of_instances(subject: Subject) -> None:
    instances = [one.instance for one in iter_candidates(subject)][::STRIDE]
    right, small = compiled(subject.schema), SmallValidator(subject.schema)
    differ = [one for one in instances if right.is_valid(one) is not small.is_valid(one)]
    assert differ == []
    assert len(instances) > 800


def test_every_part_is_valid(subject: Subject) -> None:
    right = compiled(subject.schema)
    assert [part for part in subject.parts if not right.is_valid(subject.base | part)] == []


@settings(max_examples=300, deadline=None)
@given(st.data(), _INSTANCES)
def test_agrees_with_the_native_engine_on_any_value_of_any_property(data: st.DataObject, value: Any) -> None:
    for subject in subjects():
        names = sorted(subject.schema["properties"])
        instance = subject.base | {data.draw(st.sampled_from(names)): value}
        assert SmallValidator(subject.schema).is_valid(instance) is compiled(subject.schema).is_valid(instance)
