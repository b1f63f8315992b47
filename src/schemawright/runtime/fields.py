"""
The fields of generated classes: properties over what an object holds, which make what is missing when it is asked for.

See `schemawright.runtime.model` for where an object has what.
"""

from __future__ import annotations

import threading
from itertools import count
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
    """Return what reads a text of a format: a plain string is given its parsed access, and all else is as it is."""

    def get(self: Model) -> Any:
        value = read(self)
        return kind(value) if type(value) is str else value

    def get_moment(self: Model) -> Any:
        value = read(self)
        if type(value) is not str:
            if value is UNSET:
                return value
            # The fast path leaves a `datetime`, where that is written as what was read.  To make its text takes long;
            # what decoded it knows how it was written.
            value = self._held.spelled(value)
            if type(value) is not str:
                value = moment_text(value)
        return kind(value) if type(value) is str else value

    return get_moment if kind is DateTime else get


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


changes = [0]
"""
What is another number whenever something was put into a slot, of whatever object.

As long as it is the same, what was missing still is: to look again takes five times as long.  It becomes another after
what it tells of was done, by whoever did it.
"""
next_change = count(1).__next__


def in_slot(slot: Any, field: str, cls: type[Model]) -> property:
    """Return the property of a field that the slot has, once it was asked for."""
    write, name, look = slot.__set__, slot_name(field), looking(slot, field, cls)

    def get(self: Model) -> Any:
        seen = changes[0]
        # This is where most time goes.
        if self.__class__ is not cls:
            found = look(self)
        elif self._order.__class__ in ALONE and self._held.is_decoded:
            found = MISSING
        else:
            found = getattr(self, name, MISSING)
        return self._held.inside[field](self._held, self, seen) if found is MISSING else found

    def put(self: Model, value: Any) -> None:
        _part(self)
        write(self, value)
        changes[0] = next_change()

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
    write, name, look = slot.__set__, slot_name(field), looking(slot, field, cls)
    fill, fill_first = _filling(write, look)

    def get(self: Model) -> Any:
        seen = changes[0]
        if self.__class__ is not cls:
            found = look(self)
        else:
            order = getattr(self, "_order", MISSING)  # Nobody may have begun it.
            if order is None and self._held.is_decoded:
                return fill_first(self, seen)
            found = MISSING if order.__class__ is bytes else getattr(self, name, MISSING)
        return fill(self, seen) if found is MISSING else found

    def put(self: Model, value: Any) -> None:
        _part(self)
        write(self, value)
        changes[0] = next_change()

    def take(self: Model) -> None:
        put(self, {})

    return property(get, put, take)


def _filling(write: Callable[[Any, Any], None], look: Callable[[Any], Any]) -> tuple[Callable[..., Any], ...]:
    """Return what makes the dictionary of an object that had none when `changes` were `seen`; and a shorter way."""

    def fill(self: Model, seen: Any) -> Any:
        acquire()
        try:
            if changes[0] is not seen:
                found = look(self)
                if found is not MISSING:
                    return found  # Another thread was faster.
            if getattr(self, "_order", None).__class__ is not tuple:
                _part(self)
            # A twin of an object that has some knows where they are.
            others = self._held.others
            found = {} if others is None else others(self)
            write(self, found)
            changes[0] = next_change()
            return found
        finally:
            release()

    def fill_first(self: Model, seen: Any) -> Any:
        """Do it, of most objects: those which nobody asked for anything that is made."""
        acquire()
        try:
            if changes[0] is seen and self._order is None:
                held = self._held
                self._order = held.inherited or held.names()
                others = held.others
                found = {} if others is None else others(self)
                write(self, found)
                changes[0] = next_change()
                return found
        finally:
            release()
        return fill(self, MISSING)

    return fill, fill_first
