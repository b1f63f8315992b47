"""Laws of what the fast path takes beside plain objects: it loads and writes what the exact path does."""

from __future__ import annotations

import copy
import json
import random
from contextlib import suppress
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
from fidelity import carrier_of, module_of_schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemawright.errors import SchemawrightError
from schemawright.fuzz.fuzzer import Fuzzer
from schemawright.models.spelling.writing import write_json
from schemawright.runtime import Model
from schemawright.store.opening import open_schema_contents
from schemawright.validation.schema import Schema

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = 150
TEXT, COUNTED = {"type": "string"}, {"type": "integer"}
MOMENT = {"type": "string", "format": "date-time"}
DATE, TIME, UUID, EMAIL = ({"type": "string", "format": name} for name in ("date", "time", "uuid", "email"))
MOMENTS = {"type": "array", "items": MOMENT}
UNIQUE = {"type": "array", "uniqueItems": True}
BASE: dict[str, Any] = {
    "type": "object",
    "properties": {"a": TEXT, "b": COUNTED, "x-c": TEXT, "at": MOMENT},
}
STEP: dict[str, Any] = {"type": "number", "multipleOf": 0.5}
INNER: dict[str, Any] = {"type": "object", "properties": {"x": COUNTED, "y": TEXT}, "required": ["x"]}
OPEN = {"anyOf": [{"enum": ["a", "b"]}, {"type": "string"}]}
INHERITED = {"$ref": "#/$defs/base"}
BUNDLED = {"$id": "https://e.org/in/i", "type": "object", "properties": {"q": TEXT, "r": {"$ref": "#/$defs/r"}}}
BUNDLED["$defs"] = {"r": {**INNER, "$anchor": "inner"}}


def _kind(kind: str, **properties: Any) -> dict[str, Any]:
    """Return a subschema of the objects of one kind."""
    return {"type": "object", "properties": {"kind": {"const": kind}, **properties}, "required": ["kind"]}


def _closed(**properties: Any) -> dict[str, Any]:
    """Return a subschema of the objects that have some properties, and no others."""
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}


def _said(name: str, value: Any, **properties: Any) -> dict[str, Any]:
    """Return a subschema of the objects that have a value by some name."""
    return {"type": "object", "properties": {name: {"const": value}, **properties}, "required": [name]}


