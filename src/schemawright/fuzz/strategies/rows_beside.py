"""Steps beside the single ones, where there is room for them: for texts, and numbers that are given away."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.schema.places import has_place, value_at
from schemawright.fuzz.shrinking.edits import Editable, places_in
from schemawright.fuzz.shrinking.parts import is_number, total
from schemawright.fuzz.shrinking.scalars import simpler_texts
from schemawright.fuzz.strategies.rows import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.fuzz.schema.visits import Place
    from schemawright.fuzz.strategies.rows import Known, Row

_AT_ONCE = 2
"""How many steps there are to choose from at once; what else a text can be made comes last."""


def rows_beside(instance: Any, accepts: Callable[[Any], bool], known: Known) -> Iterator[Row]:
    """Yield the steps that make texts simpler, and that give numbers to members in front."""
    editable = Editable(instance, accepts, known.simple)
    further: list[Row] = []
    for place, value in places_in(instance):
        if place and isinstance(value, str) and value:
            found = [(Step("replace", place, text),) for text in simpler_texts(editable, place, value)]
            if found:
                yield tuple(found[:_AT_ONCE])
            further += [tuple(found[at : at + _AT_ONCE]) for at in range(_AT_ONCE, len(found), _AT_ONCE)]
        elif isinstance(value, dict):
            numbers = [name for name, member in value.items() if is_number(member)]
            for one, other in pairwise(numbers):
                yield ((Step("give", (*place, other), one),),)
    yield from further


def given(instance: Any, step: Step) -> tuple[Place, Any] | None:
    """Return where the number of a member is given to, and what is there then; None where it cannot be."""
    place = (*step.place[:-1], step.value)
    if not has_place(instance, place):
        return None
    before, more = value_at(instance, place), value_at(instance, step.place)
    found = total(before, more) if is_number(before) and is_number(more) else None
    return None if found is None else (place, found)
