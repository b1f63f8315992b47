"""Why a keyword was never exercised, where that can be told: it cannot be, and the canonical algebra proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.fuzz.schema_map import APPLIES_TO
from schemawright.pointer import parse_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.canonical import Canonical
    from schemawright.fuzz.schema_map import Pair, SchemaMap, Subschema

_TOGETHER = frozenset({"contains", "minContains", "maxContains"})
_REFERENCES = frozenset({"$ref", "$dynamicRef", "$recursiveRef"})
_TYPES = {"string": {"string"}, "number": {"number", "integer"}, "array": {"array"}, "object": {"object"}}


class Reasons:
    """
    Tells why keywords cannot be exercised.

    Args:
        schema_map: The schema's subschemas and keywords.
    """

    def __init__(self, schema_map: SchemaMap) -> None:
        self._map = schema_map
        self._known: dict[str, str] = {}

    def reason(self, pair: Pair) -> str:
        """Return why a keyword cannot be satisfied, or violated in isolation; empty where nothing is known."""
        location = pair.keyword_location
        if location not in self._known:
            self._known[location] = f"cannot fail: {pair.note}" if pair.note else self._found(pair)
        return self._known[location]

    def _found(self, pair: Pair) -> str:
        subschema = self._map.subschemas[pair.subschema]
        contents = subschema.contents
        if contents is False:
            return "cannot hold: it is `false`"
        if not _may_apply(pair, contents):
            return f"cannot fail alone: `type` allows no {APPLIES_TO[pair.keyword]}"
        if pair.keyword == "minContains" and pair.value == 1:
            return "cannot fail alone: `contains` fails with it"
        return self._proved(pair, subschema) if self._stands_alone(subschema) else ""

    def _proved(self, pair: Pair, subschema: Subschema) -> str:
        """Return what the canonical algebra proves: every value that the rest accepts is accepted."""
        contents = subschema.contents
        below = parse_pointer(pair.keyword_location.removeprefix(subschema.location))
        if len(below) != 1:
            return ""
        name = below[0]
        removed = _TOGETHER if name == "contains" else {name}
        whole = self._canonical(contents, subschema)
        rest = self._canonical({name: value for name, value in contents.items() if name not in removed}, subschema)
        if whole is None or rest is None:
            return ""
        if whole.is_empty:
            return "nothing satisfies this subschema"
        between = rest.without(whole)
        if between is not None and between.is_empty:
            return "cannot fail alone: whatever it refuses, the keywords beside it refuse"
        return ""

    def _canonical(self, contents: Any, subschema: Subschema) -> Canonical | None:
        from schemawright.canonical import canonical_of

        schema = self._map.schema
        return canonical_of(
            contents,
            dialect=subschema.dialect,
            assert_formats=schema.settings.assert_formats,
            uri=subschema.base,
            retrieve=schema.task.retrieve,
        )

    def _stands_alone(self, subschema: Subschema) -> bool:
        """Return whether a subschema means the same as a document of its own."""
        references = list(_references(subschema.contents))
        if subschema.pointer:
            return not references
        return not any(reference in {"#", subschema.base} for reference in references)


def _references(value: Any) -> Iterator[Any]:
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            yield from (one[name] for name in _REFERENCES if name in one)
            pending.extend(one.values())
        elif isinstance(one, list):
            pending.extend(one)


def _may_apply(pair: Pair, contents: dict[str, Any]) -> bool:
    said = contents.get("type")
    kinds = {said} if isinstance(said, str) else set(said) if isinstance(said, list) else None
    applies = APPLIES_TO.get(pair.keyword)
    return kinds is None or applies is None or bool(kinds & _TYPES[applies])
