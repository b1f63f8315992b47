"""
Types of the properties of `twins`, and what the code that is made for them asks of a type.

A type either under-approximates its subschema, or is of all values of the JSON types that the subschema names, and a
verdict of the engine on that subschema alone says the rest ("apart"): of a pattern, a format, a step, a union.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Annotated, Any, ForwardRef, Literal, NamedTuple, Union, get_args, get_origin

import msgspec

from schemawright.engines.accept.types import Unsupported
from schemawright.errors import SchemawrightError
from schemawright.models.fast.json_types import ALL_TYPES, types_at
from schemawright.models.fast.parts import Part, parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from schemawright.models.fast.places import Place, Places
    from schemawright.runtime import Spec

NUMBER = frozenset({"type", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})
"""The keywords of a number for which there is a type."""

_BOUNDS: dict[str, tuple[str, Callable[[Fraction], int]]] = {
    "minimum": ("ge", ceil),
    "maximum": ("le", floor),
    "exclusiveMinimum": ("gt", floor),
    "exclusiveMaximum": ("lt", ceil),
}
"""Keyword → msgspec's name for it, and the bound of integers that says the same."""

_LARGEST = 1 << 53
"""Up to here an integer is one for floats, too."""


def number_kind(schema: dict[str, Any]) -> Any:
    """
    Return the type of a number with bounds.

    A float is compared with a bound as the numbers are that both stand for, if each is the shortest text of its double:
    of the bound it is asked here, of the number it has to be proved.

    Raises:
        Unsupported: A bound is no such number.

    >>> Unioned = number_kind({"minimum": 0.5})
    >>> [msgspec.json.decode(text, type=Unioned) for text in ("0.5", "1")]
    [0.5, 1]
    """
    whole: dict[str, Any] = {}
    real: dict[str, Any] = {}
    for keyword, (name, rounded) in _BOUNDS.items():
        if keyword in schema:
            bound = schema[keyword]
            if type(bound) not in {int, float} or not abs(bound) <= _LARGEST:
                raise Unsupported
            whole[name], real[name] = rounded(Fraction(repr(bound))), float(bound)
    if not whole:
        return Union[int, float]  # noqa: UP007  (a value, not an annotation)
    return Union[Annotated[int, msgspec.Meta(**whole)], Annotated[float, msgspec.Meta(**real)]]  # noqa: UP007  (as above)


