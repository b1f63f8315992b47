"""Looking for witnesses: instances on which a schema and what was made wrong of it differ."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.mutation.candidates import iter_candidates
from schemawright.keywords import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benchmarks.mutation.subjects import Subject
    from schemawright.pointer import Tokens


_FIRST = 1_000
"""How many candidates are tried besides those that are edited where the schema was made wrong."""


class Witness(NamedTuple):
    """
    A witness.

    Args:
        instance: The instance.
        accepted: Whether the schema accepts it.
    """

    instance: Any
    accepted: bool


class Search:
    """
    Searches among the candidates of one schema.

    Args:
        subject: The schema.
        is_valid: What judges by it.
    """

    def __init__(self, subject: Subject, is_valid: Callable[[Any], bool]) -> None:
        candidates = list(iter_candidates(subject))
        self.instances = [one.instance for one in candidates]
        self.accepted = [is_valid(instance) for instance in self.instances]
        self._by_name: dict[str, list[int]] = defaultdict(list)
        for index, candidate in enumerate(candidates):
            for name in candidate.names:
                self._by_name[name].append(index)
        self._users = _users(subject.schema)
        self._schema = subject.schema

    def witness(self, tokens: Tokens, is_valid: Callable[[Any], bool]) -> Witness | None:
        """
        Return a witness, or None where there is none among the candidates.

        Args:
            tokens: Where the schema was made wrong; candidates that are edited there come first.
            is_valid: What judges wrongly.
        """
        near = self._near(names_in(tokens, self._users))
        rest = range(_FIRST if near else len(self.instances))
        return self.first(chain(near, rest), is_valid)

    def first(self, order: Iterable[int], is_valid: Callable[[Any], bool]) -> Witness | None:
        """Return the first witness in some order of the candidates."""
        instances, accepted = self.instances, self.accepted
        for index in order:
            if is_valid(instances[index]) is not accepted[index]:
                return Witness(instances[index], accepted[index])
        return None

    def near(self, *names: str) -> list[int]:
        """Return the candidates that are edited inside properties of some names."""
        return self._near(frozenset(names))

    def using(self, keywords: frozenset[str]) -> list[int]:
        """Return the candidates that are edited where some keywords, or `format date` and the like, are used."""
        places = {
            names_in(tokens, self._users)
            for tokens, schema in walk(self._schema, "2020-12")
            if isinstance(schema, dict) and not keywords.isdisjoint({*schema, *_valued(schema)})
        }
        lists = [self._near(names) for names in sorted(places, key=sorted)]
        return [index for one in sorted(lists, key=len) for index in one]

    def _near(self, names: frozenset[str]) -> list[int]:
        known = sorted((self._by_name[name] for name in names if name in self._by_name), key=len)
        if not known:
            return []
        return sorted(set(known[0]).intersection(*known[1:])) or known[0]


def _valued(schema: dict[str, Any]) -> set[str]:
    kinds = schema.get("type", [])
    return {
        f"format {schema.get('format')}",
        *(f"type {one}" for one in ([kinds] if isinstance(kinds, str) else kinds)),
    }


def names_in(tokens: Tokens, users: dict[str, frozenset[str]]) -> frozenset[str]:
    """Return the property names on the way to a subschema; for a definition, those where it is used."""
    names = frozenset(str(name) for keyword, name in pairwise(tokens) if keyword == "properties")
    used = users.get(str(tokens[1]), frozenset()) if tokens[:1] == ("$defs",) else frozenset()
    return names | used


def _users(schema: Any) -> dict[str, frozenset[str]]:
    """Return for each definition the property names that lead to the first reference to it."""
    found: dict[str, frozenset[str]] = {}
    for tokens, subschema in walk(schema, "2020-12"):
        if isinstance(subschema, dict) and "$ref" in subschema:
            name = str(subschema["$ref"]).rpartition("/")[2]
            found.setdefault(name, names_in(tokens, found))
    return found
