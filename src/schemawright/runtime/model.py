"""
The base of every generated class, and how a class carries objects.

What an object has is in two places.  `_held` has the fields that hold no objects: `Fields`, or what a text was decoded
into at once (see `schemawright.models.fast`), so that nothing is copied.  The slots have the others, which are made of
`_held` at the first access.  `_order` is the order of names: None for that of `_held` as long as nothing was set, and
nothing of the slots given out, a tuple, or what the order is read from when it is asked for.
"""

from __future__ import annotations

import threading
from decimal import Decimal
from functools import cache, partial
from operator import attrgetter
from sys import intern
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from schemawright.runtime.values import UNSET, NegativeZero, Text, WholeFloat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Self

    from schemawright.runtime.carrier import Carrier

Spec: TypeAlias = Any
"""
How a value is carried, in plain tuples: None (as it is), `("object", n)` by the class n, `("map", spec)`,
`("list", spec)`, `("tuple", specs, rest)`, `("text", name)`, `("enum", n)`, `("integer",)`, `("shared", n)` by what the
module shares as n, `("scalars", text, integer)`, `("kinds", object, array, scalar)`.

What is asked of it before: `("choice", ((locations, spec), …))` is by the one whose locations all accept it, of several
the one that declares most of its names, of those the first; `("if", locations, then, else)` by whether all accept it.
In a map, and for all other properties of a class, `("named", ((matching, patterns, spec), …))` is by those of which a
pattern matches the name, or of which none does.
"""

_NONE: Mapping[str, Any] = MappingProxyType({})


class Model:
    """The base of every generated class: an object of JSON, property by property."""

    __slots__ = ("_held", "_order")
    _nothing_else = _NONE

    if TYPE_CHECKING:
        _held: Any
        _order: Any
        _carrier: ClassVar[Carrier[Any]]
        _carried: ClassVar[Carried]

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        above: Carried | None = getattr(cls, "_carried", None)
        if above is not None:
            # A class of somebody's own, which is loaded as such.
            cls._carried = _Inherited(cls, above)
            cls.__replace__ = Model.__replace__  # type: ignore[method-assign]  # as `Carried.bind` does

    def __new__(cls, *_arguments: Any, **_fields: Any) -> Self:
        """Make an object that has no field yet."""
        made = object.__new__(cls)
        made._held = cls._carried.holder()
        made._order = None
        return made

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
        instance: dict[str, Any] = to_instance(self)
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
        made = type(self).__new__(type(self))
        own = {field: getattr(self, field) for field in carried.fields if field not in changes}
        if carried.extra_field in own:
            own[carried.extra_field] = dict(own[carried.extra_field])
        for field, value in (own | changes).items():
            setattr(made, field, value)
        made._order = order_of(self)
        _add_attributes(made, _attributes(self))
        return made

    def __replace__(self, /, **changes: Any) -> Self:
        return self.replace(**changes)

    def __repr__(self) -> str:
        extra = self._carried.extra_field
        fields = ((name, getattr(self, name)) for name in self._carried.fields)
        shown = [f"{name}={value!r}" for name, value in fields if value is not UNSET and (value or name != extra)]
        return f"{type(self).__name__}({', '.join(shown)})"

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


def _attributes(value: Model) -> dict[str, Any] | None:
    """Return what an object of somebody's own class has beside its fields."""
    fields = value._carried.fields
    return {name: one for name, one in getattr(value, "__dict__", {}).items() if name not in fields} or None


def _add_attributes(value: Model, attributes: dict[str, Any] | None) -> None:
    if attributes:
        value.__dict__.update(attributes)


class _Fields:
    """Holds the fields of an object that was not decoded at once."""

    __slots__ = ()

    def names(self) -> None:
        """Return no names: they are in the order of the schema."""

    def open(self, value: Model) -> None:
        """Do nothing: the slots have all that they are to have."""

    def note(self, value: Model, at: int) -> None:
        """Do nothing, for the same reason."""

    def part(self, value: Model) -> None:
        """Do nothing, for the same reason."""

    def give(self, _value: Model, field: str) -> Any:
        """Refuse a field that was never set."""
        raise AttributeError(field)


