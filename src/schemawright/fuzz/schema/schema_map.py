"""
What there is to exercise in a schema: every reachable subschema, and the keywords in it that can fail.

Found out from the schema alone.  Reached is what can judge a value: `$defs` only through references, `contentSchema`
never.  A dynamic reference reaches every anchor of its name, which may be more than it does.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from schemawright.engines.assertions.content import KEYWORDS as CONTENT
from schemawright.engines.assertions.content import asserted_in
from schemawright.engines.reach.understood import understood
from schemawright.errors import PointsNowhere
from schemawright.fuzz.schema.excerpts import Excerpt
from schemawright.fuzz.schema.in_full import identifier, own_base
from schemawright.keywords import (
    APPLICATOR,
    ASSERTION,
    BOOLEAN_SCHEMAS,
    DIALECTS,
    FLAT,
    FORMATS,
    REF_ALONE,
    REFERENCE,
    dialect_inside,
    subschemas,
    walk_in_dialects,
)
from schemawright.pointer import format_pointer, parse_pointer, resolve_tokens
from schemawright.store.resource import resolve_uri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from schemawright.pointer import Tokens
    from schemawright.validation.schema import Schema

BRANCHES = frozenset({"anyOf", "oneOf", "not", "if", "contains", "propertyNames", "additionalItems"})
"""
The keywords whose subschemas are judged by themselves: they may fail where the keyword holds, or the engine does not
tell what is inside them.
"""

_JUDGES = {
    "string": "maxLength minLength pattern format contentEncoding contentMediaType",
    "number": "maximum exclusiveMaximum minimum exclusiveMinimum multipleOf divisibleBy",
    "array": "maxItems minItems uniqueItems items prefixItems additionalItems contains minContains maxContains "
    "unevaluatedItems",
    "object": "maxProperties minProperties required dependentRequired dependentSchemas dependencies properties "
    "patternProperties additionalProperties unevaluatedProperties propertyNames",
}
APPLIES_TO: dict[str, str] = {name: kind for kind, names in _JUDGES.items() for name in names.split()}
"""Keyword → the one type of value that it judges; all others judge every type."""

MAY_TELL = frozenset({"format", *CONTENT})
"""Keywords that judge by some values and settings; by all others they only tell."""
_OWN = frozenset({"anyOf", "oneOf", "not", "contains"})
_BESIDE_CONTAINS = frozenset({"minContains", "maxContains"})


_MOST = 0.5
"""From what share on of all subschemas an excerpt is that of all."""

Lead = tuple[str, str]
"""A keyword that refers to something, or that says what is referred to; and its value."""


class Pair(NamedTuple):
    """
    A keyword that can fail, in one subschema.

    Args:
        keyword_location: Absolute URI and JSON Pointer of the keyword, or of a `false` subschema.
        keyword: The keyword; for a `false` subschema the one that holds it, such as `additionalProperties`.
        subschema: The location of the subschema that holds it.
        value: The keyword's value.
        note: Why it cannot fail; empty where it may.
    """

    keyword_location: str
    keyword: str
    subschema: str
    value: Any
    note: str = ""


class Subschema:
    """
    One subschema.

    Args:
        location: Absolute URI and JSON Pointer, as the engine tells it.
        base: The base URI of its references.
        resource: The URI of the resource that it is found in, and
        pointer: its JSON Pointer from there, whatever `$id` is between.
        contents: The subschema.
        dialect: The dialect that it is written in.
    """

    __slots__ = (
        "base", "branches", "children", "contents", "dialect", "leads", "location", "onward", "pairs", "pointer",
        "properties", "resource",
    )  # fmt: skip

    def __init__(self, location: str, base: str, resource: str, pointer: str, contents: Any, dialect: str) -> None:
        self.location = location
        self.base = base
        self.resource = resource
        self.pointer = pointer
        self.contents = contents
        self.dialect = dialect
        self.pairs: tuple[Pair, ...] = ()
        self.branches: dict[str, list[str]] = {}
        self.children: dict[Tokens, Subschema] = {}
        self.onward: tuple[Sequence[Subschema], Sequence[tuple[str, Any]]] | None = None
        self.leads: frozenset[Lead] | None = None
        properties = contents.get("properties") if isinstance(contents, dict) else None
        self.properties: frozenset[str] = frozenset(properties if isinstance(properties, dict) else ())

    @property
    def is_reference_alone(self) -> bool:
        """Whether keywords beside its `$ref` are ignored."""
        return self.dialect in REF_ALONE and isinstance(self.contents.get("$ref"), str)


class SchemaMap:
    """
    The subschemas that a schema reaches, in document order, each with its keywords that can fail.

    Args:
        schema: The schema.

    Attributes:
        aliases: Base URIs that resources give themselves → the URIs that they are known by here.

    Raises:
        SchemaError: It cannot be compiled.
    """

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        # Of what is by a metaschema of somebody's own it is told here which dialect that is.
        known = understood(schema.task)
        self.contents: dict[str, Any] = {schema.uri: known.contents}
        self.contents |= {uri: known.retrieve(uri) for uri in schema.referenced}
        self._known: dict[str, Subschema] = {}
        self._anchors: dict[str, list[str]] = {}
        self._led: dict[str, tuple[Subschema, ...]] = {}
        self._onward: dict[str, list[str]] = {}
        self._excerpts: dict[str, Excerpt] = {}
        self.aliases: dict[str, str] = {}
        for uri, contents in self.contents.items():
            self._index(uri, contents)
        self.entry = self._entry()
        self.subschemas: dict[str, Subschema] = {}
        self._reach(self.entry)
        self._count_once()
        self.pairs = {pair.keyword_location: pair for subschema in self.subschemas.values() for pair in subschema.pairs}

    def _index(self, uri: str, contents: Any, above: Tokens = (), around: str | None = None) -> None:
        """
        Note every subschema of a resource, or of a part of it, by its location, which starts anew at an `$id`.

        Args:
            uri: The URI of the resource.
            contents: The resource, or the part.
            above: Where the part is in it.
            around: The dialect around the part.
        """
        starts: dict[Tokens, tuple[str, str]] = {(): (uri, uri)}
        for tokens, subschema, dialect in walk_in_dialects(contents, around or self.schema.dialect):
            start = next(tokens[:end] for end in range(len(tokens), -1, -1) if tokens[:end] in starts)
            own = own_base(subschema, starts[start][1], dialect)
            if own is not None:
                # The engine names a resource by what it was retrieved from, and resolves references by its `$id`.
                start, starts[tokens] = tokens, (own if tokens else uri, own)
                if not tokens and own != uri:
                    self.aliases[own] = uri
            named, base = starts[start]
            tail = tokens if start else (*above, *tokens)
            location = f"{named}#{format_pointer(tail[len(start) :])}"
            self._note_anchors(subschema, base, location)
            found = Subschema(location, base, uri, format_pointer((*above, *tokens)), subschema, dialect)
            within = f"{base}#{format_pointer(tail[len(start) :])}"
            for name in (location, within, f"{uri}#{found.pointer}", f"{starts[()][1]}#{found.pointer}"):
                self._known.setdefault(name, found)

    def _note_anchors(self, subschema: Any, base: str, location: str) -> None:
        for keyword in ("$anchor", "$dynamicAnchor", "$id", "id", "$recursiveAnchor"):
            said = subschema.get(keyword) if isinstance(subschema, dict) else None
            if isinstance(said, str) and (keyword.endswith("nchor") or "#" in said):
                self._anchors.setdefault(f"{base}#{said.rpartition('#')[2]}", []).append(location)
            if keyword == "$dynamicAnchor" and isinstance(said, str):
                self._anchors.setdefault(said, []).append(location)
            if keyword == "$recursiveAnchor" and said is True:
                self._anchors.setdefault(keyword, []).append(location)

    def reaches(self, resource: str, pointer: str) -> bool | None:
        """Return whether a subschema of a resource is reached; None where the pointer is that of no subschema."""
        found = self._known.get(f"{resource}#{pointer}")
        return None if found is None else found.location in self.subschemas

    def known(self, location: str) -> Subschema | None:
        """Return the subschema at a location, reachable or not; None where there is none."""
        if location not in self._known:
            self._discover(location)
        return self._known.get(location)

    def _discover(self, location: str) -> None:
        """Look for what no walk has met: a metaschema, which every engine has, or what is below an unknown keyword."""
        uri, _, pointer = location.partition("#")
        if uri not in self.contents:
            contents = _metaschema(uri)
            if contents is None:
                return
            self.contents[uri] = contents
            self._index(uri, contents)
        if location in self._known or not pointer.startswith("/"):
            return
        tokens = parse_pointer(pointer)
        found, around = self.contents[uri], self.schema.dialect
        try:
            for token in tokens:
                around = dialect_inside(found, around)
                found = resolve_tokens(found, (token,))
        except PointsNowhere:
            return
        if isinstance(found, (dict, bool)):
            self._index(uri, found, tokens, around)

    @cached_property
    def size(self) -> int:
        """How long the text of all that is reached is, in characters."""
        return sum(len(json.dumps(contents, default=str)) for contents in self._as_written.resources)

    @property
    def resource_count(self) -> int:
        """In how many resources something is reached."""
        return len(self._as_written.resources)

    @cached_property
    def _as_written(self) -> Excerpt:
        return Excerpt(self, self.subschemas.values(), annotations=True)

    def excerpt(self, location: str = "") -> Excerpt:
        """Return what is needed of each resource to judge by a subschema; by the schema, where left out."""
        found = self._excerpts.get(location)
        if found is None:
            reached = self.reached_from([location]) if location else [*self.subschemas.values()]
            # Where most refer to each other, each would be a copy of nearly all.
            is_most = location and len(reached) > _MOST * len(self.subschemas)
            found = self._excerpts[location] = self.excerpt() if is_most else Excerpt(self, reached)
        return found

    def as_written(self, contents: Any) -> Subschema | None:
        """Return the subschema that is reached of which these are the contents themselves, and no copy."""
        return self._by_contents.get(id(contents))

    @cached_property
    def _by_contents(self) -> dict[int, Subschema]:
        return {id(one.contents): one for one in self.subschemas.values() if type(one.contents) is dict}

    def reached_from(self, locations: Iterable[str]) -> list[Subschema]:
        """Return the subschemas at some locations, and all that those lead to."""
        pending = list(dict.fromkeys(locations))
        seen = set(pending)
        for at in pending:
            fresh = [target for target in self._onward.get(at, ()) if target not in seen]
            pending += fresh
            seen.update(fresh)
        return [self.subschemas[at] for at in pending]

    def is_embedded(self, subschema: Subschema) -> bool:
        """Return whether a subschema is in a resource within the one that it is found in (core, section 9.3.1)."""
        base = subschema.location.partition("#")[0]
        return base not in self.contents and self.aliases.get(base, base) != subschema.resource

    def root_of(self, subschema: Subschema) -> Subschema:
        """Return the root of the resource that a subschema is in."""
        base = subschema.location.partition("#")[0] if self.is_embedded(subschema) else subschema.resource
        return self._known[f"{base}#"]

    def retrieve(self, uri: str) -> Any:
        """
        Return the contents of a resource, the schema's own among them.

        Raises:
            UnresolvableReference: It is not in the workspace.
        """
        known = self.aliases.get(uri, uri)
        if known in self.contents:
            return self.contents[known]
        embedded = self._known.get(f"{uri}#")
        return self.schema.task.retrieve(uri) if embedded is None else self.named(embedded)

    @staticmethod
    def named(resource: Subschema) -> Any:
        """Return the contents of a resource within a resource, as it is called from anywhere, in its dialect."""
        return {"$schema": DIALECTS[resource.dialect], **resource.contents, identifier(resource.dialect): resource.base}

    def child(self, subschema: Subschema, tokens: Tokens) -> Subschema | None:
        """Return the subschema below another."""
        found = subschema.children.get(tokens)
        if found is None:
            found = self._known.get(f"{subschema.resource}#{subschema.pointer}{format_pointer(tokens)}")
            if found is not None:
                subschema.children[tokens] = found
        return found

    def references(self, subschema: Subschema) -> tuple[Subschema, ...]:
        """Return what the references of a subschema may lead to."""
        found = self._led.get(subschema.location)
        if found is None:
            found = self._led[subschema.location] = tuple(self._references(subschema))
        return found

    def _references(self, subschema: Subschema) -> Iterator[Subschema]:
        keywords = FLAT[subschema.dialect]
        for name, value in subschema.contents.items():
            if isinstance(value, str) and name in keywords and keywords[name].kind == REFERENCE:
                for target in self._referenced(subschema.base, name, value):
                    found = self.known(target)
                    if found is not None:
                        yield found

    def _entry(self) -> str:
        return self._known[f"{self.schema.uri}#{self.schema.pointer}"].location

    def _reach(self, location: str) -> None:
        pending = [location]
        while pending:
            at = pending.pop()
            found = self.known(at)
            if found is None or found.location in self.subschemas:
                continue
            self.subschemas[found.location] = found
            found.pairs = tuple(self._pairs(found))
            targets = list(self._targets(found))
            onward = (self.known(target) for target in targets)
            self._onward[found.location] = [one.location for one in onward if one is not None]
            pending += reversed(targets)

    def _count_once(self) -> None:
        """Leave a `false` uncounted where a keyword is counted at the same place: that of `{"contains": false}` is."""
        counted = {
            pair.keyword_location
            for subschema in self.subschemas.values()
            for pair in subschema.pairs
            if pair.subschema != pair.keyword_location
        }
        for location in counted:
            found = self.subschemas.get(location)
            if found is not None and found.contents is False:
                found.pairs = ()

    def _targets(self, subschema: Subschema) -> Iterator[str]:
        """Yield the locations that a subschema hands values, or itself, on to; note its branches."""
        contents = subschema.contents
        if not isinstance(contents, dict):
            return
        keywords = FLAT[subschema.dialect]
        for tokens, inner in subschemas(contents, subschema.dialect):
            if keywords[str(tokens[0])].kind not in {APPLICATOR, ASSERTION} or isinstance(inner, bool):
                continue
            at = self._known[f"{subschema.resource}#{subschema.pointer}{format_pointer(tokens)}"].location
            if tokens[0] in BRANCHES:
                subschema.branches.setdefault(str(tokens[0]), []).append(at)
            yield at
        if "additionalItems" in keywords and contents.get("additionalItems") is False:
            subschema.branches["additionalItems"] = []
        yield from self._boolean_branches(subschema)
        for name, value in contents.items():
            if isinstance(value, str) and name in keywords and keywords[name].kind == REFERENCE:
                yield from self._referenced(subschema.base, name, value)

    def _boolean_branches(self, subschema: Subschema) -> Iterator[str]:
        """Yield `true` and `false` where they are branches, so that every branch is judged."""
        if subschema.dialect not in BOOLEAN_SCHEMAS or subschema.is_reference_alone:
            return
        for name in sorted((BRANCHES - {"additionalItems"}) & set(subschema.contents)):
            value = subschema.contents[name]
            several = value if isinstance(value, list) else [value]
            tokens = [(name, index) for index in range(len(several))] if isinstance(value, list) else [(name,)]
            if any(isinstance(inner, bool) for inner in several):
                places = [f"{subschema.resource}#{subschema.pointer}{format_pointer(one)}" for one in tokens]
                subschema.branches[name] = [self._known[place].location for place in places]
                yield from subschema.branches[name]

    def _referenced(self, base: str, keyword: str, reference: str) -> Iterator[str]:
        # A base that is a URN is no hierarchy: RFC 3986 says what a fragment alone means, `urljoin` does not.
        target = base + reference if reference.startswith("#") else resolve_uri(base, reference)
        uri, _, fragment = target.partition("#")
        fragment = unquote(fragment)
        yield from self._anchors.get(f"{uri}#{fragment}", [f"{uri}#{fragment}"])
        if keyword == "$dynamicRef":
            yield from self._anchors.get(fragment, [])
        if keyword == "$recursiveRef":
            yield from self._anchors.get("$recursiveAnchor", [])

    def _pairs(self, subschema: Subschema) -> Iterator[Pair]:
        contents, at = subschema.contents, subschema.location
        if contents is False:
            yield Pair(at, "false", at, value=False)
        if not isinstance(contents, dict) or subschema.is_reference_alone:
            return
        for name, value in contents.items():
            if self._can_be_counted(name, subschema):
                yield Pair(f"{at}{format_pointer((name,))}", name, at, value, self._note(name, subschema))
        for name in ("additionalItems", "additionalProperties"):
            # In draft 4 it is no subschema, and in draft 4 to 2019-09 `additionalItems` needs an array of `items`.
            if contents.get(name) is False and name in FLAT[subschema.dialect]:
                yield Pair(f"{at}/{name}", name, at, value=False, note=_nothing_left(name, contents))
        for tokens, inner in subschemas(contents, subschema.dialect):
            if inner is False and tokens[0] not in BRANCHES and tokens[0] != "additionalProperties":
                yield Pair(f"{at}{format_pointer(tokens)}", str(tokens[0]), at, value=False)

    def _note(self, name: str, subschema: Subschema) -> str:
        """Return why a keyword cannot fail; empty where it may."""
        value = subschema.contents[name]
        if name in MAY_TELL and not self._is_asserted(name, subschema):
            return "it is an annotation"
        return why_it_holds(name, value, subschema.contents)

    def _is_asserted(self, name: str, subschema: Subschema) -> bool:
        """Return whether a keyword judges that is an annotation elsewhere."""
        if not self.schema.settings.assert_formats:
            return False
        if name == "format":
            return subschema.contents[name] in FORMATS["native"].get(subschema.dialect, frozenset())
        return name in asserted_in(subschema.contents, subschema.dialect)

    def _can_be_counted(self, name: str, subschema: Subschema) -> bool:
        keyword = FLAT[subschema.dialect].get(name)
        value, contents = subschema.contents[name], subschema.contents
        if keyword is None or keyword.kind not in {ASSERTION, APPLICATOR}:
            return False
        if name == "dependencies":
            return isinstance(value, dict) and any(isinstance(names, list) for names in value.values())
        if name in _BESIDE_CONTAINS:
            return "contains" in contents
        if isinstance(value, bool) and name.startswith("exclusive"):
            return False  # Draft 4: it says how `minimum` and `maximum` are meant.
        return keyword.kind == ASSERTION or name in _OWN


def _metaschema(uri: str) -> Any:
    from schemawright.metaschemas import metaschema

    try:
        return metaschema(uri)
    except LookupError:
        return None


def _nothing_left(name: str, contents: dict[str, Any]) -> str:
    """Return why nothing is left for `additionalItems` or `additionalProperties`; empty where something may be."""
    if name == "additionalItems" and not isinstance(contents.get("items"), list):
        return "`items` is no array"
    patterns = contents.get("patternProperties")
    takes_all = name == "additionalProperties" and isinstance(patterns, dict) and not _EVERYTHING.isdisjoint(patterns)
    return "a pattern takes every name" if takes_all else ""


_EVERYTHING = frozenset({"", ".*", "^", "$", "^.*", ".*$"})
"""Patterns that are in every text; `^.*$` is not in one with a line feed."""
_EMPTY = {"minLength": 0, "minItems": 0, "minProperties": 0, "minContains": 0, "uniqueItems": False, "pattern": ""}
_ALL_TYPES = frozenset({"array", "boolean", "null", "number", "object", "string"})


def why_it_holds(name: str, value: Any, contents: dict[str, Any]) -> str:
    """
    Return why a keyword cannot fail; empty where it may.

    >>> why_it_holds("minLength", 0, {})
    'it allows everything'
    """
    if name in _EMPTY and value == _EMPTY[name] and type(value) is type(_EMPTY[name]):
        return "it allows everything"
    if name in {"required", "dependentRequired"} and not any(value.values() if isinstance(value, dict) else [value]):
        return "it names nothing"
    if name == "type" and isinstance(value, list) and set(value) >= _ALL_TYPES:
        return "it names every type"
    if name == "contains" and contents.get("minContains") == 0 and "maxContains" not in contents:
        return "`minContains` is 0"
    if name == "anyOf" and any(branch is True or branch == {} for branch in value):
        return "one of its branches allows everything"
    return "nothing is forbidden" if name == "not" and value is False else ""
