"""
Copies of a subschema that stand alone, in one of which a keyword is excused wherever it counts.

A copy has among its definitions what its references lead to, whatever resource that is in.  A dynamic reference is one
like any other if it has one target only.  What cannot be copied is left out so that the copy accepts more: not on the
way to the keyword, and not where more would be refused then.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.fuzz.coverage.dynamic import COUNTED, references_in
from schemawright.fuzz.coverage.leading import ISLANDS
from schemawright.fuzz.schema.places import replaced, without_members
from schemawright.keywords import APPLICATOR, DIALECTS, FLAT, FORMATS, subschemas
from schemawright.pointer import parse_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from schemawright.fuzz.coverage.leading import Leading
    from schemawright.fuzz.schema.schema_map import Pair, SchemaMap, Subschema
    from schemawright.pointer import Tokens

_TOGETHER = frozenset({"contains", "minContains", "maxContains"})
_WITH = {"contains": _TOGETHER, "if": frozenset({"if", "then", "else"})}
"""Keyword → those that say something else without it."""
_OF_PARTS = frozenset({
    "additionalItems", "additionalProperties", "items", "patternProperties", "prefixItems", "properties",
    "propertyNames", "unevaluatedItems", "unevaluatedProperties",
})  # fmt: skip
"""Keywords about what is in a value: they evaluate the same with a subschema that accepts all."""
_OF_THE_SAME = frozenset({"allOf", "then", "else", "dependentSchemas", "dependencies"})
"""Keywords that refuse less with a subschema that accepts all, but evaluate less then, too."""
_REFUSING = frozenset({"not", "contains"})
"""Keywords that refuse, rather than allow, what their subschema is about: `false` is not the least of it."""
_UNEVALUATED = "unevaluated"


class CannotCopyError(Exception):
    """The way to a keyword cannot be copied."""


class Excuse(NamedTuple):
    """
    A keyword, and the ways to it.

    Args:
        pair: The keyword.
        ways: The locations of the subschemas by way of which values come to that of the keyword, that among them.
    """

    pair: Pair
    ways: frozenset[str] = frozenset()

    @property
    def tokens(self) -> Tokens:
        """What leads from the keyword's subschema to it, or to the `false` that it is."""
        return tuple(parse_pointer(self.pair.keyword_location.removeprefix(self.pair.subschema)))


class Extent(NamedTuple):
    """
    How much is copied beside the way.

    Args:
        names: The members that `properties` are copied for; None for all.
        references: Whether what has references in it is copied.
    """

    names: frozenset[str] | None = None
    references: bool = True


_ALL_OF_IT = Extent()


class _Mode(Enum):
    """How a subschema is copied."""

    WAY = "on the way to the keyword, or where the way begins"
    BESIDE = "about the same value as what is on the way: it may accept more, and evaluate less"
    PART = "about what is in such a value: it may accept more"
    DEEP = "about what is further inside: no references are followed that lead to others"
    WHOLE = "as it is"


_INSIDE = frozenset({_Mode.PART, _Mode.DEEP})
_FAR = _INSIDE | {_Mode.WHOLE}


