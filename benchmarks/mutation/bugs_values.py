"""Planted bugs: types, equality, numbers, lengths and patterns."""

from __future__ import annotations

import math
import operator
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from benchmarks.mutation.planted import Bug
from benchmarks.mutation.small_keywords import KEYWORDS
from benchmarks.mutation.small_steps import equal, is_integer, is_multiple, is_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sized

    from benchmarks.mutation.small_validator import Place

_INT64 = 2**63


def _bound(compare: Callable[[Any, Any], bool]) -> Callable[[Place, Any, Any], bool]:
    return lambda here, value, instance: not here.ask("is_number", instance) or compare(instance, value)


def _length(measure: Callable[[str], int]) -> dict[str, Callable[..., Any]]:
    return {"length": measure}


def _python_equal(one: Any, other: Any) -> bool:
    return bool(one == other)


def _strict_equal(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def _shallow_equal(one: Any, other: Any) -> bool:
    if isinstance(one, list | dict) and type(one) is type(other):
        return bool(one == other)
    return equal(one, other)


def _ordered_equal(one: Any, other: Any) -> bool:
    return equal(one, other) and (not isinstance(one, dict) or list(one) == list(other))


def _text_equal(one: Any, other: Any) -> bool:
    return str(one) == str(other)


def _folded_equal(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    return equal(one, other)


def _stripped_equal(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one.strip() == other.strip()
    return equal(one, other)


def _falsy_equal(one: Any, other: Any) -> bool:
    return (not one and not other) or equal(one, other)


def _sized_equal(one: Any, other: Any) -> bool:
    if isinstance(one, list | dict) and type(one) is type(other):
        return len(one) == len(other)
    return equal(one, other)


def _wrapped(number: Any) -> Any:
    return (number + _INT64) % 2**64 - _INT64 if isinstance(number, int) else number


def _remainder(number: float, of: float) -> bool:
    return number % of == 0


def _near_multiple(number: float, of: float) -> bool:
    return abs(number / of - round(number / of)) < 1e-9 if abs(number) < 1e15 else True  # noqa: PLR2004  (a bug)


def _truncating_multiple(number: float, of: float) -> bool:
    return of < 1 or int(number) % of == 0


def _searched(flags: int = re.ASCII, end: str = r"\Z", how: str = "search", cut: int | None = None) -> dict[str, Any]:
    def search(pattern: str, text: str) -> bool:
        return getattr(re.compile(pattern.replace("$", end), flags), how)(text[:cut]) is not None

    return {"search": search}


def _sized(kind: type[Sized], compare: Callable[[int, int], bool]) -> Callable[[Place, Any, Any], bool]:
    return lambda _, value, instance: not isinstance(instance, kind) or compare(len(instance), value)


def _one_type(here: Place, value: Any, instance: Any) -> bool:
    return bool(here.ask(f"type {value if isinstance(value, str) else value[0]}", instance))


def _types_nullable(here: Place, value: Any, instance: Any) -> bool:
    return instance is None or KEYWORDS["type"](here, value, instance)


_TYPES = [
    Bug("a boolean is an integer", {"type integer": lambda one: isinstance(one, int) or is_integer(one)}),
    Bug("a boolean is a number", {"type number": lambda one: isinstance(one, int | float)}),
    Bug("1.0 is no integer", {"type integer": lambda one: is_number(one) and isinstance(one, int)}),
    Bug("an integer is no number", {"type number": lambda one: isinstance(one, float)}),
    Bug("any number is an integer", {"type integer": is_number}),
    Bug("integers end at 64 bits", {"type integer": lambda one: is_integer(one) and abs(one) < _INT64}),
    Bug("numbers end at 2^53", {"type number": lambda one: is_number(one) and abs(one) <= 2**53}),
    Bug("integers end at 32 bits", {"type integer": lambda one: is_integer(one) and abs(one) < 2**31}),
    Bug("numbers in strings are numbers", {"type number": lambda one: is_number(one) or _is_numeric(one)}),
    Bug("digits in a string are an integer", {"type integer": lambda one: is_integer(one) or str(one).isdecimal()}),
    Bug("null is an object", {"type object": lambda one: one is None or isinstance(one, dict)}),
    Bug("null is a string", {"type string": lambda one: one is None or isinstance(one, str)}),
    Bug("an array is an object", {"type object": lambda one: isinstance(one, dict | list)}),
    Bug("anything but a container is a string", {"type string": lambda one: not isinstance(one, dict | list)}),
    Bug("the empty string is no string", {"type string": lambda one: isinstance(one, str) and one != ""}),
    Bug("the empty array is no array", {"type array": lambda one: isinstance(one, list) and one != []}),
    Bug("the empty object is no object", {"type object": lambda one: isinstance(one, dict) and one != {}}),
    Bug("the empty array is an object", {"type object": lambda one: isinstance(one, dict) or one == []}),
    Bug("0 and 1 are booleans", {"type boolean": lambda one: isinstance(one, bool) or (one in (0, 1))}),
    Bug("only the first of several types counts", {"type": _one_type}),
    Bug("null is of every type", {"type": _types_nullable}),
    Bug("falsy values are of every type", {"type": lambda *x: not x[2] or KEYWORDS["type"](*x)}),
    Bug("zero is no number", {"type number": lambda one: is_number(one) and one != 0}),
    Bug("a string is an array", {"type array": lambda one: isinstance(one, list | str)}),
]


def _is_numeric(one: Any) -> bool:
    try:
        return math.isfinite(float(one))
    except (TypeError, ValueError, OverflowError):
        return False


_EQUALITY = [
    Bug("1 equals true", {"equal": _python_equal}),
    Bug("1 equals true inside containers", {"equal": _shallow_equal}),
    Bug("1 differs from 1.0", {"equal": _strict_equal}),
    Bug("objects are equal only in the same order", {"equal": _ordered_equal}, ("marks",)),
    Bug("equality of what is printed", {"equal": _text_equal}),
    Bug("equality without case", {"equal": _folded_equal}),
    Bug("equality without spaces around", {"equal": _stripped_equal}),
    Bug("falsy values are equal", {"equal": _falsy_equal}),
    Bug("containers of one size are equal", {"equal": _sized_equal}),
    Bug("enum takes null", {"enum": lambda here, value, one: one is None or KEYWORDS["enum"](here, value, one)}),
    Bug("enum looks at strings only", {"enum": lambda *x: not isinstance(x[2], str) or KEYWORDS["enum"](*x)}),
    Bug(
        "enum takes what is in a value", {"enum": lambda _, value, one: any(str(one) in str(other) for other in value)}
    ),
    Bug("const takes every falsy value", {"const": lambda *x: not x[2] or KEYWORDS["const"](*x)}),
    Bug("const looks at the type only", {"const": lambda _, value, one: type(value) is type(one)}),
]
_NUMBERS = [
    Bug("minimum is exclusive", {"minimum": _bound(operator.gt)}),
    Bug("maximum is exclusive", {"maximum": _bound(operator.lt)}),
    Bug("exclusiveMinimum is inclusive", {"exclusiveMinimum": _bound(operator.ge)}),
    Bug("exclusiveMaximum is inclusive", {"exclusiveMaximum": _bound(operator.le)}),
    Bug("minimum is one less", {"minimum": _bound(lambda one, value: one >= value - 1)}),
    Bug("maximum is one more", {"maximum": _bound(lambda one, value: one <= value + 1)}),
    Bug("maximum after rounding", {"maximum": _bound(lambda one, value: round(one) <= value)}),
    Bug("minimum after rounding", {"minimum": _bound(lambda one, value: round(one) >= value)}),
    Bug("minimum after cutting", {"minimum": _bound(lambda one, value: math.trunc(one) >= value)}),
    Bug("bounds look at integers only", {"is_number": is_integer}),
    Bug("bounds look at fractions only", {"is_number": lambda one: isinstance(one, float)}),
    Bug("integers wrap at 64 bits before maximum", {"maximum": _bound(lambda one, value: _wrapped(one) <= value)}),
    Bug("integers wrap at 64 bits before minimum", {"minimum": _bound(lambda one, value: _wrapped(one) >= value)}),
    Bug("maximum of the absolute value", {"maximum": _bound(lambda one, value: abs(one) <= value)}),
    Bug("minimum of the absolute value", {"minimum": _bound(lambda one, value: abs(one) >= value)}),
    Bug("multipleOf by the remainder of floats", {"is_multiple": _remainder}, ("total",)),
    Bug("multipleOf within 1e-9", {"is_multiple": _near_multiple}, ("total",)),
    Bug("multipleOf of the integer part", {"is_multiple": _truncating_multiple}),
    Bug(
        "multipleOf looks at integers only",
        {"is_multiple": lambda one, of: not is_integer(one) or is_multiple(one, of)},
    ),
    Bug("zero is no multiple", {"is_multiple": lambda one, of: one != 0 and is_multiple(one, of)}),
    Bug("no negative number is a multiple", {"is_multiple": lambda one, of: one >= 0 and is_multiple(one, of)}),
    Bug("multipleOf the wrong way round", {"is_multiple": lambda one, of: one != 0 and is_multiple(of, one)}),
]
_TEXTS = [
    Bug("length in UTF-16 units", _length(lambda text: len(text.encode("utf-16-le", "surrogatepass")) // 2)),
    Bug("length in bytes", _length(lambda text: len(text.encode("utf-8", "surrogatepass")))),
    Bug("length after composition", _length(lambda text: len(unicodedata.normalize("NFC", text)))),
    Bug("length without spaces around", _length(lambda text: len(text.strip()))),
    Bug("length without combining marks", _length(lambda text: sum(not unicodedata.combining(one) for one in text))),
    Bug("maxLength is exclusive", {"maxLength": lambda _, value, one: not isinstance(one, str) or len(one) < value}),
    Bug(
        "maxLength is one more", {"maxLength": lambda _, value, one: not isinstance(one, str) or len(one) <= value + 1}
    ),
    Bug("minLength is exclusive", {"minLength": lambda _, value, one: not isinstance(one, str) or len(one) > value}),
    Bug(
        "minLength is one less", {"minLength": lambda _, value, one: not isinstance(one, str) or len(one) >= value - 1}
    ),
    Bug("minLength looks past empty strings", {"minLength": lambda *x: not x[2] or KEYWORDS["minLength"](*x)}),
    Bug("lengths wrap at 256", _length(lambda text: len(text) % 256)),
    Bug("patterns are matched from the start", _searched(how="match")),
    Bug("patterns are matched as a whole", _searched(how="fullmatch")),
    Bug("$ matches before a last line feed", _searched(end="$")),
    Bug("\\d matches the digits of every script", _searched(flags=0)),
    Bug("patterns ignore case", _searched(flags=re.ASCII | re.IGNORECASE)),
    Bug("^ and $ match at every line", _searched(flags=re.ASCII | re.MULTILINE, end="$")),
    Bug("patterns see the first 5 characters", _searched(cut=5)),
    Bug("patterns see the first line", _searched(end=r"(?:\n.*)?\Z", flags=re.ASCII)),
    Bug("patterns look past empty strings", {"pattern": lambda *x: not x[2] or KEYWORDS["pattern"](*x)}),
    Bug("patterns look at numbers too", {"pattern": lambda here, value, one: here.ask("search", value, str(one))}),
]


BUGS = [*_TYPES, *_EQUALITY, *_NUMBERS, *_TEXTS]
