"""
The fast path: from JSON bytes into the classes, for what is surely valid; and back.

Decoding.  For each class there is a *twin*: a `Struct` whose types under-approximate the schema (see
`schemawright.engines.accept_types`), its names in the order that was learned from records before.  msgspec decodes
into it, and straight-line code hands its fields over to an object of the class.

Proof.  What was decoded is written again, and is handed out only where that is what was read, white space aside.  Then
nothing is lost, no name is there twice, none is unknown, and the order is right: what is written has each name once,
and no member can be written shorter than that.  Whatever else it is goes the exact way, which is the judge.

Writing.  A `Struct` for each order of names takes the fields of an object, and msgspec writes it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import msgspec

from schemawright.engines.accept_types import Builder, Shape, Unsupported, only
from schemawright.errors import SchemawrightError
from schemawright.runtime import UNSET, Carried, DateTime, Model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from schemawright.engines.protocol import Task
    from schemawright.models.loading import Loader
    from schemawright.runtime import Spec

    Order = tuple[str, ...]

MAX_LESSONS = 64
"""How often an order of names is learned, before the fast path keeps those that it has."""

_OBJECT = frozenset({"type", "properties", "required", "additionalProperties"})
_ARRAY = frozenset({"type", "items", "minItems", "maxItems"})
_SPACE = b" \t\r\n"
_MOMENT = Annotated[datetime, msgspec.Meta(tz=True)]
_UNWRITTEN = (TypeError, AttributeError, KeyError, ValueError, OverflowError, RecursionError)
_encode = msgspec.json.Encoder(decimal_format="number").encode


class _Member(NamedTuple):
    """
    How a property is handed over.

    Args:
        field: Its field.
        kind: `plain`, `object` or `list` (of objects).
        number: The class of the object or of the items.
        moment: Whether it is a date-time, which is decoded as `datetime`: what that is written as is what was read.
    """

    field: str
    kind: str = "plain"
    number: int = -1
    moment: bool = False


class _TwinBuilder(Builder):
    """Builds the twins of classes."""

    def __init__(self, loader: Loader, task: Any, orders: Mapping[int, Order]) -> None:
        super().__init__(task, None)
        self.loader = loader
        self.orders = orders
        self.spec: Spec = None
        self.members: dict[int, dict[str, _Member]] = {}
        self.twins: dict[int, type] = {}
        self.moment = False

    def typed(self, name: Any, schema: dict[str, Any], said: set[str], base: str, above: frozenset[str]) -> Shape:
        if name == "string" and said <= {"type", "format"} and schema.get("format") == "date-time":
            self.moment = True
            return Shape(_MOMENT)
        return super().typed(name, schema, said, base, above)

    def described(self, schema: dict[str, Any], said: set[str], base: str, above: frozenset[str]) -> Shape:
        shape = super().described(schema, said, base, above)
        if self.moment and shape.type is not _MOMENT:
            raise Unsupported  # A union that has text among others.
        return shape

    def object(self, schema: dict[str, Any], said: set[str], base: str, above: frozenset[str]) -> Shape:
        only(said, _OBJECT)
        if not self.spec or self.spec[0] != "object":
            raise Unsupported
        number = self.spec[1]
        carried = self.loader.carrier.classes[number]
        properties = schema.get("properties", {})
        required = set(schema.get("required", ()))
        if number in self.twins or not required <= set(properties) or list(carried.properties) != list(properties):
            raise Unsupported
        order = self.orders.get(number, tuple(properties))
        if not required <= set(order):
            raise Unsupported
        members: dict[str, _Member] = {}
        types: dict[str, Any] = {}
        depth = 0
        for name, inner in properties.items():
            field, spec = carried.properties[name]
            if not name.isidentifier() or not name.isascii():
                raise Unsupported
            self.spec, self.moment = spec, False
            shape = self.shape(inner, base, above)
            members[name] = self.member(spec, field)
            if members[name].moment != (carried.texts.get(field) is DateTime):
                raise Unsupported
            types[name] = shape.type
            depth = max(depth, shape.depth)
        self.moment = False
        self.members[number] = members
        self.twins[number] = _struct(order, [types[name] for name in order])
        return Shape(self.twins[number], depth + 1)

    def member(self, spec: Spec, field: str) -> _Member:
        if spec is None or spec == ("integer",):
            return _Member(field, moment=self.moment)
        if spec[0] == "object":
            return _Member(field, "object", spec[1])
        if spec[0] == "list" and spec[1][0] == "object":
            return _Member(field, "list", spec[1][1])
        raise Unsupported

    def array(self, schema: dict[str, Any], said: set[str], base: str, above: frozenset[str]) -> Shape:
        only(said, _ARRAY)
        if self.spec is not None:
            self.spec = self.spec[1] if self.spec[0] == "list" else None
        shape = super().array(schema, said, base, above)
        if self.moment:
            raise Unsupported
        return shape


def make_fast(loader: Loader, cls: type[Model] | None) -> Fast | None:
    """Return the fast path of a module's root, or of a class; None where its schema is not simple enough."""
    spec = loader.carrier.root if cls is None else ("object", loader.carrier.classes.index(cls._carried))
    schemas = loader.schemas(cls)
    if not spec or spec[0] != "object" or len(schemas) != 1 or schemas[0].engine.name != "native":
        return None
    fast = Fast(loader, schemas[0].task, spec, cls)
    return fast if fast.build() is not None else None


