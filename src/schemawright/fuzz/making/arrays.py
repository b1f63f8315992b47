"""Makers of arrays: lengths at their bounds, what has to be contained, and items that are all different."""

from __future__ import annotations

from itertools import chain
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.engines.assertions.exact import canonical
from schemawright.fuzz.choices import Seeded
from schemawright.fuzz.making.grammar import Need, Stuck
from schemawright.fuzz.schema.places import SCALARS
from schemawright.fuzz.shrinking.edits import copied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from schemawright.fuzz.choices import Choices
    from schemawright.fuzz.making.grammar import Grammar, Site
    from schemawright.fuzz.making.sweep import Sweep

_TRIES, _FOR_EACH = 12, 8
"""How often an item is made that is to be another; and how often more for each that there is, where it has to be."""
_TOGETHER = 0.25
"""How often items are looked for that are contained in several ways at once."""
_USUAL = 4
"""How many items more than the least there mostly are, at the most."""
_MOST = 1_000_000
"""Arrays of more items are not made."""
_LONGEST = 200
"""How many items there are at the most, where the schema does not ask for more."""
_MANY = 17
"""How many items there are in some arrays, so that what looks at the first ten only is seen."""
_ANEW = 1_000
"""From how many items on no further ones are made: one that there is comes again, or what is known to be another."""
_LONG = 1 / 16
"""How often an array is longer than usual: as long as can be, or as some are."""
_NEEDED = 64
"""How many items needed are looked at to find out how low an array can be."""


class _Contained(NamedTuple):
    """One `contains`: the subschema, what refuses it, how many items satisfy it, and whether it evaluates these."""

    node: Any
    refused: Any
    least: int
    most: float
    is_evaluated: bool


