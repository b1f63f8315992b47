"""
Mutants of a schema: it with one mistake in it.

Which records tell them from the schema, `schemawright.fuzz.order.asking` finds out.
"""

from __future__ import annotations

import json
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from schemawright.fuzz.breaking.telling import BRANCHING
from schemawright.fuzz.order.mistakes import Mistake, mistakes
from schemawright.fuzz.turns import in_turns
from schemawright.keywords import REFERENCES
from schemawright.pointer import is_at_or_below, parse_pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.fuzz.record import FuzzRecord
    from schemawright.fuzz.schema.schema_map import Pair, SchemaMap, Subschema
    from schemawright.pointer import Tokens

MAX_TEXT = 8_000_000
"""How much text, in characters, is compiled at the most for all mutants of a schema."""
_MAX_ROUTES = 16


class Mutant(NamedTuple):
    """
    A schema with one mistake.

    Args:
        subschema: The subschema that is mistaken.
        mistake: What stands in its place.
    """

    subschema: Subschema
    mistake: Mistake


class Mutants:
    """
    The mutants of one schema.

    Args:
        schema_map: The schema's subschemas.

    Attributes:
        all: The mutants, those of every subschema in turns.
        within: Those that are mistaken at a location, a bit for each.
        forgotten: Those that miss a keyword, a bit for each.
        added: Those that have a keyword more.
        unlikely: Those that hardly anyone makes.
    """

    def __init__(self, schema_map: SchemaMap) -> None:
        self.schema_map = schema_map
        self.all = list(self._made())
        self.within: dict[str, int] = {}
        self._at: dict[tuple[str, str, str], int] = {}
        self._routes: dict[tuple[str, str], int] = {}
        self.forgotten = self.added = self.unlikely = 0
        for number, (subschema, mistake) in enumerate(self.all):
            bit = 1 << number
            key = (subschema.location, mistake.keyword, mistake.name)
            self._at[key] = self._at.get(key, 0) | bit
            self.within[subschema.location] = self.within.get(subschema.location, 0) | bit
            self.forgotten |= bit if mistake.forgotten else 0
            self.added |= 0 if mistake.keyword else bit
            self.unlikely |= bit if mistake.unlikely else 0

    def _made(self) -> Iterator[Mutant]:
        """Yield as many as can be compiled in a moment, out of all parts of the schema in turns."""
        # What refers to other resources takes the longer the more there are.
        size = self.schema_map.resource_count * self.schema_map.size
        walks = [self._made_at(subschema) for subschema in self.schema_map.subschemas.values()]
        yield from islice(in_turns(*walks), MAX_TEXT // size)

    @staticmethod
    def _made_at(subschema: Subschema) -> Iterator[Mutant]:
        if type(subschema.contents) is not dict:
            return
        seen = {json.dumps(subschema.contents, default=str)}
        try:
            for mistake in mistakes(subschema.contents, subschema.dialect):
                text = json.dumps(mistake.contents, default=str)
                if text not in seen:
                    seen.add(text)
                    yield Mutant(subschema, mistake)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return  # A keyword whose value no metaschema has seen; what was guessed before it is enough.

    @property
    def everything(self) -> int:
        """All mutants, a bit for each."""
        return (1 << len(self.all)) - 1

    # --- what an invalid record can tell

    def on_the_way(self, record: FuzzRecord, pair: Pair) -> int:
        """
        Return the mutants that an invalid record could tell: those that are mistaken on the way to what it violates.

        Args:
            record: The record.
            pair: The keyword that was to be broken; it may be below the one that fails.
        """
        key = (record.violates, pair.keyword_location)
        if key not in self._routes:
            asked = self._along(record.violates) | self._with(pair.subschema, pair.keyword, "")
            if record.keyword in BRANCHING:
                asked |= self._where(partial(is_at_or_below, pair.keyword_location))
            self._routes[key] = asked & ~self.added
        return self._routes[key]

    def _where(self, is_wanted: Callable[[str], bool]) -> int:
        """Return the mutants of the subschemas at some locations."""
        found = 0
        for location, mask in self.within.items():
            found |= mask if is_wanted(location) else 0
        return found

    def _along(self, evaluation_path: str) -> int:
        """Return the mutants that get a keyword wrong that an evaluation path leads through."""
        found = 0
        entry = self.schema_map.known(self.schema_map.entry)
        pending: list[tuple[Subschema, Tokens]] = [(entry, parse_pointer(evaluation_path))] if entry is not None else []
        for _ in range(_MAX_ROUTES * (len(evaluation_path) + 1)):
            if not pending:
                break
            subschema, tokens = pending.pop()
            if tokens:
                found |= self._with(subschema.location, str(tokens[0]), str(tokens[1]) if len(tokens) > 1 else "")
            pending += self._steps(subschema, tokens)
        return found

    def _with(self, location: str, keyword: str, name: str) -> int:
        """Return the mutants that get one keyword of a subschema wrong, or one that says what it means."""
        if keyword.startswith("unevaluated"):
            return self.within.get(location, 0)
        found = self._at.get((location, keyword, name), 0)
        for other in (keyword, *_BESIDE.get(keyword, ())):
            found |= self._at.get((location, other, ""), 0)
        if keyword in _DECIDING:
            # What a branch says decides here, without a place on the way.
            held = f"{location}/{_DECIDING[keyword]}"
            found |= self._where(lambda other: is_at_or_below(other, held))
        if keyword == "additionalProperties":
            for (at, other, _), mask in self._at.items():
                found |= mask if at == location and other in _NAMING else 0
        return found

    def _steps(self, subschema: Subschema, tokens: Tokens) -> Iterator[tuple[Subschema, Tokens]]:
        if tokens and tokens[0] in REFERENCES:
            yield from ((target, tokens[1:]) for target in self.schema_map.references(subschema))
        for count in (1, 2):
            if len(tokens) >= count:
                below = self.schema_map.child(subschema, tuple(tokens[:count]))
                if below is not None:
                    yield below, tokens[count:]


_NAMING = frozenset({"properties", "patternProperties"})
_DECIDING = {"then": "if", "else": "if", **{name: name for name in BRANCHING}, "minContains": "contains"}
_DECIDING |= {"maxContains": "contains"}
"""Keyword → the one whose subschemas decide whether it holds."""
_BESIDE = {
    "then": ("if",),
    "else": ("if",),
    "if": ("then", "else"),
    "contains": ("minContains", "maxContains"),
    "minContains": ("contains",),
    "maxContains": ("contains",),
    "items": ("prefixItems",),
    "prefixItems": ("items",),
    "minimum": ("exclusiveMinimum",),
    "maximum": ("exclusiveMaximum",),
}
"""Keyword → those that say what it means."""
