"""
Neighbours: values that are nearly as they should be, for each keyword the ways in which people get it wrong.

The table is here, and what is near the branches of applicators in place.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from schemawright.engines.assertions.content import KEYWORDS as CONTENT
from schemawright.fuzz.near.arrays import of_contained, of_items, of_length, of_none_contained, of_unique
from schemawright.fuzz.near.objects import (
    of_dependents,
    of_least_size,
    of_most_size,
    of_names,
    of_patterns,
    of_properties,
    of_required,
)
from schemawright.fuzz.near.values import (
    FIRST_KINDS,
    KINDS,
    Neighbour,
    altered,
    laid_over,
    of_bound,
    of_multiple,
    of_text,
    of_text_length,
    of_type,
    of_value,
)
from schemawright.fuzz.texts.breaks import DENIED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.fuzz.near.values import Context
    from schemawright.fuzz.schema.schema_map import Subschema

__all__ = ["NEIGHBOURS", "Neighbour"]


def of_branches(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Values that none or several branches accept, or that what is denied accepts."""
    if "not" in subschema.contents and isinstance(value, str):
        near_texts = (near for near in context.near_texts(subschema) if DENIED in near[0])
        yield from islice(near_texts, 1)
        # What is denied of texts accepts whatever is none.
        yield from FIRST_KINDS[:1]
        yield from near_texts
    if "not" in subschema.contents and isinstance(value, dict):
        yield from islice(_joined(value, context), _JOINED)
    if "not" in subschema.contents:
        yield from (one for how, other in context.denied(subschema) for one in laid_over(value, other, how))
    for keyword in ("anyOf", "oneOf", "not", "if"):
        if keyword in subschema.contents:
            for how, others in (
                ("two branches at once", context.both(subschema, keyword)),
                ("no branch, or the denied one", context.broken(subschema, keyword)),
            ):
                # Values of other types come below; of one way to be wrong, few are tried.
                alike = sorted(others, key=lambda other: type(other) is not type(value))
                for other in alike:
                    told = f"{how}: {_kind_of(other)}" if keyword == "not" else how
                    yield from laid_over(value, other, told)
    yield from KINDS
    yield from islice(altered(value), 40)
    yield from (("as another record has it", other) for other in islice(context.seen(), 40))


def _kind_of(value: Any) -> str:
    """
    Return a value's type, and whether it is empty: of what is denied, each may be missed by itself.

    >>> _kind_of([]), _kind_of([1]), _kind_of(0)
    ('empty list', 'list', 'int')
    """
    is_empty = isinstance(value, (str, list, dict)) and not value
    return f"{'empty ' if is_empty else ''}{type(value).__name__}"


def _joined(value: dict[str, Any], context: Context) -> Iterator[Neighbour]:
    """Yield an object with the members more that other records have here: what is denied may be to have both."""
    seen: set[frozenset[str]] = set()
    for other in context.seen():
        names = frozenset(other.keys() - value.keys()) if type(other) is dict else frozenset()
        if names and names not in seen:
            seen.add(names)
            yield "with what another record has", {**other, **value}


_JOINED = 8
"""With how many other records an object is joined."""

NEIGHBOURS: dict[str, Callable[[Any, Subschema, Context], Iterator[Neighbour]]] = {
    "type": of_type,
    **dict.fromkeys(("enum", "const"), of_value),
    **{name: of_bound(name) for name in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")},
    "multipleOf": of_multiple,
    **dict.fromkeys(("pattern", "format", *CONTENT), of_text),
    **dict.fromkeys(("minLength", "maxLength"), of_text_length),
    **dict.fromkeys(("minItems", "maxItems"), of_length),
    "uniqueItems": of_unique,
    "contains": of_none_contained,
    **dict.fromkeys(("minContains", "maxContains"), of_contained),
    **dict.fromkeys(("items", "prefixItems", "additionalItems", "unevaluatedItems"), of_items),
    "patternProperties": of_patterns,
    "properties": of_properties,
    **dict.fromkeys(("additionalProperties", "unevaluatedProperties", "propertyNames"), of_names),
    "required": of_required,
    "minProperties": of_least_size,
    "maxProperties": of_most_size,
    **dict.fromkeys(("dependentRequired", "dependencies", "dependentSchemas"), of_dependents),
    **dict.fromkeys(("anyOf", "oneOf", "not", "if", "then", "else", "allOf"), of_branches),
}
"""Keyword → what is near what it wants."""