class Fast:
    """
    The fast path of one class.

    Args:
        loader: What it belongs to.
        task: The schema.
        spec: How its instances are carried.
        cls: The class; None for the module's root.
    """

    def __init__(self, loader: Loader, task: Task, spec: Spec, cls: type[Model] | None) -> None:
        self.loader = loader
        self.task = task
        self.spec = spec
        self.classes = loader.carrier.classes
        self.number: int = spec[1]
        self.fractions = False
        self.members: dict[int, dict[str, _Member]] = {}
        self.orders: dict[int, Order] = {}
        self.lessons = 0
        self.is_root = cls is None
        self.exactly: Callable[[bytes | str], Any] = lambda data: loader.load_exactly(data, cls)
        self.load: Callable[[bytes | str], Any] = self.exactly
        self.writers: dict[int, dict[Order | None, Callable[[Any], Any]]] = {}

    def build(self) -> Shape | None:
        """Make the twins for the orders that are known; None where the schema is not simple enough."""
        builder = _TwinBuilder(self.loader, self.task, self.orders)
        builder.spec = self.spec
        try:
            shape = builder.root()
            msgspec.json.Decoder(shape.type)
        except (Unsupported, SchemawrightError, TypeError, ValueError, KeyError, RecursionError):
            return None
        self.members, self.fractions = builder.members, builder.fractions
        for number in self.members:
            self.writers.setdefault(number, {})
        return shape

    # --- learning

    def learn(self, instance: Any) -> None:
        """Learn the orders of names of a valid instance."""
        if self.lessons >= MAX_LESSONS:
            return
        found: dict[int, Order] = {}
        self._orders_of(instance, self.number, found)
        if found and any(self.orders.get(number) != order for number, order in found.items()):
            self.lessons += 1
            self.orders |= found
            shape = self.build()
            if shape is not None:
                self.load = self._make_load(msgspec.json.Decoder(shape.type).decode)
                if self.is_root:
                    # The shortest way there is: what the module calls is the straight-line code itself.
                    vars(self.loader.carrier)["from_json"] = self.load

    def _orders_of(self, value: Any, number: int, found: dict[int, Order]) -> None:
        if type(value) is not dict or number in found or any(name not in self.members[number] for name in value):
            return
        found[number] = tuple(value)
        for name, member in self.members[number].items():
            below = value.get(name)
            if member.kind == "object":
                self._orders_of(below, member.number, found)
            elif member.kind == "list" and below:
                self._orders_of(below[0], member.number, found)

    # --- loading

    def _make_load(self, decode: Callable[[bytes | str], Any]) -> Callable[[bytes | str], Any]:
        """Return straight-line code that decodes, proves and hands out; made of numbers and identifiers only."""
        space: dict[str, Any] = {
            "decode": decode, "encode": _encode, "unwritten": _UNWRITTEN, "same": _same, "UNSET": UNSET,
            "exactly": self.exactly, "new": object.__new__,
        }  # fmt: skip
        lines = [
            "def load(data):",
            "    try:",
            "        s = decode(data)",
            "        written = encode(s)",
            "    except unwritten:",
            "        return exactly(data)",
            "    if written != data and not same(written, data):",
            "        return exactly(data)",
            *[f"    {line}" for line in self._handed_over("s", "o", self.number, space)],
            "    return o",
        ]
        exec("\n".join(lines), space)  # noqa: S102  (made of numbers and identifiers)
        loaded: Callable[[bytes | str], Any] = space["load"]
        return loaded

    def _handed_over(self, twin: str, variable: str, number: int, space: dict[str, Any]) -> Iterator[str]:
        """Yield the code that makes an object of its class out of a twin, and of what is in it."""
        carried, members = self.classes[number], self.members[number]
        order = self.orders.get(number, tuple(members))
        space |= {f"order{number}": order, f"cls{number}": carried.cls}
        yield f"{variable} = new(cls{number})"
        yield f"{variable}._order = order{number}"
        if carried.extra_field:
            yield f"{variable}.{carried.extra_field} = {{}}"
        for at, (name, member) in enumerate(members.items()):
            own = f"{variable}_{at}"
            given = f"{twin}.f{order.index(name)}" if name in order else "UNSET"
            if given == "UNSET" or member.kind == "plain":
                yield from self._plain(carried, member, variable, given, space)
                continue
            inner = list(self._handed_over(f"t{own}", own, member.number, space))
            if member.kind == "object":
                yield f"t{own} = {given}"
                yield from inner
                yield f"{variable}.{member.field} = {own}"
            else:
                yield f"{variable}.{member.field} = l{own} = []"
                yield f"for t{own} in {given}:"
                yield from [f"    {line}" for line in (*inner, f"l{own}.append({own})")]

    @staticmethod
    def _plain(carried: Carried, member: _Member, variable: str, given: str, space: dict[str, Any]) -> Iterator[str]:
        slot = carried.text_members.get(member.field)
        if slot is None:
            yield f"{variable}.{member.field} = {given}"
            return
        put = f"put{carried.cls.__name__}_{member.field}"
        space[put] = slot.__set__  # The slot itself: the property in front of it takes longer.
        yield f"{put}({variable}, {given})"

    # --- writing

    def write(self, value: Any) -> bytes | None:
        """Return the JSON text of an object; None where only the usual way can write it."""
        try:
            text = _encode(self.proxy(value, self.number))
        except _UNWRITTEN:
            return None
        # Numbers that JSON does not have are written as null.
        return None if self.fractions and b"null" in text else text

    def proxy(self, value: Any, number: int) -> Any:
        """Return what msgspec writes for an object."""
        order = value._order  # noqa: SLF001  (what loaded it)
        writers = self.writers[number]
        writer = writers.get(order)
        if writer is None:
            if len(writers) > MAX_LESSONS:
                raise TypeError
            writer = writers[order] = self._make_writer(number, order)
        return writer(value)

    def _make_writer(self, number: int, order: Order | None) -> Callable[[Any], Any]:
        carried, members = self.classes[number], self.members[number]
        names = tuple(members) if order is None else order
        if not set(names) <= set(members):
            raise TypeError
        space: dict[str, Any] = {
            "UNSET": UNSET,
            "cls": carried.cls,
            "proxy": self.proxy,
            "S": _struct(names, [object] * len(names)),
        }
        lines = ["def write(o):", "    if o.__class__ is not cls: raise TypeError"]
        if carried.extra_field:
            lines.append(f"    if o.{carried.extra_field}: raise TypeError")
        absent = [member.field for name, member in members.items() if name not in names]
        lines += [f"    if o.{field} is not UNSET: raise TypeError" for field in absent]
        values = []
        for at, name in enumerate(names):
            member = members[name]
            held = f"o.{member.field}"
            if member.field in carried.text_members:
                space[f"t{at}"] = carried.text_members[member.field].__get__
                held = f"t{at}(o)"
            elif member.kind == "object":
                held = f"proxy({held}, {member.number})"
            elif member.kind == "list":
                held = f"[proxy(i, {member.number}) for i in {held}]"
            values.append(held)
        lines.append(f"    return S({', '.join(values)})")
        exec("\n".join(lines), space)  # noqa: S102  (made of numbers and identifiers)
        made: Callable[[Any], Any] = space["write"]
        return made


def _struct(order: Order, kinds: list[Any]) -> type:
    """Return a type whose names are in some order."""
    fields = [(f"f{at}", kind) for at, kind in enumerate(kinds)]
    names = {f"f{at}": name for at, name in enumerate(order)}
    return msgspec.defstruct("Twin", fields, rename=names, gc=False)


def _same(written: bytes, data: bytes | str) -> bool:
    """Return whether two JSON texts are one, but for white space."""
    given = data.encode() if isinstance(data, str) else data
    return given.translate(None, _SPACE) == written.translate(None, _SPACE)
