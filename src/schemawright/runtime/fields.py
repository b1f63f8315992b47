"""
The fields of generated classes: properties over what an object holds, which make what is missing when it is asked for.

See `schemawright.runtime.model` for where an object has what.
"""

from __future__ import annotations

import threading
from functools import cache
from operator import attrgetter
from sys import intern
from typing import TYPE_CHECKING, Any

from schemawright.runtime.values import UNSET, DateTime, Text, Unset

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.runtime.carried import Spec
    from schemawright.runtime.model import Model


def slot_name(field: str) -> str:
    """Return the attribute that has what a field's slot has, or is missing: to look there makes nothing."""
    return intern(f"slot of {field}")  # no field has white space in its name


@cache
def _kept(kind: type[Text]) -> Callable[[Any], Any]:
    """Return what gives a plain string the parsed access of a format, and leaves everything else."""

    def keep(value: Any) -> Any:
        return kind(value) if type(value) is str else value

    def keep_moment(value: Any) -> Any:
        # The fast path leaves a `datetime`, where that is written as what was read.
        value = value if type(value) is str else moment_text(value)
        return kind(value) if type(value) is str else value

    return keep_moment if kind is DateTime else keep


def moment_text(value: Any) -> Any:
    """
    Return the text of a `datetime` that is a moment to RFC 3339: it has an offset, in whole minutes; all else as it is.

    >>> from datetime import UTC, date, datetime
    >>> moment_text(datetime(2026, 3, 2, 6, tzinfo=UTC)), moment_text(date(2026, 3, 2))
    ('2026-03-02T06:00:00Z', datetime.date(2026, 3, 2))
    """
    if not hasattr(value, "astimezone"):
        return value
    text = value.isoformat()
    if text[-6] not in "+-":
        return value
    return text.replace("+00:00", "Z")


def has_any(kind: str, spec: Spec) -> bool:
    """
    Return whether something in a value that is carried so is carried in some way, such as `object`.

    >>> has_any("object", ("map", ("named", ((True, ("object",), ("integer",)), (False, ("^x",), ("text", "Date"))))))
    False
    """
    if not isinstance(spec, tuple):
        return False
    # A pattern may be called as a kind is.
    parts = [inner for _, _, inner in spec[1]] if spec[:1] == ("named",) else spec
    return spec[:1] == (kind,) or any(has_any(kind, part) for part in parts)


def text_in(spec: Spec) -> str:
    """
    Return what texts are to whoever asks for them that are in arrays or dictionaries, and nothing else; empty if none.

    >>> text_in(("map", ("list", ("text", "Date")))), text_in(("text", "Date")), text_in(("list", ("object", 0)))
    ('Date', '', '')
    """
    inner = spec
    while inner and inner[0] in {"list", "map"}:
        inner = inner[1]
    return inner[1] if inner is not spec and inner and inner[0] == "text" else ""


AS_THEY_ARE = frozenset({str, int, float, bool, type(None), Unset, list, dict})
"""The kinds of which `_held` has every value as it is."""


def holding(kind: type[Text] | None, *, keeps_texts: bool) -> Callable[[Any], Any] | None:
    """
    Return what `_held` has for a value that is set; None where that is always the value itself.

    Args:
        kind: What a text is to whoever asks for it.
        keeps_texts: Whether only some values are such texts, so that each says itself what it is.
    """

    def hold(value: Any) -> Any:
        return str.__str__(value) if isinstance(value, Text) and not keeps_texts else value

    def hold_moment(value: Any) -> Any:
        return hold(value if isinstance(value, str) else moment_text(value))

    if kind is DateTime:
        return hold_moment
    return None if keeps_texts else hold


def begin(value: Model) -> Any:
    """Return what holds the fields of an object that has none yet."""
    carried = value._carried
    value._order = None
    held = value._held = carried.holder()
    carried.begun()
    return held