class Copies:
    """
    Copies of one subschema.

    Args:
        schema_map: The schema's subschemas.
        leading: What leads to which.
        top: The subschema.
        excuse: The keyword, in it or on the way from it.
        extent: How much is copied.
        beside: What else has to hold where the keyword is excused.

    Attributes:
        whole: A copy.
        rest: One in which the keyword is excused.
        is_weaker: Whether both may accept more than the subschema, but for what the keyword refuses.

    Raises:
        CannotCopyError: The way to the keyword cannot be copied.
    """

    def __init__(
        self,
        schema_map: SchemaMap,
        leading: Leading,
        top: Subschema,
        excuse: Excuse,
        *,
        extent: Extent = _ALL_OF_IT,
        beside: Sequence[Subschema] = (),
    ) -> None:
        self._map = schema_map
        self._leading = leading
        self._top = top
        self._excuse = excuse
        self._tokens = excuse.tokens
        self._extent = extent
        self._definitions = "$defs" if "$defs" in FLAT[top.dialect] else "definitions"
        self._numbers: dict[tuple[str, _Mode], int] = {}
        self._pending: list[tuple[Subschema, _Mode]] = []
        self._open: list[tuple[str, _Mode]] = []
        self._is_excused = False
        self.is_weaker = False
        self.whole = self._document()
        if self.is_weaker:  # What is left out may evaluate what nothing else does.
            self.whole = self._document()
        self._is_excused = True
        if any(one.location in leading.unlike for one in beside):
            raise CannotCopyError
        self.rest = self._document(*beside)

    @property
    def keyword_alone(self) -> Any:
        """A copy of the keyword without anything beside it, where it is one of the subschema itself."""
        (whole,) = self.whole["allOf"]
        return {**self.whole, "allOf": [{self._tokens[0]: whole[self._tokens[0]]}]}

    def _document(self, *beside: Subschema) -> dict[str, Any]:
        self._numbers, self._pending = {}, []
        found = [self._copied(self._top, _Mode.WAY), *(self._copied(one, _Mode.WHOLE) for one in beside)]
        definitions: dict[str, Any] = {}
        while self._pending:
            target, mode = self._pending.pop()
            definitions[str(self._numbers[target.location, mode])] = self._copied(target, mode)
        return {"$schema": DIALECTS[self._top.dialect], "allOf": found, self._definitions: definitions}

    def _copied(self, subschema: Subschema, mode: _Mode) -> Any:
        """Return a copy of a subschema without its definitions."""
        contents = subschema.contents
        if not isinstance(contents, dict):
            return contents
        found = {} if subschema.is_reference_alone else dict(_counted(subschema))
        for tokens, _ in list(subschemas(found, subschema.dialect)):
            if tokens[0] in found:
                found = self._with_child(found, subschema, tokens, mode)
        if any(references_in(subschema)):
            found = self._with_reference(found, subschema, mode)
        if mode in _INSIDE or (self.is_weaker and mode is not _Mode.WHOLE):
            names = frozenset(name for name in found if name.startswith(_UNEVALUATED))
            found = self._without(found, subschema, names, mode) if names else found
        if mode is not _Mode.WAY or subschema.location != self._excuse.pair.subschema:
            return found
        if self._tokens[0] not in found:
            raise CannotCopyError
        return self._with_excuse(found, subschema) if self._is_excused else found

    def _with_child(self, found: dict[str, Any], subschema: Subschema, tokens: Tokens, mode: _Mode) -> Any:
        """Return a copy of a subschema in which one below it is copied, or left out."""
        keyword = str(tokens[0])
        child = self._map.child(subschema, tokens)
        if child is None:
            raise CannotCopyError
        if child.contents is False and self._is_own(subschema, tokens, mode):
            return found
        inside = self._mode_inside(child, keyword, mode)
        if inside is None:
            return self._without(found, subschema, _WITH.get(keyword, frozenset({keyword})), mode)
        is_near = inside is _Mode.WAY or mode in _FAR or self._extent.names is None or keyword != "properties"
        is_copied = is_near or str(tokens[1]) in (self._extent.names or ())
        return replaced(found, tokens, self._copied(child, inside) if is_copied else {})

    def _is_own(self, subschema: Subschema, tokens: Tokens, mode: _Mode) -> bool:
        """Return whether what is below a subschema is the keyword: the `false` that it is."""
        is_there = mode is _Mode.WAY and subschema.location == self._excuse.pair.subschema
        return is_there and [str(token) for token in tokens] == [*self._tokens]

    def _mode_inside(self, child: Subschema, keyword: str, mode: _Mode) -> _Mode | None:
        """Return how a subschema is copied that stands in another one; None where it is left out with its keyword."""
        if mode is _Mode.WAY and child.location in self._excuse.ways and keyword not in ISLANDS:
            return _Mode.WAY
        if mode is _Mode.WHOLE or self._is_copied_whole(child):
            return _Mode.WHOLE
        if keyword in _OF_PARTS:
            return _Mode.DEEP if mode in _INSIDE else _Mode.PART
        return (mode if mode in _INSIDE else _Mode.BESIDE) if keyword in _OF_THE_SAME else None

    def _is_copied_whole(self, subschema: Subschema) -> bool:
        leading = self._leading
        is_too_far = not self._extent.references and subschema.location in leading.referring
        return not is_too_far and subschema.location not in leading.unlike

    def _without(
        self, found: dict[str, Any], subschema: Subschema, names: frozenset[str], mode: _Mode
    ) -> dict[str, Any]:
        """Return a copy of a subschema without some keywords, unless they are on the way."""
        if mode is _Mode.WAY:
            below = (child for child, tokens in self._leading.below(subschema) if tokens and tokens[0] in names)
            is_there = subschema.location == self._excuse.pair.subschema and self._tokens[0] in names
            if is_there or any(child.location in self._excuse.ways for child in below):
                raise CannotCopyError
        self.is_weaker = self.is_weaker or mode not in _INSIDE
        return without_members(found, names)

    def _with_reference(self, found: dict[str, Any], subschema: Subschema, mode: _Mode) -> dict[str, Any]:
        """Return a copy of a subschema with what its reference leads to, or without."""
        target = self._leading.target(subschema)
        several = self._leading.targets.of(subschema)
        is_way = mode is _Mode.WAY and any(one.location in self._excuse.ways for one in several)
        if target is None and (is_way or mode is _Mode.WHOLE):
            raise CannotCopyError
        inside = None if target is None else self._mode_inside(target, "allOf", mode)
        if target is None or inside is None or inside is _Mode.DEEP or (target.location, _Mode.PART) in self._open:
            self.is_weaker = self.is_weaker or mode not in _INSIDE
            return found
        key = (target.location, inside)
        if inside is not _Mode.WHOLE and key not in self._open:
            # The algebra knows little of a reference, and much of what stands there.
            self._open.append(key)
            copied = self._copied(target, inside)
            self._open.pop()
            return {**found, "allOf": [*found.get("allOf", ()), copied]}
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers)
            self._pending.append((target, inside))
        return {**found, "$ref": f"#/{self._definitions}/{self._numbers[key]}"}

    def _with_excuse(self, found: dict[str, Any], subschema: Subschema) -> dict[str, Any]:
        """Return a copy of the keyword's subschema that accepts what it refuses alone, and evaluates no less."""
        keyword, value = str(self._tokens[0]), self._excuse.pair.value
        is_applicator = FLAT[subschema.dialect][keyword].kind == APPLICATOR
        if value is False and is_applicator and keyword not in _REFUSING:
            excused: dict[str, Any] = replaced(found, self._tokens, {})
            return excused
        if keyword == "dependencies":
            return {**found, keyword: {name: one for name, one in value.items() if not isinstance(one, list)}}
        rest = without_members(found, _TOGETHER if keyword == "contains" else {keyword})
        # That there is one at all is told as `minContains`, where it is there.
        return {**rest, keyword: 0} if keyword == "minContains" else rest


def _counted(subschema: Subschema) -> Iterator[tuple[str, Any]]:
    """Yield the keywords of a subschema that judge."""
    known = FLAT[subschema.dialect]
    formats = FORMATS["native"].get(subschema.dialect, frozenset())
    for name, value in subschema.contents.items():
        is_judging = name in known and known[name].kind in COUNTED
        if is_judging and (name != "format" or value in formats):
            yield name, value
