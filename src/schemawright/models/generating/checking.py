"""Checking a module before it is written: it has what was planned, and nothing that a schema's text may have put in."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.errors import SchemaError
from schemawright.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemawright.models.planning.shape import Plan

FACE = "from_json, from_instance, to_instance, to_json"
"""What every module has beside its types."""
RUNTIME = (
    "UNSET", "Carried", "Carrier", "Date", "DateTime", "Ge", "Gt", "IPv4", "IPv6", "Le", "Lt", "MaxLen",
    "MinLen", "Model", "MultipleOf", "Pattern", "Text", "Time", "Unset", "Uuid",
)  # fmt: skip
"""What a module imports of ours."""
_MODULES = frozenset({"__future__", "dataclasses", "enum", "typing", "schemawright.runtime"})
_CARRIER = "Carrier[Root]"
_CALLED = frozenset({*RUNTIME, "dataclass", "field", _CARRIER})
_LOOKED_AT = (ast.ImportFrom, ast.Call, ast.Attribute)
_STATEMENTS = (ast.Expr, ast.ImportFrom, ast.ClassDef, ast.Assign, ast.AnnAssign)
_ASSIGNED = frozenset({"Root", f"({FACE})"})


class _Made(NamedTuple):
    """
    A module that is looked at.

    Args:
        body: Its statements.
        nodes: Imports, calls and attributes, wherever in it they are.
        plan: What was planned.
    """

    body: list[ast.stmt]
    nodes: list[ast.AST]
    plan: Plan


def check(text: str, plan: Plan, uri: str) -> None:
    """
    Check that a module has the structure that was planned, and nothing else.

    Args:
        text: The module.
        plan: What was planned.
        uri: The schema's URI, for the error.

    Raises:
        SchemaError: It has not.
    """
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        raise _unplanned(uri, f"it is no Python: {error}") from None
    made = _Made(tree.body, [node for node in ast.walk(tree) if isinstance(node, _LOOKED_AT)], plan)
    for why in (why for rule in _RULES for why in rule(made)):
        raise _unplanned(uri, why)


def _imports(made: _Made) -> Iterator[str]:
    for node in made.nodes:
        if isinstance(node, ast.ImportFrom) and node.module not in _MODULES:
            yield f"it imports from {node.module}"


def _calls(made: _Made) -> Iterator[str]:
    for node in made.nodes:
        if isinstance(node, ast.Call) and (called := ast.unparse(node.func)) not in _CALLED:
            yield f"it calls {quoted(called)}"


def _attributes(made: _Made) -> Iterator[str]:
    """Nothing is asked for an attribute but the carrier, once."""
    asked = [node for node in made.nodes if isinstance(node, ast.Attribute)]
    of_carrier = [node for node in asked if _is_face(node)][:1]
    yield from [f"it asks for {quoted(ast.unparse(node))}" for node in asked if node not in of_carrier]
    if not of_carrier:
        yield "it has no carrier"


def _is_face(node: ast.Attribute) -> bool:
    return node.attr == "face" and isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == _CARRIER


def _classes(made: _Made) -> Iterator[str]:
    found = [(node.name, _fields_of(node)) for node in made.body if isinstance(node, ast.ClassDef)]
    planned: list[tuple[str, list[Any]]] = [(one.name, list(one.members)) for one in made.plan.enums]
    for one in made.plan.classes:
        fields = [field.field for field in one.fields]
        planned.append((one.name, [*fields, one.extra] if one.extra else fields))
    if found != planned:
        other = next((name for name, fields in found if dict(planned).get(name) != fields), "")
        yield f"it has another class {other}" if other else "it has not all of its classes, in their order"


def _fields_of(cls: ast.ClassDef) -> list[Any]:
    """Return the names of a class's fields, or the members of an enumeration."""
    found: list[Any] = []
    for line in cls.body:
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            found.append(line.target.id)
        elif isinstance(line, ast.Assign):
            found.append((ast.unparse(line.targets[0]), ast.literal_eval(line.value)))
    return found


def _statements(made: _Made) -> Iterator[str]:
    assigned = _ASSIGNED | dict(made.plan.synonyms).keys()
    for node in made.body:
        is_other = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) not in assigned
        if is_other or not isinstance(node, _STATEMENTS):
            yield f"it has another statement {quoted(ast.unparse(node))}"


_RULES = (_imports, _calls, _attributes, _classes, _statements)
"""What a module must not have: each yields what is not as it was planned."""


def _unplanned(uri: str, why: str) -> SchemaError:
    return SchemaError(
        f"the generated module is not what was planned: {why}", uri=uri, hint="report this schema as a bug"
    )
