"""Facets: the subschemas that hold for a value, and what each says of it by itself."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from schemawright.keywords import FLAT, REF_ALONE, REFERENCES, dialect_of
from schemawright.models.planning.shape import TYPES
from schemawright.pointer import unescape_token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MAX_LITERAL_LENGTH = 120
CHOICES = ("anyOf", "oneOf")
CONDITION = ("if", "then", "else")
JOINING = (*REFERENCES, "allOf", "extends")
"""Keywords whose subschemas hold for the same value."""
SILENT = frozenset({
    *REFERENCES, "allOf", "$schema", "$id", "id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$comment", "$defs",
    "definitions", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "$vocabulary",
})  # fmt: skip
"""What says nothing of a value itself: a subschema that has no more is the same as what it refers to."""
_NAMES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}


class Facet(NamedTuple):
    """
    One subschema that holds for a value.

    Args:
        schema: The subschema.
        resolver: Where its references lead.
        dialect: Its dialect.
        without: Keywords that are left out, since a branch of theirs stands beside it.
        inside: Whether the resolver knows the subschema's own `$id` already.
    """

    schema: Any
    resolver: Any
    dialect: str
    without: frozenset[str] = frozenset()
    inside: bool = False

    def has(self, keyword: str) -> bool:
        """Return whether a keyword says something: it is there, not left out, and one of the dialect's."""
        return keyword in self.schema and keyword not in self.without and keyword in FLAT[self.dialect]

    def get(self, keyword: str) -> Any:
        """Return a keyword's value; None where it says nothing."""
        return self.schema[keyword] if self.has(keyword) else None

    def alone(self, *keywords: str) -> Facet:
        """Return a facet without what it is joined with, which stands beside it, and without some keywords."""
        return self._replace(without=self.without.union(JOINING, keywords))

    def below(self, schema: Any) -> Facet:
        """Return the facet of a subschema."""
        return Facet(schema, self.resolver, self.dialect)


def everything_in(contents: Any, dialect: str) -> Iterator[tuple[tuple[str | int, ...], Any, str]]:
    """Yield every object in a resource, with its tokens and its dialect: references lead to unknown keywords too."""
    pending: list[tuple[tuple[str | int, ...], Any, str]] = [((), contents, dialect)]
    seen: set[int] = set()
    while pending:
        tokens, value, inherited = pending.pop()
        if id(value) in seen:
            continue  # Shared: the first place stands for all.
        if isinstance(value, dict):
            seen.add(id(value))
            own = dialect_of(value.get("$schema")) or inherited
            yield tokens, value, own
            pending += [((*tokens, name), member, own) for name, member in value.items()][::-1]
        elif isinstance(value, list):
            pending += [((*tokens, index), item, inherited) for index, item in enumerate(value)][::-1]


def doc_of(schema: dict[str, Any]) -> str:
    """Return what a subschema says of itself: its title and description."""
    parts = [schema.get(name) for name in ("title", "description")]
    return "\n\n".join([part.strip() for part in parts if isinstance(part, str) and part.strip()])


def referred_name(facet: Facet) -> str:
    """
    Return the name that a reference has for what it leads to; empty where there is none.

    What has properties of its own beside the reference is more than that: extensions that it allows, say.
    """
    if isinstance(facet.schema, dict) and "properties" in facet.schema and facet.dialect not in REF_ALONE:
        return ""
    reference = facet.schema.get("$ref") if isinstance(facet.schema, dict) else None
    if not isinstance(reference, str):
        return ""
    name = unquote(reference).rstrip("#/").rpartition("/")[2].rpartition("#")[2].removesuffix(".json")
    return unescape_token(name) if "#/" in reference else name


def says_nothing_beside(facet: Facet) -> bool:
    """Return whether a reference is all that a facet says: what it describes is what the reference leads to."""
    return facet.dialect in REF_ALONE or facet.schema.keys() <= SILENT - {"allOf", "$dynamicRef", "$recursiveRef"}


def is_definition(facet: Facet) -> bool:
    """Return whether a reference leads to what stands in `$defs` or `definitions`, where it has a name of its own."""
    reference = facet.schema.get("$ref") if isinstance(facet.schema, dict) else None
    return isinstance(reference, str) and reference.rpartition("/")[0].endswith(("#/$defs", "#/definitions"))


