"""
The records of a schema, those first that are about what another one says otherwise.

Which records tell most of all mistakes that there may be takes seconds to find out.  Beside another schema that need
not be guessed: what the two say differently can be seen, and the other one judges each record in no time.
"""

from __future__ import annotations

import json
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

from schemawright.errors import NoInstance
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.fuzz.order.distinct import key_of
from schemawright.fuzz.record import FuzzRecord
from schemawright.fuzz.schema.places import replaced
from schemawright.keywords import subschemas
from schemawright.pointer import is_at_or_below

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.fuzz.schema.schema_map import SchemaMap, Subschema
    from schemawright.validation.schema import Schema

_CANDIDATES = 24
"""How many boundary cases, and as many records that chance makes, it is chosen from what is broken."""
_TO_ONE_VALID = 3
"""How many invalid records follow each valid one."""


def records_beside(schema: Schema, other: SchemaMap, mode: str, seed: int) -> Iterator[FuzzRecord]:
    """
    Yield records of a schema without end: boundary cases and violations, then what its stream has else.

    Args:
        schema: The schema.
        other: The subschemas of the other one.
        mode: Which records: `valid`, `invalid` or `mixed`.
        seed: The seed of the stream.

    Raises:
        NoInstance: There are none of that mode.
    """
    fuzzer = Fuzzer(schema, candidates=_CANDIDATES)
    given: set[int] = set()
    for record in _first(fuzzer, other, mode):
        key = key_of(record.instance)
        if key not in given:
            given.add(key)
            yield record
    # As often as that they come again; a stream that has no others says the same without end.
    again = len(given)
    for record in fuzzer.stream(mode, seed):
        if again and key_of(record.instance) in given:
            again -= 1
        else:
            yield record


def _first(fuzzer: Fuzzer, other: SchemaMap, mode: str) -> Iterator[FuzzRecord]:
    valid = _valid(fuzzer) if mode != "invalid" else iter(())
    invalid = _invalid(fuzzer, other) if mode != "valid" else iter(())
    while turn := [*islice(valid, 1), *islice(invalid, _TO_ONE_VALID)]:
        yield from turn


def _valid(fuzzer: Fuzzer) -> Iterator[FuzzRecord]:
    with suppress(NoInstance):
        yield from (FuzzRecord(instance, valid=True) for instance in fuzzer.each_valid())


def _invalid(fuzzer: Fuzzer, other: SchemaMap) -> Iterator[FuzzRecord]:
    unlike = unlike_parts(fuzzer.schema_map, other)
    yield from fuzzer.violations.soonest(lambda target: target.pair.subschema in unlike)


def unlike_parts(own: SchemaMap, other: SchemaMap) -> set[str]:
    """
    Return the locations of the subschemas that another schema says otherwise, or has not, and of what those refer to.

    >>> from schemawright import open_schema
    >>> from schemawright.fuzz.schema.schema_map import SchemaMap
    >>> one, other = ({"properties": {"a": {"minimum": least}, "b": {"type": "null"}}} for least in (0, 1))
    >>> {at.partition("#")[2] for at in unlike_parts(SchemaMap(open_schema(one)), SchemaMap(open_schema(other)))}
    {'/properties/a'}
    """
    said = {_place(other, one): _said(one) for one in other.subschemas.values()}
    unlike = [one for one in own.subschemas.values() if said.get(_place(own, one)) != _said(one)]
    led = [target for one in unlike if isinstance(one.contents, dict) for target in own.references(one)]
    within = {at for at in own.subschemas if any(is_at_or_below(at, target.location) for target in led)}
    return {one.location for one in unlike} | within


def _place(schema_map: SchemaMap, subschema: Subschema) -> tuple[str, str]:
    """Return where a subschema is: in the schema itself, whatever that is called, or in which other resource."""
    is_own = subschema.resource == schema_map.schema.uri
    return "" if is_own else subschema.resource, subschema.pointer


def _said(subschema: Subschema) -> str:
    """Return what a subschema says by itself: all but what the objects say that are in it."""
    own: Any = subschema.contents
    for tokens, inner in subschemas(own, subschema.dialect) if isinstance(own, dict) else ():
        own = replaced(own, tokens, None) if isinstance(inner, dict) else own
    return json.dumps(own, default=str)
