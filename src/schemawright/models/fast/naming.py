"""What is said of the names of a dictionary: which they may be, and what their members are."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from schemawright.engines.accept.types import Unsupported
from schemawright.models.fast.kinds import refers
from schemawright.models.fast.merged import merged
from schemawright.models.fast.parts import parts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.engines.judging import Judge
    from schemawright.models.fast.places import Place, Places

_MOST_NAMES = 1024


def name_judge(places: Places, place: Place, judge_of: Callable[[Any, str], Judge]) -> Judge | None:
    """
    Return what judges the names of a dictionary; None where any will do.

    Args:
        places: Where references lead.
        place: The subschema of the dictionary.
        judge_of: Returns what judges a value apart, by a subschema of a dialect that refers to nothing.

    Raises:
        Unsupported: Patterns say it, and something else as well; or what says it refers to something.
    """
    patterns = place.schema.get("patternProperties", ())
    if "propertyNames" in place.schema:
        names, _ = merged(parts_of(places, place.inside(place.schema["propertyNames"]), frozenset()))
        if patterns or refers(names):
            raise Unsupported
        return names_judge(judge_of(names, place.dialect)) if names else None
    if len(patterns) > 1:
        raise Unsupported
    # Engines of patterns take long to import, and few schemas ask for one here.
    from schemawright.engines.judging import pattern_judge

    return names_judge(pattern_judge(next(iter(patterns)))) if patterns else None


def names_judge(judge: Callable[[str], bool | None]) -> Judge:
    """Return what judges names, and knows some that came before: of those there are few, or none comes twice."""

    @lru_cache(_MOST_NAMES)
    def is_name(name: str) -> bool:
        return judge(name) is True

    return is_name


def said_of_all(schema: dict[str, Any]) -> Any:
    """Return what a schema says of the members of a dictionary; its pattern, if it has one, matches all their names."""
    if not schema.get("patternProperties"):
        return schema.get("additionalProperties", True)
    return next(iter(schema["patternProperties"].values()))