def telling(facets: list[Facet], flat_of: Callable[[Iterable[Facet]], list[Facet] | None]) -> list[Facet]:
    """
    Return facets without those that say only of what types a value is, where the others say no less of that.

    What stays may be a reference alone then, and the value what that leads to.

    Args:
        facets: The facets.
        flat_of: Gives all the facets that hold where some do.
    """
    told = [facet for facet in facets if not _says_types_only(facet)]
    if not told or len(told) == len(facets):
        return facets
    types = TYPES.intersection(*map(types_of, flat_of(told) or ()))
    return [facet for facet in facets if not (_says_types_only(facet) and types <= types_of(facet))]


def _says_types_only(facet: Facet) -> bool:
    # In draft 3, a type may be a subschema.
    return (
        isinstance(facet.schema, dict)
        and facet.dialect != "draft3"
        and facet.schema.keys() - facet.without - SILENT <= {"type"}
        and not any(facet.has(keyword) for keyword in JOINING)
    )


def array_of(value: Any) -> list[Any]:
    """Return a keyword's value where it is an array, and else none."""
    return value if isinstance(value, list) else []


def map_of(value: Any) -> dict[str, Any]:
    """Return a keyword's value where it is an object, and else none."""
    return value if isinstance(value, dict) else {}


def extended(facet: Facet) -> list[Any]:
    """Return the subschemas of `extends`, which draft 3 has for `allOf`."""
    extends = facet.get("extends")
    return extends if isinstance(extends, list) else [extends] if isinstance(extends, dict) else []


def is_reference(facet: Facet, keyword: str) -> bool:
    """Return whether a facet has a reference by a keyword of its dialect."""
    return isinstance(facet.get(keyword), str)


def required_by(facet: Facet) -> list[str]:
    """Return the properties that a facet asks for."""
    if facet.dialect == "draft3":
        properties = map_of(facet.get("properties"))
        return [name for name, part in properties.items() if isinstance(part, dict) and part.get("required") is True]
    return [name for name in array_of(facet.get("required")) if isinstance(name, str)]


def collected(flat: list[Facet]) -> dict[str, list[Facet]]:
    """Return the properties that facets declare, each with the subschemas that all describe it."""
    found: dict[str, list[Facet]] = {}
    for facet in flat:
        for name, part in map_of(facet.get("properties")).items():
            found.setdefault(name, []).append(facet.below(part))
    return found


def leaves_open(facet: Facet) -> bool:
    """Return whether a facet evaluates properties that it does not name, or nobody knows what it refers to."""
    others = [facet.get(name) for name in ("additionalProperties", "unevaluatedProperties")]
    return (
        facet.dialect not in _WITH_UNEVALUATED
        or has_unknown_dialect(facet)
        or bool(facet.get("patternProperties"))
        or any(other is not None and other is not False for other in others)
        or any(is_reference(facet, keyword) for keyword in REFERENCES if keyword != "$ref")
    )


def has_unknown_dialect(facet: Facet) -> bool:
    """Return whether a facet is of a metaschema of somebody's own, which may leave out vocabularies."""
    return "$schema" in map_of(facet.schema) and dialect_of(facet.schema["$schema"]) is None


_WITH_UNEVALUATED = frozenset({"2019-09", "2020-12"})


def branches_of(facet: Facet) -> list[Facet]:
    """Return the subschemas of a facet that describe a value on some condition."""
    parts = [branch for keyword in CHOICES for branch in array_of(facet.get(keyword))]
    parts += [facet.get(keyword) for keyword in ("then", "else", "if")]
    for keyword in ("dependentSchemas", "dependencies"):
        parts += map_of(facet.get(keyword)).values()
    return [facet.below(part) for part in parts if isinstance(part, dict)]


def items_of(facet: Facet) -> tuple[list[Any], Any]:
    """Return the subschemas of the first items, and that of the rest."""
    items = facet.get("items")
    # Beside what looks at items in place, too, nobody knows which of them are not evaluated.
    unevaluated = None if _LOOKING_AT_ITEMS & facet.schema.keys() else facet.get("unevaluatedItems")
    if facet.dialect == "2020-12":
        firsts, rest = array_of(facet.get("prefixItems")), unevaluated if items is None else items
    elif isinstance(items, list):
        rest = facet.get("additionalItems")
        firsts, rest = items, unevaluated if rest is None else rest
    else:
        return [], unevaluated if items is None else items
    most = facet.get("maxItems")
    is_closed = bool(firsts) and isinstance(most, int | float) and most <= len(firsts)
    return firsts, False if is_closed else rest


