"""Mutations of assertions: `(schema, value of the keyword) → what was done, and the schema with it`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Schema = dict[str, Any]
    Change = tuple[str, Any]
    Operator = Callable[[Schema, Any], Iterator[Change]]

TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")
_OTHER_FORMATS = {
    "date-time": ("date", "time", "email"),
    "date": ("date-time", "time"),
    "time": ("date-time", "date"),
    "email": ("idn-email", "hostname"),
    "uri": ("iri", "uri-reference"),
    "uuid": ("uri", "hostname"),
    "ipv4": ("ipv6", "hostname"),
    "duration": ("date", "time"),
    "hostname": ("idn-hostname", "email", "ipv4"),
}
_EXCLUSIVE = {"minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"}
_INCLUSIVE = {exclusive: inclusive for inclusive, exclusive in _EXCLUSIVE.items()}


def without(schema: Schema, *keywords: str) -> Schema:
    """Return a schema without some keywords."""
    return {name: value for name, value in schema.items() if name not in keywords}


def types(schema: Schema, value: Any) -> Iterator[Change]:
    """Each type added, removed, and put in another's place."""
    present = [value] if isinstance(value, str) else list(value)
    for one in TYPES:
        if one not in present and (one != "integer" or "number" not in present):
            yield f"type {one} added", schema | {"type": [*present, one]}
    for old in present:
        rest = [one for one in present if one != old]
        if rest:
            yield f"type {old} removed", schema | {"type": rest}
        if _MISTAKEN[old] not in present:
            yield f"type {old} replaced by {_MISTAKEN[old]}", schema | {"type": [*rest, _MISTAKEN[old]]}


_MISTAKEN = {
    "null": "string",
    "boolean": "integer",
    "integer": "number",
    "number": "integer",
    "string": "number",
    "array": "object",
    "object": "array",
}


def bounds(keyword: str) -> Operator:
    """One more, one less, and the bound itself on the other side."""

    def change(schema: Schema, value: Any) -> Iterator[Change]:
        for step in (1, -1):
            if value + step >= 0 or not keyword.startswith(("minL", "maxL", "minI", "maxI", "minP", "maxP")):
                yield f"{keyword} {value} to {value + step}", schema | {keyword: value + step}
        other = _EXCLUSIVE.get(keyword) or _INCLUSIVE.get(keyword)
        if other:
            yield f"{keyword} to {other}", without(schema, keyword) | {other: value}
            yield (
                f"{keyword} {value} a little off",
                schema | {keyword: value + (0.01 if "inimum" in keyword else -0.01)},
            )

    return change


def multiple_of(schema: Schema, value: float) -> Iterator[Change]:
    """Twice, half, and one."""
    for new in (value * 2, value / 2, 1):
        if new != value:
            yield f"multipleOf {value} to {new}", schema | {"multipleOf": new}


def required(schema: Schema, value: list[str]) -> Iterator[Change]:
    """Each name left out; each declared one that is optional added."""
    for name in value:
        yield f"required without {name}", schema | {"required": [one for one in value if one != name]}


def formats(schema: Schema, value: str) -> Iterator[Change]:
    """Another format."""
    for other in _OTHER_FORMATS.get(value, ()):
        yield f"format {value} to {other}", schema | {"format": other}


def patterns(schema: Schema, value: str) -> Iterator[Change]:
    """Anchors left out or added, quantifiers and classes widened."""
    changed = {
        "^ dropped": value.removeprefix("^"),
        "$ dropped": value.removesuffix("$"),
        "^ added": value if value.startswith("^") else f"^{value}",
        "$ added": value if value.endswith("$") else f"{value}$",
        "+ to *": value.replace("+$", "*$").replace("]+(", "]*("),
        "+ to one": re.sub(r"([\])d])\+", r"\1", value),
        "class widened": value.replace("a-z", "a-zA-Z").replace("A-Z", "a-zA-Z", 1) if "a-z" not in value else
        value.replace("a-z", "a-zA-Z"),
        "class widened to \\w": re.sub(r"\[[^\]]*\]|\\d", r"\\w", value, count=1),
        "class widened to .": re.sub(r"\[[^\]]*\]|\\d", ".", value, count=1),
        "digits of every script": value.replace("\\d", "\\p{Nd}").replace("[0-9]", "\\p{Nd}"),
        "letters of every script": value.replace("[a-z]", "\\p{Ll}").replace("[A-Z]", "\\p{Lu}"),
        "one fewer": re.sub(r"\{(\d)\}", lambda found: f"{{{int(found[1]) - 1}}}", value),
        "one more": re.sub(r"\{(\d)\}", lambda found: f"{{{int(found[1]) + 1}}}", value),
        "at least": re.sub(r"\{(\d)\}\$", r"{\1,}$", value),
        "optional group dropped": re.sub(r"\([^)]*\)\?", "", value),
        "a line feed at the end": value.replace("$", "\\n?$"),
        "case ignored": f"(?i){value}" if "A-Z" in value or "a-z" in value else value,
    }  # fmt: skip
    for how, new in changed.items():
        if new != value:
            yield f"pattern {how}", schema | {"pattern": new}


def enum(schema: Schema, value: list[Any]) -> Iterator[Change]:
    """Each value left out, and its neighbours added."""
    for index, one in enumerate(value):
        yield f"enum without {one!r}", schema | {"enum": [*value[:index], *value[index + 1 :]]}
        for near in neighbours(one):
            yield f"enum with {near!r}", schema | {"enum": [*value, near]}


def const(schema: Schema, value: Any) -> Iterator[Change]:
    """Its neighbours instead."""
    for near in neighbours(value):
        yield f"const {near!r}", schema | {"const": near}
        yield f"const, or {near!r}", without(schema, "const") | {"enum": [value, near]}


def neighbours(value: Any) -> list[Any]:
    """
    Return values that are easily mistaken for another: in other case, as a string, as a number, in other order.

    >>> neighbours("paid"), neighbours(1), neighbours(None)
    (['PAID'], ['1', True], ['null'])
    """
    if isinstance(value, bool):
        return [int(value)]
    if value is None:
        return ["null"]
    if isinstance(value, int | float):
        return [str(value), *([bool(value)] if value in {0, 1} else [])]
    if isinstance(value, str):
        return [value.swapcase() if value.upper() == value else value.upper()]
    return [value[::-1]] if isinstance(value, list) else [{}]


def unique_items(schema: Schema, value: Any) -> Iterator[Change]:
    """Off."""
    yield f"uniqueItems {value} to {not value}", schema | {"uniqueItems": not value}


_SIZES = (
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "minContains",
    "maxContains",
)
OPERATORS: dict[str, Operator] = {
    "type": types,
    **{keyword: bounds(keyword) for keyword in (*_EXCLUSIVE, *_INCLUSIVE, *_SIZES)},
    "multipleOf": multiple_of,
    "required": required,
    "format": formats,
    "pattern": patterns,
    "enum": enum,
    "const": const,
    "uniqueItems": unique_items,
}
