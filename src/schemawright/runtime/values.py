"""What stands for absent, texts with parsed access, numbers as they were written, and constraints."""

from __future__ import annotations

import enum
import operator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

if TYPE_CHECKING:
    import datetime as dt
    import ipaddress
    from collections.abc import Callable, Iterator
    from typing import Self
    from uuid import UUID


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

    __str__ = __repr__

    def __bool__(self) -> Literal[False]:
        """Return false: `if session.ip:` reads as one means it."""
        return False


UNSET: Final[Literal[Unset.UNSET]] = Unset.UNSET
"""What a field holds whose property the object does not have; null is `None`."""


def _imported_late(name: str, module: str, reader: str) -> Callable[[str], Any]:
    """
    Return what reads a text by something of a module, which is imported for the first text that there is.

    It takes the place of what is returned then: an `import` takes many times as long as to read a text does.

    Args:
        name: The global name by which that is called.
        module: The module.
        reader: What reads, as it is named there.
    """

    def read(text: str) -> Any:
        reading = globals()[name] = operator.attrgetter(reader)(__import__(module))
        return reading(text)

    return read


_moment: Callable[[str], dt.datetime] = _imported_late("_moment", "datetime", "datetime.fromisoformat")
_day: Callable[[str], dt.date] = _imported_late("_day", "datetime", "date.fromisoformat")
_time_of_day: Callable[[str], dt.time] = _imported_late("_time_of_day", "datetime", "time.fromisoformat")
_identifier: Callable[[str], UUID] = _imported_late("_identifier", "uuid", "UUID")
_ipv4: Callable[[str], ipaddress.IPv4Address] = _imported_late("_ipv4", "ipaddress", "IPv4Address")
_ipv6: Callable[[str], ipaddress.IPv6Address] = _imported_late("_ipv6", "ipaddress", "IPv6Address")


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
        """
        The moment, with its offset; fractions beyond microseconds are cut.

        Raises:
            ValueError: It is a leap second (`23:59:60Z`) or in the year 0, which Python does not have; or no such text.
        """
        return _moment(self.upper())

    @classmethod
    def of(cls, moment: dt.datetime) -> Self:
        """
        Return the text of a moment.

        Raises:
            ValueError: It has no offset, or one that is not in whole minutes.

        >>> from datetime import UTC, datetime
        >>> DateTime.of(datetime(2026, 3, 2, 6, tzinfo=UTC))
        '2026-03-02T06:00:00Z'
        """
        return cls(_with_offset(moment, moment.isoformat()))


class Date(Text):
    """A `date` (RFC 3339, section 5.6)."""

    __slots__ = ()

    @property
    def date(self) -> dt.date:
        """
        The day.

        Raises:
            ValueError: It is in the year 0, which Python does not have; or no such text.
        """
        return _day(self)

    @classmethod
    def of(cls, day: dt.date) -> Self:
        """Return the text of a day; of a moment that of its day."""
        return cls(f"{day.year:04}-{day.month:02}-{day.day:02}")


class Time(Text):
    """A `time` (RFC 3339, section 5.6)."""

    __slots__ = ()

    @property
    def time(self) -> dt.time:
        """
        The time of day, with its offset; fractions beyond microseconds are cut.

        Raises:
            ValueError: It is a leap second (`23:59:60Z`), which Python does not have; or no such text.
        """
        return _time_of_day(self.upper())

    @classmethod
    def of(cls, time: dt.time) -> Self:
        """
        Return the text of a time of day.

        Raises:
            ValueError: It has no offset, or one that is not in whole minutes.
        """
        return cls(_with_offset(time, time.isoformat()))


def _with_offset(moment: dt.datetime | dt.time, text: str) -> str:
    """Return the text of a moment as RFC 3339 has it: the offset is in whole minutes, and there is one."""
    offset = moment.utcoffset()
    if offset is None or offset.total_seconds() % 60:
        raise ValueError(f"expected a moment with an offset in whole minutes, found {text}")
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


class Uuid(Text):
    """A `uuid` (RFC 4122)."""

    __slots__ = ()

    @property
    def uuid(self) -> UUID:
        """The identifier."""
        return _identifier(self)

    @classmethod
    def of(cls, identifier: UUID) -> Self:
        """Return the text of an identifier."""
        return cls(str(identifier))


