"""
What a schema as a whole says that depends on one of its subschemas.

With a mistake in a subschema, a valid record is refused by what leads there: all else that the root asks for says what
it said before.  So only that is compiled, of which there are hundreds for each schema, and asked.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from schemawright.engines.assertions.content import KEYWORDS as CONTENT
from schemawright.errors import UnresolvableReference
from schemawright.fuzz.schema.changed import alone_engine, leads_elsewhere, whole_engine
from schemawright.fuzz.schema.excerpts import Excerpt
from schemawright.keywords import APPLICATOR, ASSERTION, FLAT, REF_ALONE, REFERENCE, REFERENCES, dialect_of, subschemas
from schemawright.pointer import parse_pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from schemawright.engines.native.panics import Guarded
    from schemawright.fuzz.schema.schema_map import SchemaMap, Subschema

Part = tuple[str, str]
"""A keyword of the root, and which of the members that it describes; empty where it is not about members by name."""
Parts = frozenset[Part]

_BY_NAME = frozenset({"properties", "patternProperties"})
_OTHERS = "additionalProperties"
_TOGETHER = (
    frozenset({"if", "then", "else"}),
    frozenset({"contains", "minContains", "maxContains"}),
    frozenset({"prefixItems", "items", "additionalItems"}),
    frozenset({"minimum", "exclusiveMinimum"}),
    frozenset({"maximum", "exclusiveMaximum"}),
    frozenset(CONTENT),
)
"""Keywords that say together what they say, beside those about members."""
_EVALUATING = frozenset({"unevaluatedProperties", "unevaluatedItems"})
_SAYING = frozenset({APPLICATOR, ASSERTION, REFERENCE})
_KEPT = 8
"""How many verdicts of all but some parts are kept: each is nearly as large as the schema."""
_MOST = 200_000
"""How many parts times subschemas there are, at the most, for it to be looked at what leads where."""


class Depending:
    """
    What depends on the subschemas of one schema.

    Args:
        schema_map: The schema's subschemas.
    """

    def __init__(self, schema_map: SchemaMap) -> None:
        self._map = schema_map
        self._excerpts: dict[Parts, Excerpt] = {}
        self._rests: dict[Parts, Callable[[Any], bool]] = {}

    def is_entry(self, location: str) -> bool:
        """Return whether a subschema is the root, and what depends on it is known."""
        return self._entry is not None and self._entry.location == location

    def changed(self, subschema: Subschema, contents: Any) -> tuple[Guarded, Parts] | None:
        """
        Return the engine of what depends on a subschema, with something else in its place; and which parts those are.

        What it accepts and `rest` accepts is what the schema accepts then.  None where nothing is left out, or it is
        not known what could be.

        Raises:
            SchemaError: It is no schema any more.
        """
        entry = self._entry
        if entry is None or leads_elsewhere(self._map, subschema, contents):
            return None
        if subschema is entry:
            parts = _changed(entry.contents, contents, entry.dialect)
            with suppress(UnresolvableReference):  # What another part says is here, too, and leads where that does.
                return None if parts is None else (self._of_entry(entry, contents, parts), parts)
            return None
        parts = self._leading.get(subschema.location)
        if not parts or len(parts) == len(self._parts):
            return None
        excerpt = self._excerpt(entry, parts)
        return whole_engine(self._map, subschema, excerpt.changed(subschema, contents), excerpt), parts

    def rest(self, parts: Parts) -> Callable[[Any], bool]:
        """Return the verdict of all parts of the root but some, as they are."""
        found = self._rests.pop(parts, None) or self._rest(parts)
        self._rests[parts] = found
        if len(self._rests) > _KEPT:
            del self._rests[next(iter(self._rests))]
        return found

    def _rest(self, parts: Parts) -> Callable[[Any], bool]:
        entry = self._entry
        if entry is None:
            return lambda _instance: True
        excerpt = self._excerpt(entry, frozenset(self._parts.keys() - parts))
        return whole_engine(self._map, entry, excerpt.contents(entry.resource), excerpt).is_valid

    def _of_entry(self, entry: Subschema, contents: Any, changed: Parts) -> Guarded:
        """Return the engine of what is changed in the root."""
        found = _restricted(contents, changed)
        alone = alone_engine(self._map, entry, found)
        if alone is not None:
            return alone
        excerpt = self._excerpt(entry, changed)
        return whole_engine(self._map, entry, excerpt.changed(entry, _unsaid(contents, entry) | found), excerpt)

    def _excerpt(self, entry: Subschema, parts: Parts) -> Excerpt:
        """Return what is reached from some parts of the root, and of the root only those."""
        if parts not in self._excerpts:
            reached = {entry.location: entry}
            for part in parts & self._parts.keys():
                reached |= {one.location: one for one in self._parts[part]}
            excerpt = self._excerpts[parts] = Excerpt(self._map, reached.values())
            excerpt.narrow(entry, _unsaid(entry.contents, entry) | _restricted(entry.contents, parts))
        return self._excerpts[parts]

    # --- what leads where

    @cached_property
    def _entry(self) -> Subschema | None:
        """The root, if all that it says is said by keywords each of which stands for itself."""
        entry = self._map.known(self._map.entry)
        if entry is None or entry.pointer or not isinstance(entry.contents, dict) or self._map.is_embedded(entry):
            return None
        contents = entry.contents
        is_of_dialect = "$schema" not in contents or dialect_of(contents["$schema"]) == entry.dialect
        is_alone = entry.dialect in REF_ALONE and "$ref" in contents
        if not is_of_dialect or is_alone or _EVALUATING & contents.keys():
            return None
        below = _below(self._map, entry)
        if len(below) * len(self._map.subschemas) > _MOST or self._is_referred_into(entry):
            return None
        self._parts = {part: self._map.reached_from(locations) for part, locations in below.items()}
        is_met_again = any(one is entry for reached in self._parts.values() for one in reached)
        return None if is_met_again else entry

    def _is_referred_into(self, entry: Subschema) -> bool:
        """Return whether a reference leads to what is in a keyword of the root that says something itself."""
        targets = (target for one in self._map.subschemas.values() for target in self._referred(one))
        inside = (target for target in targets if target.resource == entry.resource and target.pointer)
        return any(_says(str(parse_pointer(one.pointer)[0]), entry.dialect) for one in inside)

    def _referred(self, subschema: Subschema) -> Collection[Subschema]:
        return self._map.references(subschema) if isinstance(subschema.contents, dict) else ()

    @cached_property
    def _leading(self) -> dict[str, Parts]:
        """Location of a subschema → the parts of the root that lead there."""
        found: dict[str, set[Part]] = {}
        for part, reached in self._parts.items():
            for one in reached:
                found.setdefault(one.location, set()).add(part)
        known: dict[Parts, Parts] = {}
        contents = self._entry.contents if self._entry is not None else {}
        for parts in map(frozenset, found.values()):
            if parts not in known:
                known[parts] = _with_their_like(parts, contents, contents)
        return {location: known[frozenset(parts)] for location, parts in found.items()}


def _says(name: str, dialect: str) -> bool:
    """Return whether a verdict may depend on a keyword itself, and not only on where something is."""
    keyword = FLAT[dialect].get(name)
    return keyword is not None and keyword.kind in _SAYING


def _unsaid(contents: dict[str, Any], entry: Subschema) -> dict[str, Any]:
    """Return of a root what is no part of it."""
    return {name: value for name, value in contents.items() if not _says(name, entry.dialect)}


def _parts_of(contents: dict[str, Any], dialect: str) -> Iterator[tuple[Part, Any]]:
    """Yield the parts of a root, and what each says."""
    for name, value in contents.items():
        if name in _BY_NAME and isinstance(value, dict):
            yield from (((name, member), inner) for member, inner in value.items())
        elif _says(name, dialect):
            yield (name, ""), value


def _below(schema_map: SchemaMap, entry: Subschema) -> dict[Part, list[str]]:
    """Return the parts of a root, and the locations of the subschemas to which each hands on values itself."""
    found: dict[Part, list[str]] = {part: [] for part, _ in _parts_of(entry.contents, entry.dialect)}
    for tokens, _ in subschemas(entry.contents, entry.dialect):
        part = (str(tokens[0]), str(tokens[1]) if tokens[0] in _BY_NAME else "")
        below = schema_map.child(entry, tokens)
        if part in found and below is not None and below.location in schema_map.subschemas:
            found[part].append(below.location)
    referred = [one.location for one in schema_map.references(entry)]
    for name in REFERENCES:
        if (name, "") in found:
            found[name, ""] += referred
    return found


def _changed(before: dict[str, Any], after: Any, dialect: str) -> Parts | None:
    """Return the parts of a root in which another one differs; None where all of it may."""
    if not isinstance(after, dict) or _EVALUATING & after.keys():
        return None
    names = {name for name in before.keys() | after.keys() if before.get(name, before) is not after.get(name, after)}
    if not all(_says(name, dialect) for name in names):
        return None
    was, is_now = dict(_parts_of(before, dialect)), dict(_parts_of(after, dialect))
    parts = {one for one in was.keys() | is_now.keys() if was.get(one, before) is not is_now.get(one, after)}
    # An empty map has no parts, and is there or is not.
    return _with_their_like(frozenset(parts), before, after)


def _with_their_like(parts: Parts, before: dict[str, Any], after: dict[str, Any]) -> Parts:
    """Return parts, and those that say together with them what they say."""
    keywords = {keyword for keyword, _ in parts}
    found = set(parts)
    for several in _TOGETHER:
        if several & keywords:
            found |= {(name, "") for name in several & (before.keys() | after.keys())}
    if any(_names(before, keyword) != _names(after, keyword) for keyword in _BY_NAME):
        found |= {(_OTHERS, "")} if _OTHERS in before or _OTHERS in after else set()
    return frozenset(found)


def _names(contents: dict[str, Any], keyword: str) -> Collection[str]:
    said = contents.get(keyword)
    return said.keys() if isinstance(said, dict) else set()


def _restricted(contents: dict[str, Any], parts: Parts) -> dict[str, Any]:
    """Return of a root what some parts say; of members that others are told by, that they are known."""
    has_others = (_OTHERS, "") in parts
    found: dict[str, Any] = {}
    for keyword, value in contents.items():
        if keyword in _BY_NAME and isinstance(value, dict):
            known: dict[str, Any] = {name: {} for name in value} if has_others else {}
            said = known | {name: inner for name, inner in value.items() if (keyword, name) in parts}
            found |= {keyword: said} if said else {}
        elif (keyword, "") in parts:
            found[keyword] = value
    return found
