"""The shortest way to load a JSON value: by way of its text, where it is of nothing but what JSON has."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from schemawright.models.fast.pure import SURE, TEXT
from schemawright.models.spelling.numbers import is_spelt_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.models.fast.objects import Fast

_CONTAINERS = frozenset({dict, list})


def taking(fast: Fast) -> Callable[[Any], Any]:
    """Return the shortest way to load a JSON value."""
    take, exactly = fast.take, partial(fast.loader.load_instance_exactly, cls=fast.cls)

    def from_instance(instance: Any) -> Any:
        made = take(instance)
        if made is None:
            made = exactly(instance)
            fast.learn(instance)
        return made

    return from_instance


def is_plain(value: Any) -> bool:
    """
    Return whether a value is of nothing but what a JSON text is read as; a cycle in it is a `RecursionError`.

    How a number is written is our own choice, where none was read: none is plain that is not spelled in one way only.
    """
    if value.__class__ is dict:
        if not TEXT.issuperset(map(type, value)):
            return False
        value = value.values()
    elif value.__class__ is not list:
        value = (value,)
    if SURE.issuperset(map(type, value)):  # The kinds are few, so that most are looked at once, in C.
        return True
    for one in value:
        kind = one.__class__
        if kind is float:
            if not is_spelt_once(one):
                return False
        elif kind not in SURE and not (kind in _CONTAINERS and is_plain(one)):
            return False
    return True
