"""
What a keyword is: one table, for whoever walks schemas.

`KEYWORDS` says for each dialect and vocabulary what kind a keyword is of and where its subschemas are; `FORMATS` says
which values of `format` each engine asserts.  Standard library only, and cheap to import: every command needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from schemawright.pointer import Tokens

DIALECTS: dict[str, str] = {
    "draft3": "http://json-schema.org/draft-03/schema#",
    "draft4": "http://json-schema.org/draft-04/schema#",
    "draft6": "http://json-schema.org/draft-06/schema#",
    "draft7": "http://json-schema.org/draft-07/schema#",
    "2019-09": "https://json-schema.org/draft/2019-09/schema",
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
}
"""Each dialect's short name and the URI of its metaschema, as its specification writes it."""

METASCHEMAS = frozenset(uri.partition("#")[0] for uri in DIALECTS.values())
"""The URIs of the metaschemas, without fragments."""

REF_ALONE = frozenset({"draft3", "draft4", "draft6", "draft7"})
"""The dialects in which `$ref` is alone: the keywords beside it are ignored."""

BOOLEAN_SCHEMAS = frozenset({"draft6", "draft7", "2019-09", "2020-12"})
"""The dialects in which `true` and `false` are schemas."""

ASSERTION, ANNOTATION, APPLICATOR = "assertion", "annotation", "applicator"
IDENTIFIER, REFERENCE, LOCATION = "identifier", "reference", "location"

NONE, VALUE, ARRAY, MAP = "none", "value", "array", "map"
VALUE_OR_ARRAY, MAP_OF_SCHEMA_OR_NAMES, SCHEMAS_AMONG_NAMES = "value-or-array", "map-of-schema-or-names", "among-names"


class Keyword(NamedTuple):
    """
    What a keyword is.

    Args:
        kind: `assertion`, `annotation`, `applicator`, `identifier`, `reference`, or `location` for one that does
            nothing but hold schemas to be referred to (`$defs`).
        subschemas: Where subschemas are in its value: `none`; `value`; `array` or `map` of schemas; `value-or-array`;
            `map-of-schema-or-names` (`dependencies`); `among-names` (draft 3's `type`).
    """

    kind: str
    subschemas: str = NONE


def _all(kind: str, names: str, subschemas: str = NONE) -> dict[str, Keyword]:
    return dict.fromkeys(names.split(), Keyword(kind, subschemas))


_NUMBERS = _all(ASSERTION, "maximum exclusiveMaximum minimum exclusiveMinimum")
_SIZES = _all(ASSERTION, "maxLength minLength pattern maxItems minItems uniqueItems enum")
_BOUNDS = _NUMBERS | _SIZES
_IN_ARRAYS = _all(APPLICATOR, "items", VALUE_OR_ARRAY) | _all(APPLICATOR, "additionalItems", VALUE)
_IN_OBJECTS = _all(APPLICATOR, "properties patternProperties", MAP) | _all(APPLICATOR, "additionalProperties", VALUE)
_LOGIC = _all(APPLICATOR, "allOf anyOf oneOf", ARRAY) | _all(APPLICATOR, "not", VALUE)
_CONDITIONS = _all(APPLICATOR, "if then else", VALUE)
_DEPENDENCIES = _all(APPLICATOR, "dependencies", MAP_OF_SCHEMA_OR_NAMES)
_FORMAT = _all(ASSERTION, "format")
_TITLES = _all(ANNOTATION, "title description default")
_CONTENT = "contentMediaType contentEncoding"

