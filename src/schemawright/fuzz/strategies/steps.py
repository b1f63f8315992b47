"""
The last that Hypothesis does to a record: single steps, each of which is taken as it is told, or else there is no draw.

What an edit (`schemawright.fuzz.shrinking.edits`) comes to depends on the others: what the schema does not allow is
left undone.
So a member may be there only because of another, and a test that needs the one keeps the other.  A step is exact: a
record in which not all that were told can be done is none.  What stays does so because it is told, whatever else goes,
and no step less is worth anything.  Steps are few, since they are about what the edits have left.
"""

from __future__ import annotations

from functools import cached_property, partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.breaking.telling import record_of
from schemawright.fuzz.schema.places import has_place, replaced, value_at, without
from schemawright.fuzz.shrinking.edits import Editable, places_in
from schemawright.fuzz.shrinking.scalars import plainest_name
from schemawright.fuzz.strategies.rows import PLAINEST, Known, Step, further_lifts, single_rows
from schemawright.fuzz.strategies.rows_beside import given, rows_beside
from schemawright.fuzz.strategies.together import Together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from schemawright.engines.native.engine import NativeEngine
    from schemawright.engines.native.labels import Label
    from schemawright.fuzz.record import FuzzRecord
    from schemawright.fuzz.schema.visits import Place
    from schemawright.fuzz.strategies.rows import Move, Row

NOTHING = object()
"""Stands for an instance that there is not."""
COUNT = 32
"""
How many pairs of steps a record has: few minimal ones have so many places, and of one with more none is taken.  With
twice as many, a list of fifty records is too much for Hypothesis to draw.
"""
_LOOKED, _LEFT = 96, 8
"""
Of how many single steps it is asked at the most which can be taken, where they are too many; and how many such there
are at the most where edits have done what they can.
"""
_TOLD = 20
"""How much of a name is told."""
_WAYS = 2
"""How many steps there are to choose from in a pair."""


def are_idle(gates: bytes, told: bytes) -> bool:
    """Return whether no step is taken, whatever there are, as in nearly all draws."""
    return not any(gate + which < _WAYS for gate, which in zip(gates, told, strict=True))


