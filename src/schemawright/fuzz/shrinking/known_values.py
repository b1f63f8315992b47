"""The simplest values that a place is known to have: what cannot be made of a value that has its own rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.fuzz.record import size_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.pointer import Tokens
    from schemawright.validation.schema import Schema

_KEPT = 4
"""How many texts are kept of each place; of objects and arrays, the one that is the simplest."""
_MOST = 1_000
"""How many records are looked at: those that come first are the simplest."""
_LONGEST, _LARGEST = 200, 60
"""How long a text is, and how many values a container has in it, at the most, that is kept."""
_PLAIN = {"a": 0, "0": 1, "A": 2}
"""How far the plainest characters are from plain, as the shrinker has them; all others are further."""
_SCALARS = (str, int, float, bool, type(None))


class KnownValues:
    """
    Knows the simplest values that valid records had at each place, and the enumerations of a schema.

    Args:
        schema: The schema.

    >>> from schemawright import open_schema
    >>> known = KnownValues(open_schema({"properties": {"of": {"enum": ["EUR", "GBP", "USD"]}}}))
    >>> list(known.simpler(("of",), "USD"))
    ['EUR', 'GBP']
    >>> known.see({"to": [{"email": "a@a"}, {"email": "b@b.ex"}]})
    >>> list(known.simpler(("to", 7, "email"), "x@[0.0.0.0]"))
    ['a@a', 'b@b.ex']
    >>> list(known.simpler(("to", 3), {"of": "GBP", "email": "x@[0.0.0.0]"}))
    [{'email': 'a@a'}, {'email': 'x@[0.0.0.0]', 'of': 'GBP'}]
    """

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._orders: dict[str, list[Any]] | None = None
        self._texts: dict[str | None, list[tuple[int, int, str]]] = {}
        self._containers: dict[tuple[str | None, type], tuple[tuple[int, int, int, str], Any]] = {}
        self._seen = 0

    def see(self, instance: Any) -> None:
        """Note what is in a valid instance."""
        self._seen += 1
        if self._seen > _MOST:
            return
        for name, value in _named(instance):
            if isinstance(value, str):
                self._note_text(name, value)
            elif isinstance(value, dict | list):
                self._note_container(name, value)

    def _note_text(self, name: str | None, text: str) -> None:
        if len(text) > _LONGEST:
            return
        kept, rank = self._texts.setdefault(name, []), _rank(text)
        if rank not in kept and (len(kept) < _KEPT or rank < kept[-1]):
            kept.append(rank)
            kept.sort()
            del kept[_KEPT:]

    def _note_container(self, name: str | None, value: Any) -> None:
        rank = _rank_of(value)
        if rank is not None:
            kept = self._containers.get((name, type(value)))
            if kept is None or rank < kept[0]:
                self._containers[name, type(value)] = rank, value

    def simpler(self, tokens: Tokens, value: Any) -> Iterator[Any]:
        """Yield what is simpler than a value and stood at such a place, the simplest first."""
        if isinstance(value, _SCALARS):
            yield from self._simpler_scalars(tokens, value)
            return
        kept = self._containers.get((_name_of(tokens), type(value)))
        rank = _rank_of(value)
        if kept is not None and (rank is None or kept[0] < rank):
            yield kept[1]
        if isinstance(value, dict) and list(value) != sorted(value):
            # So that what differs in nothing else is the same to whoever reads it.
            yield dict(sorted(value.items()))

    def _simpler_scalars(self, tokens: Tokens, value: Any) -> Iterator[Any]:
        if self._orders is None:
            self._orders = _enumerations(self._schema)
        before = self._orders.get(repr(value))
        if before is not None:
            # Of an enumeration the first is the simplest, as it is for all else that makes records.
            yield from before
        elif isinstance(value, str):
            rank = _rank(value)
            yield from (kept[-1] for kept in self._texts.get(_name_of(tokens), ()) if kept < rank)


def _rank(text: str) -> tuple[int, int, str]:
    """Return how simple a text is: by its length, then by what is not plain in it."""
    return len(text), sum(_PLAIN.get(char, len(_PLAIN)) for char in text), text


def _rank_of(value: Any) -> tuple[int, int, int, str] | None:
    """Return how simple an object or an array is; None of a large one, which none is simpler than."""
    size = size_of(value, _LARGEST + 1)
    return (size, *_rank(repr(value))) if size <= _LARGEST else None


def _name_of(tokens: Tokens) -> str | None:
    """Return what a place is known by, as `_named` does: what recurs, and all items, share theirs."""
    name: str | None = None
    for token in tokens:
        name = token if isinstance(token, str) else f"{name or ''}[]"
    return name


def _named(instance: Any) -> Iterator[tuple[str | None, Any]]:
    """Yield every value with what its place is known by: the last name on the way, and `[]` for each array after it."""
    pending: list[tuple[str | None, Any]] = [(None, instance)]
    while pending:
        name, value = pending.pop()
        yield name, value
        if isinstance(value, dict):
            pending.extend(value.items())
        elif isinstance(value, list):
            pending.extend((f"{name or ''}[]", item) for item in value)


def _enumerations(schema: Schema) -> dict[str, list[Any]]:
    """Return what stands before each value in the enumerations of a schema."""
    found: dict[str, list[Any]] = {}
    pending = [schema.contents, *(resource.contents for resource in schema.referenced.values())]
    while pending:
        one = pending.pop()
        members = one.get("enum") if isinstance(one, dict) else None
        if isinstance(members, list):
            scalars = [member for member in members if isinstance(member, _SCALARS)]
            for index, member in enumerate(scalars):
                found.setdefault(repr(member), []).extend(scalars[:index])
        pending.extend(one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
    return found
