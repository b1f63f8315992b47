"""Engine against engine, on schemas and instances that Hypothesis makes up."""

from __future__ import annotations

import os
from collections import Counter
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from differences import REPORTS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemawright.engines import compile_engine
from schemawright.engines.protocol import Task
from schemawright.errors import UnresolvableReference
from schemawright.keywords import walk
from schemawright.pointer import replaced_at, resolve_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.engines.protocol import Engine
    from schemawright.pointer import Tokens

Report = tuple[str, str, str, str, str | None]
EXAMPLES = int(os.environ.get("SCHEMAWRIGHT_EXAMPLES", "300"))
"""How many schemas are made up for each dialect."""

NAMES = st.sampled_from(["a", "b", "ab", "", "039", "$ref", "é", "a/b~c"])
NUMBERS = st.integers(-3, 6) | st.sampled_from(
    [
        *(0, 1, -1, 2, 3, 0.1, 0.3, 1.0, -0.0, 1.5, 1e308, 2**53 + 1, 2**64, 10**30),
        # None with a fraction that no double can hold: see `differences.NUMBERS`.
        *map(Decimal, ("1E+400", "-1E+400", "18446744073709551617E+3")),
    ]
)
STRINGS = st.sampled_from(["", "a", "ab", "a\n", "é", "\N{DRAGON}", "٣", "2024-02-30", "2024-02-29", "aaaa", "1"])
SCALARS = st.none() | st.booleans() | NUMBERS | STRINGS
INSTANCES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=8
)
PATTERNS = st.sampled_from(["^a$", "a+", r"^\d$", r"^\w+$", r"\s", "^.$", "(a|b){2}", "[^a]", r"^\p{L}$", "^(a|aa)+$"])
COUNTS = st.sampled_from([0, 1, 2, 2.0, 3])
POSITIVE = st.sampled_from([1, 2, 3, 0.1, 0.01, 1.5, 1e-7, 10**20, Decimal("1E-400"), Decimal("1E+400")])
TYPES = st.sampled_from(["null", "boolean", "integer", "number", "string", "array", "object"])

SIZES = (
    *("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"),
    *("minContains", "maxContains"),
)
SIMPLE: dict[str, Any] = {
    "type": TYPES | st.lists(TYPES, min_size=1, max_size=3, unique=True),
    "enum": st.lists(INSTANCES, min_size=1, max_size=3),
    "const": INSTANCES,
    "multipleOf": POSITIVE,
    "required": st.lists(NAMES, max_size=2, unique=True),
    "pattern": PATTERNS,
    "uniqueItems": st.booleans(),
    "format": st.sampled_from(["date", "date-time", "email", "ipv4", "uuid", "regex", "hostname", "made-up"]),
    "$ref": st.sampled_from(["#/$defs/d", "#/$defs/e"]),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"), NUMBERS),
    **dict.fromkeys(SIZES, COUNTS),
    "dependentRequired": st.dictionaries(NAMES, st.lists(NAMES, max_size=2, unique=True), max_size=2),
}


def applicators(schemas: st.SearchStrategy[Any]) -> dict[str, Any]:
    several = st.lists(schemas, min_size=1, max_size=3)
    named = st.dictionaries(NAMES, schemas, max_size=3)
    one = "not items contains propertyNames additionalProperties unevaluatedProperties unevaluatedItems if then else"
    return {
        **dict.fromkeys(one.split(), schemas),
        **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), several),
        **dict.fromkeys(("properties", "dependentSchemas"), named),
        "patternProperties": st.dictionaries(PATTERNS, schemas, max_size=2),
    }


ANY = ("type", "enum", "const", "allOf", "anyOf", "oneOf", "not", "if", "then", "else")
THEMES: dict[str, tuple[str, ...]] = {
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "string": ("minLength", "maxLength", "pattern", "format"),
    "array": (
        *("prefixItems", "items", "contains", "minContains", "maxContains", "unevaluatedItems"),
        *("minItems", "maxItems", "uniqueItems"),
    ),
    "object": (
        *("properties", "patternProperties", "additionalProperties", "unevaluatedProperties", "propertyNames"),
        *("required", "dependentRequired", "dependentSchemas", "minProperties", "maxProperties"),
    ),
}
"""Keywords that say something about the same kind of value: among them they decide, elsewhere they do nothing."""


