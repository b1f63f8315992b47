"""Our own cases: what the official suite has little of, with instances on both sides."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fidelity import Group
from suites import retrieve

from schemawright.engines.protocol import Task

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTITY = {"type": "object", "properties": {"kind": {"const": "a"}, "n": {"type": "integer"}}, "required": ["kind"]}
OTHER = {"type": "object", "properties": {"kind": {"const": "b"}, "at": {"type": "string", "format": "date-time"}}}
ODD_NAMES = [
    "class", "@id", "foo-bar", "foo_bar", "ﬁle", "file", "", "😀", "None", "__init__", "__class__", "str", "extra",
    "from_json", "self", "_x", "a b", "1st", "Any", "to_json", "replace", "s", "é", "mro", "0", "-", "Root",
]  # fmt: skip

CASES: dict[str, tuple[Any, list[Any]]] = {
    "empty": ({}, [1, {}, [], None]),
    "true": (True, [1, {"a": 1}]),
    "false": (False, [1, {}]),
    "root string": ({"type": "string", "format": "date-time"}, ["2026-03-02T06:00:00Z", "no", 1]),
    "root array": ({"type": "array", "items": ENTITY}, [[], [{"kind": "a"}], [{"kind": "b"}], {}]),
    "integers": (
        {"properties": {"n": {"type": "integer"}}},
        [{"n": 1}, {"n": 1.0}, {"n": 1.5}, {"n": 2**70}, {"n": Decimal("1e400")}, {"n": True}],
    ),
    "numbers": (
        {"properties": {"n": {"type": "number"}, "m": {"type": "array", "items": {"type": "number"}}}},
        [{"n": 1}, {"n": 1.0}, {"n": Decimal("0.30000000000000000001")}, {"m": [1, 1.0, 1e300]}, {"n": "1"}],
    ),
    "bounds": (
        {"type": "object", "properties": {"n": {"type": "integer", "minimum": 0, "maximum": 9}}, "required": ["n"]},
        [{"n": 0}, {"n": 10}, {"n": -1}, {}, {"n": 9, "x": 1}],
    ),
    "order": ({"type": "object", "properties": {"a": {}, "b": {}}}, [{"b": 1, "z": 2, "a": 3}, {"z": 1, "a": 2}]),
    "null is not absent": (
        {"type": "object", "properties": {"a": {"type": ["string", "null"]}, "b": {"type": "string"}}},
        [{}, {"a": None}, {"b": None}, {"a": "x", "b": "y"}],
    ),
    "closed": (
        {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False},
        [{}, {"a": "x"}, {"b": 1}, {"a": "x", "b": 1}],
    ),
    "typed rest": (
        {"type": "object", "properties": {"a": {}}, "additionalProperties": ENTITY},
        [{"a": 1, "x": {"kind": "a", "n": 1.0}}, {"x": {}}, {}],
    ),
    "patterns": (
        {"type": "object", "properties": {"a": {}}, "patternProperties": {"^x": {"type": "integer"}}},
        [{"x1": 1, "a": 2, "y": []}, {"x1": "1"}],
    ),
    "map": ({"type": "object", "additionalProperties": OTHER}, [{}, {"z": {"kind": "b"}, "a": {}}, {"a": 1}]),
    "tagged union": (
        {"oneOf": [ENTITY, OTHER], "unevaluatedProperties": False},
        [{"kind": "a", "n": 1}, {"kind": "b", "at": "2026-03-02T06:00:00Z"}, {"kind": "a", "at": 1}, {"kind": "c"}, 1],
    ),
    "union with null": ({"anyOf": [ENTITY, {"type": "null"}]}, [None, {"kind": "a"}, {"kind": 1}, []]),
    "union beside properties": (
        {"properties": {"id": {"type": "string"}}, "anyOf": [ENTITY, {"required": ["id"]}]},
        [{"id": "x"}, {"kind": "a", "n": 2}, {}, {"id": 1, "kind": "a"}],
    ),
    "all of": (
        {"allOf": [ENTITY, {"properties": {"m": {"type": "string"}}, "required": ["m"]}]},
        [{"kind": "a", "m": "x"}, {"kind": "a"}, {"m": "x"}],
    ),
    "the same property twice": (
        {"properties": {"a": ENTITY}, "allOf": [{"properties": {"a": {"properties": {"z": {"type": "null"}}}}}]},
        [{"a": {"kind": "a", "z": None}}, {"a": {"kind": "a", "z": 1}}, {"a": {}}],
    ),
    "recursion": (
        {
            "$ref": "#/$defs/node",
            "$defs": {
                "node": {
                    "type": "object",
                    "properties": {"next": {"$ref": "#/$defs/node"}, "all": {"type": "array", "items": {"$ref": "#"}}},
                }
            },
        },
        [{"next": {"next": {}}, "all": [{}, {"all": []}]}, {"next": 1}, {"all": [{"next": []}]}],
    ),
    "recursion that is extended": (
        {
            "$schema": "https://json-schema.org/draft/2019-09/schema",
            "$id": "http://localhost:4321/schema",
            "$recursiveAnchor": True,
            "$ref": "tree",
            "properties": {"label": {"properties": {"text": {"type": "string"}}}},
            "$defs": {
                "tree": {
                    "$id": "tree",
                    "$recursiveAnchor": True,
                    "type": "object",
                    "properties": {"children": {"type": "array", "items": {"$recursiveRef": "#"}}},
                }
            },
        },
        [{"children": [{"label": {"text": "a"}, "children": [{"label": {}}]}]}, {"children": [{"label": {"text": 1}}]}],
    ),
    "recursive arrays": ({"type": "array", "items": {"$ref": "#"}}, [[], [[], [[]]], [1]]),
    "conditions": (
        {
            "properties": {"kind": {"enum": ["a", "b"]}},
            "if": {"properties": {"kind": {"const": "a"}}},
            "then": {"properties": {"x": {"type": "integer"}}, "required": ["x"]},
            "else": {"properties": {"y": {"type": "string"}}},
        },
        [{"kind": "a", "x": 1}, {"kind": "a"}, {"kind": "b", "y": "z"}, {"kind": "b", "y": 1}],
    ),
    "tuples": (
        {"type": "array", "prefixItems": [ENTITY, {"type": "string"}], "items": OTHER},
        [[], [{"kind": "a"}], [{"kind": "a"}, "x", {"kind": "b"}], [1], [{"kind": "a"}, "x", 1]],
    ),
    "odd names": (
        {"type": "object", "properties": {name: {"type": "integer"} for name in ODD_NAMES}},
        [dict.fromkeys(ODD_NAMES, 1), {"": 1, "class": 2}, {"😀": "x"}, dict.fromkeys(reversed(ODD_NAMES), 2.0)],
    ),
    "odd classes": (
        {"properties": {name: {"properties": {"a": {"type": "integer"}}} for name in ODD_NAMES}},
        [{name: {"a": 1} for name in ODD_NAMES}, {"None": {"a": "x"}}],
    ),
    "escapes": (
        {"type": "object", "properties": {"a": {"type": "string"}}},
        [{"a": '"\\\n\x7f\x00é\u2028'}, {"a": "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")}],
    ),
    "enumerations": (
        {"properties": {"e": {"enum": ["a", 1, None, True, 1.5, {"x": 1}]}, "f": {"enum": [1, "1", False]}}},
        [{"e": "a"}, {"e": {"x": 1}}, {"e": 1.0}, {"f": 1.0}, {"f": False}, {"f": 0}, {"e": False}],
    ),
    "formats": (
        {"properties": {name: {"type": "string", "format": name} for name in ("date", "time", "uuid", "ipv4", "ipv6")}},
        [{"date": "2026-03-02", "time": "06:00:00Z", "ipv4": "192.0.2.1", "ipv6": "2001:db8::1"}, {"date": "x"}],
    ),
    "moments": (
        {"type": "object", "properties": {"at": {"type": "string", "format": "date-time"}}},
        [
            {"at": text}
            for text in (
                "2026-03-02T06:00:00Z", "2026-03-02t06:00:00z", "2026-03-02T06:00:00.5+01:00", "2026-03-02T06:00:00",
                "2026-03-02 06:00:00Z", "2026-03-02T24:00:00Z", "2026-06-30T23:59:60Z", "0000-03-02T06:00:00Z",
                "2026-03-02T06:00:00+00:00", "2026-03-02T06:00:00-00:00", "2026-03-02T06:00:00.123456789Z",
            )
        ],
    ),
    "deep": ({"properties": {"a": {"$ref": "#"}}}, []),
}  # fmt: skip


def _nested(depth: int) -> Any:
    value: Any = {}
    for _ in range(depth):
        value = {"a": value}
    return value


CASES["deep"][1].extend([_nested(200), _nested(500)])


def groups() -> Iterator[Group]:
    """Yield our own cases."""
    for name, (schema, instances) in CASES.items():
        task = Task("http://localhost:4321/schema", schema, "", "2020-12", assert_formats=True, retrieve=retrieve)
        yield Group(f"own: {name}", "2020-12", schema, tuple(instances), assert_formats=True, task=task)
