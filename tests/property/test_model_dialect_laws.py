"""Laws of modules of schemas in which there are several dialects: what is carried by a class is as that class says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import pytest
from fidelity import module_of_schema
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemawright import open_schema
from schemawright.errors import InvalidInstance
from schemawright.keywords import DIALECTS
from schemawright.runtime import Model

if TYPE_CHECKING:
    from collections.abc import Iterator

Z: dict[str, Any] = {"type": "object", "properties": {"z": {"type": "string"}}}
KNOWN_TO_SOME: list[dict[str, Any]] = [
    {"dependentSchemas": {"k": {"required": ["v"]}}},
    {"dependentSchemas": {"k": {"properties": {"v": Z}}}},
    {"properties": {"t": {"type": "array", "prefixItems": [{"type": "string"}], "items": Z}}},
    {"properties": {"t": {"type": "array", "prefixItems": [Z]}}},
    {"properties": {"t": {"type": "array", "unevaluatedItems": Z}}},
    {"properties": {"v": {"const": "x"}}},
    {"unevaluatedProperties": Z},
    {"if": {"required": ["v"]}, "then": {"properties": {"k": Z}}},
    {
        "properties": {
            "k": {"$ref": "https://e.test/inner#/properties/x", "properties": {"w": {"properties": {"k": Z}}}}
        }
    },
]
DRAFTS = [name for name in DIALECTS if name != "draft3"]
OBJECTS = st.sampled_from([{}, {"z": "x"}, {"z": 1}])
MEMBERS = {"k": st.one_of(st.just("x"), OBJECTS), "v": st.one_of(st.just("x"), OBJECTS)}
MEMBERS["t"] = st.lists(st.one_of(st.just("s"), st.just(1), OBJECTS), max_size=3)
VALUES = st.fixed_dictionaries({}, optional=MEMBERS)
INSTANCES = st.fixed_dictionaries(
    {}, optional={name: st.fixed_dictionaries({}, optional={"w": VALUES}) for name in "abc"}
)


def bundled(outer: str, inner: str, shared: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with one of another dialect in it, which refers to a third that says none: it has the outer."""
    place = "$defs" if outer in {"2019-09", "2020-12"} else "definitions"
    has_w = {"type": "object", "properties": {"w": shared}}
    identifiers = {"draft4": "id"}
    named = {identifiers.get(inner, "$id"): "https://e.test/inner"}
    by_it = {"allOf": [{"$ref": "https://e.test/other"}]}
    return {
        "$schema": DIALECTS[outer],
        identifiers.get(outer, "$id"): "https://e.test/root",
        "type": "object",
        "properties": {"a": {"$ref": "https://e.test/inner#/properties/x"}, "b": has_w, "c": {"$ref": "https://e.test/inner#/properties/y"}},
        place: {
            "inner": {"$schema": DIALECTS[inner], **named, "properties": {"x": has_w, "y": by_it}},
            "other": {identifiers.get(outer, "$id"): "https://e.test/other", **has_w},
        },
    }  # fmt: skip


def models_in(value: Any) -> Iterator[Model]:
    """Yield all objects of classes in a loaded value."""
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, Model):
        yield value
        below = [getattr(value, name) for name in type(value).__dataclass_fields__]  # type: ignore[attr-defined]  # a dataclass
    for one in below:
        yield from models_in(one)


def is_of(value: Any, hint: Any) -> bool:
    """Return whether a value is of a type, of those that these schemas make."""
    if hint is Any:
        return True
    args = get_args(hint)
    if isinstance(hint, type) and not args:
        return isinstance(value, hint)
    if getattr(hint, "__origin__", None) is list:
        return isinstance(value, list) and all(is_of(item, args[0]) for item in value)
    if getattr(hint, "__origin__", None) is dict:
        return isinstance(value, dict) and all(is_of(member, args[1]) for member in value.values())
    return any(is_of(value, one) for one in args) or value in args


@pytest.mark.parametrize("outer", DRAFTS)
@settings(max_examples=20)
@given(st.sampled_from(DRAFTS), st.sampled_from(KNOWN_TO_SOME), st.lists(INSTANCES, min_size=1, max_size=8))
@example("draft7", KNOWN_TO_SOME[0], [{"a": {"w": {"k": "x"}}}])
@example("2020-12", KNOWN_TO_SOME[3], [{"c": {"w": {"t": [{"z": 1}]}}}])
def test_a_class_accepts_what_it_carries(
    outer: str, inner: str, shared: dict[str, Any], instances: list[dict[str, Any]]
) -> None:
    schema = bundled(outer, inner, {"type": "object", **shared})
    module, opened = module_of_schema(schema), open_schema(schema)
    for instance in [{}, *instances]:
        try:
            loaded = module.from_instance(instance)
        except InvalidInstance:
            assert instance
            assert not opened.is_valid(instance)
            continue
        assert isinstance(loaded, Model)
        for one in models_in(loaded):
            assert type(one).from_instance(one.to_instance()) == one
            hints = get_type_hints(type(one))
            assert all(is_of(getattr(one, name), hint) for name, hint in hints.items())
