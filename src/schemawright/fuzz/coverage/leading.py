"""How values come to subschemas: what hands them on, so that what fails there fails what is around as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.fuzz.coverage.dynamic import Targets, references_in
from schemawright.fuzz.schema.schema_map import BRANCHES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from schemawright.fuzz.schema.schema_map import SchemaMap, Subschema
    from schemawright.pointer import Tokens

ISLANDS = BRANCHES - {"propertyNames", "additionalItems"}
"""Keywords by which what fails inside is no failure of what is around; other branches are only judged by themselves."""
_OF_MEMBERS = frozenset({"properties", "patternProperties", "additionalProperties", "unevaluatedProperties"})


class Leading:
    """
    Knows what leads to which of the subschemas of one schema.

    Args:
        schema_map: The schema's subschemas.

    Attributes:
        targets: Where references lead to.
        unlike: The locations of what says something that has no one meaning here, and of what leads to such.
        referring: The locations of what refers to anything, and of what leads to such.
    """

    def __init__(self, schema_map: SchemaMap) -> None:
        self._map = schema_map
        self.targets = Targets(schema_map)
        self._above: dict[str, list[Subschema]] = {}
        self._handing: dict[str, list[Subschema]] = {}
        self._starts = {schema_map.entry}
        for one in schema_map.subschemas.values():
            for below, tokens in self.below(one):
                self._above.setdefault(below.location, []).append(one)
                if tokens and tokens[0] in ISLANDS:
                    self._starts.add(below.location)
                else:
                    self._handing.setdefault(below.location, []).append(one)
        every = schema_map.subschemas.values()
        self.unlike = self._leading_to(one for one in every if self._is_unlike(one))
        self.referring = self._leading_to(one for one in every if any(references_in(one)))

    def below(self, subschema: Subschema) -> Iterator[tuple[Subschema, Tokens]]:
        """Yield what a subschema hands values on to, and what leads there: nothing for a reference."""
        yield from self.targets.below(subschema)
        yield from ((target, ()) for target in self.targets.of(subschema))

    def to(self, subschema: Subschema) -> list[Subschema] | None:
        """Return what hands values on to a subschema; None where one is judged by it alone, as a branch is."""
        return None if subschema.location in self._starts else self._handing.get(subschema.location)

    def ways(self, top: Subschema, among: Collection[str]) -> frozenset[str]:
        """Return which of some subschemas values come to from another, by way of them only."""
        found: set[str] = set()
        pending = [top]
        while pending:
            for below, tokens in self.below(pending.pop()):
                is_on_the_way = below.location in among and not (tokens and tokens[0] in ISLANDS)
                if is_on_the_way and below.location not in found:
                    found.add(below.location)
                    pending.append(below)
        return frozenset(found)

    def names(self, top: Subschema, among: Collection[str]) -> frozenset[str] | None:
        """Return the members that ways lead through from a subschema by way of some others; None for any."""
        found: set[str] = set()
        for one in (top, *(self._map.subschemas[location] for location in among)):
            for below, tokens in self.below(one):
                if tokens and below.location in among and tokens[0] in _OF_MEMBERS:
                    if tokens[0] != "properties":
                        return None
                    found.add(str(tokens[1]))
        return frozenset(found)

    def target(self, subschema: Subschema) -> Subschema | None:
        """Return what the one reference of a subschema leads to; None where it has several, or that is not sure."""
        targets = self.targets.of(subschema)
        return targets[0] if len(targets) == 1 and len(list(references_in(subschema))) == 1 else None

    def _is_unlike(self, subschema: Subschema) -> bool:
        if any(references_in(subschema)) and self.target(subschema) is None:
            return True
        return any(below.dialect != subschema.dialect for below, _ in self.below(subschema))

    def _leading_to(self, several: Iterable[Subschema]) -> frozenset[str]:
        pending = [one.location for one in several]
        found = set(pending)
        while pending:
            above = [one.location for one in self._above.get(pending.pop(), ()) if one.location not in found]
            found.update(above)
            pending += above
        return frozenset(found)
