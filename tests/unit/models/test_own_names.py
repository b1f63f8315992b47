"""`class` and `names` in the settings: what is set is so, or an error with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fidelity import module_of_schema

from schemawright.cli import main
from schemawright.errors import InvalidInstance

PART = {"type": "object", "properties": {"x": {"type": "string"}}}
SCHEMA = {
    "properties": {
        "a": {"type": "string"},
        "b-c": {"type": "string"},
        "one": {"$ref": "#/$defs/part"},
        "same": {"type": "object", "properties": {"y": {}}},
        "again": {"type": "object", "properties": {"y": {}}},
        "texts": {"type": "array", "items": {"type": "string"}},
        "table": {"type": "object", "additionalProperties": {"type": "string"}},
        "either": {"type": ["string", "array"]},
        "anything": {},
    },
    "$defs": {"part": PART},
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "s.json").write_text(json.dumps(SCHEMA))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def generate(folder: Path, setting: str) -> int:
    entry = '[tool.schemawright.schemas.s]\nfile = "s.json"\nmodule = "made"\n'
    (folder / "pyproject.toml").write_text(f"{entry}{setting}\n", encoding="utf-8")
    return main(["generate", "-q"])


@pytest.mark.parametrize(
    ("names", "has"),
    [
        ('"a" = "first"', ["    first: str"]),
        ('"a" = "b_c"', ["    b_c: str", "    b_c_2: str"]),
        ('"a" = "ﬁrst"', ["    first: str"]),
        ('"a" = "URL"', ["    URL: str"]),
        ('"a" = "URL", "b-c" = "URN"', ["    URL: str", "    URN: str"]),
        ('"anything" = "Data"', ["    Data: Any"]),
        ('"a" = "Same"', ["    Same: str", "class SSame(Model):"]),
        ('"/$defs/part" = "Other"', ["class Other(Model):", "    one: Other"]),
        ('"/properties/one" = "Other"', ["class Other(Model):", "    one: Other"]),
        ('"part" = "Other"', ["class Other(Model):", "    one: Other"]),
        ('"/properties/again" = "Same2"', ["class Same2(Model):", "    same: Same2", "    again: Same2"]),
        ('"/properties/again" = "Part", "part" = "Other"', ["class Part(Model):", "    same: Part", "    one: Other"]),
        ('"part" = "Same"', ["class Same(Model):", "    one: Same", "class SSame(Model):"]),
        ('"part" = "Part"', ["class Part(Model):", "    one: Part"]),
        ('"same" = "Token"', ["class Token(Model):", "    same: Token"]),
        ('"same" = "token", "part" = "Token"', ["class Token_2(Model):", "    token: Token_2", "    one: Token"]),
        ('"same" = "token"', ["class Token(Model):", "    token: Token"]),
    ],
)
def test_what_is_set_is_so(folder: Path, names: str, has: list[str]) -> None:
    assert generate(folder, f"names = {{ {names} }}") == 0
    text = (folder / "made.py").read_text()
    assert [line for line in has if f"\n{line}" not in text] == []


UNION = {
    "anyOf": [
        {"$ref": "#/$defs/part"},
        {"properties": {"kind": {"const": "whole-thing"}, "kind2": {"enum": ["same"]}}, "description": "All of it."},
    ],
    "description": "One or the other.",
    "$defs": {"part": PART},
}


@pytest.mark.parametrize(
    ("schema", "names", "has"),
    [
        (UNION, "", ["class Part(Model):", "class WholeThing(Model):", "Root = Part | WholeThing"]),
        (UNION, 'class = "Either"', ["Either: TypeAlias = Part | WholeThing", "Root = Either"]),
        (UNION, 'names = {"/anyOf/1" = "All"}', ["class All(Model):", "Root = Part | All"]),
        (UNION, 'names = {"WholeThing" = "All"}', ["class All(Model):", "Root = Part | All"]),
        (UNION, 'names = {"kind" = "what"}', ["class WholeThing(Model):", '    what: Literal["whole-thing"]']),
        ({"enum": ["a", "b"]}, 'class = "Kind"', ["class Kind(StrEnum):", "Root = Kind"]),
        ({"type": "null"}, 'class = "Nothing"', ["Nothing: TypeAlias = None", "Root = Nothing"]),
        ({"items": {"$ref": "#/$defs/part"}, **UNION, "anyOf": [{}]}, 'class = "Any1"', ["Any1: TypeAlias = "]),
        (PART, 'class = "One"', ["class One(Model):", "Root = One"]),
        ({"$ref": "#/$defs/part", "$defs": {"part": PART}}, 'class = "One"', ["class One(Model):", "Root = One"]),
    ],
)
def test_a_root_and_branches_are_called_as_it_is_set(
    folder: Path, schema: dict[str, Any], names: str, has: list[str]
) -> None:
    (folder / "s.json").write_text(json.dumps(schema))
    assert generate(folder, names) == 0
    text = (folder / "made.py").read_text()
    assert [line for line in has if f"\n{line}" not in text] == []


@pytest.mark.parametrize("name", ["purchaseorder", "Purchase_Order", "HTTPServer2", "order", "straße", "X" * 80])
@pytest.mark.parametrize(
    ("schema", "root"),
    [
        (PART, "class {}(Model):"),
        ({"type": ["object", "null"], **PART}, "class {}(Model):"),
        ({"$ref": "#/$defs/part", "$defs": {"part": PART}}, "class {}(Model):"),
        ({"enum": ["a", "b"]}, "class {}(StrEnum):"),
        ({"type": "array", "items": PART}, "{}: TypeAlias = list["),
        (UNION, "{}: TypeAlias = Part | WholeThing"),
        ({"type": ["array", "string"], "items": {"$ref": "#"}}, "{}: TypeAlias = "),
    ],
    ids=["object", "or null", "reference", "enum", "array", "union", "recursive"],
)
def test_the_name_of_the_root_is_taken_as_it_is(folder: Path, name: str, schema: dict[str, Any], root: str) -> None:
    (folder / "s.json").write_text(json.dumps(schema))
    assert generate(folder, f'class = "{name}"') == 0
    text = (folder / "made.py").read_text(encoding="utf-8")
    assert f"\n{root.format(name)}" in text


def test_the_name_of_the_root_is_compared_as_python_does(folder: Path) -> None:
    assert generate(folder, 'class = "ﬁle"') == 0
    assert "\nclass file(Model):" in (folder / "made.py").read_text()


def test_what_is_inside_the_root_is_called_by_words_of_its_own(folder: Path) -> None:
    """Also what has the root's name: a property is no root."""
    inside = {"properties": {"order": PART, "items": {"type": "array", "items": {"properties": {"z": {}}}}}}
    (folder / "s.json").write_text(json.dumps(inside))
    assert generate(folder, 'class = "order"') == 0
    text = (folder / "made.py").read_text()
    assert [line for line in ("class order(Model):", "    order_: Order", "class ItemsItem(") if line not in text] == []


