"""
Shrinking: from a record that shows a problem to the smallest one that still does.

A delta debugger for JSON: it drops members and items, many at once first, puts what is inside in the place of what is
around it, and makes scalars simple.  Every step asks again whether the problem is still there; nothing is remembered
of how the record was made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.pointer import Tokens

MAX_TRIES = 5_000
"""How often a record is asked about, unless the caller says otherwise."""

_NOTHING = object()
_LETTER = "a"
_FEW = 64


def shrink(instance: Any, fails: Callable[[Any], bool], *, max_tries: int = MAX_TRIES) -> Any:
    """
    Return a smaller instance for which something still fails; the instance itself where there is none.

    The same instance and the same answers give the same result.  No single step makes it smaller and keeps it
    failing, unless the tries were used up.

    Args:
        instance: A JSON value; left as it is.
        fails: Whether the problem is there.  To keep a record's class, it has to ask the schema too.
        max_tries: How often `fails` is called at most.

    >>> shrink({"a": [1, 2, {"b": "long text"}], "c": 3}, lambda value: "'b'" in str(value))
    {'b': ''}
    >>> shrink([3, 17, 250], lambda value: isinstance(value, list) and any(item > 12 for item in value))
    [13]
    """
    return _Shrinker(fails, max_tries).run(instance)


def shrunk_in_class(
    instance: Any, fails: Callable[[Any], bool], is_valid: Callable[[Any], bool], *, max_tries: int = MAX_TRIES
) -> Any:
    """
    Return a smaller instance for which something still fails, valid if it was valid, invalid if it was not.

    Args:
        instance: A JSON value.
        fails: Whether the problem is there.
        is_valid: The schema's verdict, asked before `fails` at every step.
        max_tries: How often is asked at most.
    """
    valid = is_valid(instance)
    return shrink(instance, lambda smaller: is_valid(smaller) == valid and fails(smaller), max_tries=max_tries)


class _Shrinker:
    """
    Takes every step that keeps the problem, until none does.

    No instance is asked about twice, and every step makes one that is simpler: so it ends.
    """

    def __init__(self, fails: Callable[[Any], bool], max_tries: int) -> None:
        self._fails = fails
        self._left = max_tries
        self._asked: set[str] = set()

    def run(self, instance: Any) -> Any:
        self._asked.add(_key(instance))
        current, before = instance, _NOTHING
        while current is not before and self._left > 0:
            before = current
            for tokens in list(_places(current)):
                current = self._shrunk_at(current, tokens)
        return current

    def _shrunk_at(self, current: Any, tokens: Tokens) -> Any:
        """Return an instance with the value at one place as small as it gets; places that are gone are passed over."""
        while self._left > 0:
            value = _get(current, tokens)
            found = _NOTHING if value is _NOTHING else self._first(current, tokens, value)
            if found is _NOTHING:
                break
            current = found
        return current

    def _first(self, current: Any, tokens: Tokens, value: Any) -> Any:
        for candidate in _simpler(value):
            whole = _put(current, tokens, candidate)
            if self._still_fails(whole):
                return whole
        return _NOTHING

    def _still_fails(self, candidate: Any) -> bool:
        key = _key(candidate)
        if key in self._asked or self._left <= 0:
            return False
        self._asked.add(key)
        self._left -= 1
        return self._fails(candidate)


def _key(value: Any) -> str:
    """Return a text that tells instances apart; 1, 1.0 and true are three."""
    return repr(value)


def _places(value: Any, tokens: Tokens = ()) -> Iterator[Tokens]:
    """Yield the place of every value, outer before inner."""
    pending: list[tuple[Tokens, Any]] = [(tokens, value)]
    while pending:
        at, one = pending.pop()
        yield at
        members = one.items() if isinstance(one, dict) else enumerate(one) if isinstance(one, list) else ()
        pending.extend(reversed([((*at, name), inner) for name, inner in members]))


def _get(value: Any, tokens: Tokens) -> Any:
    for token in tokens:
        if not isinstance(value, dict | list):
            return _NOTHING
        try:
            value = value[token]  # type: ignore[index]  # a name in an object, an index in an array
        except (LookupError, TypeError):
            return _NOTHING
    return value


def _put(value: Any, tokens: Tokens, new: Any) -> Any:
    """Return a copy with another value at one place; what is not on the way there is shared."""
    if not tokens:
        return new
    copy: Any = value.copy()
    copy[tokens[0]] = _put(value[tokens[0]], tokens[1:], new)
    return copy


def _simpler(value: Any) -> Iterator[Any]:
    """Yield what is simpler than a value, the simplest first."""
    if isinstance(value, dict):
        yield from _less(list(value.items()), dict)
        yield from value.values()
        yield from _renamed(value)
    elif isinstance(value, list):
        yield from _less(value, list)
        yield from value
    elif isinstance(value, str):
        yield from _less(list(value), "".join)
        yield from _plainer(value)
    elif value is True:
        yield False
    elif not isinstance(value, bool) and value is not None:
        yield from _towards_zero(value)


def _less(parts: list[Any], make: Callable[[list[Any]], Any]) -> Iterator[Any]:
    """Yield what is left without all parts, without half of them, a quarter, down to one."""
    size = len(parts)
    while size:
        for start in range(0, len(parts), size):
            yield make(parts[:start] + parts[start + size :])
        size //= 2


def _renamed(value: dict[str, Any]) -> Iterator[Any]:
    if _LETTER in value:
        return
    for name in value:
        if len(name) > len(_LETTER) or name > _LETTER:
            yield {_LETTER if one == name else one: inner for one, inner in value.items()}


def _plainer(text: str) -> Iterator[str]:
    """Yield a text with more and more of it made plain letters."""
    if text.strip(_LETTER):
        yield _LETTER * len(text)
        for index, char in enumerate(text[:_FEW]):
            if char > _LETTER:
                yield text[:index] + _LETTER + text[index + 1 :]


def _towards_zero(value: Any) -> Iterator[Any]:
    """Yield numbers that are closer to 0, whole ones first; for a negative one its opposite."""
    if value == 0:
        if not isinstance(value, int):
            yield 0
        return
    yield 0
    if value < 0:
        yield -value
    whole = int(value) if abs(value) < 10**30 else None
    if whole is not None and not isinstance(value, int):
        yield whole
    if whole:
        step = abs(whole) // 2
        sign = 1 if whole > 0 else -1
        while step:
            yield whole - sign * step
            step //= 2
    if not isinstance(value, int) and isinstance(value, float):
        yield from (rounded for digits in (1, 3) if (rounded := round(value, digits)) != value)
