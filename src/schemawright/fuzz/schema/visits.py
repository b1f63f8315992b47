"""
Which subschemas are about which places of a record, whatever they say of them.

Unlike an engine this goes into every branch, into `not` and into what `if` excludes: what a keyword there would refuse
is worth trying, even where it does not decide.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.engines.assertions.patterns import BadPattern, PatternTimeout, matches
from schemawright.keywords import FLAT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemawright.fuzz.schema.schema_map import SchemaMap, Subschema

MAX_VISITS = 4_000
"""How many visits of one record are looked at; nested branches multiply."""

Place = tuple[str | int, ...]


class Visit(NamedTuple):
    """
    A subschema that is about a place.

    Args:
        subschema: The subschema.
        place: The tokens of the value.
        name: The member name that it is about, where it is below `propertyNames`; then `place` is the object.
        holds: Whether the record needs it to hold there, as far as was asked: it is not in a branch that was not taken.
        site: The location of the subschema that refers to it, by which it was met; empty where none does.
    """

    subschema: Subschema
    place: Place
    name: str | None = None
    holds: bool = True
    site: str = ""

    @property
    def where(self) -> tuple[str, bool]:
        """
        By what its subschema was met: what refers to it, and whether about an item behind the first.

        >>> [Visit(None, place, site="#/items").where for place in (("a", 0), ("a", 2), ("a",))]
        [('#/items', False), ('#/items', True), ('#/items', False)]
        """
        last = self.place[-1] if self.place else None
        return self.site, isinstance(last, int) and last > 0


Verdicts = Callable[[str], Callable[[Any], bool]]
"""Location of a subschema → its verdict."""


def visits(schema_map: SchemaMap, instance: Any) -> Iterator[Visit]:
    """Yield all visits of a record, each once, from the root down."""
    return (visit for visit, _ in visited(schema_map, instance))


def visited(
    schema_map: SchemaMap, instance: Any, verdicts: Verdicts | None = None, along: Place = ()
) -> Iterator[tuple[Visit, Any]]:
    """
    Yield all visits of a record, each once, and what each is about: a value or a member name.

    Args:
        schema_map: The schema's subschemas.
        instance: The record, which is valid if there are verdicts.
        verdicts: What subschemas say, to find out which branches are taken; those come first then.  From the root down
            otherwise.
        along: A place, if nothing else is asked for than what leads to it and what is below it.
    """
    entry = schema_map.known(schema_map.entry)
    pending = deque([(Visit(entry, ()), instance)] if entry else [])
    aside: deque[tuple[Visit, Any]] = deque()
    seen: set[tuple[str, Place, str | None]] = set()
    while (pending or aside) and len(seen) < MAX_VISITS:
        visit, value = pending.popleft() if pending else aside.popleft()
        key = (visit.subschema.location, visit.place, visit.name)
        if key in seen:
            continue
        seen.add(key)
        yield visit, value
        if not any(_onward(schema_map, visit.subschema)):
            continue
        if verdicts is None:
            pending += [one for one in _below(schema_map, visit, value, None) if _is_along(one[0].place, along)]
            continue
        for below in _below(schema_map, visit, value, verdicts):
            (pending if below[0].holds else aside).append(below)


def _is_along(place: Place, along: Place) -> bool:
    return place[: len(along)] == along[: len(place)]


def _below(schema_map: SchemaMap, visit: Visit, value: Any, verdicts: Verdicts | None) -> Iterator[tuple[Visit, Any]]:
    subschema, here, named, holds, site = visit
    references, leads = _onward(schema_map, subschema)
    for target in references:
        # What only refers is a station on the way.
        yield Visit(target, here, named, holds, subschema.location if subschema.pairs or not site else site), value
    contents = subschema.contents
    for keyword, steps in leads:
        is_taken = _TAKEN.get(keyword) if holds and verdicts is not None else None
        for tokens, place, name, below in steps(contents, value):
            inner = schema_map.child(subschema, (keyword, *tokens))
            if inner is not None:
                taken = holds if is_taken is None else is_taken(schema_map, subschema, inner, below, verdicts)
                yield Visit(inner, here + place if place else here, named if name is None else name, taken), below


def _accepts(_map: SchemaMap, _subschema: Subschema, inner: Subschema, value: Any, verdicts: Verdicts) -> bool:
    return verdicts(inner.location)(value)


def _conditional(*, holds: bool) -> Callable[[SchemaMap, Subschema, Subschema, Any, Verdicts], bool]:
    def taken(schema_map: SchemaMap, subschema: Subschema, _inner: Subschema, value: Any, verdicts: Verdicts) -> bool:
        condition = schema_map.child(subschema, ("if",))
        return condition is not None and verdicts(condition.location)(value) is holds

    return taken


_TAKEN: dict[str, Callable[..., bool]] = {
    **dict.fromkeys(("anyOf", "oneOf", "contains", "unevaluatedProperties", "unevaluatedItems"), _accepts),
    "then": _conditional(holds=True),
    "else": _conditional(holds=False),
    **dict.fromkeys(("if", "not"), lambda *_: False),
}
"""Keyword → whether what it holds has to hold for a value of a valid record."""


def _onward(schema_map: SchemaMap, subschema: Subschema) -> tuple[Sequence[Subschema], Sequence[Lead]]:
    """Return what a subschema refers to, and the keywords by which it hands values on: of most, neither."""
    if subschema.onward is None:
        is_object = type(subschema.contents) is dict
        subschema.onward = (schema_map.references(subschema), tuple(_leading(subschema))) if is_object else ((), ())
    return subschema.onward


def _leading(subschema: Subschema) -> Iterator[Lead]:
    """Yield the keywords that hand values on, and how."""
    if not subschema.is_reference_alone:
        known = FLAT[subschema.dialect]
        keywords = [keyword for keyword in subschema.contents if keyword in _STEPS and keyword in known]
        yield from ((keyword, _STEPS[keyword]) for keyword in keywords)


Step = tuple[tuple[Any, ...], Place, str | None, Any]
Lead = tuple[str, Callable[[dict[str, Any], Any], Iterator[Step]]]


def _in_place(keyword: str) -> Callable[[dict[str, Any], Any], Iterator[Step]]:
    def steps(contents: dict[str, Any], value: Any) -> Iterator[Step]:
        held = contents[keyword]
        if isinstance(held, list):
            yield from (((index,), (), None, value) for index in range(len(held)))
        else:
            yield (), (), None, value

    return steps


def _by_name(keyword: str) -> Callable[[dict[str, Any], Any], Iterator[Step]]:
    def steps(contents: dict[str, Any], value: Any) -> Iterator[Step]:
        held = contents[keyword]
        for name, inner in held.items():
            if isinstance(inner, (dict, bool)) and isinstance(value, dict) and name in value:
                yield (name,), (), None, value

    return steps


def _properties(contents: dict[str, Any], value: Any) -> Iterator[Step]:
    if isinstance(value, dict):
        for name in contents["properties"]:
            if name in value:
                yield (name,), (name,), None, value[name]


def _patterns(contents: dict[str, Any], value: Any) -> Iterator[Step]:
    if isinstance(value, dict):
        for pattern in contents["patternProperties"]:
            for name, member in value.items():
                if fits(pattern, name):
                    yield (pattern,), (name,), None, member


def _others(contents: dict[str, Any], value: Any) -> Iterator[Step]:
    if isinstance(value, dict):
        patterns = contents.get("patternProperties", ())
        for name, member in value.items():
            if name not in contents.get("properties", ()) and not any(fits(pattern, name) for pattern in patterns):
                yield (), (name,), None, member


def _names(_contents: dict[str, Any], value: Any) -> Iterator[Step]:
    if isinstance(value, dict):
        yield from (((), (), name, name) for name in value)


def _items(keyword: str) -> Callable[[dict[str, Any], Any], Iterator[Step]]:
    def steps(contents: dict[str, Any], value: Any) -> Iterator[Step]:
        if not isinstance(value, list):
            return
        held = contents[keyword]
        if isinstance(held, list):
            yield from (((index,), (index,), None, item) for index, item in enumerate(value[: len(held)]))
            return
        start = first_index(contents, keyword)
        yield from (((), (index,), None, item) for index, item in enumerate(value) if index >= start)

    return steps


def first_index(contents: dict[str, Any], keyword: str) -> int:
    """Return the index of the first item that a keyword with one subschema is about."""
    if keyword == "contains":
        return 0
    firsts = contents.get("prefixItems", contents.get("items"))
    return len(firsts) if isinstance(firsts, list) else 0


@lru_cache(maxsize=4096)
def fits(pattern: str, name: str) -> bool:
    """Return whether a pattern matches a name; false where it cannot be said."""
    try:
        return matches(pattern, name)
    except (BadPattern, PatternTimeout):
        return False


_STEPS: dict[str, Callable[[dict[str, Any], Any], Iterator[Step]]] = {
    **{name: _in_place(name) for name in ("allOf", "anyOf", "oneOf", "not", "if", "then", "else")},
    "dependentSchemas": _by_name("dependentSchemas"),
    "dependencies": _by_name("dependencies"),
    "properties": _properties,
    "patternProperties": _patterns,
    "additionalProperties": _others,
    "unevaluatedProperties": _others,
    "propertyNames": _names,
    **{name: _items(name) for name in ("items", "prefixItems", "additionalItems", "unevaluatedItems", "contains")},
}
