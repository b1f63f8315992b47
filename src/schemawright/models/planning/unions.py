"""What a plan says of values that are of one of several shapes: branches of `anyOf` and `oneOf`, `then` and `else`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.models.planning.branches import are_kinds, are_told_apart, branch_names, condition_of
from schemawright.models.planning.facets import CHOICES, CONDITION
from schemawright.models.planning.hints import any_of_shapes, chosen_spec
from schemawright.models.planning.shape import ANYTHING, Shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.models.planning.conjunctions import Conjunctions
    from schemawright.models.planning.facets import Facet

MAX_BRANCHES = 160
"""How many branches of `anyOf` or `oneOf` become a union."""

MAX_KINDS = 500
"""How many do that a text which each requires tells apart, by which an object's class is known without a judge."""


class Unions(NamedTuple):
    """
    The unions of a plan.

    Args:
        conjunctions: What describes which value.
        shape: Returns what is known of the value that all facets describe.
        noted: Returns the hint of a value that is a part of another one's.
        place: Returns where a facet's subschema is.
    """

    conjunctions: Conjunctions
    shape: Callable[[list[Facet], str], Shape]
    noted: Callable[[Shape], dict[str, Any]]
    place: Callable[[Facet], tuple[str, ...]]

    def choice(self, flat: list[Facet], types: frozenset[str], name: str, *, beside: bool) -> Shape | None:
        """
        Return the union of the branches of `anyOf` or `oneOf`, where objects or arrays are among them.

        Args:
            flat: What describes the value.
            types: The types that it may have.
            name: What it is called.
            beside: Whether properties are declared beside the branches: then each branch has to be a kind of object.
        """
        for facet in flat:
            for keyword in CHOICES:
                branches = facet.get(keyword)
                if not isinstance(branches, list) or not 1 <= len(branches) <= MAX_KINDS:
                    continue
                below = [facet.below(branch) for branch in branches]
                if len(branches) > MAX_BRANCHES and not are_told_apart(below, self.conjunctions.flat):
                    continue
                if beside and not are_kinds(flat, below, keyword, self.conjunctions.flat):
                    continue
                rest = [one.alone(keyword) if one is facet else one.alone() for one in flat]
                return self._union(rest, below, types, name)
        return None if beside else self._alternative(flat, types, name)

    def _alternative(self, flat: list[Facet], types: frozenset[str], name: str) -> Shape | None:
        """Return the union of `then` and `else`, where both describe objects, and nothing else depends on anything."""
        found = condition_of(flat)
        if found is None:
            return None
        condition, *branches = [found.below(found.get(keyword)) for keyword in CONDITION]
        if not all(map(self.conjunctions.describes_members, branches)):
            return None
        rest = [one.alone(*CONDITION) if one is found else one.alone() for one in flat]
        names = branch_names(branches, name, self.conjunctions.flat, self.conjunctions.called)
        shapes = [self.shape([*rest, branch], own) for branch, own in zip(branches, names, strict=True)]
        then, otherwise = [shape.spec for shape in shapes]
        spec = then if then == otherwise else ("if", self.place(condition), then, otherwise)
        return Shape(any_of_shapes(shapes, self.noted), spec, types)

    def _union(self, rest: list[Facet], branches: list[Facet], types: frozenset[str], name: str) -> Shape:
        names = branch_names(branches, name, self.conjunctions.flat, self.conjunctions.called)
        options = [
            (branch, self.shape([*rest, branch], branch_name))
            for branch, branch_name in zip(branches, names, strict=True)
            if branch.schema is not False
        ]
        options = [(branch, option) for branch, option in options if option.types]  # Without any, no value is of it.
        if not options:
            return ANYTHING
        placed = [(self.place(branch), option) for branch, option in options]
        spec = chosen_spec(placed, is_sure=self.conjunctions.are_static)
        return Shape(any_of_shapes([option for _, option in options], self.noted), spec, types)
