"""Names that jsonschema-rs does not tell in its paths: findings have them all the same."""

from __future__ import annotations

import pytest

from schemawright import open_schema


@pytest.mark.parametrize("name", ["", "039", "+5", "00", "39", "0", "-1", "1e5"])
def test_findings_have_the_member_s_place(name: str) -> None:
    """Numbers in names are names: `039` is not `39`, and an empty name is there."""
    schema = open_schema({"patternProperties": {"": {"type": "boolean"}}})
    (finding,) = schema.iter_findings({name: 1.0})
    assert finding.instance_location == f"/{name}"


def test_two_names_of_one_number_are_two() -> None:
    """What is wrong with each is told of each."""
    schema = open_schema({"additionalProperties": {"type": "boolean"}})
    found = {finding.instance_location for finding in schema.iter_findings({"039": 1, "39": 1, "0039": True})}
    assert found == {"/039", "/39"}