SCHEMAS: dict[str, dict[str, Any]] = {
    "bundled": {
        "$id": "https://e.org/whole",
        "properties": {"a": {"$ref": "in/i"}, "b": {"$ref": "in/i#inner"}, "c": {"$ref": "#/$defs/i/$defs/r"}},
        "$defs": {"i": BUNDLED},
    },
    "bundled in draft 7": {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "properties": {"a": {"$ref": "#in", "minProperties": 9}, "b": {"$ref": "https://e.org/i#/definitions/c"}},
        "definitions": {
            "i": {"$id": "https://e.org/i", "definitions": {"c": {"type": "integer", "minimum": 1}}},
            "in": {"$id": "#in", **INNER},
        },
    },
    "anchors": {
        "properties": {"a": {"$ref": "#in"}, "b": {"type": "array", "items": {"$ref": "#in"}}},
        "$defs": {"in": {**INNER, "$anchor": "in"}},
    },
    "counted": {**BASE, "minProperties": 2, "maxProperties": 3},
    "counted inside": {"properties": {"in": {**BASE, "minProperties": 1}, "all": {"type": "array", "items": BASE}}},
    "one definition, counted or not": {
        "properties": {"in": {**INHERITED, "minProperties": 2}, "out": INHERITED},
        "$defs": {"base": BASE},
    },
    "dependent": {**BASE, "dependentRequired": {"a": ["b"], "zz": ["a"], "x-c": []}},
    "dependent schemas": {**BASE, "dependentSchemas": {"a": {"required": ["b"]}, "b": {"maxProperties": 2}}},
    "denied": {**BASE, "not": {"required": ["a", "b"]}},
    "denied values": {**BASE, "not": {"properties": {"a": {"enum": ["q", "r"]}}, "required": ["a"]}},
    "one of several": {**BASE, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
    "just one": {**BASE, "oneOf": [{"required": ["a"]}, {"required": ["b"]}, {"required": ["at", "a"]}]},
    "conditional": {
        **BASE,
        "if": {"properties": {"a": {"const": "q"}}, "required": ["a"]},
        "then": {"required": ["b"]},
        "else": {"properties": {"b": {"minimum": 5}}},
    },
    "conditional date-time": {**BASE, "if": {"properties": {"at": {"const": "2026-03-02T06:00:00Z"}}}, "then": False},
    "nothing else": {**BASE, "unevaluatedProperties": False},
    "nothing else, inherited": {**INHERITED, "unevaluatedProperties": False, "$defs": {"base": BASE}},
    "inherited": {
        "allOf": [INHERITED, {"properties": {"a": {"maxLength": 2}, "d": INNER}, "required": ["d"]}],
        "properties": {"b": {"minimum": 2}, "e": TEXT},
        "$defs": {"base": BASE},
    },
    "closed by what knows less": {
        "allOf": [{"properties": {"a": TEXT}, "additionalProperties": False}, INHERITED],
        "$defs": {"base": BASE},
    },
    "beside a reference": {
        **INHERITED,
        "required": ["a"],
        "properties": {"a": {"const": "q"}},
        "$defs": {"base": BASE},
    },
    "names": {**BASE, "propertyNames": {"pattern": "^[ab]"}},
    "union of references": {
        "oneOf": [{"$ref": "#/$defs/one"}, {"$ref": "#/$defs/two"}, {"$ref": "#/$defs/three"}],
        "$defs": {
            "one": {**_kind("a", n=INNER, at=MOMENT), "additionalProperties": False},
            "two": {**_kind("b", x=TEXT, list={"type": "array", "items": INNER}), "additionalProperties": False},
            "three": _kind("c", y=COUNTED),
        },
    },
    "union beside properties": {
        **BASE,
        "required": ["a", "kind"],
        "properties": {**BASE["properties"], "kind": TEXT},
        "oneOf": [
            {"properties": {"kind": {"const": "a"}, "data": INNER}},
            {"properties": {"kind": {"const": "b"}, "data": {**INNER, "additionalProperties": False}}},
            {"properties": {"kind": {"enum": ["c", "d"]}, "data": {"type": "null"}, "b": {"minimum": 1}}},
        ],
        "unevaluatedProperties": False,
    },
    "union of kinds of one": {
        "anyOf": [
            {"allOf": [{"$ref": "#/$defs/base"}, _kind("a", n=COUNTED)]},
            {**_kind("b", n=TEXT), "$ref": "#/$defs/base", "minProperties": 3},
        ],
        "$defs": {"base": {"type": "object", "properties": {"kind": {"enum": ["a", "b", "c"]}, "id": TEXT}}},
    },
    "union told apart where it is not sure": {
        "oneOf": [_kind("a", n=COUNTED), {**_kind("b", n=TEXT), "required": []}, _kind("c")],
    },
    "union of what overlaps": {"oneOf": [_kind("a"), {"properties": {"kind": {"enum": ["a", "b"]}, "x": TEXT}}]},
    "union with more than classes": {"type": ["object", "string"], "oneOf": [_kind("a"), _kind("b"), TEXT]},
    "unions inside": {
        "properties": {
            "a": {"oneOf": [_kind("a", n=INNER, at=MOMENT), {"$ref": "#/$defs/b"}]},
            "list": {"type": ["array", "null"], "items": {"$ref": "#/$defs/all"}, "maxItems": 3},
            "in": {"type": "object", "properties": {"one": {"$ref": "#/$defs/all"}, "s": TEXT}},
            "b": COUNTED,
        },
        "required": ["list"],
        "$defs": {
            "all": {"anyOf": [{"$ref": "#/$defs/b"}, {"$ref": "#/$defs/c"}, {"$ref": "#/$defs/d"}]},
            "b": {**_kind("b", x=COUNTED, y=COUNTED), "additionalProperties": False, "minProperties": 2},
            "c": _kind("c", in_={"oneOf": [_kind("a", b=COUNTED), _kind("b")]}, at=MOMENT),
            "d": _kind("d", list={"type": "array", "items": INNER}, code={"type": "string", "pattern": "^.?.?$"}),
        },
    },
    "unions of texts": {
        "properties": {"a": TEXT, "one": {"oneOf": [_kind("a", a=TEXT), _kind("b", b=MOMENT)]}},
        "required": ["a", "one"],
    },
    "unions of numbers": {
        "properties": {
            "all": {"type": "array", "items": {"oneOf": [_kind("a", x={"type": "number"}), _kind("b", y=True)]}},
            "x": TEXT,
        },
    },
    "unions or null": {
        "properties": {"a": {"oneOf": [{"type": "null"}, _kind("a", x=COUNTED), _kind("b", x=TEXT)]}, "b": COUNTED},
    },
    "never there": {**BASE, "properties": {**BASE["properties"], "zz": False, "kind": False}},
    "never there, by a part": {**BASE, "allOf": [{"properties": {"zz": False, "x-d": {"not": {}}}}]},
    "union of what is never there": {
        "oneOf": [_kind("a", q=COUNTED, zz=False), _kind("b", zz=COUNTED, b=False), _kind("c", b=COUNTED, q=False)],
    },
    "tree": {
        "properties": {"x": COUNTED, "y": TEXT, "list": {"type": "array", "items": {"$ref": "#"}, "minItems": 1}},
        "required": ["x"],
    },
    "closed tree of numbers": {
        "properties": {"x": {"type": "number"}, "list": {"type": ["array", "null"], "items": {"$ref": "#"}}},
        "additionalProperties": False,
    },
    "chain": {"properties": {"at": MOMENT, "a": {"anyOf": [{"type": "null"}, {"$ref": "#"}]}, "x": COUNTED, "y": TEXT}},
    "chain of conditions": {
        "properties": {"a": {"$ref": "#"}, "b": {"type": "string", "pattern": "^.?.?$"}, "x": COUNTED},
        "dependentRequired": {"a": ["b"]},
        "maxProperties": 2,
    },
    "one in another, and back": {
        "properties": {"a": {"$ref": "#/$defs/a"}, "b": {"type": "array", "items": {"$ref": "#/$defs/b"}}, "x": TEXT},
        "$defs": {
            "a": {"type": "object", "properties": {"b": {"$ref": "#/$defs/b"}, "x": COUNTED}, "required": ["x"]},
            "b": {"type": "object", "properties": {"a": {"$ref": "#/$defs/a"}, "y": True, "all": {"$ref": "#"}}},
        },
    },
    "back with more to say": {
        "properties": {"a": {"$ref": "#/$defs/a"}, "x": COUNTED},
        "$defs": {"a": {"type": "object", "properties": {"a": {"$ref": "#/$defs/a", "required": ["x"]}, "x": TEXT}}},
    },
    "expressions": {
        "properties": {"e": {"$ref": "#/$defs/e"}, "y": TEXT},
        "$defs": {
            "e": {"oneOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/b"}, {"$ref": "#/$defs/c"}]},
            "a": _kind("a", x=COUNTED, at=MOMENT),
            "b": {**_kind("b", a={"$ref": "#/$defs/e"}, b={"$ref": "#/$defs/e"}), "maxProperties": 2},
            "c": _kind("c", list={"type": "array", "items": {"$ref": "#/$defs/e"}}),
        },
    },
    "kinds of one that recur": {
        "oneOf": [_kind("a", x=COUNTED), _kind("b", a={"$ref": "#"}, list={"type": "array", "items": {"$ref": "#"}})],
    },
    "steps": {
        "properties": {
            "a": {"type": "number", "multipleOf": 0.01, "minimum": 0},
            "b": {"type": "integer", "multipleOf": 5},
            "x": {"type": "object", "additionalProperties": {"type": "number", "multipleOf": 0.25}},
            "list": {"type": "array", "items": {"type": "number", "multipleOf": 1e-5}},
            "zz": {"type": "array", "items": {"type": "array", "items": {"type": "integer", "multipleOf": 2}}},
            "e": {"type": ["number", "null"], "multipleOf": 0.3},
            "y": TEXT,
        },
    },
    "unique": {
        "properties": {
            "a": {**UNIQUE, "items": _kind("a", x=COUNTED, at=MOMENT)},
            "b": {**UNIQUE, "type": ["array", "null"], "items": {"oneOf": [_kind("a", x=COUNTED), _kind("b", x=TEXT)]}},
            "x": {"type": "object", "additionalProperties": {**UNIQUE, "items": INNER}},
            "y": TEXT,
        },
    },
    "unique numbers": {
        "properties": {
            "a": {**UNIQUE, "items": _kind("a", x={"type": "number"})},
            "y": TEXT,
        },
    },
    "unique maps": {
        "properties": {
            "a": {**UNIQUE, "items": _kind("a", x={"type": "object", "additionalProperties": INNER})},
            "list": {**UNIQUE, "items": _kind("a", x={"type": "object"})},
            "y": TEXT,
        },
    },
    "dynamic": {
        "$dynamicAnchor": "node",
        "properties": {"a": {"$dynamicRef": "#node"}, "x": COUNTED, "list": {"type": "array", "items": INNER}},
    },
    "maps": {
        "properties": {
            "a": {"type": "object", "additionalProperties": INNER, "minProperties": 1},
            "b": {"type": ["object", "null"], "additionalProperties": {"type": "array", "items": INNER}},
            "list": {"type": "array", "items": {"type": "object", "additionalProperties": {"$ref": "#/$defs/in"}}},
            "x": {"type": "object", "additionalProperties": INNER, "propertyNames": {"maxLength": 2}},
            "y": TEXT,
        },
        "$defs": {"in": {"type": "object", "properties": {"n": {"type": "number"}, "at": MOMENT}}},
    },
    "maps of texts": {
        "properties": {"a": {"type": "object", "additionalProperties": _kind("a", x=TEXT)}, "y": TEXT},
    },
    "maps by a pattern": {
        "properties": {
            "a": {"type": "object", "patternProperties": {"^[ab]": INNER}, "additionalProperties": False},
            "b": {"type": "object", "patternProperties": {"^.?$": COUNTED}, "additionalProperties": False},
            "x": {"type": "object", "propertyNames": {"pattern": "^.?.?$"}, "maxProperties": 3},
            "list": {"type": "array", "items": {"type": "object", "patternProperties": {"^[ab]": TEXT}}},
            "y": TEXT,
        },
    },
    "maps of steps": {
        "properties": {
            "a": {"type": "object", "patternProperties": {"^[ab]": STEP}, "additionalProperties": False},
            "b": {"type": "object", "additionalProperties": STEP, "propertyNames": {"pattern": "^.?$"}},
            "x": {"type": ["object", "null"], "additionalProperties": STEP, "propertyNames": {"enum": ["a", "b"]}},
            "list": {"type": "array", "items": {"type": "object", "patternProperties": {"^[ab]": STEP}}},
            "zz": {"type": "object", "additionalProperties": {"type": "array", "items": STEP}, "maxProperties": 2},
            "e": {"type": "object", "additionalProperties": STEP, "propertyNames": {"maxLength": 1}},
            "y": TEXT,
        },
        "required": ["b"],
    },
    "maps of what recurs": {
        "properties": {
            "a": {"type": "object", "additionalProperties": {"$ref": "#"}},
            "b": {"type": "object", "additionalProperties": {"oneOf": [_kind("a", a={"$ref": "#"}), _kind("b")]}},
            "x": COUNTED,
            "y": TEXT,
        },
    },
    "arrays of date-times": {
        "properties": {
            "a": {"type": "array", "items": MOMENT, "maxItems": 3},
            "b": {"type": "array", "items": {"type": "array", "items": MOMENT}},
            "list": {"type": ["array", "null"], "items": MOMENT},
            "at": MOMENT,
        },
        "required": ["a"],
    },
    "maps of date-times": {
        "properties": {
            "a": {"type": "object", "additionalProperties": MOMENT, "propertyNames": {"maxLength": 2}},
            "b": {"type": "object", "additionalProperties": {**UNIQUE, "items": MOMENT}},
            "list": {"type": "array", "items": {"type": "object", "properties": {"x": MOMENTS}}},
            "y": TEXT,
        },
    },
    "arrays of texts of formats": {
        "properties": {
            "a": {**UNIQUE, "items": DATE},
            "b": {"type": ["object", "null"], "additionalProperties": DATE, "propertyNames": {"pattern": "^.?$"}},
            "x": {"type": "object", "additionalProperties": {"type": "array", "items": TIME}},
            "e": {**UNIQUE, "items": UUID, "maxItems": 3},
            "list": {"type": ["array", "null"], "items": UUID},
            "zz": {"type": "array", "items": EMAIL},
            "kind": {"type": "object", "additionalProperties": {"type": "array", "items": UUID}},
            "y": TEXT,
        },
    },
    "arrays of dates, or a text": {"properties": {"y": {"type": ["array", "string"], "items": DATE}}},
    "arrays of dates or null": {
        "properties": {"list": {"type": "array", "items": {"type": ["string", "null"], "format": "date"}}},
    },
    "texts of formats, or null": {
        "properties": {
            "at": {"type": ["string", "null"], "format": "date-time"},
            "a": {"anyOf": [DATE, {"type": "null"}]},
            "b": {"type": ["array", "null"], "items": DATE},
            "e": {"type": ["number", "null"], "multipleOf": 0.5},
            "x": UUID,
            "y": TEXT,
        },
    },
    "unions in unions": {
        "properties": {
            "a": {"anyOf": [{"$ref": "#/$defs/u"}, {"type": "null"}]},
            "b": {"oneOf": [{"$ref": "#/$defs/u"}, _kind("c", x=COUNTED)]},
            "list": {"type": "array", "items": {"oneOf": [_kind("c", a={"$ref": "#/$defs/u"}), {"$ref": "#/$defs/u"}]}},
            "kind": {"type": "object", "additionalProperties": {"anyOf": [{"$ref": "#/$defs/u"}, {"type": "null"}]}},
            "y": TEXT,
        },
        "$defs": {"u": {"oneOf": [_kind("a", x=COUNTED, at=MOMENT), {"$ref": "#/$defs/v"}]}, "v": _kind("b", b=TEXT)},
    },
    "texts or objects": {
        "properties": {
            "a": {"oneOf": [TEXT, INNER]},
            "b": {"type": "array", "items": {"anyOf": [COUNTED, INNER]}},
            "x": {"type": ["object", "null"], "additionalProperties": {"oneOf": [{"type": "boolean"}, INNER]}},
            "e": {"oneOf": [{"type": "number"}, {"type": "array", "items": INNER}]},
            "list": {"oneOf": [INNER, {"type": "array", "items": INNER}]},
            "at": {"oneOf": [MOMENT, INNER, {"type": "null"}]},
            "y": TEXT,
        },
        "required": ["a"],
    },
    "expressions of scalars": {
        "properties": {"e": {"$ref": "#/$defs/e"}, "y": TEXT},
        "$defs": {
            "e": {"oneOf": [{"type": ["string", "number"]}, {"$ref": "#/$defs/a"}, {"type": "null"}]},
            "a": _kind("a", list={"type": "array", "items": {"$ref": "#/$defs/e"}}, x={"$ref": "#/$defs/e"}),
        },
    },
    "unions of what is closed": {
        "properties": {
            "a": {"oneOf": [_closed(a=TEXT), _closed(b=COUNTED), _closed(x={"type": "number"})]},
            "list": {"type": "array", "items": {"anyOf": [_closed(a=TEXT), _closed(b=INNER)]}},
            "y": TEXT,
        },
    },
    "unions told apart by numbers": {
        "properties": {
            "a": {"oneOf": [_said("x", 1, y=TEXT), _said("x", 2, b=COUNTED), _said("x", 3, e=MOMENT)]},
            "b": {"oneOf": [_said("x", True, y=TEXT), _said("x", False, b=COUNTED)]},
            "y": TEXT,
        },
    },
    "conditions inside": {
        "properties": {
            "a": {
                **_kind("a", x=COUNTED),
                "if": {"properties": {"x": {"minimum": 2}}},
                "then": {"properties": {"list": {"type": "array", "items": INNER}}},
            },
            "b": {**INNER, "dependentSchemas": {"x": {"properties": {"e": {"properties": {"x": TEXT}}}}}},
            "list": {"type": "array", "items": {**INNER, "unevaluatedProperties": COUNTED}},
            "e": {"allOf": [{"$ref": "#/$defs/a"}, {"properties": {"a": INNER}}], "unevaluatedProperties": False},
            "y": TEXT,
        },
        "$defs": {"a": {"properties": {"a": {"type": "object"}, "x": MOMENT}, "patternProperties": {"^b": INNER}}},
    },
    "built, by several parts": {
        "properties": {"a": {"anyOf": [TEXT, INNER]}, "b": {"$ref": "#/$defs/b"}, "x": {"$ref": "https://e.org/b"}},
        "allOf": [{"properties": {"a": {"$ref": "#/$defs/a"}, "b": {"minProperties": 1}}}],
        "$defs": {
            "a": {"type": ["string", "object"], "maxLength": 2, "required": ["x"]},
            "b": {"type": "object", "prefixItems": [TEXT], "properties": {"x": TEXT}, "additionalProperties": INNER},
            "c": {"$id": "https://e.org/b", "$ref": "#/$defs/d", "$defs": {"d": {"oneOf": [COUNTED, INNER]}}},
        },
    },
    "listed values of several types": {
        "properties": {
            "a": {"enum": ["m", "f", None, 0]},
            "b": {"enum": ["auto", True, False]},
            "x": {"enum": [0.5, 1, 2.0]},
            "e": {"const": 0},
            "list": {"type": "array", "items": {"enum": ["a", True, 1.0]}, "uniqueItems": True},
            "kind": {"oneOf": [{"const": 1}, {"const": 0, "title": "none"}, {"enum": [2, None, 0]}]},
            "at": {"type": ["integer", "null"], "enum": [1, 2, None, "a"]},
            "y": {"enum": ["a", {"x": 1}, [0]]},
        },
    },
    "open enumerations": {
        "properties": {
            "a": OPEN,
            "b": {"anyOf": [{"enum": ["a", "b"]}, {"type": "string", "pattern": "^x"}, {"type": "null"}]},
            "x": {"type": "array", "items": {"enum": ["a", "b"]}, "uniqueItems": True, "maxItems": 2},
            "list": {"type": ["array", "null"], "items": OPEN, "uniqueItems": True},
            "kind": {"type": "object", "additionalProperties": {"type": "array", "items": OPEN}},
            "e": {"type": "string", "enum": ["a", "b", "c"], "not": {"const": "b"}},
            "at": {"oneOf": [{"enum": ["a", "b"]}, {"const": "c"}]},
            "y": TEXT,
        },
        "if": {"properties": {"a": {"const": "b"}}},
        "then": {"required": ["e"]},
    },
    "scalars by references": {
        "properties": {
            "a": {"anyOf": [{"$ref": "#/$defs/t"}, COUNTED]},
            "b": {"$ref": "#/$defs/n"},
            "list": {"type": "array", "items": {"anyOf": [{"$ref": "#/$defs/t"}, {"type": "number"}]}},
            "kind": {"type": "object", "propertyNames": {"$ref": "#/$defs/t"}, "additionalProperties": COUNTED},
            "e": {"type": "array", "items": TEXT, "contains": {"$ref": "#/$defs/t"}},
            "x": {"type": "array", "items": {"$ref": "#/properties/x"}},
            "y": TEXT,
        },
        "$defs": {"t": {"type": "string", "pattern": "^[a-z]+$"}, "n": {"not": {"$ref": "#/$defs/t"}}},
    },
    "many that are judged by themselves": {
        "properties": {
            **{f"p{at}": {"anyOf": [{**TEXT, "maxLength": at}, {"$ref": "#/$defs/i~1n%25"}]} for at in range(9)},
            "a": {"anyOf": [{"$ref": "#/$defs/t"}, {"type": "integer", "minimum": 1}]},
            "b": {"anyOf": [{"$ref": "#/$defs/t"}, {"type": "integer", "maximum": 1}]},
            "x": {"anyOf": [{"type": "string", "maxLength": 1}, INNER]},
            "e": {"type": "object", "properties": {"x": {"anyOf": [{"type": "integer", "minimum": 2}, INNER]}}},
            "y": TEXT,
        },
        "$defs": {"i/n%": INNER, "t": {"type": "string", "pattern": "^[a-z]+$"}},
    },
    "patterns": {**BASE, "patternProperties": {"^x-": {"maxLength": 1}, "^zz": True}},
}  # fmt: skip

