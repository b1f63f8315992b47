"""
Generated dataclasses of other kinds than tunnel sessions beside pydantic.

An order, as most schemas have something of; a property of each common kind, alone beside an integer, with white space;
and unions that a member tells apart, recursion, maps of objects, objects no two of which are equal, steps of numbers.
An object of ours is made of what was decoded when somebody asks for it, one of pydantic when the text is loaded: so to
load and to visit all fields, or to add up what is in an array, is a row of its own.
Models for pydantic are written by hand, as a user would; those with unknown properties ignore them, ours keep them.
"""

from __future__ import annotations

import json
import sys
import types
from functools import cache, partial
from typing import TYPE_CHECKING, Annotated, Any, Literal

from benchmarks.bench_models import compare
from benchmarks.measuring import machine
from schemawright import open_schema
from schemawright.models.generating.modules import Wanted, module_text, source_of

if TYPE_CHECKING:
    from collections.abc import Callable

COUNT = 2_000
_TEXT, _COUNT = {"type": "string"}, {"type": "integer", "minimum": 0}


def _object(required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required.split()}


_USER = _object(
    "id name email",
    id=_COUNT,
    name=_TEXT,
    email={"type": "string", "format": "email"},
    role={"enum": ["admin", "user"]},
    tags={"type": "array", "items": _TEXT, "uniqueItems": True},
    address={"anyOf": [_object("city", city=_TEXT, zip={"type": "string", "pattern": "^[0-9]{5}$"}), {"type": "null"}]},
)
_EVENTS = {
    "type": "array",
    "items": {
        "oneOf": [
            _object("type at", type={"const": "created"}, at={"type": "string", "format": "date-time"}, owner=_TEXT),
            _object("type at", type={"const": "deleted"}, at={"type": "string", "format": "date-time"}),
            _object("type old new", type={"const": "renamed"}, old=_TEXT, new=_TEXT),
        ]
    },
}
_TREE = {
    "$ref": "#/$defs/node",
    "$defs": {"node": _object("value", value=_COUNT, children={"type": "array", "items": {"$ref": "#/$defs/node"}})},
}
_CHAIN = _object("value", value=_COUNT, next={"anyOf": [{"$ref": "#"}, {"type": "null"}]})
_EXPRESSION = {
    "$ref": "#/$defs/any",
    "$defs": {
        "any": {"oneOf": [{"$ref": "#/$defs/literal"}, {"$ref": "#/$defs/binary"}]},
        "literal": _object("op value", op={"const": "literal"}, value=_COUNT),
        "binary": _object(
            "op left right", op={"enum": ["add", "mul"]}, left={"$ref": "#/$defs/any"}, right={"$ref": "#/$defs/any"}
        ),
    },
}
_PLACE = _object("city", city=_TEXT, zip=_TEXT)
_PLACES = _object("id by_name", id=_COUNT, by_name={"type": "object", "additionalProperties": _PLACE})
_UNIQUE = _object("items", items={"type": "array", "items": _PLACE, "uniqueItems": True})
_PRICE = {"type": "number", "minimum": 0, "multipleOf": 0.01}
_PRICES = _object("prices", prices={"type": "object", "additionalProperties": _PRICE}, **{"x-of": {"x-unit": "EUR"}})

_ADDRESS = _object("city", street=_TEXT, city=_TEXT, geo={"type": "array", "items": {"type": "number"}, "maxItems": 2})
_MAP = {"type": "object", "additionalProperties": _TEXT}
_ORDER = _object(
    "id lines",
    id={"type": "integer", "minimum": 1},
    placed={"type": "string", "format": "date-time"},
    status={"enum": ["new", "paid", "shipped"]},
    customer=_object("name", name={"type": "string", "minLength": 1}, email={"type": ["string", "null"]}),
    lines={
        "type": "array",
        "minItems": 1,
        "items": _object(
            "sku quantity",
            sku={"type": "string", "pattern": "^[A-Z]{3}-[0-9]{4}$"},
            quantity={"type": "integer", "minimum": 1},
            price={"type": "number", "minimum": 0},
        ),
    },
    ship={"anyOf": [_ADDRESS, {"type": "null"}]},
    attributes=_MAP,
)


