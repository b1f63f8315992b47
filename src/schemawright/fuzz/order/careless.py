"""
Careless checkers: what a keyword's value is taken to allow by who implements it in a few lines.

A mistake in a schema is made at one place; one in a checker, at every place of a keyword.  So to tell such a checker
takes one record of all, which `schemawright.fuzz.order.asking` has among the first.
"""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.record import is_light
from schemawright.fuzz.schema.visits import fits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Contents = Mapping[str, Any]
    Checker = Callable[[Any, Any, Contents], bool]
    """Whether it accepts a value: what the keyword says, the value, and what stands beside the keyword."""

_WEIGHTY, _LONG = 300, 2_000
"""Of how many values a value is, and of how many characters a text, at the most, that is looked at."""


def taken_in(keyword: str, value: Any, contents: Contents) -> Iterator[str]:
    """
    Yield what tells the careless checkers of a keyword that accept a value which violates it.

    Args:
        keyword: The keyword.
        value: The value.
        contents: The subschema that holds the keyword.

    >>> list(taken_in("enum", "a ", {"enum": ["a", "b"]}))
    ['enum: spaces around it', 'enum: the start of it']
    """
    if not is_light(value, _WEIGHTY) or (isinstance(value, str) and len(value) > _LONG):
        return
    wanted = contents.get(keyword)
    if keyword == "type":
        kind = _kind(value)
        said = [wanted] if isinstance(wanted, str) else wanted if isinstance(wanted, list) else []
        names = (one for one in said if isinstance(one, str))
        yield from (f"type {one}: {kind}" for one in names if kind in _TAKEN_FOR.get(one, ()))
    checkers: Mapping[str, Checker] = _OF_KEYWORD.get(keyword, {})
    told = keyword
    if keyword == "format" and isinstance(wanted, str):
        checkers, told = _OF_FORMAT.get(wanted, {}), f"format {wanted}"
    for name, accepts in checkers.items():
        try:
            if accepts(wanted, value, contents):
                yield f"{told}: {name}"
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            continue  # One that breaks is not overlooked.


# --- types

_WORDS = frozenset({"true", "false", "null"})
_NUMERAL = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][0-9]+)?")


_TAKEN_FOR = {
    "null": {"the word null", "bool"},
    "boolean": {"the word true", "the word false", "0 or 1"},
    "integer": {"a fraction", "a number in quotes", "bool"},
    "number": {"a number in quotes", "bool"},
    "string": {"0 or 1"},
    "array": {"str"},
    "object": {"list"},
}
"""Type → the kinds of values that are taken for one of it."""


def _kind(value: Any) -> str:
    """
    Return what kind of value is taken for one of another type.

    >>> _kind(1.5), _kind("7"), _kind([])
    ('a fraction', 'a number in quotes', 'list')
    """
    if isinstance(value, float) and not value.is_integer():
        return "a fraction"
    if isinstance(value, str) and value in _WORDS:
        return f"the word {value}"
    if isinstance(value, str) and _NUMERAL.fullmatch(value):
        return "a number in quotes"
    if not isinstance(value, bool) and value in (0, 1):
        return "0 or 1"
    return type(value).__name__


# --- values


def _any_of(alike: Callable[[Any, Any], bool]) -> Checker:
    """Return a checker of `enum` and `const` that takes some values for equal."""

    def accepts(_wanted: Any, value: Any, contents: Contents) -> bool:
        values = [contents["const"]] if "const" in contents else contents["enum"]
        return any(alike(one, value) for one in values)

    return accepts


_OF_VALUES: dict[str, Checker] = {
    "letters' case": _any_of(lambda one, value: bool(one.casefold() == value.casefold())),
    "spaces around it": _any_of(lambda one, value: bool(one.strip() == value.strip())),
    "the start of it": _any_of(lambda one, value: bool(one) and bool(value.startswith(one))),
    "as Python compares": _any_of(lambda one, value: bool(one == value)),
    "as text": _any_of(lambda one, value: type(one) is not type(value) and str(one).lower() == str(value).lower()),
    "as nothing": _any_of(lambda one, value: not one and not value),
    "some of its members": _any_of(lambda one, value: bool(value) and bool(value.items() < one.items())),
    "members more": _any_of(lambda one, value: bool(one.items() < value.items())),
    "in another order": _any_of(lambda one, value: bool(sorted(one) == sorted(value))),
}


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError
    return value


def _tolerant(most: float) -> Checker:
    return lambda wanted, value, _: abs(_number(value) / wanted - round(value / wanted)) < most


_OF_MULTIPLE: dict[str, Checker] = {
    "a thousandth off": _tolerant(1e-3),
    "hardly off": _tolerant(1e-9),
    "what is behind the point cut off": lambda wanted, value, _: int(_number(value)) % wanted == 0,
}


