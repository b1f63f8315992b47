"""How deep carried values nest: asked only of one that has failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.runtime.model import Model

if TYPE_CHECKING:
    from collections.abc import Iterable


def is_inside_itself(value: Any) -> bool:
    """
    Return whether a carried value, or something in it, is inside itself.

    >>> endless = [1]
    >>> endless.append(endless)
    >>> is_inside_itself(endless), is_inside_itself([[1], [1]])
    (True, False)
    """
    around: set[int] = set()
    seen: set[int] = set()
    pending = [(value, False)]
    while pending:
        one, is_done = pending.pop()
        if is_done:
            around.remove(id(one))
        elif id(one) in around:
            return True
        elif id(one) not in seen and (inside := _inside(one)) is not None:
            seen.add(id(one))
            around.add(id(one))
            pending.append((one, True))
            pending.extend((part, False) for part in inside)
    return False


def _inside(value: Any) -> Iterable[Any] | None:
    """Return what is in a value; None where nothing can be."""
    if isinstance(value, list | tuple):
        return value
    if isinstance(value, dict):
        return value.values()
    return [getattr(value, field, None) for field in value._carried.fields] if isinstance(value, Model) else None
