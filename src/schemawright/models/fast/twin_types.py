"""How the types of twins are made of what a schema says (see `schemawright.models.fast.twins`)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, ForwardRef, Union

import msgspec

from schemawright.engines.accept.types import Builder, Shape, Unsupported, meta_of, only
from schemawright.errors import SchemawrightError
from schemawright.models.fast.branches import classes_of, tag_of, with_branches
from schemawright.models.fast.built import building
from schemawright.models.fast.conditions import Conditions, every
from schemawright.models.fast.json_types import may_be_no_object
from schemawright.models.fast.judges import Judges
from schemawright.models.fast.kinds import (
    NUMBER,
    allows_null,
    apart_kind,
    has_enumeration,
    has_floats,
    has_integers,
    has_scalars,
    is_free,
    is_open,
    is_plain,
    is_quoted,
    is_struct,
    item_of,
    marks_of,
    number_kind,
    refers,
)
from schemawright.models.fast.listed import giving_members, listed, options_at
from schemawright.models.fast.merged import is_evaluated, merged, schemas_of, without_null
from schemawright.models.fast.naming import name_judge, said_of_all
from schemawright.models.fast.others import is_sure_other
from schemawright.models.fast.parts import Part, parts_of, saying
from schemawright.models.fast.places import Place
from schemawright.models.fast.texts import DECODED
from schemawright.models.fast.together import Together
from schemawright.models.fast.twins import Member, Twin, Twins, make_struct
from schemawright.models.fast.within import CONTAINERS, MAP, UNIQUE
from schemawright.runtime import Date, DateTime
from schemawright.runtime.fields import text_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from schemawright.engines.judging import Judge
    from schemawright.engines.protocol import Task
    from schemawright.models.fast.twins import Order
    from schemawright.models.fast.within import Within
    from schemawright.models.loading.loader import Loader
    from schemawright.runtime import Carried, Spec


_BY_TYPES = frozenset({"properties", "required", "unevaluatedProperties"})
"""The keywords of an object that no condition says."""
_MAP = frozenset({
    "type", "additionalProperties", "patternProperties", "propertyNames", "minProperties", "maxProperties",
})  # fmt: skip
"""Those of an object that is carried as a dictionary."""
MAP_OF_ALL = _MAP - {"patternProperties", "propertyNames"}
"""The keywords of such an object, whose names do not matter, of which it is proved that all is read."""
ARRAY = frozenset({"type", "items", "minItems", "maxItems"})
"""The keywords of an array of which it is proved that all is read."""

_MOMENT = Annotated[datetime, msgspec.Meta(tz=True)]
_DATE = "text", Date.__name__
"""How a date in an array or a dictionary is carried."""


def make_twins(
    loader: Loader,
    task: Task,
    spec: Spec,
    orders: Mapping[int, Order],
    *,
    at: tuple[str | Place, ...],
    mixed: Collection[tuple[int, str]] = (),
    verbatim: bool = False,
    whole: bool = False,
) -> Twins | None:
    """
    Return the twins of a schema; None where it is not simple enough.

    Args:
        loader: The module's loader.
        task: The schema.
        spec: How its instances are carried.
        orders: Class number → the order of all its names; the schema's own for other classes.
        at: The subschemas that its instances are judged by.
        mixed: Class number and name of what is not declared, but known, and has not always been text.
        verbatim: Whether a date-time is to be decoded as text, which nothing has checked then.
        whole: Whether every object is to have all that the schema declares.
    """
    builder = _TwinBuilder(loader, task, orders, verbatim=verbatim, whole=whole)
    builder.spec, builder.mixed = spec, frozenset(mixed)
    try:
        shape = builder.begin(at)
        builder.close()
        msgspec.json.Decoder(shape.type)
    except (Unsupported, SchemawrightError, TypeError, ValueError, KeyError, RecursionError):
        return None
    return Twins(
        builder.twins,
        builder.fractions,
        builder.quoted,
        tuple(builder.judges.all),
        builder.free,
        builder.open,
        builder.parts,
        builder.named,
        tuple(builder.judges.of_texts),
        builder.fractions and builder.knows_others,
    )._replace(fractions=builder.fractions or builder.knows_others)


_MAX_EXTENT = 1_000
"""
How many members an object has at the most, with all that are inside of it: the code that loads one has lines for each.
"""

_MOST_NESTED = 5
"""How many arrays and objects, one in another, are dealt with by loops in loops: Python has no more than twenty."""


class _TwinBuilder(Builder):
    """Builds the twins of classes."""

    def __init__(self, loader: Loader, task: Task, orders: Mapping[int, Order], *, verbatim: bool, whole: bool) -> None:
        super().__init__(task, None)
        self.whole = whole
        self.moment_type = str if verbatim else _MOMENT
        self.day_type = str if verbatim else date
        self.text_types = {str, self.moment_type, self.day_type}
        self.loader = loader
        self.carrier = loader.carrier
        self.judge_apart = loader.judge_apart
        self.places = loader.places
        self.dialects: dict[str, str] = {}
        """Of each base URI that was met."""
        self.parts: dict[int, list[Part]] = {}
        self.orders = orders
        self.spec: Spec = None
        self.twins: dict[int, Twin] = {}
        self.depths: dict[int, int] = {}
        self.extents: dict[int, int] = {}
        self.nested: dict[int, int] = {}
        self.spelt_once: set[int] = set()
        """The classes of whose objects those that are equal are written alike."""
        self.moment = False
        self.quoted = True
        self.together_with = Together(loader)
        self.in_property = False
        self.knows_others = False
        self.mixed: frozenset[tuple[int, str]] = frozenset()
        self.free = False
        self.open = False
        self.judges = Judges()
        self.judge = -1
        self.tag = ""
        self.kinds: dict[str, int] = {}
        self.named = False
        self.naming: list[int] = []
        self.recurring: set[int] = set()
        """Those which are inside of themselves."""
        self.given_up: set[int] = set()
        """Those which have no twins."""
        self.of_classes_known: tuple[Any, ...] = (
            self.twins, self.parts, self.depths, self.extents, self.nested, self.spelt_once, self.recurring,
        )  # fmt: skip

    def close(self) -> None:
        """Let types know each other by the names by which they refer to those that were not made yet."""
        known = {_type_name(number): self.twins[number].type for number in self.recurring}
        for twin in self.twins.values():
            for name, kind in known.items():
                setattr(twin.type, name, kind)

    def typed(self, name: Any, schema: dict[str, Any], said: set[str], base: str, above: frozenset[str]) -> Shape:
        if name == "string" and said <= {"type", "format"} and "format" in said:
            return self.formatted(schema["format"])
        if name in {"number", "integer"} and "multipleOf" in said:
            return self.stepped(name, schema, said, base, above)
        spec = self.spec
        if name == "number" and spec is None and said - {"format"} <= NUMBER:
            self.fractions = True
            return Shape(number_kind(schema))
        if name == "any" and spec is None and not said:
            self.fractions = self.free = True
            return Shape(Any)
        if spec and spec[0] == "enum":
            raise Unsupported
        return super().typed(name, schema, said, base, above)

    def formatted(self, name: Any) -> Shape:
        """Return the shape of a text of a format; of most, the engine judges sooner than a pattern of msgspec."""
        if name == "date-time":
            self.moment = True
            return Shape(self.moment_type if self.task.assert_formats else str)
        if not self.task.assert_formats:
            return Shape(str)
        if name == "date" and self.spec == _DATE:
            self.moment = True
            return Shape(self.day_type)
        self.judge = self.judges.of_format(name)
        return Shape(str)

    def stepped(self, name: str, schema: dict[str, Any], said: set[str], base: str, above: frozenset[str]) -> Shape:
        """Return the shape of a number that is a multiple of another one, which our own code judges."""
        shape = self.typed(name, schema, said - {"multipleOf"}, base, above)
        self.judge = self.judges.of_step(schema["multipleOf"])
        return shape

    def described(self, schema: dict[str, Any], said: set[str], base: str, above: frozenset[str]) -> Shape:
        spec, levels = self.spec, len(self.naming)
        try:
            shape = self.or_null(schema, said, base, above) or self.told(schema, base, above)
            if shape is None:
                shape = super().described(schema, said, base, above)
                is_moment = shape.type in self.text_types or text_in(spec) in DECODED
                if self.moment and not is_moment:
                    raise Unsupported  # noqa: TRY301  (a union that has text among others)
        except (Unsupported, ValueError, TypeError):
            self.spec, self.moment = spec, False
            del self.naming[levels:]
            return self.apart(schema, base)
        return shape

    def or_null(self, schema: dict[str, Any], said: set[str], base: str, above: frozenset[str]) -> Shape | None:
        """Return the shape of something or null; None where a subschema says something else."""
        rest = without_null(schema, said)
        if rest is None:
            return None
        if said == {"oneOf"} and not self.refuses_null(rest, base):
            raise Unsupported
        shape = self.shape(rest, base, above)
        if self.moment and shape.type in self.text_types:
            shape, self.moment = Shape(str), False
            self.judge = self.judges.of_format("date-time") if self.task.assert_formats else -1
        if self.judge >= 0:
            self.judge = self.judges.or_null(self.judge)
        return Shape(Union[shape.type, None], shape.depth)  # noqa: UP007  (a value, not an annotation)

    def told(self, schema: dict[str, Any], base: str, above: frozenset[str]) -> Shape | None:
        """Return the shape of values that are told one by one; None where they are not."""
        options = options_at(self.places, self.place(base).inside(schema), above)
        if options is None:
            return None
        if self.spec and self.spec[0] == "enum":
            members = self.carrier.enums[self.spec[1]]
            if {one.value for one in members} != set(options):
                raise Unsupported
            return Shape(members)
        kind, judges = listed(options, self.spec)
        self.fractions = self.fractions or has_floats(kind)
        if judges is not None:
            self.judge = self.judges.of_own(*judges)
        return Shape(kind)

    def refuses_null(self, schema: Any, base: str) -> bool:
        """Return whether a subschema surely refuses null."""
        parts = parts_of(self.places, self.place(base).inside(schema), frozenset())
        return any("null" not in part.schema.get("type", ("null",)) for part in parts)

    def apart(self, schema: dict[str, Any], base: str) -> Shape:
        """Return the shape of a value that is judged apart."""
        if refers(schema) or not (is_plain(self.spec) or text_in(self.spec)):
            raise Unsupported
        kind = apart_kind(self.spec, self.places, [self.place(base).inside(schema)])
        if text_in(self.spec):
            self.naming += [-1] * len(self.innermost(self.spec, kind)[0])
        self.judge = self.judges.number_of(self.judge_of(schema, self.dialects[base]))
        self.fractions = self.fractions or has_floats(kind)
        self.free = self.free or is_free(kind)
        return Shape(kind)

    def judge_of(self, schema: Any, dialect: str) -> Judge:
        """Return what judges a value apart."""
        if dialect != self.task.dialect:
            raise Unsupported
        return self.judge_apart(schema, self.task)

    def place(self, base: str) -> Place:
        """Return the place of what stands at a base URI that was met."""
        return Place(True, base, self.dialects[base])  # noqa: FBT003  (a schema)

    def begin(self, at: Iterable[str | Place]) -> Shape:
        """Return the shape of what several subschemas say, all together."""
        places = [one if isinstance(one, Place) else self.places.named(one) for one in at]
        named = [parts_of(self.places, place, frozenset()) for place in places]
        return self.together([part for parts in named for part in parts])

    def shape(self, schema: Any, base: str, above: frozenset[str], *, inside: bool = True) -> Shape:
        del inside  # What has an `$id` is a place like any other.
        return self.together(parts_of(self.places, self.place(base).inside(schema), above))

    def together(self, parts: list[Part]) -> Shape:
        """Return the shape of what several parts say."""
        self.budget -= 1
        if self.budget < 0:
            raise Unsupported
        self.dialects |= {part.place.base: part.place.dialect for part in parts}
        self.spec = self.carrier.known(self.spec)
        if self.spec and self.spec[0] == "choice":
            if self.in_property and self.may_be_none_of_them(parts):
                raise Unsupported  # It often is, which no text tells; built, all of it is loaded at once.
            return self.of_classes(parts)
        if not self.spec or self.spec[0] != "object":
            schema, part = merged(parts)
            if part is None:
                self.dialects.setdefault("", self.task.dialect)
                return self.described({}, set(), "", frozenset())
            return self.described(schema, set(schema), part.place.base, part.above)
        own = list(saying(parts))
        if len(own) == 1:
            shape = self.or_null(own[0].schema, set(own[0].said), own[0].place.base, own[0].above)
            if shape is not None:
                return shape
        if self.in_property and may_be_no_object(self.places, parts):
            raise Unsupported
        return self.of_class(parts)

    def may_be_none_of_them(self, parts: list[Part]) -> bool:
        """Return whether a choice of classes may be null or a scalar instead."""
        if any(self.carrier.known(one) is None for _, one in self.spec[1]):
            return True
        return any(without_null(one.schema, set(one.said)) is not None for one in saying(parts))

    def of_classes(self, parts: list[Part]) -> Shape:
        """Return the shape of objects of which a text tells their class: the text that they have, to be read later."""
        numbers = classes_of(self.carrier, self.spec)
        depth = 0
        for number in numbers:
            self.spec = ("object", number)
            depth = max(depth, self.of_class(parts).depth)
        self.tag, self.kinds = tag_of(self.places, {number: self.parts[number] for number in numbers})
        return Shape(msgspec.Raw, depth)

    def of_property(self, name: str, parts: list[Part], carried: Carried) -> tuple[Member, Shape]:
        """Return how a property is handed over, and its shape; one that has no type is built by the exact way."""
        field, spec = carried.properties[name]
        begun, outside = self.begun(), self.in_property
        self.spec, self.moment, self.judge, self.naming = spec, False, -1, []
        try:
            self.in_property = True
            shape = self.together(self.said_of(name, parts))
            if self.moment and carried.texts.get(field) is not DateTime and text_in(spec) not in DECODED:
                raise Unsupported  # noqa: TRY301  (to the same end)
            return self.member(spec, shape), shape
        except (Unsupported, SchemawrightError, TypeError, ValueError, KeyError):
            if self.budget < 0:
                raise
        finally:
            self.in_property = outside
        self.forget_all_but(begun)
        return self.standing(spec, list(self.subschemas_of(name, parts)), is_held=carried.is_held(spec))

    def begun(self) -> tuple[Any, ...]:
        """Return what is known of classes by now."""
        return tuple([known.copy() for known in self.of_classes_known])

    def forget_all_but(self, begun: tuple[Any, ...]) -> None:
        """Forget what became known of classes: one of them has no twin, and others may refer to it."""
        for known, before in zip(self.of_classes_known, begun, strict=True):
            known.clear()
            known.update(before)

    def subschemas_of(self, name: str, parts: list[Part]) -> Iterator[Place]:
        """Yield the subschemas of a property, or what they lead to where they are references and nothing else."""
        for part in parts:
            properties = part.schema.get("properties", {})
            if name in properties and properties[name] is not True:
                yield self.led_to(part.place.inside(properties[name]))

    def led_to(self, place: Place) -> Place:
        """
        Return what a subschema of the module leads to where it is a reference and nothing else, or itself.

        Raises:
            Unsupported: It is none of the module's.
        """
        self.loader.standing.at(place)
        try:
            found = self.places.led_to(place)
            self.loader.standing.at(found)
        except (Unsupported, SchemawrightError):
            return place  # A metaschema, which the module does not have.
        return found

    def standing(self, spec: Spec, at: list[Place], *, is_held: bool) -> tuple[Member, Shape]:
        """
        Return how a property is handed over that is judged where its subschemas stand, and its shape.

        It is decoded as plain values, and built when it is asked for; unless it is what a twin holds.

        Raises:
            Unsupported: It is a text that a twin holds otherwise; or where they stand is not all that judges it.
        """
        places = tuple(dict.fromkeys(map(self.loader.standing.at, at)))
        judge, together = self.together_with.number_in(self.judges, places, at)
        if not is_held:
            self.quoted, self.fractions, self.free = False, True, True
            build = building(self.loader, spec)
            return Member(kind="built", integers=None, judge=judge, together=together, build=build), Shape(Any)
        if not is_plain(spec):
            raise Unsupported
        shape = Shape(apart_kind(spec, self.places, at))
        self.moment, self.judge, self.naming = False, judge, []
        self.fractions = self.fractions or has_floats(shape.type)
        self.free = self.free or is_free(shape.type)
        return self.member(spec, shape)._replace(together=together), shape

    def of_class(self, parts: list[Part]) -> Shape:
        """
        Return the shape of the objects of one class.

        Raises:
            Unsupported: It has no twin; it is not tried again.
        """
        number: int = self.spec[1]
        if number in self.given_up:
            raise Unsupported
        is_new = number not in self.parts
        try:
            return self.of_class_once(parts)
        except (Unsupported, SchemawrightError, TypeError, ValueError, KeyError):
            if is_new:
                self.given_up.add(number)
            raise

    def of_class_once(self, parts: list[Part]) -> Shape:
        """Return the shape of the objects of one class, of which it is not known that it has none."""
        number: int = self.spec[1]
        carried = self.carrier.classes[number]
        parts = with_branches(self.places, parts, carried)
        self.dialects |= {part.place.base: part.place.dialect for part in parts}
        if number in self.parts:
            if schemas_of(self.parts[number]) != schemas_of(parts):
                raise Unsupported
            self.moment, self.judge = False, -1
            if number in self.twins:
                return Shape(self.twins[number].type, self.depths[number])
            # It contains itself, some level deeper: each class is begun for its members only.
            self.recurring.add(number)
            self.free = True
            return Shape(ForwardRef(_type_name(number)))
        self.parts[number] = parts
        outside = self.naming
        required = frozenset(name for part in parts for name in part.schema.get("required", ()))
        # Where nothing has a field, an object that is made holds nothing.
        if not carried.properties or not required <= set(carried.properties):
            raise Unsupported
        order = self.orders.get(number, tuple(carried.properties))
        members: dict[str, Member] = {}
        types: dict[str, Any] = {}
        depth = 0
        for at, (name, (field, _)) in enumerate(carried.properties.items()):
            member, shape = self.of_property(name, parts, carried)
            members[name] = member._replace(field=field, at=at, required=self.whole or name in required)
            types[name] = shape.type
            depth = max(depth, shape.depth)
        self.moment, self.judge, self.naming = False, -1, outside
        self.extents[number] = sum(
            1 + sum(self.extents.get(inner, 0) for inner in member.numbers) for member in members.values()
        )
        if self.extents[number] > _MAX_EXTENT:
            raise Unsupported
        self.nested[number] = max(
            [1 + len(one.within) + self.nested.get(one.number, 0) * (not one.is_called) for one in members.values()]
        )
        others = self.others(number, order, members)
        known = {**members, **others}
        types |= {name: Any if member.kind == "built" else str for name, member in others.items()}
        if all(self.is_spelt_once(member, types[name]) for name, member in known.items()):
            self.spelt_once.add(number)
        conditions = Conditions(self.places, known, types, self.judge_of, self.judges.number_of)
        holds = [conditions.of(part.place, part.said - _BY_TYPES, part.above) for part in parts]
        if not all(is_evaluated(parts, at, known) for at in range(len(parts))):
            raise Unsupported
        made = make_struct(order, known, types)
        made.order = order
        made.number = number
        holds.append(self.together_with.holds(self.judges, members.values()))
        self.twins[number] = Twin(carried, order, members, made, every(holds), others)
        self.depths[number] = depth + 1
        return Shape(made, depth + 1)

    def others(self, number: int, order: Order, members: Mapping[str, Member]) -> dict[str, Member]:
        """
        Return how what a class does not declare is handed over, of which an order has the names.

        Most of it is text: whatever else it may be is looked at one by one.
        """
        names = [name for name in order if name not in members]
        others = dict.fromkeys(names, Member(quoted=True))
        mixed = [name for name in names if (number, name) in self.mixed]
        if mixed:
            self.quoted, self.knows_others = False, True
            judge = self.judges.number_of(is_sure_other)
            others |= dict.fromkeys(mixed, Member(kind="built", integers=None, judge=judge))
        return {name: others[name]._replace(at=at) for at, name in enumerate(names, len(members))}

    def is_spelt_once(self, member: Member, kind: Any) -> bool:
        """Return whether equal values of a property are written alike, whatever they are in an object of a class."""
        if member.kind in {"plain", "built"}:
            return not member.is_open and not has_floats(kind)
        return MAP not in member.within and self.spelt_once.issuperset(member.numbers)

    def said_of(self, name: str, parts: list[Part]) -> list[Part]:
        """Return all parts of what is said of a property."""
        found = []
        for part in parts:
            properties = part.schema.get("properties", {})
            if name in properties:
                # What leads back to where this class came from is a class that is not done yet.
                found += parts_of(self.places, part.place.inside(properties[name]), frozenset())
        return found

    def member(self, spec: Spec, shape: Shape) -> Member:
        """Return how a property is handed over, wherever it is."""
        if is_plain(spec):
            quoted = True if self.moment else is_quoted(shape.type)
            self.quoted = self.quoted and quoted is True
            self.open = self.open or is_open(shape.type)
            return Member(
                moment=self.moment and self.task.assert_formats,
                quoted=quoted,
                integers=has_integers(shape.type),
                is_open=is_open(shape.type),
                marks=marks_of(shape.type),
                judge=self.judge,
                few=self.judges.of_text(self.judge),
                naming=tuple([judge for judge in self.naming[:1] if judge >= 0]),
                give=None if has_enumeration(shape.type) else giving_members(spec, self.carrier.enums),
            )
        nullable = allows_null(shape.type)
        self.quoted = self.quoted and not nullable
        within, spec, kind = self.innermost(spec, shape.type)
        self.named = self.named or MAP in within
        if len(self.naming) != len(within) or len(within) > _MOST_NESTED:
            raise Unsupported
        made = Member(nullable=nullable, within=within, naming=tuple(self.naming))
        if spec and spec[0] == "text" and kind in self.text_types:
            is_moment = self.moment and self.task.assert_formats
            return made._replace(kind="texts", text=spec[1], moment=is_moment, judge=self.judge)
        if UNIQUE in self.naming and not self.spelt_once.issuperset(self.classes(spec)):
            raise Unsupported
        if spec and spec[0] == "object" and is_struct(kind):
            is_called = spec[1] not in self.twins or self.nested[spec[1]] > _MOST_NESTED
            return made._replace(kind="object", number=spec[1], is_called=is_called)
        if spec and spec[0] == "choice" and kind is msgspec.Raw:
            return made._replace(kind="union", tag=self.tag, kinds=self.kinds)
        raise Unsupported

    def classes(self, spec: Spec) -> list[int]:
        """Return the numbers of the classes of which objects are that are carried by one, or by one of several."""
        return classes_of(self.carrier, spec) if spec and spec[0] == "choice" else [spec[1]] if spec else []

    def innermost(self, spec: Spec, kind: Any) -> tuple[Within, Spec, Any]:
        """Return what objects are in, how they are carried, and their type."""
        within: list[str] = []
        spec = self.carrier.known(spec)
        while spec and spec[0] in CONTAINERS and kind is not None:
            kind = item_of(kind, CONTAINERS[spec[0]])
            within.append(spec[0])
            spec = self.carrier.known(spec[1])
        return tuple(within), spec, kind

    def array(self, schema: dict[str, Any], said: set[str], base: str, above: frozenset[str]) -> Shape:
        only(said, ARRAY | {"uniqueItems"})
        if self.spec is not None:
            self.spec = self.spec[1] if self.spec[0] == "list" else None
        is_unique, is_of_values = schema.get("uniqueItems", False), is_plain(self.spec)
        if type(is_unique) is not bool:
            raise Unsupported
        self.naming.append(UNIQUE if is_unique and not is_of_values else -1)
        shape = self.inside(super().array(schema, said - {"uniqueItems"}, base, above), is_map=False)
        if is_unique and is_of_values:
            if not has_scalars(shape.type):
                raise Unsupported  # The engine judges all of it at once.
            self.judge = self.judges.unique(self.judge)
        return shape

    def object(self, schema: dict[str, Any], said: set[str], base: str, above: frozenset[str]) -> Shape:
        return self.map(schema, said, base, above)

    def map(self, schema: dict[str, Any], said: set[str], base: str, above: frozenset[str]) -> Shape:
        """Return the shape of an object that is carried as a dictionary."""
        only(said, _MAP)
        if self.spec is not None:
            if self.spec[0] != "map":
                raise Unsupported
            self.spec = self.spec[1]
        judge = name_judge(self.places, self.place(base).inside(schema), self.judge_of)
        if judge is not None and self.naming and is_plain(self.spec):
            raise Unsupported
        self.naming.append(-1 if judge is None else self.judges.number_of(judge))
        member = self.inside(self.shape(said_of_all(schema), base, above), is_map=True)
        members: Any = dict[str, member.type]  # type: ignore[name-defined]  # a type made at run time
        meta = meta_of(schema, {"minProperties": "min_length", "maxProperties": "max_length"})
        return Shape(Annotated[members, meta] if meta else members, 1 + member.depth)

    def inside(self, shape: Shape, *, is_map: bool) -> Shape:
        """Return the shape of what is in an array or a dictionary: an engine is asked about all of it at once."""
        judge, self.judge = self.judge, -1
        if judge >= 0:
            self.judge = self.judges.inside(judge, is_map=is_map)
        return shape


def _type_name(number: int) -> str:
    """Return the name by which a type refers to that of a class."""
    return f"twin_{number}"
