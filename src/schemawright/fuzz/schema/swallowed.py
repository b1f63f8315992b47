"""
Subschemas that are met only where an `unevaluated…` refuses whatever they refuse.

What fails in a branch of `allOf` is not evaluated there, so an `unevaluated…: false` beside that `allOf` refuses it as
well.  So it does of all that is further down, as far as that has to hold, and is met by no other way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.fuzz.schema.holders import split
from schemawright.fuzz.schema.routes import ALWAYS, leads_through
from schemawright.keywords import FLAT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from schemawright.fuzz.schema.holders import Holder, Holders
    from schemawright.fuzz.schema.schema_map import SchemaMap, Subschema

EVALUATING = {
    "unevaluatedItems": frozenset({"prefixItems", "items", "additionalItems"}),
    "unevaluatedProperties": frozenset({"properties", "patternProperties", "additionalProperties"}),
}
"""Keyword → those by which something is evaluated that it is not about then."""
_HELD = ALWAYS | {"propertyNames"}
"""The keywords with whose subschemas what they stand in fails, whatever else there is."""
DIRECTLY = 2
"""How many tokens lead to what is directly below a schema object: a keyword, and an index or a name."""


def is_unevaluated(evaluation_path: str) -> bool:
    """
    Return whether a keyword is an `unevaluated…`, or part of what such a keyword asks for.

    >>> [is_unevaluated(path) for path in ("/unevaluatedItems", "/$ref/unevaluatedItems/$ref/type", "/items/type")]
    [True, True, False]
    """
    return leads_through(evaluation_path, EVALUATING.keys())


def evaluating_in(subschema: Subschema) -> dict[str, frozenset[str]]:
    """Return which of these keywords a schema object has, and its dialect knows."""
    known = FLAT[subschema.dialect].keys() & subschema.contents.keys()
    return {name: evaluating for name, evaluating in EVALUATING.items() if name in known}


class Swallowed:
    """
    Finds the subschemas of one schema that cannot refuse anything alone.

    Args:
        schema_map: The schema's subschemas.
        holders: By which schema objects they are met.
    """

    def __init__(self, schema_map: SchemaMap, holders: Holders) -> None:
        self._map = schema_map
        self._holders = holders

    def by(self, subschema: Subschema) -> str:
        """Return the `unevaluated…` keyword that refuses whatever a subschema refuses; empty where that is not sure."""
        seen = {subschema.location}
        pending, found = [subschema], ""
        while pending:
            for name, above in self._ways(pending.pop()):
                if not name and above is None:
                    return ""
                found = found or name
                if above is not None and above.location not in seen:
                    seen.add(above.location)
                    pending.append(above)
        return found

    def by_any_of(self, names: Collection[str], subschema: Subschema) -> str:
        """
        Return the `unevaluated…` keyword that refuses an object with any of some members which a subschema refuses.

        The subschema is a branch of `allOf`, and nothing else evaluates any of the members.  Empty where that is not
        sure.
        """
        held = self._holders.of(subschema, frozenset(EVALUATING))
        found = {self._closed_by(one, ["properties", name]) for one in held for name in names}
        return found.pop() if len(found) == 1 else ""

    def _ways(self, subschema: Subschema) -> Iterator[tuple[str, Subschema | None]]:
        """
        Yield the ways by which a subschema is met: the keyword that refuses what comes by it, or where it comes from.

        Neither is known of a way that leads past all such keywords, or through what need not hold.
        """
        if subschema is self._map.known(self._map.entry):
            yield "", None
        for one in self._holders.referring(subschema):
            yield "", one
        if not self._holders.is_definition(subschema):
            name = self._directly(subschema) or self._by_condition(subschema)
            yield (name, None) if name else ("", self._above(subschema))

    def _above(self, subschema: Subschema) -> Subschema | None:
        """Return the subschema in which another one stands, if that has to hold there."""
        for count in range(1, DIRECTLY + 1):
            above, tokens = split(subschema.pointer, count)
            around = self._map.subschemas.get(f"{subschema.resource}#{above}") if tokens else None
            if around is not None and type(around.contents) is dict:
                return around if tokens[0] in _HELD else None
        return None

    def _directly(self, subschema: Subschema) -> str:
        """Return the keyword that refuses what a subschema refuses that stands directly in a branch of an `allOf`."""
        for count in range(1, DIRECTLY + 1):
            above, tokens = split(subschema.pointer, count)
            holder = self._map.known(f"{subschema.resource}#{above}") if tokens else None
            held = self._holders.of(holder, frozenset(EVALUATING)) if holder is not None else []
            names = {self._closed_by(one, tokens) for one in held}
            if held and "" not in names:
                return names.pop()
        return ""

    def _by_condition(self, subschema: Subschema) -> str:
        """Return the keyword that refuses whatever comes to a subschema, by a member without which nothing does."""
        return next(filter(None, (self.by_any_of([name], subschema) for name in self._members_of(subschema))), "")

    def _members_of(self, subschema: Subschema) -> list[Any]:
        """Return members that all objects have that come to a subschema, if only objects do, or others are refused."""
        above, tokens = split(subschema.pointer, 2)
        around = self._map.known(f"{subschema.resource}#{above}")
        if around is not None and tokens[:1] == ["dependentSchemas"] and tokens[0] in FLAT[around.dialect]:
            return tokens[1:]
        above, tokens = split(subschema.pointer, 1)
        around = self._map.known(f"{subschema.resource}#{above}") if tokens == ["then"] else None
        condition = None if around is None else self._map.child(around, ("if",))
        if condition is None or not isinstance(condition.contents, dict) or condition.is_reference_alone:
            return []
        known = {name: value for name, value in condition.contents.items() if name in FLAT[condition.dialect]}
        held = self._holders.of(subschema, frozenset(EVALUATING))
        # What is no object lacks nothing.
        if known.get("type") != "object" and any(one.subschema.contents.get("type") != "object" for one in held):
            return []
        names = known.get("required")
        return names if isinstance(names, list) else []

    def _closed_by(self, holder: Holder, tokens: list[Any]) -> str:
        """Return the keyword by which a holder accepts nothing that is not evaluated."""
        for name, evaluating in evaluating_in(holder.subschema).items():
            if holder.subschema.contents[name] is False and str(tokens[0]) in evaluating:
                return "" if self._holders.is_evaluated(holder, tokens, evaluating) else name
        return ""