class Steps:
    """
    The steps that lead from an instance to simpler ones.

    Args:
        instance: The instance; left as it is.
        accepts: Whether what comes of it will do.
        known: What is known of the schema.
        wrong: What is wrong with what does not.

    >>> from schemawright import open_schema
    >>> from schemawright.fuzz.schema.schema_map import SchemaMap
    >>> schema = open_schema({"properties": {"a": {}, "b": {}}, "required": ["a"]})
    >>> steps = Steps({"b": 1, "a": [7]}, schema.is_valid, Known(SchemaMap(schema)))
    >>> [steps.taken(bytes(5), bytes(told)) for told in ([2, 2, 0, 2, 2], [2, 2, 2, 2, 0])]
    [{'a': [7]}, {'b': 1, 'a': []}]
    >>> steps.taken(bytes(5), bytes([2, 2, 2, 0, 2])) is NOTHING
    True
    >>> steps.all()
    {'a': []}
    """

    def __init__(
        self,
        instance: Any,
        accepts: Callable[[Any], bool],
        known: Known,
        wrong: Callable[[Any], Iterable[Label]] = lambda _instance: (),
    ) -> None:
        self.instance = instance
        self._accepts = accepts
        self._known = known
        self._wrong = wrong
        self._places = known.places(instance)
        self._all_singles = [*islice(single_rows(instance, self._places), _LOOKED)]
        self._least: Any = NOTHING
        self._names: dict[tuple[Place, frozenset[Step]], str] = {}
        self._done: dict[str, Callable[[Step, Any], Any]] = {
            "drop": lambda step, instance: without(instance, step.place),
            "replace": lambda step, instance: replaced(instance, step.place, step.value),
            "give": _gave,
            "lift": self._lifted,
            "order": lambda _step, instance: ordered(instance, known.ranks),
        }

    @cached_property
    def _singles(self) -> Sequence[Row]:
        """The single steps; where they are too many, those that can be taken."""
        rows = self._all_singles
        if not COUNT < len(rows) < _LOOKED:
            return rows[:COUNT]
        return [row for row in rows if any(self._after(move) is not NOTHING for move in row)][:COUNT]

    @cached_property
    def _is_large(self) -> bool:
        """Whether there is more for edits to do: what no step is about would stay."""
        places = len(self._all_singles)
        return places >= _LOOKED or (places > COUNT and len(self._singles) > _LEFT)

    @cached_property
    def _rows(self) -> Sequence[Row]:
        """All pairs of steps: the single ones, and as many more as there is room for."""
        together = Together(self._applied, self._accepts, self._wrong, self._known)
        # Those of texts last: they come and go with what edits do to those, and the others are to keep their numbers.
        beside = chain(
            together.rows(self._all_singles, self.instance, self._places),
            further_lifts(self.instance, self._places),
            rows_beside(self.instance, self._accepts, self._known),
        )
        return [*self._singles, *islice(beside, COUNT - len(self._singles))]

    @cached_property
    def _ranks(self) -> Mapping[Place, int]:
        return {place: rank for rank, (place, _) in enumerate(places_in(self.instance))}

    def drawn(self, gates: bytes, told: bytes) -> Any:
        """Return what steps come to, and where all are told, all those that can be; `NOTHING` where it is none."""
        if any(gates) or any(told):
            return self.taken(gates, told)
        if self._least is NOTHING:
            self._least = self.all()
        return self._least

    def taken(self, gates: bytes, told: bytes) -> Any:
        """
        Return what steps come to; `NOTHING` where that will not do.

        Args:
            gates: For each pair of steps, and
            told: once more, in sum which one of it is taken: 0 for the first, 1 for the second, above that none.  So
                whichever byte is lowered first, both can still be told by the other.
        """
        chosen = [*self._chosen(gates, told)]
        if chosen and self._is_large:
            return NOTHING
        return self._after([*chain.from_iterable(reversed(chosen))])

    def _chosen(self, gates: bytes, told: bytes) -> Iterator[Move]:
        for number, (gate, which) in enumerate(zip(gates, told, strict=True)):
            if gate + which < _WAYS:
                # What is beside the single steps takes long to find.
                rows = self._singles if number < len(self._singles) or self._is_large else self._rows
                if number < len(rows) and gate + which < len(rows[number]):
                    yield rows[number][gate + which]

    def all(self) -> Any:
        """
        Return what is left when each step is taken that can be, one after the other.

        None leads back to what was there before, as two that undo each other would, for ever.
        """
        current, seen = self, {repr(self.instance)}
        while (after := current._all_once(seen)) is not current:
            current = after
        return current.instance

    def _all_once(self, seen: set[str]) -> Steps:
        """Return the steps that are left; what is possible by now that was not before is taken in the next round."""
        current, number = self, 0
        while (row := current._row(number)) is not None:
            after = current._simpler(row, seen)
            if after is NOTHING:
                number += 1
            else:
                seen.add(repr(after))
                current = Steps(after, self._accepts, self._known, self._wrong)
        return current

    def _row(self, number: int) -> Row | None:
        """Return a pair of steps, the single ones first, whether or not they can be taken; None behind the last."""
        singles = self._all_singles
        if number < len(singles):
            return singles[number]
        beside = self._rows[len(self._singles) :]
        return next(iter(beside[number - len(singles) :]), None)

    def _simpler(self, row: Row, seen: set[str]) -> Any:
        """Return what one of a pair of steps makes of the instance that was not there yet; `NOTHING` for neither."""
        for move in row:
            after = self._after(move)
            if after is not NOTHING and repr(after) not in seen:
                return after
        return NOTHING

    def _after(self, steps: Sequence[Step]) -> Any:
        """Return what steps come to; `NOTHING` where that will not do."""
        instance = self._applied(steps)
        return instance if not steps or self._accepts(instance) else NOTHING

    def _applied(self, steps: Sequence[Step]) -> Any:
        """Return what steps come to; the names last, since what goes may have had the plainest."""
        # Those that are inside of others first: what those are about is there as long.
        once = {repr(step): step for step in steps}.values()
        several = sorted(once, key=lambda step: -self._ranks[step.place])
        instance, others = self.instance, [step for step in several if step.kind != "rename"]
        for step in others:
            # What is gone needs nothing done to it.
            instance = self._done[step.kind](step, instance) if has_place(instance, step.place) else instance
        for step in several:
            place = moved(step.place, others) if step.kind == "rename" else None
            # What was lifted out of a member stands where that has no name of its own.
            if place is not None and place[-1:] == step.place[-1:] and has_place(instance, place):
                instance = _renamed(instance, place, self._plainest(step.place, others))
        return instance

    @staticmethod
    def _lifted(step: Step, instance: Any) -> Any:
        """Return an instance with what is inside of a place in the stead of what is around it."""
        inner = (*step.place, *step.value)
        return replaced(instance, step.place, value_at(instance, inner)) if has_place(instance, inner) else instance

    def _plainest(self, place: Place, others: Sequence[Step]) -> str:
        """Return the plainest name that a member can have beside those that stay; one may lead to another."""
        gone = frozenset(step for step in others if step.kind == "drop" and step.place[:-1] == place[:-1])
        if (place, gone) not in self._names:
            alone = self.instance
            for step in gone:
                alone = without(alone, step.place)
            name = self._plainest_in(alone if self._accepts(alone) else self.instance, place)
            self._names[place, gone] = name
        return self._names[place, gone]

    def _plainest_in(self, instance: Any, place: Place) -> str:
        name = str(place[-1])
        while True:
            plainer = plainest_name(Editable(instance, self._accepts, self._known.simple), (*place[:-1], name))
            if _plainness(plainer) >= _plainness(name):
                return name
            instance, name = _renamed(instance, (*place[:-1], name), plainer), plainer


