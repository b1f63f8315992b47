"""A module that is not what was planned is not written, and the error says what it has."""

from __future__ import annotations

import pytest

from schemawright.errors import SchemaError
from schemawright.models.generating.checking import check
from schemawright.models.generating.emit import Source, emit
from schemawright.models.planning.class_names import Settings
from schemawright.models.planning.plan import make_plan

URI = "https://e.test/s"
SCHEMA = {
    "properties": {"a": {"$ref": "#/$defs/one"}, "k": {"enum": ["x", "y"]}, "b": {"$ref": "#/$defs/two"}},
    "$defs": {"one": {"properties": {"z": {}}}, "two": {"properties": {"z": {}}}},
}
PLAN = make_plan(URI, {URI: SCHEMA}, "2020-12", Settings("Case"))
TEXT = emit(PLAN, Source(URI, {URI: SCHEMA}, "2020-12"))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("Root = ", "from os import path\nRoot = ", "it imports from os"),
        ("Root = ", "import os\nRoot = ", 'it has another statement "import os"'),
        ("= UNSET", "= eval(1)", 'it calls "eval"'),
        ("    z: Any", "    z: Any.x", 'it asks for "Any.x"'),
        (").face", ").carrier", 'it asks for "Carrier[Root]('),
        (").face", ")", "it has no carrier"),
        ("    z: Any", "    y: Any", "it has another class One"),
        ('    X = "x"', '    X = "z"', "it has another class K"),
        ("class One(Model)", "class Other(Model)", "it has another class Other"),
        ("Root = ", "class More:\n    pass\n\n\nRoot = ", "it has another class More"),
        ("Root = ", "Case = 1\nRoot = ", 'it has another statement "Case = 1"'),
        ("Root = ", "Root = (\nRoot = ", "it is no Python: "),
    ],
)
def test_what_was_not_planned_is_told(old: str, new: str, why: str) -> None:
    assert old in TEXT
    with pytest.raises(SchemaError, match="the generated module is not what was planned: ") as caught:
        check(TEXT.replace(old, new, 1), PLAN, URI)
    assert why in caught.value.message


def test_what_is_left_out_is_told() -> None:
    begin, end = TEXT.index("@dataclass"), TEXT.index("@dataclass", TEXT.index("@dataclass") + 1)
    with pytest.raises(SchemaError, match="it has not all of its classes"):
        check(TEXT[:begin] + TEXT[end:], PLAN, URI)


def test_what_was_planned_passes() -> None:
    check(TEXT, PLAN, URI)
