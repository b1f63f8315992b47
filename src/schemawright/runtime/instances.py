"""From carried values to JSON values: what was read, as it is written."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Protocol

from schemawright.runtime.model import NOTHING_ELSE, Model, order_of
from schemawright.runtime.values import UNSET, ExactFloat, NegativeZero, WholeFloat

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.runtime.carried import Carried


class _Again(Protocol):
    """What makes the JSON values of those inside of another."""

    def __call__(self, value: Any, zero: Callable[[], Any], again: _Again) -> Any: ...


_TEXT = frozenset({str})
_AS_THEY_ARE = frozenset({str, int, float, bool, type(None), Decimal})


def to_instance(value: Any) -> Any:
    """
    Return the JSON value that a carried value stands for, as it was read.

    What is of a class made of `int`, `float`, `str`, `list`, `tuple` or `dict` stands for what it is made of.

    Raises:
        Malformed: It is inside itself, or nested deeper than there is room for.

    >>> from schemawright.runtime import DateTime
    >>> to_instance([DateTime("2026-03-02T06:00:00Z"), WholeFloat(1.0), 7])
    ['2026-03-02T06:00:00Z', 1.0, 7]
    """
    return _deep(value, int)


def to_written(value: Any) -> Any:
    """
    Return what is written for a carried value: the JSON value, with a `Decimal` for `-0`, which Python's integers lack.

    >>> from schemawright.runtime import NegativeZero
    >>> to_written([NegativeZero(), 0]), to_instance([NegativeZero(), 0])
    ([Decimal('-0'), 0], [0, 0])
    """
    return _deep(value, _written_zero)


def to_judged(value: Any) -> tuple[Any, Any]:
    """
    Return the JSON value that a carried value stands for, and the same with each `NegativeZero`, where it has some.

    >>> judged, carried = to_judged([NegativeZero(), 1])
    >>> judged, [type(item).__name__ for item in carried]
    ([0, 1], ['NegativeZero', 'int'])
    """
    found: list[int] = []

    def zero() -> int:
        found.append(0)
        return 0

    judged = _deep(value, zero)
    return judged, _deep(value, NegativeZero) if found else judged


def _written_zero() -> Decimal:
    return Decimal("-0")


def _deep(value: Any, zero: Callable[[], Any]) -> Any:
    """Return the JSON value; `zero` makes what is there for `-0`."""
    try:
        return _plain(value, zero, _plain)
    except RecursionError:
        try:
            return _plain_deeper(value, zero, _plain_deeper)
        except RecursionError as error:
            raise _endless(value, error) from None


def _endless(value: Any, error: RecursionError) -> Exception:
    """Return the error of a value that has no end, or that nests deeper than there is room for."""
    from schemawright.errors import Malformed
    from schemawright.runtime.nesting import is_inside_itself

    if is_inside_itself(value):
        return Malformed("expected a JSON value, found one that is inside itself")
    return Malformed(f"expected a JSON value, found one that is nested too deep: {error}")


def _plain_deeper(value: Any, zero: Callable[[], Any], again: _Again) -> Any:
    """Do what `_plain` does, however deep a value is nested."""
    from schemawright.deep_stack import deeper

    return deeper(_plain, value, zero, again)


def _plain(value: Any, zero: Callable[[], Any], again: _Again) -> Any:
    """Return the JSON value; `again` is called for those inside."""
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is list:
        # The kinds are few, so that most arrays are looked at once, in C.
        return value[:] if _AS_THEY_ARE.issuperset(map(type, value)) else [again(item, zero, again) for item in value]
    if kind is dict:
        return _plain_members(value, zero, again)
    if isinstance(value, Model):
        return _plain_object(value, zero, again)
    return zero() if kind is NegativeZero else _plain_other(value, zero, again)


def _plain_members(value: dict[Any, Any], zero: Callable[[], Any], again: _Again) -> dict[Any, Any]:
    if _TEXT.issuperset(map(type, value)):
        return {name: again(item, zero, again) for name, item in value.items()}
    return {_plain_name(name): again(item, zero, again) for name, item in value.items()}


def _plain_name(name: Any) -> Any:
    return str.__str__(name) if isinstance(name, str) else name


def _plain_other(value: Any, zero: Callable[[], Any], again: _Again) -> Any:
    if isinstance(value, list | tuple):
        return [again(item, zero, again) for item in value]
    if isinstance(value, dict):
        return _plain_members(value, zero, again)
    for kind, plain in _PLAIN:
        if isinstance(value, kind):
            return plain(value)
    return value


# Not as the class of somebody's own says it: that may be a class of theirs again.
_PLAIN: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (str, str.__str__),
    (WholeFloat, attrgetter("written")),
    (ExactFloat, attrgetter("exact")),
    (int, int.__int__),
    (float, float.__float__),
    (Decimal, Decimal),
)
"""What a value of a kind, or of a class made of it, is in JSON; the first that it is of."""


def _plain_object(value: Model, zero: Callable[[], Any], again: _Again) -> dict[str, Any]:
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
            members[name] = member if type(member) in _AS_THEY_ARE else again(member, zero, again)
    if others is not NOTHING_ELSE and (others or others.__class__ is not dict):
        _add_others(members, value, others, partial(again, zero=zero, again=again))
    if order is not None:
        order = order_of(value)
    if order is None:
        return members
    ordered = {name: members[name] for name in order if name in members}
    return ordered | members if len(ordered) < len(members) else ordered


def _asked_for(value: Model, carried: Carried) -> tuple[Any, ...]:
    """Return an object's order, its other properties, and its fields in the order of the schema."""
    others = getattr(value, carried.extra_field) if carried.extra_field else NOTHING_ELSE
    return (order_of(value), others, *[getattr(value, field) for _, field in carried.declared])


def _add_others(members: dict[str, Any], value: Model, others: Any, plain: Callable[[Any], Any]) -> None:
    """Add the other properties of an object to its members."""
    carried = value._carried
    if not isinstance(others, dict):
        raise _malformed(value, "expected a dictionary as `{}`, found " + f"`{type(others).__name__}`")
    for name, member in others.items():
        if name in carried.properties:
            raise _malformed(value, "{}" + f"[{name!r}] is declared: set the field instead")
        members[_plain_name(name)] = plain(member)


def _malformed(value: Model, message: str) -> Exception:
    """Return the error of the other properties of an object; `{}` in the message is where they are."""
    from schemawright.errors import Malformed

    return Malformed(message.replace("{}", f"{type(value).__name__}.{value._carried.extra_field}", 1))
