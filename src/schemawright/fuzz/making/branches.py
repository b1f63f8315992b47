"""
A conjunction of subschemas, multiplied out: its *leaves*, each of which has assertions of single types only.

What is read is mostly the canonical form (`schemawright.canonical`), in which few applicators are left; those that are
(`oneOf`, `if`, `not`) are taken loosely, since every record is judged before it is handed out.
"""

from __future__ import annotations

import json
from collections import deque
from itertools import chain, combinations, islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from schemawright.fuzz.making.contradictions import TYPES, Conjunction, types_of
from schemawright.fuzz.making.denials import says_of_members
from schemawright.fuzz.schema.places import without_members
from schemawright.fuzz.schema.schema_map import APPLIES_TO
from schemawright.keywords import REFERENCES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    _Facts = tuple[dict[str, Any], ...]

_T = TypeVar("_T")

MAX_LEAVES = 256
"""How many leaves a conjunction has at the most; the branches of `anyOf` multiply."""

_LOOKED_AT = 16 * MAX_LEAVES
"""From how many those are chosen, where there are more."""

_FEW_BRANCHES, _TWO_AT_A_TIME = 12, 6
"""Up to how many branches of an `anyOf` are asked for two at a time, and how many pairs of them."""

_MAX_DEPENDENTS = 4
"""Of how many properties the alternatives are multiplied out that others depend on."""

