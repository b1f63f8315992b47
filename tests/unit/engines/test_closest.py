"""Which branch is the closest: however branches are grouped into unions of unions, it is the same one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemawright import open_schema

if TYPE_CHECKING:
    from schemawright.finding import Finding

BRANCHES: list[Any] = [
    {"type": "string"},
    {"required": ["b", "c"]},
    {"required": ["b"]},
    {"properties": {"kind": {"const": "x"}}},
    {"properties": {"kind": {"enum": ["y", "z"]}, "a": {"type": "string"}}},
    {"properties": {"a": {"type": "string"}}, "required": ["b"]},
    {"properties": {"in": {"properties": {"a": {"type": "string"}}}}},
    {"properties": {"a": {"type": "integer"}}, "additionalProperties": False},
    {"required": ["b", "c", "d"]},
]
INSTANCE = {"kind": "none", "a": 1, "in": {"a": 2}}
FLAT = st.lists(st.sampled_from(BRANCHES), min_size=2, max_size=6)


def innermost(schema: Any, engine: str) -> Finding:
    """Return what the closest branch of the closest branch says first."""
    finding = open_schema(schema, engine=engine).validate(INSTANCE).findings[0]
    while finding.branches:
        finding = finding.branches[0].findings[0]
    return finding


@pytest.mark.parametrize("engine", ["native", "reference"])
@given(FLAT, st.integers(1, 5), st.sampled_from(["anyOf", "oneOf"]), st.booleans())
def test_it_is_that_of_all_branches_of_all_branches(
    engine: str, branches: list[Any], at: int, keyword: str, is_deep: bool
) -> None:
    groups = [{keyword: branches[:at]}, {keyword: branches[at:]}] if at < len(branches) else [{keyword: branches}]
    whole = {keyword: [{"anyOf": groups}] if is_deep else groups}
    found, flat = innermost(whole, engine), innermost({keyword: branches}, engine)
    assert (found.message, found.instance_location) == (flat.message, flat.instance_location)


@pytest.mark.parametrize("engine", ["native", "reference"])
def test_a_union_in_a_branch_is_as_far_as_the_closest_of_its_own(engine: str) -> None:
    def event(action: str, name: str) -> dict[str, Any]:
        return {"required": [name, "by", "at"], "properties": {"action": {"enum": [action]}}}

    groups = [
        {"oneOf": [event("disabled", "rule"), event("enabled", "rule")]},
        {"oneOf": [event("created", "run"), event("completed", "run")]},
    ]
    schema = open_schema({"oneOf": groups}, engine=engine)
    found = schema.validate({"action": "created", "run": 1}).findings[0]
    assert found.message == "expected one of 2 branches to hold, found an object; branch 1 is closest"
    said = found.branches[0].findings[0].branches[0].findings
    assert [one.message.partition(",")[0] for one in said] == [
        f'expected the property "{name}"' for name in ("by", "at")
    ]


@pytest.mark.parametrize("engine", ["native", "reference"])
def test_each_property_that_is_one_too_many_is_one_thing_wrong(engine: str) -> None:
    """A closed object is no closer than what fails as often, whether that is in a union or not."""
    closed = {"properties": {"ref": {"type": "string"}}, "required": ["ref"], "additionalProperties": False}
    meant = {"properties": {name: {"type": "integer"} for name in ("most", "least", "step")}}
    instance = {"name": "a", "most": "1", "least": "2", "step": "3"}
    for other in (meant, {"oneOf": [meant, {"required": ["a", "b", "c", "d"]}]}):
        found = open_schema({"oneOf": [closed, other]}, engine=engine).validate(instance).findings[0]
        assert [branch.number for branch in found.branches] == [1, 0]


LINKED = {"type": "object", "properties": {"next": {"$ref": "#"}, "value": {"type": "integer"}}}


@pytest.mark.parametrize("levels", [30, 250])
def test_unions_in_unions_are_each_looked_into_once(levels: int) -> None:
    """Else each level takes twice as long as the one below."""
    schema: Any = {"required": ["z"]}
    linked: Any = {"value": "bad"}
    for _ in range(levels):
        schema = {"anyOf": [{"type": "null"}, schema]}
        linked = {"next": linked}
    chain = open_schema(schema, engine="reference").validate({})
    record = open_schema({"anyOf": [{"type": "null"}, LINKED]}, engine="reference").validate(linked)
    for finding in (chain.findings[0], record.findings[0]):
        for _ in range(levels):
            assert [branch.number for branch in finding.branches] == [1, 0]
            finding = finding.branches[0].findings[0]  # noqa: PLW2901
    assert finding.branches[0].findings[0].message == 'expected an integer, found "bad"'


@pytest.mark.parametrize("engine", ["native", "reference"])
@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
@pytest.mark.parametrize(
    ("branch", "instance", "message"),
    [
        ({"required": ["a"]}, {}, 'expected the property "a", found none'),
        ({"required": ["a", "b"]}, {}, 'expected the property "a", found none (and 1 more)'),
        ({"properties": {"a": {"type": "string"}}}, {"a": 1}, "expected a string, found 1 at /a"),
        ({"anyOf": [{"oneOf": [{"required": ["a"]}]}]}, {}, 'expected the property "a", found none'),
        (
            {"properties": {"a": {"oneOf": [{"properties": {"b": {"type": "null"}}}]}}, "required": ["c"]},
            {"a": {"b": 1}},
            'expected the property "c", found only "a" (and 1 more)',
        ),
        (
            {"properties": {"a": {"oneOf": [{"properties": {"b": {"type": "null"}}}]}}},
            {"a": {"b": 1}},
            "expected null, found 1 at /a/b",
        ),
        ({"required": ["c", "b"]}, {}, 'expected the property "b", found none (and 1 more)'),
    ],
)
def test_a_union_of_one_branch_says_what_that_says_and_where(
    engine: str, keyword: str, branch: Any, instance: Any, message: str
) -> None:
    found = open_schema({keyword: [branch]}, engine=engine).validate(instance).findings[0]
    assert (found.keyword, found.instance_location, found.message) == (keyword, "", message)
    assert [one.number for one in found.branches] == [0]


def test_a_union_of_one_branch_hints_what_that_hints() -> None:
    schema = {"anyOf": [{"properties": {"colour": {}}, "additionalProperties": False}]}
    found = open_schema(schema).validate({"color": 1}).findings[0]
    assert found.hint == found.branches[0].findings[0].hint == 'did you mean "colour"?'
