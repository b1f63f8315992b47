"""Makers of objects: what is required, what is declared, and names that nobody declared."""

from __future__ import annotations

from itertools import combinations, islice
from math import inf
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.choices import Seeded
from schemawright.fuzz.making.grammar import MAX_SIZE, Need, Site, Stuck
from schemawright.fuzz.schema.visits import fits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from schemawright.fuzz.choices import Choices
    from schemawright.fuzz.making.grammar import Grammar
    from schemawright.fuzz.making.sweep import Sweep
    from schemawright.fuzz.texts.by_spec import Texts

DENSITIES = (0.15, 0.5, 0.85, 1.0)
"""How likely an optional property is there: one of these for a whole object, so that some are full and some bare."""

_EXTRA, _MAPPED = 0.3, 0.6
"""How often there are properties that are not declared, where some are and where none is."""
_KNOWN = 0.4
"""How often a name that is not declared here is one that is declared elsewhere, or nearly one of this object's."""
_NEARLY = 0.4
"""How often it is the latter."""
_MOST = 100_000
"""Objects of more properties are not made."""
_SMALL = 40
_RESERVED = 3
_MIXER, _MIXED = 2_654_435_761, 29
"""A multiplier whose products have their bits well mixed, and how many of those are used."""
_REORDERED = 0.1
_MAX_EXTRA = 3
_BY_TWOS = 3
"""Of how many boundary cases one has the properties that are not declared by twos."""
_PAIRS, _PAIRS_TRIED = 6, 60
"""How many pairs of patterns there are names for that fit both, and how many are looked at: most have no such name."""
_KEPT = 3
"""One part in so many of the room is kept from what a member has in it, so that some is left for the others."""
_TRIES = 12
_NEEDED = 12
"""How many properties beside the required ones count for how deep an object has to be."""
_EMPTY_NAMES = 40
"""How large a record with an empty name is: where it is, engines do not tell without a second look."""
_FREE_NAMES = (
    "x", "extra", "Id", "a b", "é", "e\u0301", "", "a/b", "m~n", "$ref", "__proto__", "constructor", "class", "0", "-",
    "漢字", "🚀", "toString", "%41", 'a"b', "a\\b", "a\nb", "\u0000", "\ufeff", "null", "id ", "ID", "_", "extra_" * 12,
)  # fmt: skip
_STRANGER = "\u0002nobody declares this"


