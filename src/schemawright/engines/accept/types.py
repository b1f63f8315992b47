"""
Types that under-approximate a schema: whatever msgspec decodes into one, the schema accepts.

A keyword that is not in the tables here makes no type, and the accept path does without.  Formats are patterns that
only surely valid text matches; numbers with bounds are integers within 64 bits; a name that `properties` does not
declare is refused.  What a type refuses is not invalid: it is judged otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Union
from urllib.parse import unquote

import msgspec

from schemawright.engines.accept.options import INT64, LISTED, option_types, options_of
from schemawright.errors import SchemawrightError
from schemawright.keywords import dialect_of
from schemawright.pointer import parse_pointer, resolve_tokens
from schemawright.store.resource import resolve_uri

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemawright.engines.protocol import Task

MAX_TYPES = 500
"""How many subschemas a type may be made of; shared ones count each time."""

_IGNORED = frozenset({
    "$schema", "$id", "id", "$comment", "$defs", "definitions", "title", "description", "default", "examples",
    "deprecated", "readOnly", "writeOnly",
})  # fmt: skip
_OBJECT = frozenset({"type", "properties", "required", "additionalProperties"})
_ARRAY = frozenset({"type", "items", "minItems", "maxItems"})
_STRING = frozenset({"type", "minLength", "maxLength", "format"})
_INTEGER = frozenset({"type", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})
_BARE = frozenset({"type"})

_DAY = r"(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31"
_DATE = rf"(?!0000)[0-9]{{4}}-(?:{_DAY})"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
_OCTET = r"(?:0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])"
SURE_FORMATS = {
    "date-time": rf"\A{_DATE}T{_TIME}\Z",
    "date": rf"\A{_DATE}\Z",
    "uuid": r"\A[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z",
    "ipv4": rf"\A{_OCTET}\.{_OCTET}\.{_OCTET}\.{_OCTET}\Z",
}
"""Format → a pattern that only text of this format matches; nothing is said of the rest."""


class Layout(NamedTuple):
    """
    A type that under-approximates a schema.

    Args:
        type: The msgspec type of a record; a `Struct`.
        depth: How deep its values can nest.
        fractions: Whether its values can have fractions, which may be written longer than they were read.
    """

    type: Any
    depth: int
    fractions: bool


class Unsupported(Exception):
    """A schema says something that no type here says."""


def accept_layout(task: Task, sample: Any = None) -> Layout | None:
    """
    Return a type that under-approximates a schema; None where there is none.

    Args:
        task: The schema.
        sample: A record; the type's members have the order of its.
    """
    builder = Builder(task, sample)
    try:
        shape = builder.root()
    except (Unsupported, SchemawrightError, TypeError, ValueError, KeyError, RecursionError):
        return None
    if not (isinstance(shape.type, type) and issubclass(shape.type, msgspec.Struct)):
        return None
    return Layout(shape.type, shape.depth, builder.fractions)


class Shape(NamedTuple):
    """A type, and how deep its values nest."""

    type: Any
    depth: int = 0


class Builder:
    """Builds the type of a schema."""

    def __init__(self, task: Task, sample: Any) -> None:
        self.task = task
        self.order = _name_order(sample)
        self.budget = MAX_TYPES
        self.fractions = False

    def root(self) -> Shape:
        """Return the shape of the schema from its entry point on."""
        contents = self.task.contents
        if (
            isinstance(contents, dict)
            and dialect_of(str(contents.get("$schema", ""))) is None
            and "$schema" in contents
        ):
            raise Unsupported  # A metaschema of somebody's own may leave out vocabularies.
        return self.at(contents, parse_pointer(self.task.pointer), self.task.uri, frozenset())

    def shape(self, schema: Any, base: str, above: frozenset[str], *, inside: bool = True) -> Shape:
        """Return the shape of a subschema; `above` are the references that led to it."""
        self.budget -= 1
        if self.budget < 0:
            raise Unsupported
        if schema is True:
            schema = {}
        if not isinstance(schema, dict) or (inside and _has_id(schema)):
            raise Unsupported
        if "$ref" in schema:
            return self.reference(schema, base, above)
        said = {name for name in schema if name not in _IGNORED}
        return self.described(schema, said, base, above)

    def reference(self, schema: dict[str, Any], base: str, above: frozenset[str]) -> Shape:
        """Return the shape of what a `$ref` leads to."""
        target = resolve_uri(base, schema["$ref"])
        siblings = {name for name in schema if name not in _IGNORED} - {"$ref"}
        uri, _, fragment = target.partition("#")
        if siblings or target in above or (fragment and not fragment.startswith("/")):
            raise Unsupported
        contents = self.task.contents if uri == self.task.uri else self.task.retrieve(uri)
        return self.at(contents, parse_pointer(unquote(fragment)), uri, above | {target})

    def at(self, contents: Any, tokens: tuple[str, ...], base: str, above: frozenset[str]) -> Shape:
        """Return the shape of a subschema; one below another `$id` has another base URI, and no type here."""
        if any(_has_id(resolve_tokens(contents, tokens[:end])) for end in range(1, len(tokens) + 1)):
            raise Unsupported
        return self.shape(resolve_tokens(contents, tokens), base, above, inside=bool(tokens))

    def described(self, schema: dict[str, Any], said: set[str], base: str, above: frozenset[str]) -> Shape:
        """Return the shape of what keywords say."""
        if not said.isdisjoint(LISTED):
            return Shape(self.listed(schema, said))
        types = schema["type"] if "type" in schema else _implied(said)
        names = types if isinstance(types, list) else [types]
        if len(names) > 1 and not said <= _BARE | _STRING:
            names = self.without_null(names)
        shapes = [self.typed(name, schema, said, base, above) for name in names]
        if len(shapes) == 1:
            return shapes[0]
        return Shape(Union[tuple(shape.type for shape in shapes)], max(shape.depth for shape in shapes))  # noqa: UP007  (made of a tuple)

    def listed(self, schema: dict[str, Any], said: set[str]) -> Any:
        """Return the type of values that are told one by one."""
        # One of the two; and what else is said of them has to be nothing.
        only(said, frozenset({"type", (said & LISTED).pop()} | (set() if self.task.assert_formats else {"format"})))
        types = option_types(options_of(schema))
        if not types:
            raise Unsupported
        return Union[tuple(types)]  # noqa: UP007  (made of a tuple)

    def without_null(self, names: list[str]) -> list[str]:
        """Leave out null where keywords beside it describe the other type: the type then says less, and stays sure."""
        rest = [name for name in names if name != "null"]
        if len(rest) != 1:
            raise Unsupported
        return rest

    def typed(self, name: Any, schema: dict[str, Any], said: set[str], base: str, above: frozenset[str]) -> Shape:
        """Return the shape of one of the types that a subschema allows."""
        if name != "string":
            said = said - {"format"}  # It is about strings only.
        if name == "object":
            return self.object(schema, said, base, above)
        if name == "array":
            return self.array(schema, said, base, above)
        simple = _SIMPLE.get(name)
        if simple is None:
            raise Unsupported
        self.fractions = self.fractions or name in {"number", "any"}
        return Shape(simple(schema, said, self.task.assert_formats))

    def object(self, schema: dict[str, Any], said: set[str], base: str, above: frozenset[str]) -> Shape:
        """Return the shape of an object."""
        only(said, _OBJECT)
        declared = schema.get("properties", {})
        properties = {name: declared[name] for name in sorted(declared, key=self.rank)}
        required = set(schema.get("required", ()))
        if not required <= set(properties):
            raise Unsupported
        shapes = {name: self.shape(inner, base, above) for name, inner in properties.items() if inner is not False}
        if required - set(shapes):
            raise Unsupported
        fields = [
            (f"f{number}", shape.type)
            if name in required
            else (f"f{number}", Union[shape.type, msgspec.UnsetType], msgspec.UNSET)  # noqa: UP007  (a value)
            for number, (name, shape) in enumerate(shapes.items())
        ]
        names = {f"f{number}": name for number, name in enumerate(shapes)}
        struct = msgspec.defstruct("Record", fields, rename=names, kw_only=True, forbid_unknown_fields=True, gc=False)
        return Shape(struct, 1 + max((shape.depth for shape in shapes.values()), default=0))

    def rank(self, name: str) -> int:
        """Return where a member comes in the record that was seen."""
        return self.order.get(name, len(self.order))

    def array(self, schema: dict[str, Any], said: set[str], base: str, above: frozenset[str]) -> Shape:
        """Return the shape of an array."""
        only(said, _ARRAY)
        item = self.shape(schema.get("items", True), base, above)
        meta = meta_of(schema, {"minItems": "min_length", "maxItems": "max_length"})
        items: Any = list[item.type]  # type: ignore[name-defined]  # a type made at run time
        return Shape(Annotated[items, meta] if meta else items, 1 + item.depth)


def _name_order(sample: Any) -> dict[str, int]:
    """Return the names of a record's members, on all levels, in the order in which they are first met."""
    order: dict[str, int] = {}
    pending = [sample]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            for name, member in value.items():
                order.setdefault(name, len(order))
                pending.append(member)
        elif isinstance(value, list):
            pending.extend(value[:1])
    return order


