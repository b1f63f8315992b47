"""
How often one value may be explained: branches of branches that lead back multiply at every level of an instance.

A verdict stops at the first branch that holds, or at the first keyword that fails; an explanation goes into all of
them.  A syntax tree of six levels has a few dozen values, and a hundred thousand explanations of them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.keywords import APPLICATOR, FLAT, walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemawright.engines.protocol import Task
    from schemawright.pointer import Tokens

UNIONS = ("anyOf", "oneOf")
MAX_BRANCH_DEPTH = 6
"""How deep branches are reported inside branches; below, their number can grow without bound."""
MOST_EXPLANATIONS = 500
"""How many explanations of one value are nothing that takes time."""
MOST_BRANCHES_JUDGED = 20_000
"""How many values times branches are nothing that takes time."""

_DEEPEST = 64
"""At how many levels the count ends: what has not multiplied by then does so slowly."""
_IN_PLACE = frozenset({*UNIONS, "allOf", "then", "else", "dependentSchemas", "dependencies"})
_VERDICTS = frozenset({"not", "if", "contains"})
"""The keywords that ask for a verdict only, whatever is told of it."""


class _Node(NamedTuple):
    in_place: list[int]
    """What else the same value is explained by."""
    one_of: list[int]
    """What describes a value below; one of them for each."""
    each: list[int]
    """What describes a value below, all of them perhaps the same."""


_NOTHING = _Node([], [], [])


def multiplying_depth(task: Task, others: Iterable[Any] = ()) -> int | None:
    """
    Return at how many levels of an instance some value is explained too often; None if at none.

    Args:
        task: The schema.
        others: The resources that it refers to, but metaschemas, which have no unions that matter.

    >>> from schemawright.engines.protocol import Task
    >>> tree = {"properties": {"a": {"$ref": "#"}, "b": {"$ref": "#"}}}
    >>> multiplying_depth(Task("", {"anyOf": [tree, {}]}, "", "2020-12", False, dict().__getitem__))
    >>> multiplying_depth(Task("", {"anyOf": [tree, tree]}, "", "2020-12", False, dict().__getitem__))
    8
    """
    if not _may_multiply([task.contents, *others]):
        return None
    try:
        nodes = _nodes(task)
        times: dict[int, int] = {}
        for depth in range(_DEEPEST):
            times, before = _explained(nodes, times, at_least=int(not depth)), times
            if max(times.values()) > MOST_EXPLANATIONS:
                return depth
            if times == before:
                return None
    except RecursionError:
        return 0
    return None


def is_as_deep(instance: Any, levels: int) -> bool:
    """
    Return whether an instance has so many levels of arrays and objects, one inside the other.

    >>> [is_as_deep([[1]], levels) for levels in (0, 1, 2, 3)]
    [True, True, True, False]
    """
    level = [instance]
    for _ in range(levels):
        containers = [value for value in level if isinstance(value, dict | list)]
        if not containers:
            return False
        level = [inner for value in containers for inner in (value.values() if isinstance(value, dict) else value)]
    return True


def has_more_values(instance: Any, most: int) -> bool:
    """
    Return whether there are more than so many values in an instance, itself among them.

    >>> [has_more_values({"a": [1, 2]}, most) for most in (3, 4)]
    [True, False]
    """
    pending, count = [instance], 0
    while pending and count <= most:
        one = pending.pop()
        count += 1
        pending += one.values() if isinstance(one, dict) else one if isinstance(one, list | tuple) else ()
    return count > most


def branch_count(contents: Any, dialect: str) -> int:
    """
    Return how many branches the unions of a schema have.

    >>> branch_count({"oneOf": [{}, {"anyOf": [{}, {}, {}]}]}, "2020-12")
    5
    """
    unions = [
        subschema.get(name)
        for _, subschema in walk(contents, dialect)
        if isinstance(subschema, dict)
        for name in UNIONS
    ]
    return sum(len(union) for union in unions if isinstance(union, list))


def _may_multiply(resources: list[Any]) -> bool:
    """Return whether there can be unions in unions: two of them, or one and a reference."""
    text = json.dumps(resources, default=str)
    unions = sum(text.count(f'"{keyword}":') for keyword in UNIONS)
    return unions > 1 or (unions > 0 and ('Ref":' in text or '"$ref":' in text))


def _nodes(task: Task) -> dict[int, _Node]:
    """Return all subschemas that an evaluation may come to, by identity."""
    from schemawright.engines.reach.reached import reached

    nodes: dict[int, _Node] = {}
    for schema, dialect, below, references, _ in reached(task):
        node = nodes[id(schema)] = _Node([id(target) for target in references], [], [])
        for tokens, subschema in below:
            if isinstance(subschema, dict):
                _add(node, dialect, tokens, id(subschema))
    return nodes


def _add(node: _Node, dialect: str, tokens: Tokens, target: int) -> None:
    keyword = str(tokens[0])
    if FLAT[dialect][keyword].kind != APPLICATOR or keyword in _VERDICTS:
        return
    group = node.in_place if keyword in _IN_PLACE else node.each if keyword == "patternProperties" else node.one_of
    group.append(target)


def _explained(nodes: dict[int, _Node], below: dict[int, int], *, at_least: int) -> dict[int, int]:
    """
    Return how often each subschema has one value explained that is so many levels below the value it describes itself.

    Args:
        nodes: The subschemas.
        below: The same, for one level less; nothing for no level.
        at_least: 1 for no level, since a subschema explains its own value.
    """
    times: dict[int, int] = {}

    def count(key: int) -> int:
        if key not in times:
            times[key] = 0  # What leads back to itself without a step leads nowhere.
            node = nodes.get(key, _NOTHING)
            deeper = max((below.get(target, 0) for target in node.one_of), default=0)
            deeper += sum(below.get(target, 0) for target in node.each)
            times[key] = min(max(at_least, deeper + sum(map(count, node.in_place))), MOST_EXPLANATIONS + 1)
        return times[key]

    for key in nodes:
        count(key)
    return times
