"""
Neighbours: values that are nearly as they should be, for each keyword the ways in which people get it wrong.

A neighbour breaks its keyword most of the time and nothing else most of the time; whoever asks judges each of them.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import islice, zip_longest
from math import ceil, floor
from typing import TYPE_CHECKING, Any, Protocol

from schemawright.fuzz.numbers import as_number, fraction
from schemawright.fuzz.visits import first_index, fits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from schemawright.fuzz.schema_map import Subschema

Neighbour = tuple[str, Any]
"""In a few words how it differs, and the value."""


class Context(Protocol):
    """What neighbours are made with."""

    def near_texts(self, subschema: Subschema) -> Iterable[Neighbour]:
        """Return texts that break one of the keywords that a subschema has for strings."""

    def seen(self) -> Iterable[Any]:
        """Return values that were seen at the same place of other records."""

    def broken(self, subschema: Subschema, keyword: str) -> Iterable[Any]:
        """Return values that satisfy a subschema but for one keyword, by the canonical algebra."""

    def both(self, subschema: Subschema, keyword: str) -> Iterable[Any]:
        """Return values that satisfy two branches of a keyword at once."""


MAX_VALUES = 40
"""How many values of an `enum` are varied."""
_FIRST_KINDS: tuple[Neighbour, ...] = (
    ("null", None),
    ("an integer", 7),
    ("a boolean", True),
    ("an array", []),
    ("an object", {}),
    ("a string", "x"),
    ("a fraction", 0.5),
)
_KINDS: tuple[Neighbour, ...] = (
    *_FIRST_KINDS,
    ("another type", 0),
    ("another type", False),
    ("another type", ""),
    ("another type", 1.0),
    ("another type", "7"),
    ("another type", 2**63),
    ("another type", "null"),
    ("another type", 1),
    ("another type", "true"),
    ("another type", -1),
)
_LIKE_TYPE: dict[str, tuple[Neighbour, ...]] = {
    "integer": (("a fraction", 1.5), ("a number in quotes", "7")),
    "number": (("a number in quotes", "7"), ("a number in quotes", "1e5")),
    "boolean": (("one", 1), ("zero", 0), ("a word for a boolean", "true")),
    "null": (("false", False), ("zero", 0), ("an empty string", ""), ("a word for null", "null")),
    "array": (("an object with indexes", {"0": None}),),
    "object": (("an array of pairs", [["a", 1]]),),
}
"""What is taken for a type by those who look at it fleetingly; texts of the same words are variants of one mistake."""


def of_type(value: Any, subschema: Subschema, _context: Context) -> Iterator[Neighbour]:
    """Values of every other type, and the same value as text, in an array or in an object."""
    said = subschema.contents.get("type", ())
    wanted = [said] if isinstance(said, str) else [name for name in said if isinstance(name, str)]
    yield from _FIRST_KINDS[:1]
    for name in wanted:
        yield from _LIKE_TYPE.get(name, ())
    yield from _KINDS
    yield "another type", [value]
    yield "another type", {"value": value}
    if isinstance(value, list):
        yield from (("another type", item) for item in value[:1])
        yield "another type", {str(index): item for index, item in enumerate(value)}
    elif isinstance(value, dict):
        yield "another type", list(value.values())
        yield "another type", [[name, member] for name, member in value.items()]
    elif isinstance(value, str):
        yield "another type", list(value)
    elif not isinstance(value, bool) and value is not None:
        yield "another type", str(value)
        yield "another type", value + 0.5 if abs(value) < 1 << 50 else 0.5


def of_value(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Values that look like those of `enum` or `const`."""
    contents = subschema.contents
    values = [contents["const"]] if "const" in contents else contents.get("enum", [])
    yield from _FIRST_KINDS[:1]
    for ones in zip_longest(*[_alike(one) for one in values[:MAX_VALUES]]):
        for one, near in zip(values, ones, strict=False):
            if near is not None:
                yield f"{near[0]}, of {str(one)[:20]!r}", near[1]
    yield from of_type(value, subschema, context)


