"""
All that generated dataclasses import: what stands for absent, texts with parsed access, and the base of every class.

Standard library only at import time, and little of it.  The schema is compiled, and what judges by it is imported,
when the first instance is loaded.
"""

from __future__ import annotations

import enum
from decimal import Decimal
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import datetime as dt
    import ipaddress
    import uuid
    from collections.abc import Callable, Mapping, Sequence
    from typing import Self

    from schemawright.models.loading import Loader

__all__ = [
    "UNSET", "Annotations", "Carried", "Carrier", "Date", "DateTime", "Ge", "Gt", "IPv4", "IPv6", "Integer", "Le", "Lt",
    "MaxLen", "MinLen", "Model", "MultipleOf", "Number", "Pattern", "Text", "Time", "Unset", "Uuid",
]  # fmt: skip


class Unset(enum.Enum):
    """The type of `UNSET`, which stands for a property that an object does not have."""

    # A value that nothing can write: UNSET never gets into a JSON text by mistake.
    UNSET = object()

    def __reduce_ex__(self, _protocol: object) -> tuple[Any, ...]:
        """Pickle as the name."""
        return getattr, (Unset, "UNSET")

    def __repr__(self) -> str:
        """Return the name that one writes."""
        return "UNSET"

    def __bool__(self) -> Literal[False]:
        """Return false: `if session.ip:` reads as one means it."""
        return False


UNSET: Final[Literal[Unset.UNSET]] = Unset.UNSET
"""What a field holds whose property the object does not have; null is `None`."""


class Text(str):
    """A text of some `format`, kept as it was written; what it means is parsed when it is asked for."""

    __slots__ = ()

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle as class and text."""
        return type(self), (str(self),)


class DateTime(Text):
    """A `date-time` (RFC 3339, section 5.6)."""

    __slots__ = ()

    @property
    def datetime(self) -> dt.datetime:
        """The moment, with its offset; fractions beyond microseconds are cut, a leap second raises `ValueError`."""
        from datetime import datetime

        return datetime.fromisoformat(self.upper())


class Date(Text):
    """A `date` (RFC 3339, section 5.6)."""

    __slots__ = ()

    @property
    def date(self) -> dt.date:
        """The day."""
        from datetime import date

        return date.fromisoformat(self)


class Time(Text):
    """A `time` (RFC 3339, section 5.6)."""

    __slots__ = ()

    @property
    def time(self) -> dt.time:
        """The time of day, with its offset."""
        from datetime import time

        return time.fromisoformat(self.upper())


class Uuid(Text):
    """A `uuid` (RFC 4122)."""

    __slots__ = ()

    @property
    def uuid(self) -> uuid.UUID:
        """The identifier."""
        from uuid import UUID

        return UUID(self)


class IPv4(Text):
    """An `ipv4` address (RFC 2673, section 3.2)."""

    __slots__ = ()

    @property
    def address(self) -> ipaddress.IPv4Address:
        """The address."""
        from ipaddress import IPv4Address

        return IPv4Address(self)


class IPv6(Text):
    """An `ipv6` address (RFC 4291, section 2.2)."""

    __slots__ = ()

    @property
    def address(self) -> ipaddress.IPv6Address:
        """The address."""
        from ipaddress import IPv6Address

        return IPv6Address(self)


class WholeFloat(int):
    """An integer that was written with a point or an exponent (`1.0`), and is written so again."""

    written: float

    def __new__(cls, written: float) -> Self:
        """Keep the float beside its value."""
        self = super().__new__(cls, int(written))
        self.written = written
        return self

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle as what was written."""
        return WholeFloat, (self.written,)


Number: TypeAlias = float | Decimal
"""A JSON number: `int` or `float`, or `Decimal` where a float would round it."""

Integer: TypeAlias = int | Decimal
"""A JSON number without a fraction: `int`, or `Decimal` for one with thousands of digits."""


class Ge(NamedTuple):
    """`minimum`; the attribute is named as in annotated_types."""

    ge: Any


class Gt(NamedTuple):
    """`exclusiveMinimum`."""

    gt: Any


class Le(NamedTuple):
    """`maximum`."""

    le: Any


class Lt(NamedTuple):
    """`exclusiveMaximum`."""

    lt: Any


class MultipleOf(NamedTuple):
    """`multipleOf`."""

    multiple_of: Any


