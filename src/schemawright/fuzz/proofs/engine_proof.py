"""
What both engines are asked about, whatever either says of it.

A stream has what the native engine has judged: what it refuses though it is meant to be valid, and what it accepts
though it is meant to break a keyword, is in none, and nobody would see that it is at fault.  So here are the same
values before anything judges them: what the grammar makes, and what is near that.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.choices import Seeded
from schemawright.fuzz.near.neighbours import NEIGHBOURS
from schemawright.fuzz.near.sources import Sources
from schemawright.fuzz.record import is_light, size_of
from schemawright.fuzz.schema.places import replaced, value_at
from schemawright.fuzz.schema.visits import visits
from schemawright.fuzz.turns import in_turns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from schemawright.fuzz.fuzzer import Fuzzer
    from schemawright.fuzz.schema.schema_map import Pair
    from schemawright.fuzz.schema.visits import Visit

_BROKEN = 60
"""How many of those that are made what is near them is looked for."""
_PLACES = 3
"""At how many places each keyword is nearly met."""
_AT_ONCE = 40
"""How many values are near one, at the most."""
_HEAVY, _LOOKED_AT = 400, 400_000
"""After how many large instances in a row, and how many values in them, no others are looked for."""


def unjudged(fuzzer: Fuzzer) -> Iterator[Any]:
    """
    Yield instances of which nobody has said whether they are valid: those that are made, and those near.

    There is no end to them, unless all are too large to ask the reference engine about.

    Raises:
        NoInstance: No instance is valid.
    """
    found = fuzzer.found_by(lambda _instance: True, Seeded("unjudged"), _BROKEN)
    made = _light(chain.from_iterable(found))
    first = list(islice(made, _BROKEN))
    near = _near(fuzzer, first)
    # What is near tells more, and is more.
    yield from in_turns(near, chain(first, made), near)


def _light(made: Iterator[Any]) -> Iterator[Any]:
    """Yield those of some instances that are small, until it is no use to look for more."""
    heavy = looked_at = 0
    for instance in made:
        if is_light(instance):
            heavy = looked_at = 0
            yield instance
            continue
        heavy += 1
        looked_at += size_of(instance, _LOOKED_AT)
        if heavy >= _HEAVY or looked_at >= _LOOKED_AT:
            return


def _near(fuzzer: Fuzzer, made: Sequence[Any]) -> Iterator[Any]:
    """Yield what is near some instances, for each keyword in turns."""
    sources = Sources(fuzzer.schema_map, fuzzer.grammar, made)
    places: dict[str, dict[Any, tuple[Any, Visit]]] = {}
    pairs: dict[str, Pair] = {}
    for instance in made:
        for visit in visits(fuzzer.schema_map, instance):
            for pair in visit.subschema.pairs:
                pairs[pair.keyword_location] = pair
                several = places.setdefault(pair.keyword_location, {})
                # By another way what an engine makes of a reference may be wrong, too.
                if len(several) < _PLACES:
                    several.setdefault(sources.folded(visit.place), (instance, visit))
    walks = [_near_for(pairs[location], [*several.values()], sources) for location, several in places.items()]
    return (instance for instance in in_turns(*walks) if is_light(instance))


def _near_for(pair: Pair, places: Sequence[tuple[Any, Visit]], sources: Sources) -> Iterator[Any]:
    """Yield some instances with something else at a place, which nearly is what a keyword wants."""
    near = NEIGHBOURS.get(pair.keyword)
    if near is None:
        return
    walks = []
    for instance, visit in places:
        subschema = visit.subschema
        if isinstance(subschema.contents, dict):
            value = value_at(instance, visit.place) if visit.name is None else visit.name
            values = islice(near(value, subschema, sources.at(visit.place)), _AT_ONCE)
            walks.append(_put(instance, visit, (other for _, other in values)))
    yield from in_turns(*walks)


def _put(instance: Any, visit: Visit, values: Iterator[Any]) -> Iterator[Any]:
    """Yield an instance with others of some values in place of that which a visit is about."""
    for value in values:
        if visit.name is None:
            yield replaced(instance, visit.place, value)
        elif isinstance(value, str):
            members = value_at(instance, visit.place).items()
            renamed = {value if name == visit.name else name: member for name, member in members}
            yield replaced(instance, visit.place, renamed)