LIST_OF_KINDS = {"type": "array", "items": {"oneOf": [_kind("a", x=COUNTED, at=MOMENT), _kind("b", a=INNER, y=TEXT)]}}
RECURRING: dict[str, Any] = {"a": {"$ref": "#"}, "list": {"type": "array", "items": {"$ref": "#"}}}
ROOTS: dict[str, dict[str, Any]] = {
    "root array": {"type": "array", "items": BASE, "maxItems": 3},
    "root array by references": {
        "$ref": "#/$defs/all",
        "$defs": {"all": {"type": "array", "items": {"$ref": "#/$defs/in"}, "minItems": 1}, "in": INNER},
    },
    "root array of kinds": LIST_OF_KINDS,
    "root array of what recurs": {
        "type": "array",
        "items": {"type": "object", "properties": {"x": COUNTED, "list": {"$ref": "#"}, "zz": {"type": "number"}}},
    },
    "root array of what is unique": {"type": "array", "items": INNER, "uniqueItems": True},
    "root map": {"type": "object", "additionalProperties": BASE, "minProperties": 1},
    "root map of what recurs": {
        "type": "object",
        "additionalProperties": {"type": "object", "properties": {"x": COUNTED, "a": {"$ref": "#"}, "y": TEXT}},
    },
    "root map of kinds": {"type": "object", "additionalProperties": LIST_OF_KINDS["items"], "maxProperties": 3},
    "root map by a pattern": {"type": "object", "patternProperties": {"^[ab]": INNER}, "additionalProperties": False},
    "root arrays in arrays": {"type": "array", "items": {"type": "array", "items": INNER}},
    "root maps of texts": {"type": "object", "additionalProperties": TEXT, "propertyNames": {"maxLength": 2}},
    "root array of date-times": {"type": "array", "items": MOMENT},
    "root map of dates": {"type": "object", "additionalProperties": DATE},
    "root array of numbers": {"type": "array", "items": {"type": "number", "minimum": 0}},
    "root union in a union": {
        "oneOf": [{"$ref": "#/$defs/u"}, _kind("c", x=COUNTED)],
        "$defs": {"u": {"oneOf": [_kind("a", x=COUNTED, at=MOMENT), _kind("b", a={"anyOf": [TEXT, INNER]})]}},
    },
    "root array of texts or objects": {"type": "array", "items": {"oneOf": [TEXT, INNER]}},
    "root text or object": {"oneOf": [TEXT, {**INNER, "properties": {**INNER["properties"], "a": {"$ref": "#"}}}]},
    "root recursion of unions": {
        "oneOf": [_kind("a", x=COUNTED), _kind("b", a=RECURRING["a"]), _kind("c", list=RECURRING["list"])],
    },
}

