"""
From twins to objects, and back.

A twin that was decoded is held by an object of its class as it is: nothing is copied.  Only objects in it are made
objects of their classes, once somebody asks for them.  Writing takes the twin itself as long as it has all that there
is; afterwards, straight-line code makes a value of the object's fields, in the order of its names.
"""

from __future__ import annotations

from datetime import datetime
from itertools import repeat, starmap
from math import isfinite
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec

from schemawright.models.fast.proofs import SPACE, not_spaced
from schemawright.models.spelling.numbers import LEAST, MOST, has_exponent, is_spelt_once
from schemawright.runtime import UNSET, Model, Unset, is_in_order, slot_name, to_written
from schemawright.runtime.fields import MISSING, looking, one_at_a_time

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from schemawright.models.fast.twins import Member, Order, Twin, Twins

LISTS = frozenset({"list", "unions"})
"""How arrays of objects are handed over."""

_read = msgspec.json.decode
_encode = msgspec.json.Encoder().encode
_ALONE = frozenset({bytes, type(None)})
"""The kinds of orders of objects to which nothing was done."""
SCALARS = frozenset({str, int, float, bool, type(None)})
SURE = SCALARS - {float}
TEXT = frozenset({str})
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
            member.field: _giving(twin, name, member, twins.of[member.numbers[0]].carried.cls)
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
        twin.type.same = _comparing(twin, is_spelt_once=not (twins.fractions or twins.open))
        twin.type.has_others = False
        twin.type.copied = _copying(twin)
        twin.type.inside = inside


def _comparing(twin: Twin, *, is_spelt_once: bool) -> Callable[[Any, Model, Model], bool | None]:
    """
    Return what says whether two objects of a class are equal; None where only their fields say it.

    As long as twins have all that their objects have, those are that are written the same; and no others, if all of it
    is written in one way only: numbers with fractions and the names of a dictionary are not.
    """
    pure, kind, cls = pure_check(twin) or _always, twin.type, twin.carried.cls

    def same(held: Any, value: Model, other: Model) -> bool | None:
        against = other._held
        if value.__class__ is not cls or against.__class__ is not kind:
            return None
        if value._order.__class__ not in _ALONE or other._order.__class__ not in _ALONE:
            return None
        try:
            is_same = bool(_encode(held) == _encode(against))
            return is_same if (is_same or is_spelt_once) and pure(held) and pure(against) else None
        except _UNWRITTEN:
            return None

    return same


def _copying(twin: Twin) -> Callable[[Any, Callable[[Any], Any]], Any]:
    """Return what copies a twin, with the twins inside; it is given what copies all else, whatever was put there."""
    plain = [f"f{member.at}" for member in twin.members.values() if member.kind == "plain"]
    inside = [(f"f{member.at}", member.kind in LISTS) for member in twin.members.values() if member.kind != "plain"]

    def copied(held: Any, begin: Callable[[Any], Any]) -> Any:
        made = held.__copy__()
        for field in plain:
            part = getattr(held, field)
            if part is not UNSET and part.__class__ not in SCALARS:
                setattr(made, field, begin(part))
        for field, is_list in inside:
            part = getattr(held, field)
            if part is not UNSET and part is not None:
                setattr(made, field, [one.copied(begin) for one in part] if is_list else part.copied(begin))
        return made

    return copied


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


def _placing(declared: Order) -> Callable[[dict[str, Any], Place], dict[str, Any]]:
    """Return what puts the new names of a value where the schema has them, if those before them are in its order."""
    number = {name: at for at, name in enumerate(declared)}

    def placed(value: dict[str, Any], place: Place) -> dict[str, Any]:
        before = place.names()
        if not value or next(reversed(value)) in before:
            return value  # What is new would be behind all that was there.
        last = -1
        for name in before:
            if number[name] < last:
                return value
            last = number[name]
        return {name: value[name] for name in declared if name in value}

    return placed


def _names(twin: Any) -> Order:
    """
    Return the names of a twin's object, in order; those of the schema, where they are in the schema's order.

    A name that is set later comes behind them, or where the schema has it: whatever order the twin has for names that
    are not there, it has from other texts.
    """
    order: Order = twin.order
    declared: Order = twin.declared
    if twin.inherited is not None:
        return declared
    fields = zip(order, twin.__struct_fields__, strict=True)
    names = tuple([name for name, field in fields if getattr(twin, field) is not UNSET])
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


