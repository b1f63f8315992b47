"""
Where the records come from: our own fuzzer, and its peers.

Each gives `(schema, seed, count) → records`: the instance, and whether the schema is said to accept it.
"""

from __future__ import annotations

import json
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.mutation.subjects import Subject


class Labelled(NamedTuple):
    """
    A record of any generator.

    Args:
        instance: The instance.
        valid: What its generator says of it.
    """

    instance: Any
    valid: bool


def schemawright(subject: Subject, seed: int, count: int) -> Iterator[Labelled]:
    """Yield records of our own fuzzer."""
    from schemawright import open_schema
    from schemawright.fuzz.fuzzer import Fuzzer

    stream = Fuzzer(open_schema(subject.path)).stream("mixed", seed)
    return (Labelled(record.instance, record.valid) for record in islice(stream, count))


def hypothesis_jsonschema(subject: Subject, seed: int, count: int) -> Iterator[Labelled]:
    """Yield records by the schema and by its negation, in turn."""
    from hypothesis_jsonschema import from_schema

    half = -(-count // 2)
    valid = drawn(from_schema(subject.schema), seed, half)
    invalid = drawn(from_schema({"not": subject.schema}), seed, half)
    return in_turn(valid, invalid)


def schemathesis(subject: Subject, seed: int, count: int) -> Iterator[Labelled]:
    """Yield bodies of requests that schemathesis sends, positive and negative in turn."""
    half = -(-count // 2)
    valid, invalid = (drawn(bodies(subject.schema, mode), seed, half) for mode in ("POSITIVE", "NEGATIVE"))
    return in_turn([one for one in valid if _is_json(one)], [one for one in invalid if _is_json(one)])


def bodies(schema: Any, mode: str) -> Any:
    """Return schemathesis' strategy for the bodies of requests by a schema; `POSITIVE` ones or `NEGATIVE` ones."""
    from schemathesis import GenerationMode, openapi  # type: ignore[import-not-found,unused-ignore]

    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    operation = {"post": {"requestBody": body, "responses": {"200": {"description": "OK"}}}}
    document = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/": operation}}
    api = openapi.from_dict(document)["/"]["POST"]
    return api.as_strategy(generation_mode=GenerationMode[mode]).map(_body)


def _body(case: Any) -> Any:
    return case.body


def _is_json(body: Any) -> bool:
    """Return whether a body is an instance: schemathesis also sends none, and bytes that are no JSON."""
    try:
        json.dumps(body, allow_nan=False)
    except (TypeError, ValueError):
        return False
    return True


def drawn(strategy: Any, seed: int, count: int) -> list[Any]:
    """Return examples of a strategy of Hypothesis, as a test of so many examples sees them."""
    from hypothesis import HealthCheck, given, settings
    from hypothesis import seed as seeded

    found: list[Any] = []

    @seeded(seed)
    @settings(max_examples=count, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def collect(instance: Any) -> None:
        found.append(instance)

    collect()
    return found[:count]


def in_turn(valid: list[Any], invalid: list[Any]) -> Iterator[Labelled]:
    """Yield a valid record, an invalid one, and so on; then what is left of the longer."""
    shorter = min(len(valid), len(invalid))
    pairs = zip(valid, invalid, strict=False)
    yield from chain.from_iterable((Labelled(good, valid=True), Labelled(bad, valid=False)) for good, bad in pairs)
    yield from (Labelled(good, valid=True) for good in valid[shorter:])
    yield from (Labelled(bad, valid=False) for bad in invalid[shorter:])


GENERATORS: dict[str, Callable[[Subject, int, int], Iterator[Labelled]]] = {
    "schemawright": schemawright,
    "hypothesis-jsonschema": hypothesis_jsonschema,
    "schemathesis": schemathesis,
}
"""By the name on the command line."""
