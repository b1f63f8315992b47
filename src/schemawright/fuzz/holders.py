"""
By which schema objects a subschema is met: those in whose `allOf` it has to hold.

What a subschema refuses may be refused by what stands around it as well, by whatever way it is met.  Then it cannot
fail alone, which nothing in itself shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.fuzz.schema_map import APPLIES_TO
from schemawright.keywords import subschemas
from schemawright.pointer import parse_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.fuzz.schema_map import SchemaMap, Subschema

_IN_PLACE = frozenset({"allOf", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas"})
"""Keywords whose subschemas are about the same value, and may evaluate what is in it."""
_NAMED = frozenset({"$defs", "definitions"})
_DYNAMIC = frozenset({"$dynamicRef", "$recursiveRef"})
_AT_LEAST = 2
"""How many branches of a `oneOf` have to hold for it to fail."""


class Holder(NamedTuple):
    """
    A schema object by which a subschema is met.

    Args:
        subschema: The schema object.
        branch: The subschema that is a branch of its `allOf`, or that such a branch refers to.
    """

    subschema: Subschema
    branch: Subschema


class Holders:
    """
    Finds what holds the subschemas of one schema.

    Args:
        schema_map: The schema's subschemas.
    """

    def __init__(self, schema_map: SchemaMap) -> None:
        self._map = schema_map
        self._referring: dict[str, list[Subschema]] | None = None

    def of(self, subschema: Subschema) -> list[Holder]:
        """Return by what a subschema is met; nothing, where it is not known, or may be met by itself."""
        found = list(self._ways(subschema))
        return [] if None in found else [one for one in found if one is not None]

    def _ways(self, subschema: Subschema) -> Iterator[Holder | None]:
        if subschema is self._map.known(self._map.entry):
            yield None
        above, _, name = subschema.pointer.rpartition("/")
        over, _, keyword = above.rpartition("/")
        if keyword == "allOf" and name.isdigit():
            yield self._held(f"{subschema.resource}#{over}", subschema)
        elif not self.is_definition(subschema):
            yield None
        for one in self.referring(subschema):
            yield from self._through(one, subschema)

    def _through(self, one: Subschema, subschema: Subschema) -> Iterator[Holder | None]:
        """Yield the ways by which a reference leads to a subschema."""
        others = set() if one.is_reference_alone else one.contents.keys() - {"$ref"}
        above, _, name = one.pointer.rpartition("/")
        over, _, keyword = above.rpartition("/")
        if not others and keyword == "allOf" and name.isdigit():
            yield self._held(f"{one.resource}#{over}", subschema)
        else:
            # Beside a reference, the native engine takes what fails behind it for evaluated.
            yield None

    def _held(self, location: str, branch: Subschema) -> Holder | None:
        holder = self._map.known(location)
        return None if holder is None or not isinstance(holder.contents.get("allOf"), list) else Holder(holder, branch)

    def is_definition(self, subschema: Subschema) -> bool:
        """Return whether a subschema stands where it is met by references only."""
        above = subschema.pointer.rpartition("/")[0]
        over, _, keyword = above.rpartition("/")
        return keyword in _NAMED and self._map.known(f"{subschema.resource}#{over}") is not None

    def referring(self, subschema: Subschema) -> list[Subschema]:
        """Return the subschemas that refer to another one."""
        if self._referring is None:
            self._referring = {}
            for one in self._map.subschemas.values():
                for target in self._map.references(one) if isinstance(one.contents, dict) else ():
                    self._referring.setdefault(target.location, []).append(one)
        return self._referring.get(subschema.location, [])

    # --- what stands around

    def is_evaluated(self, holder: Holder, tokens: list[Any], evaluating: frozenset[str]) -> bool:
        """
        Return whether anything but a holder's branch may evaluate a member or an item.

        Args:
            holder: The holder.
            tokens: What leads from the branch to what is about the member: a keyword, and a name or an index.
            evaluating: The keywords that evaluate such.
        """
        seen = {holder.branch.location}
        pending = [holder.subschema]
        while pending:
            one = pending.pop()
            if one.location in seen:
                continue
            seen.add(one.location)
            if not isinstance(one.contents, dict):
                continue
            is_holder = one.location == holder.subschema.location
            if self._evaluates(one.contents, tokens, evaluating, is_holder=is_holder):
                return True
            below = list(self._below(one))
            if None in below:
                return True
            pending += [inner for inner in below if inner is not None]
        return False

    def _below(self, subschema: Subschema) -> Iterator[Subschema | None]:
        """Yield what a subschema asks about the same value; None for what is not known."""
        yield from (self._map.child(subschema, tokens) for tokens in _in_place(subschema))
        yield from self._map.references(subschema)

    @staticmethod
    def _evaluates(contents: dict[str, Any], tokens: list[Any], evaluating: frozenset[str], *, is_holder: bool) -> bool:
        keyword, name = str(tokens[0]), tokens[-1]
        others = evaluating & contents.keys() - {keyword}
        if others or _DYNAMIC & contents.keys() or ("contains" in contents and "items" in evaluating):
            return True
        if not is_holder and any(other.startswith("unevaluated") for other in contents):
            return True
        held = contents.get(keyword, ())
        if isinstance(held, list):
            return int(name) < len(held)
        return name in held if keyword == "properties" else bool(held)

    def refuses_type(self, subschema: Subschema, kind: str) -> bool:
        """Return whether a `oneOf` refuses all values of a type, since several branches say nothing of those."""
        branches = subschema.contents.get("oneOf")
        if not isinstance(branches, list):
            return False
        found = [self._map.child(subschema, ("oneOf", number)) for number in range(len(branches))]
        return sum(one is not None and self._ignores(one, kind, set()) for one in found) >= _AT_LEAST

    def _ignores(self, subschema: Subschema, kind: str, seen: set[str]) -> bool:
        """Return whether a subschema accepts all values of a type: none of its keywords is about such."""
        contents = subschema.contents
        if isinstance(contents, bool) or subschema.location in seen:
            return contents is True
        if _DYNAMIC & contents.keys() or any(tokens[0] != "allOf" for tokens in _in_place(subschema)):
            return False
        if any(APPLIES_TO.get(pair.keyword, kind) == kind for pair in subschema.pairs):
            return False
        seen = {*seen, subschema.location}
        return all(one is not None and self._ignores(one, kind, seen) for one in self._below(subschema))


def _in_place(subschema: Subschema) -> Iterator[Any]:
    """Yield what leads to the subschemas of a subschema that are about the same value."""
    if isinstance(subschema.contents, dict):
        for tokens, inner in subschemas(subschema.contents, subschema.dialect):
            if tokens[0] in _IN_PLACE and not isinstance(inner, bool):
                yield tokens


def split(pointer: str, count: int) -> tuple[str, list[Any]]:
    """
    Return a pointer without its last tokens, and those.

    >>> split("/$defs/base/properties/id", 2)
    ('/$defs/base', ['properties', 'id'])
    """
    above = pointer
    for _ in range(count):
        above = above.rpartition("/")[0]
    return above, list(parse_pointer(pointer[len(above) :]))