def test_the_name_of_a_union_is_no_branchs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "s.json").write_text(json.dumps(UNION))
    assert generate(folder, 'class = "Part"') == 2
    assert 'schemas.s.class: expected a name that no other class has, found "Part"' in capsys.readouterr().err


@pytest.mark.parametrize(
    ("names", "message"),
    [
        *[(f'"a" = "{name}"', "without an underscore") for name in ("_carried", "__new__", "__eq__", "_held", "_x")],
        *[(f'"a" = "{name}"', "not taken in every module") for name in ("to_json", "replace", "Model", "list", "ﬁeld")],
        ('"/$defs/part" = "Exception"', "not taken in every module"),
        ('"a" = "x", "b-c" = "x"', "no other field"),
        ('"a" = "ﬁx", "b-c" = "fix"', "no other field"),
        ('"a" = "one"', "no other field"),
        *[
            (f'"{key}" = "Label"', f'expected the name of a property or definition that has a class, found "{key}"')
            for key in ("texts", "table", "either")
        ],
        ('"a" = "Part"', 'expected a name that no other class has, found "Part"'),
        ('"a" = "URL", "b-c" = "URL"', "no other field"),
        ('"part" = "Other", "same" = "Other"', "schemas.s.names.same: expected a name that no other class has"),
        ('"/$defs/part" = "Other", "/properties/same" = "Other"', "no other class has"),
        ('"/properties/again" = "Part"', 'expected a name that no other class has, found "Part"'),
        ('"same" = "Part"', 'expected a name that no other class has, found "Part"'),
        ('"/properties/again" = "One", "/properties/same" = "Two"', "expected one name for one class"),
        ('"nothing" = "x"', 'expected the name of a property or definition, found "nothing"'),
        ('"/$defs/nothing" = "X"', "found one that leads nowhere"),
        ('"/~2" = "X"', "found one that leads nowhere"),
        ('"/properties/a" = "A"', "found one that has none"),
    ],
)
def test_what_cannot_be_so_is_refused(
    folder: Path, names: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert generate(folder, f"names = {{ {names} }}") == 2
    said = capsys.readouterr().err
    assert said.startswith("schemawright: pyproject.toml:4:")
    assert "[tool.schemawright] schemas.s.names." in said
    assert message in said
    assert not (folder / "made.py").exists()


@pytest.mark.parametrize("name", ["Model", "_S", "Exception"])
def test_the_roots_name_is_looked_at_too(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert generate(folder, f'class = "{name}"') == 2
    assert capsys.readouterr().err.startswith("schemawright: pyproject.toml:4:1: [tool.schemawright] schemas.s.class: ")


def test_the_roots_name_goes_before_others(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One that was made up yields."""
    assert generate(folder, 'names = { "/$defs/part" = "S" }') == 0
    assert "    one: S | Unset" in (folder / "made.py").read_text()
    assert generate(folder, 'class = "S"\nnames = { "/$defs/part" = "S" }') == 2
    assert "no other class has" in capsys.readouterr().err


@pytest.mark.parametrize("root", [{}, {"anyOf": [{"$ref": "#/$defs/part"}, {"properties": {"z": {}}}]}])
def test_the_roots_name_is_that_of_no_definition(
    folder: Path, root: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor a second name of one, which other definitions say the same as."""
    definitions = {"part": PART, "whole": dict(PART), "kind": {"enum": ["a", "b"]}}
    references = {f"to_{name}": {"$ref": f"#/$defs/{name}"} for name in definitions}
    (folder / "s.json").write_text(json.dumps({"properties": references, "$defs": definitions, **root}))
    for name in ("Part", "Whole", "Kind"):
        assert generate(folder, f'class = "{name}"') == 2
        said = capsys.readouterr().err
        assert f'schemas.s.class: expected a name that no other class has, found "{name}"' in said
        assert "hint: set another name, or one for that class in names\n" in said
    assert generate(folder, 'class = "Part"\nnames = { "/$defs/part" = "Other" }') == 0


def test_one_wrong_name_keeps_all_from_being_written(folder: Path) -> None:
    other = '[tool.schemawright.schemas.a]\nfile = "s.json"\nmodule = "other"\n'
    assert generate(folder, f'names = {{ nothing = "x" }}\n{other}') == 2
    assert not list(folder.glob("*.py"))


@pytest.mark.usefixtures("folder")
def test_names_that_are_taken_tell_whose_they_are() -> None:
    holder = {"type": "object", "properties": {"kind": {"enum": ["a", "b"]}, "meta": {"properties": {"x": {}}}}}
    other = {"type": "object", "properties": {"kind": {"enum": ["c", "d"]}, "meta": {"properties": {"y": {}}}}}
    schema = {"properties": {"first": {"$ref": "#/$defs/first"}, "next": {"$ref": "#/$defs/next"}}}
    Path("own.json").write_text(json.dumps({**schema, "$defs": {"first": holder, "next": other}}))
    assert main(["generate", "-q", "own.json", "-o", "own.py"]) == 0
    found = [line for line in Path("own.py").read_text().splitlines() if line.startswith("class ")]
    assert [line for line in found if "_2" in line] == []
    assert {"class NextKind(StrEnum):", "class NextMeta(Model):"} <= set(found)


@pytest.mark.usefixtures("folder")
def test_an_object_is_not_called_by_what_it_may_be_extended_by() -> None:
    schema = {
        "type": "object",
        "properties": {"a": {}},
        "$ref": "#/$defs/extensions",
        "$defs": {"extensions": {"minProperties": 1}},
    }
    Path("own.json").write_text(json.dumps(schema))
    assert main(["generate", "-q", "own.json", "-o", "own.py"]) == 0
    assert "\nRoot = Own\n" in Path("own.py").read_text()


def test_definitions_that_say_the_same_have_one_class_by_both_names() -> None:
    """What one of them is changed to later changes no name that somebody uses."""
    address = {"type": "object", "properties": {"street": {"type": "string"}}}
    definitions = {"Billing": address, "Shipping": dict(address), "str": dict(address), "Tone": {"enum": ["a", "b"]}}
    definitions |= {"Colour": {"enum": ["a", "b"]}, "a/b~c": {"type": "object", "properties": {"x": {}}}}
    tokens = [one.replace("~", "~0").replace("/", "~1") for one in definitions]
    properties = {f"p{at}": {"$ref": f"#/$defs/{one}"} for at, one in enumerate(tokens)}
    module = module_of_schema({"properties": properties, "$defs": definitions})
    assert module.Shipping is module.Billing is type(module.from_json('{"p1":{"street":""}}').p1)
    assert module.Colour is module.Tone
    assert module.Str is module.Billing
    assert type(module.from_json('{"p5":{"x":1}}').p5).__name__ == "ABC"


def test_of_many_branches_each_has_its_class() -> None:
    """As events have, each told apart by what it is called."""
    events = [
        {"properties": {"type": {"const": f"e{at}"}, f"of_{at}": {"type": "string"}}, "required": ["type"]}
        for at in range(60)
    ]
    module = module_of_schema({"oneOf": [{"type": "object", **one} for one in events]})
    made = module.from_json('{"type":"e57","of_57":"x"}')
    assert (type(made).__name__, made.of_57) == ("E57", "x")
    with pytest.raises(InvalidInstance):
        module.from_json('{"type":"e57","of_57":7}')
