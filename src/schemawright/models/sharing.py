"""
Equal subschemas made one object: what is written out many times becomes one class.

Only what means the same wherever it stands: nothing with an identifier, an anchor or a dynamic reference inside.
"""

from __future__ import annotations

from typing import Any

_BOUND = frozenset({"$id", "id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveAnchor", "$recursiveRef"})


def shared(contents: Any) -> Any:
    """
    Return a resource in which equal objects are one.

    >>> found = shared({"a": {"type": "string"}, "b": {"type": "string"}, "c": {"$id": "x"}, "d": {"$id": "x"}})
    >>> found["a"] is found["b"], found["c"] is found["d"]
    (True, False)
    """
    return _Sharing().of(contents)[0]


class _Sharing:
    def __init__(self) -> None:
        self.known: dict[Any, Any] = {}

    def of(self, value: Any) -> tuple[Any, bool]:
        """Return what stands for a value, and whether it means the same wherever it stands."""
        if isinstance(value, dict):
            parts = {name: self.of(member) for name, member in value.items()}
            free = _BOUND.isdisjoint(parts) and all(one for _, one in parts.values())
            made: Any = {name: member for name, (member, _) in parts.items()}
            key: Any = ("object", *[(name, _identity(member)) for name, member in made.items()])
        elif isinstance(value, list):
            items = [self.of(item) for item in value]
            free = all(one for _, one in items)
            made = [item for item, _ in items]
            key = ("array", *map(_identity, made))
        else:
            return value, True
        # What is kept is kept alive, so that no other object gets its identity.
        return (self.known.setdefault(key, made) if free else made), free


def _identity(value: Any) -> Any:
    return (id(value),) if isinstance(value, dict | list) else (type(value), value)
