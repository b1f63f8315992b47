"""What the branches of a union are called, and what tells them apart."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from schemawright.models.planning.facets import (
    CHOICES,
    CONDITION,
    SILENT,
    Facet,
    array_of,
    branches_of,
    collected,
    is_literal,
    referred_name,
    required_by,
    said_values,
    type_of,
)
from schemawright.models.planning.names import MAX_LENGTH, class_name, suits_class
from schemawright.models.planning.shape import TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    Flat = Callable[[Iterable[Facet]], list[Facet] | None]

MAX_REPEATED = 400
"""How many fields are declared again in the kinds of an object, at the most."""

_JOINED = 3
"""Of how many strings a name is made at the most (`IbanOrSepa`)."""

_KINDS = 2
"""From how many branches on they are kinds: one is no choice."""


def branch_names(branches: list[Facet], name: str, flat: Flat, taken: Collection[str] = ()) -> list[str]:
    """
    Return what branches are called: by what they refer to, titles, strings that one has, types, properties or numbers.

    Args:
        branches: The branches.
        name: What the union is called.
        flat: Gives all the facets that hold where some do.
        taken: What no branch is called by a property, since a property or definition may be called so.
    """
    # What is beside a reference is about this use of what it leads to, which may be elsewhere, too.
    named = [referred_name(branch) or _title(branch) for branch in branches]
    whole = [flat([branch]) or [] for branch in branches]
    told = list(zip(branches, whole, strict=True))
    kinds = [structured_types(branch).intersection(*map(structured_types, facets)) for branch, facets in told]
    # Several strings of the only one that has a class tell it from nothing.
    constants = constants_of(whole, most=_JOINED if sum(map(bool, kinds)) > 1 else 1)
    ways = (named, constants, _by_type(kinds, name))
    found = [next(filter(None, names), "") for names in zip(*ways, strict=True)]
    if name and sum(map(bool, kinds)) > 1:
        by_property = _by_property(whole, name, {*taken, *map(class_name, filter(None, found))})
        # What names no property has no class itself: a map, a union, or anything.
        is_asked = [
            "object" in kind and not known and any(collected([facet]) or required_by(facet) for facet in facets)
            for kind, known, facets in zip(kinds, found, whole, strict=True)
        ]
        # All that have no better name, or none: of a number beside such names nobody knows why it is one.
        if all(own or not asked for own, asked in zip(by_property, is_asked, strict=True)):
            found = [known or own * asked for known, own, asked in zip(found, by_property, is_asked, strict=True)]
    unnamed = [branch for branch, known, kind in zip(branches, found, kinds, strict=True) if kind and not known]
    # The branches of the only one that has no name are as good as those of the union itself.
    is_of_unions = len(unnamed) == 1 and _is_union(unnamed[0])
    others = [name for _ in branches] if is_of_unions else _numbered(branches, kinds, name)
    return [known or other for known, other in zip(found, others, strict=True)]


def _is_union(branch: Facet) -> bool:
    """Return whether a subschema says nothing but of which others a value is one."""
    schema = branch.schema if isinstance(branch.schema, dict) else {}
    return 0 < len(schema.keys() - SILENT) == sum(map(branch.has, CHOICES))


def _by_type(kinds: list[frozenset[str]], name: str) -> Iterable[str]:
    """Yield the name of each branch that is the only one of arrays, or of objects; none for others."""
    are_several = sum(map(bool, kinds)) > 1
    for own in kinds:
        is_only = len(own) == 1 and sum(not own.isdisjoint(other) for other in kinds) == 1
        # What is an object or nothing is called as the value is; of an array, only the items have a class.
        yield (f"{name}Object" if own == {"object"} else name) if name and is_only and are_several else ""


def _by_property(branches: list[list[Facet]], name: str, others: Collection[str]) -> list[str]:
    """
    Return the name of each branch by the first of its properties that only it requires, or that only it has; else none.

    What another branch, or something else, is called is no name of one.
    """
    required = [dict.fromkeys(one for facet in branch for one in required_by(facet)) for branch in branches]
    declared = list(map(collected, branches))
    asked = Counter(one for names in required for one in names)
    had = Counter(one for names in declared for one in names)
    found = []
    for names, properties in zip(required, declared, strict=True):
        # In the order in which they are declared: that of `required` means nothing to anybody.
        told = [one for one in {**properties, **names} if one in names and asked[one] == 1]
        told += [one for one in properties if had[one] == 1]
        made = [f"{name}With{class_name(one)}" for one in told if suits_class(one.lstrip("$@"))]
        found.append({class_name(one): one for one in made if len(one) <= MAX_LENGTH})
    times = Counter(one for names in found for one in names)
    free = [[own for one, own in names.items() if times[one] == 1 and one not in others] for names in found]
    return [next(iter(names), "") for names in free]


def _numbered(branches: list[Facet], kinds: list[frozenset[str]], name: str) -> Iterable[str]:
    """Yield the name of each branch by its number; the only enumeration among objects is called as the value is."""
    are_several = sum(map(bool, kinds)) > 1
    listing = [not kind and _lists_values(branch) for branch, kind in zip(branches, kinds, strict=True)]
    for number, is_listing in enumerate(listing, 1):
        yield name if not (name and are_several) or (is_listing and sum(listing) == 1) else f"{name}{number}"


def _lists_values(branch: Facet) -> bool:
    return isinstance(branch.schema, dict) and isinstance(said_values(branch), list)


def structured_types(branch: Facet) -> frozenset[str]:
    """Return whether a subschema may accept objects, and arrays, as far as it and its own branches say that."""
    unions = [array_of(branch.get(keyword)) for keyword in CHOICES] if isinstance(branch.schema, dict) else []
    told = [frozenset().union(*[_told_types(branch.below(one)) for one in union]) for union in unions if union]
    return _told_types(branch).intersection(*told)


def _told_types(branch: Facet) -> frozenset[str]:
    if not isinstance(branch.schema, dict):
        return frozenset() if branch.schema is False else _STRUCTURED
    types, values = branch.get("type"), said_values(branch)
    names = [types] if isinstance(types, str) else array_of(types)
    # What draft 3 has besides, `any` and schemas, may be anything.
    is_told = bool(names) and all(isinstance(name, str) and name in TYPES for name in names)
    found = _STRUCTURED.intersection(names) if is_told else _STRUCTURED
    return found & frozenset().union(*map(type_of, values)) if isinstance(values, list) else found


_STRUCTURED = frozenset({"object", "array"})


def _title(branch: Facet) -> str:
    title = branch.schema.get("title") if isinstance(branch.schema, dict) else None
    return class_name(title) if isinstance(title, str) and suits_class(title.strip()) else ""


def constants_of(branches: list[list[Facet]], most: int = 1) -> list[str]:
    """
    Return what each branch is called by the strings that a property has there only, of the one that tells most of them.

    Strings that are not the same may make the same name.

    Args:
        branches: All the facets that hold where each does.
        most: How many strings the property may have in one branch, which make a name together.
    """
    found: dict[str, dict[int, tuple[str, ...]]] = {}
    for number, flat in enumerate(branches):
        for name, parts in collected(flat).items():
            for values in filter(None, [_constants(part, most) for part in parts]):
                found.setdefault(name, {})[number] = values
    best = max(map(_alone, found.values()), key=len, default={})
    # As a class's name, since as it is it may be a property's, for which another name was set.
    return ["Or".join(map(class_name, best.get(number, ()))) for number in range(len(branches))]


def _alone(values: dict[int, tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
    """Return those of some values that are there once only."""
    times = Counter(values.values())
    return {number: own for number, own in values.items() if times[own] == 1}


def _constants(facet: Facet, most: int) -> tuple[str, ...]:
    """Return the few strings that a value can be, as far as they make a name."""
    values = said_values(facet) if isinstance(facet.schema, dict) else None
    if not isinstance(values, list) or not 1 <= len(values) <= most:
        return ()
    if not all(isinstance(value, str) and is_literal(value) and suits_class(value) for value in values):
        return ()
    return tuple(values) if suits_class("Or".join(map(class_name, values))) else ()


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