def _alike(value: Any) -> Iterator[Neighbour]:
    if isinstance(value, str):
        yield "other letters' case", value.swapcase()
        yield "a space more", f"{value} "
        yield "a newline more", f"{value}\n"
        yield "a character more", f"{value}x"
        yield "a character less", value[:-1]
        yield "a space in front", f" {value}"
        yield "capitalised", value.capitalize()
        yield "in upper case", value.upper()
        yield "an accent more", f"{value}\u0301"
    elif isinstance(value, bool):
        yield "as text", str(value).lower()
        yield "as a number", int(value)
        yield "as a number with a point", float(value)
        yield "its opposite", not value
    elif isinstance(value, (int, float)):
        yield "one more", value + 1
        yield "one less", value - 1
        yield "a little more", value + 0.5
        yield "the other sign", -value
        yield "as text", str(value)
        yield "as a boolean", bool(value)
        yield "in an array", [value]
    elif value is None:
        yield from (("as text", "null"), ("false", False), ("zero", 0), ("nothing", ""))
    else:
        yield from islice(_altered(value), 24)


def _altered(value: Any) -> Iterator[Neighbour]:
    """Yield a container with one thing in it changed."""
    if isinstance(value, list):
        yield "an item more", [*value, None]
        yield "an item less", value[:-1]
        yield "items in another order", value[::-1]
        for index, item in enumerate(value[:8]):
            yield from ((f"item: {how}", [*value[:index], new, *value[index + 1 :]]) for how, new in _alike(item))
    elif isinstance(value, dict):
        yield "a member more", {**value, "extra": None}
        for name in list(value)[:8]:
            yield "a member less", {other: member for other, member in value.items() if other != name}
            yield from ((f"member: {how}", {**value, name: new}) for how, new in _alike(value[name]))


