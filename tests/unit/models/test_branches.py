"""What the branches of a union are called, and what is said of them."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from fidelity import module_of_schema

A_KIND: dict[str, Any] = {"properties": {"kind": {"const": "first"}, "of": {"const": "all"}}}
B_KIND: dict[str, Any] = {"properties": {"kind": {"enum": ["second"]}, "of": {"const": "all"}}}
PLAIN: dict[str, Any] = {"properties": {"x": {}}}


def named(*branches: Any, keyword: str = "oneOf", **more: Any) -> list[str]:
    module = module_of_schema({keyword: list(branches), **more})
    return [made.cls.__name__ for made in module.from_json.__closure__[0].cell_contents.classes]


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
@pytest.mark.parametrize(
    ("branches", "names"),
    [
        ([A_KIND, B_KIND], ["First", "Second"]),
        ([A_KIND, PLAIN], ["First", "Case2"]),
        ([{**A_KIND, "title": "The one"}, B_KIND], ["TheOne", "Second"]),
        ([{**A_KIND, "title": "1.0"}, {**B_KIND, "title": "t" * 61}], ["First", "Second"]),
        ([A_KIND, {"allOf": [B_KIND, PLAIN]}], ["First", "Second"]),
        ([A_KIND, {**A_KIND, "required": ["of"]}], ["Case1", "Case2"]),
        ([A_KIND, {**PLAIN, "title": "First"}], ["First", "First_2"]),
        ([A_KIND, {**PLAIN, "title": "Text"}], ["First", "Text_"]),
        ([{"properties": {"kind": {"const": ""}}}, {"properties": {"kind": {"const": 2}}}], ["Case1", "Case2"]),
        ([{"$ref": "#/$defs/b", "title": "One of many"}, A_KIND], ["B", "First"]),
    ],
)
def test_a_branch_is_called_by_what_it_says_itself(keyword: str, branches: list[Any], names: list[str]) -> None:
    """Title, definition, string that tells it apart, number; what is referred to is not called by one use of it."""
    assert named(*branches, keyword=keyword, **{"$defs": {"b": PLAIN}}) == names


def docs(schema: dict[str, Any]) -> list[str | None]:
    module = module_of_schema(schema)
    return [inspect.getdoc(made.cls) for made in module.from_json.__closure__[0].cell_contents.classes]


def test_a_branch_says_what_it_is_itself() -> None:
    """Not what the choice is; but what may be null instead is what the choice says."""
    first, second = {**A_KIND, "title": "First", "description": "One."}, {"allOf": [B_KIND], "title": "Second"}
    union = {"type": "object", "title": "All", "oneOf": [first, second, PLAIN, {"$ref": "#/$defs/b", "title": "Use"}]}
    found = docs({**union, "$defs": {"b": {"title": "B", "properties": {"b": {}}}}})
    assert found == ["First\n\nOne.", "Second", "An object of the schema's /oneOf/2.", "B"]
    assert docs({"title": "All", "type": ["object", "null"], "anyOf": [PLAIN, {"type": "null"}]}) == ["All"]
