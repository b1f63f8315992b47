"""
Valid records with what is nearly refused, or nearly described.

A name that nearly fits a pattern is no violation where other names may be anything: that the pattern is not about it is
seen by a value there which the pattern's subschema refuses.  So it is with what is nearly denied, and with items that
are nearly equal.  Boundary cases have what is described, so they say nothing of that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.near.arrays import nearly_equal
from schemawright.fuzz.near.neighbours import NEIGHBOURS
from schemawright.fuzz.near.objects import names_like
from schemawright.fuzz.near.values import KINDS
from schemawright.fuzz.record import is_light
from schemawright.fuzz.schema.places import replaced, value_at
from schemawright.fuzz.schema.routes import leads_through
from schemawright.fuzz.schema.schema_map import APPLIES_TO
from schemawright.fuzz.schema.visits import fits
from schemawright.fuzz.turns import in_turns

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from schemawright.fuzz.near.sources import Sources
    from schemawright.fuzz.schema.locally import Locally
    from schemawright.fuzz.schema.visits import Visit

_LOOKED_AT, _VISITED = 60, 40_000
"""
In how many records places are looked for, and how many visits of records are looked at: one of nested
branches may have thousands (`MAX_VISITS`).
"""
_LIGHT = 60
"""How many values such a record has at the most, before anything is put in."""
_PLACES = 6
"""In how many records something is tried, until anything comes of it."""
_TOGETHER = 16
"""How many names that are nearly right stand in one record: what is valid alone mostly is so together."""
_NAMES, _VALUES, _MEMBERS = 160, 48, 8
"""How many names, and how many values, are tried for each keyword; and how many members for a name."""
_SEEN = 40
"""How many values of other records are none of those."""
_MOST = 400
"""How many such records there are at the most: in turns with boundary cases, of which there are hardly more."""
_JUDGED = 12_000
"""
How many tries are judged: the benchmark's rich schema takes 9,000, a tenth of a second, until nothing more is found.
"""
_IN_VAIN = 400
"""
How many tries in a row may be in vain of what is made because of one keyword: where no name is allowed that nobody
declares, they all are.
"""

_OF_VALUES = frozenset({"enum", "const"} | {name for name, kind in APPLIES_TO.items() if kind in {"string", "number"}})
"""The keywords of what is denied that have neighbours of their own; what is in branches is a place of its own."""

_Holds = Callable[[Any], bool]
_Made = Callable[["HardlyValid", Any, "Visit", Callable[[Any], bool]], Iterator[Any]]


class HardlyValid:
    """
    Makes such records of one schema.

    Args:
        locally: The schema's subschemas, each by itself.
        sources: Where values come from.
        is_valid: The verdict about a record.
    """

    def __init__(self, locally: Locally, sources: Sources, is_valid: Callable[[Any], bool]) -> None:
        self._locally = locally
        self._sources = sources
        self._is_valid = is_valid
        self._judged = 0

    def found(self, instances: Iterable[Any]) -> Iterator[Any]:
        """Yield such records, made of valid ones: because of each keyword of the schema one, then of each another."""
        walks = [self._because(make, places) for make, places in self._places(instances)]
        yield from islice(in_turns(*walks), _MOST)

    def _places(self, instances: Iterable[Any]) -> list[tuple[_Made, list[tuple[Any, Visit]]]]:
        """Return what there is to be made because of some keyword, and at which places of which records."""
        found: dict[tuple[str, str], tuple[_Made, list[tuple[Any, Visit]]]] = {}
        visited = 0
        for instance in islice((one for one in instances if is_light(one, _LIGHT)), _LOOKED_AT):
            for visit, value in self._locally.visited(instance):
                visited += 1
                for keyword, make in _made(visit, value):
                    places = found.setdefault((visit.subschema.location, keyword), (make, []))[1]
                    if len(places) < _PLACES and not any(instance is other for other, _ in places):
                        places.append((instance, visit))
            if visited > _VISITED:
                break
        return list(found.values())

    def _because(self, make: _Made, places: Sequence[tuple[Any, Visit]]) -> Iterator[Any]:
        """Yield what is made at the first of some places at which anything is."""
        left = [_IN_VAIN]
        for instance, visit in places:
            walk = self._at(instance, visit, make, left)
            first = next(walk, _NONE)
            if first is not _NONE:
                yield first
                yield from walk
                return

    def _at(self, instance: Any, visit: Visit, make: _Made, left: list[int]) -> Iterator[Any]:
        """
        Yield an instance with something else at a place, if it is valid.

        Args:
            instance: The instance.
            visit: The place.
            make: What makes something else.
            left: How many more tries in vain there may be.
        """

        def is_valid(value: Any) -> bool:
            if not left[0] or self._judged == _JUDGED:
                return False
            self._judged += 1
            left[0] -= 1
            found = self._is_valid(replaced(instance, visit.place, value))
            left[0] = _IN_VAIN if found else left[0]
            return found

        for value in make(self, value_at(instance, visit.place), visit, is_valid):
            yield replaced(instance, visit.place, value)

    # --- names

    def of_patterns(self, value: Any, visit: Visit, is_valid: Callable[[Any], bool]) -> Iterator[Any]:
        """Yield objects with names that nearly fit a pattern, which have what none that fits could have."""
        patterns = visit.subschema.contents["patternProperties"]
        walks = [self._near(visit, "patternProperties", one, self._nearly(one)) for one in patterns]
        yield from self._named(value, visit, in_turns(*walks), is_valid)

    def of_properties(self, value: Any, visit: Visit, is_valid: Callable[[Any], bool]) -> Iterator[Any]:
        """Yield objects with names nearly those of properties, which have what the properties could not have."""
        names = visit.subschema.contents["properties"]
        walks = [self._near(visit, "properties", name, names_like(name)) for name in names]
        yield from self._named(value, visit, in_turns(*walks), is_valid)

    def _nearly(self, pattern: str) -> Iterator[str]:
        """Yield names that nearly fit a pattern."""
        nearly = islice(self._sources.near_names(pattern), _NAMES)
        return (near for _, near in nearly if not fits(pattern, near))

    def _near(self, visit: Visit, keyword: str, key: str, names: Iterator[str]) -> Iterator[tuple[str, _Holds]]:
        """Yield names that one subschema is not about, with its verdict."""
        child = self._locally.child(visit.subschema, (keyword, key))
        holds = self._locally.verdict(child.location) if child is not None and child.contents is not False else _never
        yield from ((name, holds) for name in names)

    def _named(
        self,
        value: dict[str, Any],
        visit: Visit,
        names: Iterator[tuple[str, _Holds]],
        is_valid: Callable[[Any], bool],
    ) -> Iterator[dict[str, Any]]:
        """Yield an object with several of some names, which have what one subschema refuses and all else accepts."""
        members = self._members(value, visit)
        found: dict[str, Any] = {}
        for name, holds in names:
            if name in value or name in found:
                continue
            # Where there may be no more of them, it is the first of the next ones.
            for others in ({**value, **found}, value) if found else (value,):
                wrong = (one for one in members if not holds(one))
                member = next((one for one in wrong if is_valid({**others, name: one})), _NONE)
                if member is not _NONE:
                    if others is value and found:
                        yield {**value, **found}
                        found = {}
                    found[name] = member
                    break
            if len(found) == _TOGETHER:
                yield {**value, **found}
                found = {}
        if found:
            yield {**value, **found}

    def _members(self, value: dict[str, Any], visit: Visit) -> list[Any]:
        """Return what a member may be: of each kind something, and what others have there."""
        others = [one for other in islice(self._sources.at(visit.place).seen(), 8) for one in _members_of(other)]
        kinds = [kind for _, kind in KINDS]
        return [*kinds[:_MEMBERS], *list(value.values())[:_MEMBERS], *others[:_MEMBERS]]

    # --- values

    def of_denied(self, value: Any, visit: Visit, is_valid: Callable[[Any], bool]) -> Iterator[Any]:
        """Yield values that what is denied nearly accepts."""
        context = self._sources.at(visit.place)
        if isinstance(value, dict):
            required = visit.subschema.contents.get("required", ())
            walks = [self._near(visit, "required", name, names_like(name)) for name in required]
            yield from self._named(value, visit, in_turns(*walks), is_valid)
        told = [pair.keyword for pair in visit.subschema.pairs if pair.keyword in _OF_VALUES]
        near = in_turns(*[NEIGHBOURS[keyword](value, visit.subschema, context) for keyword in told])
        # What other records have there says nothing of what is denied.
        seen = {repr(value), *map(repr, islice(context.seen(), _SEEN))}
        for _, other in islice(near, _VALUES):
            if repr(other) not in seen and is_valid(other):
                seen.add(repr(other))
                yield other

    def of_unique(self, value: Any, visit: Visit, is_valid: Callable[[Any], bool]) -> Iterator[Any]:
        """Yield arrays of items that are nearly equal."""
        others: Sequence[Any] = [one for array in self._sources.at(visit.place).seen() for one in _items_of(array)]
        for arrays in nearly_equal(value, others):
            yield from islice(filter(is_valid, arrays), 1)


_NONE = object()


def _never(_value: Any) -> bool:
    return False


def _members_of(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else []


def _items_of(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _made(visit: Visit, value: Any) -> Iterator[tuple[str, _Made]]:
    """Yield what there is to be put in the place of a value, and because of which keyword."""
    contents = visit.subschema.contents
    if visit.name is not None or not isinstance(contents, dict):
        return
    if _is_denied(visit):
        yield "not", HardlyValid.of_denied
    elif isinstance(value, dict):
        for keyword, make in (
            ("patternProperties", HardlyValid.of_patterns),
            ("properties", HardlyValid.of_properties),
        ):
            if isinstance(contents.get(keyword), dict) and contents.get("additionalProperties") is not False:
                yield keyword, make
    elif isinstance(value, list) and contents.get("uniqueItems") is True:
        yield "uniqueItems", HardlyValid.of_unique


def _is_denied(visit: Visit) -> bool:
    """Return whether a subschema is in what is denied, or is referred to from there."""
    pointers = (visit.subschema.pointer, visit.site.partition("#")[2])
    # Most have no such name in them.
    return any("/not" in pointer and leads_through(pointer, {"not"}) for pointer in pointers)