class MinLen(NamedTuple):
    """`minLength`, `minItems`, `minProperties`."""

    min_length: int


class MaxLen(NamedTuple):
    """`maxLength`, `maxItems`, `maxProperties`."""

    max_length: int


class Pattern(NamedTuple):
    """`pattern`, an ECMA-262 regular expression."""

    pattern: str


Annotations: TypeAlias = Ge | Gt | Le | Lt | MultipleOf | MinLen | MaxLen | Pattern
Spec: TypeAlias = Any
"""
How a value is carried, in plain tuples: None (as it is), `("object", n)` by the class n, `("map", spec)`,
`("list", spec)`, `("tuple", specs, rest)`, `("text", name)`, `("integer",)`, `("kinds", object, array, scalar)`, or
`("choice", ((locations, spec), …))`: by the first whose subschemas all accept it.
"""


class Model:
    """The base of every generated class: an object of JSON, property by property."""

    __slots__ = ("_order",)

    if TYPE_CHECKING:
        _order: tuple[str, ...] | None
        _carrier: ClassVar[Carrier]
        _carried: ClassVar[Carried]

    @classmethod
    def from_json(cls, data: bytes | str) -> Self:
        """
        Load a JSON text.

        Raises:
            InvalidInstance: The schema does not accept it; carries the findings, with positions.
            Malformed: It is not JSON; with line and column.
        """
        loaded: Self = cls._carrier.loader.load_json(data, cls)
        return loaded

    @classmethod
    def from_instance(cls, instance: Any) -> Self:
        """
        Load a JSON value as Python has it.

        Raises:
            InvalidInstance: The schema does not accept it; carries the findings.
            Malformed: It is no JSON value.
        """
        loaded: Self = cls._carrier.loader.load_instance(instance, cls)
        return loaded

    def to_instance(self) -> dict[str, Any]:
        """Return the JSON value, its names in the order in which they were read."""
        instance: dict[str, Any] = to_instance(self)
        return instance

    def to_json(self) -> bytes:
        """Return the JSON text, compact, in UTF-8."""
        return self._carrier.to_json(self)

    def replace(self, /, **changes: Any) -> Self:
        """
        Return a copy with some fields changed; nothing is judged.

        Raises:
            TypeError: There is no such field.
        """
        carried = self._carried
        unknown = set(changes) - set(carried.fields)
        if unknown:
            raise TypeError(f"{type(self).__name__} has no field {min(unknown)!r}")
        made = object.__new__(type(self))
        for field in carried.fields:
            setattr(made, field, changes[field] if field in changes else getattr(self, field))
        made._order = getattr(self, "_order", None)
        return made

    def __replace__(self, /, **changes: Any) -> Self:
        return self.replace(**changes)

    def __repr__(self) -> str:
        fields = ((name, getattr(self, name)) for name in self._carried.fields)
        shown = [f"{name}={value!r}" for name, value in fields if value is not UNSET]
        if shown and self._carried.extra_field and not getattr(self, self._carried.extra_field):
            shown.pop()
        return f"{type(self).__name__}({', '.join(shown)})"

    def __getstate__(self) -> tuple[Any, ...]:
        values = tuple([getattr(self, name) for name in self._carried.fields])
        return (*values, getattr(self, "_order", None))

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        for name, value in zip(self._carried.fields, state, strict=False):
            setattr(self, name, value)
        self._order = state[-1]


class Carried:
    """
    How one class carries objects.

    Args:
        cls: The class.
        at: The subschemas that describe it: `uri#pointer` each; all of them together.
        properties: Property name → (field, how its value is carried).
        extra_field: The field of all other properties; empty where the schema forbids them.
        extra: How their values are carried.
        texts: Fields whose text has parsed access.
    """

    def __init__(
        self,
        cls: type[Model],
        *,
        at: Sequence[str],
        properties: Mapping[str, tuple[str, Spec]],
        extra_field: str = "extra",
        extra: Spec = None,
        texts: Mapping[str, type[Text]] | None = None,
    ) -> None:
        self.cls = cls
        self.at = tuple(at)
        self.properties = properties
        self.extra_field = extra_field
        self.extra = extra
        self.texts = texts or {}
        self.declared = tuple([(name, field) for name, (field, _) in properties.items()])
        self.fields = tuple([field for _, field in self.declared] + ([extra_field] if extra_field else []))
        # The slots, before properties take their place.
        self.text_members = {field: cls.__dict__[field] for field in self.texts}


