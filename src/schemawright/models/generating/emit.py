"""
From a plan to Python.

datamodel-code-generator makes the types: it gets a plain JSON Schema in which every name is a number of ours and every
text has been taken out, so that nothing which somebody wrote into a schema reaches its templates.  Names and texts are
put in afterwards, on the syntax tree and as checked literals, and what comes out is checked against the plan.
"""

from __future__ import annotations

import ast
import copy
import json
import re
from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple

from schemawright.errors import MissingExtra
from schemawright.keywords import dialect_of
from schemawright.models.generating.checking import FACE, RUNTIME, check
from schemawright.models.planning.literals import docstring, escaped, json_lines, literal, safe_text
from schemawright.models.spelling.writing import write_json
from schemawright.runtime.carrier import UNSAID_DIALECT, uri_in_short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from schemawright.models.planning.shape import ClassPlan, EnumPlan, FieldPlan, Plan

_PLACEHOLDER = re.compile(r"[ACELN][0-9]+")
_NUMBERED = re.compile(r'("#/\$defs/|"_literals\.)([ACELN])([0-9]+)(?=")')
_ROOT = "R"
_IMPORTED = {
    "dataclasses": ("dataclass", "field"),
    "enum": ("StrEnum",),
    "typing": ("Annotated", "Any", "Literal", "TypeAlias", "Union"),
    "schemawright.runtime": RUNTIME,
}


class Source(NamedTuple):
    """
    What a module carries of its schema.

    Args:
        uri: The base URI of the schema resource.
        resources: It and all that it refers to, by URI.
        dialect: The dialect's short name.
        assert_formats: Whether `format` is an assertion.
    """

    uri: str
    resources: Mapping[str, Any]
    dialect: str
    assert_formats: bool = True


def emit(plan: Plan, source: Source) -> str:
    """
    Return the text of a module, not yet formatted and without its header.

    Raises:
        MissingExtra: datamodel-code-generator is not installed.
        SchemaError: What came out is not what was planned: a bug, and nothing is to be written.
    """
    hints = _hints(plan)
    body = [
        *map(_enum, plan.enums),
        *[_class(number, made, hints) for number, made in enumerate(plan.classes)],
        *[f"{name} = {meant}" for name, meant in plan.synonyms],
        *_aliases(plan, hints),
        *_root(plan.root_name, hints[_ROOT, "f0"]),
        f"{FACE} = {_carrier(plan, source)}.face",
    ]
    head = [docstring(plan.doc, "")] if plan.doc else []
    if plan.classes:
        head.append("from __future__ import annotations")
    # What stands in quotation marks is no name to the parser.
    quoted = [hints[f"A{number}", "f0"] for number in range(len(plan.aliases))]
    text = "\n\n".join([*head, _imports("\n\n".join([*body, *quoted])), *body]) + "\n"
    check(text, plan, source.uri)
    return text


def _root(name: str, hint: str) -> list[str]:
    """Return the type of the root, by the name that was set for it, too."""
    if name:
        return [f"{name}: TypeAlias = {hint}", f"Root = {name}"]
    # None alone would be a value to type checkers, no type.
    return [f"Root: TypeAlias = {hint}" if hint == "None" else f"Root = {hint}"]


def _hints(plan: Plan) -> dict[tuple[str, str], str]:
    """Return the type of every field by the numbers of class and field, as datamodel-code-generator writes it."""
    wanted = {(_ROOT, "f0"): plan.root.hint}
    wanted |= {(f"A{number}", "f0"): made.shape.hint for number, made in enumerate(plan.aliases)}
    wanted |= {(f"N{number}", "f0"): shape.hint for number, shape in enumerate(plan.noted)}
    for number, made in enumerate(plan.classes):
        hints = [field.shape.hint for field in made.fields] + [made.extra_shape.hint]
        wanted |= {(f"C{number}", f"f{at}"): hint for at, hint in enumerate(hints)}
    # Each form of a type is asked for once, whatever classes are in it: the generator takes milliseconds for each.
    forms = {key: _form(json.dumps(hint)) for key, hint in wanted.items()}
    places = {text: f"f{at}" for at, text in enumerate(dict.fromkeys(text for text, _ in forms.values()))}
    most = max(len(numbered) for _, numbered in forms.values())
    definitions = {f"C{number}": _definition([]) for number in range(most)}
    definitions[_ROOT] = _definition([json.loads(text) for text in places])
    tree = ast.parse(_generate({"$defs": definitions}))
    _flatten_long_unions(tree)
    made_of = {
        line.target.id: line.annotation
        for cls in tree.body
        if isinstance(cls, ast.ClassDef) and cls.name == _ROOT
        for line in cls.body
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
    }

    def type_of(key: tuple[str, str]) -> str:
        text, numbered = forms[key]
        named = _Names(numbered, plan, type_of).visit(copy.deepcopy(made_of[places[text]]))
        return _written(_Joined().visit(named))

    return {key: type_of(key) for key in forms}


