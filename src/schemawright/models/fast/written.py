"""
What is written for an object to which something was done: a value of its fields, in the order of its names.

Straight-line code, made for each class.
"""

from __future__ import annotations

from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING, Any

import msgspec

from schemawright.models.fast.handing import Place
from schemawright.models.fast.pure import SCALARS, SURE, TEXT, always, are_spelt, is_pure, pure_check
from schemawright.models.fast.within import LIST, MAP, made_of
from schemawright.models.spelling.numbers import LEAST, MOST, has_exponent, is_spelt_once
from schemawright.runtime import UNSET, Unset, slot_name, to_written
from schemawright.runtime.fields import MISSING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.models.fast.twins import Member, Order, Twin, Twins

_encode = msgspec.json.Encoder().encode


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
            "text": _text, "spelt": _spelt, "spelled": str.__str__,
            "trees": trees, "tree_of": tree_of, "pure": pure_check(twin) or always, "plain": _plain, "SURE": SURE,
            "TEXTS": {str, Unset, *[kind for kind in twin.carried.carrier.enums if issubclass(kind, str)]},
            "KNOWN": SURE | {Unset}, "LEAST": LEAST, "MOST": MOST,
            "names": twin.carried.in_order, "fields": [f"f{at}" for at in range(len(twin.members))],
            "placed": _placing(twin.carried.in_order),
            # An array can be changed without being set.
            "scalars": all(_is_set_only(member) for member in twin.members.values()),
            "listed": _listed, "mapped": _mapped, "TEXT": TEXT,
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
        each = _each(member)
        yield "    if given:"
        yield f"        v = getattr(o, slot{at}, missing)"
        yield "        if v is missing:"
        yield "            if not of_text:"
        yield f"                if s.f{at} is UNSET: m.pop(name{at}, None)"
        yield f"                else: m[name{at}] = s.f{at}"
        yield f"        elif v is UNSET: m.pop(name{at}, None)"
        if member.nullable:
            yield f"        elif v is None: m[name{at}] = None"
        if member.within:
            yield f"        elif {_IS_NOT[member.within[0]].format('v')}: raise TypeError"
        yield f"        else: m[name{at}] = {made_of(member.within, 'v', each, checked=True)}"
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
        each = _each(member)
        if member.within:
            yield f"        elif {_IS_NOT[member.within[0]].format(v)}: raise TypeError"
        yield f"        else: {v} = {made_of(member.within, v, each, checked=True)}"
    values = ", ".join([f"v{at}" for at in range(len(twin.members))])
    yield f"        if order is None or order is declared: return Written({values})"
    # Here are only those which hold fields.
    yield "        if order.__class__ is not tuple or not known.issuperset(order): raise TypeError"
    yield f"        return ordered(order, names, ({values},))"


def _each(member: Member) -> str:
    """Return the expression, of `{0}`, for what is written of an object, or of a text: msgspec writes none of ours."""
    if member.kind == "texts":
        return "spelled({0})"
    if member.kind == "built":
        return "plain({0}, is_made)"
    return "tree_of({0})" if member.kinds else f"trees[{member.number}]({{0}})"


_IS_NOT = {LIST: "{}.__class__ is not list", MAP: "({0}.__class__ is not dict or not TEXT.issuperset(map(type, {0})))"}
"""The condition by which something is not what objects are to be in."""


def _is_set_only(member: Member) -> bool:
    """Return whether a property can be changed by setting it, or by what is noted, only: an array can without."""
    return (member.kind in {"object", "built"} and not member.within) or bool(member.quoted)


def _listed(value: Any) -> list[Any]:
    if value.__class__ is not list:
        raise TypeError
    found: list[Any] = value
    return found


def _mapped(value: Any) -> dict[str, Any]:
    if value.__class__ is not dict or not TEXT.issuperset(map(type, value)):
        raise TypeError
    found: dict[str, Any] = value
    return found


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
        if SURE.issuperset(map(type, inside)) or (SCALARS.issuperset(map(type, inside)) and are_spelt(inside)):
            return value
    written = to_written(value)
    if not is_pure(written):
        raise TypeError
    if is_made and has_exponent(_encode(written)):
        raise TypeError
    return written