class Carried:
    """
    How one class carries objects.

    Args:
        cls: The class.
        at: The subschemas that describe it, all together: `uri#pointer` each, or `#pointer` in the resource itself.
        names: Field → property name, where that is another.
        specs: Field → how its value is carried, where that is not as it is.
        texts: Fields whose text has parsed access.
        extra_field: The field of all other properties; empty where the schema forbids them.
        extra: How their values are carried.
    """

    def __init__(
        self,
        cls: type[Model],
        *at: str,
        names: Mapping[str, str] = _NONE,
        specs: Mapping[str, Spec] = _NONE,
        texts: Mapping[str, type[Text]] = _NONE,
        extra_field: str = "extra",
        extra: Spec = None,
    ) -> None:
        self.cls = cls
        self.at = at
        self.fields: tuple[str, ...] = tuple(cls.__dataclass_fields__)  # type: ignore[attr-defined]  # it is a dataclass
        self.properties: dict[str, tuple[str, Spec]] = {
            names.get(field, field): (field, specs.get(field)) for field in self.fields if field != extra_field
        }
        self.extra_field = extra_field
        self.extra = extra
        self.texts = texts
        self.declared = tuple([(name, field) for name, (field, _) in self.properties.items()])
        # The slots, before properties take their place.
        self.slots = {field: cls.__dict__[field] for field in self.fields}
        holder = tuple([f"f{at}" for at in range(len(self.declared))])
        own = [
            f"_held.f{at}" if self.is_held(spec) else slot_name(field)
            for at, (field, spec) in enumerate(self.properties.values())
        ]
        others = slot_name(extra_field) if extra_field else "_nothing_else"
        self.at_once: Callable[[Any], tuple[Any, ...]] = attrgetter("_order", others, *own)
        """Returns what an object has that was not decoded at once: its order, its other properties, and its fields."""
        self.holder: Any = type("Fields", (_Fields,), {"__slots__": holder})
        self.carrier: Carrier[Any]

    def bind(self, carrier: Carrier[Any]) -> None:
        """Let the class's fields be what its objects hold, and the class know its schema."""
        cls = self.cls
        cls._carrier = carrier
        cls._carried = self
        self.carrier = carrier
        cls.__replace__ = Model.__replace__  # type: ignore[method-assign]  # Python 3.13 makes one that forgets the order
        for at, (field, spec) in enumerate(self.properties.values()):
            slot = self.slots[field]
            in_holder = partial(_in_holder, at, self.texts.get(field), keeps_texts=has_any("text", spec))
            setattr(cls, field, in_holder() if self.is_held(spec) else _in_slot(slot, field))
        if self.extra_field:
            setattr(cls, self.extra_field, _extra(self.slots[self.extra_field]))
        for field, slot in self.slots.items():
            setattr(cls, slot_name(field), slot)

    @staticmethod
    def is_held(spec: Spec) -> bool:
        """Return whether `_held` has a field, or a slot of the object: whatever may have objects inside."""
        return not has_any("object", spec)

    def from_json(self, data: bytes | str) -> Any:
        """Load a JSON text as an object of the class; what is faster takes the place of this method once it is made."""
        return self.carrier.loader.load_json(data, self.cls)

    def use(self, load: Callable[[bytes | str], Any]) -> None:
        """Let what is faster take the place of `from_json`."""
        vars(self)["from_json"] = load

    def from_instance(self, instance: Any) -> Any:
        """Load a JSON value as an object of the class."""
        return self.carrier.loader.load_instance(instance, self.cls)

    def to_json(self, value: Model) -> bytes:
        """Return the JSON text of an object; what is faster takes the place of this method once it is made."""
        return self.carrier.loader.write_object(value, self.cls)


