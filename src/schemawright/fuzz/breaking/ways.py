"""In how many ways a keyword is broken, and where: what is a new way, and what only a variation of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.fuzz.breaking.targets import PLACES
from schemawright.fuzz.near.values import DRAFT_4
from schemawright.fuzz.texts.breaks import IN_PART

if TYPE_CHECKING:
    from schemawright.fuzz.breaking.targets import Target
    from schemawright.fuzz.breaking.telling import Found
    from schemawright.fuzz.schema.visits import Place

MAX_WAYS = 8
"""In how many ways a target is broken before variations of them, and further ways, are tried."""
_MOST = {"format": 60, "pattern": 64, "enum": 20, "const": 24, "required": 40, "not": 24}
_MOST |= {"additionalProperties": 28, "unevaluatedProperties": 16, "type": 12}
_MOST |= dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), 14)
_MOST |= dict.fromkeys(("dependentRequired", "dependencies", "minLength", "maxLength"), 12)
_ALIKE = {
    "one of a class dropped": 12,
    " at the end": 2,
    " in front": 2,
    " for one of a class": 40,
    " too few": 12,
    " too many": 12,
    " dropped": 2,
}
"""What ends so is one way to break something, and how many of its variations count as ways of their own."""

_APART = frozenset({"required", "dependentRequired", "dependencies", "enum", "const"})
"""The keywords of which each way tells of another mistake: which name is missing, and what is taken for a constant."""
_OF_CONSTANT, _OF_CONSTANTS = 8, 160
"""In how many ways each constant of an `enum` is got wrong, and how many ways that are, at the most."""
_OF_OTHER_TYPES = 8
"""And in how many ways more by values of other types."""
_WITHOUT = "without '"
"""How the ways begin that tell which of the required names is missing."""
_OF_NAMES = frozenset({"additionalProperties", "unevaluatedProperties"})
_OF_PATTERN, _OF_PATTERNS = 12, 60
"""In how many ways more names are got wrong for each further pattern of names, and how many those are at the most."""
_OF_A_WAY = 3
"""How many tries are kept of a way."""


class Sites:
    """At which references each subschema was broken, and which of them had null instead."""

    def __init__(self) -> None:
        self._known: dict[str, set[tuple[str, bool]]] = {}
        self._null: set[tuple[str, str]] = set()

    def is_new(self, found: Found) -> bool:
        """Return whether a subschema was not broken yet where the same one refers to it, or not by null."""
        visit = found.recipe.visit
        is_null = found.recipe.value is None and visit.name is None
        is_first = is_null and (visit.subschema.location, visit.site) not in self._null
        return visit.where not in self._known.get(visit.subschema.location, ()) or is_first

    def are_left(self, target: Target) -> bool:
        """Return whether somewhere else is referred to what a target is in than where that was broken."""
        known = self._known.get(target.subschema.location, ())
        return any(visit.where not in known for _, visit in target.places)

    def note(self, found: Found) -> None:
        """Note a violation."""
        visit = found.recipe.visit
        self._known.setdefault(visit.subschema.location, set()).add(visit.where)
        if found.recipe.value is None and visit.name is None:
            self._null.add((visit.subschema.location, visit.site))


class Missed:
    """
    The ways in which one target was to be broken of which nothing came alone, and some tries of each.

    Args:
        keyword: The target's keyword; of most, one way is as good as another, and nothing is kept.
    """

    def __init__(self, keyword: str) -> None:
        self._is_about = keyword in _APART
        self._tries: dict[str, list[Found]] = {}
        self._done: set[str] = set()

    def is_wanted(self, how: str) -> bool:
        """Return whether a try is worth to be kept that was not alone."""
        known = self._tries.get(how)
        return self._is_about and how not in self._done and (known is None or len(known) < _OF_A_WAY)

    def note(self, found: Found) -> None:
        """Keep a try that was not alone."""
        self._tries.setdefault(found.recipe.how, []).append(found)

    def done(self, how: str) -> None:
        """Note that a way worked, or is not to be tried again."""
        self._done.add(how)
        self._tries.pop(how, None)

    def left(self) -> list[tuple[str, list[Found]]]:
        """Return the ways that did not work, in the order in which they were tried, and the tries of each."""
        return list(self._tries.items())


class Ways:
    """
    The ways in which one target was broken.

    Args:
        target: The target.
        sites: Where each subschema was broken.
    """

    def __init__(self, target: Target, sites: Sites) -> None:
        self._sites = sites
        pair = target.pair
        self._most = _MOST.get(pair.keyword, MAX_WAYS)
        self._names = len(pair.value) if pair.keyword == "required" else 0
        self._named_ways = 0
        if pair.keyword in _OF_NAMES:
            patterns = target.subschema.contents.get("patternProperties", ())
            self._most += min(max(0, len(patterns) - 1) * _OF_PATTERN, _OF_PATTERNS)
        if pair.keyword == "enum":
            self._most = max(self._most, min(_OF_CONSTANT * len(pair.value), _OF_CONSTANTS) + _OF_OTHER_TYPES)
        if pair.keyword == "type" and target.subschema.dialect == DRAFT_4:
            # There, an integer with a point is one more.
            self._most += 1
        self._known: set[str] = set()
        self._named: dict[str, str] = {}
        self._places: set[Place] = set()

    def is_new(self, found: Found) -> bool:
        """Return whether a violation is none that is known, wherever it stands."""
        return self._way(found) not in self._known

    def is_at_new_site(self, found: Found) -> bool:
        """Return whether a violation stands where its subschema was not broken yet: that always counts."""
        return self._sites.is_new(found)

    def is_elsewhere(self, found: Found) -> bool:
        """Return whether a violation stands where it is a way of its own, whatever it is; a few places are enough."""
        return found.recipe.visit.place not in self._places and len(self._places) < PLACES

    def can_wait(self, found: Found) -> bool:
        """Return whether a violation is to come behind those by which further names are missing that are required."""
        if not self._names or self.is_at_new_site(found):
            return False
        return not (self._way(found).startswith(_WITHOUT) and self.is_new(found)) and self._named_ways < self._names

    @property
    def is_full(self) -> bool:
        """Whether there are enough."""
        return len(self._known) >= self._most

    def note(self, found: Found) -> None:
        """Note a violation that was handed out."""
        self._sites.note(found)
        self._places.add(found.recipe.visit.place)
        self._named_ways += self._way(found).startswith(_WITHOUT) and self.is_new(found)
        self._known.add(self._way(found))

    def _way(self, found: Found) -> str:
        how = found.recipe.how
        if how not in self._named:
            self._named[how] = self._named_anew(how)
        return self._named[how]

    def _named_anew(self, how: str) -> str:
        what = how.partition(IN_PART)[0]
        # Whose name it is nearly, where there are several patterns of names.
        of_whom = what.rpartition(": ")[0]
        for ending, most in _ALIKE.items():
            if what.endswith(ending):
                variations = [f"{of_whom}{ending} {number}" for number in range(most)]
                return next((way for way in variations if way not in self._known), variations[-1])
        return how