def joined_items(flat: Iterable[Facet]) -> tuple[list[list[Facet]], list[Facet] | None]:
    """Return what describes each of the first items, of all facets, and each of the rest; None where there is none."""
    said = [(facet, *items_of(facet)) for facet in flat]
    ends = [len(firsts) for _, firsts, rest in said if rest is False]
    most = min(ends, default=max((len(firsts) for _, firsts, _ in said), default=0))

    def those_at(index: int) -> list[Facet]:
        parts = [(facet, firsts[index] if index < len(firsts) else rest) for facet, firsts, rest in said]
        return [facet.below(part) for facet, part in parts if part is not None]

    # What is true of the rest is nothing, not a part of its own.
    rests = [facet.below(rest) for facet, _, rest in said if isinstance(rest, dict)]
    return list(map(those_at, range(most))), None if ends else rests


_LOOKING_AT_ITEMS = frozenset({*REFERENCES, "allOf", *CHOICES, "if", "then", "else", "dependentSchemas", "contains"})


def has_items(flat: Iterable[Facet]) -> bool:
    """Return whether any of some facets says something of an array's items."""
    return any(firsts or isinstance(rest, dict) for firsts, rest in map(items_of, flat))


def types_of(facet: Facet) -> frozenset[str]:
    """Return the JSON types that a facet allows; `integer` is among them where `number` is."""
    found = facet.get("type")
    names = found if isinstance(found, list) else [found]
    if found is None or not all(isinstance(name, str) and name in TYPES for name in names):
        types = TYPES
    else:
        types = frozenset(names) | ({"integer"} if "number" in names else frozenset())
    values = said_values(facet)
    if isinstance(values, list) and facet.dialect != "draft3":
        types = types & frozenset().union(*[type_of(value) for value in values])
    return types


def said_values(facet: Facet) -> Any:
    """Return what `const` or `enum` says; None where neither is there."""
    return [facet.get("const")] if facet.has("const") else facet.get("enum")


def values_left(flat: Iterable[Facet]) -> list[Any] | None:
    """Return the values that `const` and `enum` of all facets have in common; None where none of them has either."""
    said = [values for facet in flat if isinstance(values := said_values(facet), list)]
    if not said:
        return None
    kept = set.intersection(*[set(map(_identity, values)) for values in said])
    found: dict[Any, Any] = {}
    for value in (value for values in said for value in values):
        # `1` and `1.0` are one value, of which one can be written in a `Literal`.
        if _identity(value) in kept and not is_literal(found.get(_identity(value), 0.0)):
            found[_identity(value)] = value
    return list(found.values())


def _identity(value: Any) -> Any:
    """Return what equal values have in common; arrays and objects, which no `Literal` has, are not told apart."""
    return type(value) if isinstance(value, list | dict) else (isinstance(value, bool), value)


def type_of(value: Any) -> frozenset[str]:
    """
    Return the JSON types of a value.

    >>> sorted(type_of(1.0)), sorted(type_of(0.5))
    (['integer', 'number'], ['number'])
    """
    for name, fits in _NAMES.items():
        if fits(value):
            return frozenset({name})
    return frozenset({"number"} if _has_fraction(value) else {"integer", "number"})


def _has_fraction(value: Any) -> bool:
    if isinstance(value, Decimal):
        return value != value.to_integral_value()
    return isinstance(value, float) and not value.is_integer()


def is_literal(value: Any) -> bool:
    """Return whether a value can be written in a `Literal`."""
    if isinstance(value, str):
        return len(value) <= MAX_LITERAL_LENGTH
    return value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) < 1 << 63)


def literals_and_types(values: list[Any]) -> tuple[tuple[Any, ...], list[str]]:
    """
    Return the values that can be written in a `Literal`, and the types of all others.

    Of numbers, none is where one has a fraction.

    >>> literals_and_types(["a", 1, None, {"x": 1}]), literals_and_types(["a", 1, 0.5])
    ((('a', 1, None), ['object']), (('a',), ['number']))
    """
    names = [name for value in values if (name := _name_of(value)) == "number" or not is_literal(value)]
    fit = [value for value in values if is_literal(value) and not ("number" in names and _is_integer(value))]
    return tuple(fit), list(dict.fromkeys(names))


def _name_of(value: Any) -> str:
    types = type_of(value)
    return next(iter(types)) if len(types) == 1 else "integer" if _is_integer(value) else "number"


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
