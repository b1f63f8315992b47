"""
Tuples (`prefixItems`; `items` that is an array) judged by code of our own: to ask the engine takes three times as long.

What is made says of a tuple, and of what is in it, that it surely is valid; of all others the engine is asked.  Values
are what msgspec decoded, each number the shortest text of its double, as for types.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.engines.accept.types import Unsupported
from schemawright.keywords import FLAT
from schemawright.models.fast.kinds import NUMBER
from schemawright.models.fast.merged import merged, without_null
from schemawright.models.fast.moments import DIGITS, sure_moment
from schemawright.models.fast.parts import parts_of
from schemawright.models.fast.places import Place, Places
from schemawright.models.fast.steps import step_lines
from schemawright.models.fast.texts import IS_ONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.engines.judging import Judge
    from schemawright.models.fast.parts import Part

_ARRAY = frozenset({"prefixItems", "items", "additionalItems", "minItems", "maxItems"})
_STRING = frozenset({"minLength", "maxLength", "format"})
_KNOWN = _ARRAY | _STRING | NUMBER | {"type", "enum", "const", "multipleOf"}
_COMPARED = {"minimum": ">=", "maximum": "<=", "exclusiveMinimum": ">", "exclusiveMaximum": "<"}
_LENGTHS = {"minLength": ">=", "maxLength": "<="}
_LARGEST = 1 << 53
"""Up to here an integer is one for floats, too."""
_MOST_LINES = 400
_DEEPEST = 8
"""How many blocks are in one another at the most."""
_SCALARS = frozenset({str, int, float, bool, type(None)})
_CLASSES = {
    "array": "list", "string": "str", "boolean": "bool", "object": "dict", "null": "None", "integer": "int",
    "number": "number",
}  # fmt: skip
_IS = {
    "list": "{0}.__class__ is list",
    "str": "{0}.__class__ is str",
    "bool": "{0}.__class__ is bool",
    "dict": "{0}.__class__ is dict",
    "None": "{0} is None",
    "int": "{0}.__class__ is int",
    "whole": "({0}.__class__ is int or {0}.__class__ is float and {0}.is_integer())",
    "number": "({0}.__class__ is int or {0}.__class__ is float)",
}
_DAY = b"0000-00-00"


def _is_date(text: str) -> bool:
    """Return whether a text is a date, sooner for the usual ones than by an expression."""
    try:
        if text.encode().translate(DIGITS) == _DAY:
            date.fromisoformat(text)
            return True
    except ValueError:
        pass  # The year 0.
    return IS_ONE["date"](text)


def _is_date_time(text: str) -> bool:
    return sure_moment(text) is not None or IS_ONE["date-time"](text)


_FORMATS = {**IS_ONE, "date": _is_date, "date-time": _is_date_time}


class _Ends(NamedTuple):
    """How many items an array has."""

    least: int
    most: int | None


def tuple_judge(places: Places, parts: list[Part], otherwise: Judge, *, assert_formats: bool) -> Judge | None:
    """
    Return what judges a value; None where there is no tuple, or more is said than is known here.

    Args:
        places: Where references lead.
        parts: What is said of the value, all together.
        otherwise: Judges values that are not surely valid.
        assert_formats: Whether `format` is an assertion.
    """
    made = _Judging(places, assert_formats=assert_formats)
    try:
        lines = [*made.value(parts, "v", 0), "return True"]
    except Unsupported:
        return None
    if not made.tuples:
        return None
    code = "\n".join(["def is_valid(v):", *[f" {line}" for line in lines]])
    made.space["otherwise"] = otherwise
    exec(code.replace("return False", "return otherwise(v)"), made.space)  # noqa: S102  (made of numbers)
    judge: Judge = made.space["is_valid"]
    return judge


def tuple_judge_of(schema: Any, dialect: str, otherwise: Judge, *, assert_formats: bool) -> Judge | None:
    """Return the same of a subschema that refers to nothing."""
    places = Places({}, "", dialect)
    try:
        parts = parts_of(places, Place(schema, "", dialect), frozenset())
    except Unsupported:
        return None
    return tuple_judge(places, parts, otherwise, assert_formats=assert_formats)


class _Judging:
    """
    Makes the code of one judge.

    Attributes:
        space: What the code names.
        tuples: How many tuples there are.
    """

    def __init__(self, places: Places, *, assert_formats: bool) -> None:
        self._places = places
        self._assert_formats = assert_formats
        self._names = 0
        self.space: dict[str, Any] = {"scalars": _SCALARS}
        self.tuples = 0

    def value(self, parts: list[Part], name: str, depth: int) -> list[str]:
        """
        Return the code that judges a value which has some name.

        Raises:
            Unsupported: More is said of it than is known here.
        """
        schema, part = merged(parts)
        if part is None:
            return []
        if depth > _DEEPEST:
            raise Unsupported
        said = set(schema)
        if said in ({"anyOf"}, {"oneOf"}):
            return self._or_null(schema, said, part, name, depth)
        if not said <= _KNOWN:
            raise Unsupported
        lines = [*self._options(schema, name), *self._of_kinds(schema, part, name, depth)]
        if len(lines) > _MOST_LINES:
            raise Unsupported
        return lines

    def _or_null(self, schema: dict[str, Any], said: set[str], part: Part, name: str, depth: int) -> list[str]:
        rest = without_null(schema, said)
        if rest is None:
            raise Unsupported
        parts = parts_of(self._places, part.place.inside(rest), part.above)
        if "oneOf" in said and all("null" in one.schema.get("type", ("null",)) for one in parts):
            raise Unsupported  # Null may be of both.
        return _block(f"if {name} is not None:", self.value(parts, name, depth + 1))

    def _options(self, schema: dict[str, Any], name: str) -> Iterator[str]:
        for keyword in ("enum", "const"):
            if keyword in schema:
                options = schema[keyword] if keyword == "enum" else [schema[keyword]]
                known = self._named(frozenset([one for option in options for one in _alike(option)]))
                yield (f"if {name}.__class__ not in scalars or ({name}.__class__, {name}) not in {known}: return False")

    def _of_kinds(self, schema: dict[str, Any], part: Part, name: str, depth: int) -> list[str]:
        """Return the code that judges a value by what it is."""
        types = schema.get("type")
        names = types if isinstance(types, list) else [types] if types is not None else list(_CLASSES)
        if not names or not all(type(one) is str and one in _CLASSES for one in names):
            raise Unsupported
        numbers = list(self._of_numbers(schema, name))
        within = {
            "list": self._of_items(schema, part, name, depth),
            "str": list(self._of_texts(schema, name)),
            "int": numbers,
            "number": numbers,
        }
        ways = {_CLASSES[one]: within.get(_CLASSES[one], []) for one in names}
        if "number" in ways:
            ways.pop("int", None)
        if types is None:
            ways = {kind: lines for kind, lines in ways.items() if lines}
        elif len(ways) == 1:
            ((kind, lines),) = ways.items()
            return [f"if not {_is(kind, name, part)}: return False", *lines]
        code: list[str] = []
        for kind, lines in ways.items():
            code += _block(f"{'el' * bool(code)}if {_is(kind, name, part)}:", lines or ["pass"])
        return [*code, "else: return False"] if types is not None else code

    def _of_numbers(self, schema: dict[str, Any], name: str) -> Iterator[str]:
        for keyword, sign in _COMPARED.items():
            if keyword in schema:
                bound = schema[keyword]
                if type(bound) not in {int, float} or not abs(bound) <= _LARGEST:
                    raise Unsupported
                yield f"if not {name} {sign} {bound!r}: return False"
        if "multipleOf" in schema:
            yield from step_lines(schema["multipleOf"], name)

    def _of_texts(self, schema: dict[str, Any], name: str) -> Iterator[str]:
        for keyword, sign in _LENGTHS.items():
            if keyword in schema:
                yield f"if not len({name}) {sign} {_count(schema, keyword)}: return False"
        if "format" in schema and self._assert_formats:
            if schema["format"] not in _FORMATS:
                raise Unsupported
            yield f"if not {self._named(_FORMATS[schema['format']])}({name}): return False"

    def _of_items(self, schema: dict[str, Any], part: Part, name: str, depth: int) -> list[str]:
        firsts, rest = _items_of(schema, part.place)
        self.tuples += bool(firsts)
        least, most = _count(schema, "minItems"), _count(schema, "maxItems", None)
        if rest is False:
            most = len(firsts) if most is None else min(most, len(firsts))
        lines = [*_of_length(name, _Ends(least, most))]
        length = self._new()
        lines += [f"{length} = len({name})"] * (least < len(firsts))
        for at, first in enumerate(firsts):
            item = self._new()
            inside = [f"{item} = {name}[{at}]", *self._item(first, part, item, depth)]
            # What nothing is said of need not be looked at.
            if len(inside) > 1:
                lines += inside if at < least else _block(f"if {length} > {at}:", inside)
        if rest is not False:
            item = self._new()
            inside = self._item(rest, part, item, depth)
            behind = f"{name}[{len(firsts)}:]" if firsts else name
            lines += _block(f"for {item} in {behind}:", inside) if inside else []
        return lines

    def _item(self, schema: Any, part: Part, name: str, depth: int) -> list[str]:
        return self.value(parts_of(self._places, part.place.inside(schema), part.above), name, depth + 1)

    def _new(self) -> str:
        self._names += 1
        return f"v{self._names}"

    def _named(self, value: Any) -> str:
        name = self._new()
        self.space[name] = value
        return name


def _is(kind: str, name: str, part: Part) -> str:
    """Return the condition of a value's kind; in draft 4 an integer that is written with a point is none."""
    return _IS["whole" if kind == "int" and part.place.dialect != "draft4" else kind].format(name)


