"""
By which schema objects a subschema is met: those that fail with it, as with a branch of `allOf`.

What a subschema refuses may be refused by what stands around it as well, by whatever way it is met.  Then it cannot
fail alone, which nothing in itself shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.engines.assertions.patterns import BadPattern, PatternTimeout, matches
from schemawright.fuzz.schema.schema_map import APPLIES_TO
from schemawright.keywords import FLAT, subschemas
from schemawright.pointer import parse_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.fuzz.schema.schema_map import SchemaMap, Subschema

_IN_PLACE = frozenset({"allOf", "anyOf", "oneOf", "if", "then", "else", "dependentSchemas"})
"""Keywords whose subschemas are about the same value, and may evaluate what is in it."""
_NAMED = frozenset({"$defs", "definitions"})
_ABOUT_PARTS = {
    **dict.fromkeys(("items", "prefixItems", "additionalItems", "unevaluatedItems", "contains"), "array"),
    **dict.fromkeys(("properties", "patternProperties", "additionalProperties", "unevaluatedProperties"), "object"),
    **dict.fromkeys(("propertyNames", "dependencies"), "object"),
}
"""Keyword → the type of the values in which it is about something."""
_DYNAMIC = frozenset({"$dynamicRef", "$recursiveRef"})
_FAIL_ALONG = {"allOf": 2, "dependentSchemas": 2, "then": 1, "else": 1}
"""Keyword → how many tokens lead to its subschemas, with any of which what they stand in fails."""
_TYPE_OF: dict[type, str] = {str: "string", bool: "boolean", type(None): "null", dict: "object", list: "array"}
"""Python type → the type of the values that it stands for; all others are numbers."""
_AT_LEAST = 2
"""How many branches of a `oneOf` have to hold for it to fail."""


class Holder(NamedTuple):
    """
    A schema object by which a subschema is met.

    Args:
        subschema: The schema object.
        branch: The subschema that is a branch of its `allOf`, or that such a branch refers to; once it fails, nothing
            in it is evaluated.
    """

    subschema: Subschema
    branch: Subschema


class _Above(NamedTuple):
    keyword: str
    around: Subschema


class Holders:
    """
    Finds what holds the subschemas of one schema.

    Args:
        schema_map: The schema's subschemas.
    """

    def __init__(self, schema_map: SchemaMap) -> None:
        self._map = schema_map
        self._referring: dict[str, list[Subschema]] | None = None

    def of(self, subschema: Subschema, with_any: frozenset[str]) -> list[Holder]:
        """
        Return by what a subschema is met; nothing, where it is not known, or may be met by itself.

        Args:
            subschema: The subschema.
            with_any: Keywords, one of which is asked for in a holder: of what has none, it is what that is met by.
        """
        found = list(self._ways(subschema, with_any, frozenset()))
        return [] if None in found else [one for one in found if one is not None]

    def _ways(self, subschema: Subschema, with_any: frozenset[str], below: frozenset[str]) -> Iterator[Holder | None]:
        """Yield the ways by which a subschema is met, but those that lead through what is below it."""
        if subschema is self._map.known(self._map.entry):
            yield None
        above = self._around(subschema)
        if above is not None:
            yield from self._held(above, subschema, with_any, below)
        elif not self.is_definition(subschema):
            yield None
        for one in self.referring(subschema):
            others = set() if one.is_reference_alone else one.contents.keys() - {"$ref"}
            above = None if others else self._around(one)
            # Beside a reference, the native engine takes what fails behind it for evaluated.
            yield from (None,) if above is None else self._held(above, subschema, with_any, below)

    def _held(
        self, above: _Above, branch: Subschema, with_any: frozenset[str], below: frozenset[str]
    ) -> Iterator[Holder | None]:
        """Yield what holds a branch: the schema object that it stands in, or what holds that."""
        keyword, around = above
        if not with_any.isdisjoint(around.contents):
            # What fails in another branch than of `allOf` is evaluated for what stands right beside that, to engines.
            yield Holder(around, branch) if keyword == "allOf" else None
        elif around.location not in below:
            yield from self._ways(around, with_any, below | {around.location})

    def _around(self, subschema: Subschema) -> _Above | None:
        """Return the schema object that a subschema stands in and makes fail, and the keyword by which it does."""
        for count in (1, 2):
            over, tokens = split(subschema.pointer, count)
            if len(tokens) == count and _FAIL_ALONG.get(str(tokens[0])) == count:
                around = self._map.known(f"{subschema.resource}#{over}")
                is_object = around is not None and isinstance(around.contents, dict)
                return _Above(str(tokens[0]), around) if around is not None and is_object else None
        return None

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
        if any(_may_evaluate(other, contents[other], keyword, str(name)) for other in others):
            return True
        if _DYNAMIC & contents.keys() or ("contains" in contents and "items" in evaluating):
            return True
        if not is_holder and any(other.startswith("unevaluated") for other in contents):
            return True
        if keyword not in contents:
            return False
        held = contents[keyword]
        if isinstance(held, list):
            return bool(held) if len(tokens) == 1 else int(name) < len(held)
        return name in held if keyword == "properties" else keyword != "patternProperties" or bool(held)

    def refuses_type(self, subschema: Subschema, kind: str) -> bool:
        """Return whether a `oneOf` refuses all values of a type, since several branches say nothing of those."""
        branches = subschema.contents.get("oneOf")
        if not isinstance(branches, list):
            return False
        found = [self._map.child(subschema, ("oneOf", number)) for number in range(len(branches))]
        return sum(one is not None and self._ignores(one, kind, set()) for one in found) >= _AT_LEAST

    def refuses_member(self, subschema: Subschema, name: str, kinds: frozenset[str]) -> str:
        """
        Return the union of a subschema of which every branch refuses objects with a member of some types.

        Empty where that is not sure.
        """
        for union in ("oneOf", "anyOf"):
            branches = subschema.contents.get(union)
            several = range(len(branches)) if isinstance(branches, list) else ()
            found = [self._map.child(subschema, (union, number)) for number in several]
            if found and all(one is not None and self._names_others(one, name, kinds, set()) for one in found):
                return union
        return ""

    def _names_others(self, subschema: Subschema, name: str, kinds: frozenset[str], seen: set[str]) -> bool:
        """Return whether what a subschema says of a member allows values of other types only."""
        if not isinstance(subschema.contents, dict) or subschema.location in seen:
            return False
        seen = {*seen, subschema.location}
        member = None if subschema.is_reference_alone else self._map.child(subschema, ("properties", name))
        if member is not None and isinstance(member.contents, dict) and not member.is_reference_alone:
            known = FLAT[member.dialect]
            several = [member.contents["const"]] if "const" in member.contents and "const" in known else None
            several = member.contents.get("enum", several)
            if isinstance(several, list) and kinds.isdisjoint(_TYPE_OF.get(type(value), "number") for value in several):
                return True
        led = () if _DYNAMIC & subschema.contents.keys() else self._map.references(subschema)
        return any(self._names_others(one, name, kinds, seen) for one in led)

    def _ignores(self, subschema: Subschema, kind: str, seen: set[str]) -> bool:
        """Return whether a subschema accepts all values of a type: none of its keywords is about such."""
        contents = subschema.contents
        if isinstance(contents, bool) or subschema.location in seen:
            return contents is True
        if _DYNAMIC & contents.keys() or any(tokens[0] != "allOf" for tokens in _in_place(subschema)):
            return False
        if any(APPLIES_TO.get(pair.keyword, kind) == kind for pair in subschema.pairs):
            return False
        # What is about a member or an item may refuse it.
        if any(name in FLAT[subschema.dialect] and _ABOUT_PARTS.get(name, "") == kind for name in contents):
            return False
        seen = {*seen, subschema.location}
        return all(one is not None and self._ignores(one, kind, seen) for one in self._below(subschema))


def _may_evaluate(other: str, held: Any, keyword: str, name: str) -> bool:
    """
    Return whether a keyword may evaluate a member that another one does.

    Args:
        other: The keyword.
        held: Its value.
        keyword: The other one.
        name: The name of the member, or the pattern of its names, or that keyword.

    >>> [_may_evaluate("patternProperties", {"^b": True}, "properties", name) for name in ("b", "a")]
    [True, False]
    >>> [_may_evaluate("properties", {name: True}, "patternProperties", "^b") for name in ("b", "a")]
    [True, False]
    """
    if (other, keyword) == ("patternProperties", "properties"):
        return any(_may_match(pattern, name) for pattern in held)
    if (other, keyword) == ("properties", "patternProperties"):
        return any(_may_match(name, declared) for declared in held)
    return True


def _may_match(pattern: str, name: str) -> bool:
    try:
        return matches(pattern, name)
    except (BadPattern, PatternTimeout):
        return True


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