class IPv4(Text):
    """An `ipv4` address (RFC 2673, section 3.2)."""

    __slots__ = ()

    @property
    def address(self) -> ipaddress.IPv4Address:
        """The address."""
        return _ipv4(self)

    @classmethod
    def of(cls, address: ipaddress.IPv4Address) -> Self:
        """Return the text of an address."""
        return cls(str(address))


class IPv6(Text):
    """An `ipv6` address (RFC 4291, section 2.2)."""

    __slots__ = ()

    @property
    def address(self) -> ipaddress.IPv6Address:
        """The address."""
        return _ipv6(self)

    @classmethod
    def of(cls, address: ipaddress.IPv6Address) -> Self:
        """
        Return the text of an address.

        Raises:
            ValueError: It has a zone (`fe80::1%eth0`), which is none of the format's.
        """
        if address.scope_id is not None:
            raise ValueError(f"expected an address without a zone, found {address}")
        return cls(str(address))


SMALL = 1 << 53
"""Up to here a float holds every integer: one that was written with a point or an exponent is a float."""


class WholeFloat(int):
    """An integer that was written with a point or an exponent (`1.0`, `1E+400`), and is written so again."""

    written: float | Decimal

    def __new__(cls, written: float | Decimal) -> Self:
        """Keep what was written beside its value: what its text says (`1e30`), not the nearest that a double holds."""
        is_small = isinstance(written, float) and abs(written) <= SMALL
        self = super().__new__(cls, int(written) if is_small else int(Decimal(str(written))))
        self.written = written
        return self

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle as what was written."""
        return WholeFloat, (self.written,)


class ExactFloat(float):
    """
    A number that a double would round, or has no room for: the nearest double, which knows what was read.

    What is computed with it is computed with the double.  It is equal to what `exact` is equal to, is as large, and has
    the hash of that: no double is equal to `ExactFloat("0.10000000000000000001")`.  A double is the number that it is
    written as, not what its bits mean.  One thing is Python's: a `Decimal` or a `Fraction` before the `==` asks the
    double only; behind it, or with `.exact`, it is asked exactly.

    >>> price = ExactFloat("0.10000000000000000001")
    >>> price * 2, price == 0.1, price > 0.1, price == Decimal("0.10000000000000000001")
    (0.2, False, True, True)
    >>> price, price.exact * 2
    (0.10000000000000000001, Decimal('0.20000000000000000002'))
    """

    exact: Decimal

    def __new__(cls, exact: Decimal | str | int) -> Self:
        """Keep the number beside the nearest double, which is infinite for one beyond all doubles."""
        exact = Decimal(exact)
        self = super().__new__(cls, exact)
        self.exact = exact
        return self

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle as the number."""
        return ExactFloat, (self.exact,)

    def __repr__(self) -> str:
        """Return the number as it is written."""
        return str(self.exact)

    def __bool__(self) -> bool:
        """Return whether it is another number than 0, which the nearest double may be."""
        return bool(self.exact)

    def __hash__(self) -> int:
        return hash(self.exact)

    def __eq__(self, other: object) -> bool:
        return _is(operator.eq, self.exact, other)

    def __ne__(self, other: object) -> bool:
        return not _is(operator.eq, self.exact, other)

    def __lt__(self, other: Any) -> bool:
        return _is(operator.lt, self.exact, other)

    def __le__(self, other: Any) -> bool:
        return _is(operator.le, self.exact, other)

    def __gt__(self, other: Any) -> bool:
        return _is(operator.gt, self.exact, other)

    def __ge__(self, other: Any) -> bool:
        return _is(operator.ge, self.exact, other)


def _is(compared: Callable[[Any, Any], Any], exact: Decimal, other: Any) -> bool:
    """Return how a number compares with whatever there is; what is no number is neither more nor less."""
    if isinstance(other, ExactFloat):
        return bool(compared(exact, other.exact))
    if not isinstance(other, float):
        return bool(compared(exact, other))
    # A `Decimal` is not asked about what is no number, since it raises where a float says no.
    # By its bits as well: what has the hash of a `Decimal` is equal to no double that has another one.
    return other == other and bool(compared((exact, exact), (read_number(other), Decimal(other))))  # noqa: PLR0124