_LONGEST = 100
"""How many types stand between bars; of hundreds, pyright says that they nest too deep, and so does Python's `ast`."""


def _flatten_long_unions(tree: ast.AST) -> None:
    """Write unions of very many types as `Union[…]`, in which none is inside of another."""
    for node in ast.walk(tree):
        for name, child in ast.iter_fields(node):
            if isinstance(child, ast.BinOp):
                setattr(node, name, _flat_union(child))
            elif isinstance(child, list):
                child[:] = [_flat_union(one) for one in child]


def _flat_union(node: Any) -> Any:
    parts: list[ast.expr] = []
    left = node
    while isinstance(left, ast.BinOp):
        parts.append(left.right)
        left = left.left
    if len(parts) < _LONGEST:
        return node
    return ast.Subscript(ast.Name("Union"), ast.Tuple([left, *reversed(parts)], ast.Load()), ast.Load())


def _form(hint: str) -> tuple[str, tuple[str, ...]]:
    """
    Return a hint with classes and literals numbered anew, and what they were.

    >>> _form('{"anyOf": [{"$ref": "#/$defs/C7"}, {"customTypePath": "_literals.L3"}]}')
    ('{"anyOf": [{"$ref": "#/$defs/C0"}, {"customTypePath": "_literals.L1"}]}', ('C7', 'L3'))
    """
    numbered: dict[str, int] = {}

    def anew(match: re.Match[str]) -> str:
        return match[1] + match[2] + str(numbered.setdefault(match[2] + match[3], len(numbered)))

    return _NUMBERED.sub(anew, hint), tuple(numbered)


def _definition(hints: list[dict[str, Any]]) -> dict[str, Any]:
    properties = {f"f{number}": hint for number, hint in enumerate(hints)}
    return {"type": "object", "properties": properties, "required": list(properties)}


def _generate(shape: dict[str, Any]) -> str:
    """Run datamodel-code-generator: the one place where it is imported, and the one set of options."""
    try:
        from datamodel_code_generator import InputFileType, generate
        from datamodel_code_generator.enums import DataModelType
        from datamodel_code_generator.format import PythonVersion
    except ImportError:
        raise MissingExtra("models", "generating dataclasses") from None

    made = generate(
        json.dumps(shape),
        input_file_type=InputFileType.JsonSchema,
        output_model_type=DataModelType.DataclassesDataclass,
        target_python_version=PythonVersion.PY_311,
        custom_class_name_generator=lambda name: name,
        disable_timestamp=True,
        formatters=[],
        use_standard_collections=True,
        use_union_operator=True,
    )
    assert isinstance(made, str)
    return made


def _written(node: ast.expr) -> str:
    return escaped(ast.unparse(node))  # whose texts are as this Python shows them


