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
        ({"$ref": "#/$defs/port"}, "Of whatever.\n\nDefault: 80."),
        ({"$ref": "#/$defs/port", "default": 443}, "Of whatever.\n\nDefault: 443."),
        ({"$ref": "#/$defs/port", "description": "Its own."}, "Its own.\n\nDefault: 80."),
        ({"$ref": "#/$defs/port", "title": "T"}, "T\n\nOf whatever.\n\nDefault: 80."),
        ({"allOf": [{"type": "string", "writeOnly": True}, {"title": "T"}]}, "T\n\nWrite only."),
        ({"$ref": "#/$defs/box"}, None),
        ({"allOf": [{"$ref": "#/$defs/box", "readOnly": True}], "default": {}}, "Read only. Default: {}."),
        ({"allOf": [{"$ref": "#/$defs/port"}, {"readOnly": True}]}, "Of whatever.\n\nRead only. Default: 80."),
    ],
)
def test_what_is_annotated_is_told_in_few_words(said: dict[str, Any], doc: str | None) -> None:
    port = {"type": "integer", "default": 80, "description": "Of whatever."}
    box = {"type": "object", "properties": {"x": {}}, "default": {"x": 1}}
    found = docs({"properties": {"a": said}, "$defs": {"port": port, "box": box}})
    assert found.get("a") == (doc.replace("\n", "\n    ").replace("    \n", "\n") if doc else doc)


BOX: dict[str, Any] = {"type": "object", "properties": {"x": {}}, "description": "A box."}
TIN: dict[str, Any] = {"type": "object", "properties": {"y": {}}, "title": "A tin"}
KIND: dict[str, Any] = {"enum": ["a", "b"], "description": "A kind."}


@pytest.mark.parametrize(
    ("referred", "doc"),
    [
        (BOX, None),
        (KIND, None),
        ({"$ref": "#/$defs/box"}, None),
        ({"type": ["object", "string"], "properties": {"x": {}}, "description": "D."}, None),
        ({"type": "array", "items": {"$ref": "#/$defs/self"}, "description": "D."}, None),
        ({"type": "array", "items": {"$ref": "#/$defs/box"}, "description": "D."}, "D."),
        ({"additionalProperties": {"$ref": "#/$defs/box"}, "description": "D."}, "D."),
        ({"oneOf": [{"$ref": "#/$defs/box"}, {"$ref": "#/$defs/tin"}], "description": "D."}, "D."),
        ({"anyOf": [{"$ref": "#/$defs/box"}, {"type": "null"}], "description": "D."}, "D."),
        ({"anyOf": [{"$ref": "#/$defs/kind"}, {"type": "null"}], "description": "D."}, "D."),
        ({"$ref": "#/$defs/box", "description": "D."}, "D."),
        ({"enum": ["a", "b"], "description": "A"}, "A"),
        ({"const": "a", "title": "T"}, "T"),
        ({"description": "D."}, "D."),
    ],
)
def test_what_no_type_with_a_name_tells_of_a_definition_is_told_where_it_is_referred_to(
    referred: dict[str, Any], doc: str | None
) -> None:
    properties = {"kind": KIND, "a": {"$ref": "#/$defs/self"}}
    found = docs({"properties": properties, "$defs": {"self": referred, "box": BOX, "tin": TIN, "kind": KIND}})
    assert found.get("a") == doc
    assert found["Kind"] == "A kind."


def test_the_words_of_a_definition_are_said_again_as_often_as_a_module_may_be_long() -> None:
    properties = {f"p{number}": {"$ref": f"#/$defs/w{number % 9}"} for number in range(2_000)}
    words = {f"w{number}": {"type": "string", "description": f"{number}" * 5_000} for number in range(9)}
    assert 2 < sum(text_of({"properties": properties, "$defs": words}).count(str(at) * 5_000) for at in range(9)) < 50


def test_the_words_of_a_definition_are_said_again_a_few_times_only() -> None:
    properties = {f"p{number}": {"$ref": "#/$defs/word"} for number in range(50)}
    own = {"q": {"$ref": "#/$defs/word", "description": "Of its own."}, "r": {"$ref": "#/$defs/other"}}
    said = {"word": {"type": "string", "title": "W", "description": "A word."}, "other": {"description": "Other."}}
    found = docs({"properties": {**properties, **own}, "$defs": said})
    assert [found.get(f"p{number}") for number in (0, 19, 20, 49)] == [
        "W\n\n    A word.",
        "W\n\n    A word.",
        None,
        None,
    ]
    assert (found["q"], found["r"]) == ("Of its own.", "Other.")


