"""
Mutants of a schema: every operator on every subschema, each with a witness.

A mutant that accepts exactly what the schema accepts is no mutant.  What the canonical algebra proves to be one such is
left out; so is one for which no witness was found, and the report counts those.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import jsonschema_rs

from benchmarks.mutation.additions import additions
from benchmarks.mutation.applicator_operators import OPERATORS as APPLICATORS
from benchmarks.mutation.assertion_operators import OPERATORS as ASSERTIONS
from benchmarks.mutation.assertion_operators import without
from benchmarks.mutation.recursion import cuts
from schemawright.keywords import walk
from schemawright.pointer import format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.mutation.subjects import Subject
    from benchmarks.mutation.witnesses import Search
    from schemawright.pointer import Tokens

_OPERATORS = ASSERTIONS | APPLICATORS
_SAY_NOTHING = frozenset(
    {"$schema", "$id", "$defs", "title", "description", "then", "else", "minContains", "maxContains"}
)
_DROPPED_ALONE = frozenset({"then", "else", "minContains", "maxContains"})
LOOSER, STRICTER = "looser", "stricter"


class Mutant(NamedTuple):
    """
    A schema that is wrong in one place.

    Args:
        at: Where it differs, a JSON Pointer.
        how: In what.
        direction: `looser` where it accepts its witness, which the schema refuses; else `stricter`.
        validator: The compiled mutant.
        witness: An instance on which it and the schema differ.
        form: The whole schema, as JSON with sorted names.
    """

    at: str
    how: str
    direction: str
    validator: jsonschema_rs.Validator
    witness: Any
    form: str


class Mutants(NamedTuple):
    """
    The mutants of a schema.

    Args:
        kept: Those with a witness.
        equivalent: How many are proven to be the schema in other words.
        unclear: Where those differ for which neither a witness nor a proof was found.
    """

    kept: list[Mutant]
    equivalent: int
    unclear: list[str]


def compiled(schema: Any) -> jsonschema_rs.Validator:
    """Return the native engine for a schema, formats asserted."""
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True, offline=True)


def mutants(subject: Subject, search: Search) -> Mutants:
    """Make the mutants of a schema."""
    kept: list[Mutant] = []
    unclear: list[str] = []
    equivalent = 0
    for tokens, how, schema in iter_mutations(subject.schema, subject.one_in):
        try:
            validator = compiled(schema)
        except (ValueError, jsonschema_rs.ReferencingError):
            continue  # It is no schema any more.
        at = format_pointer(tokens)
        witness = search.witness(tokens, validator.is_valid)
        if witness is not None:
            direction = STRICTER if witness.accepted else LOOSER
            kept.append(Mutant(at, how, direction, validator, witness.instance, json.dumps(schema, sort_keys=True)))
        elif _are_equivalent(subject.schema, schema):
            equivalent += 1
        else:
            unclear.append(f"{at}: {how}")
    return Mutants(kept, equivalent, unclear)


def iter_mutations(schema: dict[str, Any], one_in: tuple[int, int] = (1, 1)) -> Iterator[tuple[Tokens, str, Any]]:
    """
    Yield each mutation: where, what, and the whole schema with it; no two of the same form.

    Args:
        schema: The schema.
        one_in: Only one in so many is taken of the additions and of what is done to each type and each name, and of
            the other mutations; every dropped keyword is.
    """
    seen = {json.dumps(schema, sort_keys=True)}
    counts = [0, 0]
    for tokens, subschema in walk(schema, "2020-12"):
        if not isinstance(subschema, dict):
            continue
        for how, changed in _changes(subschema, tokens, schema):
            mutation = replaced(schema, tokens, changed)
            form = json.dumps(mutation, sort_keys=True)
            if form in seen:
                continue
            seen.add(form)
            family = 0 if _is_alike(how) else 1
            counts[family] += 1
            if how.endswith(" dropped") or counts[family] % one_in[family] == 0:
                yield tokens, how, mutation


def _is_alike(how: str) -> bool:
    return how.endswith(" added") or how.startswith(("type ", "properties with")) or " together " in how


def _changes(schema: dict[str, Any], tokens: Tokens, root: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for keyword, value in schema.items():
        if keyword not in _SAY_NOTHING or keyword in _DROPPED_ALONE:
            yield f"{keyword} dropped", without(schema, keyword)
        if keyword in _OPERATORS:
            yield from _OPERATORS[keyword](schema, value)
    yield from additions(schema)
    yield from cuts(schema, tokens, root)


def replaced(schema: Any, tokens: Tokens, new: Any) -> Any:
    """
    Return a schema with another subschema at one place.

    >>> replaced({"not": {"type": "null"}, "anyOf": [{}]}, ("anyOf", 0), {"minLength": 1})
    {'not': {'type': 'null'}, 'anyOf': [{'minLength': 1}]}
    """
    if not tokens:
        return new
    copy: Any = dict(schema) if isinstance(schema, dict) else list(schema)
    copy[tokens[0]] = replaced(schema[tokens[0]], tokens[1:], new)
    return copy


@cache
def _canonical(text: str) -> jsonschema_rs.CanonicalSchema:
    return jsonschema_rs.canonicalize(json.loads(text), validate_formats=True, offline=True)


def _are_equivalent(schema: Any, other: Any) -> bool:
    """Return whether the canonical algebra proves two schemas to accept the same."""
    try:
        one, two = _canonical(json.dumps(schema)), _canonical(json.dumps(other))
        yes = jsonschema_rs.canonical.Containment.YES
        return one.covers(two) == yes and two.covers(one) == yes
    except ValueError:
        return False
