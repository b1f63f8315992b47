"""The failing tests whose shrinking is measured: what a user would write, each false of some record of a schema."""
# ruff: noqa: PLR2004  (the numbers are what the tests are about)

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks import shrinking_elsewhere
from benchmarks.measuring import ROOT, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from schemawright.fuzz import FuzzRecord

_TREE = {
    "$ref": "#/$defs/tree",
    "$defs": {
        "tree": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": {"type": "string", "maxLength": 40},
                "weight": {"type": "number", "minimum": 0},
                "children": {"type": "array", "items": {"$ref": "#/$defs/tree"}, "maxItems": 3},
            },
            "additionalProperties": False,
        }
    },
}
_INVOICE = {
    "type": "object",
    "required": ["number", "buyer", "items"],
    "properties": {
        "number": {"type": "string", "pattern": "^INV-[0-9]{4}$"},
        "buyer": {"$ref": "#/$defs/party"},
        "seller": {"$ref": "#/$defs/party"},
        "items": {"type": "array", "items": {"$ref": "#/$defs/item"}, "minItems": 1, "maxItems": 20},
        "due": {"type": "string", "format": "date"},
        "notes": {"type": "array", "items": {"type": "string", "maxLength": 200}},
    },
    "additionalProperties": False,
    "$defs": {
        "party": {
            "type": "object",
            "required": ["name", "address"],
            "properties": {
                "name": {"type": "string", "minLength": 1},
                "address": {"$ref": "#/$defs/address"},
                "email": {"type": "string", "format": "email"},
            },
        },
        "address": {
            "type": "object",
            "required": ["city", "country"],
            "properties": {
                "street": {"type": "string"},
                "city": {"type": "string", "minLength": 1},
                "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
            },
        },
        "item": {
            "type": "object",
            "required": ["price", "amount"],
            "properties": {
                "price": {"$ref": "#/$defs/money"},
                "amount": {"type": "integer", "minimum": 1},
                "discount": {"type": "number", "minimum": 0, "exclusiveMaximum": 1},
            },
        },
        "money": {
            "type": "object",
            "required": ["value", "currency"],
            "properties": {"value": {"type": "number"}, "currency": {"enum": ["EUR", "USD", "GBP"]}},
        },
    },
}
SCHEMAS: dict[str, Any] = {
    "rich": ROOT / "benchmarks/mutation/rich.schema.json",
    "session": SCHEMA,
    "tree": _TREE,
    "invoice": _INVOICE,
    **shrinking_elsewhere.SCHEMAS,
}


class Property(NamedTuple):
    """
    What a failing test is about.

    Args:
        schema: The name of the schema.
        mode: Which strategy.
        name: What makes it fail, in a few words.
        holds: Whether it fails with a record.
    """

    schema: str
    mode: str
    name: str
    holds: Callable[[FuzzRecord], bool]


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _items(value: Any, name: str) -> list[Any]:
    found = _member(value, name)
    return found if isinstance(found, list) else []


def _is_above(value: Any, least: float) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value > least


def _values(value: Any) -> Iterator[Any]:
    yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _values(one)


def _rules(rule: Any) -> int:
    inner = [rule["none"]] if isinstance(rule, dict) and "none" in rule else _items(rule, "all")
    return 1 + max(map(_rules, inner), default=0) if isinstance(rule, dict) else 0


def _depth(tree: Any) -> int:
    return 1 + max(map(_depth, _items(tree, "children")), default=0)


def _about(what: Callable[[Any], bool]) -> Callable[[FuzzRecord], bool]:
    return lambda record: what(record.instance)


_KNOWN_OF_CUSTOMER = {"name", "ip", "contact", "anonymous"}