def _items_of(schema: dict[str, Any], place: Place) -> tuple[list[Any], Any]:
    """Return what is said of the first items of an array, one by one, and what of all others."""
    if "prefixItems" in FLAT[place.dialect]:
        firsts, rest = schema.get("prefixItems", []), schema.get("items", True)
        is_known = "additionalItems" not in schema
    elif isinstance(schema.get("items"), list):
        firsts, rest = schema["items"], schema.get("additionalItems", True)
        is_known = "prefixItems" not in schema
    else:
        firsts, rest = [], schema.get("items", True)
        is_known = "prefixItems" not in schema and "additionalItems" not in schema
    if not is_known or not isinstance(firsts, list) or not isinstance(rest, dict | bool):
        raise Unsupported
    return firsts, rest


def _of_length(name: str, ends: _Ends) -> Iterator[str]:
    if ends.least == ends.most:
        yield f"if len({name}) != {ends.least}: return False"
        return
    if ends.least:
        yield f"if len({name}) < {ends.least}: return False"
    if ends.most is not None:
        yield f"if len({name}) > {ends.most}: return False"


def _count(schema: dict[str, Any], keyword: str, default: Any = 0) -> Any:
    """Return a number of items, or of characters."""
    value = schema.get(keyword, default)
    if keyword in schema and (type(value) is not int or not 0 <= value <= _LARGEST):
        raise Unsupported
    return value


def _alike(option: Any) -> list[tuple[type, Any]]:
    """Return the class and the value of each scalar that is equal to one."""
    if type(option) not in _SCALARS:
        raise Unsupported
    if type(option) in {int, float}:
        if not abs(option) <= _LARGEST:
            raise Unsupported
        return [(float, option), (int, option)] if option == int(option) else [(float, option)]
    return [(type(option), option)]


def _block(head: str, lines: list[str]) -> list[str]:
    return [head, *[f" {line}" for line in lines or ["pass"]]]
