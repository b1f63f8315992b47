"""Valid orders for rich.schema.json: together they reach every subschema."""

from __future__ import annotations

from typing import Any

RICH_BASE: dict[str, Any] = {
    "id": "123e4567-e89b-12d3-a456-426614174000",
    "placed_at": "2024-02-29T10:00:00Z",
    "customer": {"name": "Ada"},
    "lines": [{"sku": "tea", "quantity": 1}],
}

_CARD = {"method": "card", "card": "1234"}
_TRANSFER = {"method": "transfer", "iban": "DE12", "due": "2024-02-29"}
_LINE = {"sku": "tea-1", "quantity": 2, "price": 4.35, "gift": True, "size": "S"}

RICH_PARTS: list[dict[str, Any]] = [
    {"id": "123E4567-E89B-12D3-A456-426614174000"},
    {"placed_at": "2016-12-31T23:59:60Z"},
    {"placed_at": "2016-12-31T15:59:60-08:00"},
    {"placed_at": "2024-01-01t00:00:00.123456789z"},
    {"placed_at": "1999-12-31T23:59:59+23:59"},
    {"version": 1},
    {"number": 17},
    {"number": "AB-1"},
    {"status": "paid"},
    {"currency": "EUR"},
    {"discount": 0.25, "reason": "sale"},
    {"discount": 0.25, "reason": None},
    {"reason": "a reason, ok"},
    {"total": 19.99},
    {"tags": ["a", "b"], "currency": "EUR", "version": 1},
    {"tags": ["a", "", "cccccc"], "currency": "EUR", "version": 1},
    {"marks": [1, True, 2, "1", None, 0]},
    {"marks": [{"a": 1, "b": 2}, 1, 2]},
    {"payment": _CARD, "currency": "EUR", "total": 1},
    {"payment": _TRANSFER, "currency": "EUR"},
    {"payment": {"method": "card", "iban": "DE12"}, "currency": "EUR"},
    {"delivery": {"kind": "post", "within": "P1D", "window": "10:00:00Z"}},
    {"delivery": {"kind": "post", "within": 7, "window": None}},
    {"delivery": {"kind": "post", "within": "P1W", "tracking": "https://example.com/a?b#c"}},
    {"delivery": {"kind": "pickup", "window": "00:00:00.5+01:00", "email": "a@b.c"}},
    {"delivery": {"kind": "mail", "within": "PT1H", "window": "23:59:60Z", "x": 1}},
    {"delivery": {}},
    {"settings": {"a": True}},
    {"settings": {"n_a": 1, "b_s": "abc", "n_c_s": 3, "d": False}},
    {"route": ["ab", 0]},
    {"route": ["ab", 24, 3, None, -6]},
    {"position": [48.1, 11.5, "a", "bc"]},
    {"position": [90, 179.5]},
    {"rule": "a"},
    {"rule": {"all": ["a", {"none": "b", "weight": 0.5}, "c", "d", "e"]}},
    {"rule": {"all": ["a"], "note": 1}},
    {"rule": {"none": {"all": ["a", {"none": {"all": ["c"]}}]}, "more": 1}},
    {"category": {"label": "a"}},
    {"category": {"label": "a", "children": [{"label": "b"}, {"label": "c"}]}},
    {"category": {"label": "a", "children": [{"label": "b", "children": [{"label": "c", "children": []}]}]}},
    {"a/b~c": 1},
    {"größe": 1.5},
    {"": None},
    {"x-a": "a", "x-b": 1.5},
    {"customer": {"name": "Ada", "ip": "192.0.2.1", "points": 3}},
    {"customer": {"name": "Ada", "anonymous": True, "contact": "12345"}},
    {"customer": {"name": "Ada", "contact": {"phone": ""}}},
    {"customer": {"name": "Ada", "contact": {"fax": 1}}},
    {"customer": {"name": "Ada", "contact": {"phone": "1", "fax": 1}}},
    {"customer": {"name": "Ada", "contact": {"phone": "1", "x": 1}}},
    {"lines": [_LINE, {**_LINE, "size": {"w": 1, "h": True}}, {"sku": "tea", "quantity": 100, "size": [1, 2]}]},
    {
        "lines": [
            {**_LINE, "parts": [{"sku": "ab", "quantity": 1, "parts": [{"sku": "c", "quantity": 1, "parts": []}]}]}
        ]
    },
    {"lines": [{**_LINE, "parts": [{"sku": "ab", "quantity": 1}] * 2}]},
    {"lines": [{"sku": "tea", "quantity": 1, "price": 0, "size": 38, "parts": []}] * 4},
]