def in_holder(at: int, kind: type[Text] | None, fields: type, *, keeps_texts: bool) -> property:
    """
    Return the property of a field that `_held` has; its text is plain there, which is what costs nothing to load.

    Args:
        at: The number of the field.
        kind: What its text is to whoever asks for it.
        fields: What `_held` is that was not decoded at once: whatever is set there, nothing else is to be noted.
        keeps_texts: Whether only some of its values are such texts, so that each says itself what it is.
    """
    own = f"f{at}"
    read: Callable[[Model], Any] = attrgetter(f"_held.{own}")

    hold = holding(kind, keeps_texts=keeps_texts)

    def put(self: Model, value: Any) -> None:
        if hold is not None and value.__class__ not in AS_THEY_ARE:
            value = hold(value)
        try:
            held = self._held
        except AttributeError:
            held = begin(self)
        if held.__class__ is fields:
            setattr(held, own, value)
            return
        if self._order is not None:
            held.note(self, at)
        # Then the twin may turn out to have all of it: a string can always be written as a twin is, in its order; but
        # what is new only where that is the schema's, and none that other texts had.
        if self._order is None and (
            (held.inherited is None and getattr(held, own) is UNSET) or not isinstance(value, str)
        ):
            held.note(self, at)
        setattr(held, own, value)

    def take(self: Model) -> None:
        put(self, UNSET)

    if kind is None:
        return property(read, put, take)
    return property(_giving(kind, read), put, take)


def _giving(kind: type[Text], read: Callable[[Model], Any]) -> Callable[[Model], Any]:
    """Return what reads a text of a format."""
    kept = _kept(kind)
    if kind is not DateTime:
        return lambda self: kept(read(self))

    def get(self: Model) -> Any:
        value = read(self)
        if type(value) is not str:
            # To make a text of what a `datetime` has takes long; what decoded it knows how it was written.
            value = self._held.spelled(value)
        return kind(value) if type(value) is str else kept(value)

    return get


MISSING = object()
"""What a slot has that nothing was put into."""
ALONE = frozenset({bytes, type(None)})
"""
The kinds of orders of objects to which nothing was done, of those that hold what was decoded.

Their slots have nothing, which takes long to find out of a slot itself.
"""


def looking(slot: Any, field: str, cls: type[Model]) -> Callable[[Any], Any]:
    """Return what an object of a class, or of one made of it, has in the slot of a field; `MISSING` if nothing."""
    name = slot_name(field)

    def look(value: Any) -> Any:
        if value.__class__ is cls:
            # To catch an error takes longer.
            return getattr(value, name, MISSING)
        # Somebody's own class may answer for attributes that are missing.
        try:
            return slot.__get__(value)
        except AttributeError:
            return MISSING

    return look


def finding(slot: Any, field: str, cls: type[Model]) -> Callable[[Any], Any]:
    """Return the same, sooner for objects to which nothing was done."""
    name, look = slot_name(field), looking(slot, field, cls)

    def find(value: Any) -> Any:
        if value.__class__ is not cls:
            return look(value)
        try:
            if value._order.__class__ in ALONE and value._held.is_decoded:
                return MISSING
        except AttributeError:
            pass  # Nobody has begun it.
        return getattr(value, name, MISSING)

    return find


def in_slot(slot: Any, field: str, cls: type[Model]) -> property:
    """Return the property of a field that the slot has, once it was asked for."""
    write, name, look = slot.__set__, slot_name(field), looking(slot, field, cls)

    def get(self: Model) -> Any:
        # As `finding` does: this is where most time goes.
        if self.__class__ is not cls:
            found = look(self)
        elif self._order.__class__ in ALONE and self._held.is_decoded:
            found = MISSING
        else:
            found = getattr(self, name, MISSING)
        return self._held.inside[field](self._held, self) if found is MISSING else found

    def put(self: Model, value: Any) -> None:
        _part(self)
        write(self, value)

    def take(self: Model) -> None:
        put(self, UNSET)

    return property(get, put, take)


def _part(value: Model) -> None:
    """Note that what the slots of an object have may change."""
    try:
        held = value._held
    except AttributeError:
        held = begin(value)
    held.part(value)


one_at_a_time = threading.RLock()
"""
Held while what is missing is made, so that all threads get the same.

The thread that has it may come here again: by a finaliser that the garbage collector calls, or a handler of a signal.
"""
acquire, release = one_at_a_time.acquire, one_at_a_time.release
"""To call these takes less than `with`."""


def extra_in_slot(slot: Any, field: str, cls: type[Model]) -> property:
    """Return the property of all other properties: a dictionary that is made when it is asked for."""
    write, find = slot.__set__, finding(slot, field, cls)

    def get(self: Model) -> Any:
        found = find(self)
        return fill(self) if found is MISSING else found

    def fill(self: Model) -> Any:
        acquire()
        try:
            found = find(self)
            if found is MISSING:  # No other thread was faster.
                _part(self)
                # A twin of an object that has some knows where they are.
                others = self._held.others
                found = {} if others is None else others(self)
                write(self, found)
            return found
        finally:
            release()

    def put(self: Model, value: Any) -> None:
        _part(self)
        write(self, value)

    def take(self: Model) -> None:
        put(self, {})

    return property(get, put, take)