def _giving(twin: Twin, name: str, member: Member, cls: type[Model]) -> Callable[[Any, Model], Any]:
    """Return what makes objects of the twins inside a twin, and gives them to the object that holds it."""
    slot, own, name_of_slot = twin.carried.slots[member.field], twin.carried.cls, slot_name(member.field)
    put, look, read = slot.__set__, looking(slot, member.field, own), attrgetter(f"f{member.at}")
    many, one = (_some_of, _one_of) if member.kinds else (_objects, _object)
    make = many if member.kind in LISTS else one

    def give(held: Any, value: Model) -> Any:
        with one_at_a_time:
            found = getattr(value, name_of_slot, MISSING) if value.__class__ is own else look(value)
            if found is not MISSING:
                return found  # Another thread was faster.
            if value._order is None:
                value._order = held.inherited or held.names()  # What `_part` does, of most objects.
            else:
                _part(held, value)
            found = read(held)
            if found is not UNSET and found is not None:
                order = value._order
                found = make(found, cls, Place(order, name) if order.__class__ is Place else None)
                # What is made may make the collector call something in this very thread, which came here, too.
                meanwhile = look(value)
                if meanwhile is not MISSING:
                    return meanwhile
            put(value, found)
            return found

    return give


def _objects(held: list[Any], cls: type[Model], place: Place | None) -> list[Model]:
    """Return the objects of a list of twins; where they are in the text that was loaded, unless orders are of twins."""
    made: list[Any] = list(starmap(object.__new__, repeat((cls,), len(held))))
    places: Iterable[Place | None] = repeat(None) if place is None else map(Place, repeat(place), range(len(held)))
    for one, twin, order in zip(made, held, places, strict=False):
        one._held = twin
        one._order = order
    return made


def _object(held: Any, cls: type[Model], place: Place | None) -> Model:
    """Return the object of one twin."""
    made = object.__new__(cls)
    made._held, made._order = held, place
    return made


def _one_of(held: Any, _cls: type[Model], place: Place | None) -> Model:
    """Return the object of one twin of a union."""
    return _object(held, held.cls, place)


def _some_of(held: list[Any], _cls: type[Model], place: Place | None) -> list[Model]:
    """Return the objects of a list of twins of a union."""
    if place is None:
        return [_object(twin, twin.cls, None) for twin in held]
    return [_object(twin, twin.cls, Place(place, at)) for at, twin in enumerate(held)]


def make_trees(twins: Twins) -> dict[int, Callable[..., Any]]:
    """
    Return for each class what makes the value that is written for an object whose twin is not what is written.

    What has the schema's order is written by a structure of what it has now. All else starts from what gives the order
    of names: a copy of what the text has that was loaded, or a tuple. Straight-line code then puts into it what the
    object has now, and takes out what it does not have any more.
    Each object has a value of its own, whatever text it was loaded from, and wherever it was there.
    Raises `TypeError`, or whatever else a value leads to, for what it does not deal with: msgspec writes what comes out
    as it is meant. An exponent is none of that, unless it was read as msgspec writes it.
    """
    trees: dict[int, Callable[..., Any]] = {}
    numbers = {twin.carried.cls: number for number, twin in twins.of.items()}

    def tree_of(value: Any) -> Any:
        return trees[numbers[value.__class__]](value)

    for number, twin in twins.of.items():
        space: dict[str, Any] = {
            "UNSET": UNSET, "Place": Place, "Struct": msgspec.Struct, "missing": MISSING, "is_moment": _is_moment,
            "cls": twin.carried.cls, "Fields": twin.carried.holder, "Written": _written_type(twin),
            "declared": twin.carried.in_order, "known": frozenset(twin.members), "ordered": _ordered,
            "text": _text, "spelt": _spelt,
            "trees": trees, "tree_of": tree_of, "pure": pure_check(twin) or _always, "plain": _plain, "SURE": SURE,
            "TEXTS": {str, Unset, *[kind for kind in twin.carried.carrier.enums if issubclass(kind, str)]},
            "KNOWN": SURE | {Unset}, "LEAST": LEAST, "MOST": MOST,
            "names": twin.carried.in_order, "fields": [f"f{at}" for at in range(len(twin.members))],
            "placed": _placing(twin.carried.in_order),
            # An array can be changed without being set.
            "scalars": all(member.kind == "object" or member.quoted for member in twin.members.values()),
            **{f"name{member.at}": name for name, member in twin.members.items()},
            **{f"slot{member.at}": slot_name(member.field) for member in twin.members.values()},
            "extra_slot": slot_name(twin.carried.extra_field),
        }  # fmt: skip
        exec("\n".join([_BEGIN, *_made(twin), _TREE, *_tree(twin)]), space)  # noqa: S102  (made of numbers)
        trees[number] = space["tree"]
    return trees


