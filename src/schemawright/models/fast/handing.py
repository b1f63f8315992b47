"""
From twins to objects, and back.

A twin that was decoded is held by an object of its class as it is: nothing is copied.  Only objects in it are made
objects of their classes, once somebody asks for them.  Writing takes the twin itself as long as it has all that there
is; what it takes afterwards is in `written`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec

from schemawright.models.fast.built import giving_built
from schemawright.models.fast.others import giving_others
from schemawright.models.fast.proofs import SPACE, not_spaced
from schemawright.models.fast.pure import SCALARS, always, pure_check
from schemawright.models.fast.within import LIST, MAP, innermost, made_of
from schemawright.runtime import UNSET, Model, is_in_order, slot_name
from schemawright.runtime.fields import ALONE, MISSING, acquire, changes, looking, next_change, release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from schemawright.models.fast.built import Give
    from schemawright.models.fast.twins import Member, Order, Twin, Twins
    from schemawright.models.fast.within import Within

    Make = Callable[[Any, type[Model], "Place | None"], Any]
    Begun = Callable[..., Any]
    _Pending = tuple[Any, str, Any, Within]
    """A copy of a twin, its field that is to be copied yet, what that has, and what twins there are in."""

_read = msgspec.json.decode
_encode = msgspec.json.Encoder().encode
_to_builtins = msgspec.to_builtins
_COPIED = frozenset({"plain", "built"})
"""The kinds of members of which somebody may have, or get, what the twin has."""
_MINUTE = 60
_UNWRITTEN = (TypeError, ValueError, OverflowError, RecursionError)


class Place(msgspec.Struct, gc=False):
    """
    Where an object stands in a text that was loaded; the text is read when something of it is asked for.

    What was read is never changed: each object that is written copies its own part of it, so that it does not matter
    where objects were moved to, and all of a text is read once.

    Args:
        above: The text; or where that is in which this stands.
        step: The name or index by which it stands there.

    Attributes:
        found: What the text has there; None before it was asked for.
        changed: The numbers of the properties whose fields were set, of those that the twin has.
        given: Whether objects inside, or other properties, were asked for or set: they may have changed.
    """

    above: Any
    step: str | int = 0
    found: Any = None
    changed: tuple[int, ...] = ()
    given: bool = False

    def value(self) -> Any:
        """Return what the text has there, which nobody may change."""
        if self.above.__class__ is not Place:
            return self._known()
        way = [self]
        while way[-1].found is None and way[-1].above.__class__ is Place:
            way.append(way[-1].above)
        found = way.pop()._known()
        for place in reversed(way):
            found = place.found = found[place.step]
        return found

    def _known(self) -> Any:
        """Return what is there, of a place that has it, or has the text itself."""
        text = self.above
        if self.found is None and text.__class__ is bytes:
            # The value takes the text's place, in this order: another thread may be here.
            self.found = _read(text)
            self.above = None
        return self.found

    def names(self) -> Order:
        """Return the names of the object in the order of the text."""
        return tuple(self.value())


def bind_twins(twins: Twins) -> None:
    """Give every twin the methods that the properties of its class call."""
    for twin in twins.of.values():
        inside = {
            member.field: _giving(
                twin, name, member, twins.of[member.numbers[0]].carried.cls if member.numbers else Model
            )
            for name, member in twin.members.items()
            if member.kind != "plain"
        }
        twin.type.cls = twin.carried.cls
        twin.type.declared = twin.carried.in_order
        twin.type.inherited = twin.type.declared if twin.order == twin.type.declared else None
        twin.type.squeezed = not_spaced(twins)
        twin.type.names = _names
        twin.type.open = _open
        twin.type.note = _note
        twin.type.part = _part
        twin.type.spelled = _spelled
        twin.type.same = _comparing(twin, is_spelt_once=not (twins.fractions or twins.open or twins.named))
        twin.type.has_fractions = twins.fractions
        twin.type.is_decoded = True
        twin.type.others = staticmethod(giving_others(twin)) if twin.others else None
        twin.type.not_declared = tuple([f"f{member.at}" for member in twin.others.values()])
        twin.type.begun, twin.type.copied = _copying(twin)
        twin.type.inside = inside


def _comparing(twin: Twin, *, is_spelt_once: bool) -> Callable[[Any, Model, Model], bool | None]:
    """
    Return what says whether two objects of a class are equal; None where only their fields say it.

    As long as twins have all that their objects have, those are that are written the same; and no others, if all of it
    is written in one way only: numbers with fractions and the names of a dictionary are not.
    """
    pure, kind, cls = pure_check(twin) or always, twin.type, twin.carried.cls

    def same(held: Any, value: Model, other: Model) -> bool | None:
        against = other._held
        if value.__class__ is not cls or against.__class__ is not kind:
            return None
        if value._order.__class__ not in ALONE or other._order.__class__ not in ALONE:
            return None
        try:
            is_same = bool(_encode(held) == _encode(against))
            return is_same if (is_same or is_spelt_once) and pure(held) and pure(against) else None
        except _UNWRITTEN:
            return None

    return same


def _copying(twin: Twin) -> tuple[Begun, Callable[[Any, Callable[[Any], Any], Model], Any]]:
    """
    Return what copies a twin without those inside, each of which is pending then; and what copies it with them.

    They are given what copies all else, whatever was put there.  What an object was asked for, its slots have: nothing
    asks the twin for that again.
    """
    members = twin.members.values()
    plain = [f"f{member.at}" for member in members if member.kind in _COPIED]
    inside = [(f"f{one.at}", one.within, slot_name(one.field)) for one in members if one.numbers]

    def begun(held: Any, begin: Callable[[Any], Any], pending: list[_Pending], value: Any = None) -> Any:
        made = held.__copy__()
        for field in plain:
            part = getattr(held, field)
            if part is not UNSET and part.__class__ not in SCALARS:
                setattr(made, field, begin(part))
        for field, within, slot in inside:
            part = getattr(held, field)
            if part is not UNSET and part is not None and getattr(value, slot, MISSING) is MISSING:
                pending.append((made, field, part, within))
        return made

    def copied(held: Any, begin: Callable[[Any], Any], value: Model) -> Any:
        pending: list[_Pending] = []
        made = begun(held, begin, pending, value)
        while pending:
            above, field, part, within = pending.pop()
            setattr(above, field, _copied(part, within, begin, pending))
        return made

    return begun, copied


def _copied(part: Any, within: Within, begin: Callable[[Any], Any], pending: list[_Pending]) -> Any:
    """Return a copy of a twin, or of what twins are in, with all of them."""
    if not within:
        return part.begun(begin, pending)
    if within[0] == LIST:
        return [_copied(one, within[1:], begin, pending) for one in part]
    return {name: _copied(one, within[1:], begin, pending) for name, one in part.items()}


def _open(twin: Any, value: Model) -> None:
    """
    Note that the twin alone does not have all of an object any more.

    Of an object whose text was not looked at yet it finds out whether the twin has all of it; then None is its order.
    """
    order = value._order
    if order is None:
        value._order = twin.inherited or twin.names()
    elif type(order) is bytes:
        found = None if _is_in_order(twin, order) else Place(order)
        if value._order is order:  # No other thread was faster, nor has changed it since.
            value._order = found


def _names(twin: Any) -> Order:
    """
    Return the names of a twin's object, in order; those of the schema, where they are in the schema's order, and alone.

    A name that is set later comes behind them, or where the schema has it: whatever order the twin has for names that
    are not there, it has from other texts.
    """
    order: Order = twin.order
    declared: Order = twin.declared
    if twin.inherited is not None:
        return declared
    fields = zip(order, twin.__struct_fields__, strict=True)
    names = tuple([name for name, field in fields if getattr(twin, field) is not UNSET])
    if any([getattr(twin, field) is not UNSET for field in twin.not_declared]):  # noqa: C419  (faster)
        return names
    return declared if is_in_order(names, declared) else names


def _is_in_order(twin: Any, text: bytes) -> bool:
    """Return whether a twin is written as the text that it was read from, white space aside."""
    try:
        written = _encode(twin)
        if written == text or len(written) >= len(text):
            return written == text
        if twin.squeezed:
            return bool(written.translate(None, SPACE) == text.translate(None, SPACE))
        return bool(written == msgspec.json.format(text, indent=-1))
    except _UNWRITTEN:
        return False  # Something was put into an array.


def _note(twin: Any, value: Model, at: int) -> None:
    """Note that a field of the twin was set."""
    _open(twin, value)
    if type(value._order) is Place and at not in value._order.changed:
        value._order.changed += (at,)


def _spelled(_twin: Any, value: Any) -> Any:
    """Return the text of a moment that was decoded, which is written as it was; all else as it is."""
    if value.__class__ is not datetime:
        return value
    if value.tzinfo is not UTC:
        offset = value.utcoffset()
        # Somebody may have set one that is no moment to RFC 3339.
        if offset is None or offset.seconds % _MINUTE or offset.microseconds:
            return value
    return _to_builtins(value)


def _part(twin: Any, value: Model) -> None:
    """Note that, and that what its slots have may change."""
    order = value._order
    if order.__class__ is bytes:
        _open(twin, value)
        order = value._order
    if order is None:
        value._order = twin.inherited or twin.names()  # Of what was the twin's alone until now, too.
    elif order.__class__ is Place:
        order.given = True


def _giving(twin: Twin, name: str, member: Member, cls: type[Model]) -> Give:
    """Return what makes objects of the twins inside a twin, and gives them to the object that holds it."""
    slot, own = twin.carried.slots[member.field], twin.carried.cls
    put, look, read = slot.__set__, looking(slot, member.field, own), attrgetter(f"f{member.at}")
    if member.build is not None:
        return giving_built(twin.carried, member.field, member.at, member.build)
    make = making(member)

    def give(held: Any, value: Model, seen: int) -> Any:
        found = read(held)
        if found is UNSET or found is None:
            return found  # Nothing can be done to it: the object need not have it.
        acquire()
        try:
            if changes[0] is not seen:
                meanwhile = look(value)
                if meanwhile is not MISSING:
                    return meanwhile  # Another thread was faster.
                seen = changes[0]
            if value._order is None:
                value._order = held.inherited or held.names()  # What `_part` does, of most objects.
            elif value._order.__class__ is not tuple:
                _part(held, value)
            order = value._order
            made = make(found, cls, Place(order, name) if order.__class__ is Place else None)
            # What is made may make the collector call something in this very thread, which came here, too.
            if changes[0] is not seen:
                meanwhile = look(value)
                if meanwhile is not MISSING:
                    return meanwhile
            put(value, made)
            changes[0] = next_change()
            return made
        finally:
            release()

    return give


def making(member: Member) -> Make:
    """Return what makes the objects, or texts, of what a twin has of a member."""
    return _texting(member) if member.text else _making(member.within, is_union=bool(member.kinds))


def _making(within: Within, *, is_union: bool) -> Make:
    """Return what makes objects of twins that are in arrays and dictionaries, of the class of each twin of a union."""
    many = _some_of if is_union else _objects
    if not within:
        return _one_of if is_union else _object
    if within == (LIST,):
        return lambda held, cls, place: many(held, cls, place, range(len(held)))
    if within == (MAP,) and not is_union:
        return _named
    if within == (MAP,):
        return lambda held, cls, place: dict(zip(held, many(list(held.values()), cls, place, held), strict=False))
    make = _making(within[1:], is_union=is_union)

    def items(held: list[Any], cls: type[Model], place: Place | None) -> list[Any]:
        return [make(twin, cls, place and Place(place, at)) for at, twin in enumerate(held)]

    def members(held: dict[str, Any], cls: type[Model], place: Place | None) -> dict[str, Any]:
        return {name: make(twin, cls, place and Place(place, name)) for name, twin in held.items()}

    return items if within[0] == LIST else members


def _texting(member: Member) -> Make:
    """Return what makes texts with parsed access, of those in arrays and dictionaries, or of what these mean."""
    import schemawright.runtime

    kind, within = getattr(schemawright.runtime, member.text), member.within
    make: Any = eval(f"lambda held: {made_of(within, 'held', 'kind({0})')}", {"kind": kind})  # noqa: S307  (of a few words)

    def texts(held: Any, _cls: type[Model], _place: Place | None) -> Any:
        if next(innermost(held, within), "").__class__ is not str:
            held = _read(_encode(held))  # As it was read, of which it is proved that it is written so.
        return make(held)

    return texts


def _objects(held: list[Any], cls: type[Model], place: Place | None, steps: Iterable[str | int]) -> list[Model]:
    """Return the objects of a list of twins; where they are in the text that was loaded, unless orders are of twins."""
    if place is None:
        return _alone(held, cls)
    return [_object(twin, cls, Place(place, step)) for twin, step in zip(held, steps, strict=False)]


def _alone(held: list[Any], cls: type[Model]) -> list[Model]:
    # A loop takes less than iterators do, unless there are hundreds of them.
    made, new = [], object.__new__
    for twin in held:
        one = new(cls)
        one._held = twin
        one._order = None
        made.append(one)
    return made


def _alone_of_some(held: list[Any]) -> list[Model]:
    made, new = [], object.__new__
    for twin in held:
        one = new(twin.cls)
        one._held = twin
        one._order = None
        made.append(one)
    return made


def _named(held: dict[str, Any], cls: type[Model], place: Place | None) -> dict[str, Model]:
    """Return the objects of the twins in a dictionary."""
    if place is not None:
        return {name: _object(twin, cls, Place(place, name)) for name, twin in held.items()}
    made, new = {}, object.__new__
    for name, twin in held.items():
        made[name] = one = new(cls)
        one._held = twin
        one._order = None
    return made


def _some_of(held: list[Any], _cls: type[Model], place: Place | None, steps: Iterable[str | int]) -> list[Model]:
    """Return the objects of a list of twins of a union."""
    if place is None:
        return _alone_of_some(held)
    return [_object(twin, twin.cls, Place(place, step)) for twin, step in zip(held, steps, strict=False)]


def _object(held: Any, cls: type[Model], place: Place | None) -> Model:
    """Return the object of one twin."""
    made = object.__new__(cls)
    made._held, made._order = held, place
    return made


def _one_of(held: Any, _cls: type[Model], place: Place | None) -> Model:
    """Return the object of one twin of a union."""
    return _object(held, held.cls, place)
