"""Where neighbours take values from: texts that nearly fit, other records, and the canonical algebra."""

from __future__ import annotations

import json
from contextlib import suppress
from itertools import islice
from math import inf
from typing import TYPE_CHECKING, Any

from schemawright.canonical import canonical_of
from schemawright.engines.reach.understood import understood
from schemawright.errors import SchemawrightError
from schemawright.fuzz.choices import Seeded
from schemawright.fuzz.making.grammar import BUDGET, MAX_NEGATED, Grammar, Stuck
from schemawright.fuzz.making.makers import text_spec, texts_of
from schemawright.fuzz.schema.facts_beside import text_facts
from schemawright.fuzz.schema.in_full import moved
from schemawright.fuzz.schema.places import without_members
from schemawright.keywords import DIALECTS, walk
from schemawright.own_metaschema import with_dialect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from schemawright.fuzz.near.neighbours import Neighbour
    from schemawright.fuzz.schema.facts_beside import Facts
    from schemawright.fuzz.schema.schema_map import SchemaMap, Subschema
    from schemawright.fuzz.schema.visits import Place

_DRAWS, _MUCH = 24, 200_000
"""How often values are drawn, and after how many characters of them no more are."""
_SEEN = 60
_OF_DENIED = 3
"""How many values of a branch that is denied are tried."""
_LISTED = 24
"""How many values are tried of those that are denied one by one."""
_PAIRS = 10
_ALGEBRA = 3e11
"""How often the algebra is asked, times the square of the schema's size in characters: that is how long it takes."""

_WITH = {"if": ("then", "else"), "contains": ("minContains", "maxContains")}
"""Keyword → those that mean nothing without it."""
_BESIDE = {
    "then": ("if",),
    "else": ("if",),
    "minContains": ("contains",),
    "maxContains": ("contains", "minContains"),
    "contains": (),
    "minimum": ("exclusiveMinimum",),
    "maximum": ("exclusiveMaximum",),
}
"""Keyword → those that say what it means."""
_UNEVALUATED = "unevaluated"
"""How keywords begin whose opposite depends on all that is beside them."""
_BY_NAME = frozenset({"additionalProperties", "patternProperties", "properties"})
_BY_INDEX = frozenset({"items", "additionalItems", "prefixItems"})
_WRAPPED = "schemawright:violated"


class Later(Exception):
    """To say what was asked takes more work than is allowed for now."""