def _written_type(twin: Twin) -> Any:
    """Return a type that writes what it has in the schema's order, whatever that of the twin is."""
    fields = [(f"f{at}", object, UNSET) for at in range(len(twin.members))]
    names = {f"f{member.at}": name for name, member in twin.members.items()}
    return msgspec.defstruct("Written", fields, rename=names, omit_defaults=True, gc=False)


_BEGIN = """
def tree(o):
    if o.__class__ is not cls: raise TypeError
    order, s = o._order, o._held
    is_made = s.__class__ is Fields
    if is_made or order is declared:
        others = getattr(o, extra_slot, missing)
        if others is not missing and (others or others.__class__ is not dict): raise TypeError
"""
_TREE = """
    of_text, given = False, True
    if order.__class__ is Place:
        of_text, given = True, order.given
        m = order.value().copy()
    elif order is None:
        if isinstance(s, Struct) and pure(s): return s
        raise TypeError
    elif order.__class__ is tuple and known.issuperset(order): m = dict.fromkeys(order)
    else: raise TypeError
    if given:
        others = getattr(o, extra_slot, missing)
        if others is not missing and (others or others.__class__ is not dict or not known.issuperset(m)):
            raise TypeError
    elif scalars:
        for at in order.changed:
            name, v = names[at], getattr(s, fields[at])
            if type(v) is not str or name not in m: break  # What is new has a place among the others.
            m[name] = v
        else: return m
"""


def _tree(twin: Twin) -> Iterator[str]:
    for member in twin.members.values():
        at = member.at
        if member.kind == "plain":
            yield f"    v = s.f{at}"
            if member.quoted:
                # Whatever else was set may be written otherwise, as null.
                moment = " or is_moment(v)" if member.moment else ""
                yield f"    if type(v) is str or isinstance(v, str){moment}: m[name{at}] = v"
                yield f"    elif v is UNSET: m.pop(name{at}, None)"
                yield "    else: raise TypeError"
            else:
                yield f"    if v is UNSET: m.pop(name{at}, None)"
                yield f"    else: m[name{at}] = v if v.__class__ in SURE else plain(v)"
            continue
        each = "tree_of" if member.kinds else f"trees[{member.number}]"
        each = f"[{each}(i) for i in v]" if member.kind in LISTS else f"{each}(v)"
        yield "    if given:"
        yield f"        v = getattr(o, slot{at}, missing)"
        yield "        if v is missing:"
        yield "            if not of_text:"
        yield f"                if s.f{at} is UNSET: m.pop(name{at}, None)"
        yield f"                else: m[name{at}] = s.f{at}"
        yield f"        elif v is UNSET: m.pop(name{at}, None)"
        if member.nullable:
            yield f"        elif v is None: m[name{at}] = None"
        if member.kind in LISTS:
            yield "        elif v.__class__ is not list: raise TypeError"
        yield f"        else: m[name{at}] = {each}"
    yield "    return placed(m, order) if of_text else m"


def _made(twin: Twin) -> Iterator[str]:
    """Yield the code for an object in the schema's order, or that holds fields: all is looked at, and nothing twice."""
    for name, member in twin.members.items():
        v = f"v{member.at}"
        if member.kind == "plain":
            yield f"        {v} = s.f{member.at}"
            if member.quoted:
                moment = f" and not is_moment({v})" if member.moment else ""
                yield f"        if {v}.__class__ not in TEXTS{moment}: text({v})"
                continue
            unless = "if"
            if twin.carried.properties[name][1] != ("integer",):
                yield f"        if {v}.__class__ is float:"
                yield f"            if not LEAST <= {v} < MOST: spelt({v}, is_made)"
                unless = "elif"
            yield f"        {unless} {v}.__class__ not in KNOWN: {v} = plain({v}, is_made)"
            continue
        yield f"        {v} = getattr(o, slot{member.at}, missing)"
        is_none = f" or {v} is None" if member.nullable else ""
        yield f"        if {v} is missing: {v} = s.f{member.at}"
        yield f"        elif {v} is UNSET{is_none}: pass"
        each = "tree_of" if member.kinds else f"trees[{member.number}]"
        if member.kind in LISTS:
            yield f"        elif {v}.__class__ is not list: raise TypeError"
            yield f"        else: {v} = [{each}(i) for i in {v}]"
        else:
            yield f"        else: {v} = {each}({v})"
    values = ", ".join([f"v{at}" for at in range(len(twin.members))])
    yield f"        if order is None or order is declared: return Written({values})"
    # Here are only those which hold fields.
    yield "        if order.__class__ is not tuple or not known.issuperset(order): raise TypeError"
    yield f"        return ordered(order, names, ({values},))"