_RICH_VALID: dict[str, Callable[[Any], bool]] = {
    "a line of more than 7, with parts": lambda o: any(
        _is_above(line["quantity"], 7) and "parts" in line for line in o["lines"]
    ),
    "a tag longer than 3": lambda o: any(len(str(tag)) > 3 for tag in _items(o, "tags")),
    "a price above 7": lambda o: any(line.get("price", 0) > 7 for line in o["lines"]),
    "a price with a fraction": lambda o: any(line.get("price", 0) % 1 for line in o["lines"]),
    "a category with children": lambda o: bool(_items(o.get("category"), "children")),
    "two lines": lambda o: len(o["lines"]) > 1,
    "a number above 1000 in parts": lambda o: any(
        _is_above(one, 1_000) for line in o["lines"] for one in _values(_items(line, "parts"))
    ),
    "an unknown property of a customer": lambda o: not {*o["customer"]} <= _KNOWN_OF_CUSTOMER,
    "two rules": lambda o: _rules(o.get("rule")) >= 2,
    "two gifts": lambda o: sum("gift" in line for line in o["lines"]) >= 2,
    "a payment by transfer": lambda o: "iban" in (_member(o, "payment") or ()),
    "ten members": lambda o: len(o) >= 10,
    "a delivery by post": lambda o: _member(o.get("delivery"), "kind") == "post",
    "two settings": lambda o: isinstance(o.get("settings"), dict) and len(o["settings"]) >= 2,
    "paid, and with two tags": lambda o: o.get("status") == "paid" and len(_items(o, "tags")) >= 2,
    "quantities of more than 20": lambda o: sum(line["quantity"] for line in o["lines"]) > 20,
    "a name of more than 4 letters": lambda o: len(o["customer"]["name"]) > 4,
    "a number, as a text": lambda o: isinstance(o.get("number"), str),
    "a contact that is an object": lambda o: isinstance(o["customer"].get("contact"), dict),
    "something for each line": lambda o: len(o["lines"]) >= 2 and all(len(line) >= 3 for line in o["lines"]),
}
_RICH_INVALID: dict[str, Callable[[FuzzRecord], bool]] = {
    "two lines": lambda r: len(_items(r.instance, "lines")) > 1,
    "minimum": lambda r: r.keyword == "minimum",
    "something in parts": lambda r: r.at.startswith("/lines/0/parts/0/"),
    "pattern in a line": lambda r: r.keyword == "pattern" and r.at.startswith("/lines/"),
    "the format of id": lambda r: r.keyword == "format" and r.at == "/id",
    "anything, and two tags": lambda r: len(_items(r.instance, "tags")) >= 2,
    "uniqueItems": lambda r: r.keyword == "uniqueItems",
    "additionalProperties": lambda r: r.keyword == "additionalProperties",
    "required below the top": lambda r: r.keyword == "required" and r.at.count("/") >= 2,
    "something of the customer": lambda r: r.at.startswith("/customer"),
    "a type, two lines and a price": lambda r: (
        r.keyword == "type"
        and len(_items(r.instance, "lines")) > 1
        and any(_member(line, "price") is not None for line in r.instance["lines"])
    ),
    "oneOf": lambda r: r.keyword == "oneOf",
    "maxItems": lambda r: r.keyword == "maxItems",
    "a contact": lambda r: r.at == "/customer/contact",
    "minimum, and a total": lambda r: r.keyword == "minimum" and "total" in r.instance,
    "a type in the second line": lambda r: r.keyword == "type" and r.at.startswith("/lines/1"),
    "unevaluatedProperties": lambda r: r.keyword == "unevaluatedProperties",
    "five members": lambda r: isinstance(r.instance, dict) and len(r.instance) > 5,
    "a payment beside what is wrong": lambda r: (
        not r.at.startswith("/payment") and _member(_member(r.instance, "payment"), "iban") is not None
    ),
    "the sku of a part": lambda r: r.at.startswith("/lines/") and "/parts/" in r.at and r.at.endswith("/sku"),
}
_RICH_RECORDS: dict[str, Callable[[FuzzRecord], bool]] = {
    "two lines": lambda r: len(_items(r.instance, "lines")) > 1,
    "invalid, with tags": lambda r: not r.valid and bool(_items(r.instance, "tags")),
    "valid, with a rule": lambda r: r.valid and "rule" in r.instance,
    "invalid in a line": lambda r: not r.valid and r.at.startswith("/lines/0/"),
    "a price above 7": lambda r: any(_is_above(_member(line, "price"), 7) for line in _items(r.instance, "lines")),
}
_SESSION: dict[str, dict[str, Callable[[FuzzRecord], bool]]] = {
    "valid": {
        "an id of a credential": _about(lambda s: bool(_member(s.get("credential"), "id"))),
        "four members": _about(lambda s: len(s) >= 4),
        "a long region": _about(lambda s: len(s.get("region", "")) > 10),
        "started after 2000": _about(lambda s: s.get("started_at", "0") > "2001"),
    },
    "invalid": {
        "at an id of a credential": lambda r: r.at == "/credential/id",
        "format": lambda r: r.keyword == "format",
        "a type, and three more members": lambda r: (
            r.keyword == "type" and isinstance(r.instance, dict) and len(r.instance) >= 4
        ),
        "a format beside an ip": lambda r: r.keyword == "format" and "ip" in r.instance,
    },
    "records": {
        "an ip": lambda r: "ip" in r.instance if isinstance(r.instance, dict) else False,
        "invalid in a credential": lambda r: not r.valid and r.at.startswith("/credential"),
    },
}
_TREES: dict[str, dict[str, Callable[[FuzzRecord], bool]]] = {
    "valid": {
        "three levels": _about(lambda t: _depth(t) >= 3),
        "a long name below": _about(lambda t: any(len(c["name"]) > 5 for c in _items(t, "children"))),
        "three children": _about(lambda t: len(_items(t, "children")) >= 3),
        "weights of 10 and more": _about(lambda t: sum(_member(v, "weight") or 0 for v in _values(t)) >= 10),
    },
    "invalid": {
        "maxLength two levels down": lambda r: r.keyword == "maxLength" and r.at.count("/") > 4,
        "anything three levels down": lambda r: r.at.count("/") >= 5,
        "required": lambda r: r.keyword == "required",
        "a type beside two children": lambda r: r.keyword == "type" and len(_items(r.instance, "children")) >= 2,
        "maxItems": lambda r: r.keyword == "maxItems",
    },
}
_INVOICES: dict[str, dict[str, Callable[[FuzzRecord], bool]]] = {
    "valid": {
        "more than 3 of something": _about(lambda i: any(_is_above(one["amount"], 3) for one in i["items"])),
        "three items": _about(lambda i: len(i["items"]) >= 3),
        "dollars and pounds": _about(lambda i: {"USD", "GBP"} <= {one["price"]["currency"] for one in i["items"]}),
        "a seller with an email": _about(lambda i: "email" in i.get("seller", ())),
        "a value of 99.5 and more": _about(lambda i: any(one["price"]["value"] >= 99.5 for one in i["items"])),
        "a note of more than 20": _about(lambda i: any(len(note) > 20 for note in i.get("notes", ()))),
    },
    "invalid": {
        "a currency": lambda r: r.at.endswith("/currency"),
        "a country of the seller": lambda r: r.at == "/seller/address/country",
        "minLength": lambda r: r.keyword == "minLength",
        "an amount, and two items": lambda r: r.at.endswith("/amount") and len(_items(r.instance, "items")) >= 2,
        "anything, and a due date": lambda r: isinstance(_member(r.instance, "due"), str),
        "the second item": lambda r: r.at.startswith("/items/1/"),
    },
    "records": {
        "an item with a discount": lambda r: any(
            "discount" in one for one in _items(r.instance, "items") if type(one) is dict
        ),
        "an invalid email": lambda r: r.at.endswith("/email"),
    },
}


def _of(schema: str, mode: str, table: dict[str, Callable[[FuzzRecord], bool]]) -> list[Property]:
    return [Property(schema, mode, name, holds) for name, holds in table.items()]


PROPERTIES = [
    *_of("rich", "valid", {name: _about(what) for name, what in _RICH_VALID.items()}),
    *_of("rich", "invalid", _RICH_INVALID),
    *_of("rich", "records", _RICH_RECORDS),
    *(
        one
        for name, of in (("session", _SESSION), ("tree", _TREES), ("invoice", _INVOICES))
        for mode, table in of.items()
        for one in _of(name, mode, table)
    ),
    *(Property(schema, "valid", name, _about(what)) for (schema, name), what in shrinking_elsewhere.VALID.items()),
    *(Property(schema, "invalid", name, holds) for (schema, name), holds in shrinking_elsewhere.INVALID.items()),
]
