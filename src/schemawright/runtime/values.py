"""What stands for absent, texts with parsed access, numbers as they were written, and constraints."""

from __future__ import annotations

import enum
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import datetime as dt
    import ipaddress
    import uuid
    from typing import Self


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
