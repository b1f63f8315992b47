"""
Choosing: which of several builders makes the carrier of a value.

The judge decides, by the subschemas that each of them stands for; of several that accept an object, it is of the class
that declares most of its names.

Where a text in each object tells its class, and what is valid is of one of the classes, the text decides alone: to ask
about a value, about what is in it, and so on, takes the square of the time that it takes to ask about it once.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

from schemawright.documents.record import has_decimals
from schemawright.runtime import Carried, to_instance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.models.loading.building import Build, Builders
    from schemawright.runtime import Carrier, Spec
    from schemawright.validation.schema import Schema

    Option = tuple[tuple[str, ...], Build]

_ORDERS = 256
"""Of how many orders of names it is remembered in which order options are tried."""


def choice_builder(builders: Builders, spec: Spec) -> Build:
    """Return what builds a value by the closest of the branches that accept it."""
    built = [(places, inner) for places, inner in _flat(spec) if builders.built_by(inner) is not None]
    options = [(places, build) for places, inner in built if (build := builders.built_by(inner)) is not None]
    # A text that tells of which class an object is takes less than to ask an engine about each of them.
    tag, kinds = _tag(builders, [inner for _, inner in built])
    if kinds:
        return _by_tag(options, tag, kinds) if _is_one_of_these(spec) else _of_kinds(builders, options, tag, kinds)
    order = _closest_first([_alternatives(builders.carrier, inner) for _, inner in built])
    order = _of_those_that_may_be(order, [_said_by(builders.carrier, inner) for _, inner in built])
    return _of_plain(builders, options, order) if builders.plain else _of_any(builders, options, order)


def _flat(spec: Spec) -> Iterator[tuple[tuple[str, ...], Spec]]:
    """Yield the branches of a choice, those of a choice within it in its place: of all of them the closest is taken."""
    for places, inner in spec[1]:
        if inner is not None and inner[0] == "choice":
            yield from (((*places, *more), one) for more, one in _flat(inner))
        else:
            yield places, inner


def _is_one_of_these(spec: Spec) -> bool:
    """Return whether each object that is valid where a choice stands is of one of its classes: so the plan says."""
    is_said = spec[2:] == (True,)
    return is_said and all(
        _is_one_of_these(inner) for _, inner in spec[1] if inner is not None and inner[0] == "choice"
    )


def _closest_first(options: list[list[frozenset[str]]]) -> Callable[[Any], Iterable[int]]:
    """
    Return what gives the order in which options are tried: of several that accept an object, it is of the closest.

    That is the one that declares most of the object's names, the first of those: a kind of something has the names of
    that, and some of its own.

    Args:
        options: The names that the classes of each option declare.
    """
    everything = range(len(options))
    declared = frozenset().union(*[names for classes in options for names in classes])

    @lru_cache(maxsize=_ORDERS)
    def closest(names: tuple[str, ...]) -> list[int]:
        found = [max([len(own.intersection(names)) for own in classes], default=0) for classes in options]
        return sorted(everything, key=found.__getitem__, reverse=True)

    if sum(map(bool, options)) < 2:  # noqa: PLR2004  (nothing to compare)
        return lambda _value: everything

    def order(value: Any) -> Iterable[int]:
        # What no class declares tells none of them from another.
        return closest(tuple([name for name in value if name in declared])) if type(value) is dict else everything

    return order


def _of_those_that_may_be(
    order: Callable[[Any], Iterable[int]], said: list[dict[str, tuple[str, ...]]]
) -> Callable[[Any], Iterable[int]]:
    """
    Return what leaves out of an order the options of which an object cannot be: a text in it says so.

    To ask the engine about them is to compile what they are, for nothing.

    Args:
        order: Gives the order.
        said: The properties of each option's objects that have one of a few texts, and which.
    """

    def may_be(value: Any) -> Iterable[int]:
        numbers = order(value)
        return filter(lambda number: _says(value, said[number]), numbers) if type(value) is dict else numbers

    return may_be if any(said) else order


def _says(value: dict[str, Any], texts: dict[str, tuple[str, ...]]) -> bool:
    return all(value.get(name) in those for name, those in texts.items())


def _said_by(carrier: Carrier[Any], spec: Spec) -> dict[str, tuple[str, ...]]:
    return _literals(carrier.classes[spec[1]]) if spec[0] == "object" else {}


def _alternatives(carrier: Carrier[Any], spec: Spec, seen: frozenset[int] = frozenset()) -> list[frozenset[str]]:
    """Return the names that each class declares which an object can be of by a spec."""
    kind, *parts = spec or ("",)
    if kind == "object":
        return [frozenset(carrier.classes[parts[0]].properties)]
    if kind == "shared":
        within = [] if parts[0] in seen else [carrier.shared[parts[0]]]
        seen |= {parts[0]}
    elif kind == "choice":
        within = [inner for _, inner in parts[0]]
    else:
        within = parts[_OBJECTS_IN.get(kind, slice(0))]
    return [names for one in within for names in _alternatives(carrier, one, seen)]


_OBJECTS_IN = {"kinds": slice(1), "if": slice(1, None)}
"""How a spec begins → where in the rest of it objects of the value's own are."""


