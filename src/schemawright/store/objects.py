"""The objects inside of a JSON value, whatever they are: subschemas, values, or what is below unknown keywords."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from schemawright.pointer import Tokens


def has_object(value: Any, is_wanted: Callable[[dict[str, Any]], bool]) -> bool:
    """
    Return whether a JSON value is an object that is wanted, or has one inside.

    >>> has_object([{"a": {"b": 1}}], lambda one: "b" in one)
    True
    """
    level, seen = [value], set()
    while level:
        # All that is equally deep at once: for a large schema this is most of what compiling it takes.
        below: list[Any] = []
        for one in level:
            if not isinstance(one, (dict, list)) or id(one) in seen:
                continue
            seen.add(id(one))  # What is in memory may be inside itself.
            if isinstance(one, list):
                below.extend(one)
                continue
            if is_wanted(one):
                return True
            below.extend(one.values())
        level = below
    return False


def replaced_all(document: Any, changes: Iterable[tuple[Tokens, Any]]) -> Any:
    """
    Return a document with other values at places that it has, one after the other; all else is shared.

    However many there are, what is on the way to them is copied once.

    >>> before = {"a": [{"b": 1}, 2], "c": 3}
    >>> replaced_all(before, [(("a", 0), {"b": 4}), (("a", 0, "b"), 5), (("a", 1), 6)]), before
    ({'a': [{'b': 5}, 6], 'c': 3}, {'a': [{'b': 1}, 2], 'c': 3})
    """
    changed = [document]
    copies: dict[int, Any] = {id(changed): changed}  # Kept, so that no number is given to another one.
    for tokens, value in changes:
        container: Any = changed
        token: Any = 0
        for more in tokens:
            inner = container[token]
            if id(inner) not in copies:
                inner = container[token] = inner.copy()
                copies[id(inner)] = inner
            container, token = inner, more
        container[token] = value
    return changed[0]
