"""What a plan says of arrays: what their items are, the first ones and the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.models.planning.branches import structured_types
from schemawright.models.planning.facets import joined_items
from schemawright.models.planning.hints import any_of_shapes
from schemawright.models.planning.shape import ANYTHING, Shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from schemawright.models.planning.facets import Facet


class Arrays(NamedTuple):
    """
    The arrays of a plan.

    Args:
        inside: Returns what is known of a value inside of the one that is being described.
        noted: Returns the hint of a value that is a part of another one's.
    """

    inside: Callable[[list[Facet], str], Shape]
    noted: Callable[[Shape], dict[str, Any]]

    def shape(self, flat: list[Facet], name: str) -> Shape:
        """Return the shape of the arrays that all facets describe: an item is what all of them say of it."""
        firsts, rest = joined_items(flat)
        of_rest = self.inside(rest, f"{name}Item") if rest else ANYTHING
        if not firsts:
            spec = ("list", of_rest.spec) if of_rest.spec is not None else None
            return Shape({"type": "array", "items": self.noted(of_rest)}, spec)
        are_several = sum(map(bool, map(_structured, [*firsts, rest or ()]))) > 1
        shapes = [
            self.inside(parts, f"{name}Item{number if are_several else ''}") for number, parts in enumerate(firsts, 1)
        ]
        specs = tuple([shape.spec for shape in shapes])
        carried = any(shape.spec is not None for shape in (*shapes, of_rest))
        # Shorter arrays are valid too, so this is a list of any of them, no tuple.
        items = any_of_shapes(shapes if rest is None else [*shapes, of_rest], self.noted)
        return Shape({"type": "array", "items": items}, ("tuple", specs, of_rest.spec) if carried else None)


def _structured(parts: Iterable[Facet]) -> frozenset[str]:
    """Return whether what some subschemas describe may be an object, and an array, as far as they say that."""
    found = list(map(structured_types, parts))
    return frozenset.intersection(*found) if found else frozenset()
