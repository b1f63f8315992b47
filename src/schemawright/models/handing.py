"""
From twins to objects, and back.

A twin that was decoded is held by an object of its class as it is: nothing is copied.  Only objects in it are made
objects of their classes, once somebody asks for them.  Writing takes the twin itself as long as it has all that there
is; afterwards, straight-line code makes a twin of the object's fields, in the order of its names.
"""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from schemawright.models.twins import make_struct
from schemawright.runtime import UNSET, Model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from schemawright.models.twins import Member, Order, Twin, Twins

_lock = threading.Lock()


class Place:
    """
    Where an object stands in a text that was loaded; the text is read when the order of names is asked for.

    Args:
        shared: A list of one: the text, then its value, which all objects of the text share.
        path: Names and indexes that lead to the object.
    """

    __slots__ = ("found", "path", "shared")

    def __init__(self, shared: list[Any], path: tuple[str | int, ...] = ()) -> None:
        self.shared = shared
        self.path = path
        self.found: Order | None = None

    def below(self, *steps: str | int) -> Place:
        """Return the place of an object inside this one."""
        return Place(self.shared, self.path + steps)

    def names(self) -> Order:
        """Return the names of the object in the order of the text."""
        if self.found is not None:
            return self.found
        if type(self.shared[0]) is bytes:
            self.shared[0] = msgspec.json.decode(self.shared[0])
        value = self.shared[0]
        for step in self.path:
            value = value[step]
        self.found = tuple(value)
        return self.found


def bind_twins(twins: Twins) -> None:
    """Give every twin the methods that the properties of its class call."""
    for twin in twins.of.values():
        inside = {
            member.field: (name, member, twins.of[member.number].carried.cls)
            for name, member in twin.members.items()
            if member.kind != "plain"
        }
        twin.type.open = _open
        twin.type.give = _giving(twin, inside)


def _open(twin: Any, value: Model) -> None:
    """Note that the twin alone does not have all of an object any more."""
    order = value._order
    if order is None:
        value._order = twin.order
    elif type(order) is bytes:
        value._order = Place([order])


def _giving(twin: Twin, inside: Mapping[str, tuple[str, Member, type[Model]]]) -> Callable[[Any, Model, str], Any]:
    """Return what makes objects of the twins inside a twin, and gives them to the object that holds it."""

    def give(held: Any, value: Model, field: str) -> Any:
        name, member, cls = inside[field]
        slot = twin.carried.slots[field]
        with _lock:
            try:
                return slot.__get__(value)  # Another thread was faster.
            except AttributeError:
                _open(held, value)
            found = _objects(getattr(held, f"f{member.at}"), cls, _place(value, name))
            slot.__set__(value, found)
            return found

    return give


def _place(value: Model, name: str) -> Place | None:
    """Return where a member of an object is in the text that was loaded; None where orders are those of twins."""
    order = value._order
    return order.below(name) if isinstance(order, Place) else None


def _objects(held: Any, cls: type[Model], place: Place | None) -> Any:
    if held is UNSET:
        return UNSET
    if isinstance(held, list):
        return [_objects(one, cls, place and place.below(index)) for index, one in enumerate(held)]
    made = object.__new__(cls)
    made._held, made._order = held, place
    return made


def make_writer(twin: Twin, order: Order | None, twin_of: Callable[[Any, int], Any]) -> Callable[[Model], Any]:
    """
    Return what makes a twin of an object that has an order of names.

    Args:
        twin: The class's twin.
        order: The names in the order in which they are to be written, those that it leaves out after them.
        twin_of: Makes a twin of an object of the class with some number.

    Raises:
        TypeError: The order has names that the class does not declare.
    """
    first = tuple(twin.members) if order is None else order
    if not set(first) <= set(twin.members):
        raise TypeError
    names = (*first, *[name for name in twin.members if name not in set(first)])
    space: dict[str, Any] = {
        "UNSET": UNSET, "cls": twin.carried.cls, "twin_of": twin_of, "S": make_struct(names, twin.members, {}),
    }  # fmt: skip
    exec("\n".join(_writer(twin)), space)  # noqa: S102  (made of numbers and identifiers)
    made: Callable[[Model], Any] = space["write"]
    return made


def _writer(twin: Twin) -> Iterator[str]:
    yield "def write(o):"
    yield "    if o.__class__ is not cls: raise TypeError"
    if twin.carried.extra_field:
        yield f"    if o.{twin.carried.extra_field}: raise TypeError"
    yield "    s = o._held"
    values = []
    for member in twin.members.values():
        own = f"f{member.at}"
        held = f"s.{own}"
        if member.kind != "plain":
            yield f"    v{own} = o.{member.field}"
            each = f"twin_of(v{own}, {member.number})"
            each = each if member.kind == "object" else f"[twin_of(i, {member.number}) for i in v{own}]"
            held = f"UNSET if v{own} is UNSET else {each}"
        values.append(f"{own}={held}")
    yield f"    return S({', '.join(values)})"


def maker(cls: type[Model]) -> Callable[[], Model]:
    """Return what makes an object of a class that holds nothing yet: the quickest way that Python has."""
    return partial(object.__new__, cls)