_DRAFT3 = {
    # Draft 3 does not name `definitions`, but schemas of its time have them, and so has the official suite.
    "core": _all(IDENTIFIER, "id $schema") | _all(REFERENCE, "$ref") | _all(LOCATION, "definitions", MAP),
    "applicator": _IN_ARRAYS | _IN_OBJECTS | _DEPENDENCIES | _all(APPLICATOR, "extends", VALUE_OR_ARRAY),
    "validation": _BOUNDS
    | _all(ASSERTION, "required divisibleBy")
    | _all(ASSERTION, "type disallow", SCHEMAS_AMONG_NAMES),
    "format": _FORMAT,
    "meta-data": _TITLES,
}
_DRAFT4 = {
    "core": _all(IDENTIFIER, "id $schema") | _all(REFERENCE, "$ref") | _all(LOCATION, "definitions", MAP),
    "applicator": _IN_ARRAYS | _IN_OBJECTS | _DEPENDENCIES | _LOGIC,
    "validation": _BOUNDS | _all(ASSERTION, "type multipleOf required maxProperties minProperties"),
    "format": _FORMAT,
    "meta-data": _TITLES,
}
_DRAFT6 = {
    "core": _all(IDENTIFIER, "$id $schema") | _all(REFERENCE, "$ref") | _all(LOCATION, "definitions", MAP),
    "applicator": _DRAFT4["applicator"] | _all(APPLICATOR, "contains propertyNames", VALUE),
    "validation": _DRAFT4["validation"] | _all(ASSERTION, "const"),
    "format": _FORMAT,
    "meta-data": _TITLES | _all(ANNOTATION, "examples"),
}
_DRAFT7 = {
    "core": _DRAFT6["core"] | _all(ANNOTATION, "$comment"),
    "applicator": _DRAFT6["applicator"] | _CONDITIONS,
    "validation": _DRAFT6["validation"],
    "format": _FORMAT,
    "content": _all(ASSERTION, _CONTENT),
    "meta-data": _DRAFT6["meta-data"] | _all(ANNOTATION, "readOnly writeOnly"),
}
_CORE_2019 = (
    _all(IDENTIFIER, "$id $schema $anchor $vocabulary")
    | _all(REFERENCE, "$ref")
    | _all(LOCATION, "$defs definitions", MAP)
    | _all(ANNOTATION, "$comment")
)
_APPLICATOR_2019 = (
    _IN_OBJECTS
    | _LOGIC
    | _CONDITIONS
    | _all(APPLICATOR, "contains propertyNames", VALUE)
    | _all(APPLICATOR, "dependentSchemas", MAP)
    | _DEPENDENCIES
)
_UNEVALUATED = _all(APPLICATOR, "unevaluatedItems unevaluatedProperties", VALUE)
_VALIDATION_2019 = _DRAFT7["validation"] | _all(ASSERTION, "maxContains minContains dependentRequired")
_CONTENT_2019 = _all(ANNOTATION, _CONTENT) | _all(ANNOTATION, "contentSchema", VALUE)
_META_DATA_2019 = _DRAFT7["meta-data"] | _all(ANNOTATION, "deprecated")

KEYWORDS: dict[str, dict[str, dict[str, Keyword]]] = {
    "draft3": _DRAFT3,
    "draft4": _DRAFT4,
    "draft6": _DRAFT6,
    "draft7": _DRAFT7,
    "2019-09": {
        "core": _CORE_2019 | _all(IDENTIFIER, "$recursiveAnchor") | _all(REFERENCE, "$recursiveRef"),
        "applicator": _APPLICATOR_2019 | _IN_ARRAYS | _UNEVALUATED,
        "validation": _VALIDATION_2019,
        "format": _FORMAT,
        "content": _CONTENT_2019,
        "meta-data": _META_DATA_2019,
    },
    "2020-12": {
        "core": _CORE_2019 | _all(IDENTIFIER, "$dynamicAnchor") | _all(REFERENCE, "$dynamicRef"),
        "applicator": _APPLICATOR_2019 | _all(APPLICATOR, "prefixItems", ARRAY) | _all(APPLICATOR, "items", VALUE),
        "unevaluated": _UNEVALUATED,
        "validation": _VALIDATION_2019,
        "format-annotation": _FORMAT,
        "format-assertion": _FORMAT,
        "content": _CONTENT_2019,
        "meta-data": _META_DATA_2019,
    },
}
"""
Dialect, vocabulary, keyword.  Vocabularies have the last part of their URI as name; the dialects before 2019-09, which
have none, are divided in the same way.  `definitions` and `dependencies` stay: 2019-09 keeps them for compatibility.
"""

VOCABULARIES = {
    f"https://json-schema.org/draft/{dialect}/vocab/{name}": name
    for dialect in ("2019-09", "2020-12")
    for name in KEYWORDS[dialect]
}
"""The URIs of the vocabularies that are known, and their names."""

