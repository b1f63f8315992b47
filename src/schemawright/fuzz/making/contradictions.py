"""
Which types subschemas leave that hold together, as far as that is plain to see.

What contradicts itself need not be multiplied out.  Of a value it is seen by its types and, where only a few values are
left, by each of them; of an object by the members that it must have.  So of many conditions about one property, as
where it says of which kind an object is, no two are taken to hold at once.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from schemawright.engines.assertions.exact import canonical, is_integral, is_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Resolve = Callable[[str], Any]

TYPES = ("null", "boolean", "number", "string", "array", "object")
_MOST_VALUES = 64
"""How many values are looked at one by one."""
_LEVELS = 2
_DEEPEST = 8
"""How many references and branches a value is followed into."""
_LIMITS: dict[str, Callable[[Any, Any], bool]] = {
    "minimum": lambda value, limit: value >= limit,
    "maximum": lambda value, limit: value <= limit,
    "exclusiveMinimum": lambda value, limit: value > limit,
    "exclusiveMaximum": lambda value, limit: value < limit,
}


class Conjunction:
    """
    Subschemas that hold together.

    Args:
        nodes: The subschemas.
        resolve: Returns what a reference leads to.
        levels: How many levels of members are looked into: they may recur.

    >>> kinds = [{"required": ["kind"], "properties": {"kind": {"const": one}}} for one in "ab"]
    >>> Conjunction([{"type": ["object", "null"]}, *kinds], lambda _: True).types
    frozenset({'null'})
    """

    def __init__(self, nodes: Iterable[Any], resolve: Resolve, levels: int = _LEVELS) -> None:
        self._resolve = resolve
        self._levels = levels
        self._parts = [one for node in nodes for one in parts_of(node, resolve)]

    @cached_property
    def types(self) -> frozenset[str]:
        """The types that are left."""
        return self._left(_types_of(self._parts), self._parts, self._parts)

    def with_way(self, way: list[Any]) -> list[Any] | None:
        """
        Return subschemas that may hold as well; None where no type is left then.

        With the types that are left, where they are fewer than is said: what contradicts itself is met but once.
        """
        more = [one for node in way for one in parts_of(node, self._resolve)]
        parts = [*self._parts, *more]
        said = _types_of(parts)
        # What is here does not contradict itself, or was found to: only what comes can.
        left = self._left(said, parts, more)
        if not left:
            return None
        return way if left == said else [*way, {"type": [name for name in TYPES if name in left]}]

    def _left(self, types: frozenset[str], parts: list[Any], fresh: list[Any]) -> frozenset[str]:
        if "object" in types and any(self._misses(parts, name) for name in _names_of(fresh)):
            types -= {"object"}
        values = _few_values(parts)
        if values is not None:
            may_be = [one for one in values if all(_may_be(one, part, self._resolve, _DEEPEST) for part in parts)]
            types &= frozenset(map(_type_of, may_be))
        return types

    def _misses(self, parts: list[Any], name: str) -> bool:
        """Return whether a member is required of which no value is left."""
        objects = [part for part in parts if isinstance(part, dict)]
        if not any(name in part.get("required", ()) for part in objects):
            return False
        said = [part["properties"][name] for part in objects if name in part.get("properties", ())]
        if False in said:
            return True
        return len(said) > 1 and self._levels > 0 and not Conjunction(said, self._resolve, self._levels - 1).types


def parts_of(node: Any, resolve: Resolve) -> Iterator[Any]:
    """Yield a subschema, and all that holds with it unconditionally."""
    pending, followed = [node], set()
    while pending:
        one = pending.pop()
        yield one
        if isinstance(one, dict):
            pending += one.get("allOf", ())
            reference = one.get("$ref")
            if isinstance(reference, str) and reference not in followed:
                followed.add(reference)
                pending.append(resolve(reference))


def types_of(node: Any) -> frozenset[str]:
    """Return the types that a subschema's own `type` allows; `number` stands for integers too."""
    if node is False:
        return frozenset()
    said = node.get("type", TYPES) if isinstance(node, dict) else TYPES
    return frozenset("number" if name == "integer" else name for name in ([said] if isinstance(said, str) else said))


def _types_of(parts: list[Any]) -> frozenset[str]:
    return frozenset(TYPES).intersection(*map(types_of, parts))


def _names_of(parts: list[Any]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, dict):
            yield from part.get("required", ())
            yield from part.get("properties", ())


def _few_values(parts: list[Any]) -> list[Any] | None:
    """Return the values that one of the subschemas allows, the fewest that are told; None where none tells."""
    told = [[part["const"]] for part in parts if isinstance(part, dict) and "const" in part]
    told += [part["enum"] for part in parts if isinstance(part, dict) and "enum" in part]
    fewest = min(told, key=len, default=None)
    return fewest if fewest is not None and len(fewest) <= _MOST_VALUES else None


def _type_of(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "null" if value is None else "boolean"
    kinds = ((str, "string"), (dict, "object"), (list, "array"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "number")


def _may_be(value: Any, node: Any, resolve: Resolve, depth: int) -> bool:
    """Return whether a subschema may accept a value; false where it is plain that it does not."""
    if not isinstance(node, dict) or depth < 0:
        return node is not False
    if not _fits(value, node):
        return False
    denied = node.get("not")
    if isinstance(denied, dict) and denied and denied.keys() <= {"const", "enum"} and _is_listed(value, denied):
        return False
    below = [*node.get("allOf", ())]
    if isinstance(node.get("$ref"), str):
        below.append(resolve(node["$ref"]))
    if not all(_may_be(value, one, resolve, depth - 1) for one in below):
        return False
    return "anyOf" not in node or any(_may_be(value, one, resolve, depth - 1) for one in node["anyOf"])


def _fits(value: Any, node: dict[str, Any]) -> bool:
    """Return whether a value is of a subschema's types, among its values, and within its limits."""
    said = node.get("type", TYPES)
    names = [said] if isinstance(said, str) else said
    kind = _type_of(value)
    if kind not in names and not (kind == "number" and "integer" in names and is_integral(value)):
        return False
    if not _is_listed(value, node):
        return False
    limits = ((within, node.get(name)) for name, within in _LIMITS.items()) if kind == "number" else ()
    return all(within(value, limit) for within, limit in limits if is_number(limit))


def _is_listed(value: Any, node: dict[str, Any]) -> bool:
    """Return whether a value is one of those that `const` and `enum` list, where they are."""
    key = canonical(value)
    if "const" in node and canonical(node["const"]) != key:
        return False
    return "enum" not in node or any(canonical(one) == key for one in node["enum"])
