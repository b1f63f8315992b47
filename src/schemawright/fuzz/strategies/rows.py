"""The steps that there are from an instance to simpler ones, in pairs of which one at the most is taken."""

from __future__ import annotations

from collections import deque
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.fuzz.schema.places import SCALARS
from schemawright.fuzz.schema.visits import visited
from schemawright.fuzz.shrinking.edits import places_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from schemawright.fuzz.schema.schema_map import SchemaMap, Subschema
    from schemawright.fuzz.schema.visits import Place

    Move = tuple["Step", ...]
    Row = tuple[Move, ...]

PLAINEST = "a"
"""The plainest name."""
_OF_ROOT, _LIFTED = 2, 8
"""How many values that recur inside of the root are in one pair; and how many of those there are of each value."""


class Step(NamedTuple):
    """
    One step.

    Args:
        kind: What is done: drop, replace, give, lift, rename or order.
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
        locations: Where the subschemas are that are about it.
    """

    names: set[str]
    options: list[Sequence[Any]]
    locations: set[str]


UNKNOWN = Here(set(), [], set())


class Known:
    """
    What is known of a schema that is needed for steps.

    Args:
        schema_map: Its subschemas.
        simple: Simple texts and numbers.
    """

    def __init__(self, schema_map: SchemaMap, simple: Sequence[str | float] = ()) -> None:
        self._map = schema_map
        self.simple = simple

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """The names of properties, in the order of the schema."""
        names = dict.fromkeys(name for one in self._map.subschemas.values() for name in _properties_of(one))
        return {name: rank for rank, name in enumerate(names)}

    def said(self, location: str) -> Any:
        """Return what a keyword says; None where it is not known."""
        pair = self._map.pairs.get(location)
        return None if pair is None else pair.value

    def places(self, instance: Any) -> Mapping[Place, Here]:
        """Return what the schema says of the places of an instance, in whichever branch."""
        found: dict[Place, Here] = {}
        for visit, _ in visited(self._map, instance):
            contents = visit.subschema.contents
            if visit.name is None and isinstance(contents, dict):
                here = found.setdefault(visit.place, Here(set(), [], set()))
                here.names.update(visit.subschema.properties)
                here.locations.add(visit.subschema.location)
                options = contents.get("enum")
                here.options.extend([options] if isinstance(options, list) and options else [])
        return found


def _properties_of(subschema: Subschema) -> Iterable[str]:
    contents = subschema.contents.get("properties", ()) if isinstance(subschema.contents, dict) else ()
    return contents if isinstance(contents, dict) else ()


def single_rows(instance: Any, places: Mapping[Place, Here]) -> Iterator[Row]:
    """Yield pairs of single steps, of which the first is tried first; outer places before inner ones."""
    yield ((Step("order"),),)
    yield _row(*islice(_lifts((), instance, places), _OF_ROOT))
    firsts: list[Step] = []
    for place, value in places_in(instance):
        if place:
            here, outer = places.get(place, UNKNOWN), places.get(place[:-1], UNKNOWN)
            if isinstance(place[-1], str) and place[-1] != PLAINEST and place[-1] not in outer.names:
                yield _row(Step("rename", place))
            lift = next(_lifts(place, value, places), None)
            yield _row(Step("drop", place), lift)
            first = None if lift is not None else _first(place, value, here.options)
            firsts += [] if first is None else [first]
    # Last: a member may be needed by the first of an enumeration, and could not go then.
    yield from map(_row, firsts)


def _row(*steps: Step | None) -> Row:
    return tuple([(step,) for step in steps if step is not None])


def further_lifts(instance: Any, places: Mapping[Place, Here]) -> Iterator[Row]:
    """Yield the steps to what else recurs inside of a value than what comes first."""
    for place, value in places_in(instance):
        if not isinstance(value, SCALARS):
            further = islice(_lifts(place, value, places), 1 if place else _OF_ROOT, _LIFTED)
            yield from (_row(step) for step in further)


def _lifts(place: Place, value: Any, places: Mapping[Place, Here]) -> Iterator[Step]:
    """Yield the steps to what is inside of a value: what recurs there, or else the first of its type."""
    inner = [(way, one) for way, one in _inside(value) if type(one) is type(value)]
    about = places.get(place, UNKNOWN).locations
    recurring = [way for way, _ in inner if about & places.get((*place, *way), UNKNOWN).locations]
    yield from (Step("lift", place, way) for way in recurring or [way for way, _ in inner[:1]])


def _inside(value: Any) -> Iterator[tuple[Place, Any]]:
    """Yield what is inside of a value, the outermost first, with the way to it."""
    pending: deque[tuple[Place, Any]] = deque([((), value)])
    while pending:
        way, one = pending.popleft()
        if way:
            yield way, one
        if not isinstance(one, SCALARS):
            members = one.items() if isinstance(one, dict) else enumerate(one)
            pending.extend(((*way, token), member) for token, member in members)


def _first(place: Place, value: Any, options: Sequence[Sequence[Any]]) -> Step | None:
    """Return the step to the first of an enumeration that a value is of: that is the simplest."""
    told = repr(value)
    found = (before[0] for before in options if told in map(repr, before[1:]) and repr(before[0]) != told)
    first = next(found, value)
    return None if first is value else Step("replace", place, first)