BY_THE_JUDGE = frozenset({
    "conditional date-time", "union of what overlaps", "union told apart where it is not sure", "dynamic",
})  # fmt: skip
"""Those of which nothing is loaded at once."""


def _records(schema: dict[str, Any]) -> list[Any]:
    fuzzer = Fuzzer(Schema(open_schema_contents(schema, uri="https://example.com/schema")))
    return [record.instance for mode in ("valid", "invalid") for record in islice(fuzzer.stream(mode), COUNT)]


MODULES = {name: module_of_schema({"type": "object", **schema}) for name, schema in SCHEMAS.items()}
RECORDS = {name: _records({"type": "object", **schema}) for name, schema in SCHEMAS.items()}
MODULES |= {name: module_of_schema(schema) for name, schema in ROOTS.items()}
RECORDS |= {name: _records(schema) for name, schema in ROOTS.items()}


def _shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, list):
        return [_shuffled(item, chance) for item in value]
    if not isinstance(value, dict):
        return value
    names = list(value)
    chance.shuffle(names)
    return {name: _shuffled(value[name], chance) for name in names}


def _again(text: str, chance: random.Random) -> str:
    """Return a text with a member that is there twice, or that no property declares, somewhere."""
    places = [at for at, char in enumerate(text) if char == "{" and text[at + 1 : at + 2] == '"']
    if not places:
        return text
    at = chance.choice(places) + 1
    member = chance.choice(
        ['"zz":1', '"x-e":1.50', '"zz":[0.0000001,{"a":2.0}]', '"a":"q"', '"b":1', '"x":1', '"kind":"a"', '"x-d":"1"']
    )
    return f"{text[:at]}{member},{text[at:]}"