class ArrayMaker:
    """
    Makes arrays.

    Args:
        grammar: What it belongs to.
        facts: The conjunction that holds for them.
    """

    __slots__ = (
        "_apart", "_contained", "_facts", "_firsts", "_sites", "_unique", "grammar", "height", "least", "most", "needs",
        "possible",
    )  # fmt: skip

    def __init__(self, grammar: Grammar, facts: Sequence[dict[str, Any]]) -> None:
        self.grammar = grammar
        self._facts = facts
        self._sites: dict[tuple[int, Any], Site] = {}
        self._unique = any(fact.get("uniqueItems") is True for fact in facts)
        self._firsts = max([len(_firsts(fact)) for fact in facts], default=0)
        self._contained = [self._containing(fact) for fact in facts if "contains" in fact]
        self.height = inf
        low = max([int(fact["minItems"]) for fact in facts if "minItems" in fact], default=0)
        self.least = max([low, *[one.least for one in self._contained]])
        self.most: float = min([fact["maxItems"] for fact in facts if "maxItems" in fact], default=inf)
        self._apart = min(self.most, max(low, sum([one.least for one in self._contained])))
        """How many items there are at the least where no item is contained twice."""
        self.possible = self.least <= self.most
        self.needs = tuple(map(Need, dict.fromkeys(self._needed()))) if self.possible else ()

    def _containing(self, fact: dict[str, Any]) -> _Contained:
        node = fact["contains"]
        most = fact.get("maxContains", inf)
        refused = self.grammar.negate(node) if most < inf else None
        is_evaluated = self.grammar.dialect_of(fact) == "2020-12"
        return _Contained(node, refused, int(fact.get("minContains", 1)), most, is_evaluated)

    def _needed(self) -> Iterator[tuple[Site, ...]]:
        """Yield sites of which one is there: at each index up to the least, and where something is contained."""
        for index in range(min(self.least, self._firsts + 1, _NEEDED)):
            yield (self.site(index), *[self.site(index, (one.node,)) for one in self._contained])
        for one in self._contained:
            if one.least:
                places = range(int(min(self._firsts + 1, self.most, _NEEDED)))
                yield tuple([self.site(index, (one.node,)) for index in places][::-1])

    def site(self, index: int, more: tuple[Any, ...] = ()) -> Site:
        """Return what stands at an index; further subschemas may hold there."""
        index = min(index, self._firsts)
        key = (index, tuple(map(id, more)))
        if key not in self._sites:
            contained = any(one.is_evaluated and one.node is node for one in self._contained for node in more)
            self._sites[key] = self.grammar.site((*self._nodes(index, contained=contained), *more))
        return self._sites[key]

    def _nodes(self, index: int, *, contained: bool) -> list[Any]:
        """Return what the conjunction says of the item at an index; what nothing evaluates, that it is not."""
        nodes = [node for fact in self._facts for node in _own_nodes(fact, index)]
        left = [fact["unevaluatedItems"] for fact in self._facts if "unevaluatedItems" in fact]
        return nodes or ([] if contained else left)

    def _look_alikes(self, longest: float, below: int) -> list[Any]:
        """Return items that are different, but alike."""
        made: list[Any] = []
        for value in _LOOK_ALIKES:
            if len(made) < min(longest, len(_LOOK_ALIKES)):
                site = self.site(len(made))
                if site.grammar.judge(site.nodes)(value):
                    made.append(value)
        return made if len(made) >= self.least else self._filled(self.least, Seeded("alike"), below)

    def _longest(self) -> float:
        """Return how many items there can be."""
        for index in range(self._firsts + 1):
            if index >= self.most or not self._can_stand(index):
                return index
        return min([self.most, *map(self._most_with, self._contained)])

    def _can_stand(self, index: int) -> bool:
        """Return whether there is an item for an index: one that is contained, where nothing else is evaluated."""
        return self.site(index).height < inf or any(self._can_be(index, one.node) for one in self._contained)

    def _most_with(self, one: _Contained) -> float:
        """Return how many items there can be beside a `contains`: where it contains all but the first, not many."""
        if one.refused is None or self._can_be(self._firsts, one.refused):
            return inf
        return one.most + sum(self._can_be(index, one.refused) for index in range(self._firsts))

    # --- making

    def make(self, choices: Choices, budget: int) -> list[Any]:
        """Return an array; raises `Stuck`."""
        below = budget - 1 if self.grammar.room > 0 else 0
        longest = self._longest()
        least = self.least
        most = min(longest, least + _USUAL + self._firsts)
        if most > least and all(self.site(i).height > below for i in range(self._firsts + 1)):
            most = least
        length = least + choices.below(int(most) - least + 1) if most > least else least
        if (longest < _LONGEST or choices.lengthens) and choices.chance(_LONG) and below > 1:
            cap = int(longest) if longest < _LONGEST else least + _MANY
            length = max(length, min(cap, length + choices.below(2 * max(0, cap - length) + 1)))
        if length < self._apart <= longest and not choices.chance(_TOGETHER):
            length = int(self._apart)
        return self._filled(length, choices, below)

    def _filled(
        self, length: int, choices: Choices, below: int, made_at: Callable[[Site], Any] | None = None
    ) -> list[Any]:
        """
        Return an array of some length, in which what has to be contained is.

        Args:
            length: How many items there are, unless there must be more.
            choices: What decides.
            below: How deep items may be.
            made_at: What makes an item; chance, where it is not given.
        """
        made_at = made_at or (lambda site: site.make(choices, below))
        if length > _MOST:
            raise Stuck
        length = self._with_room(length)
        self.grammar.room -= length
        wanted = self._wanted(length, choices)
        made: list[Any] = []
        apart = _Apart(self._spare(length))
        for index in range(length):
            more = wanted.get(index, ())
            if self._is_enough(index) and not self._unique and not self._contained:
                return self._repeated(made, length)
            item = self._item(index, more, made_at, apart)
            if item is _NONE:
                if len(made) < self.least:
                    raise Stuck
                break
            made.append(item)
        return made

    def _is_enough(self, count: int) -> bool:
        """Return whether an array has so many items that no further ones are looked for."""
        return count >= self._firsts + _ANEW

    def _repeated(self, made: list[Any], length: int) -> list[Any]:
        """Return an array that is filled up with the smallest of the items that may stand anywhere behind the first."""
        least = min(made[self._firsts :], key=lambda item: (not isinstance(item, SCALARS), len(repr(item))))
        rest = range(length - len(made))
        return [*made, *([least for _ in rest] if isinstance(least, SCALARS) else [copied(least) for _ in rest])]

    def _with_room(self, length: int) -> int:
        """Return a length that has enough places for what has to be contained: the first may not be such."""
        for one in self._contained:
            able = sum(self._can_be(index, one.node) for index in range(min(length, self._firsts)))
            able += max(0, length - self._firsts) * self._can_be(self._firsts, one.node)
            for index in range(length, length + self._firsts + one.least):
                if able >= one.least:
                    break
                able += self._can_be(index, one.node)
                length = index + 1
        return length

    def _wanted(self, length: int, choices: Choices) -> dict[int, tuple[Any, ...]]:
        """Return what else holds at which index, so that enough items are contained, and not too many."""
        wanted: dict[int, tuple[Any, ...]] = {}
        claimed: dict[int, None] = {}
        for one in self._contained:
            able = [index for index in range(length) if self._can_be(index, one.node)]
            most = min(one.most, one.least + 2, len(able))
            count = one.least + choices.below(int(most) - one.least + 1) if most > one.least else min(length, one.least)
            free = [index for index in able if index not in claimed]
            chosen = dict.fromkeys(_chosen(count, free, [*claimed] or list(range(length)), choices))
            claimed |= chosen
            refused, is_long = one.refused, length > one.most
            for index in range(length):
                if index in chosen:
                    wanted[index] = (*wanted.get(index, ()), one.node)
                elif refused is not None and (is_long or choices.chance(0.5)) and self._can_be(index, refused):
                    wanted[index] = (*wanted.get(index, ()), refused)
        return wanted

    def _can_be(self, index: int, node: Any) -> bool:
        """Return whether the item at an index can satisfy one more subschema."""
        return self.site(index, (node,)).height < inf

    def _spare(self, count: int) -> Iterator[Any]:
        """Yield texts that are all different, if an item may be one: those that chance mostly takes come to an end."""
        from schemawright.fuzz.making.makers import TextMaker

        site = self.site(self._firsts)
        holds = self.grammar.holds(site.nodes)
        several = [maker.texts for maker in site.options if isinstance(maker, TextMaker)]
        yield from (text for texts in several for text in texts.distinct(count) if holds(text))

    def _item(self, index: int, more: tuple[Any, ...], made_at: Callable[[Site], Any], apart: _Apart) -> Any:
        site = self.site(index, more)
        if site.height == inf and not more:
            site = next(
                (self.site(index, (one.node,)) for one in self._contained if self._can_be(index, one.node)), site
            )
        if site.height == inf:
            raise Stuck
        if not self._unique:
            return made_at(site)
        made: Iterator[Any] = (made_at(site) for _ in range(_TRIES))
        spare = apart.spare if index >= self._firsts and not more else iter(())
        if self._is_enough(index):
            made, spare = spare, made
        # The last of few values is found by trying long.
        count = _FOR_EACH * len(apart.seen) if len(apart.seen) < self.least else 0
        return next(filter(apart.is_new, chain(made, spare, (made_at(site) for _ in range(count)))), _NONE)

    # --- sweeping

    def sweep(self, sweep: Sweep, budget: int) -> list[Any]:
        """Return the next boundary case: the least, the most, and a few in between; and two items that are equal."""
        longest = self._longest()
        most = longest if longest <= _LONGEST else self.least + _MANY
        firsts = max(self.least, self._firsts)
        apart = int(self._apart)
        wanted = (firsts + 1, self.least, _MANY, int(most), firsts + 3, self.least + 1, firsts + 2, apart, apart + 1)
        lengths = [n for n in wanted if self.least <= n <= most]
        twins = max(self.least, self._firsts + _BOTH)
        has_twins = not self._unique and twins <= most
        turn = sweep.turn(self, max(1, len(lengths) + has_twins))
        below = budget - 1 if self.grammar.room > 0 else 0
        if self.grammar.room <= 0:
            lengths = [self.least]
        is_twin = has_twins and turn == _TWINS
        number = turn - (has_twins and turn > _TWINS)
        length = twins if is_twin else lengths[number % len(lengths)] if lengths else self.least
        if any(self.site(i).height > below for i in range(min(length, self._firsts + 1))):
            length = self.least
        if self._unique and turn == 1:
            return self._look_alikes(longest, below)
        if self._contained or (self._unique and self._is_enough(length)):
            made = self._filled(length, Seeded(f"array {turn}"), below, lambda site: site.sweep(sweep, below))
        else:
            self.grammar.room -= length
            made = self._swept(length, sweep, below)
        return [*made[:-1], copied(made[-2])] if is_twin and len(made) == twins else made

    def _swept(self, length: int, sweep: Sweep, below: int) -> list[Any]:
        """Return an array whose items are the next boundary cases; all different, where they have to be."""
        if length > _MOST:
            raise Stuck
        made: list[Any] = []
        seen: set[Any] = set()
        for index in range(length):
            if self._is_enough(index) and not self._unique:
                return self._repeated(made, length)
            for _ in range(_TRIES if self._unique else 1):
                item = self.site(index).sweep(sweep, below)
                key = canonical(item) if self._unique else index
                if key not in seen:
                    seen.add(key)
                    made.append(item)
                    break
            else:
                if len(made) < self.least:
                    return self._filled(self.least, Seeded("unique"), below)
                break
        return made


