"""
Records in which the condition of an `if` holds, and is about something.

Of "five digits, if the country is US" the canonical form makes "five digits, or any other country", in which `US` is
not named; and a record without a country satisfies the condition without having to do with it.  So what conditions ask
for is made, with what follows from it, and put into valid records where the condition is.
"""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.near.values import laid_over
from schemawright.fuzz.schema.in_full import moved
from schemawright.fuzz.schema.places import replaced, value_at
from schemawright.pointer import format_pointer, is_at_or_below, parse_pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.fuzz.near.sources import Sources
    from schemawright.fuzz.schema.locally import Locally
    from schemawright.fuzz.schema.schema_map import SchemaMap, Subschema
    from schemawright.fuzz.schema.visits import Visit

_MOST, _LOOKED_AT = 64, 24
"""How many conditions are met, and in how many records it is looked for their places."""
_PLACES, _VALUES = 3, 6
"""At how many places each is tried to be met, and by how many values."""
SOON = 4
"""In how many records a condition has to be met for no others to be made."""
_LARGE = 60_000
"""From how many characters on a schema is not asked for as a whole, with a condition."""
_IN_PLACE = frozenset({"allOf", "anyOf", "oneOf", "if", "then", "else", "not"})


class Conditions:
    """
    Meets the conditions of one schema.

    Args:
        schema_map: The schema's subschemas.
        locally: The same, each by itself.
        sources: Where values come from.
        is_valid: The verdict about a record.
    """

    def __init__(
        self, schema_map: SchemaMap, locally: Locally, sources: Sources, is_valid: Callable[[Any], bool]
    ) -> None:
        self._map = schema_map
        self._locally = locally
        self._sources = sources
        self._is_valid = is_valid

    def met(self, instances: Iterable[Any], missing: set[str]) -> Iterator[Any]:
        """
        Yield valid instances in which conditions hold.

        Args:
            instances: Valid instances, into which what is asked for is put.
            missing: Locations of keywords, which no instance satisfies; only conditions that have such count.
        """
        holders = dict(islice(self._missed(missing), _MOST))
        places: dict[str, list[tuple[Any, Visit, list[Visit]]]] = {}
        for instance in islice(instances, _LOOKED_AT) if holders else ():
            visits = [visit for visit, _ in self._locally.visited(instance)]
            for visit in visits:
                known = places.setdefault(visit.subschema.location, [])
                if visit.subschema.location in holders and visit.name is None and len(known) < _PLACES:
                    known.append((instance, visit, [one for one in visits if one.place == visit.place]))
        for location, condition in holders.items():
            yield from islice(self._at(condition, places.get(location, ())), 1)

    def _missed(self, missing: set[str]) -> Iterator[tuple[str, Subschema]]:
        for location, condition in self._holders:
            if any(is_at_or_below(one, condition.location) for one in missing):
                yield location, condition

    @cached_property
    def are_there(self) -> bool:
        """Whether there are any."""
        return bool(self._holders)

    @cached_property
    def _holders(self) -> list[tuple[str, Subschema]]:
        """The location of each subschema that has a condition, and the condition."""
        found: list[tuple[str, Subschema]] = []
        for subschema in self._map.subschemas.values():
            within = self._map.child(subschema, ("if",)) if isinstance(subschema.contents, dict) else None
            # What is `true` holds in any case.
            if within is not None and isinstance(within.contents, dict):
                led = self._map.references(within) if not within.pairs else ()
                found.append((subschema.location, led[0] if led else within))
        return found

    def _at(self, condition: Subschema, places: Iterable[tuple[Any, Visit, list[Visit]]]) -> Iterator[Any]:
        for instance, visit, beside in places:
            place = visit.place
            value = value_at(instance, place)
            for made in self._values(condition, visit.subschema, beside):
                # By itself it is smaller; what else is asked for there is beside what was there.
                for _, other in reversed([*laid_over(value, made, "")]):
                    whole = replaced(instance, place, other)
                    if self._is_valid(whole):
                        yield whole

    def _values(self, condition: Subschema, holder: Subschema, beside: list[Visit]) -> Iterator[Any]:
        """Yield values that satisfy a condition and what follows from it; then such as satisfy all else, too."""
        asked = [*self._around(holder), moved(full(condition.contents), condition.base, condition.dialect)]
        then = holder.contents.get("then", True)
        key = (holder.location, "if, met")
        yield from islice(self._sources.satisfying(key, holder, [*asked, then]), _VALUES)
        if self._map.size <= _LARGE:
            outer = [one.subschema for one in beside if one.holds and _is_outer(one)]
            whole = [moved(one.contents, one.base, one.dialect) for one in outer]
            key = (holder.location, "if, met with all else")
            yield from islice(self._sources.satisfying(key, holder, [*whole, *asked]), _VALUES)

    def _around(self, holder: Subschema) -> Iterator[Any]:
        """Yield what has to hold for a subschema to be asked, where it is in `then` or in `else` itself."""
        tokens = parse_pointer(holder.pointer)
        for end in range(len(tokens) - 1, -1, -1):
            if tokens[end] not in _IN_PLACE and not (end and tokens[end].isdigit() and tokens[end - 1] in _IN_PLACE):
                return
            above = self._map.known(f"{holder.location[: -len(holder.pointer)]}{format_pointer(tokens[:end])}")
            contents = above.contents if above is not None else None
            if above is None or not isinstance(contents, dict) or "if" not in contents:
                continue
            if tokens[end] == "then":
                yield moved(full(contents["if"]), above.base, above.dialect)
            elif tokens[end] == "else":
                yield moved({"not": contents["if"]}, above.base, above.dialect)


def full(contents: Any) -> Any:
    """
    Return a condition that only values satisfy that it is about: with all the properties of which it says something.

    >>> full({"properties": {"a": {"const": 1}}})
    {'properties': {'a': {'const': 1}}, 'required': ['a'], 'type': 'object'}
    """
    if not isinstance(contents, dict):
        return contents
    found = dict(contents)
    for keyword in ("allOf", "anyOf", "oneOf"):
        if isinstance(contents.get(keyword), list):
            found[keyword] = [full(one) for one in contents[keyword]]
    properties = contents.get("properties")
    if isinstance(properties, dict) and properties:
        found["properties"] = {name: full(inner) for name, inner in properties.items()}
        names = [name for name, inner in properties.items() if inner is not False]
        found["required"] = sorted({*names, *_strings(contents.get("required"))})
        found.setdefault("type", "object")
    if isinstance(contents.get("items"), dict):
        found["items"] = full(contents["items"])
        found["minItems"] = max(1, contents.get("minItems", 1))
        found.setdefault("type", "array")
    return found


def _strings(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _is_outer(visit: Visit) -> bool:
    """Return whether a subschema is about a place by itself, and not because another one is in place."""
    tokens = parse_pointer(visit.subschema.pointer)
    last = [*tokens[-1:]] if not (tokens and tokens[-1].isdigit()) else [*tokens[-2:-1]]
    return not visit.site and not _IN_PLACE.intersection(last)