def _bounded(holds: Callable[[Any, Any], bool]) -> dict[str, Checker]:
    return {
        "cut": lambda wanted, value, _: holds(int(_number(value)), wanted),
        "rounded": lambda wanted, value, _: holds(round(_number(value)), wanted),
        "in 64 bits": lambda wanted, value, _: holds(float(_number(value)), float(wanted)),
    }


# --- texts

_LENGTHS: dict[str, Callable[[str], int]] = {
    "UTF-16": lambda text: len(text.encode("utf-16-le", "surrogatepass")) // 2,
    "UTF-8": lambda text: len(text.encode("utf-8", "surrogatepass")),
    "no spaces around it": lambda text: len(text.strip()),
}


def _sized(holds: Callable[[int, Any], bool]) -> dict[str, Checker]:
    def checker(size: Callable[[str], int]) -> Checker:
        return lambda wanted, value, _: holds(size(value), wanted)

    return {name: checker(size) for name, size in _LENGTHS.items()}


_OF_PATTERN: dict[str, Checker] = {
    "empty": lambda _wanted, value, _: value == "",
    "a newline more": lambda wanted, value, _: value.endswith("\n") and fits(wanted, value[:-1]),
    "spaces around it": lambda wanted, value, _: fits(wanted, value.strip(" ")),
    "lower case": lambda wanted, value, _: fits(wanted, value.lower()),
    "upper case": lambda wanted, value, _: fits(wanted, value.upper()),
    "one of its lines": lambda wanted, value, _: any(fits(wanted, line) for line in value.split("\n")),
    "digits of every script": lambda wanted, value, _: fits(wanted, _in_ascii(value)),
}


def _in_ascii(text: str) -> str:
    return "".join("0" if char.isdecimal() and not char.isascii() else char for char in text)


# --- containers


def _neighbours_differ(_wanted: Any, value: Any, _contents: Contents) -> bool:
    return all(one != other for one, other in pairwise(value))


_OF_UNIQUE: dict[str, Checker] = {
    "as text": lambda _wanted, value, _: len(set(map(repr, value))) == len(value),
    "as sorted text": lambda _wanted, value, _: len({json.dumps(item, sort_keys=True) for item in value}) == len(value),
    "neighbours only": _neighbours_differ,
    "scalars only": lambda _wanted, value, _: (
        len(some := [item for item in value if not isinstance(item, (dict, list))]) == len(set(some))
    ),
}


def _named(same: Callable[[str], str]) -> Checker:
    """Return a checker of `required` that takes some names for equal."""
    return lambda wanted, value, _: set(map(same, wanted)) <= set(map(same, value.keys()))


_OF_REQUIRED: dict[str, Checker] = {
    "letters' case": _named(str.casefold),
    "spaces around it": _named(str.strip),
    "any of them": lambda wanted, value, _: bool(value.keys() & set(wanted)),
    "the first of them": lambda wanted, value, _: wanted[0] in value,
    "as many": lambda wanted, value, _: len(value) >= len(wanted),
}


def _undeclared(lets: Callable[[str, Any, set[str]], bool]) -> Checker:
    """Return a checker of what is not declared that lets some of it through: by name, value, and declared names."""

    def accepts(_wanted: Any, value: Any, contents: Contents) -> bool:
        declared = set(contents.get("properties", ()))
        return all(lets(name, member, declared) for name, member in value.items() if name not in declared)

    return accepts


_OF_NAMES: dict[str, Checker] = {
    "letters' case": _undeclared(lambda name, _, declared: name.casefold() in {one.casefold() for one in declared}),
    "spaces around it": _undeclared(lambda name, _, declared: name.strip() in declared),
    "nothing as a value": _undeclared(lambda _name, member, _: member is None),
    "an underscore first": _undeclared(lambda name, _value, _: name.startswith("_")),
    "an x first": _undeclared(lambda name, _value, _: name.startswith("x-")),
    "no name": _undeclared(lambda name, _value, _: not name),
}

_OF_KEYWORD: dict[str, Mapping[str, Checker]] = {
    "enum": _OF_VALUES,
    "const": _OF_VALUES,
    "multipleOf": _OF_MULTIPLE,
    "minimum": _bounded(lambda value, bound: bool(value >= bound)),
    "maximum": _bounded(lambda value, bound: bool(value <= bound)),
    "exclusiveMinimum": _bounded(lambda value, bound: bool(value > bound)),
    "exclusiveMaximum": _bounded(lambda value, bound: bool(value < bound)),
    "minLength": _sized(lambda size, least: bool(size >= least)),
    "maxLength": _sized(lambda size, most: bool(size <= most)),
    "pattern": _OF_PATTERN,
    "uniqueItems": _OF_UNIQUE,
    "required": _OF_REQUIRED,
    "additionalProperties": _OF_NAMES,
    "unevaluatedProperties": _OF_NAMES,
}
"""Keyword → its careless checkers, by what each lets through."""

