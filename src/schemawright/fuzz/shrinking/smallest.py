"""
Shrinking: from a record that shows a problem to the smallest one that still does.

A delta debugger for JSON: it drops members and items, many at once first, puts what is inside in the place of what is
around it, and makes scalars simple.  Every step asks again whether the problem is still there; nothing is remembered
of how the record was made.
"""

from __future__ import annotations

import re
from collections import deque
from itertools import chain, combinations, islice
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.schema.places import SCALARS, has_place, value_at, without
from schemawright.pointer import replaced_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.pointer import Tokens

MAX_TRIES = 5_000
"""How often a record is asked about, unless the caller says otherwise."""

MAX_LOOKS = 5_000
"""How many instances are looked at, whether they are of the same class, to ask about some of them."""

_NOTHING = object()
_LETTER, _DIGIT, _CAPITAL = _PLAIN = "a0A"
"""The plainest characters, the plainest first: a text becomes one of those where a pattern has other classes too."""
_FEW = 64
_KNOWN, _BESIDE = 3, 8
"""How many simpler scalars are tried with less beside them, and of how many members one or two go with them."""
_NUMERAL = re.compile("[0-9]{1,9}")
_DAY, _DATED = "2000-01-01", re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OFFSET = re.compile("[+-][0-9]{2}:[0-9]{2}$")
"""The plainest day, and the start of a text that has one: the year 0 many programs refuse for reasons of their own."""
_HUGE = 10**400
"""From here on a number that is no integer is not written out as one: it may have a million digits."""


def shrink(
    instance: Any,
    fails: Callable[[Any], bool],
    *,
    allows: Callable[[Any], bool] | None = None,
    known: Callable[[Tokens, Any], Iterable[Any]] = lambda _tokens, _value: (),
    max_tries: int = MAX_TRIES,
    moving: bool = False,
) -> Any:
    """
    Return a smaller instance for which something still fails; the instance itself where there is none.

    The same instance and the same answers give the same result.  No single step makes it smaller and keeps it
    failing, unless the tries were used up, or those that may be looked at whether they are allowed.

    Args:
        instance: A JSON value; left as it is.
        fails: Whether the problem is there.
        allows: Whether an instance may be asked about, such as whether it is of the same class: what costs little, and
            is no try.
        known: What is known to be simpler than the value at a place, which no rule of this module would make of it.
        max_tries: How often `fails` is called at most.
        moving: Whether a scalar may take the place of another one, in the end, with what was around it gone: for whom a
            record is a text.

    >>> shrink({"a": [1, 2, {"b": "long text"}], "c": 3}, lambda value: "'b'" in str(value))
    {'b': ''}
    >>> shrink({"in": [{"in": [{"in": None}]}]}, lambda value: isinstance(value, dict) and "in" in value)
    {'in': None}
    >>> shrink([["x", 7], 1, ["x", 7]], lambda value: isinstance(value, list) and value[:1] == value[1:2] != [])
    [[], []]
    >>> shrink([3, 17, 250], lambda value: isinstance(value, list) and any(item > 12 for item in value))
    [13]
    """
    return _Shrinker(fails, allows, known, max_tries, moving=moving).run(instance)


class _Shrinker:
    """
    Takes every step that keeps the problem, until none does.

    No instance is asked about twice, and every step makes one that is simpler: so it ends.
    """

    def __init__(
        self,
        fails: Callable[[Any], bool],
        allows: Callable[[Any], bool] | None,
        known: Callable[[Tokens, Any], Iterable[Any]],
        max_tries: int,
        *,
        moving: bool,
    ) -> None:
        self._fails = fails
        self._allows = allows
        self._known = known
        self._moving = moving
        self._left = max_tries
        self._looks = max(MAX_LOOKS, max_tries)
        self._asked: set[str] = set()

    def run(self, instance: Any) -> Any:
        self._asked.add(_key(instance))
        current, before = instance, _NOTHING
        while current is not before and self._left > 0:
            before = current
            for tokens in list(_places(current)):
                current = self._shrunk_at(current, tokens)
            if current is before:
                current = self._first_of(_without_what_is_asked_for(current, self._known), current)
            if current is before and self._moving:
                # Where a text or a number has to be somewhere, it may stay where it needs more around it.
                current = self._first_of(islice(_with_one_moved(current), _FEW), current)
        return current

    def _first_of(self, candidates: Iterable[Any], otherwise: Any) -> Any:
        """Return the first of several instances that still fails."""
        return next(filter(self._still_fails, candidates), otherwise)

    def _shrunk_at(self, current: Any, tokens: Tokens) -> Any:
        """Return an instance with the value at one place as small as it gets; places that are gone are passed over."""
        while self._left > 0:
            found = self._first(current, tokens) if has_place(current, tokens) else _NOTHING
            if found is _NOTHING:
                break
            current = found
        return current

    def _first(self, current: Any, tokens: Tokens) -> Any:
        value, others = value_at(current, tokens), _alike(current, tokens)
        for places in ([tokens], [tokens, *others]) if others else ([tokens],):
            for candidate in chain(self._known(tokens, value), _simpler(value)):
                whole = current
                for place in places:
                    whole = replaced_at(whole, place, candidate)
                if self._still_fails(whole):
                    return whole
        return _NOTHING

    def _still_fails(self, candidate: Any) -> bool:
        key = _key(candidate)
        if key in self._asked or self._left <= 0:
            return False
        self._asked.add(key)
        if self._allows is not None and not self._is_allowed(candidate, self._allows):
            return False
        self._left -= 1
        return self._fails(candidate)

    def _is_allowed(self, candidate: Any, allows: Callable[[Any], bool]) -> bool:
        self._looks -= 1
        return self._looks >= 0 and allows(candidate)