def objects(keywords: dict[str, Any], *more: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return schemas of one to four keywords, most of them of one theme."""

    def of_theme(theme: str) -> st.SearchStrategy[dict[str, Any]]:
        known = [name for name in (*THEMES[theme] * 3, *ANY, *more) if name in keywords]
        names = st.lists(st.sampled_from(known), min_size=1, max_size=4, unique=True)
        return names.flatmap(lambda chosen: st.fixed_dictionaries({name: keywords[name] for name in chosen}))

    return st.sampled_from(sorted(THEMES)).flatmap(of_theme)


PLAIN = st.booleans() | objects({name: made for name, made in SIMPLE.items() if name != "$ref"})
SUBSCHEMAS = st.recursive(PLAIN, lambda inner: objects(SIMPLE | applicators(inner), "$ref"), max_leaves=8)
SCHEMAS = st.builds(
    lambda schema, first, second: {**schema, "$defs": {"d": first, "e": second}},
    SUBSCHEMAS.filter(lambda schema: isinstance(schema, dict)),
    PLAIN,
    PLAIN,
)
EACH_KIND = st.tuples(
    NUMBERS,
    NUMBERS,
    STRINGS,
    STRINGS,
    st.lists(INSTANCES, max_size=4),
    st.lists(NUMBERS | STRINGS, min_size=1, max_size=4),
    st.dictionaries(NAMES, INSTANCES, max_size=4),
    st.dictionaries(NAMES, NUMBERS | STRINGS, min_size=1, max_size=4),
    INSTANCES,
)


def refuse(uri: str) -> Any:
    raise UnresolvableReference("a reference leads out of the test", reference=uri)


def adapted(schema: Any, dialect: str) -> Any:
    """Return a schema in the words of an older dialect, as far as it has them; the rest means nothing there."""
    if dialect == "2020-12":
        return schema
    older = {name: value for name, value in schema.items() if name != "$defs"}
    older["definitions"] = schema["$defs"]
    # The one pair of keywords that engines disagree about: see `test_engines.py`.
    apart = dialect == "2019-09" and "unevaluatedItems" in repr(schema)
    older = _renamed(older, {"items", "prefixItems"} | ({"contains"} if apart else set()))
    return _in_draft4(older) if dialect == "draft4" else older


def _renamed(value: Any, without: set[str]) -> Any:
    if isinstance(value, list):
        return [_renamed(item, without) for item in value]
    if not isinstance(value, dict):
        return value.replace("#/$defs/", "#/definitions/") if isinstance(value, str) else value
    renamed = {name: _renamed(item, without) for name, item in value.items() if name not in without}
    items = value.get("prefixItems", value.get("items"))
    return renamed | ({"items": _renamed(items, without)} if items is not None else {})


def _in_draft4(schema: Any) -> Any:
    """Return a schema as draft 4 has them: no booleans for schemas, no empty lists of names, other exclusive bounds."""
    changed = schema
    for tokens, subschema in walk(schema, "2019-09"):
        if isinstance(subschema, bool) and tokens[-1] != "additionalProperties":
            changed = replaced_at(changed, tokens, {} if subschema else {"not": {}})
        if isinstance(subschema, dict):
            changed = reduce(lambda made, one: _with(made, tokens, *one), _of_draft4(subschema), changed)
    return changed


def _of_draft4(subschema: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the keywords that have other values."""
    for bound in ("minimum", "maximum"):
        strict = f"exclusive{bound.title()}"
        if strict in subschema:
            limit = subschema.get(bound, subschema[strict])
            yield from [(bound, limit), (strict, limit == subschema[strict])]
    yield from [(name, int(value)) for name, value in subschema.items() if isinstance(value, float) and name in SIZES]
    if subschema.get("required") == []:
        yield "required", ["a"]


def _with(schema: Any, tokens: Tokens, keyword: str, value: Any) -> Any:
    return replaced_at(schema, tokens, {**resolve_tokens(schema, tokens), keyword: value})


def reports(engine: Engine, instance: Any) -> Counter[Report]:
    """Return what is reported, without words, and how often."""
    return Counter(
        (one.keyword, one.instance_location, one.evaluation_path, unquote(one.keyword_location), one.key)
        for one in engine.iter_findings(instance)
    )


def keywords(found: Counter[Report]) -> tuple[str, ...]:
    return tuple(sorted({report[0] for report in found}))


def differing(native: Counter[Report], reference: Counter[Report]) -> list[Counter[Report]]:
    """Return what only one of the engines reports, unless that they differ so is known."""
    apart = [native - reference, reference - native]
    return [] if (keywords(apart[0]), keywords(apart[1])) in {((), ()), *REPORTS} else apart


@pytest.mark.parametrize("dialect", ["draft4", "draft6", "draft7", "2019-09", "2020-12"])
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(schema=SCHEMAS, instances=EACH_KIND)
def test_engines_agree_on_random_schemas(dialect: str, schema: Any, instances: tuple[Any, ...]) -> None:
    contents = adapted(schema, dialect)
    task = Task("schemawright:test", contents, "", dialect, assert_formats=True, retrieve=refuse)
    native, reference = compile_engine(task, "native"), compile_engine(task, "reference")

    for instance in instances:
        verdict = native.is_valid(instance)
        assert verdict is reference.is_valid(instance)
        theirs, ours = reports(native, instance), reports(reference, instance)
        assert verdict is (not theirs)
        assert verdict is (not ours)
        assert differing(theirs, ours) == []
