"""
The plan: from a schema to the shape of its instances.

Which objects become classes, which values are unions, enumerations, lists or maps, and what all of them are called.  A
plan may say less than the schema, since the validator judges; what it says of the type of a value is so.

What describes a value is a conjunction of *facets*: the subschema itself, what its `$ref` leads to, and the parts of
its `allOf`.  One class stands for one conjunction, however often it is referred to, and so recursion ends.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from schemawright.models.planning.annotations import (
    Annotations,
    Named,
    describing,
    doc_of_class,
    doc_of_type,
    named_in,
)
from schemawright.models.planning.arrays import Arrays
from schemawright.models.planning.class_names import ClassNames, Settings
from schemawright.models.planning.conjunctions import Conjunctions
from schemawright.models.planning.enumerations import Enumerations
from schemawright.models.planning.extent import is_larger
from schemawright.models.planning.facets import (
    SILENT,
    Facet,
    has_items,
    map_of,
    referred_name,
    telling,
    type_of,
    types_of,
    values_left,
)
from schemawright.models.planning.field_names import with_fields_named
from schemawright.models.planning.hints import (
    STEP,
    alone_of,
    any_of_shapes,
    cost_of,
    hint_of,
    is_carried,
    is_carried_otherwise,
    may_be_anything,
    notes_of,
    or_anything,
    or_else,
    scalar_spec,
    spec_by_kind,
)
from schemawright.models.planning.others import joined
from schemawright.models.planning.shape import ANYTHING, TYPES, AliasPlan, ClassPlan, EnumPlan, FieldPlan, Plan, Shape
from schemawright.models.planning.undeclared import beside, undeclared
from schemawright.models.planning.unions import MAX_BRANCHES, Unions
from schemawright.models.spelling.writing import write_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from schemawright.models.planning.conjunctions import Members
    from schemawright.models.planning.others import Others

MAX_CLASSES = 2_000
"""How many classes a module has; what comes after is carried as it is."""

MAX_CONDITIONAL = 1_000
"""How many properties that only branches or conditions declare become fields; nobody could look through more."""

BUDGET = 10
MIN_BUDGET = 40_000
"""
A module has about `BUDGET` characters for each of its schema, and `MIN_BUDGET` more: what would take more is carried as
it is.  What combines branches of branches without end is stopped by the same count, at `STEP` for each subschema.
"""

MAX_NESTING = 60
_NAMED = frozenset({"object", "enum", "shared"})
"""How the specs of what has a name begin."""
_STRUCTURED = frozenset({"object", "array"})
_PARTS = 4
"""What part of all that a module may have one value takes at the most."""


def make_plan(uri: str, resources: Mapping[str, Any], dialect: str, settings: Settings) -> Plan:
    """
    Return the plan of a schema.

    Args:
        uri: The base URI of the schema resource.
        resources: It and all that it refers to but metaschemas, by URI.
        dialect: The dialect of those that name none.
        settings: What is called how.

    Raises:
        UnresolvableReference: A reference leads nowhere.
        UnusableName: A name that was set is no name, is another's, or names nothing.
    """
    conjunctions = Conjunctions(uri, resources, dialect)
    planner = _Planner(conjunctions, settings)
    plan = planner.plan()
    # Which definitions have classes of their own is known once all is planned: then their names are theirs.
    claims = planner.names.lost(planner.made, planner.keys)
    if claims:
        planner = _Planner(conjunctions, settings, claims)
        plan = planner.plan()
    planner.names.expect_those_of_definitions(planner.made, plan.root.spec)
    return plan


class _Planner:
    def __init__(
        self, conjunctions: Conjunctions, settings: Settings, claims: Mapping[str, tuple[Any, ...]] | None = None
    ) -> None:
        self.settings = settings
        self.names = ClassNames(settings, claims)
        self.conjunctions = conjunctions
        self.classes: list[ClassPlan | None] = []
        self.numbers: dict[tuple[Any, ...], int] = {}
        self.holders: list[str] = []
        self.enumerations = Enumerations(self.name_of_enum)
        self.unions = Unions(conjunctions, self.shape, self.noted, self.place)
        self.arrays = Arrays(self.inside, self.noted)
        self.noted_shapes: dict[tuple[str, tuple[str, ...]], tuple[int, Shape]] = {}
        self.open: dict[tuple[Any, ...], int] = {}
        self.aliases: dict[tuple[Any, ...], int] = {}
        self.aliased: dict[int, AliasPlan] = {}
        self.nesting = 0
        self.depth = 0
        self.described_by: dict[tuple[str, int], tuple[Any, ...]] = {}
        """What describes each class and recursive type."""
        self.finished_shapes: dict[tuple[Any, ...], Shape] = {}
        self.cuts = 0
        length = sum(len(write_json(contents)) for contents in self.conjunctions.resources.values())
        self.annotations = Annotations(conjunctions.holding, MIN_BUDGET + length)
        self.budget = MIN_BUDGET + BUDGET * length
        self.largest = self.budget // _PARTS

    def plan(self) -> Plan:
        facet = self.conjunctions.root
        for one in self.conjunctions.resources.values():
            self.names.own.locate(one, self.conjunctions.place_of)
        root = self.shape([facet], self.settings.root_name, is_named=self.settings.is_named)
        if not root.hint and root.spec is None:
            self.definitions(facet)
        root_name = self.root_name(root)
        doc = self.annotations.words([facet], self.named(root))
        classes = tuple([made for made in self.classes if made])
        aliases = tuple([self.aliased[number] for number in sorted(self.aliased)])
        enums = tuple(self.enumerations.enums.values())
        noted = tuple([shape for _, shape in self.noted_shapes.values()])
        synonyms = self.names.synonyms(self.made, root_name)
        found = Plan(classes, root, tuple(self.enumerations.literals), enums, aliases, doc, root_name, synonyms, noted)
        plan = with_fields_named(found, self.names.own)
        self.names.own.expect_used(facet.schema, [field for made in plan.classes for field in made.fields])
        return plan

    def definitions(self, root: Facet) -> None:
        """Plan what is only defined: a schema that says nothing of a value itself is one of others to refer to."""
        for keyword in ("$defs", "definitions"):
            for name, definition in map_of(map_of(root.schema).get(keyword)).items():
                self.shape([root.below(definition)], name)

    def root_name(self, root: Shape) -> str:
        """Return the name that was set for the root, where that is no class which has it already."""
        # What is null or a list, too, is of the class of its objects.
        of_objects = [made.name for made in self.classes if made and made.at == self.place(self.conjunctions.root)]
        others = {f"_literals.E{number}": made.name for number, made in enumerate(self.enumerations.enums.values())}
        others |= {f"_literals.A{number}": made.name for number, made in self.aliased.items()}
        return self.names.of_root({*of_objects, others.get(root.hint.get("customTypePath", ""))})

    @property
    def made(self) -> dict[str, Sequence[ClassPlan | EnumPlan | AliasPlan | None]]:
        """How a spec begins → what was made for such, by number."""
        shared = [self.aliased.get(number) for number in range(len(self.aliases))]
        return {"object": self.classes, "enum": list(self.enumerations.enums.values()), "shared": shared}

    @property
    def keys(self) -> dict[str, list[tuple[Any, ...]]]:
        """How a spec begins → what each of those is known by."""
        shared = list(map(_key_of_alias, self.aliases))
        return {"object": list(self.numbers), "enum": list(self.enumerations.enums), "shared": shared}

    def name_of_enum(self, facets: list[Facet], name: str, values: tuple[str, ...]) -> str:
        """Return the name of an enumeration."""
        at = [place for facet in facets for place in self.place(facet)]
        return self.names.give(at, name, values, self.holders)

    def place(self, facet: Facet) -> tuple[str, ...]:
        found = self.conjunctions.place_of(facet.schema)
        return (found,) if found is not None else ()

    # --- shapes

    def shape(self, facets: list[Facet], name: str, *, is_named: bool = False) -> Shape:
        """Return what is known of the value that all facets describe."""
        facets = telling(facets, self.conjunctions.flat)
        shape = self.described(facets, name, is_named=is_named)
        if len(facets) == 1 and shape.spec and shape.spec[0] in _NAMED:
            self.names.note(facets[0], shape.spec)
        return shape

    def described(self, facets: list[Facet], name: str, *, is_named: bool) -> Shape:
        flat = self.conjunctions.flat(facets)
        if not flat:
            return ANYTHING
        if len(facets) == 1 and not is_named:
            name = referred_name(facets[0]) or name
        key = tuple([(id(facet.schema), facet.without) for facet in flat])
        if key in self.numbers and not has_items(flat):
            return self.shaped(
                flat, facets, key, name
            )  # Its class is what ends recursion; one of lists has to end, too.
        if key in self.finished_shapes:
            return self.finished_shapes[key]
        if self.depth > self.open.get(key, self.depth):
            number = self.aliases.setdefault(key, len(self.aliases))
            self.described_by["shared", number] = key
            return self.alias(number, flat)
        if key in self.open or self.nesting > MAX_NESTING:
            self.cuts += 1
            return ANYTHING
        self.open[key] = self.depth
        self.nesting += 1
        self.budget -= STEP
        cuts = self.cuts
        try:
            shape = self.bounded(self.shaped(flat, facets, key, name))
            if key in self.aliases:
                number = self.aliases[key]
                at = [place for facet in (*facets, *flat[:1]) for place in self.place(facet)]
                doc = doc_of_type(flat)
                spec = shape.spec if is_carried(shape.spec, number) else None
                self.aliased[number] = AliasPlan(
                    self.names.give(at, name, _key_of_alias(key), self.holders), doc, shape._replace(spec=spec)
                )
                shape = self.alias(number, flat)
            if cuts == self.cuts:
                # What was cut short, since it is inside itself here, may be more elsewhere.
                self.finished_shapes[key] = shape
            return shape
        finally:
            self.nesting -= 1
            del self.open[key]

    def alias(self, number: int, flat: list[Facet]) -> Shape:
        """Return the shape of a value that may be inside of one of its kind, which is no object of a class."""
        return Shape({"customTypePath": f"_literals.A{number}"}, ("shared", number), self.types(flat))

    @staticmethod
    def types(flat: list[Facet]) -> frozenset[str]:
        """Return the JSON types that all facets allow."""
        types = TYPES.intersection(*map(types_of, flat))
        values = values_left([facet for facet in flat if facet.dialect != "draft3"])
        return types if values is None else types.intersection(frozenset().union(*map(type_of, values)))

    def inside(self, facets: list[Facet], name: str) -> Shape:
        """Return what is known of a value inside of the one that is being described."""
        self.depth += 1
        try:
            return self.shape(facets, name)
        finally:
            self.depth -= 1

    def noted(self, shape: Shape) -> dict[str, Any]:
        """Return the hint of a value that is a part of another one's, with its constraints."""
        if not shape.notes:
            return shape.hint
        key = (repr(shape.hint), shape.notes)
        number, _ = self.noted_shapes.setdefault(key, (len(self.noted_shapes), shape))
        self.budget -= sum(map(len, shape.notes))
        return {"customTypePath": f"_literals.N{number}"}

    def bounded(self, shape: Shape) -> Shape:
        """Return a shape, or that of a value that is carried as it is, where a module would be too large for it."""
        if not is_larger((shape.hint, shape.spec), self.largest):
            return shape
        # What may be anything else is of a class though its type does not tell of that.
        if may_be_anything(shape.hint) and not is_larger(shape.spec, self.largest):
            return shape._replace(hint={})
        return Shape({}, None, shape.types)

    def shaped(self, flat: list[Facet], facets: list[Facet], key: tuple[Any, ...], name: str) -> Shape:
        types = self.types(flat)
        has_properties = any(map_of(facet.get("properties")) for facet in flat)
        choice = self.unions.choice(flat, types, name, beside=has_properties) if self.budget >= 0 else None
        if choice is not None:
            return choice
        literal = self.enumerations.shape(flat, facets, types, name)
        if literal is not None:
            return literal
        of_object = self.object(flat, facets, key, name) if "object" in types else None
        of_array = self.arrays.shape(flat, name) if "array" in types else None
        of_scalar = scalar_spec(flat, types)
        spec = spec_by_kind(of_object.spec if of_object else None, of_array.spec if of_array else None, of_scalar)
        # Classes have no length, which whoever reads the notes would ask for.
        has_class = of_object is not None and of_object.spec is not None and of_object.spec[0] == "object"
        notes = {kind: notes_of(flat, kind) for kind in types if not (has_class and kind == "object")}
        alone = alone_of(types)
        if alone:
            hint = hint_of(types, of_object, of_array, of_scalar, lambda _kind, hint: hint)
            return Shape(hint, spec, types, notes.get(alone, ()))

        def noted(kind: str, hint: dict[str, Any]) -> dict[str, Any]:
            return self.noted(Shape(hint, notes=notes.get(kind, ())))

        return Shape(hint_of(types, of_object, of_array, of_scalar, noted), spec, types)

    # --- objects

    def object(self, flat: list[Facet], facets: list[Facet], key: tuple[Any, ...], name: str) -> Shape:
        number = self.numbers.get(key)
        if number is None:
            members = self.conjunctions.members(flat)
            if not members.declared and not 0 < len(members.conditional) <= MAX_CONDITIONAL:
                values = self.by_name(members.others, f"{name}Value")
                spec = ("map", values.spec) if values.spec is not None else None
                return Shape({"type": "object", "additionalProperties": values.hint}, spec)
            if len(self.classes) >= MAX_CLASSES or self.budget < 0:
                return Shape({"type": "object", "additionalProperties": {}})
            number = self.numbers[key] = len(self.classes)
            self.classes.append(None)
            made = self.class_plan(flat, facets, key, name, members)
            self.classes[number] = made
            self.budget -= cost_of(made)
        return Shape({"$ref": f"#/$defs/C{number}"}, ("object", number))

    def class_plan(
        self, flat: list[Facet], facets: list[Facet], key: tuple[Any, ...], name: str, members: Members
    ) -> ClassPlan:
        described = self.describing(facets)
        # Before its fields, which may have others of it inside.
        self.described_by["object", self.numbers[key]] = tuple([(id(one.schema), one.without) for one in described])
        # What says nothing but the choice that this is a branch of would judge by all the branches.
        told = [facet for facet in facets if not (facet.without and facet.schema.keys() - facet.without <= SILENT)]
        at = tuple(dict.fromkeys(place for facet in told for place in self.place(facet)))
        # What is only referred to is named by where it is written.
        own = self.names.give([*at, *(self.place(flat[0]) if len(flat) == 1 else ())], name, key, self.holders)
        with self.within(own):
            fields = [*self.declared_fields(members), *self.undeclared_fields(members)]
            fields += self.conditional_fields(members)
        # Of too many that branches declare, none has a field.
        extra = "" if members.are_closed and len(members.only_conditional) <= MAX_CONDITIONAL else "extra"
        of_extra = self.by_name(members.others, f"{own}Extra")
        place = self.conjunctions.place_of(self.conjunctions.meant(told[-1]).schema) if told else ""
        doc = doc_of_class(facets, described, self.describing, (place or "").partition("#")[2])
        extra_doc = self.agreed([parts for _, parts in joined(members.others)], of_extra)
        return ClassPlan(own, doc, at, tuple(fields), extra, of_extra, extra_doc)

    def describing(self, facets: Iterable[Facet]) -> list[Facet]:
        """Return the facets whose words are those of a class that some describe."""
        facets = list(facets)
        return describing(self.conjunctions.holding(facets) or [], self.conjunctions.flat(facets) or [])

    @contextmanager
    def within(self, holder: str) -> Iterator[None]:
        """Plan what is inside of a class, of whose name its own may be made."""
        self.holders.append(holder)
        try:
            yield
        finally:
            self.holders.pop()

    def declared_fields(self, members: Members) -> Iterator[FieldPlan]:
        others = beside(members.declared, members.others)
        for name, parts in members.declared.items():
            if any(part.schema is False for part in parts):
                continue
            field = self.field(name, parts, others.get(name, ()), required=name in members.required)
            on_condition = members.conditional.get(name, [])
            found = self.with_conditions(field, on_condition)
            yield found._replace(doc=found.doc or self.agreed([[part] for part in on_condition], found.shape))

    def undeclared_fields(self, members: Members) -> Sequence[FieldPlan]:
        """Return the fields of properties that are only asked for."""
        if members.are_closed:
            return ()
        named = {*members.declared, *members.conditional}
        asked = undeclared(members.required, named, members.others, MAX_CONDITIONAL)
        fields = [self.field(name, parts, required=True) for name, parts in asked.items()]
        # What is said of all of them in one place is written out for each.
        return () if is_larger([(one.shape.hint, one.shape.spec) for one in fields], self.largest) else fields

    def conditional_fields(self, members: Members) -> Iterator[FieldPlan]:
        """Yield the fields of properties that only branches or conditions declare."""
        found = members.only_conditional
        for name, parts in found.items() if len(found) <= MAX_CONDITIONAL else ():
            shape = self.on_condition(parts, name)
            yield FieldPlan(name, "", shape, name in members.required, self.agreed([[part] for part in parts], shape))

    def field(self, name: str, parts: list[Facet], others: Iterable[Facet] = (), *, required: bool) -> FieldPlan:
        """Return the field of a property, with the words of what declares it, which others may describe besides."""
        shape = self.inside([*parts, *others], name)
        doc = self.annotations.of_value(parts, self.named(shape))
        text = ""
        if shape.spec and shape.spec[0] == "text":
            text, shape = shape.spec[1], shape._replace(spec=None)
        return FieldPlan(name, "", shape, required, doc, text, self.enumerations.only_value(shape) if required else ())

    def named(self, shape: Shape) -> Named:
        """Return what has names of its own among what a value is."""
        found = list(named_in(shape.spec))
        enums = list(self.enumerations.enums.values())
        keys = [self.described_by[one] for one in found if one in self.described_by]
        return Named(keys, [enums[number].doc for kind, number in found if kind == "enum"])

    def agreed(self, ways: Iterable[list[Facet]], shape: Shape) -> str:
        """Return the words of the subschemas that may describe a value, where all that have any have the same."""
        said = {words: parts for parts in ways if (words := self.annotations.words_to_compare(parts))}
        (parts,) = said.values() if len(said) == 1 else ([],)
        return self.annotations.words(parts, self.named(shape))

    def with_conditions(self, field: FieldPlan, parts: list[Facet]) -> FieldPlan:
        """Return a field with what its value is where subschemas hold, if it may be any object or array."""
        declared = field.shape
        is_open = declared.spec is None and not field.text and not _STRUCTURED.isdisjoint(declared.types)
        if not is_open or not 1 <= len(parts) <= MAX_BRANCHES:
            return field
        return field._replace(shape=self.on_condition(parts, field.name, declared))

    def on_condition(self, parts: list[Facet], name: str, otherwise: Shape = ANYTHING) -> Shape:
        """
        Return what is known of a value that subschemas may describe: each has to accept it, as it may not apply.

        Args:
            parts: The subschemas.
            name: What the value is called.
            otherwise: What is always known of it.
        """
        shapes = [(self.place(part), self.inside([part], name)) for part in parts if part.schema is not False]
        carried = [(place, shape) for place, shape in shapes if shape.spec is not None]
        if not carried:
            return otherwise
        told = [shape.hint for _, shape in carried if is_carried_otherwise(shape.spec)]
        hint = or_anything(told) if not otherwise.hint else or_else(told, otherwise.types, self.noted(otherwise))
        spec = ("choice", tuple([(place, shape.spec) for place, shape in carried]))
        bounded = self.bounded(Shape(hint, spec, otherwise.types))
        return bounded if bounded.spec is not None else otherwise

    def by_name(self, others: list[Others], name: str) -> Shape:
        """Return the shape of the properties without a name: which subschemas describe one, its name decides."""
        told = [(other, self.inside(parts, name)) for other, parts in joined(others)]
        specs = [shape.spec for _, shape in told]
        spec = specs[0] if specs else None
        if any(one != spec for one in specs):
            ways = [(other.matching, other.patterns, shape.spec) for other, shape in told if shape.spec is not None]
            spec = ("named", tuple(ways))
        return self.bounded(Shape(any_of_shapes([shape for _, shape in told], self.noted), spec))


def _key_of_alias(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return what a recursive type is known by: what describes it may describe a class, too."""
    return ("shared", *key)
