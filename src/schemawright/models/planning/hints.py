"""From what facets say of a value to the hint of its type, how it is carried, and its constraints."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from schemawright.models.planning.literals import safe_text
from schemawright.models.planning.shape import TYPES
from schemawright.runtime.fields import has_any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from schemawright.models.planning.facets import Facet
    from schemawright.models.planning.shape import ClassPlan, Shape

STEP = 100
"""About how many characters a field takes in a module."""

TEXTS = {
    "date-time": "DateTime", "date": "Date", "time": "Time", "uuid": "Uuid",
    "ipv4": "IPv4", "ip-address": "IPv4", "ipv6": "IPv6",
}  # fmt: skip
"""Format → the class of `schemawright.runtime` that parses it."""


def cost_of(made: ClassPlan) -> int:
    """Return about how many characters a class takes in its module."""
    fields = sum(2 * len(field.name) + len(field.doc) + len(repr(field.shape)) for field in made.fields)
    return 3 * STEP + len(made.doc) + len(made.extra_doc) + sum(map(len, made.at)) + fields


def alone_of(types: frozenset[str]) -> str:
    """
    Return the one type that a value has; empty where it may have several.

    >>> alone_of(frozenset({"integer", "number"})), alone_of(frozenset({"integer", "null"}))
    ('number', '')
    """
    kinds = types - {"integer"} if "number" in types else types
    return next(iter(kinds)) if len(kinds) == 1 else ""


def any_of_hints(hints: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the hint of a value that has one of several, each once; `{}` where one of them is anything."""
    parts: dict[str, dict[str, Any]] = {}
    for hint in hints:
        for part in hint.get("anyOf", [hint]):
            parts.setdefault(repr(part), part)
    if not parts or not all(parts.values()):
        return {}
    return {"anyOf": list(parts.values())} if len(parts) > 1 else next(iter(parts.values()))


def any_of_shapes(shapes: Iterable[Shape], noted: Callable[[Shape], dict[str, Any]]) -> dict[str, Any]:
    """
    Return the hint of a value of one of several types; where one is anything, so is it, or of those of ours.

    Args:
        shapes: What may be known of it.
        noted: Returns the hint of each.
    """
    hints = [(noted(shape), is_carried_otherwise(shape.spec)) for shape in shapes]
    if all(hint and not may_be_anything(hint) for hint, _ in hints):
        return any_of_hints([hint for hint, _ in hints])
    parts = _told([hint for hint, is_ours in hints if is_ours])
    return {"anyOf": [*parts, _ANY]} if parts else {}


def may_be_anything(hint: dict[str, Any]) -> bool:
    """Return whether a value may be anything, beside the types that are told of it."""
    return _ANY in hint.get("anyOf", ())


