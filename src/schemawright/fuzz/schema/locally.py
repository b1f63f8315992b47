"""
What single subschemas say of the values that they are about.

To ask one takes a tenth of the time of judging a whole record, and its engine a tenth of the time to compile.  Where a
subschema has to hold wherever it is met, its verdict decides; elsewhere only the same verdict says something.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from schemawright.errors import SchemawrightError
from schemawright.fuzz.schema.observing import engine_at
from schemawright.fuzz.schema.together import Together
from schemawright.fuzz.schema.visits import visited
from schemawright.keywords import subschemas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, KeysView, Sequence

    from schemawright.fuzz.schema.schema_map import SchemaMap, Subschema
    from schemawright.fuzz.schema.visits import Place, Visit

_CONDITIONAL = frozenset({"anyOf", "oneOf", "not", "if", "then", "else", "contains"})
_CONDITIONAL |= {"unevaluatedProperties", "unevaluatedItems", "additionalItems"}
"""Keywords under which a subschema need not hold for all that may be meant for it."""
_IN_PLACE = frozenset({"allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas", "$ref"})
_DYNAMIC = frozenset({"$dynamicRef", "$recursiveRef"})
_UNEVALUATED = frozenset({"unevaluatedProperties", "unevaluatedItems"})


class Locally:
    """
    The subschemas of one schema, each by itself.

    Args:
        schema_map: The schema's subschemas.
    """

    def __init__(self, schema_map: SchemaMap) -> None:
        self._map = schema_map
        self._verdicts: dict[str, Callable[[Any], bool]] = {}
        self._deciding: dict[str, Subschema | None] = {}
        self._unjudged: set[str] = set()

    @property
    def keyword_locations(self) -> KeysView[str]:
        """The locations of all keywords that can fail."""
        return self._map.pairs.keys()

    def visited(self, instance: Any) -> Iterator[tuple[Visit, Any]]:
        """Yield all visits of a valid record, those that have to hold first, and what each is about."""
        return visited(self._map, instance, self.verdict)

    def child(self, subschema: Subschema, tokens: Sequence[str | int]) -> Subschema | None:
        """Return the schema object directly below a subschema, or what that refers to, if it does nothing else."""
        below = self._map.child(subschema, tuple(tokens))
        if below is None or not isinstance(below.contents, dict):
            return None
        led = self._map.references(below) if not below.pairs else ()
        return led[0] if led else below

    def values(self, instance: Any, along: Place = ()) -> dict[str, list[Any]]:
        """
        Return the values of a record, and member names, by the locations of the subschemas that are about them.

        Args:
            instance: The record.
            along: A place, if only values are asked for that lead to it or are below it.
        """
        found: dict[str, list[Any]] = {}
        for visit, value in visited(self._map, instance, along=along):
            found.setdefault(visit.subschema.location, []).append(value)
        return found

    def verdict(self, location: str) -> Callable[[Any], bool]:
        """Return the verdict of a subschema; of one that has no meaning by itself, that it accepts everything."""
        found = self._verdicts.get(location)
        if found is None:
            found = self._verdicts[location] = self._compiled(location)
        return found

    def _compiled(self, location: str) -> Callable[[Any], bool]:
        known = self._map.known(location)
        if known is not None and isinstance(known.contents, bool):
            said = known.contents
            return lambda _instance: said
        together = self._together
        name = together.names.get(location) if together is not None else None
        if together is not None and name is not None:
            is_valid = together.is_valid
            return lambda value: is_valid({name: value})
        try:
            return engine_at(self._map.schema, self._map, location).is_valid
        except SchemawrightError:
            self._unjudged.add(location)
            return lambda _instance: True

    @cached_property
    def _together(self) -> Together | None:
        """The subschemas, compiled at once; None where they cannot be."""
        try:
            return Together(self._map, self._dynamic)
        except SchemawrightError:
            return None

    def decides(self, location: str) -> bool:
        """Return whether a record is invalid if a subschema refuses anything that it is about."""
        return location not in self._conditional and self.is_told(location)

    def deciding(self, location: str) -> Subschema | None:
        """Return the next subschema around another that decides; None where that is the whole schema."""
        if location not in self._deciding:
            self._deciding[location] = next(filter(self._is_deciding, self._around(location)), None)
        return self._deciding[location]

    def _is_deciding(self, subschema: Subschema) -> bool:
        return self.decides(subschema.location)

    def _around(self, location: str) -> Iterator[Subschema]:
        """Yield the subschemas around another, from the inside out, but for their document."""
        resource, _, pointer = location.partition("#")
        while pointer := pointer.rpartition("/")[0]:
            around = self._map.subschemas.get(f"{resource}#{pointer}")
            if around is not None and type(around.contents) is dict:
                yield around

    def is_told(self, location: str) -> bool:
        """Return whether a change of a subschema that changes none of its verdicts changes none of any record."""
        if location in self._dynamic or location in self._annotating:
            return False
        known = self._map.known(location)
        self.verdict(location)
        return known is not None and not self._map.is_embedded(known) and location not in self._unjudged

    @cached_property
    def _dynamic(self) -> set[str]:
        """Subschemas of which what they say depends on the way to them."""
        above: dict[str, list[Subschema]] = {}
        for one in self._objects():
            for _, below in self._edges(one):
                above.setdefault(below.location, []).append(one)
        first = [one for one in self._objects() if _DYNAMIC & one.contents.keys()]
        return _closure(first, lambda one: above.get(one.location, ()))

    @cached_property
    def _conditional(self) -> set[str]:
        """Subschemas that some way from the root leads to through what need not hold."""
        first = [below for one in self._objects() for keyword, below in self._edges(one) if keyword in _CONDITIONAL]
        return _closure(first, lambda one: (below for _, below in self._edges(one)))

    @cached_property
    def _annotating(self) -> set[str]:
        """Subschemas whose annotations some other one asks for."""
        holders = [one for one in self._objects() if _UNEVALUATED & one.contents.keys()]
        first = [below for one in holders for keyword, below in self._edges(one) if keyword in _IN_PLACE]
        return _closure(first, lambda one: (below for keyword, below in self._edges(one) if keyword in _IN_PLACE))

    def _objects(self) -> Iterator[Subschema]:
        return (one for one in self._map.subschemas.values() if type(one.contents) is dict)

    def _edges(self, subschema: Subschema) -> Iterator[tuple[str, Subschema]]:
        """Yield what a subschema hands values on to, and by which keyword."""
        if type(subschema.contents) is not dict:
            return
        yield from (("$ref", target) for target in self._map.references(subschema))
        for tokens, _ in subschemas(subschema.contents, subschema.dialect):
            below = self._map.child(subschema, tokens)
            if below is not None:
                yield str(tokens[0]), below


def _closure(first: Iterable[Subschema], following: Callable[[Subschema], Iterable[Subschema]]) -> set[str]:
    found: set[str] = set()
    pending = list(first)
    while pending:
        one = pending.pop()
        if one.location not in found:
            found.add(one.location)
            pending += following(one)
    return found
