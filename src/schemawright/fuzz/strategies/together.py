"""
Steps that an instance allows only together.

What a schema says of one member may need another: without its text, a box of the kind `text` is none.  So neither can
be changed alone.  What is wrong after a step says where the other one is to be done, what is wrong after both where a
third one is, and all together are a step.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.schema.places import place_of, value_at
from schemawright.fuzz.shrinking.parts import is_number
from schemawright.fuzz.strategies.rows import UNKNOWN, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from schemawright.engines.native.labels import Label
    from schemawright.fuzz.schema.visits import Place
    from schemawright.fuzz.strategies.rows import Here, Known, Move, Row

_PLACES, _BESIDE = 6, 12
"""How much is wrong after a step, at the most, that is mended; and how many members or options are tried for that."""
_NEEDED = "required"
"""What is missing is not to be had by leaving out anything else."""
_MENDED, _ASKED = 3, 6
"""How many things are mended beside a step, one after the other; of how many it is asked what is wrong then."""
_FEWER = frozenset({"drop", "lift"})
"""The steps after which there is less, so that something else may be made less simple for them."""
_BOUNDS = {"minimum": 0, "maximum": 0, "exclusiveMinimum": 1, "exclusiveMaximum": -1}
"""Keyword of a number → how far from what it says there is one that it accepts."""


class Together:
    """
    Finds steps that an instance allows only together.

    Args:
        after: What steps come to, whether or not that will do.
        accepts: Whether it will do.
        wrong: What is wrong with it, where it will not.
        known: What is known of the schema.
    """

    def __init__(
        self,
        after: Callable[[Move], Any],
        accepts: Callable[[Any], bool],
        wrong: Callable[[Any], Iterable[Label]],
        known: Known,
    ) -> None:
        self._after = after
        self._accepts = accepts
        self._wrong = wrong
        self._known = known

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
        return () if self._accepts(after) else self._mended((step,), after, instance, places)

    def _mended(self, move: Move, after: Any, instance: Any, places: Mapping[Place, Here]) -> Move:
        """Return steps with what mends what they broke; nothing, where that is not found."""
        labels = [*islice(self._wrong(after), _PLACES)]
        nearest: tuple[Move, Any] | None = None
        asked = 0
        for others in self._others(move, labels, instance, places):
            longer = (*move, *others)
            after = self._after(longer)
            if self._accepts(after):
                return longer
            if nearest is None and len(labels) > 1 and len(longer) <= _MENDED and asked < _ASKED:
                asked += 1
                nearest = (longer, after) if self._is_nearer(after, labels) else None
        return self._mended(*nearest, instance, places) if nearest is not None else ()

    def _is_nearer(self, after: Any, labels: Sequence[Label]) -> bool:
        """Return whether less is wrong than was, and nothing else."""
        before = [label.keyword_location for label in labels]
        now = [label.keyword_location for label in islice(self._wrong(after), len(before))]
        return 0 < len(now) < len(before) and set(now) <= set(before)

    def _others(
        self, move: Move, labels: Sequence[Label], instance: Any, places: Mapping[Place, Here]
    ) -> Iterator[Move]:
        """Yield what may mend what steps broke: what is refused then goes, or is made another."""
        step = move[0]
        several = [(place_of(instance, one.instance_location), one) for one in labels if one.keyword != _NEEDED]
        at = dict(reversed(several))
        around = [place for place, _ in several if step.place[: len(place)] == place]
        refused = [place for place in dict.fromkeys(place for place, _ in several) if place not in around]
        if refused:
            yield tuple([Step("drop", place) for place in refused])
        is_fewer = any(one.kind in _FEWER for one in move)
        for label in labels if is_fewer else ():
            if label.keyword == _NEEDED:
                yield from self._not_needed(place_of(instance, label.instance_location), move, instance, places)
        for place in refused:
            value = value_at(instance, place)
            if is_number(value) and value:
                yield (Step("replace", place, 0),)
            if is_fewer:
                options = chain(*places.get(place, UNKNOWN).options, self._bounds(at[place]))
                yield from ((Step("replace", place, option),) for option in islice(options, _BESIDE))
        for place in dict.fromkeys(around):
            # Of an object it is not told which of its members is refused, or needs another one.
            outer = value_at(instance, place)
            there = outer if type(outer) is dict else ()
            beside = [name for name in there if all((*place, name) != one.place[: len(place) + 1] for one in move)]
            yield from ((Step("drop", (*place, name)),) for name in beside[:_BESIDE])

    def _not_needed(self, place: Place, move: Move, instance: Any, places: Mapping[Place, Here]) -> Iterator[Move]:
        """Yield what may make a member needless that is missing: another member of an enumeration is another of it."""
        outer = value_at(instance, place)
        gone = {one.place for one in move}
        for name in outer if type(outer) is dict else ():
            beside = (*place, name)
            options = chain(*places.get(beside, UNKNOWN).options) if beside not in gone else ()
            others = (option for option in options if repr(option) != repr(outer[name]))
            yield from ((Step("replace", beside, option),) for option in islice(others, _BESIDE))

    def _bounds(self, label: Label) -> Iterator[Any]:
        """Yield the number that a keyword accepts which refused another."""
        bound: Any = self._known.said(label.keyword_location)
        if label.keyword in _BOUNDS and is_number(bound):
            yield bound + _BOUNDS[label.keyword]