def _escaped(text: str, chance: random.Random) -> str:
    letters = [at for at, char in enumerate(text) if char.isascii() and char.isalpha() and text[at - 1] in '"_-']
    if not letters:
        return text
    at = chance.choice(letters)
    return f"{text[:at]}\\u{ord(text[at]):04x}{text[at + 1 :]}"


def _numbered(text: str, chance: random.Random) -> str:
    old, new = chance.choice([(":1", ":1.0"), (":0", ":-0"), (":1", ":1e0"), (":2", ":2.00"), (":5", ":5e400")])
    return text.replace(old, new)


SPELLINGS = [lambda text, _: text, lambda text, _: text, _again, _escaped, _numbered]
LAYOUTS: list[Any] = [{"separators": (",", ":")}, {}, {"indent": 1}, {"separators": (",", ":"), "ensure_ascii": False}]


def outcome(module: Any, load: Any, data: Any) -> Any:
    """Return what becomes of a text: how it is written, as text and as value; or the error with all that it says."""
    try:
        made = load(data)
    except SchemawrightError as error:
        return type(error), str(error), [str(finding) for finding in getattr(error, "findings", ())]
    text, instance = module.to_json(made), repr(module.to_instance(made))
    return text, instance, repr(made), module.to_json(made)


def _spelled(name: str, data: st.DataObject, chance: random.Random) -> str:
    """Return a text of a record, in any order, layout and spelling."""
    record = _shuffled(data.draw(st.sampled_from(RECORDS[name])), chance)
    try:
        text = json.dumps(record, **data.draw(st.sampled_from(LAYOUTS)))
    except TypeError:
        text = write_json(record).decode()
    return str(data.draw(st.sampled_from(SPELLINGS))(text, chance))


