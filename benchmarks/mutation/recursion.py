"""Mutations that look right until an instance nests: a reference to what it stands in, followed only so many times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.pointer import Tokens

_DEPTHS = (1, 2)


def cuts(schema: dict[str, Any], tokens: Tokens, root: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield a reference to the definition that it stands in, written out to a depth, with nothing below."""
    reference = schema.get("$ref", "")
    if tokens[:1] != ("$defs",) or reference != f"#/$defs/{tokens[1]}":
        return
    for depth in _DEPTHS:
        yield f"{reference} followed {depth} deep", written_out(root["$defs"][tokens[1]], reference, depth)


def written_out(schema: Any, reference: str, depth: int) -> Any:
    """
    Return a schema with a reference replaced by the schema itself, and at last by true.

    >>> written_out({"items": {"$ref": "#/$defs/a"}}, "#/$defs/a", 1)
    {'items': True}
    """

    def inside(value: Any) -> Any:
        if isinstance(value, list):
            return [inside(one) for one in value]
        if not isinstance(value, dict):
            return value
        if value.get("$ref") == reference:
            return written_out(schema, reference, depth - 1) if depth > 1 else True
        return {name: inside(one) for name, one in value.items()}

    return inside(schema)
