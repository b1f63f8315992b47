"""
What docstrings say: the annotations of a schema, which describe a value and judge nothing.

Title and description as they are; `default` and its like in short lines of a fixed form, since nobody who reads a
module looks into the schema that it carries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.models.planning.facets import CHOICES, array_of, doc_of, referred_name
from schemawright.models.spelling.writing import write_json
from schemawright.quoting import cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from schemawright.models.planning.facets import Facet

    Flat = Callable[[Iterable[Facet]], list[Facet] | None]

_DEPRECATED = "Deprecated."
_FLAGS = {"deprecated": _DEPRECATED, "readOnly": "Read only.", "writeOnly": "Write only."}
"""Annotation that is true → what is said then."""
_SHOWN = 60
_ELLIPSIS = "…"


def doc_of_field(parts: list[Facet], flat: list[Facet]) -> str:
    """
    Return what is said of a property: of title and description, what stands where it is declared.

    Args:
        parts: The subschemas that describe it.
        flat: All that holds for its value, with what those refer to.
    """
    said = [part.schema for part in (*parts, *flat) if isinstance(part.schema, dict)]
    doc = next((found for part in parts if isinstance(part.schema, dict) and (found := doc_of(part.schema))), "")
    return _paragraphs(doc, " ".join(_notes(said)))


def doc_of_class(facets: list[Facet], flat: list[Facet], flat_of: Flat, place: str) -> str:
    """
    Return what is said of a class; of that of a branch it is what the branch says, not what has the choice.

    Args:
        facets: What describes the class.
        flat: All the facets that hold then.
        flat_of: Gives them.
        place: The JSON Pointer of the subschema, which is told where the schema says nothing.
    """
    told = flat
    if any(map(_has_choice, facets)):
        branch = facets[-1]
        own = [] if referred_name(branch) else [branch]
        told = [facet for facet in (*own, *(flat_of([branch]) or ()), *flat) if not _has_choice(facet)]
    where = f"An object of the schema's {_ELLIPSIS if len(place) > _SHOWN else ''}{place[-_SHOWN:] or 'root'}."
    return doc_of_type(told, where)


def doc_of_type(facets: Iterable[Facet], otherwise: str = "") -> str:
    """
    Return what is said of what has a name of its own: the first title and description, and whether it is deprecated.

    Args:
        facets: What describes it.
        otherwise: What is said of it where the schema has no words for it.
    """
    said = [facet.schema for facet in facets if isinstance(facet.schema, dict)]
    doc = next((found for schema in said if (found := doc_of(schema))), otherwise)
    return _paragraphs(doc, _DEPRECATED if any(schema.get("deprecated") is True for schema in said) else "")


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))


def _notes(said: list[dict[str, Any]]) -> Iterable[str]:
    """Yield what subschemas say beside title and description, each in a few words, by the first that says it."""
    yield from [text for name, text in _FLAGS.items() if any(schema.get(name) is True for schema in said)]
    yield from [f"Default: {_shown(schema['default'])}." for schema in said if "default" in schema][:1]
    examples = [example for schema in said for example in array_of(schema.get("examples"))]
    yield from [f"Example: {_shown(example)}." for example in examples[:1]]


def _shown(value: Any) -> str:
    return cut(write_json(value).decode(), _SHOWN)


def _has_choice(facet: Facet) -> bool:
    """Return whether a branch of a facet stands beside it, of several: one that may be null instead is the value."""
    chosen = facet.without.intersection(CHOICES)
    branches = [branch for keyword in chosen for branch in array_of(facet.schema.get(keyword))]
    return len([branch for branch in branches if branch not in _NO_VALUE]) > 1


_NO_VALUE = (False, {"type": "null"}, {"const": None}, {"enum": [None]})
