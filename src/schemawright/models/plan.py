"""
The plan: from a schema to the shape of its instances.

Which objects become classes, which values are unions, enumerations, lists or maps, and what all of them are called.  A
plan may say less than the schema, since the validator judges; what it says of the type of a value is so.

What describes a value is a conjunction of *facets*: the subschema itself, what its `$ref` leads to, and the parts of
its `allOf`.  One class stands for one conjunction, however often it is referred to, and so recursion ends.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

import referencing

from schemawright.engines.route import specification_of
from schemawright.engines.vocabulary import lookup
from schemawright.keywords import BOOLEAN_SCHEMAS, REF_ALONE, dialect_of
from schemawright.models.literals import safe_text
from schemawright.models.names import class_name, field_name, is_builtin, member_name, unique
from schemawright.models.shape import ANYTHING, TYPES, ClassPlan, EnumPlan, FieldPlan, Plan, Shape
from schemawright.models.sharing import shared
from schemawright.models.writing import write_json
from schemawright.pointer import format_pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

MAX_CLASSES = 2_000
"""How many classes a module has; what comes after is carried as it is."""

MAX_BRANCHES = 40
"""How many branches of `anyOf` or `oneOf` become a union."""

BUDGET = 10
MIN_BUDGET = 40_000
STEP = 100
"""
A module has about `BUDGET` characters for each of its schema, and `MIN_BUDGET` more: what would take more is carried as
it is.  What combines branches of branches without end is stopped by the same count, at `STEP` for each subschema.
"""

MAX_LITERALS = 200
MAX_LITERAL_LENGTH = 120
MAX_NESTING = 60
_MAX_BRANCHING = 5  # branches inside branches

TEXTS = {
    "date-time": "DateTime", "date": "Date", "time": "Time", "uuid": "Uuid",
    "ipv4": "IPv4", "ip-address": "IPv4", "ipv6": "IPv6",
}  # fmt: skip
"""Format → the class of `schemawright.runtime` that parses it."""

_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
_CHOICES = ("anyOf", "oneOf")
_SILENT = frozenset({
    *_REFERENCES, "allOf", "$schema", "$id", "id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$comment", "$defs",
    "definitions", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "$vocabulary",
})  # fmt: skip
"""What says nothing of a value itself: a subschema that has no more is the same as what it refers to."""
_NAMES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}


class Facet(NamedTuple):
    """
    One subschema that holds for a value.

    Args:
        schema: The subschema.
        resolver: Where its references lead.
        dialect: Its dialect.
        without: Keywords that are left out, since a branch of theirs stands beside it.
        inside: Whether the resolver knows the subschema's own `$id` already.
    """

    schema: Any
    resolver: Any
    dialect: str
    without: frozenset[str] = frozenset()
    inside: bool = False

    def get(self, keyword: str) -> Any:
        """Return a keyword's value; None where it is not there, or left out."""
        return None if keyword in self.without else self.schema.get(keyword)

    def below(self, schema: Any) -> Facet:
        """Return the facet of a subschema."""
        return Facet(schema, self.resolver, self.dialect)


class Settings(NamedTuple):
    """
    What is called how.

    Args:
        root: The name of the root's class.
        names: JSON Pointer of a subschema, or name of a property or class → name in Python.
    """

    root: str
    names: Mapping[str, str] = {}


def make_plan(uri: str, resources: dict[str, Any], dialect: str, settings: Settings) -> Plan:
    """
    Return the plan of a schema.

    Args:
        uri: The base URI of the schema resource.
        resources: It and all that it refers to, by URI; metaschemas that it refers to are added.
        dialect: The dialect of those that name none.
        settings: What is called how.

    Raises:
        UnresolvableReference: A reference leads nowhere.
    """
    return _Planner(uri, resources, dialect, settings).plan()