class _Names(ast.NodeTransformer):
    """Puts names and literals where their numbers stand."""

    def __init__(self, numbered: tuple[str, ...], plan: Plan, type_of: Callable[[tuple[str, str]], str]) -> None:
        self.numbered = numbered
        self.plan = plan
        self.type_of = type_of

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if not _PLACEHOLDER.fullmatch(node.id):
            return node
        placed = self.numbered[int(node.id[1:])]
        number = int(placed[1:])
        if placed[0] == "C":
            return ast.Name(self.plan.classes[number].name)
        if placed[0] == "E":
            return ast.Name(self.plan.enums[number].name)
        if placed[0] == "A":
            return ast.Name(self.plan.aliases[number].name)
        if placed[0] == "N":
            text = _annotated(self.type_of((placed, "f0")), self.plan.noted[number].notes)
            return ast.parse(text, mode="eval").body
        values = ", ".join([literal(value) for value in self.plan.literals[number]])
        return ast.parse(f"Literal[{values}]", mode="eval").body


class _Joined(ast.NodeTransformer):
    """Makes one `Literal` of those between bars, where the first of them stands."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        # What is inside of each is visited once only: of what nests deep, twice would be without end.
        parts: list[ast.expr] = [self.visit(part) for part in _parts(node)]
        literals = [part for part in parts if _is_literal(part)]
        if len(literals) > 1:
            values = {ast.dump(value): value for part in literals for value in _values(part)}
            first = ast.Subscript(ast.Name("Literal"), ast.Tuple(list(values.values()), ast.Load()), ast.Load())
            parts = [first if part is literals[0] else part for part in parts if part not in literals[1:]]
        return reduce(lambda left, right: ast.BinOp(left, ast.BitOr(), right), parts)


def _parts(node: ast.expr) -> list[ast.expr]:
    """Return the types between bars."""
    return [*_parts(node.left), *_parts(node.right)] if isinstance(node, ast.BinOp) else [node]


def _is_literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal"


def _values(node: Any) -> list[ast.expr]:
    return node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]


def _annotated(hint: str, notes: Iterable[str]) -> str:
    """Return a type with its constraints."""
    return f"Annotated[{', '.join([hint, *notes])}]"


def _enum(made: EnumPlan) -> str:
    lines = [f"class {made.name}(StrEnum):", *([docstring(made.doc, "    "), ""] if made.doc else [])]
    return "\n".join([*lines, *[f"    {name} = {safe_text(value)}" for name, value in made.members]])


def _class(number: int, made: ClassPlan, hints: Mapping[tuple[str, str], str]) -> str:
    lines = ["@dataclass(slots=True, kw_only=True, repr=False)", f"class {made.name}(Model):"]
    lines.append(docstring(made.doc, "    "))
    # Required fields and others may stand in any order, since all are keywords.
    lines += [line for at, field in enumerate(made.fields) for line in _field(field, hints[f"C{number}", f"f{at}"])]
    if made.extra:
        hint = hints[f"C{number}", f"f{len(made.fields)}"]
        lines += ["", f"    {made.extra}: dict[str, {hint}] = field(default_factory=lambda: {{}})"]
        lines.append(docstring("\n\n".join(filter(None, ["All other properties.", made.extra_doc])), "    "))
    return "\n".join(lines)


def _aliases(plan: Plan, hints: Mapping[tuple[str, str], str]) -> list[str]:
    """Return the recursive types, each after those that it needs when it is evaluated."""
    pending = {
        made.name: ast.parse(hints[f"A{number}", "f0"], mode="eval").body for number, made in enumerate(plan.aliases)
    }
    names = frozenset(pending)
    docs = {made.name: made.doc for made in plan.aliases}
    lines = []
    while pending:
        later = pending.keys()
        ready = [name for name, hint in pending.items() if not _evaluated(hint) & later]
        # One that is itself, without a step inside, is what only a schema without end describes.
        for name in ready or list(pending):
            hint = pending.pop(name)
            hint = hint if ready else ast.Name("Any")
            told = [docstring(docs[name], "")] if docs[name] else []
            lines.append("\n".join([f"{name}: TypeAlias = {_written(_Quoted(names).visit(hint))}", *told]))
    return lines


def _evaluated(hint: ast.expr) -> set[str]:
    """Return the names in a type that are not inside of brackets."""
    if isinstance(hint, ast.BinOp):
        return _evaluated(hint.left) | _evaluated(hint.right)
    return {hint.id} if isinstance(hint, ast.Name) else set()


class _Quoted(ast.NodeTransformer):
    """Quotes what is inside of brackets and has a name in it that may not be defined yet."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        quoted = [ast.Constant(_written(part)) if self._is_named(part) else part for part in parts]
        inside: ast.expr = ast.Tuple(quoted, ast.Load()) if len(quoted) > 1 else quoted[0]
        return ast.Subscript(node.value, inside, ast.Load())

    def _is_named(self, part: ast.expr) -> bool:
        return any(isinstance(node, ast.Name) and node.id in self.names for node in ast.walk(part))


