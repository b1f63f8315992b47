"""How a class that somebody made of a generated one carries objects."""

from __future__ import annotations

import sys
from dataclasses import MISSING, Field, fields
from inspect import Parameter, signature
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any

from schemawright.runtime.carried import Carried, all_of
from schemawright.runtime.fields import slot_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemawright.runtime.model import Model


class Inherited(Carried):
    """
    How a class that somebody made of a generated one carries objects: as that, and what is its own beside.

    What was read shows, whatever the class declares: a default of a field of the schema is for objects that are made,
    and what cannot give way to a field (a method, a property) must not have its name.

    Attributes:
        further: The fields that the schema does not know.
        late: What `__post_init__` is given on loading, by its names; None where the class has none.
    """

    is_generated = False
    further: tuple[Field[Any], ...]
    late: dict[str, Any] | None

    def __init__(self, cls: type[Model], above: Carried) -> None:
        self.generated = above.generated
        vars(self).update({name: one for name, one in vars(self.generated).items() if name not in _OWN})
        self.cls = cls
        for field in self.slots:
            found = self._found(field)
            if found is not vars(self.generated.cls)[field] and _cannot_give_way(found):
                raise TypeError(f"{cls.__name__}.{field} is a field: no method, property or class can have its name")
        for kind in cls.__mro__[: cls.__mro__.index(self.generated.cls)]:
            for name in _RESERVED & (vars(kind).keys() | set(_annotated(kind))):
                raise TypeError(f"{kind.__name__}.{name} is where an object has its fields: it takes another name")
        for field in _annotated(cls):
            if field in self.slots and field not in vars(cls):
                # To a dataclass, what it finds of the class above is a default; but a slot is none.
                setattr(cls, field, self.slots[field])

    def __getattr__(self, name: str) -> Any:
        # Known only once the class was made a dataclass.
        if name not in _LATE:
            raise AttributeError(name)
        self._complete()
        return vars(self)[name]

    def _complete(self) -> None:
        declared = {field.name: field for field in fields(self.cls)}  # type: ignore[arg-type]  # it is a dataclass
        for field in self.slots:
            if field not in declared:
                raise TypeError(f"{self.cls.__name__}.{field} is a field of the schema: neither ClassVar nor InitVar")
            self._let_show(declared[field])
        self.further = tuple([field for name, field in declared.items() if name not in self.slots])
        self.late = self._late_of(declared)
        self.compared = all_of([name for name, field in declared.items() if field.compare])
        self.fields = tuple(declared)
        self.holder = self.generated.holder

    def _let_show(self, field: Field[Any]) -> None:
        """Let no attribute of the class, such as a default that a dataclass leaves there, hide what an object has."""
        access: property = vars(self.generated.cls)[field.name]
        if not field.init and field.default is not MISSING:
            setattr(self.cls, field.name, _OrDefault(access, field.default))
        elif self._found(field.name) is not access:
            setattr(self.cls, field.name, access)

    def _found(self, field: str) -> Any:
        """Return what the class has by the name of a field, itself or of any class above."""
        return next(vars(kind)[field] for kind in self.cls.__mro__ if field in vars(kind))

    def _late_of(self, declared: Iterable[str]) -> dict[str, Any] | None:
        # As a dataclass knows it: what was there as it was made.
        made: Any = next(kind for kind in self.cls.__mro__ if "__dataclass_params__" in vars(kind))
        if not (made.__dataclass_params__.init and hasattr(made, "__post_init__")):
            return None
        parameters = signature(made.__init__).parameters
        names = [name for name in made.__dataclass_fields__ if name in parameters and name not in declared]
        return {name: parameters[name].default for name in names}

    def from_json(self, data: bytes | str) -> Any:
        """Load a JSON text as an object of the class."""
        return self.own(self.generated.from_json(data))

    def from_instance(self, instance: Any) -> Any:
        """Load a JSON value as an object of the class."""
        return self.own(self.generated.from_instance(instance))

    def to_json(self, value: Model) -> bytes:
        """Return the JSON text of an object."""
        return self.generated.to_json(value)

    def own(self, loaded: Any) -> Any:
        """Return a loaded object as one of the class, whose further fields have their defaults."""
        if not isinstance(loaded, self.generated.cls):
            return loaded
        further = self.further
        made = object.__new__(self.cls)
        made._held, made._order = loaded._held, loaded._order
        for slot in map(slot_name, self.slots):
            if hasattr(loaded, slot):
                setattr(made, slot, getattr(loaded, slot))
        for field in further:
            self._set_default(made, field)
        self.finish(made)
        return made

    def _set_default(self, made: Any, field: Field[Any]) -> None:
        if field.default_factory is not MISSING:
            setattr(made, field.name, field.default_factory())
        elif field.default is not MISSING:
            setattr(made, field.name, field.default)
        elif field.init:
            raise TypeError(f"{self.cls.__name__}.{field.name} is of no property: give it a default")

    def finish(self, value: Any) -> None:
        """Call the `__post_init__` of an object that was made without `__init__`."""
        if self.late is None:
            return
        for name, given in self.late.items():
            if given is Parameter.empty:
                raise TypeError(f"{self.cls.__name__}.{name} is of no property: give it a default")
        value.__post_init__(*self.late.values())


def _cannot_give_way(found: Any) -> bool:
    """Return whether an attribute is more than a value, in the place of which every object has one of its own."""
    if isinstance(found, (MemberDescriptorType, _OrDefault)):
        return False
    return isinstance(found, type) or hasattr(type(found), "__get__")


class _OrDefault(property):
    """A field that `__init__` does not set: its default, as long as nothing else does."""

    def __init__(self, access: property, default: Any) -> None:
        read: Any = access.fget

        def get(value: Model) -> Any:
            try:
                return read(value)
            except AttributeError:
                return default

        super().__init__(get, access.fset, access.fdel)


def _annotated(cls: type) -> Iterable[str]:
    """Return the names that a class itself annotates."""
    if sys.version_info >= (3, 14):
        from annotationlib import Format, get_annotations

        return get_annotations(cls, format=Format.FORWARDREF)
    annotations: dict[str, Any] = vars(cls).get("__annotations__", {})
    return annotations


_LATE = frozenset({"compared", "fields", "further", "holder", "late"})
"""What is known only once a class was made a dataclass."""

_RESERVED = frozenset({"_held", "_order", "_nothing_else"})
"""What `Model` has for itself; a class of somebody's own would hide it."""

_OWN = _LATE | {"cls", "from_instance", "from_json", "to_instance", "to_json"}
"""What each class has for itself: that, and what is faster, once it is made."""
