"""
The last that Hypothesis does to a record: single steps, each of which is taken as it is told, or else there is no draw.

What an edit (`schemawright.fuzz.edits`) comes to depends on the others: what the schema does not allow is left undone.
So a member may be there only because of another, and a test that needs the one keeps the other.  A step is exact: a
record in which not all that were told can be done is none.  What stays does so because it is told, whatever else goes,
and no step less is worth anything.  Steps are few, since they are about what the edits have left.
"""

from __future__ import annotations

from collections import deque
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.fuzz.edit_scalars import plainest_name
from schemawright.fuzz.edits import Editable, places_in
from schemawright.fuzz.places import SCALARS, has_place, replaced, value_at, without
from schemawright.fuzz.telling import record_of
from schemawright.fuzz.visits import visited

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from schemawright.engines.labels import Label
    from schemawright.engines.native import NativeEngine
    from schemawright.fuzz.record import FuzzRecord
    from schemawright.fuzz.schema_map import SchemaMap, Subschema
    from schemawright.fuzz.visits import Place

    Row = tuple["Step | None", "Step | None"]

NOTHING = object()
"""Stands for an instance that there is not."""
COUNT = 40
"""How many pairs of steps there are to a record: a minimal one rarely has so many places."""
_WAYS = 2
"""How many steps there are to choose from in a pair."""
_PLAINEST = "a"
"""The plainest name."""


class Step(NamedTuple):
    """
    One step.

    Args:
        kind: What is done: drop, replace, lift, rename or order.
        place: Where.
        value: What with.
    """

    kind: str
    place: Place = ()
    value: Any = None


class Here(NamedTuple):
    """
    What a schema says of a place.

    Args:
        names: The names that it knows there: all others can be made plain.
        options: The enumerations there.
    """

    names: set[str]
    options: list[Sequence[Any]]


class Known:
    """
    What is known of a schema that is needed for steps.

    Args:
        schema_map: Its subschemas.
        simple: Simple texts.
    """

    def __init__(self, schema_map: SchemaMap, simple: Sequence[str] = ()) -> None:
        self._map = schema_map
        self.simple = simple

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """The names of properties, in the order of the schema."""
        names = dict.fromkeys(name for one in self._map.subschemas.values() for name in _properties_of(one))
        return {name: rank for rank, name in enumerate(names)}

    def places(self, instance: Any) -> Mapping[Place, Here]:
        """Return what the schema says of the places of an instance, in whichever branch."""
        found: dict[Place, Here] = {}
        for visit, _ in visited(self._map, instance):
            contents = visit.subschema.contents
            if visit.name is None and isinstance(contents, dict):
                here = found.setdefault(visit.place, Here(set(), []))
                here.names.update(visit.subschema.properties)
                options = contents.get("enum")
                here.options.extend([options] if isinstance(options, list) and options else [])
        return found


def _properties_of(subschema: Subschema) -> Iterable[str]:
    contents = subschema.contents.get("properties", ()) if isinstance(subschema.contents, dict) else ()
    return contents if isinstance(contents, dict) else ()


def are_idle(gates: bytes, told: bytes) -> bool:
    """Return whether no step is taken, whatever there are, as in nearly all draws."""
    return not any(not gate and which < _WAYS for gate, which in zip(gates, told, strict=True))


