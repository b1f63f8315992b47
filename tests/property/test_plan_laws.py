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
    from schemawright.models.planning.shape import ClassPlan, FieldPlan, Plan

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


NAMED = st.sampled_from(["a", "b", "c"])
NESTED: st.SearchStrategy[Any] = st.recursive(
    st.just(("leaf", None)),
    lambda inner: st.one_of(
        st.tuples(st.just("object"), st.dictionaries(NAMED, inner, min_size=1)),
        st.tuples(st.sampled_from(["items", "additionalProperties", "prefixItems"]), inner),
    ),
    max_leaves=6,
)


def whole_of(node: Any) -> dict[str, Any]:
    """Return the schema of a value in which objects, arrays and maps are as deep as they like."""
    kind, inside = node
    if kind == "leaf":
        return {"type": "integer"}
    if kind == "object":
        return {"type": "object", "properties": {name: whole_of(one) for name, one in inside.items()}}
    inner = whole_of(inside)
    return {"type": TYPE_OF[kind], kind: [inner] if kind == "prefixItems" else inner}


TYPE_OF = {"items": "array", "prefixItems": "array", "additionalProperties": "object"}


def parts_of(draw: st.DrawFn, schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Return two schemas that say together what one says; of what both say, only one may say the types."""
    says_type = draw(st.sampled_from([(True, True), (True, False), (False, True)]))
    parts: list[dict[str, Any]] = [{"type": schema["type"]} if says else {} for says in says_type]
    for keyword in schema.keys() - {"type"}:
        inside = schema[keyword]
        if keyword == "properties":
            of_names = {name: parts_of(draw, one) for name, one in inside.items()}
            whose = {name: draw(st.sampled_from([(True, True), (True, False), (False, True)])) for name in inside}
            for at, part in enumerate(parts):
                both = {name: of_names[name][at] for name in inside if all(whose[name])}
                alone = {name: one for name, one in inside.items() if whose[name][at] and not all(whose[name])}
                part[keyword] = {**both, **alone}
        else:
            inner = parts_of(draw, inside[0] if keyword == "prefixItems" else inside)
            for part, one in zip(parts, inner, strict=True):
                part[keyword] = [one] if keyword == "prefixItems" else one
    return parts


@st.composite
def told_at_once_and_in_parts(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    schema = whole_of(draw(NESTED))
    return schema, {"allOf": parts_of(draw, schema)[:: draw(st.sampled_from([1, -1]))]}


@given(told_at_once_and_in_parts())
def test_what_is_told_in_parts_has_the_classes_of_what_is_told_at_once(told: tuple[Any, Any]) -> None:
    """As many, with the same fields; and an object can be of each of them."""
    plans = [plan_of(schema) for schema in told]
    found = [sorted(sorted(field.name for field in made.fields) for made in reached(plan)) for plan in plans]
    # Classes that have nothing apart from each other are one where they are equal.
    at_once, in_parts = ({tuple(names) for names in one} for one in found)
    assert at_once == in_parts
    for plan in plans:
        assert len(reached(plan)) == len(plan.classes)


def reached(plan: Plan) -> list[ClassPlan]:
    """Return the classes that an instance may have objects of."""
    seen: dict[int, None] = {}
    pending = [plan.root.spec]
    while pending:
        spec = pending.pop()
        if not isinstance(spec, tuple):
            continue
        if spec[:1] == ("object",) and spec[1] not in seen:
            seen[spec[1]] = None
            made = plan.classes[spec[1]]
            pending += [*[field.shape.spec for field in made.fields], made.extra_shape.spec]
        pending += [part for part in spec if isinstance(part, tuple)]
    return [plan.classes[number] for number in seen]
