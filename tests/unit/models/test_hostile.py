"""A schema's texts are nobody's code: whatever they say, modules import, run nothing, and lose no field."""

from __future__ import annotations

import ast
import itertools
import sys
from typing import Any

import pytest
from fidelity import carrier_of, imported

from schemawright.models.generating.modules import Wanted, module_text, source_of
from schemawright.store.opening import open_schema_contents
from schemawright.validation.schema import Schema

RUN = "__import__('sys').modules.__setitem__('hacked', 1)"
TEXTS = [
    f'"""\n{RUN}\n"""',
    f"'''\n{RUN}\n'''",
    f'"\n{RUN}\n"',
    f"x\\\n{RUN}",
    "\\",
    '\\"',
    '"',
    '""""',
    "{{ " + RUN + " }}",
    "{% for x in y %}" + RUN,
    f"#\r{RUN}",
    f"#\x0c{RUN}",
    f"a\u2028{RUN}\u2029{RUN}\x85{RUN}",
    "\u202e)1(kcah",
    "\x00",
    "C0",
    "L0",
    "f0",
    "@IMPORTS@",
    "_CARRIER",
    "None",
    "a.b.c",
    "import os",
    f"]; {RUN}; x = [",
    f"): {RUN} #",
    "$ref",
    "\ufb01le",
    "../../../etc/passwd",
    "http://example.invalid/x",
    "a" * 500,
    "%s{0}{x!r}",
    "datetime",
    "schemawright.runtime",
]


PLACES = {
    "title": lambda text: {"title": text, "properties": {"a": {"title": text}}},
    "description": lambda text: {"description": text, "properties": {"a": {"description": text}}},
    "names": lambda text: {"properties": {text: {"properties": {text: {}, "b": {}}}, "a": {}}, "required": [text]},
    "enum": lambda text: {"properties": {"a": {"enum": [text, "b"]}, text: {"enum": [text]}}},
    "const": lambda text: {"properties": {"a": {"const": text}}},
    "default": lambda text: {"properties": {"a": {"default": text}}, "default": {text: text}},
    "examples": lambda text: {"properties": {"a": {"examples": [text]}}, "examples": [text]},
    "comment": lambda text: {"$comment": text, "properties": {"a": {}}},
    "extension": lambda text: {
        "properties": {"a": {"type": "string", f"x-{text}": text, "customTypePath": text, "x-python-type": text}},
        "customBasePath": text,
        "x-python-import": {"module": "os", "name": text},
        "default_factory": text,
    },
    "definitions": lambda text: {
        "$defs": {text: {"properties": {"x": {}}}},
        "properties": {"a": {"$ref": "#/$defs/" + _fragment(text)}},
    },
    "dependent": lambda text: {"dependentSchemas": {text: {"properties": {text: {"title": text}}}}},
    "patternProperties": lambda text: {"patternProperties": {_plain(text): {"title": text}}, "properties": {"a": {}}},
    "contentMediaType": lambda text: {"properties": {"a": {"contentMediaType": text, "type": "string"}}},
    "pattern": lambda text: {"properties": {"a": {"type": "string", "pattern": _plain(text)}}},
    "identifier": lambda text: {"$id": "https://example.com/" + _fragment(text), "properties": {"a": {}}},
    "format": lambda text: {"properties": {"a": {"type": "string", "format": text}}},
}


def _fragment(text: str) -> str:
    from urllib.parse import quote

    return quote(text.replace("~", "~0").replace("/", "~1"), safe="~")


def _plain(text: str) -> str:
    """Return a pattern that means a text."""
    import re

    return "".join([f"\\u{ord(char):04x}" if not char.isalnum() else re.escape(char) for char in text[:60]])


def generated(schema: Any) -> str:
    opened = open_schema_contents(schema, uri="https://example.com/schema")
    return module_text(source_of(Schema(opened)), Wanted("case", "", "", "", "Case"))


@pytest.mark.parametrize("place", PLACES)
def test_texts_run_nothing_and_lose_nothing(place: str) -> None:
    """33 texts in 16 places, each also beside a second text: nothing runs, everything imports, fields stay apart."""
    for number, (text, other) in enumerate(itertools.product(TEXTS, [None, '"""', "C0"])):
        schema = {"type": "object", **PLACES[place](text)}
        if other is not None:
            schema |= {"description": other} if number % 2 else {"$comment": other}
        sys.modules.pop("hacked", None)
        module = imported(generated(schema))
        assert "hacked" not in sys.modules, (place, text)
        assert carrier_of(module).classes
        for carried in carrier_of(module).classes:
            names = [field for field, _ in carried.properties.values()]
            assert len(set(names)) == len(names) == len(carried.cls.__dataclass_fields__) - bool(carried.extra_field)


def test_names_that_are_one_name_to_python() -> None:
    """What Python's NFKC makes equal, and what needs the same repair, stays apart."""
    names = ["\ufb01le", "file", "foo-bar", "foo_bar", "foo.bar", "class", "class_", "", "None", "none", "\U0001f600"]
    module = imported(generated({"type": "object", "properties": {name: {"type": "integer"} for name in names}}))
    instance = {name: number for number, name in enumerate(names)}
    made = module.from_instance(instance)
    assert len(made._carried.fields) == len(names) + 1
    assert module.to_instance(made) == instance


def test_hostile_modules_have_no_other_statement() -> None:
    """The syntax tree of a module is docstring, imports, classes, and two assignments: alias, functions."""
    tree = ast.parse(generated({"title": TEXTS[0], "properties": {TEXTS[1]: {"enum": TEXTS}}}))
    kinds = [type(node).__name__ for node in tree.body]
    assert set(kinds) == {"Expr", "ImportFrom", "ClassDef", "Assign"}
    assert kinds.count("Assign") == 2