class _Planner:
    def __init__(self, uri: str, resources: dict[str, Any], dialect: str, settings: Settings) -> None:
        self.settings = settings
        self.dialect = dialect
        self.uri = uri
        self.resources = resources
        for name, contents in resources.items():
            resources[name] = shared(contents)
        self.places: dict[int, str] = {}
        self.classes: list[ClassPlan | None] = []
        self.numbers: dict[tuple[Any, ...], int] = {}
        self.taken: set[str] = set()
        self.literals: list[tuple[Any, ...]] = []
        self.enums: dict[tuple[Any, ...], EnumPlan] = {}
        self.open: set[tuple[Any, ...]] = set()
        self.nesting = 0
        self.finished_shapes: dict[tuple[Any, ...], Shape] = {}
        self.cuts = 0
        self.budget = MIN_BUDGET + BUDGET * sum(len(write_json(contents)) for contents in resources.values())

    def plan(self) -> Plan:
        registry: Any = referencing.Registry(retrieve=self.metaschema)  # type: ignore[call-arg]  # attrs' alias
        for uri, contents in self.resources.items():
            registry = registry.with_resource(uri, self.noted(uri, contents))
        contents = self.resources[self.uri]
        resolver = registry.crawl().resolver(self.uri)
        # The store reads `id` only where `$schema` names a dialect that has it.
        inside = self.dialect not in {"draft3", "draft4"} or "$schema" in _map(contents)
        root = self.shape([Facet(contents, resolver, self.dialect, inside=inside)], self.settings.root)
        doc = _doc(contents) if isinstance(contents, dict) else ""
        classes = tuple([made for made in self.classes if made])
        return self.finished(Plan(classes, root, tuple(self.literals), tuple(self.enums.values()), doc))

    def noted(self, uri: str, contents: Any) -> Any:
        """Return a resource, and note the place of everything in it."""
        for place, schema in _everything(contents):
            self.places.setdefault(id(schema), f"{'' if uri == self.uri else uri}#{format_pointer(place)}")
        return self.resource(contents)

    def metaschema(self, uri: str) -> Any:
        """Return a metaschema, which every engine has and no catalogue; the module carries it from now on."""
        if uri not in self.resources:
            from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]

            self.resources[uri] = shared(dict(REGISTRY.contents(uri)))
        return self.noted(uri, self.resources[uri])

    def resource(self, contents: Any) -> Any:
        named = dialect_of(contents.get("$schema")) if isinstance(contents, dict) else None
        return specification_of(named or self.dialect).create_resource(contents)

    # --- facets

    def flat(self, facets: Iterable[Facet]) -> list[Facet] | None:
        """Return all facets that hold for a value unconditionally; None where one of them is `false`."""
        found: list[Facet] = []
        seen: set[tuple[int, frozenset[str]]] = set()
        pending = list(facets)[::-1]
        while pending:
            facet = pending.pop()
            if isinstance(facet.schema, bool) and facet.dialect in BOOLEAN_SCHEMAS:
                if not facet.schema:
                    return None
                continue
            if not isinstance(facet.schema, dict) or (id(facet.schema), facet.without) in seen:
                continue
            seen.add((id(facet.schema), facet.without))
            facet = self.entered(facet)
            beside = [facet.below(part) for part in _array(facet.get("allOf")) + _extended(facet)]
            references = [self.referred(facet, keyword) for keyword in _REFERENCES if _is_reference(facet, keyword)]
            if references and facet.dialect in REF_ALONE:
                beside = []
            elif not facet.schema.keys() - facet.without <= _SILENT:
                found.append(facet)
            pending += (references + beside)[::-1]
        return found

    def entered(self, facet: Facet) -> Facet:
        """Return a facet with what its own `$schema` and `$id` say."""
        dialect = dialect_of(facet.schema.get("$schema")) or facet.dialect
        if facet.inside:
            return facet._replace(dialect=dialect)
        if facet.dialect in REF_ALONE and "$ref" in facet.schema:
            return facet
        resource = specification_of(dialect).create_resource(facet.schema)
        return facet._replace(dialect=dialect, resolver=facet.resolver.in_subresource(resource), inside=True)

    def referred(self, facet: Facet, keyword: str) -> Facet:
        resolved = lookup(facet.resolver, facet.schema[keyword])
        try:
            root = resolved.resolver.lookup("#").contents
        except referencing.exceptions.Unresolvable:
            root = None  # A resource inside another of draft 4, which has no URI of its own to be looked up by.
        named = dialect_of(root.get("$schema")) if isinstance(root, dict) else None
        return Facet(resolved.contents, resolved.resolver, named or facet.dialect, inside=True)

    def place(self, facet: Facet) -> tuple[str, ...]:
        found = self.places.get(id(facet.schema))
        return (found,) if found is not None else ()

    # --- shapes

    def shape(self, facets: list[Facet], name: str) -> Shape:
        """Return what is known of the value that all facets describe."""
        flat = self.flat(facets)
        if not flat:
            return ANYTHING
        if len(facets) == 1:
            name = _referred_name(facets[0]) or name
        key = tuple([(id(facet.schema), facet.without) for facet in flat])
        if key in self.numbers:
            return self.shaped(flat, facets, key, name)
        if key in self.finished_shapes:
            return self.finished_shapes[key]
        if key in self.open or self.nesting > MAX_NESTING:
            self.cuts += 1
            return ANYTHING
        self.open.add(key)
        self.nesting += 1
        self.budget -= STEP
        cuts = self.cuts
        try:
            shape = self.shaped(flat, facets, key, name)
            if cuts == self.cuts:
                # What was cut short, since it is inside itself here, may be more elsewhere.
                self.finished_shapes[key] = shape
            return shape
        finally:
            self.nesting -= 1
            self.open.discard(key)

    def shaped(self, flat: list[Facet], facets: list[Facet], key: tuple[Any, ...], name: str) -> Shape:
        types = TYPES
        for facet in flat:
            types = types & _types(facet)
        has_properties = any(_map(facet.get("properties")) for facet in flat)
        if not has_properties:
            choice = self.choice(flat, types, name)
            if choice is not None:
                return choice
        literal = self.literal(flat, facets, types, name)
        if literal is not None:
            return literal
        of_object = self.object(flat, facets, key, name) if "object" in types else None
        of_array = self.array(flat, name) if "array" in types else None
        of_scalar = _scalar_spec(flat, types)
        spec = _by_kind(of_object.spec if of_object else None, of_array.spec if of_array else None, of_scalar)
        return Shape(_hint(types, of_object, of_array, of_scalar), spec, types, _notes(flat, types))

    def literal(self, flat: list[Facet], facets: list[Facet], types: frozenset[str], name: str) -> Shape | None:
        """Return the shape of an enumeration, where all its values can be written: of strings, or as a `Literal`."""
        for facet in flat:
            values = [facet.get("const")] if "const" in facet.schema else facet.get("enum")
            if not isinstance(values, list) or len(values) > MAX_LITERALS or not all(map(_is_literal, values)):
                continue
            fit = tuple(_distinct([value for value in values if _type_of(value) & types]))
            if not fit:
                return None
            if len(fit) > 1 and all(isinstance(value, str) for value in fit):
                return self.enum(fit, facets, facet, name)
            self.literals.append(fit)
            return Shape({"customTypePath": f"_literals.L{len(self.literals) - 1}"}, None, types)
        return None

    def enum(self, values: tuple[str, ...], facets: list[Facet], facet: Facet, name: str) -> Shape:
        """Return the shape of an enumeration of strings; there is one class for all that have the same."""
        if values not in self.enums:
            at = [place for one in (*facets, facet) for place in self.place(one)]
            taken: set[str] = set()
            members = tuple([(unique(member_name(value), taken), value) for value in values])
            self.enums[values] = EnumPlan(self.own_name(at, name), _doc(facet.schema), members)
        number = list(self.enums).index(values)
        return Shape({"customTypePath": f"_literals.E{number}"}, ("enum", number), frozenset({"string"}))

    def own_name(self, at: Iterable[str], name: str) -> str:
        """Return a class's name that no other has: the one that was set, or one made of what leads to it."""
        wanted = next((self.settings.names[place] for place in _pointers(at) if place in self.settings.names), None)
        wanted = wanted or self.settings.names.get(name) or class_name(name)
        return unique(f"{wanted}_" if is_builtin(wanted) else wanted, self.taken)

    def choice(self, flat: list[Facet], types: frozenset[str], name: str) -> Shape | None:
        """Return the union of the branches of `anyOf` or `oneOf`, where objects or arrays are among them."""
        if self.budget < 0:
            return None
        for index, facet in enumerate(flat):
            for keyword in _CHOICES:
                branches = facet.get(keyword)
                if not isinstance(branches, list) or not 1 <= len(branches) <= MAX_BRANCHES:
                    continue
                rest = [*flat[:index], facet._replace(without=facet.without | {keyword}), *flat[index + 1 :]]
                return self.union(rest, [facet.below(branch) for branch in branches], types, name)
        return None

    def union(self, rest: list[Facet], branches: list[Facet], types: frozenset[str], name: str) -> Shape:
        options = []
        for number, branch in enumerate(branches):
            if branch.schema is False:
                continue
            option = self.shape([*rest, branch], self.branch_name(branch, name, number))
            options.append((branch, option))
        if not options:
            return ANYTHING
        spec = self.chosen([(self.place(branch), option) for branch, option in options])
        return Shape(_any_of([option.hint for _, option in options]), spec, types)

    @staticmethod
    def chosen(options: list[tuple[tuple[str, ...], Shape]]) -> Any:
        """Return how a value is carried that one of several shapes describes."""
        built = [(place, option) for place, option in options if option.spec is not None]
        if not built:
            return None
        containers = frozenset({"object", "array"})
        if len(built) == 1:
            others = [option.types for _, option in options if option is not built[0][1]]
            if not any(types & built[0][1].types & containers for types in others):
                return built[0][1].spec
        return ("choice", tuple([(place, option.spec) for place, option in options]))

    def branch_name(self, branch: Facet, name: str, number: int) -> str:
        return _referred_name(branch) or (f"{name}{number + 1}" if name else name)

    # --- objects

    def object(self, flat: list[Facet], facets: list[Facet], key: tuple[Any, ...], name: str) -> Shape:
        declared = _collected(flat)
        extra_spec_facets, forbidden = _others(flat)
        if not declared and not self.conditional(flat):
            if not extra_spec_facets:
                return Shape({"type": "object", "additionalProperties": {}})
            values = self.any_of(extra_spec_facets, f"{name}Value")
            spec = ("map", values.spec) if values.spec is not None else None
            return Shape({"type": "object", "additionalProperties": values.hint}, spec)
        number = self.numbers.get(key)
        if number is None:
            if len(self.classes) >= MAX_CLASSES or self.budget < 0:
                return Shape({"type": "object", "additionalProperties": {}})
            number = self.numbers[key] = len(self.classes)
            self.classes.append(None)
            self.classes[number] = self.class_plan(flat, facets, declared, extra_spec_facets, forbidden, name)
        return Shape({"$ref": f"#/$defs/C{number}"}, ("object", number))

    def class_plan(
        self,
        flat: list[Facet],
        facets: list[Facet],
        declared: dict[str, list[Facet]],
        others: list[Facet],
        forbidden: bool,  # noqa: FBT001  (a column of what is known)
        name: str,
    ) -> ClassPlan:
        at = tuple(dict.fromkeys(place for facet in facets for place in self.place(facet)))
        own = self.own_name(at, name)
        required = {name for facet in flat for name in _required(facet)}
        fields = [
            self.field(property_name, parts, f"{property_name}", required=property_name in required)
            for property_name, parts in declared.items()
            if not any(part.schema is False for part in parts)
        ]
        conditional = {name: parts for name, parts in self.conditional(flat).items() if name not in declared}
        for property_name, parts in conditional.items():
            shape = self.any_of(parts, property_name)
            fields.append(FieldPlan(property_name, "", Shape({}, shape.spec), required=False, doc=""))
        denied = any(part.schema is False for parts in declared.values() for part in parts)
        extra = self.any_of(others, f"{own}Extra") if others else ANYTHING
        named = "" if forbidden and not denied and not conditional else "extra"
        doc = next((found for facet in flat if (found := _doc(facet.schema))), "")
        made = ClassPlan(own, doc, at, tuple(fields), named, extra)
        self.budget -= _cost(made)
        return made

    def field(self, name: str, parts: list[Facet], hint: str, *, required: bool) -> FieldPlan:
        shape = self.shape(parts, hint)
        doc = next((found for part in parts if isinstance(part.schema, dict) and (found := _doc(part.schema))), "")
        text = ""
        if shape.spec and shape.spec[0] == "text":
            text, shape = shape.spec[1], shape._replace(spec=None)
        return FieldPlan(name, "", shape, required, doc, text)

    def any_of(self, parts: list[Facet], name: str) -> Shape:
        """Return the shape of a value that one of several subschemas describes."""
        options = [(self.place(part), self.shape([part], name)) for part in parts if part.schema is not False]
        if len(options) == 1:
            return options[0][1]
        return Shape(_any_of([option.hint for _, option in options]), self.chosen(options))

    def conditional(self, flat: list[Facet]) -> dict[str, list[Facet]]:
        """Return the properties that branches declare, each with the subschemas that may describe it."""
        found: dict[str, dict[int, Facet]] = {}
        seen: set[int] = set()
        pending = [branch for facet in flat for branch in _branches(facet)]
        for _ in range(_MAX_BRANCHING):
            fresh = {id(branch.schema): branch for branch in pending if id(branch.schema) not in seen}
            seen |= set(fresh)
            inner = [facet for branch in fresh.values() for facet in self.flat([branch]) or []]
            for name, parts in _collected(inner).items():
                found.setdefault(name, {}).update({id(part.schema): part for part in parts})
            pending = [branch for facet in inner for branch in _branches(facet)]
        return {name: list(parts.values()) for name, parts in found.items()}

    # --- arrays

    def array(self, flat: list[Facet], name: str) -> Shape:
        best: Shape | None = None
        for facet in flat:
            firsts, rest = _items(facet)
            if not firsts and not isinstance(rest, dict):
                continue
            shape = self.items(facet, firsts, rest, name)
            if best is None or (best.spec is None and shape.spec is not None):
                best = shape
        return best or Shape({"type": "array", "items": {}})

    def items(self, facet: Facet, firsts: list[Any], rest: Any, name: str) -> Shape:
        of_rest = self.shape([facet.below(rest)], f"{name}Item") if isinstance(rest, dict) else ANYTHING
        if not firsts:
            spec = ("list", of_rest.spec) if of_rest.spec is not None else None
            return Shape({"type": "array", "items": of_rest.hint}, spec)
        shapes = [self.shape([facet.below(part)], f"{name}Item{number + 1}") for number, part in enumerate(firsts)]
        specs = tuple([shape.spec for shape in shapes])
        carried = any(shape.spec is not None for shape in (*shapes, of_rest))
        # Shorter arrays are valid too, so this is a list of any of them, no tuple.
        items = _any_of([shape.hint for shape in (shapes if rest is False else [*shapes, of_rest])])
        return Shape({"type": "array", "items": items}, ("tuple", specs, of_rest.spec) if carried else None)

    # --- names

    def finished(self, plan: Plan) -> Plan:
        """Name the fields, now that all classes have names."""
        classes = {made.name for made in plan.classes} | {made.name for made in plan.enums}
        return plan._replace(classes=tuple([self.named(made, set(classes)) for made in plan.classes]))

    def named(self, made: ClassPlan, taken: set[str]) -> ClassPlan:
        names = [self.settings.names.get(field.name) or field_name(field.name) for field in made.fields]
        # Those that keep their name come first, so that `foo_bar` is not renamed for `foo-bar`.
        kept = {name for field, name in zip(made.fields, names, strict=True) if field.name == name}
        fields = []
        for field, name in zip(made.fields, names, strict=True):
            own = field.name == name and name not in taken
            chosen = name if own else unique(name, taken | kept)
            taken.add(chosen)
            fields.append(field._replace(field=chosen))
        extra = unique("extra", taken) if made.extra else ""
        return made._replace(fields=tuple(fields), extra=extra)


