"""
What other subschemas say of a scalar in which something is to be broken: it has to be as they say nevertheless.

Of texts they say keywords for strings, and what they deny, as a pattern; of numbers, of what they are multiples.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from schemawright.fuzz.schema.schema_map import APPLIES_TO, MAY_TELL
from schemawright.keywords import DIALECTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.fuzz.schema.schema_map import Subschema
    from schemawright.fuzz.schema.visits import Visit

Facts = dict[str, Any]
"""Keywords, with their values."""

_SYNTAX = re.compile(r"[\^$\\.*+?()\[\]{}|/]")
_SAYING_NOTHING = frozenset({"type", "title", "description", "$comment"})


def text_facts(subschema: Subschema) -> list[Facts]:
    """Return what a subschema says of texts; nothing where it says nothing of them."""
    contents = _object(subschema)
    own = {pair.keyword: pair.value for pair in subschema.pairs if APPLIES_TO.get(pair.keyword) == "string"}
    # What a format is, and whether it is asserted, is said by the dialect.
    own |= {"$schema": DIALECTS[subschema.dialect]} if MAY_TELL & own.keys() else {}
    denied = _denied(contents.get("not"))
    return ([own] if own else []) + ([{"pattern": denied}] if denied else [])


def _object(subschema: Subschema) -> dict[str, Any]:
    """Return a subschema, or one that says nothing where it is true or false."""
    return subschema.contents if isinstance(subschema.contents, dict) else {}


def _denied(contents: Any) -> str:
    r"""
    Return a pattern of the texts that are not as a subschema says; empty where it says more, or less, than which.

    >>> _denied({"pattern": "a+"}), _denied({"enum": ["a.b", 1]}), _denied({"minLength": 1})
    ('^(?![\\s\\S]*(?:a+))', '^(?!(?:a\\.b)$)', '')
    """
    said = contents.keys() - _SAYING_NOTHING if isinstance(contents, dict) else set()
    if len(said) != 1 or contents.get("type", "string") != "string":
        return ""
    [keyword] = said
    value = contents[keyword]
    if keyword == "pattern":
        return rf"^(?![\s\S]*(?:{value}))" if isinstance(value, str) else ""
    values = value if keyword == "enum" else [value] if keyword == "const" else ()
    texts = [_SYNTAX.sub(r"\\\g<0>", text) for text in values if isinstance(text, str)]
    return f"^(?!(?:{'|'.join(texts)})$)" if texts else ""


def facts_at(visit: Visit, value: Any) -> Iterator[tuple[str | None, Facts]]:
    """
    Yield what a subschema says of the scalar that is judged, or of the names of the object that is.

    Args:
        visit: Where the subschema is.
        value: The judged value, or member name.

    Yields:
        The name, or None for a value; and what is said.
    """
    yield from ((visit.name, said) for said in text_facts(visit.subschema))
    contents = _object(visit.subschema)
    if "multipleOf" in contents:
        yield visit.name, {"multipleOf": contents["multipleOf"]}
    patterns = contents.get("patternProperties") if contents.get("additionalProperties") is False else None
    if visit.name is None and isinstance(value, dict) and isinstance(patterns, dict) and patterns:
        # A name that is not declared has to match one of them.
        pattern = "|".join([f"(?:{one})" for one in patterns])
        yield from ((name, {"pattern": pattern}) for name in value)
