"""Names that several patterns fit: both subschemas hold of what is there, and each is broken alone."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest

from schemawright import open_schema
from schemawright.fuzz.coverage.exercised import Coverage
from schemawright.fuzz.fuzzer import Fuzzer

LEAST, MOST = {"type": "integer", "minimum": 4}, {"type": "integer", "maximum": 35}
OTHERS: dict[str, Any] = {one: {"type": "integer"} for one in ("^b", "^c", "^d", "^e")}
"""No two of them fit one name, so that most pairs of patterns have none."""
SCHEMAS: dict[str, Any] = {
    "closed": {"patternProperties": {"^x": LEAST, "y$": MOST}, "additionalProperties": False},
    "open": {"patternProperties": {"^x": LEAST, "y$": MOST}},
    "the last of many pairs": {"patternProperties": {**OTHERS, "^x": LEAST, "y$": MOST}, "additionalProperties": False},
    "in branches": {"allOf": [{"patternProperties": {"^x": LEAST}}, {"patternProperties": {"y$": MOST}}]},
}


def is_shared(name: str) -> bool:
    return name.startswith("x") and name.endswith("y")


@pytest.mark.parametrize("name", SCHEMAS)
def test_names_that_fit_two_patterns_are_made_and_each_pattern_is_broken_there(name: str) -> None:
    schema = open_schema({"type": "object", **SCHEMAS[name]})
    records = list(islice(Fuzzer(schema).stream(), 400))
    assert any(record.valid and any(map(is_shared, record.instance)) for record in records)
    wrong = [record for record in records if record.alone and is_shared(record.at[1:])]
    assert {record.keyword for record in wrong} >= {"minimum", "maximum"}
    coverage = Coverage(schema)
    for record in wrong:
        coverage.add(record)
    isolated = {one.pair.keyword_location.rpartition("/")[0][-2:] for one in coverage.pairs() if one.isolated}
    assert isolated >= {"^x", "y$"}
