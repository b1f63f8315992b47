"""The simplest values that a place is known to have: what cannot be made of a text that has its own rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.pointer import Tokens
    from schemawright.validation.schema import Schema

_KEPT = 4
"""How many texts are kept of each place."""
_MOST = 1_000
"""How many records are looked at: those that come first are the simplest."""
_LONGEST = 200
"""How long a text is, at the most, that is kept: a longer one is no simple one."""
_PLAIN = frozenset("aA0")
_SCALARS = (str, int, float, bool, type(None))


class KnownValues:
    """
    Knows the simplest texts that valid records had at each place, and the enumerations of a schema.

    Args:
        schema: The schema.

    >>> from schemawright import open_schema
    >>> known = KnownValues(open_schema({"properties": {"of": {"enum": ["EUR", "GBP", "USD"]}}}))
    >>> list(known.simpler(("of",), "USD"))
    ['EUR', 'GBP']
    >>> known.see({"to": [{"email": "a@a"}, {"email": "b@b.example"}]})
    >>> list(known.simpler(("to", 7, "email"), "x@[0.0.0.0]"))
    ['a@a', 'b@b.example']
    """

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._orders: dict[str, list[Any]] | None = None
        self._texts: dict[str | None, list[tuple[Any, ...]]] = {}
        self._seen = 0

    def see(self, instance: Any) -> None:
        """Note the texts of a valid instance."""
        self._seen += 1
        if self._seen > _MOST:
            return
        for name, text in _texts(instance):
            if len(text) <= _LONGEST:
                self._note(self._texts.setdefault(name, []), _rank(text))

    @staticmethod
    def _note(kept: list[tuple[Any, ...]], rank: tuple[Any, ...]) -> None:
        if rank not in kept and (len(kept) < _KEPT or rank < kept[-1]):
            kept.append(rank)
            kept.sort()
            del kept[_KEPT:]

    def simpler(self, tokens: Tokens, value: Any) -> Iterator[Any]:
        """Yield what is simpler than a value and stood at such a place, the simplest first."""
        if not isinstance(value, _SCALARS):
            return
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
    return len(text), sum(char not in _PLAIN for char in text), text


def _name_of(tokens: Tokens) -> str | None:
    """Return what places are known by: the last name on the way, so that items share theirs, and what recurs."""
    return next((token for token in reversed(tokens) if isinstance(token, str)), None)


def _texts(instance: Any) -> Iterator[tuple[str | None, str]]:
    pending: list[tuple[str | None, Any]] = [(None, instance)]
    while pending:
        name, value = pending.pop()
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, dict):
            pending.extend(value.items())
        elif isinstance(value, list):
            pending.extend((name, item) for item in value)


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