class _Inherited(Carried):
    """How a class that somebody made of a generated one carries objects: as that, and what is its own beside."""

    def __init__(self, cls: type[Model], above: Carried) -> None:
        vars(self).update({name: one for name, one in vars(above).items() if name not in _OWN})
        self.cls = cls
        self.above = above

    def __getattr__(self, name: str) -> Any:
        # Known only once the class was made a dataclass.
        if name == "fields":
            from dataclasses import fields

            self.fields = tuple([field.name for field in fields(self.cls)])  # type: ignore[arg-type]  # it is one
            return self.fields
        raise AttributeError(name)

    def from_json(self, data: bytes | str) -> Any:
        return self.own(self.above.from_json(data))

    def from_instance(self, instance: Any) -> Any:
        return self.own(self.above.from_instance(instance))

    def to_json(self, value: Model) -> bytes:
        return self.above.to_json(value)

    def own(self, loaded: Any) -> Any:
        """Return a loaded object as one of the class, whose further fields have their defaults."""
        if not isinstance(loaded, self.above.cls):
            return loaded
        made = object.__new__(self.cls)
        made._held, made._order = loaded._held, loaded._order
        for slot in map(slot_name, self.slots):
            if hasattr(loaded, slot):
                setattr(made, slot, getattr(loaded, slot))
        self.set_defaults(made, loaded)
        return made

    def set_defaults(self, made: Any, loaded: Any) -> None:
        """Set the fields that the schema does not know."""
        from dataclasses import MISSING, fields

        for field in fields(self.cls):  # type: ignore[arg-type]  # it is a dataclass
            if field.name in self.slots:
                continue
            if hasattr(loaded, field.name):
                value = getattr(loaded, field.name)  # of a class between this one and the generated one
            elif field.default_factory is not MISSING:
                value = field.default_factory()
            elif field.default is not MISSING:
                value = field.default
            else:
                raise TypeError(f"{self.cls.__name__}.{field.name} is of no property: give it a default")
            setattr(made, field.name, value)


_OWN = frozenset({"fields", "from_json", "to_json"})
"""What each class has for itself: its fields, and what is faster, once it is made."""


def slot_name(field: str) -> str:
    """Return the attribute that has what a field's slot has, or is missing: to look there makes nothing."""
    return intern(f"slot of {field}")  # no field has white space in its name


def to_instance(value: Any) -> Any:
    """
    Return the JSON value that a carried value stands for, as it was read.

    Raises:
        Malformed: It is inside itself.

    >>> from schemawright.runtime import DateTime
    >>> to_instance([DateTime("2026-03-02T06:00:00Z"), WholeFloat(1.0), 7])
    ['2026-03-02T06:00:00Z', 1.0, 7]
    """
    return _deep(value, 0)


def to_written(value: Any) -> Any:
    """
    Return what is written for a carried value: the JSON value, with a `Decimal` for `-0`, which Python's integers lack.

    >>> from schemawright.runtime import NegativeZero
    >>> to_written([NegativeZero(), 0]), to_instance([NegativeZero(), 0])
    ([Decimal('-0'), 0], [0, 0])
    """
    return _deep(value, _WRITTEN_ZERO)


_WRITTEN_ZERO = Decimal("-0")


def _deep(value: Any, zero: Any) -> Any:
    try:
        return _plain(value, zero)
    except RecursionError:
        from schemawright.models.depth import with_deep_stack

        try:
            return with_deep_stack(lambda: _plain(value, zero))
        except RecursionError:
            from schemawright.errors import Malformed

            raise Malformed("expected a JSON value, found one that is inside itself") from None


def _plain(value: Any, zero: Any) -> Any:
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is list:
        # The kinds are few, so that most arrays are looked at once, in C.
        return value[:] if _AS_THEY_ARE.issuperset(map(type, value)) else [_plain(item, zero) for item in value]
    if kind is dict:
        return {name: _plain(item, zero) for name, item in value.items()}
    if isinstance(value, Model):
        return _plain_object(value, zero)
    return zero if kind is NegativeZero else _plain_other(value, zero)


def _plain_other(value: Any, zero: Any) -> Any:
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, WholeFloat):
        return value.written
    if isinstance(value, list | tuple):
        return [_plain(item, zero) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item, zero) for name, item in value.items()}
    return value


