"""Laws of plans: what they say of a value's type is what all that describes it says together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from hypothesis import example, given
from hypothesis import strategies as st

from schemawright.models.planning.class_names import Settings
from schemawright.models.planning.names import class_name, unique
from schemawright.models.planning.plan import make_plan

if TYPE_CHECKING:
    from schemawright.models.planning.shape import FieldPlan, Plan

URI = "https://e.test/s"
LITERALS: list[Any] = ["a", "b", "c", 0, 1, 2, True, False, None, 1.0, 0.5, [], {"x": 1}]
NAMES = {type(None): "null", bool: "boolean", str: "string", int: "integer", float: "number", list: "array"}


def plan_of(schema: Any) -> Plan:
    return make_plan(URI, {URI: schema}, "2020-12", Settings("Case"))


def values_of(plan: Plan, field: FieldPlan) -> set[Any] | None:
    """Return the values that a field's type has, with their types; None where these are not a few."""
    kind, number = (place := field.shape.hint.get("customTypePath", "..0")[10:])[:1], int(place[1:] or 0)
    values = {"L": lambda: plan.literals[number], "E": lambda: [text for _, text in plan.enums[number].members]}
    return {(type(value), value) for value in values[kind]()} if kind in values else None


@st.composite
def parts(draw: st.DrawFn) -> dict[str, Any]:
    """Return a subschema that says which values there are: by `const`, by `enum`, or by `type`."""
    values = draw(st.lists(st.sampled_from(LITERALS), min_size=1, max_size=8, unique_by=repr))
    names = sorted({NAMES.get(type(value), "object") for value in values})
    return draw(st.sampled_from([{"const": values[0]}, {"enum": values}, {"type": names}]))


def is_accepted(value: Any, part: dict[str, Any]) -> bool:
    """Return whether a subschema accepts a value: `1.0` is `1`, and `true` is not."""
    if "type" in part:
        whole = "integer" in part["type"] and isinstance(value, float) and value.is_integer()
        number = "number" in part["type"] and type(value) is int
        return whole or number or NAMES.get(type(value), "object") in part["type"]
    others = part.get("enum", [part.get("const")])
    return any(value == other and isinstance(value, bool) == isinstance(other, bool) for other in others)


@given(parts(), parts())
@example({"type": ["string"]}, {"enum": ["a", 1.0]})
@example({"type": ["integer", "string"]}, {"enum": ["a", "b", 0.5]})
def test_the_values_of_a_property_are_those_that_a_parent_and_its_branch_have_in_common(
    parent: dict[str, Any], branch: dict[str, Any]
) -> None:
    branches = [{"properties": {"kind": branch, "own": {}}}, {"properties": {"other": {}}}]
    plan = plan_of({"properties": {"kind": parent}, "required": ["kind"], "oneOf": branches})
    (kind,) = [field for field in plan.classes[0].fields if field.name == "kind"]
    left = [value for value in LITERALS if is_accepted(value, parent) and is_accepted(value, branch)]
    is_finite = {"const", "enum"} & {*parent, *branch}
    # A number that is written with a point is no literal, but one that the other writes otherwise is.
    plain = {(type(value), value) for value in left if not isinstance(value, float | list | dict)}
    values = values_of(plan, kind)
    if values is not None:
        assert values == plain
        assert kind.only == (tuple(value for _, value in plain) if len(plain) == 1 else ())
    elif is_finite and left:
        assert any(isinstance(value, float | list | dict) for value in left)


def test_a_kind_that_the_parent_enumerates_is_that_of_the_branch() -> None:
    kinds = ["circle", "square", "poly"]
    branches = [{"properties": {"kind": {"const": kind}, kind[0]: {}}, "required": [kind[0]]} for kind in kinds]
    plan = plan_of({"properties": {"kind": {"enum": kinds}}, "required": ["kind"], "oneOf": branches})
    assert [(made.name, made.fields[0].only) for made in plan.classes] == [
        ("Circle", ("circle",)),
        ("Square", ("square",)),
        ("Poly", ("poly",)),
    ]
    assert plan.enums == ()


def test_what_two_enumerations_leave_together_has_the_name_and_text_of_none_that_says_more() -> None:
    two, three = {"enum": ["a", "b"]}, {"enum": ["a", "b", "c"], "description": "Three."}
    branches = [{"properties": {"kind": two, "x": {}}}, {"properties": {"kind": {}, "y": {}}}]
    plan = make_plan(
        URI,
        {URI: {"properties": {"kind": three}, "oneOf": branches}},
        "2020-12",
        Settings("Case", {"/properties/kind": "Three", "/oneOf/0/properties/kind": "Two"}),
    )
    assert [(made.name, made.doc, len(made.members)) for made in plan.enums] == [("Two", "", 2), ("Three", "Three.", 3)]


WORDS = ["item", "Item", "tree", "Tree", "a b", "A_b", "case item", "str", "model"]


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, unique=True),
    st.lists(
        st.tuples(st.sampled_from(WORDS), st.sampled_from(["", *WORDS])), max_size=6, unique_by=lambda one: one[0]
    ),
    st.booleans(),
)
def test_a_definition_has_its_name_whatever_else_would_have_it(
    defined: list[str], inline: list[tuple[str, str]], are_first: bool
) -> None:
    definitions = {name: {"type": "object", "properties": {f"x{at}": {}}} for at, name in enumerate(defined)}
    references = {f"to {name}": {"$ref": f"#/$defs/{quote(name)}"} for name in defined}
    others = {
        name: {"oneOf": [{"title": title, "type": "object", "properties": {f"y{at}": {}}}, {"type": "array"}]}
        for at, (name, title) in enumerate(inline)
    }
    properties = {**references, **others} if are_first else {**others, **references}
    plan = plan_of({"type": "object", "properties": properties, "$defs": definitions})
    hints = {field.name: field.shape.hint for field in plan.classes[0].fields}
    found = [plan.classes[int(hints[f"to {name}"]["$ref"][9:])].name for name in defined]
    taken: set[str] = set()
    assert found == [unique(class_name(name), taken) for name in defined]
    assert len({made.name for made in plan.classes}) == len(plan.classes) == 1 + len(defined) + len(inline)