FLAT: dict[str, dict[str, Keyword]] = {
    dialect: {name: keyword for keywords in vocabularies.values() for name, keyword in keywords.items()}
    for dialect, vocabularies in KEYWORDS.items()
}
"""Dialect, keyword: the same without vocabularies."""

REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
"""The keywords that lead to another schema, in any dialect."""

HOLD_INSTANCES = frozenset({"const", "enum", "default", "examples"})
"""Keywords whose values are instances: what looks like a schema in them is none."""

INTO_THE_INSTANCE = frozenset({
    "properties", "patternProperties", "additionalProperties", "unevaluatedProperties",
    "items", "prefixItems", "additionalItems", "unevaluatedItems",
})  # fmt: skip
"""The keywords by which an evaluation goes on with a member or an item, of which the place is told."""

_PLAIN = "date-time email hostname ipv4 ipv6 uri regex "
_NATIVE_4 = _PLAIN + "date time idn-email "
_SINCE_6 = "uri-reference uri-template json-pointer "
_SINCE_7 = "date time idn-email idn-hostname iri iri-reference relative-json-pointer "
_SINCE_2019 = "duration uuid"
_ONLY_3 = "date-time date time regex color uri email ip-address ipv6 host-name"

FORMATS: dict[str, dict[str, frozenset[str]]] = {
    "native": {
        "draft4": frozenset(_NATIVE_4.split()),
        "draft6": frozenset((_NATIVE_4 + _SINCE_6).split()),
        "draft7": frozenset((_PLAIN + _SINCE_6 + _SINCE_7).split()),
        "2019-09": frozenset((_PLAIN + _SINCE_6 + _SINCE_7 + _SINCE_2019).split()),
        "2020-12": frozenset((_PLAIN + _SINCE_6 + _SINCE_7 + _SINCE_2019).split()),
    },
    "reference": {
        "draft3": frozenset(_ONLY_3.split()),
        "draft4": frozenset(_NATIVE_4.split()),
        "draft6": frozenset((_NATIVE_4 + _SINCE_6).split()),
        "draft7": frozenset((_PLAIN + _SINCE_6 + _SINCE_7).split()),
        "2019-09": frozenset((_PLAIN + _SINCE_6 + _SINCE_7 + _SINCE_2019).split()),
        "2020-12": frozenset((_PLAIN + _SINCE_6 + _SINCE_7 + _SINCE_2019).split()),
    },
}
"""Engine, dialect: the formats that it asserts.  The reference engine follows the native one, also in draft 4."""

_LATEST = "http://json-schema.org/schema"
"""What was once to stand for the latest dialect, whichever that is; some tools still write it."""
_BY_URI = {
    f"{scheme}:{uri.rstrip('#').partition(':')[2]}": name
    for uri, name in [*((uri, name) for name, uri in DIALECTS.items()), (_LATEST, "2020-12")]
    for scheme in ("http", "https")
}


def dialect_of(uri: Any) -> str | None:
    """
    Return the short name of the dialect that a `$schema` names; None if unknown.

    With or without an empty fragment, by http or https: schemas are published with either, and no other metaschema has
    such a URI.

    >>> dialect_of("http://json-schema.org/draft-07/schema#"), dialect_of("https://json-schema.org/draft-07/schema")
    ('draft7', 'draft7')
    >>> dialect_of("http://json-schema.org/schema#"), dialect_of("https://example.com/schema")
    ('2020-12', None)
    """
    return _BY_URI.get(uri.removesuffix("#")) if isinstance(uri, str) else None


def dialect_inside(schema: Any, dialect: str) -> str:
    """
    Return the dialect inside of a schema: the one that it names, else that around it.

    >>> dialect_inside({"$schema": "http://json-schema.org/draft-07/schema#"}, "2020-12"), dialect_inside({}, "draft6")
    ('draft7', 'draft6')
    """
    return (dialect_of(schema.get("$schema")) if isinstance(schema, dict) else None) or dialect