def _plain_object(value: Model, zero: Any) -> dict[str, Any]:
    carried = value._carried
    at_once = value._held.__class__ is carried.holder and value.__class__ is carried.cls
    try:
        held = carried.at_once(value) if at_once else _asked_for(value, carried)
    except AttributeError:
        held = _asked_for(value, carried)  # which says which field was never set
    order, others = held[:2]
    members: dict[str, Any] = {}
    for name, member in zip(carried.properties, held[2:], strict=True):
        if member is not UNSET:
            members[name] = member if type(member) in _AS_THEY_ARE else _plain(member, zero)
    if others is not _NONE and (others or others.__class__ is not dict):
        _add_others(members, value, others, zero)
    if order is not None:
        order = order_of(value)
    if order is None:
        return members
    ordered = {name: members[name] for name in order if name in members}
    return ordered | members if len(ordered) < len(members) else ordered


def _asked_for(value: Model, carried: Carried) -> tuple[Any, ...]:
    """Return an object's order, its other properties, and its fields in the order of the schema."""
    others = getattr(value, carried.extra_field) if carried.extra_field else _NONE
    return (order_of(value), others, *[getattr(value, field) for _, field in carried.declared])


def _add_others(members: dict[str, Any], value: Model, others: Any, zero: Any) -> None:
    """Add the other properties of an object to its members."""
    carried = value._carried
    if not isinstance(others, dict):
        from schemawright.errors import Malformed

        name = f"{type(value).__name__}.{carried.extra_field}"
        raise Malformed(f"expected a dictionary as `{name}`, found `{type(others).__name__}`")
    for name, member in others.items():
        if name in carried.properties:
            raise ValueError(f"{carried.extra_field}[{name!r}] is declared: set the field instead")
        members[name] = _plain(member, zero)


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


_AS_THEY_ARE = frozenset({str, int, float, bool, type(None), Decimal})


@cache
def _kept(kind: type[Text]) -> Callable[[Any], Any]:
    """Return what gives a plain string the parsed access of a format, and leaves everything else."""

    def keep(value: Any) -> Any:
        if type(value) is str:
            return kind(value)
        # The fast path leaves a `datetime`, where that is written as what was read.
        return kind(value.isoformat().replace("+00:00", "Z")) if hasattr(value, "isoformat") else value

    return keep


def has_any(kind: str, spec: Spec) -> bool:
    """Return whether something in a value that is carried so is carried in some way, such as `object`."""
    return isinstance(spec, tuple) and (spec[:1] == (kind,) or any(has_any(kind, part) for part in spec))


def _in_holder(at: int, kind: type[Text] | None, *, keeps_texts: bool) -> property:
    """
    Return the property of a field that `_held` has; its text is plain there, which is what costs nothing to load.

    Args:
        at: The number of the field.
        kind: What its text is to whoever asks for it.
        keeps_texts: Whether only some of its values are such texts, so that each says itself what it is.
    """
    own = f"f{at}"
    read: Callable[[Model], Any] = attrgetter(f"_held.{own}")

    def put(self: Model, value: Any) -> None:
        held = self._held
        if self._order is not None:
            held.note(self, at)
        # Then the twin may turn out to have all of it: a string can always be written as a twin is, in its order.
        if self._order is None and not isinstance(value, str):
            held.note(self, at)
        setattr(held, own, str.__str__(value) if isinstance(value, Text) and not keeps_texts else value)

    if kind is None:
        return property(read, put)
    kept = _kept(kind)
    return property(lambda self: kept(read(self)), put)


def _in_slot(slot: Any, field: str) -> property:
    """Return the property of a field that the slot has, once it was asked for."""
    read, write = slot.__get__, slot.__set__

    def get(self: Model) -> Any:
        try:
            return read(self)
        except AttributeError:
            return self._held.give(self, field)

    def put(self: Model, value: Any) -> None:
        self._held.part(self)
        write(self, value)

    return property(get, put)


_one_at_a_time = threading.Lock()


def _extra(slot: Any) -> property:
    """Return the property of all other properties: a dictionary that is made when it is asked for."""
    read, write = slot.__get__, slot.__set__

    def get(self: Model) -> Any:
        try:
            return read(self)
        except AttributeError:
            pass
        with _one_at_a_time:
            try:
                return read(self)  # Another thread was faster.
            except AttributeError:
                put(self, {})
                return read(self)

    def put(self: Model, value: Any) -> None:
        self._held.part(self)
        write(self, value)

    return property(get, put)
