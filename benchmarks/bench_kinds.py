"""
Generated dataclasses of other kinds than tunnel sessions beside pydantic: what the fast path does not take.

Formats, unions that a member tells apart, recursion, maps, steps of numbers, null instead of an object.  Models for
pydantic are written by hand, as a user would; those with unknown properties ignore them, ours keep them.
"""

from __future__ import annotations

import json
import sys
import types
from typing import TYPE_CHECKING, Annotated, Any, Literal

from benchmarks.bench_models import compare
from benchmarks.measuring import machine
from schemawright import open_schema
from schemawright.models.generating import Wanted, module_text, source_of

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
_PRICE = {"type": "number", "minimum": 0, "multipleOf": 0.01}
_PRICES = _object("prices", prices={"type": "object", "additionalProperties": _PRICE}, **{"x-of": {"x-unit": "EUR"}})


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


def _prices(number: int) -> Any:
    return {"prices": {f"p{index}": round(0.05 * index + number, 2) for index in range(12)}}


def _models() -> dict[str, Callable[[bytes], Any]]:
    """Return pydantic's loaders of the same."""
    from pydantic import AwareDatetime, BaseModel, Field, StringConstraints, TypeAdapter

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

    class Prices(BaseModel):
        prices: dict[str, Annotated[float, Field(ge=0)]]

    here = {
        **locals(),
        "Annotated": Annotated,
        "Field": Field,
        "StringConstraints": StringConstraints,
        "Literal": Literal,
    }
    for model in (Address, User, Created, Deleted, Renamed, Node, Prices):
        model.model_rebuild(_types_namespace=here)
    events = TypeAdapter(list[Annotated[Created | Deleted | Renamed, Field(discriminator="type")]])
    return {
        "users": User.model_validate_json,
        "events": events.validate_json,
        "trees": Node.model_validate_json,
        "prices": Prices.model_validate_json,
    }


KINDS: dict[str, tuple[Any, Callable[[int], Any]]] = {
    "users": (_USER, _user),
    "events": (_EVENTS, _events),
    "trees": (_TREE, _tree),
    "prices": (_PRICES, _prices),
}


def _module_of(schema: Any, name: str) -> types.ModuleType:
    """Generate and import the module of a schema."""
    text = module_text(source_of(open_schema(schema)), Wanted(name, "", "", "", name.title()))
    module = sys.modules[name] = types.ModuleType(name)
    exec(compile(text, name, "exec"), module.__dict__)  # noqa: S102  (what was just generated)
    return module


def main() -> None:
    """Measure and print; there is no goal."""
    print(f"Other kinds of objects beside pydantic: {COUNT:,} texts of each, medians of runs in turns")
    print(f"  {machine('schemawright', 'pydantic', 'msgspec', 'jsonschema-rs')}")
    for name, load in _models().items():
        schema, make = KINDS[name]
        module = _module_of(schema, f"bench_{name}")
        lines = [json.dumps(make(number), separators=(",", ":")).encode() for number in range(COUNT)]
        for line in lines[:50]:
            assert json.loads(module.to_json(module.from_json(line))) == json.loads(line)
        print(f"{name}: {sum(map(len, lines)) / len(lines):.0f} bytes each")
        compare("  load", (module.from_json, lines), (load, lines))
        loaded, held = [module.from_json(line) for line in lines], [load(line) for line in lines]
        written = (lambda one: one.model_dump_json(), held) if name != "events" else None
        if written is not None:
            compare("  write", (module.to_json, loaded), written)


if __name__ == "__main__":
    main()
