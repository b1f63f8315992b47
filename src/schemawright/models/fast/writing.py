"""The shortest ways to write an object of a class; what its twin alone does not say is in `written`."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec

from schemawright.models.fast.proofs import UNSURE
from schemawright.models.fast.twins import make_struct

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.models.fast.objects import Fast

_BACKSLASH, _POINT = ord("\\"), ord(".")
_compact: Any = partial(msgspec.json.format, indent=-1)
_encoder = msgspec.json.Encoder(decimal_format="number")


def compact(held: Any, text: bytes) -> bytes:
    """
    Return a text in which nothing has changed, compact.

    A string with a backslash may be spelled otherwise; and so may a number with a fraction: one of a property that is
    not declared, or of an object that was loaded as one of its class, while those which are part of more are written.

    Args:
        held: The twin that was read from it.
        text: The text.
    """
    if _BACKSLASH in text or (held.has_fractions and _POINT in text):
        return _encoder.encode(msgspec.json.decode(text))
    return bytes(_compact(text))


def writing(fast: Fast) -> Callable[[Any], bytes]:
    """
    Return the shortest way to write an object of a class.

    Its twin, as long as that has all that there is; the text that it was loaded from, as long as nothing was done to
    it; or what it has now.  To set a field, and to ask for an object inside, leaves a note: without one, only what is
    open can have changed.
    """
    if fast.made.twins.quoted:
        return _writing_strings(fast)
    cls, write, is_pure, tree = fast.carried.cls, fast.write, fast.made.is_pure, fast.made.trees[fast.number]
    encode, fields, as_read = _encoder.encode, cls._carried.holder, _writing_as_read(fast)

    def to_json(value: Any) -> bytes:
        if value.__class__ is cls:
            order = value._order
            try:
                if order is None:
                    held = value._held
                    if held.__class__ is fields:
                        return encode(tree(value))
                    if is_pure is None or is_pure(held):
                        return encode(held)
                elif order.__class__ is not bytes:
                    return encode(tree(value))
                else:
                    text = as_read(value._held, order)
                    if text is not None:
                        return text
            except UNSURE:
                pass
        return write(value)

    return to_json


def _writing_strings(fast: Fast) -> Callable[[Any], bytes]:
    """Return the shortest way for a class that has strings only: nothing else is asked of them."""
    cls, write, tree = fast.carried.cls, fast.write, fast.made.trees[fast.number]
    encode, fields = _encoder.encode, cls._carried.holder

    def to_json(value: Any) -> bytes:
        if value.__class__ is cls:
            order = value._order
            try:
                if order is None:
                    held = value._held
                    return encode(tree(value) if held.__class__ is fields else held)
                if order.__class__ is not bytes:
                    return encode(tree(value))
                return compact(value._held, order)
            except UNSURE:
                pass
        return write(value)

    return to_json


def _writing_as_read(fast: Fast) -> Callable[[Any, bytes], bytes | None]:
    """Return what writes a twin to which nothing was done as the text that it was read from; None where it may not."""
    is_pure, encode, is_kept = fast.made.is_pure, _encoder.encode, _keeping(fast)
    if is_pure is None and not fast.made.twins.fractions:
        return compact

    def as_twin_or_text(held: Any, order: bytes) -> bytes | None:
        text = encode(held)
        if is_pure is not None and not is_pure(held):
            return None
        if text == order:
            return text
        squeezed: bytes = _compact(order)
        # A number is not written shorter than by msgspec: of one length, each is spelled as there, in whatever order.
        if text == squeezed or (len(text) == len(squeezed) and _BACKSLASH not in order and is_kept(held, order)):
            return squeezed
        return fast.as_read(held, order)

    return as_twin_or_text


def _keeping(fast: Fast) -> Callable[[Any, bytes], bool]:
    """Return what says whether all that can be changed without setting it is in a twin as in the text."""
    changing = fast.made.changing
    if not changing:
        return lambda _held, _order: True
    names = tuple([name for name, _ in changing])
    read = msgspec.json.Decoder(make_struct(names, fast.made.twins.of[fast.number].members, {})).decode
    get = [attrgetter(field) for _, field in changing]

    def is_kept(held: Any, order: bytes) -> bool:
        found = read(order)
        pairs = [(of(held), of(found)) for of in get]
        return all([one is other or _encoder.encode(one) == _encoder.encode(other) for one, other in pairs])  # noqa: C419

    return is_kept
