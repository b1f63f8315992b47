"""A schema may refer to the metaschema of another dialect than its own."""

from __future__ import annotations

from itertools import product

import pytest

from schemawright import open_schema
from schemawright.keywords import DIALECTS

_NATIVE = [name for name in DIALECTS if name != "draft3"]


@pytest.mark.parametrize(("dialect", "other"), list(product(_NATIVE, _NATIVE)))
def test_metaschema_of_any_dialect_is_known(dialect: str, other: str) -> None:
    schema = open_schema({"$schema": DIALECTS[dialect], "properties": {"inner": {"$ref": DIALECTS[other]}}})
    assert schema.engine.name == "native"
    assert schema.is_valid({"inner": {"type": "string"}})
    finding, *_ = schema.iter_findings({"inner": {"type": 7}})
    assert finding.instance_location == "/inner/type"
