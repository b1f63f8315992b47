"""
Equal subschemas made one object: what is written out many times becomes one class.

Only what means the same wherever it stands: nothing with an identifier, an anchor or a dynamic reference inside; what
is of one dialect, whose keywords are not those of another; and with a reference, only inside of one resource.
"""

from __future__ import annotations

from enum import IntEnum
from itertools import count
from typing import Any

from schemawright.keywords import dialect_of

_IDENTIFIERS = frozenset({"$id", "id"})
_BOUND = frozenset({"$id", "id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveAnchor", "$recursiveRef"})


def shared(contents: Any, dialect: str) -> Any:
    """
    Return a resource in which equal objects are one.

    Args:
        contents: The resource.
        dialect: Its dialect, where it names none.

    >>> found = shared({"a": {"type": "string"}, "b": {"type": "string"}, "c": {"$id": "x"}, "d": {"$id": "x"}}, "")
    >>> found["a"] is found["b"], found["c"] is found["d"]
    (True, False)
    """
    return _Sharing().of(contents, 0, dialect)[0]


class _Reach(IntEnum):
    """Where a value means the same."""

    IN_ITS_DIALECT = 0
    IN_ITS_RESOURCE = 1
    HERE = 2


class _Sharing:
    def __init__(self) -> None:
        self.known: dict[Any, Any] = {}
        self.resources = count(1)

    def of(self, value: Any, resource: int, dialect: str) -> tuple[Any, _Reach]:
        """
        Return what stands for a value, and where it means the same.

        Args:
            value: What is in a schema.
            resource: The number of the resource that it is in: an identifier begins another one.
            dialect: The dialect that it is in, or the metaschema of somebody's own.
        """
        if isinstance(value, dict):
            if not _IDENTIFIERS.isdisjoint(name for name, member in value.items() if isinstance(member, str)):
                resource = next(self.resources)
            dialect = dialect_in(value, dialect)
            parts = {name: self.of(member, resource, dialect) for name, member in value.items()}
            own = _Reach.HERE if not _BOUND.isdisjoint(parts) else _Reach(int("$ref" in parts))
            reach = max([own, *[one for _, one in parts.values()]])
            made: Any = {name: member for name, (member, _) in parts.items()}
            key: Any = ("object", *[(name, _identity(member)) for name, member in made.items()])
        elif isinstance(value, list):
            items = [self.of(item, resource, dialect) for item in value]
            reach = max([_Reach.IN_ITS_DIALECT, *[one for _, one in items]])
            made = [item for item, _ in items]
            key = ("array", *map(_identity, made))
        else:
            return value, _Reach.IN_ITS_DIALECT
        if reach is _Reach.HERE:
            return made, reach
        # What is kept is kept alive, so that no other object gets its identity.
        return self.known.setdefault((resource if reach else 0, dialect, key), made), reach


def dialect_in(schema: dict[str, Any], dialect: str) -> str:
    """
    Return the dialect within an object, or the metaschema of somebody's own, which may leave out vocabularies.

    >>> dialect_in({"$schema": "http://json-schema.org/draft-07/schema#"}, "2020-12"), dialect_in({}, "2020-12")
    ('draft7', '2020-12')
    """
    said = schema.get("$schema")
    return dialect_of(said) or said if isinstance(said, str) else dialect


def _identity(value: Any) -> Any:
    return (id(value),) if isinstance(value, dict | list) else (type(value), value)