# --- formats

_DAY, _ANY_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}", r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_CLOCK, _ANY_CLOCK = r"[0-9]{2}:[0-9]{2}:[0-9]{2}", r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_LEAP = r"([01][0-9]|2[0-3]):[0-5][0-9]:60"
_ZONE, _ANY_ZONE = r"([Zz]|[+-][0-9]{2}:[0-9]{2})", r"([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
_PART = r"(\.[0-9]+)?"


def _clocks(day: str) -> dict[str, str]:
    """Return the shapes of what ends with a time, by what is wrong with it."""
    return {
        "digits": f"{day}{_CLOCK}{_PART}{_ZONE}",
        "leap seconds anywhere": f"{day}{_LEAP}{_PART}{_ANY_ZONE}",
        "nothing behind the point": rf"{day}{_ANY_CLOCK}\.{_ANY_ZONE}",
        "any offset": f"{day}{_ANY_CLOCK}{_PART}{_ZONE}",
        "no offset": f"{day}{_ANY_CLOCK}{_PART}",
    }


_ADDRESSES = {
    "an @ in it": r".*@.*",
    "one @ in it": r"[^@]+@[^@]+",
    "points side by side": r"[\w.+-]*\.\.[\w.+-]*@[\w.-]+",
    "spaces around it": r" *[\w.+-]+@[\w-]+(\.[\w-]+)* *",
}
_HOST = r"[A-Za-z0-9_.-]+"
_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]*:.*"
_OF_UNIT = "".join(f"([0-9]+([.,][0-9]+)?{unit})?" for unit in "YMWD")
_OF_TIME = "".join(f"([0-9]+([.,][0-9]+)?{unit})?" for unit in "HMS")
_SHAPES: dict[str, dict[str, str]] = {
    "date": {
        "digits": _DAY,
        "31 days in each month": _ANY_DAY,
        "February 29 in each year": r"[0-9]{4}-02-29",
        "leap years by four": r"[0-9]{2}([02468][048]|[13579][26])-02-29",
    },
    "time": _clocks(""),
    "date-time": {
        "31 days in each month": f"{_ANY_DAY}[Tt]{_ANY_CLOCK}{_PART}{_ANY_ZONE}",
        **_clocks(f"{_ANY_DAY}[Tt]"),
        "a space for T": f"{_DAY} {_ANY_CLOCK}{_PART}{_ANY_ZONE}",
    },
    "duration": {
        "anything behind P": r"P.*",
        "units or none": f"P{_OF_UNIT}(T{_OF_TIME})?",
        "fractions": f"P(?=.*[.,]){_OF_UNIT}(T(?=.){_OF_TIME})?",
        "weeks and others": f"P(?=.*W)(?=.*[YMDT]){_OF_UNIT}(T(?=.){_OF_TIME})?",
    },
    "email": _ADDRESSES,
    "idn-email": _ADDRESSES,
    "hostname": {"letters, digits and signs": _HOST},
    "idn-hostname": {"letters, digits and signs": _HOST},
    "ipv4": {
        "four numbers": r"[0-9]{1,3}(\.[0-9]{1,3}){3}",
        "leading zeros": r"0*(2[0-4][0-9]|25[0-5]|1?[0-9]?[0-9])(\.0*(2[0-4][0-9]|25[0-5]|1?[0-9]?[0-9])){3}",
        "256 in it": r"(256|2[0-4][0-9]|25[0-5]|1?[0-9]?[0-9])(\.(256|2[0-4][0-9]|25[0-5]|1?[0-9]?[0-9])){3}",
    },
    "ipv6": {"digits and colons": r"[0-9A-Fa-f:.]+", "a zone": r"[0-9A-Fa-f:.]+%.+", "a length": r".+/[0-9]+"},
    "uuid": {
        "digits and hyphens": r"[0-9A-Fa-f-]{36}",
        "no hyphens": r"[0-9A-Fa-f]{32}",
        "in brackets": r"\{.*\}",
        "as a URN": r"urn:uuid:.*",
    },
    "uri": {"a scheme": _SCHEME, "spaces": f"{_SCHEME} .*"},
    "iri": {"a scheme": _SCHEME, "spaces": f"{_SCHEME} .*"},
    "json-pointer": {"slashes": r"(/.*)?", "as a fragment": r"#.*"},
}
"""Format → patterns that are taken for it, by what is wrong with each."""


def _shaped(pattern: str) -> Checker:
    compiled = re.compile(pattern, re.DOTALL)
    return lambda _wanted, value, _: compiled.fullmatch(value) is not None


_OF_FORMAT = {name: {said: _shaped(pattern) for said, pattern in shapes.items()} for name, shapes in _SHAPES.items()}
