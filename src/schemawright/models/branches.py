"""What the branches of a union are called, and what tells them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemawright.models.facets import (
    CONDITION,
    Facet,
    branches_of,
    collected,
    is_literal,
    referred_name,
    required_by,
    said_values,
)
from schemawright.models.names import class_name, suits_class

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Flat = Callable[[Iterable[Facet]], list[Facet] | None]

MAX_REPEATED = 400
"""How many fields are declared again in the kinds of an object, at the most."""

_KINDS = 2
"""From how many branches on they are kinds: one is no choice."""


def branch_names(branches: list[Facet], name: str, flat: Flat) -> list[str]:
    """
    Return what branches are called: by their titles, by what they refer to, by a string that one has, or by numbers.

    Args:
        branches: The branches.
        name: What the union is called.
        flat: Gives all the facets that hold where some do.
    """
    # What is beside a reference is about this use of what it leads to, which may be elsewhere, too.
    named = [referred_name(branch) or _title(branch) for branch in branches]
    constants = constants_of([flat([branch]) or [] for branch in branches])
    # What is an object or nothing is called as the value is.
    several = sum(map(_may_be_structured, branches)) > 1
    numbered = [f"{name}{number}" if name and several else name for number, _ in enumerate(branches, 1)]
    return [next(filter(None, found), "") for found in zip(named, constants, numbered, strict=True)]


def _may_be_structured(branch: Facet) -> bool:
    """Return whether a branch may accept objects or arrays, as far as it says that itself."""
    if not isinstance(branch.schema, dict):
        return branch.schema is not False
    types, values = branch.get("type"), said_values(branch)
    if isinstance(types, (str, list)) and _STRUCTURED.isdisjoint([types] if isinstance(types, str) else types):
        return False
    return not isinstance(values, list) or any(isinstance(value, (dict, list)) for value in values)


_STRUCTURED = frozenset({"object", "array"})


def _title(branch: Facet) -> str:
    title = branch.schema.get("title") if isinstance(branch.schema, dict) else None
    return class_name(title) if isinstance(title, str) and suits_class(title.strip()) else ""


def constants_of(branches: list[list[Facet]]) -> list[str]:
    """Return the string of each branch that a property has there only, of the property that most of them have."""
    found: dict[str, dict[int, str]] = {}
    for number, flat in enumerate(branches):
        for name, parts in collected(flat).items():
            for value in filter(None, map(_constant, parts)):
                found.setdefault(name, {})[number] = value
    telling = [values for values in found.values() if len(set(values.values())) == len(values)]
    best = max(telling, key=len, default={})
    return [best.get(number, "") for number in range(len(branches))]


def _constant(facet: Facet) -> str:
    """Return the one string that a value can be, as far as it makes a name."""
    values = said_values(facet) if isinstance(facet.schema, dict) else None
    is_one = isinstance(values, list) and len(values) == 1 and isinstance(values[0], str) and is_literal(values[0])
    # As a class's name, since as it is it may be a property's, for which another name was set.
    return class_name(values[0]) if values and is_one and suits_class(values[0]) else ""


def are_kinds(flat: list[Facet], branches: list[Facet], keyword: str, flat_of: Flat) -> bool:
    """
    Return whether each branch describes a kind of object, only one of which an object is.

    That is so by `oneOf`, or by a string that a property has in one of them; what is declared beside them is
    declared for each, so there must not be too much of it.
    """
    own = [flat_of([branch]) or [] for branch in branches]
    declared = [collected(facets) for facets in own]
    if len(branches) < _KINDS or not all(declared) or len(branches) * len(collected(flat)) > MAX_REPEATED:
        return False
    return keyword == "oneOf" or all(constants_of(own))


def are_told_apart(branches: list[Facet], flat_of: Flat) -> bool:
    """Return whether there is a property that each branch requires, and whose text is another in each."""
    found = [_required_texts(flat_of([branch]) or []) for branch in branches]
    shared = set(found[0]).intersection(*found[1:])
    return any(len({texts[name] for texts in found}) == len(found) for name in shared)


def _required_texts(flat: list[Facet]) -> dict[str, str]:
    """Return the properties that all objects have which some facets describe, and that can have one text only."""
    required = {name for facet in flat for name in required_by(facet)}
    parts = [(name, part) for name, parts in collected(flat).items() if name in required for part in parts]
    return {name: values[0] for name, part in parts if len(values := _texts(part)) == 1}


def _texts(facet: Facet) -> list[str]:
    values = said_values(facet) if isinstance(facet.schema, dict) else None
    texts = isinstance(values, list) and all(isinstance(value, str) and is_literal(value) for value in values)
    return values if isinstance(values, list) and texts else []


def condition_of(flat: list[Facet]) -> Facet | None:
    """Return the facet that has `if`, `then` and `else`, where nothing else depends on anything; None for none."""
    found = next((facet for facet in flat if all(isinstance(facet.get(one), dict) for one in CONDITION)), None)
    return found if sum(len(branches_of(facet)) for facet in flat) == len(CONDITION) else None