_KINDS: dict[str, tuple[Any, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (float,),
    "boolean": (bool,),
    "null": (None,),
    "array": (list[Any],),
    "object": (dict[str, Any],),
}
_ELSEWHERE = frozenset({"$ref", "$dynamicRef", "$recursiveRef", "$id", "id", "$schema"})


_DEEPEST = 5
"""How deep it is looked at what a schema says of what is in arrays and objects, which may recur."""


def apart_kind(spec: Spec, places: Places, at: Iterable[Place], depth: int = 0) -> Any:
    """
    Return the type of all values of the JSON types that some subschemas name, which the engine is asked about.

    Args:
        spec: How its values are carried.
        places: Where references lead.
        at: The subschemas, all of which hold.
        depth: How deep in another one they are.

    Raises:
        Unsupported: Its values are not carried as they are.

    >>> from schemawright.models.fast.places import Place, Places
    >>> def kind_of(spec, schema):
    ...     return apart_kind(spec, Places({}, "", "draft7"), [Place(schema, "", "draft7")])
    >>> kind_of(None, {"type": "string", "pattern": "^a"})
    <class 'str'>
    >>> kind_of(("list", ("integer",)), {"type": "array", "items": {"type": ["number", "null"]}})
    list[typing.Optional[int]]
    """
    found = list(at) if depth < _DEEPEST else []
    names = ALL_TYPES.intersection(*[types_at(places, place) for place in found])
    if spec is None and names == ALL_TYPES:
        return Any
    carried_as = _CARRIED_AS[spec[0]] if spec else _as_they_are
    parts = [
        part for name in _KINDS if name in names for part in carried_as(spec, name, _Inside(places, found, depth + 1))
    ]
    if not names:
        parts = [None]  # No value is valid, whatever it is.
    elif not parts:
        raise Unsupported
    return Union[tuple(dict.fromkeys(parts))]  # noqa: UP007  (made of a tuple)


class _Inside(NamedTuple):
    """What is in the values of some subschemas."""

    places: Places
    at: list[Place]
    depth: int

    def kind(self, spec: Spec, keyword: str, *others: str) -> Any:
        """Return the type of what is in an array or an object; one that says less of it stays sure."""
        for place in self.at:
            for part in self._parts(place):
                inner = part.schema.get(keyword)
                if isinstance(inner, dict) and part.schema.keys().isdisjoint(others):
                    return apart_kind(spec, self.places, [part.place.inside(inner)], self.depth)
        return apart_kind(spec, self.places, [], self.depth)

    def _parts(self, place: Place) -> list[Part]:
        try:
            return parts_of(self.places, place, frozenset())
        except (Unsupported, SchemawrightError):
            return []


def _as_they_are(_spec: Spec, name: str, inside: _Inside) -> tuple[Any, ...]:
    if name == "array":
        return _items_of(("list", None), name, inside)
    return _members_of(("map", None), name, inside) if name == "object" else _KINDS[name]


def _integers_of(_spec: Spec, name: str, _inside: _Inside) -> tuple[Any, ...]:
    # One that is written with a point is carried otherwise.
    return () if name == "number" else _KINDS[name]


def _items_of(spec: Spec, name: str, inside: _Inside) -> tuple[Any, ...]:
    if name != "array":
        return _KINDS[name]
    return (list[inside.kind(spec[1], "items", "prefixItems")],)  # type: ignore[misc]  # a value


def _members_of(spec: Spec, name: str, inside: _Inside) -> tuple[Any, ...]:
    if name != "object":
        return _KINDS[name]
    member = inside.kind(spec[1], "additionalProperties", "properties", "patternProperties")
    return (dict[str, member],)  # type: ignore[valid-type]  # a value


def _texts_of(_spec: Spec, name: str, _inside: _Inside) -> tuple[Any, ...]:
    # What is none is carried as it is, which nothing here does.
    return (str,) if name == "string" else ()


def _options_of(_spec: Spec, name: str, _inside: _Inside) -> tuple[Any, ...]:
    # A member takes the place of a text that is one when it was judged.
    return _KINDS[name] if name in {"string", "null"} else ()


class _Carried(dict[str, "Callable[[Spec, str, _Inside], tuple[Any, ...]]"]):
    def __missing__(self, _kind: str) -> Any:
        raise Unsupported


_CARRIED_AS = _Carried({
    "integer": _integers_of, "list": _items_of, "map": _members_of, "text": _texts_of, "enum": _options_of,
})  # fmt: skip
"""How a spec begins → the types of a value that is carried so, by the name of its JSON type."""


def is_plain(spec: Spec) -> bool:
    """Return whether values that are carried so are what msgspec decodes."""
    return spec is None or spec[0] in {"integer", "enum"} or (spec[0] in {"list", "map"} and is_plain(spec[1]))


def refers(schema: Any) -> bool:
    """Return whether a subschema may say something that is not in it."""
    if isinstance(schema, dict):
        return not _ELSEWHERE.isdisjoint(schema) or any(map(refers, schema.values()))
    return isinstance(schema, list) and any(map(refers, schema))


def has_integers(kind: Any) -> bool | None:
    """Return whether a value of a type may be an integer; None where some may be inside of it."""
    if get_origin(kind) in _CONTAINERS:
        return False if {has_integers(part) for part in get_args(kind)} == {False} else None
    if get_origin(kind) is Literal:
        return int in map(type, get_args(kind))
    parts = [has_integers(part) for part in get_args(kind)]
    return None if kind is Any or None in parts else kind is int or True in parts


def is_quoted(kind: Any) -> bool | None:
    """Return whether values of a type are always strings, never, or sometimes."""
    origin = get_origin(kind)
    if origin is Annotated:
        return is_quoted(get_args(kind)[0])
    if origin is Literal:
        return type(get_args(kind)[0]) is str
    if origin in _UNIONS:
        parts = {is_quoted(part) for part in get_args(kind)}
        return parts.pop() if len(parts) == 1 else None
    if isinstance(kind, type) and issubclass(kind, str):
        return True
    return False if kind in _UNQUOTED else None


def has_enumeration(kind: Any) -> bool:
    """Return whether a value of a type may be a member of an enumeration, or have some inside."""
    return (isinstance(kind, type) and issubclass(kind, Enum)) or any(map(has_enumeration, get_args(kind)))


def has_floats(kind: Any) -> bool:
    """Return whether a value of a type may be a float, or have some inside."""
    return get_origin(kind) is not Literal and (kind in {Any, float} or any(map(has_floats, get_args(kind))))


def allows_null(kind: Any) -> bool:
    """Return whether a union has null among its types."""
    return get_origin(kind) in _UNIONS and type(None) in get_args(kind)


def is_struct(kind: Any) -> bool:
    """Return whether a type is that of objects of one class, which may not be made yet, or null instead."""
    kind = _without_null(kind)
    return isinstance(kind, ForwardRef) or (isinstance(kind, type) and issubclass(kind, msgspec.Struct))


def marks_of(kind: Any) -> int | None:
    """
    Return how many quotation marks each item of an array, or member of a dictionary, has; None where that differs.

    >>> marks_of(dict[str, str]), marks_of(list[str]), marks_of(list[Any])
    (4, 2, None)
    """
    kind = _bare(kind)
    if get_origin(kind) not in _CONTAINERS:
        return None
    quoted = is_quoted(get_args(kind)[-1])
    return None if quoted is None else 2 * quoted + 2 * (get_origin(kind) is dict)


def _bare(kind: Any) -> Any:
    """Return a type without null, and without bounds."""
    kind = _without_null(kind)
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind


def item_of(kind: Any, container: type) -> Any:
    """Return the type of what is in a list or dictionary; None where a type is another one, or null may be in it."""
    kind = _bare(kind)
    return get_args(kind)[-1] if get_origin(kind) is container and not allows_null(get_args(kind)[-1]) else None


def _without_null(kind: Any) -> Any:
    if not allows_null(kind):
        return kind
    rest = [part for part in get_args(kind) if part is not type(None)]
    return rest[0] if len(rest) == 1 else kind


def is_open(kind: Any) -> bool:
    """Return whether something in a value of a type can be changed without setting it."""
    return kind is Any or get_origin(kind) in _CONTAINERS or any(map(is_open, get_args(kind)))


def has_scalars(kind: Any) -> bool:
    """Return whether all items of an array's type are scalars."""
    return not is_open(get_args(_bare(kind))[-1])


def is_free(kind: Any) -> bool:
    """Return whether values of a type may nest as deep as they like."""
    return kind is Any or any(map(is_free, get_args(kind)))


_CONTAINERS = frozenset({list, dict})
_UNIONS = frozenset({Union, type(int | str)})
_UNQUOTED = frozenset({int, float, bool, None, type(None)})