class Steps:
    """
    The steps that lead from an instance to simpler ones.

    Args:
        instance: The instance; left as it is.
        accepts: Whether what comes of it will do.
        known: What is known of the schema.

    >>> from schemawright import open_schema
    >>> from schemawright.fuzz.schema_map import SchemaMap
    >>> schema = open_schema({"properties": {"a": {}, "b": {}}, "required": ["a"]})
    >>> steps = Steps({"b": 1, "a": [7]}, schema.is_valid, Known(SchemaMap(schema)))
    >>> [steps.taken(bytes(5), bytes(told)) for told in ([2, 2, 0, 2, 2], [2, 2, 2, 2, 0])]
    [{'a': [7]}, {'b': 1, 'a': []}]
    >>> steps.taken(bytes(5), bytes([2, 2, 2, 0, 2])) is NOTHING
    True
    >>> steps.all()
    {'a': []}
    """

    def __init__(self, instance: Any, accepts: Callable[[Any], bool], known: Known) -> None:
        self._instance = instance
        self._accepts = accepts
        self._known = known
        self._rows = [*islice(_rows(instance, known), COUNT)]
        self._least: Any = NOTHING
        self._names: dict[Place, str] = {}
        self._done: dict[str, Callable[[Step, Any], Any]] = {
            "drop": lambda step, instance: without(instance, step.place),
            "replace": lambda step, instance: replaced(instance, step.place, step.value),
            "lift": self._lifted,
            "rename": self._renamed,
            "order": lambda _step, instance: ordered(instance, known.ranks),
        }

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
            gates: For each pair of steps, 0 if one of it may be taken.
            told: Which one it is; 2 and above for none.
        """
        chosen = [
            row[which]
            for row, gate, which in zip(self._rows, gates, told, strict=False)
            if not gate and which < len(row)
        ]
        # Those that are inside of others first: what those are about is there as long.
        return self._after([step for step in reversed(chosen) if step is not None])

    def all(self) -> Any:
        """Return what is left when each step is taken that can be, one after the other."""
        current, number = self, 0
        while number < len(current._rows):
            after = current._simpler(number)
            if after is NOTHING:
                number += 1
            else:
                current = Steps(after, self._accepts, self._known)
        return current._instance

    def _simpler(self, number: int) -> Any:
        """Return what one of a pair of steps makes of the instance; `NOTHING` where neither makes it any other."""
        for step in self._rows[number]:
            after = NOTHING if step is None else self._after([step])
            if after is not NOTHING and repr(after) != repr(self._instance):
                return after
        return NOTHING

    def _after(self, steps: Sequence[Step]) -> Any:
        instance = self._instance
        for step in steps:
            # What is gone needs nothing done to it.
            instance = self._done[step.kind](step, instance) if has_place(instance, step.place) else instance
        return instance if not steps or self._accepts(instance) else NOTHING

    @staticmethod
    def _lifted(step: Step, instance: Any) -> Any:
        """Return an instance with what is inside of a place in the stead of what is around it."""
        inner = (*step.place, *step.value)
        return replaced(instance, step.place, value_at(instance, inner)) if has_place(instance, inner) else instance

    def _renamed(self, step: Step, instance: Any) -> Any:
        """Return an instance with the plainest name that a member can have with all else as it was."""
        outer, old = step.place[:-1], step.place[-1]
        if step.place not in self._names:
            self._names[step.place] = self._plainest(step.place)
        name = self._names[step.place]
        members = value_at(instance, outer)
        if name in members or _plainness(name) >= _plainness(str(old)):
            return instance
        return replaced(instance, outer, {name if one == old else one: value for one, value in members.items()})

    def _plainest(self, place: Place) -> str:
        return plainest_name(Editable(self._instance, self._accepts, self._known.simple), place)


class Labelled:
    """
    The steps that lead from a violation to simpler ones of the same keyword, wherever those are.

    Args:
        record: The violation.
        engine: What tells what is wrong.
        known: What is known of the schema.
    """

    def __init__(self, record: FuzzRecord, engine: NativeEngine, known: Known) -> None:
        self._record = record
        self._engine = engine
        at = {label.keyword_location for label in self._labels(record.instance) if _is_of(label, record)}
        self._kinds = self._kinds_of(record.instance)
        self._about = next(iter(at), "")
        self._steps = Steps(record.instance, self._accepts if at else lambda _: False, known)

    def drawn(self, gates: bytes, told: bytes) -> Any:
        """Return the record that steps come to; `NOTHING` where it is none."""
        instance, before = self._steps.drawn(gates, told), self._record
        if instance is NOTHING or instance is before.instance:
            return before if instance is before.instance else NOTHING
        label = next(label for label in self._labels(instance) if label.keyword_location == self._about)
        return record_of(instance, label, before.how, alone=before.alone)

    def _labels(self, instance: Any) -> list[Label]:
        labels = self._engine.labels(instance)
        return labels if len(labels) == 1 else self._engine.all_labels(instance)

    def _kinds_of(self, instance: Any) -> list[str]:
        return sorted(label.keyword_location for label in self._labels(instance))

    def _accepts(self, instance: Any) -> bool:
        return self._kinds_of(instance) == self._kinds


def _is_of(label: Label, record: FuzzRecord) -> bool:
    return (label.evaluation_path, label.instance_location) == (record.violates, record.at)


_UNKNOWN = Here(set(), [])


def _rows(instance: Any, known: Known) -> Iterator[Row]:
    """Yield pairs of steps, of which the first is tried first; outer places before inner ones."""
    yield Step("order"), None
    yield _lift((), instance), None
    places = known.places(instance)
    for place, value in places_in(instance):
        if place:
            here, outer = places.get(place, _UNKNOWN), places.get(place[:-1], _UNKNOWN)
            if isinstance(place[-1], str) and place[-1] != _PLAINEST and place[-1] not in outer.names:
                yield Step("rename", place), None
            yield Step("drop", place), _lift(place, value) or _first(place, value, here.options)


def _plainness(name: str) -> tuple[int, bool, str]:
    """Return how plain a name is, the least for the plainest, so that one leads to another but never back."""
    return len(name), name != _PLAINEST * len(name), name


def _lift(place: Place, value: Any) -> Step | None:
    """Return the step to what is inside of a value and of the same type, the outermost and first."""
    pending: deque[tuple[Place, Any]] = deque([((), value)])
    while pending:
        way, one = pending.popleft()
        if way and type(one) is type(value):
            return Step("lift", place, way)
        if not isinstance(one, SCALARS):
            members = one.items() if isinstance(one, dict) else enumerate(one)
            pending.extend(((*way, token), member) for token, member in members)
    return None


def _first(place: Place, value: Any, options: Sequence[Sequence[Any]]) -> Step | None:
    """Return the step to the first of an enumeration that a value is of: that is the simplest."""
    told = repr(value)
    found = (before[0] for before in options if told in map(repr, before[1:]) and repr(before[0]) != told)
    first = next(found, value)
    return None if first is value else Step("replace", place, first)


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
