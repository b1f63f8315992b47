"""
Values that are wrong by chance: of neighbours there are few, and each is the same in every record.

Each is made for a keyword, and breaks it and nothing else as often as a neighbour does; whoever asks judges each.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from schemawright.engines.assertions.content import KEYWORDS as CONTENT
from schemawright.fuzz.making.grammar import Stuck
from schemawright.fuzz.making.numbers import as_number, fraction
from schemawright.fuzz.schema.places import without_members
from schemawright.fuzz.texts.characters import NOTABLE, PLAIN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from schemawright.fuzz.choices import Choices
    from schemawright.fuzz.making.grammar import Grammar
    from schemawright.fuzz.schema.schema_map import Subschema

_DEPTH = 1
"""How deep a value nests that may be anything."""
_MANY = 6
"""How many characters or items there are too many, at the most; and how many a new name has."""
_LONG, _LONGEST = 4_000, 100_000
"""Longer arrays, and longer texts, are left to the neighbours."""
_DRAWN = 64
"""How many characters of a text are drawn; what is longer has them again and again."""
_DIGITS = 12
"""How many digits a number is off by, at the most."""
_HALF, _MOSTLY = 0.5, 0.75
_ALIKE_OF_ALL = 0.9
"""How often a value is of the type of one that is known to be wrong."""


class NotByChance(Exception):
    """For this value and keyword, chance has nothing to offer."""


class Wrong:
    """
    What is wrong by chance, at one place.

    Args:
        grammar: What makes anything.
        choices: What chance is.
        subschema: The subschema that refuses it.
        keyword: Because of which of its keywords.
        known: A value that it refuses.
    """

    __slots__ = ("_choices", "_grammar", "_keyword", "_known", "_said", "contents")

    def __init__(self, grammar: Grammar, choices: Choices, subschema: Subschema, keyword: str, known: Any) -> None:
        self._known = known
        self._grammar = grammar
        self._choices = choices
        self._keyword = keyword
        self.contents = subschema.contents
        self._said = self.contents.get(keyword)

    def instead_of(self, value: Any) -> Any:
        """
        Return what may be wrong in place of a value.

        Raises:
            NotByChance: There is nothing.
        """
        return _MADE.get(self._keyword, Wrong.any_or_alike)(self, value)

    def name_in(self, value: Any) -> Any:
        """
        Return an object with a member whose name may be wrong, instead of another one or beside it.

        Raises:
            NotByChance: There is nothing.
        """
        if not isinstance(value, dict) or not value:
            raise NotByChance
        name = self._choices.pick(list(value))
        other = self.instead_of(name)
        if not isinstance(other, str) or other in value:
            raise NotByChance
        if self._choices.chance(_HALF):
            return {**value, other: self.anything(None)}
        return {(other if one == name else one): member for one, member in value.items()}

    # --- parts

    def anything(self, _value: Any) -> Any:
        """Return any value."""
        try:
            return self._grammar.anything.make(self._choices, _DEPTH)
        except Stuck:
            raise NotByChance from None

    def any_or_alike(self, _value: Any) -> Any:
        """Return any value, mostly one of the type of the known one."""
        alike = _ALIKE.get(type(self._known))
        is_alike = alike is not None and self._choices.chance(_ALIKE_OF_ALL)
        return alike(self, self._known) if alike is not None and is_alike else self.anything(None)

    def number_near(self, number: Any) -> Any:
        """Return another number."""
        off = self._off()
        off = -(-off // 1) if type(number) is int else off
        return self._number(fraction(number) + off * (1 if self._choices.chance(_HALF) else -1))

    def _text(self, length: int) -> str:
        characters = NOTABLE if self._choices.chance(0.2) else PLAIN
        return self._drawn(characters, length)

    def _drawn(self, characters: Sequence[str], length: int) -> str:
        drawn = "".join([self._choices.pick(characters) for _ in range(min(length, _DRAWN))])
        return drawn if length <= _DRAWN else (drawn * (length // _DRAWN + 1))[:length]

    def _off(self) -> Any:
        """Return by how much a number is off: an integer of some digits, or a fraction, as a fraction."""
        size = 10 ** (1 + self._choices.below(_DIGITS))
        whole = 1 + self._choices.below(size)
        return fraction(whole) if self._choices.chance(_HALF) else fraction(whole) / 10 ** self._choices.below(4)

    def _number(self, exact: Any) -> Any:
        found = as_number(exact)
        if found is None:
            raise NotByChance
        return found

    # --- by keyword

    def too_low(self, value: Any) -> Any:
        """Return a number below a bound."""
        return self._beyond(value, -1)

    def too_high(self, value: Any) -> Any:
        """Return a number above a bound."""
        return self._beyond(value, 1)

    def _beyond(self, value: Any, sign: int) -> Any:
        if isinstance(self._said, bool) or not isinstance(self._said, (int, float, Decimal)):
            raise NotByChance
        step = self.contents.get("multipleOf")
        off = fraction(1 + self._choices.below(1_000)) * fraction(step) if step else self._off()
        off = fraction(-(-off // 1)) if type(value) is int and not step else off
        return self._number(fraction(self._said) + sign * off)

    def no_multiple(self, value: Any) -> Any:
        """Return a number that is off."""
        if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
            raise NotByChance
        off = self._off()
        return self._number(fraction(value) + (-(-off // 1) if self.contents.get("type") == "integer" else off))

    def too_short(self, value: Any) -> Any:
        """Return a text that is too short: the beginning of one that is not, or any."""
        self._text_of(value)
        length = self._choices.below(min(int(self._said), _LONGEST)) if self._said else 0
        return value[:length] if self._choices.chance(_HALF) else self._text(length)

    def too_long(self, value: Any) -> Any:
        """Return a text that is too long: one that is not with more of its own, or of any, characters."""
        self._text_of(value)
        if self._said > _LONGEST:
            raise NotByChance
        missing = max(0, int(self._said) - len(value)) + 1 + self._choices.below(_MANY)
        is_own = value and self._choices.chance(_HALF)
        return value + (self._drawn(value, missing) if is_own else self._text(missing))

    def nearly(self, value: Any) -> Any:
        """Return a text with something in it changed, or any text."""
        self._text_of(value)
        if not value or self._choices.chance(0.2):
            return self._text(self._choices.below(2 * _MANY))
        at = self._choices.below(len(value) + 1)
        removed = self._choices.below(3)
        return value[:at] + self._text(self._choices.below(3)) + value[at + removed :]

    @staticmethod
    def _text_of(value: Any) -> None:
        if type(value) is not str or len(value) > _LONGEST:
            raise NotByChance

    def none_of_them(self, value: Any) -> Any:
        """Return what is like a value that is named, or anything."""
        named = [self._said] if self._keyword == "const" else self._said
        chosen = self._choices.pick(named) if named else value
        alike = _ALIKE.get(type(chosen))
        is_alike = alike is not None and self._choices.chance(_HALF)
        return alike(self, chosen) if alike is not None and is_alike else self.any_or_alike(value)

    def too_few_items(self, value: Any) -> Any:
        """Return an array with some of the items."""
        self._array(value)
        least = min(int(self._said), len(value)) if self._said else 0
        return self._some(value, least)

    def _some(self, items: list[Any], limit: int) -> list[Any]:
        """Return fewer items than so many, in their order."""
        if not limit:
            raise NotByChance
        left = list(items)
        wanted = self._choices.below(limit)
        while len(left) > wanted:
            del left[self._choices.below(len(left))]
        return left

    def too_many_items(self, value: Any) -> Any:
        """Return an array with more items: the same again, or any."""
        self._array(value)
        missing = max(0, int(self._said or 0) - len(value)) + 1 + self._choices.below(_MANY)
        if missing > _LONG:
            raise NotByChance
        # Any other may break more than the bound.
        is_own = value and self._choices.chance(_MOSTLY)
        return [*value, *[self._choices.pick(value) if is_own else self._item(value) for _ in range(missing)]]

    def another_item(self, value: Any) -> Any:
        """Return an array with something anywhere in it."""
        self._array(value)
        at = self._choices.below(len(value) + 1)
        return [*value[:at], self.anything(None), *value[at + self._choices.below(2) :]]

    def _item(self, items: list[Any]) -> Any:
        return self._choices.pick(items) if items and self._choices.chance(_HALF) else self.anything(None)

    def twice(self, value: Any) -> Any:
        """Return an array with one of its items again."""
        self._array(value)
        item = self._item(value)
        items = value if item in value else [*value, item]
        at = self._choices.below(len(items) + 1)
        return [*items[:at], item, *items[at:]]

    @staticmethod
    def _array(value: Any) -> None:
        if type(value) is not list or len(value) > _LONG:
            raise NotByChance

    def member_less(self, value: Any) -> Any:
        """Return an object without some of the members that have to be there."""
        self._object(value)
        wanted = self._said if isinstance(self._said, list) else list(value)
        wanted = [name for name in wanted if name in value]
        if not wanted:
            raise NotByChance
        gone = set(wanted) - set(self._some(wanted, len(wanted)))
        return without_members(value, gone)

    def another_member(self, value: Any) -> Any:
        """Return an object with a member more, perhaps in the stead of another."""
        more = {**value, self._text(1 + self._choices.below(_MANY)): self.anything(None)}
        left = [*more]
        gone = self._choices.pick(left) if self._choices.chance(_HALF) else None
        return without_members(more, {gone})

    def member_more(self, value: Any) -> Any:
        """Return an object with members more."""
        self._object(value)
        missing = max(0, int(self._said) - len(value)) if self._keyword == "maxProperties" else 0
        if missing > _LONG:
            raise NotByChance
        more = {self._text(1 + self._choices.below(_MANY)): self.anything(None) for _ in range(missing + 1)}
        return {**value, **more}

    @staticmethod
    def _object(value: Any) -> None:
        if type(value) is not dict:
            raise NotByChance


_ALIKE: dict[type, Callable[[Wrong, Any], Any]] = {
    str: Wrong.nearly,
    int: Wrong.number_near,
    float: Wrong.number_near,
    list: Wrong.another_item,
    dict: Wrong.another_member,
}
"""Type → what makes another value of it."""
_MADE: dict[str, Callable[[Wrong, Any], Any]] = {
    **dict.fromkeys(("minimum", "exclusiveMinimum"), Wrong.too_low),
    **dict.fromkeys(("maximum", "exclusiveMaximum"), Wrong.too_high),
    **dict.fromkeys(("multipleOf", "divisibleBy"), Wrong.no_multiple),
    "minLength": Wrong.too_short,
    "maxLength": Wrong.too_long,
    **dict.fromkeys(("pattern", "format", *CONTENT), Wrong.nearly),
    **dict.fromkeys(("enum", "const"), Wrong.none_of_them),
    "minItems": Wrong.too_few_items,
    "maxItems": Wrong.too_many_items,
    "uniqueItems": Wrong.twice,
    **dict.fromkeys(("items", "additionalItems", "unevaluatedItems", "contains", "minContains"), Wrong.another_item),
    "maxContains": Wrong.too_many_items,
    **dict.fromkeys(("required", "minProperties", "dependentRequired", "dependencies"), Wrong.member_less),
    **dict.fromkeys(("maxProperties", "additionalProperties", "unevaluatedProperties"), Wrong.member_more),
}
"""Keyword → what makes a value that may be wrong; of others, anything may be."""