def of_bound(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Numbers at, just beyond and far beyond a bound."""
    contents = subschema.contents
    bounds = [contents.get(name) for name in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")]
    step = fraction(contents["multipleOf"]) if "multipleOf" in contents else fraction(1)
    for bound in bounds:
        if isinstance(bound, bool) or not isinstance(bound, (int, float, Decimal)):
            continue
        exact = fraction(bound)
        near = [exact, exact - step, exact + step, exact - fraction(0.5), exact + fraction(0.5)]
        near += [exact - fraction(0.001), exact + fraction(0.001), exact - 1000 * step, exact + 1000 * step, -exact]
        near += [exact - fraction(0.25), exact + fraction(0.25), (exact // step) * step, (exact // step + 1) * step]
        near += [fraction(floor(exact)), fraction(ceil(exact)), fraction(floor(exact) - 1), fraction(ceil(exact) + 1)]
        near += [exact + 10**12 * step, exact - 10**12 * step, exact + 2**64 * step, exact - 2**64 * step]
        hows = ["at the bound", "a step below", "a step above", "half below", "half above", "a little below"]
        hows += ["a little above", "far below", "far above", "the other sign", "a quarter below", "a quarter above"]
        hows += ["the step below", "the step above"]
        hows += ["the integer below", "the integer above", "an integer below", "an integer above", *["very far"] * 4]
        for how, one in zip(hows, near, strict=True):
            number = as_number(one)
            if number is not None:
                yield how, number
                if type(number) is int and abs(number) < 1 << 53:
                    yield f"{how}, with a point", float(number)
    yield from _broken(value, subschema, context, "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")


def of_multiple(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Numbers between two multiples."""
    step = fraction(subschema.contents.get("multipleOf", subschema.contents.get("divisibleBy", 1)))
    base = fraction(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else fraction(0)
    shifts = [("half a step off", step / 2), ("one off", fraction(1)), ("a tenth of a step off", step / 10)]
    shifts += [
        ("hardly off", fraction(1e-10)),
        ("a hundredth of a step off", step / 100),
        ("a third off", fraction(step // 3)),
        ("a half off", fraction(0.5)),
    ]
    for how, shift in shifts:
        for sign in (1, -1):
            number = as_number(base + sign * shift)
            if number is not None:
                yield how, number
    for large in (2**63, 2**53 + 1, 10**15 + 1, 2**53 + 2, 10**20 + 1):
        yield "a large number, one off", large
    yield "a large number and a fraction", 123456789.123
    yield from _broken(value, subschema, context, "multipleOf")


_OTHER_TEXTS: tuple[Neighbour, ...] = tuple([
    (f"a {kind} instead", text)
    for kind, text in (
        ("date", "2024-02-29"), ("number", "12345"), ("time", "10:00:00Z"), ("date-time", "2024-02-29T10:00:00Z"),
        ("relative reference", "a/b"), ("duration", "P1D"), ("IPv6 address", "::1"), ("word", "yesterday"),
        ("IRI", "https://example.com/é"), ("internationalised address", "é@example.com"),
    )
])  # fmt: skip
"""Texts of other formats: what a schema means when the wrong format was written into it."""


def of_text(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Texts that are too short or too long by one, or nearly match."""
    if isinstance(value, str):
        yield "empty", ""
        yield "other letters' case", value.swapcase()
    near = context.near_texts(subschema)
    if "format" not in subschema.contents:
        yield from near
    else:
        texts = iter(near)
        for other in _OTHER_TEXTS:
            yield from islice(texts, 3)
            yield other
        yield from texts
    yield from _broken(value, subschema, context, "pattern", "format", "minLength", "maxLength")


def of_length(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Arrays that are too short or too long by one, and more."""
    if not isinstance(value, list):
        return
    contents = subschema.contents
    least, most = contents.get("minItems"), contents.get("maxItems")
    if least is not None:
        yield "one item too few", value[: max(0, int(least) - 1)]
        yield "no items", []
        yield "the last items", value[len(value) - max(0, int(least) - 1) :]
    if most is not None:
        for how, missing in (("one item too many", int(most) + 1 - len(value)), ("far too many", int(most) + 5)):
            for items in _more_items(value, missing, context):
                yield how, items
    yield from _broken(value, subschema, context, "minItems", "maxItems")


def _more_items(value: list[Any], missing: int, context: Context) -> Iterator[list[Any]]:
    if missing <= 0 or missing > 100_000:  # noqa: PLR2004  (more than anybody wants to look at)
        return
    others = [item for array in islice(context.seen(), 40) if isinstance(array, list) for item in array]
    found: list[Any] = []
    for item in others:
        if item not in value and item not in found:
            found.append(item)
    if len(found) >= missing:
        yield [*value, *found[:missing]]
    source = value or found
    if source:
        last = source[-1]
        yield [*value, *[last] * missing]
        yield [*value, *[_varied(last, number) for number in range(1, missing + 1)]]
    else:
        yield list(range(missing))
        yield [None] * missing


def _varied(value: Any, number: int) -> Any:
    if isinstance(value, bool) or value is None or isinstance(value, (list, dict)):
        return value
    return f"{value}{number}" if isinstance(value, str) else value + number


def of_unique(value: Any, _subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Arrays with an item twice: next to each other, far apart, written in another way."""
    arrays = [value, *islice(context.seen(), 12)]
    for array in arrays:
        if not isinstance(array, list) or not array:
            continue
        first, last = array[0], array[-1]
        yield "the last item again", [*array, last]
        yield "the first item again at the end", [*array, first]
        if len(array) > 1:
            yield "the first item as the last", [*array[:-1], first]
            yield "the second like the first", [first, first, *array[2:]]
        for index, item in enumerate(array[:4]):
            for how, same in _written_otherwise(item):
                yield how, [*array, same]
                other = (index + 1) % len(array)
                if other != index:
                    yield how, [*array[:other], same, *array[other + 1 :]]
    yield from (("one item twice", [item, item]) for item in (1, "a", None, True, [1], {"a": 1, "b": 2}))
    yield "an object twice, its members in another order", [{"a": 1, "b": 2}, {"b": 2, "a": 1}]
    yield "1 and 1.0", [1, 1.0]


def _written_otherwise(value: Any) -> Iterator[Neighbour]:
    if type(value) is int and abs(value) < 1 << 53:
        yield "the same number with a point", float(value)
    elif type(value) is float and value.is_integer():
        yield "the same number without a point", int(value)
    elif isinstance(value, dict) and len(value) > 1:
        yield "the same object in another order", dict(reversed(value.items()))
    elif isinstance(value, list) and value:
        yield from ((how, [other, *value[1:]]) for how, other in _written_otherwise(value[0]))


def of_contained(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Arrays with too few or too many of the items that are to be contained."""
    yield from _broken(value, subschema, context, "contains", "minContains", "maxContains")
    if isinstance(value, list):
        yield "no items", []
        for index in range(min(len(value), 8)):
            yield "without an item", value[:index] + value[index + 1 :]
            for missing in (1, 2, 3):
                yield "an item more often", [*value, *[value[index]] * missing]
                yield "an item more often, varied", [
                    *value, *[_varied(value[index], number) for number in range(1, missing + 1)],
                ]  # fmt: skip
        yield "other items", [None] * len(value)
        yield from (("an item of another type", [*value[:-1], other]) for _, other in _KINDS)


def of_items(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Arrays with an item where there may be none."""
    if isinstance(value, list):
        start = max(first_index(subschema.contents, name) for name in ("items", "additionalItems"))
        fill = [*value, *[None] * max(0, start - len(value))]
        yield from ((f"an item too many: {how}", [*fill, other]) for how, other in _KINDS)
        yield from (("an item too many, like the last", [*value, item]) for item in value[-1:])
    yield from _broken(value, subschema, context, "unevaluatedItems")


_USUAL_NAMES = ("x-extra", "_", "", "é", "EXTRA", "a/b", "m~n", "__proto__", "0", "extra_" * 20)


def of_names(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Objects with a property that may not be there, of names that look right."""
    if isinstance(value, dict):
        declared = list(subschema.contents.get("properties", ()))
        values = [None, "x", 7, True, [], {}, 0.5, *list(value.values())[:2]]
        for one in values[:4]:
            yield f"a property more: {type(one).__name__}", {**value, "extra": one}
        for number, name in enumerate(_USUAL_NAMES):
            if name not in value:
                yield f"a property more: {name[:20]!r}", {**value, name: values[number % len(values)]}
        for one in values[4:]:
            yield f"a property more: {type(one).__name__}", {**value, "extra": one}
        for name in declared[:12]:
            for near in _names_like(name):
                if near not in value:
                    yield "a property nearly called so", {**value, near: value.get(name)}
                    yield "a property nearly called so", {**value, near: 1}
        if len(value) > 1:
            yield "two properties more", {**value, "extra": None, "extra2": None}
            yield "two properties more", {"extra": 7, **value, "other": "x"}
        yield from (("a property renamed", _renamed(value, old, f"{old}x")) for old in value)
    yield from _broken(value, subschema, context, "additionalProperties", "unevaluatedProperties", "propertyNames")


def _names_like(name: str) -> Iterator[str]:
    yield from (name.swapcase(), name.upper(), name.capitalize(), f"{name}s", f"{name} ", f" {name}", name[:-1])
    yield from (name.replace("_", "-"), name.replace("_", ""), f"{name}\u0301", f"_{name}", f"{name}/x")


def _renamed(value: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    return {new if name == old else name: member for name, member in value.items()}


def of_patterns(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Objects with members of other types at the names that a pattern describes."""
    if isinstance(value, dict):
        for pattern in subschema.contents.get("patternProperties", ()):
            for name in value:
                if fits(pattern, name):
                    yield from ((how, {**value, name: other}) for how, other in _KINDS)
    yield from of_names(value, subschema, context)


def of_properties(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Objects with a property that is declared as `false`."""
    if isinstance(value, dict):
        for name, inner in subschema.contents.get("properties", {}).items():
            if inner is False:
                yield from ((f"a property that is forbidden: {how}", {**value, name: other}) for how, other in _KINDS)
    yield from of_patterns(value, subschema, context)


def of_required(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Objects without one of the required properties, or with one that is nearly called so."""
    names = subschema.contents.get("required", ())
    if isinstance(value, dict) and isinstance(names, list):
        for name in names:
            if name in value:
                yield f"without {name[:20]!r}", {other: member for other, member in value.items() if other != name}
        for name in names:
            for near in (name.swapcase(), f"{name} ", f"{name}s"):
                if name in value and near not in value:
                    yield "a required property nearly called so", _renamed(value, name, near)
        yield "an empty object", {}
    yield from _broken(value, subschema, context, "required")


def of_size(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Objects with a property too few or too many."""
    if isinstance(value, dict):
        contents = subschema.contents
        least, most = contents.get("minProperties"), contents.get("maxProperties")
        names = list(value)
        if least is not None:
            for keep in (names[: max(0, int(least) - 1)], names[len(names) - max(0, int(least) - 1) :]):
                yield "too few properties", {name: value[name] for name in keep}
        if most is not None and 0 < int(most) + 1 - len(names) < 10_000:  # noqa: PLR2004
            missing = int(most) + 1 - len(names)
            for other in islice(context.seen(), 40):
                if isinstance(other, dict):
                    more = {name: member for name, member in other.items() if name not in value}
                    yield "too many properties", {**value, **dict(islice(more.items(), missing))}
            source = names[-1] if names else "x"
            member = value.get(source)
            yield "too many properties", {**value, **{f"{source}{n}": member for n in range(missing)}}
            yield "too many properties", {**value, **{f"x{n}": None for n in range(missing)}}
    yield from _broken(value, subschema, context, "minProperties", "maxProperties")


def of_dependents(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Objects with the property that asks for others, and without those."""
    if isinstance(value, dict):
        for keyword in ("dependentRequired", "dependencies"):
            for name, asked in subschema.contents.get(keyword, {}).items():
                for wanted in asked if isinstance(asked, list) else ():
                    for member in (value.get(name), "x", 7, True, None):
                        asking = {**value, name: member}
                        yield (
                            f"without {wanted[:20]!r}, which another asks for",
                            {k: v for k, v in asking.items() if k != wanted},
                        )
    yield from _broken(value, subschema, context, "dependentRequired", "dependencies")


def of_branches(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Values that none or several branches accept, or that what is denied accepts."""
    for keyword in ("anyOf", "oneOf", "not", "if"):
        if keyword in subschema.contents:
            for how, others in (
                ("two branches at once", context.both(subschema, keyword)),
                ("no branch, or the denied one", context.broken(subschema, keyword)),
            ):
                yield from (one for other in others for one in _laid_over(value, other, how))
    yield from _KINDS
    yield from islice(_altered(value), 40)
    yield from (("as another record has it", other) for other in islice(context.seen(), 40))


def _broken(value: Any, subschema: Subschema, context: Context, *keywords: str) -> Iterator[Neighbour]:
    for keyword in keywords:
        if keyword in subschema.contents:
            for other in context.broken(subschema, keyword):
                yield from _laid_over(value, other, f"all but {keyword}")


def _laid_over(value: Any, other: Any, how: str) -> Iterator[Neighbour]:
    """Yield a value, and it laid over what was there: what else holds for the place is mostly kept so."""
    if isinstance(value, dict) and isinstance(other, dict):
        yield how, {**value, **other}
        kept = {name: value.get(name, member) for name, member in other.items()}
        yield how, {**value, **kept}
    yield how, other


NEIGHBOURS: dict[str, Callable[[Any, Subschema, Context], Iterator[Neighbour]]] = {
    "type": of_type,
    **dict.fromkeys(("enum", "const"), of_value),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), of_bound),
    "multipleOf": of_multiple,
    **dict.fromkeys(("minLength", "maxLength", "pattern", "format"), of_text),
    **dict.fromkeys(("minItems", "maxItems"), of_length),
    "uniqueItems": of_unique,
    **dict.fromkeys(("contains", "minContains", "maxContains"), of_contained),
    **dict.fromkeys(("items", "prefixItems", "additionalItems", "unevaluatedItems"), of_items),
    "patternProperties": of_patterns,
    "properties": of_properties,
    **dict.fromkeys(("additionalProperties", "unevaluatedProperties", "propertyNames"), of_names),
    "required": of_required,
    **dict.fromkeys(("minProperties", "maxProperties"), of_size),
    **dict.fromkeys(("dependentRequired", "dependencies", "dependentSchemas"), of_dependents),
    **dict.fromkeys(("anyOf", "oneOf", "not", "if", "then", "else", "allOf"), of_branches),
}
"""Keyword → what is near what it wants."""
