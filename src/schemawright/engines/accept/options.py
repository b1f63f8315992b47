"""Values that are told one by one (`enum`, `const`), and the types of which msgspec decodes nothing else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

LISTED = frozenset({"enum", "const"})
"""The keywords that tell values one by one."""

INT64 = range(-(2**63), 2**63)
"""The integers that a type of msgspec may list."""


def types_of_option(option: Any) -> frozenset[str]:
    """
    Return the JSON types that a value is of.

    >>> [sorted(types_of_option(option)) for option in (1, 1.0, 1.5, True, None)]
    [['integer', 'number'], ['integer', 'number'], ['number'], ['boolean'], ['null']]
    """
    for kind, name in _NAMES.items():
        if isinstance(option, kind):
            return frozenset({name})
    # One that no double holds is a `Decimal`, of which a division may have too many digits.
    is_whole = option == option.to_integral_value() if isinstance(option, Decimal) else option % 1 == 0
    return frozenset({"number", "integer"} if is_whole else {"number"})


_NAMES: dict[Any, str] = {
    str: "string",
    bool: "boolean",
    type(None): "null",
    list: "array",
    dict: "object",
}


def options_of(schema: dict[str, Any]) -> list[Any]:
    """
    Return the values that a subschema tells one by one, of the types that it names beside.

    >>> options_of({"type": ["string", "null"], "enum": ["a", None, 1]}), options_of({"const": 1})
    (['a', None], [1])
    """
    options = [schema["const"]] if "const" in schema else schema["enum"]
    types = schema.get("type")
    if types is None:
        return list(options)
    names = set(types if isinstance(types, list) else [types])
    return [option for option in options if not names.isdisjoint(types_of_option(option))]


def option_types(options: list[Any]) -> list[Any]:
    """
    Return the types of which every value is one of some options; others are of none of them.

    A number that is written with a point is of none either.

    >>> option_types(["a", 1.0, None, True, 0.5, [], "b"])
    [typing.Literal['a', 'b'], typing.Literal[1], None]
    """
    found: list[Any] = []
    texts = tuple(option for option in options if type(option) is str)
    if texts:
        found.append(Literal[texts])
    integers = tuple(whole for option in options if (whole := integer_of(option)) is not None)
    if integers:
        found.append(Literal[integers])
    if None in options:
        found.append(None)
    if {True, False} <= {option for option in options if type(option) is bool}:
        found.append(bool)
    return found


def integer_of(option: Any) -> int | None:
    """Return the integer of 64 bits that is equal to a value; None where there is none."""
    if type(option) is float and option.is_integer():
        option = int(option)
    return option if type(option) is int and option in INT64 else None
