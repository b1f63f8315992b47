"""What facets say of the properties of an object that have no name of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.models.planning.facets import Facet, map_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable


class Others(NamedTuple):
    """
    What describes properties by no name of their own.

    Args:
        part: The subschema.
        patterns: Patterns of names.
        matching: Whether it describes those that one of the patterns matches, or those that none does.
        apart: The names that it leaves out besides, of those that none matches: they are declared beside it.
    """

    part: Facet
    patterns: tuple[str, ...]
    matching: bool
    apart: Collection[str] = ()


def other_properties(
    flat: list[Facet], rest_of: Callable[[Facet], Any], declared: Collection[str]
) -> tuple[list[Others], bool]:
    """
    Return what describes the properties without a name, and whether there are none.

    Args:
        flat: What describes the object.
        rest_of: Gives the subschema of all properties that a facet does not take otherwise; None for none.
        declared: All properties that are declared.
    """
    found: list[Others] = []
    forbidden = False
    for facet in flat:
        patterns = map_of(facet.get("patternProperties"))
        rest = rest_of(facet)
        forbidden = forbidden or (rest is False and all(part is False for part in patterns.values()))
        found += [Others(facet.below(part), (pattern,), matching=True) for pattern, part in patterns.items()]
        if patterns or rest is not None:
            # What has been evaluated elsewhere is not looked for: that may be any of those that are declared.
            apart = map_of(facet.get("properties")) if facet.has("additionalProperties") else declared
            rest = True if rest is None else rest
            found.append(Others(facet.below(rest), tuple(patterns), matching=False, apart=apart))
    # What a pattern says of a name is more than what is said of all the rest.
    return sorted(found, key=lambda other: not other.matching), forbidden


def joined(others: Iterable[Others]) -> list[tuple[Others, list[Facet]]]:
    """Return what tells which properties something describes, each with all that describes just those."""
    found: dict[tuple[bool, tuple[str, ...]], list[Others]] = {}
    for other in others:
        found.setdefault((other.matching, other.patterns), []).append(other)
    ways = [(same[0], [other.part for other in same]) for same in found.values()]
    return [(other, parts) for other, parts in ways if not any(part.schema is False for part in parts)]
