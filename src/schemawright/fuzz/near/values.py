"""
What is near a value: values of other types, constants, numbers and texts that are nearly as they should be.

A neighbour breaks its keyword most of the time and nothing else most of the time; whoever asks judges each of them.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import islice, zip_longest
from math import ceil, floor
from typing import TYPE_CHECKING, Any, Protocol

from schemawright.engines.assertions.content import KEYWORDS as CONTENT
from schemawright.fuzz.making.numbers import as_number, common_multiple, fraction
from schemawright.fuzz.texts.breaks import is_disputed_in_upper_case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from fractions import Fraction

    from schemawright.fuzz.schema.schema_map import Subschema

Neighbour = tuple[str, Any]
"""In a few words how it differs, and the value."""


class Context(Protocol):
    """What neighbours are made with."""

    def near_texts(self, subschema: Subschema) -> Iterable[Neighbour]:
        """Return texts that break one of the keywords that a subschema has for strings."""

    def near_names(self, pattern: str) -> Iterable[Neighbour]:
        """Return names that nearly fit a pattern."""

    def patterns(self) -> Iterable[str]:
        """Return the patterns of names that there are anywhere."""

    def steps(self) -> Sequence[Any]:
        """Return what numbers have to be multiples of, by whatever says so there."""

    def seen(self) -> Iterable[Any]:
        """Return values that were seen at the same place of other records."""

    def broken(self, subschema: Subschema, keyword: str) -> Iterable[Any]:
        """Return values that satisfy a subschema but for one keyword, by the canonical algebra."""

    def both(self, subschema: Subschema, keyword: str) -> Iterable[Any]:
        """Return values that satisfy two branches of a keyword at once."""

    def denied(self, subschema: Subschema) -> Iterable[Neighbour]:
        """Return values that satisfy one branch of what is denied each."""


DRAFT_4 = "draft4"
"""The dialect in which 1.0 is no integer."""
MAX_VALUES = 40
"""How many values of an `enum` are varied."""
_OF_OTHERS = 3
"""How many values of other records come between two variations: the constants of other branches are among them."""
_OF_OTHER_TYPES: tuple[Neighbour, ...] = (
    ("false", False),
    ("true", True),
    ("one", 1),
    ("an array", []),
    ("an object", {}),
    ("zero", 0),
    ("an empty string", ""),
)
"""What is taken for a constant, or for none, by those who ask whether it is anything."""
FIRST_KINDS: tuple[Neighbour, ...] = (
    ("null", None),
    ("zero", 0),
    ("false", False),
    ("an empty string", ""),
    ("an array", []),
    ("an object", {}),
    ("a fraction", 0.5),
)
"""One of each type: the empty one, which is also wrong for who looks at nothing that counts as false."""
KINDS: tuple[Neighbour, ...] = (
    *FIRST_KINDS,
    ("a boolean", True),
    ("a string", "x"),
    ("an integer", 7),
    ("another type", 1.0),
    ("another type", "7"),
    ("another type", 2**63),
    ("another type", "null"),
    ("another type", 1),
    ("another type", "true"),
    ("another type", -1),
)
_LIKE_TYPE: dict[str, tuple[Neighbour, ...]] = {
    "integer": (("a fraction", 1.5), ("a number in quotes", "7"), ("a boolean", True)),
    "number": (("a number in quotes", "7"), ("a number in quotes", "1e5"), ("a boolean", True)),
    "boolean": (("one", 1), ("zero", 0), ("a word for a boolean", "true")),
    "null": (("false", False), ("zero", 0), ("an empty string", ""), ("a word for null", "null")),
    "array": (("an object with indexes", {"0": None}),),
    "object": (("an array of pairs", [["a", 1]]),),
}
"""What is taken for a type by those who look at it fleetingly; texts of the same words are variants of one mistake."""


def of_type(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Values of every other type, and the same value as text, in an array or in an object."""
    said = subschema.contents.get("type", ())
    wanted = [said] if isinstance(said, str) else [name for name in said if isinstance(name, str)]
    yield from FIRST_KINDS[:1]
    for name in wanted:
        yield from _LIKE_TYPE.get(name, ())
    if type(value) is int and subschema.dialect == DRAFT_4 and abs(value) < 1 << 53:
        yield "an integer with a point", float(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        yield "a fraction", value + 0.5 if abs(value) < 1 << 50 else 0.5
        steps = [fraction(one) for one in context.steps()]
        yield from (("a fraction", as_number(step)) for step in steps if step.denominator > 1)
        yield "a number in quotes", str(value)
    yield from KINDS
    yield "an array", [value]
    yield "an object", {"value": value}
    if isinstance(value, list):
        yield from (("another type", item) for item in value[:1])
        yield "an object", {str(index): item for index, item in enumerate(value)}
    elif isinstance(value, dict):
        yield "an array", list(value.values())
        yield "an array", [[name, member] for name, member in value.items()]
    elif isinstance(value, str):
        yield "an array", list(value)


def of_value(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Values that look like those of `enum` or `const`."""
    contents = subschema.contents
    values = [contents["const"]] if "const" in contents else contents.get("enum", [])
    kinds = {type(one) for one in values}
    # What else there is may be of another place of an array.
    others = (
        (f"{str(other)[:20]!r}, as another record has it" if type(other) in kinds else "another type", other)
        for other in islice(context.seen(), 8)
    )
    yield from FIRST_KINDS[:1]
    if any(isinstance(one, str) for one in values):
        yield "empty", ""
        yield "another type", 0
    of_other_types = (one for one in _OF_OTHER_TYPES if type(one[1]) not in kinds)
    for ones in zip_longest(*[alike(one) for one in values[:MAX_VALUES]]):
        for one, near in zip(values, ones, strict=False):
            if near is not None:
                yield f"{near[0]}, of {str(one)[:20]!r}", near[1]
        # One variation of each constant comes before those, and the other variations behind.
        yield from of_other_types
        yield from islice(others, _OF_OTHERS)
    yield from others
    yield from of_type(value, subschema, context)


def alike(value: Any) -> Iterator[Neighbour]:
    """Yield what looks like a value."""
    if isinstance(value, str):
        yield "other letters' case", value.lower() if value.isupper() else value.upper()
        yield "a space in front", f" {value}"
        yield "a space more", f"{value} "
        yield "a character more", f"{value}x"
        yield "a character less", value[:-1]
        yield "capitalised", value.capitalize()
        yield "a newline more", f"{value}\n"
        yield "an s more", f"{value}s"
        yield "each letter in the other case", value.swapcase()
        yield "an accent more", f"{value}\u0301"
    elif isinstance(value, bool):
        yield "as text", str(value).lower()
        yield "as a number", int(value)
        yield "as a number with a point", float(value)
        yield "its opposite", not value
    elif isinstance(value, (int, float)):
        yield "one more", value + 1
        yield "as text", str(value)
        yield from [("as a boolean", bool(value))] if value in (0, 1) else ()
        yield "one less", value - 1
        yield "a little more", value + 0.5 if abs(value) < 1 << 53 else value + 2
        yield "the other sign", -value
        yield "as a boolean", bool(value)
        yield "in an array", [value]
    elif value is None:
        yield from (("as text", "null"), ("false", False), ("zero", 0), ("nothing", ""))
    else:
        yield from islice(altered(value), 24)


def altered(value: Any) -> Iterator[Neighbour]:
    """Yield a container with one thing in it changed."""
    if isinstance(value, list):
        yield "an item more", [*value, None]
        yield "an item less", value[:-1]
        yield "items in another order", value[::-1]
        for index, item in enumerate(value[:8]):
            yield from ((f"item: {how}", [*value[:index], new, *value[index + 1 :]]) for how, new in alike(item))
    elif isinstance(value, dict):
        yield "a member more", {**value, "extra": None}
        for name in list(value)[:8]:
            yield "a member less", {other: member for other, member in value.items() if other != name}
            yield from ((f"member: {how}", {**value, name: new}) for how, new in alike(value[name]))


def of_bound(keyword: str) -> Callable[[Any, Subschema, Context], Iterator[Neighbour]]:
    """Return what makes numbers at, just beyond and far beyond the bound that a keyword sets."""

    def near(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
        contents = subschema.contents
        bound = contents.get(keyword)
        step = fraction(contents.get("multipleOf", next(iter(context.steps()), 1)))
        if isinstance(bound, (int, float, Decimal)) and not isinstance(bound, bool):
            yield from _with_points(_about(fraction(bound), step))
        yield from all_but(value, subschema, context, keyword)

    return near


def _with_points(numbers: Iterable[tuple[str, Fraction]]) -> Iterator[Neighbour]:
    """Yield numbers; those without a fraction with a point too, once those behind them that have one had their turn."""
    integers: list[Neighbour] = []
    is_behind = False
    for how, exact in numbers:
        number = as_number(exact)
        if number is None:
            continue
        is_fraction = type(number) is not int
        if is_behind and not is_fraction:
            yield from integers
            integers.clear()
        is_behind = is_fraction
        yield how, number
        if type(number) is int and abs(number) < 1 << 53:
            integers.append((f"{how}, with a point", float(number)))
    yield from integers


def _about(exact: Fraction, step: Fraction) -> Iterator[tuple[str, Fraction]]:
    """Yield numbers near a bound, at it, and far away."""
    far = 2**64 * step
    yield "at the bound", exact
    yield "a step below", exact - step
    yield "a step above", exact + step
    # At the bound for who rounds, and for who cuts what is behind the point.
    yield "a quarter below", exact - fraction(0.25)
    yield "a quarter above", exact + fraction(0.25)
    # What is left of it in 64 bits is at the bound.
    yield "very far", exact + far
    yield "very far", exact - far
    for size, off in (("a little", fraction(0.001)), ("far", 1000 * step)):
        yield f"{size} below", exact - off
        yield f"{size} above", exact + off
    yield "the other sign", -exact
    yield "half below", exact - fraction(0.5)
    yield "half above", exact + fraction(0.5)
    yield "the step below", (exact // step) * step
    yield "the step above", (exact // step + 1) * step
    yield "the integer below", fraction(floor(exact))
    yield "the integer above", fraction(ceil(exact))
    yield "an integer below", fraction(floor(exact) - 1)
    yield "an integer above", fraction(ceil(exact) + 1)
    yield "quite far", exact + 10**12 * step
    yield "quite far", exact - 10**12 * step


def of_multiple(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Numbers between two multiples."""
    step = fraction(subschema.contents.get("multipleOf", subschema.contents.get("divisibleBy", 1)))
    base = fraction(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else fraction(0)
    shifts = [("half a step off", step / 2), ("one off", fraction(1)), ("a tenth of a step off", step / 10)]
    shifts += [
        ("hardly off", fraction(1e-10)),
        ("a little off", fraction(1e-7)),
        ("a hundredth of a step off", step / 100),
        ("a third off", fraction(step // 3)),
        ("a half off", fraction(0.5)),
    ]
    others = [fraction(one) for one in context.steps() if fraction(one) != step]
    if others:
        # What is a multiple of all others may be none of this.
        shifts.insert(0, ("as far off as others let be", common_multiple(others)))
    for how, shift in shifts:
        for sign in (1, -1):
            number = as_number(base + sign * shift)
            if number is not None:
                yield how, number
    for large in (2**63, 2**53 + 1, 10**15 + 1, 2**53 + 2, 10**20 + 1):
        yield "a large number, one off", large
    yield "a large number and a fraction", 123456789.123
    yield from all_but(value, subschema, context, "multipleOf")


_OTHER_TEXTS: tuple[Neighbour, ...] = tuple([
    (f"a {kind} instead", text)
    for kind, text in (
        ("date", "2024-02-29"), ("number", "12345"), ("time", "10:00:00Z"), ("date-time", "2024-02-29T10:00:00Z"),
        ("relative reference", "a/b"), ("duration", "P1D"), ("IPv6 address", "::1"), ("word", "yesterday"),
        ("IRI", "https://example.com/é"), ("internationalised address", "é@example.com"),
    )
])  # fmt: skip
"""Texts of other formats: what a schema means when the wrong format was written into it."""
_BETWEEN_OTHERS = 6
"""How many texts that are nearly of a format come before one that is of another: valid ones tell those apart, too."""


_KINDRED: dict[str, tuple[Neighbour, ...]] = {
    "email": (("an internationalised address instead", "é@example.com"),),
    "uri": (("an IRI instead", "https://example.com/é"),),
    "uri-reference": (("an IRI instead", "é/b"),),
    "hostname": (("an internationalised host name instead", "bücher.example"),),
    "date-time": (("a date instead", "2024-02-29"),),
    "date": (("a date-time instead", "2024-02-29T10:00:00Z"),),
    "time": (("a date-time instead", "2024-02-29T10:00:00Z"),),
}
"""Format → texts of the one that is taken for it most often."""


def of_text(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Texts that are too short or too long by one, or nearly match."""
    if isinstance(value, str):
        yield "empty", ""
        if not is_disputed_in_upper_case(value):
            yield "other letters' case", value.swapcase()
    near = context.near_texts(subschema)
    said = subschema.contents.get("format")
    if said is None:
        yield from near
    else:
        texts = iter(near)
        yield from islice(texts, 1)
        yield from _KINDRED.get(said, ()) if isinstance(said, str) else ()
        for other in _OTHER_TEXTS:
            yield from islice(texts, _BETWEEN_OTHERS)
            yield other
        yield from texts
    yield from all_but(value, subschema, context, "pattern", "format", "minLength", "maxLength", *CONTENT)


_LENGTHS = (" too short", " too long")
"""How near texts are told whose length is wrong."""


def of_text_length(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Texts that are too short or too long by one, and match."""
    # What breaks a pattern is no use here, and there is much of it.
    near = (near for near in context.near_texts(subschema) if any(word in near[0] for word in _LENGTHS))
    yield from islice(near, 1)
    if isinstance(value, str):
        yield "empty", ""
    yield from near
    yield from all_but(value, subschema, context, "minLength", "maxLength")


def all_but(value: Any, subschema: Subschema, context: Context, *keywords: str) -> Iterator[Neighbour]:
    """Yield what satisfies a subschema but for one of some keywords; by itself, and laid over what was there."""
    for keyword in keywords:
        if keyword in subschema.contents:
            for other in context.broken(subschema, keyword):
                yield from laid_over(value, other, f"all but {keyword}")


def laid_over(value: Any, other: Any, how: str) -> Iterator[Neighbour]:
    """Yield a value, and it laid over what was there: what else holds for the place is mostly kept so."""
    if isinstance(value, dict) and isinstance(other, dict):
        yield how, {**value, **other}
        kept = {name: value.get(name, member) for name, member in other.items()}
        yield how, {**value, **kept}
    yield how, other
