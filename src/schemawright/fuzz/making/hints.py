"""
What conditions say of properties: worth a try wherever such a property may be what they ask for.

A canonical form need not name the value that a condition is about: "a postal code of five digits if the country is US"
is "any country and five digits, or any other country".  Nobody comes upon "US" by chance.
"""

from __future__ import annotations

import json
from typing import Any

from schemawright.fuzz.schema.in_full import what_counts
from schemawright.keywords import REFERENCES, walk_in_dialects

_CONDITIONS = frozenset({"if", "not"})
_OF_ONE_NAME = 8
_LONGEST = 1_000
"""How many hints one name has, and how long their texts are, at the most."""


def hints_of(contents: Any, dialect: str) -> dict[str, tuple[Any, ...]]:
    """
    Return the subschemas that conditions have for properties, by name.

    Those with references are left out: what is taken from here stands elsewhere.

    >>> hints_of({"if": {"properties": {"country": {"const": "US"}}}, "then": {"required": ["zip"]}}, "2020-12")
    {'country': ({'const': 'US'},)}
    """
    found: dict[str, dict[str, Any]] = {}
    for tokens, written, inside in walk_in_dialects(contents, dialect):
        if len(tokens) < 2 or tokens[-2] != "properties" or _CONDITIONS.isdisjoint(tokens[:-2]):  # noqa: PLR2004
            continue
        subschema = what_counts(written, inside, dialect)
        if not isinstance(subschema, dict) or not subschema:
            continue
        text = json.dumps(subschema, sort_keys=True, default=str)
        if len(text) <= _LONGEST and not any(f'"{name}"' in text for name in REFERENCES):
            found.setdefault(str(tokens[-1]), {}).setdefault(text, subschema)
    return {name: tuple(of_name.values())[:_OF_ONE_NAME] for name, of_name in found.items()}