_RULES: list[Any] = [
    {"all": ["a"], "none": "b"},
    {"all": [], "none": "b"},
    {"all": ["a", "b", "c", "A"]},
    {"all": ["a", "b", "c", 1]},
    {"none": {"none": {"none": {"none": 1}}}},
    {"none": {"none": {"none": 1}}},
    {"all": [{"all": [{"all": [{"all": []}]}]}]},
]
_TREES: list[Any] = [
    {"label": "a", "children": [{"label": "b", "extra": 1}]},
    {"label": "a", "children": [{"label": "b", "children": [{"label": "c", "extra": 1}]}]},
    {"label": "a", "children": [{"label": "b"}] * 3},
    {"label": "a", "children": [{"label": "b"}, 1]},
]
_MARKS: list[Any] = [[1, 2, {"a": 1, "b": 2}, {"b": 2, "a": 1}], [1, 2, [{"a": 1}], [{"a": True}]]]
_BRANCH: dict[str, Any] = {"sku": "a", "quantity": 1}


def _nested(leaf: Any, depth: int) -> Any:
    for _ in range(depth):
        leaf = {"sku": "a", "quantity": 1, "parts": [leaf]}
    return leaf


_WIDE = {
    "version": 1,
    "number": 17,
    "status": "paid",
    "currency": "EUR",
    "discount": 0.25,
    "reason": "sale",
    "total": 19.99,
    "tags": ["a"],
    "marks": [1, 2],
    "payment": _CARD,
    "delivery": {},
    "settings": {"a": True},
    "route": ["ab", 0],
    "position": [1],
    "rule": "a",
    "category": {"label": "a"},
}
RICH_HINTS: list[Any] = []
RICH_HINTS.extend(
    {**RICH_BASE, **_WIDE, **dict(list(more.items())[:count])}
    for more in ({"a/b~c": 1, "größe": 1, "": None, "x-a": 1},)
    for count in range(5)
)
RICH_HINTS.extend({**RICH_BASE, **_WIDE, "payment": one} for one in (_TRANSFER, {}, {**_CARD, **_TRANSFER}))
RICH_HINTS.extend(
    {**RICH_BASE, "payment": one, "currency": "EUR", "total": total}
    for one in (_CARD, _TRANSFER)
    for total in (0, 0.01)
)
RICH_HINTS.append(RICH_BASE | {"payment": {"method": "card", "card": "1234", "iban": "DE12"}, "currency": "EUR"})
RICH_HINTS.append(RICH_BASE | {"tags": ["a"], "currency": "EUR"})
RICH_HINTS.extend(RICH_BASE | {"marks": one} for one in _MARKS)
RICH_HINTS.extend(RICH_BASE | {"rule": one} for one in _RULES)
RICH_HINTS.extend(RICH_BASE | {"category": one} for one in _TREES)
RICH_HINTS.extend(RICH_BASE | {"lines": [_nested(leaf, depth)]} for leaf in (1, {}, _BRANCH) for depth in range(1, 5))
RICH_HINTS.append(RICH_BASE | {"lines": [{**_LINE, "parts": [_BRANCH] * 3}]})
RICH_HINTS.append(RICH_BASE | {"lines": [{**_LINE, "parts": [_BRANCH, _BRANCH, _BRANCH, 1]}]})
RICH_HINTS.extend(
    RICH_BASE | {"settings": {name: value}} for name in ("an_a", "a" * 10, "a_sx") for value in (True, 1, "a")
)
RICH_HINTS.extend(
    RICH_BASE | {"customer": {"name": "Ada", "ip": "192.0.2.1", **more}} for more in ({"contact": "12345"},)
)
RICH_HINTS.extend(RICH_BASE | {f"a{name}": value} for name in ("x-", "x-a") for value in (1, "a", None))
RICH_HINTS.append(
    RICH_BASE | {"delivery": {"kind": "pickup", "window": "10:00:00Z", "email": "a@b.c", "within": "P1D"}}
)
