"""
The base of every generated class.

What an object has is in two places.  `_held` has the fields that hold no objects: `Fields`, or what a text was decoded
into at once (see `schemawright.models.fast.objects`), so that nothing is copied.  The slots have the others, which are
made of `_held` at the first access.  `_order` is the order of names: None for that of `_held` as long as nothing was
set, and nothing of the slots given out, a tuple, or what the order is read from when it is asked for.  How all of that
is done for one class is in its `_carried` (`schemawright.runtime.carried`).
"""

from __future__ import annotations

import threading
from contextlib import suppress
from types import MappingProxyType, MemberDescriptorType
from typing import TYPE_CHECKING, Any, ClassVar

from schemawright.runtime.equality import are_equal
from schemawright.runtime.values import UNSET

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Self

    from schemawright.runtime.carried import Carried
    from schemawright.runtime.equality import Parts

NOTHING_ELSE: Mapping[str, Any] = MappingProxyType({})
"""The other properties of an object whose class has no place for them."""


class Model:
    """The base of every generated class: an object of JSON, property by property."""

    __slots__ = ("_held", "_order")
    _nothing_else = NOTHING_ELSE

    if TYPE_CHECKING:
        _held: Any
        _order: Any
        _carried: ClassVar[Carried]

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        above: Carried | None = getattr(cls, "_carried", None)
        if above is not None:
            # A class of somebody's own, which is loaded as such.
            cls._carried = above.inherited_by(cls)
            _let_begin(cls)
            cls.__replace__ = Model.__replace__  # type: ignore[method-assign]  # as `Carried.bind` does
            if "__eq__" not in cls.__dict__:
                cls.__eq__ = cls.__eq__  # type: ignore[method-assign]  # so that no dataclass makes another

    def __init__(self, *_arguments: Any, **_fields: Any) -> None:
        raise TypeError(f"{type(self).__name__} has no schema: make objects of generated classes, which are made of it")

    @classmethod
    def from_json(cls, data: bytes | str) -> Self:
        """
        Load a JSON text.

        Raises:
            InvalidInstance: The schema does not accept it; carries the findings, with positions.
            Malformed: It is not JSON; with line and column.
        """
        loaded: Self = cls._carried.from_json(data)
        return loaded

    @classmethod
    def from_instance(cls, instance: Any) -> Self:
        """
        Load a JSON value as Python has it.

        Raises:
            InvalidInstance: The schema does not accept it; carries the findings.
            Malformed: It is no JSON value.
        """
        loaded: Self = cls._carried.from_instance(instance)
        return loaded

    def to_instance(self) -> dict[str, Any]:
        """Return the JSON value, its names in the order in which they were read."""
        instance: dict[str, Any] = self._carried.to_instance(self)
        return instance

    def to_json(self) -> bytes:
        """Return the JSON text, compact, in UTF-8."""
        return self._carried.to_json(self)

    def replace(self, /, **changes: Any) -> Self:
        """
        Return a copy with some fields changed; nothing is judged.

        Its other properties are in a dictionary of its own; what fields hold is shared, as by `copy.replace`.

        Raises:
            TypeError: There is no such field.
        """
        carried = self._carried
        unknown = set(changes) - set(carried.fields)
        if unknown:
            raise TypeError(f"{type(self).__name__} has no field {min(unknown)!r}")
        made = object.__new__(type(self))
        made._held, made._order = carried.holder(), None
        own = {field: getattr(self, field) for field in carried.fields if field not in changes}
        if carried.extra_field in own:
            own[carried.extra_field] = dict(own[carried.extra_field])
        for field, value in (own | changes).items():
            setattr(made, field, value)
        made._order = order_of(self)
        _add_attributes(made, _attributes(self))
        carried.finish(made)
        return made

    def __replace__(self, /, **changes: Any) -> Self:
        return self.replace(**changes)

    def __eq__(self, other: object) -> bool:
        """Return whether another object of the class stands for an equal JSON value, in whatever order of names."""
        if other.__class__ is not self.__class__:
            return NotImplemented
        if self is other:
            return True
        same: bool | None = self._held.same(self, other)
        if same is not None:
            return same
        compared = self._carried.compared
        return are_equal(zip(compared(self), compared(other), strict=True), parts_of)

    __hash__ = None  # type: ignore[assignment]  # it can be changed

    def __repr__(self) -> str:
        shown = _being_shown.values
        if len(shown) >= _MOST_SHOWN or id(self) in shown:
            return f"{type(self).__name__}(...)"
        shown.add(id(self))
        try:
            extra = self._carried.extra_field
            fields = ((name, getattr(self, name)) for name in self._carried.fields)
            parts = [
                f"{name}={_shown(value)}" for name, value in fields if value is not UNSET and (value or name != extra)
            ]
            return f"{type(self).__name__}({', '.join(parts)})"
        finally:
            shown.remove(id(self))

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        from schemawright.runtime.copying import deep_copy

        made: Self = deep_copy(self, memo)
        return made

    def __getstate__(self) -> tuple[Any, ...]:
        return (*[getattr(self, name) for name in self._carried.fields], order_of(self), _attributes(self))

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        carried = self._carried
        # The first protocols of pickle make an object without asking its class.
        self._held, self._order = carried.holder(), None
        for name, value in zip(carried.fields, state, strict=False):
            setattr(self, name, value)
        self._order, attributes = state[-2:]
        _add_attributes(self, attributes)


