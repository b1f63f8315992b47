"""Modules are the same whichever Python made them, and all of them can read those."""

from __future__ import annotations

import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest

from schemawright.cli import main
from schemawright.models.planning.assigned import in_capitals, is_assigned

if TYPE_CHECKING:
    from pathlib import Path

CHARACTERS = range(sys.maxunicode + 1)
UNASSIGNED = 829_834
"""How many code points Unicode 14 has no character for."""


def test_what_is_assigned_is_what_unicode_14_has() -> None:
    known = {code for code in CHARACTERS if is_assigned(chr(code))}
    assert len(CHARACTERS) - len(known) == UNASSIGNED
    characters = {code for code in CHARACTERS if unicodedata.category(chr(code)) != "Cn"}
    assert known == characters if unicodedata.unidata_version == "14.0.0" else known < characters


def test_a_letter_whose_capital_is_newer_stays_as_it_is() -> None:
    """U+0264 has had one since Unicode 16, which Python 3.14 has."""
    assert in_capitals("\u0264\u00e9\u00df") == "\u0264\u00c9SS"


NEWER = ["\U00031350", "\U0002ebf0", "\U0001e4d0", "\U0001fa77", "\ua7cb", "\U0001ccd6"]
"""Letters and a sign of Unicode 15 to 16; of the last one other versions think that it is an A."""
SCHEMA = """{
  "title": "A %s", "description": "of %s", "type": "object",
  "properties": {
    "%s": {"type": "string", "default": "%s", "pattern": "^%s"},
    "a%s": {"title": "%s", "properties": {"of": {"const": "c%s"}}},
    "with": {"enum": ["%s", "x%s"]},
    "or": {"enum": ["%s", 1, null]},
    "all": {"type": "array", "items": {"$ref": "#/$defs/%s"}}
  },
  "$defs": {"%s": {"properties": {"all": {"$ref": "#/$defs/%s"}}}}
}"""


@pytest.mark.parametrize("newer", NEWER, ids=ascii)
def test_what_a_later_unicode_has_is_escaped_and_in_no_name(tmp_path: Path, newer: str) -> None:
    (tmp_path / "s.json").write_text(SCHEMA.replace("%s", newer), encoding="utf-8")
    module = tmp_path / "made.py"
    assert main(["generate", "-q", str(tmp_path / "s.json"), "-o", str(module)]) == 0
    text = module.read_text(encoding="utf-8")
    assert text.isascii()
    classes = [line.split()[1] for line in text.splitlines() if line.startswith("class ")]
    assert classes == ["With(StrEnum):", "S(Model):", "A(Model):", "Empty(Model):"]