class Sources:
    """
    The sources of one schema.

    Args:
        schema_map: The schema's subschemas.
        grammar: The schema's grammar.
        exemplars: Valid records.

    Attributes:
        patterns: The patterns of property names, wherever they stand.
        drawn: How often the algebra was asked.
        allowed: How much work it may do before it is to be asked again later: about the canonical form of how many
            characters of the schema.
    """

    def __init__(self, schema_map: SchemaMap, grammar: Grammar, exemplars: Sequence[Any]) -> None:
        self._map = schema_map
        self._grammar = grammar
        self._seen: dict[Place, dict[str, Any]] = {}
        self._declared = frozenset().union(*[subschema.properties for subschema in schema_map.subschemas.values()])
        self.patterns = tuple(dict.fromkeys(_patterns(schema_map)))
        self._made: dict[tuple[str, str], list[Any]] = {}
        self.drawn = 0
        self.allowed = inf
        self._work = 0.0
        self._sizes: dict[str, int] = {}
        self._density = grammar.size / schema_map.size
        self._enough = int(_ALGEBRA / schema_map.size**2)
        for exemplar in exemplars:
            self._note(exemplar, ())

    def _note(self, value: Any, place: Place) -> None:
        """Note the values at each place, the elements of an array as one, and so members of names nobody declared."""
        found = self._seen.setdefault(place, {})
        if len(found) < _SEEN:
            found.setdefault(repr(value), value)
        members = value.items() if isinstance(value, dict) else enumerate(value) if type(value) is list else ()
        for token, member in members:
            self._note(member, (*place, self._folded(token)))

    def _folded(self, token: str | int) -> str:
        """Return what stands for a token in a place."""
        return "-" if isinstance(token, int) else token if token in self._declared else "*"

    def at(self, place: Place, beside: Sequence[Facts] = ()) -> _Here:
        """
        Return the sources for a place.

        Args:
            place: The place.
            beside: What subschemas that have to hold there say of a scalar.
        """
        return _Here(self, list(self._seen.get(self.folded(place), {}).values()), beside)

    def folded(self, place: Place) -> tuple[str, ...]:
        """Return what a place has in common with those that differ in indexes, and in names that nobody declares."""
        return tuple(map(self._folded, place))

    def is_time(self) -> bool:
        """Return whether what is asked may take as long as it takes."""
        return self.allowed == inf

    def near_texts(self, subschema: Subschema, beside: Sequence[Facts]) -> Iterator[Neighbour]:
        """
        Yield texts that break one of the keywords that a subschema has for strings.

        Args:
            subschema: The subschema.
            beside: What is to hold as well; texts that do not mind come last.
        """
        own = text_facts(subschema)
        others = [said for said in beside if said not in own and "multipleOf" not in said]
        for conjunction in ([*own, *others], own) if others else (own,):
            with suppress(SchemawrightError):
                yield from texts_of(text_spec(conjunction, self._grammar), self._grammar).near_misses()

    def near_names(self, pattern: str) -> Iterator[Neighbour]:
        """Yield names that nearly fit a pattern: in turns such as miss a class or a repetition, and all others."""
        with suppress(SchemawrightError):
            found = texts_of(text_spec([{"pattern": pattern}], self._grammar), self._grammar).near_misses()
            nearest = iter([one for one in found if any(word in one[0] for word in _NEAREST)])
            others = iter([one for one in found if not any(word in one[0] for word in _NEAREST)])
            while some := [*islice(nearest, 1), *islice(others, 1)]:
                yield from some

    def broken(self, subschema: Subschema, keyword: str) -> list[Any]:
        """Return values that satisfy a subschema but for one keyword."""
        contents = subschema.contents
        wrong = _alone(contents, keyword)
        if len(json.dumps(wrong, default=str)) > MAX_NEGATED:
            return []
        left_out = {keyword, *_WITH.get(keyword, ())}
        rest = without_members(contents, left_out)
        parts = [rest, {"not": wrong}]
        around, others = self._around(subschema) if keyword == "not" else (subschema, [])
        if others:
            # What a branch of `allOf` denies says nothing of what the others ask for.
            others += [moved(part, subschema.base, subschema.dialect) for part in parts]
            found = self._values((subschema.location, "not, in its allOf"), around, others)
            if found:
                return found
        return self._values((subschema.location, keyword), subschema, parts, is_likely=keyword.startswith(_UNEVALUATED))

    def _around(self, subschema: Subschema) -> tuple[Subschema, list[Any]]:
        """Return the schema object in whose `allOf` a subschema is a branch, or itself, and all else that that says."""
        others: list[Any] = []
        while True:
            above, allof, branch = subschema.pointer.rpartition("/allOf/")
            holder = self._map.known(f"{subschema.resource}#{above}") if allof and branch.isdigit() else None
            if holder is None or not isinstance(holder.contents.get("allOf"), list):
                return subschema, others
            beside = [part for number, part in enumerate(holder.contents["allOf"]) if number != int(branch)]
            others.append(moved({**holder.contents, "allOf": [*beside, True]}, holder.base, holder.dialect))
            subschema = holder

    def both(self, subschema: Subschema, keyword: str) -> list[Any]:
        """Return values that satisfy two branches of a keyword at once."""
        branches = subschema.contents[keyword]
        if not isinstance(branches, list):
            return []
        rest = without_members(subschema.contents, {keyword})
        found: list[Any] = []
        for first in range(min(len(branches), _PAIRS)):
            for second in range(first):
                parts = [rest, branches[first], branches[second]]
                found += self._values((subschema.location, f"{keyword} {second} {first}"), subschema, parts)[:4]
        return found

    def denied(self, subschema: Subschema) -> Iterator[tuple[str, Any]]:
        """Yield each value that is denied by itself, then such as satisfy one branch of what is denied; and how."""
        denied = subschema.contents["not"]
        listed = denied.get("enum") if isinstance(denied, dict) else None
        for value in listed[:_LISTED] if isinstance(listed, list) else ():
            yield f"the denied {str(value)[:20]!r}", value
        rest = without_members(subschema.contents, {"not"})
        for keyword in ("anyOf", "oneOf"):
            branches: list[Any] = denied.get(keyword, []) if isinstance(denied, dict) else []
            for number, branch in enumerate(branches):
                key = (subschema.location, f"not {keyword} {number}")
                others = {"not": {"anyOf": [*branches[:number], *branches[number + 1 :], False]}}
                found = self._values(key, subschema, [rest, {**denied, keyword: [branch]}, others])
                yield from ((f"what branch {number} of the denied accepts", value) for value in found[:_OF_DENIED])

    def satisfying(self, key: tuple[str, str], subschema: Subschema, parts: list[Any]) -> list[Any]:
        """Return values that satisfy several subschemas, which stand where another one does; the same for each key."""
        return self._values(key, subschema, parts)

    def _values(
        self, key: tuple[str, str], subschema: Subschema, parts: list[Any], *, is_likely: bool = False
    ) -> list[Any]:
        if key not in self._made:
            if self.drawn >= self._enough:
                return []
            if subschema.location not in self._sizes:
                self._sizes[subschema.location] = self._reached(subschema)
            work = self._density * self._sizes[subschema.location]
            if self._work + work > self.allowed:
                raise Later
            self._work += work
            self.drawn += 1
            # What is likely is found among what satisfies the first part; to say it exactly may take long.
            likely = self._drawn(subschema, parts[:1], parts) if is_likely else []
            self._made[key] = likely or self._drawn(subschema, parts, parts)
        return self._made[key]

    def _reached(self, subschema: Subschema) -> int:
        """Return how long the text of a subschema is, with all that it refers to."""
        seen, pending, size = set(), [subschema], 0
        while pending:
            one = pending.pop()
            if one.location in seen:
                continue
            seen.add(one.location)
            size += len(json.dumps(one.contents, default=str))
            for tokens, inner in walk(one.contents, one.dialect):
                below = self._map.child(one, tokens) if tokens else one
                if below is not None and isinstance(inner, dict):
                    pending += self._map.references(below)
        return size

    def _drawn(self, subschema: Subschema, made_by: list[Any], parts: list[Any]) -> list[Any]:
        """
        Return a few values that satisfy several subschemas, which stand where another one does.

        Args:
            subschema: The other one.
            made_by: Those of the several by which values are made.
            parts: The several, by which values are judged.
        """
        dialect = subschema.dialect
        form = canonical_of(
            _joined(made_by, subschema),
            dialect=dialect,
            assert_formats=self._grammar.assert_formats,
            uri=_WRAPPED,
            retrieve=self._retriever(),
        )
        if form is None or form.is_empty:
            return []
        grammar = Grammar(
            form.contents,
            dialect=dialect,
            assert_formats=self._grammar.assert_formats,
            retrieve=self._retriever(),
            beside=self._grammar if dialect == self._grammar.dialect else None,
        )
        choices = Seeded("broken")
        judged_by = grammar.root.nodes if parts is made_by else (_joined(parts, subschema),)
        is_right = grammar.judge(judged_by)
        found: dict[str, Any] = {}
        room = _MUCH
        for _ in range(_DRAWS):
            if room < 0:
                break
            try:
                value = grammar.root.make(choices, BUDGET // 2)
            except (Stuck, SchemawrightError):
                continue
            if is_right(value):
                text = repr(value)
                room -= len(text)
                found.setdefault(text, value)
        return sorted(found.values(), key=lambda value: len(repr(value)))

    def _retriever(self) -> Callable[[str], Any]:
        # What says no dialect has that of the schema, whichever refers to it here.
        task = understood(self._map.schema.task)
        return lambda uri: with_dialect(task.contents if uri == task.uri else task.retrieve(uri), task.dialect)


def _joined(parts: list[Any], subschema: Subschema) -> dict[str, Any]:
    """Return what satisfies several subschemas, which stand where another one does."""
    several = [moved(part, subschema.base, subschema.dialect) for part in parts]
    return {"$schema": DIALECTS[subschema.dialect], "allOf": several}


_NEAREST = ("one of a class", "one repetition")
"""Words of what is wrong with a name that is nearly right."""


class _Here:
    """The sources for one place: what neighbours ask."""

    __slots__ = ("_beside", "_sources", "_values", "both", "broken", "denied", "near_names")

    def __init__(self, sources: Sources, values: list[Any], beside: Sequence[Facts]) -> None:
        self._sources = sources
        self._values = values
        self._beside = beside
        self.broken = sources.broken
        self.both = sources.both
        self.denied = sources.denied
        self.near_names = sources.near_names

    def near_texts(self, subschema: Subschema) -> Iterator[Neighbour]:
        """Yield texts that break one of the keywords that a subschema has for strings."""
        return self._sources.near_texts(subschema, self._beside)

    def patterns(self) -> Iterable[str]:
        """Return the patterns of names that there are anywhere."""
        return self._sources.patterns

    def steps(self) -> Sequence[Any]:
        """Return what numbers have to be multiples of there, by whatever says so."""
        return [said["multipleOf"] for said in self._beside if "multipleOf" in said]

    def seen(self) -> Sequence[Any]:
        """Return values that were seen at the same place of other records."""
        return self._values


def _patterns(schema_map: SchemaMap) -> Iterator[str]:
    for subschema in schema_map.subschemas.values():
        said = subschema.contents.get("patternProperties") if isinstance(subschema.contents, dict) else None
        yield from said if isinstance(said, dict) else ()


def _alone(contents: dict[str, Any], keyword: str) -> dict[str, Any]:
    """Return a schema object that has one keyword, and of others what says what that one means."""
    if keyword.startswith(_UNEVALUATED):
        return contents
    found = {keyword: contents[keyword]}
    found |= {name: contents[name] for name in _BESIDE.get(keyword, _WITH.get(keyword, ())) if name in contents}
    if keyword in _BY_NAME:
        for name in sorted(_BY_NAME - {keyword}):
            if isinstance(contents.get(name), dict) and name != "additionalProperties":
                found[name] = {key: {} for key in contents[name]}
    if keyword in _BY_INDEX and isinstance(contents.get(keyword), (dict, bool)):
        for name in ("prefixItems", "items"):
            if isinstance(contents.get(name), list):
                found[name] = [{}] * len(contents[name])
    return found
