"""
What describes a value: all the subschemas that hold for it, with what they refer to.

A conjunction is a list of facets: the subschema itself, what its `$ref` leads to, and the parts of its `allOf`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import referencing
from referencing.jsonschema import lookup_recursive_ref

from schemawright.engines.reach.resolving import lookup
from schemawright.engines.reach.specifications import entered, resource_with
from schemawright.keywords import BOOLEAN_SCHEMAS, REF_ALONE, REFERENCES, dialect_of
from schemawright.metaschemas import metaschema
from schemawright.models.planning.facets import (
    SILENT,
    Facet,
    array_of,
    branches_of,
    collected,
    everything_in,
    extended,
    has_unknown_dialect,
    is_reference,
    leaves_open,
    map_of,
    required_by,
    says_nothing_beside,
)
from schemawright.models.planning.names import class_name
from schemawright.models.planning.others import Others, other_properties
from schemawright.models.planning.sharing import shared
from schemawright.pointer import format_pointer
from schemawright.store.objects import has_object
from schemawright.store.rebasing import rebased

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_MAX_BRANCHING = 5
"""How deep branches are looked for inside of branches."""


class Members(NamedTuple):
    """
    What facets say of the properties of an object.

    Args:
        declared: Those that are always declared, each with the subschemas that all describe it.
        conditional: Those that branches declare, each with the subschemas that may describe it.
        others: What describes properties by no name of their own.
        are_closed: Whether there are none but those that are declared, always or by branches.
        required: Those that every object has, in the order in which they are asked for.
    """

    declared: dict[str, list[Facet]]
    conditional: dict[str, list[Facet]]
    others: list[Others]
    are_closed: bool
    required: dict[str, None]

    @property
    def only_conditional(self) -> dict[str, list[Facet]]:
        """Those that nothing but branches declares."""
        return {name: parts for name, parts in self.conditional.items() if name not in self.declared}


class Conjunctions:
    """
    Knows what the subschemas of a schema resource, and of all that it refers to, lead to.

    Args:
        uri: The base URI of the schema resource.
        resources: It and all that it refers to but metaschemas, by URI.
        dialect: The dialect of those that name none.

    Attributes:
        resources: The resources, in which what is said twice is one object.
        are_static: Whether what holds for a value is known, so far: no reference leads elsewhere at times, and no
            resource is of a metaschema of somebody's own, which may leave out vocabularies.
        called: What classes may be called by the names of properties and definitions, as far as branches may be, too.
        root: The schema resource.
    """

    def __init__(self, uri: str, resources: Mapping[str, Any], dialect: str) -> None:
        self._uri = uri
        self._dialect = dialect
        self._metaschemas: dict[str, Any] = {}
        self._places: dict[int, str] = {}
        self._dialects: dict[int, str] = {}
        self.called: set[str] = set()
        self.resources = {
            name: shared(rebased(contents, name, dialect), dialect) for name, contents in resources.items()
        }
        self.are_static = not any(has_object(one, _is_for_others_to_say) for one in self.resources.values())
        registry: Any = referencing.Registry(retrieve=self._metaschema)  # type: ignore[call-arg]  # attrs' alias
        for name, contents in self.resources.items():
            registry = registry.with_resource(name, self._noted(name, contents))
        contents = self.resources[uri]
        # The store reads `id` only where `$schema` names a dialect that has it.
        inside = dialect not in {"draft3", "draft4"} or "$schema" in map_of(contents)
        self.root = Facet(contents, registry.crawl().resolver(uri), dialect, inside=inside)

    def place_of(self, schema: Any) -> str | None:
        """Return the URI and JSON Pointer of a subschema; without the URI where it is the schema resource's own."""
        return self._places.get(id(schema))

    def meant(self, facet: Facet) -> Facet:
        """Return what a facet stands for: what its reference leads to, where that is all it says of a value."""
        seen: set[int] = set()
        while isinstance(facet.schema, dict) and id(facet.schema) not in seen:
            seen.add(id(facet.schema))
            keyword = next((one for one in REFERENCES if is_reference(facet, one)), None)
            if keyword is None or not says_nothing_beside(facet):
                break
            facet = self._referred(self._entered(facet), keyword)
        return facet

    def flat(self, facets: Iterable[Facet]) -> list[Facet] | None:
        """Return all facets that say something of a value unconditionally; None where one of them is `false`."""
        found = self.holding(facets)
        return found and [facet for facet in found if not self._says_nothing(facet)]

    def holding(self, facets: Iterable[Facet]) -> list[Facet] | None:
        """Return all facets that hold for a value unconditionally, with those that only annotate it; None as above."""
        found: list[Facet] = []
        seen: set[tuple[int, frozenset[str]]] = set()
        pending = list(facets)[::-1]
        while pending:
            facet = pending.pop()
            if isinstance(facet.schema, bool) and facet.dialect in BOOLEAN_SCHEMAS:
                if not facet.schema:
                    return None
                continue
            if not isinstance(facet.schema, dict) or (id(facet.schema), facet.without) in seen:
                continue
            seen.add((id(facet.schema), facet.without))
            facet = self._entered(facet)
            beside = [facet.below(part) for part in array_of(facet.get("allOf")) + extended(facet)]
            references = [self._referred(facet, keyword) for keyword in REFERENCES if is_reference(facet, keyword)]
            if references and facet.dialect in REF_ALONE:
                beside = []
            found.append(facet)
            pending += (references + beside)[::-1]
        return found

    @staticmethod
    def _says_nothing(facet: Facet) -> bool:
        """Return whether a facet judges nothing by itself: no keyword of it does, or a reference stands for it all."""
        is_alone = facet.dialect in REF_ALONE and any(is_reference(facet, keyword) for keyword in REFERENCES)
        return is_alone or facet.schema.keys() - facet.without <= SILENT

    def conditional(self, flat: list[Facet]) -> dict[str, list[Facet]]:
        """Return the properties that branches declare, each with the subschemas that may describe it."""
        found: dict[str, dict[int, Facet]] = {}
        seen: set[int] = set()
        pending = [branch for facet in flat for branch in branches_of(facet)]
        for _ in range(_MAX_BRANCHING):
            fresh = {id(branch.schema): branch for branch in pending if id(branch.schema) not in seen}
            seen |= set(fresh)
            inner = [facet for branch in fresh.values() for facet in self.flat([branch]) or []]
            for name, parts in collected(inner).items():
                found.setdefault(name, {}).update({id(part.schema): part for part in parts})
            pending = [branch for facet in inner for branch in branches_of(facet)]
        return {name: list(parts.values()) for name, parts in found.items()}

    def members(self, flat: list[Facet]) -> Members:
        """Return what all facets say of the properties of an object."""
        declared = collected(flat)
        others, are_closed = other_properties(flat, lambda facet: self.rest_of(facet, declared), declared)
        required = dict.fromkeys(name for facet in flat for name in required_by(facet))
        conditional = self.conditional(flat)
        are_closed = are_closed or self.is_closed(flat, {*declared, *conditional})
        return Members(declared, conditional, others, are_closed, required)

    def describes_members(self, facet: Facet) -> bool:
        """Return whether a subschema says something of the members of objects, be it on some condition."""
        flat = self.flat([facet]) or []
        return bool(collected(flat) or self.conditional(flat))

    def is_closed(self, flat: Iterable[Facet], declared: Collection[str]) -> bool:
        """Return whether it is sure that an object has no properties but those that are declared, be it by branches."""
        if has_unknown_dialect(self.root):
            return False
        closing = [facet for facet in flat if facet.get("unevaluatedProperties") is False]
        return any((names := self._evaluated(facet)) is not None and names <= set(declared) for facet in closing)

    def rest_of(self, facet: Facet, declared: Collection[str]) -> Any:
        """
        Return the subschema of the properties that a facet does not take otherwise; None where there is none.

        What `unevaluatedProperties` says is sure of names that nothing in place can have evaluated.
        """
        rest = facet.get("additionalProperties")
        if rest is None and isinstance(facet.get("unevaluatedProperties"), dict) and not has_unknown_dialect(self.root):
            names = self._evaluated(facet, frozenset({"unevaluatedProperties", "patternProperties"}))
            if names is not None and names <= set(declared):
                return facet.get("unevaluatedProperties")
        return rest

    def _evaluated(self, facet: Facet, without: frozenset[str] = frozenset()) -> set[str] | None:
        """
        Return all properties that a facet can evaluate, on whatever condition; None where more may be, or others.

        Args:
            facet: The facet.
            without: Its own keywords that are left out.
        """
        names: set[str] = set()
        seen: set[int] = set()
        # All branches, since beside the one of a class another may hold.
        pending = [facet._replace(without=without)]
        while pending:
            facet = self._entered(pending.pop())
            if leaves_open(facet):
                return None
            names |= map_of(facet.get("properties")).keys()
            inside = [facet.below(part) for part in array_of(facet.get("allOf"))] + branches_of(facet)
            inside += [self._referred(facet, "$ref")] if is_reference(facet, "$ref") else []
            fresh = [part for part in inside if isinstance(part.schema, dict) and id(part.schema) not in seen]
            seen |= {id(part.schema) for part in fresh}
            pending += fresh
        return names

    def _entered(self, facet: Facet) -> Facet:
        """Return a facet with what its own `$schema` and `$id` say."""
        dialect = dialect_of(facet.schema.get("$schema")) or facet.dialect
        if facet.inside:
            return facet._replace(dialect=dialect)
        if dialect in REF_ALONE and "$ref" in facet.schema:
            return facet
        resolver = entered(facet.resolver, facet.schema, dialect)
        return facet._replace(dialect=dialect, resolver=resolver, inside=True)

    def _referred(self, facet: Facet, keyword: str) -> Facet:
        # What is described more closely outside means that for what is inside, too.
        if keyword == "$recursiveRef":
            resolved = lookup_recursive_ref(facet.resolver)
        else:
            resolved = lookup(facet.resolver, facet.schema[keyword], is_dynamic=keyword == "$dynamicRef")
        # Where it stands decides, not who refers to it; booleans mean the same wherever there are any.
        dialect = self._dialects.get(id(resolved.contents), facet.dialect)
        return Facet(resolved.contents, resolved.resolver, dialect, inside=True)

    def _noted(self, uri: str, contents: Any) -> Any:
        """Return a resource, and note the place and the dialect of everything in it."""
        for place, schema, dialect in everything_in(contents, self._dialect):
            self._dialects.setdefault(id(schema), dialect)
            names = [name for name, member in schema.items() if isinstance(member, dict) and "with" in name.lower()]
            self.called.update(map(class_name, names))
            self._places.setdefault(id(schema), f"{'' if uri == self._uri else uri}#{format_pointer(place)}")
        return self._resource(contents)

    def _metaschema(self, uri: str) -> Any:
        """Return a metaschema, which every engine has and no catalogue."""
        if uri not in self._metaschemas:
            self._metaschemas[uri] = shared(metaschema(uri), self._dialect)
            self.are_static &= not has_object(self._metaschemas[uri], _is_for_others_to_say)
        return self._noted(uri, self._metaschemas[uri])

    def _resource(self, contents: Any) -> Any:
        return resource_with(contents, self._dialect)


def _is_for_others_to_say(schema: dict[str, Any]) -> bool:
    """Return whether who refers to a subschema, or a metaschema of somebody's own, may decide what it means."""
    said = schema.get("$schema")
    return not _DYNAMIC.isdisjoint(schema) or (isinstance(said, str) and dialect_of(said) is None)


_DYNAMIC = frozenset({"$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor"})