def _tag(builders: Builders, specs: list[Spec]) -> tuple[str, dict[str, int]]:
    """
    Return the property whose text tells apart of which class an object is, and the number of the class for each text.

    Each class says so by a `Literal` of texts, without which there is no object of it.
    """
    if not all(spec[0] == "object" for spec in specs):
        return "", {}
    said = [_literals(builders.carrier.classes[spec[1]]) for spec in specs]
    for name in said[0] if said else ():
        values = [one.get(name, ()) for one in said]
        kinds = {value: number for number, own in enumerate(values) for value in own}
        if all(values) and len(kinds) == sum(map(len, values)):
            return name, kinds
    return "", {}


def _literals(carried: Carried) -> dict[str, tuple[str, ...]]:
    """Return the texts of each property of a class that has one of a few in every object."""
    try:
        hints = get_type_hints(carried.cls)
    except (NameError, TypeError):
        return {}
    found = {name: hints.get(field) for name, (field, _) in carried.properties.items()}
    literals = {name: get_args(hint) for name, hint in found.items() if get_origin(hint) is Literal}
    return {name: values for name, values in literals.items() if all(type(value) is str for value in values)}


def _by_tag(options: list[Option], tag: str, kinds: dict[str, int]) -> Build:
    builds = {kind: options[number][1] for kind, number in kinds.items()}

    def make(value: Any) -> Any:
        kind = value.get(tag) if type(value) is dict else None
        build = builds.get(kind) if type(kind) is str else None
        return build(value) if build is not None else value

    return make


def _of_kinds(builders: Builders, options: list[Option], tag: str, kinds: dict[str, int]) -> Build:
    accepts = [_verdict(builders, places) for places, _ in options]
    builds = [build for _, build in options]

    def make(value: Any) -> Any:
        kind = value.get(tag) if type(value) is dict else None
        number = kinds.get(kind) if type(kind) is str else None
        return builds[number](value) if number is not None and accepts[number](value) else value

    return make


def _verdict(builders: Builders, places: tuple[str, ...]) -> Callable[[Any], bool]:
    """Return a verdict by several subschemas on whatever values a builder is given."""

    def is_valid(value: Any) -> bool:
        judged = to_instance(value)  # No engine knows our numbers.
        return _all_accept(builders.judges(places), judged, decimals=has_decimals(judged))

    return _late(builders, places) if builders.plain else is_valid


def _late(builders: Builders, places: tuple[str, ...]) -> Callable[[Any], bool]:
    """Return a verdict by several subschemas, which is made when it is first asked for: a judge takes long to make."""
    made: Callable[[Any], bool] | None = None

    def is_valid(value: Any) -> bool:
        nonlocal made
        made = made or builders.verdict(places)
        return made(value)

    return is_valid


def _of_plain(builders: Builders, options: list[Option], order: Callable[[Any], Iterable[int]]) -> Build:
    made = [(_late(builders, places), build) for places, build in options]

    def make(value: Any) -> Any:
        for number in order(value):
            accepts, build = made[number]
            if accepts(value):
                return build(value)
        return value

    return make


def _of_any(builders: Builders, options: list[Option], order: Callable[[Any], Iterable[int]]) -> Build:
    def make(value: Any) -> Any:
        judged = to_instance(value)  # No engine knows our numbers.
        decimals = has_decimals(judged)
        for number in order(value):
            places, build = options[number]
            if _all_accept(builders.judges(places), judged, decimals=decimals):
                return build(value)
        return value

    return make


def condition_builder(builders: Builders, spec: Spec) -> Build:
    """Return what builds a value by what a condition says of it, which holds or does not."""
    places = spec[1]
    then, otherwise = [builders.built_by(inner) or as_it_is for inner in spec[2:]]
    holds = _verdict(builders, places)

    def make(value: Any) -> Any:
        return then(value) if holds(value) else otherwise(value)

    return make


def _all_accept(schemas: Iterable[Schema], value: Any, *, decimals: bool) -> bool:
    return all(schema.engine_for(decimals=decimals).is_valid(value) for schema in schemas)


def as_it_is(value: Any) -> Any:
    """Return a value that is its own carrier."""
    return value
