"""What is near an array: one item too few or too many, an item twice, items that are contained too often or not."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.near.values import KINDS, all_but
from schemawright.fuzz.near.variations import variations
from schemawright.fuzz.schema.visits import first_index

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemawright.fuzz.near.values import Context, Neighbour
    from schemawright.fuzz.schema.schema_map import Subschema


_SEVERAL, _MANY, _DRAWN, _MOST = 16, 1_000, 10_000, 100_000
"""
Of how many items more the smallest are taken that there are; of how many an array is made in few ways only; of how many
none is drawn; and more than anybody wants to look at.
"""
_KINDS_OF_ITEMS = 6
"""How many items of other records an array is filled with, each time with one of them."""
_VARIED = 6
"""In how many ways items are varied where one that stands there would be repeated."""
_LOOKED_AT = 200
"""How many items of other records are looked at."""


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
        yield from (("one item too many", items) for items in _more_items(value, int(most) + 1 - len(value), context))
        if most < _MANY:
            yield from (("far too many", items) for items in _more_items(value, int(most) + 5, context))
    limit = _DRAWN if contents.get("uniqueItems") is True else _MANY
    yield from all_but(value, subschema, context, "minItems", *(["maxItems"] if (most or 0) < limit else []))


def _more_items(value: list[Any], missing: int, context: Context) -> Iterator[list[Any]]:
    if missing <= 0 or missing > _MOST:
        return
    others = [item for array in islice(context.seen(), 40) if isinstance(array, list) for item in array]
    if missing > _SEVERAL:
        least = min([*value, *others], key=lambda item: len(repr(item)), default=None)
        varied = [*value, *next(variations(least, missing), [least] * missing)]
        # What is varied may not be what an item has to be.
        yield from ([[*value, *[least] * missing], varied] if missing > _MANY else [varied])
    if missing > _MANY:
        return
    found: list[Any] = []
    for item in others:
        if item not in value and item not in found:
            found.append(item)
    found.sort(key=lambda item: len(repr(item)))
    if len(found) >= missing:
        yield [*value, *found[:missing]]
    source = value or found
    if source:
        last = source[-1]
        yield [*value, *[last] * missing]
        yield from ([*value, *several] for several in islice(variations(last, missing), _VARIED))
        yield from ([*value, *[item] * missing] for item in found[:_KINDS_OF_ITEMS])
    else:
        yield list(range(missing))
        yield [None] * missing


def of_unique(value: Any, _subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Arrays with an item twice: next to each other, far apart, written in another way."""
    arrays = [value, *islice(context.seen(), 12)]
    if isinstance(value, list) and value:
        yield "the last item again", [*value, value[-1]]
        yield from _with_one_written_otherwise(value, arrays)
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


def _with_one_written_otherwise(value: list[Any], arrays: list[Any]) -> Iterator[Neighbour]:
    """An array with an item that some array has twice, written in two ways; of each way one."""
    told: set[str] = set()
    for item in (item for array in arrays if isinstance(array, list) for item in array[:_WRITTEN]):
        for how, same in _written_otherwise(item):
            if how not in told:
                told.add(how)
                yield how, [*(other for other in value if other != item), item, same]


_WRITTEN = 8
"""How many items of each array are looked at for that."""
_ALIKE: tuple[tuple[Any, Any], ...] = (
    (1, True),
    (0, False),
    (1, "1"),
    ("a", "A"),
    (None, "null"),
    ("a", "a "),
    ([1], [True]),
    ("é", "e\u0301"),
    ([1, 2], [2, 1]),
    ({"x": 1}, {"x": True}),
    (True, "true"),
    ([], ""),
)
"""Values that are not equal, though some who compare them say so."""
_TAKEN_APART, _OF_MEMBERS = 3, 5
"""Of how many items, and of how many members of each, others are made; and in how many of those ways."""


def nearly_equal(value: list[Any], others: Iterable[Any]) -> Iterator[list[list[Any]]]:
    """
    Yield arrays with two items that some take for equal, though they are not; each time several, of which one will do.

    Args:
        value: The array in which they are put.
        others: Items of other records.

    >>> next(nearly_equal([{"a": 1}], []))[0]
    [{'a': 1, 'x': 1}, {'a': 1, 'x': True}]
    """
    everything = [*value, *others]
    items = sorted((item for item in everything if isinstance(item, dict)), key=lambda item: len(repr(item)))
    objects = list({frozenset(item): item for item in reversed(items)}.values())[::-1][:_TAKEN_APART]
    for pairs in (pairs for pairs in _alike_of(everything) if pairs):
        yield [array for pair in pairs for array in _with_both(value, pair)]
    for number, alike in enumerate(_ALIKE):
        for item in objects if number < _OF_MEMBERS else ():
            for name in ("x", *list(item)[:_TAKEN_APART]):
                yield _with_both(value, [{**item, name: one} for one in alike])
        yield _with_both(value, list(alike))