def read_number(number: float | Decimal) -> Decimal:
    """
    Return the number that is read where a number of Python's, or of ours, is written.

    >>> read_number(1e23) == 10**23, read_number(0.1), read_number(ExactFloat("0.10")), read_number(WholeFloat(1e23))
    (True, Decimal('0.1'), Decimal('0.10'), Decimal('100000000000000000000000'))
    """
    if isinstance(number, ExactFloat):
        return number.exact
    return Decimal(float.__repr__(number) if isinstance(number, float) else number)


MOST_DIGITS = 4_300
"""How many digits an `int` of ours has at the most: as many as Python writes.  One that has more is a `Decimal`."""


def whole_number(exact: Decimal) -> int | Decimal | None:
    """
    Return what carries an integer that no double holds, or that is a `Decimal`; None for a number that is none.

    >>> from decimal import Decimal
    >>> [type(whole_number(Decimal(text))).__name__ for text in ("7", "7.0", "1E+400", "1E+1000000000", "0.5")]
    ['int', 'WholeFloat', 'WholeFloat', 'Decimal', 'NoneType']
    """
    _, digits, exponent = exact.as_tuple()
    # What a number has behind its point is small; to compute with one of a billion digits is not.
    if not isinstance(exponent, int) or (exponent < 0 and any(digits[exponent:])):
        return None
    is_negative_zero = exact.is_zero() and exact.is_signed()
    if is_negative_zero or exact.copy_abs() > SMALL:
        return WholeFloat(exact) if is_negative_zero or exact.adjusted() < MOST_DIGITS else exact
    # No text is read as one so small, but values may have such.
    return int(exact) if exponent == 0 else WholeFloat(float(exact))


class NegativeZero(int):
    """The integer 0 that was written as `-0`, and is written so again."""

    __slots__ = ()


class Constraint:
    """
    A constraint of a value, as metadata of its type; the attributes are named as in annotated_types.

    What reads annotated_types takes it for a `GroupedMetadata`, which it is unpacked from: iterating gives the
    constraint of that package, where it is installed and has one.

    >>> MinLen(3), MinLen(3) == MinLen(3), MinLen(3) == MaxLen(3)
    (MinLen(3), True, False)
    """

    __slots__ = ("_value",)
    __is_annotated_types_grouped_metadata__ = True

    def __init__(self, value: Any) -> None:
        self._value = value

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other._value == self._value

    def __hash__(self) -> int:
        return hash((type(self), self._value))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._value!r})"

    def __iter__(self) -> Iterator[Any]:
        try:
            import annotated_types
        except ImportError:
            return
        kind = getattr(annotated_types, type(self).__name__, None)
        if kind is not None:
            yield kind(self._value)


class Ge(Constraint):
    """`minimum`."""

    __slots__ = ()

    @property
    def ge(self) -> Any:
        """The bound."""
        return self._value


class Gt(Constraint):
    """`exclusiveMinimum`."""

    __slots__ = ()

    @property
    def gt(self) -> Any:
        """The bound."""
        return self._value


class Le(Constraint):
    """`maximum`."""

    __slots__ = ()

    @property
    def le(self) -> Any:
        """The bound."""
        return self._value


class Lt(Constraint):
    """`exclusiveMaximum`."""

    __slots__ = ()

    @property
    def lt(self) -> Any:
        """The bound."""
        return self._value


class MultipleOf(Constraint):
    """`multipleOf`."""

    __slots__ = ()

    @property
    def multiple_of(self) -> Any:
        """The bound."""
        return self._value


class MinLen(Constraint):
    """`minLength`, `minItems`, `minProperties`."""

    __slots__ = ()

    @property
    def min_length(self) -> int:
        """The bound."""
        value: int = self._value
        return value


class MaxLen(Constraint):
    """`maxLength`, `maxItems`, `maxProperties`."""

    __slots__ = ()

    @property
    def max_length(self) -> int:
        """The bound."""
        value: int = self._value
        return value


class Pattern(Constraint):
    """`pattern`, an ECMA-262 regular expression."""

    __slots__ = ()

    @property
    def pattern(self) -> str:
        """The expression."""
        value: str = self._value
        return value


Annotations: TypeAlias = Ge | Gt | Le | Lt | MultipleOf | MinLen | MaxLen | Pattern
