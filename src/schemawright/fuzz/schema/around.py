"""
What stands around a subschema: by which keywords it is met, and what they ask for.

A branch of `anyOf`, `oneOf`, `not`, `if` and the like is judged by itself: what is around such a branch does not count
for what is in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.fuzz.schema.schema_map import APPLIES_TO
from schemawright.keywords import subschemas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.fuzz.schema.holders import Holders
    from schemawright.fuzz.schema.schema_map import SchemaMap, Subschema

_IN_ONE = frozenset({
    "allOf", "then", "else", "dependentSchemas", "dependencies", "properties", "patternProperties",
    "additionalProperties", "items", "prefixItems",
})  # fmt: skip
"""Keywords by which a failure inside is one of the schema object itself."""
_IN_PLACE = frozenset({"allOf", "anyOf", "oneOf", "not", "if", "then", "else"})


class Outer(NamedTuple):
    """
    A schema object around another.

    Args:
        subschema: The schema object.
        tokens: What leads from it to the other one.
        below: The keyword by which it hands values on to what is next on the way.
    """

    subschema: Subschema
    tokens: tuple[Any, ...]
    below: str


class Around:
    """
    Looks at what is around the subschemas of one schema.

    Args:
        schema_map: The schema's subschemas.
        holders: What refers to them.
    """

    def __init__(self, schema_map: SchemaMap, holders: Holders) -> None:
        self._map = schema_map
        self._holders = holders
        self._parents: dict[str, tuple[Subschema, tuple[Any, ...]]] = {}
        for one in schema_map.subschemas.values():
            for tokens, _ in subschemas(one.contents, one.dialect) if isinstance(one.contents, dict) else ():
                below = schema_map.child(one, tokens)
                if below is not None:
                    self._parents[below.location] = (one, tuple(tokens))

    def parent(self, subschema: Subschema) -> tuple[Subschema, tuple[Any, ...]] | None:
        """Return the schema object in which a subschema stands, and how; None where it may be met otherwise, too."""
        is_entry = subschema.location == self._map.entry
        if is_entry or self._holders.is_definition(subschema) or self._holders.referring(subschema):
            return None
        return self._parents.get(subschema.location)

    def outer(self, subschema: Subschema) -> Iterator[Outer]:
        """Yield the schema objects around a subschema that fail with it, from the inside out."""
        way: tuple[Any, ...] = ()
        found = self.parent(subschema)
        while found is not None and found[1][0] in _IN_ONE:
            above, tokens = found
            way = (*tokens, *way)
            yield Outer(above, way, str(tokens[0]))
            found = self.parent(above)

    def is_of_names(self, subschema: Subschema, seen: frozenset[str] = frozenset()) -> bool:
        """Return whether a subschema is about names of members only."""
        if subschema.location in seen:
            return True
        seen |= {subschema.location}
        if subschema.location == self._map.entry:
            return False
        referring = self._holders.referring(subschema)
        if self._holders.is_definition(subschema):
            return bool(referring) and all(self.is_of_names(one, seen) for one in referring)
        above = self._parents.get(subschema.location)
        if above is None or not all(self.is_of_names(one, seen) for one in referring):
            return False
        return above[1][0] == "propertyNames" or (above[1][0] in _IN_PLACE and self.is_of_names(above[0], seen))

    def named_by(self, subschema: Subschema) -> Subschema | None:
        """Return the schema object whose `propertyNames` a subschema is, or has to hold for; None where it is none."""
        found = self.parent(subschema)
        while found is not None and found[1][0] == "allOf":
            found = self.parent(found[0])
        return found[0] if found is not None and found[1][0] == "propertyNames" else None

    def refusing_type(self, subschema: Subschema) -> str:
        """Return of which type the values are that a subschema is in, where a `type` around it allows no such."""
        kind = ""
        for outer in self.outer(subschema):
            kind = APPLIES_TO.get(outer.below, kind)
            said = outer.subschema.contents.get("type")
            types = {said} if isinstance(said, str) else set(said) if isinstance(said, list) else None
            if kind and types is not None and kind not in types:
                return kind
        return ""