def or_anything(hints: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the hint of a value that may be anything, and is mostly one of a few, which who reads the type learns."""
    parts = _told(hints)
    return {"anyOf": [*parts, _ANY]} if 1 <= len(parts) <= _MAX_TOLD else {}


def or_else(hints: list[dict[str, Any]], types: frozenset[str], otherwise: dict[str, Any]) -> dict[str, Any]:
    """
    Return the hint of a value that may be of one of a few types, and is what is known of it otherwise.

    Args:
        hints: The types.
        types: The JSON types that it can have.
        otherwise: What is known of it.
    """
    return any_of_hints([*[part for part in _told(hints) if part.get("type") in {None, *types}], otherwise])


def _told(hints: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """
    Return the types of which a value may be, each once: those of maps as that of one, whose values are of any of them.

    >>> _told([{"type": "object", "additionalProperties": {"$ref": one}} for one in ("A", "B")])
    [{'type': 'object', 'additionalProperties': {'anyOf': [{'$ref': 'A'}, {'$ref': 'B'}]}}]
    """
    told = any_of_hints(hints)
    parts = [part for part in told.get("anyOf", [told]) if part and part != _ANY]
    maps = [part for part in parts if part.get("additionalProperties")]
    if not maps:
        return parts
    values = any_of_hints([part["additionalProperties"] for part in maps])
    joined = {**maps[0], "additionalProperties": values}
    return [joined if part is maps[0] else part for part in parts if part is maps[0] or part not in maps]


_ANY = {"customTypePath": "typing.Any"}
_MAX_TOLD = 4
"""How many types are told of a value that may be of another: of more, nobody could look through them."""


def plain_hint(kind: str) -> dict[str, Any]:
    """Return the hint of all values of one type, which nothing more is said of."""
    return {"type": kind, **_ANYTHING_IN.get(kind, {})}


_ANYTHING_IN: dict[str, dict[str, Any]] = {"object": {"additionalProperties": {}}, "array": {"items": {}}}


def scalar_spec(flat: list[Facet], types: frozenset[str]) -> Any:
    """Return how a value is carried that is neither an object nor an array; None for what can be anything."""
    integer = ("integer",) if "integer" in types and "number" not in types else None
    text = _text_spec(flat) if "string" in types and types != TYPES else None
    return ("scalars", text, integer) if text and integer else text or integer


def _text_spec(flat: list[Facet]) -> Any:
    """Return how a text is carried, by the one format that is said of it."""
    named = {facet.get("format") for facet in flat if isinstance(facet.get("format"), str)}
    found = [TEXTS[name] for name in sorted(named) if name in TEXTS]
    return ("text", found[0]) if len(found) == 1 else None


def text_of(spec: Any) -> str:
    """
    Return the class of the texts among the scalars that are carried so; empty for none of our own.

    >>> text_of(("text", "Date")), text_of(("scalars", ("text", "Date"), ("integer",))), text_of(("integer",))
    ('Date', 'Date', '')
    """
    kind, *parts = spec[1] if spec and spec[0] == "scalars" else spec or ("",)
    return parts[0] if kind == "text" else ""


def told_apart(spec: Any) -> frozenset[str]:
    """Return the types of which a value is something else by a spec than a plain value, if only to who reads it."""
    scalar = spec[3] if spec[0] == "kinds" else spec
    return _CONTAINERS | {"string"} if text_of(scalar) else _CONTAINERS


def chosen_spec(options: list[tuple[tuple[str, ...], Shape]], *, is_sure: bool) -> Any:
    """
    Return how a value is carried that one of several shapes describes, each with its subschemas.

    Args:
        options: The subschemas and the shapes.
        is_sure: Whether one of the subschemas accepts each value that is valid.
    """
    built = [option for _, option in options if option.spec is not None]
    if not built:
        return None
    first = built[0]
    others = [option for _, option in options if option is not first]
    is_alone = len(built) == 1 and not any(one.types & first.types & told_apart(first.spec) for one in others)
    if is_alone or all(option.spec == first.spec for option in others):
        return first.spec
    choices = tuple([(place, option.spec) for place, option in options])
    has_other_objects = any(option.spec is None and "object" in option.types for _, option in options)
    return ("choice", choices, True) if is_sure and not has_other_objects else ("choice", choices)


_CONTAINERS = frozenset({"object", "array"})


def spec_by_kind(of_object: Any, of_array: Any, of_scalar: Any) -> Any:
    """Return how a value is carried, by whether it is an object, an array or neither."""
    given = [spec for spec in (of_object, of_array, of_scalar) if spec is not None]
    if len(given) < 2:  # noqa: PLR2004  (nothing to tell apart)
        return given[0] if given else None
    return ("kinds", of_object, of_array, of_scalar)


def hint_of(
    types: frozenset[str],
    of_object: Shape | None,
    of_array: Shape | None,
    of_scalar: Any,
    noted: Callable[[str, dict[str, Any]], dict[str, Any]],
) -> dict[str, Any]:
    """
    Return the hint of all types that a value can have; `{}` where that is nearly everything.

    Args:
        types: The types.
        of_object: What is known of an object.
        of_array: What is known of an array.
        of_scalar: How anything else is carried.
        noted: Gives the hint of one type with its constraints.
    """
    if types == TYPES:
        shapes = {"object": of_object, "array": of_array}
        ours = {kind: shape for kind, shape in shapes.items() if shape and is_carried_otherwise(shape.spec)}
        return or_anything([noted(kind, shape.hint) for kind, shape in ours.items()])
    text = text_of(of_scalar)
    hints = {
        "object": of_object.hint if of_object else {},
        "array": of_array.hint if of_array else {},
        "string": {"customTypePath": f"schemawright.runtime.{text}"} if text else {"type": "string"},
    }
    ordered = [kind for kind in _ORDER if kind in types and not (kind == "integer" and "number" in types)]
    parts = [noted(kind, hints.get(kind, {"type": kind})) for kind in ordered]
    return parts[0] if len(parts) == 1 else {"anyOf": parts} if parts else {}


_ORDER = ("object", "array", "string", "number", "integer", "boolean", "null")
"""In which order types stand in hints."""

_NUMBER_NOTES = {
    "minimum": "Ge",
    "maximum": "Le",
    "exclusiveMinimum": "Gt",
    "exclusiveMaximum": "Lt",
    "multipleOf": "MultipleOf",
}
_NOTES = {
    "number": _NUMBER_NOTES,
    "integer": _NUMBER_NOTES,
    "string": {"minLength": "MinLen", "maxLength": "MaxLen"},
    "array": {"minItems": "MinLen", "maxItems": "MaxLen"},
    "object": {"minProperties": "MinLen", "maxProperties": "MaxLen"},
}


def notes_of(flat: list[Facet], kind: str) -> tuple[str, ...]:
    """Return the constraints of a value of one type, as expressions."""
    table = _NOTES.get(kind, {})
    found = [
        f"{_of_bound(facet, keyword, note)}({_bound(facet.get(keyword), is_size=table is not _NUMBER_NOTES)!r})"
        for facet in flat
        for keyword, note in table.items()
        if _is_number(facet.get(keyword))
    ]
    if kind == "string":
        found += [
            f"Pattern({safe_text(facet.get('pattern'))})" for facet in flat if isinstance(facet.get("pattern"), str)
        ]
    return tuple(dict.fromkeys(found))


_EXCLUSIVE = {"Ge": "Gt", "Le": "Lt"}
"""What a bound is called that is none of the numbers itself: up to draft 4 a keyword beside it says so."""


def _of_bound(facet: Facet, keyword: str, note: str) -> str:
    is_exclusive = facet.get(f"exclusive{keyword.capitalize()}") is True
    return _EXCLUSIVE.get(note, note) if is_exclusive else note


def _bound(value: float, *, is_size: bool) -> float:
    """Return a bound as it is written in Python: a size is an integer, however the schema writes it."""
    return int(value) if is_size and value == int(value) else value


def _is_number(value: Any) -> bool:
    """Return whether a value is a bound that one writes out: those of all integers of 64 bits are."""
    if isinstance(value, bool):
        return False
    return (isinstance(value, int) and abs(value) <= 1 << 64) or (isinstance(value, float) and math.isfinite(value))


def is_carried(spec: Any, number: int) -> bool:
    """
    Return whether a value is anything else than it is, by a spec that is shared as a number.

    >>> is_carried(("kinds", None, ("list", ("shared", 0)), None), 0), is_carried(("list", ("object", 0)), 0)
    (False, True)
    """
    if not isinstance(spec, tuple):
        return False
    if spec[:1] == ("shared",):
        return bool(spec[1] != number)
    return spec[:1] in _CARRIED or any(is_carried(part, number) for part in spec)


_CARRIED = frozenset({("object",), ("enum",), ("text",), ("integer",)})


def is_carried_otherwise(spec: Any) -> bool:
    """
    Return whether a value is of a type of ours by a spec: a class, an enumeration, a text with a meaning.

    >>> is_carried_otherwise(("list", ("object", 0))), is_carried_otherwise(("list", ("integer",)))
    (True, False)
    """
    return any(has_any(kind, spec) for kind in ("object", "enum", "text", "shared"))
