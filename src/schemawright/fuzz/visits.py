"""
Which subschemas are about which places of a record, whatever they say of them.

Unlike an engine this goes into every branch, into `not` and into what `if` excludes: what a keyword there would refuse
is worth trying, even where it does not decide.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.engines.patterns import BadPattern, PatternTimeout, matches
from schemawright.keywords import FLAT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.fuzz.schema_map import SchemaMap, Subschema

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
    """

    subschema: Subschema
    place: Place
    name: str | None = None


def visits(schema_map: SchemaMap, instance: Any) -> Iterator[Visit]:
    """Yield all visits of a record, each once, from the root down."""
    return (visit for visit, _ in visited(schema_map, instance))


def visited(schema_map: SchemaMap, instance: Any) -> Iterator[tuple[Visit, Any]]:
    """Yield all visits of a record, each once, from the root down, and what each is about: a value or a member name."""
    entry = schema_map.known(schema_map.entry)
    pending = deque([(Visit(entry, ()), instance)] if entry else [])
    seen: set[tuple[str, Place, str | None]] = set()
    while pending and len(seen) < MAX_VISITS:
        visit, value = pending.popleft()
        key = (visit.subschema.location, visit.place, visit.name)
        if key in seen:
            continue
        seen.add(key)
        yield visit, value
        pending += _below(schema_map, visit, value)


def _below(schema_map: SchemaMap, visit: Visit, value: Any) -> Iterator[tuple[Visit, Any]]:
    subschema, here, named = visit
    if type(subschema.contents) is not dict:
        return
    for target in schema_map.references(subschema):
        yield Visit(target, here, named), value
    if subschema.leads is None:
        subschema.leads = tuple(_leading(subschema))
    contents = subschema.contents
    for keyword, steps in subschema.leads:
        for tokens, place, name, below in steps(contents, value):
            inner = schema_map.child(subschema, (keyword, *tokens))
            if inner is not None:
                yield Visit(inner, here + place if place else here, named if name is None else name), below


def _leading(subschema: Subschema) -> Iterator[tuple[str, Callable[[dict[str, Any], Any], Iterator[Step]]]]:
    """Yield the keywords that hand values on, and how."""
    if not subschema.is_reference_alone:
        known = FLAT[subschema.dialect]
        keywords = [keyword for keyword in subschema.contents if keyword in _STEPS and keyword in known]
        yield from ((keyword, _STEPS[keyword]) for keyword in keywords)


Step = tuple[tuple[Any, ...], Place, str | None, Any]


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