def is_twin(made: Any) -> bool:
    """Return whether what was loaded holds what was decoded."""
    return isinstance(made, Model) and made._held.__class__ is not made._carried.holder


@pytest.mark.parametrize("name", MODULES)
@given(data=st.data(), chance=st.randoms(use_true_random=False))
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_what_is_loaded_at_once_is_what_the_judge_loads(name: str, data: st.DataObject, chance: random.Random) -> None:
    """Of valid records and invalid ones, in any order, layout and spelling, with names twice and unknown ones."""
    module = MODULES[name]
    loader = carrier_of(module).loader
    for _ in range(3):
        text = _spelled(name, data, chance)
        exact = outcome(module, lambda one: loader._judged(one, None), text)
        assert outcome(module, module.from_json, text) == exact, text
        assert outcome(module, module.from_json, text.encode()) == exact, text
        for carried in loader.carrier.classes:
            exact_of_class = outcome(module, lambda one, cls=carried.cls: loader._judged(one, cls), text)
            assert outcome(module, carried.cls.from_json, text) == exact_of_class, (carried.cls, text)
        if isinstance(exact[0], bytes):
            made, judged = module.from_json(text), loader._judged(text, None)
            assert made == judged
            assert module.from_instance(judged) == made
            assert type(made) is type(judged)