def _let_begin(cls: type[Model]) -> None:
    """
    Let the objects of a class of somebody's own begin with fields that nothing is in, whatever its `__init__` does.

    Where somebody wrote a `__new__`, what that calls takes all that it is given: `object.__new__` would not.  It is
    there from the first such class on, since to make objects of all others takes longer then.
    """
    first: Any = next(kind for kind in cls.__mro__ if "__new__" in vars(kind))
    if first is object:
        cls.__new__ = _begin  # type: ignore[method-assign]  # of the class itself, whatever it is called with
    elif first.__new__ is not _begin:
        Model.__new__ = _begin  # type: ignore[method-assign]


def _begun(cls: type[Model], *_arguments: Any, **_fields: Any) -> Model:
    made = object.__new__(cls)
    carried: Carried | None = getattr(cls, "_carried", None)
    if carried is not None and not carried.is_generated:
        made._held, made._order = carried.holder(), None
    return made


_begin: Any = _begun.__call__  # type: ignore[operator]  # as every function has it
"""What is no function to `inspect`: what a class is called with is what its `__init__` takes."""


class _BeingShown(threading.local):
    """The objects, by their places in memory, of which this thread makes a text: those inside of one another."""

    def __init__(self) -> None:
        self.values: set[int] = set()


_being_shown = _BeingShown()
_MOST_SHOWN = 100
"""How many objects inside of one another are shown."""

_by_fields = Model.__eq__


_MOST_SHOWN_INSIDE = 8
"""How deep arrays and dictionaries are looked into of which something has no `repr`; some may be inside themselves."""


def _shown(value: Any, levels: int = _MOST_SHOWN_INSIDE) -> str:
    """Return how a value is shown: what has no `repr`, as Python makes none of so many digits, by its class."""
    try:
        return repr(value)
    except ValueError:
        if levels and value.__class__ is dict:
            members = [f"{_shown(name)}: {_shown(member, levels - 1)}" for name, member in value.items()]
            return f"{{{', '.join(members)}}}"
        if levels and value.__class__ is list:
            return f"[{', '.join([_shown(item, levels - 1) for item in value])}]"
        return object.__repr__(value)


def parts_of(one: Any, other: Any) -> Parts | None:
    """Return by what two objects of one class are equal; None for all else, and where their class says it itself."""
    kind = one.__class__
    if kind is not other.__class__:
        # Where an object is expected, a dictionary may have been set.
        if isinstance(one, Model) and isinstance(other, dict):
            return _parts_beside(one, other)
        return _parts_beside(other, one) if isinstance(other, Model) and isinstance(one, dict) else None
    if kind.__eq__ is not _by_fields:
        return None
    same: bool | None = one._held.same(one, other)
    if same is not None:
        return same
    compared = one._carried.compared
    return zip(compared(one), compared(other), strict=True)


def _parts_beside(value: Model, other: dict[str, Any]) -> Parts | None:
    """Return by what an object and a dictionary stand for one JSON value; None where its class says it itself."""
    carried = value._carried
    if not carried.is_generated or value.__class__.__eq__ is not _by_fields:
        return None
    members = {name: getattr(value, field) for name, field in carried.declared}
    members = {name: member for name, member in members.items() if member is not UNSET}
    others = getattr(value, carried.extra_field) if carried.extra_field else NOTHING_ELSE
    if not isinstance(others, dict | MappingProxyType) or any(name in carried.properties for name in others):
        return False  # It stands for no JSON value.
    members.update(others)
    # The members, not two dictionaries of them: each level is one step, as it is for two objects.
    return members.keys() == other.keys() and iter([(member, other[name]) for name, member in members.items()])


def _attributes(value: Model) -> dict[str, Any] | None:
    """Return what an object of somebody's own class has beside its fields: in its dictionary, and in slots."""
    carried = value._carried
    if carried.is_generated:
        return None
    fields = carried.fields
    attributes = {name: one for name, one in getattr(value, "__dict__", {}).items() if name not in fields}
    for name, slot in _own_slots(value.__class__).items():
        with suppress(AttributeError):
            attributes[name] = slot.__get__(value)
    return attributes or None


def _add_attributes(value: Model, attributes: dict[str, Any] | None) -> None:
    if not attributes:
        return
    slots = _own_slots(value.__class__)
    for name, one in attributes.items():
        if name in slots:
            slots[name].__set__(value, one)
        else:
            value.__dict__[name] = one


def _own_slots(cls: type[Model]) -> dict[str, MemberDescriptorType]:
    """Return the slots of somebody's own class that are no fields, by their names; of two of one name the first."""
    carried = cls._carried
    generated = carried.generated.cls.__mro__
    own = [vars(kind) for kind in reversed(cls.__mro__) if kind not in generated and "__slots__" in vars(kind)]
    slots = {name: one for members in own for name, one in members.items() if type(one) is MemberDescriptorType}
    return {name: one for name, one in slots.items() if name not in carried.fields}


def order_of(value: Model) -> tuple[str, ...] | None:
    """Return the order of an object's names; None for that of the schema."""
    order = value._order
    if order is None:
        inherited: tuple[str, ...] | None = value._held.names()
        return inherited
    if type(order) is bytes:
        value._held.open(value)
        return order_of(value)
    # The place stays: objects inside are to be found by it.
    named: tuple[str, ...] = order if type(order) is tuple else order.names()
    return None if is_in_order(named, value._carried.properties) else named


def is_in_order(names: tuple[str, ...], declared: Iterable[str]) -> bool:
    """
    Return whether names are in the order of the schema, all others behind them: then a new one comes as it has it.

    >>> is_in_order(("a", "c", "x"), ("a", "b", "c")), is_in_order(("c", "a"), ("a", "b", "c"))
    (True, False)
    """
    known = frozenset(names)
    ours = tuple([name for name in declared if name in known])
    return names[: len(ours)] == ours