def _order(number: int) -> Any:
    lines = [{"sku": f"ABC-{number + at:04}", "quantity": at + 1, "price": number / 100 + 1.5} for at in range(2)]
    return {
        "id": number + 1,
        "placed": f"2026-03-02T06:{number % 60:02}:00Z",
        "status": "paid",
        "customer": {"name": f"Ann {number}", "email": "ann@example.com" if number % 2 else None},
        "lines": lines,
        "ship": {"street": "Main St", "city": "Graz", "geo": [1.5, 2.25]} if number % 3 else None,
        "attributes": {f"k{number}": "v"},
    }


def _alone(value: Any, number: int) -> Any:
    return {"id": number, "f": value}


def _user(number: int) -> Any:
    address = {"city": "Graz", "zip": "80100"} if number % 2 else None
    tags = ["a", f"t{number}"]
    return {"id": number, "name": "Ann", "email": "ann@example.com", "role": "user", "tags": tags, "address": address}


def _events(number: int) -> Any:
    at = "2026-03-02T06:00:00Z"
    kinds = [
        {"type": "created", "at": at, "owner": f"u{number}"},
        {"type": "deleted", "at": at},
        {"type": "renamed", "old": "a", "new": f"b{number}"},
    ]
    return [kinds[index % 3] for index in range(30)]


def _tree(number: int) -> Any:
    leaves = [{"value": index, "children": []} for index in range(4)]
    return {"value": number, "children": [{"value": 1, "children": leaves}, {"value": 2}]}


def _chain(number: int) -> Any:
    value: Any = {"value": number}
    for index in range(8):
        value = {"value": index, "next": value}
    return value


def _expression(number: int, depth: int = 4) -> Any:
    if not depth:
        return {"op": "literal", "value": number}
    return {"op": "add", "left": _expression(number, depth - 1), "right": _expression(number, depth - 1)}


def _by_name(number: int) -> Any:
    return {f"place {index}": {"city": "Graz", "zip": f"{number}"} for index in range(8)}


def _places(number: int) -> Any:
    return {"id": number, "by_name": _by_name(number)}


def _unique(number: int) -> Any:
    return {"items": [{"city": f"Graz {index}", "zip": f"{number}"} for index in range(8)]}


def _prices(number: int) -> Any:
    return {"prices": {f"p{index}": round(0.05 * index + number, 2) for index in range(12)}}


