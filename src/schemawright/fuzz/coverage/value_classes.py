"""
Kinds of values that bugs hide behind: absent, empty, long, outside ASCII, at a bound, one property too many.

What a mutant that is stricter than the schema gives itself away by is a value of some class at some location.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemawright.pointer import escape_token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemawright.fuzz.schema.observing import Visit

CLASSES = (
    "absent", "null", "true", "false", "integer", "integer as float", "fraction", "zero", "negative",
    "beyond 2^53", "string", "empty string", "long string", "non-ASCII", "beyond the BMP", "control character",
    "array", "empty array", "one item", "many items", "object", "empty object", "extra keys", "at the bound",
)  # fmt: skip
"""All classes, in the order in which they are told."""

LONG = 100
"""How many characters a long string has at least."""

MANY = 10
"""How many items make an array of many."""

_EXACT = 1 << 53
_BMP = 0xFFFF


def classes_of(value: Any) -> Iterator[str]:
    """
    Yield the classes of a value by itself.

    >>> list(classes_of("é")), list(classes_of(-1))
    (['string', 'non-ASCII'], ['integer', 'negative'])
    """
    if value is None or isinstance(value, bool):
        yield "null" if value is None else "true" if value else "false"
    elif isinstance(value, str):
        yield from _of_string(value)
    elif isinstance(value, list):
        yield "array"
        yield from ("empty array",) if not value else ("one item",) if len(value) == 1 else ()
        yield from ("many items",) if len(value) >= MANY else ()
    elif isinstance(value, dict):
        yield "object" if value else "empty object"
    else:
        yield from _of_number(value)


def _of_string(value: str) -> Iterator[str]:
    yield "string" if value else "empty string"
    if len(value) >= LONG:
        yield "long string"
    if not value.isascii():
        yield "non-ASCII"
        if any(ord(char) > _BMP for char in value):
            yield "beyond the BMP"
    if not value.isprintable() and any(char < " " for char in value):
        yield "control character"


def _of_number(value: Any) -> Iterator[str]:
    yield "integer" if isinstance(value, int) else "integer as float" if value == int(value) else "fraction"
    if value == 0:
        yield "zero"
    if value < 0:
        yield "negative"
    if abs(value) > _EXACT:
        yield "beyond 2^53"


def classes_in(visits: Iterable[Visit]) -> set[tuple[str, str]]:
    """Return the classes of all values that were judged, each with its location, folded."""
    found: set[tuple[str, str]] = set()
    for subschema, value, folded in visits:
        found.update([(folded, one) for one in classes_of(value)])
        if type(value) is dict and subschema.properties:
            found.update([(f"{folded}/{escape_token(name)}", "absent") for name in subschema.properties - value.keys()])
            if value.keys() - subschema.properties:
                found.add((folded, "extra keys"))
        if type(subschema.contents) is dict and is_at_bound(subschema.contents, value):
            found.add((folded, "at the bound"))
    return found


def is_at_bound(contents: dict[str, Any], value: Any) -> bool:
    """
    Return whether a value is exactly as large or as long as a keyword allows.

    >>> is_at_bound({"minLength": 2}, "ab"), is_at_bound({"maximum": 3}, 2)
    (True, False)
    """
    kind = type(value)
    if kind is str or kind is list or kind is dict:
        suffix = _SUFFIXES[kind]
        return len(value) in (contents.get(f"min{suffix}"), contents.get(f"max{suffix}"))
    if kind is bool or value is None:
        return False
    return any(value == contents.get(name) for name in _LIMITS)


_SUFFIXES: dict[type, str] = {str: "Length", list: "Items", dict: "Properties"}
_LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