def _cost(made: ClassPlan) -> int:
    """Return about how many characters a class takes in its module."""
    fields = sum(2 * len(field.name) + len(field.doc) + len(repr(field.shape)) for field in made.fields)
    return 3 * STEP + len(made.doc) + sum(map(len, made.at)) + fields


def _any_of(hints: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the hint of a value that has one of several, each once; `{}` where one of them is anything."""
    parts: dict[str, dict[str, Any]] = {}
    for hint in hints:
        for part in hint.get("anyOf", [hint]):
            parts.setdefault(repr(part), part)
    if not parts or not all(parts.values()):
        return {}
    return {"anyOf": list(parts.values())} if len(parts) > 1 else next(iter(parts.values()))


def _everything(contents: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield every object in a resource with its tokens: references lead to unknown keywords too."""
    pending: list[tuple[tuple[str | int, ...], Any]] = [((), contents)]
    seen: set[int] = set()
    while pending:
        tokens, value = pending.pop()
        if id(value) in seen:
            continue  # Shared: the first place stands for all.
        if isinstance(value, dict):
            seen.add(id(value))
            yield tokens, value
            pending += [((*tokens, name), member) for name, member in value.items()][::-1]
        elif isinstance(value, list):
            pending += [((*tokens, index), item) for index, item in enumerate(value)][::-1]


def _pointers(places: Iterable[str]) -> Iterator[str]:
    return (place.partition("#")[2] for place in places)


def _doc(schema: dict[str, Any]) -> str:
    parts = [schema.get(name) for name in ("title", "description")]
    return "\n\n".join([part.strip() for part in parts if isinstance(part, str) and part.strip()])


def _referred_name(facet: Facet) -> str:
    """Return the name that a reference has for what it leads to; empty where there is none."""
    reference = facet.schema.get("$ref") if isinstance(facet.schema, dict) else None
    if not isinstance(reference, str):
        return ""
    return unquote(reference).rstrip("#/").rpartition("/")[2].rpartition("#")[2].removesuffix(".json")


def _array(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _map(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _extended(facet: Facet) -> list[Any]:
    if facet.dialect != "draft3":
        return []
    extends = facet.get("extends")
    return extends if isinstance(extends, list) else [extends] if isinstance(extends, dict) else []


def _is_reference(facet: Facet, keyword: str) -> bool:
    if not isinstance(facet.schema.get(keyword), str):
        return False
    return {"$ref": True, "$recursiveRef": facet.dialect == "2019-09", "$dynamicRef": facet.dialect == "2020-12"}[
        keyword
    ]


def _required(facet: Facet) -> list[str]:
    if facet.dialect == "draft3":
        properties = _map(facet.get("properties"))
        return [name for name, part in properties.items() if isinstance(part, dict) and part.get("required") is True]
    return [name for name in _array(facet.get("required")) if isinstance(name, str)]


def _collected(flat: list[Facet]) -> dict[str, list[Facet]]:
    found: dict[str, list[Facet]] = {}
    for facet in flat:
        for name, part in _map(facet.get("properties")).items():
            found.setdefault(name, []).append(facet.below(part))
    return found


def _others(flat: list[Facet]) -> tuple[list[Facet], bool]:
    """Return what describes the properties without a name, and whether there are none."""
    found: list[Facet] = []
    forbidden = False
    for facet in flat:
        patterns = _map(facet.get("patternProperties"))
        rest = facet.get("additionalProperties")
        forbidden = forbidden or (rest is False and not patterns)
        parts = [*patterns.values(), *([rest] if rest is not None else [])]
        if parts:
            found += [facet.below(part) for part in parts]
            if patterns and rest is None:
                found.append(facet.below(schema=True))
    return found, forbidden


def _branches(facet: Facet) -> list[Facet]:
    parts = [branch for keyword in _CHOICES for branch in _array(facet.get(keyword))]
    parts += [facet.get(keyword) for keyword in ("then", "else", "if")]
    for keyword in ("dependentSchemas", "dependencies"):
        parts += _map(facet.get(keyword)).values()
    return [facet.below(part) for part in parts if isinstance(part, dict)]


def _items(facet: Facet) -> tuple[list[Any], Any]:
    """Return the subschemas of the first items, and that of the rest."""
    items = facet.get("items")
    if facet.dialect == "2020-12":
        return _array(facet.get("prefixItems")), items
    if isinstance(items, list):
        return items, facet.get("additionalItems")
    return [], items


def _types(facet: Facet) -> frozenset[str]:
    """Return the JSON types that a facet allows; `integer` is among them where `number` is."""
    found = facet.get("type")
    names = found if isinstance(found, list) else [found]
    if found is None or not all(isinstance(name, str) and name in TYPES for name in names):
        types = TYPES
    else:
        types = frozenset(names) | ({"integer"} if "number" in names else frozenset())
    values = [facet.get("const")] if "const" in facet.schema and "const" not in facet.without else facet.get("enum")
    if isinstance(values, list) and facet.dialect != "draft3":
        types = types & frozenset().union(*[_type_of(value) for value in values])
    return types


def _type_of(value: Any) -> frozenset[str]:
    for name, fits in _NAMES.items():
        if fits(value):
            return frozenset({name})
    return frozenset({"integer", "number"})


def _is_literal(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= MAX_LITERAL_LENGTH
    return value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) < 1 << 63)


def _distinct(values: list[Any]) -> list[Any]:
    return list({(type(value), value): value for value in values}.values())


def _scalar_spec(flat: list[Facet], types: frozenset[str]) -> Any:
    if "integer" in types and "number" not in types:
        return ("integer",)
    if "string" in types and not types & {"integer", "number"}:
        named = {facet.get("format") for facet in flat if isinstance(facet.get("format"), str)}
        found = [TEXTS[name] for name in sorted(named) if name in TEXTS]
        if len(found) == 1:
            return ("text", found[0])
    return None


def _by_kind(of_object: Any, of_array: Any, of_scalar: Any) -> Any:
    given = [spec for spec in (of_object, of_array, of_scalar) if spec is not None]
    if len(given) < 2:  # noqa: PLR2004  (nothing to tell apart)
        return given[0] if given else None
    return ("kinds", of_object, of_array, of_scalar)


def _hint(types: frozenset[str], of_object: Shape | None, of_array: Shape | None, of_scalar: Any) -> dict[str, Any]:
    """Return the hint of all types that a value can have; `{}` where that is nearly everything."""
    described = of_object is not None and "$ref" in of_object.hint
    if types == TYPES:
        return {"anyOf": [of_object.hint, {"customTypePath": "typing.Any"}]} if described and of_object else {}
    parts: list[dict[str, Any]] = []
    if of_object is not None:
        parts.append(of_object.hint)
    if of_array is not None:
        parts.append(of_array.hint)
    if "string" in types:
        text = of_scalar[1] if of_scalar and of_scalar[0] == "text" else ""
        parts.append({"customTypePath": f"schemawright.runtime.{text}"} if text else {"type": "string"})
    if types & {"integer", "number"}:
        parts.append({"customTypePath": f"schemawright.runtime.{'Number' if 'number' in types else 'Integer'}"})
    parts += [{"type": name} for name in ("boolean", "null") if name in types]
    return parts[0] if len(parts) == 1 else {"anyOf": parts} if parts else {}


_NUMBER_NOTES = {
    "minimum": "Ge",
    "maximum": "Le",
    "exclusiveMinimum": "Gt",
    "exclusiveMaximum": "Lt",
    "multipleOf": "MultipleOf",
}
_SIZE_NOTES = {
    "string": {"minLength": "MinLen", "maxLength": "MaxLen"},
    "array": {"minItems": "MinLen", "maxItems": "MaxLen"},
    "object": {"minProperties": "MinLen", "maxProperties": "MaxLen"},
}


def _notes(flat: list[Facet], types: frozenset[str]) -> tuple[str, ...]:
    """Return the constraints of a value of one type, as expressions."""
    kinds = types - {"null"}
    tables: dict[str, str] = {}
    if kinds and kinds <= {"integer", "number"}:
        tables = _NUMBER_NOTES
    elif len(kinds) == 1:
        tables = _SIZE_NOTES.get(next(iter(kinds)), {})
    found = [
        f"{note}({facet.get(keyword)!r})"
        for facet in flat
        for keyword, note in tables.items()
        if _is_number(facet.get(keyword))
    ]
    if kinds == {"string"}:
        found += [
            f"Pattern({safe_text(facet.get('pattern'))})" for facet in flat if isinstance(facet.get("pattern"), str)
        ]
    return tuple(dict.fromkeys(found))


def _is_number(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    return (isinstance(value, int) and abs(value) < 1 << 63) or (isinstance(value, float) and math.isfinite(value))
