"""What docstrings say of annotations: what nobody who reads a module would learn otherwise."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from fidelity import module_of_schema

from schemawright.models.generating.modules import Wanted, module_text, source_of
from schemawright.runtime import UNSET
from schemawright.store.opening import open_schema_contents
from schemawright.validation.schema import Schema


def text_of(schema: Any) -> str:
    opened = open_schema_contents({"type": "object", **schema}, uri="https://example.com/schema")
    return module_text(source_of(Schema(opened)), Wanted("case", "", "", "", "Case"))


def docs(schema: Any) -> dict[str, str]:
    """Return what is said of each class and field of a module: of those of which nothing is said, nothing."""
    found = {}
    for cls in [node for node in ast.parse(text_of(schema)).body if isinstance(node, ast.ClassDef)]:
        names = [cls.name, *[ast.unparse(line.target) if isinstance(line, ast.AnnAssign) else "" for line in cls.body]]
        told = [line.value if isinstance(line, ast.Expr) else None for line in cls.body]
        found |= {
            name: line.value.strip() for name, line in zip(names, told, strict=False) if isinstance(line, ast.Constant)
        }
    return found


@pytest.mark.parametrize(
    ("said", "doc"),
    [
        ({"default": "new"}, 'Default: "new".'),
        ({"default": None}, "Default: null."),
        ({"default": [1.0, {"a": 1}]}, 'Default: [1.0,{"a":1}].'),
        ({"default": "x" * 100}, f'Default: "{"x" * 58}….'),
        ({"default": "a\nb"}, 'Default: "a\\nb".'),
        ({"deprecated": True}, "Deprecated."),
        ({"deprecated": False, "readOnly": False, "examples": []}, None),
        ({"readOnly": True, "writeOnly": True}, "Read only. Write only."),
        ({"examples": ["a", "b"]}, 'Example: "a".'),
        ({"title": "T", "description": "D.", "default": 1, "deprecated": True}, "T\n\nD.\n\nDeprecated. Default: 1."),
        ({"$ref": "#/$defs/port"}, "Default: 80."),
        ({"$ref": "#/$defs/port", "default": 443}, "Default: 443."),
        ({"allOf": [{"type": "string", "writeOnly": True}, {"title": "T"}]}, "Write only."),
        ({"$ref": "#/$defs/box"}, None),
        ({"allOf": [{"$ref": "#/$defs/box", "readOnly": True}], "default": {}}, "Read only. Default: {}."),
        ({"allOf": [{"$ref": "#/$defs/port"}, {"readOnly": True}]}, "Read only. Default: 80."),
    ],
)
def test_what_is_annotated_is_told_in_few_words(said: dict[str, Any], doc: str | None) -> None:
    port = {"type": "integer", "default": 80, "description": "Of whatever."}
    box = {"type": "object", "properties": {"x": {}}, "default": {"x": 1}}
    found = docs({"properties": {"a": said}, "$defs": {"port": port, "box": box}})
    assert found.get("a") == (doc.replace("\n", "\n    ").replace("    \n", "\n") if doc else doc)


def test_what_has_a_name_is_deprecated_itself() -> None:
    old: dict[str, Any] = {"type": "object", "properties": {"x": {}}, "deprecated": True}
    kind = {"enum": ["a", "b"], "deprecated": True, "description": "Old."}
    properties = {"old": {"$ref": "#/$defs/Old"}, "kind": {"$ref": "#/$defs/Kind"}}
    found = docs({"properties": properties, "$defs": {"Old": old, "Kind": kind}})
    assert found["Old"].split() == ["An", "object", "of", "the", "schema's", "/$defs/Old.", "Deprecated."]
    assert found["Kind"].split() == ["Old.", "Deprecated."]


def test_a_default_is_told_and_never_set() -> None:
    module = module_of_schema({"type": "object", "properties": {"a": {"type": "string", "default": "x"}}})
    assert module.Case().a is UNSET
    assert module.from_json("{}").to_json() == b"{}"


def test_an_enumeration_of_which_nothing_is_said_says_nothing() -> None:
    text = text_of({"properties": {"kind": {"enum": ["a", "b"]}}})
    assert 'class Kind(StrEnum):\n    A = "a"\n    B = "b"\n' in text


def test_a_class_is_told_by_where_it_is_described() -> None:
    """Whatever refers to it, and by however many steps."""
    cat = {"type": "object", "properties": {"x": {}}}
    definitions = {"Cat": cat, "Pet": {"$ref": "#/$defs/Cat"}, "Dog": {**cat, "required": ["x"]}}
    branches = [{"$ref": "#/$defs/Pet"}, {"$ref": "#/$defs/Dog", "maxProperties": 3}]
    found = docs({"properties": {"pet": {"oneOf": branches}}, "$defs": definitions})
    assert found["Pet"] == "An object of the schema's /$defs/Cat."
    assert found["Dog"] == "An object of the schema's /properties/pet/oneOf/1."