class Carrier:
    """
    The schema of a generated module, and the classes that carry its instances.

    Args:
        uri: The schema resource's base URI.
        dialect: The dialect's short name.
        resources: The resource and all that it refers to: URI → JSON text.
        classes: How each class carries objects.
        root: How the root is carried.
        assert_formats: Whether `format` is an assertion.
    """

    def __init__(
        self,
        *,
        uri: str,
        dialect: str,
        resources: Mapping[str, str],
        classes: Sequence[Carried],
        root: Spec,
        assert_formats: bool = True,
    ) -> None:
        self.uri = uri
        self.dialect = dialect
        self.resources = resources
        self.classes = tuple(classes)
        self.root = root
        self.assert_formats = assert_formats
        for carried in self.classes:
            self._bind(carried)

    def _bind(self, carried: Carried) -> None:
        cls = carried.cls
        cls._carrier = self
        cls._carried = carried
        cls.__replace__ = Model.__replace__  # type: ignore[method-assign]  # Python 3.13 makes one that forgets the order
        for field, kind in carried.texts.items():
            setattr(cls, field, _text_property(carried.text_members[field], kind))

    @cached_property
    def loader(self) -> Loader:
        """What judges and builds; imported when it is first asked for."""
        from schemawright.models.loading import Loader

        return Loader(self)

    def from_json(self, data: bytes | str) -> Any:
        """
        Load a JSON text by the whole schema.

        Raises:
            InvalidInstance: The schema does not accept it; carries the findings, with positions.
            Malformed: It is not JSON; with line and column.
        """
        return self.loader.load_json(data, None)

    def from_instance(self, instance: Any) -> Any:
        """
        Load a JSON value by the whole schema.

        Raises:
            InvalidInstance: The schema does not accept it; carries the findings.
            Malformed: It is no JSON value.
        """
        return self.loader.load_instance(instance, None)

    def to_json(self, value: Any) -> bytes:
        """Return the JSON text of what was loaded."""
        if isinstance(value, Model):
            write = self.loader.writer(type(value))
            text: bytes | None = write(value) if write is not None else None
            if text is not None:
                return text
        return self.loader.write(to_instance(value))

    @staticmethod
    def to_instance(value: Any) -> Any:
        """Return the JSON value of what was loaded."""
        return to_instance(value)


def to_instance(value: Any) -> Any:
    """
    Return the JSON value that a carried value stands for, as it was read.

    >>> to_instance([DateTime("2026-03-02T06:00:00Z"), WholeFloat(1.0), 7])
    ['2026-03-02T06:00:00Z', 1.0, 7]
    """
    try:
        return _plain(value)
    except RecursionError:
        from schemawright.models.depth import with_deep_stack

        return with_deep_stack(lambda: _plain(value))


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is list:
        return [_plain(item) for item in value]
    if kind is dict:
        return {name: _plain(item) for name, item in value.items()}
    return _plain_other(value)


def _plain_other(value: Any) -> Any:
    if isinstance(value, Model):
        return _plain_object(value)
    if isinstance(value, Text):
        return str.__str__(value)
    if isinstance(value, WholeFloat):
        return value.written
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value


def _plain_object(value: Model) -> dict[str, Any]:
    carried = value._carried  # noqa: SLF001  (a class and what it is bound to are one)
    members: dict[str, Any] = {}
    for name, field in carried.declared:
        member = getattr(value, field)
        if member is not UNSET:
            members[name] = _plain(member)
    if carried.extra_field:
        for name, member in getattr(value, carried.extra_field).items():
            if name in carried.properties:
                raise ValueError(f"{carried.extra_field}[{name!r}] is declared: set the field instead")
            members[name] = _plain(member)
    order = getattr(value, "_order", None)
    if order is None:
        return members
    ordered = {name: members[name] for name in order if name in members}
    return ordered | members if len(ordered) < len(members) else ordered


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


def _text_property(member: Any, kind: type[Text]) -> property:
    """Return a property over a slot that holds plain text, which is what costs nothing to load."""
    read, write, kept = member.__get__, member.__set__, _kept(kind)

    def put(self: Model, value: Any) -> None:
        write(self, str.__str__(value) if isinstance(value, Text) else value)

    return property(lambda self: kept(read(self)), put)