class Labelled:
    """
    The steps that lead from a violation to simpler ones of the same keyword, wherever those are.

    Args:
        record: The violation.
        engine: What tells what is wrong.
        known: What is known of the schema.
        is_only: Whether what is told of an instance is all that is wrong with it, by verdicts.
    """

    def __init__(
        self, record: FuzzRecord, engine: NativeEngine, known: Known, is_only: Callable[[Label, Any], bool]
    ) -> None:
        self._record = record
        self._engine = engine
        about = [label for label in self._labels(record.instance) if _is_of(label, record)]
        self._kinds = self._kinds_of(record.instance)
        self._about = about[0].keyword_location if about else ""
        # What is wrong is told in ten times as long, or a thousand times, and most of what is asked is wrong otherwise.
        is_by_verdict = record.alone and len(self._kinds) == len(about) == 1 and is_only(about[0], record.instance)
        self._may_be: Callable[[Any], bool] = partial(is_only, about[0]) if is_by_verdict else lambda _: True
        self._steps = Steps(record.instance, self._accepts if about else lambda _: False, known, self._others)

    def drawn(self, gates: bytes, told: bytes) -> Any:
        """Return the record that steps come to; `NOTHING` where it is none."""
        instance, before = self._steps.drawn(gates, told), self._record
        if instance is NOTHING:
            return NOTHING
        if instance is before.instance:
            return before
        label = next(label for label in self._labels(instance) if label.keyword_location == self._about)
        how = told_anew(before.how, names_in(before.instance), names_in(instance))
        return record_of(instance, label, how, alone=before.alone)

    def _labels(self, instance: Any) -> list[Label]:
        labels = self._engine.labels(instance)
        return labels if len(labels) == 1 else self._engine.all_labels(instance)

    def _kinds_of(self, instance: Any) -> list[str]:
        # Of several names that are missing there is one label: what is alone has to be so by each error.
        labels = self._engine.labels(instance) if self._record.alone else self._labels(instance)
        return sorted(label.keyword_location for label in labels)

    def _accepts(self, instance: Any) -> bool:
        return self._may_be(instance) and self._kinds_of(instance) == self._kinds

    def _others(self, instance: Any) -> Iterator[Label]:
        """Yield what an instance violates that the record does not, not each at its exact place, which takes long."""
        return (label for label in self._engine.labels(instance) if label.keyword_location not in self._kinds)


