"""
Evaluation paths that jsonschema-rs tells wrong, mended.

It compiles what a reference leads to once, and remembers what stands before a reference inside it by the way it came
there first.  Where one reference leads into what another one leads to (`#/$defs/job` and
`#/$defs/job/properties/steps`), it tells `properties/steps` on the way through the second one too, or leaves it out on
the way through the first.  Where the inner reference stands is right in any case, so the path to it can be told again.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, islice
from math import inf
from typing import TYPE_CHECKING, Any

from schemawright.engines.reach.reached import reached
from schemawright.errors import PointsNowhere
from schemawright.keywords import FLAT, INTO_THE_INSTANCE, LOCATION, REFERENCES
from schemawright.pointer import parse_pointer, resolve_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.engines.protocol import Task
    from schemawright.pointer import Tokens

MAX_KNOWN = 20_000
"""How many paths are remembered."""
_MOST = 64
"""How many ways that may be meant are looked at: they can multiply with each reference."""


class Astray:
    """
    What mends the evaluation paths of a schema.

    Args:
        task: The schema.
    """

    def __init__(self, task: Task) -> None:
        task = task._replace(contents=_apart(task.contents))
        self._start = resolve_tokens(task.contents, parse_pointer(task.pointer))
        self._above: dict[int, tuple[Any, Tokens]] = {}
        self._below: dict[int, dict[tuple[str, ...], Any]] = {}
        self._leads: dict[int, list[Any]] = {}
        targets = [self._start] if task.pointer else []
        for one in reached(task):
            for tokens, below in one.below:
                if isinstance(below, dict) and not _is_location(tokens, one.dialect):
                    self._above[id(below)] = (one.schema, tokens)
            self._below[id(one.schema)] = {tuple(map(str, tokens)): below for tokens, below in one.below}
            self._leads[id(one.schema)] = one.references
            targets += [target for target in one.references if isinstance(target, dict)]
        self._targets = {id(target): target for target in targets}
        self._known: dict[tuple[int, Tokens, str], list[tuple[tuple[Tokens, ...], Any]]] = {}
        self.mended = lru_cache(maxsize=MAX_KNOWN)(self._mended)

    def may_be(self) -> bool:
        """Return whether some path may be told wrong: some reference leads into what another one leads to."""
        return any(
            id(above) in self._targets for target in self._targets.values() for above, _ in self._upwards(target)
        )

    def _mended(self, path: Tokens, instance_path: Tokens) -> Tokens:
        """
        Return the evaluation path that is meant; the one that was told, where no other can be.

        Args:
            path: What was told, from the schema's start.
            instance_path: The tokens of the value's place; the steps of the path into the instance are among them.
        """
        best, fewest = path, inf
        for way, left in islice(self._ways(self._start, path, instance_path), _MOST):
            if len(left) < fewest:
                best, fewest = way, len(left)
            if not left:
                break
        return best

    def _ways(self, start: Any, path: Tokens, instance_path: Tokens) -> Iterator[tuple[Tokens, Tokens]]:
        """
        Yield the paths from a schema on that may be meant; what was told, where it may be, first.

        Each with the tokens of the value's place that it does not account for.
        """
        at = next((at for at, token in enumerate(path) if token in REFERENCES), None)
        while at is not None:
            holders = self._holders(start, path[:at], str(path[at]))
            for hops, schema in holders:
                rest = _without(instance_path, hops)
                for target in self._leads[id(schema)] if rest is not None else ():
                    ways = self._ways(target, path[at + 1 :], rest or ())
                    yield from (((*chain(*hops), path[at], *way), left) for way, left in ways)
            if holders:
                return
            # A property can have a reference's name.
            at = next((more for more in range(at + 1, len(path)) if path[more] in REFERENCES), None)
        left = self._left_of(instance_path, start, path)
        if left is not None and (not path or _leads_to(start, path[:1]) is not None):
            yield path, left

    def _holders(self, start: Any, told: Tokens, keyword: str) -> list[tuple[tuple[Tokens, ...], Any]]:
        """Return the schemas below a start whose reference may be meant, with the steps that really lead to each."""
        key = (id(start), told, keyword)
        if key not in self._known:
            self._known[key] = self._found(start, told, keyword)
        return self._known[key]

    def _found(self, start: Any, told: Tokens, keyword: str) -> list[tuple[tuple[Tokens, ...], Any]]:
        bases = {id(base): base for base in (start, self._start, *self._targets.values())}.values()
        found = {id(schema): schema for schema in (_leads_to(base, told) for base in bases)}
        return [
            (hops, schema)
            for schema in found.values()
            if isinstance(schema, dict) and isinstance(schema.get(keyword), str) and id(schema) in self._leads
            for above, hops in ((schema, ()), *self._upwards(schema))
            if above is start
        ]

    def _left_of(self, instance_path: Tokens, start: Any, path: Tokens) -> Tokens | None:
        """Return what is left of a value's place at the end of a path; None where that leads elsewhere."""
        hops = self._downwards(start, path)
        left = _without(instance_path, hops)
        if left is None and hops[-1] == tuple(map(str, path[-1:])):
            # The keyword judges the object, or the array, before it judges what is inside.
            return _without(instance_path, hops[:-1])
        return left

    def _downwards(self, schema: Any, path: Tokens) -> tuple[Tokens, ...]:
        """Return the steps from a schema to the one that has the keyword at the end of a path."""
        hops: list[Tokens] = []
        while True:
            below = self._below.get(id(schema), {})
            hop = next((tokens for tokens in _first_of(path) if tokens in below), None)
            if hop is None:
                return tuple(hops)
            hops.append(hop)
            schema, path = below[hop], path[len(hop) :]

    def _upwards(self, schema: Any) -> Iterator[tuple[Any, tuple[Tokens, ...]]]:
        """Yield each schema above one, without a reference between them, and the steps from there downwards."""
        hops: tuple[Tokens, ...] = ()
        while (found := self._above.get(id(schema))) is not None:
            schema, tokens = found
            hops = (tokens, *hops)
            yield schema, hops


def _apart(value: Any) -> Any:
    """Return a copy in which no part stands in two places, as it can in a schema that was made in Python."""
    if isinstance(value, dict):
        return {name: _apart(member) for name, member in value.items()}
    return [_apart(item) for item in value] if isinstance(value, list) else value


def _is_location(tokens: Tokens, dialect: str) -> bool:
    """Return whether tokens lead to what is nothing but referred to."""
    keyword = FLAT[dialect].get(str(tokens[0]))
    return keyword is not None and keyword.kind == LOCATION


def _first_of(path: Tokens) -> list[tuple[str, ...]]:
    """Return what may lead to a subschema at the start of a path: a keyword, or a keyword and a name or number."""
    names = tuple(map(str, path[:2]))
    return [names[:1], names]


def _leads_to(schema: Any, tokens: Tokens) -> Any:
    """Return what tokens lead to; None where they lead nowhere."""
    try:
        return resolve_tokens(schema, tokens)
    except PointsNowhere:
        return None


def _without(instance_path: Tokens, hops: tuple[Tokens, ...]) -> Tokens | None:
    """
    Return what is left of a place in an instance after steps through a schema; None where they lead elsewhere.

    >>> _without(("a", 0, "b"), (("properties", "a"), ("allOf", 0), ("items",))), _without((), (("items",),))
    (('b',), None)
    """
    for keyword, *name in hops:
        if keyword not in INTO_THE_INSTANCE:
            continue
        if not instance_path or (keyword == "properties" and instance_path[0] != name[0]):
            return None
        instance_path = instance_path[1:]
    return instance_path
