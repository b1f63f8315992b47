"""
How large what is shared in memory would be, once it is written out.

Branches of branches are shapes of shapes: a few objects, each of which another holds twice, and thousands of them where
all is written.
"""

from __future__ import annotations

from typing import Any

_NODE, _LEVEL = 8, 4
"""How many characters a part takes, and how many more for each level that it is inside of others."""


def is_larger(value: Any, most: int) -> bool:
    """
    Return whether a nested value takes more than so many characters, about, when it is written; no more is looked at.

    >>> once = ("choice", ("a", "b"))
    >>> is_larger(once, 100), is_larger(("choice", (once, once, once)), 100)
    (False, True)
    """
    pending: list[tuple[Any, int]] = [(value, 0)]
    while pending:
        one, depth = pending.pop()
        most -= _NODE + _LEVEL * depth + (len(one) if isinstance(one, str) else 0)
        if most < 0:
            return True
        parts = [*one, *one.values()] if isinstance(one, dict) else one if isinstance(one, tuple | list) else ()
        pending += [(part, depth + 1) for part in parts]
    return False
