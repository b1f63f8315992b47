"""
Twins: a `Struct` for each class, whose types under-approximate the schema (see `schemawright.engines.accept_types`).

A twin has all that the schema declares; what an object does not have is `UNSET` in it, and is left out when it is
written.  So one twin stands for every subset of the properties, and writes them in one order.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, get_args, get_origin

import msgspec

from schemawright.engines.accept_types import Builder, Shape, Unsupported, only
from schemawright.errors import SchemawrightError
from schemawright.runtime import UNSET, Carried, DateTime

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemawright.models.loading import Loader
    from schemawright.runtime import Spec

    Order = tuple[str, ...]

_OBJECT = frozenset({"type", "properties", "required", "additionalProperties"})
ARRAY = frozenset({"type", "items", "minItems", "maxItems"})
"""The keywords of an array of which it is proved that all is read."""

_MOMENT = Annotated[datetime, msgspec.Meta(tz=True)]


class Member(NamedTuple):
    """
    How a property is handed over.

    Args:
        field: Its field.
        at: Its number among the schema's properties, which the twin's field has too.
        required: Whether every object has it.
        kind: `plain`, `object` or `list` (of objects).
        number: The class of the object or of the items.
        moment: Whether it is a date-time, which is checked apart: by a pattern of msgspec it takes longer.
        quoted: Whether it is always written in quotation marks (true), never (false), or some of it (None).
        integers: Whether it may be an integer (true), not (false), or have some in arrays (None).
    """

    field: str
    at: int
    required: bool
    kind: str = "plain"
    number: int = -1
    moment: bool = False
    quoted: bool | None = None
    integers: bool | None = False


class Twin(NamedTuple):
    """
    The twin of one class.

    Args:
        carried: The class.
        order: The order in which names are written.
        members: Property name → how it is handed over.
        type: The `Struct`.
    """

    carried: Carried
    order: Order
    members: Mapping[str, Member]
    type: Any


class Twins(NamedTuple):
    """
    The twins of a class and of all that is in its objects.

    Args:
        of: Class number → twin.
        fractions: Whether there are numbers with fractions: how one was written, only writing it again tells.
        quoted: Whether there are strings only, in objects.
    """

    of: Mapping[int, Twin]
    fractions: bool
    quoted: bool


def make_twins(
    loader: Loader,
    task: Any,
    spec: Spec,
    orders: Mapping[int, Order],
    *,
    verbatim: bool = False,
    whole: bool = False,
) -> Twins | None:
    """
    Return the twins of a schema; None where it is not simple enough.

    Args:
        loader: The module's loader.
        task: The schema.
        spec: How its instances are carried.
        orders: Class number → the order of all its names; the schema's own for other classes.
        verbatim: Whether a date-time is to be decoded as text, which nothing has checked then.
        whole: Whether every object is to have all that the schema declares.
    """
    builder = _TwinBuilder(loader, task, orders, verbatim=verbatim, whole=whole)
    builder.spec = spec
    try:
        msgspec.json.Decoder(builder.root().type)
    except (Unsupported, SchemawrightError, TypeError, ValueError, KeyError, RecursionError):
        return None
    return Twins(builder.twins, builder.fractions, builder.quoted)


def make_struct(order: Order, members: Mapping[str, Member], kinds: Mapping[str, Any]) -> Any:
    """Return a type whose names are in some order, and which leaves out what is `UNSET`."""
    fields = []
    for name in order:
        field, kind = f"f{members[name].at}", kinds.get(name, object)
        fields.append((field, kind) if members[name].required and kinds else (field, kind, UNSET))
    names = {f"f{members[name].at}": name for name in order}
    return msgspec.defstruct("Twin", fields, rename=names, kw_only=True, omit_defaults=True, gc=False)


_MAX_EXTENT = 1_000
"""
How many members an object has at the most, with all that are inside of it: the code that loads one has lines for each.
"""


class _TwinBuilder(Builder):
    """Builds the twins of classes."""

    def __init__(self, loader: Loader, task: Any, orders: Mapping[int, Order], *, verbatim: bool, whole: bool) -> None:
        super().__init__(task, None)
        self.whole = whole
        self.moment_type = str if verbatim else _MOMENT
        self.carrier = loader.carrier
        self.orders = orders
        self.spec: Spec = None
        self.twins: dict[int, Twin] = {}
        self.depths: dict[int, int] = {}
        self.extents: dict[int, int] = {}
        self.moment = False
        self.quoted = True

    def typed(self, name: Any, schema: dict[str, Any], said: set[str], base: str, above: frozenset[str]) -> Shape:
        if name == "string" and said <= {"type", "format"} and schema.get("format") == "date-time":
            self.moment = True
            return Shape(self.moment_type if self.task.assert_formats else str)
        spec = self.spec
        shape = super().typed(name, schema, said, base, above)
        if spec and spec[0] == "enum":
            members = self.carrier.enums[spec[1]]
            if get_origin(shape.type) is not Literal or {one.value for one in members} != set(get_args(shape.type)):
                raise Unsupported
            return Shape(members)
        return shape

    def described(self, schema: dict[str, Any], said: set[str], base: str, above: frozenset[str]) -> Shape:
        shape = super().described(schema, said, base, above)
        if self.moment and shape.type not in {str, self.moment_type}:
            raise Unsupported  # A union that has text among others.
        return shape

    def object(self, schema: dict[str, Any], said: set[str], base: str, above: frozenset[str]) -> Shape:
        only(said, _OBJECT)
        if not self.spec or self.spec[0] != "object":
            raise Unsupported
        number = self.spec[1]
        if number in self.twins:
            self.moment = False
            return Shape(self.twins[number].type, self.depths[number])
        carried = self.carrier.classes[number]
        properties = schema.get("properties", {})
        required = frozenset(schema.get("required", ()))
        if not required <= set(properties) or list(carried.properties) != list(properties):
            raise Unsupported
        order = self.orders.get(number, tuple(properties))
        members: dict[str, Member] = {}
        types: dict[str, Any] = {}
        depth = 0
        for at, (name, inner) in enumerate(properties.items()):
            field, spec = carried.properties[name]
            self.spec, self.moment = spec, False
            shape = self.shape(inner, base, above)
            members[name] = self.member(spec, shape, field, at, required=self.whole or name in required)
            if self.moment != (carried.texts.get(field) is DateTime):
                raise Unsupported
            types[name] = shape.type
            depth = max(depth, shape.depth)
        self.moment = False
        self.extents[number] = sum(1 + self.extents.get(member.number, 0) for member in members.values())
        if self.extents[number] > _MAX_EXTENT:
            raise Unsupported
        made = make_struct(order, members, types)
        made.order = order
        self.twins[number] = Twin(carried, order, members, made)
        self.depths[number] = depth + 1
        return Shape(made, depth + 1)

    def member(self, spec: Spec, shape: Shape, field: str, at: int, *, required: bool) -> Member:
        if _is_plain(spec):
            quoted = True if self.moment else _quoted(shape.type)
            self.quoted = self.quoted and quoted is True
            moment = self.moment and self.task.assert_formats
            return Member(field, at, required, moment=moment, quoted=quoted, integers=_integers(shape.type))
        if spec[0] == "object":
            return Member(field, at, required, "object", spec[1])
        if spec[0] == "list" and spec[1] is not None and spec[1][0] == "object":
            return Member(field, at, required, "list", spec[1][1])
        raise Unsupported

    def array(self, schema: dict[str, Any], said: set[str], base: str, above: frozenset[str]) -> Shape:
        only(said, ARRAY)
        if self.spec is not None:
            self.spec = self.spec[1] if self.spec[0] == "list" else None
        shape = super().array(schema, said, base, above)
        if self.moment:
            raise Unsupported
        return shape


def _is_plain(spec: Spec) -> bool:
    return spec is None or spec[0] in {"integer", "enum"} or (spec[0] == "list" and _is_plain(spec[1]))


def _integers(kind: Any) -> bool | None:
    """Return whether a value of a type may be an integer; None where some may be in an array."""
    parts = [_integers(part) for part in get_args(kind)]
    if get_origin(kind) is list:
        return False if parts == [False] else None
    return None if None in parts else kind is int or True in parts


def _quoted(kind: Any) -> bool | None:
    """Return whether values of a type are always strings, never, or sometimes."""
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) is Literal or (isinstance(kind, type) and issubclass(kind, str)):
        return True
    return False if kind in {int, bool, None} else None
