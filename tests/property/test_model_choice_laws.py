"""Laws of choices: where a text in an object tells its class alone, it tells the class that the judge would tell."""

from __future__ import annotations

from typing import Any

from fidelity import imported
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from schemawright.errors import InvalidInstance
from schemawright.models.generating.modules import Wanted, module_text, source_of
from schemawright.store.opening import open_schema_contents
from schemawright.validation.schema import Schema

NODE: dict[str, Any] = {"$ref": "#/$defs/node"}
TAGS: list[dict[str, Any]] = [
    *[{"const": tag} for tag in "abc"],
    {"enum": ["a", "b"]}, {"enum": ["b", "c"]}, {"enum": ["a", None]}, {"type": "string"}, {"const": 1},
    {"$ref": "#/$defs/a"}, {"allOf": [{"enum": ["b", "c"]}, {"enum": ["a", "b"]}]},
]  # fmt: skip
OTHERS: list[Any] = [
    {"type": "null"}, {"type": "object"}, {"type": "array", "items": NODE}, {"type": ["string", "null"]},
    {"enum": [None, "a"]}, {"maxProperties": 0}, {"type": "object", "additionalProperties": NODE}, True, False,
]  # fmt: skip
CHILDREN: list[Any] = [NODE, {"type": "array", "items": NODE}, {"type": "integer"}, {"additionalProperties": NODE}]
EXTRAS: list[dict[str, Any]] = [
    {}, {"additionalProperties": False}, {"unevaluatedProperties": False}, {"additionalProperties": NODE},
    {"dependentSchemas": {"z": {"properties": {"y": NODE}}}},
    {"if": {"properties": {"k": {"const": "a"}}}, "then": {"properties": {"y": NODE}}, "else": {"required": ["y"]}},
    {"anyOf": [{"properties": {"y": NODE}}, {"required": ["z"]}]},
    {"patternProperties": {"^z": NODE}},
]  # fmt: skip


@st.composite
def kinds(draw: st.DrawFn) -> Any:
    """Return a subschema of objects that a property may tell apart."""
    properties = {"k": draw(st.sampled_from(TAGS)), "x": draw(st.sampled_from(CHILDREN))}
    required = draw(st.sampled_from([["k"], ["k"], ["k"], [], ["x"]]))
    one = {"type": "object", "properties": properties, "required": required, **draw(st.sampled_from(EXTRAS))}
    return draw(st.sampled_from([one, one, {"allOf": [one]}, {"$ref": "#/$defs/a", "type": "object", **one}]))


UNIONS = st.builds(
    lambda keyword, branches, beside: {keyword: branches, **beside},
    st.sampled_from(["oneOf", "anyOf"]),
    st.lists(st.one_of(kinds(), kinds(), kinds(), st.sampled_from(OTHERS)), min_size=1, max_size=4),
    st.sampled_from([{}, {}, {}, {"type": ["object", "null"]}, {"properties": {"k": {"enum": ["a", "b"]}}}]),
)
SCHEMAS = st.builds(
    lambda node, other, where: {
        **where(other),
        "$defs": {"node": node, "a": {"const": "a"} if "oneOf" in node else {"properties": {"k": {"const": "a"}}}},
    },
    UNIONS,
    UNIONS,
    st.sampled_from(
        [
            lambda _: NODE,
            lambda other: {"properties": {"n": NODE, "m": other}},
            lambda other: {"anyOf": [NODE, other]},
            lambda other: {"properties": {"n": NODE}, "anyOf": [{"properties": {"m": other}}, {"required": ["m"]}]},
            lambda other: {"properties": {"n": NODE}, "$ref": "#/$defs/a", "additionalProperties": other},
        ]
    ),
)
LEAVES = st.sampled_from([None, 1, "a", {}, {"k": "a"}, {"k": "b"}, {"k": "c", "x": 1}, {"k": "b", "z": 1}, {"k": 1}])


def _bigger(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    members = st.one_of(inner, st.lists(inner, max_size=2))
    tags = st.sampled_from(["a", "b", "c", 1, None])
    return st.fixed_dictionaries({}, optional={"k": tags, "x": members, "y": inner, "z": inner, "m": inner, "n": inner})


INSTANCES = st.lists(st.recursive(LEAVES, _bigger, max_leaves=5), min_size=1, max_size=20)
LITERAL = {"type": "object", "properties": {"k": {"const": "a"}}, "required": ["k"]}


def classes_of(text: str, instances: list[Any]) -> list[str]:
    """Return instances as a module loads them, with the class of each object in them."""
    module = imported(text)
    found = []
    for instance in instances:
        try:
            found.append(repr(module.from_instance(instance)))
        except InvalidInstance:
            found.append("")
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SCHEMAS, INSTANCES)
@example({"$ref": "#/$defs/node", "$defs": {"node": {"anyOf": [LITERAL, {"type": "null"}]}}}, [{"k": "a"}, None])
@example({"anyOf": [{**LITERAL, "maxProperties": 1}, {"type": "object"}]}, [{"k": "a", "x": 1}])
def test_what_tells_the_class_alone_tells_what_the_judge_tells(schema: Any, instances: list[Any]) -> None:
    opened = open_schema_contents(schema, uri="https://example.com/schema", dialect="2020-12")
    text = module_text(source_of(Schema(opened)), Wanted("case", "", "", "", "Case"))
    asking = text.replace("), True)", "))")  # Nothing in a choice says that it is sure, so the judge is asked.
    assert asking == text or classes_of(text, instances) == classes_of(asking, instances)