def _models() -> dict[str, Callable[[bytes], Any]]:
    """Return pydantic's loaders of the same."""
    from datetime import date
    from uuid import UUID

    from pydantic import AwareDatetime, BaseModel, Field, StringConstraints, TypeAdapter, create_model

    class Address(BaseModel):
        city: str
        zip: Annotated[str, StringConstraints(pattern="^[0-9]{5}$")] | None = None

    class User(BaseModel):
        id: Annotated[int, Field(ge=0)]
        name: str
        email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$")]
        role: Literal["admin", "user"] | None = None
        tags: list[str] | None = None
        address: Address | None = None

    class Created(BaseModel):
        type: Literal["created"]
        at: AwareDatetime
        owner: str | None = None

    class Deleted(BaseModel):
        type: Literal["deleted"]
        at: AwareDatetime

    class Renamed(BaseModel):
        type: Literal["renamed"]
        old: str
        new: str

    class Node(BaseModel):
        value: Annotated[int, Field(ge=0)]
        children: list[Node] | None = None

    class Chain(BaseModel):
        value: Annotated[int, Field(ge=0)]
        next: Chain | None = None

    class LiteralValue(BaseModel):
        op: Literal["literal"]
        value: Annotated[int, Field(ge=0)]

    class Binary(BaseModel):
        op: Literal["add", "mul"]
        left: Annotated[LiteralValue | Binary, Field(discriminator="op")]
        right: Annotated[LiteralValue | Binary, Field(discriminator="op")]

    class OnePlace(BaseModel):
        city: str
        zip: str | None = None

    class Places(BaseModel):
        id: Annotated[int, Field(ge=0)]
        by_name: dict[str, OnePlace]

    class Unique(BaseModel):
        items: list[OnePlace]

    class Prices(BaseModel):
        prices: dict[str, Annotated[float, Field(ge=0)]]

    class Customer(BaseModel):
        name: Annotated[str, Field(min_length=1)]
        email: str | None = None

    class Line(BaseModel):
        sku: Annotated[str, StringConstraints(pattern="^[A-Z]{3}-[0-9]{4}$")]
        quantity: Annotated[int, Field(ge=1)]
        price: Annotated[float, Field(ge=0)] | None = None

    class Ship(BaseModel):
        street: str | None = None
        city: str
        geo: Annotated[list[float], Field(max_length=2)] | None = None

    class Order(BaseModel):
        id: Annotated[int, Field(ge=1)]
        placed: AwareDatetime | None = None
        status: Literal["new", "paid", "shipped"] | None = None
        customer: Customer | None = None
        lines: Annotated[list[Line], Field(min_length=1)]
        ship: Ship | None = None
        attributes: dict[str, str] | None = None

    here = {
        **locals(),
        "Annotated": Annotated,
        "Field": Field,
        "StringConstraints": StringConstraints,
        "Literal": Literal,
    }
    others = (Chain, LiteralValue, Binary, OnePlace, Places, Unique)
    for model in (Address, User, Created, Deleted, Renamed, Node, Prices, Customer, Line, Ship, Order, *others):
        model.model_rebuild(_types_namespace=here)
    events = TypeAdapter(list[Annotated[Created | Deleted | Renamed, Field(discriminator="type")]])
    kinds: dict[str, Any] = {
        "date-times": list[AwareDatetime], "identifiers": list[UUID], "days by name": dict[str, date],
        "string": str, "enum": Literal["a", "b"], "number": float, "map": dict[str, str], "anything": Any,
        "object": Address, "objects": list[Address], "null or object": Address | None,
        "several types": Literal["m", "f", 0] | None, "unique enums": list[Literal["r", "w"]],
        "open enum": str, "object or text": Address | str, "pairs": tuple[int, int],
    }  # fmt: skip
    alone: Any = {name: create_model("One", id=(int, ...), f=(kind, None)) for name, kind in kinds.items()}
    return {
        "orders": Order.model_validate_json,
        **{name: model.model_validate_json for name, model in alone.items()},
        "users": User.model_validate_json,
        "events": events.validate_json,
        "trees": Node.model_validate_json,
        "prices": Prices.model_validate_json,
        "chains": Chain.model_validate_json,
        "expressions": TypeAdapter(Annotated[LiteralValue | Binary, Field(discriminator="op")]).validate_json,
        "maps of objects": Places.model_validate_json,
        "a map of objects": TypeAdapter(dict[str, OnePlace]).validate_json,
        "unique objects": Unique.model_validate_json,
    }


_CITY = _object("city", city=_TEXT, zip=_TEXT)
_MOMENTS = [f"2026-03-02T06:00:{second:02}Z" for second in range(12)]
_ALONE: dict[str, tuple[Any, Any]] = {
    "date-times": ({"type": "array", "items": {"type": "string", "format": "date-time"}}, _MOMENTS),
    "identifiers": (
        {"type": "array", "items": {"type": "string", "format": "uuid"}},
        [f"2eb8aa08-aa98-11ea-b4aa-73b441d163{at:02}" for at in range(12)],
    ),
    "days by name": (
        {"type": "object", "additionalProperties": {"type": "string", "format": "date"}},
        {f"day {at}": f"2026-03-{at + 1:02}" for at in range(12)},
    ),
    "string": (_TEXT, "abc"),
    "enum": ({"enum": ["a", "b"]}, "a"),
    "number": ({"type": "number"}, 1.5),
    "map": (_MAP, {"k": "v"}),
    "anything": (True, {"q": 1}),
    "object": (_CITY, {"city": "Graz"}),
    "objects": ({"type": "array", "items": _CITY}, [{"city": "Graz"}, {"city": "Linz"}]),
    "null or object": ({"anyOf": [_CITY, {"type": "null"}]}, {"city": "Graz"}),
    "several types": ({"enum": ["m", "f", None, 0]}, 0),
    "unique enums": ({"type": "array", "items": {"enum": ["r", "w"]}, "uniqueItems": True}, ["w", "r"]),
    "open enum": ({"anyOf": [{"enum": ["auto", "none"]}, _TEXT]}, "10px"),
    "object or text": ({"oneOf": [_CITY, _TEXT]}, {"city": "Graz"}),
    "pairs": ({"type": "array", "prefixItems": [{"type": "integer"}] * 2, "items": False}, [1, 2]),
}
"""Kind → the subschema of a property, and a value of it."""

