"""
Steps beside the single ones, where there is room for them: texts, numbers that are given away, and steps together.

What a schema says of one member may need another: without its text, a box of the kind `text` is none.  So neither can
be changed alone.  What is wrong after a step says where the other one is to be done, and both together are a step.
"""

from __future__ import annotations

from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.schema.places import has_place, place_of, value_at
from schemawright.fuzz.shrinking.edits import Editable, places_in
from schemawright.fuzz.shrinking.parts import is_number, total
from schemawright.fuzz.shrinking.scalars import simpler_texts
from schemawright.fuzz.strategies.rows import UNKNOWN, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from schemawright.engines.native.labels import Label
    from schemawright.fuzz.schema.visits import Place
    from schemawright.fuzz.strategies.rows import Here, Known, Move, Row

_LENGTH = 64
"""Up to which length a text is made simpler by a step."""
_PLACES, _BESIDE = 6, 12
"""How much is wrong after a step, at the most, that is mended; and how many members or options are tried for that."""
_NEEDED = "required"
"""What is missing is not to be had by leaving out, or replacing, anything else."""


def rows_beside(instance: Any, accepts: Callable[[Any], bool], known: Known) -> Iterator[Row]:
    """Yield the steps that make texts simpler, and that give numbers to members in front."""
    editable = Editable(instance, accepts, known.simple)
    for place, value in places_in(instance):
        if place and isinstance(value, str) and 1 < len(value) <= _LENGTH:
            found = [(Step("replace", place, text),) for text in simpler_texts(editable, place, value)]
            if found:
                yield tuple(found)
        elif isinstance(value, dict):
            numbers = [name for name, member in value.items() if is_number(member)]
            for one, other in pairwise(numbers):
                yield ((Step("give", (*place, other), one),),)


def given(instance: Any, step: Step) -> tuple[Place, Any] | None:
    """Return where the number of a member is given to, and what is there then; None where it cannot be."""
    place = (*step.place[:-1], step.value)
    if not has_place(instance, place):
        return None
    before, more = value_at(instance, place), value_at(instance, step.place)
    found = total(before, more) if is_number(before) and is_number(more) else None
    return None if found is None else (place, found)


class Together:
    """
    Finds steps that an instance allows only together.

    Args:
        after: What steps come to, whether or not that will do.
        accepts: Whether it will do.
        wrong: What is wrong with it, where it will not.
    """

    def __init__(
        self, after: Callable[[Move], Any], accepts: Callable[[Any], bool], wrong: Callable[[Any], Iterable[Label]]
    ) -> None:
        self._after = after
        self._accepts = accepts
        self._wrong = wrong

    def rows(self, singles: Sequence[Row], instance: Any, places: Mapping[Place, Here]) -> Iterator[Row]:
        """Yield what becomes of the single steps that cannot be taken alone."""
        known: set[frozenset[tuple[str, Place]]] = set()
        for (step,) in chain.from_iterable(singles):
            if step.kind not in {"drop", "replace", "lift"}:
                continue
            move = self._completed(step, instance, places)
            about = frozenset((one.kind, one.place) for one in move)
            if move and about not in known:
                known.add(about)
                yield (move,)

    def _completed(self, step: Step, instance: Any, places: Mapping[Place, Here]) -> Move:
        """Return a step with what has to be done beside it; nothing, where it can be alone or is not found."""
        after = self._after((step,))
        if self._accepts(after):
            return ()
        moves = ((step, *others) for others in self._others(step, after, instance, places))
        return next((move for move in moves if self._accepts(self._after(move))), ())

    def _others(self, step: Step, after: Any, instance: Any, places: Mapping[Place, Here]) -> Iterator[Move]:
        """Yield what may mend what a step broke: what is refused then goes, or is made another of its options."""
        labels = [label for label in islice(self._wrong(after), _PLACES) if label.keyword != _NEEDED]
        at = [*dict.fromkeys([place_of(instance, label.instance_location) for label in labels])]
        around = [place for place in at if step.place[: len(place)] == place]
        refused = [place for place in at if place not in around]
        if refused:
            yield tuple([Step("drop", place) for place in refused])
        if step.kind == "drop":
            for place in refused:
                options = chain.from_iterable(places.get(place, UNKNOWN).options)
                yield from ((Step("replace", place, option),) for option in islice(options, _BESIDE))
        for place in around:
            # Of an object it is not told which of its members is refused, or needs another one.
            outer = value_at(instance, place)
            beside = (
                [name for name in outer if (*place, name) != step.place[: len(place) + 1]]
                if type(outer) is dict
                else []
            )
            yield from ((Step("drop", (*place, name)),) for name in beside[:_BESIDE])
