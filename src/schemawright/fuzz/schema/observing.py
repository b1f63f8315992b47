"""
What one record exercises: which subschemas judged which of its values, and which keywords failed, alone or not.

The engine's own account leaves gaps (see `NativeEngine.iter_units`), above all inside branches: so every branch of
`anyOf`, `oneOf`, `not`, `if`, `contains` and `propertyNames` is judged by itself, by an engine that starts there.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from schemawright.engines import compile_engine
from schemawright.errors import UnresolvableReference
from schemawright.fuzz.schema.schema_map import APPLIES_TO, BRANCHES
from schemawright.keywords import ARRAY, FLAT, MAP, MAP_OF_SCHEMA_OR_NAMES, NONE, VALUE_OR_ARRAY
from schemawright.pointer import escape_token, parse_pointer, unescape_token

if TYPE_CHECKING:
    from schemawright.engines.native.engine import NativeEngine
    from schemawright.fuzz.schema.schema_map import SchemaMap, Subschema
    from schemawright.validation.schema import Schema

MAX_ISLANDS = 2_000
"""How many branches are judged for one record; nested branches multiply."""

_ITEMS = frozenset({"items", "prefixItems", "additionalItems", "unevaluatedItems"})
_ANY_NAME = frozenset({"additionalProperties", "unevaluatedProperties", "patternProperties"})
_KINDS = {
    str: "string", int: "number", float: "number", bool: "boolean", type(None): "null", list: "array", dict: "object",
}  # fmt: skip


class Step(NamedTuple):
    """
    What an evaluation path says.

    Args:
        inside: Whether it leads into a branch, which is judged by itself.
        depth: How far below the value where it starts the judged value is.
        folded: Where that is: names as they are, `-` for every element, `*` for names that are not declared.
    """

    inside: bool
    depth: int
    folded: str


class Visit(NamedTuple):
    """
    A subschema that judged a value.

    Args:
        subschema: The subschema.
        value: The value.
        folded: Where the value is; see `Step`.
    """

    subschema: Subschema
    value: Any
    folded: str


class Observation:
    """
    What one record exercised.

    Attributes:
        visits: Which subschemas judged which values.
        satisfied: The locations of keywords that held for a value that they apply to.
        violated: The locations of keywords that failed.
        isolated: The locations of keywords that failed alone: in the record, or in their branch.
        together: Location of each that failed otherwise → those that failed each time that it did, itself among them.
        failing: The locations of keywords that failed outside of branches; empty exactly when the instance is valid.
        complete: Whether everything was looked at.
    """

    __slots__ = ("complete", "failing", "islands", "isolated", "satisfied", "together", "violated", "visits")

    def __init__(self) -> None:
        self.visits: list[Visit] = []
        self.satisfied: set[str] = set()
        self.violated: set[str] = set()
        self.isolated: set[str] = set()
        self.together: dict[str, set[str]] = {}
        self.failing: set[str] = set()
        self.islands = 0
        self.complete = True


class Observer:
    """
    Observes records by one schema.

    Args:
        schema_map: The schema's subschemas and keywords.

    Raises:
        UsageError: The native engine does not know the dialect.
    """

    def __init__(self, schema_map: SchemaMap) -> None:
        self._map = schema_map
        self._pairs = schema_map.pairs
        self._engines: dict[str, NativeEngine] = {}
        self._read = lru_cache(maxsize=10_000)(self._step)
        self._engine(schema_map.entry)

    def observe(self, instance: Any) -> Observation:
        """Return what an instance exercises."""
        observation = Observation()
        try:
            observation.failing = self._island(self._map.entry, instance, "", observation)
        except (ValueError, RecursionError):
            # The engine cannot tell what fails of values that are nested some hundreds deep, nor can branches in
            # branches be judged that far.
            observation.complete = False
        return observation

    def _engine(self, location: str) -> NativeEngine:
        """Return the engine that starts at a subschema."""
        if location not in self._engines:
            self._engines[location] = engine_at(self._map.schema, self._map, location)
        return self._engines[location]

    def _island(self, location: str, value: Any, at: str, seen: Observation, *, merged: bool = False) -> set[str]:
        """
        Judge a value by a subschema, its branches by themselves.

        Args:
            location: The subschema.
            value: The value.
            at: Where the value is.
            seen: Takes what was exercised.
            merged: Whether what fails counts where the branch is, as in `propertyNames`.

        Returns:
            The keywords that failed, those of branches left out.
        """
        if seen.islands >= MAX_ISLANDS:
            seen.complete = False
            return set()
        seen.islands += 1
        failing, visits = self._judged(location, value, at)
        for visit in visits:
            if visit.subschema.branches:
                failing |= self._branches(visit, seen)
        for visit in visits:
            kind = _KINDS.get(type(visit.value), "number")
            for pair in visit.subschema.pairs:
                if pair.keyword_location not in failing and APPLIES_TO.get(pair.keyword, kind) == kind:
                    seen.satisfied.add(pair.keyword_location)
        seen.visits += visits
        if not merged:
            seen.violated |= failing
            if len(failing) == 1:
                seen.isolated |= failing
            for one in failing if len(failing) > 1 else ():
                seen.together[one] = seen.together.get(one, failing) & failing
        return failing

    def _judged(self, location: str, value: Any, at: str) -> tuple[set[str], list[Visit]]:
        """Return which keywords the engine says failed, and which subschemas judged what, outside of branches."""
        failing: set[str] = set()
        visits: dict[tuple[str, str], Visit] = {}
        values: dict[str, Any] = {"": value}
        subschemas, read, aliases = self._map.subschemas, self._read, self._map.aliases
        for path, place, keyword_location, failed in self._engine(location).iter_units(value):
            step = read(path)
            if step.inside:
                continue
            if aliases:
                base, _, fragment = keyword_location.partition("#")
                keyword_location = f"{aliases.get(base, base)}#{fragment}"  # noqa: PLW2901  (the same place)
            if failed:
                failing |= self._failing(keyword_location)
            subschema = subschemas.get(keyword_location)
            if subschema is not None and place.count("/") == step.depth and (keyword_location, place) not in visits:
                found = _value_at(place, values)
                if found is not _NOTHING:
                    visits[keyword_location, place] = Visit(subschema, found, at + step.folded)
        return failing, list(visits.values())

    def _failing(self, keyword_location: str) -> set[str]:
        """Return the keyword that a failure is about: `dependentRequired` is told by an index below it."""
        if keyword_location in self._pairs:
            return set() if self._pairs[keyword_location].keyword in _JUDGED_HERE else {keyword_location}
        above = keyword_location.rpartition("/")[0]
        return {above} if above in self._pairs and above.endswith(_TOLD_BELOW) else set()

    def _branches(self, visit: Visit, seen: Observation) -> set[str]:
        """Judge the branches of a subschema; return the keywords that do not hold because of them."""
        failing: set[str] = set()
        for keyword, branches in visit.subschema.branches.items():
            failing |= _BRANCHING[keyword](self, visit, branches, seen)
        return failing

    def _several(self, visit: Visit, branches: list[str], seen: Observation) -> int:
        """Judge every branch; return how many hold."""
        return sum(self._holds(branch, visit.value, visit.folded, seen) for branch in branches)

    def _holds(self, branch: str, value: Any, at: str, seen: Observation) -> bool:
        return not self._island(branch, value, at, seen) and self._engine(branch).is_valid(value)

    def _any_of(self, visit: Visit, branches: list[str], seen: Observation) -> set[str]:
        return set() if self._several(visit, branches, seen) else {_location(visit, "anyOf")}

    def _one_of(self, visit: Visit, branches: list[str], seen: Observation) -> set[str]:
        return set() if self._several(visit, branches, seen) == 1 else {_location(visit, "oneOf")}

    def _not(self, visit: Visit, branches: list[str], seen: Observation) -> set[str]:
        return {_location(visit, "not")} if self._several(visit, branches, seen) else set()

    def _if(self, visit: Visit, branches: list[str], seen: Observation) -> set[str]:
        self._several(visit, branches, seen)
        return set()

    def _contains(self, visit: Visit, branches: list[str], seen: Observation) -> set[str]:
        if type(visit.value) is not list:
            return set()
        count = sum(self._holds(branches[0], item, f"{visit.folded}/-", seen) for item in visit.value)
        known = FLAT[visit.subschema.dialect]
        contents = {name: value for name, value in visit.subschema.contents.items() if name in known}
        if count < contents.get("minContains", 1):
            return {_location(visit, "minContains" if "minContains" in contents else "contains")}
        return {_location(visit, "maxContains")} if count > contents.get("maxContains", count) else set()

    def _property_names(self, visit: Visit, branches: list[str], seen: Observation) -> set[str]:
        failing: set[str] = set()
        for name in visit.value if type(visit.value) is dict else ():
            failing |= self._island(branches[0], name, f"{visit.folded}/*", seen, merged=True)
        return failing

    def _additional_items(self, visit: Visit, branches: list[str], seen: Observation) -> set[str]:
        first = visit.subschema.contents.get("items")
        if type(visit.value) is not list or not isinstance(first, list):
            return set()
        failing: set[str] = set()
        more = visit.value[len(first) :]
        if more and visit.subschema.contents["additionalItems"] is False:
            return {_location(visit, "additionalItems")}
        for item in more if branches else ():
            failing |= self._island(branches[0], item, f"{visit.folded}/-", seen, merged=True)
        return failing

    def _step(self, path: str) -> Step:
        """Read an evaluation path: at a subschema comes a keyword, after some keywords an index or a name."""
        tokens = parse_pointer(path)
        at, depth, folded = 0, 0, ""
        while at < len(tokens):
            name = tokens[at]
            if name in BRANCHES:
                return Step(at < len(tokens), depth, folded)
            where = _SUBSCHEMAS.get(name, NONE)
            following = tokens[at + 1] if at + 1 < len(tokens) else None
            numbered = where == VALUE_OR_ARRAY and following is not None and following.isdigit()
            at += 2 if where in _LONG or numbered else 1
            descends = name in _DESCENDS and (where not in _LONG or following is not None)
            if descends:
                depth += 1
                folded += _fold(name, following)
        return Step(inside=False, depth=depth, folded=folded)


_NOTHING = object()
_SUBSCHEMAS = {name: one.subschemas for dialect in reversed(FLAT) for name, one in FLAT[dialect].items()}
"""Where subschemas are in a keyword, in any of the dialects through which a path may lead: the oldest say most."""
_TOLD_BELOW = ("/dependentRequired", "/dependencies")
_JUDGED_HERE = frozenset({"anyOf", "oneOf", "not", "contains", "minContains", "maxContains"})
_LONG = frozenset({ARRAY, MAP, MAP_OF_SCHEMA_OR_NAMES})
_DESCENDS = _ITEMS | _ANY_NAME | {"properties"}
_BRANCHING = {
    "anyOf": Observer._any_of,  # noqa: SLF001  (a table of the class's own methods)
    "oneOf": Observer._one_of,  # noqa: SLF001
    "not": Observer._not,  # noqa: SLF001
    "if": Observer._if,  # noqa: SLF001
    "contains": Observer._contains,  # noqa: SLF001
    "propertyNames": Observer._property_names,  # noqa: SLF001
    "additionalItems": Observer._additional_items,  # noqa: SLF001
}


def engine_at(schema: Schema, schema_map: SchemaMap, location: str) -> NativeEngine:
    """
    Return a native engine that starts at a subschema.

    Raises:
        UsageError: The native engine does not know the dialect.
    """
    subschema = schema_map.subschemas[location]
    root = schema_map.root_of(subschema)
    task = schema.task._replace(retrieve=schema_map.retrieve)
    if schema_map.is_embedded(subschema):
        # A pointer that leads into a resource within a resource leaves its base URI behind; to begin at the inner one
        # leaves what is around it behind, which may be what a dynamic reference leads to.
        inner = task._replace(uri=root.base, contents=schema_map.named(root), pointer=location.partition("#")[2])
        with suppress(UnresolvableReference):
            return cast("NativeEngine", compile_engine(inner, "native"))
        root = schema_map.known(f"{subschema.resource}#") or root
    excerpt = schema_map.excerpt(location)
    here = task._replace(
        uri=root.base,
        contents=excerpt.contents(subschema.resource),
        pointer=subschema.pointer,
        retrieve=excerpt.retrieve,
    )
    return cast("NativeEngine", compile_engine(here, "native"))


def _location(visit: Visit, keyword: str) -> str:
    return f"{visit.subschema.location}/{keyword}"


def _fold(keyword: str, name: str | None) -> str:
    if keyword in _ITEMS:
        return "/-"
    return f"/{escape_token(name or '')}" if keyword == "properties" else "/*"


def _value_at(place: str, values: dict[str, Any]) -> Any:
    """Return the value at a location; those found are kept, since many keywords judge one value."""
    if place in values:
        return values[place]
    above, _, token = place.rpartition("/")
    parent = _value_at(above, values)
    name = unescape_token(token) if "~" in token else token
    if type(parent) is dict:
        found = parent.get(name, _NOTHING)
    elif type(parent) is list and name.isdigit() and int(name) < len(parent):
        found = parent[int(name)]
    else:
        found = _NOTHING
    values[place] = found
    return found