def _without_what_is_asked_for(value: Any, known: Callable[[Tokens, Any], Iterable[Any]]) -> Iterator[Any]:
    """
    Yield a value with a scalar that is known to be simpler, and less beside it.

    What a scalar says may ask for members that another forbids: neither can go alone.

    >>> value = {"paid": True, "by": "card", "on": 0}
    >>> [*_without_what_is_asked_for(value, lambda _, one: [1] * (one == "card"))][:3]
    [{'paid': False, 'on': 0}, {'paid': False, 'by': 'card'}, {'paid': False}]
    """
    for at in list(_places(value)):
        if not (at and isinstance(one := value_at(value, at), SCALARS) and isinstance(at[-1], str)):
            continue
        others = [name for name in value_at(value, at[:-1]) if name != at[-1]][:_BESIDE]
        for simpler in islice(chain([False] * (one is True), known(at, one)), _KNOWN):
            whole = replaced_at(value, at, simpler)
            for gone in chain(combinations(others, 1), combinations(others, 2)):
                less = whole
                for name in gone:
                    less = without(less, (*at[:-1], name))
                yield less


def _with_one_moved(value: Any) -> Iterator[Any]:
    """
    Yield a value without a member or an item, a scalar of which is in another place.

    >>> list(_with_one_moved({"a": 0, "b": [7]}))
    [{'b': [0]}, {'a': 7}, {'a': 7, 'b': []}]
    """
    scalars = [(at, one) for at in _places(value) if isinstance(one := value_at(value, at), SCALARS)]
    for gone in filter(None, _places(value)):
        inner = [one for at, one in scalars if at[: len(gone)] == gone]
        others = [(at, one) for at, one in scalars if at[: len(gone)] != gone]
        for one in inner:
            for at, other in others:
                if type(one) is type(other) and one != other:
                    yield without(replaced_at(value, at, one), gone)


def _key(value: Any) -> str:
    """Return a text that tells instances apart; 1, 1.0 and true are three."""
    return repr(value)


def _places(value: Any) -> Iterator[Tokens]:
    """Yield the place of every value, outer before inner."""
    pending: list[tuple[Tokens, Any]] = [((), value)]
    while pending:
        at, one = pending.pop()
        yield at
        members = one.items() if isinstance(one, dict) else enumerate(one) if isinstance(one, list) else ()
        pending.extend(reversed([((*at, name), inner) for name, inner in members]))


def _alike(value: Any, tokens: Tokens) -> list[Tokens]:
    """
    Return the same place in the items that are equal to the one that a place is in: what is twice has to stay so.

    >>> _alike([[{"a": 1}, 2, {"a": 1}]], (0, 0, "a"))
    [(0, 2, 'a')]
    """
    for depth, token in enumerate(tokens):
        if isinstance(value, list):
            own = _key(value[token])  # type: ignore[index]  # of an array it is an index
            equal = [index for index, item in enumerate(value) if index != token and _key(item) == own]
            if equal:
                return [(*tokens[:depth], index, *tokens[depth + 1 :]) for index in equal]
        value = value[token]
    return []


def _simpler(value: Any) -> Iterator[Any]:
    """Yield what is simpler than a value, the simplest first."""
    if isinstance(value, dict):
        yield from _less(list(value.items()), dict)
        yield from value.values()
        yield from _like_it(value)
        yield from _renamed(value)
    elif isinstance(value, list):
        yield from _less(value, list)
        yield from value
        yield from _like_it(value)
    elif isinstance(value, str):
        yield from _less(list(value), "".join)
        yield from _plainer(value)
    elif value is True:
        yield False
    elif not isinstance(value, bool) and value is not None:
        yield from _towards_zero(value)