def test_branches_that_disagree_do_so_of_words_that_are_not_said_again_too() -> None:
    word = {"$ref": "#/$defs/word"}
    properties = {f"p{number}": word for number in range(50)}
    branches = [{"properties": {"q": word}}, {"properties": {"q": {"description": "Other."}}}]
    said = {"$defs": {"word": {"type": "string", "description": "A word."}}, "required": ["p0"]}
    assert "q" not in docs({"properties": properties, "anyOf": branches, **said})
    assert docs({"properties": {"p0": word}, "anyOf": [*branches[:1], {}], **said})["q"] == "A word."


@pytest.mark.parametrize(
    ("schema", "doc"),
    [
        ({"$ref": "#/$defs/word"}, "A word."),
        ({"$ref": "#/$defs/word", "title": "T"}, "T\n\nA word."),
        ({"$ref": "#/$defs/box"}, None),
    ],
)
def test_a_module_is_told_by_what_its_root_refers_to(schema: dict[str, Any], doc: str | None) -> None:
    word = {"type": "string", "description": "A word."}
    opened = open_schema_contents({**schema, "$defs": {"word": word, "box": BOX}}, uri="https://example.com/schema")
    text = module_text(source_of(Schema(opened)), Wanted("case", "", "", "", "Case"))
    assert ast.get_docstring(ast.parse(text)) == doc


def test_a_recursive_type_is_told_right_below_it() -> None:
    tree = {"type": "array", "items": {"$ref": "#/$defs/tree"}, "description": "A tree."}
    text = text_of({"properties": {"a": {"$ref": "#/$defs/tree"}}, "$defs": {"tree": tree}})
    assert '\nTree: TypeAlias = list[\'Tree\']\n"""A tree."""\n' in text


@pytest.mark.parametrize(
    ("schema", "doc"),
    [
        ({"additionalProperties": {"description": "D."}}, "All other properties.\n\nD."),
        ({"additionalProperties": {"$ref": "#/$defs/box"}}, "All other properties."),
        ({"patternProperties": {"^x": {"title": "T"}}, "additionalProperties": False}, "All other properties.\n\nT"),
        ({"patternProperties": {"^x": {"title": "T"}, "^y": {"title": "U"}}}, "All other properties."),
    ],
)
def test_what_is_said_of_all_other_properties_is_told_of_them(schema: dict[str, Any], doc: str) -> None:
    found = docs({"properties": {"a": {}}, **schema, "$defs": {"box": BOX}})
    assert found["extra"] == doc.replace("\n", "\n    ").replace("    \n", "\n")


@pytest.mark.parametrize(
    ("other", "doc"), [({"title": "T"}, "T"), ({}, "T"), ({"title": "U"}, None), ({"$ref": "#/$defs/box"}, None)]
)
def test_what_branches_say_of_a_property_is_told_where_they_agree(other: dict[str, Any], doc: str | None) -> None:
    """Though the words of one are those of a class, which tells them itself."""
    branches = [{"properties": {"a": part}} for part in ({"title": "T", "type": "string"}, other)]
    assert docs({"properties": {"x": {}}, "anyOf": branches, "$defs": {"box": BOX}}).get("a") == doc


@pytest.mark.parametrize(
    ("said", "class_doc", "field_doc"),
    [
        ({"allOf": [{"$ref": "#/$defs/box"}, TIN], "description": "Both."}, "Both.", None),
        ({"allOf": [{"$ref": "#/$defs/box"}, TIN]}, "A box.", None),
        ({"allOf": [{"allOf": [TIN, {"$ref": "#/$defs/box"}], "title": "Inner"}]}, "Inner", None),
        ({"oneOf": [{"allOf": [{"$ref": "#/$defs/box"}, TIN], "title": "A"}, {"type": "null"}]}, "A", None),
    ],
)
def test_a_class_of_several_subschemas_is_told_by_what_joins_them(
    said: dict[str, Any], class_doc: str, field_doc: str | None
) -> None:
    found = docs({"properties": {"a": {"$ref": "#/$defs/both"}, "b": BOX}, "$defs": {"both": said, "box": BOX}})
    assert (found.get("Both") or found["A"], found.get("a")) == (class_doc, field_doc)
    assert found["B"] == "A box."


def test_a_class_that_something_only_refers_to_is_told_by_itself() -> None:
    via = {"allOf": [{"$ref": "#/$defs/box"}], "description": "A use."}
    found = docs({"properties": {"a": {"$ref": "#/$defs/via"}}, "$defs": {"via": via, "box": BOX}})
    assert (found.get("Via") or found["Box"], found["a"]) == ("A box.", "A use.")


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