class ObjectMaker:
    """
    Makes objects.

    Args:
        grammar: What it belongs to.
        facts: The conjunction that holds for them.
    """

    __slots__ = (
        "_facts", "_names", "_others", "_sites", "_unnamed", "forbidden", "grammar", "height", "least", "most", "needs",
        "optional", "possible", "required",
    )  # fmt: skip

    def __init__(self, grammar: Grammar, facts: Sequence[dict[str, Any]]) -> None:
        self.grammar = grammar
        self._facts = facts
        self._sites: dict[str, Site] = {}
        self._names = tuple([fact["propertyNames"] for fact in facts if "propertyNames" in fact])
        self.height = inf
        wanted = list(dict.fromkeys(name for fact in facts for name in _required(fact)))
        declared = list(dict.fromkeys(name for fact in facts for name in fact.get("properties", ())))
        named = [name for name in self._listed() if name not in declared]
        self.least = max([int(fact["minProperties"]) for fact in facts if "minProperties" in fact], default=0)
        self.most = min([fact["maxProperties"] for fact in facts if "maxProperties" in fact], default=inf)
        self.possible = len(wanted) <= self.most and self.least <= self.most and all(map(self._may_be, wanted))
        self.required = [(name, self.site(name)) for name in wanted]
        self.optional = [(n, self.site(n)) for n in (*declared, *named) if n not in wanted and self._may_be(n)]
        self.needs = (*[Need((site,)) for _, site in self.required], *self._beyond())
        self._others: list[Any] | None = None
        self._unnamed: Site | None = None
        self.forbidden: bool | None = None

    def _beyond(self) -> Iterator[Need]:
        """Yield what there has to be beside the required properties: declared ones once, others as often as need be."""
        count = self.least - len(self.required)
        if 0 < count <= _MOST:
            # Where all names are listed, each of them stands among the optional properties.
            facts = () if self._listed() else self._facts
            patterns = [node for fact in facts for node in fact.get("patternProperties", {}).values()]
            others = [self.grammar.site((one,)) for one in patterns]
            others += [self.grammar.site((*self._of_strangers(),))] if facts else []
            repeated = [site for site in others for _ in range(min(count, _NEEDED))]
            yield Need((*[site for _, site in self.optional], *repeated), min(count, _NEEDED))

    def _of_strangers(self) -> Iterator[Any]:
        """Yield what is said of names that no pattern fits, if there are any."""
        said = [fact["additionalProperties"] for fact in self._facts if "additionalProperties" in fact]
        yield from said or [fact["unevaluatedProperties"] for fact in self._facts if "unevaluatedProperties" in fact]

    # --- names

    def site(self, name: str) -> Site:
        """Return what stands at a property."""
        site = self._sites.get(name)
        if site is None:
            site = self.grammar.site(self._nodes(name), self.grammar.hints.get(name, ()))
            if len(self._sites) < 10_000:  # noqa: PLR2004  (names that nobody declared are without end)
                self._sites[name] = site
        return site

    def _nodes(self, name: str) -> tuple[Any, ...]:
        found: list[Any] = []
        declared = any(_describes(fact, name) for fact in self._facts)
        for fact in self._facts:
            own = _own_nodes(fact, name)
            found += own
            if not own and "additionalProperties" in fact:
                found.append(fact["additionalProperties"])
            if not declared and "unevaluatedProperties" in fact:
                found.append(fact["unevaluatedProperties"])
        return tuple(found)

    def _may_be(self, name: str) -> bool:
        return not self._names or self.grammar.judge(self._names)(name)

    def _listed(self) -> list[str]:
        """Return the names that `propertyNames` lists, where it does."""
        for node in self._names:
            values = [node.get("const")] if isinstance(node, dict) and "const" in node else None
            values = node.get("enum") if values is None and isinstance(node, dict) else values
            if isinstance(values, list):
                return [value for value in values if isinstance(value, str)]
        return []

    def _sources(self) -> list[Any]:
        """Return what makes names that nobody declared: texts by pattern, a site of names, or none but free ones."""
        if self._others is None:
            from schemawright.fuzz.making.makers import text_spec, texts_of

            patterns = dict.fromkeys(name for fact in self._facts for name in fact.get("patternProperties", ()))
            named = self._named()

            def possible(several: Iterable[tuple[str, ...]]) -> Iterator[Any]:
                facts = ([*named, *({"pattern": pattern} for pattern in one)] for one in several)
                found = (texts_of(text_spec(one, self.grammar), self.grammar) for one in facts)
                return (texts for texts in found if texts.is_possible)

            pairs = islice(combinations(patterns, 2), _PAIRS_TRIED)
            self._others = [*possible((name,) for name in patterns), *islice(possible(pairs), _PAIRS)]
            if self._names:
                self._unnamed = self.grammar.site((*self._names, {"type": "string"}))
                self._others.append(self._unnamed)
            elif self.site(_STRANGER).height < inf:
                self._others.append(None)
        return self._others

    def _named(self) -> tuple[dict[str, Any], ...]:
        """Return what `propertyNames` says of every name, as far as it has no branches."""
        leaves = self.grammar.leaves((*self._names, {"type": "string"})) if self._names else []
        return leaves[0].facts if len(leaves) == 1 else ()

    def extra_name(self, choices: Choices) -> str | None:
        """Return a name that is not declared, and may be there; None where none was found."""
        sources = self._sources()
        if not sources:
            return None
        source = choices.pick(sources)
        name = self._free(choices) if source is None else self._drawn(source, choices)
        if not name and self.grammar.room < MAX_SIZE - _EMPTY_NAMES:
            return None
        if name is None or not self._may_be(name) or self.site(name).height == inf:
            return None
        return name

    def _free(self, choices: Choices) -> str:
        """Return a name as it may be called elsewhere, or nearly as it is called here; or one that is got wrong."""
        if not choices.chance(_KNOWN):
            return choices.pick(_FREE_NAMES)
        declared = [*self.required, *self.optional]
        if declared and choices.chance(_NEARLY):
            name: str = choices.pick(declared)[0]
            return choices.pick((name.swapcase(), name.capitalize()))
        return choices.pick(self.grammar.names or _FREE_NAMES)

    def _drawn(self, source: Any, choices: Choices) -> str | None:
        try:
            drawn = source.make(choices, 1) if isinstance(source, Site) else source.draw(choices)
        except Stuck:
            return None
        return drawn if isinstance(drawn, str) else None

    # --- making

    def make(self, choices: Choices, budget: int) -> dict[str, Any]:
        """Return an object; raises `Stuck`."""
        if self.least > _MOST:
            raise Stuck
        grammar = self.grammar
        grammar.room -= len(self.required)
        below = budget - 1 if grammar.room > 0 else 0
        made = {name: site.make(choices, below) for name, site in self.required}
        room = self.most - len(made)
        density = DENSITIES[choices.below(4)]
        for name, site in self.optional:
            if room > 0 and choices.chance(density) and site.height <= below:
                made[name] = site.make(choices, below)
                room -= 1
        grammar.room -= len(made)
        if room > 0 and choices.chance(_EXTRA if self.optional or self.required else _MAPPED):
            self._add_extra(made, min(room, 1 + choices.below(_MAX_EXTRA)), choices, below)
        if len(made) < self.least:
            self._fill(made, choices, below)
        if choices.chance(_REORDERED):
            made = dict(reversed(made.items()))
        return made

    def _add_extra(self, made: dict[str, Any], count: float, choices: Choices, below: int) -> None:
        for _ in range(int(count)):
            name = self.extra_name(choices)
            if name is not None and name not in made and self.site(name).height <= _highest(below):
                made[name] = self.site(name).make(choices, below)

    def _fill(self, made: dict[str, Any], choices: Choices, below: int) -> None:
        """Add properties until there are enough of them."""
        self.grammar.room -= max(0, self.least - len(made))
        below = below if self.grammar.room > 0 else min(below, 0)
        deep = max(below, self.height - 1)
        for name, site in self.optional:
            if len(made) < self.least and name not in made and site.height <= deep:
                made[name] = site.make(choices, below)
        tries = 0
        more: Iterator[str] = iter(())
        while len(made) < self.least:
            tries += 1
            if tries == _TRIES + 1:
                more = self._names_for(2 * self.least)
            name = self.extra_name(choices) if tries <= _TRIES else next(more, None) or self._numbered(len(made), tries)
            if tries > _TRIES * (self.least + 2):
                raise Stuck
            # What is deeper than need be would have deeper things in it, without end.
            if name is not None and name not in made and (self.site(name).height <= deep or tries > _TRIES):
                made[name] = self.site(name).make(choices, below)

    def _names_for(self, count: int) -> Iterator[str]:
        """Yield names that are not declared and may be there, as many as were found, up to a count of each source."""
        for texts in self._name_texts():
            for name in texts.distinct(count):
                if self._may_be(name) and self.site(name).height < inf:
                    yield name

    def _name_texts(self) -> Iterator[Texts]:
        from schemawright.fuzz.making.makers import TextMaker

        for source in self._sources():
            if isinstance(source, Site):
                yield from [maker.texts for maker in source.options if isinstance(maker, TextMaker)]
            elif source is not None:
                yield source

    def _numbered(self, place: int, tries: int) -> str | None:
        name = f"x{place}" if tries % 2 else f"{'abcdefgh'[place % 8]}{tries}"
        has_source = None in self._sources() or self._unnamed is not None
        return name if has_source and self._may_be(name) and self.site(name).height < inf else None

    # --- sweeping

    def sweep(self, sweep: Sweep, budget: int) -> dict[str, Any]:
        """Return the next boundary case: mostly full, so that what is in it gets its turn; bare, and by halves."""
        if self.least > _MOST:
            raise Stuck
        turn = sweep.turn(self, 2 * (2 + 2 * len(self.optional).bit_length()))
        self.grammar.room -= len(self.optional) // 2
        below = budget - 1 if self.grammar.room > 0 else 0
        wanted = self._present(turn)
        most = self.most - _RESERVED if turn % 4 == 2 and self._sources() else self.most  # noqa: PLR2004
        optional = [one for number, one in enumerate(self.optional) if wanted(number)]
        taken = self._taken(sweep, [one for one in optional if one[1].height <= below], most - len(self.required))
        made = self._swept([*self.required, *taken], sweep, below, turn)
        if turn % 2 == 0 and turn and below > 0:
            self._sweep_extra(made, sweep, below, int(min(self.most, _SMALL)) if turn % 8 == 6 else len(made) + 3)  # noqa: PLR2004
        if len(made) < self.least or (turn == 0 and not made):
            self._sweep_extra(made, sweep, below, self.least or 2)
        return dict(reversed(made.items())) if turn % 8 == 4 else made  # noqa: PLR2004

    def _swept(self, members: list[tuple[str, Site]], sweep: Sweep, below: int, turn: int) -> dict[str, Any]:
        """Return the next cases of some members, as declared; which are made first, and have room, takes turns."""
        order = members if turn % 2 else sorted(members, key=lambda one: -sweep.below(one[1]))
        order = order[::-1] if turn % 4 == 1 else order
        found: dict[str, Any] = {}
        for name, site in order:
            kept = self._keep() if len(found) + 1 < len(order) else 0
            found[name] = site.sweep(sweep, below)
            self._give_back(kept)
        return {name: found[name] for name, _ in members}

    def _keep(self) -> int:
        """Keep some room from the next member, for those behind it; return how much."""
        kept = max(0, self.grammar.room // _KEPT)
        self.grammar.room -= kept
        return kept

    def _give_back(self, kept: int) -> None:
        """Give back what was kept, even where the member has taken more than there was, a few times."""
        grammar = self.grammar
        over = min(max(0, -grammar.room), grammar.leniency)
        grammar.leniency -= over
        grammar.room += kept + over

    @staticmethod
    def _taken(sweep: Sweep, wanted: list[tuple[str, Site]], most: float) -> list[tuple[str, Site]]:
        """Return as many optional properties as there may be: where not all, those with most cases left."""
        if len(wanted) <= most:
            return wanted
        left = sorted(wanted, key=lambda one: -sweep.below(one[1]))[: max(0, int(most))]
        return [one for one in wanted if one in left]

    def _present(self, turn: int) -> Any:
        special, is_special = divmod(turn, 2)
        if not is_special:
            return lambda _number: True
        if special == 0:
            return lambda _number: False
        bit, side = divmod(special - 1, 2)
        if bit >= len(self.optional).bit_length():
            mixed = turn * _MIXER
            return lambda number: bool((mixed >> (number % _MIXED) | mixed >> ((number + 7) % _MIXED)) & 1)
        return lambda number: (number >> bit & 1) == side

    def _sweep_extra(self, made: dict[str, Any], sweep: Sweep, below: int, wanted: int) -> None:
        """Add properties that are not declared: of each source in turn, up to a number of properties."""
        turn = sweep.turn(self._sites, 1)
        choices = Seeded(f"extra {turn}")
        wanted = int(max(self.least, min(self.most, wanted)))
        self.grammar.room -= max(0, wanted - len(made))
        sources = self._sources()
        # At times two of one source, of which some look at the first only.
        by_twos = turn % _BY_TWOS == _BY_TWOS - 1
        begin = choices.below(len(sources)) if by_twos and sources else turn
        for number in range(wanted * 4 if sources else 0):
            if len(made) >= wanted:
                break
            source = sources[(begin + (number // 2 if by_twos else number)) % len(sources)]
            name = self._free(choices) if source is None else self._drawn(source, choices)
            if name is None or name in made or not self._may_be(name):
                continue
            if self.site(name).height <= _highest(below):
                made[name] = self.site(name).sweep(sweep, below)
        self._fill(made, choices, below)


def _highest(below: int) -> int:
    """Return how high what nobody asks for may be: below the last level not even an empty object, which may grow."""
    return max(1, below) if below >= 0 else 0


def _required(fact: dict[str, Any]) -> list[str]:
    names = fact.get("required")
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def _own_nodes(fact: dict[str, Any], name: str) -> list[Any]:
    """Return what `properties` and `patternProperties` say of a name."""
    declared = fact.get("properties", {})
    found = [declared[name]] if name in declared else []
    return found + [node for pattern, node in fact.get("patternProperties", {}).items() if fits(pattern, name)]


def _describes(fact: dict[str, Any], name: str) -> bool:
    return bool(_own_nodes(fact, name)) or "additionalProperties" in fact