def _like_it(value: Any) -> Iterator[Any]:
    """Yield objects inside of an object, or arrays inside of an array, further down: what recurs is of its kind."""
    pending = deque(_inside(value))
    seen = 0
    while pending and seen < _FEW:
        for one in _inside(pending.popleft()):
            pending.append(one)
            if type(one) is type(value):
                seen += 1
                yield one


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _less(parts: list[Any], make: Callable[[list[Any]], Any]) -> Iterator[Any]:
    """Yield what is left without all parts, without half of them, a quarter, down to one."""
    size = len(parts)
    while size:
        for start in range(0, len(parts), size):
            yield make(parts[:start] + parts[start + size :])
        size //= 2


def _renamed(value: dict[str, Any]) -> Iterator[Any]:
    """Yield an object with a shorter or plainer name in it."""
    shortest = next((letter for letter in ascii_lowercase if letter not in value), _LETTER)
    for name in value:
        if len(name) > 1 or name > shortest:
            for shorter in (shortest, *_shorter_names(name)):
                if shorter not in value:
                    yield {shorter if one == name else one: inner for one, inner in value.items()}


def _shorter_names(name: str) -> Iterator[str]:
    """Yield a few names that are shorter or plainer: most names have to stay, which must not cost much."""
    half = len(name) // 2
    yield from (part for part in (name[:half], name[half:], name[1:], name[:-1]) if part)
    yield from (plain for plain in (_LETTER * len(name), "".join(map(_plain_of_its_kind, name))) if plain != name)
    strange = [index for index, char in enumerate(name) if not char.isalnum() and char not in "_-"]
    yield from (name[:index] + _LETTER + name[index + 1 :] for index in strange[:_FEW])


def _plainer(text: str) -> Iterator[str]:
    """Yield a text with more and more of it made plain: letters where that can be, else a digit where there is one."""
    if text.strip(_LETTER):
        yield _LETTER * len(text)
        kept = len(_DAY) if _DATED.match(text) else 0
        yield _DAY[:kept] + "".join(map(_plain_of_its_kind, text[kept:]))
        yield _DAY[:kept] + text[kept:]
        if kept and _OFFSET.search(text):
            yield text[: -len("+00:00")] + "Z"
        for index, char in enumerate(text[kept:_FEW], kept):
            rank = _PLAIN.find(char)
            for plain in _PLAIN if rank < 0 else _PLAIN[:rank]:
                yield text[:index] + plain + text[index + 1 :]
        yield from (one + text[_FEW:] for one in _with_lower_numbers(text[:_FEW], kept))


def _with_lower_numbers(text: str, kept: int) -> Iterator[str]:
    """
    Yield a text with a lower number in it, as wide as it was; those of a day are lowered towards the plainest day.

    >>> [*_with_lower_numbers("v9", 0)]
    ['v0', 'v1', 'v2', 'v5', 'v7', 'v8', 'v6']
    >>> [*_with_lower_numbers("2004-01-01", 10)]
    ['2000-01-01', '2001-01-01', '2002-01-01', '2003-01-01']
    """
    for found in _NUMERAL.finditer(text):
        start, end = found.span()
        least = int(_DAY[start:end]) if end <= kept else 0
        number = int(found.group())
        closer = (least + one for one in (0, *_smaller_than(number - least))) if number > least else (least,)
        for one in dict.fromkeys(closer):
            if one != number:
                yield f"{text[:start]}{one:0{end - start}}{text[end:]}"


def _plain_of_its_kind(char: str) -> str:
    if char.isdecimal():
        return _DIGIT
    if char.isalpha():
        return _CAPITAL if char.isupper() else _LETTER
    return char


def _towards_zero(value: Any) -> Iterator[Any]:
    """Yield numbers that are closer to 0, whole ones and those of few digits first; for a negative one its opposite."""
    if value == 0:
        if not isinstance(value, int):
            yield 0
        return
    yield 0
    if value < 0:
        yield -value
    whole = _whole_of(value)
    if not isinstance(value, int):
        yield whole
    sign = 1 if whole > 0 else -1
    for closer in _smaller_than(abs(whole)):
        yield sign * closer
    if not isinstance(value, int) and isinstance(value, float):
        yield from (rounded for digits in (1, 3) if (rounded := round(value, digits)) != value)


def _whole_of(value: Any) -> int:
    if isinstance(value, int) or abs(value) < _HUGE:
        return int(value)
    return _HUGE if value > 0 else -_HUGE


def _smaller_than(number: int) -> Iterator[int]:
    """Yield what is below a number: the smallest, its first digits, by halves as a search goes, less a divisor."""
    yield from (few for few in (1, 2) if few < number)
    cut = number.bit_length() * 3 // 10
    while cut:
        yield number // 10**cut
        cut //= 2
    step = number // 2
    while step:
        yield number - step
        step //= 2
    # Between multiples of the same there are none that would lead from one to the next.
    yield from (number - divisor for divisor in range(3, min(number, _FEW)) if number % divisor == 0)
