"""What objects satisfy of which something is denied that is said of members: with the member that this asks for."""

from __future__ import annotations

import json
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.choices import Seeded
from schemawright.fuzz.making.denials import members_of
from schemawright.fuzz.making.grammar import Stuck

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from schemawright.fuzz.making.denials import Member
    from schemawright.fuzz.making.grammar import Grammar

    Facts = tuple[dict[str, Any], ...]

_NAMES, _TRIES = 3, 12
"""How many names a member has, each in a way of its own, and how often one is drawn for that."""
_WAYS = 8
"""In how many ways several denials are met together."""
_TEXT = {"type": "string"}


def with_members(grammar: Grammar, facts: Facts) -> Iterator[Facts]:
    """
    Yield what objects satisfy, with a member more for each denial: in several ways, and under several names.

    As it is it comes last, and only where chance may find such a member.

    Args:
        grammar: The grammar.
        facts: The conjunction that holds for them.
    """
    denials = {json.dumps(fact["not"], sort_keys=True, default=str): fact["not"] for fact in facts if "not" in fact}
    ways = list(islice(product(*[list(members_of(denied)) for denied in denials.values()]), _WAYS)) if denials else []
    found = [(*facts, *more) for way in ways for more in _named(grammar, facts, way)]
    yield from found
    if not found or any(member.is_likely for way in ways for member in way):
        yield facts


def _named(grammar: Grammar, facts: Facts, way: Sequence[Member]) -> Iterator[Facts]:
    """Yield what says that some members are there, under several names."""
    of_all = [fact["propertyNames"] for fact in facts if "propertyNames" in fact]
    several = [_names(grammar, (member.name, *of_all)) for member in way]
    for turn in range(max(map(len, several)) if all(several) else 0):
        # In turns, so that what is denied twice of the same names is met by two members.
        names = [of_one[(turn + number) % len(of_one)] for number, of_one in enumerate(several)]
        members = zip(names, way, strict=True)
        yield tuple([{"required": [name], "properties": {name: grammar.refusal(one.refused)}} for name, one in members])


def _names(grammar: Grammar, nodes: tuple[Any, ...]) -> list[str]:
    """Return some texts that satisfy a conjunction, the simplest first."""
    site, choices = grammar.site((*nodes, _TEXT)), Seeded("denied")
    found: dict[str, None] = {}
    for _ in range(_TRIES):
        try:
            found[site.make(choices, 1)] = None
        except Stuck:
            break
    return sorted(found, key=lambda name: (len(name), name))[:_NAMES]
