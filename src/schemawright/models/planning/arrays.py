"""What a plan says of arrays: what their items are, the first ones and the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.models.planning.branches import structured_types
from schemawright.models.planning.facets import items_of
from schemawright.models.planning.hints import any_of_hints
from schemawright.models.planning.shape import ANYTHING, Shape

if TYPE_CHECKING:
    from collections.abc import Callable

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
        """Return the shape of the arrays that all facets describe: by the first that says how items are carried."""
        best: Shape | None = None
        for facet in flat:
            firsts, rest = items_of(facet)
            if not firsts and not isinstance(rest, dict):
                continue
            shape = self._items(facet, firsts, rest, name)
            if best is None or (best.spec is None and shape.spec is not None):
                best = shape
        return best or Shape({"type": "array", "items": {}})

    def _items(self, facet: Facet, firsts: list[Any], rest: Any, name: str) -> Shape:
        of_rest = self.inside([facet.below(rest)], f"{name}Item") if isinstance(rest, dict) else ANYTHING
        if not firsts:
            spec = ("list", of_rest.spec) if of_rest.spec is not None else None
            return Shape({"type": "array", "items": self.noted(of_rest)}, spec)
        below = [facet.below(part) for part in firsts]
        named = [*below, *([facet.below(rest)] if isinstance(rest, dict) else ())]
        are_several = sum(map(bool, map(structured_types, named))) > 1
        shapes = [
            self.inside([part], f"{name}Item{number if are_several else ''}") for number, part in enumerate(below, 1)
        ]
        specs = tuple([shape.spec for shape in shapes])
        carried = any(shape.spec is not None for shape in (*shapes, of_rest))
        # Shorter arrays are valid too, so this is a list of any of them, no tuple.
        items = any_of_hints([self.noted(shape) for shape in (shapes if rest is False else [*shapes, of_rest])])
        return Shape({"type": "array", "items": items}, ("tuple", specs, of_rest.spec) if carried else None)