def _ordered(order: Order, names: Order, values: tuple[Any, ...]) -> dict[str, Any]:
    """Return members in an order of names; what has none there comes behind, as the schema has it."""
    made = dict.fromkeys(order)
    for name, value in zip(names, values, strict=True):
        if value is UNSET:
            made.pop(name, None)
        else:
            made[name] = value
    return made


def _text(value: Any) -> None:
    """Raise `TypeError` for what is not written as a string."""
    if not isinstance(value, str):
        raise TypeError


def _spelt(value: float, is_made: bool) -> None:  # noqa: FBT001  (generated code calls it)
    """Raise `TypeError` for a number that JSON does not have; or, not read, may be spelled in more than one way."""
    if not (is_spelt_once(value) if is_made else isfinite(value)):
        raise TypeError


def _are_spelt(values: Collection[Any]) -> bool:
    """Return whether all numbers among some scalars are spelled in one way only."""
    return all([value.__class__ is not float or is_spelt_once(value) for value in values])  # noqa: C419  (faster)


def _is_moment(value: Any) -> bool:
    """Return whether a value is a `datetime` that was decoded; what is set as one is text, if it is a moment."""
    offset = value.utcoffset() if value.__class__ is datetime else None
    return offset is not None and not offset.seconds % 60


def _plain(value: Any, is_made: bool = False) -> Any:  # noqa: FBT001, FBT002  (generated code calls it)
    """
    Return what is written for a value; raise `TypeError` where msgspec may write that in its own way.

    Args:
        value: The value.
        is_made: Whether its numbers were not read from a text, so that an exponent is to be spelled as Python has it.
    """
    kind = value.__class__
    if kind is list or (kind is dict and TEXT.issuperset(map(type, value))):
        inside = value if kind is list else value.values()
        # The kinds are few, so that most are looked at at once, in C.
        if SURE.issuperset(map(type, inside)) or (SCALARS.issuperset(map(type, inside)) and _are_spelt(inside)):
            return value
    written = to_written(value)
    if not _is_pure(written):
        raise TypeError
    if is_made and has_exponent(_encode(written)):
        raise TypeError
    return written


def pure_check(twin: Twin) -> Callable[[Any], bool] | None:
    """
    Return what says whether a twin is written as it is meant; None where it always is.

    An array, or an object that has no class, can be changed without being set, and what is put into it be of a kind
    that msgspec writes in its own way: an object of a class, a number that was written with a point, or one that JSON
    does not have.
    """
    lines = [_PURE.format(at=member.at) for member in twin.members.values() if member.is_open]
    if not lines:
        return None
    space: dict[str, Any] = {"UNSET": UNSET, "SURE": SURE, "TEXT": TEXT, "is_pure": _is_pure}
    exec("\n".join(["def pure(twin):", *lines, "    return True"]), space)  # noqa: S102  (made of numbers)
    pure: Callable[[Any], bool] = space["pure"]
    return pure


_PURE = """
    v = twin.f{at}
    if v.__class__ is dict:
        if not (SURE.issuperset(map(type, v.values())) and TEXT.issuperset(map(type, v)) or is_pure(v)): return False
    elif not (v is UNSET or v.__class__ is list and SURE.issuperset(map(type, v)) or is_pure(v)): return False
"""
"""Most are of scalars, and few kinds of these, so that to look at all at once, in C, is enough."""


def _always(_twin: Any) -> bool:
    return True


def _is_pure(value: Any) -> bool:
    kind = value.__class__
    if kind is list:
        # The kinds are few, so that most arrays are looked at once, in C.
        return SURE.issuperset(map(type, value)) or all(map(_is_pure, value))
    if kind is dict:
        members = value.values()
        names_are_texts = TEXT.issuperset(map(type, value))
        return names_are_texts and (SURE.issuperset(map(type, members)) or all(map(_is_pure, members)))
    if kind is float:
        return isfinite(value)
    return kind in SURE or isinstance(value, str)
