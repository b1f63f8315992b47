"""
Where dynamic references lead: to the outermost resource with their anchor, as seen from where an evaluation begins.

Coverage judges the schema as a whole, and each branch by itself, from where it stands.  So it is known which resource
is the outermost of each.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.schema.schema_map import BRANCHES
from schemawright.keywords import APPLICATOR, ASSERTION, FLAT, REFERENCES, subschemas
from schemawright.store.resource import resolve_uri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.fuzz.schema.schema_map import SchemaMap, Subschema
    from schemawright.pointer import Tokens

COUNTED = frozenset({APPLICATOR, ASSERTION})
"""The kinds of keywords by which a verdict is come to."""


class Targets:
    """
    Knows where the references of one schema lead to.

    Args:
        schema_map: The schema's subschemas.
    """

    def __init__(self, schema_map: SchemaMap) -> None:
        self._map = schema_map
        self._found: dict[str, dict[str, Subschema]] = {}
        start = schema_map.subschemas[schema_map.entry]
        pending = [(start, self._outermost(start))]
        seen = {(start.location, pending[0][1])}
        while pending:
            one, outermost = pending.pop()
            several = [
                *(
                    (below, self._outermost(below) if tokens[0] in BRANCHES else outermost)
                    for below, tokens in self.below(one)
                ),
                *((target, outermost) for target in self._led(one, outermost)),
            ]
            for below, around in several:
                if (below.location, around) not in seen:
                    seen.add((below.location, around))
                    pending.append((below, around))

    def of(self, subschema: Subschema) -> tuple[Subschema, ...]:
        """Return what the references of a subschema may lead to, wherever it is come to from."""
        return tuple(self._found.get(subschema.location, {}).values())

    def below(self, subschema: Subschema) -> Iterator[tuple[Subschema, Tokens]]:
        """Yield the subschemas of a subschema that values are handed on to, and what leads to them."""
        contents = subschema.contents
        for tokens, _ in subschemas(contents, subschema.dialect) if isinstance(contents, dict) else ():
            is_counted = FLAT[subschema.dialect][str(tokens[0])].kind in COUNTED
            below = self._map.child(subschema, tokens) if is_counted else None
            if below is not None:
                yield below, tokens

    def _led(self, subschema: Subschema, outermost: str) -> list[Subschema]:
        """Return what the references of a subschema may lead to in an evaluation, and note it."""
        names = list(references_in(subschema))
        several = list({one.location: one for one in self._map.references(subschema)}.values()) if names else []
        found = (
            _RESOLVED.get(names[0], _as_written)(self, subschema, several, outermost) if len(names) == 1 else several
        )
        self._found.setdefault(subschema.location, {}).update({one.location: one for one in found})
        return found

    def _outermost(self, start: Subschema) -> str:
        """Return the base URI of the resource in which an evaluation begins; empty where that is not sure."""
        return "" if self._map.is_embedded(start) else self._map.root_of(start).base

    def _dynamic(self, subschema: Subschema, several: list[Subschema], outermost: str) -> list[Subschema]:
        said = subschema.contents["$dynamicRef"]
        uri, _, anchor = (
            subschema.base + said if said.startswith("#") else resolve_uri(subschema.base, said)
        ).partition("#")
        anchored = {one.base: one for one in several if _says(one, "$dynamicAnchor", anchor)}
        return [anchored[outermost]] if uri in anchored and outermost in anchored else several

    def _recursive(self, subschema: Subschema, several: list[Subschema], outermost: str) -> list[Subschema]:
        del subschema
        found = [one for one in several if one.base == outermost and one.location.endswith("#")]
        return found if self._is_recursive and len(found) == 1 else several

    @cached_property
    def _is_recursive(self) -> bool:
        """Whether every resource lets its `$recursiveRef`s lead outwards."""
        roots = [self._map.known(f"{base}#") for base in {one.base for one in self._map.subschemas.values()}]
        return all(root is not None and _says(root, "$recursiveAnchor", said=True) for root in roots)


def _as_written(_targets: Targets, _subschema: Subschema, several: list[Subschema], _outermost: str) -> list[Subschema]:
    return several


_RESOLVED = {
    "$dynamicRef": Targets._dynamic,  # noqa: SLF001  (a table of the class's own methods)
    "$recursiveRef": Targets._recursive,  # noqa: SLF001
}


def _says(subschema: Subschema, name: str, said: Any) -> bool:
    return isinstance(subschema.contents, dict) and subschema.contents.get(name) == said


def references_in(subschema: Subschema) -> Iterator[str]:
    """Yield the references of a subschema."""
    contents: Any = subschema.contents
    if isinstance(contents, dict):
        known = FLAT[subschema.dialect]
        yield from (name for name in REFERENCES if name in known and isinstance(contents.get(name), str))