def _edits(made: Any, field: str) -> Iterator[Any]:
    """Yield how an object is written before it is edited, while it is, and afterwards."""
    yield made.to_json()
    yield made == copy.copy(made), made.to_json()
    yield repr(made), made.to_json()
    yield copy.deepcopy(made).to_json(), copy.copy(made).to_json(), made.replace().to_json()
    before = getattr(made, field)
    setattr(made, field, "new")
    yield made.to_json(), made == copy.deepcopy(made), made.to_instance()
    setattr(made, field, before)
    yield made.to_json(), repr(made)


@pytest.mark.parametrize("name", SCHEMAS)
@given(data=st.data(), chance=st.randoms(use_true_random=False))
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_each_way_loads_and_edits_what_the_judge_does(name: str, data: st.DataObject, chance: random.Random) -> None:
    """Whatever way is tried first, and whatever is done to an object then."""
    module = MODULES[name]
    loader = carrier_of(module).loader
    paths = [path for carried in loader.carrier.classes if (path := loader.fast(carried.cls)) is not None]
    if not paths:
        assert name in BY_THE_JUDGE
        return
    fast = data.draw(st.sampled_from(paths))
    text = _spelled(name, data, chance)
    field = chance.choice([field for field, _ in fast.carried.properties.values()])
    exact = outcome(module, lambda one: loader._judged(one, fast.cls), text)
    edits = list(_edits(loader._judged(text, fast.cls), field)) if isinstance(exact[0], bytes) else []
    for way in fast.ways:
        assert outcome(module, way, text) == exact, (way.__name__, text)
        if edits:
            assert way(text) == loader._judged(text, fast.cls)
            assert list(_edits(way(text), field)) == edits, (way.__name__, text, field)


