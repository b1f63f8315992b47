"""What several subschemas say of one value: as one, without null, and what none of them evaluates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.engines.accept.types import Unsupported
from schemawright.keywords import FLAT
from schemawright.models.fast.kinds import NUMBER
from schemawright.models.fast.parts import Part, saying

if TYPE_CHECKING:
    from collections.abc import Iterable


def schemas_of(parts: Iterable[Part]) -> list[tuple[str, dict[str, Any]]]:
    """Return the subschemas of parts that say something, each behind the URI that its references are resolved by."""
    return [(part.place.base, part.schema) for part in saying(parts)]


def is_evaluated(parts: list[Part], at: int, members: Iterable[str]) -> bool:
    """Return whether a part says nothing of members that nothing evaluates, or there are none."""
    if "unevaluatedProperties" not in parts[at].said:
        return True
    inside = parts[at : at + 1 + parts[at].inside]
    named = {name for part in inside for name in part.schema.get("properties", {})}
    return "unevaluatedProperties" in FLAT[parts[at].place.dialect] and named.issuperset(members)


_MERGED = frozenset({"type", "enum", "const", "pattern", "format", "minLength", "maxLength", "multipleOf"}) | NUMBER
"""Keywords each of which says the same, whatever is beside it."""


def merged(parts: list[Part]) -> tuple[dict[str, Any], Part | None]:
    """Return a subschema that says what several parts say, and one by which it stands; None where they say nothing."""
    own = list(saying(parts))
    if len(own) < 2:  # noqa: PLR2004  (nothing to merge)
        return (own[0].schema, own[0]) if own else ({}, None)
    if len({part.place.dialect for part in own}) > 1:
        raise Unsupported
    merged = {name: value for part in own for name, value in part.schema.items()}
    if _MERGED.issuperset(merged) and all(
        repr(part.schema[name]) == repr(merged[name]) for part in own for name in part.said
    ):
        return merged, own[0]
    return {"allOf": [part.schema for part in own]}, own[0]


def without_null(schema: dict[str, Any], said: set[str]) -> Any:
    """Return what a subschema says of all other values, if it is about them or null; None where it is not."""
    if said in ({"anyOf"}, {"oneOf"}):
        branches = schema["anyOf" if "anyOf" in said else "oneOf"]
        rest = [branch for branch in branches if branch != _NULL]
        return rest[0] if len(rest) == 1 and len(branches) == 2 else None  # noqa: PLR2004  (one and null)
    if "const" in said or not said:
        return None
    types = schema.get("type", [])
    options = schema.get("enum", [None])
    if None not in options or not (
        said == {"enum"} or (isinstance(types, list) and "null" in types and len(types) > 1)
    ):
        return None
    others: dict[str, Any] = {name: schema[name] for name in said}
    if "type" in said:
        names = [name for name in types if name != "null"]
        others["type"] = names[0] if len(names) == 1 else names
    if "enum" in said:
        others["enum"] = [option for option in options if option is not None]
    return others


_NULL = {"type": "null"}
