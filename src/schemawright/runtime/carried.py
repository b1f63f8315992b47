"""How a class carries objects: what its fields are, by which subschemas it is judged, and what loads and writes it."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from schemawright.runtime.fields import extra_in_slot, has_any, in_holder, in_slot, slot_name
from schemawright.runtime.instances import to_instance
from schemawright.runtime.model import NOTHING_ELSE, Model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from schemawright.runtime.carrier import Carrier
    from schemawright.runtime.values import Text

Spec: TypeAlias = Any
"""
How a value is carried, in plain tuples: None (as it is), `("object", n)` by the class n, `("map", spec)`,
`("list", spec)`, `("tuple", specs, rest)`, `("text", name)`, `("enum", n)`, `("integer",)`, `("shared", n)` by what the
module shares as n, `("scalars", text, integer)`, `("kinds", object, array, scalar)`.

What is asked of it before: `("choice", ((locations, spec), …))` is by the one whose locations all accept it, of several
the one that declares most of its names, of those the first; with `True` at its end, it is sure that one does, so that a
text which tells the classes apart decides alone; `("if", locations, then, else)` by whether all accept it.
In a map, and for all other properties of a class, `("named", ((matching, patterns, spec), …))` is by those of which a
pattern matches the name, or of which none does.
"""


class _Nothing(dict[str, Any]):
    """What makes the objects in fields, of objects that have all theirs: nothing does."""

    def __missing__(self, field: str) -> Any:
        """Refuse a field that was never set."""
        raise AttributeError(field)


class _Fields:
    """Holds the fields of an object that was not decoded at once."""

    __slots__ = ()
    inside = _Nothing()
    inherited = ()
    is_decoded = False
    others = None

    def spelled(self, value: Any) -> Any:
        """Return a value as it is: no text was decoded as what it means."""
        return value

    def names(self) -> None:
        """Return no names: they are in the order of the schema."""

    def open(self, value: Model) -> None:
        """Do nothing: the slots have all that they are to have."""

    def note(self, value: Model, at: int) -> None:
        """Do nothing, for the same reason."""

    def part(self, value: Model) -> None:
        """Do nothing, for the same reason."""

    def same(self, _value: Model, _other: Model, _depth: int = 0) -> bool | None:
        """Say neither that two objects are equal nor that they are not: their fields say it."""
        return None

    def copied(self, begin: Callable[[Any], Any], _value: Model) -> _Fields:
        """Return a copy of the fields; what is in them is copied as is said."""
        made = self.__class__()
        field: str
        for field in self.__slots__:
            if hasattr(self, field):
                setattr(made, field, begin(getattr(self, field)))
        return made


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

    is_generated = True
    generated: Carried
    """How the generated class carries objects of which a class was made; itself, unless somebody made one."""

    def __init__(
        self,
        cls: type[Model],
        *at: str,
        names: Mapping[str, str] = NOTHING_ELSE,
        specs: Mapping[str, Spec] = NOTHING_ELSE,
        texts: Mapping[str, type[Text]] = NOTHING_ELSE,
        extra_field: str = "extra",
        extra: Spec = None,
    ) -> None:
        self.cls = cls
        self.generated = self
        self.at = at
        self.fields: tuple[str, ...] = tuple(cls.__dataclass_fields__)  # type: ignore[attr-defined]  # it is a dataclass
        self.properties: dict[str, tuple[str, Spec]] = {
            names.get(field, field): (field, specs.get(field)) for field in self.fields if field != extra_field
        }
        self.extra_field = extra_field
        self.extra = extra
        self.texts = texts
        self.in_order: tuple[str, ...] = tuple(self.properties)
        """The names of the properties, in the schema's order: one tuple, so that it is known by what it is."""
        self.declared = tuple([(name, field) for name, (field, _) in self.properties.items()])
        # The slots, before properties take their place.
        self.slots = {field: cls.__dict__[field] for field in self.fields}
        holder = tuple([f"f{at}" for at in range(len(self.declared))])
        own = [
            f"_held.f{at}" if self.is_held(spec) else slot_name(field)
            for at, (field, spec) in enumerate(self.properties.values())
        ]
        others = slot_name(extra_field) if extra_field else "_nothing_else"
        self.apart = tuple([name for name in (*own, others) if name.startswith(slot_name(""))])
        """The slots that an object has for what `_held` has not."""
        self.at_once: Callable[[Any], tuple[Any, ...]] = attrgetter("_order", others, *own)
        """Returns what an object has that was not decoded at once: its order, its other properties, and its fields."""
        self.compared = all_of(self.fields)
        """Returns what is compared of an object."""
        self.holder: Any = type("Fields", (_Fields,), {"__slots__": holder})
        self.slow_init: Any = cls.__init__
        """The `__init__` of a dataclass, which makes the first object."""
        self.carrier: Carrier[Any]

    def bind(self, carrier: Carrier[Any]) -> None:
        """Let the class's fields be what its objects hold, and the class know its schema."""
        cls = self.cls
        cls._carried = self
        self.carrier = carrier
        cls.__replace__ = Model.__replace__  # type: ignore[method-assign]  # Python 3.13 makes one that forgets the order
        cls.__eq__ = Model.__eq__  # type: ignore[method-assign]  # to the one that a dataclass has, True is 1
        for at, (field, spec) in enumerate(self.properties.values()):
            slot = self.slots[field]
            held = partial(in_holder, at, self.texts.get(field), self.holder, keeps_texts=has_any("text", spec))
            setattr(cls, field, held() if self.is_held(spec) else in_slot(slot, field, cls))
        if self.extra_field:
            setattr(cls, self.extra_field, extra_in_slot(self.slots[self.extra_field], self.extra_field, cls))
        for field, slot in self.slots.items():
            setattr(cls, slot_name(field), slot)

    def begun(self) -> None:
        """Let code of our own make the next object, and compare those that were made: somebody makes some."""
        generated = self.generated
        if vars(generated.cls).get("__init__") is not generated.slow_init:
            return  # To import, even what is there, takes as long as to make an object.
        from schemawright.runtime.constructing import hasten

        hasten(generated)

    @staticmethod
    def is_held(spec: Spec) -> bool:
        """Return whether `_held` has a field, or a slot: whatever may be otherwise inside than in the JSON value."""
        inner = spec
        while inner and inner[0] in {"list", "map"}:
            inner = inner[1]
        return inner is None or inner[0] in {"integer", "enum"} or (inner is spec and inner[0] == "text")

    def from_json(self, data: bytes | str) -> Any:
        """Load a JSON text as an object of the class; what is faster takes the place of this method once it is made."""
        return self.carrier.loader.load_json(data, self.cls)

    def use(self, load: Callable[[bytes | str], Any]) -> None:
        """Let what is faster take the place of `from_json`."""
        vars(self)["from_json"] = load

    def take_by(self, take: Callable[[Any], Any]) -> None:
        """Let what is faster take the place of `from_instance`."""
        vars(self)["from_instance"] = take

    def write_by(self, write: Callable[[Any], bytes]) -> None:
        """Let what is faster take the place of `to_json`."""
        vars(self)["to_json"] = write

    def tell_by(self, tell: Callable[[Any], Any]) -> None:
        """Let what is faster take the place of `to_instance`."""
        vars(self)["to_instance"] = tell

    def from_instance(self, instance: Any) -> Any:
        """Load a JSON value as an object of the class."""
        return self.carrier.loader.load_instance(instance, self.cls)

    def to_json(self, value: Model) -> bytes:
        """Return the JSON text of an object; what is faster takes the place of this method once it is made."""
        return self.carrier.loader.write_object(value, self.cls)

    @staticmethod
    def to_instance(value: Model) -> Any:
        """Return the JSON value of an object."""
        return to_instance(value)

    def inherited_by(self, cls: type[Model]) -> Carried:
        """Return how a class that is made of this one carries objects."""
        from schemawright.runtime.inherited import Inherited

        return Inherited(cls, self)

    def finish(self, value: Model) -> None:
        """Do to an object that was made without `__init__` what is to be done at last: nothing."""


def all_of(fields: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what gives the values of some fields of an object."""
    if len(fields) > 1:
        return attrgetter(*fields)
    return lambda value: tuple([getattr(value, field) for field in fields])
