"""
The grammar of a schema: for each place in a record a *site*, which makes what may stand there.

A site stands for a conjunction of subschemas.  Its *options* are makers of one type each, one for each way to satisfy
the conjunction; they are made when the site is first needed, and know how deep what they make is at the least, so that
recursion ends and what no finite record satisfies is seen.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cached_property
from itertools import chain
from math import inf
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from schemawright.canonical import canonical_of
from schemawright.engines.assertions.exact import text_of
from schemawright.engines.judging import Judge, engines_judge, native_judge
from schemawright.fuzz.making.branches import Expander, Leaf, is_loose
from schemawright.fuzz.making.depth import depth
from schemawright.fuzz.making.grammar_resources import URI, Resources
from schemawright.fuzz.record import size_of
from schemawright.keywords import dialect_inside

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from schemawright.canonical import Canonical
    from schemawright.fuzz.choices import Choices
    from schemawright.fuzz.making.sweep import Sweep
    from schemawright.fuzz.texts.by_spec import Texts, TextSpec

BUDGET, MAX_BUDGET = 7, 24
"""How deep a record nests at the least and at the most, where its schema does not ask for more."""
_UNDER = 3
"""How many levels there may be below the deepest place: what is there may be met at a shallower one as well."""


MAX_SIZE = 100
"""How many members and items a record has, before only what has to be there is added."""


LENIENCY = 100
"""How many more, where a member has taken the room of those behind it."""


MAX_NEGATED = 3_000
"""How long the text of what is negated may be: negations of nested branches multiply."""
MAX_NEGATIONS = 20
"""How many subschemas with references are negated."""
_AGAIN = 4
"""How often a value is begun anew that does not satisfy what is said of its place."""
_PATIENCE = 800
"""
How many values are thrown away for that in one record: what is nested would be begun anew as often as a power of it.
"""
_JUDGED = 20_000_000
"""How much text is compiled at the most to find that out, in characters."""


def _always(_value: Any) -> bool:
    return True


class Stuck(Exception):
    """What was begun cannot be finished; the next try may do better."""


class Need(NamedTuple):
    """
    What everything that a maker makes has below it.

    Args:
        sites: Sites, of which
        least: so many are there.
    """

    sites: tuple[Site, ...]
    least: int = 1


class Maker(Protocol):
    """Makes instances of one type."""

    needs: tuple[Need, ...]
    """What everything that it makes has below it."""
    height: float
    """How many levels the least of what it makes has."""

    def make(self, choices: Choices, budget: int) -> Any:
        """Return an instance; raises `Stuck`."""

    def sweep(self, sweep: Sweep, budget: int) -> Any:
        """Return the next of the boundary cases, one after the other; raises `Stuck`."""


class Site:
    """
    One place of a record.

    Args:
        grammar: What it belongs to.
        nodes: The subschemas that hold there.
        hints: Subschemas that may hold there as well, each worth a way of its own.
    """

    __slots__ = ("_holds", "_options", "grammar", "hints", "known", "nodes", "ordered")

    def __init__(self, grammar: Grammar, nodes: tuple[Any, ...], hints: tuple[Any, ...] = ()) -> None:
        self.grammar = grammar
        self.nodes = nodes
        self.hints = hints
        self._options: list[Maker] | None = None
        self._holds: Judge | None = None
        self.known = False
        self.ordered: list[Maker] = []

    @property
    def options(self) -> list[Maker]:
        """The makers, whether or not they ever end."""
        if self._options is None:
            hinted = [maker for hint in self.hints for maker in self.grammar.makers((*self.nodes, hint))]
            self._options = [*self.grammar.makers(self.nodes), *hinted]
        return self._options

    @property
    def height(self) -> float:
        """How many levels the least instance has; infinite where there is none."""
        if not self.known:
            self.grammar.measure(self)
        return self.ordered[0].height if self.ordered else inf

    def make(self, choices: Choices, budget: int) -> Any:
        """
        Return an instance.

        Raises:
            Stuck: There is none, or none was found.
        """
        options = self.fitting(budget)

        def once() -> Any:
            maker = options[0] if len(options) == 1 else choices.pick(options)
            return choices.make(maker, budget)

        return self._held(once)

    def _held(self, make: Callable[[], Any]) -> Any:
        """
        Return what is made, begun anew a few times where it does not satisfy the site's subschemas.

        Only where makers take them loosely.  What none of the tries satisfies is returned anyway: the verdict about the
        whole record decides.
        """
        if self._holds is None:
            self._holds = self.grammar.holds(self.nodes)
        if self._holds is _always:
            return make()
        grammar = self.grammar
        room, leniency = grammar.room, grammar.leniency
        for _ in range(_AGAIN):
            made = make()
            if self._holds(made) or grammar.patience <= 0:
                return made
            grammar.patience -= size_of(made, grammar.patience)
            grammar.room, grammar.leniency = room, leniency
        return make()

    def sweep(self, sweep: Sweep, budget: int) -> Any:
        """
        Return the next boundary case.

        Raises:
            Stuck: There is none, or none was found.
        """
        return self._held(lambda: sweep.into(self, self._swept, budget))

    def _swept(self, sweep: Sweep, budget: int) -> Any:
        often = Counter(self.fitting(budget))
        meant = [option for option, times in often.items() if times > 1]
        option = sweep.chosen(self, [*meant, *(option for option in often if option not in meant)], meant)
        return sweep.into(option, option.sweep, budget)

    def fitting(self, budget: int) -> list[Maker]:
        """Return the makers whose least instance is within a depth, or else the lowest ones, the simplest first."""
        if not self.known:
            self.grammar.measure(self)
        ordered = self.ordered
        if not ordered:
            raise Stuck
        if ordered[-1].height <= budget:
            return ordered
        limit = max(budget, ordered[0].height)
        return [maker for maker in ordered if maker.height <= limit]


class Grammar:
    """
    The grammar of one schema.

    Args:
        contents: The schema: its references are fragments of itself.
        dialect: Its dialect's short name; subschemas of others say theirs, wherever they stand.
        assert_formats: Whether `format` is an assertion.
        retrieve: Returns the contents of other resources that the schema refers to.
        base: The base URI of those references; none where the schema has no others.
        beside: Another grammar, whose texts and negations are taken: what one spec says is the same everywhere.
        hints: Property name → subschemas that may hold for it (see `schemawright.fuzz.making.hints`).
    """

    def __init__(
        self,
        contents: Any,
        *,
        dialect: str,
        assert_formats: bool,
        retrieve: Callable[[str], Any] | None = None,
        base: str | None = None,
        beside: Grammar | None = None,
        hints: Mapping[str, tuple[Any, ...]] = MappingProxyType({}),
    ) -> None:
        self.hints = hints
        self.missed = False
        """Whether something was looked for in vain."""
        self._resources = Resources(dialect, retrieve)
        self.names = self._resources.names
        """Names that occur anywhere in the schema: what one place declares another one may meet."""
        self.dialect = dialect
        self.assert_formats = assert_formats
        self._negated = self._judged = 0
        self._sites: dict[tuple[int, ...], Site] = {}
        self._judges: dict[tuple[int, ...], Judge] = {}
        self._negations: dict[int, Any] = {}
        self._refusals: dict[int, Any] = {}
        self.made_texts: dict[TextSpec, Texts] = {} if beside is None else beside.made_texts
        self.negated_forms: dict[str, Any] = {} if beside is None else beside.negated_forms
        self._kept: list[Any] = []
        self.room, self.leniency, self.patience = MAX_SIZE, LENIENCY, _PATIENCE
        self._expander = Expander(self._resources.resolve, self.negate)
        self.anything = self.site((True,))
        self._adopted = self._resources.adopt(contents, base)
        self.root = self.site((self._adopted,))

    @property
    def is_sure(self) -> bool:
        """Whether what has no way to be made cannot be: nothing was looked for in vain, and no way left out."""
        return not self.missed and self._expander.is_complete

    @cached_property
    def budget(self) -> int:
        """How deep a record nests, so that all that the schema describes has its place."""
        return max(BUDGET, min(MAX_BUDGET, depth(self._adopted, self._resources.resolve) + _UNDER))

    def start(self) -> None:
        """Begin another record: there is room for everything again."""
        self.room, self.leniency, self.patience = MAX_SIZE, LENIENCY, _PATIENCE

    # --- schemas

    @property
    def size(self) -> int:
        """How long the text of all that was taken up is."""
        return self._resources.size

    def refusal(self, node: Any) -> Any:
        """Return what denies a subschema, the same object each time: places that recur are the same ones then."""
        return True if node is False else self._refusals.setdefault(id(node), {"not": node})

    def negate(self, node: Any) -> Any:
        """Return a schema that accepts exactly what another refuses; None where the algebra has no answer."""
        key = id(node)
        if key not in self._negations and self._is_small(node):
            found = canonical_of(
                self._resources.alone(node) if isinstance(node, dict) else node,
                dialect=self.dialect_of(node),
                assert_formats=self.assert_formats,
                uri=f"{URI}negated",
                retrieve=self._resources.retrieve,
            )
            refused = self._refused(found) if found is not None else None
            self._negations[key] = self._resources.adopt(refused) if refused is not None else None
            self._kept.append(node)
        return self._negations.get(key)

    def _refused(self, form: Canonical) -> Any:
        """Return the negation of a canonical form; None where there is none.  The same form is negated once."""
        text = text_of(form.contents)
        if text not in self.negated_forms:
            negated = form.negated()
            self.negated_forms[text] = None if negated is None else negated.contents
        return self.negated_forms[text]

    def _is_small(self, node: Any) -> bool:
        """Return whether negating is worth a try: negations of nested branches multiply, and references add to them."""
        text = json.dumps(node, default=str)
        if len(text) > MAX_NEGATED:
            return False
        if URI not in text:
            return True
        self._negated += 1
        return self._negated <= MAX_NEGATIONS and self._resources.size < MAX_NEGATED

    def dialect_of(self, node: Any) -> str:
        """Return the dialect of a subschema."""
        return dialect_inside(node, self.dialect)

    def judge(self, nodes: tuple[Any, ...]) -> Judge:
        """Return what says whether a value satisfies a conjunction."""
        key = tuple(map(id, nodes))
        if key not in self._judges:
            self._kept.append(nodes)
            self._judges[key] = native_judge(
                {"allOf": list(map(self._resources.lent, nodes))} if nodes else {},
                self.dialect,
                self._resources.retrieve,
                assert_formats=self.assert_formats,
            )
        return self._judges[key]

    def engines(self, schema: dict[str, Any], dialect: str | None = None) -> tuple[Judge, Judge]:
        """
        Return what says whether both engines accept a value, and refuse it, by a schema without references.

        Args:
            schema: The schema.
            dialect: Its dialect, where that is another.
        """
        if dialect is not None:
            return engines_judge(schema, dialect, assert_formats=self.assert_formats)
        lent, retrieve = self._resources.lent(schema), self._resources.retrieve
        return engines_judge(lent, self.dialect, assert_formats=self.assert_formats, retrieve=retrieve)

    def texts(self, spec: TextSpec, make: Callable[[], Texts]) -> Texts:
        """Return the texts of a spec, made once."""
        if spec not in self.made_texts:
            self.made_texts[spec] = make()
        return self.made_texts[spec]

    def holds(self, nodes: tuple[Any, ...]) -> Judge:
        """Return what says whether a value satisfies a conjunction; always, where makers make nothing else."""
        if not is_loose(nodes, self._resources.resolve) or self._judged * self._resources.size >= _JUDGED:
            return _always
        self._judged += 1
        return self.judge(nodes)

    # --- sites

    def site(self, nodes: tuple[Any, ...], hints: tuple[Any, ...] = ()) -> Site:
        """Return the site of a conjunction; the same one for the same subschemas and hints."""
        kept = {id(node): node for node in nodes if node is not True and node != {}}
        key = (*kept, 0, *map(id, hints)) if hints else tuple(kept)
        site = self._sites.get(key)
        if site is None:
            site = self._sites[key] = Site(self, tuple(kept.values()), hints)
        return site

    def makers(self, nodes: tuple[Any, ...]) -> list[Maker]:
        """Return a maker for each way to satisfy a conjunction, and for each type."""
        from schemawright.fuzz.making.makers import makers_of

        return [maker for leaf in self._expander.leaves(nodes) for maker in makers_of(self, leaf)]

    def leaves(self, nodes: tuple[Any, ...]) -> list[Leaf]:
        """Return the ways to satisfy a conjunction."""
        return self._expander.leaves(nodes)

    def measure(self, site: Site) -> None:
        """Find out how low the least instance of a site is, and of all that it needs: a shortest way, by relaxing."""
        reached = _reached(site)
        heights = dict.fromkeys(reached, inf)
        changed = True
        while changed:
            changed = False
            for one in reached:
                least = min([_height(maker, heights) for maker in one.options], default=inf)
                if least < heights[one]:
                    heights[one] = least
                    changed = True
        for one in reached:
            for maker in one.options:
                maker.height = _height(maker, heights)
            one.ordered = sorted([m for m in one.options if m.height < inf], key=lambda maker: maker.height)
            one.known = True


def _reached(site: Site) -> list[Site]:
    """Return a site and what it needs, directly or not, that is not measured yet."""
    found = {site: None}
    pending = [site]
    while pending:
        for maker in pending.pop().options:
            needed = chain.from_iterable(need.sites for need in maker.needs)
            fresh = [one for one in needed if one not in found and not one.known]
            found |= dict.fromkeys(fresh)
            pending += fresh
    return list(found)


def _height(maker: Maker, heights: dict[Site, float]) -> float:
    return 1 + max([_least(need, heights) for need in maker.needs], default=0)


def _least(need: Need, heights: dict[Site, float]) -> float:
    """Return the height of the lowest sites that meet a need; infinite where they are too few."""
    # Only of what is measured already: `height` would begin to measure the rest.
    known = [heights[one] if one in heights else one.height for one in need.sites]  # noqa: SIM401  (see above)
    return sorted(known)[need.least - 1] if len(known) >= need.least else inf
