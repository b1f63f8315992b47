"""The fuzzer on official schemas: every record is what it says, by both engines (`make fuzz-conformance`: all)."""

from __future__ import annotations

import pytest
from fidelity import Group, suite_groups
from fuzzing import draw

FILES = ("allOf", "anyOf", "contains", "dependentSchemas", "if-then-else", "not", "oneOf", "unevaluatedItems")
GROUPS = [group for group in suite_groups("2020-12", "required") if group.name.partition("/")[2].startswith(FILES)]


@pytest.mark.parametrize("group", GROUPS, ids=[group.name for group in GROUPS])
def test_every_record_is_what_it_says(group: Group) -> None:
    """Valid records are valid by both engines, invalid ones are refused by both, at their label."""
    for drawn in draw(group):
        assert not drawn.wrong
        assert not drawn.failed
