"""What a plan says of values that are told one by one: enumerations of strings, and literals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.models.planning.annotations import doc_of_type
from schemawright.models.planning.facets import collected, has_items, literals_and_types, type_of, values_left
from schemawright.models.planning.hints import any_of_hints, plain_hint
from schemawright.models.planning.names import member_name, unique
from schemawright.models.planning.shape import EnumPlan, Shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.models.planning.facets import Facet

MAX_LITERALS = 200
"""How many values an enumeration has, or a `Literal`."""
_LITERAL = "_literals.L"


class Enumerations:
    """
    The enumerations of a plan.

    Args:
        named: Returns the name of one: of what describes it, of what it is called otherwise, and of its values.

    Attributes:
        literals: The values of each `Literal`.
        enums: Those of each enumeration of strings → it.
    """

    def __init__(self, named: Callable[[list[Facet], str, tuple[str, ...]], str]) -> None:
        self._named = named
        self.literals: list[tuple[Any, ...]] = []
        self.enums: dict[tuple[Any, ...], EnumPlan] = {}

    def shape(self, flat: list[Facet], facets: list[Facet], types: frozenset[str], name: str) -> Shape | None:
        """Return the shape of an enumeration: of strings, or as a `Literal` of what can be written in one."""
        left = [value for value in values_left(flat) or () if type_of(value) & types]
        fit, others = literals_and_types(left)
        described = others and (collected(flat) or has_items(flat))
        if not fit or described or len(left) > MAX_LITERALS:
            return None
        if not others and len(fit) > 1 and all(isinstance(value, str) for value in fit):
            return self._enum(fit, facets, flat, name)
        self.literals.append(fit)
        # An integer may be written with a point, and is none to Python then.
        spec = ("integer",) if any(type(value) is int for value in fit) else None
        hints = [{"customTypePath": f"{_LITERAL}{len(self.literals) - 1}"}, *map(plain_hint, others)]
        return Shape(any_of_hints(hints), spec, types)

    def _enum(self, values: tuple[str, ...], facets: list[Facet], flat: list[Facet], name: str) -> Shape:
        """Return the shape of an enumeration of strings; there is one class for all that have the same."""
        if values not in self.enums:
            said = [(facet, left) for facet in flat if (left := values_left([facet])) is not None]
            # What several leave together has neither name nor text of one that says more.
            telling = [facet for facet, left in said if len(said) == 1 or len(left) == len(values)]
            taken: set[str] = set()
            members = tuple([(unique(member_name(value), taken), value) for value in values])
            own = self._named([*(facets if len(said) == 1 else ()), *telling], name, values)
            self.enums[values] = EnumPlan(own, doc_of_type(telling), members)
        number = list(self.enums).index(values)
        return Shape({"customTypePath": f"_literals.E{number}"}, ("enum", number), frozenset({"string"}))

    def only_value(self, shape: Shape) -> tuple[Any, ...]:
        """Return the one value that a shape allows, where that can be written; nothing where there are others."""
        literal = str(shape.hint.get("customTypePath", "")).partition(_LITERAL)[2]
        values = self.literals[int(literal)] if literal else ()
        return values if len(values) == 1 else ()
