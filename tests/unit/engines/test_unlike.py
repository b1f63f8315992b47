"""Which schemas the reference engine judges: those with `contains` and `unevaluatedItems` for one array in 2019-09."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from schemawright import open_schema

if TYPE_CHECKING:
    from pathlib import Path

OF_2019 = {"$schema": "https://json-schema.org/draft/2019-09/schema"}
OF_2020 = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
CONTAINS: dict[str, Any] = {"contains": {"type": "string"}}
BOTH: dict[str, Any] = CONTAINS | {"unevaluatedItems": False}
OTHER = "https://example.com/other"


@pytest.mark.parametrize(
    "schema",
    [
        OF_2020 | {"items": {"$ref": OTHER}, "$defs": {"a": OF_2019 | BOTH | {"$id": OTHER}}},
        OF_2020 | {"items": {"$ref": f"{OTHER}#/not"}, "$defs": {"a": OF_2019 | {"$id": OTHER, "not": BOTH}}},
        OF_2019 | {"x": {"a": BOTH}, "items": {"$ref": "#/x/a"}},
        OF_2019 | {"items": {"unevaluatedItems": False, "allOf": [{"$ref": "#/$defs/a"}]}, "$defs": {"a": CONTAINS}},
        OF_2019 | {"items": {"unevaluatedItems": False, "if": CONTAINS}},
        OF_2019 | {"$recursiveAnchor": True, "items": {"unevaluatedItems": False, "$recursiveRef": "#"}} | CONTAINS,
    ],
)
def test_both_for_one_array_are_found_wherever_they_stand(schema: dict[str, Any]) -> None:
    assert open_schema(schema).engine_for(decimals=False).name == "reference"


@pytest.mark.parametrize("dialect", [OF_2019, {"$schema": "https://example.com/own"}])
def test_both_are_found_in_what_is_referred_to(dialect: dict[str, Any]) -> None:
    """By a metaschema of somebody's own that is written in the dialect, too."""
    by_itself = ({"$ref": OTHER}, dialect | BOTH)
    within = ({"$ref": f"{OTHER}#/$defs/a"}, dialect | {"$defs": {"a": BOTH}})
    for schema, other in (by_itself, within):
        resources = {OTHER: other, "https://example.com/own": OF_2019}
        assert not open_schema(OF_2020 | schema, resources=resources).is_valid(["a"])


def test_both_are_found_at_the_entry_point(tmp_path: Path) -> None:
    (tmp_path / "api.json").write_text(json.dumps(OF_2019 | {"components": {"a b": BOTH}}))
    assert not open_schema(f"{tmp_path}/api.json#/components/a b").is_valid(["a"])


@pytest.mark.parametrize(
    "schema",
    [
        OF_2019 | {"properties": {"a": CONTAINS, "b": {"unevaluatedItems": False}}},
        OF_2019 | {"contains": {}, "items": {"unevaluatedItems": False}},
        OF_2019 | {"contains": {"unevaluatedItems": False}},
        OF_2019 | BOTH | {"unevaluatedItems": True},
        OF_2020 | {"items": BOTH, "not": OF_2019 | {"$id": OTHER} | CONTAINS},
        OF_2019 | {"enum": [BOTH]},
    ],
)
def test_what_never_judges_one_array_is_the_native_engines(schema: dict[str, Any]) -> None:
    assert open_schema(schema).engine_for(decimals=False).name == "native"
    assert open_schema(schema).accept is not None