def _alike_of(items: list[Any]) -> Iterator[list[list[Any]]]:
    """Yield pairs that some take for equal, made of items, whose bounds they are within: for each mistake several."""
    numbers = list({item: item for item in items if type(item) is int and abs(item) < _SMALL})[:_TAKEN_APART]
    texts = sorted({item for item in items if isinstance(item, str)}, key=lambda text: (len(text), text))
    # A number of a few digits may be too short a text.
    longer = [number * 10**more for more in range(_DIGITS) for number in numbers]
    yield [[number, str(number)] for number in longer]
    yield [[int(text), text] for text in texts if text.isascii() and text.isdecimal() and text[0] != "0"][:_PAIRS]
    yield [[text, text.swapcase()] for text in texts if text.swapcase() != text][:_PAIRS]
    yield [[text, other] for text in texts for other in (f"{text} ", f"{text[:-1]} ") if text.strip()][:_PAIRS]
    yield [[item, item[::-1]] for item in items if isinstance(item, list) and item != item[::-1]][:_PAIRS]


_SMALL, _DIGITS, _PAIRS = 1_000, 5, 4
"""Up to which numbers others are made of them, of how many digits more; and how many pairs of other items are tried."""


def _with_both(value: list[Any], pair: list[Any]) -> list[list[Any]]:
    return [pair, [*value, *pair], [*pair, *value[len(pair) :]]]


def _written_otherwise(value: Any) -> Iterator[Neighbour]:
    if type(value) is int and abs(value) < 1 << 53:
        yield "the same number with a point", float(value)
    elif type(value) is float and value.is_integer():
        yield "the same number without a point", int(value)
    elif isinstance(value, dict):
        yield from [("the same object in another order", dict(reversed(value.items())))] if len(value) > 1 else ()
        inside = ((name, how, other) for name in value for how, other in _written_otherwise(value[name]))
        yield from ((_inside(how), {**value, name: other}) for name, how, other in islice(inside, _INSIDE))
    elif isinstance(value, list):
        within = ((index, how, other) for index, item in enumerate(value) for how, other in _written_otherwise(item))
        for index, how, other in islice(within, _INSIDE):
            yield _inside(how), [*value[:index], other, *value[index + 1 :]]


def _inside(how: str) -> str:
    return f"{how.removesuffix(_IN_PART)}{_IN_PART}"


_INSIDE, _IN_PART = 3, ", inside"
"""In how many ways a container is written otherwise by what is in it; and how that is told."""


def of_none_contained(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Arrays of which no item is to be contained; too few of them are what `minContains` says, where it is there."""
    yield from all_but(value, subschema, context, "contains")
    if isinstance(value, list):
        yield "no items", []
    if "minContains" not in subschema.contents:
        yield from of_contained(value, subschema, context)


def of_contained(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Arrays with too few or too many of the items that are to be contained."""
    yield from all_but(value, subschema, context, "minContains", "maxContains")
    if subschema.contents.get("uniqueItems") is True:
        yield from (("items like one, too often", items) for items in _varied_too_often(value, subschema, context))
    if isinstance(value, list):
        yield "no items", []
        for index in range(min(len(value), 8)):
            yield "without an item", value[:index] + value[index + 1 :]
            for missing in (1, 2, 3):
                yield "an item more often", [*value, *[value[index]] * missing]
                more = next(variations(value[index], missing), None)
                yield from [("an item more often, varied", [*value, *more])] if more is not None else ()
        yield from (("an item of another record, too often", items) for items in _too_often(subschema, context))
        yield "other items", [None] * len(value)
        yield from (("an item of another type", [*value[:-1], other]) for _, other in KINDS)


def _varied_too_often(value: Any, subschema: Subschema, context: Context) -> Iterator[list[Any]]:
    """Yield arrays of items like one that was seen, no two equal: too many, if that is one that is contained."""
    most = subschema.contents.get("maxContains", _SEVERAL)
    if most < _SEVERAL:
        items = _distinct(context, value if isinstance(value, list) else ())
        # Of those with as many members, the shortest.
        items.sort(key=lambda item: (-len(item) if isinstance(item, (dict, list)) else 0, len(repr(item))))
        for item in items:
            yield from ([item, *several] for several in islice(variations(item, int(most)), _VARIED))


def _too_often(subschema: Subschema, context: Context) -> Iterator[list[Any]]:
    """Yield arrays of one item that was seen, as often as is too often if it is one of those that are contained."""
    most = subschema.contents.get("maxContains")
    if most is not None and most < _SEVERAL:
        yield from ([item] * (int(most) + 1) for item in _distinct(context))


def _distinct(context: Context, first: Iterable[Any] = ()) -> list[Any]:
    """Return items that were seen, the longest first: one that has more is more often contained."""
    seen = (item for array in context.seen() if isinstance(array, list) for item in array)
    distinct = {repr(item): item for item in (*first, *islice(seen, _LOOKED_AT))}
    return sorted(distinct.values(), key=lambda one: len(repr(one)), reverse=True)


def of_items(value: Any, subschema: Subschema, context: Context) -> Iterator[Neighbour]:
    """Arrays with an item where there may be none."""
    if isinstance(value, list):
        start = max(first_index(subschema.contents, name) for name in ("items", "additionalItems"))
        fill = [*value, *[None] * max(0, start - len(value))]
        yield from ((f"an item too many: {how}", [*fill, other]) for how, other in KINDS)
        yield from (("an item too many, like the last", [*value, item]) for item in value[-1:])
    yield from all_but(value, subschema, context, "unevaluatedItems")