def walk(schema: Any, dialect: str) -> Iterator[tuple[Tokens, Any]]:
    """
    Yield a schema and every subschema in it, each with its tokens, in document order.

    Only where the dialect has subschemas: not inside `enum`, `const`, `default` or `examples`, not below unknown
    keywords.  Beside a `$ref` that stands alone (draft 7 and before) only `definitions` is looked into, since
    references lead there.  A subschema with a `$schema` of its own is walked by that dialect.

    >>> [tokens for tokens, _ in walk({"properties": {"a": {"items": {}}}, "enum": [{"items": {}}]}, "2020-12")]
    [(), ('properties', 'a'), ('properties', 'a', 'items')]
    """
    for tokens, subschema, _ in walk_in_dialects(schema, dialect):
        yield tokens, subschema


def walk_in_dialects(schema: Any, dialect: str) -> Iterator[tuple[Tokens, Any, str]]:
    """
    Yield the same, each with the dialect that it is of.

    >>> old = {"$schema": "http://json-schema.org/draft-04/schema#", "not": {}}
    >>> [(tokens, inside) for tokens, _, inside in walk_in_dialects({"items": old}, "2020-12")]
    [((), '2020-12'), (('items',), 'draft4'), (('items', 'not'), 'draft4')]
    """
    pending: list[tuple[Tokens, Any, str]] = [((), schema, dialect)]
    while pending:
        tokens, subschema, around = pending.pop()
        inside = dialect_inside(subschema, around)
        yield tokens, subschema, inside
        if isinstance(subschema, dict):
            below = [((*tokens, *more), value, inside) for more, value in subschemas(subschema, inside)]
            pending.extend(reversed(below))


def formats_in(schema: Any, dialect: str) -> set[str]:
    """
    Return the values of `format` in a schema and its subschemas.

    >>> sorted(formats_in({"format": "date", "items": {"format": "uuid"}, "const": {"format": "x"}}, "2020-12"))
    ['date', 'uuid']
    """
    return {
        subschema["format"]
        for _, subschema, inside in walk_in_dialects(schema, dialect)
        if isinstance(subschema, dict)
        and isinstance(subschema.get("format"), str)
        and not _is_reference_alone(subschema, inside)
    }


def _is_reference_alone(schema: Mapping[str, Any], dialect: str) -> bool:
    return dialect in REF_ALONE and isinstance(schema.get("$ref"), str)


def subschemas(schema: Mapping[str, Any], dialect: str) -> Iterator[tuple[Tokens, Any]]:
    """
    Yield the subschemas that stand directly below one schema object, with their tokens from there.

    >>> list(subschemas({"not": True, "allOf": [{}]}, "2020-12"))
    [(('not',), True), (('allOf', 0), {})]
    """
    keywords = FLAT[dialect]
    alone = _is_reference_alone(schema, dialect)
    for name, value in schema.items():
        keyword = keywords.get(name)
        if keyword is None or (alone and keyword.kind != LOCATION):
            continue
        for tokens, subschema in _PLACES[keyword.subschemas](value):
            if isinstance(subschema, dict) or (isinstance(subschema, bool) and dialect in BOOLEAN_SCHEMAS):
                yield (name, *tokens), subschema


def _in_array(value: Any) -> Iterable[tuple[Tokens, Any]]:
    return (((index,), item) for index, item in enumerate(value)) if isinstance(value, list) else ()


def _in_map(value: Any) -> Iterable[tuple[Tokens, Any]]:
    return (((name,), item) for name, item in value.items()) if isinstance(value, dict) else ()


def _in_value(value: Any) -> Iterable[tuple[Tokens, Any]]:
    return (((), value),)


_PLACES: dict[str, Callable[[Any], Iterable[tuple[Tokens, Any]]]] = {
    NONE: lambda _value: (),
    VALUE: _in_value,
    ARRAY: _in_array,
    MAP: _in_map,
    VALUE_OR_ARRAY: lambda value: _in_array(value) if isinstance(value, list) else _in_value(value),
    # Lists of names drop out by themselves: their items are no schemas.
    MAP_OF_SCHEMA_OR_NAMES: _in_map,
    SCHEMAS_AMONG_NAMES: _in_array,
}