def _field(field: FieldPlan, hint: str) -> Iterable[str]:
    if field.shape.notes:
        hint = _annotated(hint, field.shape.notes)
    optional = "" if field.required else " | Unset = UNSET"
    # What can be but one thing need not be said by who makes an object.
    default = "".join([f" = {literal(value)}" for value in field.only])
    yield f"    {field.field}: {hint}{optional}{default}"
    if field.doc:
        yield docstring(field.doc, "    ")


def _carrier(plan: Plan, source: Source) -> str:
    contents = source.resources[source.uri]
    others = [f"{_uri(uri)}: {_json(contents)}" for uri, contents in source.resources.items() if uri != source.uri]
    named = dialect_of(contents.get("$schema")) if isinstance(contents, dict) else None
    parts = [_uri(source.uri), _json(contents)]
    if (named or UNSAID_DIALECT) != source.dialect:
        parts.append(safe_text(source.dialect))
    if others:
        parts.append(f"resources={{{', '.join(others)}}}")
    if plan.classes:
        parts.append(f"classes=[{', '.join([_carried(made) for made in plan.classes])}]")
    if plan.root.spec is not None:
        parts.append(f"root={_spec(plan.root.spec)}")
    if plan.aliases:
        parts.append(f"shared=[{', '.join([_spec(made.shape.spec) for made in plan.aliases])}]")
    if plan.enums:
        parts.append(f"enums=[{', '.join([made.name for made in plan.enums])}]")
    if not source.assert_formats:
        parts.append("assert_formats=False")
    return f"Carrier[Root]({', '.join(parts)})"


def _uri(uri: str) -> str:
    return safe_text(uri_in_short(uri))


def _json(contents: Any) -> str:
    return json_lines(write_json(contents).decode())


def _carried(made: ClassPlan) -> str:
    fields = made.fields
    tables = {
        "names": [(field.field, safe_text(field.name)) for field in fields if field.name != field.field],
        "specs": [(field.field, _spec(field.shape.spec)) for field in fields if field.shape.spec is not None],
        "texts": [(field.field, field.text) for field in fields if field.text],
    }
    parts = [made.name, *[_uri(place) for place in made.at]]
    for table, entries in tables.items():
        if entries:
            parts.append(f"{table}={{{', '.join([f'{safe_text(field)}: {value}' for field, value in entries])}}}")
    if made.extra != "extra":
        parts.append(f"extra_field={safe_text(made.extra)}")
    if made.extra_shape.spec is not None:
        parts.append(f"extra={_spec(made.extra_shape.spec)}")
    return f"Carried({', '.join(parts)})"


def _spec(spec: Any) -> str:
    """Return a spec as the literal that it is."""
    if isinstance(spec, tuple) and spec[:1] == ("named",):
        ways = [f"({matching}, {_texts(patterns)}, {_spec(one)})" for matching, patterns, one in spec[1]]
        return f'("named", ({", ".join(ways)},))'
    if isinstance(spec, tuple):
        inner = ", ".join([_spec(part) for part in spec])
        return f"({inner},)" if len(spec) == 1 else f"({inner})"
    return _uri(spec) if isinstance(spec, str) else literal(spec)  # what is no URI stays as it is


def _texts(texts: tuple[str, ...]) -> str:
    return f"({''.join([f'{safe_text(text)}, ' for text in texts])})"


def _imports(text: str) -> str:
    words = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
    lines = []
    for module, names in _IMPORTED.items():
        used = [name for name in names if name in words]
        if used:
            lines.append(f"from {module} import {', '.join(used)}")
    lines.insert(-1, "")  # What is not of the standard library stands apart, and a module always has it.
    return "\n".join(lines)
