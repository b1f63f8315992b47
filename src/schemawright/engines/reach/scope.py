"""
Where references lead whatever the dynamic scope is (2020-12 core, section 8.2.3.2).

The dynamic scope begins with the resource in which an evaluation starts: an anchor there is always the outermost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from schemawright.engines.reach.reached import entered, entry_of
from schemawright.keywords import FLAT, REFERENCES
from schemawright.pointer import parse_pointer
from schemawright.store.rebasing import with_bases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.engines.protocol import Task
    from schemawright.engines.reach.reached import Reached

Anchor = tuple[str, Any]
"""A keyword that a dynamic reference looks for, and the value that it must have."""


_DYNAMIC = ("$dynamicAnchor", "$recursiveAnchor")


class Scope:
    """
    The dynamic anchors of a schema.

    Args:
        task: The schema.
        known: Its subschemas, and those of what it refers to, by identity.

    Attributes:
        holders: Those `$dynamicAnchor`s that were asked for and may stand for several subschemas: by the URI of the
            resource that has each.
    """

    def __init__(self, task: Task, known: dict[int, Reached]) -> None:
        self._task = task
        self._known = known
        self.holders: dict[Anchor, dict[str, int]] = {}
        self._found: dict[Anchor, list[int]] = {}
        self._first: list[dict[str, Any]] | None = None
        self._entered: set[str] | None = None

    def targets(self, one: Reached) -> Iterator[int]:
        """Yield what the references of a schema lead to; nothing for one that only the dynamic scope decides."""
        for anchor, target in self._anchored(one):
            found = self._decided(anchor, target)
            if found is not None:
                yield found

    def undecided(self, one: Reached) -> Iterator[tuple[Anchor, int]]:
        """Yield the anchors of which the way decides what they stand for, with what they do if it has no say."""
        for anchor, target in self._anchored(one):
            if anchor in self.holders and self._decided(anchor, target) is None:
                yield anchor, id(target)

    def _anchored(self, one: Reached) -> Iterator[tuple[Anchor | None, Any]]:
        """Yield what the references of a schema lead to by the static scope, with the anchor, if that is dynamic."""
        names = [name for name in REFERENCES if name in FLAT[one.dialect] and isinstance(one.schema.get(name), str)]
        if len(names) != len(one.references):
            names = []  # One leads nowhere.
        for name, target in zip(names, one.references, strict=False):
            yield _anchor(name, one.schema), target

    def _decided(self, anchor: Anchor | None, target: Any) -> int | None:
        if anchor is None or not isinstance(target, dict) or target.get(anchor[0]) != anchor[1]:
            return id(target)
        if anchor not in self._found:
            self._found[anchor] = found = self._candidates(anchor)
            if len(found) > 1 and anchor[0] == "$dynamicAnchor":
                self.holders[anchor] = {self._known[number].base: number for number in found}
        candidates = self._found[anchor]
        return candidates[0] if len(candidates) == 1 else None

    def _candidates(self, anchor: Anchor) -> list[int]:
        """Return what an anchor may stand for: the one in the first resource, if it has one, else any in the scope."""
        name, value = anchor
        first = [id(schema) for schema in self._first_resource() if schema.get(name) == value]
        every = first or [number for number, one in self._known.items() if one.schema.get(name) == value]
        return every if len(every) == 1 else [one for one in every if self._known[one].base in self._resources()]

    def _resources(self) -> set[str]:
        """Return the URIs of the resources that an evaluation may enter: no other is ever in the dynamic scope."""
        if self._entered is None:
            walked = entered(self._known, entry_of(self._task), self._anchored_in)
            self._entered = {one.base for one in walked}
        return self._entered

    def _anchored_in(self, base: str) -> list[int]:
        """Return the subschemas of a resource to which a dynamic reference may lead."""
        known = self._known.items()
        return [number for number, one in known if one.base == base and any(name in one.schema for name in _DYNAMIC)]

    def _first_resource(self) -> list[dict[str, Any]]:
        """Return the subschemas of the resource in which the evaluation starts."""
        if self._first is None:
            task = self._task
            found = list(with_bases(task.contents, task.uri, task.dialect))
            start = tuple(parse_pointer(task.pointer))
            bases = {tuple(map(str, tokens)): base for tokens, _, base in found}
            base = next((bases[start[:end]] for end in range(len(start), -1, -1) if start[:end] in bases), task.uri)
            self._first = [schema for _, schema, inside in found if inside == base]
        return self._first


def _anchor(name: str, schema: dict[str, Any]) -> Anchor | None:
    if name == "$dynamicRef":
        return "$dynamicAnchor", unquote(schema[name].partition("#")[2])
    return ("$recursiveAnchor", True) if name == "$recursiveRef" else None