_SAYING_NOTHING = frozenset({"$schema", "title", "description", "$comment", "default", "examples", "deprecated"})
_IN_PLACE = frozenset({*REFERENCES, "allOf", "anyOf", "oneOf", "if", "then", "else", "not"})
_LOOSE = frozenset({"oneOf", "if", "not", "dependentRequired", "dependentSchemas", "dependencies"})
_LOOSE |= {"unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "$recursiveRef"}
"""Keywords of which leaves say less than they do."""


class Leaf(NamedTuple):
    """
    One way to satisfy a conjunction.

    Args:
        facts: Schema objects without applicators in place, but for a `not` about members; all of them hold.
        types: The types that an instance can have; `number` stands for integers too.
        integer: Whether a number has to be an integer.
    """

    facts: tuple[dict[str, Any], ...]
    types: tuple[str, ...]
    integer: bool


class Expander:
    """
    Multiplies conjunctions out.

    Args:
        resolve: Returns what a reference leads to.
        negate: Returns a schema that accepts exactly what another refuses; None where there is no answer.
    """

    def __init__(self, resolve: Callable[[str], Any], negate: Callable[[Any], Any]) -> None:
        self._resolve = resolve
        self._negate = negate
        self.is_complete = True
        """Whether no conjunction had more leaves than were returned."""

    def leaves(self, nodes: tuple[Any, ...]) -> list[Leaf]:
        """Return the leaves of a conjunction; none where it accepts nothing."""
        found: list[_Facts] = []
        for way in (_TOGETHER, _ONE_AT_A_TIME):
            found = list(islice(self._expanded(list(nodes), (), frozenset(), way), MAX_LEAVES + 1))
            if len(found) <= MAX_LEAVES:
                break
        else:
            self.is_complete = False
            several = list(islice(self._expanded(list(nodes), (), frozenset(), _IN_TURNS), _LOOKED_AT))
            # In turns, the first are of every branch; those far apart are of the later ones, too.
            found = [*several[: MAX_LEAVES // 2], *_far_apart(several[MAX_LEAVES // 2 :])[::2]]
        return [leaf for facts in found if (leaf := _leaf(facts)) is not None]

    def _expanded(
        self, pending: list[Any], facts: tuple[dict[str, Any], ...], seen: frozenset[str], walk: _Walk
    ) -> Iterator[tuple[dict[str, Any], ...]]:
        """
        Yield the facts of each leaf.

        Args:
            pending: What is not multiplied out yet.
            facts: What is.
            seen: The references that were followed.
            walk: Which alternatives there are, and how their leaves are joined.
        """
        while pending:
            node = pending.pop()
            if _is_nothing(node):
                return
            if not isinstance(node, dict):
                continue
            for reference in [node[name] for name in REFERENCES if name in node]:
                if isinstance(reference, str) and reference not in seen:
                    seen |= {reference}
                    pending.append(self._resolve(reference))
            pending += node.get("allOf", ())
            own = without_members(node, _IN_PLACE)
            if "not" in node:
                text = f"!{json.dumps(node['not'], sort_keys=True, default=str)}"
                # What a negation cannot be rid of comes back as itself.
                refused = self._negate(node["not"]) if text not in seen else None
                seen |= {text}
                if refused is not None:
                    pending.append(refused)
                elif says_of_members(node["not"]):
                    own["not"] = node["not"]
            facts = (*facts, own) if own.keys() - {"$schema"} else facts
            ways = _ways(node, walk)
            if ways is not None:
                # The branches of what contradicts itself would multiply with those of all that follows.
                held = Conjunction([*facts, *pending], self._resolve)
                possible = [way for way in map(held.with_way, ways) if way is not None]
                yield from walk.joined(self._expanded([*pending, *way], facts, seen, walk) for way in possible)
                return
        yield facts


def is_loose(nodes: tuple[Any, ...], resolve: Callable[[str], Any]) -> bool:
    """
    Return whether the leaves of a conjunction, and what is made of them, may satisfy less than it says.

    >>> is_loose(({"anyOf": [{"$ref": "#/a"}]},), lambda _: {"oneOf": [{}, {"type": "null"}]})
    True
    """
    pending, seen = list(nodes), set()
    while pending:
        node = pending.pop()
        if not isinstance(node, dict) or id(node) in seen:
            continue
        seen.add(id(node))
        if not _LOOSE.isdisjoint(node) or ("contains" in node and "maxContains" in node):
            return True
        pending += [*node.get("allOf", ()), *node.get("anyOf", ())]
        if isinstance(node.get("$ref"), str):
            pending.append(resolve(node["$ref"]))
    return False


def _in_turns(leaves: Iterable[Iterator[_Facts]]) -> Iterator[_Facts]:
    """Yield the first of each, then the second of each, and so on: where some are left out, they are of all."""
    waiting = deque(leaves)
    while waiting:
        one = waiting.popleft()
        for facts in islice(one, 1):
            yield facts
            waiting.append(one)


def _far_apart(several: list[_T]) -> list[_T]:
    """
    Return some of many, from the first to the last.

    >>> _far_apart(list(range(1_000)))[::85]
    [0, 333, 666, 999]
    """
    count = len(several)
    if count <= MAX_LEAVES:
        return several
    return [several[number * (count - 1) // (MAX_LEAVES - 1)] for number in range(MAX_LEAVES)]


def _is_nothing(node: Any) -> bool:
    """Return whether a subschema accepts nothing; draft 4, which has no `false`, negates everything instead."""
    denied = node.get("not") if isinstance(node, dict) else None
    return node is False or denied is True or denied == {}


def _ways(node: dict[str, Any], walk: _Walk) -> list[list[Any]] | None:
    """Return the alternatives of a schema object, each a list of subschemas that hold together; None for no choice."""
    groups = [[*([branch] for branch in node["anyOf"]), *walk.besides(node["anyOf"])]] if "anyOf" in node else []
    groups += [_exclusive(node["oneOf"])] if "oneOf" in node else []
    if "if" in node:
        groups.append([[node["if"], node.get("then", True)], [{"not": node["if"]}, node.get("else", True)]])
    groups += _dependents(node)
    ways: list[list[Any]] = [[]]
    for group in groups:
        ways = _far_apart([[*way, *added] for way in ways for added in group])
    return ways if groups else None


def _two_at_a_time(branches: list[Any]) -> Iterator[list[Any]]:
    """
    Yield some of the branches of an `anyOf` two at a time: whoever takes it for a `oneOf` refuses those.

    >>> list(_two_at_a_time([{"required": ["a"]}, {"type": "string"}, {"type": "null"}]))
    [[{'required': ['a']}, {'type': 'string'}], [{'required': ['a']}, {'type': 'null'}]]
    """
    pairs = combinations(branches, 2) if len(branches) <= _FEW_BRANCHES else ()
    together = (list(pair) for pair in pairs if not types_of(pair[0]).isdisjoint(types_of(pair[1])))
    return islice(together, _TWO_AT_A_TIME)


def _denied_elsewhere(branches: list[Any]) -> Iterator[list[Any]]:
    """
    Yield each branch of an `anyOf` with what the others deny: chance hardly makes what it alone accepts.

    >>> list(_denied_elsewhere([{"not": {"pattern": "^x"}}, {"minLength": 4}]))
    [[{'minLength': 4}, {'pattern': '^x'}]]
    """
    if len(branches) <= _FEW_BRANCHES:
        denied = [[part["not"] for part in _parts(branch) if isinstance(part.get("not"), dict)] for branch in branches]
        for number, branch in enumerate(branches):
            elsewhere = [one for other, several in enumerate(denied) if other != number for one in several]
            if elsewhere and types_of(branch).intersection(*map(types_of, elsewhere)):
                yield [branch, *elsewhere]


def _parts(node: Any) -> list[dict[str, Any]]:
    """Return a subschema and what it joins by `allOf`."""
    return [part for part in (node, *node.get("allOf", ())) if isinstance(part, dict)] if isinstance(node, dict) else []


def _besides(branches: list[Any]) -> Iterator[list[Any]]:
    yield from _two_at_a_time(branches)
    yield from islice(_denied_elsewhere(branches), _TWO_AT_A_TIME)


class _Walk(NamedTuple):
    """
    How a conjunction is multiplied out.

    Args:
        joined: Joins the leaves of alternatives.
        besides: Yields the alternatives of an `anyOf` beside its branches.
    """

    joined: Callable[[Iterable[Iterator[_Facts]]], Iterator[_Facts]]
    besides: Callable[[list[Any]], Iterator[list[Any]]]


def _none(_branches: list[Any]) -> Iterator[list[Any]]:
    yield from ()


_TOGETHER = _Walk(chain.from_iterable, _besides)
_ONE_AT_A_TIME = _Walk(chain.from_iterable, _none)
_IN_TURNS = _Walk(_in_turns, _none)


def _exclusive(branches: list[Any]) -> list[list[Any]]:
    """
    Return each branch of a `oneOf`, with the types that it may have: none of those that another says nothing about.

    What is a string satisfies the second branch here; it is one that the first refuses.

    >>> _exclusive([{"maxLength": 1}, {"minimum": 2}])
    [[{'maxLength': 1}, {'type': ['number']}], [{'minimum': 2}, {'type': ['string']}]]
    """
    free = [_unjudged(branch) for branch in branches]
    ways = []
    for number, branch in enumerate(branches):
        others = [types for other, types in enumerate(free) if other != number]
        left = [name for name in TYPES if not any(name in types for types in others)]
        ways.append([branch] if len(left) == len(TYPES) else [branch, {"type": left}])
    return ways


def _unjudged(node: Any) -> frozenset[str]:
    """
    Return the types of which a subschema accepts every value, as far as its own keywords tell.

    >>> sorted(_unjudged({"anyOf": [{"type": ["null", "integer"]}, {"required": ["a"], "type": ["object", "array"]}]}))
    ['array', 'null']
    """
    if not isinstance(node, dict):
        return frozenset(TYPES if node is True else ())
    found = frozenset(TYPES)
    for name, value in node.items():
        if name == "type":
            found &= {value} if isinstance(value, str) else {*value}
        elif name == "anyOf":
            found &= frozenset().union(*map(_unjudged, value))
        elif name in APPLIES_TO:
            found -= {APPLIES_TO[name]}
        elif name not in _SAYING_NOTHING:
            return frozenset()
    return found


def _dependents(node: dict[str, Any]) -> list[list[list[Any]]]:
    """Return the alternatives of each property that something depends on: without it, and with what depends on it."""
    found: dict[str, list[Any]] = {}
    for keyword in ("dependentRequired", "dependentSchemas", "dependencies"):
        said = node.get(keyword)
        for name, needed in said.items() if isinstance(said, dict) else ():
            found.setdefault(name, []).append({"required": needed} if isinstance(needed, list) else needed)
    if len(found) > _MAX_DEPENDENTS:
        return []
    return [[[{"required": [name]}, *needed], [{"properties": {name: False}}]] for name, needed in found.items()]


def _leaf(facts: tuple[dict[str, Any], ...]) -> Leaf | None:
    types = set(TYPES)
    integer = False
    for fact in facts:
        said = fact.get("type")
        if said is None:
            continue
        integer = integer or ("integer" in said and "number" not in said)
        types &= types_of(fact)
    return Leaf(facts, tuple([name for name in TYPES if name in types]), integer) if types else None
