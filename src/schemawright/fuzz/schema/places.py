"""Records and the places in them: what stands there, and the record with something else there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.pointer import parse_pointer, replaced_at

if TYPE_CHECKING:
    from collections.abc import Container

    from schemawright.fuzz.schema.visits import Place


SCALARS = (str, int, float, bool, type(None))
"""The Python types of the values that have no places in them."""


replaced = replaced_at
"""Returns a record with another value at a place; what is beside the way to it is shared."""


def value_at(record: Any, place: Place) -> Any:
    """Return the value at a place."""
    for token in place:
        record = record[token]
    return record


def has_place(record: Any, place: Place) -> bool:
    """Return whether a record has a place."""
    for token in place:
        if isinstance(record, dict):
            if token not in record:
                return False
        elif not isinstance(record, list) or not isinstance(token, int) or token >= len(record):
            return False
        record = record[token]
    return True


def place_of(record: Any, pointer: str) -> Place:
    """
    Return the place that a JSON Pointer leads to, as far as the record has it.

    >>> place_of({"a": [{"0": 5}]}, "/a/0/0")
    ('a', 0, '0')
    """
    place: Place = ()
    for token in parse_pointer(pointer):
        step = int(token) if isinstance(record, list) and str(token).isdecimal() else token
        if not has_place(record, (step,)):
            break
        place = (*place, step)
        record = record[step]
    return place


def grafted(record: Any, exemplar: Any, place: Place) -> Any:
    """
    Return a record with the first member on the way to a place that it lacks, as an exemplar has it.

    >>> grafted({"a": {}, "c": 1}, {"a": {"b": [5]}}, ("a", "b", 0))
    {'a': {'b': [5]}, 'c': 1}
    """
    if not place or not isinstance(record, dict) or not isinstance(exemplar, dict):
        return record
    token, *rest = place
    if token not in record:
        return {**record, token: exemplar[token]}
    inner = grafted(record[token], exemplar[token], tuple(rest))
    return record if inner is record[token] else {**record, token: inner}


def without_members(value: dict[str, Any], names: Container[object]) -> dict[str, Any]:
    """
    Return an object, or a subschema, without the members of some names.

    >>> without_members({"a": 1, "b": 2, "c": 3}, {"a", "c"})
    {'b': 2}
    """
    return {name: member for name, member in value.items() if name not in names}


def without(record: Any, place: Place) -> Any:
    """
    Return a record without what stands at a place, which is not the whole.

    >>> without({"a": [1, 2, 3], "b": 4}, ("a", 1))
    {'a': [1, 3], 'b': 4}
    """
    parent, token = place[:-1], place[-1]
    container = value_at(record, parent)
    if isinstance(container, dict):
        return replaced(record, parent, without_members(container, {token}))
    index = int(token)
    return replaced(record, parent, [*container[:index], *container[index + 1 :]])