KINDS: dict[str, tuple[Any, Callable[[int], Any]]] = {
    "orders": (_ORDER, _order),
    **{
        name: (_object("id", id={"type": "integer"}, f=schema), partial(_alone, value))
        for name, (schema, value) in _ALONE.items()
    },
    "users": (_USER, _user),
    "events": (_EVENTS, _events),
    "trees": (_TREE, _tree),
    "prices": (_PRICES, _prices),
    "chains": (_CHAIN, _chain),
    "expressions": (_EXPRESSION, _expression),
    "maps of objects": (_PLACES, _places),
    "a map of objects": (_PLACES["properties"]["by_name"], _by_name),
    "unique objects": (_UNIQUE, _unique),
}


_NO_MODELS = frozenset({"events", "a map of objects"})
"""Those of which pydantic has no model that writes itself."""


def _names_of(cls: type) -> tuple[str, ...]:
    """Return the names of the fields of a class, ours or pydantic's; of ours with that of all other properties."""
    fields: dict[str, Any] = getattr(cls, "__dataclass_fields__", None) or getattr(cls, "model_fields", {})
    return tuple(fields)


def _visiting(load: Callable[[bytes], Any]) -> Callable[[bytes], Any]:
    """Return what loads a text and asks each object in it for each of its fields."""
    names = cache(_names_of)

    def visit(value: Any) -> None:
        if isinstance(value, list | dict):
            for item in value.values() if isinstance(value, dict) else value:
                visit(item)
        else:
            for name in names(value.__class__):
                visit(getattr(value, name))

    return lambda line: visit(load(line))


def _adding(load: Callable[[bytes], Any]) -> Callable[[bytes], Any]:
    """Return what loads an order and adds up its lines."""
    return lambda line: sum(one.quantity * one.price for one in load(line).lines)


def _module_of(schema: Any, name: str) -> types.ModuleType:
    """Generate and import the module of a schema."""
    text = module_text(source_of(open_schema(schema)), Wanted(name, "", "", "", name.title()))
    module = sys.modules[name] = types.ModuleType(name)
    exec(compile(text, name, "exec"), module.__dict__)  # noqa: S102  (what was just generated)
    return module


def main() -> None:
    """Measure and print, of all kinds or those that are named; there is no goal."""
    print(f"Other kinds of objects beside pydantic: {COUNT:,} texts of each, medians of runs in turns")
    print(f"  {machine('schemawright', 'pydantic', 'msgspec', 'jsonschema-rs')}")
    wanted = sys.argv[1:] or KINDS
    for name, load in [pair for pair in _models().items() if pair[0] in wanted]:
        schema, make = KINDS[name]
        module = _module_of(schema, f"bench_{name.replace(' ', '_')}")
        separators = None if name in _ALONE else (",", ":")
        lines = [json.dumps(make(number), separators=separators).encode() for number in range(COUNT)]
        for line in lines[:50]:
            assert json.loads(module.to_json(module.from_json(line))) == json.loads(line)
        print(f"{name}: {sum(map(len, lines)) / len(lines):.0f} bytes each")
        compare("  load", (module.from_json, lines), (load, lines))
        compare("  load, visit fields", (_visiting(module.from_json), lines), (_visiting(load), lines))
        if name == "orders":
            compare("  load, sum of lines", (_adding(module.from_json), lines), (_adding(load), lines))
        loaded, held = [module.from_json(line) for line in lines], [load(line) for line in lines]
        written = (lambda one: one.model_dump_json(exclude_unset=True), held) if name not in _NO_MODELS else None
        if written is not None:
            compare("  write", (module.to_json, loaded), written)


if __name__ == "__main__":
    main()