@pytest.mark.parametrize("name", SCHEMAS)
def test_what_is_valid_is_loaded_at_once(name: str) -> None:
    """Not all of it: a name that is not declared, or a number that is written otherwise, is the judge's."""
    # One that no other test has taught that most of its texts have more than is declared.
    module = module_of_schema({"type": "object", **SCHEMAS[name]})
    # Twice: of a union, the path of a class is made when some of its objects came.
    texts = [json.dumps(record, default=float) for record in RECORDS[name][:COUNT] if record != {}] * 2
    loaded = [outcome(module, module.from_json, text) and module.from_json(text) for text in texts]
    assert any(map(is_twin, loaded)) == (name not in BY_THE_JUDGE)


OTHERS: dict[str, list[Any]] = {
    "new": ["text", 'a "text"', "", 0, 1.5, None, True],
    "zz": [1, -1, [], {"a": "b"}, [0.5, {"a": ["b"]}], 1e-7, 1e22, 2**60],
    "x-e": ["1", "long", 1],
    "x-d": ["1"],
}


def _with_others(value: Any, chance: random.Random) -> Any:
    """Return a value with members that nothing declares, in half of its objects."""
    if isinstance(value, list):
        return [_with_others(item, chance) for item in value]
    if not isinstance(value, dict):
        return value
    members = [(name, _with_others(member, chance)) for name, member in value.items()]
    for name in chance.sample([*OTHERS], chance.choice([0, 1, 1, 2])):
        if name not in value:
            members.insert(chance.randint(0, len(members)), (name, chance.choice(OTHERS[name])))
    return dict(members)


@cache
def _taught(name: str) -> tuple[Any, list[Any]]:
    """Return a module that has learned names which nothing declares, and records that have some."""
    module, chance = (
        module_of_schema({"type": "object", **SCHEMAS[name]} if name in SCHEMAS else ROOTS[name]),
        random.Random(1),  # noqa: S311  (records, no secrets)
    )
    records = [_with_others(record, chance) for record in RECORDS[name][:COUNT:4]]
    texts = [write_json(record) for record in records]
    loads = [module.from_json, *[path.cls.from_json for path in _paths(carrier_of(module).loader)]]
    for load in loads:
        for text in texts * 2:
            with suppress(SchemawrightError):
                load(text)
    return module, records


def _paths(loader: Any) -> list[Any]:
    return [path for carried in loader.carrier.classes if (path := loader.fast(carried.cls)) is not None]


@pytest.mark.parametrize("name", MODULES)
@given(data=st.data(), chance=st.randoms(use_true_random=False))
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_with_names_that_were_learned_each_way_does_what_the_judge_does(
    name: str, data: st.DataObject, chance: random.Random
) -> None:
    module, records = _taught(name)
    loader = carrier_of(module).loader
    record = data.draw(st.sampled_from(records))
    text = write_json(_shuffled(record, chance) if data.draw(st.booleans()) else record).decode()
    if data.draw(st.booleans()):
        text = json.dumps(json.loads(text), **data.draw(st.sampled_from(LAYOUTS)))
    text = str(data.draw(st.sampled_from(SPELLINGS))(text, chance))
    exact = outcome(module, lambda one: loader._judged(one, None), text)
    assert outcome(module, module.from_json, text) == exact
    if isinstance(exact[0], bytes):
        made, judged = module.from_json(text), loader._judged(text, None)
        assert made == judged
        assert module.from_instance(judged) == made
    if not (paths := _paths(loader)):
        return
    fast = data.draw(st.sampled_from(paths))
    exact = outcome(module, lambda one: loader._judged(one, fast.cls), text)
    for way in fast.ways:
        assert outcome(module, way, text) == exact, (way.__name__, text)
    if isinstance(exact[0], bytes):
        fields = [*fast.carried.fields]
        data.draw(st.randoms(use_true_random=False)).shuffle(fields)
        edits = list(_all_edits(loader._judged(text, fast.cls), fields))
        for way in fast.ways:
            assert list(_all_edits(way(text), fields)) == edits, (way.__name__, text, fields)


def _all_edits(made: Any, fields: list[str]) -> Iterator[Any]:
    """Yield how an object is written after each of its fields was asked for, and all that is in it; and was edited."""
    for field in fields:
        yield repr(getattr(made, field))
        yield made.to_json()
    yield from _edits(made, fields[0] if fields[0] != "extra" else fields[-1])
    if "extra" in fields:
        made.extra["more"] = 1
        yield made.to_json(), repr(made.to_instance())
        made.extra.pop("new", None)
        yield made.to_json(), made == copy.deepcopy(made)