def told_anew(how: str, before: set[str], after: set[str]) -> str:
    """
    Return how a record differs, with the name that a member has by now.

    >>> told_anew("a property more: 'extra'", {"id", "extra"}, {"id", "a"})
    "a property more: 'a'"
    >>> told_anew("a property more: 'extra'", {"other", "extra"}, {"a", "b"})
    'a property more'
    """
    for name in before - after:
        told = repr(name[:_TOLD])
        if told in how:
            fresh = [*(after - before)]
            return how.replace(told, repr(fresh[0][:_TOLD])) if len(fresh) == 1 else how.partition(":")[0]
    return how


def names_in(instance: Any) -> set[str]:
    """Return the names of all members of an instance."""
    return {place[-1] for place, _ in places_in(instance) if place and isinstance(place[-1], str)}


def _is_of(label: Label, record: FuzzRecord) -> bool:
    return (label.evaluation_path, label.instance_location) == (record.violates, record.at)


def _gave(step: Step, instance: Any) -> Any:
    """Return an instance without a member, the number of which another one has more."""
    found = given(instance, step)
    return instance if found is None else without(replaced(instance, *found), step.place)


def moved(place: Place, steps: Sequence[Step]) -> Place | None:
    """
    Return where what was at a place is after steps; None where it is gone.

    >>> moved(("a", 2, "b", "c"), [Step("drop", ("a", 0)), Step("lift", ("a", 2), ("b",))])
    ('a', 1, 'c')
    >>> moved(("a", "b"), [Step("drop", ("a",))]) is None
    True
    """
    if any(step.kind == "drop" and step.place == place[: len(step.place)] for step in steps):
        return None
    after: Place = ()
    at = 0
    while at < len(place):
        outer, token = place[:at], place[at]
        lift = next((step.value for step in steps if step.kind == "lift" and step.place == outer), ())
        if place[at : at + len(lift)] != lift:
            return None
        if lift:
            at += len(lift)
            continue
        if isinstance(token, int):
            token -= sum(_is_before(step, place[: at + 1]) for step in steps)
        after = (*after, token)
        at += 1
    return after


def _is_before(step: Step, item: Place) -> bool:
    """Return whether a step drops an item of the same array, in front of another."""
    return step.kind == "drop" and step.place[:-1] == item[:-1] and step.place[-1:] < item[-1:]


def _renamed(instance: Any, place: Place, name: str) -> Any:
    outer, old = place[:-1], place[-1]
    members = value_at(instance, outer)
    if name in members:
        return instance
    return replaced(instance, outer, {name if one == old else one: value for one, value in members.items()})


def _plainness(name: str) -> tuple[int, bool, str]:
    """Return how plain a name is, the least for the plainest, so that one leads to another but never back."""
    return len(name), name != PLAINEST * len(name), name


def ordered(value: Any, ranks: Mapping[str, int]) -> Any:
    """
    Return a value with the members of each object in the order of a schema, unknown ones last.

    >>> ordered({"z": 1, "b": [{"b": 2, "a": 3}], "a": 4}, {"a": 0, "b": 1})
    {'a': 4, 'b': [{'a': 3, 'b': 2}], 'z': 1}
    """
    if isinstance(value, list):
        return [ordered(item, ranks) for item in value]
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: (ranks.get(name, len(ranks)), name))
        return {name: ordered(value[name], ranks) for name in names}
    return value