class _Apart:
    """
    Items that are all different.

    Args:
        spare: Some that are, for when no others are found.
    """

    def __init__(self, spare: Iterator[Any]) -> None:
        self.seen: set[Any] = set()
        self.spare = spare

    def is_new(self, item: Any) -> bool:
        """Return whether an item is another than those before, and note it."""
        key = canonical(item)
        is_new = key not in self.seen
        self.seen.add(key)
        return is_new


def _chosen(count: int, free: list[int], taken: list[int], choices: Choices) -> list[int]:
    """Return so many indexes, of those that are free first."""
    found: list[int] = []
    for _ in range(count):
        places = free or taken
        found.append(places.pop(choices.below(len(places))))
    return found


_LOOK_ALIKES: tuple[Any, ...] = (
    1, True, "1", [1], 0, False, "0", None, "", "null", [], {}, [True], {"a": 1}, {"a": True}, {"a": "1"}, [[1]], -1,
    1.5, "1.5", ["1"], [0], [False], {"a": 1, "b": 2}, {"a": 2, "b": 1}, [1, 2], [2, 1], "a", "A", "é", "e\u0301", "a ",
    1000, "1000", 1000.5, "1000.5", "aaaa", "AAAA",
)  # fmt: skip
"""Values that are all different, though some are equal in Python, or written alike."""


_NONE = object()
"""Stands for an item that was not found."""
_BOTH, _TWINS = 2, 2
"""How many items are equal, and in which turn."""


def _firsts(fact: dict[str, Any]) -> list[Any]:
    items = fact.get("items")
    firsts = fact.get("prefixItems", items if isinstance(items, list) else [])
    return firsts if isinstance(firsts, list) else []


def _own_nodes(fact: dict[str, Any], index: int) -> list[Any]:
    """Return what `prefixItems`, `items` and `additionalItems` of one schema object say of the item at an index."""
    firsts = _firsts(fact)
    if index < len(firsts):
        return [firsts[index]]
    rest = fact.get("additionalItems") if isinstance(fact.get("items"), list) else fact.get("items")
    return [] if rest is None else [rest]
