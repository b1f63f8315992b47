"""
Objects with properties that their schema does not declare.

Names that come again and again are learned, as orders are: then a twin has such properties like all others, and what
the schema says of them is judged like that.  A text's outermost object may have any others besides, of which the schema
says nothing: the twin has what it knows, and these are what the text has besides.  All of them are given as the text
has them, when they are asked for.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import msgspec

from schemawright.models.fast.built import building
from schemawright.models.spelling.negative_zero import may_have_one
from schemawright.models.spelling.numbers import is_spelt_once, may_round
from schemawright.runtime import UNSET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from schemawright.models.fast.parts import Part
    from schemawright.models.fast.twins import Twin, Twins
    from schemawright.runtime import Carried, Model

_KEYWORDS = frozenset({"type", "properties", "required", "additionalProperties"})
_UNNAMED = frozenset('"\\')
"""What msgspec allows in no name of a field."""
_read_all = msgspec.json.Decoder().decode
_LARGEST = 1 << 53
DEEPEST = 50
"""How deep a value nests at the most: it is copied when it is asked for, and the stack may be deep by then."""
MOST = 16
_LONGEST = 64
"""How many names are known at the most, and of how many characters: what is no name of a property never comes again."""


def takes_others(carried: Carried, parts: Iterable[Part]) -> bool:
    """Return whether objects of a class may have whatever other properties, as all that is said of them has it."""
    if not carried.extra_field or carried.extra is not None:
        return False
    return all(_is_open(part.schema, carried.properties) for part in parts)


def _is_open(said: Mapping[str, Any], properties: Mapping[str, Any]) -> bool:
    """
    Return whether what decides in a subschema says nothing of properties that a class does not have.

    The class has none for what may never be there, of which `properties` says just that.
    """
    if not said.keys() <= _KEYWORDS or said.get("additionalProperties", True) not in (True, {}):
        return False
    return properties.keys() >= frozenset(said.get("properties", ()))


def giving_others(twin: Twin) -> Callable[[Model], dict[str, Any]]:
    """Return what gives all other properties of an object that holds a twin, to which something was done before."""
    carried, declared = twin.carried, frozenset(twin.members)
    fields = {name: f"f{member.at}" for name, member in twin.others.items()}
    build = building(carried.carrier.loader, ("map", carried.extra)) if carried.extra is not None else None

    def others(value: Model) -> dict[str, Any]:
        order, held = value._order, value._held
        if hasattr(order, "value"):
            found = {name: deepcopy(member) for name, member in order.value().items() if name not in declared}
        else:
            found = {name: deepcopy(getattr(held, fields[name])) for name in order if name in fields}
        return found if build is None else build(found)

    return others


def bind_others(twins: Twins, number: int) -> Twins:
    """Let objects that hold a twin of a class have any other properties."""
    twin = twins.of[number]

    def same(_held: Any, _value: Model, _other: Model) -> None:
        """Say nothing: not all that is compared is in the twin."""

    twin.type.others = staticmethod(giving_others(twin))
    twin.type.same = same
    twin.type.has_fractions = True
    return twins


class Others:
    """
    The other properties of a class's texts, as far as their names are known: to decode those alone takes less.

    Args:
        declared: The names that are none of them.

    Attributes:
        read: Decodes those whose names are known.
    """

    def __init__(self, declared: frozenset[str]) -> None:
        self._declared = declared
        self._names: tuple[str, ...] = ()
        self.read: Callable[[bytes], Any] = _decoder_of(())

    def all_marks(self, text: bytes) -> int:
        """Return how many all of them take; and know some more names from now on."""
        others = {name: value for name, value in _read_all(text).items() if name not in self._declared}
        new = [name for name in others if name not in self._names and is_name(name)]
        names = (*self._names, *new)[:MOST]
        if names != self._names:
            self._names, self.read = names, _decoder_of(names)
        return sum([2 + marks_of_other(value, text) for value in others.values()])


def is_name(text: str) -> bool:
    """Return whether a text can be the name of a field to msgspec, and is not too long."""
    return len(text) <= _LONGEST and text.isprintable() and not _UNNAMED.intersection(text)


def _decoder_of(names: tuple[str, ...]) -> Callable[[bytes], Any]:
    fields: list[Any] = [(f"f{at}", Any, UNSET) for at in range(len(names))]
    renamed = {f"f{at}": name for at, name in enumerate(names)}
    decode: Callable[[bytes], Any] = msgspec.json.Decoder(msgspec.defstruct("Others", fields, rename=renamed)).decode
    return decode


def marks_of_other(value: Any, text: bytes, levels: int = DEEPEST) -> int:
    """
    Return how many quotation marks enclose the strings of a value, and its names.

    Raises:
        ValueError: Something of a number in it may have been lost, or it has several spellings; or the value is deep.

    >>> marks_of_other({"a": ["b", 1, None]}, b'{"a":["b",1,null]}')
    4
    """
    kind = value.__class__
    if kind is str:
        return 2
    if not levels:
        raise ValueError
    if kind is dict:
        return sum([2 + marks_of_other(member, text, levels - 1) for member in value.values()])
    if kind is list:
        return sum([marks_of_other(item, text, levels - 1) for item in value])
    if not (_is_spelt_once(value, text) if kind is float else kind is not int or _is_sure(value, text)):
        raise ValueError
    return 0


def is_sure_other(value: Any, levels: int = DEEPEST) -> bool:
    """
    Return whether nothing of a value is lost or spelled otherwise when it is written again, whoever does it.

    >>> is_sure_other({"a": ["b", 1, None, 0.5]}), is_sure_other([1e22]), is_sure_other(1 << 53)
    (True, False, False)
    """
    kind = value.__class__
    if kind is str:
        return True
    if kind is int:
        return bool(-_LARGEST < value < _LARGEST)
    if kind is float:
        return is_spelt_once(value)
    if kind is dict or kind is list:
        inside = value.values() if kind is dict else value
        return levels > 0 and all([is_sure_other(one, levels - 1) for one in inside])  # noqa: C419  (faster)
    return kind is bool or value is None


def _is_spelt_once(number: float, text: bytes) -> bool:
    return is_spelt_once(number) and not may_round(text)


def _is_sure(number: int, text: bytes) -> bool:
    return -_LARGEST < number < _LARGEST and (number != 0 or may_have_one(text) is None)