def _has_id(schema: Any) -> bool:
    return isinstance(schema, dict) and any(isinstance(schema.get(name), str) for name in ("$id", "id"))


def only(said: set[str], known: frozenset[str]) -> None:
    """
    Check that a subschema says only what is known.

    Raises:
        Unsupported: It says more.
    """
    if not said <= known:
        raise Unsupported


def _implied(said: set[str]) -> str:
    """Return the type that the keywords are about; a type that says less than the schema does is sure."""
    for name, keywords in (("object", _OBJECT), ("array", _ARRAY), ("string", _STRING)):
        if said and said <= keywords:
            return name
    if not said:
        return "any"
    raise Unsupported


def meta_of(schema: dict[str, Any], bounds: dict[str, str]) -> msgspec.Meta | None:
    """
    Return the bounds of a type; None where it has none.

    Args:
        schema: What says them.
        bounds: Keyword → msgspec's name for it.

    Raises:
        Unsupported: A bound is no integer of 64 bits.
    """
    found: dict[str, Any] = {}
    for keyword, argument in bounds.items():
        if keyword in schema:
            value = schema[keyword]
            if type(value) is not int or value not in INT64:
                raise Unsupported
            found[argument] = value
    return msgspec.Meta(**found) if found else None


def _string(schema: dict[str, Any], said: set[str], assert_formats: bool) -> Any:  # noqa: FBT001
    only(said, _STRING)
    meta = meta_of(schema, {"minLength": "min_length", "maxLength": "max_length"})
    if "format" in said and assert_formats:
        if meta is not None or schema["format"] not in SURE_FORMATS:
            raise Unsupported
        meta = msgspec.Meta(pattern=SURE_FORMATS[schema["format"]])
    return Annotated[str, meta] if meta else str


def _integer(schema: dict[str, Any], said: set[str], _assert_formats: bool) -> Any:  # noqa: FBT001
    only(said, _INTEGER)
    bounds = {"minimum": "ge", "maximum": "le", "exclusiveMinimum": "gt", "exclusiveMaximum": "lt"}
    meta = meta_of(schema, bounds)
    return Annotated[int, meta] if meta else int


def _bare(kind: Any) -> Callable[[dict[str, Any], set[str], bool], Any]:
    def make(_schema: dict[str, Any], said: set[str], _assert_formats: bool) -> Any:  # noqa: FBT001
        only(said, _BARE)
        return kind

    return make


_SCALAR: Any = Union[str, int, float, bool, None]  # noqa: UP007  (a value, not an annotation)
"""What stands for "anything": containers are left out, so that depth and members stay known."""

_SIMPLE: dict[str, Callable[[dict[str, Any], set[str], bool], Any]] = {
    "string": _string,
    "integer": _integer,
    "number": _bare(Union[int, float]),  # noqa: UP007  (a value, not an annotation)
    "boolean": _bare(bool),
    "null": _bare(None),
    "any": _bare(_SCALAR),
}
